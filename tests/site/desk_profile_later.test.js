// What the office will say: a change of its page that is scheduled, until its instant, and whatever happens meanwhile.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import { get, must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { change, draftOf, note } from '../desk_profile.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'] }
const sealed = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

const run = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; c=sqlite3.connect(sys.argv[1], timeout=20); r=c.execute(sys.argv[2]).fetchall(); c.commit(); print(json.dumps(r))', file, sql], { encoding: 'utf8' }))
const minute = 60000
const begun = Math.ceil(Date.now() / minute) * minute // the same for all that is asked later
const later = minutes => begun + minutes * minute
function at (instant) {
  const text = new Date(instant).toISOString()
  return { when_date: text.slice(0, 10), when_time: text.slice(11, 16), when_zone: 'UTC' }
}
const state = async (visitor, address) => /class="state (\w+)"/.exec((await visitor.get(address)).body)[1]

// Publish what a form changed, at once or at INSTANT, by one person. Resolves to its draft.
async function publish (visitor, of, n, typed, instant) {
  const draft = draftOf(await change(visitor, of, n, typed))
  await note(visitor, draft, { change_note: `Changed ${of}.`, ...(instant ? at(instant) : {}) }, 'publish')
  const answer = await visitor.publish(draft, 'force', { reason: 'A test.' })
  assert.equal(answer.status, 303, answer.body)
  return draft
}

// Every draft that is in the record is there what its file says that it is.
function agree (site) {
  const said = run(site.replace(/db$/, 'desk'), "SELECT id, number, visible_from FROM draft WHERE number > 0 ORDER BY id")
  const recorded = run(site, "SELECT replace (s.name, 'desk:', ''), e.number, e.visible_from FROM edition e JOIN source s ON s.document = e.document AND s.language = e.language AND s.number = e.number ORDER BY 1")
  assert.deepEqual(said, recorded)
  return said
}

// The desk among the children of the server.
function deskProcess (server) {
  const child = pid => { try { return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(server.child.pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'desk' } catch { return false } }
  return Number(readdirSync('/proc').filter(name => /^\d+$/.test(name)).find(child))
}

async function restarted (visitor) {
  for (let tries = 0; tries < 100; tries++) {
    if (await visitor.get('/login').then(() => true, () => false)) return
    await sleep(100)
  }
}

const FAULTS = {
  'its own confirmation': 'OLD.number = 0',
  'the number of the one that is scheduled': 'OLD.number > 0'
}
for (const [what, when] of Object.entries(FAULTS)) {
  test(`a desk that is killed before ${what} finds which edition is whose`, async t => {
    const { visitors: { paula }, site, server } = await deskSite(t, { program, people, prepare: sealed })
    const file = site.replace(/db$/, 'desk')
    const instant = later(24 * 60)
    const planned = await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, instant)
    run(file, `CREATE TRIGGER fault BEFORE UPDATE OF number ON draft WHEN ${when} AND NEW.number > 0 BEGIN SELECT RAISE (ABORT, 'a fault'); END`)
    const urgent = await publish(paula, 'notices', 'new', { 'text.en': 'Closed today.' })
    assert.deepEqual(run(file, 'SELECT count (*) FROM draft WHERE number = 4'), [[0]], 'the fault is none')
    run(file, 'DROP TRIGGER fault')
    process.kill(deskProcess(server), 'SIGKILL')
    await restarted(paula)
    assert.equal(await state(paula, urgent), 'published')
    assert.equal(await state(paula, planned), 'scheduled')
    const numbers = Object.fromEntries(agree(site).map(([id, number, from]) => ['/drafts/' + id, [number, from]]))
    assert.deepEqual(numbers[planned], [4, instant * 1000])
    assert.equal(numbers[urgent][0], 3)
    assert.ok(numbers[urgent][1] <= Date.now() * 1000)
    assert.match((await get(server.url + '/en/')).body, /Closed today/)
    must(['check', site], { program })
  })
}

test('what is scheduled keeps its edition through all that is published before it', async t => {
  const { visitors: { paula }, site } = await deskSite(t, { program, people, prepare: sealed })
  await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, later(48 * 60))
  await publish(paula, 'clocks', 0, { 'label.en': 'Andrel' }, later(24 * 60))
  await publish(paula, 'notices', 'new', { 'text.en': 'Closed today.' })
  agree(site)
  must(['check', site], { program })
})

