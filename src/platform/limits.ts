import { createHmac } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

/** How a statement reaches the database; so this file knows none. */
export type Query = (text: string, values: readonly unknown[]) => Promise<{ rows: unknown[]; rowCount: number }>
export interface Limit { points: number; minutes: number }

/** Too many attempts at one door. Says after how many seconds another is worth trying. */
export class TooMany extends Error {
  override name = 'TooMany'
  readonly statusCode = 429
  readonly door: string
  readonly retryAfter: number
  /** True at the attempt that met the limit, false at those after it: once is enough for the record. */
  readonly first: boolean
  constructor(door: string, retryAfter: number, first: boolean) {
    super(`too many attempts: ${door}`)
    this.door = door
    this.retryAfter = retryAfter
    this.first = first
  }
}

/**
 * Attempts counted in the database, so that all web processes count together. Keys are keyed hashes:
 * the table says nothing about who tried. Where the database does not answer nothing is let through.
 */
export function openLimits(query: Query, secret: string) {
  const hash = (...parts: string[]): string => createHmac('sha256', secret).update(`limit ${parts.join(' ')}`).digest('base64url')
  const limiters = new Map<string, RateLimiterPostgres>()
  const store = { query: ({ text, values = [] }: { text: string; values?: unknown[] }) => query(text, values) }
  const limiterOf = (name: string, { points, minutes }: Limit): RateLimiterPostgres => {
    const key = `${name}:${points}:${minutes}`
    const known = limiters.get(key)
    if (known) return known
    const made = new RateLimiterPostgres({ storeClient: store, storeType: 'client', tableName: 'attempt_count', tableCreated: true, clearExpiredByTimeout: true, keyPrefix: name, points, duration: minutes * 60 })
    limiters.set(key, made)
    return made
  }
  return {
    hash,
    /** Counts one attempt. Throws TooMany where there were enough already. */
    async take(door: string, limit: Limit, ...key: string[]): Promise<void> {
      try {
        await limiterOf(door, limit).consume(hash(...key))
      } catch (error) {
        if (error instanceof RateLimiterRes) throw new TooMany(door, Math.max(1, Math.ceil(error.msBeforeNext / 1000)), error.consumedPoints === limit.points + 1)
        throw error
      }
    },
    /** Forgets the attempts: somebody has shown that they were the right person. */
    async forget(door: string, limit: Limit, ...key: string[]): Promise<void> {
      await limiterOf(door, limit).delete(hash(...key))
    },
  }
}
export type Limits = ReturnType<typeof openLimits>
