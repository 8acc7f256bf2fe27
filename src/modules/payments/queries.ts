import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Vnd } from '../../platform/money.ts'
import type { Deal } from '../deals/schema.ts'
import { rulesOn } from '../rulebook/queries.ts'
import type { Rule } from '../rulebook/schema.ts'
import type { ConfirmedTerms } from '../terms/schema.ts'
import { type Balances, type FeeBounds, noBalances, type Standing, standingOf } from './ledger-rules.ts'
import type { Account, BankAccount, FeeKind, FeeShare, FeeSide, Milestone, PaymentRequest, TermsClause, TransactionKind } from './schema.ts'

/** A dispute nobody has ended. */
export interface OpenDispute { id: number; organisation_id: number; reason: string; raised_at: string; amount: Vnd; settlement_amount: Vnd | null; settlement_note: string; settlement_organisation_id: number | null }
/** A milestone with what its accounts say. */
export interface MilestoneNow extends Omit<Milestone, 'proposed_at' | 'accepted_at' | 'answered_at'> { standing: Standing; invoiced: number; dispute: OpenDispute | null; open_request: { id: number; reference: string; amount: Vnd } | null }

type Row = Omit<MilestoneNow, 'standing'> & { balances: Partial<Balances> }
const milestones = (where: RawBuilder<unknown>) => sql<Row>`
  select m.id, m.deal_id, m.batch, m.position, m.title, m.amount::bigint as amount, m.agreed_amount::bigint as agreed_amount, m.due_on::text, m.due_event, m.days_to_pay, m.terms_number, m.terms_clause, m.days_from_signing, m.state, m.organisation_id, m.proposed_by, m.answered_by, m.answer, m.accepted_by,
    m.accepted_on::text, m.payable_on::text, m.settled_on::text,
    coalesce((select jsonb_object_agg(account, total) from (select account, sum(amount) as total from ledger_entry e where e.milestone_id = m.id group by account) x), '{}') as balances,
    coalesce((select sum(case i.kind when 'invoice' then i.amount else -i.amount end) from milestone_invoice i where i.milestone_id = m.id), 0)::bigint as invoiced,
    (select to_jsonb(d) - 'raised_by' - 'settlement_by' from milestone_dispute d where d.milestone_id = m.id and d.ended_at is null) as dispute,
    (select jsonb_build_object('id', r.id, 'reference', r.reference, 'amount', r.amount) from payment_request r where r.milestone_id = m.id and r.ended_at is null) as open_request
  from milestone m where ${where} order by coalesce(m.due_on, m.payable_on) nulls last, m.proposed_at, m.position, m.id`
const standing = ({ balances, ...row }: Row): MilestoneNow => ({ ...row, standing: standingOf({ ...noBalances(), ...balances }) })

/** The milestones of a deal, the nearest day first. */
export const milestonesOf = async (db: Db, deal: number): Promise<MilestoneNow[]> => (await milestones(sql`m.deal_id = ${deal}`).execute(db)).rows.map(standing)
export async function milestoneOf(db: Db, deal: number, id: number): Promise<MilestoneNow | null> {
  const { rows: [row] } = await milestones(sql`m.deal_id = ${deal} and m.id = ${id}`).execute(db)
  return row ? standing(row) : null
}

/** What the milestone was disputed for before, the latest first. */
export const disputesOf = async (db: Db, milestone: number) =>
  (await sql<{ id: number; reason: string; raised_at: Date; outcome: 'withdrawn' | 'agreed' | null; amount: Vnd; settlement_amount: Vnd | null; settlement_note: string; ended_at: Date | null }>`
    select id, reason, raised_at, outcome, amount::bigint, settlement_amount::bigint, settlement_note, ended_at from milestone_dispute where milestone_id = ${milestone} order by id desc`.execute(db)).rows

/** The last day on which something was paid to the milestone. */
export async function lastPaid(db: Db, milestone: number): Promise<string | null> {
  const { rows: [row] } = await sql<{ day: string | null }>`select max(on_day)::text as day from ledger_transaction where milestone_id = ${milestone} and kind in ('received', 'withheld')`.execute(db)
  return row?.day ?? null
}

