// What is to come and what is taken back, as one sees it: on a phone and on paper, in two directions, with and without
// script, and as axe sees it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test from 'node:test'
import { released, root, scratch } from '../harness.js'
import { deskSite } from '../desk.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const jar = join(root, 'node_modules/vnu-jar/build/dist/vnu.jar')
const program = released
const people = { paula: ['--role', 'publisher', '--role', 'administrator'], wanda: ['--role', 'writer'] }
const soon = minutes => { const text = new Date(Math.ceil(Date.now() / 60000) * 60000 + minutes * 60000).toISOString(); return { when_date: text.slice(0, 10), when_time: text.slice(11, 16), when_zone: 'UTC' } }

// A site with something of everything, and the addresses of the pages about it.
async function fullSite (t) {
  const site = await deskSite(t, { program, people, args: ['--press', '127.0.0.1:0'] })
  const { paula, wanda } = site.visitors
  const publish = async fields => {
    const address = await wanda.write(fields)
    await wanda.submit(address)
    assert.equal((await paula.publish(address)).status, 303)
    return address
  }
  await publish({ title: 'The ferry', body: 'It runs.' })
  const text = await publish({ title: 'Joint statement', body: 'The **delegations** met.\n\n## Points\n\n- one\n- two', summary: 'They agree.', ...soon(100) })
  await publish({ title: 'Remarks', ...soon(3000) })
  await paula.get(text + '/links')
  const made = await paula.post(text + '/links', { recipient: 'Ana Lopes, Daily Post', life: 'life_week' })
  const press = /id="new-link" value="([^"]+)"/.exec(made.body)[1]
  const past = await wanda.write({ title: 'Too late', ...soon(-200) })
  await wanda.submit(past)
  const list = (await paula.get('/public')).body
  const href = what => new RegExp(`href="(/public/${what}\\?[^"]+)"`).exec(list)[1].replaceAll('&amp;', '&')
  const { url } = site
  await (await fetch(press)).text()
  return { ...site, text, press, pages: { diary: url + '/', draft: url + text, unschedule: url + text + '/unschedule', links: url + text + '/links', month: url + '/calendar?view=month', week: url + '/calendar?view=week', publish: url + past + '/publish', withdraw: url + href('withdraw'), erase: url + href('erase'), press, nothing: press + 'x' } }
}

async function comeIn (context, { visitors, url }) {
  await context.addCookies([...visitors.paula.cookies].map(([name, value]) => ({ name, value, url })))
}

test('axe finds nothing, no page scrolls sideways, and the HTML is without error', { timeout: 300000 }, async t => {
  const site = await fullSite(t)
  const found = []
  const folder = join(scratch(t), 'pages')
  mkdirSync(folder)
  for (const [locale, colorScheme] of [['en', 'light'], ['ar', 'dark']]) {
    const context = await browser(t, { locale, colorScheme, bypassCSP: true, viewport: { width: 375, height: 800 } })
    await comeIn(context, site)
    const page = await context.newPage()
    for (const [name, address] of Object.entries(site.pages)) {
      await page.goto(address)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (over > 0) found.push(`${name} in ${locale}: ${over} pixels over`)
      await page.evaluate(axe)
      const result = await page.evaluate(() => window.axe.run({ exclude: [['iframe'], ['.mark']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      assert.ok(result.passes.length > 8, 'axe looked at the page')
      found.push(...result.violations.map(one => `${name} in ${locale}: ${one.id} ${one.nodes[0].html.slice(0, 150)}`))
      writeFileSync(join(folder, `${locale}-${name}.html`), await (await context.request.get(address, { headers: { 'accept-language': locale } })).text())
    }
  }
  const { stdout } = spawnSync('java', ['-Xss8m', '-jar', jar, '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
  found.push(...JSON.parse(stdout).messages.map(message => `${message.url}: ${message.message} ${message.extract ?? ''}`))
  assert.deepEqual(found, [])
})

test('the time that is left is counted; by keyboard the text is taken back; on paper each sheet has the name', { timeout: 120000 }, async t => {
  const site = await fullSite(t)
  const context = await browser(t, { locale: 'en' })
  await comeIn(context, site)
  const page = await context.newPage()
  await page.goto(site.pages.diary)
  await page.waitForSelector('.countdown:not([hidden])')
  assert.match(await page.textContent('.countdown'), /^In 1:\d\d:\d\d$/)
  await page.goto(site.press)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.mark')).position), 'fixed', 'what is fixed stands on each sheet')
  assert.ok(await page.isVisible('footer.embargo'))
  await page.emulateMedia({ media: 'screen' })
  await page.goto(site.pages.unschedule)
  await page.focus('#note')
  await page.keyboard.type('The minister is ill.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(site.url + site.text)
  assert.equal(await page.textContent('.kicker .state'), 'Draft')
  assert.equal((await fetch(site.press)).status, 404)
})
