import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { isLocale, type Locale } from '../../platform/locale.ts'
import { refuse } from '../../platform/refusal.ts'
import type { AccountRefusal } from './rules.ts'

/** A letter an account asks for. The one who mounts accounts decides how it travels. */
export type AccountLetter = { kind: 'confirm' | 'reset' | 'already'; to: string; name: string; link: string; locale: Locale }
export interface AccountSettings { db: Db; secret: string; publicUrl: string; /** Queues a letter in the caller's transaction. */ send: (db: Db, letter: AccountLetter) => Promise<void> }

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** Passwords, sessions and confirmed addresses, all by the kept library; this file only fits it to the house. */
export function openAccounts({ db, secret, publicUrl, send }: AccountSettings) {
  const localeIn = (url: string): Locale => {
    const path = new URL(url, publicUrl).searchParams.get('callbackURL') ?? ''
    const first = path.split('/')[1]
    return isLocale(first) ? first : 'vi'
  }
  const accountsOn = (db: Db, send: (letter: AccountLetter) => Promise<void>) => betterAuth({
    database: { db: db as never, type: 'postgres' },
    secret, baseURL: publicUrl, basePath: '/accounts', telemetry: { enabled: false }, logger: { disabled: true }, rateLimit: { enabled: false },
    trustedOrigins: [publicUrl],
    emailAndPassword: {
      enabled: true, requireEmailVerification: true, minPasswordLength: 10, maxPasswordLength: 200, revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, url, token }) => {
        const locale = localeIn(url)
        await send({ kind: 'reset', to: user.email, name: user.name, link: `${publicUrl}/${locale}/new-password?token=${token}`, locale })
      },
    },
    emailVerification: {
      sendOnSignUp: true, sendOnSignIn: true, autoSignInAfterVerification: true, expiresIn: 24 * 3600,
      sendVerificationEmail: async ({ user, url, token }) => {
        const locale = localeIn(url)
        await send({ kind: 'confirm', to: user.email, name: user.name, link: `${publicUrl}/${locale}/confirm?token=${token}`, locale })
      },
    },
    session: {
      modelName: 'auth_session', expiresIn: 14 * 24 * 3600, updateAge: 24 * 3600,
      fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    },
    user: { modelName: 'auth_user', fields: { ...times, emailVerified: 'email_verified' } },
    account: {
      modelName: 'auth_account',
      fields: { ...times, userId: 'user_id', accountId: 'account_id', providerId: 'provider_id', accessToken: 'access_token', refreshToken: 'refresh_token', idToken: 'id_token', accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at' },
    },
    verification: { modelName: 'auth_verification', fields: { ...times, expiresAt: 'expires_at' } },
    advanced: { cookiePrefix: 'techex', useSecureCookies: publicUrl.startsWith('https://'), defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' } },
  })
  const auth = accountsOn(db, (letter) => db.transaction().execute((tx) => send(tx, letter)))

  const hash = async (password: string): Promise<string> => (await auth.$context).password.hash(password)

  return {
    hash,
    /**
     * Makes an account and sends its letter. An address that already has one gets a letter saying
     * so instead, and the page is the same: nobody learns who is registered.
     */
    async signUp(ctx: Ctx, input: { name: string; email: string; password: string }): Promise<void> {
      const known = await ctx.db.selectFrom('auth_user').select('id').where('email', '=', input.email).executeTakeFirst()
      if (known) {
        await hash(input.password) // as slow as for a new account, so that the time tells nothing
        return send(ctx.db, { kind: 'already', to: input.email, name: input.name, link: `${publicUrl}/${ctx.locale}/sign-in`, locale: ctx.locale })
      }
      // Account, password and letter are written together: a crash between them would leave somebody neither known nor unknown.
      const made = ctx.db.transaction().execute(async (tx) => {
        const letters: AccountLetter[] = []
        await asked(accountsOn(tx, async (letter) => { letters.push(letter) }).api.signUpEmail({ body: { ...input, callbackURL: `/${ctx.locale}/work` } }))
        for (const letter of letters) await send(tx, letter)
      })
      await made.catch(async (error: unknown) => {
        // Pressed twice at once: the first made the account and sent the letter, and that is what was asked for.
        if (!await ctx.db.selectFrom('auth_user').select('id').where('email', '=', input.email).executeTakeFirst()) throw error
      })
    },
    /** The cookies of a new session. Refused with the same words for a wrong password and an unknown address. */
    async signIn(ctx: Ctx, input: { email: string; password: string }, headers: Headers): Promise<string[]> {
      const { headers: answer } = await asked(auth.api.signInEmail({ body: { ...input, callbackURL: `/${ctx.locale}/work` }, headers, returnHeaders: true }))
      return answer.getSetCookie()
    },
    async signOut(headers: Headers): Promise<string[]> {
      const { headers: answer } = await asked(auth.api.signOut({ headers, returnHeaders: true }))
      return answer.getSetCookie()
    },
    /** Confirms the address the letter went to and signs its owner in. */
    async confirm(token: string, headers: Headers): Promise<string[]> {
      const { headers: answer } = await asked(auth.api.verifyEmail({ query: { token }, headers, returnHeaders: true }))
      return answer.getSetCookie()
    },
    async askReset(ctx: Ctx, email: string): Promise<void> {
      await asked(auth.api.requestPasswordReset({ body: { email, redirectTo: `/${ctx.locale}/new-password` } }))
    },
    async reset(token: string, password: string): Promise<void> {
      await asked(auth.api.resetPassword({ body: { token, newPassword: password } }))
    },
    /** The account behind a request's cookies; null for a stranger. */
    async accountOf(headers: Headers): Promise<{ id: string; name: string; email: string } | null> {
      const session = await asked(auth.api.getSession({ headers }))
      return session?.user ?? null
    },
  }
}
export type Accounts = ReturnType<typeof openAccounts>

/** The library does nothing of its own that could fail but ask the database; it hides why. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway'
  readonly code = '57P03'
  constructor(cause: unknown) { super('the account library could not reach the database', { cause }) }
}

/** The library's answers in the house's words. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    const code = String(error.body?.code ?? '')
    if (code === 'EMAIL_NOT_VERIFIED') return refuse<AccountRefusal>({ code: 'not_confirmed' })
    if (code.includes('TOKEN')) return refuse<AccountRefusal>({ code: 'link_expired' })
    if (error.statusCode >= 500) throw new DatabaseAway(error)
    return refuse<AccountRefusal>({ code: 'wrong_password' })
  }
}
