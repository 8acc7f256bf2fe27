import { z } from 'zod'
import { locales } from '../../platform/locale.ts'
import { largestVnd } from '../../platform/money.ts'
import { columnOf, detailFields, type Details, type FieldName, fieldNames, fieldsIn, isBilingual, longest, rowsOf, shapeOf, stepsOf } from '../listings/detail-fields.ts'
import { levels } from '../listings/detail-rules.ts'
import type { ListingView } from '../listings/queries.ts'
import { rightKinds, rightStatuses, type Step, territories } from '../listings/schema.ts'

/** What a listing says beyond its basic content, as programs read and write it: one object, by the names of its fields. */
const day = z.iso.date().regex(/^(19|20|21)/).describe('A day in Hanoi.').nullable()
const both = (most: number) => z.strictObject({ vi: z.string().max(most), en: z.string().max(most) }).partial()

/** A field as it is written; what is read back is the same without its limits. */
function fieldOf(name: FieldName): z.ZodType {
  const { kind, least = 0, most = 0, choices = [] } = shapeOf(name)
  switch (kind) {
    case 'text': case 'line': return both(longest(name))
    case 'word': return z.string().max(longest(name))
    case 'amount': return z.number().int().min(0).max(largestVnd).nullable().describe('Whole Vietnamese đồng.')
    case 'percent': return z.number().int().min(least).max(most).nullable().describe('Hundredths of a percent.')
    case 'decimal': return z.number().min(-9_999_999_999_999).max(9_999_999_999_999).nullable().describe('At most four places after the point are kept.')
    case 'count': return z.number().int().min(least).max(most).nullable()
    case 'day': return day
    case 'choice': return z.enum(choices as [string, ...string[]]).nullable()
  }
}
const read = (name: FieldName): z.ZodType => {
  const { kind } = shapeOf(name)
  if (isBilingual(name)) return z.object({ vi: z.string(), en: z.string() })
  return ['amount', 'percent', 'decimal', 'count'].includes(kind) ? z.number().nullable() : kind === 'word' ? z.string() : z.string().nullable()
}
const named = (of: (name: FieldName) => z.ZodType): Record<string, z.ZodType> => Object.fromEntries(fieldNames.map((name) => [columnOf(name), of(name)]))
const readiness = z.strictObject(Object.fromEntries(levels.map((level) => [String(level), z.boolean()]))).partial().describe('What was answered to the question of each level; not answered where a level is left out.')

export const ListingDetails = z.object({
  ...named(read), readiness: z.record(z.string(), z.boolean()),
  rights: z.array(z.object({ kind: z.string(), number: z.string(), status: z.string().describe('As its owner gives it; past expires_on it is over.'), territories: z.array(z.string()), filed_on: z.string().nullable(), expires_on: z.string().nullable() })),
  owners: z.array(z.object({ name: z.string(), share_basis_points: z.number().int(), organisation_id: z.number().int().nullable() })).describe('Shares in hundredths of a percent; together 10,000.'),
  sites: z.array(z.object({ place: z.string(), since_year: z.number().int().nullable(), ask: z.string() })),
}).partial().meta({ id: 'ListingDetails', description: 'Only the fields of its kind: an offer has no target, a need no rights.' })
export const GivenDetails = z.strictObject({
  ...named(fieldOf), readiness,
  rights: z.array(z.strictObject({ kind: z.enum(rightKinds), number: z.string().max(100).default(''), status: z.enum(rightStatuses), territories: z.array(z.enum(territories)).max(territories.length).default([]), filed_on: day.default(null), expires_on: day.default(null) })).max(rowsOf.right.most),
  owners: z.array(z.strictObject({ name: z.string().min(1).max(300), share_basis_points: z.number().int().min(1).max(10_000), organisation_id: z.number().int().nullable().optional().describe('Ignored: a name that is exactly one organisation’s stands for it.') })).max(rowsOf.share.most),
  sites: z.array(z.strictObject({ place: z.string().min(1).max(300), since_year: z.number().int().min(1900).max(2099).nullable().default(null), ask: z.string().max(200).default('') })).max(rowsOf.site.most),
}).partial().meta({ id: 'GivenDetails', description: 'Fields left out keep what they were, languages too; null, an empty text or an empty list takes away. Only fields of the listing’s kind.' })
export type GivenDetails = z.output<typeof GivenDetails>

export function shownDetails({ kind, details: { row, texts, readiness: answers, rights, shares, sites } }: Pick<ListingView, 'kind' | 'details'>): z.input<typeof ListingDetails> {
  const fields = stepsOf(kind).flatMap(fieldsIn)
  const value = (name: FieldName): unknown => (isBilingual(name) ? { vi: texts[name]?.vi ?? '', en: texts[name]?.en ?? '' } : row[columnOf(name)] ?? (shapeOf(name).kind === 'word' ? '' : null))
  return {
    ...Object.fromEntries(fields.map((name) => [columnOf(name), value(name)])),
    ...(kind === 'offer' ? { readiness: answers as Record<string, boolean>, rights, sites, owners: shares.map(({ name, share_basis_points, organisation_id }) => ({ name, share_basis_points, organisation_id })) } : {}),
  }
}

