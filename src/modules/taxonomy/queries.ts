import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Code, CodeList } from './schema.ts'

/** The code lists in memory: some fifteen hundred rows that seldom change. A retired code is named and found, and offered only to those who have it. */
export interface Taxonomy {
  /** What may be chosen anew. */
  list(list: CodeList): readonly Code[]
  /** What a form offers whose record already holds `kept`: those retired codes as well. */
  offered(list: CodeList, kept: readonly (string | null)[]): readonly Code[]
  /** Known, whether offered or retired. */
  has(list: CodeList, code: string): boolean
  /** Whether a record that holds `kept` may be filed under it: what is offered, and what it has. */
  takes(list: CodeList, code: string, kept: readonly (string | null)[]): boolean
  find(list: CodeList, code: string): Code | undefined
  /** The name of a code in this language; the code itself where no list knows it. */
  name(list: CodeList, code: string, locale: Locale): string
  children(list: CodeList, parent: string): readonly Code[]
}

let kept: { at: number; taxonomy: Promise<Taxonomy> } | null = null
const keptFor = 60_000

/** Read once a minute at most by each process, which works with one database: an edit is everywhere within that minute, and on the pages at once. */
export function taxonomyOf(db: Db): Promise<Taxonomy> {
  if (kept && Date.now() - kept.at < keptFor) return kept.taxonomy
  const taxonomy = read(db)
  kept = { at: Date.now(), taxonomy }
  taxonomy.catch(() => { kept = null })
  return taxonomy
}
/** The next page reads the lists anew. */
export function forgetTaxonomy(): void { kept = null }
/** An edit is shown at once by this process and, as they hear of it, by every other that answers pages. Called when it is committed: a word that is lost then costs a minute, and undoes nothing. */
export async function tellCodesChanged(db: Db): Promise<void> {
  forgetTaxonomy()
  await sql`select pg_notify('codes_changed', '')`.execute(db).catch(() => {})
}

async function read(db: Db): Promise<Taxonomy> {
  const rows: Code[] = await db.selectFrom('code').selectAll().orderBy('list').orderBy('position').orderBy('code').execute()
  const open = rows.filter(({ retired_at }) => retired_at === null)
  const lists = Map.groupBy(open, ({ list }) => list)
  const byCode = new Map(rows.map((row) => [`${row.list} ${row.code}`, row]))
  const byParent = Map.groupBy(open, ({ list, parent }) => `${list} ${parent}`)
  const find = (list: CodeList, code: string) => byCode.get(`${list} ${code}`)
  return {
    list: (list) => lists.get(list) ?? [],
    offered: (list, kept) => rows.filter((row) => row.list === list && (row.retired_at === null || kept.includes(row.code))),
    has: (list, code) => byCode.has(`${list} ${code}`),
    takes: (list, code, kept) => { const row = find(list, code); return row !== undefined && (row.retired_at === null || kept.includes(code)) },
    find,
    name: (list, code, locale) => { const row = find(list, code); return row ? (locale === 'vi' ? row.name_vi : row.name_en) : code },
    children: (list, parent) => byParent.get(`${list} ${parent}`) ?? [],
  }
}

/** How many codes each list has, and how many of them are retired. */
export const codeCounts = async (db: Db) =>
  await db.selectFrom('code').select(({ fn }) => ['list' as const, fn.countAll<number>().as('total'), fn.count<number>('retired_at').as('retired'), fn.count<number>('edited_at').as('edited')]).groupBy('list').execute()

const pageSize = 100
/** A list as those see it who keep it, retired codes included. */
export async function codesPage(db: Db, list: CodeList, page: number) {
  const [rows, { total }] = await Promise.all([
    db.selectFrom('code').selectAll().where('list', '=', list).orderBy('position').orderBy('code').limit(pageSize).offset((page - 1) * pageSize).execute(),
    db.selectFrom('code').select(({ fn }) => fn.countAll<number>().as('total')).where('list', '=', list).executeTakeFirstOrThrow(),
  ])
  return { rows, total, pages: Math.max(1, Math.ceil(total / pageSize)) }
}
