import { largestVnd, vnd, type Vnd } from '../../platform/money.ts'
import { type AssumptionValues, type ClauseKey, clauseKeys, type TermClauses, type TermContent } from './schema.ts'

/**
 * What a term sheet is worth: the cash that would flow between the sides in each year, if what is
 * supposed came true, and its value on the day of signing. Every amount is a whole đồng. Quotients are
 * rounded where they arise, once, by a rounding that has a name, and every total is the sum of the
 * rounded parts shown: nothing is rounded a second time where no reader sees it.
 *
 * Sources. Net present value, Σ Cₜ / (1 + r)ᵗ: Brealey, Myers, Allen, Principles of Corporate Finance,
 * chapters 2 and 5. Royalties as an income a technology brings: the method of royalties for the use of
 * an intangible asset (tiền sử dụng tài sản vô hình), which Thông tư 37/2024/TT-BTC names among the
 * income approach. Amounts that hang on an event, times its probability: Stewart, Allison, Johnson,
 * Putting a price on biotechnology, Nature Biotechnology 19 (2001). Minimums, caps, tiers and the
 * deduction for royalties owed to others (stacking): WIPO and ITC, Exchanging Value (2005), part on
 * financial terms; that such royalties add up: Lemley and Shapiro, 85 Texas Law Review (2007).
 */

/** Down to the whole đồng: what is reckoned by a rate never claims the đồng it has not reached. */
export const roundDown = (dividend: bigint, divisor: bigint): bigint => dividend / divisor
/** To the nearest đồng, halves away from zero, so that what one side receives and the other pays stay the same number. */
export const roundHalf = (dividend: bigint, divisor: bigint): bigint => (dividend < 0n ? -roundHalf(-dividend, divisor) : (2n * dividend + divisor) / (2n * divisor))
const whole = 10_000n

/** The lines of the flow, in the order in which they are shown. `to`: whom a line is paid to. */
export const paymentLines = ['upfront', 'milestones', 'royalty', 'equity'] as const
export const demanderLines = ['sales', 'savings', 'production', 'investment', 'third_party'] as const
export const supplierLines = ['supplier_cost'] as const
export type WorthLine = (typeof paymentLines)[number] | (typeof demanderLines)[number] | (typeof supplierLines)[number]
export const worthSides = ['supplier', 'demander'] as const
export type WorthSide = (typeof worthSides)[number]

/** One line of one side: its cash in each year from 0, the day of signing, and what that is worth on that day. */
export interface Flow { line: WorthLine; cash: number[]; present: number[]; total: number; present_total: number }
export interface SideWorth { flows: Flow[]; cash: number[]; cumulative: number[]; present: number[]; total: number; present_total: number }
export interface Worth {
  years: number
  supplier: SideWorth
  demander: SideWorth
  /** What the demander pays the supplier under the sheet, all years together. */
  paid: number
  /** Milestones that fall after the years supposed and are in none of the sums. */
  beyond: Vnd
}

/** Clauses by which the demander pays. Without one of them it never pays more. */
export const payingClauses = ['upfront', 'milestones', 'royalty', 'minimum', 'equity'] as const satisfies readonly ClauseKey[]
/** Clauses that bound what it pays. Without one of them it never pays less. */
export const limitingClauses = ['cap', 'term'] as const satisfies readonly ClauseKey[]

/** Units made in a year with the technology: those of the first year grown by the rate, down to the whole unit. */
export const unitsIn = ({ units, growth_basis_points }: Pick<AssumptionValues, 'units' | 'growth_basis_points'>, year: number): bigint =>
  roundDown(BigInt(units) * (whole + BigInt(growth_basis_points)) ** BigInt(year - 1), whole ** BigInt(year - 1))

/** The months of a year in which royalties are due under the term: 12, or what is left of it. */
const monthsIn = (term: TermClauses['term'] | undefined, year: number): bigint => BigInt(Math.max(0, Math.min(12, (term?.months ?? Infinity) - (year - 1) * 12)))

/** The year in which a milestone falls due: that of its day, counted in whole years begun since signing, or the one supposed for its event. */
export const milestoneYear = ({ after_days }: TermClauses['milestones']['rows'][number], supposed: AssumptionValues['milestones'][number] | undefined): number => (after_days !== null ? Math.ceil(after_days / 365) : (supposed?.year ?? 1))

/**
 * The royalty of one year before minimum and cap. Tiers are marginal: the units above a threshold bear
 * its rate, those below the rate before. What is owed to third parties may be taken off by the share
 * the clause allows, down to the floor it keeps.
 */
