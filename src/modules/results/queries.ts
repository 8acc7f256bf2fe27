import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { rulesOn } from '../rulebook/queries.ts'
import type { Rule } from '../rulebook/schema.ts'
import { type Books, knownOf, type SplitRules, stateRuleOf } from './rules.ts'
import type { ResultFact, ResultSplit } from './schema.ts'

export type FactShown = ResultFact & { person_name: string; document_name: string | null; document_sha256: string | null; document_bytes: number | null }
/** What was said of the result, the newest first. */
export async function factsOf(db: Db, deal_id: number): Promise<FactShown[]> {
  return (await sql<FactShown>`select f.id, f.deal_id, f.organisation_id, f.person_id, f.stated_at, f.request_key, f.task_code, f.task_name, f.state_share_basis_points, f.owner, f.transfers, f.act_on::text, f.authority, f.decision_number, f.decision_on::text, f.valuer, f.valuation::float8 as valuation, f.valued_on::text, f.valuation_document_id,
    f.disclosed_from::text, f.disclosed_until::text, f.alternatives, f.conflicts, f.value_low::float8 as value_low, f.value_high::float8 as value_high, p.name as person_name, d.name as document_name, d.sha256 as document_sha256, d.bytes::float8 as document_bytes
    from result_fact f join person p on p.id = f.person_id left join document d on d.id = f.valuation_document_id where f.deal_id = ${deal_id} order by f.id desc limit 50`.execute(db)).rows
}
export type SplitShown = ResultSplit & { proposer: string; decider: string | null }
export async function splitsOf(db: Db, deal_id: number): Promise<SplitShown[]> {
  return (await sql<SplitShown>`select s.id, s.deal_id, s.organisation_id, s.act_on::text, s.amount::float8 as amount, s.authors_basis_points, s.broker_basis_points, s.state_basis_points, s.research_basis_points, s.welfare_basis_points, s.reason, s.proposed_by, s.proposed_at, s.request_key,
    s.decision, s.decided_by, s.decided_at, s.decision_reason, s.absent, s.revenue, s.beyond_reason, s.received::float8 as received, s.divided_before::float8 as divided_before, p.name as proposer, q.name as decider from result_split s join person p on p.id = s.proposed_by left join person q on q.id = s.decided_by where s.deal_id = ${deal_id} order by s.id desc limit 50`.execute(db)).rows
}
/** What came in by the ledger of the file and what has been divided of it, as it is now. */
export async function booksOf(db: Db, deal_id: number): Promise<Books> {
  return (await sql<Books>`select coalesce(sum(amount) filter (where account in ('bank', 'handed_over')), 0)::float8 as received, coalesce(sum(amount) filter (where account = 'withheld_tax'), 0)::float8 as withheld,
    (select coalesce(sum(amount), 0)::float8 from result_split where deal_id = ${deal_id} and decision = 'approved') as divided from ledger_entry where deal_id = ${deal_id}`.execute(db)).rows[0] ?? { received: 0, withheld: 0, divided: 0 }
}
/** What the newest approval or review saw was received (an approval that did not keep it: what was booked by then), with what was booked since; null: nothing is approved. */
async function seenAtApproval(db: Db, deal_id: number): Promise<{ received: number; moves: number[] } | null> {
  const { rows: [seen] } = await sql<{ at: Date; received: number }>`
    select at, coalesce(looked.received, (select sum(e.amount) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where e.deal_id = ${deal_id} and e.account in ('bank', 'handed_over') and t.at <= looked.at), 0)::float8 as received
    from (select decided_at as at, received::bigint, id, 0 as later from result_split where deal_id = ${deal_id} and decision = 'approved' union all select reviewed_at, received, id, 1 from result_review where deal_id = ${deal_id}) looked
    order by looked.at desc, later desc, id desc limit 1`.execute(db)
  if (!seen) return null
  const { rows } = await sql<{ amount: number }>`
    select sum(e.amount)::float8 as amount from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where e.deal_id = ${deal_id} and e.account in ('bank', 'handed_over') and t.at > ${seen.at} group by t.id order by t.at, t.id`.execute(db)
  return { received: seen.received, moves: rows.map(({ amount }) => amount) }
}
/** What of the money that was divided has been there since somebody last looked; null: nothing is approved. */
export async function knownAtApproval(db: Db, deal_id: number): Promise<number | null> {
  const seen = await seenAtApproval(db, deal_id)
  return seen && knownOf(seen)
}
export interface ReviewShown { id: number; received: number; divided: number; reason: string; reviewed_at: Date; reviewer: string }
/** Every time somebody looked again, the newest first. */
export const reviewsOf = async (db: Db, deal_id: number): Promise<ReviewShown[]> =>
  (await sql<ReviewShown>`select r.id, r.received::float8 as received, r.divided::float8 as divided, r.reason, r.reviewed_at, p.name as reviewer from result_review r join person p on p.id = r.reviewed_by where r.deal_id = ${deal_id} order by r.id desc limit 50`.execute(db)).rows
/** The rules of dividing in force on the day of the act, for a result of that owner. */
export async function splitRulesOn(db: Db, { act_on, owner }: Pick<ResultFact, 'act_on' | 'owner'>): Promise<SplitRules> {
  const rules = await rulesOn(db, act_on)
  const find = (code: string) => rules.find((rule) => rule.code === code) ?? null
  return { author: find('results.author_share'), broker: find('results.broker_share'), state: find(stateRuleOf({ owner })), research: find('results.research_share'), authority: find('results.deciding_authority'), disclosure: find('results.disclosure'), appraisal: find('results.appraisal') }
}
export const rulesShown = (rules: SplitRules): Rule[] => Object.values(rules).filter((rule: Rule | null) => rule !== null)
/** Whether a side says in the same file that no State money is used, beside a result that State money paid for. */
export const deniesStateMoney = async (db: Db, deal_id: number): Promise<boolean> =>
  (await sql<{ denied: boolean }>`select exists (select from (select distinct on (organisation_id) state_money from registration_fact where deal_id = ${deal_id} order by organisation_id, id desc) said where not state_money) as denied`.execute(db)).rows[0]?.denied ?? false
