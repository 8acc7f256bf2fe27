import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { browserAt, type InjectedBrowser } from '../../../tests/a-browser.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { openProvider, walk } from '../../../tests/oidc-door.ts'
import { openWhole } from '../../../tests/readers.ts'

const { db } = await testDatabase()
const base = 'http://127.0.0.1:3000'
const callback = `${base}/accounts/oauth2/callback/oidc`
const provider = await openProvider([callback])
const { app } = await openWhole(db, provider.env)
afterAll(() => provider.close())
const password = 'mot-cau-dai-de-nho'

const begin = async (browser: InjectedBrowser, path = '/vi/sign-in/provider', form: Record<string, string> = { next: '/vi/deals?x=1' }): Promise<string> => String((await browser.post(path, form)).headers.location)
const back = (browser: InjectedBrowser, at: URL) => browser.get(`${at.pathname}${at.search}`)
async function through(browser: InjectedBrowser, path?: string, form?: Record<string, string>) {
  return back(browser, await walk(await begin(browser, path, form), callback))
}
const isSignedIn = async (browser: InjectedBrowser): Promise<boolean> => (await browser.get('/vi/my/account')).statusCode === 200
async function somebody() {
  const actor = await aPerson(db)
  const browser = browserAt(app)
  await browser.becomes(db, actor)
  await browser.get('/vi/work')
  const { email } = await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  return { actor, browser, email }
}

test('the button is there where a provider is set, and only there', async () => {
  expect((await browserAt(app).get('/vi/sign-in')).body).toContain('Đăng nhập bằng VNeID')
  const { app: without } = await openWhole(db)
  expect((await browserAt(without).get('/vi/sign-in')).body).not.toContain('/sign-in/provider')
  expect((await browserAt(without).post('/vi/sign-in/provider')).statusCode).toBe(404)
  expect((await browserAt(without).get('/accounts/oauth2/callback/oidc?code=x&state=y')).statusCode).toBe(404)
})

test('somebody new signs in with their confirmed address, by code, PKCE, state and nonce, and goes where they were going', async () => {
  provider.be('new-one', { email: 'moi@example.test', email_verified: true, name: 'Người Mới' })
  const browser = browserAt(app)
  const url = new URL(await begin(browser))
  for (const name of ['state', 'nonce', 'code_challenge']) expect(url.searchParams.get(name)?.length, name).toBeGreaterThan(30)
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  const answer = await back(browser, await walk(url.href, callback))
  expect(answer.headers.location).toBe('/vi/deals?x=1')
  expect(await isSignedIn(browser)).toBe(true)
  expect(await db.selectFrom('person').select('name').where('email', '=', 'moi@example.test').executeTakeFirst()).toEqual({ name: 'Người Mới' })
  // Signed in again it is the same person.
  expect((await through(browserAt(app))).statusCode).toBe(303)
  expect(await db.selectFrom('auth_user').select('id').where('email', '=', 'moi@example.test').execute()).toHaveLength(1)
  // No token of the provider's is kept.
  expect(await db.selectFrom('auth_account').selectAll().where('account_id', '=', 'new-one').executeTakeFirstOrThrow()).toMatchObject({ access_token: null, refresh_token: null, id_token: null })
})

test('an address that has an account here is not taken over: its owner signs in and links it, then both ways lead in', async () => {
  const who = await somebody()
  provider.be('lan-at-provider', { email: who.email, email_verified: true, name: 'Lan' })
  const stranger = browserAt(app)
  const refused = await through(stranger)
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toContain('đăng nhập bằng mật khẩu rồi liên kết')
  expect(await isSignedIn(stranger)).toBe(false)
  expect((await through(who.browser, '/vi/my/account/provider', {})).headers.location).toBe('/vi/my/account/security?done=saved')
  const other = browserAt(app)
  expect((await through(other)).statusCode).toBe(303)
  expect(await isSignedIn(other)).toBe(true)
  const events = await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `person:${who.actor.person_id}`).execute()
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['person.account_linked', 'person.signed_in']))
  expect((await db.selectFrom('outgoing_mail').select('subject').where('to_address', '=', who.email).execute()).map(({ subject }) => subject)).toContain('Đã liên kết tài khoản ngoài')
  // Somebody else cannot link the same account.
  const third = await somebody()
  expect((await through(third.browser, '/vi/my/account/provider', {})).body).toContain('đã liên kết với một tài khoản khác')
  await who.browser.post('/vi/my/account/provider/removal')
  expect((await through(browserAt(app))).statusCode).toBe(409)
})

test('an address the provider does not vouch for makes no account', async () => {
  provider.be('unverified', { email: 'chua@example.test', email_verified: false, name: 'Chưa Xác Nhận' })
  expect((await through(browserAt(app))).statusCode).toBe(409)
  provider.be('no-address', { name: 'Không Thư' })
  expect((await through(browserAt(app))).statusCode).toBe(409)
  expect(await db.selectFrom('auth_account').select('id').where('account_id', 'in', ['unverified', 'no-address']).execute()).toEqual([])
})

