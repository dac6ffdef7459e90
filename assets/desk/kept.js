// What is typed in the editor is saved by itself, and stands in the browser until it is.
const form = document.querySelector('form.editor')
const PAUSE = 4000

// A form that is taken in leads on to another page. One that is refused does not, nor does a page that is loaded again.
const navigation = performance.getEntriesByType('navigation')[0]
const ledHere = navigation?.type === 'navigate' && navigation.redirectCount > 0
const justSaved = ledHere && form?.dataset.justSaved === 'true'

function start () {
  const status = document.getElementById('status')
  const place = `draft ${form.dataset.who} ${form.getAttribute('action')}` // others may use this browser
  const begun = form.getAttribute('action').startsWith('/drafts/')
  let changed = false
  const conflict = 'conflict' in form.dataset // what goes over somebody's words is saved by hand
  let ended = conflict

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
    if (justSaved) return forget()
    if (JSON.stringify(kept) === JSON.stringify(typed())) {
      if (!conflict) forget() // else it stands on the page, and nowhere else
      return
    }
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

// What was sent is forgotten where it was taken in; if it was not, it may be sent again.
function arrive () {
  try {
    const sent = sessionStorage.getItem('sent')
    if (sent && ledHere && (!form || justSaved)) localStorage.removeItem(sent)
    sessionStorage.removeItem('sent')
  } catch {}
}

arrive()
if (form) start()
