import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { openDb, openPool } from '../src/core/database.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { ctxOf, testDatabase } from './database.ts'
import { aListing, anInvitation, aPdf, multipart, openWhole, type Reader, readers, send, someReaders } from './readers.ts'

/** Every page, asked for by everybody: what each answers is written out here, as the contract. */
const { db, url: databaseUrl } = await testDatabase()
const { app, config } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết'), submitted = await aListing(db, 'offer', institute, 'submitted', 'Tin đang chờ duyệt')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau')
const message = 'Chúng tôi cần sấy 500 kg rau một ngày.'
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: need, message, request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })
const token = await anInvitation(db, institute, people.member.person_id ?? 0, 'moi@example.test')
const upload = await multipart({}, { name: 'Bản vẽ.pdf', type: 'application/pdf', content: aPdf })
expect((await app.inject({ method: 'POST', url: `/vi/deals/${deal}/documents`, headers: { ...upload.headers, ...as('member') }, payload: upload.payload })).headers.location).toBe(`/vi/deals/${deal}?done=uploaded`)
const { id: file } = await db.selectFrom('document').select('id').executeTakeFirstOrThrow()

const everybody = '200 200 200 200 200 200 200', signedIn = '303 200 200 200 200 200 200'
const administrator = '303 403 403 403 403 403 200', between = '303 200 200 404 404 200 404', editors = '303 200 404 404 404 404 404', insiders = '404 200 200 404 404 404 404'
const key = '00000000-0000-4000-8000-000000000000'
/** Route · an address of it · what it answers to anonymous, member, viewer, other organisation, moderator, deal officer, administrator. */
const contract: [route: string, path: string, answers: string][] = [
  ['', '', everybody], ['/search', '/search?q=say', everybody], ['/fields', '/fields', everybody], ['/figures', '/figures', everybody], ['/figures/fields.csv', '/figures/fields.csv', everybody], ['/figures/months.csv', '/figures/months.csv', everybody],
  ['/about', '/about', everybody], ['/help', '/help', everybody], ['/organisations', '/organisations', everybody], ['/organisations/:id', `/organisations/${institute}`, everybody], ['/organisations/new', '/organisations/new', signedIn],
  ['/offers/:id', `/offers/${offer}`, everybody], ['/offers/:id', `/offers/${draft}`, insiders], ['/offers/:id', `/offers/${submitted}`, '404 200 200 404 200 404 404'], ['/offers/:id', `/offers/${need}`, everybody.replaceAll('200', '404')], ['/needs/:id', `/needs/${need}`, everybody],
  ['/offers/:id/interest', `/offers/${offer}/interest`, signedIn], ['/offers/:id/interest', `/offers/${draft}/interest`, insiders], ['/needs/:id/interest', `/needs/${need}/interest`, signedIn],
  ['/sign-in', '/sign-in', everybody], ['/sign-up', '/sign-up', everybody], ['/forgot-password', '/forgot-password', everybody], ['/new-password', '/new-password?token=x', everybody], ['/confirm', '/confirm?token=x', everybody], ['/check-mail', '/check-mail', everybody], ['/mail', '/mail', everybody],
  ['/invitations/:token', `/invitations/${token}`, everybody], ['/invitations/:token', '/invitations/nobody-sent-this', everybody.replaceAll('200', '404')],
  ['/work', '/work', signedIn], ['/deals', '/deals', signedIn], ['/deals/:deal_id', `/deals/${deal}`, between], ['/interests/:interest_id', `/interests/${interest}`, between],
  ['/my/listings', '/my/listings', signedIn], ['/my/listings/new/offer', `/my/listings/new/offer?key=${key}`, '303 200 403 200 303 303 303'], ['/my/listings/new/need', `/my/listings/new/need?key=${key}`, '303 200 403 200 303 303 303'],
  ['/my/listings/:id/edit', `/my/listings/${draft}/edit`, editors], ['/my/listings/:id/pictures', `/my/listings/${offer}/pictures`, editors],
  ['/my/organisation', '/my/organisation', signedIn], ['/my/organisation/edit', '/my/organisation/edit', '303 200 403 200 404 404 404'],
  ['/moderation', '/moderation', '303 403 403 403 200 403 403'], ['/moderation/listings/:id', `/moderation/listings/${submitted}`, '303 403 403 403 200 403 403'], ['/moderation/organisations', '/moderation/organisations', '303 403 403 403 200 403 200'],
  ['/administration', '/administration', administrator], ['/administration/people', '/administration/people', administrator], ['/administration/organisations', '/administration/organisations', administrator], ['/administration/organisations/:organisation_id', `/administration/organisations/${institute}`, administrator],
]
/** Outside the languages. */
const rootContract: typeof contract = [
  ['/', '/', everybody.replaceAll('200', '302')], ['/health', '/health', everybody], ['/robots.txt', '/robots.txt', everybody], ['/sitemap.xml', '/sitemap.xml', everybody], ['/sitemaps/:file', '/sitemaps/pages.xml', everybody], ['/sitemaps/:file', '/sitemaps/other.xml', everybody.replaceAll('200', '404')],
  ['/files/:id/:name', `/files/${file}/ban-ve.pdf`, '404 200 200 404 404 200 404'],
]
let asked = 0
/** Each question comes from another address on the network, as readers do. */
const ask = (url: string, reader: Reader = 'anonymous') => app.inject({ url, headers: { 'x-forwarded-for': `10.1.${(++asked >> 8) & 255}.${asked & 255}`, ...as(reader) } })

