// What is public is withdrawn, put back, or erased by order of law, at the desk.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { chancery, get, must, released, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], adam: ['--role', 'administrator'], wanda: ['--role', 'writer'] }
const withKeys = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

async function publish ({ visitors, server }, fields) {
  const address = await visitors.wanda.write(fields)
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  await sleep(100)
  const list = (await visitors.adam.get('/public')).body
  const block = list.split('<li>').find(part => part.includes(fields.title))
  if (!block?.includes('/public/erase')) throw new Error(list)
  const query = new URLSearchParams(/\/public\/erase\?([^"]+)"/.exec(block)[1].replaceAll('&amp;', '&'))
  return { draft: address, edition: Object.fromEntries(query), path: new RegExp(`href="(/en/\\d{4}[^"]+)"[^>]*>[^<]*${fields.title}`).exec((await get(server.url + '/en/all')).body)[1] }
}

test('withdrawn, and put back with a note: three editions, one chain', async t => {
  const site = await deskSite(t, { program, people, prepare: withKeys })
  const { visitors, server } = site
  const { edition, path } = await publish(site, { title: 'The ferry', body: 'It runs.' })
  const query = '?' + new URLSearchParams(edition)
  await visitors.peter.get('/public')
  assert.equal((await visitors.peter.get('/public/restore' + query)).status, 409, 'it is not withdrawn')
  assert.equal((await visitors.peter.post('/public/restore', { ...edition, note: 'x', password: PASSWORD })).status, 409)
  await visitors.peter.get('/public/withdraw' + query)
  assert.equal((await visitors.peter.post('/public/withdraw', { ...edition, number: '1', note: 'It sank.', password: PASSWORD })).status, 303)
  assert.match((await get(server.url + path)).body, /It sank\./)
  assert.equal((await visitors.peter.get('/public/withdraw' + query)).status, 409)
  const list = (await visitors.peter.get('/public')).body
  assert.match(list, /Withdrawn[^]*href="\/public\/restore\?[^"]*"/)
  const page = await visitors.peter.get('/public/restore' + query)
  assert.equal(page.status, 200)
  assert.equal((await visitors.peter.post('/public/restore', { ...edition, number: '2', note: ' ', password: PASSWORD })).status, 422)
  assert.equal((await visitors.peter.post('/public/restore', { ...edition, number: '1', note: 'x', password: PASSWORD })).status, 409, 'another edition was looked at')
  assert.equal((await visitors.wanda.post('/public/restore', { ...edition, note: 'x', password: PASSWORD })).status, 403)
  assert.equal((await visitors.peter.post('/public/restore', { ...edition, number: '2', note: 'It was salvaged.', password: PASSWORD })).status, 303)
  const restored = (await get(server.url + path)).body
  assert.match(restored, /It runs\./)
  assert.doesNotMatch(restored, /class="[^"]*withdrawn/)
  assert.match(restored, /It was salvaged\./)
  for (const number of [1, 2, 3]) assert.equal((await get(`${server.url}${path}/editions/${number}`)).status, 200)
  assert.equal((await get(server.url + path + '.tlog-proof')).status, 200)
  must(['check', site.site], { program })
})

test('erased at the desk: the words are in no file any more, and readers are told that they were', async t => {
  const site = await deskSite(t, { program, people, prepare: withKeys })
  const { visitors, server } = site
  const secret = 'Zyzzyvaword'
  const { draft, edition, path } = await publish(site, { title: 'About somebody', body: `${secret} lives there.`, topics: `${secret} topic` })
  await publish(site, { title: 'About the weather', body: 'It rains.' })
  await visitors.paula.get(draft)
  await visitors.paula.post(draft + '/comment', { note: `Should ${secret} stand there?` })
  const query = '?' + new URLSearchParams(edition)
  assert.equal((await visitors.paula.get('/public/erase' + query)).status, 403, 'a publisher does not')
  const page = (await visitors.adam.get('/public/erase' + query)).body
  assert.match(page, /gone for ever[^]*One version at the desk|gone for ever[^]*Of \d+ versions at the desk/)
  assert.match(page, /Edition 1 ·/)
  const order = { ...edition, number: '1', which: '1', note: 'Judgment 7/2026.', typed: 'Erase', password: PASSWORD }
  for (const [wrong, problem] of [[{ typed: 'yes' }, 'typed'], [{ note: ' ' }, 'note'], [{ which: '' }, 'which']]) {
    const answer = await visitors.adam.post('/public/erase', { ...order, ...wrong })
    assert.equal(answer.status, 422)
    assert.match(answer.body, new RegExp(`id="${problem}-problem"`))
  }
  const beyond = await visitors.adam.post('/public/erase', { ...order, which: '9' })
  assert.equal(beyond.status, 422)
  assert.match(beyond.body, /there is no such edition/)
  assert.equal((await visitors.paula.post('/public/erase', order)).status, 403)
  assert.match((await get(server.url + path)).body, new RegExp(secret))

  const answer = await visitors.adam.post('/public/erase', order)
  assert.equal(answer.status, 200, answer.body)
  assert.match(answer.body, /The words are gone from the site/, server.errors)
  const gone = await get(server.url + path)
  assert.equal(gone.status, 451)
  assert.match(gone.body, /Judgment 7\/2026\./)
  for (const ending of ['.db', '.db-wal', '.desk', '.desk-wal']) {
    const file = site.site.replace(/\.db$/, ending)
    if (existsSync(file)) assert.ok(!readFileSync(file).toString('latin1').includes(secret), `a word is left in ${ending}`)
  }
  assert.match((await get(server.url + '/en/all')).body, /About the weather/)
  assert.equal((await visitors.paula.get(draft)).status, 200)
  assert.doesNotMatch((await visitors.paula.get(draft)).body, new RegExp(secret))
  const trail = must(['user', 'audit', site.site], { program })
  assert.match(trail, /edition\.erasing[^]*draft\.erased[^]*edition\.erased/)
  assert.doesNotMatch(trail, new RegExp(secret))
  must(['check', site.site], { program })
  const next = await visitors.wanda.write({ title: 'Later', body: 'All goes on.' })
  await visitors.wanda.submit(next)
  assert.equal((await visitors.paula.publish(next)).status, 303)
})
