// Files are sent as soon as they are chosen or dropped, with all that was typed, and one sees how far they are.
import { editor } from './kept.js'

const drop = document.querySelector('.drop')
const form = document.querySelector('form.editor')

function start () {
  const input = drop.querySelector('input')
  const button = drop.querySelector('button')
  const status = document.createElement('p')
  const bar = document.createElement('progress')
  const hint = document.createElement('p')

  const words = (key, percent) => drop.dataset[key].replace('{percent}', percent)

  function show (text, part) {
    status.textContent = text
    bar.hidden = part === undefined
    if (part === null) bar.removeAttribute('value')
    else if (part !== undefined) bar.value = part
  }

  // As the page would say it that came back.
  function refuse (page) {
    const problem = document.createElement('p')
    problem.className = 'problem'
    problem.textContent = page?.getElementById('files-problem')?.textContent.trim() || words('failed')
    show('')
    status.append(problem)
    input.value = ''
    input.focus()
  }

  async function taken (request) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html')
    const version = page.querySelector('form.editor [name=version]')?.value
    if (request.status === 200 && version && request.responseURL.includes('/edit')) {
      await editor.conclude(request.responseURL, version)
      const address = request.responseURL.replace(/#.*$/, '')
      location.assign(`${address}${address.includes('?') ? '&' : '?'}files=${version}#attachments`) // another one each time: it is loaded
      return
    }
    editor.release()
    if (request.status === 422 || request.status === 0) return refuse(page)
    form.requestSubmit(button) // whatever it is, its page says it
  }

  async function send () {
    if (input.files.length === 0) return
    await editor.hold()
    const body = new FormData(form)
    const request = new XMLHttpRequest()
    body.append('then', 'file-add')
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      const percent = Math.floor(100 * loaded / total)
      show(percent < 100 ? words('sending', percent) : words('reading'), percent < 100 ? loaded / total : null)
    })
    request.addEventListener('load', () => taken(request))
    request.addEventListener('error', () => { editor.release(); refuse() })
    show(words('sending', 0), 0)
    request.open('POST', form.getAttribute('action'))
    request.send(body)
  }

  function over (event) {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    drop.classList.toggle('over', event.type !== 'dragleave')
  }

  status.setAttribute('role', 'status')
  hint.className = 'hint'
  hint.textContent = words('drop')
  bar.hidden = true
  bar.setAttribute('aria-label', drop.querySelector('label').textContent)
  button.hidden = true
  drop.append(hint, bar, status)
  input.addEventListener('change', send)
  for (const name of ['dragenter', 'dragover', 'dragleave']) drop.addEventListener(name, over)
  drop.addEventListener('drop', event => {
    over(event)
    drop.classList.remove('over')
    if (event.dataTransfer.files.length === 0) return
    input.files = event.dataTransfer.files
    send()
  })
}

if (drop && editor) start()
