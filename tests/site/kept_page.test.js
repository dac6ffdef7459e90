// The page that checks itself says what was said.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { get, must, newSite, released, serve } from '../harness.js'

const fast = { program: released }

test('a page to keep leads into the site by its links, and leaves the words as they are', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  writeFileSync(join(folder, 'a.md'), '---\ntitle: Words\nkind: statement\nlanguage: en\npublished: 2024-05-06T09:00:00Z\n---\nWrite href="/here", or `<a href="/there">`. [In](/en/all "a > b") [out](//elsewhere.example/x)\n')
  must(['publish', site, join(folder, 'a.md')], fast)
  const server = await serve(t, site, [], fast)
  const { body } = await get(server.url + '/en/2024/05/06/words.verify.html')
  const text = /<div class="body">([^]*?)<\/div>/.exec(body)[1]
  assert.match(text, /Write href="\/here", or <code>&lt;a href="\/there"&gt;<\/code>/)
  assert.match(text, /<a href="https:\/\/testland\.example\/en\/all"[^>]*>In</)
  assert.match(text, /<a href="\/\/elsewhere\.example\/x"[^>]*>out</)
})
