// Texts side by side at the desk: two who save at once, what changed between any two, and the way back.
import assert from 'node:assert/strict'
import test from 'node:test'
import { get, must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { wanda: ['--role', 'writer'], edgar: ['--role', 'editor'], paula: ['--role', 'publisher'] }
const body = 'The ferry runs again.\n\nIt leaves at nine.\n\nTickets are sold on board.'
const unescape = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, '’').replace(/&amp;/g, '&')
const input = (page, name) => unescape(new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)[1])
const area = (page, name) => unescape(new RegExp(`<textarea id="${name}"[^>]*>\n([^<]*)</textarea>`).exec(page)[1])

// Both read the same version; then EDGAR saves, and after him WANDA; resolves to what she is shown.
async function both (visitors, edgar, wanda, fields = {}) {
  const address = await visitors.wanda.write({ body, ...fields })
  const version = await visitors.wanda.version(address + '/edit')
  await visitors.edgar.get(address + '/edit')
  assert.equal((await visitors.edgar.post(address + '/edit', { version, ...edgar, then: 'save' })).status, 303)
  return { address, version, answer: await visitors.wanda.post(address + '/edit', { version, ...wanda, then: 'save' }) }
}

test('what two changed at different places is brought together, and saved when one says so', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const { address, answer } = await both(visitors,
    { title: 'On the ferry', speaker_name: 'Ana Lopes', body: body.replace('nine', 'ten') },
    { title: 'On the new ferry', topics: 'Tides', body: body + '\n\nBring an umbrella.' })
  assert.equal(answer.status, 409)
  assert.equal(input(answer.body, 'title'), 'On the new ferry')
  assert.equal(input(answer.body, 'speaker_name'), 'Ana Lopes')
  assert.equal(area(answer.body, 'topics'), 'Tides')
  assert.equal(area(answer.body, 'body'), body.replace('nine', 'ten') + '\n\nBring an umbrella.')
  assert.match(answer.body, /What edgar changed/)
  assert.match(answer.body, /<ins>ten<\/ins>/)
  assert.match((await visitors.wanda.get(address + '/edit')).body, /value="On the ferry"/, 'nothing is saved yet')
  const version = /name="version" value="(\d+)"/.exec(answer.body)[1]
  assert.equal((await visitors.wanda.post(address + '/edit', { version, title: 'On the new ferry', body: area(answer.body, 'body'), then: 'save' })).status, 303)
})

test('what two changed at one place is shown side by side, and one chooses', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const { address, answer } = await both(visitors,
    { title: 'Edgar’s title', body: body.replace('at nine', 'at <ten>') },
    { title: 'Wanda’s title', body: body.replace('at nine', 'at noon').replace('on board', 'at the quay') })
  assert.equal(answer.status, 409)
  assert.match(answer.body, /edgar saved this text while you were writing/)
  assert.match(answer.body, /At 2 places both of you changed something/)
  assert.match(answer.body, /<ins>Edgar<\/ins>|<ins>Edgar’s/)
  assert.match(answer.body, /&lt;ten&gt;|&lt;<\/ins>|&lt;/)
  const fields = Object.fromEntries(['merging', 'base', 'version', 'mine'].map(name => [name, input(answer.body, name)]))
  fields.mine = fields.mine.replace(/\r\n/g, '\n')

  const unchosen = await visitors.wanda.post(address + '/merge', { ...fields, place0: 't' })
  assert.equal(unchosen.status, 422)
  assert.match(unchosen.body, /id="place1-problem"/)
  assert.match(unchosen.body, /value="t" required checked/)
  const strange = await visitors.wanda.post(address + '/merge', { ...fields, place0: 'b', place1: 'x' })
  assert.equal(strange.status, 422, 'a title is one or the other')

  const merged = await visitors.wanda.post(address + '/merge', { ...fields, place0: 't', place1: 'b' })
  assert.equal(merged.status, 200)
  assert.equal(input(merged.body, 'title'), 'Edgar’s title')
  assert.equal(area(merged.body, 'body'), 'The ferry runs again.\n\nIt leaves at <ten>.\n\nIt leaves at noon.\n\nTickets are sold at the quay.')
  assert.equal(/name="version" value="(\d+)"/.exec(merged.body)[1], fields.version)

  // Edgar is quicker once more: Wanda is asked once more.
  await visitors.edgar.get(address + '/edit')
  await visitors.edgar.post(address + '/edit', { version: fields.version, title: 'Edgar’s last title', then: 'save' })
  const again = await visitors.wanda.post(address + '/edit', { version: fields.version, title: 'Wanda’s last title', then: 'save' })
  assert.equal(again.status, 409)
  assert.match(again.body, /At one place both of you/)
})

