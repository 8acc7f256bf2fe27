import { sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { readsCouncils } from './rules.ts'

/** A lot as its council may know of it, drafts included. */
export interface CouncilLot { id: number; title: Record<Locale, string>; form: string; state: string; phase: string | null; organisation_id: number; demonstration: boolean }
async function councilLot(db: Db | Tx, id: number): Promise<CouncilLot> {
  const lot = found(await db.selectFrom('auction_lot').select(['id', 'title', 'form', 'state', 'phase', 'organisation_id', 'demonstration']).where('id', '=', id).executeTakeFirst())
  return { ...lot, title: lot.title as Record<Locale, string> }
}
export interface Seat { id: number; place: number; person_id: number; name: string; declared_at: Date | null }
export const seatsOf = (db: Db | Tx, lot_id: number): Promise<Seat[]> =>
  db.selectFrom('auction_council as c').innerJoin('person as p', 'p.id', 'c.person_id').select(['c.id', 'c.place', 'c.person_id', 'p.name', 'c.declared_at']).where('c.lot_id', '=', lot_id).where('c.removed_at', 'is', null).orderBy('c.place').execute()

export interface KeyRound { round: number; public_key: string; made_at: Date; opened_at: Date | null; secret_key: Buffer | null; shares: { place: number; salt: string; commitment: string; handed_at: Date | null }[] }
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

/** Whose side somebody is on who should be on none: the seller's, or that of an organisation that registered to bid. */
export async function conflictOf(db: Db | Tx, lot_id: number, person_id: number): Promise<'seller' | 'bidder' | null> {
  const { rows: [row] } = await sql<{ seller: boolean; bidder: boolean }>`
    select exists (select from auction_lot l join membership m on m.organisation_id = l.organisation_id where l.id = ${lot_id} and m.person_id = ${person_id}) seller,
      exists (select from auction_bidder b where b.lot_id = ${lot_id} and b.state in ('registered', 'eligible') and (b.person_id = ${person_id} or exists (select from membership m where m.organisation_id = b.organisation_id and m.person_id = ${person_id}))) bidder`.execute(db)
  return row?.seller ? 'seller' : row?.bidder ? 'bidder' : null
}

export interface OwnBallot { seq: number; hash: string; at: number; key: string }
/** The ballots of one number as the log has them, the last first: that one counts. */
export const ballotsOf = (log: readonly Logged[], number: number): OwnBallot[] =>
  log.flatMap((event) => (event.type === 'ballot_sealed' && event.bidder === number ? [{ seq: event.seq, hash: event.hash, at: event.at, key: event.key }] : [])).toReversed()