test('an answer opens once, in the browser that asked, and as the provider gave it', async () => {
  provider.be('careful', { email: 'can-than@example.test', email_verified: true, name: 'Cẩn Thận' })
  const browser = browserAt(app)
  const at = await walk(await begin(browser), callback)
  const thief = browserAt(app)
  expect((await back(thief, at)).statusCode).toBe(409)
  expect(await isSignedIn(thief)).toBe(false)
  const again = browserAt(app)
  const own = await walk(await begin(again), callback)
  const changed = new URL(own)
  changed.searchParams.set('iss', 'https://another.example')
  expect((await back(again, changed)).statusCode).toBe(409)
  const third = browserAt(app)
  const used = await walk(await begin(third), callback)
  const both = await Promise.all([back(third, used), back(third, used)])
  expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
  // A code of one sign-in under the state of another: the verifier does not fit.
  const [a, b] = [browserAt(app), browserAt(app)]
  const [first, second] = [await walk(await begin(a), callback), await walk(await begin(b), callback)]
  second.searchParams.set('code', first.searchParams.get('code') ?? '')
  expect((await back(b, second)).statusCode).toBe(409)
})

test('who turned on codes is asked for one after the provider as well', async () => {
  const who = await somebody()
  provider.be(`codes-${randomUUID()}`, { email: who.email, email_verified: true, name: 'Hai Bước' })
  await through(who.browser, '/vi/my/account/provider', {})
  await db.updateTable('auth_user').set({ two_factor_enabled: true }).where('email', '=', who.email).execute()
  const browser = browserAt(app)
  expect((await through(browser)).headers.location).toBe('/vi/sign-in/code?next=%2Fvi%2Fdeals%3Fx%3D1')
  expect(await isSignedIn(browser)).toBe(false)
})

test('linking is a risky act, and the last way in is not taken away', async () => {
  const who = await somebody()
  await db.updateTable('auth_session').set({ created_at: new Date(Date.now() - 3_600_000) }).where('user_id', '=', (await db.selectFrom('auth_user').select('id').where('email', '=', who.email).executeTakeFirstOrThrow()).id).execute()
  expect(await begin(who.browser, '/vi/my/account/provider', {})).toContain('/vi/confirm-identity')
  provider.be('only-provider', { email: 'chi-mot@example.test', email_verified: true, name: 'Chỉ Một' })
  const browser = browserAt(app)
  await through(browser)
  expect((await browser.post('/vi/my/account/provider/removal')).statusCode).toBe(409)
})

test('a token signed for somebody else, by somebody else, or too late is not believed', async () => {
  // A provider whose discovery is in order and whose tokens are not: everything but the token is the real one's.
  const { exportJWK, generateKeyPair, SignJWT } = await import('jose')
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const forger = await generateKeyPair('RS256')
  let token: (nonce: string) => Promise<string> = async () => ''
  let nonce = ''
  const server = createServer()
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', (request, response) => {
    void (async () => {
      const bodies: Record<string, unknown> = {
        '/.well-known/openid-configuration': { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` },
        '/jwks': { keys: [{ ...await exportJWK(publicKey), kid: '1', alg: 'RS256' }] }, '/token': { id_token: await token(nonce), token_type: 'Bearer' },
      }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(bodies[request.url ?? ''] ?? {}))
    })()
  })
  const { app: fooled } = await openWhole(db, { ...provider.env, OIDC_ISSUER: issuer })
  const unsigned = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const attempt = async (make: typeof token): Promise<number> => {
    token = make
    const browser = browserAt(fooled)
    const url = new URL(await begin(browser))
    nonce = url.searchParams.get('nonce') ?? ''
    return (await browser.get(`/accounts/oauth2/callback/oidc?code=x&state=${url.searchParams.get('state')}`)).statusCode
  }
  const claims = (over: object = {}) => ({ sub: 'forged', email: 'gia@example.test', email_verified: true, name: 'Giả', nonce, ...over })
  const signed = (payload: object, { iss = issuer, aud = 'techex', expires = '5m', key = privateKey } = {}) => new SignJWT({ ...payload }).setProtectedHeader({ alg: 'RS256', kid: '1' }).setIssuer(iss).setAudience(aud).setIssuedAt().setExpirationTime(expires).sign(key)
  expect(await attempt(() => signed(claims(), { aud: 'another client' }))).toBe(409)
  expect(await attempt(() => signed(claims(), { iss: 'https://another.example' }))).toBe(409)
  expect(await attempt(() => signed(claims(), { expires: '-5m' }))).toBe(409)
  expect(await attempt(() => signed(claims(), { key: forger.privateKey }))).toBe(409)
  expect(await attempt(() => signed(claims({ nonce: 'of another sign-in' })))).toBe(409)
  expect(await attempt(async () => `${unsigned({ alg: 'none' })}.${unsigned({ ...claims(), iss: issuer, aud: 'techex', exp: 9e9, iat: 1 })}.`)).toBe(409)
  expect(await db.selectFrom('auth_account').select('id').where('account_id', '=', 'forged').execute()).toEqual([])
  expect(await attempt(() => signed(claims()))).toBe(303)
  server.closeAllConnections()
  server.close()
})

test('a provider that does not answer is said calmly, and the password still leads in', async () => {
  const who = await somebody()
  const { app: cut } = await openWhole(db, { ...provider.env, OIDC_ISSUER: 'http://127.0.0.1:9' })
  const browser = browserAt(cut)
  const answer = await browser.post('/en/sign-in/provider')
  expect(answer.statusCode).toBe(409)
  expect(answer.body).toContain('VNeID does not answer at the moment')
  expect((await browser.post('/en/sign-in', { email: who.email, password })).statusCode).toBe(303)
})
