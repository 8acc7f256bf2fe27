import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, record, requireConfirmed } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, emailField, lineField, optionalTextField, tokenField } from '../../platform/fields.ts'
import { locales } from '../../platform/locale.ts'
import { found, refuse, Refused } from '../../platform/refusal.ts'
import { type Account, type Accounts, asked } from './accounts.ts'
import { type Library, providerId } from './library.ts'
import type { AccountLetterKind } from './messages.ts'
import { type AccountRefusal, isCommonPassword } from './rules.ts'
import type { PeopleEvent, SignInMethod } from './schema.ts'
import { tryCode } from './second-factor.ts'
import { codeRefused, enter, type From } from './sign-in-commands.ts'

/** The account that asks, in person: nobody changes the security of somebody they act for. */
async function ownAccount(ctx: Ctx, accounts: Accounts, { headers }: From): Promise<Account> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  return await accounts.accountOf(headers) ?? refuse({ code: 'sign_in_first' })
}

/** Writes what was done to an account's security and tells its owner by letter, so that they learn of what they did not do. */
async function changed(tx: Tx, ctx: Ctx, accounts: Accounts, accountId: string, event: PeopleEvent, letter: AccountLetterKind | null): Promise<void> {
  const person = await tx.selectFrom('person').select(['id', 'name', 'email', 'locale']).where('auth_user_id', '=', accountId).executeTakeFirst()
  if (!person) return
  await record(tx, ctx, `person:${person.id}`, { ...event, person_id: person.id }, null)
  if (letter) await accounts.send(tx, { kind: letter, to: person.email, name: person.name, link: `${accounts.publicUrl}/${person.locale}/my/account/security`, locale: person.locale })
}
const personId = (ctx: Ctx): number => ctx.actor.person_id ?? 0

const passwordField = z.string({ error: 'required' }).min(10, { error: 'too_short:10' }).max(200, { error: 'too_long:200' })
const ownPassword = z.string().max(200).optional().transform((typed) => typed ?? '')

export const ChangePassword = z.object({ current: z.string({ error: 'required' }).min(1, { error: 'required' }).max(200), password: passwordField })
/** The new password holds and every other session has ended. Returns this browser's new cookies. */
export async function changePassword(ctx: Ctx, accounts: Accounts, { current, password }: z.output<typeof ChangePassword>, from: From): Promise<string[]> {
  const account = await ownAccount(ctx, accounts, from)
  if (isCommonPassword(password)) refuse<AccountRefusal>({ code: 'password_too_common', field: 'password' })
  await enter(ctx, accounts, 'confirm_identity', from, { accountId: account.id })
  return withOwnPassword(accounts.within(async (tx, library) => {
    const { headers } = await asked(library.api.changePassword({ body: { currentPassword: current, newPassword: password, revokeOtherSessions: true }, headers: from.headers, returnHeaders: true }))
    await withoutResetLetters(tx, account.id)
    await changed(tx, ctx, accounts, account.id, { type: 'person.password_changed', person_id: personId(ctx), by: 'person' }, 'password_changed')
    return headers.getSetCookie()
  }))
}
/** At these forms the address is known: only the password can be wrong. */
async function withOwnPassword<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'wrong_password') refuse<AccountRefusal>({ code: 'wrong_own_password', field: 'password' })
    throw error
  }
}

/** Letters sent before that offered a new password open nothing any more: they may lie in a mailbox somebody else reads. */
const withoutResetLetters = (tx: Tx, accountId: string) => tx.deleteFrom('auth_verification').where('value', '=', accountId).where('identifier', 'like', 'reset-password:%').execute()

/** The password a letter's link sets: every session has ended, and the address counts as confirmed, for the letter reached its owner. */
export async function resetPassword(ctx: Ctx, accounts: Accounts, { token, password }: { token: string; password: string }): Promise<void> {
  if (isCommonPassword(password)) refuse<AccountRefusal>({ code: 'password_too_common', field: 'password' })
  await accounts.within(async (tx, library) => {
    const row = await tx.selectFrom('auth_verification').select('value').where('identifier', '=', `reset-password:${token}`).executeTakeFirst()
    await asked(library.api.resetPassword({ body: { token, newPassword: password } }))
    const account = found(row).value
    await tx.updateTable('auth_user').set({ email_verified: true }).where('id', '=', account).execute()
    await withoutResetLetters(tx, account)
    await changed(tx, ctx, accounts, account, { type: 'person.password_changed', person_id: 0, by: 'letter' }, 'password_changed')
  })
}

