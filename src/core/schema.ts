import type { Generated, GeneratedAlways } from 'kysely'
import type { DealEvent } from '../modules/deals/schema.ts'
import type { ListingEvent } from '../modules/listings/schema.ts'
import type { OrganisationEvent } from '../modules/organisations/schema.ts'
import type { PeopleEvent } from '../modules/people/schema.ts'

/** Everything that can happen at the Exchange. */
export type DomainEvent = PeopleEvent | OrganisationEvent | ListingEvent | DealEvent

export interface EventTables {
  event: {
    id: GeneratedAlways<number>
    xact: GeneratedAlways<string>
    type: DomainEvent['type']
    subject: string // such as listing:12
    person_id: number | null // who did it; null: the worker
    organisation_id: number | null // on whose behalf
    at: Date
    request_id: string
    data: unknown
  }
  reaction_cursor: { name: string; xact: string; event_id: number }
  schema_migration: { name: string; sha256: string; applied_at: Generated<Date> }
}
