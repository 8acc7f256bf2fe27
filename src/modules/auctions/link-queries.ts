import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'

/** What officers have yet to decide about a standing bidder: links it declared in words, and others of its lot who named the same person by number. */
export interface OpenLinks { lot_id: number; bidder_id: number; since: Date; words: boolean; shares: number[] }
/** The rule, once: a decision about either of two covers what they share if both had registered by then. */
export const openLinks = sql<OpenLinks>`select * from (
  select b.lot_id, b.id as bidder_id, b.registered_at as since, b.links <> '' and b.links_decided_at is null as words, array(
    select o.id from auction_bidder o where o.lot_id = b.lot_id and o.id <> b.id and o.state in ('registered', 'eligible') and o.id_marks && b.id_marks
      and coalesce(greatest(b.links_decided_at, o.links_decided_at), '-infinity') < greatest(b.registered_at, o.registered_at) order by o.id) as shares
  from auction_bidder b where b.state in ('registered', 'eligible')) as link where words or cardinality(shares) > 0`
/** What an officer read of it, for the form to say with the decision. */
export const seenOf = ({ words, shares }: Pick<OpenLinks, 'words' | 'shares'>): string => [words ? 'words' : '', ...shares].join(' ')
/** Of one lot, those who registered first before the others. */
export const openLinksOf = async (db: Db, lot_id: number): Promise<OpenLinks[]> => (await sql<OpenLinks>`select * from (${openLinks}) as of_all where lot_id = ${lot_id} order by bidder_id`.execute(db)).rows
