import type { Generated, Selectable } from 'kysely'
import type { Vnd } from '../../platform/money.ts'
import type { OfDeal } from '../deals/schema.ts'

/**
 * The term sheet (bản điều khoản): what two sides want their contract to say, clause by clause, as
 * data rather than prose. Every amount is in whole đồng, every share in basis points (100 are 1 %).
 */

/** Forms of technology transfer: Law 07/2017/QH14, Điều 5; `ip_transfer` is 2d, `equipment_sale` 2đ, `other` 3. */
export const transferForms = ['independent', 'investment_project', 'capital_contribution', 'franchise', 'ip_transfer', 'equipment_sale', 'other'] as const
/** What is transferred: Điều 4 (a) to (d), and models and algorithms as the law amended in 2025 adds them. */
export const technologyObjects = ['know_how', 'solution', 'improvement', 'model', 'equipment'] as const
/** Ways of transferring: Điều 6. */
export const transferMethods = ['documents', 'training', 'experts', 'equipment', 'other'] as const
export const royaltyBases = ['net_sales', 'units', 'savings'] as const
export const disputeBodies = ['court', 'viac', 'other_arbitration', 'mediation_first'] as const

/** A part of the price paid once something has happened. One of `after_days` (since signing) and `event` is given, or both. */
export interface MilestoneTerm { what: string; amount: Vnd; after_days: number | null; event: string }
/** From this many units a year on, the units above bear this instead of the rate below: basis points, or đồng a unit where the base is units. */
export interface RoyaltyTier { from_units: number; rate_basis_points: number | null; per_unit: Vnd | null }
export interface FreeTerm { title: string; text: string }

/** What a clause of each kind holds. An optional line left empty is '', an optional number null. */
export interface TermClauses {
  rights: { transfer: 'ownership' | 'licence'; form: (typeof transferForms)[number]; objects: (typeof technologyObjects)[number][]; methods: (typeof transferMethods)[number][]; note: string }
  exclusivity: { degree: 'exclusive' | 'sole' | 'non_exclusive'; months: number | null; note: string }
  territory: { places: string }
  field: { use: string }
  term: { months: number; renewal: string }
  sublicence: { allowed: 'no' | 'with_consent' | 'yes'; share_basis_points: number | null; note: string }
  improvements: { owner: 'improver' | 'supplier' | 'demander' | 'joint'; grant_back: 'none' | 'non_exclusive' | 'exclusive'; note: string }
  upfront: { amount: Vnd; days: number; note: string }
  milestones: { rows: MilestoneTerm[] }
  royalty: {
    base: (typeof royaltyBases)[number]
    rate_basis_points: number | null // of net sales or of savings
    per_unit: Vnd | null // where the base is units
    tiers: RoyaltyTier[]
    report_months: number
    offset_basis_points: number | null // this share of royalties owed to third parties may be taken off
    floor_basis_points: number | null // yet this share of what was due stays payable
  }
  minimum: { amount: Vnd; from_year: number }
  cap: { amount: Vnd; over: 'year' | 'whole' }
  equity: { basis_points: number; note: string }
  training: { days: number; people: number; note: string }
  warranty: { months: number; measures: string }
  penalty: { basis_points_per_day: number; cap_basis_points: number }
  confidentiality: { years: number; note: string }
  dispute: { body: (typeof disputeBodies)[number]; name: string; language: string }
  law: { law: 'vn' | 'other'; name: string }
  free_1: FreeTerm
  free_2: FreeTerm
  free_3: FreeTerm
  free_4: FreeTerm
  free_5: FreeTerm
  free_6: FreeTerm
}
export type ClauseKey = keyof TermClauses
/** In the order in which a sheet is read. */
export const clauseKeys = [
  'rights', 'exclusivity', 'territory', 'field', 'term', 'sublicence', 'improvements', 'upfront', 'milestones', 'royalty', 'minimum', 'cap', 'equity', 'training', 'warranty', 'penalty', 'confidentiality', 'dispute', 'law',
  'free_1', 'free_2', 'free_3', 'free_4', 'free_5', 'free_6',
] as const satisfies readonly ClauseKey[]
/** A whole sheet. `format` changes when a clause comes to mean something else, so that whoever reads an old one knows. */
export interface TermContent { format: 1; clauses: Partial<TermClauses> }
/** What both sides confirmed, for those who build on it: the contract its text, the payments their schedule. */
export interface ConfirmedTerms { deal_id: number; number: number; content: TermContent; sha256: string; confirmed_at: Date }

