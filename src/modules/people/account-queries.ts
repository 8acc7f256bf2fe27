import type { Db } from '../../core/database.ts'
import { providerId } from './library.ts'

/** What guards an account, as its security page shows it. */
export interface Security {
  email: string
  password: boolean
  codes: boolean
  passkeys: { id: string; name: string | null; created_at: Date }[]
  linked: boolean
  sessions: number
}
/** `db` with nothing hidden: these tables are the account library's. */
export async function securityOf(db: Db, accountId: string): Promise<Security> {
  const user = await db.selectFrom('auth_user').select(['email', 'two_factor_enabled']).where('id', '=', accountId).executeTakeFirstOrThrow()
  const ways = await db.selectFrom('auth_account').select(['provider_id', 'password']).where('user_id', '=', accountId).execute()
  const passkeys = await db.selectFrom('auth_passkey').select(['id', 'name', 'created_at']).where('user_id', '=', accountId).orderBy('created_at').execute()
  return {
    email: user.email, codes: user.two_factor_enabled, passkeys,
    password: ways.some(({ provider_id, password }) => provider_id === 'credential' && password !== null), linked: ways.some(({ provider_id }) => provider_id === providerId),
    sessions: (await sessionsOf(db, accountId)).length,
  }
}

export interface SessionRow { id: string; ip_address: string | null; user_agent: string | null; created_at: Date; last_seen_at: Date }
/** This account's sessions, the one last used first. */
export const sessionsOf = (db: Db, accountId: string): Promise<SessionRow[]> =>
  db.selectFrom('auth_session').select(['id', 'ip_address', 'user_agent', 'created_at', 'last_seen_at']).where('user_id', '=', accountId).where('expires_at', '>', new Date()).orderBy('last_seen_at', 'desc').limit(100).execute()

export const profileOf = (db: Db, accountId: string) =>
  db.selectFrom('person').select(['name', 'position_vi', 'position_en', 'locale']).where('auth_user_id', '=', accountId).executeTakeFirst()
