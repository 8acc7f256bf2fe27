import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { holidaySet, numberOn } from '../rulebook/queries.ts'
import type { LawDays, LeavingBlock } from './rules.ts'
import type { DataRequest } from './schema.ts'

/** The numbers of the law on that day, from the rule table; every one of them marked as seen there. */
export async function lawOn(db: Db, at: Date): Promise<{ law: LawDays; holidays: ReadonlySet<string> }> {
  const day = hanoiDay(at)
  const [answer_working_days, withdrawal_days, extension_days, holidays] = await Promise.all([numberOn(db, 'privacy.answer', day), numberOn(db, 'privacy.withdrawal', day), numberOn(db, 'privacy.extension', day), holidaySet(db)])
  return { law: { answer_working_days, withdrawal_days, extension_days }, holidays }
}

export const requestsOf = (db: Db, personId: number): Promise<DataRequest[]> => db.selectFrom('data_request').selectAll().where('person_id', '=', personId).orderBy('id', 'desc').limit(200).execute()
/** One of this person's own requests. */
export const ownRequest = async (db: Db, personId: number, id: number): Promise<DataRequest> => found(await db.selectFrom('data_request').selectAll().where('id', '=', id).where('person_id', '=', personId).executeTakeFirst())

const withPeople = (db: Db) => db.selectFrom('data_request as r').innerJoin('person as p', 'p.id', 'r.person_id').leftJoin('person as h', 'h.id', 'r.handled_by').leftJoin('person as a', 'a.id', 'r.answered_by')
  .selectAll('r').select(['p.name', 'h.name as handler', 'a.name as answerer'])
/** What the staff have before them: those waiting, the nearest deadline first, then those decided lately. */
export async function requestQueue(db: Db): Promise<{ waiting: QueuedRequest[]; decided: QueuedRequest[] }> {
  const [waiting, decided] = await Promise.all([
    withPeople(db).where('r.state', 'in', ['received', 'answered']).orderBy(sql`case r.state when 'received' then least(r.answer_by, r.complete_by) else r.complete_by end`).orderBy('r.id').limit(500).execute(),
    withPeople(db).where('r.state', 'in', ['completed', 'refused', 'withdrawn']).orderBy('r.handled_at', 'desc').limit(50).execute(),
  ])
  return { waiting, decided }
}
export const queuedRequest = async (db: Db, id: number) => found(await withPeople(db).where('r.id', '=', id).executeTakeFirst())
export type QueuedRequest = Awaited<ReturnType<typeof queuedRequest>>

/** Requests that wait for an administrator: how many, since when the first, and when the next is due. */
export async function requestsWaiting(db: Db): Promise<{ count: number; oldest: Date | null; due: Date | null }> {
  // A deletion that was answered waits for its day, not for anybody.
  return db.selectFrom('data_request').select([sql<number>`count(*)::int`.as('count'), sql<Date | null>`min(received_at)`.as('oldest'), sql<Date | null>`min(case state when 'received' then least(answer_by, complete_by) else complete_by end)`.as('due')])
    .where('state', 'in', ['received', 'answered']).where(sql<boolean>`not (kind = 'deletion' and state = 'answered' and complete_by > carry_out_after)`).executeTakeFirstOrThrow()
}

/** How often this person took their data out in the last day, as the log counts it. */
export async function exportsSince(db: Db, personId: number, since: Date): Promise<number> {
  const { n } = await db.selectFrom('event').select(sql<number>`count(*)::int`.as('n')).where('person_id', '=', personId).where('type', '=', 'personal_data.exported').where('at', '>', since).executeTakeFirstOrThrow()
  return n
}

/** What would stand still if this person left now: organisations nobody else owns, and the Exchange itself without an administrator. */
export async function leavingBlocks(db: Db | Tx, personId: number): Promise<LeavingBlock[]> {
  const [{ rows: owned }, administrators] = await Promise.all([
    sql<{ organisation_id: number; name_vi: string; name_en: string; listings: number; deals: number; members: number }>`
      select o.id as organisation_id, o.name_vi, o.name_en,
        (select count(*) from listing l where l.organisation_id = o.id and l.state = 'published')::int as listings,
        (select count(*) from deal d where d.closed_at is null and o.id in (d.supplier_organisation_id, d.demander_organisation_id))::int as deals,
        (select count(*) from membership x where x.organisation_id = o.id and x.person_id <> ${personId})::int as members
      from organisation o join membership m on m.organisation_id = o.id and m.person_id = ${personId} and m.role = 'owner'
      where not exists (select from membership x where x.organisation_id = o.id and x.person_id <> ${personId} and x.role = 'owner') order by o.id`.execute(db),
    db.selectFrom('staff_role').select('person_id').where('role', '=', 'administrator').execute(),
  ])
  const blocks: LeavingBlock[] = owned.filter(({ listings, deals, members }) => listings + deals + members > 0).map((row) => ({ kind: 'last_owner', ...row }))
  if (administrators.length === 1 && administrators[0]?.person_id === personId) blocks.push({ kind: 'last_administrator' })
  return blocks
}
