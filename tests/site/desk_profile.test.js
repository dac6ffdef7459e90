// What the office says about itself, changed at the desk: by forms, without YAML, and public as any edition is.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { chancery, get, must, profile, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { change, draftOf, fields, note, office, unescape } from '../desk_profile.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], adam: ['--role', 'administrator'], wanda: ['--role', 'writer'], franz: ['--role', 'publisher', '--language', 'fr'] }
const sealed = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

test('a telephone number is changed, looked at, approved and public', async t => {
  const { visitors: { paula, peter }, site, server } = await deskSite(t, { program, people, prepare: sealed })
  const answer = await change(paula, 'contacts', 0, { phone: '+351 210 999 999' })
  assert.equal(answer.status, 303, answer.body)
  assert.match(answer.headers.location, /\/drafts\/[-0-9a-f]+\?page=office/)
  const draft = draftOf(answer)
  const page = await paula.get(answer.headers.location)
  assert.match(page.body, /<ins>999 999<\/ins>|<ins>\+351 210 999 999<\/ins>|999/)
  const preview = unescape(/src="(\/drafts\/[^"]*preview[^"]*)"/.exec(page.body)[1])
  assert.match((await paula.get(preview)).body, /\+351 210 999 999/)
  assert.match((await paula.get(draft + '/preview?language=fr&page=home')).body, /<html lang="fr"/)
  assert.match((await get(server.url + '/en/office')).body, /\+351 210 000 000/)
  const unnoted = await note(paula, draft, { change_note: ' ' }, 'submit')
  assert.equal(unnoted.status, 422)
  assert.match(unnoted.body, /Say what changed and why/)
  assert.equal((await note(paula, draft, { change_note: 'A new line.' }, 'submit')).headers.location, draft)
  assert.equal((await paula.publish(draft)).status, 403, 'who submitted it does not publish it')
  assert.match((await peter.get('/')).body, /Waiting for you/)
  assert.equal((await peter.publish(draft)).status, 303)
  await sleep(300)
  const public_ = (await get(server.url + '/en/office')).body
  assert.match(public_, /\+351 210 999 999/)
  assert.doesNotMatch(public_, /210 000 000/)
  must(['check', site], { program })
  const trail = must(['user', 'audit', site], { program }).trim().split('\n').map(JSON.parse)
  const line = trail.find(one => one.action === 'profile.changed')
  assert.equal(line.before.contacts[0].phone, '+351 210 000 000')
  assert.equal(line.after.contacts[0].phone, '+351 210 999 999')
  assert.deepEqual(Object.keys(line.after), ['contacts'])
})

test('a closed consulate is known within a minute by whoever is alone, and is looked at afterwards', async t => {
  const { visitors: { adam, paula, peter }, server, site } = await deskSite(t, { program, people, prepare: sealed })
  const answer = await change(adam, 'notices', 'new', { 'text.en': 'The consulate is closed today.', severity: 'emergency' })
  assert.equal(answer.status, 303, answer.body)
  const draft = draftOf(answer)
  const on = await note(adam, draft, { change_note: 'Flooding.' }, 'publish')
  assert.match(on.headers.location, /\/publish\?version=/)
  assert.equal((await adam.publish(draft, 'force', { reason: '' })).status, 422)
  assert.equal((await adam.publish(draft, 'force', { reason: 'Nobody else is here.' })).status, 303)
  await sleep(300)
  assert.match((await get(server.url + '/fr/')).body, /The consulate is closed today/)
  assert.match((await paula.get('/')).body, /Published by one person/)
  assert.doesNotMatch((await adam.get('/')).body, /Published by one person/)
  assert.equal((await adam.post(draft + '/review')).status, 403, 'not by whoever did it')
  await peter.get(draft)
  assert.equal((await peter.post(draft + '/review')).status, 303)
  must(['check', site], { program })
})

