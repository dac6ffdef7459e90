// What a page says of its place in the record log, the page about the log, its keys for programs, and the file to keep.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { demoSite, document, get, must, newSite, profile, released, root, scratch, serve, sleep } from '../harness.js'

const fast = { program: released }
const name = 'embassy.example/log'
function sealed (t, text = profile) {
  const made = newSite(t, text, fast)
  must(['key', 'new', made.site, '--name', name, '--open'], fast)
  return made
}
const said = body => /class="logged">([^<]*)</.exec(body)?.[1]
const words = '/en/2024/03/01/words'

test('an edition says in plain words what was recorded, and no more than is so', async t => {
  const { folder, site } = sealed(t)
  const publish = (file, fields, ...args) => must(['publish', site, ...args, document(join(folder, file), { published: '2024-03-01T10:00:00Z', ...fields }, `Words ${fields.change_note}`)], fast)
  publish('a.md', { title: 'Words' })
  publish('a.md', { title: 'Words', change_note: 'A word was wrong.' })
  publish('b.md', { title: 'Older' }, '--imported')
  publish('c.md', { title: 'Gone' })
  must(['withdraw', site, '/en/2024/03/01/gone', '--note', 'It was a mistake.'], fast)
  const { url } = await serve(t, site, [], fast)
  const of = async address => said((await get(url + address)).body)
  const now = '\\d+ \\w+ \\d{4} at \\d\\d:\\d\\d UTC'
  assert.match(await of(words), new RegExp(`^Edition 2 of 2, corrected on \\d+ \\w+ \\d{4} \\(A word was wrong\\), recorded as no\\. 4 on ${now}\\.$`))
  assert.match(await of(words + '/editions/1'), new RegExp(`^Edition 1 of 2, published on 1 March 2024, recorded as no\\. 3 on ${now}\\.$`))
  assert.match(await of('/en/2024/03/01/older'), /^Edition 1 of 1, carried over from elsewhere, dated 1 March 2024 \(date asserted, not witnessed\), recorded as no\. 5 /)
  assert.match(await of('/en/2024/03/01/gone'), /^Edition 2 of 2, withdrawn on .* \(It was a mistake\), recorded as no\. 7 /)
  assert.doesNotMatch((await get(url + words)).body, /witnessed by/, 'nobody witnessed')

  const { log } = JSON.parse((await get(url + words + '.json')).body).document
  assert.equal(log.number, '4')
  assert.equal(log.digest, createHash('sha256').update((await get(url + log.document)).body).digest('hex'))
  for (const address of [log.document, log.proof, log.file]) assert.equal((await get(url + address)).status, 200, address)
})

