import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openApp } from '../src/app.tsx'
import { readConfig } from '../src/platform/config.ts'
import { anOrganisation, aPerson, testDatabase } from './database.ts'
import { anInvitation, aBrowser, send, signedIn } from './readers.ts'

/** What the web process writes for its operator. OWASP ASVS 5.0, 16.2.5, 16.4.1 and 14.2.1. */
const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-log-'))
const chunks: string[] = []
const app = await openApp({ db, config: readConfig({ DATA_DIR: folder, TRUST_PROXY: 'yes', LOG_LEVEL: 'debug' }), secret: 's'.repeat(40), manifest: {}, dist: resolve('dist'), log: { write: (line) => { chunks.push(line) } } })
app.get('/vi/broken/:token', () => { throw Object.assign(new Error('duplicate key: Key (email)=(lan@cong-ty.vn) exists'), { code: '23505', detail: 'Key (email)=(lan@cong-ty.vn) already exists.', where: 'lan@cong-ty.vn' }) })
afterAll(async () => { await app.close(); rmSync(folder, { recursive: true, force: true }) })
beforeEach(() => { chunks.length = 0 })
const organisation = await anOrganisation(db)
const lan = await aPerson(db, { organisation, name: 'Nguyễn Thị Lan' })
const { email } = await db.selectFrom('person').select('email').where('id', '=', lan.person_id).executeTakeFirstOrThrow()
/** Each line, read as what it must be: one JSON object. */
const lines = (): Record<string, unknown>[] => chunks.join('').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>)
const paths = (): unknown[] => lines().flatMap(({ req }) => (req ? [(req as { path: string }).path] : []))

test('signing up, signing in and being refused leave no name, address, password or cookie in the log', async () => {
  const cookie = await signedIn(app, db, lan)
  await send(app, '/vi/sign-in', { email, password: 'mot-mat-khau-sai' }, { 'x-forwarded-for': '10.9.0.1' })
  await send(app, '/vi/sign-in', { email: 'nobody@cong-ty.vn', password: 'mot-mat-khau-sai' }, { 'x-forwarded-for': '10.9.0.2' })
  await send(app, '/vi/sign-up', { name: 'Trần Văn Bí Mật', email: 'bimat@cong-ty.vn', password: 'mot-cau-dai-de-nho-lam', terms: 'yes' }, { 'x-forwarded-for': '10.9.0.3' })
  await send(app, '/vi/forgot-password', { email }, { 'x-forwarded-for': '10.9.0.4' })
  await app.inject({ url: '/vi/work', headers: { ...aBrowser, cookie, authorization: 'Bearer khoa-bi-mat-1234' } })
  const text = chunks.join('')
  expect(lines().length).toBeGreaterThan(10)
  expect(paths()).toContain('/vi/sign-in')
  for (const secret of ['@', 'Lan', 'Bí Mật', 'mot-mat-khau', 'mot-cau-dai', 'khoa-bi-mat', 'session_token', aBrowser.cookie]) expect(text, secret).not.toContain(secret)
})

test('what is asked for behind the question mark and what is secret in an address stay out of the log; numbers stay', async () => {
  const token = await anInvitation(db, organisation, lan.person_id ?? 0, 'moi@example.test')
  await app.inject({ url: `/vi/invitations/${token}` })
  await app.inject({ url: '/vi/confirm?token=bi-mat-trong-thu' })
  await app.inject({ url: `/vi/nothing/${token}/lan@cong-ty.vn?email=lan@cong-ty.vn` })
  await app.inject({ url: '/vi/organisations/999' })
  await app.inject({ url: '/vi/nothing-here?q=0912345678' })
  expect(paths()).toEqual(['/vi/invitations/:token', '/vi/confirm', '/vi/nothing/…/…', '/vi/organisations/999', '/vi/nothing-here'])
  for (const secret of [token, 'bi-mat', '@']) expect(chunks.join(''), secret).not.toContain(secret)
})

test('what a database quotes of a row is not repeated', async () => {
  expect((await app.inject({ url: '/vi/broken/abc' })).statusCode).toBe(500)
  const [line] = lines().filter(({ msg }) => msg === 'unexpected')
  expect(line?.err).toMatchObject({ type: 'Error', code: '23505', message: expect.stringContaining('duplicate key') as string })
  expect(chunks.join('')).not.toContain('cong-ty')
})

test('line ends and control characters from outside forge no line', async () => {
  const forged = '{"level":30,"msg":"forged"}'
  const before = lines().length
  for (const value of [`x\r\n${forged}`, `x\n${forged}`, `x\u2028${forged}`, `\u001b[2Jx${forged}`]) {
    for (const header of ['x-request-id', 'request-id', 'user-agent', 'x-forwarded-for', 'referer', 'accept-language']) {
      await app.inject({ url: '/vi/about', headers: { [header]: value } }).catch(() => {}) // some are refused before they are anybody's header
    }
    await app.inject({ url: `/vi/${encodeURIComponent(value)}` })
    await app.inject({ url: `/vi/about?q=${encodeURIComponent(value)}` })
  }
  const all = lines()
  expect(all.length).toBeGreaterThan(before + 8)
  expect(all.filter(({ msg }) => msg === 'forged')).toEqual([])
  expect(new Set(all.map(({ reqId }) => String(reqId)).filter((id) => !/^([0-9a-f-]{36}|undefined)$/.test(id)))).toEqual(new Set())
  // oxlint-disable-next-line no-control-regex
  expect(chunks.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/)
})
