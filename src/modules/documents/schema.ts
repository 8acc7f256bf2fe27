import type { Generated, Selectable } from 'kysely'

export interface DocumentTables {
  document: {
    id: Generated<number>
    sha256: string // also its name in storage
    media_type: string
    bytes: number
    name: string
    organisation_id: number | null // whose share of the storage it takes
    created_by: number | null
    created_at: Date
  }
}
export type Document = Selectable<DocumentTables['document']>

export type DocumentEvent = { type: 'document.refused_infected'; sha256: string; bytes: number; signature: string }
