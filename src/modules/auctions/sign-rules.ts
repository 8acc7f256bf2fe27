import type { Logged, LotRules, OutReason } from '../../platform/auction/lot.ts'
import type { Vnd } from '../../platform/money.ts'
import type { Locale } from '../../platform/locale.ts'

/** A price so many steps above the least that would have done counts as a jump. */
export const jumpSteps = 5
/** In so many lots of one seller the same bidder has to have lost to the same other. */
export const beatenTimes = 3
/** Signs of one lot that are shown, those that came last. */
export const mostSigns = 100

/** What the Exchange keeps anyway and signs are read from. `id` is the bidder's, `at` are instants. */
export interface SignFacts {
  rules: Pick<LotRules, 'form' | 'start' | 'step'>
  bidders: readonly { id: number; number: number | null; organisation_id: number; at: Date; refund_to: string }[]
  /** From where who acts for which bidder signed in. */
  addresses: readonly { bidder_id: number; person_id: number; address: string; at: Date }[]
  /** Of the lot's log: prices taken, the price falling back, bidders going. */
  moves: readonly Logged[]
  /** Lots of the same seller that found a winner, with those of this lot's bidders who offered a price in them. */
  past: readonly { lot_id: number; title: Record<Locale, string>; at: Date; winner: number; bid: readonly number[] }[]
}
/**
 * That bidders of a lot may act together. It proves nothing and has no effect of its own: an officer looks.
 * `key` names it by what it rests on: with more behind it, it is another.
 */
export type Sign = { key: string; since: Date; bidders: readonly number[] } & (
  | { kind: 'same_account' }
  | { kind: 'same_address'; people: number }
  | { kind: 'jump_withdrawn'; amount: Vnd; least: Vnd; steps: number; reason: OutReason }
  | { kind: 'always_beaten'; lots: readonly { lot_id: number; title: Record<Locale, string> }[] })

/** Who names one account names it in many ways: spaces, dots, commas and capitals tell nothing. */
const plainAccount = (typed: string): string => typed.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const latest = (dates: readonly Date[]): Date => new Date(Math.max(...dates.map((date) => date.getTime())))
const groups = <T>(all: readonly T[], by: (one: T) => string): T[][] => [...Map.groupBy(all, by).values()]
const inOrder = (ids: readonly number[]): number[] => [...new Set(ids)].toSorted((a, b) => a - b)

/** All signs of a lot, the latest first. */
export function signsIn(facts: SignFacts): Sign[] {
  const signs = [...sameAccount(facts), ...sameAddress(facts), ...jumps(facts), ...alwaysBeaten(facts)]
  return [...new Map(signs.map((sign) => [sign.key, sign])).values()].toSorted((a, b) => b.since.getTime() - a.since.getTime() || (a.key < b.key ? -1 : 1)).slice(0, mostSigns)
}

/** Deposits of several bidders go back to one account. */
const sameAccount = ({ bidders }: SignFacts): Sign[] => groups(bidders.filter(({ refund_to }) => plainAccount(refund_to)), ({ refund_to }) => plainAccount(refund_to)).filter((same) => same.length > 1).map((same) => {
  const ids = inOrder(same.map(({ id }) => id))
  return { kind: 'same_account', key: `same_account ${ids.join(' ')}`, since: latest(same.map(({ at }) => at)), bidders: ids }
})

/** Different people of several bidders signed in from one network address. Who acts for several is a link of its own (link-queries.ts) and tells nothing here. */
function sameAddress({ addresses }: SignFacts): Sign[] {
  const actsFor = Map.groupBy(addresses, ({ person_id }) => person_id)
  const own = addresses.filter(({ person_id }) => new Set(actsFor.get(person_id)!.map(({ bidder_id }) => bidder_id)).size === 1)
  return groups(own, ({ address }) => address).flatMap((there): Sign[] => {
    const ids = inOrder(there.map(({ bidder_id }) => bidder_id))
    if (ids.length < 2) return []
    return [{ kind: 'same_address', key: `same_address ${ids.join(' ')}`, since: latest(ids.map((id) => new Date(Math.min(...there.filter(({ bidder_id }) => bidder_id === id).map(({ at }) => at.getTime()))))), bidders: ids, people: new Set(there.map(({ person_id }) => person_id)).size }]
  })
}

/** A bidder's last price was far above the least that would have done, and the bidder withdrew it or gave up the result. */
function jumps({ rules, bidders, moves }: SignFacts): Sign[] {
  if (rules.form !== 'ascending') return []
  const last = new Map<number, { amount: Vnd; least: Vnd; steps: number }>(), signs: Sign[] = []
  let price: Vnd | null = null
  for (const event of moves) {
    if (event.type === 'price_fell_back' || event.type === 'reopened') price = event.price
    if (event.type === 'bid_taken') {
      const least = (price === null ? rules.start : price + rules.step) as Vnd
      last.set(event.bidder, { amount: event.amount, least, steps: (event.amount - least) / rules.step })
      price = event.amount
    }
    const jump = event.type === 'bidder_out' && event.reason !== 'disqualified' ? last.get(event.bidder) : undefined
    const bidder = event.type === 'bidder_out' ? bidders.find(({ number }) => number === event.bidder) : undefined
    if (event.type !== 'bidder_out' || !jump || !bidder || jump.steps < jumpSteps) continue
    signs.push({ kind: 'jump_withdrawn', key: `jump_withdrawn ${bidder.id} ${event.seq}`, since: new Date(event.at / 1_000), bidders: [bidder.id], ...jump, reason: event.reason })
  }
  return signs
}

/** A bidder offered prices in several lots of this seller, won none, and the same other won each of them. */
function alwaysBeaten({ bidders, past }: SignFacts): Sign[] {
  return bidders.flatMap((bidder): Sign[] => {
    const bidIn = past.filter(({ bid }) => bid.includes(bidder.organisation_id))
    if (past.some(({ winner }) => winner === bidder.organisation_id) || bidIn.length < beatenTimes) return []
    const winners = new Set(bidIn.map(({ winner }) => winner)), other = bidders.find(({ organisation_id }) => winners.size === 1 && winners.has(organisation_id))
    if (!other) return []
    return [{ kind: 'always_beaten', key: `always_beaten ${bidder.id} ${other.id}: ${inOrder(bidIn.map(({ lot_id }) => lot_id)).join(' ')}`, since: latest(bidIn.map(({ at }) => at)), bidders: [bidder.id, other.id], lots: bidIn.map(({ lot_id, title }) => ({ lot_id, title })) }]
  })
}
