import { sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { systemOf } from '../matching/market-index.ts'
import { placeOf } from './meeting-queries.ts'
import { watchesSessions } from './rules.ts'
import type { PollKind, QuestionState } from './schema.ts'

export interface PollShown { id: number; kind: PollKind; question: string; options: string[]; opened_at: Date; closed_at: Date | null; answers: number; counts: number[] | null; own: number[] | null }
/** The polls of a session with what they came to; `counts` once closed, `own` what the reader chose. */
export async function pollsOf(db: Db, session: number, place: number | null): Promise<PollShown[]> {
  const { rows } = await sql<PollShown>`select p.id, p.kind, p.question, p.options, p.opened_at, p.closed_at, r.answers, r.counts, (select a.chosen from session_poll_answer a where a.poll_id = p.id and a.registration_id = ${place}) as own
    from session_poll p, session_poll_result(p.id) r where p.session_id = ${session} order by p.closed_at is not null, p.id desc`.execute(db)
  return rows
}
export interface QuestionShown { id: number; question: string; anonymous: boolean; state: QuestionState; reason: string; asked_at: Date; name: string | null; mine: boolean; votes: number; voted: boolean }
export interface Hall { place: number | null; watches: boolean; polls: PollShown[]; questions: QuestionShown[] }
/**
 * What goes on in the hall, for those who have a place and those who watch: polls, and the questions let
 * through, the most wanted first, with one's own whatever became of them. Who asked is left out here where
 * they did not want to be named; only those who moderate read it.
 */
export async function hallOf({ db, actor }: Ctx, session: number): Promise<Hall> {
  const place = (await placeOf(db, actor, session))?.id ?? null, watches = watchesSessions(actor)
  if (place === null && !watches) return { place, watches, polls: [], questions: [] }
  const { rows: questions } = await sql<QuestionShown>`
    select q.id, q.question, q.anonymous, q.state, q.reason, q.asked_at, coalesce(q.registration_id = ${place}, false) as mine, case when not q.anonymous or ${watches} then p.name end as name,
      (select count(*)::int from session_question_vote v where v.question_id = q.id) as votes, exists (select from session_question_vote v where v.question_id = q.id and v.registration_id = ${place}) as voted
    from session_question q join session_registration r on r.id = q.registration_id join person p on p.id = r.person_id
    where q.session_id = ${session} and (q.state in ('shown', 'answered') or ${watches} or q.registration_id = ${place})
    order by array_position(array['asked', 'shown', 'answered', 'dismissed'], q.state), votes desc, q.id limit 500`.execute(systemOf(db))
  return { place, watches, polls: await pollsOf(db, session, place), questions }
}
