import { z } from 'zod'
import { largestVnd, vnd } from './money.ts'
import { plain } from './text.ts'
import { isDay } from './time.ts'

/**
 * Fields as people type them. An issue's message is a code, not a sentence: `web/` words it in
 * the reader's language beside the field.
 */
const codes = { error: 'invalid' } as const

/** A number in digits, as ids are written; 0x1, 1e3 and 01 are none. */
export const idField = z.preprocess((value) => (typeof value === 'string' && !/^[1-9]\d{0,9}$/.test(value) ? null : value), z.coerce.number(codes).int().positive().max(2_147_483_647))
export const optionalIdField = z.preprocess((value) => (value === '' || value === undefined ? null : value), idField.nullable())

/** Text of at most `max` characters (and at least `min`), NFC, LF line ends, no control characters. */
export const textField = (max: number, min = 1) =>
  z.string({ error: 'required' }).transform(plain).pipe(z.string().min(min, { error: min === 1 ? 'required' : `too_short:${min}` }).max(max, { error: `too_long:${max}` }))
export const optionalTextField = (max: number) =>
  z.string(codes).optional().transform((text) => plain(text ?? '')).pipe(z.string().max(max, { error: `too_long:${max}` }))

/** Reads an amount the way people type it: 40.000.000, 40,000,000, 40 000 000 or 40000000. Short before it is matched, for it may be a megabyte of digits. */
export const vndField = z.coerce.string().trim().max(30, { error: 'amount' })
  .regex(/^\d{1,3}(?:([. ,])\d{3}(?:\1\d{3})*)?$|^\d{1,16}$/, { error: 'amount' })
  .transform((typed) => Number(typed.replace(/[. ,]/g, '')))
  .refine((amount) => amount <= largestVnd, { error: 'amount' })
  .transform(vnd)
export const optionalVndField = z.preprocess((value) => (value === '' || value === undefined ? null : value), vndField.nullable())

/** A name or title: one line, so that nobody writes a letter into it. */
export const lineField = (max: number, min = 1) => textField(max, min).refine((text) => !text.includes('\n'), { error: 'one_line' })
export const optionalLineField = (max: number) => optionalTextField(max).refine((text) => !text.includes('\n'), { error: 'one_line' })

/** A day as a browser sends it: 2026-03-02. */
export const dayField = z.string({ error: 'required' }).trim().refine(isDay, { error: 'day' })
export const optionalDayField = optionalTextField(10).refine((day) => day === '' || isDay(day), { error: 'day' }).transform((day) => day || null)

/** An hour of a day as a browser sends it, meant in Hanoi: 2026-03-02T09:30. */
export const hourField = z.string({ error: 'required' }).trim().regex(/^(19|20|21)\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:\d\d)?$/, { error: 'day' }).transform((typed) => new Date(`${typed.slice(0, 16)}:00+07:00`)).refine((at) => !Number.isNaN(at.getTime()), { error: 'day' })

export const emailField = z.string({ error: 'required' }).trim().toLowerCase().max(254, { error: 'too_long:254' }).pipe(z.email({ error: 'email' }))

/** A link to a public page; nothing but http and https may be stored. */
export const optionalUrlField = optionalTextField(500).refine(
  (text) => text === '' || (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)), { error: 'url' })

/** Boxes ticked: none, one (a string) or several (an array) of the allowed codes. */
export const codesField = (max: number) =>
  z.preprocess((value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
    z.array(z.string().max(20)).max(max, { error: `too_many:${max}` }).transform((list) => [...new Set(list.filter(Boolean))]))

/** What a letter's link carries: letters, digits and the signs of base64 and of signed tokens. */
export const tokenField = (max: number) => z.string({ error: 'invalid' }).max(max, { error: 'invalid' }).regex(/^[\w.~+/=-]+$/, { error: 'invalid' })

/** One press of a button, however often the network sends it. */
export const requestKeyField = z.uuid({ error: 'invalid' })
export const choiceField = <const T extends readonly [string, ...string[]]>(choices: T) => z.enum(choices, { error: 'choose' })
