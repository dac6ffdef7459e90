// People, as administrators keep them in a browser: whom they reach, what they can give, and what they cannot take.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { PASSWORD, Visitor, deskSite } from '../desk.js'
import { must, released } from '../harness.js'

const program = released
const people = {
  adam: ['--role', 'administrator'],
  otto: ['--role', 'administrator', '--office', 'other'],
  wanda: ['--role', 'writer']
}
const addOffice = (site, folder) => must(['init', site, '--profile', join(folder, 'profile.yaml'), '--office', 'other'], { program })

async function desk (t, options = {}) {
  const found = await deskSite(t, { program, people, prepare: addOffice, ...options })
  const sql = text => execFileSync('sqlite3', ['-cmd', '.timeout 5000', found.site.replace(/\.db$/, '.desk'), text], { encoding: 'utf8' }).trim()
  return { ...found, sql, id: name => sql(`SELECT id FROM person WHERE name = '${name}'`), roles: name => sql(`SELECT role, office, language FROM person_grant g JOIN person p ON p.id = g.person WHERE p.name = '${name}' ORDER BY 2, 1, 3`) }
}

const linkOn = answer => /value="https?:\/\/[^/"]+(\/link\/[\w-]{43})"/.exec(answer.body)?.[1]
const grants = list => Object.fromEntries(list.map(one => ['grant ' + one, 'yes']))
const seenOn = answer => /name="seen" value="([^"]+)"/.exec(answer.body)[1]

async function give (visitor, id, list, fields = {}) {
  const seen = seenOn(await visitor.get('/people/' + id))
  return visitor.post(`/people/${id}/roles`, { seen, ...grants(list), ...fields })
}

test('somebody is added, comes in by the link that is shown once, and is what they were made', async t => {
  const { visitors, url, site, roles, sql } = await desk(t)
  const { adam } = visitors
  await adam.get('/people/new')
  for (const [what, fields, problem] of [
    ['no name', { ...grants(['writer * *']) }, 'name-problem'],
    ['a bad name', { name: '9 lives', ...grants(['writer * *']) }, 'name-problem'],
    ['a name that is taken', { name: 'wanda', ...grants(['writer * *']) }, 'name-problem'],
    ['a bad address', { name: 'nina', mail: 'nowhere', ...grants(['writer * *']) }, 'mail-problem'],
    ['a name of two lines', { name: 'nina', display: 'Nina\nNobody', ...grants(['writer * *']) }, 'display-problem'],
    ['no role', { name: 'nina' }, 'roles-problem'],
    ['a role that there is not', { name: 'nina', ...grants(['king * *']) }, 'roles-problem'],
    ['an office that there is not', { name: 'nina', ...grants(['writer nowhere *']) }, 'roles-problem']
  ]) {
    const answer = await adam.post('/people/new', { seen: 'new', ...fields })
    assert.equal(answer.status, 422, what)
    assert.match(answer.body, new RegExp(`id="${problem}"`), what)
    if (fields.mail) assert.match(answer.body, /value="nowhere"/, 'what was typed is kept')
    if (fields['grant writer * *']) assert.match(answer.body, /name="grant writer \* \*" value="yes" checked/, 'and what was chosen')
  }
  const added = await adam.post('/people/new', { seen: 'new', name: 'Nina', display: 'Nina <i>Nobody', mail: 'nina@testland.example', ...grants(['editor * *', 'publisher other fr', 'publisher other en']) })
  assert.equal(added.status, 200)
  assert.match(added.body, /Nina &lt;i&gt;Nobody/)
  assert.equal(roles('nina'), 'editor||\npublisher|other|en\npublisher|other|fr')
  const nina = new Visitor(url)
  await nina.get(linkOn(added))
  assert.equal((await nina.post(linkOn(added), { password: PASSWORD, again: PASSWORD })).headers.location, '/')
  assert.equal((await nina.get('/people')).status, 403)
  assert.equal((await new Visitor(url).get(linkOn(added))).status, 404)
  const list = (await adam.get('/people')).body
  assert.match(list, /Editor · Publisher \(Embassy of Testland, English\) · Publisher \(Embassy of Testland, français\)/)
  assert.ok(!list.includes('/link/'), 'the link is not shown again')
  assert.match(must(['user', 'audit', '--action', 'person.added', site], { program }), /nina@testland.example/)
  sql('UPDATE session SET asked = 0')
  const unasked = await adam.post('/people/new', { seen: 'new', name: 'nora', ...grants(['writer * *']) })
  assert.equal(unasked.status, 422)
  assert.match(unasked.body, /name="password"/)
})

