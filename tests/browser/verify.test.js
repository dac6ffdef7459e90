// The check in the reader's own browser: it passes what was recorded, and nothing else; and it is no more than a help.
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test, { before } from 'node:test'
import { gzipSync } from 'node:zlib'
import { chancery, document, get, must, newSite, profile, released, root, serve } from '../harness.js'
import { browser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const fast = { program: released }
const address = '/en/2024/05/06/words'
let server, folder, keys, file

before(async t => {
  const made = newSite(t, profile, fast)
  folder = made.folder
  const site = made.site
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const files = ['One', 'Two', 'Words', 'Four'].map(title => document(join(folder, title + '.md'), { title, published: '2024-05-06T00:00:00Z' }, `The words of ${title} </script><b>“here”</b>.`))
  must(['publish', site, ...files], fast)
  must(['publish', site, document(files[2], { title: 'Words', published: '2024-05-06T00:00:00Z', change_note: 'A word was missing.' }, 'More words, [and a link](/en/all).')], fast)
  server = await serve(t, site, [], fast)
  keys = (await get(server.url + '/.well-known/chancery.json')).body
  keys = JSON.parse(keys)
  file = (await get(server.url + address + '.verify.html')).body
})

const verdict = async page => {
  await page.waitForFunction(() => document.querySelector('form.check').dataset.result)
  return page.locator('form.check').getAttribute('data-result')
}
const steps = page => page.locator('.check li:not([hidden])').evaluateAll(items => Object.fromEntries(items.map(item => [item.dataset.step, item.className])))
async function open (page, text) {
  const path = join(folder, `${Math.random()}.verify.html`)
  writeFileSync(path, text)
  await page.goto('file://' + path)
  return { result: await verdict(page), steps: await steps(page) }
}
const embedded = /(<script type="application\/json" id="verify-files">)(.*?)(<\/script>)/
const embeddedFiles = () => JSON.parse(embedded.exec(file)[2])
// The file with other files in it, or other keys.
function changed ({ document, proof, given }) {
  const files = { ...embeddedFiles(), ...(document && { document }), ...(proof && { proof }) }
  const text = file.replace(embedded, (_, before, __, after) => before + JSON.stringify(files).replaceAll('<', '\\u003c') + after)
  return given ? text.replace(/(<textarea[^>]*>)[^<]*/, (_, before) => before + given) : text
}

test('a document’s page checks itself, and without a network once it is open', async t => {
  const context = await browser(t)
  const page = await context.newPage()
  for (const [at, number] of [[address, 2], [address + '/editions/1', 1]]) {
    await context.setOffline(false)
    await page.goto(server.url + at)
    assert.match(await page.locator('.logged').textContent(), new RegExp(`^Edition ${number} of 2, .* recorded as no\\. `))
    assert.equal(await page.locator('.check').isVisible(), false, 'nothing to press until it is opened')
    const loaded = page.waitForResponse(/tlog-proof$/)
    await page.locator('.verify summary').click()
    await (await loaded).finished()
    await page.waitForTimeout(50)
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Check in this browser' }).click()
    assert.equal(await verdict(page), 'good', at)
    assert.deepEqual(await steps(page), { document: 'good', office: 'good', inclusion: 'good', log: 'good' })
  }
})

test('other keys than those of the office and its log pass nothing', async t => {
  const page = await (await browser(t)).newPage()
  const others = newSite(t, profile, fast).site
  must(['key', 'new', others, '--name', 'embassy.example/log', '--open'], fast)
  const shown = must(['key', 'show', others], fast)
  const other = { log: /^log key +(\S+)/m.exec(shown)[1], office: /^office key +(\S+)/m.exec(shown)[1] }
  await page.goto(server.url + address)
  await page.locator('.verify summary').click()
  const check = async text => {
    await page.locator('.check').evaluate(form => { delete form.dataset.result })
    await page.getByLabel('Keys').fill(text)
    await page.getByRole('button', { name: 'Check in this browser' }).click()
    return verdict(page)
  }
  assert.equal(await check(`${other.log}\n${keys.office_key}`), 'bad')
  assert.equal((await steps(page)).log, 'bad')
  assert.equal(await check(`${keys.log_key}\n${other.office}`), 'bad')
  assert.deepEqual(await steps(page), { document: 'good', office: 'bad', inclusion: 'good', log: 'good' })
  assert.equal(await check(keys.log_key), 'part', 'the office’s signature was not checked')
  for (const none of ['', 'words', keys.office_key, keys.log_key.replace(/(.)(.)$/, '$2$2$1'), keys.log_key.replace('embassy', 'Embassy'), keys.log_key + '\nwords']) assert.equal(await check(none), 'keys', none)
  assert.equal(await check(`  ${keys.office_key}  \n\n${keys.log_key}\n`), 'good')
})

test('one file holds all and checks itself from a disk; any change to it is found', async t => {
  const context = await browser(t, { offline: true })
  const page = await context.newPage()
  const asked = []
  page.on('request', request => { if (!request.url().startsWith('file:')) asked.push(request.url()) })
  page.on('pageerror', error => asked.push(String(error)))
  const { document: edition, proof } = embeddedFiles()
  assert.equal(edition, (await get(server.url + address + '.edition.json')).body)
  assert.equal(proof, (await get(server.url + address + '.tlog-proof')).body)
  assert.deepEqual(await open(page, file), { result: 'good', steps: { document: 'good', office: 'good', inclusion: 'good', log: 'good' } })
  assert.equal(await page.locator('.body a').getAttribute('href'), 'https://testland.example/en/all')

  const letters = [...edition].flatMap((letter, i) => /[a-z0-9]/i.test(letter) ? [i] : [])
  for (let i = 0; i < letters.length; i += 41) {
    const at = letters[i]
    const other = edition.slice(0, at) + (edition[at] === 'x' ? 'y' : 'x') + edition.slice(at + 1)
    const { result, steps } = await open(page, changed({ document: other }))
    assert.equal(result, 'bad', `letter ${at}`)
    assert.equal(steps.document, 'bad')
  }
  const lines = proof.split('\n')
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] === '') continue
    const at = Math.floor(lines[i].length / 2)
    const other = [...lines.slice(0, i), lines[i].slice(0, at) + (lines[i][at] === '4' ? '5' : '4') + lines[i].slice(at + 1), ...lines.slice(i + 1)].join('\n')
    assert.equal((await open(page, changed({ proof: other }))).result, 'bad', lines[i])
  }
  for (const other of [proof.replace(/index (\d+)/, 'index 0$1'), proof.replace(/extra .*\n/, ''), proof + '\n', proof + '— words\n', proof.replace('\n\n', '\n'), proof.slice(0, -2) + '\n',
    proof.replace(/\n— .*\n$/, '\n'), proof.replace(/^(extra [^\n]{40})/m, '$1 ')])
    assert.equal((await open(page, changed({ proof: other }))).result, 'bad')
  assert.deepEqual(asked, [])

  const scripted = file.replace('<main>', '<main><script>document.title = "run"</script>')
  await open(page, scripted)
  assert.notEqual(await page.title(), 'run', 'its policy runs no other script')
})

