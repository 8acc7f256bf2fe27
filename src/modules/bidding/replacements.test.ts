import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anArmedLot, risingRules, unguarded } from '../../../tests/auction-lots.ts'
import { aLot, registration } from '../../../tests/auction-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { shownMoment } from '../../platform/time.ts'
import { conflictIn } from '../auctions/conflict-queries.ts'
import { auctionDuties, lotFile, officeFile } from '../auctions/queries.ts'
import { registerBidder } from '../auctions/registration-commands.ts'
import { approveReplacement, proposeReplacement, returnReplacement } from '../auctions/replacement-commands.ts'
import { mostReplacements } from '../auctions/replacement-rules.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { callPrice } from './commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const officer = (name: string, organisation?: number) => aPerson(db, { staff: ['auction_officer'], name, ...(organisation === undefined ? {} : { organisation, role: 'viewer' as const }) })
const dau = await officer('Đấu'), gia = await officer('Giá'), next = await officer('Mới'), lost = await officer('Cũ')
const at = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const live = (regime: 'statutory' | 'voluntary' = 'statutory', auctioneer: number | null = lost.person_id) => anArmedLot(db, risingRules({ regime }), 2, { auctioneer })
const inPhase = (lot: number, phase: string | null, state = 'armed') => unguarded(asOwner, `update auction_lot set phase = ${phase === null ? 'null' : `'${phase}'`}, state = '${state}' where id = ${lot}`)
const naming = (lot_id: number, to: Actor = next, over: object = {}) => ({ lot_id, request_key: randomUUID(), to_id: to.person_id!, to_name: to.name, reason: 'Không thể điều hành vì lý do sức khỏe.', ...over })
/** What the console answers: no writer runs here, so that whoever conducts is told that; nobody else finds it. */
const conducts = async (actor: Actor, lot_id: number) => await refused(callPrice(at(actor), null, { lot_id, request_key: randomUUID() })) === 'no_writer'
const conducting = async (lot: number) => ({ lost: await conducts(lost, lot), next: await conducts(next, lot), gia: await conducts(gia, lot) })

test('Another auctioneer conducts a statutory lot, live or paused, once two officers said so, and the former and every other officer does not; the page says who, whose place and why.', async () => {
  const { id } = await live()
  await inPhase(id, 'open')
  expect(await conducting(id)).toEqual({ lost: true, next: false, gia: false })
  const replacement_id = await proposeReplacement(at(dau), naming(id))
  expect(await conducting(id)).toEqual({ lost: true, next: false, gia: false })
  expect(await refused(approveReplacement(at(dau), { lot_id: id, replacement_id }))).toBe('own_replacement')
  await approveReplacement(at(gia), { lot_id: id, replacement_id })
  expect(await conducting(id)).toEqual({ lost: false, next: true, gia: false })
  const { lot, replacements } = await lotFile(at(anonymous), id)
  expect([lot.auctioneer_name, replacements.map(({ to_name, from_id, reason }) => [to_name, from_id, reason])]).toEqual(['Mới', [['Mới', lost.person_id, 'Không thể điều hành vì lý do sức khỏe.']]])
  // Who conducted it once bids for nobody in it, whatever they are now.
  await db.deleteFrom('staff_role').where('person_id', '=', lost.person_id).execute()
  expect((await db.selectFrom('auction_lot as l').select(conflictIn(sql`${lost.person_id}::int`).as('conflict')).where('l.id', '=', id).executeTakeFirstOrThrow()).conflict).toBe('auctioneer_may_not_bid')
  await db.insertInto('staff_role').values({ person_id: lost.person_id!, role: 'auction_officer', granted_at: noon, granted_by: null }).execute()
  const { data } = await db.selectFrom('event').select('data').where('subject', '=', `lot:${id}`).where('type', '=', 'lot.auctioneer_replaced').executeTakeFirstOrThrow()
  expect(data).toMatchObject({ to_name: 'Mới', reason: 'Không thể điều hành vì lý do sức khỏe.', replacement_id })
})

test('Of two officers who approve or send back at once one does, and the same press proposes once.', async () => {
  const { id } = await live(), pressed = naming(id)
  const [one, two] = await Promise.all([proposeReplacement(at(dau), pressed), proposeReplacement(at(dau), pressed)])
  expect(one).toBe(two)
  expect((await Promise.all([gia, next].map((actor) => refused(proposeReplacement(at(actor), naming(id)))))).toSorted()).toEqual(['replacement_waits', 'replacement_waits'])
  const ways = await Promise.all([refused(approveReplacement(at(gia), { lot_id: id, replacement_id: one })), refused(approveReplacement(at(next), { lot_id: id, replacement_id: one })), refused(returnReplacement(at(gia), { lot_id: id, replacement_id: one, reason: 'Không cần' }))])
  expect(ways.toSorted()).toEqual(['done', 'replacement_settled', 'replacement_settled'])
})

