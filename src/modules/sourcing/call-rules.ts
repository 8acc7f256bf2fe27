import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { dayBefore, isWorkingDay } from '../rulebook/rules.ts'
import type { Call, CallState, Outcome, Question, QuestionKind, SupplierState } from './schema.ts'

export const mostSuppliers = 20
export const mostQuestions = 10
/** Calls of one organisation that are drafts or open. */
export const mostCalls = 20
/** Questions one supplier may ask about one call. */
export const mostEnquiries = 10
/** Days the last day may lie ahead. */
export const longestCall = 180
/** Working days before the last one on which those who have not answered are reminded. */
export const reminderDays = 2

/** Of an invitation. Whether its last day is over is no state: time says so. */
export const callLifecycle = {
  draft: { change: 'draft', send: 'open' },
  open: { move_deadline: 'open', withdraw: 'withdrawn' },
  withdrawn: {},
} satisfies Lifecycle<CallState>
/** Of one supplier's part in it, until the last day is over. Whoever declined may think better of it. */
export const supplierLifecycle = {
  invited: { save: 'drafting', answer: 'answered', decline: 'declined' },
  drafting: { save: 'drafting', answer: 'answered', decline: 'declined' },
  answered: { answer: 'answered', take_back: 'drafting', decline: 'declined' },
  declined: { save: 'drafting', answer: 'answered' },
} satisfies Lifecycle<SupplierState>
/** Of an answer once it lies open. */
export const outcomeLifecycle = {
  none: { shortlisted: 'shortlisted', not_chosen: 'not_chosen' },
  shortlisted: { not_chosen: 'not_chosen' },
  not_chosen: {},
} satisfies Lifecycle<Outcome | 'none'>

export type CallRefusal =
  | { code: 'need_not_published' }
  | { code: 'too_many_calls'; most: number }
  | { code: 'call_changed'; version: number }
  | { code: 'too_many_suppliers'; most: number; chosen: number }
  | { code: 'nobody_invited' }
  | { code: 'nothing_asked'; field: 'question_1' }
  | { code: 'invites_itself' }
  | { code: 'deadline_passed'; field: 'deadline' }
  | { code: 'deadline_far'; field: 'deadline'; most: number }
  | { code: 'deadline_earlier'; field: 'deadline'; deadline: string }
  | { code: 'call_over'; deadline: string }
  | { code: 'answers_sealed'; deadline: string }
  | { code: 'answer_changed'; version: number }
  | { code: 'answer_incomplete'; missing: number }
  | { code: 'offer_unfit'; field: 'offer_id' }
  | { code: 'too_many_enquiries'; most: number }
  | { code: 'enquiry_answered' }
  | { code: 'outcome_reason_needed'; field: 'reason' }
  | { code: 'decline_note_needed'; field: 'note' }
  | WrongState

/** The moment a day ends in Hanoi: whatever comes at it or later is late. */
export const endOf = (day: string): Date => daysFrom(new Date(`${day}T00:00:00+07:00`), 1)
export type Phase = 'draft' | 'open' | 'over' | 'withdrawn'
export const phaseOf = ({ state, deadline_at }: Pick<Call, 'state' | 'deadline_at'>, now: Date): Phase => (state === 'open' && now >= deadline_at ? 'over' : state)

/** A last day lies ahead, and not for ever; once people have been invited it moves one way. */
export function deadlineRefusal(day: string, now: Date, before: string | null = null): CallRefusal | null {
  if (before !== null && day < before) return { code: 'deadline_earlier', field: 'deadline', deadline: before }
  if (day <= hanoiDay(now)) return { code: 'deadline_passed', field: 'deadline' }
  return endOf(day) > daysFrom(now, longestCall + 1) ? { code: 'deadline_far', field: 'deadline', most: longestCall } : null
}

/** Everything somebody who answers does comes before the last day is over. */
export function answeringRefusal(call: Pick<Call, 'state' | 'deadline' | 'deadline_at' | 'opened_at'>, now: Date, verb: string): CallRefusal | null {
  if (call.state !== 'open') return { code: 'wrong_state', state: call.state, verb }
  return call.opened_at !== null || now >= call.deadline_at ? { code: 'call_over', deadline: call.deadline } : null
}

/** The day on which those who have not answered are reminded: so many working days before the last. */
export function reminderDay(deadline: string, holidays: ReadonlySet<string>): string {
  let day = deadline
  for (let left = reminderDays; left > 0;) { day = dayBefore(day); if (isWorkingDay(day, holidays)) left-- }
  return day
}
/** Whether a reminder is due now: not to those invited on that day or later, and once for each last day. */
export function remindsNow(call: Pick<Call, 'deadline' | 'deadline_at' | 'reminded_for' | 'sent_at'>, now: Date, holidays: ReadonlySet<string>): boolean {
  const day = reminderDay(call.deadline, holidays)
  return call.reminded_for !== call.deadline && now < call.deadline_at && hanoiDay(now) >= day && call.sent_at !== null && hanoiDay(call.sent_at) < day
}

/** An answer as it is kept, an error's code, or nothing where nothing was typed. */
export function readAnswer(kind: QuestionKind, typed: string): { value: string } | { error: string } {
  const text = typed.trim()
  if (text === '') return { value: '' }
  if (kind === 'text') return text.length > 2000 ? { error: 'too_long:2000' } : { value: text }
  if (kind === 'yes_no') return text === 'yes' || text === 'no' ? { value: text } : { error: 'choose' }
  if (kind === 'days') return /^\d{1,4}$/.test(text) && Number(text) <= 3650 ? { value: String(Number(text)) } : { error: 'number' }
  if (kind === 'price') return /^\d{1,3}(?:([. ,])\d{3}(?:\1\d{3})*)?$|^\d{1,15}$/.test(text) ? { value: String(Number(text.replace(/[. ,]/g, ''))) } : { error: 'amount' }
  return /^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(text) ? { value: String(Number(text.replace(',', '.'))) } : { error: 'number' }
}

/** Questions without an answer: an answer is sent whole or not at all. */
export const missingAnswers = (questions: readonly Pick<Question, 'id'>[], values: ReadonlyMap<number, string>): number => questions.filter(({ id }) => !values.get(id)).length
