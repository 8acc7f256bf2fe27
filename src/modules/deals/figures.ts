import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Vnd } from '../../platform/money.ts'
import { vnd } from '../../platform/money.ts'
import type { InterestState } from './schema.ts'

export interface DealFigures {
  interests: Record<InterestState, number> & { total: number }
  deals: { open: number; won: number; lost: number; total: number }
  won_value: Vnd
  /** Months of Hanoi in which something happened, the earliest first. */
  by_month: { month: string; interests: number; opened: number; won: number; lost: number; won_value: Vnd }[]
  /** By research field of the first level, of the offer or the need; a deal in two fields counts in both. */
  by_field: { field: string; deals: number; won: number; won_value: Vnd | null }[]
  loss_reasons: { code: string; deals: number }[]
}

/** Fewer won deals than this in one field could tell whose they are, so their value is not told. */
const leastToSum = 3

/** What the Exchange has brought about, counted. Nothing in it tells who dealt with whom. */
export async function dealFigures(db: Db): Promise<DealFigures> {
  const month = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM')`
  const [states, stages, months, fields, losses] = await Promise.all([
    sql<{ state: InterestState; n: number }>`select state, count(*)::int as n from interest group by state`.execute(db),
    sql<{ open: number; won: number; lost: number; total: number; value: number }>`
      select count(*) filter (where closed_at is null)::int as open, count(*) filter (where stage = 'won')::int as won, count(*) filter (where stage = 'lost')::int as lost,
        count(*)::int as total, coalesce(sum(value) filter (where stage = 'won'), 0)::bigint as value from deal`.execute(db),
    sql<{ month: string; interests: number; opened: number; won: number; lost: number; value: number }>`
      select month, sum(interests)::int as interests, sum(opened)::int as opened, sum(won)::int as won, sum(lost)::int as lost, sum(value)::bigint as value from (
        select ${month('expressed_at')} as month, 1 as interests, 0 as opened, 0 as won, 0 as lost, 0::bigint as value from interest
        union all select ${month('opened_at')}, 0, 1, 0, 0, 0 from deal
        union all select ${month('closed_at')}, 0, 0, (stage = 'won')::int, (stage = 'lost')::int, case when stage = 'won' then value else 0 end from deal where closed_at is not null) happened
      group by month order by month`.execute(db),
    sql<{ field: string; deals: number; won: number; value: number }>`
      select field, count(*)::int as deals, count(*) filter (where stage = 'won')::int as won, coalesce(sum(value) filter (where stage = 'won'), 0)::bigint as value from (
        select distinct d.id, d.stage, d.value, left(f, 1) as field from deal d join listing l on l.id in (d.offer_id, d.need_id), unnest(l.research_fields) f) counted
      group by field order by field`.execute(db),
    sql<{ code: string; deals: number }>`select loss_code as code, count(*)::int as deals from deal where stage = 'lost' group by loss_code order by count(*) desc, loss_code`.execute(db),
  ])
  const interests = { pending: 0, accepted: 0, declined: 0, withdrawn: 0, total: 0 }
  for (const { state, n } of states.rows) { interests[state] = n; interests.total += n }
  const { value, ...deals } = stages.rows[0]!
  return {
    interests, deals, won_value: vnd(value),
    by_month: months.rows.map(({ value: sum, ...row }) => ({ ...row, won_value: vnd(sum) })),
    by_field: fields.rows.map(({ value: sum, ...row }) => ({ ...row, won_value: row.won >= leastToSum ? vnd(sum) : null })),
    loss_reasons: losses.rows,
  }
}
