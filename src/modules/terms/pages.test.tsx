import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, formOf, namesShown } from '../../../tests/readers.ts'
import { agreeAll, aVersion, typeClause, typedClauses } from '../../../tests/terms.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { clauseFields, clauseSchema, type AnyField } from './clause-fields.ts'
import { clauseWords, wordsOfClause } from './clause-messages.ts'
import { clauseLines } from './clause-words.ts'
import { confirmSheet } from './confirm-commands.ts'
import { latestVersion } from './queries.ts'
import { termRoutes } from './routes.tsx'
import { type ClauseKey, clauseKeys } from './schema.ts'

const { db } = await testDatabase()
const { get, post } = await openPages(db, (app) => termRoutes(app))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), vy = await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' }), sơn = await aPerson(db, { organisation: institute, role: 'signer', name: 'Sơn' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' })
const officer = await aPerson(db, { staff: ['deal_officer'] }), stranger = await aPerson(db, { organisation: await anOrganisation(db) })
const as = (actor: typeof lan) => ctxOf(db, actor)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const deal = await acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Cần sấy rau.', request_key: randomUUID() }) })
const page = `/vi/deals/${deal}/terms`
const flat = (typed: Record<string, string | string[]>): Record<string, string> => Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]))

test('every clause of the catalogue has a form with its fields, in both languages, and words for what it says', async () => {
  for (const key of clauseKeys) {
    for (const locale of ['vi', 'en'] as const) {
      const { body, statusCode } = await get(`/${locale}/deals/${deal}/terms/draft/${key}`, lan)
      expect(statusCode, key).toBe(200)
      const shown = namesShown(body, `/${locale}/deals/${deal}/terms/draft/${key}`)
      for (const field of clauseFields[key] as readonly AnyField[]) expect(shown, `${key}.${field.name}`).toContain(field.kind === 'rows' ? `${field.name}_${field.most}_${field.columns[0]?.name}` : field.name)
      expect(Object.keys(wordsOfClause(clauseWords[locale], key).fields).toSorted()).toEqual((clauseFields[key] as readonly AnyField[]).map(({ name }) => name).toSorted())
    }
    const typed = typedClauses[key as ClauseKey]
    if (typed) expect(clauseLines(key, clauseSchema(key).parse(typed), 'vi').length, key).toBeGreaterThan(0)
  }
})

test('drafting by the forms: what is wrong is said at its field with what was typed, what is right stands in the draft, and sending tells the other side', async () => {
  const empty = await post(`${page}/draft/royalty`, { base: 'net_sales', tiers_2_rate_basis_points: '2,5', rate_basis_points: 'ba', report_months: '6' }, lan)
  expect(empty.statusCode).toBe(422)
  for (const wrong of ['rate_basis_points', 'tiers_2_from_units']) expect(empty.body).toContain(`href="#f-${wrong}"`)
  expect(empty.body).toContain('value="ba"')
  expect((await post(`${page}/draft/royalty`, { base: 'units', rate_basis_points: '3', report_months: '6' }, lan)).body).toContain('Phí tính theo sản phẩm cần mức tiền')
  expect((await post(`${page}/draft/rights`, { transfer: 'licence', form: 'independent', objects: 'equipment' }, lan)).statusCode).toBe(409)
  expect((await post(`${page}/draft/weather`, { text: 'x' }, lan)).statusCode).toBe(404)
  for (const key of ['rights', 'upfront', 'royalty', 'milestones'] as const) expect((await post(`${page}/draft/${key}`, flat(typedClauses[key]!), lan)).statusCode, key).toBe(303)
  const draft = (await get(`${page}/draft`, lan)).body
  expect(draft).toMatch(/200\.000\.000 đồng.*3,5 %.*1\. Từ sản phẩm thứ: 20\.000/s)
  const typed = formOf((await get(`${page}/draft/royalty`, lan)).body, `${page}/draft/royalty`)
  expect([typed.get('rate_basis_points'), typed.get('tiers_1_from_units'), typed.get('base')]).toEqual(['3,5', '20000', 'net_sales'])
  expect((await get(page, hoa)).body).toContain('Chưa bên nào gửi bản điều khoản')
  const sent = await post(`${page}/versions`, { note: 'Đề nghị đầu tiên.', request_key: randomUUID() }, lan)
  expect(sent.headers.location).toBe(`/vi/deals/${deal}/terms?done=terms_sent`)
  expect((await get(page, hoa)).body).toMatch(/Phiên bản 1.*Đề nghị đầu tiên|Phiên bản 1/s)
})

