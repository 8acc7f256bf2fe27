import type { WrongState } from '../../platform/lifecycle.ts'
import type { Lifecycle } from '../../platform/lifecycle.ts'
import type { Vnd } from '../../platform/money.ts'
import { dayAfter } from '../../platform/time.ts'
import type { Deal, DealStage } from '../deals/schema.ts'
import type { Standing } from './ledger-rules.ts'
import type { Dispute, LateKind, Milestone, MilestoneState } from './schema.ts'

export const milestoneLifecycle = {
  proposed: { agree: 'agreed', decline: 'declined', withdraw: 'withdrawn' },
  declined: {},
  withdrawn: {},
  agreed: { accept: 'accepted', cancel: 'cancelled' },
  accepted: { cancel: 'cancelled' },
  cancelled: {},
} satisfies Lifecycle<MilestoneState>

/** Limits, named in docs/security.md. */
export const mostPaymentMilestones = 60
export const mostStatementLinesShown = 500

export type PaymentRefusal =
  | { code: 'payment_after_loss' }
  | { code: 'too_many_milestones'; most: number }
  | { code: 'milestone_when_needed'; field: 'due_on' }
  | { code: 'milestones_changed' }
  | { code: 'own_milestones' }
  | { code: 'only_payer' }
  | { code: 'only_payee' }
  | { code: 'milestone_state'; state: MilestoneState }
  | { code: 'acceptance_ahead'; today: string; field: 'accepted_on' }
  | { code: 'day_ahead'; today: string; field: string }
  | { code: 'milestone_disputed' }
  | { code: 'not_disputed' }
  | { code: 'nothing_owed' }
  | { code: 'only_who_disputed' }
  | { code: 'no_settlement' }
  | { code: 'own_settlement' }
  | { code: 'settlement_differs'; amount: Vnd }
  | { code: 'settlement_below_paid'; paid: number; field: 'settlement_amount' }
  | { code: 'more_than_owed'; owed: number; field: 'amount' }
  | { code: 'more_than_received'; received: number; field: 'amount' }
  | { code: 'more_than_to_invoice'; open: number; field: 'amount' }
  | { code: 'nothing_of_amount'; field: 'amount' }
  | { code: 'no_receiving_account' }
  | { code: 'account_waiting' }
  | { code: 'account_not_waiting' }
  | { code: 'second_person_needed' }
  | { code: 'account_unchanged'; field: 'account_number' }
  | { code: 'request_open'; reference: string }
  | { code: 'request_ended' }
  | { code: 'line_spent'; left: number }
  | { code: 'line_set_aside' }
  | { code: 'no_term_sheet' }
  | { code: 'no_fee_to_invoice' }
  | { code: 'books_closed' }
  | { code: 'handed_to_needed'; held: number; field: 'handed_to' }
  | WrongState

export interface Sides { payer: number; payee: number }
/** Bên nhận công nghệ trả tiền, bên giao nhận tiền. */
export const sidesOf = (deal: Pick<Deal, 'supplier_organisation_id' | 'demander_organisation_id'>): Sides => ({ payer: deal.demander_organisation_id, payee: deal.supplier_organisation_id })

/** A deal that was lost takes no new payment; what was paid may still be paid back. */
export const lostRefusal = ({ stage }: { stage: DealStage }): PaymentRefusal | null => (stage === 'lost' ? { code: 'payment_after_loss' } : null)

/**
 * The last day to pay in time: the agreed day, never before the acceptance, or so many days after it. An upfront payment
 * is due by the signing alone, however late it is accepted; what is due by a signing nobody has recorded has its days from the acceptance.
 */
export const payableOn = ({ due_on, days_to_pay, terms_clause, days_from_signing }: Pick<Milestone, 'due_on' | 'days_to_pay' | 'terms_clause' | 'days_from_signing'>, accepted_on: string): string => {
  if (due_on !== null && terms_clause === 'upfront') return due_on
  const after = dayAfter(accepted_on, due_on === null && days_from_signing !== null ? days_from_signing : days_to_pay)
  return due_on !== null && due_on > after ? due_on : after
}
const wholeDays = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
/** Days beyond the last day to pay in time, of what was paid then or is unpaid today; 0: in time. */
export const daysLate = (payable_on: string, paidOrToday: string): number => Math.max(0, wholeDays(payable_on, paidOrToday))

export type PayState = 'none' | 'waiting' | 'open' | 'part' | 'late' | 'disputed' | 'paid' | 'paid_late' | 'refunded' | 'cancelled'
/** How a milestone stands with its payment on that day. */
export function payState(m: Pick<Milestone, 'state' | 'payable_on' | 'settled_on' | 'due_on'>, s: Standing, disputed: boolean, today: string): { state: PayState; days: number } {
  if (m.state === 'cancelled') return { state: 'cancelled', days: 0 }
  if (disputed) return { state: 'disputed', days: 0 }
  if (m.state === 'agreed') return { state: 'waiting', days: m.due_on === null ? 0 : daysLate(m.due_on, today) }
  if (m.state !== 'accepted' || m.payable_on === null) return { state: 'none', days: 0 }
  if (m.settled_on !== null) {
    const days = daysLate(m.payable_on, m.settled_on)
    return s.received === 0 && s.withheld === 0 ? { state: 'refunded', days } : { state: days > 0 ? 'paid_late' : 'paid', days }
  }
  const days = daysLate(m.payable_on, today)
  return { state: days > 0 ? 'late' : s.received + s.withheld > 0 ? 'part' : 'open', days }
}