test('what is wrong stands beside its field, is kept as it was typed, and cannot be published', async t => {
  const { visitors: { paula } } = await deskSite(t, { program, people })
  const at = await office(paula)
  const wrong = [
    ['contacts', 0, { phone: 'by pigeon' }, 'by pigeon', /no telephone number/],
    ['contacts', 0, { email: 'no address' }, 'no address', /no e-mail address/],
    ['contacts', 0, { 'label.en': '' }, '', /must not be empty/],
    ['clocks', 1, { zone: 'Europe/Lisbo' }, 'Europe/Lisbo', /no such time zone.*Europe\/Lisbon\?/],
    ['counters', 0, { 'count.date': '2026-02-30' }, '2026-02-30', /no date/],
    ['counters', 0, { 'sentence.en.other': '' }, '# day has passed', /cannot be read/],
    ['notices', 'new', { 'text.en': 'Soon', 'from.date': 'whenever', 'from.time': '09:00' }, 'whenever', /no date/],
    ['notices', 0, { 'from.date': '2026-12-24', 'from.time': '', 'until.date': '2026-12-01' }, '2026-12-01', /ends before it begins/],
    ['main', 'new', { 'label.en': 'Bad', href: 'javascript:alert(1)' }, 'javascript:alert(1)', /leads nowhere/],
    ['hours', 0, { 'day.1': 'often' }, 'often', /These are no hours/],
    ['hours', 0, { 'exception.0.from': 'Christmas' }, 'Christmas', /no date/],
    ['name', 0, { latest: '0' }, '0', /1 to 50/]
  ]
  let draft
  for (const [of, n, typed, kept, message] of wrong) {
    const answer = await change(paula, of, n, typed)
    assert.equal(answer.status, 303, answer.body)
    assert.match(answer.headers.location, /\/entry\?of=/, `${of} goes back to the form`)
    const page = (await paula.get(answer.headers.location)).body
    assert.match(page, message)
    assert.ok(unescape(page).includes(kept), kept)
    assert.match(page, /aria-describedby="[^"]*problem"/)
    draft = /href="(\/drafts\/[^"]+)"/.exec((await paula.get(at)).body)[1]
    assert.match((await note(paula, draft, { change_note: 'x' }, 'submit')).body, /class="problems"/)
    assert.equal((await paula.publish(draft, 'force', { reason: 'x' })).status, 422)
    assert.match((await paula.get(draft + '/preview')).body, /There is no preview yet/, JSON.stringify([of, typed]))
    await paula.get(draft)
    assert.equal((await paula.post(draft + '/discard', { version: await paula.version(draft) })).status, 303)
    if (of === 'notices') await change(paula, 'notices', 'new', { 'text.en': 'A notice to change' })
  }
})

