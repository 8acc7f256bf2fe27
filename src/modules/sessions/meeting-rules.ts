import type { WrongState } from '../../platform/lifecycle.ts'
import type { Meeting, TradingSession } from './schema.ts'

/** Wishes of one person that wait or are accepted, at one session. */
export const mostWishes = 20
/** People who take meetings at one session, and wishes among them: what a plan is made of. */
export const mostMeeters = 400

export type MeetingRefusal =
  | { code: 'meetings_need_place' }
  | { code: 'meetings_need_organisation' }
  | { code: 'meetings_closed' }
  | { code: 'meetings_full'; most: number }
  | { code: 'meetings_not_taken' }
  | { code: 'meeter_unknown'; field: 'whom' }
  | { code: 'meeter_own'; field: 'whom' }
  | { code: 'wish_declined'; field: 'whom' }
  | { code: 'wishes_full'; most: number }
  | { code: 'slot_unknown'; field: 'slot' }
  | { code: 'slot_taken'; field: 'slot' }
  | { code: 'meeting_begun' }
  | { code: 'meeting_ahead' }
  | { code: 'meetings_none' }
  | WrongState

/** Wishes are made and answered for a session that is held, until its end. */
export const wishesRefusal = ({ state, ends_at }: Pick<TradingSession, 'state' | 'ends_at'>, now: Date): MeetingRefusal | null => (state !== 'published' || now >= ends_at ? { code: 'meetings_closed' } : null)
/** What is to come is moved and cancelled; what has begun is not. */
export const changesRefusal = ({ state, starts_at }: Pick<Meeting, 'state' | 'starts_at'>, now: Date): MeetingRefusal | null =>
  state !== 'confirmed' ? { code: 'wrong_state', state, verb: 'change' } : now >= starts_at ? { code: 'meeting_begun' } : null
/** Who came to a table, and what came of it, is said from the meeting's beginning on. */
export const notesRefusal = ({ state, starts_at }: Pick<Meeting, 'state' | 'starts_at'>, now: Date): MeetingRefusal | null =>
  state !== 'confirmed' ? { code: 'wrong_state', state, verb: 'note' } : now < starts_at ? { code: 'meeting_ahead' } : null
