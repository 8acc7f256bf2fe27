import { dayAfter, daysFrom, hanoiDay } from '../../platform/time.ts'
import type { Rule, ServiceTime } from './schema.ts'

export type RuleRefusal =
  | { code: 'no_rule'; rule: string; day: string }
  | { code: 'rule_unknown'; rule: string }
  | { code: 'rule_not_later'; valid_from: string; field: 'valid_from' }
  | { code: 'rule_changed_meanwhile' }
  | { code: 'percent_too_fine'; field: 'value' }
  | { code: 'law_needs_source'; field: 'source' }
  | { code: 'service_time_past'; field: 'valid_from' }
  | { code: 'holiday_known'; day: string; field: 'day' }

/** A percentage is charged and divided in basis points: what is finer would be rounded in silence. */
export const tooFine = ({ unit, value }: { unit: string; value: number }): boolean => unit === 'percent' && Math.abs(value * 100 - Math.round(value * 100)) > 1e-9

/** Whether this number may be shown as the law: only what was seen. Anything else is a setting, and is said to be one. */
export const asLaw = (rule: Pick<Rule, 'mark'>): boolean => rule.mark === 'S' || rule.mark === 'S2'

/** Saturdays, Sundays and public holidays are no working days. */
export function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}
/**
 * A holiday that is announced for a year, in the days between which it can lie: Tết by the lunar calendar, the Hùng
 * Kings’ day in its third month, and the second day of National Day, before or after 2 September. `fixed` is a holiday
 * of its own in that time, which says nothing of what is announced.
 */
const announced: Record<'tet' | 'hung_kings' | 'national_day', { first: string; last: string; fixed?: string }> = {
  tet: { first: '01-19', last: '02-28' }, hung_kings: { first: '03-29', last: '04-29' }, national_day: { first: '09-01', last: '09-03', fixed: '09-02' },
}
export interface Unannounced { holiday: keyof typeof announced; year: string }
/**
 * Which announced holidays may lie after the day of `from` up to and with `to` and are not entered yet: a day
 * counted in working days over them may come to be later. One entered day of its time tells that it is.
 */
export function unannouncedIn(from: string, to: string, holidays: ReadonlySet<string>): Unannounced[] {
  const years: string[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) years.push(String(year))
  return years.flatMap((year) => (Object.keys(announced) as (keyof typeof announced)[]).flatMap((holiday) => {
    const { first, last, fixed } = announced[holiday], inYear = (day: string): string => `${year}-${day}`
    const entered = [...holidays].some((day) => day >= inYear(first) && day <= inYear(last) && (fixed === undefined || day !== inYear(fixed)))
    return inYear(last) > from && inYear(first) <= to && !entered ? [{ holiday, year }] : []
  }))
}
/** The first day from which what was counted says another thing once that day is entered or taken away: its own, or the first of the time of the announced holiday it may belong to. */
export function toldFrom(day: string): string {
  const time = Object.values(announced).find(({ first, last }) => day.slice(5) >= first && day.slice(5) <= last)
  return time ? `${day.slice(0, 5)}${time.first}` : day
}
export const dayBefore = (day: string): string => dayAfter(day, -1)

/** How many working days have begun after the day of `from`, up to and with the day of `to`: a thing of Friday has waited one on Monday. */
export function workingDaysBetween(from: Date, to: Date, holidays: ReadonlySet<string>): number {
  const last = hanoiDay(to)
  let count = 0
  for (let day = dayAfter(hanoiDay(from)); day <= last; day = dayAfter(day)) if (isWorkingDay(day, holidays)) count++
  return count
}

/** The moment until which what came in at `since` is in time: the end of the last day in Hanoi, or the hour. */
export function dueBy({ amount, unit }: Pick<ServiceTime, 'amount' | 'unit'>, since: Date, holidays: ReadonlySet<string>): Date {
  if (unit === 'hours') return new Date(since.getTime() + amount * 3_600_000)
  let day = hanoiDay(unit === 'days' ? daysFrom(since, amount) : since)
  for (let left = unit === 'working_days' ? amount : 0; left > 0;) { day = dayAfter(day); if (isWorkingDay(day, holidays)) left-- }
  return new Date(`${dayAfter(day)}T00:00:00+07:00`)
}
export const isOverdue = (time: Pick<ServiceTime, 'amount' | 'unit'>, since: Date, now: Date, holidays: ReadonlySet<string>): boolean => now >= dueBy(time, since, holidays)
