import { z } from 'zod'
import { type Actor, readsMarket } from '../../core/context.ts'
import { daysFrom } from '../../platform/time.ts'

/** Matches of one need that are counted; a need with more is answered well enough. */
export const mostCounted = 50
/** Needs reckoned by one run of the job. */
export const mostReckoned = 500
/** After so many hours a need is reckoned anew, for offers that came and went meanwhile. */
export const reckonedFor = 6
export const onBoardPage = 50
/** Lines of the board in a file. */
export const mostOnBoard = 5_000
/** Needs one person may be on at a time. */
export const mostTakenOn = 50
/** Suggestions that stand on one need. */
export const mostSuggested = 20
/** Needs of a gap on a page. */
export const onGapPage = 20

export type SourcingRefusal =
  | { code: 'need_taken'; name: string }
  | { code: 'need_answered' }
  | { code: 'too_many_taken'; most: number }
  | { code: 'own_need' }
  | { code: 'own_offer_suggested'; field: 'offer' }
  | { code: 'offer_unknown'; field: 'offer' }
  | { code: 'already_suggested'; field: 'offer' }
  | { code: 'too_many_suggestions'; most: number }

/** For whom somebody helps a need along: the Exchange, as a deal officer, or a verified organisation of intermediaries. */
export interface Brokerage { organisation_id: number | null; acts: boolean }
/** Reads the board: those who broker, and any of the Exchange's own people. */
export const readsBoard = (brokerage: Brokerage | null) => (actor: Actor): boolean => readsMarket(actor) || brokerage !== null
export const helpsNeeds = (brokerage: Brokerage | null) => (): boolean => brokerage?.acts === true

const one = (most: number) => z.string().max(most).catch('').transform((typed) => typed.replaceAll('\0', '').trim())
const pageField = z.coerce.number().int().min(1).max(10_000).catch(1)
/** The board as its address says it; what does not parse is as if it had not been said. */
export const BoardAddress = z.object({
  field: one(10), ward: one(20), older: z.enum(['', '30', '90']).catch(''), page: pageField,
  matched: z.enum(['', 'some', 'none']).catch(''), // a form with a field called “matches” would have no method of that name
})
export type BoardAsked = z.output<typeof BoardAddress>
/** What is asked, as an address again, without the page. */
export const boardQuery = (asked: BoardAsked): string => new URLSearchParams(Object.entries({ ...asked, page: '' }).filter(([, value]) => value)).toString()
/** Published before that moment. */
export const olderThan = ({ older }: Pick<BoardAsked, 'older'>, now: Date): Date => daysFrom(now, -Number(older || 0))

export const gapViews = ['fields', 'wards', 'trl'] as const
export type GapView = (typeof gapViews)[number]
export const GapAddress = z.object({ by: z.enum(gapViews).catch('fields'), code: one(20).refine((code) => /^[\w.-]*$/.test(code)).catch(''), page: pageField })
export type GapAsked = z.output<typeof GapAddress>

/** Whether a need has been answered is between two sides: a count over fewer needs than this would tell it of one. */
export const fewestAnswered = 3
/**
 * The same rows, with the count of unanswered needs withheld where it is of too few. Which needs no
 * offer fits everybody can work out, so those are what is counted. The field above tells the sum of
 * its branches: the rows withheld hold enough needs together as well, or the next smallest joins them.
 */
export function sparingUnanswered<R extends { unmatched: number; unanswered: number | null }>(rows: readonly R[]): R[] {
  const withheld = new Set<R>()
  let together = 0
  for (const row of rows.filter(({ unmatched }) => unmatched > 0).toSorted((a, b) => a.unmatched - b.unmatched)) {
    if (row.unmatched >= fewestAnswered && (withheld.size === 0 || together >= fewestAnswered)) break
    withheld.add(row)
    together += row.unmatched
  }
  return rows.map((row) => (withheld.has(row) ? { ...row, unanswered: null } : row))
}

/** The number at the end of what somebody typed for an offer: 12, or the address of its page. */
export const offerNumber = (typed: string): number | null => {
  const [, digits] = /(?:^|\/)([1-9]\d{0,8})\/?(?:[?#].*)?$/.exec(typed.trim()) ?? []
  return digits ? Number(digits) : null
}
