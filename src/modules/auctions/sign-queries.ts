import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { Logged, LotRules } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { daysFrom } from '../../platform/time.ts'
import { runsAuctions } from './rules.ts'
import { sideIn } from './side-queries.ts'
import { type LogSign, logSigns, type Sign, type SignFacts, signsIn } from './sign-rules.ts'

/** Finished lots of a seller that are looked back on, the latest, for two years of days. */
export const mostPast = 60, pastDays = 730
/** Entries of one log and sign-ins of one lot that are read. */
export const mostMoves = 10_000
/** Logs of which one process remembers what they show. */
export const mostLogsRead = 2_000
/** Lots whose signs wait in *My work*: those under way, and those that ended within so many days. */
export const signDays = 90, mostSignLots = 60

type Dated<T extends { at: Date }> = Omit<T, 'at'> & { at: string }
/** `head`: the hash its log ends with, and with it every entry before (see docs/auction-proof.md); null while it has none. */
interface Headed { lot_id: number; head: string | null; rules: LotRules }
/** A lot that found a winner, with who came to it under which number. */
type PastRow = Headed & Omit<SignFacts['past'][number], 'bid'> & { seller: number; came: { number: number; organisation_id: number }[] }
type FactsRow = Headed & { seller: number; title: Record<Locale, string>; bidders: Dated<SignFacts['bidders'][number]>[]; addresses: Dated<SignFacts['addresses'][number]>[]; looked: string[] }
const standing = sql`b.lot_id = l.id and b.state in ('registered', 'eligible')`
const headOf = (lot: string) => sql`(select encode(e.hash, 'hex') from auction_event e where e.lot_id = ${sql.ref(`${lot}.id`)} order by e.seq desc limit 1)`
/** All that signs are read from, of the lots `l` of which `which` is true. Sessions are read by nobody but the Exchange: asked as the Exchange itself, for an officer who may know what comes of it. */
const factsOf = async (db: Db, which: RawBuilder<unknown>, now: Date): Promise<FactsRow[]> => (await sql<FactsRow>`
  select l.id as lot_id, l.organisation_id as seller, l.title, l.rules, ${headOf('l')} as head, array(select k.sign from auction_sign_look k where k.lot_id = l.id) as looked,
    coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'number', b.number, 'organisation_id', b.organisation_id, 'at', b.registered_at, 'refund_to', coalesce(d.refund_to, ''), 'browser_mark', b.browser_mark) order by b.id) from auction_bidder b left join auction_deposit d on d.bidder_id = b.id where ${standing}), '[]') as bidders,
    coalesce((select jsonb_agg(jsonb_build_object('bidder_id', s.bidder_id, 'person_id', s.person_id, 'address', s.address, 'at', s.at)) from (
      select b.id as bidder_id, p.id as person_id, a.ip_address as address, min(a.created_at) as at from auction_bidder b join membership m on m.organisation_id = b.organisation_id and (m.role in ('owner', 'signer') or m.person_id = b.person_id) join person p on p.id = m.person_id join auth_session a on a.user_id = p.auth_user_id
        where ${standing} and a.ip_address <> '' and a.ip_address <> '::1' and a.ip_address not like '127.%' and a.last_seen_at >= l.registration_opens_at and a.created_at <= coalesce(l.ended_at, ${now}) group by b.id, p.id, a.ip_address order by at desc limit ${mostMoves}) s), '[]') as addresses
  from auction_lot l where ${which} order by l.id desc limit ${mostSignLots}`.execute(db)).rows

/** What each of these sold before, once for all its lots that are looked at. */
const pastOf = async (db: Db, rows: readonly FactsRow[], now: Date): Promise<PastRow[]> => (await sql<PastRow>`
  select f.id as lot_id, f.organisation_id as seller, f.title, f.rules, f.at, f.won as winner, ${headOf('f')} as head, coalesce((select jsonb_agg(jsonb_build_object('number', o.number, 'organisation_id', o.organisation_id)) from auction_bidder o where o.lot_id = f.id and o.number is not null), '[]') as came
  from (select p.*, t.at, w.organisation_id as won, row_number() over (partition by p.organisation_id order by t.at desc) as nth from auction_lot p join auction_bidder w on w.lot_id = p.id and w.number = p.winner cross join lateral (select coalesce(p.ended_at, p.state_since) as at) t
    where p.organisation_id = any(${[...new Set(rows.map(({ seller }) => seller))]}::int[]) and p.state in ('settling', 'completed', 'defaulted', 'annulled') and t.at between ${daysFrom(now, -pastDays)} and ${now}) f
  where f.nth <= ${mostPast}`.execute(db)).rows

