import { createHash } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { minutesFrom } from '../../platform/time.ts'
import type { ApiKey } from './schema.ts'

/** Keys of one organisation that work at the same time. */
export const mostKeys = 10
export const keyDays = { usual: 90, longest: 365 } as const
/** What one key may ask in a minute. */
export const keyRequestsPerMinute = 120
/** How long a request sent with an Idempotency-Key is remembered with its answer. */
export const idempotencyHours = 24
/** The largest body a program may send, in bytes: a listing with all its texts in both languages at their longest. */
export const largestBody = 512 * 1024

/** Webhooks of one organisation that are not disabled. */
export const mostWebhooks = 10
/** What one replay sends again at most. */
export const mostReplayed = 500
/** How long both the old and the new secret sign after a rotation. */
export const secretOverlapHours = 24
/** A webhook that has failed for so many days, with no success between, is disabled. */
export const failingDays = 5
/** How long the log of deliveries is kept. */
export const deliveryDays = 30
/** A receiver has this long to answer, and is heard for so many bytes. */
export const deliveryLimits = { milliseconds: 10_000, bytes: 1024 } as const
/** Minutes from one attempt to the next: over two and a half days in all, before chance is added. */
export const retryMinutes = [0.1, 0.5, 2, 10, 30, 60, 180, 360, 720, 1080, 1440] as const

export type ApiRefusal =
  | { code: 'too_many_keys'; most: number }
  | { code: 'too_many_webhooks'; most: number }
  | { code: 'webhook_disabled' }
  | { code: 'webhook_url'; field: 'url'; why: UrlFault }
  | { code: 'nothing_to_replay' }
  | { code: 'idempotency_key_reused' }
  | { code: 'changed_since_read' }
  | { code: 'cursor_unfit' }

/** Whether a key still opens anything: neither run out nor taken back. */
export const isLive = (key: Pick<ApiKey, 'expires_at' | 'revoked_at'>, now: Date): boolean => key.revoked_at === null && key.expires_at > now

/** How a key is written, so that it is known for one where it leaks: "techex_" and 43 characters of base64url. */
export const keyPattern = /^techex_[\w-]{43}$/
export const sha256Of = (key: string): string => createHash('sha256').update(key).digest('hex')

/**
 * When a delivery that has failed so often is tried again; null where it is given up. `chance`
 * between 0 and 1 moves it by up to a fifth either way, so that a thousand do not come back at once.
 */
export function nextAttempt(failures: number, now: Date, chance: number): Date | null {
  const minutes = retryMinutes[failures - 1]
  return minutes === undefined ? null : minutesFrom(now, minutes * (0.8 + 0.4 * chance))
}

/** Why an address may not be a webhook's. */
export type UrlFault = 'unreadable' | 'not_https' | 'port' | 'user' | 'private' | 'unknown_host'

/** Addresses no delivery may go to: this machine, its networks, and what stands for them in IPv6. */
const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) closed.addSubnet(network, bits, 'ipv4')
/** Of IPv6 only what is given out to the world, and of that neither tunnels nor examples, which lead or pretend to lead elsewhere. */
const worldwide = new BlockList()
worldwide.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) closed.addSubnet(network, bits, 'ipv6')

/** Whether an address may be connected to from here on somebody's word. An IPv4 address written as IPv6 is none: nobody needs to write it so. */
export function isWorldwide(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !closed.check(address, 'ipv4')
  return version === 6 && worldwide.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}
export const isLoopback = (address: string): boolean => address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))

/** What is wrong with a webhook's address as written, before its host is looked up. In development this machine may be told over http, at any port. */
export function urlFault(text: string, development: boolean): UrlFault | null {
  if (!URL.canParse(text)) return 'unreadable'
  const { protocol, username, password, port, hostname, hash } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'unreadable'
  if (username || password) return 'user'
  if (hash) return 'unreadable'
  const bare = hostname.replace(/^\[|\]$/g, '')
  const here = development && (bare === 'localhost' || isLoopback(bare))
  if (here) return null
  if (protocol !== 'https:') return 'not_https'
  if (port !== '') return 'port'
  return isIP(bare) !== 0 && !isWorldwide(bare) ? 'private' : null
}

/** The Exchange speaks plain http only where it is being developed; in production its own address must begin with https (see config). */
export const isDevelopment = (publicUrl: string): boolean => publicUrl.startsWith('http://')
