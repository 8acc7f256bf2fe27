import { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { choiceField, emailField, idField, lineField, tokenField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { Accounts } from './accounts.ts'
import { type AccountRefusal, isCommonPassword, type RoleRefusal } from './rules.ts'
import { staffRoles } from './schema.ts'

const passwordField = z.string({ error: 'required' }).min(10, { error: 'too_short:10' }).max(200, { error: 'too_long:200' })
export const SignUp = z.object({ name: lineField(100, 2), email: emailField, password: passwordField })
/** On the form the terms have to be agreed to. */
export const SignUpForm = SignUp.extend({ terms: z.literal('yes', { error: 'choose' }) })
export const SignIn = z.object({ email: emailField, password: z.string({ error: 'required' }).min(1, { error: 'required' }).max(200), next: z.string().max(500).optional() })
export const AskReset = z.object({ email: emailField })
export const NewPassword = z.object({ token: tokenField(500), password: passwordField })

/** Makes an account whose address still has to be confirmed by the letter just queued. Says the same whether or not the address was known. */
export async function signUp(ctx: Ctx, accounts: Accounts, input: z.output<typeof SignUp>): Promise<void> {
  if (isCommonPassword(input.password)) refuse<AccountRefusal>({ code: 'password_too_common', field: 'password' })
  await accounts.signUp(ctx, input)
}

/**
 * The person of a confirmed account, made at their first request. Two first requests at once make
 * one person. Somebody already known by that address (an imported contact) becomes this account's.
 */
export async function personOfAccount(ctx: Ctx, account: { id: string; name: string; email: string }): Promise<number> {
  // Accounts are seen by the system alone, and nobody has signed in yet.
  return transact({ ...ctx, db: asSystem(ctx.db) }, async (tx) => {
    await tx.selectFrom('auth_user').select('id').where('id', '=', account.id).forUpdate().execute() // two first requests come one after the other
    const known = await tx.selectFrom('person').select('id').where('auth_user_id', '=', account.id).executeTakeFirst()
    if (known) return known.id
    const made = await tx.insertInto('person')
      .values({ auth_user_id: account.id, name: account.name, email: account.email.toLowerCase(), locale: ctx.locale, acting_organisation_id: null, created_at: ctx.now() })
      .onConflict((on) => on.column('email').doUpdateSet({ auth_user_id: account.id }).where('person.auth_user_id', 'is', null))
      .returning('id').executeTakeFirst()
    if (!made) throw new Error(`the address of account ${account.id} belongs to another account's person`)
    await record(tx, { ...ctx, actor: { ...ctx.actor, person_id: made.id } }, `person:${made.id}`, { type: 'person.signed_up', person_id: made.id }, null)
    return made.id
  })
}

export const ActFor = z.object({ organisation_id: idField })
/** From now on this person acts for that organisation of theirs; the record says since when, as what follows is done in its name. */
export async function actFor(ctx: Ctx, { organisation_id }: z.output<typeof ActFor>): Promise<void> {
  permit(ctx.actor, (actor) => actor.memberships.some((m) => m.organisation_id === organisation_id))
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    const { acting_organisation_id: from } = await tx.selectFrom('person').select('acting_organisation_id').where('id', '=', person_id).forUpdate().executeTakeFirstOrThrow()
    if (from === organisation_id) return
    await tx.updateTable('person').set({ acting_organisation_id: organisation_id }).where('id', '=', person_id).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'person.acting_changed', person_id, from, to: organisation_id }, organisation_id)
  })
}

export const StaffRoleChange = z.object({ person_id: idField, role: choiceField(staffRoles) })
/**
 * The person holds the role. On the pages of the Exchange two people grant it, and `within` is the transaction
 * in which the second says yes (administration/approval-commands.ts); the command line grants it at once.
 */
export async function grantRole(ctx: Ctx, { person_id, role }: z.output<typeof StaffRoleChange>, within?: Tx): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  const grant = async (tx: Tx): Promise<void> => {
    found(await tx.selectFrom('person').select('id').where('id', '=', person_id).executeTakeFirst())
    const { numInsertedOrUpdatedRows } = await tx.insertInto('staff_role')
      .values({ person_id, role, granted_at: ctx.now(), granted_by: ctx.actor.person_id }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows) await record(tx, ctx, `person:${person_id}`, { type: 'person.role_granted', person_id, role }, null)
  }
  await (within ? grant(within) : transact(ctx, grant))
}

/** Takes a role back, at once and by one person: whoever misuses it must not wait for a second. Never the last administrator's who can sign in, or nobody could give it again. */
export async function revokeRole(ctx: Ctx, { person_id, role, reason }: z.output<typeof StaffRoleChange> & { reason?: string }): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  if (ctx.actor.person_id !== null) requireConfirmed(ctx)
  await transact(ctx, async (tx) => {
    const holders = await tx.selectFrom('staff_role').select('person_id').where('role', '=', role).orderBy('person_id').forUpdate().execute()
    if (!holders.some((holder) => holder.person_id === person_id)) return
    const out = new Set((await tx.selectFrom('suspension').select('person_id').where('lifted_at', 'is', null).execute()).map((row) => row.person_id))
    if (role === 'administrator' && holders.every((holder) => holder.person_id === person_id || out.has(holder.person_id))) refuse<RoleRefusal>({ code: 'last_administrator' })
    await tx.deleteFrom('staff_role').where('person_id', '=', person_id).where('role', '=', role).execute()
    await record(tx, ctx, `person:${person_id}`, { type: 'person.role_revoked', person_id, role, ...(reason ? { reason } : {}) }, null)
  })
}