export function royaltyDue(clause: TermClauses['royalty'], { price, unit_saving, third_party_basis_points }: Pick<AssumptionValues, 'price' | 'unit_saving' | 'third_party_basis_points'>, units: bigint): bigint {
  const steps = [{ from: 1n, rate: BigInt((clause.base === 'units' ? clause.per_unit : clause.rate_basis_points) ?? 0) }, ...clause.tiers.map((tier) => ({ from: BigInt(tier.from_units), rate: BigInt((clause.base === 'units' ? tier.per_unit : tier.rate_basis_points) ?? 0) }))]
  const value = clause.base === 'units' ? whole : BigInt(clause.base === 'savings' ? unit_saving : price)
  let gross = 0n
  for (const [i, { from, rate }] of steps.entries()) {
    const next = steps[i + 1]?.from
    const last = next === undefined || units < next ? units : next - 1n
    if (last >= from) gross += (last - from + 1n) * value * rate
  }
  const due = roundDown(gross, whole)
  const owed = roundDown(units * BigInt(price) * BigInt(third_party_basis_points), whole)
  const off = roundDown(owed * BigInt(clause.offset_basis_points ?? 0), whole)
  const floor = roundDown(due * BigInt(clause.floor_basis_points ?? 0), whole)
  return off >= due ? floor : due - off < floor ? floor : due - off
}

/**
 * Royalties year by year: at least the minimum from its year on, within the term, and never beyond the cap of a year or of
 * the whole. Of the last year, where the term ends within it, the units of its months count, and the minimum for its months: as the contract says.
 */
export function royaltiesIn({ royalty, minimum, cap, term }: TermContent['clauses'], supposed: AssumptionValues): bigint[] {
  let together = 0n
  return Array.from({ length: supposed.years }, (_, i) => {
    const months = monthsIn(term, i + 1)
    const reckoned = royalty ? royaltyDue(royalty, supposed, roundDown(unitsIn(supposed, i + 1) * months, 12n)) : 0n
    const least = minimum && i + 1 >= minimum.from_year ? roundDown(BigInt(minimum.amount) * months, 12n) : 0n
    let due = reckoned > least ? reckoned : least
    if (cap) {
      const room = BigInt(cap.amount) - (cap.over === 'whole' ? together : 0n)
      if (due > room) due = room
    }
    together += due
    return due
  })
}

/** The worth of a sheet for both sides under what is supposed; null where a sum would be larger than the Exchange reckons. */
export function worthOf({ clauses }: TermContent, supposed: AssumptionValues): Worth | null {
  const years = Array.from({ length: supposed.years + 1 }, (_, year) => year)
  const none = (): bigint[] => years.map(() => 0n)
  const royalty = [0n, ...royaltiesIn(clauses, supposed)]
  const upfront = none(), milestones = none(), equity = none()
  upfront[0] = BigInt(clauses.upfront?.amount ?? 0)
  let beyond = 0n
  for (const [i, row] of (clauses.milestones?.rows ?? []).entries()) {
    const likely = supposed.milestones[i], year = milestoneYear(row, likely)
    const expected = roundDown(BigInt(row.amount) * BigInt(likely?.probability_basis_points ?? 10_000), whole)
    if (year > supposed.years) beyond += expected
    else milestones[year] = (milestones[year] ?? 0n) + expected
  }
  equity[supposed.years] = roundDown(BigInt(supposed.company_value) * BigInt(clauses.equity?.basis_points ?? 0), whole)
  const made = years.map((year) => (year === 0 ? 0n : unitsIn(supposed, year)))
  const minus = (flow: bigint[]): bigint[] => flow.map((amount) => -amount)
  const at = (first: number, yearly = 0): bigint[] => years.map((year) => BigInt(year === 0 ? first : yearly))
  const paid: [WorthLine, bigint[]][] = [['upfront', upfront], ['milestones', milestones], ['royalty', royalty], ['equity', equity]]
  const supplier = sideOf([...paid, ['supplier_cost', minus(at(supposed.supplier_cost, supposed.supplier_yearly_cost))]], supposed)
  const demander = sideOf([
    ...paid.map(([line, flow]): [WorthLine, bigint[]] => [line, minus(flow)]), ['sales', made.map((units) => units * BigInt(supposed.price))], ['savings', made.map((units) => units * BigInt(supposed.unit_saving))],
    ['production', minus(made.map((units) => units * BigInt(supposed.unit_cost)))], ['investment', minus(at(supposed.investment))], ['third_party', minus(made.map((units) => roundDown(units * BigInt(supposed.price) * BigInt(supposed.third_party_basis_points), whole)))],
  ], supposed)
  if (!supplier || !demander || beyond > BigInt(largestVnd)) return null
  return { years: supposed.years, supplier, demander, beyond: vnd(Number(beyond)), paid: supplier.flows.filter(({ line }) => (paymentLines as readonly string[]).includes(line)).reduce((sum, { total }) => sum + total, 0) }
}

