import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, optionalIdField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { maySee } from '../listings/queries.ts'
import type { ListingRow } from '../listings/schema.ts'
import type { MatchReason } from '../matching/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { enterStep } from './entering.ts'
import { goneIn, memberlessOf } from './queries.ts'
import { type DealRefusal, interestLifecycle, type InterestRefusal, mayReadBetween, sideOf, speaksFor } from './rules.ts'
import type { Interest, Titles } from './schema.ts'

type Listing = Pick<ListingRow, 'id' | 'kind' | 'state' | 'organisation_id' | 'demonstration'>
const columns = ['id', 'kind', 'state', 'organisation_id', 'demonstration'] as const

export const ExpressInterest = z.object({ listing_id: idField, counter_listing_id: optionalIdField, message: textField(2000, 20), request_key: requestKeyField, organisation_id: idField.optional() })
/**
 * Bày tỏ quan tâm. When this returns the listing's organisation has our interest before it, once:
 * the same press again is the same interest. `reasons` is why the match was proposed, as shown that day.
 * Where the form names an organisation, it is sent for that one or not at all.
 */
export async function expressInterest(ctx: Ctx, input: z.output<typeof ExpressInterest>, reasons: readonly MatchReason[] = []): Promise<number> {
  const { actor } = ctx
  permit(actor, isSignedIn)
  // Said before what the other organisation lets this person do: they meant the one on the form.
  if (input.organisation_id !== undefined && input.organisation_id !== actor.organisation_id) refuse<InterestRefusal>({ code: 'acting_changed_unsent', field: 'organisation_id' })
  permit(actor, (a) => a.organisation_id !== null && mayEditFor(a.organisation_id)(a))
  const organisation_id = actor.organisation_id!
  return transact(ctx, async (tx) => {
    const { message, request_key, counter_listing_id } = input
    // One interest in a listing after the other. The weaker lock lets rows that only refer to this
    // listing pass, so that two organisations interested in each other's listings do not wait in a circle.
    const listing = found(await tx.selectFrom('listing').select(columns).where('id', '=', input.listing_id).forNoKeyUpdate().executeTakeFirst())
    const now = ctx.now()
    const person_id = personOf(actor)
    const sent = await tx.selectFrom('interest').select('id').where('request_key', '=', request_key).where('person_id', '=', person_id).where('listing_id', '=', listing.id).executeTakeFirst()
    if (sent) return sent.id
    if (!maySee(actor, listing)) return notFound()
    if (listing.organisation_id === organisation_id) refuse<InterestRefusal>({ code: 'interest_in_own' })
    if (listing.state !== 'published') refuse<InterestRefusal>({ code: 'listing_not_published', answering: false })
    const before = await tx.selectFrom('interest').select('id').where('listing_id', '=', listing.id).where('organisation_id', '=', organisation_id).where('state', 'in', ['pending', 'accepted']).orderBy('id').executeTakeFirst()
    if (before) refuse<InterestRefusal>({ code: 'already_interested', interest_id: before.id })
    const counter_titles = counter_listing_id === null ? null : await titlesOfOwnCounter(tx, counter_listing_id, listing, organisation_id)
    if (counter_listing_id !== null && counter_titles === null) refuse<InterestRefusal>({ code: 'counter_listing_unfit', field: 'counter_listing_id' })
    const { titles } = await tx.selectFrom('listing').select(titlesNow).where('id', '=', listing.id).executeTakeFirstOrThrow()

    const interest = found(await tx.insertInto('interest')
      .values({ listing_id: listing.id, counter_listing_id, organisation_id, person_id, message, reasons: JSON.stringify(reasons), titles: JSON.stringify(titles), counter_titles: counter_titles && JSON.stringify(counter_titles), request_key, expressed_at: now, decline_code: null, answered_by: null, answered_at: null })
      .onConflict((on) => on.column('request_key').doNothing()).returningAll().executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, `interest:${interest.id}`, { type: 'interest.expressed', ...between(interest, listing) })
    return interest.id
  })
}

/** What a listing is called now, by language. */
const titlesNow = sql<Titles>`(select json_object_agg(t.language, t.title) from listing_text t where t.listing_id = listing.id)`.as('titles')
/** Read with its state in one statement, so that these are titles the public could read; null where it may not be attached. */
async function titlesOfOwnCounter(tx: Tx, id: number, listing: Listing, organisationId: number): Promise<Titles | null> {
  const counter = await tx.selectFrom('listing').select(columns).select(titlesNow).where('id', '=', id).executeTakeFirst()
  return counter && counter.organisation_id === organisationId && counter.state === 'published' && counter.kind !== listing.kind ? counter.titles : null
}
const between = (interest: Interest, listing: Listing) =>
  ({ interest_id: interest.id, listing_id: listing.id, organisation_id: interest.organisation_id, listing_organisation_id: listing.organisation_id })