const lists: Record<'readiness' | 'rights' | 'owners' | 'sites', Step> = { readiness: 'readiness', rights: 'rights', owners: 'rights', sites: 'use' }
/** The step a field is saved with. */
const stepOf = (field: string): Step => (field in lists ? lists[field as keyof typeof lists] : detailFields[fieldNames.find((name) => columnOf(name) === field) ?? 'applications'].step)
const refuseField = (field: string): never => { throw new z.ZodError([{ code: 'custom', path: [field], message: 'invalid', input: undefined }]) }

/**
 * What the form of each step would send in which something is given: what stands, with that in its place.
 * Fields the listing's kind does not have are an error at their name.
 */
export function typedSteps({ kind, trl, anonymous, details }: Pick<ListingView, 'kind' | 'trl' | 'anonymous' | 'details'>, given: GivenDetails, unnamed: boolean | undefined): { step: Step; typed: Record<string, unknown> }[] {
  const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  for (const field of fields) if (!stepsOf(kind).includes(stepOf(field))) refuseField(`details.${field}`)
  if (unnamed !== undefined && kind !== 'need') refuseField('anonymous')
  const touched = new Set<Step>([...fields.map(stepOf), ...(unnamed === undefined ? [] : ['pilot' as const])])
  const all = withGiven(details, given)
  return stepsOf(kind).filter((step) => touched.has(step)).map((step) => ({ step, typed: { version: details.versions[step] ?? 0, ...typedStep(all, step), ...(step === 'readiness' ? { trl } : {}), ...(step === 'pilot' ? { anonymous: (unnamed ?? anonymous) ? 'yes' : 'no' } : {}) } }))
}

function withGiven(details: Details, { readiness: answers, rights, owners, sites, ...fields }: GivenDetails): Details {
  const values = fields as Record<string, unknown>
  const given = (name: FieldName): boolean => values[columnOf(name)] !== undefined
  return {
    ...details, rights: rights ?? details.rights, sites: sites ?? details.sites, readiness: answers ?? details.readiness,
    shares: owners?.map(({ name, share_basis_points }) => ({ name, share_basis_points, organisation_id: null, name_vi: null, name_en: null })) ?? details.shares,
    row: { ...details.row, ...Object.fromEntries(fieldNames.flatMap((name) => (!isBilingual(name) && given(name) ? [[columnOf(name), values[columnOf(name)] as string | number | null]] : []))) },
    texts: { ...details.texts, ...Object.fromEntries(fieldNames.flatMap((name) => (isBilingual(name) && given(name) ? [[name, { ...details.texts[name], ...values[name] as object }]] : []))) },
  }
}

/** A number as a form would be sent it. With all its places: 1.2000 is never taken for a thousand and two hundred. */
const numeral = (value: unknown, divisor: number, places: number): string => (value === null || value === undefined ? '' : (Number(value) / divisor).toFixed(places))
function typedStep({ row, texts, readiness: answers, rights, shares, sites }: Details, step: Step): Record<string, unknown> {
  const typed: Record<string, unknown> = {}
  for (const name of fieldsIn(step)) {
    if (isBilingual(name)) { for (const language of locales) typed[`${name}_${language}`] = texts[name]?.[language] ?? ''; continue }
    const value = row[columnOf(name)] ?? null
    const { kind } = shapeOf(name)
    typed[name] = kind === 'percent' ? numeral(value, 100, 2) : kind === 'decimal' ? numeral(value, 1, 4) : value ?? ''
  }
  const rows = (kind: 'right' | 'share' | 'site', all: readonly object[]): void => all.forEach((one, i) => { for (const [field, value] of Object.entries(one)) typed[`${kind}_${i + 1}_${field}`] = value ?? '' })
  if (step === 'rights') { rows('right', rights); rows('share', shares.map(({ name, share_basis_points }) => ({ name, share: numeral(share_basis_points, 100, 2) }))) }
  if (step === 'use') rows('site', sites.map(({ place, since_year, ask }) => ({ place, since_year: since_year === null ? '' : String(since_year), ask })))
  if (step === 'readiness') for (const level of levels) typed[`level_${level}`] = answers[level] === undefined ? '' : answers[level] ? 'yes' : 'no'
  return typed
}

/** Where a field of a step's form stands in what a program sends: right_2_kind is details.rights.1.kind. */
export function detailPath(typed: string): string {
  const row = /^(right|share|site)_(\d+)_(\w+)$/.exec(typed)
  if (row) return `details.${{ right: 'rights', share: 'owners', site: 'sites' }[row[1] as 'right']}.${Number(row[2]) - 1}.${row[3] === 'share' ? 'share_basis_points' : row[3]}`
  if (typed.startsWith('level_')) return `details.readiness.${typed.slice(6)}`
  if (typed === 'trl' || typed === 'anonymous' || typed.startsWith('details.')) return typed
  const text = /^(\w+)_(vi|en)$/.exec(typed)
  if (text && fieldNames.some((name) => name === text[1] && isBilingual(name))) return `details.${text[1]}.${text[2]}`
  return `details.${fieldNames.some((name) => name === typed) ? columnOf(typed as FieldName) : typed}`
}
