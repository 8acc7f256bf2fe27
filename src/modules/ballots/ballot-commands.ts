import { sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, isSignedIn, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { sha256 } from '../../platform/proof/chain.ts'
import { refuse } from '../../platform/refusal.ts'
import { deliver, type Outcome, speaksAs } from '../bidding/commands.ts'
import type { LotSender } from '../bidding/gate.ts'
import { roomLot } from '../bidding/queries.ts'
import type { HandInBallot } from './fields.ts'
import { keyOf } from './queries.ts'
import { type BallotRefusal, mostBallots } from './rules.ts'

/**
 * A sealed ballot is kept as it came, then its hash goes into the lot's log: of what stands in the log
 * nothing is missing. One the lot did not take, above all one that came late, is not kept and was never opened.
 */
export async function handInBallot(ctx: Ctx, gate: LotSender | null, { lot_id, request_key, ciphertext }: z.output<typeof HandInBallot>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const lot = await roomLot(ctx.db, lot_id), bidder = await speaksAs(ctx, lot.id)
  const all = asSystem(ctx.db)
  if (!await keyOf(all, lot.id)) refuse<BallotRefusal>({ code: 'no_ballot_key' })
  const hash = sha256(ciphertext).toString('hex')
  const kept = await all.selectFrom('auction_ballot').select('hash').where('lot_id', '=', lot.id).where('bidder', '=', bidder).execute()
  if (kept.length >= mostBallots && kept.every((one) => one.hash !== hash)) refuse<BallotRefusal>({ code: 'too_many_ballots', most: mostBallots })
  await all.insertInto('auction_ballot').values({ lot_id: lot.id, bidder, hash, ciphertext, received_at: ctx.now() }).onConflict((on) => on.doNothing()).execute()
  const forget = () => sql`delete from auction_ballot b where lot_id = ${lot.id} and bidder = ${bidder} and hash = ${hash}
    and not exists (select from auction_event e where e.lot_id = b.lot_id and e.body::jsonb ->> 'type' = 'ballot_sealed' and e.body::jsonb ->> 'hash' = b.hash)`.execute(all)
  try {
    const outcome = await deliver(gate, lot.id, { by: { bidder }, command: { type: 'submit', hash, key: request_key }, received: ctx.now().getTime() * 1_000 }, request_key)
    if (outcome.kind === 'answered' && outcome.event.type === 'refused') await forget()
    return outcome
  } catch (error) {
    await forget()
    throw error
  }
}
