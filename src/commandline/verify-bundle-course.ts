import { createHash } from 'node:crypto'

/**
 * The course of bidding, written a second time from docs/auction-proof.md: what each event of a lot's log
 * presupposes, what it changes, and what has to follow from it at once. Nothing of the engine that ran
 * the lot is used here; where the two differ, one of them is wrong, and that is the point.
 */
export interface Rules {
  form: 'ascending' | 'descending' | 'sealed'; regime: 'statutory' | 'voluntary'; start: number; step: number; floor: number | null; opens_at: number; closes_at: number; tick: number | null
  extension: { window: number; by: number; latest: number } | null; reopen: number; most_steps: number; single_bidder: 'sell' | 'fail'; tie: 'draw' | 'earlier'; deposit: number
  course?: 2; calls?: { from: number; apart: number } | null
}
export type Told = Record<string, unknown> & { type: string; seq: number; at: number }
/** Why an event cannot stand where it stands, and what would have. */
export interface Fault { why: Why; expected?: string }
export type Why = 'not_now' | 'paused' | 'too_early' | 'too_late' | 'no_bidder' | 'leads' | 'amount' | 'end' | 'must_follow' | 'nothing_follows' | 'differs' | 'wrongly_refused' | 'unknown'

interface Price { bidder: number; amount: number; at: number }
export interface Course {
  phase: string; at: number; closes: number; pausedAt: number | null; outage: number; out: Set<number>; prices: Price[]; leader: number | null; price: number | null; calls: number; calledAt: number; keptOpen: number; ticked: number
  ballots: Map<number, { hash: string; at: number; amount?: number | null }>; checked: boolean; absence: number | null; tied: number[]; winner: number | null
}
/** A price that came at the last moment may have waited so long for its turn, in microseconds. */
const queue = 1_000_000
/** From this instant on the opening counts those who have not gone before it. A log of before may have counted all who were registered: it was run by the rule of its day, and either is right. */
const goneUncounted = Date.UTC(2026, 11, 31, 17) * 1_000

const text = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part))
const same = (a: unknown, b: unknown): boolean => text(a) === text(b)

/** Follows a log from its first event on. Stops at the first that cannot stand there. */
export function follow(rules: Rules, bidders: readonly number[], armedAt: number, log: readonly Told[]): { course: Course; fault: (Fault & { seq: number }) | null } {
  const c: Course = { phase: 'armed', at: armedAt, closes: rules.closes_at, pausedAt: null, outage: 0, out: new Set(), prices: [], leader: null, price: null, calls: 0, calledAt: armedAt, keptOpen: rules.opens_at, ticked: rules.opens_at, ballots: new Map(), checked: false, absence: null, tied: [], winner: null }
  let due: Record<string, unknown>[] = []
  for (const [i, event] of log.entries()) {
    const { seq, at, ...said } = event
    const next = due.shift()
    if (next) {
      if (!same(said, next)) return { course: c, fault: { seq, why: 'must_follow', expected: text(next) } }
      if (at !== c.at + 1) return { course: c, fault: { seq, why: 'end', expected: String(c.at + 1) } }
      change(c, rules, event)
    } else {
      const answer = follows(c, rules, bidders, event, log[i + 1])
      if (!Array.isArray(answer)) return { course: c, fault: { seq, ...answer } }
      due = answer
      change(c, rules, event)
    }
    c.at = at
  }
  const [left] = due
  return { course: c, fault: left ? { seq: log.length, why: 'nothing_follows', expected: text(left) } : null }
}

/** When the price may be called the next time. */
function callable(c: Course, r: Rules): number {
  if (r.course !== 2) return 0
  const free = c.calls === 0 || !r.calls ? 0 : c.calledAt + r.calls.apart
  return c.calls === 2 ? Math.max(free, c.keptOpen, r.calls ? r.calls.from + c.outage : c.closes) : free
}

