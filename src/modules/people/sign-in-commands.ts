import { z } from 'zod'
import { type Ctx, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { emailField, tokenField } from '../../platform/fields.ts'
import { TooMany } from '../../platform/limits.ts'
import { Refused, refuse } from '../../platform/refusal.ts'
import { type Accounts, asked, refused, type SignedIn } from './accounts.ts'
import { idleHours } from './library.ts'
import type { AccountRefusal, Door, DoorLimits } from './rules.ts'
import { doors } from './rules.ts'
import type { SignInMethod } from './schema.ts'
import { tryCode } from './second-factor.ts'

/** Where a request comes from: its headers, cookies among them, and its network address. */
export interface From { headers: Headers; address: string }
/** Whose door it is: the e-mail address as typed, or the account where it is known. */
export interface Whose { email?: string; accountId?: string }

const personBehind = (tx: Pick<Tx, 'selectFrom'>, accountId: string) =>
  tx.selectFrom('person').select(['id', 'name', 'email', 'locale']).where('auth_user_id', '=', accountId).executeTakeFirst()
const personOf = (accounts: Accounts, { email, accountId }: Whose) =>
  accounts.db.selectFrom('person as p').innerJoin('auth_user as u', 'u.id', 'p.auth_user_id').select('p.id')
    .where((where) => (accountId === undefined ? where('u.email', '=', email ?? '') : where('u.id', '=', accountId))).executeTakeFirst()
/** What a person did before a request knew who they are. */
const as = (ctx: Ctx, person_id: number | null): Ctx => ({ ...ctx, actor: { ...ctx.actor, person_id } })

/** Counts one attempt at a door. Refused with TooMany where there were too many; then the account's record says so, once. */
export async function enter(ctx: Ctx, accounts: Accounts, door: Door, { address }: From, whose: Whose = {}): Promise<void> {
  const { limits } = accounts
  const limit: DoorLimits = doors[door]
  const account = whose.accountId ?? whose.email
  try {
    if (limit.address) await limits.take(`${door}.address`, limit.address, address)
    if (account !== undefined && limit.pair) await limits.take(`${door}.pair`, limit.pair, account, address)
    if (account !== undefined && limit.account && (limit.strict || !await signedInFromHere(accounts, account, address))) await limits.take(`${door}.account`, limit.account, account)
  } catch (error) {
    if (error instanceof TooMany && error.first && account !== undefined) {
      const person = await personOf(accounts, whose)
      if (person) await accounts.within((tx) => record(tx, ctx, `person:${person.id}`, { type: 'person.limit_hit', person_id: person.id, door }, null))
    }
    throw error
  }
}
const keys = ({ limits }: Accounts, account: string, address: string) => ({ account_hash: limits.hash('account', account), address_hash: limits.hash('address', account, address) })
async function signedInFromHere(accounts: Accounts, account: string, address: string): Promise<boolean> {
  const { account_hash, address_hash } = keys(accounts, account, address)
  return await accounts.db.selectFrom('auth_known_address').select('seen_at').where('account_hash', '=', account_hash).where('address_hash', '=', address_hash).executeTakeFirst() !== undefined
}

/** Records that somebody signed in, remembers from where, and clears away what has ended. A person not made yet has no record to write to. */
async function noteSignIn(tx: Tx, ctx: Ctx, accounts: Accounts, accountId: string, method: SignInMethod, { address }: From): Promise<void> {
  const now = ctx.now()
  // Whoever suspends them waits for this, and then finds the session and ends it.
  await tx.selectFrom('person').select('id').where('auth_user_id', '=', accountId).forUpdate().execute()
  const suspended = await tx.selectFrom('suspension as s').innerJoin('person as p', 'p.id', 's.person_id').select('s.id').where('p.auth_user_id', '=', accountId).where('s.lifted_at', 'is', null).executeTakeFirst()
  if (suspended) refuse<AccountRefusal>({ code: 'account_suspended' })
  const user = await tx.selectFrom('auth_user').select('email').where('id', '=', accountId).executeTakeFirstOrThrow()
  await tx.insertInto('auth_known_address').values({ ...keys(accounts, user.email, address), seen_at: now }).onConflict((on) => on.columns(['account_hash', 'address_hash']).doUpdateSet({ seen_at: now })).execute()
  await tx.deleteFrom('auth_known_address').where('account_hash', '=', keys(accounts, user.email, '').account_hash).where('seen_at', '<', daysBefore(now, 180)).execute()
  await tx.deleteFrom('auth_session').where('user_id', '=', accountId)
    .where((where) => where.or([where('expires_at', '<', now), where('last_seen_at', '<', new Date(now.getTime() - idleHours * 3_600_000))])).execute()
  const person = await personBehind(tx, accountId)
  if (person) await record(tx, as(ctx, person.id), `person:${person.id}`, { type: 'person.signed_in', person_id: person.id, method }, null)
}
const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)

async function noteFailure(ctx: Ctx, accounts: Accounts, whose: Whose, method: SignInMethod): Promise<void> {
  const person = await personOf(accounts, whose)
  if (person) await accounts.within((tx) => record(tx, ctx, `person:${person.id}`, { type: 'person.sign_in_failed', person_id: person.id, method }, null))
}

/** Signs in with a password, or leads to the second step. A session this browser had before is ended: nobody goes on under an old number. */
export async function signIn(ctx: Ctx, accounts: Accounts, input: { email: string; password: string }, from: From): Promise<SignedIn> {
  await enter(ctx, accounts, 'sign_in', from, { email: input.email })
  return throughDoor(ctx, accounts, 'sign_in', input.email, from, () => accounts.signIn(ctx, input, from.headers))
}

