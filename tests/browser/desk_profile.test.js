// What the office says about itself, as a press officer changes it: by clicking, by keyboard, with no script, on a phone, in Arabic.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test from 'node:test'
import { must, released, root, scratch, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const jar = join(root, 'node_modules/vnu-jar/build/dist/vnu.jar')
const program = released
const phone = { viewport: { width: 375, height: 800 } }
const text = readFileSync(join(root, 'demo/profile.yaml'), 'utf8')
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'] }

async function comeIn (t, url, name, options) {
  const page = await (await browser(t, options)).newPage()
  await page.goto(url + '/login')
  await page.fill('#name', name)
  await page.fill('#password', PASSWORD)
  await page.click('main button')
  return page
}

test('a telephone number from the browser to the public by clicking, with no script, on a phone', async t => {
  const { url, server, site } = await deskSite(t, { program, people, text, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const paula = await comeIn(t, url, 'paula', { ...phone, javaScriptEnabled: false })
  await paula.click('text=The office')
  await paula.click('main >> text=Contacts')
  await paula.click('text=Consular queries')
  await paula.fill('[name=phone]', '+351 210 999 999')
  await paula.click('text=Save and preview')
  await paula.waitForLoadState('load')
  const preview = paula.frames().find(frame => frame.url().includes('/preview'))
  assert.match(await preview.locator('main').innerText(), /\+351 210 999 999/)
  assert.notEqual(await preview.evaluate(() => getComputedStyle(document.querySelector('h1')).fontFamily), '"Times New Roman"', 'it looks as it will')
  await paula.selectOption('#language', 'ar')
  await paula.click('text=Show')
  await paula.waitForLoadState('load')
  assert.equal(await paula.frames().find(frame => frame.url().includes('/preview')).locator('html').getAttribute('dir'), 'rtl')
  await paula.fill('#change_note', 'The consular line has a new number.')
  await paula.click('text=Submit for publication')
  assert.match(await paula.locator('main').innerText(), /somebody else must publish it/)
  const peter = await comeIn(t, url, 'peter', { ...phone, javaScriptEnabled: false })
  await peter.click('main >> text=Embassy of the Republic of Velmora in Lisbon')
  assert.match(await peter.locator('.difference').first().innerText(), /999/)
  await peter.click('text=Publish…')
  await peter.click('text=Publish now')
  assert.match(await peter.locator('.kicker').innerText(), /Published/)
  await sleep(200)
  await peter.goto(server.url + '/en/office')
  assert.match(await peter.locator('main').innerText(), /\+351 210 999 999/)
  must(['check', site], { program })
})

test('a notice by whoever is alone, by keyboard, in less than a minute', async t => {
  const { url, server } = await deskSite(t, { program, people, text })
  const page = await comeIn(t, url, 'paula', { javaScriptEnabled: false })
  const started = Date.now()
  const reach = async (name, what) => {
    for (let i = 0; i < 60; i++) {
      const here = await page.evaluate(() => { const e = document.activeElement; return e.name === 'then' || e.name === 'do' || !e.name ? e.textContent.trim().split('\n')[0] : e.name })
      if (here === name) return what ? page.keyboard.type(what) : page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
    }
    assert.fail(`“${name}” cannot be reached by keyboard`)
  }
  await reach('The office')
  await page.waitForURL('**/profile/*')
  await reach('Notices')
  await page.waitForURL('**/section?*')
  await reach('Add another')
  await page.waitForURL('**/entry?*')
  await reach('text.en', 'The consulate is closed today.')
  await reach('severity', 'Warn')
  await reach('Save and preview')
  await page.waitForURL('**/drafts/*')
  await reach('change_note', 'Flooding.')
  await reach('Publish alone…')
  await page.waitForURL('**/publish?*')
  await reach('reason', 'Nobody else is here.')
  await reach('Publish now')
  await page.waitForURL(/drafts\/[-0-9a-f]+$/)
  assert.ok(Date.now() - started < 60000, `${Date.now() - started} ms`)
  await sleep(200)
  await page.goto(server.url + '/en/')
  assert.match(await page.locator('body').innerText(), /Warning\s+The consulate is closed today/)
})

test('hours of a holiday, and a counter that shows its number of today', async t => {
  const { url } = await deskSite(t, { program, people, text })
  const page = await comeIn(t, url, 'paula', {})
  const blocked = []
  page.on('console', message => { if (/Content Security Policy/.test(message.text())) blocked.push(message.text()) })
  await page.click('text=The office')
  const at = page.url()
  await page.click('main >> text=Contacts')
  await page.locator('main a[href*="of=hours"]').first().click()
  const row = await page.locator('[name^="exception."][name$=".from"]').count() - 1
  await page.fill(`[name="exception.${row}.from"]`, '2031-04-25')
  await page.fill(`[name="exception.${row}.note.en"]`, 'Freedom Day')
  await page.click('text=Save, and add another day')
  assert.equal(await page.locator('[name^="exception."][name$=".from"]').count(), row + 2)
  await page.click('text=Save and preview')
  assert.match(await page.locator('.difference').innerText(), /Freedom Day/)
  await page.goto(at + '/section?of=counters')
  const days = Math.floor((Date.now() - Date.UTC(2018, 2, 4)) / 86400000).toLocaleString('en')
  assert.match(await page.locator('.entries').innerText(), new RegExp(`${days} days have passed`))
  await page.click('.entries >> text=days have passed')
  await page.fill('[name="sentence.en.other"]', '# days of the treaty')
  await page.click('button[value=save]')
  assert.match(await page.locator('.entries').innerText(), new RegExp(`${days} days of the treaty`))
  assert.deepEqual(blocked, [])
})

async function everyPage (t, options, look) {
  const { url } = await deskSite(t, { program, people, text })
  const page = await comeIn(t, url, 'paula', options)
  await page.goto(url + '/profile')
  const at = page.url()
  await look(page, 'overview')
  for (const of of ['contacts', 'counters', 'notices', 'clocks', 'main', 'footer']) {
    await page.goto(`${at}/section?of=${of}`)
    await look(page, of)
    await page.goto(`${at}/entry?of=${of}&n=0`)
    await look(page, `an entry of ${of}`)
  }
  await page.goto(`${at}/entry?of=notices&n=new`)
  await look(page, 'a new notice')
  await page.goto(`${at}/entry?of=name&n=0`)
  await look(page, 'name')
  await page.goto(`${at}/entry?of=hours&n=0`)
  await look(page, 'hours')
  await page.fill('[name="day.1"]', 'often')
  await page.click('button[value=save]')
  await look(page, 'hours with a mistake')
  await page.goto(`${at}/entry?of=contacts&n=0`)
  await page.fill('[name=phone]', 'none')
  await page.click('button[value=save]')
  await look(page, 'a contact with a mistake')
  await page.goto(`${at}/section?of=contacts`)
  await look(page, 'contacts with a mistake')
  await page.goto(at)
  const draft = url + await page.locator('main a.button').getAttribute('href')
  await page.goto(draft)
  await look(page, 'a draft with mistakes')
  await page.goto(`${at}/entry?of=hours&n=0`)
  await page.fill('[name="day.1"]', '09:00-10:00')
  await page.click('button[value=save]')
  await page.goto(`${at}/entry?of=contacts&n=0`)
  await page.fill('[name=phone]', '112')
  await page.click('button[value=preview]')
  await look(page, 'a draft')
  await page.click('button[value=submit]')
  await look(page, 'a draft without its note')
  await page.fill('#change_note', 'New.')
  await page.click('button[value=submit]')
  await look(page, 'submitted')
  await page.goto(draft + '/publish')
  await look(page, 'publish')
  await page.fill('#reason', 'Alone.')
  await page.click('main form button')
  await look(page, 'published')
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds no violation on any page of the profile, in ${colorScheme}`, async t => {
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

test('no page of the profile scrolls sideways, in either direction, and its HTML is without error', async t => {
  const found = []
  const folder = join(scratch(t), 'pages')
  mkdirSync(folder)
  for (const locale of ['en', 'ar', 'ru']) {
    await everyPage(t, { locale, javaScriptEnabled: false, viewport: { width: 320, height: 800 } }, async (page, name) => {
      assert.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr')
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (over > 0) found.push(`${name} in ${locale}: ${over} pixels over`)
      if (/profile_|\{\w+\}(?!\/)/.test((await page.locator('main').innerText()).replace(/\/?\{language\}/g, ''))) found.push(`${name} in ${locale}: a message is missing`)
      writeFileSync(join(folder, `${locale}-${name.replaceAll(' ', '-')}.html`), await page.content())
    })
  }
  const { stdout } = spawnSync('java', ['-Xss8m', '-jar', jar, '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
  found.push(...JSON.parse(stdout).messages.map(message => `${message.url}: ${message.message} ${message.extract ?? ''}`))
  assert.deepEqual(found, [])
})
