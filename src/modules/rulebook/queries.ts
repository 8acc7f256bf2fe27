import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { dueBy, lieusMissing, type RuleRefusal } from './rules.ts'
import type { Rule, ServiceCode, ServiceTime } from './schema.ts'

const columns = sql`id, code, value::float8 as value, unit, label_vi, label_en, document, article, source, mark, valid_from::text, valid_to::text, note`

/** The rule in force on that day in Hanoi; refused with `no_rule` where there is none. An act is judged by the rule of its own day. */
export async function ruleOn(db: Db, code: string, day: string): Promise<Rule> {
  const { rows: [rule] } = await sql<Rule>`select ${columns} from rule where code = ${code} and daterange(valid_from, valid_to, '[]') @> ${day}::date`.execute(db)
  return rule ?? refuse<RuleRefusal>({ code: 'no_rule', rule: code, day })
}

/** The number in force on that day; refused where it was never found. */
export async function numberOn(db: Db, code: string, day: string): Promise<number> {
  return (await ruleOn(db, code, day)).value ?? refuse<RuleRefusal>({ code: 'no_rule', rule: code, day })
}

/** Every rule in force on that day, by code. */
export const rulesOn = async (db: Db, day: string): Promise<Rule[]> =>
  (await sql<Rule>`select ${columns} from rule where daterange(valid_from, valid_to, '[]') @> ${day}::date order by mark = 'own', code`.execute(db)).rows

/** Every number whose code begins so, with each value it has had, the newest first: for what is judged by the rules of several days. */
export const rulesUnder = async (db: Db, prefix: string): Promise<Rule[]> =>
  (await sql<Rule>`select ${columns} from rule where starts_with(code, ${prefix}) order by code, rule.valid_from desc`.execute(db)).rows

/** What one number has been, the newest first, with who proposed and who approved each change made here. */
export const ruleHistory = async (db: Db, code: string) =>
  (await sql<Rule & { approval_id: number | null }>`select ${columns}, approval_id from rule where code = ${code} order by valid_from desc`.execute(db)).rows

/** The newest value of a number, taken in turn by whoever changes it. */
export async function newestRule(tx: Tx, code: string): Promise<Rule | undefined> {
  return (await sql<Rule>`select ${columns} from rule where code = ${code} order by rule.valid_from desc limit 1 for update`.execute(tx)).rows[0]
}

/** How long people may be kept waiting, as promised on that day. */
export async function serviceTimeOn(db: Db, code: ServiceCode, day: string): Promise<ServiceTime> {
  return (await serviceTimesOn(db, day)).find((time) => time.code === code) ?? refuse<RuleRefusal>({ code: 'no_rule', rule: code, day })
}
export const serviceTimesOn = async (db: Db, day: string): Promise<ServiceTime[]> =>
  (await sql<ServiceTime>`select distinct on (code) code, amount, unit, valid_from::text from service_time where valid_from <= ${day}::date order by code, valid_from desc`.execute(db)).rows
/** Every time ever promised, the newest first. */
export const serviceTimeHistory = async (db: Db) =>
  (await sql<ServiceTime & { changed_by: string | null }>`select t.code, t.amount, t.unit, t.valid_from::text, p.name as changed_by from service_time t left join person p on p.id = t.changed_by order by t.code, t.valid_from desc`.execute(db)).rows

export interface Holiday { day: string; name_vi: string; name_en: string; no_lieu: boolean }
export const holidaysFrom = async (db: Db, day: string): Promise<Holiday[]> =>
  (await sql<Holiday>`select day::text, name_vi, name_en, no_lieu from holiday where removed_at is null and day >= ${day}::date order by day`.execute(db)).rows
/** The public holidays known, for counting working days. One on a weekend of which nothing is off in lieu changes nothing there and is left out. */
export const holidaySet = async (db: Db): Promise<ReadonlySet<string>> => new Set((await holidaysFrom(db, '1900-01-01')).flatMap(({ day, no_lieu }) => (no_lieu ? [] : [day])))
/** The days off in lieu from that day on that nobody has entered, each with its holiday. */
export async function lieusFrom(db: Db, from: string): Promise<{ day: string; of: Holiday }[]> {
  const known = await holidaysFrom(db, '1900-01-01'), holidays = await holidaySet(db)
  return [...new Set(known.map(({ day }) => day.slice(0, 4)))].flatMap((year) => lieusMissing(year, holidays)).flatMap(({ day, of }) => (day < from ? [] : [{ day, of: known.find((one) => one.day === of)! }]))
}

/** Until when something that waits is in time, by what was promised on the day it came in, and whether that is past. */
export interface Waited extends Pick<ServiceTime, 'amount' | 'unit'> { due: Date; overdue: boolean }
export type WaitingJudge = (code: ServiceCode, since: Date) => Waited | null
/** Judges whatever waits in any queue, with all promises and holidays read once; null where nothing was promised yet. */
export async function waitingJudge(db: Db, now: Date): Promise<WaitingJudge> {
  const [times, holidays] = await Promise.all([serviceTimeHistory(db), holidaySet(db)])
  return (code, since) => {
    const day = hanoiDay(since)
    const time = times.find((promised) => promised.code === code && promised.valid_from <= day)
    if (!time) return null
    const due = dueBy(time, since, holidays)
    return { amount: time.amount, unit: time.unit, due, overdue: now >= due }
  }
}
