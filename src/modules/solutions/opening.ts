import { randomInt } from 'node:crypto'
import { byTime, record } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { next } from '../../platform/lifecycle.ts'
import { isDue, solutionLifecycle } from './rules.ts'
import { moveSolution, solutionInTurn, solutionSubject } from './turns.ts'

/** Places 1 to n, drawn: a number does not tell who came when. */
export function drawn(n: number, draw: (below: number) => number = randomInt): number[] {
  const numbers = Array.from({ length: n }, (_, i) => i + 1)
  for (let i = n - 1; i > 0; i--) { const j = draw(i + 1); [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!] }
  return numbers
}

/**
 * Opens the technical envelopes of a call whose last day is over, once, whoever comes first: the clock or the first who
 * looks. The last version of each organisation counts. Called with the handle of the Exchange itself: time opens them, not a reader.
 */
export async function openSolution(db: Db, id: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const ctx = byTime(db, now, 'open_solutions')
    const call = await solutionInTurn(tx, id)
    if (!isDue(call, now)) return false
    const versions = await tx.selectFrom('solution_submission').select(['id', 'organisation_id']).where('call_id', '=', id).orderBy('id').execute()
    const last = [...new Map(versions.map((version) => [version.organisation_id, version.id]))]
    if (last.length === 0) {
      await moveSolution(tx, ctx, call, next(solutionLifecycle, call.state, 'fail'), { outcome: 'none_came' })
      await record(tx, ctx, solutionSubject(id), { type: 'solution.failed', solution_id: id, reason: 'none_came' }, call.organisation_id)
      return true
    }
    const numbers = drawn(last.length)
    await tx.insertInto('solution_entry').values(last.map(([organisation_id, submission_id], i) => ({ call_id: id, organisation_id, submission_id, number: numbers[i]!, entered_at: now }))).execute()
    await tx.updateTable('solution_call').set({ technical_opened_at: now, state: next(solutionLifecycle, call.state, 'open'), state_since: now }).where('id', '=', id).execute()
    await record(tx, ctx, solutionSubject(id), { type: 'solution.opened', solution_id: id, answers: last.length }, call.organisation_id)
    return true
  })
}

const mostOpened = 200
/** By the clock: every call whose last day is over. */
export async function openSolutions(db: Db, now: Date): Promise<number> {
  const due = await db.selectFrom('solution_call').select('id').where('state', '=', 'open').where('closes_at', '<=', now).orderBy('closes_at').limit(mostOpened).execute()
  let opened = 0
  for (const { id } of due) opened += Number(await openSolution(db, id, now))
  return opened
}
