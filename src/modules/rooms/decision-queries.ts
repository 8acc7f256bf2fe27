import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { decisionState, type DecisionState } from './decision-rules.ts'
import { meets, outcomeOf, type PilotOutcome } from './pilot-rules.ts'
import type { Answer, costBearers, Direction } from './schema.ts'

const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`
export interface DecisionShown { id: number; number: number; joint: boolean; text: string; reason: string; effective_on: string; replaces_id: number | null; organisation_id: number; person_name: string; recorded_at: Date; answer: Answer | null; answer_note: string; answered_by_name: string; answered_at: Date | null; state: DecisionState }
/** The decisions of a file, the latest first, each with how it stands among the others. */
export async function decisionsOf(db: Db, deal: number): Promise<DecisionShown[]> {
  const rows = await db.selectFrom('room_decision').select(['id', 'number', 'joint', 'text', 'reason', 'replaces_id', 'organisation_id', 'recorded_at', 'answer', 'answer_note', 'answered_at', sql<string>`effective_on::text`.as('effective_on'), personName('person_id').as('person_name'), personName('answered_by').as('answered_by_name')])
    .where('deal_id', '=', deal).orderBy('number', 'desc').execute()
  return rows.map((row) => ({ ...row, state: decisionState(row, rows) }))
}

export interface MeasureShown { id: number; name: string; unit: string; direction: Direction; target: number; result: number | null; result_source: string; result_organisation_id: number | null; result_by_name: string; result_at: Date | null; confirmed_by_name: string; confirmed_at: Date | null; disputed_reason: string; met: boolean | null }
export interface PilotShown { id: number; title: string; place: string; starts_on: string; ends_on: string; cost_bearer: (typeof costBearers)[number]; cost_note: string; organisation_id: number; person_name: string; proposed_at: Date; answer: Answer | null; answer_note: string; answered_by_name: string; answered_at: Date | null; measures: MeasureShown[]; outcome: PilotOutcome }
/** The pilots of a file, the latest first, with their measures and what comes of them; one of them where its number is given. */
export async function pilotsOf(db: Db, deal: number, id?: number): Promise<PilotShown[]> {
  const pilots = await db.selectFrom('room_pilot').select(['id', 'title', 'place', 'cost_bearer', 'cost_note', 'organisation_id', 'proposed_at', 'answer', 'answer_note', 'answered_at', sql<string>`starts_on::text`.as('starts_on'), sql<string>`ends_on::text`.as('ends_on'), personName('person_id').as('person_name'), personName('answered_by').as('answered_by_name')])
    .where('deal_id', '=', deal).$if(id !== undefined, (query) => query.where('id', '=', id ?? 0)).orderBy('id', 'desc').execute()
  if (!pilots.length) return []
  const measures = await db.selectFrom('room_pilot_measure').select(['id', 'pilot_id', 'name', 'unit', 'direction', 'target', 'result', 'result_source', 'result_organisation_id', 'result_at', 'confirmed_at', 'disputed_reason', personName('result_by').as('result_by_name'), personName('confirmed_by').as('confirmed_by_name')]).where('pilot_id', 'in', pilots.map((one) => one.id)).orderBy('position').execute()
  return pilots.map((pilot) => {
    const own = measures.filter(({ pilot_id }) => pilot_id === pilot.id)
    return { ...pilot, outcome: outcomeOf(own.map((one) => ({ ...one, confirmed: one.confirmed_at !== null }))), measures: own.map((one) => ({ ...one, met: one.result === null ? null : meets(one, one.result) })) }
  })
}
