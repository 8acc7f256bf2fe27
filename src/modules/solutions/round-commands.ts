import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { idField, requestKeyField, vndField } from '../../platform/fields.ts'
import { vnd } from '../../platform/money.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { decideRounds } from './round-rules.ts'
import { runRounds, roundsOf, turnsOfCall } from './rounds.ts'
import { bindsFor, type SolutionRefusal } from './rules.ts'
import { asExchange, solutionInTurn, solutionRow } from './turns.ts'

export const LowerPrice = z.object({ solution_id: idField, price: vndField.refine((amount) => amount > 0, { error: 'amount' }), request_key: requestKeyField })
/**
 * The organisation asks this from now on, and never more again. In its own turn only, by the Exchange's clock; nobody else
 * reads it before the turn is over. The same press lowers once, and two who press at once lower one after the other.
 */
export async function lowerPrice(ctx: Ctx, { solution_id, price, request_key }: z.output<typeof LowerPrice>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const organisation_id = ctx.actor.organisation_id ?? 0
  await solutionRow(ctx.db, solution_id)
  await runRounds(asExchange(ctx).db, solution_id, ctx.now())
  return transact(ctx, async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    const entry = (await tx.selectFrom('solution_entry').select(['id', 'number']).where('call_id', '=', call.id).where('organisation_id', '=', organisation_id).where('admitted', '=', true).executeTakeFirst()) ?? notFound()
    permit(ctx.actor, bindsFor(organisation_id))
    const turns = (await turnsOfCall(tx, call.id)).filter(({ entry_id }) => entry_id === entry.id)
    const before = turns.length ? await tx.selectFrom('solution_lowered').select('id').where('turn_id', 'in', turns.map(({ id }) => id)).where('request_key', '=', request_key).executeTakeFirst() : undefined
    if (before) return before.id
    const rounds = await roundsOf(tx, call)
    if (!rounds) return refuse<SolutionRefusal>({ code: 'rounds_not_running' })
    const decided = decideRounds({ ...rounds, turns, over: call.state !== 'bidding' }, { type: 'lower', number: entry.number, amount: price, at: ctx.now() })
    if ('code' in decided) return refuse<SolutionRefusal>(decided)
    requireConfirmed(ctx)
    const turn = found(turns.at(-1))
    const { id } = found(await tx.insertInto('solution_lowered').values({ turn_id: turn.id, amount: vnd(price), person_id: personOf(ctx.actor), request_key, lowered_at: ctx.now() })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    // Under a subject of its own: before the turn is over nobody knows whether anything was asked in it.
    await record(tx, ctx, `solution_turn:${turn.id}`, { type: 'solution.price_lowered', solution_id: call.id, round: turn.round }, organisation_id)
    return id
  })
}
