import type { Actor } from '../../core/context.ts'
import { isMemberOf, isStaff } from '../../core/context.ts'
import type { AuctionLotState, LotFileKind, LotFileReaders } from './schema.ts'

/** Files of one lot, those taken out of a draft not counted. */
export const mostLotFiles = 40
/** Readings of its files that the desk of a lot shows, the newest first. */
export const mostFileViews = 200

export type FileRefusal =
  | { code: 'lot_file_there'; title: string; field: 'file' }
  | { code: 'too_many_lot_files'; most: number; field: 'file' }
  | { code: 'lot_files_stand' }
  | { code: 'regulation_stands'; field: 'kind' }
  | { code: 'regulation_is_public'; field: 'readers' }
  | { code: 'file_reason_needed'; field: 'reason' }

type Standing = { state: AuctionLotState; registration_closes_at: Date | null }
/** Files come and go in a draft. From its proposal on they stand: until registration closes one may come, with a reason. */
export const takesFiles = ({ state, registration_closes_at }: Standing, now: Date): boolean => state === 'draft' || (state === 'registration' && registration_closes_at !== null && now < registration_closes_at)

/** Why this may not be put into the dossier now, or null. */
export function filingRefusal({ lot, now, kind, readers, reason }: { lot: Standing; now: Date; kind: LotFileKind; readers: LotFileReaders; reason: string }): FileRefusal | null {
  if (!takesFiles(lot, now)) return { code: 'lot_files_stand' }
  // What the auction is run by is public, and fixed with its publication.
  if (kind === 'regulation' && lot.state !== 'draft') return { code: 'regulation_stands', field: 'kind' }
  if (kind === 'regulation' && readers !== 'public') return { code: 'regulation_is_public', field: 'readers' }
  return lot.state === 'draft' || reason ? null : { code: 'file_reason_needed', field: 'reason' }
}

/** How somebody stands to a file that is for bidders only: it is the seller's own, disclosed to them, or not theirs to read. */
export type FileAccess = 'own' | 'disclosed' | null
const inspects = isStaff('auction_officer', 'inspector', 'prosecutor')
export const accessTo = (actor: Actor, { seller, bids }: { seller: number; bids: boolean }): FileAccess => (isMemberOf(seller)(actor) ? 'own' : bids || inspects(actor) ? 'disclosed' : null)
