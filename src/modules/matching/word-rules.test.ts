import { readdirSync, readFileSync } from 'node:fs'
import { stem } from 'porter2'
import { describe, expect, test } from 'vitest'
import { locales, type Locale } from '../../platform/locale.ts'
import { Dictionary } from '../../platform/likeness/dictionary.ts'
import { Likeness } from '../../platform/likeness/engine.ts'
import type { EvidenceGrade } from '../listings/schema.ts'
import type { Taxonomy } from '../taxonomy/queries.ts'
import { dictionaryOf, plan } from './files.ts'
import { type Facts, weighFacts } from './rules.ts'
import type { MatchReason } from './schema.ts'
import { vague } from './vague-word-rules.ts'
import { type Rarity, type Told, wordsBetween } from './word-rules.ts'
import { wordReason } from './wording.ts'

/** Every reason given for a pair is checked against the two listings by means as plain as they can be: nothing here is the program’s own reading. */
const marks = /[\u0300-\u036f]/g
const bare = (word: string): string => word.normalize('NFD').replace(marks, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/^(h|k|l|m|s|t|qu)y$/, '$1i')
/** With its diacritics, but wherever the tone was written: hoà is hòa. */
const full = (word: string): string => { const apart = word.normalize('NFD').toLowerCase(), tones = /[\u0300\u0301\u0303\u0309\u0323]/g; return apart.replace(tones, '').normalize('NFC').replace(/^(h|k|l|m|s|t|qu)y$/, '$1i') + (apart.match(tones) ?? []).join('') }
const wordsIn = (text: string): string[] => text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
const root = (word: string): string => (/^[a-z]{3,}$/.test(bare(word)) ? stem(bare(word)) : bare(word))
const small = new Set('a an and as at be by for from in into is it its of on or that the their this to with was were are our own over under through per so such than up out off no not all any each if but has have had will can may more most then there these those when where which while who within without between'.split(' '))
const isMarked = (words: readonly string[]): boolean => words.some((word) => full(word) !== bare(word) || /đ/i.test(word))
const holds = (text: readonly string[], stretch: readonly string[]): boolean => stretch.length > 0 && text.some((_, i) => stretch.every((word, k) => text[i + k] === word))
const roots = (words: readonly string[]): string[] => words.map((word) => bare(word)).filter((word) => !small.has(word)).map(root)
/** Whether a page holds these words one after the other: English in any form, Vietnamese with its diacritics where both have them. */
function stands(page: string, stretch: string, language: Locale, marked = true): boolean {
  const [all, wanted] = [wordsIn(page), wordsIn(stretch)]
  if (language === 'en') return holds(roots(all), roots(wanted))
  const key = marked && isMarked(all) && isMarked(wanted) ? full : bare
  return holds(all.map(key), wanted.map(key))
}
const known = new Map<string, Set<string>>(), inVietnamese = new Map<string, string[][]>()
for (const name of readdirSync('data/lexicon').filter((file) => file.endsWith('.tsv')))
  for (const line of readFileSync(`data/lexicon/${name}`, 'utf8').trimEnd().split('\n').slice(1)) {
    const [vi = '', en = ''] = line.split('\t')
    inVietnamese.set(roots(wordsIn(en)).join(' '), [...inVietnamese.get(roots(wordsIn(en)).join(' ')) ?? [], wordsIn(vi).map(full)])
    for (const key of [full, bare]) { const at = wordsIn(vi).map(key).join(' '); known.set(at, (known.get(at) ?? new Set()).add(roots(wordsIn(en)).join(' '))) }
  }
const translations = (vi: string): Set<string> => known.get(wordsIn(vi).map(isMarked(wordsIn(vi)) ? full : bare).join(' ')) ?? new Set()

