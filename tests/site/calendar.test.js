// Calendars: which days changed what, of the site and of a document, now and in the past.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { document, get, must, newSite, profile, released, serve, sleep } from '../harness.js'

const fast = { program: released }
const words = '/en/2024/03/01/words'
async function site (t) {
  const { folder, site } = newSite(t, profile, fast)
  const publish = (file, fields, body) => must(['publish', site, '--imported', document(join(folder, file), fields, body)], fast)
  publish('a.md', { title: 'Words', published: '2024-03-01T10:00:00Z' })
  publish('b.md', { title: 'Other', published: '2024-03-05T09:00:00Z' })
  publish('c.md', { title: 'Paroles', language: 'fr', published: '2024-03-05T09:30:00Z' })
  publish('a.md', { title: 'Words', published: '2024-03-05T10:00:00Z', change_note: 'A word.' })
  publish('d.md', { title: 'Late', published: '2024-06-30T23:30:00Z' }) // 1 July in Lisbon
  publish('a.md', { title: 'Words', published: '2025-01-09T10:00:00Z', change_note: 'One more.' })
  const server = await serve(t, site, [], fast)
  return { folder, site, publish, url: server.url }
}
const view = async (url, address) => JSON.parse((await get(url + address + '.json')).body).calendar
const days = calendar => calendar.months.flatMap(month => month.weeks).flatMap(week => week.days).filter(day => day.changed)

test('a year of the site: each day with changes leads to the memento after its last one, and to their list', async t => {
  const { url } = await site(t)
  const calendar = await view(url, '/en/calendar/2024')
  assert.equal(calendar.count, 4, 'those in English')
  assert.equal(calendar.months.length, 12)
  assert.deepEqual(days(calendar).map(({ date, count, href, list }) => ({ date, count, href, list })), [
    { date: '2024-03-01', count: 1, href: '/at/20240301100000/en/', list: '/en/calendar/2024/03/01' },
    { date: '2024-03-05', count: 2, href: '/at/20240305100000/en/', list: '/en/calendar/2024/03/05' },
    { date: '2024-07-01', count: 1, href: '/at/20240630233000/en/', list: '/en/calendar/2024/07/01' }
  ])
  for (const day of days(calendar)) for (const address of [day.href, day.list]) assert.equal((await get(url + address)).status, 200, address)
  const listed = await view(url, '/en/calendar/2024/03/05')
  assert.deepEqual(listed.changes.map(({ title, time, href, note }) => ({ title, time, href, note })), [
    { title: 'Words', time: '10:00', href: `/at/20240305100000${words}`, note: 'A word.' },
    { title: 'Other', time: '09:00', href: '/at/20240305090000/en/2024/03/05/other', note: undefined }
  ])
  assert.deepEqual(days(await view(url, '/fr/calendar/2024')).map(day => day.date), ['2024-03-05'])
  assert.deepEqual(calendar.years.map(year => year.text).slice(-2), ['2025', '2024'])
})

test('weeks begin where they begin in the language, and a month is a table of them', async t => {
  const { url } = await site(t)
  for (const [language, first, blanks] of [['en', 'Monday', 4], ['fr', 'lundi', 4], ['ar', 'السبت', 6]]) {
    const calendar = await view(url, `/${language}/calendar/2024`)
    assert.equal(calendar.weekdays[0].name, first)
    const march = calendar.months[2].weeks
    assert.equal(march[0].days.filter(day => day.blank).length, blanks, `1 March 2024 was a Friday (${language})`)
    for (const week of march) assert.equal(week.days.length, 7)
    assert.equal(march.flatMap(week => week.days).filter(day => !day.blank).length, 31)
  }
  const { body } = await get(url + '/en/calendar/2024')
  assert.equal(body.match(/<table>/g).length, 12)
  assert.equal(body.match(/<th scope="col">/g).length, 84)
  assert.match(body, /aria-label="5 March 2024: 2 changes"/)
  assert.match(body, /<meta name="robots" content="noindex">/)
})

