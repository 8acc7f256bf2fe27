import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Locale } from '../../platform/locale.ts'
import { dayAfter } from '../../platform/time.ts'
import type { PartDuty } from '../deals/duties.ts'
import { meetingTexts } from './meeting-messages.ts'
import type { Meeting, MeetingState } from './schema.ts'

export const calendarZone = 'Asia/Ho_Chi_Minh'
const statuses: Record<MeetingState, ICalEventStatus> = { proposed: ICalEventStatus.TENTATIVE, agreed: ICalEventStatus.CONFIRMED, cancelled: ICalEventStatus.CANCELLED }
/** Vietnam has kept seven hours before Greenwich since 1975, summer and winter. */
const zoneText = ['BEGIN:VTIMEZONE', `TZID:${calendarZone}`, 'BEGIN:STANDARD', 'DTSTART:19750613T000000', 'TZOFFSETFROM:+0700', 'TZOFFSETTO:+0700', 'TZNAME:+07', 'END:STANDARD', 'END:VTIMEZONE'].join('\r\n')

/**
 * Meetings and what waits by a day, as calendars read them. An event keeps its name for good and its
 * number counts up with every change, so that a calendar that has it moves or strikes it out and does
 * not write it down twice. `publicUrl` says whose names they are and where each leads.
 */
export function calendarOf({ name, deal_id, meetings, duties, now, locale, publicUrl }: { name: string; deal_id: number; meetings: readonly Meeting[]; duties: readonly PartDuty[]; now: Date; locale: Locale; publicUrl: string }): string {
  const t = meetingTexts[locale]
  const host = new URL(publicUrl).host
  const calendar = ical({ name, prodId: { company: 'Hanoi Technology Exchange', product: 'Deal file', language: locale.toUpperCase() }, method: ICalCalendarMethod.PUBLISH })
  for (const meeting of meetings) calendar.createEvent({
    id: `meeting-${meeting.id}@${host}`, sequence: meeting.sequence, status: statuses[meeting.state], start: meeting.starts_at, end: meeting.ends_at, stamp: meeting.changed_at, lastModified: meeting.changed_at,
    summary: `${t.kinds[meeting.kind]} · ${t.file(deal_id)}`, location: meeting.place || meeting.link, description: [meeting.agenda, meeting.link, meeting.cancel_reason && `${t.states.cancelled}: ${meeting.cancel_reason}`].filter(Boolean).join('\n\n'), url: `${publicUrl}/${locale}/deals/${deal_id}/meetings/${meeting.id}`,
  })
  for (const duty of duties) if (duty.due_on) calendar.createEvent({
    id: `duty-${duty.id}@${host}`, allDay: true, start: new Date(`${duty.due_on}T00:00:00Z`), end: new Date(`${dayAfter(duty.due_on)}T00:00:00Z`), stamp: now, summary: `${t.dueBy}: ${duty.text[locale]}`, description: t.file(deal_id), url: `${publicUrl}/${locale}${duty.path}`,
  })
  return inHanoi(calendar.toString())
}

/** The package writes a zone's hours by the clock of the machine it runs on; so it writes Greenwich's, and they are turned into Hanoi's here, whatever the machine. */
export function inHanoi(text: string): string {
  const hour = (digits: string): string => {
    const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(digits)!.map(Number) as [number, number, number, number, number, number, number]
    return new Date(Date.UTC(y, m - 1, d, h + 7, min, s)).toISOString().replace(/[-:]|\.\d+Z/g, '')
  }
  return text.replace(/^(DTSTART|DTEND):(\d{8}T\d{6})Z(?=\r?$)/gm, (_, name: string, digits: string) => `${name};TZID=${calendarZone}:${hour(digits)}`).replace(/^BEGIN:VEVENT/m, `${zoneText}\r\nBEGIN:VEVENT`)
}
