// The desk over HTTP: who gets to what, what a form must bring, and that nothing of it reaches the public too early.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, crawl, get, must, newSite, profile, released, root, sleep } from '../harness.js'
import { PASSWORD, Visitor, deskSite } from '../desk.js'

const program = released
const people = {
  wanda: ['--role', 'writer'],
  edgar: ['--role', 'editor'],
  paula: ['--role', 'publisher'],
  adam: ['--role', 'administrator'],
  franz: ['--role', 'publisher', '--language', 'fr']
}
// Another office of the same record, and who does everything there.
const foreign = { otto: ['writer', 'editor', 'publisher', 'administrator'].flatMap(role => ['--role', role]).concat('--office', 'other') }
const addOffice = (site, folder) => must(['init', site, '--profile', join(folder, 'profile.yaml'), '--office', 'other'], { program })
const refused = status => status === 403 || status === 404

// What each may, of a text in English that Wanda began. docs/desk.md has the same in words.
const routes = [
  ['GET', '', 'wanda edgar paula adam'],
  ['GET', '/preview', 'wanda edgar paula adam'],
  ['POST', '/preview', 'wanda edgar paula'],
  ['GET', '/edit', 'wanda edgar paula'],
  ['POST', '/edit', 'wanda edgar paula'],
  ['POST', '/autosave', 'wanda edgar paula'],
  ['POST', '/merge', 'wanda edgar paula'],
  ['GET', '/history', 'wanda edgar paula adam'],
  ['POST', '/return', 'wanda edgar paula'],
  ['POST', '/submit', 'wanda edgar paula'],
  ['POST', '/comment', 'wanda edgar paula'],
  ['POST', '/reject', 'edgar paula', 'submitted'],
  ['POST', '/recall', 'wanda edgar paula', 'submitted'],
  ['GET', '/publish', 'paula', 'submitted'],
  ['POST', '/publish', 'paula', 'submitted'],
  ['POST', '/force', 'paula', 'submitted'],
  ['POST', '/review', 'paula', 'submitted'],
  ['POST', '/discard', 'wanda edgar paula'],
  ['GET', '/unschedule', 'paula', 'submitted'],
  ['POST', '/unschedule', 'paula', 'submitted'],
  ['POST', '/move', 'paula', 'submitted'],
  ['GET', '/links', 'edgar paula'],
  ['POST', '/links', 'edgar paula'],
  ['POST', '/links/end', 'edgar paula'],
  ['POST', '/note', ''] // of a profile's draft alone
]
// By its number the desk has no passkeys; tests/site/passkey.test.js has them.
const everyone = 'wanda edgar paula adam franz otto'
const account = [
  ['GET', '/account', everyone],
  ['GET', '/account/again', ''],
  ['POST', '/account/sessions/999/end', ''],
  ['POST', '/account/sessions/end', everyone],
  ['GET', '/account/password', everyone],
  ['POST', '/account/password', everyone],
  ['GET', '/account/passkey', everyone],
  ['POST', '/account/passkey/begin', everyone],
  ['GET', '/account/passkey/options', ''],
  ['POST', '/account/passkey', everyone],
  ['GET', '/account/passkey/999/remove', ''],
  ['POST', '/account/passkey/999/remove', ''],
  ['GET', '/account/device', everyone],
  ['POST', '/account/device', everyone],
  ['GET', '/account/device.svg', everyone],
  ['POST', '/account/device/confirm', everyone],
  ['GET', '/account/device/off', everyone],
  ['POST', '/account/device/off', everyone],
  ['GET', '/account/recovery', everyone],
  ['POST', '/account/recovery', everyone]
]
// Person 1 is Wanda, who works in all offices: Otto keeps people in one, and does not learn of her.
const common = [
  ['GET', '/', 'wanda edgar paula adam franz otto'],
  ['GET', '/calendar', 'wanda edgar paula adam franz otto'],
  ...account,
  ['GET', '/people', 'adam otto'],
  ['GET', '/people/new', 'adam otto'],
  ['POST', '/people/new', 'adam otto'],
  ['GET', '/people/1', 'adam'],
  ['POST', '/people/1/roles', 'adam'],
  ['GET', '/people/1/particulars', 'adam'],
  ['POST', '/people/1/particulars', 'adam'],
  ['GET', '/people/1/reset', 'adam'],
  ['POST', '/people/1/reset', 'adam'],
  ['GET', '/people/1/reset-all', 'adam'],
  ['POST', '/people/1/reset-all', 'adam'],
  ['GET', '/people/1/disable', 'adam'],
  ['GET', '/people/1/enable', 'adam'],
  ['POST', '/people/1/enable', 'adam'],
  ['GET', '/offices/OFFICE/two-person/off', 'adam'],
  ['POST', '/offices/OFFICE/two-person/off', 'adam'],
  ['GET', '/offices/OFFICE/two-person/on', 'adam'],
  ['POST', '/offices/OFFICE/two-person/on', 'adam'],
  ['GET', '/trail', 'adam otto'],
  ['GET', '/trail.jsonl', 'adam otto'],
  ['GET', '/write', 'wanda edgar paula franz otto'],
  ['POST', '/write', 'wanda edgar paula'],
  ['POST', '/write/preview', 'wanda edgar paula'],
  ['GET', '/here', 'wanda edgar paula adam franz otto'],
  ['GET', '/public/find', 'wanda edgar paula franz otto'],
  ['GET', '/public', 'wanda edgar paula adam franz otto'],
  ['GET', '/public/text', 'wanda edgar paula adam'],
  ['POST', '/public/return', 'wanda edgar paula'],
  ['POST', '/public/translate', 'wanda edgar paula franz'],
  ['GET', '/translations', 'wanda edgar paula franz otto'],
  ['POST', '/public/correct', 'wanda edgar paula'],
  ['GET', '/public/withdraw', 'paula'],
  ['POST', '/public/withdraw', 'paula'],
  ['GET', '/public/restore', 'paula'],
  ['POST', '/public/restore', 'paula'],
  ['GET', '/public/erase', 'adam'],
  ['POST', '/public/erase', 'adam'],
  ['GET', '/profile', 'paula adam otto'],
  ['GET', '/profile/999', 'paula adam'],
  ['GET', '/profile/999/section?of=notices', 'paula adam'],
  ['GET', '/profile/999/entry?of=notices&n=new', 'paula adam'],
  ['POST', '/profile/999/entry', 'paula adam'],
  ['POST', '/profile/999/arrange', 'paula adam'],
  ['GET', '/profile/999/history', 'paula adam'],
  ['POST', '/profile/999/return', 'paula adam'],
  ['POST', '/people/1/disable', 'adam'] // the last: it ends what Wanda does
]

