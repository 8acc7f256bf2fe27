import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import readWorkbook from 'read-excel-file/node'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { sealed } from '../../../tests/settled.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, record, transact } from '../../core/context.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { daysFrom } from '../../platform/time.ts'
import { AuditQuestion, exportAudit, searchAudit } from './commands.ts'
import { auditRoutes } from './routes.tsx'
import { sealLog } from './sealing.ts'
import { mostExported } from './search.ts'
import type { StaffRole } from '../people/schema.ts'

const { db } = await testDatabase()
const pages = await openPages(db, auditRoutes)
const organisation = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation, name: 'Nguyễn Thị Lan' }), otherLan = await aPerson(db, { name: 'Trần Lan' }), ha = await aPerson(db, { staff: ['deal_officer'], name: 'Phạm Thu Hà' })
const inspector = await aPerson(db, { staff: ['inspector'], name: 'Thanh tra' }), administrator = await aPerson(db, { staff: ['administrator'], name: 'Quản trị' })
const write = (minutes: number, actor: Actor, subject: string, event: DomainEvent, request_id = 'test') => {
  const ctx = { ...ctxOf(db, actor, minutesAfterNoon(minutes)), request_id }
  return transact(ctx, (tx) => record(tx, ctx, subject, event))
}
const requested = (id: number) => ({ type: 'organisation.verification_requested', organisation_id: id }) as DomainEvent
const own = await write(1, lan, `organisation:${organisation}`, requested(organisation), 'request-1')
const through = await write(2, { ...lan, acted_by: { person_id: ha.person_id ?? 0, name: ha.name } }, `organisation:${organisation}`, requested(organisation), 'request-1')
const granted = await write(3, administrator, `person:${lan.person_id}`, { type: 'person.role_granted', person_id: lan.person_id ?? 0, role: 'observer' })
const formula = await write(24 * 60, otherLan, 'listing:7777', { type: 'listing.returned', listing_id: 7777, reason: '=HYPERLINK("http://x")' }, '=1+1')

const searched = async () => (await db.selectFrom('event').select(['id', 'type', 'person_id', 'subject', 'data']).where('type', 'in', ['audit.searched', 'audit.exported']).orderBy('id').execute()).map(({ type, person_id, data }) => ({ type, person_id, ...(data as { filters: Record<string, unknown> }) }))
const ask = async (form: Record<string, string | number> = {}, as = inspector): Promise<string> => {
  const answer = await pages.post('/vi/audit/searches', form, as)
  expect(answer.statusCode, answer.body.slice(-2000)).toBe(303)
  return String(answer.headers.location)
}
/** The events a page of results links to. */
const idsIn = (html: string): number[] => [...html.matchAll(/href="\/vi\/audit\/(\d+)"/g)].map(([, id]) => Number(id)).filter((id) => id <= formula)

describe('Who may search the log', () => {
  const staff = (role: StaffRole) => aPerson(db, { staff: [role] })
  test.each(['moderator', 'deal_officer', 'auction_officer', 'programme_officer', 'observer'] as const)('A %s may not, and leaves no search behind.', async (role) => {
    const person = await staff(role)
    const before = await searched()
    for (const path of ['/vi/audit', '/vi/audit/1', '/vi/audit/searches/1']) expect((await pages.get(path, person)).statusCode, path).toBe(403)
    expect((await pages.post('/vi/audit/searches', {}, person)).statusCode).toBe(403)
    expect((await pages.post('/vi/audit/searches/1/export', { format: 'csv' }, person)).statusCode).toBe(403)
    // Nor past the pages, straight at the commands.
    await expect(searchAudit(ctxOf(db, person), AuditQuestion.parse({}))).rejects.toThrow('not_permitted')
    await expect(exportAudit(ctxOf(db, person), { search_id: own, format: 'csv' })).rejects.toThrow('not_permitted')
    expect(await searched()).toEqual(before)
  })
  test('A member may not; a stranger is asked to sign in.', async () => {
    expect((await pages.get('/vi/audit', lan)).statusCode).toBe(403)
    for (const path of ['/vi/audit', `/vi/audit/${own}`]) expect((await pages.get(path)).headers.location).toBe(`/vi/sign-in?next=${encodeURIComponent(path)}`)
    expect((await pages.post('/vi/audit/searches', {}, anonymous)).headers.location).toContain('/vi/sign-in')
  })
  test.each([['inspector', inspector], ['administrator', administrator]] as const)('An %s may.', async (_, person) => {
    expect((await pages.get('/vi/audit', person)).statusCode).toBe(200)
    expect((await pages.get(await ask({}, person), person)).statusCode).toBe(200)
    expect((await pages.get(`/vi/audit/${own}`, person)).statusCode).toBe(200)
  })
  test('Nobody reads on under the number of another’s search, nor under that of an event which is none.', async () => {
    const at = await ask({}, inspector)
    expect((await pages.get(at, administrator)).statusCode).toBe(404)
    expect((await pages.post(`${at}/export`, { format: 'csv' }, administrator)).statusCode).toBe(404)
    expect((await pages.get(`/vi/audit/searches/${own}`, inspector)).statusCode).toBe(404)
    expect((await pages.get('/vi/audit/999999', inspector)).statusCode).toBe(404)
  })
})

