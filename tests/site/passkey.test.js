// Passkeys over HTTP, by a device in software: what a browser would never send is refused.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import test from 'node:test'
import { PASSWORD, Visitor, deskSite } from '../desk.js'
import { must, released } from '../harness.js'
import { Passkey, cbor } from '../passkey.js'

const program = released
const people = { paula: ['--role', 'publisher'], wanda: ['--role', 'writer'] }

// The same desk by the name for which there are passkeys.
async function named (t, options = {}) {
  const desk = await deskSite(t, { program, people, ...options })
  const url = desk.url.replace('127.0.0.1', 'localhost')
  for (const visitor of Object.values(desk.visitors)) visitor.url = url
  return { ...desk, url, sql: text => execFileSync('sqlite3', ['-cmd', '.timeout 5000', desk.site.replace(/\.db$/, '.desk'), text], { encoding: 'utf8' }).trim() }
}

const options = async (visitor, address) => {
  const answer = await visitor.get(address)
  assert.equal(answer.status, 200, address)
  return JSON.parse(answer.body)
}

async function add (visitor, passkey, make = {}) {
  const asked = await options(visitor, '/account/passkey/options')
  return visitor.post('/account/passkey', { name: 'A key', ...passkey.create(asked, { origin: visitor.url, ...make }) })
}

const isAdded = answer => answer.status === 303 || /class="codes"/.test(answer.body)

async function login (url, passkey, make = {}) {
  const visitor = new Visitor(url)
  await visitor.get('/login')
  const asked = await options(visitor, '/login/passkey')
  const fields = passkey.get(asked, { origin: url, ...make })
  return { visitor, fields, answer: await visitor.post('/login/passkey', fields) }
}

const isIn = ({ answer }) => answer.status === 303 && answer.headers.location === '/'

for (const kind of ['ES256', 'EdDSA', 'RS256']) {
  test(`a passkey with ${kind} is taken, and lets its owner in`, async t => {
    const { visitors, url } = await named(t)
    const passkey = new Passkey(kind)
    await visitors.paula.get('/account')
    assert.ok(isAdded(await add(visitors.paula, passkey)))
    const come = await login(url, passkey)
    assert.ok(isIn(come), come.answer.body)
    assert.match((await come.visitor.get('/account')).body, /A key/)
  })
}

test('a new passkey that is not what was asked for is not kept', async t => {
  const { visitors, sql } = await named(t)
  const { paula, wanda } = visitors
  await paula.get('/account')
  const wrong = {
    'of another origin': { origin: 'http://evil.example' },
    'of another port': { origin: paula.url + '1' },
    'of a frame elsewhere': { client: { crossOrigin: true } },
    'of a page within another’s': { client: { topOrigin: 'https://evil.example' } },
    'for another host': { rpId: 'evil.example' },
    'of another type': { type: 'webauthn.get' },
    'without anybody there': { flags: 0x44 },
    'without knowing who': { flags: 0x41 },
    'copied, though it may not be': { flags: 0x55 },
    'without a key': { flags: 0x05 },
    'with a challenge of its own': { challenge: 'A'.repeat(75) },
    'without a challenge': { challenge: '' },
    'with a maker’s statement': { fmt: 'packed', statement: new Map([['alg', -7], ['sig', Buffer.alloc(70)], ['x5c', [Buffer.alloc(8)]]]) },
    'with a statement that says none and more': { statement: new Map([['alg', -7]]) },
    'with a wrong statement of its own': { self: true, badSelf: true },
    'with a format of no name': { fmt: 'apple' },
    'whose key is none': { cose: cbor(new Map([[1, 2], [3, -7]])) },
    'whose key promises a million members': { cose: Buffer.from('bb000000000fffffff', 'hex') },
    'with rubbish for an attestation': { attestation: Buffer.from('a3') },
    'with members that are not there': { attestation: Buffer.from('bb00000fffffffffff', 'hex') },
    'with nested rubbish': { attestation: Buffer.alloc(9000, 0x81) }
  }
  for (const [what, make] of Object.entries(wrong)) {
    const answer = await add(paula, new Passkey(), make)
    assert.equal(answer.status, 422, what)
    assert.match(answer.body, /No passkey was added/, what)
    assert.match(answer.body, /value="A key"/, 'what was typed is kept')
  }
  const answer = await add(paula, new Passkey('ES384'))
  assert.equal(answer.status, 422, 'a kind of key that was not offered')
  const big = await paula.post('/account/passkey', { name: 'A key', passkey_client: 'A'.repeat(30000), passkey_attestation: 'AA' })
  assert.equal(big.status, 422)
  for (const name of ['', ' ', 'x'.repeat(61), '‮evil']) {
    const asked = await options(paula, '/account/passkey/options')
    assert.equal((await paula.post('/account/passkey', { name, ...new Passkey().create(asked, { origin: paula.url }) })).status, 422, name)
  }
  await wanda.get('/account')
  const asked = await options(wanda, '/account/passkey/options')
  const stolen = await paula.post('/account/passkey', { name: 'A key', ...new Passkey().create(asked, { origin: paula.url }) })
  assert.equal(stolen.status, 422, 'with another’s challenge')
  assert.equal(sql('SELECT count(*) FROM passkey'), '0')
  assert.ok(isAdded(await add(paula, new Passkey(), { self: true })), 'a statement of its own may stay')
})

