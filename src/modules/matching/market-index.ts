import { sql } from 'kysely'
import { gunzipSync } from 'node:zlib'
import { asSystem, type Db } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { conceptsOf } from '../../platform/likeness/concepts.ts'
import { Dictionary } from '../../platform/likeness/dictionary.ts'
import { Likeness, type Shared } from '../../platform/likeness/engine.ts'
import { learnMeaning, type Meaning, unpacked } from '../../platform/likeness/meaning.ts'
import { sketchOf } from '../../platform/likeness/sketch.ts'
import type { Text } from '../../platform/likeness/reading.ts'
import { batch, Following } from '../listings/following.ts'
import type { ListingKind } from '../listings/schema.ts'
import { type Embedding, embeddingOf } from './embeddings.ts'
import { plan } from './files.ts'
import { type Facts, type MatchWeights, programWeights } from './rules.ts'

/** What of a listing is compared, in the languages it has. */
export interface MarketText { language: Locale; title: string; summary: string; keywords: string; description: string; problem: string; advantages: string; requirements: string; details: string }
export interface MarketRow extends Facts { id: number; kind: ListingKind; organisation_id: number; anonymous: boolean; model: string | null; vector: Buffer | null; texts: MarketText[] }
/** A listing as it is kept beside its texts' place in the engine. */
export type Standing = Omit<MarketRow, 'texts' | 'model' | 'vector'> & { sketch: Uint32Array; embedding: Embedding | null }

/** What everybody reads on a listing’s page. */
export const readMarket = (db: Db, which: ReturnType<typeof sql>, from = sql`published_listing`): Promise<MarketRow[]> => sql<MarketRow>`
  select l.id, l.kind, l.organisation_id, l.anonymous, l.research_fields, l.patent_classes, l.industries, l.transfer_forms, l.trl, l.price_mode, l.price_min, l.price_max, l.ward_code, l.evidence_grade, n.urgency, o.state_share_basis_points as state_share, e.model, e.vector,
    (select coalesce(json_agg(json_build_object('language', t.language, 'title', t.title, 'summary', t.summary, 'keywords', t.keywords, 'description', t.description, 'problem', t.problem, 'advantages', t.advantages, 'requirements', t.requirements,
      'details', coalesce((select string_agg(d.text, E'\n' order by d.name) from listing_detail_text d where d.listing_id = l.id and d.language = t.language), ''))), '[]') from listing_text t where t.listing_id = l.id) as texts
  from ${from} l left join listing_need_detail n on n.listing_id = l.id left join listing_offer_detail o on o.listing_id = l.id left join match_embedding e on e.listing_id = l.id and e.listing_version = l.version
  where ${which} order by l.id limit ${batch}`.execute(db).then(({ rows }) => rows)

export const textsOf = (row: Pick<MarketRow, 'texts'>): Text[] => row.texts.flatMap((text) => [text.title, `${text.summary}\n${text.keywords}\n${text.requirements}`, `${text.problem}\n${text.description}\n${text.advantages}\n${text.details}`]
  .flatMap((said, field) => (said.trim() ? [{ field, text: said, language: text.language }] : [])))

/** Few listings are learnt from at once; of many the worker makes the model. */
export const learntAtOnce = 600
/** How long weights, words and meaning may be as they were after they changed. */
const looksEvery = 5_000

