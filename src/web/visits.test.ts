import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openVisits, type Told } from './visits.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

/** Processes that tell one another what came to them, as `start` passes it on. */
function processes(count: number) {
  const all: ReturnType<typeof openVisits>[] = []
  for (let n = 0; n < count; n++) all.push(openVisits((told: Told) => { for (const [m, other] of all.entries()) if (m !== n) other.hear(structuredClone(told)) }))
  return all.map(({ Store }) => {
    const [pages, forms] = [new Store(), new Store()]
    const came = (store: typeof pages) => (address: string, timeWindow = 60_000): { current: number; ttl: number } => {
      let result = { current: 0, ttl: 0 }
      store.incr(address, (_, said) => { result = said! }, timeWindow, 100)
      return result
    }
    return { page: came(pages), form: came(forms) }
  })
}

describe('Visitors of several web processes', () => {
  test('are counted at once where they come, and a moment later by all of them together.', () => {
    const [first, second] = processes(2)
    for (let n = 0; n < 30; n++) first!.page('192.0.2.7')
    expect(second!.page('192.0.2.7').current).toBe(1)
    vi.advanceTimersByTime(250)
    expect(first!.page('192.0.2.7').current).toBe(32)
    expect(second!.page('192.0.2.7').current).toBe(32)
    vi.advanceTimersByTime(250)
    // What a process heard of others it does not tell again.
    expect([first!.page('192.0.2.7').current, second!.page('192.0.2.7').current]).toEqual([34, 34])
  })
  test('are counted apart by address and by what they are counted for.', () => {
    const [first, second, third] = processes(3)
    first!.page('192.0.2.7'); first!.form('192.0.2.7'); second!.page('192.0.2.8')
    vi.advanceTimersByTime(250)
    expect([third!.page('192.0.2.7'), third!.page('192.0.2.8'), third!.form('192.0.2.7'), third!.form('192.0.2.8')].map(({ current }) => current)).toEqual([2, 2, 2, 1])
  })
  test('begin anew when their time is over, and are told how long that is.', () => {
    const [first, second] = processes(2)
    expect(first!.page('192.0.2.7')).toEqual({ current: 1, ttl: 60_000 })
    vi.advanceTimersByTime(20_000)
    expect(second!.page('192.0.2.7').current).toBe(2)
    expect(first!.page('192.0.2.7')).toEqual({ current: 2, ttl: 40_000 })
    vi.advanceTimersByTime(41_000)
    expect(first!.page('192.0.2.7')).toEqual({ current: 1, ttl: 60_000 })
  })
  test('are remembered up to a limit, so that nobody fills the memory with invented addresses.', () => {
    const { Store } = openVisits(null)
    const store = new Store()
    let current = 0
    for (let n = 0; n < 10_001; n++) store.incr(`address ${n}`, (_, said) => { current = said!.current }, 60_000, 100)
    store.incr('address 10000', (_, said) => { current = said!.current }, 60_000, 100)
    expect(current).toBe(2)
    store.incr('address 0', (_, said) => { current = said!.current }, 60_000, 100)
    expect(current).toBe(1)
  })
})
