import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, isStaff, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { idField, optionalIdField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay, minutesFrom } from '../../platform/time.ts'
import type { RoleRefusal } from '../people/rules.ts'
import { numberOn } from '../rulebook/queries.ts'
import { type AdministrationRefusal, helpsUsers, mayActInNameOf } from './rules.ts'

/** Only the account library sees sessions, so these acts work past the reader's own view. */
const asAccounts = (ctx: Ctx): Ctx => ({ ...ctx, db: asSystem(ctx.db) })

export const PersonNamed = z.object({ person_id: idField })
/** Every browser this person was signed in with has to sign in anew. */
export async function endSessionsOf(ctx: Ctx, { person_id }: z.output<typeof PersonNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(asAccounts(ctx), async (tx) => {
    await personInTurn(tx, person_id)
    const sessions = await withoutSessions(tx, person_id)
    if (sessions > 0) await record(tx, ctx, `person:${person_id}`, { type: 'person.sessions_ended', person_id, sessions }, null)
  })
}
async function withoutSessions(tx: Tx, person_id: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('auth_session').where('user_id', 'in', tx.selectFrom('person').select(({ fn }) => fn.coalesce('auth_user_id', sql<string>`''`).as('auth_user_id')).where('id', '=', person_id)).executeTakeFirst()
  return Number(numDeletedRows)
}

export const Suspension = z.object({ person_id: idField, reason: textField(1000, 10) })
/** The person is signed out everywhere and cannot sign in until the suspension is lifted. Their roles and memberships stay as they are. */
export async function suspendPerson(ctx: Ctx, { person_id, reason }: z.output<typeof Suspension>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  if (person_id === ctx.actor.person_id) refuse<AdministrationRefusal>({ code: 'not_oneself' })
  await transact(asAccounts(ctx), async (tx) => {
    // All administrators in turn, so that two who suspend each other at once do not both succeed.
    const administrators = await tx.selectFrom('staff_role').select('person_id').where('role', '=', 'administrator').orderBy('person_id').forUpdate().execute()
    await personInTurn(tx, person_id)
    const out = new Set((await tx.selectFrom('suspension').select('person_id').where('lifted_at', 'is', null).execute()).map((row) => row.person_id))
    if (out.has(person_id)) return
    if (ctx.actor.person_id !== null && out.has(ctx.actor.person_id)) refuse<AdministrationRefusal>({ code: 'person_suspended' })
    if (administrators.some((each) => each.person_id === person_id) && administrators.every((each) => each.person_id === person_id || out.has(each.person_id))) refuse<RoleRefusal>({ code: 'last_administrator' })
    await tx.insertInto('suspension').values({ person_id, reason, suspended_by: ctx.actor.person_id, suspended_at: ctx.now(), lifted_by: null, lifted_at: null }).execute()
    await withoutSessions(tx, person_id)
    await tx.updateTable('acting_for').set({ ended_at: ctx.now(), ended_by: ctx.actor.person_id }).where('ended_at', 'is', null).where(({ or, eb }) => or([eb('person_id', '=', person_id), eb('staff_person_id', '=', person_id)])).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'person.suspended', person_id, reason }, null)
  })
}

/** The person may sign in again. */
export async function liftSuspension(ctx: Ctx, { person_id, reason }: z.output<typeof Suspension>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  await transact(ctx, async (tx) => {
    const lifted = await tx.updateTable('suspension').set({ lifted_by: ctx.actor.person_id, lifted_at: ctx.now(), lift_reason: reason }).where('person_id', '=', person_id).where('lifted_at', 'is', null).returning('id').executeTakeFirst()
    if (lifted) await record(tx, ctx, `person:${person_id}`, { type: 'person.suspension_lifted', person_id, reason }, null)
  })
}

const minutesField = z.preprocess((typed) => (typeof typed === 'string' && /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : typed), z.number({ error: 'number' }).int({ error: 'number' }).min(5, { error: 'number' }).max(999, { error: 'number' }))
export const ActingFor = z.object({ person_id: idField, reason: textField(1000, 10), minutes: minutesField })
/** For so many minutes this member of staff is that user, who asked for help: with the user's memberships and none of the staff's roles. The user is told at once. */
export async function beginActingFor(ctx: Ctx, { person_id, reason, minutes }: z.output<typeof ActingFor>): Promise<void> {
  permit(ctx.actor, helpsUsers)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const staff_person_id = personOf(ctx.actor)
  // Whether the user is suspended or staff is not for a deal officer to read.
  await transact(asAccounts(ctx), async (tx) => {
    const now = ctx.now()
    await tx.selectFrom('person').select('id').where('id', '=', staff_person_id).forUpdate().execute() // one's own presses come one after the other
    const person = await personInTurn(tx, person_id)
    const [role, suspension, running] = await Promise.all([
      tx.selectFrom('staff_role').select('role').where('person_id', '=', person_id).executeTakeFirst(),
      tx.selectFrom('suspension').select('id').where('person_id', '=', person_id).where('lifted_at', 'is', null).executeTakeFirst(),
      tx.selectFrom('acting_for as a').innerJoin('person as p', 'p.id', 'a.person_id').select(['a.id', 'a.person_id', 'a.until', 'p.name']).where('a.staff_person_id', '=', staff_person_id).where('a.ended_at', 'is', null).executeTakeFirst(),
    ])
    const longest = await numberOn(tx, 'own.acting_minutes', hanoiDay(now))
    const no = mayActInNameOf({ staff_person_id, person: { id: person_id, is_staff: role !== undefined, has_account: person.auth_user_id !== null, suspended: suspension !== undefined }, minutes, longest })
    if (no) refuse(no)
    if (running && running.until > now) {
      if (running.person_id === person_id) return
      refuse<AdministrationRefusal>({ code: 'acting_already', name: running.name })
    }
    if (running) await tx.updateTable('acting_for').set({ ended_at: running.until, ended_by: null }).where('id', '=', running.id).execute() // its time was over
    await tx.insertInto('acting_for').values({ staff_person_id, person_id, reason, since: now, until: minutesFrom(now, minutes), ended_at: null, ended_by: null }).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'acting_for.began', person_id, staff_person_id, reason, minutes }, null)
  })
}

/** Without a person it is the one whose pages these are: the banner names nobody. */
export const ActingEnded = z.object({ person_id: optionalIdField })
/** Nobody acts for this person any more who did: said by the member of staff, or by the person themselves, who may send them away at any time. */
export async function endActingFor(ctx: Ctx, { person_id: whose }: z.output<typeof ActingEnded>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const person_id = whose ?? personOf(ctx.actor)
  const staff = ctx.actor.acted_by?.person_id ?? (ctx.actor.person_id === person_id ? null : personOf(ctx.actor))
  await transact(ctx, async (tx) => {
    const ended = await tx.updateTable('acting_for').set({ ended_at: ctx.now(), ended_by: staff ?? person_id })
      .where('person_id', '=', person_id).where('ended_at', 'is', null).where('until', '>', ctx.now()).$if(staff !== null, (update) => update.where('staff_person_id', '=', staff ?? 0)).returning('staff_person_id').execute()
    for (const { staff_person_id } of ended) await record(tx, ctx, `person:${person_id}`, { type: 'acting_for.ended', person_id, staff_person_id }, null)
  })
}

const personInTurn = async (tx: Tx, id: number) => found(await tx.selectFrom('person').select(['id', 'auth_user_id', 'name']).where('id', '=', id).forUpdate().executeTakeFirst())
