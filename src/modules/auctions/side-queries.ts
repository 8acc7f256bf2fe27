import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { AuctionRefusal } from './rules.ts'

/** Whose side somebody is on who should be on none to run a lot. */
export type Side = 'seller' | 'bidder'
/** The rule, once: on whose side that person is in lot `l`, as one of the seller's people, or as one of a standing bidder's or who is registered for it; null on neither. */
export const sideIn = (person: Expression<unknown>): RawBuilder<Side | null> => sql<Side | null>`case
  when exists (select from membership s where s.person_id = ${person} and s.organisation_id = l.organisation_id) then 'seller'
  when exists (select from auction_bidder s where s.lot_id = l.id and s.state in ('registered', 'eligible') and (s.person_id = ${person} or exists (select from membership m where m.organisation_id = s.organisation_id and m.person_id = ${person}))) then 'bidder' end`

/** On whose side that person is. Asked of officers and of those who watch, who read every bidder: anybody else learns no more than of their own. */
export async function sideOf(db: Db | Tx, lot_id: number, person_id: number | null): Promise<Side | null> {
  const row = await db.selectFrom('auction_lot as l').select(sideIn(sql`${person_id}::int`).as('side')).where('l.id', '=', lot_id).executeTakeFirst()
  return row?.side ?? null
}
/** Whoever is on a side runs nothing of the lot. */
export const refuseSide = (side: Side | null): void => { if (side) refuse<AuctionRefusal>({ code: side === 'seller' ? 'officer_of_seller' : 'officer_of_bidder' }) }
/** Refused where this officer is on a side of the lot. */
export const onNoSide = async (db: Db | Tx, actor: Actor, lot_id: number): Promise<void> => refuseSide(await sideOf(db, lot_id, actor.person_id))
