// What a leaf calls itself follows from the leaf before it, whatever has become of that leaf's edition.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, must, newSite, released, serve } from '../harness.js'

const fast = { program: released, env: { ...process.env, CHANCERY_PASSPHRASE: 'a long passphrase' } }
const address = '/en/2024/05/06/words'
const sql = (site, statement) => execFileSync('sqlite3', [site, statement]).toString().trim()
const leavesOf = site => sql(site, 'SELECT substr (entry, 1, instr (entry, char (10)) - 1) FROM leaf ORDER BY position').split('\n').map(line => JSON.parse(line))
const fields = { title: 'Words', slug: 'words', published: '2024-05-06T09:00:00Z' }

async function audited (t, site) {
  const server = await serve(t, site, [], fast)
  const { status, stdout } = chancery(['verify', server.url], fast)
  assert.equal(status, 0, stdout)
}

test('what follows a withdrawal that was erased is a restoration all the same, and an audit finds nothing wrong', async t => {
  const { folder, site } = newSite(t)
  const publish = (more, body) => must(['publish', site, document(join(folder, 'a.md'), { ...fields, ...more }, body)], fast)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  publish({}, 'First.')
  must(['withdraw', site, address, '--note', 'Mistaken.'], fast)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  publish({ change_note: 'Back.', replaces_erased: 2 }, 'Third.')
  assert.deepEqual(leavesOf(site).slice(2).map(leaf => [leaf.kind, leaf.edition, leaf.prev]), [['edition', 1, undefined], ['withdrawal', 2, 2], ['erasure', 2, 3], ['restored', 3, 3]])
  must(['check', site], fast)
  await audited(t, site)
})

test('so it is where the office’s key is kept elsewhere, and the erasure comes between request and answer', async t => {
  const { folder, site } = newSite(t)
  const [key, request, answer] = ['office.key', 'request', 'answer'].map(name => join(folder, name))
  const office = /office key +(\S+)/.exec(must(['sign', 'new', '--key', key, '--name', 'embassy.example/log/office'], fast))[1]
  const publish = (more, body) => must(['publish', site, document(join(folder, 'a.md'), { ...fields, ...more }, body)], fast)
  publish({}, 'First.')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open', '--office-key', office], fast)
  const ask = () => must(['seal', site, '--to-sign', request], fast)
  const take = () => {
    writeFileSync(answer, must(['sign', request, '--key', key, '--yes'], fast))
    must(['seal', site, '--signed', answer], fast)
  }
  const sign = () => { ask(); take() }
  for (let i = 0; i < 2; i++) sign()
  must(['withdraw', site, address, '--note', 'Mistaken.'], fast)
  sign()
  publish({ change_note: 'Back.' }, 'Third.')
  ask()
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  take()
  sign()
  assert.deepEqual(leavesOf(site).slice(2).map(leaf => [leaf.kind, leaf.edition]), [['edition', 1], ['withdrawal', 2], ['restored', 3], ['erasure', 2]])
  must(['check', site], fast)
  await audited(t, site)
})
