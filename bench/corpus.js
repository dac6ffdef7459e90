// A corpus for the benchmarks: the same bytes for the same number, on any machine. node bench/corpus.js FOLDER COUNT
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, count] = [process.argv[2], Number(process.argv[3])]
const words = 'river treaty minister figures bridge winter harbour council measure paper share bank engineers morning letter answer season public record sentence'.split(' ')
const kinds = ['remarks', 'statement', 'press_release', 'interview', 'comment', 'answer', 'briefing', 'article', 'notice']

let state = 2463534242 // xorshift32
const next = limit => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5
  return (state >>> 0) % limit
}
const sentence = length => { const all = Array.from({ length }, () => words[next(words.length)]); all[0] = all[0][0].toUpperCase() + all[0].slice(1); return all.join(' ') + '.' }
const paragraph = () => Array.from({ length: 3 + next(4) }, () => sentence(8 + next(14))).join(' ')

for (let i = 0; i < count; i++) {
  const day = new Date(Date.UTC(1995, 0, 1) + Math.floor(i * 11000 / count) * 86400000).toISOString().slice(0, 10)
  const place = join(folder, day.slice(0, 4))
  mkdirSync(place, { recursive: true })
  const title = sentence(4 + next(6)).slice(0, -1)
  const body = Array.from({ length: 4 + next(8) }, paragraph).join('\n\n')
  writeFileSync(join(place, `${day}-${i}.md`), `---\ntitle: ${title} ${i}\nkind: ${kinds[next(kinds.length)]}\ndate: ${day}\nslug: d-${i}\ntags: [${words[next(6)]}, ${words[6 + next(6)]}]\n---\n${body}\n`)
}
