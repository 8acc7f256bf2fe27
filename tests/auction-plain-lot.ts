import { createHash } from 'node:crypto'
import type { By, Command, LotRules, Phase } from '../src/platform/auction/lot.ts'

/**
 * What a lot comes to, told a second time and simply: everything that was said is kept in lists, and who
 * leads is looked up in them anew each time. Written from the rules as docs/auction-proof.md tells them,
 * with nothing of the engine; the engine is held against it. Each command is answered by the kinds of the
 * events it must make, or by why it is refused.
 */
export interface Said { by: By; command: Command; came: number; at: number }
export type Outcome = string[]
const no = (code: string): Outcome => [`refused ${code}`]

interface Price { bidder: number; amount: number; at: number }
export abstract class PlainLot {
  rules: LotRules
  numbers: readonly number[]
  phase: Phase = 'armed'
  end: number
  paused: number | null = null
  /** Microseconds of all pauses. */
  lost = 0
  gone = new Set<number>()
  /** Until when bidding lasts whatever is called. */
  kept = 0
  winner: number | null = null
  /** Whoever is asked after a winner refused, and for how much. */
  asked: Price | null = null
  constructor(rules: LotRules, numbers: readonly number[]) { this.rules = rules; this.numbers = numbers; this.end = rules.closes_at }

  /** Every price that was said and counts, whoever said it. */
  abstract prices(): Price[]
  abstract leader(): number | null
  abstract price(): number | null
  abstract say(said: Said & { bidder: number }): Outcome
  abstract whoLeft(bidder: number, at: number): Outcome
  /** When the clock does something of this form's own, besides opening and closing. */
  nextPrice(): number | null { return null }
  lower(_at: number): Outcome { return no('wrong_form') }
  call(_at: number): Outcome { return no('wrong_form') }
  closed(): Outcome { return this.unsold(['closed']) }
  opening(_command: Command): Outcome { return no('lot_not_open') }
  checked(): boolean { return false }
  check(_bidder: number | null, _officer: number): Outcome { return no('lot_not_open') }

  remaining(): number[] { return this.numbers.filter((one) => !this.gone.has(one)) }
  best(): Price | null { return this.prices().filter(({ bidder }) => !this.gone.has(bidder)).toSorted((a, b) => b.amount - a.amount || a.at - b.at)[0] ?? null }
  fail(words: Outcome): Outcome { this.phase = 'failed'; return [...words, 'failed'] }
  unsold(words: Outcome): Outcome {
    this.phase = 'closed'
    return this.leader() === null || (this.rules.floor !== null && this.price()! < this.rules.floor) ? this.fail(words) : words
  }
  /** Bidding lasts so long at least, told by the event after so many others of that command. */
  goesOn(at: number, after: number): void {
    this.end = Math.max(this.end, at + this.rules.reopen)
    this.kept = at + after + this.rules.reopen
  }
  reopen(words: Outcome, at: number): Outcome {
    this.phase = 'open'
    this.goesOn(at, words.length)
    return [...words, 'reopened']
  }
  /** What is due by the clock, and when. */
  due(): { type: 'open' | 'tick' | 'close'; at: number } | null {
    if (this.paused !== null) return null
    if (this.phase === 'armed') return { type: 'open', at: this.rules.opens_at }
    if (this.phase !== 'open') return null
    const next = this.nextPrice()
    return next !== null && next <= this.end ? { type: 'tick', at: next } : { type: 'close', at: this.end }
  }

