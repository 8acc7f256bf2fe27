import { randomUUID } from 'node:crypto'
import { request as ask } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { formOf, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'

/** Who was there: kept once, of the room by itself, of the hall by whoever conducts the lot. */
const { db, url } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url })
const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
const leaving: (() => void)[] = []
afterEach(() => { for (const leave of leaving.splice(0)) leave() })
const as = async (actor: Actor): Promise<Record<string, string>> => withCookie(await signedIn(app, db, actor))
const present = async (lot: number, number: number) => db.selectFrom('auction_bidder').select(['attended_at', 'present_by']).where('lot_id', '=', lot).where('number', '=', number).executeTakeFirstOrThrow()
async function comes(lot: number, number: number): Promise<Date> {
  for (const late = Date.now() + 20_000; Date.now() < late; await new Promise((next) => { setTimeout(next, 50) })) {
    const { attended_at } = await present(lot, number)
    if (attended_at) return attended_at
  }
  throw new Error(`number ${number} of lot ${lot} was never noted`)
}

describe('The room', () => {
  test('notes a bidder who opens it while the lot is under way, once, and nobody else; not before it opens.', async () => {
    const early = await anArmedLot(db, risingRules({ opens_at: inSeconds(600) }), 2)
    await app.inject({ url: `/vi/auctions/${early.id}/room`, headers: await as(early.people[0]!) })
    expect(await present(early.id, 1)).toEqual({ attended_at: null, present_by: null })
    const { id, people } = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2) }), 2), room = `/vi/auctions/${id}/room`, first = await as(people[0]!)
    for (const late = Date.now() + 20_000; !(await present(id, 1)).attended_at && Date.now() < late;) await app.inject({ url: room, headers: first })
    const since = await comes(id, 1), { id: bidder_id, organisation_id } = await db.selectFrom('auction_bidder').select(['id', 'organisation_id']).where('lot_id', '=', id).where('number', '=', 1).executeTakeFirstOrThrow()
    await db.insertInto('auction_deposit').values({ lot_id: id, bidder_id, organisation_id, amount: vnd(20_000_000), reference: `DTPHIEN${id}`, refund_to: 'Ngân hàng A, 0011', state: 'requested', state_since: new Date(), requested_by: people[0]!.person_id!, requested_at: new Date() }).execute()
    for (const headers of [{}, await as(await aPerson(db, { staff: ['auction_officer'] }))]) expect((await app.inject({ url: room, headers })).statusCode).toBe(200)
    await app.inject({ url: room, headers: first })
    expect([await present(id, 1), (await present(id, 2)).attended_at]).toEqual([{ attended_at: since, present_by: null }, null])
    expect((await app.inject({ url: `/vi/auctions/${id}/registration`, headers: first })).body).toContain('Sàn ghi nhận tổ chức có mặt tại cuộc đấu giá từ')
    expect((await app.inject({ url: `/vi/auctions/${id}/office`, headers: await as(await aPerson(db, { staff: ['auction_officer'] })) })).body).toMatch(/mở phòng đấu giá lúc[\s\S]*chưa ghi nhận/)
  })
  test('notes who listened before it opened, at its opening.', async () => {
    const opens_at = inSeconds(1.5), { id, people } = await anArmedLot(db, risingRules({ opens_at }), 2)
    const asking = ask({ host: address.hostname, port: address.port, path: `/vi/auctions/${id}/room/events`, headers: { accept: 'text/event-stream', ...await as(people[0]!) } }, (answer) => { answer.resume().on('error', () => {}) })
    asking.on('error', () => {}).end()
    leaving.push(() => asking.destroy())
    expect((await comes(id, 1)).getTime()).toBeGreaterThanOrEqual(opens_at / 1_000)
    expect((await present(id, 2)).attended_at).toBeNull()
  })
})

describe('The hall', () => {
  test('Whoever conducts the lot notes a number as present, until it is settled; everybody else is refused, and so is a number nobody has.', async () => {
    const officer = await aPerson(db, { staff: ['auction_officer'] }), { id, people } = await anArmedLot(db, risingRules({ opens_at: inSeconds(600) }), 2)
    const console = `/vi/auctions/${id}/console`, theirs = await as(officer), says = (present_number: string, headers: Record<string, string>) => send(app, `${console}/presence`, { request_key: randomUUID(), present_number }, headers)
    for (const actor of [people[0]!, await aPerson(db, { staff: ['deal_officer'] }), await aPerson(db, { staff: ['inspector'] }), await aPerson(db, { staff: ['observer'] }), await aPerson(db, { staff: ['administrator'] })]) expect((await says('2', await as(actor))).statusCode).toBe(404)
    expect([(await says('9', theirs)).statusCode, (await says('', theirs)).statusCode, (await present(id, 2)).attended_at]).toEqual([409, 422, null])
    const form = formOf((await app.inject({ url: console, headers: theirs })).body, `${console}/presence`)
    form.set('present_number', '2')
    expect((await send(app, `${console}/presence`, form, theirs)).headers.location).toBe(`${console}?done=presence_noted`)
    const { attended_at, present_by } = await present(id, 2)
    expect(present_by).toBe(officer.person_id)
    await Promise.all([says('2', theirs), says('2', theirs)])
    expect((await present(id, 2)).attended_at).toEqual(attended_at)
    expect(await db.selectFrom('event').select('id').where('type', '=', 'lot.presence_noted').execute()).toHaveLength(1)
    await db.updateTable('auction_lot').set({ state: 'failed' }).where('id', '=', id).execute()
    const late = await says('1', theirs)
    expect([late.statusCode, (await present(id, 1)).attended_at]).toEqual([409, null])
    expect(late.body).toContain('không ghi thêm ai có mặt')
  })
})
