import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { aLot, lotForm, paid, postponementProposed, registration } from '../../../tests/auction-things.ts'
import { aCouncil } from '../../../tests/ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import type { LotRules } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { shownMoment } from '../../platform/time.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { approvePostponement, proposePostponement, returnPostponement } from './date-commands.ts'
import { postponementsOf } from './date-queries.ts'
import { receiveDeposit } from './deposit-commands.ts'
import { callOffLot, draftLot, noteNotice } from './draft-commands.ts'
import { closeRegistrations } from './ending.ts'
import { instantOf, rulesHash } from './lot-rules.ts'
import { auctionDuties, lotFile } from './queries.ts'
import { leaveLot, registerBidder } from './registration-commands.ts'
import { lotRow } from './turns.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const seller = await anOrganisation(db, 'institute', 'Viện Cơ điện'), one = await anOrganisation(db, 'enterprise', 'Công ty Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai'), three = await anOrganisation(db, 'enterprise', 'Công ty Ba')
const dau = await aPerson(db, { staff: ['auction_officer'] }), gia = await aPerson(db, { staff: ['auction_officer'] }), third = await aPerson(db, { staff: ['auction_officer'] }), ofSeller = await aPerson(db, { staff: ['auction_officer'], organisation: seller })
const inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] }), prosecutor = await aPerson(db, { staff: ['prosecutor'] }), administrator = await aPerson(db, { staff: ['administrator'] }), dealOfficer = await aPerson(db, { staff: ['deal_officer'] })
const lan = await aPerson(db, { organisation: seller }), hoa = await aPerson(db, { organisation: one }), minh = await aPerson(db, { organisation: two }), ba = await aPerson(db, { organisation: three }), stranger = await aPerson(db)
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const brokenBy = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: Error) => error.message)
const day = 24 * 60
/** A lot as it is published takes registrations for an hour, and bids from the third to the fourth hour. */
const open = async (over: Record<string, unknown> = {}): Promise<number> => aLot(db, { officer: dau, second: gia, offer: await listed(db, seller, 'Máy sấy lạnh'), now: noon, over })
const later = (lot_id: number, registers: number, opens: number, closes: number, request_key = randomUUID()) => ({ lot_id, request_key, registration_closes_at: minutesAfterNoon(registers), opens_at: minutesAfterNoon(opens), closes_at: minutesAfterNoon(closes), reason: 'Mất điện diện rộng tại nơi xem tài sản.' })
const states = async (id: number) => (await postponementsOf(db, id)).map(({ state }) => state)
const events = async (id: number) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `lot:${id}`).where('type', 'in', ['lot.postponement_proposed', 'lot.postponement_returned', 'lot.postponed']).orderBy('id').execute())
const approving = (lot_id: number, postponement_id: number) => ({ lot_id, postponement_id })

