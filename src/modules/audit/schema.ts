/** What the log is asked for; null: not narrowed by it. Days are Hanoi's, both included. */
export interface AuditFilters {
  type: string | null
  person_id: number | null
  organisation_id: number | null
  subject: string | null
  request_id: string | null
  from: string | null
  to: string | null
}
export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Whoever searches the record leaves a record. */
export type AuditEvent =
  | { type: 'audit.searched'; filters: AuditFilters }
  | { type: 'audit.exported'; search_id: number; filters: AuditFilters; format: ExportFormat; rows: number }

export interface AuditTables {
  /** An event's place in the one line of all events. */
  event_seal: { event_id: number; position: number; day: Date; hash: Buffer }
  /** The last hash of a day that is over. */
  log_head: { day: Date; events: number; position: number; head: Buffer; closed_at: Date }
}
