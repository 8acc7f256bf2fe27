import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Again, OutcomeMonths, OutcomeStatement } from './schema.ts'

export type StatementShown = Omit<OutcomeStatement, 'request_key'> & { person_name: string; /** Null where this reader may not know what the side thinks. */ satisfaction: number | null; again: Again | null }
/** Everything both sides have said of the use, the latest first. */
export async function statementsOf(db: Db, deal: number): Promise<StatementShown[]> {
  const { rows } = await sql<StatementShown>`
    select s.id, s.deal_id, s.months, s.organisation_id, s.person_id, s.stated_at, s.usage, s.reason_code, s.reason, s.effects, s.jobs, s.revenue_band, s.named, p.name as person_name, o.satisfaction, o.again
    from outcome_statement s join person p on p.id = s.person_id left join outcome_opinion o on o.statement_id = s.id where s.deal_id = ${deal} order by s.id desc limit 500`.execute(db)
  return rows
}
/** What a side said last: at that time, or at any. */
export const lastSaid = <S extends { months: OutcomeMonths; organisation_id: number }>(statements: readonly S[], side: number, months?: OutcomeMonths): S | undefined =>
  statements.find((one) => one.organisation_id === side && (months === undefined || one.months === months))
