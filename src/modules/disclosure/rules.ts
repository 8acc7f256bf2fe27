import { daysFrom } from '../../platform/time.ts'
import { fold } from '../../platform/text.ts'
import type { StaffRole } from '../people/schema.ts'
import type { AccessGrant, AccessRequest, GrantTier, Tier } from './schema.ts'
import { tiers } from './schema.ts'

/** True where whoever may have `held` may have `wanted`. */
export const opens = (held: Tier, wanted: Tier): boolean => tiers.indexOf(wanted) <= tiers.indexOf(held)
export const tiersUpTo = (held: Tier): readonly Tier[] => tiers.filter((tier) => opens(held, tier))
const highest = (found: readonly Tier[]): Tier => found.reduce((high, tier) => (opens(high, tier) ? high : tier), 'public')

/** What a reader may be to a listing's kept parts; several at once, and then the highest counts. */
export type Relation = 'stranger' | 'signed_in' | 'granted' | 'nda_not_accepted' | 'nda_accepted' | 'owner' | `staff:${StaffRole}`

/**
 * Who may read what, and why. `published`: while the listing is; `reviewed`: also while it waits, was
 * sent back or is closed. A draft is its own organisation's alone. Migration 0012 says the same to PostgreSQL.
 */
export const readable: Record<Relation, { tier: Tier; while: 'published' | 'reviewed' | 'always' }> = {
  'stranger': { tier: 'public', while: 'published' },
  'signed_in': { tier: 'signed_in', while: 'published' },
  'granted': { tier: 'granted', while: 'published' },
  'nda_not_accepted': { tier: 'granted', while: 'published' }, // access at the highest tier, whose undertaking nobody has signed yet
  'nda_accepted': { tier: 'nda', while: 'published' },
  'owner': { tier: 'nda', while: 'always' }, // any member of the organisation whose listing it is
  'staff:moderator': { tier: 'granted', while: 'reviewed' }, // looks for what may not be offered; secrets are between the parties, and no review needs them
  'staff:inspector': { tier: 'nda', while: 'reviewed' }, // supervises the Exchange itself; each look is recorded and the owner sees it
  // A supervisor who observes the market needs no firm's prices or know-how; neither does running the system or anybody's office.
  'staff:observer': { tier: 'signed_in', while: 'published' },
  'staff:administrator': { tier: 'signed_in', while: 'published' },
  'staff:deal_officer': { tier: 'signed_in', while: 'published' }, // reads what the parties put into the deal file
  'staff:auction_officer': { tier: 'signed_in', while: 'published' },
  'staff:programme_officer': { tier: 'signed_in', while: 'published' },
  'staff:prosecutor': { tier: 'signed_in', while: 'published' },
}

export type Stage = 'draft' | 'reviewed' | 'published'
export interface ReaderFacts {
  stage: Stage
  signed_in: boolean
  owner: boolean
  staff: readonly StaffRole[]
  /** The highest grant in force, and whether an NDA grant's undertaking was accepted. */
  grant: GrantTier | null
  accepted: boolean
}

/** The highest tier this reader may have. */
export function tierOf({ stage, signed_in, owner, staff, grant, accepted }: ReaderFacts): Tier {
  const relations: Relation[] = ['stranger']
  if (signed_in) relations.push('signed_in', ...staff.map((role) => `staff:${role}` as const))
  if (grant) relations.push(grant === 'granted' ? 'granted' : accepted ? 'nda_accepted' : 'nda_not_accepted')
  if (owner) relations.push('owner')
  return highest(relations.map((relation) => readable[relation]).filter((may) => may.while === 'always' || stage === 'published' || (may.while === 'reviewed' && stage === 'reviewed')).map(({ tier }) => tier))
}

