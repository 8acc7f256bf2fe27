import { dayAfter } from '../../platform/time.ts'
import type { FollowUpKind } from './schema.ts'

/** Days somebody has for what a session left to do, from its last day or from the day of the promise: to answer a card, to say what came of a meeting, to take the next step. */
export const followUpDays: Record<FollowUpKind, number> = { card: 7, note: 3, step: 14 }
/** Days after a session in which what it left to do is still looked for; later promises are the two sides' own. */
export const followUpWindow = 30
/** Duties after one session that its overview lists, and that are reminded of in one morning. */
export const mostFollowUps = 1000

/** By which day: counted from the promise, and never a day that is over when it is first told. */
export const followUpDue = (kind: FollowUpKind, promised: string, today: string): string => {
  const due = dayAfter(promised, followUpDays[kind])
  return due > today ? due : dayAfter(today, 1)
}

export const followUpStates = ['done', 'done_late', 'late', 'open'] as const
export type FollowUpState = (typeof followUpStates)[number]
/** Done in time or late; late and not done; or nothing yet, with time left. */
export const followUpState = ({ due_on, done_on }: { due_on: string; done_on: string | null }, today: string): FollowUpState =>
  done_on === null ? (today > due_on ? 'late' : 'open') : done_on > due_on ? 'done_late' : 'done'
