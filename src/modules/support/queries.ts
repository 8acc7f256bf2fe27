import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { PartFile } from '../deals/part-queries.ts'
import { presentClass } from '../listings/technology-queries.ts'
import type { Known } from './rules.ts'

export interface SaidFact { fact: string; value: string; person_name: string; said_at: Date }
/** What that side says of itself in this deal today, as far as this reader may know it. */
export async function saidBy(db: Db | Tx, deal: number, side: number): Promise<SaidFact[]> {
  const { rows } = await sql<SaidFact>`
    select fact, value, person_name, said_at from (
      select distinct on (fact) fact, value, (select p.name from person p where p.id = f.said_by) as person_name, said_at from support_fact f where deal_id = ${deal} and organisation_id = ${side} order by fact, id desc) newest
    where value <> '' order by fact`.execute(db)
  return rows
}

/** The sides whose own matter this reader may read here: their own, both for the Exchange's people, and for those let in the side that let them. */
export async function sidesFor(db: Db, actor: Actor, { deal, supplier, demander, as }: PartFile): Promise<('supplier' | 'demander')[]> {
  const sides = [['demander', demander.id], ['supplier', supplier.id]] as const
  if (as === 'staff') return sides.map(([side]) => side)
  if (as === 'party') return sides.filter(([, id]) => actor.memberships.some((m) => m.organisation_id === id)).map(([side]) => side)
  const let_by = await Promise.all(sides.map(async ([, id]) => (await sql<{ yes: boolean }>`select reader_let_by(${deal.id}::int, ${id}::int, 'support') as yes`.execute(db)).rows[0]?.yes))
  return sides.filter((_, i) => let_by[i]).map(([side]) => side)
}

/** What is known of that side: what it said, and above that what the Exchange's own records say. */
export async function knownOf(db: Db, { deal }: Pick<PartFile, 'deal'>, said: readonly SaidFact[]): Promise<Known> {
  const known = new Map<string, { value: string; from: 'said' | 'record' }>(said.map(({ fact, value }) => [fact, { value, from: 'said' }]))
  const listing = deal.offer_id === null ? undefined : await db.selectFrom('listing').select(['id', 'version']).where('id', '=', deal.offer_id).executeTakeFirst()
  const said_class = listing && (await presentClass(db, listing))
  if (said_class) known.set('encouraged_list', { value: said_class.class === 'encouraged' ? 'yes' : 'no', from: 'record' })
  return known
}
