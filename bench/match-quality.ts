/**
 * How good matches are. `node bench/match-quality.ts --from FOLDER [--only PATTERN] [--tune]`
 *
 * FOLDER holds judged needs and offers: `sbir` (topics and awards), `cranfield` (questions and
 * abstracts), `xquad` (Vietnamese and English questions and passages), JSON lines and qrels. For every
 * task it prints a JSON line with nDCG@10, recall@50 and MRR (ranking ends after a thousand; equal
 * scores by id) of the product's engine as FileMarket builds it, beside BM25, the cosine of tf-idf and
 * PostgreSQL's ts_rank (match-rivals.ts says how each is set) over the same texts in the same run; with
 * the interval that holds 95 of 100 drawings of as many needs, of each and of what ours is ahead of
 * BM25 need by need; and nDCG@10 of the engine without single parts.
 *
 * `--only` takes the tasks whose name the pattern fits. `--tune` measures nothing of that but searches
 * for better weights by cross-validation: match-tuning.ts says how. The answers in the folder were used
 * in no other way to choose what the engine counts.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { dictionaryOf, type FileItem, meaningOf, plan } from '../src/modules/matching/files.ts'
import { Dictionary } from '../src/platform/likeness/dictionary.ts'
import { Likeness } from '../src/platform/likeness/engine.ts'
import { defaultWeights, type Weights } from '../src/platform/likeness/weights.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { plainRanks, postgresRank, type Rank } from './match-rivals.ts'
import { deepest, intervalOf, mean, ranking, rounded, type Task, tasksIn, type Worth, worthOf } from './match-tasks.ts'
import { tune } from './match-tuning.ts'

const { values: options } = parseArgs({ options: { from: { type: 'string' }, only: { type: 'string', default: '' }, tune: { type: 'boolean', default: false } } })
if (!options.from) throw new Error('Say where the judged tasks are: --from FOLDER')
const root = join(import.meta.dirname, '..')
const dictionary = dictionaryOf(join(root, 'data/lexicon'))
const tasks = (await tasksIn(options.from)).filter(({ name }) => new RegExp(options.only).test(name))

const wordsAlone: Partial<Weights> = { pair: 0, syllables: 0, meaning: 0, company: 0 }
/** The engine with some of its parts set aside. */
const without: Record<string, { weights: Partial<Weights>; dictionary: boolean }> = {
  'all but words': { weights: wordsAlone, dictionary: false },
  'all but words and dictionary': { weights: wordsAlone, dictionary: true },
  'dictionary': { weights: {}, dictionary: false },
  'pairs': { weights: { pair: 0, syllables: 0 }, dictionary: true },
  'meaning': { weights: { meaning: 0 }, dictionary: true },
  'company': { weights: { company: 0 }, dictionary: true },
  'meaning and company': { weights: { meaning: 0, company: 0 }, dictionary: true },
}

interface Market { rank(need: FileItem, weights: Partial<Weights>): string[]; bytes: number; seconds: { learning: number; building: number } }
function marketOf(docs: readonly FileItem[], words: Dictionary): Market {
  const begun = performance.now()
  const meaning = meaningOf(docs, words), learnt = performance.now()
  const weights = { ...defaultWeights }
  const engine = new Likeness(plan, { dictionary: words, meaning, weights })
  engine.put(docs.map(({ texts }, id) => ({ id, texts })))
  const seconds = { learning: rounded((learnt - begun) / 1000, 1), building: rounded((performance.now() - learnt) / 1000, 1) }
  return {
    bytes: engine.bytes, seconds,
    rank: (need, changed) => {
      Object.assign(weights, defaultWeights, changed)
      return ranking(engine.near(need.texts, deepest).map(({ id, score }, i) => [docs[id]!.id, score - i * 1e-9] as const))
    },
  }
}

async function measure(client: pg.Client): Promise<void> {
  for (const some of Map.groupBy(tasks, ({ docs }) => docs).values()) {
    const { docs } = some[0]!
    const ours = marketOf(docs, dictionary)
    // Only Vietnamese is read through the dictionary when a model is learnt; the whole is built anew all the same.
    const wordless = marketOf(docs, new Dictionary([]))
    const { bm25, tfidf } = plainRanks(docs)
    const ts_rank = await postgresRank(client, docs)
    for (const task of some) await measureTask(task, ours, wordless, { ours: (need) => ours.rank(need, {}), bm25, tfidf, ts_rank })
  }
}

async function measureTask({ name, docs, needs, answers }: Task, ours: Market, wordless: Market, ranks: Record<string, Rank>): Promise<void> {
  const asked = needs.filter(({ id }) => [...answers.get(id)?.values() ?? []].some((grade) => grade > 0))
  const worths = async (rank: Rank): Promise<Worth[]> => { const all: Worth[] = []; for (const need of asked) all.push(worthOf(await rank(need), answers.get(need.id)!)); return all }
  const all = new Map<string, Worth[]>()
  let took = 0
  for (const [engine, rank] of Object.entries(ranks)) {
    const begun = performance.now()
    all.set(engine, await worths(rank))
    if (engine === 'ours') took = performance.now() - begun
  }
  const of = (figure: keyof Worth) => Object.fromEntries([...all].map(([engine, some]) => [engine, rounded(mean(some.map((one) => one[figure])))]))
  const intervals = Object.fromEntries([...all].map(([engine, some]) => [engine, intervalOf(some.map(({ ndcg }) => ndcg))]))
  const ahead = intervalOf(all.get('ours')!.map(({ ndcg }, i) => ndcg - all.get('bm25')![i]!.ndcg))
  const parts: Record<string, number> = {}
  for (const [part, { weights, dictionary: known }] of Object.entries(without)) parts[part] = rounded(mean((await worths((need) => (known ? ours : wordless).rank(need, weights))).map(({ ndcg }) => ndcg)))
  console.log(JSON.stringify({
    bench: 'match-quality', task: name, offers: docs.length, needs: asked.length, ndcg_at_10: of('ndcg'), interval_95: intervals, ahead_of_bm25_95: ahead, recall_at_50: of('recall'), mrr: of('mrr'),
    ndcg_at_10_without: parts, ...ours.seconds, ms_a_need: rounded(took / asked.length, 1), load: rounded(loadavg()[0]!, 1),
  }))
}

if (options.tune) tune(tasks.filter(({ name }) => !name.endsWith('more offers')), dictionary)
else {
  const folder = mkdtempSync(join(tmpdir(), 'techex-match-quality-'))
  chmodSync(folder, 0o755) // the embedded server runs as somebody else
  const postgres = await startEmbeddedPostgres(folder)
  try {
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    try { await measure(client) } finally { await client.end() }
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