test('a merge that is made up is refused or harmless', async t => {
  const { visitors } = await deskSite(t, { program, people: { ...people, franz: ['--role', 'publisher', '--language', 'fr'] } })
  const { address } = await both(visitors, { title: 'A' }, { title: 'B' })
  for (const fields of [{}, { base: '-1', version: '99', mine: '' }, { base: '1', version: '1', mine: '---\n: [\n---\n' }, { base: 'x', version: '2', mine: '<script>alert(1)</script>' }]) {
    const answer = await visitors.wanda.post(address + '/merge', fields)
    assert.ok([200, 409, 422].includes(answer.status), `${answer.status}`)
    assert.doesNotMatch(answer.body, /<script>alert/)
  }
  await visitors.franz.get('/')
  assert.equal((await visitors.franz.post(address + '/merge', { base: '1', version: '2', mine: '' })).status, 404)
  assert.equal((await visitors.wanda.post(address + '/merge', { csrf: 'x' })).status, 403)
  assert.match((await visitors.wanda.get(address)).body, /<h1><bdi lang="en">A</)
})

test('an autosave that meets a conflict says so and changes nothing', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const { address, version } = await both(visitors, { title: 'A' }, { title: 'A' })
  const answer = await visitors.wanda.post(address + '/autosave', { version, title: 'B' })
  assert.equal(answer.status, 409)
  assert.match((await visitors.wanda.get(address)).body, /<h1><bdi lang="en">A</)
})

test('any two versions of a draft are shown beside each other, all fields of them, and one can go back', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const address = await visitors.wanda.write({ body, topics: 'Tides' })
  const save = async (visitor, fields) => {
    const version = await visitor.version(address + '/edit')
    assert.equal((await visitor.post(address + '/edit', { version, ...fields, then: 'save' })).status, 303)
  }
  await save(visitors.wanda, { title: 'On the new ferry', speaker_name: 'Ana Lopes', event_place: 'Lisbon', delivery: 'as delivered', kind: 'remarks' })
  await save(visitors.edgar, { topics: 'Tides\nBoats', body: body.replace('nine', 'ten'), when_date: '2027-01-04', when_time: '09:00', when_zone: 'Europe/Lisbon' })
  const last = (await visitors.wanda.get(address + '/history')).body
  assert.match(last, /<option value="v3" selected>Version 3 · [^<]+ · edgar<\/option>/)
  assert.match(last, /<h3 class="label">Text<\/h3>\n<div[^>]*>[^]*?<del>nine<\/del><ins>ten<\/ins>/)
  assert.match(last, /Monday, 4 January 2027, 09:00/)
  assert.doesNotMatch(last, /<h3 class="label">Speaker</)
  const all = (await visitors.wanda.get(address + '/history?from=v1&to=v2')).body
  for (const label of ['Title', 'Kind', 'Speaker', 'Place of the event', 'Delivery']) assert.match(all, new RegExp(`<h3 class="label">${label}</h3>`))
  assert.match(all, /<ins>As delivered<\/ins>/)
  assert.match((await visitors.wanda.get(address + '/history?from=v1&to=v1')).body, /They say the same/)
  assert.equal((await visitors.wanda.get(address + '/history?from=e1&to=v99')).status, 200)

  assert.equal((await visitors.wanda.post(address + '/return', { version: '3', to: 'v1' })).headers.location, address + '/edit?saved=1')
  const back = (await visitors.wanda.get(address + '/edit')).body
  assert.equal(input(back, 'title'), 'On the ferry')
  assert.match((await visitors.wanda.get(address + '/history')).body, /Version 4/)
  assert.equal((await visitors.wanda.post(address + '/return', { version: '3', to: 'v2' })).status, 409, 'somebody saved since')
  assert.equal((await visitors.wanda.post(address + '/return', { version: '4', to: 'v77' })).status, 404)
})

