// The trail at the desk: found by who, when, what and of which text; as a page and as a file; each office's own.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { must, released } from '../harness.js'
import { deskSite } from '../desk.js'

const program = released
const people = { wanda: ['--role', 'writer'], adam: ['--role', 'administrator'], otto: ['--role', 'administrator', '--office', 'other'] }
const prepare = (site, folder) => must(['init', site, '--profile', join(folder, 'profile.yaml'), '--office', 'other'], { program })
const lines = file => file.trimEnd().split('\n').filter(line => line).map(line => JSON.parse(line))

test('what was done is found by who, what, when and of which text', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare })
  const address = await visitors.wanda.write({ title: 'On <b>the</b> ferry' })
  const { adam } = visitors
  const found = async query => (await adam.get('/trail?' + new URLSearchParams(query))).body
  assert.match(await found({ name: 'wanda', action: 'draft.' }), /draft\.begun/)
  assert.doesNotMatch(await found({ name: 'adam', action: 'draft.' }), /draft\.begun/)
  assert.match(await found({ name: 'adam', action: 'draft.' }), /Nothing was found/)
  assert.match(await found({ action: 'login' }), /<td>wanda<\/td>/)
  assert.match(await found({ action: 'draft.' }), /On &lt;b&gt;the/, 'and what it was called')
  const document = /\/trail\?document=([0-9a-f-]{36})/.exec(await found({ action: 'draft.' }))[1]
  const ofText = await found({ document })
  assert.match(ofText, /draft\.begun/)
  assert.doesNotMatch(ofText, /<td>login/)
  const day = new Date().toISOString().slice(0, 10), before = new Date(Date.now() - 86400000).toISOString().slice(0, 10)
  assert.match(await found({ since: day, until: day, action: 'draft.' }), /draft\.begun/)
  assert.doesNotMatch(await found({ until: before }), /draft\.begun/)
  const wrong = await adam.get('/trail?since=yesterday')
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /value="yesterday"[^>]*aria-invalid="true" aria-describedby="since-problem"/)
  assert.ok(address)
  const file = await adam.get('/trail.jsonl')
  assert.match(file.headers['content-disposition'], /^attachment; filename="trail\.jsonl"$/)
  assert.deepEqual(lines(file.body), lines(must(['user', 'audit', site], { program })), 'the same as at the console')
  assert.deepEqual(new Set(lines((await adam.get('/trail.jsonl?action=draft.')).body).map(({ action }) => action)), new Set(['draft.begun']))
})

test('who reads the trail of one office reads of no other, not in the file either', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare })
  await visitors.wanda.write()
  for (const path of ['/trail', '/trail?action=draft.', '/trail.jsonl', '/trail.jsonl?name=wanda']) {
    assert.doesNotMatch((await visitors.otto.get(path)).body, /draft\.begun|wanda<|"wanda"/, path)
  }
  assert.equal((await visitors.wanda.get('/trail.jsonl')).status, 403)
  assert.ok(lines(must(['user', 'audit', site], { program })).length > 3)
})

test('a long trail comes whole, and hinders nobody meanwhile', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare })
  const { DatabaseSync } = await import('node:sqlite').catch(() => ({}))
  const fill = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO trail (at, person, name, place, action) SELECT i, 0, \'console\', \'console\', \'person.changed\' FROM n'
  const file = site.replace(/\.db$/, '.desk')
  if (DatabaseSync) new DatabaseSync(file).exec(fill)
  else (await import('node:child_process')).execFileSync('sqlite3', [file, fill])
  const whole = visitors.adam.get('/trail.jsonl')
  const waits = []
  let done = false
  whole.then(() => { done = true })
  while (!done) {
    await visitors.wanda.get('/sessions')
    waits.push(done)
  }
  assert.ok(lines((await whole).body).length >= 50000)
  assert.ok(waits.length > 5, 'others are answered between the pieces')
})
