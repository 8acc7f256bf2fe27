import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules, unguarded } from '../../../tests/auction-lots.ts'
import { aCouncil } from '../../../tests/ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { refused } from '../../../tests/refused.ts'
import type { Actor } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { wordRefusal } from '../../refusals.ts'
import { whoMayBid } from '../auctions/conflict-queries.ts'
import { auctionDuties } from '../auctions/queries.ts'
import type { Conflict } from '../auctions/rules.ts'
import { handInBallot } from '../ballots/ballot-commands.ts'
import { enterPhoneBid, placeBid, takeOver } from './commands.ts'
import type { Gate } from './gate.ts'
import { groundFor, numberOf, standingOf } from './queries.ts'

const { db, url, asOwner } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const million = 1_000_000
const as = async (actor: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, actor))
/** Nothing of somebody who conflicts may come as far as the writer. */
const sent: unknown[] = []
const gate = { send: async (...all: unknown[]) => { sent.push(all); return { kind: 'unknown' } }, ask: async () => ({ kind: 'none' }) } as unknown as Gate

type Lot = Awaited<ReturnType<typeof anArmedLot>>
const touch = async (lot: Lot, person: Actor, subject: string, type: DomainEvent['type']): Promise<void> => { await db.insertInto('event').values({ type, subject, person_id: person.person_id, acted_by: null, organisation_id: null, at: noon, request_id: 'test', data: JSON.stringify({ lot_id: lot.id }) }).execute() }
const tell = async (organisation_id: number, { person_id }: Actor, type: 'organisation.member_left' | 'organisation.member_removed', at: Date): Promise<void> => { await db.insertInto('event').values({ type, subject: `organisation:${organisation_id}`, person_id: null, acted_by: null, organisation_id, at, request_id: 'test', data: JSON.stringify({ organisation_id, person_id }) }).execute() }
const listingOf = async (lot: Lot): Promise<number> => (await db.selectFrom('auction_lot').select('listing_id').where('id', '=', lot.id).executeTakeFirstOrThrow()).listing_id
/** How somebody who already signs for a bidder comes into a conflict. */
const comes: [string, Conflict, (lot: Lot, person: Actor) => Promise<unknown>][] = [
  ['is given a role at the Exchange', 'staff_may_not_bid', (_lot, person) => db.insertInto('staff_role').values({ person_id: person.person_id!, role: 'observer', granted_at: noon, granted_by: null }).execute()],
  ['joins the seller', 'seller_people_may_not_bid', (lot, person) => db.insertInto('membership').values({ organisation_id: lot.seller, person_id: person.person_id!, role: 'viewer', since: noon }).execute()],
  ['is the auctioneer', 'auctioneer_may_not_bid', (lot, person) => unguarded(asOwner, `update auction_lot set auctioneer_id = ${person.person_id} where id = ${lot.id}`)],
  ['is named to the council', 'council_may_not_bid', (lot, person) => db.insertInto('auction_council').values({ lot_id: lot.id, place: 1, person_id: person.person_id!, named_by: lot.officer.person_id!, named_at: noon, declared_at: null, removed_at: null }).execute()],
  ['compared the evidence once', 'touched_the_asset', async (lot, person) => touch(lot, person, `listing:${await listingOf(lot)}`, 'evidence.confirmed')],
  ['drafted the lot once', 'touched_the_asset', (lot, person) => touch(lot, person, `lot:${lot.id}`, 'lot.drafted')],
]

