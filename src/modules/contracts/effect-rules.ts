import type { Facts } from './schema.ts'

/** On what the day rests from which a contract has effect, or why there is none to name yet. */
export type EffectBasis = 'licence' | 'registration' | 'agreed' | 'signing' | 'voluntary_registration' | 'unknown' | 'disputed' | 'prohibited'
/** `waiting`: the act that decides has not happened. */
export interface Effect { basis: EffectBasis; day: string | null; waiting: boolean }
export interface EffectDays {
  /** The day the parties agreed on, and the day of the last signature. */
  agreed_on: string | null
  signed_on: string | null
  licensed_on: string | null
  registered_on: string | null
}

/** What the law asks of a contract: Điều 28–31. What is restricted is licensed instead of registered. */
export type Demand = 'prohibited' | 'licence' | 'register' | 'may'
export const demandOf = ({ technology, direction, state_money, result_certificate }: Facts): Demand =>
  technology === 'prohibited' ? 'prohibited' : technology === 'restricted' ? 'licence' : direction !== 'domestic' || (state_money && !result_certificate) ? 'register' : 'may'
/** A moderator’s word on the technology. */
export type Word = Pick<Facts, 'technology'>
const weight = { ordinary: 0, encouraged: 0, restricted: 1, prohibited: 2 } as const satisfies Record<Facts['technology'], number>
/** Whether a moderator’s word stands above that statement: where it asks for more. */
export const overruled = ({ technology }: Word, word: Word | null): word is Word => word !== null && weight[word.technology] > weight[technology]
/** The statements as they are judged. A side may be wrong about the list a technology stands on, and two sides may agree to be. */
export const underWord = <F extends Word>(said: readonly F[], word: Word | null): F[] => said.map((one) => (overruled(one, word) ? { ...one, technology: word.technology } : one))
/** What the law asks whatever the sides state, by that word alone. */
export const demandOfWord = (word: Word | null): 'prohibited' | 'licence' | null => (word?.technology === 'prohibited' ? 'prohibited' : word?.technology === 'restricted' ? 'licence' : null)

/**
 * From when a contract has effect, Điều 24: restricted technology, from the day of the licence; where it has to be
 * registered, from the day of the certificate; otherwise from the day agreed and, with none agreed, from the
 * day of the last signature. A contract registered by choice with no day agreed: from the certificate.
 * `said` is what each side stated last, as it is judged: with nothing stated and no moderator’s `word` that decides, or
 * statements that lead to different demands, no day is named.
 */
export function effectOf(said: readonly Facts[], { agreed_on, signed_on, licensed_on, registered_on }: EffectDays, word: Word | null = null): Effect {
  const [newest, other] = said
  const demand = newest ? demandOf(newest) : demandOfWord(word)
  if (!demand) return { basis: 'unknown', day: null, waiting: true }
  if (other && demandOf(other) !== demand) return { basis: 'disputed', day: null, waiting: true }
  const from = (basis: EffectBasis, day: string | null): Effect => ({ basis, day: signed_on && day, waiting: !signed_on || !day })
  if (demand === 'prohibited') return from('prohibited', null)
  if (demand === 'licence') return from('licence', licensed_on)
  if (demand === 'register') return from('registration', registered_on)
  if (newest?.voluntary && registered_on && !agreed_on) return from('voluntary_registration', registered_on)
  return agreed_on ? from('agreed', agreed_on) : from('signing', signed_on)
}
