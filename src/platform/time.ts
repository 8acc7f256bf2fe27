import type { Locale } from './locale.ts'

const zone = 'Asia/Ho_Chi_Minh'
const tag = { vi: 'vi-VN', en: 'en-GB' } as const
const formats = (options: Intl.DateTimeFormatOptions) => ({
  vi: new Intl.DateTimeFormat(tag.vi, { timeZone: zone, ...options }),
  en: new Intl.DateTimeFormat(tag.en, { timeZone: zone, ...options }),
})
const days = formats({ day: '2-digit', month: '2-digit', year: 'numeric' })
const instants = formats({ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })
const isoDays = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })

export const formatDay = (at: Date, locale: Locale): string => days[locale].format(at)
/** A day kept as 2026-03-02, as people read it. */
export const formatIsoDay = (day: string, locale: Locale): string => formatDay(new Date(`${day}T12:00:00+07:00`), locale)
export const formatInstant = (at: Date, locale: Locale): string => instants[locale].format(at)

/** The day in Hanoi, as 2026-03-02. */
export const hanoiDay = (at: Date): string => isoDays.format(at)
/** The day so many days after one written 2026-03-02, or before it where the number is below zero. */
export const dayAfter = (day: string, days = 1): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
/** Whether there is such a day, written so, in a year people here may mean. */
export const isDay = (day: string): boolean => /^(19|20|21)\d\d-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true

export const minutesFrom = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)
/** A moment as a browser’s field shows and sends it: the minute in Hanoi. */
export const shownMoment = (at: Date): string => minutesFrom(at, 7 * 60).toISOString().slice(0, 16)
export const daysFrom = (at: Date, count: number): Date => minutesFrom(at, count * 24 * 60)
/** Whole days gone by between two instants, never below zero. */
export const daysBetween = (from: Date, to: Date): number => Math.max(0, Math.floor((to.getTime() - from.getTime()) / 86_400_000))
/** The instant at which that day, YYYY-MM-DD, is over in Hanoi. */
export const endOfDay = (day: string): Date => new Date(`${dayAfter(day)}T00:00:00+07:00`)
