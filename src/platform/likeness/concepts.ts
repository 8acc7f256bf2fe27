import type { Locale } from '../locale.ts'
import type { Dictionary } from './dictionary.ts'
import { type Text, unitsOf } from './reading.ts'

/**
 * What a text is about, in numbers for `meaning.ts`: English stems, Vietnamese through the dictionary as
 * what it would be in English, and where the dictionary does not know a stretch, its pairs of syllables.
 * So a model learnt from both languages places both in one space.
 */
export function conceptsOf(texts: readonly Text[], weights: readonly number[], dictionary: Dictionary): Map<string, number> {
  const bag = new Map<string, number>()
  const say = (term: string, weight: number) => bag.set(term, (bag.get(term) ?? 0) + weight)
  for (const { text, language, field } of texts) {
    const units = unitsOf(text, language), weight = weights[field] ?? 1
    if (language === 'en') { for (const { term } of units) if (term) say(term, weight); continue }
    const renderings = dictionary.renderings(units, 'vi')
    let done = 0, next = 0
    for (let at = 0; at < units.length; at++) {
      if (at < done) continue
      const unit = units[at]!
      if (!unit.syllable) { if (unit.term) say(unit.term, weight); continue }
      while (next < renderings.length && renderings[next]!.at < at) next++
      const whole = renderings[next]
      if (whole?.at !== at) { const after = units[at + 1]; if (after?.syllable) say(`${unit.word} ${after.word}`, weight); continue }
      for (const { term } of whole.alternatives[0]!.units) if (term) say(term, weight)
      done = at + whole.length
    }
  }
  return bag
}

export const localesIn = (texts: readonly Text[]): Locale[] => [...new Set(texts.map(({ language }) => language))]
