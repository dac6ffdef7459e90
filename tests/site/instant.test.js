// Page = site (record, instant, request): nothing early, nothing late, the same bytes each time.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { crawl, demoSite, document, get, must, newSite, released, serve, sleep } from '../harness.js'

const instant = '2026-11-23T12:34:02Z'

test('every page of the demonstration has the same bytes in two processes', async t => {
  const { site } = demoSite(t, { program: released })
  const start = () => serve(t, site, ['--at', instant], { program: released })
  const pages = [...(await crawl((await start()).url)).keys()]
  assert.ok(pages.length > 150, `${pages.length} pages`)
  const [one, two] = [await start(), await start()] // both within the minute
  for (const [i, page] of pages.entries()) {
    const [left, right] = await Promise.all([one, two].map(server => get(server.url + page, { raw: true })))
    assert.ok(left.body.equals(right.body), page)
    assert.ok(left.body.length > 0 || left.headers.location, page)
    assert.equal(left.headers.etag, right.headers.etag)
    if (i % 50 === 0 && left.status === 200) assert.ok(left.body.equals(spawnSync(released, ['render', site, page, '--at', instant], { maxBuffer: 1 << 26 }).stdout), page)
  }
  t.diagnostic(`${pages.length} pages`)
})

test('a document is nowhere before its instant, and everywhere from it on', async t => {
  const { folder, site } = newSite(t)
  const soon = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000)
  const file = document(join(folder, 'a.md'), { title: 'Canary words', topics: '[canary topic]', published: soon.toISOString() })
  const server = await serve(t, site)
  must(['publish', site, file])
  const day = soon.toISOString().slice(0, 10).replaceAll('-', '/')
  const places = ['/en/', '/en/all', `/en/${day}/canary-words`, '/en/feed.atom', '/en/feed.rss', '/en/feed.json', '/sitemap.xml',
    '/en/all?topic=canary-topic', '/en/all.json']
  const shows = async () => (await Promise.all(places.map(place => get(server.url + place)))).map(a => a.status === 200 && /[Cc]anary.words/.test(a.body))
  let early = 0
  while (Date.now() < soon.getTime() - 150) {
    assert.deepEqual(await shows(), places.map(() => false))
    early++
    await sleep(20)
  }
  assert.ok(early > 5)
  await sleep(soon.getTime() - Date.now() + 5)
  assert.deepEqual(await shows(), places.map(() => true))
})

test('an embargo holds until its instant', t => {
  const { folder, site } = newSite(t)
  must(['publish', site, '--imported', document(join(folder, 'a.md'), { title: 'Held words', embargo: '2024-06-01T12:00:00Z' })])
  const titles = at => JSON.parse(must(['render', site, '/en/', '--json', '--at', at])).latest.items ?? []
  assert.equal(titles('2024-06-01T11:59:59Z').length, 0)
  assert.equal(titles('2024-06-01T12:00:00Z').length, 1)
})

test('what another process publishes shows within 50 ms', async t => {
  const { folder, site } = newSite(t)
  const server = await serve(t, site)
  for (let i = 0; i < 5; i++) {
    must(['publish', site, document(join(folder, `${i}.md`), { title: `Fresh words ${i}`, published: '2024-05-06T10:00:00Z' })])
    await sleep(50)
    assert.match((await get(server.url + '/en/')).body, new RegExp(`Fresh words ${i}`))
  }
})

test('a back-dated document does not creep into yesterday; an imported one stands in its own time', t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Back-dated' })])
  must(['publish', site, '--imported', document(join(folder, 'b.md'), { title: 'Carried over' })])
  const titles = at => (JSON.parse(must(['render', site, '/en/', '--json', ...at])).latest.items ?? []).map(item => item.title).sort()
  assert.deepEqual(titles(['--at', '2024-05-07T00:00:00Z']), ['Carried over'])
  assert.deepEqual(titles([]), ['Back-dated', 'Carried over'])
})

test('the clocks, counters and date are those of the instant', t => {
  const { site } = newSite(t)
  const view = at => JSON.parse(must(['render', site, '/en/', '--json', '--at', at]))
  const before = view('2026-03-29T00:59:59Z') // Lisbon goes to summer time at 01:00 UTC; Tbilisi has none
  const after = view('2026-03-29T01:00:00Z')
  assert.deepEqual(before.clocks.map(clock => clock.time), ['04:59', '00:59'])
  assert.deepEqual(after.clocks.map(clock => clock.time), ['05:00', '02:00'])
  assert.equal(view('2018-03-05T12:00:00Z').counters[0].sentence, '1 day has passed since the treaty was signed')
  assert.equal(view('2022-01-19T12:00:00Z').counters[0].sentence, '1,417 days have passed since the treaty was signed')
  assert.equal(view('2026-07-01T23:30:00Z').today.date, '2026-07-02')
})
