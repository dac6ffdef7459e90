// One's own account: codes of a device, recovery codes, the password, sessions; and that whoever is asked for a password
// holds up nobody else.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import test from 'node:test'
import { PASSWORD, Visitor, deskSite } from '../desk.js'
import { must, released } from '../harness.js'

const program = released
const people = { paula: ['--role', 'publisher'], wanda: ['--role', 'writer'] }
const fresh = 'another long and quiet sentence'

async function desk (t, options = {}) {
  const found = await deskSite(t, { program, people, ...options })
  return { ...found, sql: text => execFileSync('sqlite3', ['-cmd', '.timeout 5000', found.site.replace(/\.db$/, '.desk'), text], { encoding: 'utf8' }).trim() }
}

// RFC 6238, of a secret in Base32.
function codeOf (secret, time = Date.now()) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(time / 30000)))
  const mac = createHmac('sha1', key).update(step).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const secretOn = page => /class="secret"[^>]*>([A-Z2-7 ]+)</.exec(page.body)?.[1]
const recoveryOn = page => [...page.body.matchAll(/<code>([a-z2-7-]{19})<\/code>/g)].map(([, code]) => code)

async function setUp (visitor) {
  await visitor.get('/account/device')
  assert.equal((await visitor.post('/account/device', { password: PASSWORD })).headers.location, '/account/device')
  const secret = secretOn(await visitor.get('/account/device'))
  return { secret, done: await visitor.post('/account/device/confirm', { code: codeOf(secret) }) }
}

test('codes of a device count once one was typed; recovery codes are shown once; all can be made anew and turned off', async t => {
  const { visitors, url, sql } = await desk(t)
  const { paula, wanda } = visitors
  await paula.get('/account/device')
  assert.equal((await paula.get('/account/device.svg')).status, 404)
  await paula.post('/account/device')
  const page = await paula.get('/account/device')
  const secret = secretOn(page)
  assert.match(page.body, /href="otpauth:\/\/totp\/[^"]*secret=/)
  const picture = await paula.get('/account/device.svg')
  assert.equal(picture.headers['content-type'], 'image/svg+xml')
  assert.equal(picture.headers['cache-control'], 'no-store')
  assert.match(picture.body, /^<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*><path fill="#fff" d="M0 0h\1v\1h-\1z"\/><path d="M[\dMhvz -]+"\/><\/svg>\s*$/)
  await wanda.get('/account')
  assert.equal((await wanda.get('/account/device.svg')).status, 404, 'nobody sees another’s')
  assert.equal((await wanda.post('/account/device/confirm', { code: codeOf(secret) })).status, 404)
  const wrong = await paula.post('/account/device/confirm', { code: '12345' })
  assert.equal(wrong.status, 422)
  assert.equal(secretOn(wrong), secret)
  assert.equal((await new Visitor(url).login('paula')).headers.location, '/', 'it does not count yet')

  const done = await paula.post('/account/device/confirm', { code: codeOf(secret) })
  const codes = recoveryOn(done)
  assert.equal(codes.length, 10)
  assert.equal(recoveryOn(await paula.get('/account')).length, 0)
  assert.match((await paula.get('/account')).body, /10 are left/)
  const half = new Visitor(url)
  assert.equal((await half.login('paula')).headers.location, '/login/code')
  await half.get('/login/code')
  assert.equal((await half.post('/login/code', { code: codeOf(secret, Date.now() + 30000) })).headers.location, '/')
  await half.get('/account')

  sql('UPDATE session SET asked = 0')
  await paula.get('/account/recovery')
  assert.equal((await paula.post('/account/recovery')).status, 422, 'asked again')
  const renewed = recoveryOn(await paula.post('/account/recovery', { password: PASSWORD }))
  assert.equal(renewed.length, 10)
  for (const [code, good] of [[codes[0], false], [renewed[0], true]]) {
    const visitor = new Visitor(url)
    await visitor.login('paula')
    await visitor.get('/login/code')
    assert.equal((await visitor.post('/login/code', { code })).status === 303, good)
  }
  sql('UPDATE session SET asked = 0')
  assert.equal((await paula.post('/account/device/off', { password: 'something else' })).status, 422)
  assert.equal((await paula.post('/account/device/off', { password: PASSWORD })).status, 303)
  assert.equal((await new Visitor(url).login('paula')).headers.location, '/')
  await wanda.get('/account')
  assert.match((await wanda.post('/account/recovery', { password: PASSWORD })).body, /of use only beside/)
})

