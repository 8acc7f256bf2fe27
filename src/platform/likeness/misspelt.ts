import type { Lexicon } from '../fulltext/lexicon.ts'
import { distance } from '../fulltext/spelling.ts'
import type { Locale } from '../locale.ts'
import type { Dictionary } from './dictionary.ts'
import { isSyllable, termOf, type Unit, unitsOf } from './reading.ts'

/** So many words of one text are looked for among those that are spelt nearly so: each is a walk over all words of about its length. */
const mostMended = 6
/** Of shorter words too many are one letter apart. */
const shortest = 5

/**
 * A text's words with those that neither this market nor the dictionary knows taken for what was likely
 * meant: a word one letter away, or two in a long one, that begins the same where there is a choice, the
 * commonest of them; two words written as one; or one name written apart. What is known stays as it is.
 */
export function mended(units: readonly Unit[], language: Locale, lexicon: Lexicon, dictionary: Dictionary): readonly Unit[] {
  const isKnown = (unit: Unit): boolean => unit.term === null || unit.syllable || metOf(unit.term, lexicon) > 0 || dictionary.knows(unit, language)
  if (units.every(isKnown)) return units
  let left = mostMended
  const better: Unit[] = []
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!, after = units[i + 1]
    if (isKnown(unit) || !/^[a-z]+$/.test(unit.word)) { better.push(unit); continue }
    const whole = after && !after.syllable ? unitOf(unit.word + after.word, language) : null
    if (whole?.term && metOf(whole.term, lexicon) > 0) { better.push(whole); i++; continue }
    if (unit.word.length < shortest || left-- <= 0) { better.push(unit); continue }
    const near = nearest(unit.word, language, lexicon)
    better.push(...(near === null ? apart(unit.word, language, lexicon) ?? [unit] : [unitOf(near, language)]))
  }
  return better
}

const metOf = (term: string, lexicon: Lexicon): number => lexicon.met(lexicon.find(term))
const unitOf = (word: string, language: Locale): Unit => unitsOf(word, language)[0]!

function nearest(word: string, language: Locale, lexicon: Lexicon): string | null {
  const far = word.length >= 8 ? 2 : 1
  let best: string | null = null, least = Infinity, most = 0
  for (const term of lexicon.near(word, far)) {
    const name = lexicon.name(term)
    if (!/^[a-z]{4,}$/.test(name) || (language === 'vi' && isSyllable(name))) continue
    const letters = distance(word, name, far)
    if (letters > far) continue
    const filed = termOf(name, language), met = filed === null ? 0 : metOf(filed, lexicon)
    // A first letter is seldom wrong.
    const steps = letters + (name[0] === word[0] ? 0 : 0.5)
    if (met > 0 && (steps < least || (steps === least && met > most))) { best = name; least = steps; most = met }
  }
  return best
}

/** Two words of this market written as one, the halves of which are met most. */
function apart(word: string, language: Locale, lexicon: Lexicon): Unit[] | null {
  let best: Unit[] | null = null, most = 0
  for (let cut = 3; cut <= word.length - 3; cut++) {
    const halves = [unitOf(word.slice(0, cut), language), unitOf(word.slice(cut), language)]
    const met = Math.min(...halves.map(({ term, syllable }) => (term === null || syllable ? 0 : metOf(term, lexicon))))
    if (met > most) { best = halves; most = met }
  }
  return best
}
