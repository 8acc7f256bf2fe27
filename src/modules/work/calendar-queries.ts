import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import type { CalendarEntry } from '../../platform/calendar.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { daysFrom } from '../../platform/time.ts'
import { partDuties } from '../deals/duties.ts'
import { partNames } from '../deals/part-messages.ts'
import { meetingEntry, dutyEntry } from '../rooms/calendar.ts'
import { meetingTexts } from '../rooms/meeting-messages.ts'
import type { Meeting as RoomMeeting } from '../rooms/schema.ts'
import { sessionEntry, sessionMeetingEntry } from '../sessions/calendar.ts'
import { sessionsFor } from '../sessions/queries.ts'
import { calendarDaysBack, hashOfToken, tokenPattern } from './calendar-rules.ts'
import { calendarTexts } from './messages.ts'

export const calendarAddressOf = (db: Db, person_id: number): Promise<{ made_at: Date } | undefined> => db.selectFrom('calendar_address').select('made_at').where('person_id', '=', person_id).executeTakeFirst()

/**
 * Whose calendar this token opens; null where it opens none. They read as themselves with what their organisations let
 * them, and without any role of the Exchange's staff, which holds only for whoever has signed in with a second step.
 */
export async function calendarHolder(reader: Db, token: string): Promise<{ actor: Actor; locale: Locale } | null> {
  if (!tokenPattern.test(token)) return null
  const row = await asSystem(reader).selectFrom('calendar_address as c').innerJoin('person as p', 'p.id', 'c.person_id') // nobody has shown who they are yet
    .select(['p.id', 'p.name', 'c.locale', sql<Actor['memberships']>`coalesce((select json_agg(json_build_object('organisation_id', m.organisation_id, 'role', m.role) order by m.since, m.organisation_id) from membership m where m.person_id = p.id), '[]')`.as('memberships')])
    .where('c.sha256', '=', hashOfToken(token))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('suspension as s').select('s.id').whereRef('s.person_id', '=', 'p.id').where('s.lifted_at', 'is', null)))).executeTakeFirst()
  return row ? { locale: locales.find((one) => one === row.locale) ?? 'vi', actor: { person_id: row.id, name: row.name, organisation_id: null, memberships: row.memberships, staff_roles: [], acted_by: null } } : null
}

/**
 * A person's duties and meetings, over all files and sessions, as a calendar kept by strangers may hold them: the number
 * of the file and the part where something is due, never a name, a title, an agenda or a place of a file. Who bids, offers
 * a solution or was called for one is confidential by itself, so nothing of that is in it. What is done is left out: a
 * subscription is the whole calendar each time, so it goes from the phone with the next look, where “cancelled” would
 * keep it there, struck out. A meeting that is called off does stay, struck out, until a month after its day.
 */
export async function ownCalendar(db: Db, actor: Actor, now: Date, locale: Locale): Promise<CalendarEntry[]> {
  const since = daysFrom(now, -calendarDaysBack), t = calendarTexts[locale], file = meetingTexts[locale].file
  const [duties, meetings, sessions] = await Promise.all([partDuties(db, actor), meetingsFor(db, since), sessionEntries(db, actor, now, since, locale)])
  return [
    ...duties.flatMap((duty) => dutyEntry(duty, t.due(file(duty.deal_id), partNames[locale][duty.part])) ?? []),
    ...meetings.map((meeting) => meetingEntry(meeting, locale)), ...sessions,
  ]
}

/** The meetings of every file this reader may read of, not those long past. */
const meetingsFor = (db: Db, since: Date): Promise<RoomMeeting[]> => db.selectFrom('room_meeting').selectAll().where('ends_at', '>', since).orderBy('starts_at').orderBy('id').limit(500).execute()

/** The sessions at which this person has a place, and their meetings there. */
async function sessionEntries(db: Db, actor: Actor, now: Date, since: Date, locale: Locale): Promise<CalendarEntry[]> {
  const places = await db.selectFrom('session_registration').select(['id', 'session_id']).where('person_id', '=', actor.person_id).where('state', '=', 'placed').execute()
  if (places.length === 0) return []
  const { ahead, past } = await sessionsFor(db, now)
  const mine = [...past, ...ahead].filter(({ id, ends_at }) => ends_at > since && places.some(({ session_id }) => session_id === id)), own = places.map(({ id }) => id)
  if (mine.length === 0) return []
  const meetings = await db.selectFrom('session_meeting as m').innerJoin('session_wish as w', 'w.id', 'm.wish_id').selectAll('m').where('m.session_id', 'in', mine.map(({ id }) => id)).where('m.confirmed_at', 'is not', null)
    .where((w) => w.or([w('w.asker_id', 'in', own), w('w.asked_id', 'in', own)])).orderBy('m.starts_at').orderBy('m.id').limit(500).execute()
  return [...mine.map((session) => sessionEntry(session, locale)), ...meetings.map((meeting) => sessionMeetingEntry(mine.find(({ id }) => id === meeting.session_id)!, meeting, locale))]
}
