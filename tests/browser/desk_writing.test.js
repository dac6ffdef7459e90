// Writing in the editor: the page beside the text, the toolbar, what is pasted, links to one's own texts, and what happens to
// what one types when the session or the network is gone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { must, released, root, sleep } from '../harness.js'
import { PASSWORD, deskSite } from '../desk.js'
import { browser } from './browser.js'

const program = released
const wide = { viewport: { width: 1400, height: 900 } }
const clipboard = name => readFileSync(join(root, 'tests/browser/clipboard', name), 'utf8')

async function comeIn (page, url, site, name, role = 'writer') {
  await page.goto(url + /(\/link\/\S+)/.exec(must(['user', 'add', '--role', role, site, name], { program }))[1])
  await page.fill('#password', PASSWORD)
  await page.fill('#again', PASSWORD)
  await page.click('main button')
}

async function editor (t, { options = wide, place = '' } = {}) {
  const desk = await deskSite(t, { program })
  const context = await browser(t, options)
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => { if (/Content Security Policy|sandbox/i.test(message.text())) faults.push(message.text()) })
  await comeIn(page, desk.url, desk.site, 'wanda')
  await page.goto(desk.url + '/write' + place)
  return { ...desk, context, page, faults }
}

const said = (page, pattern) => page.waitForFunction(([source]) => new RegExp(source).test(document.getElementById('status').textContent), [pattern.source])
const preview = page => page.frameLocator('iframe.preview')

test('the true page stands beside the text, keeps its place, and is asked for once at a time', async t => {
  const { page, url, faults } = await editor(t)
  const under = new Set()
  let most = 0; let count = 0
  page.on('request', request => {
    if (!request.url().endsWith('/preview')) return
    under.add(request)
    count++
    most = Math.max(most, under.size)
  })
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, request => under.delete(request))
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'The ferry **runs** again.\n\n'.repeat(80))
  await preview(page).locator('h1', { hasText: 'On the ferry' }).waitFor()
  assert.equal(await preview(page).locator('main p > strong').count(), 80)
  assert.notEqual(await preview(page).locator('h1').evaluate(one => getComputedStyle(one).fontFamily), '"Times New Roman"', 'it looks as it will')
  const scroll = () => page.evaluate(() => document.querySelector('iframe.preview').contentWindow.scrollY)
  await page.evaluate(() => document.querySelector('iframe.preview').contentWindow.scrollTo(0, 700))
  await page.focus('#body')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('It takes twelve minutes, and it is the last word. ', { delay: 30 })
  await preview(page).getByText('It takes twelve minutes').waitFor()
  assert.equal(await scroll(), 700)
  assert.equal(most, 1)
  assert.ok(count < 20, `${count} previews`)
  assert.equal(await page.locator('iframe.preview').getAttribute('sandbox'), 'allow-same-origin')
  await page.fill('#when_date', '2026-12-01') // half of an instant
  await page.fill('#title', '')
  await preview(page).locator('h1', { hasText: '(no title yet)' }).waitFor()
  await page.fill('#body', 'Evil <script>top.evil = 1</script><img src=x onerror="top.evil = 2">')
  await preview(page).getByText('Evil').waitFor()
  assert.equal(await page.evaluate(() => window.evil), undefined)
  assert.deepEqual(faults, [])
  await preview(page).locator('header a').last().click()
  await sleep(300)
  assert.equal(await preview(page).getByText('Evil').count(), 1, 'its links lead nowhere yet')
  assert.match(page.url(), new RegExp('^' + url))
})

test('on a phone the page takes the place of the text', async t => {
  const { page } = await editor(t, { options: { viewport: { width: 375, height: 800 } } })
  await page.fill('#title', 'On the ferry')
  await page.getByRole('button', { name: 'As readers will see it' }).click()
  await preview(page).locator('h1', { hasText: 'On the ferry' }).waitFor()
  assert.equal(await page.locator('#title').isVisible(), false)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  assert.equal(await page.locator('#title').isVisible(), true)
})

