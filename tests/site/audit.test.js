// The audit of a whole site: what it says of an honest one, and of one whose data file was tampered with by hand.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { checked, document, get, must, newSite, released, serve, sleep } from '../harness.js'

const fast = { program: released }
const relog = join(dirname(released), 'tests/tools/relog')
const date = { published: '2024-05-06T00:00:00Z' }

// Asynchronous, since some of the servers asked are in this process.
function audit (args, { program = released } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, ['verify', ...args])
    const result = { stdout: '', stderr: '' }
    child.stdout.on('data', data => { result.stdout += data })
    child.stderr.on('data', data => { result.stderr += data })
    child.on('close', status => resolve({ status, ...result }))
  })
}
const keysOf = ({ log, office }) => ['--key', log, '--key', office]

// More than a tile's worth of statements; one was corrected, one withdrawn, one withdrawn and restored.
function sealed (t, count = 300) {
  const { folder, site } = newSite(t, undefined, fast)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open', '--root', join(folder, 'root')], fast)
  const shown = must(['key', 'show', site], fast)
  const keys = { log: /^log key +(\S+)/m.exec(shown)[1], office: /^office key +(\S+)/m.exec(shown)[1], root: /^root key +(\S+)/m.exec(shown)[1] }
  const files = Array.from({ length: count }, (_, i) => document(join(folder, `d${i}.md`), { title: `Statement ${i}`, summary: `'"In short" <${i}>'`, ...date }, `Words ${i}.`))
  must(['publish', site, ...files], fast)
  const again = (i, note) => must(['publish', site, document(files[i], { title: `Statement ${i} & more`, ...date, change_note: note }, `Other *words* ${i}.`)], fast)
  again(3, 'A & B are "not" <C>.')
  must(['withdraw', site, '/en/2024/05/06/statement-5', '--note', 'It was wrong.'], fast)
  must(['withdraw', site, '/en/2024/05/06/statement-7', '--note', 'It was wrong, too.'], fast)
  again(7, 'It is right again.')
  return { folder, site, keys, files, size: count + 6 }
}
function sql (site, statement) {
  const triggers = execFileSync('sqlite3', [site, "SELECT name FROM sqlite_master WHERE type = 'trigger'"]).toString().trim().split('\n').filter(Boolean)
  execFileSync('sqlite3', [site, `${triggers.map(name => `DROP TRIGGER ${name};`).join(' ')} ${statement}; PRAGMA wal_checkpoint (TRUNCATE)`])
}
const edition = (slug, number) => `(SELECT id FROM edition WHERE path LIKE '%/${slug}' AND number = ${number})`

test('an honest site is verified, and the next audit says what was added', async t => {
  const { folder, site, keys, size } = sealed(t)
  const server = await serve(t, site, [], fast)
  const state = join(folder, 'state')
  const first = await audit([server.url + '/', ...keysOf(keys), '--state', state], { program: checked })
  assert.equal(first.status, 0, first.stdout + first.stderr)
  assert.equal(first.stderr, '', 'silent where there is no terminal')
  assert.match(first.stdout, new RegExp(`^log +embassy.example/log, ${size} leaves$`, 'm'))
  assert.match(first.stdout, /^site +299 documents listed; 304 editions compared with their leaves, 304 pages read/m)
  assert.match(first.stdout, /^verified +nothing is wrong$/m)
  const remembered = JSON.parse(readFileSync(state, 'utf8'))
  assert.equal(remembered.size, size)
  assert.equal(remembered.root, Buffer.from(remembered.checkpoint.split('\n')[2], 'base64').toString('hex'))
  assert.deepEqual(remembered.keys.sort(), [keys.log, keys.office, keys.root].sort())

  must(['publish', site, document(join(folder, 'new.md'), { title: 'A new one' })], fast)
  await sleep(2100)
  const second = await audit([server.url, '--state', state])
  assert.equal(second.status, 0, second.stdout + second.stderr)
  assert.match(second.stdout, new RegExp(`^since +1 leaf more than the ${size} at the audit of 20`, 'm'))
  const third = await audit([server.url, '--state', state, '--log-only'])
  assert.equal(third.status, 0)
  assert.match(third.stdout, /^since +0 leaves more/m)
  assert.doesNotMatch(third.stdout, /^site/m)
})

