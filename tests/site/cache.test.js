// The page cache: what is kept, for whom, and until when.
import assert from 'node:assert/strict'
import http from 'node:http'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { readFileSync, writeFileSync } from 'node:fs'
import zlib from 'node:zlib'
import { document, get, must, newSite, profile, released, serve, sleep } from '../harness.js'

const page = '/en/2024/05/06/words'
async function open (t, options) {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words' }, 'A body. '.repeat(400)), '--imported'])
  return { folder, site, server: await serve(t, site, [], options) }
}
const day = instant => instant.toISOString().slice(0, 10).replaceAll('-', '/')

test('what many ask for is encoded best, and reads the same in every coding', async t => {
  const { server } = await open(t)
  const plain = await get(server.url + page, { raw: true })
  const codings = new Set()
  for (let i = 0; i < 300; i++) {
    const { headers, body } = await get(server.url + page, { headers: { 'accept-encoding': 'gzip, deflate, br' }, raw: true })
    codings.add(headers['content-encoding'])
    const read = headers['content-encoding'] === 'br' ? zlib.brotliDecompressSync(body) : zlib.gunzipSync(body)
    assert.ok(read.equals(plain.body))
    assert.match(headers.vary, /Accept-Encoding/)
  }
  assert.deepEqual([...codings], ['gzip', 'br'])
})

test('a commit of another process shows on all pages within 50 milliseconds', async t => {
  const { folder, site, server } = await open(t, { program: released })
  const places = ['/en/', page, '/en/all', '/en/feed.atom', '/en/all.json', '/en/office']
  for (let i = 0; i < 10; i++) {
    const title = `Fresh ${i}`
    await Promise.all(places.map(place => get(server.url + place)))
    must(['publish', site, document(join(folder, `${i}.md`), { title, published: new Date().toISOString() })], { program: released })
    await sleep(50)
    for (const place of places) assert.ok((await get(server.url + place)).body.includes(title), `${place} shows ${title}`)
  }
})

test('a query that a page does not read makes no page of its own, and one that it reads does', async t => {
  const { server } = await open(t)
  const [one, two] = [await get(server.url + page), await get(server.url + page + '?utm_source=x')]
  assert.equal(one.headers.etag, two.headers.etag)
  const count = async query => JSON.parse((await get(server.url + '/en/all.json' + query)).body).archive.count
  for (let i = 0; i < 3; i++) assert.deepEqual([await count('?kind=statement'), await count('?kind=remarks'), await count('')], [1, 0, 1])
  for (const odd of ['/en/%61ll?kind=remarks', '/en/%61ll', '/en/%61ll?kind=statement']) {
    const asked = await get(server.url + odd), straight = await get(server.url + odd.replace('%61', 'a'))
    if (asked.status === 200) assert.equal(asked.headers.etag, straight.headers.etag, odd)
  }
})

test('forms and languages of one address are kept apart', async t => {
  const { server } = await open(t)
  for (let i = 0; i < 3; i++) {
    assert.match((await get(server.url + page)).headers['content-type'], /html/)
    assert.match((await get(server.url + page, { headers: { accept: 'application/json' } })).headers['content-type'], /json/)
    assert.equal((await get(server.url + '/', { headers: { 'accept-language': 'fr' } })).headers.location, '/fr/')
    assert.equal((await get(server.url + '/', { headers: { 'accept-language': 'ar' } })).headers.location, '/ar/')
    assert.match((await get(server.url + '/nothing', { headers: { 'accept-language': 'fr' } })).body, /lang="fr"/)
    assert.match((await get(server.url + '/nothing', { headers: { 'accept-language': 'en' } })).body, /lang="en"/)
  }
  assert.match((await get(server.url + '/nothing')).headers.vary, /Accept-Language/)
})

test('offices of one file do not get each other’s pages', async t => {
  const { folder, site } = newSite(t, profile + 'hosts: [one.example]\n')
  const other = document(join(folder, 'p.md'), {})
  must(['init', site, '--office', 'second', '--profile', (await import('node:fs')).writeFileSync(other, profile
    .replace('Embassy of Testland', 'The other office') + 'hosts: [two.example]\n') ?? other])
  const server = await serve(t, site)
  const name = async host => /<title>([^<]*)/.exec((await get(server.url + '/en/', { headers: { host } })).body)[1]
  for (let i = 0; i < 3; i++) {
    assert.equal(await name('one.example'), 'Embassy of Testland')
    assert.equal(await name('two.example'), 'The other office')
    assert.equal((await get(server.url + '/en/', { headers: { host: 'three.example' } })).status, 421)
  }
})

async function counter (server, name) {
  const { body } = await get(/metrics at (\S+)/.exec(server.announced)[1])
  return Number(new RegExp(`^chancery_${name} (\\d+)`, 'm').exec(body)[1])
}