describe('Who conflicts gives no price, however they came to act for a bidder', () => {
  test.each(comes)('A signer who %s is told why and who may; before, the same person could.', async (_what, code, conflict) => {
    const lot = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2) }), 2), room = `/vi/auctions/${lot.id}/room`
    const { organisation_id } = lot.people[0]!
    const signer = await aPerson(db, { organisation: organisation_id!, role: 'signer', name: 'Người Vướng' }), owner = await aPerson(db, { organisation: organisation_id!, role: 'owner', name: 'Chủ Không Vướng' })
    await aPerson(db, { organisation: organisation_id!, role: 'editor', name: 'Người Soạn' })
    expect(await numberOf(ctxOf(db, signer), lot.id)).toBe(1)
    await conflict(lot, signer)
    expect(await numberOf(ctxOf(db, signer), lot.id)).toBeNull()
    expect(await numberOf(ctxOf(db, owner), lot.id)).toBe(1)
    const theirs = await as(signer), why = wordRefusal({ code }, 'vi')
    const page = (await app.inject({ url: room, headers: theirs })).body
    expect(page).toContain(why)
    expect(page).toMatch(/Trả giá được cho tổ chức của bạn: Chủ Không Vướng, Người \d+\./)
    expect(page).not.toContain('name="amount"')
    const answer = await send(app, `${room}/bids`, { request_key: randomUUID(), amount: String(100 * million) }, theirs)
    expect([answer.statusCode, answer.body.includes(why)]).toEqual([409, true])
    const gone = await send(app, `${room}/succession`, { request_key: randomUUID(), takes: 'yes' }, theirs)
    expect([gone.statusCode, gone.body.includes(why)]).toEqual([409, true])
    expect((await app.inject({ url: room.replace('/vi', '/en'), headers: theirs })).body).toContain(wordRefusal({ code }, 'en'))
    const input = { lot_id: lot.id, request_key: randomUUID(), amount: 100 * million, typed: null, sure: undefined } as unknown as Parameters<typeof placeBid>[2]
    sent.length = 0
    expect(await refused(placeBid(ctxOf(db, signer), gate, input, await groundFor(db, lot.id)))).toBe(code)
    expect(await refused(takeOver(ctxOf(db, signer), gate, { lot_id: lot.id, request_key: randomUUID(), takes: 'yes' }))).toBe(code)
    expect(sent).toEqual([])
    expect(await refused(placeBid(ctxOf(db, owner), gate, input, await groundFor(db, lot.id)))).toBe('done')
    expect(sent).toHaveLength(1)
  })

  test.each(comes)('A signer who %s hands in no ballot, and none is kept.', async (_what, code, conflict) => {
    const lot = await anArmedLot(db, risingRules({ form: 'sealed', opens_at: inSeconds(-0.2) }), 1)
    const [signer, owner] = [await aPerson(db, { organisation: lot.people[0]!.organisation_id!, role: 'signer' }), await aPerson(db, { organisation: lot.people[0]!.organisation_id!, role: 'owner' })]
    await conflict(lot, signer)
    if (code !== 'council_may_not_bid') await aCouncil(db, lot.id, lot.officer.person_id!)
    const ballot = { lot_id: lot.id, request_key: randomUUID(), ciphertext: Buffer.alloc(208) }
    sent.length = 0
    expect(await refused(handInBallot(ctxOf(db, signer), gate, ballot))).toBe(code)
    const page = await app.inject({ url: `/vi/auctions/${lot.id}/ballot`, headers: await as(signer) })
    expect([page.statusCode, page.body.includes(wordRefusal({ code }, 'vi'))]).toEqual([409, true])
    expect([sent, await db.selectFrom('auction_ballot').select('hash').where('lot_id', '=', lot.id).execute()]).toEqual([[], []])
    expect(await refused(handInBallot(ctxOf(db, owner), gate, ballot))).toBe(code === 'council_may_not_bid' ? 'no_ballot_key' : 'done')
  })

  test('Who read or handled the bidders or the dates of the lot once, and works for the Exchange no more, gives no price in it; of another lot they may have.', async () => {
    const lot = await anArmedLot(db, risingRules(), 1), other = await anArmedLot(db, risingRules(), 1), { organisation_id } = lot.people[0]!
    const of = (type: string, one: Lot): string => (type === 'lot.bidder_refused' || type === 'lot.links_cleared' ? `lot_bidder:${one.people[0]!.person_id}` : `lot:${one.id}`)
    const told: [string, number | null, number | null][] = []
    const types = ['lot.bidders_read', 'lot.sent_back', 'lot.bidder_refused', 'lot.links_cleared', 'lot.noticed', 'lot.postponement_returned', 'lot.replacement_returned'] as const
    for (const type of types) {
      const former = await aPerson(db, { organisation: organisation_id!, role: 'signer' })
      await touch(other, former, of(type, other), type)
      const before = await numberOf(ctxOf(db, former), lot.id)
      await touch(lot, former, of(type, lot), type)
      told.push([type, before, await numberOf(ctxOf(db, former), lot.id)])
    }
    expect(told).toEqual(types.map((type) => [type, 1, null]))
  })
  test('Who registered for it and came into a conflict later is kept out too; where nobody else may, that is said.', async () => {
    const lot = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2) }), 1), [registered] = lot.people
    await comes[0]![2](lot, registered!)
    const page = (await app.inject({ url: `/vi/auctions/${lot.id}/room`, headers: await as(registered!) })).body
    expect(page).toContain('Hiện không ai khác của tổ chức trả giá được.')
    expect(page).not.toContain('Trả giá được cho tổ chức của bạn:')
  })
  test('Who acted for the seller or sat in the council before, and does no more, may.', async () => {
    const lot = await anArmedLot(db, risingRules(), 1), [one] = lot.people
    await db.insertInto('membership').values({ organisation_id: lot.seller, person_id: one!.person_id!, role: 'signer', since: noon }).execute()
    await db.insertInto('auction_council').values({ lot_id: lot.id, place: 1, person_id: one!.person_id!, named_by: lot.officer.person_id!, named_at: noon, declared_at: noon, removed_at: noon }).execute()
    expect(await numberOf(ctxOf(db, one), lot.id)).toBeNull()
    await db.deleteFrom('membership').where('organisation_id', '=', lot.seller).where('person_id', '=', one!.person_id).execute()
    expect(await numberOf(ctxOf(db, one), lot.id)).toBe(1)
  })
  test('An officer who acts for a bidder enters no price told by telephone, and no step of its lot is a duty of theirs.', async () => {
    const lot = await anArmedLot(db, risingRules(), 1), [one] = lot.people
    const officer = await aPerson(db, { organisation: one!.organisation_id!, role: 'owner', staff: ['auction_officer'] })
    const call = { lot_id: lot.id, request_key: randomUUID(), number: 1, typed: 100 * million, sure: undefined } as unknown as Parameters<typeof enterPhoneBid>[3]
    sent.length = 0
    expect(await refused(enterPhoneBid(ctxOf(db, officer), gate, 'ascending', call))).toBe('staff_may_not_bid')
    expect(sent).toEqual([])
    expect(await refused(enterPhoneBid(ctxOf(db, lot.officer), gate, 'ascending', call))).toBe('done')
    await db.insertInto('auction_event').values({ lot_id: lot.id, seq: 1, at_us: inSeconds(0), body: JSON.stringify({ type: 'opened', seq: 1, at: inSeconds(0) }), hash: Buffer.alloc(32) }).execute()
    await db.updateTable('auction_lot').set({ phase: 'announced', winner: 1 }).where('id', '=', lot.id).execute()
    const duties = async (actor: Actor) => (await auctionDuties(ctxOf(db, actor).db, actor, noon)).filter((duty) => duty.lot_id === lot.id).map(({ kind, title }) => `${kind} ${title.vi}`)
    expect([await duties(officer), await duties(lot.officer)]).toEqual([[], ['unsigned Dây chuyền sấy lạnh']])
    expect(await duties(one!)).toEqual(['sign Dây chuyền sấy lạnh'])
  })
  test('Who signs for two bidders gives a price for one of them: where they are registered, or else the first.', async () => {
    const lot = await anArmedLot(db, risingRules(), 2), [first, second] = lot.people
    const both = async (registered?: Actor): Promise<Actor> => {
      const of = registered ?? await aPerson(db, { organisation: await anOrganisation(db) }), memberships = [first!, second!].map((one) => ({ organisation_id: one.organisation_id!, role: 'signer' as const }))
      await db.insertInto('membership').values(memberships.map((one) => ({ ...one, person_id: of.person_id!, since: noon }))).onConflict((on) => on.doNothing()).execute()
      return { ...of, memberships }
    }
    expect(await numberOf(ctxOf(db, await both()), lot.id)).toBe(1)
    expect(await numberOf(ctxOf(db, await both(second)), lot.id)).toBe(2)
  })
  test.each([['joins as a signer', 'signer', null], ['had looked on since long before and is made owner', 'viewer', 'owner']] as const)('Who has spoken for number 2 and %s of number 1 during the bidding goes on speaking for number 2 alone, and is not named by number 1.', async (_what, begins, becomes) => {
    const lot = await anArmedLot(db, risingRules(), 2), [first, second] = lot.people.map((one) => one.organisation_id!), before = minutesAfterNoon(-90), later = minutesAfterNoon(30)
    const person = await aPerson(db, { organisation: second!, role: 'signer', name: 'Người Hai Vai' })
    await db.updateTable('membership').set({ since: minutesAfterNoon(-60) }).where('person_id', '=', person.person_id).execute()
    const speaks = async () => numberOf(ctxOf(db, { ...person, memberships: [{ organisation_id: first!, role: becomes ?? begins }, { organisation_id: second!, role: 'signer' }] }, later), lot.id)
    const named = async (number: number) => whoMayBid(asSystem(db), (await db.selectFrom('auction_bidder').select('id').where('lot_id', '=', lot.id).where('number', '=', number).executeTakeFirstOrThrow()).id)
    expect(await speaks()).toBe(2)
    await db.insertInto('membership').values({ organisation_id: first!, person_id: person.person_id!, role: becomes ?? begins, since: becomes ? before : later, role_since: becomes ? later : null }).execute()
    expect(await speaks()).toBe(2)
    expect([await named(1), await named(2)].map((names) => names.includes('Người Hai Vai'))).toEqual([false, true])
    // Nor do they begin to speak for number 1 by leaving number 2, whose prices they gave; a colleague who came from nowhere else does.
    await db.deleteFrom('membership').where('organisation_id', '=', second!).where('person_id', '=', person.person_id).execute()
    await tell(second!, person, 'organisation.member_left', later)
    expect([await standingOf(ctxOf(db, person, later), lot.id), (await named(1)).includes('Người Hai Vai')]).toMatchObject([{ number: 1, conflict: 'came_from_another_bidder' }, false])
    const fresh = await aPerson(db, { organisation: first!, role: 'signer' })
    await db.updateTable('membership').set({ since: later }).where('person_id', '=', fresh.person_id).execute()
    expect(await numberOf(ctxOf(db, fresh, later), lot.id)).toBe(1)
  })
  test.each([['was sent away from', 'organisation.member_removed', 30, null], ['looks on at', null, 0, null], ['left, before the bidders were known,', 'organisation.member_left', -30, 1]] as const)('Who %s another bidder and comes to one as a signer gives its prices only if that was before.', async (_what, type, at, number) => {
    const lot = await anArmedLot(db, risingRules(), 2), [first, second] = lot.people.map((one) => one.organisation_id!)
    const person = await aPerson(db, { organisation: first!, role: 'signer' })
    await db.updateTable('membership').set({ since: minutesAfterNoon(40) }).where('person_id', '=', person.person_id).execute()
    expect(await numberOf(ctxOf(db, person), lot.id)).toBe(1)
    if (type) await tell(second!, person, type, minutesAfterNoon(at))
    else await db.insertInto('membership').values({ organisation_id: second!, person_id: person.person_id!, role: 'viewer', since: minutesAfterNoon(-90) }).execute()
    expect(await numberOf(ctxOf(db, person), lot.id)).toBe(number)
  })
})
