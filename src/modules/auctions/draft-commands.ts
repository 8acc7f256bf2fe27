import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, inPerson, isMemberOf, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, dayField, idField, lineField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { toAnnounce } from './date-queries.ts'
import { hasRegulation } from './file-queries.ts'
import { releaseDeposits } from './ending.ts'
import { type ChangeLot, type DraftLot, type LotContent, particularsFrom, rulesFrom } from './lot-fields.ts'
import { dateOf, guardRefusal, planRefusal, rulesHash } from './lot-rules.ts'
import { type AuctionRefusal, isOver, lotLifecycle, mayRunAgain, mostNotices, runsAuctions } from './rules.ts'
import { noticeKinds } from './schema.ts'
import { onNoSide, refuseSide } from './side-queries.ts'
import { datedFor, type Lot, lotInTurn, lotSubject, moveLot, planOf, unlessRefused } from './turns.ts'

const columnsOf = (input: LotContent) => ({
  regime: input.regime, form: input.form, title: JSON.stringify({ vi: input.title_vi, en: input.title_en }), particulars: JSON.stringify(particularsFrom(input)), venue: input.venue,
  organiser: input.organiser, organiser_licence: input.organiser_licence, auctioneer_id: input.auctioneer_id, auctioneer_name: input.auctioneer_name,
  rules: JSON.stringify(rulesFrom(input, randomBytes(16).toString('hex'))), registration_opens_at: input.registration_opens_at, registration_closes_at: input.registration_closes_at,
})
const planIn = (input: LotContent) => ({
  title: { vi: input.title_vi, en: input.title_en }, organiser: input.organiser, organiser_licence: input.organiser_licence, auctioneer_name: input.auctioneer_name, auctioneer_id: input.auctioneer_id, owner_decision: input.owner_decision, regulation: false, extension_stated: input.extension_stated, negotiation: input.negotiation,
  registration_opens_at: input.registration_opens_at, registration_closes_at: input.registration_closes_at, rules: rulesFrom(input, ''),
})
/** Whoever conducts it is an auction officer of the Exchange. */
async function auctioneerThere(tx: Tx, id: number | null): Promise<void> {
  if (id !== null) found(await tx.selectFrom('staff_role').select('person_id').where('person_id', '=', id).where('role', '=', 'auction_officer').executeTakeFirst())
}

