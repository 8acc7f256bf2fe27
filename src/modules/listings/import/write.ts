import { isDeepStrictEqual } from 'node:util'
import { type Ctx, record } from '../../../core/context.ts'
import type { Tx } from '../../../core/database.ts'
import { next } from '../../../platform/lifecycle.ts'
import { listingLifecycle } from '../rules.ts'
import type { Draft } from './row.ts'

export interface KnownListing { id: number }

/** Writes new listings with their texts, whose they are and what happened. Returns their ids. */
export async function writeAdded(tx: Tx, ctx: Ctx, added: readonly { draft: Draft; organisation_id: number }[], state: 'submitted' | 'published'): Promise<number[]> {
  if (added.length === 0) return []
  const now = ctx.now()
  const rows = await tx.insertInto('listing').values(added.map(({ draft, organisation_id }) => ({
    ...draft.columns, kind: draft.kind, state, organisation_id, created_by: ctx.actor.person_id,
    source_name: draft.source_name, source_key: draft.source_key, source_sha256: draft.source_sha256,
    submitted_at: now, published_at: state === 'published' ? (draft.published_at ?? now) : null, closed_at: null, created_at: now, updated_at: now,
  }))).returning(['id', 'kind', 'source_name', 'source_key']).execute()
  const ids = new Map(rows.map(({ id, kind, source_name, source_key }) => [`${kind}\n${source_name}\n${source_key}`, id]))
  const idOf = (draft: Draft): number => ids.get(`${draft.kind}\n${draft.source_name}\n${draft.source_key}`)!

  await tx.insertInto('listing_text').values(added.flatMap(({ draft }) => draft.texts.map((text) => ({ listing_id: idOf(draft), ...text })))).execute()
  for (const { draft, organisation_id } of added) {
    const listing_id = idOf(draft)
    await record(tx, ctx, `listing:${listing_id}`, { type: 'listing.imported', listing_id, kind: draft.kind, source_name: draft.source_name }, organisation_id)
    if (state === 'published') await record(tx, ctx, `listing:${listing_id}`, { type: 'listing.published', listing_id, version: 1 }, organisation_id)
  }
  return [...ids.values()]
}

/**
 * Writes what its source now says of a listing, and raises its version. Where it stands (waiting,
 * published, closed, or a draft that its own people send when they are ready) stays; a listing sent
 * back waits for review again, and so does a published one that now points at the technology lists. Says false, and writes nothing a reader could see, where someone has
 * already made the listing say the same.
 */
export async function writeChanged(tx: Tx, ctx: Ctx, { id }: KnownListing, draft: Draft, organisation_id: number, points: boolean): Promise<boolean> {
  const before = await tx.selectFrom('listing').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  const textsBefore = await tx.selectFrom('listing_text').selectAll().where('listing_id', '=', id).execute()
  const fields = Object.entries({ ...draft.columns, organisation_id }).filter(([name, value]) => !isDeepStrictEqual(before[name as keyof typeof before], value)).map(([name]) => name)
  for (const { language, ...text } of draft.texts) {
    const known = textsBefore.find((each) => each.language === language)
    fields.push(...Object.entries(text).filter(([name, value]) => (known?.[name as keyof typeof text] ?? '') !== value).map(([name]) => `${name}_${language}`))
  }
  await tx.updateTable('listing').set({ source_sha256: draft.source_sha256 }).where('id', '=', id).execute()
  if (fields.length === 0) return false

  const version = before.version + 1
  const now = ctx.now()
  const verb = before.state === 'returned' ? 'submit' : before.state === 'published' && points ? 'recheck' : null
  await tx.updateTable('listing').set({ ...draft.columns, organisation_id, version, updated_at: now, ...(verb && { state: next(listingLifecycle, before.state, verb), submitted_at: now, published_at: null }) }).where('id', '=', id).execute()
  for (const { language, ...text } of draft.texts) {
    await tx.insertInto('listing_text').values({ listing_id: id, language, ...text }).onConflict((on) => on.columns(['listing_id', 'language']).doUpdateSet(text)).execute()
  }
  await record(tx, ctx, `listing:${id}`, { type: 'listing.changed', listing_id: id, version, fields }, organisation_id)
  if (verb) await record(tx, ctx, `listing:${id}`, { type: 'listing.submitted', listing_id: id, version }, organisation_id)
  return true
}
