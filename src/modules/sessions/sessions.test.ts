import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../core/context.ts'
import { aListing } from '../../../tests/readers.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { settled } from '../../../tests/settled.ts'
import { openReactions } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'
import { acceptInterest } from '../deals/interest-commands.ts'
import { LeaveCard, leaveCard } from './card-commands.ts'
import { aDraft, anItem, aSession, typedHour } from '../../../tests/session-things.ts'
import { Refused } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { sessionCalendar } from './calendar.ts'
import { cancelSession, ChangeSession, changeSession, changeVenue, draftSession, GiveBooth, giveBooth, makeVenue, publishSession, putItem, removeItem, takeBoothBack } from './commands.ts'
import { guestsOf, itemsOf, ownPlace, resultsOf, sessionById, sessionsFor } from './queries.ts'
import { canBeCode, plainCode } from './code-rules.ts'
import { cancelRegistration, checkIn, register } from './registration-commands.ts'
import { placesFree, phaseOf, scannedAt, span, stateOnArrival, timesRefusal } from './rules.ts'
import { placesOf } from './taking.ts'
import { codeHash, codeOf, isCode, registrationIn } from './ticket-rules.ts'

const { db } = await testDatabase()
const secret = 's'.repeat(40)
const officer = await aPerson(db, { staff: ['programme_officer'] }), second = await aPerson(db, { staff: ['administrator'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const member = await aPerson(db, { organisation: institute }), stranger = await aPerson(db)
const staff = ctxOf(db, officer)
const codeFrom = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)))
const guests = (n: number): Promise<Actor[]> => Promise.all(Array.from({ length: n }, () => aPerson(db)))
const whole = async (id: number) => { const found = await sessionById(db, id); if (!found) throw new Error('no session'); return found }
const asForm = async (id: number, more: Record<string, string> = {}) => { const s = await whole(id); return ChangeSession.parse({ ...s, session_id: String(id), venue_id: String(s.venue_id), version: String(s.version), capacity: String(s.capacity), starts_at: typedHour(s.starts_at, 0), ends_at: typedHour(s.ends_at, 0), register_until: typedHour(s.register_until, 0), ...more }) }

describe('What a session is made of', () => {
  test.each<[string, Record<string, string>, string | null]>([
    ['as it should be', {}, null], ['in the past', { starts_at: typedHour(noon, -60) }, 'session_in_past'], ['ends first', { ends_at: typedHour(noon, 60) }, 'session_ends_first'],
    ['eleven days long', { ends_at: typedHour(noon, 24 * 60 * 12) }, 'session_too_long'], ['registers after its end', { register_until: typedHour(noon, 31 * 60) }, 'session_registers_late'],
  ])('%s', (_, more, code) => { expect(timesRefusal(aDraft(noon, more), noon)?.code ?? null).toBe(code) })
  test.each<[string, number, { placed: number; waiting: number }, string, number]>([
    ['empty', 2, { placed: 0, waiting: 0 }, 'placed', 0], ['one place left', 2, { placed: 1, waiting: 0 }, 'placed', 0], ['full', 2, { placed: 2, waiting: 0 }, 'waiting', 0], ['grown, and one waits: who comes stands behind', 3, { placed: 2, waiting: 1 }, 'waiting', 1], ['one place free for two', 2, { placed: 1, waiting: 2 }, 'waiting', 1],
  ])('Places: %s', (_, capacity, places, state, free) => { expect([stateOnArrival(capacity, places), placesFree(capacity, places)]).toEqual([state, free]) })
  test('A phone’s clock moves nobody’s coming past now or before the door opened.', () => {
    const session = { starts_at: noon }
    expect(scannedAt(daysFrom(noon, 1), session, noon)).toEqual(noon)
    expect(scannedAt(daysFrom(noon, -9), session, noon)).toEqual(minutesAfterNoon(-720))
    expect(scannedAt(minutesAfterNoon(-5), session, noon)).toEqual(minutesAfterNoon(-5))
  })
  test('When it is, in words.', () => { expect([span({ starts_at: noon, ends_at: minutesAfterNoon(90) }, 'vi'), phaseOf({ state: 'published', starts_at: noon, ends_at: minutesAfterNoon(90) }, minutesAfterNoon(90))]).toEqual(['12:00 – 13:30, 02/03/2026', 'over']) })
})

