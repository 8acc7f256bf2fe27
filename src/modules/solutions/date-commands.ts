import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { hourField, idField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { minutesFrom, shownMoment } from '../../platform/time.ts'
import { type DateChange, datesOf, lastRound, lateRefusal, movedBy, movesOf } from './date-queries.ts'
import { type CallDates, type Moves, mostDateChanges, moveRefusal } from './date-rules.ts'
import { solutionInOffice } from './draft-commands.ts'
import { runRounds } from './rounds.ts'
import { runsSolutions, type SolutionRefusal } from './rules.ts'
import type { CallDate } from './schema.ts'
import { asExchange, type Solution, solutionRow, solutionSubject, unlessRefused } from './turns.ts'

const reason = textField(1000, 10)
export const MoveDates = z.object({ solution_id: idField, request_key: requestKeyField, asks_until: hourField, closes_at: hourField, reason })
export const MoveRound = z.object({ solution_id: idField, request_key: requestKeyField, round_begins: hourField, reason })
/** What differs from what stands, to the minute the form shows. */
const differing = (typed: Moves, standing: CallDates): Moves => Object.fromEntries(Object.entries(typed).filter(([date, to]) => { const from = standing[date as CallDate]; return !from || shownMoment(to) !== shownMoment(from) }))

/** Later dates for questions or envelopes wait, with their reason, for another officer. Nothing has changed yet. */
export const proposeDates = (ctx: Ctx, { solution_id, request_key, reason: why, ...typed }: z.output<typeof MoveDates>): Promise<number> => propose(ctx, { solution_id, request_key, why, typed })
/** So does a later beginning of a round that has not begun. */
export async function proposeRound(ctx: Ctx, { solution_id, request_key, reason: why, ...typed }: z.output<typeof MoveRound>): Promise<number> {
  permit(ctx.actor, runsSolutions)
  await solutionRow(ctx.db, solution_id)
  await runRounds(asExchange(ctx).db, solution_id, ctx.now())
  return propose(ctx, { solution_id, request_key, why, typed })
}

interface Proposal { solution_id: number; request_key: string; why: string; typed: Moves }
async function propose(ctx: Ctx, { solution_id, request_key, why, typed }: Proposal): Promise<number> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  return transact(ctx, async (tx) => {
    const call = await solutionInOffice(ctx, tx, solution_id), person_id = personOf(ctx.actor), now = ctx.now()
    const before = await tx.selectFrom('solution_date_change').select('id').where('request_key', '=', request_key).where('call_id', '=', call.id).where('proposed_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    const round = await lastRound(tx, call.id), dates = datesOf(call, round), moves = differing(typed, dates)
    unlessRefused(moveRefusal(dates, moves, now))
    const changes = await tx.selectFrom('solution_date_change').selectAll().where('call_id', '=', call.id).execute()
    const waiting = changes.find(({ state }) => state === 'proposed')
    if (waiting && !lateRefusal(dates, waiting, now)) refuse<SolutionRefusal>({ code: 'date_change_waits' })
    if (changes.length >= mostDateChanges) refuse<SolutionRefusal>({ code: 'too_many_date_changes', most: mostDateChanges })
    // One whose time passed while it waited makes room.
    if (waiting) await settle(tx, waiting, { state: 'lapsed', decided_at: now })
    const { id } = found(await tx.insertInto('solution_date_change').values({
      call_id: call.id, reason: why, proposed_by: person_id, proposed_at: now, request_key,
      ...(moves.asks_until ? { asks_from: call.asks_until, asks_until: moves.asks_until } : {}), ...(moves.closes_at ? { closes_from: call.closes_at, closes_at: moves.closes_at } : {}),
      ...(moves.round_begins && round ? { round: round.round, round_from: round.begins_at, round_begins: moves.round_begins } : {}),
    }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.dates_proposed', solution_id: call.id, change_id: id, reason: why }, call.organisation_id)
    return id
  })
}

type Settled = Pick<DateChange, 'state' | 'decided_at'> & Partial<Pick<DateChange, 'decided_by' | 'decision_reason'>>
const settle = async (tx: Tx, { id }: Pick<DateChange, 'id'>, settled: Settled): Promise<void> => { await tx.updateTable('solution_date_change').set(settled).where('id', '=', id).execute() }
/** Takes the call, and the change that waits in it; refused where somebody settled it. */
async function waitingChange(ctx: Ctx, tx: Tx, solution_id: number, date_change_id: number): Promise<{ call: Solution; change: DateChange }> {
  const call = await solutionInOffice(ctx, tx, solution_id)
  const change = found(await tx.selectFrom('solution_date_change').selectAll().where('id', '=', date_change_id).where('call_id', '=', call.id).executeTakeFirst())
  if (change.state !== 'proposed') refuse<SolutionRefusal>({ code: 'date_change_settled' })
  return { call, change }
}

export const OneDateChange = z.object({ solution_id: idField, date_change_id: idField })
/**
 * The dates stand, for everybody and everything that hangs on them: who may still ask and hand in, when envelopes are opened,
 * when a round begins. Somebody else than who proposed it did this, in person; refused where an old date passed while it waited.
 */
export async function approveDates(ctx: Ctx, { solution_id, date_change_id }: z.output<typeof OneDateChange>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  inPerson(ctx.actor)
  await solutionRow(ctx.db, solution_id)
  await runRounds(asExchange(ctx).db, solution_id, ctx.now())
  // Turns of a round are the Exchange's to write; the officer was asked for before.
  await transact(asExchange(ctx), async (tx) => {
    const { call, change } = await waitingChange(ctx, tx, solution_id, date_change_id)
    if (change.proposed_by === personOf(ctx.actor)) refuse<SolutionRefusal>({ code: 'own_date_change' })
    const round = await lastRound(tx, call.id), now = ctx.now(), moves = movesOf(change)
    unlessRefused(lateRefusal(datesOf(call, round), change, now))
    requireConfirmed(ctx)
    await settle(tx, change, { state: 'approved', decided_by: personOf(ctx.actor), decided_at: now })
    if (moves.asks_until || moves.closes_at) await tx.updateTable('solution_call').set({ asks_until: moves.asks_until ?? call.asks_until, closes_at: moves.closes_at ?? call.closes_at }).where('id', '=', call.id).execute()
    if (round && moves.round_begins) {
      const minutes = (moves.round_begins.getTime() - round.begins_at.getTime()) / 60_000
      if (round.round === 1) await tx.updateTable('solution_call').set({ rounds_begin_at: moves.round_begins }).where('id', '=', call.id).execute()
      for (const turn of await tx.selectFrom('solution_turn').select(['id', 'begins_at', 'ends_at']).where('call_id', '=', call.id).where('round', '=', round.round).execute())
        await tx.updateTable('solution_turn').set({ begins_at: minutesFrom(turn.begins_at, minutes), ends_at: minutesFrom(turn.ends_at, minutes) }).where('id', '=', turn.id).execute()
    }
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.dates_moved', solution_id: call.id, change_id: change.id, reason: change.reason, round: change.round, moved: movedBy(change).map(({ date, from, to }) => ({ date, from: from.toISOString(), to: to.toISOString() })) }, call.organisation_id)
  })
}

export const ReturnDates = OneDateChange.extend({ reason: textField(1000, 5) })
/** Nothing moves: another officer does not agree, or who proposed it takes it back. */
export async function returnDates(ctx: Ctx, { solution_id, date_change_id, reason: why }: z.output<typeof ReturnDates>): Promise<void> {
  permit(ctx.actor, runsSolutions)
  await transact(ctx, async (tx) => {
    const { call, change } = await waitingChange(ctx, tx, solution_id, date_change_id)
    await settle(tx, change, { state: 'returned', decided_by: personOf(ctx.actor), decided_at: ctx.now(), decision_reason: why })
    await record(tx, ctx, solutionSubject(call.id), { type: 'solution.dates_returned', solution_id: call.id, change_id: change.id, reason: why }, call.organisation_id)
  })
}