test('an office that goes on publishing while the audit runs is not blamed for it', async t => {
  const { folder, site, keys, files } = sealed(t)
  const server = await serve(t, site, [], fast)
  const busy = { on: true }
  const publishing = (async () => {
    for (let i = 0; busy.on; i++) {
      const file = i % 2 ? document(files[20 + i], { title: 'Changed', ...date, change_note: 'New.' }, `Changed ${i}`) : document(join(folder, `n${i}.md`), { title: `New ${i}` })
      must(['publish', site, file], fast)
      await sleep(1)
    }
  })()
  for (let i = 0; i < 4; i++) {
    const { status, stdout, stderr } = await audit([server.url, ...keysOf(keys)])
    assert.equal(status, 0, stdout + stderr)
  }
  busy.on = false
  await publishing
})

test('every tampering with the data file is found', async t => {
  const { folder, site, keys, size } = sealed(t)
  const state = join(folder, 'state')
  execFileSync('sqlite3', [site, 'PRAGMA wal_checkpoint (TRUNCATE)'])
  const copy = join(folder, 'copy.db')
  const forge = (...args) => execFileSync(relog, [copy, copy + '.keys', ...args])
  const publish = title => must(['publish', copy, document(join(folder, 'more.md'), { title })], fast)
  async function audited (tamper, { remembers = true } = {}) {
    for (const ending of ['', '.keys', '.keys.state']) copyFileSync(site + ending, copy + ending)
    for (const ending of ['-wal', '-shm']) if (existsSync(copy + ending)) execFileSync('rm', [copy + ending])
    tamper(copy)
    const server = await serve(t, copy, [], fast)
    const before = existsSync(state) ? readFileSync(state, 'utf8') : null
    const result = await audit([server.url, ...keysOf(keys), ...(remembers ? ['--state', state] : [])])
    await server.stop()
    if (before !== null) assert.equal(readFileSync(state, 'utf8'), before, 'the state stays')
    return result
  }
  const honest = await audited(() => {})
  assert.equal(honest.status, 0, honest.stdout + honest.stderr)

  const leafOf = (slug, number) => `(SELECT position FROM leaf WHERE edition = ${edition(slug, number)})`
  const anyway = { remembers: false }
  const cases = [
    ['an edition’s text is rewritten', db => sql(db, `UPDATE edition SET body = 'Never said.' WHERE id = ${edition('statement-9', 1)}`),
      /statement-9, edition 1, is not what was logged \(leaf 11\)/],
    ['an earlier edition’s text is rewritten', db => sql(db, `UPDATE edition SET title = 'Other' WHERE id = ${edition('statement-3', 1)}`),
      /statement-3\/editions\/1, edition 1, is not what was logged \(leaf 5\)/],
    ['what a page shows of it is rewritten', db => sql(db, `UPDATE rendition SET html = '<p>Never said.</p>' WHERE edition = ${edition('statement-9', 1)}`),
      /statement-9 does not read as logged \(leaf 11\): the text is another one/],
    ['what the page of an earlier edition shows', db => sql(db, `UPDATE rendition SET html = replace (html, 'Words', 'Word') WHERE edition = ${edition('statement-3', 1)}`),
      /statement-3\/editions\/1 does not read as logged \(leaf 5\): the text/],
    ['an edition is back-dated', db => sql(db, `UPDATE edition SET published = published - 86400000000 WHERE id = ${edition('statement-9', 1)}`),
      /statement-9, edition 1, is not what was logged/],
    ['an edition is recorded earlier', db => sql(db, `UPDATE edition SET recorded = recorded - 1 WHERE id = ${edition('statement-9', 1)}`),
      /statement-9, edition 1, is not what was logged/],
    ['a withdrawn edition is hidden', db => sql(db, `UPDATE edition SET visible_until = visible_from WHERE path LIKE '%/statement-5'`),
      /edition 2 of document \S+ in language en \(leaf 303\) is in the log, and the site does not have it: it answers 404/],
    ['a correction is taken back in silence', db => sql(db, `UPDATE edition SET visible_until = visible_from WHERE id = ${edition('statement-3', 2)}; UPDATE edition SET visible_until = 9223372036854775807 WHERE id = ${edition('statement-3', 1)}`),
      /statement-3 shows edition 1 as the current one, and the log's last is edition 2 \(leaf 302\)/],

    ['a text and its leaf are rewritten and all is signed again', db => { sql(db, `UPDATE edition SET body = 'Never said.' WHERE id = ${edition('statement-9', 1)}`); forge('--editions') },
      new RegExp(`the first ${size} leaves are not those of the earlier audit: the log was rewritten`)],
    ['the same, and the log goes on', db => { sql(db, `UPDATE edition SET body = 'Never said.' WHERE id = ${edition('statement-9', 1)}`); forge('--editions'); publish('More') },
      new RegExp(`the first ${size} leaves are not those`)],
    ['a leaf is left out and all is signed again', db => { sql(db, `DELETE FROM leaf WHERE position = ${leafOf('statement-9', 1)}`); forge() },
      new RegExp(`the log has ${size - 1} leaves, and had ${size} at the earlier audit`)],
    ['a leaf is left out and another added', db => { sql(db, `DELETE FROM leaf WHERE position = ${leafOf('statement-9', 1)}`); forge(); publish('More') },
      new RegExp(`the first ${size} leaves are not those`)],
    ['an edition is shown that was never logged', db => { sql(db, `DELETE FROM leaf WHERE position = ${leafOf('statement-9', 1)}`); forge() },
      /statement-9 is shown, and is not in the log/, anyway],
    ['a correction is shown that was never logged', db => { sql(db, `DELETE FROM leaf WHERE position = ${leafOf('statement-3', 2)}`); forge() },
      /statement-3 is shown, and is not in the log/, anyway],
    ['an earlier edition is shown that was never logged', db => { sql(db, `DELETE FROM leaf WHERE position = ${leafOf('statement-3', 1)}`); forge() },
      /statement-3 lists edition 1, which is not in the log/, anyway],
    ['a back-dated edition is signed again', db => { sql(db, `UPDATE edition SET recorded = recorded - 86400000000, published = published - 86400000000 WHERE id = ${edition('statement-3', 2)}`); forge('--editions') },
      /leaf 302: it was recorded before the edition that it follows \(leaf 5\)/, anyway],
    ['an edition of tomorrow is signed', db => { sql(db, `UPDATE edition SET recorded = recorded + 86400000000 WHERE id = ${edition('statement-9', 1)}`); forge('--editions') },
      /leaf 11: it says that it was recorded at 20\S+, which is still to come/, anyway],

    ['the log is cut short, and an older checkpoint served', db => sql(db, 'DELETE FROM checkpoint WHERE size > 302; DELETE FROM leaf WHERE position >= 302'),
      new RegExp(`the log has 302 leaves, and had ${size} at the earlier audit: it was cut short, or an old checkpoint is served`)],
    ['the log is cut short, seen for the first time', db => sql(db, 'DELETE FROM checkpoint WHERE size > 302; DELETE FROM leaf WHERE position >= 302'),
      /statement-3 is shown, and is not in the log/, anyway],
    ['a stale checkpoint is served', db => sql(db, 'DELETE FROM checkpoint WHERE size > 302'),
      new RegExp(`the log has 302 leaves, and had ${size} at`)],
    ['a stale checkpoint is served, seen for the first time', db => sql(db, 'DELETE FROM checkpoint WHERE size > 302'),
      /statement-3 shows edition 2, which is not in the log/, anyway],
    ['a checkpoint is changed', db => sql(db, `UPDATE checkpoint SET note = replace (note, char (10) || '${size}' || char (10), char (10) || '${size - 1}' || char (10))`),
      /the checkpoint: the signature of embassy\.example\/log is wrong/],
    ['a checkpoint is of another tree', db => sql(db, `UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 302); UPDATE checkpoint SET note = replace (note, 'x', 'x')`),
      /the log has 302 leaves, and had/],
    ['a tile is not made of the entries', db => sql(db, 'UPDATE leaf SET hash = zeroblob (32) WHERE position = 7'),
      /tile 0\/000: the hash of leaf 7 in it is not that of its entry/],
    ['a tile of the level above is another', db => sql(db, 'UPDATE log_hash SET hash = zeroblob (32)'),
      /tile 1\/000\.p\/1 is not what the leaves make/],
    ['an entry is changed', db => sql(db, `UPDATE leaf SET entry = replace (entry, '"edition":1', '"edition":2') WHERE position = 8`),
      /leaf 8: the signature of embassy\.example\/log\/office is wrong/],
    ['two entries have changed places', db => sql(db, 'UPDATE leaf SET position = 9999 WHERE position = 8; UPDATE leaf SET position = 8 WHERE position = 9; UPDATE leaf SET position = 9 WHERE position = 9999'),
      /the checkpoint signs another tree than the 306 leaves make/],
    ['an entry is gone', db => sql(db, 'DELETE FROM leaf WHERE position = 300'),
      /the leaves from 256 on cannot be read/]
  ]
  for (const [what, tamper, finding, options] of cases) {
    const { status, stdout, stderr } = await audited(tamper, options)
    assert.equal(status, 1, `${what}: ${stdout}${stderr}`)
    assert.match(stdout, finding, what)
    assert.match(stdout, /^NOT VERIFIED: \d+ things? (is|are) wrong/m, what)
  }
})

// A site that says more than ours does, before it.
async function before (t, server, answers) {
  const proxy = http.createServer(async (request, response) => {
    if (answers[request.url] !== undefined) return response.end(answers[request.url])
    const { status, headers, body } = await get(server.url + request.url, { raw: true })
    response.writeHead(status, headers)
    response.end(body)
  })
  await new Promise(resolve => proxy.listen(0, '127.0.0.1', resolve))
  t.after(() => { proxy.closeAllConnections(); proxy.close() })
  return `http://127.0.0.1:${proxy.address().port}`
}
// A witness: its verifier, and what it writes below a checkpoint (C2SP tlog-cosignature).
function witness (name) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = Buffer.concat([Buffer.from([4]), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)])
  const id = createHash('sha256').update(name + '\n').update(key).digest().subarray(0, 4)
  const cosign = (note, time) => {
    const text = note.slice(0, note.indexOf('\n\n') + 1)
    const when = Buffer.alloc(8)
    when.writeBigUInt64BE(BigInt(time))
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), privateKey)
    return `— ${name} ${Buffer.concat([id, when, signature]).toString('base64')}\n`
  }
  return { verifier: `${name}+${id.toString('hex')}+${key.toString('base64')}`, cosign }
}