test('roles are given in place of those that were, unless somebody else changed them since', async t => {
  const { visitors, id, roles, sql } = await desk(t)
  const { adam } = visitors
  const wanda = id('wanda')
  assert.equal((await give(adam, wanda, ['writer * en', 'editor other *', 'editor other fr'])).status, 303)
  assert.equal(roles('wanda'), 'writer||en\neditor|other|', 'all languages hold each of them')
  const page = await adam.get('/people/' + wanda)
  assert.match(page.body, /name="grant writer \* en" value="yes" checked/)
  assert.match(page.body, /name="grant editor other \*" value="yes" checked/)
  await give(adam, wanda, ['writer * *'])
  const late = await adam.post(`/people/${wanda}/roles`, { seen: seenOn(page), ...grants(['publisher * *']) })
  assert.equal(late.status, 409)
  assert.match(late.body, /Somebody else changed these roles/)
  assert.match(late.body, /name="grant writer \* \*" value="yes" checked/)
  assert.doesNotMatch(late.body, /name="grant publisher \* \*" value="yes" checked/)
  assert.equal(roles('wanda'), 'writer||')
  const none = await give(adam, wanda, [])
  assert.equal(none.status, 422)
  assert.match(none.body, /Choose at least one role/)
  sql('UPDATE session SET asked = 0')
  assert.equal((await give(adam, wanda, ['editor * *'])).status, 422, 'asked again')
  assert.equal((await give(adam, wanda, ['editor * *'], { password: 'not this one at all' })).status, 422)
  assert.equal((await give(adam, wanda, ['editor * *'], { password: PASSWORD })).status, 303)
  assert.equal(roles('wanda'), 'editor||')
})

test('who keeps the people of one office gives nothing beyond it, and does nothing to whom they share', async t => {
  const { visitors, id, roles } = await desk(t)
  const { adam, otto } = visitors
  const [own] = [await otto.get('/people')].map(answer => answer.body)
  assert.match(own, /\/people\/\d+/)
  assert.doesNotMatch(own, /wanda|adam/)
  assert.doesNotMatch(own, /\/offices\/default|\/offices\/(?!other)/)
  for (const path of ['', '/particulars', '/reset', '/reset-all', '/disable', '/enable']) assert.equal((await otto.get(`/people/${id('wanda')}${path}`)).status, 404, path)
  assert.equal((await otto.post(`/people/${id('adam')}/disable`, { password: PASSWORD })).status, 404)

  const form = await otto.get('/people/new')
  assert.doesNotMatch(form.body, /grant writer \* /)
  const greedy = await otto.post('/people/new', { seen: 'new', name: 'greedy', ...grants(['administrator * *', 'publisher site *']) })
  assert.equal(greedy.status, 422)
  assert.equal((await otto.post('/people/new', { seen: 'new', name: 'nora', ...grants(['writer other *', 'administrator * *']) })).status, 200)
  assert.equal(roles('nora'), 'writer|other|')

  await give(adam, id('wanda'), ['writer * *', 'editor other *'])
  const shared = await otto.get('/people/' + id('wanda'))
  assert.equal(shared.status, 200)
  assert.match(shared.body, /also works where you are not administrator/)
  assert.doesNotMatch(shared.body, /reset/)
  for (const path of ['reset', 'reset-all', 'disable', 'particulars']) {
    assert.equal((await otto.get(`/people/${id('wanda')}/${path}`)).status, 403, path)
    assert.equal((await otto.post(`/people/${id('wanda')}/${path}`, { display: 'Mine', password: PASSWORD })).status, 403, path)
  }
  assert.equal((await give(otto, id('wanda'), ['publisher other fr', 'administrator * *'])).status, 303)
  assert.equal(roles('wanda'), 'writer||\npublisher|other|fr', 'what she is elsewhere stays')
  assert.equal((await give(otto, id('otto'), ['administrator other *', 'administrator * *', 'publisher * *'])).status, 303)
  assert.equal(roles('otto'), 'administrator|other|')
})