test('Nobody conducts who is no auction officer, belongs to the seller or a bidder, or opens the ballots; asked again when it is approved.', async () => {
  const { id, seller, people } = await live(), bidder = people[0]!.memberships[0]!.organisation_id
  const unfit = { role: await aPerson(db, { staff: ['deal_officer'] }), seller: await officer('Của bên bán', seller), bidder: await officer('Của bên mua', bidder), council: await officer('Hội đồng') }
  await db.insertInto('auction_council').values({ lot_id: id, place: 1, person_id: unfit.council.person_id!, named_by: dau.person_id!, named_at: noon, declared_at: null, removed_at: null }).execute()
  for (const [why, actor] of Object.entries(unfit)) await expect(proposeReplacement(at(dau), naming(id, actor)), why).rejects.toMatchObject({ refusal: { code: 'auctioneer_conflict', why, field: 'to_id' } })
  expect(await refused(proposeReplacement(at(dau), naming(id, lost)))).toBe('same_auctioneer')
  const replacement_id = await proposeReplacement(at(dau), naming(id))
  const { id: seat } = await db.insertInto('auction_council').values({ lot_id: id, place: 2, person_id: next.person_id!, named_by: dau.person_id!, named_at: noon, declared_at: null, removed_at: null }).returning('id').executeTakeFirstOrThrow()
  expect(await refused(approveReplacement(at(gia), { lot_id: id, replacement_id }))).toBe('auctioneer_conflict')
  expect(await conducts(lost, id)).toBe(true)
  await db.updateTable('auction_council').set({ removed_at: noon }).where('id', '=', seat).execute()
  expect(await refused(approveReplacement(at(gia), { lot_id: id, replacement_id }))).toBe('done')
})

test('From publication until a winner is announced, and not in a draft or afterwards; a session any officer conducts has nobody to replace.', async () => {
  const { id } = await live(), stands = 'auctioneer_stands'
  for (const [phase, state, code] of [[null, 'registration', 'done'], [null, 'armed', 'done'], ['armed', 'armed', 'done'], ['open', 'armed', 'done'], ['opening', 'armed', 'done'], ['closed', 'armed', 'done'], ['announced', 'armed', stands], ['offered', 'armed', stands], ['signed', 'armed', stands], ['failed', 'failed', stands], [null, 'draft', stands], [null, 'proposed', stands], ['signed', 'settling', stands]] as const) {
    await inPhase(id, phase, state)
    const answer = await refused(proposeReplacement(at(dau), naming(id)))
    expect([phase, state, answer]).toEqual([phase, state, code])
    const waits = await db.selectFrom('auction_replacement').select('id').where('lot_id', '=', id).where('state', '=', 'proposed').executeTakeFirst()
    if (waits) await returnReplacement(at(gia), { lot_id: id, replacement_id: waits.id, reason: 'Không cần' })
  }
  await inPhase(id, 'open')
  const replacement_id = await proposeReplacement(at(dau), naming(id))
  await inPhase(id, 'announced')
  expect(await refused(approveReplacement(at(gia), { lot_id: id, replacement_id }))).toBe(stands)
  const any = await live('voluntary', null), led = await live('voluntary')
  expect([await refused(proposeReplacement(at(dau), naming(any.id))), await refused(proposeReplacement(at(dau), naming(led.id)))]).toEqual([stands, 'done'])
})

test('Only auction officers of no side propose, approve and send back; what was only proposed, and why, is the staff’s.', async () => {
  const { id, seller, people } = await live(), replacement_id = await proposeReplacement(at(dau), naming(id))
  const others: [Actor, string][] = [[anonymous, 'sign_in_first'], [people[0]!, 'not_permitted'], [await officer('Của bên bán', seller), 'officer_of_seller']]
  for (const role of ['inspector', 'observer', 'prosecutor', 'administrator', 'deal_officer', 'moderator'] as const) others.push([await aPerson(db, { staff: [role] }), 'not_permitted'])
  for (const [actor, code] of others) for (const work of [() => proposeReplacement(at(actor), naming(id)), () => approveReplacement(at(actor), { lot_id: id, replacement_id }), () => returnReplacement(at(actor), { lot_id: id, replacement_id, reason: 'Không cần' })]) expect(await refused(work())).toBe(code)
  expect(await refused(approveReplacement({ ...at(gia), actor: { ...gia, acted_by: { person_id: 1, name: 'Ai đó' } } }, { lot_id: id, replacement_id }))).toBe('in_person_only')
  const sees = async (actor: Actor) => (await lotFile(at(actor), id)).replacements.length
  expect([await sees(anonymous), await sees(people[0]!), await sees(others[2]![0]) + await sees(gia)]).toEqual([0, 0, 2])
  expect(await refused(approveReplacement(at(gia), { lot_id: (await live()).id, replacement_id }))).toBe('not_found')
})

