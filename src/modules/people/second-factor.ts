import { symmetricDecrypt } from 'better-auth/crypto'
import { APIError } from 'better-auth/api'
import type { Db, Tx } from '../../core/database.ts'
import { DatabaseAway } from './accounts.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Library } from './library.ts'
import { type AccountRefusal, readCode } from './rules.ts'
import type { SignInMethod } from './schema.ts'

export type CodeTried = { method: SignInMethod; cookies: string[]; error: null } | { method: SignInMethod; cookies: null; error: APIError | null }

/**
 * Tries a code of the app or a backup code for this account. A code opens once: a second use, at the
 * same moment too, waits here for the first and is wrong. What the library counts of failures is
 * kept, so a wrong code is an answer and not an exception.
 */
export async function tryCode(tx: Tx, library: Library, accountId: string, typed: string, headers: Headers, now: Date): Promise<CodeTried> {
  const { method, code } = readCode(typed)
  // The library compares and then writes; two at once would both find the same backup code unused.
  await tx.selectFrom('auth_two_factor').select('id').where('user_id', '=', accountId).forUpdate().execute()
  try {
    if (method === 'backup_code') {
      const { headers: answer, response } = await library.api.verifyBackupCode({ body: { code }, headers, returnHeaders: true })
      ofThisAccount(response.user?.id, accountId)
      return { method, cookies: answer.getSetCookie(), error: null }
    }
    await tx.deleteFrom('auth_used_code').where('user_id', '=', accountId).where('used_at', '<', new Date(now.getTime() - 5 * 60_000)).execute()
    const { numInsertedOrUpdatedRows } = await tx.insertInto('auth_used_code').values({ user_id: accountId, code, used_at: now }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return { method, cookies: null, error: null }
    const { headers: answer, response } = await library.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })
    ofThisAccount(response.user?.id, accountId)
    return { method, cookies: answer.getSetCookie(), error: null }
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    if (error.statusCode >= 500) throw new DatabaseAway(error)
    if (method === 'code') await tx.deleteFrom('auth_used_code').where('user_id', '=', accountId).where('code', '=', code).execute()
    return { method, cookies: null, error }
  }
}

/** The library asks the session first and the step that waits second: a browser that carries both must not have the one's code count for the other. */
function ofThisAccount(opened: string | undefined, accountId: string): void {
  if (opened !== accountId) refuse<AccountRefusal>({ code: 'sign_in_again' })
}

/** The secret an app still has to learn, while somebody is turning two-step sign-in on; null before and after. */
export async function waitingSecret(db: Db, secret: string, accountId: string): Promise<string | null> {
  const row = await db.selectFrom('auth_two_factor as f').innerJoin('auth_user as u', 'u.id', 'f.user_id').select('f.secret')
    .where('f.user_id', '=', accountId).where('u.two_factor_enabled', '=', false).executeTakeFirst()
  return row ? symmetricDecrypt({ key: secret, data: row.secret }) : null
}

/** The address an authenticator app reads from the picture. */
export const otpAddress = (secret: string, email: string): string => {
  const issuer = encodeURIComponent('Sàn công nghệ Hà Nội')
  return `otpauth://totp/${issuer}:${encodeURIComponent(email)}?secret=${base32(secret)}&issuer=${issuer}&digits=6&period=30`
}

/** RFC 4648 without padding, as apps take a secret typed by hand. */
export function base32(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}