test('One officer proposes later times, another approves: the rules have the new times and a new hash, the hash before stays beside it, and registrations, deposits and arming follow.', async () => {
  const id = await open(), before = await lotRow(db, id), first = await registerBidder(as(hoa), registration(id))
  await paid(db, dau, first, noon)
  const { number } = await db.selectFrom('auction_bidder').select('number').where('id', '=', first).executeTakeFirstOrThrow()
  const slow = await registerBidder(as(ba, 30), registration(id))
  const press = later(id, day + 120, day + 300, day + 360), postponement_id = await proposePostponement(as(dau, 10), press), it = approving(id, postponement_id)
  expect(await proposePostponement(as(dau, 10), press)).toBe(postponement_id)
  expect(await lotRow(db, id)).toEqual(before)
  expect(await refused(approvePostponement(as(dau, 20), it))).toBe('own_postponement')
  expect(await refused(approvePostponement({ ...as(gia, 20), session: null }, it))).toBe('confirm_first')
  await approvePostponement(as(gia, 40), it)
  const after = await lotRow(db, id), rules: LotRules = { ...before.rules, opens_at: instantOf(press.opens_at), closes_at: instantOf(press.closes_at), extension: { ...before.rules.extension!, latest: before.rules.extension!.latest + (day + 120) * 60_000_000 } }
  expect(after).toEqual({ ...before, registration_closes_at: press.registration_closes_at, rules, rules_hash: rulesHash(rules) })
  expect((await events(id)).at(-1)).toMatchObject({ type: 'lot.postponed', data: { reason: press.reason, former_hash: before.rules_hash, rules_hash: after.rules_hash, moved: [{ date: 'registration_closes_at', from: minutesAfterNoon(60).toISOString(), to: minutesAfterNoon(day + 120).toISOString() }, { date: 'opens_at', to: minutesAfterNoon(day + 300).toISOString() }, { date: 'closes_at', from: minutesAfterNoon(240).toISOString() }] } })
  // After the old close and before the new one: who registered has its number, who did not pay pays in time, somebody else registers, nothing is armed.
  await closeRegistrations(db, minutesAfterNoon(90))
  expect((await lotRow(db, id)).state).toBe('registration')
  const owed = await db.selectFrom('auction_deposit').selectAll().where('bidder_id', '=', slow).executeTakeFirstOrThrow()
  expect((await auctionDuties(as(ba, 90).db, ba, minutesAfterNoon(90))).find(({ kind, lot_id }) => kind === 'pay' && lot_id === id)?.until).toBe('2026-03-03')
  await receiveDeposit(as(dau, 95), { lot_id: id, deposit_id: owed.id, amount: vnd(10_000_000), paid_on: '2026-03-02', words: `CK ${owed.reference} ngay 02/03` })
  const late = await registerBidder(as(minh, 100), registration(id))
  await leaveLot(as(minh, 110), { lot_id: id })
  expect(await refused(proposePostponement(as(dau, day + 120), later(id, day + 180, day + 400, day + 460)))).toBe('lot_times_stand')
  await closeRegistrations(db, minutesAfterNoon(day + 120))
  expect([(await lotRow(db, id)).state, (await db.selectFrom('auction_bidder').select(['id', 'state', 'number']).where('lot_id', '=', id).orderBy('id').execute())]).toMatchObject(['armed', [{ id: first, state: 'eligible', number }, { id: slow, state: 'eligible' }, { id: late, state: 'left' }]])
})

test('Registration alone comes later: the rules and their hash stay. A second postponement begins where the first ended.', async () => {
  const id = await open({ calls_minutes: '20' }), { rules_hash } = await lotRow(db, id)
  await approvePostponement(as(gia, 5), approving(id, await proposePostponement(as(dau), later(id, 90, 180, 240))))
  expect(await lotRow(db, id)).toMatchObject({ rules_hash, registration_closes_at: minutesAfterNoon(90) })
  await approvePostponement(as(dau, 70), approving(id, await proposePostponement(as(gia, 65), later(id, day + 90, day + 200, day + 240))))
  expect((await postponementsOf(db, id)).map(({ former_hash, new_hash }) => [former_hash === rules_hash, new_hash === rules_hash])).toEqual([[true, true], [true, false]])
  const { rules, rules_hash: now } = await lotRow(db, id)
  expect(now).toBe((await postponementsOf(db, id))[1]!.new_hash)
  expect(rules.calls!.from).toBe(instantOf(minutesAfterNoon(day + 220))) // twenty minutes after the opening, as before
})

test('A sealed lot whose key was made keeps it, and is armed at the new close.', async () => {
  const id = await open({ form: 'sealed', extension_minutes: '0' })
  await aCouncil(db, id, dau.person_id!)
  const key = () => db.selectFrom('auction_ballot_key').selectAll().where('lot_id', '=', id).execute(), made = await key()
  for (const who of [hoa, minh]) await paid(db, dau, await registerBidder(as(who), registration(id)), noon)
  await approvePostponement(as(gia, 50), approving(id, await postponementProposed(db, id, { officer: dau, now: minutesAfterNoon(40) })))
  await closeRegistrations(db, minutesAfterNoon(day + 180))
  expect([await key(), (await lotRow(db, id)).state]).toEqual([made, 'armed'])
})