/** A draft lies ready that nobody but its seller and the staff can read. One offer is in one lot at a time; the same press is the same draft. */
export async function draftLot(ctx: Ctx, input: z.output<typeof DraftLot>): Promise<number> {
  permit(ctx.actor, runsAuctions)
  return transact(ctx, async (tx) => {
    const listing = found(await tx.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id', 'demonstration']).where('id', '=', input.listing_id).where('kind', '=', 'offer').forNoKeyUpdate().executeTakeFirst())
    refuseSide(isMemberOf(listing.organisation_id)(ctx.actor) ? 'seller' : null) // nobody bids yet
    const person_id = personOf(ctx.actor)
    const before = await tx.selectFrom('auction_lot').select('id').where('request_key', '=', input.request_key).where('created_by', '=', person_id).executeTakeFirst()
    if (before) return before.id
    if (listing.state !== 'published') refuse<AuctionRefusal>({ code: 'offer_not_published' })
    const there = (await tx.selectFrom('auction_lot').select(['id', 'state']).where('listing_id', '=', listing.id).execute()).find(({ state }) => !isOver(state))
    if (there) refuse<AuctionRefusal>({ code: 'lot_there_already', lot_id: there.id })
    if (input.replaces !== null) {
      const old = await lotInTurn(tx, input.replaces)
      if (old.listing_id !== listing.id || !mayRunAgain(old.state)) refuse<AuctionRefusal>({ code: 'not_to_run_again' })
    }
    unlessRefused(planRefusal(planIn(input)))
    await auctioneerThere(tx, input.auctioneer_id)
    const now = ctx.now()
    const { id } = found(await tx.insertInto('auction_lot').values({
      listing_id: listing.id, organisation_id: listing.organisation_id, demonstration: listing.demonstration, request_key: input.request_key, replaces_lot_id: input.replaces, ...columnsOf(input), state_since: now, created_by: person_id, created_at: now,
      rules_hash: null, armed_at: null, phase: null, price: null, winner: null, proposed_by: null, proposed_at: null, published_by: null, published_at: null,
    }).onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()) // a key used elsewhere is nobody's here
    await record(tx, ctx, lotSubject(id), { type: 'lot.drafted', lot_id: id, listing_id: listing.id, replaces: input.replaces }, listing.organisation_id)
    return id
  })
}

/** Takes the lot for an officer who may run it: one of neither its seller's people nor those of who bids for it. */
export async function lotInOffice(ctx: Ctx, tx: Tx, id: number): Promise<Lot> {
  permit(ctx.actor, runsAuctions)
  const lot = await lotInTurn(tx, id)
  await onNoSide(tx, ctx.actor, lot.id)
  return lot
}

/** The draft says this; refused where somebody saved since it was read. */
export async function changeLot(ctx: Ctx, { lot_id, version, ...input }: z.output<typeof ChangeLot>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    next(lotLifecycle, lot.state, 'change')
    if (lot.version !== version) refuse<AuctionRefusal>({ code: 'lot_changed', version: lot.version })
    unlessRefused(planRefusal(planIn(input)))
    await auctioneerThere(tx, input.auctioneer_id)
    await tx.updateTable('auction_lot').set({ ...columnsOf(input), version: version + 1, outcome: '' }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.changed', lot_id: lot.id }, lot.organisation_id)
  })
}

export const LotVersion = z.object({ lot_id: idField, version: z.coerce.number({ error: 'invalid' }).int() })
/** The draft waits for another officer; it stands as it was read, and as the law of the day asks. */
export async function proposeLot(ctx: Ctx, { lot_id, version }: z.output<typeof LotVersion>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    next(lotLifecycle, lot.state, 'propose')
    if (lot.version !== version) refuse<AuctionRefusal>({ code: 'lot_changed', version: lot.version })
    unlessRefused(guardRefusal('publishing', planOf(lot, await hasRegulation(tx, lot.id)), await datedFor(tx, ctx.now(), dateOf(lot.rules.opens_at))))
    await moveLot(tx, ctx, lot, 'proposed')
    await tx.updateTable('auction_lot').set({ proposed_by: personOf(ctx.actor), proposed_at: ctx.now() }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.proposed', lot_id: lot.id }, lot.organisation_id)
  })
}

export const SendBack = z.object({ lot_id: idField, reason: textField(1000, 5) })
/** The draft is a draft again, with a word why. */
export async function sendBackLot(ctx: Ctx, { lot_id, reason }: z.output<typeof SendBack>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    await moveLot(tx, ctx, lot, next(lotLifecycle, lot.state, 'send_back'), { outcome: reason })
    await tx.updateTable('auction_lot').set({ proposed_by: null, proposed_at: null, version: lot.version + 1 }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.sent_back', lot_id: lot.id, reason }, lot.organisation_id)
  })
}

