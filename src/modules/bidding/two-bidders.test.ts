import { expect, test } from 'vitest'
import { anArmedLot, risingRules } from '../../../tests/auction-lots.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import type { Actor } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { whoMayBid } from '../auctions/conflict-queries.ts'
import { auctionDuties } from '../auctions/queries.ts'
import { changeMemberRole, leaveOrganisation, removeMember } from '../organisations/commands.ts'
import { mergeOrganisations } from '../organisations/merge-commands.ts'
import { acceptOwnership, offerOwnership } from '../organisations/ownership-commands.ts'
import type { MemberRole } from '../organisations/schema.ts'
import { standingOf } from './queries.ts'

const { db } = await testDatabase()
const during = minutesAfterNoon(30)
const joins = (organisation_id: number, person: Actor, role: MemberRole, minutes: number) => db.insertInto('membership').values({ organisation_id, person_id: person.person_id!, role, since: minutesAfterNoon(minutes) }).execute()
/** As somebody signed in sees it who has these memberships now. */
async function now(person: Actor, at = during) {
  const memberships = await db.selectFrom('membership').select(['organisation_id', 'role']).where('person_id', '=', person.person_id).execute()
  return ctxOf(db, { ...person, memberships, confirmed_at: at } as Actor, at)
}
/** A lot armed at noon with two bidders, their owners, and somebody who belongs to both, to the first for longer. */
async function two({ first = 'signer', second = 'signer', earlier = 1 }: { first?: MemberRole; second?: MemberRole; earlier?: 1 | 2 } = {}) {
  const lot = await anArmedLot(db, risingRules(), 2), [a, x] = lot.people.map((one) => one.organisation_id!) as [number, number]
  const [ownerA, ownerX] = [await aPerson(db, { organisation: a, role: 'owner' }), await aPerson(db, { organisation: x, role: 'owner' })]
  const person = await aPerson(db, { organisation: await anOrganisation(db), name: 'Lê Hai Tay' })
  await joins(a, person, first, earlier === 1 ? -90 : -60)
  await joins(x, person, second, earlier === 1 ? -60 : -90)
  const stands = async () => { const one = await standingOf(await now(person), lot.id); return one && [one.number, one.conflict] }
  const named = async (number: number) => (await whoMayBid(asSystem(db), (await db.selectFrom('auction_bidder').select('id').where('lot_id', '=', lot.id).where('number', '=', number).executeTakeFirstOrThrow()).id)).includes('Lê Hai Tay')
  return { lot, a, x, ownerA, ownerX, person, stands, named }
}
const kept = [2, 'came_from_another_bidder']

const ends: [string, (of: Awaited<ReturnType<typeof two>>) => Promise<unknown>][] = [
  ['leaves it', async ({ a, person }) => leaveOrganisation(await now(person), { organisation_id: a })],
  ['is sent away from it', async ({ a, ownerA, person }) => removeMember(await now(ownerA), { organisation_id: a, person_id: person.person_id! })],
  ['is made its editor', async ({ a, ownerA, person }) => changeMemberRole(await now(ownerA), { organisation_id: a, person_id: person.person_id!, role: 'editor' })],
  ['is made its viewer', async ({ a, ownerA, person }) => changeMemberRole(await now(ownerA), { organisation_id: a, person_id: person.person_id!, role: 'viewer' })],
]
test.each(ends)('Who has spoken for number 1 and %s during the bidding gives no price for number 2, for which they signed before it, too; they are told.', async (_what, end) => {
  const of = await two()
  expect([await of.stands(), await of.named(2)]).toEqual([[1, null], false])
  await end(of)
  expect([await of.stands(), await of.named(1), await of.named(2)]).toEqual([kept, false, false])
})
test.each(ends)('Who has spoken for number 2 and looked on at number 1, or signed there for less long, goes on speaking for number 2 when they %s.', async (_what, end) => {
  for (const first of ['viewer', 'signer'] as const) {
    const of = await two({ first, earlier: 2 })
    await end(of)
    expect([first, await of.stands(), await of.named(2)]).toEqual([first, [2, null], true])
  }
})

