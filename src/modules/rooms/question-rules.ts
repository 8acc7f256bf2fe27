import { dayAfter } from '../../platform/time.ts'

/** Questions of one side that are not closed, entries of one question, and days until one is due. */
export const mostOpenQuestions = 100
export const mostEntries = 40
export const longestDue = 180

export type QuestionRefusal =
  | { code: 'due_day_past'; field: 'due_on' }
  | { code: 'due_day_far'; most: number; field: 'due_on' }
  | { code: 'too_many_questions_open'; most: number }
  | { code: 'question_closed' }
  | { code: 'not_your_answer' }
  | { code: 'answer_awaited' }
  | { code: 'question_long'; most: number }

export type QuestionState = 'asked' | 'answered' | 'closed'
/** The asking side's word waits for an answer; the answer for a follow-up or the end. */
export const questionState = (closed: boolean, last: 'question' | 'answer' | 'follow_up'): QuestionState => (closed ? 'closed' : last === 'answer' ? 'answered' : 'asked')

export function dueRefusal(due_on: string, today: string): QuestionRefusal | null {
  if (due_on < today) return { code: 'due_day_past', field: 'due_on' }
  return due_on > dayAfter(today, longestDue) ? { code: 'due_day_far', most: longestDue, field: 'due_on' } : null
}

export interface Asked { state: QuestionState; asker: number; entries: number }
/** The other side answers, and mends its answer until the question is followed up or closed. */
export function answerQuestionRefusal({ state, asker, entries }: Asked, side: number): QuestionRefusal | null {
  if (state === 'closed') return { code: 'question_closed' }
  if (side === asker) return { code: 'not_your_answer' }
  return entries >= mostEntries ? { code: 'question_long', most: mostEntries } : null
}
/** The asking side follows up what was answered. */
export function followUpRefusal({ state, asker, entries }: Asked, side: number): QuestionRefusal | null {
  if (state === 'closed') return { code: 'question_closed' }
  if (side !== asker) return { code: 'not_your_answer' }
  if (state === 'asked') return { code: 'answer_awaited' }
  return entries >= mostEntries ? { code: 'question_long', most: mostEntries } : null
}