describe('Who sees what', () => {
  test.each(contract)('%s (%s) answers as agreed, in both languages.', async (_, path, answers) => {
    for (const locale of ['vi', 'en']) {
      const got = await Promise.all(readers.map(async (reader) => (await ask(`/${locale}${path}`, reader)).statusCode))
      expect(got.join(' '), `/${locale}${path}`).toBe(answers)
    }
  })
  test.each(rootContract)('%s (%s) answers as agreed.', async (_, path, answers) => {
    expect((await Promise.all(readers.map(async (reader) => (await ask(path, reader)).statusCode))).join(' ')).toBe(answers)
  })
  test('No page is missing from the contract.', () => {
    const alike = (route: string): string => route.replace(/:[^/]+/g, ':')
    const agreed = new Set([...contract.flatMap(([route]) => [`/vi${route}`, `/en${route}`]), ...rootContract.map(([route]) => route)].map(alike))
    const shortcuts = /^\/(\*|(?!vi|en)[a-z-]+\*?)$|^\/assets\// // led to one's language, or files of the build
    expect(routesOf(app).filter((route) => !shortcuts.test(route) || rootContract.some(([known]) => known === route)).map(alike).filter((route) => !agreed.has(route))).toEqual([])
    expect(routesOf(app).length).toBeGreaterThan(80)
  })
  test('Whoever is asked to sign in comes back to where they were going, and nowhere else.', async () => {
    expect((await ask(`/en/deals/${deal}`)).headers.location).toBe(`/en/sign-in?next=${encodeURIComponent(`/en/deals/${deal}`)}`)
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example']) {
      expect((await ask(`/vi/sign-in?next=${encodeURIComponent(next)}`)).body).not.toContain('name="next"')
    }
  })
})

/** Every GET route, from the tree the router prints. */
function routesOf(server: FastifyInstance): string[] {
  const above: string[] = []
  return server.printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^((?:[│ ] {3})*)[├└]── (\S+) \(([^)]*)\)$/.exec(line) ?? []
    if (!segment) return []
    const depth = indent.length / 4
    above.length = depth
    above[depth] = segment
    return methods.includes('GET') ? [above.join('').replace(/\|:[^/]+/g, '')] : []
  })
}

