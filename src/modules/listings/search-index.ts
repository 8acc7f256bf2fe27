import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { FullText } from '../../platform/fulltext/engine.ts'
import type { Entry, Plan } from '../../platform/fulltext/segment.ts'
import { taxonomyOf, type Taxonomy } from '../taxonomy/queries.ts'
import { trlBands } from './rules.ts'
import type { ListingKind } from './schema.ts'

/** The name under which what was published here, and not imported, is counted. */
export const ownSource = 'techex'
export const facets = ['kind', 'field', 'trl', 'form', 'organisation', 'source', 'evidence'] as const
export type Facet = (typeof facets)[number]
/** Places of the numbers listings are sorted by. */
export const numbers = { published: 0, price: 1, trl: 2, evidence: 3 } as const

/** Title, summary with keywords, the other texts, names and codes. Their worth was tried on the judged queries of bench/search-quality. */
const plan: Plan = {
  fields: [
    { weight: 3, usual: 14, accents: true, pair: 0.7, suggests: true },
    { weight: 1.4, usual: 45, accents: true, pair: 0.3, suggests: false },
    { weight: 0.6, usual: 220, accents: true, pair: 0.2, suggests: false },
    { weight: 0.5, usual: 20, accents: true, pair: 0.2, suggests: false },
  ],
  numbers: 4,
  facets,
}

interface Row {
  id: number
  kind: ListingKind
  trl: number | null
  price_min: number | null
  research_fields: string[]
  patent_classes: string[]
  transfer_forms: string[]
  ward_code: string | null
  source_name: string | null
  source_key: string | null
  evidence_grade: number
  published_at: Date | null
  anonymous: boolean
  organisation_kind: string
  name_vi: string
  name_en: string
  texts: { language: Locale; title: string; summary: string; keywords: string; description: string; problem: string; advantages: string; requirements: string }[]
}

/** What a listing is found by: what everybody reads on its page. The name behind an anonymous need is not among it. */
function entryOf(row: Row, taxonomy: Taxonomy): Entry {
  const named = [...row.research_fields.map((code) => ['research_field', code] as const), ...(row.ward_code ? [['ward', row.ward_code] as const] : [])]
    .flatMap(([list, code]) => [taxonomy.name(list, code, 'vi'), taxonomy.name(list, code, 'en')])
  const fields = row.research_fields.flatMap((code) => [1, 3, 5, 7].filter((length) => length <= code.length).map((length) => code.slice(0, length)).concat(code))
  const trl = (Object.keys(trlBands) as (keyof typeof trlBands)[]).filter((band) => row.trl !== null && row.trl >= trlBands[band][0] && row.trl <= trlBands[band][1])
  return {
    id: row.id,
    texts: [
      ...row.texts.flatMap((text) => {
        const english = text.language === 'en'
        return [
          { field: 0, text: text.title, english }, { field: 1, text: `${text.summary}\n${text.keywords}`, english },
          { field: 2, text: `${text.description}\n${text.problem}\n${text.advantages}\n${text.requirements}`, english },
        ]
      }),
      ...(row.anonymous ? [] : [{ field: 3, text: row.name_vi, english: false }, { field: 3, text: row.name_en, english: true }]),
      { field: 3, text: [...named, ...row.patent_classes, row.source_key ?? ''].join('\n'), english: false },
    ],
    numbers: [row.published_at?.getTime() ?? 0, row.price_min ?? Number.NaN, row.trl ?? Number.NaN, row.evidence_grade],
    facets: [[row.kind], fields, trl, row.transfer_forms, [row.organisation_kind], [row.source_name ?? ownSource], ['1', '2', '3', '4'].slice(0, row.evidence_grade)],
  }
}

const batch = 1_000
/** Published listings in the order of their numbers. */
const read = (db: Db, which: ReturnType<typeof sql>) => sql<Row>`
  select l.id, l.kind, l.trl, l.price_min, l.research_fields, l.patent_classes, l.transfer_forms, l.ward_code, l.source_name, l.source_key, l.evidence_grade, l.published_at, l.anonymous,
    o.kind as organisation_kind, o.name_vi, o.name_en,
    (select coalesce(json_agg(json_build_object('language', t.language, 'title', t.title, 'summary', t.summary, 'keywords', t.keywords, 'description', t.description, 'problem', t.problem, 'advantages', t.advantages, 'requirements', t.requirements)), '[]')
      from listing_text t where t.listing_id = l.id) as texts
  from published_listing l join organisation o on o.id = l.organisation_id where ${which} order by l.id limit ${batch}`.execute(db).then(({ rows }) => rows)

