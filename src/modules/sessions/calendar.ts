import { type CalendarEntry, calendarText } from '../../platform/calendar.ts'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { meetingTexts } from './meeting-messages.ts'
import { sessionTexts } from './messages.ts'
import type { OwnMeeting } from './meeting-queries.ts'
import type { SessionListed } from './queries.ts'
import type { Meeting } from './schema.ts'

const product = 'Trading sessions'
const placeOf = ({ venue }: SessionListed, locale: Locale): string => `${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)}`

/** A session as it is announced to everybody. */
export const sessionEntry = (session: SessionListed, locale: Locale): CalendarEntry => ({
  uid: `session-${session.id}`, sequence: session.sequence, changed_at: session.changed_at, status: session.state === 'cancelled' ? 'cancelled' : 'confirmed', when: { start: session.starts_at, end: session.ends_at },
  summary: inLocale(locale, session.title_vi, session.title_en), location: placeOf(session, locale), path: `/sessions/${session.id}`,
  description: [session.cancel_reason && `${sessionTexts[locale].cancelled}: ${session.cancel_reason}`, inLocale(locale, session.intro_vi, session.intro_en)].filter(Boolean).join('\n\n'),
})
export function sessionCalendar(sessions: readonly SessionListed[], locale: Locale, publicUrl: string): string {
  const t = sessionTexts[locale]
  return calendarText({ name: `${t.title} · ${t.exchange}`, product, locale, publicUrl, entries: sessions.map((session) => sessionEntry(session, locale)) })
}

/** A meeting at a session by its table, without whom it is with. */
export const sessionMeetingEntry = (session: SessionListed, meeting: Pick<Meeting, 'id' | 'sequence' | 'state' | 'starts_at' | 'ends_at' | 'changed_at' | 'table_number'>, locale: Locale): CalendarEntry => ({
  uid: `session-meeting-${meeting.id}`, sequence: meeting.sequence + (session.state === 'cancelled' ? 1 : 0), changed_at: meeting.changed_at, status: meeting.state === 'cancelled' || session.state === 'cancelled' ? 'cancelled' : 'confirmed', when: { start: meeting.starts_at, end: meeting.ends_at },
  summary: `${meetingTexts[locale].tableOf(meeting.table_number)} · ${inLocale(locale, session.title_vi, session.title_en)}`, location: `${meetingTexts[locale].tableOf(meeting.table_number)}, ${placeOf(session, locale)}`, path: `/sessions/${session.id}/meetings/${meeting.id}`,
})
/** One person's meetings at a session, with whom and about what: for the copy they keep themselves. */
export function meetingCalendar(session: SessionListed, meetings: readonly OwnMeeting[], locale: Locale, publicUrl: string): string {
  const t = meetingTexts[locale], called = inLocale(locale, session.title_vi, session.title_en)
  return calendarText({ name: `${t.plan} · ${called}`, product, locale, publicUrl, entries: meetings.map((meeting) => ({
    ...sessionMeetingEntry(session, meeting, locale), summary: t.meeting(inLocale(locale, meeting.other.organisation_vi, meeting.other.organisation_en)),
    description: [meeting.topic, meeting.reason && `${t.changed}: ${meeting.reason}`, `${sessionTexts[locale].title}: ${called}`].filter(Boolean).join('\n\n'),
  })) })
}
