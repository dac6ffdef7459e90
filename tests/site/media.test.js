// Pictures and files: from the editor to the public page, and what is refused on the way.
import assert from 'node:assert/strict'
import test from 'node:test'
import { get, must, released } from '../harness.js'
import { Visitor, deskSite } from '../desk.js'
import { exifOf, jpeg, png } from '../pictures.js'

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
