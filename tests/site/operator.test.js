// What the operator sees and sets: the access log, the metrics, the limits.
import assert from 'node:assert/strict'
import { readFileSync, renameSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, get, newSite, serve, sleep } from '../harness.js'

async function until (what, milliseconds = 5000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(50)) if (what()) return
  assert.ok(what())
}
const read = file => { try { return readFileSync(file, 'utf8') } catch { return '' } }

test('the access log is in the combined format, and goes on in a new file when told', async t => {
  const { folder, site } = newSite(t)
  const log = join(folder, 'access.log')
  const server = await serve(t, site, ['--access-log', log])
  await get(server.url + '/en/?a="b', { headers: { referer: 'http://x.example/"y', 'user-agent': 'A reader\\' } })
  await get(server.url + '/nothing', { method: 'HEAD' })
  await until(() => read(log).split('\n').length === 3)
  const [first, second] = read(log).split('\n')
  assert.match(first, /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/en\/\?a=%22b HTTP\/1\.1" 200 \d{4,} "http:\/\/x\.example\/\\x22y" "A reader\\x5c"$/)
  assert.match(second, /"HEAD \/nothing HTTP\/1\.1" 404 0 "-" "-"$/)
  renameSync(log, log + '.1')
  server.child.kill('SIGUSR1')
  await until(() => read(log) === '' && read(log + '.1') !== '')
  await sleep(200)
  await get(server.url + '/en/after')
  await until(() => read(log).includes('/en/after'))
  assert.doesNotMatch(read(log + '.1'), /after/)
})

test('only a trusted proxy is believed in whom it speaks for', async t => {
  const { folder, site } = newSite(t)
  const ask = async options => {
    const log = join(folder, `${options.length}-${Math.random()}.log`)
    const server = await serve(t, site, ['--access-log', log, ...options])
    await get(server.url + '/en/', { headers: { 'x-forwarded-for': '203.0.113.9, 192.0.2.7, 10.0.0.3' } })
    await get(server.url + '/en/', { headers: { forwarded: 'for=203.0.113.9, for="[2001:db8::7]:123";proto=https' } })
    await get(server.url + '/en/', { headers: { forwarded: 'for=_hidden' } })
    await until(() => read(log).split('\n').length === 4)
    return read(log).trimEnd().split('\n').map(line => line.split(' ')[0])
  }
  assert.deepEqual(await ask([]), ['127.0.0.1', '127.0.0.1', '127.0.0.1'])
  assert.deepEqual(await ask(['--proxy', '192.168.0.0/16']), ['127.0.0.1', '127.0.0.1', '127.0.0.1'])
  assert.deepEqual(await ask(['--proxy', '127.0.0.1', '--proxy', '10.0.0.0/8']), ['192.0.2.7', '2001:db8::7', '127.0.0.1'])
})

test('the metrics are on the private listener alone, and true', async t => {
  const { site } = newSite(t)
  const server = await serve(t, site, ['--private', '127.0.0.1:0', '--threads', '1'])
  const address = server.announced.match(/metrics at (\S+)/)[1]
  const value = async name => Number((await get(address)).body.match(new RegExp(`^chancery_${name.replace(/[{}"+]/g, '\\$&')} (\\S+)$`, 'm'))[1])
  for (let i = 0; i < 5; i++) await get(server.url + '/en/')
  await get(server.url + '/nothing')
  assert.equal(await value('requests_total{status="2xx"}'), 5)
  assert.equal(await value('requests_total{status="4xx"}'), 1)
  assert.equal(await value('cache_hits_total'), 4)
  assert.equal(await value('cache_entries'), 1)
  assert.equal(await value('answer_seconds_count'), 6)
  assert.equal(await value('answer_seconds_bucket{le="+Inf"}'), 6)
  assert.ok(await value('body_bytes_total') > 5000)
  assert.equal((await get(server.url + '/metrics')).status, 404)
  assert.equal((await get(server.url + '/healthz')).body, 'ok\n')
  assert.equal((await get(new URL('/healthz', address).href)).body, 'ok\n')
})

test('an address may have so many connections and no more', async t => {
  const { site } = newSite(t)
  const server = await serve(t, site, ['--connections-per-address', '5', '--private', '127.0.0.1:0'])
  const { hostname, port } = new URL(server.url)
  const open = () => new Promise(resolve => {
    const socket = net.connect(port, hostname)
    const timer = setTimeout(() => resolve(socket), 500)
    socket.on('close', () => { clearTimeout(timer); resolve(null) }).on('error', () => {})
  })
  const sockets = await Promise.all(Array.from({ length: 12 }, open))
  assert.equal(sockets.filter(Boolean).length, 5)
  sockets.find(Boolean).destroy()
  await sleep(200)
  assert.equal((await new Promise((resolve, reject) => http.get(server.url + '/en/', { agent: false }, resolve).on('error', reject))).statusCode, 200)
  sockets.forEach(socket => socket?.destroy())
})

test('options that make no sense are refused by name', t => {
  const { site } = newSite(t)
  for (const [option, value] of [['--cache', '0'], ['--connections-per-address', '-7'], ['--proxy', 'nonsense'], ['--access-log', '/nowhere/at/all.log'], ['--private', 'nonsense']]) {
    const { status, stderr } = chancery(['serve', site, '--listen', '127.0.0.1:0', option, value])
    assert.notEqual(status, 0, option)
    assert.match(stderr, new RegExp(`${option}|${value}`), option)
  }
})

test('a header that trickles on a connection kept alive is cut off as well', { timeout: 40000 }, async t => {
  const { site } = newSite(t)
  const server = await serve(t, site)
  const { hostname, port } = new URL(server.url)
  const socket = net.connect(port, hostname)
  let answers = 0, closed = false
  socket.on('data', data => { answers += /200 OK/.test(data) }).on('close', () => { closed = true }).on('error', () => {})
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await until(() => answers === 1)
  await sleep(2500)
  const from = Date.now()
  for (const letter of 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n') { if (closed) break; socket.write(letter); await sleep(1000) }
  assert.ok(closed, 'it was cut off')
  assert.ok(Date.now() - from < 16000, `after ${Date.now() - from} ms`)
})
