import { randomUUID } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { type AddressInfo } from 'node:net'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../src/modules/api/commands.ts'
import { expressInterest } from '../src/modules/deals/interest-commands.ts'
import { giveAccess } from '../src/modules/disclosure/commands.ts'
import { ctxOf, noon, testDatabase } from './database.ts'
import { aBrowser, aListing, formOf, openWhole, type Reader, send, urlencoded } from './readers.ts'
import { aFullWorld, pageRoutes, reasons } from './asvs-world.ts'

/** Who stands at the door and how often: limits, addresses, raw requests, addresses typed by users. OWASP ASVS 5.0; the table is in docs/security.md. */
const { db } = await testDatabase()
const quiet = { REQUESTS_PER_MINUTE: '1000000' }
const { app } = await openWhole(db, quiet)
const world = await aFullWorld(db, app)
const { as, people, institute, enterprise } = world
const wrongPassword = { email: 'ai-do@example.test', password: 'khong-phai-mat-khau' }

// First, while everybody the others lock out is still there.
test('What only a state of things shows is there to be knocked at: the form on which a signer says what comes of money paid back.', async () => {
  const shown = await Promise.all((['member', 'buyer', 'colleague'] as const).map(async (reader) => (await world.ask(`/vi/deals/${world.deal}/result`, reader)).body.includes(`action="/vi/deals/${world.deal}/result/review"`)))
  expect(shown).toEqual([true, false, false])
})

describe('2.4.1, 15.2.2 Whoever asks too often waits, and nobody else does', () => {
  test('of pages: 429 with the seconds to wait, for that address alone, files of the build not counted.', async () => {
    const { app: narrow } = await openWhole(db, { REQUESTS_PER_MINUTE: '60' })
    const get = (ip: string, url = '/vi/about', headers: Record<string, string> = {}) => narrow.inject({ url, headers: { 'x-forwarded-for': ip, ...headers } })
    const answers = []
    for (let n = 0; n < 200; n++) answers.push(await get('10.1.0.1'))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(60)
    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    expect(refused).toHaveLength(140)
    for (const { headers } of refused) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await get('10.1.0.1', '/vi/nothing')).statusCode, 'nor pages that are none').toBe(429)
    expect((await get('10.1.0.1', '/api/v1/listings')).statusCode, 'nor programs').toBe(429)
    expect((await get('10.1.0.1', `/assets/${readdirSync('dist/public').find((name) => name.endsWith('.css'))}`)).statusCode).toBe(200)
    expect((await get('10.1.0.2')).statusCode).toBe(200)
    expect((await get('10.1.0.2', '/vi/work', as('member'))).statusCode).toBe(200)
  })
  test('of sign-ins: 429 with the seconds to wait, after the same number in whatever form they are sent, while others sign in.', async () => {
    const { app: fresh } = await openWhole(db, quiet)
    const attempt = (ip: string, form = wrongPassword) => send(fresh, '/vi/sign-in', form, { 'x-forwarded-for': ip })
    const all = []
    for (let n = 0; n < 14; n++) all.push(await attempt('10.2.0.1'))
    expect(all.map(({ statusCode }) => statusCode)).toEqual([...Array.from({ length: 10 }, () => 409), ...Array.from({ length: 4 }, () => 429)])
    expect(Number(all.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await attempt('10.2.0.2')).statusCode).toBe(409)
    expect((await fresh.inject({ url: '/vi/sign-in', headers: { 'x-forwarded-for': '10.2.0.1' } })).statusCode, 'the page itself').toBe(200)
  })
  test('of programs: one key asks so often in a minute; another key, and people, go on.', async () => {
    const other = await createApiKey(ctxOf(db, people.buyer, new Date()), { organisation_id: enterprise, name: 'Cổng của công ty', scopes: ['market'], days: 1 })
    let from = 0
    const get = (key: string) => app.inject({ url: '/api/v1/organisations', headers: { 'x-forwarded-for': `10.3.${++from >> 8}.${from & 255}`, authorization: `Bearer ${key}` } })
    const answers = []
    for (let n = 0; n < 130; n++) answers.push(await get(world.key))
    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    expect(answers.slice(0, 120).every(({ statusCode }) => statusCode === 200)).toBe(true)
    expect(refused).toHaveLength(10)
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await get(other)).statusCode).toBe(200)
    expect((await world.ask('/vi/work', 'member')).statusCode).toBe(200)
  })
})

