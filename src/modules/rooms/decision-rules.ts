import type { Answer } from './schema.ts'

export const mostDecisions = 300

export type DecisionRefusal =
  | { code: 'replaced_not_in_force'; field: 'replaces_id' }
  | { code: 'decision_answered' }
  | { code: 'decline_words_needed'; field: 'answer_note' }
  | { code: 'too_many_decisions'; most: number }

export interface Decided { id: number; joint: boolean; organisation_id: number; answer: Answer | null; replaces_id: number | null }
/** One side's own decision counts as it is recorded, a joint one once the other side agreed. */
export const counts = ({ joint, answer }: Pick<Decided, 'joint' | 'answer'>): boolean => !joint || answer === 'agreed'
export type DecisionState = 'in_force' | 'replaced' | 'proposed' | 'declined' | 'withdrawn'
/** How a decision stands among all of its file: what one that counts replaces, counts no longer and stays to be read. */
export function decisionState(decision: Decided, all: readonly Decided[]): DecisionState {
  if (decision.joint && decision.answer !== 'agreed') return decision.answer ?? 'proposed'
  return all.some((other) => other.replaces_id === decision.id && counts(other)) ? 'replaced' : 'in_force'
}
/** What a decision of this side may replace: what both decided, both replace; what one side decided, that side. */
export const replaceable = (all: readonly Decided[], joint: boolean, side: number): Decided[] =>
  all.filter((one) => decisionState(one, all) === 'in_force' && one.joint === joint && (joint || one.organisation_id === side))
