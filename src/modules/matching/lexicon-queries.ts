import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { fold } from '../../platform/text.ts'
import type { LexiconAsked } from './lexicon-rules.ts'

export interface PairShown { id: number; vi: string; en: string; of_program: boolean; added_at: Date; added_by: string | null; withdrawn_at: Date | null; withdrawn_by: string | null }

export const pairsShown = 50
/** A file holds no more. */
export const mostPairsInFile = 100_000

/** Both words as `fold` has them, a space before each, a bar between the two. */
const folded = sql<string>`' ' || regexp_replace(translate(regexp_replace(normalize(lower(p.vi || ' | ' || p.en), nfd), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'), '[^[:alnum:]|]+', ' ', 'g')`

/**
 * Pairs of which one side has what is asked for, with or without its diacritics, at the beginning of a
 * word: first those that are just that, those that have it as it was written, and shorter ones. Where
 * nothing is asked for, the staff’s own first, the newest before others.
 */
async function pairsListed(db: Db, { q, view }: Omit<LexiconAsked, 'page'>, limit: number, offset: number): Promise<{ rows: PairShown[]; total: number }> {
  const asked = fold(q), written = q.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
  // What holds no letter or digit is found nowhere.
  const holds = q === '' ? sql`true` : asked === '' ? sql`false` : sql`position(${` ${asked}`} in ${folded}) > 0`
  const shown = view === 'own' ? sql`not p.of_program` : view === 'withdrawn' ? sql`p.withdrawn_at is not null` : sql`true`
  const order = q === '' ? sql`p.of_program, p.added_at desc, p.rank, p.id` : sql`${written} in (p.vi, p.en) desc, position(${written} in p.vi || ' | ' || p.en) > 0 desc, length(p.vi) + length(p.en), p.vi, p.id`
  const { rows } = await sql<PairShown & { total: number }>`
    select p.id, p.vi, p.en, p.of_program, p.added_at, a.name as added_by, p.withdrawn_at, w.name as withdrawn_by, count(*) over ()::int as total
    from lexicon_pair p left join person a on a.id = p.added_by left join person w on w.id = p.withdrawn_by
    where ${holds} and ${shown} order by ${order} limit ${limit} offset ${offset}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** A page of the pairs asked for, and how many there are; a page beyond the last is the last. */
export async function pairsPage(db: Db, asked: LexiconAsked): Promise<{ rows: PairShown[]; total: number; page: number; pages: number }> {
  const { rows, total } = await pairsListed(db, asked, pairsShown, (asked.page - 1) * pairsShown)
  if (rows.length === 0 && asked.page > 1) return pairsPage(db, { ...asked, page: Math.max(1, Math.ceil((await pairsListed(db, asked, 1, 0)).total / pairsShown)) })
  return { rows, total, page: asked.page, pages: Math.max(1, Math.ceil(total / pairsShown)) }
}
/** All of them, for a file. */
export const pairsInFile = async (db: Db, asked: LexiconAsked): Promise<PairShown[]> => (await pairsListed(db, asked, mostPairsInFile, 0)).rows

/** How many pairs count, and how many of those the staff entered. */
export async function pairCounts(db: Db): Promise<{ counting: number; own: number }> {
  return db.selectFrom('lexicon_pair').where('withdrawn_at', 'is', null).select(({ fn }) => fn.countAll<number>().as('counting')).select(sql<number>`(count(*) filter (where not of_program))::int`.as('own')).executeTakeFirstOrThrow()
}
