import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minutesFrom } from '../../platform/time.ts'
import { vnd } from '../../platform/money.ts'
import type { Rankable } from './ranking-rules.ts'
import { applyRounds, decideRounds, pricesAfter, type RoundCommand, type RoundEvent, type RoundRefusal, roundLines, type Rounds, standings, turnAt } from './round-rules.ts'

const start = new Date('2026-03-16T09:00:00+07:00')
const after = (minutes: number): Date => minutesFrom(start, minutes)
const answer = (number: number, points: number, price: number): Rankable => ({ number, points: { c1: [points] }, price, submitted_at: number, excluded: false })
const begun = (answers: Rankable[], over: { turn?: number; pause?: number; step?: number } = {}): Rounds => ({
  rules: {
    regime: 'demand', criteria: [{ key: 'c1', name: { vi: 'Hiệu quả', en: 'Effect' }, weight_basis_points: 5000 }], price_weight_basis_points: 5000, threshold: 0, price_formula: 'lowest_by_price', rounding: 'shown_half_up_2', tie: ['technical', 'earlier', 'number'],
    asks_until: '', closes_at: '', low_share_basis_points: 5000, explain_days: 3, standstill_days: 7, most_awards: 1, shown: 'numbers', rounds: { count: 3, turn_minutes: over.turn ?? 5, pause_minutes: over.pause ?? 10, step: vnd(over.step ?? 10), after_working_days: 1, at: '09:00' },
  },
  begins_at: start, answers, turns: [], over: false,
})
/** What the store does with a command: whatever the clock has ended first, then the command itself. */
function told(rounds: Rounds, command: RoundCommand): { rounds: Rounds; refusal: RoundRefusal | null } {
  for (;;) {
    const events = decideRounds(rounds, { type: 'look', at: command.at }) as readonly RoundEvent[]
    if (events.length === 0) break
    rounds = events.reduce(applyRounds, rounds)
  }
  if (command.type === 'look') return { rounds, refusal: null }
  const decided = decideRounds(rounds, command)
  return 'code' in decided ? { rounds, refusal: decided } : { rounds: decided.reduce(applyRounds, rounds), refusal: null }
}
const through = (rounds: Rounds, ...commands: RoundCommand[]): { rounds: Rounds; refusal: RoundRefusal | null } => commands.reduce((so, command) => told(so.rounds, command), { rounds, refusal: null } as { rounds: Rounds; refusal: RoundRefusal | null })
const look = (minutes: number): RoundCommand => ({ type: 'look', at: after(minutes) })
const lower = (minutes: number, number: number, amount: number): RoundCommand => ({ type: 'lower', number, amount, at: after(minutes) })
// By the envelopes: number 1 first (90 points, 1,000), number 2 second (80, 1,000), number 3 last (60, 1,200).
const three = (): Rounds => told(begun([answer(1, 90, 1000), answer(2, 80, 1000), answer(3, 60, 1200)]), look(-600)).rounds