export const BeginCodes = z.object({ password: ownPassword })
/** An app may now learn the secret; nothing is asked for at sign-in until a code shows that it did. An account without a password confirms itself otherwise. */
export async function beginCodes(ctx: Ctx, accounts: Accounts, { password }: z.output<typeof BeginCodes>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  if (!await hasPassword(accounts, account.id)) requireConfirmed(ctx)
  await enter(ctx, accounts, 'confirm_identity', from, { accountId: account.id })
  await withOwnPassword(accounts.within(async (tx, library) => {
    const { two_factor_enabled } = await tx.selectFrom('auth_user').select('two_factor_enabled').where('id', '=', account.id).forUpdate().executeTakeFirstOrThrow()
    if (two_factor_enabled) refuse<AccountRefusal>({ code: 'second_factor_on' })
    // The row of an enrolment given up half-way would otherwise count as confirmed.
    await tx.deleteFrom('auth_two_factor').where('user_id', '=', account.id).execute()
    await asked(library.api.enableTwoFactor({ body: { password }, headers: from.headers }))
  }))
}
export const hasPassword = async ({ db }: Accounts, accountId: string): Promise<boolean> =>
  await db.selectFrom('auth_account').select('id').where('user_id', '=', accountId).where('provider_id', '=', 'credential').where('password', 'is not', null).executeTakeFirst() !== undefined

export const CodeTyped = z.object({ code: z.string({ error: 'required' }).trim().min(6, { error: 'required' }).max(40) })
/** Two-step sign-in is on. Returns the backup codes, shown this once, and the session's new cookies. */
export async function finishCodes(ctx: Ctx, accounts: Accounts, { code }: z.output<typeof CodeTyped>, from: From): Promise<{ codes: string[]; cookies: string[] }> {
  const account = await ownAccount(ctx, accounts, from)
  await enter(ctx, accounts, 'confirm_identity', from, { accountId: account.id })
  const done = await accounts.within(async (tx, library) => {
    const user = await tx.selectFrom('auth_user').select('two_factor_enabled').where('id', '=', account.id).forUpdate().executeTakeFirstOrThrow()
    if (user.two_factor_enabled) refuse<AccountRefusal>({ code: 'second_factor_on' })
    const tried = await tryCode(tx, library, account.id, code, from.headers, ctx.now())
    if (!tried.cookies || tried.method !== 'code') return { error: tried.error }
    await changed(tx, ctx, accounts, account.id, { type: 'person.second_factor_added', person_id: personId(ctx) }, 'second_factor_added')
    return { codes: await backupCodes(library, account.id), cookies: tried.cookies }
  })
  return 'codes' in done ? done as { codes: string[]; cookies: string[] } : codeRefused(done.error)
}
const backupCodes = async (library: Library, userId: string): Promise<string[]> => (await asked(library.api.viewBackupCodes({ body: { userId } }))).backupCodes

/** Codes are asked for no longer, and nothing of them is left. */
export async function removeCodes(ctx: Ctx, accounts: Accounts, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  const { two_factor_enabled } = await accounts.db.selectFrom('auth_user').select('two_factor_enabled').where('id', '=', account.id).executeTakeFirstOrThrow()
  if (two_factor_enabled) requireConfirmed(ctx)
  await accounts.within(async (tx) => {
    await tx.deleteFrom('auth_two_factor').where('user_id', '=', account.id).execute()
    const { numUpdatedRows } = await tx.updateTable('auth_user').set({ two_factor_enabled: false }).where('id', '=', account.id).where('two_factor_enabled', '=', true).executeTakeFirst()
    if (numUpdatedRows) await changed(tx, ctx, accounts, account.id, { type: 'person.second_factor_removed', person_id: personId(ctx) }, 'second_factor_removed')
  })
}

/** Ten new backup codes; the old ones open nothing. */
export async function newBackupCodes(ctx: Ctx, accounts: Accounts, { password }: z.output<typeof BeginCodes>, from: From): Promise<string[]> {
  const account = await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  await enter(ctx, accounts, 'confirm_identity', from, { accountId: account.id })
  return withOwnPassword(accounts.within(async (tx, library) => {
    const { backupCodes } = await asked(library.api.generateBackupCodes({ body: { password }, headers: from.headers }))
    await changed(tx, ctx, accounts, account.id, { type: 'person.backup_codes_made', person_id: personId(ctx) }, 'backup_codes_made')
    return backupCodes
  }))
}

