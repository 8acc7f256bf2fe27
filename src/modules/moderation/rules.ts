import type { Locale } from '../../platform/locale.ts'
import { formatInstant, minutesFrom } from '../../platform/time.ts'
import type { ListingKind } from '../listings/schema.ts'

export type ModerationRefusal =
  | { code: 'held'; name: string; until: string; field?: 'word' }
  | { code: 'not_waiting' }
  | { code: 'queue_empty' }
  | { code: 'near_duplicate'; other_id: number; percent: number }
  | { code: 'reason_taken'; field: 'code' }
  | { code: 'reason_changed_meanwhile' }
  | { code: 'last_reason' }

export interface Claim { person_id: number; name: string; ends_at: Date }
/** A claim past its end binds nobody. */
export const standing = <C extends { ends_at: Date }>(claim: C | null | undefined, now: Date): C | null => (claim && claim.ends_at > now ? claim : null)
/** What keeps this person from deciding on or taking an item: somebody else is at it. */
export function heldBy(claim: Claim | null | undefined, person: number, now: Date): ModerationRefusal | null {
  const held = standing(claim, now)
  return held && held.person_id !== person ? { code: 'held', name: held.name, until: held.ends_at.toISOString() } : null
}

/** One listing in the queue, as it is filtered and counted. */
export interface Waiting {
  id: number
  kind: ListingKind
  version: number
  research_fields: string[]
  submitted_at: Date
  /** It was public before. */
  published_before: boolean
  /** It was sent back before. */
  returned_before: boolean
  claim: Claim | null
  /** By when it is due, and whether that is past; null where nothing was promised. */
  waited: { due: Date; overdue: boolean } | null
}

export const whoseFilters = ['mine', 'free', 'others'] as const
export interface QueueFilter { kind: ListingKind | ''; field: string; change: 'new' | 'changed' | ''; late: 'yes' | ''; whose: (typeof whoseFilters)[number] | '' }

/** Whether a listing is among those asked for. */
export function passes(item: Waiting, filter: QueueFilter, person: number | null): boolean {
  if (filter.kind && item.kind !== filter.kind) return false
  if (filter.field && !item.research_fields.some((code) => code.startsWith(filter.field))) return false
  if (filter.change && (filter.change === 'changed') !== item.published_before) return false
  if (filter.late && !item.waited?.overdue) return false
  if (filter.whose === 'mine') return item.claim?.person_id === person
  if (filter.whose === 'free') return item.claim === null
  return filter.whose !== 'others' || (item.claim !== null && item.claim.person_id !== person)
}

/** How many there would be under each choice, the others staying as they are. */
export function countsOf(queue: readonly Waiting[], filter: QueueFilter, person: number | null): (choice: Partial<QueueFilter>) => number {
  return (choice) => queue.filter((item) => passes(item, { ...filter, ...choice }, person)).length
}

/** The item after this one among those nobody else is at, beginning again at the oldest; null where none is left. */
export function nextAfter(queue: readonly Waiting[], id: number, person: number | null): Waiting | null {
  const free = queue.filter((item) => item.id !== id && (item.claim === null || item.claim.person_id === person))
  const at = queue.findIndex((item) => item.id === id)
  return free.find((item) => queue.indexOf(item) > at) ?? free[0] ?? null
}

/** How much of the time allowed has gone by, in percent; may be over 100. */
export function timeUsed(since: Date, due: Date | null, now: Date): number | null {
  if (!due || due <= since) return null
  return Math.max(0, Math.round((100 * (now.getTime() - since.getTime())) / (due.getTime() - since.getTime())))
}

/** The reason as its owner will read it: the texts chosen, then what was typed. `composed`: the page has already put them together. */
export function composeReason(texts: readonly string[], typed: string, composed: boolean): string {
  if (composed) return typed
  return [...texts.filter((text) => !typed.includes(text)), typed].filter(Boolean).join('\n\n')
}

/** Decided within one period. */
export interface Decided { decision: 'published' | 'returned'; submitted_at: Date | null; decided_at: Date; due: Date | null; decided_by: number | null; name: string | null }
export interface Waits { decided: number; published: number; returned: number; median_hours: number | null; p90_hours: number | null; in_time_percent: number | null }

/** The value below which that share of a sorted list lies, by nearest rank: a wait somebody really had. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}
/** What a row of the report says of these decisions. */
export function waitsOf(decisions: readonly Decided[]): Waits {
  const hours = decisions.flatMap(({ submitted_at, decided_at }) => (submitted_at ? [(decided_at.getTime() - submitted_at.getTime()) / 3_600_000] : [])).toSorted((a, b) => a - b)
  const promised = decisions.filter(({ due }) => due !== null)
  const inTime = promised.filter(({ due, decided_at }) => decided_at < (due as Date)).length
  const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10)
  return {
    decided: decisions.length, published: decisions.filter(({ decision }) => decision === 'published').length, returned: decisions.filter(({ decision }) => decision === 'returned').length,
    median_hours: round(percentile(hours, 0.5)), p90_hours: round(percentile(hours, 0.9)), in_time_percent: promised.length === 0 ? null : Math.round((100 * inTime) / promised.length),
  }
}

/** Listings in one bulk press, and rows the queue is read with. */
export const mostInBulk = 50
export const mostWaiting = 2_000
/** Until when an item is held from now. */
export const heldUntil = (now: Date, minutes: number): Date => minutesFrom(now, minutes)
/** The hour and minute in Hanoi; what is held ends within the hour, and its day needs no saying. */
export const clockTime = (at: Date, locale: Locale): string => /\d\d:\d\d/.exec(formatInstant(at, locale))?.[0] ?? ''
/** A filter as the address carries it. */
export function filterQuery(filter: QueueFilter, more: Record<string, string> = {}): string {
  const query = new URLSearchParams([...Object.entries(filter), ...Object.entries(more)].filter(([, value]) => value !== ''))
  return query.size ? `?${query}` : ''
}
