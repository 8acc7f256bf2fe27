import { expect, test } from 'vitest'
import { dueBefore, maySave, mostSearches } from './rules.ts'
import type { Frequency } from './schema.ts'

const hanoi = (at: string): Date => new Date(`${at}+07:00`)

test.for<[frequency: Frequency, now: string, before: string | null]>([
  ['at_once', '2026-03-02T12:00:00', '2026-03-02T12:00:00'],
  ['daily', '2026-03-02T06:59:59', '2026-03-01T07:00:00'],
  ['daily', '2026-03-02T07:00:00', '2026-03-02T07:00:00'],
  ['daily', '2026-03-02T23:30:00', '2026-03-02T07:00:00'],
  ['weekly', '2026-03-02T07:00:00', '2026-03-02T07:00:00'], // a Monday
  ['weekly', '2026-03-02T06:59:59', '2026-02-23T07:00:00'],
  ['weekly', '2026-03-08T23:59:59', '2026-03-02T07:00:00'], // the Sunday after
  ['none', '2026-03-02T12:00:00', null],
])('A search looked into %s is due at %s where it was last looked into before %s.', ([frequency, now, before]) => {
  expect(dueBefore(frequency, hanoi(now))).toEqual(before && hanoi(before))
})

test('What is saved asks for something, and there is room for fifty.', () => {
  expect(maySave('', 0)).toEqual({ code: 'search_is_empty', field: 'address' })
  expect(maySave('q=say', mostSearches - 1)).toBeNull()
  expect(maySave('q=say', mostSearches)).toEqual({ code: 'too_many_searches', most: 50 })
})
