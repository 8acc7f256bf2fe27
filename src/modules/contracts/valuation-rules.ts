import type { ContractFields, ContractKind, ValuationCause } from './schema.ts'

export type ValuationRefusal =
  | { code: 'valuation_not_there'; cause: ValuationCause; field: 'without_valuation' }
  | { code: 'unvalued_reason_needed'; field: 'unvalued_reason' }

/** A valuation a side may read in the file. Of one lying in a dossier only the paper is known. */
export interface Valued { document: { id: number; name: string }; valuation: number | null; valued_on: string | null; valuer: string }
/** What is asked of who signs, and what of it is in the file for their side. `said`: a value without its paper. */
export interface ValuationAsked { cause: ValuationCause; there: Valued | null; said: { valuation: number; valued_on: string } | null }

/** What a signature was given with; shown to whom it may be. */
export interface SigningValuation { signature_id: number; valuation: number | null; valued_on: string | null; valuer: string; document_name: string | null; reason: string }

/** Why a valuation is asked for as this text is signed by this side; null: it is not. Only the side that stated a State-funded result is asked for that, as the other is not told of it. */
export const valuationCause = ({ kind, form, stated }: { kind: ContractKind; form: ContractFields['form']; stated: boolean }): ValuationCause | null =>
  kind !== 'contract' ? null : form === 'capital_contribution' ? 'capital' : stated ? 'result' : null

/** What whoever signs says of a valuation that is not there. */
export interface WordOnValuation { without_valuation?: boolean; unvalued_reason?: string }
/** Nothing forbids signing without a valuation; it is done knowingly, and with a reason. */
export const valuationRefusal = ({ cause, there }: Pick<ValuationAsked, 'cause' | 'there'>, { without_valuation = false, unvalued_reason = '' }: WordOnValuation): ValuationRefusal | null =>
  there ? null : !without_valuation ? { code: 'valuation_not_there', cause, field: 'without_valuation' } : !unvalued_reason ? { code: 'unvalued_reason_needed', field: 'unvalued_reason' } : null
