import { type Ctx, isSignedIn, permit, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { dealInTurn, goneIn, memberlessOf } from './queries.ts'
import { type DealRefusal, mayReadBetween, partiesOf, sideOf } from './rules.ts'
import type { Deal, Power } from './schema.ts'

/** A deal whose row is ours, the side we act for in it, and the moment. */
export interface DealTurn { tx: Tx; deal: Deal; side: number; now: Date }

/**
 * Takes the deal's row, so that whatever happens to a deal happens one after the other, and only
 * then reads the clock. To strangers the deal does not exist; who has not that power in it may not act.
 * Where a party is gone nothing goes on (`party_gone`) but what settles the file: with `settles` the other
 * side acts as ever, and a deal officer for the one that is gone.
 */
export async function inDeal<T>(ctx: Ctx, dealId: number, power: Power, work: (turn: DealTurn) => Promise<T>, { settles = false } = {}): Promise<T> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const deal = await dealInTurn(tx, dealId)
    const parties = partiesOf(deal)
    if (!mayReadBetween(ctx.actor, parties)) return notFound()
    const gone = await goneIn(tx, parties)
    const memberless = await memberlessOf(tx, parties)
    const side = sideOf(ctx.actor, parties, settles ? [...gone.keys(), ...memberless] : memberless, power)
    permit(ctx.actor, () => side !== null)
    const [kind] = gone.values()
    if (kind && !settles) refuse<DealRefusal>({ code: 'party_gone', kind })
    return work({ tx, deal, side: side!, now: ctx.now() })
  })
}

/** Whom an event of this deal concerns. */
export const concerning = (deal: Deal) => ({ deal_id: deal.id, supplier_organisation_id: deal.supplier_organisation_id, demander_organisation_id: deal.demander_organisation_id })
