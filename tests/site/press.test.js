// Links for people without an account: what they are good for, what they are not, and that nothing else is reached by
// them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { png } from '../pictures.js'

const program = released
const people = { paula: ['--role', 'publisher'], wanda: ['--role', 'writer'], franz: ['--role', 'editor', '--language', 'fr'] }
const minute = 60000
const later = minutes => Math.ceil(Date.now() / minute) * minute + minutes * minute
const at = instant => ({ when_date: new Date(instant).toISOString().slice(0, 10), when_time: new Date(instant).toISOString().slice(11, 16), when_zone: 'UTC' })
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))
const alter = (file, sql) => execFileSync('python3', ['-c', 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1], timeout=20); c.executescript(sys.argv[2]); c.close()', file, sql])

async function pressSite (t, options = {}) {
  const site = await deskSite(t, { program, people, args: ['--press', '127.0.0.1:0'], ...options })
  return { ...site, press: /links for the press at (http:\/\/\S+)/.exec(site.server.announced)[1] }
}

async function schedule ({ visitors }, fields) {
  const address = await visitors.wanda.write(fields)
  await visitors.wanda.submit(address)
  const answer = await visitors.paula.publish(address)
  if (answer.status !== 303) throw new Error(`it was not scheduled: ${answer.status} ${answer.body}`)
  return address
}

async function make (visitor, address, recipient, life = 'life_week') {
  await visitor.get(address + '/links')
  const answer = await visitor.post(address + '/links', { recipient, life })
  assert.equal(answer.status, 200, answer.body)
  return new URL(/id="new-link" value="([^"]+)"/.exec(answer.body)[1]).pathname
}

