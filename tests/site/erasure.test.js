// Erasing by order of law: the words are gone from every page, form, instant and byte; that they were erased is public, signed and proved.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, crawl, document, get, must, newSite, released, serve, sleep } from '../harness.js'

const env = { ...process.env, CHANCERY_PASSPHRASE: 'a long passphrase' }
const fast = { program: released, env }
const address = '/en/2024/05/06/words'
const sql = (site, statement) => execFileSync('sqlite3', [site, statement]).toString().trim()
const leavesOf = site => sql(site, "SELECT substr (entry, 1, instr (entry, char (10)) - 1) FROM leaf ORDER BY position").split('\n').map(line => JSON.parse(line))
const CANARY = /xyzzy/i

function begin (t, { open = false, imported = false } = {}) {
  const { folder, site } = newSite(t, undefined, fast)
  if (!open) must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  writeFileSync(join(folder, 'secret.txt'), 'xyzzyfile: of the second edition alone')
  writeFileSync(join(folder, 'shared.txt'), 'of all editions')
  const file = join(folder, 'a.md')
  const publish = (fields, body) => must(['publish', site, ...(imported ? ['--imported'] : []), document(file, { title: 'Words', slug: 'words', published: '2024-05-06T09:00:00Z', ...fields }, body)], fast)
  const keys = () => [...must(['key', 'show', site], fast).matchAll(/key +(\S+\+\S+)/g)].flatMap(match => ['--key', match[1]])
  return { folder, site, file, publish, keys }
}

// Three editions, of which the second says what it must not; carried over, they are of three days.
function threeEditions (t, options) {
  const all = begin(t, options)
  const published = day => options?.imported ? `2024-05-0${day}T09:00:00Z` : '2024-05-06T09:00:00Z'
  all.publish({ attachments: '[{file: shared.txt, title: Shared}]' }, 'First body.')
  all.publish({
    published: published(7), title: 'xyzzytitle', summary: 'xyzzysummary', topics: '[xyzzytopic]', places: '[xyzzyplace]', speaker: '{name: Xyzzyname, role: xyzzyrole}', event: '{name: xyzzyevent, place: xyzzyhall}',
    notes_to_editors: 'xyzzynotes', attachments: '[{file: secret.txt, title: xyzzyattachment}, {file: shared.txt, title: Shared}]', change_note: 'xyzzynote'
  }, 'xyzzybody, and more.\n\n## xyzzyheading\n\nMore.')
  all.publish({ published: published(8), attachments: '[{file: shared.txt, title: Shared}]', change_note: 'Put right.' }, 'Third body.')
  return all
}

test('an erasure is for one edition: an address of a document alone is refused, and the editions are named', t => {
  const { site } = threeEditions(t)
  const bare = chancery(['erase', site, address, '--note', 'A court.'], fast)
  assert.equal(bare.status, 1)
  assert.match(bare.stderr, /editions\/1\n.*editions\/2\n.*editions\/3/)
  assert.match(bare.stderr, /--all-editions/)
  for (const [wrong, says] of [[address + '/editions/4', /there is no such edition; there are:\n.*editions\/1/], ['/en/2024/05/06/other/editions/1', /nothing stands, or ever stood/], ['words', /no address of an edition/],
    ['/fr/2024/05/06/words/editions/1', /nothing stands/], [address + '/editions/0', /no address of an edition/]]) {
    const { status, stderr } = chancery(['erase', site, wrong, '--note', 'A court.'], fast)
    assert.equal(status, 1, wrong)
    assert.match(stderr, says)
  }
  assert.match(chancery(['erase', site, address + '/editions/2', '--note', 'A court.', '--all-editions'], fast).stderr, /is one edition; for all of them/)
  for (const note of [[], ['--note', '']]) assert.equal(chancery(['erase', site, address + '/editions/2', ...note], fast).status, 2)
  assert.equal(chancery(['withdraw', site, address, '--note', 'x', '--erase'], fast).status, 2, 'the older way is no more')
  assert.equal(sql(site, "SELECT count (*) FROM edition WHERE state = 'erased'"), '0')
  assert.match(must(['erase', site, `https://testland.example${address}/editions/2`, '--note', 'A court.'], fast), /still there +\S+editions\/1\nerased +\S+editions\/2\nstill there +\S+editions\/3/)
  assert.match(must(['erase', site, address + '/editions/2', '--note', 'Another.'], fast), /was erased before +\S+editions\/2/)
  assert.equal(sql(site, 'SELECT reason FROM erasure'), 'A court.')
  must(['check', site], fast)
})

