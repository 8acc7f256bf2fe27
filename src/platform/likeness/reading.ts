import { stem as stemOf } from 'porter2'
import type { Locale } from '../locale.ts'
import { fold } from '../text.ts'
import { accented, plainWord, written } from '../fulltext/lexicon.ts'

/** What a listing, a need or a question says in one place. `field` is the place's number in the plan. */
export interface Text { field: number; text: string; language: Locale }

/** One word as it is compared. */
export interface Unit {
  /** As written, in lower case. */
  shown: string
  /** Without diacritics, and with y for i made one spelling. */
  word: string
  /** With diacritics, the tone last; null where it has none. */
  accent: string | null
  /** What it is filed under: a Vietnamese syllable as it is, an English word by its stem (`~dri`), anything else by its letters. Null: too common to tell anything. */
  term: string | null
  syllable: boolean
}

/** English words in nearly every text. Vietnamese has syllables instead, which mean something only beside others, and so are all kept. */
const stops = new Set('a about above after again all also an and any are as at be because been before being below between both but by can could did do does doing done down during each either else etc ever every few for from further had has have having he her here hers him his how i if in into is it its itself just may me might more most must my neither no nor not of off on once one only onto or other others our ours out over own per same shall she should since so some still such than that the their theirs them then there these they this those through thus to too under until up upon us very via was we were what when where whether which while who whom whose why will with within without would yet you your'.split(' '))
const wordlike = /^[a-z]{3,}$/

/**
 * Syllables of Vietnamese without diacritics, beginning and rhyme (Đoàn Thiện Thuật, Ngữ âm tiếng Việt):
 * what is none was borrowed or is a name.
 */
const syllables = /^(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x)?(?:a(?:ch|nh|ng|[cimnoptuy])?|e(?:ch|nh|ng|[cmnoptu])?|i(?:ch|nh|[mnptua]|e(?:ng|[cmnptu]))?|o(?:ng|oc|ong|[cimnpt]|a(?:ch|nh|ng|[cimnoptvy])?|e[not]?)?|u(?:ng|[cimnptu]|a(?:ng|[nty])?|e(?:ch|nh)?|o(?:ng|[cimnptu])?|y(?:ch|nh|[aptu]|e[nt])?)?|y(?:e(?:ng|[mntu]))?)$/
const known = new Map<string, boolean>()
/** Whether a word without diacritics can be a Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  let is = known.get(word)
  if (is === undefined) {
    if (known.size > 100_000) known.clear()
    known.set(word, is = word.length < 8 && syllables.test(word))
  }
  return is
}

/** What a folded word is filed under in a text of that language, or null. */
export function termOf(word: string, language: Locale): string | null {
  if (language === 'vi' && isSyllable(word)) return word
  if (stops.has(word) || (word.length < 2 && !/\d/.test(word))) return null
  return wordlike.test(word) ? `~${stemOf(word)}` : word
}

/** Nobody reads further, and nothing written beyond is compared. */
export const mostWords = 20_000
/** What can be seen of a text, as far as it is read: without signs that have neither width nor form, which split or hide words. */
export const legible = (text: string): string => text.slice(0, mostWords * 12).replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
/** The words of a text in their order, at most 20,000. */
export function unitsOf(text: string, language: Locale): Unit[] {
  const units: Unit[] = []
  for (const shown of written(legible(text)).slice(0, mostWords)) {
    const unit = unitOf(shown, language)
    if (unit) units.push(unit)
  }
  return units
}
// A market says the same words over and over: each is read once.
const readBefore: Record<Locale, Map<string, Unit | null>> = { vi: new Map(), en: new Map() }
function unitOf(shown: string, language: Locale): Unit | null {
  const before = readBefore[language]
  let unit = before.get(shown)
  if (unit !== undefined) return unit
  const word = plainWord(shown)
  unit = word ? { shown: shown.toLowerCase(), word, accent: accented(shown), term: termOf(word, language), syllable: language === 'vi' && isSyllable(word) } : null
  if (before.size > 100_000) before.clear()
  if (shown.length <= 40) before.set(shown, unit)
  return unit
}

const vietnamese = new Set('cua va cho cac nhung duoc la co trong voi de mot khong nguoi nay theo tai ve den khi nhu cong phai can bang hoac'.split(' '))
/** The language a text is written in, Vietnamese also where its diacritics were left out. A text of neither counts as English. */
export function languageOf(text: string): Locale {
  const words = written(legible(text.slice(0, 4_000))).slice(0, 400)
  let marked = 0, syllabic = 0, common = 0, english = 0, either = 0
  for (const one of words) {
    const folded = fold(one).replaceAll(' ', '')
    if (/[ăâđêôơưạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/i.test(one.normalize('NFC'))) marked++
    if (/^[a-z]+$/.test(folded)) {
      if (isSyllable(folded)) { syllabic++; if (vietnamese.has(folded)) common++ }
      if (stops.has(folded)) { if (isSyllable(folded)) either++; else english++ }
    }
  }
  if (marked > 0.08 * words.length) return 'vi'
  // May, to and the are written alike in both; only many of them are English.
  return syllabic > 0.75 * words.length && common >= english + (either > 0.25 * words.length ? either : 0) ? 'vi' : 'en'
}
