import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { type Dated, dateOf, guardRefusal, instantOf, type LotPlan, planRefusal, type PlanRefusal } from './lot-rules.ts'
import { type AuctionLotState, type LotDate, lotDates } from './schema.ts'

/** Postponements of one lot that may be proposed. */
export const mostPostponements = 20
/** Days by which one postponement moves a time, at the most: who types another year meant another. */
export const mostDaysPostponed = 180

/** Hours everybody who registered has to leave once a postponement of the bidding is approved: who cannot come on the new day is not held to it. */
export const hoursToLeave = 24

export type DateRefusal =
  | { code: 'lot_times_stand' }
  | { code: 'lot_time_not_later'; from: string; field: LotDate }
  | { code: 'lot_time_too_far'; days: number; field: LotDate }
  | { code: 'no_lot_time_moved'; field: LotDate }
  | { code: 'no_time_to_leave'; hours: number; least: string; field: LotDate }
  | { code: 'postponement_waits' }
  | { code: 'postponement_settled' }
  | { code: 'own_postponement' }
  | { code: 'too_many_postponements'; most: number }

export type LotMoves = Partial<Record<LotDate, Date>>
export const timesOf = ({ registration_closes_at, rules }: Pick<LotPlan, 'registration_closes_at' | 'rules'>): Record<LotDate, Date> => ({ registration_closes_at, opens_at: dateOf(rules.opens_at), closes_at: dateOf(rules.closes_at) })

/** A published lot comes later until its registration has closed: from then on who may bid relies on the day. */
export const mayBePostponed = ({ state, registration_closes_at }: { state: AuctionLotState; registration_closes_at: Date | null }, now: Date): boolean => state === 'registration' && registration_closes_at !== null && now < registration_closes_at

/** The lot as it would be: later times, the last moment of an extension later by as much as the end, and from when calls end bidding by as much as the opening. */
export function postponed(plan: LotPlan, { registration_closes_at, opens_at, closes_at }: LotMoves): LotPlan {
  const { rules } = plan, opens = opens_at ? instantOf(opens_at) : rules.opens_at, closes = closes_at ? instantOf(closes_at) : rules.closes_at
  return {
    ...plan, registration_closes_at: registration_closes_at ?? plan.registration_closes_at,
    rules: {
      ...rules, opens_at: opens, closes_at: closes, extension: rules.extension && { ...rules.extension, latest: rules.extension.latest + closes - rules.closes_at },
      ...(rules.calls ? { calls: { ...rules.calls, from: rules.calls.from + opens - rules.opens_at } } : {}),
    },
  }
}

/** Why these times may not come later so, or null. Asked when it is proposed and again when it is approved: registration may have closed meanwhile, and a number of the day may be another. */
export function postponingRefusal(state: AuctionLotState, plan: LotPlan, moves: LotMoves, dated: Dated): DateRefusal | PlanRefusal | null {
  if (!mayBePostponed({ state, registration_closes_at: plan.registration_closes_at }, dated.now)) return { code: 'lot_times_stand' }
  const times = timesOf(plan), moved = lotDates.filter((date) => moves[date])
  if (moved.length === 0) return { code: 'no_lot_time_moved', field: 'opens_at' }
  for (const field of moved) {
    const from = times[field], to = moves[field]!
    if (to <= from) return { code: 'lot_time_not_later', from: from.toISOString(), field }
    if (to > daysFrom(from, mostDaysPostponed)) return { code: 'lot_time_too_far', days: mostDaysPostponed, field }
  }
  const later = postponed(plan, moves), refusal = planRefusal(later), least = minutesFrom(dated.now, hoursToLeave * 60)
  if ((moves.opens_at || moves.closes_at) && later.registration_closes_at < least) return { code: 'no_time_to_leave', hours: hoursToLeave, least: least.toISOString(), field: 'registration_closes_at' }
  // The pace of a falling price is fixed; here its end is what can be chosen.
  if (refusal?.code === 'ticks_too_slow' || refusal?.code === 'calls_after_end') return { ...refusal, field: 'closes_at' }
  // What did not move was judged when the lot was published; a holiday entered since then does not hold up the end alone.
  const broken = refusal ?? guardRefusal('postponing', later, dated)
  if (broken?.code !== 'dossiers_too_late' || moves.registration_closes_at) return broken
  return moves.opens_at ? { ...broken, field: 'opens_at' } : null
}
