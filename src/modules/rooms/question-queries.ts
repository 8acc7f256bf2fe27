import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { questionState, type QuestionState } from './question-rules.ts'
import type { Topic } from './schema.ts'

export interface Entry { id: number; question_id: number; kind: 'question' | 'answer' | 'follow_up'; text: string; organisation_id: number; person_name: string; at: Date }
export interface Question { id: number; number: number; topic: Topic; organisation_id: number; due_on: string; asked_at: Date; closed_at: Date | null; closed_by_name: string; state: QuestionState; entries: Entry[] }
const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`

/** The questions of a file with all that was said to them, those that wait first; one of them where its number is given. */
export async function questionsOf(db: Db, deal: number, id?: number): Promise<Question[]> {
  const questions = await db.selectFrom('room_question').select(['id', 'number', 'topic', 'organisation_id', 'asked_at', 'closed_at', sql<string>`due_on::text`.as('due_on'), personName('closed_by').as('closed_by_name')])
    .where('deal_id', '=', deal).$if(id !== undefined, (query) => query.where('id', '=', id ?? 0)).orderBy('number', 'desc').execute()
  if (!questions.length) return []
  const entries = await db.selectFrom('room_question_entry').select(['id', 'question_id', 'kind', 'text', 'organisation_id', 'at', personName('person_id').as('person_name')]).where('question_id', 'in', questions.map((one) => one.id)).orderBy('id').execute()
  const order: QuestionState[] = ['asked', 'answered', 'closed']
  return questions.map((question) => {
    const own = entries.filter(({ question_id }) => question_id === question.id)
    return { ...question, entries: own, state: questionState(question.closed_at !== null, own.at(-1)?.kind ?? 'question') }
  }).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.number - a.number)
}
