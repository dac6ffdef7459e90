// The record log: what another program reads in it, what a proof proves, and what tampering comes to.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, released, root, scratch, serve, sleep } from '../harness.js'

const env = { ...process.env, CHANCERY_PASSPHRASE: 'a long passphrase' }
const fast = { program: released, env }

function sealed (t, options = {}) {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], { ...fast, ...options })
  const shown = must(['key', 'show', site], fast)
  const keys = { log: /^log key +(\S+)/m.exec(shown)[1], office: /^office key +(\S+)/m.exec(shown)[1] }
  return { folder, site, keys }
}
function many (folder, count, from = 0) {
  const files = []
  for (let i = from; i < from + count; i++) files.push(document(join(folder, `d${i}.md`), { title: `Statement ${i}`, published: '2024-05-06T00:00:00Z' }, `Words ${i}.`))
  return files
}
const text = async url => (await get(url)).body
const size = async server => Number((await text(server.url + '/log/checkpoint')).split('\n')[1])
function verify (folder, edition, proof, keys) {
  writeFileSync(join(folder, 'x.edition.json'), edition)
  writeFileSync(join(folder, 'x.tlog-proof'), proof)
  return chancery(['verify', join(folder, 'x.edition.json'), join(folder, 'x.tlog-proof'), ...keys.flatMap(key => ['--key', key])], fast)
}
function interop (t) {
  const folder = join(scratch(t), 'interop')
  mkdirSync(folder)
  copyFileSync(join(root, 'tests/interop/main.go'), join(folder, 'main.go'))
  execFileSync('go', ['build', '-o', 'interop', '.'], { cwd: folder, env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(folder, 'cache') } })
  return join(folder, 'interop')
}

test('another program reads our log, and ours what that program writes', async t => {
  const { folder, site, keys } = sealed(t)
  must(['publish', site, ...many(folder, 700)], fast)
  const server = await serve(t, site, [], { program: released })
  const program = interop(t)
  assert.equal(await size(server), 702, 'the keys, the profile, 700 statements')
  assert.equal(execFileSync(program, ['read', server.url + '/log', keys.log, keys.office]).toString(), '702\n')
  must(['publish', site, ...many(folder, 66, 700)], fast) // 768: three full tiles and no partial one
  await sleep(2100)
  assert.equal(execFileSync(program, ['read', server.url + '/log', keys.log, keys.office]).toString(), '768\n')

  const address = `${server.url}/en/2024/05/06/statement-7`
  const [edition, proof] = [await text(address + '.edition.json'), await text(address + '.tlog-proof')]
  const leaf = Buffer.from(/^extra (.*)$/m.exec(proof)[1], 'base64')
  writeFileSync(join(folder, 'leaf'), leaf)
  for (const entries of [1, 2, 255, 256, 257, 1000]) {
    const theirs = name => execFileSync(program, ['write', join(folder, 'leaf'), String(entries), join(folder, 'key'), name]).toString()
    const verified = name => verify(folder, edition, theirs(name), [readFileSync(join(folder, 'key'), 'utf8').trim(), keys.office])
    const { status, stdout, stderr } = verified('embassy.example/log')
    assert.equal(status, 0, stderr)
    assert.match(stdout, /in embassy\.example\/log, signed by its key/)
    const elsewhere = verified('go.example/log')
    assert.equal(elsewhere.status, 1)
    assert.match(elsewhere.stderr, /the log: the file is of the log embassy\.example\/log, and the proof of go\.example\/log/)
  }
})

test('an edition’s file is what its leaf commits to, and its proof verifies; any change to either does not', async t => {
  const { folder, site, keys } = sealed(t)
  must(['publish', site, ...many(folder, 5)], fast)
  const server = await serve(t, site, [], { program: released })
  const address = `${server.url}/en/2024/05/06/statement-3`
  const [edition, proof] = [await text(address + '.edition.json'), await text(address + '.tlog-proof')]
  const leaf = Buffer.from(/^extra (.*)$/m.exec(proof)[1], 'base64').toString()
  assert.equal(JSON.parse(leaf.split('\n')[0]).doc, createHash('sha256').update(edition).digest('hex'))
  assert.doesNotMatch(leaf, /Statement|Words|statement-3/, 'the log tells no words')
  assert.ok(proof.length < 2048)
  assert.equal(JSON.parse(edition).body.trim(), 'Words 3.')

  const said = verify(folder, edition, proof, [keys.log, keys.office])
  assert.equal(said.status, 0, said.stderr)
  assert.match(said.stdout, /Statement 3/)
  const other = sealed(t)
  assert.equal(verify(folder, edition, proof, [other.keys.log]).status, 1, 'another log’s key')
  assert.equal(verify(folder, edition, proof, [keys.log, other.keys.office]).status, 1, 'another office’s key')
  const flip = (whole, at, bit) => { const bytes = Buffer.from(whole); bytes[at] ^= 1 << bit; return bytes }
  for (let i = 0; i < 60; i++) { // the unit tests flip every bit
    assert.equal(verify(folder, flip(edition, i * 7 % edition.length, i % 8), proof, [keys.log, keys.office]).status, 1)
    assert.equal(verify(folder, edition, flip(proof, 24 + i * 17 % (proof.length - 24), i % 8), [keys.log, keys.office]).status, 1, `bit ${i % 8} of byte ${24 + i * 17 % (proof.length - 24)}`)
  }
})

