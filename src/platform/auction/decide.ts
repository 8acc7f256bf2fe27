import { createHash } from 'node:crypto'
import type { Vnd } from '../money.ts'
import { vnd } from '../money.ts'
import { apply } from './apply.ts'
import { type Bid, type By, type Command, type Instant, isLive, type Logged, type LotEvent, type LotRefusal, type LotState, mayBid, second, standing } from './lot.ts'

/** A command as it reached the writer of a lot. */
export interface Sent {
  by: By
  command: Command
  /** When it reached the edge of the Exchange, which may be a moment before its turn came. */
  received?: Instant
}
/** A bid that reached us before the end and waited no longer than this for its turn still counts: it is never dropped unseen. */
export const longestQueue = second

const no = (refusal: LotRefusal): LotRefusal => refusal
const isRefusal = (answer: LotRefusal | readonly LotEvent[]): answer is LotRefusal => !Array.isArray(answer)

/**
 * What a command comes to: the events that follow it, at least one. A command the rules do not take is
 * an event too, with the reason. `at` is later than everything in the lot so far; nothing else is
 * asked of the world, so that the same commands at the same instants give the same log for ever.
 */
export function decide(state: LotState, sent: Sent, at: Instant): LotEvent[] {
  if (at <= state.at) throw new RangeError('a command is decided after everything before it')
  const answer = answerTo(state, sent, at)
  return isRefusal(answer) ? [{ type: 'refused', command: sent.command, by: sent.by, refusal: answer }] : [...answer]
}

/** The lot after that command, with what was added to its log: each event one microsecond after the one before. */
export function take(state: LotState, sent: Sent, at: Instant): { state: LotState; log: Logged[] } {
  const log: Logged[] = []
  let next = state
  for (const event of decide(state, sent, at)) {
    const logged: Logged = { ...event, seq: next.seq + 1, at: at + log.length }
    log.push(logged)
    next = apply(next, logged)
  }
  return { state: next, log }
}

/** What the clock has to do next, and when: null where nothing waits for it. */
export function due(state: LotState): { command: Command; at: Instant } | null {
  if (state.paused_at !== null) return null
  if (state.phase === 'armed') return { command: { type: 'open' }, at: state.rules.opens_at }
  if (state.phase !== 'open') return null
  const close = { command: { type: 'close' } as const, at: state.closes_at }
  if (state.rules.form !== 'descending' || state.rules.tick === null) return close
  const tick = { command: { type: 'tick' } as const, at: state.ticked_at + state.rules.tick }
  return tick.at <= close.at ? tick : close
}

type Answer = LotRefusal | readonly LotEvent[]
function answerTo(state: LotState, { by, command, received }: Sent, at: Instant): Answer {
  // When it came, as far as that counts: not after its turn, and not longer before it than a queue may last.
  const came = Math.max(Math.min(received ?? at, at), at - longestQueue)
  const { rules, phase } = state
  const isOver = no({ code: 'lot_not_open', phase })
  if (!isLive(phase)) return isOver
  if (command.type === 'cancel') return 'auctioneer' in by ? [{ type: 'cancelled', authority: command.authority, reason: command.reason }] : no({ code: 'not_yours' })
  if (command.type === 'resume') return resume(state, by, at)
  if (state.paused_at !== null) return isOver
  if (command.type === 'pause') return 'bidder' in by ? no({ code: 'not_yours' }) : phase === 'armed' || phase === 'open' || phase === 'opening' ? [{ type: 'paused', reason: command.reason, word: command.word }] : isOver
  switch (command.type) {
    case 'open': return open(state, by, at)
    case 'bid': return 'bidder' in by ? bid(state, by, command, came, at) : no({ code: 'not_yours' })
    case 'accept': return 'bidder' in by ? accept(state, by, command, came) : no({ code: 'not_yours' })
    case 'submit': return 'bidder' in by ? submit(state, by, command, came) : no({ code: 'not_yours' })
    case 'tick': return tick(state, by, at)
    case 'call': return call(state, by, at)
    case 'close': return close(state, by, at)
    case 'check_ballots': return 'bidder' in by ? checkBallots(state, by) : no({ code: 'not_yours' })
    case 'note_absence': return noteAbsence(state, by)
    case 'reveal': return 'bidder' in by ? no({ code: 'not_yours' }) : reveal(state, command)
    case 'end_reveal': return 'bidder' in by ? no({ code: 'not_yours' }) : endReveal(state)
    case 'draw': return 'bidder' in by ? no({ code: 'not_yours' }) : draw(state, command.seed)
    case 'announce': return announce(state, by)
    case 'withdraw': return 'bidder' in by ? leave(state, by.bidder, 'withdrew', '', at) : no({ code: 'not_yours' })
    case 'disqualify': return 'auctioneer' in by ? leave(state, command.bidder, 'disqualified', command.reason, at) : no({ code: 'not_yours' })
    case 'refuse_result': return 'auctioneer' in by || ('bidder' in by && by.bidder === command.bidder) ? refuseResult(state, command.bidder, command.minutes ? 'refused_minutes' : 'refused_result', '', at) : no({ code: 'not_yours' })
    case 'take_over': return 'auctioneer' in by || ('bidder' in by && by.bidder === command.bidder) ? takeOver(state, command) : no({ code: 'not_yours' })
    case 'sign_minutes': return phase !== 'announced' ? isOver : 'bidder' in by && by.bidder === state.winner ? [{ type: 'minutes_signed', winner: by.bidder, price: state.price! }] : no({ code: rules.regime === 'voluntary' ? 'not_leading' : 'not_yours' })
  }
}

