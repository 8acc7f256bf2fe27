import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, lineField, textField } from '../../platform/fields.ts'
import { locales } from '../../platform/locale.ts'
import { refuse } from '../../platform/refusal.ts'
import { mayReplace, type NoticeRefusal } from './rules.ts'
import { type NoticeKind, noticeKinds, noticeText } from './texts.ts'

const Which = {
  kind: choiceField(noticeKinds as [NoticeKind, ...NoticeKind[]]), locale: choiceField(locales),
  /** The version the form was filled from; 0 where the words were never changed. */
  version: z.coerce.number({ error: 'invalid' }).int().min(0).max(1_000_000),
}
export const NoticeTextChange = z.object({ ...Which, subject: lineField(200), body: textField(4000), line: lineField(300) })
export const NoticeTextRestoration = z.object(Which)

/** Notices of this kind are worded so from now on, in that language; the words before stay on record. */
export async function changeNoticeText(ctx: Ctx, { kind, locale, version, subject, body, line }: z.output<typeof NoticeTextChange>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  await transact(ctx, async (tx) => {
    const latest = await latestInTurn(tx, kind, locale)
    if (latest?.version === version + 1 && latest.subject === subject && latest.body === body && latest.line === line) return // the same press again
    const refusal = mayReplace(noticeText(kind)[locale], { subject, body, line })
    if (refusal) refuse(refusal)
    if ((latest?.version ?? 0) !== version) refuse<NoticeRefusal>({ code: 'text_changed_meanwhile' })
    await tx.insertInto('notice_text').values({ kind, locale, version: version + 1, subject, body, line, changed_by: personOf(ctx.actor), changed_at: ctx.now() }).execute()
    await record(tx, ctx, `notice_text:${kind}`, { type: 'notice.text_changed', kind, locale, version: version + 1 }, null)
  })
}

/** The program's own words are in force again, in that language. */
export async function restoreNoticeText(ctx: Ctx, { kind, locale, version }: z.output<typeof NoticeTextRestoration>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  await transact(ctx, async (tx) => {
    const latest = await latestInTurn(tx, kind, locale)
    if (!latest || latest.subject === null) return // they already are
    if (latest.version !== version) refuse<NoticeRefusal>({ code: 'text_changed_meanwhile' })
    await tx.insertInto('notice_text').values({ kind, locale, version: version + 1, subject: null, body: null, line: null, changed_by: personOf(ctx.actor), changed_at: ctx.now() }).execute()
    await record(tx, ctx, `notice_text:${kind}`, { type: 'notice.text_restored', kind, locale, version: version + 1 }, null)
  })
}

/** Changes come into force one after the other, in the order of their numbers; by these every process sees that there is something new. */
async function latestInTurn(tx: Tx, kind: NoticeKind, locale: (typeof locales)[number]) {
  await sql`select pg_advisory_xact_lock(hashtext('notice_text'))`.execute(tx)
  return tx.selectFrom('notice_text').select(['version', 'subject', 'body', 'line']).where('kind', '=', kind).where('locale', '=', locale).orderBy('version', 'desc').limit(1).executeTakeFirst()
}
