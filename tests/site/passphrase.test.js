// Of the passphrase of an office's keys nothing is left in the processes that talk with others.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import test from 'node:test'
import { must, newSite, released, serve } from '../harness.js'

const PASSPHRASE = 'xyzzypass'

// Where the bytes stand in the memory of a process; what cannot be read is not the process's own.
function places (pid) {
  const memory = openSync(`/proc/${pid}/mem`)
  const found = []
  for (const [, first, last, name] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^(\w+)-(\w+) r\S+ \S+ \S+ \S+ *(.*)$/mg)) {
    const from = BigInt('0x' + first)
    const bytes = Buffer.alloc(Number(BigInt('0x' + last) - from))
    try {
      readSync(memory, bytes, 0, bytes.length, from)
    } catch { continue }
    if (bytes.includes(PASSPHRASE)) found.push(name || first)
  }
  closeSync(memory)
  return found
}

test('front and clerk have nothing of the passphrase in their memory', { skip: process.getuid() !== 0 && 'only root may look into the memory of others' }, async t => {
  const { site } = newSite(t)
  process.env.CHANCERY_PASSPHRASE = PASSPHRASE
  t.after(() => delete process.env.CHANCERY_PASSPHRASE)
  must(['key', 'new', site, '--name', 'embassy.example/log'], { program: released })
  const server = await serve(t, site, [], { program: released })
  const child = name => execFileSync('pgrep', ['-P', String(server.child.pid), name]).toString().trim().split('\n')
  assert.ok(places(server.child.pid).length > 0, 'who starts the keeper has it')
  for (const name of ['front', 'clerk']) for (const pid of child(name)) assert.deepEqual(places(pid), [], name)
})
