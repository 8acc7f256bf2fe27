import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import { found, notFound } from '../../platform/refusal.ts'
import type { Columns } from '../statements/rules.ts'
import { fingerprintOfFile, fingerprints, readStatement } from '../statements/statement-files.ts'
import { milestoneInTurn, unless } from './ledger-commands.ts'
import { receive } from './payment-commands.ts'
import { lineOf } from './statement-queries.ts'

/**
 * What came into the account stands line by line, each line once whichever statement brings it; nothing is
 * booked by it. The same file again is the statement it was. A file that cannot be read changes nothing.
 */
export async function importStatement(ctx: Ctx, { content, name, columns }: { content: string; name: string; columns: Columns }): Promise<{ id: number; lines: number; known: number }> {
  const organisation_id = ctx.actor.organisation_id ?? notFound()
  permit(ctx.actor, mayEditFor(organisation_id))
  const fingerprint = fingerprintOfFile(organisation_id, content)
  const before = () => ctx.db.selectFrom('bank_statement').select(['id', 'lines', 'known']).where('fingerprint', '=', fingerprint).executeTakeFirst()
  const known = await before()
  if (known) return known
  const { format, lines } = readStatement(content, columns)
  const prints = fingerprints(organisation_id, lines)
  const made = await transact(ctx, async (tx) => {
    const statement = await tx.insertInto('bank_statement').values({ organisation_id, format, name: name.slice(0, 150), fingerprint, lines: lines.length, known: 0, imported_by: personOf(ctx.actor), imported_at: ctx.now() })
      .onConflict((on) => on.column('fingerprint').doNothing()).returning('id').executeTakeFirst()
    if (!statement) return null
    let fresh = 0
    for (let from = 0; from < lines.length; from += 500) {
      const rows = lines.slice(from, from + 500).map((line, i) => ({ ...line, statement_id: statement.id, organisation_id, fingerprint: prints[from + i] ?? '', set_aside: null, set_aside_by: null, set_aside_at: null }))
      fresh += (await tx.insertInto('statement_line').values(rows).onConflict((on) => on.column('fingerprint').doNothing()).returning('id').execute()).length
    }
    const counted = { lines: lines.length, known: lines.length - fresh }
    if (counted.known > 0) await tx.updateTable('bank_statement').set({ known: counted.known }).where('id', '=', statement.id).execute()
    await record(tx, ctx, `bank_statement:${statement.id}`, { type: 'bank_statement.imported', organisation_id, statement_id: statement.id, ...counted }, organisation_id)
    return { id: statement.id, ...counted }
  })
  return made ?? found(await before())
}

export const ConfirmLine = z.object({ line_id: idField, payment_request_id: idField, amount: vndField, request_key: requestKeyField })
/**
 * This line pays that request with this amount: in the books, with fees and receipt. Two who confirm the same
 * line at once confirm it one after the other, and the second is told that nothing is left of it.
 */
export async function confirmLine(ctx: Ctx, { line_id, payment_request_id, amount, request_key }: z.output<typeof ConfirmLine>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const request = found(await ctx.db.selectFrom('payment_request').select(['id', 'deal_id', 'milestone_id']).where('id', '=', payment_request_id).executeTakeFirst())
  return milestoneInTurn(ctx, request, 'edit', async (turn) => {
    const { tx, milestone: m, side, payee } = turn
    if (side !== payee) unless({ code: 'only_payee' })
    const before = await tx.selectFrom('payment_receipt').select('id').where('request_key', '=', request_key).where('milestone_id', '=', m.id).executeTakeFirst()
    if (before) return before.id
    await tx.selectFrom('statement_line').select('id').where('id', '=', line_id).where('organisation_id', '=', side).forUpdate().executeTakeFirst()
    const line = await lineOf(tx, line_id)
    if (!line || line.organisation_id !== side) return notFound()
    if (line.set_aside !== null) unless({ code: 'line_set_aside' })
    if (amount > line.left) unless({ code: 'line_spent', left: line.left })
    if (m.open_request?.id !== request.id) unless({ code: 'request_ended' })
    return receive(turn, ctx, { amount, received_on: line.on_day, request_key, line_id })
  })
}

export const SetLineAside = z.object({ line_id: idField, reason: textField(300, 3) })
/** The line pays no milestone, and why; it is proposed for none any more. */
export async function setLineAside(ctx: Ctx, { line_id, reason }: z.output<typeof SetLineAside>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    await tx.selectFrom('statement_line').select('id').where('id', '=', line_id).forUpdate().executeTakeFirst()
    const line = found(await lineOf(tx, line_id) ?? undefined)
    permit(ctx.actor, mayEditFor(line.organisation_id))
    if (line.set_aside !== null) return line.statement_id
    if (line.left < line.amount) unless({ code: 'line_spent', left: line.left })
    await tx.updateTable('statement_line').set({ set_aside: reason, set_aside_by: personOf(ctx.actor), set_aside_at: ctx.now() }).where('id', '=', line.id).execute()
    await record(tx, ctx, `bank_statement:${line.statement_id}`, { type: 'bank_statement.line_set_aside', organisation_id: line.organisation_id, line_id: line.id, reason }, line.organisation_id)
    return line.statement_id
  })
}
