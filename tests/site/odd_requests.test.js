// Requests that can be read in two ways, or hardly at all: each row of the table in docs/http.md.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import { newSite, root, serve } from '../harness.js'

const host = 'Host: localhost\r\n'
const line = (fields, method = 'GET', target = '/en/', version = 'HTTP/1.1') => `${method} ${target} ${version}\r\n${fields}\r\n`
const to = target => line(host, 'GET', target)
const rows = {
  'bare LF at all lines': 'GET /en/ HTTP/1.1\nHost: localhost\n\n',
  'bare LF at one field line': line(host + 'X: a\nY: b\r\n'),
  'bare CR in a field value': line(host + 'X: a\rY: b\r\n'),
  'field line folded onto the next (obs-fold)': line(host + 'X: a\r\n b\r\n'),
  'folded line before any field': line(' X: a\r\n' + host),
  'NUL in the target': to('/en/\0x'),
  'NUL in a field value': line(host + 'X: a\0b\r\n'),
  'NUL in a field name': line(host + 'X\0: a\r\n'),
  'space before the colon': line(host + 'X : a\r\n'),
  'space before the colon of Transfer-Encoding': line(host + 'Transfer-Encoding : chunked\r\n') + '0\r\n\r\n',
  'field line without a colon': line(host + 'Nonsense\r\n'),
  'field name that is no token': line(host + 'X(a): a\r\n'),
  'Content-Length and Transfer-Encoding': line(host + 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n') + '0\r\n\r\n',
  'two different Content-Length': line(host + 'Content-Length: 5\r\nContent-Length: 6\r\n') + 'hello',
  'list in Content-Length': line(host + 'Content-Length: 5, 5\r\n') + 'hello',
  'sign in Content-Length': line(host + 'Content-Length: +0\r\n'),
  'Content-Length beyond all numbers': line(host + 'Content-Length: 99999999999999999999999\r\n'),
  'Content-Length: 0': line(host + 'Content-Length: 0\r\n'),
  'unknown Transfer-Encoding': line(host + 'Transfer-Encoding: foo\r\n'),
  'GET with a body': line(host + 'Content-Length: 5\r\n') + 'hello',
  'POST with a body': line(host + 'Content-Length: 5\r\n', 'POST') + 'hello',
  'no Host in HTTP/1.1': line(''),
  'no Host in HTTP/1.0': line('', 'GET', '/en/', 'HTTP/1.0'),
  'two Host fields': line(host + host),
  'Host with a space': line('Host: a b\r\n'),
  'Host with a path': line('Host: a/b\r\n'),
  'Host with user information': line('Host: a@b\r\n'),
  'absolute target': to('http://localhost/en/'),
  'absolute target of another scheme': to('ftp://localhost/en/'),
  'asterisk as target': line(host, 'OPTIONS', '*'),
  'authority as target': line(host, 'CONNECT', 'localhost:80'),
  'fragment in the target': to('/en/#x'),
  'two slashes at the start of the path': to('//en/'),
  'dots in the path': to('/en/../en/'),
  'escaped dots in the path': to('/en/%2e%2e/en/'),
  'escaped NUL': to('/en/%00'),
  'escaped slash': to('/en%2Fall'),
  'broken escape': to('/en/%zz'),
  'escape that is no UTF-8': to('/en/%ff'),
  'raw byte that is no UTF-8': to('/en/\xff'),
  'backslash in the path': to('/en\\all'),
  'request line without a version (HTTP/0.9)': 'GET /en/\r\n\r\n',
  'HTTP/2.0': line(host, 'GET', '/en/', 'HTTP/2.0'),
  'version in small letters': line(host, 'GET', '/en/', 'http/1.1'),
  'empty lines before the request line': '\r\n\r\n' + line(host),
  'method in small letters': line(host, 'get'),
  TRACE: line(host, 'TRACE'),
  'field line of 20,000 bytes': line(host + `X: ${'a'.repeat(20000)}\r\n`),
  '2,000 field lines': line(host + 'X: a\r\n'.repeat(2000)),
  'target of 20,000 bytes': to('/' + 'a'.repeat(20000)),
  'target of 4,000 bytes': to('/en/' + 'a'.repeat(4000)),
  'Expect: 100-continue': line(host + 'Expect: 100-continue\r\n'),
  'Upgrade to h2c': line(host + 'Connection: upgrade\r\nUpgrade: h2c\r\n'),
  'three requests at once (pipelining)': line(host) + to('/robots.txt') + line(host, 'HEAD')
}

// What comes back: the status of each answer, and whether the server closed.
function exchange (url, bytes) {
  return new Promise(resolve => {
    const { hostname, port } = new URL(url)
    let text = ''
    const end = closed => { clearTimeout(timer); socket.destroy(); resolve({ statuses: [...text.matchAll(/^HTTP\/1\.[01] (\d+)/gm)].map(m => m[1]), closed, text }) }
    const socket = net.connect(port, hostname, () => socket.write(bytes, 'latin1'))
    const timer = setTimeout(end, 1500, false)
    socket.on('data', data => { text += data.toString('latin1') })
    socket.on('close', () => end(true))
    socket.on('error', () => {})
  })
}

const table = readFileSync(join(root, 'docs/http.md'), 'utf8').split('## Odd requests')[1]
  .split('\n').filter(row => row.startsWith('| ')).slice(1).map(row => row.split('|').slice(1, 3).map(cell => cell.trim()))

test('the table of odd requests has a test for each row', () => {
  assert.deepEqual(table.map(([name]) => name), Object.keys(rows))
})

test('odd requests are answered as the table says', { concurrency: 8 }, async t => {
  const { site } = newSite(t)
  const server = await serve(t, site)
  await Promise.all(table.map(([name, answer]) => t.test(name, async () => {
    const { statuses, closed, text } = await exchange(server.url, rows[name])
    assert.deepEqual(answer.includes('*') ? [...new Set(statuses)] : statuses, answer.match(/\d{3}/g), text.slice(0, 300))
    assert.equal(closed, answer.includes('closed'), 'closed')
    assert.doesNotMatch(text, /Host: |a@b|Upgrade: h2c/i, 'nothing of the request comes back')
  })))
  assert.equal((await exchange(server.url, line(host))).statuses[0], '200')
})
