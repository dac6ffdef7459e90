// Where an office has witnesses, which the desk cannot reach, the clerk seals what the desk has published, a moment later;
// what is taken back before is never logged.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { get, must, profile, released, sleep } from '../harness.js'
import { deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], wanda: ['--role', 'writer'] }
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))

// A witness of the log, of its own key; resolves to what the profile says of it.
function startWitness (t, folder, log) {
  const key = join(folder, 'w.key')
  const verifier = must(['witness', 'new', '--key', key, '--name', 'w.example', '--open'], { program }).trim()
  const child = spawn(program, ['witness', '--log', log, '--key', key, '--state', join(folder, 'w.state'), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] })
  t.after(() => child.kill('SIGKILL'))
  return new Promise(resolve => child.stdout.on('data', data => {
    const match = /listening on (http:\/\/\S+)/.exec(data)
    if (match) resolve({ child, yaml: `witnesses:\n  - {key: "${verifier}", url: "${match[1].replace(/\/$/, '')}"}\n` })
  }))
}

async function until (what, condition, milliseconds = 15000) {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    if (await condition()) return
    await sleep(50)
  }
  assert.fail(what)
}

test('what the desk publishes is sealed by the clerk and cosigned, and what it took back is not', { timeout: 120000 }, async t => {
  let witness
  const { visitors, server, site } = await deskSite(t, { program, people, prepare: async (site, folder) => {
    must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })
    witness = await startWitness(t, folder, /^log key +(\S+)/m.exec(must(['key', 'show', site], { program }))[1])
    writeFileSync(join(folder, 'profile.yaml'), profile + witness.yaml)
    must(['profile', site, join(folder, 'profile.yaml')], { program })
  } })
  const write = async fields => {
    const address = await visitors.wanda.write(fields)
    await visitors.wanda.submit(address)
    return address
  }
  const soon = new Date(Math.ceil(Date.now() / 60000) * 60000 + 3600000).toISOString()
  const later = await write({ title: 'To come', when_date: soon.slice(0, 10), when_time: soon.slice(11, 16), when_zone: 'UTC' })
  assert.equal((await visitors.paula.publish(later)).status, 303)

  const address = await write({ title: 'Vouched for', body: 'It is so.' })
  assert.equal((await visitors.paula.publish(address)).status, 303)
  await until('it is public', async () => /Vouched for/.test((await get(server.url + '/en/all')).body))
  const path = /href="(\/en\/\d{4}\/[^"]+vouched-for)"/.exec((await get(server.url + '/en/all')).body)[1]
  const published = Date.now()
  await until('the clerk seals it', async () => (await get(server.url + path + '.tlog-proof')).status === 200)
  console.log(`sealed and proved ${Date.now() - published} ms after it was public`)
  await until('the witness cosigns it', () => rows(site, 'SELECT max (size) FROM checkpoint WHERE witnessed = 1')[0][0] === rows(site, 'SELECT count (*) FROM leaf')[0][0])
  assert.match((await get(server.url + '/log/checkpoint')).body, /— w\.example /)

  const leaves = rows(site, 'SELECT count (*) FROM leaf')
  assert.equal((await visitors.paula.post(later + '/unschedule', { note: 'Not after all.' })).status, 303)
  await sleep(500)
  assert.deepEqual(rows(site, 'SELECT count (*) FROM leaf'), leaves)
  assert.deepEqual(rows(site, 'SELECT count (*) FROM unsealed'), [[0]])
  must(['check', site], { program })

  witness.child.kill('SIGKILL')
  const alone = await write({ title: 'Nobody answers', body: 'Still it is public.' })
  assert.equal((await visitors.paula.publish(alone)).status, 303, 'a witness that is down hinders nobody')
  await until('it is public', async () => /Nobody answers/.test((await get(server.url + '/en/all')).body))
  await until('it is sealed', () => rows(site, 'SELECT count (*) FROM unsealed')[0][0] === 0)
  must(['check', site], { program })
})
