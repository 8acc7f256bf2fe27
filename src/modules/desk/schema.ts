import type { Generated } from 'kysely'
import type { Locale } from '../../platform/locale.ts'

export interface DeskTables {
  /** The ten questions of one need, being answered. */
  desk_sheet: {
    id: Generated<number>
    organisation_id: number
    created_by: number
    language: Locale
    version: Generated<number>
    request_key: string
    listing_id: Generated<number | null> // the draft it became
    created_at: Date
    updated_at: Date
  }
  desk_answer: { sheet_id: number; name: string; text: string }
  desk_help: {
    id: Generated<number>
    listing_id: number
    organisation_id: number
    asked_by: number
    asked_at: Date
    note: string
    mentor_id: number | null // the expert asked; null: the Exchange's desk
    ended_at: Generated<Date | null>
    ended_by: Generated<number | null>
  }
  wording_proposal: {
    id: Generated<number>
    help_id: number
    listing_id: number
    field: string // a text field of the listing
    language: Locale
    before: string
    after: string
    reason: string
    proposed_by: number
    proposed_at: Date
    request_key: string
  }
  wording_line: { proposal_id: number; position: number; accepted: boolean; decided_by: number; decided_at: Date }
}

export type DeskEvent =
  | { type: 'desk.opened'; sheet_id: number }
  | { type: 'desk.drafted'; sheet_id: number; listing_id: number }
  | { type: 'desk.help_asked'; help_id: number; listing_id: number; mentor: boolean }
  | { type: 'desk.help_ended'; help_id: number; listing_id: number }
  | { type: 'desk.wording_proposed'; proposal_id: number; listing_id: number; field: string; language: Locale }
  | { type: 'desk.line_decided'; proposal_id: number; listing_id: number; position: number; accepted: boolean }
