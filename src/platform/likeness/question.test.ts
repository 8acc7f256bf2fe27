import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lexicon } from '../fulltext/lexicon.ts'
import type { Locale } from '../locale.ts'
import { conceptsOf } from './concepts.ts'
import { Dictionary, type Rendering } from './dictionary.ts'
import { wishesOf } from './question.ts'
import type { Text, Unit } from './reading.ts'
import { Kinds, ShelfMaker } from './shelf.ts'
import { defaultWeights } from './weights.ts'

const dictionary = new Dictionary([['sấy', 'drying'], ['lạnh', 'cold'], ['sấy lạnh', 'freeze drying'], ['nông sản', 'agricultural product'], ['nước', 'water'], ['nước thải', 'wastewater'], ['in 3d', 'additive manufacturing'], ['y tế', 'health']])
/** A market that has met these words. */
function met(...texts: Text[]): Lexicon {
  const lexicon = new Lexicon(), maker = new ShelfMaker([{ weight: 1, usual: 10, length: 0.5 }], lexicon, new Kinds(lexicon), 0)
  maker.add({ id: 1, texts, meaning: null })
  return lexicon
}
const text = (language: Locale, whole: string, field = 0): Text => ({ field, text: whole, language })
const lexicon = met(text('vi', 'máy sấy lạnh nông sản nước thải y tế LoRaWAN'), text('en', 'freeze drying cold agricultural products water wastewater health LoRaWAN the of'))
const asked = (texts: Text[], said = [1, 1], known = lexicon) => wishesOf(texts, said, known, dictionary, defaultWeights)
/** Wishes for single words, by their names, with what they weigh. */
const singly = (texts: Text[], said?: number[]) => new Map(asked(texts, said).flatMap(({ language, weight, ways }) => (ways.length === 1 && ways[0]!.terms.length === 1 ? [[`${language} ${lexicon.name(ways[0]!.terms[0]![0])}`, weight * ways[0]!.weight] as const] : [])))