test('who has a text open in two windows overwrites nothing of their own', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const address = await visitors.wanda.write({ body })
  const version = await visitors.wanda.version(address + '/edit')
  assert.equal((await visitors.wanda.post(address + '/autosave', { version, title: 'By itself' })).status, 200)
  assert.equal((await visitors.wanda.post(address + '/edit', { version, title: 'By hand', then: 'save' })).status, 409, 'it may be of another window')
  assert.equal((await visitors.wanda.post(address + '/autosave', { version, title: 'By hand' })).status, 409)
  assert.match((await visitors.wanda.get(address + '/edit')).body, /value="By itself"/)
  assert.equal((await visitors.edgar.get(address + '/edit')).status, 200)
  assert.equal((await visitors.edgar.post(address + '/edit', { version, title: 'Edgar', then: 'save' })).status, 409, 'another’s')
})

// A text that is public, and then corrected; resolves to what names it in forms.
async function publicText ({ wanda, paula }, corrections = []) {
  const address = await wanda.write({ body, topics: 'Tides', speaker_name: 'Ana Lopes' })
  await wanda.submit(address)
  assert.equal((await paula.publish(address)).status, 303)
  const list = (await paula.get('/public')).body
  const fields = Object.fromEntries(['office', 'document', 'language'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(list)[1]]))
  await wanda.get('/public')
  for (const changes of corrections) await correct({ wanda, paula }, fields, changes)
  return fields
}

async function correct ({ wanda, paula }, fields, changes) {
  const { location } = (await wanda.post('/public/correct', fields)).headers
  await wanda.get(location)
  assert.equal((await wanda.post(location, { version: '1', change_note: 'It was wrong.', ...changes, then: 'save' })).status, 303)
  await wanda.submit(location.replace('/edit', ''))
  assert.equal((await paula.publish(location.replace('/edit', ''))).status, 303)
}

const of = (fields, more = {}) => '/public/text?' + new URLSearchParams({ ...fields, ...more })

test('any two editions are compared in all their fields, and one can go back to an earlier one', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const fields = await publicText(visitors, [{ body: body.replace('nine', 'ten'), topics: 'Tides\nBoats' }, { speaker_name: 'Bea Lopes' }])
  const page = (await visitors.wanda.get(of(fields))).body
  assert.match(page, /<option value="e3" selected>Edition 3, public · [^<]+ · paula</)
  assert.match(page, /<h3 class="label">Speaker<\/h3>/)
  const far = (await visitors.wanda.get(of(fields, { from: 'e1', to: 'e2' }))).body
  assert.match(far, /<del>nine<\/del><ins>ten<\/ins>/)
  assert.match(far, /<h3 class="label">Topics<\/h3>\n<div[^>]*><p>Tides<\/p>\n<p><ins>Boats<\/ins>/)
  assert.match(far, /It was wrong\./)

  const back = await visitors.wanda.post('/public/return', { ...fields, to: 'e1' })
  assert.match(back.headers.location, /^\/drafts\/.*\/edit$/)
  const editor = (await visitors.wanda.get(back.headers.location)).body
  assert.equal(area(editor, 'body'), body)
  assert.equal(input(editor, 'speaker_name'), 'Ana Lopes')
  assert.match(editor, /id="change_note"/, 'a note of the change is wanted')
  assert.doesNotMatch(editor, /class="problem/, 'and nobody is reproached for what they have had no time to type')
  const draft = back.headers.location.replace('/edit', '')
  assert.match((await visitors.wanda.get(draft)).body, /Say what changed and why/)
  const beside = (await visitors.wanda.get(draft + '/history?from=e3&to=v1')).body
  assert.match(beside, /<del>ten<\/del><ins>nine<\/ins>/)
  assert.equal((await visitors.wanda.post('/public/return', { ...fields, to: 'e2' })).headers.location, draft + '/history', 'a draft on its way is not thrown away')
  assert.equal((await visitors.wanda.post(draft + '/return', { version: '1', to: 'e2' })).status, 303)
  assert.match(area((await visitors.wanda.get(draft + '/edit')).body, 'body'), /at ten/)
  assert.equal((await visitors.wanda.post('/public/return', { ...fields, to: 'e9' })).status, 404)
})