test('every edition of one language goes at once only if that is asked for', t => {
  const { folder, site, publish } = begin(t)
  publish({}, 'One.')
  publish({ change_note: 'Two.' }, 'Two.')
  must(['publish', site, document(join(folder, 'f.md'), { title: 'Mots', language: 'fr', translation_of: 'a.md', published: '2024-05-06T09:00:00Z' }, 'Un.')], fast)
  must(['erase', site, address, '--all-editions', '--note', 'A court.'], fast)
  assert.equal(sql(site, "SELECT group_concat (language || number) FROM edition WHERE state = 'erased'"), 'en1,en2')
  must(['check', site], fast)
})

test('no byte of what was erased is left in the file, whoever reads it meanwhile', async t => {
  const { site } = threeEditions(t)
  const salt = sql(site, "SELECT hex (s.salt) FROM salt s JOIN edition e ON e.id = s.edition WHERE e.path = '2024/05/06/words' AND e.number = 2")
  const bytes = Buffer.from(salt, 'hex')
  const held = () => Buffer.concat([site, site + '-wal'].filter(existsSync).map(file => readFileSync(file)))
  assert.ok(CANARY.test(held().toString('latin1')) && held().includes(bytes))
  const server = await serve(t, site, [], fast)
  assert.equal((await get(server.url + address + '/editions/2')).status, 200)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  assert.doesNotMatch(held().toString('latin1'), CANARY)
  assert.ok(!held().includes(bytes), 'the salt')
  assert.ok(!held().toString('latin1').toLowerCase().includes(salt.toLowerCase()), 'the salt, written out')
  assert.ok(held().includes('Third body.') && held().includes('of all editions'))
  assert.equal((await get(server.url + address)).status, 200)
  assert.equal(server.errors.replace(/^chancery.*\n/mg, ''), '')
})

test('where it stood is answered 451: that it was removed by order of law, when, why, and what proves it', async t => {
  const { site } = threeEditions(t)
  const server = await serve(t, site, [], fast)
  const erased = address + '/editions/2'
  assert.match((await get(server.url + erased)).body, CANARY)
  must(['erase', site, erased, '--note', 'Order 7/2024 of the <court>.'], fast)
  await sleep(60)
  for (const method of ['GET', 'HEAD']) {
    const { status, headers, body } = await get(server.url + erased, { method })
    assert.equal(status, 451)
    assert.match(headers['content-type'], /text\/html/)
    assert.doesNotMatch(headers.link ?? '', /blocked-by/)
    assert.doesNotMatch(headers['cache-control'], /immutable/)
    if (method === 'HEAD') continue
    assert.match(body, /removed on [^.]*20\d\d by order of law/)
    assert.match(body, /Order 7\/2024 of the &lt;court&gt;\./)
    assert.match(body, /public log as no\. 6:/)
    assert.match(body, /<meta name="robots" content="noindex">/)
    const [file, proof] = [...body.matchAll(/href="([^"]+)" download/g)].map(match => match[1])
    assert.deepEqual([file, proof], [erased + '.erasure.json', erased + '.tlog-proof'])
    for (const link of [file, proof]) assert.equal((await get(server.url + link)).status, 200)
    assert.match(body, /Edition 1[^]*First edition/)
    assert.match(body, /The text of this edition was removed by order of law/)
  }
  for (const view of [await get(server.url + erased + '.json'), await get(server.url + erased, { headers: { accept: 'application/json' } })]) {
    assert.equal(view.status, 451)
    const { erased: said, page } = JSON.parse(view.body)
    assert.equal(page.kind, 'erased')
    assert.equal(said.reason, 'Order 7/2024 of the <court>.')
    assert.deepEqual(said.editions.map(({ number, erased }) => [number, erased]), [[3, false], [2, true], [1, false]])
    assert.equal(said.log.number, '6')
  }
  assert.equal((await get(server.url + erased + '.edition.json')).status, 451)
  assert.equal((await get(server.url + erased + '.json')).headers['content-type'].split(';')[0], 'application/json')
  for (const language of ['fr', 'ar']) assert.equal((await get(`${server.url}/${language}/2024/05/06/words/editions/2`)).status, 404)
  assert.equal((await get(server.url + address + '/editions/1.erasure.json')).status, 404, 'it was not erased')
  assert.equal((await get(server.url + address + '.erasure.json')).status, 404)
  assert.equal((await get(server.url + address)).status, 200)
  const first = await get(server.url + address + '/editions/1')
  assert.equal(first.status, 200)
  assert.match(first.body, /First body/)
  assert.doesNotMatch(first.body, /class="difference"/, 'there is nothing to compare it with')
})