test('a change that is taken back before its instant was never there, and can be published again', async t => {
  const { visitors: { paula, peter, wanda }, site, server } = await deskSite(t, { program, people: { ...people, wanda: ['--role', 'writer'] }, prepare: sealed })
  const before = run(site, 'SELECT count (*) FROM edition')
  const draft = await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, later(60))
  assert.match((await peter.get(draft)).body, new RegExp(`href="${draft}/unschedule"`))
  assert.equal((await wanda.get(draft + '/unschedule')).status, 404)
  assert.equal((await wanda.post(draft + '/unschedule', { note: 'x' })).status, 404)
  const page = await peter.get(draft + '/unschedule')
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.body, /public\/withdraw/)
  assert.equal((await peter.post(draft + '/unschedule', { note: ' ' })).status, 422)
  const answer = await peter.post(draft + '/unschedule', { note: 'The line is not there yet.' })
  assert.equal(answer.status, 303, answer.body)
  assert.equal(await state(peter, draft), 'draft')
  assert.match((await peter.get(draft)).body, /777 777/)
  assert.deepEqual(run(site, 'SELECT count (*) FROM edition'), before)
  assert.deepEqual(agree(site), [])
  must(['check', site], { program })
  await note(peter, draft, at(later(90)), 'publish')
  assert.equal((await peter.publish(draft, 'force', { reason: 'x' })).status, 303)
  assert.equal(await state(peter, draft), 'scheduled')
  agree(site)
  must(['check', site], { program })
  assert.doesNotMatch((await get(server.url + '/en/office')).body, /777/)
})

test('taken back after something was published before it, the one stays and the other goes', async t => {
  const { visitors: { paula }, site, server } = await deskSite(t, { program, people, prepare: sealed })
  const planned = await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, later(60))
  await publish(paula, 'notices', 'new', { 'text.en': 'Closed today.' })
  await paula.get(planned + '/unschedule')
  assert.equal((await paula.post(planned + '/unschedule', { note: 'No.' })).status, 303)
  must(['check', site], { program })
  agree(site)
  // What is in force then has the notice, and not the number.
  const body = run(site, `SELECT body FROM edition WHERE kind = 'profile' AND visible_from <= ${later(120) * 1000} AND visible_until > ${later(120) * 1000}`)[0][0]
  assert.match(body, /Closed today/)
  assert.doesNotMatch(body, /777/)
  assert.match((await get(server.url + '/en/')).body, /Closed today/)
  // The draft began from what is no more; saved once more it has both.
  assert.match((await paula.get(planned)).body, /Another edition is in force/)
  await note(paula, planned, {})
  const page = (await paula.get(planned + '/preview?page=office')).body
  assert.match(page, /777 777/)
  assert.match(page, /Closed today/)
})

test('only the last of those that are to come can be taken back, and no draft is left without its beginning', async t => {
  const { visitors: { paula }, site } = await deskSite(t, { program, people, prepare: sealed })
  const first = await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, later(60))
  const second = await publish(paula, 'clocks', 0, { 'label.en': 'Andrel' }, later(120))
  await paula.get(first + '/unschedule')
  const early = await paula.post(first + '/unschedule', { note: 'No.' })
  assert.equal(early.status, 422)
  assert.match(early.body, /another edition was made after/i)
  assert.equal(await state(paula, first), 'scheduled')

  // A third begins from the second, which goes then: refused while it would be a second draft, and moved all the same.
  const third = draftOf(await change(paula, 'name', 0, { latest: '7' }))
  await note(paula, third, { change_note: 'Seven.', ...at(later(180)) })
  assert.match((await paula.get(third + '/preview?page=office')).body, /777 777/)
  const full = await paula.post(second + '/unschedule', { note: 'No.' })
  assert.equal(full.status, 422)
  assert.match(full.body, /Publish or discard that draft first/)
  assert.equal(await state(paula, second), 'scheduled')
  const moved = await paula.post(second + '/move', { note: 'Later.', password: PASSWORD, ...at(later(240)) })
  assert.equal(moved.status, 303, moved.body)
  assert.equal((await paula.get(third)).status, 200)
  await note(paula, third, {}, 'publish')
  assert.equal((await paula.publish(third, 'force', { reason: 'x' })).status, 303)
  must(['check', site], { program })
  const numbers = Object.fromEntries(agree(site).map(([id, number, from]) => ['/drafts/' + id, from]))
  assert.deepEqual([first, third, second].map(draft => numbers[draft]), [later(60), later(180), later(240)].map(instant => instant * 1000))

  // From the last to the first, and nothing is left of any.
  for (const draft of [second, third, first]) {
    const answer = await paula.post(draft + '/unschedule', { note: 'No.' })
    assert.equal(answer.status, 303, answer.body)
    assert.equal((await paula.get(draft)).status, 200)
    assert.equal((await paula.post(draft + '/discard', { version: await paula.version(draft) })).status, 303)
  }
  must(['check', site], { program })
  const body = run(site, `SELECT body FROM edition WHERE kind = 'profile' AND visible_until > ${later(9999) * 1000} AND visible_from < visible_until`)
  assert.equal(body.length, 1)
  assert.doesNotMatch(body[0][0], /777|Andrel|latest: 7/)
})

