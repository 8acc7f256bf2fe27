import type { z } from 'zod'
import { type Ctx, isSignedIn, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { sha256 } from '../../platform/proof/chain.ts'
import { Refused, refuse } from '../../platform/refusal.ts'
import { deliver, type Outcome, speaksAs, writing } from '../bidding/commands.ts'
import type { LotSender } from '../bidding/gate.ts'
import { roomLot } from '../bidding/queries.ts'
import type { HandInBallot } from './fields.ts'
import { keyOf } from './queries.ts'
import { type BallotRefusal, mostBallots } from './rules.ts'

/**
 * A sealed ballot is kept as it came, then its hash goes into the lot's log: of what stands in the log
 * nothing is missing. One the lot did not take, above all one that came late, is not kept and was never opened:
 * it is forgotten where the log answered this very key with no or for another ballot, which it then does for ever. Where nothing
 * is known (the connection broke, too many came at once) it stays until the opening or the end of the lot, for the log may have it; see `forgetBallots`.
 */
export async function handInBallot(ctx: Ctx, gate: LotSender | null, { lot_id, request_key, ciphertext }: z.output<typeof HandInBallot>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const lot = await roomLot(ctx.db, lot_id), bidder = await speaksAs(ctx, lot.id)
  const all = asSystem(ctx.db)
  if (!await keyOf(all, lot.id)) refuse<BallotRefusal>({ code: 'no_ballot_key' })
  const hash = sha256(ciphertext).toString('hex')
  writing(gate) // before anything is kept: nothing that is not sent is
  const kept = await all.selectFrom('auction_ballot').select(['hash', 'request_key']).where('lot_id', '=', lot.id).where('bidder', '=', bidder).execute()
  if (kept.length >= mostBallots && kept.every((one) => one.hash !== hash || one.request_key !== request_key)) refuse<BallotRefusal>({ code: 'too_many_ballots', most: mostBallots })
  await all.insertInto('auction_ballot').values({ lot_id: lot.id, bidder, hash, ciphertext, request_key, received_at: ctx.now() }).onConflict((on) => on.doNothing()).execute()
  const forget = () => all.deleteFrom('auction_ballot').where('lot_id', '=', lot.id).where('bidder', '=', bidder).where('hash', '=', hash).where('request_key', '=', request_key).execute()
  try {
    const outcome = await deliver(gate, lot.id, { by: { bidder }, command: { type: 'submit', hash, key: request_key }, received: ctx.now().getTime() * 1_000 }, request_key)
    if (outcome.kind === 'answered' && outcome.event.type === 'refused') await forget()
    return outcome
  } catch (error) {
    // The key stands for another ballot, and for ever.
    if (error instanceof Refused && error.refusal.code === 'bid_key_used') await forget()
    throw error
  }
}
