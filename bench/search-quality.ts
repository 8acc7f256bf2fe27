/**
 * How good the answers of search are. `node bench/search-quality.ts [--verbose] [--pool]`
 *
 * Builds the demonstration city in a PostgreSQL of its own, asks every query of data/search-quality
 * (its README says how they were written and judged) and prints JSON lines: nDCG@10 of the first page
 * of `search()`, sorted by relevance, beside PostgreSQL's own ranking of the same texts in the same
 * run. `--verbose` adds the worst fifteen queries with what was wanted; `--pool` lists, for the next
 * judge, what the three rankings bring into their first ten that nobody has judged.
 *
 * PostgreSQL's own: texts folded as ours are, title weight A, summary and keywords B, the rest C, the
 * organisation D, English also by stem; any of the words may match, words in quotation marks side by
 * side (`<->`); ts_rank and ts_rank_cd with their default weights.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ensureWorld } from '../database/world.ts'
import { type Db, openDb, openPool } from '../src/core/database.ts'
import { migrate } from '../src/core/migrate.ts'
import { search, SearchAddress } from '../src/modules/listings/search.ts'
import { readConfig } from '../src/platform/config.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { fold } from '../src/platform/text.ts'

const depth = 10
const engines = ['ours', 'ts_rank', 'ts_rank_cd'] as const
type Engine = (typeof engines)[number]
const root = join(import.meta.dirname, '..')

const read = ['title', 'summary', 'keywords', 'description', 'problem', 'advantages', 'requirements'] as const
interface Topic { half: string; wanted: string; answers: Map<string, number> }
interface Asked { query: string; topic: string; language: string; class: string; half: string }
const rows = (file: string): string[][] => readFileSync(join(root, 'data/search-quality', file), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t'))
const topics = new Map(rows('topics.tsv').map(([name = '', half = '', wanted = '', answers = '']): [string, Topic] => [name, {
  half, wanted, answers: new Map(answers.split(' ').map((answer) => { const [key = '', grade] = answer.split('='); return [key, Number(grade)] })),
}]))
const queries = rows('queries.tsv').map(([topic = '', language = '', kind = '', query = '']): Asked => {
  const of = topics.get(topic)
  if (!of) throw new Error(`${query}: there is no topic ${topic}`)
  return { query, topic, language, class: kind, half: of.half }
})

const gain = (grade: number): number => 2 ** grade - 1
const discounted = (grades: readonly number[]): number => grades.reduce((sum, grade, i) => sum + gain(grade) / Math.log2(i + 2), 0)
/** What a ranking is worth beside the best one possible over what is published; what nobody judged is worth nothing. */
function ndcg(found: readonly string[], answers: ReadonlyMap<string, number>, published: ReadonlySet<string>): number {
  const best = [...answers].filter(([key]) => published.has(key)).map(([, grade]) => grade).toSorted((a, b) => b - a).slice(0, depth)
  return discounted(found.slice(0, depth).map((key) => answers.get(key) ?? 0)) / discounted(best)
}

interface World {
  keys: Map<number, string>
  published: Set<string>
  /** What is published, with all its texts folded into one. */
  texts: Map<string, string>
  /** What is published with an English text. */
  english: Set<string>
}
/** The key in the world's files of each listing, by its title. */
async function worldOf(db: Db): Promise<World> {
  const folder = join(root, 'database/world')
  type Listing = { key: string; original_language: 'vi' | 'en'; title: Record<string, string> }
  const listed = readdirSync(folder).filter((file) => file.endsWith('.json'))
    .flatMap((file) => { const part = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { offers: Listing[]; needs: Listing[] }; return [...part.offers, ...part.needs] })
  const known = new Map(listed.map((listing) => [listing.title[listing.original_language], listing.key]))
  const stored = await db.selectFrom('listing as l').innerJoin('listing_text as t', (join) => join.onRef('t.listing_id', '=', 'l.id').onRef('t.language', '=', 'l.original_language')).select(['l.id', 'l.state', 't.title']).execute()
  const keys = new Map(stored.flatMap(({ id, title }) => { const key = known.get(title); return key ? [[id, key]] : [] }))
  const everywhere = new Set(keys.values())
  for (const { answers } of topics.values()) for (const key of answers.keys()) if (!everywhere.has(key)) throw new Error(`the city has no listing ${key}`)
  const published = new Set(stored.flatMap(({ id, state }) => (state === 'published' ? keys.get(id) ?? [] : [])))
  const texts = new Map<string, string>(), english = new Set<string>()
  for (const { listing_id, language, ...text } of await db.selectFrom('listing_text').select(['listing_id', 'language', ...read]).execute()) {
    const key = keys.get(listing_id)
    if (!key || !published.has(key)) continue
    texts.set(key, `${texts.get(key) ?? ''} ${fold(read.map((name) => text[name]).join(' '))}`)
    if (language === 'en') english.add(key)
  }
  return { keys, published, texts, english }
}

