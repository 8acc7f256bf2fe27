import { join } from 'node:path'
import type { Text } from '../src/platform/likeness/reading.ts'
import { chance, cityRows, fileRows, oneOf, recombined, type Source } from './search-corpus.ts'

/** What offers and needs are put together from: the demonstration city's listings, and those of a file or folder where one is named. */
export async function rowsFrom(place: string | undefined): Promise<Source[]> {
  const city = cityRows(join(import.meta.dirname, '..'))
  return place ? [...city, ...await fileRows(place, city)] : city
}

export interface SpeedOffer { id: number; texts: Text[] }
/** So many offers, the same for the same seed. */
export function* offersOf(rows: readonly Source[], count: number, seed: number): Generator<SpeedOffer, void> {
  for (const { id, texts } of recombined(rows, count, seed)) {
    yield { id, texts: texts.flatMap(({ language, title, summary, description, problem, advantages, requirements }) =>
      [title, `${summary} ${requirements}`, `${problem} ${description} ${advantages}`].flatMap((text, field) => (text.trim() ? [{ field, text: text.trim(), language }] : []))) }
  }
}

/** So many needs of 60 and of 600 words: a title, and sentences of one language, each from anywhere. */
export function needsOf(rows: readonly Source[], count: number, seed: number): Record<60 | 600, Text[][]> {
  const next = chance(seed + 1_000)
  const need = (length: number): Text[] => {
    const [language, own] = oneOf(Object.entries(oneOf(rows, next).texts) as ['vi' | 'en', NonNullable<Source['texts']['vi']>][], next)
    const pool = rows.filter(({ texts }) => texts[language])
    const words: string[] = []
    for (let part = own; words.length < length; part = oneOf(pool, next).texts[language]!) words.push(...Object.values(part.sentences).flat().flatMap((sentence) => (next() < 0.5 ? sentence.split(/\s+/) : [])))
    const title = own.title.split(/\s+/).slice(0, 15)
    return [{ field: 0, text: title.join(' '), language }, { field: length < 100 ? 1 : 2, text: words.slice(0, length - title.length).join(' '), language }]
  }
  return { 60: Array.from({ length: count }, () => need(60)), 600: Array.from({ length: count }, () => need(600)) }
}
