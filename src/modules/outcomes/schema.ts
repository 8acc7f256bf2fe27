import type { Generated, Selectable } from 'kysely'
import type { OfDeal } from '../deals/schema.ts'

/** How long after a deal closed its sides are asked, in months. */
export const outcomeMonths = [6, 12, 24] as const
export type OutcomeMonths = (typeof outcomeMonths)[number]
/** Đang dùng · dùng một phần · không dùng. */
export const usages = ['in_use', 'partly', 'not_in_use'] as const
export type Usage = (typeof usages)[number]
/** Why it is used in part or not at all. */
export const disuseCodes = ['performance', 'running_cost', 'staff', 'supply', 'market', 'regulation', 'replaced', 'not_installed', 'reorganised', 'other'] as const
export type DisuseCode = (typeof disuseCodes)[number]
/** What the use brought in or saved in the year before, in đồng. */
export const revenueBands = ['none', 'to_100m', 'to_1b', 'to_10b', 'over_10b'] as const
export type RevenueBand = (typeof revenueBands)[number]
export const againAnswers = ['yes', 'perhaps', 'no'] as const
export type Again = (typeof againAnswers)[number]

/** One thing measured before the technology came and with it: 12,5 kWh per kg, then 8. */
export interface Effect { measure: string; unit: string; before: number; after: number }

export interface OutcomeTables {
  /** What one side said of the use of what it gave or got, at one of the times it is asked. Nothing is overwritten: the latest stands. */
  outcome_statement: {
    id: Generated<number>
    deal_id: number
    months: OutcomeMonths
    organisation_id: number
    person_id: number
    stated_at: Date
    request_key: string
    usage: Usage
    reason_code: DisuseCode | null
    reason: Generated<string>
    effects: Effect[] | string
    jobs: number | null
    revenue_band: RevenueBand | null
    named: boolean // lets the Exchange name the deal
  }
  /** What that side thinks of the other, for itself and the Exchange. */
  outcome_opinion: { statement_id: number; organisation_id: number; satisfaction: number; again: Again }
}
export type OutcomeStatement = Selectable<OutcomeTables['outcome_statement']> & { effects: Effect[] }

export type OutcomeEvent = { type: 'outcome.stated'; statement_id: number; months: number; correction: boolean; organisation_id: number } & OfDeal
