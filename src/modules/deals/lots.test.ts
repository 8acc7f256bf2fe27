import { expect, test } from 'vitest'
import { aLot, lotForm, paid, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, byTime, type Ctx } from '../../core/context.ts'
import type { Reaction } from '../../core/reactions.ts'
import { vnd } from '../../platform/money.ts'
import { reactionsOf } from '../../reactions.ts'
import { completeLot, defaultLot } from '../auctions/after-commands.ts'
import { draftLot } from '../auctions/draft-commands.ts'
import { closeRegistrations, endUnsold, settleLot } from '../auctions/ending.ts'
import { registerBidder } from '../auctions/registration-commands.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { partDuties } from './duties.ts'
import { negotiateLot, openDealOfLot } from './lot-commands.ts'

const { db } = await testDatabase()
await loadCodeLists(db, 'data')
const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện'), one = await anOrganisation(db, 'enterprise', 'Công ty Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai')
const dau = await aPerson(db, { staff: ['auction_officer'] }), gia = await aPerson(db, { staff: ['auction_officer'] }), lan = await aPerson(db, { organisation: seller }), hoa = await aPerson(db, { organisation: one }), vy = await aPerson(db, { organisation: one, role: 'viewer' }), qua = await aPerson(db, { organisation: two })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
/** A lot with two who may bid, armed. */
async function armed(over: Record<string, unknown> = {}, offer?: number) {
  const lot = await aLot(db, { officer: dau, second: gia, offer: offer ?? await listed(db, seller, 'Máy sấy lạnh'), now: noon, over })
  const bidders = []
  for (const actor of [hoa, qua]) { const id = await registerBidder(as(actor), registration(lot)); await paid(db, dau, id, noon); bidders.push(await db.selectFrom('auction_bidder').selectAll().where('id', '=', id).executeTakeFirstOrThrow()) }
  await closeRegistrations(db, minutesAfterNoon(60))
  return { lot, bidders: bidders as [typeof bidders[0], typeof bidders[0]] }
}
const row = (id: number) => db.selectFrom('auction_lot').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const states = async (lot: number) => (await db.selectFrom('auction_deposit').select(['organisation_id', 'state']).where('lot_id', '=', lot).execute()).map(({ organisation_id, state }) => [organisation_id, state]).toSorted((a, b) => Number(a[0]) - Number(b[0]))
const reactions = reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) })
/** What follows from an event, without waiting for the line: other tests on the server may hold it up. */
async function follows(type: 'lot.signed' | 'deal.won', at: Date, data: Record<string, unknown>): Promise<void> {
  const event = await db.insertInto('event').values({ type, subject: 'lot:1', person_id: null, acted_by: null, organisation_id: type === 'deal.won' ? seller : null, at, request_id: 'test', data: JSON.stringify(data) }).returning(['id', 'type', 'subject', 'person_id', 'organisation_id', 'at', 'request_id', 'data']).executeTakeFirstOrThrow()
  for (const reaction of reactions[type] ?? []) await db.transaction().execute((tx) => (reaction as Reaction<never>)(tx, event as never))
}
/** What the writer of the lot leaves when minutes are signed. */
const signs = async (lot: number, number: number) => {
  await db.updateTable('auction_lot').set({ phase: 'signed', winner: number, price: vnd(120_000_000) }).where('id', '=', lot).execute()
  await follows('lot.signed', minutesAfterNoon(300), { lot_id: lot, winner: number, price: 120_000_000 })
}