/** The published listings of one database, ready to be compared, in this process’s memory. */
export class MarketIndex {
  readonly #db: Db
  readonly #following: Following<MarketRow>
  #engines = enginesWith({ dictionary: new Dictionary([]), meaning: null, weights: programWeights.text })
  #standings = new Map<number, Standing>()
  #dictionary = new Dictionary([])
  #weights: MatchWeights = programWeights
  #known = { lexicon: '', meaning: -1, serving: -1 }
  #looked = 0
  constructor(db: Db) {
    this.#db = db
    this.#following = new Following(db, (from, which) => readMarket(from, which), {
      anew: async () => {
        const now = await this.#versions()
        const dictionary = now.lexicon === this.#known.lexicon ? this.#dictionary : new Dictionary(await pairsOf(db))
        const weights = await servingWeights(db)
        const meaning = await meaningOf(db) ?? await this.#learntAtOnce(dictionary)
        const engines = enginesWith({ dictionary, meaning, weights: weights.text }), standings = new Map<number, Standing>()
        const filling = { offer: engines.offer.filling(), need: engines.need.filling() }
        return {
          add: (row) => { filling[row.kind].add({ id: row.id, texts: textsOf(row) }); standings.set(row.id, standingOf(row)) },
          done: () => {
            filling.offer.done()
            filling.need.done()
            this.#engines = engines
            this.#standings = standings
            this.#dictionary = dictionary
            this.#weights = weights
            this.#known = now
          },
        }
      },
      put: (rows) => {
        for (const kind of ['offer', 'need'] as const) {
          const own = rows.filter((row) => row.kind === kind)
          if (own.length) this.#engines[kind].put(own.map((row) => ({ id: row.id, texts: textsOf(row) })))
        }
        for (const row of rows) this.#standings.set(row.id, standingOf(row))
      },
      remove: (ids) => {
        const all = [...ids]
        this.#engines.offer.remove(all)
        this.#engines.need.remove(all)
        for (const id of all) this.#standings.delete(id)
      },
    })
  }

  /** Everything published when this was called, or later, is compared when it returns. */
  async upToDate(): Promise<this> {
    if (Date.now() - this.#looked > looksEvery) {
      this.#looked = Date.now()
      // What is kept goes on answering while all is made anew; another look tries again where that fails.
      if (await this.#changed()) this.#following.again().catch(() => {})
    }
    await this.#following.upToDate()
    return this
  }
  engine(kind: ListingKind): Likeness { return this.#engines[kind] }
  standing(id: number): Standing | undefined { return this.#standings.get(id) }
  get dictionary(): Dictionary { return this.#dictionary }
  get weights(): MatchWeights { return this.#weights }
  get size(): number { return this.#standings.size }

  async #versions(): Promise<{ lexicon: string; meaning: number; serving: number }> {
    const { rows: [now] } = await sql<{ lexicon: string; meaning: number; serving: number }>`
      select coalesce((select sha256 || version from lexicon_release), '') as lexicon, coalesce((select max(id) from match_meaning), 0) as meaning, coalesce((select max(id) from match_serving), 0) as serving`.execute(this.#db)
    return now!
  }
  async #changed(): Promise<boolean> {
    const now = await this.#versions()
    return now.lexicon !== this.#known.lexicon || now.meaning !== this.#known.meaning || now.serving !== this.#known.serving
  }
  /** A model of all there is, where that is little. */
  async #learntAtOnce(dictionary: Dictionary): Promise<Meaning | null> {
    const { rows: [{ n } = { n: 0 }] } = await sql<{ n: number }>`select count(*)::int as n from (select from published_listing limit ${learntAtOnce + 1}) beginning`.execute(this.#db)
    return n > learntAtOnce ? null : learnMeaning((await readMarket(this.#db, sql`true`)).map((row) => conceptsOf(textsOf(row), plan.said, dictionary)))
  }
}

const enginesWith = (shared: Shared): Record<ListingKind, Likeness> => ({ offer: new Likeness(plan, shared), need: new Likeness(plan, shared) })
const standingOf = ({ texts, model, vector, ...row }: MarketRow): Standing => ({ ...row, embedding: embeddingOf(model, vector), sketch: sketchOf(texts.map(({ title, summary, problem, description }) => `${title}\n${summary}\n${problem}\n${description}`).join('\n')) })

/** The pairs in force, those believed first before others. */
export const pairsOf = async (db: Db): Promise<(readonly [string, string])[]> =>
  (await db.selectFrom('lexicon_pair').select(['vi', 'en']).where('withdrawn_at', 'is', null).orderBy('of_program').orderBy('rank').orderBy('id').execute()).map(({ vi, en }) => [vi, en] as const)

async function meaningOf(db: Db): Promise<Meaning | null> {
  const row = await db.selectFrom('match_meaning').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? unpacked(row.dimensions, gunzipSync(row.terms), row.vectors) : null
}

/** The weights that serve: the program’s own until others were chosen. */
export async function servingWeights(db: Db): Promise<MatchWeights> {
  const row = await db.selectFrom('match_serving as s').leftJoin('match_training as t', 't.id', 's.training_id').select('t.weights').orderBy('s.id', 'desc').limit(1).executeTakeFirst()
  const learnt = row?.weights as MatchWeights | null | undefined
  // What this release weighs and the one that learnt did not know counts as the program has it.
  return learnt ? { text: { ...programWeights.text, ...learnt.text }, close: { ...programWeights.close, ...learnt.close }, facts: { ...programWeights.facts, ...learnt.facts } } : programWeights
}

const indexes = new WeakMap<Db, MarketIndex>()
/**
 * The index of this database, the same for every reader: it holds what everybody may read and nothing else,
 * which is why it is filled as the system. A transaction has one of its own, of what it sees.
 */
export function marketIndex(db: Db): MarketIndex {
  const system = systemOf(db)
  const known = indexes.get(system) ?? new MarketIndex(system)
  indexes.set(system, known)
  return known
}
export const systemOf = (db: Db): Db => (db.isTransaction ? db : asSystem(db))