/** Every line discounted to the day of signing, each amount once and to the nearest đồng; the sums are of what is shown. */
function sideOf(lines: readonly [WorthLine, bigint[]][], { discount_basis_points }: AssumptionValues): SideWorth | null {
  const flows = lines.map(([line, cash]): { line: WorthLine; cash: bigint[]; present: bigint[] } => ({ line, cash, present: cash.map((amount, year) => roundHalf(amount * whole ** BigInt(year), (whole + BigInt(discount_basis_points)) ** BigInt(year))) }))
  const bound = BigInt(largestVnd)
  const sizes = flows.flatMap(({ cash }) => cash).reduce((sum, amount) => sum + (amount < 0n ? -amount : amount), 0n)
  if (sizes > bound) return null // no sum of parts of these is larger than all of them together
  const numbers = (amounts: readonly bigint[]): number[] => amounts.map(Number)
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0)
  const shown = flows.map(({ line, cash, present }): Flow => ({ line, cash: numbers(cash), present: numbers(present), total: sum(numbers(cash)), present_total: sum(numbers(present)) }))
  const years = shown[0]?.cash.map((_, year) => year) ?? []
  const cash = years.map((year) => sum(shown.map((flow) => flow.cash[year] ?? 0))), present = years.map((year) => sum(shown.map((flow) => flow.present[year] ?? 0)))
  let together = 0
  return { flows: shown, cash, present, cumulative: cash.map((amount) => (together += amount)), total: sum(cash), present_total: sum(present) }
}

/** What may be supposed otherwise to see how much hangs on it; the probabilities of milestones go together. */
export const variedAssumptions = ['units', 'growth_basis_points', 'price', 'unit_cost', 'unit_saving', 'investment', 'supplier_cost', 'supplier_yearly_cost', 'third_party_basis_points', 'company_value', 'discount_basis_points', 'probability'] as const
export type Varied = (typeof variedAssumptions)[number]
export interface Sensitivity { varied: Varied; low: number; high: number; swing: number }
/** By so much an assumption is lowered and raised, in basis points. */
export const variedBy = 2_000
export const shownSensitivities = 3

/** One assumption a fifth lower or higher, to the nearest whole; a probability never beyond certainty. */
export function varyBy(supposed: AssumptionValues, varied: Varied, basisPoints: number): AssumptionValues {
  const times = (value: number): number => Number(roundHalf(BigInt(value) * BigInt(10_000 + basisPoints), whole))
  if (varied === 'probability') return { ...supposed, milestones: supposed.milestones.map((one) => ({ ...one, probability_basis_points: Math.min(10_000, times(one.probability_basis_points)) })) }
  return { ...supposed, [varied]: times(supposed[varied]) }
}
/** The assumptions on which a side's present value hangs most, the strongest first; those that move nothing are left out. */
export function sensitivityOf(content: TermContent, supposed: AssumptionValues, side: WorthSide): Sensitivity[] {
  return variedAssumptions.flatMap((varied): Sensitivity[] => {
    const [low, high] = [worthOf(content, varyBy(supposed, varied, -variedBy)), worthOf(content, varyBy(supposed, varied, variedBy))]
    if (!low || !high) return []
    const [lower, higher] = [low[side].present_total, high[side].present_total]
    return lower === higher ? [] : [{ varied, low: lower, high: higher, swing: Math.abs(higher - lower) }]
  }).toSorted((a, b) => b.swing - a.swing || variedAssumptions.indexOf(a.varied) - variedAssumptions.indexOf(b.varied)).slice(0, shownSensitivities)
}
/** The sheet without one of its clauses. */
export const without = ({ clauses }: TermContent, key: ClauseKey): TermContent => ({ format: 1, clauses: Object.fromEntries(clauseKeys.flatMap((one) => (one === key || clauses[one] === undefined ? [] : [[one, clauses[one]]]))) })
