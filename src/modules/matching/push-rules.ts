import { daysFrom, hanoiDay } from '../../platform/time.ts'
import type { Match } from './schema.ts'

/** What one run of telling owners does at most; the rest waits for the next. */
export const pushLimits = {
  /** Newly published listings looked at. */
  listings: 50,
  /** A listing's matches that are worth telling stand among its first so many. */
  top: 10,
  /** Of a new listing's matches, for so many it is asked whether it came among their first. */
  reach: 20,
  /** In one notice. */
  matches: 5,
  /** Notices. */
  notices: 500,
  /** Days for which a match waits to be told; older ones are no news. */
  days: 14,
}

const leastScore = 40
const leastShare = 0.6
/** Whether a match is worth a letter: good in itself, and not far behind the best of its list. */
export const worthTelling = (match: Pick<Match, 'score'>, list: readonly Pick<Match, 'score'>[]): boolean =>
  match.score >= leastScore && match.score >= leastShare * Math.max(...list.map(({ score }) => score))

/** What was found before this is no news any longer. */
export const newsSince = (now: Date): Date => daysFrom(now, -pushLimits.days)
/** Midnight in Hanoi: a listing's owners are written to once a day. */
export const dayBegan = (now: Date): Date => new Date(`${hanoiDay(now)}T00:00:00+07:00`)
