// What somebody tried who wants more of the desk than is theirs.
import assert from 'node:assert/strict'
import test from 'node:test'
import { must, released } from '../harness.js'
import { PASSWORD, Visitor, deskSite } from '../desk.js'

const program = released
const people = { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'] }

// Saved and submitted once more, while somebody else reads what was submitted first.
async function swap (wanda, address, body) {
  await wanda.post(address + '/edit', { version: await wanda.version(address + '/edit'), title: 'On the ferry', body, then: 'save' })
  await wanda.submit(address)
}

test('what was changed after it was read is not published unread', async t => {
  const { wanda, paula } = (await deskSite(t, { program, people })).visitors
  const address = await wanda.write()
  await wanda.submit(address)
  const link = /href="([^"]*\/publish[^"]*)"/.exec((await paula.get(address)).body)[1]
  await swap(wanda, address, 'Something else.')
  assert.equal((await paula.get(link)).status, 409, 'she has read another version')

  const again = /href="([^"]*\/publish[^"]*)"/.exec((await paula.get(address)).body)[1]
  const version = /name="version" value="(\d+)"/.exec((await paula.get(again)).body)[1]
  await swap(wanda, address, 'Something third.')
  for (const [how, fields] of [['publish', { password: 'not hers' }], ['publish', { password: PASSWORD }], ['force', { reason: '' }]]) {
    const answer = await paula.post(`${address}/${how}`, { version, ...fields })
    assert.equal(answer.status, 409, how)
    assert.doesNotMatch(answer.body, /name="version"/, 'and no form of the newer version is put into her hand')
  }
  assert.equal((await paula.publish(address)).status, 303)
})

test('what a visitor says of where it comes from is not what the proxy says', async t => {
  const { site, url } = await deskSite(t, { program, args: ['--desk-address', 'https://desk.example'] })
  const visitor = new Visitor(url)
  const proxied = { host: 'desk.example', origin: 'https://desk.example' }
  await visitor.get('/login', proxied)
  for (const forwarded of [['198.51.100.1', '203.0.113.9'], ['198.51.100.1, 203.0.113.9']]) {
    await visitor.post('/login', { name: 'nobody', password: PASSWORD }, { ...proxied, 'x-forwarded-for': forwarded })
  }
  const places = must(['user', 'audit', site], { program }).trim().split('\n').map(JSON.parse).filter(({ action }) => action === 'login.failed').map(({ place }) => place)
  assert.deepEqual(places, ['203.0.113.9', '203.0.113.9'])
})

test('much is taken in from who is logged in, and from nobody else', async t => {
  const { url, visitors: { wanda } } = await deskSite(t, { program, people })
  const much = 'a'.repeat(200000)
  await wanda.write({ body: much })
  const stranger = new Visitor(url)
  await stranger.get('/login')
  assert.equal((await stranger.post('/login', { name: 'wanda', password: PASSWORD, body: much })).status, 403)
  assert.equal((await stranger.post('/login', { name: 'wanda', password: PASSWORD })).status, 303)
  await stranger.write({ body: much })
})

test('no other edition is withdrawn than the one that was looked at', async t => {
  const { site, visitors: { wanda, paula } } = await deskSite(t, { program, people })
  const first = await wanda.write()
  await wanda.submit(first)
  await paula.publish(first)
  const list = (await paula.get('/public')).body
  const address = /href="(\/public\/withdraw[^"]*)"/.exec(list)[1].replaceAll('&amp;', '&')
  const form = (await paula.get(address)).body
  const fields = Object.fromEntries([...form.matchAll(/name="(office|document|language|number)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  await wanda.get('/public')
  const next = (await wanda.post('/public/correct', fields)).headers.location.replace('/edit', '')
  await wanda.post(next + '/edit', { version: '1', body: 'Put right.', change_note: 'It was wrong.', then: 'save' })
  await wanda.submit(next)
  assert.equal((await paula.publish(next)).status, 303)
  assert.equal((await paula.post('/public/withdraw', { ...fields, note: 'It was wrong.' })).status, 409)
  assert.equal((await paula.post('/public/withdraw', { ...fields, number: '2', note: 'It is wrong still.' })).status, 303)
  const lines = must(['user', 'audit', site], { program }).trim().split('\n').map(JSON.parse).filter(({ action }) => action.startsWith('edition.'))
  assert.deepEqual(lines.map(({ action, name }) => `${action} ${name}`), ['edition.withdrawing paula', 'edition.withdrawn paula'], 'the trail knows before the record does')
})
