import { createHmac, hkdfSync } from 'node:crypto'
import { z } from 'zod'

/** Relatives one bidder may name by number. */
export const mostRelatives = 20

const plain = (typed: unknown): string => (typeof typed === 'string' ? typed.replaceAll(/[\s.]+/g, ' ').trim() : '')
/** Số định danh cá nhân: twelve digits, typed with or without spaces; empty where it is not told. */
const idNumberField = z.preprocess((typed) => plain(typed).replaceAll(' ', ''), z.string().regex(/^(\d{12})?$/, { error: 'id_number' }))
/** Such numbers one under the other, or with commas between them. */
const idNumbersField = z.preprocess((typed) => (typeof typed === 'string' ? typed.split(/[,;\n]+/).map((one) => plain(one).replaceAll(' ', '')).filter(Boolean) : []), z.array(z.string().regex(/^\d{12}$/, { error: 'id_number' })).max(mostRelatives, { error: 'id_number' }))
/** As a registration has them. */
export const RegistrationNumbers = z.object({ id_number: idNumberField, relatives_ids: idNumbersField })

/**
 * What is kept of the numbers a bidder declared: an HMAC-SHA-256 of each, under a key of its own and for this lot
 * alone. The same person named by two bidders of a lot gives the same mark; nobody without the Exchange's secret
 * gets from a mark to a number, or from a lot to another.
 */
export const idMarks = (secret: string, lot_id: number, numbers: readonly string[]): string[] => [...new Set(numbers.filter(Boolean))].map(marker(secret, 'declared identity numbers of bidders', lot_id))
/** What is kept of the browser a bidder registered from, made like those marks of the random cookie its forms are tied to: whether it is the same as another's, in this lot, and nothing else. */
export const browserMark = (secret: string, lot_id: number, cookie: string | null): string => (cookie === null ? '' : marker(secret, 'browsers of bidders', lot_id)(cookie))
/** That the Exchange showed a sign of this name of that lot: nobody else could say so. */
export const signMark = (secret: string, lot_id: number, key: string): string => marker(secret, 'signs shown to officers', lot_id)(key)
function marker(secret: string, of: string, lot_id: number): (text: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', of, 32))
  return (text) => createHmac('sha256', key).update(`${lot_id} ${text}`).digest('hex')
}
