import { describe, expect, test } from 'vitest'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { readQr } from '../../../tests/qr-reader.ts'
import { aBrowser, aListing, formOf, openWhole, secret, send, signedIn, someReaders, withCookie } from '../../../tests/readers.ts'
import { aMeetingSession, aSession, someSessions, typedHour } from '../../../tests/session-things.ts'
import { printed, qrShown } from '../../../tests/shown-qr.ts'
import { minutesPaper } from './minutes-paper.ts'
import { guestsOf, resultsOf, sessionById, shownTo } from './queries.ts'
import { mostScans } from './rules.ts'
import { codeHash, codeOf } from './ticket-rules.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, people, as } = await someReaders(app, db)
const runner = await aPerson(db, { staff: ['programme_officer'], name: 'Phương' })
const running = withCookie(await signedIn(app, db, runner))
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const now = new Date()
const { session, registration } = await someSessions(db, people.member, people.other, { institute, offer, secret, now })
const get = async (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers: { ...aBrowser, ...headers } })

describe('A session from draft to door, as people do it', () => {
  test('Staff draft, fill and publish it through forms; mistakes are said at their fields and nothing typed is lost.', async () => {
    const form = formOf((await get('/vi/sessions/new', running)).body, '/vi/sessions')
    for (const [name, value] of Object.entries({ title_vi: 'Phiên nước sạch', title_en: 'Clean water', intro_vi: 'Công nghệ xử lý nước cho làng nghề.', intro_en: 'Water treatment for craft villages.', starts_at: typedHour(now, 3000), ends_at: typedHour(now, 2900), register_until: typedHour(now, 2900), capacity: 'nhiều' })) form.set(name, value)
    const wrong = await send(app, '/vi/sessions', form, running)
    expect([wrong.statusCode, wrong.body.includes('href="#f-capacity"'), wrong.body.includes('value="Phiên nước sạch"')]).toEqual([422, true, true])
    form.set('capacity', '40')
    expect((await send(app, '/vi/sessions', form, running)).statusCode).toBe(409)
    form.set('ends_at', typedHour(now, 3300))
    const made = await send(app, '/vi/sessions', form, running)
    const desk = /^\/vi\/sessions\/\d+\/desk/.exec(String(made.headers.location))?.[0] ?? ''
    expect((await send(app, '/vi/sessions', form, running)).headers.location, 'pressed twice').toBe(made.headers.location)
    expect((await get(desk.replace('/desk', ''))).statusCode, 'a draft is nobody’s to read').toBe(404)
    const item = formOf((await get(desk, running)).body, `${desk}/items`)
    for (const [name, value] of Object.entries({ kind: 'listing', starts_at: typedHour(now, 3000), ends_at: typedHour(now, 3030), listing: `/vi/offers/${offer}` })) item.set(name, value)
    expect((await send(app, `${desk}/items`, item, running)).statusCode).toBe(303)
    expect((await send(app, `${desk}/publication`, {}, running)).statusCode).toBe(303)
    const page = await get(desk.replace('/desk', '').replace('/vi/', '/en/'))
    expect(page.body).toContain(`<a href="/en/offers/${offer}">Máy sấy lạnh rau quả</a>`)
    expect(page.body).toContain('"@type":"Event"')
    const cancel = await send(app, `${desk}/cancellation`, { cancel_reason: 'ngắn' }, running)
    expect([cancel.statusCode, cancel.body.includes('href="#f-cancel_reason"')]).toEqual([422, true])
  })
  test('Somebody registers, has a ticket on paper and as a picture, and gives it up; a stranger is asked to sign in.', async () => {
    const id = await aSession(db, runner, now)
    const path = `/vi/sessions/${id}`
    expect((await get(path)).body).toContain(`/vi/sign-in?next=${encodeURIComponent(path)}`)
    expect((await send(app, `${path}/registration`, {})).headers.location).toContain('/sign-in')
    expect((await send(app, `${path}/registration`, {}, as('viewer'))).headers.location).toBe(`${path}?done=place_kept`)
    const ticket = await get(`${path}/ticket`, as('viewer'))
    const { id: registered } = await db.selectFrom('session_registration').select('id').where('session_id', '=', id).executeTakeFirstOrThrow()
    expect(ticket.body).toContain(`<code>${codeOf(secret, 'ticket', id, registered)}</code>`)
    expect([await qrShown(ticket.body), readQr(await printed((await get(`${path}/ticket.pdf`, as('viewer'))).rawPayload))]).toEqual(Array(2).fill(codeOf(secret, 'ticket', id, registered)))
    expect((await get(`${path}/ticket`, as('other'))).statusCode).toBe(404)
    expect((await send(app, `${path}/registration/cancellation`, {}, as('viewer'))).headers.location).toBe(`${path}?done=place_given_up`)
    expect((await get(`${path}/ticket`, as('viewer'))).statusCode).toBe(404)
    expect((await get(`${path}/calendar.ics`)).body).toContain(`UID:session-${id}@`)
    expect((await get('/en/sessions/calendar.ics')).body.match(/BEGIN:VEVENT/g)?.length).toBe(3)
  })
})

