import type { Generated, Selectable } from 'kysely'
import type { Vnd } from '../../platform/money.ts'
import type { DealPart, OfDeal } from '../deals/schema.ts'

/** Căn cứ ký: the legal representative, or somebody a document authorises. */
export const signingBases = ['legal_representative', 'authorised'] as const
export type SigningBasis = (typeof signingBases)[number]
/** What a mandate lets a broker do: giới thiệu · tư vấn · thương lượng. What it lets them read are its parts. */
export const brokerActs = ['introduce', 'advise', 'negotiate'] as const
export type BrokerAct = (typeof brokerActs)[number]

export interface MandateTables {
  /** Who of a side may sign in this deal, and by what authority. */
  deal_signer: {
    id: Generated<number>
    deal_id: number
    organisation_id: number
    person_id: number | null // null: signs on paper, without an account
    full_name: string
    position: string
    basis: SigningBasis
    document_number: Generated<string>
    document_day: Date | string | null
    scope: Generated<string>
    valid_until: Date | string | null // the last day
    recorded_by: number
    recorded_at: Date
    ended_by: Generated<number | null>
    ended_at: Generated<Date | null>
    ended_reason: Generated<string>
  }
  /** Ủy quyền môi giới: what one side lets a broker do for it, and for how long. */
  deal_mandate: {
    id: Generated<number>
    deal_id: number
    organisation_id: number // the side
    broker_organisation_id: number
    acts: BrokerAct[]
    parts: DealPart[] // what the broker's people read while it is in force
    from_on: Date | string
    until_on: Date | string // the last day
    exclusive: boolean
    offered_by: number
    offered_at: Date
    request_key: string
    consent_needed: boolean // the broker acts for both sides
    accepted_by: Generated<number | null>
    accepted_at: Generated<Date | null>
    acts_for_other: Generated<boolean | null> // declared as it was accepted, with the next two
    owns_shares: Generated<boolean | null>
    conflict_words: Generated<string>
    ended_by: Generated<number | null>
    ended_at: Generated<Date | null>
    ended_organisation_id: Generated<number | null>
    ended_reason: Generated<string>
  }
  deal_mandate_consent: { mandate_id: number; organisation_id: number; words: string; given_by: number; given_at: Date }
  /** What the broker is paid by its side: a share of the value, with bounds, or an amount. */
  deal_mandate_fee: { mandate_id: number; basis_points: number | null; amount: Vnd | null; minimum: Vnd | null; cap: Vnd | null }
}
export type Mandate = Selectable<MandateTables['deal_mandate']>
export type FeeTerms = Omit<Selectable<MandateTables['deal_mandate_fee']>, 'mandate_id'>

type OfMandate = OfDeal & { mandate_id: number; organisation_id: number; broker_organisation_id: number }
export type MandateEvent =
  | ({ type: 'signer.recorded'; signer_id: number; basis: SigningBasis; organisation_id: number } & OfDeal)
  | ({ type: 'signer.ended'; signer_id: number; organisation_id: number; reason: string } & OfDeal)
  | ({ type: 'mandate.offered'; exclusive: boolean } & OfMandate)
  | ({ type: 'mandate.accepted'; conflict: boolean } & OfMandate)
  | ({ type: 'mandate.consented'; by_organisation_id: number } & OfMandate)
  | ({ type: 'mandate.ended'; by_organisation_id: number; reason: string } & OfMandate)
  | ({ type: 'mandate.used'; part: DealPart } & OfMandate)
  | ({ type: 'adviser.appointed'; adviser_id: number; organisation_id: number } & OfDeal)
  | ({ type: 'adviser.ended'; adviser_id: number; organisation_id: number } & OfDeal)
