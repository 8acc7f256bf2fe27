import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { docxText } from '../../../tests/docx-text.ts'
import { aListing, formOf } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { versionSigned } from '../contracts/signed.ts'
import { acceptMilestone, agreeMilestones, proposeMilestone } from '../payments/milestone-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { vnd } from '../../platform/money.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { plainOf } from '../../platform/papers/paper.ts'
import { dossierOf } from './dossier.ts'
import { programmes } from './programmes.ts'
import { knownOf, saidBy } from './queries.ts'
import { SayFacts, sayFacts } from './commands.ts'
import { supportRoutes } from './routes.tsx'
import { doneBy, fitting } from './rules.ts'

const { db, asOwner } = await testDatabase()
const { get, post } = await openPages(db, supportRoutes)
const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), demander = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), agency = await anOrganisation(db, 'intermediary')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), hoa = await aPerson(db, { organisation: demander, name: 'Hòa' }), ký = await aPerson(db, { organisation: demander, role: 'signer' }), watcher = await aPerson(db, { organisation: demander, role: 'viewer' })
const stranger = await aPerson(db, { organisation: agency }), adviser = await aPerson(db, { name: 'Cố vấn' }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả')
const deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const page = `/vi/deals/${deal}/support`
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const says = (who: Actor, said: Record<string, string>) => sayFacts(ctxOf(db, who), SayFacts.parse({ deal_id: deal, ...said }))
const section = (body: string, code: string): string => new RegExp(`<section[^>]*id="${code}".*?</section>`, 's').exec(body)?.[0] ?? ''

test('each condition says whether it is met, not met or needs a fact, with the fact and the source; what is not verified is called so', async () => {
  const before = (await get(page, hoa)).body
  expect(section(before, 'innovation-grant')).toMatch(/Cần thêm thông tin.*Nghị định 268\/2025\/NĐ-CP.*\? Cần thông tin.*đổi mới công nghệ của chính tổ chức.*– Chưa xác minh/s)
  expect(section(before, 'voucher')).toMatch(/Chưa xét được/)
  await says(hoa, { fact_renews_technology: 'yes', fact_borrows: 'no', fact_product_revenue: '99.999.999.999', fact_startup: 'no', fact_high_tech_product: 'no' })
  const after = (await get(page, hoa)).body
  expect(section(after, 'innovation-grant')).toMatch(/Các điều kiện xét được đều đạt.*1 điều kiện chưa xác minh.*✓ Đạt.*<strong>Có<\/strong>.*Hòa khai ngày 02\/03\/2026/s)
  expect(section(after, 'interest-support')).toMatch(/Không phù hợp.*✗ Không đạt/s)
  expect(section(after, 'key-product')).toMatch(/Không phù hợp.*99\.999\.999\.999 đồng/s)
  expect(section(after, 'state-purchase')).toBe('') // for the supplier alone
  expect((await get(page.replace('/vi', '/en'), hoa)).body).toMatch(/All that can be judged is met/)
})
test('what a side says is its own: the other side reads none of it, by no page and past no wall', async () => {
  await says(hoa, { fact_product_revenue: '123.456.789' })
  expect((await get(page, hoa)).body).toContain('123.456.789')
  const theirs = await get(page, lan)
  expect(theirs.body).not.toContain('123.456.789')
  expect(section(theirs.body, 'state-purchase')).not.toBe('')
  for (const path of [`${page}?side=demander`, `${page}/key-product/dossier.docx?side=demander`]) expect((await get(path, lan)).statusCode, path).toBe(404)
  expect(await saidBy(readAs(db, lan), deal, demander)).toEqual([])
  for (const who of [watcher, officer, inspector]) expect((await get(`${page}?side=demander`, who)).body).toContain('123.456.789')
  for (const [who, status] of [[anonymous, 303], [stranger, 404], [adviser, 404]] as const) expect((await get(page, who)).statusCode).toBe(status)
  expect((await db.selectFrom('event').select(['subject', 'data']).where('type', '=', 'support.facts_said').execute()).every(({ subject, data }) => subject === `support:${deal}` && !JSON.stringify(data).includes('123456789'))).toBe(true)
  expect(await readAs(db, lan).selectFrom('event').select('id').where('type', '=', 'support.facts_said').execute()).toEqual([])
})
test('an adviser let into the part by one side reads that side’s facts and not the other’s, and changes nothing', async () => {
  await says(lan, { fact_practical_value: 'yes' })
  await db.insertInto('deal_adviser').values({ deal_id: deal, organisation_id: demander, person_id: adviser.person_id!, role: 'financial', parts: ['support'], appointed_by: hoa.person_id!, appointed_at: new Date(), ended_by: null, ended_at: null }).execute()
  const seen = await get(page, adviser)
  expect(seen.body).toContain('123.456.789')
  expect(seen.body).not.toContain('id="facts"')
  expect((await get(`${page}?side=supplier`, adviser)).statusCode).toBe(404)
  expect(await saidBy(readAs(db, adviser), deal, supplier)).toEqual([])
  expect((await post(`${page}/facts`, { fact_startup: 'yes' }, adviser)).statusCode).toBe(404)
  await db.updateTable('deal_adviser').set({ ended_by: hoa.person_id, ended_at: new Date() }).where('person_id', '=', adviser.person_id).execute()
  expect((await get(page, adviser)).statusCode).toBe(404)
})
test('saying facts, role by role; only what changed is written, and what is left empty is no longer said', async () => {
  for (const [who, code] of [[anonymous, 'sign_in_first'], [stranger, 'not_found'], [adviser, 'not_found'], [ký, 'not_permitted'], [watcher, 'not_permitted'], [officer, 'not_permitted'], [inspector, 'not_permitted']] as const) expect(await refused(says(who, { fact_startup: 'no' })), who.name).toBe(code)
  const rows = async () => Number((await db.selectFrom('support_fact').select(({ fn }) => fn.countAll().as('n')).where('organisation_id', '=', demander).executeTakeFirstOrThrow()).n)
  const form = formOf((await get(page, hoa)).body, `${page}/facts\\?side=demander`)
  const before = await rows()
  expect((await post(`${page}/facts?side=demander`, Object.fromEntries(form), hoa)).statusCode).toBe(303)
  expect(await rows()).toBe(before) // the page as it stands, sent back, says nothing new
  await Promise.all([says(hoa, { fact_capacity: 'yes' }), says(hoa, { fact_capacity: 'yes' })])
  expect(await rows()).toBe(before + 1)
  await says(hoa, { fact_capacity: '' })
  expect((await saidBy(db, deal, demander)).map(({ fact }) => fact)).not.toContain('capacity')
  const wrong = await post(`${page}/facts?side=demander`, { fact_product_revenue: 'nhiều' }, hoa)
  expect([wrong.statusCode, wrong.body.includes('Hãy nhập số tiền')]).toEqual([422, true])
  await expect(readAs(db, hoa).deleteFrom('support_fact').execute()).rejects.toThrow('permission denied')
})
test('what the Exchange’s own list says of the technology stands above what a side says, and is not asked', async () => {
  await says(hoa, { fact_encouraged_list: 'no' })
  expect(section((await get(page, hoa)).body, 'encouraged-certificate')).toMatch(/Không phù hợp/)
  const { version } = await db.selectFrom('listing').select('version').where('id', '=', offer).executeTakeFirstOrThrow()
  await asOwner(`insert into listing_classification (listing_id, version, class, items, pointed, reason, decided_by, decided_at) values (${offer}, ${version}, 'encouraged', '{x}', '{}', 'Thuộc danh mục.', ${officer.person_id}, now())`)
  const { body } = await get(page, hoa)
  expect(section(body, 'encouraged-certificate')).toMatch(/Cần thêm thông tin.*✓ Đạt.*theo danh mục trên Sàn/s)
  expect(body).not.toContain('name="fact_encouraged_list"')
})
test('it stands there also while nobody of the other side reads the offer, for whoever reads this part, and not for others', async () => {
  const of = async (who: Actor) => (await knownOf(readAs(db, who), { deal: await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow() }, [])).get('encouraged_list')
  await db.insertInto('deal_adviser').values({ deal_id: deal, organisation_id: demander, person_id: adviser.person_id!, role: 'financial', parts: ['support'], appointed_by: hoa.person_id!, appointed_at: new Date(), ended_by: null, ended_at: null }).execute()
  await db.updateTable('listing').set(({ eb }) => ({ state: 'draft', version: eb('version', '+', 1) })).where('id', '=', offer).execute()
  expect(await readAs(db, hoa).selectFrom('listing_classification').select('id').where('listing_id', '=', offer).execute()).toEqual([])
  for (const who of [lan, hoa, watcher, adviser, officer, inspector]) expect(await of(who), who.name ?? '').toEqual({ value: 'yes', from: 'record' })
  expect(await of(stranger)).toBeUndefined()
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offer).execute()
  await db.updateTable('deal_adviser').set({ ended_by: hoa.person_id, ended_at: new Date() }).where('person_id', '=', adviser.person_id).execute()
})
test('the dossier is a Word file with what is known filled in and the rest in brackets', async () => {
  const answer = await get(`${page}/encouraged-certificate/dossier.docx`, hoa)
  expect([answer.statusCode, answer.headers['content-type'], answer.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK'])
  for (const path of ['nothing', 'state-purchase']) expect((await get(`${page}/${path}/dossier.docx`, hoa)).statusCode).toBe(404)
  const programme = programmes.find(({ code }) => code === 'encouraged-certificate')!
  const paper = dossierOf({ fitting: fitting(programme, new Map([['contract_signed', { value: 'yes', from: 'said' }]]), '2026-03-02'), applicant: { name_vi: 'Công ty Rau sạch', tax_code: null, legal: null }, other: 'Viện Cơ điện', deal: { id: deal, about: 'Máy sấy lạnh' }, known: new Map([['contract_signed', { value: 'yes', from: 'said' }]]), contract: null, papers: [], now: new Date('2026-03-02T05:00:00Z') })
  const text = paper.blocks.flatMap((block) => ('text' in block ? [plainOf(block.text)] : block.kind === 'table' ? block.rows.map((row) => row.map(plainOf).join(' | ')) : block.kind === 'list' ? block.items.map(plainOf) : []))
  expect(text).toContain('Tên tổ chức: Công ty Rau sạch')
  expect(text).toContain('Mã số thuế: [cần điền]')
  expect(text).toContain('Có hợp đồng chuyển giao công nghệ | Đạt | Hợp đồng chuyển giao công nghệ đã ký? Có. ')
  expect(text).toContain('Bản sao văn bằng sở hữu trí tuệ')
})

test.each<[string, { accepted_on: string | null; disputed: boolean }[], string | null]>([
  ['no milestones', [], null], ['all accepted: the last day', [{ accepted_on: '2026-03-09', disputed: false }, { accepted_on: '2026-03-05', disputed: false }], '2026-03-09'],
  ['one to come', [{ accepted_on: '2026-03-09', disputed: false }, { accepted_on: null, disputed: false }], null], ['one disputed', [{ accepted_on: '2026-03-09', disputed: true }], null],
])('whether a transfer is carried out: %s', (_, milestones, day) => expect(doneBy(milestones)).toBe(day))

test('a signed contract and accepted milestones are known from the file, with their days: they stand above what is said, are not asked, and fill the dossier', async () => {
  const row = await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow()
  const known = async (who: Actor) => { const all = await knownOf(readAs(db, who), { deal: row }, []); return [all.get('contract_signed'), all.get('implemented')] }
  await says(hoa, { fact_contract_signed: 'no', fact_implemented: 'no' })
  expect(await known(hoa)).toEqual([undefined, undefined])
  expect((await get(page, hoa)).body).toContain('name="fact_contract_signed"')
  await signed()
  const contract = { value: 'yes', from: 'record', on: '2026-03-02' }
  expect([await known(hoa), await known(lan), await known(officer), await known(stranger), await known(adviser)]).toEqual([[contract, undefined], [contract, undefined], [contract, undefined], [undefined, undefined], [undefined, undefined]])
  for (const title of ['Bàn giao', 'Chạy thử']) await proposeMilestone(ctxOf(db, lan), { deal_id: deal, request_key: randomUUID(), title, amount: vnd(100_000_000), due_on: '2026-04-01', due_event: '', days_to_pay: 0 })
  const milestones = (await db.selectFrom('milestone').select('id').where('deal_id', '=', deal).orderBy('id').execute()).map(({ id }) => id)
  await agreeMilestones(ctxOf(db, hoa), { deal_id: deal, seen: milestones })
  await acceptMilestone(ctxOf(db, hoa), { deal_id: deal, milestone_id: milestones[0]!, accepted_on: '2026-03-02' })
  expect(await known(hoa), 'one is still to come').toEqual([contract, undefined])
  expect((await get(page, hoa)).body).toContain('name="fact_implemented"')
  await acceptMilestone(ctxOf(db, hoa), { deal_id: deal, milestone_id: milestones[1]!, accepted_on: '2026-03-02' })
  expect(await known(hoa)).toEqual([contract, contract])
  const { body } = await get(page, hoa)
  expect(section(body, 'encouraged-certificate')).toMatch(/đã ký\? <strong>Có<\/strong>.*theo hồ sơ giao dịch, ngày 02\/03\/2026/s)
  for (const name of ['fact_contract_signed', 'fact_implemented']) expect(body).not.toContain(`name="${name}"`)
  const words = docxText((await get(`${page}/encouraged-certificate/dossier.docx`, hoa)).rawPayload).replaceAll(' :', ':')
  for (const said of ['Số hợp đồng: 12/HĐ', 'Ngày ký hợp đồng: 02/03/2026', 'Giá trị hợp đồng: Giá là 200.000.000 đồng, trả hai đợt.', 'đã ký? Có (ngày 02/03/2026, theo hồ sơ giao dịch).', 'hop-dong.pdf (Hợp đồng, 02/03/2026)']) expect(words).toContain(said)
  // The price is that of the annex signed last, under the number of the one that changed it.
  const priceIn = async () => /Giá trị hợp đồng: ([^\n]*?)Nội dung/.exec(docxText((await get(`${page}/encouraged-certificate/dossier.docx`, hoa)).rawPayload).replaceAll(' :', ':'))?.[1]?.trim()
  await annexSigned(1, 'Giá là 200.000.000 đồng,\ntrả hai đợt.', 'Giá là 180.000.000 đồng.')
  expect(await priceIn()).toBe('Giá là 180.000.000 đồng. (theo Phụ lục số 1)')
  await annexSigned(2, 'Giá là 180.000.000 đồng.', 'Giá là 180.000.000 đồng.')
  expect(await priceIn()).toBe('Giá là 180.000.000 đồng. (theo Phụ lục số 1)')
  await annexSigned(3, 'Giá là 180.000.000 đồng.', 'Giá là 150.000.000 đồng.', 'issued')
  expect(await priceIn()).toBe('Giá là 180.000.000 đồng. (theo Phụ lục số 1)')
})

/** A contract signed in the file, its paper in the part that holds it. */
async function signed(): Promise<void> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex'), at = new Date('2026-03-02T05:00:00Z'), by = lan.person_id!
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind: 'contract', template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: by, created_at: at, changed_by: by, changed_at: at }).returning('id').executeTakeFirstOrThrow()
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: 'hop-dong.pdf', organisation_id: supplier, created_by: by, created_at: at }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_part_document').values({ deal_id: deal, part: 'contract', document_id: pdf_document_id, organisation_id: supplier, person_id: by, added_at: at }).execute()
  const content = { format: 1, fields: { number: '12/HĐ' }, clauses: [{ key: 'price', title: { vi: 'Giá', en: 'Price' }, text: { vi: 'Giá là 200.000.000 đồng,\ntrả hai đợt.', en: '' } }] }
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind: 'contract', number: 1, content: JSON.stringify(content), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: supplier, person_id: by, issued_at: at, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  await inDeal(ctxOf(db, lan), deal, 'sign', ({ tx, deal: taken }) => versionSigned(tx, ctxOf(db, lan), taken, id, at))
}

