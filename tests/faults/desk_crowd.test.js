// Many write at once, over each other, while the desk is killed again and again: whoever was told that it is saved finds it
// saved, and what was published is public once and whole. CROWD_SECONDS=300 CROWD_PEOPLE=50 for the long run.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import { crawl, must, released, sleep } from '../harness.js'
import { PASSWORD, Visitor, deskSite } from '../desk.js'

const program = released
const EDITORS = 50
const seconds = Number(process.env.CROWD_SECONDS ?? 45)
const count = Number(process.env.CROWD_PEOPLE ?? 5)
const DRAFTS = 10
const KILL_EVERY = 10000

const unescape = text => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', '\'').replaceAll('&amp;', '&')
const bodyOf = page => unescape(/<textarea[^>]*name="body"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(page)[1])
const versionOf = page => /name="version" value="(\d+)"/.exec(page)[1]

function deskOf (server) {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).find(pid => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'desk' &&
        Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) === server.child.pid
    } catch { return false }
  })
}

// Another tab of the same browser.
function tab (visitor) {
  const other = new Visitor(visitor.url)
  other.cookies = new Map(visitor.cookies)
  return other
}

// What is answered, or nothing where the desk was killed meanwhile.
const unlessKilled = asked => asked.catch(() => null)

test(`${EDITORS} editors for ${seconds} seconds, and the desk killed every ten: nothing that was saved is lost`, async t => {
  const names = Array.from({ length: count }, (_, i) => `editor${i}`)
  const people = Object.fromEntries([...names.map(name => [name, ['--role', 'editor']]), ['paula', ['--role', 'publisher']]])
  const { visitors, server, site } = await deskSite(t, {
    program, people, prepare: site => must(['key', 'new', site, '--name', 'crowd.example/log', '--open'], { program })
  })
  const drafts = []
  for (let i = 0; i < DRAFTS; i++) drafts.push(await visitors.editor0.write({ title: `Draft ${i}`, body: 'Begun.' }))
  const until = Date.now() + seconds * 1000
  const saved = [], published = []
  let conflicts = 0, cut = 0, kills = 0

  async function edit (visitor, number) {
    for (let turn = 0; Date.now() < until; turn++) {
      const draft = drafts[(number + turn) % DRAFTS]
      const page = await unlessKilled(visitor.get(draft + '/edit'))
      if (page?.status !== 200) { cut++; await sleep(50); continue }
      const mark = `mark-${number}-${turn}.`
      const fields = { version: versionOf(page.body), title: 'A draft of many', body: bodyOf(page.body) + '\n' + mark, kind: 'statement', then: 'save' }
      const answer = await unlessKilled(visitor.post(draft + (turn % 2 ? '/autosave' : '/edit'), fields))
      if (answer?.status === (turn % 2 ? 200 : 303)) saved.push([draft, mark])
      else if (answer?.status === 409) conflicts++
      else if (!answer) cut++
      else assert.fail(`saving was answered ${answer.status}: ${answer.body.slice(0, 500)}`)
      await sleep(20 + number * 3)
    }
  }

  async function publish (visitor) {
    for (let turn = 0; Date.now() < until; turn++) {
      const title = `Public words ${turn}.`
      const draft = await unlessKilled(visitor.write({ title, body: 'All of it.' }).catch(error => { if (/it was not written/.test(error)) throw error; return null }))
      const answer = draft && await unlessKilled(visitor.publish(draft, 'force', { reason: 'A test of haste.' }))
      if (draft) published.push({ title, draft, told: answer?.status === 303 })
      await sleep(200)
    }
  }

  async function kill () {
    while (Date.now() + KILL_EVERY < until) {
      await sleep(KILL_EVERY)
      const pid = Number(deskOf(server))
      if (!pid) continue
      process.kill(pid, 'SIGKILL')
      kills++
    }
  }

  await Promise.all([...Array.from({ length: EDITORS }, (_, i) => edit(tab(visitors[names[i % count]]), i)), publish(tab(visitors.paula)), kill()])

  const texts = {}
  for (const draft of drafts) texts[draft] = bodyOf((await visitors.editor0.get(draft + '/edit')).body).split('\n')
  assert.deepEqual(saved.filter(([draft, mark]) => !texts[draft].includes(mark)), [], 'what was saved is there')
  for (const draft of drafts) assert.equal(new Set(texts[draft]).size, texts[draft].length, 'nothing is there twice')

  const pages = [...(await crawl(server.url, ['/en/all'])).values()].map(({ body }) => body)
  for (const { title, draft, told } of published) {
    const state = /class="state (\w+)"/.exec((await visitors.paula.get(draft)).body)[1]
    const places = new Set(pages.filter(page => page.includes(`>${title}</h1>`)).flatMap(page => /rel="canonical" href="([^"]+)"/.exec(page)?.[1] ?? []))
    assert.ok(places.size <= 1, `${title} stands at ${[...places]}`)
    if (told) assert.equal(state, 'published', `${title}: who published it was told so`)
    assert.equal(places.size === 1, state === 'published', `${title}: ${state} at the desk`)
  }
  must(['check', site], { program })
  t.diagnostic(`${saved.length} saves, ${conflicts} conflicts, ${published.filter(({ told }) => told).length} published, ${cut} requests cut off, ${kills} kills`)
  assert.ok(saved.length > seconds && conflicts > 0 && kills > 0 && published.length > 0)
})
