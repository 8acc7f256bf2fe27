import { sql } from 'kysely'
import { type Ctx, byTime, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { next } from '../../platform/lifecycle.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import { dayAfter, endOfDay, hanoiDay, minutesFrom } from '../../platform/time.ts'
import { holidaySet, numberOn } from '../rulebook/queries.ts'
import { dueBy } from '../rulebook/rules.ts'
import { dateOf, guardRefusal } from './lot-rules.ts'
import { linkedWith, openLinksOf } from './link-queries.ts'
import { bidderLifecycle, depositLifecycle, linksUndecided, lotLifecycle, matchingMinutes } from './rules.ts'
import type { AuctionBidder } from './schema.ts'
import { announcedOf, bidderSubject, datedFor, type Lot, lotInTurn, lotSubject, moveLot, planOf } from './turns.ts'

/** The last day on which a deposit may still be with the Exchange: so many working days from the end (Art. 39), as many as the text in force on that day says. */
export async function refundDay(tx: Tx, now: Date): Promise<string> {
  const amount = await numberOn(tx, 'auction.deposit.refund', hanoiDay(now))
  return hanoiDay(minutesFrom(dueBy({ amount, unit: 'working_days' }, now, await holidaySet(tx)), -1))
}

/**
 * A holiday is entered or taken away: what waits to be returned over that day is counted anew, each from the
 * day it came to wait. One already returned keeps the day it had.
 */
export async function recountRefunds(tx: Tx, day: string): Promise<void> {
  const over = await tx.selectFrom('auction_deposit').select(['id', 'state_since']).where('state', '=', 'refund_due').where('refund_due_on', '>=', day).where('state_since', '<', endOfDay(dayAfter(day, -1))).orderBy('id').forUpdate().execute()
  for (const { id, state_since } of over) await tx.updateTable('auction_deposit').set({ refund_due_on: await refundDay(tx, state_since) }).where('id', '=', id).execute()
}

/** The bidder is out before bidding, and what was paid goes back. */
export async function leaves(tx: Tx, ctx: Ctx, bidder: AuctionBidder, verb: 'leave' | 'refuse', reason: string): Promise<void> {
  const now = ctx.now()
  await tx.updateTable('auction_bidder').set({ state: next(bidderLifecycle, bidder.state, verb), state_since: now, reason }).where('id', '=', bidder.id).execute()
  const deposit = await tx.selectFrom('auction_deposit').select(['id', 'state']).where('bidder_id', '=', bidder.id).forUpdate().executeTakeFirst()
  if (deposit?.state === 'requested') await tx.updateTable('auction_deposit').set({ state: next(depositLifecycle, deposit.state, 'lapse'), state_since: now }).where('id', '=', deposit.id).execute()
  if (deposit?.state === 'received') await tx.updateTable('auction_deposit').set({ state: next(depositLifecycle, deposit.state, 'release'), state_since: now, refund_due_on: await refundDay(tx, now) }).where('id', '=', deposit.id).execute()
}

/** Every deposit that is there is to be returned, within its days from the end of the auction, but for the winner's; one never paid waits no longer. */
export async function releaseDeposits(tx: Tx, ctx: Ctx, lot_id: number, winner: number | null = null, ended = ctx.now()): Promise<void> {
  const now = ctx.now()
  await tx.updateTable('auction_deposit').set({ state: 'lapsed', state_since: now }).where('lot_id', '=', lot_id).where('state', '=', 'requested').execute()
  await tx.updateTable('auction_deposit').set({ state: 'refund_due', state_since: ended, refund_due_on: await refundDay(tx, ended) }).where('lot_id', '=', lot_id).where('state', '=', 'received').$if(winner !== null, (q) => q.where('bidder_id', '<>', winner!)).execute()
}

/** Lots whose registration is over, one after the other. A lot waits for deposits to be matched and for its notices until shortly before it would open. */
export async function closeRegistrations(db: Db, now: Date): Promise<number> {
  const over = await db.selectFrom('auction_lot').select('id').where('state', '=', 'registration').where('registration_closes_at', '<=', now).orderBy('registration_closes_at').limit(200).execute()
  let moved = 0
  for (const { id } of over) moved += Number(await db.transaction().execute((tx) => closeRegistration(tx, byTime(db, now, 'auctions'), id)))
  return moved
}

/** Nobody who may bid: failed. One: as its rules say. More: armed, and from here on its log decides. False where it is not yet time. */
export async function closeRegistration(tx: Tx, ctx: Ctx, id: number): Promise<boolean> {
  const lot = await lotInTurn(tx, id)
  const now = ctx.now(), opens = dateOf(lot.rules.opens_at)
  if (lot.state !== 'registration' || now < lot.registration_closes_at!) return false
  const waiting = await tx.selectFrom('auction_deposit').select('id').where('lot_id', '=', id).where('state', '=', 'requested').limit(1).executeTakeFirst()
  const links = await openLinksOf(tx, id)
  if ((waiting || links.length) && now < minutesFrom(opens, -matchingMinutes)) return false
  const unannounced = guardRefusal('arming', planOf(lot), await datedFor(tx, now, opens), await announcedOf(tx, id))
  if (unannounced && now < opens) return false
  // Nobody could seal a ballot without a key, and none made later could be trusted: such a lot does not open.
  const keyless = lot.form === 'sealed' && !await tx.selectFrom('auction_ballot_key').select('round').where('lot_id', '=', id).where('voided_at', 'is', null).executeTakeFirst()
  if (keyless && now < opens) return false
  // What nobody decided keeps its bidder out; of several who paid and have a person in common the one who came first stays.
  const kept = new Set((await tx.selectFrom('auction_bidder').select('id').where('lot_id', '=', id).where('state', '=', 'eligible').execute()).map((one) => one.id))
  for (const link of links) {
    const { bidder_id, words } = link
    if (!kept.has(bidder_id) || !(words || linkedWith(link).some((other) => other < bidder_id && kept.has(other)))) continue
    kept.delete(bidder_id)
    const bidder = await tx.selectFrom('auction_bidder').selectAll().where('id', '=', bidder_id).forUpdate().executeTakeFirstOrThrow()
    await leaves(tx, ctx, bidder, 'refuse', linksUndecided)
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.bidder_refused', lot_id: id, bidder_id: bidder.id, reason: linksUndecided }, bidder.organisation_id)
  }
  const { n } = await tx.selectFrom('auction_bidder').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', id).where('state', '=', 'eligible').executeTakeFirstOrThrow()
  const failed = unannounced ? 'not_announced' : keyless && n > 0 ? 'no_ballot_key' : n === 0 ? 'no_bidders' : n === 1 && lot.rules.single_bidder === 'fail' ? 'single_bidder' : null
  if (failed) {
    await endLot(tx, ctx, lot, 'fail', failed)
    await record(tx, ctx, lotSubject(id), { type: 'lot.not_armed', lot_id: id, reason: failed }, lot.organisation_id)
    return true
  }
  await tx.updateTable('auction_deposit').set({ state: 'lapsed', state_since: now }).where('lot_id', '=', id).where('state', '=', 'requested').execute()
  await tx.updateTable('auction_bidder').set({ state: 'refused', state_since: now, reason: 'no_deposit' }).where('lot_id', '=', id).where('state', '=', 'registered').execute()
  await moveLot(tx, ctx, lot, next(lotLifecycle, lot.state, 'arm'), { armed_at: now })
  await record(tx, ctx, lotSubject(id), { type: 'lot.armed', lot_id: id, bidders: n }, lot.organisation_id)
  return true
}

/** The lot is over without a winner: everybody who paid is paid back. */
export async function endLot(tx: Tx, ctx: Ctx, lot: Lot, verb: 'fail' | 'cancel', outcome: string): Promise<void> {
  await moveLot(tx, ctx, lot, next(lotLifecycle, lot.state, verb), { outcome, ended_at: ctx.now() })
  await releaseDeposits(tx, ctx, lot.id)
}

/** When a winner was announced last: with that an auction ends (Law on Property Auction Art. 44(1)), however late its minutes are signed. */
async function announcedAt(tx: Tx, lot_id: number): Promise<Date | null> {
  const { rows: [row] } = await sql<{ at: Date }>`select to_timestamp(at_us / 1000000.0) as at from auction_event where lot_id = ${lot_id} and body::jsonb ->> 'type' = 'announced' order by seq desc limit 1`.execute(tx)
  return row?.at ?? null
}
/** A lot whose minutes are signed: who sells what to whom, for how much. */
export interface Sold { lot_id: number; listing_id: number; seller_id: number; buyer_id: number; person_id: number; price: Vnd; deposit: Vnd; title: Record<Locale, string>; demonstration: boolean }
/** When this returns the winner's deposit is a đặt cọc, everybody else's is to be returned, and the lot waits to be performed. Null where that was done before. */
export async function settleLot(tx: Tx, ctx: Ctx, lot_id: number): Promise<Sold | null> {
  const lot = await lotInTurn(tx, lot_id)
  if (lot.state !== 'armed' || lot.winner === null || lot.price === null) return null
  const now = ctx.now()
  const winner = await tx.selectFrom('auction_bidder').select(['id', 'organisation_id', 'person_id']).where('lot_id', '=', lot.id).where('number', '=', lot.winner).executeTakeFirstOrThrow()
  await moveLot(tx, ctx, lot, next(lotLifecycle, lot.state, 'settle'), { ended_at: now })
  await tx.updateTable('auction_deposit').set({ state: 'converted', state_since: now }).where('bidder_id', '=', winner.id).where('state', '=', 'received').execute()
  await releaseDeposits(tx, ctx, lot.id, winner.id, await announcedAt(tx, lot.id) ?? now)
  await record(tx, ctx, lotSubject(lot.id), { type: 'lot.settling', lot_id: lot.id, price: lot.price }, lot.organisation_id)
  return { lot_id: lot.id, listing_id: lot.listing_id, seller_id: lot.organisation_id, buyer_id: winner.organisation_id, person_id: winner.person_id, price: lot.price, deposit: lot.rules.deposit, title: lot.title, demonstration: lot.demonstration }
}
export async function linkDeal(tx: Tx, lot_id: number, deal_id: number): Promise<void> {
  await tx.updateTable('auction_lot').set({ deal_id }).where('id', '=', lot_id).execute()
}
/** Its log says it was not sold, or was cancelled: everybody who paid is paid back. Nothing where it is over already. */
export async function endUnsold(tx: Tx, ctx: Ctx, lot_id: number, verb: 'fail' | 'cancel', outcome: string): Promise<void> {
  const lot = await lotInTurn(tx, lot_id)
  if (lot.state === 'armed') await endLot(tx, ctx, lot, verb, outcome)
}
/** Both sides of the lot's deal have said that it is closed: what was owed was done. */
export async function completeByDeal(tx: Tx, ctx: Ctx, deal_id: number): Promise<void> {
  const row = await tx.selectFrom('auction_lot').select('id').where('deal_id', '=', deal_id).where('state', '=', 'settling').executeTakeFirst()
  if (!row) return
  const lot = await lotInTurn(tx, row.id)
  await moveLot(tx, ctx, lot, next(lotLifecycle, lot.state, 'complete'))
  await record(tx, ctx, lotSubject(lot.id), { type: 'lot.completed', lot_id: lot.id }, lot.organisation_id)
}
