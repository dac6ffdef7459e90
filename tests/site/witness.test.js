// Witnesses: who vouches that a log only grew, whatever its office, its file or their own machine does.
import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, checked, document, get, must, newSite, profile, released, scratch, serve, sleep } from '../harness.js'

const fast = { program: released }
const sql = (db, statement) => execFileSync('sqlite3', [db, statement]).toString().trim()

// ---- Keys and trees, by another hand than the program's ----

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const leafHash = leaf => sha256(Buffer.from([0]), leaf)
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right)
const half = count => { let power = 1; while (power * 2 < count) power *= 2; return power }
const root = hashes => hashes.length === 0 ? sha256() : hashes.length === 1 ? hashes[0] : nodeHash(root(hashes.slice(0, half(hashes.length))), root(hashes.slice(half(hashes.length))))
function consistency (hashes, old, known = true) { // RFC 6962, section 2.1.2
  if (old === 0) return []
  if (old === hashes.length) return known ? [] : [root(hashes)]
  const [left, right] = [hashes.slice(0, half(hashes.length)), hashes.slice(half(hashes.length))]
  return old <= left.length ? [...consistency(left, old, known), root(right)] : [...consistency(right, old - left.length, false), root(left)]
}

const keyId = (name, algorithm, key) => sha256(name, '\n', Buffer.from([algorithm]), key).subarray(0, 4)
function signer (name, algorithm, seed = randomBytes(32)) {
  const secret = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' })
  const key = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)
  const id = keyId(name, algorithm, key)
  return { name, secret, id, verifier: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([algorithm]), key]).toString('base64')}` }
}
const line = ({ name, id }, bytes) => `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`
const signed = (text, by) => `${text}\n${line(by, sign(null, Buffer.from(text), by.secret))}`
const checkpoint = (by, hashes) => signed(`${by.name}\n${hashes.length}\n${root(hashes).toString('base64')}\n`, by)
const request = (by, hashes, old, proof = consistency(hashes, old)) => `old ${old}\n${proof.map(hash => hash.toString('base64') + '\n').join('')}\n${checkpoint(by, hashes)}`
// Of the two keys in a file without a passphrase, the log's.
function logSigner (path) {
  const [, name, , base64] = /^PRIVATE\+KEY\+([^+]+)\+([^+]+)\+(.+)$/.exec(Buffer.from(readFileSync(path, 'utf8').split('\n')[1], 'base64').toString().split('\n')[1])
  return signer(name, 1, Buffer.from(base64, 'base64').subarray(1))
}
function cosigned (text, cosignature, verifier) { // tlog-cosignature
  const [name, , key] = /^([^+]+)\+([0-9a-f]+)\+(.+)$/.exec(verifier).slice(1)
  const match = new RegExp(`^— ${name} (\\S+)$`, 'm').exec(cosignature)
  if (!match) return false
  const bytes = Buffer.from(match[1], 'base64')
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64').subarray(1)])
  return verify(null, Buffer.from(`cosignature/v1\ntime ${bytes.readBigUInt64BE(4)}\n${text}`), createPublicKey({ key: spki, format: 'der', type: 'spki' }), bytes.subarray(12))
}

// ---- Witnesses and offices ----

// null: it did not answer to its end.
function post (url, body, method = 'POST', headers = {}) {
  return new Promise(resolve => {
    const sent = http.request(url, { method, headers: { 'content-length': Buffer.byteLength(body), ...headers } }, response => {
      const parts = []
      response.on('data', part => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }))
      response.on('error', () => resolve(null))
      response.on('aborted', () => resolve(null))
    })
    sent.on('error', () => resolve(null))
    sent.end(body)
  })
}

function newWitness (folder, name) {
  const key = join(folder, name + '.key')
  return { name, key, state: join(folder, name + '.state'), verifier: must(['witness', 'new', '--key', key, '--name', name, '--open'], fast).trim(), port: 0 }
}

// Starts it, again on the port that it had.
function start (t, witness, logs, { program = released, args = [] } = {}) {
  const child = spawn(program, ['witness', ...logs.flatMap(log => ['--log', log]), '--key', witness.key, '--state', witness.state, '--listen', `127.0.0.1:${witness.port}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  Object.assign(witness, { child, errors: '' })
  witness.exited = new Promise(resolve => child.on('exit', (code, signal) => resolve({ code, signal })))
  witness.stop = async (signal = 'SIGTERM') => { child.kill(signal); return witness.exited }
  t.after(() => child.kill('SIGKILL'))
  child.stderr.on('data', data => { witness.errors += data })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', data => {
      const match = /listening on (http:\/\/\S+:(\d+))/.exec(data)
      if (match) { witness.url = match[1]; witness.port = Number(match[2]); resolve(witness) }
    })
    witness.exited.then(({ code }) => reject(new Error(`witness ended with ${code}: ${witness.errors}`)))
  })
}

