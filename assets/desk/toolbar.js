// The buttons over the text. They write what one could type as well; keys do the same.
import { openLink } from './link.js'
import { put } from './text.js'

const bar = document.querySelector('.toolbar')
const field = document.getElementById('body')

// ---- Words: bold and italic ----

function wrap (mark) {
  let { selectionStart: from, selectionEnd: to, value } = field
  while (from < to && /\s/.test(value[from])) from++
  while (to > from && /\s/.test(value[to - 1])) to--
  const length = mark.length
  const text = value.slice(from, to)
  const outside = value.slice(from - length, from) === mark && value.slice(to, to + length) === mark &&
    (length > 1 || value[from - 2] !== '*' || value.slice(from - 3, from) === '***')
  if (outside) {
    put(field, from - length, to + length, text)
    field.setSelectionRange(from - length, to - length)
  } else {
    put(field, from, to, mark + text + mark)
    field.setSelectionRange(from + length, to + length)
  }
}

// ---- Lines: headings, lists, quotes ----

const styles = {
  heading: { has: /^## /, mark: () => '## ' },
  list: { has: /^- /, mark: () => '- ' },
  numbers: { has: /^\d+\. /, mark: i => `${i + 1}. ` },
  quote: { has: /^> ?/, mark: () => '> ' }
}
const others = /^(#{1,6} |[-*] |\d+\. )/

function mark (name) {
  const { has, mark } = styles[name]
  const { value } = field
  const from = value.lastIndexOf('\n', field.selectionStart - 1) + 1
  const end = value.indexOf('\n', Math.max(field.selectionEnd - (field.selectionEnd > field.selectionStart && value[field.selectionEnd - 1] === '\n' ? 1 : 0), from))
  const to = end < 0 ? value.length : end
  const lines = value.slice(from, to).split('\n')
  const off = lines.every(line => has.test(line) || (lines.length > 1 && !line.trim()))
  let number = 0
  const made = lines.map(line => {
    if (lines.length > 1 && !line.trim()) return name === 'quote' && !off ? '>' : line
    return off ? line.replace(has, '') : mark(number++) + (name === 'quote' ? line : line.replace(others, ''))
  })
  // A block stands apart from the paragraph before it.
  const before = !off && from > 1 && value[from - 2] !== '\n' && !has.test(value.slice(value.lastIndexOf('\n', from - 2) + 1)) ? '\n' : ''
  const text = before + made.join('\n')
  put(field, from, to, text)
  if (lines.length > 1) field.setSelectionRange(from + before.length, from + text.length)
}

// ---- Blocks: footnotes and tables ----

function footnote () {
  const { selectionEnd: at, value } = field
  const used = [...value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number))
  const number = Math.max(0, ...used) + 1
  const rest = value.slice(at).replace(/\s+$/, '')
  const last = /(^|\n)\[\^[^\]]+\]:[^\n]*$/.test(value.trimEnd())
  put(field, at, value.length, `[^${number}]${rest}${last ? '\n' : '\n\n'}[^${number}]: `)
}

function table () {
  const { selectionEnd: at, value } = field
  const before = value.slice(0, at).replace(/\n*$/, '')
  const cell = bar.dataset.cell
  const text = `${before ? '\n\n' : ''}| ${cell} 1 | ${cell} 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\n`
  put(field, before.length, at, text)
  const first = before.length + text.indexOf('|  |') + 2
  field.setSelectionRange(first, first)
}

const acts = {
  bold: () => wrap('**'),
  italic: () => wrap('*'),
  heading: () => mark('heading'),
  list: () => mark('list'),
  numbers: () => mark('numbers'),
  quote: () => mark('quote'),
  link: () => openLink(field),
  footnote,
  table
}
const keys = { b: 'bold', i: 'italic', k: 'link' }

// One stop for the Tab key; arrows go along the bar.
function walk (event) {
  const buttons = [...bar.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement)
  const forward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const next = { Home: 0, End: buttons.length - 1, ArrowLeft: at - 1, ArrowRight: at - 1, [forward]: at + 1 }[event.key]
  if (next === undefined || at < 0) return
  event.preventDefault()
  const button = buttons[(next + buttons.length) % buttons.length]
  for (const one of buttons) one.tabIndex = one === button ? 0 : -1
  button.focus()
}

function start () {
  bar.hidden = false
  bar.querySelectorAll('button').forEach((button, i) => { button.tabIndex = i ? -1 : 0 })
  bar.addEventListener('keydown', walk)
  bar.addEventListener('mousedown', event => event.preventDefault()) // what is selected stays so
  bar.addEventListener('click', event => acts[event.target.closest('button')?.dataset.act]?.())
  field.addEventListener('keydown', event => {
    const act = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    acts[act]()
  })
  if (!CSS.supports('field-sizing', 'content')) {
    const grow = () => { field.style.height = `${Math.max(field.offsetHeight, field.scrollHeight + 4)}px` }
    field.addEventListener('input', grow)
    grow()
  }
}

if (bar && field) start()
