// The demonstration as a whole: every link leads somewhere, every machine-readable form is what it says it is.
import { DOMParser } from '@xmldom/xmldom'
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { crawl, demoSite, get, serve } from '../harness.js'

const languages = ['en', 'fr', 'ar']
let server, pages

before(async t => {
  const { site } = demoSite(t)
  server = await serve(t, site, ['--at', '2026-11-23T12:34:56Z'])
  pages = await crawl(server.url)
})

const html = () => [...pages].filter(([, answer]) => answer.status === 200 && /html/.test(answer.headers['content-type']))

function xml (text) {
  const problems = []
  const parsed = new DOMParser({ onError: (level, message) => problems.push(message) }).parseFromString(text, 'text/xml')
  assert.deepEqual(problems, [])
  return parsed.documentElement
}
const all = (node, name) => Array.from(node.getElementsByTagName(name))
const first = (node, name) => all(node, name)[0]?.textContent

test('every link of every page leads somewhere', () => {
  const broken = [...pages].filter(([, answer]) => answer.status >= 400).map(([address, answer]) => `${address} ${answer.status}`)
  assert.deepEqual(broken, [])
  assert.ok(html().length >= 100, `${html().length} pages`)
})

test('every page carries the office, the date, the clocks, the contacts, the latest messages and the way to all of them', () => {
  for (const [address, { body }] of html()) {
    const language = /^\/([a-z]+)\//.exec(address)?.[1]
    assert.match(body, new RegExp(`<html[^>]*lang="${language}"`), address)
    assert.match(body, /<time[^>]*datetime="2026-11-23"/, address)
    const [, minute] = /data-instant="2026-11-23T(\d\d:\d\d)/.exec(body) // Lisbon keeps UTC in winter
    assert.ok(body.includes(`>${minute}</time>`), `${address}: ${minute}`)
    assert.match(body, /href="tel:\+/, address)
    assert.match(body, new RegExp(`href="/${language}/all"`), address)
    assert.ok((body.match(/<h1/g) ?? []).length === 1, `${address}: one h1`)
  }
})

test('the view of a page is its JSON, by address and by Accept', async () => {
  for (const [address] of html().slice(0, 60)) {
    const [path, query] = address.split('?')
    const byAddress = await get(server.url + path + '.json' + (query ? '?' + query : ''))
    const byAccept = await get(server.url + address, { headers: { accept: 'application/json' } })
    assert.equal(byAddress.status, 200, address)
    const view = JSON.parse(byAddress.body)
    assert.equal(byAccept.status, 200)
    assert.deepEqual(JSON.parse(byAccept.body).page.title, view.page.title)
    assert.ok(view.page && view.office && view.today && view.clocks && view.latest, address)
  }
})

test('/ chooses a language by Accept-Language', async () => {
  const choose = async value => (await get(server.url + '/', { headers: value ? { 'accept-language': value } : {} })).headers.location
  assert.equal(await choose('ar;q=0.9, de'), '/ar/')
  assert.equal(await choose('fr-CA, en;q=0.5'), '/fr/')
  assert.equal(await choose('xx'), '/en/')
  assert.equal(await choose(undefined), '/en/')
  assert.match((await get(server.url + '/')).headers.vary, /Accept-Language/)
})

test('feeds are valid in every language and for every filter', async () => {
  for (const query of ['', '?kind=interview', '?kind=statement&page=2']) {
    for (const language of languages) {
      const atom = xml((await get(`${server.url}/${language}/feed.atom${query}`)).body)
      assert.equal(atom.namespaceURI, 'http://www.w3.org/2005/Atom')
      const entries = all(atom, 'entry')
      for (const part of ['id', 'title', 'updated']) assert.ok(first(atom, part), part)
      assert.equal(new Set(entries.map(entry => first(entry, 'id'))).size, entries.length)
      for (const entry of entries) {
        for (const part of ['id', 'title', 'updated', 'published', 'summary', 'content']) assert.ok(first(entry, part), part)
        assert.ok(!Number.isNaN(Date.parse(first(entry, 'updated'))))
        assert.match(all(entry, 'link')[0].getAttribute('href'), /^https:\/\//)
      }
      const rss = xml((await get(`${server.url}/${language}/feed.rss${query}`)).body)
      for (const part of ['title', 'link', 'description']) assert.ok(first(rss, part), part)
      assert.equal(all(rss, 'item').length, entries.length)
      for (const date of all(rss, 'pubDate')) assert.match(date.textContent, /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)
      const json = JSON.parse((await get(`${server.url}/${language}/feed.json${query}`)).body)
      assert.equal(json.version, 'https://jsonfeed.org/version/1.1')
      assert.equal(json.items.length, entries.length)
      for (const item of json.items) assert.ok(item.id && item.url && item.content_html !== undefined)
    }
  }
})

test('the sitemap names every document once, with its languages, and robots.txt names it', async () => {
  const map = xml((await get(server.url + '/sitemap.xml')).body)
  assert.equal(map.namespaceURI, 'http://www.sitemaps.org/schemas/sitemap/0.9')
  const places = all(map, 'loc').map(loc => new URL(loc.textContent).pathname)
  assert.equal(new Set(places).size, places.length)
  const documents = html().map(([address]) => address).filter(address => /^\/\w+\/\d{4}\/\d\d\/\d\d\/[^/]+$/.test(address))
  for (const address of documents) assert.ok(places.includes(address), address)
  for (const place of places) assert.ok([200].includes((await get(server.url + place)).status), place)
  assert.match((await get(server.url + '/robots.txt')).body, /^Sitemap: https:\/\/.*\/sitemap\.xml$/m)
})

test('canonical, hreflang and JSON-LD agree with the page', () => {
  for (const [address, { body }] of html()) {
    const canonical = /<link rel="canonical" href="([^"]+)"/.exec(body)?.[1]
    if (canonical) assert.equal(new URL(canonical.replaceAll('&amp;', '&')).pathname, address.split('?')[0])
    for (const [, data] of body.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)) assert.ok(JSON.parse(data)['@context'])
    for (const [, tag, href] of body.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)) {
      const target = pages.get(new URL(href).pathname)
      if (tag !== 'x-default' && target) assert.match(target.body, new RegExp(`<html[^>]*lang="${tag}"`), `${address} → ${href}`)
    }
  }
})

test('a page that is not there helps its reader on, in the language of the address', async () => {
  const { status, body } = await get(server.url + '/fr/2020/01/01/nulle-part')
  assert.equal(status, 404)
  assert.match(body, /<html[^>]*lang="fr"/)
  assert.match(body, /href="\/fr\/all"/)
})

test('an older address of the same page leads to it', async () => {
  assert.equal((await get(server.url + '/en')).headers.location, '/en/')
  assert.equal((await get(server.url + '/en/all/')).headers.location, '/en/all')
  assert.equal((await get(server.url + '/en/2026')).headers.location, '/en/all/2026')
  const [address, { body }] = html().find(([place]) => /\/en\/\d{4}\/\d\d\/\d\d\/[^/]+$/.test(place))
  const permanent = /\/d\/[0-9a-f-]{36}/.exec(body)[0]
  assert.equal((await get(server.url + permanent)).headers.location, address)
})