/** What one log shows: its signs, and who offered a price. */
interface LogRead { signs: readonly LogSign[]; offered: ReadonlySet<number> }
const unbegun: LogRead = { signs: [], offered: new Set() }
const told = (['bid_taken', 'accepted', 'ballot_read', 'price_fell_back', 'reopened', 'bidder_out', 'ranked'] satisfies Logged['type'][]).map((type) => sql`body like ${`%"type":"${type}"%`}`)
/**
 * Logs are long and officers many: what a log shows is remembered under the hash it ends with, which is of everything
 * in it, so that a log is read again only once it has gone on.
 */
const read = new Map<string, LogRead>()
async function logRead(db: Db, { lot_id, head, rules }: Headed): Promise<LogRead> {
  if (head === null) return unbegun
  const known = read.get(head)
  if (known) return known
  const { rows } = await sql<{ body: string }>`select body from auction_event where lot_id = ${lot_id} and (${sql.join(told, sql` or `)}) order by seq limit ${mostMoves}`.execute(db)
  const moves = rows.map(({ body }) => JSON.parse(body) as Logged)
  const shown: LogRead = { signs: logSigns(rules, moves), offered: new Set(moves.flatMap((event) => ((event.type === 'bid_taken' || event.type === 'accepted' || event.type === 'ballot_read') && event.amount !== null ? [event.bidder] : []))) }
  if (read.size >= mostLogsRead) read.clear()
  read.set(head, shown)
  return shown
}

const dated = <T extends { at: Date }>(rows: readonly Dated<T>[]): T[] => rows.map((row) => ({ ...row, at: new Date(row.at) }) as unknown as T)
async function signsOfRow(db: Db, row: FactsRow, all: readonly PastRow[]): Promise<Sign[]> {
  const here = new Set(row.bidders.map(({ organisation_id }) => organisation_id)), past: SignFacts['past'][number][] = []
  for (const { came, seller, ...lot } of all) {
    const known = seller === row.seller ? came.filter(({ organisation_id }) => here.has(organisation_id)) : []
    if (known.length === 0) continue // nobody of this lot lost or won there
    const { offered } = await logRead(db, lot)
    past.push({ ...lot, bid: known.filter(({ number }) => offered.has(number)).map(({ organisation_id }) => organisation_id) })
  }
  return signsIn({ bidders: dated(row.bidders), addresses: dated(row.addresses), log: (await logRead(db, row)).signs, past })
}
/** Of the lots `l`, those of whose signs this officer is told: neither the seller's people nor those of a bidder are. */
const isTold = (actor: Actor) => sql`${sideIn(sql`${actor.person_id}::int`)} is null`
/** Reads as the Exchange itself, for who may know what comes of it. */
export const whole = (db: Db): Db => (db.isTransaction ? db : asSystem(db))

export interface SignLook { id: number; sign: string; word: string; by: string; looked_at: Date }
/** What an officer sees of signs: those there are now, and everything officers found, also of signs that are gone. */
export interface SignFile { signs: Sign[]; looks: SignLook[] }
/** Null for who is not told of them. */
export async function signFile(db: Db, actor: Actor, lot_id: number, now: Date): Promise<SignFile | null> {
  if (!runsAuctions(actor)) return null
  const all = whole(db), [row] = await factsOf(all, sql`l.id = ${lot_id} and ${isTold(actor)}`, now)
  if (!row) return null
  const looks = await db.selectFrom('auction_sign_look as k').innerJoin('person as p', 'p.id', 'k.looked_by').select(['k.id', 'k.sign', 'k.word', 'p.name as by', 'k.looked_at']).where('k.lot_id', '=', lot_id).orderBy('k.id').execute()
  return { signs: await signsOfRow(all, row, await pastOf(all, [row], now)), looks }
}

export interface SignsWaiting { lot_id: number; title: Record<Locale, string>; since: Date; n: number }
/** Lots this officer may handle with signs that nobody has looked at. */
export async function signsWaiting(db: Db, actor: Actor, now: Date): Promise<SignsWaiting[]> {
  if (!runsAuctions(actor)) return []
  const all = whole(db), waiting: SignsWaiting[] = []
  const rows = await factsOf(all, sql`(l.state in ('registration', 'armed', 'settling') or l.ended_at > ${daysFrom(now, -signDays)}) and ${isTold(actor)}`, now), past = await pastOf(all, rows, now)
  for (const row of rows) {
    const open = (await signsOfRow(all, row, past)).filter(({ key }) => !row.looked.includes(key))
    if (open.length) waiting.push({ lot_id: row.lot_id, title: row.title, since: new Date(Math.min(...open.map(({ since }) => since.getTime()))), n: open.length })
  }
  return waiting
}