export interface LedgerLine { id: number; on_day: string; at: Date; kind: TransactionKind; milestone_id: number | null; title: string | null; terms_clause: TermsClause | null; note: string; person: string | null; account: Account; debit: Vnd | null; credit: Vnd | null }
/** Every entry of a deal's books in the order in which they were written. */
export const ledgerOf = async (db: Db, deal: number, milestone: number | null = null): Promise<LedgerLine[]> =>
  (await sql<LedgerLine>`select t.id, t.on_day::text, t.at, t.kind, t.milestone_id, m.title, m.terms_clause, t.note, p.name as person, e.account, case when e.amount > 0 then e.amount end as debit, case when e.amount < 0 then -e.amount end as credit
    from ledger_transaction t join ledger_entry e on e.transaction_id = t.id left join milestone m on m.id = t.milestone_id left join person p on p.id = t.person_id
    where t.deal_id = ${deal} and (${milestone}::int is null or t.milestone_id = ${milestone}) order by t.id, e.id`.execute(db)).rows
export async function balancesIn(db: Db, deal: number): Promise<Balances> {
  const { rows } = await sql<{ account: Account; total: number }>`select account, sum(amount)::bigint as total from ledger_entry where deal_id = ${deal} group by account`.execute(db)
  return { ...noBalances(), ...Object.fromEntries(rows.map(({ account, total }) => [account, total])) }
}

/** Whether an organisation is of another country: its bank is named as SWIFT names it. */
export const isAbroad = async (db: Db, organisation: number): Promise<boolean> =>
  (await db.selectFrom('organisation').select('country_code').where('id', '=', organisation).executeTakeFirstOrThrow()).country_code !== 'VN'

const accountColumns = ['id', 'organisation_id', 'bank_bin', 'swift', 'bank_name', 'account_number', 'holder', 'proposed_by', 'proposed_at', 'request_key', 'alone', 'confirmed_by', 'confirmed_at', 'withdrawn_by', 'withdrawn_at'] as const
/** The account an organisation is paid into, and whether it was another before. */
export async function accountOf(db: Db, organisation: number): Promise<(BankAccount & { changed: boolean }) | null> {
  const rows = await db.selectFrom('bank_account').select(accountColumns).where('organisation_id', '=', organisation).where('confirmed_at', 'is not', null).orderBy('confirmed_at', 'desc').orderBy('id', 'desc').limit(2).execute()
  const [now, before] = rows
  return now ? { ...now, changed: before !== undefined } : null
}
/** An account proposed and not confirmed, with who proposed it. */
export const accountWaiting = async (db: Db, organisation: number) =>
  (await db.selectFrom('bank_account as b').innerJoin('person as p', 'p.id', 'b.proposed_by').select([...accountColumns.map((name) => `b.${name}` as const), 'p.name as proposer']).where('b.organisation_id', '=', organisation).where('b.confirmed_at', 'is', null).where('b.withdrawn_at', 'is', null).orderBy('b.id', 'desc').limit(1).executeTakeFirst()) ?? null

export type RequestShown = Omit<PaymentRequest, 'changed_on'> & { changed_on: string | null; title: string; terms_clause: TermsClause | null; payable_on: string | null; owed: number }
const requests = (where: RawBuilder<unknown>) => sql<RequestShown>`
  select r.id, r.deal_id, r.milestone_id, r.amount::bigint as amount, r.reference, r.bank_account_id, r.bank_bin, r.swift, r.bank_name, r.account_number, r.holder, r.changed_on::text, r.requested_by, r.requested_at, r.request_key, r.ended_at, r.ending, m.title, m.terms_clause, m.payable_on::text,
    coalesce((select sum(e.amount) from ledger_entry e where e.milestone_id = r.milestone_id and e.account = 'payer'), 0)::bigint as owed
  from payment_request r join milestone m on m.id = r.milestone_id where ${where} order by r.id desc`
