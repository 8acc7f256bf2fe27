import type { Locale } from '../locale.ts'
import { type Lexicon, pairOf } from '../fulltext/lexicon.ts'
import type { Alternative, Dictionary } from './dictionary.ts'
import { mended } from './misspelt.ts'
import { type Text, type Unit, unitsOf } from './reading.ts'
import type { Weights } from './weights.ts'

/** One way a thing may be said: the terms and pairs it is known by, each with its part, and how far it is believed. */
export interface Way { terms: readonly (readonly [term: number, part: number])[]; pairs: readonly (readonly [pair: number, part: number])[]; weight: number }
/** One thing that is asked for, in the words of one language: an item has it in the best way it has. */
export interface Wish { language: Locale; weight: number; ways: readonly Way[] }

/** What is asked beyond this is not compared: the rest of a text that long says the same again. */
const mostWishes = 600

/** Everything a text asks for, in its own language and, through the dictionary, in the other one. */
export function wishesOf(texts: readonly Text[], parts: readonly number[], lexicon: Lexicon, dictionary: Dictionary, weights: Weights): Wish[] {
  const own = new Map<string, Said>(), other = new Map<string, Said>()
  const wish = (into: Map<string, Said>, name: string, language: Locale, said: number, ways: () => readonly Way[]): void => {
    const key = `${language} ${name}`
    const known = into.get(key)
    if (known) known.said += said
    else into.set(key, { language, said, ways: ways() })
  }
  for (const { text, language, field } of texts) {
    const units = mended(unitsOf(text, language), language, lexicon, dictionary), said = parts[field] ?? 1
    const to: Locale = language === 'vi' ? 'en' : 'vi'
    const shorts = language === 'en' ? dictionary.abbreviations(units) : []
    const stands = new Map(shorts.filter(({ length }) => length === 1).map(({ at, alternatives }) => [at, alternatives]))
    // What is written out may stand abbreviated there.
    for (const { length, alternatives } of shorts) if (length > 1) for (const one of alternatives) if (!own.has(`en ${one.units[0]!.term!}`)) wish(own, `^${one.shown}`, 'en', said * weights.abbreviated, () => wayOf(one, 'en', lexicon, weights))
    let before: Unit | null = null
    for (const [i, unit] of units.entries()) {
      if (unit.term === null) continue
      const term = lexicon.find(unit.term)
      if (unit.syllable) {
        const accent = unit.accent === null ? -1 : lexicon.find(`=${unit.accent}`)
        const terms = ([[term, weights.syllable], [accent, weights.accent]] as const).filter(([one]) => one >= 0)
        if (terms.length) wish(own, `v${unit.accent ?? unit.word}`, language, said, () => [{ terms, pairs: [], weight: 1 }])
      } else if (term >= 0) {
        wish(own, unit.term, language, said, () => [{ terms: [[term, 1]], pairs: [], weight: 1 }, ...(stands.get(i) ?? []).flatMap((one) => wayOf({ ...one, weight: one.weight * weights.abbreviated }, 'en', lexicon, weights))])
        // A name or a foreign word stands as it is in the other language too.
        wish(other, unit.term, to, said, () => [{ terms: [[term, 1]], pairs: [], weight: 1 }])
      }
      if (before?.term != null && term >= 0) {
        const first = lexicon.find(before.term)
        if (first >= 0 && first !== term) {
          const key = pairOf(first, term), part = unit.syllable && before.syllable ? weights.syllables : weights.pair
          wish(own, `${before.term} ${unit.term}`, language, said, () => [{ terms: [], pairs: [[key, part]], weight: 1 }])
        }
      }
      before = unit
    }
    let covered = 0
    for (const { at, length, alternatives } of dictionary.renderings(units, language)) {
      // A word inside a longer one that is known says less: lạnh in sấy lạnh is no cold.
      const part = at + length <= covered ? weights.inside : 1
      covered = Math.max(covered, at + length)
      const key = units.slice(at, at + length).map(({ accent, word }) => accent ?? word).join(' ')
      wish(other, key, to, said * part, () => alternatives.flatMap((one) => wayOf(one, to, lexicon, weights)))
    }
  }
  const wishes = [
    ...[...own.values()].filter(({ ways }) => ways.length).map(({ language, said, ways }): Wish => ({ language, weight: damped(said, weights), ways })),
    ...[...other.values()].filter(({ ways }) => ways.length).map(({ language, said, ways }): Wish => ({ language, weight: damped(said, weights) * weights.translated, ways })),
  ]
  return wishes.length <= mostWishes ? wishes : wishes.toSorted((a, b) => b.weight - a.weight).slice(0, mostWishes)
}
interface Said { language: Locale; said: number; ways: readonly Way[] }
/** Said again it is meant more, but ever less so. */
const damped = (said: number, { again }: Weights): number => (said > 1 ? said * (again + 1) / (again + said) : said)

function wayOf({ units, weight }: Alternative, language: Locale, lexicon: Lexicon, weights: Weights): Way[] {
  const told = units.filter(({ term }) => term !== null)
  const ids = told.map(({ term }) => lexicon.find(term!))
  if (language === 'vi') {
    if (told.length === 1) {
      const accent = told[0]!.accent === null ? -1 : lexicon.find(`=${told[0]!.accent}`)
      const term = accent >= 0 ? accent : ids[0]!
      return term < 0 ? [] : [{ terms: [[term, 1]], pairs: [], weight: weight * weights.lone }]
    }
    const pairs = ids.slice(1).flatMap((id, i) => (id >= 0 && ids[i]! >= 0 ? [[pairOf(ids[i]!, id), 1 / (ids.length - 1)] as const] : []))
    return pairs.length ? [{ terms: [], pairs, weight }] : []
  }
  const terms = ids.flatMap((id) => (id >= 0 ? [[id, 1 / ids.length] as const] : []))
  if (!terms.length) return []
  const pairs = ids.slice(1).flatMap((id, i) => (id >= 0 && ids[i]! >= 0 ? [[pairOf(ids[i]!, id), weights.pair / ids.length] as const] : []))
  return [{ terms, pairs, weight }]
}