describe('A ticket', () => {
  test('names its place, is known to be ours, and no other code is.', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), fc.integer({ min: 1, max: 999 }), (registration, session) => {
      const code = codeOf(secret, 'ticket', session, registration)
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
      expect([registrationIn(typed), canBeCode(typed), isCode(secret, 'ticket', session, registration, typed), codeHash(typed) === codeHash(code)]).toEqual([registration, true, true, true])
      expect([isCode(secret, 'ticket', session + 1, registration, code), isCode('x'.repeat(40), 'ticket', session, registration, code), isCode(secret, 'certificate', session, registration, code)]).toEqual([false, false, false])
    }))
  })
  test.each(['', '-', 'ABC', '0000-0000-0000-0000', 'ZZZZZZZ-AAAA-AAAA-AAAA', 'U-AAAA-AAAA-AAAA', '../../etc', '\u0000', '💩'])('%j is no place.', (typed) => { expect([registrationIn(typed), canBeCode(typed)]).toEqual([null, /^0000|^ZZZZ/.test(typed)]) })
  test('A code changed in one letter is nobody’s.', () => {
    const code = plainCode(codeOf(secret, 'ticket', 1, 7))
    for (const i of Array.from(code, (_, i) => i).slice(1)) expect(isCode(secret, 'ticket', 1, 7, code.slice(0, i) + (code[i] === 'A' ? 'B' : 'A') + code.slice(i + 1))).toBe(false)
  })
})

