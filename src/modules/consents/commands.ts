import { parse } from 'csv-parse/sync'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { choiceField, idField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { currentText, textOf } from './queries.ts'
import type { ConsentRefusal } from './rules.ts'
import { type ConsentPurpose, consentPurposes, freePurposes, type PrivacyText } from './schema.ts'

/** Every version in `folder`/privacy is in the table. A published one that reads differently now is an error: people agreed to those words. */
export async function loadPrivacyTexts(db: Db, folder: string): Promise<void> {
  const read = (name: string): string => readFileSync(join(folder, 'privacy', name), 'utf8').replace(/\r\n?/g, '\n').trim()
  const versions = parse(readFileSync(join(folder, 'privacy', 'versions.csv')), { columns: true, bom: true, skip_empty_lines: true }) as Record<'version' | 'valid_from' | 'changes_vi' | 'changes_en', string>[]
  for (const { version, valid_from, changes_vi, changes_en } of versions) {
    const parts = { terms_vi: read(`${version}.terms.vi.md`), terms_en: read(`${version}.terms.en.md`), notice_vi: read(`${version}.vi.md`), notice_en: read(`${version}.en.md`) }
    const sha256 = createHash('sha256').update([parts.terms_vi, parts.terms_en, parts.notice_vi, parts.notice_en].join('\n---\n')).digest('hex')
    await db.insertInto('privacy_text').values({ version: Number(version), valid_from: new Date(valid_from), ...parts, changes_vi, changes_en, sha256 }).onConflict((on) => on.column('version').doNothing()).execute()
    const { sha256: published } = await textOf(db, Number(version))
    if (published !== sha256) throw new Error(`data/privacy: version ${version} has been published and reads differently now. People agreed to its words; write a version ${Number(version) + 1}.`)
  }
}

/** The person has agreed to the text in force, once however often they press; the record says which text, word for word, and when. */
export async function giveConsent(tx: Tx, ctx: Ctx, personId: number, purpose: ConsentPurpose): Promise<PrivacyText> {
  const text = await currentText(tx, ctx.now())
  const given = await tx.insertInto('consent').values({ person_id: personId, purpose, text_version: text.version, text_sha256: text.sha256, given_at: ctx.now(), how: 'page' })
    .onConflict((on) => on.columns(['person_id', 'purpose', 'text_version']).where('withdrawn_at', 'is', null).doNothing()).executeTakeFirst()
  if (given.numInsertedOrUpdatedRows) await record(tx, ctx, `person:${personId}`, { type: 'consent.given', person_id: personId, purpose, text_version: text.version }, null)
  return text
}

export const AgreeToTerms = z.object({ version: idField, terms: z.literal('yes', { error: 'choose' }) })
/** This person has agreed to the terms they had before them; refused where a newer text came into force meanwhile. */
export async function agreeToTerms(ctx: Ctx, { version }: Pick<z.output<typeof AgreeToTerms>, 'version'>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const text = await giveConsent(tx, ctx, personOf(ctx.actor), 'terms')
    if (text.version !== version) refuse<ConsentRefusal>({ code: 'text_changed_since', version: text.version })
  })
}

export const FreeConsent = z.object({ purpose: choiceField(['broker_contact']) })
/** This person has agreed to that use of their data. */
export async function agreeTo(ctx: Ctx, { purpose }: z.output<typeof FreeConsent>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await transact(ctx, (tx) => giveConsent(tx, ctx, personOf(ctx.actor), purpose))
}

export const WithdrawnConsent = z.object({ purpose: choiceField(freePurposes) })
/** The consent is taken back and what it allowed ends in the same moment: no daily letter goes out any more, the profile is no longer public. As easy as giving it, so nothing is asked again. */
export async function withdrawConsent(ctx: Ctx, { purpose }: z.output<typeof WithdrawnConsent>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    await withdrawIn(tx, ctx, person_id, [purpose])
    if (purpose === 'expert_profile') await hideProfile(tx, ctx, person_id)
    if (purpose === 'email_digest') await endDailyLetters(tx, ctx, person_id)
  })
}

async function hideProfile(tx: Tx, ctx: Ctx, personId: number): Promise<void> {
  const hidden = await tx.updateTable('expert').set({ consented_at: null, published_at: null, updated_at: ctx.now() }).where('person_id', '=', personId).where('published_at', 'is not', null).returning('id').executeTakeFirst()
  if (hidden) await record(tx, ctx, `expert:${hidden.id}`, { type: 'expert.unpublished', expert_id: hidden.id }, null)
}
async function endDailyLetters(tx: Tx, ctx: Ctx, personId: number): Promise<void> {
  const ended = await tx.updateTable('notice_choice').set({ delivery: 'page', chosen_at: ctx.now() }).where('person_id', '=', personId).where('delivery', '=', 'daily').returning('topic').execute()
  if (ended.length === 0) return
  // What waited for tomorrow's letter stays in the page.
  await tx.updateTable('notice').set({ delivery: 'page' }).where('person_id', '=', personId).where('delivery', '=', 'daily').where('mail_id', 'is', null).execute()
  await record(tx, ctx, `person:${personId}`, { type: 'notice.delivery_chosen', person_id: personId, choices: Object.fromEntries(ended.map(({ topic }) => [topic, 'page'])), by: 'page' }, null)
}

/** Whatever this person agreed to among these purposes is taken back. */
export async function withdrawIn(tx: Tx, ctx: Ctx, personId: number, purposes: readonly ConsentPurpose[] = consentPurposes): Promise<void> {
  const taken = await tx.updateTable('consent').set({ withdrawn_at: ctx.now() }).where('person_id', '=', personId).where('purpose', 'in', [...purposes]).where('withdrawn_at', 'is', null).returning('purpose').execute()
  for (const purpose of new Set(taken.map((row) => row.purpose))) await record(tx, ctx, `person:${personId}`, { type: 'consent.withdrawn', person_id: personId, purpose }, null)
}