test('Nobody but officers of auctions who do not belong to the seller postpones; what waits is read by the staff and the seller, what was approved by everybody.', async () => {
  const id = await open(), draft = await draftLot(as(dau), lotForm(await listed(db, seller, 'Nháp'), noon))
  const others = [[anonymous, 'sign_in_first'], [stranger, 'not_permitted'], [lan, 'not_permitted'], [hoa, 'not_permitted'], [inspector, 'not_permitted'], [observer, 'not_permitted'], [prosecutor, 'not_permitted'], [administrator, 'not_permitted'], [dealOfficer, 'not_permitted'], [ofSeller, 'officer_of_seller'], [{ ...dau, acted_by: { person_id: 1, name: 'Cán bộ' } }, 'in_person_only']] as const
  for (const [actor, code] of others) expect([actor.name, await refused(proposePostponement(as(actor), later(id, day + 120, day + 300, day + 360)))]).toEqual([actor.name, code])
  expect(await refused(proposePostponement(as(dau), later(draft, day + 120, day + 300, day + 360)))).toBe('lot_times_stand')
  expect(await refused(proposePostponement(as(dau), later(999_999, day + 120, day + 300, day + 360)))).toBe('not_found')
  const postponement_id = await proposePostponement(as(dau), later(id, day + 120, day + 300, day + 360)), it = approving(id, postponement_id)
  for (const [actor, code] of others) expect([actor.name, await refused(approvePostponement(as(actor), it))]).toEqual([actor.name, code])
  for (const [actor, code] of others.slice(0, -1)) expect([actor.name, await refused(returnPostponement(as(actor), { ...it, reason: 'Không cần thiết.' }))]).toEqual([actor.name, code])
  expect(await refused(approvePostponement(as(gia), approving(await open(), postponement_id)))).toBe('not_found')
  const seen = async (actor: Actor) => (await lotFile(as(actor), id)).postponements.length
  expect(await Promise.all([anonymous, stranger, hoa, administrator, dealOfficer, lan, dau, inspector, observer, prosecutor].map(seen))).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  // The duty is the other officer's until registration would have closed.
  const waits = async (actor: Actor, minutes: number) => (await auctionDuties(as(actor, minutes).db, actor, minutesAfterNoon(minutes))).filter(({ kind, lot_id }) => kind === 'postpone' && lot_id === id).map(({ until }) => until)
  expect([await waits(gia, 1), await waits(dau, 1), await waits(lan, 1), await waits(gia, 60)]).toEqual([['2026-03-02'], [], [], []])
  await approvePostponement(as(gia, 1), it)
  expect(await Promise.all([anonymous, stranger, hoa, lan, dau].map(seen))).toEqual([1, 1, 1, 1, 1])
  expect(await waits(gia, 1)).toEqual([])
})

test('Two at once: of two proposals one waits, of two approvals one moves the times, and approving and sending back do not both happen.', async () => {
  const id = await open()
  expect((await Promise.all([[dau, 300], [gia, 310]].map(([who, opens]) => refused(proposePostponement(as(who as Actor), later(id, day + 120, day + (opens as number), day + 360)))))).toSorted()).toEqual(['done', 'postponement_waits'])
  const [waiting] = await postponementsOf(db, id), approver = waiting!.proposed_by === dau.person_id ? gia : dau, settled = approving(id, waiting!.id)
  expect((await Promise.all([approver, third].map((who) => refused(approvePostponement(as(who, 1), settled))))).toSorted()).toEqual(['done', 'postponement_settled'])
  expect(await refused(returnPostponement(as(third, 1), { ...settled, reason: 'Không cần thiết.' }))).toBe('postponement_settled')
  expect((await events(id)).filter(({ type }) => type === 'lot.postponed')).toHaveLength(1)
  const again = approving(id, await proposePostponement(as(dau, 2), later(id, day + 180, day + 400, day + 460)))
  const both = await Promise.all([refused(approvePostponement(as(gia, 2), again)), refused(returnPostponement(as(third, 2), { ...again, reason: 'Không cần thiết.' }))])
  expect(both.toSorted()).toEqual(['done', 'postponement_settled'])
  const moved = both[0] === 'done'
  expect([(await lotRow(db, id)).registration_closes_at, await states(id)]).toEqual([minutesAfterNoon(day + (moved ? 180 : 120)), ['approved', moved ? 'approved' : 'returned']])
  // Approval and the close of registration: whichever comes first, the lot is armed only by the times that stand.
  const racing = approving(await open({ single_bidder: 'sell' }), 0)
  await paid(db, dau, await registerBidder(as(hoa), registration(racing.lot_id)), noon)
  racing.postponement_id = await postponementProposed(db, racing.lot_id, { officer: dau, now: noon })
  const [approved] = await Promise.all([refused(approvePostponement(as(gia, 59), racing)), closeRegistrations(db, minutesAfterNoon(60))])
  expect([approved, (await lotRow(db, racing.lot_id)).state, (await states(racing.lot_id))[0]]).toEqual(approved === 'done' ? ['done', 'registration', 'approved'] : ['postponement_settled', 'armed', 'lapsed'])
})

