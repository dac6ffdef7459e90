// What the office says about itself, changed at the desk: by forms, without YAML, and public as any edition is.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { chancery, get, must, profile, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { paula: ['--role', 'publisher'], peter: ['--role', 'publisher'], adam: ['--role', 'administrator'], wanda: ['--role', 'writer'], franz: ['--role', 'publisher', '--language', 'fr'] }
const sealed = site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program })

const unescape = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

// Every field of the page's main form, as a browser would send it.
function fields (html, action) {
  const form = html.split('<form ').map(part => part.split('</form>')[0]).find(part => part.includes(`action="${action}`))
  assert.ok(form, `there is a form for ${action}`)
  const found = {}
  for (const [, tag] of form.matchAll(/<input ([^>]*)>/g)) {
    found[/name="([^"]*)"/.exec(tag)[1]] = unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g)) found[name] = unescape(text)
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option value="([^"]*)"( selected)?/g)]
    found[name] = unescape((all.find(([, , selected]) => selected) ?? all[0])[1])
  }
  return found
}

async function office (visitor) {
  return (await visitor.get('/profile')).headers.location
}

// Change an entry by its form.
async function change (visitor, of, n, typed, then = 'preview') {
  const at = await office(visitor)
  const page = await visitor.get(`${at}/entry?of=${of}&n=${n}`)
  assert.equal(page.status, 200, page.body)
  return visitor.post(`${at}/entry`, { ...fields(page.body, `${at}/entry`), ...typed, then })
}

async function note (visitor, draft, typed, then = 'save') {
  const page = await visitor.get(draft)
  return visitor.post(`${draft}/note`, { ...fields(page.body, `${draft}/note`), ...typed, then })
}

const draftOf = answer => /\/drafts\/[^?]+/.exec(answer.headers.location)[0]

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
