import { authorizationCodeRequest, verifyJwsAccessToken } from '@better-auth/core/oauth2'
import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, requireConfirmed } from '../../core/context.ts'
import { tokenField } from '../../platform/fields.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { type Accounts, asked, type ProviderSettings } from './accounts.ts'
import { type Provided, type ProviderDoor, providerId } from './library.ts'
import type { AccountRefusal } from './rules.ts'
import { noteLinked } from './security-commands.ts'
import { enter, type From, noteProviderSignIn } from './sign-in-commands.ts'

/** Where a provider's browser comes back to; registered there. */
export const callbackPath = `/accounts/oauth2/callback/${providerId}`
const patience = 5_000

const address = z.url({ protocol: /^https?$/ })
const Discovery = z.object({
  issuer: z.string(), authorization_endpoint: address, token_endpoint: address, jwks_uri: address, userinfo_endpoint: address.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
type Discovery = z.output<typeof Discovery>
const Tokens = z.object({ id_token: z.string(), access_token: z.string().optional() })
const Claims = z.object({ sub: z.string().min(1).max(255), nonce: z.string().optional(), azp: z.string().optional(), email: z.string().optional(), email_verified: z.union([z.boolean(), z.string()]).optional(), name: z.string().optional() })

const settingsOf = ({ provider }: Accounts): ProviderSettings => provider ?? notFound()
const away = (provider: string): never => refuse<AccountRefusal>({ code: 'provider_away', provider })
const no = (provider: string): never => refuse<AccountRefusal>({ code: 'provider_refused', provider })

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(patience) })
  if (!answer.ok) throw Object.assign(new Error(`the provider answered ${answer.status}`), { status: answer.status })
  return answer.json()
}

