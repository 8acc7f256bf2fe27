import { type Ctx, isSignedIn, mayEditFor, permit, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { listingColumns } from './queries.ts'
import { type ListingRefusal, stateOnceChanged } from './rules.ts'
import type { ListingRow } from './schema.ts'

/** Holds the row for those who may edit it; for everyone else the listing does not exist. */
export async function listingInTurn(ctx: Ctx, tx: Tx, id: number): Promise<ListingRow> {
  permit(ctx.actor, isSignedIn)
  const listing = found(await tx.selectFrom('listing').select(listingColumns).where('id', '=', id).forUpdate().executeTakeFirst())
  if (!mayEditFor(listing.organisation_id)(ctx.actor)) notFound()
  return listing
}

/** A form saves by itself only what nobody else reads yet. */
export function savesItself({ state }: Pick<ListingRow, 'state'>): void {
  if (state === 'submitted') refuse<ListingRefusal>({ code: 'under_review' })
  if (state !== 'draft' && state !== 'returned') refuse<ListingRefusal>({ code: 'saved_by_hand' })
}

/**
 * Counts a change of a listing whose row is held: a new version, and one that was public or closed is a
 * draft again. With `quietly` it is not written down anew where the same person's last act on the listing
 * was to change the same fields: a form that saves itself while somebody types is one change.
 */
export async function markChanged(ctx: Ctx, tx: Tx, listing: ListingRow, fields: string[], { quietly = false } = {}): Promise<number> {
  const { id, organisation_id } = listing
  const state = stateOnceChanged(listing.state)
  const version = listing.version + 1
  await tx.updateTable('listing').set({ state, version, updated_at: ctx.now(), ...(state === 'draft' ? { published_at: null, closed_at: null, close_reason: '' } : {}) }).where('id', '=', id).execute()
  if (!quietly || !await changedJustNow(ctx, tx, id, fields)) await record(tx, ctx, `listing:${id}`, { type: 'listing.changed', listing_id: id, version, fields }, organisation_id)
  return version
}

/** How long the savings of one sitting are one change, in minutes. */
const sitting = 30
async function changedJustNow(ctx: Ctx, tx: Tx, id: number, fields: string[]): Promise<boolean> {
  const last = await tx.selectFrom('event').select(['type', 'person_id', 'acted_by', 'at', 'data']).where('subject', '=', `listing:${id}`).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return last !== undefined && last.type === 'listing.changed' && last.person_id === ctx.actor.person_id && last.acted_by === (ctx.actor.acted_by?.person_id ?? null)
    && ctx.now().getTime() - last.at.getTime() < sitting * 60_000 && (last.data as { fields?: string[] }).fields?.join() === fields.join()
}
