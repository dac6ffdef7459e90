// What is to come: the diary and the calendar.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { document, must, released } from '../harness.js'
import { deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], wanda: ['--role', 'writer'], franz: ['--role', 'publisher', '--language', 'fr'] }
const minute = 60000
const later = minutes => Math.ceil(Date.now() / minute) * minute + minutes * minute
const at = instant => ({ when_date: new Date(instant).toISOString().slice(0, 10), when_time: new Date(instant).toISOString().slice(11, 16), when_zone: 'UTC' })
const alter = (file, sql) => execFileSync('python3', ['-c', 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1], timeout=20); c.executescript(sys.argv[2]); c.close()', file, sql])

async function schedule ({ visitors }, fields) {
  const address = await visitors.wanda.write(fields)
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  return address
}

test('the diary says what is next, in the time of both capitals, and what has waited too long', async t => {
  const site = await deskSite(t, { program, people, args: ['--press', '127.0.0.1:0'] })
  const { visitors } = site
  await schedule(site, { title: 'The second', ...at(later(120)) })
  const first = await schedule(site, { title: 'The first', ...at(later(60)) })
  let home = (await visitors.paula.get('/')).body
  assert.match(home, /Next to be public[^]*The first[^]*in Lisbon; [^<]* in Home[^]*class="countdown" data-until="[^"]+Z?"[^>]* hidden/)
  assert.ok(home.indexOf('The first') < home.indexOf('The second'))
  assert.doesNotMatch(home, /Under embargo|Waiting for more than a day/)
  await visitors.paula.get(first + '/links')
  await visitors.paula.post(first + '/links', { recipient: 'Ana', life: 'life_week' })
  const waiting = await visitors.wanda.write({ title: 'It waits' })
  await visitors.wanda.submit(waiting)
  assert.doesNotMatch((await visitors.paula.get('/')).body, /Waiting for more than a day/)
  alter(site.site.replace(/db$/, 'desk'), "UPDATE draft SET submitted = submitted - 90000000000 WHERE title = 'It waits'")
  home = (await visitors.paula.get('/')).body
  assert.match(home, /Under embargo[^]*can be read already by: <bdi>Ana/)
  assert.match(home, /Waiting for more than a day[^]*It waits/)
  assert.doesNotMatch((await visitors.franz.get('/')).body, /The first|It waits/, 'another language’s')
})

test('the calendar has what is to come and what was, by week and by month, for who may read it', async t => {
  const site = await deskSite(t, { program, people, prepare: (site, folder) => must(['publish', site, document(join(folder, 'a.md'), { title: 'At the console', published: '2030-02-28T23:30:00+00:00' })], { program }) })
  const { visitors } = site
  const address = await schedule(site, { title: 'At the desk', when_date: '2030-02-14', when_time: '10:00', when_zone: 'Asia/Tbilisi' })
  const month = (await visitors.paula.get('/calendar?view=month&date=2030-02-10')).body
  assert.match(month, /<h1>February 2030<\/h1>/)
  assert.match(month, /datetime="2030-02-14"[^]*?06:00 in Lisbon; 10:00 in Home[^]*?href="(\/drafts\/[^"]+)"[^]*?At the desk/)
  assert.ok(month.includes(`href="${address}"`))
  assert.match(month, /datetime="2030-02-28"[^]*?23:30 in Lisbon; 03:30 in Home[^]*?At the console/)
  assert.equal((month.match(/<th scope="col">/g) ?? []).length, 7)
  assert.equal((month.match(/<tr>/g) ?? []).length - 1, 5)
  assert.match(month, /rel="prev">|date=2030-01-01/)
  const week = (await visitors.paula.get('/calendar?view=week&date=2030-02-14')).body
  assert.match(week, /Week from 11 February 2030[^]*<th scope="row"><time datetime="2030-02-14">Thursday, 14 February 2030<\/time><\/th>[^]*At the desk/)
  assert.doesNotMatch(week, /At the console/)
  assert.doesNotMatch((await visitors.franz.get('/calendar?view=month&date=2030-02-10')).body, /At the desk|At the console/)
  for (const odd of ['?date=x', '?date=9999-99-99', '?date=0001-01-01', '?date=2900-12-31', '?view=x', '?office=%3Cb%3E', '?office=..&date=2030-02-10&view=week']) {
    assert.equal((await visitors.paula.get('/calendar' + odd)).status, 200, odd)
  }
  assert.match((await visitors.paula.get('/calendar?date=2030-03-31&view=month')).body, /date=2030-04-01[^"]*" rel="next"/)
  assert.match((await visitors.paula.get('/calendar?date=2030-02-10', { 'accept-language': 'ar' })).body, /dir="rtl"/)
})