test('somebody reads a text under embargo by a link of their own, marked with their name, and each visit is listed', async t => {
  const site = await pressSite(t)
  const { visitors, press } = site
  const address = await schedule(site, { title: 'The treaty', body: 'Secretwords, [home](/en/).', summary: 'In short.', ...at(later(60)) })
  const link = await make(visitors.paula, address, 'Ana <b>Lopes</b> & co')
  const answer = await get(press + link)
  assert.equal(answer.status, 200)
  assert.match(answer.body, /Under embargo until [^<]* in Lisbon; [^<]* in Home\. Not for publication before\./)
  assert.match(answer.body, /For Ana &lt;b&gt;Lopes&lt;\/b&gt; &amp; co alone/)
  assert.ok(answer.body.split('Ana &lt;b&gt;').length > 40, 'the name stands across the page')
  assert.match(answer.body, /Secretwords/)
  assert.match(answer.body, /href="https:\/\/testland\.example\/en\/"/)
  assert.doesNotMatch(answer.body, /<script|csrf|href="\/(?!p\/|press\.css)/)
  const { headers } = answer
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(headers['x-robots-tag'], /noindex/)
  assert.match(headers['content-security-policy'], /^default-src 'none'/)
  assert.equal(headers['set-cookie'], undefined)
  assert.match((await get(press + link, { headers: { 'accept-language': 'ar' } })).body, /dir="rtl"[^]*محظور النشر حتى/)
  const list = (await visitors.paula.get(address + '/links')).body
  assert.match(list, /2 visits[^]*127\.0\.0\.1/)
  assert.ok(!list.includes(link.slice(3)), 'the link is shown once')
  assert.match((await visitors.paula.get(address)).body, /can be read already by: <bdi>Ana &lt;b&gt;/)
  for (const name of ['.desk', '.desk-wal']) {
    let bytes = ''
    try { bytes = readFileSync(site.site.replace(/\.db$/, name)).toString('latin1') } catch {}
    assert.ok(!bytes.includes(link.slice(3)), 'the file has a hash alone')
  }
  assert.deepEqual(rows(site.site.replace(/db$/, 'desk'), "SELECT action FROM trail WHERE action LIKE 'press.%'"), [['press.made']])
})

test('unknown, ended, run out, taken back: the same answer', async t => {
  const site = await pressSite(t)
  const { visitors, press } = site
  const file = site.site.replace(/db$/, 'desk')
  const address = await schedule(site, at(later(60)))
  const unknown = await get(press + '/p/' + 'A'.repeat(43))
  assert.equal(unknown.status, 404)
  const same = async (path, what) => {
    const answer = await get(press + path)
    for (const part of ['date']) { delete answer.headers[part]; delete unknown.headers[part] }
    assert.deepEqual(answer, unknown, what)
  }
  const ended = await make(visitors.paula, address, 'Ended')
  assert.equal((await get(press + ended)).status, 200)
  await visitors.paula.get(address + '/links')
  assert.equal((await visitors.paula.post(address + '/links/end', { link: '1' })).status, 303)
  await same(ended, 'it was ended')
  assert.equal((await visitors.paula.post(address + '/links/end', { link: '1' })).status, 404)
  const old = await make(visitors.paula, address, 'Old', 'life_day')
  alter(file, 'UPDATE press_link SET expires = made + 1 WHERE id = 2')
  await same(old, 'it ran out')
  const other = await make(visitors.paula, address, 'Other')
  assert.equal((await get(press + other)).status, 200)
  assert.equal((await visitors.paula.post(address + '/unschedule', { note: 'Not yet.' })).status, 303)
  await same(other, 'it is a draft again')
  for (const path of ['/', '/p/', '/p/x', '/login', '/desk.css', '/desk.js', address, address + '/links', '/assets/style.css', '/media/x/y', '/public', other + '/x', other + '/x/y', '/p/%00', '/p/' + 'é'.repeat(300), other + '/../../login']) {
    await same(path, path)
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) assert.equal((await get(press + other, { method })).status, 404, method)
  assert.equal((await get(press + '/p/x', { headers: { host: 'evil.example' } })).status, 404)
  assert.equal((await visitors.paula.get(other)).status, 404, 'nor does the desk itself answer it')
  assert.equal((await get(site.server.url + other)).status, 404, 'nor the public front')
})

test('only what belongs to the text is reached by it', async t => {
  const prepare = (site, folder) => {
    writeFileSync(join(folder, 'a.pdf'), '%PDF-1.4 the annex\n')
    writeFileSync(join(folder, 'b.pdf'), '%PDF-1.4 another text’s\n')
    for (const [name, title] of [['a', 'With an annex'], ['b', 'Another']]) {
      must(['publish', site, document(join(folder, name + '.md'), { title, attachments: `[{file: ${name}.pdf, title: Annex ${name}}]` }, 'Words.')], { program })
    }
  }
  const site = await pressSite(t, { prepare })
  const { visitors, press } = site
  const list = (await visitors.wanda.get('/public')).body
  const block = list.split('<li>').find(part => part.includes('With an annex'))
  const edition = Object.fromEntries(['office', 'document', 'language'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(block)[1]]))
  const address = (await visitors.wanda.post('/public/correct', edition)).headers.location.replace('/edit', '')
  await visitors.wanda.get(address + '/edit')
  await visitors.wanda.post(address + '/edit', { version: '1', title: 'With an annex', kind: 'statement', body: 'Other words.', change_note: 'Better.', ...at(later(60)), then: 'save' })
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  const link = await make(visitors.paula, address, 'Ana')
  const page = (await get(press + link)).body
  const href = /href="(\/p\/[^"]+a\.pdf)"/.exec(page)[1]
  const annex = await get(press + href)
  assert.equal(annex.status, 200)
  assert.equal(annex.headers['content-type'], 'application/pdf')
  assert.match(annex.body, /the annex/)
  const [[digest]] = rows(site.site, "SELECT digest FROM media_use WHERE name = 'b.pdf'")
  assert.equal((await get(`${press}${link}/${digest}/b.pdf`)).status, 404)
  assert.match((await visitors.paula.get(address + '/links')).body, /2 visits|3 visits/)
  assert.match((await visitors.paula.get(address + '/links')).body, /<bdi>a\.pdf<\/bdi>/)
})

test('a link to a draft shows the draft as it stands; once the text is public, links lead there', async t => {
  const site = await pressSite(t)
  const { visitors, press } = site
  const address = await visitors.wanda.write({ title: 'Being written', body: 'First words.' })
  assert.equal((await visitors.wanda.post(address + '/links', { recipient: 'x', life: 'life_day' })).status, 403, 'a writer gives none')
  assert.equal((await visitors.franz.get(address + '/links')).status, 404)
  await visitors.paula.get(address + '/links')
  assert.equal((await visitors.paula.post(address + '/links', { recipient: '  ', life: 'life_day' })).status, 422)
  assert.equal((await visitors.paula.post(address + '/links', { recipient: 'x'.repeat(61), life: 'life_day' })).status, 422)
  assert.equal((await visitors.paula.post(address + '/links', { recipient: 'x', life: 'for ever' })).status, 422)
  const link = await make(visitors.paula, address, 'A colleague', 'life_day')
  assert.match((await get(press + link)).body, /A draft, not for publication[^]*First words/)
  await visitors.wanda.post(address + '/edit', { version: '1', title: 'Being written', kind: 'statement', body: 'Second words.', then: 'save' })
  assert.match((await get(press + link)).body, /Second words/)
  await visitors.wanda.post(address + '/edit', { version: '2', title: '', kind: 'statement', body: '', then: 'save' })
  assert.match((await get(press + link)).body, /not ready to be read/)
  await visitors.wanda.post(address + '/edit', { version: '3', title: 'It is written', kind: 'statement', body: 'Third words.', then: 'save' })
  await visitors.wanda.submit(address)
  assert.match((await visitors.paula.get(address + '/publish')).body, /By links, it can be read already by: <bdi>A colleague/)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  const answer = await get(press + link)
  assert.equal(answer.status, 303)
  assert.match(answer.headers.location, /^https:\/\/testland\.example\/en\/\d{4}\/\d\d\/\d\d\/it-is-written$/)
  assert.equal((await visitors.paula.post(address + '/links', { recipient: 'Late', life: 'life_day' })).status, 409)
})

