import { createHash } from 'node:crypto'
import { type Instant, type Logged, type LotRules, type OutReason, raiseButtons } from '../../platform/auction/lot.ts'
import type { Vnd } from '../../platform/money.ts'
import type { Locale } from '../../platform/locale.ts'

/** A price so many steps above the least that would have done counts as a jump. */
export const jumpSteps = 5
/** In so many lots of one seller the same bidder has to have lost to the same other. */
export const beatenTimes = 3
/** So many sealed amounts at one distance from each other, of so many steps at least, count as set by one hand. */
export const evenBallots = 3, evenSteps = 5
/** So many raises in a row of two bidders alone, all of one size that no button offers. */
export const evenRaises = 6
/** Signs of one lot that are shown, those that came last. */
export const mostSigns = 100
/** Signs of one lot about which officers may write, those that are gone included. */
export const mostSignLooks = 500
/** What an officer found is kept under a key no longer than this. */
export const longestKey = 1_000

/** What the Exchange keeps anyway and signs are read from. `id` is the bidder's, `at` are instants. */
export interface SignFacts {
  bidders: readonly { id: number; number: number | null; organisation_id: number; at: Date; refund_to: string; browser_mark: string }[]
  /** From where who acts for which bidder signed in. */
  addresses: readonly { bidder_id: number; person_id: number; address: string; at: Date }[]
  /** What the lot's log shows by itself: see `logSigns`. */
  log: readonly LogSign[]
  /** Lots of the same seller that found a winner, with those of this lot's bidders who offered a price in them. */
  past: readonly { lot_id: number; title: Record<Locale, string>; at: Date; winner: number; bid: readonly number[] }[]
}
type SignLot = { lot_id: number; title: Record<Locale, string> }
type OfLog =
  | { kind: 'jump_withdrawn'; amount: Vnd; least: Vnd; steps: number; reason: OutReason }
  /** `gap`: from each to the next; null where it is the same part of each, `percent`. */
  | { kind: 'even_gaps'; gap: Vnd | null; percent: number }
  | { kind: 'even_raises'; raise: Vnd; steps: number; times: number }
/** A sign that lies in the log alone, of bidders by their numbers; `seq` is of the entry it is named by. */
export type LogSign = { seq: number; at: Instant; numbers: readonly number[] } & OfLog
export const signKinds = ['same_account', 'same_device', 'same_address', 'jump_withdrawn', 'always_beaten', 'rotating_winners', 'even_gaps', 'even_raises'] as const satisfies readonly Sign['kind'][]
/** Of what kind a sign of that name is, or was; null where none could have it. */
export const kindOf = (key: string): Sign['kind'] | null => signKinds.find((kind) => new RegExp(`^${kind} [0-9a-f: ]+$`).test(key)) ?? null
/**
 * That bidders of a lot may act together. It proves nothing and has no effect of its own: an officer looks.
 * `key` names it by what it rests on: with more behind it, it is another.
 */
export type Sign = { key: string; since: Date; bidders: readonly number[] } & (
  | { kind: 'same_account' }
  | { kind: 'same_device' }
  | { kind: 'same_address'; people: number }
  | { kind: 'always_beaten'; lots: readonly SignLot[] }
  /** `won`: the bidder who won it. */
  | { kind: 'rotating_winners'; lots: readonly (SignLot & { won: number })[] }
  | OfLog)

/** The name of a sign: by all it rests on, and where that is too long to be kept by its SHA-256. */
const keyOf = (kind: Sign['kind'], rests: string): string => {
  const whole = `${kind} ${rests}`
  return whole.length <= longestKey ? whole : `${kind} ${createHash('sha256').update(whole).digest('hex')}`
}
/** Who names one account names it in many ways: spaces, dots, commas and capitals tell nothing. */
const plainAccount = (typed: string): string => typed.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const latest = (dates: readonly Date[]): Date => new Date(Math.max(...dates.map((date) => date.getTime())))
const groups = <T>(all: readonly T[], by: (one: T) => string): T[][] => [...Map.groupBy(all, by).values()]
const inOrder = (ids: readonly number[]): number[] => [...new Set(ids)].toSorted((a, b) => a - b)

/** All signs of a lot, the latest first. */
export function signsIn(facts: SignFacts): Sign[] {
  const signs = [...sameAccount(facts), ...sameDevice(facts), ...sameAddress(facts), ...alwaysBeaten(facts), ...rotations(facts), ...ofLog(facts)]
  return [...new Map(signs.map((sign) => [sign.key, sign])).values()].toSorted((a, b) => b.since.getTime() - a.since.getTime() || (a.key < b.key ? -1 : 1)).slice(0, mostSigns)
}

