import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { inHanoi } from '../rooms/calendar.ts'
import { sessionTexts } from './messages.ts'
import type { SessionListed } from './queries.ts'

/**
 * Sessions as calendars read them. An entry keeps its name for good and its number counts up with every
 * change, so that a calendar that has it moves it or strikes it out. `publicUrl` says whose names they are.
 */
export function sessionCalendar(sessions: readonly SessionListed[], locale: Locale, publicUrl: string): string {
  const t = sessionTexts[locale]
  const host = new URL(publicUrl).host
  const calendar = ical({ name: `${t.title} · ${t.exchange}`, prodId: { company: 'Hanoi Technology Exchange', product: 'Trading sessions', language: locale.toUpperCase() }, method: ICalCalendarMethod.PUBLISH })
  for (const session of sessions) {
    const { id, venue } = session
    calendar.createEvent({
      id: `session-${id}@${host}`, sequence: session.sequence, status: session.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED, start: session.starts_at, end: session.ends_at, stamp: session.changed_at, lastModified: session.changed_at,
      summary: inLocale(locale, session.title_vi, session.title_en), location: `${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)}`,
      description: [session.cancel_reason && `${t.cancelled}: ${session.cancel_reason}`, inLocale(locale, session.intro_vi, session.intro_en)].filter(Boolean).join('\n\n'), url: `${publicUrl}/${locale}/sessions/${id}`,
    })
  }
  return inHanoi(calendar.toString())
}
