import type { z } from 'zod'
import { type Ctx, inPerson, isConfirmed, isSignedIn, permit, personOf, requireConfirmed } from '../../core/context.ts'
import type { Sent } from '../../platform/auction/decide.ts'
import type { Command, Form, LotState } from '../../platform/auction/lot.ts'
import type { Answer } from '../../platform/auction/writer.ts'
import { TooMany } from '../../platform/limits.ts'
import { notFound, refuse } from '../../platform/refusal.ts'
import type { AuctionRefusal } from '../auctions/rules.ts'
import type { BidInput, Cancellation, Disqualification, Pause, PhoneBid, RecordedRefusal, RecordedSuccession, Succession } from './bid-fields.ts'
import type { Gate, LotSender } from './gate.ts'
import { conducts, roomLot, standingOf } from './queries.ts'
import { asksTwice, type BiddingRefusal } from './rules.ts'

/** What a lot answered, or that it is not known yet. */
export type Outcome = Extract<Answer, { kind: 'answered' | 'unknown' }>

function outcomeOf(answer: Answer): Outcome {
  switch (answer.kind) {
    case 'answered': case 'unknown': return answer
    case 'key_used': return refuse<BiddingRefusal>({ code: 'bid_key_used' })
    case 'too_many': throw new TooMany('bid', 1, false)
    default: return { kind: 'unknown' }
  }
}
/** Refused where no writer of lots can be reached from here. */
export const writing = <G>(gate: G | null): G => gate ?? refuse<BiddingRefusal>({ code: 'no_writer' })
/** Brings a command of another module to the lot's writer. */
export const deliver = async (gate: LotSender | null, lot_id: number, sent: Sent, key: string): Promise<Outcome> => outcomeOf(await writing(gate).send(lot_id, sent, key))
/** The number under which this person speaks for a bidder. Nobody in a conflict does, however they came to act for it and whenever it came to be. */
export async function speaksAs(ctx: Ctx, lot_id: number): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const { number, conflict } = await standingOf(ctx, lot_id) ?? notFound()
  return conflict ? refuse<AuctionRefusal>({ code: conflict }) : number
}
/** An instant of a lot is a whole number of microseconds. */
const came = (ctx: Ctx): number => ctx.now().getTime() * 1_000

/**
 * When this returns `answered` the bid stands in the lot's log with its answer, taken or refused, and
 * its receipt lies on a disk; `unknown` says neither yes nor no. A bidder bids in person, and under a number.
 * A price so many steps up that it is asked for twice is confirmed only by somebody who has just shown who
 * they are; any other price never asks for that, for in a live room it would cost the bidder the lot.
 */
export async function placeBid(ctx: Ctx, gate: Pick<Gate, 'send' | 'ask'> | null, { lot_id, request_key, amount, typed, sure }: BidInput, state: LotState): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const bidder = await speaksAs(ctx, lot_id)
  const price = (amount ?? typed)!
  // Asked again what became of a bid, the lot gives the answer it gave, however long ago its bidder was confirmed.
  const isSure = sure === 'yes' && (isConfirmed(ctx) || (await writing(gate).ask(lot_id, { bidder }, request_key)).kind === 'answered')
  // Refused before it is sent, so that the same form may be sent again. Should the price have changed meanwhile, the word is not passed on and the lot itself asks.
  if (sure === 'yes' && !isSure && asksTwice(state, bidder, price, came(ctx))) requireConfirmed(ctx)
  const command: Command = state.rules.form === 'descending' ? { type: 'accept', amount: price, key: request_key } : { type: 'bid', amount: price, key: request_key, ...(isSure ? { sure: true } : {}) }
  return outcomeOf(await writing(gate).send(lot_id, { by: { bidder }, command, received: came(ctx) }, request_key))
}

/** What became of a bid of one's own; null where there is none under that key. */
export async function askAfterBid(ctx: Ctx, gate: Pick<Gate, 'ask'> | null, lot_id: number, key: string): Promise<Outcome | null> {
  permit(ctx.actor, isSignedIn)
  const { number } = await standingOf(ctx, lot_id) ?? notFound()
  const answer = await writing(gate).ask(lot_id, { bidder: number }, key)
  return answer.kind === 'none' ? null : outcomeOf(answer)
}

