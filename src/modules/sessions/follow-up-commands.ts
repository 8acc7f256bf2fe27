import { sql } from 'kysely'
import { byTime, record } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { hanoiDay } from '../../platform/time.ts'
import { daysBetweenDays, remindsOn } from '../deals/duty-rules.ts'
import { inTurn, subjectOf } from './commands.ts'
import { followUps, sinceMet } from './follow-up-queries.ts'
import { followUpDue, followUpWindow, mostFollowUps } from './follow-up-rules.ts'
import type { FollowUpKind } from './schema.ts'

/**
 * When this returns, what each session that ended lately left to do is somebody's duty with a day: a card nobody has
 * answered, a meeting held that one of the two has said nothing of, a step one of them promised and nothing came of.
 * Done again, or twice at once, it opens nothing twice. Whoever promised is told once of all that is new.
 */
export async function openFollowUps(db: Db, now: Date): Promise<number> {
  const all = asSystem(db), today = hanoiDay(now)
  const { rows: over } = await sql<{ id: number }>`select id from trading_session where state in ('published', 'closed') and ends_at <= ${now} and ends_at > ${now}::timestamptz - make_interval(days => ${followUpWindow}) order by id`.execute(all)
  let opened = 0
  for (const { id: session_id } of over) opened += await all.transaction().execute(async (tx) => {
    const session = await inTurn(tx, session_id), ended = hanoiDay(session.ends_at), ctx = byTime(db, now, 'follow_ups')
    const { rows: left } = await sql<{ kind: FollowUpKind; interest_id: number | null; meeting_id: number | null; registration_id: number | null; promised: string }>`
      select 'card' as kind, c.interest_id, null::int as meeting_id, null::int as registration_id, greatest(${ended}::date, (c.left_at at time zone 'Asia/Ho_Chi_Minh')::date)::text as promised
        from session_interest c join interest i on i.id = c.interest_id where c.session_id = ${session_id} and i.state = 'pending' and not exists (select from session_follow_up f where f.interest_id = c.interest_id)
      union all
      select case when n.result is null then 'note' else 'step' end, null, m.id, r.id, greatest(${ended}::date, (n.noted_at at time zone 'Asia/Ho_Chi_Minh')::date)::text
        from session_meeting m join session_wish w on w.id = m.wish_id join session_registration r on r.id in (w.asker_id, w.asked_id) join session_registration other on other.id in (w.asker_id, w.asked_id) and other.id <> r.id
          left join session_meeting_note n on n.meeting_id = m.id and n.registration_id = r.id
        where m.session_id = ${session_id} and m.state = 'confirmed' and (m.outcome = 'held' or (m.outcome is null and exists (select from session_checkin k where k.registration_id = r.id)))
          and (n.result is null or n.result in ('next_step', 'thinking')) and (${sinceMet}) is null
          and not exists (select from session_follow_up f where f.meeting_id = m.id and f.registration_id = r.id and f.kind = case when n.result is null then 'note' else 'step' end)
      order by 1, 2, 3, 4 limit ${mostFollowUps}`.execute(tx)
    if (left.length === 0) return 0
    await tx.insertInto('session_follow_up').values(left.map(({ promised, ...one }) => ({ ...one, session_id, opened_at: now, due_on: followUpDue(one.kind, promised, today), reminded_for: null }))).execute()
    const whose = Map.groupBy(left.filter(({ registration_id }) => registration_id !== null), ({ registration_id }) => registration_id!)
    for (const [registration_id, theirs] of whose) await record(tx, ctx, subjectOf(session_id), { type: 'session.follow_ups_opened', session_id, registration_id, n: theirs.length }, null)
    return left.length
  })
  return opened
}

/** Reminds of what is due in a week, tomorrow, or was due yesterday, each once, however many workers do this at once; one letter a person, session and day. */
export async function remindFollowUps(db: Db, now: Date): Promise<number> {
  const all = asSystem(db), today = hanoiDay(now)
  const { rows: sessions } = await sql<{ session_id: number }>`select distinct session_id from session_follow_up where due_on between ${today}::date - 30 and ${today}::date + 7 and (reminded_for is null or reminded_for <= due_on) order by 1`.execute(all)
  let reminded = 0
  for (const { session_id } of sessions) reminded += await all.transaction().execute(async (tx) => {
    await inTurn(tx, session_id)
    const { rows } = await sql<{ id: number; interest_id: number | null; registration_id: number | null; due_on: string; reminded_for: string | null; opened_at: Date }>`
      select * from (${followUps} where f.session_id = ${session_id} and f.due_on <= ${today}::date + 7) f where f.done_at is null and not f.gone order by f.id limit ${mostFollowUps}`.execute(tx)
    const due = rows.flatMap((row) => { const day = remindsOn({ due_on: row.due_on, reminded_for: row.reminded_for, since: hanoiDay(row.opened_at) }, today); return day ? [{ ...row, day }] : [] })
    for (const { id, day } of due) await tx.updateTable('session_follow_up').set({ reminded_for: day }).where('id', '=', id).execute()
    for (const [, theirs] of Map.groupBy(due, ({ interest_id, registration_id, due_on }) => `${interest_id} ${registration_id} ${due_on}`)) {
      const { interest_id, registration_id, due_on } = theirs[0]!
      await record(tx, byTime(db, now, 'follow_ups'), subjectOf(session_id), { type: 'session.follow_ups_reminded', session_id, interest_id, registration_id, n: theirs.length, due_on, days_left: daysBetweenDays(today, due_on) }, null)
    }
    return due.length
  })
  return reminded
}
