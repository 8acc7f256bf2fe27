import { describe, expect, test } from 'vitest'
import { aLot, paid, registration } from '../../../tests/auction-things.ts'
import { aCeremony } from '../../../tests/ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { openReactions } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'
import { dutiesOf } from '../work/queries.ts'
import { Refused } from '../../platform/refusal.ts'
import { closeRegistrations } from '../auctions/ending.ts'
import { registerBidder } from '../auctions/registration-commands.ts'
import { genesisOf } from '../proofs/log-queries.ts'
import { declareFree, dropMember, keepKey, nameMember } from './council-commands.ts'
import { KeepKey } from './fields.ts'
import { councilDuties, seatsOf } from './queries.ts'

const refusalOf = async (work: Promise<unknown>): Promise<unknown> => { try { await work; return 'done' } catch (error) { if (error instanceof Refused) return error.refusal; throw error } }
const { db, url } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const now = new Date()
const seller = await anOrganisation(db, 'institute'), buyer = await anOrganisation(db), other = await anOrganisation(db)
const officer = await aPerson(db, { staff: ['auction_officer'] }), second = await aPerson(db, { staff: ['auction_officer'] })
const [bids, rival, ofSeller] = await Promise.all([aPerson(db, { organisation: buyer }), aPerson(db, { organisation: other }), aPerson(db, { organisation: seller })])
const council = await Promise.all([1, 2, 3, 4, 5].map((n) => aPerson(db, { name: `Thành viên ${n}` })))
const emailOf = async ({ person_id }: Actor): Promise<string> => (await db.selectFrom('person').select('email').where('id', '=', person_id).executeTakeFirstOrThrow()).email
const sealedLot = async (over: Record<string, unknown> = {}): Promise<number> => aLot(db, { officer, second, offer: await listed(db, seller, 'Máy sấy'), now, over: { form: 'sealed', extension_minutes: '0', latest_minutes: '0', ...over } })
const name = async (lot_id: number, who: Actor, by = officer): Promise<unknown> => nameMember(ctxOf(db, by, now), { lot_id, member_email: await emailOf(who) })
const declared = { unrelated: 'yes', secrecy: 'yes' } as const
const full = async (lot_id: number): Promise<void> => { for (const one of council) { await name(lot_id, one); await declareFree(ctxOf(db, one, now), { lot_id, ...declared }) } }
const ceremony = async (lot_id: number) => { const held = await aCeremony(lot_id); return { ...held, input: KeepKey.parse({ lot_id, public_key: Buffer.from(held.publicKey).toString('hex'), shares: held.committed.map(({ salt, commitment }) => `${salt}:${commitment}`).join(' ') }) } }