test('the toolbar writes what one could type, and undo takes it back', async t => {
  const { page, faults } = await editor(t)
  const value = () => page.inputValue('#body')
  const choose = words => page.evaluate(words => {
    const field = document.getElementById('body')
    field.focus()
    field.setSelectionRange(field.value.indexOf(words), field.value.indexOf(words) + words.length)
  }, words)
  const press = name => page.getByRole('toolbar').getByRole('button', { name, exact: true }).click()
  const undo = () => page.keyboard.press('Control+z')
  const start = 'First words here.\nsecond line\nthird line'
  await page.focus('#body')
  await page.keyboard.insertText(start)
  for (const [name, words, made] of [
    ['Bold', 'words', 'First **words** here.\nsecond line\nthird line'],
    ['Italic', 'words ', 'First *words* here.\nsecond line\nthird line'],
    ['Heading', 'third', 'First words here.\nsecond line\n\n## third line'],
    ['List', 'second line\nthird', 'First words here.\n\n- second line\n- third line'],
    ['Numbered list', 'second line\nthird', 'First words here.\n\n1. second line\n2. third line'],
    ['Quote', 'First words here.\nsecond', '> First words here.\n> second line\nthird line'],
    ['Footnote', 'here.', 'First words here.[^1]\nsecond line\nthird line\n\n[^1]: '],
    ['Table', 'third line', start + '\n\n| Column 1 | Column 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\n']
  ]) {
    await choose(words)
    await press(name)
    assert.equal(await value(), made, name)
    assert.equal(await page.evaluate(() => document.activeElement.id), 'body', name)
    await undo()
    assert.equal(await value(), start, `${name}, taken back`)
  }
  await choose('words')
  await page.keyboard.press('Control+b')
  await page.keyboard.press('Control+i')
  assert.match(await value(), /First \*\*\*words\*\*\* here/)
  await page.keyboard.press('Control+i')
  await page.keyboard.press('Control+b')
  assert.equal(await value(), start, 'pressed again, it is taken off')
  await choose('second line\nthird line')
  await press('List')
  await press('List')
  assert.equal(await value(), 'First words here.\n\nsecond line\nthird line')
  // A second note follows the first, and its number the last.
  await choose('First')
  await press('Footnote')
  await page.keyboard.type('One.')
  await choose('second')
  await press('Footnote')
  await page.keyboard.type('Two.')
  assert.match(await value(), /second\[\^2\] line\nthird line\n\n\[\^1\]: One\.\n\[\^2\]: Two\.$/)
  const height = await page.evaluate(() => document.getElementById('body').offsetHeight)
  await page.keyboard.insertText('\n\nline'.repeat(40))
  assert.ok(await page.evaluate(() => document.getElementById('body').offsetHeight) > height + 500, 'the field grows with the text')
  assert.deepEqual(faults, [])
})

for (const [locale, forward, back] of [['en', 'ArrowRight', 'ArrowLeft'], ['ar', 'ArrowLeft', 'ArrowRight']]) {
  test(`the toolbar is one stop for the keyboard, and arrows go along it, in ${locale}`, async t => {
    const { page } = await editor(t, { options: { locale, ...wide } })
    const act = () => page.evaluate(() => document.activeElement.dataset.act)
    await page.focus('#body')
    await page.keyboard.press('Shift+Tab')
    assert.equal(await act(), 'bold')
    await page.keyboard.press(forward)
    assert.equal(await act(), 'italic')
    await page.keyboard.press(back)
    await page.keyboard.press(back)
    assert.equal(await act(), 'table')
    await page.keyboard.press('Home')
    await page.keyboard.press('End')
    assert.equal(await act(), 'table')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'body')
    await page.keyboard.press('Shift+Tab')
    assert.equal(await act(), 'table', 'it is remembered')
    await page.keyboard.press('Enter')
    assert.match(await page.inputValue('#body'), /\| --- \|/)
  })
}