function open(state: LotState, by: By, at: Instant): Answer {
  const { rules, phase } = state
  if (phase !== 'armed') return no({ code: 'lot_not_open', phase })
  if ('bidder' in by) return no({ code: 'not_yours' })
  if (at < rules.opens_at) return no({ code: 'not_yet', at: rules.opens_at })
  // Who was registered and has gone since is nobody to bid against.
  const left = standing(state).length
  if (left === 0) return [{ type: 'opened' }, { type: 'failed', reason: 'no_bidders' }]
  if (left === 1 && rules.single_bidder === 'fail') return [{ type: 'opened' }, { type: 'failed', reason: 'single_bidder' }]
  return [{ type: 'opened' }]
}

/** What every price of an open lot is asked first. */
function unfit(state: LotState, form: LotState['rules']['form'], bidder: number, received: Instant): LotRefusal | null {
  if (state.rules.form !== form) return no({ code: 'wrong_form', form: state.rules.form })
  if (state.phase === 'armed') return no({ code: 'not_yet', at: state.rules.opens_at })
  if (state.phase !== 'open') return state.phase === 'closed' || state.phase === 'opening' ? no({ code: 'too_late', closed: state.closes_at }) : no({ code: 'lot_not_open', phase: state.phase })
  if (received >= state.closes_at) return no({ code: 'too_late', closed: state.closes_at })
  if (!state.bidders.includes(bidder)) return no({ code: 'not_a_bidder' })
  return mayBid(state, bidder) ? null : no({ code: 'bidder_out' })
}

/** The least that may be bid in an ascending lot: the start first, later the leading price and a step. */
export const leastBid = ({ rules, price }: Pick<LotState, 'rules' | 'price'>): Vnd => (price === null ? rules.start : vnd(price + rules.step))

function bid(state: LotState, by: { bidder: number; entered_by?: number }, { amount, key, sure = false }: Extract<Command, { type: 'bid' }>, received: Instant, at: Instant): Answer {
  const refusal = unfit(state, 'ascending', by.bidder, received)
  if (refusal) return refusal
  const { start, step, most_steps, extension } = state.rules
  if (state.leader === by.bidder) return no({ code: 'already_leading' })
  const minimum = leastBid(state)
  if (amount < minimum) return no({ code: 'below_minimum', minimum })
  if ((amount - start) % step !== 0) return no({ code: 'off_step', start, step })
  const steps = (amount - minimum) / step
  if (steps > most_steps && !sure) return no({ code: 'many_steps', steps, most: most_steps })
  const extended = extension && state.closes_at - received < extension.window ? Math.max(state.closes_at, Math.min(at + extension.by, extension.latest + state.outage)) : state.closes_at
  return [{ type: 'bid_taken', bidder: by.bidder, amount, key, closes_at: extended, entered_by: by.entered_by ?? null }]
}