const known = new Map<string, { at: number; found: Discovery }>()
/** What the provider says of itself (OpenID Connect Discovery 1.0), kept for ten minutes. */
async function discover(ctx: Ctx, { issuer, name }: ProviderSettings): Promise<Discovery> {
  const before = known.get(issuer)
  if (before && ctx.now().getTime() - before.at < 600_000) return before.found
  try {
    const found = Discovery.parse(await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
    if (found.issuer !== issuer) throw new Error('the discovery document names another issuer')
    known.set(issuer, { at: ctx.now().getTime(), found })
    return found
  } catch { return away(name) }
}
const doorOf = (settings: ProviderSettings, found: Discovery, provided: Provided | null): ProviderDoor =>
  ({ clientId: settings.clientId, clientSecret: settings.clientSecret, authorizationUrl: found.authorization_endpoint, tokenUrl: found.token_endpoint, issuer: found.issuer, provided })
/** The state lives once, in the database and in a cookie of this browser; so does what is made from it. */
const nonceOf = ({ secret }: Accounts, state: string): string => createHmac('sha256', secret).update(`nonce ${state}`).digest('base64url')

/** Where to send the browser so that its person signs in at the provider (or, with `link`, so that the account there is joined to this one). */
export async function startProvider(ctx: Ctx, accounts: Accounts, { to, link }: { to: string; link: boolean }, from: From): Promise<{ url: string; cookies: string[] }> {
  if (link) {
    permit(ctx.actor, isSignedIn)
    inPerson(ctx.actor)
    requireConfirmed(ctx)
  }
  const settings = settingsOf(accounts)
  await enter(ctx, accounts, 'provider', from)
  const door = doorOf(settings, await discover(ctx, settings), null)
  return accounts.within(async (_, library) => {
    const body = { providerId, callbackURL: to }
    const { response, headers } = await asked<{ response: { url: string }; headers: Headers }>(link
      ? library.api.oAuth2LinkAccount({ body, headers: from.headers, returnHeaders: true })
      : library.api.signInWithOAuth2({ body, headers: from.headers, returnHeaders: true }))
    const url = new URL(response.url)
    url.searchParams.set('nonce', nonceOf(accounts, url.searchParams.get('state') ?? ''))
    return { url: url.href, cookies: headers.getSetCookie() }
  }, door)
}

/** What a provider's answer led to. */
export interface ProviderAnswer { to: string; cookies: string[]; second: boolean }
/**
 * The provider has sent somebody back: they are signed in, or their account there is linked. Whoever
 * only has the same e-mail address there is told to sign in here and link it themselves.
 */
export async function finishProvider(ctx: Ctx, accounts: Accounts, query: Record<string, string>, from: From): Promise<ProviderAnswer> {
  const settings = settingsOf(accounts)
  const { name } = settings
  await enter(ctx, accounts, 'provider', from)
  const { state = '', code = '', iss } = query
  if (!tokenField(200).safeParse(state).success || !tokenField(2000).safeParse(code).success) return no(name)
  // Codes and links that wait elsewhere lie in the same table; a state alone holds an object.
  const row = await accounts.db.deleteFrom('auth_verification').where('identifier', '=', state).where('value', 'like', '{%').where('expires_at', '>', ctx.now()).returningAll().executeTakeFirst()
  if (!row || query.error) return no(name)
  const waiting = JSON.parse(row.value) as { codeVerifier: string; callbackURL: string; link?: { userId: string } }
  const found = await discover(ctx, settings)
  if (iss !== undefined && iss !== found.issuer) return no(name)
  const provided = await whoCame(accounts, settings, found, { code, codeVerifier: waiting.codeVerifier, state })
  const before = await accounts.accountOf(from.headers)
  if (waiting.link && waiting.link.userId !== before?.id) return no(name)
  return accounts.within(async (tx, library) => {
    const linkedBefore = await tx.selectFrom('auth_account').select('id').where('provider_id', '=', providerId).where('account_id', '=', provided.id).executeTakeFirst()
    // Taken once and given back here, so that the same answer sent twice at once finds it only once.
    await tx.insertInto('auth_verification').values(row).execute()
    const answer = await asked(library.api.oAuth2Callback({ params: { providerId }, query: { state, code, ...(iss === undefined ? {} : { iss }) }, headers: from.headers, asResponse: true }))
    const cookies = answer.headers.getSetCookie()
    const error = new URL(answer.headers.get('location') ?? '/', accounts.publicUrl).searchParams.get('error')
    if (error) refuse<AccountRefusal>({ code: wrong[error] ?? 'provider_refused', provider: name })
    if (answer.status >= 500) return away(name)
    const second = (await answer.text()).includes('"twoFactorRedirect":true')
    const { user_id } = await tx.selectFrom('auth_account').select('user_id').where('provider_id', '=', providerId).where('account_id', '=', provided.id).executeTakeFirstOrThrow()
    if (waiting.link) { if (!linkedBefore) await noteLinked(tx, ctx, accounts, user_id) }
    else {
      if (before) await tx.deleteFrom('auth_session').where('id', '=', before.session.id).execute()
      if (!second) await noteProviderSignIn(tx, ctx, accounts, user_id, from)
    }
    return { to: waiting.callbackURL, cookies, second }
  }, doorOf(settings, found, provided))
}
const wrong: Record<string, 'provider_unlinked' | 'provider_linked_elsewhere'> = { account_not_linked: 'provider_unlinked', signup_disabled: 'provider_unlinked', account_already_linked_to_different_user: 'provider_linked_elsewhere' }

/** Exchanges the code and reads who it was, believing only what the provider signed for us and for this very sign-in. OpenID Connect Core 1.0, 3.1.3.7. */
async function whoCame(accounts: Accounts, settings: ProviderSettings, found: Discovery, { code, codeVerifier, state }: { code: string; codeVerifier: string; state: string }): Promise<Provided> {
  const { name, clientId, clientSecret } = settings
  const basic = found.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true
  try {
    const { body, headers } = await authorizationCodeRequest({ code, codeVerifier, redirectURI: `${accounts.publicUrl}${callbackPath}`, options: { clientId, clientSecret }, authentication: basic ? 'basic' : 'post' })
    const tokens = Tokens.parse(await ask(found.token_endpoint, { method: 'POST', body: body.toString(), headers: headers as Record<string, string> }))
    const signed = await verifyJwsAccessToken(tokens.id_token, {
      jwksFetch: async () => (await ask(found.jwks_uri)) as never,
      verifyOptions: { issuer: found.issuer, audience: clientId, clockTolerance: 30, requiredClaims: ['exp', 'iat', 'sub', 'nonce'] },
    })
    let claims = Claims.parse(signed)
    if (claims.nonce !== nonceOf(accounts, state) || (claims.azp !== undefined && claims.azp !== clientId)) return no(name)
    if (claims.email === undefined && found.userinfo_endpoint && tokens.access_token) {
      const more = Claims.parse(await ask(found.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } }))
      if (more.sub !== claims.sub) return no(name)
      claims = { ...more, ...claims }
    }
    const emailVerified = claims.email !== undefined && String(claims.email_verified) === 'true'
    // An address nobody vouches for is not used; one that cannot exist keeps its place.
    const email = emailVerified ? (claims.email ?? '').toLowerCase() : `${createHash('sha256').update(`${found.issuer} ${claims.sub}`).digest('hex').slice(0, 32)}@provider.invalid`
    return { id: claims.sub, email, emailVerified, name: (claims.name ?? claims.email ?? name).slice(0, 100) }
  } catch (error) {
    const { name: kind, status } = error as { name?: string; status?: number }
    if (kind === 'Refused') throw error
    return kind === 'TimeoutError' || kind === 'TypeError' || (status ?? 0) >= 500 ? away(name) : no(name)
  }
}
