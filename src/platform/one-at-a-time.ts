/** Said where too many wait already: the work was not begun. */
export class Crowded extends Error {
  override name = 'Crowded'
}

/**
 * Work that takes a whole processor, one piece after the other: a crowd that asks for pictures takes
 * no time from those who trade. At most `waiting` stand in line; whoever comes after that is told so.
 */
export function oneAtATime(waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let inLine = 0
  return async (work) => {
    if (inLine > waiting) throw new Crowded('too many are waiting')
    inLine++
    const mine = last.then(work)
    last = mine.catch(() => {})
    try { return await mine } finally { inLine-- }
  }
}

/** Results by name, the least lately used going first where they take more than `bytes` together. */
export function bounded<T>(bytes: number, sizeOf: (value: T) => number): { get(name: string): T | undefined; set(name: string, value: T): void } {
  const kept = new Map<string, T>()
  let total = 0
  return {
    get: (name) => {
      const value = kept.get(name)
      if (value !== undefined) { kept.delete(name); kept.set(name, value) }
      return value
    },
    set: (name, value) => {
      const before = kept.get(name)
      if (before !== undefined) { total -= sizeOf(before); kept.delete(name) }
      kept.set(name, value)
      total += sizeOf(value)
      for (const [oldest, what] of kept) {
        if (total <= bytes) break
        kept.delete(oldest)
        total -= sizeOf(what)
      }
    },
  }
}
