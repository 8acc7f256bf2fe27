import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import { randomInt } from 'node:crypto'
import type { Db } from '../../core/database.ts'
import { isLocale, type Locale } from '../../platform/locale.ts'
import type { AccountLetterKind } from './messages.ts'

/** A letter an account asks for. The one who mounts accounts decides how it travels. */
export type AccountLetter = { kind: AccountLetterKind; to: string; name: string; link: string; locale: Locale }

/** What an outside provider says of somebody, its signature already checked. */
export interface Provided { id: string; email: string; emailVerified: boolean; name: string }
/** The provider as discovered, and for the callback what it answered. */
export interface ProviderDoor { clientId: string; clientSecret: string; authorizationUrl: string; tokenUrl: string; issuer: string; provided: Provided | null }

export interface LibrarySettings {
  secret: string
  publicUrl: string
  provider: ProviderDoor | null
  send: (letter: AccountLetter) => Promise<void>
}

/** The provider's name in the tables; which one it is, the settings say. */
export const providerId = 'oidc'
/** A session ends so many hours after it was last used, and so many days after it began, used or not. NIST SP 800-63B-4 §2.2.3. */
export const idleHours = 24
export const sessionDays = 14

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }
/** Without letters and digits one mistakes for others on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const backupCode = (): string => Array.from({ length: 11 }, (_, i) => (i === 5 ? '-' : alphabet[randomInt(alphabet.length)])).join('')

/** Whoever turned on codes is asked for one after signing in at the provider too; the library asks only after a password. */
function afterProviderToo<P extends ReturnType<typeof twoFactor>>(plugin: P): P {
  for (const hook of plugin.hooks.after) {
    const { matcher } = hook
    hook.matcher = (context) => matcher(context) || context.path === '/oauth2/callback/:providerId'
  }
  return plugin
}

/** The kept library, fitted to the house's tables, cookies and letters, working on one handle of the database. */
export function openLibrary(db: Db, { secret, publicUrl, provider, send }: LibrarySettings) {
  const https = publicUrl.startsWith('https://')
  const localeIn = (url: string): Locale => {
    const path = new URL(url, publicUrl).searchParams.get('callbackURL') ?? ''
    const first = path.split('/')[1]
    return isLocale(first) ? first : 'vi'
  }
  const verified = (done: boolean | undefined): void => {
    // The library asks for it and does not check it: without it a passkey is only something one has.
    if (!done) throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED', message: 'user verification is required' })
  }
  return betterAuth({
    appName: 'Hanoi Technology Exchange',
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
      sendOnSignUp: true, sendOnSignIn: true, autoSignInAfterVerification: false, expiresIn: 24 * 3600,
      sendVerificationEmail: async ({ user, url, token }) => {
        const locale = localeIn(url)
        await send({ kind: 'confirm', to: user.email, name: user.name, link: `${publicUrl}/${locale}/confirm?token=${token}`, locale })
      },
    },
    session: {
      modelName: 'auth_session', expiresIn: sessionDays * 24 * 3600, disableSessionRefresh: true, freshAge: 0,
      fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
      additionalFields: {
        lastSeenAt: { type: 'date', required: false, input: false, fieldName: 'last_seen_at', defaultValue: () => new Date() },
        confirmedAt: { type: 'date', required: false, input: false, fieldName: 'confirmed_at' },
      },
    },
    user: { modelName: 'auth_user', fields: { ...times, emailVerified: 'email_verified' } },
    account: {
      modelName: 'auth_account', updateAccountOnSignIn: false,
      fields: { ...times, userId: 'user_id', accountId: 'account_id', providerId: 'provider_id', accessToken: 'access_token', refreshToken: 'refresh_token', idToken: 'id_token', accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at' },
      // Whoever holds an address at the provider has not shown that the account here is theirs.
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: true },
    },
    verification: { modelName: 'auth_verification', fields: { ...times, expiresAt: 'expires_at' } },
    advanced: {
      // Over https no other host and no unencrypted page can plant a cookie named so.
      cookiePrefix: https ? '__Host-techex' : 'techex', useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/', secure: https },
    },
    plugins: [
      afterProviderToo(twoFactor({
        issuer: 'Sàn công nghệ Hà Nội', allowPasswordless: true, twoFactorCookieMaxAge: 600,
        backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: () => Array.from({ length: 10 }, backupCode) },
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: { modelName: 'auth_two_factor', fields: { userId: 'user_id', backupCodes: 'backup_codes', failedVerificationCount: 'failed_verification_count', lockedUntil: 'locked_until' } },
        },
      })),
      passkey({
        rpID: new URL(publicUrl).hostname, rpName: 'Hanoi Technology Exchange', origin: new URL(publicUrl).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: { afterVerification: async ({ verification }) => { verified(verification.registrationInfo?.userVerified) } },
        authentication: { afterVerification: async ({ verification }) => { verified(verification.authenticationInfo?.userVerified) } },
        schema: { passkey: { modelName: 'auth_passkey', fields: { publicKey: 'public_key', userId: 'user_id', credentialID: 'credential_id', deviceType: 'device_type', backedUp: 'backed_up', createdAt: 'created_at' } } },
      }),
      genericOAuth({
        config: provider ? [{
          providerId, clientId: provider.clientId, clientSecret: provider.clientSecret, authorizationUrl: provider.authorizationUrl, tokenUrl: provider.tokenUrl,
          issuer: provider.issuer, scopes: ['openid', 'email', 'profile'], pkce: true,
          disableImplicitSignUp: !provider.provided?.emailVerified,
          // Asked for and checked before this; no token of the provider's is kept.
          getToken: async () => ({}),
          getUserInfo: async () => provider.provided as never,
        }] : [],
      }),
    ],
  })
}
export type Library = ReturnType<typeof openLibrary>
