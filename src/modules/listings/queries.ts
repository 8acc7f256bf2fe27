import { sql } from 'kysely'
import { type Actor, type Ctx, isStaff } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import { timelineOf, type TimelineEntry } from '../audit/queries.ts'
import type { Verification } from '../organisations/schema.ts'
import type { Details } from './detail-fields.ts'
import { detailsJson, detailsOf } from './detail-queries.ts'
import { completeness } from './detail-rules.ts'
import type { EvidenceGrade, ListingKind, ListingRow, ListingState, ListingText } from './schema.ts'

/** A listing's columns but for the index: what a page or a command reads. */
export const listingColumns = ['id', 'kind', 'state', 'organisation_id', 'created_by', 'original_language', 'trl', 'ip_status', 'price_mode', 'price_min', 'price_max', 'research_fields', 'patent_classes', 'industries', 'transfer_forms', 'ward_code', 'country_code', 'source_name', 'source_key', 'source_url', 'demonstration', 'evidence_grade', 'anonymous', 'version', 'submitted_at', 'published_at', 'closed_at', 'close_reason', 'created_at', 'updated_at'] as const satisfies (keyof ListingRow)[]

/** What a list shows of a listing. */
export interface ListingCard {
  id: number
  kind: ListingKind
  state: ListingState
  /** A need whose organisation this reader may not be told: the organisation's number is 0 and its names are empty. */
  anonymous: boolean
  organisation_id: number
  organisation_name_vi: string
  organisation_name_en: string
  verification: Verification
  verified_until: Date | null
  /** The language the card's texts are in: the reader's where it exists. */
  language: Locale
  title: string
  summary: string
  trl: number | null
  price_mode: ListingRow['price_mode']
  price_min: number | null
  price_max: number | null
  research_fields: string[]
  ward_code: string | null
  source_name: string | null
  demonstration: boolean
  evidence_grade: EvidenceGrade
  submitted_at: Date | null
  published_at: Date | null
  updated_at: Date
}

/** Whose a need is that keeps its name back is told to its own people, to staff, and to those it deals with; a handle that reads for everybody is told nothing. */
const withheld = sql<boolean>`(l.anonymous and not reader_is_told(l.id))`
/** What stands in the place of an organisation that is not named: that it is of that kind and verified, or not, and no day by which it could be found. */
const unnamed = { id: 0, name_vi: '', name_en: '', verified_at: null, verified_until: null, source_name: null } as const

/**
 * Cards of these listings in the reader's language, in the order of the ids. Says nothing about who may
 * see them. An anonymous need has no organisation here unless its reader may be told.
 */
