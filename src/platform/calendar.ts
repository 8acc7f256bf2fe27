import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Locale } from './locale.ts'
import { dayAfter } from './time.ts'

const zone = 'Asia/Ho_Chi_Minh'
/** Vietnam has kept seven hours before Greenwich since 1975, summer and winter. */
const zoneText = ['BEGIN:VTIMEZONE', `TZID:${zone}`, 'BEGIN:STANDARD', 'DTSTART:19750613T000000', 'TZOFFSETFROM:+0700', 'TZOFFSETTO:+0700', 'TZNAME:+07', 'END:STANDARD', 'END:VTIMEZONE'].join('\r\n')
const statuses = { tentative: ICalEventStatus.TENTATIVE, confirmed: ICalEventStatus.CONFIRMED, cancelled: ICalEventStatus.CANCELLED }

/** Something with an hour or a day, as calendars read it. */
export interface CalendarEntry {
  /** Its name for good, such as meeting-12; the Exchange's own name is put behind it. */
  uid: string
  /** Counts up with every change, so that a calendar that has it moves or strikes it out and does not write it down twice. */
  sequence: number
  changed_at: Date
  /** An hour to an hour, or a whole day in Hanoi. */
  when: { start: Date; end: Date } | { day: string }
  status?: keyof typeof statuses
  summary: string
  location?: string
  description?: string
  /** Where it leads, without language: /deals/12. */
  path: string
}
interface Calendar { name: string; product: string; entries: readonly CalendarEntry[]; locale: Locale; publicUrl: string; /** How often whoever subscribes may look again, in seconds. */ again?: number }

/** The one way a calendar is written. `publicUrl` says whose names they are and where each leads. */
export function calendarText({ name, product, entries, locale, publicUrl, again }: Calendar): string {
  const { host } = new URL(publicUrl)
  const calendar = ical({ name, prodId: { company: 'Hanoi Technology Exchange', product, language: locale.toUpperCase() }, method: ICalCalendarMethod.PUBLISH, ...(again !== undefined && { ttl: again }) })
  for (const { uid, sequence, changed_at, when, status, summary, location, description, path } of entries) calendar.createEvent({
    id: `${uid}@${host}`, sequence, stamp: changed_at, lastModified: changed_at, summary, url: `${publicUrl}/${locale}${path}`,
    ...('day' in when ? { allDay: true, start: new Date(`${when.day}T00:00:00Z`), end: new Date(`${dayAfter(when.day)}T00:00:00Z`) } : { start: when.start, end: when.end }),
    ...(status && { status: statuses[status] }), ...(location && { location }), ...(description && { description }),
  })
  return inHanoi(calendar.toString())
}

/** The package writes a zone's hours by the clock of the machine it runs on; so it writes Greenwich's, and they are turned into Hanoi's here, whatever the machine. */
function inHanoi(text: string): string {
  const hour = (digits: string): string => {
    const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(digits)!.map(Number) as [number, number, number, number, number, number, number]
    return new Date(Date.UTC(y, m - 1, d, h + 7, min, s)).toISOString().replace(/[-:]|\.\d+Z/g, '')
  }
  return text.replace(/^(DTSTART|DTEND):(\d{8}T\d{6})Z(?=\r?$)/gm, (_, name: string, digits: string) => `${name};TZID=${zone}:${hour(digits)}`).replace(/^BEGIN:VEVENT/m, `${zoneText}\r\nBEGIN:VEVENT`)
}
