/** The plan of one-to-one meetings: who sits where, when. It touches nothing: wishes, times and tables in, places out. */

export interface Slot { starts_at: Date; ends_at: Date }
/** An accepted wish of two people, told by the numbers of their places. */
export interface Wished { id: number; one: number; other: number; mutual: boolean; score: number | null; asked_at: Date }
/** A meeting that stands and is not moved. */
export interface Standing extends Slot { table: number; one: number; other: number }
export interface Placed extends Slot { wish_id: number; table: number }
export type Unmet = 'no_common_time' | 'tables_full'
export interface Plan { placed: Placed[]; unmet: { wish_id: number; why: Unmet }[] }

/** Minutes of one meeting. */
export const meetingMinutes = 20

/** The agenda's times of meetings cut into slots, in order. Where two such times overlap the tables are there once, and so is the slot. */
export function slotsOf(items: readonly Slot[], minutes = meetingMinutes): Slot[] {
  const slots: Slot[] = []
  for (const { starts_at, ends_at } of items.toSorted((a, b) => a.starts_at.getTime() - b.starts_at.getTime() || a.ends_at.getTime() - b.ends_at.getTime())) {
    let at = Math.max(starts_at.getTime(), slots.at(-1)?.ends_at.getTime() ?? 0)
    for (; at + minutes * 60_000 <= ends_at.getTime(); at += minutes * 60_000) slots.push({ starts_at: new Date(at), ends_at: new Date(at + minutes * 60_000) })
  }
  return slots
}

const overlap = (a: Slot, b: Slot): boolean => a.starts_at < b.ends_at && b.starts_at < a.ends_at
export const sameSlot = (a: Slot, b: Slot): boolean => a.starts_at.getTime() === b.starts_at.getTime() && a.ends_at.getTime() === b.ends_at.getTime()
/** Whom the next place is given to: mutual wishes first, then those whose listings match best, then who asked first. */
export const byClaim = (a: Wished, b: Wished): number => Number(b.mutual) - Number(a.mutual) || (b.score ?? -1) - (a.score ?? -1) || a.asked_at.getTime() - b.asked_at.getTime() || a.id - b.id

/** Who cannot come at that time, being somewhere else or having said so. */
export type Away = ReadonlyMap<number, readonly Date[]>
const isAway = (away: Away, person: number, slot: Slot): boolean => away.get(person)?.some((at) => at >= slot.starts_at && at < slot.ends_at) ?? false
/** The lowest table nobody sits at then. */
export function freeTable(slot: Slot, tables: number, standing: readonly Pick<Standing, 'table' | 'starts_at' | 'ends_at'>[]): number | null {
  const taken = new Set(standing.filter((one) => overlap(one, slot)).map(({ table }) => table))
  for (let table = 1; table <= tables; table++) if (!taken.has(table)) return table
  return null
}
/** Whether both have nothing else then. */
export const bothFree = (slot: Slot, { one, other }: Pick<Wished, 'one' | 'other'>, standing: readonly Standing[], away: Away): boolean =>
  !isAway(away, one, slot) && !isAway(away, other, slot) && !standing.some((meeting) => overlap(meeting, slot) && [meeting.one, meeting.other].some((person) => person === one || person === other))

/**
 * Each wish in the order of its claim gets the first slot at which both are free and a table is. One for
 * which there is none may still get the place of a meeting of this plan that can as well be at another time.
 * What stands is never moved; the same wishes in any order make the same plan.
 */
export function placeMeetings(wishes: readonly Wished[], slots: readonly Slot[], tables: number, standing: readonly Standing[] = [], away: Away = new Map()): Plan {
  const mine: (Standing & { wish: Wished })[] = []
  const all = (but?: Standing): Standing[] => [...standing, ...mine].filter((one) => one !== but)
  const placeFor = (wish: Wished, others: readonly Standing[], not?: Slot): { slot: Slot; table: number } | null => {
    for (const slot of slots) {
      if ((not && sameSlot(slot, not)) || !bothFree(slot, wish, others, away)) continue
      const table = freeTable(slot, tables, others)
      if (table !== null) return { slot, table }
    }
    return null
  }
  const put = (wish: Wished, { slot, table }: { slot: Slot; table: number }): void => { mine.push({ wish, one: wish.one, other: wish.other, table, ...slot }) }
  /** One meeting of this plan goes to another time, where that alone makes room. */
  const makeRoom = (wish: Wished): boolean => {
    for (const slot of slots) for (const meeting of mine.filter((one) => sameSlot(one, slot))) {
      const without = all(meeting)
      if (!bothFree(slot, wish, without, away)) continue
      const table = freeTable(slot, tables, without)
      if (table === null) continue
      const elsewhere = placeFor(meeting.wish, [...without, { one: wish.one, other: wish.other, table, ...slot }], slot)
      if (!elsewhere) continue
      mine.splice(mine.indexOf(meeting), 1)
      put(wish, { slot, table })
      put(meeting.wish, elsewhere)
      return true
    }
    return false
  }
  const unmet: Wished[] = []
  for (const wish of wishes.toSorted(byClaim)) {
    const place = placeFor(wish, all())
    if (place) put(wish, place)
    else if (!makeRoom(wish)) unmet.push(wish)
  }
  return {
    placed: mine.map(({ wish, table, starts_at, ends_at }) => ({ wish_id: wish.id, table, starts_at, ends_at })).toSorted((a, b) => a.starts_at.getTime() - b.starts_at.getTime() || a.table - b.table),
    unmet: unmet.map((wish) => ({ wish_id: wish.id, why: slots.some((slot) => bothFree(slot, wish, all(), away)) ? 'tables_full' as const : 'no_common_time' as const })),
  }
}
/** Of those without a place, the first in claim who can come to that slot. */
export const nextFor = (slot: Slot, wishes: readonly Wished[], standing: readonly Standing[], away: Away): Wished | undefined => wishes.toSorted(byClaim).find((wish) => bothFree(slot, wish, standing, away))
