// From the start of "chancery publish" until home, archive and feed show the text: the middle of NINE tries, in
// milliseconds. node bench/publish.js CHANCERY SITE URL FOLDER
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'

const [chancery, site, url, folder] = process.argv.slice(2)
const agent = new http.Agent({ keepAlive: true })
const body = path => new Promise((resolve, reject) => http.get(url + path, { agent }, answer => {
  let text = ''
  answer.on('data', part => { text += part }).on('end', () => resolve(text))
}).on('error', reject))
const middle = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 1]

const commands = [], shown = []
for (let i = 0; i < 9; i++) {
  const title = `Fresh words ${Date.now()}`
  const file = join(folder, `fresh-${Date.now()}.md`)
  writeFileSync(file, `---\ntitle: ${title}\nkind: statement\nlanguage: en\npublished: ${new Date().toISOString()}\n---\nFresh.\n`)
  await Promise.all(['/en/', '/en/all', '/en/feed.atom'].map(body))
  const from = performance.now()
  execFileSync(chancery, ['publish', site, file])
  commands.push(performance.now() - from)
  for (const path of ['/en/', '/en/all', '/en/feed.atom']) while (!(await body(path)).includes(title));
  shown.push(performance.now() - from)
}
console.log(`publish until home, archive and feed show it: ${middle(shown).toFixed(0)} ms, of which the command, started anew, ${middle(commands).toFixed(0)} ms`)
