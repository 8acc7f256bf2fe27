import type { Generated, Selectable } from 'kysely'
import type { Vnd } from '../../platform/money.ts'
import type { OfDeal } from '../deals/schema.ts'
import type { StatementFormat } from '../statements/schema.ts'

/**
 * Đề xuất · không đồng ý · đã rút · đã thống nhất · đã nghiệm thu · không còn: whether it is paid, in part or whole,
 * in time or late, stands in the ledger and not here.
 */
export const milestoneStates = ['proposed', 'declined', 'withdrawn', 'agreed', 'accepted', 'cancelled'] as const
export type MilestoneState = (typeof milestoneStates)[number]
/**
 * Bên trả tiền · bên nhận tiền · hóa đơn đối ứng · tiền đã về · phí Sàn · phí môi giới · thuế khấu trừ tại nguồn ·
 * đang tranh chấp · khoản không còn đòi được · tiền đã giao cho người kế thừa hoặc thanh lý; và riêng của bên trả tiền: phí phải trả môi giới của mình · môi giới đó. A debit is above zero, a credit below.
 */
export const accounts = ['payer', 'payee', 'invoiced', 'bank', 'exchange_fee', 'broker_fee', 'withheld_tax', 'in_dispute', 'payer_fees', 'payer_broker', 'written_off', 'handed_over'] as const
export type Account = (typeof accounts)[number]
/** Đến hạn · hóa đơn · hóa đơn giảm · nhận tiền · hoàn tiền · khấu trừ thuế · tạm giữ vì tranh chấp · hết tranh chấp · điều chỉnh · phí · phí môi giới của bên trả; và khi một bên không còn: xóa khoản phải thu · ghi nhận không hóa đơn · giao tiền. */
export const transactionKinds = ['due', 'invoice', 'credit_note', 'received', 'refunded', 'withheld', 'disputed', 'undisputed', 'adjusted', 'fee', 'payer_fee', 'written_off', 'uninvoiced', 'handed_over'] as const
export type TransactionKind = (typeof transactionKinds)[number]
/** What may have happened to the money before or after a party was gone, and is written down by the Exchange: it came in, was paid back, was kept back as tax. */
export const lateKinds = ['received', 'refunded', 'withheld'] as const
export type LateKind = (typeof lateKinds)[number]
export type FeeKind = 'exchange' | 'broker'
/** Which side of the deal a fee is charged to. */
export const feeSides = ['payee', 'payer'] as const
export type FeeSide = (typeof feeSides)[number]
/** Trả trước · các mốc: the clauses of a term sheet that name a payment. */
export type TermsClause = 'upfront' | 'milestones'
/** What the upfront payment of a term sheet is called, to whoever reads: it is stored under both names, or, by earlier releases, under one of them. */
export const upfrontNames = { vi: 'Trả trước', en: 'Upfront payment' } as const
export const upfrontTitle = `${upfrontNames.vi} / ${upfrontNames.en}`
type Day = string // read as text: select x::text

