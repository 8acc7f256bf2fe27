import { z } from 'zod'
import { choiceField, idField, optionalLineField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import { mostEffects } from './rules.ts'
import { againAnswers, disuseCodes, type Effect, outcomeMonths, revenueBands, usages } from './schema.ts'

/** A measured number as people type it, 12,5 or 12.5. */
const decimalField = z.string({ error: 'number' }).trim().max(20, { error: 'number' }).regex(/^(-?\d{1,12}([.,]\d{1,4})?)?$/, { error: 'number' }).default('')
const orNull = <const T extends readonly [string, ...string[]]>(choices: T) => z.preprocess((value) => (value === '' || value === undefined ? null : value), choiceField(choices).nullable())
const numberOf = (typed: string): number => Number(typed.replace(',', '.'))
const line = optionalLineField(120), unit = optionalLineField(30), decimal = decimalField
export const effectRows = Array.from({ length: mostEffects }, (_, i) => i + 1)

/** Lời xác nhận kết quả sử dụng of one side, as its form sends it. */
export const StateOutcome = z.object({
  deal_id: idField, months: z.coerce.number({ error: 'choose' }).pipe(z.union(outcomeMonths.map((months) => z.literal(months)), { error: 'choose' })), usage: choiceField(usages), reason_code: orNull(disuseCodes), reason: optionalTextField(1000),
  jobs: z.string({ error: 'number' }).trim().regex(/^\d{0,6}$/, { error: 'number' }).default('').transform((typed) => (typed === '' ? null : Number(typed))).refine((jobs) => jobs === null || jobs <= 100_000, { error: 'number' }),
  revenue_band: orNull(revenueBands), satisfaction: z.coerce.number({ error: 'choose' }).int({ error: 'choose' }).min(1, { error: 'choose' }).max(5, { error: 'choose' }), again: choiceField(againAnswers),
  measure_1: line, unit_1: unit, before_1: decimal, after_1: decimal, measure_2: line, unit_2: unit, before_2: decimal, after_2: decimal, measure_3: line, unit_3: unit, before_3: decimal, after_3: decimal,
  named: z.literal('yes', { error: 'choose' }).optional(), request_key: requestKeyField,
}).transform((typed, wrong) => {
  const { deal_id, months, usage, reason, jobs, revenue_band, satisfaction, again, request_key } = typed
  const why = (path: string, message: string) => { wrong.addIssue({ code: 'custom', path: [path], message }) }
  // In use needs no reason; what was chosen before the answer was changed is not kept.
  const reason_code = usage === 'in_use' ? null : typed.reason_code
  if (usage !== 'in_use' && reason_code === null) why('reason_code', 'choose')
  if (reason_code === 'other' && !reason) why('reason', 'required')
  const effects = effectRows.flatMap((row): Effect[] => {
    const said = (name: string) => String((typed as Record<string, unknown>)[`${name}_${row}`] ?? '')
    const cells = ['measure', 'before', 'after'].filter((name) => said(name) === '')
    if (cells.length === 3 && said('unit') === '') return []
    for (const name of cells) why(`${name}_${row}`, 'required')
    return [{ measure: said('measure'), unit: said('unit'), before: numberOf(said('before')), after: numberOf(said('after')) }]
  })
  return { deal_id, months, usage, reason_code, reason: usage === 'in_use' ? '' : reason, effects, jobs, revenue_band, satisfaction, again, named: typed.named === 'yes', request_key }
})
export type OutcomeStated = z.output<typeof StateOutcome>
