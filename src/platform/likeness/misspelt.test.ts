import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lexicon } from '../fulltext/lexicon.ts'
import { Dictionary } from './dictionary.ts'
import { Likeness } from './engine.ts'
import { mended } from './misspelt.ts'
import { unitsOf } from './reading.ts'
import { Kinds, ShelfMaker } from './shelf.ts'

const dictionary = new Dictionary([['sấy lạnh', 'freeze drying'], ['máy sấy', 'dryer'], ['khử muối', 'desalination']])
const texts = [{ field: 0, text: 'freeze drying dryers membrane photovoltaic inverter solar panel LoRaWAN gateway dryer drain', language: 'en' as const }, { field: 0, text: 'máy sấy lạnh cảm biến LoRaWAN', language: 'vi' as const }]
const lexicon = new Lexicon(), maker = new ShelfMaker([{ weight: 1, usual: 10, length: 0.5 }], lexicon, new Kinds(lexicon), 0)
maker.add({ id: 1, texts, meaning: null })
const read = (text: string, language: 'vi' | 'en' = 'en'): string => mended(unitsOf(text, language), language, lexicon, dictionary).map(({ word }) => word).join(' ')

test.each([
  ['membrne filter', 'membrane filter', 'a letter too few'], ['photovoltiac inverter', 'photovoltaic inverter', 'two exchanged'], ['photovotlaik', 'photovoltaic', 'two wrong in a long word'], ['solarpanel', 'solar panel', 'two words as one'],
  ['LoRa WAN gateway', 'lorawan gateway', 'a name written apart'], ['invertre', 'inverter', 'at the end'], ['gatewy', 'gateway', 'in a short word one'],
])('%s is taken for %s: %s', (typed, meant) => { expect(read(typed)).toBe(meant) })
test.each([['desalination', 'the dictionary knows it'], ['drain', 'it stands somewhere'], ['x9membrane', 'a number is right as it is'], ['quux', 'too short'], ['membranologist', 'too far'], ['the of and', 'too common'], ['zzzzzzzzzz', 'nothing is near']])('%s stays: %s', (typed) => { expect(read(typed)).toBe(typed) })
test('a Vietnamese syllable is never mended, a foreign word among them is', () => {
  expect(read('máy sấi lạnh', 'vi')).toBe('may sai lanh')
  expect(read('cảm biến LoRaWAM', 'vi')).toBe('cam bien lorawan')
})
test('only so many words are looked for, whatever is written', () => {
  const typed = Array.from({ length: 40 }, (_, i) => `membran${String.fromCharCode(98 + (i % 24))}${i > 23 ? 'z' : ''}`).filter((word) => !word.endsWith('e'))
  const changed = read(typed.join(' ')).split(' ').filter((word) => word === 'membrane').length
  expect(changed).toBe(6)
})
test('a misspelt need finds what it means, also across languages, and nothing written breaks it', () => {
  const engine = new Likeness({ places: [{ weight: 1, usual: 10, length: 0.5 }], said: [1] }, { dictionary })
  engine.put([{ id: 1, texts: [texts[0]!] }, { id: 2, texts: [{ field: 0, text: 'máy sấy lạnh', language: 'vi' }] }, { id: 3, texts: [{ field: 0, text: 'wastewater sludge', language: 'en' }] }])
  const near = (text: string): number[] => engine.near([{ field: 0, text, language: 'en' }], 5).map(({ id }) => id)
  expect(near('membrnae')).toEqual([1])
  expect(new Set(near('dryar'))).toEqual(new Set([1, 2]))
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => { near(text); expect(mended(unitsOf(text, 'vi'), 'vi', lexicon, dictionary).length).toBeLessThan(200) }), { numRuns: 300 })
})
