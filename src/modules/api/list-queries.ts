import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { words } from '../../platform/text.ts'
import { interestTitles, ownerColumn, type Party, partyColumn } from '../deals/queries.ts'
import type { DealStage, InterestState } from '../deals/schema.ts'
import type { ListingKind, ListingState } from '../listings/schema.ts'
import { organisationPage, type OrganisationView } from '../organisations/queries.ts'
import type { Place } from './cursors.ts'

/**
 * Lists as programs walk through them: each goes on after a row and not after a number of rows, so
 * that what is added or taken away meanwhile moves nothing. One row more than asked for tells that
 * there is more.
 */
export interface Slice { after: Place | null; limit: number; offset?: number }
const after = (slice: Slice, n = 0): number => Number(slice.after?.[n] ?? 0)

/** An organisation's own listings, the newest first. */
export const ownListingIds = async (db: Db, organisationId: number, { kind, state }: { kind?: ListingKind | undefined; state?: ListingState | undefined }, slice: Slice): Promise<number[]> =>
  (await db.selectFrom('listing').select('id').where('organisation_id', '=', organisationId)
    .$if(kind !== undefined, (q) => q.where('kind', '=', kind as ListingKind)).$if(state !== undefined, (q) => q.where('state', '=', state as ListingState))
    .$if(slice.after !== null, (q) => q.where('id', '<', after(slice))).orderBy('id', 'desc').limit(slice.limit + 1).execute()).map(({ id }) => id)

/** Organisations by name, found by words typed with or without diacritics. A need published without a name is counted for nobody. */
export async function organisationsAfter(db: Db, q: string, slice: Slice) {
  const matching = words(q).slice(0, 10).map((word) => sql`o.search_name like ${`%${word}%`}`)
  const found = sql.join([sql`o.merged_into_id is null`, sql`o.deleted_at is null`, ...matching], sql` and `)
  const published = (kind: ListingKind) => sql`(select count(*)::int from listing l where l.organisation_id = o.id and l.state = 'published' and l.kind = ${kind} and not l.anonymous)`
  const { rows } = await sql<{ id: number; kind: string; name_vi: string; name_en: string; about_vi: string; about_en: string; ward_code: string | null; country_code: string; verification: string; source_name: string | null; demonstration: boolean; offers: number; needs: number; search_name: string }>`
    select o.id, o.kind, o.name_vi, o.name_en, o.about_vi, o.about_en, o.ward_code, o.country_code, o.verification, o.source_name, o.demonstration, o.search_name, ${published('offer')} as offers, ${published('need')} as needs
    from organisation o where ${found} ${slice.after === null ? sql`` : sql`and (o.search_name, o.id) > (${String(slice.after[0])}, ${after(slice, 1)})`}
    order by o.search_name, o.id limit ${slice.limit + 1} offset ${slice.offset ?? 0}`.execute(db)
  const { rows: [count] } = await sql<{ total: number }>`select count(*)::int as total from organisation o where ${found}`.execute(db)
  return { rows, total: count?.total ?? 0 }
}

/** An organisation as everybody may read it: one that has become part of another is that one, and one that was deleted is none. */
export async function organisationNow(db: Db, id: number): Promise<OrganisationView> {
  const here = found(await organisationPage(db, id))
  const now = here.merged_into_id === null ? here : found(await organisationPage(db, here.merged_into_id))
  return now.deleted_at ? notFound() : now
}

/** The experts who are public, by number. */
export async function expertIds(db: Db, { q, field }: { q: string; field?: string | undefined }, slice: Slice): Promise<number[]> {
  let found = db.selectFrom('expert').select('id').where('published_at', 'is not', null).where('id', '>', after(slice))
  for (const word of words(q).slice(0, 8)) found = found.where(sql<boolean>`search like ${`% ${word}%`}`)
  if (field) found = found.where(sql<boolean>`exists (select from unnest(research_fields) f where starts_with(f, ${field}))`)
  return (await found.orderBy('id').limit(slice.limit + 1).execute()).map(({ id }) => id)
}