test('as many witnesses as are wanted cosigned this checkpoint, or that is wrong', async t => {
  const { site, keys } = sealed(t, 8)
  const server = await serve(t, site, [], fast)
  const [paper, radio, other] = ['paper.example', 'radio.example', 'other.example'].map(witness)
  const note = (await get(server.url + '/log/checkpoint')).body
  const served = await before(t, server, { '/log/checkpoint': note + paper.cosign(note, 1700000000) + other.cosign(note, 1700000001) })
  const asked = ['--key', keys.log, '--log-only', '--witness', paper.verifier, '--witness', radio.verifier]

  const one = await audit([served, ...asked, '--needed', '1'])
  assert.equal(one.status, 0, one.stdout)
  assert.match(one.stdout, /^witnessed +by paper\.example at 2023-11-14T22:13:20Z$/m)
  assert.doesNotMatch(one.stdout, /other\.example/)
  const two = await audit([served, ...asked, '--needed', '2'])
  assert.equal(two.status, 1)
  assert.match(two.stdout, /bears the cosignatures of 1 of your witnesses, and 2 are needed/)
  const more = await audit([served, ...asked, '--needed', '3'])
  assert.equal(more.status, 1)
  const elsewhere = await before(t, server, { '/log/checkpoint': note + paper.cosign('x\n1\n\n', 1700000000) })
  assert.match((await audit([elsewhere, ...asked])).stdout, /the signature of paper\.example is wrong/)
})

