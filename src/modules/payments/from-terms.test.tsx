import fc from 'fast-check'
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { aBroker } from '../../../tests/payment-things.ts'
import { aListing, openWhole, someReaders } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import { openReactions } from '../../core/reactions.ts'
import type { Locale } from '../../platform/locale.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter, daysFrom, hanoiDay } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { versionSigned } from '../contracts/signed.ts'
import { loseDeal } from '../deals/commands.ts'
import { openDuty, waitingIn } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { holdingsOf } from '../personal-data/holdings.ts'
import { loadRulebook } from '../rulebook/commands.ts'
import { feePaper } from './fee-paper.ts'
import { eventIn, titleIn } from './messages.ts'
import { acceptMilestone, agreeMilestones, dateFromSigning, disputeMilestone, proposeFromTerms, proposeMilestone } from './milestone-commands.ts'
import { recordInvoice, recordReceipt } from './payment-commands.ts'
import { needingAttention } from './officer-queries.ts'
import { feeLinesOf, ledgerOf, type MilestoneNow, milestonesOf, receiptsOf } from './queries.ts'
import { receiptPaper } from './receipt-paper.ts'
import { ledgerTable } from './tables.ts'

const { db, asOwner } = await testDatabase()
await loadRulebook(db, 'data')
const { app } = await openWhole(db)
const { institute, people, as } = await someReaders(app, db)
const { member: lan, buyer: hoa } = people
const at = new Date(), today = hanoiDay(at), before = (days: number): string => hanoiDay(daysFrom(at, -days))
const by = (who: typeof lan, locale: Locale = 'vi') => ({ ...ctxOf(db, who, at), locale })
const line = openReactions({ db, reactions: reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }), log: { warn: () => {}, error: () => {} } as never })
const clauses = { upfront: { amount: 300, days: 15, note: '' }, milestones: { rows: [{ what: 'Chạy thử', amount: 500, after_days: 90, event: 'Chạy thử đạt' }, { what: 'Bảo hành', amount: 200, after_days: null, event: 'Hết bảo hành' }] } }

/** A deal whose two sides have confirmed a term sheet with these clauses. */
async function aDeal(of: unknown = clauses): Promise<number> {
  const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
  const deal = await acceptInterest(by(lan), { interest_id: await expressInterest(by(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await confirms(deal, 1, of)
  return deal
}
/** Both sides have confirmed these clauses as the term sheet of that number. */
async function confirms(deal: number, number: number, of: unknown): Promise<void> {
  const content = JSON.stringify({ format: 1, clauses: of })
  await asOwner(`insert into term_version (deal_id, number, content, sha256, reasons, note, organisation_id, person_id, sent_at, request_key) values (${deal}, ${number}, '${content}', repeat('0', 64), '{}', '', ${institute}, ${lan.person_id}, now(), '${randomUUID()}')`)
  await asOwner(`insert into term_sheet (deal_id, number, content, sha256, confirmed_at) values (${deal}, ${number}, '${content}', repeat('0', 64), '2026-01-02T05:00:00Z') on conflict (deal_id) do update set number = excluded.number, content = excluded.content`)
}
/** The text of that kind is signed by both, the last signature so many days ago. */
async function signed(deal: number, { ago = 5, kind = 'contract' as 'contract' | 'memorandum', sheet = null as number | null } = {}): Promise<void> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex'), person_id = lan.person_id!
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind, template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: person_id, created_at: at, changed_by: person_id, changed_at: at }).returning('id').executeTakeFirstOrThrow()
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: institute, created_by: person_id, created_at: at }).returning('id').executeTakeFirstOrThrow()
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind, number: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [], term_sheet: sheet && { number: sheet, sha256: '0'.repeat(64) } }), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: institute, person_id, issued_at: at, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  await inDeal(by(lan), deal, 'sign', ({ tx, deal: taken }) => versionSigned(tx, by(lan), taken, id, daysFrom(at, -ago)))
}
const take = (deal_id: number, locale: Locale = 'vi') => proposeFromTerms(by(lan, locale), { deal_id, request_key: randomUUID() })
const agreeAll = async (deal_id: number) => agreeMilestones(by(hoa), { deal_id, seen: (await milestonesOf(db, deal_id)).map(({ id }) => id) })
const days = async (deal: number) => Object.fromEntries((await milestonesOf(db, deal)).map((m) => [titleIn(m, 'vi'), m.due_on]))
const of = async (deal: number, title: string): Promise<MilestoneNow> => (await milestonesOf(db, deal)).find((m) => titleIn(m, 'vi') === title)!
const dated = async (deal: number) => (await db.selectFrom('event').select('data').where('subject', '=', `deal:${deal}`).where('type', '=', 'payment.milestones_dated').execute()).map(({ data }) => data)