test('the words are nowhere: no page, list, feed, count, file, form or instant', async t => {
  const { folder, site } = threeEditions(t, { imported: true })
  must(['publish', site, '--imported', document(join(folder, 'r.md'), { title: 'Related', related: '[a.md]' }, 'Related body.')], fast)
  const uuid = sql(site, "SELECT document FROM edition WHERE path = '2024/05/06/words' LIMIT 1")
  const secret = createHash('sha256').update('xyzzyfile: of the second edition alone').digest('hex')
  const shared = createHash('sha256').update('of all editions').digest('hex')
  const server = await serve(t, site, [], fast)
  assert.equal((await get(`${server.url}/media/${secret}/secret.txt`)).status, 200)
  const at = '/at/20240507120000'
  const words = ['xyzzytopic', 'xyzzyplace', 'xyzzyname']
  const endings = ['', '.json', '.edition.json', '.erasure.json', '.tlog-proof', '/editions/1', '/editions/2', '/editions/3', '/editions/1.json', '/editions/2.json', '/editions/2.edition.json', '/editions/2.tlog-proof', '/editions/3.json']
  const asked = [...endings.map(ending => address + ending), '/en/', '/fr/', '/ar/', '/en/all', '/en/all/2024', '/en/all/2024/05', '/en/feed.atom', '/en/feed.rss', '/en/feed.json', '/sitemap.xml', '/en/2024/05/06/related', `/d/${uuid}`,
    '/en/office', '/robots.txt', ...words.flatMap(word => [`/en/all?topic=${word}`, `/en/all?place=${word}`, `/en/all?speaker=${word}`, `/en/feed.atom?topic=${word}`]), `/media/${secret}/secret.txt`,
    '/log/checkpoint', '/log/tile/entries/000.p/6', '/timemap/link' + address, '/timegate' + address, '/nowhere']
  for (const path of asked) await get(server.url + path) // they are in the cache
  assert.match((await get(server.url + at + '/en/')).body + (await get(server.url + at + address)).body + (await get(server.url + address + '/editions/3')).body, CANARY)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  await sleep(60)
  const crawled = [...(await crawl(server.url)).keys()]
  const instants = ['', at, '/at/20240507090000', '/at/20240506120000', '/at/20240508120000']
  for (const path of new Set([...asked, ...crawled])) {
    for (const instant of instants) {
      for (const headers of [{}, { accept: 'application/json' }]) {
        const answer = await get(server.url + instant + path, { headers })
        const text = (answer.body + JSON.stringify(answer.headers)).replaceAll(path, '').replaceAll(path.replaceAll('&', '&amp;'), '').replaceAll(path.split('=')[1] ?? '\0', '').replaceAll(/secret\.txt/g, '')
        assert.doesNotMatch(text, CANARY, instant + path)
      }
    }
  }
  assert.equal((await get(`${server.url}/media/${secret}/secret.txt`)).status, 404)
  assert.equal((await get(`${server.url}/media/${shared}/shared.txt`)).status, 200)
  assert.equal((await get(server.url + at + address)).status, 451)
  assert.equal((await get(server.url + at + address + '/editions/1')).headers['cache-control'], 'public, max-age=3600')
  const counts = JSON.parse((await get(server.url + '/en/all.json')).body).archive
  assert.equal(counts.count, 2)
  must(['check', site], fast)
})

