import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { inHanoi } from '../rooms/calendar.ts'
import { meetingTexts } from './meeting-messages.ts'
import { sessionTexts } from './messages.ts'
import type { OwnMeeting } from './meeting-queries.ts'
import type { SessionListed } from './queries.ts'

/** One person's meetings as calendars read them: moved and struck out under the name they had. */
export function meetingCalendar(session: SessionListed, meetings: readonly OwnMeeting[], locale: Locale, publicUrl: string): string {
  const t = meetingTexts[locale], host = new URL(publicUrl).host
  const called = inLocale(locale, session.title_vi, session.title_en), { venue } = session
  const calendar = ical({ name: `${t.plan} · ${called}`, prodId: { company: 'Hanoi Technology Exchange', product: 'Trading sessions', language: locale.toUpperCase() }, method: ICalCalendarMethod.PUBLISH })
  for (const meeting of meetings) calendar.createEvent({
    id: `session-meeting-${meeting.id}@${host}`, sequence: meeting.sequence + (session.state === 'cancelled' ? 1 : 0), status: meeting.state === 'cancelled' || session.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED, start: meeting.starts_at, end: meeting.ends_at, stamp: meeting.changed_at, lastModified: meeting.changed_at,
    summary: t.meeting(inLocale(locale, meeting.other.organisation_vi, meeting.other.organisation_en)), location: `${t.tableOf(meeting.table_number)}, ${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)}`,
    description: [meeting.topic, meeting.reason && `${t.changed}: ${meeting.reason}`, `${sessionTexts[locale].title}: ${called}`].filter(Boolean).join('\n\n'), url: `${publicUrl}/${locale}/sessions/${session.id}/meetings/${meeting.id}`,
  })
  return inHanoi(calendar.toString())
}
