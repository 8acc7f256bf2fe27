import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FileItem, itemsIn } from '../src/modules/matching/files.ts'
import { chance } from './search-corpus.ts'

export type Judged = Map<string, Map<string, number>>
/** Needs asked of offers, with what is known to answer them. */
export interface Task { name: string; docs: readonly FileItem[]; needs: readonly FileItem[]; answers: Judged }

/** The judged tasks in a folder with `sbir`, `cranfield` and `xquad`. */
export async function tasksIn(folder: string): Promise<Task[]> {
  const all = async (file: string): Promise<FileItem[]> => { const items: FileItem[] = []; for await (const item of itemsIn(join(folder, file))) items.push(item); return items }
  const sbir = await all('sbir/docs.jsonl'), more = [...sbir, ...await all('sbir/docs_extra.jsonl')], topics = await all('sbir/queries.jsonl')
  const passages = await all('xquad/docs.jsonl'), vi = await all('xquad/queries.vi.jsonl'), en = await all('xquad/queries.en.jsonl')
  const passagesIn = (language: 'vi' | 'en'): FileItem[] => passages.filter(({ texts }) => texts[0]?.language === language)
  const english = passagesIn('en'), vietnamese = passagesIn('vi')
  const title = topics.map((need) => partOf(need, [0])), short = topics.map((need) => partOf(need, [0, 1]))
  const answers = (name: string): Judged => answersIn(join(folder, name))
  const awards = answers('sbir/qrels.tsv'), viEn = answers('xquad/qrels.vi2en.tsv'), viVi = answers('xquad/qrels.vi2vi.tsv')
  return [
    { name: 'sbir title', docs: sbir, needs: title, answers: awards },
    { name: 'sbir title, objective, keywords', docs: sbir, needs: short, answers: awards },
    { name: 'sbir whole', docs: sbir, needs: topics, answers: awards },
    { name: 'sbir title, more offers', docs: more, needs: title, answers: awards },
    { name: 'sbir title, objective, keywords, more offers', docs: more, needs: short, answers: awards },
    { name: 'sbir whole, more offers', docs: more, needs: topics, answers: awards },
    { name: 'cranfield', docs: await all('cranfield/docs.jsonl'), needs: await all('cranfield/queries.jsonl'), answers: answers('cranfield/qrels.tsv') },
    { name: 'xquad vi to en', docs: english, needs: vi, answers: viEn },
    { name: 'xquad vi to en among 2,000 technical texts', docs: [...english, ...sbir.slice(0, 2_000)], needs: vi, answers: viEn },
    { name: 'xquad vi to vi', docs: vietnamese, needs: vi, answers: viVi },
    { name: 'xquad vi without diacritics to vi', docs: vietnamese, needs: vi.map(bare), answers: viVi },
    { name: 'xquad vi to mixed', docs: passages, needs: vi, answers: answers('xquad/qrels.vi2mixed.tsv') },
    { name: 'xquad en to vi', docs: vietnamese, needs: en, answers: answers('xquad/qrels.en2vi.tsv') },
    { name: 'xquad en to en', docs: english, needs: en, answers: answers('xquad/qrels.en2en.tsv') },
    { name: 'xquad en to mixed', docs: passages, needs: en, answers: answers('xquad/qrels.en2mixed.tsv') },
  ]
}

const partOf = ({ id, texts }: FileItem, fields: readonly number[]): FileItem => ({ id, texts: texts.filter(({ field }) => fields.includes(field)) })
/** As a person types it who does not type diacritics. */
const bare = ({ id, texts }: FileItem): FileItem => ({ id, texts: texts.map((one) => ({ ...one, text: one.text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D') })) })

function answersIn(file: string): Judged {
  const answers: Judged = new Map()
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [need = '', doc = '', grade = ''] = line.split('\t')
    if (!answers.has(need)) answers.set(need, new Map())
    answers.get(need)!.set(doc, Number(grade))
  }
  return answers
}

/** What a ranking of one need is worth: gain is the grade, discounted by log2; a ranking ends after a thousand. */
export interface Worth { ndcg: number; recall: number; mrr: number }
export function worthOf(ranked: readonly string[], grades: ReadonlyMap<string, number>): Worth {
  const right = new Set([...grades].flatMap(([doc, grade]) => (grade > 0 ? [doc] : [])))
  const gains = (values: readonly number[]): number => values.slice(0, 10).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)
  const first = ranked.slice(0, deepest).findIndex((doc) => right.has(doc))
  return {
    ndcg: gains(ranked.slice(0, 10).map((doc) => grades.get(doc) ?? 0)) / gains([...grades.values()].toSorted((a, b) => b - a)),
    recall: ranked.slice(0, 50).filter((doc) => right.has(doc)).length / right.size,
    mrr: first < 0 ? 0 : 1 / (first + 1),
  }
}
export const deepest = 1_000

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
export const rounded = (value: number, digits = 3): number => Math.round(value * 10 ** digits) / 10 ** digits
/** Between which two numbers the mean lies in 95 of 100 drawings of as many needs out of these, each as often as it is drawn. */
export function intervalOf(values: readonly number[]): [number, number] {
  const next = chance(11), drawings = 2_000
  const means = Array.from({ length: drawings }, () => {
    let sum = 0
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(next() * values.length)]!
    return sum / values.length
  }).toSorted((a, b) => a - b)
  return [rounded(means[Math.floor(drawings * 0.025)]!), rounded(means[Math.ceil(drawings * 0.975) - 1]!)]
}

/** The best first, equal ones by their id, as score.py orders them. */
export const ranking = (scores: Iterable<readonly [id: string, score: number]>): string[] =>
  [...scores].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, deepest).map(([id]) => id)
