// Texts side by side in a browser: a conflict with and without script, and a translation beside its original.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import { released } from '../harness.js'
import { deskSite } from '../desk.js'
import { browser } from './browser.js'

const program = released
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const people = { wanda: ['--role', 'writer'], edgar: ['--role', 'editor', '--display', 'Edgar Vidal'], paula: ['--role', 'publisher'] }
const body = 'The ferry runs again.\n\nIt leaves at nine.\n\nTickets are sold on board.'

// A page of VISITOR's, who has come in already.
async function pageOf (t, visitor, url, options = {}) {
  const context = await browser(t, options)
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

async function assertSound (page, what) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is wider than the window`)
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run({ exclude: [['iframe']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], what)
}

for (const javaScriptEnabled of [true, false]) {
  test(`a conflict is resolved ${javaScriptEnabled ? 'with' : 'without'} script`, async t => {
    const { visitors, url } = await deskSite(t, { program, people })
    const { wanda, edgar } = visitors
    const address = await wanda.write({ body })
    const page = await pageOf(t, wanda, url, { javaScriptEnabled })
    const version = await edgar.version(address + '/edit')
    await page.goto(url + address + '/edit')
    await edgar.post(address + '/edit', { version, title: 'Edgar’s title', body: body.replace('nine', 'ten').replace('again', 'anew'), then: 'save' })
    await page.fill('#title', 'Wanda’s title')
    await page.fill('#body', body.replace('nine', 'noon') + '\n\nBring an umbrella.')
    await page.click('button[value=save]')
    assert.match(await page.innerText('h1'), /Edgar Vidal saved this text/)
    const places = page.locator('fieldset.place')
    assert.equal(await places.count(), 2)
    await places.nth(0).getByLabel('Take what you wrote').check()
    await places.nth(1).getByLabel('Take both').check()
    await page.click('form.merge button')
    assert.equal(await page.inputValue('#title'), 'Wanda’s title')
    const merged = 'The ferry runs anew.\n\nIt leaves at ten.\n\nIt leaves at noon.\n\nTickets are sold on board.\n\nBring an umbrella.'
    assert.equal(await page.inputValue('#body'), merged)
    assert.doesNotMatch((await edgar.get(address + '/edit')).body, /umbrella/, 'nothing is saved yet')
    await page.fill('#body', merged.replace('It leaves at noon.\n\n', ''))
    await page.click('button[value=save]')
    assert.match(page.url(), /saved=1/)
    assert.match((await edgar.get(address + '/edit')).body, /umbrella/)
  })
}

test('every page of it is for everybody, wide and narrow, in both directions', async t => {
  const { visitors, url } = await deskSite(t, { program, people })
  const { wanda, edgar, paula } = visitors
  const first = await wanda.write({ body })
  await wanda.submit(first)
  assert.equal((await paula.publish(first)).status, 303)
  const list = (await paula.get('/public')).body
  const fields = Object.fromEntries(['office', 'document', 'language'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(list)[1]]))
  await wanda.get('/')
  const translation = (await wanda.post('/public/translate', { ...fields, language: 'ar' })).headers.location
  const correction = (await wanda.post('/public/correct', fields)).headers.location
  await wanda.get(correction)
  await wanda.post(correction, { version: '1', body: body.replace('nine', 'ten') + '\n\n[here](/nowhere)', change_note: 'The hour.', then: 'save' })
  const draft = correction.replace('/edit', '')
  const version = await edgar.version(draft + '/edit')

  for (const [locale, width] of [['en', 1280], ['ar', 375]]) {
    const page = await pageOf(t, wanda, url, { locale, viewport: { width, height: 800 } })
    for (const address of [translation, draft, draft + '/history', '/public/text?' + new URLSearchParams(fields), '/translations', '/']) {
      await page.goto(url + address)
      await assertSound(page, `${address} ${locale} ${width}`)
    }
    await page.goto(url + draft)
    await page.$eval('[name=seen]', field => { field.value = '' })
    await page.click(`form[action="${draft}/submit"] button`)
    await assertSound(page, `what is worth a look ${locale}`)
    await page.goto(url + draft + '/edit')
    await page.fill('#title', 'Mine ' + locale)
    await edgar.get('/')
    await edgar.post(draft + '/edit', { version: await edgar.version(draft + '/edit'), title: 'Theirs ' + locale + version, then: 'save' })
    await page.click('button[value=save]')
    await page.waitForSelector('form.merge')
    await assertSound(page, `the conflict ${locale}`)
    if (width > 1000) {
      await page.goto(url + translation)
      const [form, aside] = [await page.locator('form.editor').boundingBox(), await page.locator('aside.original').boundingBox()]
      assert.ok(aside.x > form.x + form.width - 1 && Math.abs(aside.y - form.y) < 50, 'the original stands beside')
    }
  }
})
