import { expect, test } from 'vitest'
import { unguarded } from '../../../tests/auction-lots.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { anArmedLot, aWholeCourse, goesOn, opensAt, someRules } from '../../../tests/proof-things.ts'
import type { Actor } from '../../core/context.ts'
import { second } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { auctionDuties } from './queries.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), seller = await aPerson(db, { organisation: institute })
const people = await Promise.all(['Công ty Rau sạch', 'Công ty Sông Hồng', 'Công ty Ba Vì'].map(async (name) => aPerson(db, { organisation: await anOrganisation(db, 'enterprise', name) })))
const editor = await aPerson(db, { organisation: people[0]!.organisation_id!, role: 'editor' })
const officer = await aPerson(db, { staff: ['auction_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const bidders = [211, 342, 587].map((number, i) => ({ number, organisation_id: people[i]!.organisation_id!, person_id: people[i]!.person_id! }))

test('After the last bid each step waits for who has to take it, and for no one else, until the next working day; a signed lot is followed until it is noted how it ended.', async () => {
  const lot = await anArmedLot(db, { listing_id: await listed(db, institute, 'Máy sấy lạnh'), organisation_id: institute, created_by: seller.person_id!, bidders, rules: someRules({ deposit: vnd(20_000_000) }) })
  const now = new Date(opensAt / 1_000 + 3_600_000)
  const waits = async (actor: Actor) => (await auctionDuties(ctxOf(db, actor, now).db, actor, now)).filter(({ lot_id }) => lot_id === lot).map(({ kind, until }) => `${kind} ${until}`)
  const everybody = async () => Object.fromEntries((await Promise.all(Object.entries({ officer, first: people[0]!, second: people[1]!, third: people[2]!, editor, seller, inspector }).map(async ([name, actor]) => [name, await waits(actor)] as const))).filter(([, duties]) => duties.length > 0))
  const course = aWholeCourse([211, 342, 587]), day = '2026-03-03' // bidding was on Monday the 2nd
  await goesOn(db, lot, course.slice(0, -2))
  expect(await everybody()).toEqual({ officer: [`call ${day}`] })
  await goesOn(db, lot, course.slice(-2, -1))
  expect(await everybody()).toEqual({ officer: [`unsigned ${day}`], first: [`sign ${day}`] })
  await goesOn(db, lot, [{ at: opensAt + 1_200 * second, by: { bidder: 211 }, command: { type: 'refuse_result', bidder: 211, minutes: false } }])
  // Number 342 withdrew: the next is 587.
  expect(await everybody()).toEqual({ officer: [`asked ${day}`], third: [`take ${day}`] })
  await goesOn(db, lot, [{ at: opensAt + 1_300 * second, by: { bidder: 587 }, command: { type: 'take_over', bidder: 587, accepts: true } }])
  expect(await everybody()).toEqual({ officer: [`unsigned ${day}`], third: [`sign ${day}`] })
  await goesOn(db, lot, [{ at: opensAt + 1_400 * second, by: { bidder: 587 }, command: { type: 'sign_minutes' } }])
  expect(await everybody()).toEqual({ officer: ['perform null'] })
})
test('What is done at the console of a property auction waits for its auctioneer alone, and of any lot for no officer of the seller.', async () => {
  const auctioneer = await aPerson(db, { staff: ['auction_officer'] }), sellers = await aPerson(db, { organisation: institute, staff: ['auction_officer'] })
  const now = new Date(opensAt / 1_000 + 3_600_000)
  for (const regime of ['statutory', 'voluntary'] as const) {
    const lot = await anArmedLot(db, { listing_id: await listed(db, institute, 'Máy sấy lạnh'), organisation_id: institute, created_by: seller.person_id!, bidders, rules: someRules({ regime }) })
    await unguarded(asOwner, `update auction_lot set auctioneer_id = ${auctioneer.person_id} where id = ${lot}`)
    await goesOn(db, lot, aWholeCourse([211, 342, 587]).slice(0, -2))
    const called = await Promise.all([auctioneer, officer, sellers].map(async (actor) => (await auctionDuties(ctxOf(db, actor, now).db, actor, now)).some(({ kind, lot_id }) => kind === 'call' && lot_id === lot)))
    expect(called).toEqual([true, regime === 'voluntary', false])
  }
})
