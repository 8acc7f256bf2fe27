import type { Generated, Selectable } from 'kysely'
import type { OfDeal } from '../deals/schema.ts'

/** Who of the other side reads a folder. */
export const folderReaders = ['all', 'named'] as const
/** How a file takes the reader's name: on every page of a PDF, across a picture, or not at all. */
export type Marking = 'pdf' | 'picture' | 'none'
export const topics = ['technical', 'rights', 'price', 'law', 'operation', 'other'] as const
export type Topic = (typeof topics)[number]
/** Trao đổi · khảo sát tại chỗ · trình diễn · thử nghiệm. */
export const meetingKinds = ['talk', 'site_visit', 'demonstration', 'test'] as const
export type MeetingKind = (typeof meetingKinds)[number]
export type MeetingState = 'proposed' | 'agreed' | 'cancelled'
export type Answer = 'agreed' | 'declined' | 'withdrawn'
export const costBearers = ['supplier', 'demander', 'shared'] as const
export const directions = ['at_least', 'at_most'] as const
export type Direction = (typeof directions)[number]
/** Who did the testing, as the side that reports it declares: a laboratory of one of the two sides, or a third party by its name. */
export const testers = ['supplier', 'demander', 'third_party'] as const
/** Đạt · đạt một phần · không đạt. */
export const conclusions = ['meets', 'meets_in_part', 'does_not_meet'] as const
export type Conclusion = (typeof conclusions)[number]
export const verdicts = ['passed', 'not_passed', 'not_judged'] as const
export type Verdict = (typeof verdicts)[number]
export type ReportAnswer = 'agreed' | 'objected'

/** A proposal of one side with the other's answer to it; null while it waits. */
interface Proposal { answer: Generated<Answer | null>; answer_note: Generated<string>; answered_by: Generated<number | null>; answered_at: Generated<Date | null> }

