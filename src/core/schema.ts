import type { Generated, GeneratedAlways } from 'kysely'
import type { AuditEvent } from '../modules/audit/schema.ts'
import type { AdministrationEvent } from '../modules/administration/schema.ts'
import type { AuctionEvent } from '../modules/auctions/schema.ts'
import type { BiddingEvent } from '../modules/bidding/schema.ts'
import type { BallotEvent } from '../modules/ballots/schema.ts'
import type { ProofEvent } from '../modules/proofs/schema.ts'
import type { ApiEvent } from '../modules/api/schema.ts'
import type { ConsentEvent } from '../modules/consents/schema.ts'
import type { DealEvent } from '../modules/deals/schema.ts'
import type { DeskEvent } from '../modules/desk/schema.ts'
import type { DisclosureEvent } from '../modules/disclosure/schema.ts'
import type { DocumentEvent } from '../modules/documents/schema.ts'
import type { EvidenceEvent } from '../modules/evidence/schema.ts'
import type { ExpertEvent } from '../modules/experts/schema.ts'
import type { ListingEvent } from '../modules/listings/schema.ts'
import type { MatchingEvent } from '../modules/matching/schema.ts'
import type { MatchAnswerEvent } from '../modules/matching/answers/schema.ts'
import type { ModerationEvent } from '../modules/moderation/schema.ts'
import type { NotificationEvent } from '../modules/notifications/schema.ts'
import type { OrganisationEvent } from '../modules/organisations/schema.ts'
import type { PeopleEvent } from '../modules/people/schema.ts'
import type { PersonalDataEvent } from '../modules/personal-data/schema.ts'
import type { PromotionEvent } from '../modules/promotion/schema.ts'
import type { RulebookEvent } from '../modules/rulebook/schema.ts'
import type { MandateEvent } from '../modules/mandates/schema.ts'
import type { RoomEvent } from '../modules/rooms/schema.ts'
import type { TermEvent } from '../modules/terms/schema.ts'
import type { ContractEvent } from '../modules/contracts/schema.ts'
import type { PaymentEvent } from '../modules/payments/schema.ts'
import type { ResultEvent } from '../modules/results/schema.ts'
import type { SupportEvent } from '../modules/support/schema.ts'
import type { OutcomeEvent } from '../modules/outcomes/schema.ts'
import type { SearchEvent } from '../modules/searches/schema.ts'
import type { SessionEvent } from '../modules/sessions/schema.ts'
import type { WorkEvent } from '../modules/work/schema.ts'
import type { SolutionEvent } from '../modules/solutions/schema.ts'
import type { SourcingEvent } from '../modules/sourcing/schema.ts'
import type { TaxonomyEvent } from '../modules/taxonomy/schema.ts'

/** Everything that can happen at the Exchange. */
export type DomainEvent = ModerationEvent | ApiEvent | DeskEvent | AdministrationEvent | NotificationEvent | RulebookEvent | TaxonomyEvent | PeopleEvent | OrganisationEvent | ListingEvent | DealEvent | DocumentEvent | ExpertEvent | AuditEvent | DisclosureEvent | ConsentEvent | PersonalDataEvent | PromotionEvent | EvidenceEvent | SourcingEvent | SearchEvent | MatchAnswerEvent | MatchingEvent
  | MandateEvent | RoomEvent | TermEvent | ContractEvent | PaymentEvent | ResultEvent | SupportEvent | OutcomeEvent | AuctionEvent | BiddingEvent | BallotEvent | ProofEvent
  | SessionEvent
  | SolutionEvent
  | WorkEvent

export interface EventTables {
  event: {
    id: GeneratedAlways<number>
    xact: GeneratedAlways<string>
    type: DomainEvent['type']
    subject: string // such as listing:12
    person_id: number | null // who did it, or in whose name it was done; null: the worker
    acted_by: number | null // the member of staff who did it in that person's name
    organisation_id: number | null // on whose behalf
    at: Date
    request_id: string
    data: unknown
  }
  reaction_cursor: { name: string; xact: string; event_id: number }
  schema_migration: { name: string; sha256: string; applied_at: Generated<Date> }
}