const phrases = (query: string): string[] => [...query.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase))
/** Whoever puts words in quotation marks wants what holds them so: of the topic's answers those alone count. The last word may go on, as English bends it. */
const answersTo = ({ query, topic }: Asked, { texts }: World): Map<string, number> =>
  new Map([...(topics.get(topic) as Topic).answers].filter(([key]) => phrases(query).every((phrase) => ` ${texts.get(key) ?? ''}`.includes(` ${phrase}`))))

/** The classes are what they say. */
function checkClasses({ english, published }: World): void {
  const wrong = queries.filter(({ query, topic, language, class: kind }) => {
    const wanted = [...(topics.get(topic) as Topic).answers].filter(([key, grade]) => grade > 1 && published.has(key))
    return (language === 'en' && wanted.length > 0 && (kind === 'cross') === wanted.some(([key]) => english.has(key)))
      || (kind === 'bare' && /[\u0300-\u036fđ]/i.test(query.normalize('NFD'))) || (kind === 'phrase') !== (phrases(query).length > 0)
  })
  if (wrong.length) throw new Error(`not what their class says: ${wrong.map(({ query, class: kind }) => `${query} (${kind})`).join(', ')}`)
}

/** The same texts as PostgreSQL alone would index them. */
async function indexPlainly(db: Db): Promise<void> {
  await sql`create temporary table plain_index (id int primary key, v tsvector not null)`.execute(db)
  const texts = await db.selectFrom('listing as l').innerJoin('listing_text as t', 't.listing_id', 'l.id').innerJoin('organisation as o', 'o.id', 'l.organisation_id')
    .select(['l.id', 't.language', ...read.map((name) => `t.${name}` as const), 'o.name_vi', 'o.name_en']).where('l.state', '=', 'published').execute()
  for (const t of texts) {
    const parts = ([['A', t.title], ['B', `${t.summary} ${t.keywords}`], ['C', `${t.description} ${t.problem} ${t.advantages} ${t.requirements}`], ['D', `${t.name_vi} ${t.name_en}`]] as const)
      .flatMap(([weight, text]) => (t.language === 'en' ? ['english', 'simple'] : ['simple']).map((words) => sql`setweight(to_tsvector(${words}::regconfig, ${fold(text)}), ${weight}::"char")`))
    await sql`insert into plain_index values (${t.id}, ${sql.join(parts, sql` || `)}) on conflict (id) do update set v = plain_index.v || excluded.v`.execute(db)
  }
}
async function rankPlainly(db: Db, query: string, rank: 'ts_rank' | 'ts_rank_cd'): Promise<number[]> {
  const words = (text: string, operator: string): string => fold(text).split(' ').filter(Boolean).join(` ${operator} `)
  const any = [...phrases(query).map((phrase) => `(${words(phrase, '<->')})`), words(query.replace(/"[^"]+"/g, ' '), '|')].filter(Boolean).join(' | ')
  if (!any) return []
  const { rows: found } = await sql<{ id: number }>`
    select id from plain_index, (select to_tsquery('simple', ${any}) || to_tsquery('english', ${any}) as q) asked
    where v @@ q order by ${sql.raw(rank)}(v, q) desc, id desc limit ${depth}`.execute(db)
  return found.map(({ id }) => id)
}

interface Answered extends Asked { found: Record<Engine, string[]>; worth: Record<Engine, number> }
const mean = (values: readonly number[]): number => Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000
function figures(answered: readonly Answered[], of: Record<string, string>): void {
  if (answered.length === 0) return
  const worth = Object.fromEntries(engines.map((engine) => [engine, mean(answered.map((one) => one.worth[engine]))]))
  const empty = Object.fromEntries(engines.map((engine) => [engine, answered.filter(({ found }) => found[engine].length === 0).length]))
  console.log(JSON.stringify({ bench: 'search-quality', ...of, queries: answered.length, ndcg_at_10: worth, without_answer: empty }))
}

async function measure(db: Db): Promise<void> {
  const world = await worldOf(db)
  const { keys, published, english } = world
  checkClasses(world)
  const answered: Answered[] = []
  const named = (ids: readonly number[]): string[] => ids.map((id) => keys.get(id) ?? `#${id}`)
  let unanswerable = 0
  await db.connection().execute(async (one) => {
    await indexPlainly(one)
    for (const asked of queries) {
      const answers = answersTo(asked, world)
      if (![...answers].some(([key, grade]) => grade > 0 && published.has(key))) { unanswerable++; continue }
      const found = {
        ours: named((await search(db, SearchAddress.parse({ q: asked.query, sort: 'relevance' }), new Date())).ids),
        ts_rank: named(await rankPlainly(one, asked.query, 'ts_rank')), ts_rank_cd: named(await rankPlainly(one, asked.query, 'ts_rank_cd')),
      }
      const worth = Object.fromEntries(engines.map((engine) => [engine, ndcg(found[engine], answers, published)])) as Record<Engine, number>
      answered.push({ ...asked, found, worth })
    }
  })
  console.log(JSON.stringify({ bench: 'search-quality', listings: published.size, topics: topics.size, queries: queries.length, unanswerable }))
  figures(answered, { over: 'all' })
  for (const by of ['half', 'language', 'class'] as const) for (const [value, some] of Map.groupBy(answered, (one) => one[by])) figures(some, { over: by, [by]: value })
  // What an English query can find is first of all what has an English text.
  for (const [value, some] of Map.groupBy(answered.filter(({ language }) => language === 'en'), ({ topic }) => {
    const wanted = [...(topics.get(topic) as Topic).answers].filter(([key, grade]) => grade > 1 && published.has(key))
    return wanted.every(([key]) => english.has(key)) ? 'all of them' : wanted.some(([key]) => english.has(key)) ? 'some of them' : 'none of them'
  })) figures(some, { over: 'English queries by how many of the wanted have an English text', in_english: value })
  for (const half of ['dev', 'test']) for (const [kind, some] of Map.groupBy(answered.filter((one) => one.half === half), (one) => one.class)) figures(some, { over: 'half and class', half, class: kind })
  if (process.argv.includes('--verbose')) for (const { query, topic, class: kind, half, found, worth } of answered.toSorted((a, b) => a.worth.ours - b.worth.ours).slice(0, 15)) {
    const { wanted, answers } = topics.get(topic) as Topic
    console.log(JSON.stringify({ bench: 'search-quality', worst: query, class: kind, half, ndcg_at_10: { ours: mean([worth.ours]), ts_rank: mean([worth.ts_rank]) }, wanted, answers: Object.fromEntries(answers), found: found.ours.slice(0, depth) }))
  }
  if (process.argv.includes('--pool')) for (const [topic, some] of Map.groupBy(answered, (one) => one.topic)) {
    const judged = (topics.get(topic) as Topic).answers
    const unjudged = new Set(some.flatMap(({ found }) => engines.flatMap((engine) => found[engine].slice(0, depth))).filter((key) => !judged.has(key)))
    console.log(JSON.stringify({ bench: 'search-quality', topic, unjudged: [...unjudged] }))
  }
}

const folder = mkdtempSync(join(tmpdir(), 'techex-quality-'))
chmodSync(folder, 0o755) // the embedded server runs as somebody else
const postgres = await startEmbeddedPostgres(folder)
try {
  await migrate(postgres.url, join(root, 'database/migrations'))
  await ensureWorld(postgres.url, readConfig({ DATA_DIR: folder }), () => {}, root)
  const pool = openPool(postgres.url, 4)
  const db = openDb(pool)
  try { await measure(db) } finally { await db.destroy() }
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
