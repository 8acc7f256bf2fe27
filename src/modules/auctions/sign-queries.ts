import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { daysFrom } from '../../platform/time.ts'
import { runsAuctions } from './rules.ts'
import { sideIn } from './side-queries.ts'
import { type Sign, type SignFacts, signsIn } from './sign-rules.ts'

/** Finished lots of a seller that are looked back on, the latest, for two years of days. */
export const mostPast = 60, pastDays = 730
/** Entries of one log and sign-ins of one lot that are read. */
export const mostMoves = 10_000
/** Lots whose signs wait in *My work*: those under way, and those that ended within so many days. */
export const signDays = 90, mostSignLots = 60

type Dated<T extends { at: Date }> = Omit<T, 'at'> & { at: string }
interface FactsRow { lot_id: number; organisation_id: number; title: Record<Locale, string>; rules: SignFacts['rules']; bidders: Dated<SignFacts['bidders'][number]>[]; addresses: Dated<SignFacts['addresses'][number]>[]; moves: Logged[]; past: Dated<SignFacts['past'][number]>[]; looked: string[] }
const standing = sql`b.lot_id = l.id and b.state in ('registered', 'eligible')`
const is = (...types: Logged['type'][]) => sql.join(types.map((type) => sql`e.body like ${`%"type":"${type}"%`}`), sql` or `)
/** All that signs are read from, of the lots `l` of which `which` is true. Sessions are read by nobody but the Exchange: asked as the Exchange itself, for an officer who may know what comes of it. */
const factsOf = async (db: Db, which: RawBuilder<unknown>, now: Date): Promise<FactsRow[]> => (await sql<FactsRow>`
  select l.id as lot_id, l.organisation_id, l.title, l.rules, array(select k.sign from auction_sign_look k where k.lot_id = l.id) as looked,
    coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'number', b.number, 'organisation_id', b.organisation_id, 'at', b.registered_at, 'refund_to', coalesce(d.refund_to, '')) order by b.id) from auction_bidder b left join auction_deposit d on d.bidder_id = b.id where ${standing}), '[]') as bidders,
    coalesce((select jsonb_agg(jsonb_build_object('bidder_id', s.bidder_id, 'person_id', s.person_id, 'address', s.address, 'at', s.at)) from (
      select b.id as bidder_id, p.id as person_id, a.ip_address as address, min(a.created_at) as at from auction_bidder b join membership m on m.organisation_id = b.organisation_id and (m.role in ('owner', 'signer') or m.person_id = b.person_id) join person p on p.id = m.person_id join auth_session a on a.user_id = p.auth_user_id
        where ${standing} and a.ip_address <> '' and a.ip_address <> '::1' and a.ip_address not like '127.%' and a.last_seen_at >= l.registration_opens_at and a.created_at <= coalesce(l.ended_at, ${now}) group by b.id, p.id, a.ip_address order by at desc limit ${mostMoves}) s), '[]') as addresses,
    case when l.form = 'ascending' and exists (select from auction_event e where e.lot_id = l.id and (${is('bidder_out')})) then coalesce((select jsonb_agg(e.body::jsonb order by e.seq) from (select e.body, e.seq from auction_event e where e.lot_id = l.id and (${is('bid_taken', 'price_fell_back', 'reopened', 'bidder_out')}) order by e.seq limit ${mostMoves}) e), '[]') else '[]' end as moves,
    coalesce((select jsonb_agg(jsonb_build_object('lot_id', f.id, 'title', f.title, 'at', f.at, 'winner', f.winner, 'bid', f.bid)) from (
      select f.id, f.title, coalesce(f.ended_at, f.state_since) as at, w.organisation_id as winner, array(
          select o.organisation_id from auction_bidder o join auction_bidder b on b.organisation_id = o.organisation_id and ${standing} where o.lot_id = f.id
            and exists (select from auction_event e where e.lot_id = f.id and (${is('bid_taken', 'accepted', 'ballot_read')}) and (e.body::jsonb ->> 'bidder')::int = o.number and e.body::jsonb ->> 'amount' is not null)) as bid
        from auction_lot f join auction_bidder w on w.lot_id = f.id and w.number = f.winner
        where f.organisation_id = l.organisation_id and f.state in ('settling', 'completed', 'defaulted') and coalesce(f.ended_at, f.state_since) between ${daysFrom(now, -pastDays)} and ${now} order by at desc limit ${mostPast}) f), '[]') as past
  from auction_lot l where ${which} order by l.id desc limit ${mostSignLots}`.execute(db)).rows

const dated = <T extends { at: Date }>(rows: readonly Dated<T>[]): T[] => rows.map((row) => ({ ...row, at: new Date(row.at) }) as unknown as T)
const signsOfRow = ({ rules, bidders, addresses, moves, past }: FactsRow): Sign[] => signsIn({ rules, bidders: dated(bidders), addresses: dated(addresses), moves, past: dated(past) })
/** Of the lots `l`, those of whose signs this officer is told: neither the seller's people nor those of a bidder are. */
const isTold = (actor: Actor) => sql`${sideIn(sql`${actor.person_id}::int`)} is null`
const whole = (db: Db): Db => (db.isTransaction ? db : asSystem(db))

export interface SignLook { id: number; sign: string; word: string; by: string; looked_at: Date }
/** What an officer sees of signs: those there are now, and everything officers found, also of signs that are gone. */
export interface SignFile { signs: Sign[]; looks: SignLook[] }
/** Null for who is not told of them. */
export async function signFile(db: Db, actor: Actor, lot_id: number, now: Date): Promise<SignFile | null> {
  if (!runsAuctions(actor)) return null
  const [row] = await factsOf(whole(db), sql`l.id = ${lot_id} and ${isTold(actor)}`, now)
  if (!row) return null
  const looks = await db.selectFrom('auction_sign_look as k').innerJoin('person as p', 'p.id', 'k.looked_by').select(['k.id', 'k.sign', 'k.word', 'p.name as by', 'k.looked_at']).where('k.lot_id', '=', lot_id).orderBy('k.id').execute()
  return { signs: signsOfRow(row), looks }
}

export interface SignsWaiting { lot_id: number; title: Record<Locale, string>; since: Date; n: number }
/** Lots this officer may handle with signs that nobody has looked at. */
export async function signsWaiting(db: Db, actor: Actor, now: Date): Promise<SignsWaiting[]> {
  if (!runsAuctions(actor)) return []
  const rows = await factsOf(whole(db), sql`(l.state in ('registration', 'armed', 'settling') or l.ended_at > ${daysFrom(now, -signDays)}) and ${isTold(actor)}`, now)
  return rows.flatMap((row) => {
    const open = signsOfRow(row).filter(({ key }) => !row.looked.includes(key))
    return open.length ? [{ lot_id: row.lot_id, title: row.title, since: new Date(Math.min(...open.map(({ since }) => since.getTime()))), n: open.length }] : []
  })
}
