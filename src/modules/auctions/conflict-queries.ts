import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { speaks } from './link-queries.ts'
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
  when exists (select from event e where e.person_id = ${person} and e.subject = 'lot:' || l.id and e.type in ('lot.drafted', 'lot.changed', 'lot.proposed', 'lot.published', 'lot.file_put', 'lot.sent_back', 'lot.noticed', 'lot.bidders_read', 'lot.postponement_proposed', 'lot.postponement_returned', 'lot.replacement_returned', 'lot.postponed', 'lot.replacement_proposed', 'lot.auctioneer_replaced')) then 'touched_the_asset'
  when exists (select from event e where e.person_id = ${person} and e.type in ('lot.bidder_refused', 'lot.links_cleared') and e.data -> 'lot_id' = to_jsonb(l.id)) then 'touched_the_asset' end`

/**
 * Since when that person speaks for bidder `b`: who is registered for it from ever, its owners and signers since they are; null for others.
 * Nobody speaks for two bidders of a lot: of those one could speak for it is the first by this (`b.id` decides between equals). So who came
 * to power over another during the bidding, and has spoken for theirs, goes on speaking for that one alone as long as they may.
 */
const speaksSince = (person: Expression<unknown>, b: 'b' | 'o' = 'b'): RawBuilder<Date | null> => sql<Date | null>`case when ${sql.ref(`${b}.person_id`)} = ${person} then '-infinity'::timestamptz
  else (select k.since from ${speaks} k where k.organisation_id = ${sql.ref(`${b}.organisation_id`)} and k.person_id = ${person}) end`
/**
 * The second half of the rule: who knows what another bidder of the lot meant to give since it was armed and its numbers given, or gave it, gives
 * no price for `b`; null otherwise. Of those who came to power over `b` since that day it is whoever was with another since then, in whatever role.
 * Of those who had it before it is who spoke for the other ahead of `b` and does no more: with power over both, officers decided about them
 * (link-queries.ts); one who only looks on at the other says nothing for it, and whoever sends them away from there silences them nowhere.
 * Where the other has taken in an organisation since, who was with either for longer counts as having spoken for it.
 */
const cameFromAnother = (person: Expression<unknown>): RawBuilder<Conflict | null> => sql<Conflict | null>`case when exists (
  select from auction_bidder x cross join lateral (select ${speaksSince(person)} > l.armed_at as late, exists (select from organisation g where g.merged_into_id = x.organisation_id and g.merged_at >= l.armed_at) as grew) w
  where x.lot_id = l.id and x.id <> b.id and x.number is not null and (
    exists (select from membership k where k.organisation_id = x.organisation_id and k.person_id = ${person} and (w.late or (w.grew and k.role in ('owner', 'signer') and k.since < ${speaksSince(person)}))) or exists (
      select from event e where e.at >= l.armed_at and e.subject in (select 'organisation:' || g.id from organisation g where x.organisation_id in (g.id, g.merged_into_id))
        and ((e.type in ('organisation.member_left', 'organisation.member_removed') and (e.data ->> 'person_id')::int = ${person})
          or (e.type = 'organisation.member_role_changed' and (e.data ->> 'person_id')::int = ${person} and e.data ->> 'from' in ('owner', 'signer') and e.data ->> 'to' not in ('owner', 'signer'))
          or (e.type = 'organisation.ownership_transferred' and (e.data ->> 'former_person_id')::int = ${person}))
        and (w.late or w.grew or not e.data ? 'spoke_since' or ((e.data ->> 'spoke_since')::timestamptz, x.id) < (${speaksSince(person)}, b.id))))) then 'came_from_another_bidder' end`
/** Whether a bidder takes part under a number. */
const numbered = (b: 'b' | 'o') => sql<boolean>`${sql.ref(`${b}.state`)} = 'eligible' and ${sql.ref(`${b}.number`)} is not null`
/** What keeps that person from giving a price for bidder `b` of lot `l`; null where nothing does. */
const keeps = (person: Expression<unknown>): RawBuilder<Conflict | null> => sql<Conflict | null>`coalesce(${conflictIn(person)}, ${cameFromAnother(person)})`
/** Whether that person speaks for bidder `b` of lot `l`, and for no other of it, and nothing keeps them. Asked as the Exchange itself: who was sent away from an organisation reads its events no more. */
export const givesPrices = (person: Expression<unknown>): RawBuilder<boolean> => sql<boolean>`(${numbered('b')} and ${speaksSince(person)} is not null and ${keeps(person)} is null
  and not exists (select from auction_bidder o where o.lot_id = b.lot_id and o.id <> b.id and ${numbered('o')} and (${speaksSince(person, 'o')}, o.id) < (${speaksSince(person)}, b.id)))`

/** The one bidder of a lot for which that person speaks, if any, and what keeps them from it. Asked as the Exchange itself, like `givesPrices`. */
export async function spokenFor(db: Db, lot_id: number, person_id: number): Promise<{ id: number; number: number | null; conflict: Conflict | null } | undefined> {
  const person = sql`${person_id}::int`
  return db.selectFrom('auction_bidder as b').innerJoin('auction_lot as l', 'l.id', 'b.lot_id').select(['b.id', 'b.number', keeps(person).as('conflict')])
    .where('b.lot_id', '=', lot_id).where(numbered('b')).where(speaksSince(person), 'is not', null).orderBy(speaksSince(person)).orderBy('b.id').limit(1).executeTakeFirst()
}

/** So many of an organisation are named to one of theirs who may not bid. */
const mostNamed = 20
/** Who of a bidder's people may give a price for it, by name: those who conflict do not, nor do those who speak for another bidder of the lot. Asked as the Exchange itself: what conflicts with a colleague is told to nobody else. */
export async function whoMayBid(db: Db, bidder_id: number): Promise<string[]> {
  const people = await db.selectFrom('auction_bidder as b').innerJoin('auction_lot as l', 'l.id', 'b.lot_id').innerJoin('membership as m', 'm.organisation_id', 'b.organisation_id').innerJoin('person as p', 'p.id', 'm.person_id').select('p.name')
    .where('b.id', '=', bidder_id).where(givesPrices(sql.ref('m.person_id'))).orderBy('p.name').limit(mostNamed).execute()
  return people.map(({ name }) => name)
}
