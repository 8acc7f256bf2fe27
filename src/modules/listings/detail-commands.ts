import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Ctx, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { dayField, idField, optionalLineField, optionalTextField, optionalVndField } from '../../platform/fields.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { organisationNamed } from '../organisations/queries.ts'
import { columnOf, type FieldName, fieldsIn, isBilingual, isStepOf, longest, type Right, type RowKind, rowsOf, shapeOf, type Site } from './detail-fields.ts'
import { detailsOf } from './detail-queries.ts'
import { type Answers, answeredLevel, levels, sharesError } from './detail-rules.ts'
import { refreshSearch } from './indexing.ts'
import type { ListingRefusal } from './rules.ts'
import { type ListingRow, rightKinds, rightStatuses, type Step, steps, territories } from './schema.ts'
import { listingInTurn, markChanged, savesItself } from './turns.ts'

type Typed = Record<string, unknown>
const empty = (value: unknown): boolean => value === '' || value === undefined || value === null
const orNull = <T extends z.ZodType>(field: T) => z.preprocess((value) => (empty(value) || (typeof value === 'string' && value.trim() === '') ? null : value), field.nullable())

/** A number as people type it: 25 · 12,5 · 12.5 · −3 · 1.200 (thousands). At most four places after the point. */
const decimalField = z.string({ error: 'number' }).trim().max(20, { error: 'number' }).transform((typed, issues) => {
  const text = typed.replace(/^−/, '-')
  const grouped = /^-?[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*$/.test(text) ? text.replace(/[., ]/g, '') : text.replace(',', '.')
  const value = /^-?\d{1,13}(?:\.\d{1,4})?$/.test(grouped) ? Number(grouped) : Number.NaN
  if (Number.isNaN(value)) issues.addIssue({ code: 'custom', message: 'number' })
  return value
})
/** A percentage as people type it, in hundredths of a percent: 33,33 is 3,333. */
const percentField = (least: number, most: number) => z.string({ error: 'number' }).trim().max(12, { error: 'number' }).regex(/^[-−]?\d{1,6}(?:[.,]\d{1,2})?\s*%?$/, { error: 'number' })
  .transform((typed) => Math.round(Number(typed.replace('−', '-').replace('%', '').trim().replace(',', '.')) * 100)).refine((value) => value >= least && value <= most, { error: 'number' })
const yearField = z.string({ error: 'year' }).trim().regex(/^(19|20)\d\d$/, { error: 'year' }).transform(Number)

function fieldOf(name: FieldName): z.ZodType {
  const { kind, least = 0, most = 0, choices = [] } = shapeOf(name)
  switch (kind) {
    case 'text': return optionalTextField(longest(name))
    case 'line': case 'word': return optionalLineField(longest(name))
    case 'amount': return optionalVndField
    case 'percent': return orNull(percentField(least, most))
    case 'decimal': return orNull(decimalField)
    case 'count': return orNull(z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(least, { error: 'number' }).max(most, { error: 'number' }))
    case 'day': return orNull(dayField)
    case 'choice': return orNull(z.enum(choices as [string, ...string[]], { error: 'choose' }))
  }
}

/** What is typed into the rows of a table, by the name of row and field: right_1_kind. Rows with nothing in them are none. */
function rowsIn<S extends z.ZodObject>(typed: Typed, kind: RowKind, row: S, issues: z.RefinementCtx): z.output<S>[] {
  const fields = Object.keys(row.shape)
  return Array.from({ length: rowsOf[kind].most }, (_, i) => i + 1).flatMap((i) => {
    const given = Object.fromEntries(fields.map((field) => [field, typed[`${kind}_${i}_${field}`]]))
    if (Object.values(given).every((value) => empty(value) || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.every(empty)))) return []
    const read = row.safeParse(given)
    if (read.success) return [read.data]
    for (const issue of read.error.issues) issues.addIssue({ code: 'custom', path: [`${kind}_${i}_${String(issue.path[0] ?? fields[0])}`], message: issue.message })
    return []
  })
}
const needed = (most: number) => optionalLineField(most).refine((text) => text !== '', { error: 'required' })
const RightRow = z.object({
  kind: z.preprocess((value) => value ?? '', z.enum(rightKinds, { error: 'choose' })), number: optionalLineField(100), status: z.preprocess((value) => value ?? '', z.enum(rightStatuses, { error: 'choose' })),
  territories: z.preprocess((value) => (empty(value) ? [] : [value].flat()), z.array(z.enum(territories, { error: 'invalid' })).max(territories.length).transform((list) => territories.filter((one) => list.includes(one)))),
  filed_on: orNull(dayField), expires_on: orNull(dayField),
})
const ShareRow = z.object({ name: needed(300), share: z.preprocess((value) => value ?? '', percentField(1, 10_000)) })
const SiteRow = z.object({ place: needed(300), since_year: orNull(yearField), ask: optionalLineField(200) })