test('Signed minutes open a deal file between seller and winner at the contract, with price, deposit and a duty for each; the others are paid back.', async () => {
  const { lot, bidders: [first] } = await armed()
  await signs(lot, first.number!)
  const after = await row(lot)
  expect(after).toMatchObject({ state: 'settling', ended_at: minutesAfterNoon(300) })
  const deal = await db.selectFrom('deal').selectAll().where('id', '=', after.deal_id!).executeTakeFirstOrThrow()
  expect(deal).toMatchObject({ offer_id: after.listing_id, supplier_organisation_id: seller, demander_organisation_id: one, stage: 'contract' })
  expect((await db.selectFrom('interest').select(['message', 'state']).where('id', '=', deal.interest_id).executeTakeFirstOrThrow())).toEqual({ state: 'accepted', message: `Trúng phiên số ${lot} với giá 120.000.000 đồng; tiền đặt trước 10.000.000 đồng đã thành tiền đặt cọc.` })
  for (const actor of [lan, hoa]) expect((await partDuties(as(actor).db, actor, { deal: deal.id })).filter(({ kind }) => kind === 'lot_contract')).toHaveLength(1)
  expect(await states(lot)).toEqual([[one, 'converted'], [two, 'refund_due']])
  // Told twice, it happened once.
  expect(await db.transaction().execute((tx) => settleLot(tx, byTime(db, minutesAfterNoon(301), 'test'), lot))).toBeNull()
  expect(await db.selectFrom('deal').select('id').where('offer_id', '=', after.listing_id).execute()).toHaveLength(1)
})
test('A winner who had expressed interest before has one file, not two.', async () => {
  const { lot, bidders: [first] } = await armed()
  const { listing_id } = await row(lot)
  await db.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id: one, person_id: hoa.person_id!, message: 'Chúng tôi quan tâm từ trước.', state: 'pending', reasons: '[]', request_key: '11111111-1111-4111-8111-111111111111', expressed_at: noon, decline_code: null, answered_by: null, answered_at: null }).execute()
  await signs(lot, first.number!)
  expect(await db.selectFrom('interest').select('state').where('listing_id', '=', listing_id).execute()).toEqual([{ state: 'accepted' }])
  expect((await row(lot)).deal_id).not.toBeNull()
})
test('A winner whose earlier deal on the same offer is closed has a new file, and the old one stays as it was closed; what comes again of this lot is the same new file.', async () => {
  const { lot, bidders: [first] } = await armed()
  const { listing_id } = await row(lot)
  const { id: interest_id } = await db.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id: one, person_id: hoa.person_id!, message: 'Giao dịch cũ.', state: 'accepted', reasons: '[]', request_key: crypto.randomUUID(), expressed_at: noon, decline_code: null, answered_by: null, answered_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: old } = await db.insertInto('deal').values({ interest_id, offer_id: listing_id, need_id: null, supplier_organisation_id: seller, demander_organisation_id: one, stage: 'lost', stage_since: noon, opened_at: noon, closed_at: noon, value: null, loss_code: 'price', closing_value: null, closing_organisation_id: null, closing_at: null }).returning('id').executeTakeFirstOrThrow()
  await signs(lot, first.number!)
  const { deal_id } = await row(lot)
  expect(deal_id).not.toBe(old)
  expect(await db.selectFrom('deal as d').innerJoin('interest as i', 'i.id', 'd.interest_id').select(['d.id', 'd.stage', 'i.lot_id']).where('d.offer_id', '=', listing_id).orderBy('d.id').execute()).toEqual([{ id: old, stage: 'lost', lot_id: null }, { id: deal_id, stage: 'contract', lot_id: lot }])
  for (const actor of [lan, hoa]) expect((await partDuties(as(actor).db, actor, { deal: deal_id! })).filter(({ kind }) => kind === 'lot_contract')).toHaveLength(1)
  await db.updateTable('deal').set({ stage: 'lost', loss_code: 'price', closed_at: noon }).where('id', '=', deal_id).execute()
  const sold = { lot_id: lot, listing_id, seller_id: seller, buyer_id: one, person_id: hoa.person_id!, price: vnd(120_000_000), deposit: vnd(10_000_000), demonstration: false, title: { vi: 'Máy', en: 'Machine' } }
  expect(await db.transaction().execute((tx) => openDealOfLot(tx, byTime(db, minutesAfterNoon(400), 'test'), sold))).toBe(deal_id)
})
test('Officers, and nobody else, say that everything was done or given up; who gave up is not admitted when the lot runs again, and others are.', async () => {
  const { lot, bidders: [first] } = await armed()
  await signs(lot, first.number!)
  for (const actor of [lan, hoa, anonymous]) for (const act of [completeLot(as(actor), { lot_id: lot }), defaultLot(as(actor), { lot_id: lot, reason: 'Quá hạn thanh toán' })]) expect(await refused(act)).toBe(actor === anonymous ? 'sign_in_first' : 'not_permitted')
  expect(await refused(defaultLot({ ...as(dau), session: null }, { lot_id: lot, reason: 'Quá hạn thanh toán' }))).toBe('confirm_first')
  await defaultLot(as(dau, 400), { lot_id: lot, reason: 'Quá hạn thanh toán' })
  expect(await refused(completeLot(as(dau, 400), { lot_id: lot }))).toBe('wrong_state')
  const { listing_id } = await row(lot)
  expect(await refused(draftLot(as(dau), lotForm(await listed(db, seller, 'Khác'), noon, { replaces: String(lot) })))).toBe('not_to_run_again')
  const again = await aLot(db, { officer: dau, second: gia, offer: listing_id, now: noon, over: { replaces: String(lot) } })
  expect(await refused(registerBidder(as(hoa), registration(again)))).toBe('defaulted_before')
  expect(await refused(registerBidder(as(qua), registration(again)))).toBe('done')
})
test('A deal both sides call closed completes its lot.', async () => {
  const { lot, bidders: [first] } = await armed()
  await signs(lot, first.number!)
  const { deal_id, listing_id } = await row(lot)
  await follows('deal.won', minutesAfterNoon(900), { deal_id, value: 120_000_000, supplier_organisation_id: seller, demander_organisation_id: one })
  expect((await row(lot)).state).toBe('completed')
  expect(listing_id).toBeGreaterThan(0)
})
test('A voluntary lot that failed lets those who were to bid negotiate, where its rules say so; a viewer, a stranger and who never registered do not.', async () => {
  const { lot } = await armed({ negotiation: 'yes' })
  expect(await refused(negotiateLot(as(hoa), { lot_id: lot }))).toBe('not_found')
  await db.transaction().execute((tx) => endUnsold(tx, byTime(db, minutesAfterNoon(300), 'test'), lot, 'fail', 'no_bids'))
  expect(await states(lot)).toEqual([[one, 'refund_due'], [two, 'refund_due']])
  expect(await refused(negotiateLot(as(anonymous), { lot_id: lot }))).toBe('sign_in_first')
  expect(await refused(negotiateLot(as(vy), { lot_id: lot }))).toBe('not_permitted')
  expect(await refused(negotiateLot(as(lan), { lot_id: lot }))).toBe('not_found')
  const [a, b] = await Promise.all([negotiateLot(as(hoa), { lot_id: lot }), negotiateLot(as(hoa), { lot_id: lot })])
  expect(a).toBe(b)
  expect(await db.selectFrom('deal').select(['stage', 'supplier_organisation_id', 'demander_organisation_id']).where('id', '=', a).executeTakeFirstOrThrow()).toEqual({ stage: 'discussion', supplier_organisation_id: seller, demander_organisation_id: one })
  const { lot: without } = await armed()
  await db.transaction().execute((tx) => endUnsold(tx, byTime(db, minutesAfterNoon(300), 'test'), without, 'fail', 'no_bids'))
  expect(await refused(negotiateLot(as(hoa), { lot_id: without }))).toBe('not_found')
})
