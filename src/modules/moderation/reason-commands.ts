import { z } from 'zod'
import { type Ctx, inPerson, isStaff, permit, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { lineField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import type { ModerationRefusal } from './rules.ts'

const positionField = z.preprocess((typed) => (typeof typed === 'string' ? (/^\d{1,3}$/.test(typed.trim()) ? Number(typed) : null) : typed), z.number({ error: 'number' }).int().min(0).max(999))
const words = { name_vi: lineField(80), name_en: lineField(80), text_vi: textField(600, 10), text_en: textField(600, 10), position: positionField }
const codeField = z.string({ error: 'required' }).trim().regex(/^[a-z][a-z_]{1,19}$/, { error: 'code' })

export const NewReason = z.object({ code: codeField, ...words })
/** Moderators have one more reason to choose. Refused where there is one of that code already. */
export async function addReason(ctx: Ctx, { code, ...to }: z.output<typeof NewReason>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx.insertInto('return_reason').values({ code, ...to, retired_at: null, edited_at: ctx.now(), edited_by: ctx.actor.person_id }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (!numInsertedOrUpdatedRows) refuse<ModerationRefusal>({ code: 'reason_taken', field: 'code' })
    await record(tx, ctx, `return_reason:${code}`, { type: 'moderation.reason_added', code, to }, null)
  })
}

export const ReasonChange = z.object({ code: codeField, ...words, version: z.coerce.number().int() })
/** The reason has these words, and keeps them when the file is read again. What was sent with the former words stays as it was sent. */
export async function changeReason(ctx: Ctx, { code, version, ...to }: z.output<typeof ReasonChange>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const { name_vi, name_en, text_vi, text_en, position, version: present } = await reasonInTurn(tx, code)
    const from = { name_vi, name_en, text_vi, text_en, position }
    if (Object.entries(from).every(([name, value]) => to[name as keyof typeof to] === value)) return
    if (version !== present) refuse<ModerationRefusal>({ code: 'reason_changed_meanwhile' })
    await tx.updateTable('return_reason').set({ ...to, version: present + 1, edited_at: ctx.now(), edited_by: ctx.actor.person_id }).where('code', '=', code).execute()
    await record(tx, ctx, `return_reason:${code}`, { type: 'moderation.reason_changed', code, from, to }, null)
  })
}

export const ReasonNamed = z.object({ code: codeField })
/** The reason is offered to nobody any more; what was counted under it stays. One always remains. */
export async function retireReason(ctx: Ctx, { code }: z.output<typeof ReasonNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    // All of them in turn: of two who retire the last two at once, one is told no.
    const offered = await tx.selectFrom('return_reason').select('code').where('retired_at', 'is', null).orderBy('code').forUpdate().execute()
    if ((await reasonInTurn(tx, code)).retired_at !== null) return
    if (offered.length === 1) refuse<ModerationRefusal>({ code: 'last_reason' })
    await tx.updateTable('return_reason').set({ retired_at: ctx.now(), edited_at: ctx.now(), edited_by: ctx.actor.person_id }).where('code', '=', code).execute()
    await record(tx, ctx, `return_reason:${code}`, { type: 'moderation.reason_retired', code }, null)
  })
}
/** The reason is offered again. */
export async function restoreReason(ctx: Ctx, { code }: z.output<typeof ReasonNamed>): Promise<void> {
  permit(ctx.actor, isStaff('administrator'))
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    if ((await reasonInTurn(tx, code)).retired_at === null) return
    await tx.updateTable('return_reason').set({ retired_at: null, edited_at: ctx.now(), edited_by: ctx.actor.person_id }).where('code', '=', code).execute()
    await record(tx, ctx, `return_reason:${code}`, { type: 'moderation.reason_restored', code }, null)
  })
}

const reasonInTurn = async (tx: Tx, code: string) => found(await tx.selectFrom('return_reason').selectAll().where('code', '=', code).forUpdate().executeTakeFirst())
