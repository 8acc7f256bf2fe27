import type { RuleMark } from '../rulebook/schema.ts'
import type { Condition, Programme, Test } from './schema.ts'

export type SupportRefusal = never

/** What is known, by fact: what a side said, or what the Exchange's own records say, with the day of the paper that says it. */
export type Known = ReadonlyMap<string, { value: string; from: 'said' | 'record'; on?: string }>
export type Verdict = 'met' | 'not_met' | 'needs_fact' | 'not_verified'
export interface Judged { condition: Condition; verdict: Verdict; /** The facts it asks for that nobody has said. */ missing: string[]; /** Those it was judged by. */ used: string[] }

type Answer = { is: 'met' | 'not_met' } | { is: 'needs_fact'; missing: string[] }

/** Whether what is known passes a test: of several that must all hold one failure settles it, of several of which one suffices one success. */
export function judge(test: Test, known: Known): Answer {
  if ('any' in test) {
    const answers = test.any.map((one) => judge(one, known))
    if (answers.some(({ is }) => is === 'met')) return { is: 'met' }
    const missing = answers.flatMap((answer) => (answer.is === 'needs_fact' ? answer.missing : []))
    return missing.length ? { is: 'needs_fact', missing } : { is: 'not_met' }
  }
  if ('all' in test) {
    const answers = test.all.map((one) => judge(one, known))
    if (answers.some(({ is }) => is === 'not_met')) return { is: 'not_met' }
    const missing = answers.flatMap((answer) => (answer.is === 'needs_fact' ? answer.missing : []))
    return missing.length ? { is: 'needs_fact', missing } : { is: 'met' }
  }
  const fact = known.get(test.fact)
  if (!fact) return { is: 'needs_fact', missing: [test.fact] }
  return { is: ('is' in test ? fact.value === test.is : Number(fact.value) >= test.least) ? 'met' : 'not_met' }
}
/** Every fact a test speaks of. */
export const factsIn = (test: Test): string[] => ('any' in test ? test.any.flatMap(factsIn) : 'all' in test ? test.all.flatMap(factsIn) : [test.fact])

/** What was seen in the law or read in another source is judged; what is only believed, or was not found, never is. */
export const isVerified = (mark: RuleMark): boolean => mark === 'S' || mark === 'S2'

export function judged(condition: Condition, known: Known): Judged {
  const { test, mark } = condition
  if (!test || !isVerified(mark)) return { condition, verdict: 'not_verified', missing: [], used: [] }
  const answer = judge(test, known)
  const used = [...new Set(factsIn(test))].filter((fact) => known.has(fact))
  return { condition, verdict: answer.is, missing: answer.is === 'needs_fact' ? [...new Set(answer.missing)] : [], used }
}

/** `likely`: everything that could be judged is met; what could not is said beside it. Nothing is ever said to be granted. */
export type Fit = 'likely' | 'needs_facts' | 'unfit' | 'unknown' | 'not_yet'
export interface Fitting { programme: Programme; fit: Fit; conditions: Judged[]; missing: string[]; unverified: number }

/** How a programme fits a side of a deal on a day, and by what. A programme nothing of which can be judged is unknown, whatever was said. */
export function fitting(programme: Programme, known: Known, day: string): Fitting {
  const conditions = programme.conditions.map((condition) => judged(condition, known))
  const missing = [...new Set(conditions.flatMap((one) => one.missing))]
  const has = (verdict: Verdict): boolean => conditions.some((one) => one.verdict === verdict)
  const fit: Fit = programme.from !== null && day < programme.from ? 'not_yet' : has('not_met') ? 'unfit' : missing.length ? 'needs_facts' : has('met') ? 'likely' : 'unknown'
  return { programme, fit, conditions, missing, unverified: conditions.filter(({ verdict }) => verdict === 'not_verified').length }
}
const order: readonly Fit[] = ['likely', 'needs_facts', 'unknown', 'not_yet', 'unfit']
/** The programmes for one side, those that look best first, each judged. */
export const fittings = (programmes: readonly Programme[], side: 'supplier' | 'demander', known: Known, day: string): Fitting[] =>
  programmes.filter((one) => one.for === 'either' || one.for === side).map((one) => fitting(one, known, day)).toSorted((a, b) => order.indexOf(a.fit) - order.indexOf(b.fit))

/** The signed contract as a request for support names it. */
export interface SignedContract { number: string; signed_on: string; /** Its price clause, where it is written out. */ price: string; /** The annex that gave it these words. */ price_annex: number | null; value: number | null }
/** The day on which the last milestone was accepted, where every agreed one is and none is disputed: then the transfer is carried out. */
export function doneBy(milestones: readonly { accepted_on: string | null; disputed: boolean }[]): string | null {
  const days = milestones.flatMap(({ accepted_on, disputed }) => (accepted_on && !disputed ? [accepted_on] : []))
  return days.length > 0 && days.length === milestones.length ? days.toSorted().at(-1)! : null
}