export interface PaymentTables {
  /** Tài khoản nhận tiền: where an organisation is paid; the newest confirmed one counts. */
  bank_account: {
    id: Generated<number>
    organisation_id: number
    bank_bin: string // '' where the bank is abroad
    swift: Generated<string> // of a bank abroad; '' of one here
    bank_name: string
    account_number: string
    holder: string
    proposed_by: number
    proposed_at: Date
    request_key: string
    alone: boolean // nobody else could have confirmed it
    confirmed_by: number | null
    confirmed_at: Date | null
    withdrawn_by: Generated<number | null>
    withdrawn_at: Generated<Date | null>
  }
  /** Mốc thanh toán: what is paid, how much, and by which day or after what. */
  milestone: {
    id: Generated<number>
    deal_id: number
    batch: string // proposed together, by one press
    position: number
    title: string
    amount: Vnd
    agreed_amount: Vnd | null // as first agreed; a settled dispute may have changed `amount`
    due_on: Day | null // set once: a day that was shown to both sides stays, also where an earlier release reckoned it from another day than the signing
    due_event: Generated<string>
    days_to_pay: Generated<number> // after acceptance
    terms_number: number | null // taken from the term sheet confirmed under that number
    terms_clause: TermsClause | null // and from which clause of it
    days_from_signing: number | null // by which it is due, as that clause says
    state: Generated<MilestoneState>
    organisation_id: number // the side that proposed it
    proposed_by: number
    proposed_at: Date
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
    answer: Generated<string>
    accepted_by: Generated<number | null>
    accepted_at: Generated<Date | null>
    accepted_on: Generated<Day | null>
    payable_on: Generated<Day | null> // the last day to pay in time
    settled_on: Generated<Day | null> // the day of the last đồng
  }
  milestone_dispute: {
    id: Generated<number>
    deal_id: number
    milestone_id: number
    organisation_id: number // who raised it
    raised_by: number
    raised_at: Date
    reason: string
    amount: Vnd // what was still owed then, or would have come due
    settlement_amount: Vnd | null // proposed by one side, waiting for the other
    settlement_note: Generated<string>
    settlement_organisation_id: number | null
    settlement_by: number | null
    settlement_at: Date | null
    outcome: 'withdrawn' | 'agreed' | 'lapsed' | null // lapsed: one of the two who could settle it is gone
    ended_by: number | null
    ended_at: Date | null
  }
  ledger_transaction: { id: Generated<number>; deal_id: number; milestone_id: number | null; kind: TransactionKind; on_day: Day; note: Generated<string>; person_id: number | null; at: Date; request_key: string | null; written_in: Generated<string> }
  ledger_entry: { id: Generated<number>; transaction_id: number; deal_id: number; milestone_id: number | null; account: Account; amount: number }
  milestone_invoice: { id: Generated<number>; deal_id: number; milestone_id: number; transaction_id: number; kind: 'invoice' | 'credit_note'; number: string; issued_on: Day; amount: Vnd; person_id: number; at: Date }
  /** Đề nghị thanh toán, with the account as it was shown. */
  payment_request: {
    id: Generated<number>
    deal_id: number
    milestone_id: number
    amount: Vnd
    reference: string // written into the transfer, found in the statement
    bank_account_id: number
    bank_bin: string // '' where the bank is abroad
    swift: Generated<string> // of a bank abroad; '' of one here
    bank_name: string
    account_number: string
    holder: string
    changed_on: Day | null // the payee was paid into another account before that day
    requested_by: number
    requested_at: Date
    request_key: string
    ended_at: Date | null
    ending: 'paid' | 'withdrawn' | 'replaced' | 'disputed' | null
  }
  /** Sao kê ngân hàng: what came into an organisation's account, by the bank's own file. */
  bank_statement: { id: Generated<number>; organisation_id: number; format: StatementFormat; name: string; fingerprint: string; lines: number; known: Generated<number>; imported_by: number; imported_at: Date }
  statement_line: {
    id: Generated<number>
    statement_id: number
    organisation_id: number
    line: number // in the file
    on_day: Day
    amount: Vnd
    name: Generated<string>
    account: Generated<string>
    text: Generated<string>
    reference: Generated<string>
    fingerprint: string
    set_aside: string | null // why it pays no milestone
    set_aside_by: number | null
    set_aside_at: Date | null
  }
  payment_receipt: { id: Generated<number>; deal_id: number; milestone_id: number; payment_request_id: number | null; statement_line_id: number | null; amount: Vnd; received_on: Day; transaction_id: number; note: Generated<string>; person_id: number; at: Date; request_key: string }
  fee_share: { id: Generated<number>; deal_id: number; milestone_id: number; transaction_id: number; kind: FeeKind; organisation_id: number | null; mandate_id: number | null; rule_id: number | null; basis_points: number; base: Vnd; amount: number; on_day: Day; side: FeeSide }
  fee_invoice: { id: Generated<number>; deal_id: number; kind: FeeKind; organisation_id: number | null; number: string; issued_on: Day; amount: Vnd; person_id: number; at: Date; side: FeeSide }
}
export type Milestone = Selectable<PaymentTables['milestone']>
export type Dispute = Selectable<PaymentTables['milestone_dispute']>
export type PaymentRequest = Selectable<PaymentTables['payment_request']>
export type BankAccount = Selectable<PaymentTables['bank_account']>
export type StatementLine = Selectable<PaymentTables['statement_line']>
export type FeeShare = Selectable<PaymentTables['fee_share']>

type OfMilestone = { milestone_id: number; organisation_id: number } & OfDeal
export type PaymentEvent =
  | ({ type: 'payment.milestones_proposed'; milestones: number; amount: Vnd; organisation_id: number } & OfDeal)
  | ({ type: 'payment.milestones_agreed'; milestones: number; amount: Vnd; organisation_id: number } & OfDeal)
  | ({ type: 'payment.milestones_declined'; milestones: number; reason: string; organisation_id: number } & OfDeal)
  | ({ type: 'payment.milestones_withdrawn'; milestones: number; organisation_id: number } & OfDeal)
  | ({ type: 'payment.milestones_dated'; milestones: number; signed_on: string } & OfDeal)
  | ({ type: 'payment.milestone_accepted'; amount: Vnd; accepted_on: string; payable_on: string } & OfMilestone)
  | ({ type: 'payment.disputed'; amount: Vnd; reason: string } & OfMilestone)
  | ({ type: 'payment.settlement_proposed'; amount: Vnd } & OfMilestone)
  | ({ type: 'payment.dispute_settled'; amount: Vnd } & OfMilestone)
  | ({ type: 'payment.dispute_withdrawn' } & OfMilestone)
  | ({ type: 'payment.requested'; amount: Vnd; reference: string } & OfMilestone)
  | ({ type: 'payment.request_withdrawn'; reference: string } & OfMilestone)
  | ({ type: 'payment.invoiced'; kind: 'invoice' | 'credit_note'; number: string; amount: Vnd } & OfMilestone)
  | ({ type: 'payment.received'; amount: Vnd; received_on: string; receipt_id: number } & OfMilestone)
  | ({ type: 'payment.settled'; days_late: number } & OfMilestone)
  | ({ type: 'payment.refunded'; amount: Vnd; reason: string } & OfMilestone)
  | ({ type: 'payment.withheld'; amount: Vnd; certificate: string } & OfMilestone)
  | ({ type: 'payment.booked_late'; kind: LateKind; amount: Vnd; on_day: string; reason: string } & OfMilestone)
  | ({ type: 'payment.books_closed'; written_off: number; handed_over: number; to: string; reason: string } & OfMilestone)
  | ({ type: 'payment.fee_invoiced'; kind: FeeKind; number: string; amount: Vnd; organisation_id: number | null; side: FeeSide } & OfDeal)
  | { type: 'bank_account.proposed'; organisation_id: number; account_id: number }
  | { type: 'bank_account.confirmed'; organisation_id: number; account_id: number }
  | { type: 'bank_account.withdrawn'; organisation_id: number; account_id: number }
  | { type: 'bank_statement.imported'; organisation_id: number; statement_id: number; lines: number; known: number }
  | { type: 'bank_statement.line_set_aside'; organisation_id: number; line_id: number; reason: string }