/** An annex of that contract with the price before it and after; signed by both unless said otherwise. */
async function annexSigned(number: number, before: string, after: string, state: 'signed' | 'issued' = 'signed'): Promise<void> {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex'), at = new Date('2026-03-03T05:00:00Z'), by = lan.person_id!
  const priced = (vi: string) => [{ key: 'price', title: { vi: 'Giá', en: 'Price' }, text: { vi, en: '' } }]
  const content = JSON.stringify({ format: 1, fields: { number: '' }, clauses: priced(after), annex: { number, before: priced(before), numbers: { price: 1 }, milestones: [] } })
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind: 'annex', template: 'x', template_version: 1, content, created_by: by, created_at: at, changed_by: by, changed_at: at }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('contract_annex').values({ contract_id, deal_id: deal, number, organisation_id: supplier, person_id: by, begun_at: at, request_key: randomUUID() }).execute()
  const { id: pdf_document_id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: 1, name: `phu-luc-${number}.pdf`, organisation_id: supplier, created_by: by, created_at: at }).returning('id').executeTakeFirstOrThrow()
  const { id } = await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind: 'annex', number: 1, content, content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: supplier, person_id: by, issued_at: at, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()
  if (state === 'signed') await inDeal(ctxOf(db, lan), deal, 'sign', ({ tx, deal: taken }) => versionSigned(tx, ctxOf(db, lan), taken, id, at))
}
