import type { Db } from '../src/core/database.ts'
import { hashOfToken } from '../src/modules/work/calendar-rules.ts'
import { noon } from './database.ts'

/** The address of a person's own calendar, made once: what is returned is its token. */
export async function someCalendar(db: Db, person_id: number): Promise<string> {
  const token = `lich-${person_id}-`.padEnd(43, 'x')
  await db.insertInto('calendar_address').values({ person_id, sha256: hashOfToken(token), locale: 'vi', made_at: noon }).onConflict((on) => on.doNothing()).execute()
  return token
}
