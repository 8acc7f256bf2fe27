import type { Db } from '../../core/database.ts'
import { currentText } from './queries.ts'

/** Whoever is signing up has agreed to the terms in force. Kept with the account until it has a person; in the transaction that makes the account. */
export async function giveConsentAtSignUp(tx: Db, accountId: string, now: Date): Promise<void> {
  const { version, sha256 } = await currentText(tx, now)
  await tx.insertInto('sign_up_consent').values({ user_id: accountId, text_version: version, text_sha256: sha256, given_at: now }).onConflict((on) => on.column('user_id').doNothing()).execute()
}
