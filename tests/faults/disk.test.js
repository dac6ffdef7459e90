// Full disks, read-only files, damaged files: a clear message, and nothing lost.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, copyFileSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, must, newSite, released, root } from '../harness.js'

const program = released
const count = site => JSON.parse(must(['render', site, '/en/all', '--json'], { program })).archive.count

test('a disk that is full at any point is reported, and the record is as before', t => {
  const { folder, site } = newSite(t, undefined, { program })
  const shim = join(folder, 'full_disk.so')
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', shim, join(root, 'tests/faults/full_disk.c'), '-ldl'])
  must(['publish', site, document(join(folder, 'first.md'), { title: 'First' })], { program })
  const files = Array.from({ length: 20 }, (_, i) => document(join(folder, `${i}.md`), { title: `Words ${i}` }, 'Words. '.repeat(2000)))
  let refused = 0
  for (let room = 0; room < 700000; room = room * 1.3 + 4096 | 0) {
    const copy = join(folder, `copy${room}.db`)
    copyFileSync(site, copy)
    const { status, stderr } = chancery(['publish', copy, ...files],
      { program, env: { ...process.env, LD_PRELOAD: shim, FULL_DISK_NAME: `copy${room}.db`, FULL_DISK_AFTER: String(room) } })
    if (status === 0) { assert.equal(count(copy), 21); continue }
    refused++
    assert.equal(status, 1)
    assert.match(stderr, /no space left|disk/, `${room}: ${stderr}`)
    assert.equal(count(copy), 1)
    must(['check', copy], { program })
  }
  assert.ok(refused > 5, `${refused} refusals`)
})

test('a read-only file can be read, and refuses to be written in words', t => {
  const { folder, site } = newSite(t, undefined, { program })
  must(['publish', site, document(join(folder, 'a.md'), { title: 'First' })], { program })
  copyFileSync(program, join(folder, 'chancery')) // where an ordinary user can reach it
  chmodSync(site, 0o444)
  chmodSync(folder, 0o555)
  const args = ['publish', site, document('/tmp/chancery-read-only.md', { title: 'Second' })]
  const asUser = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {}
  const { status, stderr } = chancery(args, { program: join(folder, 'chancery'), ...asUser })
  assert.equal(status, 1)
  assert.match(stderr, /read-only|permission/)
  chmodSync(folder, 0o755)
  assert.equal(count(site), 1)
})

test('a damaged file is called damaged, wherever the damage is', t => {
  const { folder, site } = newSite(t, undefined, { program })
  must(['publish', site, ...Array.from({ length: 30 }, (_, i) => document(join(folder, `${i}.md`), { title: `Words ${i}` }, 'Words. '.repeat(500)))], { program })
  const size = statSync(site).size
  let found = 0
  for (let page = 1; page * 4096 < size; page += 3) {
    const copy = join(folder, 'copy.db')
    copyFileSync(site, copy)
    const file = openSync(copy, 'r+')
    writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, page * 4096)
    closeSync(file)
    const before = readFileSync(copy)
    const { status, stdout, stderr } = chancery(['check', copy], { program })
    if (status === 1) { found++; assert.notEqual(stdout + stderr, '') }
    assert.ok(status === 0 || status === 1)
    for (const address of ['/en/', '/en/all']) assert.ok([0, 1].includes(chancery(['render', copy, address], { program }).status))
    assert.deepEqual(readFileSync(copy), before, 'reading changed the file')
  }
  assert.ok(found > 3)
})
