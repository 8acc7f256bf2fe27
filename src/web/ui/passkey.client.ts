/**
 * Passkeys: the one thing about accounts a page cannot do without a script. Each place on a page
 * names what it is for; it stays hidden, with the sentence that scripts are needed, until this runs.
 */
const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0)).buffer
const written = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

interface Named { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] }
interface Options { challenge: string; user?: { id: string; name: string; displayName: string }; allowCredentials?: Named[]; excludeCredentials?: Named[]; [more: string]: unknown }
const ids = (list?: Named[]) => list?.map((one) => ({ ...one, id: bytes(one.id) }))

async function made(options: Options): Promise<object> {
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user?.id ?? '') }, excludeCredentials: ids(options.excludeCredentials) ?? [] } as unknown as PublicKeyCredentialCreationOptions
  const credential = await navigator.credentials.create({ publicKey }) as PublicKeyCredential
  const response = credential.response as AuthenticatorAttestationResponse
  return {
    id: credential.id, rawId: written(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: written(response.clientDataJSON), attestationObject: written(response.attestationObject), transports: response.getTransports() },
  }
}
async function used(options: Options): Promise<object> {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials) ?? [] } as unknown as PublicKeyCredentialRequestOptions
  const credential = await navigator.credentials.get({ publicKey }) as PublicKeyCredential
  const response = credential.response as AuthenticatorAssertionResponse
  return {
    id: credential.id, rawId: written(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: written(response.clientDataJSON), authenticatorData: written(response.authenticatorData), signature: written(response.signature), userHandle: response.userHandle ? written(response.userHandle) : undefined },
  }
}

/** What the Exchange said: where to go on, or a sentence why not. */
interface Answer { to?: string; error?: string; options?: Options }
async function ask(url: string, body: object): Promise<Answer> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? ''
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': token }, body: JSON.stringify(body) })
  if (!answer.headers.get('content-type')?.includes('json')) throw new Error(`answered ${answer.status}`)
  return await answer.json() as Answer
}

for (const place of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
  const { passkey: action = '', kind, next = '', unable = '', cancelled = '' } = place.dataset
  const button = place.querySelector('button')
  const said = place.querySelector<HTMLElement>('[role=alert]')
  if (!button || !said) continue
  const say = (sentence: string): void => { said.textContent = sentence; said.hidden = sentence === '' }
  place.hidden = false
  if (!window.PublicKeyCredential) { button.disabled = true; say(unable); continue }
  button.addEventListener('click', () => {
    void (async () => {
      button.disabled = true
      say('')
      try {
        const begun = await ask(`${action}/options`, {})
        if (begun.to) return location.assign(begun.to)
        if (!begun.options) return say(begun.error ?? cancelled)
        const response = await (kind === 'make' ? made(begun.options) : used(begun.options))
        const done = await ask(action, { response, next, name: place.querySelector('input')?.value ?? '' })
        if (done.to) location.assign(done.to)
        else say(done.error ?? cancelled)
      } catch (error) {
        say(error instanceof DOMException && error.name === 'SecurityError' ? unable : cancelled)
      } finally { button.disabled = false }
    })()
  })
}
