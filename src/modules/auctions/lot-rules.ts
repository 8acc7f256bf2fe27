import type { LotRules, Regime } from '../../platform/auction/lot.ts'
import { second } from '../../platform/auction/lot.ts'
import { canonicalHash } from '../../platform/proof/chain.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import { asLaw, workingDaysBetween } from '../rulebook/rules.ts'
import type { Rule, RuleUnit } from '../rulebook/schema.ts'
import type { LotNoticeKind } from './schema.ts'

/** A lot as its officers want it published. */
export interface LotPlan {
  title: Record<Locale, string>
  organiser: string
  organiser_licence: string
  auctioneer_name: string
  /** Whose account announces. */
  auctioneer_id: number | null
  owner_decision: string
  /** Quy chế cuộc đấu giá lies in the dossier. */
  regulation: boolean
  extension_stated: boolean
  negotiation: boolean
  registration_opens_at: Date
  registration_closes_at: Date
  rules: LotRules
}
export const minute = 60 * second
/** Between two calls of the leading price at least, in a lot whose calls end bidding: who would bid once more has to hear and to type. The Exchange’s own. */
export const callsApart = 10 * second
export const instantOf = (at: Date): number => at.getTime() * 1000
export const dateOf = (instant: number): Date => new Date(Math.floor(instant / 1000))
/** What the publication of a lot fixes, in 64 digits anybody can work out again. */
export const rulesHash = (rules: LotRules): string => canonicalHash(rules)

/** The text a number was taken from where it was seen there; null: the Exchange's own setting, and said to be one. */
export type Basis = { law: string | null }
export type PlanRefusal =
  | { code: 'lot_times_order'; field: 'opens_at' | 'closes_at' | 'registration_closes_at' | 'registration_opens_at' }
  | { code: 'lot_in_past'; field: 'opens_at' | 'registration_closes_at' }
  | { code: 'floor_wrong_side'; field: 'floor' }
  | { code: 'floor_off_step'; field: 'floor' }
  | { code: 'floor_needed'; field: 'floor' }
  | { code: 'tick_needed'; field: 'tick_minutes' }
  | { code: 'ticks_too_slow'; field: 'tick_minutes' | 'closes_at' }
  | { code: 'extension_only_rising'; field: 'extension_minutes' }
  | { code: 'latest_too_early'; field: 'latest_minutes' }
  | { code: 'calls_only_rising'; field: 'calls_minutes' }
  | { code: 'calls_after_end'; field: 'calls_minutes' | 'closes_at' }
  | { code: 'organiser_needed'; field: 'organiser' }
  | { code: 'owner_decision_needed'; field: 'owner_decision' }
  | { code: 'regulation_needed' }
  | { code: 'not_called_auction'; field: 'title_vi' }
  | ({ code: 'deposit_outside'; least: Vnd; most: Vnd; field: 'deposit' } & Basis)
  | ({ code: 'posting_too_late'; days: number; field: 'opens_at' } & Basis)
  | ({ code: 'dossiers_too_late'; days: number; unit: RuleUnit; field: 'registration_closes_at' | 'opens_at' } & Basis)
  | ({ code: 'window_too_short'; minutes: number; field: 'closes_at' | 'calls_minutes' } & Basis)
  | { code: 'extension_not_stated'; field: 'extension_minutes' }
  | { code: 'negotiation_voluntary'; field: 'negotiation' }
  | ({ code: 'notices_missing'; wanted: number; noted: number } & Basis)
  | ({ code: 'notices_close'; days: number; unit: RuleUnit } & Basis)
  | ({ code: 'print_missing'; wanted: number } & Basis)
  | ({ code: 'posting_missing'; days: number } & Basis)

/** What holds of any lot, whichever law it follows. Asked in the order of the form. */
export function planRefusal({ rules, registration_opens_at, registration_closes_at }: LotPlan): PlanRefusal | null {
  const { form, start, step, floor, opens_at, closes_at, tick, extension, calls } = rules
  if (floor !== null && (form === 'descending' ? floor >= start : floor < start)) return { code: 'floor_wrong_side', field: 'floor' }
  if (floor !== null && (floor - start) % step !== 0) return { code: 'floor_off_step', field: 'floor' }
  if (form === 'descending') {
    if (floor === null) return { code: 'floor_needed', field: 'floor' }
    if (tick === null) return { code: 'tick_needed', field: 'tick_minutes' }
  }
  if (registration_opens_at >= registration_closes_at) return { code: 'lot_times_order', field: 'registration_closes_at' }
  if (instantOf(registration_closes_at) >= opens_at) return { code: 'lot_times_order', field: 'opens_at' }
  if (opens_at >= closes_at) return { code: 'lot_times_order', field: 'closes_at' }
  // The last price has to stand as long as every other before bidding ends.
  if (form === 'descending' && tick !== null && floor !== null && opens_at + ((start - floor) / step + 1) * tick > closes_at) return { code: 'ticks_too_slow', field: 'tick_minutes' }
  if (extension && form !== 'ascending') return { code: 'extension_only_rising', field: 'extension_minutes' }
  if (extension && extension.latest <= closes_at) return { code: 'latest_too_early', field: 'latest_minutes' }
  if (calls && form !== 'ascending') return { code: 'calls_only_rising', field: 'calls_minutes' }
  return calls && calls.from >= closes_at ? { code: 'calls_after_end', field: 'calls_minutes' } : null
}

