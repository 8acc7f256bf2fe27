import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inWords, vndInWords } from './words.ts'

test.each([
  [0, 'không', 'zero'], [5, 'năm', 'five'], [10, 'mười', 'ten'], [15, 'mười lăm', 'fifteen'], [21, 'hai mươi mốt', 'twenty-one'], [25, 'hai mươi lăm', 'twenty-five'], [101, 'một trăm linh một', 'one hundred and one'],
  [110, 'một trăm mười', 'one hundred and ten'], [1_000, 'một nghìn', 'one thousand'], [1_005, 'một nghìn không trăm linh năm', 'one thousand five'], [105_000_000, 'một trăm linh năm triệu', 'one hundred and five million'],
  [1_000_500, 'một triệu năm trăm', 'one million five hundred'], [1_250_000_000, 'một tỷ hai trăm năm mươi triệu', 'one billion two hundred and fifty million'], [32_340_000_000, 'ba mươi hai tỷ ba trăm bốn mươi triệu', 'thirty-two billion three hundred and forty million'],
  [2_000_000_015, 'hai tỷ mười lăm', 'two billion fifteen'], [9_000_000_000_000_000, 'chín triệu tỷ', 'nine quadrillion'],
])('%i is %s, and %s in English', (n, vi, en) => {
  expect(inWords(n, 'vi')).toBe(vi)
  expect(inWords(n, 'en')).toBe(en)
})
test('an amount begins with a capital and ends with its currency', () => {
  expect(vndInWords(120_000_000, 'vi')).toBe('Một trăm hai mươi triệu đồng')
  expect(vndInWords(120_000_000, 'en')).toBe('One hundred and twenty million đồng')
})
test('two amounts never sound the same: a zero too many is heard', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 900_000_000_000_000 }), fc.integer({ min: 0, max: 900_000_000_000_000 }), (a, b) => {
    for (const locale of ['vi', 'en'] as const) { expect(inWords(a, locale) === inWords(b, locale)).toBe(a === b); if (a) expect(inWords(a, locale)).not.toBe(inWords(a * 10, locale)) }
  }))
})