test('both verifiers agree, and say who witnessed', async t => {
  const page = await (await browser(t)).newPage()
  const { proof, document: edition } = embeddedFiles()
  const pair = generateKeyPairSync('ed25519')
  const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const key = Buffer.concat([Buffer.from([4]), raw])
  const id = createHash('sha256').update('paper.example\n').update(key).digest().subarray(0, 4)
  const witness = `paper.example+${id.toString('hex')}+${key.toString('base64')}`
  const text = proof.slice(proof.indexOf('\n\n') + 2).split('\n\n')[0] + '\n'
  const cosign = (time, said = time) => {
    const eight = Buffer.alloc(8)
    eight.writeBigUInt64BE(BigInt(time))
    return `— paper.example ${Buffer.concat([id, eight, sign(null, Buffer.from(`cosignature/v1\ntime ${said}\n${text}`), pair.privateKey)]).toString('base64')}\n`
  }
  const given = [keys.log_key, keys.office_key, witness].join('\n')
  const both = async (proof, given) => {
    const { result, steps } = await open(page, changed({ proof, given }))
    writeFileSync(join(folder, 'x.edition.json'), edition)
    writeFileSync(join(folder, 'x.tlog-proof'), proof)
    const { status } = chancery(['verify', join(folder, 'x.edition.json'), join(folder, 'x.tlog-proof'), '--key', keys.log_key, '--key', keys.office_key, '--witness', witness], fast)
    return { result, status, steps }
  }
  const seen = await both(proof + cosign(1780000000), given)
  assert.deepEqual([seen.result, seen.status, seen.steps.witness], ['good', 0, 'good'])
  assert.match(await page.locator('[data-step=witness]').textContent(), /paper\.example 2026-05-28T20:26:40\.000Z/)
  const wrong = await both(proof + cosign(1780000000, 1780000001), given)
  assert.deepEqual([wrong.result, wrong.status], ['bad', 1], 'a wrong signature of a known key')
  assert.equal((await open(page, changed({ proof: proof + cosign(1780000000, 1780000001) }))).result, 'good', 'of a key that is not known, it is passed over')
  const none = await both(proof, given)
  assert.deepEqual([none.result, none.steps.witness], ['part', 'part'], 'nobody witnessed')
})

