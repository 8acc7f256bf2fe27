import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { decisionsBetween, reasonCounts, returnReasons, reviewQueue } from './queries.ts'
import { type Waits, waitsOf } from './rules.ts'

export const periods = [30, 90, 365] as const
export interface Report {
  days: number
  whole: Waits
  /** Months in which something was decided, the latest first, as 2026-03. */
  months: (Waits & { month: string })[]
  reasons: { code: string; name_vi: string; name_en: string; count: number }[]
  /** By person: all for supervisors and administrators, one's own for a moderator. */
  people: (Waits & { name: string })[]
  waiting: number
  overdue: number
}

/** How the queue did in the last `days`, as this reader may know it: moderators are shown no colleague's figures. */
export async function moderationReport(db: Db, actor: Actor, days: number, now: Date): Promise<Report> {
  const from = daysFrom(now, -days)
  const [decisions, counts, reasons, queue] = await Promise.all([decisionsBetween(db, from, now), reasonCounts(db, from), returnReasons(db, { retired: true }), reviewQueue(db, now)])
  const everybody = actor.staff_roles.some((role) => role === 'observer' || role === 'inspector' || role === 'administrator')
  const byPerson = Map.groupBy(decisions.filter(({ decided_by }) => decided_by !== null && (everybody || decided_by === actor.person_id)), ({ decided_by }) => decided_by)
  return {
    days, whole: waitsOf(decisions), waiting: queue.length, overdue: queue.filter(({ waited }) => waited?.overdue).length,
    months: [...Map.groupBy(decisions, ({ decided_at }) => hanoiDay(decided_at).slice(0, 7))].map(([month, of]) => ({ month, ...waitsOf(of) })).toSorted((a, b) => b.month.localeCompare(a.month)),
    reasons: reasons.map(({ code, name_vi, name_en }) => ({ code, name_vi, name_en, count: counts.get(code) ?? 0 })).filter((one) => one.count > 0 || !reasons.find(({ code }) => code === one.code)?.retired_at).toSorted((a, b) => b.count - a.count),
    people: [...byPerson.values()].map((of) => ({ name: of[0]?.name ?? '', ...waitsOf(of) })).toSorted((a, b) => a.name.localeCompare(b.name, 'vi')),
  }
}