describe('the council of a sealed lot', () => {
  test('is named by auction officers, of people with accounts on nobody’s side, five at most, until the key is made', async () => {
    const lot = await sealedLot()
    for (const by of [bids, ofSeller, council[0]!, await aPerson(db, { staff: ['observer'] }), await aPerson(db, { staff: ['inspector'] }), await aPerson(db)]) expect(await refusalOf(name(lot, council[0]!, by))).toMatchObject({ code: 'not_permitted' })
    await registerBidder(ctxOf(db, bids, now), registration(lot))
    expect(await refusalOf(name(lot, bids))).toMatchObject({ code: 'council_conflict', why: 'bidder' })
    expect(await refusalOf(name(lot, ofSeller))).toMatchObject({ code: 'council_conflict', why: 'seller' })
    expect(await refusalOf(nameMember(ctxOf(db, officer, now), { lot_id: lot, member_email: 'khong.co@example.vn' }))).toMatchObject({ code: 'council_person_unknown' })
    await name(lot, council[0]!)
    expect(await refusalOf(name(lot, council[0]!))).toMatchObject({ code: 'council_there_already' })
    for (const one of council.slice(1)) await name(lot, one)
    expect(await refusalOf(name(lot, rival))).toMatchObject({ code: 'council_full' })
    expect((await seatsOf(db, lot)).map(({ place }) => place)).toEqual([1, 2, 3, 4, 5])
    // Nobody names a council of a lot that is sold otherwise.
    expect(await refusalOf(name(await sealedLot({ form: 'ascending' }), council[0]!))).toMatchObject({ code: 'lot_not_sealed' })
    // Whoever opens the ballots hands in none.
    await db.insertInto('membership').values({ organisation_id: other, person_id: council[0]!.person_id!, role: 'signer', since: now }).execute()
    const acting: Actor = { ...council[0]!, organisation_id: other, memberships: [{ organisation_id: other, role: 'signer' }] }
    expect(await refusalOf(registerBidder(ctxOf(db, acting, now), registration(lot)))).toMatchObject({ code: 'council_may_not_bid' })
    // Nor does a member declare whose organisation has come to bid.
    await registerBidder(ctxOf(db, rival, now), registration(lot))
    expect(await refusalOf(declareFree(ctxOf(db, acting, now), { lot_id: lot, ...declared }))).toMatchObject({ code: 'council_conflict', why: 'bidder' })
    await db.deleteFrom('membership').where('person_id', '=', council[0]!.person_id).execute()
    for (const by of [officer, bids, await aPerson(db)]) expect(await refusalOf(declareFree(ctxOf(db, by, now), { lot_id: lot, ...declared }))).toMatchObject({ code: 'not_found' })
  })

  test('has a key once all five have declared: nothing secret is kept, and one who goes takes the key with them', async () => {
    const lot = await sealedLot()
    const { input } = await ceremony(lot)
    for (const one of council) await name(lot, one)
    expect(await refusalOf(keepKey(ctxOf(db, officer, now), input))).toMatchObject({ code: 'council_incomplete', named: 5, declared: 0 })
    for (const one of council) await declareFree(ctxOf(db, one, now), { lot_id: lot, ...declared })
    expect(await refusalOf(declareFree(ctxOf(db, council[0]!, now), { lot_id: lot, ...declared }))).toMatchObject({ code: 'council_declared' })
    for (const by of [bids, council[0]!, ofSeller, await aPerson(db, { staff: ['observer'] })]) expect(await refusalOf(keepKey(ctxOf(db, by, now), input))).toMatchObject({ code: 'not_permitted' })
    const long = { ...ctxOf(db, officer, now), session: { id: 'x', signed_in_at: new Date(0), confirmed_at: new Date(0) } }
    expect(await refusalOf(keepKey(long, input))).toMatchObject({ code: 'confirm_first' })
    expect(await refusalOf(keepKey(ctxOf(db, officer, now), { ...input, public_key: '0'.repeat(64) }))).toMatchObject({ code: 'key_malformed' })
    await keepKey(ctxOf(db, officer, now), input)
    await keepKey(ctxOf(db, officer, now), input) // the same press
    expect(await refusalOf(keepKey(ctxOf(db, second, now), (await ceremony(lot)).input))).toMatchObject({ code: 'key_made_already' })
    expect(await db.selectFrom('auction_ballot_key').select(['round', 'secret_key']).where('lot_id', '=', lot).execute()).toEqual([{ round: 1, secret_key: null }])
    const [seat] = await seatsOf(db, lot)
    await dropMember(ctxOf(db, officer, now), { lot_id: lot, council_member_id: seat!.id })
    expect(await refusalOf(dropMember(ctxOf(db, officer, now), { lot_id: lot, council_member_id: seat!.id }))).toMatchObject({ code: 'not_found' })
    await name(lot, council[0]!)
    await declareFree(ctxOf(db, council[0]!, now), { lot_id: lot, ...declared })
    await keepKey(ctxOf(db, officer, now), (await ceremony(lot)).input)
    expect(await db.selectFrom('auction_ballot_key').select(({ eb }) => ['round', eb('voided_at', 'is', null).as('counts')]).where('lot_id', '=', lot).orderBy('round').execute()).toEqual([{ round: 1, counts: false }, { round: 2, counts: true }])
  })

  test('what a ceremony sends is the form of one, or nothing is kept', () => {
    const row = `${'a'.repeat(32)}:${'b'.repeat(64)}`, rows = [0, 1, 2, 3, 4].map((n) => `${n}${row.slice(1)}`)
    const parsed = (shares: string, public_key = 'c'.repeat(64)): boolean => KeepKey.safeParse({ lot_id: '1', public_key, shares }).success
    expect(parsed(rows.join(' '))).toBe(true)
    for (const wrong of ['', row, rows.slice(1).join(' '), [...rows, row].join(' '), [row, row, row, row, row].join(' '), rows.join(' ').toUpperCase(), rows.join(','), `${rows.join(' ')} `]) expect(parsed(wrong), wrong.slice(0, 20)).toBe(false)
    for (const key of ['', 'c'.repeat(63), 'C'.repeat(64), `${'c'.repeat(63)}\u0000`]) expect(parsed(rows.join(' '), key)).toBe(false)
  })
})

