// The desk as a press officer sees it: from the one-time link to the public, with no script, on a phone, by keyboard.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test from 'node:test'
import { must, profile, released, root, scratch, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const jar = join(root, 'node_modules/vnu-jar/build/dist/vnu.jar')
const program = released
const phone = { viewport: { width: 375, height: 800 } }

async function comeIn (page, url, token) {
  await page.goto(url + token)
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await page.click('main button')
}

const linkOf = (site, name, role) => /(\/link\/\S+)/.exec(must(['user', 'add', '--role', role, site, name], { program }))[1]

test('from the one-time link to the public by clicking, with no script, on a phone', async t => {
  const { site, server, url, first } = await deskSite(t, { program, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const started = Date.now()
  let clicks = 0
  const page = await (await browser(t, { ...phone, javaScriptEnabled: false })).newPage()
  const click = async selector => { clicks++; await page.click(selector) }
  await page.goto(url + first)
  await page.fill('#name', 'ana')
  await page.fill('#display', 'Ana Lopes')
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await click('text=Save, and go to the desk')
  assert.equal(await page.locator('h1').textContent(), 'Diary')
  await click('text=Write a statement')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'The ferry **runs** again.')
  await click('text=Save and preview')
  await page.waitForLoadState('load')
  const preview = page.frames().find(frame => frame.url().endsWith('/preview'))
  assert.equal(await preview.locator('h1').textContent(), 'On the ferry')
  assert.equal(await preview.locator('strong', { hasText: 'runs' }).count(), 1)
  assert.notEqual(await preview.evaluate(() => getComputedStyle(document.querySelector('h1')).fontFamily), '"Times New Roman"', 'it looks as it will')
  await click('text=Submit for publication')
  assert.match(await page.locator('main').innerText(), /somebody else must publish it/)

  const second = await (await browser(t, { ...phone, javaScriptEnabled: false })).newPage()
  await comeIn(second, url, linkOf(site, 'paula', 'publisher'))
  await second.click('text=On the ferry')
  await second.click('text=Publish…')
  assert.match(await second.locator('.facts').innerText(), /in Lisbon; \d\d:\d\d in Home/)
  await second.click('text=Publish now')
  assert.match(await second.locator('.kicker').innerText(), /Published/)
  await sleep(200)
  await page.goto(server.url + '/en/')
  await page.click('main >> text=On the ferry')
  assert.equal(await page.locator('h1').textContent(), 'On the ferry')
  assert.ok(clicks <= 12, `${clicks} clicks`)
  assert.ok(Date.now() - started < 180000)
  must(['check', site], { program })
})

test('the editor by keyboard alone', async t => {
  const { site, url } = await deskSite(t, { program })
  const page = await (await browser(t, { javaScriptEnabled: false })).newPage()
  await comeIn(page, url, linkOf(site, 'wanda', 'writer'))
  await page.goto(url + '/write')
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent.trim().split('\n')[0])
  const reach = async name => {
    for (let i = 0; i < 40 && await focused() !== name; i++) await page.keyboard.press('Tab')
    assert.equal(await focused(), name)
  }
  await page.keyboard.press('Tab')
  assert.match(await focused(), /Skip to the content/)
  await page.keyboard.press('Enter')
  await reach('title')
  await page.keyboard.type('By keyboard')
  await reach('kind')
  await page.keyboard.type('Press')
  await reach('body')
  await page.keyboard.type('Words, and no mouse.')
  await reach('Speaker, event, topics and more')
  await page.keyboard.press('Enter')
  await reach('topics')
  await page.keyboard.type('Keys')
  await reach('then')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/drafts/*')
  assert.match(await page.locator('.kicker').innerText(), /Press release/)
  assert.equal(await page.locator('h1').innerText(), 'By keyboard')
})

test('what is typed is saved by itself, and comes back after the network or the tab was lost', async t => {
  const { site, url } = await deskSite(t, { program })
  const context = await browser(t)
  const page = await context.newPage()
  const said = []
  page.on('console', message => { if (/Content Security Policy/.test(message.text())) said.push(message.text()) })
  await comeIn(page, url, linkOf(site, 'wanda', 'writer'))
  await page.goto(url + '/write')
  await page.fill('#title', 'A first title')
  await page.goto(url + '/')
  await page.goto(url + '/write')
  assert.equal(await page.inputValue('#title'), 'A first title', 'a tab that was left')
  await page.fill('#body', 'Words.')
  await page.click('button[value=save]')
  await page.fill('#body', 'Words, and more.')
  await page.waitForFunction(() => /^Saved \d\d:\d\d$/.test(document.getElementById('status').textContent))
  await page.reload()
  assert.equal(await page.inputValue('#body'), 'Words, and more.')
  await context.setOffline(true)
  await page.fill('#body', 'Words in a tunnel.')
  await page.waitForFunction(() => /Not saved yet/.test(document.getElementById('status').textContent))
  const address = page.url()
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(address.replace(/\?.*/, ''))
  assert.equal(await again.inputValue('#body'), 'Words in a tunnel.')
  await again.waitForFunction(() => /^Saved \d\d:\d\d$/.test(document.getElementById('status').textContent))
  await again.goto(url + '/write')
  assert.equal(await again.inputValue('#title'), '', 'what was saved does not come back into a new text')
  assert.deepEqual(said, [])
})