test.each([['signer', 'owner'], ['owner', 'signer']] as const)('A %s who is made %s of number 1 during the bidding speaks for it as before, and for no other.', async (first, role) => {
  const { a, ownerA, person, stands, named } = await two({ first })
  await changeMemberRole(await now(ownerA), { organisation_id: a, person_id: person.person_id!, role })
  expect([await stands(), await named(1), await named(2)]).toEqual([[1, null], true, false])
})
test('So does a signer to whom ownership is handed over; who handed it over and left, or stays as an editor, speaks for no other bidder.', async () => {
  for (const becomes of ['leaves', 'editor'] as const) {
    const { a, x, ownerA, person, stands, lot } = await two()
    await acceptOwnership(await now(person), { transfer_id: await offerOwnership(await now(ownerA), { organisation_id: a, person_id: person.person_id!, becomes, days: 3 }) })
    expect(await stands()).toEqual([1, null])
    await joins(x, ownerA, 'signer', 40)
    expect(await standingOf(await now(ownerA, minutesAfterNoon(50)), lot.id)).toMatchObject({ number: 2, conflict: 'came_from_another_bidder' })
  }
})
test('A signer who has looked on at another bidder since long before is silenced by no promotion of theirs.', async () => {
  const { a, ownerA, person, stands, named } = await two({ second: 'viewer' })
  await changeMemberRole(await now(ownerA), { organisation_id: a, person_id: person.person_id!, role: 'owner' })
  expect([await stands(), await named(1)]).toEqual([[1, null], true])
})
test('A bidder whose organisation becomes part of another during the bidding gives none of its people a voice for another bidder, neither then nor once they have left.', async () => {
  const staff = [await aPerson(db, { staff: ['moderator'] }), await aPerson(db, { staff: ['administrator'] })], third = await anOrganisation(db)
  const { a, x, lot, person, stands, named } = await two(), gone = await aPerson(db, { organisation: await anOrganisation(db) }), looked = await aPerson(db, { organisation: x, role: 'signer' })
  await joins(a, gone, 'signer', -90)
  await joins(x, gone, 'signer', -60)
  await leaveOrganisation(await now(gone), { organisation_id: a })
  await db.transaction().execute((tx) => mergeOrganisations(tx, ctxOf(db, staff[1]!, during), { from: a, into: third, reason: 'Cùng một pháp nhân.', proposed_by: staff[0]!.person_id! }))
  expect([await stands(), await named(1), await named(2)]).toEqual([kept, false, false])
  expect(await standingOf(await now(gone), lot.id)).toMatchObject({ number: 2, conflict: 'came_from_another_bidder' })
  expect(await standingOf(await now(looked), lot.id)).toMatchObject({ number: 2, conflict: null })
  await leaveOrganisation(await now(person), { organisation_id: third })
  expect(await stands()).toEqual(kept)
})

test('Minutes and an offered result wait only for those who may sign or answer for that bidder.', async () => {
  const { lot, x, person, ownerA } = await two(), came = await aPerson(db, { organisation: x, role: 'signer' })
  await db.updateTable('membership').set({ since: during }).where('person_id', '=', came.person_id).execute()
  await joins(lot.people[0]!.organisation_id!, came, 'viewer', -90)
  const event = (seq: number, body: object) => db.insertInto('auction_event').values({ lot_id: lot.id, seq, at_us: seq, body: JSON.stringify({ seq, at: seq, ...body }), hash: Buffer.alloc(32) }).execute()
  const waits = async (one: Actor) => { const { db: reads, actor } = await now(one); return (await auctionDuties(reads, actor, during)).filter(({ lot_id }) => lot_id === lot.id).map(({ kind, title }) => `${kind} ${title.vi}`) }
  await event(1, { type: 'opened' })
  await db.updateTable('auction_lot').set({ phase: 'announced', winner: 2 }).where('id', '=', lot.id).execute()
  expect([await waits(lot.people[1]!), await waits(ownerA), await waits(person), await waits(came)]).toEqual([['sign Dây chuyền sấy lạnh'], [], [], []])
  await event(2, { type: 'offered_to_next', bidder: 1, price: 100 })
  await db.updateTable('auction_lot').set({ phase: 'offered' }).where('id', '=', lot.id).execute()
  expect([await waits(lot.people[1]!), await waits(ownerA), await waits(person), await waits(came)]).toEqual([[], ['take Dây chuyền sấy lạnh'], ['take Dây chuyền sấy lạnh'], []])
})
