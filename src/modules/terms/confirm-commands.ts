import { z } from 'zod'
import { type Ctx, inPerson, personOf, record, requireConfirmed } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { signingRefusal } from '../deals/authority-queries.ts'
import { otherSide, speaksFor } from '../deals/rules.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { nothingToConfirm, sheetToConfirm, sideAnswered } from './duties.ts'
import { contractSigned, latestVersion } from './queries.ts'
import { confirmationRefusal, type TermRefusal } from './rules.ts'

export const ConfirmSheet = z.object({ deal_id: idField, number: idField, sha256: z.string({ error: 'invalid' }).regex(/^[0-9a-f]{64}$/, { error: 'invalid' }) })
/**
 * The signer's side has confirmed exactly this version. Where the other side had, the sheet is agreed:
 * `term_sheet` holds it for those who build on it. Two signers at once come one after the other, and
 * a second press says nothing new. Refused where another version was sent meanwhile, once the contract is signed, and to whoever is
 * not among the signers their side has recorded.
 */
export async function confirmSheet(ctx: Ctx, { deal_id, number, sha256 }: z.output<typeof ConfirmSheet>): Promise<'waiting' | 'confirmed'> {
  return inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const other = otherSide(deal, side)
    const latest = await latestVersion(tx, deal.id)
    const live = await tx.selectFrom('term_confirmation').select('organisation_id').where('deal_id', '=', deal.id).where('number', '=', number).where('lapsed_at', 'is', null).execute()
    const has = (party: number): boolean => live.some(({ organisation_id }) => organisation_id === party)
    const refusal = confirmationRefusal({ stage: deal.stage, signed: !has(side) && await contractSigned(tx, deal.id), latest, asked: { number, sha256 }, others: has(other), speaksForOther: speaksFor(ctx.actor, other) })
    if (refusal) refuse(refusal)
    if (has(side)) return has(other) ? 'confirmed' : 'waiting'
    const unfit = await signingRefusal(tx, deal, { person_id: personOf(ctx.actor), organisation_id: side }, hanoiDay(now))
    if (unfit) refuse(unfit)
    await tx.insertInto('term_confirmation').values({ deal_id: deal.id, number, sha256, organisation_id: side, person_id: personOf(ctx.actor), confirmed_at: now, lapsed_at: null, lapse_reason: null }).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'term_sheet.side_confirmed', number, sha256, ...concerning(deal) }, side)
    await nothingToConfirm(tx, ctx, deal, side)
    await sideAnswered(tx, ctx, deal, side)
    if (!has(other)) {
      await sheetToConfirm(tx, ctx, deal, other, number)
      return 'waiting'
    }
    const agreed = { number, content: JSON.stringify(latest!.content), sha256, confirmed_at: now }
    await tx.insertInto('term_sheet').values({ deal_id: deal.id, ...agreed }).onConflict((on) => on.column('deal_id').doUpdateSet(agreed)).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'term_sheet.confirmed', number, sha256, ...concerning(deal) }, side)
    return 'confirmed'
  })
}

export const WithdrawConfirmation = z.object({ deal_id: idField })
/** The side's own confirmation is taken back, as long as the other side has not confirmed too. */
export async function withdrawConfirmation(ctx: Ctx, { deal_id }: z.output<typeof WithdrawConfirmation>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    const latest = await latestVersion(tx, deal.id)
    const live = latest ? await tx.selectFrom('term_confirmation').select(['id', 'organisation_id']).where('deal_id', '=', deal.id).where('number', '=', latest.number).where('lapsed_at', 'is', null).execute() : []
    const own = live.find(({ organisation_id }) => organisation_id === side)
    if (!latest || !own || live.length > 1) return refuse<TermRefusal>({ code: 'confirmation_stands' })
    await tx.updateTable('term_confirmation').set({ lapsed_at: now, lapse_reason: 'withdrawn' }).where('id', '=', own.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'term_sheet.confirmation_lapsed', number: latest.number, reason: 'withdrawn', clauses: [], of_organisation_id: side, ...concerning(deal) }, side)
    await nothingToConfirm(tx, ctx, deal, otherSide(deal, side))
  })
}
