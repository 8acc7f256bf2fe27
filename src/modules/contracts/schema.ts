import type { Generated, Selectable } from 'kysely'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import type { Verdict } from '../../platform/signatures/verdict.ts'
import type { OfDeal } from '../deals/schema.ts'
import type { transferForms } from '../terms/schema.ts'

/** biên bản ghi nhớ · hợp đồng chuyển giao công nghệ: one of each a deal. */
export const contractKinds = ['memorandum', 'contract'] as const
/** And phụ lục hợp đồng, which changes the signed contract; of these any number, each with its own. */
export type ContractKind = (typeof contractKinds)[number] | 'annex'
/** Which text of a deal: an annex by its number. */
export interface Which { kind: ContractKind; annex?: number | undefined }

/** The fourteen contents of a technology transfer contract, in the order of Điều 23 of Law 07/2017/QH14. */
export const articleKeys = ['name', 'object', 'transfer', 'methods', 'duties', 'price', 'term', 'definitions', 'plan', 'warranty', 'penalty', 'liability', 'dispute', 'other'] as const
export type ArticleKey = (typeof articleKeys)[number]
/** What a memorandum says before there is a contract. */
export const memorandumKeys = ['purpose', 'technology', 'intentions', 'evaluation', 'confidentiality', 'negotiation', 'costs', 'binding', 'memorandum_term', 'memorandum_dispute'] as const
export const freeClauseKeys = ['free_1', 'free_2', 'free_3', 'free_4', 'free_5', 'free_6'] as const
export const contractClauseKeys = [...articleKeys, ...memorandumKeys, ...freeClauseKeys] as const
export type ContractClauseKey = (typeof contractClauseKeys)[number]

/** A clause in both languages. What is still to be filled in stands in double brackets: [[giá hợp đồng]]. */
export interface ContractClause { key: ContractClauseKey; title: Record<Locale, string>; text: Record<Locale, string> }
/** Which text decides where the two differ. */
export const prevailing = ['vi', 'en', 'equal'] as const
/** What is said of the whole. */
export interface ContractFields {
  /** The document's own number and sign, as its parties give it. */
  number: string
  place: string
  /** The form of the transfer: Điều 5. */
  form: (typeof transferForms)[number] | null
  /** The day the two sides agree it takes effect, YYYY-MM-DD; null: the day of the last signature. */
  effective_on: string | null
  /** Null where a party is of another country and nobody has chosen yet. */
  prevails: (typeof prevailing)[number] | null
}
/** A party as its papers name it, on the day the version was issued. */
export interface ContractParty {
  organisation_id: number
  name: Record<Locale, string>
  address: string
  country_code: string
  tax_code: string
  registration: string
  representative: string
  position: Record<Locale, string>
  /** The authorisation of who signs, where that is another than the representative. */
  authorised_by: string
}
/** A milestone by its name; in English where that is another, as the upfront payment of a term sheet has. Annexes before that have the stored name alone. */
export interface NamedMilestone { id: number; title: string; title_en?: string; amount: number }
/** What an annex says besides the text as it leaves it, whose `fields` are then the annex's own: its number and sign, its place, from which day. */
export interface AnnexContent {
  number: number
  /** The signed contract it belongs to. */
  of: { version_id: number; number: string; signed_on: string; sha256: string }
  /** The clauses as they stand without it, and the number each has borne since the contract was signed. */
  before: ContractClause[]
  numbers: Partial<Record<ContractClauseKey, number>>
  reason: Record<Locale, string>
  /** The payment milestones it touches, as they were when this was written. */
  milestones: NamedMilestone[]
}
/** The whole text. `format` changes when a part of it comes to mean something else. */
export interface ContractContent { format: 1; fields: ContractFields; clauses: ContractClause[]; annex?: AnnexContent }
/** A version says as well who its parties are, what it was written from, and by which template. */
export interface IssuedContent extends ContractContent { template: string; template_version: number; subject: Record<Locale, string>; parties: Record<'supplier' | 'demander', ContractParty>; term_sheet: { number: number; sha256: string } | null }

export const versionStates = ['issued', 'superseded', 'signed'] as const
export type VersionState = (typeof versionStates)[number]
export const directions = ['into_vietnam', 'out_of_vietnam', 'domestic'] as const
export type Direction = (typeof directions)[number]
export const filingKinds = ['approval', 'licence', 'registration', 'amendment', 'extension', 'termination'] as const
export type FilingKind = (typeof filingKinds)[number]
export const filingStates = ['preparing', 'filed', 'supplement_asked', 'supplement_extended', 'complete', 'certified', 'refused', 'withdrawn'] as const
export type FilingState = (typeof filingStates)[number]
export const technologyKinds = ['ordinary', 'encouraged', 'restricted', 'prohibited'] as const

