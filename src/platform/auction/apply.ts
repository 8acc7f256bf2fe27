import { armed, type Bid, type Logged, type LotRules, type LotState } from './lot.ts'

/** The lot after that event. Never refuses and decides nothing: what stands in the log has happened. */
export function apply(state: LotState, event: Logged): LotState {
  const next = { ...state, seq: event.seq, at: event.at }
  switch (event.type) {
    case 'opened': return { ...next, phase: 'open', price: state.rules.form === 'descending' ? state.rules.start : null, ticked_at: event.at }
    case 'bid_taken': return { ...next, bids: [...state.bids, { seq: event.seq, bidder: event.bidder, amount: event.amount, at: event.at }], leader: event.bidder, price: event.amount, closes_at: event.closes_at, calls: 0 }
    case 'price_lowered': return { ...next, price: event.price, ticked_at: event.at }
    case 'accepted': return { ...next, phase: 'closed', bids: [...state.bids, { seq: event.seq, bidder: event.bidder, amount: event.amount, at: event.at }], leader: event.bidder, price: event.amount }
    case 'ballot_sealed': return { ...next, ballots: new Map(state.ballots).set(event.bidder, { hash: event.hash, at: event.at }) }
    case 'closed': return { ...next, phase: state.rules.form === 'sealed' ? 'opening' : 'closed' }
    case 'ballots_checked': return { ...next, checked: true }
    case 'absence_noted': return { ...next, checked: event.confirmed, absence: event.officer }
    case 'ballot_read': {
      const ballot = state.ballots.get(event.bidder)
      return ballot ? { ...next, ballots: new Map(state.ballots).set(event.bidder, { ...ballot, amount: event.invalid === null ? event.amount : null }) } : next
    }
    case 'ranked': return { ...next, phase: 'closed', leader: event.leader, price: event.price, tied: event.tied }
    case 'drawn': return { ...next, leader: event.winner, tied: [] }
    case 'called': return { ...next, calls: event.calls, called_at: event.at }
    case 'announced': return { ...next, phase: 'announced', winner: event.winner, leader: event.winner, price: event.price }
    case 'bidder_out': return { ...next, out: new Map(state.out).set(event.bidder, event.reason), winner: state.winner === event.bidder ? null : state.winner }
    case 'price_fell_back': return { ...next, leader: event.leader, price: event.price, calls: 0, ...(event.closes_at === undefined ? {} : { closes_at: event.closes_at, kept_open: event.at + state.rules.reopen }) }
    case 'reopened': return { ...next, phase: 'open', price: event.price, closes_at: event.closes_at, ticked_at: event.at, kept_open: event.at + state.rules.reopen, calls: 0, leader: state.rules.form === 'descending' ? null : state.leader }
    case 'offered_to_next': return { ...next, phase: 'offered', leader: event.bidder, price: event.price }
    case 'minutes_signed': return { ...next, phase: 'signed' }
    case 'failed': return { ...next, phase: 'failed', leader: null, price: null, winner: null }
    case 'cancelled': return { ...next, phase: 'cancelled', leader: null, winner: null }
    case 'paused': return { ...next, paused_at: event.at }
    // Who could not bid meanwhile hears the price called anew.
    case 'resumed': return { ...next, paused_at: null, closes_at: event.closes_at, outage: state.outage + event.outage, ticked_at: state.ticked_at + event.outage, kept_open: event.at + state.rules.reopen, calls: state.rules.course === 2 ? 0 : state.calls }
    case 'refused': return next
  }
}

/** As `apply`, for whoever reads a long log and keeps no lot of before: the list of bids is not copied but grows. */
export function follow(state: LotState, event: Logged): LotState {
  if (event.type !== 'bid_taken') return apply(state, event)
  const bids = state.bids as Bid[]
  bids.push({ seq: event.seq, bidder: event.bidder, amount: event.amount, at: event.at })
  return { ...apply({ ...state, bids: [] }, event), bids }
}

/** The lot as its log leaves it. Throws where the log is none: a number is missing, or time stands still. */
export function replay(rules: LotRules, bidders: readonly number[], armed_at: number, log: Iterable<Logged>): LotState {
  let state = armed(rules, bidders, armed_at)
  for (const event of log) {
    if (event.seq !== state.seq + 1) throw new RangeError(`after event ${state.seq} comes ${event.seq}`)
    if (event.at <= state.at) throw new RangeError(`event ${event.seq} is not later than the one before it`)
    state = apply(state, event)
  }
  return state
}
