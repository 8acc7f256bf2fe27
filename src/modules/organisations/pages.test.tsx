import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import { aPerson, anOrganisation, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aProof } from '../../../tests/proofs.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { restoreCode, retireCode } from '../taxonomy/commands.ts'
import { mergeOrganisations } from './merge-commands.ts'
import { organisationRoutes } from './routes.tsx'
import { standingRoutes } from './standing-routes.tsx'

const { db } = await testDatabase()
const { get, post } = await openPages(db, (app) => {
  organisationRoutes(app, 'http://localhost:3000', async (_, id) => <section><h2>Tin của {id}</h2></section>)
  standingRoutes(app, { storage: null as never, uploadMaxBytes: 1000 }) // files are sent in tests/pages.test.tsx's whole application
})
const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'], rules: { 'no-raw-characters': 'off', 'long-title': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'void-style': 'off', 'doctype-style': 'off', 'tel-non-breaking': 'off', 'no-implicit-button-type': 'off', 'valid-id': 'off', 'prefer-native-element': 'off', 'wcag/h32': 'off', 'require-sri': 'off', 'script-type': 'off', 'form-dup-name': 'off', 'hidden-focusable': 'off' } })
/** The page is sound HTML with one h1; its text is returned. */
async function sound(answer: { body: string; statusCode: number }, status = 200): Promise<string> {
  expect(answer.statusCode, answer.body.slice(0, 2000)).toBe(status)
  const { results } = await validator.validateString(answer.body)
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} at ${line}:${column} ${answer.body.slice(Math.max(0, column - 60), column + 80)}`))).toEqual([])
  expect(answer.body.match(/<h1/g)).toHaveLength(1)
  return answer.body
}
const tokenIn = async (email: string) => /invitations\/(\S+)/.exec((await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', email).orderBy('id', 'desc').executeTakeFirstOrThrow()).body)?.[1] ?? ''
const emailOf = async (id: number | null) => (await db.selectFrom('person').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email

const officeId = await anOrganisation(db, 'institute', 'Viện Cơ điện')
await db.updateTable('organisation').set({ search_name: 'vien co dien', about_vi: 'Làm máy sấy.\n\n- Sấy lạnh\n- Sấy thăng hoa', website: 'https://vien.example.test/', ward_code: '00004', founded_year: 1998 }).where('id', '=', officeId).execute()
const owner = await aPerson(db, { organisation: officeId, name: 'Bí Mật Lan' })
const viewer = await aPerson(db, { organisation: officeId, role: 'viewer' })
const moderator = await aPerson(db, { staff: ['moderator'], name: 'Quân Kiểm Duyệt' })
const stranger = await aPerson(db)

test('everyone finds an organisation by typing without diacritics and reads its page, in both languages', async () => {
  const list = await sound(await get('/vi/organisations?q=vien+CO&kind=institute'))
  expect(list).toContain(`/vi/organisations/${officeId}`)
  const page = await sound(await get(`/vi/organisations/${officeId}`))
  for (const text of ['Viện Cơ điện', 'Viện nghiên cứu', 'Phường Ba Đình, Hà Nội', '1998', 'Chưa xác minh', `Tin của ${officeId}`, '"@type":"Organization"']) expect(page).toContain(text)
  expect(page).toMatch(/<a href="https:\/\/vien.example.test\/" rel="nofollow/)
  expect(await sound(await get(`/en/organisations/${officeId}`))).toContain('Research institute')
})
test('the public page names no member, and nobody but members is offered to change it', async () => {
  const page = (await get(`/vi/organisations/${officeId}`)).body
  expect(page).not.toContain('Bí Mật Lan')
  expect(page).not.toContain('my/organisation/edit')
  expect((await get(`/vi/organisations/${officeId}`, owner)).body).toContain('my/organisation/edit')
})
test.each(['/vi/organisations/999999', '/vi/organisations/abc', '/vi/invitations/guess', '/vi/organisations/99999999999999999999'])('%s does not exist', async (url) => {
  await sound(await get(url), 404)
})
test('search takes anything typed and any page asked for', async () => {
  for (const query of ['q=%25%27%22%3Cscript%3E', 'page=-1', 'page=99999', 'kind=none', 'q=a&q=b', 'page=1e9']) await sound(await get(`/vi/organisations?${query}`))
})
test('a stranger is sent to sign in; a person without organisation is told how to begin', async () => {
  expect((await get('/vi/my/organisation')).headers.location).toBe('/vi/sign-in?next=%2Fvi%2Fmy%2Forganisation')
  expect((await get('/vi/organisations/new')).statusCode).toBe(303)
  expect(await sound(await get('/vi/my/organisation', stranger))).toContain('Bạn chưa thuộc tổ chức nào')
})
test('an organisation is created; what is wrong is said beside its field and nothing typed is lost', async () => {
  const founder = await aPerson(db)
  await sound(await get('/en/organisations/new', founder))
  const wrong = await sound(await post('/vi/organisations/new', { kind: 'startup', name_vi: '', name_en: '', about_vi: 'Đã viết rất dài', tax_code: '123', country_code: 'VN', founded_year: '1998' }, founder), 422)
  for (const text of ['Đã viết rất dài', 'id="e-tax_code"', 'id="e-name_vi"', 'value="123"']) expect(wrong).toContain(text)
  expect(await sound(await post('/vi/organisations/new', { kind: 'startup', name_vi: 'Sớm Mai', country_code: 'VN', founded_year: '2027' }, founder), 409)).toContain('không thể sau năm nay (2026)')
  const made = await post('/vi/organisations/new', { kind: 'startup', name_vi: 'Sớm Mai', country_code: 'VN', founded_year: '' }, founder)
  expect(made.headers.location).toBe('/vi/my/organisation?done=created')
  expect(await sound(await get('/vi/my/organisation?done=created', founder))).toContain('Sớm Mai')
})
test('the second of two who edit is shown the difference, keeps what was typed, and may then save', async () => {
  const edit = await sound(await get('/vi/my/organisation/edit', owner))
  const version = Number(/name="version" value="(\d+)"/.exec(edit)?.[1])
  const form = { organisation_id: officeId, version, kind: 'institute', name_vi: 'Viện Cơ điện', country_code: 'VN', ward_code: '00004', founded_year: 1998 }
  expect((await post('/vi/my/organisation/edit', { ...form, name_en: 'Institute of Electromechanics' }, owner)).statusCode).toBe(303)
  const late = await sound(await post('/vi/my/organisation/edit', { ...form, name_en: 'Mechatronics Institute', about_en: 'Typed text' }, owner), 409)
  expect(late).toMatch(/<del>Institute of Electromechanics<\/del>.*<ins>Mechatronics Institute<\/ins>/s)
  expect(late).toContain('Typed text')
  expect(late).toContain(`name="version" value="${version + 1}"`)
  expect((await post('/vi/my/organisation/edit', { ...form, version: version + 1, name_en: 'Mechatronics Institute' }, owner)).statusCode).toBe(303)
})
test('a retired ward or kind stays with the organisation that has it and is offered to no other', async () => {
  const clerk = ctxOf(db, await aPerson(db, { staff: ['administrator'] }))
  const other = await anOrganisation(db), theirs = await aPerson(db, { organisation: other })
  const retired = [{ list: 'ward', code: '00004' }, { list: 'organisation_kind', code: 'institute' }] as const
  for (const code of retired) await retireCode(clerk, code)
  const [own, another, fresh] = [await sound(await get('/vi/my/organisation/edit', owner)), await sound(await get('/vi/my/organisation/edit', theirs)), await sound(await get('/vi/organisations/new', theirs))]
  for (const { code } of retired) {
    expect(own).toMatch(new RegExp(`value="${code}" selected|selected(="")? value="${code}"`))
    for (const html of [another, fresh]) expect(html).not.toContain(`value="${code}"`)
  }
  const { version } = await db.selectFrom('organisation').select('version').where('id', '=', officeId).executeTakeFirstOrThrow()
  const form = { kind: 'enterprise', name_vi: 'Nơi khác', country_code: 'VN' }
  for (const [field, code] of [['ward_code', '00004'], ['kind', 'institute']] as const) {
    expect(await sound(await post('/vi/my/organisation/edit', { ...form, organisation_id: other, version: 1, [field]: code }, theirs), 409)).toContain('không còn trong danh mục')
  }
  expect((await post('/vi/my/organisation/edit', { organisation_id: officeId, version, kind: 'institute', name_vi: 'Viện Cơ điện', ward_code: '00004', country_code: 'VN', about_vi: 'Mới.' }, owner)).statusCode).toBe(303)
  for (const code of retired) await restoreCode(clerk, code)
})
test('viewers and strangers cannot edit, invite, or press a button meant for owners', async () => {
  expect((await get('/vi/my/organisation/edit', viewer)).statusCode).toBe(403)
  expect((await get(`/vi/my/organisation/edit?organisation_id=${officeId}`, stranger)).statusCode).toBe(404)
  expect((await post('/vi/my/organisation/invitations', { organisation_id: officeId, email: 'x@example.test', role: 'owner' }, stranger)).statusCode).toBe(404)
  expect((await post('/vi/my/organisation/invitations', { organisation_id: officeId, email: 'x@example.test', role: 'owner' }, viewer)).statusCode).toBe(403)
  for (const button of ['verification', `members/${owner.person_id}/role`, `members/${owner.person_id}/removal`]) {
    expect((await post(`/vi/my/organisation/${button}`, { organisation_id: officeId, role: 'viewer' }, viewer)).statusCode).toBe(403)
    expect((await post(`/vi/my/organisation/${button}`, { organisation_id: officeId, role: 'viewer' })).headers.location).toContain('/vi/sign-in')
  }
  const page = await sound(await get('/vi/my/organisation', viewer))
  expect(page).toContain('Bí Mật Lan')
  expect(page).not.toContain('Gửi lời mời')
})
test('a colleague is invited by letter, opens the link and joins; nobody else can', async () => {
  const lan = await aPerson(db)
  const email = await emailOf(lan.person_id)
  expect(await sound(await post('/vi/my/organisation/invitations', { organisation_id: officeId, email: 'sai địa chỉ', role: 'editor' }, owner), 422)).toContain('sai địa chỉ')
  expect((await post('/vi/my/organisation/invitations', { organisation_id: officeId, email, role: 'editor' }, owner)).headers.location).toBe('/vi/my/organisation?done=invited')
  expect(await sound(await get('/vi/my/organisation', owner))).toContain(email)
  const link = `/vi/invitations/${await tokenIn(email)}`
  expect(await sound(await get(link))).toContain(`/vi/sign-in?next=${encodeURIComponent(link)}`)
  expect(await sound(await get(link, stranger))).toContain('Hãy đăng nhập bằng đúng địa chỉ đó')
  expect((await post(link, {}, stranger)).statusCode).toBe(409)
  expect(await sound(await get('/vi/my/organisation', lan))).toContain('Lời mời dành cho bạn')
  await sound(await get(link, lan))
  expect((await post(link, {}, lan)).headers.location).toBe('/vi/my/organisation?done=joined')
  expect(await sound(await get('/vi/my/organisation', lan))).toContain('Viện Cơ điện')
})
test('verification is asked for, decided with a reason in the queue, and shown with its date', async () => {
  expect((await get('/vi/moderation/organisations')).statusCode).toBe(303)
  expect((await get('/vi/moderation/organisations', owner)).statusCode).toBe(403)
  expect(await sound(await post('/vi/my/organisation/verification', { organisation_id: officeId }, owner), 409)).toContain('tài liệu chứng minh')
  expect(await sound(await get('/vi/my/organisation', owner))).toContain('/vi/my/organisation/proofs?organisation_id=')
  const proof = await aProof(db, officeId, owner)
  expect((await post('/vi/my/organisation/verification', { organisation_id: officeId }, owner)).headers.location).toBe('/vi/my/organisation?done=requested')
  const queue = await sound(await get('/vi/moderation/organisations', moderator))
  const version = /name="version" value="(\d+)"/.exec(queue)?.[1] ?? ''
  const form = { organisation_id: officeId, version, decision: 'verified', months: 24, proofs: proof.id }
  expect(queue).toContain(`/files/${proof.document_id}/`)
  const unseen = await sound(await post('/vi/moderation/organisations', { ...form, proofs: '', reason: 'Vội.' }, moderator), 409)
  for (const text of [`ep-${officeId}`, 'Vội.']) expect(unseen).toContain(text)
  expect(await sound(await post('/vi/moderation/organisations', { ...form, reason: ' ' }, moderator), 422)).toContain(`e-reason-${officeId}`)
  expect((await post('/vi/moderation/organisations', { ...form, reason: 'Đã đối chiếu.' }, moderator)).headers.location).toBe('/vi/moderation/organisations?done=verified')
  expect(await sound(await post('/vi/moderation/organisations', { ...form, reason: 'Lần nữa' }, moderator), 409)).toContain('có người đã yêu cầu hoặc quyết định trước bạn')
  expect(await sound(await get(`/vi/organisations/${officeId}`))).toMatch(/Đã xác minh ngày 02\/03\/2026.*cán bộ Quân Kiểm Duyệt.*Có giá trị đến 02\/03\/2028/s)
  expect(await sound(await get('/vi/my/organisation', owner))).toContain('Đã đối chiếu.')
  expect(await sound(await get('/vi/my/organisation/edit', owner))).toContain('Sàn sẽ phải xác minh lại')
})
test('a person of several organisations chooses; a demonstration organisation says what it is', async () => {
  const second = await anOrganisation(db, 'fund', 'Quỹ Thử')
  await db.updateTable('organisation').set({ demonstration: true }).where('id', '=', second).execute()
  await db.insertInto('membership').values({ organisation_id: second, person_id: owner.person_id!, role: 'viewer', since: noon }).execute()
  expect(await sound(await get('/vi/my/organisation', owner))).toMatch(/action="\/vi\/acting".*Thay mặt Quỹ Thử/s)
  await db.updateTable('person').set({ acting_organisation_id: null }).where('id', '=', owner.person_id).execute()
  expect(await sound(await get('/en/my/organisation', owner))).toContain('Choose the organisation you act for')
  expect(await sound(await get(`/vi/organisations/${second}`))).toContain('Dữ liệu minh họa')
})
test('the legal record is typed by owners, read by who signed in, and nowhere in what strangers get', async () => {
  const page = await sound(await get(`/vi/my/organisation/legal?organisation_id=${officeId}`, owner))
  const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''
  const form = { organisation_id: officeId, version, representative_name: 'Phan Đại Diện', registration_number: 'QĐ-12/2019', registered_on: '2019-05-20', address_line: '1 Tràng Tiền' }
  expect(await sound(await post(`/vi/my/organisation/legal?organisation_id=${officeId}`, { ...form, registered_on: '2027-01-01', authorised_name: 'Ai Đó' }, owner), 409)).toContain('Phan Đại Diện')
  expect(await sound(await post(`/vi/my/organisation/legal?organisation_id=${officeId}`, { ...form, registered_on: 'xưa' }, owner), 422)).toContain('e-registered_on')
  expect((await post(`/vi/my/organisation/legal?organisation_id=${officeId}`, form, owner)).headers.location).toBe('/vi/my/organisation?done=saved')
  expect(await sound(await post(`/vi/my/organisation/legal?organisation_id=${officeId}`, { ...form, representative_name: 'Người Khác' }, owner), 409)).toMatch(/<del>Phan Đại Diện<\/del>.*<ins>Người Khác<\/ins>/s)
  for (const locale of ['vi', 'en']) {
    expect(await sound(await get(`/${locale}/organisations/${officeId}`, stranger))).toContain('Phan Đại Diện')
    for (const url of [`/${locale}/organisations/${officeId}`, `/${locale}/organisations?q=Phan+Dai`]) expect((await get(url)).body).not.toMatch(/Phan Đại Diện|QĐ-12|Tràng Tiền/)
  }
  expect((await get(`/vi/my/organisation/legal?organisation_id=${officeId}`, viewer)).statusCode).toBe(403)
  expect((await get(`/vi/my/organisation/legal?organisation_id=${officeId}`, stranger)).statusCode).toBe(404)
})
test('proof is listed with its hash, and withdrawn by owners only', async () => {
  const { id } = await aProof(db, officeId, owner, 'other')
  const page = await sound(await get(`/en/my/organisation/proofs?organisation_id=${officeId}`, owner))
  for (const text of ['Upload a document', `/en/my/organisation/proofs/${id}/withdrawal`, 'multipart/form-data']) expect(page).toContain(text)
  expect((await get(`/vi/my/organisation/proofs?organisation_id=${officeId}`, viewer)).statusCode).toBe(403)
  expect((await post(`/vi/my/organisation/proofs?organisation_id=${officeId}`, {}, viewer)).statusCode).toBe(403)
  expect((await post(`/vi/my/organisation/proofs/${id}/withdrawal`, { organisation_id: officeId }, viewer)).statusCode).toBe(403)
  expect((await post(`/vi/my/organisation/proofs/${id}/withdrawal`, { organisation_id: officeId }, owner)).headers.location).toContain('done=withdrawn')
  expect(await sound(await get(`/vi/my/organisation/proofs?organisation_id=${officeId}`, owner))).toContain('Đã rút')
  expect(await sound(await get(`/vi/my/organisation/history?organisation_id=${officeId}`, owner))).toContain('Rút tài liệu chứng minh')
})
test('an owner offers the organisation, the member takes it, and both pages say where things stand', async () => {
  const house = await anOrganisation(db, 'enterprise', 'Nhà Chuyển Giao')
  const [giver, taker] = [await aPerson(db, { organisation: house, name: 'Người Trao' }), await aPerson(db, { organisation: house, role: 'viewer', name: 'Người Nhận' })]
  const path = `/vi/my/organisation/ownership?organisation_id=${house}`
  expect(await sound(await get(path, giver))).toContain('Người Nhận')
  expect(await sound(await post(path, { organisation_id: house, person_id: taker.person_id!, becomes: 'editor', days: 99 }, giver), 422)).toContain('e-days')
  expect((await post(path, { organisation_id: house, person_id: taker.person_id!, becomes: 'editor', days: 14 }, giver)).headers.location).toContain('done=sent')
  expect(await sound(await get(path, giver))).toContain('Đã đề nghị Người Nhận')
  expect(await sound(await get('/vi/my/organisation', taker))).toContain('Người Trao đề nghị bạn nhận quyền chủ')
  const { id } = await db.selectFrom('ownership_transfer').select('id').where('organisation_id', '=', house).executeTakeFirstOrThrow()
  expect(await sound(await get(path, taker))).toContain(`/vi/my/organisation/ownership/${id}/acceptance`)
  expect((await post(`/vi/my/organisation/ownership/${id}/acceptance?organisation_id=${house}`, { transfer_id: id }, stranger)).statusCode).toBe(404)
  expect((await post(`/vi/my/organisation/ownership/${id}/acceptance?organisation_id=${house}`, { transfer_id: id }, taker)).headers.location).toBe('/vi/my/organisation?done=saved')
  expect(await sound(await get(path, giver))).toContain('Không có đề nghị chuyển giao nào')
})
test('likely duplicates stand side by side with both ways to merge; one that was merged leads to the survivor', async () => {
  const [a, b] = [await anOrganisation(db, 'cooperative', 'Hợp tác xã Mơ Xanh'), await anOrganisation(db, 'cooperative', 'Hợp tác xã Mơ  Xanh')]
  const observer = await aPerson(db, { staff: ['observer'] })
  for (const actor of [owner, stranger]) expect((await get('/vi/moderation/duplicates', actor)).statusCode).toBe(403)
  const page = await sound(await get('/vi/moderation/duplicates', moderator))
  for (const text of [`name="from" value="${b}"`, `name="into" value="${b}"`, 'Cùng tên', '/vi/administration/approvals']) expect(page).toContain(text)
  expect(await sound(await get('/en/moderation/duplicates', observer))).not.toContain('<textarea')
  expect(await sound(await post('/vi/moderation/duplicates', { lower_id: a, upper_id: b, reason: '' }, moderator), 422)).toContain(`e-distinct-${a}-${b}`)
  expect((await post('/vi/moderation/duplicates', { lower_id: a, upper_id: b, reason: 'Khác xã.' }, observer)).statusCode).toBe(403)
  const administrator = await aPerson(db, { staff: ['administrator'] })
  await db.transaction().execute((tx) => mergeOrganisations(tx, ctxOf(db, administrator), { from: a, into: b, reason: 'Một tổ chức.', proposed_by: moderator.person_id! }))
  const led = await get(`/en/organisations/${a}`)
  expect([led.statusCode, led.headers.location]).toEqual([301, `/en/organisations/${b}`])
  expect(await sound(await get(`/vi/moderation/organisations/${b}`, moderator))).toContain('Một tổ chức.')
  for (const actor of [owner, stranger]) expect((await get(`/vi/moderation/organisations/${b}`, actor)).statusCode).toBe(403)
  await db.updateTable('organisation').set({ deleted_at: noon }).where('id', '=', b).execute()
  await sound(await get(`/vi/organisations/${b}`), 404)
})
test('a mark past its day is none, whether the worker has been there or not', async () => {
  await db.updateTable('organisation').set({ verification: 'verified', verified_at: noon, verified_until: noon }).where('id', '=', officeId).execute()
  expect(await sound(await get(`/vi/organisations/${officeId}`))).toContain('Chưa xác minh')
})
