// Keys may be changed while the record is served, and what becomes public is sealed with the new ones.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, released, serve, sleep } from '../harness.js'

const fast = { program: released }

test('who serves takes up new keys', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const server = await serve(t, site, [], fast)
  const size = async () => Number((await get(server.url + '/log/checkpoint')).body.split('\n')[1])
  must(['key', 'rotate', site, '--without-root'], fast)
  const due = new Date(Date.now() + 700)
  must(['publish', site, document(join(folder, 'soon.md'), { title: 'Soon', published: due.toISOString() })], fast)
  for (let i = 0; i < 60 && await size() < 4; i++) await sleep(250)
  assert.equal(await size(), 4, 'two leaves of keys, the profile, the statement')
  assert.match(server.errors, /the keeper ended with 0; it is started again/)
  must(['check', site], fast)
  const { status, stdout } = chancery(['verify', server.url], fast)
  assert.equal(status, 0, stdout)
})
