// Passkeys in Chromium, by its virtual authenticator: added, used to log in, as the second step, and asked for again.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import test from 'node:test'
import { PASSWORD, Visitor } from '../desk.js'
import { must, newSite, profile, released, serve } from '../harness.js'
import { browser } from './browser.js'

const program = released

async function deskSite (t) {
  const { site } = newSite(t, profile, { program })
  const server = await serve(t, site, ['--desk', '127.0.0.1:0'], { program })
  const url = /desk at (http:\/\/\S+)/.exec(server.announced)[1].replace('127.0.0.1', 'localhost')
  const sql = text => execFileSync('sqlite3', ['-cmd', '.timeout 5000', site.replace(/\.db$/, '.desk'), text], { encoding: 'utf8' }).trim()
  return { site, server, url, sql }
}

const linkOf = (site, name, role) => /\/link\/\S+/.exec(must(['user', 'add', '--role', role, site, name], { program }))[0]

async function comeIn (page, url, link) {
  await page.goto(url + link)
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await page.click('main button')
  await page.waitForURL(url + '/')
}

// A device that keeps passkeys, and always recognises its owner.
async function device (page, options = {}) {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...options }
  })
  return {
    recognises: is => client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: is }),
    passkeys: async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    put: credential => client.send('WebAuthn.addCredential', { authenticatorId, credential }),
    clear: () => client.send('WebAuthn.clearCredentials', { authenticatorId })
  }
}

async function addPasskey (page, url, name) {
  await page.goto(url + '/account')
  await page.click('text=Add a passkey')
  await page.fill('#name', name)
  await page.click('text=Create the passkey')
  await page.waitForSelector('.codes')
}

async function logOut (page, url) {
  await page.goto(url + '/account')
  await page.click('text=Log out')
  await page.waitForURL(url + '/login')
}

test('a passkey is added, lets its owner in, stands for the code, and is asked for again before a text is published', async t => {
  const { site, url } = await deskSite(t)
  const context = await browser(t)
  const page = await context.newPage()
  const said = []
  page.on('console', message => { if (/Content Security Policy/.test(message.text())) said.push(message.text()) })
  const authenticator = await device(page)
  await comeIn(page, url, linkOf(site, 'paula', 'publisher'))
  await addPasskey(page, url, 'Office laptop')
  assert.equal(await page.locator('h1').innerText(), 'Your recovery codes')
  assert.equal(await page.locator('.codes li').count(), 10)
  const recovery = await page.locator('.codes li').first().innerText()
  await page.click('text=I have kept them')
  assert.match(await page.locator('main').innerText(), /Office laptop\s+Added: .* · Never used/)
  const [key] = await authenticator.passkeys()
  assert.equal(key.rpId, 'localhost')
  assert.equal(key.isResidentCredential, true)

  await logOut(page, url)
  await page.click('text=Log in with a passkey')
  await page.waitForURL(url + '/')
  await page.goto(url + '/account')
  assert.match(await page.locator('main').innerText(), /Office laptop\s+Added: .* · Last used: /)

  await logOut(page, url)
  await page.fill('#name', 'paula')
  await page.fill('#password', PASSWORD)
  await page.click('main button:has-text("Log in") >> nth=0')
  await page.waitForURL(url + '/login/code')
  assert.equal((await context.request.get(url + '/', { maxRedirects: 0 })).headers().location, '/login', 'half of the way opens nothing')
  await page.click('text=Use a passkey')
  await page.waitForURL(url + '/')

  await logOut(page, url)
  await page.fill('#name', 'paula')
  await page.fill('#password', PASSWORD)
  await page.click('main button:has-text("Log in") >> nth=0')
  await page.click('text=Log in as somebody else')
  await page.waitForURL(url + '/login')
  await page.fill('#name', 'paula')
  await page.fill('#password', PASSWORD)
  await page.click('main button:has-text("Log in") >> nth=0')
  await page.fill('#code', recovery)
  await page.click('main button:has-text("Log in")')
  await page.waitForURL(url + '/')
  assert.deepEqual(said, [])
})

// A text that Wanda submitted, and Paula before its last page more than five minutes after she came in.
async function beforePublication (t, options = {}) {
  const { site, url, sql, server } = await deskSite(t)
  const wanda = new Visitor(url)
  const token = linkOf(site, 'wanda', 'writer')
  await wanda.get(token)
  await wanda.post(token, { password: PASSWORD, again: PASSWORD })
  const text = await wanda.write()
  await wanda.submit(text)
  const page = await (await browser(t, options)).newPage()
  const authenticator = await device(page)
  await comeIn(page, url, linkOf(site, 'paula', 'publisher'))
  await page.goto(url + '/account/passkey')
  await page.fill('#name', 'Office laptop')
  await page.click('[data-passkey-new]')
  await page.waitForSelector('.codes')
  sql('UPDATE session SET asked = 0')
  await page.goto(`${url}${text}/publish`)
  return { page, authenticator, url, sql, text, server, site }
}

test('a text is published with a passkey, at the width of a phone and in Arabic', async t => {
  const { page, url, text } = await beforePublication(t, { locale: 'ar', viewport: { width: 375, height: 800 } })
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
  await page.click('[data-passkey]')
  await page.waitForURL(url + text)
  assert.equal(await page.locator('.state.published').count(), 1)
})

test('a device that does not recognise its owner publishes nothing, and says so; the password still does', async t => {
  const { page, url, text, authenticator } = await beforePublication(t)
  await authenticator.recognises(false)
  await page.click('[data-passkey]')
  await page.waitForSelector('[data-passkey-problem]:not([hidden])')
  assert.equal(await page.locator('#password').getAttribute('required'), '')
  await page.fill('#password', PASSWORD)
  await page.click('text=Publish now')
  await page.waitForURL(url + text)
  assert.equal(await page.locator('.state.published').count(), 1)
})

test('a passkey that was removed, or of another host, publishes nothing', async t => {
  const { page, url, text, sql, authenticator } = await beforePublication(t)
  const [key] = await authenticator.passkeys()
  await page.click('[data-passkey]')
  await page.waitForURL(url + text)
  await page.goto(url + '/account')
  await page.click('text=Remove')
  await page.click('main form button:has-text("Remove")')
  await page.waitForURL(url + '/account')
  assert.equal(sql('SELECT count(*) FROM passkey'), '0')
  await logOut(page, url)
  await page.click('text=Log in with a passkey')
  await page.waitForSelector('#problem')
  assert.match(await page.locator('#problem').innerText(), /not accepted/)
  await authenticator.clear()
  await authenticator.put({ ...key, rpId: 'evil.example' })
  await page.click('text=Log in with a passkey')
  await page.waitForSelector('[data-passkey-problem]:not([hidden])')
})

test('the same device cannot be added twice; without script the password and codes are all there is', async t => {
  const { page, url, site } = await beforePublication(t)
  await page.goto(url + '/account/passkey')
  await page.fill('#password', PASSWORD)
  await page.click('main button:not([type=button])')
  await page.waitForURL(url + '/account/passkey')
  await page.fill('#name', 'Once more')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-passkey-known]:not([hidden])')
  const plain = await (await browser(t, { javaScriptEnabled: false })).newPage()
  await plain.goto(url + '/login')
  assert.equal(await plain.locator('[data-passkey]:visible').count(), 0)
  await comeIn(plain, url, linkOf(site, 'olga', 'editor'))
  await plain.goto(url + '/account')
  assert.match(await plain.locator('main').innerText(), /Passkeys need JavaScript/)
  assert.equal(await plain.locator('a[href="/account/passkey"]:visible').count(), 0)
})
