// HTML of a clipboard as a plain tree: what Word, Google Docs and others mean by their styles becomes elements, and what says
// nothing is taken away.

const all = (root, selector) => [...root.querySelectorAll(selector)]
const unwrap = element => element.replaceWith(...element.childNodes)
const style = element => element.getAttribute('data-style') ?? ''

function rename (element, name) {
  const other = element.ownerDocument.createElement(name)
  other.append(...element.childNodes)
  element.replaceWith(other)
  return other
}

// ---- Word: lists are paragraphs, each with its level and its marker ----

const LEVEL = /mso-list:\s*l(\d+)\s+level(\d+)/i

function takeMarker (paragraph) {
  let text = ''
  for (const marker of all(paragraph, '[data-style*="mso-list"]')) {
    if (!/mso-list:\s*ignore/i.test(style(marker))) continue
    text += marker.textContent
    marker.remove()
  }
  return text.trim()
}

const isNumber = marker => /^\(?(\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]?\)?$/i.test(marker) && !/^o$/.test(marker)

function wordLists (body) {
  let stack = [] // the lists that are open, outermost first
  let last = null
  for (const paragraph of all(body, 'p, h1, h2, h3, h4, h5, h6')) {
    const [, id, depth] = LEVEL.exec(style(paragraph)) ?? []
    if (!id || paragraph.tagName !== 'P') continue
    const level = Number(depth)
    const marker = takeMarker(paragraph)
    const name = isNumber(marker) ? 'ol' : 'ul'
    if (!last || paragraph.previousElementSibling !== stack[0]?.list) stack = []
    while (stack.length > level || (stack.length === level && stack.at(-1).list.localName !== name)) stack.pop()
    const document = body.ownerDocument
    while (stack.length < level) {
      const list = document.createElement(stack.length + 1 === level ? name : 'ul')
      if (name === 'ol' && parseInt(marker) > 1) list.setAttribute('start', parseInt(marker))
      const holder = stack.at(-1)
      if (holder) (holder.list.lastElementChild ?? holder.list.appendChild(document.createElement('li'))).append(list)
      else paragraph.before(list)
      stack.push({ list })
    }
    const item = document.createElement('li')
    item.append(...paragraph.childNodes)
    stack.at(-1).list.append(item)
    paragraph.remove()
    last = item
  }
}

// ---- Styles that mean something ----

// Google Docs wraps everything in a <b> that is not bold, and says bold by a span's style.
function styles (body) {
  for (const element of all(body, 'b, strong, i, em')) if (/(?<![\w-])(font-weight:\s*(normal|400)|font-style:\s*normal)/i.test(style(element))) unwrap(element)
  for (const span of all(body, 'span')) {
    const says = style(span)
    const heading = span.closest('h1, h2, h3, h4, h5, h6')
    const names = [!heading && /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i.test(says) && 'strong', /(?<![\w-])font-style:\s*italic/i.test(says) && 'em', /text-decoration[^;]*line-through/i.test(says) && 'del']
    for (const name of names.filter(Boolean)) {
      const inner = span.ownerDocument.createElement(name)
      inner.append(...span.childNodes)
      span.append(inner)
    }
  }
  for (const bold of all(body, 'h1 :is(b, strong), h2 :is(b, strong), h3 :is(b, strong), h4 :is(b, strong), th :is(b, strong)')) unwrap(bold)
  for (const span of all(body, 'span, font, u, ins, o\\:p, w\\:sdt')) unwrap(span)
  // What was cut up by spelling marks and the like is one again.
  for (const element of all(body, 'strong, b, em, i')) {
    const next = element.nextSibling
    if (next?.nodeType === 1 && next.tagName === element.tagName) {
      next.prepend(...element.childNodes)
      element.remove()
    } else if (!element.textContent.trim()) unwrap(element)
  }
}

// ---- Headings: the title of the page is the first, so those of the text begin with the second ----

function headings (body) {
  for (const title of all(body, 'p.MsoTitle')) rename(title, 'h1')
  for (const heading of all(body, 'h1, h2, h3, h4, h5, h6')) if (!heading.textContent.trim()) heading.remove()
  if (!body.querySelector('h1')) return
  for (const level of [5, 4, 3, 2, 1]) for (const heading of all(body, `h${level}`)) rename(heading, `h${level + 1}`)
}

// ---- Lists and tables ----

function lists (body) {
  for (const list of all(body, ':is(ul, ol) > :is(ul, ol)')) { // as Google Docs nests them
    const before = list.previousElementSibling
    if (before?.tagName === 'LI') before.append(list)
  }
  for (const paragraph of all(body, 'li > p')) if (!paragraph.parentNode.querySelector(':scope > p ~ p')) unwrap(paragraph)
  for (const item of all(body, 'li')) if (!/^[UO]L$/.test(item.parentNode.tagName)) rename(item, 'p')
}