describe('The door', () => {
  const path = `/vi/sessions/${session}`
  test('Its page holds hashes and no name; it alone may have a worker and the camera.', async () => {
    const page = await get(`${path}/check-in`, running)
    expect(page.body).toContain(codeHash(codeOf(secret, 'ticket', session, registration)))
    expect(page.body).not.toContain(codeOf(secret, 'ticket', session, registration))
    expect(page.body).not.toContain('Lan')
    expect([page.headers['content-security-policy'], page.headers['permissions-policy']]).toEqual([expect.stringContaining("worker-src 'self'"), expect.stringContaining('camera=(self)')])
    const other = await get(path, running)
    expect([other.headers['content-security-policy'], other.headers['permissions-policy']]).toEqual([expect.not.stringContaining('worker-src'), expect.stringContaining('camera=()')])
    for (const reader of ['member', 'officer', 'observer', 'inspector'] as const) expect((await get(`${path}/check-in`, as(reader))).statusCode, reader).toBe(403)
  })
  test('Without a script a form takes the code and says what is wrong with it.', async () => {
    const own = codeOf(secret, 'ticket', session, registration)
    expect((await send(app, `${path}/check-in`, { ticket: own.toLowerCase() }, running)).headers.location).toBe(`${path}/check-in?done=came_before`)
    for (const [ticket, status, words] of [['', 422, 'f-ticket'], ['khong-phai-ve', 409, 'không phải vé của Sàn'], [codeOf(secret, 'ticket', session + 999, registration), 409, 'không phải vé của Sàn']] as const) {
      const answer = await send(app, `${path}/check-in`, { ticket }, running)
      expect([answer.statusCode, answer.body.includes(words)], ticket).toEqual([status, true])
    }
  })
  test('What a phone kept is taken once however often it is sent; what is no list of scans is refused.', async () => {
    const waiting = await db.selectFrom('session_registration').select('id').where('session_id', '=', session).where('state', '=', 'waiting').executeTakeFirstOrThrow()
    const scans = JSON.stringify([registration, waiting.id].map((id) => ({ code: codeOf(secret, 'ticket', session, id), at: now.toISOString(), offline: true })))
    for (let i = 0; i < 2; i++) expect((await send(app, `${path}/check-ins`, { scans }, running)).json()).toEqual({ answers: ['before', 'void'] })
    for (const wrong of ['', '[]', '{', '{"code":"x"}', JSON.stringify(Array.from({ length: mostScans + 1 }, () => null))]) expect((await send(app, `${path}/check-ins`, { scans: wrong }, running)).statusCode, wrong).toBe(422)
    // One wrong thing among them is answered by itself, and the tickets beside it are taken.
    const own = (JSON.parse(scans) as object[])[0], at = now.toISOString()
    const mixed = [{ code: 'https://menu.example/nha-hang?ban=12&lang=vi&utm_source=qr&utm_id=1234', at, offline: true }, { code: 'x' }, null, 'x', { code: 'x', at: 'hôm qua', offline: true }, { code: '', at, offline: true }, own]
    expect((await send(app, `${path}/check-ins`, { scans: JSON.stringify(mixed) }, running)).json()).toEqual({ answers: [...Array<string>(6).fill('unknown'), 'before'] })
    expect((await send(app, `${path}/check-ins`, { scans }, as('member'))).statusCode).toBe(403)
    expect((await db.selectFrom('event').select('id').where('type', '=', 'session.checked_in').execute()).length).toBe(1)
  })
})

