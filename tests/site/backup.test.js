// Both files are copied while the desk publishes and takes back: each copy is whole, and what was under way at its moment
// is settled by the desk that starts from it.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, must, newSite, released, serve, sleep } from '../harness.js'
import { deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'] }
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))
const alter = (file, sql) => execFileSync('python3', ['-c', 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1], timeout=20); c.executescript(sys.argv[2]); c.close()', file, sql])
const later = minutes => { const text = new Date(Math.ceil(Date.now() / 60000) * 60000 + minutes * 60000).toISOString(); return { when_date: text.slice(0, 10), when_time: text.slice(11, 16), when_zone: 'UTC' } }

const backup = (site, folder) => new Promise(resolve => {
  const child = spawn(program, ['backup', site, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', data => { said += data })
  child.on('exit', code => resolve({ code, said }))
})

test('copies made while it is used agree with each other', { timeout: 240000 }, async t => {
  const { visitors, site, folder } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  let working = true
  const work = (async () => {
    for (let i = 0; working; i++) {
      const address = await visitors.paula.write({ title: `Text ${i}`, body: 'x', ...later(600) })
      assert.equal((await visitors.paula.publish(address, 'force', { reason: 'A test.' })).status, 303)
      if (i % 2) assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'Stop.' })).status, 303)
    }
  })()
  const copies = []
  for (let i = 0; i < 12; i++) {
    await sleep(50 + Math.random() * 200)
    const into = join(folder, 'copies', String(i))
    assert.deepEqual(await backup(site, into), { code: 0, said: '' })
    copies.push(into)
  }
  working = false
  await work
  for (const copy of copies) {
    assert.deepEqual(readdirSync(copy).sort(), ['site.db', 'site.desk'])
    for (const name of ['site.db', 'site.desk']) assert.equal(statSync(join(copy, name)).mode & 0o77, 0)
    must(['check', join(copy, 'site.db')], { program })
  }
  for (const copy of copies.slice(-3)) {
    const server = await serve(t, join(copy, 'site.db'), ['--desk', '127.0.0.1:0', '--no-seal'], { program })
    await server.stop()
    const desk = join(copy, 'site.desk')
    assert.deepEqual(rows(desk, 'SELECT count (*) FROM draft WHERE publishing = 1 OR taking_back IS NOT NULL'), [[0]])
    const scheduled = rows(desk, "SELECT id, number FROM draft WHERE state = 'scheduled' ORDER BY id")
    const recorded = rows(join(copy, 'site.db'), "SELECT replace (s.name, 'desk:', ''), e.number FROM edition e JOIN source s ON s.document = e.document AND s.language = e.language ORDER BY 1")
    assert.deepEqual(scheduled, recorded)
  }
  const again = chancery(['backup', site, copies[0]], { program })
  assert.equal(again.status, 2)
  assert.match(again.stderr, /has a copy already/)
})

test('a site without a desk is copied too, and what is no site is not', t => {
  const { site, folder } = newSite(t, undefined, { program })
  must(['backup', site, join(folder, 'a')], { program })
  assert.deepEqual(readdirSync(join(folder, 'a')), ['site.db'])
  must(['check', join(folder, 'a', 'site.db')], { program })
  assert.equal(chancery(['backup', join(folder, 'none.db'), join(folder, 'b')], { program }).status, 1)
  assert.ok(!existsSync(join(folder, 'b', 'none.db')))
})

test('“chancery check” finds what is wrong with the desk’s file, and what it says of the record', async t => {
  const { visitors, site, server } = await deskSite(t, { program, people })
  const address = await visitors.paula.write({ ...later(600) })
  assert.equal((await visitors.paula.publish(address, 'force', { reason: 'A test.' })).status, 303)
  await server.stop()
  must(['check', site], { program })
  const file = site.replace(/db$/, 'desk')
  alter(file, 'UPDATE draft SET visible_from = visible_from + 60000000')
  let found = chancery(['check', site], { program })
  assert.equal(found.status, 1)
  assert.match(found.stdout, /the desk: draft .* became edition 1 of .*, and the record has it at another instant/)
  alter(file, 'UPDATE draft SET visible_from = visible_from - 60000000, number = 7')
  assert.match(chancery(['check', site], { program }).stdout, /the record has none such/)
  alter(file, 'UPDATE draft SET number = 1; PRAGMA foreign_keys = OFF; DELETE FROM draft_version')
  found = chancery(['check', site], { program })
  assert.match(found.stdout, /the draft has not the version that it says it has/)
})
