import { randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { choiceField, idField, lineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { next } from '../../platform/lifecycle.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { conflictIn } from './conflict-queries.ts'
import { lotInOffice } from './draft-commands.ts'
import { leaves } from './ending.ts'
import { RegistrationNumbers } from './link-rules.ts'
import { type AuctionRefusal, type Conflict, mayWithdraw, mostBidders, registersFor, registrationRefusal, runsAuctions } from './rules.ts'
import { bidderSubject, lotInTurn, lotRow } from './turns.ts'

const yes = z.literal('yes', { error: 'required' })
const declared = { lot_id: idField, request_key: requestKeyField, capacity: yes, unrelated: yes, own_behalf: yes, relatives: choiceField(['none', 'some']), links: optionalTextField(1000), refund_to: lineField(200, 10) }
export const RegisterBidder = z.object({ ...declared, ...RegistrationNumbers.shape })
/** The numbers themselves go no further than the page, nor does the browser's cookie: see `idMarks` and `browserMark`. */
export type Registration = z.output<z.ZodObject<typeof declared>> & { id_marks: readonly string[]; browser_mark: string }

/**
 * The organisation acted for asks to bid, once, with one person who bids for it; the deposit it owes is asked for.
 * Who conflicts is told so and nothing is kept; links an officer has to weigh are kept, and wait (link-commands.ts). The same press is the same registration.
 */
export async function registerBidder(ctx: Ctx, { lot_id, request_key, relatives, links, id_marks, browser_mark, refund_to }: Registration): Promise<number> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  await lotRow(ctx.db, lot_id)
  const organisation_id = ctx.actor.organisation_id ?? 0
  permit(ctx.actor, registersFor(organisation_id))
  const person_id = personOf(ctx.actor)
  const facts = await conflictsOf(ctx, lot_id, organisation_id, person_id)
  return transact(ctx, async (tx) => {
    const lot = await lotInTurn(tx, lot_id)
    const before = await tx.selectFrom('auction_bidder').select(['id', 'request_key']).where('lot_id', '=', lot.id).where('organisation_id', '=', organisation_id).executeTakeFirst()
    if (before?.request_key === request_key) return before.id
    if (before) refuse<AuctionRefusal>({ code: 'registered_already' })
    next(registering, lot.state, 'register')
    const now = ctx.now()
    const refusal = registrationRefusal({ ...facts, now, opens: lot.registration_opens_at!, closes: lot.registration_closes_at!, organisation_id, seller_id: lot.organisation_id, relatives })
    if (refusal) refuse(refusal)
    if (lot.regime === 'statutory' && id_marks.length === 0) refuse<AuctionRefusal>({ code: 'id_number_needed', field: 'id_number' })
    if (facts.bidders >= mostBidders) refuse<AuctionRefusal>({ code: 'too_many_bidders', most: mostBidders })
    const bidder = await tx.insertInto('auction_bidder').values({ lot_id: lot.id, organisation_id, person_id, number: null, state_since: now, declarations: JSON.stringify({ capacity: true, unrelated: true, own_behalf: true, relatives: 'none' }), links, id_marks: [...id_marks], browser_mark, salt: randomBytes(16).toString('hex'), request_key, registered_at: now })
      .onConflict((on) => on.doNothing()).returning('id').executeTakeFirst()
    if (!bidder) return refuse<AuctionRefusal>({ code: 'represents_another' })
    await tx.insertInto('auction_deposit').values({ lot_id: lot.id, bidder_id: bidder.id, organisation_id, amount: lot.rules.deposit, reference: `DAT${lot.id}X${randomBytes(4).toString('hex').toUpperCase()}`, refund_to, state_since: now, requested_by: person_id, requested_at: now, paid_on: null, basis: null, received_by: null, received_at: null, refund_due_on: null, refunded_by: null, refunded_at: null, forfeit_ground: null, forfeit_proposed_by: null, forfeit_proposed_at: null, forfeited_by: null, forfeited_at: null }).execute()
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.bidder_registered', lot_id: lot.id, bidder_id: bidder.id }, organisation_id)
    return bidder.id
  })
}
const registering = { draft: {}, proposed: {}, registration: { register: 'registration' }, armed: {}, settling: {}, completed: {}, defaulted: {}, annulled: {}, failed: {}, cancelled: {} } as const

/** What the Exchange itself knows against somebody who would bid, beyond what they may read: what conflicts with the person, who gave up a result before, how many there are. */
async function conflictsOf(ctx: Ctx, lot_id: number, organisation_id: number, person_id: number): Promise<{ conflict: Conflict | null; defaulted: number | null; bidders: number }> {
  const db = ctx.db.isTransaction ? ctx.db : asSystem(ctx.db)
  const lot = await lotRow(db, lot_id)
  const { conflict } = await db.selectFrom('auction_lot as l').select(conflictIn(sql`${person_id}::int`).as('conflict')).where('l.id', '=', lot_id).executeTakeFirstOrThrow()
  let defaulted: number | null = null
  // Back along the lots this one runs again, whichever of them was given up.
  for (let before = lot.replaces_lot_id, left = 20; before !== null && defaulted === null && left > 0; left--) {
    const old = await lotRow(db, before)
    const gaveUp = await db.selectFrom('auction_bidder as b').leftJoin('auction_deposit as d', 'd.bidder_id', 'b.id').select('b.id').where('b.lot_id', '=', old.id).where('b.organisation_id', '=', organisation_id)
      .where((on) => on.or([on('d.state', '=', 'forfeited'), ...(old.state === 'defaulted' && old.winner !== null ? [on('b.number', '=', old.winner)] : [])])).executeTakeFirst()
    if (gaveUp) defaulted = old.id
    before = old.replaces_lot_id
  }
  const { n } = await db.selectFrom('auction_bidder').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot_id).executeTakeFirstOrThrow()
  return { conflict, defaulted, bidders: n }
}

