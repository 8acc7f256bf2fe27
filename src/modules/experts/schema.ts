import type { Generated, Selectable } from 'kysely'

/** Sẵn sàng · hạn chế · chưa nhận việc. */
export const availabilities = ['available', 'limited', 'unavailable'] as const
export type Availability = (typeof availabilities)[number]
/** Việc làm · sở hữu · gia đình · tài trợ · khác. */
export const conflictNatures = ['employment', 'ownership', 'family', 'funding', 'other'] as const
export type ConflictNature = (typeof conflictNatures)[number]
export type PublicationSource = 'typed' | 'orcid' | 'bibtex'

/** Công bố khoa học, as a file or its person tells it. */
export interface Work {
  title: string
  authors: string
  venue: string
  year: number | null
  doi: string // lower case, without the address before it
  url: string
}
/** Something in a file that was not taken, and where. */
export interface ImportProblem { line: number; what: string; why: 'broken' | 'untitled' | 'too_long' | 'too_deep' | 'too_many' | 'too_slow' }

export interface ExpertTables {
  expert: { // chuyên gia
    id: Generated<number>
    person_id: number
    headline_vi: string
    headline_en: string
    bio_vi: string
    bio_en: string
    research_fields: string[]
    languages: string[] // ISO 639-1
    availability: Availability
    available_from: string | null // a day in Hanoi
    organisation_id: number | null // one they are a member of
    orcid: string | null
    consented_at: Date | null // to their profile being public
    published_at: Date | null
    search: Generated<string>
    demonstration: Generated<boolean>
    version: Generated<number>
    created_at: Date
    updated_at: Date
  }
  expert_publication: Work & { id: Generated<number>; expert_id: number; source: PublicationSource; title_key: string; added_at: Date }
  publication_import: { expert_id: number; key: string; source: 'orcid' | 'bibtex'; file_name: string; entries: unknown; problems: unknown; read_at: Date }
  conflict_of_interest: { // xung đột lợi ích
    id: Generated<number>
    expert_id: number
    organisation_id: number | null
    party: string // where it is no organisation known here
    nature: ConflictNature
    since: string | null
    until: string | null
    note: string
    request_key: string
    declared_at: Date
    withdrawn_at: Date | null
  }
}
export type Expert = Selectable<ExpertTables['expert']>
export type Publication = Selectable<ExpertTables['expert_publication']>

export type ExpertEvent =
  | { type: 'expert.profile_saved'; expert_id: number; version: number }
  | { type: 'expert.published'; expert_id: number }
  | { type: 'expert.unpublished'; expert_id: number }
  | { type: 'expert.publication_saved'; expert_id: number; publication_id: number }
  | { type: 'expert.publication_removed'; expert_id: number; publication_id: number }
  | { type: 'expert.publications_imported'; expert_id: number; source: 'orcid' | 'bibtex'; added: number; known: number }
  | { type: 'expert.conflict_declared'; expert_id: number; conflict_id: number }
  | { type: 'expert.conflict_withdrawn'; expert_id: number; conflict_id: number }
