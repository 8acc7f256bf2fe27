import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { systemOf } from '../matching/market-index.ts'
import { mostFollowUps } from './follow-up-rules.ts'
import type { FollowUpKind } from './schema.ts'

/** An interest between the organisations of two places, left or expressed since they met. */
export const sinceMet = sql`select min(x.expressed_at) from interest x join listing xl on xl.id = x.listing_id
  where x.expressed_at >= m.starts_at and ((x.organisation_id = r.organisation_id and xl.organisation_id = other.organisation_id) or (x.organisation_id = other.organisation_id and xl.organisation_id = r.organisation_id))`

/**
 * Every duty with what the records say of it: when it was done, and whether nothing is left to do for another
 * reason (a card taken back, somebody who was found not to have come). Whose interests and places these are,
 * no reader of a session knows, so this is asked past the reader, by those below who say for whom.
 */
export const followUps = sql`
  select f.id, f.session_id, f.kind, f.interest_id, f.meeting_id, f.registration_id, f.opened_at, f.due_on::text as due_on, f.reminded_for::text as reminded_for,
    coalesce(r.organisation_id, l.organisation_id) as organisation_id, r.person_id, other.organisation_id as other_id, l.id as listing_id, l.kind as listing_kind, l.anonymous,
    coalesce(i.state = 'withdrawn', false) or coalesce(m.outcome <> 'held' or m.state = 'cancelled', false) as gone,
    case f.kind when 'card' then case when i.state in ('accepted', 'declined') then i.answered_at end else least(case when f.kind = 'note' or n.result in ('done', 'no_fit') then n.noted_at end, (${sinceMet})) end as done_at
  from session_follow_up f left join interest i on i.id = f.interest_id left join listing l on l.id = i.listing_id
    left join session_meeting m on m.id = f.meeting_id left join session_wish w on w.id = m.wish_id left join session_registration r on r.id = f.registration_id
    left join session_registration other on other.id = case w.asker_id when r.id then w.asked_id else w.asker_id end left join session_meeting_note n on n.meeting_id = f.meeting_id and n.registration_id = f.registration_id`
const titleOf = (id: string) => sql`(select jsonb_object_agg(t.language, t.title) from listing_text t where t.listing_id = ${sql.ref(id)})`

export interface FollowUpDuty { kind: FollowUpKind; path: string; since: Date; due_on: string; session_vi: string; session_en: string; what_vi: string; what_en: string }
/** What sessions left this person to do: their own promises, and cards for the organisations they answer for. The nearest day first. */
export async function followUpDuties(db: Db, actor: Actor, editable: readonly number[]): Promise<FollowUpDuty[]> {
  const { rows } = await sql<{ kind: FollowUpKind; session_id: number; interest_id: number | null; meeting_id: number | null; since: Date; due_on: string; session_vi: string; session_en: string; name_vi: string | null; name_en: string | null; titles: Partial<Record<Locale, string>> | null }>`
    select f.kind, f.session_id, f.interest_id, f.meeting_id, f.opened_at as since, f.due_on, s.title_vi as session_vi, s.title_en as session_en, o.name_vi, o.name_en, ${titleOf('f.listing_id')} as titles
    from (${followUps} where (r.person_id = ${actor.person_id} or (f.kind = 'card' and l.organisation_id = any(${[...editable]}::int[])))) f join trading_session s on s.id = f.session_id left join organisation o on o.id = f.other_id
    where f.done_at is null and not f.gone order by f.due_on, f.id limit 100`.execute(systemOf(db))
  return rows.map(({ kind, session_id, interest_id, meeting_id, since, due_on, session_vi, session_en, name_vi, name_en, titles }) => ({
    kind, since, due_on, session_vi, session_en, path: kind === 'card' ? `/interests/${interest_id}` : `/sessions/${session_id}/meetings/${meeting_id}`,
    what_vi: kind === 'card' ? titles?.vi ?? titles?.en ?? '' : name_vi || name_en || '', what_en: kind === 'card' ? titles?.en ?? titles?.vi ?? '' : name_en || name_vi || '',
  }))
}

export interface FollowUpRow { id: number; kind: FollowUpKind; due_on: string; done_on: string | null; organisation_vi: string | null; organisation_en: string | null; other_vi: string | null; other_en: string | null; listing: { id: number; kind: 'offer' | 'need'; titles: Partial<Record<Locale, string>> } | null }
export interface FollowUpBoard { rows: FollowUpRow[]; /** Cards and meetings that asked for nothing more: answered or led on before anybody was asked, found not to fit, or not held. */ none: number }
/**
 * Everything a session left to do, for those who run or watch it. Of a card they read the listing and, where the
 * listing says so itself, whose it is; who left the card is the two sides' to know.
 */
export async function followUpBoard(db: Db | Tx, session: number): Promise<FollowUpBoard> {
  const [{ rows }, { rows: [all] }] = await Promise.all([
    sql<FollowUpRow>`select f.id, f.kind, f.due_on, (f.done_at at time zone 'Asia/Ho_Chi_Minh')::date::text as done_on, o.name_vi as organisation_vi, o.name_en as organisation_en, p.name_vi as other_vi, p.name_en as other_en,
        case when f.listing_id is not null then jsonb_build_object('id', f.listing_id, 'kind', f.listing_kind, 'titles', ${titleOf('f.listing_id')}) end as listing
      from (${followUps} where f.session_id = ${session}) f left join organisation o on o.id = f.organisation_id and f.anonymous is not true left join organisation p on p.id = f.other_id
      where not f.gone order by f.due_on, f.id limit ${mostFollowUps}`.execute(systemOf(db)),
    sql<{ none: number }>`select (select count(*)::int from session_interest c where c.session_id = ${session} and not exists (select from session_follow_up f where f.interest_id = c.interest_id))
      + (select count(*)::int from session_meeting m where m.session_id = ${session} and m.confirmed_at is not null and not exists (select from session_follow_up f where f.meeting_id = m.id)) as none`.execute(systemOf(db)),
  ])
  return { rows, none: all?.none ?? 0 }
}