test('The order of a round is from the worst placed to the best, turn by turn without a gap, and stands before the round begins.', () => {
  const { rounds } = through(three())
  expect(rounds.turns.map(({ round, position, number, begins_at, ends_at }) => [round, position, number, begins_at, ends_at])).toEqual([[1, 1, 3, after(0), after(5)], [1, 2, 2, after(5), after(10)], [1, 3, 1, after(10), after(15)]])
  expect([turnAt(rounds.turns, after(-1)).on, turnAt(rounds.turns, after(-1)).next?.number, turnAt(rounds.turns, after(7)).on?.number, turnAt(rounds.turns, after(7)).next?.number, turnAt(rounds.turns, after(15)).on]).toEqual([null, 3, 2, 1, null])
})
test.each<[string, RoundCommand[], string | null, (number | null)[]]>([
  ['in its own turn a price falls', [lower(0, 3, 900)], null, [1000, 1000, 900]],
  ['by the step exactly', [lower(1, 3, 1190)], null, [1000, 1000, 1190]],
  ['not by less than the step', [lower(1, 3, 1191)], 'price_not_lower', [1000, 1000, 1200]],
  ['nor to the same price', [lower(1, 3, 1200)], 'price_not_lower', [1000, 1000, 1200]],
  ['nor does it rise', [lower(1, 3, 900), lower(2, 3, 950)], 'price_not_lower', [1000, 1000, 900]],
  ['again in the same turn', [lower(1, 3, 900), lower(2, 3, 800)], null, [1000, 1000, 800]],
  ['not before it', [lower(1, 2, 500)], 'turn_not_yet', [1000, 1000, 1200]],
  ['not before any', [lower(-1, 3, 500)], 'turn_not_yet', [1000, 1000, 1200]],
  ['not at the very end of it', [lower(5, 3, 500)], 'turn_over', [1000, 1000, 1200]],
  ['nor after it', [lower(1, 3, 900), lower(8, 3, 500)], 'turn_over', [1000, 1000, 900]],
  ['nobody who is not in it', [lower(1, 9, 500)], 'rounds_not_running', [1000, 1000, 1200]],
  ['to one đồng at the least', [lower(1, 3, 1), lower(2, 3, 1)], 'price_at_bottom', [1000, 1000, 1]],
])('A price: %s.', (_, commands, code, prices) => {
  const { rounds, refusal } = through(three(), ...commands)
  expect(refusal?.code ?? null).toBe(code)
  expect([...pricesAfter(rounds).values()]).toEqual(prices)
})
test('Three rounds and no fourth: after the last turn everything is over, and the last price counts.', () => {
  // 3 asks 600 and passes both; in round two 1 is last, then 2, then 3.
  const one = through(three(), lower(1, 3, 600), look(15)).rounds
  expect(standings(one).map(({ number }) => number)).toEqual([3, 1, 2])
  expect(one.turns.filter(({ round }) => round === 2).map(({ number, begins_at }) => [number, begins_at])).toEqual([[2, after(25)], [1, after(30)], [3, after(35)]])
  const two = through(one, lower(26, 2, 550), lower(31, 1, 600), look(40)).rounds
  const ended = through(two, look(64), lower(66, 3, 100))
  expect([ended.rounds.over, ended.refusal]).toEqual([true, { code: 'rounds_not_running' }])
  expect(two.over).toBe(false)
  expect([...pricesAfter(ended.rounds)]).toEqual([[1, 600], [2, 550], [3, 600]])
  expect(roundLines(ended.rounds).map(({ number, prices, ranks }) => [number, prices, ranks])).toEqual([
    [1, [1000, 1000, 600, 600], [1, 2, 1, 1]], [2, [1000, 1000, 550, 550], [2, 3, 2, 2]], [3, [1200, 600, 600, 600], [3, 1, 3, 3]]])
})
test('A late clock takes no round from anybody: a round whose order nobody could know begins a pause after the order is there.', () => {
  const late = through(three(), look(100)).rounds
  expect(late.turns.filter(({ round }) => round === 2).map(({ begins_at }) => begins_at)).toEqual([after(110), after(115), after(120)])
  expect(through(begun([answer(1, 90, 1000), answer(2, 80, 1000)]), look(3)).rounds.turns[0]!.begins_at).toEqual(after(13))
})

const command = fc.record({ by: fc.integer({ min: 1, max: 6 }), amount: fc.integer({ min: 1, max: 3000 }), minutes: fc.integer({ min: 0, max: 9 }), looks: fc.boolean() })
test('Whatever is pressed and whenever: prices only fall, by the step, in one’s own turn; each has one turn a round, in the order of the round before; and three rounds are all there are.', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 3000 })), { minLength: 2, maxLength: 6 }), fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 200 }), fc.array(command, { maxLength: 80 }), (people, turn, pause, step, commands) => {
    const answers = people.map(([points, price], i) => answer(i + 1, points, price))
    let rounds = begun(answers, { turn, pause, step }), minute = -5
    for (const { by, amount, minutes, looks } of commands) {
      minute += minutes
      const at = after(minute), looked = told(rounds, { type: 'look', at }).rounds, before = pricesAfter(looked)
      const result = looks ? { rounds: looked, refusal: null } : told(rounds, { type: 'lower', number: by, amount, at })
      const now = pricesAfter(result.rounds), mine = turnAt(looked.turns, at).on
      for (const { number } of answers) {
        if (now.get(number) === before.get(number)) continue
        expect([number, mine?.number, result.refusal]).toEqual([by, by, null])
        expect(now.get(number)).toBe(amount)
        expect(before.get(number)! - amount).toBeGreaterThanOrEqual(step)
      }
      if (!looks && result.refusal === null) expect(now.get(by)).toBe(amount)
      if (result.refusal) expect(result.rounds).toEqual(looked)
      rounds = result.rounds
    }
    const ended = told(told(told(told(rounds, look(9_000)).rounds, look(18_000)).rounds, look(27_000)).rounds, look(36_000)).rounds
    expect(ended.over).toBe(true)
    for (const round of [1, 2, 3]) {
      const turns = ended.turns.filter((one) => one.round === round)
      expect(turns.map(({ number }) => number)).toEqual(standings(ended, round - 1).filter(({ rank }) => rank !== null).map(({ number }) => number).toReversed())
      for (const [i, one] of turns.entries()) expect(one.begins_at).toEqual(i === 0 ? one.begins_at : turns[i - 1]!.ends_at)
    }
    expect(ended.turns).toHaveLength(3 * answers.length)
    for (const { prices } of roundLines(ended)) for (const [i, price] of prices.entries()) if (i > 0) expect(price).toBeLessThanOrEqual(prices[i - 1]!)
  }))
})