describe('4.1.3, 15.3.4 The address of whoever asks is what the connection and a trusted proxy say', () => {
  const spoofed = ['1.2.3.4', '1.2.3.4, 5.6.7.8', '127.0.0.1', '::1', '10.0.0.1', 'unknown', '"><script>', '1.2.3.4\t', ',', '999.1.1.1', 'for=1.2.3.4']
  const other = (value: string): Record<string, string> => ({ 'x-forwarded-for': value, 'x-real-ip': value, 'forwarded': `for=${value}`, 'x-client-ip': value, 'cf-connecting-ip': value, 'true-client-ip': value, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' })
  const attempts = async (env: NodeJS.ProcessEnv, remoteAddress: string, header: (n: number) => Record<string, string>): Promise<number> => {
    const { app: fresh } = await openWhole(db, { ...quiet, ...env })
    let allowed = 0
    for (let n = 0; n < 26; n++) if ((await fresh.inject({ method: 'POST', url: '/vi/sign-in', remoteAddress, headers: { ...urlencoded, ...aBrowser, ...header(n) }, payload: new URLSearchParams({ ...wrongPassword, email: `ai-${randomUUID()}@example.test` }).toString() })).statusCode !== 429) allowed++
    return allowed
  }
  test('Without a trusted proxy no header moves it.', async () => {
    expect(await attempts({ TRUST_PROXY: 'no' }, '203.0.113.7', (n) => other(n < spoofed.length ? spoofed[n] ?? '' : `9.9.9.${n}`))).toBe(20)
  })
  test('Behind a proxy what the visitor wrote before the proxy’s word counts for nothing.', async () => {
    expect(await attempts({ TRUST_PROXY: 'yes' }, '127.0.0.1', (n) => ({ ...other('x'), 'x-forwarded-for': `${spoofed[n] ?? `9.9.9.${n}`}, 203.0.113.8` }))).toBe(20)
  })
  test('Whoever reaches the Exchange past the proxy is no proxy.', async () => {
    expect(await attempts({ TRUST_PROXY: 'yes' }, '203.0.113.9', (n) => other(`9.9.9.${n}`))).toBe(20)
  })
  test('The session’s record holds that address, and links lead to our own host whatever the request calls itself.', async () => {
    const { app: plain } = await openWhole(db, { ...quiet, TRUST_PROXY: 'no', PUBLIC_URL: 'http://techex.test' })
    const { email } = await db.selectFrom('person').select('email').where('id', '=', people.buyer.person_id).executeTakeFirstOrThrow()
    const answer = await plain.inject({ method: 'POST', url: '/vi/sign-in', remoteAddress: '203.0.113.10', headers: { ...urlencoded, ...aBrowser, ...other('6.6.6.6') }, payload: new URLSearchParams({ email, password: 'mot-cau-dai-de-nho' }).toString() })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/vi/work')
    const { ip_address } = await db.selectFrom('auth_session').select('ip_address').orderBy('created_at', 'desc').limit(1).executeTakeFirstOrThrow()
    expect(ip_address).toBe('203.0.113.10')
    await plain.inject({ method: 'POST', url: '/vi/forgot-password', remoteAddress: '203.0.113.10', headers: { ...urlencoded, ...aBrowser, ...other('6.6.6.6'), host: 'evil.example' }, payload: new URLSearchParams({ email }).toString() })
    const { body } = await db.selectFrom('outgoing_mail').select('body').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    expect(body).toContain('http://techex.test/vi/new-password')
    for (const url of ['/vi', '/vi/about', '/', '/sitemap.xml', '/robots.txt', '/vi/work']) {
      const { body: page, headers } = await plain.inject({ url, headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } })
      expect(`${page}${headers.location ?? ''}`, url).not.toContain('evil.example')
    }
  })
})

test('4.2.1 A request whose end two programs could see in two places is refused; one connection, one request, one answer.', { timeout: 300_000 }, async () => {
  const { app: open } = await openWhole(db, quiet)
  await open.listen({ port: 0, host: '127.0.0.1' })
  const { port } = open.server.address() as AddressInfo
  const hidden = 'GET /vi/hidden HTTP/1.1\r\nHost: x\r\n\r\n'
  const asked: string[] = []
  open.server.on('request', (request) => { asked.push(request.url ?? '') })
  const raw = (text: string): Promise<string> => new Promise((done) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    const over = setTimeout(() => socket.destroy(), 700)
    socket.on('data', (part) => { said += part.toString('latin1') }).on('error', () => {}).on('close', () => { clearTimeout(over); done(said) })
  })
  const post = (headers: string, body: string): string => `POST /vi/sign-in HTTP/1.1\r\nHost: techex\r\n${headers}\r\n\r\n${body}`
  const refused: Record<string, string> = {
    'a length and chunks': post(`Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${hidden}`),
    'two lengths': post(`Content-Length: 0\r\nContent-Length: ${hidden.length}`, hidden),
    'a list of lengths': post(`Content-Length: 0, ${hidden.length}`, hidden),
    'a length with a sign': post('Content-Length: +5', 'a=b&c'),
    'a length that is none': post('Content-Length: 0x5', hidden),
    'chunks under a second name': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x', `0\r\n\r\n${hidden}`),
    'chunks not last': post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${hidden}`),
    'a header before a colon with a blank': post('Transfer-Encoding : chunked', `0\r\n\r\n${hidden}`),
    'a header that goes on in the next line': `GET /vi HTTP/1.1\r\nHost: techex\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n`.replace('X-A: b\r\n ', ' X-A: b\r\n'),
    'lines that end in a line feed alone': post(`Content-Length: ${hidden.length}`, '').replaceAll('\r\n', '\n') + hidden,
    'a chunk whose length is none': post('Transfer-Encoding: chunked', `zz\r\n${hidden}`),
    'a chunk whose length ends in a line feed alone': post('Transfer-Encoding: chunked', `0\n\n${hidden}`),
    'a zero byte in a header': `GET /vi HTTP/1.1\r\nHost: techex\r\nX: a\0b\r\n\r\n`,
    'no host': 'GET /vi HTTP/1.1\r\n\r\n',
    'a protocol nobody knows': 'GET /vi HTTP/3.9\r\nHost: techex\r\n\r\n',
    'a tunnel': 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
    'headers without end': `GET /vi HTTP/1.1\r\nHost: techex\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
  }
  for (const [what, text] of Object.entries(refused)) {
    asked.length = 0
    const said = await raw(text)
    expect(asked, what).not.toContain('/vi/hidden')
    expect((said.match(/HTTP\/1\.1 \d{3}/g) ?? []).length, `${what}: ${said.slice(0, 80)}`).toBeLessThanOrEqual(1)
    expect(said, what).not.toMatch(/^HTTP\/1\.1 (2|3|5)\d\d/)
  }
  const trace = await raw('TRACE /vi HTTP/1.1\r\nHost: techex\r\nX-Secret: bi-mat\r\nConnection: close\r\n\r\n')
  expect(trace).toMatch(/^HTTP\/1\.1 4\d\d/)
  expect(trace).not.toContain('bi-mat')
  expect(await raw('GET /vi/about HTTP/1.1\r\nHost: techex\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200/)
})

describe('2.3.1–2.3.4 Steps come in their order, and of two who press at once one does', () => {
  test('An offer of access given twice at once is one grant; an interest expressed twice at once is one interest.', async () => {
    const listing = await aListing(db, 'offer', institute, 'published', 'Buồng ủ chín')
    const { id } = await db.insertInto('access_request').values({ subject: `listing:${listing}`, organisation_id: enterprise, person_id: people.buyer.person_id ?? 0, tier: 'granted', purpose: reasons, asked_at: new Date() } as never).returning('id').executeTakeFirstOrThrow()
    const both = await Promise.allSettled([30, 60].map((days) => giveAccess(ctxOf(db, people.member, new Date()), { request_id: id, tier: 'granted', days, limits: '' })))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.selectFrom('access_grant').select('id').where('request_id', '=', id).execute()).toHaveLength(1)
    const interests = await Promise.allSettled([1, 2].map(() => expressInterest(ctxOf(db, people.buyer, noon), { listing_id: listing, counter_listing_id: null, message: reasons, request_key: randomUUID() })))
    expect(interests.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
  test('The last slot, of keys and of requests about one’s data, goes to one of two who press at once through the pages.', async () => {
    for (let n = 0; n < 8; n++) await createApiKey(ctxOf(db, people.member, new Date()), { organisation_id: institute, name: `Khóa ${n}`, scopes: ['market'], days: 1 })
    const press = () => send(app, '/vi/my/api-keys', { organisation_id: String(institute), name: 'Khóa cuối', scopes: 'market', days: '9' }, { ...as('member'), ...world.from() })
    expect((await Promise.all([press(), press()])).map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409])
    for (let n = 0; n < 9; n++) expect((await send(app, '/vi/my/account/data/requests', { kind: 'access', details: reasons, request_key: randomUUID() }, { ...as('buyer'), ...world.from() })).statusCode).toBe(303)
    const ask = () => send(app, '/vi/my/account/data/requests', { kind: 'access', details: reasons, request_key: randomUUID() }, { ...as('buyer'), ...world.from() })
    expect((await Promise.all([ask(), ask()])).map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
  })
  test('What is not its turn is refused: a deal confirmed before it is claimed, a listing published before it is submitted, an interest answered twice.', async () => {
    const { deal, interest, draft } = world
    for (const [url, form, reader] of [
      [`/vi/deals/${deal}/confirm`, {}, 'buyer'], [`/vi/moderation/listings/${draft}/publication`, {}, 'moderator'], [`/vi/interests/${interest}/decline`, { decline_code: 'other' }, 'member'], [`/vi/deals/${deal}/dispute`, { reason: reasons }, 'buyer'],
    ] as [string, Record<string, string>, Reader][]) expect([404, 409, 422], url).toContain((await send(app, url, form, { ...as(reader), ...world.from() })).statusCode)
    expect((await db.selectFrom('listing').select('state').where('id', '=', draft).executeTakeFirstOrThrow()).state).toBe('draft')
  })
})

test('13.2.4, 13.2.5, 15.3.2 No address anybody types is ever asked for anything.', { timeout: 600_000 }, async () => {
  let calls = 0
  const ear = createServer((socket) => { calls++; socket.destroy() })
  await new Promise<void>((done) => { ear.listen(0, '127.0.0.1', done) })
  afterAll(() => { ear.close() })
  const { port } = ear.address() as AddressInfo
  const typed = [`http://127.0.0.1:${port}/x`, `http://localhost:${port}/`, `http://2130706433:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`]
  let sent = 0
  const done = new Set<string>()
  for (const reader of ['member', 'buyer', 'other', 'moderator', 'officer', 'administrator'] as const) {
    for (const url of pageRoutes(app).flatMap(world.addressesOf)) {
      const { body, headers } = await world.ask(url, reader)
      if (!String(headers['content-type']).startsWith('text/html')) continue
      for (const [, action = ''] of body.matchAll(/<form[^>]* method="post"[^>]* action="([^"&]*)"/g)) {
        if (done.has(`${reader} ${action}`) || /sign-out|sessions|suspension|deletion|acting|codes|password/.test(action)) continue
        done.add(`${reader} ${action}`)
        const form = formOf(body, action.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        for (const [name, value] of form) if (value === '' || /url|website|orcid|doi|next|link/.test(name)) form.set(name, typed[sent++ % typed.length] ?? '')
        for (const name of ['website', 'url', 'source_url', 'next', 'callback', 'redirect', 'image']) if (!form.has(name)) form.set(name, typed[0] ?? '')
        await app.inject({ method: 'POST', url: action, headers: { ...urlencoded, ...world.from(), ...as(reader as Reader), referer: typed[0] ?? '' }, payload: form.toString() })
      }
    }
  }
  expect(sent).toBeGreaterThan(40)
  await new Promise((later) => setTimeout(later, 300))
  expect(calls).toBe(0)
  // And where the program does go out, the address is a setting's: nothing else in the sources opens a connection.
  const goOut = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.client\.ts$/.test(file) && /\bfetch\(|createTransport\(|new S3Client\(|\bconnect\(\{|= connect\(|return connect\(|https?\.request\(|new WebSocket|undici|\brequest\b[^}\n]*} from 'node:https?'/.test(readFileSync(`src/${file}`, 'utf8')))
  // A webhook's address is typed, and asked by the worker alone, after every address its name stands for was found to be a public one: webhooks.test.ts.
  // Commands of lots go from one web process to another over loopback, to the door that process opened itself and wrote into the lease.
  expect(goOut.toSorted()).toEqual(['modules/api/addresses.ts', 'modules/bidding/forward.ts', 'modules/people/provider-commands.ts', 'platform/embedding.ts', 'platform/mail.ts', 'platform/proof/stamp.ts', 'platform/scanner.ts', 'platform/storage-s3.ts'])
})