function accept(state: LotState, { bidder, entered_by }: { bidder: number; entered_by?: number }, { amount, key }: Extract<Command, { type: 'accept' }>, at: Instant): Answer {
  const refusal = unfit(state, 'descending', bidder, at)
  if (refusal) return refusal
  return amount === state.price ? [{ type: 'accepted', bidder, amount, key, ...(entered_by === undefined ? {} : { entered_by }) }] : no({ code: 'price_moved', price: state.price! })
}

function tick(state: LotState, by: By, at: Instant): Answer {
  const { rules, phase, price, ticked_at } = state
  if ('bidder' in by) return no({ code: 'not_yours' })
  if (rules.form !== 'descending' || rules.tick === null) return no({ code: 'wrong_form', form: rules.form })
  if (phase !== 'open') return no({ code: 'lot_not_open', phase })
  if (at < ticked_at + rules.tick) return no({ code: 'not_yet', at: ticked_at + rules.tick })
  const lower = price! - rules.step
  return lower >= (rules.floor ?? rules.step) ? [{ type: 'price_lowered', price: vnd(lower) }] : [{ type: 'closed' }, { type: 'failed', reason: 'no_bids' }]
}

function submit(state: LotState, by: { bidder: number; entered_by?: number }, { hash, key }: Extract<Command, { type: 'submit' }>, received: Instant): Answer {
  return unfit(state, 'sealed', by.bidder, received) ?? [{ type: 'ballot_sealed', bidder: by.bidder, hash, key, entered_by: by.entered_by ?? null }]
}

/** From when on the leading price may be called the next time: each call leaves time to answer the one before, and the third waits until bidding may end. By the first course at once. */
export function nextCall({ rules, calls, called_at, closes_at, outage, kept_open }: LotState): Instant {
  if (rules.course !== 2) return 0
  const answered = calls > 0 && rules.calls ? called_at + rules.calls.apart : 0
  return calls < 2 ? answered : Math.max(answered, kept_open, rules.calls ? rules.calls.from + outage : closes_at)
}
/** The auctioneer calls the leading price; a bid begins the calls anew. */
function call(state: LotState, by: By, at: Instant): Answer {
  const { rules, phase, leader, price, calls } = state
  if (!('auctioneer' in by)) return no({ code: 'not_yours' })
  if (rules.form !== 'ascending') return no({ code: 'wrong_form', form: rules.form })
  if (phase !== 'open' || leader === null) return no({ code: 'lot_not_open', phase })
  if (at < nextCall(state)) return no({ code: 'call_early', at: nextCall(state) })
  return calls === 2 ? [{ type: 'called', calls: 3 }, { type: 'closed' }, ...unsold({ leader, price, rules })] : [{ type: 'called', calls: calls + 1 }]
}

function close(state: LotState, by: By, at: Instant): Answer {
  const { rules, phase, closes_at } = state
  if ('bidder' in by) return no({ code: 'not_yours' })
  if (phase !== 'open') return no({ code: 'lot_not_open', phase })
  // An auctioneer ends bidding by three calls, the clock by its hour; neither by a word alone.
  if (at < closes_at) return 'auctioneer' in by ? no({ code: 'calls_missing', calls: state.calls }) : no({ code: 'not_yet', at: closes_at })
  if (rules.form === 'sealed') return state.ballots.size ? [{ type: 'closed' }] : [{ type: 'closed' }, { type: 'failed', reason: 'no_bids' }]
  return [{ type: 'closed' }, ...unsold(state)]
}
/** Why a lot that has just closed is not sold, as its last event; nothing where it is. */
const unsold = ({ leader, price, rules: { floor } }: Pick<LotState, 'leader' | 'price' | 'rules'>): LotEvent[] =>
  leader === null || price === null ? [{ type: 'failed', reason: 'no_bids' }] : floor !== null && price < floor ? [{ type: 'failed', reason: 'below_reserve' }] : []

/** Before the first ballot is opened, and once: Law on Property Auction Art. 43 asks for one bidder at least. */
const uncheckable = ({ phase, ballots, checked }: LotState): LotRefusal | null =>
  phase !== 'opening' || [...ballots.values()].some(({ amount }) => amount !== undefined) ? no({ code: 'lot_not_open', phase }) : checked ? no({ code: 'ballots_checked_already' }) : null
