import type { Ctx } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { follow } from '../../platform/auction/apply.ts'
import { armed, type Logged, type LotRules, type LotState, type Phase, type Regime } from '../../platform/auction/lot.ts'
import { type Locale } from '../../platform/locale.ts'
import type { Genesis } from '../../platform/proof/chain.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { spokenFor, whoMayBid } from '../auctions/conflict-queries.ts'
import type { Conflict } from '../auctions/rules.ts'
import { sideOf } from '../auctions/side-queries.ts'
import type { AuctionLotState } from '../auctions/schema.ts'
import { mayConduct } from './rules.ts'

/** A published lot as its room shows it to anybody; who bids, and below what it is not sold, is not in here. */
export interface RoomLot {
  id: number
  title: Record<Locale, string>
  regime: Regime
  state: AuctionLotState
  organisation_id: number
  organiser: string
  auctioneer_id: number | null
  auctioneer_name: string
  demonstration: boolean
}
/** The lot of a room. Drafts have none. */
export async function roomLot(db: Db, id: number): Promise<RoomLot> {
  const lot = found(await db.selectFrom('auction_lot').select(['id', 'title', 'regime', 'state', 'organisation_id', 'organiser', 'auctioneer_id', 'auctioneer_name', 'demonstration']).where('id', '=', id).executeTakeFirst())
  if (lot.state === 'draft' || lot.state === 'proposed') return notFound()
  return { ...lot, title: typeof lot.title === 'string' ? JSON.parse(lot.title) as Record<Locale, string> : lot.title }
}

/** For which bidder of a lot this reader would speak, and what keeps them from it. */
export interface Standing { bidder_id: number; number: number; conflict: Conflict | null }
/** One bidder of a lot and no second: the one they are registered for, or else the one for which they have spoken longest. Null for everybody else. */
export async function standingOf({ db, actor }: Ctx, lot_id: number): Promise<Standing | null> {
  if (actor.person_id === null || actor.acted_by) return null
  const one = await spokenFor(asSystem(db), lot_id, actor.person_id)
  return one?.number ? { bidder_id: one.id, number: one.number, conflict: one.conflict } : null
}
/** The number under which this reader bids in that lot; null for everybody else, those whom a conflict keeps out among them. */
export async function numberOf(ctx: Ctx, lot_id: number): Promise<number | null> {
  const standing = await standingOf(ctx, lot_id)
  return standing && standing.conflict === null ? standing.number : null
}
/** Why somebody who acts for a bidder gives no price for it, and who of theirs may. */
export interface Kept { why: Conflict; who: string[] }
export const keptFrom = async ({ db }: Pick<Ctx, 'db'>, standing: Standing | null): Promise<Kept | null> =>
  (standing?.conflict ? { why: standing.conflict, who: await whoMayBid(asSystem(db), standing.bidder_id) } : null)
/** Whether this reader conducts the lot: whoever belongs to the seller or to a bidder does not. Only officers cost a question. */
export const conducts = async ({ db, actor }: Pick<Ctx, 'db' | 'actor'>, lot: RoomLot): Promise<boolean> => mayConduct(lot)(actor) && await sideOf(db, lot.id, actor.person_id) === null

/** A lot as far as its log has been read. */
export interface Mirror { state: LotState; log: Logged[] }
/** The lot before the first event of its log. Reads as the Exchange: numbers are everybody's, whose they are is nobody's. */
export async function groundFor(db: Db, lot_id: number): Promise<LotState> {
  const all = asSystem(db)
  const lot = found(await all.selectFrom('auction_lot').select(['rules', 'armed_at']).where('id', '=', lot_id).executeTakeFirst())
  const kept = await all.selectFrom('auction_genesis').select('body').where('lot_id', '=', lot_id).executeTakeFirst()
  const numbers = kept ? (JSON.parse(kept.body) as Genesis).bidders : await all.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot_id).where('state', '=', 'eligible').where('number', 'is not', null).orderBy('number').execute()
  const rules = (typeof lot.rules === 'string' ? JSON.parse(lot.rules) : lot.rules) as LotRules
  return armed(rules, numbers.flatMap(({ number }) => number ?? []), lot.armed_at ? lot.armed_at.getTime() * 1_000 : 0)
}
/** Reads on where the mirror stopped; says what is new. */
export async function readOn(db: Db, lot_id: number, mirror: Mirror): Promise<Logged[]> {
  const rows = await asSystem(db).selectFrom('auction_event').select('body').where('lot_id', '=', lot_id).where('seq', '>', mirror.state.seq).orderBy('seq').limit(10_000).execute()
  // Two readers of one mirror may have asked at once: the second finds it further on.
  const fresh = rows.map(({ body }) => JSON.parse(body) as Logged).filter(({ seq }) => seq > mirror.state.seq)
  for (const event of fresh) {
    mirror.state = follow(mirror.state, event)
    mirror.log.push(event)
  }
  return fresh
}
export type { Phase }
