import type { Generated, Selectable } from 'kysely'

export const sessionStates = ['draft', 'published', 'cancelled', 'closed'] as const
export type SessionState = (typeof sessionStates)[number]
/** Khai mạc · tham luận · giới thiệu dự án · chào bán hoặc nhu cầu · tài sản đấu giá, chào giá · gặp gỡ một – một · nghỉ. */
export const itemKinds = ['opening', 'talk', 'roadshow', 'listing', 'lot', 'meetings', 'break'] as const
export type ItemKind = (typeof itemKinds)[number]
export type RegistrationState = 'placed' | 'waiting' | 'cancelled'
export const pollKinds = ['single', 'multiple'] as const
export type PollKind = (typeof pollKinds)[number]
export type QuestionState = 'asked' | 'shown' | 'answered' | 'dismissed'
export type WishState = 'asked' | 'accepted' | 'declined' | 'withdrawn'
/** Đã gặp · bên mời vắng · bên được mời vắng · cả hai vắng. */
export const meetingOutcomes = ['held', 'asker_absent', 'asked_absent', 'both_absent'] as const
export type MeetingOutcome = (typeof meetingOutcomes)[number]
/** Có bước tiếp theo · cần nghĩ thêm · không hợp · đã làm bước tiếp theo. */
export const meetingResults = ['next_step', 'thinking', 'no_fit', 'done'] as const
export type MeetingResult = (typeof meetingResults)[number]

export type FollowUpKind = 'card' | 'note' | 'step'

export interface SessionTables {
  /** Địa điểm: what it can take is set by those who keep it. */
  venue: { id: Generated<number>; name_vi: string; name_en: string; address_vi: string; address_en: string; capacity: number; booths: number; meeting_tables: number; version: Generated<number>; changed_at: Date }
  /** Phiên giao dịch công nghệ. Whether it is on or over is no state: time says so. */
  trading_session: {
    id: Generated<number>
    venue_id: number
    state: Generated<SessionState>
    title_vi: string
    title_en: string
    intro_vi: string
    intro_en: string
    starts_at: Date
    ends_at: Date
    register_until: Date
    capacity: number
    sequence: Generated<number> // of its calendar entry
    version: Generated<number>
    demonstration: Generated<boolean>
    request_key: string
    created_by: number
    created_at: Date
    changed_at: Date
    published_by: Generated<number | null>
    published_at: Generated<Date | null>
    cancelled_by: Generated<number | null>
    cancelled_at: Generated<Date | null>
    cancel_reason: Generated<string>
    closed_by: Generated<number | null>
    closed_at: Generated<Date | null>
    remarks: Generated<string> // what its minutes say besides what was recorded
    meetings_published_at: Generated<Date | null>
  }
  session_item: {
    id: Generated<number>
    session_id: number
    kind: ItemKind
    starts_at: Date
    ends_at: Date
    title_vi: string
    title_en: string
    speaker: string
    place: string
    listing_id: number | null
    lot_id: number | null // of kind `lot`, and of no other
    organisation_id: number | null
    held: Generated<'held' | 'not_held' | null>
    held_note: Generated<string>
    held_by: Generated<number | null>
    held_at: Generated<Date | null>
  }
  session_booth: { id: Generated<number>; session_id: number; number: number; organisation_id: number; shows: string }
  session_registration: {
    id: Generated<number>
    session_id: number
    person_id: number
    organisation_id: number | null // for which they come
    state: RegistrationState
    queued_at: Date // the order of those who wait
    placed_at: Date | null
    cancelled_at: Date | null
  }
  /** Phiếu quan tâm: at which session an interest was left. */
  session_interest: { interest_id: number; session_id: number; left_at: Date }
  /** `scanned_at` by the clock of the phone, `received_at` by ours. */
  session_checkin: { registration_id: number; session_id: number; scanned_at: Date; received_at: Date; offline: boolean; checked_by: number }
  /** Who takes meetings at a session, about what, and from which instants on not. */
  session_meeter: { registration_id: number; session_id: number; about: string; not_at: Date[]; since: Date; changed_at: Date }
  /** Nguyện vọng gặp: one a pair, whichever of the two asked. */
  session_wish: {
    id: Generated<number>
    session_id: number
    asker_id: number // places at the session, as are asked_id and registration_id
    asked_id: number
    topic: string
    state: WishState
    mutual: Generated<boolean> // each asked for the other by themselves
    reason: Generated<string>
    asked_at: Date
    answered_at: Date | null
    score: Generated<number | null>
    unmet: Generated<'no_common_time' | 'tables_full' | null>
  }
  /** Cuộc gặp một – một, at a table and an hour. */
  session_meeting: {
    id: Generated<number>
    session_id: number
    wish_id: number
    table_number: number
    starts_at: Date
    ends_at: Date
    state: 'planned' | 'confirmed' | 'cancelled'
    sequence: Generated<number> // of its calendar entry
    confirmed_at: Date | null
    reason: Generated<string> // of its last move or its end
    changed_at: Date
    outcome: Generated<MeetingOutcome | null>
    outcome_by: Generated<number | null>
    outcome_at: Generated<Date | null>
  }
  session_seat: { meeting_id: number; registration_id: number; during: string }
  /** Việc sau phiên: a card to answer, a meeting to say something of, a step that was promised. Whether it is done the records say. */
  session_follow_up: { id: Generated<number>; session_id: number; kind: FollowUpKind; interest_id: number | null; meeting_id: number | null; registration_id: number | null; opened_at: Date; due_on: Date | string; reminded_for: Date | string | null }
  session_meeting_note: { meeting_id: number; registration_id: number; result: MeetingResult; note: string; noted_at: Date }
  /** Thăm dò: one choice of its lines, or several. */
  session_poll: { id: Generated<number>; session_id: number; kind: PollKind; question: string; options: string[]; opened_by: number; opened_at: Date; closed_by: Generated<number | null>; closed_at: Generated<Date | null> }
  /** `chosen` are numbers of lines, from one. */
  session_poll_answer: { poll_id: number; registration_id: number; chosen: number[]; answered_at: Date }
  /** Câu hỏi cho diễn giả. */
  session_question: { id: Generated<number>; session_id: number; registration_id: number; question: string; anonymous: boolean; state: Generated<QuestionState>; reason: Generated<string>; asked_at: Date; decided_by: Generated<number | null>; decided_at: Generated<Date | null> }
  session_question_vote: { question_id: number; registration_id: number; voted_at: Date }
}
export type Venue = Selectable<SessionTables['venue']>
export type TradingSession = Selectable<SessionTables['trading_session']>
export type SessionItem = Selectable<SessionTables['session_item']>
export type Registration = Selectable<SessionTables['session_registration']>
export type Wish = Selectable<SessionTables['session_wish']>
export type Meeting = Selectable<SessionTables['session_meeting']>

