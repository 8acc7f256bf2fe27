import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { servingWeights } from './market-index.ts'
import type { MatchWeights } from './rules.ts'

export interface TrainingRow { id: number; at: Date; needs: number; answers: number; quality: number; quality_before: number; served: boolean }
export interface Quality {
  /** The latest first. */
  trainings: TrainingRow[]
  /** The last change of what serves, 0 while there was none, and the training whose weights serve. */
  serving: { id: number; training_id: number | null }
  weights: MatchWeights
  weeks: { week: string; accepted: number; declined: number }[]
}

const shown = 40, weeksShown = 26
/** How good matching is by what people answer and by what was learnt; for the staff who run it. */
export async function qualityOfMatching(db: Db, now: Date): Promise<Quality> {
  const [trainings, serving, weights, { rows: weeks }] = await Promise.all([
    db.selectFrom('match_training').select(['id', 'at', 'needs', 'answers', 'quality', 'quality_before', 'served']).orderBy('id', 'desc').limit(shown).execute(),
    db.selectFrom('match_serving').select(['id', 'training_id']).orderBy('id', 'desc').limit(1).executeTakeFirst(),
    servingWeights(db),
    // From the first week with an answer to this one, also those in which nobody answered.
    sql<Quality['weeks'][number]>`with answers as (select date_trunc('week', answered_at at time zone 'Asia/Ho_Chi_Minh') as week, answer from match_answer where answered_at > ${now}::timestamptz - make_interval(weeks => ${weeksShown}))
      select to_char(w, 'YYYY-MM-DD') as week, count(*) filter (where answer = 'accepted')::int as accepted, count(*) filter (where answer = 'declined')::int as declined
      from generate_series((select min(week) from answers), date_trunc('week', ${now}::timestamptz at time zone 'Asia/Ho_Chi_Minh'), interval '1 week') w left join answers on answers.week = w group by w order by w`.execute(db),
  ])
  return { trainings: trainings.map((row) => ({ ...row, quality: Number(row.quality), quality_before: Number(row.quality_before) })), serving: serving ?? { id: 0, training_id: null }, weights, weeks }
}
