// What the browser keeps of a text that could not be saved: for whom, and until when.
import assert from 'node:assert/strict'
import test from 'node:test'
import { must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const program = released
const linkOf = (site, name) => /(\/link\/\S+)/.exec(must(['user', 'add', '--role', 'writer', site, name], { program }))[1]

async function comeIn (page, url, token) {
  await page.goto(url + token)
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await page.click('main button')
}

async function logIn (page, url, name) {
  await page.goto(url + '/login')
  await page.fill('#name', name)
  await page.fill('#password', PASSWORD)
  await page.click('main button')
}

test('what somebody typed is not shown to whoever uses the browser next', async t => {
  const { site, url } = await deskSite(t, { program })
  const page = await (await browser(t)).newPage()
  await comeIn(page, url, linkOf(site, 'wanda'))
  await page.goto(url + '/write')
  await page.fill('#title', 'Not for Edgar')
  await page.click('text=Log out')
  await comeIn(page, url, linkOf(site, 'edgar'))
  await page.goto(url + '/write')
  assert.equal(await page.inputValue('#title'), '')
  await page.click('text=Log out')
  await logIn(page, url, 'wanda')
  await page.goto(url + '/write')
  assert.equal(await page.inputValue('#title'), 'Not for Edgar')
})

test('what was sent when the session had ended is back, whatever page is opened first', async t => {
  const { site, url } = await deskSite(t, { program })
  const context = await browser(t)
  const page = await context.newPage()
  await comeIn(page, url, linkOf(site, 'wanda'))
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await page.click('button[value=save]')
  const address = page.url().replace(/\/edit.*/, '')
  await context.clearCookies()
  await page.fill('#body', 'Words, and more.')
  await page.click('button[value=save]')
  await page.waitForLoadState('load')
  await logIn(page, url, 'wanda')
  await page.goto(address)
  await page.goto(address + '/edit')
  assert.equal(await page.inputValue('#body'), 'Words, and more.')
})

test('what met somebody else’s words is kept until it is saved', async t => {
  const { site, url } = await deskSite(t, { program })
  const page = await (await browser(t)).newPage()
  await comeIn(page, url, linkOf(site, 'wanda'))
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await page.click('button[value=save]')
  const address = page.url().replace(/\?.*/, '')
  const other = await page.context().newPage()
  await other.goto(address)
  await other.fill('#body', 'Other words.')
  await other.click('button[value=save]')
  await page.fill('#body', 'My words.')
  await page.click('button[value=save]')
  await page.check('input[value=o]')
  await page.click('form.merge button')
  assert.equal(await page.inputValue('#body'), 'My words.')
  await page.type('#body', ' ')
  await sleep(5000)
  await other.goto(address.replace('/edit', ''))
  assert.match(await other.frames()[1].locator('article').innerText(), /Other words/, 'nobody’s words are saved over by themselves')
  await page.goto(address)
  assert.equal((await page.inputValue('#body')).trim(), 'My words.')
})

test('what was typed after the last saving outlives the page that says so', async t => {
  const { site, url } = await deskSite(t, { program })
  const page = await (await browser(t)).newPage()
  await comeIn(page, url, linkOf(site, 'wanda'))
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await page.click('button[value=save]')
  await page.waitForURL('**/edit?saved=1')
  await page.route('**/autosave', route => route.abort())
  await page.fill('#body', 'Words, and more.')
  await page.reload()
  assert.equal(await page.inputValue('#body'), 'Words, and more.')
})

test('what is back was typed over an older version: whoever saved since is not saved over', async t => {
  const { site, url } = await deskSite(t, { program })
  const page = await (await browser(t)).newPage()
  await comeIn(page, url, linkOf(site, 'wanda'))
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await page.click('button[value=save]')
  const address = page.url().replace(/\?.*/, '')
  await page.route('**/autosave', route => route.abort())
  await page.fill('#body', 'My words.')
  const other = await page.context().newPage()
  await other.goto('about:blank')
  await page.goto('about:blank')
  await other.addInitScript(() => localStorage.clear())
  const form = await other.request.get(address).then(answer => answer.text())
  const field = name => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)[1]
  await other.request.post(address, { headers: { origin: url }, form: { csrf: field('csrf'), version: field('version'), title: 'On the ferry', body: 'Other words.', then: 'save' } })
  await page.unroute('**/autosave')
  await page.goto(address)
  assert.equal(await page.inputValue('#body'), 'My words.')
  await page.waitForFunction(() => /no longer saved by itself/.test(document.getElementById('status').textContent))
  await page.click('button[value=save]')
  assert.match(await page.innerText('form.merge'), /Other words\.[^]*My words\./)
})