export async function cardsOf(db: Db, ids: readonly number[], locale: Locale): Promise<ListingCard[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('listing as l')
    .innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .innerJoinLateral((eb) => eb.selectFrom('listing_text as t').select(['t.language', 't.title', 't.summary']).whereRef('t.listing_id', '=', 'l.id')
      .orderBy(sql`t.language = ${locale}`, 'desc').limit(1).as('t'), (join) => join.onTrue())
    .select(['l.id', 'l.kind', 'l.state', 'l.organisation_id', 'o.name_vi as organisation_name_vi', 'o.name_en as organisation_name_en', 'o.verification', 'o.verified_until', 't.language', 't.title', 't.summary', 'l.trl', 'l.price_mode', 'l.price_min', 'l.price_max', 'l.research_fields', 'l.ward_code', 'l.source_name', 'l.demonstration', 'l.evidence_grade', 'l.submitted_at', 'l.published_at', 'l.updated_at', withheld.as('anonymous')])
    .where('l.id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row.anonymous ? { ...row, organisation_id: unnamed.id, organisation_name_vi: '', organisation_name_en: '', verified_until: null } : row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** `organisation_id` says whose it is, for the checks; what may be shown of that is `organisation`. */
export interface ListingView extends ListingRow {
  texts: ListingText[]
  /** This reader may not be told whose it is: `organisation` has the number 0 and no names. */
  withheld: boolean
  organisation: { id: number; name_vi: string; name_en: string; kind: string; verification: Verification; verified_at: Date | null; verified_until: Date | null; source_name: string | null }
  pictures: { document_id: number; name: string; caption: string }[]
  reviews: { decision: 'published' | 'returned'; reason: string; decided_at: Date }[]
  /** What it says beyond its basic content. */
  details: Details
  /** What happened to it, for its owners and staff; empty for others. */
  timeline: TimelineEntry[]
}

/** Those who look at listings before they are public: moderators, and the supervisors who look over their shoulder. */
const readsReviewed = isStaff('moderator', 'observer', 'inspector')
/** A published listing is everybody's; one under review its organisation's, the moderators' and their supervisors'; a draft its organisation's alone. */
export const maySee = (actor: Actor, listing: { state: ListingState; organisation_id: number }): boolean =>
  listing.state === 'published' || actor.memberships.some((m) => m.organisation_id === listing.organisation_id)
  || (listing.state !== 'draft' && readsReviewed(actor))

/** One listing as this reader may see it; what they may not see does not exist. Reviews are for its owners and staff. */
export async function listingFor(ctx: Ctx, id: number, kind?: ListingKind): Promise<ListingView> {
  const { db, actor } = ctx
  const row = await db.selectFrom('listing as l').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .select(listingColumns.map((column) => `l.${column}` as const)).select(['o.name_vi', 'o.name_en', 'o.kind as organisation_kind', 'o.verification', 'o.verified_at', 'o.verified_until', 'o.source_name as organisation_source', withheld.as('withheld')])
    .where('l.id', '=', id).executeTakeFirst()
  if (!row || (kind && row.kind !== kind) || !maySee(actor, row)) return notFound()
  const inside = readsReviewed(actor) || actor.memberships.some((m) => m.organisation_id === row.organisation_id)
  const [texts, pictures, reviews, timeline, details] = await Promise.all([
    db.selectFrom('listing_text').selectAll().where('listing_id', '=', id).orderBy('language', 'desc').execute(),
    db.selectFrom('listing_picture as p').innerJoin('document as d', 'd.id', 'p.document_id').select(['p.document_id', 'd.name', 'p.caption']).where('p.listing_id', '=', id).orderBy('p.position').execute(),
    inside ? db.selectFrom('listing_review').select(['decision', 'reason', 'decided_at']).where('listing_id', '=', id).orderBy('id', 'desc').limit(20).execute() : [],
    inside ? timelineOf(db, [`listing:${id}`], 50, true) : [],
    detailsOf(db, id),
  ])
  const { name_vi, name_en, organisation_kind, verification, verified_at, verified_until, organisation_source, ...listing } = row
  const shown = row.withheld ? unnamed : { id: row.organisation_id, name_vi, name_en, verified_at, verified_until, source_name: organisation_source }
  return { ...listing, texts, pictures, reviews, timeline, details, organisation: { kind: organisation_kind, verification, ...shown } }
}

/** The text in the reader's language, or the one there is. */
export const textIn = (listing: { texts: ListingText[] }, locale: Locale): ListingText | undefined => listing.texts.find(({ language }) => language === locale) ?? listing.texts[0]

/** The draft an organisation made with this form before, if any. */
export const draftedWith = (db: Db, organisationId: number, requestKey: string) =>
  db.selectFrom('listing').select('id').where('request_key', '=', requestKey).where('organisation_id', '=', organisationId).executeTakeFirst()

/** An organisation's own listings, those needing attention first. */
export const ownListings = (db: Db, organisationId: number, limit = 200) =>
  db.selectFrom('listing').select('id').where('organisation_id', '=', organisationId)
    .orderBy(sql`array_position(array['returned', 'expired', 'draft', 'submitted', 'published', 'closed'], state)`).orderBy('updated_at', 'desc').limit(limit).execute()

/** How complete each of these listings is, in percent. */
export async function percentOf(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('listing as l').select(['l.id', 'l.kind', 'l.research_fields', 'l.trl', 'l.ip_status', 'l.transfer_forms', 'l.price_mode', 'l.price_min', 'l.original_language', detailsJson(sql`l.id`).as('details')])
    .select(sql<ListingText[]>`(select coalesce(json_agg(t), '[]') from listing_text t where t.listing_id = l.id)`.as('texts')).select(sql<number>`(select count(*)::int from listing_picture p where p.listing_id = l.id)`.as('pictures'))
    .where('l.id', 'in', ids).execute()
  return new Map(rows.map(({ id, texts, details, pictures, ...listing }) => [id, completeness(listing, texts, details, pictures).percent]))
}

/** What an organisation has published, but for what this reader may not be told is its own. */
export const publishedOf = (db: Db, organisationId: number, limit = 60) =>
  db.selectFrom('listing as l').select('l.id').where('l.organisation_id', '=', organisationId).where('l.state', '=', 'published').where(sql<boolean>`not ${withheld}`)
    .orderBy('l.published_at', 'desc').orderBy('l.id', 'desc').limit(limit).execute()

/** The newest to show a reader: what was published here before what was imported, their language before the other. */
export const latestPublished = (db: Db, kind: ListingKind, locale: Locale, limit: number) =>
  db.selectFrom('listing as l').select('l.id').where('l.state', '=', 'published').where('l.kind', '=', kind)
    .orderBy(sql`l.source_name is not null`).orderBy(sql`exists (select from listing_text t where t.listing_id = l.id and t.language = ${locale})`, 'desc')
    .orderBy('l.published_at', 'desc').orderBy('l.id', 'desc').limit(limit).execute()

/** Published listings by research field of the first level and of the second, for browsing. */
export async function listingsByField(db: Db): Promise<Map<string, { offer: number; need: number }>> {
  const rows = await sql<{ field: string; kind: ListingKind; n: number }>`
    select field, kind, count(*)::int as n from (
      select distinct l.id, l.kind, left(f, len) as field from listing l, unnest(l.research_fields) f, (values (1), (3), (5)) v(len)
      where l.state = 'published' and length(f) >= len) listed
    group by field, kind`.execute(db)
  const counts = new Map<string, { offer: number; need: number }>()
  for (const { field, kind, n } of rows.rows) {
    const count = counts.get(field) ?? { offer: 0, need: 0 }
    count[kind] = n
    counts.set(field, count)
  }
  return counts
}
