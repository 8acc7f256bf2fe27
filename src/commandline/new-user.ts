import { randomUUID } from 'node:crypto'
import { type Ctx, isStaff, permit, record, transact } from '../core/context.ts'
import type { StaffRole } from '../modules/people/schema.ts'
import type { Locale } from '../platform/locale.ts'
import { Stopped } from './exchange.ts'

export interface NewUser { email: string; name: string; roles: readonly StaffRole[]; organisation_id: number | null; language: Locale; password_hash: string }

/** The account and its person exist when this returns, with their roles and organisation; the address counts as confirmed. */
export async function addUser(ctx: Ctx, { email, name, roles, organisation_id, language, password_hash }: NewUser): Promise<number> {
  permit(ctx.actor, isStaff('administrator'))
  return transact(ctx, async (tx) => {
    const now = ctx.now()
    const account = randomUUID()
    const made = await tx.insertInto('auth_user').values({ id: account, name, email, email_verified: true }).onConflict((on) => on.column('email').doNothing()).executeTakeFirst()
    if (!made.numInsertedOrUpdatedRows) throw new Stopped(`${email} has an account already. For another role: techex user grant ${email} ROLE. For another password they use "forgotten password".`)
    await tx.insertInto('auth_account').values({ id: randomUUID(), user_id: account, account_id: account, provider_id: 'credential', password: password_hash }).execute()

    const { id } = await tx.insertInto('person').values({ auth_user_id: account, name, email, locale: language, acting_organisation_id: null, created_at: now })
      .onConflict((on) => on.column('email').doUpdateSet({ auth_user_id: account })).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `person:${id}`, { type: 'person.signed_up', person_id: id }, null)
    for (const role of new Set(roles)) {
      await tx.insertInto('staff_role').values({ person_id: id, role, granted_at: now, granted_by: ctx.actor.person_id }).onConflict((on) => on.doNothing()).execute()
      await record(tx, ctx, `person:${id}`, { type: 'person.role_granted', person_id: id, role }, null)
    }
    if (organisation_id !== null) {
      const organisation = await tx.selectFrom('organisation').select('id').where('id', '=', organisation_id).forUpdate().executeTakeFirst()
      if (!organisation) throw new Stopped(`There is no organisation ${organisation_id}. techex export organisations lists their numbers. Nothing was made.`)
      const owner = await tx.selectFrom('membership').select('person_id').where('organisation_id', '=', organisation_id).where('role', '=', 'owner').limit(1).executeTakeFirst()
      const role = owner ? 'editor' : 'owner'
      await tx.insertInto('membership').values({ organisation_id, person_id: id, role, since: now }).onConflict((on) => on.doNothing()).execute()
      await tx.updateTable('person').set({ acting_organisation_id: organisation_id }).where('id', '=', id).execute()
      await record(tx, ctx, `organisation:${organisation_id}`, { type: 'organisation.member_joined', organisation_id, person_id: id, role }, organisation_id)
    }
    return id
  })
}