const witnessesYaml = (witnesses, needed) => `witnesses:\n${witnesses.map(({ verifier, url }) => `  - {key: "${verifier}", url: "${url}"}\n`).join('')}${needed === undefined ? '' : `witnesses_needed: ${needed}\n`}`

async function office (t, count, needed) {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const shown = must(['key', 'show', site], fast)
  const keys = { log: /^log key +(\S+)/m.exec(shown)[1], office: /^office key +(\S+)/m.exec(shown)[1] }
  const witnesses = []
  for (let i = 0; i < count; i++) witnesses.push(await start(t, newWitness(folder, `w${i}.example`), [keys.log]))
  const setWitnesses = (list, k) => {
    writeFileSync(join(folder, 'profile.yaml'), profile + witnessesYaml(list, k))
    must(['profile', site, join(folder, 'profile.yaml')], fast)
  }
  if (count > 0) setWitnesses(witnesses, needed)
  return { folder, site, keys, witnesses, setWitnesses }
}
function publish ({ folder, site }, name, fields = {}, keys = site + '.keys') {
  must(['publish', site, document(join(folder, name + '.md'), { title: name, published: '2024-05-06T00:00:00Z', ...fields }), '--keys', keys], fast)
}
// The same while this process answers as well.
const publishBeside = ({ folder, site }, name) => new Promise((resolve, reject) => execFile(released, ['publish', site, document(join(folder, name + '.md'), { title: name, published: '2024-05-06T00:00:00Z' })], (error, stdout, stderr) => error ? reject(new Error(stderr)) : resolve(stdout)))
const seal = (site, args = []) => chancery(['seal', site, ...args], fast)
// The same while this process answers as well.
const sealBeside = site => new Promise(resolve => execFile(released, ['seal', site], (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stderr })))
const last = site => JSON.parse(execFileSync('sqlite3', ['-json', site, 'SELECT size, note, cosigned, witnessed FROM checkpoint ORDER BY size DESC LIMIT 1']))[0]
const textOf = note => note.slice(0, note.indexOf('\n\n') + 1)
const namesBelow = note => [...note.matchAll(/^— (\S+) /mg)].map(match => match[1])

// ---- The office's side ----

