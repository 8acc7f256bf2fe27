import type { KeyFor } from '../../platform/sealing/envelope.ts'
import { councilSize, readShare, shareCommitment } from '../../platform/sealing/shares.ts'

/**
 * Hội đồng giữ khóa: five people hold the shares of one key, three of whom open what was sealed to it. What holds for
 * every such council, whatever it opens; which rows it is kept in, who may not sit in it and until when it may change is for whose key it is.
 */
export interface Seat { id: number; place: number; person_id: number; name: string; declared_at: Date | null }
/** The round of the ceremony that counts. Commitments are everybody's. */
export interface KeyRound { round: number; public_key: string; made_at: Date; opened_at: Date | null; secret_key: Buffer | null; shares: CommittedShare[] }
export interface CommittedShare { place: number; salt: string; commitment: string; handed_at: Date | null }

export type KeyRefusal =
  | { code: 'council_full'; most: number }
  | { code: 'council_person_unknown'; field: 'member_email' }
  | { code: 'council_there_already'; field: 'member_email' }
  | { code: 'council_incomplete'; named: number; declared: number; wanted: number }
  | { code: 'council_declared' }
  | { code: 'key_made_already' }
  | { code: 'key_malformed' }
  | { code: 'share_handed_already' }
  | { code: 'share_unreadable'; field: 'share' }
  | { code: 'share_of_another'; place: number; field: 'share' }
  | { code: 'share_wrong'; field: 'share' }

/** Why this person, or nobody of that address, does not get a seat. */
export function seatRefusal(key: KeyRound | null, seats: readonly Seat[], person_id: number | null): KeyRefusal | null {
  if (key) return { code: 'key_made_already' }
  if (person_id === null) return { code: 'council_person_unknown', field: 'member_email' }
  if (seats.some((seat) => seat.person_id === person_id)) return { code: 'council_there_already', field: 'member_email' }
  return seats.length >= councilSize ? { code: 'council_full', most: councilSize } : null
}
/** The lowest seat nobody has. */
export const freePlace = (seats: readonly Seat[]): number => Array.from({ length: councilSize }, (_, i) => i + 1).find((free) => seats.every(({ place }) => place !== free))!
export const declaredIn = (seats: readonly Seat[]): number => seats.filter(({ declared_at }) => declared_at).length

/** What a ceremony sends. */
export interface Ceremony { public_key: string; shares: { salt: string; commitment: string }[] }
/** Whether it is the ceremony that was kept: the same press once more. */
export const isSameCeremony = (key: KeyRound | null, { public_key, shares }: Ceremony): boolean => key?.public_key === public_key && key.shares.every(({ commitment }, i) => commitment === shares[i]?.commitment)
export function ceremonyRefusal(key: KeyRound | null, seats: readonly Seat[], { public_key }: Ceremony): KeyRefusal | null {
  if (key) return { code: 'key_made_already' }
  const declared = declaredIn(seats)
  if (declared < councilSize) return { code: 'council_incomplete', named: seats.length, declared, wanted: councilSize }
  // A key of nothing but zeros is no point of the curve anybody may seal to.
  return /^0+$/.test(public_key) ? { code: 'key_malformed' } : null
}

/** The share a member typed, held to what they were committed to in the ceremony; or why it is not theirs. */
export async function typedShare(key: KeyFor, own: Pick<CommittedShare, 'place' | 'salt' | 'commitment'>, typed: string): Promise<{ share: Uint8Array } | KeyRefusal> {
  const read = await readShare(key, typed)
  if (!read) return { code: 'share_unreadable', field: 'share' }
  if (read.place !== own.place) return { code: 'share_of_another', place: read.place, field: 'share' }
  return await shareCommitment(key, own.place, own.salt, read.share) === own.commitment ? { share: read.share } : { code: 'share_wrong', field: 'share' }
}
