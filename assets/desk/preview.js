// The page that the text will be, beside it; on a narrow screen in its place. The server renders it.
const form = document.querySelector('form.editor')
const pane = document.querySelector('.beside')
const PAUSE = 400

function start () {
  const frame = pane.querySelector('iframe')
  const said = pane.querySelector('.said')
  const tabs = document.querySelector('.tabs')
  const wide = matchMedia('(min-width: 76rem)')
  let waiting, under, again, shown

  const isSeen = () => (wide.matches && !form.closest('.pair')) || // a translation has its original there
    form.classList.contains('previewing')

  // Whole or not at all: the text of the page takes the place of the last one, so that what one reads does not move.
  function show (html) {
    const page = new DOMParser().parseFromString(html, 'text/html')
    page.querySelectorAll('script').forEach(script => script.remove())
    // Links would lead away from a page that is not there yet; the sandbox opens no other.
    page.querySelectorAll('a[href]:not([href^="#"])').forEach(link => { link.target = '_blank' })
    const there = frame.contentDocument
    if (shown && there?.body) {
      const { scrollX, scrollY } = frame.contentWindow
      for (const name of ['lang', 'dir']) there.documentElement.setAttribute(name, page.documentElement.getAttribute(name))
      there.body.replaceWith(there.adoptNode(page.body))
      frame.contentWindow.scrollTo(scrollX, scrollY)
    } else {
      frame.srcdoc = '<!DOCTYPE html>' + page.documentElement.outerHTML
      shown = true
    }
  }

  async function ask () {
    if (!isSeen()) return
    if (under) {
      again = true
      return
    }
    under = true
    again = false
    try {
      const answer = await fetch(form.getAttribute('action').replace(/(\/edit)?$/, '/preview'), { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'error' })
      const html = await answer.text()
      if (answer.ok) show(html)
      said.hidden = answer.ok
    } catch {
      said.hidden = false // the network, or nobody is logged in; the next one may come
    }
    under = false
    if (again) ask()
  }

  function soon () {
    clearTimeout(waiting)
    waiting = setTimeout(ask, PAUSE)
  }

  tabs.addEventListener('click', event => {
    const tab = event.target.closest('button')
    if (!tab) return
    form.classList.toggle('previewing', tab.dataset.pane === 'preview')
    for (const one of tabs.querySelectorAll('button')) one.setAttribute('aria-pressed', one === tab)
    ask()
  })
  pane.hidden = tabs.hidden = false
  form.addEventListener('input', soon)
  form.addEventListener('renewed', soon)
  wide.addEventListener('change', ask)
  ask()
}

if (form && pane) start()
