import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { hanoiDay } from '../../platform/time.ts'
import { wonAndStands } from '../deals/origin-queries.ts'
import type { InterestState, DealStage } from '../deals/schema.ts'
import { bandBounds } from '../figures/ledger.ts'
import { bandOf, fewestTold } from '../figures/ledger-rules.ts'
import { lotsGathered } from './queries.ts'
import { type LotFigure, mostBehind, mostSessionsCompared, type ResultFigure, resultMonths } from './result-rules.ts'
import type { TradingSession } from './schema.ts'

/** One session in figures. */
export interface SessionFigures extends Record<ResultFigure | LotFigure, number> {
  id: number
  title_vi: string
  title_en: string
  day: string
  /** Signed within so many months of the session; null until they have passed. */
  within: Record<(typeof resultMonths)[number], number | null>
  /** How many of the deals that both sides closed lie in each band of value; null: too few to tell without telling of one. */
  bands: number[] | null
}
export interface SessionResults { figures: SessionFigures[]; bounds: number[] }

/** A deal that began with a card, and when it was signed: by a contract in its file or by both sides' word at closing, whichever came first. */
const begun = sql`select c.session_id, d.id, i.id as interest_id, case when ${wonAndStands} then d.value end as value,
  least(case when d.stage = 'won' then d.closed_at end, (select min(v.signed_at) from contract_version v where v.deal_id = d.id and v.kind = 'contract' and v.state = 'signed')) as signed_at
  from session_interest c join interest i on i.id = c.interest_id join deal d on d.interest_id = i.id`

/**
 * This session and those before it, the latest first, counted at this moment from the records whoever asks.
 * Invented sessions are compared with invented ones only. `tells`: the reader may know of single deals.
 */
export async function figuresOf(reader: Db, session: Pick<TradingSession, 'id' | 'starts_at' | 'demonstration'>, now: Date, tells: boolean): Promise<SessionResults> {
  const db = asSystem(reader) // counts only; bands of fewer deals than the ledger tells of are withheld below
  const today = hanoiDay(now), bounds = await bandBounds(db, today)
  const { rows } = await sql<Omit<SessionFigures, 'within' | 'bands'> & { values: number[]; passed: boolean[]; signed_within: number[] }>`
    with s as (select id, title_vi, title_en, starts_at, (ends_at at time zone 'Asia/Ho_Chi_Minh')::date as ended from trading_session
      where id = ${session.id} or (state in ('published', 'closed') and demonstration = ${session.demonstration} and starts_at < ${session.starts_at}) order by (id = ${session.id}) desc, starts_at desc limit ${mostSessionsCompared + 1}),
    b as (${begun} where c.session_id in (select id from s))
    select s.id, s.title_vi, s.title_en, (s.starts_at at time zone 'Asia/Ho_Chi_Minh')::date::text as day,
      (select count(*)::int from session_registration r where r.session_id = s.id and r.state <> 'cancelled') as registered, (select count(*)::int from session_checkin k where k.session_id = s.id) as came,
      (select count(*)::int from session_interest c where c.session_id = s.id) as cards, (select count(*)::int from b where b.session_id = s.id) as opened, (select count(*)::int from b where b.session_id = s.id and b.signed_at is not null) as signed, g.lots, g.lots_sold,
      array(select b.value::float8 from b where b.session_id = s.id and b.value is not null) as values,
      array(select s.ended + make_interval(months => m) < ${today}::date from unnest(${[...resultMonths]}::int[]) with ordinality as t(m, n) order by n) as passed,
      array(select (select count(*)::int from b where b.session_id = s.id and (b.signed_at at time zone 'Asia/Ho_Chi_Minh')::date <= s.ended + make_interval(months => m)) from unnest(${[...resultMonths]}::int[]) with ordinality as t(m, n) order by n) as signed_within
    from s cross join lateral (${lotsGathered(sql`s.id`)}) g order by s.starts_at desc, s.id desc`.execute(db)
  return {
    bounds,
    figures: rows.map(({ values, passed, signed_within, ...row }) => ({
      ...row, within: Object.fromEntries(resultMonths.map((months, i) => [months, passed[i] ? signed_within[i] ?? 0 : null])) as SessionFigures['within'],
      bands: tells || values.length === 0 || values.length >= fewestTold ? [...bounds, 0].map((_, band) => values.filter((value) => bandOf(value, bounds) === band).length) : null,
    })),
  }
}

export interface BehindFigure { interest_id: number; deal_id: number | null; titles: Partial<Record<Locale, string>> | null; asker_vi: string; asker_en: string; owner_vi: string; owner_en: string; left_at: Date; state: InterestState; stage: DealStage | null; signed_on: string | null; value: number | null }
/** The cards behind a figure, with their files; for those who read every deal. */
export async function cardsBehind(db: Db, session: number, figure: 'cards' | 'opened' | 'signed'): Promise<BehindFigure[]> {
  const { rows } = await sql<BehindFigure>`
    with b as (${begun} where c.session_id = ${session})
    select i.id as interest_id, b.id as deal_id, i.titles, a.name_vi as asker_vi, a.name_en as asker_en, o.name_vi as owner_vi, o.name_en as owner_en, c.left_at, i.state, d.stage, (b.signed_at at time zone 'Asia/Ho_Chi_Minh')::date::text as signed_on, b.value::float8 as value
    from session_interest c join interest i on i.id = c.interest_id join listing l on l.id = i.listing_id join organisation a on a.id = i.organisation_id join organisation o on o.id = l.organisation_id
      left join b on b.interest_id = i.id left join deal d on d.id = b.id
    where c.session_id = ${session} and (${figure} = 'cards' or (b.id is not null and (${figure} = 'opened' or b.signed_at is not null))) order by c.left_at, i.id limit ${mostBehind}`.execute(db)
  return rows
}
