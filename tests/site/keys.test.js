// Who holds the keys, how they change, and how an office keeps its own on another machine.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, profile, released, serve, sleep } from '../harness.js'

const CANARY = 'a passphrase that is seen nowhere'
const env = { ...process.env, CHANCERY_PASSPHRASE: CANARY }
const fast = { program: released, env }
const row = (site, query) => execFileSync('sqlite3', [site, query]).toString().trim()
const keysOf = site => Object.fromEntries([...must(['key', 'show', site], fast).matchAll(/^(root|office|log) key +(\S+)/mg)].map(match => [match[1], match[2]]))
const words = (folder, name, fields = {}) => document(join(folder, name + '.md'), { title: name, published: '2024-05-06T00:00:00Z', ...fields }, `Words of ${name}.`)
function children (server) {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return Object.fromEntries(all.flatMap(pid => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) === server.child.pid ? [[readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), Number(pid)]] : []
    } catch { return [] }
  }))
}

test('the keys are in the keeper alone: the front holds no way to it, and nobody else the passphrase', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  const before = process.env.CHANCERY_PASSPHRASE
  process.env.CHANCERY_PASSPHRASE = CANARY
  const server = await serve(t, site, [], { program: released })
  if (before === undefined) delete process.env.CHANCERY_PASSPHRASE
  const { keeper, clerk, front } = children(server)
  assert.ok(keeper && clerk && front, 'three processes')
  const files = pid => readdirSync(`/proc/${pid}/fd`).map(fd => { try { return readlinkSync(`/proc/${pid}/fd/${fd}`) } catch { return '' } })
  const unix = readFileSync('/proc/net/unix', 'utf8').split('\n').filter(line => / 0005 /.test(line)).map(line => line.trim().split(/\s+/)[6]) // SOCK_SEQPACKET
  const packets = pid => files(pid).filter(file => unix.includes(/socket:\[(\d+)\]/.exec(file)?.[1])).length
  assert.equal(packets(keeper), 2, 'one way for the clerk, one for the desk')
  assert.ok(packets(clerk) >= 1)
  assert.equal(packets(front), 0, 'the front cannot ask the keeper')
  const listening = readFileSync('/proc/net/tcp', 'utf8').split('\n').map(line => line.trim().split(/\s+/)).filter(([, , , state]) => state === '0A').map(fields => fields[9])
  const listeners = pid => files(pid).filter(file => listening.includes(/socket:\[(\d+)\]/.exec(file)?.[1])).length
  assert.ok(listeners(front) > 0)
  assert.equal(listeners(clerk) + listeners(keeper), 0, 'who visits speaks with the front alone')
  assert.deepEqual(files(keeper).filter(file => file.startsWith('/') && !file.startsWith('/dev')), [site + '.keys.state'], 'the keeper holds its memory open, and no other file')
  assert.ok(!files(front).concat(files(clerk)).some(file => file.includes('.keys')))
  for (const pid of [front, clerk]) assert.doesNotMatch(readFileSync(`/proc/${pid}/environ`, 'utf8'), new RegExp(CANARY))
  const status = readFileSync(`/proc/${keeper}/status`, 'utf8')
  assert.match(status, /^Seccomp:\s+2/m)
  assert.match(status, /^NoNewPrivs:\s+1/m)

  // It is started again, and goes on.
  process.kill(keeper, 'SIGKILL')
  const soon = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
  must(['publish', site, words(folder, 'later', { published: soon.toISOString() })], fast)
  await sleep(soon.getTime() - Date.now() + 2500)
  assert.equal(row(site, 'SELECT count(*) FROM unsealed'), '0')
  must(['check', site], fast)
})