  do(said: Said): Outcome {
    const { by, command, at } = said, bidder = 'bidder' in by ? by.bidder : null, officer = 'auctioneer' in by
    if (['signed', 'failed', 'cancelled'].includes(this.phase)) return no('lot_not_open')
    if (command.type === 'cancel') { if (!officer) return no('not_yours'); this.phase = 'cancelled'; return ['cancelled'] }
    if (command.type === 'resume') {
      if (bidder !== null) return no('not_yours')
      if (this.paused === null) return no('lot_not_open')
      let pause = at - this.paused
      // What passes before the published hour is nobody's time to bid.
      if (this.phase === 'armed' && this.rules.course) pause -= Math.max(0, Math.min(at, this.rules.opens_at) - this.paused)
      if (this.phase === 'open') this.end = Math.max(this.end + pause, at + this.rules.reopen)
      if (this.phase === 'armed') this.end += pause
      this.lost += pause
      this.kept = at + this.rules.reopen
      this.paused = null
      this.resumed(pause)
      return ['resumed']
    }
    if (this.paused !== null) return no('lot_not_open')
    switch (command.type) {
      case 'pause':
        if (bidder !== null) return no('not_yours')
        if (!['armed', 'open', 'opening'].includes(this.phase)) return no('lot_not_open')
        this.paused = at
        return ['paused']
      case 'open':
        if (this.phase !== 'armed') return no('lot_not_open')
        if (bidder !== null) return no('not_yours')
        if (at < this.rules.opens_at) return no('not_yet')
        this.phase = 'open'
        this.opened(at)
        return this.remaining().length === 0 || (this.remaining().length === 1 && this.rules.single_bidder === 'fail') ? this.fail(['opened']) : ['opened']
      case 'bid': case 'accept': case 'submit': {
        if (bidder === null) return no('not_yours')
        if ({ bid: 'ascending', accept: 'descending', submit: 'sealed' }[command.type] !== this.rules.form) return no('wrong_form')
        if (this.phase === 'armed') return no('not_yet')
        if (this.phase === 'closed' || this.phase === 'opening') return no('too_late')
        if (this.phase !== 'open') return no('lot_not_open')
        if (said.came >= this.end) return no('too_late')
        if (!this.numbers.includes(bidder)) return no('not_a_bidder')
        return this.gone.has(bidder) ? no('bidder_out') : this.say({ ...said, bidder })
      }
      case 'tick': return bidder !== null ? no('not_yours') : this.lower(at)
      case 'call': return officer ? this.call(at) : no('not_yours')
      case 'close':
        if (bidder !== null) return no('not_yours')
        if (this.phase !== 'open') return no('lot_not_open')
        if (at < this.end) return no(officer ? 'calls_missing' : 'not_yet')
        return this.closed()
      case 'check_ballots': case 'note_absence':
        if (command.type === 'check_ballots' ? bidder === null : !officer) return no('not_yours')
        return this.phase !== 'opening' ? no('lot_not_open') : this.check(bidder, officer ? (by as { auctioneer: number }).auctioneer : 0)
      case 'reveal': case 'end_reveal': return bidder !== null ? no('not_yours') : this.phase !== 'opening' ? no('lot_not_open') : this.opening(command)
      case 'draw': return bidder !== null ? no('not_yours') : this.draw(command.seed)
      case 'announce':
        if (bidder !== null || (this.rules.regime === 'statutory' && !officer)) return no('not_yours')
        if (this.phase !== 'closed') return no('lot_not_open')
        if (this.tied().length) return no('tie_unsettled')
        return this.announce(this.leader()!)
      case 'withdraw': return bidder === null ? no('not_yours') : this.leave(bidder, false, at)
      case 'disqualify': return officer ? this.leave(command.bidder, true, at) : no('not_yours')
      case 'refuse_result': return officer || bidder === command.bidder ? this.refuse(command.bidder, at) : no('not_yours')
      case 'take_over':
        if (!officer && bidder !== command.bidder) return no('not_yours')
        if (this.phase !== 'offered') return no('lot_not_open')
        if (this.asked!.bidder !== command.bidder) return no('not_leading')
        return command.accepts ? this.announce(command.bidder) : (this.phase = 'failed', ['failed'])
      case 'sign_minutes':
        if (this.phase !== 'announced') return no('lot_not_open')
        if (bidder === null || bidder !== this.winner) return no(this.rules.regime === 'voluntary' ? 'not_leading' : 'not_yours')
        this.phase = 'signed'
        return ['minutes_signed']
    }
  }
  resumed(_pause: number): void { /* only some forms keep hours of their own */ }
  opened(_at: number): void { /* as above */ }
  tied(): number[] { return [] }
  draw(_seed: string): Outcome { return no('no_tie') }
  announce(winner: number): Outcome { this.winner = winner; this.phase = 'announced'; return ['announced'] }
  leave(bidder: number, thrown: boolean, at: number): Outcome {
    if (!this.numbers.includes(bidder)) return no('not_a_bidder')
    if (this.gone.has(bidder)) return no('bidder_out')
    if (this.phase === 'announced' || this.phase === 'offered') return thrown && this.winner === bidder ? this.refuse(bidder, at) : no('lot_not_open')
    return this.whoLeft(bidder, at)
  }
  refuse(bidder: number, at: number): Outcome {
    if (this.phase !== 'announced') return no('lot_not_open')
    if (this.winner !== bidder) return no('not_leading')
    const refused = this.asked?.amount ?? this.price()!
    this.gone.add(bidder)
    this.winner = null
    if (this.rules.form === 'descending') return this.goOn(at)
    const next = this.best()
    if (!next || next.amount + this.rules.deposit < refused || (this.rules.floor !== null && next.amount < this.rules.floor)) return this.fail(['bidder_out'])
    this.asked = next
    this.phase = 'offered'
    return ['bidder_out', 'offered_to_next']
  }
  goOn(_at: number): Outcome { return [] }
}