test('where the current edition is erased, so is the address of the document; a redacted one may follow', async t => {
  const { folder, site, file, publish } = begin(t)
  const uuid = () => sql(site, "SELECT document FROM edition WHERE path = '2024/05/06/words' LIMIT 1")
  publish({ topics: '[Water]' }, 'The minister said xyzzy.')
  must(['publish', site, document(join(folder, 'r.md'), { title: 'Related', slug: 'related', related: '[a.md]', topics: '[Water]' })], fast)
  const server = await serve(t, site, [], fast)
  assert.match((await get(server.url + address)).body, CANARY)
  assert.equal(JSON.parse((await get(server.url + '/en/all.json')).body).archive.count, 2)
  must(['erase', site, address + '/editions/1', '--note', 'A court.'], fast)
  await sleep(60)
  for (const path of [address, address + '.json', address + '.edition.json', address + '/editions/1']) assert.equal((await get(server.url + path)).status, 451, path)
  for (const path of [address + '.erasure.json', address + '.tlog-proof']) assert.equal((await get(server.url + path)).status, 200, path)
  const permanent = await get(`${server.url}/d/${uuid()}`)
  assert.deepEqual([permanent.status, permanent.headers.location], [302, address])
  assert.equal(JSON.parse((await get(server.url + '/en/all.json')).body).archive.count, 1)
  assert.equal(JSON.parse((await get(server.url + '/en/all.json?topic=water')).body).archive.count, 1)
  assert.equal(JSON.parse((await get(server.url + '/en/2024/05/06/related.json')).body).document.has_related, false)
  assert.doesNotMatch((await get(server.url + '/sitemap.xml')).body, /06\/words/)

  const again = chancery(['publish', site, file], fast)
  assert.equal(again.status, 1, 'not from a file that may still hold the words')
  assert.match(again.stderr, /a\.md: edition 1 of this was erased by order of law; a text that may take its place says “replaces_erased: 1”/)
  publish({ topics: '[Water]', change_note: 'Redacted.', replaces_erased: 1 }, 'The minister said nothing.')
  await sleep(60)
  const { status, body } = await get(server.url + address)
  assert.equal(status, 200)
  assert.match(body, /said nothing/)
  assert.match(body, /The text of this edition was removed by order of law/)
  assert.equal((await get(server.url + address + '/editions/1')).status, 451)
  assert.equal(JSON.parse((await get(server.url + '/en/all.json')).body).archive.count, 2)
  assert.doesNotMatch((await get(server.url + address + '/editions/2')).body, CANARY)
  assert.deepEqual(leavesOf(site).map(leaf => leaf.kind), ['keys', 'profile', 'edition', 'edition', 'erasure', 'correction'])
  must(['check', site], fast)
})

