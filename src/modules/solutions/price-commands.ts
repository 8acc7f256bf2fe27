import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { choiceField, idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { solutionInOffice } from './draft-commands.ts'
import { entriesOf, finalPrices, handedIn, hearLow, pointsOf, roundsBegin } from './prices.ts'
import { ranking, reaches, technicalOf, written } from './ranking-rules.ts'
import { runRounds } from './rounds.ts'
import { allLocked, bindsFor, runsSolutions, solutionLifecycle, type SolutionRefusal } from './rules.ts'
import { asExchange, membersOf, moveSolution, solutionInTurn, solutionRow, solutionSubject } from './turns.ts'

export const OneCall = z.object({ solution_id: idField })
/**
 * Who reached the threshold is settled, and only their prices lie open; the others' stay sealed for ever. Refused, here and
 * by the database, until every member has locked. A price far below the others waits for its explanation; where the call has
 * rounds and two or more came through, only what they ask in the end is looked at so.
 */
export async function openPrices(ctx: Ctx, { solution_id }: z.output<typeof OneCall>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    if (call.state === 'scoring' || (call.state === 'moderation' && !allLocked(await membersOf(tx, call.id)))) refuse<SolutionRefusal>({ code: 'scores_not_locked' })
    const state = next(solutionLifecycle, call.state, 'open_prices')
    requireConfirmed(ctx)
    const points = await pointsOf(tx, call), entries = await entriesOf(tx, call.id)
    const judged = entries.map((entry) => { const technical = technicalOf(call.rules, points.get(entry.id) ?? {}); return { entry, technical, admitted: reaches(call.rules, technical) } })
    for (const { entry, technical, admitted } of judged) await tx.updateTable('solution_entry').set({ technical: written(technical), admitted }).where('id', '=', entry.id).execute()
    const through = judged.filter(({ admitted }) => admitted)
    if (through.length === 0) {
      await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'fail'), { outcome: 'none_above' })
      await record(tx, ctx, solutionSubject(call.id), { type: 'solution.failed', solution_id: call.id, reason: 'none_above' }, call.organisation_id)
      return
    }
    const now = ctx.now(), rounds = through.length > 1 ? call.rules.rounds : undefined
    await tx.updateTable('solution_call').set({ state: rounds ? next(solutionLifecycle, call.state, 'open_rounds') : state, state_since: now, prices_opened_at: now, rounds_begin_at: rounds ? await roundsBegin(tx, rounds, now) : null }).where('id', '=', call.id).execute()
    if (!rounds) await hearLow(tx, call, now)
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.prices_opened', solution_id: call.id, admitted: through.length, sealed: judged.length - through.length }, call.organisation_id)
  })
  await runRounds(asExchange(ctx).db, solution_id, ctx.now()) // the order of the first round stands from now on
}
export const ExplainPrice = z.object({ solution_id: idField, explanation: textField(4000, 20) })
/** Why the price is so low, told once and in time; an officer decides after it. */
export async function explainPrice(ctx: Ctx, { solution_id, explanation }: z.output<typeof ExplainPrice>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const organisation_id = ctx.actor.organisation_id ?? 0
  await solutionRow(ctx.db, solution_id)
  await transact(asExchange(ctx), async (tx) => {
    const call = await solutionInTurn(tx, solution_id)
    const entry = found((await entriesOf(tx, call.id)).find((one) => one.organisation_id === organisation_id))
    permit(ctx.actor, bindsFor(organisation_id))
    if (!entry.low) return notFound()
    if (call.state !== 'pricing') next(solutionLifecycle, call.state, 'explain')
    if (entry.explained_at || entry.decision || ctx.now() >= entry.explain_until!) refuse<SolutionRefusal>({ code: 'explanation_over' })
    await tx.updateTable('solution_entry').set({ explanation, explained_by: personOf(ctx.actor), explained_at: ctx.now() }).where('id', '=', entry.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.explained', solution_id: call.id, entry_number: entry.number }, organisation_id)
  })
}

export const DecideLow = z.object({ solution_id: idField, entry_number: idField, decision: choiceField(['kept', 'excluded']), reason: textField(2000, 10) })
/** The low price stays in the ranking or is excluded, with the reason its organisation reads. Nobody is excluded unheard: the explanation came, or its last day is over. */
export async function decideLow(ctx: Ctx, { solution_id, entry_number, decision, reason }: z.output<typeof DecideLow>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    if (call.state !== 'pricing') next(solutionLifecycle, call.state, 'decide_low')
    const entry = found((await entriesOf(tx, call.id)).find(({ number, low }) => number === entry_number && low))
    if (entry.decision === decision) return
    if (entry.decision !== null) refuse<SolutionRefusal>({ code: 'explanation_over' })
    if (!entry.explained_at && ctx.now() < entry.explain_until!) refuse<SolutionRefusal>({ code: 'explanation_waits', until: entry.explain_until!.toISOString() })
    await tx.updateTable('solution_entry').set({ decision, decision_reason: reason, decided_by: personOf(ctx.actor), decided_at: ctx.now() }).where('id', '=', entry.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.low_price_decided', solution_id: call.id, entry_number, decision, reason }, call.organisation_id)
  })
}

/** Everybody has a place, worked out exactly; from here the days of standstill run. */
export async function rankSolution(ctx: Ctx, { solution_id }: z.output<typeof OneCall>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id)
    const state = next(solutionLifecycle, call.state, 'rank')
    const entries = await entriesOf(tx, call.id)
    const undecided = entries.filter(({ low, decision }) => low && decision === null).length
    if (undecided > 0) refuse<SolutionRefusal>({ code: 'low_price_undecided', count: undecided })
    const points = await pointsOf(tx, call)
    const prices = await finalPrices(tx, call.id)
    const handed = await handedIn(tx, call.id)
    const places = ranking(call.rules, entries.map((entry) => ({ number: entry.number, points: points.get(entry.id) ?? {}, price: prices.get(entry.id) ?? null, submitted_at: handed.get(entry.submission_id) ?? 0, excluded: entry.decision === 'excluded' })))
    for (const { number, value, rank } of places) {
      const entry = entries.find((one) => one.number === number)!
      await tx.updateTable('solution_entry').set({ price: prices.get(entry.id) ?? null, value: value && written(value), rank }).where('id', '=', entry.id).execute()
    }
    const ranked = places.filter(({ rank }) => rank !== null).length
    if (ranked === 0) {
      await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'fail'), { outcome: 'none_left' })
      await record(tx, ctx, solutionSubject(call.id), { type: 'solution.failed', solution_id: call.id, reason: 'none_left' }, call.organisation_id)
      return
    }
    await tx.updateTable('solution_call').set({ state, state_since: ctx.now(), standstill_until: dayAfter(hanoiDay(ctx.now()), call.rules.standstill_days) }).where('id', '=', call.id).execute()
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.ranked', solution_id: call.id, ranked }, call.organisation_id)
  })
}
