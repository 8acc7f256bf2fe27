import type { Facts } from './schema.ts'

/** On what the day rests from which a contract has effect, or why there is none to name yet. */
export type EffectBasis = 'licence' | 'registration' | 'agreed' | 'signing' | 'voluntary_registration' | 'performance_unsaid' | 'performance_disputed' | 'unknown' | 'disputed' | 'prohibited'
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

/** Whether a contract registered by choice is performed already as it is registered, as the sides say; they may differ, or nobody may have said it. */
export function performedOf(said: readonly Pick<Facts, 'performed'>[]): 'yes' | 'no' | 'unsaid' | 'disputed' {
  const answers = new Set(said.flatMap(({ performed }) => (typeof performed === 'boolean' ? [performed] : [])))
  return answers.size > 1 ? 'disputed' : answers.has(true) ? 'yes' : answers.has(false) ? 'no' : 'unsaid'
}

/**
 * From when a contract has effect, Điều 24: restricted technology, from the day of the licence; where it has to be
 * registered, from the day of the certificate; otherwise from the day agreed and, with none agreed, from the
 * day of the last signature. A contract registered by choice that was not performed yet as it was registered: from the
 * certificate; while nobody has said whether it was, no day is named.
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
  if (registered_on || said.some(({ voluntary }) => voluntary)) {
    const performed = performedOf(said)
    if (performed === 'no') return from('voluntary_registration', registered_on)
    if (performed !== 'yes') return from(`performance_${performed}`, null)
  }
  return agreed_on ? from('agreed', agreed_on) : from('signing', signed_on)
}
