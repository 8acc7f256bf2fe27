import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'

export interface NotificationTables {
  outgoing_mail: {
    id: Generated<number>
    to_address: string
    subject: string
    body: string
    locale: Locale
    created_at: Date
    sent_at: Date | null
    last_error: string | null
  }
  notice: {
    id: Generated<number>
    person_id: number
    event_id: number // what happened; one notice a person and event
    kind: string
    subject: string
    data: unknown
    at: Date
    read_at: Date | null
  }
}
export type OutgoingMail = Selectable<NotificationTables['outgoing_mail']>
