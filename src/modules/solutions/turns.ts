import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { SolutionRefusal } from './rules.ts'
import type { Particulars, SolutionMember, SolutionRules, SolutionState, SolutionTables } from './schema.ts'

/** A call with what its columns of JSON hold; its last day of standstill as text. */
export type Solution = Omit<Selectable<SolutionTables['solution_call']>, 'rules' | 'title' | 'particulars'> & { rules: SolutionRules; title: Record<Locale, string>; particulars: Particulars }
const columns = ['id', 'need_id', 'organisation_id', 'title', 'particulars', 'rules', 'rules_hash', 'state', 'state_since', 'asks_until', 'closes_at', 'proposed_by', 'proposed_at', 'published_by', 'published_at', 'technical_opened_at', 'prices_opened_at', 'rounds_begin_at', 'rounds_over_at', 'award_count', 'award_reason', 'award_proposed_by', 'award_proposed_at', 'awarded_by', 'awarded_at', 'created_by', 'created_at', 'demonstration', 'version', 'request_key', 'outcome'] as const
const read = (row: object): Solution => row as Solution
const rows = (db: Db) => db.selectFrom('solution_call').select(columns).select(sql<string | null>`standstill_until::text`.as('standstill_until'))
/** The call as this reader may know it exists; a draft is its owner's and the staff's. */
export const solutionRow = async (db: Db, id: number): Promise<Solution> => read(found(await rows(db).where('id', '=', id).executeTakeFirst()))
export const solutionRows = async (db: Db, limit: number): Promise<Solution[]> => (await rows(db).orderBy('id', 'desc').limit(limit).execute()).map(read)
/** Takes the call's row: what happens to a call happens one after the other. */
export const solutionInTurn = async (tx: Tx, id: number): Promise<Solution> => read(found(await rows(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()))
export const unlessRefused = (refusal: SolutionRefusal | null): void => { if (refusal) refuse(refusal) }

export async function moveSolution(tx: Tx, ctx: Ctx, { id }: Pick<Solution, 'id'>, state: SolutionState, more: { outcome?: string } = {}): Promise<void> {
  await tx.updateTable('solution_call').set({ state, state_since: ctx.now(), ...more }).where('id', '=', id).execute()
}
export const solutionSubject = (id: number): string => `solution:${id}`
/** For the few steps that move a call by the hand of somebody who is no officer: the permission was asked before. */
export const asExchange = (ctx: Ctx): Ctx => ({ ...ctx, db: ctx.db.isTransaction ? ctx.db : asSystem(ctx.db) })
export const membersOf = (db: Db, callId: number): Promise<SolutionMember[]> => db.selectFrom('solution_member').selectAll().where('call_id', '=', callId).orderBy('id').execute()
