// A record of several offices has a log of its own for each.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, must, newSite, released } from '../harness.js'

const fast = { program: released }

test('no two offices have a log of one name', t => {
  const { folder, site } = newSite(t)
  must(['init', site, '--profile', join(folder, 'profile.yaml'), '--office', 'other'], fast)
  const begin = (office, name) => chancery(['key', 'new', site, '--office', office, '--name', name, '--open'], fast)
  assert.equal(begin('embassy-of-testland', 'embassy.example/log').status, 0)
  const { status, stderr } = begin('other', 'embassy.example/log')
  assert.equal(status, 1)
  assert.match(stderr, /the record of “embassy-of-testland” is sealed as embassy\.example\/log; another log needs another name/)
  assert.equal(begin('other', 'other.example/log').status, 0)
  assert.match(begin('other', 'third.example/log').stderr, /the record of “other” is sealed already, as other\.example\/log/)
  must(['check', site], fast)
})
