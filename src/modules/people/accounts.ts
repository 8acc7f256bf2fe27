import { APIError } from 'better-auth/api'
import { CompiledQuery } from 'kysely'
import type { Ctx, Session } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { giveConsentAtSignUp } from '../consents/sign-up.ts'
import { openLimits } from '../../platform/limits.ts'
import { refuse } from '../../platform/refusal.ts'
import { type AccountLetter, idleHours, type Library, openLibrary, type ProviderDoor } from './library.ts'
import type { AccountRefusal } from './rules.ts'

export interface ProviderSettings { issuer: string; clientId: string; clientSecret: string; name: string }
export interface AccountSettings {
  /** With nothing hidden: nobody has signed in yet. */
  db: Db
  secret: string
  publicUrl: string
  /** Queues a letter in the caller's transaction. */
  send: (db: Db, letter: AccountLetter) => Promise<void>
  /** An outside provider people may sign in with. */
  provider?: ProviderSettings | null
  /** Staff roles take effect only for whoever has codes or a passkey. */
  secondFactorForStaff?: boolean
}
export interface Account { id: string; name: string; email: string; session: Session }
/** The cookies to set, and whether a code has to be asked for before anybody is signed in. */
export interface SignedIn { account_id: string | null; cookies: string[]; second: boolean }

/** The answer to what a stranger sends takes at least this long, so that its time does not tell what is known here. */
const evenMilliseconds = 350
const evenly = async <T>(work: Promise<T>): Promise<T> => {
  const [done] = await Promise.allSettled([work, new Promise((after) => setTimeout(after, evenMilliseconds))])
  if (done.status === 'rejected') throw done.reason
  return done.value
}
const minute = 60_000

