// The editor with script: what is typed is saved by itself, and stands in the browser until it is. Without script all of
// the desk works as well.
const form = document.querySelector('form.editor')
const PAUSE = 4000

function start () {
  const status = document.getElementById('status')
  const place = 'draft ' + form.getAttribute('action')
  const begun = form.getAttribute('action').startsWith('/drafts/')
  let changed = false
  let ended = false

  const typed = () => [...new FormData(form)].filter(([name]) => name !== 'csrf' && name !== 'version')
  const say = what => { status.textContent = form.dataset[what] }

  function keep () {
    changed = true
    try { localStorage.setItem(place, JSON.stringify(typed())) } catch {} // full, or forbidden
  }

  function forget () {
    try { localStorage.removeItem(place) } catch {}
  }

  function restore () {
    let kept
    try { kept = JSON.parse(localStorage.getItem(place)) } catch {}
    if (!Array.isArray(kept)) return
    if (form.dataset.justSaved === 'true' || JSON.stringify(kept) === JSON.stringify(typed())) return forget()
    for (const [name, value] of kept) if (form.elements[name]) form.elements[name].value = value
    changed = true
    say('restored')
  }

  async function save () {
    if (!changed || ended || !begun) return
    changed = false
    try {
      const answer = await fetch(form.action.replace(/edit$/, 'autosave'), { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'error' })
      if (answer.ok) {
        form.elements.version.value = (await answer.json()).version
        if (!changed) forget()
        say('saved')
      } else {
        ended = true
        say('stopped')
      }
    } catch {
      changed = true
      say('unsaved')
    }
  }

  restore()
  form.addEventListener('input', keep)
  form.addEventListener('submit', () => { ended = true; try { sessionStorage.setItem('sent', place) } catch {} })
  setInterval(save, PAUSE)
}

// A page that only stands where a form has been taken in.
function arrive () {
  try {
    const sent = sessionStorage.getItem('sent')
    if (sent) localStorage.removeItem(sent)
    sessionStorage.removeItem('sent')
  } catch {}
}

if (!form || form.dataset.justSaved === 'true') arrive()
if (form) start()