test('the erasure is a leaf that names that of the edition, and its file and proof verify; whoever kept a copy can still prove it', async t => {
  const { folder, site, keys } = threeEditions(t)
  const server = await serve(t, site, [], fast)
  const of = async (name, ending) => { const path = join(folder, name + ending); writeFileSync(path, (await get(server.url + address + '/editions/2' + ending)).body); return path }
  const kept = [await of('kept', '.edition.json'), await of('kept', '.tlog-proof')]
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  await sleep(60)
  const leaves = leavesOf(site)
  const leaf = leaves.at(-1)
  assert.equal(leaf.kind, 'erasure')
  assert.equal(leaf.edition, 2)
  assert.equal(leaves[leaf.prev].edition, 2)
  assert.equal(leaves[leaf.prev].kind, 'correction')
  assert.doesNotMatch(JSON.stringify(leaves), CANARY)
  const [file, proof] = [await of('x', '.erasure.json'), await of('x', '.tlog-proof')]
  const said = JSON.parse(readFileSync(file))
  assert.deepEqual(Object.keys(said), ['document', 'edition', 'format', 'language', 'log', 'office', 'reason', 'recorded'])
  assert.equal(said.format, 'chancery-erasure/1')
  assert.equal(said.reason, 'A court.')
  assert.equal(leaf.doc, createHash('sha256').update(readFileSync(file)).digest('hex'))
  const verified = must(['verify', file, proof, ...keys()], fast)
  assert.match(verified, /the words of this edition were erased by order of law/)
  assert.match(verified, /reason +A court\./)
  assert.match(verified, /edition +2 of document/)
  assert.match(verified, /the edition itself is entry 3: whoever kept its file can still prove what it said/)
  assert.match(must(['verify', ...kept, ...keys()], fast), /verified +“xyzzytitle”/)
  for (const [edition, its] of [[kept[0], proof], [file, kept[1]]]) assert.equal(chancery(['verify', edition, its, ...keys()], fast).status, 1)
  writeFileSync(file, readFileSync(file, 'utf8').replace('A court.', 'No court.'))
  assert.match(chancery(['verify', file, proof, ...keys()], fast).stderr, /not verified: /)
})

test('an erasure is recorded with its leaf, or not at all', t => {
  const { folder, site } = threeEditions(t)
  const { status, stderr } = chancery(['erase', site, address + '/editions/2', '--note', 'A court.', '--keys', join(folder, 'nothing')], fast)
  assert.equal(status, 1)
  assert.match(stderr, /must be signed/)
  assert.equal(sql(site, "SELECT count (*) FROM edition WHERE state = 'erased'"), '0')
  assert.equal(sql(site, 'SELECT count (*) FROM erasure'), '0')
  must(['check', site], fast)
})

test('what was erased before the office had a log is sealed when the log begins, without a leaf of its own', async t => {
  const { folder, site, publish, keys } = threeEditions(t, { open: true })
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  const server = await serve(t, site, [], fast)
  const page = (await get(server.url + address + '/editions/2')).body
  assert.match(page, /removed on/)
  assert.doesNotMatch(page, /public log/)
  for (const ending of ['.erasure.json', '.tlog-proof']) assert.equal((await get(server.url + address + '/editions/2' + ending)).status, 404)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const leaves = leavesOf(site)
  assert.deepEqual(leaves.map(leaf => [leaf.kind, leaf.edition, leaf.prev]), [['keys', undefined, undefined], ['profile', 1, undefined], ['edition', 1, undefined], ['correction', 3, 2], ['erasure', 2, undefined]])
  await sleep(60)
  const [file, proof] = [join(folder, 'x.erasure.json'), join(folder, 'x.tlog-proof')]
  for (const path of [file, proof]) writeFileSync(path, (await get(server.url + address + '/editions/2' + path.slice(path.indexOf('x.') + 1))).body)
  assert.match(must(['verify', file, proof, ...keys()], fast), /the edition itself was never in the log/)
  publish({ change_note: 'Once more.', replaces_erased: 2 }, 'Fourth body.')
  must(['check', site], fast)
})

