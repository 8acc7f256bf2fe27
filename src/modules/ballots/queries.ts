import { type RawBuilder, sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import type { Logged, LotState } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { sha256 } from '../../platform/proof/chain.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { councilSize } from '../../platform/sealing/shares.ts'
import type { KeyRound, Seat } from '../keys/rules.ts'
import { sideIn, sideOf } from '../auctions/side-queries.ts'
import { mayNoteChecks, namesCouncils, readsCouncils } from './rules.ts'

/** A lot as its council may know of it, drafts included. */
export interface CouncilLot { id: number; title: Record<Locale, string>; form: string; state: string; phase: string | null; organisation_id: number; demonstration: boolean }
async function councilLot(db: Db | Tx, id: number): Promise<CouncilLot> {
  const lot = found(await db.selectFrom('auction_lot').select(['id', 'title', 'form', 'state', 'phase', 'organisation_id', 'demonstration']).where('id', '=', id).executeTakeFirst())
  return { ...lot, title: lot.title as Record<Locale, string> }
}
export const seatsOf = (db: Db | Tx, lot_id: number): Promise<Seat[]> =>
  db.selectFrom('auction_council as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.id', 'c.place', 'c.person_id', 'p.name', 'c.declared_at']).where('c.lot_id', '=', lot_id).where('c.removed_at', 'is', null).orderBy('c.place').execute()

/** The round of the ceremony that counts. Commitments are everybody's, as they stand at the beginning of the log. */
export async function keyOf(db: Db | Tx, lot_id: number): Promise<KeyRound | null> {
  const key = await db.selectFrom('auction_ballot_key').select(['round', 'public_key', 'made_at', 'opened_at', 'secret_key']).where('lot_id', '=', lot_id).where('voided_at', 'is', null).executeTakeFirst()
  if (!key) return null
  const shares = await db.selectFrom('auction_share').select(['place', 'salt', 'commitment', 'handed_at']).where('lot_id', '=', lot_id).where('round', '=', key.round).orderBy('place').execute()
  return { ...key, public_key: key.public_key.toString('hex'), shares }
}

export interface CouncilFile { lot: CouncilLot; seats: Seat[]; own: Seat | null; key: KeyRound | null; staff: boolean }
/** For those who see councils, and for its own members, who may otherwise know nothing of a draft: to everybody else there is no such page. */
export async function councilFile(ctx: Ctx, lot_id: number): Promise<CouncilFile> {
  const all = asSystem(ctx.db)
  const seats = await seatsOf(all, lot_id)
  const own = seats.find(({ person_id }) => person_id === ctx.actor.person_id) ?? null
  const staff = readsCouncils(ctx.actor)
  if (!staff && !own) return notFound()
  const lot = await councilLot(all, lot_id)
  return lot.form === 'sealed' ? { lot, seats, own, key: await keyOf(all, lot_id), staff } : notFound()
}