test('what is not sealed yet says so; a site without a log says nothing', async t => {
  const { folder, site } = sealed(t)
  const lifts = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', published: lifts.toISOString() })], fast)
  renameSync(site + '.keys', site + '.away') // so that the server cannot seal it
  const { url } = await serve(t, site, [], fast)
  await sleep(lifts.getTime() - Date.now() + 100)
  const address = `/en/${lifts.toISOString().slice(0, 10).replaceAll('-', '/')}/words`
  assert.match((await get(url + address)).body, /This edition is not in the public log yet/)
  assert.equal((await get(url + address + '.verify.html')).status, 404)
  renameSync(site + '.away', site + '.keys')
  must(['seal', site], fast)
  await sleep(60)
  assert.match(said((await get(url + address)).body), /recorded as no\. 3/)

  const plain = newSite(t, profile, fast)
  must(['publish', plain.site, document(join(plain.folder, 'a.md'), { title: 'Words', published: '2024-03-01T10:00:00Z' })], fast)
  const other = await serve(t, plain.site, [], fast)
  const { body } = await get(other.url + words)
  assert.doesNotMatch(body, /class="verify"|not in the public log|\/record"|verify\.js/)
  for (const none of ['/en/record', '/.well-known/chancery.json', words + '.verify.html']) assert.equal((await get(other.url + none)).status, 404, none)
})

test('the page about the record names the log, its keys and its size, in every language, now and in the past', async t => {
  const { folder, site } = sealed(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', published: '2024-03-01T10:00:00Z' }), '--imported'], fast)
  const { url } = await serve(t, site, [], fast)
  const shown = must(['key', 'show', site], fast)
  const [log, office, root] = ['log', 'office', 'root'].map(which => new RegExp(`^${which} key +(\\S+)`, 'm').exec(shown)[1])
  for (const [address, entries] of [['/en/record', '3 entries'], ['/fr/record', '3 entrées'], ['/ar/record', '٣ قيود'], ['/at/20240302000000/en/record', '3 entries']]) {
    const { status, body } = await get(url + address)
    assert.equal(status, 200, address)
    for (const text of [log, office, root, name, 'https://testland.example/log', entries]) assert.ok(body.replaceAll('&#43;', '+').includes(text), `${address}: ${text}`)
  }
  assert.match((await get(url + '/at/20240302000000/en/record')).body, /shown as it is now/)
  assert.match((await get(url + '/en/')).body, /<footer[^]*href="\/en\/record"/)
  const { body, headers } = await get(url + '/.well-known/chancery.json')
  const { endorsements, ...keys } = JSON.parse(body)
  assert.deepEqual(endorsements.map(note => JSON.parse(note.split('\n')[0]).keys), [[office, log, root]])
  assert.deepEqual(keys, { log: name, url: 'https://testland.example/log', log_key: log, office_key: office, root_key: root, keys: [log, office, root], witnesses: [], witnesses_needed: 0 })
  assert.equal(headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(headers['access-control-allow-origin'], '*')
  const checkpoint = (await get(url + '/log/checkpoint')).headers
  assert.equal(headers['cache-control'], checkpoint['cache-control'])
  assert.equal((await get(url + '/at/20240302000000/.well-known/chancery.json')).status, 404)
})

test('the file to keep is an attachment that loads nothing, and may run one script', async t => {
  const { folder, site } = sealed(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words & “signs” <b>', slug: 'words', published: '2024-03-01T10:00:00Z' }, 'A [link](/en/all), </script> and <!-- more.')], fast)
  const { url } = await serve(t, site, [], fast)
  const { status, headers, body } = await get(url + words + '.verify.html')
  assert.equal(status, 200)
  assert.equal(headers['content-disposition'], 'attachment; filename="words-en-1.verify.html"')
  assert.equal(headers.link, undefined, 'it has no past of its own')
  const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const [script, style] = [/<script>([^]*?)<\/script>/.exec(body)[1], /<style>([^]*?)<\/style>/.exec(body)[1]]
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`
  assert.ok(body.includes(`http-equiv="Content-Security-Policy" content="${policy}"`))
  assert.equal(headers['content-security-policy'], policy + "; frame-ancestors 'none'")
  assert.doesNotMatch(body, / (src|srcset)=|url\(|@import/)
  assert.equal(body.match(/<script/g).length, 2)
  assert.equal(JSON.parse(/id="verify-files">(.*)<\/script>/.exec(body)[1]).document, (await get(url + words + '.edition.json')).body)
  assert.equal((await get(url + '/at/20990101000000' + words + '.verify.html')).status, 302)
  const theme = scratch(t)
  writeFileSync(join(theme, 'verify.js'), 'console.log("</script>")')
  const odd = await serve(t, site, ['--templates', theme], fast)
  assert.equal((await get(odd.url + words + '.verify.html')).status, 500, 'a script that would end its element')
})

test('the Nu HTML checker finds no error on the pages of a sealed record', async t => {
  const { site } = demoSite(t, fast)
  must(['key', 'new', site, '--name', name, '--open'], fast)
  const { url } = await serve(t, site, [], fast)
  const folder = scratch(t)
  const [, glaciers] = /href="(\/en\/2025\/12\/12\/[^"]+)"/.exec((await get(url + '/en/all/2025/12')).body)
  const [, day] = /href="(\/en\/calendar\/2025[^"]+)"/.exec((await get(url + '/en/calendar/2025')).body)
  const pages = ['/en/record', '/ar/record', '/en/calendar', '/ar/calendar/2025', day, glaciers, glaciers + '/editions/1', glaciers + '/calendar', glaciers + '.verify.html', '/at/20260101000000/en/', '/at/20260101000000' + glaciers]
  for (const [i, page] of pages.entries()) {
    const { status, body } = await get(url + page)
    assert.equal(status, 200, page)
    writeFileSync(join(folder, `${i}.html`), body)
  }
  const { stdout } = spawnSync('java', ['-Xss8m', '-jar', join(root, 'node_modules/vnu-jar/build/dist/vnu.jar'), '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.deepEqual(JSON.parse(stdout).messages.map(({ url, message, extract }) => `${pages[/(\d+)\.html$/.exec(url)?.[1]]}: ${message} ${extract}`), [])
})
