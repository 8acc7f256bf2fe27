import { byTime, type Ctx, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { next } from '../../platform/lifecycle.ts'
import { entriesOf, handedIn, hearLow, openedPrices, pointsOf } from './prices.ts'
import { applyRounds, decideRounds, type RoundEvent, type Rounds, type Turn } from './round-rules.ts'
import { solutionLifecycle } from './rules.ts'
import { moveSolution, type Solution, solutionInTurn, solutionSubject } from './turns.ts'

/** Whether the clock has something to do here: a call in its rounds. */
export const runsRounds = ({ state }: Pick<Solution, 'state'>): boolean => state === 'bidding'

/** The turns of a call, with what was asked in them as far as this reader may know it. */
export async function turnsOfCall(db: Db, callId: number): Promise<(Turn & { id: number; entry_id: number })[]> {
  const turns = await db.selectFrom('solution_turn as t').innerJoin('solution_entry as e', 'e.id', 't.entry_id').select(['t.id', 't.entry_id', 't.round', 't.position', 'e.number', 't.begins_at', 't.ends_at', 't.closed_at']).where('t.call_id', '=', callId).orderBy('t.round').orderBy('t.position').execute()
  const asked = turns.length ? await db.selectFrom('solution_lowered').select(['turn_id', 'amount']).where('turn_id', 'in', turns.map(({ id }) => id)).orderBy('id').execute() : []
  const last = new Map(asked.map(({ turn_id, amount }) => [turn_id, amount]))
  return turns.map(({ closed_at, ...turn }) => ({ ...turn, closed: closed_at !== null, amount: last.get(turn.id) ?? null }))
}
/** The rounds as this reader may know them; null where the call has none, or prices are not open. */
export async function roundsOf(db: Db, call: Solution): Promise<Rounds | null> {
  const { rules: { rounds }, rounds_begin_at } = call
  if (!rounds || !rounds_begin_at) return null
  const [entries, points, handed, prices, turns] = await Promise.all([entriesOf(db, call.id), pointsOf(db, call), handedIn(db, call.id), openedPrices(db, call.id), turnsOfCall(db, call.id)])
  const answers = entries.filter(({ admitted, id }) => admitted && prices.has(id)).map(({ id, number, submission_id }) => ({ number, points: points.get(id) ?? {}, price: prices.get(id)!, submitted_at: handed.get(submission_id) ?? 0, excluded: false }))
  return { rules: { ...call.rules, rounds }, begins_at: rounds_begin_at, answers, turns, over: call.rounds_over_at !== null }
}

/**
 * What time has ended in the rounds of a call is over, step by step, whoever comes first: the clock, somebody who looks, or
 * the next who presses. Called with the handle of the Exchange itself. Whether anything was.
 */
export async function runRounds(db: Db, id: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const ctx = byTime(tx, now, 'solution_rounds')
    let moved = false
    for (;;) {
      const call = await solutionInTurn(tx, id)
      const rounds = runsRounds(call) ? await roundsOf(tx, call) : null
      const events = rounds ? decideRounds(rounds, { type: 'look', at: now }) : []
      if (!rounds || !Array.isArray(events) || events.length === 0) return moved
      await keep(tx, ctx, call, rounds, events as RoundEvent[])
      moved = true
    }
  })
}

/** Writes what was decided; what was asked in a turn is known to the Exchange from here on. */
async function keep(tx: Tx, ctx: Ctx, call: Solution, rounds: Rounds, events: readonly RoundEvent[]): Promise<void> {
  const now = ctx.now(), subject = solutionSubject(call.id), of = { solution_id: call.id }
  for (const event of events) {
    if (event.type === 'turn_closed') await tx.updateTable('solution_turn').set({ closed_at: now }).where('call_id', '=', call.id).where('round', '=', event.round).where('position', '=', event.position).execute()
    if (event.type === 'round_opened') {
      const entries = new Map((await entriesOf(tx, call.id)).map(({ id, number }) => [number, id]))
      await tx.insertInto('solution_turn').values(event.turns.map(({ round, position, number, begins_at, ends_at }) => ({ call_id: call.id, entry_id: entries.get(number)!, round, position, begins_at, ends_at }))).execute()
      await record(tx, ctx, subject, { type: 'solution.round_opened', ...of, round: event.turns[0]!.round, turns: event.turns.length, begins_at: event.turns[0]!.begins_at.toISOString() }, call.organisation_id)
    }
    if (event.type === 'rounds_over') {
      await tx.updateTable('solution_call').set({ rounds_over_at: now }).where('id', '=', call.id).execute()
      await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'end_rounds'))
      await record(tx, ctx, subject, { type: 'solution.rounds_over', ...of, low: await hearLow(tx, call, now) }, call.organisation_id)
    }
  }
  const after = events.reduce(applyRounds, rounds), closed = events.find((event) => event.type === 'turn_closed')
  if (closed && after.turns.every((turn) => turn.closed)) {
    const { round } = after.turns.at(-1)!
    const lowered = (await turnsOfCall(tx, call.id)).filter((turn) => turn.round === round && turn.amount !== null).length
    await record(tx, ctx, subject, { type: 'solution.round_closed', ...of, round, lowered }, call.organisation_id)
  }
}

const mostRun = 200
/** By the clock: every call in its rounds. */
export async function runAllRounds(db: Db, now: Date): Promise<void> {
  const running = await db.selectFrom('solution_call').select('id').where('state', '=', 'bidding').orderBy('id').limit(mostRun).execute()
  for (const { id } of running) await runRounds(db, id, now)
}
