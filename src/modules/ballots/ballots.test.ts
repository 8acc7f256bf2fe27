import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, receiptKey, risingRules } from '../../../tests/auction-lots.ts'
import { aBallot, aCouncil } from '../../../tests/ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import { ballotKey, openBallot } from '../../platform/ballots/seal.ts'
import { handInBallot } from './ballot-commands.ts'
import { councilDuties, openersOf, sharesWaited } from './queries.ts'
import { resumeOpenings, seedOf } from './opening.ts'
import { openGate } from '../bidding/gate.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { db, url, asOwner } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const million = 1_000_000
const as = async (actor: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, actor))
const logOf = async (lot_id: number): Promise<Logged[]> => (await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot_id).orderBy('seq').execute()).map(({ body }) => JSON.parse(body) as Logged)
async function until<T>(asked: () => Promise<T | false | null | undefined>, what: string): Promise<T> {
  for (const late = Date.now() + 20_000; ;) {
    const answer = await asked()
    if (answer) return answer
    if (Date.now() > late) throw new Error(what)
    await new Promise((next) => { setTimeout(next, 50) })
  }
}

/** Those who bid, those who open and an officer: signed in once, for all lots. */
const bidders = await Promise.all([1, 2, 3].map(async () => { const organisation = await anOrganisation(db); return { organisation, person: await aPerson(db, { organisation, role: 'signer' }) } }))
const council = await Promise.all([1, 2, 3, 4, 5].map((n) => aPerson(db, { name: `Thành viên ${n}` })))
const conductor = await aPerson(db, { staff: ['auction_officer'] })
const [bidding, members, officer] = [await Promise.all(bidders.map(({ person }) => as(person))), await Promise.all(council.map(as)), await as(conductor)]

