import { createServer } from 'node:net'
import { type AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { openApp } from '../src/app.tsx'
import { openDb, openPool } from '../src/core/database.ts'
import { stopToken } from '../src/modules/notifications/rules.ts'
import { readConfig } from '../src/platform/config.ts'
import { tokenHeader } from '../src/web/form-tokens.ts'
import { testDatabase } from './database.ts'
import { aBrowser, aPdf, formOf, multipart, openWhole, send, urlencoded } from './readers.ts'
import { aFullWorld } from './asvs-world.ts'

/** Sessions, secrets, the record, and what happens when a neighbour is away, on the whole application. OWASP ASVS 5.0; the table is in docs/security.md. */
const { db, url: databaseUrl } = await testDatabase()
const quiet = { REQUESTS_PER_MINUTE: '1000000' }
const { app, config } = await openWhole(db, quiet)
const world = await aFullWorld(db, app)
const { as, people, ask, from } = world
const password = 'mot-cau-dai-de-nho'
const emailOf = async (name: keyof typeof people): Promise<string> => (await db.selectFrom('person').select('email').where('id', '=', people[name].person_id).executeTakeFirstOrThrow()).email
const signInTo = async (to: FastifyInstance, name: keyof typeof people, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> => send(to, '/vi/sign-in', { email: await emailOf(name), password }, { ...from(), ...headers })
const sessionIn = (answer: LightMyRequestResponse): { name: string; value: string } => answer.cookies.find(({ name }) => name.endsWith('session_token')) ?? { name: '', value: '' }
const set = (answer: LightMyRequestResponse): string[] => [answer.headers['set-cookie'] ?? []].flat()

describe('3.3.1–3.3.4, 7.2.1–7.2.4 Cookies', () => {
  test('Over http: for this host, hidden from scripts, not sent along from other sites; the only ones are the session’s and the forms’.', async () => {
    const answer = await signInTo(app, 'member')
    expect(set(answer).length).toBeGreaterThan(0)
    for (const cookie of [...set(answer), ...set(await app.inject({ url: '/vi/sign-in', headers: from() }))]) {
      expect(cookie).toMatch(/^techex\./)
      expect(cookie).toMatch(/; HttpOnly/i)
      expect(cookie).toMatch(/; SameSite=Lax/i)
      expect(cookie).toMatch(/; Path=\/(;|$)/i)
      expect(cookie).not.toMatch(/; (Secure|Domain)/i)
    }
  })
  test('Over https: with the prefix no other host and no unencrypted page can set, and Secure.', async () => {
    const { app: secure } = await openWhole(db, { ...quiet, PUBLIC_URL: 'https://techex.test' })
    const page = await secure.inject({ url: '/vi/sign-in', headers: from() })
    const browser = set(page)[0]?.split(';')[0] ?? ''
    const token = /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const answer = await secure.inject({ method: 'POST', url: '/vi/sign-in', headers: { ...urlencoded, ...from(), cookie: browser, [tokenHeader]: token }, payload: new URLSearchParams({ email: await emailOf('member'), password }).toString() })
    expect(answer.statusCode).toBe(303)
    for (const cookie of [...set(page), ...set(answer)]) {
      expect(cookie).toMatch(/^__Host-techex\./)
      for (const attribute of [/; HttpOnly/i, /; SameSite=Lax/i, /; Secure/i, /; Path=\/(;|$)/i]) expect(cookie).toMatch(attribute)
      expect(cookie).not.toMatch(/; Domain/i)
    }
    const { name, value } = sessionIn(answer)
    expect((await secure.inject({ url: '/vi/my/account', headers: { ...from(), cookie: `${name}=${encodeURIComponent(value)}` } })).statusCode).toBe(200)
    expect((await secure.inject({ url: '/vi/my/account', headers: { ...from(), cookie: `techex.session_token=${encodeURIComponent(value)}` } })).statusCode, 'a cookie somebody planted').toBe(303)
  })
  test('A session’s number has more than 128 bits, is new at every sign-in, and without its signature opens nothing.', async () => {
    const numbers: string[] = []
    for (let n = 0; n < 12; n++) numbers.push(sessionIn(await signInTo(app, 'other')).value)
    const tokens = numbers.map((value) => value.split('.')[0] ?? '')
    expect(new Set(tokens).size).toBe(12)
    const letters = new Set(tokens.join('')).size
    expect(Math.min(...tokens.map(({ length }) => length)) * Math.log2(letters)).toBeGreaterThan(128)
    const [whole = ''] = numbers
    const open = async (value: string): Promise<number> => (await app.inject({ url: '/vi/my/account', headers: { ...from(), cookie: `techex.session_token=${encodeURIComponent(value)}` } })).statusCode
    expect(await open(whole)).toBe(200)
    for (const value of [tokens[0] ?? '', `${tokens[0]}.`, `${tokens[0]}.${whole.split('.')[1]?.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`, `${tokens[1]}.${whole.split('.')[1]}`]) expect(await open(value)).toBe(303)
  })
  test('7.4.1, 7.4.4 Whoever signs out leaves nothing that opens anything; one ended by an administrator opens nothing from then on.', async () => {
    const first = sessionIn(await signInTo(app, 'colleague'))
    const cookie = `${aBrowser.cookie}; ${first.name}=${encodeURIComponent(first.value)}`
    const out = await send(app, '/vi/sign-out', {}, { ...from(), cookie })
    expect(out.statusCode).toBe(303)
    expect(out.cookies.find(({ name }) => name === first.name)?.maxAge).toBe(0)
    expect((await app.inject({ url: '/vi/my/account', headers: { ...from(), cookie } })).statusCode).toBe(303)
    expect((await send(app, '/vi/my/account/profile', { name: 'Kẻ trộm' }, { ...from(), cookie })).statusCode).not.toBe(200)
    expect((await ask('/vi/my/account', 'colleague')).statusCode, 'the other window').toBe(200)
    const page = await ask(`/vi/administration/people/${people.colleague.person_id}`, 'administrator')
    const action = `/vi/administration/people/${people.colleague.person_id}/sessions/end`
    const form = formOf(page.body, action)
    form.set('reason', 'Máy bị mất.')
    expect((await send(app, action, form, { ...from(), ...as('administrator') })).statusCode).toBe(303)
    expect((await ask('/vi/my/account', 'colleague')).statusCode).toBe(303)
  })
})

test('13.3.1–13.3.2 After the secret is exchanged every session, form, letter’s link and file’s ticket of the old one opens nothing, and the Exchange works.', async () => {
  const fresh = 'n'.repeat(40)
  const rotated = await openApp({ db, config: readConfig({ DATA_DIR: config.dataDir, TRUST_PROXY: 'yes', ...quiet, FILES_URL: 'http://files.test' }), secret: fresh, manifest: {}, dist: resolve('dist'), log: false })
  afterAll(() => rotated.close())
  expect((await ask('/vi/work', 'member')).statusCode).toBe(200)
  expect((await rotated.inject({ url: '/vi/work', headers: { ...from(), ...as('member') } })).statusCode).toBe(303)
  expect((await send(rotated, '/vi/sign-in', { email: await emailOf('member'), password }, from())).statusCode, 'a form of before').toBe(403)
  const stop = stopToken('s'.repeat(40), { person_id: people.member.person_id ?? 0, stops: 'deals' })
  expect((await ask(`/vi/notices/stop?token=${stop}`)).statusCode).toBe(200)
  expect((await rotated.inject({ url: `/vi/notices/stop?token=${stop}`, headers: from() })).statusCode).toBe(409)
  const { document_id: file } = await db.selectFrom('deal_document').select('document_id').executeTakeFirstOrThrow()
  const query = new URLSearchParams({ until: String(Date.now() + 60_000), reader: String(people.member.person_id), shown: 'attachment' })
  const ticket = (secret: string): string => createHmac('sha256', secret).update(['file', file, query.get('until'), query.get('reader'), query.get('shown')].join('\n')).digest('base64url')
  for (const [secret, status] of [['s'.repeat(40), 404], [fresh, 200]] as const) expect((await rotated.inject({ url: `/files/${file}/x?${query}&ticket=${ticket(secret)}`, headers: { ...from(), host: 'files.test' } })).statusCode, secret).toBe(status)
  const browser = { cookie: aBrowser.cookie, [tokenHeader]: createHmac('sha256', fresh).update('form AAAAAAAAAAAAAAAAAAAAAA').digest('base64url') }
  const answer = await send(rotated, '/vi/sign-in', { email: await emailOf('member'), password }, { ...from(), ...browser })
  expect(answer.statusCode).toBe(303)
  const { name, value } = sessionIn(answer)
  expect((await rotated.inject({ url: '/vi/work', headers: { ...from(), cookie: `${name}=${encodeURIComponent(value)}` } })).statusCode).toBe(200)
})

describe('16.2–16.4 The record', () => {
  test('16.2.1, 16.2.2 says who, when in UTC, from which request and what, of signing in, failing and meeting a limit; not with which password.', async () => {
    const { email } = await db.selectFrom('person').select('email').where('id', '=', people.viewer.person_id).executeTakeFirstOrThrow()
    const headers = { 'x-forwarded-for': '10.99.0.1' }
    await send(app, '/vi/sign-in', { email, password }, headers)
    for (let n = 0; n < 12; n++) await send(app, '/vi/sign-in', { email, password: 'sai-mat-khau-nay' }, headers)
    await expect.poll(async () => (await db.selectFrom('event').select('type').where('subject', '=', `person:${people.viewer.person_id}`).execute()).map(({ type }) => type).filter((type) => type === 'person.sign_in_failed').length, { timeout: 20_000 }).toBe(10)
    const rows = await db.selectFrom('event').selectAll().where('subject', '=', `person:${people.viewer.person_id}`).execute()
    expect(rows.map(({ type }) => type)).toEqual(expect.arrayContaining(['person.signed_in', 'person.sign_in_failed', 'person.limit_hit']))
    expect(rows.filter(({ type }) => type === 'person.limit_hit')).toHaveLength(1)
    for (const { at, request_id } of rows) {
      expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(120_000)
      expect(request_id).toMatch(/^[0-9a-f-]{36}$/)
    }
    expect(JSON.stringify(rows)).not.toMatch(/sai-mat-khau|mot-cau-dai/)
    const { rows: [column] } = await sql<{ type: string }>`select data_type as type from information_schema.columns where table_name = 'event' and column_name = 'at'`.execute(db)
    expect(column?.type).toBe('timestamp with time zone')
  })
  test('16.4.2 The application’s role adds to the record and to nothing it could change or take away, views of what is confidential included.', async () => {
    const { rows } = await sql<{ name: string; may: string }>`select t.name, string_agg(p.privilege, ',') as may from unnest(array['event', 'event_seal', 'log_head', 'disclosure_view', 'nda_acceptance']) t(name) cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p(privilege) where to_regclass(t.name) is not null and has_table_privilege(t.name, p.privilege) group by 1`.execute(db)
    expect(rows).toEqual([])
    for (const change of ['update event set type = type', 'delete from event', 'truncate event']) await expect(sql.raw(change).execute(db), change).rejects.toThrow(/permission denied|append|cannot/i)
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await expect(client.query('update event set type = type'), 'its owner').rejects.toThrow()
    await client.end()
  })
  test('16.4.1 What somebody types stands in the record as data and makes no line of its own.', async () => {
    const name = 'Lan\r\n{"type":"person.role_granted"}\u2028'
    await send(app, '/vi/my/account/profile', { name, position_vi: '', position_en: '', locale: 'vi' }, { ...from(), ...as('buyer') })
    const { name: kept } = await db.selectFrom('person').select('name').where('id', '=', people.buyer.person_id).executeTakeFirstOrThrow()
    // oxlint-disable-next-line no-control-regex
    expect(kept).not.toMatch(/[\u0000-\u001f\u2028]/)
  })
})

describe('16.5.1–16.5.3 What goes wrong', () => {
  test('is said with the request’s number and nothing of its inside, in pages and to programs.', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'techex-trouble-'))
    const lines: string[] = []
    const broken = await openApp({ db, config: readConfig({ DATA_DIR: folder, TRUST_PROXY: 'yes', ...quiet }), secret: 's'.repeat(40), manifest: {}, dist: resolve('dist'), log: { write: (line) => { lines.push(line) } } })
    afterAll(async () => { await broken.close(); rmSync(folder, { recursive: true, force: true }) })
    broken.get('/vi/broken', () => { throw new Error('select * from person where email = lan@cong-ty.vn') })
    const answer = await broken.inject({ url: '/vi/broken', headers: from() })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/select|person where|cong-ty|node_modules|\.tsx?:|at \w+ \(/)
    const id = /<code>([0-9a-f-]{36})<\/code>/.exec(answer.body)?.[1] ?? 'none'
    expect(lines.some((line) => line.includes(id) && line.includes('unexpected'))).toBe(true)
    const asked = await broken.inject({ url: '/vi/about', headers: { ...from(), 'x-request-id': 'cua-toi', 'request-id': 'cua-toi' } })
    expect(`${asked.body}${JSON.stringify(asked.headers)}${lines.join('')}`, 'a number is ours, not the visitor’s').not.toContain('cua-toi')
  })
  test('While no letter leaves, signing up is answered and its letter waits.', async () => {
    const { app: noMail } = await openWhole(db, { ...quiet, SMTP_URL: 'smtp://127.0.0.1:9' })
    const answer = await send(noMail, '/vi/sign-up', { name: 'Trần Mới', email: 'moi-den@example.test', password: 'mot-cau-dai-khac-de-nho', terms: 'yes' }, from())
    expect(answer.statusCode).toBe(303)
    expect(await db.selectFrom('outgoing_mail').select('sent_at').where('to_address', '=', 'moi-den@example.test').execute()).toEqual([{ sent_at: null }])
  })
  const sendFile = async (to: FastifyInstance): Promise<LightMyRequestResponse> => {
    const { headers, payload } = await multipart({}, { name: 'Hợp đồng.pdf', type: 'application/pdf', content: aPdf })
    return to.inject({ method: 'POST', url: `/vi/deals/${world.deal}/documents`, headers: { ...headers, ...from(), ...as('member') }, payload })
  }
  const documents = async (): Promise<number> => (await db.selectFrom('document').select('id').execute()).length
  test('While the virus scanner is away, answers nonsense or hangs up, no file is taken; everything else goes on.', async () => {
    for (const says of [null, 'stream: maybe\0', '']) {
      const scanner = createServer((socket) => { socket.on('error', () => {}); if (says === null) socket.destroy(); else { socket.resume(); setTimeout(() => socket.end(says), 30) } })
      await new Promise<void>((done) => { scanner.listen(0, '127.0.0.1', done) })
      const { app: guarded } = await openWhole(db, { ...quiet, CLAMD_URL: `tcp://127.0.0.1:${(scanner.address() as AddressInfo).port}` })
      const before = await documents()
      const answer = await sendFile(guarded)
      expect(answer.statusCode, String(says)).toBe(409)
      expect(await documents()).toBe(before)
      expect((await guarded.inject({ url: '/vi/work', headers: { ...from(), ...as('member') } })).statusCode).toBe(200)
      scanner.close()
    }
  })
  test('While the file storage is away or broken no document is made, and everything else goes on.', async () => {
    const bucket = { STORAGE_S3_ENDPOINT: 'http://127.0.0.1:9', STORAGE_S3_BUCKET: 'techex', STORAGE_S3_ACCESS_KEY: 'k', STORAGE_S3_SECRET_KEY: 's' }
    const { app: guarded } = await openWhole(db, { ...quiet, ...bucket })
    const before = await documents()
    const answer = await sendFile(guarded)
    expect([409, 503]).toContain(answer.statusCode)
    expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1:9\b|at \w+ \(/)
    expect(await documents()).toBe(before)
    expect((await guarded.inject({ url: '/vi/work', headers: { ...from(), ...as('member') } })).statusCode).toBe(200)
  })
  test('While the database is away nobody signs in, nothing is sent, and what is said names nothing of it.', async () => {
    const pool = openPool('postgres://techex@127.0.0.1:9/techex', 2)
    afterAll(() => pool.end())
    const { app: alone } = await openWhole(openDb(pool), quiet)
    for (const answer of [await alone.inject({ url: '/vi', headers: from() }), await alone.inject({ url: '/vi/work', headers: { ...from(), ...as('member') } }), await send(alone, '/vi/sign-in', { email: 'ai@example.test', password }, from()), await alone.inject({ url: '/health', headers: from() })]) {
      expect(answer.statusCode).toBe(503)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.body).not.toMatch(/ECONNREFUSED|postgres|127\.0\.0\.1:9\b/i)
      expect(set(answer).some((cookie) => cookie.includes('session'))).toBe(false)
    }
    expect((await alone.inject({ url: '/vi/about', headers: from() })).statusCode).toBe(200)
  })
  test('16.5.3 Programs are told so as a problem, and not let in.', async () => {
    const pool = openPool('postgres://techex@127.0.0.1:9/techex', 2)
    afterAll(() => pool.end())
    const { app: alone } = await openWhole(openDb(pool), quiet)
    const answer = await alone.inject({ url: '/api/v1/deals', headers: { ...from(), authorization: `Bearer ${world.key}` } })
    expect(answer.statusCode).toBeGreaterThanOrEqual(500)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1:9\b|at \w+ \(/)
  })
})
