import type { Deal, DealPart, DealStep } from './schema.ts'
import { type Gone, isOpen, otherSide, standsAt } from './rules.ts'

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
  gone: { organisation_id: number; kind: Gone } | null
}
export type ActionCode = 'settle_gone' | 'confirm_closing' | 'duty' | 'answer_message' | 'begin' | 'set_step' | 'agree_way' | 'open_room' | 'ask_questions' | 'report_test' | 'weigh_test' | 'plan_pilot' | 'draft_terms' | 'draft_contract' | 'report_closing' | 'check_registration' | 'plan_payments' | 'confirm_outcome' | 'move_on'
/** What should be done next, whose it is (null: either side’s, or with `settle_gone` the deal officers’), and where. */
export interface BestAction { code: ActionCode; organisation_id: number | null; path: string; due_on: string | null; text?: Record<'vi' | 'en', string> }

/** What each step needs first, in its order; done where its part is touched, or as `left` says. Behind it lies the next step. */
const ways: Record<DealStep, readonly { code: ActionCode; part: DealPart; path?: string; left?: (file: FileFacts) => boolean }[]> = {
  discussion: [{ code: 'agree_way', part: 'steps' }],
  nda: [{ code: 'open_room', part: 'room' }],
  evaluation: [{ code: 'open_room', part: 'room' }, { code: 'ask_questions', part: 'questions' }, { code: 'report_test', part: 'room', path: '/reports', left: ({ tested }) => tested === 'none' }, { code: 'weigh_test', part: 'steps', path: '#reports', left: ({ tested }) => tested === 'agreed' }],
  pilot: [{ code: 'plan_pilot', part: 'decisions' }],
  terms: [{ code: 'draft_terms', part: 'terms' }],
  contract: [{ code: 'draft_contract', part: 'contract' }],
  registration: [{ code: 'check_registration', part: 'registration' }],
  performance: [{ code: 'plan_payments', part: 'payments' }],
  use: [{ code: 'confirm_outcome', part: 'outcome' }],
  done: [],
}

/**
 * The one thing to do next in a file, the most pressing first: a party that is gone, a reported closing,
 * what is past its day, a message nobody has read, what waits; then what the step asks for; then the next step.
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
  if (open && file.last_by === null) return action('begin', `${own}#messages`, otherSide(file, file.interested_organisation_id))
  // A conversation always ends with somebody’s word: it is the one nobody has read that holds a deal up.
  if (open && file.last_by !== null && file.unread) return action('answer_message', `${own}#messages`, otherSide(file, file.last_by))
  if (duty) return duty
  if (!file.step) return action('set_step', `${own}/steps#assign`)
  const { organisation_id, due_on } = file.step
  const way = ways[at].find(({ part, left }) => left?.(file) ?? (part === 'steps' || !file.touched.includes(part)))
  if (way) return action(way.code, `${own}/${way.part}${way.path ?? (way.part === 'steps' ? '#move' : '')}`, organisation_id, due_on)
  return at === 'contract' ? action('report_closing', `${own}#closing`, null, due_on) : action('move_on', `${own}/steps#move`, organisation_id, due_on)
}

/** What makes a file idle on that day: its own day is over, or nothing has happened in it for so many days. A deal in use waits for months, so after the closing only a day counts. */
export function idleness({ stage, due_on, last_on }: { stage: Deal['stage']; due_on: string | null; last_on: string }, today: string, quietSince: string): 'day_passed' | 'quiet' | null {
  if (stage === 'lost') return null
  if (due_on !== null && due_on < today) return 'day_passed'
  return isOpen(stage) && last_on <= quietSince ? 'quiet' : null
}
