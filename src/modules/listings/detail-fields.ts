import { certainties, type ListingKind, type ListingTables, needSteps, offerSteps, procurementRoutes, stages, type Step, urgencies } from './schema.ts'

/**
 * The fields of the steps, once for the form, the check of what was typed, the public page, the export and
 * the comparison of two people's texts. `text` and `line` are written in both languages and kept by name;
 * every other kind is a column of the listing's offer or need detail.
 */
export type FieldKind = 'text' | 'line' | 'word' | 'amount' | 'percent' | 'decimal' | 'count' | 'day' | 'choice'
interface FieldShape { step: Step; kind: FieldKind; most?: number; least?: number; choices?: readonly string[]; column?: string }
const fieldsOf = <const T extends Record<string, FieldShape>>(fields: T): T => fields

export const detailFields = fieldsOf({
  applications: { step: 'use', kind: 'text' },
  unit: { step: 'use', kind: 'line', most: 100 },
  cost_own: { step: 'use', kind: 'amount' },
  incumbent: { step: 'use', kind: 'line', most: 200 },
  cost_incumbent: { step: 'use', kind: 'amount' },
  power: { step: 'use', kind: 'text', most: 1000 },
  staff: { step: 'use', kind: 'text', most: 1000 },
  space: { step: 'use', kind: 'text', most: 1000 },
  permits: { step: 'use', kind: 'text', most: 1000 },
  limits: { step: 'use', kind: 'text' },
  support: { step: 'use', kind: 'text' },
  stage: { step: 'market', kind: 'choice', choices: stages },
  market: { step: 'market', kind: 'text' },
  market_size: { step: 'market', kind: 'amount' },
  market_growth: { step: 'market', kind: 'percent', least: -10_000, most: 100_000, column: 'market_growth_basis_points' },
  edge: { step: 'market', kind: 'text' },
  potential: { step: 'market', kind: 'text' },
  partner: { step: 'market', kind: 'text' },
  state_share: { step: 'public_money', kind: 'percent', least: 0, most: 10_000, column: 'state_share_basis_points' },
  task_code: { step: 'public_money', kind: 'word', most: 100 },
  decision_number: { step: 'public_money', kind: 'word', most: 100 },
  decision_on: { step: 'public_money', kind: 'day' },
  decision_authority: { step: 'public_money', kind: 'word', most: 200 },
  indicator: { step: 'numbers', kind: 'line', most: 200 },
  measure: { step: 'numbers', kind: 'line', most: 100 },
  baseline: { step: 'numbers', kind: 'decimal' },
  measured: { step: 'numbers', kind: 'text' },
  target: { step: 'numbers', kind: 'decimal' },
  target_test: { step: 'numbers', kind: 'text' },
  value_per_year: { step: 'numbers', kind: 'amount' },
  urgency: { step: 'numbers', kind: 'choice', choices: urgencies },
  expertise: { step: 'numbers', kind: 'text' },
  tried: { step: 'tried', kind: 'text' },
  ruled_out: { step: 'tried', kind: 'text' },
  constraints: { step: 'tried', kind: 'text' },
  budget_certainty: { step: 'money', kind: 'choice', choices: certainties },
  decider: { step: 'money', kind: 'line', most: 200 },
  decides_on: { step: 'money', kind: 'day' },
  procurement_route: { step: 'money', kind: 'choice', choices: procurementRoutes },
  starts_on: { step: 'money', kind: 'day' },
  months: { step: 'money', kind: 'count', least: 1, most: 120 },
  pilot: { step: 'pilot', kind: 'choice', choices: ['yes', 'no'] },
  pilot_place: { step: 'pilot', kind: 'line', most: 300 },
})
export type FieldName = keyof typeof detailFields
export const fieldNames = Object.keys(detailFields) as FieldName[]
export const shapeOf = (name: FieldName): FieldShape => detailFields[name]
export const fieldsIn = (step: Step): FieldName[] => fieldNames.filter((name) => detailFields[name].step === step)
/** Written in both languages. */
export const isBilingual = (name: FieldName): boolean => ['text', 'line'].includes(detailFields[name].kind)
export const columnOf = (name: FieldName): string => shapeOf(name).column ?? name
export const longest = (name: FieldName): number => shapeOf(name).most ?? 4000

export const stepsOf = (kind: ListingKind): readonly Step[] => (kind === 'offer' ? offerSteps : needSteps)
export const isStepOf = (kind: ListingKind, step: string): step is Step => (stepsOf(kind) as readonly string[]).includes(step)

/** Rows a form shows beyond those already filled in, and the most there may be. */
export const rowsOf = { right: { spare: 2, most: 30 }, share: { spare: 2, most: 20 }, site: { spare: 2, most: 20 } } as const
export type RowKind = keyof typeof rowsOf
export const rowsShown = (kind: RowKind, filled: number): number => Math.min(rowsOf[kind].most, filled + rowsOf[kind].spare)

type Row<T extends keyof ListingTables> = Omit<ListingTables[T], 'listing_id' | 'position'>
export type Right = Row<'listing_right'>
export type Site = Row<'listing_site'>
export type Share = Row<'listing_share'> & { name_vi: string | null; name_en: string | null }

/** What a listing says beyond its basic content. */
export interface Details {
  /** Of each step that was ever saved. */
  versions: Partial<Record<Step, number>>
  /** The offer's or the need's single answers, by column; empty where none was given. */
  row: Record<string, string | number | null>
  texts: Partial<Record<FieldName, { vi?: string; en?: string }>>
  readiness: Partial<Record<number, boolean>>
  rights: Right[]
  /** Owners with their shares; those who are an organisation of the Exchange under the name it bears today. */
  shares: Share[]
  sites: Site[]
}
export const noDetails: Details = { versions: {}, row: {}, texts: {}, readiness: {}, rights: [], shares: [], sites: [] }
