import type { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, requireConfirmed, transact } from '../../core/context.ts'
import { asSystem, type Tx } from '../../core/database.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { ceremonyRefusal, freePlace, isSameCeremony, type KeyRefusal, seatRefusal } from '../keys/rules.ts'
import { onNoSide, sideOf } from '../auctions/side-queries.ts'
import { type Lot, lotInTurn, lotSubject } from '../auctions/turns.ts'
import type { Declaration, DropMember, KeepKey, NameMember } from './fields.ts'
import { keyOf, seatsOf } from './queries.ts'
import { type BallotRefusal, namesCouncils } from './rules.ts'

const unlessRefused = (refusal: KeyRefusal | null): void => { if (refusal) refuse(refusal) }
const councilSubject = (lot_id: number): string => `lot_council:${lot_id}`
/** A sealed lot whose council and key may still change: before it is armed, for from then on its log begins with them. */
async function inCouncil(ctx: Ctx, tx: Tx, lot_id: number): Promise<Lot> {
  const lot = await lotInTurn(tx, lot_id)
  await onNoSide(tx, ctx.actor, lot.id)
  if (lot.form !== 'sealed') refuse<BallotRefusal>({ code: 'lot_not_sealed' })
  if (!['draft', 'proposed', 'registration'].includes(lot.state)) refuse<BallotRefusal>({ code: 'council_fixed' })
  return lot
}

/** Who looks at a council without sitting in it is on record, as whoever looks at the bidders of a lot. */
export async function recordCouncilLook(ctx: Ctx, lot_id: number): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, (tx) => record(tx, ctx, councilSubject(lot_id), { type: 'lot.council_read', lot_id }, null))
}

/** The person of that address has the lowest free seat. Who belongs to seller or bidders is refused. */
export async function nameMember(ctx: Ctx, { lot_id, member_email }: z.output<typeof NameMember>): Promise<void> {
  permit(ctx.actor, namesCouncils)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await inCouncil(ctx, tx, lot_id)
    const seats = await seatsOf(tx, lot.id)
    const person = await tx.selectFrom('person').select('id').where('email', '=', member_email).executeTakeFirst()
    unlessRefused(seatRefusal(await keyOf(tx, lot.id), seats, person?.id ?? null))
    const member_id = person!.id
    const why = await sideOf(tx, lot.id, member_id)
    if (why) refuse<BallotRefusal>({ code: 'council_conflict', why })
    const place = freePlace(seats)
    await tx.insertInto('auction_council').values({ lot_id: lot.id, place, person_id: member_id, named_by: personOf(ctx.actor), named_at: ctx.now(), declared_at: null, removed_at: null }).execute()
    await record(tx, ctx, councilSubject(lot.id), { type: 'lot.council_named', lot_id: lot.id, place, member_id }, null)
  })
}

/** The seat is free again. A key that was made is void with it: whoever goes knows a share of that one. */
export async function dropMember(ctx: Ctx, { lot_id, council_member_id }: z.output<typeof DropMember>): Promise<void> {
  permit(ctx.actor, namesCouncils)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await inCouncil(ctx, tx, lot_id)
    const seat = found((await seatsOf(tx, lot.id)).find(({ id }) => id === council_member_id))
    const key = await keyOf(tx, lot.id)
    if (key) requireConfirmed(ctx)
    await tx.updateTable('auction_council').set({ removed_at: ctx.now() }).where('id', '=', seat.id).execute()
    await record(tx, ctx, councilSubject(lot.id), { type: 'lot.council_left', lot_id: lot.id, place: seat.place, member_id: seat.person_id }, null)
    if (!key) return
    await tx.updateTable('auction_ballot_key').set({ voided_at: ctx.now() }).where('lot_id', '=', lot.id).where('round', '=', key.round).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.ballot_key_voided', lot_id: lot.id, round: key.round }, lot.organisation_id)
  })
}

/** The member's own word that nothing ties them to seller or bidders and that they keep their share to themselves. */
export async function declareFree(ctx: Ctx, { lot_id }: z.output<typeof Declaration>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  const person_id = personOf(ctx.actor)
  // A member of the council need not be one who may otherwise see a draft, or who bids.
  await asSystem(ctx.db).transaction().execute(async (tx) => {
    const seat = (await seatsOf(tx, lot_id)).find((one) => one.person_id === person_id) ?? notFound()
    const lot = await lotInTurn(tx, lot_id)
    if (seat.declared_at) refuse<BallotRefusal>({ code: 'council_declared' })
    if (!['draft', 'proposed', 'registration'].includes(lot.state)) refuse<BallotRefusal>({ code: 'council_fixed' })
    const why = await sideOf(tx, lot.id, person_id)
    if (why) refuse<BallotRefusal>({ code: 'council_conflict', why })
    const { numUpdatedRows } = await tx.updateTable('auction_council').set({ declared_at: ctx.now() }).where('id', '=', seat.id).where('declared_at', 'is', null).executeTakeFirst()
    if (numUpdatedRows) await record(tx, ctx, councilSubject(lot.id), { type: 'lot.council_declared', lot_id: lot.id, place: seat.place }, null)
  })
}

/** The ceremony is over: the lot has a public key, and of each member's share what commits them to it. The secret key and the shares were never sent here. */
export async function keepKey(ctx: Ctx, { lot_id, ...ceremony }: z.output<typeof KeepKey>): Promise<void> {
  permit(ctx.actor, namesCouncils)
  inPerson(ctx.actor)
  await transact(ctx, async (tx) => {
    const lot = await inCouncil(ctx, tx, lot_id)
    const before = await keyOf(tx, lot.id), { public_key, shares } = ceremony
    if (isSameCeremony(before, ceremony)) return
    const seats = await seatsOf(tx, lot.id)
    unlessRefused(ceremonyRefusal(before, seats, ceremony))
    for (const { person_id } of seats) {
      const why = await sideOf(tx, lot.id, person_id)
      if (why) refuse<BallotRefusal>({ code: 'council_conflict', why })
    }
    requireConfirmed(ctx)
    const { n } = await tx.selectFrom('auction_ballot_key').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', '=', lot.id).executeTakeFirstOrThrow()
    const round = Number(n) + 1
    await tx.insertInto('auction_ballot_key').values({ lot_id: lot.id, round, public_key: Buffer.from(public_key, 'hex'), made_by: personOf(ctx.actor), made_at: ctx.now(), voided_at: null, secret_key: null, opened_at: null }).execute()
    await tx.insertInto('auction_share').values(seats.map(({ place, person_id }, i) => ({ lot_id: lot.id, round, place, person_id, ...shares[i]!, handed_at: null }))).execute()
    await record(tx, ctx, lotSubject(lot.id), { type: 'lot.ballot_key_made', lot_id: lot.id, round, public_key }, lot.organisation_id)
  })
}