type Both = Partial<Record<Locale, string>>
interface Listing { key: string; title: Both; summary: Both; description?: Both; problem?: Both; advantages?: Both; requirements?: Both; keywords?: Both; trl: number | null; research_fields: string[]; cpc: string[]; industries: string[]; transfer_forms: string[]; price: { mode: Facts['price_mode']; min?: number; max?: number }; ward?: string }
const city = readdirSync('database/world').map((file) => JSON.parse(readFileSync(`database/world/${file}`, 'utf8')) as { offers: Listing[]; needs: Listing[] })
const offers = city.flatMap((part) => part.offers), needs = city.flatMap((part) => part.needs)
const told = (one: Listing, only?: Locale): Told[] => locales.filter((language) => one.title[language] && (!only || only === language)).map((language) => {
  const of = (...texts: (Both | undefined)[]): string => texts.map((text) => text?.[language] ?? '').join('\n')
  return { language, title: of(one.title), summary: of(one.summary, one.keywords, one.requirements), body: of(one.problem, one.description, one.advantages) }
})
const pageIn = (texts: readonly Told[], language: Locale): string => texts.filter((text) => text.language === language).map(({ title, summary, body }) => `${title}\n${summary}\n${body}`).join('\n')
/** Evidence, public money and haste are not in the files: they are dealt out in turn. */
const factsOf = (one: Listing, i: number): Facts => ({
  research_fields: one.research_fields, patent_classes: one.cpc, industries: one.industries, transfer_forms: one.transfer_forms, trl: one.trl, price_mode: one.price.mode, price_min: one.price.min ?? null, price_max: one.price.max ?? null,
  ward_code: one.ward ?? null, evidence_grade: (i % 5) as EvidenceGrade, urgency: ([null, 'three_months', 'this_year', 'next_year', 'open'] as const)[i % 5]!, state_share: i % 3 ? null : (i % 100) * 100,
})

const dictionary = dictionaryOf('data/lexicon')
const engineOf = (all: Listing[]): Likeness => { const engine = new Likeness(plan, { dictionary }); engine.put(all.map((one, id) => ({ id, texts: told(one).flatMap(({ language, title, summary, body }) => [title, summary, body].map((text, field) => ({ field, text, language }))) }))); return engine }
const market = [engineOf(offers), engineOf(needs)]
const rarity: Rarity = (term) => Math.min(...market.map((engine) => engine.rarity(term)))

interface Pair { name: string; need: Told[]; offer: Told[]; facts: [Facts, Facts]; reasons: MatchReason[] }
function pairOf(n: number, o: number, needIn?: Locale, offerIn?: Locale): Pair {
  const need = told(needs[n]!, needIn), offer = told(offers[o]!, offerIn), facts: [Facts, Facts] = [factsOf(needs[n]!, n), factsOf(offers[o]!, o)]
  const { shared, translated, missing } = wordsBetween(need, offer, dictionary, rarity)
  return { name: `${needs[n]!.key} ${needIn ?? ''} – ${offers[o]!.key} ${offerIn ?? ''}`, need, offer, facts, reasons: [{ code: 'shared_words', words: shared }, { code: 'translated_words', words: translated }, { code: 'missing_words', words: missing }, ...weighFacts(...facts).reasons] }
}
/** The best offer of every need, one that has nothing to do with it, and bilingual ones each in one language only. */
const best = needs.map((need, n) => ({ n, o: market[0]!.near(told(need).flatMap(({ language, title, summary, body }) => [title, summary, body].map((text, field) => ({ field, text, language }))), 1)[0]!.id }))
const pairs = [
  ...best.map(({ n, o }) => pairOf(n, o)), ...needs.map((_, n) => pairOf(n, (n * 37 + 11) % offers.length)),
  ...best.filter(({ o }) => offers[o]!.title.en).map(({ n, o }) => pairOf(n, o, 'vi', 'en')), ...best.filter(({ n, o }) => needs[n]!.title.en && offers[o]!.title.vi).map(({ n, o }) => pairOf(n, o, 'en', 'vi')),
]
const all = <C extends MatchReason['code']>(code: C) => pairs.flatMap((pair) => pair.reasons.flatMap((reason) => (reason.code === code ? [{ ...pair, reason: reason as Extract<MatchReason, { code: C }> }] : [])))