describe('Searching', () => {
  test.each<[string, Record<string, string | number>, number[]]>([
    ['everything, the newest first', {}, [formula, granted, through, own]],
    ['a kind of event', { type: 'person.role_granted' }, [granted]],
    ['a person by number: their acts, those in their name, what was done to their account', { person: String(lan.person_id) }, [granted, through, own]],
    ['a person by address', { person: ' PERSON1@example.test' }, [granted, through, own]],
    ['a person by name, without accents', { person: 'nguyen thi lan' }, [granted, through, own]],
    ['whoever acted in another’s name', { person: 'Thu Hà' }, [through]],
    ['an organisation', { organisation_id: organisation }, [through, own]],
    ['a subject', { subject: 'listing:7777' }, [formula]],
    ['a request', { request_id: 'request-1' }, [through, own]],
    ['from a day in Hanoi', { from: '2026-03-03' }, [formula]],
    ['to a day in Hanoi', { to: '2026-03-02' }, [granted, through, own]],
    ['several at once', { person: 'nguyễn thị lan', to: '2026-03-02', subject: `organisation:${organisation}` }, [through, own]],
    ['something that is not there', { request_id: 'none' }, []],
  ])('finds %s.', async (_, form, expected) => {
    const { body } = await pages.get(await ask(form), inspector)
    expect(idsIn(body).filter((id) => expected.includes(id) || id >= own)).toEqual(expected)
  })
  test('tells whoever acted in another’s name with both names.', async () => {
    const { body } = await pages.get(await ask({ request_id: 'request-1' }), inspector)
    expect(body).toContain(`Nguyễn Thị Lan (số ${lan.person_id}), do Phạm Thu Hà (số ${ha.person_id}) làm thay`)
    expect(body).toContain('request-1')
  })
  test('asks which of several people was meant, and never puts a name or an address into a URL.', async () => {
    const before = await searched()
    const unsure = await pages.post('/vi/audit/searches', { person: 'Lan' }, inspector)
    expect(unsure.statusCode).toBe(409)
    expect(unsure.body).toContain('Có 2 người như vậy')
    expect(unsure.body).toContain(`name="person_id" value="${otherLan.person_id}"`)
    expect(await searched(), 'nothing was searched yet').toEqual(before)
    const at = await ask({ person: 'Lan', person_id: otherLan.person_id ?? 0 })
    expect(at).toMatch(/^\/vi\/audit\/searches\/\d+$/)
    expect(idsIn((await pages.get(at, inspector)).body)).toEqual([formula])
    const nobody = await pages.post('/vi/audit/searches', { person: 'không-có@example.test' }, inspector)
    expect([nobody.statusCode, nobody.body.includes('Không có ai như vậy')]).toEqual([409, true])
  })
  test('refuses what is no day, no subject, no number, with what was typed kept.', async () => {
    for (const form of [{ from: '2026-13-01' }, { from: '02/03/2026' }, { from: '2026-03-03', to: '2026-03-02' }, { subject: 'x y' }, { organisation_id: 'x' }, { subject: "'; drop table event;--" }] as Record<string, string>[]) {
      const answer = await pages.post('/vi/audit/searches', { ...form, request_id: 'giữ-lại' }, inspector)
      expect([answer.statusCode, answer.body.includes('value="giữ-lại"')], JSON.stringify(form)).toEqual([422, true])
    }
  })
  test('is recorded once, however many pages are turned, and shows what there was when it was asked.', async () => {
    await sql`insert into event (type, subject, at, request_id, data) select 'listing.changed', 'listing:' || n, ${noon}, 'many', '{"version": 2}' from generate_series(1, 120) n`.execute(db)
    const before = (await searched()).length
    const at = await ask({ request_id: 'many' })
    await sql`insert into event (type, subject, at, request_id, data) values ('listing.changed', 'listing:121', ${noon}, 'many', '{"version": 2}')`.execute(db)
    const all: string[] = []
    for (let next: string | undefined = at, page = 0; next && page < 9; page++) {
      const { body } = await pages.get(next, inspector)
      all.push(...[...body.matchAll(/<code>(listing:\d+)<\/code>/g)].map(([, subject]) => subject ?? ''))
      next = /href="([^"]*before=\d+)" rel="next"/.exec(body)?.[1]
    }
    expect(all).toEqual(Array.from({ length: 120 }, (_, i) => `listing:${120 - i}`))
    const after = await searched()
    expect(after).toHaveLength(before + 1)
    expect(after.at(-1)).toEqual({ type: 'audit.searched', person_id: inspector.person_id, filters: { type: null, person_id: null, organisation_id: null, subject: null, request_id: 'many', from: null, to: null } })
    expect((await pages.get('/vi/audit', inspector)).body).toContain('Tra cứu nhật ký: many')
  })
})

