import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record } from '../../core/context.ts'
import { choiceField, idField, lineField, optionalDayField, optionalIdField, optionalLineField, textField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty } from '../deals/duties.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { authorityEnding } from './ending-rules.ts'
import { authorityDaysRefusal, type MandateRefusal, mayNameSigners, mostSigners } from './rules.ts'
import { signingBases } from './schema.ts'

const signer = z.object({
  deal_id: idField, person_id: optionalIdField, full_name: optionalLineField(200), position: lineField(200), basis: choiceField(signingBases),
  document_number: optionalLineField(100), document_day: optionalDayField, scope: optionalLineField(500), valid_until: optionalDayField,
})
/** Whoever signs by a document has it named: number, day, scope and last day. Somebody without an account here is named in full. */
export const RecordSigner = signer.superRefine((typed, issues) => {
  const needed = (path: keyof typeof typed, missing: boolean): void => { if (missing) issues.addIssue({ code: 'custom', path: [path], message: 'required' }) }
  needed('full_name', typed.person_id === null && !typed.full_name)
  if (typed.basis === 'authorised') for (const path of ['document_number', 'document_day', 'scope', 'valid_until'] as const) needed(path, !typed[path])
})
/** When this returns both sides read who may sign for ours, and by what. */
export async function recordSigner(ctx: Ctx, { deal_id, ...typed }: z.output<typeof RecordSigner>): Promise<number> {
  return inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    permit(ctx.actor, mayNameSigners(side))
    inPerson(ctx.actor)
    const refusal = authorityDaysRefusal(typed, hanoiDay(now))
    if (refusal) refuse(refusal)
    const there = await tx.selectFrom('deal_signer').select('person_id').where('deal_id', '=', deal.id).where('organisation_id', '=', side).where('ended_at', 'is', null).execute()
    if (there.length >= mostSigners) refuse<MandateRefusal>({ code: 'too_many_people', most: mostSigners })
    if (typed.person_id !== null && there.some(({ person_id }) => person_id === typed.person_id)) refuse<MandateRefusal>({ code: 'signer_already', field: 'person_id' })
    const member = typed.person_id === null ? null : await tx.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select('p.name')
      .where('m.organisation_id', '=', side).where('m.person_id', '=', typed.person_id).where('m.role', 'in', ['owner', 'signer']).executeTakeFirst()
    if (member === undefined) return refuse<MandateRefusal>({ code: 'signer_no_member', field: 'person_id' })
    const { id } = await tx.insertInto('deal_signer').values({ ...typed, full_name: member?.name ?? typed.full_name, deal_id: deal.id, organisation_id: side, recorded_by: personOf(ctx.actor), recorded_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'signer.recorded', signer_id: id, basis: typed.basis, organisation_id: side, ...concerning(deal) }, side)
    return id
  })
}

export const EndSigner = z.object({ deal_id: idField, signer_id: idField, signer_reason: textField(500, 5) })
/** When this returns they sign nothing more for our side in this deal; what they signed stays signed. */
export async function endSigner(ctx: Ctx, { deal_id, signer_id, signer_reason }: z.output<typeof EndSigner>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    permit(ctx.actor, mayNameSigners(side))
    const entry = found(await tx.selectFrom('deal_signer').select(['id', sql<boolean>`ended_at is not null`.as('over')]).where('id', '=', signer_id).where('deal_id', '=', deal.id).where('organisation_id', '=', side).executeTakeFirst())
    if (entry.over) refuse<MandateRefusal>({ code: 'already_ended' })
    await tx.updateTable('deal_signer').set({ ended_by: personOf(ctx.actor), ended_at: now, ended_reason: signer_reason }).where('id', '=', entry.id).execute()
    await closeDuty(tx, ctx, deal, authorityEnding, entry.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'signer.ended', signer_id, organisation_id: side, reason: signer_reason, ...concerning(deal) }, side)
  })
}
