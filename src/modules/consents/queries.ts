import type { Db } from '../../core/database.ts'
import { found } from '../../platform/refusal.ts'
import type { Consent, ConsentPurpose, PrivacyText } from './schema.ts'

/** The terms and the privacy notice in force now. */
export async function currentText(db: Db, now: Date): Promise<PrivacyText> {
  const text = await db.selectFrom('privacy_text').selectAll().where('valid_from', '<=', now).orderBy('version', 'desc').limit(1).executeTakeFirst()
  if (!text) throw new Error('the terms and the privacy notice have not been loaded: bin/techex migrate')
  return text
}
export const textOf = async (db: Db, version: number): Promise<PrivacyText> => found(await db.selectFrom('privacy_text').selectAll().where('version', '=', version).executeTakeFirst())
export const versionsUntil = (db: Db, now: Date): Promise<Pick<PrivacyText, 'version' | 'valid_from'>[]> =>
  db.selectFrom('privacy_text').select(['version', 'valid_from']).where('valid_from', '<=', now).orderBy('version', 'desc').execute()

/** Everything this person agreed to and took back, the newest first. */
export const consentsOf = (db: Db, personId: number): Promise<Consent[]> =>
  db.selectFrom('consent').selectAll().where('person_id', '=', personId).orderBy('id', 'desc').execute()

/** Whether this person has agreed to that and not taken it back. */
export async function hasConsent(db: Db, personId: number, purpose: ConsentPurpose): Promise<boolean> {
  return await db.selectFrom('consent').select('id').where('person_id', '=', personId).where('purpose', '=', purpose).where('withdrawn_at', 'is', null).limit(1).executeTakeFirst() !== undefined
}

/** The text this person still has to agree to; null for whoever has, and for the demonstration's people, who are nobody. */
export async function textToAgreeTo(db: Db, personId: number, now: Date): Promise<Pick<PrivacyText, 'version' | 'valid_from'> | null> {
  const text = await db.selectFrom('privacy_text as t').select(['t.version', 't.valid_from'])
    .where('t.valid_from', '<=', now).where((its) => its.not(its.exists(its.selectFrom('consent as c').select('c.id').where('c.person_id', '=', personId).where('c.purpose', '=', 'terms').where('c.withdrawn_at', 'is', null).whereRef('c.text_version', '>=', 't.version'))))
    .where((its) => its.exists(its.selectFrom('person as p').select('p.id').where('p.id', '=', personId).where('p.demonstration', '=', false).where('p.auth_user_id', 'is not', null)))
    .orderBy('t.version', 'desc').limit(1).executeTakeFirst()
  return text ?? null
}
