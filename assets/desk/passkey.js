// Passkeys: what stands on the page for them is shown where the browser has them, and their answers are put into the form.
const decode = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
const encode = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const decoded = list => list.map(one => ({ ...one, id: decode(one.id) }))

async function use (options) {
  const { rawId, response } = await navigator.credentials.get({
    publicKey: { ...options, challenge: decode(options.challenge), allowCredentials: decoded(options.allowCredentials) }
  })
  return { id: rawId, client: response.clientDataJSON, data: response.authenticatorData, signature: response.signature, handle: response.userHandle }
}

async function make (options) {
  const { response } = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: decoded(options.excludeCredentials)
    }
  })
  return { client: response.clientDataJSON, attestation: response.attestationObject }
}

function fill (form, answer) {
  for (const [name, value] of Object.entries(answer)) {
    if (!value) continue
    const field = form.elements['passkey_' + name] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'passkey_' + name }))
    field.value = encode(value)
  }
}

function start (button) {
  const form = button.form
  const address = button.dataset.passkeyNew ?? button.dataset.passkey
  const run = 'passkeyNew' in button.dataset ? make : use
  const password = run === use && form.elements.password
  const say = what => { for (const kind of ['problem', 'known']) form.querySelector(`[data-passkey-${kind}]`)?.toggleAttribute('hidden', kind !== what) }
  let done = false

  async function go () {
    say()
    if (password) password.required = false
    try {
      if (!form.reportValidity()) return
      const answer = await fetch(address, { redirect: 'error' })
      fill(form, await run(await answer.json()))
      done = true
      const sender = form.querySelector('button:not([type=button])')
      if (sender) form.requestSubmit(sender)
      else form.requestSubmit()
    } catch (error) {
      say(error.name === 'InvalidStateError' ? 'known' : 'problem')
    } finally {
      if (password && !done) password.required = true
    }
  }

  button.addEventListener('click', go)
  if (run === make) form.addEventListener('submit', event => { if (!done) { event.preventDefault(); go() } })
}

if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll('.passkey')) element.hidden = false
  document.querySelectorAll('[data-passkey], [data-passkey-new]').forEach(start)
}
