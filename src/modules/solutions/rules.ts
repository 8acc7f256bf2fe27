import { type Actor, isStaff, isMemberOf } from '../../core/context.ts'
import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import { canonicalHash } from '../../platform/proof/chain.ts'
import { daysFrom } from '../../platform/time.ts'
import type { DateRefusal } from './date-rules.ts'
import type { RoundRefusal } from './round-rules.ts'
import type { SolutionMember, SolutionRules, SolutionState } from './schema.ts'

/** Criteria of one call, beside the price. */
export const mostCriteria = 6
/** Questions one person may ask about one call. */
export const mostSolutionQuestions = 10
/** Versions one organisation may hand in. */
export const mostSubmitted = 20
/** Documents in one technical envelope. */
export const mostSolutionDocuments = 10
/** Organisations that may answer one call. */
export const mostAnswering = 200
/** Seats of one council. */
export const mostSeats = 15
/** Days between publication and the last day, at the least: a setting of the Exchange. */
export const leastCallDays = 5

export const solutionLifecycle = {
  draft: { change: 'draft', propose: 'proposed', withdraw: 'withdrawn' },
  proposed: { send_back: 'draft', publish: 'open' },
  open: { open: 'scoring', fail: 'failed', withdraw: 'withdrawn' },
  scoring: { lock: 'moderation', withdraw: 'withdrawn' },
  moderation: { open_prices: 'pricing', open_rounds: 'bidding', fail: 'failed', withdraw: 'withdrawn' },
  bidding: { end_rounds: 'pricing', withdraw: 'withdrawn' },
  pricing: { rank: 'standstill', fail: 'failed', withdraw: 'withdrawn' },
  standstill: { award: 'awarded', withdraw: 'withdrawn' },
  awarded: {}, failed: {}, withdrawn: {},
} satisfies Lifecycle<SolutionState>

export type PlanRefusal =
  | { code: 'weights_not_whole'; sum: number; field: 'price_weight' }
  | { code: 'criteria_needed'; field: 'criterion_1' }
  | { code: 'weight_needed'; number: number; field: string }
  | { code: 'solution_times_order'; field: 'asks_until' }
  | { code: 'call_too_short'; days: number; field: 'closes_at' }
  | { code: 'not_called_tender'; field: 'title_vi' }
  | { code: 'round_step_needed'; field: 'round_step' }
  | { code: 'rounds_weigh_nothing'; field: 'rounds' }
export type SolutionRefusal =
  | PlanRefusal
  | RoundRefusal
  | DateRefusal
  | { code: 'solution_need_not_published' }
  | { code: 'solution_there_already'; solution_id: number }
  | { code: 'solution_changed'; version: number }
  | { code: 'own_solution_proposal' }
  | { code: 'officer_of_need' }
  | { code: 'too_many_solution_questions'; most: number }
  | { code: 'solution_questions_over'; until: string }
  | { code: 'solution_question_answered' }
  | { code: 'answers_itself' }
  | { code: 'staff_may_not_answer' }
  | { code: 'council_may_not_answer' }
  | { code: 'submission_over'; closed: string }
  | { code: 'too_many_submitted'; most: number }
  | { code: 'too_many_answers'; most: number }
  | { code: 'envelope_first'; field: 'file' }
  | { code: 'too_many_solution_documents'; most: number; field: 'file' }
  | { code: 'no_such_member'; field: 'email' }
  | { code: 'member_there_already'; field: 'email' }
  | { code: 'member_answers'; field: 'email' | 'declaration' }
  | { code: 'too_many_members'; most: number }
  | { code: 'member_locked' }
  | { code: 'declare_first' }
  | { code: 'declared_already' }
  | { code: 'seat_conflict_words_needed'; field: 'conflict_words' }
  | { code: 'scores_missing'; missing: number }
  | { code: 'same_score'; field: 'points' }
  | { code: 'scores_not_locked' }
  | { code: 'explanation_waits'; until: string }
  | { code: 'explanation_over' }
  | { code: 'low_price_undecided'; count: number }
  | { code: 'standstill_lasts'; until: string }
  | { code: 'too_many_awards'; most: number; field: 'count' }
  | { code: 'award_waits' }
  | { code: 'no_award_proposed' }
  | { code: 'own_award_proposal' }
  | WrongState

