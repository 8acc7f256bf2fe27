import { type Vnd, vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { BrokerAct, FeeTerms } from '../mandates/schema.ts'
import { type DealPart, dealParts, type Power } from './schema.ts'

/** A mandate as its standing on a day is judged. Days are Hanoi's, `until_on` the last one. */
export interface MandateFacts {
  from_on: string
  until_on: string
  accepted_at: Date | null
  ended_at: Date | null
  consent_needed: boolean
  /** When each side that agreed to a broker for both did so. */
  consents: readonly { organisation_id: number; given_at: Date }[]
}
export type MandateStanding = 'offered' | 'declined' | 'awaiting_consent' | 'not_begun' | 'in_force' | 'expired' | 'ended'

/** How a mandate stands on a day. It carries power while it is in force and at no other time; the database holds the same in mandate_holds. */
export function mandateStanding(mandate: MandateFacts, day: string): MandateStanding {
  const by = (at: Date | null): boolean => at !== null && hanoiDay(at) <= day
  if (by(mandate.ended_at)) return mandate.accepted_at ? 'ended' : 'declined'
  if (day > mandate.until_on) return 'expired'
  if (!by(mandate.accepted_at)) return 'offered'
  if (mandate.consent_needed && mandate.consents.filter((one) => by(one.given_at)).length < 2) return 'awaiting_consent'
  return day < mandate.from_on ? 'not_begun' : 'in_force'
}

/** What a broker is due of a deal of that value, to the whole đồng below, within the bounds agreed. */
export function feeOf({ basis_points, amount, minimum, cap }: FeeTerms, value: Vnd): Vnd {
  if (amount !== null || basis_points === null) return amount ?? vnd(0)
  const share = Number((BigInt(value) * BigInt(basis_points)) / 10_000n)
  return vnd(Math.min(Math.max(share, minimum ?? 0), cap ?? Infinity))
}

/**
 * What each act of a mandate lets the broker's people do for their side, in the parts the mandate lets them read:
 * giới thiệu settles the hour of meetings, tư vấn asks and answers questions, thương lượng writes the terms and
 * sends them. What binds a side — to agree, to confirm, to sign — and what touches money no act gives.
 */
export const brokerPowers: Record<BrokerAct, Partial<Record<DealPart, readonly Power[]>>> = {
  introduce: { meetings: ['talk'] },
  advise: { questions: ['talk', 'edit'] },
  negotiate: { meetings: ['talk'], terms: ['talk', 'edit'] },
}
const gives = (act: BrokerAct, part: DealPart, power: Power): boolean => brokerPowers[act][part]?.includes(power) ?? false

/** A mandate in force on the day in question, and by whose people it is used. */
export interface Brokering { mandate_id: number; organisation_id: number; broker_organisation_id: number; acts: readonly BrokerAct[]; parts: readonly DealPart[]; until_on: string; side: SideNamed }
export interface SideNamed { name_vi: string; name_en: string }
export type BrokerRefusal =
  /** `acts`: any one of which would let them; none where no mandate can. */
  | { code: 'mandate_lets_not'; acts: BrokerAct[]; part: DealPart | null; side: SideNamed }
  | { code: 'broker_of_both' }
export type BrokerTurn = { mandate: Brokering; refusal: null } | { mandate: null; refusal: BrokerRefusal }

/**
 * Under which of its mandates a broker does that in that part, or why not. `part` is null where no act lets a broker.
 * Whoever brokers for both sides reads for both and speaks for neither: it would be answering itself.
 */
export function brokerTurn(mandates: readonly Brokering[], part: DealPart | null, power: Power): BrokerTurn {
  const [first] = mandates
  if (!first) throw new RangeError('a broker without a mandate')
  if (mandates.some(({ organisation_id }) => organisation_id !== first.organisation_id)) return { mandate: null, refusal: { code: 'broker_of_both' } }
  const mandate = part === null ? undefined : mandates.find(({ acts, parts }) => parts.includes(part) && acts.some((act) => gives(act, part, power)))
  if (mandate) return { mandate, refusal: null }
  const acts = part === null ? [] : (Object.keys(brokerPowers) as BrokerAct[]).filter((act) => gives(act, part, power))
  return { mandate: null, refusal: { code: 'mandate_lets_not', acts, part: acts.length ? part : null, side: { name_vi: first.side.name_vi, name_en: first.side.name_en } } }
}
/** The parts a broker reads by these. */
export const brokeredParts = (mandates: readonly Brokering[]): DealPart[] => dealParts.filter((part) => mandates.some(({ parts }) => parts.includes(part)))