describe('Preparing', () => {
  test('Only those who run sessions may; observers read drafts and nobody else knows of them.', async () => {
    for (const [actor, code] of [[member, 'not_permitted'], [inspector, 'not_permitted'], [undefined, 'sign_in_first']] as const) expect(await codeFrom(draftSession(ctxOf(db, actor), aDraft(noon)))).toBe(code)
    const draft = aDraft(noon)
    const id = await draftSession(staff, draft)
    expect(await draftSession(staff, draft)).toBe(id)
    expect(await codeFrom(draftSession(ctxOf(db, second), draft)), 'the key of somebody else').toBe('not_found')
    expect((await sessionsFor(ctxOf(db, inspector).db, noon)).drafts.map((one) => one.id)).toContain(id)
    expect(await sessionById(ctxOf(db, member).db, id)).toBeUndefined()
    expect(await codeFrom(register(ctxOf(db, member), { session_id: id }))).toBe('not_found')
    expect(await codeFrom(publishSession(staff, { session_id: id }))).toBe('session_agenda_empty')
    expect(await codeFrom(draftSession(staff, aDraft(noon, { capacity: '201' })))).toBe('session_over_capacity')
  })
  test('An agenda presents published listings by their title, within the hours; booths are one an organisation.', async () => {
    const id = await aSession(db, officer, noon)
    const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), draft = await aListing(db, 'offer', institute, 'draft', 'Chưa ai biết')
    const item = await putItem(staff, anItem(id, noon, { kind: 'listing', listing: `http://x/vi/offers/${offer}`, speaker: '', item_title_vi: '' }))
    expect((await itemsOf(db, id, noon)).find((one) => one.id === item)).toMatchObject({ title_vi: 'Máy sấy lạnh', organisation_id: institute, listing: { kind: 'offer', anonymous: false } })
    for (const [more, code] of [[{ kind: 'listing', listing: String(draft) }, 'item_listing_unfit'], [{ kind: 'listing' }, 'item_listing_missing'], [{ speaker: '' }, 'item_speaker_missing'], [{ ends_at: typedHour(noon, 40 * 60) }, 'item_outside'], [{ ends_at: typedHour(noon, 24 * 60) }, 'item_ends_first']] as const) expect(await codeFrom(putItem(staff, anItem(id, noon, more)))).toBe(code)
    const booth = (number: string, booth_organisation = String(institute)) => giveBooth(staff, GiveBooth.parse({ session_id: String(id), number, booth_organisation, shows: '' }))
    await booth('2')
    expect([await codeFrom(booth('3')), await codeFrom(booth('25')), await codeFrom(booth('2', String(await anOrganisation(db)))), await codeFrom(booth('4', '99999'))]).toEqual(['booth_had', 'booth_unknown', 'booth_taken', 'booth_nobody'])
    await takeBoothBack(staff, { session_id: id, booth_number: 2 })
    await booth('3')
    await removeItem(staff, { session_id: id, item_id: item })
    expect(await codeFrom(removeItem(ctxOf(db, member), { session_id: id, item_id: item }))).toBe('not_permitted')
    expect((await itemsOf(db, id, noon)).length).toBe(1)
  })
  test('What somebody saved meanwhile is not overwritten; a calendar follows the change; a cancelled one stays, struck out.', async () => {
    const id = await aSession(db, officer, noon)
    const stale = await asForm(id, { title_vi: 'Phiên khác hẳn' })
    await changeSession(ctxOf(db, second), await asForm(id, { starts_at: typedHour(noon, 23 * 60) }))
    expect(await codeFrom(changeSession(staff, stale))).toBe('session_changed')
    expect(await codeFrom(changeSession(staff, await asForm(id, { ends_at: typedHour(noon, 24 * 60 + 30) })))).toBe('item_outside')
    const before = sessionCalendar([await whole(id)], 'vi', 'https://san.example')
    expect(before).toContain('SEQUENCE:1')
    expect(before).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260303T110000')
    await cancelSession(staff, { session_id: id, cancel_reason: 'Hội trường sửa điện đột xuất.' })
    expect(sessionCalendar([await whole(id)], 'en', 'https://san.example')).toMatch(/SEQUENCE:2[\s\S]*STATUS:CANCELLED/)
    expect([await codeFrom(cancelSession(staff, { session_id: id, cancel_reason: 'Lần nữa cho chắc.' })), await codeFrom(register(ctxOf(db, member), { session_id: id }))]).toEqual(['wrong_state', 'registration_closed'])
  })
  test('The hall’s figures are its keepers’.', async () => {
    const { id, version, changed_at: _, ...venue } = await db.selectFrom('venue').selectAll().executeTakeFirstOrThrow()
    expect(venue.address_vi).toContain('258 Võ Chí Công')
    await changeVenue(staff, { ...venue, venue_id: id, version, capacity: 150 })
    expect([await codeFrom(changeVenue(staff, { ...venue, venue_id: id, version })), await codeFrom(changeVenue(ctxOf(db, member), { ...venue, venue_id: id, version })), await codeFrom(draftSession(staff, aDraft(noon, { capacity: '151' })))]).toEqual(['venue_changed', 'not_permitted', 'session_over_capacity'])
    await changeVenue(staff, { ...venue, venue_id: id, version: version + 1 })
  })
  test('Another hall is added by who runs sessions, once however often it is pressed; a session is planned there within its figures.', async () => {
    const hall = { name_vi: 'Nhà văn hóa Hoàn Kiếm', name_en: 'Hoan Kiem culture house', address_vi: '42 Nhà Chung, Hà Nội', address_en: '42 Nha Chung, Ha Noi', capacity: 60, booths: 4, meeting_tables: 2 }
    expect((await Promise.all([makeVenue(staff, hall), makeVenue(ctxOf(db, second), hall), makeVenue(staff, hall)].map(codeFrom))).toSorted()).toEqual(['done', 'venue_there_already', 'venue_there_already'])
    expect(await codeFrom(makeVenue(ctxOf(db, member), { ...hall, name_vi: 'Sảnh khác' }))).toBe('not_permitted')
    const { id, version, changed_at: _, ...made } = await db.selectFrom('venue').selectAll().where('name_vi', '=', hall.name_vi).executeTakeFirstOrThrow()
    expect(await codeFrom(changeVenue(staff, { ...made, venue_id: id, version, name_vi: 'Sàn giao dịch công nghệ Hà Nội' }))).toBe('venue_there_already')
    expect([await codeFrom(draftSession(staff, aDraft(noon, { venue_id: String(id), capacity: '61' }))), await codeFrom(draftSession(staff, aDraft(noon, { venue_id: String(id), capacity: '60' })))]).toEqual(['session_over_capacity', 'done'])
  })
})

