// The pages of the desk, of a record of many documents and a desk that has worked for years: time by the clock until the
// whole answer is here (the middle of 15), and the desk's processor time. node bench/desk.js CHANCERY SITE, of a record
// with documents and without a desk yet.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { PASSWORD, Visitor } from '../tests/desk.js'

const [chancery, site] = process.argv.slice(2)
const TRIES = 15
const middle = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 1]
const run = (...args) => execFileSync(chancery, args, { encoding: 'utf8' })

// As many drafts as there are documents, all of them public, and what was done to them in the trail.
function fillDesk () {
  const count = Number(execFileSync('sqlite3', [site, 'SELECT count(*) FROM edition WHERE kind <> \'profile\''], { encoding: 'utf8' }))
  execFileSync('sqlite3', [site.replace(/\.db$/, '.desk'), `
    PRAGMA synchronous = OFF;
    ATTACH '${site}' AS record;
    BEGIN;
    INSERT INTO draft (id, office, document, language, based_on, kind, title, state, version, begun_by, begun, saved_by, saved, submitted_by, submitted, published_by, number, visible_from)
    SELECT printf ('10000000-0000-4000-8000-%012x', id), office, document, language, 0, kind, title, 'scheduled', 1, 1, published, 1, published, 1, published, 1, number, visible_from
    FROM record.edition WHERE kind <> 'profile';
    INSERT INTO draft_version SELECT d.id, 1, 1, d.saved, 0, d.kind, d.title, 'title: ' || d.title || char (10) || '---' || char (10) || 'Words.' FROM draft d;
    INSERT INTO trail (at, person, name, place, action, office, document) SELECT saved, 1, 'olga', '127.0.0.1', 'draft.published', office, document FROM draft;
    COMMIT;`])
  return count
}

async function serve () {
  const child = spawn(chancery, ['serve', site, '--listen', '127.0.0.1:0', '--desk', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const part of child.stdout) {
    output += part
    if (/listening on/.test(output) && /desk at/.test(output)) break
  }
  return { child, url: /listening on (http:\/\/[^\s/]+)/.exec(output)[1], desk: /desk at (http:\/\/[^\s/]+)/.exec(output)[1] }
}

function processOf (parent) {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'desk' && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(parent)) return pid
    } catch {}
  }
  throw new Error('there is no desk')
}

const link = /\/link\/(\S+)/.exec(run('user', 'add', '--role', 'publisher', '--role', 'administrator', site, 'olga'))[1]
const count = fillDesk()
const { child, url, desk } = await serve()
const pid = processOf(child.pid)
// utime + stime, in milliseconds (100 ticks a second)
const spent = () => { const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(fields[11]) + Number(fields[12])) * 10 }

async function measure (what, ask) {
  const times = []
  let status
  const before = spent()
  for (let i = 0; i < TRIES; i++) {
    const from = performance.now()
    const answer = await ask(i)
    times.push(performance.now() - from)
    status = answer.status
  }
  const cpu = (spent() - before) / TRIES
  console.log(`  ${what.padEnd(44)} ${middle(times).toFixed(1).padStart(7)} ms, longest ${Math.max(...times).toFixed(1).padStart(7)}; processor ${cpu.toFixed(1).padStart(5)} ms (${status})`)
}

// The words of what was imported are read in while the desk is up.
async function readIn () {
  const from = performance.now()
  while (execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 10000', site, 'SELECT count(*) FROM search_pending WHERE due <= 1000000 * unixepoch()'], { encoding: 'utf8' }).trim() !== '0') await new Promise(resolve => setTimeout(resolve, 1000))
  return (performance.now() - from) / 1000
}

try {
  console.log(`  all words read in: ${(await readIn()).toFixed(0)} s`)
  const olga = new Visitor(desk)
  await olga.get('/link/' + link)
  await olga.post('/link/' + link, { password: PASSWORD, again: PASSWORD })
  const draft = await olga.write({ title: 'A text that is being written', body: 'Words of it.\n\n'.repeat(200) })
  console.log(`desk pages, ${count} documents, as many drafts and lines in the trail`)
  const published = await olga.get('/public')
  const row = name => new RegExp(`name="${name}" value="([^"]+)"`).exec(published.body)?.[1]
  const busy = execFileSync('sqlite3', [site, `SELECT date (visible_from / 1000000, 'unixepoch') AS day FROM edition WHERE kind <> 'profile' GROUP BY substr (day, 1, 7) ORDER BY count (*) DESC LIMIT 1`], { encoding: 'utf8' }).trim()
  const text = new URLSearchParams({ office: row('office'), document: row('document'), language: row('language') })
  const pages = process.env.BENCH_DESK_PAGES?.split(' ') ?? ['/', `/calendar?date=${busy}`, `/calendar?view=week&date=${busy}`, '/write', '/public', '/trail', '/trail?action=draft.', '/account', '/people', '/translations', '/profile', '/public?words=treaty+harb', `/public?words=${count - 7}`, '/public?words=nowhere', '/public/find?words=riv', '/public/find?words=treaty+' + (count >> 1), draft, draft + '/edit', draft + '/preview', draft + '/publish', '/public/withdraw?' + text]
  for (const page of pages) await measure(page.replace(/[0-9a-f-]{36}/g, '…').slice(0, 44), () => olga.get(page))
  let version = await olga.version(draft + '/edit')
  await measure('save', async i => {
    const answer = await olga.post(draft + '/autosave', { version, kind: 'statement', title: 'A text that is being written', body: `Words, ${i}.\n\n`.repeat(200) })
    version = String(JSON.parse(answer.body).version)
    return answer
  })
  const long = 'The ferry runs again from Monday on, and it takes twelve minutes. '.repeat(5000 / 12 | 0).replace(/(.{600,700}?\. )/g, '$1\n\n')
  await measure('preview of 5,000 words', i => olga.post(draft + '/preview', { kind: 'statement', title: 'A long text', body: `${long} ${i}` }))
  const shown = []
  for (let i = 0; i < TRIES; i++) {
    const title = `Just published ${i}.`
    const fresh = await olga.write({ title, body: 'Words.' })
    const form = { version: await olga.version(fresh + '/publish'), reason: 'A measurement.', password: PASSWORD }
    const from = performance.now()
    const answer = await olga.post(fresh + '/force', form)
    if (answer.status !== 303) throw new Error(`publishing was answered ${answer.status}`)
    while (!(await (await fetch(url + '/en/')).text()).includes(title));
    shown.push(performance.now() - from)
  }
  console.log(`  from “publish” until home shows it: ${middle(shown).toFixed(1)} ms, longest ${Math.max(...shown).toFixed(1)}`)
} finally {
  child.kill('SIGTERM')
}