/** Confirms the address of a letter with the password chosen at sign-up, and signs in. */
export async function confirmAddress(ctx: Ctx, accounts: Accounts, input: { token: string; password: string }, from: From): Promise<SignedIn> {
  const email = emailIn(input.token)
  await enter(ctx, accounts, 'confirm', from, { email })
  try {
    return await throughDoor(ctx, accounts, 'confirm', email, from, () => accounts.confirm(ctx, input, from.headers))
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'wrong_password') refuse<AccountRefusal>({ code: 'not_your_password' })
    throw error
  }
}
/** The address a letter's link names, not checked yet: only good for counting. */
function emailIn(token: string): string {
  try { return emailField.parse((JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { email?: unknown }).email) } catch { return '' }
}

async function throughDoor(ctx: Ctx, accounts: Accounts, door: 'sign_in' | 'confirm', email: string, from: From, open: () => Promise<SignedIn>): Promise<SignedIn> {
  const before = await accounts.accountOf(from.headers)
  let done: SignedIn
  try {
    done = await open()
  } catch (error) {
    // Not waited for: the answer for an address that has an account takes no longer than for one that has none.
    if (error instanceof Refused && error.refusal.code === 'wrong_password') void noteFailure(ctx, accounts, { email }, 'password').catch(() => {})
    throw error
  }
  await accounts.limits.forget(`${door}.pair`, doors[door].pair, email, from.address)
  const { account_id } = done
  try {
    await accounts.within(async (tx) => {
      if (before) await tx.deleteFrom('auth_session').where('id', '=', before.session.id).execute()
      if (account_id) await noteSignIn(tx, ctx, accounts, account_id, 'password', from)
    })
  } catch (error) {
    // The library made the session before anybody could say no to it.
    if (error instanceof Refused && account_id) await accounts.db.deleteFrom('auth_session').where('user_id', '=', account_id).execute()
    throw error
  }
  return done
}

/** The second step of signing in: the code of the app, or a backup code. Each opens once. */
export async function giveCode(ctx: Ctx, accounts: Accounts, { code }: { code: string }, from: From): Promise<SignedIn> {
  const account_id = await accounts.challenged(from.headers) ?? refuse<AccountRefusal>({ code: 'sign_in_again' })
  await enter(ctx, accounts, 'second_factor', from, { accountId: account_id })
  const tried = await accounts.within(async (tx, library) => {
    const done = await tryCode(tx, library, account_id, code, from.headers, ctx.now())
    if (done.cookies) await noteSignIn(tx, ctx, accounts, account_id, done.method, from)
    return done
  })
  if (!tried.cookies) {
    await noteFailure(ctx, accounts, { accountId: account_id }, tried.method)
    return codeRefused(tried.error)
  }
  await accounts.limits.forget('second_factor.account', doors.second_factor.account, account_id)
  return { account_id, cookies: tried.cookies, second: false }
}
/** Most wrong codes are just wrong; the library says where it is more than that. */
export function codeRefused(error: unknown): never {
  try { if (error) refused(error) } catch (words) { if (!(words instanceof Refused) || words.refusal.code !== 'wrong_password') throw words }
  return refuse<AccountRefusal>({ code: 'wrong_code', field: 'code' })
}

/** What a browser answers with a passkey; the library reads the rest of it. */
export const PasskeyGiven = z.object({ response: z.looseObject({ id: tokenField(1400) }), next: z.string().max(500).optional() })
/** What the browser needs to ask for a passkey; says nothing of who has one. */
export async function askPasskey(ctx: Ctx, accounts: Accounts, from: From): Promise<{ options: object; cookies: string[] }> {
  await enter(ctx, accounts, 'passkey', from)
  const { headers, response } = await asked(accounts.auth.api.generatePasskeyAuthenticationOptions({ headers: from.headers, returnHeaders: true }))
  return { options: { ...response, userVerification: 'required' }, cookies: headers.getSetCookie() }
}

/**
 * Signs in with a passkey, its owner verified by the device. `mustBe`: the account that confirms its
 * identity this way; another one's passkey is refused as if unknown.
 */
export async function usePasskey(ctx: Ctx, accounts: Accounts, given: Record<string, unknown>, from: From, mustBe?: string): Promise<SignedIn> {
  await enter(ctx, accounts, 'passkey', from)
  const before = await accounts.accountOf(from.headers)
  const verify = accounts.within(async (tx, library) => {
    const { headers, response } = await library.api.verifyPasskeyAuthentication({ body: { response: given as never }, headers: from.headers, returnHeaders: true })
    const account_id = response.user.id
    if (mustBe !== undefined && account_id !== mustBe) refuse<AccountRefusal>({ code: 'passkey_refused' })
    if (before) await tx.deleteFrom('auth_session').where('id', '=', before.session.id).execute()
    if (mustBe === undefined) await noteSignIn(tx, ctx, accounts, account_id, 'passkey', from)
    else {
      const person = await personBehind(tx, account_id)
      if (person) await record(tx, as(ctx, person.id), `person:${person.id}`, { type: 'person.identity_confirmed', person_id: person.id, method: 'passkey' }, null)
    }
    return { account_id, cookies: headers.getSetCookie(), second: false }
  })
  try {
    return await asked(verify)
  } catch (error) {
    if (error instanceof Refused && error.refusal.code !== 'account_suspended') refuse<AccountRefusal>({ code: 'passkey_refused' })
    throw error
  }
}

/** Records a sign-in through the provider; its session was made in this transaction. */
export const noteProviderSignIn = (tx: Tx, ctx: Ctx, accounts: Accounts, accountId: string, from: From): Promise<void> => noteSignIn(tx, ctx, accounts, accountId, 'provider', from)
