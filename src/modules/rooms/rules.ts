import type { Parties } from '../deals/rules.ts'
import { partiesOf } from '../deals/rules.ts'
import type { Marking } from './schema.ts'

/** Folders of one side, documents in one folder, versions of one document, people named for one folder. */
export const mostFolders = 40
export const mostInFolder = 200
export const mostRoomVersions = 99
export const mostNamed = 50
/** Lines of the log of looks on a page. */
export const mostLooks = 200

export type RoomRefusal =
  | { code: 'undertaking_text_changed' }
  | { code: 'undertaking_name_differs'; field: 'full_name'; name: string }
  | { code: 'too_many_folders'; most: number }
  | { code: 'folder_full'; most: number }
  | { code: 'too_many_room_versions'; most: number }
  | { code: 'too_many_named'; most: number }
  | { code: 'reader_not_theirs'; field: 'person_id' }
  | { code: 'cannot_carry_name'; field: 'file' }
  | { code: 'document_withdrawn' }

/** How far the undertaking has come: whose is there, and whether the room is open between the sides. */
export interface Undertaken { accepted: readonly number[]; open: boolean }
export const undertakenBy = (deal: Parties, accepted: readonly number[]): Undertaken => ({ accepted, open: partiesOf(deal).every((side) => accepted.includes(side)) })

/** How a file of that type takes the reader's name, where nothing in it stands in the way. */
export const markingOf = (mediaType: string): Marking => (mediaType === 'application/pdf' ? 'pdf' : mediaType.startsWith('image/') ? 'picture' : 'none')

/** What a copy says of whoever it was handed to; staff who acted in that person's name are named beside it. */
export function markOf({ person, acted_by, organisation, at, deal_id, version }: { person: string; acted_by: string | null; organisation: string; at: string; deal_id: number; version: number }): { across: string; foot: string } {
  const who = acted_by ? `${person} (${acted_by})` : person
  return { across: [who, organisation].filter(Boolean).join(' · '), foot: [who, organisation, at, `Hồ sơ · File ${deal_id}`, `v${version}`].filter(Boolean).join(' · ') }
}
