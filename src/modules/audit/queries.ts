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
  /** Who did it, or in whose name it was done; null for the worker, and where this reader is not told names. */
  person_name: string | null
  /** The member of staff who did it in that person's name; null where they did it themselves, and where this reader is not told names. */
  acted_by_name: string | null
  /** The name of the reason's code, where the event carries one. */
  code: { name_vi: string; name_en: string } | null
}

/** Events with what is needed to tell of them; names of people only where `named`. */
export const entriesIn = (db: Db, named: boolean) => db.selectFrom('event as e')
  .leftJoin('organisation as o', 'o.id', 'e.organisation_id')
  .leftJoin('person as p', (on) => on.onRef('p.id', '=', 'e.person_id').on(sql<boolean>`${named}::boolean`))
  .leftJoin('person as a', (on) => on.onRef('a.id', '=', 'e.acted_by').on(sql<boolean>`${named}::boolean`))
  .leftJoin('code as c', (on) => on
    .on('c.list', '=', sql`case e.type when 'interest.declined' then 'decline_reason' when 'match.declined' then 'match_decline_reason' when 'deal.lost' then 'loss_reason' end`)
    .on('c.code', '=', sql`e.data ->> 'code'`))
  .select(['e.id', 'e.at', 'e.subject', 'e.type', 'e.data', 'e.organisation_id', 'o.name_vi', 'o.name_en', 'p.name as person_name', 'a.name as acted_by_name', 'c.name_vi as code_vi', 'c.name_en as code_en'])

export const entryOf = (row: Awaited<ReturnType<ReturnType<typeof entriesIn>['execute']>>[number]): TimelineEntry => ({
  id: row.id, at: row.at, subject: row.subject, person_name: row.person_name, acted_by_name: row.acted_by_name,
  event: { ...(row.data as object), type: row.type } as DomainEvent, // written by `record`, which knows the type
  organisation: row.organisation_id === null ? null : { id: row.organisation_id, name_vi: row.name_vi ?? '', name_en: row.name_en ?? '' },
  code: row.code_vi === null ? null : { name_vi: row.code_vi, name_en: row.code_en ?? '' },
})

/**
 * What happened to these subjects (such as deal:12), the latest first. Names of people are read
 * only for those entitled to them: the parties themselves and the Exchange's staff.
 */
export async function timelineOf(db: Db, subjects: readonly string[], limit = 100, named = false): Promise<TimelineEntry[]> {
  if (subjects.length === 0) return []
  const entries = (await entriesIn(db, named).where('e.subject', 'in', [...subjects]).orderBy('e.id', 'desc').limit(limit).execute()).map(entryOf)
  // Two who acted at once are numbered as their transactions came to write, which need not be the order of their clocks.
  return entries.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

/** The kinds of things one's own record can be narrowed to; `other` is whatever else there is. */
export const recordKinds = ['person', 'organisation', 'listing', 'interest', 'deal', 'other'] as const
export type RecordKind = (typeof recordKinds)[number]
const kindOfSubject = sql<string>`split_part(e.subject, ':', 1)`

/** What this person did, what was done in their name and to their account, the latest first, older than the event `before`. */
export async function recordOf(db: Db, person_id: number, { kind, before, limit = 50 }: { kind: RecordKind | null; before: number | null; limit?: number }): Promise<{ entries: TimelineEntry[]; older: boolean }> {
  const rows = await entriesIn(db, true)
    .where(({ eb, or }) => or([eb('e.person_id', '=', person_id), eb('e.acted_by', '=', person_id), eb('e.subject', '=', `person:${person_id}`)]))
    .$if(kind !== null && kind !== 'other', (q) => q.where(kindOfSubject, '=', kind as string))
    .$if(kind === 'other', (q) => q.where(kindOfSubject, 'not in', recordKinds.slice(0, -1)))
    .$if(before !== null, (q) => q.where('e.id', '<', before as number))
    .orderBy('e.id', 'desc').limit(limit + 1).execute()
  return { entries: rows.slice(0, limit).map(entryOf), older: rows.length > limit }
}

export interface SubjectName { href: string; name_vi: string; name_en: string }

/** Names and addresses of what events are about, as far as this reader may open them. */
export async function subjectNames(db: Db, subjects: readonly string[]): Promise<Map<string, SubjectName>> {
  const ids = (kind: string): number[] => [...new Set(subjects)].filter((subject) => subject.startsWith(`${kind}:`)).map((subject) => Number(subject.slice(kind.length + 1)))
  const { rows } = await sql<{ subject: string; href: string; name_vi: string | null; name_en: string | null }>`
    select 'organisation:' || id as subject, '/organisations/' || id as href, name_vi, name_en from organisation where id = any(${ids('organisation')}::int[])
    union all select 'listing:' || l.id, '/' || l.kind || 's/' || l.id,
      (select title from listing_text t where t.listing_id = l.id and t.language = 'vi'), (select title from listing_text t where t.listing_id = l.id and t.language = 'en')
      from listing l where l.id = any(${ids('listing')}::int[])
    union all select 'deal:' || id, '/deals/' || id, '', '' from deal where id = any(${ids('deal')}::int[])
    union all select 'interest:' || id, '/interests/' || id, '', '' from interest where id = any(${ids('interest')}::int[])`.execute(db)
  return new Map(rows.map(({ subject, href, name_vi, name_en }) => [subject, { href, name_vi: name_vi ?? '', name_en: name_en ?? '' }]))
}
