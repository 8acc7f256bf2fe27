import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import type { Vnd } from '../../platform/money.ts'
import { dayAfter, endOfDay, hanoiDay, minutesFrom } from '../../platform/time.ts'
import { holidaySet } from '../rulebook/queries.ts'
import { dueBy } from '../rulebook/rules.ts'
import { abnormallyLow } from './ranking-rules.ts'
import { seated } from './rules.ts'
import type { RoundRules, SolutionEntry } from './schema.ts'
import { membersOf, type Solution } from './turns.ts'

export const entriesOf = (db: Db, callId: number): Promise<SolutionEntry[]> => db.selectFrom('solution_entry').selectAll().where('call_id', '=', callId).orderBy('number').execute()

/** What those who still sit on the council gave each entry, criterion by criterion. */
export async function pointsOf(db: Db, call: Solution): Promise<Map<number, Record<string, number[]>>> {
  const seats = seated(await membersOf(db, call.id)).map(({ id }) => id)
  const scores = seats.length ? await db.selectFrom('solution_score').select(['entry_id', 'criterion', 'points']).where('member_id', 'in', seats).execute() : []
  const points = new Map<number, Record<string, number[]>>()
  for (const { entry_id, criterion, points: given } of scores) {
    const of = points.get(entry_id) ?? {}
    ;(of[criterion] ??= []).push(given)
    points.set(entry_id, of)
  }
  return points
}
/** When each version was handed in, in milliseconds. */
export const handedIn = async (db: Db, callId: number): Promise<Map<number, number>> => new Map((await db.selectFrom('solution_submission').select(['id', 'submitted_at']).where('call_id', '=', callId).execute()).map(({ id, submitted_at }) => [id, submitted_at.getTime()]))

/** The prices of the envelopes, by entry, as far as this reader may read them. */
export async function openedPrices(db: Db, callId: number): Promise<Map<number, Vnd>> {
  const rows = await db.selectFrom('solution_entry as e').innerJoin('solution_price as p', 'p.submission_id', 'e.submission_id').select(['e.id', 'p.amount']).where('e.call_id', '=', callId).where('e.admitted', '=', true).execute()
  return new Map(rows.map(({ id, amount }) => [id, amount]))
}
/** What each asks in the end, by entry: the envelope’s price, or what was asked last in the rounds. */
export async function finalPrices(db: Db, callId: number): Promise<Map<number, Vnd>> {
  const prices = await openedPrices(db, callId)
  const lowered = await db.selectFrom('solution_lowered as l').innerJoin('solution_turn as t', 't.id', 'l.turn_id').select(['t.entry_id', sql<Vnd>`min(l.amount)`.as('amount')]).where('t.call_id', '=', callId).groupBy('t.entry_id').execute()
  for (const { entry_id, amount } of lowered) prices.set(entry_id, amount)
  return prices
}

/** A price far below the others waits for its explanation, so many days from here. How many do. */
export async function hearLow(tx: Tx, call: Solution, now: Date): Promise<number> {
  const prices = [...await finalPrices(tx, call.id)]
  const low = prices.filter(([entry, price]) => abnormallyLow(call.rules, price, prices.filter(([other]) => other !== entry).map(([, asked]) => asked)))
  for (const [entry] of low) await tx.updateTable('solution_entry').set({ low: true, explain_until: endOfDay(dayAfter(hanoiDay(now), call.rules.explain_days)) }).where('id', '=', entry).execute()
  return low.length
}

/** So many working days after prices are opened, at the hour the rules say. */
export async function roundsBegin(db: Db, { after_working_days, at }: RoundRules, now: Date): Promise<Date> {
  const over = dueBy({ amount: after_working_days, unit: 'working_days' }, now, await holidaySet(db))
  return new Date(`${hanoiDay(minutesFrom(over, -1))}T${at}:00+07:00`)
}
