import { type Vnd, vnd } from '../../platform/money.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { FeeTerms } from '../mandates/schema.ts'

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
