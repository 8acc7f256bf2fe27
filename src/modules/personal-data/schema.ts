import type { Generated, Selectable } from 'kysely'

/** What a person may ask of the Exchange about their own data: biết và xem, sửa, xóa, hạn chế, phản đối, rút lại sự đồng ý. */
export const requestKinds = ['access', 'correction', 'deletion', 'restriction', 'objection', 'withdrawal'] as const
export type RequestKind = (typeof requestKinds)[number]
/** Those written as a letter; a deletion has a page of its own. */
export const writtenKinds = ['access', 'correction', 'restriction', 'objection', 'withdrawal'] as const satisfies readonly RequestKind[]
export type RequestState = 'received' | 'answered' | 'completed' | 'refused' | 'withdrawn'

/** Why the Exchange holds something: to do what its person asked, because they agreed, for their safety, or as evidence for others too. */
export type Basis = 'service' | 'consent' | 'safety' | 'evidence'
/** What is held about a person, in the order in which it is told. */
export const partKeys = ['profile', 'account', 'sessions', 'consents', 'requests', 'memberships', 'invitations', 'organisations', 'expert', 'listings', 'documents', 'interests', 'messages', 'deal_files', 'trading_sessions', 'access', 'views', 'lookers', 'notices', 'searches', 'letters', 'events'] as const
export type PartKey = (typeof partKeys)[number]
/** What goes when its time is over. */
export const retentionKeys = ['letters', 'last_letters', 'unconfirmed_accounts', 'sessions', 'session_addresses', 'tokens', 'email_changes', 'used_codes', 'attempts', 'known_addresses', 'invitations', 'notices', 'publication_imports', 'api_keys', 'bidder_browsers', 'views'] as const
export type RetentionKey = (typeof retentionKeys)[number]

export interface PersonalDataTables {
  data_request: {
    id: Generated<number>
    person_id: number
    kind: RequestKind
    details: string
    request_key: string
    received_at: Date
    answer_by: Date // the first answer; the end of a day in Hanoi
    complete_by: Date // carried out or refused; later once extended
    by_law: boolean // complete_by is the law's; otherwise the Exchange's own promise
    carry_out_after: Date | null // of a deletion: until then its person may change their mind
    state: Generated<RequestState>
    answer: Generated<string>
    answered_by: Generated<number | null>
    answered_at: Generated<Date | null>
    extended_by: Generated<number | null>
    extended_at: Generated<Date | null>
    extension_reason: Generated<string>
    outcome: Generated<string> // what was done, or why not
    handled_by: Generated<number | null> // null with a time: the worker, when its day had come
    handled_at: Generated<Date | null>
    last_mail_id: Generated<number | null> // the letter that tells somebody who left
  }
}
export type DataRequest = Selectable<PersonalDataTables['data_request']>

interface OfRequest { request_id: number; person_id: number; kind: RequestKind }
/** Who asked and what became of it. What was written is in the request and in no event. */
export type PersonalDataEvent =
  | { type: 'personal_data.exported'; person_id: number; format: 'json' | 'html'; rows: number }
  | { type: 'personal_data.deleted'; person_id: number; request_id: number }
  | ({ type: 'data_request.received' } & OfRequest)
  | ({ type: 'data_request.answered' } & OfRequest)
  | ({ type: 'data_request.extended'; complete_by: string } & OfRequest)
  | ({ type: 'data_request.completed' } & OfRequest)
  | ({ type: 'data_request.refused' } & OfRequest)
  | ({ type: 'data_request.withdrawn' } & OfRequest)
