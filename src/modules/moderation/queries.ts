import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { anyOf } from '../listings/search-text.ts'
import type { ListingKind, ListingText } from '../listings/schema.ts'
import { type Waited, waitingJudge } from '../rulebook/queries.ts'
import { type Likeness, likenessOf, mostNear, nearDuplicate, rarestWords, type Wording } from './near-duplicates.ts'
import { type Claim, type Decided, mostWaiting, type Waiting } from './rules.ts'
import type { BulkAct, ReturnReason } from './schema.ts'

export interface Queued extends Waiting { waited: Waited | null }
/** Everything that waits for a moderator, oldest first, with who is at it and by when it is due. */
export async function reviewQueue(db: Db, now: Date): Promise<Queued[]> {
  const [{ rows }, judge] = await Promise.all([sql<Omit<Waiting, 'claim' | 'waited'> & { claim: (Omit<Claim, 'ends_at'> & { ends_at: string }) | null }>`
    select l.id, l.kind, l.version, l.research_fields, l.submitted_at,
      exists (select from listing_review r where r.listing_id = l.id and r.decision = 'published') as published_before,
      exists (select from listing_review r where r.listing_id = l.id and r.decision = 'returned') as returned_before,
      case when c.listing_id is not null then json_build_object('person_id', c.person_id, 'name', p.name, 'ends_at', c.ends_at) end as claim
    from listing l left join listing_claim c on c.listing_id = l.id and c.ends_at > ${now} left join person p on p.id = c.person_id
    where l.state = 'submitted' order by l.submitted_at, l.id limit ${mostWaiting}`.execute(db), waitingJudge(db, now)])
  return rows.map((row) => ({ ...row, claim: row.claim && { ...row.claim, ends_at: new Date(row.claim.ends_at) }, waited: judge('listing_review', row.submitted_at) }))
}

/** Who is looking at a listing, or last did; whether that still stands is the rules' to say. */
export const claimOn = (db: Db, listingId: number) =>
  db.selectFrom('listing_claim as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.person_id', 'p.name', 'c.ends_at', 'c.word']).where('c.listing_id', '=', listingId).executeTakeFirst()

/** The reasons a listing may be sent back with, in their order; retired ones only where asked for. */
export const returnReasons = (db: Db, { retired = false } = {}): Promise<ReturnReason[]> =>
  db.selectFrom('return_reason').select(['code', 'name_vi', 'name_en', 'text_vi', 'text_en', 'position', 'version', 'retired_at']).$if(!retired, (q) => q.where('retired_at', 'is', null)).orderBy('position').orderBy('code').execute()
export const returnReason = (db: Db, code: string): Promise<ReturnReason | undefined> =>
  db.selectFrom('return_reason').select(['code', 'name_vi', 'name_en', 'text_vi', 'text_en', 'position', 'version', 'retired_at']).where('code', '=', code).executeTakeFirst()
/** How often each reason was given since then. */
export const reasonCounts = async (db: Db, since: Date): Promise<Map<string, number>> =>
  new Map((await db.selectFrom('listing_review_reason as x').innerJoin('listing_review as r', 'r.id', 'x.review_id').select(['x.code', ({ fn }) => fn.countAll<number>().as('n')]).where('r.decided_at', '>=', since).groupBy('x.code').execute()).map(({ code, n }) => [code, n]))

export interface Near extends Likeness { id: number; kind: ListingKind; state: 'submitted' | 'published' | 'returned'; organisation_id: number; title: string }
const candidates = 60

/**
 * Listings that say nearly the same, of whichever organisation, the likest first: published, waiting or
 * sent back. Candidates share its rarest words; each is then compared whole.
 */
export async function nearDuplicatesOf(db: Db, id: number): Promise<Near[]> {
  const [own] = await wordingsOf(db, [id])
  if (!own) return []
  const words = rarestWords(own, await listingsWith(db, own), 24)
  if (words.length === 0) return []
  const any = anyOf(words)
  // What is published is found through its index; of what waits or was sent back there is little, and no index is needed.
  const { rows } = await sql<{ id: number }>`
    (select l.id, ts_rank('{0, 1, 1, 1}', l.search, ${any}) as worth from published_listing l where l.search @@ ${any} and l.id <> ${id} order by worth desc, l.id limit ${candidates})
    union all (select l.id, ts_rank('{0, 1, 1, 1}', l.search, ${any}) as worth from listing l where l.state in ('submitted', 'returned') and l.search @@ ${any} and l.id <> ${id} order by worth desc, l.id limit ${candidates})`.execute(db)
  const likely = (await wordingsOf(db, rows.map((row) => row.id))).flatMap((other) => {
    const likeness = likenessOf(own, other)
    return likeness && likeness.percent >= nearDuplicate ? { id: other.id, ...likeness } : []
  }).toSorted((a, b) => b.percent - a.percent || a.id - b.id).slice(0, mostNear)
  const facts = await listingFacts(db, likely.map((one) => one.id))
  return likely.flatMap((one) => { const fact = facts.get(one.id); return fact ? { ...fact, ...one, title: fact.titles[one.language] ?? Object.values(fact.titles)[0] ?? '' } : [] })
}