test('the matrix below is of every address that the desk has', () => {
  const table = readFileSync(root + '/src/desk/routes.c', 'utf8')
  const all = [...table.matchAll(/\{ "(GET|POST)", "([^"]+)", ACCESS_(KNOWN|PERSON|ANY|OFFICE|COLLEAGUE|WHOLE_COLLEAGUE|DRAFT)/g)].map(([, method, path]) => `${method} ${path}`)
  const here = [...routes.map(([method, path]) => `${method} /drafts/*${path}`), ...common.map(([method, path]) => `${method} ${path.replace(/999|OFFICE|(?<=people\/)1/, '*').replace(/\?.*/, '')}`)]
  const elsewhere = ['POST /logout', 'GET /assets/#', 'GET /media/#']
  assert.deepEqual([...here, ...elsewhere].sort(), all.sort())
})

test('every address answers whom it may, and nobody else; every form wants its token', async t => {
  const everybody = { ...people, ...foreign }
  const { visitors, url, site } = await deskSite(t, { program, people: everybody, prepare: addOffice })
  const nobody = new Visitor(url)
  await nobody.get('/login')
  const published = await visitors.wanda.write({ title: 'Known already' })
  await visitors.wanda.submit(published)
  assert.equal((await visitors.paula.publish(published)).status, 303)
  const row = /name="document" value="([^"]+)"/.exec((await visitors.paula.get('/public')).body)[1]
  const office = /name="office" value="([^"]+)"/.exec((await visitors.paula.get('/public')).body)[1]
  const edition = { office, document: row, language: 'en' }
  const problems = []
  const expect = (good, what) => { if (!good) problems.push(what) }

  async function ask (name, method, address, fields) {
    const visitor = visitors[name] ?? nobody
    return method === 'GET' ? visitor.get(address) : visitor.post(address, fields)
  }
  async function forge (name, address, fields) {
    const visitor = visitors[name]
    for (const [what, answer] of Object.entries({
      'without the token': await visitor.post(address, { ...fields, csrf: undefined }),
      'with a wrong token': await visitor.post(address, { ...fields, csrf: 'A'.repeat(43) }),
      'with another’s token': await visitor.post(address, { ...fields, csrf: visitors[name === 'adam' ? 'paula' : 'adam'].csrf }),
      'from elsewhere': await visitor.post(address, fields, { origin: 'https://evil.example' }),
      'from elsewhere, by what the browser says': await visitor.post(address, fields, { 'sec-fetch-site': 'cross-site' }),
      'from nowhere': await visitor.post(address, fields, { origin: 'null', 'sec-fetch-site': undefined })
    })) expect(answer.status === 403, `${name} ${address} ${what}: ${answer.status}`)
    const strange = await visitor.post(address, fields, { 'content-type': 'text/plain' })
    expect(strange.status === 415, `${name} ${address} as a text: ${strange.status}`)
  }

  for (const visitor of Object.values(visitors)) await visitor.get('/')
  for (const [method, path, allowed, state] of routes) {
    for (const name of [...Object.keys(everybody), 'nobody']) {
      const draft = await visitors.wanda.write()
      if (state) await visitors.wanda.submit(draft)
      const fields = { version: await visitors.wanda.version(draft), title: 'On the ferry', body: 'Changed.', note: 'A note.', reason: 'A reason.', to: 'v1', password: PASSWORD }
      if (visitors[name]) await visitors[name].get('/')
      if (method === 'POST' && visitors[name]) await forge(name, draft + path, fields)
      const answer = await ask(name, method, draft + path, fields)
      const may = allowed.split(' ').includes(name)
      if (name === 'nobody') expect(method === 'GET' ? answer.headers.location === '/login' : answer.headers.location === '/login' || refused(answer.status), `nobody ${method} ${path}: ${answer.status}`)
      else expect(may ? [200, 303, 409, ...(path.startsWith('/links') ? [404, 422] : [])].includes(answer.status) : refused(answer.status), `${name} ${method} ${path}: ${answer.status}`)
      if (['franz', 'otto'].includes(name)) expect(answer.status === 404, `${name} learns that there is ${path}`)
    }
  }
  for (const [method, path, allowed] of common) {
    for (const name of [...Object.keys(everybody), 'nobody']) {
      const fields = { ...edition, place: `${office}/en`, note: '', title: 'On the ferry', to: 'e1', of: 'notices', n: 'new' }
      if (path === '/public/translate') fields.language = 'fr'
      const address = path.startsWith('/public/') && method === 'GET' ? path + '?' + new URLSearchParams(edition) : path.replace('/profile/999', `/profile/${office}`).replace('OFFICE', office)
      const answer = await ask(name, method, address, fields)
      const may = allowed.split(' ').includes(name)
      if (name === 'otto') expect(!/Known already|On the ferry/.test(answer.body), `otto reads of another office at ${path}`)
      if (name === 'nobody') expect(answer.headers.location === '/login' || refused(answer.status), `nobody ${method} ${path}: ${answer.status}`)
      else expect(may ? [200, 303, 409, 422].includes(answer.status) : refused(answer.status), `${name} ${method} ${path}: ${answer.status}`)
    }
  }
  assert.deepEqual(problems, [])
  must(['check', site], { program })
})

