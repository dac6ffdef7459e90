// The time machine, rule by rule (RFC 7089, pattern 2.1), and that it tells nothing that it must not.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { document, get, must, newSite, profile, released, serve, sleep } from '../harness.js'

const fast = { program: released }
const words = '/en/2024/03/01/words'
// Three editions, carried over with the instants they bear, and another document between.
async function site (t) {
  const { folder, site } = newSite(t, profile, fast)
  const publish = (name, fields, body) => must(['publish', site, '--imported', document(join(folder, name), fields, body)], fast)
  publish('a.md', { title: 'Words', published: '2024-03-01T10:00:00Z' }, 'First words. [That](/en/2024/03/03/other)')
  publish('b.md', { title: 'Other', published: '2024-03-03T10:00:00Z' }, 'Other words.')
  publish('a.md', { title: 'Words', published: '2024-03-05T10:00:00Z', change_note: 'A word.' }, 'Second words.')
  publish('a.md', { title: 'Words', published: '2024-03-09T10:00:00Z', change_note: 'One more.' }, 'Third words.')
  const server = await serve(t, site, [], fast)
  return { folder, site, server, publish }
}
// [{uri, rel, datetime}] of a Link field or of a time map.
const links = text => [...text.matchAll(/<([^>]*)>((?:\s*;\s*[a-z]+="[^"]*")*)/g)].map(([, uri, rest]) =>
  ({ uri, ...Object.fromEntries([...rest.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])) }))
const path = uri => uri.replace(/^https?:\/\/[^/]+/, '')

test('a memento is the page of that instant, says so, and stays in it', async t => {
  const { server } = await site(t)
  for (const [at, says] of [['20240301100000', 'First'], ['20240304235959', 'First'], ['20240305100000', 'Second'], ['20240309100000', 'Third']]) {
    const { status, headers, body } = await get(`${server.url}/at/${at}${words}`)
    assert.equal(status, 200)
    assert.match(body, new RegExp(`${says} words`))
    assert.equal(new Date(headers['memento-datetime']).toISOString().replace(/\D/g, '').slice(0, 14), at)
    assert.equal(headers['cache-control'], 'public, max-age=3600')
    assert.equal(headers['x-robots-tag'], 'noindex')
    assert.match(body, /<meta name="robots" content="noindex">/)
    assert.doesNotMatch(headers.vary, /datetime/i)
    assert.match(headers['content-location'], new RegExp(`^${words}/editions/[123]$`))
    assert.match(body, /class="notice memento"/)
    assert.match(body, new RegExp(`<a href="${words}" data-now>`), 'the way to now')
    assert.doesNotMatch(body, /<script src="[^"]*clock/, 'no script moves the clocks of then')
    const inner = [...body.matchAll(/ href="(\/[^"]*)"(?! data-now)/g)].map(match => match[1]).filter(href => !href.startsWith('/assets/') && href !== words && !/\.(edition\.json|tlog-proof)$/.test(href))
    assert.ok(inner.length > 5)
    for (const href of inner) assert.ok(href.startsWith(`/at/${at}/`), href)
  }
  assert.equal((await get(`${server.url}/at/20240301095959${words}`)).status, 404)
  const moved = await get(`${server.url}/at/20240306000000${words}/`)
  assert.equal(moved.headers.location, '/at/20240306000000' + words)
  assert.equal(moved.headers['memento-datetime'], 'Wed, 06 Mar 2024 00:00:00 GMT', 'RFC 7089 section 4.5.4')
  assert.match(moved.headers.link, /rel="original"/)
  assert.match((await get(`${server.url}/at/20240302000000/en/`)).body, /2 March 2024/)
})

test('its links name the original, the gate, the map, and its neighbours', async t => {
  const { server } = await site(t)
  const all = links((await get(`${server.url}/at/20240306000000${words}`)).headers.link)
  const of = rel => all.find(link => link.rel === rel)
  assert.equal(path(of('original').uri), words)
  assert.equal(path(of('timegate').uri), '/timegate' + words)
  assert.equal(path(of('timemap').uri), '/timemap/link' + words)
  assert.equal(path(of('prev memento').uri), '/at/20240301100000' + words)
  assert.equal(of('prev memento').datetime, 'Fri, 01 Mar 2024 10:00:00 GMT')
  assert.equal(path(of('next memento').uri), '/at/20240309100000' + words)
  for (const link of [of('prev memento'), of('next memento')]) {
    const { status, headers } = await get(server.url + path(link.uri))
    assert.equal(status, 200)
    assert.equal(headers['memento-datetime'], link.datetime)
  }
  const home = links((await get(`${server.url}/at/20240304000000/en/`)).headers.link)
  assert.deepEqual(home.filter(link => /memento/.test(link.rel)).map(link => path(link.uri)), ['/at/20240301100000/en/', '/at/20240305100000/en/'])
})