describe('a lot without a key', () => {
  test('waits for one until its hour and then does not open; with one it is armed, and its log begins with the key', async () => {
    const [without, held] = [await sealedLot(), await sealedLot()]
    await full(held)
    const { input, committed } = await ceremony(held)
    await keepKey(ctxOf(db, officer, now), input)
    for (const lot of [without, held]) for (const who of [bids, rival]) await paid(db, officer, await registerBidder(ctxOf(db, who, now), registration(lot)), now)
    const stateOf = (id: number) => db.selectFrom('auction_lot').select(['state', 'outcome']).where('id', '=', id).executeTakeFirstOrThrow()
    const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
    await closeRegistrations(db, at(90))
    expect([await stateOf(without), await stateOf(held)]).toEqual([{ state: 'registration', outcome: '' }, { state: 'armed', outcome: '' }])
    await closeRegistrations(db, at(181))
    expect(await stateOf(without)).toEqual({ state: 'failed', outcome: 'no_ballot_key' })
    const { genesis } = (await genesisOf(db, held))!
    expect(genesis.ballots).toEqual({ needed: 3, public_key: input.public_key, shares: committed.map((one, i) => ({ place: i + 1, ...one })) })
    // From here on council and key are what the log begins with.
    expect(await refusalOf(dropMember(ctxOf(db, officer, now), { lot_id: held, council_member_id: (await seatsOf(db, held))[0]!.id }))).toMatchObject({ code: 'council_fixed' })
    expect(await refusalOf(name(held, await aPerson(db)))).toMatchObject({ code: 'council_fixed' })
  })
})

test('what waits for a member, and for the officer, is in their work and told to them: to declare, to come to the ceremony; and goes when it is done', async () => {
  const lot = await sealedLot()
  const duties = async (who: Actor) => (await councilDuties(readAs(db, who), who)).filter(({ lot_id }) => lot_id === lot).map(({ kind }) => kind)
  for (const one of council) await name(lot, one)
  expect([await duties(council[0]!), await duties(officer), await duties(bids)]).toEqual([['declare'], [], []])
  expect((await dutiesOf(readAs(db, council[0]!), council[0]!, now)).find(({ href }) => href === `/auctions/${lot}/council`)?.text.vi).toContain('Cam đoan')
  for (const one of council.slice(1)) await declareFree(ctxOf(db, one, now), { lot_id: lot, ...declared })
  expect([await duties(council[0]!), await duties(council[1]!), await duties(officer)]).toEqual([['declare'], [], []])
  await declareFree(ctxOf(db, council[0]!, now), { lot_id: lot, ...declared })
  expect([await duties(council[0]!), await duties(council[4]!), await duties(officer), await duties(bids)]).toEqual([['attend'], ['attend'], ['hold'], []])
  const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
  await settled(db, line)
  const told = async (who: Actor) => (await db.selectFrom('notice').select('kind').where('person_id', '=', who.person_id).where('path', 'like', `/auctions/${lot}/%`).orderBy('id').execute()).map(({ kind }) => kind)
  for (const one of council) expect(await told(one)).toEqual(['lot_council_named', 'lot_ceremony'])
  await keepKey(ctxOf(db, officer, now), (await ceremony(lot)).input)
  expect([await duties(council[0]!), await duties(officer)]).toEqual([[], []])
})

