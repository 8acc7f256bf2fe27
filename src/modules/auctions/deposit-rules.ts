import type { Vnd } from '../../platform/money.ts'

/** A line of money that came in, as a statement has it. */
export interface CameIn { on_day: string; amount: Vnd; text: string; reference: string }
export interface ForDeposit { reference: string; amount: Vnd; waits: boolean; paid_on: string | null }

/** Banks put spaces and signs between what was typed, and write it in capitals. */
export const bearsReference = (words: string, reference: string): boolean => words.toUpperCase().replace(/[^0-9A-Z]/g, '').includes(reference)
/** What a line says of itself, with the code in it. */
export const wordsOf = ({ text, reference }: Pick<CameIn, 'text' | 'reference'>, code: string): string => (bearsReference(text, code) ? text : [text.slice(0, 380), reference].filter(Boolean).join(' '))

/**
 * What a statement says of a deposit: the line that pays it, which is exactly its sum and not of a day to come,
 * and what else bears its code. Of one that was paid before, the line of that sum and day was its payment.
 */
export function linesOfDeposit<L extends CameIn>({ reference, amount, waits, paid_on }: ForDeposit, lines: readonly L[], today: string): { pays: L | null; others: L[] } {
  const own = lines.filter((line) => bearsReference(`${line.text} ${line.reference}`, reference))
  const payment = own.find((line) => line.amount === amount && (waits ? line.on_day <= today : line.on_day === paid_on)) ?? null
  return { pays: waits ? payment : null, others: own.filter((line) => line !== payment) }
}
