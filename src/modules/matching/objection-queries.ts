import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { MatchReason } from './schema.ts'

export interface Objection { id: number; need_id: number; offer_id: number; need_title: string; offer_title: string; reason: MatchReason; words: string; objected_at: Date; organisation: { name_vi: string; name_en: string } | null }
const pageSize = 25
const titleOf = (id: 'o.need_id' | 'o.offer_id', locale: Locale) => sql<string>`coalesce((select t.title from listing_text t where t.listing_id = ${sql.ref(id)} order by t.language = ${locale} desc limit 1), '')`

/** Reasons somebody said are wrong, a page of them, the newest first. */
export async function objectionsPage(db: Db, page: number, locale: Locale): Promise<{ rows: Objection[]; pages: number }> {
  const [rows, { n }] = await Promise.all([
    db.selectFrom('match_objection as o').leftJoin('organisation as g', 'g.id', 'o.organisation_id')
      .select(['o.id', 'o.need_id', 'o.offer_id', 'o.reason', 'o.words', 'o.objected_at', 'o.organisation_id', 'g.name_vi', 'g.name_en', titleOf('o.need_id', locale).as('need_title'), titleOf('o.offer_id', locale).as('offer_title')])
      .orderBy('o.objected_at', 'desc').orderBy('o.id', 'desc').limit(pageSize).offset((page - 1) * pageSize).execute(),
    db.selectFrom('match_objection').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
  ])
  return {
    rows: rows.map(({ organisation_id, name_vi, name_en, reason, ...row }) => ({ ...row, reason: reason as MatchReason, organisation: organisation_id === null ? null : { name_vi: name_vi ?? '', name_en: name_en ?? '' } })),
    pages: Math.max(1, Math.ceil(n / pageSize)),
  }
}

/** How often each kind of reason was said to be wrong, with the latest example of it. */
export async function objectionCounts(db: Db): Promise<{ code: string; n: number; example: MatchReason }[]> {
  return (await sql<{ code: string; n: number; example: MatchReason }>`select code, count(*)::int as n, (array_agg(reason order by id desc))[1] as example from match_objection group by code order by n desc, code`.execute(db)).rows
}

/** Declined matches of one month, field, reason and side. `field` is that of the need, to its second level; empty where it has none. */
export interface DeclineCount { month: string; field: string; code: string; by_need: boolean; n: number }
const monthsBack = 12

/** The last twelve months, as 2026-03, the oldest first. */
export function monthsTo(now: Date): string[] {
  const [year = 0, month = 0] = hanoiDay(now).split('-').map(Number)
  return Array.from({ length: monthsBack }, (_, i) => { const at = year * 12 + month - 1 - (monthsBack - 1 - i); return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}` })
}
/** What was declined in the last twelve months, in one field or all. */
export async function declineCounts(db: Db, field: string, now: Date): Promise<DeclineCount[]> {
  const [first = ''] = monthsTo(now)
  return (await sql<DeclineCount>`
    select to_char(a.answered_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM') as month, coalesce(left(l.research_fields[1], 3), '') as field, a.code, a.organisation_id = l.organisation_id as by_need, count(*)::int as n
    from match_answer a join listing l on l.id = a.need_id
    where a.answer = 'declined' and a.answered_at >= ${new Date(`${first}-01T00:00:00+07:00`)} and (${field} = '' or exists (select from unnest(l.research_fields) f where starts_with(f, ${field})))
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db)).rows
}
