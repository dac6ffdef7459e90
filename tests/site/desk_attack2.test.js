// What somebody tried who wants more of the desk than is theirs, and what an order to erase must not leave there.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { get, must, released } from '../harness.js'
import { PASSWORD, Visitor, deskSite } from '../desk.js'
import { pdf, png } from '../pictures.js'

const program = released
const people = { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'], olga: ['--role', 'administrator'] }
const rows = (file, sql) => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3,sys,json; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))', file, sql], { encoding: 'utf8' }))
const placeOf = page => /name="place"[^>]*value="([^"]*)"|<option value="([^"]*\/en)"/.exec(page).slice(1).find(Boolean)
const bytesOf = site => ['.db', '.db-wal', '.desk', '.desk-wal'].map(ending => site.replace(/\.db$/, ending)).filter(existsSync).map(file => readFileSync(file, 'latin1')).join('')

async function publish ({ wanda, paula }, address) {
  await wanda.submit(address)
  const answer = await paula.publish(address)
  assert.equal(answer.status, 303, /<p class="problem[^]{0,300}/.exec(answer.body)?.[0])
}

// The text that was published, as forms name it.
function textOf (site) {
  const [[office, document, language]] = rows(site, "SELECT office, document, language FROM edition WHERE kind <> 'profile'")
  return { office, document, language }
}

async function correct ({ wanda }, text, fields, files) {
  const address = (await wanda.post('/public/correct', text)).headers.location.replace('/edit', '')
  const answer = await wanda.send(address + '/edit', { version: await wanda.version(address + '/edit'), title: 'On the ferry', body: 'The ferry runs.', change_note: 'Put right.', then: 'save', ...fields }, files)
  assert.equal(answer.status, 303, answer.body)
  return address
}

async function erase ({ olga }, text, which) {
  await olga.get('/public/erase?' + new URLSearchParams(text))
  const answer = await olga.post('/public/erase', { ...text, which, note: 'A court.', typed: 'ERASE', password: PASSWORD })
  assert.equal(answer.status, 200)
  assert.match(answer.body, /gone from the site, from the record and from the desk/)
}

test('what is erased is gone from the text that was put right from it too', async t => {
  const { site, visitors } = await deskSite(t, { program, people })
  await publish(visitors, await visitors.wanda.write({ body: 'Xyzzycanary was there.' }))
  const text = textOf(site)
  const second = await correct(visitors, text)
  await publish(visitors, second)
  const third = await correct(visitors, text, { body: 'The ferry runs at night.' })
  await erase(visitors, text, '1')
  assert.doesNotMatch(bytesOf(site), /xyzzycanary/i)
  assert.doesNotMatch((await visitors.wanda.get(second + '/history?from=v1&to=v2')).body, /xyzzycanary/i)
  assert.match((await visitors.wanda.get(third + '/edit')).body, /The ferry runs at night\./, 'what is being written from the next one stays')
  await publish(visitors, third)
})

test('who erases by the command line erases at the desk too', async t => {
  const { site, visitors } = await deskSite(t, { program, people })
  const first = await visitors.wanda.write({ body: 'Xyzzycanary was there.' })
  await publish(visitors, first)
  const second = await correct(visitors, textOf(site))
  await publish(visitors, second)
  const [[path]] = rows(site, "SELECT path FROM edition WHERE kind <> 'profile'")
  must(['erase', site, `/en/${path}/editions/1`, '--note', 'A court.'], { program })
  assert.doesNotMatch(bytesOf(site), /xyzzycanary/i)
  for (const address of [first, second]) assert.doesNotMatch((await visitors.wanda.get(address + '/history?from=v1&to=v2')).body, /xyzzycanary/i)
  assert.deepEqual(rows(site.replace(/db$/, 'desk'), "SELECT name FROM trail WHERE action = 'draft.erased'"), [['console']])
  must(['check', site], { program })
})

test('files go with what is erased, of a correction that is being written and of one that is scheduled', async t => {
  const secret = Buffer.concat([pdf, Buffer.from('xyzzyfile')])
  for (const [what, which, fields] of [['open', 'all', {}], ['scheduled', '2', { when_date: '2031-01-01', when_time: '10:00', when_zone: 'UTC' }]]) {
    const { site, visitors } = await deskSite(t, { program, people })
    await publish(visitors, await visitors.wanda.write())
    const text = textOf(site)
    const address = await correct(visitors, text, { body: 'Xyzzycanary was there.', ...fields }, [['order.pdf', secret]])
    const file = /\/media\/[0-9a-f]{64}\/order\.pdf/.exec((await visitors.wanda.get(address + '/preview')).body)[0]
    if (what === 'scheduled') await publish(visitors, address)
    assert.equal((await visitors.wanda.get(file)).status, 200, what)
    await erase(visitors, text, which)
    assert.equal((await visitors.wanda.get(file)).status, 404, what)
    assert.doesNotMatch(bytesOf(site), /xyzzy/i, what)
  }
})

test('the office’s profile is no text: nobody corrects, withdraws, returns to or erases it as one', async t => {
  const { site, visitors } = await deskSite(t, { program, people })
  const [[office, document]] = rows(site, "SELECT office, document FROM edition WHERE kind = 'profile'")
  for (const [name, page, paths] of [['wanda', '/write', ['correct', 'return', 'translate']], ['paula', '/write', ['withdraw', 'restore', 'correct']], ['olga', '/people/new', ['erase']]]) {
    await visitors[name].get(page)
    for (const path of paths) {
      for (const language of ['', undefined]) {
        const answer = await visitors[name].post('/public/' + path, { office, document, language, to: 'e1', which: 'all', note: 'x', typed: 'ERASE', password: PASSWORD })
        assert.equal(answer.status, 403, `${name} ${path}`)
      }
    }
  }
  assert.deepEqual(rows(site.replace(/db$/, 'desk'), 'SELECT count (*) FROM draft'), [[0]])
})

test('by a link for the press nothing is read of what was erased, at the desk or without it', async t => {
  const { site, server, visitors } = await deskSite(t, { program, people, args: ['--press', '127.0.0.1:0'] })
  const { wanda, paula } = visitors
  const press = /links for the press at (http:\/\/\S+)/.exec(server.announced)[1]
  const address = await wanda.write({ title: 'Xyzzytitle', when_date: '2031-01-01', when_time: '10:00', when_zone: 'UTC' })
  await publish(visitors, address)
  await paula.get(address + '/links')
  const link = new URL(/id="new-link" value="([^"]+)"/.exec((await paula.post(address + '/links', { recipient: 'Ana', life: 'life_week' })).body)[1]).pathname
  assert.match((await get(press + link)).body, /Xyzzytitle/)
  const [[path]] = rows(site, "SELECT path FROM edition WHERE kind <> 'profile'")
  must(['erase', site, `/en/${path}/editions/1`, '--note', 'A court.'], { program })
  const answer = await get(press + link)
  assert.equal(answer.status, 404)
  assert.equal(answer.body, (await get(press + '/p/' + 'A'.repeat(43))).body)
})

test('pictures hold up nobody, with a password beside them either', async t => {
  const { url, visitors: { wanda } } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const place = placeOf((await wanda.get('/write')).body)
  const large = png(6000, 4000)
  const begun = Date.now()
  let done = false, longest = 0
  const sent = wanda.send('/write', { place, title: 'Three', body: 'Pictures.', then: 'save', password: 'anything' }, [1, 2, 3].map(i => [`picture${i}.png`, large, 'image/png'])).finally(() => { done = true })
  while (!done) {
    const asked = Date.now()
    assert.equal((await new Visitor(url).get('/login')).status, 200)
    longest = Math.max(longest, Date.now() - asked)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  assert.equal((await sent).status, 303)
  assert.ok(longest < (Date.now() - begun) / 3, `somebody else waited for ${longest} ms of ${Date.now() - begun}`)
})

test('who was asked elsewhere is answered at once', async t => {
  const { visitors: { wanda } } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const address = await wanda.write()
  const begun = Date.now()
  for (let i = 0; i < 10; i++) assert.equal((await wanda.post(address + '/comment', { note: 'A note.', password: PASSWORD })).status, 303)
  assert.ok(Date.now() - begun < 5000, `ten forms with a password take ${Date.now() - begun} ms`)
})
