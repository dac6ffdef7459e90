// What is scheduled, until the last moment: taken back it was never public, and no two answers disagree.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import { get, must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], wanda: ['--role', 'writer'] }
const withKeys = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

// The fields of an instant; nothing is to the second.
export function at (instant) {
  const text = new Date(instant).toISOString()
  return { when_date: text.slice(0, 10), when_time: text.slice(11, 16), when_zone: 'UTC' }
}
const minute = 60000
const later = minutes => Math.ceil(Date.now() / minute) * minute + minutes * minute

// A text that one wrote and another scheduled.
async function schedule (visitors, fields) {
  const address = await visitors.wanda.write(fields)
  await visitors.wanda.submit(address)
  const answer = await visitors.paula.publish(address)
  if (answer.status !== 303) throw new Error(`it was not scheduled: ${answer.status} ${answer.body}`)
  return address
}

const state = async (visitor, address) => /class="state (\w+)"/.exec((await visitor.get(address)).body)[1]
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))

test('what is taken back before its instant leaves no trace in the record, and can be scheduled again', async t => {
  const { visitors, site, server } = await deskSite(t, { program, people, prepare: withKeys })
  const before = rows(site, 'SELECT count (*) FROM edition')
  const address = await schedule(visitors, { title: 'Quixotic', body: 'Zebrawords.', topics: 'Quagga', ...at(later(60)) })
  assert.equal(await state(visitors.paula, address), 'scheduled')
  assert.equal((await visitors.wanda.get(address + '/unschedule')).status, 403)
  assert.equal((await visitors.wanda.post(address + '/unschedule', { note: 'I want to.' })).status, 403)
  assert.match((await visitors.paula.get(address + '/unschedule')).body, /in Lisbon; .* in Home/)
  const silent = await visitors.paula.post(address + '/unschedule', { note: '  ' })
  assert.equal(silent.status, 422)
  assert.match(silent.body, /id="note-problem"/)
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'The talks go on.' })).status, 303)
  assert.equal(await state(visitors.paula, address), 'draft')
  assert.match((await visitors.paula.get(address)).body, /unscheduled it[^]*The talks go on\./)
  assert.deepEqual(rows(site, 'SELECT count (*) FROM edition'), before)
  for (const table of ['unsealed', 'taken_back', 'facet', 'source']) assert.deepEqual(rows(site, `SELECT count (*) FROM ${table} WHERE 1`), table === 'unsealed' ? rows(site, 'SELECT count (*) FROM unsealed') : [[0]], table)
  assert.deepEqual(rows(site, "SELECT count (*) FROM tally WHERE count <> 0 AND slug = 'quagga'"), [[0]])
  must(['check', site], { program })
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'Once more.' })).status, 409)

  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  assert.equal(await state(visitors.paula, address), 'scheduled')
  must(['check', site], { program })
  assert.doesNotMatch((await get(server.url + '/en/')).body, /Quixotic/)
})

test('a correction that is taken back leaves the edition before it as it stood', async t => {
  const { visitors, site, server } = await deskSite(t, { program, people, prepare: withKeys })
  const first = await visitors.wanda.write({ title: 'The ferry', body: 'It runs.', topics: 'Ships' })
  await visitors.wanda.submit(first)
  assert.equal((await visitors.paula.publish(first)).status, 303)
  const list = (await visitors.wanda.get('/public')).body
  const edition = Object.fromEntries(['office', 'document'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(list)[1]]))
  const draft = (await visitors.wanda.post('/public/correct', { ...edition, language: 'en' })).headers.location.replace('/edit', '')
  await visitors.wanda.get(draft + '/edit')
  await visitors.wanda.post(draft + '/edit', { version: '1', title: 'The ferry', kind: 'statement', body: 'It stands still.', topics: 'Harbours', change_note: 'It broke.', ...at(later(90)), then: 'save' })
  await visitors.wanda.submit(draft)
  assert.equal((await visitors.paula.publish(draft)).status, 303)
  must(['check', site], { program })
  assert.equal((await visitors.paula.post(draft + '/unschedule', { note: 'It runs again.' })).status, 303)
  must(['check', site], { program })
  assert.deepEqual(rows(site, "SELECT number, visible_until FROM edition WHERE kind <> 'profile'"), [[1, 9223372036854775807n.toString()]].map(([a]) => [a, 9223372036854775807]))
  assert.deepEqual(rows(site, "SELECT slug, sum (count) FROM tally WHERE dimension = 'topic' AND kind = '' AND count <> 0 GROUP BY slug"), [['ships', 1]])
  assert.match((await get(server.url + '/en/')).body, /The ferry/)
})