/** Passwords, sessions and confirmed addresses, all by the kept library; this file only fits it to the house. */
export function openAccounts({ db, secret, publicUrl, send, provider = null, secondFactorForStaff = false }: AccountSettings) {
  const auth = openLibrary(db, { secret, publicUrl, provider: null, send: (letter) => db.transaction().execute((tx) => send(tx, letter)) })
  /** The library working in one transaction with whatever else belongs to the act: all of it is written, or none. */
  const within = <T>(work: (tx: Tx, library: Library) => Promise<T>, door: ProviderDoor | null = null): Promise<T> =>
    db.transaction().execute((tx) => work(tx, openLibrary(tx, { secret, publicUrl, provider: door, send: (letter) => send(tx, letter) })))
  const hash = async (password: string): Promise<string> => (await auth.$context).password.hash(password)
  const limits = openLimits(async (text, values) => {
    const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, [...values]))
    return { rows, rowCount: Number(numAffectedRows ?? rows.length) }
  }, secret)

  async function passwordSignIn(library: Library, locale: string, input: { email: string; password: string }, headers: Headers): Promise<SignedIn> {
    const { headers: answer, response } = await asked(library.api.signInEmail({ body: { ...input, callbackURL: `/${locale}/work` }, headers, returnHeaders: true }))
    const second = 'twoFactorRedirect' in response
    return { account_id: second ? null : response.user.id, cookies: answer.getSetCookie(), second }
  }

  return {
    db, auth, within, hash, limits, send, secret, publicUrl, provider, secondFactorForStaff,
    /**
     * Makes an account and sends its letter. An address that already has one gets a letter saying
     * so instead, and the page is the same: nobody learns who is registered.
     */
    signUp: (ctx: Ctx, input: { name: string; email: string; password: string }): Promise<void> => evenly((async () => {
      const known = await db.selectFrom('auth_user').select('id').where('email', '=', input.email).executeTakeFirst()
      if (known) {
        await hash(input.password) // as slow as for a new account, so that the time tells nothing
        return send(db, { kind: 'already', to: input.email, name: input.name, link: `${publicUrl}/${ctx.locale}/sign-in`, locale: ctx.locale })
      }
      // Account, password and letter are written together: a crash between them would leave somebody neither known nor unknown.
      const made = within(async (tx, library) => {
        const { user } = await asked(library.api.signUpEmail({ body: { name: input.name, email: input.email, password: input.password, callbackURL: `/${ctx.locale}/work` } }))
        await giveConsentAtSignUp(tx, user.id, ctx.now()) // ticked on the form, or nobody would be here
      })
      await made.catch(async (error: unknown) => {
        // Pressed twice at once: the first made the account and sent the letter, and that is what was asked for.
        if (!await db.selectFrom('auth_user').select('id').where('email', '=', input.email).executeTakeFirst()) throw error
      })
    })()),
    /** The cookies of a new session, or of the step where a code is asked for. Refused with the same words, after the same time, for a wrong password and an unknown address. */
    signIn: (ctx: Ctx, input: { email: string; password: string }, headers: Headers): Promise<SignedIn> => {
      const done = passwordSignIn(auth, ctx.locale, input, headers)
      return evenly(done)
    },
    /** Ends the session behind these cookies: its row is gone when this returns. */
    async signOut(headers: Headers): Promise<string[]> {
      const { headers: answer } = await asked(auth.api.signOut({ headers, returnHeaders: true }))
      return answer.getSetCookie()
    },
    /**
     * Confirms the address the letter went to and signs in whoever knows the password chosen at
     * sign-up. Whoever reads the mailbox without having signed up is not given a stranger's password:
     * the address stays unconfirmed, and a letter lets them choose their own.
     */
    confirm: (ctx: Ctx, { token, password }: { token: string; password: string }, headers: Headers): Promise<SignedIn> => evenly(within(async (_, library) => {
      await asked(library.api.verifyEmail({ query: { token } }))
      const { email } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { email: string } // its signature has just been checked
      return passwordSignIn(library, ctx.locale, { email, password }, headers)
    })),
    /** Sends a letter with a link to set a new password, where the address has an account; the answer is the same where it has none. */
    askReset: (ctx: Ctx, email: string): Promise<void> => evenly((async () => { await asked(auth.api.requestPasswordReset({ body: { email, redirectTo: `/${ctx.locale}/new-password` } })) })()),
    /** The account behind a request's cookies and its session; null for a stranger, and once a session has lain unused too long. */
    async accountOf(headers: Headers): Promise<Account | null> {
      const known = await asked(auth.api.getSession({ headers }))
      if (!known) return null
      const { session, user } = known
      const unused = Date.now() - (session.lastSeenAt ?? session.createdAt).getTime()
      if (unused > idleHours * 60 * minute) {
        await db.deleteFrom('auth_session').where('id', '=', session.id).execute()
        return null
      }
      if (unused > minute) await db.updateTable('auth_session').set({ last_seen_at: new Date() }).where('id', '=', session.id).execute()
      return { id: user.id, name: user.name, email: user.email, session: { id: session.id, signed_in_at: session.createdAt, confirmed_at: session.confirmedAt ?? session.createdAt } }
    },
    /** Whose code the second step of signing in waits for; null where the first step was never taken, or too long ago. */
    async challenged(headers: Headers): Promise<string | null> {
      const { name } = (await auth.$context).createAuthCookie('two_factor')
      const [cookie, another] = (headers.get('cookie') ?? '').split(/;\s*/).flatMap((one) => (one.startsWith(`${name}=`) ? [one.slice(name.length + 1)] : []))
      if (another !== undefined) return null // no browser of ours has two, and the library might read the other one
      const identifier = cookie && /^%?[\w.%+/=-]+$/.test(cookie) ? decoded(cookie).split('.')[0] : undefined
      if (!identifier?.startsWith('2fa-')) return null
      const row = await db.selectFrom('auth_verification').select('value').where('identifier', '=', identifier).where('expires_at', '>', new Date()).executeTakeFirst()
      return row?.value ?? null
    },
  }
}
export type Accounts = ReturnType<typeof openAccounts>
export type { AccountLetter } from './library.ts'

function decoded(text: string): string {
  try { return decodeURIComponent(text) } catch { return '' }
}

/** The library does nothing of its own that could fail but ask the database; it hides why. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway'
  readonly code = '57P03'
  constructor(cause: unknown) { super('the account library could not reach the database', { cause }) }
}

/** The library's answers in the house's words. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    return refused(error)
  }
}
export function refused(error: unknown): never {
  if (!(error instanceof APIError)) throw error
  const code = String(error.body?.code ?? '')
  if (code === 'EMAIL_NOT_VERIFIED') return refuse<AccountRefusal>({ code: 'not_confirmed' })
  if (code.includes('TOKEN')) return refuse<AccountRefusal>({ code: 'link_expired' })
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return refuse<AccountRefusal>({ code: 'codes_locked' })
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE') return refuse<AccountRefusal>({ code: 'sign_in_again' })
  if (error.statusCode >= 500) throw new DatabaseAway(error)
  return refuse<AccountRefusal>({ code: 'wrong_password' })
}