// Every sort of page, with what is wrong on some of them; DO looks at each.
async function everyPage (t, options, look) {
  const { site, url } = await deskSite(t, { program, text: profile, args: ['--press', '127.0.0.1:0'] })
  const page = await (await browser(t, options)).newPage()
  const at = async (name, action) => { await action(); await look(page, name) }
  await at('link', () => page.goto(url + linkOf(site, 'paula', 'publisher')))
  await at('login', () => page.goto(url + '/login'))
  await at('refused', async () => { await page.fill('#name', 'paula'); await page.fill('#password', 'wrong'); await page.click('main button') })
  await comeIn(page, url, linkOf(site, 'anna', 'publisher'))
  await look(page, 'home')
  await at('write', () => page.goto(url + '/write'))
  await at('problems', async () => { await page.fill('#body', 'Words.'); await page.click('button[value=save]') })
  await at('draft with problems', () => page.goto(page.url().replace(/\/edit.*/, '')))
  await at('edit', () => page.goto(page.url() + '/edit'))
  await at('draft', async () => { await page.fill('#title', 'A title'); await page.click('button[value=preview]') })
  const draft = page.url()
  await at('versions', () => page.click('main a[href$="/history"]'))
  await page.goto(draft)
  await at('links', () => page.click('main a[href$="/links"]'))
  await at('link for somebody', async () => { await page.fill('#recipient', 'Ana Lopes, Daily Post'); await page.click('main form button') })
  await page.goto(draft)
  await at('submitted', async () => { await page.click('form[action$="/submit"] button') })
  await at('publish alone', () => page.goto(draft + '/publish'))
  await at('published', async () => { await page.fill('#reason', 'Nobody is here.'); await page.click('main form button') })
  await at('public', () => page.goto(url + '/public'))
  await at('text', () => page.click('main .drafts > li > a'))
  await at('translations', () => page.goto(url + '/translations'))
  await page.goto(url + '/public')
  await at('withdraw', async () => { await page.click('main a[href*="withdraw"]') })
  await at('correct', async () => { await page.goto(url + '/public'); await page.click('form[action="/public/correct"] button') })
  await at('account', () => page.goto(url + '/account'))
  await at('password', () => page.goto(url + '/account/password'))
  await at('question', () => page.goto(url + '/account/device'))
  await at('device', () => page.click('main form button'))
  await at('wrong code', async () => { await page.fill('#code', '000000'); await page.click('main form button') })
  await at('nothing', () => page.goto(url + '/nowhere'))
  const admin = linkOf(site, 'adam', 'administrator')
  await page.context().clearCookies()
  await comeIn(page, url, admin)
  await at('trail', () => page.goto(url + '/trail'))
  await page.goto(url + '/public')
  await at('erase', () => page.click('main a[href*="erase"]'))
  await at('people', () => page.goto(url + '/people'))
  await at('somebody new', () => page.goto(url + '/people/new'))
  await at('nobody', async () => { await page.fill('#name', 'X'); await page.click('main form button') })
  await at('link to hand over', async () => { await page.fill('#name', 'nina'); await page.check('input[type=checkbox]'); await page.click('main form button') })
  await at('somebody', () => page.click('main a.button'))
  await at('name and address', () => page.click('main a[href$="/particulars"]'))
  await at('full diary', () => page.goto(url + '/'))
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds no violation on any page of the desk, in ${colorScheme}`, async t => {
    const found = []
    await everyPage(t, { ...phone, bypassCSP: true, colorScheme }, async (page, name) => {
      assert.equal(await page.locator('h1').count(), 1, name)
      await page.evaluate(axe)
      const result = await page.evaluate(() => window.axe.run({ exclude: [['iframe']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      assert.ok(result.passes.length > 8, 'axe looked at the page')
      found.push(...result.violations.map(one => `${name}: ${one.id} ${one.nodes[0].html.slice(0, 150)}`))
    })
    assert.deepEqual(found, [])
  })
}

test('no page of the desk scrolls sideways, in either direction, and its HTML is without error', async t => {
  const found = []
  const folder = join(scratch(t), 'pages')
  mkdirSync(folder)
  for (const locale of ['en', 'ar', 'zh']) {
    await everyPage(t, { locale, javaScriptEnabled: false, viewport: { width: 320, height: 800 } }, async (page, name) => {
      assert.equal(await page.locator('html').getAttribute('lang'), locale)
      assert.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr')
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (over > 0) found.push(`${name} in ${locale}: ${over} pixels over`)
      writeFileSync(join(folder, `${locale}-${name.replaceAll(' ', '-')}.html`), await (await page.context().request.get(page.url())).text())
    })
  }
  const { stdout } = spawnSync('java', ['-Xss8m', '-jar', jar, '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
  found.push(...JSON.parse(stdout).messages.map(message => `${message.url}: ${message.message} ${message.extract ?? ''}`))
  assert.deepEqual(found, [])
})
