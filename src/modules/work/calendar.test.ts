import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { dealInTurn } from '../deals/queries.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { cancelMeeting, moveMeeting, proposeMeeting } from '../rooms/meeting-commands.ts'
import { makeCalendarAddress, revokeCalendarAddress } from './calendar-commands.ts'
import { calendarHolder } from './calendar-queries.ts'
import { calendarRequestsPerMinute } from './calendar-rules.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db, 'enterprise', 'Công ty Thứ ba')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), hoa = await aPerson(db, { organisation: buyer, name: 'Hòa' }), vy = await aPerson(db, { organisation: supplier, role: 'viewer', name: 'Vy' }), stranger = await aPerson(db, { organisation: third }), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' })
const now = new Date(), today = hanoiDay(now), hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
const as = (actor: Actor) => ctxOf(db, actor, now)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
/** A file whose listing, agenda and place are secrets a calendar must not tell. */
async function aDeal(with_ = hoa): Promise<number> {
  const offer = await aListing(db, 'offer', supplier, 'published', 'Công nghệ mật sấy lạnh')
  return acceptInterest(as(lan), { interest_id: await expressInterest(as(with_), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
const meets = (deal_id: number, who: Actor) => proposeMeeting(as(who), { deal_id, request_key: randomUUID(), kind: 'site_visit', agenda: 'Xem công thức mật', starts_at: hours(48), ends_at: hours(49), place: 'Xưởng của Viện Cơ điện', link: '' })
const waits = (deal_id: number, due_on: string, over: Partial<Parameters<typeof openDuty>[3]> = {}) => db.transaction().execute(async (tx) => openDuty(tx, as(lan), await dealInTurn(tx, deal_id), { part: 'payments', kind: 'payment_to_make', key: 1, organisation_id: buyer, power: 'edit', due_on, text: { vi: 'Thanh toán mốc “Công thức mật”', en: 'Pay the milestone “Secret formula”' }, ...over }))
const at = (token: string, ip = '10.9.0.1') => app.inject({ url: `/vi/calendars/${token}/techex.ics`, headers: { 'x-forwarded-for': ip } })
const unfolded = async (token: string, ip?: string) => (await at(token, ip)).body.replace(/\r\n[ \t]/g, '')
/** The entries of a calendar by their names. */
const entries = async (token: string) => new Map((await unfolded(token)).split('BEGIN:VEVENT').slice(1).map((text) => [/UID:([\w-]+)@/.exec(text)?.[1] ?? '', text]))

test('one address holds every duty with a day and every meeting over all files of one’s organisations, and of nobody else’s', async () => {
  const one = await aDeal(), two = await aDeal(), other = await acceptInterest(as(lan), { interest_id: await expressInterest(as(stranger), { listing_id: await aListing(db, 'offer', supplier, 'published', 'Máy khác'), counter_listing_id: null, message: 'Chúng tôi cũng quan tâm tới máy này.', request_key: randomUUID() }) })
  const [duty, undated, first, second, theirs] = [await waits(one, dayAfter(today, 9)), await waits(two, today, { kind: 'x', due_on: null }), await meets(one, hoa), await meets(two, lan), await meets(other, lan)]
  const mine = await entries(await makeCalendarAddress(as(hoa)))
  expect([...mine.keys()]).toEqual(expect.arrayContaining([`duty-${duty}`, `meeting-${first}`, `meeting-${second}`]))
  expect([...mine.keys()]).not.toContain(`duty-${undated}`)
  expect([...mine.keys()]).not.toContain(`meeting-${theirs}`)
  expect(mine.get(`duty-${duty}`)).toContain(`DTSTART;VALUE=DATE:${dayAfter(today, 9).replaceAll('-', '')}`)
  expect([...(await entries(await makeCalendarAddress(as(lan)))).keys()]).toEqual(expect.arrayContaining([`meeting-${first}`, `meeting-${second}`, `meeting-${theirs}`]))
  const viewers = await entries(await makeCalendarAddress(as(vy)))
  expect([viewers.has(`meeting-${first}`), [...viewers.keys()].some((uid) => uid.startsWith('duty'))]).toEqual([true, false])
  expect((await entries(await makeCalendarAddress(as(officer)))).size, 'of the staff’s own there is nothing').toBe(0)
})
test('nothing confidential is in it: the number of the file, the part, the kind of meeting, and no name, title, agenda or place', async () => {
  const deal = await aDeal(), duty = await waits(deal, dayAfter(today, 3)), meeting = await meets(deal, hoa)
  const token = await makeCalendarAddress(as(hoa)), text = await unfolded(token), mine = await entries(token)
  for (const secret of ['mật', 'Viện', 'Rau', 'Lan', 'Hòa', 'Xưởng', 'sấy', 'Máy']) expect(text, secret).not.toContain(secret)
  expect(mine.get(`duty-${duty}`)).toContain(`SUMMARY:Hạn · Giao dịch số ${deal} · Thanh toán`)
  expect(mine.get(`meeting-${meeting}`)).toContain(`SUMMARY:Khảo sát tại chỗ · Giao dịch số ${deal}`)
  expect(text).not.toMatch(/^(LOCATION|DESCRIPTION)/m)
  expect(text).toMatch(/REFRESH-INTERVAL;VALUE=DURATION:PT1H/)
})
test('a moved deadline and a moved meeting move under the name they had, counted up; what is done is gone, what is called off is struck out', async () => {
  const deal = await aDeal(), duty = await waits(deal, dayAfter(today, 3)), meeting = await meets(deal, hoa), token = await makeCalendarAddress(as(hoa))
  const of = async (uid: string) => { const text = (await entries(token)).get(uid); return text === undefined ? null : [/SEQUENCE:(\d+)/.exec(text)?.[1], /DTSTART[^:]*:(\S+)/.exec(text)?.[1], /STATUS:(\w+)/.exec(text)?.[1], /LAST-MODIFIED:\d{8}T/.test(text)] }
  const digits = (days: number) => dayAfter(today, days).replaceAll('-', '')
  expect(await of(`duty-${duty}`)).toEqual(['0', digits(3), undefined, true])
  await waits(deal, dayAfter(today, 3))
  expect(await of(`duty-${duty}`), 'said again, nothing moved').toEqual(['0', digits(3), undefined, true])
  await waits(deal, dayAfter(today, 5))
  expect(await of(`duty-${duty}`)).toEqual(['1', digits(5), undefined, true])
  await db.transaction().execute((tx) => closeDuty(tx, as(lan), { id: deal }, 'payment_to_make'))
  expect(await of(`duty-${duty}`)).toBeNull()
  const before = await of(`meeting-${meeting}`)
  expect(before?.slice(0, 1).concat(before.slice(2))).toEqual(['0', 'TENTATIVE', true])
  await moveMeeting(as(lan), { deal_id: deal, meeting_id: meeting, sequence: 0, starts_at: hours(72), ends_at: hours(73), place: 'Nơi khác', link: '' })
  const moved = await of(`meeting-${meeting}`)
  expect([moved?.[0], moved?.[1] === before?.[1]]).toEqual(['1', false])
  await cancelMeeting(as(lan), { deal_id: deal, meeting_id: meeting, sequence: 1, cancel_reason: 'Đổi kế hoạch' })
  expect((await of(`meeting-${meeting}`))?.[2]).toBe('CANCELLED')
})
test('the token is kept as a hash alone, is made anew and revoked, and goes with a suspension; wrong ones answer 404', async () => {
  const person = await aPerson(db, { organisation: buyer }), ctx = as(person)
  const token = await makeCalendarAddress(ctx)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(JSON.stringify(await db.selectFrom('calendar_address').selectAll().execute()) + JSON.stringify(await db.selectFrom('event').selectAll().where('type', 'in', ['calendar.address_made', 'calendar.address_revoked']).execute())).not.toContain(token)
  expect((await at(token)).statusCode).toBe(200)
  expect((await at(token)).headers).toMatchObject({ 'content-type': expect.stringContaining('text/calendar'), 'cache-control': 'private, no-store' })
  const second = await makeCalendarAddress(ctx)
  expect([(await at(token)).statusCode, (await at(second)).statusCode]).toEqual([404, 200])
  for (const wrong of ['x', 'A'.repeat(43), `${second}A`, second.slice(1), '%00', encodeURIComponent(`${second}'`)]) expect((await at(wrong)).statusCode, wrong).toBe(404)
  await db.insertInto('suspension').values({ person_id: person.person_id ?? 0, suspended_by: officer.person_id ?? 0, suspended_at: now, reason: 'Chờ xác minh' } as never).execute()
  expect((await at(second)).statusCode, 'suspended').toBe(404)
  await db.updateTable('suspension').set({ lifted_at: now, lifted_by: officer.person_id, lift_reason: 'Đã xác minh' } as never).where('person_id', '=', person.person_id ?? 0).execute()
  expect((await at(second)).statusCode).toBe(200)
  await revokeCalendarAddress(ctx)
  await revokeCalendarAddress(ctx) // a second press finds it so
  expect((await at(second)).statusCode).toBe(404)
  expect(await calendarHolder(db, second)).toBeNull()
})
test('who makes one: oneself, confirmed a moment ago and nobody in one’s place; who leaves an organisation reads nothing more of it', async () => {
  expect(await refused(makeCalendarAddress(as(anonymous)))).toBe('sign_in_first')
  expect(await refused(makeCalendarAddress({ ...as(lan), actor: { ...lan, acted_by: { person_id: officer.person_id ?? 0, name: 'Hà' } } }))).toBe('in_person_only')
  expect(await refused(makeCalendarAddress({ ...as(lan), session: { id: 's', signed_in_at: hours(-3), confirmed_at: hours(-3) } }))).toBe('confirm_first')
  const leaver = await aPerson(db, { organisation: buyer }), deal = await aDeal(), meeting = await meets(deal, lan), token = await makeCalendarAddress(as(leaver))
  expect((await entries(token)).has(`meeting-${meeting}`)).toBe(true)
  await db.deleteFrom('membership').where('person_id', '=', leaver.person_id).execute()
  expect((await entries(token)).size).toBe(0)
})
test('the page makes the address and shows it once; whoever asks too often waits, whichever token they bring', async () => {
  const headers = withCookie(await signedIn(app, db, lan)), page = () => app.inject({ url: '/vi/my/calendar', headers })
  const made = await send(app, '/vi/my/calendar', {}, headers)
  const address = /https?:\/\/[^<"]+\/vi\/calendars\/([\w-]{43})/.exec(made.body)
  expect([made.statusCode, address !== null]).toEqual([201, true])
  expect((await page()).body).not.toContain(address?.[1])
  expect((await page()).body).toContain('Thu hồi địa chỉ')
  expect((await send(app, '/vi/my/calendar/revocation', {}, headers)).headers.location).toBe('/vi/my/calendar?done=calendar_revoked')
  expect((await page()).body).not.toContain('Thu hồi địa chỉ')
  const answers: number[] = []
  for (let n = 0; n < calendarRequestsPerMinute + 2; n++) answers.push((await at(`${n}`.padEnd(43, 'z'), '10.9.9.9')).statusCode)
  expect([answers.filter((code) => code === 404).length, answers.at(-1)]).toEqual([calendarRequestsPerMinute, 429])
  expect((await at(await makeCalendarAddress(as(lan)), '10.9.9.9')).statusCode).toBe(429)
  expect((await at(await makeCalendarAddress(as(lan)), '10.9.9.8')).statusCode).toBe(200)
})
