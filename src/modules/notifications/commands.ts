import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Post } from '../../platform/mail.ts'
import { signature } from './messages.ts'

/** `footer` stands below the signature; `stop_url` is where the mail program's own unsubscribe button sends. */
export interface QueuedLetter { to: string; subject: string; body: string; locale: Locale; footer?: string; stop_url?: string | null }

/** Queues a letter in the caller's transaction and returns its number. It leaves if that commits, and is tried again for some sixteen hours if the mail server is away (twelve attempts, each wait longer). */
export async function queueMail(db: Db, letter: QueuedLetter, now: Date): Promise<number> {
  // Whoever queues a letter may not read it again, so its number is drawn beforehand and not returned.
  const { rows: [drawn] } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('outgoing_mail', 'id'))::int as id`.execute(db)
  const body = [letter.body, signature[letter.locale], ...(letter.footer ? [letter.footer] : [])].join('\n\n')
  await sql`insert into outgoing_mail (id, to_address, subject, body, locale, stop_url, created_at) overriding system value
    values (${drawn!.id}, ${letter.to}, ${letter.subject}, ${body}, ${letter.locale}, ${letter.stop_url ?? null}, ${now})`.execute(db)
  await queueJob(db, 'send_mail', { mail_id: drawn!.id })
  return drawn!.id
}

/** Hands one letter to the mail server, once. Throws where that failed, so that the job is tried again. */
export async function sendMail(db: Db, post: Post, mailId: number, now: () => Date): Promise<void> {
  const mail = await db.selectFrom('outgoing_mail').selectAll().where('id', '=', mailId).executeTakeFirst()
  if (!mail || mail.sent_at) return
  try {
    // The same number however often it is tried: a letter handed over by a worker that then died arrives twice and is shown once.
    await post.send({ to: mail.to_address, subject: mail.subject, body: mail.body, number: `${mailId}.${mail.created_at.getTime()}`, stopUrl: mail.stop_url })
  } catch (error) {
    await db.updateTable('outgoing_mail').set({ last_error: error instanceof Error ? error.message.slice(0, 500) : 'unknown' }).where('id', '=', mailId).execute()
    throw error
  }
  await db.updateTable('outgoing_mail').set({ sent_at: now(), last_error: null }).where('id', '=', mailId).execute()
}
