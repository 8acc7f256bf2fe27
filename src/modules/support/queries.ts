import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { PartFile } from '../deals/part-queries.ts'
import type { DealPart } from '../deals/schema.ts'
import type { TechnologyClass } from '../listings/schema.ts'
import { doneBy, type Known, type SignedContract } from './rules.ts'

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

/** The signed contract of the file, as far as this reader may know it, with the price its last signed annex leaves it; the value is what both sides agreed at closing. */
export async function contractIn(db: Db, { id, value }: Pick<PartFile['deal'], 'id' | 'value'>): Promise<SignedContract | null> {
  const price = (clauses: string) => sql`(select c -> 'text' ->> 'vi' from jsonb_path_query(v.content, ${sql.lit(clauses)}) c where c ->> 'key' = 'price')`
  const { rows } = await sql<{ annex: number | null; number: string | null; signed_on: string; price: string | null; former: string | null }>`
    select a.number as annex, v.content -> 'fields' ->> 'number' as number, v.signed_on::text, ${price('$.clauses[*]')} as price, ${price('$.annex.before[*]')} as former
    from contract_version v left join contract_annex a using (contract_id) where v.deal_id = ${id} and v.kind in ('contract', 'annex') and v.state = 'signed' and v.signed_on is not null order by a.number nulls first`.execute(db)
  const [signed] = rows, today = rows.at(-1)?.price
  if (!signed || signed.annex !== null) return null
  return { number: signed.number ?? '', signed_on: signed.signed_on, price: today && !today.includes('[[') ? today : '', price_annex: rows.findLast((one) => one.annex !== null && one.price !== one.former)?.annex ?? null, value }
}
/** What was put into the parts of the file a request for support may point to, as far as this reader may know it. */
export const papersIn = async (db: Db, deal_id: number): Promise<{ name: string; part: DealPart; added_at: Date }[]> =>
  db.selectFrom('deal_part_document as u').innerJoin('document as d', 'd.id', 'u.document_id').select(['d.name', 'u.part', 'u.added_at']).where('u.deal_id', '=', deal_id).where('u.part', 'in', ['contract', 'registration', 'payments']).orderBy('u.id').limit(60).execute()

/** What is known of that side: what it said, and above that what the Exchange's own records say. The file can show that a thing was done; that it was not done may only be missing here, and is asked. */
export async function knownOf(db: Db, { deal }: Pick<PartFile, 'deal'>, said: readonly SaidFact[]): Promise<Known> {
  const known = new Map<string, { value: string; from: 'said' | 'record'; on?: string }>(said.map(({ fact, value }) => [fact, { value, from: 'said' }]))
  // Asked of the deal and not of its offer, which who reads the file need not be able to read.
  const { rows: [reviewed] } = await sql<{ class: TechnologyClass }>`select class from deal_technology(${deal.id})`.execute(db)
  if (reviewed) known.set('encouraged_list', { value: reviewed.class === 'encouraged' ? 'yes' : 'no', from: 'record' })
  const [signed, { rows: milestones }] = await Promise.all([contractIn(db, deal), sql<{ accepted_on: string | null; disputed: boolean }>`
    select accepted_on::text, exists (select from milestone_dispute d where d.milestone_id = m.id and d.outcome is null) as disputed from milestone m where deal_id = ${deal.id} and state in ('agreed', 'accepted')`.execute(db)])
  if (signed) known.set('contract_signed', { value: 'yes', from: 'record', on: signed.signed_on })
  const done = signed && doneBy(milestones)
  if (done) known.set('implemented', { value: 'yes', from: 'record', on: done })
  return known
}
