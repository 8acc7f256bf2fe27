import { largestVnd, type Vnd, vnd } from '../../../platform/money.ts'
import { fold } from '../../../platform/text.ts'
import type { PriceMode } from '../schema.ts'

/** A cell that cannot be what its column says; the message follows "line 12: ". */
export class BadCell extends Error {
  override name = 'BadCell'
}

const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`

/** A readiness level as written: 6, TRL 6, TRL-6/9, "mức 6"; of a range the lower end. */
export function parseTrl(text: string): number | null {
  if (text === '') return null
  const read = /^(?:trl|muc|level|cap)? ?(\d)(?: ?9)?$/.exec(fold(text)) ?? /^(?:trl|muc|level|cap)? ?(\d) (?:trl ?|den |to )?\d$/.exec(fold(text))
  const level = Number(read?.[1])
  if (!(level >= 1 && level <= 9)) throw new BadCell(`TRL ${quoted(text)} is not a level from 1 to 9`)
  return level
}

export interface Price { price_mode: PriceMode; price_min: Vnd | null; price_max: Vnd | null }
const negotiable: Price = { price_mode: 'negotiable', price_min: null, price_max: null }
const units: [RegExp, number][] = [[/^(ty|ti|billion|bn)$/, 1e9], [/^(trieu|tr|million|mn|m)$/, 1e6], [/^(nghin|ngan|thousand|k)$/, 1e3], [/^(dong|d|vnd)?$/, 1]]

/** A price in đồng as people write it: 450.000.000, "1,2 tỷ", "100 - 200 triệu đồng", "thỏa thuận". Bare numbers count `unit` đồng. */
export function parsePrice(text: string, unit = 1): Price {
  const plain = text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim()
  if (plain === '' || /thoa thuan|lien he|negotia|contact|on request|thuong luong/.test(plain)) return negotiable
  if (/[$€£¥]|\b(usd|eur|jpy|gbp|cny|krw|dollars?|euros?)\b/.test(plain)) throw new BadCell(`price ${quoted(text)} is in another currency; give it in đồng`)
  const read = /^(?:tu|from|khoang|about|gia)?\s*([\d., ]*\d)\s*([a-z]*)(?:\s*(?:dong|vnd))?(?:\s*(?:-|–|—|~|den|to)\s*([\d., ]*\d)\s*([a-z]*)(?:\s*(?:dong|vnd))?)?\.?$/.exec(plain)
  if (!read) throw new BadCell(`price ${quoted(text)} is not an amount in đồng such as 450.000.000 or "1,2 tỷ"`)
  const [, first = '', firstUnit = '', second, secondUnit = ''] = read
  const min = amount(first, firstUnit || (second === undefined ? '' : secondUnit), unit, text)
  if (second === undefined) return { price_mode: 'fixed', price_min: min, price_max: null }
  const max = amount(second, secondUnit, unit, text)
  if (max < min) throw new BadCell(`price ${quoted(text)} ends below where it begins`)
  return { price_mode: 'range', price_min: min, price_max: max }
}

/** One end of a price, a whole number of đồng. */
export const parseAmount = (text: string): Vnd | null => (text === '' ? null : amount(text, '', 1, text))

function amount(digits: string, unitName: string, bare: number, typed: string): Vnd {
  const multiplier = unitName === '' ? bare : units.find(([name]) => name.test(unitName))?.[1]
  if (multiplier === undefined) throw new BadCell(`price ${quoted(typed)} has a unit nobody knows: ${unitName}`)
  const compact = digits.replace(/\s/g, '')
  const grouped = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/.test(compact)
  // "1.500 triệu" is fifteen hundred million; "1,5 tỷ" and "1.25 tỷ" have decimals.
  const [whole = '', decimals = ''] = grouped ? [compact.replace(/[.,]/g, '')] : /^\d+([.,]\d+)?$/.test(compact) ? compact.split(/[.,]/) : ['x']
  const zeros = Math.log10(multiplier)
  const dong = Number(`${whole}${decimals.padEnd(zeros, '0').slice(0, zeros)}`)
  if (/[1-9]/.test(decimals.slice(zeros)) || !Number.isSafeInteger(dong) || dong > largestVnd) throw new BadCell(`price ${quoted(typed)} is not a whole number of đồng`)
  return vnd(dong)
}

/** A day or instant: 2024-05-31, 31/5/2024, 5/2024, 2024, or a full ISO instant. Days begin in Hanoi. */
export function parseInstant(text: string): Date | null {
  if (text === '') return null
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return valid(new Date(text), text)
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)
  const vietnamese = /^(?:(\d{1,2})[/.-])?(?:(\d{1,2})[/.-])?(\d{4})$/.exec(text)
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : vietnamese ? [vietnamese[3], vietnamese[2] ?? vietnamese[1], vietnamese[2] ? vietnamese[1] : undefined] : []
  if (!year) throw new BadCell(`date ${quoted(text)} is not a day such as 2024-05-31 or 31/05/2024`)
  const [m, d] = [(month ?? '1').padStart(2, '0'), (day ?? '1').padStart(2, '0')]
  const at = new Date(`${year}-${m}-${d}T00:00:00+07:00`)
  if (Number.isNaN(at.getTime()) || new Date(`${year}-${m}-${d}T00:00:00Z`).getUTCDate() !== Number(d)) throw new BadCell(`date ${quoted(text)} is not a day of the calendar`)
  return at
}

function valid(at: Date, text: string): Date {
  if (Number.isNaN(at.getTime())) throw new BadCell(`date ${quoted(text)} is not a day of the calendar`)
  return at
}
