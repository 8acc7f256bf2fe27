import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, testDatabase } from '../../../tests/database.ts'
import { openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Recorded } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'

/** The whole Exchange: what staff can do in a user’s name, and what they cannot. */
const { db } = await testDatabase()
const { app } = await openWhole(db)
const organisation = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation, name: 'Nguyễn Thị Lan' })
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Phạm Thu Hà' })
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Lê Đức Anh' })
const cookies = { lan: await signedIn(app, db, lan), officer: await signedIn(app, db, officer), administrator: await signedIn(app, db, administrator) }
let address = 0
const from = () => ({ 'x-forwarded-for': `10.6.0.${++address}` })
const get = (url: string, as: keyof typeof cookies) => app.inject({ url, headers: { ...withCookie(cookies[as]), ...from() } })
const post = (url: string, form: Record<string, string>, as: keyof typeof cookies) => send(app, url, form, { ...withCookie(cookies[as]), ...from() })
const sessionOf = (as: keyof typeof cookies) => get('/vi/work', as).then(({ statusCode }) => statusCode === 200)

// The first visit after signing up makes the person behind an account.
expect(await sessionOf('lan')).toBe(true)

describe('In somebody’s name', () => {
  test('the officer works with the user’s organisation and none of their own roles, under both names on every page, until one of the two ends it.', async () => {
    const page = `/vi/administration/people/${lan.person_id}`
    expect((await get('/vi/deals', 'officer')).statusCode).toBe(200)
    const began = await post(`${page}/acting`, { act_reason: 'Chị Lan gọi điện nhờ sửa hồ sơ', minutes: '30' }, 'officer')
    expect([began.statusCode, began.headers.location]).toEqual([303, '/vi/work?done=acting_began'])
    for (const url of ['/vi/work', '/vi', '/vi/my/organisation']) {
      const { statusCode, body } = await get(url, 'officer')
      expect(statusCode, url).toBe(200)
      expect(body, url).toMatch(/Phạm Thu Hà.*Nguyễn Thị Lan/s)
      expect(body, url).toContain('action="/vi/acting-for/end"')
    }
    expect((await get('/vi/my/organisation', 'officer')).body).toContain('Công ty Rau sạch')
    expect((await get(page, 'officer')).statusCode).toBe(403)
    expect((await get('/vi/my/organisation', 'lan')).body).not.toContain('action="/vi/acting-for/end"')

    // What is done now carries both names; a risky act is refused.
    const { id } = await db.insertInto('event').values({ type: 'organisation.changed', subject: `organisation:${organisation}`, person_id: null, acted_by: null, organisation_id: organisation, at: new Date(), request_id: 'mark', data: '{}' }).returning('id').executeTakeFirstOrThrow()
    expect((await post('/vi/acting-for/end', {}, 'officer')).headers.location).toBe('/vi/work?done=acting_ended')
    expect(await db.selectFrom('event').select(['type', 'person_id', 'acted_by']).where('id', '>', id).orderBy('id').execute()).toEqual([{ type: 'acting_for.ended', person_id: lan.person_id, acted_by: officer.person_id }])
    expect((await get(page, 'officer')).statusCode).toBe(200)
  })

  test('the user is told at once, by notice and letter with the reason, and sends them away.', async () => {
    await post(`/vi/administration/people/${lan.person_id}/acting`, { act_reason: 'Hỗ trợ đăng tin theo yêu cầu', minutes: '30' }, 'officer')
    const event = await db.selectFrom('event').selectAll().where('type', '=', 'acting_for.began').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const [tell] = reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) })['acting_for.began'] ?? []
    await db.transaction().execute(async (tx) => tell?.(tx, event as unknown as Recorded<'acting_for.began'>))
    const letter = await db.selectFrom('outgoing_mail').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(letter.body).toMatch(/Phạm Thu Hà.*Hỗ trợ đăng tin theo yêu cầu.*\/vi\/my\/acting/s)
    expect((await get('/vi/my/acting', 'lan')).body).toContain('Kết thúc việc làm thay của Phạm Thu Hà')
    expect((await post('/vi/acting-for/end', { person_id: String(lan.person_id) }, 'lan')).statusCode).toBe(303)
    expect((await get('/vi/my/organisation', 'officer')).body).not.toContain('Công ty Rau sạch')
  })
})

test('Whoever is suspended is a stranger at their next click, and signs in again only once it is lifted.', async () => {
  expect(await sessionOf('lan')).toBe(true)
  await post(`/vi/administration/people/${lan.person_id}/suspension`, { suspend_reason: 'Tài khoản bị lộ mật khẩu' }, 'administrator')
  expect(await sessionOf('lan')).toBe(false)
  const { email } = await db.selectFrom('person').select('email').where('id', '=', lan.person_id).executeTakeFirstOrThrow()
  const signIn = () => send(app, '/vi/sign-in', { email, password: 'mot-cau-dai-de-nho' }, from())
  const refused = await signIn()
  expect([refused.statusCode, refused.cookies.some(({ name }) => name.includes('session_token'))]).toEqual([409, false])
  await post(`/vi/administration/people/${lan.person_id}/suspension/lifting`, { suspend_reason: 'Đã đổi mật khẩu, đã kiểm tra' }, 'administrator')
  expect((await signIn()).statusCode).toBe(303)
})
