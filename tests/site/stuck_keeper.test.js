// A keeper that does not answer holds up what becomes public, and nobody who writes with keys of their own.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, must, newSite, released, serve, sleep } from '../harness.js'

const fast = { program: released }

test('while the keeper is stuck, others come to write between two tries', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const server = await serve(t, site, [], fast)
  const keeper = Number(execFileSync('pgrep', ['-P', String(server.child.pid), 'keeper']).toString())
  const due = new Date(Date.now() + 1000)
  must(['publish', site, document(join(folder, 'soon.md'), { title: 'Soon', published: due.toISOString() })], fast)
  process.kill(keeper, 'SIGSTOP')
  try {
    await sleep(due - Date.now() + 500) // the first try waits for the keeper, and then pauses
    const { status, stderr } = chancery(['publish', site, document(join(folder, 'now.md'), { title: 'Now' })], fast)
    assert.equal(status, 0, stderr)
  } finally {
    process.kill(keeper, 'SIGCONT')
  }
  await sleep(200)
  must(['check', site], fast)
})
