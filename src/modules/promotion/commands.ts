import { z } from 'zod'
import { type Ctx, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { curates, mayChoose, mayFeature, type PromotionRefusal } from './rules.ts'
import type { Collection } from './schema.ts'

const texts = { title_vi: lineField(120, 5), title_en: lineField(120, 5), intro_vi: textField(2000, 20), intro_en: textField(2000, 20), reason_vi: textField(600, 20), reason_en: textField(600, 20) }
const textNames = Object.keys(texts) as (keyof typeof texts)[]
const subjectOf = (id: number): string => `collection:${id}`

export const MakeCollection = z.object({ slug: z.string({ error: 'required' }).trim().toLowerCase().min(3, { error: 'too_short:3' }).max(60, { error: 'too_long:60' }).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'invalid' }), ...texts })
/** There is a collection under that address, a draft that only the Exchange's people see. The same form sent twice makes one. */
export async function makeCollection(ctx: Ctx, input: z.output<typeof MakeCollection>): Promise<number> {
  permit(ctx.actor, curates)
  return transact(ctx, async (tx) => {
    const now = ctx.now()
    const made = await tx.insertInto('collection').values({ ...input, created_by: personOf(ctx.actor), created_at: now, updated_at: now, published_by: null, published_at: null, featured_from: null, featured_until: null })
      .onConflict((on) => on.column('slug').doNothing()).returning('id').executeTakeFirst()
    if (!made) {
      const there = await tx.selectFrom('collection').selectAll().where('slug', '=', input.slug).executeTakeFirstOrThrow()
      return there.created_by === ctx.actor.person_id && textNames.every((name) => there[name] === input[name]) ? there.id : refuse<PromotionRefusal>({ code: 'slug_taken', field: 'slug' })
    }
    await record(tx, ctx, subjectOf(made.id), { type: 'collection.made', collection_id: made.id }, null)
    return made.id
  })
}

export const ChangeCollection = z.object({ id: idField, version: z.coerce.number().int().min(1), ...texts })
/** The collection says what was sent. Refused where somebody else saved since `version` was read. */
export async function changeCollection(ctx: Ctx, { id, version, ...input }: z.output<typeof ChangeCollection>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    if (textNames.every((name) => collection[name] === input[name])) return
    if (collection.version !== version) refuse<PromotionRefusal>({ code: 'collection_changed', version: collection.version })
    await changed(tx, ctx, collection, input)
  })
}

export const OneCollection = z.object({ id: idField })
/** Everybody may read it; whoever pressed answers for the choice. A published one stays as it is. */
export async function publishCollection(ctx: Ctx, { id }: z.output<typeof OneCollection>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    if (collection.state === 'published') return
    const on = await tx.selectFrom('collection_listing as c').innerJoin('listing as l', 'l.id', 'c.listing_id').select('l.id').where('c.collection_id', '=', id).where('l.state', '=', 'published').limit(1).executeTakeFirst()
    if (!on) refuse<PromotionRefusal>({ code: 'collection_empty' })
    await tx.updateTable('collection').set({ state: 'published', published_by: personOf(ctx.actor), published_at: ctx.now(), updated_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, subjectOf(id), { type: 'collection.published', collection_id: id, version: collection.version }, null)
  })
}

/** It is a draft again and on no page; the home page no longer shows it either. */
export async function withdrawCollection(ctx: Ctx, { id }: z.output<typeof OneCollection>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    if (collection.state === 'draft') return
    await tx.updateTable('collection').set({ state: 'draft', featured_from: null, featured_until: null, updated_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, subjectOf(id), { type: 'collection.withdrawn', collection_id: id }, null)
  })
}

