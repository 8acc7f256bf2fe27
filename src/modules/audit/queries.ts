import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { DomainEvent } from '../../core/schema.ts'

export interface TimelineEntry {
  id: number
  at: Date
  subject: string
  event: DomainEvent
  /** On whose behalf. */
  organisation: { id: number; name_vi: string; name_en: string } | null
  /** Who did it; null for the worker, and where this reader is not told names. */
  person_name: string | null
  /** The name of the reason's code, where the event carries one. */
  code: { name_vi: string; name_en: string } | null
}

/**
 * What happened to these subjects (such as deal:12), the latest first. Names of people are read
 * only for those entitled to them: the parties themselves and the Exchange's staff.
 */
export async function timelineOf(db: Db, subjects: readonly string[], limit = 100, named = false): Promise<TimelineEntry[]> {
  if (subjects.length === 0) return []
  const rows = await db.selectFrom('event as e')
    .leftJoin('organisation as o', 'o.id', 'e.organisation_id')
    .leftJoin('person as p', (on) => on.onRef('p.id', '=', 'e.person_id').on(sql<boolean>`${named}::boolean`))
    .leftJoin('code as c', (on) => on
      .on('c.list', '=', sql`case e.type when 'interest.declined' then 'decline_reason' when 'deal.lost' then 'loss_reason' end`)
      .on('c.code', '=', sql`e.data ->> 'code'`))
    .select(['e.id', 'e.at', 'e.subject', 'e.type', 'e.data', 'e.organisation_id', 'o.name_vi', 'o.name_en', 'p.name as person_name', 'c.name_vi as code_vi', 'c.name_en as code_en'])
    .where('e.subject', 'in', [...subjects]).orderBy('e.id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    id: row.id, at: row.at, subject: row.subject, person_name: row.person_name,
    event: { ...(row.data as object), type: row.type } as DomainEvent, // written by `record`, which knows the type
    organisation: row.organisation_id === null ? null : { id: row.organisation_id, name_vi: row.name_vi ?? '', name_en: row.name_en ?? '' },
    code: row.code_vi === null ? null : { name_vi: row.code_vi, name_en: row.code_en ?? '' },
  }))
}
