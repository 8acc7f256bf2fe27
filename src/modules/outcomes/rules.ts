import { dayAfter } from '../../platform/time.ts'
import type { DealStage } from '../deals/schema.ts'
import { outcomeMonths, type OutcomeMonths, type OutcomeStatement, type Usage } from './schema.ts'

export type OutcomeRefusal =
  | { code: 'outcome_not_won'; stage: DealStage }
  | { code: 'outcome_too_early'; months: OutcomeMonths; from: string; field: 'months' }
  | { code: 'outcome_of_both_sides' }
  | { code: 'outcome_unchanged' }

/** Days before the day it is due from which it may be said: half a year of use is not felt to the day. */
export const outcomeEarlyDays = 30
/** Rows of things measured a statement has room for. */
export const mostEffects = 3

/** The day so many months after a day, both as 2026-08-31; where that month is shorter, its last day. */
export function monthsAfter(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${year}-${String(month).padStart(2, '0')}-${String(Math.min(Number(day.slice(8, 10)), last)).padStart(2, '0')}`
}
export interface Asked { months: OutcomeMonths; from: string; due: string }
/** When the sides of a deal that closed on that day in Hanoi are asked. */
export const askedAfter = (closed: string): Asked[] => outcomeMonths.map((months) => {
  const due = monthsAfter(closed, months)
  return { months, due, from: dayAfter(due, -outcomeEarlyDays) }
})

/** Why this side may not say that now. `closed` and `today` are days in Hanoi. */
export function statementRefusal({ stage, closed, today, months, speaksForOther }: { stage: DealStage; closed: string; today: string; months: OutcomeMonths; speaksForOther: boolean }): OutcomeRefusal | null {
  if (stage !== 'won') return { code: 'outcome_not_won', stage }
  const asked = askedAfter(closed).find((one) => one.months === months)!
  if (today < asked.from) return { code: 'outcome_too_early', months, from: asked.from, field: 'months' }
  if (speaksForOther) return { code: 'outcome_of_both_sides' }
  return null
}

/** What a side is asked next: the first time after the last it has spoken of; null when it has said all. */
export const nextAsked = (said: readonly OutcomeMonths[]): OutcomeMonths | null => outcomeMonths.find((months) => said.every((one) => one < months)) ?? null

export type Fact = 'usage' | 'jobs' | 'revenue_band'
export type Agreement = 'agreed' | 'differs' | 'one_side' | 'none'
type Said = Pick<OutcomeStatement, Fact | 'named'>
/** How far both sides said the same. What one leaves open the other has said alone. */
export function agreementOn(fact: Fact, one: Said | undefined, other: Said | undefined): Agreement {
  const [a, b] = [one?.[fact] ?? null, other?.[fact] ?? null]
  if (a === null && b === null) return 'none'
  if (a === null || b === null) return 'one_side'
  return a === b ? 'agreed' : 'differs'
}
/** The use that counts: what both said. Null while one is silent or they differ. */
export const countedUse = (one: Said | undefined, other: Said | undefined): Usage | null => (agreementOn('usage', one, other) === 'agreed' ? one!.usage : null)
/** A deal is named where the last word of each side allows it. */
export const mayBeNamed = (one: Pick<Said, 'named'> | undefined, other: Pick<Said, 'named'> | undefined): boolean => one?.named === true && other?.named === true
