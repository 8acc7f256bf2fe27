import type { Lifecycle } from '../../platform/lifecycle.ts'
import { daysFrom } from '../../platform/time.ts'
import { dueBy } from '../rulebook/rules.ts'
import type { DataRequest, RequestKind, RequestState } from './schema.ts'

export type PersonalDataRefusal =
  | { code: 'exports_used_up'; most: number }
  | { code: 'requests_used_up'; most: number }
  | { code: 'deletion_asked_already'; request_id: number }
  | { code: 'word_not_typed'; word: string; field: 'word' }
  | { code: 'still_needed'; blocks: LeavingBlock[] }
  | { code: 'extended_before' }
  | { code: 'still_withdrawable'; after: Date }
  | { code: 'own_request' }

/** Why somebody cannot leave yet, and what would do. */
export type LeavingBlock =
  | { kind: 'last_owner'; organisation_id: number; name_vi: string; name_en: string; listings: number; deals: number; members: number }
  | { kind: 'last_administrator' }

/** From a request's arrival to its end. Its person may take it back until it is decided. */
export const requestLifecycle: Lifecycle<RequestState> = {
  received: { answer: 'answered', extend: 'received', complete: 'completed', refuse: 'refused', withdraw: 'withdrawn' },
  answered: { extend: 'answered', complete: 'completed', refuse: 'refused', withdraw: 'withdrawn' },
  completed: {}, refused: {}, withdrawn: {},
}
export const isOpen = ({ state }: Pick<DataRequest, 'state'>): boolean => state === 'received' || state === 'answered'

/** The Exchange's own promise where no deadline of the law was found. */
export const ownDays = 15
/** So long may somebody who asked to be deleted change their mind. The Exchange's own. */
export const secondThoughtsDays = 7
export const exportsADay = 5
export const openRequestsEach = 10
/** What the form asks to be typed, so that nobody leaves by a slip. */
export const leavingWord = { vi: 'XÓA', en: 'DELETE' } as const

/** The numbers of the law in force on the day a request came in, looked up in the rule table. */
export interface LawDays { answer_working_days: number; withdrawal_days: number; extension_days: number }
/** The law's deadline is for these; for the others none was found. */
const byLaw = (kind: RequestKind): boolean => kind === 'withdrawal' || kind === 'restriction' || kind === 'objection'

/** Until when a request that came in now is answered and carried out, each at the end of that day in Hanoi. */
export function deadlines(kind: RequestKind, now: Date, law: LawDays, holidays: ReadonlySet<string>): Pick<DataRequest, 'answer_by' | 'complete_by' | 'by_law' | 'carry_out_after'> {
  return {
    answer_by: dueBy({ amount: law.answer_working_days, unit: 'working_days' }, now, holidays),
    complete_by: dueBy({ amount: byLaw(kind) ? law.withdrawal_days : ownDays, unit: 'days' }, now, holidays), by_law: byLaw(kind),
    carry_out_after: kind === 'deletion' ? daysFrom(now, secondThoughtsDays) : null,
  }
}
/** The later deadline after an extension, which there is once. */
export const extended = ({ complete_by }: Pick<DataRequest, 'complete_by'>, law: LawDays): Date => daysFrom(complete_by, law.extension_days)

/** The last day of a deadline: it ends with that day, and so at the first moment of the next. */
export const lastDay = (deadline: Date): Date => new Date(deadline.getTime() - 1)

/** What a request waits for, and whether that is late. */
export function standing(request: Pick<DataRequest, 'state' | 'answer_by' | 'complete_by'>, now: Date): { waits_for: 'answer' | 'completion' | null; due: Date | null; overdue: boolean } {
  if (!isOpen(request)) return { waits_for: null, due: null, overdue: false }
  const due = request.state === 'received' && request.answer_by < request.complete_by ? request.answer_by : request.complete_by
  return { waits_for: request.state === 'received' ? 'answer' : 'completion', due, overdue: now >= due }
}

/** The name and address of whoever left: nobody's, and different for each, so that what they signed stays apart. */
export const nameOfNobody = (personId: number): string => `Người đã rời Sàn / Former member #${personId}`
export const addressOfNobody = (personId: number): string => `deleted-${personId}@invalid`