describe('Addresses nobody made', () => {
  const strange = ['0', '-1', '999999', '2147483647', '2147483648', '99999999999999999999', '1.5', 'NaN', 'abc', '1e999', "1'--", '%00', '%2e%2e%2f', '%F0%9F%92%A9', 'x'.repeat(250), '__proto__', 'constructor', '0x1', '%201', '+1', '01', '1e0', '1.0']
  const withIds = [...contract, ...rootContract].filter(([route]) => /:\w*(id|name)/.test(route)).map(([route]) => route)
  test.each([...new Set(withIds)])('%s with an id that is none is not found.', async (route) => {
    const prefix = route.startsWith('/files') ? '' : '/vi'
    const reader: Reader = route.startsWith('/admin') ? 'administrator' : route.startsWith('/moderation') ? 'moderator' : 'member'
    const got = await Promise.all(strange.map(async (id) => [id, (await ask(`${prefix}${route.replace(/:\w*id/, id).replace(':name', 'x')}`, reader)).statusCode]))
    expect(got.filter(([, status]) => status !== 404)).toEqual([])
  })
  test('What cannot be an address is refused with a page, not an error of ours.', async () => {
    for (const url of ['/vi/%', '/vi/offers/%E0%A4%A', `/vi/${'a'.repeat(5000)}`, '/vi//offers', '/VI', '/fr', '/vi/offers/1/2/3', '/vi/../../etc/passwd', '/assets/../package.json', '/assets/%2e%2e/manifest.json', '/files/1', '/files/1/a/b', '/vi?q=%', '/vi/search?q=%E0%A4%A']) {
      const answer = await ask(url, 'member')
      expect([200, 301, 302, 400, 404, 414], `${url}: ${answer.statusCode}`).toContain(answer.statusCode)
      expect(answer.body).not.toContain('"dependencies"')
    }
  })
  const hostile = ["q=';drop table person;--", 'q=%00', 'q=%22%27%3Cscript%3Ealert(1)%3C/script%3E', `q=${'a'.repeat(5000)}`, `q=${encodeURIComponent('ộ'.repeat(900))}`, 'q=a&q=b', 'q[]=a&q[x]=b', '__proto__=x&constructor=y', 'page=-1', 'page=0', 'page=1e309', 'page=99999999', 'page=abc', 'page=1&page=2',
    'as_of=NaN', 'as_of=99999999999999999999', 'field=%25&field=_', `field=${'9'.repeat(70)}`, 'kind=x', 'sort=x', 'trl=__proto__', 'trl=constructor', 'form=%27', 'organisation=%00', 'source=%00', 'filter=%00', 'done=__proto__', 'done=%3Cb%3E', 'next=%00', 'token=%00', 'with=abc', 'with=%00', 'organisation_id=%00', 'organisation_id=x', 'to=%00', 'q=%22%22%22+-+-', 'q=%26%7C!:*()', 'q=%E2%80%8B']
  const open = contract.filter(([route]) => !route.includes(':token'))
  test.each(open.map(([route, path]) => [route, path.split('?')[0] ?? '']))('%s is not moved by anything behind its question mark.', async (route, path) => {
    const reader: Reader = route.startsWith('/admin') ? 'administrator' : route.startsWith('/moderation') ? 'moderator' : 'member'
    const usual = (await ask(`/vi${path}`, reader)).statusCode
    const got = await Promise.all(hostile.map(async (query) => { const answer = await ask(`/vi${path}?${query}`, reader); return { query, status: answer.statusCode, runs: answer.body.includes('<script>alert') } }))
    // A part of the page named by a query may not exist, or not be readable; that is no error of ours.
    expect(got.filter(({ status, runs }) => runs || ![usual, 404, 422, 400].includes(status))).toEqual([])
  })
})

