// What the tests over HTTP share: the program, records in folders of their own, running servers, and requests.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const checked = process.env.CHANCERY ?? join(root, 'build-test/chancery')
export const released = process.env.CHANCERY_RELEASE ?? join(root, 'build/chancery')
export const shared = process.env.CHANCERY_SHARED ?? join(root, '../shared')
export const ministry = join(shared, 'corpora/ministry-of-law')

// A test that needs the shared data skips where it is absent, and never in CI, nor where CHANCERY_NO_SKIP is set.
export const needsShared = existsSync(ministry) || process.env.CI || process.env.CHANCERY_NO_SKIP ? {} : { skip: 'the shared corpora are not here' }

// What ended just now may still be putting files into it.
export const remove = folder => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })

export function scratch (t) {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-test-'))
  t.after(() => remove(folder))
  return folder
}

export function chancery (args, { program = checked, ...options } = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options })
  if (result.error) throw result.error
  return result
}

// The same, for what must succeed.
export function must (args, options) {
  const result = chancery(args, options)
  if (result.status !== 0) throw new Error(`chancery ${args.join(' ')}: ${result.status} ${result.stderr}${result.stdout}`)
  return result.stdout
}

export const profile = `name: {en: Embassy of Testland, fr: Ambassade du Testland, ar: سفارة تستلاند}
languages: [en, fr, ar]
home_zone: Asia/Tbilisi
host_zone: Europe/Lisbon
address: https://testland.example
clocks:
  - {label: {en: Home}, zone: Asia/Tbilisi}
  - {label: {en: Lisbon}, zone: Europe/Lisbon}
contacts:
  - {label: {en: Consular queries}, phone: "+351 210 000 000", email: consul@testland.example}
counters:
  - since: 2018-03-04
    sentence: {en: "{days, plural, one {# day has} other {# days have}} passed since the treaty was signed"}
latest: 5
`

// Write front matter and a body; FIELDS are YAML texts.
export function document (file, fields, body = 'A body of one sentence.') {
  const all = { title: 'A statement', kind: 'statement', language: 'en', published: '2024-05-06T10:00:00+01:00', ...fields }
  const lines = Object.entries(all).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}: ${value}`)
  writeFileSync(file, `---\n${lines.join('\n')}\n---\n${body}\n`)
  return file
}

export function newSite (t, text = profile, options) {
  const folder = scratch(t)
  const site = join(folder, 'site.db')
  writeFileSync(join(folder, 'profile.yaml'), text)
  must(['init', site, '--profile', join(folder, 'profile.yaml')], options)
  return { folder, site }
}

export function demoSite (t, options = {}) {
  const folder = scratch(t)
  const site = join(folder, 'demo.db')
  execFileSync(join(root, 'tools/demo.sh'), [options.program ?? checked, site], { stdio: 'pipe' })
  return { folder, site }
}

// Serve on a port of the system's choice; resolves once it is listening.
export function serve (t, site, args = [], { program = checked } = {}) {
  const child = spawn(program, ['serve', site, '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const server = { child, errors: '', url: null, exited: null }
  server.exited = new Promise(resolve => child.on('exit', (code, signal) => resolve({ code, signal })))
  server.stop = async () => { child.kill('SIGTERM'); return server.exited }
  t.after(server.stop)
  child.stderr.on('data', data => { server.errors += data })
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', data => {
      output += data
      const match = /listening on (http:\/\/\S+)/.exec(output)
      if (match) { server.announced = output; server.url = match[1].replace(/\/$/, ''); resolve(server) }
    })
    server.exited.then(({ code }) => reject(new Error(`serve ended with ${code}: ${server.errors}`)))
  })
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })

// One request; the body as text, or as bytes with { raw: true }.
export function get (url, { method = 'GET', headers = {}, raw = false } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, response => {
      const parts = []
      response.on('data', part => parts.push(part))
      response.on('end', () => {
        const body = Buffer.concat(parts)
        resolve({ status: response.statusCode, headers: response.headers, body: raw ? body : body.toString() })
      })
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end()
  })
}

// Every address of the site that can be reached from START by the links that a search engine follows, with its answer.
export async function crawl (url, starts = ['/'], { limit = 100000 } = {}) {
  const seen = new Map()
  const waiting = [...starts]
  while (waiting.length > 0 && seen.size < limit) {
    const batch = waiting.splice(0, 16).filter(address => !seen.has(address))
    batch.forEach(address => seen.set(address, null))
    await Promise.all([...new Set(batch)].map(async address => {
      const answer = await get(url + address)
      seen.set(address, answer)
      waiting.push(...links(answer, address).filter(link => !seen.has(link)))
    }))
  }
  return seen
}

function links ({ status, headers, body }, address) {
  if (headers.location) return [new URL(headers.location, 'http://x' + address)].filter(u => u.host === 'x').map(u => u.pathname + u.search)
  if (status !== 200 || !/html/.test(headers['content-type'] ?? '')) return []
  const found = []
  for (const match of body.matchAll(/(?:href|src)="([^"#][^"]*)"([^>]*)/g)) {
    if (match[2].includes('rel="nofollow"')) continue
    const target = new URL(match[1].replaceAll('&amp;', '&'), 'http://x' + address)
    if (target.host === 'x') found.push(target.pathname + target.search)
  }
  return found
}

export const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
