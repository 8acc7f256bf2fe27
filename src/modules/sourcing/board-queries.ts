import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import { type BoardAsked, type Brokerage, olderThan, onBoardPage } from './rules.ts'

/** For whom this person helps needs along: a deal officer for the Exchange, a member for a verified organisation of intermediaries, the one acted for before another; null for the rest. */
export async function brokerageOf(db: Db, actor: Actor): Promise<Brokerage | null> {
  if (actor.person_id === null) return null
  if (actor.staff_roles.includes('deal_officer')) return { organisation_id: null, acts: true }
  if (actor.memberships.length === 0) return null
  const rows = await db.selectFrom('organisation').select('id').where('id', 'in', actor.memberships.map((m) => m.organisation_id))
    .where('kind', '=', 'intermediary').where('verification', '=', 'verified').where('merged_into_id', 'is', null).where('deleted_at', 'is', null).execute()
  const own = actor.memberships.filter((m) => rows.some(({ id }) => id === m.organisation_id)).toSorted((a, b) => Number(b.organisation_id === actor.organisation_id) - Number(a.organisation_id === actor.organisation_id))
  const acting = own.find(({ role }) => role !== 'viewer')
  return own[0] ? { organisation_id: (acting ?? own[0]).organisation_id, acts: acting !== undefined } : null
}

/** A need somebody talks about in a deal that is not lost is answered; interests that wait or were declined answer nothing. */
export const answered = (need: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (select from deal d where d.need_id = ${need} and d.stage <> 'lost')`

export interface Helper { person_id: number; name: string; organisation_vi: string | null; organisation_en: string | null; taken_at: Date }
export interface Suggestion extends Omit<Helper, 'taken_at'> { id: number; need_id: number; offer_id: number; reason: string; suggested_at: Date }
export type Act = 'published' | 'confirmed' | 'taken_on' | 'suggested'
export interface BoardRow {
  card: ListingCard
  /** Since when it waits: its publication. */
  since: Date
  /** Null until the job has reckoned it. */
  standing: { matches: number; best: { card: ListingCard; score: number } | null; computed_at: Date } | null
  helper: Helper | null
  suggestions: number
  last: { act: Act; at: Date }
}

interface Standing { id: number; published_at: Date; confirmed_at: Date | null; matches: number | null; best_id: number | null; best_score: number | null; computed_at: Date | null; total: number }
/** Published needs nobody has answered, oldest first, one page of them, with what this reader may know of each. */
export async function boardOf(db: Db, asked: BoardAsked, now: Date, locale: Locale, limit = onBoardPage): Promise<{ rows: BoardRow[]; total: number }> {
  // Whether a need is answered is asked beyond the reader, who learns no more of it than that it is not on the board.
  const { rows } = await sql<Standing>`
    select l.id, l.published_at, l.confirmed_at, s.matches, s.best_id, s.best_score, s.computed_at, count(*) over ()::int as total
    from published_listing l left join need_standing s on s.listing_id = l.id
    where l.kind = 'need' and not ${answered(sql`l.id`)}
      and ${asked.field ? sql`exists (select from unnest(l.research_fields) f where f like ${`${asked.field.replace(/\D/g, '')}%`})` : sql`true`}
      and ${asked.ward ? sql`l.ward_code = ${asked.ward}` : sql`true`}
      and ${asked.matched ? sql`(s.matches > 0) = ${asked.matched === 'some'}` : sql`true`}
      and ${asked.older ? sql`l.published_at <= ${olderThan(asked, now)}` : sql`true`}
    order by l.published_at, l.id limit ${limit} offset ${(asked.page - 1) * limit}`.execute(asSystem(db))
  const ids = rows.map(({ id }) => id)
  const [cards, best, helpers, suggestions] = await Promise.all([cardsOf(db, ids, locale), cardsOf(db, rows.flatMap(({ best_id }) => best_id ?? []), locale), helpersOf(db, ids), suggestionsOf(db, ids)])
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.flatMap((row) => {
      const card = cards.find(({ id, state }) => id === row.id && state === 'published')
      if (!card) return []
      const bestCard = best.find(({ id, state }) => id === row.best_id && state === 'published')
      const helper = helpers.get(row.id) ?? null
      const own = suggestions.filter(({ need_id }) => need_id === row.id)
      const acts: { act: Act; at: Date | null | undefined }[] = [{ act: 'published', at: row.published_at }, { act: 'confirmed', at: row.confirmed_at }, { act: 'taken_on', at: helper?.taken_at }, { act: 'suggested', at: own.at(-1)?.suggested_at }]
      const last = acts.reduce<BoardRow['last']>((latest, { act, at }) => (at && at >= latest.at ? { act, at } : latest), { act: 'published', at: row.published_at })
      return [{
        card, since: row.published_at, helper, suggestions: own.length, last,
        standing: row.computed_at && row.matches !== null ? { matches: row.matches, best: bestCard && row.best_score !== null ? { card: bestCard, score: row.best_score } : null, computed_at: row.computed_at } : null,
      }]
    }),
  }
}

/** Who is on each of these needs now, where this reader may know. */
export async function helpersOf(db: Db, ids: readonly number[]): Promise<Map<number, Helper>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('need_helper as h').innerJoin('person as p', 'p.id', 'h.person_id').leftJoin('organisation as o', 'o.id', 'h.organisation_id')
    .select(['h.listing_id', 'h.person_id', 'p.name', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'h.taken_at']).where('h.listing_id', 'in', ids).where('h.released_at', 'is', null).execute()
  return new Map(rows.map(({ listing_id, ...row }) => [listing_id, row]))
}

/** What stands as suggested for these needs, the earliest first, where this reader may know and the offer is on the market. */
export async function suggestionsOf(db: Db, ids: readonly number[]): Promise<Suggestion[]> {
  if (ids.length === 0) return []
  return db.selectFrom('need_suggestion as s').innerJoin('person as p', 'p.id', 's.person_id').innerJoin('listing as l', 'l.id', 's.offer_id').leftJoin('organisation as o', 'o.id', 's.organisation_id')
    .select(['s.id', 's.need_id', 's.offer_id', 's.reason', 's.person_id', 'p.name', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 's.suggested_at'])
    .where('s.need_id', 'in', ids).where('s.withdrawn_at', 'is', null).where('l.state', '=', 'published').orderBy('s.id').execute()
}