async function aSealedLot({ seconds = 7, keyed = true }: { seconds?: number; keyed?: boolean } = {}, numbers = 3) {
  const rules = risingRules({ form: 'sealed', opens_at: inSeconds(-0.2), closes_at: inSeconds(seconds) })
  const lot = await anArmedLot(db, rules, 0)
  await db.insertInto('auction_bidder').values(bidders.slice(0, numbers).map(({ organisation, person }, i) => ({ lot_id: lot.id, organisation_id: organisation, person_id: person.person_id!, number: i + 1, state: 'eligible' as const, state_since: noon, salt: `muối ${i}`, request_key: randomUUID(), registered_at: noon }))).execute()
  const held = keyed ? await aCouncil(db, lot.id, conductor.person_id!, council) : null
  const base = `/vi/auctions/${lot.id}`, publicKey = held?.publicKey ?? Buffer.alloc(32, 9)
  const handIn = async (n: number, amount: number, over: Partial<{ bidder: number; request_key: string; ciphertext: string }> = {}) => {
    const ballot = { ...await aBallot(lot.id, over.bidder ?? n, amount, publicKey), ...over }
    return { ...ballot, answer: await send(app, `${base}/ballot`, { request_key: ballot.request_key, ciphertext: ballot.ciphertext }, bidding[n - 1]!) }
  }
  /** Bidding ends, and number 1 checks the ballots; what comes of it without that is told in checks.test.ts. */
  const end = async (): Promise<void> => {
    await until(async () => (await logOf(lot.id)).some(({ type }) => type === 'closed'), 'the lot did not close')
    if (keyed) expect((await send(app, `${base}/opening/check`, { request_key: randomUUID() }, bidding[0]!)).statusCode).toBe(303)
  }
  const texts = held?.texts ?? []
  const share = (n: number, text = texts[n - 1]!, by = members[n - 1]!) => send(app, `${base}/opening`, { share: text }, by)
  return { id: lot.id, base, publicKey, handIn, end, share, texts }
}
test('A ballot that can be sent to no writer is not kept.', async () => {
  const lot = await aSealedLot({ seconds: 60 }, 1), { bytes, request_key } = await aBallot(lot.id, 1, 100 * million, lot.publicKey)
  await expect(handInBallot(ctxOf(db, bidders[0]!.person, new Date()), null, { lot_id: lot.id, request_key, ciphertext: bytes })).rejects.toMatchObject({ refusal: { code: 'no_writer' } })
  expect(await db.selectFrom('auction_ballot').select('hash').where('lot_id', '=', lot.id).execute()).toEqual([])
})
describe.concurrent('sealed ballots, from the sealing to the winner', () => {
  test('nobody reads an amount before three members have handed in their shares; then all are opened at once, and anybody opens them again', async () => {
    const lot = await aSealedLot({ seconds: 8 })
    const secret = [123_456_789, 135 * million, 150 * million] as const
    const first = await lot.handIn(1, 130 * million), second = await lot.handIn(2, 150 * million), third = await lot.handIn(3, secret[0])
    expect([first, second, third].map(({ answer }) => answer.statusCode)).toEqual([303, 303, 303])
    await new Promise((next) => { setTimeout(next, 1_050) })
    const again = await lot.handIn(1, secret[1])
    expect(again.answer.headers.location).toBe(`${lot.base}/ballot?done=ballot_sealed`)
    // The bidder sees which of theirs counts, with a receipt each; a rival's is not there.
    const page = (await app.inject({ url: `${lot.base}/ballot`, headers: bidding[0]! })).body
    expect(page.indexOf(again.hash)).toBeLessThan(page.indexOf(first.hash))
    expect(page).not.toContain(second.hash)
    expect((await app.inject({ url: `${lot.base}/room/bids/${again.request_key}`, headers: bidding[0]! })).body).toContain('Biên nhận')
    expect(page).toContain('Sàn đang giữ đúng bản mã bạn nộp')
    // A ballot copied from another number is taken for what it is, and can be opened under no other.
    await lot.end()
    const inspector = await as(await aPerson(db, { staff: ['inspector'] }))
    const amounts = /123[.,]?456[.,]?789|135[.,]?000[.,]?000|150[.,]?000[.,]?000|130[.,]?000[.,]?000/
    const told = async (): Promise<string> => {
      const parts: string[] = []
      for (const reader of [undefined, bidding[0], members[0], officer, inspector]) for (const path of ['', '/room', '/screen', '/opening', '/proof', '/bundle', '/ocds', '/minutes.json']) parts.push((await app.inject({ url: `${lot.base}${path}`, ...(reader ? { headers: reader } : {}) })).body)
      parts.push(JSON.stringify(await logOf(lot.id)), JSON.stringify(await db.selectFrom('event').selectAll().execute()), JSON.stringify(await db.selectFrom('auction_ballot').selectAll().where('lot_id', '=', lot.id).execute()), JSON.stringify(await db.selectFrom('auction_lot').select(['price', 'winner']).where('id', '=', lot.id).execute()))
      return parts.join('\n')
    }
    expect(await told()).not.toMatch(amounts)
    expect((await councilDuties(db, council[0]!)).filter(({ lot_id }) => lot_id === lot.id).map(({ kind }) => kind)).toEqual(['share'])
    expect(await sharesWaited(db, lot.id)).toEqual(council.map(({ person_id }) => person_id))
    expect(await openersOf(db, lot.id, true)).toEqual([])
    // Two shares: nothing is opened, and what is kept of them opens nothing.
    for (const n of [2, 4]) expect((await lot.share(n)).statusCode).toBe(303)
    expect(await told()).not.toMatch(amounts)
    expect(await db.selectFrom('auction_ballot_key').select('secret_key').where('lot_id', '=', lot.id).executeTakeFirst()).toEqual({ secret_key: null })
    expect((await logOf(lot.id)).slice(-2).map(({ type }) => type)).toEqual(['closed', 'ballots_checked'])
    // The third: all of them, the last of each, in order of their numbers, and ranked.
    expect((await lot.share(1)).statusCode).toBe(303)
    const log = await logOf(lot.id)
    expect(log.slice(-4).map((event) => (event.type === 'ballot_read' ? [event.bidder, event.amount, event.invalid] : event.type === 'ranked' ? [event.leader, event.price] : event.type))).toEqual([[1, 135 * million, null], [2, 150 * million, null], [3, 123_456_789, 'off_step'], [2, 150 * million]])
    const { secret_key } = await db.selectFrom('auction_ballot_key').select('secret_key').where('lot_id', '=', lot.id).executeTakeFirstOrThrow()
    expect(await openBallot(secret_key!, lot.id, 1, again.bytes)).toEqual({ lot: lot.id, bidder: 1, amount: 135 * million, salt: again.salt })
    const shown = (await app.inject({ url: `${lot.base}/opening`, headers: officer })).body
    expect(shown).toContain(secret_key!.toString('hex'))
    expect(shown).toContain('150.000.000 đồng')
    expect((await lot.share(3)).body).toContain('Các phiếu đã được mở')
    expect([(await openersOf(db, lot.id, true)).map(({ place, name }) => [place, name]), (await openersOf(db, lot.id, false)).map(({ name }) => name)]).toEqual([[[1, 'Thành viên 1'], [2, 'Thành viên 2'], [4, 'Thành viên 4']], [null, null, null]])
    expect((await councilDuties(db, council[2]!)).filter(({ lot_id }) => lot_id === lot.id), 'nobody waits for the others’ shares').toEqual([])
    // Its bidder sees that their ballot is still what they sealed, and what was read in it; and sees at once where it is not.
    const witness = async (): Promise<string> => (await app.inject({ url: `${lot.base}/ballot`, headers: bidding[0]! })).body
    expect([(await witness()).includes('Sàn đang giữ đúng bản mã'), (await witness()).includes('135.000.000 đồng')]).toEqual([true, true])
    await asOwner(`update auction_ballot set ciphertext = decode(repeat('07', 208), 'hex') where lot_id = ${lot.id} and hash = '${again.hash}'`)
    expect([(await witness()).includes('Sàn đang giữ đúng bản mã'), (await witness()).includes('không khớp với mã băm')]).toEqual([false, true])
  })

  test('a ballot that comes late, malformed, or twice with one key is no second ballot and is not kept', async () => {
    const lot = await aSealedLot({}, 2)
    const count = async (): Promise<number> => (await db.selectFrom('auction_ballot').select('hash').where('lot_id', '=', lot.id).execute()).length
    for (const ciphertext of ['', 'x', Buffer.alloc(207).toString('base64'), Buffer.alloc(209).toString('base64'), Buffer.alloc(208).toString('base64').replace(/=+$/, ''), Buffer.alloc(208).toString('hex')]) expect((await lot.handIn(1, 100 * million, { ciphertext })).answer.statusCode, ciphertext.slice(0, 9)).toBe(422)
    const one = await lot.handIn(1, 100 * million)
    expect((await lot.handIn(1, 100 * million, { request_key: one.request_key, ciphertext: one.ciphertext })).answer.statusCode).toBe(303)
    expect(await count()).toBe(1)
    expect((await lot.handIn(1, 105 * million, { request_key: one.request_key })).answer.statusCode).toBe(409)
    expect(await count()).toBe(1)
    await lot.end()
    const late = await lot.handIn(2, 500 * million)
    expect(late.answer.statusCode).toBe(409)
    expect(await count()).toBe(1)
    expect((await logOf(lot.id)).some((event) => event.type === 'refused' && event.command.type === 'submit' && event.command.hash === late.hash)).toBe(true)
  })

  test('one ballot sent again while it is being written loses nothing: the second sending is told to wait, and what the log took is opened', async () => {
    const lot = await aSealedLot({}, 2), one = await aBallot(lot.id, 1, 200 * million, lot.publicKey)
    const press = (request_key: string) => send(app, `${lot.base}/ballot`, { request_key, ciphertext: one.ciphertext }, bidding[0]!)
    await lot.handIn(2, 100 * million)
    // The disk is slow: the writer waits with the first while the second comes.
    const slow = asOwner(`do $$ begin perform from auction_lease where lot_id = ${lot.id} for update; perform pg_sleep(1); end $$`)
    await new Promise((next) => { setTimeout(next, 150) })
    const [first, second] = await Promise.all([press(one.request_key), press(randomUUID())])
    await slow
    const unknown = await aBallot(lot.id, 1, 300 * million, lot.publicKey) // its process was killed before the log heard of it
    await db.insertInto('auction_ballot').values({ lot_id: lot.id, bidder: 1, hash: unknown.hash, ciphertext: unknown.bytes, received_at: noon }).execute()
    expect([first.statusCode, second.statusCode].toSorted()).toEqual([303, 429])
    await lot.end()
    for (const n of [1, 2, 3]) await lot.share(n)
    expect((await logOf(lot.id)).slice(-3).map((event) => (event.type === 'ballot_read' ? [event.bidder, event.amount] : event.type))).toEqual([[1, 200 * million], [2, 100 * million], 'ranked'])
    const kept = await db.selectFrom('auction_ballot').select('hash').where('lot_id', '=', lot.id).execute()
    expect([kept.some(({ hash }) => hash === one.hash), kept.some(({ hash }) => hash === unknown.hash)], 'what the log never took is kept no longer').toEqual([true, false])
  })

  test('copied or forged ballots are opened as what they are: unreadable', async () => {
    const lot = await aSealedLot({}, 3)
    const one = await lot.handIn(1, 200 * million)
    await lot.handIn(2, 0, { ciphertext: one.ciphertext })
    await lot.handIn(3, 0, { ciphertext: Buffer.alloc(208, 7).toString('base64') })
    await lot.end()
    for (const n of [1, 2, 3]) await lot.share(n)
    expect((await logOf(lot.id)).slice(-4).map((event) => (event.type === 'ballot_read' ? [event.bidder, event.amount, event.invalid] : event.type))).toEqual([[1, 200 * million, null], [2, null, 'unreadable'], [3, null, 'unreadable'], 'ranked'])
  })
})

