import { z } from 'zod'
import { type Ctx, inPerson, isOwnerOf, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, idField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { type Member, offerDays, type OrganisationRefusal, transferRefusal } from './rules.ts'
import { formerRoles, type OwnershipTransfer } from './schema.ts'
import { changeMember, roleInTurn, stillIs, subjectOf, survivorInTurn } from './turns.ts'

const daysField = z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(offerDays.least, { error: 'number' }).max(offerDays.most, { error: 'number' }).default(offerDays.usual)
export const OfferOwnership = z.object({ organisation_id: idField, person_id: idField, becomes: choiceField(formerRoles), days: daysField })
/** One member has the organisation on offer from this owner until the day named. Nothing has changed hands yet. */
export async function offerOwnership(ctx: Ctx, { organisation_id, person_id, becomes, days }: z.output<typeof OfferOwnership>): Promise<number> {
  permit(ctx.actor, isOwnerOf(organisation_id))
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const from_person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    await stillIs(tx, ctx, organisation_id, 'owner')
    const now = ctx.now()
    if (person_id === from_person_id || !(await roleInTurn(tx, organisation_id, person_id))) refuse<OrganisationRefusal>({ code: 'offer_to_member', field: 'person_id' })
    // An offer that ran out makes room for the next.
    await tx.updateTable('ownership_transfer').set({ ended_at: now, ended_by: null }).where('organisation_id', '=', organisation_id).where('accepted_at', 'is', null).where('ended_at', 'is', null).where('expires_at', '<=', now).execute()
    const open = await tx.selectFrom('ownership_transfer').selectAll().where('organisation_id', '=', organisation_id).where('from_person_id', '=', from_person_id).where('accepted_at', 'is', null).where('ended_at', 'is', null).executeTakeFirst()
    if (open && open.to_person_id === person_id && open.becomes === becomes) return open.id // the same press again
    if (open) refuse<OrganisationRefusal>({ code: 'offer_open', expires_at: open.expires_at })
    const { id } = await tx.insertInto('ownership_transfer')
      .values({ organisation_id, from_person_id, to_person_id: person_id, becomes, offered_at: now, expires_at: daysFrom(now, days) }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.ownership_offered', organisation_id, transfer_id: id, person_id }, organisation_id)
    return id
  })
}

/** The offer and its organisation, held. To anybody but the one who offered and the one asked there is no such offer. */
async function offerInTurn(tx: Tx, ctx: Ctx, transferId: number): Promise<{ offer: OwnershipTransfer; organisation_id: number }> {
  const person = personOf(ctx.actor)
  const known = found(await tx.selectFrom('ownership_transfer').select(['organisation_id', 'from_person_id', 'to_person_id']).where('id', '=', transferId).executeTakeFirst())
  if (person !== known.from_person_id && person !== known.to_person_id) notFound()
  const { id: organisation_id } = await survivorInTurn(tx, known.organisation_id)
  return { organisation_id, offer: await tx.selectFrom('ownership_transfer').selectAll().where('id', '=', transferId).executeTakeFirstOrThrow() }
}

export const AcceptOwnership = z.object({ transfer_id: idField })
/** Whoever was asked owns the organisation; who offered edits it or has left, as they chose. A second press changes nothing. */
export async function acceptOwnership(ctx: Ctx, { transfer_id }: z.output<typeof AcceptOwnership>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  requireConfirmed(ctx)
  const person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    const { offer, organisation_id } = await offerInTurn(tx, ctx, transfer_id)
    if (offer.to_person_id !== person_id) return notFound()
    if (offer.accepted_at) return organisation_id
    const now = ctx.now()
    const members: Member[] = await tx.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', organisation_id).execute()
    const refusal = transferRefusal(offer, members, now)
    if (refusal) refuse(refusal)
    const { from_person_id: former_person_id, becomes } = offer
    // The new owner first: at no moment has the organisation none.
    await changeMember(tx, organisation_id, person_id, 'owner', now)
    const spoke_since = await changeMember(tx, organisation_id, former_person_id, becomes === 'editor' ? 'editor' : null, now)
    await tx.updateTable('ownership_transfer').set({ accepted_at: now }).where('id', '=', transfer_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.ownership_transferred', organisation_id, transfer_id, person_id, former_person_id, becomes, spoke_since }, organisation_id)
    return organisation_id
  })
}

export const EndOffer = z.object({ transfer_id: idField })
/** The offer stands no longer: taken back by who made it, or declined by who was asked. One that was accepted stays accepted. */
export async function endOffer(ctx: Ctx, { transfer_id }: z.output<typeof EndOffer>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  await transact(ctx, async (tx) => {
    const { offer, organisation_id } = await offerInTurn(tx, ctx, transfer_id)
    if (offer.ended_at) return
    if (offer.accepted_at) refuse<OrganisationRefusal>({ code: 'offer_ended' })
    await tx.updateTable('ownership_transfer').set({ ended_at: ctx.now(), ended_by: person_id }).where('id', '=', transfer_id).execute()
    await record(tx, ctx, subjectOf(organisation_id), { type: 'organisation.ownership_offer_ended', organisation_id, transfer_id, by: person_id === offer.from_person_id ? 'owner' : 'member' }, organisation_id)
  })
}