/** Trả giá lên. */
export class RisingLot extends PlainLot {
  said: Price[] = []
  calls = 0
  called = 0
  prices(): Price[] { return this.said }
  leader(): number | null { return this.asked?.bidder ?? this.best()?.bidder ?? null }
  price(): number | null { return this.asked?.amount ?? this.best()?.amount ?? null }
  least(): number { const price = this.price(); return price === null ? this.rules.start : price + this.rules.step }
  say({ bidder, command, came, at }: Said & { bidder: number }): Outcome {
    if (command.type !== 'bid') return []
    const { start, step, most_steps, extension } = this.rules
    if (this.leader() === bidder) return no('already_leading')
    if (command.amount < this.least()) return no('below_minimum')
    if ((command.amount - start) % step > 0) return no('off_step')
    if (command.amount > this.least() + most_steps * step && !command.sure) return no('many_steps')
    this.said.push({ bidder, amount: command.amount, at })
    this.calls = 0
    if (extension && came > this.end - extension.window) this.end = Math.max(this.end, Math.min(at + extension.by, extension.latest + this.lost))
    return ['bid_taken']
  }
  override resumed(): void { if (this.rules.course) this.calls = 0 }
  override call(at: number): Outcome {
    if (this.phase !== 'open' || this.leader() === null) return no('lot_not_open')
    if (this.rules.course) {
      const hurried = this.rules.calls && this.calls > 0 && at - this.called < this.rules.calls.apart
      const early = this.calls === 2 && (at < this.kept || at < (this.rules.calls ? this.rules.calls.from + this.lost : this.end))
      if (hurried || early) return no('call_early')
    }
    this.calls += 1
    this.called = at
    return this.calls < 3 ? ['called'] : this.unsold(['called', 'closed'])
  }
  whoLeft(bidder: number, at: number): Outcome {
    const led = this.leader() === bidder
    this.gone.add(bidder)
    if (!led) return ['bidder_out']
    this.calls = 0
    const words = ['bidder_out', 'price_fell_back']
    if (this.phase === 'open' && this.rules.course) this.goesOn(at, 1)
    return this.phase === 'open' ? words : this.remaining().length ? this.reopen(words, at) : this.fail(words)
  }
}

/** Đặt giá xuống. */
export class FallingLot extends PlainLot {
  now: number | null = null
  named = 0
  taker: number | null = null
  prices(): Price[] { return [] }
  leader(): number | null { return this.taker }
  price(): number | null { return this.now }
  override opened(at: number): void { this.now = this.rules.start; this.named = at }
  override resumed(pause: number): void { this.named += pause }
  override nextPrice(): number | null { return this.rules.tick === null ? null : this.named + this.rules.tick }
  override lower(at: number): Outcome {
    if (this.phase !== 'open') return no('lot_not_open')
    if (at < this.nextPrice()!) return no('not_yet')
    if (this.now! - this.rules.step < (this.rules.floor ?? this.rules.step)) return this.fail(['closed'])
    this.now! -= this.rules.step
    this.named = at
    return ['price_lowered']
  }
  say({ bidder, command }: Said & { bidder: number }): Outcome {
    if (command.type !== 'accept') return []
    if (command.amount !== this.now) return no('price_moved')
    this.taker = bidder
    this.phase = 'closed'
    return ['accepted']
  }
  whoLeft(bidder: number, at: number): Outcome {
    const led = this.taker === bidder
    this.gone.add(bidder)
    return led ? this.goOn(at) : ['bidder_out']
  }
  override goOn(at: number): Outcome {
    this.taker = null
    if (!this.remaining().length) return this.fail(['bidder_out'])
    this.named = at + 1 // the reopening is the event after the one who left
    return this.reopen(['bidder_out'], at)
  }
}

