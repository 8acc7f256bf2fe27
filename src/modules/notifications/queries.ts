import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { idleHours } from '../people/library.ts'
import { type Delivery, type NoticeWords, type Topic, topics, type Value } from './schema.ts'
import { filled, isNoticeKind, type NoticeKind, noticeText, type ReasonCode, reasonTexts, wordsFor } from './texts.ts'

export const noticesOnPage = 50

/** How many notices this person has not opened. */
export async function unreadNotices(db: Db, personId: number): Promise<number> {
  const { count } = await db.selectFrom('notice').select(sql<number>`count(*)::int`.as('count')).where('person_id', '=', personId).where('read_at', 'is', null).executeTakeFirstOrThrow()
  return count
}

const rows = (db: Db, personId: number) =>
  db.selectFrom('notice').select(['id', 'kind', 'topic', 'values', 'reason', 'reason_of', 'path', 'at', 'read_at']).where('person_id', '=', personId)
type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>

/** A notice as its reader sees it. */
export interface NoticeView { id: number; topic: Topic; line: string; reason: string; path: string; at: Date; read_at: Date | null }

const viewOf = (row: Row, words: Words, locale: Locale): NoticeView => ({
  id: row.id, topic: row.topic, line: isNoticeKind(row.kind) ? wordsFor(words(row.kind, locale), row.values as Record<string, Value>, locale).line : row.kind,
  reason: reasonIn({ code: row.reason as ReasonCode, of: row.reason_of as Record<Locale, string> | null }, locale), path: row.path, at: row.at, read_at: row.read_at,
})

/** Why somebody is told, in a clause: “because you are an owner of X”. */
export const reasonIn = ({ code, of }: { code: ReasonCode; of?: Record<Locale, string> | null | undefined }, locale: Locale): string =>
  filled(reasonTexts[locale][code] ?? '', { of: of ?? '' }, locale)

/** One page of a person's notices, those not opened first, the newest of each before the older. */
export async function noticesOf(db: Db, personId: number, locale: Locale, page: number): Promise<{ notices: NoticeView[]; total: number; pages: number }> {
  const [words, found, { total }] = await Promise.all([
    textsNow(db),
    rows(db, personId).orderBy(sql`read_at is not null`).orderBy('id', 'desc').limit(noticesOnPage).offset((page - 1) * noticesOnPage).execute(),
    db.selectFrom('notice').select(sql<number>`count(*)::int`.as('total')).where('person_id', '=', personId).executeTakeFirstOrThrow(),
  ])
  return { notices: found.map((row) => viewOf(row, words, locale)), total, pages: Math.max(1, Math.ceil(total / noticesOnPage)) }
}

/** What came for a person after a notice they know of, oldest first. */
export async function noticesSince(db: Db, personId: number, locale: Locale, since: number): Promise<NoticeView[]> {
  const [words, found] = await Promise.all([textsNow(db), rows(db, personId).where('id', '>', since).orderBy('id', 'desc').limit(noticesOnPage).execute()])
  return found.toReversed().map((row) => viewOf(row, words, locale))
}
/** The newest notice there is for a person; 0 where there is none. */
export async function latestNotice(db: Db, personId: number): Promise<number> {
  const { id } = await db.selectFrom('notice').select(sql<number>`coalesce(max(id), 0)`.as('id')).where('person_id', '=', personId).executeTakeFirstOrThrow()
  return id
}

/** How a person is told about each topic: by letter at once, unless they chose otherwise. */
export async function choicesOf(db: Db, personId: number): Promise<Record<Topic, Delivery>> {
  const chosen = await db.selectFrom('notice_choice').select(['topic', 'delivery']).where('person_id', '=', personId).execute()
  const byTopic = new Map(chosen.map(({ topic, delivery }) => [topic, delivery]))
  return Object.fromEntries(topics.map((topic) => [topic, byTopic.get(topic) ?? 'at_once'])) as Record<Topic, Delivery>
}

/** The words in force of a kind of notice. */
export type Words = (kind: NoticeKind, locale: Locale) => NoticeWords

let kept: { newest: number; changed: Map<string, NoticeWords> } = { newest: 0, changed: new Map() }
/**
 * The words in force now. They are kept between two calls and read again when any has changed,
 * whichever process changed it: versions are numbered in the order in which they came into force.
 */
export async function textsNow(db: Db): Promise<Words> {
  const { newest } = await db.selectFrom('notice_text').select(sql<number>`coalesce(max(id), 0)`.as('newest')).executeTakeFirstOrThrow()
  if (newest !== kept.newest) {
    const versions = await db.selectFrom('notice_text').distinctOn(['kind', 'locale']).select(['id', 'kind', 'locale', 'subject', 'body', 'line']).orderBy('kind').orderBy('locale').orderBy('version', 'desc').execute()
    kept = {
      newest: Math.max(0, ...versions.map(({ id }) => id)),
      changed: new Map(versions.flatMap(({ kind, locale, subject, body, line }) => (subject === null || body === null || line === null ? [] : [[`${kind} ${locale}`, { subject, body, line }] as const]))),
    }
  }
  const { changed } = kept
  return (kind, locale) => changed.get(`${kind} ${locale}`) ?? noticeText(kind)[locale]
}

/** Every change made to the words of a kind, the newest first, with who made it. */
export const versionsOf = (db: Db, kind: NoticeKind) =>
  db.selectFrom('notice_text as t').innerJoin('person as p', 'p.id', 't.changed_by')
    .select(['t.locale', 't.version', 't.subject', 't.body', 't.line', 't.changed_at', 'p.name as changed_by']).where('t.kind', '=', kind).orderBy('t.id', 'desc').limit(100).execute()
export type NoticeTextVersion = Awaited<ReturnType<typeof versionsOf>>[number]

/** The number of the latest version by kind and language, and when it came; kinds never changed have none. */
export async function changedTexts(db: Db): Promise<Map<string, { version: number; changed_at: Date; restored: boolean }>> {
  const latest = await db.selectFrom('notice_text').distinctOn(['kind', 'locale']).select(['kind', 'locale', 'version', 'changed_at', 'subject']).orderBy('kind').orderBy('locale').orderBy('version', 'desc').execute()
  return new Map(latest.map(({ kind, locale, version, changed_at, subject }) => [`${kind} ${locale}`, { version, changed_at, restored: subject === null }]))
}

/** Which of these sessions are still open, and until when. */
export async function openSessions(db: Db, ids: readonly string[], now: Date): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map()
  const { rows: open } = await sql<{ id: string; until: Date }>`
    select id, least(expires_at, last_seen_at + make_interval(hours => ${idleHours})) as until from auth_session
    where id = any (${ids}::text[]) and least(expires_at, last_seen_at + make_interval(hours => ${idleHours})) > ${now}`.execute(db)
  return new Map(open.map(({ id, until }) => [id, until]))
}