function tables (body) {
  for (const table of all(body, 'table')) {
    for (const bold of all(table, 'tr:first-child :is(b, strong)')) if (bold.closest('tr') === table.rows[0]) unwrap(bold) // the heading is bold by itself
    if (table.rows.length === 0) table.remove()
    else if (table.querySelector('table') || [...table.rows].every(row => row.cells.length < 2)) table.replaceWith(...[...table.rows].flatMap(row => [...row.cells].map(cell => rename(cell, 'div'))))
  }
}

// ---- Footnotes: a link to a note that links back, whoever wrote it ----

const named = (body, name) => name && all(body, '[id], a[name]').find(one => one.id === name || one.getAttribute('name') === name)
const target = link => decodeURIComponent(/^[^#]*#(.+)$/.exec(link.getAttribute('href') ?? '')?.[1] ?? '')

function footnotes (body) {
  let number = 0
  for (const link of all(body, 'a[href*="#"]')) {
    if (!body.contains(link) || !/^\s*[[(]?\s*(\d+|[a-z*†‡]{1,4})\s*[\])]?\s*$/i.test(link.textContent)) continue
    const place = named(body, target(link))
    const note = place?.closest('li, p, div[id], aside')
    const back = note && all(note, 'a[href*="#"]').find(one => {
      const there = named(body, target(one))
      return there && (there === link || there.contains(link) || link.contains(there))
    })
    if (!back || note.contains(link)) continue
    number++
    const mark = body.ownerDocument.createElement('dfn')
    mark.dataset.note = number
    mark.textContent = '*' // else it would be taken away as empty
    const raised = link.closest('sup')
    ;(raised && raised.textContent.trim() === link.textContent.trim() ? raised : link).replaceWith(mark)
    const raisedBack = back.closest('sup')
    ;(raisedBack && note.contains(raisedBack) ? raisedBack : back).remove()
    const text = body.ownerDocument.createElement('aside')
    text.dataset.note = number
    const whole = note.tagName === 'P' && note.closest('div[id]') && all(note.closest('div[id]'), 'p').length < 4 ? note.closest('div[id]') : note
    text.append(...whole.childNodes)
    whole.remove()
    body.append(text)
  }
  for (const text of all(body, 'aside[data-note] p:first-child')) if (text.parentNode.children.length === 1) unwrap(text)
  if (number > 0) for (const rest of all(body, 'hr, ol, ul, div')) if (rest.tagName === 'HR' ? !rest.nextElementSibling || rest.nextElementSibling.tagName === 'ASIDE' || /footnote/i.test(style(rest.parentNode)) : !rest.textContent.trim()) rest.remove()
}

// ---- Breaks of lines that only make room ----

const BLOCK = /^(P|DIV|H[1-6]|[UOD]L|LI|TABLE|BLOCKQUOTE|HR|ASIDE|BR)$/

function beside (node, way) {
  do node = node[way]; while (node && node.nodeType === 3 && !node.data.trim())
  return node
}

function breaks (body) {
  for (const line of all(body, 'br')) {
    const nodes = [beside(line, 'previousSibling'), beside(line, 'nextSibling')]
    if (nodes.some(node => !node || BLOCK.test(node.nodeName))) line.remove()
  }
}

// ---- All of it ----

const MEANS = 'h1, h2, h3, h4, h5, h6, strong, b, em, i, a[href], li, table, blockquote, dfn[data-note], del'

// A space that does not break where no rule of writing wants one (French does, before its tall marks and within numbers).
const LOOSE = /(?<![«\d])[\u00a0\u202f](?![:;!?»%€$])|(?<=\d)[\u00a0\u202f](?![\d:;!?»%€$])/g

// The desk's policy takes neither style nor script from a page; each that is parsed would be reported.
const unstyled = html => html.replace(/<style\b[\s\S]*?<\/style>/gi, '').replace(/<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>/gi, tag => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, ' data-$1'))

// NULL: it says no more than its plain text.
export function tidy (html) {
  const { body } = new DOMParser().parseFromString(unstyled(html), 'text/html')
  for (const element of all(body, 'script, style, meta, link, title, xml, template, noscript, iframe, object, svg, img, input, button, select, textarea, [data-style*="mso-element:comment"], .MsoCommentReference, [hidden], [data-style*="display:none"]')) element.remove()
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.remove()
  wordLists(body)
  footnotes(body)
  styles(body)
  headings(body)
  lists(body)
  tables(body)
  breaks(body)
  for (const link of all(body, 'a')) {
    const address = link.getAttribute('href') ?? ''
    if (!/^(https?:|mailto:|tel:)/i.test(address) || !link.textContent.trim()) unwrap(link)
    else link.setAttribute('href', address.replace(/^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+).*$/, (_, real) => decodeURIComponent(real)))
    link.removeAttribute('title')
  }
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(LOOSE, ' ').replace(/[\u00ad\u200b\ufeff]/g, '')
  return body.querySelector(MEANS) && body
}
