import type { Meeting } from './schema.ts'

/** Meetings ahead in one file, and days one may last. */
export const mostMeetings = 50
export const longestMeeting = 14

export type MeetingRefusal =
  | { code: 'meeting_in_past'; field: 'starts_at' }
  | { code: 'meeting_ends_first'; field: 'ends_at' }
  | { code: 'meeting_too_long'; days: number; field: 'ends_at' }
  | { code: 'meeting_place_needed'; field: 'place' }
  | { code: 'too_many_meetings'; most: number }
  | { code: 'meeting_cancelled' }
  | { code: 'meeting_changed' }
  | { code: 'other_side_answers' }
  | { code: 'meeting_over' }
  | { code: 'meeting_not_begun' }
  | { code: 'meeting_not_agreed' }
  | { code: 'minutes_final' }
  | { code: 'minutes_changed' }
  | { code: 'own_minutes' }

export interface Slot { starts_at: Date; ends_at: Date; place: string; link: string }
export function slotRefusal({ starts_at, ends_at, place, link }: Slot, now: Date): MeetingRefusal | null {
  if (starts_at <= now) return { code: 'meeting_in_past', field: 'starts_at' }
  if (ends_at <= starts_at) return { code: 'meeting_ends_first', field: 'ends_at' }
  if (ends_at.getTime() - starts_at.getTime() > longestMeeting * 86_400_000) return { code: 'meeting_too_long', days: longestMeeting, field: 'ends_at' }
  return place || link ? null : { code: 'meeting_place_needed', field: 'place' }
}

type Standing = Pick<Meeting, 'state' | 'sequence' | 'starts_at' | 'organisation_id' | 'minutes_version' | 'minutes_organisation_id' | 'minutes_agreed_at'>
/** Either side moves or cancels a meeting that has not begun, of which it has seen the latest. */
export function changeRefusal(meeting: Standing, sequence: number, now: Date): MeetingRefusal | null {
  if (meeting.state === 'cancelled') return { code: 'meeting_cancelled' }
  if (meeting.sequence !== sequence) return { code: 'meeting_changed' }
  return meeting.starts_at <= now ? { code: 'meeting_over' } : null
}
/** The side whose proposal does not stand agrees to it, as it saw it. */
export function agreementRefusal(meeting: Standing, sequence: number, side: number, now: Date): MeetingRefusal | null {
  const refusal = changeRefusal(meeting, sequence, now)
  if (refusal) return refusal
  return meeting.organisation_id === side ? { code: 'other_side_answers' } : null
}

/** Either side writes what was said, until both have agreed to it. */
export function minutesRefusal(meeting: Standing, version: number, now: Date): MeetingRefusal | null {
  if (meeting.state === 'cancelled') return { code: 'meeting_cancelled' }
  if (meeting.state === 'proposed') return { code: 'meeting_not_agreed' }
  if (meeting.starts_at > now) return { code: 'meeting_not_begun' }
  if (meeting.minutes_agreed_at) return { code: 'minutes_final' }
  return meeting.minutes_version === version ? null : { code: 'minutes_changed' }
}
export function minutesAgreementRefusal(meeting: Standing, version: number, side: number): MeetingRefusal | null {
  if (meeting.minutes_agreed_at) return { code: 'minutes_final' }
  if (meeting.minutes_version !== version || version === 0) return { code: 'minutes_changed' }
  return meeting.minutes_organisation_id === side ? { code: 'own_minutes' } : null
}