test('what is pasted from Word, Google Docs and the web becomes Markdown; undo takes it back; plain text stays plain', async t => {
  const { page, context, url, faults } = await editor(t)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url })
  const put = (html, plain) => page.evaluate(([html, plain]) => navigator.clipboard.write([new ClipboardItem({ // unsanitized: as other programs put it there
    ...(html && { 'text/html': new Blob([html], { type: 'text/html' }) }), 'text/plain': new Blob([plain], { type: 'text/plain' })
  })]), [html, plain])
  // What a program outside the browser puts there comes as it is; what a page puts there is cleaned before, so it is given by an event.
  const paste = (html, plain = 'plain') => page.evaluate(([html, plain]) => {
    const data = new DataTransfer()
    data.setData('text/html', html)
    data.setData('text/plain', plain)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.getElementById('body').dispatchEvent(event)
    return event.defaultPrevented
  }, [html, plain])
  for (const name of ['word', 'google-docs', 'page']) {
    await page.fill('#body', '')
    await page.focus('#body')
    await page.keyboard.type('Before.')
    await page.evaluate(() => document.getElementById('body').setSelectionRange(7, 7))
    assert.ok(await paste(clipboard(name + '.html')), name)
    const value = await page.inputValue('#body')
    assert.equal(value, 'Before.\n\n' + clipboard(name + '.md').trimEnd(), name)
    await page.keyboard.press('Control+z')
    assert.equal(await page.inputValue('#body'), 'Before.', `${name}, taken back`)
  }
  assert.equal(await paste('<p style="color:red"><span>No more than words</span></p>'), false, 'what says no more than its plain text is pasted by the browser')
  assert.equal(await paste(''), false)
  // By the keyboard, through the true clipboard.
  await page.fill('#body', '')
  await put('<p>A <b>bold</b> word</p>', 'A bold word')
  await page.focus('#body')
  await page.keyboard.press('Control+v')
  await page.waitForFunction(() => document.getElementById('body').value !== '')
  assert.equal(await page.inputValue('#body'), 'A **bold** word')
  await page.fill('#body', '')
  await page.keyboard.press('Control+Shift+v')
  await page.waitForFunction(() => document.getElementById('body').value !== '')
  assert.equal(await page.inputValue('#body'), 'A bold word')
  // It renders as what it was.
  await page.fill('#body', clipboard('word.md'))
  await preview(page).locator('main sup').first().waitFor()
  assert.equal(await preview(page).locator('main ul ul ul li').count(), 1)
  assert.equal(await preview(page).locator('main table td').count(), 2)
  assert.deepEqual(faults, [])
})

async function publish (visitors, fields, place) {
  const address = await visitors.wanda.write(fields, place)
  await visitors.wanda.submit(address)
  const answer = await visitors.paula.publish(address)
  assert.equal(answer.status, 303)
}

