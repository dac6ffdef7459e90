// The command line, as its users meet it.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { chancery, document, must, newSite, profile, scratch } from '../harness.js'

const commands = ['init', 'profile', 'publish', 'withdraw', 'import', 'render', 'serve', 'key', 'seal', 'verify', 'check', 'templates']

test('every subcommand tells how it is used', () => {
  for (const command of commands) {
    const { status, stdout } = chancery([command, '--help'])
    assert.equal(status, 0, command)
    assert.match(stdout, /Usage:/, command)
  }
  const help = must(['--help'])
  for (const command of commands) assert.match(help, new RegExp(`^  ${command} `, 'm'))
})

test('wrong usage exits with 2 and says what is right', () => {
  for (const args of [[], ['speak'], ['init'], ['publish'], ['render', 'x.db'], ['check', '--colour', 'x.db'],
    ['render', 'x.db', '/', '--at', 'yesterday']]) {
    const { status, stderr } = chancery(args)
    assert.equal(status, 2, args.join(' '))
    assert.notEqual(stderr, '')
  }
})

test('a file that is missing, damaged, foreign or newer is named, and left alone', t => {
  const folder = scratch(t)
  const { site } = newSite(t)
  const missing = chancery(['check', join(folder, 'none.db')])
  assert.equal(missing.status, 1)
  assert.match(missing.stderr, /no such file/)

  const foreign = join(folder, 'foreign.db')
  writeFileSync(foreign, 'This is a letter, not a record. '.repeat(100))
  const before = readFileSync(foreign)
  for (const args of [['check', foreign], ['render', foreign, '/en/'], ['publish', foreign, 'x.md'], ['serve', foreign, '--listen', '127.0.0.1:0'],
    ['init', foreign, '--profile', join(site, '../profile.yaml')]]) {
    const { status, stderr } = chancery(args)
    assert.equal(status, 1, args.join(' '))
    assert.match(stderr, /not a Chancery record/)
  }
  assert.deepEqual(readFileSync(foreign), before)

  const newer = join(folder, 'newer.db')
  const bytes = readFileSync(site)
  bytes.writeUInt32BE(99, 60) // SQLite file format, section 1.3: the user version
  writeFileSync(newer, bytes)
  const { status, stderr } = chancery(['render', newer, '/en/'])
  assert.equal(status, 1)
  assert.match(stderr, /newer Chancery/)
})

test('a published file is in the record; an unchanged one is a no-op; a changed one needs a change note', t => {
  const { folder, site } = newSite(t)
  const file = document(join(folder, 'a.md'), { title: 'First words' })
  assert.match(must(['publish', site, file]), /edition 1/)
  assert.match(must(['publish', site, file]), /unchanged/)

  document(file, { title: 'First words' }, 'Another body.')
  const refused = chancery(['publish', site, file])
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /change_note/)

  document(file, { title: 'First words', change_note: 'The body was wrong.' }, 'Another body.')
  assert.match(must(['publish', site, file]), /edition 2/)
  assert.match(must(['publish', site, file]), /unchanged/)
  assert.match(must(['render', site, '/en/2024/05/06/first-words/editions/1']), /A body of one sentence/)
  assert.match(must(['render', site, '/en/2024/05/06/first-words']), /Another body/)
  must(['check', site])
})

test('of several files none is published if one is wrong, and each fault is named with file and line', t => {
  const { folder, site } = newSite(t)
  const good = document(join(folder, 'good.md'), { title: 'Good' })
  const kind = document(join(folder, 'kind.md'), { kind: 'speach' })
  const key = document(join(folder, 'key.md'), { titel: 'Oops' })
  const { status, stderr } = chancery(['publish', site, good, kind, key])
  assert.equal(status, 1)
  assert.match(stderr, /kind\.md:3: .*speach.*remarks/)
  assert.match(stderr, /key\.md:6: .*titel/)
  assert.notEqual(chancery(['render', site, '/en/2024/05/06/good']).status, 0)
})

test('a translation, a slug and a related document are found by file, slug and address', t => {
  const { folder, site } = newSite(t)
  const en = document(join(folder, 'a.en.md'), { title: 'Words', related: '[c.md]' })
  const fr = document(join(folder, 'a.fr.md'), { title: 'Des mots', language: 'fr', translation_of: 'a.en.md' })
  const other = document(join(folder, 'c.md'), { title: 'Other words' })
  must(['publish', site, fr, en, other, '--imported'])
  const view = JSON.parse(must(['render', site, '/en/2024/05/06/words', '--json']))
  assert.equal(view.document.translations[0].href, '/fr/2024/05/06/des-mots')
  assert.equal(view.document.related[0].title, 'Other words')
  const ar = document(join(folder, 'a.ar.md'), { title: 'كلمات', language: 'ar', translation_of: '/en/2024/05/06/words' })
  must(['publish', site, ar])
  assert.equal(JSON.parse(must(['render', site, '/fr/2024/05/06/des-mots', '--json'])).document.translations.length, 2)
})