/** How much one organisation may ask: waiting at once, and of one listing in so many days. */
export const largestPending = 20
export const largestOfOne = { requests: 5, days: 30 } as const
/** Waiting for answers on one listing. */
export const largestOnOne = 100
/** Days between a refusal or a withdrawal and the next question. */
export const daysToAskAgain = 7
/** What still lasts this long need not be asked for again. */
export const daysToRenew = 14

export type DisclosureRefusal =
  | { code: 'own_subject' }
  | { code: 'no_organisation_to_ask' }
  | { code: 'asked_already'; asked_at: Date }
  | { code: 'held_already'; expires_at: Date }
  | { code: 'refused_lately'; again_at: Date }
  | { code: 'asked_too_often'; largest: number; days: number }
  | { code: 'too_many_requests'; largest: number }
  | { code: 'too_many_waiting' }
  | { code: 'answered_already'; answer: NonNullable<AccessRequest['answer']> }
  | { code: 'more_than_asked'; field: 'tier' }
  | { code: 'grant_over'; state: Exclude<GrantState, 'in_force'> }
  | { code: 'no_nda_needed' }
  | { code: 'text_changed' }
  | { code: 'name_differs'; field: 'full_name'; name: string }
  | { code: 'signers_only' }

export type GrantState = 'in_force' | 'expired' | 'withdrawn'
/** A withdrawal is somebody's act, an end is only time. */
export const grantState = (grant: Pick<AccessGrant, 'withdrawn_at' | 'expires_at'>, now: Date): GrantState =>
  grant.withdrawn_at ? 'withdrawn' : grant.expires_at <= now ? 'expired' : 'in_force'
export const expiryOf = (givenAt: Date, days: number): Date => daysFrom(givenAt, days)

export interface AskingFacts {
  own: boolean
  pending: Pick<AccessRequest, 'tier' | 'asked_at'> | null
  /** Requests of the organisation waiting anywhere, those it made for this listing lately, and those of all waiting on it. */
  waiting: number
  lately: number
  onSubject: number
  grants: readonly Pick<AccessGrant, 'tier' | 'expires_at' | 'withdrawn_at'>[]
  last_refusal: Date | null
}
/** Why this organisation may not ask now; null when it may. */
export function askingRefusal(facts: AskingFacts, tier: GrantTier, now: Date): DisclosureRefusal | null {
  const { own, pending, waiting, lately, onSubject, grants, last_refusal } = facts
  if (own) return { code: 'own_subject' }
  if (pending) return { code: 'asked_already', asked_at: pending.asked_at }
  const held = grants.find((grant) => grantState(grant, now) === 'in_force' && opens(grant.tier, tier) && grant.expires_at > daysFrom(now, daysToRenew))
  if (held) return { code: 'held_already', expires_at: held.expires_at }
  const answers = [last_refusal, ...grants.map(({ withdrawn_at }) => withdrawn_at)].filter((at) => at !== null)
  const again_at = answers.length ? daysFrom(new Date(Math.max(...answers.map((at) => at.getTime()))), daysToAskAgain) : null
  if (again_at && again_at > now) return { code: 'refused_lately', again_at }
  if (lately >= largestOfOne.requests) return { code: 'asked_too_often', largest: largestOfOne.requests, days: largestOfOne.days }
  if (waiting >= largestPending) return { code: 'too_many_requests', largest: largestPending }
  return onSubject >= largestOnOne ? { code: 'too_many_waiting' } : null
}

/** Why a grant cannot be accepted under this text; null when it can. */
export function acceptanceRefusal(grant: Pick<AccessGrant, 'tier' | 'withdrawn_at' | 'expires_at'>, now: Date): DisclosureRefusal | null {
  const state = grantState(grant, now)
  if (state !== 'in_force') return { code: 'grant_over', state }
  return grant.tier === 'nda' ? null : { code: 'no_nda_needed' }
}

/** Whether what was typed is that person's name: letters and their order count, accents and capitals do not. */
export const isNameOf = (typed: string, name: string): boolean => fold(typed) === fold(name)
