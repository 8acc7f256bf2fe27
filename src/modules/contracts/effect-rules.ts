import type { Facts } from './schema.ts'

/** On what the day rests from which a contract has effect; `waiting`: the act that decides has not happened. */
export type EffectBasis = 'licence' | 'registration' | 'agreed' | 'signing' | 'voluntary_registration'
export interface Effect { basis: EffectBasis; day: string | null; waiting: boolean }
export interface EffectFacts extends Pick<Facts, 'direction' | 'state_money' | 'result_certificate' | 'technology' | 'voluntary'> {
  /** The day the parties agreed on, and the day of the last signature. */
  agreed_on: string | null
  signed_on: string | null
  licensed_on: string | null
  registered_on: string | null
  /** The parties had not begun to perform when a voluntary registration was issued. */
  performed_before_registration: boolean
}

/** Whether a contract has to be registered: Điều 31. What is restricted is licensed instead. */
export const mustRegister = ({ direction, state_money, result_certificate, technology }: Facts): boolean =>
  technology !== 'restricted' && technology !== 'prohibited' && (direction !== 'domestic' || (state_money && !result_certificate))

/**
 * From when a contract has effect, Điều 24: restricted technology, from the day of the licence; where it has to be
 * registered, from the day of the certificate; otherwise from the day agreed and, with none agreed, from the
 * day of the last signature. A contract registered by choice before anything was performed: from the certificate.
 */
export function effectOf(facts: EffectFacts): Effect {
  if (facts.technology === 'restricted') return { basis: 'licence', day: facts.signed_on && facts.licensed_on, waiting: !facts.signed_on || !facts.licensed_on }
  if (mustRegister(facts)) return { basis: 'registration', day: facts.signed_on && facts.registered_on, waiting: !facts.signed_on || !facts.registered_on }
  if (facts.voluntary && facts.registered_on && !facts.performed_before_registration && !facts.agreed_on) return { basis: 'voluntary_registration', day: facts.registered_on, waiting: false }
  if (!facts.signed_on) return { basis: facts.agreed_on ? 'agreed' : 'signing', day: null, waiting: true }
  return facts.agreed_on ? { basis: 'agreed', day: facts.agreed_on, waiting: false } : { basis: 'signing', day: facts.signed_on, waiting: false }
}