test('a change is shown as old and new with the words marked, who made it and why; agreement and confirmation by their forms', async () => {
  await typeClause(as(hoa), deal, 'upfront', { amount: '150.000.000', days: '30', note: 'Sau khi nhận đủ tài liệu.' }, 'Ngân sách năm nay có hạn.')
  await aVersion(as(hoa), deal, ['warranty'])
  const { body } = await get(page, lan)
  expect(body).toMatch(/Thay đổi so với phiên bản 1.*Công ty Rau sạch gửi lúc.*Trả trước.*Lý do: Ngân sách năm nay có hạn\./s)
  expect(body).toMatch(/<del>200\.000\.000 <\/del>/)
  expect(body).toContain('<ins>Sau khi nhận đủ tài liệu.</ins>')
  const agree = [...body.matchAll(/name="agreed" value="([^"]+)"/g)].map(([, value = '']) => value)
  expect(agree).toHaveLength(5)
  expect((await post(`${page}/agreement`, { agreed: agree[0]! }, lan)).statusCode).toBe(303)
  expect((await post(`${page}/agreement`, {}, lan)).statusCode).toBe(409)
  expect((await get(page, hoa)).body).toContain('Bên giao: đồng ý')
  const signing = formOf((await get(page, sơn)).body, `${page}/confirmation`)
  expect((await post(`${page}/confirmation`, Object.fromEntries(signing), sơn)).statusCode).toBe(303)
  expect((await get(page, hoa)).body).toMatch(/Viện Cơ điện xác nhận lúc.*Công ty Rau sạch chưa xác nhận/s)
})

test('forms and buttons stand only before those who may press them', async () => {
  for (const who of [vy, officer]) expect((await get(page, who)).body).not.toMatch(/action="[^"]*\/terms\/(agreement|confirmation)|terms\/draft"/)
  expect((await get(page, sơn)).body).not.toContain('/terms/draft"')
  expect((await get(page, stranger)).statusCode).toBe(404)
  expect((await get(`${page}/draft`, vy)).statusCode).toBe(403)
  expect((await post(`${page}/confirmation-removal`, {}, vy)).statusCode).toBe(403)
})

test('an owner whose side has recorded another as its signer is told who confirms, instead of being shown the form', async () => {
  const { id } = await db.insertInto('deal_signer').values({ deal_id: deal, organisation_id: enterprise, person_id: null, full_name: 'Bà Giấy', position: 'Giám đốc', basis: 'legal_representative', recorded_by: hoa.person_id!, recorded_at: noon }).returning('id').executeTakeFirstOrThrow()
  expect((await get(page, hoa)).body).toContain(`action="${page}/confirmation"`) // who signs on paper takes nothing from those who have an account
  const clerk = await aPerson(db, { organisation: enterprise, role: 'signer', name: 'Thu' })
  await db.insertInto('deal_signer').values({ deal_id: deal, organisation_id: enterprise, person_id: clerk.person_id, full_name: 'Thu', position: 'Phó giám đốc', basis: 'legal_representative', recorded_by: hoa.person_id!, recorded_at: noon }).execute()
  const { body } = await get(page, hoa)
  expect(body).not.toContain(`action="${page}/confirmation"`)
  expect(body).toContain('Người được ký hôm nay: Thu.')
  expect((await get(page.replace('/vi/', '/en/'), hoa)).body).toContain('Who may sign today: Thu.')
  const { number, sha256 } = (await latestVersion(db, deal))!
  const refused = await post(`${page}/confirmation`, { number: String(number), sha256 }, hoa)
  expect([refused.statusCode, refused.body.includes('Người được ký hôm nay: Thu.')]).toEqual([409, true])
  expect((await get(page, clerk)).body).toContain(`action="${page}/confirmation"`)
  await db.updateTable('deal_signer').set({ ended_at: noon, ended_by: hoa.person_id!, ended_reason: 'Thử xong' }).where('deal_id', '=', deal).where('id', '>=', id).execute()
})

test('the sheet on paper, an older version and the data as JSON', async () => {
  const { number, sha256 } = (await latestVersion(db, deal))!
  expect((await get(`${page}/paper`, hoa)).body).toMatch(/<th scope="row">Quyền chuyển giao<\/th>.*Bên nhận: (chưa )?đồng ý/s)
  await confirmSheet(as(hoa), { deal_id: deal, number, sha256 })
  await agreeAll(as(hoa), deal)
  const after = (await get(`${page}/paper`, hoa)).body
  expect(after).toMatch(/Hai bên đã xác nhận phiên bản 2.*<th scope="row">Quyền chuyển giao<\/th>/s)
  // Who confirmed the whole has agreed to each clause: nothing says otherwise any more.
  for (const body of [after, (await get(page, hoa)).body]) expect(body).not.toMatch(/Bên nhận: (chưa )?đồng ý/)
  expect((await get(`${page}/versions/1`, hoa)).body).toContain('200.000.000 đồng')
  expect((await get(`${page}/versions/9`, hoa)).statusCode).toBe(404)
  expect((await get(`/en/deals/${deal}/terms`, hoa)).body).toContain('VND 150,000,000')
  const json = (await get(`${page}/sheet.json`, hoa)).json()
  expect(json).toMatchObject({ deal, number: 2, sha256, content: { format: 1, clauses: { upfront: { amount: 150_000_000, days: 30 } } }, confirmed: { number: 2 } })
})
