import { sql } from 'kysely'
import { z } from 'zod'
import { byTime, type Ctx, permit, isSignedIn, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { idField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { refuse } from '../../platform/refusal.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { submitListing } from './commands.ts'
import { confirmationDays, wasPublished } from './confirmation-queries.ts'
import { countWordsSoon } from './indexing.ts'
import { comesBackUnreviewed, type ConfirmationDays, confirmationDue } from './lifecycle-rules.ts'
import { listingLifecycle, type ListingRefusal } from './rules.ts'
import type { ListingState } from './schema.ts'
import { technologyGate } from './technology-queries.ts'
import { listingInTurn } from './turns.ts'
import { keepVersion } from './versions.ts'

export const ConfirmListing = z.object({ id: idField, version: z.coerce.number().int() })
/**
 * Its people say that the listing still holds, as it was shown to them. A published one holds for as
 * many days again; an expired one in which nothing has changed is public again, and any other waits
 * for the moderators. A second press the same day changes nothing.
 */
export async function confirmListing(ctx: Ctx, { id, version }: z.output<typeof ConfirmListing>): Promise<'confirmed' | 'published' | 'submitted'> {
  permit(ctx.actor, isSignedIn)
  const done = await transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    if (listing.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: listing.version })
    const now = ctx.now()
    const { confirmed_at, expired_at } = await tx.selectFrom('listing').select(['confirmed_at', 'expired_at']).where('id', '=', id).executeTakeFirstOrThrow()
    if (listing.state === 'published') {
      if (confirmed_at && hanoiDay(confirmed_at) === hanoiDay(now)) return 'confirmed'
    } else {
      // Where the table does not know the verb the press is refused before anything is asked of the numbers.
      next(listingLifecycle, listing.state, 'confirm')
      if (!expired_at || !comesBackUnreviewed({ expired_at, asPublished: await wasPublished(tx, id, version) }, await confirmationDays(tx, now), now)) return null
      // The lists may name it since: then a person looks before it is public again.
      if ((await technologyGate(tx, listing, hanoiDay(now))).refusal) return null
    }
    const again = listing.state === 'expired'
    await tx.updateTable('listing').set({ state: 'published', confirmed_at: now, confirm_not_before: null, expired_at: null, confirmation_told: null, confirmation_told_for: null }).where('id', '=', id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'listing.confirmed', listing_id: id, version, again }, listing.organisation_id)
    if (again) await countWordsSoon(tx, now)
    return again ? 'published' : 'confirmed'
  })
  if (done !== null) return done
  await submitListing(ctx, { id })
  return 'submitted'
}

const batch = 500
/** What of a listing decides whether something is due; `ends` as the database counts it, to the microsecond. */
interface Due { id: number; version: number; state: ListingState; published_at: Date; ends: Date; told: number | null }

/** Until when listing `l` holds. */
const endOf = ({ holds }: ConfirmationDays) => sql`greatest(greatest(l.confirmed_at, l.published_at) + ${holds} * interval '1 day', l.confirm_not_before)`

/**
 * Everything due at this moment is done once: people are told that their listing is about to expire,
 * and what nobody confirmed expires. Run twice, or twice at once, it does what is left. Imported
 * listings whose organisation nobody has joined are left out: there is nobody to ask.
 */
export async function expireListings(db: Db, now: Date): Promise<{ expired: number; told: number }> {
  const days = await confirmationDays(db, now)
  const ctx = byTime(db, now, 'confirmations')
  const done = { expired: 0, told: 0 }
  for (let after = 0; ;) {
    const due = await dueListings(db, days, now, { after })
    for (const { id } of due) {
      const what = await transact(ctx, (tx) => expireOrTell(tx, ctx, id, days))
      if (what) done[what]++
    }
    if (due.length < batch) return done
    after = due.at(-1)!.id
  }
}

