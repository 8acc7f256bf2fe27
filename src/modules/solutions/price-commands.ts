import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import type { Vnd } from '../../platform/money.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { dayAfter, endOfDay, hanoiDay } from '../../platform/time.ts'
import { solutionInOffice } from './draft-commands.ts'
import { abnormallyLow, ranking, reaches, technicalOf, written } from './ranking-rules.ts'
import { allLocked, bindsFor, runsSolutions, seated, solutionLifecycle, type SolutionRefusal } from './rules.ts'
import type { SolutionEntry } from './schema.ts'
import { asExchange, membersOf, moveSolution, type Solution, solutionInTurn, solutionRow, solutionSubject } from './turns.ts'

export const OneCall = z.object({ solution_id: idField })
export const entriesOf = (tx: Tx, callId: number): Promise<SolutionEntry[]> => tx.selectFrom('solution_entry').selectAll().where('call_id', '=', callId).orderBy('number').execute()

/** What those who still sit on the council gave each entry, criterion by criterion. */
export async function pointsOf(tx: Tx, call: Solution): Promise<Map<number, Record<string, number[]>>> {
  const seats = seated(await membersOf(tx, call.id)).map(({ id }) => id)
  const scores = seats.length ? await tx.selectFrom('solution_score').select(['entry_id', 'criterion', 'points']).where('member_id', 'in', seats).execute() : []
  const points = new Map<number, Record<string, number[]>>()
  for (const { entry_id, criterion, points: given } of scores) {
    const of = points.get(entry_id) ?? {}
    ;(of[criterion] ??= []).push(given)
    points.set(entry_id, of)
  }
  return points
}

/**
 * Who reached the threshold is settled, and only their prices lie open; the others' stay sealed for ever. Refused, here and
 * by the database, until every member has locked. A price far below the others waits for its explanation.
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
    const now = ctx.now()
    await tx.updateTable('solution_call').set({ state, state_since: now, prices_opened_at: now }).where('id', '=', call.id).execute()
    const prices = await pricesOf(tx, through.map(({ entry }) => entry.submission_id))
    for (const { entry } of through) {
      const price = prices.get(entry.submission_id)!
      if (abnormallyLow(call.rules, price, through.filter((other) => other.entry.id !== entry.id).map((other) => prices.get(other.entry.submission_id)!)))
        await tx.updateTable('solution_entry').set({ low: true, explain_until: endOfDay(dayAfter(hanoiDay(now), call.rules.explain_days)) }).where('id', '=', entry.id).execute()
    }
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.prices_opened', solution_id: call.id, admitted: through.length, sealed: judged.length - through.length }, call.organisation_id)
  })
}
async function pricesOf(tx: Tx, submissions: readonly number[]): Promise<Map<number, Vnd>> {
  return new Map((await tx.selectFrom('solution_price').selectAll().where('submission_id', 'in', submissions).execute()).map(({ submission_id, amount }) => [submission_id, amount]))
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
    const prices = await pricesOf(tx, entries.filter(({ admitted }) => admitted).map(({ submission_id }) => submission_id))
    const handed = new Map((await tx.selectFrom('solution_submission').select(['id', 'submitted_at']).where('call_id', '=', call.id).execute()).map(({ id, submitted_at }) => [id, submitted_at.getTime()]))
    const places = ranking(call.rules, entries.map((entry) => ({ number: entry.number, points: points.get(entry.id) ?? {}, price: prices.get(entry.submission_id) ?? null, submitted_at: handed.get(entry.submission_id) ?? 0, excluded: entry.decision === 'excluded' })))
    for (const { number, value, rank } of places) {
      const entry = entries.find((one) => one.number === number)!
      await tx.updateTable('solution_entry').set({ price: prices.get(entry.submission_id) ?? null, value: value && written(value), rank }).where('id', '=', entry.id).execute()
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
