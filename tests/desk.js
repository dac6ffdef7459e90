// The desk, as the tests of it share it: a site with people, and visitors with cookies of their own.
import http from 'node:http'
import { must, newSite, profile, serve } from './harness.js'

export const PASSWORD = 'a long and quiet sentence'

// A site that is served with its desk; PEOPLE: name → options of “chancery user add”. Everybody has PASSWORD.
export async function deskSite (t, { program, people = {}, text = profile, args = [], prepare = () => {} } = {}) {
  const { folder, site } = newSite(t, text, { program })
  await prepare(site, folder)
  const links = {}
  for (const [name, options] of Object.entries(people)) {
    links[name] = /\/link\/(\S+)/.exec(must(['user', 'add', ...options, site, name], { program }))[1]
  }
  const server = await serve(t, site, ['--desk', '127.0.0.1:0', ...args], { program })
  const url = /desk at (http:\/\/\S+)/.exec(server.announced)[1]
  t.after(() => { if (/ERROR: \w*Sanitizer|runtime error/.test(server.errors)) console.error(server.errors) })
  const visitors = {}
  for (const [name, token] of Object.entries(links)) {
    visitors[name] = new Visitor(url)
    await visitors[name].get('/link/' + token)
    const answer = await visitors[name].post('/link/' + token, { password: PASSWORD, again: PASSWORD })
    if (answer.status !== 303) throw new Error(`${name} could not come in: ${answer.status} ${answer.body}`)
  }
  return { folder, site, server, url, visitors, first: /(\/link\/\S+)/.exec(server.announced)?.[1] }
}

// Somebody with a browser that keeps cookies, and remembers the token of the last form that it saw.
export class Visitor {
  constructor (url) {
    this.url = url
    this.cookies = new Map()
    this.csrf = null
  }

  request (method, path, { headers = {}, body } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return new Promise((resolve, reject) => {
      const request = http.request(this.url + path, { method, headers: { ...(cookie && { cookie }), ...headers } }, response => {
        const parts = []
        response.on('data', part => parts.push(part))
        response.on('end', () => {
          const bytes = Buffer.concat(parts)
          const text = bytes.toString()
          this.#take(response.headers['set-cookie'] ?? [], text)
          resolve({ status: response.statusCode, headers: response.headers, body: text, bytes })
        })
      })
      request.on('error', reject)
      request.end(body)
    })
  }

  #take (cookies, text) {
    for (const line of cookies) {
      const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/.exec(line)
      if (/Max-Age=0/.test(rest)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    this.csrf = /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? this.csrf
  }

  get (path, headers = {}) { return this.request('GET', path, { headers }) }

  // FIELDS beside the token; one that is undefined is not sent.
  post (path, fields = {}, headers = {}) {
    const all = Object.entries({ csrf: this.csrf, ...fields }).filter(([, value]) => value !== undefined && value !== null)
    const own = { origin: this.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    const sent = Object.fromEntries(Object.entries({ ...own, ...headers }).filter(([, value]) => value !== undefined))
    return this.request('POST', path, { headers: sent, body: new URLSearchParams(all).toString() })
  }

  // The same with files, as a browser sends them; FILES: [name, bytes, type] each.
  async send (path, fields = {}, files = [], headers = {}) {
    const form = new FormData()
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields })) if (value !== undefined && value !== null) form.append(name, value)
    for (const [name, bytes, type = 'application/octet-stream'] of files) form.append('files', new Blob([bytes], { type }), name)
    const made = new Response(form)
    const own = { origin: this.url, 'sec-fetch-site': 'same-origin', 'content-type': made.headers.get('content-type') }
    return this.request('POST', path, { headers: { ...own, ...headers }, body: Buffer.from(await made.arrayBuffer()) })
  }

  login (name, password = PASSWORD) {
    return this.get('/login').then(() => this.post('/login', { name, password }))
  }

  // A new draft; resolves to its address.
  async write (fields = {}, place) {
    const page = await this.get('/write')
    const first = /name="place"[^>]*value="([^"]*)"/.exec(page.body)?.[1] ?? /<option value="([^"]*\/[^"]*)"/.exec(page.body)[1]
    const answer = await this.post('/write', { place: place ?? first, kind: 'statement', title: 'On the ferry', body: 'The ferry runs again.', then: 'preview', ...fields })
    if (answer.status !== 303) throw new Error(`it was not written: ${answer.status} ${answer.body}`)
    return answer.headers.location
  }

  async version (address) {
    return /name="version" value="(\d+)"/.exec((await this.get(address)).body)?.[1] ?? '1'
  }

  async submit (address) {
    return this.post(address + '/submit', { version: await this.version(address) })
  }

  async publish (address, how = 'publish', fields = {}) {
    return this.post(`${address}/${how}`, { version: await this.version(address + '/publish'), password: PASSWORD, ...fields })
  }
}
