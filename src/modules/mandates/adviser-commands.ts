import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { choiceField, codesField, emailField, idField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { partiesOf } from '../deals/rules.ts'
import { adviserRoles, dealParts } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { type MandateRefusal, mostAdvisers } from './rules.ts'

export const AppointAdviser = z.object({
  deal_id: idField, adviser_email: emailField, adviser_role: choiceField(adviserRoles),
  adviser_parts: codesField(dealParts.length).pipe(z.array(z.enum(dealParts, { error: 'choose' })).min(1, { error: 'choose' })),
})
/** When this returns that person reads the named parts of the file, as long as the appointment stands; both sides see it and every look. */
export async function appointAdviser(ctx: Ctx, { deal_id, adviser_email, adviser_role, adviser_parts }: z.output<typeof AppointAdviser>): Promise<number> {
  return inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const person = await tx.selectFrom('person').select('id').where(sql<boolean>`lower(email) = ${adviser_email}`).executeTakeFirst()
    if (!person) return refuse<MandateRefusal>({ code: 'adviser_unknown', field: 'adviser_email' })
    const member = await tx.selectFrom('membership').select('person_id').where('person_id', '=', person.id).where('organisation_id', 'in', partiesOf(deal)).executeTakeFirst()
    if (member) refuse<MandateRefusal>({ code: 'adviser_is_party', field: 'adviser_email' })
    const there = await tx.selectFrom('deal_adviser').select('person_id').where('deal_id', '=', deal.id).where('organisation_id', '=', side).where('ended_at', 'is', null).execute()
    if (there.some(({ person_id }) => person_id === person.id)) refuse<MandateRefusal>({ code: 'adviser_already', field: 'adviser_email' })
    if (there.length >= mostAdvisers) refuse<MandateRefusal>({ code: 'too_many_people', most: mostAdvisers })
    const { id } = await tx.insertInto('deal_adviser').values({ deal_id: deal.id, organisation_id: side, person_id: person.id, role: adviser_role, parts: adviser_parts, appointed_by: personOf(ctx.actor), appointed_at: now, ended_by: null, ended_at: null }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'adviser.appointed', adviser_id: id, organisation_id: side, ...concerning(deal) }, side)
    return id
  })
}

export const EndAdviser = z.object({ deal_id: idField, adviser_id: idField })
/** When this returns that person opens nothing of the file by our side's leave. */
export async function endAdviser(ctx: Ctx, { deal_id, adviser_id }: z.output<typeof EndAdviser>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    const adviser = found(await tx.selectFrom('deal_adviser').select(['id', 'ended_at']).where('id', '=', adviser_id).where('deal_id', '=', deal.id).where('organisation_id', '=', side).executeTakeFirst())
    if (adviser.ended_at) refuse<MandateRefusal>({ code: 'already_ended' })
    await tx.updateTable('deal_adviser').set({ ended_by: personOf(ctx.actor), ended_at: now }).where('id', '=', adviser.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'adviser.ended', adviser_id, organisation_id: side, ...concerning(deal) }, side)
  })
}
