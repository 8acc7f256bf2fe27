import { expect, test } from 'vitest'
import { parseInstant, parsePrice, parseTrl } from './values.ts'

test.each([
  ['', null], ['6', 6], ['TRL 6', 6], ['trl-7', 7], ['TRL9', 9], ['6/9', 6], ['mức 4', 4], ['TRL 5-6', 5], ['6 – 7', 6],
])('the readiness level %o is read as %o', (text, level) => expect(parseTrl(text)).toBe(level))
test.each(['0', '10', 'sẵn sàng', '6.5.1'])('the readiness level %o is a bad cell', (text) => expect(() => parseTrl(text)).toThrow('is not a level from 1 to 9'))

const fixed = (price_min: number) => ({ price_mode: 'fixed', price_min, price_max: null })
const range = (price_min: number, price_max: number) => ({ price_mode: 'range', price_min, price_max })
const negotiable = { price_mode: 'negotiable', price_min: null, price_max: null }
test.each([
  ['', negotiable], ['Thỏa thuận', negotiable], ['thoả thuận khi ký', negotiable], ['Negotiable', negotiable], ['Liên hệ', negotiable],
  ['450.000.000', fixed(450_000_000)], ['450,000,000 đồng', fixed(450_000_000)], ['450000000', fixed(450_000_000)], ['1,2 tỷ', fixed(1_200_000_000)], ['1.25 tỷ đồng', fixed(1_250_000_000)],
  ['1.500 triệu', fixed(1_500_000_000)], ['800 triệu đồng', fixed(800_000_000)], ['VND 5 million', null], ['2 million VND', fixed(2_000_000)], ['500 nghìn', fixed(500_000)],
  ['100 - 200 triệu đồng', range(100_000_000, 200_000_000)], ['từ 800 triệu đến 1,2 tỷ', range(800_000_000, 1_200_000_000)], ['450.000.000–900.000.000', range(450_000_000, 900_000_000)],
])('the price %o is read as %o', (text, price) => price === null ? expect(() => parsePrice(text)).toThrow() : expect(parsePrice(text)).toEqual(price))
test.each([['$500', 'another currency'], ['5000 USD', 'another currency'], ['nhiều', 'is not an amount'], ['200 - 100 triệu', 'ends below'], ['1,0000000001 đồng', 'whole number'], ['-5', 'is not an amount'], ['99999999999999999999', 'whole number']])(
  'the price %o is a bad cell: %s', (text, reason) => expect(() => parsePrice(text)).toThrow(reason))
test('a bare number counts what the header says it counts', () => expect(parsePrice('500', 1e6)).toEqual(fixed(500_000_000)))

test.each([
  ['2024-05-31', '2024-05-30T17:00:00.000Z'], ['31/5/2024', '2024-05-30T17:00:00.000Z'], ['5/2024', '2024-04-30T17:00:00.000Z'], ['2017', '2016-12-31T17:00:00.000Z'],
  ['2024-05-31T08:00:00.000Z', '2024-05-31T08:00:00.000Z'],
])('the date %o begins at %s', (text, at) => expect(parseInstant(text)?.toISOString()).toBe(at))
test.each(['31/02/2024', '2024-13-01', 'hôm qua', '12', '5/31/2024'])('the date %o is a bad cell', (text) => expect(() => parseInstant(text)).toThrow('date'))
