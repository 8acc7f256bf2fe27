import { defaultWeights, type Weights } from '../../platform/likeness/weights.ts'
import type { EvidenceGrade } from '../listings/schema.ts'
import type { MatchReason } from './schema.ts'

/** What of a listing is compared besides its texts. */
export interface Facts {
  research_fields: readonly string[]
  patent_classes: readonly string[]
  industries: readonly string[]
  transfer_forms: readonly string[]
  trl: number | null
  price_mode: 'fixed' | 'range' | 'negotiable'
  price_min: number | null
  price_max: number | null
  ward_code: string | null
  evidence_grade: EvidenceGrade
  /** Of a need: how soon it must be solved. */
  urgency: 'three_months' | 'this_year' | 'next_year' | 'open' | null
  /** Of an offer: the part of public money in it, in basis points. */
  state_share: number | null
}

/** What facts count beside words and meaning; learnt as those are. */
export interface FactWeights { field: number; related: number; patent_class: number; industry: number; trl: number; price: number; form: number; place: number; evidence: number }
/** What words, meaning and the company of the best count beside each other where matches are shown. */
export interface CloseWeights { words: number; meaning: number; company: number }
export interface MatchWeights { text: Weights; close: CloseWeights; facts: FactWeights }
export const programWeights: MatchWeights = {
  text: defaultWeights,
  close: { words: 1, meaning: 1, company: 0 },
  facts: { field: 0.2, related: 0.11, patent_class: 0.08, industry: 0.03, trl: 0.06, price: 0.06, form: 0.02, place: 0.02, evidence: 0.04 },
}
export type Fact = keyof FactWeights
export const factNames = Object.keys(programWeights.facts) as Fact[]

/** What the facts of two listings say: how far each speaks for the match (1) or against it (-1), and the reasons. What is not known says nothing. */
export interface Weighed { facts: Record<Fact, number>; reasons: MatchReason[] }

/** A need that cannot wait weighs a technology that is not ready as heavier. */
const hurry = { three_months: 1.5, this_year: 1.2, next_year: 1, open: 0.8 } as const

export function weighFacts(need: Facts, offer: Facts): Weighed {
  const facts: Record<Fact, number> = { field: 0, related: 0, patent_class: 0, industry: 0, trl: 0, price: 0, form: 0, place: 0, evidence: 0 }
  const reasons: MatchReason[] = []
  const both = <T>(a: readonly T[], b: readonly T[]): T | undefined => a.find((one) => b.includes(one))
  const same = both(need.research_fields, offer.research_fields)
  const related = need.research_fields.find((field) => offer.research_fields.some((other) => other.slice(0, 3) === field.slice(0, 3)))
  if (same) { facts.field = 1; reasons.push({ code: 'same_field', field: same }) }
  else if (related) { facts.related = 1; reasons.push({ code: 'related_field', field: related.slice(0, 3) }) }
  const patentClass = both(need.patent_classes, offer.patent_classes)
  if (patentClass) { facts.patent_class = 1; reasons.push({ code: 'same_class', patent_class: patentClass }) }
  const industry = both(need.industries, offer.industries)
  if (industry) { facts.industry = 1; reasons.push({ code: 'same_industry', industry }) }
  if (need.trl !== null && offer.trl !== null) {
    const met = offer.trl >= need.trl
    facts.trl = met ? 1 : -Math.min(3, need.trl - offer.trl) / 3 * hurry[need.urgency ?? 'next_year']
    reasons.push({ code: met ? 'trl_met' : 'trl_short', offered: offer.trl, wanted: need.trl })
  }
  const budget = need.price_mode === 'range' ? need.price_max : need.price_min
  if (need.price_mode !== 'negotiable' && offer.price_mode !== 'negotiable' && budget !== null && offer.price_min !== null) {
    const met = offer.price_min <= budget
    facts.price = met ? 1 : -0.5
    reasons.push({ code: met ? 'within_budget' : 'over_budget', price: offer.price_min, budget })
  }
  const form = both(need.transfer_forms, offer.transfer_forms)
  if (form) { facts.form = 1; reasons.push({ code: 'same_form', form }) }
  if (need.ward_code && need.ward_code === offer.ward_code) { facts.place = 1; reasons.push({ code: 'same_place', ward: need.ward_code }) }
  if (offer.evidence_grade >= 3) reasons.push({ code: 'proven', grade: offer.evidence_grade })
  facts.evidence = offer.evidence_grade / 4
  if (offer.state_share) reasons.push({ code: 'public_money', share: offer.state_share })
  return { facts, reasons }
}

/** What the texts of two listings say: `words` is how much of what is asked for is there (0 to 1), `meaning` how near they lie (-1 to 1), `company` what an item’s nearest among the best are worth (0 to 1). */
export interface TextLikeness { words: number; meaning: number; company: number }

/** Half the points for words are given at this share of what is asked for; real pairs of the demonstration city reach more, unrelated ones less. */
const halfShare = 0.12

/** How far two texts speak of the same thing, from 0 to 1; by words alone while nothing is known of meaning. */
export function closeness({ words, meaning }: TextLikeness, known: boolean): number {
  const said = words / (words + halfShare)
  return known ? (said + Math.max(0, meaning)) / 2 : said
}

/** What of texts and facts is weighed, each from about -1 to 1. */
export const featureNames = ['words', 'meaning', 'company', ...factNames] as const
export type Feature = (typeof featureNames)[number]
export const featuresOf = ({ words, meaning, company }: TextLikeness, facts: Record<Fact, number>): number[] =>
  [words / (words + halfShare), Math.max(0, meaning), company, ...factNames.map((name) => facts[name])]
/** What each counts; texts fill three quarters of the whole. */
export function vectorOf({ close, facts }: MatchWeights): number[] {
  const all = close.words + close.meaning + close.company || 1
  return [...[close.words, close.meaning, close.company].map((part) => 0.75 * part / all), ...factNames.map((name) => facts[name])]
}
/** How well an offer meets a need, from 0 to 1, which only one would reach that says all of it and has every fact: so no two are level because both are full. */
export function scoreOf(text: TextLikeness, facts: Record<Fact, number>, weights: MatchWeights): number {
  const worth = vectorOf(weights)
  // The same and a related field do not come together.
  const full = worth.reduce((sum, one) => sum + one, 0) - weights.facts.related
  return Math.max(0, Math.min(1, featuresOf(text, facts).reduce((sum, feature, i) => sum + feature * worth[i]!, 0) / (full || 1)))
}

/** Below this nothing is shown: a poor match teaches people not to look. Within one field less is asked of the words. */
const least = { score: 0.24, close: 0.45, withinField: 0.34 }

/** Whether two listings match well enough to be shown. */
export const isMatch = (score: number, close: number, facts: Record<Fact, number>): boolean => score >= least.score && close >= (facts.field > 0 ? least.withinField : least.close)