/** What the browser needs to make a passkey. */
export async function beginPasskey(ctx: Ctx, accounts: Accounts, from: From): Promise<{ options: object; cookies: string[] }> {
  await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  const { headers, response } = await asked(accounts.auth.api.generatePasskeyRegistrationOptions({ headers: from.headers, returnHeaders: true }))
  return { options: response, cookies: headers.getSetCookie() }
}
export const NewPasskey = z.object({ name: lineField(60), response: z.record(z.string(), z.unknown()) })
/** The passkey opens this account from now on. */
export async function addPasskey(ctx: Ctx, accounts: Accounts, { name, response }: z.output<typeof NewPasskey>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  try {
    await accounts.within(async (tx, library) => {
      await asked(library.api.verifyPasskeyRegistration({ body: { response, name }, headers: from.headers }))
      await changed(tx, ctx, accounts, account.id, { type: 'person.passkey_added', person_id: personId(ctx) }, 'passkey_added')
    })
  } catch (error) {
    if (error instanceof Refused) refuse<AccountRefusal>({ code: 'passkey_refused' })
    throw error
  }
}
export const OnePasskey = z.object({ id: tokenField(64) })
/** The passkey opens nothing any more; never the last way in. */
export async function removePasskey(ctx: Ctx, accounts: Accounts, { id }: z.output<typeof OnePasskey>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  await accounts.within(async (tx) => {
    await waysIn(tx, account.id, { passkey: id })
    const { numDeletedRows } = await tx.deleteFrom('auth_passkey').where('user_id', '=', account.id).where('id', '=', id).executeTakeFirst()
    if (numDeletedRows) await changed(tx, ctx, accounts, account.id, { type: 'person.passkey_removed', person_id: personId(ctx) }, 'passkey_removed')
  })
}
/** Refuses to take away what is the only way to sign in. The account is held meanwhile, or two removals at once would each leave the other. */
async function waysIn(tx: Tx, accountId: string, without: { passkey?: string; provider?: true }): Promise<void> {
  await tx.selectFrom('auth_user').select('id').where('id', '=', accountId).forUpdate().execute()
  const passkeys = await tx.selectFrom('auth_passkey').select('id').where('user_id', '=', accountId).execute()
  const ways = await tx.selectFrom('auth_account').select('provider_id').where('user_id', '=', accountId).execute()
  const left = passkeys.filter(({ id }) => id !== without.passkey).length + ways.filter(({ provider_id }) => !(without.provider && provider_id === providerId)).length
  if (left === 0) refuse<AccountRefusal>({ code: 'last_way_in' })
}

/** The outside account signs in here no longer. */
export async function unlinkProvider(ctx: Ctx, accounts: Accounts, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  await accounts.within(async (tx) => {
    await waysIn(tx, account.id, { provider: true })
    const { numDeletedRows } = await tx.deleteFrom('auth_account').where('user_id', '=', account.id).where('provider_id', '=', providerId).executeTakeFirst()
    if (numDeletedRows) await changed(tx, ctx, accounts, account.id, { type: 'person.account_unlinked', person_id: personId(ctx), provider: accounts.provider?.name ?? providerId }, 'account_unlinked')
  })
}
/** Writes that the outside account was linked, in the transaction that did it. */
export const noteLinked = (tx: Tx, ctx: Ctx, accounts: Accounts, accountId: string): Promise<void> =>
  changed(tx, ctx, accounts, accountId, { type: 'person.account_linked', person_id: 0, provider: accounts.provider?.name ?? providerId }, 'account_linked')

export const OneSession = z.object({ id: tokenField(64) })
/** The session is over wherever it was open; with no id, all but this one are. */
export async function endSessions(ctx: Ctx, accounts: Accounts, { id }: { id?: string }, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  await accounts.within(async (tx) => {
    const { numDeletedRows } = await tx.deleteFrom('auth_session').where('user_id', '=', account.id)
      .where((where) => (id === undefined ? where('id', '<>', account.session.id) : where('id', '=', id))).executeTakeFirst()
    if (numDeletedRows) await changed(tx, ctx, accounts, account.id, { type: 'person.sessions_ended', person_id: personId(ctx), sessions: Number(numDeletedRows) }, 'sessions_ended')
  })
}