describe(`Over ${pairs.length} pairs of needs and offers`, () => {
  test('there are enough of them, and nearly every good one names words', () => {
    expect(pairs.length).toBeGreaterThan(200)
    const named = (list: Pair[]) => list.filter(({ reasons }) => reasons.some((reason) => (reason.code === 'shared_words' && reason.words.vi.length + reason.words.en.length > 0) || (reason.code === 'translated_words' && reason.words.length > 0))).length
    expect(named(pairs.slice(0, needs.length))).toBeGreaterThan(needs.length * 0.9)
    expect(named(pairs.slice(needs.length * 2))).toBeGreaterThan((pairs.length - needs.length * 2) * 0.85)
    expect(all('missing_words').filter(({ reason: { words } }) => words.vi.length + words.en.length > 0).length).toBeGreaterThan(40)
  })
  test('shared words stand in both texts', () => {
    expect(all('shared_words').flatMap(({ name, need, offer, reason: { words } }) => locales.flatMap((language) => words[language].filter((word) => !stands(pageIn(need, language), word, language) || !stands(pageIn(offer, language), word, language)).map((word) => `${name}: ${word}`)))).toEqual([])
  })
  test('of words in two languages the need’s stand in the need, the offer’s in the offer, and the dictionary says that they are the same', () => {
    expect(all('translated_words').flatMap(({ name, need, offer, reason: { words } }) => words.filter((word) => {
      const language: Locale = need.some((text) => text.language === 'vi') ? 'vi' : 'en', [vi, en] = language === 'vi' ? [word.need, word.offer] : [word.offer, word.need]
      return !stands(pageIn(need, language), word.need, language) || !stands(pageIn(offer, language === 'vi' ? 'en' : 'vi'), word.offer, language === 'vi' ? 'en' : 'vi') || !translations(vi).has(roots(wordsIn(en)).join(' '))
    }).map((word) => `${name}: ${word.need} = ${word.offer}`))).toEqual([])
  })
  test('missing words stand in the need and in no form in the offer: not without diacritics, not in the other language', () => {
    expect(all('missing_words').flatMap(({ name, need, offer, reason: { words } }) => [
      ...words.vi.filter((word) => !stands(pageIn(need, 'vi'), word, 'vi') || stands(pageIn(offer, 'vi'), word, 'vi', false) || [...translations(word)].some((en) => holds(roots(wordsIn(pageIn(offer, 'en'))), en.split(' ')))),
      ...words.en.filter((word) => !stands(pageIn(need, 'en'), word, 'en') || stands(pageIn(offer, 'en'), word, 'en') || (inVietnamese.get(roots(wordsIn(word)).join(' ')) ?? []).some((vi) => holds(wordsIn(pageIn(offer, 'vi')).map(full), vi))),
    ].map((word) => `${name}: ${word}`))).toEqual([])
  })
  test('words are shown as they are written in the need, at most a sentence’s first capital apart', () => {
    const told_ = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ')
    expect(pairs.flatMap(({ name, need, reasons }) => reasons.flatMap((reason) => (reason.code === 'shared_words' || reason.code === 'missing_words' ? locales.flatMap((language) => reason.words[language].map((word) => [language, word] as const)) : []))
      .filter(([language, word]) => { const page = told_(pageIn(need, language)), said = told_(word); return !page.includes(said) && !page.includes(said.charAt(0).toUpperCase() + said.slice(1)) }).map(([, word]) => `${name}: ${word}`))).toEqual([])
  })
  test('no word is called both shared and missing, none is named twice, none is vague, a number, or a lone syllable', () => {
    const inside = (one: string, other: string, language: Locale): boolean => stands(one, other, language) || stands(other, one, language)
    const vagueWords = new Set([...vague.vi.split(', '), ...vague.en.split(' ')])
    expect(pairs.flatMap(({ name, reasons }) => locales.flatMap((language) => {
      const [shared, missing] = (['shared_words', 'missing_words'] as const).map((code) => reasons.flatMap((reason) => (reason.code === code ? reason.words[language] : []))) as [string[], string[]]
      const both = [...shared, ...missing]
      return both.filter((word, i) => both.some((other, k) => k !== i && inside(word, other, language)) || vagueWords.has(word.toLowerCase()) || /\d/.test(word) || (language === 'en' && missing.includes(word) && shared.some((other) => roots(wordsIn(other)).some((one) => roots(wordsIn(word)).includes(one)))) || (language === 'vi' && wordsIn(word).length === 1 && isMarked([word]) && word.length < 4 && !/[wfjz]/i.test(word)))
        .map((word) => `${name}: ${word}`)
    }))).toEqual([])
  })
  test('facts are those of the rows', () => {
    const first = <T>(a: readonly T[], b: readonly T[]): boolean => a.some((one) => b.includes(one))
    const wrong = pairs.flatMap(({ name, facts: [need, offer], reasons }) => {
      const codes = reasons.map(({ code }) => code), has = (code: MatchReason['code']): boolean => codes.includes(code)
      const groups = (fields: readonly string[]): string[] => fields.map((field) => field.slice(0, 3))
      const sameField = first(need.research_fields, offer.research_fields), budget = need.price_mode === 'fixed' ? need.price_min : need.price_mode === 'range' ? need.price_max : null, price = offer.price_mode === 'negotiable' ? null : offer.price_min
      const expected: [MatchReason['code'], boolean][] = [
        ['same_field', sameField], ['related_field', !sameField && first(groups(need.research_fields), groups(offer.research_fields))], ['same_class', first(need.patent_classes, offer.patent_classes)], ['same_industry', first(need.industries, offer.industries)], ['same_form', first(need.transfer_forms, offer.transfer_forms)],
        ['trl_met', need.trl !== null && offer.trl !== null && offer.trl >= need.trl], ['trl_short', need.trl !== null && offer.trl !== null && offer.trl < need.trl], ['within_budget', budget !== null && price !== null && price <= budget], ['over_budget', budget !== null && price !== null && price > budget],
        ['same_place', need.ward_code !== null && need.ward_code === offer.ward_code], ['proven', offer.evidence_grade >= 3], ['public_money', (offer.state_share ?? 0) > 0],
      ]
      const untrue = reasons.filter((reason) => {
        switch (reason.code) {
          case 'same_field': return !need.research_fields.includes(reason.field) || !offer.research_fields.includes(reason.field)
          case 'related_field': return !groups(need.research_fields).includes(reason.field) || !groups(offer.research_fields).includes(reason.field)
          case 'same_class': return !need.patent_classes.includes(reason.patent_class) || !offer.patent_classes.includes(reason.patent_class)
          case 'same_industry': return !need.industries.includes(reason.industry) || !offer.industries.includes(reason.industry)
          case 'same_form': return !need.transfer_forms.includes(reason.form) || !offer.transfer_forms.includes(reason.form)
          case 'trl_met': case 'trl_short': return reason.wanted !== need.trl || reason.offered !== offer.trl
          case 'within_budget': case 'over_budget': return reason.budget !== budget || reason.price !== price
          case 'same_place': return reason.ward !== need.ward_code
          case 'proven': return reason.grade !== offer.evidence_grade
          case 'public_money': return reason.share !== offer.state_share
          default: return false
        }
      })
      return [...expected.filter(([code, should]) => has(code) !== should).map(([code]) => `${name}: ${code}`), ...untrue.map((reason) => `${name}: ${JSON.stringify(reason)}`)]
    })
    expect(wrong).toEqual([])
    // Each kind of fact is among the pairs, or this proved nothing of it.
    expect(new Set(pairs.flatMap(({ reasons }) => reasons.map(({ code }) => code)))).toEqual(new Set(['shared_words', 'translated_words', 'missing_words', 'same_field', 'related_field', 'same_class', 'same_industry', 'trl_met', 'trl_short', 'within_budget', 'over_budget', 'same_form', 'same_place', 'proven', 'public_money']))
  })
  test('every reason is a sentence in both languages', () => {
    const taxonomy = { name: (list, code, locale) => `${list} ${code} ${locale}` } as Taxonomy
    for (const { reasons } of pairs) for (const reason of [...reasons, { code: 'close_meaning' as const }]) for (const locale of locales) {
      const words = wordReason(reason, locale, taxonomy)
      expect(words).not.toMatch(/undefined|null|NaN|\[object/)
      expect(words.length).toBeGreaterThan(8)
    }
  })
})

describe('Texts nobody would write', () => {
  const text = (language: Locale, title: string, body = '', summary = ''): Told => ({ language, title, summary, body })
  const between = (need: Told[], offer: Told[]) => wordsBetween(need, offer, dictionary, rarity)
  const nothing = { shared: { vi: [], en: [] }, translated: [], missing: { vi: [], en: [] } }
  test('empty ones, only numbers, only signs, function words and lone letters name nothing', () => {
    for (const odd of ['', ' \n ', '12 345,67 2026', '— … !!! 😀😀', '\0\u202e\ud800', 'a b c d đ é', '.*+?^${}()|[]\\']) {
      for (const language of locales) expect(between([text(language, odd, odd)], [text(language, odd, odd)]), odd).toEqual(nothing)
      expect(between([text('vi', odd)], [text('en', odd)])).toEqual(nothing)
    }
    expect(between([text('vi', 'và của các những một có không là để cho')], [text('vi', 'và của các những một có không là để cho')])).toEqual(nothing)
    expect(between([text('en', 'and of the which that without would')], [text('en', 'and of the which that without would')])).toEqual(nothing)
    expect(between([], [])).toEqual(nothing)
    expect(between([text('vi', 'Máy sấy lạnh')], [])).toMatchObject({ shared: nothing.shared, translated: [] })
  })
  test('two hundred thousand words are answered, with words of both; of what was not read nothing is said to be missing', () => {
    const words = wordsIn(offers.map((one) => pageIn(told(one, 'vi'), 'vi')).join(' '))
    const long = Array.from({ length: 200_000 }, (_, i) => words[(i * 7919) % words.length]).join(' '), clauses = long.replaceAll(/((?:\S+ ){3})/g, '$1. ')
    for (const one of [long, clauses]) {
      const since = performance.now(), found = between([text('vi', 'Cần sấy lạnh dược liệu và trục vít', one)], [text('vi', 'Máy sấy lạnh dược liệu', one)])
      expect(found.shared.vi.length).toBeGreaterThan(0)
      expect(found.missing.vi).toEqual([])
      expect(performance.now() - since).toBeLessThan(20_000)
    }
    expect(between([text('vi', 'Cần lò hơi đốt than')], [text('vi', 'Máy sấy lạnh', long)]).missing.vi).toEqual([])
  })
  test('one word a hundred thousand times, and one word of a megabyte', () => {
    expect(between([text('en', 'Freeze drying', 'freeze '.repeat(100_000))], [text('en', 'Freeze dryer', 'freeze '.repeat(100_000))]).shared.en.length).toBeLessThan(3)
    expect(between([text('en', 'x'.repeat(1_000_000))], [text('en', 'x'.repeat(1_000_000))]).shared.en.length).toBeLessThan(2)
  })
  test('markup is read as words at most, and breaks no pattern', () => {
    const markup = '<script>alert("máy sấy lạnh")</script> <b>dược&nbsp;liệu</b> (?:[a-z]+)* \\p{L} $& $1'
    expect(between([text('vi', 'Máy sấy lạnh', markup)], [text('vi', 'Máy sấy lạnh', markup)]).shared.vi).toContain('sấy lạnh')
    expect(between([text('en', 'Boiler', markup)], [text('en', 'Boiler', markup)]).shared.en).toContain('boiler')
  })
  test('what merely begins a sentence is not shown as a name; names and abbreviations are shown as they are', () => {
    expect(between([text('vi', 'Mạ crôm', 'Dùng PLC của Siemens. Sấy lạnh là chính.')], [text('vi', 'Mạ crôm', 'Có PLC Siemens và sấy lạnh.')]).shared.vi).toEqual(expect.arrayContaining(['mạ crôm', 'PLC', 'Siemens', 'sấy lạnh']))
  })
  test('a word across a stop is none, and forms that only look alike are not the same', () => {
    expect(between([text('vi', 'Cần sấy lạnh')], [text('vi', 'Lò sấy. Lạnh thì bật lên')]).shared.vi).toEqual([])
    const few = new Dictionary([['tổ chức', 'organization'], ['hữu cơ', 'organic']])
    expect(wordsBetween([text('vi', 'Cần tổ chức lại')], [text('en', 'Organic farm')], few, () => 5).translated).toEqual([])
    expect(wordsBetween([text('vi', 'Phân hữu cơ')], [text('en', 'An organic fertiliser')], few, () => 5).translated).toEqual([{ need: 'hữu cơ', offer: 'organic' }])
  })
})