/** The published listings of one database in this process's memory. */
export class ListingIndex {
  readonly #db: Db
  #engine = new FullText(plan)
  /** The oldest transaction that may still commit something not looked at. */
  #since = '0'
  /** Stamps looked at already that are not older than that. */
  #seen = new Map<number, string>()
  #loaded: Promise<void> | null = null
  #look: { begun: boolean; done: Promise<void> } | null = null
  constructor(db: Db) { this.#db = db }

  /** Everything published when this was called, or later, is in the index when it returns. */
  async upToDate(): Promise<FullText> {
    this.#loaded ??= this.#load().catch((error: unknown) => { this.#loaded = null; throw error })
    await this.#loaded
    await this.#together()
    return this.#engine
  }

  async #load(): Promise<void> {
    const engine = new FullText(plan)
    const { rows: [now] } = await sql<{ since: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as since`.execute(this.#db)
    const taxonomy = await taxonomyOf(this.#db)
    const filling = engine.filling()
    for (let last = 0; ;) {
      const rows = await read(this.#db, sql`l.id > ${last}`)
      for (const row of rows) filling.add(entryOf(row, taxonomy))
      last = rows.at(-1)?.id ?? last
      if (rows.length < batch) break
    }
    filling.done()
    this.#engine = engine
    this.#seen = new Map()
    this.#since = now!.since
  }

  /** Many who search at once are served by one look, which must have begun after they came. */
  #together(): Promise<void> {
    const running = this.#look
    if (running && !running.begun) return running.done
    const look = { begun: false, done: Promise.resolve() }
    look.done = (async () => {
      await running?.done.catch(() => {})
      look.begun = true
      try { await this.#follow() } finally { if (this.#look === look) this.#look = null }
    })()
    this.#look = look
    return look.done
  }

  /**
   * Reads again what was touched since the last look. Who commits after that look was running then or
   * began later, so its stamp is not below the oldest transaction of then. A stamp from beyond this
   * database's future comes from a backup of another one; if even our last look does, all is read anew.
   */
  async #follow(): Promise<void> {
    const { rows: [look] } = await sql<{ since: string; restored: boolean; stamps: { id: number; xid: string }[] }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as since, ${this.#since}::xid8 > pg_snapshot_xmin(pg_current_snapshot()) as restored,
        (select coalesce(json_agg(json_build_object('id', listing_id, 'xid', xid::text)), '[]') from listing_stamp where xid >= ${this.#since}::xid8 and xid < pg_snapshot_xmax(pg_current_snapshot())) as stamps`.execute(this.#db)
    const { since, restored, stamps } = look!
    if (restored) return this.#load()
    const fresh = stamps.filter(({ id, xid }) => this.#seen.get(id) !== xid)
    await this.#reread(fresh.map(({ id }) => id))
    this.#since = since
    this.#seen = new Map(stamps.map(({ id, xid }) => [id, xid]))
  }

  async #reread(stamped: number[]): Promise<void> {
    if (stamped.length === 0) return
    const taxonomy = await taxonomyOf(this.#db)
    const ids = stamped.filter((id) => id > 0), organisations = stamped.filter((id) => id < 0).map((id) => -id)
    const gone = new Set(ids)
    for (let last = 0; ;) {
      const rows = await read(this.#db, sql`l.id > ${last} and (l.id = any(${ids}::int[]) or l.organisation_id = any(${organisations}::int[]))`)
      this.#engine.put(rows.map((row) => entryOf(row, taxonomy)))
      for (const { id } of rows) gone.delete(id)
      last = rows.at(-1)?.id ?? last
      if (rows.length < batch) break
    }
    this.#engine.remove(gone)
  }
}

const indexes = new WeakMap<Db, ListingIndex>()
/** The index of this database, the same for every reader: it holds what everybody may read and nothing else, which is why it is filled as the system. */
export function listingIndex(db: Db): ListingIndex {
  const system = asSystem(db)
  const known = indexes.get(system) ?? new ListingIndex(system)
  indexes.set(system, known)
  return known
}