test('a challenge is answered once, by whom it was given, for what it was given', async t => {
  const { visitors, url, sql } = await named(t)
  const { paula, wanda } = visitors
  const passkey = new Passkey()
  await paula.get('/account')
  const asked = await options(paula, '/account/passkey/options')
  const fields = { name: 'A key', ...passkey.create(asked, { origin: url }) }
  assert.ok(isAdded(await paula.post('/account/passkey', fields)))
  const twice = await paula.post('/account/passkey', fields)
  assert.notEqual(twice.status, 303, 'a registration twice')
  assert.equal(sql('SELECT count(*) FROM passkey'), '1')

  const come = await login(url, passkey)
  assert.ok(isIn(come))
  const replay = new Visitor(url)
  replay.cookies.set('chancery-form', come.visitor.cookies.get('chancery-form'))
  await replay.get('/login')
  assert.equal((await replay.post('/login/passkey', come.fields)).status, 422, 'a login twice')
  const other = new Visitor(url)
  await other.get('/login')
  assert.equal((await other.post('/login/passkey', passkey.get(await options(replay, '/login/passkey'), { origin: url }))).status, 422, 'for another browser')

  const half = new Visitor(url)
  assert.equal((await half.login('paula')).headers.location, '/login/code')
  await half.get('/login/code')
  const forCode = await options(half, '/login/code/passkey')
  assert.deepEqual(forCode.allowCredentials.map(one => one.id), [passkey.id.toString('base64url')])
  const login2 = new Visitor(url)
  await login2.get('/login')
  assert.equal((await login2.post('/login/passkey', passkey.get(forCode, { origin: url }))).status, 422, 'for another purpose')
  assert.equal((await half.post('/login/code/passkey', passkey.get(forCode, { origin: url }))).headers.location, '/')
  assert.equal((await half.get('/')).status, 200)

  const late = new Visitor(url)
  await late.get('/login')
  const bytes = Buffer.from((await options(late, '/login/passkey')).challenge, 'base64url')
  bytes.writeBigInt64BE(bytes.readBigInt64BE(16) + 60000000n, 16)
  assert.equal((await late.post('/login/passkey', passkey.get({ challenge: bytes.toString('base64url'), rpId: 'localhost' }, { origin: url }))).status, 422, 'with a longer life')
  await wanda.get('/account')
})

