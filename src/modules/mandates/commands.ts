import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { codesField, dayField, idField, optionalTextField, optionalVndField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { dealInTurn, goneIn, memberlessOf } from '../deals/queries.ts'
import { type DealRefusal, heldBy, mayReadBetween, otherSide, partiesOf, sideOf } from '../deals/rules.ts'
import { type Deal, dealParts } from '../deals/schema.ts'
import { concerning, inDeal } from '../deals/turns.ts'
import { mandateEnding } from './ending-rules.ts'
import { conflictRefusal, exclusivityRefusal, type MandateRefusal, mostMandates, termRefusal } from './rules.ts'
import { brokerActs, type FeeTerms, type Mandate } from './schema.ts'

const unless = (refusal: MandateRefusal | null): void => { if (refusal) refuse(refusal) }
const dutyTexts = {
  accept: { vi: 'Trả lời đề nghị môi giới', en: 'Answer the offer of a mandate' },
  consent: { vi: 'Đồng ý hoặc không đồng ý để một bên môi giới làm cho cả hai bên', en: 'Say whether a broker may act for both sides' },
}
const about = (deal: Deal, { id, organisation_id, broker_organisation_id }: Pick<Mandate, 'id' | 'organisation_id' | 'broker_organisation_id'>) => ({ mandate_id: id, ...concerning(deal), organisation_id, broker_organisation_id })

/** A share as people type it, 1,5 or 2 or 0.25, in basis points. */
const shareField = z.string().optional().transform((typed) => (typed ?? '').trim().replace(/%$/, '').trim()).refine((typed) => /^(\d{1,3}([.,]\d{1,2})?)?$/.test(typed), { error: 'number' })
  .transform((typed) => { const [whole = '', part = ''] = typed.split(/[.,]/); return typed ? Number(whole) * 100 + Number(part.padEnd(2, '0')) : null })
  .refine((points) => points === null || (points >= 1 && points <= 10_000), { error: 'number' })
const listOf = <const T extends readonly [string, ...string[]]>(all: T, least: number) =>
  codesField(all.length).pipe(z.array(z.enum(all, { error: 'choose' })).min(least, { error: 'choose' }))

const offer = z.object({
  deal_id: idField, broker_id: idField, acts: listOf(brokerActs, 1), broker_parts: listOf(dealParts, 0), from_on: dayField, until_on: dayField, exclusive: z.literal('yes').optional(),
  fee_share: shareField, fee_amount: optionalVndField, fee_minimum: optionalVndField, fee_cap: optionalVndField, request_key: requestKeyField,
})
/** A fee is a share of the value, with bounds if one likes, or an amount, and never both. */
export const OfferMandate = offer.superRefine(({ fee_share, fee_amount, fee_minimum, fee_cap }, issues) => {
  const wrong = (path: string, message: string): void => issues.addIssue({ code: 'custom', path: [path], message })
  if (fee_share === null && fee_amount === null) wrong('fee_share', 'required')
  if (fee_share !== null && fee_amount !== null) wrong('fee_amount', 'invalid')
  if (fee_share === null && (fee_minimum !== null || fee_cap !== null)) wrong(fee_minimum === null ? 'fee_cap' : 'fee_minimum', 'invalid')
  if (fee_minimum !== null && fee_cap !== null && fee_cap < fee_minimum) wrong('fee_cap', 'price_order')
})
/** When this returns the broker's signers find our offer to answer; it carries no power before they do. The same press twice is one offer. */
export async function offerMandate(ctx: Ctx, { deal_id, broker_id, acts, broker_parts, from_on, until_on, request_key, ...typed }: z.output<typeof OfferMandate>): Promise<number> {
  return inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    const sent = await tx.selectFrom('deal_mandate').select(['id', 'deal_id', 'organisation_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (sent) return sent.deal_id === deal.id && sent.organisation_id === side ? sent.id : notFound()
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    if (partiesOf(deal).includes(broker_id)) refuse<MandateRefusal>({ code: 'broker_is_party', field: 'broker_id' })
    if (!(await brokersToChoose(tx, broker_id))) refuse<MandateRefusal>({ code: 'broker_unfit', field: 'broker_id' })
    const term = { from_on, until_on, exclusive: typed.exclusive === 'yes' }
    unless(termRefusal(term, hanoiDay(now)))
    const { rows: living } = await sql<typeof term & { organisation_id: number; broker_organisation_id: number }>`
      select organisation_id, broker_organisation_id, from_on::text, until_on::text, exclusive from deal_mandate where deal_id = ${deal.id} and ended_at is null and until_on >= ${hanoiDay(now)}::date`.execute(tx)
    const ours = living.filter((one) => one.organisation_id === side)
    unless(exclusivityRefusal(term, ours))
    if (ours.length >= mostMandates) refuse<MandateRefusal>({ code: 'too_many_people', most: mostMandates })
    const consent_needed = living.some((one) => one.organisation_id !== side && one.broker_organisation_id === broker_id)
    const mandate = { organisation_id: side, broker_organisation_id: broker_id }
    const { id } = await tx.insertInto('deal_mandate').values({ deal_id: deal.id, ...mandate, acts, parts: broker_parts, ...term, offered_by: personOf(ctx.actor), offered_at: now, request_key, consent_needed }).returning('id').executeTakeFirstOrThrow()
    const fee: FeeTerms = { basis_points: typed.fee_share, amount: typed.fee_amount, minimum: typed.fee_minimum, cap: typed.fee_cap }
    await tx.insertInto('deal_mandate_fee').values({ mandate_id: id, ...fee }).execute()
    await openDuty(tx, ctx, deal, { part: 'people', kind: 'mandate_to_accept', key: id, organisation_id: broker_id, power: 'sign', text: dutyTexts.accept, path: `/deals/mandates/${id}`, due_on: until_on })
    if (consent_needed) await askConsent(tx, ctx, deal, id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'mandate.offered', exclusive: term.exclusive, ...about(deal, { id, ...mandate }) }, side)
    return id
  })
}
const brokersToChoose = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.selectFrom('organisation as o').select('o.id').where('o.id', '=', id).where('o.kind', '=', 'intermediary').where('o.merged_into_id', 'is', null).where('o.deleted_at', 'is', null)
    .where(({ exists, selectFrom }) => exists(selectFrom('membership as m').select('m.person_id').whereRef('m.organisation_id', '=', 'o.id').where('m.role', 'in', ['owner', 'signer']))).executeTakeFirst()) !== undefined
