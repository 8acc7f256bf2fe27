import { createHash } from 'node:crypto'
import type { ApiKey } from './schema.ts'

/** Keys of one organisation that work at the same time. */
export const mostKeys = 10
export const keyDays = { usual: 90, longest: 365 } as const
/** What one key may ask in a minute. */
export const keyRequestsPerMinute = 120

export type ApiRefusal = { code: 'too_many_keys'; most: number }

/** Whether a key still opens anything: neither run out nor taken back. */
export const isLive = (key: Pick<ApiKey, 'expires_at' | 'revoked_at'>, now: Date): boolean => key.revoked_at === null && key.expires_at > now

/** How a key is written, so that it is known for one where it leaks: "techex_" and 43 characters of base64url. */
export const keyPattern = /^techex_[\w-]{43}$/
export const sha256Of = (key: string): string => createHash('sha256').update(key).digest('hex')