test('the password is changed by who knows it, and ends all other sessions', async t => {
  const { visitors, url, site, sql } = await desk(t)
  const { paula } = visitors
  const other = new Visitor(url)
  await other.login('paula')
  await paula.get('/account/password')
  for (const [what, fields, problem] of [
    ['a wrong one', { password: 'not this one at all', fresh, again: fresh }, 'password-problem'],
    ['none', { fresh, again: fresh }, 'password-problem'],
    ['two that differ', { password: PASSWORD, fresh, again: fresh + '!' }, 'again-problem'],
    ['a short one', { password: PASSWORD, fresh: 'short', again: 'short' }, 'fresh-problem'],
    ['a common one', { password: PASSWORD, fresh: 'passwordpassword', again: 'passwordpassword' }, 'fresh-problem']
  ]) {
    const answer = await paula.post('/account/password', fields)
    assert.equal(answer.status, 422, what)
    assert.match(answer.body, new RegExp(`id="${problem}"`), what)
    assert.ok(!answer.body.includes(fresh), 'no password is sent back')
  }
  assert.equal((await other.get('/')).status, 200)
  assert.equal((await paula.post('/account/password', { password: PASSWORD, fresh, again: fresh })).headers.location, '/account')
  assert.equal((await paula.get('/')).status, 200)
  assert.equal((await other.get('/')).headers.location, '/login')
  assert.equal((await new Visitor(url).login('paula')).status, 422)
  assert.equal((await new Visitor(url).login('paula', fresh)).headers.location, '/')
  assert.match(must(['user', 'audit', '--action', 'person.password', site], { program }), /paula/)
  await paula.get('/account')
  const another = new Visitor(url)
  await another.login('paula', fresh)
  await another.get('/account')
  const [id] = sql(`SELECT s.id FROM session s JOIN person p ON p.id = s.person WHERE p.name = 'paula' ORDER BY s.id DESC`).split('\n')
  await visitors.wanda.get('/account')
  assert.equal((await visitors.wanda.post(`/account/sessions/${id}/end`)).status, 404, 'another’s session')
  await paula.get('/account')
  assert.equal((await paula.post(`/account/sessions/${id}/end`)).status, 303)
  assert.equal((await another.get('/')).headers.location, '/login')
})

test('wrong passwords within a session are counted', async t => {
  const { visitors, sql } = await desk(t)
  const { paula } = visitors
  sql('UPDATE session SET asked = 0')
  await paula.get('/account/device')
  let answer
  for (let i = 0; i < 14 && !/too many attempts/.test(answer?.body); i++) {
    answer = await paula.post('/account/device', { password: 'wrong ' + i })
    assert.equal(answer.status, 422)
  }
  assert.match(answer.body, /too many attempts/)
  sql('UPDATE attempt SET free = last + 600000000 WHERE free > 0') // however long hashing takes here
  assert.equal((await paula.post('/account/device', { password: PASSWORD })).status, 422, 'not the right one either, for a while')
  assert.equal(sql('SELECT count(*) FROM totp_setup'), '0')
})

test('whoever is asked for a password again holds up nobody who writes', async t => {
  const { visitors, sql } = await desk(t)
  const { paula, wanda } = visitors
  await paula.get('/account/device')
  await wanda.get('/')
  sql('UPDATE session SET asked = 0')
  const begun = performance.now()
  const asked = paula.post('/account/device', { password: PASSWORD }).then(answer => ({ answer, took: performance.now() - begun }))
  const waits = []
  let ended = false
  asked.then(() => { ended = true })
  while (!ended) {
    const start = performance.now()
    await wanda.get('/')
    waits.push(performance.now() - start)
  }
  const { answer, took } = await asked
  assert.equal(answer.status, 303)
  assert.ok(took > 100, `hashing took ${took} ms, so there was something to wait for`)
  assert.ok(waits.length > 3, `${waits.length} pages were answered meanwhile`)
  assert.ok(Math.max(...waits) < took / 2, `the longest waited ${Math.max(...waits)} of ${took} ms`)
})
