import type { Deal, DealPart, DealStep } from './schema.ts'
import { type Gone, isOpen, otherSide, standsAt } from './rules.ts'

/** What both sides, or an authority, have done in the parts of a file, by which it has come further on its line whether or not anybody moved it there. */
export type Fact = 'undertaken' | 'terms_confirmed' | 'contract_signed' | 'registered' | 'accepted'
/** What the next best action is judged by: what stands in a file, without what is said in it. */
export interface FileFacts extends Pick<Deal, 'id' | 'stage' | 'after_stage' | 'supplier_organisation_id' | 'demander_organisation_id' | 'closing_organisation_id'> {
  /** Whose interest opened the deal. */
  interested_organisation_id: number
  /** Who wrote the last message, and whether nobody of the other side has opened the file since. */
  last_by: number | null
  unread: boolean
  /** Owner and day of the step it stands at; null where nobody set one. */
  step: { organisation_id: number; due_on: string } | null
  /** What waits in its parts besides the step, the nearest day first. */
  duty: { organisation_id: number | null; path: string; due_on: string | null; text: Record<'vi' | 'en', string> } | null
  /** Whether a test report stands in the data room, and whether the other side agreed to one. */
  tested: 'none' | 'reported' | 'agreed'
  /** The parts in which something has been done or waits. */
  touched: readonly DealPart[]
  facts: readonly Fact[]
  /** The steps it stood at and has left. */
  stood: readonly DealStep[]
  gone: { organisation_id: number; kind: Gone } | null
}
export type ActionCode = 'settle_gone' | 'confirm_closing' | 'duty' | 'answer_message' | 'begin' | 'set_step' | 'agree_way' | 'open_room' | 'ask_questions' | 'report_test' | 'weigh_test' | 'plan_pilot' | 'draft_terms' | 'draft_contract' | 'sign_contract' | 'report_closing' | 'check_registration' | 'plan_payments' | 'confirm_outcome' | 'move_on' | 'move_to'
/** What should be done next, whose it is (null: either side’s, or with `settle_gone` the deal officers’), and where. */
export interface BestAction { code: ActionCode; organisation_id: number | null; path: string; due_on: string | null; text?: Record<'vi' | 'en', string>; /** With `move_to`: which step, and what has been done to come there. */ reached?: Reached }
export interface Reached { to: DealStep; because: Fact }

/** What each step needs first, in its order; done where its part is touched, or as `left` says. Behind it lies the next step. */
const ways: Record<DealStep, readonly { code: ActionCode; part: DealPart; path?: string; left?: (file: FileFacts) => boolean }[]> = {
  discussion: [{ code: 'agree_way', part: 'steps' }],
  nda: [{ code: 'open_room', part: 'room' }],
  evaluation: [{ code: 'open_room', part: 'room' }, { code: 'ask_questions', part: 'questions' }, { code: 'report_test', part: 'room', path: '/reports', left: ({ tested }) => tested === 'none' }, { code: 'weigh_test', part: 'steps', path: '#reports', left: ({ tested }) => tested === 'agreed' }],
  pilot: [{ code: 'plan_pilot', part: 'decisions' }],
  terms: [{ code: 'draft_terms', part: 'terms' }],
  contract: [{ code: 'draft_contract', part: 'contract' }, { code: 'sign_contract', part: 'contract', left: ({ facts }) => !facts.includes('contract_signed') }],
  registration: [{ code: 'check_registration', part: 'registration' }],
  performance: [{ code: 'plan_payments', part: 'payments' }],
  use: [{ code: 'confirm_outcome', part: 'outcome' }],
  done: [],
}

/**
 * From which steps a fact brings a file to which; the farthest first. A signed contract is not among them: it is
 * reported, which closes the deal. Milestones count once the file performs: whether a contract has to be
 * registered is not passed over because it is performed already.
 */
const brings: readonly { fact: Fact; from: readonly DealStep[]; to: DealStep }[] = [
  { fact: 'accepted', from: ['performance'], to: 'use' },
  { fact: 'registered', from: ['registration'], to: 'performance' },
  { fact: 'terms_confirmed', from: ['discussion', 'nda', 'evaluation', 'pilot', 'terms'], to: 'contract' },
  { fact: 'undertaken', from: ['discussion', 'nda'], to: 'evaluation' },
]
/** The step this file has come to by what was done in it, beyond the one it stands at; null for none. A side that took it back from there has decided otherwise, and is not asked again. */
export function reachedIn({ facts, stood }: Pick<FileFacts, 'facts' | 'stood'>, at: DealStep): Reached | null {
  const way = brings.find(({ fact, from, to }) => facts.includes(fact) && from.includes(at) && !stood.includes(to))
  return way ? { to: way.to, because: way.fact } : null
}

/**
 * The one thing to do next in a file, the most pressing first: a party that is gone, a reported closing,
 * what is past its day, a message nobody has read; the step the file has come to, where nobody has moved it there;
 * what waits; then what the step asks for; then the next step. Nothing moves by itself: a side decides.
 */
export function bestAction(file: FileFacts, today: string): BestAction | null {
  const at = standsAt(file)
  if (at === null || at === 'done') return null
  const own = `/deals/${file.id}`
  const action = (code: ActionCode, path: string, organisation_id: number | null = null, due_on: string | null = null): BestAction => ({ code, path, organisation_id, due_on })
  if (file.gone) return action('settle_gone', `${own}/steps#gone`)
  const open = isOpen(file.stage)
  if (open && file.closing_organisation_id !== null) return action('confirm_closing', `${own}#closing`, otherSide(file, file.closing_organisation_id))
  const duty = file.duty && { ...action('duty', file.duty.path, file.duty.organisation_id, file.duty.due_on), text: file.duty.text }
  if (duty && duty.due_on !== null && duty.due_on < today) return duty
  // A conversation always ends with somebody’s word: it is the one nobody has read that holds a deal up.
  if (open && file.last_by !== null && file.unread) return action('answer_message', `${own}#messages`, otherSide(file, file.last_by))
  if (open && file.facts.includes('contract_signed')) return action('report_closing', `${own}#closing`, null, file.step?.due_on)
  const reached = reachedIn(file, at)
  if (reached) return { ...action('move_to', `${own}/steps#move`, file.step?.organisation_id, file.step?.due_on), reached }
  if (open && file.last_by === null) return action('begin', `${own}#messages`, otherSide(file, file.interested_organisation_id))
  if (duty) return duty
  if (!file.step) return action('set_step', `${own}/steps#assign`)
  const { organisation_id, due_on } = file.step
  const way = ways[at].find(({ part, left }) => left?.(file) ?? (part === 'steps' || !file.touched.includes(part)))
  if (way) return action(way.code, `${own}/${way.part}${way.path ?? (way.part === 'steps' ? '#move' : '')}`, organisation_id, due_on)
  return action('move_on', `${own}/steps#move`, organisation_id, due_on)
}

/** What makes a file idle on that day: its own day is over, or nothing has happened in it for so many days. A deal in use waits for months, so after the closing only a day counts. */
export function idleness({ stage, due_on, last_on }: { stage: Deal['stage']; due_on: string | null; last_on: string }, today: string, quietSince: string): 'day_passed' | 'quiet' | null {
  if (stage === 'lost') return null
  if (due_on !== null && due_on < today) return 'day_passed'
  return isOpen(stage) && last_on <= quietSince ? 'quiet' : null
}
