// HTTP, by RFC 9110 and 9111, and the serving process.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import zlib from 'node:zlib'
import { chancery, document, get, must, newSite, released, root, serve, sleep } from '../harness.js'

async function open (t) {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words' }, 'A body. '.repeat(400)), '--imported'])
  return { folder, site, server: await serve(t, site) }
}
const page = '/en/2024/05/06/words'

// Send bytes as they are; everything that comes back until the server closes or MILLISECONDS have passed.
function exchange (url, bytes, milliseconds = 2000) {
  return new Promise(resolve => {
    const { hostname, port } = new URL(url)
    const socket = net.connect(port, hostname, () => socket.write(bytes))
    let answer = ''
    const end = () => { socket.destroy(); resolve(answer) }
    const timer = setTimeout(end, milliseconds)
    socket.on('data', data => { answer += data })
    socket.on('close', () => { clearTimeout(timer); end() })
    socket.on('error', () => {})
  })
}

test('a page bears a strong ETag, its remaining life, and what it varies by', async t => {
  const { server } = await open(t)
  const { status, headers } = await get(server.url + page, { headers: { 'accept-encoding': 'gzip' }, raw: true })
  assert.equal(status, 200)
  assert.match(headers.etag, /^"[^"]+"$/)
  assert.match(headers.vary, /Accept-Encoding/)
  const life = (new Date(headers.expires) - new Date(headers.date)) / 1000
  assert.ok(life >= 0 && life <= 60 - new Date(headers.date).getUTCSeconds(), `${life} at ${headers.date}: the clocks change with the minute`)
})

test('an answer is encoded as the client can take it', async t => {
  const { server } = await open(t)
  const plain = await get(server.url + page, { raw: true })
  assert.equal(plain.headers['content-encoding'], undefined)
  const packed = await get(server.url + page, { headers: { 'accept-encoding': 'gzip' }, raw: true })
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.notEqual(packed.headers.etag, plain.headers.etag)
  assert.ok(zlib.gunzipSync(packed.body).equals(plain.body))
  const refused = await get(server.url + page, { headers: { 'accept-encoding': 'gzip;q=0, identity' }, raw: true })
  assert.equal(refused.headers['content-encoding'], undefined)
})

test('a conditional request is answered with 304 and no body', async t => {
  const { server } = await open(t)
  const first = await get(server.url + '/en/feed.atom')
  for (const value of [first.headers.etag, `"other", ${first.headers.etag}`, `W/${first.headers.etag}`, '*']) {
    const { status, body, headers } = await get(server.url + '/en/feed.atom', { headers: { 'if-none-match': value } })
    assert.equal(status, 304, value)
    assert.equal(body, '')
    assert.equal(headers.etag, first.headers.etag)
  }
  assert.equal((await get(server.url + '/en/feed.atom', { headers: { 'if-none-match': '"other"' } })).status, 200)
})

test('a field in several lines is one list', async t => {
  const { server } = await open(t)
  const ask = fields => exchange(server.url, `GET ${page} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n\r\n`)
  assert.match(await ask('Accept-Encoding: br\r\nAccept-Encoding: gzip'), /^Content-Encoding: gzip\r$/m)
  assert.doesNotMatch(await ask('Accept-Encoding: *\r\nAccept-Encoding: gzip;q=0'), /^Content-Encoding/m)
  const { headers } = await get(server.url + page)
  assert.match(await ask(`If-None-Match: "other"\r\nIf-None-Match: ${headers.etag}`), /^HTTP\/1\.1 304 /)
})

test('parts are for GET, for those who have the same bytes, and a part that is not there is not kept', async t => {
  const { server } = await open(t)
  const asset = server.url + /"(\/assets\/[^"]+)"/.exec((await get(server.url + '/en/')).body)[1]
  const whole = await get(asset, { raw: true })
  const range = 'bytes=1-3'
  const part = await get(asset, { headers: { range }, raw: true })
  assert.equal(part.status, 206)
  assert.ok(part.body.equals(whole.body.subarray(1, 4)))
  assert.equal((await get(asset, { method: 'HEAD', headers: { range } })).status, 200)
  assert.equal((await get(asset, { headers: { range, 'if-range': whole.headers.etag } })).status, 206)
  assert.equal((await get(asset, { headers: { range, 'if-range': '"other"' } })).status, 200)
  assert.equal((await get(asset, { headers: { range, 'if-range': 'W/' + whole.headers.etag } })).status, 200)
  const beyond = await get(asset, { headers: { range: 'bytes=99999999-' } })
  assert.equal(beyond.status, 416)
  assert.equal(beyond.headers['cache-control'], 'no-store')
})