test('three witnesses cosign, of whom two are needed; one that is down is said, and delays nothing', async t => {
  const embassy = await office(t, 3)
  const { folder, site, keys, witnesses } = embassy
  publish(embassy, 'first')
  let { status, stderr } = seal(site)
  assert.equal(status, 0, stderr)
  assert.match(stderr, /witnessed by 3 of 3, of whom 2 are needed\n/)
  const note = last(site)
  assert.deepEqual([note.cosigned, note.witnessed], [3, 1])
  for (const { verifier, name } of witnesses) {
    assert.ok(cosigned(textOf(note.note), note.note, verifier), 'another program verifies it')
    assert.match(stderr, new RegExp(`${name} cosigned ${note.size} entries`))
  }
  assert.equal(seal(site).stderr, '', 'nobody is asked twice')

  await witnesses[0].stop()
  publish(embassy, 'second')
  ;({ status, stderr } = seal(site))
  assert.equal(status, 0, stderr)
  assert.match(stderr, /w0\.example did not cosign: it did not answer: .*\n.*\n.*\n.*witnessed by 2 of 3, of whom 2 are needed\n/)
  await witnesses[1].stop()
  publish(embassy, 'third')
  ;({ status, stderr } = seal(site))
  assert.equal(status, 0, stderr)
  assert.match(stderr, /witnessed by 1 of 3, of whom 2 are needed: too few\n/)
  assert.deepEqual([last(site).cosigned, last(site).witnessed], [1, 0])

  // A proof rests on the newest head that is witnessed enough, if the leaf is below it.
  const server = await serve(t, site, [], fast)
  const said = async (name, ...args) => {
    const files = ['edition.json', 'tlog-proof'].map(ending => join(folder, `${name}.${ending}`))
    for (const file of files) writeFileSync(file, (await get(`${server.url}/en/2024/05/06/${file.slice(folder.length + 1)}`)).body)
    return chancery(['verify', ...files, '--key', keys.log, '--key', keys.office, ...witnesses.flatMap(({ verifier }) => ['--witness', verifier]), ...args], fast)
  }
  assert.equal((await said('second', '--needed', '2')).status, 0)
  assert.match((await said('second')).stdout, /witnessed +by w1\.example at \d{4}-.*\nwitnessed +by w2\.example at/)
  assert.match((await said('third', '--needed', '2')).stderr, /not verified: the witnesses: 1 of the 3 who are named cosigned the log's head, and 2 are needed/)
  assert.equal((await said('third', '--needed', '1')).status, 0)
  assert.match((await said('third', '--needed', '4')).stderr, /the policy asks for 4 witnesses, and there are only 3/)
  assert.match((await said('third', '--witness', witnesses[0].verifier)).stderr, /stands twice/)
  assert.match((await said('third', '--witness', keys.log)).stderr, /is no witness's/)

  // Back again, they are asked for what they missed, from where they stand.
  for (const witness of witnesses.slice(0, 2)) await start(t, witness, [keys.log])
  assert.match(seal(site).stderr, /witnessed by 3 of 3/)
  await sleep(60)
  assert.equal((await said('third', '--needed', '3')).status, 0)
  assert.equal(namesBelow((await get(server.url + '/log/checkpoint')).body).length, 4)
  must(['check', site], fast)
})

test('a checkpoint gains signatures, and nothing else of it changes', async t => {
  const { site } = await office(t, 0)
  for (const statement of ["note = 'x' || note", "note = replace (note, char (10) || '2' || char (10), char (10) || '9' || char (10))", 'size = 9', "note = ''"]) {
    assert.throws(() => execFileSync('sqlite3', [site, `UPDATE checkpoint SET ${statement} WHERE size = 2`], { stdio: 'pipe' }), /a checkpoint/, statement)
  }
  sql(site, "UPDATE checkpoint SET note = note || '— x AAAAAAAA' || char (10)")
})

test('a witness that lies adds nothing; the log’s own signature and the others’ stay', async t => {
  const embassy = await office(t, 1)
  const { site, witnesses, setWitnesses } = embassy
  const liar = signer('liar.example', 4)
  const stranger = signer('stranger.example', 4)
  const cosign = (by, text, time = 1700000000n) => {
    const stamp = Buffer.alloc(8)
    stamp.writeBigUInt64BE(time)
    return line(by, Buffer.concat([stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), by.secret)]))
  }
  let lie
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', data => { body += data })
    request.on('end', () => lie(textOf(body.slice(body.indexOf('\n\n') + 2)), response, body))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => { server.closeAllConnections(); server.close() })
  setWitnesses([...witnesses, { verifier: liar.verifier, url: `http://127.0.0.1:${server.address().port}` }], 2)
  const answers = (status, make, type = 'text/plain') => (text, response) => { response.writeHead(status, { 'content-type': type }); response.end(make(text)) }
  const wrong = text => { const good = cosign(liar, text); const at = good.length - 20; return good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1) }
  const lies = [
    ['a false signature', answers(200, wrong), /the signature of liar\.example is wrong/],
    ['of another tree', answers(200, text => cosign(liar, text.replace(/\n\d+\n/, '\n1\n'))), /the signature of liar\.example is wrong/],
    ['another’s key', answers(200, text => cosign(stranger, text)), /none of the known keys/],
    ['nothing', answers(200, () => ''), /not believed/],
    ['more than signatures', answers(200, text => `\nx\n${cosign(liar, text)}`), /not believed/],
    ['a size that is never right', (text, response, body) => answers(409, () => `${1 - Number(/^old (\d)/.exec(body)[1])}\n`, 'text/x.tlog.size')(text, response), /does not keep to where it says/],
    ['no end', (text, response) => { response.writeHead(200); response.on('error', () => {}); const more = () => { if (!response.destroyed) response.write('x'.repeat(9999), more) }; more() }, /larger than/],
    ['elsewhere', (text, response) => { response.writeHead(302, { location: witnesses[0].url }); response.end() }, /it refused \(HTTP 302\)/],
    ['bytes', answers(500, () => Buffer.from([0x1b, 0x5b, 0x32, 0x4a, 0xff, 0x0a])), /it refused \(HTTP 500\): “ \[2J\ufffd”/]
  ]
  for (const [what, answer, expected] of lies) {
    lie = answer
    await publishBeside(embassy, what.replace(/[^a-z]/g, '-'))
    const { status, stderr } = await sealBeside(site)
    assert.equal(status, 0, what)
    assert.match(stderr, expected, what)
    assert.match(stderr, /witnessed by 1 of 2, of whom 2 are needed: too few/, what)
    assert.deepEqual(namesBelow(last(site).note), ['embassy.example/log', 'w0.example'], what)
  }
  lie = answers(200, text => cosign(liar, text).repeat(90) + cosign(stranger, text))
  assert.match((await sealBeside(site)).stderr, /witnessed by 2 of 2/)
  assert.deepEqual(namesBelow(last(site).note), ['embassy.example/log', 'w0.example', 'liar.example'], 'one line a witness')
})

