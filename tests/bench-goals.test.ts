import { expect, test } from 'vitest'
import { auctionGoals, reached, roomGoals } from '../bench/goals.ts'

/** As the benches print them. */
const auction = [
  { lots: 1, how: 'writer', overtaken: 0, per_second: 10_000, p99_ms: 40 }, { lots: 1, how: 'writer at half load', overtaken: 0, per_second: 5_000, p99_ms: 24.9 }, { lots: 1, how: 'select for update', overtaken: 9_000, per_second: 1_000, p99_ms: 100 },
  { lots: 100, how: 'writer', overtaken: 5, per_second: 1_900, p99_ms: 90 }, { lots: 100, how: 'select for update', overtaken: 27, per_second: 3_000, p99_ms: 70 },
]
const room = [
  { what: 'bids alone', p99_ms: 15 }, { what: 'deltas at two a second', watching: 5_000, frames: 200_000, of: 200_000, delta_p99_ms: 140 }, { what: 'bids while watched', watching: 5_000, p99_ms: 29.9 },
  { what: 'deltas at two a second', watching: 10_000, frames: 400_000, of: 400_000, delta_p99_ms: 300 }, { what: 'bids while watched', watching: 10_000, p99_ms: 200 },
]
const missed = (goals: typeof auctionGoals, lines: readonly Record<string, unknown>[]): string[] => { const said: string[] = [], all = reached(goals, lines, (line) => { said.push(line) }); const bad = said.filter((line) => line.startsWith('✗')); expect([said.length, all]).toEqual([goals.length, bad.length === 0]); return bad }
const with_ = (lines: readonly Record<string, unknown>[], at: number, more: object): Record<string, unknown>[] => lines.map((line, n) => (n === at ? { ...line, ...more } : line))

test('What reaches every goal, just so, is let through; many lots have none.', () => {
  expect([missed(auctionGoals, auction), missed(roomGoals, room)]).toEqual([[], []])
})
test('Each goal that is missed by a little is named, and no other.', () => {
  expect(missed(auctionGoals, with_(auction, 0, { per_second: 9_999 }))).toEqual(['✗ a hot lot takes at least 10 times the commands of the row lock: 9999 beside 1000 a second'])
  expect(missed(auctionGoals, with_(auction, 0, { overtaken: 1 }))).toEqual(['✗ no bid is overtaken on a hot lot: overtaken at full load is 1'])
  expect(missed(auctionGoals, with_(auction, 1, { overtaken: 2 }))).toEqual(['✗ no bid is overtaken on a hot lot: overtaken at half load is 2'])
  expect(missed(auctionGoals, with_(auction, 1, { p99_ms: 25 }))).toEqual(['✗ at half load p99 of a hot lot is under 25 ms: p99_ms is 25'])
  expect(missed(roomGoals, with_(room, 3, { delta_p99_ms: 300.1 }))).toEqual(['✗ with 10,000 watchers p99 of a change is at most 300 ms at two a second: delta_p99_ms is 300.1'])
  expect(missed(roomGoals, with_(room, 3, { frames: 399_999 }))).toEqual(['✗ 10,000 watch on one process, and every change reaches every one of them: 399999 of 400000 changes'])
  expect(missed(roomGoals, with_(room, 2, { p99_ms: 30 }))).toEqual(['✗ with 5,000 watchers p99 of a bid is under twice that without: 30 ms beside 15 ms'])
})
test('What was not measured was not reached: fewer watchers, another number of lots, or no number at all.', () => {
  expect([missed(auctionGoals, []).length, missed(roomGoals, []).length]).toEqual([auctionGoals.length, roomGoals.length])
  expect(missed(roomGoals, with_(room, 3, { watching: 9_999 })).length).toBe(2)
  expect(missed(auctionGoals, with_(auction, 1, { p99_ms: Number.NaN }))).toHaveLength(1)
})
