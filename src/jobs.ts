import type { Db } from './core/database.ts'
import type { Jobs } from './core/jobs.ts'
import { sealLog } from './modules/audit/sealing.ts'
import { countWords } from './modules/listings/indexing.ts'
import { dropUnused, sweepFiles } from './modules/documents/commands.ts'
import { sendMail } from './modules/notifications/commands.ts'
import { lapseVerifications } from './modules/organisations/verification-commands.ts'
import { sendDigests, type Sender } from './modules/notifications/notice-commands.ts'
import { carryOutDeletions } from './modules/personal-data/deletion-commands.ts'
import { forgetWhatIsOld } from './modules/personal-data/retention.ts'
import type { Post } from './platform/mail.ts'
import type { Storage } from './platform/storage.ts'

export interface JobParts { db: Db; sender: Sender; storage: Storage; post: Post; now: () => Date }
export type JobHandlers = { [J in keyof Jobs]: (payload: Jobs[J]) => Promise<void> }

/** What each named job does. */
export const jobHandlers = ({ db, sender, storage, post, now }: JobParts): JobHandlers => ({
  send_mail: ({ mail_id }) => sendMail(db, post, mail_id, now),
  send_digests: () => sendDigests(db, sender, now()),
  count_words: () => countWords(db),
  drop_file: ({ sha256 }) => dropUnused(db, storage, sha256),
  lapse_verifications: async () => { await lapseVerifications(db, now()) },
  sweep_files: async () => { await sweepFiles(db, storage, now()) },
  seal_log: async () => { await sealLog(db, now()) },
  retention: async () => { await carryOutDeletions(db, now(), 'retention'); await forgetWhatIsOld(db, now()) },
})

/** What is done by the clock, in UTC: at 03:10 in Hanoi what is past its time is forgotten and at 03:40 files nobody has any longer go; every hour verifications past their day end; every minute what was recorded is sealed. */
export const crontab = '20 * * * * lapse_verifications\n10 20 * * * retention\n40 20 * * * sweep_files\n* * * * * seal_log ?jobKey=seal_log'