// Connections of their own, opened beforehand, asking again and again.
function readers (url, count, path, seen) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: count })
  let going = true
  const one = async () => {
    while (going) {
      const asked = Date.now()
      const { status, body } = await new Promise((resolve, reject) => http.get(url + path(), { agent }, response => {
        const parts = []
        response.on('data', part => parts.push(part)).on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() }))
      }).on('error', reject))
      seen({ asked, got: Date.now(), status, body })
    }
  }
  const all = Array.from({ length: count }, one)
  return async () => { going = false; await Promise.all(all); agent.destroy() }
}

test('an embargo that lifts while thousands ask is seen by none before and by all after, and each page is built once', async t => {
  const { folder, site } = newSite(t)
  const server = await serve(t, site, ['--private', '127.0.0.1:0'], { program: released })
  const lifts = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000)
  const address = `/en/${day(lifts)}/canary-words`
  must(['publish', site, document(join(folder, 'c.md'), { title: 'Canary words', published: lifts.toISOString() })], { program: released })
  let early = 0, late = 0
  const built = await counter(server, 'cache_builds_total')
  const stop = readers(server.url, 5000, () => address, ({ asked, got, status, body }) => {
    if (got < lifts.getTime()) { early++; assert.equal(status, 404); assert.doesNotMatch(body, /Canary/) }
    if (asked >= lifts.getTime()) { late++; assert.equal(status, 200); assert.match(body, /Canary/) }
  })
  while (Date.now() < lifts.getTime() + 1500) await sleep(50)
  await stop()
  assert.ok(early > 500 && late > 500, `${early} before, ${late} after`)
  const builds = await counter(server, 'cache_builds_total') - built - await counter(server, 'cache_renewals_total')
  assert.ok(builds <= 3, `${builds} builds: “not found” before, after the commit that scheduled it, and the page`)
})

// The same record and minute, once as the last minute's page renewed, and once built.
test('the next minute’s page is the last one’s with other clocks, byte for byte what is built anew', async t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words' }, 'A body. '.repeat(400)), '--imported'])
  const places = ['/en/', page, '/en/all', '/en/office', '/en/nothing', '/ar/']
  const server = await serve(t, site, ['--at', '2030-01-02T11:59:57Z', '--private', '127.0.0.1:0'])
  const fetch = async url => (await get(url, { headers: { 'accept-encoding': 'gzip' }, raw: true }))
  const before = await Promise.all(places.map(place => fetch(server.url + place)))
  await sleep(4000)
  const after = await Promise.all(places.map(place => fetch(server.url + place)))
  assert.equal(await counter(server, 'cache_renewals_total'), places.length)
  const fresh = await serve(t, site, ['--at', '2030-01-02T12:00:10Z'])
  for (const [i, place] of places.entries()) {
    const anew = await fetch(fresh.url + place)
    assert.match(zlib.gunzipSync(before[i].body).toString(), /11:59/)
    assert.equal(zlib.gunzipSync(after[i].body).toString(), zlib.gunzipSync(anew.body).toString(), place)
    assert.equal(after[i].headers.etag, anew.headers.etag)
    assert.notEqual(after[i].headers.etag, before[i].headers.etag)
    assert.equal(after[i].status, anew.status)
  }
})

test('a page that an office’s own template puts a clock on is built anew each minute', async t => {
  const { folder, site } = newSite(t)
  const templates = join(folder, 'templates')
  must(['templates', templates])
  const layout = join(templates, 'footer.html')
  writeFileSync(layout, readFileSync(layout, 'utf8') + '<p id="own">{{#clocks}}{{time}} {{/clocks}}{{today.minute}}</p>')
  const server = await serve(t, site, ['--at', '2030-01-02T11:59:57Z', '--templates', templates, '--private', '127.0.0.1:0'])
  const own = async () => /<p id="own">(.*?)<\/p>/.exec((await get(server.url + '/en/')).body)[1]
  assert.match(await own(), /T11:59/)
  await sleep(4000)
  assert.match(await own(), /T12:00/)
  assert.equal(await counter(server, 'cache_renewals_total'), 0)
})

test('while much is published and many read, no page is torn and none is older than promised', async t => {
  const { folder, site, server } = await open(t, { program: released })
  const done = [] // [instant, number]: the command that published NUMBER had ended
  let pages = 0
  const stop = readers(server.url, 64, () => '/en/', ({ asked, status, body }) => {
    pages++
    assert.equal(status, 200)
    assert.ok(body.endsWith('</html>\n') || body.endsWith('</html>'), body.slice(-40))
    const numbers = [...body.matchAll(/Number (\d+)</g)].map(match => Number(match[1]))
    assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a), 'the newest first, of one moment')
    const promised = done.filter(([instant]) => instant + 50 <= asked).at(-1)?.[1] ?? -1
    assert.ok((numbers[0] ?? -1) >= promised, `${numbers[0]} is older than ${promised}`)
  })
  for (let i = 0; i < 150; i++) {
    const file = document(join(folder, `n${i}.md`), { title: `Number ${i}`, published: new Date().toISOString() })
    await new Promise((resolve, reject) => spawn(released, ['publish', site, file]).on('exit', code => code === 0 ? resolve() : reject(new Error(`${code}`))))
    done.push([Date.now(), i])
  }
  await stop()
  assert.ok(pages > 1000, `${pages} pages`)
})