test('a cookie that was tampered with is nobody’s, and one that ended stays ended', async t => {
  const { visitors, url } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const { wanda } = visitors
  const token = wanda.cookies.get('chancery')
  for (const bad of [token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'), token + 'A', '', 'x', token.toLowerCase(), `${token}; chancery=${token}`]) {
    const visitor = new Visitor(url)
    visitor.cookies.set('chancery', bad)
    assert.equal((await visitor.get('/')).headers.location, '/login', bad)
  }
  await wanda.get('/')
  assert.equal((await wanda.post('/logout')).status, 303)
  const again = new Visitor(url)
  again.cookies.set('chancery', token)
  assert.equal((await again.get('/')).headers.location, '/login')
})

test('an unknown name and a wrong password are answered alike', async t => {
  const { url } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const bodies = []
  for (const [name, password] of [['wanda', 'not her password at all'], ['nobody', 'not her password at all']]) {
    const visitor = new Visitor(url)
    const answer = await visitor.login(name, password)
    assert.equal(answer.status, 422)
    bodies.push(answer.body.replaceAll(name, 'NAME').replace(/value="[\w-]{43}"/, ''))
  }
  assert.equal(bodies[0], bodies[1])
  const visitor = new Visitor(url)
  assert.equal((await visitor.login('wanda')).headers.location, '/')
})

test('nothing of a text reaches the public before it is published, and then it is there', async t => {
  const { visitors, server, site } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const secret = 'Xylophonecanary'
  const leaks = async () => {
    const found = []
    for (const [address, answer] of await crawl(server.url, ['/en/', '/fr/', '/en/all', '/en/feed.atom', '/sitemap.xml', '/log/checkpoint', `/en/all?topic=${secret.toLowerCase()}`])) {
      if (answer.body.includes(secret) || answer.body.includes(secret.toLowerCase() + '-')) found.push(address)
    }
    return found
  }
  const address = await visitors.wanda.write({ title: `${secret} on the ferry`, body: secret, topics: `${secret}topic` })
  assert.deepEqual(await leaks(), [])
  await visitors.wanda.submit(address)
  assert.deepEqual(await leaks(), [])
  const soon = new Date(Math.ceil(Date.now() / 60000) * 60000 + 3600000)
  const later = await visitors.wanda.write({ title: `${secret} to come`, when_date: soon.toISOString().slice(0, 10), when_time: soon.toISOString().slice(11, 16), when_zone: 'UTC' })
  await visitors.wanda.submit(later)
  assert.match((await visitors.paula.get(later + '/publish')).body, /in Lisbon/)
  assert.equal((await visitors.paula.publish(later)).status, 303)
  assert.match((await visitors.paula.get(later)).body, /class="state scheduled"/)
  assert.deepEqual(await leaks(), [], 'it is scheduled, and not public')
  for (const id of [address, later]) assert.equal((await get(server.url + id)).status, 404)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  await sleep(300)
  const home = (await get(server.url + '/en/')).body
  assert.match(home, new RegExp(`${secret} on the ferry`))
  assert.doesNotMatch(home, /to come/)
  const path = /href="(\/en\/\d{4}\/[^"]+ferry)"/.exec(home)[1]
  for (const ending of ['.edition.json', '.tlog-proof']) assert.equal((await get(server.url + path + ending)).status, 200, 'it is signed and logged')
  must(['check', site], { program })
})

