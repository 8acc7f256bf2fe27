import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { settled } from '../../../tests/settled.ts'
import { type Actor, anonymous, type Ctx, record } from '../../core/context.ts'
import { openReactions } from '../../core/reactions.ts'
import { largestVnd, vnd } from '../../platform/money.ts'
import { loseDeal } from '../deals/commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { partDuties } from '../deals/duties.ts'
import { inDeal } from '../deals/turns.ts'
import { jobHandlers, type JobParts } from '../../jobs.ts'
import { reactionsOf } from '../../reactions.ts'
import { onMilestone, post } from '../payments/ledger-commands.ts'
import { postings } from '../payments/ledger-rules.ts'
import { decideSplit, proposeSplit, ReviewBooks, reviewBooks, StateResult, stateResult } from './commands.ts'
import { awaitBooksOf, awaitOldBooks } from './duties.ts'
import { bookWords, booksRows, decisionPaper, reviewWords } from './decision-paper.ts'
import { recordOf } from './decision-queries.ts'
import { booksOf, factsOf, reviewsOf, rulesShown, splitRulesOn, splitsOf } from './queries.ts'
import { booksRefusal, knownOf, leftOf, paidBackOf, revenueRefusal, seenOf } from './rules.ts'

const { db, asOwner } = await testDatabase()
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), editor = await aPerson(db, { organisation: institute, role: 'editor' }), signer = await aPerson(db, { organisation: institute, role: 'signer' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise }), outsider = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor): Ctx => ctxOf(db, actor, minutesAfterNoon(10))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
let deal: number
beforeEach(async () => {
  const offer = await listed(db, institute, `Tin ${randomUUID()}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await stateResult(as(lan), StateResult.parse({ deal_id: String(deal), request_key: randomUUID(), task_code: 'KC.05/2020', task_name: 'Máy sấy bơm nhiệt', state_share: '70', owner: 'holder', transfers: 'use', act_on: '2025-06-01', authority: 'Viện trưởng', decision_number: '', decision_on: '', valuer: '', valuation: '', valued_on: '', disclosed_from: '', disclosed_until: '', alternatives: 'Đấu giá; chào giá công khai; giao trực tiếp vì đã chào hai lần.' }))
})
const booked = (kind: 'received' | 'refunded' | 'withheld', amount: number, minutes = 10) => inDeal(as(lan), deal, 'edit', ({ tx, deal: row }) => post(tx, ctxOf(db, lan, minutesAfterNoon(minutes)), row, { milestone_id: null, kind, lines: postings(kind, amount), on_day: '2026-03-02' }))
const propose = (amount: number, beyond_reason = '', who: Actor = editor) => refused(proposeSplit(as(who), { deal_id: deal, request_key: randomUUID(), revenue: 'Mốc 1, hóa đơn 0001', amount: vnd(amount), beyond_reason, authors: 3000, broker: 1000, state: 0, research: 3000, welfare: 3000, reason: 'Theo quy chế của viện.' }))
const newest = async () => (await splitsOf(db, deal))[0]!
const left = async () => leftOf(await booksOf(db, deal))
const why = 'Viện trưởng đã đồng ý bằng văn bản.'
const decide = async (who: Actor, { decision = 'approved' as 'approved' | 'returned', decision_reason = why, left_seen = undefined as number | undefined } = {}) => refused(decideSplit(as(who), { deal_id: deal, split_id: (await newest()).id, decision, decision_reason, left_seen: left_seen ?? await left() }))
const waits = async (who: Actor) => (await partDuties(db, who, { deal })).filter(({ kind }) => kind === 'split_paid_back').map(({ path, text }) => [path, text.vi])
const look = (minutes: number) => db.transaction().execute((tx) => awaitBooksOf(tx, ctxOf(db, anonymous, minutesAfterNoon(minutes)), deal))

test.each<[string, number, { received: number; divided: number }, string, string | null]>([
  ['within what came in', 60, { received: 100, divided: 40 }, '', null], ['a đồng more', 61, { received: 100, divided: 40 }, '', 'more_than_to_divide'], ['a đồng more, and where it is', 61, { received: 100, divided: 40 }, 'Ngoài sổ.', null], ['nothing came in', 1, { received: 0, divided: 0 }, '', 'more_than_to_divide'],
  ['after a refund', 1, { received: 10, divided: 40 }, '', 'more_than_to_divide'], ['beyond all counting, whatever is said', largestVnd, { received: 0, divided: 1 }, 'Ngoài sổ.', 'divided_beyond_counting'],
])('what may be proposed: %s', (_, amount, books, reason, code) => expect(revenueRefusal(amount, books, reason)?.code ?? null).toBe(code))
test.each<[string, number, number, string, string | null]>([
  ['within', 60, 60, '', null], ['beyond, no word', 61, 60, '', 'beyond_reason_needed'], ['beyond with a word', 61, 60, 'Ngoài sổ.', null], ['the books were read otherwise', 60, 61, 'Ngoài sổ.', 'books_moved'], ['beyond all counting', largestVnd, 60, 'Ngoài sổ.', 'divided_beyond_counting'],
])('what may be approved of 100 received and 40 divided: %s', (_, amount, left_seen, reason, code) => expect(booksRefusal(amount, { received: 100, divided: 40 }, { left_seen, reason })?.code ?? null).toBe(code))

test('what came in is divided once: the second division is refused what the first has divided, and tax withheld is not received', async () => {
  await booked('received', 100_000_000)
  await booked('withheld', 5_000_000)
  expect(await booksOf(db, deal)).toEqual({ received: 100_000_000, withheld: 5_000_000, divided: 0 })
  expect(await propose(100_000_001)).toBe('more_than_to_divide')
  expect(await propose(70_000_000)).toBe('done')
  expect([await left(), await decide(signer), await left()]).toEqual([100_000_000, 'done', 30_000_000])
  expect(await newest()).toMatchObject({ received: 100_000_000, divided_before: 0, revenue: 'Mốc 1, hóa đơn 0001' })
  expect([await propose(30_000_001), await propose(30_000_000)]).toEqual(['more_than_to_divide', 'done'])
  expect([await decide(signer), await left()]).toEqual(['done', 0])
  expect(await newest()).toMatchObject({ received: 100_000_000, divided_before: 70_000_000 })
  expect(await propose(1)).toBe('more_than_to_divide')
})

test('two people who press at once do not divide the same money twice', async () => {
  await booked('received', 100_000_000)
  expect((await Promise.all([propose(100_000_000), propose(100_000_000, '', lan)])).toSorted()).toEqual(['done', 'split_waits'])
  const other = (await newest()).proposed_by === lan.person_id ? signer : lan
  expect((await Promise.all([decide(other, { left_seen: 100_000_000 }), decide(other, { left_seen: 100_000_000 }), propose(100_000_000)])).filter((code) => code === 'done')).toHaveLength(1)
  expect(await left()).toBe(0)
  expect([await propose(1), await booksOf(db, deal)]).toEqual(['more_than_to_divide', { received: 100_000_000, withheld: 0, divided: 100_000_000 }])
})

test('money paid back while a division waits: who approves is shown the books again, says why, and the database asks for the word too', async () => {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await booked('refunded', 40_000_000)
  expect(await decide(signer, { left_seen: 100_000_000 })).toBe('books_moved')
  const { id } = await newest()
  await expect(db.updateTable('result_split').set({ decision: 'approved', decided_by: signer.person_id, decided_at: noon, received: vnd(60_000_000), divided_before: vnd(0) }).where('id', '=', id).execute()).rejects.toThrow(/check/)
  expect(await decide(signer, { decision: 'returned', left_seen: 100_000_000 }), 'returning divides nothing').toBe('done')
  expect((await newest()).received).toBeNull()
})
test('of two who press at once, one refunding and one approving, the approval is of the books as they stand', async () => {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  const [approval] = await Promise.all([decide(signer, { left_seen: 100_000_000 }), booked('refunded', 1)])
  const { received } = await newest()
  expect([['done', 100_000_000], ['books_moved', null]]).toContainEqual([approval, received])
  expect((await booksOf(db, deal)).received).toBe(99_999_999)
})

test('a refund after a division is shown as a difference, on the page’s words and in the printed file; so is money outside the ledger', async () => {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await decide(signer)
  await booked('refunded', 30_000_000)
  const books = await booksOf(db, deal), splits = await splitsOf(db, deal)
  expect(bookWords(splits[0]!, books, 'vi')).toEqual(['Chia khoản thu: Mốc 1, hóa đơn 0001.', 'Khi duyệt, sổ thanh toán đã thu 100.000.000 đồng; các phương án trước đã chia 0 đồng; phương án này chia 100.000.000 đồng; còn lại 0 đồng.', expect.stringContaining('ít hơn lúc duyệt 30.000.000 đồng')])
  expect(booksRows(books, splits, 'vi').map(([, amount]) => amount)).toEqual(['70.000.000 đồng', '100.000.000 đồng', '0 đồng'])
  await propose(10_000_000, 'Tiền mặt thu tại viện, phiếu thu 15.')
  const [own] = await factsOf(db, deal)
  const words = JSON.stringify(decisionPaper({ deal_id: deal, owner: 'Viện Cơ điện', fact: own!, splits: await splitsOf(db, deal), reviews: await reviewsOf(db, deal), books: await booksOf(db, deal), rules: rulesShown(await splitRulesOn(db, own!)), record: await recordOf(as(lan).db, deal), sayEvent: ({ event }) => event.type, created: noon, locale: 'vi' }).blocks)
  for (const said of ['Đã thu theo sổ thanh toán', 'Số đã chia nhiều hơn số tiền sổ thanh toán ghi nhận 30.000.000 đồng', 'ít hơn lúc duyệt 30.000.000 đồng', 'Tiền mặt thu tại viện, phiếu thu 15.', 'phương án này chia 10.000.000 đồng; còn lại thiếu 40.000.000 đồng']) expect(words).toContain(said)
  expect([await decide(signer, { decision_reason: '' }), await decide(signer)]).toEqual(['absent_reason_needed', 'done'])
  expect((await db.selectFrom('event').select('data').where('subject', '=', `result:${deal}`).where('type', '=', 'result.split_approved').orderBy('id', 'desc').executeTakeFirst())?.data).toMatchObject({ beyond: 40_000_000 })
})

test.each<[string, number, number, number[], number]>([
  ['nothing paid back', 100, 100, [], 0], ['part of what was divided', 100, 100, [-30], 30], ['only what was left', 100, 60, [-30], 0], ['approved beyond the ledger, knowingly', 0, 40, [], 0], ['so, and then paid back', 80, 120, [-30], 30], ['more came in', 100, 100, [20], 0],
  ['divided before it came in, and then paid back', 0, 100, [100, -100], 100], ['more divided than was there, the rest came in and went back', 100, 150, [50, -50], 50], ['it came in twice over and half went back', 0, 100, [100, 100, -100], 0], ['paid back, and received again', 100, 100, [-100, 40, 60], 0], ['received again, and paid back again', 100, 100, [-100, 100, -40], 40],
])('what was paid back of divided money: %s', (_, seen, divided, moves, back) => expect(paidBackOf({ received: moves.reduce((sum, move) => sum + move, seen), divided }, knownOf({ received: seen, moves }))).toBe(back))
test.each<[string, number, number]>([['before anything came in', 0, 100], ['beyond what was there', 100, 50]])('money divided %s, which came in and was paid back, waits', async (_, before, after) => {
  if (before) await booked('received', before)
  await propose(before + after, 'Sẽ về trong tháng.')
  await decide(signer)
  await booked('received', after, 20)
  await look(21)
  expect(await waits(signer)).toEqual([])
  await booked('refunded', after, 30)
  await look(31)
  expect(await waits(signer)).toHaveLength(1)
})

const how = 'Đã thu lại từ các tác giả, phiếu thu 31.'
const at = (who: Actor, minutes: number): Ctx => ctxOf(db, who, minutesAfterNoon(minutes))
const review = async (ctx: Ctx, seen?: string) => refused(reviewBooks(ctx, ReviewBooks.parse({ deal_id: deal, review_reason: how, seen: seen ?? seenOf(await booksOf(db, deal)) })))
/** Money was divided and then paid back, and it waits. */
async function paidBack(): Promise<void> {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await decide(signer)
  await booked('refunded', 30_000_000, 20)
  await look(21)
}
const looked = async () => (await reviewsOf(db, deal)).length
test.each<[string, () => Actor, string]>([['the owner', () => lan, 'done'], ['a signer', () => signer, 'done'], ['an editor', () => editor, 'not_permitted'], ['a viewer', () => viewer, 'not_permitted'], ['the other side', () => hoa, 'not_permitted'], ['a stranger', () => outsider, 'not_found'], ['the deal officer', () => officer, 'not_permitted'], ['the inspector', () => inspector, 'not_permitted'], ['nobody signed in', () => anonymous, 'sign_in_first'], ['an officer in the owner’s name', () => ({ ...lan, acted_by: { person_id: officer.person_id!, name: 'Cán bộ' } }), 'in_person_only']])('saying what comes of money paid back after it was divided: %s', async (_, who, code) => {
  await paidBack()
  expect(await review(at(who(), 30))).toBe(code)
  expect([await looked(), (await waits(signer)).length]).toEqual(code === 'done' ? [1, 0] : [0, 1])
})
test('whoever looks again does so once, with the books as they stand before their eyes and having just shown who they are; their word stands in the file and the log, and what is paid back after it waits anew', async () => {
  expect(await review(at(signer, 5))).toBe('nothing_paid_back')
  await paidBack()
  const seen = seenOf(await booksOf(db, deal))
  for (const reason of ['Đã xem.', 'x'.repeat(501)]) expect(ReviewBooks.safeParse({ deal_id: deal, review_reason: reason, seen }).success).toBe(false)
  expect(await review({ ...at(signer, 30), session: null })).toBe('confirm_first')
  await booked('refunded', 1_000_000, 25)
  expect([await review(at(signer, 30), seen), await looked(), (await waits(signer)).length]).toEqual(['books_moved', 0, 1])
  expect((await Promise.all([review(at(signer, 30)), review(at(lan, 30))])).toSorted()).toEqual(['done', 'nothing_paid_back'])
  const [own] = await factsOf(db, deal), reviews = await reviewsOf(at(lan, 31).db, deal), word = reviewWords(reviews[0]!, 'vi')
  expect(word).toContain('khi sổ thanh toán đã thu 69.000.000 đồng và đã chia 100.000.000 đồng: Đã thu lại từ các tác giả, phiếu thu 31.')
  expect(word).toContain(`${reviews[0]!.reviewer} xem lại ngày`)
  expect(JSON.stringify(decisionPaper({ deal_id: deal, owner: 'Viện Cơ điện', fact: own!, splits: await splitsOf(db, deal), reviews, books: await booksOf(db, deal), rules: [], record: await recordOf(as(lan).db, deal), sayEvent: ({ event }) => event.type, created: noon, locale: 'vi' }).blocks)).toContain(word)
  expect((await db.selectFrom('event').select('data').where('subject', '=', `result:${deal}`).where('type', '=', 'result.books_reviewed').execute()).map(({ data }) => data)).toEqual([{ deal_id: deal, received: 69_000_000, divided: 100_000_000, reason: how }])
  expect(await reviewsOf(at(hoa, 31).db, deal), 'not the other side’s to read').toEqual([])
  await look(40)
  expect(await waits(signer)).toEqual([])
  await booked('refunded', 5_000_000, 50)
  await look(51)
  expect(await waits(signer)).toHaveLength(1)
  await booked('received', 5_000_000, 60)
  await look(61)
  expect(await waits(signer), 'as much as there was when they looked').toEqual([])
})
test('a deal that is lost and pays back what was divided lets its supplying side say what comes of it, too', async () => {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await decide(signer)
  await loseDeal(as(hoa), { deal_id: deal, loss_code: 'no_budget', reason: '' })
  await booked('refunded', 100_000_000, 20)
  await look(21)
  expect(await waits(signer)).toHaveLength(1)
  expect([await review(at(hoa, 30)), await review(at(signer, 30)), await looked()]).toEqual(['not_permitted', 'done', 1])
  await look(40)
  expect(await waits(signer)).toEqual([])
})
test('money paid back after it was divided waits for those who may decide, with no amount before the other side; it goes once as much came in again', async () => {
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await decide(signer)
  await look(20)
  expect(await waits(signer)).toEqual([])
  await booked('refunded', 30_000_000)
  await look(30)
  await look(31)
  for (const who of [lan, signer]) expect(await waits(who), who.name).toEqual([[`/deals/${deal}/result`, 'Xem lại phân chia thu nhập: tiền đã hoàn lại sau khi chia']])
  for (const who of [editor, viewer, hoa, outsider, officer]) expect(await waits(who), who.name).toEqual([])
  await booked('received', 30_000_000)
  await look(40)
  expect(await waits(signer)).toEqual([])
  await booked('refunded', 10_000_000)
  await look(50)
  expect(await waits(signer)).toHaveLength(1)
  await propose(1, 'Tiền mặt thu tại viện, phiếu thu 15.')
  expect([await decide(signer), await waits(signer)], 'or a later division was approved with the books before one’s eyes').toEqual(['done', []])
})
test('the payee’s refund itself opens it, and one of before anybody was told of it is found in the morning', async () => {
  const waits = async () => (await partDuties(db, signer, { deal })).filter(({ kind }) => kind === 'split_paid_back').length
  const row = await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow()
  await booked('received', 100_000_000)
  await propose(100_000_000)
  await decide(signer)
  await settled(db, line)
  await inDeal(ctxOf(db, lan, minutesAfterNoon(20)), deal, 'edit', async ({ tx, side }) => {
    const ctx = ctxOf(db, lan, minutesAfterNoon(20))
    await post(tx, ctx, row, { milestone_id: null, kind: 'refunded', lines: postings('refunded', 1), on_day: '2026-03-02' })
    await record(tx, ctx, `deal:${deal}`, { type: 'payment.refunded', amount: vnd(1), reason: 'Trả lại.', ...onMilestone(row, 1, side) }, side)
  })
  expect(await waits()).toBe(0)
  await settled(db, line)
  expect(await waits()).toBe(1)
  await asOwner(`delete from deal_duty where deal_id = ${deal}`)
  await awaitOldBooks(db, minutesAfterNoon(60))
  expect(await waits()).toBe(1)
  // In the morning: a file before it that cannot be looked at stops neither it nor the reminders, and is named.
  await asOwner(`delete from deal_duty where deal_id = ${deal}`)
  const broken = (await db.selectFrom('deal').select('id').where('id', '<', deal).orderBy('id').executeTakeFirstOrThrow()).id
  await asOwner(`update deal_duty set done_at = null, due_on = '2026-03-03', reminded_for = null, organisation_id = ${institute}, since = '2026-02-01' where id = (select min(id) from deal_duty where deal_id <> ${broken})`)
  for (const side of [institute, enterprise]) await db.insertInto('registration_fact').values({ deal_id: broken, direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', appraised: false, voluntary: true, performed: null, note: '', organisation_id: side, person_id: hoa.person_id!, stated_at: noon }).execute()
  await asOwner(`create function breaks() returns trigger language plpgsql as $$ begin raise 'this file is broken'; end $$; create trigger breaks before insert on deal_duty for each row when (new.deal_id = ${broken}) execute function breaks()`)
  await expect(jobHandlers({ db, now: () => minutesAfterNoon(60) } as JobParts).remind_duties({})).rejects.toThrow(`deal ${broken}: this file is broken`)
  await asOwner('drop trigger breaks on deal_duty')
  expect([await waits(), (await db.selectFrom('event').select('id').where('type', '=', 'deal.duty_reminded').execute()).length]).toEqual([1, 1])
})

test.each<[string, () => Actor, string]>([['the owner', () => lan, 'done'], ['an editor', () => editor, 'done'], ['a signer', () => signer, 'not_permitted'], ['a viewer', () => viewer, 'not_permitted'], ['the other side', () => hoa, 'not_permitted'], ['a stranger', () => outsider, 'not_found'], ['the deal officer', () => officer, 'not_permitted'], ['the inspector', () => inspector, 'not_permitted']])('dividing more than came in is nobody’s but the side’s: %s', async (_, who, code) => {
  await booked('received', 5)
  expect(await propose(6, 'Ngoài sổ.', who())).toBe(code)
  expect((await splitsOf(db, deal)).length).toBe(code === 'done' ? 1 : 0)
  if (code === 'done') expect(await propose(6, 'Ngoài sổ.')).toBe('split_waits')
})
test.each<[string, () => Actor, string]>([['the owner', () => lan, 'done'], ['a signer', () => signer, 'done'], ['who proposed', () => editor, 'not_permitted'], ['a viewer', () => viewer, 'not_permitted'], ['the other side', () => hoa, 'not_permitted'], ['a stranger', () => outsider, 'not_found'], ['the deal officer', () => officer, 'not_permitted'], ['the inspector', () => inspector, 'not_permitted']])('approving it: %s', async (_, who, code) => {
  await propose(6, 'Ngoài sổ.')
  expect(await decide(who())).toBe(code)
  expect((await booksOf(db, deal)).divided).toBe(code === 'done' ? 6 : 0)
})
