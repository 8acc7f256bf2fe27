import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Conflict } from './rules.ts'

/**
 * The rule, once: why that person gives no price in lot `l`, whomever they act for (Art. 38(4)); null where nothing
 * is known against it. Asked whenever they are to: at registration, and before a price or a ballot of theirs is taken.
 */
export const conflictIn = (person: Expression<unknown>): RawBuilder<Conflict | null> => sql<Conflict | null>`case
  when exists (select from staff_role r where r.person_id = ${person}) then 'staff_may_not_bid'
  when exists (select from membership s where s.person_id = ${person} and s.organisation_id = l.organisation_id) then 'seller_people_may_not_bid'
  when l.auctioneer_id = ${person} or exists (select from auction_replacement r where r.lot_id = l.id and r.from_id = ${person} and r.state = 'approved') then 'auctioneer_may_not_bid'
  when exists (select from auction_council c where c.lot_id = l.id and c.person_id = ${person} and c.removed_at is null) then 'council_may_not_bid'
  when exists (select from event e where e.person_id = ${person} and e.subject = 'listing:' || l.listing_id and e.type in ('listing.published', 'listing.returned', 'evidence.confirmed', 'evidence.refused')) then 'touched_the_asset'
  when exists (select from event e where e.person_id = ${person} and e.subject = 'lot:' || l.id and e.type in ('lot.drafted', 'lot.changed', 'lot.proposed', 'lot.published', 'lot.file_put', 'lot.postponement_proposed', 'lot.postponed', 'lot.replacement_proposed', 'lot.auctioneer_replaced')) then 'touched_the_asset' end`

/** So many of an organisation are named to one of theirs who may not bid. */
const mostNamed = 20
/** Who of a bidder's people may give a price for it, by name. Asked as the Exchange itself: what conflicts with a colleague is told to nobody else. */
export async function whoMayBid(db: Db, bidder_id: number): Promise<string[]> {
  const people = await db.selectFrom('auction_bidder as b').innerJoin('auction_lot as l', 'l.id', 'b.lot_id').innerJoin('membership as m', 'm.organisation_id', 'b.organisation_id').innerJoin('person as p', 'p.id', 'm.person_id').select('p.name')
    .where('b.id', '=', bidder_id).where((on) => on.or([on('m.role', 'in', ['owner', 'signer']), on('m.person_id', '=', on.ref('b.person_id'))])).where(conflictIn(sql.ref('m.person_id')), 'is', null).orderBy('p.name').limit(mostNamed).execute()
  return people.map(({ name }) => name)
}