describe('One event', () => {
  test('is shown whole, with its seal and what else its request did.', async () => {
    const page = async () => (await pages.get(`/vi/audit/${own}`, inspector)).body
    expect(await page()).toContain('Chưa niêm phong')
    await sealed(db, minutesAfterNoon(10))
    const body = await page()
    const { rows: [seal] } = await sql<{ position: number; hash: string }>`select position, encode(hash, 'hex') as hash from event_seal where event_id = ${own}`.execute(db)
    for (const part of [seal?.hash ?? 'none', `Dòng thứ ${seal?.position}, tính vào ngày 2026-03-02`, '2026-03-02T05:01:00.000000Z', `href="/vi/audit/${through}"`, 'Viện Cơ điện']) expect(body).toContain(part)
    expect(body).not.toContain(`href="/vi/audit/${granted}"`)
  })
})

describe('An export', () => {
  test('as CSV holds what the search found, formulas defused, and is recorded with its rows.', async () => {
    const at = await ask({ subject: 'listing:7777' })
    const answer = await pages.post(`${at}/export`, { format: 'csv' }, inspector)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'text/csv; charset=utf-8', 'private, no-store'])
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="nhat-ky-2026-03-02-\d+\.csv"$/)
    const [row] = parse(answer.body, { bom: true, columns: true }) as Record<string, string>[]
    expect(row).toMatchObject({ id: String(formula), type: 'listing.returned', what: 'Trả lại để sửa: “=HYPERLINK("http://x")”', person: 'Trần Lan', person_id: String(otherLan.person_id), request_id: "'=1+1", at: '2026-03-03T05:00:00.000000Z' })
    expect(answer.body).not.toMatch(/(^|,|\n)"?[=+@-]/)
    expect((await searched()).at(-1)).toMatchObject({ type: 'audit.exported', person_id: inspector.person_id, format: 'csv', rows: 1, search_id: Number(at.split('/').at(-1)), filters: { subject: 'listing:7777' } })
  })
  test('as Excel holds the same, cells as text.', async () => {
    const answer = await pages.post(`${await ask({ request_id: 'request-1' })}/export`, { format: 'xlsx' }, inspector)
    const sheets = await readWorkbook(answer.rawPayload) as unknown
    const rows = (Array.isArray((sheets as { data?: unknown }[])[0]) ? sheets : (sheets as { data: unknown[][] }[])[0]?.data) as unknown[][]
    expect(rows.map((row) => String(row[0]))).toEqual(['id', String(through), String(own)])
    expect(rows[1]).toContain('Phạm Thu Hà')
  })
  test('of many rows is read in pieces, each row once, and ends where it says.', { timeout: 300_000 }, async () => {
    await sql`insert into event (type, subject, at, request_id, data) select 'listing.changed', 'listing:' || n, ${daysFrom(noon, 9)}, 'bulk', '{"version": 2}' from generate_series(1, 5300) n`.execute(db)
    const answer = await pages.post(`${await ask({ request_id: 'bulk' })}/export`, { format: 'csv' }, inspector)
    const rows = parse(answer.body, { bom: true, columns: true }) as Record<string, string>[]
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(5_300)
    expect(rows).toHaveLength(5_300)
    await sql`insert into event (type, subject, at, request_id, data) select 'listing.changed', 'listing:' || n, ${daysFrom(noon, 9)}, 'bulk', '{"version": 2}' from generate_series(1, 20000) n`.execute(db)
    const before = process.memoryUsage().heapUsed
    const began = Date.now()
    const workbook = await pages.post(`${await ask({ request_id: 'bulk' })}/export`, { format: 'xlsx' }, inspector)
    expect(workbook.statusCode).toBe(200)
    expect((await searched()).at(-1)).toMatchObject({ format: 'xlsx', rows: mostExported.xlsx })
    console.info(`a workbook of ${mostExported.xlsx} rows: ${Date.now() - began} ms, ${Math.round((process.memoryUsage().heapUsed - before) / 1_048_576)} MB more heap, ${Math.round(workbook.rawPayload.length / 1024)} kB`)
  })
  // The lines an outsider is given, run as they stand there; where this machine has no Python there is nothing to show.
  test.skipIf(spawnSync('python3', ['--version']).status !== 0)('can be recomputed by an outsider with the lines in docs/log.md.', async () => {
    await sealed(db, daysFrom(noon, 10))
    const { body } = await pages.post(`${await ask({ to: '2026-03-02' })}/export`, { format: 'csv' }, inspector)
    const folder = mkdtempSync(join(tmpdir(), 'techex-outside-'))
    try {
      writeFileSync(join(folder, 'check.py'), /```python\n([^`]+)```/.exec(readFileSync('docs/log.md', 'utf8'))?.[1] ?? 'raise SystemExit(9)')
      const check = (csv: string): string => { writeFileSync(join(folder, 'log.csv'), csv); const run = spawnSync('python3', ['check.py', 'log.csv'], { cwd: folder, encoding: 'utf8' }); return `${run.status} ${run.stdout}${run.stderr}`.trim() }
      expect(check(body)).toBe('0')
      expect(check(body.replace('""version"": 2', '""version"": 3'))).toMatch(/^0 changed: \d+$/)
    } finally { rmSync(folder, { recursive: true }) }
  })
  test('in a form nobody offered is refused.', async () => {
    expect((await pages.post(`${await ask({})}/export`, { format: 'exe' }, inspector)).statusCode).toBe(422)
  })
})

describe('The public log', () => {
  beforeEach(async () => { await sealed(db, daysFrom(noon, 30)) })
  test('shows everybody the heads of closed days, names nobody, and offers them as a file.', async () => {
    await sealLog(db, daysFrom(noon, 30))
    const { rows } = await sql<{ day: string; head: string; events: number }>`select day::text, encode(head, 'hex') as head, events from log_head order by day`.execute(db)
    expect(rows.length).toBeGreaterThan(1)
    for (const [locale, title] of [['vi', 'Nhật ký không sửa được'], ['en', 'The log that cannot be changed unnoticed']]) {
      const { body, statusCode } = await pages.get(`/${locale}/log`)
      expect([statusCode, body.includes(`<h1>${title}</h1>`)]).toEqual([200, true])
      for (const { head } of rows) expect(body).toContain(head)
      expect(body).not.toContain('Nguyễn Thị Lan')
    }
    const file = await pages.get('/vi/log/heads.csv')
    expect((parse(file.body, { columns: true }) as Record<string, string>[]).map(({ day, head, events }) => [day, head, Number(events)])).toEqual(rows.map(({ day, head, events }) => [day, head, events]))
  })
  test('pages back sixty days at a time.', async () => {
    await db.transaction().execute(async (tx) => {
      await sql`insert into log_head (day, events, position, head, closed_at) select '2020-01-01'::date + n, 1, 1000000 + n, sha256(n::text::bytea), ${noon} from generate_series(1, 130) n`.execute(tx)
    })
    const first = await pages.get('/vi/log')
    const next = /href="(\/vi\/log\?before=[\d-]+)" rel="next"/.exec(first.body)?.[1] ?? ''
    const days = (html: string): string[] => [...html.matchAll(/<th scope="row"><time datetime="([\d-]+)"/g)].map(([, day]) => day ?? '')
    const second = await pages.get(next)
    expect([days(first.body).length, days(second.body).length]).toEqual([60, 60])
    expect((days(second.body)[0] ?? '') < (days(first.body).at(-1) ?? '')).toBe(true)
    for (const before of ['x', '2026-99-99', "'", '%00']) expect((await pages.get(`/vi/log?before=${before}`)).statusCode).toBe(200)
  })
})

test('One’s own record is a page of sentences, with whoever acted in one’s name, and is nobody else’s', async () => {
  const { body } = await pages.get('/vi/my/record', lan)
  expect(body).toContain('Nguyễn Thị Lan, do Phạm Thu Hà làm thay · Viện Cơ điện')
  expect(body).toContain('Được trao vai trò quan sát viên')
  expect(body).toContain(`href="/vi/organisations/${organisation}"`)
  expect((await pages.get('/en/my/record?kind=person', lan)).body).not.toContain('through Phạm Thu Hà')
  expect((await pages.get('/vi/my/record', otherLan)).body).not.toContain('Nguyễn Thị Lan')
  expect((await pages.get('/vi/my/record')).headers.location).toContain('/vi/sign-in')
  for (const query of ['kind=x', 'before=x', 'before=99999999999', 'kind=other']) expect((await pages.get(`/vi/my/record?${query}`, lan)).statusCode, query).toBe(200)
})
