import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Dictionary } from './dictionary.ts'
import { unitsOf } from './reading.ts'
import type { Locale } from '../locale.ts'

const dictionary = new Dictionary([
  ['sấy', 'drying'], ['say', 'drunk'], ['sậy', 'reed'], ['lạnh', 'cold'], ['sấy lạnh', 'freeze drying'], ['máy sấy lạnh', 'freeze dryer'], ['máy', 'machine'],
  ['hòa tan', 'dissolve'], ['kỹ thuật', 'technique'], ['kỹ thuật', 'engineering'], ['kỹ thuật', 'technology'], ['bay', 'fly'], ['máy bay không người lái', 'unmanned aerial vehicle'], ['cà phê', 'coffee'], ['và', 'and'],
])
/** Every stretch that is known, as it is written, with what it may be. */
const known = (text: string, from: Locale = 'vi', of: Dictionary = dictionary): [stretch: string, ...meanings: string[]][] => {
  const units = unitsOf(text, from)
  return of.renderings(units, from).map(({ at, length, alternatives }) => [units.slice(at, at + length).map(({ shown }) => shown).join(' '), ...alternatives.map(({ shown }) => shown)])
}

test('where a text has its diacritics, they decide which word it is', () => {
  expect(known('sấy khô')).toEqual([['sấy', 'drying']])
  expect(known('bờ sậy')).toEqual([['sậy', 'reed']])
  expect(known('người say rượu')).toEqual([['say', 'drunk']])
  expect(known('đã sảy')).toEqual([])
})
test('bare text may mean every word that is so spelt, and each is believed less than where it is certain', () => {
  expect(known('say')[0]!.slice(1).toSorted()).toEqual(['drunk', 'drying', 'reed'])
  const certain = dictionary.renderings(unitsOf('sấy', 'vi'), 'vi')[0]!.alternatives[0]!.weight
  for (const { weight } of dictionary.renderings(unitsOf('say', 'vi'), 'vi')[0]!.alternatives) expect(weight).toBeLessThan(certain)
  expect(known('cong nghe say lanh').map(([stretch]) => stretch)).toEqual(['say lanh', 'say', 'lanh'])
})
test('one name with its diacritics does not make a bare text one that has them; what has them is still taken at its word', () => {
  expect(known('hop tac xa Đông Anh can mua may say lanh').map(([stretch]) => stretch)).toContain('may say lanh')
  expect(known('can mua may sậy lanh cho hop tac xa moi').find(([stretch]) => stretch === 'sậy')).toEqual(['sậy', 'reed'])
  expect(known('Hợp tác xã Đông Anh bị say nắng nhẹ').find(([stretch]) => stretch === 'say')).toEqual(['say', 'drunk'])
})
test.each([['hoà tan', 'hòa tan'], ['kĩ thuật', 'kỹ thuật'], ['KỸ THUẬT', 'kỹ thuật'], ['cà phê'.normalize('NFD'), 'cà phê']])('%s is looked up as %s', (written, entered) => {
  expect(known(written).map(([, ...meanings]) => meanings)).toEqual(known(entered).map(([, ...meanings]) => meanings))
  expect(known(written)).not.toEqual([])
})
test('of what begins together the longest comes first, and each part after it', () => {
  expect(known('máy sấy lạnh').map(([stretch]) => stretch)).toEqual(['máy sấy lạnh', 'máy', 'sấy lạnh', 'sấy', 'lạnh'])
  expect(known('máy bay không người lái')[0]).toEqual(['máy bay không người lái', 'unmanned aerial vehicle'])
  expect(known('máy bay không người')).toEqual([['máy', 'machine'], ['bay', 'fly']])
})
test('English is known by its stems, in any form it has, and gives the Vietnamese', () => {
  expect(known('Machines for freeze-dried coffee', 'en')).toEqual([['machines', 'máy'], ['freeze dried', 'sấy lạnh'], ['dried', 'sấy'], ['coffee', 'cà phê']])
  expect(known('unmanned aerial vehicles', 'en')).toEqual([['unmanned aerial vehicles', 'máy bay không người lái']])
  expect(known('fly', 'vi')).toEqual([])
})
test('several meanings are believed less and less, in the order they were named', () => {
  const [rendering] = dictionary.renderings(unitsOf('kỹ thuật', 'vi'), 'vi')
  expect(rendering!.alternatives.map(({ shown }) => shown)).toEqual(['technique', 'engineering', 'technology'])
  const weights = rendering!.alternatives.map(({ weight }) => weight)
  expect(weights[0]).toBe(1)
  for (let i = 1; i < weights.length; i++) expect(weights[i]).toBeLessThan(weights[i - 1]!)
  expect(weights.at(-1)).toBeGreaterThan(0)
})
test('one pair named twice counts once, in whatever spelling', () => {
  const twice = new Dictionary([['hòa tan', 'dissolve'], ['hòa tan', 'dissolve'], ['hoà tan', 'dissolve'], ['Hòa tan', 'Dissolve'], ['hòa tan', 'solution']])
  expect(twice.size).toBe(2)
  expect(known('hòa tan', 'vi', twice)).toEqual([['hòa tan', 'dissolve', 'solution']])
  expect(known('dissolving', 'en', twice)).toEqual([['dissolving', 'hòa tan']])
})
test('what says nothing, has no words or is longer than twelve of them is left out, and nothing else is harmed by it', () => {
  const some = new Dictionary([['và', 'and'], ['', 'drying'], ['sấy', ''], ['…', '!'], ['một hai ba bốn năm sáu bảy tám chín mười một hai ba', 'nine'], ['chín', 'one two three four five six seven eight nine ten one two three'], ['sấy', 'drying']])
  expect(some.size).toBe(1)
  expect(known('và sấy chín', 'vi', some)).toEqual([['sấy', 'drying']])
  expect(new Dictionary([]).renderings(unitsOf('sấy lạnh', 'vi'), 'vi')).toEqual([])
})
test('an abbreviation stands for what it is the first letters of, and the other way round', () => {
  const some = new Dictionary([['uav', 'unmanned aerial vehicle'], ['plc', 'programmable logic controller'], ['máy', 'machine tool']])
  const shorts = (text: string) => some.abbreviations(unitsOf(text, 'en')).flatMap(({ alternatives }) => alternatives.map(({ shown }) => shown))
  expect(shorts('A UAV and a PLC')).toEqual(['unmanned aerial vehicle', 'programmable logic controller'])
  expect(shorts('unmanned aerial vehicles')).toEqual(['uav'])
  expect(shorts('machine tool')).toEqual([])
})

