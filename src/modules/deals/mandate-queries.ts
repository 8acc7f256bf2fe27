import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { FeeTerms } from '../mandates/schema.ts'

export interface BrokerFee extends FeeTerms { mandate_id: number; organisation_id: number; broker_organisation_id: number }
/**
 * What the brokers of a deal are paid by the mandates in force on that day in Hanoi, a line a mandate, each
 * owed by its own side. A fee is its side's and its broker's to read: to see those of both sides, ask as the system and say why.
 */
export async function brokerFees(db: Db, deal_id: number, day: string): Promise<BrokerFee[]> {
  const { rows } = await sql<BrokerFee>`
    select m.id as mandate_id, m.organisation_id, m.broker_organisation_id, f.basis_points, f.amount, f.minimum, f.cap from deal_mandate m join deal_mandate_fee f on f.mandate_id = m.id
    where m.deal_id = ${deal_id} and mandate_holds(m.id, ${day}::date) order by m.id`.execute(db)
  return rows
}
