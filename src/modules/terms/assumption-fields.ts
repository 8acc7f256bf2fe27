import { z } from 'zod'
import { choiceField, idField, vndField } from '../../platform/fields.ts'
import type { Locale } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import { countField, mostMilestones, shareField, typedShare } from './clause-fields.ts'
import { type AssumptionValues, audiences } from './schema.ts'

/** Years a sheet may be reckoned over. */
export const mostYears = 20
const numbers = Array.from({ length: mostMilestones }, (_, i) => i + 1)
const orElse = <T>(field: z.ZodType<T>, otherwise: T) => z.preprocess((typed) => (typed === undefined || typed === '' ? otherwise : typed), z.union([z.literal(otherwise as never), field]))
const amount = z.preprocess((typed) => (typed === undefined || typed === '' ? '0' : typed), vndField)
const scalars = {
  years: countField(1, mostYears), discount_basis_points: shareField(10_000), units: countField(0, 1_000_000_000), growth_basis_points: shareField(20_000, -9_000), price: amount, unit_cost: amount, unit_saving: amount, investment: amount,
  supplier_cost: amount, supplier_yearly_cost: amount, third_party_basis_points: z.preprocess((typed) => (typed === undefined || typed === '' ? '0' : typed), shareField(10_000)), company_value: amount,
}
/** The plain assumptions, in the order in which they are asked. */
export const assumptionFields = ['years', 'discount_basis_points', 'units', 'growth_basis_points', 'price', 'unit_cost', 'unit_saving', 'investment', 'third_party_basis_points', 'supplier_cost', 'supplier_yearly_cost', 'company_value'] as const satisfies readonly (keyof AssumptionValues)[]
export const assumptionKinds: Record<(typeof assumptionFields)[number], 'years' | 'share' | 'count' | 'amount'> = {
  years: 'years', discount_basis_points: 'share', units: 'count', growth_basis_points: 'share', price: 'amount', unit_cost: 'amount', unit_saving: 'amount', investment: 'amount', third_party_basis_points: 'share', supplier_cost: 'amount', supplier_yearly_cost: 'amount', company_value: 'amount',
}
/** Those without which nothing can be reckoned; the rest are nought where they are left empty. */
export const assumptionsNeeded: readonly string[] = ['years', 'discount_basis_points', 'units', 'growth_basis_points']
const milestones = Object.fromEntries(numbers.flatMap((n) => [[`year_${n}`, orElse<number | null>(countField(1, mostYears) as z.ZodType<number | null>, null)], [`probability_${n}`, orElse<number>(shareField(10_000) as z.ZodType<number>, 10_000)]])) as Record<string, z.ZodType>

/** What one side supposes, as its form sends it. */
export const SaveAssumptions = z.object({ deal_id: idField, audience: choiceField(audiences), ...scalars, ...milestones }).transform(({ deal_id, audience, ...typed }) => {
  const read = typed as Record<string, unknown>
  const rows = numbers.map((n) => ({ year: (read[`year_${n}`] ?? null) as number | null, probability_basis_points: read[`probability_${n}`] as number }))
  const last = rows.findLastIndex(({ year, probability_basis_points }) => year !== null || probability_basis_points !== 10_000)
  return { deal_id, audience, values: { ...Object.fromEntries(assumptionFields.map((name) => [name, read[name]])), milestones: rows.slice(0, last + 1) } as AssumptionValues }
})
/** The same as a form shows it, to be typed over. */
export const typedAssumptions = (values: AssumptionValues, locale: Locale): Record<string, string> => ({
  ...Object.fromEntries(assumptionFields.map((name) => [name, assumptionKinds[name] === 'share' ? typedShare(values[name]) : formatNumber(values[name], locale)])),
  ...Object.fromEntries(values.milestones.flatMap(({ year, probability_basis_points }, i) => [[`year_${i + 1}`, year === null ? '' : String(year)], [`probability_${i + 1}`, typedShare(probability_basis_points)]])),
})