function checkBallots(state: LotState, { bidder, entered_by }: { bidder: number; entered_by?: number }): Answer {
  const refusal = uncheckable(state)
  if (refusal) return refusal
  if (!state.bidders.includes(bidder)) return no({ code: 'not_a_bidder' })
  return state.out.has(bidder) ? no({ code: 'bidder_out' }) : [{ type: 'ballots_checked', bidder, entered_by: entered_by ?? null }]
}
/** Where no bidder came two officers say so, or the ballots would stay closed for ever. */
function noteAbsence(state: LotState, by: By): Answer {
  if (!('auctioneer' in by)) return no({ code: 'not_yours' })
  const refusal = uncheckable(state)
  if (refusal) return refusal
  return state.absence === by.auctioneer ? no({ code: 'absence_noted_already' }) : [{ type: 'absence_noted', officer: by.auctioneer, confirmed: state.absence !== null }]
}

function reveal(state: LotState, { bidder, hash, amount }: Extract<Command, { type: 'reveal' }>): Answer {
  if (state.phase !== 'opening') return no({ code: 'lot_not_open', phase: state.phase })
  const ballot = state.ballots.get(bidder)
  if (!ballot || ballot.hash !== hash || ballot.amount !== undefined) return no({ code: 'not_that_ballot' })
  const { start, step } = state.rules
  const invalid = state.out.has(bidder) ? 'out' : amount === null ? 'unreadable' : amount < start ? 'below_start' : (amount - start) % step !== 0 ? 'off_step' : null
  return [{ type: 'ballot_read', bidder, hash, amount, invalid }]
}

function endReveal(state: LotState): Answer {
  if (state.phase !== 'opening') return no({ code: 'lot_not_open', phase: state.phase })
  const left = [...state.ballots.values()].filter(({ amount }) => amount === undefined).length
  return left ? no({ code: 'ballots_left', left }) : rank(state)
}
/** The highest valid ballots of those still in: one leads, equal ones are tied or the earlier leads. */
function rank(state: LotState): LotEvent[] {
  const valid = [...state.ballots].flatMap(([bidder, { amount, at }]) => (amount === undefined || amount === null || state.out.has(bidder) ? [] : [{ bidder, amount, at }]))
  const price = valid.reduce<Vnd | null>((most, { amount }) => (most === null || amount > most ? amount : most), null)
  const best = valid.filter(({ amount }) => amount === price).toSorted((a, b) => a.at - b.at)
  const leader = best.length === 1 || (best.length > 1 && state.rules.tie === 'earlier') ? best[0]!.bidder : null
  const tied = leader === null ? best.map(({ bidder }) => bidder).toSorted((a, b) => a - b) : []
  const ranked: LotEvent = { type: 'ranked', leader, price, tied }
  return tied.length ? (state.rules.floor !== null && price! < state.rules.floor ? [ranked, { type: 'failed', reason: 'below_reserve' }] : [ranked]) : [ranked, ...unsold({ ...state, leader, price })]
}

/** Whom a seed draws among these: anybody can work it out again. SHA-256 of the seed and the numbers, read as a number, divided by how many they are. */
export const drawn = (seed: string, among: readonly number[]): number =>
  among[Number(BigInt(`0x${createHash('sha256').update(`${seed}\n${among.join()}`).digest('hex')}`) % BigInt(among.length))]!
function draw({ phase, tied }: LotState, seed: string): Answer {
  if (phase !== 'closed' || tied.length < 2) return no({ code: 'no_tie' })
  return [{ type: 'drawn', seed, winner: drawn(seed, tied), among: tied }]
}

function announce({ rules, phase, leader, price, tied }: LotState, by: By): Answer {
  if ('bidder' in by || (rules.regime === 'statutory' && !('auctioneer' in by))) return no({ code: 'not_yours' })
  if (phase !== 'closed') return no({ code: 'lot_not_open', phase })
  if (tied.length) return no({ code: 'tie_unsettled', among: tied })
  return [{ type: 'announced', winner: leader!, price: price! }]
}

/** The best price of anybody still in, besides those named; of equal ones the earlier. */
function nextBest(state: LotState, without: number): Bid | null {
  const prices: readonly Bid[] = state.rules.form === 'sealed'
    ? [...state.ballots].flatMap(([bidder, { amount, at }]) => (amount === undefined || amount === null ? [] : [{ seq: 0, bidder, amount, at }]))
    : state.bids
  return prices.reduce<Bid | null>((best, one) => (one.bidder === without || state.out.has(one.bidder) || (best && (best.amount > one.amount || (best.amount === one.amount && best.at <= one.at))) ? best : one), null)
}

