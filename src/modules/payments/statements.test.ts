import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { somePayments } from '../../../tests/payment-things.ts'
import type { Actor, Ctx } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { loseDeal } from '../deals/commands.ts'
import { needingAttention } from './officer-queries.ts'
import { milestoneOf } from './queries.ts'
import { confirmLine, importStatement, setLineAside } from './statement-commands.ts'
import { linesOf, proposed, requestsToPay, statementsOf } from './statement-queries.ts'

const csv = (...rows: string[]): string => ['Ngày giao dịch,Ghi nợ,Ghi có,Nội dung,Tên người chuyển,Số tham chiếu', ...rows].join('\n')

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db)
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor' }), vy = await aPerson(db, { organisation: institute, role: 'viewer' }), hoa = await aPerson(db, { organisation: buyer }), other = await aPerson(db, { organisation: third }), officer = await aPerson(db, { staff: ['deal_officer'] })
const as = (actor: Actor): Ctx => ctxOf(db, actor, noon)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
async function world() {
  const offer = await listed(db, institute, `Máy ${randomUUID()}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  const deal = await acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await db.updateTable('bank_account').set({ withdrawn_at: noon, withdrawn_by: lan.person_id }).where('confirmed_at', 'is', null).execute()
  const already = await db.selectFrom('bank_account').select('id').executeTakeFirst()
  return { deal, ...(already ? await again(deal) : await somePayments(db, { deal, payee: lan, colleague: minh, payer: hoa, now: noon })) }
}
/** A second deal of the same payee, whose account is known. */
async function again(deal: number) {
  const { proposeMilestone, agreeMilestones, acceptMilestone } = await import('./milestone-commands.ts'), { requestPayment } = await import('./payment-commands.ts')
  await proposeMilestone(as(lan), { deal_id: deal, request_key: randomUUID(), title: 'Chạy thử', amount: vnd(200_000_000), due_on: '2026-03-02', due_event: '', days_to_pay: 0 })
  const { id: milestone } = await db.selectFrom('milestone').select('id').where('deal_id', '=', deal).executeTakeFirstOrThrow()
  await agreeMilestones(as(hoa), { deal_id: deal, seen: [milestone] })
  await acceptMilestone(as(hoa), { deal_id: deal, milestone_id: milestone, accepted_on: '2026-03-02' })
  const request = await requestPayment(as(lan), { deal_id: deal, milestone_id: milestone, request_key: randomUUID() })
  const { reference } = await db.selectFrom('payment_request').select('reference').where('id', '=', request).executeTakeFirstOrThrow()
  const statement = await importStatement(as(lan), { name: 'b.csv', columns: {}, content: csv(`02/03/2026,,50000000,CK ${reference},,`) })
  const { id: line } = await db.selectFrom('statement_line').select('id').where('statement_id', '=', statement.id).executeTakeFirstOrThrow()
  return { milestone, request, receipt: 0, statement: statement.id, line, reference }
}
const confirm = (w: { line: number; request: number }, amount: number, who = minh, request_key = randomUUID()) => confirmLine(as(who), { line_id: w.line, payment_request_id: w.request, amount: vnd(amount), request_key })

test('The same statement, or the same line in another, is there once; two equal payments of a day are two.', async () => {
  const content = csv('05/03/2026,,111,a,,', '05/03/2026,,111,a,,', '06/03/2026,,222,b,,')
  const [one, two] = await Promise.all([importStatement(as(lan), { content, name: 'a.csv', columns: {} }), importStatement(as(minh), { content, name: 'a.csv', columns: {} })])
  expect(one.id).toBe(two.id)
  expect(await linesOf(db, one.id)).toHaveLength(3)
  expect(await importStatement(as(lan), { content: csv('06/03/2026,,222,b,,', '05/03/2026,,111,a,,', '05/03/2026,,111,a,,', '05/03/2026,,111,a,,'), name: 'b.csv', columns: {} })).toMatchObject({ lines: 4, known: 3 })
  expect(await importStatement(as(hoa), { content, name: 'a.csv', columns: {} })).toMatchObject({ lines: 3, known: 0 }) // another organisation's own
  const before = (await statementsOf(db, institute)).length
  expect(await refused(importStatement(as(lan), { content: csv('05/03/2026,,1,a,,', '05/03/2026,,1.5,a,,'), name: 'c.csv', columns: {} }))).toBe('statement_unreadable')
  expect((await statementsOf(db, institute)).length).toBe(before)
})
test.each<[string, Actor, string]>([['a viewer', vy, 'not_permitted'], ['an editor', minh, 'done'], ['the owner', lan, 'done'], ['an officer without an organisation', officer, 'not_found']])('bringing a statement: %s', async (_, who, code) =>
  expect(await refused(importStatement(as(who), { content: csv(`07/03/2026,,${Math.floor(Math.random() * 1e9) + 1},z,,`), name: 'a.csv', columns: {} }))).toBe(code))

test('A line is proposed by its reference and confirmed by a person; confirmed twice at once, it is booked once.', async () => {
  const w = await world()
  const [lines, requests] = [await linesOf(db, w.statement), await requestsToPay(db, [institute])]
  expect(proposed(lines, requests)).toEqual([{ line_id: w.line, payment_request_id: w.request, by: 'reference', amount: 50_000_000 }])
  const before = (await milestoneOf(db, w.deal, w.milestone))!.standing.received
  const both = await Promise.all([refused(confirm(w, 50_000_000)), refused(confirm(w, 50_000_000, lan))])
  expect(both.toSorted()).toEqual(['done', 'line_spent'])
  expect((await milestoneOf(db, w.deal, w.milestone))!.standing.received).toBe(before + 50_000_000)
  expect(await linesOf(db, w.statement)).toMatchObject([{ left: 0, paid: [{ deal_id: w.deal, amount: 50_000_000 }] }])
  await expect(db.insertInto('payment_receipt').values({ deal_id: w.deal, milestone_id: w.milestone, payment_request_id: null, statement_line_id: w.line, amount: vnd(1), received_on: '2026-03-02', transaction_id: 1, person_id: lan.person_id!, at: noon, request_key: randomUUID() }).execute()).rejects.toThrow(/has paid/)
  expect(await refused(setLineAside(as(lan), { line_id: w.line, reason: 'Không phải' }))).toBe('line_spent')
})
test('One press sent twice is one receipt; more than the line or more than is owed is refused; others have no such line.', async () => {
  const w = await world(), key = randomUUID()
  expect(await refused(confirm(w, 50_000_001))).toBe('line_spent')
  expect([await refused(confirm(w, 1, hoa)), await refused(confirm(w, 1, vy)), await refused(confirm(w, 1, other))]).toEqual(['only_payee', 'not_permitted', 'not_found'])
  expect(await confirm(w, 20_000_000, minh, key)).toBe(await confirm(w, 20_000_000, minh, key))
  expect(await linesOf(db, w.statement)).toMatchObject([{ left: 30_000_000 }])
  expect(await readAs(db, hoa).selectFrom('statement_line').select('id').where('id', '=', w.line).execute()).toEqual([])
  const bare = await importStatement(as(hoa), { content: csv('02/03/2026,,5,theirs,,'), name: 'x.csv', columns: {} })
  const { id: theirs } = await db.selectFrom('statement_line').select('id').where('statement_id', '=', bare.id).executeTakeFirstOrThrow()
  expect(await refused(confirm({ ...w, line: theirs }, 5))).toBe('not_found')
})
test('A line that pays no milestone is set aside with a word; what bears a reference and is not booked is the officers’ to see.', async () => {
  const w = await world()
  expect((await needingAttention(readAs(db, officer), '2026-03-02')).unmatched.some(({ text }) => text.includes(w.reference))).toBe(true)
  expect(await refused(setLineAside(as(vy), { line_id: w.line, reason: 'Tiền thuê nhà' }))).toBe('not_permitted')
  await setLineAside(as(minh), { line_id: w.line, reason: 'Tiền thuê nhà' })
  expect(await refused(confirm(w, 1))).toBe('line_set_aside')
  const seen = await needingAttention(readAs(db, officer), '2026-03-12')
  expect(seen.unmatched.some(({ text }) => text.includes(w.reference))).toBe(false)
  expect(seen.late.find(({ milestone_id }) => milestone_id === w.milestone)).toMatchObject({ days: 10, owed: 200_000_000 })
})
test('Money that arrives after the deal was lost is booked for none of it.', async () => {
  const w = await world()
  const [{ code } = { code: '' }] = await db.selectFrom('code').select('code').where('list', '=', 'loss_reason').where('code', '<>', 'other').limit(1).execute()
  await loseDeal(as(hoa), { deal_id: w.deal, loss_code: code, reason: '' })
  expect(await refused(confirm(w, 50_000_000))).toBe('payment_after_loss')
  expect((await requestsToPay(db, [institute])).some(({ id }) => id === w.request)).toBe(false)
})
