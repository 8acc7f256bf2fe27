import type { Generated } from 'kysely'

/** How well a number is known: S seen in the law or an official source, S2 in another source, K believed, NF not found, own: the Exchange's own setting. */
export const ruleMarks = ['S', 'S2', 'K', 'NF', 'own'] as const
export type RuleMark = (typeof ruleMarks)[number]
export const ruleUnits = ['percent', 'days', 'working_days', 'months', 'years', 'hours', 'minutes', 'seconds', 'vnd', 'times', 'persons', 'items', 'level'] as const
export type RuleUnit = (typeof ruleUnits)[number]

/** What a number was, is or will be, and by which text. Days are Hanoi's, written 2026-03-02; `valid_to` is the last day. */
export interface Rule {
  id: number
  code: string
  value: number | null // null: looked for and not found
  unit: RuleUnit
  label_vi: string
  label_en: string
  document: string
  article: string
  source: string
  mark: RuleMark
  valid_from: string
  valid_to: string | null
  note: string
}

/** The queues people wait in. */
export const serviceCodes = ['listing_review', 'organisation_verification', 'interest_answer', 'access_request', 'data_subject_request'] as const
export type ServiceCode = (typeof serviceCodes)[number]
export const serviceUnits = ['working_days', 'days', 'hours'] as const
export type ServiceUnit = (typeof serviceUnits)[number]
export interface ServiceTime { code: ServiceCode; amount: number; unit: ServiceUnit; valid_from: string }

export interface RulebookTables {
  rule: Omit<Rule, 'id' | 'value'> & { id: Generated<number>; value: number | null; approval_id: number | null; edited_at: Date | null }
  service_time: ServiceTime & { changed_by: number | null; changed_at: Date | null }
  holiday: { day: string; name_vi: string; name_en: string; removed_at: Date | null; edited_by: number | null; /** Somebody said that no day is off in lieu of it. */ no_lieu: Generated<boolean> }
}

export type RulebookEvent =
  | { type: 'rulebook.rule_changed'; code: string; value: number; unit: RuleUnit; valid_from: string; reason: string }
  | { type: 'rulebook.service_time_changed'; code: ServiceCode; amount: number; unit: ServiceUnit; valid_from: string }
  | { type: 'rulebook.holiday_added'; day: string; name_vi: string }
  | { type: 'rulebook.holidays_loaded'; days: string[] }
  | { type: 'rulebook.holiday_removed'; day: string; name_vi: string }
  | { type: 'rulebook.no_lieu'; day: string; name_vi: string }