test('who submitted a text cannot publish it, but alone, for a reason', async t => {
  const { visitors } = await deskSite(t, { program, people: { paula: people.paula, peter: ['--role', 'publisher'] } })
  const address = await visitors.paula.write()
  await visitors.paula.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 403)
  const without = await visitors.paula.publish(address, 'force', { reason: ' ' })
  assert.equal(without.status, 422)
  assert.match(without.body, /Say why it cannot wait/)
  assert.equal((await visitors.paula.publish(address, 'force', { reason: 'Nobody is here.' })).status, 303)
  assert.doesNotMatch((await visitors.paula.get(address)).body, /action="[^"]*\/review"/)
  assert.match((await visitors.peter.get('/')).body, /Published by one person/)
  assert.equal((await visitors.peter.post(address + '/review')).status, 303)
  assert.doesNotMatch((await visitors.peter.get('/')).body, /Published by one person/)
})

test('two who save the same text lose nothing', async t => {
  const { visitors } = await deskSite(t, { program, people: { wanda: people.wanda, edgar: people.edgar } })
  const address = await visitors.wanda.write()
  const version = await visitors.wanda.version(address + '/edit')
  await visitors.edgar.get(address + '/edit')
  assert.equal((await visitors.edgar.post(address + '/edit', { version, title: 'Edgar’s title', body: 'Edgar’s words.', then: 'save' })).status, 303)
  const answer = await visitors.wanda.post(address + '/edit', { version, title: 'Wanda’s title', body: 'Wanda’s words.', then: 'save' })
  assert.equal(answer.status, 409)
  for (const name of ['Wanda', 'Edgar']) assert.match(answer.body, new RegExp(`<ins>${name}’s words</ins>|<ins>${name}’s words\\.</ins>`))
  const next = /name="version" value="(\d+)"/.exec(answer.body)[1]
  assert.equal((await visitors.wanda.post(address + '/edit', { version: next, title: 'Wanda’s title', body: 'Both.', then: 'save' })).status, 303)
})