test('what was still to come never comes, and leaves no leaf', async t => {
  const { folder, site, publish } = begin(t)
  publish({}, 'First body.')
  const lifts = new Date(Date.now() + 3000)
  document(join(folder, 'a.md'), { title: 'xyzzytitle', slug: 'words', published: '2024-05-06T09:00:00Z', embargo: lifts.toISOString(), topics: '[xyzzytopic]', change_note: 'xyzzynote' }, 'xyzzybody')
  must(['publish', site, join(folder, 'a.md')], fast)
  must(['publish', site, document(join(folder, 'c.md'), { title: 'Xyzzy', slug: 'secret', published: lifts.toISOString() }, 'xyzzybody')], fast)
  const secret = `/en/${sql(site, "SELECT path FROM edition WHERE slug = 'secret'")}`
  const named = chancery(['erase', site, secret, '--note', 'A court.'], fast)
  assert.match(named.stderr, /secret\/editions\/1/)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  must(['erase', site, secret + '/editions/1', '--note', 'A court.'], fast)
  const size = leavesOf(site).length
  const server = await serve(t, site, [], fast)
  await sleep(Math.max(0, lifts.getTime() - Date.now()) + 200)
  must(['seal', site], fast)
  assert.equal(leavesOf(site).length, size)
  assert.equal(size, 3, 'the keys, the profile, the first edition')
  for (const path of [address, '/en/', '/en/all', '/en/feed.atom', address + '.json']) {
    const { status, body } = await get(server.url + path)
    assert.equal(status, 200, path)
    assert.doesNotMatch(body, CANARY, path)
  }
  assert.match((await get(server.url + address)).body, /First body/)
  for (const path of [secret, address + '/editions/2', secret + '.json', address + '/editions/2.erasure.json', secret + '.tlog-proof']) assert.equal((await get(server.url + path)).status, 404, path)
  assert.doesNotMatch((await get(server.url + address)).body, /removed by order of law/)
  const held = Buffer.concat([site, site + '-wal'].filter(existsSync).map(path => readFileSync(path))).toString('latin1')
  assert.doesNotMatch(held, CANARY)
  must(['check', site], fast)
})