test('a page says its place in the log, and leads to what proves it', async t => {
  const { folder, site, keys } = sealed(t)
  const files = many(folder, 3)
  must(['publish', site, ...files], fast)
  must(['publish', site, document(files[1], { title: 'Statement 1', published: '2024-05-06T00:00:00Z', change_note: 'New.' }, 'Other.')], fast)
  const server = await serve(t, site, [], { program: released })
  for (const [address, number] of [['/en/2024/05/06/statement-1', 6], ['/en/2024/05/06/statement-1/editions/1', 4], ['/at/20300101000000/en/2024/05/06/statement-1', 0]]) {
    const { status, body } = await get(server.url + address)
    if (number === 0) { assert.equal(status, 302); continue }
    assert.match(body, new RegExp(`recorded as no\\. ${number} on `))
    const [edition, proof] = [...body.matchAll(/href="([^"]+)" download/g)].map(match => match[1])
    assert.equal(verify(folder, await text(server.url + edition), await text(server.url + proof), [keys.log, keys.office]).status, 0)
  }
  const unsealed = newSite(t)
  must(['publish', unsealed.site, document(join(unsealed.folder, 'a.md'), { title: 'Words' })], fast)
  assert.doesNotMatch((await get((await serve(t, unsealed.site, [], { program: released })).url + '/en/2024/05/06/words')).body, /recorded as no|class="verify"/)
})

test('what is still to come is not in the log, and is sealed at its instant, by whoever serves', async t => {
  const { folder, site, keys } = sealed(t)
  const lifts = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000)
  must(['publish', site, document(join(folder, 'c.md'), { title: 'Canary words', published: lifts.toISOString() })], fast)
  const server = await serve(t, site, [], { program: released })
  assert.equal(await size(server), 2)
  must(['seal', site], fast)
  assert.equal(await size(server), 2)
  const day = lifts.toISOString().slice(0, 10).replaceAll('-', '/')
  const address = `${server.url}/en/${day}/canary-words`
  assert.equal((await get(address + '.tlog-proof')).status, 404)
  await sleep(lifts.getTime() - Date.now() + 500)
  assert.equal((await get(address)).status, 200)
  assert.equal(verify(folder, await text(address + '.edition.json'), await text(address + '.tlog-proof'), [keys.log]).status, 0)
})

test('where the one who serves does not seal, what became public is sealed by a command', async t => {
  const { folder, site, keys } = sealed(t)
  const lifts = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
  must(['publish', site, document(join(folder, 'c.md'), { title: 'Canary words', published: lifts.toISOString() })], fast)
  const server = await serve(t, site, ['--no-seal'], { program: released })
  await sleep(lifts.getTime() - Date.now() + 300)
  const day = lifts.toISOString().slice(0, 10).replaceAll('-', '/')
  const address = `${server.url}/en/${day}/canary-words`
  assert.equal((await get(address)).status, 200)
  assert.equal((await get(address + '.tlog-proof')).status, 404)
  must(['seal', site], fast)
  await sleep(60)
  assert.equal(verify(folder, await text(address + '.edition.json'), await text(address + '.tlog-proof'), [keys.log]).status, 0)
})

test('corrections and withdrawals are leaves that name the one before, and what is said again after one is restored', t => {
  const { folder, site } = sealed(t)
  const file = join(folder, 'a.md')
  must(['publish', site, document(file, { title: 'Words', published: '2024-05-06T00:00:00Z' }, 'First.')], fast)
  must(['publish', site, document(file, { title: 'Words', published: '2024-05-06T00:00:00Z', change_note: 'A word.' }, 'Second.')], fast)
  must(['withdraw', site, '/en/2024/05/06/words', '--note', 'Why.'], fast)
  must(['publish', site, document(file, { title: 'Words', published: '2024-05-06T00:00:00Z', change_note: 'Again.' }, 'Third.')], fast)
  const leaves = spawnSync('sqlite3', [site, "SELECT substr (entry, 1, instr (entry, char (10)) - 1) FROM leaf WHERE edition IS NOT NULL ORDER BY position"]).stdout.toString().trim().split('\n').map(JSON.parse)
  assert.deepEqual(leaves.map(leaf => leaf.kind), ['profile', 'edition', 'correction', 'withdrawal', 'restored'])
  assert.deepEqual(leaves.map(leaf => leaf.prev), [undefined, undefined, 2, 3, 4])
  must(['check', site], fast)
})

test('a sealed record takes nothing that is not signed, nor with other keys', async t => {
  const { folder, site } = sealed(t)
  const [file] = many(folder, 1)
  const other = sealed(t)
  for (const keys of [join(folder, 'nothing'), other.site + '.keys']) {
    const { status, stderr } = chancery(['publish', site, file, '--keys', keys], fast)
    assert.equal(status, 1)
    assert.match(stderr, /sealed|other keys/)
  }
  chmodSync(site + '.keys', 0o644)
  assert.match(chancery(['publish', site, file], fast).stderr, /others may read these keys; “chmod 600/)
  chmodSync(site + '.keys', 0o600)
  must(['publish', site, file], fast)
})