test('A proposal that nobody approved before registration would have closed is approved by nobody, and lapses with the lot; who proposed it may take it back.', async () => {
  const id = await open(), it = approving(id, await proposePostponement(as(dau), later(id, day + 120, day + 300, day + 360)))
  expect(await refused(approvePostponement(as(gia, 60), it))).toBe('lot_times_stand')
  await closeRegistrations(db, minutesAfterNoon(60))
  expect([await states(id), (await lotRow(db, id)).state]).toEqual([['lapsed'], 'failed'])
  expect(await refused(approvePostponement(as(gia, 60), it))).toBe('postponement_settled')
  const gone = await open(), waiting = approving(gone, await proposePostponement(as(dau), later(gone, day + 120, day + 300, day + 360)))
  await returnPostponement(as(dau, 1), { ...waiting, reason: 'Tôi gõ nhầm ngày.' })
  await proposePostponement(as(dau, 2), later(gone, day + 150, day + 300, day + 360))
  await callOffLot(as(gia, 3), { lot_id: gone, reason: 'Bên bán rút tài sản' })
  expect([await states(gone), (await lotRow(db, gone)).registration_closes_at]).toEqual([['returned', 'lapsed'], minutesAfterNoon(60)])
})

test('The database changes nothing of a published lot by itself: times not without two officers, not back, not twice, not by a word more than they said; all else never.', async () => {
  const id = await open(), before = await lotRow(db, id)
  const set = (columns: string) => brokenBy(asOwner(`update auction_lot set ${columns} where id = ${id}`))
  const at = (minutes: number) => `'${minutesAfterNoon(minutes).toISOString()}'`, said = (rules: LotRules, hash = rulesHash(rules)) => `rules = '${JSON.stringify(rules)}', rules_hash = '${hash}'`
  for (const other of [`title = '{"vi": "Khác", "en": "Other"}'`, `particulars = '{}'`, `regime = 'statutory'`, `form = 'sealed'`, `venue = 'Nơi khác'`, `organiser = 'Khác'`, `registration_opens_at = ${at(-10)}`, `published_at = null, rules_hash = null`, `published_by = ${third.person_id}`]) expect([other, await set(other)]).toEqual([other, expect.stringContaining('a lot is fixed')])
  const dearer = { ...before.rules, start: vnd(90_000_000) }
  for (const other of [`registration_closes_at = ${at(120)}`, said(dearer), `rules_hash = '${'0'.repeat(64)}'`]) expect([other, await set(other)]).toEqual([other, expect.stringContaining('as two officers said')])
  const press = later(id, day + 120, day + 300, day + 360), it = approving(id, await proposePostponement(as(dau), press)), { new_hash, former_hash } = (await postponementsOf(db, id))[0]!
  const moved = { ...before.rules, opens_at: instantOf(press.opens_at), closes_at: instantOf(press.closes_at), extension: { ...before.rules.extension!, latest: before.rules.extension!.latest + (day + 120) * 60_000_000 } }
  const whole = (rules: LotRules, hash = rulesHash(rules)) => `registration_closes_at = ${at(day + 120)}, ${said(rules, hash)}`
  expect(await set(whole(moved))).toContain('as two officers said') // only proposed
  const approved = (by: number | null, minutes: number) => brokenBy(asOwner(`update auction_postponement set state = 'approved', decided_by = ${by}, decided_at = ${at(minutes)} where id = ${it.postponement_id}`))
  expect([await approved(dau.person_id, 5), await approved(null, 5), await approved(gia.person_id, 60)].map((error) => error.includes('violates check constraint'))).toEqual([true, true, true])
  const made = (registers: number, opens: number, closes: number, hash = new_hash) => brokenBy(asOwner(`insert into auction_postponement (lot_id, reason, proposed_by, proposed_at, request_key, former_hash, new_hash, registration_from, registration_to, opens_from, opens_to, closes_from, closes_to) values (${id}, 'Lý do', ${dau.person_id}, ${at(1)}, gen_random_uuid(), '${former_hash}', '${hash}', ${at(60)}, ${at(registers)}, ${at(180)}, ${at(opens)}, ${at(240)}, ${at(closes)})`))
  for (const [registers, opens, closes, hash] of [[50, 300, 360], [60, 180, 240], [60, 180, 240, former_hash], [190, 190, 240], [90, 180, 240], [60, 190, 240, former_hash]] as const) expect(await made(registers, opens, closes, hash)).toContain('violates check constraint')
  expect(await made(120, 300, 360)).toContain('one_waiting_postponement')
  expect(await approved(gia.person_id, 5)).toBe('done')
  // Approved, and still not with another start, nor with the limit of the extension where it was, nor under another hash.
  for (const other of [whole({ ...moved, start: vnd(90_000_000) }, new_hash), whole({ ...moved, extension: before.rules.extension }, new_hash), whole(moved, former_hash), said(moved), `${whole(moved)}, state = 'armed'`]) expect([other, await set(other)]).toEqual([other, expect.stringContaining('as two officers said')])
  expect(await set(whole(moved))).toBe('done')
  for (const back of [`registration_closes_at = ${at(60)}, ${said(before.rules)}`, `registration_closes_at = ${at(day + 130)}`, whole({ ...moved, opens_at: moved.opens_at + 60_000_000 })]) expect(await set(back)).toContain('as two officers said')
  expect(await brokenBy(asOwner(`update auction_postponement set state = 'returned' where id = ${it.postponement_id}`))).toContain('settled once')
  expect(await brokenBy(db.updateTable('auction_postponement').set({ opens_to: minutesAfterNoon(400) }).where('id', '=', it.postponement_id).execute())).toContain('permission denied')
  expect(await brokenBy(db.deleteFrom('auction_postponement').where('id', '=', it.postponement_id).execute())).toContain('permission denied')
})

