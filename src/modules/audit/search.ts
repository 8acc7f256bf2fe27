import { sql, type SelectQueryBuilder } from 'kysely'
import type { Db, Tables } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { words } from '../../platform/text.ts'
import { entriesIn, entryOf, type TimelineEntry } from './queries.ts'
import type { AuditFilters } from './schema.ts'
import { sealedColumns, type SealedText } from './sealing.ts'

/** An export holds so many events at most; a workbook, which is made in memory, fewer. */
export const mostExported = { csv: 100_000, xlsx: 20_000 } as const

/** A search that was recorded: its filters, and its own place in the log, before which it looks. */
export interface AuditSearch { id: number; at: Date; filters: AuditFilters }

/** This person's search of that number; nobody continues another's, for theirs is recorded in their name. */
export async function searchOf(db: Db, person_id: number, id: number): Promise<AuditSearch | undefined> {
  const row = await db.selectFrom('event').select(['id', 'at', 'data']).where('id', '=', id).where('type', '=', 'audit.searched').where('person_id', '=', person_id).executeTakeFirst()
  return row && { id: row.id, at: row.at, filters: (row.data as { filters: AuditFilters }).filters }
}

/** The searches this person made last. */
export async function latestSearches(db: Db, person_id: number, limit = 10): Promise<AuditSearch[]> {
  const rows = await db.selectFrom('event').select(['id', 'at', 'data']).where('type', '=', 'audit.searched').where('person_id', '=', person_id).orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ id, at, data }) => ({ id, at, filters: (data as { filters: AuditFilters }).filters }))
}

const midnight = (day: string, days: number) => sql<Date>`((${day}::date + ${days}::int)::timestamp at time zone 'Asia/Ho_Chi_Minh')`
const narrowed = <O>(query: SelectQueryBuilder<Tables & { e: Tables['event'] }, 'e', O>, { id, filters }: AuditSearch, before: number | null) => query
  .where('e.id', '<', Math.min(id, before ?? id))
  .$if(filters.type !== null, (q) => q.where('e.type', '=', filters.type as never))
  .$if(filters.person_id !== null, (q) => q.where(({ eb, or }) => or([eb('e.person_id', '=', filters.person_id), eb('e.acted_by', '=', filters.person_id), eb('e.subject', '=', `person:${filters.person_id}`)])))
  .$if(filters.organisation_id !== null, (q) => q.where(({ eb, or }) => or([eb('e.organisation_id', '=', filters.organisation_id), eb('e.subject', '=', `organisation:${filters.organisation_id}`)])))
  .$if(filters.subject !== null, (q) => q.where('e.subject', '=', filters.subject ?? ''))
  .$if(filters.request_id !== null, (q) => q.where('e.request_id', '=', filters.request_id ?? ''))
  .$if(filters.from !== null, (q) => q.where('e.at', '>=', midnight(filters.from ?? '', 0)))
  .$if(filters.to !== null, (q) => q.where('e.at', '<', midnight(filters.to ?? '', 1)))

export interface AuditRow extends TimelineEntry { request_id: string; person_id: number | null; acted_by: number | null }

/** What a search found up to the moment it was made, the newest first, older than the event `before`. */
export async function foundBy(db: Db, search: AuditSearch, before: number | null, limit = 50): Promise<{ rows: AuditRow[]; older: boolean }> {
  const rows = await narrowed(entriesIn(db, true).select(['e.request_id', 'e.person_id', 'e.acted_by']) as never, search, before).orderBy('e.id', 'desc').limit(limit + 1).execute() as Raw[]
  return { rows: rows.slice(0, limit).map(auditRow), older: rows.length > limit }
}
type Raw = Parameters<typeof entryOf>[0] & { request_id: string; person_id: number | null; acted_by: number | null }
const auditRow = (row: Raw): AuditRow => ({ ...entryOf(row), request_id: row.request_id, person_id: row.person_id, acted_by: row.acted_by })

/** How many a search found, counted no further than an export goes. */
export async function countFound(db: Db, search: AuditSearch): Promise<number> {
  const some = narrowed(db.selectFrom('event as e').select('e.id') as never, search, null).limit(mostExported.csv + 1)
  const { rows: [sum] } = await sql<{ n: number }>`select count(*)::int as n from (${some}) found`.execute(db)
  return sum?.n ?? 0
}

export interface Seal { position: number; day: string; hash: string }
export interface AuditDetail { row: AuditRow; text: SealedText; seal: Seal | null; related: AuditRow[] }

