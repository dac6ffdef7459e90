// What is asked of the log too early is not kept from those who ask later.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { document, get, must, newSite, released, serve } from '../harness.js'

const fast = { program: released }

test('a cache keeps that a tile is not there no longer than it keeps a checkpoint', async t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', published: '2024-05-06T09:00:00Z' })], fast)
  const server = await serve(t, site, [], fast)
  const asked = ['/log/checkpoint', '/log/tile/0/000.p/4', '/log/tile/entries/000.p/4', '/log/tile/0/000', '/en/2024/05/06/words.tlog-proof', '/en/2024/05/06/words.edition.json']
  for (const begun of [false, true]) {
    if (begun) must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
    for (const path of asked.slice(0, begun ? 4 : 6)) {
      const { status, headers } = await get(server.url + path)
      assert.equal(status, begun && path === asked[0] ? 200 : 404, path)
      assert.equal(headers['cache-control'], 'public', path)
      const life = (new Date(headers.expires) - new Date(headers.date)) / 1000
      assert.ok(life >= 0 && life <= 3, `${path}: ${life} s`)
    }
  }
  assert.match((await get(server.url + '/en/2024/05/07/none')).headers['cache-control'], /stale-while-revalidate/, 'other pages as before')
})