/** What must come right after this event; a fault where the event itself may not come. */
function follows(c: Course, r: Rules, bidders: readonly number[], e: Told, after: Told | undefined): Record<string, unknown>[] | Fault {
  const no = (why: Why, expected?: unknown): Fault => ({ why, ...(expected === undefined ? {} : { expected: typeof expected === 'string' ? expected : text(expected) }) })
  const live = !['signed', 'failed', 'cancelled'].includes(c.phase), failed = (reason: string) => ({ type: 'failed', reason })
  const inIt = (bidder: unknown): boolean => bidders.includes(bidder as number) && !c.out.has(bidder as number)
  const standing = (without: number): number[] => bidders.filter((one) => one !== without && !c.out.has(one))
  if (e.type === 'refused') return wronglyRefused(c, r, bidders, e) ?? []
  if (!live) return no('not_now', c.phase)
  if (e.type === 'cancelled') return []
  if (e.type === 'resumed') {
    if (c.pausedAt === null) return no('not_now', c.phase)
    const counted = c.phase === 'armed' && r.course === 2 && r.opens_at > c.pausedAt ? r.opens_at : c.pausedAt
    const outage = e.at > counted ? e.at - counted : 0, moved = c.phase === 'open' ? Math.max(c.closes + outage, e.at + r.reopen) : c.phase === 'armed' ? c.closes + outage : c.closes
    return e.outage === outage && e.closes_at === moved ? [] : no('end', { outage, closes_at: moved })
  }
  if (c.pausedAt !== null) return no('paused')
  const open = c.phase === 'open', late = e.at - queue >= c.closes
  const unsold = (leader: number | null, price: number | null) => (leader === null || price === null ? [failed('no_bids')] : r.floor !== null && price < r.floor ? [failed('below_reserve')] : [])
  const ranked = (without: number | null): Record<string, unknown>[] => {
    const valid = [...c.ballots].flatMap(([bidder, { amount, at }]) => (typeof amount !== 'number' || c.out.has(bidder) || bidder === without ? [] : [{ bidder, amount, at }]))
    const price = valid.length ? Math.max(...valid.map(({ amount }) => amount)) : null
    const best = valid.filter(({ amount }) => amount === price).toSorted((a, b) => a.at - b.at)
    const leader = best.length === 1 || (best.length > 1 && r.tie === 'earlier') ? best[0]!.bidder : null
    const tied = leader === null ? best.map(({ bidder }) => bidder).toSorted((a, b) => a - b) : []
    return [{ type: 'ranked', leader, price, tied }, ...(tied.length ? (r.floor !== null && price! < r.floor ? [failed('below_reserve')] : []) : unsold(leader, price))]
  }
  const nextBest = (without: number): Price | undefined => (r.form === 'sealed' ? [...c.ballots].flatMap(([bidder, { amount, at }]) => (typeof amount === 'number' ? [{ bidder, amount, at }] : [])) : c.prices)
    .filter(({ bidder }) => bidder !== without && !c.out.has(bidder)).toSorted((a, b) => b.amount - a.amount || a.at - b.at)[0]
  const reopened = (price: number | null) => ({ type: 'reopened', price, closes_at: Math.max(c.closes, e.at + r.reopen) })

  switch (e.type) {
    case 'opened': {
      if (c.phase !== 'armed') return no('not_now', c.phase)
      if (e.at < r.opens_at) return no('too_early', String(r.opens_at))
      const failing = (many: number) => (many === 0 ? [failed('no_bidders')] : many === 1 && r.single_bidder === 'fail' ? [failed('single_bidder')] : [])
      return e.at < goneUncounted && after?.type !== 'failed' ? failing(bidders.length) : failing(bidders.filter((one) => !c.out.has(one)).length)
    }
    case 'bid_taken': {
      if (r.form !== 'ascending' || !open) return no('not_now', c.phase)
      if (late) return no('too_late', String(c.closes))
      if (!inIt(e.bidder)) return no('no_bidder')
      if (c.leader === e.bidder) return no('leads')
      const least = c.price === null ? r.start : c.price + r.step, amount = e.amount as number
      if (!Number.isSafeInteger(amount) || amount < least || (amount - r.start) % r.step !== 0) return no('amount', String(least))
      // It counts as come between its own time and a queue's length before: where the window lies within, either end is right.
      const x = r.extension, may = x !== null && c.closes - e.at < x.window, must = x !== null && c.closes - (e.at - queue) < x.window
      const ends = [...(must ? [] : [c.closes]), ...(x && may ? [Math.max(c.closes, Math.min(e.at + x.by, x.latest + c.outage))] : [])]
      return ends.includes(e.closes_at as number) ? [] : no('end', ends.join(', '))
    }
    case 'price_lowered': case 'accepted': {
      if (r.form !== 'descending' || !open) return no('not_now', c.phase)
      if (e.type === 'price_lowered') {
        if (r.tick === null || e.at < c.ticked + r.tick) return no('too_early', String(c.ticked + (r.tick ?? 0)))
        return e.price === c.price! - r.step && e.price >= (r.floor ?? r.step) ? [] : no('amount', String(c.price! - r.step))
      }
      if (late) return no('too_late', String(c.closes))
      return !inIt(e.bidder) ? no('no_bidder') : e.amount === c.price ? [] : no('amount', String(c.price))
    }
    case 'ballot_sealed':
      return r.form !== 'sealed' || !open ? no('not_now', c.phase) : late ? no('too_late', String(c.closes)) : inIt(e.bidder) ? [] : no('no_bidder')
    case 'called':
      if (r.form !== 'ascending' || !open || c.leader === null || e.calls !== c.calls + 1) return no('not_now', c.phase)
      if (e.at < callable(c, r)) return no('too_early', String(callable(c, r)))
      return e.calls === 3 ? [{ type: 'closed' }, ...unsold(c.leader, c.price)] : []
    case 'closed': {
      if (!open) return no('not_now', c.phase)
      if (r.form === 'descending' && r.tick !== null && e.at >= c.ticked + r.tick && c.price! - r.step < (r.floor ?? r.step)) return [failed('no_bids')]
      if (e.at < c.closes) return no('too_early', String(c.closes))
      return r.form === 'sealed' ? (c.ballots.size ? [] : [failed('no_bids')]) : unsold(c.leader, c.price)
    }
    case 'ballots_checked': case 'absence_noted':
      if (c.phase !== 'opening' || c.checked || c.absence === e.officer || [...c.ballots.values()].some(({ amount }) => amount !== undefined)) return no('not_now', c.phase)
      return e.type === 'ballots_checked' ? (inIt(e.bidder) ? [] : no('no_bidder')) : e.confirmed === (c.absence !== null) ? [] : no('differs', String(c.absence !== null))
    case 'ballot_read': {
      const ballot = c.ballots.get(e.bidder as number)
      if (c.phase !== 'opening' || !ballot || ballot.hash !== e.hash || ballot.amount !== undefined) return no('not_now', c.phase)
      const amount = e.amount as number | null
      const invalid = c.out.has(e.bidder as number) ? 'out' : amount === null ? 'unreadable' : amount < r.start ? 'below_start' : (amount - r.start) % r.step !== 0 ? 'off_step' : null
      return e.invalid === invalid ? [] : no('differs', text(invalid))
    }
    case 'ranked': {
      if (c.phase !== 'opening' || [...c.ballots.values()].some(({ amount }) => amount === undefined)) return no('not_now', c.phase)
      const [own, ...after] = ranked(null)
      const { seq: _, at: __, ...said } = e
      return same(said, own) ? after : no('differs', own)
    }
    case 'drawn': {
      if (c.phase !== 'closed' || c.tied.length < 2) return no('not_now', c.phase)
      const digest = createHash('sha256').update(`${String(e.seed)}\n${c.tied.join(',')}`).digest('hex')
      const winner = c.tied[Number(BigInt(`0x${digest}`) % BigInt(c.tied.length))]
      return e.winner === winner && same(e.among, c.tied) ? [] : no('differs', String(winner))
    }
    case 'announced':
      if ((c.phase !== 'closed' && c.phase !== 'offered') || c.tied.length || c.leader === null) return no('not_now', c.phase)
      return e.winner === c.leader && e.price === c.price ? [] : no('differs', { winner: c.leader, price: c.price })
    case 'minutes_signed':
      return c.phase !== 'announced' ? no('not_now', c.phase) : e.winner === c.winner && e.price === c.price ? [] : no('differs', { winner: c.winner, price: c.price })
    case 'failed':
      return c.phase === 'offered' && e.reason === 'no_successor' ? [] : no('not_now', c.phase)
    case 'paused':
      return ['armed', 'open', 'opening'].includes(c.phase) ? [] : no('not_now', c.phase)
    case 'bidder_out': {
      const bidder = e.bidder as number, early = e.reason === 'withdrew' || e.reason === 'disqualified'
      if (!inIt(bidder)) return no('no_bidder')
      const best = nextBest(bidder)
      if (c.phase === 'announced') {
        if (e.reason === 'withdrew' || c.winner !== bidder) return no('not_now', c.phase)
        if (r.form === 'descending') return standing(bidder).length ? [reopened(c.price)] : [failed('no_successor')]
        return best && best.amount + r.deposit >= c.price! && (r.floor === null || best.amount >= r.floor) ? [{ type: 'offered_to_next', bidder: best.bidder, price: best.amount }] : [failed('no_successor')]
      }
      if (!early || c.phase === 'offered') return no('not_now', c.phase)
      if (c.phase === 'closed' && r.form === 'sealed') return c.leader === bidder || c.tied.includes(bidder) ? ranked(bidder) : []
      if (c.leader !== bidder) return []
      if (r.form === 'descending') return standing(bidder).length ? [reopened(c.price)] : [failed('no_successor')]
      const back = { type: 'price_fell_back', leader: best?.bidder ?? null, price: best?.amount ?? null }
      if (open) return [r.course === 2 ? { ...back, closes_at: Math.max(c.closes, e.at + r.reopen) } : back]
      return standing(bidder).length ? [back, reopened(best?.amount ?? null)] : [back, failed('no_successor')]
    }
    default: return no(['price_fell_back', 'reopened', 'offered_to_next'].includes(e.type) ? 'not_now' : 'unknown', c.phase)
  }
}