test('whoever does not answer as the owner’s own device does is not let in', async t => {
  const { visitors, url, sql, site } = await named(t)
  const passkey = new Passkey('ES256', { counts: true })
  const wandas = new Passkey()
  await visitors.paula.get('/account')
  assert.ok(isAdded(await add(visitors.paula, passkey)))
  await visitors.wanda.get('/account')
  assert.ok(isAdded(await add(visitors.wanda, wandas)))
  const wrong = {
    'another origin': { origin: 'http://evil.example' },
    'this desk by its number': { origin: url.replace('localhost', '127.0.0.1') },
    'a frame elsewhere': { client: { crossOrigin: true } },
    'another host': { rpId: 'evil.example' },
    'a registration': { type: 'webauthn.create' },
    'nobody there': { flags: 0x04 },
    'nobody recognised': { flags: 0x01 },
    'a wrong signature': { signature: Buffer.alloc(70, 0x30) },
    'no signature': { signature: Buffer.alloc(0) },
    'another’s handle': { handle: wandas.handle },
    'no handle': { handle: undefined, id: passkey.id },
    'another’s passkey': { id: wandas.id },
    'nobody’s passkey': { id: Buffer.alloc(32, 7) },
    'a new passkey in the answer': { flags: 0xc5, rest: Buffer.concat([Buffer.from('d5ba8e0925a127e04145000000010600', 'hex'), Buffer.alloc(8)]) },
    'data that are short': { rest: Buffer.alloc(0), rpId: '' }
  }
  for (const [what, make] of Object.entries(wrong)) {
    if (what === 'no handle') {
      const visitor = new Visitor(url)
      await visitor.get('/login')
      const fields = passkey.get(await options(visitor, '/login/passkey'), { origin: url })
      assert.equal((await visitor.post('/login/passkey', { ...fields, passkey_handle: undefined })).status, 422, what)
      continue
    }
    const come = await login(url, passkey, make)
    assert.equal(come.answer.status, 422, what)
    assert.equal((await come.visitor.get('/')).headers.location, '/login', what)
  }
  const first = await login(url, passkey)
  assert.ok(isIn(first))
  const stored = Number(sql(`SELECT counter FROM passkey WHERE name = 'A key' AND person = (SELECT id FROM person WHERE name = 'paula')`))
  assert.equal(stored, passkey.counter)
  sql('DELETE FROM attempt')
  for (const counter of [stored, stored - 1, 1, 0]) {
    assert.equal((await login(url, passkey, { counter })).answer.status, 422, `a counter of ${counter} after ${stored}`)
  }
  assert.ok(isIn(await login(url, passkey, { counter: stored + 5 })))
  assert.match(must(['user', 'audit', '--action', 'login.passkey_failed', site], { program }), /there may be a copy of it/)

  must(['user', 'disable', site, 'paula'], { program })
  assert.equal((await login(url, passkey)).answer.status, 422, 'who is disabled')
})

test('a password alone lets nobody in who has a passkey; a recovery code does, once', async t => {
  const { visitors, url } = await named(t)
  const { paula } = visitors
  const passkey = new Passkey()
  await paula.get('/account')
  const codes = [...(await add(paula, passkey)).body.matchAll(/<code>([a-z2-7-]{19})<\/code>/g)].map(([, code]) => code)
  assert.equal(codes.length, 10)
  assert.equal((await add(paula, new Passkey())).status, 303, 'with the second passkey there are no new codes')
  const byCode = async code => {
    const visitor = new Visitor(url)
    assert.equal((await visitor.login('paula')).headers.location, '/login/code')
    for (const page of ['/', '/account', '/account/passkey/options', '/write']) assert.equal((await visitor.get(page)).headers.location, '/login', page)
    await visitor.get('/login/code')
    return visitor.post('/login/code', { code })
  }
  assert.equal((await byCode('000000')).status, 422)
  assert.equal((await byCode(codes[0])).headers.location, '/')
  assert.equal((await byCode(codes[0])).status, 422)
  const wandas = new Passkey()
  await visitors.wanda.get('/account')
  await add(visitors.wanda, wandas)
  const half = new Visitor(url)
  await half.login('paula')
  await half.get('/login/code')
  const asked = await options(half, '/login/code/passkey')
  assert.equal((await half.post('/login/code/passkey', wandas.get(asked, { origin: url }))).status, 422, 'another’s passkey is no second step')
  assert.equal((await half.post('/login/code/passkey', passkey.get(asked, { origin: url }))).headers.location, '/')
  const leaves = new Visitor(url)
  await leaves.login('paula')
  const token = leaves.cookies.get('chancery')
  await leaves.get('/login/code')
  assert.equal((await leaves.post('/logout')).headers.location, '/login')
  leaves.cookies.set('chancery', token)
  assert.equal((await leaves.get('/login/code')).headers.location, '/login', 'half of the way can be left')
})

test('before a publication a passkey does as well as the password, if it is one’s own', async t => {
  const { visitors, url, sql } = await named(t, { people: { ...people, peter: ['--role', 'publisher'] } })
  const { paula, wanda, peter } = visitors
  const passkey = new Passkey()
  const peters = new Passkey()
  await paula.get('/account')
  await add(paula, passkey)
  await peter.get('/account')
  await add(peter, peters)
  const text = await wanda.write()
  await wanda.submit(text)
  sql('UPDATE session SET asked = 0')
  const page = await paula.get(text + '/publish')
  assert.match(page.body, /name="password"/)
  assert.match(page.body, /data-passkey="\/account\/again"/)
  const version = await wanda.version(text)
  const asked = await options(paula, '/account/again')
  for (const [what, fields] of Object.entries({
    nothing: {},
    'a wrong password': { password: 'not this one at all' },
    'another’s passkey': peters.get(asked, { origin: url }),
    'a passkey for another session': passkey.get(await options(peter, '/account/again'), { origin: url }),
    'a passkey elsewhere': passkey.get(asked, { origin: 'https://evil.example' })
  })) {
    const answer = await paula.post(text + '/publish', { version, ...fields })
    assert.equal(answer.status, 422, what)
    assert.match(answer.body, /id="password-problem"/, what)
  }
  const answer = await paula.post(text + '/publish', { version, ...passkey.get(asked, { origin: url }) })
  assert.equal(answer.status, 303)
  assert.match((await paula.get(text)).body, /class="state published"/)
  assert.doesNotMatch((await paula.get('/account/passkey')).body, /name="password"/, 'and is not asked for again at once')
})

