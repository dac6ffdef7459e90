// The desk's script is what its sources give, and small enough for a bad line.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'

test('the desk’s script is made of its sources', () => {
  const { status, stderr } = spawnSync('tools/assets.sh', ['--check'], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
})

test('all script of the desk is 30 KB with gzip at most', () => {
  assert.ok(gzipSync(readFileSync('assets/desk.js'), { level: 9 }).length <= 30 * 1024)
})
