import type { EvidenceGrade, PriceMode, RightStatus } from '../listings/schema.ts'
import type { Locale } from '../../platform/locale.ts'

/** Offers that stand beside each other; more do not fit a page or a mind. */
export const mostCompared = 5
/** Matches offered to choose from. */
export const mostOffered = 12

/** Đạt · không đạt · chưa rõ · bên cần không yêu cầu. */
export const verdicts = ['met', 'not_met', 'unknown', 'not_asked'] as const
export type Verdict = (typeof verdicts)[number]
export const comparedRows = ['trl', 'price', 'evidence', 'forms', 'rights', 'limits', 'place', 'language', 'support', 'adoption', 'match'] as const
export type ComparedRow = (typeof comparedRows)[number]

interface Priced { price_mode: PriceMode; price_min: number | null; price_max: number | null }
export interface NeedFacts extends Priced { trl: number | null; transfer_forms: readonly string[]; ward_code: string | null; original_language: Locale; constraints: string }
export interface OfferFacts extends Priced {
  trl: number | null
  evidence_grade: EvidenceGrade
  transfer_forms: readonly string[]
  ward_code: string | null
  country_code: string
  languages: readonly Locale[]
  rights: readonly RightStatus[]
  limits: string
  support: string
  adoption: string
  /** Whether the engine calls it a match of this need. */
  matches: boolean
}

/** The most the need would pay; null where it is open to talk. */
export const budgetOf = ({ price_mode, price_min, price_max }: Priced): number | null => (price_mode === 'negotiable' ? null : price_mode === 'range' ? (price_max ?? price_min) : price_min)
const askedOf = (asked: boolean, known: boolean, met: boolean): Verdict => (!asked ? 'not_asked' : !known ? 'unknown' : met ? 'met' : 'not_met')

/**
 * Whether an offer meets what the need asks, row by row. What only people can judge, such as whether a
 * machine fits a shed, is said to be unknown however much is written about it; a row says "met" only where
 * two facts can be compared.
 */
export const verdictOf: Record<ComparedRow, (need: NeedFacts, offer: OfferFacts) => Verdict> = {
  trl: (need, offer) => askedOf(need.trl !== null, offer.trl !== null, (offer.trl ?? 0) >= (need.trl ?? 0)),
  price: (need, offer) => askedOf(budgetOf(need) !== null, offer.price_mode !== 'negotiable' && offer.price_min !== null, (offer.price_min ?? 0) <= (budgetOf(need) ?? 0)),
  // From grade 2 on a moderator has compared a document; below it is the owner's word, or was contradicted.
  evidence: (_, offer) => (offer.evidence_grade >= 2 ? 'met' : 'not_met'),
  forms: (need, offer) => askedOf(need.transfer_forms.length > 0, offer.transfer_forms.length > 0, need.transfer_forms.some((form) => offer.transfer_forms.includes(form))),
  // A right in force; one that is filed may be refused yet, and a secret is written nowhere.
  rights: (_, { rights }) => (rights.includes('granted') ? 'met' : rights.length > 0 && rights.every((status) => status === 'expired' || status === 'refused') ? 'not_met' : 'unknown'),
  limits: (need) => (need.constraints ? 'unknown' : 'not_asked'),
  place: (need, offer) => askedOf(need.ward_code !== null, offer.ward_code !== null || offer.country_code !== 'VN', need.ward_code === offer.ward_code),
  language: (need, offer) => (offer.languages.includes(need.original_language) ? 'met' : 'not_met'),
  support: (_, offer) => (offer.support ? 'met' : 'unknown'),
  adoption: (need) => (need.constraints ? 'unknown' : 'not_asked'),
  match: (_, offer) => (offer.matches ? 'met' : 'not_met'),
}

/** The offers an address names, as a list of numbers or as boxes ticked: each once, in their order, and at most so many. */
export function offersAsked(typed: unknown): { ids: number[]; more: boolean } {
  const words = (Array.isArray(typed) ? typed : [typed]).slice(0, 50).flatMap((one) => (typeof one === 'string' ? one.slice(0, 200).split(',') : []))
  const ids = [...new Set(words.map((word) => word.trim()).filter((word) => /^[1-9]\d{0,8}$/.test(word)).map(Number))]
  return { ids: ids.slice(0, mostCompared), more: ids.length > mostCompared }
}
