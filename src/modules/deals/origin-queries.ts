import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'

/** What a file comes from where nobody answered an interest: a lot or a call for solutions, with what was won there. */
export interface DealOrigin {
  from: 'lot' | 'annulled_lot' | 'unsold_lot' | 'solution'
  id: number
  title: Record<Locale, string>
  /** Null of a lot that was not sold, or whose result is annulled. */
  price: Vnd | null
  /** The winner's deposit that has become a đặt cọc. */
  deposit: Vnd | null
}
/** Of deal `d`: both sides confirmed it, and no court or authority has annulled the lot it comes from since. */
export const wonAndStands = sql<boolean>`(d.stage = 'won' and not exists (select from auction_lot al where al.deal_id = d.id and al.state = 'annulled' and al.state_since >= d.closed_at))`
/**
 * Where that file comes from. Asked of the whole database, for who may read the file: to the seller the deposit of a
 * winner is no row of theirs, and to the owner of a need the chosen entry is none.
 */
export async function originsOf(db: Db, deal_id: number): Promise<DealOrigin[]> {
  const { rows } = await sql<DealOrigin>`
    select case l.state when 'annulled' then 'annulled_lot' else 'lot' end as from, l.id, l.title, case when l.state <> 'annulled' then l.price end as price, (select d.amount from auction_bidder b join auction_deposit d on d.bidder_id = b.id and d.state = 'converted' where b.lot_id = l.id and b.number = l.winner) as deposit from auction_lot l where l.deal_id = ${deal_id}
    union all
    select 'unsold_lot', l.id, l.title, null, null from deal d join interest i on i.id = d.interest_id join auction_lot l on l.id = i.lot_id where d.id = ${deal_id} and l.deal_id is distinct from d.id
    union all
    select 'solution', c.id, c.title, e.price, null from solution_entry e join solution_call c on c.id = e.call_id where e.deal_id = ${deal_id}
    order by 1, 2`.execute(asSystem(db))
  return rows
}
