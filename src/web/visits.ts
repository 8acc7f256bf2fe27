import type { FastifyRateLimitStore } from '@fastify/rate-limit'

/** What one process tells the others: how often more each address came to each of its counters. */
export interface Told { counter: number; visits: [address: string, more: number][] }
interface Count { current: number; begun: number }

/** As many addresses are remembered by each counter; who came least lately is forgotten first. */
const most = 10_000
/** How late the others hear of a visit. */
const tellAfterMs = 200

/**
 * How often each address came within a time, counted by all web processes of one machine together: each
 * counts at once what comes to itself, and hears of the others a moment later. `tell` sends to them.
 */
export function openVisits(tell: ((told: Told) => void) | null) {
  const counters: Counter[] = []

  class Counter implements FastifyRateLimitStore {
    readonly #number = counters.push(this) - 1
    readonly #counts = new Map<string, Count>()
    #untold = new Map<string, number>()

    incr(address: string, done: (error: Error | null, result?: { current: number; ttl: number }) => void, timeWindow = 60_000): void {
      const count = this.#add(address, 1, timeWindow)
      if (tell) {
        if (this.#untold.size === 0) setTimeout(() => this.#tellThem(), tellAfterMs).unref()
        this.#untold.set(address, (this.#untold.get(address) ?? 0) + 1)
      }
      done(null, { current: count.current, ttl: count.begun + timeWindow - Date.now() })
    }
    child(): Counter { return new Counter() }
    /** Others' visits begin a time of their own here where none is running. */
    hear(address: string, more: number): void { this.#add(address, more, this.#lasts) }

    #lasts = 60_000
    #add(address: string, more: number, timeWindow: number): Count {
      this.#lasts = timeWindow
      const now = Date.now(), known = this.#counts.get(address)
      const count = known && known.begun + timeWindow > now ? known : { current: 0, begun: now }
      count.current += more
      this.#counts.delete(address)
      this.#counts.set(address, count)
      if (this.#counts.size > most) this.#counts.delete(this.#counts.keys().next().value as string)
      return count
    }
    #tellThem(): void {
      tell?.({ counter: this.#number, visits: [...this.#untold] })
      this.#untold = new Map()
    }
  }

  return {
    /** What @fastify/rate-limit makes its counters of, in the same order in every process. */
    Store: Counter as new () => FastifyRateLimitStore,
    hear({ counter, visits }: Told): void { for (const [address, more] of visits) counters[counter]?.hear(address, more) },
  }
}
export type Visits = ReturnType<typeof openVisits>
