// A link: to an address, or to a text of the office that is found by its words.
import { put } from './text.js'

const PAUSE = 150
const dialog = document.getElementById('link')
const form = dialog?.querySelector('form')
const list = dialog?.querySelector('ul')
const said = dialog?.querySelector('.found')
let field, from, to, waiting, asked = 0

const isAddress = text => /^(https?:\/\/|mailto:|tel:|\/|#)\S/i.test(text.trim())

function show (texts) {
  list.replaceChildren(...texts.map(text => {
    const item = document.createElement('li')
    const button = document.createElement('button')
    const title = document.createElement('bdi')
    const details = document.createElement('span')
    button.type = 'button'
    button.className = 'plain choice'
    button.dataset.address = text.address
    button.dataset.title = text.title
    title.lang = text.tag
    title.textContent = text.title
    details.className = 'details'
    details.textContent = [text.kind_text, text.language_name, text.at].join(' · ')
    button.append(title, details)
    item.append(button)
    return item
  }))
}

async function find () {
  const words = form.elements.seek.value.trim()
  const mine = ++asked
  if (isAddress(words)) {
    show([])
    said.textContent = ''
    return
  }
  try {
    const answer = await fetch('/public/find?' + new URLSearchParams({ words }), { redirect: 'error' })
    const texts = answer.ok ? await answer.json() : []
    if (mine !== asked) return
    show(texts)
    said.textContent = texts.length ? '' : dialog.dataset.none
  } catch {
    if (mine === asked) said.textContent = dialog.dataset.failed
  }
}

const written = text => text.replace(/\s+/g, ' ').replace(/[\\[\]]/g, '\\$&').trim()

function insert (address, title) {
  const words = written(form.elements.words.value) || written(title) || address
  dialog.close()
  put(field, from, to, `[${words}](${address.trim().replace(/[ ()<>]/g, sign => '%' + sign.charCodeAt(0).toString(16).toUpperCase())})`)
}

export function openLink (area) {
  field = area
  ;({ selectionStart: from, selectionEnd: to } = area)
  const text = area.value.slice(from, to)
  form.elements.words.value = isAddress(text) ? '' : text
  form.elements.seek.value = isAddress(text) ? text.trim() : ''
  dialog.showModal()
  form.elements.seek.focus()
  find()
}

function start () {
  form.elements.seek.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(find, PAUSE)
  })
  list.addEventListener('click', event => {
    const choice = event.target.closest('button')
    if (choice) insert(choice.dataset.address, choice.dataset.title)
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    const seek = form.elements.seek.value.trim()
    const first = list.querySelector('button')
    if (isAddress(seek)) insert(seek, '')
    else if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(seek)) insert('https://' + seek, '')
    else if (first) insert(first.dataset.address, first.dataset.title)
    else said.textContent = dialog.dataset.none
  })
  dialog.querySelector('[value=cancel]').addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => field.focus())
}

if (dialog) start()