test('a record that is put back from a backup is not signed for, whatever its keys’ folder remembers', async t => {
  const embassy = await office(t, 2)
  const { folder, site, keys, witnesses } = embassy
  const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000)
  publish(embassy, 'first')
  publish(embassy, 'scheduled', { published: due.toISOString() })
  assert.equal(seal(site).status, 0)
  sql(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const old = join(folder, 'old.db')
  copyFileSync(site, old)
  copyFileSync(site + '.keys', old + '.keys')
  publish(embassy, 'second')
  assert.match(seal(site).stderr, /witnessed by 2 of 2/)
  const { size } = last(site)
  await sleep(Math.max(0, due.getTime() - Date.now()) + 100)

  const before = last(old)
  const refused = seal(old)
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, new RegExp(`contradicts this file: it has cosigned ${size} entries of this log, and here are ${before.size}\\. Nothing is signed`))
  assert.deepEqual(last(old), before)
  const by = logSigner(site + '.keys')
  const hashes = JSON.parse(execFileSync('sqlite3', ['-json', old, 'SELECT hex (hash) AS hash FROM leaf ORDER BY position'])).map(({ hash }) => Buffer.from(hash, 'hex'))
  assert.equal(by.verifier, keys.log)
  const answer = await post(witnesses[0].url + '/add-checkpoint', request(by, hashes, hashes.length))
  assert.deepEqual([answer.status, answer.headers['content-type'], answer.body], [409, 'text/x.tlog.size', `${size}\n`])
  assert.equal(seal(site).status, 0, 'the true record is sealed')

  // With one witness down the other’s word is enough.
  await witnesses[0].stop()
  assert.match(seal(old).stderr, /w1\.example contradicts this file/)
})

