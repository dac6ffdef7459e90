// What people see: accessible, at any width, in both directions, in light and dark, with and without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test, { before } from 'node:test'
import { crawl, demoSite, get, released, serve } from '../harness.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server, addresses

before(async t => {
  const { site } = demoSite(t, { program: released })
  server = await serve(t, site, ['--at', '2026-11-23T12:34:56Z'], { program: released })
  addresses = [...(await crawl(server.url))].filter(([, answer]) => answer.status === 200 && /html/.test(answer.headers['content-type'])).map(([address]) => address)
})

// One page of each sort in each language, and one that is not there.
function sample () {
  const sorts = [/^\/\w+\/$/, /\/all$/, /\/all\?/, /\/office$/, /editions\/1$/]
  const chosen = ['en', 'fr', 'ar'].flatMap(language => [
    ...sorts.map(sort => addresses.find(address => address.startsWith(`/${language}/`) && sort.test(address))),
    ...addresses.filter(address => address.startsWith(`/${language}/`) && /\/\d\d\/\d\d\/[^/]+$/.test(address))
  ])
  return [...chosen.filter(Boolean), '/en/nowhere']
}

async function violations (page, address) {
  const answer = await page.goto(server.url + address)
  assert.ok([200, 404].includes(answer.status()))
  assert.equal(new URL(page.url()).pathname, new URL(server.url + address).pathname)
  assert.ok(await page.locator('h1').count() === 1, address)
  await page.evaluate(axe)
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  assert.ok(result.passes.length > 10, 'axe looked at the page')
  return result.violations.map(one => `${address}: ${one.id} ${one.nodes[0].html.slice(0, 150)}`)
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds no violation on any sort of page, in ${colorScheme}`, async t => {
    const context = await browser(t, { bypassCSP: true, colorScheme, viewport: { width: 375, height: 800 } })
    const page = await context.newPage()
    const found = []
    for (const address of sample()) found.push(...await violations(page, address))
    assert.deepEqual(found, [])
  })
}

test('no page scrolls sideways, from 320 pixels up, in either direction', async t => {
  const context = await browser(t)
  const page = await context.newPage()
  for (const address of sample()) {
    for (const width of [320, 375, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(server.url + address)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(over <= 0, `${address} at ${width}: ${over} pixels over`)
    }
  }
})

test('nothing is reported on the console, and every image shows', async t => {
  const context = await browser(t)
  const page = await context.newPage()
  const said = []
  page.on('console', message => said.push(`${page.url()}: ${message.text()}`))
  page.on('pageerror', error => said.push(`${page.url()}: ${error}`))
  for (const address of sample().filter(one => one !== '/en/nowhere')) {
    await page.goto(server.url + address)
    await page.evaluate(() => document.querySelectorAll('img').forEach(image => { image.loading = 'eager' }))
    await page.waitForLoadState('networkidle')
    const broken = await page.evaluate(() => [...document.images].filter(image => image.naturalWidth === 0).map(image => image.src))
    assert.deepEqual(broken, [], address)
  }
  assert.deepEqual(said, [])
})

test('the clocks tick with the minute, and are right without script', async t => {
  const { site } = demoSite(t, { program: released })
  const seconds = new Date().getSeconds()
  const live = await serve(t, site, [], { program: released })
  const context = await browser(t)
  const page = await context.newPage()
  await page.clock.install({ time: new Date() })
  await page.goto(live.url + '/en/')
  const shown = () => page.locator('time[data-offsets], [data-offsets] time').allTextContents()
  const before = await shown()
  assert.ok(before.length >= 2)
  await page.clock.runFor(61000 - seconds * 0)
  const after = await shown()
  assert.notDeepEqual(after, before)
  const silent = await (await browser(t, { javaScriptEnabled: false })).newPage()
  await silent.goto(live.url + '/en/')
  const plain = await silent.content()
  const now = new Date()
  const lisbon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Lisbon', hour: '2-digit', minute: '2-digit' })
  assert.ok([0, 60000].some(late => plain.includes(lisbon.format(new Date(now - late)))))
})

test('a keyboard reaches the content first', async t => {
  const context = await browser(t)
  const page = await context.newPage()
  await page.goto(server.url + '/en/')
  await page.keyboard.press('Tab')
  const href = await page.evaluate(() => document.activeElement.getAttribute('href'))
  assert.match(href, /^#/)
  assert.ok((await get(server.url + '/en/')).body.includes(`id="${href.slice(1)}"`))
})
