// A tidied tree as Markdown, as the record's renderer reads it.
import Turndown from 'turndown'

const turndown = new Turndown({ headingStyle: 'atx', hr: '* * *', bulletListMarker: '-', codeBlockStyle: 'fenced', emDelimiter: '*' })

// "- " and "1. ", and what belongs to an item under its text.
turndown.addRule('item', {
  filter: 'li',
  replacement (content, node, options) {
    const list = node.parentNode
    const number = (Number(list.getAttribute('start')) || 1) + [...list.children].indexOf(node)
    const mark = list.nodeName === 'OL' ? `${number}. ` : `${options.bulletListMarker} `
    const text = content.replace(/^\n+|\n+$/g, '').replace(/\n(?=.)/g, '\n' + ' '.repeat(mark.length))
    return mark + text + (node.nextElementSibling ? '\n' : '')
  }
})

// The first row is the heading.
const row = cells => `| ${cells.join(' | ')} |`
turndown.addRule('table', {
  filter: 'table',
  replacement (content, node) {
    const rows = [...node.rows].map(one => [...one.cells].flatMap(cell => [turndown.turndown(cell.innerHTML).replace(/\s*\\?\n\s*/g, ' ').replace(/\|/g, '\\|').trim(), ...Array(Math.max(0, cell.colSpan - 1)).fill('')]))
    const width = Math.max(...rows.map(cells => cells.length))
    const [head, ...others] = rows.map(cells => row([...cells, ...Array(width - cells.length).fill('')]))
    return `\n\n${[head, row(Array(width).fill('---')), ...others].join('\n')}\n\n`
  }
})

turndown.addRule('struck', { filter: ['del', 's', 'strike'], replacement: content => content.trim() ? `~~${content}~~` : '' })
turndown.addRule('footnote', { filter: node => node.nodeName === 'DFN' && node.hasAttribute('data-note'), replacement: (content, node) => `[^${node.dataset.note}]` })
turndown.addRule('note', { filter: node => node.nodeName === 'ASIDE' && node.hasAttribute('data-note'), replacement: (content, node) => `\n\n[^${node.dataset.note}]: ${content.trim().replace(/\n+(?=.)/g, '\n\n    ')}\n\n` })
turndown.addRule('break', { filter: 'br', replacement: () => '\\\n' })
turndown.remove(['style', 'script', 'noscript', 'template', 'iframe', 'object', 'img'])

export const markdown = body => turndown.turndown(body).replace(/\n{3,}/g, '\n\n').replace(/[ \t]+$/gm, '').trim()
