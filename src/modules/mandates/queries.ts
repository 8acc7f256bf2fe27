import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { found } from '../../platform/refusal.ts'
import { type MandateStanding, mandateStanding } from '../deals/mandate-rules.ts'
import { type Named, namedIn } from '../deals/queries.ts'
import { partiesOf } from '../deals/rules.ts'
import { type adviserRoles, type Deal, type DealPart, dealParts, type DealStage } from '../deals/schema.ts'
import type { BrokerAct, FeeTerms, SigningBasis } from './schema.ts'

export interface NamedOrganisation { id: number; name_vi: string; name_en: string }
const organisation = (column: string): RawBuilder<NamedOrganisation> => sql`(select json_build_object('id', o.id, 'name_vi', o.name_vi, 'name_en', o.name_en) from organisation o where o.id = ${sql.ref(column)})`
const personName = (column: string): RawBuilder<string> => sql`(select p.name from person p where p.id = ${sql.ref(column)})`

export interface SignerShown {
  id: number; organisation_id: number; person_id: number | null; full_name: string; position: string; basis: SigningBasis; document_number: string; document_day: string | null; scope: string; valid_until: string | null
  recorded_by_name: string; recorded_at: Date; ended_at: Date | null; ended_reason: string
}
/** Everybody ever named as a signer of this deal, those who may sign first. */
export async function signersOf(db: Db, deal: number): Promise<SignerShown[]> {
  const { rows } = await sql<SignerShown>`
    select id, organisation_id, person_id, full_name, position, basis, document_number, document_day::text, scope, valid_until::text, ${personName('s.recorded_by')} as recorded_by_name, recorded_at, ended_at, ended_reason
    from deal_signer s where deal_id = ${deal} order by ended_at is not null, id`.execute(db)
  return rows
}
/** Whom of a side one may name: its people who bind it. */
export const bindersOf = (db: Db, side: number): Promise<{ id: number; name: string }[]> =>
  db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', side).where('m.role', 'in', ['owner', 'signer']).orderBy('p.name').limit(200).execute()

export interface MandateShown {
  id: number; deal_id: number; organisation_id: number; broker_organisation_id: number; side: NamedOrganisation; broker: NamedOrganisation; acts: BrokerAct[]; parts: DealPart[]; from_on: string; until_on: string; exclusive: boolean
  consent_needed: boolean; accepted_at: Date | null; accepted_by_name: string | null; acts_for_other: boolean | null; owns_shares: boolean | null; conflict_words: string
  ended_at: Date | null; ended_reason: string; ended_by: NamedOrganisation | null; offered_at: Date; offered_by_name: string
  consents: { organisation_id: number; given_at: Date; words: string; person_name: string }[]
  /** Null for those who may not know: it is the side's, the broker's and the Exchange's. */
  fee: FeeTerms | null
  standing: MandateStanding
}
type MandateRow = Omit<MandateShown, 'consents' | 'standing'> & { consents: (Omit<MandateShown['consents'][number], 'given_at'> & { given_at: string })[] }
async function mandates(db: Db, which: RawBuilder<unknown>, day: string): Promise<MandateShown[]> {
  const { rows } = await sql<MandateRow>`
    select m.id, m.deal_id, m.organisation_id, m.broker_organisation_id, ${organisation('m.organisation_id')} as side, ${organisation('m.broker_organisation_id')} as broker, m.acts, m.parts, m.from_on::text, m.until_on::text, m.exclusive,
      m.consent_needed, m.accepted_at, ${personName('m.accepted_by')} as accepted_by_name, m.acts_for_other, m.owns_shares, m.conflict_words, m.ended_at, m.ended_reason, ${organisation('m.ended_organisation_id')} as ended_by, m.offered_at, ${personName('m.offered_by')} as offered_by_name,
      coalesce((select json_agg(json_build_object('organisation_id', c.organisation_id, 'given_at', c.given_at, 'words', c.words, 'person_name', ${personName('c.given_by')}) order by c.given_at) from deal_mandate_consent c where c.mandate_id = m.id), '[]') as consents,
      (select json_build_object('basis_points', f.basis_points, 'amount', f.amount, 'minimum', f.minimum, 'cap', f.cap) from deal_mandate_fee f where f.mandate_id = m.id) as fee
    from deal_mandate m where ${which} order by m.ended_at is not null, m.id desc limit 200`.execute(db)
  return rows.map((row) => {
    const shown = { ...row, parts: dealParts.filter((part) => row.parts.includes(part)), consents: row.consents.map((one) => ({ ...one, given_at: new Date(one.given_at) })) }
    return { ...shown, standing: mandateStanding(shown, day) }
  })
}
/** Every mandate of this deal, as this reader may see it. */
export const mandatesOf = (db: Db, deal: number, day: string): Promise<MandateShown[]> => mandates(db, sql`m.deal_id = ${deal}`, day)
/** The mandates offered and given to the organisations of this reader. */
export const mandatesFor = (db: Db, actor: Actor, day: string): Promise<MandateShown[]> => mandates(db, sql`m.broker_organisation_id = any(${actor.memberships.map((m) => m.organisation_id)}::int[])`, day)

