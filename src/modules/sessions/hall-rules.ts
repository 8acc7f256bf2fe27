import type { WrongState } from '../../platform/lifecycle.ts'
import type { PollKind, QuestionState, TradingSession } from './schema.ts'

/** Polls of a session, and lines of a poll. */
export const mostPolls = 20
export const mostPollOptions = 10
/** Questions of one person at one session, and seconds between two of them. */
export const mostQuestions = 10
export const questionPause = 30
/** Questions of all together at one session. */
export const mostSessionQuestions = 500

export type HallRefusal =
  | { code: 'hall_needs_place' }
  | { code: 'hall_closed' }
  | { code: 'poll_closed' }
  | { code: 'poll_one_choice'; field: 'chosen' }
  | { code: 'polls_full'; most: number }
  | { code: 'questions_full'; most: number }
  | { code: 'question_too_soon'; seconds: number }
  | { code: 'question_own' }
  | { code: 'dismissal_unexplained'; field: 'reason' }
  | WrongState

/** Asked and answered from publication until the session's end. */
export const hallRefusal = ({ state, ends_at }: Pick<TradingSession, 'state' | 'ends_at'>, now: Date): HallRefusal | null => (state !== 'published' || now >= ends_at ? { code: 'hall_closed' } : null)
export const choiceRefusal = (kind: PollKind, chosen: readonly number[]): HallRefusal | null => (kind === 'single' && chosen.length > 1 ? { code: 'poll_one_choice', field: 'chosen' } : null)
/** When somebody may ask again: not more than so many, and not one right after the other. */
export function askingRefusal({ own, all, last }: { own: number; all: number; last: Date | null }, now: Date): HallRefusal | null {
  if (own >= mostQuestions || all >= mostSessionQuestions) return { code: 'questions_full', most: own >= mostQuestions ? mostQuestions : mostSessionQuestions }
  const wait = last === null ? 0 : questionPause - Math.floor((now.getTime() - last.getTime()) / 1000)
  return wait > 0 ? { code: 'question_too_soon', seconds: wait } : null
}
/** What an officer may make of a question: what was dismissed may be shown after all, what was answered stays so. */
export const questionSteps = {
  asked: { shown: 'shown', dismissed: 'dismissed' },
  shown: { answered: 'answered', dismissed: 'dismissed' },
  dismissed: { shown: 'shown' },
  answered: {},
} satisfies Record<QuestionState, Partial<Record<string, QuestionState>>>