test('A prosecutor reads a council as they read who bids; each look of whoever does not sit in it is on record, and finds nothing to press.', async () => {
  const lot = await sealedLot()
  await full(lot)
  const prosecutor = await aPerson(db, { staff: ['prosecutor'] }), as = async (who: Actor) => withCookie(await signedIn(app, db, who))
  const [asProsecutor, asMember] = [await as(prosecutor), await as(council[1]!)]
  const open = async (headers: Record<string, string>, page = 'council') => app.inject({ url: `/vi/auctions/${lot}/${page}`, headers })
  const looks = async () => (await db.selectFrom('event').select('person_id').where('type', '=', 'lot.council_read').where('subject', '=', `lot_council:${lot}`).execute()).map(({ person_id }) => person_id)
  const { statusCode, body } = await open(asProsecutor)
  expect([statusCode, body.includes('Thành viên 1'), body.includes(`action="/vi/auctions/${lot}`)]).toEqual([200, true, false])
  expect((await open(asProsecutor, 'ceremony')).statusCode).toBe(403)
  expect((await open(asMember)).statusCode).toBe(200)
  expect(await looks()).toEqual([prosecutor.person_id])
  const email = await emailOf(bids)
  expect((await send(app, `/vi/auctions/${lot}/council`, { member_email: email }, asProsecutor)).statusCode).toBe(403)
})

test('the pages: a council is its members’ and the staff’s to see, a ceremony the officers’', async () => {
  const lot = await sealedLot()
  await full(lot)
  const as = async (who: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, who))
  const [asOfficer, asMember, asBidder, asObserver] = [await as(officer), await as(council[0]!), await as(bids), await as(await aPerson(db, { staff: ['observer'] }))]
  const codes = async (page: string): Promise<number[]> => Promise.all([undefined, asOfficer, asMember, asBidder, asObserver].map(async (headers) => (await app.inject({ url: `/vi/auctions/${lot}/${page}`, ...(headers ? { headers } : {}) })).statusCode))
  expect(await codes('council')).toEqual([404, 200, 200, 404, 200])
  expect(await codes('ceremony')).toEqual([404, 200, 403, 404, 403])
  const page = (await app.inject({ url: `/vi/auctions/${lot}/ceremony`, headers: asOfficer })).body
  expect(page).toContain('Phải tin cậy'.toLowerCase())
  expect(page).toMatch(/data-ceremony[^>]* data-seats="\[\{&quot;place&quot;:1/)
  // Nothing the page sends can hold the secret key or a share: two fields, a public key and commitments.
  expect([...page.slice(page.indexOf('action="/vi/auctions')).matchAll(/name="(\w+)"/g)].map(([, field]) => field).filter((field) => field !== 'csrf')).toEqual(['public_key', 'shares'])
  const { input, committed } = await ceremony(lot)
  expect((await send(app, `/vi/auctions/${lot}/ceremony`, { public_key: input.public_key, shares: committed.map(({ salt, commitment }) => `${salt}:${commitment}`).join(' ') }, asOfficer)).statusCode).toBe(303)
  expect((await app.inject({ url: `/vi/auctions/${lot}/ceremony`, headers: asOfficer })).body).toContain(input.public_key)
  expect((await send(app, `/vi/auctions/${lot}/council`, { member_email: 'x' }, asOfficer)).statusCode).toBe(422)
})