/** How alike two listings are, whatever it comes to. */
export async function likenessBetween(db: Db, a: number, b: number): Promise<Likeness | null> {
  const both = await wordingsOf(db, [a, b])
  const [one, other] = [both.find(({ id }) => id === a), both.find(({ id }) => id === b)]
  return one && other ? likenessOf(one, other) : null
}

async function wordingsOf(db: Db, ids: readonly number[]): Promise<Wording[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('listing_text').select(['listing_id', 'language', 'title', 'summary', 'description']).where('listing_id', 'in', [...new Set(ids)]).execute()
  return [...Map.groupBy(rows, ({ listing_id }) => listing_id)].map(([id, texts]) => ({ id, texts }))
}
async function listingsWith(db: Db, wording: Wording): Promise<Map<string, number>> {
  const words = rarestWords(wording, new Map(), 2_000)
  if (words.length === 0) return new Map()
  return new Map((await db.selectFrom('word_frequency').selectAll().where('word', 'in', words).execute()).map(({ word, listings }) => [word, listings]))
}
async function listingFacts(db: Db, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, never>()
  const { rows } = await sql<{ id: number; kind: ListingKind; state: Near['state']; organisation_id: number; titles: Partial<Record<ListingText['language'], string>> }>`
    select l.id, l.kind, l.state, l.organisation_id, (select json_object_agg(t.language, t.title) from listing_text t where t.listing_id = l.id) as titles from listing l where l.id in (${sql.join(ids)})`.execute(db)
  return new Map(rows.map((row) => [row.id, { ...row, titles: row.titles ?? {} }]))
}

/** Since when it was public last, how often it was saved since, and what it was sent back with meanwhile; null where it was never public. */
export async function sincePublished(db: Db, id: number): Promise<{ published_at: Date; changes: number } | null> {
  const { rows: [row] } = await sql<{ published_at: Date | null; changes: number }>`
    with last as (select max(decided_at) as at from listing_review where listing_id = ${id} and decision = 'published')
    select last.at as published_at, (select count(*)::int from event e where e.subject = ${`listing:${id}`} and e.type = 'listing.changed' and e.at > last.at) as changes from last`.execute(db)
  return row?.published_at ? { published_at: row.published_at, changes: row.changes } : null
}

/** The version what waits is best read against: the one published last, or else the one sent before; null where either of the two was not kept. */
export async function formerVersion(db: Db, id: number, version: number): Promise<number | null> {
  const { rows: [row] } = await sql<{ version: number }>`
    select v.version from listing_version v where v.listing_id = ${id} and v.version < ${version}
      and exists (select from listing_version now where now.listing_id = v.listing_id and now.version = ${version})
    order by v.published_at is not null desc, v.version desc limit 1`.execute(db)
  return row?.version ?? null
}

/** What was pressed on several listings at once, and what became of each. */
export async function bulkOf(db: Db, id: number) {
  const bulk = await db.selectFrom('moderation_bulk as b').innerJoin('person as p', 'p.id', 'b.person_id').select(['b.id', 'b.act', 'b.reason_code', 'b.at', 'p.name']).where('b.id', '=', id).executeTakeFirst()
  if (!bulk) return undefined
  const items = await db.selectFrom('moderation_bulk_item').select(['listing_id', 'version', 'outcome', 'detail']).where('bulk_id', '=', id).orderBy('position').execute()
  return { ...bulk, items }
}
export type BulkView = { id: number; act: BulkAct; reason_code: string | null; at: Date; name: string; items: { listing_id: number; version: number; outcome: string | null; detail: unknown }[] }

const mostDecided = 20_000
/** What was decided from one moment to another, each with how long it had waited and by when it was promised. */
export async function decisionsBetween(db: Db, from: Date, to: Date): Promise<Decided[]> {
  const [{ rows }, judge] = await Promise.all([sql<Omit<Decided, 'due'>>`
    select r.decision, r.submitted_at, r.decided_at, r.decided_by, p.name from listing_review r left join person p on p.id = r.decided_by
    where r.decided_at >= ${from} and r.decided_at <= ${to} order by r.decided_at desc limit ${mostDecided}`.execute(db), waitingJudge(db, to)])
  return rows.map((row) => ({ ...row, due: row.submitted_at ? judge('listing_review', row.submitted_at)?.due ?? null : null }))
}