test('whose keys are believed is said, and keys of others are not', async t => {
  const { folder, site, keys } = sealed(t, 8)
  const other = sealed(t, 8)
  const server = await serve(t, site, [], fast)
  const wellKnown = JSON.stringify({ log: 'embassy.example/log', log_key: keys.log, office_key: keys.office, keys: [keys.log, keys.office], witnesses: [], more: 1 })
  const bySite = await audit([await before(t, server, { '/.well-known/chancery.json': wellKnown })])
  assert.equal(bySite.status, 0, bySite.stdout + bySite.stderr)
  assert.match(bySite.stdout, /as the site itself says: whoever took over the site could have put others there/)

  const onlyLog = await audit([server.url, '--key', keys.log])
  assert.equal(onlyLog.status, 0, onlyLog.stdout)
  assert.doesNotMatch(onlyLog.stdout, /as the site itself says/)
  const strange = await audit([server.url, ...keysOf(other.keys)])
  assert.equal(strange.status, 1)
  assert.match(strange.stdout, /the log does not know the key embassy\.example\/log \(id [0-9a-f]{8}\), which you trust/)
  assert.match(strange.stdout, /nothing ties this log to the keys that you trust/)

  // Another's log in the place of ours, which is honest for itself.
  const state = join(folder, 'state')
  assert.equal((await audit([server.url, '--key', keys.log, '--state', state])).status, 0)
  const elsewhere = await serve(t, other.site, [], fast)
  assert.match((await audit([elsewhere.url, '--state', state])).stdout, /the log does not know the key/)
})