test('what is wrong is said beside its field, and what was typed stays', async t => {
  const { visitors } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const address = await visitors.wanda.write({ title: '', body: 'Words <script>alert(1)</script> & more.', when_date: '2026-02-30', when_time: '10:00', when_zone: 'Europe/Lisbon', slug: 'Not A Slug' })
  const page = (await visitors.wanda.get(address + '/edit')).body
  assert.match(page, /id="title-problem">Write a title\./)
  assert.match(page, /Words &lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; more\.<\/textarea>/)
  assert.match(page, /name="when_date" type="date" value="2026-02-30"/)
  const titled = await visitors.wanda.post(address + '/edit', { version: await visitors.wanda.version(address + '/edit'), title: 'A title', then: 'save' })
  assert.equal(titled.status, 303)
  assert.match((await visitors.wanda.get(address + '/edit')).body, /id="when-problem">The date is missing, or is none/)
  await visitors.wanda.post(address + '/edit', { version: await visitors.wanda.version(address + '/edit'), when_date: '', when_time: '', when_zone: 'UTC', then: 'save' })
  assert.match((await visitors.wanda.get(address + '/edit')).body, /id="slug-problem">“Not A Slug” cannot stand in an address/)
  assert.equal((await visitors.wanda.submit(address)).status, 303)
  assert.match((await visitors.wanda.get(address)).body, /class="state draft"/, 'it is not submitted')
})

test('a correction says what changed, a withdrawal why; both are public and logged', async t => {
  const { visitors, server, site } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const first = await visitors.wanda.write({ topics: 'Ferries, Tides', speaker_name: 'Ana Lopes' })
  await visitors.wanda.submit(first)
  await visitors.paula.publish(first)
  const list = (await visitors.wanda.get('/public')).body
  const fields = Object.fromEntries(['office', 'document', 'language'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(list)[1]]))
  const begun = await visitors.wanda.post('/public/correct', fields)
  const address = begun.headers.location.replace('/edit', '')
  const page = (await visitors.wanda.get(begun.headers.location)).body
  assert.match(page, /The ferry runs again\.<\/textarea>/)
  assert.doesNotMatch(page, /id="change_note-problem"/, 'nobody has typed anything yet')
  await visitors.wanda.post(begun.headers.location, { version: '1', body: 'The ferry runs.', then: 'save' })
  assert.match((await visitors.wanda.get(begun.headers.location)).body, /id="change_note-problem"/)
  await visitors.wanda.post(begun.headers.location, { version: '2', body: 'The ferry runs on Sundays.', change_note: 'The days were wrong.', then: 'preview' })
  await visitors.wanda.submit(address)
  assert.match((await visitors.paula.get(address)).body, /<ins>/)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  await sleep(300)
  const home = (await get(server.url + '/en/')).body
  const path = /href="(\/en\/\d{4}\/[^"]+ferry)"/.exec(home)[1]
  const text = (await get(server.url + path)).body
  assert.match(text, /The days were wrong\./)
  assert.match(text, /on Sundays/)
  assert.match(text, /Ferries/)

  assert.match((await visitors.paula.post('/public/withdraw', { ...fields, note: ' ', password: PASSWORD })).body, /id="note-problem"/)
  assert.equal((await visitors.paula.post('/public/withdraw', { ...fields, note: 'It was not ours to say.', password: PASSWORD })).status, 303)
  await sleep(300)
  assert.match((await get(server.url + path)).body, /It was not ours to say\./)
  assert.match((await visitors.adam.get('/trail?action=edition.')).body, /edition\.withdrawn/)
  must(['check', site], { program })
})

test('where the keys of a sealed office are not here, publishing says so and does nothing', async t => {
  const env = { ...process.env, CHANCERY_PASSPHRASE: 'for the keys' }
  const { visitors, server } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log'], { program, env }) })
  const address = await visitors.wanda.write()
  await visitors.wanda.submit(address)
  assert.match((await visitors.paula.get(address + '/publish')).body, /keys are not here/)
  const answer = await visitors.paula.publish(address)
  assert.equal(answer.status, 422)
  assert.match(answer.body, /keys are not here/)
  assert.match((await visitors.paula.get(address)).body, /class="state submitted"/)
  assert.doesNotMatch((await get(server.url + '/en/')).body, /On the ferry/)
})

