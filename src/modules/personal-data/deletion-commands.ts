import { sql } from 'kysely'
import { byTime, type Ctx, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { refuse, Refused } from '../../platform/refusal.ts'
import { withdrawIn } from '../consents/commands.ts'
import { queueMail } from '../notifications/commands.ts'
import { spokeSince } from '../organisations/rules.ts'
import { farewellLetter } from './messages.ts'
import { leavingBlocks } from './queries.ts'
import { addressOfNobody, nameOfNobody, type PersonalDataRefusal } from './rules.ts'
import type { DataRequest } from './schema.ts'

/**
 * The person is gone: no account, session, passkey, profile, notice, letter, membership or role is
 * left, and the row that contracts, undertakings and the log point to names nobody. What others rely
 * on stays as it was said. Refused while something would be left without anybody. Takes the handle
 * that sees everything, and the request already held.
 */
export async function deletePerson(tx: Tx, ctx: Ctx, request: DataRequest, outcome: string): Promise<void> {
  const id = request.person_id
  const now = ctx.now()
  // Organisations first, as everybody takes them, in the order of their numbers; then the person. Another owner who leaves at the same time waits here or has left.
  await sql`select o.id from organisation o join membership m on m.organisation_id = o.id where m.person_id = ${id} order by o.id for update of o`.execute(tx)
  const person = await tx.selectFrom('person').select(['name', 'email', 'locale', 'auth_user_id']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  // Administrators who leave at the same time wait for each other: one of them has to stay.
  await sql`select from staff_role where role = 'administrator' and exists (select from staff_role r where r.role = 'administrator' and r.person_id = ${id}) order by person_id for update`.execute(tx)
  const blocks = await leavingBlocks(tx, id)
  if (blocks.length) refuse<PersonalDataRefusal>({ code: 'still_needed', blocks })

  for (const { organisation_id, ...held } of await tx.deleteFrom('membership').where('person_id', '=', id).returning(['organisation_id', 'role', 'since', 'role_since']).execute()) {
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'organisation.member_left', organisation_id, person_id: id, spoke_since: spokeSince(held)?.toISOString() ?? null }, organisation_id)
  }
  for (const { role } of await tx.deleteFrom('staff_role').where('person_id', '=', id).returning('role').execute()) {
    await record(tx, ctx, `person:${id}`, { type: 'person.role_revoked', person_id: id, role }, null)
  }
  await tx.updateTable('ownership_transfer').set({ ended_at: now }).where((its) => its.or([its('from_person_id', '=', id), its('to_person_id', '=', id)])).where('accepted_at', 'is', null).where('ended_at', 'is', null).execute()
  await tx.updateTable('acting_for').set({ ended_at: now }).where((its) => its.or([its('person_id', '=', id), its('staff_person_id', '=', id)])).where('ended_at', 'is', null).execute()
  for (const { id: key_id, organisation_id } of await tx.updateTable('api_key').set({ revoked_at: now, revoked_by: id }).where('person_id', '=', id).where('revoked_at', 'is', null).returning(['id', 'organisation_id']).execute()) {
    await record(tx, ctx, `organisation:${organisation_id}`, { type: 'api.key_revoked', key_id, organisation_id }, organisation_id)
  }
  await withdrawIn(tx, ctx, id)

  // Nobody is invited under that address any longer; who was, stays known by number alone.
  await sql`update invitation set email = 'removed-' || id || '@invalid', withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, ${now}) else withdrawn_at end where email = ${person.email} or accepted_by = ${id}`.execute(tx)
  await sql`delete from conflict_of_interest where expert_id in (select id from expert where person_id = ${id})`.execute(tx)
  await sql`delete from expert where person_id = ${id}`.execute(tx) // its publications go with it
  await tx.deleteFrom('notice').where('person_id', '=', id).execute()
  await tx.deleteFrom('calendar_address').where('person_id', '=', id).execute()
  await tx.deleteFrom('notice_choice').where('person_id', '=', id).execute()
  await tx.deleteFrom('market_digest').where('person_id', '=', id).execute()
  await tx.deleteFrom('saved_search').where('person_id', '=', id).execute()
  await tx.deleteFrom('outgoing_mail').where('to_address', '=', person.email).execute()
  if (person.auth_user_id !== null) {
    await sql`delete from auth_verification where value = ${person.auth_user_id} or identifier = ${person.email} or position(${person.email} in value) > 0`.execute(tx)
    await tx.deleteFrom('auth_user').where('id', '=', person.auth_user_id).execute() // sessions, passkeys, second factor and password go with it
  }
  await tx.updateTable('person').set({ name: nameOfNobody(id), email: addressOfNobody(id), auth_user_id: null, acting_organisation_id: null, position_vi: '', position_en: '' }).where('id', '=', id).execute()
  // What they once asked, and what was answered to them, was for them alone.
  await tx.updateTable('data_request').set({ details: '', answer: '' }).where('person_id', '=', id).execute()
  await tx.updateTable('data_request').set({ state: 'withdrawn', handled_at: now }).where('person_id', '=', id).where('id', '!=', request.id).where('state', 'in', ['received', 'answered']).execute()
  const last_mail_id = await queueMail(tx, { to: person.email, locale: person.locale, ...farewellLetter[person.locale](person.name) }, now)
  await tx.updateTable('data_request').set({ state: 'completed', outcome, handled_by: ctx.actor.person_id, handled_at: now, last_mail_id }).where('id', '=', request.id).execute()
  await record(tx, ctx, `person:${id}`, { type: 'data_request.completed', request_id: request.id, person_id: id, kind: 'deletion' }, null)
  await record(tx, ctx, `person:${id}`, { type: 'personal_data.deleted', person_id: id, request_id: request.id }, null)
}

/** Every deletion whose person's time to change their mind is over is carried out, where nothing stands in the way; the others stay before the administrators. Returns how many went. Two workers at once delete each once. */
export async function carryOutDeletions(db: Db, now: Date, requestId: string): Promise<number> {
  const ctx = byTime(db, now, requestId)
  const due = await db.selectFrom('data_request').select('id').where('kind', '=', 'deletion').where('state', 'in', ['received', 'answered']).where('carry_out_after', '<=', now).orderBy('id').limit(200).execute()
  let gone = 0
  for (const { id } of due) {
    try {
      gone += await db.transaction().execute(async (tx) => {
        const request = await tx.selectFrom('data_request').selectAll().where('id', '=', id).where('state', 'in', ['received', 'answered']).forUpdate().skipLocked().executeTakeFirst()
        if (!request) return 0
        await deletePerson(tx, ctx, request, '')
        return 1
      })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  return gone
}
