// The Nu HTML checker finds no error on any page of the demonstration and of the imported ministry.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { crawl, demoSite, document, ministry, must, needsShared, newSite, profile, released, root, scratch, serve } from '../harness.js'

const jar = join(root, 'node_modules/vnu-jar/build/dist/vnu.jar')

async function problems (t, site, least, starts) {
  const folder = join(scratch(t), 'pages')
  mkdirSync(folder)
  const server = await serve(t, site, ['--at', '2026-11-23T12:34:56Z'], { program: released })
  const addresses = []
  for (const [address, answer] of await crawl(server.url, starts)) {
    if (![200, 451].includes(answer.status) || !/html/.test(answer.headers['content-type'])) continue
    writeFileSync(join(folder, `${addresses.length}.html`), answer.body)
    addresses.push(address)
  }
  await server.stop()
  assert.ok(addresses.length >= least, `${addresses.length} pages`)
  const { stdout } = spawnSync('java', ['-Xss8m', '-jar', jar, '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', folder],
    { encoding: 'utf8', maxBuffer: 1 << 28 })
  return JSON.parse(stdout).messages.map(message => `${addresses[/(\d+)\.html$/.exec(message.url)?.[1]]}: ${message.message} ${message.extract ?? ''}`)
}

test('on any page of the demonstration', async t => {
  const { site } = demoSite(t, { program: released })
  assert.deepEqual((await problems(t, site, 150)).slice(0, 20), [])
})

test('where something was erased, and beside it', async t => {
  const { folder, site } = newSite(t, profile, { program: released })
  for (const day of [1, 2, 3]) must(['publish', site, '--imported', document(join(folder, 'a.md'), { published: `2024-05-0${day}T10:00:00Z`, change_note: 'Why.' }, `Day ${day}.`)], { program: released })
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program: released })
  must(['erase', site, '/en/2024/05/01/a-statement/editions/2', '--note', 'Order 7 of <the court> & “others”.'], { program: released })
  assert.deepEqual(await problems(t, site, 10), [])
})

test('on any page of the imported ministry', needsShared, async t => {
  const { site } = newSite(t, profile.replace('[en, fr, ar]', '[en]'), { program: released })
  must(['import', 'markdown', site, ministry], { program: released })
  assert.deepEqual((await problems(t, site, 1900)).slice(0, 20), [])
})
