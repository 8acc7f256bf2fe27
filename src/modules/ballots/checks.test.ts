import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { aBallot, aCouncil } from '../../../tests/ballot-things.ts'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import { councilDuties } from './queries.ts'

/** Kiểm tra phiếu trước khi mở: of the last share that is needed nothing is taken before a bidder has checked the ballots, or two officers noted that none came. */
const { db, url, asOwner } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const million = 1_000_000
const as = async (actor: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, actor))
const logOf = async (lot_id: number): Promise<Logged[]> => (await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot_id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
const typesOf = async (lot_id: number): Promise<string[]> => (await logOf(lot_id)).map(({ type }) => type)
async function until(asked: () => Promise<boolean>, what: string): Promise<void> {
  for (const late = Date.now() + 20_000; !await asked(); await new Promise((next) => { setTimeout(next, 50) })) if (Date.now() > late) throw new Error(what)
}
const bidders = await Promise.all([1, 2].map(async () => { const organisation = await anOrganisation(db); return { organisation, person: await aPerson(db, { organisation, role: 'signer' }) } }))
const council = await Promise.all([1, 2, 3, 4, 5].map((n) => aPerson(db, { name: `Thành viên ${n}` })))
const officers = await Promise.all([1, 2].map(() => aPerson(db, { staff: ['auction_officer'] })))
const [bidding, members, [first]] = [await Promise.all(bidders.map(({ person }) => as(person))), await Promise.all(council.map(as)), await Promise.all(officers.map(as))]

/** A sealed lot with two ballots, after its end: two shares are in, and a third would open them. */
async function closedLot() {
  const lot = await anArmedLot(db, risingRules({ form: 'sealed', opens_at: inSeconds(-0.2), closes_at: inSeconds(5) }), 0)
  await db.insertInto('auction_bidder').values(bidders.map(({ organisation, person }, i) => ({ lot_id: lot.id, organisation_id: organisation, person_id: person.person_id!, number: i + 1, state: 'eligible' as const, state_since: noon, salt: `muối ${i}`, request_key: randomUUID(), registered_at: noon }))).execute()
  const { texts, publicKey } = await aCouncil(db, lot.id, officers[0]!.person_id!, council), base = `/vi/auctions/${lot.id}`, hashes: string[] = []
  for (const [i, headers] of bidding.entries()) {
    const { request_key, ciphertext, hash } = await aBallot(lot.id, i + 1, (100 + i * 10) * million, publicKey)
    expect((await send(app, `${base}/ballot`, { request_key, ciphertext }, headers)).statusCode).toBe(303)
    hashes.push(hash)
  }
  const share = (n: number) => send(app, `${base}/opening`, { share: texts[n - 1]! }, members[n - 1]!)
  const press = (what: string, by?: Record<string, string>, more: Record<string, string> = {}) => send(app, `${base}/opening/${what}`, { request_key: randomUUID(), ...more }, by)
  const page = async (headers?: Record<string, string>): Promise<string> => (await app.inject({ url: `${base}/opening`, ...(headers ? { headers } : {}) })).body
  const closed = async (): Promise<void> => {
    await until(async () => (await typesOf(lot.id)).includes('closed'), 'the lot did not close')
    for (const n of [1, 2]) expect((await share(n)).statusCode).toBe(303)
  }
  const secret = async () => (await db.selectFrom('auction_ballot_key').select('secret_key').where('lot_id', '=', lot.id).executeTakeFirstOrThrow()).secret_key
  return { id: lot.id, base, hashes, share, press, page, closed, secret, publicKey }
}

describe.concurrent('The ballots are checked before they are opened', () => {
  test('the last share is refused until a bidder has checked them, whichever member brings it; nothing of it is kept, and nobody reads a price', async () => {
    const lot = await closedLot()
    await new Promise((next) => { setTimeout(next, 1_050) })
    const early = await lot.press('check', bidding[0])
    expect([early.statusCode, (await typesOf(lot.id)).includes('ballots_checked')]).toEqual([409, false])
    await lot.closed()
    const answers = await Promise.all([3, 4, 5].map((n) => lot.share(n)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 409, 409])
    expect(answers[0]!.body).toContain('ít nhất một người tham gia phải kiểm tra các phiếu')
    expect(await db.selectFrom('auction_share_handed').select('place').where('lot_id', '=', lot.id).orderBy('place').execute()).toEqual([{ place: 1 }, { place: 2 }])
    expect([await lot.secret(), (await typesOf(lot.id)).at(-1)]).toEqual([null, 'closed'])
    // What is to be checked is everybody's to see; whose it is to say, a bidder's.
    for (const reader of [undefined, bidding[1], first, members[0]]) { const shown = await lot.page(reader); for (const hash of lot.hashes) expect(shown).toContain(hash) }
    expect([await lot.page(), await lot.page(members[0]), await lot.page(first)].map((shown) => shown.includes('/opening/check'))).toEqual([false, false, false])
    for (const path of ['/ballot', '/room']) expect((await app.inject({ url: `${lot.base}${path}`, headers: bidding[1]! })).body).toContain(`href="${lot.base}/opening"`)
    const form = formOf(await lot.page(bidding[1]), `${lot.base}/opening/check`)
    expect((await send(app, `${lot.base}/opening/check`, form, bidding[1]!)).statusCode).toBe(303)
    expect((await logOf(lot.id)).at(-1)).toMatchObject({ type: 'ballots_checked', bidder: 2, entered_by: null })
    expect((await lot.share(4)).statusCode).toBe(303)
    expect((await typesOf(lot.id)).slice(-4)).toEqual(['ballots_checked', 'ballot_read', 'ballot_read', 'ranked'])
    expect((await lot.press('check', bidding[0])).statusCode, 'too late').toBe(409)
    expect(await lot.page()).toContain('Số 2 đã kiểm tra các phiếu còn nguyên niêm phong')
  })

  test('two bidders at once: one has checked them, the other reads that it is done; asked again the first hears the same', async () => {
    const lot = await closedLot(), request_key = randomUUID()
    await lot.closed()
    const both = await Promise.all([send(app, `${lot.base}/opening/check`, { request_key }, bidding[0]!), lot.press('check', bidding[1])])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
    expect((await typesOf(lot.id)).filter((type) => type === 'ballots_checked')).toHaveLength(1)
    expect((await send(app, `${lot.base}/opening/check`, { request_key }, bidding[0]!)).statusCode).toBe(both[0]!.statusCode)
    expect((await typesOf(lot.id)).filter((type) => type === 'ballots_checked')).toHaveLength(1)
  })

  test('strangers, ordinary members, who is out, council and officers of a side check and note nothing', async () => {
    const lot = await closedLot()
    await new Promise((next) => { setTimeout(next, 1_050) })
    expect((await send(app, `${lot.base}/room/withdrawal`, { request_key: randomUUID() }, bidding[1]!)).statusCode).toBe(303)
    await lot.closed()
    const { organisation_id } = await db.selectFrom('auction_lot').select('organisation_id').where('id', '=', lot.id).executeTakeFirstOrThrow()
    const viewer = await as(await aPerson(db, { organisation: bidders[0]!.organisation, role: 'viewer' })), stranger = await as(await aPerson(db)), others = await as(await aPerson(db, { organisation: await anOrganisation(db), role: 'signer' }))
    const sellers = await as(await aPerson(db, { organisation: organisation_id, role: 'viewer', staff: ['auction_officer'] })), watcher = await as(await aPerson(db, { staff: ['observer', 'inspector', 'prosecutor', 'deal_officer', 'administrator'] }))
    for (const [who, by] of [['a stranger', stranger], ['a viewer', viewer], ['another organisation', others], ['council', members[0]!], ['the seller’s officer', sellers], ['staff', watcher], ['an officer', first]] as const) expect((await lot.press('check', by)).statusCode, who).toBe(404)
    for (const [who, by] of [['a stranger', stranger], ['a bidder', bidding[0]!], ['council', members[0]!], ['the seller’s officer', sellers], ['staff', watcher]] as const) for (const what of ['witness', 'absence']) expect((await lot.press(what, by, { witness_number: '1' })).statusCode, `${who}: ${what}`).toBe(404)
    for (const what of ['check', 'absence']) expect((await lot.press(what)).headers.location, 'who is not signed in').toContain('/sign-in')
    // A number that is out, one nobody has, and none.
    expect((await lot.press('check', bidding[1])).statusCode).toBe(409)
    await new Promise((next) => { setTimeout(next, 1_050) })
    expect([(await lot.press('witness', first, { witness_number: '2' })).statusCode, (await lot.press('witness', first, { witness_number: '9' })).statusCode, (await lot.press('witness', first)).statusCode]).toEqual([409, 409, 422])
    expect(await lot.page(bidding[1])).not.toContain('/opening/check')
    // Whoever has not just shown who they are.
    const forgetful = await aPerson(db, { staff: ['auction_officer'] }), late = await as(forgetful)
    await db.updateTable('auth_session').set({ confirmed_at: new Date(Date.now() - 3_600_000) } as never).where('user_id', 'in', (q) => q.selectFrom('auth_user as u').innerJoin('person as p', 'p.email', 'u.email').select('u.id').where('p.id', '=', forgetful.person_id!)).execute()
    expect((await lot.press('witness', late, { witness_number: '1' })).statusCode).toBe(409)
    expect((await lot.press('absence', late)).headers.location).toContain('/confirm-identity')
    expect((await typesOf(lot.id)).filter((type) => type === 'ballots_checked' || type === 'absence_noted')).toEqual([])
    expect((await lot.share(3)).statusCode).toBe(409)
  })
})

test('In the hall an officer notes the number that checked: the log has both, and that bidder was there; officers have it as a duty until then.', async () => {
  const lot = await closedLot(), officer = await aPerson(db, { staff: ['auction_officer'] }), theirs = await as(officer)
  const duties = async (actor: Actor) => (await councilDuties(db, actor)).filter(({ lot_id, kind }) => lot_id === lot.id && kind === 'check').length
  expect(await duties(officer)).toBe(0)
  await lot.closed()
  await db.updateTable('auction_bidder').set({ attended_at: null }).where('lot_id', '=', lot.id).execute()
  expect([await duties(officer), await duties(council[0]!), await duties(bidders[0]!.person)]).toEqual([1, 0, 0])
  const form = formOf(await lot.page(theirs), `${lot.base}/opening/witness`)
  form.set('witness_number', '1')
  expect((await send(app, `${lot.base}/opening/witness`, form, theirs)).statusCode).toBe(303)
  expect((await logOf(lot.id)).at(-1)).toMatchObject({ type: 'ballots_checked', bidder: 1, entered_by: officer.person_id })
  expect(await db.selectFrom('auction_bidder').select('present_by').where('lot_id', '=', lot.id).where('number', '=', 1).executeTakeFirst()).toEqual({ present_by: officer.person_id })
  expect(await duties(officer)).toBe(0)
  expect((await lot.share(3)).statusCode).toBe(303)
  expect((await typesOf(lot.id)).at(-1)).toBe('ranked')
})

test('Where nobody came two officers say so: one alone, twice or in two windows, opens nothing; a bidder who comes meanwhile still checks.', async () => {
  const [alone, met] = [await closedLot(), await closedLot()], [one, two] = [await as(await aPerson(db, { staff: ['auction_officer'] })), await as(await aPerson(db, { staff: ['auction_officer'] }))]
  await alone.closed()
  expect((await Promise.all([alone.press('absence', one), alone.press('absence', one)])).map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
  expect((await alone.share(3)).statusCode).toBe(409)
  expect([(await alone.page(one)).includes('/opening/absence'), (await alone.page(two)).includes('/opening/absence')]).toEqual([false, true])
  expect((await alone.press('absence', two)).statusCode).toBe(303)
  expect((await logOf(alone.id)).slice(-3).map((event) => (event.type === 'absence_noted' ? event.confirmed : event.type))).toEqual([false, 'refused', true])
  expect((await alone.share(3)).statusCode).toBe(303)
  expect((await typesOf(alone.id)).at(-1)).toBe('ranked')
  await met.closed()
  expect((await met.press('absence', one)).statusCode).toBe(303)
  expect((await met.press('check', bidding[0])).statusCode).toBe(303)
  expect((await met.press('absence', two)).statusCode).toBe(409)
  expect((await met.share(3)).statusCode).toBe(303)
})

test('A ballot that is not what was sealed is shown as such to whoever checks.', async () => {
  const lot = await closedLot()
  await lot.closed()
  expect(await lot.page(bidding[0])).not.toContain('không khớp</span>')
  await asOwner(`update auction_ballot set ciphertext = decode(repeat('07', 208), 'hex') where lot_id = ${lot.id} and bidder = 2`)
  expect((await lot.page(bidding[0])).match(/không khớp<\/span>/g)).toHaveLength(1)
})