/** Now, the numbers in force on the day of the auction, and the calendar by which days are counted. */
export interface Dated { now: Date; holidays: ReadonlySet<string>; rules: readonly Rule[] }
export interface Announced { kind: LotNoticeKind; on_day: string }
interface Number_ { value: number; unit: RuleUnit; law: string | null }
/** A number in force; null where there is none or it was never found: then nothing is asked. A number only believed is asked for as the Exchange's own setting. */
export function numberIn({ rules }: Pick<Dated, 'rules'>, code: string): Number_ | null {
  const rule = rules.find((one) => one.code === code)
  return rule?.value == null ? null : { value: rule.value, unit: rule.unit, law: asLaw(rule) ? [rule.article, rule.document].filter(Boolean).join(', ') : null }
}
const noonOf = (day: string): Date => new Date(`${day}T12:00:00+07:00`)
const daysApart = (from: Date, to: Date, unit: RuleUnit, holidays: ReadonlySet<string>): number =>
  unit === 'working_days' ? workingDaysBetween(from, to, holidays) : Math.round((noonOf(hanoiDay(to)).getTime() - noonOf(hanoiDay(from)).getTime()) / 86_400_000)

/** One thing the law or the Exchange asks of a lot: of which lots, when, and why not. */
export interface Guard {
  name: string
  of: Regime | 'both'
  /** At publication, or when registration has closed and bidding is to come. */
  at: 'publishing' | 'arming'
  /** Compares times of the lot with one another, so that it is asked again of the new ones when the lot is postponed. */
  moving?: true
  refuses: (plan: LotPlan, dated: Dated, announced: readonly Announced[]) => PlanRefusal | null
}
/** All of them, in the order in which they are asked. A new one is a row here and a row of the test. */
export const guards: readonly Guard[] = [
  { name: 'not yet past', of: 'both', at: 'publishing', refuses: ({ rules, registration_closes_at }, { now }) => (registration_closes_at <= now ? { code: 'lot_in_past', field: 'registration_closes_at' } : rules.opens_at <= instantOf(now) ? { code: 'lot_in_past', field: 'opens_at' } : null) },
  // Only a licensed organisation and a named auctioneer, with an account to announce from, hold an auction of property; anything else is called otherwise.
  { name: 'organiser and auctioneer', of: 'statutory', at: 'publishing', refuses: ({ organiser, organiser_licence, auctioneer_name, auctioneer_id }) => (organiser && organiser_licence && auctioneer_name && auctioneer_id !== null ? null : { code: 'organiser_needed', field: 'organiser' }) },
  { name: 'words', of: 'voluntary', at: 'publishing', refuses: ({ title }) => (/đấu\s+giá/iu.test(title.vi.normalize('NFC')) || /\bauction/i.test(title.en) ? { code: 'not_called_auction', field: 'title_vi' } : null) },
  { name: 'the owner’s decision', of: 'statutory', at: 'publishing', refuses: ({ owner_decision }) => (owner_decision ? null : { code: 'owner_decision_needed', field: 'owner_decision' }) },
  // Law on Property Auction Art. 34: by what it is run is fixed and posted with it (Art. 35).
  { name: 'regulation', of: 'statutory', at: 'publishing', refuses: ({ regulation }) => (regulation ? null : { code: 'regulation_needed' }) },
  { name: 'deposit', of: 'both', at: 'publishing', refuses: ({ rules: { start, deposit, regime } }, dated) => {
    const least = numberIn(dated, 'auction.deposit.minimum'), most = numberIn(dated, 'auction.deposit.maximum')
    if (!least || !most || (deposit * 100 >= start * least.value && deposit * 100 <= start * most.value)) return null
    return { code: 'deposit_outside', least: Math.ceil((start * least.value) / 100) as Vnd, most: Math.floor((start * most.value) / 100) as Vnd, law: regime === 'statutory' ? least.law : null, field: 'deposit' }
  } },
  { name: 'time for posting', of: 'statutory', at: 'publishing', refuses: ({ rules }, dated) => {
    const days = numberIn(dated, 'auction.posting.movable')
    return days && daysApart(dated.now, dateOf(rules.opens_at), days.unit, dated.holidays) < days.value ? { code: 'posting_too_late', days: days.value, law: days.law, field: 'opens_at' } : null
  } },
  { name: 'dossiers close', of: 'statutory', at: 'publishing', moving: true, refuses: ({ rules, registration_closes_at }, dated) => {
    const days = numberIn(dated, 'auction.dossier.closing')
    return days && daysApart(registration_closes_at, dateOf(rules.opens_at), days.unit, dated.holidays) < days.value ? { code: 'dossiers_too_late', days: days.value, unit: days.unit, law: days.law, field: 'registration_closes_at' } : null
  } },
  { name: 'bidding window', of: 'statutory', at: 'publishing', moving: true, refuses: ({ rules: { form, opens_at, closes_at, calls } }, dated) => {
    const minutes = numberIn(dated, 'auction.online.window')
    if (!minutes || form === 'descending') return null
    const short = (end: number): boolean => end - opens_at < minutes.value * minute
    return short(closes_at) || (calls && short(calls.from)) ? { code: 'window_too_short', minutes: minutes.value, law: minutes.law, field: short(closes_at) ? 'closes_at' : 'calls_minutes' } : null
  } },
  // No general provision for an extension was seen: off, unless the regulations of this auction themselves have one.
  { name: 'extension', of: 'statutory', at: 'publishing', refuses: ({ rules, extension_stated }) => (rules.extension && !extension_stated ? { code: 'extension_not_stated', field: 'extension_minutes' } : null) },
  { name: 'negotiation', of: 'statutory', at: 'publishing', refuses: ({ negotiation }) => (negotiation ? { code: 'negotiation_voluntary', field: 'negotiation' } : null) },
  { name: 'posted in time', of: 'statutory', at: 'arming', refuses: ({ rules }, dated, announced) => {
    const days = numberIn(dated, 'auction.posting.movable')
    if (!days) return null
    const posted = announced.filter(({ kind }) => kind === 'posting').map(({ on_day }) => on_day).toSorted()[0]
    return posted && daysApart(noonOf(posted), dateOf(rules.opens_at), days.unit, dated.holidays) >= days.value ? null : { code: 'posting_missing', days: days.value, law: days.law }
  } },
  { name: 'notices', of: 'statutory', at: 'arming', refuses: ({ rules: { start } }, dated, announced) => {
    const wanted = numberIn(dated, 'auction.notice.count'), from = numberIn(dated, 'auction.notice.from_price'), apart = numberIn(dated, 'auction.notice.apart')
    if (!wanted || (from && start < from.value)) return null
    const days = announced.filter(({ kind }) => kind === 'portal').map(({ on_day }) => on_day).toSorted()
    if (days.length < wanted.value) return { code: 'notices_missing', wanted: wanted.value, noted: days.length, law: wanted.law }
    return apart && daysApart(noonOf(days[0]!), noonOf(days.at(-1)!), apart.unit, dated.holidays) < apart.value ? { code: 'notices_close', days: apart.value, unit: apart.unit, law: apart.law } : null
  } },
  { name: 'in print or on television', of: 'statutory', at: 'arming', refuses: (_plan, dated, announced) => {
    const wanted = numberIn(dated, 'auction.notice.printed')
    return wanted && announced.filter(({ kind }) => kind === 'printed').length < wanted.value ? { code: 'print_missing', wanted: wanted.value, law: wanted.law } : null
  } },
]

/** The first thing that stands against this lot now, by the numbers of its day; null where nothing does. */
export function guardRefusal(at: Guard['at'] | 'postponing', plan: LotPlan, dated: Dated, announced: readonly Announced[] = []): PlanRefusal | null {
  for (const guard of guards) {
    if (!(at === 'postponing' ? guard.moving : guard.at === at) || (guard.of !== 'both' && guard.of !== plan.rules.regime)) continue
    const refusal = guard.refuses(plan, dated, announced)
    if (refusal) return refusal
  }
  return null
}

/** The rules as anybody may read them: a floor that is kept back, and what keeps the hash from giving it away, are left out. */
export function rulesShown(rules: LotRules, floorShown: boolean): { rules: LotRules; hidden: boolean } {
  if (floorShown || rules.floor === null) return { rules, hidden: false }
  const { salt: _salt, ...rest } = rules
  return { rules: { ...rest, floor: null }, hidden: true }
}