test('a browser that cannot do a step says which, and a page without script has all but the button', async t => {
  const page = await (await browser(t)).newPage()
  await page.addInitScript(() => {
    const known = SubtleCrypto.prototype.importKey
    SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
      return algorithm === 'Ed25519' ? Promise.reject(new DOMException('no', 'NotSupportedError')) : known.call(this, format, key, algorithm, ...rest)
    }
  })
  await page.goto(server.url + address)
  await page.locator('.verify summary').click()
  await page.locator('.check button').click()
  assert.equal(await verdict(page), 'part')
  assert.deepEqual(await steps(page), { document: 'good', office: 'part', inclusion: 'good', log: 'part' })
  assert.match(await page.locator('[data-verdict=part]').textContent(), /program named above/)

  const silent = await (await browser(t, { javaScriptEnabled: false })).newPage()
  await silent.goto(server.url + address)
  await silent.locator('.verify summary').click()
  assert.equal(await silent.locator('.check').isVisible(), false)
  assert.match(await silent.locator('.verify code').last().textContent(), /^chancery verify words-en-2\.edition\.json words-en-2\.tlog-proof \\\n {2}--key embassy/)
  assert.equal(await silent.locator('.verify a[download]').count(), 3)
})

test('what was signed before the keys were changed is checked with the keys of then', async t => {
  const { folder, site } = newSite(t, profile, fast)
  const rootKey = join(folder, 'root')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open', '--root', rootKey], fast)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Before', published: '2024-05-06T00:00:00Z' })], fast)
  must(['key', 'rotate', site, '--root', rootKey], fast)
  must(['publish', site, document(join(folder, 'b.md'), { title: 'After', published: '2024-05-06T00:00:00Z' })], fast)
  const { url } = await serve(t, site, [], fast)
  const page = await (await browser(t)).newPage()
  for (const slug of ['before', 'after']) {
    await page.goto(`${url}/en/2024/05/06/${slug}`)
    await page.locator('.verify summary').click()
    await page.locator('.check button').click()
    assert.equal(await verdict(page), 'good', slug)
    for (const ending of ['edition.json', 'tlog-proof']) writeFileSync(join(folder, `${slug}-en-1.${ending}`), (await get(`${url}/en/2024/05/06/${slug}.${ending}`)).body)
    const command = (await page.locator('.verify dd code').last().textContent()).replaceAll('\\\n', ' ').split(/\s+/).slice(1)
    assert.equal(chancery(command, { ...fast, cwd: folder }).status, 0, 'the command on the page')
  }
  const { body } = await get(url + '/en/record')
  assert.match(body, /Keys named on[^]*Keys named on[^]*vouched for by[^]*embassy\.example\/log\/root/)
  const { keys } = JSON.parse((await get(url + '/.well-known/chancery.json')).body)
  assert.equal(keys.length, 4, 'the log key before signs as well')
})

test('its script is small, and the program on the page is what checks', () => {
  const script = readFileSync(join(root, 'assets/verify.js'))
  assert.ok(gzipSync(script).length <= 6 * 1024)
  assert.ok(file.includes(script.toString()), 'the same script in the file')
})

test('axe finds no violation in panel, file, record and calendars, and none scrolls sideways', async t => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser(t, { bypassCSP: true, colorScheme, viewport: { width: 320, height: 800 } })
    const page = await context.newPage()
    const path = join(folder, 'axe.verify.html')
    writeFileSync(path, file)
    const day = (await get(server.url + '/en/calendar')).body.match(/href="(\/en\/calendar\/\d+\/\d+\/\d+)"/)[1]
    const pages = [address, '/ar/record', '/en/record', '/en/calendar', '/ar/calendar', address + '/calendar', day].map(one => server.url + one)
    for (const at of [...pages, 'file://' + path]) {
      await page.goto(at)
      assert.equal(await page.locator('h1').count(), 1, at)
      await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true })
      if (await page.locator('.check').count() > 0) {
        await page.locator('.check button').click()
        await verdict(page)
      }
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      assert.deepEqual(violations.map(one => `${at}: ${one.id} ${one.nodes[0].html.slice(0, 150)}`), [])
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${at} scrolls sideways`)
    }
  }
})

test('a slider leads from memento to memento, by the keyboard as well', async t => {
  const { folder, site } = newSite(t, profile, fast)
  const publish = (published, body, note) => must(['publish', site, '--imported', document(join(folder, 'a.md'), { title: 'Words', published, slug: 'words', change_note: note }, body)], fast)
  publish('2024-03-01T10:00:00Z', 'First.')
  publish('2024-03-05T10:00:00Z', 'Second.', 'A word.')
  publish('2024-03-09T10:00:00Z', 'Third.', 'One more.')
  const { url } = await serve(t, site, [], fast)
  const context = await browser(t)
  const page = await context.newPage()
  await page.goto(url + '/at/20240306000000/en/2024/03/01/words')
  const slider = page.getByRole('slider', { name: 'Another time' })
  await slider.waitFor()
  assert.match(await slider.getAttribute('aria-valuetext'), /5 Mar 2024, 10:00:00/)
  await slider.focus()
  await page.keyboard.press('ArrowLeft')
  assert.match(await slider.getAttribute('aria-valuetext'), /1 Mar 2024/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/at\/20240301100000\/en/)
  assert.match(await page.locator('.body').textContent(), /First/)
  const silent = await (await browser(t, { javaScriptEnabled: false })).newPage()
  await silent.goto(url + '/at/20240306000000/en/2024/03/01/words')
  assert.equal(await silent.getByRole('slider').count(), 0)
})
