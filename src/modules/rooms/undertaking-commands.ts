import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, requireConfirmed } from '../../core/context.ts'
import { lineField, idField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { isNameOf } from '../disclosure/rules.ts'
import { acceptancesIn, belongsTo, currentUndertaking } from './queries.ts'
import type { RoomRefusal } from './rules.ts'

export const AcceptUndertaking = z.object({ deal_id: idField, text_version: z.coerce.number().int(), text_sha256: z.string(), full_name: lineField(120, 2), position: lineField(120, 2), agreed: z.literal('yes', { error: 'required' }) })
/**
 * The undertaking binds the side: one of its own signers, having just shown that it is them, accepted the
 * text they were shown, by its version and hash. Accepted once, a second press and a second signer change
 * nothing, and a later text leaves it as it is. With the second side's the room is open between both.
 */
export async function acceptUndertaking(ctx: Ctx, { deal_id, text_version, text_sha256, full_name, position }: z.output<typeof AcceptUndertaking>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    permit(ctx.actor, (actor) => belongsTo(actor, side)) // an officer helps a side that has nobody here, and gives no word in its place
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const accepted = await acceptancesIn(tx, deal.id)
    if (accepted.some(({ organisation_id }) => organisation_id === side)) return
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    const text = await currentUndertaking(tx, now)
    if (text.version !== text_version || text.sha256 !== text_sha256) refuse<RoomRefusal>({ code: 'undertaking_text_changed' })
    if (!isNameOf(full_name, ctx.actor.name)) refuse<RoomRefusal>({ code: 'undertaking_name_differs', field: 'full_name', name: ctx.actor.name })
    await tx.insertInto('room_undertaking').values({ deal_id: deal.id, organisation_id: side, text_version, text_sha256, person_id: personOf(ctx.actor), full_name, position, accepted_at: now, request_id: ctx.request_id }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.undertaking_accepted', organisation_id: side, text_version, text_sha256, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'undertaking_to_accept', side)
    const other = otherSide(deal, side)
    if (!accepted.some(({ organisation_id }) => organisation_id === other)) await openDuty(tx, ctx, deal, {
      part: 'room', kind: 'undertaking_to_accept', key: other, organisation_id: other, power: 'sign',
      text: { vi: 'Chấp nhận cam kết bảo mật để mở phòng dữ liệu cho cả hai bên', en: 'Accept the confidentiality undertaking, so that the data room opens to both sides' },
    })
  })
}
