// Script in any field is dead: every form that the desk has is found by following its links, every field that takes words
// is given script, and then every page of the desk and of the site is looked at, with the page policy switched off.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { crawl, must, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const program = released
const vectors = readFileSync(join(root, 'tests/browser/xss.txt'), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('# '))
const inLines = [
  '"><script>alert(1)</script><img src=x onerror=alert(1)>\'-alert(1)-\'{{{title}}}</title></textarea><svg/onload=alert(1)>',
  'javascript:alert(1)//" onmouseover=alert(1) autofocus onfocus=alert(1) x="',
  '[a](javascript:alert(1)) <details open ontoggle=alert(1)> &lt;script&gt;alert(1)&lt;/script&gt;'
]
// What would end the walk: sessions, accounts, texts thrown away.
const leftAlone = /logout|\/end$|disable|discard|erase|password|passkey|two-person|recovery|totp|\/code/
const kindOf = address => new URL(address).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…').replace(/\d+/g, 'N')

// Every event that script waits for.
const rouse = () => {
  for (const element of document.querySelectorAll('*')) {
    for (const type of ['mouseover', 'focus', 'pointerenter', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(type))
    if (/^\s*javascript:/i.test(element.getAttribute('href') ?? element.getAttribute('action') ?? '')) window.pwned = 'an address that is script'
  }
}

test('script in any field of the desk runs on no page', async t => {
  const { visitors, server, url } = await deskSite(t, {
    program,
    people: { paula: ['publisher', 'administrator'].flatMap(role => ['--role', role]) },
    prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })
  })
  const { paula } = visitors
  const hostile = { title: inLines[0], summary: inLines[2], body: vectors.join('\n\n'), 'speaker.name': inLines[0], topics: inLines.join('\n') }
  const published = await paula.write(hostile)
  const answer = await paula.publish(published, 'force', { reason: inLines[0] })
  assert.equal(answer.status, 303, answer.body)
  await paula.write({ ...hostile, title: inLines[1] })

  const context = await browser(t, { bypassCSP: true })
  await context.addCookies([...paula.cookies].map(([name, value]) => ({ name, value, url })))
  await context.addInitScript(() => { for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.pwned = name } })
  const page = await context.newPage()
  page.on('dialog', dialog => dialog.dismiss().catch(() => {}))
  const found = [], seen = new Map(), sent = new Map()
  let queue = [url + '/', url + published]

  async function look (where) {
    if (!page.url().startsWith(url)) return
    for (const frame of page.frames()) {
      await frame.evaluate(rouse).catch(() => {}) // it may be gone
      await sleep(5)
      const ran = await frame.evaluate(() => window.pwned).catch(() => undefined)
      if (ran) found.push(`${where} (${frame.url()}): ${ran}`)
    }
  }

  // Fill the form NUMBER of the page at ADDRESS with WORDS, and send it.
  async function send (address, number, words) {
    await page.goto(address)
    if (await page.evaluate(number => document.forms[number] === undefined, number)) return // it was good for once
    const arrived = page.waitForNavigation()
    await page.evaluate(([number, words, password]) => {
      const form = document.forms[number]
      for (const field of form.elements) {
        if (field.type === 'password') field.value = password
        else if (field.matches('textarea, input:not([type]), input[type=text], input[type=search], input[type=url], input[type=tel], input[type=email]')) field.value = words
      }
      HTMLFormElement.prototype.submit.call(form)
    }, [number, words, PASSWORD])
    await arrived
    await look(`${kindOf(address)} form ${number}`)
  }

  for (let i = 0; i < queue.length && i < 400; i++) {
    const address = queue[i]
    const kind = kindOf(address)
    if ((seen.get(kind) ?? 0) >= 3) continue
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    const response = await page.goto(address).catch(() => null) // a file to be kept is no page
    if (!response || !/html/.test(response.headers()['content-type'] ?? '')) continue
    await look(kind)
    if (/\/preview/.test(kind)) continue // as the public sees it
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map(a => a.href))
    const forms = await page.evaluate(() => [...document.forms].map(form => ({ action: new URL(form.getAttribute('action') ?? '', document.baseURI).href, words: [...form.elements].some(field => field.matches('textarea, input:not([type]), input[type=text], input[type=search], input[type=url]')) })))
    for (const [number, form] of forms.entries()) {
      const what = kindOf(form.action)
      if (!form.words || leftAlone.test(form.action) || (sent.get(what) ?? 0) >= inLines.length) continue
      for (const words of inLines) await send(address, number, words)
      sent.set(what, inLines.length)
    }
    queue = queue.concat(links.filter(link => link.startsWith(url + '/') && !queue.includes(link)))
  }
  assert.ok(seen.size >= 10 && sent.size >= 4, `${seen.size} sorts of pages, ${[...sent.keys()]}`)
  t.diagnostic(`pages: ${[...seen.keys()].join(' ')}; forms: ${[...sent.keys()].join(' ')}`)

  for (const [address, { headers }] of await crawl(server.url, ['/en/'], { limit: 60 })) {
    if (!/html/.test(headers['content-type']) || headers['content-disposition']) continue
    await page.goto(server.url + address)
    await page.evaluate(rouse)
    await sleep(5)
    const ran = await page.evaluate(() => window.pwned)
    if (ran) found.push(`${address}: ${ran}`)
  }
  assert.deepEqual(found, [])
})