test('another time: the record has the text once, at that time, and the draft says so', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare: withKeys })
  const [one, two] = [later(60), later(120)]
  const address = await schedule(visitors, at(one))
  const past = await visitors.paula.post(address + '/move', { note: 'Sooner.', password: PASSWORD, ...at(Date.now() - 10 * minute) })
  assert.equal(past.status, 422)
  assert.match(past.body, /That instant has passed/)
  assert.match((await visitors.paula.post(address + '/move', { note: 'x', password: PASSWORD, ...at(one) })).body, /has already/)
  assert.match((await visitors.paula.post(address + '/move', { note: 'x', password: PASSWORD, ...at(one), when_time: '' })).body, /time is missing/)
  assert.equal((await visitors.wanda.post(address + '/move', { note: 'x', password: PASSWORD, ...at(two) })).status, 403)
  assert.equal((await visitors.paula.post(address + '/move', { note: 'The minister is late.', password: PASSWORD, ...at(two) })).status, 303)
  assert.deepEqual(rows(site, "SELECT number, visible_from FROM edition WHERE kind <> 'profile'"), [[1, two * 1000]])
  assert.equal(await state(visitors.paula, address), 'scheduled')
  assert.match((await visitors.paula.get(address)).body, /gave it another time[^]*The minister is late\./)
  must(['check', site], { program })
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'Not at all.' })).status, 303)
  must(['check', site], { program })
})

const MANY = 200

test(`${MANY} are taken back around their instant: each was never public, or is and stays so`, { timeout: 240000 }, async t => {
  const { visitors, site, server } = await deskSite(t, { program, people, prepare: withKeys })
  const instant = later(0) + (Date.now() % minute > 25000 ? minute : 0)
  const texts = []
  for (let i = 0; i < MANY; i++) {
    const address = await visitors.paula.write({ title: `Racer ${String(i).padStart(3, '0')} runs`, body: 'x', ...at(instant) })
    const answer = await visitors.paula.publish(address, 'force', { reason: 'A race.' })
    assert.equal(answer.status, 303)
    texts.push(address)
  }
  const seen = new Map() // number → when it was seen first
  let reading = true
  const path = new Date(instant).toISOString().slice(0, 10).replaceAll('-', '/')
  async function read (offset) {
    for (let i = offset; reading; i = (i + 7) % MANY) {
      const asked = Date.now()
      const number = String(i).padStart(3, '0')
      const answer = await get(`${server.url}/en/${path}/racer-${number}-runs`)
      if (answer.status === 200 && !seen.has(i)) seen.set(i, asked)
      const home = /Racer (\d{3}) runs/g
      if (i % 10 === 0) for (const [, found] of (await get(`${server.url}/en/all`)).body.matchAll(home)) if (!seen.has(Number(found))) seen.set(Number(found), asked)
    }
  }
  const readers = [read(0), read(50), read(100), read(150)]
  const answers = []
  const last = []
  for (let i = 0; i < MANY; i++) {
    const turn = instant - 1600 + i * 10
    if (Date.now() < turn) await sleep(turn - Date.now())
    const answer = await visitors.paula.post(texts[i] + '/unschedule', { note: 'Stop.' })
    answers.push(answer.status)
    last.push(Date.now())
  }
  await sleep(1500)
  reading = false
  await Promise.all(readers)
  const taken = answers.filter(status => status === 303).length
  console.log(`${taken} of ${MANY} were taken back, the last ${instant - last[answers.lastIndexOf(303)]} ms before the instant; ${seen.size} were seen`)
  assert.ok(taken > 0 && taken < MANY, 'the race was no race')
  for (let i = 0; i < MANY; i++) {
    assert.ok([303, 409].includes(answers[i]), String(answers[i]))
    const number = String(i).padStart(3, '0')
    const there = (await get(`${server.url}/en/${path}/racer-${number}-runs`)).status
    assert.equal(there, answers[i] === 303 ? 404 : 200, `racer ${i}`)
    if (answers[i] === 303) assert.ok(!seen.has(i), `racer ${i} was taken back, and was seen`)
    assert.equal(await state(visitors.paula, texts[i]), answers[i] === 303 ? 'draft' : 'published')
  }
  assert.match((await visitors.paula.get(texts[MANY - 1] + '/unschedule')).body, /too late to take it back/)
  must(['check', site], { program })
})

