import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anArmedLot, inSeconds, risingRules } from '../../../tests/auction-lots.ts'
import { testDatabase } from '../../../tests/database.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { counterOf, crowdTimes } from '../../web/counters.ts'

const { db, url } = await testDatabase()
const { app } = await openWhole(db, { DATABASE_URL: url, REQUESTS_PER_MINUTE: '60' })

test.each([
  ['GET', '/vi/auctions/7/room', false, 'pages'], ['GET', '/vi/auctions/7/room', true, 'bidding'], ['GET', '/en/auctions/7/room?done=bid_taken', true, 'bidding'], ['GET', '/en/auctions/7/room/bids/x', true, 'bidding'],
  ['GET', '/vi/auctions/7/room/clock.json', false, 'watching'], ['GET', '/vi/auctions/7/room/events?after=3', true, 'watching'],
  ['GET', '/vi/auctions/7/console', true, 'bidding'], ['GET', '/vi/auctions/7/console', false, 'pages'], ['POST', '/en/auctions/7/console/pause', true, 'bidding'], ['GET', '/vi/auctions/7/opening', true, 'bidding'], ['GET', '/vi/auctions/7/opening', false, 'pages'], ['POST', '/vi/auctions/7/opening/shares', true, 'bidding'], ['GET', '/vi/auctions/7/screen', false, 'watching'], ['GET', '/vi/auctions/7/screen?x', true, 'watching'],
  ['POST', '/vi/auctions/7/room/bids', true, 'bidding'], ['POST', '/vi/auctions/7/ballot', true, 'bidding'],
  ['GET', '/vi/auctions/7', true, 'pages'], ['GET', '/vi/auctions/7/roommate', true, 'pages'], ['POST', '/vi/auctions/7/questions', true, 'pages'], ['GET', '/vi/auctions/room/clock.json', true, 'pages'], ['GET', '/x/vi/auctions/7/room', true, 'pages'],
] as const)('%s %s (signed in: %s) is counted among %s', (method, address, signed, counter) => { expect(counterOf({ method, url: address, signedIn: signed })).toBe(counter) })

test('A hall that watches from one address keeps nobody there from bidding or conducting; who asks too often is told to wait all the same', async () => {
  const lot = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2) }), 1), room = `/vi/auctions/${lot.id}/room`, hall = { 'x-forwarded-for': '10.77.0.1' }
  const bidder = { ...withCookie(await signedIn(app, db, lot.people[0]!)), ...hall }
  const asked = async (times: number, address: string): Promise<number[]> => {
    const answers: number[] = []
    for (let n = 0; n < times; n++) answers.push((await app.inject({ url: address, headers: hall })).statusCode)
    return answers
  }
  expect((await asked(61, '/vi/auctions')).filter((status) => status === 429)).toHaveLength(1)
  expect((await asked(60 * crowdTimes + 1, `${room}/clock.json`)).filter((status) => status === 429)).toHaveLength(1)
  expect((await app.inject({ url: '/vi/auctions', headers: bidder })).statusCode).toBe(429)
  expect((await app.inject({ url: room, headers: bidder })).statusCode).toBe(200)
  expect((await send(app, `${room}/bids`, { request_key: randomUUID(), amount: '100000000' }, bidder)).statusCode).toBe(303)
  const officer = { ...withCookie(await signedIn(app, db, lot.officer)), ...hall }
  expect((await app.inject({ url: `/vi/auctions/${lot.id}/console`, headers: officer })).statusCode).toBe(200)
  expect((await send(app, `/vi/auctions/${lot.id}/console/pause`, { request_key: randomUUID(), pause_reason: 'region_outage', pause_word: 'Mất điện cả phường' }, officer)).statusCode).toBe(303)
}, 60_000)