test('keys lie under their passphrase', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  assert.equal(statSync(site + '.keys').mode & 0o777, 0o600)
  assert.doesNotMatch(readFileSync(site + '.keys', 'utf8'), /PRIVATE/)
  const [file] = many(folder, 1)
  const wrong = chancery(['publish', site, file], { program: released, env: { ...env, CHANCERY_PASSPHRASE: 'wrong' } })
  assert.match(wrong.stderr, /the passphrase is wrong, or the file was changed/)
  must(['publish', site, file], fast)
  assert.match(chancery(['key', 'new', site, '--name', 'x'], fast).stderr, /sealed already/)
})

// Whoever can write to the file can put anything into it; what it cannot do is have it signed, or prove it.
test('an old copy, and a log that was tampered with, are not signed for', async t => {
  const { folder, site } = sealed(t)
  const files = many(folder, 8)
  const sql = (db, statement) => execFileSync('sqlite3', [db, statement])
  must(['publish', site, ...files.slice(0, 3)], fast)
  sql(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const old = join(folder, 'old.db')
  copyFileSync(site, old)
  must(['publish', site, ...files.slice(3, 6)], fast)

  const refuses = (db, what) => {
    const { status, stderr } = chancery(['publish', db, files[7], '--keys', site + '.keys'], fast)
    assert.equal(status, 1, what)
    assert.match(stderr, /nothing is signed/, what)
  }
  refuses(old, 'an old copy')
  sql(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  for (const [what, statement] of [
    ['a leaf is another', "UPDATE leaf SET hash = zeroblob (32) WHERE position = 4"],
    ['the last leaf and the last checkpoint are gone', 'DELETE FROM checkpoint WHERE size = (SELECT max (size) FROM checkpoint); DELETE FROM leaf WHERE position > 4'],
    ['two leaves have changed places', "UPDATE leaf SET position = 99 WHERE position = 3; UPDATE leaf SET position = 3 WHERE position = 4; UPDATE leaf SET position = 4 WHERE position = 99"]
  ]) {
    const copy = join(folder, 'copy.db')
    copyFileSync(site, copy)
    sql(copy, `DROP TRIGGER leaf_is_final; DROP TRIGGER leaf_stays; DROP TRIGGER checkpoint_stays; ${statement}`)
    refuses(copy, what)
  }
  must(['publish', site, files[7]], fast)
})

test('the front can read neither keys nor what waits to be sealed', async t => {
  const { site } = sealed(t)
  const server = await serve(t, site, [], { program: released })
  for (const path of ['/site.db.keys', '/log/../site.db.keys', '/log/tile/../../site.db.keys', '/log/tile/0/000', '/log/tile/0/000.p/3', '/log/tile/entries/000.p/03', '/log'])
    assert.equal((await get(server.url + path)).status, 404, path)
  assert.ok(existsSync(site + '.keys'))
})

test('check compares the log with the record, from the inside', async t => {
  const { folder, site } = sealed(t)
  must(['publish', site, ...many(folder, 300)], fast)
  assert.match(must(['check', site], fast), /keeps its rules/)
  execFileSync('sqlite3', [site, 'PRAGMA wal_checkpoint (TRUNCATE)'])
  for (const [finding, statement] of [
    [/says something else than what was signed \(leaf 9\)/, "UPDATE edition SET summary = 'new' WHERE id = (SELECT edition FROM leaf WHERE position = 9)"],
    [/leaf 7: its hash is not that of its entry/, 'UPDATE leaf SET hash = zeroblob (32) WHERE position = 7'],
    [/leaf 8: .*signature/, "UPDATE leaf SET entry = replace (entry, '\"edition\":1', '\"edition\":2') WHERE position = 8"],
    [/statement-3 edition 1: it is neither in the log nor waits to be/, "DELETE FROM leaf WHERE edition = (SELECT id FROM edition WHERE path LIKE '%/statement-3')"],
    [/leaf 5 is missing/, 'DELETE FROM leaf WHERE position = 5'],
    [/signs another tree/, 'UPDATE log_hash SET hash = zeroblob (32)'],
    [/is of more than there are/, 'DELETE FROM leaf WHERE position > 299'],
    [/a checkpoint: /, "UPDATE checkpoint SET note = replace (note, 'embassy', 'Embassy')"]
  ]) {
    const copy = join(folder, 'copy.db')
    copyFileSync(site, copy)
    execFileSync('sqlite3', [copy, `DROP TRIGGER edition_is_final; DROP TRIGGER leaf_is_final; DROP TRIGGER leaf_stays; DROP TRIGGER checkpoint_only_gains; ${statement}`])
    const { status, stdout } = chancery(['check', copy], fast)
    assert.equal(status, 1, statement)
    assert.match(stdout, finding)
  }
})