test('Every answer carries the same protection, errors and files included.', async () => {
  const asset = readdirSync('dist/public').find((name) => name.endsWith('.css')) ?? ''
  const foreign = await send(app, '/vi/sign-in', {}, { 'sec-fetch-site': 'cross-site' })
  const answers = {
    page: await ask('/vi'), own: await ask('/vi/work', 'member'), redirect: await ask('/vi/work'), root: await ask('/'), missing: await ask('/vi/nothing'), forbidden: await ask('/vi/administration', 'member'), refused: await send(app, `/vi/interests/${interest}/withdraw`, {}, as('buyer')), foreign, wrong: await send(app, '/vi/sign-in', {}),
    bad: await ask('/vi/%'), asset: await ask(`/assets/${asset}`), missingAsset: await ask('/assets/none.css'), csv: await ask('/vi/figures/fields.csv'), health: await ask('/health'), robots: await ask('/robots.txt'), file: await ask(`/files/${file}/x`, 'member'), noFile: await ask(`/files/${file}/x`),
    type: await app.inject({ method: 'POST', url: '/vi/sign-in', headers: { 'content-type': 'application/xml' }, payload: '<a/>' }), large: await send(app, '/vi/sign-in', { email: 'x'.repeat(1_100_000) }),
  }
  expect(Object.fromEntries(Object.entries(answers).map(([name, { statusCode }]) => [name, statusCode]))).toEqual({
    page: 200, own: 200, redirect: 303, root: 302, missing: 404, forbidden: 403, refused: 409, foreign: 403, wrong: 422, bad: 404, asset: 200, missingAsset: 404, csv: 200, health: 200, robots: 200, file: 200, noFile: 404, type: 415, large: 413,
  })
  for (const [name, { headers }] of Object.entries(answers)) {
    const policy = String(headers['content-security-policy'])
    expect(policy, name).toMatch(name === 'file' ? /default-src 'none'.*sandbox/ : /default-src 'self'.*frame-ancestors 'none'/)
    expect(policy, name).not.toMatch(/unsafe/)
    expect(headers, name).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    expect(headers['x-powered-by'], name).toBeUndefined()
  }
  expect(answers.own.headers['cache-control']).toBe('private, no-store')
  expect(answers.file.headers['cache-control']).toBe('private, no-store')
  expect(answers.asset.headers['cache-control']).toContain('immutable')
})

describe('Languages', () => {
  test.each(contract.filter(([route, , answers]) => answers === everybody && !route.endsWith('.csv')))('%s says which language it is in and where the other one is.', async (_, path) => {
    for (const [locale, other] of [['vi', 'en'], ['en', 'vi']] as const) {
      const { body } = await ask(`/${locale}${path}`)
      expect(/<html lang="(\w+)"/.exec(body)?.[1]).toBe(locale)
      expect(body).toMatch(new RegExp(`<a href="/${other}[^"]*" lang="${other}" hreflang="${other}"`))
      const links = (rel: string): string[] => [...body.matchAll(new RegExp(`<link rel="${rel}"[^>]*>`, 'g'))].map(([tag]) => tag)
      if (body.includes('name="robots" content="noindex"')) { expect(links('canonical')).toEqual([]); continue }
      const address = (of: string): string => `${config.publicUrl}/${of}${path.split('?')[0]}`
      expect(links('canonical')).toEqual([expect.stringContaining(`href="${address(locale)}"`)])
      for (const [lang, of] of [['vi', 'vi'], ['en', 'en'], ['x-default', 'vi']]) expect(links('alternate').some((tag) => tag.includes(`hreflang="${lang}"`) && tag.includes(`href="${address(of ?? '')}"`)), `${lang} of ${path}`).toBe(true)
      expect((await ask(new URL(address(other)).pathname)).statusCode).toBe(200)
    }
  })
  test('What everybody may read is for indexes; what is one’s own, found or typed is not.', async () => {
    for (const path of ['', '/fields', '/figures', '/about', '/help', `/offers/${offer}`, `/needs/${need}`, `/organisations/${institute}`]) expect((await ask(`/vi${path}`)).body, path).not.toContain('noindex')
    for (const path of ['/search?q=say', '/sign-in', '/mail']) expect((await ask(`/vi${path}`)).body, path).toContain('noindex')
    for (const path of ['/work', `/deals/${deal}`, `/offers/${draft}`]) expect((await ask(`/vi${path}`, 'member')).body, path).toContain('noindex')
  })
  test('The sitemap names what is public, in both languages, and nothing else.', async () => {
    const files = [...(await ask('/sitemap.xml')).body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => new URL(address ?? '').pathname)
    const all = (await Promise.all(files.map(async (path) => (await ask(path)).body))).join('')
    for (const path of [`/offers/${offer}`, `/needs/${need}`, '/about']) for (const locale of ['vi', 'en']) expect(all).toContain(`${config.publicUrl}/${locale}${path}<`)
    for (const id of [draft, submitted]) expect(all).not.toContain(`/offers/${id}<`)
    expect((await ask('/robots.txt')).body).toContain(`Sitemap: ${config.publicUrl}/sitemap.xml`)
  })
})

