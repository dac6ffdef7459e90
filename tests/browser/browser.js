// Chromium, as the tests of what people see use it.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { remove } from '../harness.js'

export const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
export const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']

// A context of a new, empty profile, closed after the test.
export async function browser (t, options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'chancery-chromium-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: flags, headless: true, ...options })
  t.after(async () => { await context.close(); remove(profile) })
  return context
}
