// What a page says of those who witnessed its log, and that the reader's browser finds it so.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, profile, released, serve, sleep } from '../harness.js'
import { browser } from './browser.js'

const fast = { program: released }

function start (t, folder, name, log) {
  const key = join(folder, name + '.key')
  const verifier = must(['witness', 'new', '--key', key, '--name', name, '--open'], fast).trim()
  const child = spawn(released, ['witness', '--log', log, '--key', key, '--state', join(folder, name + '.state'), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = new Promise(resolve => child.on('exit', resolve))
  t.after(() => child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', data => {
      const match = /listening on (http:\/\/\S+:\d+)/.exec(data)
      if (match) resolve({ verifier, url: match[1], stop: () => { child.kill('SIGTERM'); return exited } })
    })
    exited.then(code => reject(new Error(`witness ended with ${code}`)))
  })
}

test('an edition says by whom it was witnessed once enough of them have, and the browser checks it', async t => {
  const { folder, site } = newSite(t, profile, fast)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const log = /^log key +(\S+)/m.exec(must(['key', 'show', site], fast))[1]
  const witnesses = [await start(t, folder, 'paper.example', log), await start(t, folder, 'library.example', log)]
  writeFileSync(join(folder, 'profile.yaml'), `${profile}witnesses:\n  - {name: {en: The Paper, fr: Le Journal}, key: "${witnesses[0].verifier}", url: "${witnesses[0].url}"}\n  - {key: "${witnesses[1].verifier}", url: "${witnesses[1].url}"}\nwitnesses_needed: 2\n`)
  must(['profile', site, join(folder, 'profile.yaml')], fast)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Seen', published: '2024-05-06T00:00:00Z' })], fast)
  must(['seal', site], fast)
  await witnesses[1].stop()
  must(['publish', site, document(join(folder, 'b.md'), { title: 'Later', published: '2024-05-06T00:00:00Z' })], fast)
  const { url } = await serve(t, site, [], fast)
  await sleep(60)
  const said = async address => /class="logged">([^<]*)</.exec((await get(url + address)).body)[1]
  assert.match(await said('/en/2024/05/06/seen'), /at \d\d:\d\d UTC, witnessed by The Paper and library\.example \(\d+ \w+ \d{4}, \d\d:\d\d UTC\)\.$/)
  assert.match(await said('/en/2024/05/06/later'), /at \d\d:\d\d UTC\.$/, 'enough have not seen it yet')
  const { keys, witnesses: named, witnesses_needed: needed } = JSON.parse((await get(url + '/.well-known/chancery.json')).body)
  assert.deepEqual([named, needed, keys.length], [witnesses.map(one => one.verifier), 2, 3])
  assert.match((await get(url + '/en/record')).body, /The Paper[^]*library\.example/)

  const page = await (await browser(t)).newPage()
  await page.goto(url + '/en/2024/05/06/seen')
  await page.locator('.verify summary').click()
  await page.locator('.check button').click()
  await page.waitForFunction(() => document.querySelector('form.check').dataset.result)
  assert.equal(await page.locator('form.check').getAttribute('data-result'), 'good')
  assert.match(await page.locator('[data-step=witness]').textContent(), /paper\.example \S+Z, library\.example \S+Z/)
  for (const ending of ['edition.json', 'tlog-proof']) writeFileSync(join(folder, `seen-en-1.${ending}`), (await get(`${url}/en/2024/05/06/seen.${ending}`)).body)
  const command = (await page.locator('.verify dd code').last().textContent()).replaceAll('\\\n', ' ').split(/\s+/).slice(1)
  const { status, stdout, stderr } = chancery(command, { ...fast, cwd: folder })
  assert.equal(status, 0, stderr)
  assert.match(stdout, /witnessed +by paper\.example[^]*witnessed +by library\.example/)
})
