// What is not yet public leaks nowhere: a canary in every future document, and a hundred thousand requests for it.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { crawl, document, get, must, newSite, released, serve } from '../harness.js'

const CANARY = 'xyzzyplugh'
const REQUESTS = Number(process.env.CHANCERY_LEAK_REQUESTS ?? 100000)

test(`${REQUESTS} requests up to the last second before find nothing of what is coming`, async t => {
  const { folder, site } = newSite(t, undefined, { program: released })
  const release = '2026-06-01T12:00:00Z'
  const word = i => `${CANARY}${i}`
  writeFileSync(join(folder, 'secret.txt'), CANARY)
  const future = [], open = []
  for (let i = 0; i < 20; i++) {
    open.push(document(join(folder, `open${i}.md`), { title: `Open ${i}`, slug: `open-${i}`, topics: '[open]', change_note: 'An open note.' }))
    future.push(document(join(folder, `f${i}.md`), {
      title: word(i), slug: word(i), summary: word(i), topics: `[${word(i)}]`, places: `[${word(i)}]`, speaker: `{name: ${word(i)}, role: ${word(i)}}`,
      event: `{name: ${word(i)}, place: ${word(i)}}`, attachments: `[{file: secret.txt, title: ${word(i)}}]`,
      notes_to_editors: word(i), related: '[open0.md]', published: i % 2 ? release : '2026-05-01T12:00:00Z',
      embargo: i % 2 ? undefined : release
    }, word(i)))
  }
  must(['publish', site, '--imported', ...open, ...future], { program: released })
  for (const file of open) document(file, { title: word(1), slug: word(2), change_note: word(3), published: release }, word(4))
  must(['publish', site, ...open], { program: released })
  writeFileSync(join(folder, 'profile.yaml'), `name: {en: ${CANARY}}\nlanguages: [en]\nhome_zone: UTC\nhost_zone: UTC\n`)

  const uuids = JSON.parse(must(['publish', site, '--json', ...future, '--imported'], { program: released })).map(one => one.document)
  const server = await serve(t, site, ['--at', '2026-06-01T11:58:00Z'], { program: released })
  const pages = [...(await crawl(server.url)).keys()]
  const guesses = ['/en/feed.atom', '/en/feed.rss', '/en/feed.json', '/sitemap.xml', '/sitemap-2026-06.xml', '/robots.txt',
    `/en/all?topic=${word(1)}`, `/en/all?speaker=${word(1)}`, `/en/all/2026/06`, `/en/feed.atom?place=${word(2)}`, ...uuids.map(uuid => `/d/${uuid}`),
    ...uuids.map((_, i) => `/en/2026/06/01/${word(i)}`), ...uuids.map((_, i) => `/en/2026/05/01/${word(i)}`),
    ...pages.filter(page => /open-\d+$/.test(page)).flatMap(page => [`${page}/editions/2`, `${page}/editions/1`])]
  const wanted = [...pages, ...guesses]
  const headers = [{}, { accept: 'application/json' }, { 'accept-encoding': 'identity', 'accept-language': 'ar' }]
  const asked = new RegExp(CANARY, 'g')
  let sent = 0, late = false
  const ends = Date.now() + 117000 // the site's clock must not reach the release
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (sent < REQUESTS && !late) {
      const address = wanted[sent % wanted.length]
      const answer = await get(server.url + address, { headers: headers[sent % headers.length] })
      sent++
      late = Date.now() > ends
      if (late) break
      const own = (address.match(asked) ?? []).length > 0 // an address that names it may be named back
      const text = answer.body.replaceAll(address, '').replaceAll(address.replaceAll('&', '&amp;'), '')
      if (!own || /\/en\/20/.test(address)) assert.ok(!text.includes(CANARY), `${address}: ${text.slice(Math.max(0, text.indexOf(CANARY) - 80), text.indexOf(CANARY) + 40)}`)
      assert.ok(!JSON.stringify(answer.headers).replaceAll(address, '').includes(CANARY), address)
      if (own || uuids.includes(address.slice('/d/'.length))) assert.ok(answer.status === 404 || /\/(all|feed)/.test(address), `${address}: ${answer.status}`)
    }
  }))
  assert.ok(sent >= REQUESTS, `${sent} requests were all that fitted into the time`)
  assert.ok(!server.errors.includes(CANARY))
})
