// A witness that is wrong, or is no longer who it was, stops the office only until it is taken out of the profile.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import test from 'node:test'
import { document, must, newSite, profile, released } from '../harness.js'

const fast = { program: released }
// While this process answers.
const run = args => new Promise(resolve => execFile(released, args, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stderr })))

test('a witness that claims more of the log than there is can be taken out of the profile', async t => {
  const { folder, site } = newSite(t)
  must(['key', 'new', site, '--name', 'embassy.example/log', '--open'], fast)
  const key = /(\S+\+\S+\+\S+)/.exec(must(['witness', 'new', '--key', join(folder, 'witness'), '--name', 'w.example', '--open'], fast))[1]
  let claim = 503
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(claim, { 'Content-Type': 'text/x.tlog.size' }).end('999999\n'))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => { server.closeAllConnections(); server.close() })
  const [own, witnessed] = ['own.yaml', 'witnessed.yaml'].map(name => join(folder, name))
  writeFileSync(own, profile)
  writeFileSync(witnessed, `${profile}witnesses:\n  - {key: "${key}", url: "http://127.0.0.1:${server.address().port}"}\n`)
  const publish = () => run(['publish', site, document(join(folder, 'a.md'), { title: 'Words' })])

  assert.equal((await run(['profile', site, witnessed])).status, 0)
  claim = 409
  assert.match((await publish()).stderr, /the witness w\.example contradicts this file/)
  assert.match((await run(['profile', site, own, '--from', new Date(Date.now() + 60000).toISOString()])).stderr, /contradicts this file/, 'till then it is one of them')
  assert.deepEqual(await run(['profile', site, own]), { status: 0, stderr: '' })
  assert.deepEqual(await publish(), { status: 0, stderr: '' })
  assert.match((await run(['profile', site, witnessed])).stderr, /contradicts this file/, 'nor is it taken in')
})
