import type { Locale } from '../../platform/locale.ts'
import type { Answer, Direction } from './schema.ts'

export const mostMeasures = 8
export const mostPilots = 20
/** Numbers of a pilot are kept in ten-thousandths: four places after the point, exactly. */
export const perOne = 10_000

export type PilotRefusal =
  | { code: 'measure_needed'; field: 'measure_1' }
  | { code: 'measure_incomplete'; row: number; field: string }
  | { code: 'pilot_ends_first'; field: 'ends_on' }
  | { code: 'too_many_pilots'; most: number }
  | { code: 'pilot_answered' }
  | { code: 'pilot_not_agreed' }
  | { code: 'pilot_not_begun' }
  | { code: 'result_confirmed' }
  | { code: 'no_result_yet' }
  | { code: 'own_result' }
  | { code: 'result_changed' }

/** A number as people type it (12 · 12,5 · 12.5 · −3 · 1.200), in ten-thousandths; null where it is none. */
export function parseTenThousandths(typed: string): number | null {
  const text = typed.trim().replace(/^−/, '-')
  const grouped = /^-?[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*$/.test(text) ? text.replace(/[., ]/g, '') : text.replace(',', '.')
  const parts = /^(-?)(\d{1,10})(?:\.(\d{1,4}))?$/.exec(grouped)
  if (!parts) return null
  const size = Number(parts[2]) * perOne + Number((parts[3] ?? '').padEnd(4, '0'))
  return parts[1] && size ? -size : size
}

/** As people read it: 12,5 in Vietnamese, 12.5 in English. */
export const formatTenThousandths = (value: number, locale: Locale): string => new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 4 }).format(value / perOne)

export interface Measured { direction: Direction; target: number; result: number | null; confirmed: boolean }
/** Whether the result reaches the target: at least it, or at most. Both are whole ten-thousandths, so that what is equal is equal. */
export const meets = ({ direction, target }: Pick<Measured, 'direction' | 'target'>, result: number): boolean => (direction === 'at_least' ? result >= target : result <= target)

export type PilotOutcome = 'open' | 'met' | 'not_met'
/** Met: every measure has a confirmed result that reaches its target. Not met: every result is confirmed and one does not. Open before that. */
export function outcomeOf(measures: readonly Measured[]): PilotOutcome {
  if (!measures.length || !measures.every(({ result, confirmed }) => result !== null && confirmed)) return 'open'
  return measures.every((measure) => meets(measure, measure.result ?? 0)) ? 'met' : 'not_met'
}

export function resultRefusal(pilot: { answer: Answer | null; starts_on: string }, measure: { confirmed_at: Date | null }, today: string): PilotRefusal | null {
  if (pilot.answer !== 'agreed') return { code: 'pilot_not_agreed' }
  if (today < pilot.starts_on) return { code: 'pilot_not_begun' }
  return measure.confirmed_at ? { code: 'result_confirmed' } : null
}
/** Nobody confirms the result their own side entered, nor one they have not seen. */
export function confirmationRefusal(measure: { result: number | null; confirmed_at: Date | null; result_organisation_id: number | null }, seen: number, side: number): PilotRefusal | null {
  if (measure.result === null) return { code: 'no_result_yet' }
  if (measure.confirmed_at) return { code: 'result_confirmed' }
  if (measure.result !== seen) return { code: 'result_changed' }
  return measure.result_organisation_id === side ? { code: 'own_result' } : null
}
