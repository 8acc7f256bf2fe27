import { isStaff } from '../../core/context.ts'
import type { Lifecycle, WrongState } from '../../platform/lifecycle.ts'
import { formatIsoDay, hanoiDay } from '../../platform/time.ts'
import type { ItemKind, RegistrationState, SessionItem, SessionState, TradingSession, Venue } from './schema.ts'

/** Prepares sessions, stands at their door and answers for their minutes. */
export const runsSessions = isStaff('programme_officer', 'administrator')
/** Sees drafts and who comes as well. */
export const watchesSessions = isStaff('programme_officer', 'administrator', 'observer', 'inspector')

export const mostItems = 60
/** Hours a session may last, from the first day's opening to the last day's end. */
export const longestSession = 240
/** Scans a phone sends at once. */
export const mostScans = 500
/** Hours before a session from which its door is open. */
export const doorHours = 12
/** Hours after a session in which a phone that had no network may still send what it scanned. */
export const lateHours = 72

export const sessionLifecycle = {
  draft: { change: 'draft', publish: 'published' },
  published: { change: 'published', cancel: 'cancelled', close: 'closed' },
  cancelled: {},
  closed: {},
} satisfies Lifecycle<SessionState>

export type SessionRefusal =
  | { code: 'session_changed'; version: number }
  | { code: 'session_in_past'; field: 'starts_at' }
  | { code: 'session_ends_first'; field: 'ends_at' }
  | { code: 'session_too_long'; field: 'ends_at'; hours: number }
  | { code: 'session_registers_late'; field: 'register_until' }
  | { code: 'session_over_capacity'; field: 'capacity'; most: number }
  | { code: 'session_under_taken'; field: 'capacity'; taken: number }
  | { code: 'session_agenda_empty' }
  | { code: 'session_agenda_full'; most: number }
  | { code: 'item_outside'; field: 'starts_at' }
  | { code: 'item_ends_first'; field: 'ends_at' }
  | { code: 'item_listing_unfit'; field: 'listing' }
  | { code: 'item_listing_missing'; field: 'listing' }
  | { code: 'item_speaker_missing'; field: 'speaker' }
  | { code: 'item_lot_missing'; field: 'lot' }
  | { code: 'item_lot_unfit'; field: 'lot' }
  | { code: 'item_lot_over'; field: 'lot'; lot_id: number }
  | { code: 'item_lot_kind'; field: 'kind' }
  | { code: 'item_lot_with_listing'; field: 'listing' }
  | { code: 'booth_unknown'; field: 'number'; most: number }
  | { code: 'booth_taken'; field: 'number' }
  | { code: 'booth_had'; field: 'booth_organisation'; number: number }
  | { code: 'booth_nobody'; field: 'booth_organisation' }
  | { code: 'venue_changed'; version: number }
  | { code: 'venue_there_already'; field: 'name_vi' }
  | { code: 'registration_closed' }
  | { code: 'already_came' }
  | { code: 'ticket_unknown'; field: 'ticket' }
  | { code: 'ticket_other_session'; field: 'ticket' }
  | { code: 'ticket_void'; field: 'ticket' }
  | { code: 'door_closed' }
  | { code: 'cards_closed' }
  | { code: 'card_unfit' }
  | { code: 'session_not_over'; until: string }
  | WrongState

type Times = Pick<TradingSession, 'starts_at' | 'ends_at' | 'register_until'>
/** A session lies ahead and ends after it begins; nobody registers for one that is over. */
export function timesRefusal({ starts_at, ends_at, register_until }: Times, now: Date): SessionRefusal | null {
  if (starts_at <= now) return { code: 'session_in_past', field: 'starts_at' }
  if (ends_at <= starts_at) return { code: 'session_ends_first', field: 'ends_at' }
  if (ends_at.getTime() - starts_at.getTime() > longestSession * 3_600_000) return { code: 'session_too_long', field: 'ends_at', hours: longestSession }
  return register_until > ends_at ? { code: 'session_registers_late', field: 'register_until' } : null
}
/** No more places than the hall has, and not fewer than were given. */
export function capacityRefusal(capacity: number, venue: Pick<Venue, 'capacity'>, taken: number): SessionRefusal | null {
  if (capacity > venue.capacity) return { code: 'session_over_capacity', field: 'capacity', most: venue.capacity }
  return capacity < taken ? { code: 'session_under_taken', field: 'capacity', taken } : null
}
export function itemRefusal(item: Pick<SessionItem, 'kind' | 'starts_at' | 'ends_at' | 'speaker'> & { listing: boolean }, session: Pick<TradingSession, 'starts_at' | 'ends_at'>): SessionRefusal | null {
  if (item.ends_at <= item.starts_at) return { code: 'item_ends_first', field: 'ends_at' }
  if (item.starts_at < session.starts_at || item.ends_at > session.ends_at) return { code: 'item_outside', field: 'starts_at' }
  if (item.kind === 'talk' && !item.speaker) return { code: 'item_speaker_missing', field: 'speaker' }
  return item.kind === 'listing' && !item.listing ? { code: 'item_listing_missing', field: 'listing' } : null
}

