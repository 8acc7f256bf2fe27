import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { refuse } from '../../platform/refusal.ts'
import { depositInTurn } from './deposit-commands.ts'
import { awaitsDecision, earnestWays } from './earnest-rules.ts'
import { type AuctionRefusal, depositLifecycle, runsAuctions } from './rules.ts'
import { type AuctionDeposit, type AuctionLotState, type EarnestWay, earnestWays as ways } from './schema.ts'
import { bidderSubject, type Lot } from './turns.ts'

const none = { earnest_way: null, earnest_reason: '', earnest_proposed_by: null, earnest_proposed_at: null, earnest_decided_by: null, earnest_decided_at: null }
/** Asked when it is proposed and again when it is decided: the result may have been annulled meanwhile. */
function unlessStands(deposit: AuctionDeposit, lot: AuctionLotState, way: EarnestWay): void {
  if (!awaitsDecision(deposit, lot)) refuse<AuctionRefusal>({ code: 'earnest_stands' })
  if (!earnestWays(lot).includes(way)) refuse<AuctionRefusal>({ code: 'earnest_goes_back', field: 'way' })
}

export const ProposeEarnest = z.object({ lot_id: idField, deposit_id: idField, way: choiceField(ways), earnest_reason: textField(1000, 20) })
/** One officer says what becomes of the đặt cọc of a sale that was given up or annulled; another decides. */
export async function proposeEarnest(ctx: Ctx, { lot_id, deposit_id, way, earnest_reason }: z.output<typeof ProposeEarnest>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id)
    unlessStands(deposit, lot.state, way)
    if (deposit.earnest_proposed_by !== null) refuse<AuctionRefusal>({ code: 'earnest_waits' })
    await tx.updateTable('auction_deposit').set({ earnest_way: way, earnest_reason, earnest_proposed_by: personOf(ctx.actor), earnest_proposed_at: ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.earnest_proposed', lot_id: lot.id, bidder_id: deposit.bidder_id, way }, deposit.organisation_id)
  })
}

export const DecideEarnest = z.object({ lot_id: idField, deposit_id: idField, decision: choiceField(['agree', 'drop']) })
/** Another officer, in person: the đặt cọc is the seller's, or is to be returned to the winner; or nothing is decided yet, also where who proposed it takes it back. */
export async function decideEarnest(ctx: Ctx, { lot_id, deposit_id, decision }: z.output<typeof DecideEarnest>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { lot, deposit } = await depositInTurn(ctx, tx, lot_id, deposit_id), { earnest_way: way } = deposit
    if (way === null || deposit.earnest_decided_by !== null) return refuse<AuctionRefusal>({ code: 'no_earnest_proposed' })
    const about = { lot_id: lot.id, bidder_id: deposit.bidder_id }
    if (decision === 'drop') {
      await tx.updateTable('auction_deposit').set(none).where('id', '=', deposit.id).execute()
      await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.earnest_dropped', ...about }, deposit.organisation_id)
      return
    }
    if (deposit.earnest_proposed_by === personOf(ctx.actor)) refuse<AuctionRefusal>({ code: 'own_earnest_proposal' })
    unlessStands(deposit, lot.state, way)
    requireConfirmed(ctx)
    const state = next(depositLifecycle, deposit.state, way === 'to_seller' ? 'leave' : 'give_back')
    await tx.updateTable('auction_deposit').set({ state, state_since: ctx.now(), earnest_decided_by: personOf(ctx.actor), earnest_decided_at: ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.earnest_decided', ...about, amount: deposit.amount, way, reason: deposit.earnest_reason }, deposit.organisation_id)
  })
}

/** The result is annulled: what was proposed for the seller, or decided so, holds no longer, and the đặt cọc waits to be returned. What goes back to the winner already, goes on. */
export async function reopenEarnest(tx: Tx, ctx: Ctx, lot: Pick<Lot, 'id'>): Promise<void> {
  const deposits = await tx.selectFrom('auction_deposit').selectAll().where('lot_id', '=', lot.id).where('earnest_way', '=', 'to_seller').orderBy('id').forUpdate().execute()
  for (const deposit of deposits) {
    const state = deposit.state === 'to_seller' ? next(depositLifecycle, deposit.state, 'reopen') : deposit.state
    await tx.updateTable('auction_deposit').set({ ...none, state, state_since: state === deposit.state ? deposit.state_since : ctx.now() }).where('id', '=', deposit.id).execute()
    await record(tx, ctx, bidderSubject(deposit.bidder_id), { type: 'lot.earnest_reopened', lot_id: lot.id, bidder_id: deposit.bidder_id }, deposit.organisation_id)
  }
}
