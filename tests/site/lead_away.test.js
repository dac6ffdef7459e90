// No address of the site leads away from it.
import assert from 'node:assert/strict'
import http from 'node:http'
import test from 'node:test'
import { newSite, released, serve } from '../harness.js'

// The path as it is: fetch() and URL would make another of it.
const head = (server, path) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(server.url)
  http.get({ hostname, port, path }, response => { response.resume(); resolve(response) }).on('error', reject)
})

test('what is sent back as an address begins with one slash', async t => {
  const { site } = newSite(t)
  const server = await serve(t, site, [], { program: released })
  const led = {
    '/at/20990101000000//b.example/x': '/b.example/x',
    '/at/20990101000000////b.example': '/b.example',
    '/at/20990101000000/https://testland.example//b.example/x': '/b.example/x',
    '/at/20990101000000/https://b.example/en/': '/en/',
    '/at/20990101000000/\\b.example/': '/%5Cb.example/',
    '//en': '/en/',
    '//en/office/': '/en/office',
    '///robots.txt/': '/robots.txt',
    '//en/2024': '/en/all/2024'
  }
  for (const [path, to] of Object.entries(led)) {
    const { statusCode, headers } = await head(server, path)
    assert.ok(statusCode === 301 || statusCode === 302, `${path}: ${statusCode}`)
    assert.equal(headers.location, to, path)
  }
})