test('a word inside a longer one that is known says less, and outside of it says what it says', () => {
  const inside = singly([text('vi', 'sấy lạnh')]).get('en ~cold')!, outside = singly([text('vi', 'nước lạnh')]).get('en ~cold')!
  expect(inside).toBeLessThan(outside / 2)
  expect(inside).toBeGreaterThan(0)
})
test('said again, or where it counts for more, it is meant more, but ever less so', () => {
  const weight = (times: number, said = [1, 1]): number => singly([text('en', 'water '.repeat(times))], said).get('en ~water')!
  expect(weight(2)).toBeGreaterThan(weight(1))
  expect(weight(1, [3, 1])).toBeGreaterThan(weight(1))
  expect(weight(3) - weight(2)).toBeLessThan(weight(2) - weight(1))
  expect(weight(19_999)).toBeLessThan(14 * weight(1))
})
test('what the market has never met is not asked for, and common English words ask for nothing', () => {
  expect(asked([text('en', 'the of and quux')])).toEqual([])
  expect(asked([text('vi', 'khoáng'), text('en', 'quux')])).toEqual([])
  expect(asked([text('vi', 'nước')], [1], met())).toEqual([])
})
test('a name stands in both languages, from either, however it is said first', () => {
  for (const texts of [[text('vi', 'LoRaWAN')], [text('en', 'LoRaWAN')], [text('vi', 'LoRaWAN'), text('en', 'LoRaWAN')], [text('en', 'LoRaWAN'), text('vi', 'LoRaWAN')]]) {
    expect(new Set(singly(texts).keys()), JSON.stringify(texts)).toEqual(new Set(['vi ~lorawan', 'en ~lorawan']))
  }
})
test('what a need says in both languages, it asks for in both, words and pairs of words', () => {
  const known = met(text('vi', 'PLC 2027'), text('en', 'PLC 2027'))
  for (const texts of [[text('vi', 'PLC 2027'), text('en', 'PLC 2027')], [text('en', 'PLC 2027'), text('vi', 'PLC 2027')]]) expect(asked(texts, [1], known).filter(({ ways }) => ways[0]!.pairs.length).map(({ language }) => language).toSorted()).toEqual(['en', 'vi'])
})
test('one syllable of a Vietnamese word counts as a word only where it is all there is: health is not the tế of economy', () => {
  const vietnamese = asked([text('en', 'health')]).filter(({ language }) => language === 'vi').flatMap(({ ways }) => ways)
  expect(vietnamese.filter(({ pairs }) => pairs.length === 1)).toHaveLength(1)
  for (const { ways } of asked([text('en', 'health')])) for (const { terms } of ways) for (const [term] of terms) expect(lexicon.name(term)).toBe('~health')
})
test('whatever is asked, at most six hundred things are, those that weigh most, and each is a number', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => `word${i}`)
  const all = met(text('en', many.join(' ')), text('vi', 'nước'))
  const wishes = asked([text('en', `${many.join(' ')} ${'word7 word9 '.repeat(40)}`)], [1], all)
  expect(wishes).toHaveLength(600)
  const asks = (name: string) => wishes.some(({ ways }) => ways.some(({ terms }) => terms.some(([term]) => term === all.find(name))))
  expect([asks('word7'), asks('word9')]).toEqual([true, true])
  fc.assert(fc.property(fc.array(fc.record({ field: fc.nat({ max: 3 }), text: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('sấy lạnh', 'say lanh nong san', 'nước thải y tế', 'freeze-drying', 'in 3D')), language: fc.constantFrom('vi' as const, 'en' as const) }), { maxLength: 5 }), (texts) => {
    for (const { weight, ways } of asked(texts)) {
      expect(weight).toBeGreaterThan(0)
      expect(ways.length).toBeGreaterThan(0)
      for (const { terms, pairs, weight: believed } of ways) { expect(believed > 0 && believed <= 1).toBe(true); for (const [key, part] of [...terms, ...pairs]) expect(key >= 0 && part > 0 && part <= 1).toBe(true) }
    }
  }), { numRuns: 300 })
})

test('what a text is about is its English stems, and Vietnamese as what it would be in English', () => {
  const about = (whole: string, language: Locale = 'vi') => Object.fromEntries(conceptsOf([text(language, whole)], [1], dictionary))
  expect(about('The drying of agricultural products', 'en')).toEqual({ '~dri': 1, '~agricultur': 1, '~product': 1 })
  expect(about('sấy lạnh nông sản LoRaWAN')).toEqual({ '~freez': 1, '~dri': 1, '~agricultur': 1, '~product': 1, '~lorawan': 1 })
  expect(about('khoai tây lạnh')).toEqual({ 'khoai tay': 1, 'tay lanh': 1, '~cold': 1 })
  expect(about('máy in 3D nước')).toEqual({ 'may in': 1, '~addit': 1, '~manufactur': 1, '~water': 1 })
  expect(conceptsOf([text('en', 'water', 0), text('en', 'water', 1)], [3, 1], dictionary).get('~water')).toBe(4)
})
test('a text ten times as long is ten times the work, and no more', () => {
  const work = (times: number): number => {
    let read = 0
    class Counting extends Dictionary {
      override renderings(units: readonly Unit[], from: Locale): Rendering[] {
        return new Proxy(super.renderings(units, from), { get: (all, key, own) => { if (typeof key === 'string' && /^\d+$/.test(key)) read++; return Reflect.get(all, key, own) as unknown } })
      }
    }
    conceptsOf([text('vi', 'nước sấy lạnh nông sản '.repeat(times))], [1], new Counting([['sấy lạnh', 'freeze drying'], ['nước', 'water'], ['nông sản', 'agricultural product']]))
    return read
  }
  expect(work(1_000)).toBeLessThan(12 * work(100))
  expect(work(100_000)).toBeLessThan(200_000)
})