test('a link to a text of one’s own is found by words, and by keyboard; without script Published gives its address', async t => {
  const { site, url, visitors } = await deskSite(t, { program, people: { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'] } })
  await publish(visitors, { title: 'Remarks on the bridge', body: 'The ferry is [not] named in the title.' })
  await publish(visitors, { title: 'Timetable of the ferry', body: 'Every twelve minutes.' })
  const page = await (await browser(t, wide)).newPage()
  await comeIn(page, url, site, 'anna')
  await page.goto(url + '/write')
  await page.focus('#body')
  await page.keyboard.type('See ')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('ferr')
  await page.locator('.choices button').nth(1).waitFor()
  assert.deepEqual(await page.locator('.choices bdi').allInnerTexts(), ['Timetable of the ferry', 'Remarks on the bridge'], 'those that are called so come first')
  assert.match(await page.locator('.choices .details').first().innerText(), /Statement · English · \d+ \w+ \d{4}/)
  await page.keyboard.press('Enter')
  assert.match(await page.inputValue('#body'), /^See \[Timetable of the ferry\]\(\/en\/\d{4}\/\d\d\/\d\d\/timetable-of-the-ferry\)$/)
  await page.keyboard.press('Control+z')
  assert.equal(await page.inputValue('#body'), 'See ')
  await page.keyboard.type('this')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('https://example.org/a (b)')
  await page.keyboard.press('Enter')
  assert.equal(await page.inputValue('#body'), 'See [this](https://example.org/a%20%28b%29)')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('nothing like that')
  await page.getByText('Nothing was found.').waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'body')
  assert.match((await visitors.wanda.get('/public?words=ferry+TIMETABLE')).body, /<code dir="ltr">\/en\/\d{4}\/\d\d\/\d\d\/timetable-of-the-ferry<\/code>/)
})

test('published texts are found in any script, page by page, and nobody finds another language’s or what is not public', async t => {
  const { visitors } = await deskSite(t, { program, people: { wanda: ['--role', 'writer'], paula: ['--role', 'publisher'], franz: ['--role', 'publisher', '--language', 'fr'] } })
  for (let i = 0; i < 30; i++) await publish(visitors, { title: `Note number ${i}`, body: 'Ferry.' })
  await publish(visitors, { title: 'Über die Straße', body: 'Ferry.', topics: 'Bridges' })
  await publish(visitors, { title: 'Déclaration', body: 'Le bac.' }, (await visitors.wanda.get('/write')).body.match(/value="([^"]*\/fr)"/)[1])
  await publish(visitors, { title: 'بيان عن العبّارة', body: 'نصّ.' }, (await visitors.wanda.get('/write')).body.match(/value="([^"]*\/ar)"/)[1])
  await visitors.wanda.write({ title: 'Not public', body: 'Ferry secret.' })
  const titles = async (visitor, address) => [...(await visitors[visitor].get(address)).body.matchAll(/<li>\s*(?:<a [^>]*>)?<bdi[^>]*>([^<]*)<\/bdi>/g)].map(([, title]) => title)
  const search = (visitor, words) => titles(visitor, '/public?' + new URLSearchParams({ words }))
  assert.deepEqual(await search('wanda', 'STRASSE uber'), ['Über die Straße'])
  assert.deepEqual(await search('wanda', 'bridges'), ['Über die Straße'])
  assert.deepEqual(await search('wanda', 'declar'), ['Déclaration'])
  assert.deepEqual(await search('wanda', 'العبارة'), ['بيان عن العبّارة'])
  assert.deepEqual(await search('franz', 'ferry'), [])
  assert.deepEqual(await search('franz', ''), ['Déclaration'])
  assert.deepEqual(await search('wanda', 'secret'), [])
  for (const odd of ['"', '" OR scope : "', 'title : note', '*', '^note', 'NEAR (a b)', '-'.repeat(3000), 'a '.repeat(500), '\u0000', '😀']) {
    const answer = await visitors.wanda.get('/public?' + new URLSearchParams({ words: odd }))
    assert.ok([200, 400].includes(answer.status), `${odd.slice(0, 20)}: ${answer.status}`)
  }
  const first = (await visitors.wanda.get('/public?words=note')).body
  const next = /href="(\/public\?words=note&amp;beyond=-?\d+)"/.exec(first)[1].replace('&amp;', '&')
  const all = [...await titles('wanda', '/public?words=note'), ...await titles('wanda', next)]
  assert.deepEqual(all, Array.from({ length: 30 }, (_, i) => `Note number ${29 - i}`))
  assert.equal((await visitors.wanda.get('/public?words=%3Cscript%3Ealert(1)%3C/script%3E')).body.includes('<script>alert'), false)
})

// Asks in a tab of its own, as somebody does who is told to log in again.
async function logInBeside (page, context, name = 'wanda') {
  const [tab] = await Promise.all([context.waitForEvent('page'), page.locator('#status a').click()])
  await tab.fill('#name', name)
  await tab.fill('#password', PASSWORD)
  await tab.click('main button')
  await tab.getByRole('heading', { name: 'Diary' }).waitFor()
  await tab.close()
}

test('a text is a draft from its first words on, and is said to be saved, once a minute at most', async t => {
  const { page, url, faults } = await editor(t)
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'The ferry.')
  await said(page, /^Saved \d\d:\d\d$/)
  assert.match(page.url(), /\/drafts\/[\w-]+\/edit$/)
  const changes = await page.evaluate(async () => {
    let changes = 0
    new MutationObserver(all => { changes += all.length }).observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true })
    for (let i = 0; i < 3; i++) {
      const field = document.getElementById('body')
      field.value += ` And ${i}.`
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise(resolve => setTimeout(resolve, 4200))
    }
    return changes
  })
  assert.ok(changes <= 2, `${changes} changes of what is said`)
  await page.reload()
  assert.equal(await page.inputValue('#body'), 'The ferry. And 0. And 1. And 2.')
  assert.match(await page.locator('#length').innerText(), /^Words: 8 · Time to read: 1 minute$/)
  await page.goto(url + '/')
  const drafts = await page.locator('.drafts li > a').evaluateAll(all => all.map(one => one.getAttribute('href')))
  assert.equal(new Set(drafts).size, 1)
  await page.goto(url + '/write')
  assert.equal(await page.inputValue('#body'), '')
  assert.deepEqual(faults, [])
})