// The desk among the children of the server.
function deskProcess (server) {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const children = all.filter(pid => { try { return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(server.child.pid) } catch { return false } })
  return Number(children.find(pid => { try { return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'desk' } catch { return false } }))
}

test('the desk is killed again and again while it takes back: the two files agree afterwards', { timeout: 240000 }, async t => {
  const { visitors, site, server } = await deskSite(t, { program, people, prepare: withKeys })
  const texts = []
  for (let i = 0; i < 30; i++) {
    const address = await visitors.paula.write({ title: `Runner ${i}`, body: 'x', ...at(later(600)) })
    assert.equal((await visitors.paula.publish(address, 'force', { reason: 'A test.' })).status, 303)
    texts.push(address)
  }
  let done = false
  const killed = []
  const killer = (async () => {
    while (!done) {
      await sleep(Math.random() * 60)
      const pid = deskProcess(server)
      if (pid) { try { process.kill(pid, 'SIGKILL'); killed.push(pid) } catch {} }
      await sleep(150)
    }
  })()
  const said = new Map()
  for (let i = 0; i < texts.length; i++) {
    for (let attempt = 0; attempt < 200 && !said.has(i); attempt++) {
      try {
        const answer = i % 3 === 0
          ? await visitors.paula.post(texts[i] + '/move', { note: 'Later.', password: PASSWORD, ...at(later(700)) })
          : await visitors.paula.post(texts[i] + '/unschedule', { note: 'Stop.' })
        said.set(i, answer.status)
      } catch { await sleep(30) }
    }
    await sleep(20)
  }
  done = true
  await killer
  await sleep(1500)
  assert.ok(killed.length > 3, `${killed.length} kills`)
  for (let i = 0; i < texts.length; i++) {
    const now = await state(visitors.paula, texts[i])
    assert.equal(now, i % 3 === 0 ? 'scheduled' : 'draft', `${texts[i]}, which was answered ${said.get(i)}`)
  }
  const file = site.replace(/db$/, 'desk')
  assert.deepEqual(rows(file, 'SELECT count (*) FROM draft WHERE publishing = 1 OR taking_back IS NOT NULL'), [[0]])
  const scheduled = rows(file, "SELECT id, number, visible_from FROM draft WHERE state = 'scheduled' ORDER BY id")
  const recorded = rows(site, "SELECT replace (s.name, 'desk:', ''), e.number, e.visible_from FROM edition e JOIN source s ON s.document = e.document AND s.language = e.language ORDER BY 1")
  assert.deepEqual(scheduled, recorded)
  must(['check', site], { program })
})

// Change the desk's file beside the desk.
const alter = (file, sql) => execFileSync('python3', ['-c', 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1], timeout=20); c.executescript(sys.argv[2]); c.close()', file, sql])