export const ConfirmIdentity = z.object({ password: ownPassword, code: z.string().trim().max(40).optional().transform((typed) => typed ?? ''), next: z.string().max(500).optional() })
/** This session counts as confirmed from now on. Whoever turned on codes shows one: their password may be what was stolen. */
export async function confirmIdentity(ctx: Ctx, accounts: Accounts, { password, code }: z.output<typeof ConfirmIdentity>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  await enter(ctx, accounts, 'confirm_identity', from, { accountId: account.id })
  const done = await withOwnPassword(accounts.within(async (tx, library): Promise<{ method: SignInMethod | null; error: unknown }> => {
    const user = await tx.selectFrom('auth_user').select('two_factor_enabled').where('id', '=', account.id).executeTakeFirstOrThrow()
    let method: SignInMethod = 'password'
    if (user.two_factor_enabled) {
      const tried = await tryCode(tx, library, account.id, code, from.headers, ctx.now())
      if (!tried.cookies) return { method: null, error: tried.error }
      method = tried.method
    } else await asked(library.api.verifyPassword({ body: { password }, headers: from.headers }))
    await tx.updateTable('auth_session').set({ confirmed_at: ctx.now() }).where('id', '=', account.session.id).execute()
    await changed(tx, ctx, accounts, account.id, { type: 'person.identity_confirmed', person_id: personId(ctx), method }, null)
    return { method, error: null }
  }))
  if (!done.method) codeRefused(done.error)
}

export const Profile = z.object({ name: lineField(100, 2), position_vi: optionalTextField(150), position_en: optionalTextField(150), locale: choiceField(locales) })
/** The person is called and written to as they wish. */
export async function changeProfile(ctx: Ctx, accounts: Accounts, input: z.output<typeof Profile>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  await accounts.within(async (tx) => {
    const { name } = input
    await tx.updateTable('person').set(input).where('auth_user_id', '=', account.id).execute()
    await tx.updateTable('auth_user').set({ name }).where('id', '=', account.id).execute()
    await changed(tx, ctx, accounts, account.id, { type: 'person.profile_changed', person_id: personId(ctx) }, null)
  })
}

export const NewEmail = z.object({ email: emailField })
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
/** A link went to the new address and a notice to the old. Where the new one has an account already its owner is told, and the page says the same. */
export async function askNewEmail(ctx: Ctx, accounts: Accounts, { email }: z.output<typeof NewEmail>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  requireConfirmed(ctx)
  await enter(ctx, accounts, 'email_change', from, { accountId: account.id })
  const token = randomBytes(24).toString('base64url')
  await accounts.within(async (tx) => {
    const known = await tx.selectFrom('person').select('name').where('email', '=', email).executeTakeFirst()
    const change = { email, token_sha256: sha256(token), expires_at: new Date(ctx.now().getTime() + 24 * 3_600_000) }
    await tx.insertInto('email_change').values({ user_id: account.id, ...change }).onConflict((on) => on.column('user_id').doUpdateSet(change)).execute()
    const { locale } = ctx
    if (known) await accounts.send(tx, { kind: 'already', to: email, name: known.name, link: `${accounts.publicUrl}/${locale}/sign-in`, locale })
    else await accounts.send(tx, { kind: 'email_change', to: email, name: account.name, link: `${accounts.publicUrl}/${locale}/my/account/email?token=${token}`, locale })
    await accounts.send(tx, { kind: 'email_change_asked', to: account.email, name: account.name, link: `${accounts.publicUrl}/${locale}/my/account/security`, locale })
  })
}

export const ConfirmEmail = z.object({ token: tokenField(100) })
/** The account and its person have the address the letter went to; the old address was told. */
export async function confirmNewEmail(ctx: Ctx, accounts: Accounts, { token }: z.output<typeof ConfirmEmail>, from: From): Promise<void> {
  const account = await ownAccount(ctx, accounts, from)
  await accounts.within(async (tx) => {
    const change = await tx.deleteFrom('email_change').where('user_id', '=', account.id).where('token_sha256', '=', sha256(token)).where('expires_at', '>', ctx.now()).returning('email').executeTakeFirst()
    if (!change) return refuse<AccountRefusal>({ code: 'link_expired' })
    const taken = await tx.selectFrom('person').select('id').where('email', '=', change.email).where('auth_user_id', 'is distinct from', account.id).executeTakeFirst()
      ?? await tx.selectFrom('auth_user').select('id').where('email', '=', change.email).where('id', '<>', account.id).executeTakeFirst()
    if (taken) refuse<AccountRefusal>({ code: 'email_taken' })
    // The letter goes to the address being left, so it is written before that is gone.
    await changed(tx, ctx, accounts, account.id, { type: 'person.email_changed', person_id: personId(ctx) }, 'email_changed')
    await tx.updateTable('auth_user').set({ email: change.email, email_verified: true }).where('id', '=', account.id).execute()
    await withoutResetLetters(tx, account.id)
    await tx.updateTable('person').set({ email: change.email }).where('auth_user_id', '=', account.id).execute()
  })
}