test('another time: before or after others it keeps what it changes, and nothing of theirs', async t => {
  const { visitors: { paula }, site } = await deskSite(t, { program, people, prepare: sealed })
  await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, later(120))
  const second = await publish(paula, 'clocks', 0, { 'label.en': 'Andrel' }, later(180))
  for (const past of [at(Date.now() - 10 * minute), at(later(180))]) assert.equal((await paula.post(second + '/move', { note: 'x', password: PASSWORD, ...past })).status, 422)
  const answer = await paula.post(second + '/move', { note: 'Sooner.', password: PASSWORD, ...at(later(60)) })
  assert.equal(answer.status, 303, answer.body)
  assert.equal(await state(paula, second), 'scheduled')
  assert.match((await paula.get(second)).body, /gave it another time[^]*Sooner\./)
  must(['check', site], { program })
  agree(site)
  const then = instant => run(site, `SELECT body FROM edition WHERE kind = 'profile' AND visible_from <= ${instant * 1000} AND visible_until > ${instant * 1000}`)[0][0]
  assert.match(then(later(90)), /Andrel/)
  assert.doesNotMatch(then(later(90)), /777/)
  assert.match(then(later(200)), /Andrel/)
  assert.match(then(later(200)), /777 777/)
  assert.doesNotMatch((await paula.get(second)).body, /<del>[^<]*777|<ins>[^<]*777/)
})

test('the desk is killed again and again while changes are taken back and moved: the two files agree', { timeout: 240000 }, async t => {
  const { visitors: { paula }, site, server } = await deskSite(t, { program, people, prepare: sealed })
  const file = site.replace(/db$/, 'desk')
  let killed = 0
  for (let i = 0; i < 12; i++) {
    const draft = await publish(paula, 'contacts', 0, { phone: `+351 210 777 7${10 + i}` }, later(600))
    await publish(paula, 'name', 0, { latest: String(10 + i) })
    await paula.get(draft + '/unschedule')
    const asked = i % 3 === 0
      ? paula.post(draft + '/move', { note: 'Later.', password: PASSWORD, ...at(later(700)) }).catch(() => ({}))
      : paula.post(draft + '/unschedule', { note: 'Stop.' }).catch(() => ({}))
    await sleep(i % 3 === 0 ? 300 + Math.random() * 300 : Math.random() * 40)
    try { process.kill(deskProcess(server), 'SIGKILL'); killed++ } catch {}
    await asked
    await restarted(paula)
    assert.deepEqual(run(file, 'SELECT count (*) FROM draft WHERE publishing = 1 OR taking_back IS NOT NULL'), [[0]])
    agree(site)
    must(['check', site], { program })
    await paula.get(draft + '/unschedule')
    if (await state(paula, draft) === 'scheduled') assert.equal((await paula.post(draft + '/unschedule', { note: 'Stop.' })).status, 303)
    assert.equal((await paula.post(draft + '/discard', { version: await paula.version(draft) })).status, 303)
  }
  assert.ok(killed > 6, `${killed} kills`)
})

test('what is taken back around its instant was never public, or is and stays so', { timeout: 240000 }, async t => {
  const { visitors: { paula }, site, server } = await deskSite(t, { program, people, prepare: sealed })
  const instant = Math.ceil(Date.now() / minute) * minute + (Date.now() % minute > 40000 ? minute : 0)
  const draft = await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, instant)
  await paula.get(draft + '/unschedule')
  const seen = []
  let reading = true
  const reader = (async () => { while (reading) if (/777 777/.test((await get(server.url + '/en/office')).body)) seen.push(Date.now()) })()
  await sleep(instant - 240 + Math.random() * 40 - Date.now())
  const { status } = await paula.post(draft + '/unschedule', { note: 'Stop.' })
  await sleep(1500)
  reading = false
  await reader
  assert.ok([303, 409].includes(status), String(status))
  assert.equal(seen.length > 0, status === 409)
  assert.equal(await state(paula, draft), status === 303 ? 'draft' : 'published')
  if (status === 409) assert.match((await paula.get(draft + '/unschedule')).body, /too late to take it back: the change is public/)
  agree(site)
  must(['check', site], { program })
})