test('the original stays cacheable, and points to gate and map', async t => {
  const { server } = await site(t)
  for (const address of ['/en/', words, '/en/all', '/en/office', '/en/feed.atom', words + '/editions/1']) {
    const { headers } = await get(server.url + address)
    assert.deepEqual(links(headers.link).map(link => [link.rel, link.uri]), [['timegate', '/timegate' + address], ['timemap', '/timemap/link' + address]])
    assert.doesNotMatch(headers.vary ?? '', /datetime/i)
    assert.equal(headers['memento-datetime'], undefined)
    assert.equal((await get(`${server.url}/at/20240306000000${address}`)).status, 200, address)
  }
})

test('the gate leads to the memento that held then', async t => {
  const { server } = await site(t)
  const ask = async (date, address = words) => get(server.url + '/timegate' + address, { headers: date ? { 'accept-datetime': date } : {} })
  for (const [date, to] of [['Mon, 04 Mar 2024 00:00:00 GMT', '20240301100000'], ['Tue, 05 Mar 2024 10:00:00 GMT', '20240305100000'], ['Sat, 01 Jan 2000 00:00:00 GMT', '20240301100000'],
    ['Tue, 01 Jan 2030 00:00:00 GMT', '20240309100000'], [null, '20240309100000']]) {
    const { status, headers } = await ask(date)
    assert.equal(status, 302)
    assert.equal(headers.location, `/at/${to}${words}`)
    assert.match(headers.vary, /accept-datetime/)
    assert.equal(headers['memento-datetime'], undefined)
    assert.deepEqual(links(headers.link).map(link => [link.rel, path(link.uri)]), [['original', words], ['timemap', '/timemap/link' + words]])
    assert.equal((await get(server.url + headers.location)).status, 200)
  }
  for (const bad of ['yesterday', '2024-03-04T00:00:00Z', 'Mon, 05 Mar 2024 10:00:00 GMT', 'Mon, 32 Mar 2024 10:00:00 GMT', 'Mon, 04 Mar 2024 00:00:00', 'Mon, 04 Mar 2024 00:00:00 GMT, x'])
    assert.equal((await ask(bad)).status, 400, bad)
  const host = server.url.replace('http://', '')
  for (const address of [`/http://${host}${words}`, `/http:/${host}${words}`, `/https://${host.split(':')[0]}${words}`]) assert.equal((await ask(null, address)).headers.location, `/at/20240309100000${words}`)
  assert.equal((await ask(null, `/http://elsewhere.example${words}`)).status, 404)
  assert.match((await ask('Mon, 04 Mar 2024 00:00:00 GMT', '/en/all?kind=statement')).headers.location, /^\/at\/20240303100000\/en\/all\?kind=statement$/)
})

