import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { aVersion } from '../../../tests/terms.ts'
import { withPapers } from '../../../tests/legal.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { canonicalText } from '../../platform/proof/chain.ts'
import { openStorage } from '../../platform/storage.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { recordedPartDocuments } from '../deals/reading-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { fileHref } from '../documents/queries.ts'
import { documentRoutes } from '../documents/routes.tsx'
import { confirmSheet } from '../terms/confirm-commands.ts'
import { latestVersion } from '../terms/queries.ts'
import { addClause, approveVersion, beginContract, issueVersion, refillContract, removeClause, withdrawApproval, WriteClause, writeClause, WriteFields, writeFields } from './commands.ts'
import { completeness, instrumentOf, missingIn, partyLacks } from './completeness-rules.ts'
import { approvalsOf, contractOf, lastVersion, versionOf, versionsOf } from './queries.ts'
import { contractRoutes } from './routes.tsx'
import { gapsIn } from './rules.ts'
import { articleKeys, type ContractClauseKey, type ContractKind } from './schema.ts'
import { versionSigned } from './signed.ts'
import { drafted, templateOn, templates } from './template-rules.ts'

const { db, asOwner } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-contracts-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const pagesAt = (now: Date) => openPages(db, (app) => contractRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never), { now: () => now, root: (app) => documentRoutes(app, storage, { deal_part: recordedPartDocuments }) })
const { get, post } = await pagesAt(noon)
/** A day on which texts are begun from version 3 of their templates; those of the other tests are begun from version 1. */
const december = new Date('2026-12-01T09:00:00+07:00')
const later = await pagesAt(december)

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
await withPapers(db, institute, enterprise)
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor' }), ký = await aPerson(db, { organisation: institute, role: 'signer' }), watcher = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), hoaSigner = await aPerson(db, { organisation: enterprise, role: 'signer' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), inspector = await aPerson(db, { staff: ['inspector'] })
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh bơm nhiệt')
const as = (actor: Actor, minutes = 0) => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const aDeal = async (): Promise<number> => {
  await asOwner('update interest set state = \'withdrawn\' where state = \'accepted\'')
  return acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
const seen = async (deal_id: number, kind: ContractKind = 'contract') => (await contractOf(db, deal_id, kind))?.draft_version ?? 0
const text = 'Giá chuyển giao 1.200.000.000 đồng, thanh toán chuyển khoản hai lần.'
const put = async (deal_id: number, clause: ContractClauseKey, over: Partial<Parameters<typeof writeClause>[1]> = {}, who = lan) =>
  writeClause(as(who), WriteClause.parse({ deal_id, kind: 'contract', clause, draft_version: await seen(deal_id, over.kind), title_vi: '', title_en: '', text_vi: text, text_en: 'The price is VND 1,200,000,000, paid by bank transfer in two parts.', ...over }))
const issue = async (deal_id: number, who = lan, over: object = {}) => issueVersion(as(who, 60), storage, { deal_id, kind: 'contract', draft_version: await seen(deal_id), note: '', request_key: randomUUID(), ...over })
/** Every place that is still to be filled in, filled in. */
async function fill(deal_id: number): Promise<void> {
  for (const { key, text } of (await contractOf(db, deal_id, 'contract'))!.content.clauses) if (/\[\[/.test(text.vi)) await put(deal_id, key, { text_vi: text.vi.replaceAll('[[', '').replaceAll(']]', '12 tháng'), text_en: text.en.replaceAll('[[', '').replaceAll(']]', ' 12 months') })
}
const begun = async (): Promise<number> => { const deal = await aDeal(); await beginContract(as(lan), { deal_id: deal, kind: 'contract' }); return deal }
const issued = async (): Promise<{ deal: number; version: number }> => { const deal = await begun(); await fill(deal); return { deal, version: await issue(deal) } }
/** What both sides confirmed, as `sheet` below has it. */
async function sheetConfirmed(deal_id: number): Promise<void> {
  const version = { deal_id, number: 1, content: JSON.stringify(sheet), sha256: 'a'.repeat(64) }
  await db.insertInto('term_version').values({ ...version, reasons: '{}', note: '', organisation_id: institute, person_id: lan.person_id!, sent_at: minutesAfterNoon(0), request_key: randomUUID() }).execute()
  await db.insertInto('term_sheet').values({ ...version, confirmed_at: minutesAfterNoon(1) }).execute()
}
const eventsOf = async (deal: number) => (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type).filter((type) => type.startsWith('contract.'))
const sign = (deal_id: number, version: number) => inDeal(as(lan), deal_id, 'sign', async ({ tx, deal, now }) => versionSigned(tx, as(lan), deal, version, now))

const sheet = { format: 1 as const, clauses: {
  rights: { transfer: 'licence' as const, form: 'independent' as const, objects: ['know_how' as const], methods: ['documents' as const, 'training' as const], note: '' }, upfront: { amount: 500_000_000 as never, days: 30, note: '' },
  royalty: { base: 'net_sales' as const, rate_basis_points: 350, per_unit: null, tiers: [], report_months: 6, offset_basis_points: null, floor_basis_points: null }, term: { months: 60, renewal: '' }, warranty: { months: 12, measures: 'độ ẩm 12 %' },
  penalty: { basis_points_per_day: 5, cap_basis_points: 800 }, dispute: { body: 'viac' as const, name: '', language: '' }, free_1: { title: 'Thăm nhà máy', text: 'Bên nhận đón hai đoàn một năm.' },
} }

describe('the fourteen contents', () => {
  test('a contract begun from the template names each of them once, in the order of the law', () => {
    const content = drafted(templateOn('contract', '2026-03-02')!, { vi: 'Máy sấy', en: 'A dryer' }, null)
    expect(content.clauses.map(({ key }) => key)).toEqual([...articleKeys])
    expect(completeness('contract', content).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(missingIn(completeness('contract', content))).toBe(0)
    expect(completeness('contract', content).filter(({ weaknesses }) => weaknesses.includes('to_fill')).map(({ key }) => key)).toEqual(['object', 'transfer', 'methods', 'price', 'term', 'plan', 'warranty', 'penalty', 'dispute'])
  })
  test('what both sides confirmed of the terms is filled in, in both languages', () => {
    const content = drafted(templateOn('contract', '2026-12-01')!, { vi: 'Máy sấy', en: 'A dryer' }, sheet)
    const of = (key: ContractClauseKey) => content.clauses.find((clause) => clause.key === key)!.text
    expect(of('price').vi).toMatch(/Trả trước: 500\.000\.000 đồng, trả một lần trong 30 ngày.*\nPhí kỳ vụ: 3,5 %.*doanh thu thuần/)
    expect(of('price').en).toMatch(/Upfront: VND 500,000,000.*\nRoyalty: 3\.5 %/)
    expect([of('dispute').vi, of('term').vi, of('penalty').vi, of('free_1').vi]).toEqual([expect.stringContaining('VIAC'), expect.stringContaining('60 tháng'), expect.stringContaining('0,05 %'), 'Bên nhận đón hai đoàn một năm.'])
    expect(content.fields.form).toBe('independent')
    expect(completeness('contract', content).filter(({ presence }) => presence === 'weak').map(({ key }) => key), 'training is named, and how long it lasts is not; nor what net sales are, when the warranty begins, what is owed beside a penalty').toEqual(['object', 'methods', 'price', 'plan', 'warranty', 'liability'])
  })
  test.each<[ContractClauseKey, string, string[]]>([
    ['price', 'Giá hai bên sẽ bàn.', ['no_amount', 'no_payment']], ['price', 'Giá 40.000.000 đồng, thanh toán một lần.', []], ['term', 'Hợp đồng có hiệu lực ngay khi ký.', ['no_duration']], ['dispute', 'Hai bên tự giải quyết với nhau.', ['no_body']],
    ['penalty', 'Bên vi phạm phải chịu phạt.', ['no_rate']], ['penalty', 'Hai bên không phạt vi phạm.', []], ['transfer', 'Bên giao trao công nghệ.', ['no_right']], ['methods', 'Theo cách phù hợp nhất.', ['no_method']], ['plan', 'Làm càng sớm càng tốt.', ['no_pace', 'no_place']], ['warranty', 'Ngắn', ['short', 'no_duration']], ['object', 'Một quy trình rất tốt', ['no_product', 'no_standard']],
  ])('%s said as “%s” lacks %j', (key, vi, lacks) => {
    expect(completeness('contract', { clauses: [{ key, title: { vi: '', en: '' }, text: { vi, en: 'said' } }] }).find((one) => one.key === key)).toMatchObject({ weaknesses: lacks, presence: lacks.length ? 'weak' : 'present' })
  })
  test('one left empty is missing, and the two the law asks for only if any are not', () => {
    const checked = completeness('contract', { clauses: [{ key: 'price', title: { vi: '', en: '' }, text: { vi: '', en: '' } }] })
    expect(missingIn(checked)).toBe(12)
    expect(checked.filter(({ presence }) => presence === 'optional').map(({ key }) => key)).toEqual(['definitions', 'other'])
    expect(checked.find(({ key }) => key === 'price')).toMatchObject({ presence: 'missing', weaknesses: ['empty'] })
  })
  test('which forms need a contract of their own, what a party’s papers lack, and that a template never changes', () => {
    expect((['independent', 'capital_contribution', 'investment_project', 'franchise', 'ip_transfer', 'equipment_sale', 'other'] as const).map(instrumentOf)).toEqual(['contract', 'contract', ...Array.from({ length: 5 }, () => 'contract_or_part')])
    expect(partyLacks({ organisation_id: 1, name: { vi: 'Viện', en: '' }, address: '', country_code: 'VN', tax_code: '0101', registration: '', representative: '', position: { vi: '', en: '' }, authorised_by: '' })).toEqual(['address', 'representative', 'position'])
    const written = (kind: ContractKind) => createHash('sha256').update(canonicalText([templateOn(kind, '2026-03-02')!.recitals, drafted(templateOn(kind, '2026-03-02')!, { vi: '', en: '' }, null)])).digest('hex').slice(0, 16)
    expect(templates.map(({ code, version }) => `${code} ${version}`)).toEqual(['transfer_contract 1', 'transfer_contract 2', 'transfer_contract 3', 'transfer_contract 4', 'memorandum 1', 'memorandum 2', 'memorandum 3', 'memorandum 4', 'contract_annex 1'])
    expect([written('contract'), written('memorandum'), written('annex')]).toEqual(['06f0fb22446e59cb', 'e1200dd21ed9dc23', '1da55999844736ad'])
    expect(['2025-12-31', '2026-11-22', '2026-11-23'].map((day) => templateOn('contract', day)?.version)).toEqual([undefined, 1, 4])
  })
})

describe('writing together', () => {
  test('both sides write at one text; the second of two is told that the first has written', async () => {
    const deal = await begun()
    await beginContract(as(hoa), { deal_id: deal, kind: 'contract' })
    const both = await Promise.all([put(deal, 'price', { draft_version: 1 }), put(deal, 'penalty', { draft_version: 1 }, hoa)].map(refused))
    expect(both.toSorted()).toEqual(['contract_written_meanwhile', 'done'])
    expect(await eventsOf(deal)).toEqual(['contract.drafted', 'contract.clause_written'])
  })
  test.each<[string, Actor, string]>([
    ['a stranger signs in first', anonymous, 'sign_in_first'], ['somebody of another organisation finds no such deal', stranger, 'not_found'], ['a viewer only reads', watcher, 'not_permitted'], ['a signer only signs', ký, 'not_permitted'], ['an officer speaks for nobody who has people', officer, 'not_permitted'],
    ['an inspector only reads', inspector, 'not_permitted'], ['an editor writes', minh, 'done'], ['the other side’s owner writes', hoa, 'done'],
  ])('who may write: %s', async (_, who, code) => { const deal = await begun(); expect(await refused(put(deal, 'price', {}, who))).toBe(code) })
  test('a content the law asks for is not left out; “if any” and the parties’ own may be, and come back at their place', async () => {
    const deal = await begun()
    const out = async (clause: ContractClauseKey) => refused(removeClause(as(lan), { deal_id: deal, kind: 'contract', clause, draft_version: await seen(deal) }))
    expect([await out('price'), await out('definitions'), await out('definitions')]).toEqual(['clause_needed_by_law', 'done', 'clause_not_there'])
    const own = await addClause(as(hoa), { deal_id: deal, kind: 'contract', draft_version: await seen(deal), title_vi: 'Phụ tùng', title_en: '' })
    expect([own, await out(own)]).toEqual(['free_1', 'done'])
    await put(deal, 'definitions')
    expect((await contractOf(db, deal, 'contract'))!.content.clauses.map(({ key }) => key)).toEqual([...articleKeys])
    for (let i = 0; i < 6; i++) await addClause(as(hoa), { deal_id: deal, kind: 'contract', draft_version: await seen(deal), title_vi: `Điều ${i}`, title_en: '' })
    expect(await refused(addClause(as(hoa), { deal_id: deal, kind: 'contract', draft_version: await seen(deal), title_vi: 'Thừa', title_en: '' }))).toBe('no_room_for_clause')
  })
  test('terms confirmed later are filled in, and what somebody wrote by hand stays', async () => {
    const deal = await begun()
    await put(deal, 'price')
    await sheetConfirmed(deal)
    await refillContract(as(lan), { deal_id: deal, kind: 'contract', draft_version: await seen(deal) })
    const { clauses } = (await contractOf(db, deal, 'contract'))!.content
    expect([clauses.find(({ key }) => key === 'price')!.text.vi, clauses.find(({ key }) => key === 'dispute')!.text.vi]).toEqual([text, expect.stringContaining('VIAC')])
  })
  test('a draft begun before a better template is told of it and follows it once it is filled in anew; what was written by hand and the version issued before stay as they were', async () => {
    const deal = await aDeal(), page = `/vi/deals/${deal}/contract/contract`, told = 'Đã có mẫu phiên bản 4'
    await sheetConfirmed(deal)
    await beginContract(as(lan), { deal_id: deal, kind: 'contract' })
    await fill(deal)
    await issue(deal)
    const told_by = async ({ get: from }: typeof later, who: Actor) => (await from(page, who)).body.includes(told)
    expect([await told_by({ get, post }, lan), await told_by(later, lan), await told_by(later, watcher)]).toEqual([false, true, false])
    await refillContract(ctxOf(db, lan, december), { deal_id: deal, kind: 'contract', draft_version: await seen(deal) })
    const { content: { clauses }, template_version } = (await contractOf(db, deal, 'contract'))!
    const now = (key: ContractClauseKey) => clauses.find((clause) => clause.key === key)!.text.vi
    expect([template_version, now('price'), now('plan')]).toEqual([4, expect.stringContaining('doanh thu thuần'), expect.stringContaining('12 tháng')])
    expect(await told_by(later, lan)).toBe(false)
    expect((await later.get(page, lan)).body).toContain('Mẫu phiên bản 4')
    const version = await issueVersion(ctxOf(db, lan, december), storage, { deal_id: deal, kind: 'contract', draft_version: await seen(deal), note: '', request_key: randomUUID() })
    const kept = await versionsOf(readAs(db, lan), deal, 'contract')
    expect(kept.map(({ id, content }) => [id === version, content.template_version, /doanh thu thuần|giá bán tịnh/.exec(JSON.stringify(content))?.[0]]).toSorted()).toEqual([[false, 1, 'giá bán tịnh'], [true, 4, 'doanh thu thuần']])
    for (const { id } of kept) expect((await later.get(`/vi/deals/${deal}/contract/versions/${id}`, hoa)).statusCode).toBe(200)
    for (const { pdf_document_id, sha256 } of kept) expect(createHash('sha256').update((await later.get(`/files/${pdf_document_id}/x.pdf`, hoa)).rawPayload).digest('hex')).toBe(sha256)
  })
})

describe('versions', () => {
  test('an issued version keeps its text, its PDF and the hash of it, and both signers are asked to read it', async () => {
    const { deal, version } = await issued()
    const [one] = await versionsOf(readAs(db, hoa), deal, 'contract')
    expect(one).toMatchObject({ id: version, number: 1, state: 'issued', kind: 'contract', organisation_id: institute })
    const kept = await get(`/files/${one!.pdf_document_id}/x.pdf`, hoa)
    expect(createHash('sha256').update(kept.rawPayload).digest('hex')).toBe(one!.sha256)
    const pdf = await getDocument({ data: new Uint8Array(kept.rawPayload), verbosity: 0 }).promise
    const words = (await Promise.all(Array.from({ length: pdf.numPages }, async (_, i) => (await (await pdf.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('')))).join(' ').replace(/\s+/g, ' ')
    expect(words).toContain('HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ TECHNOLOGY TRANSFER CONTRACT')
    for (const part of ['Viện Cơ điện', 'Công ty Rau sạch', 'Máy sấy lạnh bơm nhiệt', 'Điều 14. Thỏa thuận khác', 'Article 14. Other agreements', `phiên bản 1 · ${one!.content_sha256.slice(0, 16)}`]) expect(words).toContain(part)
    for (const signer of [ký, hoaSigner]) expect((await partDuties(readAs(db, signer), signer, { deal })).map(({ kind }) => kind)).toContain('contract_to_approve')
    expect(await partDuties(readAs(db, minh), minh, { deal })).toEqual([])
  })
  test('of two people who issue at once one does, and the other is told; the same press twice is one version', async () => {
    const deal = await begun()
    await fill(deal)
    const keys = [randomUUID(), randomUUID()]
    const draft_version = await seen(deal)
    const done = await Promise.all([issue(deal, lan, { request_key: keys[0], draft_version }), issue(deal, hoa, { request_key: keys[1], draft_version })].map(refused))
    expect(done.toSorted()).toEqual(['done', 'version_issued_meanwhile'])
    const [only, ...more] = await versionsOf(db, deal, 'contract')
    expect(more).toEqual([])
    expect(await issue(deal, only!.organisation_id === institute ? lan : hoa, { request_key: only!.request_key })).toBe(only!.id)
    expect(await db.selectFrom('deal_part_document').select('id').where('deal_id', '=', deal).execute()).toHaveLength(1)
    expect(readdirSync(join(folder, 'arriving'))).toEqual([])
  })
  test('nothing is issued that lacks a content the law asks for, that is no different, or that was written meanwhile', async () => {
    const deal = await begun()
    await put(deal, 'price', { text_vi: '', text_en: '' })
    expect(await refused(issue(deal))).toBe('contract_incomplete')
    await put(deal, 'price')
    expect(await refused(issue(deal, lan, { draft_version: 1 }))).toBe('contract_written_meanwhile')
    await issue(deal)
    expect(await refused(issue(deal))).toBe('version_unchanged')
    expect(await refused(issueVersion(as(lan), storage, { deal_id: deal, kind: 'memorandum', draft_version: 1, note: '', request_key: randomUUID() }))).toBe('contract_not_begun')
  })
  test('a clause removed after one side agreed: its agreement lapses, the log says why, and both are asked anew', async () => {
    const { deal, version } = await issued()
    await approveVersion(as(ký), { deal_id: deal, version_id: version })
    await approveVersion(as(ký), { deal_id: deal, version_id: version })
    expect((await partDuties(readAs(db, ký), ký, { deal })).map(({ kind }) => kind)).toEqual([])
    await removeClause(as(hoa), { deal_id: deal, kind: 'contract', clause: 'definitions', draft_version: await seen(deal) })
    const next = await issue(deal, hoa)
    expect(await approvalsOf(db, deal)).toMatchObject([{ version_id: version, organisation_id: institute, lapse_reason: 'clause_removed' }])
    expect(await eventsOf(deal)).toEqual(expect.arrayContaining(['contract.clause_removed', 'contract.approval_lapsed']))
    expect((await versionsOf(db, deal, 'contract')).map(({ number, state }) => [number, state])).toEqual([[2, 'issued'], [1, 'superseded']])
    for (const signer of [ký, hoaSigner]) expect((await partDuties(readAs(db, signer), signer, { deal })).map(({ path, text }) => [path, text.vi])).toEqual([[`/deals/${deal}/contract/versions/${next}`, expect.stringContaining('bỏ 1 điều')]])
    expect(await refused(approveVersion(as(ký), { deal_id: deal, version_id: version }))).toBe('version_not_newest')
  })
  test('nobody agrees to a text with holes in it; who agreed may take it back', async () => {
    const deal = await begun()
    const version = await issue(deal)
    expect(gapsIn((await lastVersion(db, (await contractOf(db, deal, 'contract'))!.id))!.content)).toBe(9)
    expect(await refused(approveVersion(as(ký), { deal_id: deal, version_id: version }))).toBe('version_with_gaps')
    await fill(deal)
    const whole = await issue(deal)
    expect(await refused(approveVersion(as(minh), { deal_id: deal, version_id: whole }))).toBe('not_permitted')
    await approveVersion(as(hoaSigner), { deal_id: deal, version_id: whole })
    await withdrawApproval(as(hoaSigner), { deal_id: deal, version_id: whole })
    expect((await approvalsOf(db, deal)).map(({ lapse_reason }) => lapse_reason)).toEqual(['withdrawn'])
  })
  test('what is signed is written, issued and agreed to no more, by the commands and by the database', async () => {
    const { deal, version } = await issued()
    await sign(deal, version)
    expect(await lastVersion(db, (await contractOf(db, deal, 'contract'))!.id)).toMatchObject({ state: 'signed', signed_on: '2026-03-02' })
    const draft_version = await seen(deal)
    expect(await Promise.all([
      put(deal, 'price'), removeClause(as(lan), { deal_id: deal, kind: 'contract', clause: 'definitions', draft_version }), writeFields(as(hoa), WriteFields.parse({ deal_id: deal, kind: 'contract', draft_version, prevails: 'en' })),
      issue(deal), refillContract(as(lan), { deal_id: deal, kind: 'contract', draft_version }), approveVersion(as(ký), { deal_id: deal, version_id: version }), withdrawApproval(as(ký), { deal_id: deal, version_id: version }),
    ].map(refused))).toEqual(Array.from({ length: 7 }, () => 'contract_signed'))
    expect(await refused(sign(deal, version))).toBe('version_not_newest')
    const direct = readAs(db, lan)
    await expect(direct.updateTable('contract').set({ content: JSON.stringify({ format: 1, clauses: [] }) }).where('deal_id', '=', deal).execute()).rejects.toThrow(/written no more/)
    await expect(direct.updateTable('contract_version').set({ state: 'superseded', superseded_at: minutesAfterNoon(9), signed_at: null, signed_on: null }).where('id', '=', version).execute()).rejects.toThrow(/never becomes/)
    await expect(direct.updateTable('contract_version').set({ content: '{}' }).where('id', '=', version).execute()).rejects.toThrow(/permission denied/)
    await expect(direct.deleteFrom('contract_version').where('id', '=', version).execute()).rejects.toThrow(/permission denied/)
  })
  test('a superseded version is never signed', async () => {
    const { deal, version } = await issued()
    await put(deal, 'price', { text_vi: 'Giá 900.000.000 đồng, thanh toán một lần.' })
    await issue(deal)
    expect(await refused(sign(deal, version))).toBe('version_not_newest')
  })
})

describe('the pages', () => {
  test('who reads them, who is offered to write, and what strangers are told', async () => {
    const { deal, version } = await issued()
    for (const path of ['', '/contract', '/contract/clauses/price', '/contract/draft.docx', `/versions/${version}`, `/versions/${version}/contract.docx`]) {
      const got: number[] = []
      for (const who of [lan, watcher, hoa, officer, inspector, stranger]) got.push((await get(`/vi/deals/${deal}/contract${path}`, who)).statusCode)
      expect([path, ...got]).toEqual([path, 200, 200, 200, 200, 200, 404])
    }
    expect((await get(`/vi/deals/${deal}/contract/contract`, watcher)).body).not.toContain('<form method="post" action="/vi/deals')
    expect((await get(`/vi/deals/${deal}/contract/versions/${version}`, ký)).body).toContain('Đồng ý lời văn')
    expect((await get(`/vi/deals/${deal}/contract/versions/${version}`, minh)).body).not.toContain('/approval"')
    expect((await get(`/vi/deals/${await aDeal()}/contract/versions/${version}`, lan)).statusCode).toBe(404)
    for (const path of ['memorandum', 'treaty', 'contract/clauses/nothing']) expect((await get(`/vi/deals/${deal}/contract/${path}`, lan)).statusCode).toBe(404)
  })
  test('the page says which confirmed terms filled the text, when and by whom they were confirmed, and leads to them; and that others were confirmed since', async () => {
    const deal = await begun(), front = `/vi/deals/${deal}/contract`
    expect((await get(front, lan)).body).toContain('Chưa điền từ bản điều khoản nào.')
    const confirmed = async (keys: readonly ('upfront' | 'term')[]) => {
      await aVersion(as(lan), deal, keys)
      const { number, sha256 } = (await latestVersion(db, deal))!
      for (const who of [ký, hoa]) await confirmSheet(as(who, 5), { deal_id: deal, number, sha256 })
    }
    await confirmed(['upfront'])
    expect((await get(front, lan)).body).toContain('Chưa điền từ bản điều khoản nào. Sau đó hai bên đã xác nhận phiên bản 1')
    await refillContract(as(hoa, 6), { deal_id: deal, kind: 'contract', draft_version: await seen(deal) })
    const said = new RegExp(`Điền từ bản điều khoản, <a href="/vi/deals/${deal}/terms/versions/1">phiên bản 1</a>, hai bên xác nhận ngày 02/03/2026: Viện Cơ điện \\([^)]*\\); Công ty Rau sạch \\(Hòa\\)\\.`)
    for (const path of ['', '/contract']) for (const who of [lan, watcher, hoa, officer, inspector]) expect((await get(`${front}${path}`, who)).body).toMatch(said)
    expect((await get(front.replace('/vi/', '/en/'), hoa)).body).toContain('confirmed by both sides on')
    const adviser = await aPerson(db, { name: 'Luật sư Bình' })
    await db.insertInto('deal_adviser').values({ deal_id: deal, organisation_id: institute, person_id: adviser.person_id!, role: 'legal', parts: ['contract'], appointed_by: lan.person_id!, appointed_at: noon, ended_by: null, ended_at: null }).execute()
    const { body } = await get(front, adviser)
    expect([body.includes('Điền từ bản điều khoản, phiên bản 1, hai bên xác nhận'), body.includes('/terms/versions/')]).toEqual([true, false])
    await confirmed(['term'])
    expect((await get(front, lan)).body).toMatch(new RegExp(`${said.source} Sau đó hai bên đã xác nhận phiên bản 2`))
  })
  test('a draft is looked at as PDF: on its first page and at the foot of every one it says in both languages that it is a draft; a version does not', async () => {
    const { deal, version } = await issued()
    const pages = async (path: string, who = lan): Promise<string[]> => {
      const answer = await get(path, who)
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
      const document = await getDocument({ data: new Uint8Array(answer.rawPayload), verbosity: 0 }).promise
      return Promise.all(Array.from({ length: document.numPages }, async (_, i) => (await (await document.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ').normalize('NFC').replace(/\s+/g, ' ')))
    }
    const draft = await pages(`/vi/deals/${deal}/contract/contract/draft.pdf`)
    expect(draft.length).toBeGreaterThan(2)
    expect(draft[0]).toContain('BẢN THẢO, chưa phát hành. / DRAFT, not issued.')
    expect(draft.filter((page) => page.includes('BẢN THẢO / DRAFT'))).toHaveLength(draft.length)
    expect((await get(`/vi/deals/${deal}/contract/contract/draft.pdf`, hoa)).headers['content-disposition']).toBe(`inline; filename="contract-${deal}-draft.pdf"`)
    expect((await get(`/vi/deals/${deal}/contract/contract/draft.pdf`, stranger)).statusCode).toBe(404)
    expect((await get(`/vi/deals/${deal}/contract/contract`, watcher)).body).toContain(`href="/vi/deals/${deal}/contract/contract/draft.pdf"`)
    const { pdf_document_id } = await versionOf(db, deal, version)
    const { name } = await db.selectFrom('document').select('name').where('id', '=', pdf_document_id).executeTakeFirstOrThrow()
    expect((await pages(fileHref({ id: pdf_document_id, name }))).join(' ')).not.toMatch(/BẢN THẢO|DRAFT/)
  })
  test('a clause is written, a version issued and agreed to, and what differs is shown, by forms alone', async () => {
    const deal = await aDeal()
    const at = `/vi/deals/${deal}/contract`
    expect((await post(`${at}/contract/begin`, {}, lan)).headers.location).toBe(`${at}/contract?done=created`)
    const front = (await get(at, lan)).body // nothing is stated of the registration: no day is named, and what it depends on is
    expect([front.includes('Chưa xác định được'), front.includes('Có hiệu lực từ'), front.includes('Ngày bên sau cùng ký.')]).toEqual([true, false, false])
    expect((await get(`${at}/contract`, lan)).body).toMatch(/Còn yếu[\s\S]*Điền các chỗ trong ngoặc vuông/)
    await fill(deal)
    const draft_version = String(await seen(deal))
    expect((await post(`${at}/contract/clauses/price`, { draft_version: '1', text_vi: 'Giữ lấy chữ này', text_en: '' }, hoa)).body).toMatch(/Có người vừa sửa văn bản này[\s\S]*Giữ lấy chữ này/)
    expect((await post(`${at}/contract/clauses/price`, { draft_version, text_vi: text, text_en: 'Price' }, hoa)).headers.location).toBe(`${at}/contract?done=saved#c-price`)
    expect((await post(`${at}/contract/fields`, { draft_version: String(await seen(deal)), number: '12/2026/HĐCGCN', place: 'Hà Nội', form: 'independent', effective_on: '2026-04-01', prevails: 'vi' }, hoa)).statusCode).toBe(303)
    const first = (await post(`${at}/contract/issue`, { draft_version: String(await seen(deal)), note: '', request_key: randomUUID() }, hoa)).headers.location as string
    await put(deal, 'price', { text_vi: 'Giá chuyển giao 900.000.000 đồng, thanh toán chuyển khoản hai lần.' })
    const second = (await post(`${at}/contract/issue`, { draft_version: String(await seen(deal)), note: '', request_key: randomUUID() }, lan)).headers.location as string
    const { body } = await get(second.replace('?done=created', ''), ký)
    expect(body).toMatch(/<del><span class="hidden">bỏ: <\/span>1\.200\.000\.000 <\/del><ins><span class="hidden">thêm: <\/span>900\.000\.000 <\/ins>/)
    expect(body).toContain('Khác phiên bản 1')
    expect((await post(`${second.replace('?done=created', '')}/approval`, {}, ký)).statusCode).toBe(303)
    expect((await get(at, inspector)).body).toContain('Viện Cơ điện đồng ý lời văn')
    expect((await get(first.replace('?done=created', ''), inspector)).body).toContain('Đã được thay')
  })
})