test('what was erased cannot be compared or brought back; of what was withdrawn the page says so', async t => {
  const { visitors, site, server } = await deskSite(t, { program, people })
  const fields = await publicText(visitors, [{ body: body.replace('nine', 'ten') }])
  await sleep(300)
  const path = /href="(\/en\/\d{4}\/[^"]+)"/.exec((await get(server.url + '/en/')).body)[1]
  must(['erase', site, path, '--all-editions', '--note', 'By order of a court'], { program })
  const page = await visitors.wanda.get(of(fields))
  assert.doesNotMatch(page.body, /leaves at/)
  const back = await visitors.wanda.post('/public/return', { ...fields, to: 'e1' })
  assert.equal(back.status, 404)

  const other = await publicText({ ...visitors })
  await visitors.paula.get('/public')
  assert.equal((await visitors.paula.post('/public/withdraw', { ...other, note: 'It was not ours to say.', password: PASSWORD })).status, 303)
  const withdrawn = (await visitors.wanda.get(of(other))).body
  assert.match(withdrawn, /This text is withdrawn\. A new edition/)
  assert.match(withdrawn, /It was not ours to say/)
})

test('a translation stands beside its original, and is outdated when that moves on', async t => {
  const { visitors, server } = await deskSite(t, { program, people: { ...people, franz: ['--role', 'publisher', '--language', 'fr'] } })
  const { wanda, franz } = visitors
  const fields = await publicText(visitors)
  const french = { ...fields, language: 'fr' }
  await franz.get('/')
  const all = (await franz.get('/translations')).body
  assert.match(all, />On the ferry</)
  assert.match(all, /Missing/)
  assert.equal((await franz.post('/public/translate', fields)).status, 403, 'not into a language of others')
  assert.equal((await wanda.post('/public/translate', fields)).status, 404, 'it is the original')
  const begun = await franz.post('/public/translate', french)
  assert.equal(begun.status, 303)
  const edit = begun.headers.location
  const page = (await franz.get(edit)).body
  assert.match(page, /<aside class="original"[^>]*>[^]*The ferry runs again\.[^]*<\/aside>/)
  assert.equal(input(page, 'title'), '')
  assert.equal(input(page, 'speaker_name'), 'Ana Lopes')
  assert.match(page, /<option value="1" selected>Edition 1, the newest</)
  assert.match((await wanda.get(of(fields))).body, /On its way: Draft/)
  assert.equal((await franz.post('/public/translate', french)).status, 409, 'there is one')

  await franz.post(edit, { version: '1', title: 'Le bac', body: 'Le bac circule de nouveau.', translated_from_edition: '1', then: 'save' })
  const draft = edit.replace('/edit', '')
  await franz.submit(draft)
  assert.equal((await visitors.paula.publish(draft)).status, 303)
  assert.match((await wanda.get(of(fields))).body, /Up to date/)
  assert.doesNotMatch((await wanda.get('/')).body, /no longer follow/)

  await correct(visitors, fields, { body: body.replace('nine', 'ten') })
  await sleep(300)
  assert.match((await franz.get('/')).body, /Translations that no longer follow their original[^]*Outdated since edition 2/)
  assert.doesNotMatch((await visitors.edgar.get(of(french))).body, /Missing[^]*français/)
  const path = /href="(\/fr\/\d{4}\/[^"]+)"/.exec((await get(server.url + '/fr/')).body)[1]
  assert.match((await get(server.url + path)).body, /la traduction d’une édition antérieure/)
  const next = (await franz.post('/public/correct', french)).headers.location
  const update = (await franz.get(next)).body
  assert.match(update, /What changed in the original since[^]*<del>nine<\/del><ins>ten<\/ins>/)
  await franz.post(next, { version: '1', body: 'Le bac part à dix heures.', change_note: 'Comme l’original.', translated_from_edition: '2', then: 'save' })
  await franz.submit(next.replace('/edit', ''))
  assert.equal((await visitors.paula.publish(next.replace('/edit', ''))).status, 303)
  assert.doesNotMatch((await franz.get('/')).body, /no longer follow/)
  await sleep(300)
  assert.doesNotMatch((await get(server.url + path)).body, /édition antérieure/)
})

