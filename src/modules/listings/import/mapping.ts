import { z } from 'zod'
import { locales } from '../../../platform/locale.ts'
import { fold } from '../../../platform/text.ts'
import { listingKinds, type ListingKind } from '../schema.ts'
import { columnsFor, type ImportField, importFields, isImportField, separatorOf } from './fields.ts'
import { Unreadable } from './source.ts'

const fieldName = z.string().refine(isImportField, { error: (issue) => `"${String(issue.input)}" is not a field. The fields are: ${importFields.join(', ')}` }).transform((name) => name as ImportField)

/** Which column says what, as the user keeps it in a JSON file. */
export const Mapping = z.strictObject({
  kind: z.enum(listingKinds).optional(),
  source: z.string().min(1).max(100).optional(),
  language: z.enum(locales).optional(),
  /** What a bare number in the price column counts, for a header such as "Giá (triệu đồng)". */
  price_in: z.enum(['đồng', 'nghìn đồng', 'triệu đồng', 'tỷ đồng']).optional(),
  fields: z.record(z.string(), z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(20)])),
  constants: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).optional(),
})
export type MappingFile = z.output<typeof Mapping>
export interface KnownMapping extends Omit<MappingFile, 'fields' | 'constants'> {
  fields: Partial<Record<ImportField, string[]>>
  constants: Partial<Record<ImportField, string>>
}

/** Reads a kept mapping. Throws Unreadable with a sentence for each thing wrong in it. */
export function parseMapping(text: string, name: string): KnownMapping {
  let given: unknown
  try { given = JSON.parse(text.replace(/^\ufeff/, '')) } catch (error) { throw new Unreadable(`${name} is not JSON: ${(error as Error).message}`) }
  const read = Mapping.safeParse(given)
  if (!read.success) throw new Unreadable(`${name} is not a mapping:\n${read.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`).join('\n')}`)
  const { fields, constants = {}, ...rest } = read.data
  for (const field of [...Object.keys(fields), ...Object.keys(constants)]) {
    const known = fieldName.safeParse(field)
    if (!known.success) throw new Unreadable(`${name}: ${known.error.issues[0]!.message}.`)
  }
  return {
    ...rest, constants: constants as KnownMapping['constants'],
    fields: Object.fromEntries(Object.entries(fields).map(([field, columns]) => [field, Array.isArray(columns) ? columns : [columns]])) as KnownMapping['fields'],
  }
}

/** A mapping by the names of the columns, English or Vietnamese. */
export function guessMapping(columns: readonly string[]): KnownMapping {
  const fields: KnownMapping['fields'] = {}
  const taken = new Set<string>()
  for (const field of importFields) {
    const found = columnsFor(field, columns, taken)
    if (found.length === 0) continue
    fields[field] = found
    for (const column of found) taken.add(column)
  }
  const priced = fold(fields.price?.[0] ?? '')
  const price_in = /\bty\b|billion/.test(priced) ? 'tỷ đồng' : /\btrieu\b|million/.test(priced) ? 'triệu đồng' : /\bnghin\b|\bngan\b|thousand/.test(priced) ? 'nghìn đồng' : undefined
  return { fields, constants: {}, ...(price_in && { price_in }) }
}

/** The mapping with its columns as the file writes them. Throws Unreadable where the file has no such column or nothing gives a title. */
export function fitMapping(mapping: KnownMapping, columns: readonly string[], { mayBeRare = false } = {}): KnownMapping {
  const byName = new Map(columns.toReversed().map((column) => [fold(column), column]))
  const known = (column: string) => (columns.includes(column) ? column : byName.get(fold(column)))
  const fields = Object.fromEntries(Object.entries(mapping.fields).map(([field, names]) => [field, names.map((name) => {
    const column = known(name) ?? (mayBeRare ? name : undefined)
    if (column === undefined) throw new Unreadable(`The mapping reads ${field} from a column "${name}", and the file has none of that name. Its columns are: ${columns.join(', ')}.`)
    return column
  })])) as KnownMapping['fields']
  const titles = [fields.title, fields.title_vi, fields.title_en].flatMap((names) => names ?? [])
  if (!titles.some((column) => columns.includes(column))) {
    throw new Unreadable(`No column gives a title. The columns are: ${columns.join(', ') || '(none)'}.\nRename one to "title" (or "tiêu đề"), or say which one it is: --mapping mapping.json with {"fields": {"title": "${columns[0] ?? 'NAME OF THE COLUMN'}"}}`)
  }
  return { ...mapping, fields }
}

/** Lines that show a person what will be read from where. */
export function describeMapping({ fields, constants, price_in }: KnownMapping, columns: readonly string[]): string[] {
  const used = new Set(Object.values(fields).flat())
  const unused = columns.filter((column) => !used.has(column))
  return [
    ...Object.entries(fields).map(([field, names]) => `${field} ← ${names.join(' + ')}${field === 'price' && price_in ? ` (in ${price_in})` : ''}`),
    ...Object.entries(constants).map(([field, value]) => `${field} = ${value}`),
    ...(unused.length ? [`not read: ${unused.join(', ')}`] : []),
  ]
}

/** The mapping as a file to keep and edit. */
export function writeMapping({ fields, constants, ...rest }: KnownMapping, kind: ListingKind, source: string): string {
  const plain = Object.fromEntries(Object.entries(fields).map(([field, names]) => [field, names.length === 1 ? names[0] : names]))
  return `${JSON.stringify({ ...rest, kind, source, fields: plain, constants }, null, 2)}\n`
}

/** What the columns of a field say together in one row; lists inside one cell count as several values. */
export function cellOf(mapping: KnownMapping, cells: Readonly<Record<string, unknown>>, field: ImportField): string {
  const separator = separatorOf(field)
  const parts = (mapping.fields[field] ?? []).flatMap((column) => {
    const value = cells[column]
    if (!Array.isArray(value)) return [textOf(value)]
    const list = value.map(textOf).filter(Boolean)
    // The same two organisations in another order are the same.
    return [(field.startsWith('organisation') ? [...new Set(list)].toSorted() : list).join(separator === ' ' || separator === '\n\n' ? ', ' : separator)]
  }).map((part) => part.trim()).filter(Boolean)
  return parts.join(separator) || (mapping.constants[field] ?? '')
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace(/T00:00:00\.000Z$/, '')
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}