test('the last administrator of all offices stays one', async t => {
  const { visitors, id, roles } = await desk(t)
  const { adam } = visitors
  const less = await give(adam, id('adam'), ['writer * *'])
  assert.equal(less.status, 422)
  assert.match(less.body, /nobody who is administrator of all offices/)
  assert.equal(roles('adam'), 'administrator||')
  await adam.get(`/people/${id('adam')}`)
  const out = await adam.post(`/people/${id('adam')}/disable`, { password: PASSWORD })
  assert.equal(out.status, 409)
  assert.equal((await adam.get('/people')).status, 200)
  assert.equal((await give(adam, id('wanda'), ['administrator * *'])).status, 303)
  assert.equal((await give(adam, id('adam'), ['writer * *'])).status, 303)
  assert.equal((await adam.get('/people')).status, 403)
})

test('a new password, disabling and letting in again, each once it was asked who does it', async t => {
  const { visitors, url, id, sql, site } = await desk(t)
  const { adam, wanda } = visitors
  const her = '/people/' + id('wanda')
  sql('UPDATE session SET asked = 0')
  await adam.get(her + '/reset')
  assert.equal((await adam.post(her + '/reset')).status, 422)
  const link = linkOn(await adam.post(her + '/reset', { password: PASSWORD }))
  const other = 'another long and quiet sentence'
  assert.equal((await wanda.get('/')).status, 200, 'nothing has happened yet')
  const fresh = new Visitor(url)
  await fresh.get(link)
  assert.equal((await fresh.post(link, { password: other, again: other })).headers.location, '/')
  assert.equal((await wanda.get('/')).headers.location, '/login')
  await adam.get(her)
  assert.equal((await adam.post(her + '/disable')).status, 303)
  assert.equal((await fresh.get('/')).headers.location, '/login')
  assert.equal((await new Visitor(url).login('wanda', other)).status, 422)
  await adam.get(her)
  assert.equal((await adam.post(her + '/reset')).status, 409, 'no link for who is disabled')
  await adam.get(her)
  assert.equal((await adam.post(her + '/enable')).status, 303)
  assert.equal((await new Visitor(url).login('wanda', other)).headers.location, '/')
  await adam.get(her)
  assert.equal((await adam.post(her + '/particulars', { display: 'Wanda Lima', mail: 'wanda@testland.example' })).status, 303)
  assert.match((await adam.get('/people')).body, /Wanda Lima/)
  const lines = must(['user', 'audit', site], { program })
  for (const action of ['person.disabled', 'person.enabled', 'person.changed', 'link.made', 'link.used']) assert.match(lines, new RegExp(action))
})

test('the two-person rule of an office is switched by its administrator, and kept in the trail', async t => {
  const { visitors, site } = await desk(t, { people: { ...people, paula: ['--role', 'publisher', '--office', 'other'] } })
  const { otto, adam, paula } = visitors
  const text = await paula.write({}, 'other/en')
  await paula.submit(text)
  assert.equal((await paula.publish(text)).status, 403)
  await otto.get('/people')
  assert.equal((await otto.get('/offices/nowhere/two-person/off')).status, 403)
  assert.equal((await adam.get('/offices/nowhere/two-person/off')).status, 404)
  await otto.get('/offices/other/two-person/off')
  assert.equal((await otto.post('/offices/other/two-person/off')).status, 303)
  assert.match((await otto.get('/people')).body, /One person alone can submit and publish/)
  assert.equal((await paula.publish(text)).status, 303)
  await otto.get('/offices/other/two-person/on')
  assert.equal((await otto.post('/offices/other/two-person/on')).status, 303)
  assert.equal(must(['user', 'audit', '--action', 'office.two_person', site], { program }).trim().split('\n').length, 2)
})