test('odd requests are refused, and the headers stand on all', async t => {
  const { url, visitors } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const visitor = new Visitor(url)
  assert.equal((await visitor.get('/login', { host: 'evil.example' })).status, 421)
  assert.equal((await visitor.get('/nowhere')).status, 404)
  assert.equal((await visitor.request('DELETE', '/login')).status, 405)
  assert.equal((await visitors.wanda.get('/public/text?office=nowhere&document=00000000-0000-4000-8000-000000000000&language=en')).status, 404)
  assert.equal((await visitor.request('POST', '/login', { headers: { 'transfer-encoding': 'chunked' }, body: 'a=b' })).status, 411)
  const large = await visitors.wanda.request('POST', '/write', { headers: { 'content-length': String(5 << 20) } }).catch(error => ({ status: error.code }))
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(large.status))
  for (const bad of ['a=%00', 'a=%ff', 'a=%zz', '&'.repeat(10) + Array.from({ length: 500 }, (_, i) => `f${i}=1`).join('&')]) {
    const answer = await visitor.request('POST', '/login', { headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' }, body: bad })
    assert.equal(answer.status, 415, bad.slice(0, 20))
  }
  for (const address of ['/login', '/nowhere', '/']) {
    const { headers } = await visitors.wanda.get(address)
    assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';.*frame-ancestors 'none'$/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
  }
  const { headers } = await visitor.get('/login')
  for (const cookie of headers['set-cookie'] ?? []) assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict/)
})

test('behind a proxy with TLS the cookies are of that host alone', async t => {
  const { url } = await deskSite(t, { program, args: ['--desk-address', 'https://desk.example'] })
  const answer = await new Visitor(url).get('/login', { host: 'desk.example' })
  assert.equal(answer.status, 200)
  assert.match(answer.headers['set-cookie'][0], /^__Host-chancery-form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
})

test('the desk does not listen where the public does, nor beyond the machine without TLS', t => {
  const { site } = newSite(t, profile, { program })
  assert.match(chancery(['serve', site, '--listen', '127.0.0.1:18099', '--desk', '127.0.0.1:18099'], { program }).stderr, /must not listen where the public does/)
  assert.match(chancery(['serve', site, '--listen', '127.0.0.1:0', '--desk', '0.0.0.0:0'], { program, timeout: 20000 }).stderr, /in the clear/)
  assert.match(chancery(['serve', site, '--listen', '127.0.0.1:0', '--desk', '127.0.0.1:0', '--desk-address', 'http://x'], { program, timeout: 20000 }).stderr, /no address with TLS/)
})

test('the first link makes an administrator, once', async t => {
  const { first, url } = await deskSite(t, { program })
  const visitor = new Visitor(url)
  assert.equal((await visitor.get(first)).status, 200)
  const short = await visitor.post(first, { name: 'ana', password: 'short', again: 'short' })
  assert.equal(short.status, 422)
  assert.match(short.body, /id="password-problem"/)
  assert.match(short.body, /name="name" value="ana"/)
  assert.match((await visitor.post(first, { name: 'ana', password: PASSWORD, again: PASSWORD + '!' })).body, /id="again-problem"/)
  assert.equal((await visitor.post(first, { name: 'ana', display: 'Ana Lopes', password: PASSWORD, again: PASSWORD })).headers.location, '/')
  assert.equal((await visitor.get('/')).status, 200)
  assert.equal((await new Visitor(url).get(first)).status, 404)
})

test('the desk is confined, holds no key, and shares no way with the front', async t => {
  const { server, site } = await deskSite(t, { program, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const children = {}
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      if (Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) === server.child.pid) children[readFileSync(`/proc/${pid}/comm`, 'utf8').trim()] = pid
    } catch {}
  }
  const { keeper, clerk, desk, front } = children
  assert.ok(keeper && clerk && desk && front, Object.keys(children).join())
  const status = readFileSync(`/proc/${desk}/status`, 'utf8')
  assert.match(status, /^Seccomp:\s+2/m)
  assert.match(status, /^NoNewPrivs:\s+1/m)
  assert.match(status, /^CapEff:\s+0+$/m)
  const files = pid => readdirSync(`/proc/${pid}/fd`).map(fd => { try { return readlinkSync(`/proc/${pid}/fd/${fd}`) } catch { return '' } })
  const databases = files(desk).filter(file => file.startsWith('/') && !file.startsWith('/dev') && !file.startsWith('/proc')).map(file => file.replace(/-(wal|shm)$/, ''))
  assert.deepEqual([...new Set(databases)].sort(), [site, site.replace('.db', '.desk')].sort())
  assert.ok(!files(front).concat(files(clerk)).some(file => file.includes('.desk')))
  const standard = ['0', '1', '2'].map(fd => readlinkSync(`/proc/${desk}/fd/${fd}`))
  const sockets = pid => files(pid).filter(file => file.startsWith('socket:') && !standard.includes(file))
  assert.deepEqual(sockets(front).filter(one => sockets(desk).includes(one)), [])
  assert.equal(statSync(site.replace('.db', '.desk')).mode & 0o077, 0)
})

