// What somebody tried who wants more of the desk than is theirs.
import assert from 'node:assert/strict'
import test from 'node:test'
import { released } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'

const program = released
const people = { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'] }

// Saved and submitted once more, while somebody else reads what was submitted first.
async function swap (wanda, address, body) {
  await wanda.post(address + '/edit', { version: await wanda.version(address + '/edit'), title: 'On the ferry', body, then: 'save' })
  await wanda.submit(address)
}

test('what was changed after it was read is not published unread', async t => {
  const { wanda, paula } = (await deskSite(t, { program, people })).visitors
  const address = await wanda.write()
  await wanda.submit(address)
  const link = /href="([^"]*\/publish[^"]*)"/.exec((await paula.get(address)).body)[1]
  await swap(wanda, address, 'Something else.')
  assert.equal((await paula.get(link)).status, 409, 'she has read another version')

  const again = /href="([^"]*\/publish[^"]*)"/.exec((await paula.get(address)).body)[1]
  const version = /name="version" value="(\d+)"/.exec((await paula.get(again)).body)[1]
  await swap(wanda, address, 'Something third.')
  for (const [how, fields] of [['publish', { password: 'not hers' }], ['publish', { password: PASSWORD }], ['force', { reason: '' }]]) {
    const answer = await paula.post(`${address}/${how}`, { version, ...fields })
    assert.equal(answer.status, 409, how)
    assert.doesNotMatch(answer.body, /name="version"/, 'and no form of the newer version is put into her hand')
  }
  assert.equal((await paula.publish(address)).status, 303)
})
