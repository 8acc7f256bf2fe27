import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isMemberOf, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, optionalTextField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { fold } from '../../platform/text.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { listingColumns } from './queries.ts'
import type { ListingRefusal } from './rules.ts'
import { prefixes, technologyLists } from './schema.ts'
import { classificationsOf, type Gated, itemsOn, pointersOf, technologyGate } from './technology-queries.ts'
import { classOf, standingClass } from './technology-rules.ts'

const termsOf = (typed: string): string[] => [...new Set(typed.normalize('NFC').toLowerCase().split(/[|\n]/).map((term) => term.trim().replace(/\s+/g, ' ')).filter((term) => fold(term)))]
const codesOf = (typed: string): string[] => [...new Set(typed.toUpperCase().split(/[|\s,;]+/).filter(Boolean))]

/** Brings the technology lists up to `folder`. An item entered or ended here stays as it is, and so does what no file holds any longer. */
export async function loadTechnologyLists(db: Db, folder: string): Promise<void> {
  const rows = (parse(readFileSync(join(folder, 'technology_lists.csv')), { columns: true, bom: true, skip_empty_lines: true }) as Record<string, string>[])
    .map((row) => ({ ...row, words: termsOf(row.words ?? ''), codes: codesOf(row.codes ?? ''), valid_to: row.valid_to || null }))
  await sql`insert into technology_item (code, list, name_vi, name_en, document, article, source, mark, words, codes, valid_from, valid_to)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as g(code text, list text, name_vi text, name_en text, document text, article text, source text, mark text, words text[], codes text[], valid_from date, valid_to date)
    on conflict (code) do update set list = excluded.list, name_vi = excluded.name_vi, name_en = excluded.name_en, document = excluded.document, article = excluded.article, source = excluded.source, mark = excluded.mark, words = excluded.words, codes = excluded.codes, valid_from = excluded.valid_from, valid_to = excluded.valid_to
      where technology_item.edited_at is null and (technology_item.name_vi, technology_item.name_en, technology_item.document, technology_item.article, technology_item.source, technology_item.mark, technology_item.words, technology_item.codes, technology_item.valid_from, technology_item.valid_to)
        is distinct from (excluded.name_vi, excluded.name_en, excluded.document, excluded.article, excluded.source, excluded.mark, excluded.words, excluded.codes, excluded.valid_from, excluded.valid_to)`.execute(db)
}

/**
 * Lets a listing whose row is held pass to the public: refused where it points at the lists and no
 * moderator has said what it is, or where one said that its transfer is prohibited. Where nothing
 * points at them, the moderator who publishes has said that it is ordinary, and that is written down.
 */
export async function passTechnologyGate(ctx: Ctx, tx: Tx, listing: Gated): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  const { refusal, said } = await technologyGate(tx, listing, hanoiDay(ctx.now()))
  if (refusal) refuse<ListingRefusal>(refusal)
  if (standingClass(said, listing.version, [])) return
  await tx.insertInto('listing_classification').values({ listing_id: listing.id, version: listing.version, class: 'ordinary', items: [], pointed: [], reason: '', decided_by: personOf(ctx.actor), decided_at: ctx.now() }).execute()
}

const itemsField = z.preprocess((typed) => (typed === undefined || typed === '' ? [] : [typed].flat()), z.array(z.string().max(20), { error: 'invalid' }).max(200, { error: 'invalid' }))
export const ClassifyListing = z.object({ id: idField, version: z.coerce.number().int(), seen: z.coerce.number().int().min(0), items: itemsField, reason: textField(2_000, 10) })
/**
 * This version of a waiting listing falls, by this moderator's word and for the reason given, under these
 * items of the lists, and so is of the class of the one that weighs most; under none it is ordinary.
 * Refused with `changed_meanwhile` where it is no longer the version they read, and with
 * `classified_meanwhile` where somebody said it since (`seen`: the number of the last word they read). The
 * same once more changes nothing. A moderator never classifies a listing of an organisation they belong to.
 */
