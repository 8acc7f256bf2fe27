import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Meeting } from './schema.ts'

const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`
export type MeetingShown = Meeting & { person_name: string; agreed_by_name: string; cancelled_by_name: string; minutes_by_name: string; minutes_agreed_by_name: string }
/** The meetings of a file, the nearest to come first and then those gone by; one of them where its number is given. */
export async function meetingsOf(db: Db, deal: number, now: Date, id?: number): Promise<MeetingShown[]> {
  const meetings = await db.selectFrom('room_meeting').selectAll()
    .select([personName('person_id').as('person_name'), personName('agreed_by').as('agreed_by_name'), personName('cancelled_by').as('cancelled_by_name'), personName('minutes_by').as('minutes_by_name'), personName('minutes_agreed_by').as('minutes_agreed_by_name')])
    .where('deal_id', '=', deal).$if(id !== undefined, (query) => query.where('id', '=', id ?? 0)).orderBy('starts_at').orderBy('id').limit(500).execute()
  return [...meetings.filter(({ ends_at }) => ends_at > now), ...meetings.filter(({ ends_at }) => ends_at <= now).toReversed()]
}