interface Content {
  row: Record<string, string | number | null>
  texts: { name: FieldName; language: Locale; text: string }[]
  rights?: Right[]
  shares?: { name: string; share: number }[]
  sites?: Site[]
  answers?: Answers
  trl?: number | null
  anonymous?: boolean
}

const stepField = z.enum(steps)
/** What is typed in one step of the form, whichever it is; only its own fields are read. */
export const SaveStep = z.object({ id: idField, step: stepField, version: z.coerce.number().int().min(0) }).loose().transform((input, issues) => {
  const { id, step, version } = input
  const typed: Typed = input
  const content: Content = { row: {}, texts: [] }
  const read = (schema: z.ZodType, key: string): unknown => {
    const answer = schema.safeParse(typed[key])
    if (answer.success) return answer.data
    issues.addIssue({ code: 'custom', path: [key], message: answer.error.issues[0]?.message ?? 'invalid' })
    return null
  }
  for (const name of fieldsIn(step)) {
    if (!isBilingual(name)) { content.row[columnOf(name)] = read(fieldOf(name), name) as string | number | null; continue }
    for (const language of locales) {
      const text = read(fieldOf(name), `${name}_${language}`) as string | null
      if (text) content.texts.push({ name, language, text })
    }
  }
  if (step === 'rights') Object.assign(content, { rights: rowsIn(typed, 'right', RightRow, issues), shares: rowsIn(typed, 'share', ShareRow, issues) })
  if (step === 'use') content.sites = rowsIn(typed, 'site', SiteRow, issues)
  if (step === 'pilot') content.anonymous = read(z.enum(['yes', 'no']).catch('no'), 'anonymous') === 'yes'
  if (step === 'readiness') {
    content.answers = Object.fromEntries(levels.flatMap((level) => { const answer = read(orNull(z.enum(['yes', 'no'], { error: 'choose' })), `level_${level}`); return answer === null ? [] : [[level, answer === 'yes']] }))
    content.trl = read(orNull(z.coerce.number({ error: 'choose' }).int({ error: 'choose' }).min(1, { error: 'choose' }).max(9, { error: 'choose' })), 'trl') as number | null
  }
  return { id, step, version, content }
})

/**
 * Saves one step of a listing that is not under review, under the rules of its content: a published or
 * closed one becomes a draft again. The same content once more changes nothing. Refused with
 * `changed_meanwhile` where somebody saved the step since `version` was read (0: it was never saved).
 * A form that saves `itself` changes drafts and returned listings and nothing else. Returns the step's version.
 */
export async function saveStep(ctx: Ctx, { id, step, version, content }: z.output<typeof SaveStep>, { itself = false } = {}): Promise<number> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    if (!isStepOf(listing.kind, step)) notFound()
    if (itself) savesItself(listing)
    const known = (await tx.selectFrom('listing_step').select('version').where('listing_id', '=', id).where('step', '=', step).executeTakeFirst())?.version ?? 0
    const before = await stateOf(tx, listing)
    await write(tx, listing, step, content)
    // The same press once more, or a step of a public listing that was opened and left as it was: what it would write stands already.
    if ((known > 0 || !['draft', 'returned'].includes(listing.state)) && isDeepStrictEqual(await stateOf(tx, listing), before)) return known
    if (known !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: known })
    await tx.insertInto('listing_step').values({ listing_id: id, step, changed_at: ctx.now() }).onConflict((on) => on.columns(['listing_id', 'step']).doUpdateSet({ version: known + 1, changed_at: ctx.now() })).execute()
    await markChanged(ctx, tx, listing, namesIn(step), { quietly: itself })
    await refreshSearch(tx, [id])
    return known + 1
  })
}

