import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import { minutesFrom } from '../../platform/time.ts'
import type { ListingKind } from '../listings/schema.ts'
import { rankedFor } from '../matching/queries.ts'
import { mostCounted, mostReckoned, reckonedFor } from './rules.ts'

/** The work of the job: around one listing where one is named, else whatever is due, and again while there is more. */
export async function reckonDue(db: Db, listingId: number | null, now: Date): Promise<void> {
  if (listingId !== null) return reckonAround(db, listingId, now)
  if ((await reckonNeeds(db, now)) === mostReckoned) await queueJob(db, 'reckon_needs', {}, { key: 'reckon_needs' })
}

interface Published { id: number; kind: ListingKind; organisation_id: number; version: number }

/**
 * Reckons needs whose standing is missing, is of another version, or is older than some hours: the longest
 * unreckoned first, at most one batch. Returns how many; a full batch says that more may be waiting. What is
 * no longer published loses its standing. Reads as the Exchange itself: what matches is the same for all.
 */
export async function reckonNeeds(db: Db, now: Date, most = mostReckoned): Promise<number> {
  await sql`delete from need_standing s where not exists (select from listing l where l.id = s.listing_id and l.state = 'published')`.execute(db)
  const { rows } = await sql<Published>`
    select l.id, l.kind, l.organisation_id, l.version from listing l left join need_standing s on s.listing_id = l.id
    where l.state = 'published' and l.kind = 'need' and (s.listing_id is null or s.version <> l.version or s.computed_at <= ${minutesFrom(now, -60 * reckonedFor)})
    order by s.computed_at nulls first, l.id limit ${most}`.execute(db)
  for (const need of rows) await reckon(db, need, now)
  return rows.length
}

/** What one listing just published moves: a need has its own standing, an offer that of the needs it answers. */
export async function reckonAround(db: Db, listingId: number, now: Date): Promise<void> {
  const of = (ids: readonly number[]) => db.selectFrom('listing').select(['id', 'kind', 'organisation_id', 'version']).where('id', 'in', [0, ...ids]).where('state', '=', 'published').execute()
  const [listing] = await of([listingId])
  if (!listing) return
  const needs = listing.kind === 'need' ? [listing] : await of((await rankedFor(db, listing, mostCounted)).map(({ listing_id }) => listing_id))
  for (const need of needs) await reckon(db, need, now)
}

async function reckon(db: Db, need: Published, now: Date): Promise<void> {
  const matches = await rankedFor(db, need, mostCounted)
  const [best] = matches
  const standing = { version: need.version, matches: matches.length, best_id: best?.listing_id ?? null, best_score: best ? Math.round(best.score) : null, computed_at: now }
  // Two workers may reckon the same need; whoever writes last wrote the same.
  await db.insertInto('need_standing').values({ listing_id: need.id, ...standing }).onConflict((on) => on.column('listing_id').doUpdateSet(standing)).execute()
}