test('Of a property auction that is postponed, officers are asked to announce it until a change is noted; of a voluntary lot they are not.', async () => {
  const days = (count: number) => minutesAfterNoon(count * 24 * 60)
  const id = await open({ regime: 'statutory', organiser: 'Công ty Đấu giá A', organiser_licence: '12/TP-ĐKHĐ', auctioneer_name: 'Lê Gõ Búa', auctioneer_id: String(dau.person_id), owner_decision: '15/QĐ-VCĐ', extension_minutes: '0', registration_closes_at: shownMoment(days(14)), opens_at: shownMoment(days(21)), closes_at: shownMoment(new Date(days(21).getTime() + 3_600_000)) })
  const voluntary = await open()
  for (const lot of [id, voluntary]) await approvePostponement(as(gia, 2), approving(lot, await postponementProposed(db, lot, { officer: dau, now: minutesAfterNoon(1) })))
  const asked = async (actor: Actor) => (await auctionDuties(as(actor, 5).db, actor, minutesAfterNoon(5))).filter(({ kind, lot_id }) => kind === 'announce' && [id, voluntary].includes(lot_id)).map(({ lot_id }) => lot_id)
  expect([await asked(dau), await asked(gia), await asked(lan)]).toEqual([[id], [id], []])
  await noteNotice(as(dau, 6), { lot_id: id, kind: 'posting', on_day: '2026-03-02', place: 'Trụ sở Sàn' })
  expect(await asked(dau)).toEqual([id])
  // Until bidding begins: a lot may be armed before the change is noted, and nothing else is noted of it then.
  const setState = (state: 'registration' | 'armed') => db.updateTable('auction_lot').set({ state }).where('id', '=', id).execute()
  await setState('armed')
  expect(await asked(dau)).toEqual([id])
  expect(await refused(noteNotice(as(dau, 7), { lot_id: id, kind: 'posting', on_day: '2026-03-02', place: 'Trụ sở Sàn' }))).toBe('wrong_state')
  await noteNotice(as(dau, 7), { lot_id: id, kind: 'change', on_day: '2026-03-02', place: 'Cổng Đấu giá, tin số 8: dời hai giờ' })
  expect(await asked(dau)).toEqual([])
  // A change of the asset would give those who bid the right to go, and there is no going any more: the lot is called off instead.
  expect(await refused(noteNotice(as(dau, 8), { lot_id: id, kind: 'change', on_day: '2026-03-02', place: 'Máy thiếu một khay so với mô tả' }))).toBe('armed_for_good')
})
