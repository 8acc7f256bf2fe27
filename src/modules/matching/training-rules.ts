import { type CloseWeights, type Fact, factNames, type Feature, featureNames, type MatchWeights, vectorOf } from './rules.ts'

export type TrainingRefusal = { code: 'training_unknown'; training: number } | { code: 'serving_meanwhile' }

/** One answer to a need (or a need to an offer) as it was judged. */
export interface Judged {
  features: readonly number[]
  /** 0: not what is sought; more: better. */
  grade: number
  /** What a judge who said no said no to; null: to the whole. Empty: to nothing that ranking could learn. */
  about: readonly Feature[] | null
}
/** What was judged for one listing. */
export interface Case { judged: readonly Judged[] }

/** What a reason for declining speaks about: “too early” teaches how much readiness counts and nothing else. */
export const taught: Record<string, readonly Feature[] | null> = {
  too_early: ['trl'], too_dear: ['price'], wrong_field: ['words', 'meaning', 'field', 'related', 'patent_class'], wrong_place: ['place'], not_what_it_says: ['evidence'], wrong_scale: ['words', 'meaning'],
  already_have: [], no_longer_needed: [], other: null,
}

interface Pair { difference: number[]; weight: number }
/** Each better one beside each worse one of the same case; a case counts once, however many were judged. */
function pairsOf(cases: readonly Case[]): Pair[] {
  return cases.flatMap(({ judged }) => {
    const pairs: number[][] = []
    for (const better of judged) for (const worse of judged) {
      if (better.grade <= worse.grade) continue
      const about = worse.about
      pairs.push(better.features.map((value, i) => (about === null || about.includes(featureNames[i]!) ? value - worse.features[i]! : 0)))
    }
    return pairs.filter((difference) => difference.some(Boolean)).map((difference) => ({ difference, weight: 1 / pairs.length }))
  })
}

/** How steep the choice between two is, and how strongly weights are held where they were. */
const steepness = 6, held = 0.15, steps = 400
/**
 * Weights under which better ones come before worse ones: pairwise logistic ranking (Burges et al. 2005,
 * RankNet, with a linear scorer), held to the ones given so that little evidence moves them little. None
 * falls below zero: no fact speaks against itself.
 */
export function learnWeights(cases: readonly Case[], from: MatchWeights): MatchWeights {
  const pairs = pairsOf(cases), start = vectorOf(from), weights = [...start]
  if (pairs.length === 0) return from
  const total = cases.length
  for (let step = 0; step < steps; step++) {
    const gradient = weights.map((weight, i) => held * (weight - start[i]!))
    for (const { difference, weight } of pairs) {
      const margin = steepness * difference.reduce((sum, value, i) => sum + value * weights[i]!, 0)
      const pull = steepness * weight / (total * (1 + Math.exp(Math.min(50, margin))))
      for (let i = 0; i < weights.length; i++) gradient[i]! -= pull * difference[i]!
    }
    for (let i = 0; i < weights.length; i++) weights[i] = Math.max(0, weights[i]! - 0.1 * gradient[i]!)
  }
  const [words = 0, meaning = 0, company = 0] = weights, texts = words + meaning + company
  // Texts fill three quarters again; what facts count is kept in proportion to them.
  const scale = texts > 0 ? 0.75 / texts : 1
  const round = (value: number): number => Math.round(value * 10_000) / 10_000
  const close: CloseWeights = { words: round(words * scale), meaning: round(meaning * scale), company: round(company * scale) }
  const facts = Object.fromEntries(factNames.map((name, i) => [name, round(weights[i + 3]! * scale)])) as Record<Fact, number>
  return { text: from.text, close, facts }
}

/** A case teaches and tests something where one was judged better than another. */
const tells = ({ judged }: Case): boolean => new Set(judged.map(({ grade }) => grade)).size > 1

/** nDCG of the first ten of one case under these weights. */
function valueOf({ judged }: Case, worth: readonly number[]): number {
  const gain = (order: readonly number[]): number => order.slice(0, 10).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)
  const ranked = judged.map(({ features, grade }, i) => ({ grade, i, score: features.reduce((sum, value, f) => sum + value * worth[f]!, 0) })).toSorted((a, b) => b.score - a.score || a.i - b.i)
  return gain(ranked.map(({ grade }) => grade)) / gain(judged.map(({ grade }) => grade).toSorted((a, b) => b - a))
}
const mean = (values: readonly number[]): number => (values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0)
/** The mean of it over the cases that tell anything. */
export const qualityOf = (cases: readonly Case[], weights: MatchWeights): number => mean(cases.filter(tells).map((one) => valueOf(one, vectorOf(weights))))

const folds = 5
export interface Learnt { weights: MatchWeights; quality: number; before: number; better: boolean }
/** New weights serve only where they are better by this on what they had not seen, by more than chance would give in one of twenty times, and so much was judged. */
const least = { gain: 0.001, cases: 20, deviations: 1.64 }
/** Weights learnt from all cases, and how good such weights and the present ones are on cases kept apart from learning, five parts in turn. */
export function learnAndCompare(all: readonly Case[], present: MatchWeights): Learnt {
  const cases = all.filter(tells), was = vectorOf(present)
  const values = Array.from({ length: folds }, (_, fold) => {
    const learnt = vectorOf(learnWeights(cases.filter((_one, i) => i % folds !== fold), present))
    return cases.filter((_one, i) => i % folds === fold).map((one) => ({ now: valueOf(one, learnt), before: valueOf(one, was) }))
  }).flat()
  const gains = values.map(({ now, before }) => now - before), gain = mean(gains)
  const error = Math.sqrt(mean(gains.map((value) => (value - gain) ** 2)) / Math.max(1, gains.length - 1))
  return { weights: learnWeights(cases, present), quality: mean(values.map(({ now }) => now)), before: mean(values.map(({ before }) => before)), better: cases.length >= least.cases && gain >= least.gain && gain > least.deviations * error }
}