test('a passkey that was removed is good for nothing; only its owner removes it', async t => {
  const { visitors, url, sql } = await named(t)
  const { paula, wanda } = visitors
  const passkey = new Passkey()
  await paula.get('/account')
  await add(paula, passkey)
  const id = sql('SELECT id FROM passkey')
  await wanda.get('/account')
  assert.equal((await wanda.get(`/account/passkey/${id}/remove`)).status, 404)
  assert.equal((await wanda.post(`/account/passkey/${id}/remove`, { password: PASSWORD })).status, 404)
  sql('UPDATE session SET asked = 0')
  await paula.get(`/account/passkey/${id}/remove`)
  assert.equal((await paula.post(`/account/passkey/${id}/remove`)).status, 422, 'without a password')
  assert.ok(isIn(await login(url, passkey)))
  assert.equal((await paula.post(`/account/passkey/${id}/remove`, { password: PASSWORD })).status, 303)
  assert.equal((await login(url, passkey)).answer.status, 422)
  assert.equal((await new Visitor(url).login('paula')).headers.location, '/', 'the password alone is enough again')
  assert.equal(sql('SELECT count(*) FROM recovery_code'), '0')
})

test('by its number the desk has no passkeys, and says where there are some; a link takes all factors off', async t => {
  const { visitors, url, site } = await named(t)
  const { paula } = visitors
  const passkey = new Passkey()
  await paula.get('/account')
  await add(paula, passkey)
  const numbered = new Visitor(url.replace('localhost', '127.0.0.1'))
  assert.doesNotMatch((await numbered.get('/login')).body, /data-passkey/)
  assert.equal((await numbered.get('/login/passkey')).status, 404)
  assert.equal((await numbered.login('paula')).headers.location, '/login/code', 'and it is no way round them')
  assert.match((await numbered.get('/login/code')).body, /a number as here/)
  const token = /\/link\/(\S+)/.exec(must(['user', 'reset', '--second-factor', site, 'paula'], { program }))[1]
  const visitor = new Visitor(url)
  await visitor.get('/link/' + token)
  assert.equal((await visitor.post('/link/' + token, { password: PASSWORD, again: PASSWORD })).headers.location, '/')
  assert.equal((await login(url, passkey)).answer.status, 422)
})

test('behind a proxy with TLS passkeys are for the name by which the desk is reached', async t => {
  const { visitors, url, sql } = await deskSite(t, { program, people, args: ['--desk-address', 'https://Desk.testland.example:8443'] }).then(desk => ({ ...desk, sql: text => execFileSync('sqlite3', [desk.site.replace(/\.db$/, '.desk'), text], { encoding: 'utf8' }).trim() }))
  const headers = { host: 'desk.testland.example:8443', origin: 'https://desk.testland.example:8443' }
  const visitor = new Visitor(url)
  await visitor.get('/login', headers)
  assert.equal((await visitor.post('/login', { name: 'paula', password: PASSWORD }, headers)).headers.location, '/')
  await visitor.get('/account', headers)
  const asked = JSON.parse((await visitor.get('/account/passkey/options', headers)).body)
  assert.equal(asked.rp.id, 'desk.testland.example')
  const passkey = new Passkey()
  for (const origin of ['https://desk.testland.example', 'http://desk.testland.example:8443', 'https://desk.testland.example:8444']) {
    assert.equal((await visitor.post('/account/passkey', { name: 'A key', ...passkey.create(asked, { origin }) }, headers)).status, 422, origin)
  }
  assert.ok(isAdded(await visitor.post('/account/passkey', { name: 'A key', ...passkey.create(asked, { origin: headers.origin }) }, headers)))
  assert.equal(sql('SELECT host FROM passkey'), 'desk.testland.example')
  const again = new Visitor(url)
  await again.get('/login', headers)
  const options = JSON.parse((await again.get('/login/passkey', headers)).body)
  assert.equal((await again.post('/login/passkey', passkey.get(options, headers), headers)).headers.location, '/')
  assert.match((await again.get('/account', headers)).body, /A key/)
  assert.ok(visitors.paula)
})
