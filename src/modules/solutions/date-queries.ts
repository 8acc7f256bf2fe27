import type { Selectable } from 'kysely'
import type { Db } from '../../core/database.ts'
import { type CallDates, type DateRefusal, type Moves, moveRefusal } from './date-rules.ts'
import type { CallDate, MovedDate, SolutionTables } from './schema.ts'
import type { Solution } from './turns.ts'

export type DateChange = Selectable<SolutionTables['solution_date_change']>
/** The changes of a call's dates as far as this reader may know them: what two officers said is everybody's, what was only proposed is the staff's and of whose need it is. */
export const dateChangesOf = (db: Db, callId: number): Promise<DateChange[]> => db.selectFrom('solution_date_change').selectAll().where('call_id', '=', callId).orderBy('id').execute()

/** What a change moves, in the order of the call. */
export function movedBy({ asks_from, asks_until, closes_from, closes_at, round_from, round_begins }: DateChange): MovedDate[] {
  const one = (date: CallDate, from: Date | null, to: Date | null): MovedDate[] => (from && to ? [{ date, from, to }] : [])
  return [...one('asks_until', asks_from, asks_until), ...one('closes_at', closes_from, closes_at), ...one('round_begins', round_from, round_begins)]
}
export const movesOf = (change: DateChange): Moves => Object.fromEntries(movedBy(change).map(({ date, to }) => [date, to]))

/** The last round that stands, begun or not. */
export async function lastRound(db: Db, callId: number): Promise<{ round: number; begins_at: Date } | null> {
  return (await db.selectFrom('solution_turn').select(['round', 'begins_at']).where('call_id', '=', callId).where('position', '=', 1).orderBy('round', 'desc').limit(1).executeTakeFirst()) ?? null
}
export interface StandingDates extends CallDates { round: number | null }
export const datesOf = ({ state, asks_until, closes_at }: Solution, round: { round: number; begins_at: Date } | null): StandingDates => ({ state, asks_until, closes_at, round: round?.round ?? null, round_begins: round?.begins_at ?? null })
/** Why what was proposed cannot be approved now, or null: time has gone on since, and with it the round it was about. */
export const lateRefusal = (dates: StandingDates, change: DateChange, now: Date): DateRefusal | null =>
  change.round !== null && change.round !== dates.round ? { code: 'no_date_moves_any_more' } : moveRefusal(dates, movesOf(change), now)
