import { brotliDecompressSync } from 'node:zlib'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import { testDatabase } from './database.ts'
import { aBrowser, openWhole, send } from './readers.ts'
import { aFullWorld, type AnyReader, anyReaders, changed, fingerprint, getRoutes, postRoutes, tagsOf } from './asvs-world.ts'

/** What every answer of the whole application carries and contains, walked and not sampled. OWASP ASVS 5.0; the table is in docs/security.md. */
const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000', PUBLIC_URL: 'http://techex.test' })
const world = await aFullWorld(db, app)
const { ask } = world

/** What looking at a page may write, and why that is no change. */
const writtenByLooking: Record<string, readonly string[]> = {
  disclosure_view: ['*'], // who looked at what is confidential
  event: ['where type not in (\'lot.bidders_read\', \'lot.council_read\')'], // that an officer or inspector reads who registered for a lot, or sits in its council
  room_view: ['*'], // the same of a data room
  auction_file_view: ['*'], // and of files of a lot that are for bidders
  auction_bidder: ['attended_at'], // that a bidder is at the auction, whose room it opened
  deal_read: ['*'], // how far somebody has read what was written to them
  deal_read_mark: ['*'], // and since when
  notice: ['read_at'], // opening a notice is reading it
  auth_session: ['last_seen_at'], // a session lives while it is used
  attempt_count: ['*'], // how often a door was tried
  match_exposure: ['*'], // how often a listing is shown, without who looked
  api_key: ['last_used_at'], // so that its owner sees a key nobody uses
}

interface Seen { url: string; reader: AnyReader; answer: LightMyRequestResponse }
const seen: Seen[] = []
const before = await fingerprint(db, writtenByLooking)
for (const reader of anyReaders) for (const url of getRoutes(app).filter((route) => route !== '/vi/live').flatMap(world.addressesOf)) seen.push({ url, reader, answer: await ask(url, reader) })
const after = await fingerprint(db, writtenByLooking)
/** The card for other sites is meant for their frames, holds what is public and reads no session; pages.test.tsx holds its headers. */
const card = /^\/embed\//
const pages = seen.filter(({ url, answer }) => String(answer.headers['content-type']).startsWith('text/html') && !(card.test(url) && answer.statusCode === 200))

test('3.5.3 Opening every address there is as every reader changes nothing but what is named here.', () => {
  expect(seen.length).toBeGreaterThan(1500)
  expect(seen.filter(({ answer }) => answer.statusCode === 200).length).toBeGreaterThan(500)
  expect(seen.filter(({ answer }) => answer.statusCode >= 500).map(({ url, reader, answer }) => `${reader} ${url} ${answer.statusCode}`)).toEqual([])
  expect(changed(before, after)).toEqual([])
})