test('HEAD answers as GET does, without the body', async t => {
  const { server } = await open(t)
  const head = await get(server.url + page, { method: 'HEAD' })
  const full = await get(server.url + page, { raw: true })
  assert.equal(head.body, '')
  assert.equal(Number(head.headers['content-length']), full.body.length)
  assert.equal(head.headers.etag, full.headers.etag)
})

test('other methods are refused by name, and nothing is written', async t => {
  const { server } = await open(t)
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const { status, headers } = await get(server.url + page, { method })
    assert.equal(status, 405, method)
    assert.match(headers.allow, /GET/)
  }
})

test('every answer carries the security headers, with no inline script or style allowed', async t => {
  const { server } = await open(t)
  for (const address of ['/', '/en/', page, '/en/feed.atom', '/nowhere', '/robots.txt']) {
    const { headers } = await get(server.url + address)
    const policy = headers['content-security-policy']
    assert.match(policy, /default-src 'none'/, address)
    assert.ok(!policy.includes('unsafe-inline') || policy.includes('sandbox'))
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.ok(headers['referrer-policy'])
    assert.equal(headers['set-cookie'], undefined)
  }
})

test('requests that could be read in two ways are refused', async t => {
  const { server } = await open(t)
  const host = 'Host: localhost\r\n'
  const refused = [
    `GET ${page} HTTP/1.1\r\n\r\n`,
    `GET ${page} HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET ${page}\0 HTTP/1.1\r\n${host}\r\n`,
    `GET ${page}\0Hidden HTTP/1.1\r\n${host}\r\n`,
    `GET ${page}\0HTTP/1.1 HTTP/1.1\r\n${host}\r\n`,
    'GET /' + 'a'.repeat(20000) + ` HTTP/1.1\r\n${host}\r\n`,
    `GET /%zz HTTP/1.1\r\n${host}\r\n`,
    `GET /en/%00 HTTP/1.1\r\n${host}\r\n`
  ]
  for (const request of refused) {
    const answer = await exchange(server.url, request)
    assert.match(answer, /^(HTTP\/1\.1 4\d\d |$)/, JSON.stringify(request.slice(0, 60)) + answer.slice(0, 60))
  }
  assert.equal((await get(server.url + page)).status, 200)
})

test('no address makes the server fail, or leave its record', async t => {
  const { server } = await open(t)
  const odd = ['/en/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/en/all?page=99999999999', '/en/all?page=-1', '/en/all?kind=%27%20OR%201=1--',
    '/en/all?topic=%F0%9F%92%A9', '/en/9999/99/99/x', '/d/not-a-uuid', '/media/xx/yy', '/assets/../main.c', '//', '/en//all', '/en/all/', '/EN/', '/%F0', '/en/all?&&&==',
    '/xx/', '/en/2024/05/06/words/editions/0', '/en/2024/05/06/words/editions/99', '/sitemap-9999-99.xml', '/' + 'a/'.repeat(500)]
  for (const address of odd) {
    const { status } = await get(server.url + address)
    assert.ok(status < 500, `${address}: ${status}`)
  }
  assert.equal(server.errors.replace(/^chancery.*\n/mg, ''), '')
})

test('a header that trickles is cut off after ten seconds, while others are served', async t => {
  const { server } = await open(t)
  const { hostname, port } = new URL(server.url)
  const started = Date.now()
  const socket = net.connect(port, hostname, () => socket.write('GE'))
  const closed = new Promise(resolve => socket.on('close', resolve))
  socket.on('error', () => {})
  let drips = 0
  const drip = setInterval(() => socket.writable && ++drips >= 10 && socket.write(drips === 10 ? 'T / HTTP/1.1\r\n' : 'X: y\r\n'), 500)
  assert.equal((await get(server.url + page)).status, 200)
  await Promise.race([closed, sleep(15000)])
  clearInterval(drip)
  const lasted = Date.now() - started
  assert.ok(lasted > 8000 && lasted < 14000, `${lasted} ms`)
  socket.destroy()
})

