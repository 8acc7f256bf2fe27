import type { Db } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import type { Locale } from '../../platform/locale.ts'
import type { Post } from '../../platform/mail.ts'
import { signature } from './messages.ts'

/** Queues a letter in the caller's transaction. It leaves if that commits, and is tried again for some sixteen hours if the mail server is away (twelve attempts, each wait longer). */
export async function queueMail(db: Db, letter: { to: string; subject: string; body: string; locale: Locale }, now: Date): Promise<void> {
  const { id } = await db.insertInto('outgoing_mail')
    .values({ to_address: letter.to, subject: letter.subject, body: `${letter.body}\n\n${signature[letter.locale]}`, locale: letter.locale, created_at: now, sent_at: null, last_error: null })
    .returning('id').executeTakeFirstOrThrow()
  await queueJob(db, 'send_mail', { mail_id: id })
}

/** Hands one letter to the mail server, once. Throws where that failed, so that the job is tried again. */
export async function sendMail(db: Db, post: Post, mailId: number, now: () => Date): Promise<void> {
  const mail = await db.selectFrom('outgoing_mail').selectAll().where('id', '=', mailId).executeTakeFirst()
  if (!mail || mail.sent_at) return
  try {
    await post.send({ to: mail.to_address, subject: mail.subject, body: mail.body })
  } catch (error) {
    await db.updateTable('outgoing_mail').set({ last_error: error instanceof Error ? error.message.slice(0, 500) : 'unknown' }).where('id', '=', mailId).execute()
    throw error
  }
  await db.updateTable('outgoing_mail').set({ sent_at: now(), last_error: null }).where('id', '=', mailId).execute()
}
