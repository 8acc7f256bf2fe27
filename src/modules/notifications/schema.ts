import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'

/** What notices are about; people choose for each how they are told. Each is the name of a field of a form: “matches” would hide the form’s own. */
export const topics = ['listings', 'matching', 'searches', 'interests', 'deals', 'auctions', 'organisation', 'disclosure', 'moderation', 'account'] as const
export type Topic = (typeof topics)[number]
/** By letter at once, in one letter a day, or only in the page. */
export const deliveries = ['at_once', 'daily', 'page'] as const
export type Delivery = (typeof deliveries)[number]
/** A value in both languages where it differs, such as a title; what somebody wrote is the same in both. */
export type Value = string | Record<Locale, string>

export interface NoticeWords {
  subject: string
  /** Paragraphs, an empty line between them. One whose placeholder stands for nothing is left out. */
  body: string
  /** The sentence in the list of notices. */
  line: string
}
export interface NoticeText extends Record<Locale, NoticeWords> {
  topic: Topic
  /** Why everybody gets it by e-mail at once, whatever they chose: it guards the account, or a law wants it. */
  always?: 'security' | 'law'
}

export interface NotificationTables {
  outgoing_mail: {
    id: Generated<number>
    to_address: string
    subject: string
    body: string
    locale: Locale
    stop_url: Generated<string | null> // where the mail program's own unsubscribe button sends
    created_at: Date
    sent_at: Date | null
    last_error: string | null
  }
  notice: {
    id: Generated<number>
    person_id: number
    event_id: number // what happened; one notice a person and event
    kind: string
    topic: Topic
    values: unknown // what the placeholders of its words stand for: Record<string, Value>
    reason: string // why this person is told: a ReasonCode
    reason_of: unknown // the organisation that is about, in both languages
    path: string // what it leads to, without language
    delivery: Delivery
    mail_id: Generated<number | null> // the letter that carried it
    at: Date
    read_at: Generated<Date | null>
  }
  notice_choice: { person_id: number; topic: Topic; delivery: Delivery; chosen_at: Date }
  notice_text: {
    id: Generated<number>
    kind: string
    locale: Locale
    version: number
    subject: string | null // null, as body and line: the program's own words are in force again
    body: string | null
    line: string | null
    changed_by: number
    changed_at: Date
  }
}
export type OutgoingMail = Selectable<NotificationTables['outgoing_mail']>

export type NotificationEvent =
  | { type: 'notice.delivery_chosen'; person_id: number; choices: Partial<Record<Topic, Delivery>>; by: 'page' | 'letter' }
  | { type: 'notice.text_changed'; kind: string; locale: Locale; version: number }
  | { type: 'notice.text_restored'; kind: string; locale: Locale; version: number }
