import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { daysFrom } from '../../platform/time.ts'
import { type RetentionKey, retentionKeys } from './schema.ts'

/** Takes away at most `most` of what is older than `before` and says how many; rows somebody else is at are left to them. */
type Forget = (db: Db, before: Date, most: number) => Promise<number>
export interface RetentionRule {
  days: number
  forget: Forget
}

/** Rows of a table that a condition names are deleted, a batch at a time. */
const rowsOf = (table: string, old: (before: Date) => ReturnType<typeof sql>): Forget => async (db, before, most) =>
  Number((await sql`delete from ${sql.table(table)} where ctid = any (array(select ctid from ${sql.table(table)} where ${old(before)} limit ${most} for update skip locked))`.execute(db)).numAffectedRows ?? 0)

/** The words of letters go; that one was sent, and when, stays for whoever asks why none arrived. */
const emptied = (which: (before: Date) => ReturnType<typeof sql>): Forget => async (db, before, most) =>
  Number((await sql`update outgoing_mail set to_address = '', subject = '', body = '', stop_url = null, last_error = null
    where id = any (array(select id from outgoing_mail where body <> '' and ${which(before)} limit ${most} for update skip locked))`.execute(db)).numAffectedRows ?? 0)

/**
 * What is kept for how long, all of it the Exchange's own periods. The page /privacy shows this table
 * with its reasons (messages.ts) and the daily job carries it out: nothing is promised that is not done.
 */
export const retention: Record<RetentionKey, RetentionRule> = {
  letters: { days: 90, forget: emptied((before) => sql`created_at < ${before}`) },
  // The letter that tells somebody they have left is the last trace of their address.
  last_letters: { days: 0, forget: emptied(() => sql`sent_at is not null and id in (select last_mail_id from data_request where last_mail_id is not null)`) },
  unconfirmed_accounts: { days: 30, forget: rowsOf('auth_user', (before) => sql`not email_verified and created_at < ${before} and not exists (select from person p where p.auth_user_id = auth_user.id)`) },
  sessions: { days: 1, forget: rowsOf('auth_session', (before) => sql`expires_at < ${before}`) },
  session_addresses: { days: 30, forget: async (db, before, most) =>
    Number((await sql`update auth_session set ip_address = null, user_agent = null where id = any (array(select id from auth_session where created_at < ${before} and (ip_address is not null or user_agent is not null) limit ${most} for update skip locked))`.execute(db)).numAffectedRows ?? 0) },
  tokens: { days: 1, forget: rowsOf('auth_verification', (before) => sql`expires_at < ${before}`) },
  email_changes: { days: 1, forget: rowsOf('email_change', (before) => sql`expires_at < ${before}`) },
  used_codes: { days: 1, forget: rowsOf('auth_used_code', (before) => sql`used_at < ${before}`) },
  attempts: { days: 1, forget: rowsOf('attempt_count', (before) => sql`expire < ${before.getTime()}`) },
  known_addresses: { days: 180, forget: rowsOf('auth_known_address', (before) => sql`seen_at < ${before}`) },
  invitations: { days: 180, forget: async (db, before, most) =>
    Number((await sql`update invitation set email = 'removed-' || id || '@invalid' where id = any (array(select id from invitation where expires_at < ${before} and accepted_at is null and email not like 'removed-%@invalid' limit ${most} for update skip locked))`.execute(db)).numAffectedRows ?? 0) },
  notices: { days: 365, forget: rowsOf('notice', (before) => sql`read_at < ${before}`) },
  publication_imports: { days: 30, forget: rowsOf('publication_import', (before) => sql`read_at < ${before}`) },
  api_keys: { days: 365, forget: rowsOf('api_key', (before) => sql`least(expires_at, revoked_at) < ${before}`) },
  // As long as a sign waits for an officer of its lot (auctions/sign-queries.ts).
  bidder_browsers: { days: 90, forget: async (db, before, most) =>
    Number((await sql`update auction_bidder set browser_mark = '' where id = any (array(select b.id from auction_bidder b join auction_lot l on l.id = b.lot_id where b.browser_mark <> '' and l.state in ('completed', 'defaulted', 'annulled', 'failed', 'cancelled', 'settling') and coalesce(l.ended_at, l.state_since) < ${before} limit ${most} for update of b skip locked))`.execute(db)).numAffectedRows ?? 0) },
  // The table of views takes no delete from the application; the database's own function lets only what is older than five years go.
  views: { days: 1827, forget: async (db, before, most) => (await sql<{ n: number }>`select forget_old_views(${before}, ${most}) as n`.execute(db)).rows[0]?.n ?? 0 },
}

const batch = 1000
/** Whatever is past its time is gone. Each batch is a transaction of its own, so that a day with much to forget holds nobody up; run twice, or by two workers, it finds nothing more. Returns how many by rule. */
export async function forgetWhatIsOld(db: Db, now: Date, most = batch): Promise<Partial<Record<RetentionKey, number>>> {
  const gone: Partial<Record<RetentionKey, number>> = {}
  for (const key of retentionKeys) {
    const { days, forget } = retention[key]
    for (let last = most; last === most;) {
      last = await forget(db, daysFrom(now, -days), most)
      if (last) gone[key] = (gone[key] ?? 0) + last
    }
  }
  return gone
}
