import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'

/** Somebody who is owner or signer of this bidder and of another of its lot. */
export interface SharedPerson { bidder_id: number; person_id: number; name: string }
/** What officers have yet to decide about a standing bidder: links it declared in words, others of its lot who named the same person by number, and those for whom one of its own people signs too. */
export interface OpenLinks { lot_id: number; bidder_id: number; since: Date; words: boolean; shares: number[]; people: SharedPerson[] }
/** Who speaks for which organisation since when. */
export const speaks = sql`(select organisation_id, person_id, coalesce(role_since, since) as since from membership where role in ('owner', 'signer'))`
/** The rule, once: a decision about either of two covers what they had in common when it was taken. After its registration a lot waits for no such decision. */
export const openLinks = sql<OpenLinks>`select b.lot_id, b.id as bidder_id, least(case when w.words then b.registered_at end, k.since) as since, w.words, coalesce(k.shares, '{}') as shares, coalesce(k.people, '[]') as people
  from auction_bidder b join auction_lot l on l.id = b.lot_id and l.state = 'registration'
  cross join lateral (select b.links <> '' and b.links_decided_at is null as words) w
  left join lateral (select min(t.since) as since, array_agg(t.other order by t.other) filter (where t.person_id is null) as shares,
      jsonb_agg(jsonb_build_object('bidder_id', t.other, 'person_id', t.person_id, 'name', t.name) order by t.other, t.person_id) filter (where t.person_id is not null) as people
    from (select o.id as other, null::int as person_id, null as name, greatest(b.registered_at, o.registered_at) as since, greatest(b.links_decided_at, o.links_decided_at) as decided
        from auction_bidder o where o.lot_id = b.lot_id and o.id <> b.id and o.state in ('registered', 'eligible') and o.id_marks && b.id_marks
      union all select o.id, p.id, p.name, greatest(b.registered_at, o.registered_at, x.since, y.since), greatest(b.links_decided_at, o.links_decided_at)
        from ${speaks} x join ${speaks} y on y.person_id = x.person_id join auction_bidder o on o.organisation_id = y.organisation_id join person p on p.id = x.person_id
        where x.organisation_id = b.organisation_id and o.lot_id = b.lot_id and o.id <> b.id and o.state in ('registered', 'eligible')) t
    where coalesce(t.decided, '-infinity') < t.since) k on true
  where b.state in ('registered', 'eligible') and (w.words or k.since is not null)`
/** What an officer read of it, for the form to say with the decision. */
export const seenOf = ({ words, shares, people }: Pick<OpenLinks, 'words' | 'shares' | 'people'>): string => [words ? 'words' : '', ...shares, ...people.map(({ bidder_id, person_id }) => `${bidder_id}:${person_id}`)].join(' ')
/** The other bidders it is about. */
export const linkedWith = ({ shares, people }: Pick<OpenLinks, 'shares' | 'people'>): number[] => [...shares, ...people.map(({ bidder_id }) => bidder_id)]
/** Of one lot, those who registered first before the others. */
export const openLinksOf = async (db: Db, lot_id: number): Promise<OpenLinks[]> => (await sql<OpenLinks>`select * from (${openLinks}) as of_all where lot_id = ${lot_id} order by bidder_id`.execute(db)).rows
