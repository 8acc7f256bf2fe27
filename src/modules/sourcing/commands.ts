import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, permit, personOf, record, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { idField, optionalTextField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { answered, brokerageOf } from './board-queries.ts'
import { helpsNeeds, mostSuggested, mostTakenOn, offerNumber, type SourcingRefusal } from './rules.ts'

/** The published need, held: whoever takes it on or suggests for it does so one after the other. */
async function needInTurn(ctx: Ctx, tx: Tx, id: number) {
  const need = found(await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id']).where('id', '=', id).forNoKeyUpdate().executeTakeFirst())
  if (need.kind !== 'need' || need.state !== 'published') return notFound()
  if (ctx.actor.memberships.some((m) => m.organisation_id === need.organisation_id)) refuse<SourcingRefusal>({ code: 'own_need' })
  return need
}

export const OneNeed = z.object({ id: idField })
/**
 * This person is on the need, and nobody else. Pressed again it stays so; of two who press at once one gets
 * it and the other is told who.
 */
export async function takeOnNeed(ctx: Ctx, { id }: z.output<typeof OneNeed>): Promise<void> {
  const brokerage = await brokerageOf(ctx.db, ctx.actor)
  permit(ctx.actor, helpsNeeds(brokerage))
  const person_id = personOf(ctx.actor)
  // Asked beyond the reader, who may not see the deals of others: that somebody answered is all they are told.
  const { rows: [{ done } = { done: false }] } = await sql<{ done: boolean }>`select ${answered(sql`${id}::int`)} as done`.execute(asSystem(ctx.db))
  await transact(ctx, async (tx) => {
    await needInTurn(ctx, tx, id)
    const now = ctx.now()
    const held = await tx.selectFrom('need_helper as h').innerJoin('person as p', 'p.id', 'h.person_id').select(['h.person_id', 'p.name']).where('h.listing_id', '=', id).where('h.released_at', 'is', null).executeTakeFirst()
    if (held?.person_id === person_id) return
    if (held) refuse<SourcingRefusal>({ code: 'need_taken', name: held.name })
    if (done) refuse<SourcingRefusal>({ code: 'need_answered' })
    const { n } = await tx.selectFrom('need_helper').select(({ fn }) => fn.countAll<number>().as('n')).where('person_id', '=', person_id).where('released_at', 'is', null).executeTakeFirstOrThrow()
    if (n >= mostTakenOn) refuse<SourcingRefusal>({ code: 'too_many_taken', most: mostTakenOn })
    const helper = await tx.insertInto('need_helper').values({ listing_id: id, person_id, organisation_id: brokerage?.organisation_id ?? null, taken_at: now }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `listing:${id}`, { type: 'need.taken_on', listing_id: id, helper_id: helper.id }, brokerage?.organisation_id ?? null)
  })
}

/** Nobody is on the need any longer, where it was this person, or where a deal officer says so of somebody else. */
export async function letGoOfNeed(ctx: Ctx, { id }: z.output<typeof OneNeed>): Promise<void> {
  const brokerage = await brokerageOf(ctx.db, ctx.actor)
  permit(ctx.actor, helpsNeeds(brokerage))
  await transact(ctx, async (tx) => {
    const helper = await tx.selectFrom('need_helper').select(['id', 'person_id']).where('listing_id', '=', id).where('released_at', 'is', null).forUpdate().executeTakeFirst()
    if (!helper) return
    permit(ctx.actor, (actor) => helper.person_id === actor.person_id || actor.staff_roles.includes('deal_officer'))
    await tx.updateTable('need_helper').set({ released_at: ctx.now(), released_by: personOf(ctx.actor) }).where('id', '=', helper.id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'need.let_go', listing_id: id, helper_id: helper.id }, brokerage?.organisation_id ?? null)
  })
}

export const SuggestOffer = z.object({ id: idField, offer: optionalTextField(300), chosen: optionalTextField(12), reason: textField(600, 10) })
/**
 * The offer stands with the need's matches as suggested by this person, with the sentence why; the need's
 * organisation is told. The same person suggesting it again changes nothing.
 */
export async function suggestOffer(ctx: Ctx, { id, offer, chosen, reason }: z.output<typeof SuggestOffer>): Promise<number> {
  const brokerage = await brokerageOf(ctx.db, ctx.actor)
  permit(ctx.actor, helpsNeeds(brokerage))
  const person_id = personOf(ctx.actor)
  return transact(ctx, async (tx) => {
    await needInTurn(ctx, tx, id)
    const number = offerNumber(offer || chosen)
    const offered = number === null ? undefined : await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id']).where('id', '=', number).executeTakeFirst()
    if (offered?.kind !== 'offer' || offered.state !== 'published') return refuse<SourcingRefusal>({ code: 'offer_unknown', field: 'offer' })
    if (ctx.actor.memberships.some((m) => m.organisation_id === offered.organisation_id)) refuse<SourcingRefusal>({ code: 'own_offer_suggested', field: 'offer' })
    const standing = await tx.selectFrom('need_suggestion').select(['id', 'offer_id', 'person_id']).where('need_id', '=', id).where('withdrawn_at', 'is', null).execute()
    const before = standing.find(({ offer_id }) => offer_id === offered.id)
    if (before?.person_id === person_id) return before.id
    if (before) refuse<SourcingRefusal>({ code: 'already_suggested', field: 'offer' })
    if (standing.length >= mostSuggested) refuse<SourcingRefusal>({ code: 'too_many_suggestions', most: mostSuggested })
    const suggestion = await tx.insertInto('need_suggestion').values({ need_id: id, offer_id: offered.id, reason, person_id, organisation_id: brokerage?.organisation_id ?? null, suggested_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `listing:${id}`, { type: 'need.offer_suggested', listing_id: id, suggestion_id: suggestion.id, offer_id: offered.id }, brokerage?.organisation_id ?? null)
    return suggestion.id
  })
}

export const OneSuggestion = z.object({ id: idField, suggestion_id: idField })
/** The suggestion stands no longer. Pressed by whoever made it, or by a deal officer; a second press changes nothing. */
export async function withdrawSuggestion(ctx: Ctx, { id, suggestion_id }: z.output<typeof OneSuggestion>): Promise<void> {
  const brokerage = await brokerageOf(ctx.db, ctx.actor)
  permit(ctx.actor, helpsNeeds(brokerage))
  await transact(ctx, async (tx) => {
    const suggestion = found(await tx.selectFrom('need_suggestion').selectAll().where('id', '=', suggestion_id).where('need_id', '=', id).forUpdate().executeTakeFirst())
    permit(ctx.actor, (actor) => suggestion.person_id === actor.person_id || actor.staff_roles.includes('deal_officer'))
    if (suggestion.withdrawn_at) return
    await tx.updateTable('need_suggestion').set({ withdrawn_at: ctx.now() }).where('id', '=', suggestion_id).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'need.suggestion_withdrawn', listing_id: id, suggestion_id, offer_id: suggestion.offer_id }, brokerage?.organisation_id ?? null)
  })
}
