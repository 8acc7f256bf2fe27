import { expect, test } from 'vitest'
import { wordsBetween } from './differences.ts'

const marked = (before: string, after: string): string => (wordsBetween(before, after) ?? []).map(({ value, added, removed }) => (added ? `+${value}+` : removed ? `-${value}-` : value)).join('')

test.each([
  ['an amount is one word, not three numbers', 'Trả 250.000.000 đồng', 'Trả 200.000.000 đồng', 'Trả -250.000.000 -+200.000.000 +đồng'],
  ['what shares only spaces is replaced whole', 'không độc quyền', 'duy nhất trong vùng', '-không độc quyền -+duy nhất trong vùng+'],
  ['the last word is the same word with something behind it', 'Phụ tùng', 'Phụ tùng thay', 'Phụ tùng +thay+'],
  ['lines stay lines', '1. Nghiệm thu\n2. Vận hành', '1. Nghiệm thu\n2. Bàn giao', '1. Nghiệm thu\n2. -Vận hành -+Bàn giao+'],
  ['nothing before', '', 'mới', '+mới+'],
])('%s', (_, before, after, expected) => { expect(marked(before, after)).toBe(expected) })
