// Killed in the midst of sealing: no edition without its leaf, no leaf without its edition, no two heads that disagree.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { document, must, newSite, released, serve, sleep } from '../harness.js'

const fast = { program: released }
const KILLS = Number(process.env.CHANCERY_KILLS ?? 1000)
const OF_PROCESSES = Math.ceil(KILLS / 40)
const rows = (site, query) => execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 15000', site, query]).toString().trim().split('\n')

function killedAfter (args, milliseconds) {
  return new Promise(resolve => {
    const child = spawn(released, args, { stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
    child.on('exit', (code, signal) => { clearTimeout(timer); resolve(signal === null) })
  })
}

// What a reader could have kept: every head that was ever seen, by its size.
function look (site, seen) {
  const [counts, note] = rows(site, "SELECT (SELECT count(*) FROM edition) || ' ' || (SELECT count(*) FROM leaf) || ' ' || (SELECT max(size) FROM checkpoint); SELECT replace(note, char(10), '|') FROM checkpoint ORDER BY size DESC LIMIT 1")
  const [editions, leaves, size] = counts.split(' ').map(Number)
  assert.equal(leaves, editions + 1, 'a leaf for each edition, and the one of the keys')
  assert.equal(size, leaves)
  assert.equal(seen.get(size) ?? note, note, 'one head for each size')
  assert.ok(size >= Math.max(0, ...seen.keys()), 'the log never shrinks')
  seen.set(size, note)
  return editions
}

test(`${KILLS - OF_PROCESSES} kills of publish on a sealed record`, async t => {
  const { folder, site } = newSite(t, undefined, fast)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const seen = new Map()
  let takes = 0, landed = 0, lost = 0, before = look(site, seen)
  for (let i = 0; i < KILLS - OF_PROCESSES; i++) {
    const files = [0, 1, 2].map(j => document(join(folder, `${i}-${j}.md`), { title: `Words ${i} ${j}` }, 'Words. '.repeat(20)))
    const started = Date.now()
    const moment = takes === 0 ? 60000 : takes * 1.5 * ((i * 0.618) % 1)
    const ended = await killedAfter(['publish', site, ...files], moment)
    if (ended) takes = (takes || Date.now() - started) * 0.7 + (Date.now() - started) * 0.3
    else if (moment > takes) takes *= 1.15
    const after = look(site, seen)
    assert.ok(after === before || after === before + 3)
    after === before ? lost++ : landed++
    before = after
    if (i % 100 === 99) must(['check', site], fast)
  }
  must(['check', site], fast)
  assert.ok(lost > KILLS / 20 && landed > KILLS / 20, `${landed} landed, ${lost} were lost: the kills came all too late or all too early`)
  t.diagnostic(`${landed} landed whole, ${lost} left nothing`)
})

function childrenOf (server) {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(pid => {
    try {
      const [, comm, ppid] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      return Number(ppid) === server.child.pid ? [{ comm, pid: Number(pid) }] : []
    } catch { return [] }
  })
}

test(`${OF_PROCESSES} kills of keeper and clerk while scheduled editions are due`, async t => {
  const { folder, site } = newSite(t, undefined, fast)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const begin = Date.now() + 3000
  const files = Array.from({ length: OF_PROCESSES * 25 }, (_, i) => document(join(folder, `${i}.md`), { title: `Words ${i}`, published: new Date(begin + i * 25).toISOString() }))
  must(['publish', site, ...files], fast)
  const server = await serve(t, site, [], fast)
  await sleep(begin - Date.now())
  // Each lives longer than the second within which the supervisor takes a death for a fault, and waits.
  for (let kills = 0; kills < OF_PROCESSES;) {
    await sleep(560 + (kills * 37) % 60)
    const victim = childrenOf(server).find(({ comm }) => comm === (kills % 2 === 0 ? 'clerk' : 'keeper'))
    if (victim) { process.kill(victim.pid, 'SIGKILL'); kills++ }
  }
  const seen = new Map()
  for (let i = 0; i < 300 && rows(site, 'SELECT count(*) FROM unsealed')[0] !== '0'; i++) await sleep(100)
  look(site, seen)
  assert.equal(rows(site, 'SELECT count(*) FROM unsealed')[0], '0', 'as soon as they are up, what is due is sealed')
  must(['check', site], fast)
  assert.equal((await server.stop()).code, 0)
})
