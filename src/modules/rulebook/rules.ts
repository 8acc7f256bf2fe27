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
  | { code: 'no_lieu_waits'; day: string }

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
 * Kings’ day in its third month, and the second day of National Day, before or after 2 September. Entered days up to
 * `told` speak of it: where 2 September lies on a weekend, both days off may come after it.
 */
const announced: Record<'tet' | 'hung_kings' | 'national_day', { first: string; last: string; told?: string }> = {
  tet: { first: '01-19', last: '02-28' }, hung_kings: { first: '03-29', last: '04-29' }, national_day: { first: '09-01', last: '09-03', told: '09-05' },
}
/** A holiday of that year nobody has entered yet; of days in lieu the day is known. */
export type Unannounced = { holiday: keyof typeof announced; year: string } | { holiday: 'lieu'; year: string; day: string }
const isWeekend = (day: string): boolean => !isWorkingDay(day, new Set())

/** One entered day tells that its holiday is; of National Day its second day, or two days in lieu where 2 September lies on a weekend. */
function isTold(holiday: keyof typeof announced, year: string, holidays: ReadonlySet<string>): boolean {
  const entered = (day: string): boolean => holidays.has(`${year}-${day}`)
  if (holiday === 'national_day') return entered('09-01') || entered('09-03') || (isWeekend(`${year}-09-02`) && entered('09-04') && entered('09-05'))
  const { first, last } = announced[holiday]
  return [...holidays].some((day) => day >= `${year}-${first}` && day <= `${year}-${last}`)
}

/** A day off in lieu of a holiday that lies on a Saturday or Sunday. */
export interface Lieu { day: string; of: string }
/**
 * The days off in lieu of that year’s entered holidays on a weekend, each the next working day (Labour Code, Art. 111(3)),
 * as far as nobody has entered them: of 1 January, the Hùng Kings’ day, 30 April, 1 May and National Day. Tết is
 * announced as a whole, its days in lieu with it.
 */
export function lieusMissing(year: string, holidays: ReadonlySet<string>): Lieu[] {
  const entered = (...days: string[]): string[] => days.map((day) => `${year}-${day}`).filter((day) => holidays.has(day))
  const { first, last } = announced.hung_kings
  // The Hùng Kings’ day is one day, and so is the day beside 2 September: another that is entered beside them is in lieu.
  const hung = [...holidays].filter((day) => day >= `${year}-${first}` && day <= `${year}-${last}`).toSorted().slice(0, 1)
  const statutory = [...entered('01-01'), ...hung, ...entered('04-30', '05-01'), ...[...entered('09-02'), ...entered('09-01', '09-03').slice(0, 1)].toSorted()]
  const taken = new Set(statutory)
  return statutory.filter(isWeekend).flatMap((of) => {
    let day = dayAfter(of)
    while (!isWorkingDay(day, taken)) day = dayAfter(day)
    taken.add(day)
    return holidays.has(day) ? [] : [{ day, of }]
  })
}

const yearsOf = (from: string, to: string): string[] => Array.from({ length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, n) => String(Number(from.slice(0, 4)) + n))
/**
 * Which announced holidays and days in lieu may lie after the day of `from` up to and with `to` and are not entered yet:
 * a day counted in working days over them may come to be later.
 */
export function unannouncedIn(from: string, to: string, holidays: ReadonlySet<string>): Unannounced[] {
  return yearsOf(from, to).flatMap((year): Unannounced[] => [
    ...(Object.keys(announced) as (keyof typeof announced)[]).flatMap((holiday) => (`${year}-${announced[holiday].last}` > from && `${year}-${announced[holiday].first}` <= to && !isTold(holiday, year, holidays) ? [{ holiday, year }] : [])),
    ...lieusMissing(year, holidays).flatMap(({ day }) => (day > from && day <= to ? [{ holiday: 'lieu' as const, year, day }] : [])),
  ])
}
/** The first day from which what was counted says another thing once that day is entered or taken away: its own, or the first of the time of the announced holiday it may belong to. */
export function toldFrom(day: string): string {
  const time = Object.values(announced).find(({ first, last, told = last }) => day.slice(5) >= first && day.slice(5) <= told)
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