/** That the log of a lot says that its ballots were checked, or by two officers that nobody came to. */
const checkedIn = (lot: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (select from auction_event c where c.lot_id = ${lot} and (c.body::jsonb ->> 'type' = 'ballots_checked' or (c.body::jsonb ->> 'type' = 'absence_noted' and (c.body::jsonb ->> 'confirmed')::boolean)))`
export async function ballotsChecked(tx: Tx, lot_id: number): Promise<boolean> {
  const { rows: [row] } = await sql<{ checked: boolean }>`select ${checkedIn(sql`${lot_id}::int`)} as checked`.execute(tx)
  return row!.checked
}
/** Whether this reader is an officer of the lot's opening: whoever belongs to the seller or to a bidder is not. Only officers cost a question. */
export const opensBallots = async ({ db, actor }: Pick<Ctx, 'db' | 'actor'>, lot_id: number): Promise<boolean> => mayNoteChecks(actor) && !actor.acted_by && await sideOf(db, lot_id, actor.person_id) === null

export interface ListedBallot { bidder: number; hash: string; at: number; kept: boolean }
/** The ballots that count, by number, and whether what is kept of each are the very bytes its hash in the log names, looked at anew. */
export async function listedBallots(db: Db, lot_id: number, ballots: LotState['ballots']): Promise<ListedBallot[]> {
  const kept = await asSystem(db).selectFrom('auction_ballot').select(['bidder', 'ciphertext']).where('lot_id', '=', lot_id).execute()
  const there = new Set(kept.map(({ bidder, ciphertext }) => `${bidder} ${sha256(ciphertext).toString('hex')}`))
  return [...ballots].map(([bidder, { hash, at }]) => ({ bidder, hash, at, kept: there.has(`${bidder} ${hash}`) })).toSorted((a, b) => a.bidder - b.bidder)
}

export type CouncilDutyKind = 'declare' | 'attend' | 'hold' | 'share' | 'check'
export interface CouncilDuty { kind: CouncilDutyKind; lot_id: number; title: Record<Locale, string>; since: Date; until: string | null }
/**
 * What councils wait for: a member's word, the ceremony that gives them their share, the share itself once ballots are in;
 * and an officer to hold the ceremony, and to see that the ballots are checked before they are opened. A lot is a draft to its members too until it is published, so this is asked past them.
 */
export async function councilDuties(db: Db, actor: Actor): Promise<CouncilDuty[]> {
  const all = db.isTransaction ? db : asSystem(db)
  const { rows } = await sql<CouncilDuty>`
    with early as (select l.id, l.title, (l.registration_closes_at at time zone 'Asia/Ho_Chi_Minh')::date::text as until,
        not exists (select from auction_ballot_key k where k.lot_id = l.id and k.voided_at is null) and (select count(*) from auction_council c where c.lot_id = l.id and c.removed_at is null and c.declared_at is not null) >= ${councilSize} as ready,
        (select max(c.declared_at) from auction_council c where c.lot_id = l.id and c.removed_at is null) as since
      from auction_lot l where l.form = 'sealed' and l.state in ('draft', 'proposed', 'registration')),
    seat as (select c.* from auction_council c where c.person_id = ${actor.person_id} and c.removed_at is null)
    select 'declare' as kind, e.id as lot_id, e.title, s.named_at as since, e.until from seat s join early e on e.id = s.lot_id where s.declared_at is null
    union all select 'attend', e.id, e.title, e.since, e.until from seat s join early e on e.id = s.lot_id where e.ready
    union all select 'hold', e.id, e.title, e.since, e.until from early e where ${namesCouncils(actor)} and e.ready and (select ${sideIn(sql`${actor.person_id}::int`)} from auction_lot l where l.id = e.id) is null
    union all select 'share', l.id, l.title, coalesce((select max(v.at) from event v where v.subject = 'lot:' || l.id and v.type = 'lot.closed'), l.armed_at), null
      from auction_share s join auction_ballot_key k on k.lot_id = s.lot_id and k.round = s.round and k.voided_at is null and k.secret_key is null join auction_lot l on l.id = s.lot_id
      where s.person_id = ${actor.person_id} and s.handed_at is null and l.phase = 'opening' and l.state = 'armed'
    union all select 'check', l.id, l.title, coalesce((select max(v.at) from event v where v.subject = 'lot:' || l.id and v.type = 'lot.closed'), l.armed_at), null
      from auction_lot l join auction_ballot_key k on k.lot_id = l.id and k.voided_at is null and k.secret_key is null
      where ${mayNoteChecks(actor)} and l.phase = 'opening' and l.state = 'armed' and not ${checkedIn(sql`l.id`)} and ${sideIn(sql`${actor.person_id}::int`)} is null
    order by since, lot_id limit 100`.execute(all)
  return rows
}

/** Whose shares a lot waits for now, and who is to come to its ceremony once the last has declared. */
export const sharesWaited = async (tx: Db | Tx, lot_id: number): Promise<number[]> =>
  (await tx.selectFrom('auction_share as s').innerJoin('auction_ballot_key as k', (on) => on.onRef('k.lot_id', '=', 's.lot_id').onRef('k.round', '=', 's.round')).select('s.person_id').where('s.lot_id', '=', lot_id).where('s.handed_at', 'is', null).where('k.voided_at', 'is', null).where('k.secret_key', 'is', null).orderBy('s.place').execute()).map(({ person_id }) => person_id)

export interface Opener { place: number; at: string; name: string | null }
/** Whose three shares gave the key, and when each was handed in; names in copies that bear them. */
export async function openersOf(db: Db, lot_id: number, withNames: boolean): Promise<Opener[]> {
  const all = asSystem(db)
  const unlocked = await all.selectFrom('event').select('data').where('subject', '=', `lot:${lot_id}`).where('type', '=', 'lot.ballots_unlocked').orderBy('id').executeTakeFirst()
  if (!unlocked) return []
  const { places } = unlocked.data as { places: number[] }
  const shares = await all.selectFrom('auction_share as s').innerJoin('auction_ballot_key as k', (on) => on.onRef('k.lot_id', '=', 's.lot_id').onRef('k.round', '=', 's.round')).innerJoin('person as p', 'p.id', 's.person_id').select(['s.place', 's.handed_at', 'p.name']).where('s.lot_id', '=', lot_id).where('k.secret_key', 'is not', null).where('s.place', 'in', places).orderBy('s.place').execute()
  return shares.flatMap(({ place, handed_at, name }) => (handed_at ? [{ place, at: handed_at.toISOString(), name: withNames ? name : null }] : []))
}

export interface OwnBallot { seq: number; hash: string; at: number; key: string }
/** What became of it: whether what is kept are the very bytes, in how large a signed checkpoint its line stands, and what was read in it. */
export interface Witness extends OwnBallot { kept: boolean; signed: number | null; read: { amount: number | null; invalid: string | null } | null }
/** The witness of one number's ballots, looked at anew each time it is asked: the hash is computed from what is kept now. */
export async function witnessOf(db: Db, lot_id: number, number: number, log: readonly Logged[]): Promise<Witness[]> {
  const all = asSystem(db)
  const [kept, checkpoint] = await Promise.all([
    all.selectFrom('auction_ballot').select('ciphertext').where('lot_id', '=', lot_id).where('bidder', '=', number).execute(),
    all.selectFrom('auction_checkpoint').select(({ fn }) => fn.max('size').as('size')).where('lot_id', '=', lot_id).executeTakeFirst(),
  ])
  const hashes = new Set(kept.map(({ ciphertext }) => sha256(ciphertext).toString('hex'))), size = checkpoint?.size ?? 0
  return ballotsOf(log, number).map((own) => {
    const read = log.find((event) => event.type === 'ballot_read' && event.bidder === number && event.hash === own.hash)
    // The first leaf is the beginning of the log, so line n is leaf n + 1.
    return { ...own, kept: hashes.has(own.hash), signed: own.seq < size ? size : null, read: read?.type === 'ballot_read' ? { amount: read.amount, invalid: read.invalid } : null }
  })
}

/** The ballots of one number as the log has them, the last first: that one counts. */
export const ballotsOf = (log: readonly Logged[], number: number): OwnBallot[] =>
  log.flatMap((event) => (event.type === 'ballot_sealed' && event.bidder === number ? [{ seq: event.seq, hash: event.hash, at: event.at, key: event.key }] : [])).toReversed()
