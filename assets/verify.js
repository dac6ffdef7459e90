// Checks an edition against the office's log, in the reader's own browser, with nothing but its WebCrypto.
// The two files come from the page, or stand in this very file; the keys are those that the reader gives. The rules
// are those of C2SP signed-note, tlog-proof, tlog-checkpoint and tlog-cosignature, and of RFC 6962, read strictly.
(() => {
  const form = document.querySelector('form.check')
  if (!form) return
  const inside = document.getElementById('verify-files')
  const steps = form.querySelector('ol')
  const encode = text => new TextEncoder().encode(text)
  const decode = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const fail = what => { throw new Error(what) }

  // Reading: one way to write each thing.
  function base64 (text, size) {
    const binary = atob(text)
    if (btoa(binary) !== text || (size && binary.length !== size)) fail('Base64')
    return Uint8Array.from(binary, character => character.charCodeAt(0))
  }
  function decimal (text) {
    if (!/^(0|[1-9]\d{0,19})$/.test(text) || BigInt(text) >> 64n) fail('number')
    return BigInt(text)
  }
  // An object in which no name stands twice.
  function object (text) {
    const value = JSON.parse(text)
    const names = one => one && typeof one === 'object' ? Object.values(one).reduce((sum, inner) => sum + names(inner), Array.isArray(one) ? 0 : Object.keys(one).length) : 0
    const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(match => match[1]).length
    if (!value || typeof value !== 'object' || Array.isArray(value) || names(value) !== written) fail('JSON')
    return value
  }

  const subtle = globalThis.crypto?.subtle
  class Unable extends Error {}
  async function sha256 (...parts) {
    if (!subtle) throw new Unable()
    return new Uint8Array(await subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()))
  }
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i])
  const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

  // "name+id+key": the id follows from the rest.
  async function readKey (text) {
    const [, name, id, rest] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? fail('key')
    const bytes = base64(rest, 33)
    if (bytes[0] !== 1 && bytes[0] !== 4) fail('key')
    if (subtle && hex(await sha256(name, '\n', bytes)).slice(0, 8) !== id) fail('key')
    return { name, id, witness: bytes[0] === 4, bytes: bytes.slice(1) }
  }
  async function verify (key, signature, message) {
    if (!subtle) throw new Unable()
    let imported
    try {
      imported = await subtle.importKey('raw', key.bytes, 'Ed25519', false, ['verify'])
    } catch (error) {
      if (error.name === 'NotSupportedError') throw new Unable()
      throw error
    }
    return subtle.verify('Ed25519', imported, signature, message)
  }

  function readNote (bytes) {
    const all = decode(bytes)
    const at = all.lastIndexOf('\n\n', all.length - 3)
    // eslint-disable-next-line no-control-regex
    if (bytes.length > 1000000 || at < 0 || !all.endsWith('\n') || /[\0-\x09\x0b-\x1f]/.test(all)) fail('note')
    const lines = all.slice(at + 2, -1).split('\n').map(line => {
      const [, name, rest] = /^— ([^\s+]+) (.+)$/u.exec(line) ?? fail('signature')
      const signature = base64(rest)
      if (signature.length < 5) fail('signature')
      return { name, id: hex(signature.slice(0, 4)), signature: signature.slice(4) }
    })
    if (lines.length > 100) fail('signatures')
    return { text: all.slice(0, at + 1), lines }
  }
  // What KEY signed of NOTE: undefined, or the time that it names. A wrong signature of a known key spoils the note.
  async function signedBy (note, key) {
    const line = note.lines.find(line => line.name === key.name && line.id === key.id)
    if (!line) return undefined
    const time = key.witness ? line.signature.slice(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) : 0n
    const message = encode(key.witness ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text)
    const signature = line.signature.slice(key.witness ? 8 : 0)
    if (time >> 63n || signature.length !== 64 || !await verify(key, signature, message)) fail('signature of ' + key.name)
    return Number(time)
  }

  // The names of those of KEYS that signed NOTE, or false. A key that was followed by another may be among them.
  async function signers (note, keys) {
    const names = new Set()
    for (const key of keys) if (await signedBy(note, key) !== undefined) names.add(key.name)
    return names.size > 0 && [...names].join(', ')
  }
  const kind = key => key.witness ? 'witness' : /\/(office|root)$/.exec(key.name)?.[1] ?? 'log'

  function readProof (bytes) {
    const lines = decode(bytes).split('\n')
    const end = lines.indexOf('', 3)
    const [first, extra, index] = lines
    if (first !== 'c2sp.org/tlog-proof@v1' || !extra.startsWith('extra ') || !index.startsWith('index ') || end < 0 || end > 66) fail('proof')
    return { leaf: base64(extra.slice(6)), index: decimal(index.slice(6)), path: lines.slice(3, end).map(line => base64(line, 32)),
      checkpoint: encode(lines.slice(end + 1).join('\n')) }
  }
  function readCheckpoint (note) {
    const lines = note.text.slice(0, -1).split('\n')
    if (lines.length < 3 || lines.includes('')) fail('checkpoint')
    return { origin: lines[0], size: decimal(lines[1]), root: base64(lines[2], 32) }
  }
  // RFC 9162 section 2.1.3.2.
  async function leads (leaf, index, size, path, root) {
    const node = (left, right) => sha256(new Uint8Array([1]), left, right)
    let hash = await sha256(new Uint8Array([0]), leaf)
    let [at, last] = [index, size - 1n]
    if (index >= size) return false
    for (const other of path) {
      if (last === 0n) return false
      if (at & 1n || at === last) {
        hash = await node(other, hash)
        while (!(at & 1n) && at) [at, last] = [at >> 1n, last >> 1n]
      } else hash = await node(hash, other)
      ;[at, last] = [at >> 1n, last >> 1n]
    }
    return last === 0n && same(hash, root)
  }

  const kinds = ['edition', 'correction', 'withdrawal', 'restored', 'erasure', 'profile', 'import']
  async function documentIsNamed (bytes, leaf) {
    const said = object(leaf)
    if (!kinds.includes(said.kind) || (said.kind === 'import') !== (said.date === 'asserted, not witnessed')) fail('leaf')
    if (hex(await sha256(bytes)) !== said.doc) return false
    const edition = object(decode(bytes))
    return edition.format === 'chancery-edition/1' && ['document', 'language', 'edition', 'published', 'recorded'].every(name => edition[name] === said[name])
  }

  // Showing, step by step.
  function mark (name, result, detail) {
    const step = steps.querySelector(`[data-step=${name}]`)
    step.className = result
    step.querySelector('b').textContent = { good: '✓ ', bad: '✗ ', part: '– ' }[result] + steps.dataset[result]
    step.querySelector('bdi')?.remove()
    if (detail) step.append(Object.assign(document.createElement('bdi'), { textContent: detail }))
    step.hidden = false
  }
  // The result of a step: what CHECK returns for good, false for bad, null for what could not be done.
  async function step (name, check) {
    let result = 'bad'
    let detail
    try {
      detail = await check()
      result = detail === null ? 'part' : detail === false ? 'bad' : 'good'
    } catch (error) {
      if (error instanceof Unable) result = 'part'
    }
    mark(name, result, result === 'good' && detail !== true ? detail : '')
    return result
  }
  function conclude (verdict) {
    form.dataset.result = verdict
    for (const one of form.querySelectorAll('[data-verdict]')) one.hidden = one.dataset.verdict !== verdict
  }

  async function check (files, keys) {
    const offices = keys.filter(key => kind(key) === 'office')
    const logs = keys.filter(key => kind(key) === 'log')
    const witnesses = keys.filter(key => key.witness)
    const proof = await new Promise(resolve => resolve(readProof(files.proof))).catch(() => null)
    const leaf = () => readNote(proof.leaf)
    const head = () => readNote(proof.checkpoint)
    const results = [
      await step('document', () => documentIsNamed(files.document, leaf().text)),
      await step('office', async () => offices.length > 0 ? signers(leaf(), offices) : null),
      await step('inclusion', async () => {
        const { size, root } = readCheckpoint(head())
        return await leads(proof.leaf, proof.index, size, proof.path, root) && `${proof.index + 1n} / ${size}`
      }),
      await step('log', async () => {
        const { origin } = readCheckpoint(head())
        return object(decode(files.document)).log === origin && logs.every(log => log.name === origin) && signers(head(), logs)
      })
    ]
    if (witnesses.length > 0) {
      results.push(await step('witness', async () => {
        const seen = []
        for (const key of witnesses) {
          const time = await signedBy(head(), key)
          if (time !== undefined) seen.push(`${key.name} ${new Date(time * 1000).toISOString()}`)
        }
        return seen.length > 0 ? seen.join(', ') : null
      }))
    }
    return results.includes('bad') ? 'bad' : results.includes('part') ? 'part' : 'good'
  }

  // The files: had once, and kept.
  let loading
  async function fetched (address) {
    const answer = await fetch(address)
    if (!answer.ok) fail(answer.status)
    return new Uint8Array(await answer.arrayBuffer())
  }
  async function load () {
    if (inside) {
      const files = JSON.parse(inside.textContent)
      return { document: encode(files.document), proof: encode(files.proof) }
    }
    const [edition, proof] = await Promise.all([fetched(form.dataset.document), fetched(form.dataset.proof)])
    return { document: edition, proof }
  }
  const files = () => { loading ??= load().catch(error => { loading = undefined; throw error }); return loading }

  async function run () {
    const lines = form.querySelector('textarea').value.split('\n').map(line => line.trim()).filter(line => line)
    for (const one of steps.children) one.hidden = true
    conclude('')
    let keys
    try {
      keys = await Promise.all(lines.map(readKey))
    } catch { return conclude('keys') }
    if (!keys.some(key => kind(key) === 'log')) return conclude('keys')
    let both
    try {
      both = await files()
    } catch { return conclude('files') }
    steps.hidden = false
    conclude(await check(both, keys))
  }

  form.addEventListener('submit', event => { event.preventDefault(); run() })
  form.closest('details')?.addEventListener('toggle', () => files().catch(() => {}), { once: true })
  form.hidden = false
  if (inside) run()
})()