/** Only the payer's side accepts, on a day that has come, and what is disputed is settled first. */
export function acceptRefusal(m: Pick<Milestone, 'state'>, { payer, side, disputed, day, today }: { payer: number; side: number; disputed: boolean; day: string; today: string }): PaymentRefusal | null {
  if (side !== payer) return { code: 'only_payer' }
  if (m.state !== 'agreed') return { code: 'milestone_state', state: m.state }
  if (disputed) return { code: 'milestone_disputed' }
  return day > today ? { code: 'acceptance_ahead', today, field: 'accepted_on' } : null
}

/** The payer's side disputes what is agreed and not paid in whole. */
export function disputeRefusal(m: Pick<Milestone, 'state'>, s: Standing, { payer, side, disputed }: { payer: number; side: number; disputed: boolean }): PaymentRefusal | null {
  if (side !== payer) return { code: 'only_payer' }
  if (m.state !== 'agreed' && m.state !== 'accepted') return { code: 'milestone_state', state: m.state }
  if (disputed) return { code: 'milestone_disputed' }
  return m.state === 'accepted' && s.owed <= 0 ? { code: 'nothing_owed' } : null
}

/**
 * An amount both sides settle on is never less than what has been paid, whether or not some of it was paid back
 * since: a refund does not make the payer owe anew, and what is too much is given back as one.
 */
export const settlementRefusal = (amount: number, m: Pick<Milestone, 'state' | 'amount'>, s: Pick<Standing, 'owed' | 'disputed' | 'writtenOff'>): PaymentRefusal | null => {
  const paid = m.state === 'accepted' ? m.amount - s.owed - s.disputed - s.writtenOff : 0
  return amount < paid ? { code: 'settlement_below_paid', paid, field: 'settlement_amount' } : null
}
export function agreeSettlementRefusal(d: Pick<Dispute, 'settlement_amount' | 'settlement_organisation_id'>, { side, forBoth, amount }: { side: number; forBoth: boolean; amount: number }): PaymentRefusal | null {
  if (d.settlement_amount === null) return { code: 'no_settlement' }
  if (d.settlement_organisation_id === side || forBoth) return { code: 'own_settlement' }
  return d.settlement_amount === amount ? null : { code: 'settlement_differs', amount: d.settlement_amount }
}

const positive = (amount: number): PaymentRefusal | null => (amount > 0 ? null : { code: 'nothing_of_amount', field: 'amount' })
/** What comes in, or is withheld, is owed: no more than that, and nothing of what is disputed. */
export function payRefusal(m: Pick<Milestone, 'state'>, s: Standing, disputed: boolean, amount: number): PaymentRefusal | null {
  if (m.state !== 'accepted') return { code: 'milestone_state', state: m.state }
  if (disputed) return { code: 'milestone_disputed' }
  return positive(amount) ?? (amount > s.owed ? { code: 'more_than_owed', owed: s.owed, field: 'amount' } : null)
}
/** No more is paid back than came in. */
export const refundRefusal = (s: Standing, amount: number): PaymentRefusal | null => positive(amount) ?? (amount > s.held ? { code: 'more_than_received', received: s.held, field: 'amount' } : null)

/** What the Exchange writes down once a party is gone: of what was due and is owed, or was written off because nobody could ask for it. */
export function lateRefusal(kind: LateKind, m: Pick<Milestone, 'state'>, s: Standing, amount: number): PaymentRefusal | null {
  if (kind === 'refunded') return refundRefusal(s, amount)
  const open = s.owed + s.disputed + s.writtenOff
  if (m.state !== 'accepted' && open <= 0) return { code: 'milestone_state', state: m.state }
  return positive(amount) ?? (amount > open ? { code: 'more_than_owed', owed: open, field: 'amount' } : null)
}

/** An invoice is for what is agreed and not invoiced; a credit note for what was invoiced. */
export function invoiceRefusal(kind: 'invoice' | 'credit_note', m: Pick<Milestone, 'state' | 'amount'>, invoiced: number, amount: number): PaymentRefusal | null {
  if (kind === 'invoice' && m.state !== 'agreed' && m.state !== 'accepted') return { code: 'milestone_state', state: m.state }
  const open = kind === 'invoice' ? m.amount - invoiced : invoiced
  return positive(amount) ?? (amount > open ? { code: 'more_than_to_invoice', open: Math.max(0, open), field: 'amount' } : null)
}

const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWX' // without I, O, Y and Z, which people misread
/** A request's reference: its number and a sign that tells a mistyped one, in letters and digits every bank keeps. */
export function referenceOf(id: number): string {
  const digits = String(id).padStart(8, '0')
  return `SCN${digits}${letters[[...digits].reduce((sum, digit, i) => (sum + Number(digit) * (i * 2 + 3)) % 31, 0)]}`
}
/** The reference of ours in a statement's words, however the bank broke them; null where there is none that is whole. */
export function referenceIn(text: string): string | null {
  for (const [, digits = '', sign = ''] of text.toUpperCase().replace(/[^0-9A-Z]/g, '').matchAll(/SCN(\d{8})([0-9A-Z])/g)) if (referenceOf(Number(digits)) === `SCN${digits}${sign}`) return `SCN${digits}${sign}`
  return null
}