/** Brokers one may choose: intermediaries whose people bind them here, and none that is a party. */
export const brokersFor = (db: Db, deal: Deal): Promise<NamedOrganisation[]> =>
  db.selectFrom('organisation as o').select(['o.id', 'o.name_vi', 'o.name_en']).where('o.kind', '=', 'intermediary').where('o.merged_into_id', 'is', null).where('o.deleted_at', 'is', null).where('o.id', 'not in', partiesOf(deal))
    .where(({ exists, selectFrom }) => exists(selectFrom('membership as m').select('m.person_id').whereRef('m.organisation_id', '=', 'o.id').where('m.role', 'in', ['owner', 'signer']))).orderBy('o.name_vi').limit(500).execute()

export interface AdviserShown { id: number; organisation_id: number; person_name: string; role: (typeof adviserRoles)[number]; parts: DealPart[]; appointed_by_name: string; appointed_at: Date; ended_at: Date | null }
export async function advisersOf(db: Db, deal: number): Promise<AdviserShown[]> {
  const { rows } = await sql<AdviserShown>`select id, organisation_id, ${personName('a.person_id')} as person_name, role, parts, ${personName('a.appointed_by')} as appointed_by_name, appointed_at, ended_at from deal_adviser a where deal_id = ${deal} order by ended_at is not null, id`.execute(db)
  return rows.map((row) => ({ ...row, parts: dealParts.filter((part) => row.parts.includes(part)) }))
}

/** A file somebody may read parts of without being of either side. */
export interface LetIn { deal_id: number; stage: DealStage; parties: [NamedOrganisation, NamedOrganisation]; about: Named | null; parts: DealPart[] }
/** What those who are let in see above a deal: its parties and what it is about. The deal's row is not theirs to read, so it is read for them, by its number. */
async function headOf(db: Db, actor: Actor, deal: number, locale: Locale): Promise<Omit<LetIn, 'parts'>> {
  const whole = asSystem(db)
  const { rows: [row] } = await sql<{ deal_id: number; stage: DealStage; parties: [NamedOrganisation, NamedOrganisation] }>`
    select id as deal_id, stage, json_build_array(${organisation('d.supplier_organisation_id')}, ${organisation('d.demander_organisation_id')}) as parties from deal d where id = ${deal}`.execute(whole)
  return { ...found(row), about: await namedIn(whole, actor, deal, locale) }
}
/** The files in which this person is an adviser today, with the parts they were let. */
export async function advisedBy(db: Db, actor: Actor, locale: Locale): Promise<LetIn[]> {
  const { rows } = await sql<{ deal_id: number; parts: DealPart[] }>`
    select deal_id, array_agg(distinct part) as parts from deal_adviser a cross join unnest(a.parts) part where person_id = ${actor.person_id} and ended_at is null group by deal_id order by deal_id desc limit 100`.execute(db)
  return Promise.all(rows.map(async ({ deal_id, parts }) => ({ ...(await headOf(db, actor, deal_id, locale)), parts: dealParts.filter((part) => parts.includes(part)) })))
}
/** One mandate for the broker's people; for everybody else there is none: the two sides read it in their file. */
export async function brokeredFile(db: Db, actor: Actor, id: number, day: string, locale: Locale): Promise<{ mandate: MandateShown; head: Omit<LetIn, 'parts'> }> {
  const [mandate] = await mandates(db, sql`m.id = ${id} and m.broker_organisation_id = any(${actor.memberships.map((m) => m.organisation_id)}::int[])`, day)
  return { mandate: found(mandate), head: await headOf(db, actor, found(mandate).deal_id, locale) }
}