test('a changed slug redirects from the old one', t => {
  const { folder, site } = newSite(t)
  const file = document(join(folder, 'a.md'), { slug: 'old-words' })
  must(['publish', site, file])
  document(file, { slug: 'new-words', change_note: 'A better address.' })
  must(['publish', site, file])
  const view = JSON.parse(must(['render', site, '/en/2024/05/06/old-words', '--json']))
  assert.equal(view.page.address, '/en/2024/05/06/new-words')
})

test('two documents of one day and title have two addresses', t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), {}), document(join(folder, 'b.md'), { published: '2024-05-06T12:00:00Z' }, 'Another.')])
  assert.match(must(['render', site, '/en/2024/05/06/a-statement']), /A body/)
  assert.match(must(['render', site, '/en/2024/05/06/a-statement-2']), /Another/)
})

test('a changed profile is a new edition, from now or later', t => {
  const { folder, site } = newSite(t)
  const file = join(folder, 'profile.yaml')
  writeFileSync(file, profile.replace('Embassy of Testland', 'Mission of Testland'))
  must(['profile', site, file, '--from', '2099-01-01T00:00:00Z'])
  const title = at => JSON.parse(must(['render', site, '/en/', '--json', '--at', at])).office.name
  assert.equal(title('2098-12-31T23:59:59Z'), 'Embassy of Testland')
  assert.equal(title('2099-01-01T00:00:00Z'), 'Mission of Testland')
  assert.equal(title('1950-01-01T00:00:00Z'), 'Embassy of Testland')
  assert.match(must(['profile', site, file]), /unchanged/)
})

test('an unreadable profile leaves no data file behind', t => {
  const folder = scratch(t)
  writeFileSync(join(folder, 'p.yaml'), profile.replace('Europe/Lisbon', 'Europe/Lisbonn'))
  const { status, stderr } = chancery(['init', join(folder, 'x.db'), '--profile', join(folder, 'p.yaml')])
  assert.equal(status, 1)
  assert.match(stderr, /p\.yaml:\d+: .*Lisbonn.*Europe\/Lisbon”/)
  assert.match(chancery(['check', join(folder, 'x.db')]).stderr, /no such file/)
})

test('a withdrawn document says why, and stays readable', t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { title: 'Words' })])
  must(['withdraw', site, '/en/2024/05/06/words', '--note', 'It was mistaken.'])
  const page = must(['render', site, '/en/2024/05/06/words'])
  assert.match(page, /It was mistaken\./)
  assert.match(page, /A body of one sentence/)
  must(['check', site])
})

test('what is withdrawn is what was public, and nothing that was still to come', t => {
  const { folder, site } = newSite(t)
  const file = join(folder, 'a.md')
  must(['publish', site, document(file, { title: 'Words' }, 'Public words.')])
  must(['publish', site, document(file, { title: 'Canary', slug: 'words', embargo: '2099-01-01T00:00:00Z', change_note: 'Canary.' }, 'Canary words.')])
  must(['withdraw', site, '/en/2024/05/06/words', '--note', 'It was mistaken.'])
  for (const at of ['2098-12-31T00:00:00Z', '2099-01-02T00:00:00Z']) {
    const page = must(['render', site, '/en/2024/05/06/words', '--at', at])
    assert.match(page, /Public words\./)
    assert.match(page, /It was mistaken\./)
    assert.doesNotMatch(page, /Canary/)
  }
  must(['check', site])
})

test('the built-in templates can be written out, and an office changes what it likes', t => {
  const { folder, site } = newSite(t)
  const theme = join(folder, 'theme')
  must(['templates', theme])
  assert.equal(chancery(['templates', theme]).status, 2)
  const home = join(theme, 'home.html')
  writeFileSync(home, readFileSync(home, 'utf8').replace('{{$main}}', '{{$main}}<p>Our own words for {{office.name}}.</p>'))
  writeFileSync(join(theme, 'site.css'), 'body { color: navy }')
  const page = must(['render', site, '/en/', '--templates', theme])
  assert.match(page, /Our own words for Embassy of Testland\./)
  const sheet = /href="(\/assets\/site\.[0-9a-f]+\.css)"/.exec(page)[1]
  assert.equal(must(['render', site, sheet, '--templates', theme]), 'body { color: navy }')
  writeFileSync(home, '{{#latest}}never closed')
  const { status, stderr } = chancery(['render', site, '/en/', '--templates', theme])
  assert.equal(status, 1)
  assert.match(stderr, /home\.html:1: /)
})

test('an interview leads with its first question and answer', t => {
  const { folder, site } = newSite(t)
  must(['publish', site, document(join(folder, 'a.md'), { kind: 'interview' }, '**Question:** Is it so?\n\n**Answer:** It is so.\n\n**Question:** And then?\n\n**Answer:** Nothing.')])
  const { lead } = JSON.parse(must(['render', site, '/en/', '--json'])).latest.items[0]
  assert.match(lead, /Is it so\?\s+.*It is so\./)
  assert.doesNotMatch(lead, /And then/)
})
