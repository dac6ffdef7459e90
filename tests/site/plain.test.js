// What strangers wrote moves no cursor on a terminal, and says nothing in the program's name.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, must, released, scratch } from '../harness.js'

const fast = { program: released, env: { ...process.env, CHANCERY_PASSPHRASE: 'a long passphrase' } }
const instant = '2024-05-06T10:00:00Z'
const said = { document: 'e688e354-2ce0-4c33-a24b-034860af97ac', language: 'en', edition: 1, published: instant, recorded: instant }

function request (folder, words, more = {}) {
  const document = JSON.stringify({ ...said, format: 'chancery-edition/1', log: 'a.example/log', office: 'a', kind: 'statement', state: 'published', imported: false, salt: '00'.repeat(32), change_note: null, summary: null, fields: {}, body: 'Words.', ...words })
  const leaf = JSON.stringify({ ...said, kind: 'edition', doc: createHash('sha256').update(document).digest('hex'), ...more }) + '\n'
  const file = join(folder, 'request')
  writeFileSync(file, JSON.stringify({ document, leaf }) + '\n')
  return file
}

test('who signs sees the title that is signed, in its place', t => {
  const folder = scratch(t)
  const key = join(folder, 'key')
  must(['sign', 'new', '--key', key, '--name', 'a.example/log/office'], fast)
  const signed = words => chancery(['sign', request(folder, words), '--key', key, '--yes'], fast)
  const { status, stderr } = signed({ title: 'War\u001b[2K\r\u009b8mPeace\u202e\nedition: “Peace”', change_note: 'a\u2028b' })
  assert.equal(status, 0)
  assert.match(stderr, /^\nedition: “War\ufffd\[2K\ufffd\ufffd8mPeace\ufffd\ufffdedition: “Peace”” \(en, edition 1, published \S+\)\n {4}changed: a\ufffdb\n {4}Words\.\n1 of 1 signed\n$/)
  assert.match(signed({ title: 'سلام\u200f “a”' }).stderr, /“سلام\u200f “a””/, 'marks that turn nothing round stay')
})

test('who is asked whether to sign sees the words', t => {
  const folder = scratch(t)
  const key = join(folder, 'key')
  must(['sign', 'new', '--key', key, '--name', 'a.example/log/office'], fast)
  const command = `${released} sign ${request(folder, { title: 'Peace', summary: 'In short.', body: 'War.\n\u001b[8mNow.' })} --key ${key}`
  const shown = execFileSync('script', ['-qec', command, '/dev/null'], { env: fast.env, input: 'n\n' }).toString().replaceAll('\r', '')
  assert.match(shown, /edition: “Peace” .*\n {4}In short\.\n {4}War\.\n {4}\ufffd\[8mNow\.\n {4}Sign it\? \[y\/N\]/)
  assert.match(shown, /0 of 1 signed/)
})

test('a name in a leaf that has no business there is quoted as a line', t => {
  const folder = scratch(t)
  const { status, stderr } = chancery(['sign', request(folder, { title: 'Words' }, { '\u001b[8m\nall is well': 1 }), '--key', 'none', '--yes'], fast)
  assert.equal(status, 1)
  assert.match(stderr, /“\ufffd\[8m\ufffdall is well” has no business here\n$/)
})