test('Without its database the Exchange says so calmly, and is back by itself.', { timeout: 60_000 }, async () => {
  const away = await aGate(databaseUrl)
  const pool = openPool(away.url, 4)
  const { app: fragile } = await openWhole(openDb(pool))
  afterAll(async () => { await away.close(); await pool.end() })
  const cookie = as('member')
  const down = async (): Promise<void> => {
    for (const url of ['/vi', '/en/figures', `/vi/offers/${offer}`, '/vi/search?q=say']) {
      const answer = await fragile.inject({ url })
      expect(answer.statusCode, url).toBe(503)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.body).toMatch(/<meta http-equiv="refresh" content="\d+"/)
      expect(answer.body).toMatch(url.startsWith('/en') ? /Everything that was confirmed is safe/ : /Những gì đã được xác nhận vẫn còn nguyên/)
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
    expect((await fragile.inject({ url: '/vi/work', headers: cookie })).statusCode, 'signed in').toBe(503)
    expect((await fragile.inject({ url: '/health' })).statusCode).toBe(503)
    const sent = await send(fragile, `/vi/deals/${deal}/messages`, { body: 'Xin chào', request_key: randomUUID() }, cookie)
    expect(sent.statusCode).toBe(503)
    expect(sent.body).not.toContain('http-equiv="refresh"') // sent again only by whoever typed it
    expect((await fragile.inject({ url: '/vi/about' })).statusCode, 'a page that needs no database').toBe(200)
  }
  const up = async (): Promise<void> => {
    for (const url of ['/vi', '/en/figures', '/health']) expect((await fragile.inject({ url })).statusCode, url).toBe(200)
    expect((await fragile.inject({ url: '/vi/work', headers: cookie })).statusCode).toBe(200)
  }
  await down()
  await away.open()
  await up()
  await away.shut()
  await down()
  await away.open()
  await up()
})

/** A way to the database that can be shut: whoever is on it falls off. */
async function aGate(to: string): Promise<{ url: string; open: () => Promise<void>; shut: () => Promise<void>; close: () => Promise<void> }> {
  const { searchParams } = new URL(to)
  const folder = searchParams.get('host') ?? '', real = searchParams.get('port') ?? '5432'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => { sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket))) }
  const gate: Server = createServer((inside) => { const outside = connect(`${folder}/.s.PGSQL.${real}`); keep(inside); keep(outside); inside.pipe(outside).pipe(inside) })
  const listen = (port: number): Promise<void> => new Promise((done) => { gate.listen(port, '127.0.0.1', done) })
  const shut = (): Promise<void> => new Promise((done) => { gate.close(() => done()); for (const socket of sockets) socket.destroy() })
  await listen(0)
  const { port } = gate.address() as { port: number }
  await shut()
  const url = new URL(to)
  const through = `postgres://${url.username}${url.password ? `:${url.password}` : ''}@127.0.0.1:${port}${url.pathname}`
  return { url: through, open: () => listen(port), shut, close: async () => { if (gate.listening) await shut() } }
}
