import { z } from 'zod'
import { vnd } from '../../platform/money.ts'
import { choiceField, hourField, idField, lineField, optionalLineField, optionalTextField, optionalVndField, requestKeyField, textField } from '../../platform/fields.ts'
import { mostCriteria } from './rules.ts'
import type { Particulars, SolutionRules } from './schema.ts'

const count = (least: number, most: number) => z.coerce.string().trim().regex(/^\d{1,5}$/, { error: 'number' }).transform(Number).refine((n) => n >= least && n <= most, { error: 'number' })
/** A share as people type it, 12,5 or 12.5 of a hundred, kept in basis points. */
const shareField = z.coerce.string().trim().max(8, { error: 'number' }).regex(/^\d{1,3}([.,]\d{1,2})?$/, { error: 'number' }).transform((typed) => {
  const [whole = '0', part = ''] = typed.split(/[.,]/)
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}).refine((share) => share <= 10_000, { error: 'number' })
const optionalShare = z.preprocess((typed) => (typed === undefined || typed === '' ? '0' : typed), shareField)
export const criterionNumbers: readonly number[] = Array.from({ length: mostCriteria }, (_, i) => i + 1)
const criteriaFields = Object.fromEntries(criterionNumbers.flatMap((n) => [[`criterion_${n}`, optionalLineField(160)], [`criterion_en_${n}`, optionalLineField(160)], [`weight_${n}`, optionalShare]])) as Record<string, z.ZodType<unknown>>

/** Left empty: what the form begins with. */
const otherwise = (value: string, field: z.ZodType<number>) => z.preprocess((typed) => (typed === undefined || typed === '' ? value : typed), field)
/** Hours at which rounds may begin, in Hanoi. */
export const roundHours = ['08:30', '09:00', '10:00', '13:30', '14:00', '15:00'] as const
const ticked = z.preprocess((typed) => (typed === undefined || typed === '' ? 'no' : typed), choiceField(['yes', 'no']))

const content = {
  title_vi: lineField(160, 10), title_en: lineField(160, 10), about: textField(6000, 20), conditions: optionalTextField(3000), ...criteriaFields, price_weight: shareField, threshold: count(0, 100),
  asks_until: hourField, closes_at: hourField, low_share: shareField, explain_days: count(1, 30), standstill_days: count(1, 60), most_awards: count(1, 3), shown: choiceField(['names', 'numbers']), not_tender: z.literal('yes', { error: 'required' }),
  rounds: ticked, round_turn: otherwise('5', count(2, 30)), round_pause: otherwise('10', count(1, 60)), round_step: optionalVndField, round_days: otherwise('2', count(1, 20)), round_hour: z.preprocess((typed) => (typed === undefined || typed === '' ? '09:00' : typed), choiceField(roundHours)),
}
export interface SolutionContent {
  title_vi: string; title_en: string; about: string; conditions: string; price_weight: number; threshold: number; asks_until: Date; closes_at: Date
  low_share: number; explain_days: number; standstill_days: number; most_awards: number; shown: 'names' | 'numbers'; rounds: 'yes' | 'no'; round_turn: number; round_pause: number; round_step: number | null; round_days: number; round_hour: string; [name: string]: unknown
}
export const DraftSolution = z.object({ need_id: idField, request_key: requestKeyField, ...content })
export const ChangeSolution = z.object({ solution_id: idField, version: z.coerce.number({ error: 'invalid' }).int().min(0).max(1_000_000), ...content })

export const rulesFrom = (input: SolutionContent): SolutionRules => ({
  regime: 'demand',
  criteria: criterionNumbers.filter((n) => input[`criterion_${n}`]).map((n) => ({ key: `c${n}`, name: { vi: String(input[`criterion_${n}`]), en: String(input[`criterion_en_${n}`] || input[`criterion_${n}`]) }, weight_basis_points: Number(input[`weight_${n}`]) })),
  price_weight_basis_points: input.price_weight, threshold: input.threshold, price_formula: 'lowest_by_price', rounding: 'shown_half_up_2', tie: ['technical', 'earlier', 'number'],
  asks_until: input.asks_until.toISOString(), closes_at: input.closes_at.toISOString(),
  low_share_basis_points: input.low_share, explain_days: input.explain_days, standstill_days: input.standstill_days, most_awards: input.most_awards, shown: input.shown,
  ...(input.rounds === 'yes' ? { rounds: { count: 3 as const, turn_minutes: input.round_turn, pause_minutes: input.round_pause, step: vnd(input.round_step ?? 0), after_working_days: input.round_days, at: input.round_hour } } : {}),
})
export const particularsFrom = ({ about, conditions }: SolutionContent): Particulars => ({ about, conditions })
export const planFrom = (input: SolutionContent) => ({ title: { vi: input.title_vi, en: input.title_en }, rules: rulesFrom(input), asks_until: input.asks_until, closes_at: input.closes_at })