/** Both sides are asked, each for itself. */
async function askConsent(tx: Tx, ctx: Ctx, deal: Deal, mandate: number): Promise<void> {
  for (const side of partiesOf(deal)) await openDuty(tx, ctx, deal, { part: 'people', kind: 'broker_consent', key: `${mandate}-${side}`, organisation_id: side, power: 'sign', text: dutyTexts.consent })
}

interface MandateTurn { tx: Tx; deal: Deal; mandate: Mandate; now: Date }
/**
 * A mandate with its deal's row ours. A broker reads neither that row nor what waits in the file, so the
 * transaction is the system's; who is asking has been looked at first. To others there is no such mandate.
 */
async function mandateInTurn<T>(ctx: Ctx, id: number, work: (turn: MandateTurn) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  const whole = ctx.db.isTransaction ? ctx.db : asSystem(ctx.db)
  return whole.transaction().execute(async (tx) => {
    const { deal_id } = found(await tx.selectFrom('deal_mandate').select('deal_id').where('id', '=', id).executeTakeFirst())
    const deal = await dealInTurn(tx, deal_id)
    const mandate = await tx.selectFrom('deal_mandate').selectAll().select([sql<string>`from_on::text`.as('from_on'), sql<string>`until_on::text`.as('until_on')]).where('id', '=', id).executeTakeFirstOrThrow()
    if (!mayReadBetween(ctx.actor, [...partiesOf(deal), mandate.broker_organisation_id])) return notFound()
    return work({ tx, deal, mandate, now: ctx.now() })
  })
}
/** That these come to their end waits for nobody any more: another follows, or they have ended. */
async function noLongerEnding(tx: Tx, ctx: Ctx, deal: Deal, mandates: readonly { id: number }[]): Promise<void> {
  for (const { id } of mandates) for (const key of [id, `${id}-broker`]) await closeDuty(tx, ctx, deal, mandateEnding, key)
}
const yesOrNo = z.enum(['yes', 'no'], { error: 'choose' }).transform((said) => said === 'yes')

