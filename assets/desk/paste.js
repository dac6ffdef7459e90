// What is pasted from Word, Google Docs or a web page becomes Markdown: what it means stays, how it looks does not. Plain text
// is pasted as it is.
import { tidy } from './tidy.js'
import { markdown } from './markdown.js'
import { put } from './text.js'

const field = document.getElementById('body')

function paste (event) {
  const html = event.clipboardData?.getData('text/html')
  if (!html) return
  const body = tidy(html)
  if (!body) return
  const text = markdown(body)
  if (!text) return
  event.preventDefault()
  const { selectionStart: from, selectionEnd: to, value } = field
  const block = text.includes('\n') || /^(#|- |\d+\. |> |\|)/.test(text)
  const before = block && from > 0 ? '\n\n'.slice(Math.min(2, /\n*$/.exec(value.slice(0, from))[0].length)) : ''
  const after = block && to < value.length ? '\n\n'.slice(Math.min(2, /^\n*/.exec(value.slice(to))[0].length)) : ''
  put(field, from, to, before + text + after)
}

if (field?.classList.contains('body')) field.addEventListener('paste', paste)