test('the map lists every memento, a thousand to a page', async t => {
  const { folder, site: file, server } = await site(t)
  const { status, headers, body } = await get(`${server.url}/timemap/link${words}`)
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/link-format')
  const map = links(body)
  assert.equal(path(map.find(link => link.rel === 'original').uri), words)
  assert.equal(map.find(link => link.rel === 'self').from, 'Fri, 01 Mar 2024 10:00:00 GMT')
  assert.equal(map.find(link => link.rel === 'self').until, 'Sat, 09 Mar 2024 10:00:00 GMT')
  const mementos = map.filter(link => /memento/.test(link.rel))
  assert.deepEqual(mementos.map(link => link.rel), ['first memento', 'memento', 'last memento'])
  for (const link of mementos) assert.equal((await get(server.url + path(link.uri))).headers['memento-datetime'], link.datetime)
  const json = JSON.parse((await get(`${server.url}/timemap/json${words}`)).body)
  assert.deepEqual(json.mementos.list.map(memento => memento.uri), mementos.map(link => link.uri))

  const files = Array.from({ length: 1100 }, (_, i) => document(join(folder, `m${i}.md`), { title: `M ${i}`, published: new Date(Date.UTC(2020, 0, 1) + i * 3600e3).toISOString() }))
  must(['publish', file, '--imported', ...files], fast)
  await sleep(60)
  const first = links((await get(server.url + '/timemap/link/en/')).body)
  assert.equal(first.filter(link => /memento/.test(link.rel)).length, 1000)
  const next = first.find(link => link.rel === 'timemap').uri
  const rest = links((await get(server.url + path(next))).body).filter(link => /memento/.test(link.rel))
  assert.equal(rest.length, 104, '1,100, and the four that the site began with')
  assert.equal(rest.at(-1).rel, 'last memento')
  assert.equal(first.find(link => link.rel === 'timemap').from, rest[0].datetime)
})

test('no memento shows what is still to come, nor what was erased since', async t => {
  const { folder, site: file, server } = await site(t)
  const lifts = new Date(Date.now() + 3600e3)
  must(['publish', file, document(join(folder, 'c.md'), { title: 'Canary words', published: lifts.toISOString() })], fast)
  must(['erase', file, '/en/2024/03/03/other/editions/1', '--note', 'A court.'], fast)
  await sleep(60)
  const future = new Date(lifts.getTime() + 60e3).toISOString().replace(/\D/g, '').slice(0, 14)
  for (const address of ['/en/', '/en/all', '/en/feed.atom', `/en/${lifts.toISOString().slice(0, 10).replaceAll('-', '/')}/canary-words`]) {
    const { status, headers, body } = await get(`${server.url}/at/${future}${address}`)
    assert.equal(status, 302, address)
    assert.equal(headers.location, address)
    assert.doesNotMatch(body, /Canary/)
  }
  for (const form of ['link', 'json']) assert.doesNotMatch((await get(`${server.url}/timemap/${form}/en/`)).body, new RegExp(future.slice(0, 10)))
  assert.equal((await get(`${server.url}/at/20240304000000/en/2024/03/03/other`)).status, 451)
  for (const address of ['/en/', '/en/all', '/en/feed.atom', '/en/feed.json', '/en/2024/03/03/other/editions/1']) assert.doesNotMatch((await get(`${server.url}/at/20240304000000${address}`)).body, /Other words|>Other</, address)
})

test('no address can put a link of its own into the answer', async t => {
  const { server } = await site(t)
  for (const address of ['/en/all?topic=%3E;rel=%22canonical%22', '/en/all?topic=>;rel="canonical",<x', '/at/20240306000000/en/all?topic=>;rel="canonical",<x', '/timegate/en/all?topic=>;rel="canonical",<x']) {
    const socket = (await import('node:net')).connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.end(`HEAD ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    let answer = ''
    for await (const part of socket) answer += part
    assert.match(answer, /^Link: /m)
    assert.doesNotMatch(answer, /rel="canonical"/)
  }
})

test('an address that is none of the past is not found', async t => {
  const { server } = await site(t)
  for (const odd of ['/at/', '/at/2024/en/', '/at/20241301000000/en/', '/at/20240231000000/en/', '/at/2024030100000x/en/', '/at/20240301000000', '/timegate', '/timemap/', '/timemap/xml/en/', '/timemap/link',
    '/timemap/link/999999/en/', '/at/20240306000000/log/checkpoint', '/at/20240306000000' + words + '.tlog-proof'])
    assert.equal((await get(server.url + odd)).status, 404, odd)
  const asset = /href="(\/assets\/[^"]+css)"/.exec((await get(server.url + '/at/20240306000000/en/')).body)[1]
  assert.equal((await get(server.url + asset)).status, 200)
})

test('a page of now is no other for the past that was asked for between', async t => {
  const { server } = await site(t)
  const before = (await get(server.url + '/en/')).body
  for (let i = 1; i < 9; i++) await get(`${server.url}/at/2024030${i}120000/en/`)
  assert.equal((await get(server.url + '/en/?x')).body.replace(/data-instant="[^"]*"/, ''), before.replace(/data-instant="[^"]*"/, ''))
})
