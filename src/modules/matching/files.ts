import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conceptsOf } from '../../platform/likeness/concepts.ts'
import { Dictionary } from '../../platform/likeness/dictionary.ts'
import { type Found, Likeness, type Plan } from '../../platform/likeness/engine.ts'
import { learnMeaning, type Meaning } from '../../platform/likeness/meaning.ts'
import { languageOf, type Text } from '../../platform/likeness/reading.ts'

/** Title; what is summed up; the rest. */
export const plan: Plan = {
  places: [{ weight: 4, usual: 12, length: 0.5 }, { weight: 1.5, usual: 45, length: 0.75 }, { weight: 1, usual: 200, length: 0.9 }],
  said: [3, 2, 1],
}

const general = ['general-verbs', 'general-nouns', 'general-qualities', 'function-words'], last = ['places-names']
/**
 * The words of both languages in data/lexicon, abbreviations with what they stand for among them: general
 * ones first, since what is named first is believed most, and names of places last; the first meaning of every
 * word before the second of any, so that an English word is taken for what chiefly means it.
 */
export function lexiconPairs(folder: string): [vi: string, en: string][] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv')).map((name) => name.slice(0, -4))
  const order = (name: string): number => (general.includes(name) ? general.indexOf(name) : last.includes(name) ? 1_000 : 100)
  const meanings = new Map<string, number>()
  const pairs = names.toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1)).flatMap((name) =>
    readFileSync(join(folder, `${name}.tsv`), 'utf8').trimEnd().split('\n').slice(1).map((line) => {
      const [vi = '', en = ''] = line.split('\t')
      const meaning = meanings.get(vi) ?? 0
      meanings.set(vi, meaning + 1)
      return { vi, en, meaning }
    }))
  return pairs.toSorted((a, b) => a.meaning - b.meaning).map(({ vi, en }) => [vi, en])
}
export const dictionaryOf = (folder: string): Dictionary => new Dictionary(lexiconPairs(folder))

export interface FileItem { id: string; texts: Text[] }
/** Offers or needs in JSON lines: `id`, and any of title, objective, keywords, description, text and lang. */
export async function* itemsIn(file: string): AsyncGenerator<FileItem> {
  let number = 0
  for await (const line of linesOf(file)) {
    number++
    if (line.trim()) yield itemOf(line, `${file}:${number}`)
  }
}
/** Lines end where JSON lines end, at LF and nowhere else; a byte order mark before the first is not part of it. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '', first = true
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const [begun = '', ...lines] = (first ? chunk.replace(/^\ufeff/, '') : chunk).split('\n')
    first = false
    rest += begun
    for (const line of lines) {
      yield rest
      rest = line
    }
  }
  if (rest) yield rest
}
function itemOf(line: string, where: string): FileItem {
  let row: Record<string, unknown>
  try { row = JSON.parse(line) as Record<string, unknown> } catch { throw new Error(`${where}: this line is not JSON.`) }
  if (row === null || typeof row !== 'object' || (typeof row.id !== 'string' && typeof row.id !== 'number')) throw new Error(`${where}: an object with an id is wanted.`)
  const said = (name: string): string => { const value = row[name]; return typeof value === 'string' ? value : Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : '' }
  const places = [said('title'), `${said('objective')}\n${said('keywords')}`.trim(), `${said('description')}\n${said('text')}`.trim()]
  const language = row.lang === 'vi' || row.lang === 'en' ? row.lang : languageOf(places.join('\n'))
  return { id: String(row.id), texts: places.flatMap((text, field) => (text ? [{ field, text, language }] : [])) }
}

/** A model is learnt from so many texts at most, taken evenly from all: more change it little and take long. */
const mostLearnt = 8_000
export function meaningOf(all: readonly { texts: readonly Text[] }[], dictionary: Dictionary): Meaning | null {
  const step = Math.max(1, all.length / mostLearnt)
  const sample = Array.from({ length: Math.min(all.length, mostLearnt) }, (_, i) => all[Math.floor(i * step)]!)
  return learnMeaning(sample.map(({ texts }) => conceptsOf(texts, plan.said, dictionary)))
}

/** The product’s engine over offers from a file, without a server. */
export class FileMarket {
  readonly #offers: FileItem[]
  readonly #engine: Likeness
  constructor(offers: FileItem[], dictionary: Dictionary) {
    this.#offers = offers
    this.#engine = new Likeness(plan, { dictionary, meaning: meaningOf(offers, dictionary) })
    this.#engine.put(offers.map(({ texts }, id) => ({ id, texts })))
  }
  /** The best offers for a need, best first. Scores fall strictly, so that equal ones cannot change places. */
  near(need: FileItem, top: number): { id: string; score: number }[] {
    return this.found(need, top).map(({ id, score }, i) => ({ id, score: score - i * 1e-9 }))
  }
  /** The same with what was found of each. */
  found(need: FileItem, top: number): (Omit<Found, 'id'> & { id: string })[] {
    return this.#engine.near(need.texts, top).map((found) => ({ ...found, id: this.#offers[found.id]!.id }))
  }
}