test('a document’s calendar has its own changes, with what they were', async t => {
  const { url } = await site(t)
  const calendar = await view(url, words + '/calendar/2024')
  assert.deepEqual(days(calendar).map(({ date, href, list }) => [date, href, list]), [['2024-03-01', `/at/20240301100000${words}`, undefined], ['2024-03-05', `/at/20240305100000${words}`, undefined]])
  assert.deepEqual(calendar.months.length, 1, 'only months with changes')
  assert.deepEqual(calendar.changes.map(({ edition, note }) => [edition, note]), [['Edition 2', 'A word.'], ['Edition 1', undefined]])
  assert.deepEqual([calendar.of.title, calendar.of.href], ['Words', words])
  assert.match((await get(url + words)).body, new RegExp(`href="${words}/calendar"`), 'the history leads to it')
  assert.match((await get(url + '/en/')).body, /<footer[^]*href="\/en\/calendar"/)
  assert.match((await get(`${url}/at/20240306000000${words}`)).body, new RegExp(`href="${words}/calendar/2024" data-now>`), 'the banner as well')
  assert.equal((await get(url + '/en/2024/03/01/nowhere/calendar')).status, 404)
})

test('a calendar of the past ends at its instant', async t => {
  const { url } = await site(t)
  const past = await view(url, '/at/20240305093000/en/calendar')
  assert.deepEqual(days(past).map(day => [day.date, day.count]), [['2024-03-01', 1], ['2024-03-05', 1]])
  assert.equal(past.months.length, 3, 'months to come are not shown')
  const { headers, body } = await get(url + '/at/20240305093000/en/calendar')
  assert.equal(headers['memento-datetime'], 'Tue, 05 Mar 2024 09:30:00 GMT')
  assert.match(body, /href="\/at\/20240305093000\/en\/calendar\/2024\/03\/05"/, 'its lists stay in it')
  assert.match(body, /href="\/at\/20240301100000\/en\/"/, 'its days lead to theirs')
  assert.deepEqual((await view(url, '/at/20240305093000/en/calendar/2024/03/05')).changes.map(change => change.title), ['Other'])
})

test('nothing of what is to come, or was erased, is in them', async t => {
  const { folder, site: file, url } = await site(t)
  const lifts = new Date(Date.now() + 3600e3)
  must(['publish', file, document(join(folder, 'x.md'), { title: 'Canary words', published: lifts.toISOString() })], fast)
  must(['erase', file, '/en/2024/03/05/other/editions/1', '--note', 'A court.'], fast)
  await sleep(60)
  const day = lifts.toISOString().slice(0, 10).replaceAll('-', '/')
  for (const address of ['/en/calendar', `/en/calendar/${day}`, '/en/calendar/2024/03/05', '/en/2024/03/05/other/calendar/2024']) {
    const { body } = await get(url + address)
    assert.doesNotMatch(body, /Canary|canary|>Other</, address)
  }
  const year = new Date().getUTCFullYear()
  assert.equal((await view(url, `/en/calendar/${year}`)).count, 0)
  assert.deepEqual((await view(url, '/en/calendar/2024/03/05')).changes.map(change => change.title), ['Words', 'Text removed'])
  assert.equal((await view(url, '/en/2024/03/05/other/calendar/2024')).of.title, 'Text removed')
  for (const odd of [`/en/calendar/${year + 1}`, '/en/calendar/2024/02/30', '/en/calendar/2024/13/01', '/en/calendar/0000', '/en/calendar/9999/12/31', `${words}/calendar/${year + 1}`]) assert.equal((await get(url + odd)).status, 404, odd)
})

test('a day with very many changes shows the last of them, and where the rest are', async t => {
  const { folder, site: file, url } = await site(t)
  const files = Array.from({ length: 230 }, (_, i) => document(join(folder, `m${i}.md`), { title: `M ${i}`, published: new Date(Date.UTC(2020, 0, 2) + i * 60e3).toISOString() }))
  must(['publish', file, '--imported', ...files], fast)
  await sleep(60)
  const calendar = await view(url, '/en/calendar/2020/01/02')
  assert.equal(calendar.count, 230)
  assert.equal(calendar.changes.length, 200)
  assert.equal(calendar.changes[0].title, 'M 229')
  assert.equal(calendar.more, '/en/all/2020/01')
})