/** Officers of deals run calls for those whose need it is. */
export const runsSolutions = isStaff('deal_officer')
export const watchesSolutions = isStaff('deal_officer', 'inspector', 'observer')
/** To answer with a price, and to award, binds an organisation: its owners and signers do. */
export const bindsFor = (organisation: number) => (actor: Actor): boolean => actor.memberships.some((m) => m.organisation_id === organisation && (m.role === 'owner' || m.role === 'signer'))

export const isOver = (state: SolutionState): boolean => state === 'awarded' || state === 'failed' || state === 'withdrawn'
export const isRanked = (state: SolutionState): boolean => state === 'standstill' || state === 'awarded'
/** Whether the last day is over while nobody has opened the envelopes yet. */
export const isDue = ({ state, closes_at }: { state: SolutionState; closes_at: Date }, now: Date): boolean => state === 'open' && now >= closes_at

export const rulesHash = (rules: SolutionRules): string => canonicalHash(rules)
export const weightsSum = (rules: SolutionRules): number => rules.criteria.reduce((sum, { weight_basis_points }) => sum + weight_basis_points, rules.price_weight_basis_points)

export interface SolutionPlan { title: { vi: string; en: string }; rules: SolutionRules; asks_until: Date; closes_at: Date }
/** What every call has to be, whenever it is looked at. Asked in the order of the form. */
export function planRefusal({ title, rules, asks_until, closes_at }: SolutionPlan): PlanRefusal | null {
  if (/đấu\s+thầu/iu.test(title.vi.normalize('NFC')) || /\b(tender|bidding)/i.test(title.en)) return { code: 'not_called_tender', field: 'title_vi' }
  if (asks_until > closes_at) return { code: 'solution_times_order', field: 'asks_until' }
  if (rules.criteria.length === 0) return { code: 'criteria_needed', field: 'criterion_1' }
  const light = rules.criteria.find(({ weight_basis_points }) => weight_basis_points <= 0)
  if (light) return { code: 'weight_needed', number: Number(light.key.slice(1)), field: `weight_${light.key.slice(1)}` }
  const sum = weightsSum(rules)
  if (sum !== 10_000) return { code: 'weights_not_whole', sum, field: 'price_weight' }
  if (rules.rounds && rules.price_weight_basis_points === 0) return { code: 'rounds_weigh_nothing', field: 'rounds' }
  return rules.rounds && rules.rounds.step <= 0 ? { code: 'round_step_needed', field: 'round_step' } : null
}
/** And what holds on the day it goes out: those who answer need time. */
export const publishingRefusal = ({ closes_at }: Pick<SolutionPlan, 'closes_at'>, now: Date): PlanRefusal | null =>
  closes_at < daysFrom(now, leastCallDays) ? { code: 'call_too_short', days: leastCallDays, field: 'closes_at' } : null

export interface AnsweringFacts { now: Date; closes_at: Date; opened: boolean; organisation_id: number; owner_id: number; staff: boolean; council: boolean }
export function answeringRefusal({ now, closes_at, opened, organisation_id, owner_id, staff, council }: AnsweringFacts): SolutionRefusal | null {
  if (opened || now >= closes_at) return { code: 'submission_over', closed: closes_at.toISOString() }
  if (organisation_id === owner_id) return { code: 'answers_itself' }
  if (staff) return { code: 'staff_may_not_answer' }
  return council ? { code: 'council_may_not_answer' } : null
}

/** The seats that still count: everybody who was not released and has not stepped back over a conflict. */
export const seated = (members: readonly SolutionMember[]): SolutionMember[] => members.filter(({ released_at, declaration }) => released_at === null && declaration !== 'conflict')
/** Whether the council is through: somebody scores, and whoever scores has locked. */
export const allLocked = (members: readonly SolutionMember[]): boolean => { const seats = seated(members); return seats.length > 0 && seats.every(({ locked_at }) => locked_at !== null) }
/** An officer of the need's own organisation runs nothing of its call. */
export const ofNeed = (owner: number, actor: Actor): boolean => isMemberOf(owner)(actor)