/** Deposits of several bidders go back to one account. */
const sameAccount = ({ bidders }: SignFacts): Sign[] => alike('same_account', bidders, ({ refund_to }) => plainAccount(refund_to))
/** Several bidders were registered from one browser that was not closed in between, whoever was signed in. */
const sameDevice = ({ bidders }: SignFacts): Sign[] => alike('same_device', bidders, ({ browser_mark }) => browser_mark)
/** Bidders of whom the same is known; where nothing is, they have nothing in common. */
const alike = (kind: 'same_account' | 'same_device', bidders: SignFacts['bidders'], known: (one: SignFacts['bidders'][number]) => string): Sign[] => groups(bidders.filter(known), known).filter((same) => same.length > 1).map((same) => {
  const ids = inOrder(same.map(({ id }) => id))
  return { kind, key: keyOf(kind, ids.join(' ')), since: latest(same.map(({ at }) => at)), bidders: ids }
})

/** Different people of several bidders signed in from one network address. Who acts for several is a link of its own (link-queries.ts) and tells nothing here. */
function sameAddress({ addresses }: SignFacts): Sign[] {
  const actsFor = Map.groupBy(addresses, ({ person_id }) => person_id)
  const own = addresses.filter(({ person_id }) => new Set(actsFor.get(person_id)!.map(({ bidder_id }) => bidder_id)).size === 1)
  return groups(own, ({ address }) => address).flatMap((there): Sign[] => {
    const ids = inOrder(there.map(({ bidder_id }) => bidder_id))
    if (ids.length < 2) return []
    return [{ kind: 'same_address', key: keyOf('same_address', ids.join(' ')), since: latest(ids.map((id) => new Date(Math.min(...there.filter(({ bidder_id }) => bidder_id === id).map(({ at }) => at.getTime()))))), bidders: ids, people: new Set(there.map(({ person_id }) => person_id)).size }]
  })
}

/** A bidder offered prices in several lots of this seller, won none, and the same other won each of them. */
function alwaysBeaten({ bidders, past }: SignFacts): Sign[] {
  return bidders.flatMap((bidder): Sign[] => {
    const bidIn = past.filter(({ bid }) => bid.includes(bidder.organisation_id))
    if (past.some(({ winner }) => winner === bidder.organisation_id) || bidIn.length < beatenTimes) return []
    const winners = new Set(bidIn.map(({ winner }) => winner)), other = bidders.find(({ organisation_id }) => winners.size === 1 && winners.has(organisation_id))
    if (!other) return []
    return [{ kind: 'always_beaten', key: keyOf('always_beaten', `${bidder.id} ${other.id}: ${inOrder(bidIn.map(({ lot_id }) => lot_id)).join(' ')}`), since: latest(bidIn.map(({ at }) => at)), bidders: [bidder.id, other.id], lots: bidIn.map(({ lot_id, title }) => ({ lot_id, title })) }]
  })
}

/**
 * Bidders who win in turn: in every lot of this seller in which all of them offered prices one of them won, and
 * between two wins of one each of the others won once, so that they follow each other in one order, at least twice
 * round. Bid rotation, as the OECD's guidelines for fighting bid rigging in public procurement call it. Who is asked
 * about are those who won, of the lots a bidder offered prices in, from one win of theirs to the next.
 */
function rotations({ bidders, past }: SignFacts): Sign[] {
  const lots = past.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.lot_id - b.lot_id)
  return lots.flatMap(({ winner }, i): Sign[] => {
    const own = lots.slice(i).filter(({ bid }) => bid.includes(winner)), next = own.findIndex((lot, n) => n > 0 && lot.winner === winner)
    const turn = own.slice(0, Math.max(next, 0)).map((lot) => lot.winner), of = turn.map((one) => bidders.find(({ organisation_id }) => organisation_id === one)?.id)
    if (turn.length < 2 || new Set(turn).size < turn.length) return []
    const common = lots.filter(({ bid }) => turn.every((one) => bid.includes(one))), first = turn.indexOf(common[0]?.winner ?? 0)
    if (first < 0 || common.length < 2 * turn.length || !common.every((lot, n) => lot.winner === turn[(first + n) % turn.length])) return []
    const ids = inOrder(of as number[])
    return [{ kind: 'rotating_winners', key: keyOf('rotating_winners', `${ids.join(' ')}: ${inOrder(common.map(({ lot_id }) => lot_id)).join(' ')}`), since: latest(common.map(({ at }) => at)), bidders: ids, lots: common.map((lot) => ({ lot_id: lot.lot_id, title: lot.title, won: of[turn.indexOf(lot.winner)]! })) }]
  })
}

/** What the log shows, of bidders who still stand. */
const ofLog = ({ bidders, log }: SignFacts): Sign[] => log.flatMap(({ seq, at, numbers, ...sign }): Sign[] => {
  const ids = numbers.flatMap((number) => bidders.find((one) => one.number === number)?.id ?? [])
  return ids.length < numbers.length ? [] : [{ ...sign, key: keyOf(sign.kind, `${ids.join(' ')} ${seq}`), since: new Date(at / 1_000), bidders: ids }]
})