/** What an event that may stand there makes of the lot. */
function change(c: Course, r: Rules, e: Told): void {
  const bidder = e.bidder as number, amount = e.amount as number
  switch (e.type) {
    case 'opened': c.phase = 'open'; c.ticked = e.at; if (r.form === 'descending') c.price = r.start; break
    case 'bid_taken': c.prices.push({ bidder, amount, at: e.at }); c.leader = bidder; c.price = amount; c.closes = e.closes_at as number; c.calls = 0; break
    case 'price_lowered': c.price = e.price as number; c.ticked = e.at; break
    case 'accepted': c.prices.push({ bidder, amount, at: e.at }); c.leader = bidder; c.price = amount; c.phase = 'closed'; break
    case 'ballot_sealed': c.ballots.set(bidder, { hash: e.hash as string, at: e.at }); break
    case 'ballots_checked': c.checked = true; break
    case 'absence_noted': c.checked = e.confirmed as boolean; c.absence = e.officer as number; break
    case 'ballot_read': c.ballots.set(bidder, { ...c.ballots.get(bidder)!, amount: e.invalid === null ? amount : null }); break
    case 'closed': c.phase = r.form === 'sealed' ? 'opening' : 'closed'; break
    case 'ranked': c.phase = 'closed'; c.leader = e.leader as number | null; c.price = e.price as number | null; c.tied = e.tied as number[]; break
    case 'drawn': c.leader = e.winner as number; c.tied = []; break
    case 'called': c.calls = e.calls as number; c.calledAt = e.at; break
    case 'announced': c.phase = 'announced'; c.winner = e.winner as number; c.leader = c.winner; break
    case 'bidder_out': c.out.add(bidder); if (c.winner === bidder) c.winner = null; break
    case 'price_fell_back': c.leader = e.leader as number | null; c.price = e.price as number | null; c.calls = 0; if (e.closes_at !== undefined) { c.closes = e.closes_at as number; c.keptOpen = e.at + r.reopen } break
    case 'reopened': c.phase = 'open'; c.price = e.price as number | null; c.closes = e.closes_at as number; c.ticked = e.at; c.keptOpen = e.at + r.reopen; c.calls = 0; if (r.form === 'descending') c.leader = null; break
    case 'offered_to_next': c.phase = 'offered'; c.leader = bidder; c.price = e.price as number; break
    case 'minutes_signed': c.phase = 'signed'; break
    case 'failed': c.phase = 'failed'; c.leader = null; c.price = null; c.winner = null; break
    case 'cancelled': c.phase = 'cancelled'; c.leader = null; c.winner = null; break
    case 'paused': c.pausedAt = e.at; break
    case 'resumed': c.outage += e.outage as number; c.ticked += e.outage as number; c.closes = e.closes_at as number; c.keptOpen = e.at + r.reopen; c.pausedAt = null; if (r.course === 2) c.calls = 0; break
    default: // a refusal changes nothing
  }
}

