import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyBundle } from '../src/commandline/verify-bundle.ts'
import { checkpointLots } from '../src/modules/proofs/checkpointing.ts'
import { signingKeyOf } from '../src/platform/proof/keys.ts'
import { anArmedLot, inSeconds, risingRules } from './auction-lots.ts'
import { anOrganisation, aPerson, testDatabase } from './database.ts'
import { leaks } from './fuzz-faults.ts'
import { formsIn, type Shown, type Target } from './fuzz-forms.ts'
import { inputs, sentOf } from './fuzz-inputs.ts'
import { openWhole, send, signedIn, withCookie } from './readers.ts'
import { until } from './running.ts'

/** Bad input to live lots with their writer: FUZZ_ROOM_RUNS and FUZZ_SEED say how many and which; what failed stands in the failure with its seed. */
const runs = Number(process.env.FUZZ_ROOM_RUNS ?? 300), seed = Number(process.env.FUZZ_SEED ?? 20_261_121)
const { db, url } = await testDatabase()
const { app, config } = await openWhole(db, { DATABASE_URL: url, REQUESTS_PER_MINUTE: '1000000' })
const cookieOf = async (person: Awaited<ReturnType<typeof aPerson>>) => withCookie(await signedIn(app, db, person))
const perLot = 8

test(`${runs} inputs to the rooms and consoles of live lots: no error of ours, nothing of ours told, what a form refuses is in no log, and every log verifies`, { timeout: 300_000 }, async () => {
  const auctioneer = await aPerson(db, { staff: ['auction_officer'] })
  const lots = await Promise.all([{}, { extension: { window: 60_000_000, by: 60_000_000, latest: inSeconds(3_600) } }, { form: 'descending' as const, floor: 50_000_000, tick: 600_000_000 }].map((more) => anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2), closes_at: inSeconds(1_800), single_bidder: 'fail', ...more } as never), perLot, { auctioneer: auctioneer.person_id! })))
  const headers: Record<string, Record<string, string>> = { anonymous: {}, auctioneer: await cookieOf(auctioneer), stranger: await cookieOf(await aPerson(db, { organisation: await anOrganisation(db) })) }
  for (const [n, { people }] of lots.entries()) for (const [i, person] of people.entries()) headers[`bidder ${n} ${i}`] = await cookieOf(person)
  // What each is shown, once the lots are open.
  const open = async (id: number) => (await db.selectFrom('auction_lot').select('phase').where('id', '=', id).executeTakeFirstOrThrow()).phase === 'open'
  await until(async () => (await Promise.all(lots.map(({ id }) => open(id)))).every(Boolean), () => 'the lots did not open', 30)
  const pages = Object.keys(headers).flatMap((who) => lots.flatMap(({ id }, n) => (who.startsWith('bidder') && !who.startsWith(`bidder ${n}`) ? [] : [{ who, page: `/vi/auctions/${id}/room` }, ...(who === 'auctioneer' ? [{ who, page: `/vi/auctions/${id}/console` }] : [])])))
  const shown: Shown[] = []
  for (const { who, page } of pages) shown.push(...formsIn((await app.inject({ url: page, headers: headers[who]! })).body, page, who).filter(({ action }) => /\/(room|console)\//.test(action)))
  // A lot called off takes nothing any more: that form is left to the tests of the console.
  const routes = Map.groupBy(shown.filter(({ action }) => !action.endsWith('/cancellation')), ({ action }) => action.replace(/\d+/, ':lot_id'))
  const targets: Target[] = [...routes].map(([route, forms]) => ({ route, forms }))
  expect(targets.map(({ route }) => route.replace('/vi/auctions/:lot_id/', '')).toSorted()).toEqual(expect.arrayContaining(['console/bids', 'console/disqualification', 'console/pause', 'room/bids', 'room/withdrawal']))

  const given = { who: Object.keys(headers), headers, ids: lots.map(({ id }) => id), tokens: ['x'.repeat(43)] }
  const statuses: Record<string, number> = {}
  const commands = async () => Number((await db.selectFrom('auction_command').select(({ fn }) => fn.countAll<number>().as('n')).where('lot_id', 'in', given.ids).executeTakeFirstOrThrow()).n)
  await fc.assert(fc.asyncProperty(inputs(targets), async (input) => {
    const sent = sentOf(targets, input, given), before = await commands()
    const { statusCode, body } = await app.inject({ method: 'POST', url: sent.url, headers: { ...sent.headers }, payload: sent.payload })
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
    if (statusCode >= 500) throw new Error(`${statusCode} to ${sent.what}`)
    const typed = sent.payload.toString('utf8')
    for (const [what, pattern] of leaks) { const hit = pattern.exec(body)?.[0]; if (hit !== undefined && !typed.includes(hit)) throw new Error(`shows ${what}: ${hit.slice(0, 200)}\n${sent.what}`) }
    // A lot's own refusal (409) stands in its log with its answer; what never came to the lot does not.
    if ([400, 401, 403, 404, 413, 415, 422, 429].includes(statusCode) && await commands() !== before) throw new Error(`${statusCode}, and yet in the log: ${sent.what}`)
  }), { numRuns: runs, seed, endOnFailure: true })
  console.log(`${runs} inputs to live lots, seed ${seed}: ${JSON.stringify(statuses)}; ${await commands()} commands in ${lots.length} logs`)
  for (const status of ['303', '409', '422']) expect(statuses[status], `some answered ${status}`).toBeGreaterThan(0)

  // Each lot goes on, or came to an end it knows; its whole log recomputes.
  await checkpointLots(db, { key: signingKeyOf(config), publicUrl: config.publicUrl }, new Date())
  for (const { id } of lots) {
    expect((await app.inject({ url: `/vi/auctions/${id}/room` })).statusCode).toBe(200)
    const { statusCode, body } = await app.inject({ url: `/vi/auctions/${id}/bundle` })
    expect(statusCode, body.slice(0, 300)).toBe(200)
    expect(verifyBundle(body)).toMatchObject({ right: true, findings: [] })
  }
  const fresh = await anArmedLot(db, risingRules({ opens_at: inSeconds(-0.2) }), 2), cookie = await cookieOf(fresh.people[0]!), room = `/vi/auctions/${fresh.id}/room`
  await until(async () => open(fresh.id), () => 'a lot after all that does not open', 30)
  expect((await send(app, `${room}/bids`, { request_key: randomUUID(), amount: '100000000' }, cookie)).headers.location).toBe(`${room}?done=bid_taken`)
})
