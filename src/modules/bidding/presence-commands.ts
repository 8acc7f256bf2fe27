import type { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { bidderSubject } from '../auctions/turns.ts'
import type { Presence } from './bid-fields.ts'
import { conducts, roomLot } from './queries.ts'
import type { BiddingRefusal } from './rules.ts'

/**
 * Ghi nhận có mặt: whoever conducts the lot saw this bidder in the hall, where nobody opens a room on a screen.
 * Once the lot is settled or unsold it is too late to say so. Said twice, the first hour stays.
 */
export async function notePresence(ctx: Ctx, { lot_id, present_number }: z.output<typeof Presence>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const shown = await roomLot(ctx.db, lot_id)
  if (!await conducts(ctx, shown)) notFound()
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  await seenInHall(ctx, lot_id, present_number)
}

/** That bidder was in the hall since the hour it was first said. Asked after whoever says so was found to be one who may. */
export async function seenInHall(ctx: Ctx, lot_id: number, present_number: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const { state } = found(await tx.selectFrom('auction_lot').select('state').where('id', '=', lot_id).forShare().executeTakeFirst())
    if (state !== 'armed') refuse<BiddingRefusal>({ code: 'presence_late' })
    const bidder = await tx.selectFrom('auction_bidder').select(['id', 'organisation_id', 'attended_at']).where('lot_id', '=', lot_id).where('number', '=', present_number).where('state', '=', 'eligible').forUpdate().executeTakeFirst()
    if (!bidder) return refuse<BiddingRefusal>({ code: 'presence_of_nobody', field: 'present_number' })
    if (bidder.attended_at) return
    await tx.updateTable('auction_bidder').set({ attended_at: ctx.now(), present_by: personOf(ctx.actor) }).where('id', '=', bidder.id).execute()
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.presence_noted', lot_id, bidder_id: bidder.id }, bidder.organisation_id)
  })
}
