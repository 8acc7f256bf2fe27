import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { refuse } from '../../platform/refusal.ts'
import type { ApiRefusal } from './rules.ts'

/** Where a list goes on: values of the last row shown, in the order of the list. */
export type Place = readonly (string | number)[]

const sealOf = (secret: string, list: string, place: string): string => createHmac('sha256', secret).update(`cursor ${list} ${place}`).digest('base64url').slice(0, 22)
/** The list a cursor belongs to: its address, and everything asked of it besides the place. */
export const listOf = (path: string, query: Readonly<Record<string, unknown>>): string => {
  const asked = Object.entries(query).filter(([name, value]) => name !== 'cursor' && value !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify([path, asked])).digest('base64url')
}

/** A cursor says where a list goes on. It is sealed, and holds only for the list it was made for. */
export function cursorOf(secret: string, list: string, place: Place): string {
  const text = Buffer.from(JSON.stringify(place)).toString('base64url')
  return `${text}.${sealOf(secret, list, text)}`
}

/** The place a cursor says; refused with `cursor_unfit` where it is not one of ours, or one of another list. */
export function placeOf(secret: string, list: string, cursor: string): Place {
  const [text = '', seal = ''] = cursor.split('.')
  const [wanted, got] = [Buffer.from(sealOf(secret, list, text)), Buffer.from(seal)]
  if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) return refuse<ApiRefusal>({ code: 'cursor_unfit' })
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Place
}
