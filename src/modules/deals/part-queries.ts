import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { notFound } from '../../platform/refusal.ts'
import { brokering } from './mandate-queries.ts'
import { type Brokering, brokeredParts, brokerTurn } from './mandate-rules.ts'
import { goneIn, memberlessOf, type Named, namedIn, type Party } from './queries.ts'
import { type Gone, heldBy, mayReadBetween, partiesOf, sideOf } from './rules.ts'
import { type Deal, type DealPart, dealParts, type Power } from './schema.ts'

/** A deal as every part of its file shows it above its own matter. */
export interface PartFile {
  deal: Deal
  supplier: Party & { memberless: boolean }
  demander: Party & { memberless: boolean }
  /** What the deal is about, in the reader's language or the one it has. */
  about: Named | null
  /** The side for which this reader may do what; null where they may not. */
  acts: Record<Power, number | null>
  /** The side this reader speaks for; null for those who only read. */
  side: number | null
  /** As what they read: of one of the two sides, of the Exchange, or let in by a side. */
  as: 'party' | 'staff' | 'adviser'
  /** By what mandates this reader's organisations broker here today; none for everybody else. */
  brokering: readonly Brokering[]
  /** The sides that are no longer in business; where there is one, nobody acts. */
  gone: ReadonlyMap<number, Gone>
  /** The parts this reader may open. */
  parts: readonly DealPart[]
}

/** The deal for a reader of one of its parts on that day; whoever may not read that part is told there is none. */
export async function dealPart(db: Db, actor: Actor, id: number, part: DealPart, locale: Locale, day: string): Promise<PartFile> {
  const whole = asSystem(db) // an adviser does not read the deal's row; what they get of it is decided here
  const deal = await whole.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirst()
  if (!deal || actor.person_id === null) return notFound()
  const parties = partiesOf(deal)
  const whole_file = mayReadBetween(actor, parties)
  const brokers = whole_file ? [] : await brokering(whole, actor, id, day)
  const parts = whole_file ? dealParts : await partsLet(db, actor, id, brokers)
  if (!parts.includes(part)) return notFound()
  const [memberless, gone, about, rows] = await Promise.all([
    memberlessOf(whole, parties), goneIn(whole, parties), namedIn(whole, actor, id, locale),
    whole.selectFrom('organisation').select(['id', 'name_vi', 'name_en', 'verification', sql<string | null>`verified_until::text`.as('verified_until')]).where('id', 'in', parties).execute(),
  ])
  const party = (of: number) => ({ ...rows.find((row) => row.id === of)!, memberless: memberless.includes(of) })
  const brokersFor = (power: Power) => {
    const { mandate } = brokers.length ? brokerTurn(brokers, part, power) : { mandate: null }
    return mandate && heldBy(actor, power).includes(mandate.broker_organisation_id) ? mandate.organisation_id : null
  }
  const actsFor = (power: Power) => (gone.size > 0 ? null : whole_file ? sideOf(actor, parties, memberless, power) : brokersFor(power))
  const acts = { talk: actsFor('talk'), edit: actsFor('edit'), sign: actsFor('sign') }
  return {
    deal, about, acts, gone, brokering: brokers, side: acts.talk, parts, supplier: party(deal.supplier_organisation_id), demander: party(deal.demander_organisation_id),
    as: actor.memberships.some((m) => parties.includes(m.organisation_id)) ? 'party' : whole_file ? 'staff' : 'adviser',
  }
}

/** The parts of that file a side has let this reader read, in their order: as the walls of the database have it, and of a broker's no more than its mandates of the day name. */
async function partsLet(db: Db, actor: Actor, deal: number, brokers: readonly Brokering[]): Promise<DealPart[]> {
  const { rows: [row] } = await sql<{ parts: string[]; advised: string[] }>`select reader_parts(${deal}::int) as parts,
    array(select unnest(a.parts) from deal_adviser a where a.deal_id = ${deal} and a.person_id = ${actor.person_id} and a.ended_at is null) as advised`.execute(db)
  const named: readonly string[] = [...(row?.advised ?? []), ...brokeredParts(brokers)]
  return dealParts.filter((part) => row?.parts.includes(part) && named.includes(part))
}

/** The party of the file by its number. */
export const partyOf = ({ supplier, demander }: Pick<PartFile, 'supplier' | 'demander'>, id: number): PartFile['supplier'] => (id === supplier.id ? supplier : demander)
