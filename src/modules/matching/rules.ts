import type { Locale } from '../../platform/locale.ts'
import { fold } from '../../platform/text.ts'
import type { MatchReason } from './schema.ts'

/** A listing as matching reads it. */
export interface Subject {
  id: number
  texts: { language: Locale; title: string; summary: string; body: string }[]
  research_fields: readonly string[]
  patent_classes: readonly string[]
  transfer_forms: readonly string[]
  trl: number | null
  price_mode: 'fixed' | 'range' | 'negotiable'
  price_min: number | null
  price_max: number | null
  ward_code: string | null
}

/** How telling a word is in its language: high where few listings hold it. */
export type Rarity = (word: string, language: Locale) => number

/** Robertson and Spärck Jones' inverse document frequency, in the form that never falls below zero. */
export const rarityOf = (listingsWith: number, listings: number): number => Math.log(1 + (listings - listingsWith + 0.5) / (listingsWith + 0.5))

export interface Gram { weight: number; words: string[]; shown: string; language: Locale }

/**
 * The words and pairs of neighbouring words of a text, without diacritics, with what they weigh.
 * Vietnamese writes a word in several syllables, so there a pair tells more than its parts; in
 * English it is the other way round.
 */
export function gramsOf(subject: Subject): Map<string, Gram> {
  const grams = new Map<string, Gram>()
  for (const { language, title, summary, body } of subject.texts) {
    const [single, pair] = language === 'vi' ? [0.35, 1] : [1, 0.6]
    for (const [text, importance] of [[title, 3], [summary, 1.5], [body, 1]] as const) {
      for (const clause of text.split(/[.,;:!?()\n"“”•–—]+/)) {
        const shown = clause.toLowerCase().split(/\s+/).filter(Boolean)
        const folded = shown.map(foldWord)
        folded.forEach((word, i) => {
          if (word.length < 2 || /^\d+$/.test(word)) return
          add(grams, word, { words: [word], shown: shown[i] ?? word, language }, single * importance)
          const after = folded[i + 1]
          if (after && after.length > 1 && !/^\d+$/.test(after)) add(grams, `${word} ${after}`, { words: [word, after], shown: `${shown[i]} ${shown[i + 1]}`, language }, pair * importance)
        })
      }
    }
  }
  return grams
}

const foldedWords = new Map<string, string>()
/** `fold` for one word, remembered: the same few thousand words make up every text. */
function foldWord(word: string): string {
  const known = foldedWords.get(word)
  if (known !== undefined) return known
  if (foldedWords.size > 50_000) foldedWords.clear()
  const folded = fold(word).replaceAll(' ', '')
  foldedWords.set(word, folded)
  return folded
}

function add(grams: Map<string, Gram>, word: string, gram: Omit<Gram, 'weight'>, weight: number): void {
  const key = `${gram.language} ${word}`
  const before = grams.get(key)
  // Said again it counts again, but ever less.
  if (before) before.weight += weight / (1 + before.weight)
  else grams.set(key, { ...gram, weight, shown: gram.shown.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') })
}

/** The words of a subject that tell most, for finding candidates. */
export function tellingWords(grams: Map<string, Gram>, rarity: Rarity, most: number): string[] {
  const singles = [...grams.values()].flatMap(({ words: [word, second], weight, language }) => (word && !second ? { word, worth: weight * rarity(word, language) } : []))
  return [...new Set(singles.toSorted((a, b) => b.worth - a.worth).map(({ word }) => word))].slice(0, most)
}

const parts = { words: 58, field: 20, patent_class: 8, trl: 6, price: 6, form: 2 }

/** What a word or pair weighs in this text is how often it is said times how rare it is. */
const rarityOfGram = ({ words, language }: Gram, rarity: Rarity): number => words.reduce((sum, word) => sum + rarity(word, language), 0) / words.length
const worthOf = (gram: Gram, rarity: Rarity): number => gram.weight * rarityOfGram(gram, rarity)

/** The text as a whole, against which one shared word counts as much as it fills of it. */
function lengthOf(grams: Map<string, Gram>, rarity: Rarity): number {
  let sum = 0
  for (const gram of grams.values()) sum += worthOf(gram, rarity) ** 2
  return Math.sqrt(sum)
}

/** A listing made ready to be compared: its words, and their length as a vector. */
export interface Read { grams: Map<string, Gram>; length: number }
export function readSubject(subject: Subject, rarity: Rarity): Read {
  const grams = gramsOf(subject)
  return { grams, length: lengthOf(grams, rarity) }
}

/** `exact` is the score before rounding, `likeness` the part words have in it, 0 to 1. */
export interface Judgement { score: number; exact: number; likeness: number; reasons: MatchReason[] }

/** Whether a shared word is worth naming: common ones count a little but explain nothing. Single words must be rarer than pairs. */
const isTelling = (gram: Gram, rarity: Rarity): boolean => rarityOfGram(gram, rarity) >= rarity('', gram.language) * (gram.words.length === 2 ? 0.35 : 0.5)

/** Half of the points for words are given at this likeness; real pairs reach about twice as much. */
const halfLikeness = 0.12

/**
 * How well an offer meets a need, 0 to 100, and every fact that made it so. `from` holds the words
 * of the listing whose matches are sought. Words are compared as tf-idf vectors by their cosine
 * (Salton and McGill 1983), so that long texts gain nothing by sharing words by chance.
 */
export function scoreMatch(need: Subject, offer: Subject, rarity: Rarity, from: Read, to: Read): Judgement {
  const reasons: MatchReason[] = []
  const shared: (Gram & { worth: number })[] = []
  let product = 0
  for (const [key, gram] of from.grams) {
    const other = to.grams.get(key)
    if (!other) continue
    const worth = worthOf(gram, rarity) * worthOf(other, rarity)
    product += worth
    shared.push({ ...gram, worth })
  }
  const likeness = product === 0 ? 0 : product / (from.length * to.length)
  let score = (parts.words * likeness) / (likeness + halfLikeness)
  const telling = shared.filter((gram) => isTelling(gram, rarity)).toSorted((a, b) => b.worth - a.worth)
  const words = { vi: distinct(telling.filter(({ language }) => language === 'vi')), en: distinct(telling.filter(({ language }) => language === 'en')) }
  if (words.vi.length + words.en.length) reasons.push({ code: 'shared_words', words })

  const same = need.research_fields.find((field) => offer.research_fields.includes(field))
  const related = need.research_fields.find((field) => offer.research_fields.some((other) => other.slice(0, 3) === field.slice(0, 3)))
  if (same) { score += parts.field; reasons.push({ code: 'same_field', field: same }) }
  else if (related) { score += parts.field * 0.55; reasons.push({ code: 'related_field', field: related.slice(0, 3) }) }
  const patentClass = need.patent_classes.find((symbol) => offer.patent_classes.includes(symbol))
  if (patentClass) { score += parts.patent_class; reasons.push({ code: 'same_class', patent_class: patentClass }) }
  if (need.trl !== null && offer.trl !== null) {
    const met = offer.trl >= need.trl
    score += met ? parts.trl : -2 * Math.min(3, need.trl - offer.trl)
    reasons.push({ code: met ? 'trl_met' : 'trl_short', offered: offer.trl, wanted: need.trl })
  }
  const budget = need.price_mode === 'range' ? need.price_max : need.price_min
  if (need.price_mode !== 'negotiable' && offer.price_mode !== 'negotiable' && budget !== null && offer.price_min !== null) {
    const met = offer.price_min <= budget
    score += met ? parts.price : -3
    reasons.push({ code: met ? 'within_budget' : 'over_budget', price: offer.price_min, budget })
  }
  const form = need.transfer_forms.find((code) => offer.transfer_forms.includes(code))
  if (form) { score += parts.form; reasons.push({ code: 'same_form', form }) }
  if (need.ward_code && need.ward_code === offer.ward_code) reasons.push({ code: 'same_place', ward: need.ward_code })
  const exact = Math.max(0, Math.min(100, score))
  return { score: Math.round(exact), exact, likeness, reasons }
}

/** The most telling shared words, none of them a part of another already named. */
function distinct(shared: readonly Gram[]): string[] {
  const named: string[][] = []
  const shown: string[] = []
  for (const { shown: text, words, language } of shared) {
    if (shown.length === 6) break
    if (named.some((other) => words.every((word) => other.includes(word)))) continue
    // A single Vietnamese syllable says little to a reader; a pair or a long word says what was shared.
    if ((words.length === 1 && text.length < (language === 'vi' ? 8 : 5)) || /[\d/%]/.test(text)) continue
    named.push(words)
    shown.push(text)
  }
  return shown
}

/** Below this nothing is shown: a poor match teaches people not to look. */
const leastScore = 26
/** Unrelated texts of the demonstration city reach 0.08, real pairs 0.1 and more. */
const leastLikeness = 0.09

/** Whether two listings match well enough to be shown: in words; or less so within one field; or, across languages, in field and patent class both. */
export function isMatch({ exact, likeness, reasons }: Judgement): boolean {
  const has = (wanted: MatchReason['code']) => reasons.some(({ code }) => code === wanted)
  return exact >= leastScore && (likeness >= leastLikeness || (has('same_field') && (likeness >= leastLikeness / 2 || has('same_class'))))
}