describe('Places', () => {
  test('Two press for the last place at once: one gets it, the other waits; so for ten.', async () => {
    const id = await aSession(db, officer, noon, { capacity: '3' })
    const got = await Promise.all((await guests(10)).map((actor) => register(ctxOf(db, actor), { session_id: id })))
    expect(got.map(({ state }) => state).toSorted()).toEqual([...Array<string>(3).fill('placed'), ...Array<string>(7).fill('waiting')])
    expect(await placesOf(ctxOf(db, member).db, id)).toEqual({ placed: 3, waiting: 7, came: 0 })
  })
  test('Who gives up a place makes room for whoever waited longest; whoever comes back stands at the end.', async () => {
    const id = await aSession(db, officer, noon, { capacity: '1' })
    const people = await guests(3)
    const [first, next, last] = people as [Actor, Actor, Actor]
    for (const [i, actor] of people.entries()) await register(ctxOf(db, actor, minutesAfterNoon(i)), { session_id: id })
    expect((await ownPlace(ctxOf(db, last).db, last, id))?.before).toBe(1)
    expect(await guestsOf(ctxOf(db, last).db, id), 'nobody reads who else comes').toMatchObject([{ state: 'waiting' }])
    await cancelRegistration(ctxOf(db, first), { session_id: id })
    expect((await ownPlace(db, next, id))?.state).toBe('placed')
    expect((await register(ctxOf(db, first, minutesAfterNoon(9)), { session_id: id })).state).toBe('waiting')
    expect((await ownPlace(db, first, id))?.before).toBe(1)
    await changeSession(staff, await asForm(id, { capacity: '3' }))
    expect(await placesOf(db, id)).toMatchObject({ placed: 3, waiting: 0 })
    expect(await codeFrom(changeSession(staff, await asForm(id, { capacity: '2' })))).toBe('session_under_taken')
    expect(await codeFrom(cancelRegistration(ctxOf(db, stranger), { session_id: id }))).toBe('not_found')
    expect(await codeFrom(register(ctxOf(db), { session_id: id }))).toBe('sign_in_first')
    expect(await codeFrom(register(ctxOf(db, stranger, daysFrom(noon, 1)), { session_id: id }))).toBe('registration_closed')
  })
})

describe('At the door', () => {
  const doorOpen = minutesAfterNoon(23 * 60)
  test('A ticket is in once, at its first scan, whichever phone sends it first; what is no ticket here is said to be.', async () => {
    const id = await aSession(db, officer, noon), other = await aSession(db, officer, noon)
    const [came, gone] = await guests(2) as [Actor, Actor]
    const { id: registration } = await register(ctxOf(db, came), { session_id: id }), { id: given } = await register(ctxOf(db, gone), { session_id: id }), { id: elsewhere } = await register(ctxOf(db, came), { session_id: other })
    await cancelRegistration(ctxOf(db, gone), { session_id: id })
    const code = (session: number, of: number): string => codeOf(secret, 'ticket', session, of)
    const door = ctxOf(db, officer, doorOpen)
    const scan = (which: string, minutes: number) => ({ code: which, at: minutesAfterNoon(minutes), offline: true })
    expect(await codeFrom(checkIn(staff, id, [scan(code(id, registration), 0)], secret)), 'the door is not open').toBe('door_closed')
    for (const [actor, refused] of [[member, 'not_permitted'], [inspector, 'not_permitted'], [undefined, 'sign_in_first']] as const) expect(await codeFrom(checkIn(ctxOf(db, actor, doorOpen), id, [scan(code(id, registration), 0)], secret))).toBe(refused)
    expect(await checkIn(door, id, [scan(code(id, registration), 22 * 60 + 30), scan(code(id, given), 1350), scan(code(other, elsewhere), 1350), scan('7-AAAA-BBBB-CCCC', 1350), scan(code(id, registration), 22 * 60 + 40)], secret)).toEqual(['checked_in', 'void', 'other_session', 'unknown', 'before'])
    const phones = await Promise.all([22 * 60 + 20, 22 * 60 + 25].map((minutes) => checkIn(door, id, [scan(code(id, registration), minutes)], secret)))
    expect(phones.flat()).toEqual(['before', 'before'])
    expect(await db.selectFrom('session_checkin').select(['registration_id', 'scanned_at', 'received_at']).where('session_id', '=', id).execute()).toEqual([{ registration_id: registration, scanned_at: minutesAfterNoon(22 * 60 + 20), received_at: doorOpen }])
    expect(await codeFrom(cancelRegistration(ctxOf(db, came, doorOpen), { session_id: id }))).toBe('already_came')
    expect((await placesOf(db, id)).came).toBe(1)
  })
})