/** A bidder's word that is no price binds like a signature: in person, by somebody who has just shown who they are. */
async function say(ctx: Ctx, gate: LotSender | null, lot_id: number, key: string, commandOf: (bidder: number) => Command): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  const bidder = await speaksAs(ctx, lot_id)
  requireConfirmed(ctx)
  return outcomeOf(await writing(gate).send(lot_id, { by: { bidder }, command: commandOf(bidder), received: came(ctx) }, key))
}
/** Rút lại giá đã trả: the bidder takes part no more, and the price falls back to the best of the others. */
export const withdrawBid = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => say(ctx, gate, lot_id, request_key, () => ({ type: 'withdraw', key: request_key }))
/** Ký biên bản đấu giá: when this is answered with the event, the lot is sold and its deal file opens. */
export const signMinutes = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => say(ctx, gate, lot_id, request_key, () => ({ type: 'sign_minutes' }))
/** Từ chối kết quả trúng đấu giá. Law on Property Auction Art. 51. */
export const refuseResult = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => say(ctx, gate, lot_id, request_key, (bidder) => ({ type: 'refuse_result', bidder, minutes: false }))
/** The next bidder's answer when the winner refused. */
export const takeOver = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key, takes }: z.output<typeof Succession>): Promise<Outcome> => say(ctx, gate, lot_id, request_key, (bidder) => ({ type: 'take_over', bidder, accepts: takes === 'yes' }))

/** Every word of the auctioneer goes into the lot's log like a bid: whoever conducts has just shown who they are. */
async function conduct(ctx: Ctx, gate: LotSender | null, lot_id: number, key: string, command: Command, entered_for: number | null = null): Promise<Outcome> {
  const lot = await roomLot(ctx.db, lot_id)
  if (!await conducts(ctx, lot)) notFound()
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const person = personOf(ctx.actor)
  return outcomeOf(await writing(gate).send(lot_id, { by: entered_for === null ? { auctioneer: person } : { bidder: entered_for, entered_by: person }, command, received: came(ctx) }, key))
}
type Pressed = { lot_id: number; request_key: string }
/** Gọi giá: once, twice, and the third time ends the bidding. */
export const callPrice = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'call' })
/** Công bố người trúng đấu giá. */
export const announceWinner = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'announce' })
export const pauseLot = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key, pause_reason, pause_word }: z.output<typeof Pause>): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'pause', reason: pause_reason, word: pause_word })
export const resumeLot = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key }: Pressed): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'resume' })
/** Truất quyền tham gia đấu giá. */
export const disqualify = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key, out_number, out_reason }: z.output<typeof Disqualification>): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'disqualify', bidder: out_number, reason: out_reason })
export const cancelLot = (ctx: Ctx, gate: LotSender | null, { lot_id, request_key, authority, cancel_reason }: z.output<typeof Cancellation>): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'cancel', authority, reason: cancel_reason })
/** What the winner said elsewhere: that they refuse the result, or to sign the minutes. */
export const recordRefusal = (ctx: Ctx, gate: LotSender | null, winner: number, { lot_id, request_key, refuses }: z.output<typeof RecordedRefusal>): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'refuse_result', bidder: winner, minutes: refuses === 'minutes' })
/** What the next bidder answered elsewhere. */
export const recordSuccession = (ctx: Ctx, gate: LotSender | null, bidder: number, { lot_id, request_key, takes }: z.output<typeof RecordedSuccession>): Promise<Outcome> => conduct(ctx, gate, lot_id, request_key, { type: 'take_over', bidder, accepts: takes === 'yes' })
/** A price told by telephone, of a falling lot the one it stands at, under the bidder's number: the log names the number and who entered it. */
export async function enterPhoneBid(ctx: Ctx, gate: LotSender | null, form: Form, { lot_id, request_key, number, typed, sure }: z.output<typeof PhoneBid>): Promise<Outcome> {
  permit(ctx.actor, isSignedIn)
  // Whoever acts for a bidder does not come by its price at the console instead.
  if (await standingOf(ctx, lot_id)) refuse<AuctionRefusal>({ code: 'staff_may_not_bid' })
  return conduct(ctx, gate, lot_id, request_key, form === 'descending' ? { type: 'accept', amount: typed!, key: request_key } : { type: 'bid', amount: typed!, key: request_key, ...(sure ? { sure: true } : {}) }, number)
}
