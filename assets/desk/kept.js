// What is typed in the editor is saved by itself, and stands in the browser until it is. Whoever is logged out, or without a
// network, is told so, and goes on when that is over.
const form = document.querySelector('form.editor')
const PAUSE = 4000
const FRESH = 60000 // so long after an answer nothing is asked before the page is left

// A form that is taken in leads on to another page. One that is refused does not, nor does a page that is loaded again.
const navigation = performance.getEntriesByType('navigation')[0]
const ledHere = navigation?.type === 'navigate' && navigation.redirectCount > 0
const justSaved = ledHere && form?.dataset.justSaved === 'true'

// 'in': logged in as before; 'out': not; 'other': as somebody else; 'lost': there is no network.
async function whoIsHere () {
  try {
    const answer = await fetch('/here', { redirect: 'manual' })
    if (answer.type === 'opaqueredirect') return 'out'
    if (!answer.ok) return 'lost'
    const { who, csrf } = await answer.json()
    if (String(who) !== form.dataset.who) return 'other'
    for (const field of document.querySelectorAll('[name=csrf]')) field.value = csrf
    return 'in'
  } catch {
    return 'lost'
  }
}

function start () {
  const status = document.getElementById('status')
  const conflict = 'conflict' in form.dataset // what goes over somebody's words is saved by hand
  let place = `draft ${form.dataset.who} ${form.getAttribute('action')}` // others may use this browser
  let changed = false
  let ended = conflict
  let under = null // the saving that is under way
  let out = false
  let leaving = false
  let held = false // something else sends the form
  let heard = Date.now()

  const isBegun = () => form.getAttribute('action').startsWith('/drafts/')
  const typed = () => [...new FormData(form)].filter(([name, value]) => name !== 'csrf' && name !== 'version' && typeof value === 'string')

  // Said once: whoever listens to the page is not told the same every few seconds.
  function say (what) {
    const time = what === 'saved' ? ' ' + new Intl.DateTimeFormat(document.documentElement.lang, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(new Date()) : ''
    const text = form.dataset[what] + time
    if (status.dataset.text === text) return
    status.dataset.text = text
    status.dataset.state = what
    status.textContent = text
    if (what !== 'out') return
    const link = document.createElement('a')
    link.href = '/login'
    link.target = '_blank'
    link.textContent = form.dataset.login
    status.append(' ', link)
  }

  function keep () {
    changed = true
    const version = form.elements.version.value // what it was typed over: somebody may save before it is back
    try { localStorage.setItem(place, JSON.stringify({ version, fields: typed() })) } catch {} // full, or forbidden
  }

  function forget () {
    try { localStorage.removeItem(place) } catch {}
  }

  function restore () {
    let kept
    try { kept = JSON.parse(localStorage.getItem(place)) } catch {}
    if (!Array.isArray(kept?.fields)) return
    if (justSaved) return forget()
    if (JSON.stringify(kept.fields) === JSON.stringify(typed())) {
      if (!conflict) forget() // else it stands on the page, and nowhere else
      return
    }
    for (const [name, value] of kept.fields) {
      const field = form.elements[name]
      if (field?.type === 'checkbox') field.checked = true
      else if (field) field.value = value
    }
    form.elements.version.value = kept.version
    changed = true
    form.dispatchEvent(new Event('renewed'))
    say('restored')
  }

  function send () {
    const body = new URLSearchParams(new FormData(form))
    if (isBegun()) return fetch(form.action.replace(/edit$/, 'autosave'), { method: 'POST', body, redirect: 'manual' })
    body.append('then', 'save')
    return fetch(form.action, { method: 'POST', body })
  }

  // A new text is a draft from its first words on. Its language is chosen before.
  function begun (answer) {
    const address = /\/drafts\/[^/?]+\/edit/.exec(answer.url)?.[0]
    if (!address) return false
    forget()
    form.setAttribute('action', address)
    place = `draft ${form.dataset.who} ${address}`
    form.elements.version.value = 1
    if (form.elements.place) form.elements.place.disabled = true
    history.replaceState(null, '', address)
    return true
  }

  async function saved (answer) {
    if (isBegun()) form.elements.version.value = (await answer.json()).version
    else if (!begun(answer)) throw new Error('it leads elsewhere')
    if (changed) keep()
    else forget()
    heard = Date.now()
    say('saved')
  }

  // Why it was refused.
  async function refused (answer) {
    const who = await whoIsHere()
    out = who !== 'in'
    changed = true
    if (who === 'out' || who === 'other') say(who)
    else if (who === 'lost' || answer.status >= 500) say('unsaved')
    else if (answer.status !== 403 || ++refused.times > 1) {
      ended = true
      say('stopped')
    }
  }
  refused.times = 0

  async function save () {
    if (!isBegun() && form.elements.body.value.trim() === '') return
    changed = false
    try {
      const answer = await send()
      const left = answer.type === 'opaqueredirect' || (answer.redirected && !/\/drafts\//.test(answer.url))
      if (!answer.ok || left) return refused(answer)
      refused.times = 0
      await saved(answer)
    } catch {
      changed = true
      say('unsaved')
    }
  }

  function tick () {
    if (under || ended || held || (!changed && !out)) return
    const task = out ? whoIsHere().then(who => { if (who === 'in') { out = false; return save() } }) : save()
    under = task.finally(() => { under = null })
  }

  function leave () {
    ended = true
    try { sessionStorage.setItem('sent', place) } catch {}
  }

  // What is sent by hand leaves the page: not before it is known that somebody is there who takes it.
  async function submit (event) {
    if (leaving || (!under && !out && navigator.onLine && Date.now() - heard < FRESH)) return leave()
    const { submitter } = event
    event.preventDefault()
    await under
    const who = await whoIsHere()
    if (who === 'in') {
      leaving = true
      form.requestSubmit(submitter)
      leaving = false
      return
    }
    out = true
    keep()
    say(who === 'lost' ? 'unsaved' : who)
    status.scrollIntoView({ block: 'nearest' })
  }

  if ('merged' in form.dataset) keep() // it stands nowhere else
  else restore()
  form.addEventListener('input', keep)
  form.addEventListener('submit', submit)
  for (const [target, name] of [[window, 'focus'], [window, 'online'], [document, 'visibilitychange']]) target.addEventListener(name, () => { if (out) tick() })
  setInterval(tick, PAUSE)

  // For what sends the form beside this: nothing is saved while it does; then what was typed meanwhile is, over VERSION.
  return {
    async hold () { held = true; await under; changed = false },
    release () { held = false; changed = true },
    async conclude (address, version) {
      if (!isBegun()) begun({ url: address })
      form.elements.version.value = version
      if (changed && !ended) await save()
      forget()
    }
  }
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
export const editor = form && start()
