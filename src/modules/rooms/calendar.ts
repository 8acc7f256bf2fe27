import { type CalendarEntry, calendarText } from '../../platform/calendar.ts'
import type { Locale } from '../../platform/locale.ts'
import type { PartDuty } from '../deals/duties.ts'
import { meetingTexts } from './meeting-messages.ts'
import type { Meeting, MeetingState } from './schema.ts'

const statuses: Record<MeetingState, NonNullable<CalendarEntry['status']>> = { proposed: 'tentative', agreed: 'confirmed', cancelled: 'cancelled' }
/** A meeting of a file by its kind and the file's number, and where it stands: what anybody may see on a screen. */
export const meetingEntry = (meeting: Pick<Meeting, 'id' | 'deal_id' | 'kind' | 'sequence' | 'state' | 'starts_at' | 'ends_at' | 'changed_at'>, locale: Locale): CalendarEntry => ({
  uid: `meeting-${meeting.id}`, sequence: meeting.sequence, changed_at: meeting.changed_at, status: statuses[meeting.state], when: { start: meeting.starts_at, end: meeting.ends_at },
  summary: `${meetingTexts[locale].kinds[meeting.kind]} · ${meetingTexts[locale].file(meeting.deal_id)}`, path: `/deals/${meeting.deal_id}/meetings/${meeting.id}`,
})
/** What waits by a day, under the name it keeps; null where no day is set. */
export const dutyEntry = ({ id, due_on, sequence, changed_at, path }: Pick<PartDuty, 'id' | 'due_on' | 'sequence' | 'changed_at' | 'path'>, summary: string): CalendarEntry | null =>
  due_on === null ? null : { uid: `duty-${id}`, sequence, changed_at, when: { day: due_on }, summary, path }

/** The meetings of a file and what waits there by a day, in full: for whoever reads the file and keeps this copy. */
export function calendarOf({ name, deal_id, meetings, duties, locale, publicUrl }: { name: string; deal_id: number; meetings: readonly Meeting[]; duties: readonly PartDuty[]; locale: Locale; publicUrl: string }): string {
  const t = meetingTexts[locale]
  return calendarText({ name, product: 'Deal file', locale, publicUrl, entries: [
    ...meetings.map((meeting) => ({ ...meetingEntry(meeting, locale), location: meeting.place || meeting.link, description: [meeting.agenda, meeting.link, meeting.cancel_reason && `${t.states.cancelled}: ${meeting.cancel_reason}`].filter(Boolean).join('\n\n') })),
    ...duties.flatMap((duty) => { const entry = dutyEntry(duty, `${t.dueBy}: ${duty.text[locale]}`); return entry ? [{ ...entry, description: t.file(deal_id) }] : [] }),
  ] })
}