test('a withdrawn text can be erased too, and an old address still leads there', async t => {
  const { folder, site } = begin(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', slug: 'words', published: '2024-05-06T09:00:00Z' }, 'xyzzybody')], fast)
  must(['withdraw', site, address, '--note', 'Mistaken.'], fast)
  sql(site, `INSERT INTO redirect SELECT office, 'old/words', document, language FROM edition WHERE path = '2024/05/06/words' LIMIT 1`)
  must(['erase', site, address, '--all-editions', '--note', 'A court.'], fast)
  const server = await serve(t, site, [], fast)
  const old = await get(server.url + '/old/words')
  assert.deepEqual([old.status, old.headers.location], [301, address])
  for (const path of [address, address + '/editions/1', address + '/editions/2']) {
    const { status, body } = await get(server.url + path)
    assert.equal(status, 451)
    assert.doesNotMatch(body, CANARY)
  }
  assert.deepEqual(leavesOf(site).slice(2).map(leaf => [leaf.kind, leaf.edition, leaf.prev]), [['edition', 1, undefined], ['withdrawal', 2, 2], ['erasure', 1, 2], ['erasure', 2, 3]])
  must(['check', site], fast)
})

test('with an office key that is kept elsewhere it is done at once, and in the log when it is signed there', async t => {
  const { folder, site, publish } = begin(t, { open: true })
  const [key, request, answer] = ['office.key', 'request', 'answer'].map(name => join(folder, name))
  const office = /office key +(\S+)/.exec(must(['sign', 'new', '--key', key, '--name', 'embassy.example/log/office'], fast))[1]
  publish({}, 'First xyzzy body.')
  publish({ change_note: 'Second.' }, 'Second body.')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open', '--office-key', office], fast)
  const sign = () => {
    must(['seal', site, '--to-sign', request], fast)
    const { stdout, stderr } = chancery(['sign', request, '--key', key, '--yes'], fast)
    writeFileSync(answer, stdout)
    must(['seal', site, '--signed', answer], fast)
    return stderr
  }
  for (let i = 0; i < 3; i++) sign()
  assert.deepEqual(leavesOf(site).map(leaf => [leaf.kind, leaf.edition]), [['keys', undefined], ['profile', 1], ['edition', 1], ['correction', 2]])
  must(['erase', site, address + '/editions/1', '--note', 'A court.'], fast)
  const server = await serve(t, site, [], fast)
  const before = await get(server.url + address + '/editions/1')
  assert.equal(before.status, 451)
  assert.doesNotMatch(before.body, CANARY)
  assert.doesNotMatch(before.body, /public log/, 'not yet')
  must(['check', site], fast)
  assert.match(sign(), /erasure, by order of law: document \S+ \(en, edition 1\)\n +reason: A court\./)
  await sleep(60)
  assert.deepEqual(leavesOf(site).slice(4).map(leaf => [leaf.kind, leaf.edition, leaf.prev]), [['erasure', 1, 2]])
  assert.match((await get(server.url + address + '/editions/1')).body, /public log as no\. 5:/)
  assert.match(sign(), /0 of 0 signed/)
  must(['check', site], fast)
})

test('what was erased before it came is not what a withdrawal shows', t => {
  const { folder, site, publish } = begin(t)
  publish({}, 'First body.')
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Xyzzy', slug: 'words', published: '2024-05-06T09:00:00Z', embargo: '2099-01-01T00:00:00Z', change_note: 'xyzzynote' }, 'xyzzybody')], fast)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  must(['withdraw', site, address, '--note', 'Mistaken.'], fast)
  const page = must(['render', site, address], fast)
  assert.match(page, /First body/)
  assert.match(page, /Mistaken\./)
  must(['check', site], fast)
})

test('check compares every erasure with its leaf', t => {
  const { folder, site } = threeEditions(t)
  must(['erase', site, address + '/editions/2', '--note', 'A court.'], fast)
  assert.match(must(['check', site], fast), /keeps its rules/)
  const copy = join(folder, 'copy.db')
  for (const [finding, statement] of [
    [/the erasure of edition 2 of \/en\/2024\/05\/06\/words is not what was signed \(leaf 5\)/, "UPDATE erasure SET reason = 'None.'"],
    [/the erasure of edition 2 of .* is not what was signed/, 'UPDATE erasure SET recorded = recorded + 1'],
    [/the erasure of edition 2 of .* is not what was signed \(leaf 4\)[^]*leaf 5 tells of an erasure that is not in the record/, 'UPDATE erasure SET leaf = 4'],
    [/leaf 5 tells of an erasure that is not in the record/, 'UPDATE erasure SET leaf = NULL'],
    [/leaf 5 tells of an erasure that is not in the record/, 'DELETE FROM erasure'],
    [/edition 1 of .* has no salt, and was not erased/, "DELETE FROM salt WHERE edition = (SELECT edition FROM leaf WHERE position = 2)"],
    [/it is erased, and something of it is still there/, "UPDATE edition SET body = 'Words.' WHERE state = 'erased'"]
  ]) {
    execFileSync('cp', [site, copy])
    sql(copy, `DROP TRIGGER edition_is_final; DROP TRIGGER erasure_is_final; DROP TRIGGER erasure_stays; ${statement}`)
    const { status, stdout } = chancery(['check', copy], fast)
    assert.equal(status, 1, statement)
    assert.match(stdout, finding)
  }
})

test('an edition’s file names the office, and each attachment by name, type, size and SHA-256', async t => {
  const { site } = threeEditions(t)
  const server = await serve(t, site, [], fast)
  const edition = JSON.parse((await get(server.url + address + '.edition.json')).body)
  assert.equal(edition.office, sql(site, 'SELECT name FROM office'))
  const [{ name, type, size, media }] = edition.fields.attachments
  assert.deepEqual({ name, type, size, media }, { name: 'shared.txt', type: 'text/plain; charset=utf-8', size: 15, media: createHash('sha256').update('of all editions').digest('hex') })
})