test('Closed after its end and once: minutes say what was held and by number who came, and whoever came has a certificate anybody can check.', async () => {
  const desk = `/vi/sessions/${session}/desk`
  expect((await send(app, `${desk}/closing`, { remarks: '' }, running)).statusCode, 'not over').toBe(409)
  const item = await db.selectFrom('session_item').select('id').where('session_id', '=', session).executeTakeFirstOrThrow()
  await db.updateTable('trading_session').set({ starts_at: new Date(now.getTime() - 7_200_000), ends_at: new Date(now.getTime() - 3_600_000), register_until: new Date(now.getTime() - 7_200_000) }).where('id', '=', session).execute()
  expect((await get('/vi/work', running)).body).toContain('Chốt biên bản phiên')
  expect((await get(`/vi/sessions/${session}/certificate.pdf`, as('member'))).statusCode, 'not before it is closed').toBe(404)
  expect((await send(app, `${desk}/closing`, { remarks: 'Theo dõi hai hồ sơ.' }, as('member'))).statusCode).toBe(403)
  expect((await send(app, `${desk}/closing`, { held_items: String(item.id), remarks: 'Theo dõi hai hồ sơ.' }, running)).statusCode).toBe(303)
  expect((await send(app, `${desk}/closing`, { remarks: 'Lần nữa.' }, running)).statusCode).toBe(409)
  expect((await get('/vi/work', running)).body).not.toContain('Chốt biên bản phiên')
  for (const [kind, begins] of [['docx', 'PK'], ['pdf', '%PDF']] as const) expect((await get(`${desk}/minutes.${kind}`, running)).rawPayload.subarray(0, begins.length).toString()).toBe(begins)
  const shown = await shownTo({ db, actor: runner, locale: 'vi', now: () => now, request_id: 'test', session: null }, (await sessionById(db, session))!)
  const said = JSON.stringify(minutesPaper(shown, await guestsOf(db, session), await resultsOf(db, session)).blocks)
  expect(said).toContain('đã diễn ra')
  expect(said).toContain(`Số đăng ký của người có mặt: ${registration}.`)
  expect(said).not.toContain('Lan')
  expect((await get(`/vi/sessions/${session}/certificate.pdf`, as('member'))).rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await get(`/vi/sessions/${session}/certificate.pdf`, as('other'))).statusCode, 'who did not come').toBe(404)
  const certificate = codeOf(secret, 'certificate', session, registration)
  expect((await get(`/vi/sessions/certificates?code=${certificate.toLowerCase()}`)).body).toContain('xác nhận Lan đã tham dự')
  for (const code of [codeOf(secret, 'ticket', session, registration), codeOf(secret, 'certificate', session, registration + 1), 'x']) expect((await get(`/vi/sessions/certificates?code=${code}`)).body, code).toContain('Không có giấy xác nhận')
})

