import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { FeeTerms } from '../mandates/schema.ts'
import type { Brokering } from './mandate-rules.ts'
import { goneColumn } from './queries.ts'
import { readsDeals } from './rules.ts'

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

/**
 * The mandates in force on that day in Hanoi by which this person's organisations broker in that deal. Of one that is out
 * of business none carries power; who belongs to a side, or reads every deal, is that. Asked past the reader, who reads neither the deal's row nor who is out of business.
 */
export async function brokering(db: Db, actor: Actor, deal_id: number, day: string): Promise<Brokering[]> {
  if (actor.memberships.length === 0 || readsDeals(actor)) return []
  const mine = actor.memberships.map((one) => one.organisation_id)
  const { rows } = await sql<Brokering>`
    select m.id as mandate_id, m.organisation_id, m.broker_organisation_id, m.acts, m.parts, m.until_on::text, json_build_object('name_vi', s.name_vi, 'name_en', s.name_en) as side
    from deal_mandate m join deal d on d.id = m.deal_id join organisation o on o.id = m.broker_organisation_id join organisation s on s.id = m.organisation_id
    where m.deal_id = ${deal_id} and m.broker_organisation_id = any(${mine}::int[]) and not array[d.supplier_organisation_id, d.demander_organisation_id] && ${mine}::int[] and mandate_holds(m.id, ${day}::date) and ${goneColumn} is null order by m.id`.execute(db)
  return rows
}
