import type { Vnd } from '../../platform/money.ts'
import type { Account, FeeSide, TransactionKind } from './schema.ts'

/** One line of a transaction: a debit above zero, a credit below. */
export interface Posting { account: Account; amount: number }
export type Balances = Record<Account, number>
export const noBalances = (): Balances => ({ payer: 0, payee: 0, invoiced: 0, bank: 0, exchange_fee: 0, broker_fee: 0, withheld_tax: 0, in_dispute: 0, payer_fees: 0, payer_broker: 0, written_off: 0, handed_over: 0 })

/**
 * What is debited and what credited. `invoiced` stands between the invoice and the due day: credited it is due and
 * not invoiced yet, debited it is invoiced ahead. What the payer owes moves aside while it is disputed.
 */
const sides: Record<Exclude<TransactionKind, 'fee' | 'payer_fee'>, readonly [debit: Account, credit: Account]> = {
  due: ['payer', 'invoiced'], invoice: ['invoiced', 'payee'], credit_note: ['payee', 'invoiced'], received: ['bank', 'payer'], refunded: ['payee', 'bank'],
  withheld: ['withheld_tax', 'payer'], disputed: ['in_dispute', 'payer'], undisputed: ['payer', 'in_dispute'], adjusted: ['payer', 'invoiced'],
  written_off: ['written_off', 'payer'], uninvoiced: ['invoiced', 'payee'], handed_over: ['handed_over', 'bank'],
}
/** The postings of an amount; an adjustment may be below zero, and then goes the other way. */
export function postings(kind: Exclude<TransactionKind, 'fee' | 'payer_fee'>, amount: number): Posting[] {
  const [debit, credit] = sides[kind]
  return [{ account: debit, amount }, { account: credit, amount: -amount }]
}
/** The payee's fees are taken from what the payee has; the payer owes its broker beside what it pays. Those that are nothing have no posting. */
export function feePostings({ exchange, broker }: { exchange: number; broker: number }, side: FeeSide = 'payee'): Posting[] {
  const all: Posting[] = side === 'payer' ? [{ account: 'payer_fees', amount: broker }, { account: 'payer_broker', amount: -broker }] : [{ account: 'payee', amount: exchange + broker }, { account: 'exchange_fee', amount: -exchange }, { account: 'broker_fee', amount: -broker }]
  return all.filter(({ amount }) => amount !== 0)
}
export const isBalanced = (lines: readonly Posting[]): boolean => lines.length >= 2 && lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n) === 0n

export function balancesOf(lines: readonly Posting[]): Balances {
  const balances = noBalances()
  for (const { account, amount } of lines) balances[account] += amount
  return balances
}

/** What a milestone's accounts say, in words people use. */
export interface Standing {
  owed: number
  disputed: number
  /** All that came in and was not paid back; `held` of it the payee has, the rest was handed on when it was gone. */
  received: number
  held: number
  withheld: number
  toInvoice: number
  /** What nobody can ask for any more, as a party is gone. */
  writtenOff: number
  fees: { exchange: number; broker: number }
}
export const standingOf = (b: Balances): Standing =>
  ({ owed: b.payer, disputed: b.in_dispute, received: b.bank + b.handed_over, held: b.bank, withheld: b.withheld_tax, toInvoice: -b.invoiced || 0, writtenOff: b.written_off, fees: { exchange: -b.exchange_fee || 0, broker: -b.broker_fee || 0 } })

export interface Share<K extends string> { key: K; basis_points: number }
/**
 * An amount in shares, exactly: every share has its whole đồng, and the đồng left over go one each to those whose
 * fraction was largest, the first named first (largest remainder, Hamilton). `rest` is what the shares leave.
 */
export function splitByLargestRemainder<K extends string>(amount: Vnd, shares: readonly Share<K>[]): { parts: Record<K, number>; rest: number } {
  const taken = shares.reduce((sum, { basis_points }) => sum + basis_points, 0)
  if (taken > 10_000 || shares.some(({ basis_points }) => !Number.isInteger(basis_points) || basis_points < 0)) throw new RangeError(`shares of ${taken} basis points`)
  const all = [...shares.map(({ key, basis_points }) => ({ key: key as K | null, basis_points })), { key: null, basis_points: 10_000 - taken }].map(({ key, basis_points }) => {
    const product = BigInt(amount) * BigInt(basis_points)
    return { key, whole: Number(product / 10_000n), fraction: Number(product % 10_000n) }
  })
  const left = amount - all.reduce((sum, { whole }) => sum + whole, 0)
  for (const one of all.toSorted((a, b) => b.fraction - a.fraction).slice(0, left)) one.whole++
  return { parts: Object.fromEntries(all.flatMap(({ key, whole }) => (key === null ? [] : [[key, whole]]))) as Record<K, number>, rest: all.at(-1)?.whole ?? 0 }
}

/** Shares that together are no more than the whole: what goes beyond it is taken off the last. */
export function withinWhole<K extends string>(shares: readonly Share<K>[]): Share<K>[] {
  let left = 10_000
  return shares.map(({ key, basis_points }) => { const taken = Math.min(left, basis_points); left -= taken; return { key, basis_points: taken } })
}
/** What a broker's fee is in the whole deal: a share within bounds, or where `fixed`, that amount. */
export interface FeeBounds { basis_points: number; fixed: number | null; minimum: number | null; cap: number | null }
/**
 * What of it is charged now. Without bounds that is the share of this receipt, as it was split; with them,
 * what the fee on all that came in under the mandate (rounded down) is beyond what was charged. Never more than came in.
 */
export function boundedFee(share: number, { basis_points, fixed, minimum, cap }: FeeBounds, charged: number, received: number): number {
  if (fixed === null && minimum === null && cap === null) return share
  const whole = fixed ?? Math.min(cap ?? Number.MAX_SAFE_INTEGER, Math.max(minimum ?? 0, Number((BigInt(received) * BigInt(basis_points)) / 10_000n)))
  return Math.max(0, Math.min(whole, received) - charged)
}

/** What remains of a fee when part of what it was charged on is paid back: rounded down, so that nobody pays a fee on what they gave back. */
export const feeAfterRefund = (charged: number, before: number, after: number): number => (before === 0 ? 0 : Number((BigInt(charged) * BigInt(after)) / BigInt(before)))

/**
 * What closes a milestone's books once a party is gone: what is owed is written off, what was due or invoiced ahead
 * of the other is evened out without a paper nobody can issue any more, and where the payee is gone what it holds is
 * handed on. Afterwards nothing is owed, in dispute or between invoice and due day, and a payee who is gone holds nothing.
 */
export function closingAmounts(s: Standing, { payeeGone }: { payeeGone: boolean }): { kind: 'written_off' | 'uninvoiced' | 'handed_over'; amount: number }[] {
  const all = [{ kind: 'written_off' as const, amount: s.owed }, { kind: 'uninvoiced' as const, amount: s.toInvoice }, { kind: 'handed_over' as const, amount: payeeGone ? s.held : 0 }]
  return all.filter(({ amount }) => amount !== 0)
}