test('the draft of an original is shown beside its translation to whom may read it, and to nobody else', async t => {
  const { visitors } = await deskSite(t, { program, people: { ...people, franz: ['--role', 'publisher', '--language', 'fr'] } })
  const { wanda, franz } = visitors
  const secret = await wanda.write({ body: 'Not for Franz.' })
  const history = (await wanda.get(secret)).body
  const document = /document=([0-9a-f-]{36})/.exec(history)?.[1]
  assert.ok(document, 'the draft leads to its translations')
  const office = /office=([^&"]+)/.exec(history)[1]
  await franz.get('/')
  assert.equal((await franz.post('/public/translate', { office, document, language: 'fr' })).status, 404)
  assert.equal((await franz.get(of({ office, document, language: 'fr' }))).status, 404)
  const begun = await wanda.post('/public/translate', { office, document, language: 'fr' })
  assert.equal(begun.status, 303)
  assert.match((await wanda.get(begun.headers.location)).body, /Not for Franz/)
  const page = await franz.get(begun.headers.location)
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.body, /Not for Franz/)
})

test('what is worth a look is said before a text is submitted, and hinders nobody', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const { wanda } = visitors
  const fields = await publicText(visitors)
  const list = (await wanda.get('/public/withdraw?' + new URLSearchParams(fields))).body
  assert.ok(list)
  const text = [
    'On Monday, 27 November 2026, see [here](https://example.org), [the moon](/en/2020/01/01/moon), [it](https://nowhere), [bad](javascript:alert) and [](https://example.org/empty).',
    '![](https://example.org/a.png)', '## A', '#### B <script>alert(1)</script>', '[down](#nothing) [up](#a) [top](#top) [all](/en/all) [mail](mailto:a@example.org)'
  ].join('\n\n')
  const address = await wanda.write({ kind: 'remarks', title: 'Remarks', body: text, event_name: 'Forum', event_date: '2026-11-28' })
  const page = (await wanda.get(address)).body.replace(/[\u2068\u2069]/g, '')
  for (const what of [
    /Speaker<\/a>: <span dir="auto">Who speaks is not said/, /says “Monday, 27 November 2026”, but that day is Friday, 27 November 2026/,
    /The event is on 28 November 2026, but the text names another date/, /does not say where it leads: “here”/,
    /leads nowhere: \/en\/2020\/01\/01\/moon/, /not whole: https:\/\/nowhere/, /“bad” has no address/,
    /where it leads: “https:\/\/example.org\/empty”/, /no words for those who cannot see it: https:\/\/example.org\/a.png/,
    /“B[^”]*” skips a level/, /leads nowhere: #nothing/, /One minute to read/
  ]) assert.match(page, what)
  for (const fine of [/: #a</, /#top/, /\/en\/all/, /a@example/]) assert.doesNotMatch(/<div class="problems look">[^]*?<\/div>/.exec(page)[0], fine)
  assert.doesNotMatch(page, /<script>alert/)

  const asked = await wanda.post(address + '/submit', { version: '1' })
  assert.equal(asked.status, 422)
  assert.match(asked.body, /Submit it all the same/)
  assert.match((await wanda.get(address)).body, /class="state draft"/)
  const seen = input(asked.body, 'seen')
  assert.equal((await wanda.post(address + '/submit', { version: '1', seen: seen.replace(/^./, 'x') })).status, 422)
  assert.equal((await wanda.post(address + '/submit', { version: '1', seen })).status, 303)
  assert.match((await wanda.get(address)).body, /class="state submitted"/)

  const sound = await wanda.write({ body: 'On Friday, 27 November 2026, [the ferry](/en/) runs.' })
  assert.doesNotMatch((await wanda.get(sound)).body, /Worth a look/)
  assert.equal((await wanda.submit(sound)).status, 303)
})

test('what is longer than a person writes is not saved, and stays on the page', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const { wanda } = visitors
  const long = 'Ω'.repeat(200001)
  await wanda.get('/write')
  const place = /name="place"[^>]*value="([^"]*)"/.exec((await wanda.get('/write')).body)?.[1] ?? 'embassy/en'
  const begun = await wanda.post('/write', { place, title: 'Long', body: long, then: 'save' })
  assert.ok([403, 422].includes(begun.status), `${begun.status}`)
  const address = await wanda.write({ body })
  const saved = await wanda.post(address + '/edit', { version: '1', title: 'Long', body: long, then: 'save' })
  assert.equal(saved.status, 422)
  assert.match(saved.body, /id="body-problem">This is longer than the desk takes \(200,000 characters\)/)
  assert.equal(area(saved.body, 'body'), long)
  assert.equal((await wanda.post(address + '/autosave', { version: '1', body: long })).status, 409)
  assert.equal(area((await wanda.get(address + '/edit')).body, 'body'), body)
  assert.equal((await wanda.post(address + '/edit', { version: '1', body: long.slice(1), then: 'save' })).status, 303)
})
