import { z } from 'zod'
import { choiceField, lineField, optionalLineField, optionalTextField, optionalVndField, textField, vndField } from '../../platform/fields.ts'
import type { Locale } from '../../platform/locale.ts'
import { formatNumber } from '../../platform/money.ts'
import { type ClauseKey, disputeBodies, royaltyBases, technologyObjects, type TermClauses, transferForms, transferMethods } from './schema.ts'

/**
 * The catalogue of clauses: which fields each has and what may stand in them. Forms, words, files and
 * the reading of what was typed all follow from this one table.
 */
export type FieldKind = 'choice' | 'choices' | 'text' | 'line' | 'count' | 'amount' | 'share'
export interface ClauseField<N extends string = string> {
  name: N
  kind: FieldKind
  choices?: readonly string[]
  optional?: boolean
  /** Letters of a text, or the largest number; of a share, in basis points. */
  most?: number
  least?: number
  unit?: 'days' | 'months' | 'years' | 'people' | 'units'
}
export interface RowsField<N extends string = string> { name: N; kind: 'rows'; most: number; optional?: boolean; columns: readonly ClauseField[] }
export type AnyField<N extends string = string> = ClauseField<N> | RowsField<N>

export const mostMilestones = 8
export const mostTiers = 4
/** Letters of one text of a clause. */
export const longestClauseText = 4000
const note = { name: 'note', kind: 'text', optional: true, most: 2000 } as const
const free: readonly AnyField<'title' | 'text'>[] = [{ name: 'title', kind: 'line', most: 120 }, { name: 'text', kind: 'text', most: longestClauseText }]

export const clauseFields: { readonly [K in ClauseKey]: readonly AnyField<keyof TermClauses[K] & string>[] } = {
  rights: [
    { name: 'transfer', kind: 'choice', choices: ['licence', 'ownership'] }, { name: 'form', kind: 'choice', choices: transferForms }, { name: 'objects', kind: 'choices', choices: technologyObjects },
    { name: 'methods', kind: 'choices', choices: transferMethods, optional: true }, note,
  ],
  exclusivity: [{ name: 'degree', kind: 'choice', choices: ['exclusive', 'sole', 'non_exclusive'] }, { name: 'months', kind: 'count', unit: 'months', least: 1, most: 600, optional: true }, note],
  territory: [{ name: 'places', kind: 'text', most: 1000 }],
  field: [{ name: 'use', kind: 'text', most: 2000 }],
  term: [{ name: 'months', kind: 'count', unit: 'months', least: 1, most: 600 }, { name: 'renewal', kind: 'text', optional: true, most: 1000 }],
  sublicence: [{ name: 'allowed', kind: 'choice', choices: ['no', 'with_consent', 'yes'] }, { name: 'share_basis_points', kind: 'share', optional: true }, note],
  improvements: [{ name: 'owner', kind: 'choice', choices: ['improver', 'supplier', 'demander', 'joint'] }, { name: 'grant_back', kind: 'choice', choices: ['none', 'non_exclusive', 'exclusive'] }, note],
  upfront: [{ name: 'amount', kind: 'amount' }, { name: 'days', kind: 'count', unit: 'days', most: 3650 }, note],
  milestones: [{ name: 'rows', kind: 'rows', most: mostMilestones, columns: [
    { name: 'what', kind: 'line', most: 200 }, { name: 'amount', kind: 'amount' }, { name: 'after_days', kind: 'count', unit: 'days', most: 7300, optional: true }, { name: 'event', kind: 'line', most: 200, optional: true },
  ] }],
  royalty: [
    { name: 'base', kind: 'choice', choices: royaltyBases }, { name: 'rate_basis_points', kind: 'share', optional: true }, { name: 'per_unit', kind: 'amount', optional: true },
    { name: 'tiers', kind: 'rows', most: mostTiers, optional: true, columns: [{ name: 'from_units', kind: 'count', unit: 'units', least: 1, most: 1_000_000_000 }, { name: 'rate_basis_points', kind: 'share', optional: true }, { name: 'per_unit', kind: 'amount', optional: true }] },
    { name: 'report_months', kind: 'count', unit: 'months', least: 1, most: 12 }, { name: 'offset_basis_points', kind: 'share', optional: true }, { name: 'floor_basis_points', kind: 'share', optional: true },
  ],
  minimum: [{ name: 'amount', kind: 'amount' }, { name: 'from_year', kind: 'count', least: 1, most: 50 }],
  cap: [{ name: 'amount', kind: 'amount' }, { name: 'over', kind: 'choice', choices: ['year', 'whole'] }],
  equity: [{ name: 'basis_points', kind: 'share' }, note],
  training: [{ name: 'days', kind: 'count', unit: 'days', least: 1, most: 1000 }, { name: 'people', kind: 'count', unit: 'people', least: 1, most: 10_000 }, note],
  warranty: [{ name: 'months', kind: 'count', unit: 'months', least: 1, most: 240 }, { name: 'measures', kind: 'text', most: 2000 }],
  penalty: [{ name: 'basis_points_per_day', kind: 'share', most: 1000 }, { name: 'cap_basis_points', kind: 'share' }],
  confidentiality: [{ name: 'years', kind: 'count', unit: 'years', least: 1, most: 50 }, note],
  dispute: [{ name: 'body', kind: 'choice', choices: disputeBodies }, { name: 'name', kind: 'line', most: 200, optional: true }, { name: 'language', kind: 'line', most: 100, optional: true }],
  law: [{ name: 'law', kind: 'choice', choices: ['vn', 'other'] }, { name: 'name', kind: 'line', most: 200, optional: true }],
  free_1: free, free_2: free, free_3: free, free_4: free, free_5: free, free_6: free,
}