/** Somebody goes out: at their own word, or for a breach. Up to the announcing the lot goes on from the best other price (Commercial Law Art. 204). */
function leave(state: LotState, bidder: number, reason: 'withdrew' | 'disqualified', word: string, at: Instant): Answer {
  if (!state.bidders.includes(bidder)) return no({ code: 'not_a_bidder' })
  if (state.out.has(bidder)) return no({ code: 'bidder_out' })
  if (state.phase === 'announced' || state.phase === 'offered') return state.winner === bidder && reason === 'disqualified' ? refuseResult(state, bidder, reason, word, at) : no({ code: 'lot_not_open', phase: state.phase })
  const left: LotEvent = { type: 'bidder_out', bidder, reason, word }
  const without: LotState = { ...state, out: new Map(state.out).set(bidder, reason) }
  if (state.phase === 'closed' && state.rules.form === 'sealed') return state.leader === bidder || state.tied.includes(bidder) ? [left, ...rank(without)] : [left]
  if (state.leader !== bidder) return [left]
  if (state.rules.form === 'descending') return standing(without).length ? [left, { type: 'reopened', price: state.price!, closes_at: Math.max(state.closes_at, at + state.rules.reopen) }] : [left, { type: 'failed', reason: 'no_successor' }]
  const best = nextBest(without, bidder)
  const back = { type: 'price_fell_back', leader: best?.bidder ?? null, price: best?.amount ?? null } as const
  if (state.phase === 'open') return [left, state.rules.course === 2 ? { ...back, closes_at: Math.max(state.closes_at, at + state.rules.reopen) } : back]
  if (!standing(without).length) return [left, back, { type: 'failed', reason: 'no_successor' }]
  return [left, back, { type: 'reopened', price: best?.amount ?? null, closes_at: Math.max(state.closes_at, at + state.rules.reopen) }]
}

/** After the announcing. Law on Property Auction Art. 51: of a rising lot the next wins where their price and the deposit reach the refused price, and they accept; a falling one goes on at that price. */
function refuseResult(state: LotState, bidder: number, reason: 'refused_result' | 'refused_minutes' | 'disqualified', word: string, at: Instant): Answer {
  if (state.phase !== 'announced') return no({ code: 'lot_not_open', phase: state.phase })
  if (state.winner !== bidder) return no({ code: 'not_leading' })
  const left: LotEvent = { type: 'bidder_out', bidder, reason, word }
  const without: LotState = { ...state, out: new Map(state.out).set(bidder, reason) }
  if (state.rules.form === 'descending') return standing(without).length ? [left, { type: 'reopened', price: state.price!, closes_at: Math.max(state.closes_at, at + state.rules.reopen) }] : [left, { type: 'failed', reason: 'no_successor' }]
  const next = nextBest(without, bidder)
  return next && next.amount + state.rules.deposit >= state.price! && (state.rules.floor === null || next.amount >= state.rules.floor)
    ? [left, { type: 'offered_to_next', bidder: next.bidder, price: next.amount }] : [left, { type: 'failed', reason: 'no_successor' }]
}

function takeOver(state: LotState, { bidder, accepts }: { bidder: number; accepts: boolean }): Answer {
  if (state.phase !== 'offered') return no({ code: 'lot_not_open', phase: state.phase })
  if (state.leader !== bidder) return no({ code: 'not_leading' })
  return accepts ? [{ type: 'announced', winner: bidder, price: state.price! }] : [{ type: 'failed', reason: 'no_successor' }]
}

/** The end moves by as long as nobody could bid, and leaves those who bid at least the time of a reopening. By the second course waiting before the published hour takes no time from anybody, and gives none. */
function resume({ paused_at, phase, closes_at, rules }: LotState, by: By, at: Instant): Answer {
  if ('bidder' in by) return no({ code: 'not_yours' })
  if (paused_at === null) return no({ code: 'lot_not_open', phase })
  const since = phase === 'armed' && rules.course === 2 ? Math.max(paused_at, rules.opens_at) : paused_at, outage = Math.max(0, at - since)
  return [{ type: 'resumed', outage, closes_at: phase === 'open' || phase === 'armed' ? Math.max(closes_at + outage, phase === 'open' ? at + rules.reopen : 0) : closes_at }]
}
