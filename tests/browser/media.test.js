// Pictures and files as a press officer brings them: chosen, dropped, refused, with and without script.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test from 'node:test'
import { must, released, scratch } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { png, pdf, svg } from '../pictures.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const program = released
const phone = { viewport: { width: 375, height: 800 } }

async function writing (t, options) {
  const { site, url } = await deskSite(t, { program })
  const folder = scratch(t)
  const files = Object.fromEntries([['quay.png', png(1000, 600)], ['report.pdf', pdf], ['logo.svg', svg]].map(([name, bytes]) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return [name, path]
  }))
  const page = await (await browser(t, options)).newPage()
  await page.goto(url + /(\/link\/\S+)/.exec(must(['user', 'add', '--role', 'publisher', site, 'ana'], { program }))[1])
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await page.click('main button')
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'The ferry runs again.')
  return { page, files, url }
}

async function accessible (page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [])
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen')
}

test('without script a picture is added with all that was typed, described, moved and taken off', async t => {
  const { page, files } = await writing(t, { ...phone, javaScriptEnabled: false })
  await page.setInputFiles('#files', [files['quay.png'], files['report.pdf']])
  await page.click('text=Add them')
  await page.waitForURL(/#attachments$/)
  assert.equal(await page.inputValue('#title'), 'On the ferry')
  assert.deepEqual(await page.locator('.file > legend').allTextContents(), ['1. quay.png', '2. report.pdf'])
  assert.ok(await page.locator('img.thumbnail').evaluate(image => image.complete && image.naturalWidth === 480))
  await page.fill('#file_0_alt', 'A quay')
  await page.fill('#file_1_title', 'The report')
  await page.locator('text=Down').first().click()
  assert.deepEqual(await page.locator('.file > legend').allTextContents(), ['1. report.pdf', '2. quay.png'])
  assert.equal(await page.inputValue('#file_1_alt'), 'A quay')
  await page.locator('text=Remove').first().click()
  assert.deepEqual(await page.locator('.file > legend').allTextContents(), ['1. quay.png'])
  await page.setInputFiles('#files', files['logo.svg'])
  await page.click('text=Add them')
  assert.match(await page.textContent('#files-problem'), /logo\.svg.*PNG/)
  assert.equal(await page.inputValue('#file_0_alt'), 'A quay')
})

test('with script files are sent as they are chosen or dropped, and what is typed meanwhile is kept', async t => {
  for (const options of [{ locale: 'en' }, { ...phone, locale: 'ar', colorScheme: 'dark' }]) {
    const { page, files, url } = await writing(t, options)
    const faults = []
    page.on('pageerror', error => faults.push(String(error)))
    page.on('console', message => { if (/Content Security Policy/.test(message.text())) faults.push(message.text()) })
    assert.ok(await page.locator('.drop button').isHidden())
    await page.route(address => address.pathname === '/write', async route => { await new Promise(resolve => setTimeout(resolve, 1500)); await route.continue() })
    await page.setInputFiles('#files', files['quay.png'])
    await page.fill('#summary', 'Typed while it was sent')
    await page.waitForURL(/files=/)
    assert.equal(await page.inputValue('#summary'), 'Typed while it was sent')
    assert.equal(await page.inputValue('#title'), 'On the ferry')
    assert.equal(await page.locator('.file').count(), 1)
    await accessible(page)

    const bytes = [...readFileSync(files['report.pdf'])]
    await page.locator('.drop').evaluate((drop, bytes) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'report.pdf'))
      for (const name of ['dragover', 'drop']) drop.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }))
    }, bytes)
    await page.waitForSelector('.file:nth-of-type(2)')
    await page.setInputFiles('#files', files['logo.svg'])
    await page.waitForSelector('.drop .problem')
    assert.match(await page.textContent('.drop .problem'), /logo\.svg.*PNG/)
    await page.fill('#file_0_alt', 'A quay')
    await page.locator('p.buttons > button[value=preview]').click()
    await page.waitForURL(new RegExp(url + '/drafts/[0-9a-f-]+$'))
    const picture = page.frameLocator('iframe.preview').locator('figure img')
    await picture.waitFor()
    assert.ok(await picture.evaluate(image => image.decode().then(() => image.currentSrc.endsWith('.webp'))), 'the preview shows a rendition')
    assert.deepEqual(faults, [])
  }
})
