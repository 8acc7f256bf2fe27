import type { Locale } from '../../platform/locale.ts'
import type { Alternative, Dictionary } from '../../platform/likeness/dictionary.ts'
import { termOf, type Unit, unitsOf } from '../../platform/likeness/reading.ts'
import { vague } from './vague-word-rules.ts'

/** How telling a term is on the market: high where few listings hold it. */
export type Rarity = (term: string) => number
/** The texts of a listing’s page, the telling ones (title, summary, keywords, what is required) apart. */
export interface Told { language: Locale; title: string; summary: string; body: string }

/** Nobody reads further, and no word beyond is named; of a text that long nothing is said to be missing. */
const mostRead = 100_000
/** What stands between two stops: nothing is named across one. `place`: in the title (0), the summary (1) or the rest (2). */
interface Clause { raw: string; units: readonly Unit[]; place: number }
const clausesOf = (text: string, language: Locale, place: number): Clause[] => text.slice(0, mostRead).normalize('NFC').split(/[.,;:!?()[\]<>\n"“”•–—/]+/)
  .flatMap((raw) => { const units = unitsOf(raw, language); return units.length ? [{ raw, units, place }] : [] })

/** All that one page says in one language, clause by clause, as terms one after the other, so that a stretch can be looked for. */
interface Page { clauses: readonly Clause[]; marked: string; bare: string; stems: string; title: string }
/** One listing is compared with many: what was read of it once is kept as long as it is looked at. */
const read = new WeakMap<readonly Told[], Partial<Record<Locale, Page>>>()
function pageOf(told: readonly Told[], language: Locale): Page {
  const before = read.get(told)?.[language]
  if (before) return before
  const clauses = told.filter((text) => text.language === language).flatMap(({ title, summary, body }) => [title, summary, body].flatMap((text, place) => clausesOf(text, language, place)))
  const joined = (of: (units: readonly Unit[]) => string, from: readonly Clause[] = clauses): string => from.map(({ units }) => of(units)).join('\n')
  const page: Page = { clauses, marked: joined(markedOf), bare: joined(bareOf), stems: joined(stemsOf), title: joined(language === 'en' ? stemsOf : bareOf, clauses.filter(({ place }) => place === 0)) }
  read.set(told, { ...read.get(told), [language]: page })
  return page
}
const spaced = (terms: readonly string[]): string => ` ${terms.join(' ')} `
const markedOf = (units: readonly Unit[]): string => spaced(units.map(({ accent, word }) => accent ?? word))
const bareOf = (units: readonly Unit[]): string => spaced(units.map(({ word }) => word))
const stemsOf = (units: readonly Unit[]): string => spaced(units.flatMap(({ term }) => term ?? []))
const hasMarks = (units: readonly Unit[]): boolean => units.some(({ accent }) => accent !== null)

/** The clause of a page in which these words stand one after the other; -1 where none does. Vietnamese is compared with its diacritics where both have them. */
function clauseWith(page: Page, units: readonly Unit[], language: Locale, marked: boolean): number {
  const stems = stemsOf(units)
  if (language === 'en' && !stems.trim()) return -1
  const [text, wanted] = language === 'en' ? [page.stems, stems] : marked && page.marked !== page.bare ? [page.marked, markedOf(units)] : [page.bare, bareOf(units)]
  const at = text.indexOf(wanted)
  if (at < 0) return -1
  let clause = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) clause++
  return clause
}
const says = (page: Page, units: readonly Unit[], language: Locale, marked: boolean): boolean => clauseWith(page, units, language, marked) >= 0

/** These words of a clause as they are written there; in small letters where another clause has them so, or a known word only begins its sentence. */
function asWritten(units: readonly Unit[], raw: string, clauses: readonly Clause[], known: boolean): string {
  const plain = units.map(({ shown }) => shown).join(' ')
  // Letters, digits and marks only: nothing here means something else in a pattern.
  const words = `(?<![\\p{L}\\p{N}\\p{M}])${units.map(({ shown }) => shown).join('[^\\p{L}\\p{N}\\p{M}]+')}(?![\\p{L}\\p{N}\\p{M}])`, small = new RegExp(words, 'u')
  const stands = new RegExp(words, 'iu').exec(raw)?.[0] ?? plain
  if (stands.toLowerCase() === stands) return stands
  for (const clause of clauses) { const found = small.exec(clause.raw); if (found) return found[0] }
  const uncapped = stands.charAt(0).toLowerCase() + stands.slice(1)
  return known && raw.replace(/^[^\p{L}\p{N}]+/u, '').startsWith(stands) && uncapped.toLowerCase() === uncapped ? uncapped : stands
}
/** As the page has them that was found to say these words. */
function asSaid(page: Page, units: readonly Unit[], language: Locale, marked: boolean): string | null {
  const clause = page.clauses[clauseWith(page, units, language, marked)]
  if (!clause) return null
  const by = language === 'en' ? ({ term }: Unit) => term : marked && page.marked !== page.bare ? ({ accent, word }: Unit) => accent ?? word : ({ word }: Unit) => word
  const told = (one: readonly Unit[]): { at: number; key: string }[] => one.flatMap((unit, at) => { const key = by(unit); return key === null ? [] : [{ at, key }] })
  const [kept, wanted] = [told(clause.units), told(units)]
  const from = kept.findIndex((_, i) => wanted.every(({ key }, k) => kept[i + k]?.key === key))
  return from < 0 ? null : asWritten(clause.units.slice(kept[from]!.at, kept[from + wanted.length - 1]!.at + 1), clause.raw, page.clauses, true)
}

/** `compound`: the dictionary knows it as one word, and read from its beginning the clause holds that word; `lone`: two syllables it does not know together. */
interface Phrase { units: readonly Unit[]; clause: Clause; at: number; worth: number; compound: boolean; lone: boolean }

/** The words of a page worth naming, each once, those of its title first: what the dictionary knows as one word, English words, foreign ones and names, and two syllables it does not know. A syllable of Vietnamese says nothing by itself. */const named = new WeakMap<Page, Phrase[]>()
function phrasesOf(page: Page, language: Locale, dictionary: Dictionary, rarity: Rarity): Phrase[] {
  const before = named.get(page)
  if (before) return before
  const phrases = new Map<string, Phrase>()
  const add = (clause: Clause, at: number, length: number, compound: boolean, lone = false): void => {
    const units = clause.units.slice(at, at + length)
    const terms = units.flatMap(({ term }) => term ?? [])
    const key = units.map(({ shown }) => shown).join(' ')
    if (!terms.length || phrases.has(key) || units.some(({ shown }) => /\d/.test(shown) || shown.length > longestNamed) || isVague(units, language)) return
    const rare = terms.map(rarity)
    // Syllables are common where the word they make is rare: so the rarer one counts more.
    const worth = importance[clause.place]! * (rare.reduce((sum, one) => sum + one, 0) / rare.length + Math.max(...rare)) / 2 * (terms.length > 1 ? 1.3 : 1)
    phrases.set(key, { units, clause, at, worth, compound, lone })
  }
  for (const clause of page.clauses) {
    const { units, raw } = clause
    const known = dictionary.renderings(units, language).filter(({ length }) => length > 1)
    let covered = 0
    for (const { at, length } of known) {
      // Of words that overlap the first and longest was meant, though the other page may have another.
      const meant = at >= covered
      if (meant) covered = at + length
      add(clause, at, length, meant)
    }
    units.forEach((unit, i) => {
      const next = units[i + 1]
      if (!unit.syllable) { if (unit.word.length > 3 || isAcronym(unit, raw)) add(clause, i, 1, false) }
      else if (next?.syllable && !isFunction(unit) && !isFunction(next) && !known.some(({ at, length }) => at <= i + 1 && i < at + length)) add(clause, i, 2, false, true)
    })
  }
  const all = [...phrases.values()]
  named.set(page, all)
  return all
}
/** What the title says counts more, and what is summed up more than the rest. */
const importance = [3, 1.5, 1]
const longestNamed = 40
const functions = new Set(vague.syllables.split(' '))
const isFunction = ({ shown }: Unit): boolean => functions.has(shown)
/** PLC or LED, but no kWh. */
const isAcronym = ({ shown }: Unit, raw: string): boolean => /^[a-z]{3}$/.test(shown) && raw.includes(shown.toUpperCase())
const vagueStems = new Set(vague.en.split(' ').flatMap((word) => termOf(word, 'en') ?? [])), vagueWords = new Set(vague.vi.split(', '))
const isVague = (units: readonly Unit[], language: Locale): boolean => (language === 'vi' && vagueWords.has(units.map(({ shown }) => shown).join(' '))) || units.every(({ term, syllable }) => !syllable && (term === null || vagueStems.has(term)))

export interface WordsBetween { shared: Record<Locale, string[]>; translated: { need: string; offer: string }[]; missing: Record<Locale, string[]> }

/** So many of the most telling are looked for. */
const mostLookedFor = 500
const mostNamed = 6, mostTranslated = 5, mostMissing = 3
/** A phrase is worth naming where its terms are rarer than this part of the rarest. */
const telling = 0.45
/** What the offer’s title says as well is what both are about; only there two syllables no dictionary knows are taken for a word. */
const inTitle = 2
/** Of the need’s words those are called missing that stand in its title or its summary and are as telling as this many times what is worth naming. */
const missed = 2.4

/**
 * The words a need and an offer have in common, those one says in the other language, and the need’s
 * most telling ones that the offer says in neither. They are compared in the languages both have, and
 * through the dictionary where they have none in common. Every word named stands on the pages as it is
 * named: the need’s in the need’s text, the offer’s in the offer’s.
 */
export function wordsBetween(need: readonly Told[], offer: readonly Told[], dictionary: Dictionary, rarity: Rarity): WordsBetween {
  const shared: Record<Locale, string[]> = { vi: [], en: [] }, missing: Record<Locale, string[]> = { vi: [], en: [] }
  const translated: { need: string; offer: string; worth: number }[] = []
  const has = (told: readonly Told[], language: Locale): boolean => told.some((text) => text.language === language)
  const common = (['vi', 'en'] as const).filter((language) => has(need, language) && has(offer, language))
  const compared = common.length ? common : (['vi', 'en'] as const).filter((language) => has(need, language))
  const pages = { vi: pageOf(offer, 'vi'), en: pageOf(offer, 'en') }, bar = telling * rarity('')
  const whole = offer.every(({ title, summary, body }) => Math.max(title.length, summary.length, body.length) < mostRead)
  for (const language of compared) {
    const other: Locale = language === 'vi' ? 'en' : 'vi', here = pages[language], said = pageOf(need, language)
    const marked = said.marked !== said.bare
    const phrases = phrasesOf(said, language, dictionary, rarity).flatMap((phrase) => {
      const main = here.title.includes(language === 'en' ? stemsOf(phrase.units) : bareOf(phrase.units)), worth = phrase.worth * (main ? inTitle : 1)
      return worth >= bar && (main || !phrase.lone) ? [{ ...phrase, worth }] : []
    }).toSorted((a, b) => b.worth - a.worth).slice(0, mostLookedFor).map((phrase) => ({ ...phrase, own: says(here, phrase.units, language, marked) }))
    const written = ({ units, clause }: Phrase): string => asWritten(units, clause.raw, said.clauses, dictionary.renderings(units, language).some(({ length }) => length === units.length))
    // No word is named twice, nor as a part of another, nor one that runs over into another.
    const named: { words: string[]; phrase: Phrase }[] = []
    const isNew = (phrase: Phrase): boolean => {
      const words = keysOf(phrase.units, language)
      return !named.some(({ words: before, phrase: { clause, at, units } }) => words.every((word) => before.includes(word)) || before.every((word) => words.includes(word)) || (clause === phrase.clause && at < phrase.at + phrase.units.length && phrase.at < at + units.length))
    }
    const name = (phrase: Phrase): unknown => named.push({ words: keysOf(phrase.units, language), phrase })
    for (const phrase of phrases) {
      if (!isNew(phrase)) continue
      if (phrase.own) { if (shared[language].length < mostNamed) shared[language].push(written(phrase)); name(phrase); continue }
      const there = common.length ? null : alternativeSaid(phrase, language, pages[other], other, dictionary)
      if (there !== null && !translated.some(({ offer: before }) => before.toLowerCase() === there.toLowerCase())) { translated.push({ need: written(phrase), offer: there, worth: phrase.worth }); name(phrase) }
    }
    if (!whole) continue
    for (const phrase of phrases) {
      // A single word may be meant in many ways; a compound that is missing is missing.
      if (missing[language].length === mostMissing || phrase.own || !phrase.compound || phrase.worth < bar * missed || !isNew(phrase) || (!common.length && !renderingsOf(phrase.units, language, dictionary).length)) continue
      if (saidAnyhow(phrase, language, pages, dictionary) || (language === 'en' && keysOf(phrase.units, 'en').some((word) => named.some(({ words }) => words.includes(word))))) continue
      missing[language].push(written(phrase))
      name(phrase)
    }
  }
  return { shared, translated: translated.toSorted((a, b) => b.worth - a.worth).slice(0, mostTranslated).map(({ need: own, offer: theirs }) => ({ need: own, offer: theirs })), missing }
}
const keysOf = (units: readonly Unit[], language: Locale): string[] => (language === 'vi' ? units.map(({ word }) => word) : units.flatMap(({ term }) => term ?? []))

const renderingsOf = (units: readonly Unit[], language: Locale, dictionary: Dictionary): readonly Alternative[] => dictionary.renderings(units, language).find(({ at, length }) => at === 0 && length === units.length)?.alternatives ?? []
/** A word’s further meanings are seldom what was meant. */
const meant = 3

/** How the other page says it, as it stands there, or null. A single syllable of Vietnamese means too many things to be named, and so does an English word that is not what the other first means. */
function alternativeSaid({ units }: Phrase, language: Locale, page: Page, other: Locale, dictionary: Dictionary): string | null {
  for (const { units: way } of renderingsOf(units, language, dictionary)) {
    if ((other === 'vi' && way.length === 1 && way[0]!.syllable) || isVague(way, other)) continue
    const [english, theirs] = language === 'en' ? [units, way] : [way, units]
    if (english.length === 1 && !renderingsOf(theirs, 'vi', dictionary).slice(0, meant).some((one) => isForm(one.units, english))) continue
    const said = asSaid(page, way, other, hasMarks(way))
    if (said !== null && (other === 'vi' || isForm(unitsOf(said, 'en'), way))) return said
  }
  return null
}

/** Whether two stretches of English are forms of the same: their stems are, and their words differ in their endings only; organic is no form of organisation. */
const isForm = (one: readonly Unit[], other: readonly Unit[]): boolean => {
  const [a, b] = [one, other].map((units) => units.filter(({ term }) => term !== null)) as [Unit[], Unit[]]
  return a.length === b.length && a.every(({ term, word }, i) => { const theirs = b[i]!; return term === theirs.term && commonStart(word, theirs.word) >= Math.max(word.length, theirs.word.length) - longestEnding })
}
const longestEnding = 4
const commonStart = (a: string, b: string): number => { let n = 0; while (n < a.length && a[n] === b[n]) n++; return n }

/** Whether the offer may say it after all: without diacritics, in the other language, in another word for the same, or by what it chiefly is, as essential oil for tinh dầu sả. */
function saidAnyhow({ units }: Phrase, language: Locale, pages: Record<Locale, Page>, dictionary: Dictionary): boolean {
  const other: Locale = language === 'vi' ? 'en' : 'vi'
  const partly = dictionary.renderings(units, language).some(({ at, length, alternatives }) => length > 1 && length < units.length
    && (says(pages[language], units.slice(at, at + length), language, false) || alternatives.some((one) => says(pages[other], one.units, other, false))))
  if (partly) return true
  if (says(pages[language], units, language, false)) return true
  return renderingsOf(units, language, dictionary).some((one) => says(pages[other], one.units, other, false)
    || renderingsOf(one.units, other, dictionary).some((synonym) => says(pages[language], synonym.units, language, hasMarks(synonym.units))))
}
