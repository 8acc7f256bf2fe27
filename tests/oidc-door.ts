import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

export interface Claims { email?: string; email_verified?: boolean; name?: string }
/** A real OpenID provider on this machine. Whoever comes is signed in as the account set last, without a question. */
export async function openProvider(redirectUris: string[]) {
  const server = createServer()
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const accounts = new Map<string, Claims>()
  let current = ''
  const settings: Configuration = {
    clients: [{ client_id: 'techex', client_secret: 'a secret of the provider and us', redirect_uris: redirectUris, response_types: ['code'], grant_types: ['authorization_code'] }],
    cookies: { keys: ['keys of a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...accounts.get(sub) }) }),
    ttl: { Grant: 600, Session: 600, Interaction: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  }
  const provider = new Provider(issuer, settings)
  const answer = provider.callback()
  server.on('request', (request, response) => {
    void (async () => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response)
      const { params } = await provider.interactionDetails(request, response)
      const grant = new provider.Grant({ accountId: current, clientId: String(params.client_id) })
      grant.addOIDCScope('openid email profile')
      await provider.interactionFinished(request, response, { login: { accountId: current, remember: false }, consent: { grantId: await grant.save() } })
    })()
  })
  return {
    issuer, provider,
    env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'techex', OIDC_CLIENT_SECRET: 'a secret of the provider and us', OIDC_NAME: 'VNeID' },
    /** Who signs in at the provider from now on. */
    be: (sub: string, claims: Claims): void => { accounts.set(sub, claims); current = sub },
    close: () => new Promise<void>((closed) => { server.closeAllConnections(); server.close(() => closed()) }),
  }
}
export type OidcDoor = Awaited<ReturnType<typeof openProvider>>

/** Walks through the provider as a browser would, and returns the address it sends back to. */
export async function walk(from: string, until: string): Promise<URL> {
  const jar = new Map<string, string>()
  let at = from
  for (let steps = 0; steps < 10; steps++) {
    if (at.startsWith(until)) return new URL(at)
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (!location) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`)
    at = new URL(location, at).href
  }
  throw new Error('the provider led in a circle')
}
