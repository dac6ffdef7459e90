// Whatever is killed at whatever moment: the record is as before or as after, and never in between.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { document, must, newSite, released } from '../harness.js'

const program = released
const KILLS = Number(process.env.CHANCERY_KILLS ?? 200)

// Run, and kill -9 after a while; whether it had ended by itself.
function killedAfter (args, milliseconds) {
  return new Promise(resolve => {
    const child = spawn(program, args, { stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
    child.on('exit', (code, signal) => { clearTimeout(timer); resolve(signal === null) })
  })
}

const count = site => JSON.parse(must(['render', site, '/en/all', '--json'], { program })).archive.count ?? 0

test(`${KILLS} kills of publish and import leave all of it or nothing`, async t => {
  const { folder, site } = newSite(t, undefined, { program })
  const takes = { publish: 0, import: 0 } // how long each takes, as far as known: a busy machine changes it
  let before = 0, landed = 0, lost = 0
  for (let i = 0; i < KILLS; i++) {
    const verb = i % 2 === 0 ? 'publish' : 'import'
    const batch = join(folder, `${i}`, '_posts')
    mkdirSync(batch, { recursive: true })
    const files = Array.from({ length: 40 }, (_, j) => document(join(batch, `2024-05-06-words-${i}-${j}.md`), { title: `Words ${i} ${j}` }, 'Words. '.repeat(300)))
    const args = verb === 'publish' ? ['publish', site, ...files] : ['import', 'markdown', site, join(folder, `${i}`)]
    const started = Date.now()
    const moment = takes[verb] === 0 ? 60000 : takes[verb] * 1.6 * ((i * 0.618) % 1) // spread over the run, and beyond
    const ended = await killedAfter(args, moment)
    if (ended) takes[verb] = (takes[verb] || Date.now() - started) * 0.7 + (Date.now() - started) * 0.3
    else if (moment > takes[verb]) takes[verb] *= 1.15
    const after = count(site)
    assert.ok(after === before || after === before + 40, `${verb} ${i}: ${before} before, ${after} after`)
    if (ended) assert.equal(after, before + 40)
    after === before ? lost++ : landed++
    before = after
    if (i % 20 === 0) must(['check', site], { program })
  }
  must(['check', site], { program })
  assert.ok(lost > KILLS / 10 && landed > KILLS / 10, `${landed} landed, ${lost} were lost: the kills came all too late or all too early`)
  t.diagnostic(`${landed} landed whole, ${lost} left nothing`)
})