const blank = (value: unknown): boolean => value === undefined || value === null || value === ''
/** A whole number as people type it: 1200, 1.200 or 1,200. */
export const countField = (least: number, most: number) => z.preprocess((typed) => (typeof typed === 'string' && /^\d{1,3}(?:([. ,])\d{3}(?:\1\d{3})*)?$|^\d{1,13}$/.test(typed.trim()) ? Number(typed.replace(/[. ,]/g, '')) : blank(typed) ? undefined : Number.NaN), z.number({ error: (issue) => (issue.input === undefined ? 'required' : 'number') }).int({ error: 'number' }).min(least, { error: 'number' }).max(most, { error: 'number' }))
/** A share as people type it, in per cent with at most two decimals: 3,5 or 3.5 % or -2. Kept in basis points, reckoned from the digits and never through a fraction. */
export const shareField = (most = 10_000, least = 0) => z.preprocess((typed) => (blank(typed) ? undefined : basisPointsIn(String(typed))), z.number({ error: (issue) => (issue.input === undefined ? 'required' : 'number') }).int({ error: 'number' }).min(least, { error: 'number' }).max(most, { error: 'number' }))
function basisPointsIn(typed: string): number {
  const [, sign, whole = '', part = ''] = /^([-−]?)(\d{1,6})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim().slice(0, 20)) ?? []
  return whole ? (sign ? -1 : 1) * (Number(whole) * 100 + Number(part.padEnd(2, '0'))) : Number.NaN
}
const orNull = (field: z.ZodType) => z.preprocess((typed) => (blank(typed) ? null : typed), field.nullable())

function fieldSchema({ kind, choices = [], optional, most, least = 0 }: ClauseField): z.ZodType {
  switch (kind) {
    case 'choice': return choiceField(choices as [string, ...string[]])
    case 'choices': return z.preprocess((typed) => (blank(typed) ? [] : Array.isArray(typed) ? [...new Set(typed)] : [typed]), z.array(z.enum(choices as [string, ...string[]], { error: 'choose' })).min(optional ? 0 : 1, { error: 'choose' }))
    case 'text': return optional ? optionalTextField(most ?? 1000) : textField(most ?? 1000)
    case 'line': return optional ? optionalLineField(most ?? 200) : lineField(most ?? 200)
    case 'amount': return optional ? optionalVndField : vndField
    case 'count': return optional ? orNull(countField(least, most ?? 1_000_000)) : countField(least, most ?? 1_000_000)
    case 'share': return optional ? orNull(shareField(most, least)) : shareField(most, least)
  }
}
/** The name under which a cell of a row is typed: rows_2_amount. */
export const cellName = (field: string, row: number, column: string): string => `${field}_${row}_${column}`

/** Reads a clause as it was typed. Rows left empty are no rows; a row half filled says which cell it lacks. */
function schemaOf(fields: readonly AnyField[]): z.ZodType {
  return z.record(z.string(), z.unknown()).transform((typed, context) => {
    const read: Record<string, unknown> = {}
    const take = (name: string, schema: z.ZodType): unknown => {
      const result = schema.safeParse(typed[name])
      if (result.success) return result.data
      for (const { message } of result.error.issues) context.addIssue({ code: 'custom', message, path: [name] })
      return null
    }
    for (const field of fields) {
      if (field.kind !== 'rows') { read[field.name] = take(field.name, fieldSchema(field)); continue }
      const rows = Array.from({ length: field.most }, (_, i) => i + 1).filter((row) => field.columns.some(({ name }) => !blank(typeof typed[cellName(field.name, row, name)] === 'string' ? String(typed[cellName(field.name, row, name)]).trim() : typed[cellName(field.name, row, name)])))
      read[field.name] = rows.map((row) => Object.fromEntries(field.columns.map((column) => [column.name, take(cellName(field.name, row, column.name), fieldSchema(column))])))
      if (!rows.length && !field.optional) context.addIssue({ code: 'custom', message: 'required', path: [cellName(field.name, 1, field.columns[0]?.name ?? '')] })
    }
    return read
  })
}
const schemas = new Map<ClauseKey, z.ZodType>()
/** What was typed for that clause, as its data. */
export function clauseSchema<K extends ClauseKey>(key: K): z.ZodType<TermClauses[K]> {
  const known = schemas.get(key) ?? schemaOf(clauseFields[key] as readonly AnyField[])
  schemas.set(key, known)
  return known as z.ZodType<TermClauses[K]>
}

/** Basis points as people type them: 350 is 3,5. */
export const typedShare = (basisPoints: number): string => {
  const size = Math.abs(basisPoints)
  return `${basisPoints < 0 ? '-' : ''}${Math.floor(size / 100)}${size % 100 ? `,${String(size % 100).padStart(2, '0').replace(/0$/, '')}` : ''}`
}
/** A clause as its form shows it, to be typed over. */
export function typedClause(key: ClauseKey, clause: object, locale: Locale): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {}
  const put = (name: string, { kind }: ClauseField, value: unknown): void => {
    if (kind === 'choices') typed[name] = value as string[]
    else if (!blank(value)) typed[name] = kind === 'share' ? typedShare(value as number) : kind === 'amount' ? formatNumber(value as number, locale) : String(value)
  }
  for (const field of clauseFields[key] as readonly AnyField[]) {
    const value = (clause as Record<string, unknown>)[field.name]
    if (field.kind !== 'rows') put(field.name, field, value)
    else for (const [i, row] of ((value ?? []) as Record<string, unknown>[]).entries()) for (const column of field.columns) put(cellName(field.name, i + 1, column.name), column, row[column.name])
  }
  return typed
}