type OfSession = { session_id: number }
export type SessionEvent =
  | { type: 'venue.made' | 'venue.changed'; venue_id: number; capacity: number; booths: number; meeting_tables: number }
  | ({ type: 'session.drafted' } & OfSession)
  | ({ type: 'session.changed'; version: number } & OfSession)
  | ({ type: 'session.published' } & OfSession)
  | ({ type: 'session.cancelled'; reason: string } & OfSession)
  | ({ type: 'session.closed'; held: number; items: number } & OfSession)
  | ({ type: 'session.item_put'; item_id: number } & OfSession)
  | ({ type: 'session.item_removed'; item_id: number } & OfSession)
  | ({ type: 'session.booth_given'; number: number; organisation_id: number } & OfSession)
  | ({ type: 'session.booth_taken_back'; number: number; organisation_id: number } & OfSession)
  | ({ type: 'session.registered'; registration_id: number; state: 'placed' | 'waiting' } & OfSession)
  | ({ type: 'session.place_found'; registration_id: number } & OfSession)
  | ({ type: 'session.registration_cancelled'; registration_id: number } & OfSession)
  | ({ type: 'session.card_left'; interest_id: number; listing_id: number } & OfSession)
  | ({ type: 'session.checked_in'; registration_id: number; offline: boolean } & OfSession)
  | ({ type: 'session.meetings_taken'; registration_id: number } & OfSession)
  | ({ type: 'session.meetings_left'; registration_id: number } & OfSession)
  | ({ type: 'session.wish_made'; wish_id: number; mutual: boolean } & OfSession)
  | ({ type: 'session.wish_answered'; wish_id: number; state: 'accepted' | 'declined' | 'withdrawn' } & OfSession)
  | ({ type: 'session.meetings_planned'; placed: number; unmet: number } & OfSession)
  | ({ type: 'session.meetings_published'; meetings: number } & OfSession)
  | ({ type: 'session.meeting_offered'; meeting_id: number } & OfSession)
  | ({ type: 'session.meeting_moved'; meeting_id: number } & OfSession)
  | ({ type: 'session.meeting_cancelled'; meeting_id: number } & OfSession)
  | ({ type: 'session.meeting_noted'; meeting_id: number; outcome: MeetingOutcome } & OfSession)
  /** What a session left this person to do. */
  | ({ type: 'session.follow_ups_opened'; registration_id: number; n: number } & OfSession)
  | ({ type: 'session.follow_ups_reminded'; registration_id: number | null; interest_id: number | null; n: number; due_on: string; days_left: number } & OfSession)
  | ({ type: 'session.poll_opened'; poll_id: number } & OfSession)
  | ({ type: 'session.poll_closed'; poll_id: number } & OfSession)
  | ({ type: 'session.question_asked'; question_id: number } & OfSession)
  | ({ type: 'session.question_decided'; question_id: number; state: Exclude<QuestionState, 'asked'> } & OfSession)