test('the state of the keys is their owner’s', t => {
  const { site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  for (const file of ['.keys', '.keys.state']) assert.equal(statSync(site + file).mode & 0o077, 0)
})

test('where the passphrase is not to be had, the site is served, and the operator is told', async t => {
  const { site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  const server = await serve(t, site, [], { program: released })
  assert.equal((await get(server.url + '/en/')).status, 200)
  assert.match(server.errors, /not sealed at its instant \(the passphrase of its keys is not to be had\)/)
})

test('a wrong passphrase is found out before anything is served', t => {
  const { site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  const { status, stderr } = chancery(['serve', site, '--listen', '127.0.0.1:0'], { program: released, env: { ...env, CHANCERY_PASSPHRASE: 'wrong' }, timeout: 20000 })
  assert.equal(status, 1)
  assert.match(stderr, /the passphrase is wrong/)
})

test('keys change: the root vouches, both log keys sign, until the old one is retired', t => {
  const { folder, site } = newSite(t)
  const root = join(folder, 'root.key')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--root', root], fast)
  assert.match(readFileSync(root, 'utf8'), /^chancery keys, version 1, open\n/)
  const first = keysOf(site)
  must(['publish', site, words(folder, 'one')], fast)
  const other = newSite(t)
  must(['key', 'new', other.site, '--name', 'embassy.example/log', '--root', join(other.folder, 'root')], fast)
  assert.match(chancery(['key', 'rotate', site, '--root', join(other.folder, 'root')], fast).stderr, /not the root key of this log/)
  assert.deepEqual(keysOf(site), first)

  must(['key', 'rotate', site, '--root', root], fast)
  const second = keysOf(site)
  assert.equal(second.root, first.root)
  assert.notEqual(second.office, first.office)
  assert.notEqual(second.log, first.log)
  must(['publish', site, words(folder, 'two')], fast)
  const last = () => row(site, 'SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1')
  assert.equal(last().match(/^— embassy.example\/log /mg).length, 2)
  assert.match(last(), /^embassy\.example\/log\n5\n/, 'one log, under one name')
  const leaf = row(site, "SELECT entry FROM leaf WHERE entry LIKE '%\"kind\":\"keys\"%' ORDER BY position DESC LIMIT 1")
  assert.deepEqual(leaf.match(/^— \S+/mg).sort(), ['— embassy.example/log/office', '— embassy.example/log/office', '— embassy.example/log/root'])
  assert.match(chancery(['key', 'rotate', site, '--root', root], fast).stderr, /retire/)
  must(['check', site], fast)

  must(['key', 'retire', site], fast)
  must(['publish', site, words(folder, 'three')], fast)
  assert.equal(last().match(/^— embassy.example\/log /mg).length, 1)
  must(['check', site], fast)
  must(['key', 'rotate', site, '--without-root'], fast)
  must(['check', site], fast)
})

test('a change of keys that was cut off is finished or undone', t => {
  const { folder, site } = newSite(t)
  const root = join(folder, 'root.key')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--root', root], fast)
  const old = readFileSync(site + '.keys')
  must(['key', 'rotate', site, '--root', root], fast)
  const now = readFileSync(site + '.keys')
  const put = (ending, bytes) => writeFileSync(site + ending, bytes, { mode: 0o600 })
  put('.keys', old); put('.keys.new', now) // after the commit, before the new file took its place
  assert.match(must(['key', 'rotate', site, '--root', root], fast), /cut off is whole now/)
  assert.deepEqual(readFileSync(site + '.keys'), now)
  must(['publish', site, words(folder, 'one')], fast)
  put('.keys.new', old) // before the commit
  must(['key', 'retire', site], fast)
  must(['publish', site, words(folder, 'two')], fast)
  must(['check', site], fast)
})

test('an office’s key on another machine signs what it is shown, and nothing else goes into the log', t => {
  const { folder, site } = newSite(t)
  const key = join(folder, 'office.key')
  const office = /office key +(\S+)/.exec(must(['sign', 'new', '--key', key, '--name', 'embassy.example/log/office'], fast))[1]
  must(['key', 'new', site, '--name', 'embassy.example/log', '--office-key', office, '--open'], fast)
  const [request, answer] = [join(folder, 'request'), join(folder, 'answer')]
  const sign = () => {
    must(['seal', site, '--to-sign', request], fast)
    const { status, stdout, stderr } = chancery(['sign', request, '--key', key, '--yes'], fast)
    assert.equal(status, 0, stderr)
    writeFileSync(answer, stdout)
    return stderr
  }
  const soon = new Date(Date.now() + 8000) // a busy machine takes its time
  must(['publish', site, words(folder, 'one'), words(folder, 'to-come', { published: soon.toISOString() })], fast)
  assert.equal(row(site, 'SELECT count(*) FROM leaf'), '1')
  assert.match(sign(), /edition: “one”[^]*Words of one\./, 'the words are shown, not their title alone')
  must(['seal', site, '--signed', answer], fast)
  assert.equal(row(site, 'SELECT count(*) FROM leaf'), '3', 'the profile and one; the other when it is public')
  must(['publish', site, document(join(folder, 'one.md'), { title: 'one', published: '2024-05-06T00:00:00Z', change_note: 'Why.' }, 'Other.')], fast)
  assert.match(sign(), /correction: “one”/)

  // An answer about other words, one by another key, one about nothing that waits.
  const lines = readFileSync(answer, 'utf8').trim().split('\n').map(JSON.parse)
  const other = join(folder, 'other.key')
  must(['sign', 'new', '--key', other, '--name', 'embassy.example/log/office'], fast)
  const forged = chancery(['sign', request, '--key', other, '--yes'], fast).stdout
  for (const bad of [forged, JSON.stringify(lines[0].replace('"edition":2', '"edition":3')) + '\n', 'words\n', JSON.stringify(lines[0])]) {
    writeFileSync(join(folder, 'bad'), bad)
    assert.equal(chancery(['seal', site, '--signed', join(folder, 'bad')], fast).status, 1)
  }
  writeFileSync(request, readFileSync(request, 'utf8').replace('Other.', 'Others'))
  assert.match(chancery(['sign', request, '--key', key, '--yes'], fast).stderr, /line 1: the edition: its SHA-256 is not the one/)
  must(['seal', site, '--signed', answer], fast)
  spawnSync('sleep', [Math.max(0, (soon.getTime() - Date.now()) / 1000) + 0.2])
  must(['seal', site], fast)
  assert.equal(row(site, 'SELECT count(*) FROM leaf'), '5')
  assert.equal(row(site, 'SELECT (SELECT count(*) FROM unsealed) + (SELECT count(*) FROM signed)'), '0')
  must(['check', site], fast)
})

test('who trusts the root key alone can follow the others as they change', async t => {
  const { folder, site } = newSite(t)
  const root = join(folder, 'root.key')
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open', '--root', root], fast)
  must(['publish', site, words(folder, 'one')], fast)
  must(['key', 'rotate', site, '--root', root], fast)
  must(['key', 'retire', site], fast)
  must(['publish', site, words(folder, 'two')], fast)
  const server = await serve(t, site, [], { program: released })
  const file = name => join(folder, name)
  writeFileSync(file('keys.json'), (await get(server.url + '/.well-known/chancery.json')).body)
  const trusted = ['--root', keysOf(site).root, '--endorsements', file('keys.json')]
  for (const name of ['one', 'two']) { // the one is signed with the first office key, both heads with the second log key
    for (const ending of ['edition.json', 'tlog-proof']) writeFileSync(file(`${name}.${ending}`), (await get(`${server.url}/en/2024/05/06/${name}.${ending}`)).body)
    assert.match(must(['verify', file(name + '.edition.json'), file(name + '.tlog-proof'), ...trusted], fast), /signed +embassy\.example\/log\/office/)
  }
  const refused = (args, why) => { const { status, stderr } = chancery(['verify', file('one.edition.json'), file('one.tlog-proof'), ...args], fast); assert.equal(status === 0, false); assert.match(stderr, why) }
  const other = newSite(t)
  must(['key', 'new', other.site, '--name', 'embassy.example/log', '--open'], fast)
  refused(['--root', keysOf(other.site).root, '--endorsements', file('keys.json')], /the root key vouches for none of these keys/)
  refused(['--root', keysOf(site).root], /--root KEY and --endorsements FILE go together/)
  const forged = JSON.parse(readFileSync(file('keys.json'), 'utf8'))
  forged.endorsements[1] = forged.endorsements[1].replace(keysOf(site).office, keysOf(other.site).office)
  writeFileSync(file('forged.json'), JSON.stringify(forged))
  refused(['--root', keysOf(site).root, '--endorsements', file('forged.json')], /endorsement 2: .*signature/)
})

test('keys that are to lie under a passphrase have one, and a name has no scheme', t => {
  const { folder, site } = newSite(t)
  const empty = { program: released, env: { ...env, CHANCERY_PASSPHRASE: '' } }
  assert.match(chancery(['key', 'new', site, '--name', 'embassy.example/log'], empty).stderr, /the passphrase is empty; --open/)
  assert.match(chancery(['sign', 'new', '--key', join(folder, 'k'), '--name', 'x/office'], empty).stderr, /the passphrase is empty/)
  assert.match(chancery(['key', 'new', site, '--name', 'https://embassy.example/log'], fast).stderr, /is written without https:\/\//)
  assert.equal(row(site, 'SELECT count(*) FROM log'), '0')
})

test('without its memory a log does not go on, until somebody takes the record for the newest; check finds an old copy', t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log'], fast)
  must(['publish', site, words(folder, 'one')], fast)
  row(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const old = readFileSync(site)
  must(['publish', site, words(folder, 'two')], fast)
  must(['check', site], fast)
  row(site, 'PRAGMA wal_checkpoint (TRUNCATE)')
  const newest = readFileSync(site)
  writeFileSync(site, old)
  const found = chancery(['check', site], fast)
  assert.equal(found.status, 1)
  assert.match(found.stdout, /has 3 leaves, and its keys have signed 4: this is an old copy/)

  writeFileSync(site, newest)
  rmSync(site + '.keys.state')
  assert.match(chancery(['publish', site, words(folder, 'three')], fast).stderr, /is empty or lost; if this is surely the newest copy of the record, “chancery key trust” says so/)
  must(['key', 'trust', site], fast)
  must(['publish', site, words(folder, 'three')], fast)
  must(['check', site], fast)
})

test('seal is for all offices of a record, each with its own keys', t => {
  const { folder, site } = newSite(t)
  writeFileSync(join(folder, 'second.yaml'), profile.replaceAll('Testland', 'Otherland').replace('testland', 'otherland'))
  must(['init', site, '--profile', join(folder, 'second.yaml')], fast)
  const offices = row(site, 'SELECT name FROM office ORDER BY position').split('\n')
  const soon = new Date(Date.now() + 4000)
  offices.forEach((office, i) => {
    must(['key', 'new', site, '--name', `o${i}.example/log`, '--office', office, '--open'], fast)
    must(['publish', site, words(folder, `later-${i}`, { published: soon.toISOString() }), '--office', office], fast)
  })
  spawnSync('sleep', [Math.max(0, (soon.getTime() - Date.now()) / 1000) + 0.1])
  assert.equal(row(site, 'SELECT count(*) FROM unsealed'), '2')
  must(['seal', site], fast)
  assert.equal(row(site, 'SELECT count(*) FROM unsealed'), '0')
  assert.match(chancery(['serve', site, '--office', 'nobody', '--listen', '127.0.0.1:0'], { ...fast, timeout: 20000 }).stderr, /is no office of this record/)
})