interface Turn { tx: Tx; interest: Interest; listing: Listing }
/** Takes the interest's row. To anybody but its two organisations and the deal officers it does not exist. */
async function inInterest<T>(ctx: Ctx, id: number, work: (turn: Turn) => Promise<T>): Promise<T> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const interest = found(await tx.selectFrom('interest').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
    const listing = await tx.selectFrom('listing').select(columns).where('id', '=', interest.listing_id).executeTakeFirstOrThrow()
    if (!mayReadBetween(ctx.actor, [interest.organisation_id, listing.organisation_id])) return notFound()
    return work({ tx, interest, listing })
  })
}
/** Those asked answer: owners and editors of the listing's organisation, or an officer where it has none. */
async function permitAnswer(ctx: Ctx, tx: Tx, { interest, listing }: Pick<Turn, 'interest' | 'listing'>): Promise<void> {
  const asked = listing.organisation_id
  const side = sideOf(ctx.actor, [asked], await memberlessOf(tx, [asked]), 'edit')
  const officerOfSender = side !== null && !speaksFor(ctx.actor, asked) && ctx.actor.memberships.some((m) => m.organisation_id === interest.organisation_id)
  permit(ctx.actor, () => side !== null && !officerOfSender)
}

export const AcceptInterest = z.object({ interest_id: idField })
/** When this returns the interest is accepted and its deal is open; whoever presses again is led to that same deal. */
export async function acceptInterest(ctx: Ctx, { interest_id }: z.output<typeof AcceptInterest>): Promise<number> {
  return inInterest(ctx, interest_id, async (turn) => {
    const { tx, interest, listing } = turn
    await permitAnswer(ctx, tx, turn)
    if (interest.state === 'accepted') return (await tx.selectFrom('deal').select('id').where('interest_id', '=', interest.id).executeTakeFirstOrThrow()).id
    const state = next(interestLifecycle, interest.state, 'accept')
    // Held until the deal is open: a listing taken back at this moment is taken back before or after it.
    const { state: standing } = await tx.selectFrom('listing').select('state').where('id', '=', listing.id).forShare().executeTakeFirstOrThrow()
    if (standing !== 'published') refuse<InterestRefusal>({ code: 'listing_not_published', answering: true })
    const [gone] = (await goneIn(tx, [interest.organisation_id, listing.organisation_id])).values()
    if (gone) refuse<DealRefusal>({ code: 'party_gone', kind: gone })
    const now = ctx.now()
    await tx.updateTable('interest').set({ state, answered_by: personOf(ctx.actor), answered_at: now }).where('id', '=', interest.id).execute()
    const offered = listing.kind === 'offer'
    const deal = await tx.insertInto('deal').values({
      interest_id: interest.id, stage_since: now, opened_at: now, demonstration: listing.demonstration,
      offer_id: offered ? listing.id : interest.counter_listing_id, need_id: offered ? interest.counter_listing_id : listing.id,
      supplier_organisation_id: offered ? listing.organisation_id : interest.organisation_id,
      demander_organisation_id: offered ? interest.organisation_id : listing.organisation_id,
      value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, closed_at: null,
    }).returningAll().executeTakeFirstOrThrow()
    const { id: deal_id, supplier_organisation_id, demander_organisation_id } = deal
    const parties = { supplier_organisation_id, demander_organisation_id }
    await enterStep(tx, ctx, deal, 'discussion', listing.organisation_id)
    await record(tx, ctx, `interest:${interest.id}`, { type: 'interest.accepted', deal_id, ...between(interest, listing) }, listing.organisation_id)
    await record(tx, ctx, `deal:${deal_id}`, { type: 'deal.opened', deal_id, interest_id: interest.id, ...parties }, listing.organisation_id)
    return deal_id
  })
}

export const DeclineInterest = z.object({ interest_id: idField, decline_code: z.string({ error: 'choose' }).min(1, { error: 'choose' }).max(40), answer: optionalTextField(1000) })
/** When this returns the interest is declined and its sender can read why. */
export async function declineInterest(ctx: Ctx, { interest_id, decline_code, answer }: z.output<typeof DeclineInterest>): Promise<void> {
  const taxonomy = await taxonomyOf(ctx.db)
  await inInterest(ctx, interest_id, async (turn) => {
    const { tx, interest, listing } = turn
    await permitAnswer(ctx, tx, turn)
    const state = next(interestLifecycle, interest.state, 'decline')
    if (!taxonomy.takes('decline_reason', decline_code, [])) refuse<InterestRefusal>({ code: 'unknown_reason', field: 'decline_code' })
    if (decline_code === 'other' && !answer) refuse<InterestRefusal>({ code: 'answer_needed', field: 'answer' })
    await tx.updateTable('interest').set({ state, decline_code, answer, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('id', '=', interest.id).execute()
    await record(tx, ctx, `interest:${interest.id}`, { type: 'interest.declined', code: decline_code, reason: answer, ...between(interest, listing) }, listing.organisation_id)
  })
}

export const WithdrawInterest = z.object({ interest_id: idField })
/** When this returns our interest no longer waits for an answer. */
export async function withdrawInterest(ctx: Ctx, { interest_id }: z.output<typeof WithdrawInterest>): Promise<void> {
  await inInterest(ctx, interest_id, async ({ tx, interest, listing }) => {
    permit(ctx.actor, mayEditFor(interest.organisation_id))
    const state = next(interestLifecycle, interest.state, 'withdraw')
    await tx.updateTable('interest').set({ state, answered_by: personOf(ctx.actor), answered_at: ctx.now() }).where('id', '=', interest.id).execute()
    await record(tx, ctx, `interest:${interest.id}`, { type: 'interest.withdrawn', ...between(interest, listing) }, interest.organisation_id)
  })
}
