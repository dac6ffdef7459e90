// On a page of the past: a slider along the instants at which the page changed. Where there are more of them than one
// map names, the calendar is the way.
(async () => {
  const form = document.querySelector('form[data-map]')
  const slider = form?.querySelector('input')
  if (!form) return
  const answer = await fetch(form.dataset.map)
  const { mementos, pages } = answer.ok ? await answer.json() : {}
  if (!mementos || pages || mementos.list.length < 2) return

  const shown = Number(/^\/at\/(\d{14})\//.exec(location.pathname)?.[1])
  const list = mementos.list.map(({ uri, datetime }) => ({ path: uri.replace(/^[a-z]+:\/\/[^/]+/, ''), at: new Date(datetime) }))
  const number = ({ path }) => Number(/^\/at\/(\d{14})\//.exec(path)[1])
  const format = new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, 'en-GB'), { dateStyle: 'medium', timeStyle: 'medium', timeZone: form.dataset.zone })
  const say = () => {
    const text = format.format(list[slider.value].at)
    slider.setAttribute('aria-valuetext', text)
    form.querySelector('output').textContent = text
  }
  slider.max = list.length - 1
  slider.value = Math.max(0, list.findLastIndex(memento => number(memento) <= shown))
  slider.addEventListener('input', say)
  form.addEventListener('submit', event => { event.preventDefault(); location.assign(list[slider.value].path) })
  say()
  form.hidden = false
})().catch(() => {})