/** A number nobody else has, drawn by chance: it does not tell who came when. */
export async function freeNumber(tx: Tx, lot_id: number): Promise<number> {
  const taken = new Set((await tx.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot_id).where('number', 'is not', null).execute()).map(({ number }) => number))
  for (;;) { const number = randomInt(100, 1000); if (!taken.has(number)) return number }
}

export const OneLot = z.object({ lot_id: idField })
/** The organisation bids no more. Until registration closes it may go as it came; afterwards, where what was published has changed (Art. 39). */
export async function leaveLot(ctx: Ctx, { lot_id }: z.output<typeof OneLot>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const organisation_id = ctx.actor.organisation_id ?? 0
  await transact(ctx, async (tx) => {
    const lot = await lotInTurn(tx, lot_id)
    const bidder = found(await tx.selectFrom('auction_bidder').selectAll().where('lot_id', '=', lot.id).where('organisation_id', '=', organisation_id).forUpdate().executeTakeFirst())
    permit(ctx.actor, registersFor(organisation_id))
    next(registering, lot.state, 'register')
    const { changed_at } = await tx.selectFrom('auction_notice').select(({ fn }) => fn.max('noted_at').as('changed_at')).where('lot_id', '=', lot.id).where('kind', '=', 'change').executeTakeFirstOrThrow()
    if (!mayWithdraw({ now: ctx.now(), closes: lot.registration_closes_at!, registered_at: bidder.registered_at, changed_at })) refuse<AuctionRefusal>({ code: 'withdrawal_over' })
    await leaves(tx, ctx, bidder, 'leave', '')
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.bidder_left', lot_id: lot.id, bidder_id: bidder.id }, organisation_id)
  })
}

export const RefuseBidder = z.object({ lot_id: idField, bidder_id: idField, reason: textField(500, 10) })
/** An officer found what keeps this organisation from bidding: it is told why and paid back. */
export async function refuseBidder(ctx: Ctx, { lot_id, bidder_id, reason }: z.output<typeof RefuseBidder>): Promise<void> {
  permit(ctx.actor, runsAuctions)
  await transact(ctx, async (tx) => {
    const lot = await lotInOffice(ctx, tx, lot_id)
    next(registering, lot.state, 'register')
    const bidder = found(await tx.selectFrom('auction_bidder').selectAll().where('id', '=', bidder_id).where('lot_id', '=', lot.id).forUpdate().executeTakeFirst())
    await leaves(tx, ctx, bidder, 'refuse', reason)
    await record(tx, ctx, bidderSubject(bidder.id), { type: 'lot.bidder_refused', lot_id: lot.id, bidder_id: bidder.id, reason }, bidder.organisation_id)
  })
}

/** That somebody looks at who bids, written down before they see it. */
export async function recordLook(ctx: Ctx, lot_id: number): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, (tx) => record(tx, ctx, `lot:${lot_id}`, { type: 'lot.bidders_read', lot_id }))
}