/** What somebody supposes, so that a sheet can be worth something: years are counted from signing. */
export interface AssumptionValues {
  years: number
  discount_basis_points: number // a year
  units: number // made with the technology in the first year
  growth_basis_points: number // of units, a year; below zero where they fall
  price: Vnd // net, of one unit
  unit_cost: Vnd // without what the sheet makes payable
  unit_saving: Vnd // what the technology saves the demander on each unit
  investment: Vnd // of the demander, at signing
  supplier_cost: Vnd // of the supplier, at signing
  supplier_yearly_cost: Vnd
  third_party_basis_points: number // royalties the demander owes others, of net sales
  company_value: Vnd // of the company at the end of the years, where shares in it are a part of the price
  milestones: { year: number | null; probability_basis_points: number }[] // in the order of the sheet's; year: where the clause names no day
}
/** What of a sheet waits for a side: a version to answer, one to confirm as a whole, a confirmation that is gone. */
export const termDuties = ['terms_to_answer', 'terms_to_confirm', 'terms_lapsed'] as const
export const audiences = ['private', 'shared'] as const
export type Audience = (typeof audiences)[number]
export type LapseReason = 'clause_removed' | 'clause_changed' | 'withdrawn'

export interface TermTables {
  /** The terms both sides confirmed; no row, as long as they have confirmed none. A version confirmed later takes the place of the one before. */
  term_sheet: { deal_id: number; number: number; content: TermContent | string; sha256: string; confirmed_at: Date }
  /** A version as it was sent, for ever. */
  term_version: {
    id: Generated<number>
    deal_id: number
    number: number
    content: TermContent | string
    sha256: string
    reasons: Partial<Record<ClauseKey, string>> | string // why a clause was changed, in its sender's words
    note: string
    organisation_id: number
    person_id: number
    sent_at: Date
    request_key: string
  }
  /** What one side is writing and has not sent; nobody but that side reads it. */
  term_draft: { deal_id: number; organisation_id: number; base_number: number; content: TermContent | string; reasons: Partial<Record<ClauseKey, string>> | string; saved_by: number; saved_at: Date }
  /** That a side agrees to one clause as it reads; ended when its text changed or the side took it back. */
  term_agreement: { id: Generated<number>; deal_id: number; clause: ClauseKey; sha256: string; organisation_id: number; person_id: number; agreed_at: Date; ended_at: Date | null; ended_by_number: number | null }
  /** That a side's signer confirmed one version as a whole; lapsed when it was followed by another before the other side had confirmed too. */
  term_confirmation: { id: Generated<number>; deal_id: number; number: number; sha256: string; organisation_id: number; person_id: number; confirmed_at: Date; lapsed_at: Date | null; lapse_reason: LapseReason | null }
  term_assumption: { id: Generated<number>; deal_id: number; organisation_id: number; audience: Audience; values: AssumptionValues | string; saved_by: number; saved_at: Date }
}
export type TermVersion = Selectable<TermTables['term_version']> & { content: TermContent; reasons: Partial<Record<ClauseKey, string>> }

export type TermEvent =
  | ({ type: 'terms.version_sent'; number: number; changed: ClauseKey[]; removed: ClauseKey[] } & OfDeal)
  | ({ type: 'terms.clauses_agreed'; clauses: ClauseKey[] } & OfDeal)
  | ({ type: 'terms.agreement_withdrawn'; clause: ClauseKey } & OfDeal)
  | ({ type: 'term_sheet.side_confirmed'; number: number; sha256: string } & OfDeal)
  | ({ type: 'term_sheet.confirmation_lapsed'; number: number; reason: LapseReason; clauses: ClauseKey[]; of_organisation_id: number } & OfDeal)
  | ({ type: 'term_sheet.confirmed'; number: number; sha256: string } & OfDeal)
  | ({ type: 'terms.assumptions_shared' } & OfDeal)
  | { type: 'terms.draft_saved'; deal_id: number; clause: ClauseKey }
  | { type: 'terms.assumptions_kept'; deal_id: number }
