import { daysFrom } from '../../platform/time.ts'
import type { CallDate, SolutionState } from './schema.ts'

/** Changes of dates of one call that may be proposed. */
export const mostDateChanges = 20
/** Days by which one change moves a date, at the most: who types another year meant another. */
export const mostDaysLater = 180

export type DateRefusal =
  | { code: 'no_date_moves_any_more' }
  | { code: 'date_over'; was: string; field: CallDate }
  | { code: 'date_not_later'; from: string; field: CallDate }
  | { code: 'date_too_far'; days: number; field: CallDate }
  | { code: 'no_date_moved'; field: CallDate }
  | { code: 'solution_times_order'; field: 'asks_until' }
  | { code: 'date_change_waits' }
  | { code: 'date_change_settled' }
  | { code: 'own_date_change' }
  | { code: 'too_many_date_changes'; most: number }

/** A call as far as its dates go. `round_begins`: of the last round that stands, whether it has begun or not. */
export interface CallDates { state: SolutionState; asks_until: Date; closes_at: Date; round_begins: Date | null }
export type Moves = Partial<Record<CallDate, Date>>

/** What may still come later: dates that have not passed, of envelopes nobody has opened, or of a round that has not begun. */
export function movableDates({ state, asks_until, closes_at, round_begins }: CallDates, now: Date): CallDate[] {
  if (state === 'bidding') return round_begins && now < round_begins ? ['round_begins'] : []
  if (state !== 'open' || now >= closes_at) return []
  return now < asks_until ? ['asks_until', 'closes_at'] : ['closes_at']
}

/** Why these dates may not be moved so, or null. Asked when it is proposed and again when it is approved: a date may have passed meanwhile. */
export function moveRefusal(dates: CallDates, moves: Moves, now: Date): DateRefusal | null {
  const movable = movableDates(dates, now), moved = Object.keys(moves) as CallDate[]
  if (movable.length === 0) return { code: 'no_date_moves_any_more' }
  if (moved.length === 0) return { code: 'no_date_moved', field: movable.at(-1)! }
  for (const field of moved) {
    const from = dates[field], to = moves[field]!
    if (!from || !movable.includes(field)) return { code: 'date_over', was: (from ?? now).toISOString(), field }
    if (to <= from) return { code: 'date_not_later', from: from.toISOString(), field }
    if (to > daysFrom(from, mostDaysLater)) return { code: 'date_too_far', days: mostDaysLater, field }
  }
  return (moves.asks_until ?? dates.asks_until) > (moves.closes_at ?? dates.closes_at) ? { code: 'solution_times_order', field: 'asks_until' } : null
}