test('No hand changes who conducts a published lot but as two officers said, and what they said is good for one time.', async () => {
  const { id } = await live(), by = async (sql: string): Promise<string> => { try { await asOwner(sql); return 'done' } catch (error) { return String(error) } }
  const set = (who: Actor) => by(`update auction_lot set auctioneer_id = ${who.person_id}, auctioneer_name = '${who.name}' where id = ${id}`)
  expect(await set(next)).toContain('as two officers said')
  const replace = async (to: Actor) => approveReplacement(at(gia), { lot_id: id, replacement_id: await proposeReplacement(at(dau), naming(id, to)) })
  await replace(next)
  await replace(lost)
  expect(await set(next)).toContain('as two officers said')
  expect(await by(`update auction_lot set auctioneer_name = 'Ai đó' where id = ${id}`)).toContain('as two officers said')
  expect(await by(`update auction_replacement set state = 'proposed' where lot_id = ${id}`)).toContain('settled once')
  await expect(at(gia).db.updateTable('auction_replacement').set({ to_name: 'Khác' }).where('lot_id', '=', id).execute()).rejects.toThrow('permission denied')
  const own = await proposeReplacement(at(dau), naming(id))
  expect(await by(`update auction_replacement set state = 'approved', decided_by = proposed_by, decided_at = now() where id = ${own}`)).toContain('check')
  await returnReplacement(at(dau), { lot_id: id, replacement_id: own, reason: 'Nhầm phiên' })
  for (let i = 3; i < mostReplacements; i++) await returnReplacement(at(gia), { lot_id: id, replacement_id: await proposeReplacement(at(dau), naming(id)), reason: 'Không cần' })
  expect(await refused(proposeReplacement(at(dau), naming(id)))).toBe('too_many_replacements')
})

test('A property auction whose auctioneer lost the role waits as a duty of the officers until somebody is proposed, then for another of them.', async () => {
  const seller = await anOrganisation(db, 'institute', 'Viện Bán'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Mua'), lan = await aPerson(db, { organisation: seller }), hoa = await aPerson(db, { organisation: buyer }), gone = await officer('Hết vai trò')
  const day = (n: number, hour: number) => shownMoment(minutesAfterNoon(n * 1440 + (hour - 12) * 60))
  const lot = await aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy'), now: noon, over: { regime: 'statutory', title_vi: 'Quyền sử dụng máy sấy', organiser: 'Công ty Đấu giá A', organiser_licence: '12', auctioneer_name: 'Hết vai trò', auctioneer_id: String(gone.person_id), owner_decision: '15/QĐ', extension_minutes: '0', latest_minutes: '0', registration_closes_at: day(14, 12), opens_at: day(21, 9), closes_at: day(21, 10) } })
  const waits = async (actor: Actor) => (await auctionDuties(at(actor, 5).db, actor, minutesAfterNoon(5))).filter(({ kind, lot_id }) => ['lost', 'replace'].includes(kind) && lot_id === lot).map(({ kind }) => kind)
  expect(await waits(dau)).toEqual([])
  await registerBidder(at(hoa, 1), registration(lot))
  await db.deleteFrom('staff_role').where('person_id', '=', gone.person_id).execute()
  expect([await waits(dau), await waits(lan), (await officeFile(at(dau), await lotFile(at(dau), lot))).lost]).toEqual([['lost'], [], true])
  const replacement_id = await proposeReplacement(at(dau, 3), naming(lot))
  expect([await waits(dau), await waits(gia)]).toEqual([[], ['replace']])
  await approveReplacement(at(gia, 4), { lot_id: lot, replacement_id })
  expect([await waits(dau), await waits(gia), (await officeFile(at(dau), await lotFile(at(dau), lot))).lost]).toEqual([[], [], false])
  expect((await lotFile(at(anonymous), lot)).lot).toMatchObject({ auctioneer_id: next.person_id, auctioneer_name: 'Mới' })
})