/** A refusal has to be the one the rules give: whoever runs the lot cannot leave out a price by saying no to it. */
function wronglyRefused(c: Course, r: Rules, bidders: readonly number[], e: Told): Fault | null {
  const command = e.command as Told & { amount: number; bidder: number; hash: string; minutes: boolean }, by = e.by as { bidder?: number; auctioneer?: number }
  const refusals = [e.at, e.at - queue].map((came) => refusalOf(c, r, bidders, by, command, e.at, came))
  return refusals.some((one) => same(one, e.refusal)) ? null : { why: 'wrongly_refused', expected: text(refusals[0]) }
}
function refusalOf(c: Course, r: Rules, bidders: readonly number[], by: { bidder?: number; auctioneer?: number }, command: Told & { amount: number; bidder: number; hash: string; sure?: unknown }, at: number, came: number): object | null {
  const over = { code: 'lot_not_open', phase: c.phase }, yours = { code: 'not_yours' }, me = by.bidder, officer = by.auctioneer !== undefined, type = command.type
  const whileIn = (form: Rules['form']): object | null => r.form !== form ? { code: 'wrong_form', form: r.form } : c.phase === 'armed' ? { code: 'not_yet', at: r.opens_at }
    : c.phase === 'closed' || c.phase === 'opening' || (c.phase === 'open' && came >= c.closes) ? { code: 'too_late', closed: c.closes } : c.phase !== 'open' ? over : !bidders.includes(me!) ? { code: 'not_a_bidder' } : c.out.has(me!) ? { code: 'bidder_out' } : null
  const afterwards = (who: number): object | null => (c.phase !== 'announced' ? over : c.winner !== who ? { code: 'not_leading' } : null)
  const leaving = (who: number, thrown: boolean): object | null => !bidders.includes(who) ? { code: 'not_a_bidder' } : c.out.has(who) ? { code: 'bidder_out' } : c.phase === 'announced' || c.phase === 'offered' ? (thrown && c.winner === who ? afterwards(who) : over) : null
  if (['signed', 'failed', 'cancelled'].includes(c.phase)) return over
  if (type === 'cancel') return officer ? null : yours
  if (type === 'resume') return me !== undefined ? yours : c.pausedAt === null ? over : null
  if (c.pausedAt !== null) return over
  const needsBidder = ['bid', 'accept', 'submit', 'withdraw', 'check_ballots'].includes(type), needsHouse = ['pause', 'tick', 'close', 'reveal', 'end_reveal', 'draw'].includes(type)
  if ((needsBidder && me === undefined) || (needsHouse && me !== undefined)) return yours
  const checkable = c.phase !== 'opening' || [...c.ballots.values()].some(({ amount }) => amount !== undefined) ? over : c.checked ? { code: 'ballots_checked_already' } : null
  switch (type) {
    case 'pause': return ['armed', 'open', 'opening'].includes(c.phase) ? null : over
    case 'open': return c.phase !== 'armed' ? over : me !== undefined ? yours : at < r.opens_at ? { code: 'not_yet', at: r.opens_at } : null
    case 'bid': {
      const least = c.price === null ? r.start : c.price + r.step, steps = (command.amount - least) / r.step
      return whileIn('ascending') ?? (c.leader === me ? { code: 'already_leading' } : command.amount < least ? { code: 'below_minimum', minimum: least } : (command.amount - r.start) % r.step !== 0 ? { code: 'off_step', start: r.start, step: r.step } : steps > r.most_steps && command.sure !== true ? { code: 'many_steps', steps, most: r.most_steps } : null)
    }
    case 'accept': return whileIn('descending') ?? (command.amount === c.price ? null : { code: 'price_moved', price: c.price })
    case 'submit': return whileIn('sealed')
    case 'tick': return r.form !== 'descending' || r.tick === null ? { code: 'wrong_form', form: r.form } : c.phase !== 'open' ? over : at < c.ticked + r.tick ? { code: 'not_yet', at: c.ticked + r.tick } : null
    case 'call': return !officer ? yours : r.form !== 'ascending' ? { code: 'wrong_form', form: r.form } : c.phase !== 'open' || c.leader === null ? over : at < callable(c, r) ? { code: 'call_early', at: callable(c, r) } : null
    case 'close': return c.phase !== 'open' ? over : at >= c.closes ? null : officer ? { code: 'calls_missing', calls: c.calls } : { code: 'not_yet', at: c.closes }
    case 'check_ballots': return checkable ?? (!bidders.includes(me!) ? { code: 'not_a_bidder' } : c.out.has(me!) ? { code: 'bidder_out' } : null)
    case 'note_absence': return !officer ? yours : checkable ?? (c.absence === by.auctioneer ? { code: 'absence_noted_already' } : null)
    case 'reveal': { const ballot = c.ballots.get(command.bidder); return c.phase !== 'opening' ? over : !ballot || ballot.hash !== command.hash || ballot.amount !== undefined ? { code: 'not_that_ballot' } : null }
    case 'end_reveal': { const left = [...c.ballots.values()].filter(({ amount }) => amount === undefined).length; return c.phase !== 'opening' ? over : left ? { code: 'ballots_left', left } : null }
    case 'draw': return c.phase === 'closed' && c.tied.length > 1 ? null : { code: 'no_tie' }
    case 'announce': return me !== undefined || (r.regime === 'statutory' && !officer) ? yours : c.phase !== 'closed' ? over : c.tied.length ? { code: 'tie_unsettled', among: c.tied } : null
    case 'withdraw': return leaving(me!, false)
    case 'disqualify': return officer ? leaving(command.bidder, true) : yours
    case 'refuse_result': return officer || me === command.bidder ? afterwards(command.bidder) : yours
    case 'take_over': return !officer && me !== command.bidder ? yours : c.phase !== 'offered' ? over : c.leader !== command.bidder ? { code: 'not_leading' } : null
    case 'sign_minutes': return c.phase !== 'announced' ? over : me !== undefined && me === c.winner ? null : { code: r.regime === 'voluntary' ? 'not_leading' : 'not_yours' }
    default: return { code: 'unknown' }
  }
}