export const AcceptMandate = z.object({ mandate_id: idField, acts_for_other: yesOrNo, owns_shares: yesOrNo, conflict_words: optionalTextField(2000) })
/** When this returns the broker has declared its interests and taken the mandate. It is in force in its term; for both sides only once both agreed. A second press finds it so. */
export async function acceptMandate(ctx: Ctx, { mandate_id, ...declared }: z.output<typeof AcceptMandate>): Promise<void> {
  await mandateInTurn(ctx, mandate_id, async ({ tx, deal, mandate, now }) => {
    permit(ctx.actor, (actor) => heldBy(actor, 'sign').includes(mandate.broker_organisation_id))
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    if (mandate.accepted_at && !mandate.ended_at && mandate.accepted_by === ctx.actor.person_id) return
    if (mandate.accepted_at || mandate.ended_at) refuse<MandateRefusal>({ code: 'mandate_answered' })
    const [kind] = (await goneIn(tx, [...partiesOf(deal), mandate.broker_organisation_id])).values()
    if (kind) refuse<DealRefusal>({ code: 'party_gone', kind })
    if (String(mandate.until_on) < hanoiDay(now)) refuse<MandateRefusal>({ code: 'mandate_over', until_on: String(mandate.until_on) })
    unless(conflictRefusal(declared, mandate.consent_needed))
    const consent_needed = mandate.consent_needed || declared.acts_for_other
    await tx.updateTable('deal_mandate').set({ ...declared, consent_needed, accepted_by: personOf(ctx.actor), accepted_at: now }).where('id', '=', mandate.id).execute()
    await closeDuty(tx, ctx, deal, 'mandate_to_accept', mandate.id)
    await noLongerEnding(tx, ctx, deal, await tx.selectFrom('deal_mandate').select('id').where('deal_id', '=', deal.id).where('organisation_id', '=', mandate.organisation_id).where('broker_organisation_id', '=', mandate.broker_organisation_id).where('id', '<>', mandate.id).execute())
    if (consent_needed && !mandate.consent_needed) await askConsent(tx, ctx, deal, mandate.id)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'mandate.accepted', conflict: declared.acts_for_other || declared.owns_shares, ...about(deal, mandate) }, mandate.broker_organisation_id)
  })
}

export const ConsentToBroker = z.object({ deal_id: idField, consent_id: idField, consent_words: textField(1000, 10) })
/** When this returns our side has agreed in writing that this broker acts for both; it may once the other side says so too. */
export async function consentToBroker(ctx: Ctx, { deal_id, consent_id, consent_words }: z.output<typeof ConsentToBroker>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    inPerson(ctx.actor)
    requireConfirmed(ctx)
    const mandate = found(await tx.selectFrom('deal_mandate').selectAll().where('id', '=', consent_id).where('deal_id', '=', deal.id).executeTakeFirst())
    if (mandate.ended_at || !mandate.consent_needed) refuse<MandateRefusal>({ code: 'no_consent_asked' })
    const given = await tx.insertInto('deal_mandate_consent').values({ mandate_id: mandate.id, organisation_id: side, words: consent_words, given_by: personOf(ctx.actor), given_at: now }).onConflict((on) => on.doNothing()).executeTakeFirst()
    if (!given.numInsertedOrUpdatedRows) return
    await closeDuty(tx, ctx, deal, 'broker_consent', `${mandate.id}-${side}`)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'mandate.consented', by_organisation_id: side, ...about(deal, mandate) }, side)
  })
}

export const EndMandate = z.object({ mandate_id: idField, mandate_reason: textField(500, 5) })
/** When this returns the mandate carries no power any more, from this moment; offered and not answered, it is declined or taken back. Its side may, the broker may, and nobody else. */
export async function endMandate(ctx: Ctx, { mandate_id, mandate_reason }: z.output<typeof EndMandate>): Promise<void> {
  await mandateInTurn(ctx, mandate_id, async ({ tx, deal, mandate, now }) => {
    const side = sideOf(ctx.actor, [mandate.organisation_id], await memberlessOf(tx, [mandate.organisation_id]), 'sign')
    const by = side ?? (heldBy(ctx.actor, 'sign').includes(mandate.broker_organisation_id) ? mandate.broker_organisation_id : null)
    permit(ctx.actor, () => by !== null)
    if (mandate.ended_at) refuse<MandateRefusal>({ code: 'already_ended' })
    await tx.updateTable('deal_mandate').set({ ended_by: personOf(ctx.actor), ended_at: now, ended_organisation_id: by, ended_reason: mandate_reason }).where('id', '=', mandate.id).execute()
    await closeDuty(tx, ctx, deal, 'mandate_to_accept', mandate.id)
    await noLongerEnding(tx, ctx, deal, [mandate])
    for (const party of [mandate.organisation_id, otherSide(deal, mandate.organisation_id)]) await closeDuty(tx, ctx, deal, 'broker_consent', `${mandate.id}-${party}`)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'mandate.ended', by_organisation_id: by!, reason: mandate_reason, ...about(deal, mandate) }, by)
  })
}
