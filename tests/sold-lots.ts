import type { Actor, Ctx } from '../src/core/context.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import { aSoldLot } from './auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from './database.ts'
import { listed } from './listings.ts'

/** A database with a seller, two bidders’ organisations and three officers; `sold` makes a lot of the seller’s whose minutes `hoa` of the first bidder signed. */
export async function soldLots() {
  const { db, asOwner } = await testDatabase()
  await loadCodeLists(db, 'data')
  const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện'), one = await anOrganisation(db, 'enterprise', 'Công ty Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai')
  const officer = (organisation?: number) => aPerson(db, { staff: ['auction_officer'], ...(organisation === undefined ? {} : { organisation, role: 'viewer' as const }) })
  const dau = await officer(), gia = await officer(), hoa = await aPerson(db, { organisation: one }), qua = await aPerson(db, { organisation: two })
  const people = { dau, gia, ba: await officer(), lan: await aPerson(db, { organisation: seller }), hoa, qua }
  const as = (actor: Actor, minutes = 300): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
  const sold = async (): Promise<number> => (await aSoldLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, bidders: [hoa, qua] })).lot
  return { db, asOwner, seller, one, two, officer, people, as, sold }
}
