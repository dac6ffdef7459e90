// A press officer's first statement, from the one-time link to the public, by somebody who has read no manual: what they do is
// found by the words that they see, the mouse goes to it and presses it, and every press is counted, those that choose a field
// too. Time is that of the clock, and what a person needs beside: three tenths of a second for each letter that they type
// (40 words a minute), three seconds to look at each page.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test from 'node:test'
import { get, must, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const program = released
const A_LETTER = 0.3
const A_LOOK = 3
const MOST_CLICKS = 12
const MOST_SECONDS = 180

const catalogue = language => Object.fromEntries([...readFileSync(join(root, `messages/desk/${language}.yaml`), 'utf8').matchAll(/^(\w+): (".*")$/gm)].map(([, key, text]) => [key, JSON.parse(text)]))

class Person {
  constructor (page, words, how) {
    Object.assign(this, { page, words, how, clicks: 0, letters: 0, looks: 0, found: [], started: Date.now() })
  }

  // A page is looked at before anything is done on it.
  async look (name) {
    this.looks++
    await this.page.waitForLoadState('load')
    if (this.how.plain) return // axe is script; the pages are the same
    await this.page.evaluate(axe)
    const { violations, passes } = await this.page.evaluate(() => window.axe.run({ exclude: [['iframe']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    assert.ok(passes.length > 8, `axe looked at ${name}`)
    this.found.push(...violations.map(one => `${name}: ${one.id} ${one.nodes[0].html.slice(0, 120)}`))
  }

  // Where the words stand on the screen; nothing else may lie over it.
  async place (thing, words) {
    await thing.waitFor({ timeout: 5000 })
    await thing.scrollIntoViewIfNeeded()
    const box = await thing.boundingBox()
    const spot = { x: box.x + Math.min(box.width / 2, 200), y: box.y + Math.min(box.height / 2, 20) }
    const hit = await thing.evaluate((element, { x, y }) => element.contains(document.elementFromPoint(x, y)), spot)
    assert.ok(hit, `“${words}” can be reached by a finger`)
    assert.ok(box.width >= 24 && box.height >= 24, `“${words}” is large enough: ${box.width} × ${box.height}`)
    return spot
  }

  async reach (thing, words) {
    for (let i = 0; i < 60; i++) {
      if (await thing.evaluate(element => element === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    assert.fail(`“${words}” is not reached by the Tab key`)
  }

  async press (thing, words) {
    if (this.how.keyboard) return this.reach(thing, words)
    const { x, y } = await this.place(thing, words)
    if (this.how.touch) await this.page.touchscreen.tap(x, y)
    else {
      await this.page.mouse.move(x, y, { steps: 8 })
      await this.page.mouse.down()
      await this.page.mouse.up()
    }
    this.clicks++
  }

  async choose (key) {
    const words = this.words[key]
    const thing = this.page.locator('a:visible, button:visible').filter({ hasText: new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) }).first()
    const address = this.page.url()
    await this.press(thing, words)
    if (this.how.keyboard) {
      await this.page.keyboard.press('Enter')
      this.clicks++
    }
    for (let i = 0; this.page.url() === address && i < 100; i++) await sleep(50)
    assert.notEqual(this.page.url(), address, `“${words}” leads on`)
  }

  async type (key, text) {
    const words = this.words[key]
    await this.press(this.page.getByLabel(words, { exact: true }), words)
    await this.page.keyboard.type(text)
    this.letters += text.length
  }

  get seconds () { return (Date.now() - this.started) / 1000 + this.letters * A_LETTER + this.looks * A_LOOK }
}

const ways = [
  ['with a mouse, and script', {}, {}],
  ['with a mouse, and no script', { javaScriptEnabled: false }, { plain: true }],
  ['on a phone', { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true }, { touch: true }],
  ['on a phone, and no script', { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true, javaScriptEnabled: false }, { touch: true, plain: true }],
  ['in Arabic', { locale: 'ar' }, {}],
  ['by keyboard alone', {}, { keyboard: true }],
  ['by keyboard alone, and no script', { javaScriptEnabled: false }, { keyboard: true, plain: true }]
]

for (const [name, options, how] of ways) {
  test(`from the one-time link to the public ${name}: three minutes, twelve clicks`, async t => {
    const { site, server, url, first } = await deskSite(t, { program, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
    const page = await (await browser(t, { viewport: { width: 1280, height: 800 }, ...options })).newPage()
    const person = new Person(page, catalogue(options.locale ?? 'en'), how)

    await page.goto(url + first)
    await person.look('the link')
    await person.type('name', 'ana')
    await person.type('new_password', PASSWORD)
    await person.type('password_again', PASSWORD)
    await person.choose('go_in')
    await person.look('the diary')
    await person.choose('write')
    await person.look('the editor')
    await person.type('field_title', 'On the ferry')
    await person.type('field_body', 'The ferry runs again from Monday on, every twelve minutes.')
    await person.choose('save_and_preview')
    await person.look('the draft')
    await page.frameLocator('iframe').locator('h1', { hasText: 'On the ferry' }).waitFor()
    await person.choose('to_force')
    await person.look('the last page')
    await person.type('reason', 'Nobody else is here.')
    await person.choose('publish')
    await person.look('the published text')

    const { seconds, clicks } = person
    t.diagnostic(`${clicks} clicks, ${seconds.toFixed(0)} s`)
    assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks`)
    assert.ok(seconds < MOST_SECONDS, `${seconds} s`)
    let home = ''
    for (let i = 0; i < 20 && !home.includes('On the ferry'); i++) {
      await sleep(50)
      home = (await get(server.url + '/en/')).body
    }
    assert.match(home, /On the ferry/)
    assert.deepEqual(person.found, [])
    must(['check', site], { program })
  })
}