/** How a side signs: a confirmation inside the Exchange, a PDF signed with a certificate, ink on paper. */
export const signingWays = ['platform', 'certificate', 'paper'] as const
export type SigningWay = (typeof signingWays)[number]
/** Why a valuation is asked for as a contract is signed: góp vốn bằng công nghệ · kết quả sử dụng ngân sách nhà nước. */
export type ValuationCause = 'capital' | 'result'
/** How a signed file lies beside the other side's. */
export type CopyKind = 'first' | 'same' | 'continued' | 'separate'

export interface ContractTables {
  /** What was found in a signed file on the day it was handed in. */
  signature_verdict: { id: Generated<number>; version_id: number; deal_id: number; document_id: number; sha256: string; verdict: Verdict | string; copy: CopyKind; organisation_id: number; person_id: number; judged_at: Date }
  /** That a side has signed a version; one a side. */
  contract_signature: {
    id: Generated<number>
    version_id: number
    deal_id: number
    organisation_id: number
    way: SigningWay
    signer_name: string
    position: string
    sha256: string // of the version's PDF
    document_id: number | null // the signed file, or the scan
    verdict_id: number | null
    certificate: string // its SHA-256; empty without
    signed_at: Date
    place: string
    person_id: number // who recorded it
    recorded_at: Date
    request_key: string
  }
  /** With which valuation a side signed, or why without one. */
  signing_valuation: { signature_id: number; deal_id: number; organisation_id: number; cause: ValuationCause; valuation: Vnd | null; valued_on: Date | string | null; valuer: Generated<string>; document_id: number | null; reason: Generated<string>; person_id: number; at: Date }
  /** What is being written, both sides at one text; a deal has one memorandum and one contract. */
  contract: {
    id: Generated<number>
    deal_id: number
    kind: ContractKind
    template: string
    template_version: number
    content: ContractContent | string
    draft_version: Generated<number>
    created_by: number
    created_at: Date
    changed_by: number
    changed_at: Date
  }
  /** That a text is an annex: which, who began it, and how it ended. */
  contract_annex: { contract_id: number; deal_id: number; number: number; organisation_id: number; person_id: number; begun_at: Date; request_key: string; ended_at: Generated<Date | null>; ending: Generated<'signed' | 'withdrawn' | null>; withdrawn_organisation_id: Generated<number | null>; withdrawn_by: Generated<number | null>; withdrawal: Generated<string> }
  contract_edit: { id: Generated<number>; contract_id: number; deal_id: number; clause: ContractClauseKey; text_vi: string; text_en: string; removed: Generated<boolean>; organisation_id: number; person_id: number; edited_at: Date }
  /** A version as it was issued, for ever. Migration 0042 says how it becomes signed; signed.ts does it. */
  contract_version: {
    id: Generated<number>
    contract_id: number
    deal_id: number
    kind: ContractKind
    number: number
    content: IssuedContent | string
    content_sha256: string
    pdf_document_id: number
    sha256: string // of the PDF
    note: string
    organisation_id: number
    person_id: number
    issued_at: Date
    request_key: string
    state: Generated<VersionState>
    superseded_at: Generated<Date | null>
    signed_at: Generated<Date | null>
    signed_on: Generated<Date | string | null>
  }
  contract_approval: { id: Generated<number>; version_id: number; deal_id: number; organisation_id: number; person_id: number; approved_at: Date; lapsed_at: Generated<Date | null>; lapse_reason: Generated<'clause_removed' | 'clause_changed' | 'withdrawn' | null> }
  registration_fact: {
    id: Generated<number>
    deal_id: number
    direction: Direction
    state_money: boolean // the receiving side pays with the State's money, in whole or in part
    result_certificate: boolean // and the result of the task is already registered
    technology: (typeof technologyKinds)[number]
    voluntary: Generated<boolean> // registered by choice
    performed: Generated<boolean | null> // already, as it is registered by choice; null: not said
    appraised: Generated<boolean> // restricted technology, appraised when the investment was decided on
    note: string
    organisation_id: number
    person_id: number
    stated_at: Date
  }
  registration_filing: {
    id: Generated<number>
    deal_id: number
    version_id: number | null
    kind: FilingKind
    organisation_id: number
    state: Generated<FilingState>
    changes: string
    authority: Generated<string>
    filed_on: Generated<Date | string | null>
    receipt_number: Generated<string>
    asked_on: Generated<Date | string | null>
    asked_what: Generated<string>
    extended_on: Generated<Date | string | null> // more time was given to hand it in, once
    supplemented_on: Generated<Date | string | null>
    complete_on: Generated<Date | string | null>
    decided_on: Generated<Date | string | null>
    certificate_number: Generated<string>
    refusal_reason: Generated<string>
    opened_by: number
    opened_at: Date
    changed_at: Date
    request_key: string
  }
  registration_paper: { filing_id: number; code: string; deal_id: number; document_id: number | null; left_out: string; organisation_id: number; person_id: number; put_at: Date }
}
export type Contract = Omit<Selectable<ContractTables['contract']>, 'content'> & { content: ContractContent }
export type ContractVersion = Omit<Selectable<ContractTables['contract_version']>, 'content' | 'signed_on'> & { content: IssuedContent; signed_on: string | null }
export type Filing = Omit<Selectable<ContractTables['registration_filing']>, 'filed_on' | 'asked_on' | 'extended_on' | 'supplemented_on' | 'complete_on' | 'decided_on'> & Record<'filed_on' | 'asked_on' | 'extended_on' | 'supplemented_on' | 'complete_on' | 'decided_on', string | null>
export type Facts = Pick<Selectable<ContractTables['registration_fact']>, 'direction' | 'state_money' | 'result_certificate' | 'technology' | 'voluntary' | 'appraised'> & { performed?: boolean | null }

