import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { FullText } from '../../platform/fulltext/engine.ts'
import type { Entry, Plan } from '../../platform/fulltext/segment.ts'
import { taxonomyOf, type Taxonomy } from '../taxonomy/queries.ts'
import { batch, Following, type ReadRows } from './following.ts'
import { trlBands } from './rules.ts'
import type { ListingKind } from './schema.ts'
import { namesOf } from './search-text.ts'

/** The name under which what was published here, and not imported, is counted. */
export const ownSource = 'techex'
export const facets = ['kind', 'field', 'trl', 'form', 'organisation', 'source', 'evidence'] as const
export type Facet = (typeof facets)[number]
/** Places of the numbers listings are sorted by. */
export const numbers = { published: 0, price: 1, trl: 2, evidence: 3 } as const

/** Title, summary with keywords, the other texts, names and codes, and what the further steps of the form say. Their worth was tried on the judged queries of bench/search-quality. */
const plan: Plan = {
  fields: [
    { weight: 3, usual: 14, accents: true, pair: 0.7, suggests: true },
    { weight: 1.4, usual: 45, accents: true, pair: 0.3, suggests: false },
    { weight: 0.6, usual: 220, accents: true, pair: 0.2, suggests: false },
    { weight: 0.5, usual: 20, accents: true, pair: 0.2, suggests: false },
    { weight: 0.4, usual: 120, accents: true, pair: 0.15, suggests: false },
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
  texts: { language: Locale; title: string; summary: string; keywords: string; description: string; problem: string; advantages: string; requirements: string; details: string }[]
}

/** What a listing is found by: what everybody reads on its page. The name behind an anonymous need is not among it. */
function entryOf(row: Row, taxonomy: Taxonomy): Entry {
  const fields = row.research_fields.flatMap((code) => [1, 3, 5, 7].filter((length) => length <= code.length).map((length) => code.slice(0, length)).concat(code))
  const trl = (Object.keys(trlBands) as (keyof typeof trlBands)[]).filter((band) => row.trl !== null && row.trl >= trlBands[band][0] && row.trl <= trlBands[band][1])
  return {
    id: row.id,
    texts: [
      ...row.texts.flatMap((text) => {
        const english = text.language === 'en'
        return [
          { field: 0, text: text.title, english }, { field: 1, text: `${text.summary}\n${text.keywords}`, english },
          { field: 2, text: `${text.description}\n${text.problem}\n${text.advantages}\n${text.requirements}`, english }, { field: 4, text: text.details, english },
        ]
      }),
      ...(row.anonymous ? [] : [{ field: 3, text: row.name_vi, english: false }, { field: 3, text: row.name_en, english: true }]),
      { field: 3, text: [...namesOf(row, taxonomy), ...row.patent_classes, row.source_key ?? ''].join('\n'), english: false },
    ],
    numbers: [row.published_at?.getTime() ?? 0, row.price_min ?? Number.NaN, row.trl ?? Number.NaN, row.evidence_grade],
    facets: [[row.kind], fields, trl, row.transfer_forms, [row.organisation_kind], [row.source_name ?? ownSource], ['1', '2', '3', '4'].slice(0, row.evidence_grade)],
  }
}

const readRows = (db: Db, which: ReturnType<typeof sql>) => sql<Row>`
  select l.id, l.kind, l.trl, l.price_min, l.research_fields, l.patent_classes, l.transfer_forms, l.ward_code, l.source_name, l.source_key, l.evidence_grade, l.published_at, l.anonymous,
    o.kind as organisation_kind, o.name_vi, o.name_en,
    (select coalesce(json_agg(json_build_object('language', t.language, 'title', t.title, 'summary', t.summary, 'keywords', t.keywords, 'description', t.description, 'problem', t.problem, 'advantages', t.advantages, 'requirements', t.requirements,
      'details', coalesce((select string_agg(d.text, E'\n' order by d.name) from listing_detail_text d where d.listing_id = l.id and d.language = t.language), ''))), '[]')
      from listing_text t where t.listing_id = l.id) as texts
  from published_listing l join organisation o on o.id = l.organisation_id where ${which} order by l.id limit ${batch}`.execute(db).then(({ rows }) => rows)

/** The published listings of one database in this process's memory. */
export class ListingIndex {
  readonly #following: Following<Row>
  #engine = new FullText(plan)
  constructor(db: Db) {
    let taxonomy: Taxonomy
    const read: ReadRows<Row> = async (from, which) => { taxonomy = await taxonomyOf(from); return readRows(from, which) }
    this.#following = new Following(db, read, {
      anew: () => {
        const engine = new FullText(plan), filling = engine.filling()
        return Promise.resolve({ add: (row) => filling.add(entryOf(row, taxonomy)), done: () => { filling.done(); this.#engine = engine } })
      },
      put: (rows) => this.#engine.put(rows.map((row) => entryOf(row, taxonomy))),
      remove: (ids) => this.#engine.remove(ids),
    })
  }

  /** Everything published when this was called, or later, is in the index when it returns. */
  async upToDate(): Promise<FullText> {
    await this.#following.upToDate()
    return this.#engine
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