test('Whoever got a place, and whoever registered for what was moved or called off, is told; who gave up is not.', async () => {
  const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret }) })
  const told = async (): Promise<string[]> => { await settled(db, line); return (await db.deleteFrom('notice').returning(['person_id', 'kind', 'path']).execute()).map(({ person_id, kind, path }) => `${person_id} ${kind} ${path}`).toSorted() }
  const id = await aSession(db, officer, noon, { capacity: '1' })
  const [first, next, gone] = await guests(3) as [Actor, Actor, Actor]
  for (const actor of [first, next, gone]) await register(ctxOf(db, actor), { session_id: id })
  await cancelRegistration(ctxOf(db, gone), { session_id: id })
  await told()
  await cancelRegistration(ctxOf(db, first), { session_id: id })
  expect(await told()).toEqual([`${next.person_id} session_place /sessions/${id}`])
  await changeSession(staff, await asForm(id, { starts_at: typedHour(noon, 23 * 60) }))
  expect(await told()).toEqual([`${next.person_id} session_moved /sessions/${id}`])
  await cancelSession(staff, { session_id: id, cancel_reason: 'Hội trường sửa điện đột xuất.' })
  expect(await told()).toEqual([`${next.person_id} session_cancelled /sessions/${id}`])
})

test('A card left at a session is an interest, once; accepted it is a deal file, and the session counts both. Whose a need is that keeps its name back, no agenda and no booth tells.', async () => {
  const id = await aSession(db, officer, noon)
  const enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), hidden = await anOrganisation(db, 'enterprise', 'Công ty Giấu tên')
  const buyer = await aPerson(db, { organisation: enterprise }), viewer = await aPerson(db, { organisation: enterprise, role: 'viewer' })
  const [offer, elsewhere, secretNeed] = [await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), await aListing(db, 'offer', hidden, 'published', 'Không có trong phiên'), await aListing(db, 'need', hidden, 'published', 'Cần kho lạnh')]
  await giveBooth(staff, GiveBooth.parse({ session_id: String(id), number: '1', booth_organisation: String(institute), shows: '' }))
  const item = await putItem(staff, anItem(id, noon, { kind: 'listing', listing: String(secretNeed), speaker: '' }))
  expect((await itemsOf(db, id, noon)).find((one) => one.id === item)?.organisation_id).toBe(hidden)
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', secretNeed).execute()
  expect((await itemsOf(ctxOf(db, buyer).db, id, noon)).find((one) => one.id === item)).toMatchObject({ organisation_id: null, organisation_vi: null, listing: { kind: 'need' } })

  const during = minutesAfterNoon(24 * 60 + 30)
  const card = (listing_id: number) => LeaveCard.parse({ session_id: String(id), listing_id: String(listing_id), message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: crypto.randomUUID() })
  expect(await codeFrom(leaveCard(ctxOf(db, buyer), card(offer))), 'before it begins').toBe('cards_closed')
  for (const [actor, listing, code] of [[buyer, elsewhere, 'card_unfit'], [viewer, offer, 'not_permitted'], [member, offer, 'interest_in_own'], [undefined, offer, 'sign_in_first']] as const) expect(await codeFrom(leaveCard(ctxOf(db, actor, during), card(listing)))).toBe(code)
  const left = card(offer)
  const [one, again] = await Promise.all([leaveCard(ctxOf(db, buyer, during), left), leaveCard(ctxOf(db, buyer, during), left)])
  expect(one).toBe(again)
  expect(await codeFrom(leaveCard(ctxOf(db, buyer, during), card(offer)))).toBe('already_interested')
  expect(await resultsOf(ctxOf(db).db, id)).toEqual({ cards: 1, accepted: 0, deals_open: 0, deals_won: 0, deals_lost: 0, lots: 0, lots_sold: 0 })
  await acceptInterest(ctxOf(db, member, during), { interest_id: one })
  expect(await resultsOf(ctxOf(db).db, id)).toEqual({ cards: 1, accepted: 1, deals_open: 1, deals_won: 0, deals_lost: 0, lots: 0, lots_sold: 0 })
  expect(await ctxOf(db, stranger).db.selectFrom('session_interest').selectAll().where('session_id', '=', id).execute(), 'whose card it is').toEqual([])
})
