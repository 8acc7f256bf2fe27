import type { Db } from './core/database.ts'
import type { Jobs } from './core/jobs.ts'
import { countWords } from './modules/listings/indexing.ts'
import { sendMail } from './modules/notifications/commands.ts'
import type { Post } from './platform/mail.ts'

export interface JobParts { db: Db; post: Post; now: () => Date }
export type JobHandlers = { [J in keyof Jobs]: (payload: Jobs[J]) => Promise<void> }

/** What each named job does. */
export const jobHandlers = ({ db, post, now }: JobParts): JobHandlers => ({
  send_mail: ({ mail_id }) => sendMail(db, post, mail_id, now),
  count_words: () => countWords(db),
})