const syllable = fc.constantFrom('máy', 'may', 'sấy', 'say', 'sậy', 'lạnh', 'lành', 'hòa', 'hoà', 'tan', 'plc'), english = fc.constantFrom('dry', 'drying', 'cold', 'machine', 'the', 'of', 'plc', 'solar')
const words = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 4 }).map((some) => some.join(' '))
const spelt = (text: string, language: Locale) => unitsOf(text, language).map(({ accent, word, term }) => (language === 'vi' ? accent ?? word : term ?? word)).join(' ')
test('every stretch of a text with its diacritics that was entered is found with all it was entered with, and nothing else is', () => {
  fc.assert(fc.property(fc.array(fc.tuple(words(syllable), words(english)), { maxLength: 12 }), words(syllable), (pairs, text) => {
    const some = new Dictionary(pairs)
    const units = unitsOf(`${text} độ ẩm đất ở đồng ruộng`, 'vi')
    const entered = pairs.filter(([, en]) => unitsOf(en, 'en').some(({ term }) => term))
    const wanted = units.flatMap((_, at) => [4, 3, 2, 1].flatMap((length) => {
      const stretch = units.slice(at, at + length)
      if (stretch.length < length) return []
      const meanings = entered.filter(([vi]) => spelt(vi, 'vi') === stretch.map(({ accent, word }) => accent ?? word).join(' ')).map(([, en]) => unitsOf(en, 'en').map(({ word }) => word).join(' '))
      return meanings.length ? [{ at, length, meanings: [...new Set(meanings)] }] : []
    }))
    expect(some.renderings(units, 'vi').map(({ at, length, alternatives }) => ({ at, length, meanings: alternatives.map(({ units: own }) => own.map(({ word }) => word).join(' ')) }))).toEqual(wanted)
    for (const { alternatives } of some.renderings(unitsOf(text.normalize('NFD').replace(/\p{M}/gu, ''), 'vi'), 'vi')) for (const { weight } of alternatives) expect(weight > 0 && weight <= 1).toBe(true)
  }), { numRuns: 400 })
})