test('what cannot be audited is said, with what to do', async t => {
  const { folder, site, keys } = sealed(t, 8)
  const server = await serve(t, site, [], fast)
  const state = join(folder, 'state')
  for (const [args, message] of [
    [['http://127.0.0.1:9', '--key', keys.log], /not audited: http:\/\/127\.0\.0\.1:9\/log\/checkpoint: /],
    [[await before(t, server, { '/log/checkpoint': 'x\n' }), '--key', keys.log], /not audited: the checkpoint: /],
    [[await before(t, server, { '/.well-known/chancery.json': '{}' })], /the site does not tell its keys: it names no log/],
    [[await before(t, server, { '/sitemap.xml': '<html/>' }), '--key', keys.log], /not audited: \/sitemap\.xml: this is no sitemap/],
    [[server.url, '--key', 'x'], /this is no key/]
  ]) {
    const { status, stderr } = await audit(args, { program: checked })
    assert.equal(status, 1)
    assert.match(stderr, message)
  }
  writeFileSync(state, '{"format":"chancery-audit/1"}')
  assert.match((await audit([server.url, '--state', state])).stderr, /state: “origin” is missing/)
  assert.equal(readFileSync(state, 'utf8'), '{"format":"chancery-audit/1"}')
  const two = await audit([server.url, server.url])
  assert.equal(two.status, 2)
})

test('an edition has an address that never changes', async t => {
  const { site } = sealed(t, 8)
  const server = await serve(t, site, [], fast)
  const [uuid, profile] = ["path LIKE '%/statement-3'", "kind = 'profile'"].map(where => execFileSync('sqlite3', [site, `SELECT document FROM edition WHERE ${where} LIMIT 1`]).toString().trim())
  for (const [path, location] of [
    ['en', '/en/2024/05/06/statement-3'], ['en/1', '/en/2024/05/06/statement-3/editions/1'], ['en/2', '/en/2024/05/06/statement-3/editions/2'],
    ['en/1.edition.json', '/en/2024/05/06/statement-3/editions/1.edition.json'], ['en/1.tlog-proof', '/en/2024/05/06/statement-3/editions/1.tlog-proof'],
    ['en/2.json', '/en/2024/05/06/statement-3/editions/2.json']
  ]) {
    const { status, headers } = await get(`${server.url}/d/${uuid}/${path}`)
    assert.equal(status, 302, path)
    assert.equal(headers.location, location)
    assert.equal((await get(server.url + location)).status, 200, location)
  }
  for (const path of [`${uuid}/fr`, `${uuid}/fr/1`, `${uuid}/en/3`, `${uuid}/en/0`, `${uuid}/en/1/2`, `${profile}/en/1`, `${profile}/en/1.edition.json`, `0${uuid.slice(1, -1)}g/en/1`])
    assert.equal((await get(`${server.url}/d/${path}`)).status, 404, path)
})

