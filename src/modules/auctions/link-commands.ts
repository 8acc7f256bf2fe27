import { z } from 'zod'
import { type Ctx, inPerson, permit, personOf, record, transact } from '../../core/context.ts'
import { idField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { lotInOffice } from './draft-commands.ts'
import { openLinksOf, seenOf } from './link-queries.ts'
import { type AuctionRefusal, lotLifecycle, runsAuctions } from './rules.ts'
import { bidderSubject } from './turns.ts'

export const ClearLinks = z.object({ lot_id: idField, bidder_id: idField, word: textField(500, 10), seen: z.string({ error: 'invalid' }).max(20_000, { error: 'invalid' }) })
/** What this bidder declared, and whom it shares a declared number or a person with power with, is no obstacle, for the reason given; what comes to light later waits again. Who is not cleared does not bid: `refuseBidder`, or the close of registration. */
export async function clearLinks(ctx: Ctx, { lot_id, bidder_id, word, seen }: z.output<typeof ClearLinks>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const bidder = found(await tx.selectFrom('auction_bidder').select(['id', 'organisation_id', 'links_word']).where('id', '=', bidder_id).where('lot_id', '=', lot.id).forUpdate().executeTakeFirst())
    next(lotLifecycle, lot.state, 'arm')
    const open = (await openLinksOf(tx, lot.id)).find((one) => one.bidder_id === bidder.id)
    if (!open) return refuse<AuctionRefusal>({ code: 'no_links_open' })
    // Who registered, or came to sign for both, since the page was read is not cleared unseen.
    if (seenOf(open) !== seen) refuse<AuctionRefusal>({ code: 'links_changed' })
    await tx.updateTable('auction_bidder').set({ links_word: bidder.links_word ? `${bidder.links_word}\n${word}` : word, links_decided_by: personOf(ctx.actor), links_decided_at: ctx.now() }).where('id', '=', bidder.id).execute()
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.links_cleared', lot_id: lot.id, bidder_id: bidder.id }, bidder.organisation_id)
  })
}
