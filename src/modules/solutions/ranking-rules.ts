import type { SolutionRules } from './schema.ts'

/** An exact number: numerator and denominator without common divisor, the denominator above zero. */
export interface Fraction { n: bigint; d: bigint }
const gcd = (a: bigint, b: bigint): bigint => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a }
export function fraction(n: bigint, d = 1n): Fraction {
  if (d === 0n) throw new RangeError('a fraction over zero')
  const sign = d < 0n ? -1n : 1n, divisor = gcd(n, d) || 1n
  return { n: (sign * n) / divisor, d: (sign * d) / divisor }
}
export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const compared = (a: Fraction, b: Fraction): number => { const left = a.n * b.d, right = b.n * a.d; return left < right ? -1 : left > right ? 1 : 0 }
export const written = ({ n, d }: Fraction): string => (d === 1n ? String(n) : `${n}/${d}`)
export function readFraction(text: string): Fraction {
  const [n = '0', d = '1'] = text.split('/')
  return fraction(BigInt(n), BigInt(d))
}
/** Hundredths, half away from zero: for the eye only, nothing is compared by it. */
export function hundredths({ n, d }: Fraction): number {
  const doubled = (n < 0n ? -n : n) * 200n, rounded = Number((doubled + d) / (2n * d))
  return n < 0n ? -rounded : rounded
}

/** One organisation's answer as it is ranked. */
export interface Rankable {
  /** Unique among them. */
  number: number
  /** For each criterion what every member gave, in any order. */
  points: Readonly<Record<string, readonly number[]>>
  price: number | null
  /** Milliseconds since 1970. */
  submitted_at: number
  excluded: boolean
}
export interface Ranked { number: number; technical: Fraction; price_points: Fraction | null; value: Fraction | null; rank: number | null; why: 'ranked' | 'below_threshold' | 'excluded' | 'no_price' }

/** The technical score of 100: what the members gave, weighed by the criteria among themselves. */
export function technicalOf(rules: SolutionRules, points: Rankable['points']): Fraction {
  const weights = rules.criteria.reduce((sum, { weight_basis_points }) => sum + weight_basis_points, 0)
  return rules.criteria.reduce((sum, { key, weight_basis_points }) => {
    const given = points[key] ?? []
    if (given.length === 0) throw new RangeError(`nobody scored ${key}`)
    const mean = fraction(BigInt(given.reduce((all, one) => all + one, 0)), BigInt(given.length))
    return plus(sum, times(mean, fraction(BigInt(weight_basis_points), BigInt(weights))))
  }, fraction(0n))
}
export const reaches = (rules: SolutionRules, technical: Fraction): boolean => compared(technical, fraction(BigInt(rules.threshold))) >= 0

/**
 * Everybody's place. Who does not reach the threshold, has no price, or was excluded with a reason has none. Equal values: the
 * better technical score, then who handed in earlier, then the lower number. The order they are given in does not matter.
 */
export function ranking(rules: SolutionRules, answers: readonly Rankable[]): Ranked[] {
  const judged = answers.map((answer) => ({ answer, technical: technicalOf(rules, answer.points) }))
  const whyNot = ({ answer, technical }: (typeof judged)[number]): Ranked['why'] => (!reaches(rules, technical) ? 'below_threshold' : answer.excluded ? 'excluded' : answer.price === null ? 'no_price' : 'ranked')
  const standing = judged.filter((one) => whyNot(one) === 'ranked')
  const lowest = standing.reduce<number | null>((least, { answer }) => (least === null || answer.price! < least ? answer.price : least), null)
  const technicalShare = fraction(BigInt(10_000 - rules.price_weight_basis_points), 10_000n), priceShare = fraction(BigInt(rules.price_weight_basis_points), 10_000n)
  const valued = standing.map(({ answer, technical }) => {
    const price_points = fraction(100n * BigInt(lowest!), BigInt(answer.price!))
    return { answer, technical, price_points, value: plus(times(technical, technicalShare), times(price_points, priceShare)) }
  }).toSorted((a, b) => compared(b.value, a.value) || compared(b.technical, a.technical) || a.answer.submitted_at - b.answer.submitted_at || a.answer.number - b.answer.number)
  return [
    ...valued.map(({ answer, technical, price_points, value }, i) => ({ number: answer.number, technical, price_points, value, rank: i + 1, why: 'ranked' as const })),
    ...judged.filter((one) => whyNot(one) !== 'ranked').toSorted((a, b) => a.answer.number - b.answer.number).map((one) => ({ number: one.answer.number, technical: one.technical, price_points: null, value: null, rank: null, why: whyNot(one) })),
  ]
}

/** Whether a price is so far below the mean of the others that it has to be explained before anybody is excluded for it. */
export function abnormallyLow(rules: SolutionRules, price: number, others: readonly number[]): boolean {
  if (others.length === 0) return false
  const sum = others.reduce((all, one) => all + BigInt(one), 0n)
  return BigInt(price) * 10_000n * BigInt(others.length) < BigInt(rules.low_share_basis_points) * sum
}