test('entries are moved and removed', async t => {
  const { visitors: { paula } } = await deskSite(t, { program, people })
  const at = await office(paula)
  const names = async () => [...(await paula.get(at + '/section?of=clocks')).body.matchAll(/entry\?of=clocks&amp;n=\d+"><bdi>([^<]*)/g)].map(([, name]) => name)
  const arrange = async (n, how) => {
    const page = (await paula.get(at + '/section?of=clocks')).body
    const form = page.split('<form ').find(part => part.includes(`name="n" value="${n}"`))
    const hidden = Object.fromEntries([...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    return paula.post(at + '/arrange', { ...hidden, do: how })
  }
  await change(paula, 'clocks', 'new', { 'label.en': 'Third', zone: 'UTC' })
  assert.deepEqual(await names(), ['Home', 'Lisbon', 'Third'])
  assert.equal((await arrange(2, 'up')).status, 303)
  assert.equal((await arrange(0, 'down')).status, 303)
  assert.deepEqual(await names(), ['Third', 'Home', 'Lisbon'])
  assert.equal((await arrange(1, 'remove')).status, 303)
  assert.deepEqual(await names(), ['Third', 'Lisbon'])
  assert.equal((await arrange(0, 'up')).status, 303, 'there is nowhere to go')
  assert.deepEqual(await names(), ['Third', 'Lisbon'])
})

test('two who change at once lose nothing', async t => {
  const { visitors: { paula, peter } } = await deskSite(t, { program, people })
  const at = await office(paula)
  const open = async (visitor, of, n) => fields((await visitor.get(`${at}/entry?of=${of}&n=${n}`)).body, `${at}/entry`)
  const send = (visitor, form, typed) => visitor.post(`${at}/entry`, { ...form, ...typed, then: 'save' })
  // From the very beginning, when there is no draft yet: other parts, and other fields of the same entry.
  const [a, b, c] = [await open(paula, 'contacts', 0), await open(peter, 'clocks', 0), await open(peter, 'contacts', 0)]
  assert.equal((await send(paula, a, { phone: '+351 210 111 111' })).status, 303)
  assert.equal((await send(peter, b, { zone: 'Asia/Yerevan' })).status, 303)
  assert.equal((await send(peter, c, { email: 'new@testland.example' })).status, 303)
  let form = await open(paula, 'contacts', 0)
  assert.equal(form.phone, '+351 210 111 111')
  assert.equal(form.email, 'new@testland.example')
  assert.equal((await open(paula, 'clocks', 0)).zone, 'Asia/Yerevan')
  // The same field: the second sees both, and decides.
  const [mine, theirs] = [await open(paula, 'contacts', 0), await open(peter, 'contacts', 0)]
  assert.equal((await send(paula, mine, { phone: '+351 210 222 222' })).status, 303)
  const answer = await send(peter, theirs, { phone: '+351 210 333 333', 'label.fr': 'Le consulat' })
  assert.equal(answer.status, 409)
  assert.match(answer.body, /Somebody else changed this meanwhile/)
  assert.match(answer.body, /\+351 210 222 222/)
  form = fields(answer.body, `${at}/entry`)
  assert.equal(form.phone, '+351 210 333 333')
  assert.equal(form['label.fr'], 'Le consulat')
  assert.equal((await send(peter, form, {})).status, 303)
  assert.equal((await open(paula, 'contacts', 0)).phone, '+351 210 333 333')
  // An entry that moved is found again.
  const late = await open(paula, 'clocks', 1)
  const list = (await peter.get(at + '/section?of=clocks')).body
  const hidden = Object.fromEntries([...list.split('<form ').find(part => part.includes('name="n" value="0"')).matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  await peter.post(at + '/arrange', { ...hidden, do: 'down' })
  assert.equal((await send(paula, late, { 'label.en': 'The host' })).status, 303)
  assert.equal((await open(paula, 'clocks', 0))['label.en'], 'The host')
  assert.equal((await open(paula, 'clocks', 1)).zone, 'Asia/Yerevan')
  // One that was removed is not lost.
  const orphan = await open(paula, 'clocks', 1)
  await peter.get(at + '/section?of=clocks')
  const again = (await peter.get(at + '/section?of=clocks')).body
  const gone = Object.fromEntries([...again.split('<form ').find(part => part.includes('name="n" value="1"')).matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  assert.equal((await peter.post(at + '/arrange', { ...gone, do: 'remove' })).status, 303)
  const lost = await send(paula, orphan, { 'label.en': 'Kept' })
  assert.equal(lost.status, 409)
  assert.equal((await send(paula, fields(lost.body, `${at}/entry`), {})).status, 303)
  assert.equal((await open(paula, 'clocks', 1))['label.en'], 'Kept')
})

// “2030-01-02 09:00” in UTC, in so many minutes.
const inMinutes = minutes => new Date(Date.now() + minutes * 60000).toISOString()

test('a change is for an instant; what is published before it is kept in it', async t => {
  const { visitors: { paula, peter }, server, site } = await deskSite(t, { program, people, prepare: sealed })
  const later = inMinutes(24 * 60)
  const first = draftOf(await change(paula, 'contacts', 0, { phone: '+351 210 777 777' }))
  await note(paula, first, { change_note: 'From tomorrow.', when_date: later.slice(0, 10), when_time: later.slice(11, 16), when_zone: 'UTC' }, 'submit')
  assert.equal((await peter.publish(first)).status, 303)
  assert.match((await peter.get(first)).body, /class="state scheduled"/)
  assert.doesNotMatch((await get(server.url + '/en/office')).body, /777/)

  // In the same list it would be lost: that is said, and nothing is published.
  const same = draftOf(await change(paula, 'contacts', 'new', { 'label.en': 'Another' }))
  await note(paula, same, { change_note: 'x' }, 'publish')
  const refused = await paula.publish(same, 'force', { reason: 'x' })
  assert.equal(refused.status, 422)
  assert.match(refused.body, /changes the same part/)
  await paula.get(same)
  assert.equal((await paula.post(same + '/discard', { version: await paula.version(same) })).status, 303)

  const urgent = draftOf(await change(paula, 'notices', 'new', { 'text.en': 'Closed today.' }))
  await note(paula, urgent, { change_note: 'Urgent.' }, 'publish')
  assert.equal((await paula.publish(urgent, 'force', { reason: 'x' })).status, 303)
  await sleep(300)
  assert.match((await get(server.url + '/en/')).body, /Closed today/)
  assert.doesNotMatch((await get(server.url + '/en/office')).body, /777/)
  must(['check', site], { program })

  // The day after, both hold: a preview at that instant of the next change shows it.
  const at = inMinutes(25 * 60)
  const next = draftOf(await change(paula, 'clocks', 0, { 'label.en': 'Andrel' }))
  await note(paula, next, { change_note: 'Later still.', when_date: at.slice(0, 10), when_time: at.slice(11, 16), when_zone: 'UTC' })
  const page = (await paula.get(`${next}/preview?page=office`)).body
  assert.match(page, /\+351 210 777 777/)
  assert.match(page, /Closed today/)
  assert.match(page, /Andrel/)
  await note(paula, next, {}, 'submit')
  assert.equal((await peter.publish(next)).status, 303)
  must(['check', site], { program })
})

test('a draft that began from an edition that is no more is brought up to date, or says why not', async t => {
  const { visitors: { paula }, site, folder } = await deskSite(t, { program, people })
  const draft = draftOf(await change(paula, 'contacts', 0, { phone: '+351 210 777 777' }))
  await note(paula, draft, { change_note: 'A new line.' })
  const { writeFileSync } = await import('node:fs')
  writeFileSync(folder + '/next.yaml', profile.replace('latest: 5', 'latest: 7'))
  must(['profile', site, folder + '/next.yaml'], { program })
  const stale = async () => /<li>Another edition is in force/.test((await paula.get(draft)).body)
  assert.equal(await stale(), true)
  assert.equal((await paula.publish(draft, 'force', { reason: 'x' })).status, 422)
  assert.equal((await note(paula, draft, {}, 'save')).status, 303)
  assert.equal(await stale(), false)
  assert.equal((await paula.publish(draft, 'force', { reason: 'x' })).status, 303)
  const other = draftOf(await change(paula, 'name', 0, { latest: '9' }))
  writeFileSync(folder + '/next.yaml', profile.replace('latest: 5', 'latest: 8'))
  must(['profile', site, folder + '/next.yaml'], { program })
  const answer = await note(paula, other, { change_note: 'Nine.' })
  assert.equal(answer.status, 409)
  assert.match(answer.body, /changes the same part/)
})

test('a notice is previewed at the instant at which it stands', async t => {
  const { visitors: { paula } } = await deskSite(t, { program, people })
  const draft = draftOf(await change(paula, 'notices', 'new', { 'text.en': 'Only in 2031.', 'from.date': '2031-02-03', 'from.time': '10:00', 'from.zone': 'Asia/Tbilisi', 'until.date': '2031-02-04' }))
  const at = async (date, time, zone) => /Only in 2031/.test((await paula.get(`${draft}/preview?page=home&language=en&date=${date}&time=${time}&zone=${zone}`)).body)
  assert.equal(await at('2031-02-03', '09:59', 'Asia/Tbilisi'), false)
  assert.equal(await at('2031-02-03', '10:00', 'Asia/Tbilisi'), true)
  assert.equal(await at('2031-02-03', '06:00', 'Europe/Lisbon'), true)
  assert.equal(await at('2031-02-04', '23:59', 'Europe/Lisbon'), true)
  assert.equal(await at('2031-02-05', '00:00', 'Europe/Lisbon'), false)
  assert.equal(await at('2001-02-03', '10:00', 'Europe/Lisbon'), false)
  assert.match((await paula.get(`${draft}?date=2001-02-03&time=10:00&zone=UTC`)).body, /still to come/)
})

test('a draft of the profile is nobody’s who may not change it, and no text’s', async t => {
  const { visitors: { paula, wanda, franz, adam }, site } = await deskSite(t, { program, people })
  const draft = draftOf(await change(paula, 'contacts', 0, { phone: '+351 210 777 777' }))
  const at = await office(paula)
  for (const visitor of [wanda, franz]) {
    for (const address of [draft, draft + '/preview', draft + '/publish']) assert.equal((await visitor.get(address)).status, 404)
    for (const what of ['submit', 'note', 'discard', 'force', 'comment']) assert.equal((await visitor.post(`${draft}/${what}`, { version: 1, note: 'x', reason: 'x', password: PASSWORD })).status, 404, what)
    assert.equal((await visitor.get(at)).status, 403)
    assert.doesNotMatch((await visitor.get('/')).body, /href="\/profile"/)
  }
  assert.match((await adam.get('/')).body, /href="\/profile"/)
  for (const address of ['/edit']) assert.equal((await paula.get(draft + address)).status, 404)
  await paula.get(draft)
  for (const what of ['edit', 'autosave']) assert.equal((await paula.post(`${draft}/${what}`, { version: 1, title: 'x', body: 'x', kind: 'statement' })).status, 404, what)
  // A text cannot be made one.
  const text = await wanda.write({ kind: 'profile', body: 'name: x' })
  assert.equal((await wanda.get(text)).status, 200)
  await wanda.post(text + '/edit', { version: 1, kind: 'profile', title: 'x', language: '', body: 'name: x' })
  assert.equal((await paula.post(text + '/note', { version: 1 })).status, 404)
  must(['check', site], { program })
})

test('script in any field is dead, at the desk and for the public', async t => {
  const { visitors: { paula }, server } = await deskSite(t, { program, people })
  const bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
  const at = await office(paula)
  await change(paula, 'contacts', 0, { 'label.en': bad, 'address.en': bad })
  await change(paula, 'notices', 'new', { 'text.en': bad, 'text.fr': '{{bad}}' })
  await change(paula, 'main', 'new', { 'label.en': bad, href: '/en/' })
  await change(paula, 'counters', 0, { 'sentence.en.other': bad + ' #' })
  await change(paula, 'name', 0, { 'name.en': bad })
  const draft = draftOf(await change(paula, 'hours', 0, { 'day.1': '09:00-10:00', 'exception.0.from': '2031-01-01', 'exception.0.note.en': bad }))
  const pages = [at, draft, draft + '/preview', draft + '/preview?page=office', ...['contacts', 'notices', 'main', 'counters'].flatMap(of => [`${at}/section?of=${of}`, `${at}/entry?of=${of}&n=0`]), `${at}/entry?of=hours&n=0`, `${at}/entry?of=name&n=0`, '/']
  for (const address of pages) {
    const { body, status } = await paula.get(address)
    assert.equal(status, 200, address)
    assert.doesNotMatch(body, /<script>alert|<img src=x/, address)
  }
  await note(paula, draft, { change_note: bad })
  assert.equal((await paula.publish(draft, 'force', { reason: bad })).status, 303)
  await sleep(300)
  for (const address of ['/en/', '/en/office', '/fr/']) assert.doesNotMatch((await get(server.url + address)).body, /<script>alert|<img src=x/)
})

test('any form is answered, and none breaks the profile', async t => {
  const { visitors: { paula }, site, server } = await deskSite(t, { program, people })
  const at = await office(paula)
  await paula.get(at + '/entry?of=contacts&n=0')
  for (const form of [{}, { of: 'contacts' }, { of: 'witnesses', n: 0 }, { of: 'name', n: 'new' }, { of: 'hours', n: 99, 'day.1': 'x' }, { of: 'contacts', n: -1, phone: '1' }, { of: 'contacts', n: 0, draft: 'x', version: 7, base: 99, phone: '112' }, { of: 'contacts', n: 0, draft: '../..', version: 'x', base: 'y', phone: '113' }, { of: 'clocks', n: 1e9, zone: 'x' }]) {
    const answer = await paula.post(at + '/entry', form)
    assert.ok([303, 404, 409].includes(answer.status), `${JSON.stringify(form)}: ${answer.status}`)
    const moved = await paula.post(at + '/arrange', { ...form, do: 'remove' })
    assert.ok([303, 404, 409].includes(moved.status), `${JSON.stringify(form)}: ${moved.status}`)
  }
  for (const address of ['/section', '/section?of=', '/section?of=x', '/entry?of=x&n=0', '/entry?of=contacts&n=77', '/entry?of=hours&n=new', '/entry?of=name&n=new']) assert.equal((await paula.get(at + address)).status, 404, address)
  assert.equal((await paula.get('/profile/nowhere')).status, 404)
  assert.equal((await paula.get('/profile/%3Cscript%3E')).status, 404)
  assert.match((await get(server.url + '/en/office')).body, /\+351 210 000 000/)
  must(['check', site], { program })
  assert.ok(readFileSync(root + '/docs/profile.md', 'utf8').length > 0)
  assert.equal(chancery(['check', site], { program }).status, 0)
})
