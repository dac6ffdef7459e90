// Markdown and HTML from outside cannot run script: every known trick, through the cleaner, in a real browser.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { document, must, newSite, released, root, serve } from '../harness.js'
import { browser } from './browser.js'

const vectors = readFileSync(join(root, 'tests/browser/xss.txt'), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('# '))

test(`${vectors.length} ways to run script run none`, async t => {
  assert.ok(vectors.length >= 100)
  const { folder, site } = newSite(t, undefined, { program: released })
  const files = vectors.map((vector, i) => document(join(folder, `${i}.md`), { title: `Vector ${i}`, slug: `vector-${i}` }, `Before.\n\n${vector}\n\nAfter.`))
  must(['publish', site, '--imported', ...files], { program: released })
  const server = await serve(t, site, [], { program: released })

  // The cleaner alone must hold: the browser is told to ignore the policy that would stop script a second time.
  const context = await browser(t, { bypassCSP: true })
  await context.addInitScript(() => { for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.pwned = true } })
  const page = await context.newPage()
  page.on('dialog', dialog => { dialog.dismiss(); throw new Error('a dialog') })
  for (let i = 0; i < vectors.length; i++) {
    const answer = await page.goto(`${server.url}/en/2024/05/06/vector-${i}`, { waitUntil: 'domcontentloaded' })
    assert.equal(answer.status(), 200)
    const ran = await page.evaluate(async () => {
      const article = document.querySelector('article')
      for (const element of article.querySelectorAll('*')) {
        for (const type of ['mouseover', 'focus', 'pointerenter', 'animationstart', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(type))
        if (element.href?.startsWith?.('javascript:')) element.click()
      }
      await new Promise(resolve => setTimeout(resolve, 5))
      return window.pwned === true || article.querySelector('script, iframe, object, embed, form, svg, math, style, link, meta, base') !== null
    })
    assert.equal(ran, false, vectors[i])
  }
})