/** The number of a listing, or the address of its page. */
const listingField = z.preprocess((typed) => (typeof typed === 'string' ? (/(?:^|\/(?:offers|needs)\/)([1-9]\d{0,9})\/?(?:[?#].*)?$/.exec(typed.trim())?.[1] ?? typed) : typed), idField)
export const ChooseListing = z.object({ id: idField, listing: listingField })
/** The listing stands last in the collection. One that is there already stays where it is. */
export async function chooseListing(ctx: Ctx, { id, listing }: z.output<typeof ChooseListing>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    const order = await orderOf(tx, id)
    if (order.includes(listing)) return
    const refusal = mayChoose(ctx.actor, await tx.selectFrom('listing').select(['state', 'organisation_id']).where('id', '=', listing).executeTakeFirst(), order.length)
    if (refusal) refuse(refusal)
    await tx.insertInto('collection_listing').values({ collection_id: id, listing_id: listing, position: order.length + 1 }).execute()
    await reorder(tx, id, [...order, listing])
    await changed(tx, ctx, collection, {})
  })
}

export const ChosenListing = z.object({ id: idField, listing_id: idField })
/** The listing stands in the collection no longer. */
export async function leaveOutListing(ctx: Ctx, { id, listing_id }: z.output<typeof ChosenListing>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    const { numDeletedRows } = await tx.deleteFrom('collection_listing').where('collection_id', '=', id).where('listing_id', '=', listing_id).executeTakeFirst()
    if (numDeletedRows) await changed(tx, ctx, collection, {})
  })
}

export const MovedListing = z.object({ id: idField, listing_id: idField, direction: choiceField(['up', 'down']) })
/** The listing stands one place nearer to the beginning, or to the end; at either end it stays. */
export async function moveListing(ctx: Ctx, { id, listing_id, direction }: z.output<typeof MovedListing>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    const order = await orderOf(tx, id)
    const from = order.indexOf(listing_id)
    const to = direction === 'up' ? from - 1 : from + 1
    if (from < 0 || to < 0 || to >= order.length) return
    await reorder(tx, id, order.with(from, order[to]!).with(to, listing_id))
    await changed(tx, ctx, collection, {})
  })
}

export const FeatureCollection = z.object({ id: idField, from: dayField, until: dayField })
/** The home page shows the collection from the one day to the other, both included. */
export async function featureCollection(ctx: Ctx, { id, from, until }: z.output<typeof FeatureCollection>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const collection = await inTurn(tx, id)
    const refusal = mayFeature(collection, { from, until })
    if (refusal) refuse(refusal)
    const { numUpdatedRows } = await tx.updateTable('collection').set({ featured_from: from, featured_until: until, updated_at: ctx.now() }).where('id', '=', id)
      .where((its) => its.or([its('featured_from', 'is distinct from', from), its('featured_until', 'is distinct from', until)])).executeTakeFirst()
    if (numUpdatedRows) await record(tx, ctx, subjectOf(id), { type: 'collection.featured', collection_id: id, from, until }, null)
  })
}

/** The home page no longer shows it. */
export async function unfeatureCollection(ctx: Ctx, { id }: z.output<typeof OneCollection>): Promise<void> {
  permit(ctx.actor, curates)
  await transact(ctx, async (tx) => {
    const { featured_from } = await inTurn(tx, id)
    if (featured_from === null) return
    await tx.updateTable('collection').set({ featured_from: null, featured_until: null, updated_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, subjectOf(id), { type: 'collection.unfeatured', collection_id: id }, null)
  })
}

/** The collection, held until this is written: two people who change it do so one after the other. */
const inTurn = async (tx: Tx, id: number): Promise<Collection> => found(await tx.selectFrom('collection').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())

/** Its listings in their order, those off the market too: one that comes back stands where it stood. */
async function orderOf(tx: Tx, id: number): Promise<number[]> {
  const rows = await tx.selectFrom('collection_listing').select('listing_id').where('collection_id', '=', id).orderBy('position').orderBy('listing_id').execute()
  return rows.map(({ listing_id }) => listing_id)
}
async function reorder(tx: Tx, id: number, order: readonly number[]): Promise<void> {
  for (const [i, listing_id] of order.entries()) await tx.updateTable('collection_listing').set({ position: i + 1 }).where('collection_id', '=', id).where('listing_id', '=', listing_id).execute()
}

async function changed(tx: Tx, ctx: Ctx, { id, version }: Collection, content: Partial<Collection>): Promise<void> {
  await tx.updateTable('collection').set({ ...content, version: version + 1, updated_at: ctx.now() }).where('id', '=', id).execute()
  await record(tx, ctx, subjectOf(id), { type: 'collection.changed', collection_id: id, version: version + 1 }, null)
}
