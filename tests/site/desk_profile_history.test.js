// What the office said about itself before: its editions, what differs between two of them, and back to one.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import test from 'node:test'
import { get, must, profile, released, sleep } from '../harness.js'
import { deskSite } from '../desk.js'
import { change, draftOf, note, office } from '../desk_profile.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], wanda: ['--role', 'writer'] }
const sealed = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

async function publish (visitor, of, n, typed, why) {
  const draft = draftOf(await change(visitor, of, n, typed))
  await note(visitor, draft, { change_note: why }, 'publish')
  const answer = await visitor.publish(draft, 'force', { reason: 'A test.' })
  assert.equal(answer.status, 303, answer.body)
}

test('the editions of the office’s page are listed, compared, and returned to', async t => {
  const { visitors: { paula, peter, wanda }, site, folder, server } = await deskSite(t, { program, people, prepare: sealed })
  const at = await office(paula)
  await publish(paula, 'contacts', 0, { phone: '+351 210 777 777' }, 'A new line.')
  await publish(peter, 'clocks', 0, { 'label.en': '<b>Andrel</b>' }, 'The <i>capital</i> has another name.')
  assert.equal((await wanda.get(at + '/history')).status, 403)
  let page = (await paula.get(at + '/history')).body
  for (const number of [1, 2, 3]) assert.match(page, new RegExp(`Edition ${number}, public`))
  assert.match(page, /A new line\./)
  assert.match(page, /· <bdi>peter<\/bdi>[^]*· <bdi>paula<\/bdi>/)
  assert.doesNotMatch(page, /<b>|<i>/)
  // The last two, unless others are chosen.
  assert.match(page, /<h3 class="label">Clocks<\/h3>/)
  assert.doesNotMatch(page, /<h3 class="label">Contacts/)
  page = (await paula.get(at + '/history?from=e1&to=e2')).body
  assert.match(page, /<h3 class="label">Contacts<\/h3>[^]*777 777/)
  assert.doesNotMatch(page, /<h3 class="label">Clocks/)
  for (const odd of ['from=e9&to=e1', 'from=&to=x', 'from=v1&to=e1', 'from=e1&to=e1']) assert.equal((await paula.get(`${at}/history?${odd}`)).status, 200, odd)

  // What no form of the desk has is compared as well.
  writeFileSync(folder + '/next.yaml', profile.replace('[en, fr, ar]', '[en, fr]').replace('latest: 5', 'latest: 6'))
  must(['profile', site, folder + '/next.yaml'], { program })
  page = (await paula.get(at + '/history?from=e1&to=e4')).body
  assert.match(page, /<h3 class="label">Name<\/h3>/)
  assert.match(page, /<h3 class="label">Other settings<\/h3>[^]*<del>[^<]*ar/)

  const answer = await paula.post(at + '/return', { to: 'e2' })
  assert.equal(answer.status, 303, answer.body)
  const draft = answer.headers.location
  assert.match((await paula.get(draft)).body, /777 777/)
  assert.match((await get(server.url + '/en/office')).body, /210 000 000/, 'nothing of it is public yet')
  const second = await peter.post(at + '/return', { to: 'e1' })
  assert.equal(second.status, 409)
  assert.match(second.body, new RegExp(`changing this page already[^]*href="${draft}"`))
  await note(paula, draft, { change_note: 'Back.' }, 'publish')
  assert.equal((await paula.publish(draft, 'force', { reason: 'x' })).status, 303)
  await sleep(300)
  assert.match((await get(server.url + '/en/office')).body, /777 777/)
  assert.equal((await paula.post(at + '/return', { to: 'e99' })).status, 404)
  assert.equal((await paula.post(at + '/return', {})).status, 404)
  must(['check', site], { program })
  assert.ok(must(['user', 'audit', site], { program }).includes('"action":"draft.returned"'))
})

test('what is to come is in no list of editions, and leads to its draft', async t => {
  const { visitors: { paula } } = await deskSite(t, { program, people })
  const at = await office(paula)
  const draft = draftOf(await change(paula, 'contacts', 0, { phone: '+351 210 777 777' }))
  await note(paula, draft, { change_note: 'Later.', when_date: '2039-01-02', when_time: '10:00', when_zone: 'UTC' }, 'publish')
  assert.equal((await paula.publish(draft, 'force', { reason: 'x' })).status, 303)
  const page = (await paula.get(at + '/history')).body
  assert.doesNotMatch(page, /Edition 2/)
  assert.match(page, new RegExp(`href="${draft}"`))
  assert.equal((await paula.post(at + '/return', { to: 'e2' })).status, 404)
})