type Untitled<T> = Omit<T, 'listing'> & { interest_id: number; listing_id: number; listing_kind: ListingKind }

/** Gives each row its listing with the title this organisation may read: a revised draft’s is its own people's. */
async function titled<T extends { interest_id: number; listing_id: number; listing_kind: ListingKind }>(db: Db, organisationId: number, locale: Locale, rows: readonly T[]) {
  const titles = await interestTitles(db, rows.map(({ interest_id }) => interest_id), organisationId)
  return rows.map((row) => ({ ...row, listing: { id: row.listing_id, kind: row.listing_kind, title: titles.get(row.interest_id)?.[locale] ?? '' } }))
}

export interface InterestListed { id: number; state: InterestState; listing: { id: number; kind: ListingKind; title: string }; from: Party; to: Party | null; deal_id: number | null; expressed_at: Date; answered_at: Date | null }
/** The interests others have in this organisation's listings, or it in theirs; the newest first. */
export async function interestsAfter(db: Db, organisationId: number, { direction, state }: { direction: 'received' | 'sent'; state?: InterestState | undefined }, locale: Locale, slice: Slice): Promise<InterestListed[]> {
  const { rows } = await sql<Untitled<InterestListed>>`
    select i.id, i.id as interest_id, i.state, i.expressed_at, i.answered_at, d.id as deal_id, li.id as listing_id, li.kind as listing_kind, ${partyColumn('f')} as from, ${ownerColumn} as to
    from interest i join listing li on li.id = i.listing_id join organisation f on f.id = i.organisation_id join organisation o on o.id = li.organisation_id left join deal d on d.interest_id = i.id
    where ${direction === 'sent' ? sql`i.organisation_id = ${organisationId}` : sql`li.organisation_id = ${organisationId}`} ${state === undefined ? sql`` : sql`and i.state = ${state}`} ${slice.after === null ? sql`` : sql`and i.id < ${after(slice)}`}
    order by i.id desc limit ${slice.limit + 1}`.execute(db)
  return titled(db, organisationId, locale, rows)
}

export interface DealListed { id: number; stage: DealStage; stage_since: Date; value: number | null; supplier: Party; demander: Party; listing: { id: number; kind: ListingKind; title: string }; demonstration: boolean; opened_at: Date; closed_at: Date | null }
/** The deals of this organisation, the newest first. */
export async function dealsAfter(db: Db, organisationId: number, { stage }: { stage?: DealStage | undefined }, locale: Locale, slice: Slice): Promise<{ rows: DealListed[]; total: number }> {
  const ours = sql`(d.supplier_organisation_id = ${organisationId} or d.demander_organisation_id = ${organisationId}) ${stage === undefined ? sql`` : sql`and d.stage = ${stage}`}`
  const { rows } = await sql<Untitled<DealListed>>`
    select d.id, d.interest_id, d.stage, d.stage_since, d.value, d.demonstration, d.opened_at, d.closed_at, l.id as listing_id, l.kind as listing_kind, ${partyColumn('s')} as supplier, ${partyColumn('r')} as demander
    from deal d join interest i on i.id = d.interest_id join listing l on l.id = i.listing_id join organisation s on s.id = d.supplier_organisation_id join organisation r on r.id = d.demander_organisation_id
    where ${ours} ${slice.after === null ? sql`` : sql`and d.id < ${after(slice)}`} order by d.id desc limit ${slice.limit + 1} offset ${slice.offset ?? 0}`.execute(db)
  const { rows: [count] } = await sql<{ total: number }>`select count(*)::int as total from deal d where ${ours}`.execute(db)
  return { rows: await titled(db, organisationId, locale, rows), total: count?.total ?? 0 }
}

/** What was written in a deal file, the oldest first, so that reading on finds what is new. */
export const messagesAfter = (db: Db, dealId: number, slice: Slice) =>
  db.selectFrom('deal_message as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['m.id', 'm.organisation_id', 'p.name as person_name', 'm.body', 'm.sent_at'])
    .where('m.deal_id', '=', dealId).where('m.id', '>', after(slice)).orderBy('m.id').limit(slice.limit + 1).execute()
