// Requests with bytes changed, left out and put in, against the program with sanitizers: it goes on, and reports nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import { document, get, must, newSite, serve } from '../harness.js'

const seeds = [
  'GET /en/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br;q=0.9\r\nAccept: text/html, application/json;q=0.5\r\n\r\n',
  'GET /en/all/2024/05?kind=statement&topic=a&page=2 HTTP/1.1\r\nHost: localhost\r\nAccept-Language: fr, en;q=0.3\r\n\r\n',
  'GET /media/0123456789abcdef/file.pdf HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-10\r\nIf-Range: "x"\r\nIf-None-Match: "a", W/"b"\r\n\r\n',
  'HEAD http://localhost/en/2024/05/06/words HTTP/1.1\r\nHost: localhost\r\nForwarded: for="[2001:db8::1]:80";by=x, for=192.0.2.1\r\nX-Forwarded-For: 192.0.2.1, 198.51.100.7\r\n\r\n',
  'POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'GET /en/%E2%82%AC/../%00 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n'
].map(text => Buffer.from(text, 'latin1'))

let state = 88172645
const next = limit => { state ^= state << 13; state ^= state >>> 17; state ^= state << 5; return (state >>> 0) % limit }
const odd = [0, 9, 10, 13, 32, 34, 37, 44, 47, 58, 59, 61, 127, 128, 255]

function changed (bytes) {
  let out = Buffer.from(bytes)
  for (let n = 1 + next(6); n > 0; n--) {
    const at = next(out.length + 1)
    const what = next(4)
    if (what === 0 && at < out.length) out[at] = next(3) ? odd[next(odd.length)] : next(256)
    else if (what === 1) out = Buffer.concat([out.subarray(0, at), Buffer.from([odd[next(odd.length)]]), out.subarray(at)])
    else if (what === 2) out = Buffer.concat([out.subarray(0, at), out.subarray(Math.min(out.length, at + 1 + next(8)))])
    else { const end = Math.min(out.length, at + next(40)); out = Buffer.concat([out.subarray(0, end), out.subarray(at, end), out.subarray(end)]) }
  }
  return out
}

test('50,000 malformed requests leave no trace', { timeout: 400000 }, async t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words', topics: '[a]' }), '--imported'])
  const server = await serve(t, site, ['--proxy', '127.0.0.0/8', '--access-log', join(folder, 'access.log')])
  const { hostname, port } = new URL(server.url)
  let sent = 0
  const one = () => new Promise(resolve => {
    const socket = net.connect(port, hostname, () => {
      const count = Math.min(8, 50000 - sent)
      sent += count
      for (let i = 0; i < count; i++) socket.write(changed(seeds[next(seeds.length)]))
      socket.end()
    })
    socket.on('data', () => {}).on('error', () => {}).on('close', resolve)
    setTimeout(() => socket.destroy(), 3000).unref()
  })
  await Promise.all(Array.from({ length: 32 }, async () => { while (sent < 50000) await one() }))
  assert.equal((await get(server.url + '/en/')).status, 200)
  assert.equal((await server.stop()).code, 0)
  const lines = readFileSync(join(folder, 'access.log'), 'latin1').trimEnd().split('\n')
  for (const line of lines) assert.match(line, /^[0-9a-f.:]+ - - \[[^\]]+\] "[^"]*" \d{3} \d+ "[^"]*" "[^"]*"$/)
  assert.ok(lines.length > 1000, `${lines.length} lines`)
  assert.doesNotMatch(server.errors, /ERROR: |runtime error|ended by signal|is started again/)
})
