import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aPerson, anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Storage } from '../../platform/storage.ts'
import { queueMail } from '../notifications/commands.ts'
import { checked, counts } from './queries.ts'
import { administrationRoutes } from './routes.tsx'

const { db, asOwner } = await testDatabase()
const away = { open: async () => null, receive: async () => { throw new Error('the scanner did not answer') } } as unknown as Storage
const { get, post } = await openPages(db, (app) => administrationRoutes(app, { storage: away, dataDir: '.' }))
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Trần Thị Đỗ Quyên' })
const second = await aPerson(db, { staff: ['administrator'], name: 'Lê Đức Anh' })
const moderator = await aPerson(db, { staff: ['moderator'] })
const officer = await aPerson(db, { staff: ['deal_officer'] })
const watchers = [await aPerson(db, { staff: ['observer'] }), await aPerson(db, { staff: ['inspector'] })]
const lan = await aPerson(db, { name: 'Nguyễn Thị Lan' })
const rolesOf = async (id: number | null) => (await db.selectFrom('staff_role').select('role').where('person_id', '=', id).orderBy('role').execute()).map(({ role }) => role)
const emailOf = async (id: number | null) => (await db.selectFrom('person').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
const pages = ['', '/people', '/organisations', '/approvals', '/codes', '/codes/trl', '/codes/trl/5', '/rules', '/rules/privacy.answer', '/service-times', '/health']
const reason = 'Theo văn bản đề nghị'

test('administration opens to administrators, and to observers and inspectors without a single button', async () => {
  for (const path of pages) {
    expect((await get(`/vi/administration${path}`)).headers.location, path).toContain('/vi/sign-in?next=')
    expect((await get(`/vi/administration${path}`, lan)).statusCode, path).toBe(403)
    for (const locale of ['vi', 'en']) expect((await get(`/${locale}/administration${path}`, administrator)).statusCode, path).toBe(200)
    for (const watcher of watchers) {
      const { statusCode, body } = await get(`/vi/administration${path}`, watcher)
      expect(statusCode, path).toBe(200)
      const forms = [...body.matchAll(/<form[^>]*method="post"[^>]*action="([^"]*)"/g)].map(([, action]) => action)
      expect(forms.filter((action) => action !== '/vi/sign-out' && action !== '/vi/administration/people'), path).toEqual([])
    }
  }
})

test('what they send is refused, whatever it is, and so is everybody else’s', async () => {
  const approval = await db.insertInto('approval').values({ kind: 'role_grant', subject: `person:${lan.person_id}`, data: JSON.stringify({ person_id: lan.person_id, role: 'observer' }), reason, proposed_by: administrator.person_id!, proposed_at: noon, expires_at: new Date(noon.getTime() + 1), decision: null, decided_by: null, decided_at: null }).returning('id').executeTakeFirstOrThrow()
  const person = `/people/${lan.person_id}`
  const buttons: [string, Record<string, string | number>][] = [
    ['/approvals', { kind: 'role_grant', person_id: lan.person_id!, role: 'administrator', reason }], [`/approvals/${approval.id}/decision`, { decision: 'approved' }],
    [`${person}/roles/revocation`, { role: 'moderator', revoke_reason: reason }], [`${person}/suspension`, { suspend_reason: reason }], [`${person}/suspension/lifting`, { suspend_reason: reason }], [`${person}/sessions/end`, {}],
    ['/codes/trl', { code: '10', name_vi: 'a', name_en: 'a', position: 1 }], ['/codes/trl/5', { name_vi: 'a', name_en: 'a', position: 1 }], ['/codes/trl/5/retirement', {}], ['/codes/trl/5/restoration', {}],
    ['/service-times', { code: 'listing_review', amount: 1, unit: 'days', valid_from: '2026-05-01' }], ['/service-times/holidays', { day: '2027-02-06', name_vi: 'a', name_en: 'a' }], ['/service-times/holidays/removal', { day: '2026-09-02' }], ['/service-times/holidays/no-lieu', { day: '2027-05-01' }],
  ]
  const before = await db.selectFrom('event').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  for (const [path, form] of buttons) {
    for (const reader of [...watchers, moderator, officer, lan]) expect((await post(`/vi/administration${path}`, form, reader)).statusCode, `${path} by ${reader.staff_roles.join()}`).toBe(reader === moderator && path.includes('/decision') ? 404 : 403)
    expect((await post(`/vi/administration${path}`, form)).statusCode, path).toBe(303)
  }
  for (const reader of [...watchers, moderator, lan]) expect((await post(`/vi/administration${person}/acting`, { act_reason: reason, minutes: 30 }, reader)).statusCode).toBe(403)
  expect(await db.selectFrom('event').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).toEqual(before)
  await asOwner('delete from approval')
})

test('the overview counts, and health says how the system is: migrations, mail that failed, readers behind, jobs waiting, seals, disk, scanner', async () => {
  await queueMail(db, { to: 'lan@example.test', subject: 'Thư mắc kẹt', body: '', locale: 'vi' }, noon)
  await db.updateTable('outgoing_mail').set({ last_error: 'connect ECONNREFUSED 10.0.0.1:587' }).execute()
  await asOwner(`insert into reaction_cursor values ('reactions', '0', 0)`)
  for (let n = 0; n < 60; n++) await db.insertInto('event').values({ type: 'person.signed_up', subject: `person:${n}`, person_id: n % 2 ? lan.person_id : null, acted_by: null, organisation_id: null, at: noon, request_id: 'test', data: '{}' }).execute()
  const overview = (await get('/vi/administration', administrator)).body
  for (const text of ['Nguyễn Thị Lan', 'hệ thống']) expect(overview).toContain(text)
  expect(overview.match(/<td>Đăng ký tài khoản<\/td>/g)).toHaveLength(50)
  const page = (await get('/vi/administration/health', administrator)).body
  for (const text of ['0001_house.sql', 'PostgreSQL 1', 'ECONNREFUSED', 'Thư mắc kẹt', 'sự kiện, cũ nhất', '<code>send_mail</code>: 1 việc', 'chưa niêm phong', 'the scanner did not answer', 'Dung lượng đĩa còn trống']) expect(page).toContain(text)
  expect(page.match(/badge warn/g)).toHaveLength(1)
})
test('organisations that are no more are not counted; one asking anew waits like the others; each part is a link away', async () => {
  const before = await counts(db)
  const [left, merged, deleted, renewing] = [await anOrganisation(db), await anOrganisation(db), await anOrganisation(db), await anOrganisation(db)]
  await db.updateTable('organisation').set({ merged_into_id: left, merged_at: noon }).where('id', '=', merged).execute()
  await db.updateTable('organisation').set({ deleted_at: noon }).where('id', '=', deleted).execute()
  await db.updateTable('organisation').set({ verification: 'verified', verified_at: noon, verified_until: new Date('2026-04-01'), renewal_requested_at: noon }).where('id', '=', renewing).execute()
  expect(await counts(db)).toEqual({ ...before, organisations: before.organisations + 2, verified: before.verified + 1, submitted_organisations: before.submitted_organisations + 1, without_members: before.without_members + 2 })
  const parts = ['notices', 'approvals', 'health', 'rules', 'codes', 'service-times', 'data-requests'].map((part) => `href="/vi/administration/${part}"`)
  for (const reader of [administrator, ...watchers]) {
    const { body } = await get('/vi/administration', reader)
    for (const link of parts) expect(body).toContain(link)
    expect(body.includes('href="/vi/audit">Tra cứu'), reader.staff_roles.join()).toBe(!reader.staff_roles.includes('observer'))
  }
})
test('a part that does not answer is not well after the time it has', async () => {
  expect(await checked([{ name: 'storage', look: () => new Promise(() => {}) }, { name: 'scanner', look: async () => 'ok' }], 50)).toEqual([{ name: 'storage', well: false, said: 'no answer within 0.05 s' }, { name: 'scanner', well: true, said: 'ok' }])
})

test('people are found by name without diacritics and by any part of their address, and neither is ever in an address of a page', async () => {
  const ask = async (q: string, as = administrator) => await post('/vi/administration/people', { q }, as)
  for (const q of ['do quyen', 'Đỗ QUYÊN', 'quyen tran']) {
    const found = await ask(q)
    expect([found.statusCode, found.headers.location]).toEqual([200, undefined])
    expect(found.body, q).toContain('Trần Thị Đỗ Quyên')
    expect([...found.body.matchAll(/(?:href|action)="([^"]*)"/g)].filter(([, url]) => /quy|q=/i.test(decodeURIComponent(url ?? '')))).toEqual([])
  }
  const found = (await ask((await emailOf(lan.person_id)).toUpperCase())).body
  expect(found).toContain('Nguyễn Thị Lan')
  expect(found).not.toContain('Trần Thị Đỗ Quyên')
  expect((await ask("%' or 1=1")).body).toContain('Không tìm thấy ai')
  expect((await get('/vi/administration/people?q=quyen', administrator)).body, 'an old address with a name in it searches for nothing').toContain('Nguyễn Thị Lan')
  for (const reader of [...watchers, officer]) expect((await ask('lan', reader)).statusCode).toBe(200)
  for (const reader of [moderator, lan]) expect((await ask('lan', reader)).statusCode).toBe(403)
})

test('a role is proposed on the person’s page by one and granted by another; what is wrong is said at its field and kept', async () => {
  const page = (await get(`/vi/administration/people/${lan.person_id}`, administrator)).body
  expect(page).toContain(`/vi/administration/approvals/new?kind=role_grant&amp;person_id=${lan.person_id}`)
  expect((await get(`/vi/administration/approvals/new?kind=role_grant&person_id=${lan.person_id}`, administrator)).body).toContain(`value="${lan.person_id}"`)
  const short = await post('/vi/administration/approvals', { kind: 'role_grant', person_id: lan.person_id!, role: 'moderator', reason: 'ngắn' }, administrator)
  expect(short.statusCode).toBe(422)
  expect(short.body).toContain('>ngắn</textarea>')
  expect((await post('/vi/administration/approvals', { kind: 'role_grant', person_id: lan.person_id!, role: 'king', reason }, administrator)).statusCode).toBe(422)
  expect((await post('/vi/administration/approvals', { kind: 'coup', reason }, administrator)).statusCode).toBe(404)
  expect((await post('/vi/administration/approvals', { kind: 'role_grant', person_id: 999_999, role: 'moderator', reason }, administrator)).statusCode).toBe(404)
  const proposed = await post('/vi/administration/approvals', { kind: 'role_grant', person_id: lan.person_id!, role: 'moderator', reason }, administrator)
  const at = String(proposed.headers.location).replace('?done=proposed', '')
  expect(at).toMatch(/^\/vi\/administration\/approvals\/\d+$/)
  expect((await get(at, administrator)).body).toContain('Bạn đã đề xuất việc này')
  expect((await get('/vi/administration/approvals', second)).body).toContain('Trao vai trò Kiểm duyệt viên cho Nguyễn Thị Lan')
  expect((await get(at, moderator)).statusCode, 'roles are not a moderator’s').toBe(404)
  const silent = await post(`${at}/decision`, { decision: 'rejected', decision_reason: '' }, second)
  expect([silent.statusCode, silent.body.includes('Hãy ghi lý do từ chối')]).toEqual([409, true])
  expect((await post(`${at}/decision`, { decision: 'approved' }, second)).headers.location).toBe(`${at}?done=approved`)
  expect(await rolesOf(lan.person_id)).toEqual(['moderator'])
  expect((await post(`/vi/administration/people/${lan.person_id}/roles/revocation`, { role: 'moderator', revoke_reason: reason }, administrator)).headers.location).toContain('done=revoked')
  expect(await rolesOf(lan.person_id)).toEqual([])
})

test('with one administrator the page says what to do at the console', async () => {
  expect((await get('/vi/administration/approvals', administrator)).body).not.toContain('bin/techex user grant')
  await asOwner(`insert into suspension (person_id, reason, suspended_at) values (${second.person_id}, 'x', now())`)
  expect((await get('/vi/administration/approvals', administrator)).body).toContain('bin/techex user grant')
  expect((await get('/en/administration/approvals', administrator)).body).toContain('bin/techex user grant')
  const last = await post(`/vi/administration/people/${administrator.person_id}/roles/revocation`, { role: 'administrator', revoke_reason: reason }, administrator)
  expect([last.statusCode, last.body.includes('quản trị viên cuối cùng')]).toEqual([409, true])
  await asOwner('delete from suspension')
})

test('a suspension is said on the page and lifted there', async () => {
  const path = `/vi/administration/people/${lan.person_id}`
  expect((await post(`${path}/suspension`, { suspend_reason: 'ngắn' }, administrator)).statusCode).toBe(422)
  expect((await post(`${path}/suspension`, { suspend_reason: reason }, administrator)).headers.location).toBe(`${path}?done=suspended`)
  expect((await get(path, administrator)).body).toContain('Mở lại tài khoản')
  expect((await post(`${path}/suspension/lifting`, { suspend_reason: reason }, administrator)).headers.location).toBe(`${path}?done=suspension_lifted`)
  expect((await get(path, administrator)).body).toContain('Các lần tạm khóa')
})

test('a deal officer whom a user asks for help finds the user, begins and ends acting for them; where nobody can, the page says why', async () => {
  const path = `/vi/administration/people/${lan.person_id}`
  expect((await get(path, officer)).body).not.toContain(`${path}/acting`)
  expect((await post(`${path}/acting`, { act_reason: reason, minutes: 30 }, officer)).body).toContain('chưa có tài khoản')
  await db.insertInto('auth_user').values({ id: 'lan', name: lan.name, email: 'x@example.test', email_verified: true }).execute()
  await db.updateTable('person').set({ auth_user_id: 'lan' }).where('id', '=', lan.person_id).execute()
  expect((await get(path, officer)).body).toContain(`${path}/acting`)
  const wrong = await post(`${path}/acting`, { act_reason: reason, minutes: 'mười' }, officer)
  expect([wrong.statusCode, wrong.body.includes('value="mười"')]).toEqual([422, true])
  expect((await post(`${path}/acting`, { act_reason: reason, minutes: 30 }, officer)).headers.location).toBe('/vi/work?done=acting_began')
  expect((await get(path, administrator)).body).toContain('Đã có ai làm thay')
  const acting = { ...lan, acted_by: { person_id: officer.person_id!, name: 'Phạm Thu Hà' } }
  expect((await get('/vi/my/acting', acting)).body).toContain('action="/vi/acting-for/end"')
  expect((await post(`/vi/administration/people/${second.person_id}/acting`, { act_reason: reason, minutes: 30 }, acting)).statusCode, 'no staff role while acting').toBe(403)
  expect((await post('/vi/acting-for/end', {}, acting)).headers.location).toBe('/vi/work?done=acting_ended')
  const mine = (await get('/vi/my/acting', lan)).body
  expect([mine.includes(reason), mine.includes('Kết thúc việc làm thay')]).toEqual([true, false])
  expect((await get('/vi/my/acting')).statusCode).toBe(303)
})

test('a code is edited, retired and brought back on its pages, and what somebody else changed meanwhile is not undone', async () => {
  const path = '/vi/administration/codes/decline_reason'
  const code = (await db.selectFrom('code').select('code').where('list', '=', 'decline_reason').orderBy('position').executeTakeFirstOrThrow()).code
  expect((await post(`${path}/${code}`, { name_vi: 'Lý do mới', name_en: 'New reason', position: 1, seen: '' }, administrator)).headers.location).toBe(`${path}/${code}?done=saved`)
  expect((await post(`${path}/${code}`, { name_vi: 'Khác nữa', name_en: 'Another', position: 1, seen: '' }, second)).body).toContain('Người khác vừa sửa')
  expect((await get(path, administrator)).body).toContain('Lý do mới')
  expect((await post(`${path}/${code}/retirement`, {}, administrator)).headers.location).toContain('done=retired')
  expect((await get(`${path}/${code}`, administrator)).body).toContain(`${path}/${code}/restoration`)
  expect((await post(path, { code: 'bad code!', name_vi: '', name_en: 'x', position: 'x' }, administrator)).statusCode).toBe(422)
  expect((await post(path, { code: 'budget_gone', name_vi: 'Hết kinh phí', name_en: 'Out of budget', position: 99 }, administrator)).headers.location).toBe(`${path}/budget_gone?done=created`)
  for (const missing of ['/codes/nothing', '/codes/trl/99', '/codes/trl/%00', '/rules/nothing', '/rules/%00']) expect((await get(`/vi/administration${missing}`, administrator)).statusCode, missing).toBe(404)
})

test('the rules of a day stand apart by whether they are law', async () => {
  const section = (html: string, id: string): string => new RegExp(`<h2 id="${id}">.*?</table>`, 's').exec(html)?.[0] ?? ''
  const page = (await get('/vi/administration/rules?on=2026-03-02', administrator)).body
  expect(section(page, 'law')).toContain('Trả lời yêu cầu của chủ thể dữ liệu')
  expect(section(page, 'law')).not.toMatch(/Chưa kiểm chứng|Chưa tìm thấy/)
  expect(section(page, 'unverified')).toContain('Phí đăng ký lần đầu')
  expect(section(page, 'own')).toContain('Đề xuất hai người chờ quyết định')
  expect((await get('/en/administration/rules?on=2024-06-01', administrator)).body).toContain('Dossiers are sold and taken')
  for (const on of ['x', '2026-02-30', '9999-01-01', '%00']) expect((await get(`/vi/administration/rules?on=${on}`, administrator)).statusCode, on).toBe(200)
  expect((await get('/vi/administration/rules/auction.notice.apart', administrator)).body).toMatch(/31\/12\/2024.*2 ngày làm việc/s)
})

test('service times and holidays are set on their page', async () => {
  const path = '/vi/administration/service-times'
  expect((await post(path, { code: 'listing_review', amount: 0, unit: 'days', valid_from: '2026-05-01' }, administrator)).statusCode).toBe(422)
  expect((await post(path, { code: 'listing_review', amount: 2, unit: 'days', valid_from: '2026-01-05' }, administrator)).body).toContain('chỉ áp dụng từ hôm nay')
  expect((await post(path, { code: 'listing_review', amount: 2, unit: 'working_days', valid_from: '2026-05-01' }, administrator)).headers.location).toContain('done=saved')
  expect((await post(`${path}/holidays`, { day: '2027-02-06', name_vi: 'Mùng một Tết', name_en: 'First day of Tết' }, administrator)).headers.location).toContain('done=saved')
  expect((await get(path, watchers[0])).body).toContain('Mùng một Tết')
  expect((await post(`${path}/holidays/removal`, { day: '2027-02-06' }, administrator)).headers.location).toContain('done=removed')
})

test('a day in lieu is offered with one press, and that there is none with another', async () => {
  const path = '/vi/administration/service-times', offered = async (reader = administrator) => (await get(path, reader)).body.split('id="lieus"')[1]?.split('</section>')[0] ?? ''
  expect(await offered()).toContain('03/05/2027, bù cho 01/05/2027 (Ngày Quốc tế lao động)')
  for (const reader of watchers) expect([(await offered(reader)).includes('03/05/2027'), (await offered(reader)).includes('<button')]).toEqual([true, false])
  const form = (await offered()).split('<form').find((one) => one.includes('value="2027-05-03"'))!, fields = Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  expect((await post(form.match(/action="([^"]+)"/)![1]!, fields, administrator)).headers.location).toContain('done=saved')
  expect(await offered()).not.toContain('03/05/2027')
  expect((await get(path, administrator)).body).toContain('Nghỉ bù Ngày Quốc tế lao động')
  for (const reader of [...watchers, moderator]) expect((await post(`${path}/holidays/no-lieu`, { day: '2028-01-01' }, reader)).statusCode).toBe(403)
  expect((await post(`${path}/holidays/no-lieu`, { day: '2028-01-01' }, administrator)).headers.location).toContain('done=saved')
  expect([(await offered()).includes('03/01/2028'), (await get(path, administrator)).body.includes('Tết Dương lịch (không nghỉ bù)')]).toEqual([false, true])
  expect((await post(`${path}/holidays/no-lieu`, { day: '2026-05-01' }, administrator)).statusCode).toBe(409)
  for (const day of ['', '2028-02-30', 'x']) expect((await post(`${path}/holidays/no-lieu`, { day }, administrator)).statusCode, day).toBe(422)
})

test('an imported organisation gets its owner by e-mail; an address nobody uses is said beside the form and kept', async () => {
  const id = await anOrganisation(db, 'institute', 'vien nhap')
  await db.updateTable('organisation').set({ source_name: 'techmart' }).where('id', '=', id).execute()
  expect((await get('/vi/administration/organisations?q=VIỆN', administrator)).body).toContain(`/vi/administration/organisations/${id}`)
  const path = `/vi/administration/organisations/${id}`
  expect((await get(path, administrator)).body).toContain('techmart')
  expect((await get(path, watchers[1])).body).not.toContain('name="email"')
  const wrong = await post(path, { email: 'khong.ai@example.test' }, administrator)
  expect(wrong.statusCode).toBe(409)
  expect(wrong.body).toContain('value="khong.ai@example.test"')
  expect((await post(path, { email: await emailOf(lan.person_id) }, administrator)).headers.location).toBe('/vi/administration/organisations?done=granted')
  for (const reader of [moderator, ...watchers]) expect((await post(path, { email: 'khong.ai@example.test' }, reader)).statusCode).toBe(403)
  expect((await sql<{ role: string }>`select role from membership where organisation_id = ${id}`.execute(db)).rows).toEqual([{ role: 'owner' }])
  expect((await get('/vi/administration/organisations/999999', administrator)).statusCode).toBe(404)
})

test('the overview asks for holidays that are announced year by year, until one of their days is entered', async () => {
  const { body } = await get('/vi/administration', administrator)
  expect(body).toContain('Giỗ Tổ Hùng Vương 2026')
  expect(body).not.toContain('Tết Nguyên đán 2026')
  await db.insertInto('holiday').values({ day: '2026-04-27', name_vi: 'Giỗ Tổ Hùng Vương', name_en: 'Hùng Kings’ day', removed_at: null, edited_by: null }).execute()
  expect((await get('/vi/administration', administrator)).body).not.toContain('Giỗ Tổ Hùng Vương 2026')
})