/** One event whole, with its seal and what else the same request did. */
export async function eventInFull(db: Db, id: number): Promise<AuditDetail | undefined> {
  const row = (await (entriesIn(db, true).select(['e.request_id', 'e.person_id', 'e.acted_by']).where('e.id', '=', id)).executeTakeFirst()) as Raw | undefined
  if (!row) return undefined
  const beside = (direction: 'asc' | 'desc') => entriesIn(db, true).select(['e.request_id', 'e.person_id', 'e.acted_by']).where('e.request_id', '=', row.request_id)
    .where('e.id', direction === 'asc' ? '>' : '<', id).orderBy('e.id', direction).limit(25).execute() as unknown as Promise<Raw[]>
  const [{ rows: [text] }, { rows: [seal] }, after, before] = await Promise.all([
    sql<SealedText>`select ${sealedColumns} from event e where e.id = ${id}`.execute(db),
    sql<Seal>`select position, day::text, encode(hash, 'hex') as hash from event_seal where event_id = ${id}`.execute(db),
    beside('asc'), beside('desc'),
  ])
  return text && { row: auditRow(row), text, seal: seal ?? null, related: [...after.toReversed(), ...before].map(auditRow) }
}

export const exportColumns = ['id', 'at', 'type', 'what', 'subject', 'person_id', 'person', 'acted_by', 'acted_by_name', 'organisation_id', 'organisation', 'request_id', 'data', 'position', 'day', 'hash'] as const
export type ExportRow = Record<(typeof exportColumns)[number], string>

/** The rows of an export, read page by page: what a search found, with the texts each seal was made from and the seals. */
export async function* exportRows(db: Db, search: AuditSearch, most: number, locale: Locale, word: (entry: TimelineEntry) => string, page = 1_000): AsyncGenerator<ExportRow> {
  for (let left = most, before: number | null = null; left > 0;) {
    const limit = Math.min(page, left)
    const { rows } = await foundBy(db, search, before, limit)
    const { rows: texts } = await sql<SealedText & Partial<Seal>>`
      select ${sealedColumns}, s.position, s.day::text as day, encode(s.hash, 'hex') as hash from event e left join event_seal s on s.event_id = e.id where e.id = any(${rows.map(({ id }) => id)}::int[])`.execute(db)
    const textOf = new Map(texts.map((text) => [text.id, text]))
    for (const row of rows) {
      const text = textOf.get(row.id)
      if (!text) continue
      const own = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
      yield {
        id: own(text.id), at: text.at, type: text.type, what: word(row), subject: text.subject, person_id: own(text.person_id), person: own(row.person_name), acted_by: own(text.acted_by), acted_by_name: own(row.acted_by_name),
        organisation_id: own(text.organisation_id), organisation: row.organisation ? (locale === 'vi' ? row.organisation.name_vi || row.organisation.name_en : row.organisation.name_en || row.organisation.name_vi) : '',
        request_id: text.request_id, data: text.data, position: own(text.position), day: own(text.day), hash: own(text.hash),
      }
    }
    if (rows.length < limit) return
    left -= rows.length
    before = rows.at(-1)?.id ?? null
  }
}

export interface Candidate { id: number; name: string; organisations: string }
/** A search names one person or none. */
export type AuditRefusal = { code: 'audit_nobody'; field: 'person' } | { code: 'audit_several'; field: 'person'; people: Candidate[] }

/** People an inspector may have meant: by number, by whole address, or by the words of a name. */
export async function peopleMeant(db: Db, typed: string, limit = 20): Promise<Candidate[]> {
  const asked = words(typed).slice(0, 8)
  const condition = /^[1-9]\d{0,8}$/.test(typed) ? sql<boolean>`p.id = ${Number(typed)}`
    : typed.includes('@') ? sql<boolean>`p.email = ${typed.trim().toLowerCase()}`
      : asked.length === 0 ? sql<boolean>`false`
        : sql<boolean>`(select bool_and(position(word in lower(translate(regexp_replace(normalize(p.name, nfd), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'))) > 0) from unnest(${asked}::text[]) word)`
  const { rows } = await sql<Candidate>`
    select p.id, p.name, coalesce((select string_agg(coalesce(nullif(o.name_vi, ''), o.name_en), ', ' order by m.since) from membership m join organisation o on o.id = m.organisation_id where m.person_id = p.id), '') as organisations
    from person p where ${condition} order by p.name, p.id limit ${limit}`.execute(db)
  return rows
}
