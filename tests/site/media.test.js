// Pictures and files: from the editor to the public page, and what is refused on the way.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { get, must, released, sleep } from '../harness.js'
import { Visitor, deskSite } from '../desk.js'
import { bomb, exifOf, gif, jpeg, mp3, mp4, pdf, png, svg, zip } from '../pictures.js'

const program = released
const people = { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'], franz: ['--role', 'publisher', '--language', 'fr'] }

const mediaOf = body => [...body.matchAll(/\/media\/[0-9a-f]{64}\/[\w.-]+/g)].map(([address]) => address)

// Save the draft at ADDRESS as it stands, with FILES and what FIELDS say.
async function save (visitor, address, files = [], fields = {}) {
  const page = await visitor.get(address + '/edit')
  const typed = Object.fromEntries([...page.body.matchAll(/<input type="hidden" name="(file_\d+_name)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const version = /name="version" value="(\d+)"/.exec(page.body)[1]
  return visitor.send(address + '/edit', { version, title: 'On the ferry', body: 'The ferry runs again.', ...typed, then: 'save', ...fields }, files)
}

test('a picture goes from the draft to the public page, in several widths and without what it said', async t => {
  const { visitors, server, site } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const address = await visitors.wanda.write()
  const large = png(1700, 600, { extra: [['tEXt', Buffer.from('Comment\0Xylophonecanary')]] })
  assert.equal((await save(visitors.wanda, address, [['Am Häfen.html', large, 'text/html'], ['small.png', jpeg({ exif: exifOf('Xylophonecanary') }), 'image/png']])).status, 303)
  const editor = (await visitors.wanda.get(address + '/edit')).body
  assert.match(editor, /name="file_0_name" value="am-hafen.png"/)
  assert.match(editor, /name="file_1_name" value="small.jpg"/, 'it is what it is, whatever its name says')
  await visitors.wanda.submit(address)
  assert.match((await visitors.wanda.get(address)).body, /describe what the picture shows/)
  assert.doesNotMatch((await visitors.wanda.get(address)).body, /class="state submitted"/, 'words are wanted first')

  const said = { file_0_alt: 'A ferry at the quay', file_0_caption: 'The ferry <b>Arcadia</b>', file_0_credit: 'R. Sousa', file_0_terms: 'Free to print', file_0_focus: 'top left', file_1_decoration: 'yes' }
  assert.equal((await save(visitors.wanda, address, [], said)).status, 303)
  const preview = (await visitors.wanda.get(address + '/preview')).body
  const shown = mediaOf(preview)
  assert.equal(new Set(shown.filter(one => one.endsWith('.webp'))).size, 5)
  for (const one of new Set(shown)) {
    const answer = await visitors.wanda.get(one)
    assert.equal(answer.status, 200, one)
    assert.match(answer.headers['content-type'], /^image\/(png|jpeg|webp)$/)
    assert.match(answer.headers['content-security-policy'], /sandbox/)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.ok(!answer.bytes.includes('Xylophonecanary'))
    assert.equal((await get(server.url + one)).status, 404, 'it is not public, by its address either')
    assert.equal((await visitors.franz.get(one)).status, 404, 'nor for who may not read the draft')
    assert.equal((await new Visitor(visitors.wanda.url).get(one)).headers.location, '/login')
  }
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  const home = (await get(server.url + '/en/')).body
  const page = (await get(server.url + /href="(\/en\/\d{4}\/[^"]+ferry)"/.exec(home)[1])).body
  assert.match(page, /<source type="image\/webp" srcset="\/media\/[0-9a-f]{64}\/am-hafen-480\.webp 480w, [^"]*1440w, [^"]*1700w" sizes="[^"]+">/)
  assert.match(page, /<img src="\/media\/[0-9a-f]{64}\/am-hafen-960\.[a-z]+" alt="A ferry at the quay" width="1700" height="600" class="focus-top-left">/)
  assert.match(page, /<figcaption>The ferry &lt;b&gt;Arcadia&lt;\/b&gt;.*R\. Sousa.*Free to print/)
  assert.deepEqual(new Set(mediaOf(page)), new Set(shown), 'the preview was the page')
  for (const one of new Set(shown)) {
    const answer = await get(server.url + one)
    assert.equal(answer.status, 200, one)
    assert.match(answer.headers['cache-control'], /immutable/)
  }
  must(['check', site], { program })
})

// What a file is refused with is what the editor says beside its place.
const refusal = body => /<p class="problem" id="files-problem"[^>]*>([^<]*)</.exec(body)?.[1]

test('what is no file for readers is refused, with what to do, and all that was typed stays', async t => {
  const { visitors, site } = await deskSite(t, { program, people: { wanda: people.wanda } })
  const { wanda } = visitors
  const address = await wanda.write()
  const before = await wanda.version(address + '/edit')
  const whole = png(400, 300)
  for (const [what, file, words] of [
    ['a drawing with a script', ['logo.svg', svg, 'image/svg+xml'], /is an SVG drawing.*PNG/],
    ['the same as a picture', ['logo.png', svg, 'image/png'], /is an SVG drawing/],
    ['a GIF by another name', ['moving.jpg', gif, 'image/jpeg'], /is a GIF/],
    ['an archive', ['photos.zip', zip, 'application/zip'], /is an archive/],
    ['an archive by another name', ['photo.jpg', zip, 'image/jpeg'], /is an archive/],
    ['a page', ['page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/jpeg'], /of no type that is taken/],
    ['nothing', ['empty.jpg', Buffer.alloc(0), 'image/jpeg'], /is empty/],
    ['half a picture', ['half.png', whole.subarray(0, whole.length - 200), 'image/png'], /is broken/],
    ['the head of one', ['head.jpg', jpeg().subarray(0, 60), 'image/jpeg'], /is broken/],
    ['a megabyte of 900 million pixels', ['bomb.png', bomb(), 'image/png'], /too many pixels/]
  ]) {
    const begun = Date.now()
    const answer = await save(wanda, address, [['good.png', whole, 'image/png'], file], { title: 'Typed & kept' })
    assert.equal(answer.status, 422, what)
    assert.match(refusal(answer.body), words, what)
    assert.ok(refusal(answer.body).includes(file[0]), 'it says which')
    assert.match(answer.body, /value="Typed &amp; kept"/, what)
    assert.ok(Date.now() - begun < 20000, `${what} takes ${Date.now() - begun} ms`)
  }
  assert.equal(await wanda.version(address + '/edit'), before, 'nothing was saved')
  assert.doesNotMatch((await wanda.get(address + '/edit')).body, /file_0_name/)
  assert.equal((await save(wanda, address, [['good.png', whole, 'image/png']])).status, 303, 'and all goes on')
  const fresh = await wanda.send('/write', { place: /name="place"[^>]*value="([^"]*)"|<option value="([^"]*\/en)"/.exec((await wanda.get('/write')).body).slice(1).find(Boolean), title: 'New', body: 'Words of mine', then: 'save' }, [['logo.svg', svg]])
  assert.equal(fresh.status, 422)
  assert.match(refusal(fresh.body), /SVG/)
  assert.match(fresh.body, /Words of mine/)
  must(['check', site], { program })
})

test('a file is its true type and nothing else, and others than pictures are fetched, not shown', async t => {
  const { visitors, server } = await deskSite(t, { program, people })
  const { wanda, paula } = visitors
  const address = await wanda.write()
  const page = Buffer.from('<script>alert(document.domain)</script>')
  const films = mp4({ size: 100000 })
  const answer = await save(wanda, address, [['report.html', pdf, 'text/html'], ['song', mp3, ''], ['film.mp4', films, 'video/mp4'], ['both.jpg', Buffer.concat([jpeg(), page]), 'text/html']])
  assert.equal(answer.status, 303, refusal(answer.body))
  const editor = (await wanda.get(address + '/edit')).body
  const [report, song, film, both] = ['report.pdf', 'song.mp3', 'film.mp4', 'both.jpg'].map(name => new RegExp(`/media/[0-9a-f]{64}/${name}`).exec(editor)[0])
  for (const [one, type, bytes] of [[report, 'application/pdf', pdf], [song, 'audio/mpeg', mp3], [film, 'video/mp4', films]]) {
    const file = await wanda.get(one)
    assert.equal(file.headers['content-type'], type)
    assert.equal(file.headers['content-disposition'], 'attachment')
    assert.match(file.headers['content-security-policy'], /default-src 'none'.*sandbox/)
    assert.ok(file.bytes.equals(bytes))
  }
  const picture = await wanda.get(both)
  assert.equal(picture.headers['content-type'], 'image/jpeg')
  assert.ok(!picture.bytes.includes('<script'), 'a page that hid behind a picture is gone')
  await save(wanda, address, [], { file_0_title: 'The report', file_3_alt: 'Grey' })
  await wanda.submit(address)
  assert.equal((await paula.publish(address)).status, 303)
  const range = await get(server.url + film, { headers: { range: 'bytes=1000-1999' }, raw: true })
  assert.equal(range.status, 206)
  assert.ok(range.body.equals(films.subarray(1000, 2000)))
})

test('a picture stands in the text where it is named, and only there', async t => {
  const { visitors, server, site } = await deskSite(t, { program, people, prepare: site => must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { program }) })
  const address = await visitors.wanda.write()
  await save(visitors.wanda, address, [['Quay.png', png(1000, 500)], ['Other.png', png(20, 20)]])
  const body = 'First.\n\n![](quay.png)\n\nThen ![small words](quay.png) within, ![from elsewhere](https://elsewhere.example/quay.png).'
  await save(visitors.wanda, address, [], { body, file_0_alt: 'The "quay" & more', file_0_caption: '<i>At noon</i>', file_0_credit: 'A. Lopes', file_1_alt: 'Other' })
  await visitors.wanda.submit(address)
  assert.equal((await visitors.paula.publish(address)).status, 303)
  const path = /href="(\/en\/\d{4}\/[^"]+ferry)"/.exec((await get(server.url + '/en/')).body)[1]
  const page = (await get(server.url + path)).body
  assert.match(page, /<figure>\s*<a href="\/media\/[0-9a-f]{64}\/quay\.png"><picture><source type="image\/webp" srcset="[^"]+" sizes="[^"]+"><img src="\/media\/[0-9a-f]{64}\/quay-960\.jpg" alt="The &quot;quay&quot; &amp; more" loading="lazy" width="1000" height="500"><\/picture><\/a><figcaption>\s*&lt;i&gt;At noon&lt;\/i&gt; <span class="credit">A\. Lopes<\/span><\/figcaption>/)
  assert.match(page, /Then <a href="[^"]+quay\.png"><picture>.*alt="small words"/)
  assert.equal(page.match(/quay-960\.jpg"/g).length, 2 + 1, 'twice in the text, once in what machines read')
  assert.equal(page.match(/other\.png" alt="Other"/g)?.length, 1, 'what the text does not name stands above it')
  const shown = must(['key', 'show', site], { program })
  const keys = ['log', 'office'].flatMap(name => ['--key', new RegExp(`^${name} key +(\\S+)`, 'm').exec(shown)[1]])
  assert.match(must(['verify', server.url + '/', ...keys], { program }), /1 editions? compared with (its|their) leaves?/, 'whoever audits makes the same of the text')
  must(['check', site], { program })
})

test('files of what is scheduled are nobody’s before its instant; a correction keeps, changes and drops them', async t => {
  const { visitors, server, site } = await deskSite(t, { program, people })
  const { wanda, paula } = visitors
  const later = await wanda.write()
  await save(wanda, later, [['secret.png', png(50, 30)]], { file_0_alt: 'x' })
  await save(wanda, later, [], { file_0_alt: 'A secret', title: 'To come', when_date: '2099-01-02', when_time: '10:00', when_zone: 'UTC' })
  const secrets = mediaOf((await wanda.get(later + '/preview')).body)
  await wanda.submit(later)
  assert.equal((await paula.publish(later)).status, 303)
  assert.ok(secrets.length > 0)
  for (const one of secrets) {
    assert.equal((await get(server.url + one)).status, 404)
    assert.equal((await get(`${server.url}/at/2099-01-03T00:00:00Z${one}`)).status, 404)
    assert.equal((await wanda.get(one)).status, 200, 'who wrote it sees it')
  }

  const address = await wanda.write()
  await save(wanda, address, [['one.png', png(60, 30)], ['two.png', png(60, 40)], ['three.pdf', pdf]])
  await save(wanda, address, [], { file_0_alt: 'One', file_1_alt: 'Two', file_2_title: 'Three' })
  await wanda.submit(address)
  await paula.publish(address)
  const path = /href="(\/en\/\d{4}\/[^"]+ferry)"/.exec((await get(server.url + '/en/')).body)[1]
  const first = mediaOf((await get(server.url + path)).body)
  const listed = (await wanda.get('/public')).body
  const edition = Object.fromEntries(['office', 'document', 'language'].map(name => [name, new RegExp(`name="${name}" value="([^"]+)"`).exec(listed)[1]]))
  const next = (await wanda.post('/public/correct', edition)).headers.location.replace('/edit', '')
  const editor = (await wanda.get(next + '/edit')).body
  assert.match(editor, /value="one\.png"/)
  assert.match(editor, /name="file_1_alt" value="Two"/)
  const typed = { file_0_alt: 'One', file_1_alt: 'Two, said anew', file_2_title: 'Three', change_note: 'Pictures' }
  assert.equal((await save(wanda, next, [], { ...typed, then: 'file-remove-0' })).status, 303)
  assert.match((await save(wanda, next, [['four.png', png(70, 30)]], { file_0_alt: 'Two, said anew', file_1_title: 'Three', change_note: 'Pictures', then: 'file-down-0' })).headers.location, /#attachments$/)
  await save(wanda, next, [], { file_0_title: 'Three', file_1_alt: 'Two, said anew', file_2_alt: 'Four', change_note: 'Pictures' })
  await wanda.submit(next)
  assert.equal((await paula.publish(next)).status, 303)
  await sleep(300) // the front asks for what is new every hundredth of a second
  const page = (await get(server.url + path)).body
  assert.doesNotMatch(page, /one\.png/)
  assert.match(page, /alt="Two, said anew"/)
  assert.match(page, /four\.png/)
  assert.match(page, /three\.pdf/)
  for (const one of first) assert.equal((await get(server.url + one)).status, 200, 'the first edition still shows it')
  assert.match((await get(`${server.url}${path}/editions/1`)).body, /one\.png/)
  must(['check', site], { program })
})

test('what is discarded is forgotten, unless somebody else has it; what is public is not kept twice', async t => {
  const { visitors, site } = await deskSite(t, { program, people })
  const { wanda, paula } = visitors
  const desk = site.replace(/\.db$/, '.desk')
  const count = () => Number(spawnSync('sqlite3', ['-readonly', desk, 'SELECT count(*) FROM media']).stdout.toString())
  const [first, second] = [await wanda.write(), await wanda.write()]
  await save(wanda, first, [['a.pdf', pdf]])
  await save(wanda, second, [['b.pdf', pdf], ['c.mp3', mp3]])
  assert.equal(count(), 2)
  assert.equal((await wanda.post(second + '/discard', { version: await wanda.version(second) })).status, 303)
  assert.equal(count(), 1)
  await wanda.submit(first)
  await paula.publish(first)
  assert.equal(count(), 0)
  assert.match((await paula.get(first + '/preview')).body, /a\.pdf/, 'the record has it')
})

test('who may not save brings nothing in; a stranger’s film is not even kept', async t => {
  const { visitors, url } = await deskSite(t, { program, people })
  const { wanda, paula, franz } = visitors
  const address = await wanda.write()
  await save(wanda, address, [['a.pdf', pdf]])
  const version = await wanda.version(address + '/edit')
  const fields = { version, title: 'x', body: 'y', then: 'save' }
  await franz.get('/')
  assert.equal((await franz.send(address + '/edit', fields, [['b.pdf', pdf]])).status, 404)
  assert.equal((await wanda.send(address + '/edit', { ...fields, csrf: 'A'.repeat(43) }, [['b.pdf', pdf]])).status, 403)
  assert.equal((await wanda.send(address + '/edit', fields, [['b.pdf', pdf]], { origin: 'https://evil.example' })).status, 403)
  assert.equal((await wanda.send(address + '/autosave', fields, [['b.pdf', pdf]])).status, 415, 'where there is no place for files')
  for (const [body, type] of [['--x\r\n', 'multipart/form-data; boundary=x'], ['', 'multipart/form-data'], ['--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n', 'multipart/form-data; boundary=x']]) {
    assert.equal((await wanda.request('POST', address + '/edit', { headers: { origin: url, 'sec-fetch-site': 'same-origin', 'content-type': type }, body })).status, 415)
  }
  const nobody = new Visitor(url)
  await nobody.get('/login')
  const sent = await nobody.send(address + '/edit', fields, [['film.mp4', mp4({ size: 6 << 20 }), 'video/mp4']]).catch(error => ({ status: error.code }))
  assert.ok([415, 403, 303, 'ECONNRESET', 'EPIPE'].includes(sent.status), String(sent.status))
  await wanda.get('/')
  const large = await wanda.send(address + '/edit', fields, [['film.mp4', mp4({ size: 80 << 20 }), 'video/mp4']]).catch(error => ({ status: error.code }))
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(large.status), String(large.status))
  assert.equal(await paula.version(address + '/edit'), version)
})
