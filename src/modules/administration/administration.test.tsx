import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aPerson, anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { queueMail } from '../notifications/commands.ts'
import { administrationRoutes } from './routes.tsx'

const { db, asOwner } = await testDatabase()
const { get, post } = await openPages(db, administrationRoutes)
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Trần Thị Đỗ Quyên' })
const moderator = await aPerson(db, { staff: ['moderator'] })
const lan = await aPerson(db, { name: 'Nguyễn Thị Lan' })
const rolesOf = async (id: number | null) => (await db.selectFrom('staff_role').select('role').where('person_id', '=', id).orderBy('role').execute()).map(({ role }) => role)

test('administration opens to administrators only', async () => {
  for (const path of ['', '/people', '/organisations', '/organisations/1']) {
    expect((await get(`/vi/administration${path}`)).headers.location, path).toContain('/vi/sign-in?next=')
    expect((await get(`/vi/administration${path}`, moderator)).statusCode, path).toBe(403)
    expect((await get(`/vi/administration${path}`, lan)).statusCode, path).toBe(403)
  }
  for (const path of ['roles', 'roles/revocation']) expect((await post(`/vi/administration/${path}`, { person_id: lan.person_id!, role: 'administrator' }, moderator)).statusCode).toBe(403)
  expect(await rolesOf(lan.person_id)).toEqual([])
})

test('the overview says how the system is: size, migrations, mail that failed, readers behind, jobs waiting, the latest events', async () => {
  await queueMail(db, { to: 'lan@example.test', subject: 'Thư mắc kẹt', body: '', locale: 'vi' }, noon)
  await db.updateTable('outgoing_mail').set({ last_error: 'connect ECONNREFUSED 10.0.0.1:587' }).execute()
  await asOwner(`insert into reaction_cursor values ('reactions', '0', 0)`)
  for (let n = 0; n < 60; n++) await db.insertInto('event').values({ type: 'person.signed_up', subject: `person:${n}`, person_id: n % 2 ? lan.person_id : null, organisation_id: null, at: noon, request_id: 'test', data: '{}' }).execute()
  const page = (await get('/vi/administration', administrator)).body
  for (const text of ['0001_house.sql', 'PostgreSQL 1', 'ECONNREFUSED', 'Thư mắc kẹt', 'còn 60 sự kiện', '<code>send_mail</code>: 1 việc', 'Nguyễn Thị Lan', 'hệ thống']) expect(page).toContain(text)
  expect(page.match(/<code>person.signed_up<\/code>/g)).toHaveLength(50)
  expect((await get('/en/administration', administrator)).statusCode).toBe(200)
})

test('people are found by name without diacritics and by any part of their address', async () => {
  for (const q of ['do quyen', 'Đỗ QUYÊN', 'quyen tran']) expect((await get(`/vi/administration/people?q=${encodeURIComponent(q)}`, administrator)).body, q).toContain('Trần Thị Đỗ Quyên')
  const email = (await db.selectFrom('person').select('email').where('id', '=', lan.person_id).executeTakeFirstOrThrow()).email
  const found = (await get(`/vi/administration/people?q=${encodeURIComponent(email.toUpperCase())}`, administrator)).body
  expect(found).toContain('Nguyễn Thị Lan')
  expect(found).not.toContain('Trần Thị Đỗ Quyên')
  expect((await get(`/vi/administration/people?q=${encodeURIComponent("%' or 1=1")}`, administrator)).body).toContain('Không tìm thấy ai')
})

test('a role is granted and revoked where the list was; the last administrator keeps theirs', async () => {
  const granted = await post('/vi/administration/roles', { person_id: lan.person_id!, role: 'moderator', q: 'lan', page: 1 }, administrator)
  expect(granted.headers.location).toBe('/vi/administration/people?q=lan&done=granted')
  expect(await rolesOf(lan.person_id)).toEqual(['moderator'])
  expect((await post('/vi/administration/roles/revocation', { person_id: lan.person_id!, role: 'moderator' }, administrator)).headers.location).toContain('done=revoked')
  expect(await rolesOf(lan.person_id)).toEqual([])
  expect((await post('/vi/administration/roles/revocation', { person_id: administrator.person_id!, role: 'administrator' }, administrator)).statusCode).toBe(409)
  expect((await post('/vi/administration/roles', { person_id: lan.person_id!, role: 'king' }, administrator)).statusCode).toBe(422)
  expect((await post('/vi/administration/roles', { person_id: 999_999, role: 'moderator' }, administrator)).statusCode).toBe(404)
})

test('an imported organisation gets its owner by e-mail; an address nobody uses is said beside the form and kept', async () => {
  const id = await anOrganisation(db, 'institute', 'vien nhap')
  await db.updateTable('organisation').set({ source_name: 'techmart' }).where('id', '=', id).execute()
  expect((await get('/vi/administration/organisations?q=VIỆN', administrator)).body).toContain(`/vi/administration/organisations/${id}`)
  const path = `/vi/administration/organisations/${id}`
  expect((await get(path, administrator)).body).toContain('techmart')
  const wrong = await post(path, { email: 'khong.ai@example.test' }, administrator)
  expect(wrong.statusCode).toBe(409)
  expect(wrong.body).toContain('value="khong.ai@example.test"')
  const email = (await db.selectFrom('person').select('email').where('id', '=', lan.person_id).executeTakeFirstOrThrow()).email
  expect((await post(path, { email }, administrator)).headers.location).toBe('/vi/administration/organisations?done=granted')
  expect((await post(path, { email: 'khong.ai@example.test' }, moderator)).statusCode).toBe(403)
  expect((await sql<{ role: string }>`select role from membership where organisation_id = ${id}`.execute(db)).rows).toEqual([{ role: 'owner' }])
  expect((await get('/vi/administration/organisations/999999', administrator)).statusCode).toBe(404)
})