/** When this returns everybody reads the lot, and its rules are fixed with their hash: nothing in them changes any more, but that their times may come later (date-commands.ts). Somebody else than who proposed it did this, in person. */
export async function publishLot(ctx: Ctx, { lot_id, version }: z.output<typeof LotVersion>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    const state = next(lotLifecycle, lot.state, 'publish')
    if (lot.version !== version) refuse<AuctionRefusal>({ code: 'lot_changed', version: lot.version })
    if (lot.proposed_by === personOf(ctx.actor)) refuse<AuctionRefusal>({ code: 'own_lot_proposal' })
    requireConfirmed(ctx)
    const { state: offered } = await tx.selectFrom('listing').select('state').where('id', '=', lot.listing_id).forShare().executeTakeFirstOrThrow()
    if (offered !== 'published') refuse<AuctionRefusal>({ code: 'offer_not_published' })
    unlessRefused(planRefusal(planOf(lot)))
    unlessRefused(guardRefusal('publishing', planOf(lot, await hasRegulation(tx, lot.id)), await datedFor(tx, ctx.now(), dateOf(lot.rules.opens_at))))
    const rules_hash = rulesHash(lot.rules)
    await moveLot(tx, ctx, lot, state, { outcome: '' })
    await tx.updateTable('auction_lot').set({ rules_hash, published_by: personOf(ctx.actor), published_at: ctx.now() }).where('id', '=', lot.id).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.published', lot_id: lot.id, rules_hash }, lot.organisation_id)
  })
}

export const CallOff = z.object({ lot_id: idField, reason: textField(1000, 10) })
/** A draft is dropped, or a published lot called off before its bidding: whoever paid is paid back. */
export async function callOffLot(ctx: Ctx, { lot_id, reason }: z.output<typeof CallOff>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    if (lot.state === 'armed') next(lotLifecycle, 'proposed', 'cancel') // from here on its log decides
    const state = next(lotLifecycle, lot.state, 'cancel')
    if (lot.published_at) requireConfirmed(ctx)
    await moveLot(tx, ctx, lot, state, { outcome: reason, ended_at: ctx.now() })
    await releaseDeposits(tx, ctx, lot.id)
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.called_off', lot_id: lot.id, reason }, lot.organisation_id)
  })
}

/** There is room for one more notice of the lot. */
export async function mayNotice(tx: Tx, lot_id: number): Promise<void> {
  const { n } = await tx.selectFrom('auction_notice').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot_id).executeTakeFirstOrThrow()
  if (n >= mostNotices) refuse<AuctionRefusal>({ code: 'too_many_notices', most: mostNotices })
}
/** Whether the lot was postponed and no change noted since. */
const postponementToAnnounce = async (tx: Tx, lot_id: number): Promise<boolean> => await tx.selectFrom('auction_postponement as p').select('p.id').where('p.lot_id', '=', lot_id).where(toAnnounce).executeTakeFirst() !== undefined
export const NoteNotice = z.object({ lot_id: idField, kind: choiceField(noticeKinds), on_day: dayField, place: lineField(400, 5) })
/** That the lot was posted or announced, where and on which day, or what of it changed: whoever registered before a change may go and is paid back. */
export async function noteNotice(ctx: Ctx, { lot_id, kind, on_day, place }: z.output<typeof NoteNotice>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    // Once armed nothing is posted any more, and nothing can change but by calling the lot off; that it was postponed just before is still to be announced.
    if (lot.state !== 'registration' && !(lot.state === 'armed' && kind === 'change')) next(lotLifecycle, lot.state, 'arm')
    if (lot.state === 'armed' && !await postponementToAnnounce(tx, lot.id)) refuse<AuctionRefusal>({ code: 'armed_for_good' })
    const now = ctx.now()
    if (on_day > hanoiDay(now)) refuse<AuctionRefusal>({ code: 'notice_day_wrong', field: 'on_day' })
    // Its times were not fixed before: what was posted earlier was not this lot. On the day itself a posting may have come first.
    const published_on = lot.published_at && hanoiDay(lot.published_at)
    if (published_on && on_day < published_on) refuse<AuctionRefusal>({ code: 'notice_day_early', published_on, field: 'on_day' })
    await mayNotice(tx, lot.id)
    await tx.insertInto('auction_notice').values({ lot_id: lot.id, kind, on_day, place, person_id: personOf(ctx.actor), noted_at: now }).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.noticed', lot_id: lot.id, kind, on_day, place }, lot.organisation_id)
  })
}
