// The people of the desk, from the console: who can be added, what is printed, and who can read the file.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, must, newSite, profile, scratch } from '../harness.js'

const LINK = /^\/link\/[\w-]{43}\n$/
const list = site => must(['user', 'list', site, '--json']).trim().split('\n').filter(Boolean).map(line => JSON.parse(line))
const audit = (site, ...options) => must(['user', 'audit', site, ...options]).trim().split('\n').filter(Boolean).map(line => JSON.parse(line))
const query = (file, text) => execFileSync('sqlite3', [file, text]).toString().trim()

test('somebody is added, and gets a link that is good once', t => {
  const { folder, site } = newSite(t)
  assert.match(must(['user', 'add', site, 'maria', '--role', 'editor', '--role', 'publisher', '--language', 'pt-br', '--language', 'FR', '--display', 'Maria Lopes', '--mail', 'maria@mfa.example']), LINK)
  const [maria] = list(site)
  assert.deepEqual(maria.roles, ['editor', 'publisher'].flatMap(role => ['fr', 'pt-BR'].map(language => ({ role, office: null, language }))))
  assert.equal(maria.display, 'Maria Lopes')
  assert.equal(maria.mail, 'maria@mfa.example')
  assert.equal(maria.password, false)
  assert.equal(maria.logged_in, null)
  const file = join(folder, 'site.desk')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(file).uid, statSync(site).uid)
  assert.equal(query(file, 'SELECT count(*) FROM link'), '1')
  assert.match(must(['user', 'reset', site, 'maria']), LINK)
  assert.equal(query(file, 'SELECT count(*), max(purpose) FROM link'), '1|reset', 'a later link takes the place of an earlier one')
  assert.equal(query(file, "SELECT count(*) FROM link WHERE typeof (hash) <> 'blob' OR length (hash) <> 32"), '0')
})

test('roles are changed; the last administrator stays', t => {
  const { site } = newSite(t)
  must(['user', 'add', site, 'anna', '--role', 'administrator'])
  must(['user', 'add', site, 'boris', '--role', 'administrator', '--office', 'embassy-of-testland'])
  assert.match(must(['user', 'list', site]), /^anna +administrator; has no password yet +anna\nboris +administrator \(embassy-of-testland\); has no password yet +boris\n$/)
  for (const order of [['disable', site, 'anna'], ['roles', site, 'anna', '--role', 'writer']]) {
    const { status, stderr } = chancery(['user', ...order])
    assert.equal(status, 1)
    assert.match(stderr, /nobody who is administrator of all offices/)
  }
  must(['user', 'roles', site, 'boris', '--role', 'administrator'])
  must(['user', 'disable', site, 'anna'])
  assert.equal(list(site)[0].disabled, true)
  assert.match(must(['user', 'list', site]), /^anna +administrator; disabled/)
  assert.match(chancery(['user', 'reset', site, 'anna']).stderr, /“anna” is disabled/)
  must(['user', 'enable', site, 'anna'])
  assert.equal(list(site)[0].disabled, false)
})

test('what was done is printed, line by line', t => {
  const { site } = newSite(t)
  must(['user', 'add', site, 'anna', '--role', 'administrator', '--display', 'Анна "A"'])
  must(['user', 'add', site, 'boris', '--role', 'writer'])
  must(['user', 'disable', site, 'boris'])
  const all = audit(site)
  assert.deepEqual(all.map(entry => entry.action), ['person.added', 'link.made', 'person.added', 'link.made', 'person.disabled'])
  assert.equal(all[0].after.display, 'Анна "A"')
  assert.deepEqual([all[4].before.disabled, all[4].after.disabled], [false, true])
  assert.ok(all.every(entry => entry.name === 'console' && entry.place.startsWith('console')))
  assert.equal(audit(site, '--action', 'person.').length, 3)
  assert.equal(audit(site, '--since', all[2].at).length, 3)
  assert.equal(audit(site, '--until', all[2].at).length, 2)
  assert.equal(audit(site, '--person', 'anna').length, 0)
  assert.equal(chancery(['user', 'audit', site, '--since', 'yesterday']).status, 2)
})

test('what was asked for wrongly is said, and nothing is done', t => {
  const { folder, site } = newSite(t)
  const wrong = [
    [2, /--role ROLE is needed/, 'add', site, 'maria'],
    [2, /“speaker” is no role/, 'add', site, 'maria', '--role', 'writer', '--role', 'speaker'],
    [2, /“cairo” is no office/, 'add', site, 'maria', '--role', 'writer', '--office', 'cairo'],
    [2, /“qq” is no language tag/, 'add', site, 'maria', '--role', 'writer', '--language', 'qq'],
    [1, /will not do as a name/, 'add', site, 'Maria', '--role', 'writer'],
    [1, /no mail address/, 'add', site, 'maria', '--role', 'writer', '--mail', 'here'],
    [2, /usage: chancery user add/, 'add', site],
    [2, /usage: chancery user list/, 'list', site, 'maria'],
    [2, /“remove”: one of add/, 'remove', site, 'maria'],
    [1, /nobody of the name “maria”/, 'reset', site, 'maria'],
    [1, /no such file/, 'list', join(folder, 'other.db')],
    [1, /not a Chancery record/, 'list', join(folder, 'profile.yaml')]
  ]
  for (const [code, words, ...order] of wrong) {
    const { status, stderr, stdout } = chancery(['user', ...order])
    assert.equal(status, code, order.join(' ') + stderr)
    assert.match(stderr, words)
    assert.equal(stdout, '')
  }
  assert.deepEqual(list(site), [])
  assert.ok(!existsSync(join(folder, 'other.desk')) && !existsSync(join(folder, 'profile.yaml.desk')))
  must(['user', 'add', site, 'maria', '--role', 'writer'])
  assert.match(chancery(['user', 'add', site, 'maria', '--role', 'writer']).stderr, /“maria” already/)
})

test('a file that others may read is not used', t => {
  const { folder, site } = newSite(t)
  must(['user', 'add', site, 'maria', '--role', 'writer'])
  chmodSync(join(folder, 'site.desk'), 0o644)
  const { status, stderr } = chancery(['user', 'list', site])
  assert.equal(status, 1)
  assert.match(stderr, /others than its owner may read or write the desk's file; “chmod 600” mends that/)
})

test('what root makes belongs to whom the record belongs to', { skip: process.getuid() !== 0 && 'root alone can give files away' }, t => {
  const { folder, site } = newSite(t)
  for (const file of [site, folder]) chownSync(file, 65534, 65534)
  must(['user', 'add', site, 'maria', '--role', 'writer'])
  const { uid, gid, mode } = statSync(join(folder, 'site.desk'))
  assert.deepEqual([uid, gid, mode & 0o777], [65534, 65534, 0o600])
})

test('an office of several is named', t => {
  const folder = scratch(t)
  const site = join(folder, 'site')
  for (const name of ['Lisbon', 'Cairo']) {
    const file = join(folder, name + '.yaml')
    writeFileSync(file, profile.replace(/^name:.*$/m, `name: {en: ${name}}`).replace('testland.example', name.toLowerCase() + '.example'))
    must(['init', site, '--profile', file])
  }
  must(['user', 'add', site, 'maria', '--role', 'writer', '--office', 'lisbon', '--office', 'cairo', '--language', 'ar'])
  assert.match(must(['user', 'list', site]), /writer \(cairo, ar\), writer \(lisbon, ar\)/)
  assert.ok(existsSync(join(folder, 'site.desk')))
})
