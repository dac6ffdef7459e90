// The Nu HTML checker finds no error on any page of the demonstration and of the imported ministry.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { crawl, demoSite, ministry, must, needsShared, newSite, profile, released, root, scratch, serve } from '../harness.js'

const jar = join(root, 'node_modules/vnu-jar/build/dist/vnu.jar')

async function problems (t, site, least, starts) {
  const folder = join(scratch(t), 'pages')
  mkdirSync(folder)
  const server = await serve(t, site, ['--at', '2026-11-23T12:34:56Z'], { program: released })
  const addresses = []
  for (const [address, answer] of await crawl(server.url, starts)) {
    if (answer.status !== 200 || !/html/.test(answer.headers['content-type'])) continue
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

test('on any page of the imported ministry', needsShared, async t => {
  const { site } = newSite(t, profile.replace('[en, fr, ar]', '[en]'), { program: released })
  must(['import', 'markdown', site, ministry], { program: released })
  assert.deepEqual((await problems(t, site, 1900)).slice(0, 20), [])
})