// It was never public, so the log tells nothing of it, and nobody misses it on the site.
test('what was replaced before its instant is not in the log', async t => {
  const { folder, site, keys } = sealed(t, 8)
  const lifts = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000)
  const [same, sooner] = ['same', 'sooner'].map(name => join(folder, `${name}.md`))
  const publish = (file, published, body, note) => must(['publish', site, document(file, { title: 'Ahead', published: published.toISOString(), change_note: note }, body)], fast)
  publish(same, lifts, 'One.')
  publish(same, lifts, 'Two.', 'Better.')
  publish(sooner, new Date(lifts.getTime() + 86400000), 'One.')
  publish(sooner, new Date(lifts.getTime() - 86400000), 'Two.', 'Sooner.')
  publish(sooner, new Date(lifts.getTime() - 86400000), 'Three.', 'Again.')
  await sleep(lifts.getTime() - Date.now() + 100)
  must(['seal', site], fast)
  const leaves = execFileSync('sqlite3', [site, "SELECT substr (entry, 1, instr (entry, char (10)) - 1) FROM leaf ORDER BY position"]).toString().trim().split('\n').map(JSON.parse).slice(14)
  assert.deepEqual(leaves.map(({ edition, prev }) => [edition, prev]), [[2, undefined], [3, 14], [2, undefined]])
  assert.match(must(['check', site], fast), /keeps its rules/)
  const { status, stdout } = await audit([(await serve(t, site, [], fast)).url, ...keysOf(keys)])
  assert.equal(status, 0, stdout)
})

test('keys may change, and whoever believes the old ones follows', async t => {
  const { folder, site, keys } = sealed(t, 8)
  const server = await serve(t, site, [], fast)
  const state = join(folder, 'state')
  assert.equal((await audit([server.url, ...keysOf(keys), '--state', state])).status, 0)
  for (const [how, i] of [[['--root', join(folder, 'root')], 1], [['--without-root'], 2]]) {
    must(['key', 'rotate', site, ...how], fast)
    must(['publish', site, document(join(folder, `r${i}.md`), { title: `Rotated ${i}` })], fast)
    await sleep(2100)
    for (const believed of [['--state', state], keysOf(keys), ['--key', keys.root]]) {
      const { status, stdout } = await audit([server.url, ...believed])
      assert.equal(status, 0, stdout)
    }
    must(['key', 'retire', site], fast)
  }
})

test('what was erased by order of law is found gone, and nothing else is', async t => {
  const { folder, site, keys, files } = sealed(t, 12)
  must(['erase', site, '/en/2024/05/06/statement-3/editions/1', '--note', 'A court.'], fast) // of two
  must(['erase', site, '/en/2024/05/06/statement-7', '--all-editions', '--note', 'A court.'], fast)
  must(['erase', site, '/en/2024/05/06/statement-8/editions/1', '--note', 'A court.'], fast)
  must(['publish', site, document(files[8], { title: 'Statement 8', ...date, change_note: 'Redacted.', replaces_erased: '1' }, 'Less.')], fast)
  const server = await serve(t, site, [], fast)
  const args = [server.url + '/', ...keysOf(keys)]
  const { status, stdout, stderr } = await audit(args)
  assert.equal(status, 0, stdout + stderr)
  assert.match(stdout, /erased/)

  // The words of an erased edition are put back.
  await server.stop()
  sql(site, `UPDATE edition SET state = 'published', title = 'Statement 3', body = 'Words 3.' WHERE id = ${edition('statement-3', 1)}; DELETE FROM erasure WHERE edition = ${edition('statement-3', 1)}; INSERT OR REPLACE INTO rendition (edition, lead, html) VALUES (${edition('statement-3', 1)}, 'Words 3.', '<p>Words 3.</p>')`)
  const again = await serve(t, site, [], fast)
  const found = await audit([again.url + '/', ...keysOf(keys)])
  assert.equal(found.status, 1)
  assert.match(found.stdout, /edition 1 was erased \(leaf \d+\), and is still shown/)
  void folder
})