test('requests sent in one go are answered in order', async t => {
  const { server } = await open(t)
  const one = address => `GET ${address} HTTP/1.1\r\nHost: localhost\r\n\r\n`
  const answer = await exchange(server.url, one('/robots.txt') + one('/nowhere') + `GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 4000)
  assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200'])
})

test('a child that is killed is replaced, and the site goes on', async t => {
  const { server } = await open(t)
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.child.pid)], { encoding: 'utf8' }).trim().split(/\s+/).map(Number)
  assert.ok(children.length >= 1)
  process.kill(children[0], 'SIGKILL')
  let status = 0
  for (let i = 0; i < 100 && status !== 200; i++) {
    await sleep(50)
    status = await get(server.url + page).then(answer => answer.status, () => 0)
  }
  assert.equal(status, 200)
})

test('a second server does not share the port of the first', async t => {
  const { site, server } = await open(t)
  const second = chancery(['serve', site, '--listen', new URL(server.url).host], { timeout: 10000 })
  assert.equal(second.status, 1)
  assert.match(second.stderr, /cannot be listened on: Address already in use/)
})

test('SIGTERM ends the server cleanly', async t => {
  const { server } = await open(t)
  await get(server.url + page)
  const { code, signal } = await server.stop()
  assert.deepEqual({ code, signal }, { code: 0, signal: null })
})

test('hashed assets and media may be kept for ever, and media cannot run script', async t => {
  const { server } = await open(t)
  const home = (await get(server.url + '/en/')).body
  const assets = [...home.matchAll(/"(\/assets\/[^"]+)"/g)].map(match => match[1])
  assert.ok(assets.length >= 2)
  for (const asset of new Set(assets)) {
    const { status, headers, body } = await get(server.url + asset, { raw: true })
    assert.equal(status, 200, asset)
    assert.match(headers['cache-control'], /immutable/)
    const digest = createHash('sha256').update(body).digest('hex')
    assert.ok(asset.includes(digest.slice(0, 10)), asset)
    if (asset.endsWith('.css')) assert.ok(body.length < 15 * 1024, `${asset}: ${body.length} bytes`)
    if (asset.endsWith('.js')) assert.ok(body.length < 5 * 1024, `${asset}: ${body.length} bytes`)
  }
})

test('a large file is sent whole and in parts as it is', async t => {
  const { folder, site } = newSite(t)
  const bytes = Buffer.alloc(3_000_001, 0)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7919) >> 5
  bytes.write('%PDF-1.7\n')
  writeFileSync(join(folder, 'report.pdf'), bytes)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', attachments: '[{file: report.pdf, title: A report}]' }), '--imported'])
  const server = await serve(t, site)
  const file = server.url + /href="(\/media\/[^"]+)"/.exec((await get(server.url + page)).body)[1]
  const whole = await get(file, { raw: true, headers: { 'accept-encoding': 'gzip, br' } })
  assert.ok(whole.body.equals(bytes))
  assert.match(whole.headers['cache-control'], /immutable/)
  for (const [range, from, to] of [['bytes=0-0', 0, 1], ['bytes=70000-1999999', 70000, 2000000], ['bytes=-5', bytes.length - 5, bytes.length], ['bytes=2999999-', 2999999, bytes.length]]) {
    const part = await get(file, { raw: true, headers: { range, 'if-range': whole.headers.etag } })
    assert.equal(part.status, 206)
    assert.equal(part.headers['content-range'], `bytes ${from}-${to - 1}/${bytes.length}`)
    assert.ok(part.body.equals(bytes.subarray(from, to)), range)
  }
  assert.equal((await get(file, { headers: { 'if-none-match': whole.headers.etag } })).status, 304)
  const head = await get(file, { method: 'HEAD' })
  assert.equal(head.headers['content-length'], String(bytes.length))
  assert.equal(createHash('sha256').update(bytes).digest('hex').slice(0, 22), whole.headers.etag.slice(1, -1))
  const rendered = execFileSync(released, ['render', site, new URL(file).pathname], { maxBuffer: 1 << 26 })
  assert.ok(rendered.equals(bytes))
})

test('a restart on a passed socket fails no request', async t => {
  const { site } = await open(t)
  const holder = spawn('python3', [join(root, 'tests/site/hold_socket.py'), released, 'serve', site], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => holder.on('exit', resolve))
  t.after(() => holder.stdin.end())
  let printed = ''
  const first = new Promise(resolve => holder.stdout.on('data', data => { printed += data; resolve() }))
  await first
  const port = Number(printed.split('\n')[0])
  let going = true, good = 0
  const failed = []
  const ask = () => new Promise(resolve => {
    const request = http.get(`http://127.0.0.1:${port}${page}`, { agent: false }, answer => answer.resume().on('end', () => {
      answer.statusCode === 200 ? good++ : failed.push(answer.statusCode); resolve()
    }))
    request.on('error', error => { failed.push(error.code); resolve() })
  })
  const clients = Array.from({ length: 16 }, async () => { while (going) await ask() })
  for (let i = 0; i < 5; i++) { holder.stdin.write('next\n'); await sleep(500) }
  going = false
  await Promise.all(clients)
  holder.stdin.end()
  await ended
  assert.deepEqual(failed, [])
  assert.ok(good > 500, `${good} requests`)
  assert.match(printed, /^(0|listening.*|\d{4,5})$/m)
  assert.equal(printed.split('\n').filter(line => line === '0').length, 5, 'each ended well')
})