test('a log that was forked, rewritten or truncated by hand, and signed with its own keys, is refused by a witness', async t => {
  const embassy = await office(t, 1)
  const { folder, site, witnesses } = embassy
  for (let i = 0; i < 5; i++) publish(embassy, `text-${i}`)
  assert.equal(seal(site).status, 0)
  const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
  publish(embassy, 'scheduled', { published: due.toISOString() })
  sql(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const by = logSigner(site + '.keys')
  const { size } = last(site)
  const leaves = db => JSON.parse(execFileSync('sqlite3', ['-json', db, 'SELECT hex (hash) AS hash FROM leaf ORDER BY position'])).map(({ hash }) => Buffer.from(hash, 'hex'))
  const free = 'DROP TRIGGER leaf_is_final; DROP TRIGGER leaf_stays; DROP TRIGGER checkpoint_stays; DROP TRIGGER checkpoint_is_final; DROP TRIGGER checkpoint_only_gains;'
  const tampered = (name, statement, forge = true) => {
    const copy = join(folder, name + '.db')
    copyFileSync(site, copy)
    copyFileSync(site + '.keys', copy + '.keys')
    sql(copy, `${free} ${statement}`)
    const hashes = leaves(copy)
    if (forge) sql(copy, `DELETE FROM checkpoint WHERE size >= ${hashes.length}; INSERT INTO checkpoint (office, size, note) SELECT name, ${hashes.length}, '${checkpoint(by, hashes)}' FROM office`)
    return copy
  }
  const rewritten = tampered('rewritten', "UPDATE leaf SET hash = zeroblob (32) WHERE position = 2")
  assert.match(seal(rewritten).stderr, /contradicts this file: it holds another tree of this log: “another tree of this size was cosigned: the log has forked”/)
  const forked = tampered('forked', `UPDATE leaf SET hash = zeroblob (32) WHERE position = ${size - 1}; INSERT INTO leaf (office, position, hash, entry) SELECT office, ${size}, hash, entry FROM leaf WHERE position = 1`)
  assert.match(seal(forked).stderr, /contradicts this file: it finds that what it cosigned is no beginning of this log/)
  await sleep(Math.max(0, due.getTime() - Date.now()) + 100)
  const truncated = tampered('truncated', `DELETE FROM leaf WHERE position >= ${size - 2}; DELETE FROM checkpoint WHERE size > ${size - 2}`, false)
  assert.match(seal(truncated).stderr, new RegExp(`contradicts this file: it has cosigned ${size} entries of this log, and here are ${size - 2}`))
  for (const copy of [rewritten, forked, truncated]) {
    assert.equal(seal(copy).status, 1)
    assert.equal(last(copy).cosigned, copy === truncated ? last(copy).cosigned : 0)
  }
  assert.equal(seal(site).status, 0, 'the true one goes on')
  assert.match((await get(witnesses[0].url + '/')).body, new RegExp(`embassy\\.example/log: ${last(site).size} entries, since \\d`))
  assert.match(witnesses[0].errors, /refused embassy\.example\/log: another tree of this size was cosigned: the log has forked/)
})

// ---- The witness ----

test('a witness answers what the standard says, and nothing else', async t => {
  const folder = scratch(t)
  const by = signer('log.example', 1)
  const stranger = signer('log.example', 1)
  const witness = await start(t, newWitness(folder, 'w.example'), [by.verifier], { program: checked })
  const hashes = [0, 1, 2, 3, 4].map(i => leafHash(Buffer.from([i])))
  const ask = body => post(witness.url + '/add-checkpoint', body)
  const first = await ask(request(by, hashes.slice(0, 2), 0))
  assert.equal(first.status, 200)
  assert.ok(cosigned(textOf(checkpoint(by, hashes.slice(0, 2))), first.body, witness.verifier))
  assert.equal((await ask(request(by, hashes, 2))).status, 200)
  assert.equal((await ask(request(by, hashes, 5))).status, 200, 'once more')
  for (const [status, body] of [
    [400, ''], [400, 'old 5\n'], [400, request(by, hashes, 5).replace('old 5', 'old 6')],
    [403, request(stranger, hashes, 5)], [404, request(signer('other.example', 1), hashes, 5)],
    [409, request(by, hashes, 2)], [409, request(by, [...hashes.slice(1), hashes[0]], 5)],
    [422, request(by, [...hashes, hashes[0]], 5, [hashes[1]])], [413, 'x'.repeat(65537)]
  ]) assert.equal((await ask(body))?.status, status, body.slice(0, 60))
  assert.equal((await post(witness.url + '/add-checkpoint', request(by, hashes, 2))).body, '5\n')

  for (const [method, path, status, allow] of [['GET', '/add-checkpoint', 405, 'POST'], ['PUT', '/add-checkpoint', 405, 'POST'], ['POST', '/', 405, 'GET, HEAD'], ['GET', '/state', 404], ['GET', '/..%2f', 404], ['HEAD', '/', 200]]) {
    const answer = await post(witness.url + path, '', method)
    assert.deepEqual([answer.status, answer.headers.allow], [status, allow], `${method} ${path}`)
  }
  const page = (await get(witness.url + '/')).body
  assert.ok(page.includes(witness.verifier) && /log\.example: 5 entries, since \d{4}-/.test(page), page)

  const second = chancery(['witness', '--log', by.verifier, '--key', witness.key, '--state', witness.state, '--listen', '127.0.0.1:0'], fast)
  assert.deepEqual([second.status, /another witness is at work with this state/.test(second.stderr)], [1, true])
  assert.deepEqual(await witness.stop(), { code: 0, signal: null })
  writeFileSync(witness.state, readFileSync(witness.state, 'utf8').replace('\n5 ', '\n2 '))
  await assert.rejects(start(t, witness, [by.verifier]), /is missing or was changed/)
})

test('a witness’s key lies under its passphrase, and is its own', t => {
  const folder = scratch(t)
  const key = join(folder, 'w.key')
  const env = { ...process.env, CHANCERY_PASSPHRASE: 'a long passphrase' }
  assert.match(must(['witness', 'new', '--key', key, '--name', 'w.example'], { program: released, env }), /^w\.example\+[0-9a-f]{8}\+B\S+\n$/)
  assert.equal(statSync(key).mode & 0o777, 0o600)
  assert.doesNotMatch(readFileSync(key, 'utf8'), /PRIVATE/)
  assert.match(chancery(['witness', 'new', '--key', key, '--name', 'w.example'], { program: released, env }).stderr, /exists/)
  const log = signer('log.example', 1).verifier
  const serve = (args, more = {}) => chancery(['witness', '--key', key, '--state', join(folder, 'state'), '--listen', '127.0.0.1:0', ...args], { program: released, env: { ...env, ...more } })
  assert.match(serve(['--log', log], { CHANCERY_PASSPHRASE: 'wrong' }).stderr, /the passphrase is wrong/)
  assert.match(serve(['--log', signer('w', 4).verifier]).stderr, /is a witness's key; a log's is needed/)
  assert.match(serve([]).stderr, /--log KEY, --key FILE and --state FILE are needed/)
  const site = newSite(t).site
  must(['key', 'new', site, '--name', 'x.example/log', '--open'], fast)
  assert.match(chancery(['witness', '--log', log, '--key', site + '.keys', '--state', join(folder, 'state')], fast).stderr, /chancery: /)
  assert.ok(!existsSync(join(folder, 'state')))
})

test('a witness is in a sandbox', async t => {
  const folder = scratch(t)
  const { child } = await start(t, newWitness(folder, 'w.example'), [signer('log.example', 1).verifier])
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  assert.match(status, /NoNewPrivs:\s1/)
  assert.match(status, /Seccomp:\s2/)
  assert.match(status, /CapEff:\s0+$/m)
})

test('of many forks that are sent at once one is cosigned', async t => {
  const folder = scratch(t)
  const by = signer('log.example', 1)
  const witness = await start(t, newWitness(folder, 'w.example'), [by.verifier], { program: checked })
  let hashes = []
  for (let round = 0; round < 20; round++) {
    const forks = Array.from({ length: 16 }, () => [...hashes, ...Array.from({ length: 1 + round % 3 }, () => randomBytes(32))])
    const answers = await Promise.all(forks.map(fork => post(witness.url + '/add-checkpoint', request(by, fork, hashes.length))))
    const taken = forks.filter((_, i) => answers[i].status === 200)
    assert.equal(taken.length, 1)
    assert.ok(answers.every(answer => [200, 409].includes(answer.status)))
    hashes = taken[0]
  }
})

test('killed a hundred times amid requests, a witness never goes back, and vouches for no two trees of a size', async t => {
  const folder = scratch(t)
  const by = signer('log.example', 1)
  const witness = newWitness(folder, 'w.example')
  let hashes = []
  const seen = { unanswered: 0, answered: 0, ahead: 0 }
  for (let round = 0; round < 100; round++) {
    await start(t, witness, [by.verifier])
    const send = (fork, old) => post(witness.url + '/add-checkpoint', request(by, fork, old))
    const forks = Array.from({ length: 4 }, () => [...hashes, randomBytes(32)])
    const answers = forks.map(fork => send(fork, hashes.length))
    setTimeout(() => witness.child.kill('SIGKILL'), Math.random() * 12)
    const told = await Promise.all(answers)
    await witness.exited
    await start(t, witness, [by.verifier])

    // Which of them does it hold? To each other it says that the log forked, or where it stands.
    const held = []
    for (const fork of forks) if ((await send(fork, fork.length)).status === 200) held.push(fork)
    const vouched = forks.filter((_, i) => told[i]?.status === 200)
    assert.ok(held.length <= 1 && vouched.length <= 1)
    assert.ok(vouched.every(fork => held[0] === fork), `round ${round}: what it vouched for it holds after the kill`)
    if (held.length === 0) assert.equal((await send(hashes, hashes.length)).status, 200, 'and else it stands where it stood')
    seen.answered += vouched.length
    seen.ahead += held.length - vouched.length
    seen.unanswered += held.length === 0
    hashes = held[0] ?? hashes
    await witness.stop('SIGKILL')
  }
  t.diagnostic(`${seen.answered} had been answered, ${seen.ahead} were on the disk alone, ${seen.unanswered} had come to nothing`)
  assert.ok(seen.answered > 0 && seen.unanswered > 0, 'the kills fell on both sides of the answer')
})

test('who serves has the log witnessed, whoever published, and asks again those that were down', async t => {
  const embassy = await office(t, 2, 2)
  const { site, witnesses } = embassy
  await witnesses[1].stop()
  const server = await serve(t, site, [], fast)
  publish(embassy, 'first')
  const until = async done => { for (let i = 0; i < 100 && !done(); i++) await sleep(50) }
  await until(() => last(site).cosigned === 1)
  assert.deepEqual([last(site).cosigned, last(site).witnessed], [1, 0])
  const soon = new Date(Date.now() + 1500)
  publish(embassy, 'to-come', { published: soon.toISOString() })
  await start(t, witnesses[1], [embassy.keys.log])
  const before = last(site).size
  await sleep(soon.getTime() - Date.now())
  await until(() => last(site).size > before && last(site).witnessed === 1)
  assert.deepEqual([last(site).size, last(site).cosigned, last(site).witnessed], [before + 1, 2, 1])
  assert.match(server.errors, /w1\.example did not cosign/)
  assert.equal((await server.stop()).code, 0)
  must(['check', site], fast)
})

test('an old copy of record and keys alike is found out by a witness before anything is signed', async t => {
  const embassy = await office(t, 1, 1)
  const { folder, site } = embassy
  publish(embassy, 'first')
  assert.equal(seal(site).status, 0)
  sql(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const old = join(folder, 'old.db')
  for (const ending of ['', '.keys', '.keys.state']) copyFileSync(site + ending, old + ending)
  publish(embassy, 'second')
  assert.equal(seal(site).status, 0)

  const later = new Date(Date.now() + 700).toISOString()
  const { status, stderr } = chancery(['publish', old, document(join(folder, 'third.md'), { title: 'third' })], fast)
  assert.equal(status, 1)
  assert.match(stderr, /the witness w0\.example contradicts this file/)
  sql(old, `UPDATE edition SET visible_from = visible_from WHERE id = 0; INSERT INTO unsealed SELECT id, office, ${Date.now() * 1000} FROM edition WHERE path LIKE '%first'`)
  const server = await serve(t, old, [], fast)
  await sleep(Math.max(0, new Date(later) - Date.now()) + 500)
  assert.match(server.errors, /not sealed: .*the witness w0\.example contradicts this file/)
  assert.equal(sql(old, 'SELECT count(*) FROM unsealed'), '1')
})