/** Bỏ phiếu. */
export class SealedLot extends PlainLot {
  ballots: { bidder: number; hash: string; at: number; read?: number | 'invalid' }[] = []
  picked: number | null = null
  last(): SealedLot['ballots'] { return this.ballots.filter(({ bidder, at }) => !this.ballots.some((other) => other.bidder === bidder && other.at > at)) }
  prices(): Price[] { return this.last().flatMap(({ bidder, at, read }) => (typeof read === 'number' ? [{ bidder, amount: read, at }] : [])) }
  top(): Price[] { const all = this.prices().filter(({ bidder }) => !this.gone.has(bidder)), most = Math.max(...all.map(({ amount }) => amount)); return all.filter(({ amount }) => amount === most) }
  /** Between ranking and drawing nobody leads, where equal ballots draw. */
  leader(): number | null {
    if (this.asked) return this.asked.bidder
    if (this.phase === 'open' || this.phase === 'opening' || this.phase === 'armed') return null
    return this.picked ?? (this.tied().length ? null : this.best()?.bidder ?? null)
  }
  price(): number | null { return this.asked?.amount ?? (this.phase === 'open' || this.phase === 'opening' || this.phase === 'armed' ? null : this.best()?.amount ?? null) }
  override tied(): number[] { return this.picked === null && this.rules.tie === 'draw' && this.top().length > 1 ? this.top().map(({ bidder }) => bidder).toSorted((a, b) => a - b) : [] }
  say({ bidder, command, at }: Said & { bidder: number }): Outcome {
    if (command.type !== 'submit') return []
    this.ballots.push({ bidder, hash: command.hash, at })
    return ['ballot_sealed']
  }
  override closed(): Outcome { this.phase = 'opening'; return this.ballots.length ? ['closed'] : this.fail(['closed']) }
  override opening(command: Command): Outcome {
    if (command.type === 'end_reveal') return this.last().some(({ read }) => read === undefined) ? no('ballots_left') : this.rank([])
    if (command.type !== 'reveal') return []
    const ballot = this.last().find(({ bidder, hash, read }) => bidder === command.bidder && hash === command.hash && read === undefined)
    if (!ballot) return no('not_that_ballot')
    const { amount } = command, { start, step } = this.rules
    ballot.read = this.gone.has(ballot.bidder) || amount === null || amount < start || (amount - start) % step > 0 ? 'invalid' : amount
    return ['ballot_read']
  }
  witness: number | null = null
  officers: number[] = []
  override checked(): boolean { return this.witness !== null || this.officers.length === 2 }
  override check(bidder: number | null, officer: number): Outcome {
    if (this.last().some(({ read }) => read !== undefined)) return no('lot_not_open')
    if (this.checked()) return no('ballots_checked_already')
    if (bidder === null) {
      if (this.officers.includes(officer)) return no('absence_noted_already')
      this.officers.push(officer)
      return ['absence_noted']
    }
    if (!this.numbers.includes(bidder)) return no('not_a_bidder')
    if (this.gone.has(bidder)) return no('bidder_out')
    this.witness = bidder
    return ['ballots_checked']
  }
  rank(words: Outcome): Outcome {
    this.phase = 'closed'
    this.picked = null
    const { floor } = this.rules, best = this.best()
    return best === null || (floor !== null && best.amount < floor) ? this.fail([...words, 'ranked']) : [...words, 'ranked']
  }
  override draw(seed: string): Outcome {
    const among = this.phase === 'closed' ? this.tied() : []
    if (among.length < 2) return no('no_tie')
    this.picked = among[Number(BigInt(`0x${createHash('sha256').update(`${seed}\n${among.join(',')}`).digest('hex')}`) % BigInt(among.length))]!
    return ['drawn']
  }
  whoLeft(bidder: number): Outcome {
    const ranked = this.phase === 'closed' && (this.leader() === bidder || this.tied().includes(bidder))
    this.gone.add(bidder)
    return ranked ? this.rank(['bidder_out']) : ['bidder_out']
  }
}
export const plainLot = (rules: LotRules, numbers: readonly number[]): PlainLot => new { ascending: RisingLot, descending: FallingLot, sealed: SealedLot }[rules.form](rules, numbers)
