import { largestVnd, type Vnd, vnd } from '../../platform/money.ts'
import { asLaw } from '../rulebook/rules.ts'
import type { Rule } from '../rulebook/schema.ts'
import { type ResultFact, type ResultPiece, resultPieces, type SplitShare, splitShares } from './schema.ts'

export type ResultRefusal =
  | { code: 'result_not_stated' }
  | { code: 'result_days'; field: 'disclosed_until' }
  | { code: 'valuation_half'; field: 'valuation' }
  | { code: 'value_range'; field: 'value_high' }
  | { code: 'split_waits' }
  | { code: 'split_not_whole'; sum: number; field: 'authors' }
  | { code: 'authors_too_little'; least: number; document: string; article: string; field: 'authors' }
  | { code: 'broker_too_much'; most: number; document: string; article: string; field: 'broker' }
  | { code: 'state_too_much'; most: number; document: string; article: string; field: 'state' }
  | { code: 'rest_not_divided'; research: number; of: number; document: string; article: string; field: 'research' }
  | { code: 'valuation_first' }
  | { code: 'own_split' }
  | { code: 'split_decided' }
  | { code: 'split_reason_needed'; field: 'decision_reason' }
  | { code: 'appraisal_first'; document: string; article: string }
  | { code: 'absent_reason_needed'; absent: ResultPiece[]; field: 'decision_reason' }
  | { code: 'more_than_to_divide'; received: number; divided: number; beyond: number; field: 'beyond_reason' }
  | { code: 'divided_beyond_counting'; field: 'amount' }
  | { code: 'books_moved'; received: number; divided: number }
  | { code: 'nothing_paid_back' }
  | { code: 'beyond_reason_needed'; received: number; divided: number; beyond: number; field: 'decision_reason' }

export type Shares = Record<SplitShare, number> // basis points
/** The rules of the day of the act, as the dated table has them. */
export interface SplitRules { author: Rule | null; broker: Rule | null; /** By whether ownership of the result was assigned to who carried out the task. */ state: Rule | null; /** Research's part of what is left after authors, broker and State; the other part is bonus and welfare. */ research: Rule | null; /** How often a technology contributed to a project with the State’s capital is appraised before. */ appraisal: Rule | null; /** Who may decide, and how long is disclosed before: asked of nobody while no text was found. */ authority: Rule | null; disclosure: Rule | null }
const binding = (rule: Rule | null): number | null => (rule && asLaw(rule) ? rule.value : null)

/** Five shares that make a whole, within what the law of that day says. A number that was never verified binds nobody, and is shown as that. */
export function splitRefusal(shares: Shares, { author, broker, state, research }: Pick<SplitRules, 'author' | 'broker' | 'state' | 'research'>): ResultRefusal | null {
  const sum = splitShares.reduce((total, share) => total + shares[share], 0)
  if (sum !== 10_000) return { code: 'split_not_whole', sum, field: 'authors' }
  const by = (rule: Rule | null) => ({ document: rule!.document, article: rule!.article })
  const [least, most, mostOfState, part] = [binding(author), binding(broker), binding(state), binding(research)]
  if (least !== null && shares.authors < least * 100) return { code: 'authors_too_little', least, ...by(author), field: 'authors' }
  if (most !== null && shares.broker > most * 100) return { code: 'broker_too_much', most, ...by(broker), field: 'broker' }
  if (mostOfState !== null && shares.state > mostOfState * 100) return { code: 'state_too_much', most: mostOfState, ...by(state), field: 'state' }
  const rest = shares.research + shares.welfare
  // A rest of an odd number of basis points is halved one way or the other.
  return part !== null && Math.abs(shares.research * 100 - rest * part) >= 100 ? { code: 'rest_not_divided', research: part, of: rest, ...by(research), field: 'research' } : null
}
/** Where the State kept the ownership, in whole or in part, who carried out the task was given the right to use only. */
export const stateRuleOf = ({ owner }: Pick<ResultFact, 'owner'>): string => (owner === 'holder' ? 'results.state_share_assigned' : 'results.state_share')

/** The amounts of a division: each rounded down to the đồng, and what is left over goes to the authors. Together they are the amount. */
export function amountsOf(amount: Vnd, shares: Shares): Record<SplitShare, Vnd> {
  const down = (share: SplitShare): number => Number((BigInt(amount) * BigInt(shares[share])) / 10_000n)
  const others = splitShares.filter((share) => share !== 'authors')
  const rest = amount - others.reduce((total, share) => total + down(share), 0)
  return { authors: vnd(rest), ...Object.fromEntries(others.map((share) => [share, vnd(down(share))])) } as Record<SplitShare, Vnd>
}

/** What the ledger of the file says came in and was not paid back, what was kept back of it as tax, and what earlier approvals divided of it. */
export interface Books { received: number; withheld: number; divided: number }
/** What is left to divide; below zero where money was paid back after it had been divided, or divided before it came in. */
export const leftOf = ({ received, divided }: Pick<Books, 'received' | 'divided'>): number => received - divided
/**
 * By how much the divisions are larger than what is left of the money they were approved for, as it was paid back since.
 * `known`: what of it has been there since the newest approval or review, as `knownOf` says; what was approved beyond that, was approved knowingly.
 */