test('a picture is shown, with what it shows, where it stands in the text or above it; and the draft leads to its links', async t => {
  const { visitors: { paula, wanda }, press } = await pressSite(t)
  const address = await wanda.write({ title: 'With a picture', body: 'Words.' })
  const typed = { title: 'With a picture', body: 'Words.', then: 'save' }
  assert.equal((await wanda.send(address + '/edit', { ...typed, version: await wanda.version(address + '/edit') }, [['quay.png', png(300, 200)]])).status, 303)
  const file = { file_0_name: 'quay.png', file_0_alt: 'A ferry & a quay', file_0_caption: 'At seven' }
  assert.equal((await wanda.send(address + '/edit', { ...typed, ...file, version: await wanda.version(address + '/edit') })).status, 303)
  assert.doesNotMatch((await wanda.get(address)).body, /\/links"/, 'a writer makes none')
  assert.match((await paula.get(address)).body, new RegExp(`href="${address}/links"`))
  const link = await make(paula, address, 'Ana Lopes')
  const shown = /<figure>\s*<img src="([^"]*)" alt="A ferry &amp; a quay">\s*<figcaption>At seven/.exec((await get(press + link)).body)
  assert.ok(shown, 'above the text')
  const picture = await get(press + shown[1])
  assert.equal(picture.status, 200)
  assert.match(picture.headers['content-type'], /^image\//)
  assert.equal((await wanda.send(address + '/edit', { ...typed, ...file, body: 'Words.\n\n![](quay.png)', version: await wanda.version(address + '/edit') })).status, 303)
  assert.equal((await get(press + link)).body.match(/<img/g).length, 1, 'once, where it stands in the text')
})

test('who asks too often waits', async t => {
  const { press } = await pressSite(t)
  const statuses = []
  for (let i = 0; i < 80; i++) statuses.push((await get(press + '/p/' + 'B'.repeat(43))).status)
  assert.equal(statuses[0], 404)
  assert.ok(statuses.filter(status => status === 429).length > 5, String(statuses))
})

test('links want a listener of their own, and TLS beyond the machine', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const address = await visitors.wanda.write()
  assert.match((await visitors.paula.get(address + '/links')).body, /The operator has not set up/)
  assert.equal((await visitors.paula.post(address + '/links', { recipient: 'x', life: 'life_day' })).status, 422)
  const { site } = await deskSite(t, { program })
  for (const [args, words] of [
    [['--press', '127.0.0.1:0'], /there is no desk/],
    [['--desk', '127.0.0.1:0', '--press-address', 'https://press.example'], /no links without --press/],
    [['--desk', '127.0.0.1:0', '--press', '0.0.0.0:0'], /--press: what is secret would cross the network/],
    [['--desk', '127.0.0.1:0', '--press', '127.0.0.1:0', '--press-address', 'http://press.example'], /no address with TLS/],
    [['--desk', '127.0.0.1:7999', '--press', '127.0.0.1:7999'], /must not listen where/]
  ]) {
    const result = chancery(['serve', site, '--listen', '127.0.0.1:0', ...args], { program })
    assert.notEqual(result.status, 0, args.join(' '))
    assert.match(result.stderr, words)
  }
})

test('the table of what is reached without an account is as short as it is said to be', () => {
  const table = readFileSync(root + '/src/desk/routes.c', 'utf8').split('press_routes')[1]
  assert.deepEqual([...table.matchAll(/"(GET|POST)", "([^"]+)"/g)].map(([, method, path]) => `${method} ${path}`), ['GET /p/#', 'GET /press.css'])
})
