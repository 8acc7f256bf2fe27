import type pg from 'pg'
import type { FileItem } from '../src/modules/matching/files.ts'
import { type Text, termOf } from '../src/platform/likeness/reading.ts'
import { fold, words } from '../src/platform/text.ts'
import { deepest, ranking } from './match-tasks.ts'

/** Whoever ranks offers for a need; the best first. */
export type Rank = (need: FileItem) => Promise<string[]> | string[]

/** English stems (Porter2) but for words that say nothing, Vietnamese syllables without diacritics: what the product’s engine reads too, which did better here than every word. */
const termsOf = ({ text, language }: Text): string[] => words(text).flatMap((word) => termOf(word, language) ?? [])
function counted(texts: readonly Text[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of texts.flatMap(termsOf)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** BM25 (k1 1.2, b 0.75) and the cosine of tf-idf (1 + ln tf, ln N/n), over the same terms of title and texts run together. */
export function plainRanks(docs: readonly FileItem[]): { bm25: Rank; tfidf: Rank } {
  const k1 = 1.2, b = 0.75
  const bags = docs.map(({ texts }) => counted(texts))
  const lengths = bags.map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0))
  const usual = lengths.reduce((sum, length) => sum + length, 0) / docs.length
  const postings = new Map<string, { doc: number; count: number }[]>()
  bags.forEach((bag, doc) => { for (const [term, count] of bag) { if (!postings.has(term)) postings.set(term, []); postings.get(term)!.push({ doc, count }) } })
  const rarity = (run: readonly unknown[]): number => Math.log(docs.length / run.length)
  const norms = new Float64Array(docs.length)
  for (const run of postings.values()) for (const { doc, count } of run) norms[doc]! += ((1 + Math.log(count)) * rarity(run)) ** 2
  const walked = (need: FileItem, worth: (asked: number, run: { doc: number; count: number }[], doc: number, count: number) => number): Map<number, number> => {
    const scores = new Map<number, number>()
    for (const [term, asked] of counted(need.texts)) {
      const run = postings.get(term)
      for (const { doc, count } of run ?? []) scores.set(doc, (scores.get(doc) ?? 0) + worth(asked, run!, doc, count))
    }
    return scores
  }
  const named = (scores: Map<number, number>, norm: (doc: number) => number): string[] => ranking([...scores].map(([doc, score]) => [docs[doc]!.id, score / norm(doc)] as const))
  return {
    bm25: (need) => named(walked(need, (asked, run, doc, count) =>
      asked * Math.log(1 + (docs.length - run.length + 0.5) / (run.length + 0.5)) * count * (k1 + 1) / (count + k1 * (1 - b + b * lengths[doc]! / usual))), () => 1),
    tfidf: (need) => named(walked(need, (asked, run, _, count) => (1 + Math.log(asked)) * (1 + Math.log(count)) * rarity(run) ** 2), (doc) => Math.sqrt(norms[doc]!) || 1),
  }
}

/**
 * PostgreSQL's own: ts_rank with its default weights over any of the need's words, English by the
 * `english` configuration, Vietnamese folded and by `simple`. The table is this connection's own.
 */
export async function postgresRank(client: pg.Client, docs: readonly FileItem[]): Promise<Rank> {
  await client.query('drop table if exists plain_docs')
  await client.query('create temporary table plain_docs (id text primary key, v tsvector not null)')
  const rows = docs.map(({ id, texts }) => ({ id, ...wordsIn(texts) }))
  await client.query("insert into plain_docs select id, to_tsvector('english', en) || to_tsvector('simple', vi) from json_to_recordset($1) as x(id text, en text, vi text)", [JSON.stringify(rows)])
  await client.query('create index on plain_docs using gin (v)')
  await client.query('analyze plain_docs')
  return async ({ texts }) => {
    const { en, vi } = wordsIn(texts)
    const { rows: found } = await client.query<{ id: string; rank: number }>(`
      select id, ts_rank(v, q) as rank from plain_docs, (select to_tsquery('english', $1) || to_tsquery('simple', $2) as q) asked
      where v @@ q order by rank desc, id limit ${deepest}`, [anyOf(en), anyOf(vi)])
    return ranking(found.map(({ id, rank }) => [id, rank] as const))
  }
}
const wordsIn = (texts: readonly Text[]): { en: string; vi: string } => {
  const said = (language: 'vi' | 'en'): string => texts.filter((one) => one.language === language).map(({ text }) => text).join('\n')
  return { en: fold(said('en')), vi: fold(said('vi')) }
}
/** What PostgreSQL reads as any of these words. */
export const anyOf = (folded: string): string => [...new Set(folded.split(' ').filter(Boolean))].join(' | ')
