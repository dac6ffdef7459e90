// The process that talks to the public has given up what it does not need, and serves none the worse.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, get, must, newSite, serve, sleep } from '../harness.js'

const page = '/en/2024/05/06/words'
const asRoot = process.getuid() === 0 ? {} : { skip: 'only root can become another user' }

function newRecord (t) {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words' }), '--imported'])
  return { folder, site }
}

// What the kernel says of the server's child.
function frontOf (server) {
  const pid = Number(execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.child.pid)], { encoding: 'utf8' }).trim().split(/\s+/)[0])
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n').map(line => line.split(/:\s*/))
  return { pid, ...Object.fromEntries(lines) }
}

function assertConfined (front) {
  assert.equal(front.NoNewPrivs, '1')
  assert.equal(front.Seccomp, '2')
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) assert.match(front[set], /^0+$/, set)
  if (process.getuid() === 0) assert.match(front.CapBnd, /^0+$/)
}

test('the front is in its sandbox, and its successor too', async t => {
  const { folder, site } = newRecord(t)
  assert.ok(!existsSync(site + '-wal'), 'nobody has the record open: what it needs must be made')
  const server = await serve(t, site)
  const first = frontOf(server)
  assertConfined(first)
  assert.equal((await get(server.url + page)).status, 200)

  process.kill(first.pid, 'SIGKILL')
  must(['publish', site, document(join(folder, 'b.md'), { title: 'More words' }), '--imported'])
  let status = 0
  for (let i = 0; i < 100 && status !== 200; i++) {
    await sleep(50)
    status = await get(server.url + page).then(answer => answer.status, () => 0)
  }
  assert.equal(status, 200)
  const second = frontOf(server)
  assert.notEqual(second.pid, first.pid)
  assertConfined(second)
  assert.equal((await server.stop()).code, 0)
})

test('within, a log that grows and is written back is read as ever', async t => {
  const { folder, site } = newRecord(t)
  const server = await serve(t, site)
  for (let round = 0; round < 4; round++) {
    const files = Array.from({ length: 40 }, (_, i) => document(join(folder, `${round}-${i}.md`), { title: `Round ${round} ${i}` }, 'Words. '.repeat(4000)))
    must(['publish', site, '--imported', ...files])
    const { status, body } = await get(`${server.url}/en/2024/05/06/round-${round}-39`)
    assert.equal(status, 200)
    assert.match(body, new RegExp(`Round ${round} 39`))
  }
  for (const address of ['/', '/en/', '/fr/', '/ar/', '/en/all', '/en/feed.atom', '/sitemap.xml', '/robots.txt', '/nowhere']) assert.ok((await get(server.url + address)).status < 500, address)
  assert.equal(server.errors.replace(/^chancery.*\n/mg, ''), '')
})

test('--no-sandbox says what it does', async t => {
  const { site } = newRecord(t)
  const server = await serve(t, site, ['--no-sandbox'])
  assert.equal(frontOf(server).Seccomp, '0')
  assert.equal((await get(server.url + page)).status, 200)
  assert.match(server.errors, /^chancery: --no-sandbox: /m)
})

test('a user who is not there, or cannot be become, is refused', t => {
  const { site } = newRecord(t)
  const { status, stderr } = chancery(['serve', site, '--listen', '127.0.0.1:0', '--user', 'no-such-user'], { timeout: 10000 })
  assert.equal(status, 1)
  assert.match(stderr, /--user: there is no user “no-such-user”/)
  if (process.getuid() === 0) return
  assert.match(chancery(['serve', site, '--listen', '127.0.0.1:0', '--user', 'root'], { timeout: 10000 }).stderr, /only root can become/)
})

test('started by root, the front becomes another user: the one named, or the owner of the record', asRoot, async t => {
  const { folder, site } = newRecord(t)
  const closed = chancery(['serve', site, '--listen', '127.0.0.1:0', '--user', 'nobody'], { timeout: 10000 })
  assert.equal(closed.status, 1)
  assert.match(closed.stderr, /site\.db cannot be read by nobody .*--user/)

  chmodSync(folder, 0o755)
  const named = await serve(t, site, ['--user', 'nobody'])
  const nobody = execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).trim()
  assert.deepEqual(frontOf(named).Uid.split('\t'), Array(4).fill(nobody))
  assertConfined(frontOf(named))
  must(['publish', site, document(join(folder, 'b.md'), { title: 'More words' }), '--imported'])
  assert.equal((await get(named.url + '/en/2024/05/06/more-words')).status, 200)
  await named.stop()

  const plain = await serve(t, site)
  assert.equal(frontOf(plain).Uid.split('\t')[1], '0')
  assert.match(plain.errors, /^chancery: the record is root's/m)
  assert.equal(plain.errors.match(/root's, so/g).length, 1)
  await plain.stop()

  for (const file of [site, site + '-wal', site + '-shm']) if (existsSync(file)) chownSync(file, 54321, 54321)
  const owned = await serve(t, site)
  assert.deepEqual(frontOf(owned).Uid.split('\t'), Array(4).fill('54321'))
  assert.equal((await get(owned.url + page)).status, 200)
})