/** An item of kind `lot`, and no other, names a published lot and no listing. Once a lot is over no item comes to name it; one that named it before goes on. */
export function lotRefusal({ kind, listing, lot, named, before }: { kind: ItemKind; listing: boolean; lot: number | null; named: { over: boolean } | null; before: number | null }): SessionRefusal | null {
  if (kind !== 'lot') return lot === null ? null : { code: 'item_lot_kind', field: 'kind' }
  if (lot === null) return { code: 'item_lot_missing', field: 'lot' }
  if (listing) return { code: 'item_lot_with_listing', field: 'listing' }
  if (!named) return { code: 'item_lot_unfit', field: 'lot' }
  return named.over && lot !== before ? { code: 'item_lot_over', field: 'lot', lot_id: lot } : null
}

export type SessionPhase = 'draft' | 'ahead' | 'on' | 'over' | 'closed' | 'cancelled'
export const phaseOf = ({ state, starts_at, ends_at }: Pick<TradingSession, 'state' | 'starts_at' | 'ends_at'>, now: Date): SessionPhase =>
  state !== 'published' ? state : now < starts_at ? 'ahead' : now < ends_at ? 'on' : 'over'

/** Places are given until registration ends, for a session that is held. */
export const registersRefusal = ({ state, register_until }: Pick<TradingSession, 'state' | 'register_until'>, now: Date): SessionRefusal | null =>
  state !== 'published' || now >= register_until ? { code: 'registration_closed' } : null
/** A place while there is one and nobody waits for it; or else the end of the line. */
export const stateOnArrival = (capacity: number, { placed, waiting }: { placed: number; waiting: number }): 'placed' | 'waiting' => (placed < capacity && waiting === 0 ? 'placed' : 'waiting')
/** How many of those who wait get a place now. */
export const placesFree = (capacity: number, { placed, waiting }: { placed: number; waiting: number }): number => Math.max(0, Math.min(capacity - placed, waiting))

/** The door is open from hours before until the end, and for what phones kept meanwhile, some days longer. */
export function doorRefusal({ state, starts_at, ends_at }: Pick<TradingSession, 'state' | 'starts_at' | 'ends_at'>, now: Date): SessionRefusal | null {
  const at = now.getTime()
  return (state === 'published' || state === 'closed') && at >= starts_at.getTime() - doorHours * 3_600_000 && at < ends_at.getTime() + lateHours * 3_600_000 ? null : { code: 'door_closed' }
}
/** Days after a session in which a card may still be left: a visitor thinks on the way home. */
export const cardDays = 3
/** Cards are left from the session's beginning until some days after its end. */
export const cardsRefusal = ({ state, starts_at, ends_at }: Pick<TradingSession, 'state' | 'starts_at' | 'ends_at'>, now: Date): SessionRefusal | null =>
  (state === 'published' || state === 'closed') && now >= starts_at && now.getTime() < ends_at.getTime() + cardDays * 86_400_000 ? null : { code: 'cards_closed' }
/** When somebody came, by the clock of the phone: never later than now nor before the door opened, whatever that clock says. */
export const scannedAt = (said: Date, { starts_at }: Pick<TradingSession, 'starts_at'>, now: Date): Date =>
  new Date(Math.min(now.getTime(), Math.max(starts_at.getTime() - doorHours * 3_600_000, said.getTime())))
/** Minutes are written of what is over. */
export const closingRefusal = ({ ends_at }: Pick<TradingSession, 'ends_at'>, now: Date): SessionRefusal | null => (now < ends_at ? { code: 'session_not_over', until: hanoiDay(ends_at) } : null)
/** Only who has a place comes in on a ticket. */
export const ticketHolds = (state: RegistrationState): boolean => state === 'placed'

/** “09:00 – 16:30, 02/03/2026”, or both days where it is over on another. */
export function span({ starts_at, ends_at }: { starts_at: Date; ends_at: Date }, locale: 'vi' | 'en'): string {
  const hour = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)
  const [from, to] = [hanoiDay(starts_at), hanoiDay(ends_at)]
  return from === to ? `${hour(starts_at)} – ${hour(ends_at)}, ${formatIsoDay(from, locale)}` : `${hour(starts_at)}, ${formatIsoDay(from, locale)} – ${hour(ends_at)}, ${formatIsoDay(to, locale)}`
}
export const hours = ({ starts_at, ends_at }: { starts_at: Date; ends_at: Date }): string => [starts_at, ends_at].map((at) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)).join(' – ')