test('strangers at the door hold up nobody who writes, and a desk that ends lets none of them hang', async t => {
  const { visitors, url, server } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const answered = []
  const knock = async i => {
    const visitor = new Visitor(url)
    await visitor.get('/login')
    return visitor.post('/login', { name: `nobody${i}`, password: 'not a password of anybody' }).then(({ status }) => answered.push(status), () => answered.push('cut off'))
  }
  const knocks = Array.from({ length: 48 }, (_, i) => knock(i))
  while (!answered.includes(503)) await sleep(20)
  assert.equal((await visitors.wanda.get('/')).status, 200)
  await visitors.wanda.write()
  assert.ok(answered.length < 40, 'they still wait')
  const { code } = await server.stop()
  assert.equal(code, 0)
  await Promise.all(knocks)
  assert.equal(answered.length, 48)
})

test('keys that are changed while the desk runs are taken up', async t => {
  const { visitors, site } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const address = await visitors.wanda.write()
  await visitors.wanda.submit(address)
  must(['key', 'rotate', site, '--without-root'], { program })
  let answer
  for (let tries = 0; tries < 40 && answer?.status !== 303; tries++) {
    answer = await visitors.paula.publish(address)
    assert.ok([303, 422].includes(answer.status), String(answer.status))
    if (answer.status !== 303) await sleep(250)
  }
  assert.equal(answer.status, 303)
  must(['check', site], { program })
})

test('a desk that was killed between record and confirmation finds what it did', async t => {
  const { visitors, site, server, url } = await deskSite(t, { program, people: { wanda: people.wanda, paula: people.paula } })
  const address = await visitors.wanda.write()
  await visitors.wanda.submit(address)
  const desk = () => readdirSync('/proc').filter(name => /^\d+$/.test(name)).find(pid => {
    try { return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'desk' && Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) === server.child.pid } catch { return false }
  })
  const version = await visitors.paula.version(address + '/publish')
  const first = desk()
  for (let wait = 0; wait < 6; wait++) {
    const asked = visitors.paula.post(address + '/publish', { version, password: PASSWORD }).catch(() => ({}))
    await sleep(wait)
    try { process.kill(Number(desk()), 'SIGKILL') } catch {}
    await asked
    for (let tries = 0; tries < 100; tries++) {
      if (await visitors.paula.get('/login').then(() => true, () => false)) break
      await sleep(100)
    }
    const page = (await visitors.paula.get(address)).body
    const published = (await get(server.url + '/en/')).body.includes('On the ferry')
    assert.match(page, published ? /class="state published"/ : /class="state submitted"/, `killed after ${wait} ms`)
    if (published) break
  }
  assert.notEqual(desk(), first)
  assert.ok(url)
  must(['check', site], { program })
})

test('who is added while the desk runs comes in, one after the other', async t => {
  const { site, url } = await deskSite(t, { program, people: { wanda: people.wanda } })
  for (const name of ['anna', 'otto', 'emil']) {
    const link = /(\/link\/\S+)/.exec(must(['user', 'add', '--role', 'writer', site, name], { program }))[1]
    const visitor = new Visitor(url)
    await visitor.get(link)
    assert.equal((await visitor.post(link, { password: PASSWORD, again: PASSWORD })).headers.location, '/', name)
  }
  must(['user', 'disable', site, 'anna'], { program })
  assert.equal((await new Visitor(url).login('anna')).status, 422)
})