export const requestsOf = async (db: Db, milestone: number): Promise<RequestShown[]> => (await requests(sql`r.milestone_id = ${milestone}`).execute(db)).rows
export const requestIn = async (db: Db, deal: number, id: number): Promise<RequestShown | null> => (await requests(sql`r.deal_id = ${deal} and r.id = ${id}`).execute(db)).rows[0] ?? null

export interface ReceiptShown { id: number; milestone_id: number; title: string; terms_clause: TermsClause | null; amount: Vnd; received_on: string; note: string; at: Date; person: string; reference: string | null; by_statement: boolean; refunded: number }
export const receiptsOf = async (db: Db, deal: number, { milestone = null as number | null, id = null as number | null } = {}): Promise<ReceiptShown[]> =>
  (await sql<ReceiptShown>`select r.id, r.milestone_id, m.title, m.terms_clause, r.amount::bigint as amount, r.received_on::text, r.note, r.at, p.name as person, q.reference, r.statement_line_id is not null as by_statement,
      coalesce((select sum(-e.amount) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.milestone_id = r.milestone_id and t.kind = 'refunded' and e.account = 'bank'), 0)::bigint as refunded
    from payment_receipt r join milestone m on m.id = r.milestone_id join person p on p.id = r.person_id left join payment_request q on q.id = r.payment_request_id
    where r.deal_id = ${deal} and (${milestone}::int is null or r.milestone_id = ${milestone}) and (${id}::int is null or r.id = ${id}) order by r.received_on, r.id`.execute(db)).rows
export const invoicesOf = async (db: Db, milestone: number) =>
  (await sql<{ id: number; kind: 'invoice' | 'credit_note'; number: string; issued_on: string; amount: Vnd }>`select id, kind, number, issued_on::text, amount::bigint as amount from milestone_invoice where milestone_id = ${milestone} order by id`.execute(db)).rows

/** The rule of the Exchange's fee in force that day; null: none is, and the fee is nothing. Its share is in basis points. */
export const feeRuleCode = 'exchange.fee.deal'
export async function feeRuleOn(db: Db, day: string): Promise<{ rule: Rule; basis_points: number } | null> {
  const rule = (await rulesOn(db, day)).find(({ code, unit, value }) => code === feeRuleCode && unit === 'percent' && value !== null)
  if (!rule || rule.value === null) return null
  const basis_points = Math.round(rule.value * 100)
  // A share finer than a basis point would be rounded in silence.
  if (Math.abs(rule.value * 100 - basis_points) > 1e-9) throw new RangeError(`the fee of ${rule.value} % is no whole number of basis points`)
  return { rule, basis_points }
}
/** A broker of one side whose mandate holds in a deal on a day, and what it is paid: a share of what comes in, within bounds, or an amount. */
export interface BrokerFee extends FeeBounds { mandate_id: number; organisation_id: number; received: number; charged: number }
/** The brokers a side pays, the payer's too: asked past the reader, as the payee's word brings the money in and the payer's mandate is not the payee's to read. */
export const brokersOn = async (db: Db, deal: Pick<Deal, 'id'>, side: FeeSide, day: string): Promise<BrokerFee[]> =>
  (await sql<BrokerFee>`select * from brokers_paid(${deal.id}::int, ${side}, ${day}::date)`.execute(db)).rows