export interface RoomTables {
  /** Cam kết bảo mật của hồ sơ: a text is added, never changed. */
  room_undertaking_text: { version: number; vi: string; en: string; sha256: string; valid_from: Date }
  room_undertaking: { id: Generated<number>; deal_id: number; organisation_id: number; text_version: number; text_sha256: string; person_id: number; full_name: string; position: string; accepted_at: Date; request_id: string }
  room_folder: {
    id: Generated<number>
    deal_id: number
    organisation_id: number // the side whose folder it is
    name: string
    position: number
    readers: (typeof folderReaders)[number]
    marked_only: boolean // takes only files that can carry the reader's name
    request_key: string
    created_by: number
    created_at: Date
  }
  room_folder_reader: { id: Generated<number>; deal_id: number; folder_id: number; person_id: number; named_by: number; named_at: Date; ended_by: number | null; ended_at: Date | null }
  room_document: { id: Generated<number>; deal_id: number; folder_id: number; organisation_id: number; title: string; created_by: number; created_at: Date; withdrawn_by: Generated<number | null>; withdrawn_at: Generated<Date | null>; withdrawal_reason: Generated<string> }
  room_version: { id: Generated<number>; deal_id: number; room_document_id: number; version: number; document_id: number; marking: Marking; person_id: number; added_at: Date }
  room_view: {
    id: Generated<number>
    deal_id: number
    room_document_id: number
    version_id: number | null
    kind: 'page' | 'file'
    owner_organisation_id: number // whose document it is
    person_id: number
    organisation_id: number | null // for which they looked; null: of the Exchange
    acted_by: number | null
    at: Date
    hour: Date
    request_id: string
  }
  room_question: { id: Generated<number>; deal_id: number; number: number; topic: Topic; organisation_id: number; person_id: number; due_on: Date | string; request_key: string; asked_at: Date; closed_by: Generated<number | null>; closed_at: Generated<Date | null> }
  room_question_entry: { id: Generated<number>; deal_id: number; question_id: number; kind: 'question' | 'answer' | 'follow_up'; text: string; organisation_id: number; person_id: number; request_key: string; at: Date }
  room_meeting: {
    id: Generated<number>
    deal_id: number
    kind: MeetingKind
    agenda: string
    place: string
    link: string
    starts_at: Date
    ends_at: Date
    state: Generated<MeetingState>
    sequence: Generated<number> // counts its changes, for calendars
    organisation_id: number // whose proposal stands
    person_id: number
    proposed_at: Date
    request_key: string
    changed_at: Date
    agreed_by: Generated<number | null>
    agreed_at: Generated<Date | null>
    cancelled_by: Generated<number | null>
    cancelled_at: Generated<Date | null>
    cancel_reason: Generated<string>
    minutes: Generated<string>
    minutes_version: Generated<number>
    minutes_organisation_id: Generated<number | null>
    minutes_by: Generated<number | null>
    minutes_at: Generated<Date | null>
    minutes_agreed_by: Generated<number | null>
    minutes_agreed_at: Generated<Date | null>
  }
  room_decision: Proposal & { id: Generated<number>; deal_id: number; number: number; joint: boolean; text: string; reason: string; effective_on: Date | string; replaces_id: number | null; organisation_id: number; person_id: number; request_key: string; recorded_at: Date }
  room_pilot: Proposal & { id: Generated<number>; deal_id: number; title: string; place: string; starts_on: Date | string; ends_on: Date | string; cost_bearer: (typeof costBearers)[number]; cost_note: string; organisation_id: number; person_id: number; request_key: string; proposed_at: Date }
  room_pilot_measure: {
    id: Generated<number>
    deal_id: number
    pilot_id: number
    position: number
    name: string
    unit: string
    direction: Direction
    target: number // in ten-thousandths
    result: Generated<number | null> // in ten-thousandths
    result_source: Generated<string>
    result_organisation_id: Generated<number | null>
    result_by: Generated<number | null>
    result_at: Generated<Date | null>
    confirmed_by: Generated<number | null>
    confirmed_at: Generated<Date | null>
    disputed_reason: Generated<string>
  }
  /** Báo cáo thử nghiệm: numbered within its deal; what it says lies in its versions, of which the last one counts. */
  room_report: { id: Generated<number>; deal_id: number; number: number; organisation_id: number; person_id: number; written_at: Date; withdrawn_by: Generated<number | null>; withdrawn_at: Generated<Date | null>; withdrawal_reason: Generated<string> }
  room_report_version: {
    id: Generated<number>
    deal_id: number
    report_id: number
    version: number
    object: string // what was tested
    sample: string // the sample or lot
    method: string // by which method or standard
    tester: (typeof testers)[number]
    tester_name: string
    accreditation: string // its number, as declared
    tested_from: Date | string
    tested_to: Date | string
    place: string
    conclusion: Conclusion
    remarks: string
    correction: string // what was corrected and why; of the first version nothing
    due_on: Date | string // by when the other side is to answer
    person_id: number
    request_key: string
    written_at: Date
    answer: Generated<ReportAnswer | null>
    answer_note: Generated<string>
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
  }
  room_report_quantity: { id: Generated<number>; deal_id: number; report_version_id: number; position: number; name: string; required: string; measured: string; unit: string; verdict: Verdict }
  room_report_document: { id: Generated<number>; deal_id: number; report_version_id: number; room_version_id: number }
}
export type Folder = Selectable<RoomTables['room_folder']>
export type RoomDocument = Selectable<RoomTables['room_document']>
export type Meeting = Selectable<RoomTables['room_meeting']>
export type UndertakingText = Selectable<RoomTables['room_undertaking_text']>

/** What happened, by numbers: what folders and documents are called, and what was written, is in no event. */
export type RoomEvent =
  | ({ type: 'room.undertaking_accepted'; organisation_id: number; text_version: number; text_sha256: string } & OfDeal)
  | ({ type: 'room.folder_made' | 'room.folder_changed'; folder_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.reader_named' | 'room.reader_ended'; folder_id: number; person_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.document_put'; room_document_id: number; version: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.document_withdrawn'; room_document_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.question_asked' | 'room.question_answered' | 'room.question_followed_up' | 'room.question_closed'; question_id: number; number: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.meeting_proposed' | 'room.meeting_moved' | 'room.meeting_agreed' | 'room.meeting_cancelled' | 'room.minutes_written' | 'room.minutes_agreed'; meeting_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.decision_recorded' | 'room.decision_proposed' | 'room.decision_agreed' | 'room.decision_declined' | 'room.decision_withdrawn'; decision_id: number; number: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.pilot_proposed' | 'room.pilot_agreed' | 'room.pilot_declined' | 'room.pilot_withdrawn'; pilot_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.result_entered' | 'room.result_confirmed' | 'room.result_disputed'; pilot_id: number; measure_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.pilot_concluded'; pilot_id: number; met: boolean } & OfDeal)
  | ({ type: 'room.report_written' | 'room.report_corrected' | 'room.report_agreed' | 'room.report_objected'; report_id: number; number: number; version: number; organisation_id: number } & OfDeal)
  | ({ type: 'room.report_withdrawn'; report_id: number; number: number; organisation_id: number } & OfDeal)
