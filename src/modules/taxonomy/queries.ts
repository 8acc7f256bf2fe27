import type { Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Code, CodeList } from './schema.ts'

/** The code lists in memory: some fifteen hundred rows that change with a release. */
export interface Taxonomy {
  list(list: CodeList): readonly Code[]
  has(list: CodeList, code: string): boolean
  find(list: CodeList, code: string): Code | undefined
  /** The name of a code in this language; the code itself where no list knows it. */
  name(list: CodeList, code: string, locale: Locale): string
  children(list: CodeList, parent: string): readonly Code[]
}

let kept: { at: number; taxonomy: Promise<Taxonomy> } | null = null
const keptFor = 60_000

/** Read once a minute at most by each process, which works with one database. */
export function taxonomyOf(db: Db): Promise<Taxonomy> {
  if (kept && Date.now() - kept.at < keptFor) return kept.taxonomy
  const taxonomy = read(db)
  kept = { at: Date.now(), taxonomy }
  taxonomy.catch(() => { kept = null })
  return taxonomy
}

async function read(db: Db): Promise<Taxonomy> {
  const rows = await db.selectFrom('code').selectAll().orderBy('list').orderBy('position').execute()
  const lists = Map.groupBy(rows, ({ list }) => list)
  const byCode = new Map(rows.map((row) => [`${row.list} ${row.code}`, row]))
  const byParent = Map.groupBy(rows, ({ list, parent }) => `${list} ${parent}`)
  const find = (list: CodeList, code: string) => byCode.get(`${list} ${code}`)
  return {
    list: (list) => lists.get(list) ?? [],
    has: (list, code) => byCode.has(`${list} ${code}`),
    find,
    name: (list, code, locale) => { const row = find(list, code); return row ? (locale === 'vi' ? row.name_vi : row.name_en) : code },
    children: (list, parent) => byParent.get(`${list} ${parent}`) ?? [],
  }
}