export interface FeeCharged extends Pick<FeeShare, 'side' | 'kind' | 'organisation_id' | 'mandate_id' | 'rule_id' | 'basis_points'> { amount: number }
/** The fees a milestone has been charged so far, of both sides, refunds taken off. */
export const feesCharged = async (db: Db, milestone: number): Promise<FeeCharged[]> => (await sql<FeeCharged>`select * from fees_charged(${milestone}::int)`.execute(db)).rows
export interface FeeDue { side: FeeSide; kind: FeeKind; organisation_id: number | null; name_vi: string | null; name_en: string | null; charged: number; invoiced: number; shares: { basis_points: number; label_vi: string | null; label_en: string | null; mark: Rule['mark'] | null; mandate_id: number | null }[] }
/** The fees of a deal by whose they are and who owes them: charged, and invoiced of it. */
export const feesOf = async (db: Db, deal: number): Promise<FeeDue[]> =>
  (await sql<FeeDue>`select f.side, f.kind, f.organisation_id, o.name_vi, o.name_en, sum(f.amount)::bigint as charged,
      coalesce((select sum(i.amount) from fee_invoice i where i.deal_id = ${deal} and i.side = f.side and i.kind = f.kind and i.organisation_id is not distinct from f.organisation_id), 0)::bigint as invoiced,
      jsonb_agg(distinct jsonb_build_object('basis_points', f.basis_points, 'label_vi', r.label_vi, 'label_en', r.label_en, 'mark', r.mark, 'mandate_id', f.mandate_id)) as shares
    from fee_share f left join organisation o on o.id = f.organisation_id left join rule r on r.id = f.rule_id where f.deal_id = ${deal} group by f.side, f.kind, f.organisation_id, o.name_vi, o.name_en order by f.side, f.kind desc, f.organisation_id`.execute(db)).rows
/** A fee as it was charged, or given back: on which money, by which rule or mandate. */
export interface FeeLine extends Pick<FeeShare, 'id' | 'side' | 'kind' | 'mandate_id' | 'basis_points' | 'base' | 'amount' | 'transaction_id' | 'milestone_id'> { on_day: string; at: Date; title: string; terms_clause: TermsClause | null; broker_vi: string | null; broker_en: string | null; label_vi: string | null; label_en: string | null; mark: Rule['mark'] | null; fixed: Vnd | null; minimum: Vnd | null; cap: Vnd | null }
export const feeLinesOf = async (db: Db, deal: number, id: number | null = null): Promise<FeeLine[]> =>
  (await sql<FeeLine>`select f.id, f.side, f.kind, f.mandate_id, f.basis_points, f.base::bigint as base, f.amount::bigint as amount, f.transaction_id, f.milestone_id, f.on_day::text, t.at, m.title, m.terms_clause, o.name_vi as broker_vi, o.name_en as broker_en, r.label_vi, r.label_en, r.mark,
      q.amount::bigint as fixed, q.minimum::bigint as minimum, q.cap::bigint as cap
    from fee_share f join ledger_transaction t on t.id = f.transaction_id join milestone m on m.id = f.milestone_id left join organisation o on o.id = f.organisation_id left join rule r on r.id = f.rule_id left join deal_mandate_fee q on q.mandate_id = f.mandate_id
    where f.deal_id = ${deal} and (${id}::int is null or f.id = ${id}) order by f.id limit 500`.execute(db)).rows

/** The day on which the contract of a deal was signed; null: it is not. */
export async function signedOn(db: Db, deal: number): Promise<string | null> {
  const { rows: [row] } = await sql<{ signed_on: string }>`select signed_on::text from contract_version where deal_id = ${deal} and kind = 'contract' and state = 'signed'`.execute(db)
  return row?.signed_on ?? null
}

/**
 * The terms payments are taken from: those the signed contract was made of, where it was made of some, or else those both sides confirmed last.
 * `taken`: milestones of a term sheet stand already, of this one or an earlier one; a plan is never proposed beside another.
 */
export async function confirmedTerms(db: Db, deal: number): Promise<(Pick<ConfirmedTerms, 'number' | 'content'> & { taken: boolean }) | null> {
  const row = await db.selectFrom('term_version').select(['number', 'content']).where('deal_id', '=', deal)
    .where('number', '=', sql<number>`coalesce((select (content -> 'term_sheet' ->> 'number')::int from contract_version where deal_id = ${deal} and kind = 'contract' and state = 'signed'), (select number from term_sheet where deal_id = ${deal}))`).executeTakeFirst()
  if (!row) return null
  const taken = await db.selectFrom('milestone').select('id').where('deal_id', '=', deal).where('terms_number', 'is not', null).where('state', 'in', ['proposed', 'agreed', 'accepted']).limit(1).executeTakeFirst()
  return { ...row, content: row.content as ConfirmedTerms['content'], taken: taken !== undefined }
}
