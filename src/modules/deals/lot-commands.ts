import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { idField } from '../../platform/fields.ts'
import { formatVnd } from '../../platform/money.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import type { Sold } from '../auctions/ending.ts'
import { registersFor } from '../auctions/rules.ts'
import { lotInTurn, lotRow, mayNegotiate } from '../auctions/turns.ts'
import { numberOn } from '../rulebook/queries.ts'
import { openDuty } from './duties.ts'
import { dealFrom } from './opening.ts'
import type { OpenStage } from './schema.ts'

interface Between { lot_id: number; listing_id: number; seller_id: number; buyer_id: number; person_id: number; message: string; demonstration: boolean; stage: OpenStage }
const dealBetween = (tx: Tx, ctx: Ctx, { lot_id, listing_id, seller_id, buyer_id, demonstration, ...said }: Between): Promise<number> =>
  dealFrom(tx, ctx, { ...said, from: { lot_id }, listing_id, organisation_id: buyer_id, deal: { offer_id: listing_id, need_id: null, supplier_organisation_id: seller_id, demander_organisation_id: buyer_id, demonstration } })

/** When this returns seller and winner have a deal file at the contract, with the price, the deposit and what each has to do, by the day the rule table allows. */
export async function openDealOfLot(tx: Tx, ctx: Ctx, { lot_id, listing_id, seller_id, buyer_id, person_id, price, deposit, demonstration }: Sold): Promise<number> {
  const deal_id = await dealBetween(tx, ctx, { lot_id, listing_id, seller_id, buyer_id, person_id, demonstration, stage: 'contract', message: `Trúng phiên số ${lot_id} với giá ${formatVnd(price, 'vi')}; tiền đặt trước ${formatVnd(deposit, 'vi')} đã thành tiền đặt cọc.` })
  const deal = await tx.selectFrom('deal').selectAll().where('id', '=', deal_id).executeTakeFirstOrThrow()
  if (deal.stage === 'won' || deal.stage === 'lost') return deal_id
  const today = hanoiDay(ctx.now()), due_on = dayAfter(today, await numberOn(tx, 'own.deal_step_days', today))
  for (const organisation_id of [seller_id, buyer_id]) await openDuty(tx, ctx, deal, {
    part: 'contract', kind: lotDuty, key: lotDutyKey(lot_id, organisation_id), organisation_id, power: 'sign', due_on,
    text: { vi: `Ký hợp đồng theo kết quả phiên số ${lot_id}: giá ${formatVnd(price, 'vi')}, đã đặt cọc ${formatVnd(deposit, 'vi')}`, en: `Sign the contract on lot ${lot_id}: ${formatVnd(price, 'en')}, of which ${formatVnd(deposit, 'en')} is deposited` },
  })
  return deal_id
}
export const lotDuty = 'lot_contract'
/** Each side has its own. */
export const lotDutyKey = (lot_id: number, organisation_id: number): string => `${lot_id}-${organisation_id}`

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
    if (!mayNegotiate(lot)) return notFound()
    return dealBetween(tx, ctx, { lot_id: lot.id, listing_id: lot.listing_id, seller_id: lot.organisation_id, buyer_id: organisation_id, person_id: personOf(ctx.actor), demonstration: lot.demonstration, stage: 'discussion', message: `Thương lượng sau phiên số ${lot_id} không thành.` })
  })
}