test('Days run from the signing of the contract, the upfront payment’s too, and none is cut off.', async () => {
  const deal = await aDeal({ ...clauses, upfront: { amount: 300, days: 3650, note: '' } })
  await signed(deal)
  await take(deal)
  expect(await days(deal)).toEqual({ 'Trả trước': dayAfter(before(5), 3650), 'Chạy thử': dayAfter(before(5), 90), 'Bảo hành': null })
  await agreeAll(deal)
  expect((await waitingIn(db, deal)).filter(({ kind }) => kind === 'milestone_to_accept').map(({ due_on }) => due_on).toSorted()).toEqual([dayAfter(before(5), 90), dayAfter(before(5), 3650), null])
})

test('Payments come from the term sheet the signed contract was made of, whatever was confirmed after it; and no plan is proposed beside another.', async () => {
  const deal = await aDeal(), later = { ...clauses, upfront: { amount: 900, days: 15, note: '' } }
  await confirms(deal, 2, later)
  await signed(deal, { sheet: 1 })
  await take(deal)
  expect((await of(deal, 'Trả trước')).amount).toBe(300)
  const unsigned = await aDeal()
  await take(unsigned)
  await agreeAll(unsigned)
  await confirms(unsigned, 2, later)
  await expect(take(unsigned)).rejects.toMatchObject({ refusal: { code: 'no_term_sheet' } })
  expect((await milestonesOf(db, unsigned)).map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([200, 300, 500])
  const fresh = await aDeal()
  await confirms(fresh, 2, later)
  await signed(fresh)
  await take(fresh)
  expect((await of(fresh, 'Trả trước')).amount).toBe(900)
})

test('Not signed yet there is no day; once both have signed what was proposed or agreed has its day, with what waits for it, and what was typed stays.', async () => {
  const [proposed, agreed] = [await aDeal(), await aDeal()]
  for (const deal of [proposed, agreed]) {
    await proposeMilestone(by(lan), { deal_id: deal, request_key: randomUUID(), title: 'Gõ tay', amount: vnd(10), due_on: null, due_event: 'Giao máy', days_to_pay: 5 })
    await take(deal)
    expect(await days(deal)).toEqual({ 'Gõ tay': null, 'Trả trước': null, 'Chạy thử': null, 'Bảo hành': null })
  }
  await agreeAll(agreed)
  for (const deal of [proposed, agreed]) await signed(deal, { kind: 'memorandum', ago: 30 })
  await settled(db, line)
  expect(await days(agreed), 'a memorandum is no contract').toMatchObject({ 'Trả trước': null })
  for (const deal of [proposed, agreed]) await signed(deal)
  await settled(db, line)
  for (const deal of [proposed, agreed]) {
    expect(await days(deal)).toEqual({ 'Gõ tay': null, 'Trả trước': dayAfter(before(5), 15), 'Chạy thử': dayAfter(before(5), 90), 'Bảo hành': null })
    expect(await dated(deal)).toMatchObject([{ milestones: 2, signed_on: before(5) }])
  }
  const waits = (await waitingIn(db, agreed)).filter(({ kind }) => kind === 'milestone_to_accept')
  expect(waits.map(({ text, due_on }) => [text.vi.slice(0, 25), due_on]).toSorted()).toEqual([['Nghiệm thu mốc “Bảo hành”', null], ['Nghiệm thu mốc “Chạy thử”', dayAfter(before(5), 90)], ['Nghiệm thu mốc “Gõ tay” (', null], ['Nghiệm thu mốc “Trả trước', dayAfter(before(5), 15)]])
  expect((await waitingIn(db, proposed)).some(({ kind }) => kind === 'milestone_to_accept')).toBe(false)
})

test('An upfront payment accepted after its day is late from its day on; a deal that was lost gets no days.', async () => {
  const [deal, lost] = [await aDeal(), await aDeal()]
  await signed(deal, { ago: 40 })
  for (const one of [deal, lost]) { await take(one); await agreeAll(one) }
  const { id: milestone_id } = await of(deal, 'Trả trước')
  await acceptMilestone(by(hoa), { deal_id: deal, milestone_id, accepted_on: today })
  expect((await of(deal, 'Trả trước')).payable_on).toBe(before(25))
  expect((await app.inject({ url: `/vi/deals/${deal}/payments`, headers: as('buyer') })).body).toContain('Chậm 25 ngày')
  await loseDeal(by(lan), { deal_id: lost, loss_code: 'price', reason: '' })
  await db.transaction().execute((tx) => dateFromSigning(tx, by(lan), lost, before(5)))
  expect(await days(lost)).toMatchObject({ 'Trả trước': null })
})

test('The signing moves no amount and no day that stands in the books or was agreed, whatever happened before it.', { timeout: 120_000 }, async () => {
  const acts = fc.constantFrom('nothing', 'invoice', 'accept', 'accept and invoice', 'dispute', 'pay')
  await fc.assert(fc.asyncProperty(fc.tuple(acts, acts, acts), fc.integer({ min: 0, max: 60 }), fc.boolean(), async (done, ago, typed) => {
    const deal_id = await aDeal()
    if (typed) await proposeMilestone(by(lan), { deal_id, request_key: randomUUID(), title: 'Gõ tay', amount: vnd(10), due_on: today, due_event: '', days_to_pay: 5 })
    await take(deal_id)
    await agreeAll(deal_id)
    for (const [i, title] of ['Trả trước', 'Chạy thử', 'Bảo hành'].entries()) {
      const { id: milestone_id, amount } = await of(deal_id, title), one = { deal_id, milestone_id }, act = done[i]!
      if (act.includes('accept') || act === 'pay') await acceptMilestone(by(hoa), { ...one, accepted_on: today })
      if (act.includes('invoice')) await recordInvoice(by(lan), { ...one, kind: 'invoice', number: '1', issued_on: today, amount, request_key: randomUUID() })
      if (act === 'pay') await recordReceipt(by(lan), { ...one, amount: vnd(100), received_on: today, note: '', request_key: randomUUID() })
      if (act === 'dispute') await disputeMilestone(by(hoa), { ...one, dispute_reason: 'Chưa đạt như đã nêu' })
    }
    const [were, books] = [await milestonesOf(db, deal_id), await ledgerOf(db, deal_id)]
    await signed(deal_id, { ago })
    await settled(db, line)
    expect(await ledgerOf(db, deal_id)).toEqual(books)
    const expected = new Map(were.map((m) => [m.id, { ...m, due_on: m.due_on ?? (m.days_from_signing === null || books.some(({ milestone_id }) => milestone_id === m.id) ? null : dayAfter(before(ago), m.days_from_signing)) }]))
    const now = await milestonesOf(db, deal_id)
    for (const m of now) expect(m).toEqual(expected.get(m.id))
    // Said once more, of another day, it changes nothing.
    await db.transaction().execute((tx) => dateFromSigning(tx, by(lan), deal_id, before(ago + 3)))
    expect(await milestonesOf(db, deal_id)).toEqual(now)
  }), { numRuns: 15 })
})

test('The database itself lets no day be moved: not one that is set, not of what was typed, not of what is in the books.', async () => {
  const deal = await aDeal()
  await take(deal)
  await agreeAll(deal)
  const [upfront, trial, warranty] = [await of(deal, 'Trả trước'), await of(deal, 'Chạy thử'), await of(deal, 'Bảo hành')]
  await recordInvoice(by(lan), { deal_id: deal, milestone_id: trial.id, kind: 'invoice', number: '1', issued_on: today, amount: trial.amount, request_key: randomUUID() })
  const set = (id: number, due_on: string | null) => db.updateTable('milestone').set({ due_on }).where('id', '=', id).execute()
  await set(upfront.id, today)
  for (const [id, day] of [[upfront.id, before(1)], [upfront.id, null], [trial.id, today], [warranty.id, today]] as const) await expect(set(id, day)).rejects.toThrow(/is not changed/)
})

test('What an English supplier took from the sheet a Vietnamese payer reads in Vietnamese, and each in their own words: on pages, in what waits, in the books, on receipt and fee notice. What was typed stays as typed.', async () => {
  const deal_id = await aDeal()
  await signed(deal_id)
  await take(deal_id, 'en')
  const page = async (who: 'member' | 'buyer', locale: Locale, path = '') => (await app.inject({ url: `/${locale}/deals/${deal_id}/payments${path}`, headers: as(who) })).body
  const reads = (html: string, own: Locale) => expect([html.includes('Trả trước'), html.includes('Upfront payment'), html.includes('Chạy thử')], own).toEqual([own === 'vi', own === 'en', true])
  for (const locale of ['vi', 'en'] as const) reads(await page('buyer', locale), locale)
  expect(await page('buyer', 'vi')).toContain('trong 15 ngày kể từ ngày ký hợp đồng')
  expect(await page('member', 'en')).toContain('within 15 days of the contract’s signing')
  await agreeAll(deal_id)
  const waits = (await waitingIn(db, deal_id)).map(({ text }) => text).find(({ vi }) => vi.includes('300'))!
  expect([waits.vi, waits.en]).toEqual([expect.stringContaining('“Trả trước”'), expect.stringContaining('“Upfront payment”')])
  const { id: milestone_id } = await of(deal_id, 'Trả trước')
  await acceptMilestone(by(hoa), { deal_id, milestone_id, accepted_on: today })
  await aBroker(db, deal_id, lan, at, { basis_points: 1000 })
  const receipt_id = await recordReceipt(by(lan, 'en'), { deal_id, milestone_id, amount: vnd(300), received_on: today, note: '', request_key: randomUUID() })
  const [receipt] = await receiptsOf(db, deal_id, { id: receipt_id })
  const [fee] = await feeLinesOf(db, deal_id), ledger = await ledgerOf(db, deal_id)
  for (const locale of ['vi', 'en'] as const) {
    const names = { vi: 'Trả trước', en: 'Upfront payment' }, other = names[locale === 'vi' ? 'en' : 'vi']
    const said = [await page('buyer', locale, `/milestones/${milestone_id}`), await page('buyer', locale, `/receipts/${receipt!.id}`), JSON.stringify(receiptPaper(receipt!, { deal_id, payer: 'A', payee: 'B', author: 'C', locale })), JSON.stringify(ledgerTable(ledger, locale).rows), JSON.stringify(feePaper(fee!, { deal_id, charged: 'A', author: 'C', locale }))]
    for (const text of said) expect([text.includes(names[locale]), text.includes(other)]).toEqual([true, false])
  }
})

test('An upfront payment whose day is over is late on the officers’ page before anybody accepted it, too; one in dispute stands there once, a milestone that waits for its acceptance and a lost deal not at all.', async () => {
  const [deal, disputed, lost] = [await aDeal(), await aDeal(), await aDeal()]
  for (const one of [deal, disputed, lost]) { await signed(one, { ago: 120 }); await take(one); await agreeAll(one) }
  const { id: milestone_id } = await of(disputed, 'Trả trước')
  await disputeMilestone(by(hoa), { deal_id: disputed, milestone_id, dispute_reason: 'Chưa đạt như đã nêu' })
  await loseDeal(by(lan), { deal_id: lost, loss_code: 'price', reason: '' })
  const seen = async (day = today) => { const { late, disputed: contested } = await needingAttention(db, day); return [late, contested].map((rows) => rows.filter(({ deal_id }) => [deal, disputed, lost].includes(deal_id)).map(({ deal_id, title, owed }) => [deal_id, titleIn({ title, terms_clause: 'upfront' }, 'vi'), owed])) }
  expect(await seen()).toEqual([[[deal, 'Trả trước', 300]], [[disputed, 'Trả trước', 300]]])
  expect((await needingAttention(db, today)).late.find(({ deal_id }) => deal_id === deal)).toMatchObject({ accepted: false, days: 105 })
  expect(await seen(before(105)), 'on its day it is in time').toEqual([[], [[disputed, 'Trả trước', 300]]])
  const officer = await app.inject({ url: '/vi/payments', headers: as('officer') })
  expect(officer.body).toContain('(bên trả chưa nghiệm thu)')
  await acceptMilestone(by(hoa), { deal_id: deal, milestone_id: (await of(deal, 'Trả trước')).id, accepted_on: today })
  expect((await needingAttention(db, today)).late.filter(({ deal_id }) => deal_id === deal)).toMatchObject([{ accepted: true, days: 105, owed: 300 }])
})

test('What waited since an earlier release is named in each reader’s language, without anything else having to happen; what somebody typed is not.', async () => {
  const [deal, typed] = [await aDeal(), await aDeal()]
  await take(deal)
  await proposeMilestone(by(lan), { deal_id: typed, request_key: randomUUID(), title: 'Upfront payment', amount: vnd(10), due_on: null, due_event: 'Giao máy', days_to_pay: 0 })
  for (const one of [deal, typed]) await agreeAll(one)
  const { id } = await of(deal, 'Trả trước')
  await inDeal(by(lan), deal, 'sign', ({ tx, deal: taken }) => openDuty(tx, by(lan), taken, { part: 'payments', kind: 'annex_plan', key: '1:1', organisation_id: institute, power: 'sign', text: { vi: 'Theo Phụ lục số 1 (Trả trước / Upfront payment)', en: 'After Annex no. 1 (Trả trước / Upfront payment)' } }))
  await asOwner(`update deal_duty set text = '{"vi": "Nghiệm thu mốc “Upfront payment” (300 đồng)", "en": "Accept the milestone “Upfront payment” (300 đồng)"}' where key = '${id}'`)
  const said = async (of: number) => (await waitingIn(db, of)).filter(({ kind, text }) => kind === 'annex_plan' || text.vi.includes('300') || of === typed).map(({ text, sequence }) => [text.vi, text.en, sequence]).toSorted()
  const before = await said(typed), [[, , old] = []] = await said(deal)
  const migration = await readFile('database/migrations/0115_duties_name_upfront_payments.sql', 'utf8')
  for (const time of [1, 2]) {
    await asOwner(migration)
    expect(await said(deal), `run ${time}`).toEqual([['Nghiệm thu mốc “Trả trước” (300 đồng)', 'Accept the milestone “Upfront payment” (300 đồng)', Number(old) + 1], ['Theo Phụ lục số 1 (Trả trước)', 'After Annex no. 1 (Upfront payment)', expect.any(Number)]])
  }
  expect([await said(typed), before[0]?.[0]]).toEqual([before, expect.stringContaining('“Upfront payment”')])
})

test('Who takes their data out reads an upfront payment by both its names, whichever it was stored under.', async () => {
  const deal = await aDeal()
  await take(deal)
  await asOwner(`update milestone set title = 'Upfront payment' where deal_id = ${deal} and terms_clause = 'upfront'`)
  const held = await holdingsOf(db, lan.person_id!)
  const titles = Object.values(held).flatMap((tables) => (tables['milestone'] ?? []) as { deal_id: number; title: string }[]).filter(({ deal_id }) => deal_id === deal).map(({ title }) => title)
  expect(titles.toSorted()).toEqual(['Bảo hành', 'Chạy thử', 'Trả trước / Upfront payment'])
})

test('One an earlier release took in the language of whoever pressed is worded in the reader’s, too.', () => {
  const old = { title: 'Upfront payment', due_event: 'After the contract is signed', terms_clause: 'upfront' as const, days_from_signing: null }
  expect([titleIn(old, 'vi'), eventIn(old, 'vi'), titleIn(old, 'en'), eventIn(old, 'en')]).toEqual(['Trả trước', 'Sau khi ký hợp đồng', 'Upfront payment', 'After the contract is signed'])
  expect(titleIn({ title: 'Upfront payment', terms_clause: null }, 'vi')).toBe('Upfront payment')
})