const protections = (answer: Pick<LightMyRequestResponse, 'headers'>): string[] => {
  const { headers } = answer
  const policy = String(headers['content-security-policy'])
  return [
    ...(headers['x-content-type-options'] === 'nosniff' ? [] : ['nosniff']), ...(headers['referrer-policy'] === 'same-origin' ? [] : ['referrer-policy']),
    ...(headers['cross-origin-opener-policy'] === 'same-origin' ? [] : ['cross-origin-opener-policy']), ...(/^(same-origin|cross-origin)$/.test(String(headers['cross-origin-resource-policy'])) ? [] : ['cross-origin-resource-policy']),
    ...(/camera=\((self)?\), microphone=\(\), geolocation=\(\)/.test(String(headers['permissions-policy'])) ? [] : ['permissions-policy']),
    ...(/default-src 'none'.*sandbox/.test(policy) || (/default-src 'self'/.test(policy) && /frame-ancestors 'none'/.test(policy) && /object-src 'none'/.test(policy) && /base-uri 'none'/.test(policy) && /form-action 'self'/.test(policy)) ? [] : [`policy ${policy}`]),
    ...(/unsafe|\*|https?:\/\//.test(policy) ? [`loose policy ${policy}`] : []), ...(headers['x-powered-by'] === undefined && headers.server === undefined ? [] : ['names its software']), ...(headers['access-control-allow-origin'] === undefined ? [] : ['lets other origins read']),
  ]
}

describe('3.4.1–3.4.6', () => {
  test('3.4.3–3.4.6 Every answer at every address to every reader carries the policies of the browser, errors and redirects included.', () => {
    expect([...new Set(seen.filter(({ url, answer }) => !(card.test(url) && answer.statusCode === 200)).flatMap(({ url, answer }) => protections(answer).map((what) => `${url} ${answer.statusCode}: ${what}`)))]).toEqual([])
    expect([...new Set(seen.map(({ answer }) => answer.statusCode))]).toEqual(expect.arrayContaining([200, 302, 303, 401, 403, 404]))
  })
  test('3.4.3–3.4.6 So do answers to HEAD, to what is unchanged, to compressed pages, to wrong methods, to what cannot be read and to what is too large.', async () => {
    const asset = `/assets/${readdirSync('dist/public').find((name) => /^page\..*\.js$/.test(name))}`
    const known = await ask(asset)
    const answers: Record<string, LightMyRequestResponse> = {
      unchanged: await ask(asset, 'anonymous', { 'if-none-match': String(known.headers.etag) }), asset: known, packed: await ask('/vi', 'anonymous', { 'accept-encoding': 'br' }),
      head: await app.inject({ method: 'HEAD', url: '/vi', headers: world.from() }), headOfNothing: await app.inject({ method: 'HEAD', url: '/vi/nothing', headers: world.from() }),
      notAcceptable: await ask('/vi/live', 'member'), noStream: await ask('/vi/live'),
      put: await app.inject({ method: 'PUT', url: '/vi/about', headers: { ...aBrowser, ...world.from() } }), options: await app.inject({ method: 'OPTIONS', url: '/vi', headers: { ...world.from(), origin: 'https://evil.example', 'access-control-request-method': 'POST' } }),
      noKey: await ask('/api/v1/deals'), wrongKey: await ask('/api/v1/deals', 'anonymous', { authorization: 'Bearer x' }), badQuestion: await ask('/api/v1/listings?page=-1'), api: await ask('/api/v1/listings'), nothingInApi: await ask('/api/v1/nothing'),
      broken: await app.inject({ method: 'POST', url: '/vi/sign-in', headers: { ...aBrowser, ...world.from(), 'content-type': 'application/json' }, payload: '{' }),
      large: await send(app, '/vi/sign-in', { email: 'x'.repeat(1_100_000) }, world.from()), foreign: await send(app, '/vi/sign-in', {}, { ...world.from(), 'sec-fetch-site': 'cross-site' }),
      sitemap: await ask('/sitemap.xml'), robots: await ask('/robots.txt'), bad: await ask('/vi/%'), csv: await ask('/vi/figures/fields.csv'),
    }
    expect(answers.unchanged?.statusCode).toBe(304)
    expect(answers.notAcceptable?.statusCode).toBe(406)
    expect(brotliDecompressSync(answers.packed?.rawPayload ?? Buffer.alloc(0)).toString()).toContain('<!doctype html>')
    expect(Object.entries(answers).flatMap(([name, answer]) => protections(answer).map((what) => `${name} ${answer.statusCode}: ${what}`))).toEqual([])
  })
  test('3.4.1 Over https every answer asks for https for a year, subdomains included; over http none does.', async () => {
    const { app: secure } = await openWhole(db, { PUBLIC_URL: 'https://techex.test' })
    for (const url of ['/vi', '/vi/nothing', '/vi/work', '/', '/health', '/api/v1/listings', '/api/v1/deals', '/robots.txt', '/sitemap.xml', `/files/1/x`, '/assets/none.css', '/vi/live']) {
      expect((await secure.inject({ url })).headers['strict-transport-security'], url).toBe('max-age=31536000; includeSubDomains')
      expect((await ask(url)).headers['strict-transport-security'], url).toBeUndefined()
    }
    expect((await send(secure, '/vi/sign-in', {}, { 'sec-fetch-site': 'cross-site' })).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  })
  test('3.4.3 Scripts run by a nonce that is new with every answer and by nothing else; no page holds a script, a style or a handler of its own.', () => {
    const wrong: string[] = []
    const nonces = new Set<string>()
    for (const { url, answer } of pages) {
      const policy = String(answer.headers['content-security-policy'])
      const nonce = /script-src 'nonce-([\w+/=-]+)'(;|$)/.exec(policy)?.[1] ?? ''
      if (nonce.length < 22 || nonces.has(nonce)) wrong.push(`${url}: nonce ${nonce}`)
      nonces.add(nonce)
      for (const { tag, attributes } of tagsOf(answer.body)) {
        if (tag === 'style' || 'style' in attributes) wrong.push(`${url}: <${tag}> has a style of its own`)
        if (Object.keys(attributes).some((name) => name.startsWith('on'))) wrong.push(`${url}: <${tag}> has a handler`)
        if (Object.values(attributes).some((value) => /^\s*(javascript|vbscript|data:text)/i.test(value))) wrong.push(`${url}: <${tag}> leads to a script`)
        if (tag === 'script' && attributes.type !== 'application/ld+json' && (!attributes.src?.startsWith('/assets/') || attributes.nonce !== nonce)) wrong.push(`${url}: a script that is not a file of ours with the nonce`)
        if (['iframe', 'object', 'embed', 'base', 'frame', 'applet'].includes(tag)) wrong.push(`${url}: <${tag}>`)
      }
    }
    expect(pages.length).toBeGreaterThan(1000)
    expect([...new Set(wrong)]).toEqual([])
  })
})

test('14.2.2, 14.3.2 Nothing made for somebody who signed in is kept by a browser or on the way.', () => {
  const kept = pages.filter(({ reader, answer }) => reader !== 'anonymous' && answer.statusCode === 200 && answer.headers['cache-control'] !== 'private, no-store').map(({ url }) => url)
  expect([...new Set(kept)]).toEqual([])
  // What may be kept on the way is the same for everybody, whoever asks.
  const shared = seen.filter(({ answer, url }) => answer.statusCode === 200 && !url.startsWith('/assets') && /public|max-age=[1-9]/.test(String(answer.headers['cache-control'])))
  const said = new Map<string, Set<string>>()
  for (const { url, answer } of shared) said.set(url, (said.get(url) ?? new Set()).add(answer.rawPayload.toString('base64')))
  expect([...said].filter(([, answers]) => answers.size > 1).map(([url]) => url)).toEqual([])
  expect([...said.keys()].filter((url) => !/^\/(robots|sitemap|embed\/)|\.(rss|atom|pdf|png)$|\/search\/suggestions$/.test(url))).toEqual([])
})

test('14.2.1 No address a page leads to carries an e-mail address, a name or a password.', () => {
  const leads = new Set(pages.flatMap(({ answer }) => tagsOf(answer.body).flatMap(({ tag, attributes: { href, action, method } }) => (tag === 'form' && method !== 'post' ? [`${action ?? ''} by GET`] : [href ?? '', action ?? '']))))
  expect([...leads].filter((href) => !href.startsWith('mailto:') && /@|person\d|Quân|[?&](password|email|name)=/.test(decodeURIComponent(href)))).toEqual([])
  expect(leads.size).toBeGreaterThan(100)
})

test('13.4.1–13.4.5 Only what is meant to be is answered: no sources, maps, metrics, listings of folders or foreign methods.', async () => {
  for (const url of ['/.git/config', '/.git/HEAD', '/.env', '/package.json', '/server.mjs', '/server.mjs.map', '/assets/', '/assets', '/assets/../server.mjs', '/assets/%2e%2e/server.mjs.map', '/assets/server.mjs.map', '/assets/..%2fmanifest.json', '/metrics', '/debug', '/status', '/documentation', '/accounts/ok', '/accounts/sign-in/email', '/accounts/get-session', '/api', '/api/auth/ok', '/vi/accounts/ok', '/server-status', '/.well-known/security.txt.bak'])
    expect((await ask(url)).statusCode, url).toBe(404)
  expect(readdirSync('dist/public').filter((name) => name.endsWith('.map'))).toEqual([])
  for (const name of readdirSync('dist/public').filter((file) => file.endsWith('.js'))) expect((await ask(`/assets/${name}`)).body, name).not.toContain('sourceMappingURL')
  for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MKCOL'] as const)
    for (const url of ['/vi', '/vi/offers/1', '/api/v1/listings', '/files/1/x']) expect([400, 403, 404, 405], `${method} ${url}`).toContain((await app.inject({ method: method as 'PUT', url, headers: { ...aBrowser, ...world.from() } })).statusCode)
  expect(postRoutes(app).filter((route) => !route.startsWith('/vi'))).toEqual([])
  const { app: production } = await openWhole(db, { TECHEX_PRODUCTION: '1', SECRET: 's'.repeat(40), SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'https://techex.test' })
  expect((await production.inject({ url: '/vi/mail' })).statusCode).toBe(404)
  expect((await ask('/vi/mail')).statusCode).toBe(200)
})