test('whoever is logged out while they write is told so, logs in beside, and goes on in the same place', async t => {
  const { page, context } = await editor(t)
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await said(page, /^Saved/)
  await context.clearCookies()
  await page.fill('#body', 'Words, and words of a session that ended.')
  await said(page, /You are logged out\. Nothing is lost/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await sleep(300)
  assert.equal(await page.inputValue('#body'), 'Words, and words of a session that ended.', 'the page is not left')
  await logInBeside(page, context)
  await said(page, /^Saved/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.waitForURL('**/edit?saved=1')
  assert.equal(await page.inputValue('#body'), 'Words, and words of a session that ended.')
})

test('whoever logs in again in the same tab comes back to what they wrote', async t => {
  const { page, context } = await editor(t)
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words.')
  await said(page, /^Saved/)
  await context.clearCookies()
  await page.fill('#body', 'Words of a session that ended.')
  await page.reload()
  await page.fill('#name', 'wanda')
  await page.fill('#password', PASSWORD)
  await page.click('main button')
  await page.waitForURL('**/edit')
  assert.equal(await page.inputValue('#body'), 'Words of a session that ended.')
  await said(page, /^Saved/)
})

test('somebody else who logs in beside does not save it as theirs', async t => {
  const { page, context, url, site } = await editor(t)
  await page.fill('#body', 'Wanda’s words.')
  await said(page, /^Saved/)
  await context.clearCookies()
  const other = await context.newPage()
  await comeIn(other, url, site, 'edgar', 'editor')
  await page.fill('#body', 'Wanda’s words, and more.')
  await said(page, /Somebody else is logged in here/)
  await other.goto(page.url())
  assert.equal(await other.inputValue('#body'), 'Wanda’s words.')
})

test('nothing typed is lost when the network, the desk or the browser goes', async t => {
  const { page, context, server } = await editor(t)
  await page.fill('#body', 'Words.')
  await said(page, /^Saved/)
  await context.setOffline(true)
  await page.fill('#body', 'Words in a tunnel.')
  await said(page, /Not saved yet/)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await sleep(300)
  assert.equal(await page.inputValue('#body'), 'Words in a tunnel.', 'the page is not left')
  await context.setOffline(false)
  await said(page, /^Saved/)
  process.kill(server.child.pid, 'SIGSTOP')
  process.kill(server.child.pid, 'SIGCONT')
  const address = page.url()
  await page.fill('#body', 'Words before the crash.')
  const crashed = page.waitForEvent('crash')
  page.goto('chrome://crash').catch(() => {})
  await crashed
  const again = await context.newPage()
  await again.goto(address)
  assert.equal(await again.inputValue('#body'), 'Words before the crash.')
  await said(again, /^Saved/)
})

test('without script the form of a session that ended comes back whole, to be sent again', async t => {
  const { site, url } = await deskSite(t, { program })
  const context = await browser(t, { javaScriptEnabled: false })
  const page = await context.newPage()
  await comeIn(page, url, site, 'wanda')
  await page.goto(url + '/write')
  await page.fill('#title', 'On the ferry')
  await page.fill('#body', 'Words <b>&</b> "more".\n\nAnd lines.')
  await context.clearCookies()
  await page.click('button[value=save]')
  assert.equal(await page.locator('h1').innerText(), 'Nothing is lost')
  const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Log in' }).click()])
  await tab.fill('#name', 'wanda')
  await tab.fill('#password', PASSWORD)
  await tab.click('main button')
  await tab.close()
  await page.getByRole('button', { name: 'Send it again' }).click()
  assert.equal(await page.locator('h1').innerText(), 'Nothing is lost')
  await page.getByRole('button', { name: 'Send it again' }).click()
  await page.waitForURL('**/edit?saved=1')
  assert.equal(await page.inputValue('#body'), 'Words <b>&</b> "more".\n\nAnd lines.')
})
