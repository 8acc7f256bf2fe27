import type { Generated } from 'kysely'

/** What may be done with several listings in one press. */
export const bulkActs = ['take', 'publish', 'return'] as const
export type BulkAct = (typeof bulkActs)[number]

/** A reason to send a listing back with, as it is named in lists and as its owner reads it: lý do trả lại. */
export interface ReturnReason {
  code: string
  name_vi: string
  name_en: string
  text_vi: string
  text_en: string
  position: number
  version: number
  /** From then on it is not offered any more; what was counted under it keeps its name. */
  retired_at: Date | null
}
type ReasonWords = Pick<ReturnReason, 'name_vi' | 'name_en' | 'text_vi' | 'text_en' | 'position'>

export interface ModerationTables {
  /** Who is looking at a listing that waits; past `ends_at` it is anybody's again. */
  listing_claim: { listing_id: number; person_id: number; taken_at: Date; ends_at: Date; word: Generated<string> }
  return_reason: Omit<ReturnReason, 'version'> & { version: Generated<number>; edited_at: Date | null; edited_by: number | null }
  listing_review_reason: { review_id: number; code: string; duplicate_of: number | null }
  moderation_bulk: { id: Generated<number>; request_key: string; person_id: number; act: BulkAct; reason_code: string | null; at: Date }
  /** `outcome` is `done`, or the code of what spoke against it, with its facts in `detail`; null: not yet come to. */
  moderation_bulk_item: { bulk_id: number; position: number; listing_id: number; version: number; outcome: Generated<string | null>; detail: Generated<unknown> }
}

export type ModerationEvent =
  | { type: 'moderation.taken'; listing_id: number; minutes: number }
  | { type: 'moderation.taken_over'; listing_id: number; minutes: number; from_person_id: number; reason: string }
  | { type: 'moderation.let_go'; listing_id: number }
  | { type: 'moderation.bulk_begun'; bulk_id: number; act: BulkAct; listings: number }
  | { type: 'moderation.reason_added'; code: string; to: ReasonWords }
  | { type: 'moderation.reason_changed'; code: string; from: ReasonWords; to: ReasonWords }
  | { type: 'moderation.reason_retired'; code: string }
  | { type: 'moderation.reason_restored'; code: string }
