// Texts side by side at the desk: two who save at once, what changed between any two, and the way back.
import assert from 'node:assert/strict'
import test from 'node:test'
import { released } from '../harness.js'
import { deskSite } from '../desk.js'

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

test('who is only behind what their own editor saved by itself is not asked', async t => {
  const { visitors } = await deskSite(t, { program, people })
  const address = await visitors.wanda.write({ body })
  const version = await visitors.wanda.version(address + '/edit')
  assert.equal((await visitors.wanda.post(address + '/autosave', { version, title: 'By itself' })).status, 200)
  assert.equal((await visitors.wanda.post(address + '/edit', { version, title: 'By hand', then: 'save' })).status, 303)
  assert.equal((await visitors.edgar.get(address + '/edit')).status, 200)
  assert.equal((await visitors.edgar.post(address + '/edit', { version, title: 'Edgar', then: 'save' })).status, 409, 'another’s')
})
