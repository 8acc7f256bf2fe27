import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { idField } from '../../platform/fields.ts'
import { formatVnd } from '../../platform/money.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import type { Sold } from '../auctions/ending.ts'
import { registersFor } from '../auctions/rules.ts'
import { lotInTurn, lotRow } from '../auctions/turns.ts'
import { numberOn } from '../rulebook/queries.ts'
import { openDuty } from './duties.ts'
import { enterStep } from './entering.ts'
import type { OpenStage, Titles } from './schema.ts'
import { concerning } from './turns.ts'

interface Between { lot_id: number; listing_id: number; seller_id: number; buyer_id: number; person_id: number; message: string; demonstration: boolean; stage: OpenStage }
/**
 * The deal of these two about this offer: that of this lot, or the one they have open, or one that opens from an interest
 * that says which lot it comes from. A file that was closed before tells of another deal, and nothing is added to it.
 */
async function dealBetween(tx: Tx, ctx: Ctx, { lot_id, listing_id, seller_id, buyer_id, person_id, message, demonstration, stage }: Between): Promise<number> {
  const now = ctx.now()
  const known = await tx.selectFrom('interest').select(['id', 'lot_id']).where('listing_id', '=', listing_id).where('organisation_id', '=', buyer_id).where('counter_listing_id', 'is', null).where('state', 'in', ['pending', 'accepted']).orderBy('id', 'desc').forUpdate().execute()
  const files = new Map(known.length === 0 ? [] : (await tx.selectFrom('deal').select(['id', 'interest_id', 'stage']).where('interest_id', 'in', known.map(({ id }) => id)).execute()).map((deal) => [deal.interest_id, deal]))
  const closed = ({ id }: { id: number }): boolean => ['won', 'lost'].includes(files.get(id)?.stage ?? '')
  const before = known.find((one) => one.lot_id === lot_id) ?? known.find((one) => !closed(one))
  const there = before && files.get(before.id)
  if (there) return there.id
  if (before) await tx.updateTable('interest').set({ state: 'accepted', answered_at: now }).where('id', '=', before.id).execute()
  const titles = sql<Titles>`(select json_object_agg(t.language, t.title) from listing_text t where t.listing_id = ${listing_id})`
  const interest_id = before?.id ?? (await tx.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id: buyer_id, person_id, message, state: 'accepted', reasons: '[]', titles: titles as never, counter_titles: null, lot_id, request_key: randomUUID(), expressed_at: now, decline_code: null, answered_by: null, answered_at: now }).returning('id').executeTakeFirstOrThrow()).id
  const deal = await tx.insertInto('deal').values({ interest_id, offer_id: listing_id, need_id: null, supplier_organisation_id: seller_id, demander_organisation_id: buyer_id, stage, stage_since: now, opened_at: now, demonstration, value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, closed_at: null }).returningAll().executeTakeFirstOrThrow()
  await enterStep(tx, ctx, deal, stage, seller_id, person_id)
  await record(tx, ctx, `deal:${deal.id}`, { type: 'deal.opened', interest_id, ...concerning(deal) }, buyer_id)
  return deal.id
}

/** When this returns seller and winner have a deal file at the contract, with the price, the deposit and what each has to do, by the day the rule table allows. */
export async function openDealOfLot(tx: Tx, ctx: Ctx, { lot_id, listing_id, seller_id, buyer_id, person_id, price, deposit, demonstration }: Sold): Promise<number> {
  const deal_id = await dealBetween(tx, ctx, { lot_id, listing_id, seller_id, buyer_id, person_id, demonstration, stage: 'contract', message: `Trúng phiên số ${lot_id} với giá ${formatVnd(price, 'vi')}; tiền đặt trước ${formatVnd(deposit, 'vi')} đã thành tiền đặt cọc.` })
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirstOrThrow()
  if (deal.stage === 'won' || deal.stage === 'lost') return deal_id
  const today = hanoiDay(ctx.now()), due_on = dayAfter(today, await numberOn(tx, 'own.deal_step_days', today))
  for (const organisation_id of [seller_id, buyer_id]) await openDuty(tx, ctx, deal, {
    part: 'contract', kind: lotDuty, key: `${lot_id}-${organisation_id}`, organisation_id, power: 'sign', due_on,
    text: { vi: `Ký hợp đồng theo kết quả phiên số ${lot_id}: giá ${formatVnd(price, 'vi')}, đã đặt cọc ${formatVnd(deposit, 'vi')}`, en: `Sign the contract on lot ${lot_id}: ${formatVnd(price, 'en')}, of which ${formatVnd(deposit, 'en')} is deposited` },
  })
  return deal_id
}
export const lotDuty = 'lot_contract'

export const NegotiateLot = z.object({ lot_id: idField })
/**
 * A voluntary lot was not sold, and its rules let those who were to bid negotiate: the file opens for the two of
 * them. Asked of the whole database: the seller's side of a deal is nothing the bidder may write.
 */
export async function negotiateLot(ctx: Ctx, { lot_id }: z.output<typeof NegotiateLot>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await lotRow(ctx.db, lot_id)
  const organisation_id = ctx.actor.organisation_id ?? 0
  permit(ctx.actor, registersFor(organisation_id))
  return transact({ ...ctx, db: ctx.db.isTransaction ? ctx.db : asSystem(ctx.db) }, async (tx) => {
    const lot = await lotInTurn(tx, lot_id)
    found(await tx.selectFrom('auction_bidder').select('id').where('lot_id', '=', lot.id).where('organisation_id', '=', organisation_id).where('state', '=', 'eligible').executeTakeFirst())
    if (lot.state !== 'failed' || lot.regime !== 'voluntary' || !lot.particulars.negotiation) return notFound()
    return dealBetween(tx, ctx, { lot_id: lot.id, listing_id: lot.listing_id, seller_id: lot.organisation_id, buyer_id: organisation_id, person_id: personOf(ctx.actor), demonstration: lot.demonstration, stage: 'discussion', message: `Thương lượng sau phiên số ${lot_id} không thành.` })
  })
}