const more: Partial<Record<Step, string[]>> = { readiness: ['readiness', 'trl'], rights: ['rights', 'owners'], use: ['sites'], pilot: ['anonymous'] }
const namesIn = (step: Step): string[] => [...fieldsIn(step), ...(more[step] ?? [])]

async function stateOf(tx: Tx, { id }: ListingRow): Promise<unknown> {
  const { versions: _versions, row, ...details } = await detailsOf(tx, id)
  return { ...details, row: Object.fromEntries(Object.entries(row).filter(([, value]) => !empty(value))), ...(await tx.selectFrom('listing').select(['trl', 'anonymous']).where('id', '=', id).executeTakeFirstOrThrow()) }
}

async function write(tx: Tx, listing: ListingRow, step: Step, { row, texts, rights, shares, sites, answers, trl, anonymous }: Content): Promise<void> {
  const { id } = listing
  const fields = fieldsIn(step)
  if (Object.keys(row).length > 0) {
    const table = listing.kind === 'offer' ? 'listing_offer_detail' : 'listing_need_detail'
    await tx.insertInto(table).values({ listing_id: id, ...row } as never).onConflict((on) => on.column('listing_id').doUpdateSet(row as never)).execute()
  }
  if (fields.some(isBilingual)) {
    await tx.deleteFrom('listing_detail_text').where('listing_id', '=', id).where('name', 'in', fields).execute()
    if (texts.length > 0) await tx.insertInto('listing_detail_text').values(texts.map((text) => ({ listing_id: id, ...text }))).execute()
  }
  if (rights) await writeRights(tx, id, rights)
  if (shares) await writeShares(tx, id, shares)
  if (sites) {
    await tx.deleteFrom('listing_site').where('listing_id', '=', id).execute()
    if (sites.length > 0) await tx.insertInto('listing_site').values(sites.map((site, i) => ({ listing_id: id, position: i + 1, ...site }))).execute()
  }
  if (answers) {
    await tx.deleteFrom('listing_readiness').where('listing_id', '=', id).execute()
    const rows = Object.entries(answers).map(([level, met]) => ({ listing_id: id, level: Number(level), met: met === true }))
    if (rows.length > 0) await tx.insertInto('listing_readiness').values(rows).execute()
    // What is claimed is the owner's word; where they leave it to the answers, it is what these show.
    await tx.updateTable('listing').set({ trl: trl ?? (answeredLevel(answers) || listing.trl) }).where('id', '=', id).execute()
  }
  if (anonymous !== undefined && anonymous !== listing.anonymous) await tx.updateTable('listing').set({ anonymous }).where('id', '=', id).execute()
}

async function writeRights(tx: Tx, id: number, rights: readonly Right[]): Promise<void> {
  const wrong = rights.findIndex(({ filed_on, expires_on }) => filed_on !== null && expires_on !== null && expires_on <= filed_on)
  if (wrong >= 0) refuse<ListingRefusal>({ code: 'right_ends_first', right: wrong + 1 })
  await tx.deleteFrom('listing_right').where('listing_id', '=', id).execute()
  if (rights.length > 0) await tx.insertInto('listing_right').values(rights.map((right, i) => ({ listing_id: id, position: i + 1, ...right }))).execute()
}

async function writeShares(tx: Tx, id: number, shares: readonly { name: string; share: number }[]): Promise<void> {
  const wrong = sharesError(shares.map(({ share }) => share))
  if (wrong) refuse<ListingRefusal>(wrong)
  await tx.deleteFrom('listing_share').where('listing_id', '=', id).execute()
  const rows = []
  for (const [i, { name, share }] of shares.entries()) rows.push({ listing_id: id, position: i + 1, name, share_basis_points: share, organisation_id: await organisationNamed(tx, name) })
  if (rows.length > 0) await tx.insertInto('listing_share').values(rows).execute()
}