test('what was published or taken back and could not be noted is noted before the next request', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare: withKeys })
  const file = site.replace(/db$/, 'desk')
  const fail = column => alter(file, `CREATE TRIGGER fault BEFORE UPDATE OF ${column} ON draft WHEN NEW.${column} IS NOT OLD.${column} AND OLD.publishing + (OLD.taking_back IS NOT NULL) > 0 BEGIN SELECT RAISE (ABORT, 'a fault'); END`)
  const address = await visitors.wanda.write(at(later(60)))
  await visitors.wanda.submit(address)
  const version = await visitors.paula.version(address + '/publish')
  fail('number')
  assert.equal((await visitors.paula.post(address + '/publish', { version, password: PASSWORD })).status, 303, 'it is in the record')
  assert.deepEqual(rows(file, 'SELECT publishing FROM draft'), [[1]])
  alter(file, 'DROP TRIGGER fault')
  assert.equal(await state(visitors.paula, address), 'scheduled')
  fail('number')
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'Stop.' })).status, 303, 'it is out of the record')
  alter(file, 'DROP TRIGGER fault')
  assert.equal(await state(visitors.paula, address), 'draft')
  assert.deepEqual(rows(file, 'SELECT count (*) FROM draft WHERE publishing = 1 OR taking_back IS NOT NULL'), [[0]])
  must(['check', site], { program })
})

test('with --no-seal the desk publishes, and “chancery seal” signs it later', async t => {
  const { visitors, site, server } = await deskSite(t, { program, people, args: ['--no-seal'], prepare: withKeys })
  const address = await visitors.wanda.write({ title: 'Unsealed yet' })
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  assert.match((await get(server.url + '/en/')).body, /Unsealed yet/)
  assert.deepEqual(rows(site, "SELECT count (*) FROM unsealed u JOIN edition e ON e.id = u.edition WHERE e.kind <> 'profile'"), [[1]])
  must(['seal', site], { program })
  assert.deepEqual(rows(site, 'SELECT count (*) FROM unsealed'), [[0]])
  must(['check', site], { program })
})

test('a time that has passed is refused in words, unless it is meant; clocks that change are explained', async t => {
  const { visitors, site } = await deskSite(t, { program, people })
  const address = await visitors.wanda.write({ title: 'Too late', ...at(Date.now() - 90 * minute) })
  await visitors.wanda.submit(address)
  assert.match((await visitors.wanda.get(address)).body, /was to be public at has passed/)
  const page = (await visitors.paula.get(address + '/publish')).body
  assert.match(page, /That instant has passed/)
  assert.match(page, /English<\/bdi>: <strong>this text[^]*français<\/bdi>: not there yet/)
  assert.match(page, /Everybody: the public site/)
  const refused = await visitors.paula.publish(address)
  assert.equal(refused.status, 422)
  assert.match(refused.body, /id="past-problem"/)
  assert.equal((await visitors.paula.publish(address, 'force', { reason: 'In haste.' })).status, 422)
  assert.deepEqual(rows(site, "SELECT count (*) FROM edition WHERE kind <> 'profile'"), [[0]])
  assert.equal((await visitors.paula.publish(address, 'publish', { past: '1' })).status, 303)
  assert.equal(await state(visitors.paula, address), 'published')

  for (const [date, time, words] of [['2027-03-28', '01:30', /Clocks go forward over that hour/], ['2027-10-31', '01:30', /Clocks go back over that hour/], ['2027-10-31', '00:30', null], ['2027-03-28', '02:00', null]]) {
    const text = await visitors.wanda.write({ when_date: date, when_time: time, when_zone: 'Europe/Lisbon' })
    await visitors.wanda.submit(text)
    for (const path of [text, text + '/publish']) {
      const { body } = await visitors.paula.get(path)
      if (words) assert.match(body, words, `${date} ${time} ${path}`)
      else assert.doesNotMatch(body, /Clocks go/, `${date} ${time} ${path}`)
    }
  }
})
