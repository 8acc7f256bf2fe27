import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { ListingKind } from '../listings/schema.ts'
import { search, type Search } from '../listings/search.ts'
import type { MarketDigest } from './schema.ts'

/** The newest a feed lists. */
export const newestInFeed = 50

/** The published listings of a kind, the newest first. */
export async function newestPublished(db: Db, kind: ListingKind, limit = newestInFeed): Promise<number[]> {
  const rows = await db.selectFrom('listing').select('id').where('state', '=', 'published').where('kind', '=', kind).orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ id }) => id)
}

/** What a search finds, the newest first, as many as a feed lists. */
export const newestFound = async (db: Db, asked: Search, now: Date): Promise<number[]> =>
  (await search(db, { ...asked, sort: 'newest', page: 1, as_of: undefined }, now, { few: 0, size: newestInFeed })).ids // nothing merely near is news

const shownColumns = ['c.id', 'c.slug', 'c.state', 'c.title_vi', 'c.title_en', 'c.intro_vi', 'c.intro_en', 'c.reason_vi', 'c.reason_en', 'c.featured_from', 'c.featured_until', 'c.demonstration', 'c.version', 'c.published_at', 'c.updated_at', 'p.name as chosen_by'] as const
const collections = (db: Db) => db.selectFrom('collection as c').leftJoin('person as p', 'p.id', 'c.published_by').select(shownColumns)
  // Only what is on the market counts, at this moment.
  .select(sql<number>`(select count(*)::int from collection_listing i join published_listing l on l.id = i.listing_id where i.collection_id = c.id)`.as('listings'))
const hasListings = sql<boolean>`exists (select from collection_listing i join published_listing l on l.id = i.listing_id where i.collection_id = c.id)`
/** A collection with who answers for it and how much of it is on the market now. */
export type CollectionShown = Awaited<ReturnType<ReturnType<typeof collections>['executeTakeFirstOrThrow']>>

/** Those everybody may read, the latest first; one whose listings have all left the market waits for them. */
export const publishedCollections = (db: Db): Promise<CollectionShown[]> =>
  collections(db).where('c.state', '=', 'published').where(hasListings).orderBy('c.published_at', 'desc').orderBy('c.id', 'desc').limit(200).execute()
export const collectionOf = (db: Db, slug: string): Promise<CollectionShown | undefined> =>
  /^[a-z0-9-]{3,60}$/.test(slug) ? collections(db).where('c.state', '=', 'published').where('c.slug', '=', slug).executeTakeFirst() : Promise.resolve(undefined)
/** Drafts as well, for the Exchange's own people. */
export const allCollections = (db: Db): Promise<CollectionShown[]> => collections(db).orderBy('c.updated_at', 'desc').orderBy('c.id', 'desc').limit(500).execute()
export const collectionById = (db: Db, id: number): Promise<CollectionShown | undefined> => collections(db).where('c.id', '=', id).executeTakeFirst()

/** Its listings that are on the market now, in the order its maker gave them. */
export async function listingsIn(db: Db, collectionId: number, limit = 60): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select l.id from collection_listing i join published_listing l on l.id = i.listing_id where i.collection_id = ${collectionId} order by i.position, l.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
/** How many of its listings its reader may know of are off the market. */
export async function waitingIn(db: Db, collectionId: number): Promise<number> {
  const { n } = await db.selectFrom('collection_listing as i').innerJoin('listing as l', 'l.id', 'i.listing_id').select(sql<number>`count(*)::int`.as('n')).where('i.collection_id', '=', collectionId).where('l.state', '!=', 'published').executeTakeFirstOrThrow()
  return n
}

/** What the home page shows on that day, the newest choice first, with its first listings. */
export async function featuredCollections(db: Db, day: string, limit = 3, each = 3): Promise<(CollectionShown & { first: number[] })[]> {
  const featured = await collections(db).where('c.state', '=', 'published').where(hasListings).where('c.featured_from', '<=', day).where('c.featured_until', '>=', day).orderBy('c.featured_from', 'desc').orderBy('c.id', 'desc').limit(limit).execute()
  return Promise.all(featured.map(async (collection) => ({ ...collection, first: await listingsIn(db, collection.id, each) })))
}

/** How this person is sent what is new; undefined: not at all. */
export const digestOf = (db: Db, personId: number): Promise<MarketDigest | undefined> => db.selectFrom('market_digest').selectAll().where('person_id', '=', personId).executeTakeFirst()