describe('One-to-one meetings, as people arrange them', () => {
  test('Forms take, ask, accept; the officer plans and publishes; the plan is a page, a calendar file, and is changed with a word why, in both languages.', async () => {
    const path = `/vi/sessions/${await aMeetingSession(db, runner, [people.member, people.buyer], now)}`, meetings = `${path}/meetings`
    expect((await get(path, as('member'))).body).toContain(`href="${meetings}"`)
    expect((await get(meetings)).headers.location).toContain('/sign-in')
    expect((await get(meetings, as('other'))).body).toContain('Hãy đăng ký và có chỗ tại phiên')
    const page = await get(meetings, as('member'))
    expect([page.body.includes('Công ty Rau sạch'), /[>;]Hòa</.test(page.body)], 'the organisation, not the name').toEqual([true, false])
    const ask = formOf(page.body, `${meetings}/wishes`)
    ask.set('topic', 'ngắn')
    const wrong = await send(app, `${meetings}/wishes`, ask, as('member'))
    expect([wrong.statusCode, wrong.body.includes('href="#f-topic"'), wrong.body.includes('value="ngắn"')]).toEqual([422, true, true])
    const buyer = await db.selectFrom('session_registration').select('id').where('session_id', '=', Number(path.split('/').at(-1))).where('person_id', '=', people.buyer.person_id).executeTakeFirstOrThrow()
    ask.set('topic', 'Xem máy sấy chạy tại xưởng.')
    ask.set('whom', String(buyer.id))
    expect((await send(app, `${meetings}/wishes`, ask, as('member'))).headers.location).toBe(`${meetings}?done=sent`)
    expect((await get('/vi/work', as('buyer'))).body).toContain('lời mời gặp riêng chờ bạn trả lời')
    const { id: wish } = await db.selectFrom('session_wish').select('id').where('asked_id', '=', buyer.id).executeTakeFirstOrThrow()
    expect((await send(app, `${meetings}/wishes/${wish}/acceptance`, {}, as('other'))).statusCode).toBe(409)
    expect((await send(app, `${meetings}/wishes/${wish}/acceptance`, {}, as('buyer'))).statusCode).toBe(303)
    for (const reader of ['member', 'officer'] as const) expect((await get(`${path}/desk/meetings`, as(reader))).statusCode).toBe(403)
    expect((await get(`${path}/desk/meetings`, as('inspector'))).body).not.toContain('Xếp lịch</button>')
    for (const step of ['plan', 'publication']) expect([(await send(app, `${path}/desk/meetings/${step}`, {}, as('inspector'))).statusCode, (await send(app, `${path}/desk/meetings/${step}`, {}, running)).statusCode]).toEqual([403, 303])
    expect((await get(`${path}/desk/meetings`, running)).body).toContain('Công bố lần cuối')
    const own = /href="(\/vi\/sessions\/\d+\/meetings\/\d+)"/.exec((await get(meetings, as('member'))).body)?.[1] ?? ''
    expect((await get(`${meetings}/calendar.ics`, as('buyer'))).body).toContain('SUMMARY:Gặp Viện Cơ điện')
    const english = await get(own.replace('/vi/', '/en/'), as('buyer'))
    expect([english.body.includes('Meeting with Viện Cơ điện'), english.body.includes('Lan'), english.body.includes('Move to another time')]).toEqual([true, true, true])
    expect([(await get(own, as('other'))).statusCode, (await get(own, as('viewer'))).statusCode, (await get(own, running)).statusCode]).toEqual([404, 404, 404])
    const move = formOf((await get(own, as('member'))).body, `${own}/move`)
    move.set('slot', '2026-03-03T05:00:00.000Z')
    move.set('why', 'Tàu đến muộn.')
    expect((await send(app, `${own}/move`, move, as('member'))).body).toContain('Giờ này không có trong chương trình')
    const slot = /<option value="(\d{4}-[^"]+Z)"/.exec((await get(own, as('member'))).body)?.[1] ?? ''
    move.set('slot', slot)
    expect((await send(app, `${own}/move`, move, as('member'))).headers.location).toBe(`${own}?done=saved`)
    expect((await get(own, as('buyer'))).body).toContain('Tàu đến muộn.')
    expect((await send(app, `${own}/result`, { result: 'next_step', note: '' }, as('member'))).statusCode, 'not yet').toBe(409)
    expect((await send(app, `${own}/cancellation`, { why: '' }, as('buyer'))).statusCode).toBe(422)
    expect((await send(app, `${own}/cancellation`, { why: 'Kỹ sư ốm.' }, as('buyer'))).headers.location).toBe(`${meetings}?done=meeting_cancelled`)
    expect((await get(`${meetings}/calendar.ics`, as('member'))).body).toMatch(/SEQUENCE:2[\s\S]*STATUS:CANCELLED|STATUS:CANCELLED[\s\S]*SEQUENCE:2/)
  })
})