export const paidBackOf = ({ received, divided }: Pick<Books, 'received' | 'divided'>, known: number): number => Math.max(0, Math.min(divided, known) - received)
/** The most that was received at any time since somebody looked, from what they saw and every booking after it: what came in only then and went back was divided, too. */
export function knownOf({ received, moves }: { received: number; moves: readonly number[] }): number {
  let sum = received, most = received
  for (const move of moves) most = Math.max(most, sum += move)
  return most
}
/** Whoever looked again closes the matter only where money is missing, and with the books before their eyes as they stand. */
export const reviewRefusal = ({ received, divided }: Pick<Books, 'received' | 'divided'>, known: number | null, seen: string): ResultRefusal | null =>
  seen !== seenOf({ received, divided }) ? { code: 'books_moved', received, divided } : known === null || paidBackOf({ received, divided }, known) === 0 ? { code: 'nothing_paid_back' } : null
/** What a page showed of the books, as its form sends it back. */
export const seenOf = ({ received, divided }: Pick<Books, 'received' | 'divided'>): string => `${received} ${divided}`
/** More than is left is divided only where it is said where that money is: it may have come in outside the ledger. */
export function revenueRefusal(amount: number, { received, divided }: Pick<Books, 'received' | 'divided'>, reason: string): ResultRefusal | null {
  if (divided + amount > largestVnd) return { code: 'divided_beyond_counting', field: 'amount' }
  const beyond = amount - leftOf({ received, divided })
  return beyond > 0 && !reason ? { code: 'more_than_to_divide', received, divided, beyond, field: 'beyond_reason' } : null
}
/** Whoever approves does so with what is left before their eyes, and beyond it with a word of their own. */
export function booksRefusal(amount: number, { received, divided }: Pick<Books, 'received' | 'divided'>, { left_seen, reason }: { left_seen: number; reason: string }): ResultRefusal | null {
  const left = leftOf({ received, divided })
  if (left_seen !== left) return { code: 'books_moved', received, divided }
  if (divided + amount > largestVnd) return { code: 'divided_beyond_counting', field: 'amount' }
  return amount > left && !reason ? { code: 'beyond_reason_needed', received, divided, beyond: amount - left, field: 'decision_reason' } : null
}

export function factRefusal(fact: Pick<ResultFact, 'valuation' | 'valued_on' | 'valuer' | 'disclosed_from' | 'disclosed_until' | 'value_low' | 'value_high'>): ResultRefusal | null {
  const said = [fact.valuation !== null, fact.valued_on !== null, fact.valuer !== '']
  if (said.some(Boolean) && !said.every(Boolean)) return { code: 'valuation_half', field: 'valuation' }
  if ((fact.value_low === null) !== (fact.value_high === null) || (fact.value_low ?? 0) > (fact.value_high ?? 0)) return { code: 'value_range', field: 'value_high' }
  return fact.disclosed_until !== null && (fact.disclosed_from === null || fact.disclosed_until < fact.disclosed_from) ? { code: 'result_days', field: 'disclosed_until' } : null
}

type Pieces = Pick<ResultFact, 'decision_number' | 'decision_on' | 'valuation' | 'valuation_document_id' | 'value_low' | 'disclosed_from' | 'disclosed_until' | 'conflicts'>
/** Which parts of the decision file are absent. A half is absent: a decision without its day, a disclosure without its end. */
export function absentOf(fact: Pieces): ResultPiece[] {
  const there: Record<ResultPiece, boolean> = {
    decision: fact.decision_number !== '' && fact.decision_on !== null, valuation: fact.valuation !== null, valuation_file: fact.valuation_document_id !== null, value_range: fact.value_low !== null,
    disclosure: fact.disclosed_from !== null && fact.disclosed_until !== null, conflicts: fact.conflicts !== '',
  }
  return resultPieces.filter((piece) => !there[piece])
}
/**
 * Approving what the law of the day of the act has appraised first is refused without the appraisal and its
 * file; whatever else is absent, whoever approves says why they decide all the same.
 */
export function approvalRefusal(fact: Pieces & Pick<ResultFact, 'transfers'>, { appraisal }: Pick<SplitRules, 'appraisal'>, reason: string): ResultRefusal | null {
  const absent = absentOf(fact)
  if (fact.transfers === 'capital' && (binding(appraisal) ?? 0) > 0 && (absent.includes('valuation') || absent.includes('valuation_file'))) return { code: 'appraisal_first', document: appraisal!.document, article: appraisal!.article }
  return absent.length > 0 && !reason ? { code: 'absent_reason_needed', absent, field: 'decision_reason' } : null
}

/** Four eyes: nobody decides what they proposed. */
export const decisionRefusal = (split: { proposed_by: number; decision: string | null }, person_id: number, approves: boolean, reason: string): ResultRefusal | null =>
  split.decision !== null ? { code: 'split_decided' } : split.proposed_by === person_id ? { code: 'own_split' } : !approves && !reason ? { code: 'split_reason_needed', field: 'decision_reason' } : null

type Valued = Pick<ResultFact, 'valuation' | 'valued_on' | 'valuer'>
/** Whether both speak of one valuation: then the file of the one is the file of the other. */
export const sameValuation = (one: Valued, other: Valued): boolean => one.valuation !== null && one.valuation === other.valuation && one.valued_on === other.valued_on && one.valuer === other.valuer