export async function classifyListing(ctx: Ctx, { id, version, seen, items, reason }: z.output<typeof ClassifyListing>): Promise<void> {
  permit(ctx.actor, isStaff('moderator'))
  await transact(ctx, async (tx) => {
    const listing = found(await tx.selectFrom('listing').select(listingColumns).where('id', '=', id).forUpdate().executeTakeFirst())
    if (listing.state === 'draft') notFound()
    if (isMemberOf(listing.organisation_id)(ctx.actor)) refuse<ListingRefusal>({ code: 'own_listing' })
    if (listing.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: listing.version })
    if (listing.state !== 'submitted') refuse<ListingRefusal>({ code: 'nothing_to_classify' })
    const listed = await itemsOn(tx, hanoiDay(ctx.now()))
    const falls = listed.filter(({ code }) => items.includes(code))
    if (items.some((code) => !falls.some((item) => item.code === code))) throw new z.ZodError([{ code: 'custom', path: ['items'], message: 'unknown_code', input: items }])
    const taken = falls.map(({ code }) => code), chosen = classOf(falls)
    const pointed = (await pointersOf(tx, listing, listed)).map(({ code }) => code)
    const last = (await classificationsOf(tx, id, 1))[0]
    if (last && last.version === version && last.class === chosen && last.reason === reason && last.items.join() === taken.join() && last.pointed.join() === pointed.join()) return
    if ((last?.id ?? 0) !== seen) refuse<ListingRefusal>({ code: 'classified_meanwhile' })
    await tx.insertInto('listing_classification').values({ listing_id: id, version, class: chosen, items: taken, pointed, reason, decided_by: personOf(ctx.actor), decided_at: ctx.now() }).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'listing.classified', listing_id: id, version, class: chosen, items: taken, pointed }, listing.organisation_id)
  })
}
const codeField = z.string({ error: 'required' }).trim().regex(/^(KK|HC|CAM)-[0-9A-Za-z.]{1,16}$/, { error: 'invalid' })
export const NewItem = z.object({
  code: codeField, list: choiceField(technologyLists), name_vi: lineField(500), name_en: lineField(500), document: lineField(200), article: optionalTextField(100),
  source: z.url({ protocol: /^https?$/, error: 'url' }).max(500, { error: 'too_long:500' }), mark: choiceField(['S', 'S2']), words: optionalTextField(2_000).transform(termsOf), codes: optionalTextField(300).transform(codesOf), valid_from: dayField,
}).superRefine(({ code, list }, issues) => { if (!code.startsWith(`${prefixes[list]}-`)) issues.addIssue({ code: 'custom', path: ['code'], message: 'invalid' }) })
/** The lists have one more item, with the document it was read in. Nothing already public is taken down by it: what it concerns is read anew when next it is reviewed or comes back. */
export async function addItem(ctx: Ctx, input: z.output<typeof NewItem>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx.insertInto('technology_item').values({ ...input, valid_to: null, edited_at: ctx.now(), edited_by: personOf(ctx.actor) }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (!numInsertedOrUpdatedRows) refuse<ListingRefusal>({ code: 'item_taken', field: 'code' })
    await record(tx, ctx, `technology:${input.code}`, { type: 'technology.item_added', code: input.code, list: input.list, valid_from: input.valid_from }, null)
  })
}

export const EndItem = z.object({ code: codeField })
/** The item has held for the last time yesterday; listings judged by it keep their word. One that has ended stays as it ended. */
export async function endItem(ctx: Ctx, { code }: z.output<typeof EndItem>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { valid_to, valid_from } = found(await tx.selectFrom('technology_item').select(['valid_to', sql<string>`valid_from::text`.as('valid_from')]).where('code', '=', code).forUpdate().executeTakeFirst())
    if (valid_to !== null) return
    const yesterday = hanoiDay(daysFrom(ctx.now(), -1))
    const last = yesterday < valid_from ? valid_from : yesterday
    await tx.updateTable('technology_item').set({ valid_to: last, edited_at: ctx.now(), edited_by: personOf(ctx.actor) }).where('code', '=', code).execute()
    await record(tx, ctx, `technology:${code}`, { type: 'technology.item_ended', code, valid_to: last }, null)
  })
}