/** What the log of a lot shows by itself. Nothing is said of sealed amounts before they are opened and ranked. */
export const logSigns = (rules: Pick<LotRules, 'form' | 'start' | 'step'>, moves: readonly Logged[]): LogSign[] =>
  (rules.form === 'ascending' ? [...jumps(rules, moves), ...duels(rules, moves)] : evenAmounts(rules, moves))

/** A bidder's last price was far above the least that would have done, and the bidder withdrew it or gave up the result. */
function jumps(rules: Pick<LotRules, 'start' | 'step'>, moves: readonly Logged[]): LogSign[] {
  const last = new Map<number, { amount: Vnd; least: Vnd; steps: number }>(), signs: LogSign[] = []
  let price: Vnd | null = null
  for (const event of moves) {
    if (event.type === 'price_fell_back' || event.type === 'reopened') price = event.price
    if (event.type === 'bid_taken') {
      const least = (price === null ? rules.start : price + rules.step) as Vnd
      last.set(event.bidder, { amount: event.amount, least, steps: (event.amount - least) / rules.step })
      price = event.amount
    }
    const jump = event.type === 'bidder_out' && event.reason !== 'disqualified' ? last.get(event.bidder) : undefined
    if (event.type === 'bidder_out' && jump && jump.steps >= jumpSteps) signs.push({ kind: 'jump_withdrawn', seq: event.seq, at: event.at, numbers: [event.bidder], ...jump, reason: event.reason })
  }
  return signs
}

/**
 * Two bidders alone drive a rising price, turn by turn, each raise as large as the last. Whoever wants the lot for less
 * raises by the least or presses a button, so that raises of a size a button offers tell nothing: only a size that has
 * to be typed, typed by both again and again, looks agreed.
 */
function duels({ step }: Pick<LotRules, 'step'>, moves: readonly Logged[]): LogSign[] {
  const signs = new Map<number, LogSign>()
  let price: Vnd | null = null, run = { raise: 0, seq: 0, by: [] as number[] }
  for (const event of moves) {
    if (event.type === 'price_fell_back' || event.type === 'reopened') price = event.price
    if (event.type !== 'bid_taken') continue
    const raise = price === null ? 0 : event.amount - price, { by } = run
    price = event.amount
    if (raise === 0 || raise !== run.raise) run = { raise, seq: event.seq, by: [event.bidder] }
    else if (by.length > 1 && by.at(-2) !== event.bidder) run = { raise, seq: event.seq, by: [by.at(-1)!, event.bidder] }
    else by.push(event.bidder)
    if (run.by.length >= evenRaises && !raiseButtons.includes(raise / step)) signs.set(run.seq, { kind: 'even_raises', seq: run.seq, at: event.at, numbers: [run.by[0]!, run.by[1]!].toSorted((a, b) => a - b), raise: raise as Vnd, steps: raise / step, times: run.by.length })
  }
  return [...signs.values()]
}

/**
 * Sealed amounts next to each other stand at exactly one distance, or each is exactly the same part above the next:
 * prices that were to lose, written down from one that was to win. Every amount is a whole number of steps, so that by
 * chance distances of a few steps are often equal: only `evenSteps` and more count, and only where at least half of all
 * the amounts stand so.
 */
function evenAmounts({ step }: Pick<LotRules, 'step'>, moves: readonly Logged[]): LogSign[] {
  const ranked = moves.findLast(({ type }) => type === 'ranked')
  if (!ranked) return []
  const read = [...new Map(moves.flatMap((event) => (event.type === 'ballot_read' && event.amount !== null ? [[event.bidder, event.amount] as const] : []))).entries()].toSorted(([, a], [, b]) => b - a)
  const far = (i: number): boolean => read[i - 1]![1] - read[i]![1] >= evenSteps * step
  const even = (same: (x: Vnd, y: Vnd, z: Vnd) => boolean, told: (x: Vnd, y: Vnd) => Pick<Extract<OfLog, { kind: 'even_gaps' }>, 'gap' | 'percent'>): LogSign[] => {
    const signs: LogSign[] = []
    for (let from = 0, to = 1; to < read.length; from = Math.max(to - 1, from + 1), to = from + 1) {
      while (to < read.length && far(to) && (to - from < 2 || same(read[to - 2]![1], read[to - 1]![1], read[to]![1]))) to++
      const run = read.slice(from, to)
      if (run.length >= evenBallots && run.length * 2 >= read.length) signs.push({ kind: 'even_gaps', seq: ranked.seq, at: ranked.at, numbers: run.map(([number]) => number), ...told(run[0]![1], run[1]![1]) })
    }
    return signs
  }
  return [
    ...even((x, y, z) => x - y === y - z, (x, y) => ({ gap: (x - y) as Vnd, percent: 0 })),
    ...even((x, y, z) => BigInt(x) * BigInt(z) === BigInt(y) * BigInt(y), (x, y) => ({ gap: null, percent: Math.round((x / y - 1) * 10_000) / 100 })),
  ]
}