describe.concurrent('the opening', () => {
  test('takes each member’s own share, once, after the end, confirmed; a wrong one is found', async () => {
    const lot = await aSealedLot({}, 2)
    await lot.handIn(1, 100 * million)
    expect((await lot.share(1)).body).toContain('Chưa hết giờ nộp phiếu')
    await lot.end()
    const stranger = await aPerson(db)
    for (const [who, by] of [['bidder', bidding[0]!], ['officer', officer], ['observer', await as(await aPerson(db, { staff: ['observer'] }))], ['stranger', await as(stranger)]] as const) expect((await lot.share(1, lot.texts[0], by)).statusCode, who).toBe(404)
    expect((await send(app, `${lot.base}/opening`, { share: lot.texts[0]! })).statusCode).toBe(404)
    const form = (await app.inject({ url: `${lot.base}/opening`, headers: members[0]! })).body
    expect(form).toContain('name="share"')
    expect((await app.inject({ url: `${lot.base}/opening` })).body).not.toContain('name="share"')
    expect((await lot.share(1, lot.texts[1])).body).toContain('mảnh khóa của thành viên số 2')
    expect((await lot.share(1, `${lot.texts[0]!.slice(0, -1)}${lot.texts[0]!.endsWith('0') ? '1' : '0'}`)).statusCode).toBe(409)
    expect((await lot.share(1, '')).statusCode).toBe(422)
    // A share of another ceremony is well written, and not the one this member was committed to.
    const other = await aSealedLot({}, 2)
    const { shareText, readShare } = await import('../../platform/sealing/shares.ts')
    const foreign = await shareText(ballotKey(lot.id), 1, (await readShare(ballotKey(other.id), other.texts[0]!))!.share)
    expect((await lot.share(1, foreign)).body).toContain('không khớp với mã cam kết')
    // Who has become a bidder's person since may not.
    const bidder = await db.selectFrom('auction_bidder').select('organisation_id').where('lot_id', '=', lot.id).where('number', '=', 2).executeTakeFirstOrThrow()
    await db.insertInto('membership').values({ organisation_id: bidder.organisation_id, person_id: council[4]!.person_id!, role: 'viewer', since: noon }).execute()
    expect((await lot.share(5)).body).toContain('thuộc một bên đăng ký tham gia')
    await db.deleteFrom('membership').where('person_id', '=', council[4]!.person_id).execute()
    expect((await lot.share(1, lot.texts[0]!.toLowerCase().replaceAll('-', ' '))).statusCode).toBe(303)
    expect((await lot.share(1)).body).toContain('đã được nhận')
    await db.updateTable('auth_session').set({ confirmed_at: new Date(Date.now() - 3_600_000) } as never).where('user_id', 'in', (q) => q.selectFrom('auth_user as u').innerJoin('person as p', 'p.email', 'u.email').select('u.id').where('p.id', '=', council[4]!.person_id!)).execute()
    expect((await lot.share(5)).statusCode).toBe(409)
    expect((await db.selectFrom('auction_share_handed').select('place').where('lot_id', '=', lot.id).execute())).toEqual([{ place: 1 }])
  })

  test('two members pressing at once open exactly once', async () => {
    const lot = await aSealedLot({}, 2)
    await lot.handIn(1, 100 * million)
    await lot.handIn(2, 110 * million)
    await lot.end()
    await lot.share(1)
    await lot.share(2)
    const answers = await Promise.all([lot.share(3), lot.share(4), lot.share(3)])
    expect(answers.filter(({ statusCode }) => statusCode === 303).length).toBeGreaterThan(0)
    const log = await logOf(lot.id)
    expect(log.filter(({ type }) => type === 'ballot_read')).toHaveLength(2)
    expect(log.filter(({ type }) => type === 'ranked')).toHaveLength(1)
    expect(log.filter(({ type }) => type === 'refused')).toEqual([])
    expect(await db.selectFrom('event').select('id').where('subject', '=', `lot:${lot.id}`).where('type', '=', 'lot.ballots_unlocked').execute()).toHaveLength(1)
  })

  test('is gone on with where a process ended between the third share and the last ballot', async () => {
    const lot = await aSealedLot({}, 3)
    for (const n of [1, 2, 3]) await lot.handIn(n, (90 + n * 10) * million)
    await lot.end()
    const { handInShare } = await import('./opening-commands.ts')
    for (const n of [1, 2, 3]) await handInShare(ctxOf(db, council[n - 1]!, new Date()), { lot_id: lot.id, share: lot.texts[n - 1]! })
    // The key is known, and the process that learnt it is gone. Its own clock, or another's, goes on.
    await until(async () => (await logOf(lot.id)).some(({ type }) => type === 'ranked'), 'the opening was not gone on with')
    const log = await logOf(lot.id)
    expect(log.filter(({ type }) => type === 'ballot_read')).toHaveLength(3)
    expect(log.at(-1)).toMatchObject({ type: 'ranked', leader: 3, price: 120 * million })
    const gate = await openGate({ url, secret: 's'.repeat(40), dataDir: mkdtempSync(join(tmpdir(), 'techex-ballots-')), key: receiptKey, now: () => new Date(), log: { warn: () => {}, error: () => {} } })
    await resumeOpenings(db, gate, { error: () => {} })
    expect(await logOf(lot.id)).toEqual(log)
    await gate.close()
  })

  test('a ballot that is not there any more is not guessed: nothing is ranked', async () => {
    const lot = await aSealedLot({}, 2)
    await lot.handIn(1, 100 * million)
    const lost = await lot.handIn(2, 110 * million)
    await db.deleteFrom('auction_ballot').where('hash', '=', lost.hash).execute()
    await lot.end()
    for (const n of [1, 2, 3]) await lot.share(n)
    expect((await logOf(lot.id)).some(({ type }) => type === 'ranked')).toBe(false)
    await db.insertInto('auction_ballot').values({ lot_id: lot.id, bidder: 2, hash: lost.hash, ciphertext: lost.bytes, received_at: new Date() }).execute()
    await until(async () => (await logOf(lot.id)).some(({ type }) => type === 'ranked'), 'the opening was not gone on with')
  })

  test('a lost ballot of who withdrew holds up nobody else’s: it is read as out', async () => {
    const lot = await aSealedLot({}, 3)
    for (const n of [1, 2]) await lot.handIn(n, (100 + n * 10) * million)
    const lost = await lot.handIn(3, 150 * million)
    await new Promise((next) => { setTimeout(next, 1_050) })
    expect((await send(app, `${lot.base}/room/withdrawal`, { request_key: randomUUID() }, bidding[2]!)).statusCode).toBe(303)
    await db.deleteFrom('auction_ballot').where('hash', '=', lost.hash).execute()
    await lot.end()
    for (const n of [1, 2, 3]) await lot.share(n)
    await until(async () => (await logOf(lot.id)).some(({ type }) => type === 'ranked'), 'the opening was held up')
    const log = await logOf(lot.id)
    expect(log.find((event) => event.type === 'ballot_read' && event.bidder === 3)).toMatchObject({ amount: null, invalid: 'out' })
    expect(log.findLast(({ type }) => type === 'ranked')).toMatchObject({ leader: 2 })
  })

  test('equal ballots are drawn by a seed that follows from the log and the sealed salts', async () => {
    const lot = await aSealedLot({}, 3)
    for (const n of [1, 2, 3]) await lot.handIn(n, (n === 2 ? 100 : 150) * million)
    await lot.end()
    for (const n of [1, 2, 3]) await lot.share(n)
    expect((await logOf(lot.id)).at(-1)).toMatchObject({ type: 'ranked', leader: null, tied: [1, 3] })
    const draw = async (by: Record<string, string>) => send(app, `${lot.base}/opening/draw`, { request_key: randomUUID() }, by)
    for (const by of [bidding[0]!, members[0]!]) expect((await draw(by)).statusCode).toBe(404)
    expect((await app.inject({ url: `${lot.base}/opening`, headers: officer })).body).toContain('opening/draw')
    expect((await draw(officer)).statusCode).toBe(303)
    expect((await draw(officer)).statusCode).toBe(409)
    const drawn = (await logOf(lot.id)).find((event) => event.type === 'drawn')
    expect(drawn).toMatchObject({ seed: await seedOf(db, lot.id), among: [1, 3] })
  })
})