/** Those for which something may be due. With `only`, that one listing with its row held, as it is once whoever held it has let go. */
async function dueListings(db: Db | Tx, days: ConfirmationDays, now: Date, { after = 0, only = null }: { after?: number; only?: number | null }): Promise<Due[]> {
  const { holds, first, last } = days
  const ends = endOf(days)
  const told = sql`case when l.confirmation_told_for = ${ends} then l.confirmation_told end`
  const { rows } = await sql<Due>`
    select l.id, l.version, l.state, l.published_at, ${ends} as ends, ${told} as told from listing l
    where l.state = 'published' and greatest(l.confirmed_at, l.published_at) <= ${daysFrom(now, first - holds)} and ${ends} <= ${daysFrom(now, first)}
      and (${ends} <= ${now} or ${told} is null or (${told} > ${last} and ${ends} <= ${daysFrom(now, last)}))
      and (l.source_name is null or exists (select from membership m where m.organisation_id = l.organisation_id))
      ${only === null ? sql`and l.id > ${after} order by l.id limit ${batch}` : sql`and l.id = ${only} for update of l`}`.execute(db)
  return rows
}

async function expireOrTell(tx: Tx, ctx: Ctx, id: number, days: ConfirmationDays): Promise<'expired' | 'told' | null> {
  const now = ctx.now()
  const [listing] = await dueListings(tx, days, now, { only: id })
  const due = listing && confirmationDue(listing, days, now)
  if (!listing || !due) return null
  if (due === 'expire') {
    // As it was public: what comes back without review is compared with this.
    await keepVersion(tx, id, listing.version, { published_at: listing.published_at })
    await tx.updateTable('listing').set({ state: next(listingLifecycle, listing.state, 'expire'), expired_at: now }).where('id', '=', id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'listing.expired', listing_id: id, version: listing.version }, null)
    await countWordsSoon(tx, now)
    return 'expired'
  }
  const ends = due.postpone ? daysFrom(now, due.tell) : listing.ends
  if (due.postpone) await tx.updateTable('listing').set({ confirm_not_before: ends }).where('id', '=', id).execute()
  await sql`update listing l set confirmation_told = ${due.tell}, confirmation_told_for = ${endOf(days)} where id = ${id}`.execute(tx)
  await record(tx, ctx, `listing:${id}`, { type: 'listing.confirmation_due', listing_id: id, days: due.tell, until: hanoiDay(ends) }, null)
  return 'told'
}

/** Most kept at one run, so that an import of many is kept over some hours. */
const mostKept = 10_000
/**
 * Every published listing has its present version kept: those sent and decided here are kept as that
 * happens; this keeps what stood before versions were kept, and what an import publishes or changes.
 */
export async function keepPublished(db: Db): Promise<number> {
  for (let kept = 0; ;) {
    const done = await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: number; version: number; published_at: Date }>`
        select l.id, l.version, l.published_at from listing l
        where l.state = 'published' and not exists (select from listing_version v where v.listing_id = l.id and v.version = l.version and v.published_at is not null)
        order by l.id limit ${batch} for share of l skip locked`.execute(tx)
      for (const { id, version, published_at } of rows) await keepVersion(tx, id, version, { published_at })
      return rows.length
    })
    kept += done
    if (done < batch || kept >= mostKept) return kept
  }
}

export const ShowVersion = z.object({ id: idField, version: idField, shown: z.enum(['yes', 'no']) })
/** Others read a published version, or no longer: what was published by mistake is not to be read for ever. It stays kept for its people and the moderators. */
export async function showVersion(ctx: Ctx, { id, version, shown }: z.output<typeof ShowVersion>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const { numUpdatedRows } = await tx.updateTable('listing_version').set({ withheld_at: shown === 'yes' ? null : ctx.now() })
      .where('listing_id', '=', id).where('version', '=', version).where('withheld_at', shown === 'yes' ? 'is not' : 'is', null).executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await record(tx, ctx, `listing:${id}`, { type: shown === 'yes' ? 'listing.version_shown' : 'listing.version_withheld', listing_id: id, version }, listing.organisation_id)
  })
}
