import type { z } from 'zod'
import { byTime, type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { ballotKey } from '../../platform/ballots/seal.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import { keyOfShares } from '../../platform/sealing/key.ts'
import { sharesNeeded } from '../../platform/sealing/shares.ts'
import { sideOf } from '../auctions/side-queries.ts'
import { deliver, type Outcome, speaksAs } from '../bidding/commands.ts'
import type { LotSender } from '../bidding/gate.ts'
import { conducts, type RoomLot, roomLot } from '../bidding/queries.ts'
import type { BiddingRefusal } from '../bidding/rules.ts'
import { typedShare } from '../keys/rules.ts'
import { seenInHall } from '../bidding/presence-commands.ts'
import type { CheckBallots, DrawLots, HallCheck, HandInShare } from './fields.ts'
import { seedOf } from './opening.ts'
import { ballotsChecked, opensBallots } from './queries.ts'
import type { BallotRefusal } from './rules.ts'

/**
 * A member's share is in. The last that is needed is taken only once the ballots were checked. With the third that fits the key is put together and everybody's; the ballots are opened
 * after this has been written, so that whoever stops in between is gone on with. Returns whether the key is known, or
 * that as many as are needed are there and do not give it: that is on record, and other members’ shares may still do.
 */
export async function handInShare(ctx: Ctx, { lot_id, share: typed }: z.output<typeof HandInShare>): Promise<'known' | 'waits' | 'wrong'> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  // Nobody may read a share that was handed in, so this is done by the Exchange for whoever proved to hold one.
  return asSystem(ctx.db).transaction().execute(async (tx) => {
    const key = await tx.selectFrom('auction_ballot_key').selectAll().where('lot_id', '=', lot_id).where('voided_at', 'is', null).forUpdate().executeTakeFirst()
    const own = key && await tx.selectFrom('auction_share').selectAll().where('lot_id', '=', lot_id).where('round', '=', key.round).where('person_id', '=', person_id).executeTakeFirst()
    if (!key || !own) return notFound()
    if (own.handed_at) refuse<BallotRefusal>({ code: 'share_handed_already' })
    const { phase, state } = await tx.selectFrom('auction_lot').select(['phase', 'state']).where('id', '=', lot_id).executeTakeFirstOrThrow()
    if (phase !== 'opening' || state !== 'armed') refuse<BallotRefusal>({ code: phase === null || phase === 'armed' || phase === 'open' ? 'ballots_not_closed' : 'ballots_opened' })
    const why = await sideOf(tx, lot_id, person_id)
    if (why) refuse<BallotRefusal>({ code: 'council_conflict', why })
    requireConfirmed(ctx)
    const read = await typedShare(ballotKey(lot_id), own, typed)
    if ('code' in read) return refuse(read)
    // Of fewer shares nobody makes the key, and of as many as are needed whoever reads the database could.
    const { n } = await tx.selectFrom('auction_share_handed').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot_id).where('round', '=', key.round).executeTakeFirstOrThrow()
    if (n >= sharesNeeded - 1 && !key.secret_key && !await ballotsChecked(tx, lot_id)) refuse<BallotRefusal>({ code: 'ballots_unchecked' })
    await tx.insertInto('auction_share_handed').values({ lot_id, round: key.round, place: own.place, share: Buffer.from(read.share) }).execute()
    await tx.updateTable('auction_share').set({ handed_at: ctx.now() }).where('lot_id', '=', lot_id).where('round', '=', key.round).where('place', '=', own.place).execute()
    await record(tx, ctx, `lot_council:${lot_id}`, { type: 'lot.share_handed', lot_id, place: own.place }, null)
    return key.secret_key ? 'known' : unlock(tx, ctx, lot_id, key.round, key.public_key)
  })
}

/** With as many shares as are needed the key is known, or that it is not among them is on record. */
async function unlock(tx: Tx, ctx: Ctx, lot_id: number, round: number, publicKey: Buffer): Promise<'known' | 'waits' | 'wrong'> {
  const handed = await tx.selectFrom('auction_share_handed').select(['place', 'share']).where('lot_id', '=', lot_id).where('round', '=', round).orderBy('place').execute()
  if (handed.length < sharesNeeded) return 'waits'
  const now = byTime(tx, ctx.now(), ctx.request_id)
  const put = await keyOfShares(handed, publicKey)
  if (put) {
    await tx.updateTable('auction_ballot_key').set({ secret_key: put.secret, opened_at: ctx.now() }).where('lot_id', '=', lot_id).where('round', '=', round).where('secret_key', 'is', null).execute()
    await record(tx, now, `lot:${lot_id}`, { type: 'lot.ballots_unlocked', lot_id, places: put.places }, null)
    return 'known'
  }
  await record(tx, now, `lot:${lot_id}`, { type: 'lot.ballot_key_wrong', lot_id, places: handed.map(({ place }) => place) }, null)
  return 'wrong'
}

/** Kiểm tra phiếu trước khi mở: when this is answered with the event, a bidder has checked that the sealed ballots are as listed. */
export async function checkBallots(ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: z.output<typeof CheckBallots>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const lot = await roomLot(ctx.db, lot_id), bidder = await speaksAs(ctx, lot.id)
  requireConfirmed(ctx)
  return deliver(gate, lot.id, { by: { bidder }, command: { type: 'check_ballots', key: request_key }, received: ctx.now().getTime() * 1_000 }, request_key)
}
/** An officer of the opening, in person, who has just shown who they are. */
async function officerOf(ctx: Ctx, lot_id: number): Promise<{ lot: RoomLot; person: number }> {
  const lot = await roomLot(ctx.db, lot_id)
  if (!await opensBallots(ctx, lot.id)) notFound()
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  return { lot, person: personOf(ctx.actor) }
}
/** A bidder checked the ballots in the hall: the log names the number and who noted it, and that bidder was there. */
export async function noteHallCheck(ctx: Ctx, gate: LotSender | null, { lot_id, request_key, witness_number }: z.output<typeof HallCheck>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const { lot, person } = await officerOf(ctx, lot_id)
  const outcome = await deliver(gate, lot.id, { by: { bidder: witness_number, entered_by: person }, command: { type: 'check_ballots', key: request_key }, received: ctx.now().getTime() * 1_000 }, request_key)
  if (outcome.kind === 'answered' && outcome.event.type === 'ballots_checked') await seenInHall(ctx, lot.id, witness_number)
  return outcome
}
/** No bidder came to check the ballots. The first officer's word waits for a second one's; with that the opening goes on. */
export async function noteAbsence(ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: z.output<typeof CheckBallots>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const { lot, person } = await officerOf(ctx, lot_id)
  return deliver(gate, lot.id, { by: { auctioneer: person }, command: { type: 'note_absence' }, received: ctx.now().getTime() * 1_000 }, request_key)
}

/** Bốc thăm among equal ballots: by the seed that follows from the log and from what was sealed. Whoever conducts the lot says when. */
export async function drawLots(ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: z.output<typeof DrawLots>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const lot = await roomLot(ctx.db, lot_id)
  if (!await conducts(ctx, lot)) notFound()
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const seed = await seedOf(ctx.db, lot.id) ?? refuse<BiddingRefusal>({ code: 'no_tie' })
  return deliver(gate, lot.id, { by: { auctioneer: personOf(ctx.actor) }, command: { type: 'draw', seed }, received: ctx.now().getTime() * 1_000 }, request_key)
}
