// Several offices in one data file.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, profile, serve } from '../harness.js'

const second = profile.replace(/^name:.*$/m, 'name: {en: Central Bank of Testland}').replace('testland.example', 'bank.example')

test('two offices in one file are told apart by name and by host, and see nothing of each other', async t => {
  const { folder, site } = newSite(t)
  writeFileSync(join(folder, 'bank.yaml'), second)
  assert.equal(chancery(['init', site, '--profile', join(folder, 'profile.yaml')]).status, 1)
  must(['init', site, '--profile', join(folder, 'bank.yaml'), '--office', 'bank'])

  const file = document(join(folder, 'a.md'), { title: 'Words of the bank' })
  const unnamed = chancery(['publish', site, file])
  assert.equal(unnamed.status, 2)
  assert.match(unnamed.stderr, /--office: .*bank/)
  must(['publish', site, file, '--office', 'bank'])
  must(['publish', site, document(join(folder, 'b.md'), { title: 'Words of the embassy' }), '--office', 'embassy-of-testland'])
  assert.equal(chancery(['render', site, '/en/', '--office', 'nobody']).status, 2)

  const server = await serve(t, site)
  const seen = async host => (await get(server.url + '/en/', { headers: { host } })).body
  for (const host of ['bank', 'bank.example', 'bank.example:8080', 'BANK.EXAMPLE']) {
    assert.match(await seen(host), /Words of the bank/, host)
    assert.doesNotMatch(await seen(host), /Words of the embassy/, host)
  }
  assert.match(await seen('testland.example'), /Words of the embassy/)
  const stranger = await get(server.url + '/en/', { headers: { host: 'stranger.example' } })
  assert.equal(stranger.status, 421)
  assert.doesNotMatch(stranger.body, /stranger/)
  for (const place of ['/en/2024/05/06/words-of-the-bank', '/en/all', '/sitemap.xml', '/en/feed.atom']) {
    const { body } = await get(server.url + place, { headers: { host: 'testland.example' } })
    assert.doesNotMatch(body.replaceAll(place, ''), /words-of-the-bank|Words of the bank/, place)
  }
  must(['check', site])
})