type OfVersion = Which & { number: number; version_id: number } & OfDeal
type OfAnnex = { annex: number } & OfDeal
type OfFiling = { filing_id: number; kind: FilingKind } & OfDeal
export type ContractEvent =
  | (Which & { type: 'contract.drafted'; template: string; template_version: number; terms: number | null } & OfDeal)
  | (Which & { type: 'contract.clause_written'; clause: ContractClauseKey } & OfDeal)
  | (Which & { type: 'contract.clause_removed'; clause: ContractClauseKey } & OfDeal)
  | (Which & { type: 'contract.fields_written' } & OfDeal)
  | ({ type: 'contract.version_issued'; changed: ContractClauseKey[]; removed: ContractClauseKey[]; sha256: string } & OfVersion)
  | ({ type: 'contract.version_approved'; organisation_id: number } & OfVersion)
  | ({ type: 'contract.approval_lapsed'; of_organisation_id: number; reason: 'clause_removed' | 'clause_changed' | 'withdrawn'; clauses: ContractClauseKey[] } & OfVersion)
  | ({ type: 'contract.signature_given'; way: SigningWay; signed_on: string; organisation_id: number } & OfVersion)
  | ({ type: 'contract.signed_without_valuation'; cause: ValuationCause; reason: string; organisation_id: number } & Which & { number: number; version_id: number; deal_id: number })
  | ({ type: 'contract.signed_file_refused'; code: string; sha256: string; organisation_id: number } & OfVersion)
  | ({ type: 'contract.signed'; signed_on: string; sha256: string } & OfVersion)
  | ({ type: 'contract.annex_begun'; organisation_id: number } & OfAnnex)
  | ({ type: 'contract.annex_withdrawn'; organisation_id: number; reason: string } & OfAnnex)
  | ({ type: 'contract.annex_plan_followed'; organisation_id: number } & OfAnnex)
  | ({ type: 'registration.facts_stated'; direction: Direction; state_money: boolean; technology: (typeof technologyKinds)[number] } & OfDeal)
  | ({ type: 'registration.filing_opened' } & OfFiling)
  | ({ type: 'registration.dossier_changed'; code: string } & OfFiling)
  | ({ type: 'registration.filed'; filed_on: string } & OfFiling)
  | ({ type: 'registration.supplement_asked'; asked_on: string } & OfFiling)
  | ({ type: 'registration.supplement_extended'; extended_on: string } & OfFiling)
  | ({ type: 'registration.supplemented'; supplemented_on: string } & OfFiling)
  | ({ type: 'registration.dossier_complete'; complete_on: string } & OfFiling)
  | ({ type: 'registration.certified'; certificate_number: string; decided_on: string } & OfFiling)
  | ({ type: 'registration.refused'; decided_on: string; reason: string } & OfFiling)
  | ({ type: 'registration.withdrawn' } & OfFiling)
