// A device with passkeys, in software: so that tests can make answers that no browser would give.
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = bytes => createHash('sha256').update(bytes).digest()
const text64 = bytes => Buffer.from(bytes).toString('base64url')

// As much of CBOR as there is in an attestation.
export function cbor (value) {
  const head = (type, number) => {
    if (number < 24) return Buffer.from([type << 5 | number])
    if (number < 256) return Buffer.from([type << 5 | 24, number])
    return Buffer.from([type << 5 | 25, number >> 8, number & 255])
  }
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

const kinds = {
  ES256: { alg: -7, make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), key: jwk => new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(jwk.x, 'base64url')], [-3, Buffer.from(jwk.y, 'base64url')]]), hash: 'sha256' },
  EdDSA: { alg: -8, make: () => generateKeyPairSync('ed25519'), key: jwk => new Map([[1, 1], [3, -8], [-1, 6], [-2, Buffer.from(jwk.x, 'base64url')]]), hash: null },
  RS256: { alg: -257, make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), key: jwk => new Map([[1, 3], [3, -257], [-1, Buffer.from(jwk.n, 'base64url')], [-2, Buffer.from(jwk.e, 'base64url')]]), hash: 'sha256' },
  ES384: { alg: -35, make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }), key: jwk => new Map([[1, 2], [3, -35], [-1, 2], [-2, Buffer.from(jwk.x, 'base64url')], [-3, Buffer.from(jwk.y, 'base64url')]]), hash: 'sha384' }
}

export class Passkey {
  constructor (kind = 'ES256', { counts = false } = {}) {
    this.kind = kinds[kind]
    const pair = this.kind.make()
    this.private = pair.privateKey
    this.cose = cbor(this.kind.key(pair.publicKey.export({ format: 'jwk' })))
    this.id = randomBytes(32)
    this.counter = counts ? 1 : 0
  }

  // As Chromium's virtual device takes it.
  credential (rpId, handle) {
    return { credentialId: this.id.toString('base64'), isResidentCredential: true, rpId, userHandle: handle, privateKey: this.private.export({ format: 'der', type: 'pkcs8' }).toString('base64'), signCount: this.counter }
  }

  #client (type, challenge, { origin, ...more }) {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...more }))
  }

  // FLAGS: user present 1, verified 4, may be copied 8, is copied 16.
  #data (rpId, flags, rest = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, rest])
  }

  #sign (bytes) {
    return sign(this.kind.hash, bytes, this.private)
  }

  // OPTIONS as the desk gives them; MAKE says what is otherwise than it should be.
  create (options, make = {}) {
    this.handle = options.user.id
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.id.length)
    const rest = Buffer.concat([Buffer.alloc(16), length, this.id, make.cose ?? this.cose, make.tail ?? Buffer.alloc(0)])
    const client = this.#client(make.type ?? 'webauthn.create', make.challenge ?? options.challenge, { origin: make.origin, ...make.client })
    const data = this.#data(make.rpId ?? options.rp.id, make.flags ?? 0x45, rest)
    const self = new Map([['alg', this.kind.alg], ['sig', make.self ? this.#sign(Buffer.concat([data, make.badSelf ? sha256('') : sha256(client)])) : Buffer.alloc(1)]])
    const statement = make.self ? self : make.statement ?? new Map()
    const attestation = make.attestation ?? cbor(new Map([['fmt', make.fmt ?? (make.self ? 'packed' : 'none')], ['attStmt', statement], ['authData', data]]))
    return { passkey_client: text64(client), passkey_attestation: text64(attestation) }
  }

  get (options, make = {}) {
    if (this.counter > 0 && !('counter' in make)) this.counter++
    if ('counter' in make) this.counter = make.counter
    const client = this.#client(make.type ?? 'webauthn.get', make.challenge ?? options.challenge, { origin: make.origin, ...make.client })
    const data = this.#data(make.rpId ?? options.rpId, make.flags ?? 0x05, make.rest)
    const signature = make.signature ?? this.#sign(Buffer.concat([data, sha256(client)]))
    return { passkey_id: text64(make.id ?? this.id), passkey_client: text64(client), passkey_data: text64(data), passkey_signature: text64(signature), passkey_handle: make.handle === undefined ? this.handle : make.handle }
  }
}

export const privateKey = bytes => createPrivateKey({ key: Buffer.from(bytes, 'base64'), format: 'der', type: 'pkcs8' })
