// What is public is found at the desk by its words, whoever published it and however much; and what left is not.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { checked, document, must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'] }
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))
const unread = site => rows(site, 'SELECT count (*) FROM search_pending')[0][0]
// Words of the index stand in its blocks, the first letters left out that the word before has too.
const blocks = (site, word) => rows(site, `SELECT count (*) FROM search_data WHERE instr (block, CAST ('${word}' AS BLOB)) > 0`)[0][0]
const bytes = site => Buffer.concat([site, site + '-wal'].filter(existsSync).map(file => readFileSync(file))).toString('latin1').toLowerCase()

const found = async (visitor, words) => {
  const { status, body } = await visitor.get('/public?words=' + encodeURIComponent(words))
  assert.equal(status, 200)
  return [...body.matchAll(/<a href="\/public\/text[^>]*><bdi[^>]*>([^<]*)</g)].map(match => match[1])
}
const until = async (what, done, seconds = 3) => {
  const end = Date.now() + seconds * 1000
  while (!await done()) {
    assert.ok(Date.now() < end, `${what}: not within ${seconds} s`)
    await sleep(50)
  }
}
const publish = (folder, site, fields, body) => must(['publish', site, document(join(folder, `${fields.slug}.md`), fields, body)], { program })

test('what the command line publishes is read in while nobody asks, and found at once by who does', async t => {
  const { folder, site, visitors, server } = await deskSite(t, { program, people, prepare: (site, folder) => publish(folder, site, { title: 'Before', slug: 'before' }, 'The zebra came.') })
  await until('what was there before it began', () => unread(site) === 0)
  assert.deepEqual(await found(visitors.paula, 'zebra'), ['Before'])
  publish(folder, site, { title: 'Quietly', slug: 'quietly' }, 'The quagga came.')
  await until('what others published', () => unread(site) === 0)
  publish(folder, site, { title: 'Asked for', slug: 'asked-for' }, 'The okapi came.')
  assert.deepEqual(await found(visitors.paula, 'okapi'), ['Asked for'])
  assert.deepEqual(await found(visitors.paula, 'quagga'), ['Quietly'])
  assert.deepEqual(await found(visitors.paula, 'came'), ['Asked for', 'Quietly', 'Before'])
  must(['check', site], { program })
  assert.equal(server.errors.replace(/^chancery.*\n/mg, ''), '')
})

test('of very much the page says how much is not read in yet, the desk answers meanwhile, and all of it is found in the end', { timeout: 240000 }, async t => {
  const { folder, site, visitors } = await deskSite(t, { program: checked, people })
  const tree = join(folder, 'tree')
  mkdirSync(tree)
  for (let i = 0; i < 1500; i++) document(join(tree, `2020-01-01-t${i}.md`), { title: `Text ${i}`, kind: 'statement', published: undefined, date: '2020-01-01', slug: `t${i}` }, `The okapi of ${i}. ` + `Word${i % 97} and others. `.repeat(200))
  must(['import', 'markdown', site, tree], { program })
  const first = await visitors.paula.get('/public')
  const told = /class="notice" role="status">([\d,]+) new texts are still being read in/.exec(first.body)
  assert.ok(told, 'it says so')
  const count = Number(told[1].replace(',', ''))
  assert.ok(count > 100 && count <= 1500, told[1])
  assert.doesNotMatch(first.body, /Nothing has been published yet/)
  assert.match((await visitors.paula.get('/public', { 'accept-language': 'ru' })).body, /Ещё чита[^<]* нов/)
  await until('all of it', () => unread(site) === 0, 200)
  assert.deepEqual(await found(visitors.paula, 'okapi 1499'), ['Text 1499'])
  assert.doesNotMatch((await visitors.paula.get('/public')).body, /class="notice"/)
  must(['check', site], { program })
})

test('what is erased is not found, read in or not, and no byte of it is left', async t => {
  const { folder, site, visitors } = await deskSite(t, {
    program,
    people,
    prepare: (site, folder) => {
      publish(folder, site, { title: 'Unread xyzzyone', slug: 'unread' }, 'The xyzzytwo came.')
      must(['erase', site, '/en/2024/05/06/unread/editions/1', '--note', 'A court.'], { program })
      assert.equal(unread(site), 0)
    }
  })
  publish(folder, site, { title: 'Read xyzzythree', slug: 'read' }, 'The xyzzyfour came.')
  publish(folder, site, { title: 'Another', slug: 'another' }, 'Another one came.')
  assert.deepEqual(await found(visitors.paula, 'xyzzyfour'), ['Read xyzzythree'])
  assert.ok(blocks(site, 'xyzzy') > 0)
  must(['erase', site, '/en/2024/05/06/read/editions/1', '--note', 'A court.'], { program })
  for (const word of ['xyzzyone', 'xyzzytwo', 'xyzzythree', 'xyzzyfour', 'xyzzy']) assert.deepEqual(await found(visitors.paula, word), [], word)
  assert.deepEqual(await found(visitors.paula, 'came'), ['Another'])
  assert.equal(blocks(site, 'xyzzy'), 0)
  assert.ok(!bytes(site).includes('xyzzy'))
  must(['check', site], { program })
})

test('the words of what is still to come are not in the index: taken back it leaves none, and published it is found', { timeout: 240000 }, async t => {
  const { site, visitors } = await deskSite(t, { program, people })
  const schedule = async (fields, instant) => {
    const text = new Date(instant).toISOString()
    const address = await visitors.peter.write({ ...fields, when_date: text.slice(0, 10), when_time: text.slice(11, 16), when_zone: 'UTC' })
    await visitors.peter.submit(address)
    assert.equal((await visitors.paula.publish(address)).status, 303)
    return address
  }
  const soon = Math.ceil((Date.now() + 8000) / 60000) * 60000
  await schedule({ title: 'Comes', body: 'The okapi comes.' }, soon)
  const address = await schedule({ title: 'Xyzzytitle', body: 'The xyzzybody comes.' }, soon + 3600000)
  await sleep(1500)
  assert.equal(unread(site), 2)
  assert.deepEqual(await found(visitors.paula, 'comes'), [])
  assert.doesNotMatch((await visitors.paula.get('/public')).body, /class="notice"/, 'it is not late')
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'The talks go on.', password: PASSWORD })).status, 303)
  assert.equal(unread(site), 1)
  assert.equal(blocks(site, 'xyzzy'), 0)
  must(['check', site], { program })
  await sleep(Math.max(0, soon - Date.now()))
  await until('at its instant', () => unread(site) === 0)
  assert.deepEqual(await found(visitors.paula, 'comes'), ['Comes'])
  must(['check', site], { program })
})
