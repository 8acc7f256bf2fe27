import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import { found, Refused, refuse } from '../../platform/refusal.ts'
import { type ListingRefusal, missingIn } from '../listings/rules.ts'
import { decideToPublish, decideToReturn, itemInTurn, takeWithin, wrongField } from './commands.ts'
import { nearDuplicatesOf, returnReasons } from './queries.ts'
import { type ModerationRefusal, mostInBulk } from './rules.ts'
import { type BulkAct, bulkActs } from './schema.ts'

/** Boxes ticked in the queue, each a listing with the version its row showed: "12:3". */
const itemsField = z.preprocess((typed) => (typed === undefined || typed === '' ? [] : Array.isArray(typed) ? typed : [typed]),
  z.array(z.string({ error: 'invalid' }).regex(/^[1-9]\d{0,8}:[1-9]\d{0,8}$/, { error: 'invalid' }), { error: 'invalid' }).min(1, { error: 'required' }).max(mostInBulk, { error: `too_many:${mostInBulk}` }))
  .transform((list) => [...new Map(list.map((one) => one.split(':').map(Number) as [number, number])).entries()].map(([listing_id, version]) => ({ listing_id, version })))
export const ActOnMany = z.object({ request_key: requestKeyField, act: choiceField(bulkActs), items: itemsField, reason_code: optionalTextField(20) })

/**
 * Each listing has been taken, published or sent back on its own, as it was read, or what spoke
 * against it is written beside it; the number returned leads to that page. The same press again
 * does nothing twice: what has its outcome keeps it, and what a crash left open is gone on with.
 */
export async function actOnMany(ctx: Ctx, { request_key, act, items, reason_code }: z.output<typeof ActOnMany>): Promise<number> {
  permit(ctx.actor, isStaff('moderator'))
  const code = act === 'return' ? reason_code || wrongField('reason_code', 'choose') : null
  const { id, open } = await transact(ctx, async (tx) => {
    const known = await tx.selectFrom('moderation_bulk').select('id').where('request_key', '=', request_key).executeTakeFirst()
    if (known) return begunBefore(ctx, tx, known.id)
    if (code !== null && !(await returnReasons(tx)).some((reason) => reason.code === code)) wrongField('reason_code', 'unknown_code')
    const begun = await tx.insertInto('moderation_bulk').values({ request_key, person_id: personOf(ctx.actor), act, reason_code: code, at: ctx.now() }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()
    // The same press in another connection was quicker: its rows are there once it has committed, and it had to for this to conflict.
    if (!begun) return begunBefore(ctx, tx, found(await tx.selectFrom('moderation_bulk').select('id').where('request_key', '=', request_key).executeTakeFirst()).id)
    await tx.insertInto('moderation_bulk_item').values(items.map((item, position) => ({ bulk_id: begun.id, position, ...item }))).execute()
    await record(tx, ctx, `moderation_bulk:${begun.id}`, { type: 'moderation.bulk_begun', bulk_id: begun.id, act, listings: items.length }, null)
    return { id: begun.id, open: items }
  })
  for (const { listing_id } of open) await actOnOne(ctx, id, listing_id)
  return id
}

/** A press known already, and what of it has no outcome yet. Another person's key is nobody's here. */
async function begunBefore(ctx: Ctx, tx: Tx, id: number): Promise<{ id: number; open: { listing_id: number }[] }> {
  found(await tx.selectFrom('moderation_bulk').select('id').where('id', '=', id).where('person_id', '=', personOf(ctx.actor)).executeTakeFirst())
  return { id, open: await tx.selectFrom('moderation_bulk_item').select('listing_id').where('bulk_id', '=', id).where('outcome', 'is', null).orderBy('position').execute() }
}

async function actOnOne(ctx: Ctx, bulkId: number, listingId: number): Promise<void> {
  const outcome = (tx: Tx, code: string, detail: object) =>
    tx.updateTable('moderation_bulk_item').set({ outcome: code, detail: JSON.stringify(detail) }).where('bulk_id', '=', bulkId).where('listing_id', '=', listingId)
  try {
    await transact(ctx, async (tx) => {
      const item = found(await tx.selectFrom('moderation_bulk_item as i').innerJoin('moderation_bulk as b', 'b.id', 'i.bulk_id').select(['i.version', 'i.outcome', 'b.act', 'b.reason_code'])
        .where('i.bulk_id', '=', bulkId).where('i.listing_id', '=', listingId).executeTakeFirst())
      if (item.outcome !== null) return
      await actWithin(ctx, tx, item.act, { id: listingId, version: item.version, reason_code: item.reason_code })
      await outcome(tx, 'done', {}).execute()
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { code, ...detail } = error.refusal
    // Where the same press was done in another connection meanwhile, that it was done is what stands.
    await transact(ctx, (tx) => outcome(tx, code, detail).where('outcome', 'is', null).execute())
  }
}

/** What one row of the press does. In a press on many nobody has read every word: only what is complete and like nothing else is published so. */
async function actWithin(ctx: Ctx, tx: Tx, act: BulkAct, { id, version, reason_code }: { id: number; version: number; reason_code: string | null }): Promise<void> {
  if (act === 'take') return takeWithin(ctx, tx, { id, word: '' })
  const listing = await itemInTurn(ctx, tx, id)
  if (listing.state !== 'submitted') refuse<ModerationRefusal>({ code: 'not_waiting' })
  if (act === 'return') return decideToReturn(ctx, tx, { id, version, reason: '', reasons: reason_code === null ? [] : [reason_code], duplicate_of: null, composed: undefined })
  const missing = missingIn(listing, await tx.selectFrom('listing_text').selectAll().where('listing_id', '=', id).execute())
  if (missing.length) refuse<ListingRefusal>({ code: 'incomplete', missing })
  const [near] = await nearDuplicatesOf(tx, id)
  if (near) refuse<ModerationRefusal>({ code: 'near_duplicate', other_id: near.id, percent: near.percent })
  await decideToPublish(ctx, tx, { id, version })
}
