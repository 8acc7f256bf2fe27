import { expect, test } from 'vitest'
import { aLot, paid, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { aBrowser, openWhole, signedIn, withCookie } from '../../../tests/readers.ts'
import { aSolutionCall, envelopes, scored } from '../../../tests/solution-things.ts'
import { type Actor, byTime } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom } from '../../platform/time.ts'
import { closeRegistrations, endUnsold, linkDeal, settleLot } from '../auctions/ending.ts'
import { registerBidder } from '../auctions/registration-commands.ts'
import { chosenWithoutDeal, confirmAward, linkSolutionDeal, proposeAward } from '../solutions/award-commands.ts'
import { openPrices, rankSolution } from '../solutions/price-commands.ts'
import { submitSolution } from '../solutions/submission-commands.ts'
import { negotiateLot, openDealOfLot } from './lot-commands.ts'
import { openDealOfSolution } from './solution-commands.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db)
const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện'), one = await anOrganisation(db, 'enterprise', 'Công ty Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai')
const dau = await aPerson(db, { staff: ['auction_officer', 'deal_officer'] }), gia = await aPerson(db, { staff: ['auction_officer', 'deal_officer'] }), lan = await aPerson(db, { organisation: seller }), hoa = await aPerson(db, { organisation: one }), qua = await aPerson(db, { organisation: two })
const cookies = new Map<Actor, string>()
for (const actor of [dau, lan, hoa, qua]) cookies.set(actor, await signedIn(app, db, actor))
const reads = (actor: Actor | null, url: string) => app.inject({ url, headers: actor ? withCookie(cookies.get(actor)!) : aBrowser })
const part = (html: string, head: string): string => { const from = html.indexOf(`<h2>${head}</h2>`); return from < 0 ? '' : html.slice(from, html.indexOf('</section>', from)) }
async function armed(over: Record<string, unknown> = {}) {
  const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, over })
  const bidders = []
  for (const actor of [hoa, qua]) { const id = await registerBidder(ctxOf(db, actor), registration(lot)); await paid(db, dau, id, noon); bidders.push(id) }
  await closeRegistrations(db, minutesAfterNoon(60))
  return { lot, number: (await db.selectFrom('auction_bidder').select('number').where('id', '=', bidders[0]!).executeTakeFirstOrThrow()).number! }
}

test('The file of a sold lot says from which, with price, deposit and what is left, to both sides and in both languages; nobody of neither side reads it.', async () => {
  const { lot, number } = await armed()
  await db.updateTable('auction_lot').set({ phase: 'signed', winner: number, price: vnd(120_000_000) }).where('id', '=', lot).execute()
  const deal = await db.transaction().execute(async (tx) => {
    const ctx = byTime(db, minutesAfterNoon(300), 'test'), sold = await settleLot(tx, ctx, lot), id = await openDealOfLot(tx, ctx, sold!)
    await linkDeal(tx, lot, id)
    return id
  })
  for (const actor of [lan, hoa, dau]) {
    const vi = part((await reads(actor, `/vi/deals/${deal}`)).body, `Từ phiên số ${lot}`)
    for (const words of ['120.000.000 đồng', '10.000.000 đồng', '110.000.000 đồng', `href="/vi/auctions/${lot}"`, `href="/vi/auctions/${lot}/minutes"`, 'Bản quyền máy sấy lạnh rau quả']) expect(vi).toContain(words)
    const en = part((await reads(actor, `/en/deals/${deal}`)).body, `From lot ${lot}`)
    for (const words of ['VND 120,000,000', 'VND 10,000,000', 'VND 110,000,000', `href="/en/auctions/${lot}/minutes"`, 'Winning price']) expect(en).toContain(words)
  }
  for (const actor of [qua, null]) {
    const answer = await reads(actor, `/vi/deals/${deal}`)
    expect([answer.statusCode === 200, answer.body.includes(`Từ phiên số ${lot}`), answer.body.includes('110.000.000')]).toEqual([false, false, false])
  }
})
test('The file of a negotiation names the lot that was not sold, and no price.', async () => {
  const { lot } = await armed({ negotiation: 'yes' })
  await db.transaction().execute((tx) => endUnsold(tx, byTime(db, minutesAfterNoon(300), 'test'), lot, 'fail', 'no_bids'))
  const deal = await negotiateLot(ctxOf(db, hoa, minutesAfterNoon(310)), { lot_id: lot })
  const told = part((await reads(lan, `/vi/deals/${deal}`)).body, `Từ phiên số ${lot}, không bán được`)
  expect(told).toContain(`href="/vi/auctions/${lot}"`)
  expect(told).not.toContain('Giá trúng')
})
test('The file of a chosen solution says from which call, with the price offered, to both sides.', async () => {
  const as = (actor: Actor, days: number) => ctxOf(db, actor, daysFrom(noon, days))
  const solution_id = await aSolutionCall(db, { officer: dau, second: gia, need: await listed(db, seller, 'Cần sấy trái cây', { kind: 'need' }), now: noon })
  for (const [actor, price] of [[hoa, 500_000_000], [qua, 450_000_000]] as const) await submitSolution(as(actor, 1), envelopes(solution_id, price))
  await scored(db, solution_id, { officer: dau, members: [await aPerson(db), await aPerson(db)], points: (organisation) => (organisation === one ? [90, 80] : [70, 70]), now: noon })
  await openPrices(as(dau, 11), { solution_id })
  await rankSolution(as(dau, 12), { solution_id })
  await proposeAward(as(dau, 21), { solution_id, count: 1, reason: 'Hạng nhất có số liệu đầy đủ hơn.' })
  await confirmAward(as(lan, 21), { solution_id })
  const deal = await db.transaction().execute(async (tx) => {
    const [chosen] = await chosenWithoutDeal(tx, solution_id), id = await openDealOfSolution(tx, byTime(db, daysFrom(noon, 21), 'test'), chosen!)
    await linkSolutionDeal(tx, chosen!.entry_id, id)
    return id
  })
  for (const actor of [lan, hoa]) for (const [language, head, price] of [['vi', `Từ cuộc kêu gọi giải pháp số ${solution_id}`, '500.000.000 đồng'], ['en', `From call for solutions ${solution_id}`, 'VND 500,000,000']] as const) {
    const told = part((await reads(actor, `/${language}/deals/${deal}`)).body, head)
    for (const words of [price, `href="/${language}/solutions/${solution_id}"`]) expect(told).toContain(words)
  }
  expect((await reads(qua, `/vi/deals/${deal}`)).statusCode).toBe(404)
})
