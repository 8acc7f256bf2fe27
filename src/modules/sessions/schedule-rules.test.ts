import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Away, bothFree, byClaim, freeTable, meetingMinutes, nextFor, placeMeetings, type Plan, slotsOf, type Standing, type Wished } from './schedule-rules.ts'

const at = (minutes: number): Date => new Date(Date.parse('2026-03-03T09:00:00+07:00') + minutes * 60_000)
const slots = slotsOf([{ starts_at: at(0), ends_at: at(100) }])
const wish = (id: number, one: number, other: number, more: Partial<Wished> = {}): Wished => ({ id, one, other, mutual: false, score: null, asked_at: at(-600 + id), ...more })
const standingOf = (plan: Plan, wishes: readonly Wished[]): Standing[] => plan.placed.map(({ wish_id, ...place }) => { const { one, other } = wishes.find(({ id }) => id === wish_id)!; return { one, other, ...place } })

/** A morning: pairs of few people, so that they get in each other's way. */
const morning = fc.record({
  pairs: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).filter(([a, b]) => a < b), { selector: ([a, b]) => `${a} ${b}`, maxLength: 24 }),
  facts: fc.array(fc.record({ mutual: fc.boolean(), score: fc.option(fc.integer({ min: 0, max: 100 })), asked: fc.integer({ min: 0, max: 5 }) }), { minLength: 24, maxLength: 24 }),
  tables: fc.integer({ min: 0, max: 4 }), away: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 })), { maxLength: 6 }),
}).map(({ pairs, facts, tables, away }) => ({
  wishes: pairs.map(([one, other], i) => { const { mutual, score, asked } = facts[i]!; return wish(i + 1, one, other, { mutual, score, asked_at: at(-asked) }) }), tables,
  away: new Map(away.map(([person]) => [person, away.filter(([who]) => who === person).map(([, slot]) => slots[slot]!.starts_at)])) as Away,
}))
const free = (meetings: readonly Standing[]): void => {
  for (const [i, a] of meetings.entries()) for (const b of meetings.slice(i + 1)) if (a.starts_at < b.ends_at && b.starts_at < a.ends_at) {
    expect(a.table).not.toBe(b.table)
    expect(new Set([a.one, a.other, b.one, b.other]).size).toBe(4)
  }
}

describe('Slots', () => {
  test('are whole meetings within the agenda’s times; a time that overlaps another adds only what is beyond it.', () => {
    expect([slots.length, slotsOf([{ starts_at: at(0), ends_at: at(meetingMinutes - 1) }]).length, slotsOf([]).length]).toEqual([5, 0, 0])
    expect(slotsOf([{ starts_at: at(50), ends_at: at(120) }, { starts_at: at(0), ends_at: at(65) }]).map(({ starts_at }) => (starts_at.getTime() - at(0).getTime()) / 60_000)).toEqual([0, 20, 40, 60, 80, 100])
  })
})

describe('The plan', () => {
  test('Nobody is in two places at once, no table is given twice, nobody sits where they said they cannot; each wish is placed once or explained.', () => {
    fc.assert(fc.property(morning, ({ wishes, tables, away }) => {
      const plan = placeMeetings(wishes, slots, tables, [], away)
      const meetings = standingOf(plan, wishes)
      free(meetings)
      for (const { table, one, other, starts_at } of meetings) {
        expect(table >= 1 && table <= tables).toBe(true)
        for (const person of [one, other]) expect(away.get(person)?.some((hour) => hour.getTime() === starts_at.getTime()) ?? false).toBe(false)
      }
      expect([...plan.placed, ...plan.unmet].map(({ wish_id }) => wish_id).toSorted((a, b) => a - b)).toEqual(wishes.map(({ id }) => id))
    }), { numRuns: 300 })
  })
  test('It is the same whatever order the wishes come in, and the same when it is made again.', () => {
    fc.assert(fc.property(morning.chain((day) => fc.tuple(fc.constant(day), fc.shuffledSubarray(day.wishes, { minLength: day.wishes.length }))), ([{ wishes, tables, away }, shuffled]) => {
      const plan = placeMeetings(wishes, slots, tables, [], away)
      expect(placeMeetings(shuffled, slots, tables, [], away)).toEqual(plan)
    }), { numRuns: 200 })
  })
  test('What is confirmed is not moved by a later run, and a later run places nothing on it.', () => {
    fc.assert(fc.property(morning, fc.integer({ min: 0, max: 24 }), ({ wishes, tables, away }, half) => {
      const early = wishes.slice(0, half), late = wishes.slice(half)
      const standing = standingOf(placeMeetings(early, slots, tables, [], away), early)
      const later = placeMeetings(late, slots, tables, standing, away)
      free([...standing, ...standingOf(later, late)])
    }), { numRuns: 200 })
  })
  test('Whoever is left out could not have been put anywhere, and the reason given is the true one.', () => {
    fc.assert(fc.property(morning, ({ wishes, tables, away }) => {
      const plan = placeMeetings(wishes, slots, tables, [], away), meetings = standingOf(plan, wishes)
      for (const { wish_id, why } of plan.unmet) {
        const common = slots.filter((slot) => bothFree(slot, wishes.find(({ id }) => id === wish_id)!, meetings, away))
        expect(common.some((slot) => freeTable(slot, tables, meetings) !== null)).toBe(false)
        expect(why).toBe(common.length ? 'tables_full' : 'no_common_time')
      }
    }), { numRuns: 200 })
  })
  test.each<[string, Wished[], number]>([
    ['a mutual wish goes before a better match', [wish(1, 1, 2, { score: 90 }), wish(2, 1, 3, { mutual: true, score: 10 })], 2],
    ['the better match goes before who asked first', [wish(1, 1, 2, { score: 20 }), wish(2, 1, 3, { score: 60 })], 2],
    ['one whose match is not known goes after a poor one', [wish(1, 1, 2), wish(2, 1, 3, { score: 0 })], 2],
    ['who asked first, all else alike', [wish(2, 1, 3, { asked_at: at(-9) }), wish(1, 1, 2, { asked_at: at(-8) })], 2],
  ])('%s', (_, wishes, first) => { expect([placeMeetings(wishes, slots.slice(0, 1), 4).placed.map(({ wish_id }) => wish_id), wishes.toSorted(byClaim)[0]?.id]).toEqual([[first], first]) })
  test('A meeting that can as well be later makes room for one that cannot.', () => {
    const away: Away = new Map([[3, [slots[1]!.starts_at]]])
    expect(placeMeetings([wish(1, 1, 2), wish(2, 1, 3)], slots.slice(0, 2), 1, [], away)).toMatchObject({ placed: [{ wish_id: 2, starts_at: slots[0]!.starts_at }, { wish_id: 1, starts_at: slots[1]!.starts_at }], unmet: [] })
  })
  test('A slot that comes free goes to the first in claim who can come.', () => {
    const standing: Standing[] = [{ one: 1, other: 9, table: 2, ...slots[0]! }]
    expect(nextFor(slots[0]!, [wish(1, 1, 2, { mutual: true }), wish(2, 3, 4), wish(3, 5, 6, { score: 50 })], standing, new Map([[5, [slots[0]!.starts_at]]]))?.id).toBe(2)
    expect(nextFor(slots[0]!, [wish(1, 1, 2)], standing, new Map())).toBeUndefined()
  })
})
