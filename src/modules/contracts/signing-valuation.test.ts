import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { anAuthority } from '../../../tests/authority.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { wholeParties } from '../../../tests/legal.ts'
import { listed } from '../../../tests/listings.ts'
import { aPdf, signed } from '../../../tests/signed-pdf.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor, Ctx } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import { readRoots } from '../../platform/signatures/certificates.ts'
import { openStorage } from '../../platform/storage.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { receiveUpload } from '../documents/commands.ts'
import { openFiling, putPaper, stateFacts } from './registration-commands.ts'
import type { ContractKind, ContractFields } from './schema.ts'
import { handInSignedFile, PaperSigned, recordPaper, SignedFile } from './signing-commands.ts'
import { versionsToSign } from './signing-queries.ts'
import { signingRoutes } from './signing-routes.tsx'
import { valuationAsked } from './valuation-queries.ts'
import { valuationCause, valuationRefusal } from './valuation-rules.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-valued-')), storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hoa' }), editor = await aPerson(db, { organisation: institute, role: 'editor' }), viewer = await aPerson(db, { organisation: enterprise, role: 'viewer' })
const officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), outsider = await aPerson(db, { organisation: await anOrganisation(db) })
const as = (actor: Actor): Ctx => ctxOf(db, actor, minutesAfterNoon(10))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const { get } = await openPages(db, (app) => signingRoutes(app, { storage, uploadMaxBytes: 1_000_000, signingRoots: '' }))
const late = await openPages(db, (app) => signingRoutes(app, { storage, uploadMaxBytes: 1_000_000, signingRoots: '' }), { now: () => new Date('2026-05-04T05:00:00Z') })
const authority = anAuthority(), roots = readRoots(authority.root.pem), key = authority.signer()
const issued = await aPdf(), sha256 = createHash('sha256').update(issued).digest('hex')
const received = (who: Actor, bytes: Buffer = issued, name = 'ky.pdf') => receiveUpload(as(who), storage, { stream: Readable.from([bytes]), filename: name, maxBytes: 20e6, truncated: () => false }, 'document')
let deal: number
beforeEach(async () => {
  const offer = await listed(db, institute, `Tin ${randomUUID()}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
})
async function aVersion(form: ContractFields['form'] = 'capital_contribution', kind: ContractKind = 'contract'): Promise<number> {
  const { id: contract_id } = await db.insertInto('contract').values({ deal_id: deal, kind, template: 'x', template_version: 1, content: JSON.stringify({ format: 1, fields: {}, clauses: [] }), created_by: lan.person_id!, created_at: noon, changed_by: lan.person_id!, changed_at: noon }).returning('id').executeTakeFirstOrThrow()
  const pdf_document_id = await aPaper('hop-dong.pdf')
  return (await db.insertInto('contract_version').values({ contract_id, deal_id: deal, kind, number: 1, content: JSON.stringify({ fields: { form }, parties: wholeParties, clauses: [{ key: 'object', title: { vi: '', en: '' }, text: { vi: 'Bên giao giao.', en: 'Given.' } }] }), content_sha256: sha256, pdf_document_id, sha256, note: '', organisation_id: institute, person_id: lan.person_id!, issued_at: noon, request_key: randomUUID() }).returning('id').executeTakeFirstOrThrow()).id
}
async function aPaper(name: string, part: 'contract' | 'result' = 'contract'): Promise<number> {
  const { id } = await db.insertInto('document').values({ sha256, media_type: 'application/pdf', bytes: issued.length, name, organisation_id: institute, created_by: lan.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal_part_document').values({ deal_id: deal, part, document_id: id, organisation_id: institute, person_id: lan.person_id!, added_at: noon }).execute()
  return id
}
/** What the supplying side says of a result the State paid for: valued with its paper, valued without, or not valued. */
async function aResult(how: 'with' | 'without' | 'unvalued'): Promise<void> {
  const valuation = how === 'unvalued' ? { valuer: '', valuation: null, valued_on: null } : { valuer: 'Công ty Thẩm định Sông Tô', valuation: vnd(876_000_000), valued_on: '2026-02-01' }
  await db.insertInto('result_fact').values({ deal_id: deal, organisation_id: institute, person_id: lan.person_id!, stated_at: noon, request_key: randomUUID(), task_code: 'KC.05', task_name: 'Máy sấy', state_share_basis_points: 7000, owner: 'holder', transfers: 'use', act_on: '2026-03-02', authority: 'Viện trưởng', decision_number: '', decision_on: null, ...valuation, valuation_document_id: how === 'with' ? await aPaper('chung-thu.pdf', 'result') : null, disclosed_from: null, disclosed_until: null, alternatives: 'Đấu giá.' }).execute()
}
const word = { without_valuation: true, unvalued_reason: 'Hai bên thuê thẩm định giá sau khi ký.' }
const onPaper = async (version_id: number, who: Actor, said: object = {}) => refused(recordPaper(as(who), storage, { deal_id: deal, version_id, full_name: who.name, position: 'Giám đốc', signed_on: '2026-03-02', place: 'Hà Nội', way: 'paper', request_key: randomUUID(), ...said }, await received(who)))
const handIn = async (version_id: number, said: object = {}) => refused(handInSignedFile(as(lan), storage, roots, { deal_id: deal, version_id, position: 'Giám đốc', request_key: randomUUID(), ...said }, await received(lan, signed(issued, { by: key, chain: [authority.middle], at: minutesAfterNoon(5) }))))
const recordAs = async (who: Actor) => (await versionsToSign(as(who).db, deal)).flatMap(({ signatures }) => signatures.map(({ valuation }) => valuation && [valuation.reason, valuation.valuation]))
const logged = async () => (await db.selectFrom('event').select(['subject', 'data']).where('subject', 'in', [`deal:${deal}`, `result:${deal}`]).where('type', '=', 'contract.signed_without_valuation').execute())

test.each<[ContractKind, ContractFields['form'], boolean, string | null]>([['contract', 'capital_contribution', false, 'capital'], ['contract', 'capital_contribution', true, 'capital'], ['contract', 'independent', true, 'result'], ['contract', null, true, 'result'], ['contract', 'independent', false, null], ['memorandum', 'capital_contribution', true, null], ['annex', 'capital_contribution', true, null]])('a valuation is asked for of a %s in the form %s, a result stated: %s', (kind, form, stated, cause) => expect(valuationCause({ kind, form, stated })).toBe(cause))
test.each<[object, string | null]>([[{}, 'valuation_not_there'], [{ without_valuation: true }, 'unvalued_reason_needed'], [{ unvalued_reason: 'Gấp.' }, 'valuation_not_there'], [word, null]])('what is said where there is none: %o', (said, code) => expect(valuationRefusal({ cause: 'capital', there: null }, said)?.code ?? null).toBe(code))
test('the forms read the word as it is sent, and as absent where it is not asked', () => {
  const form = { deal_id: '1', version_id: '1', position: 'Giám đốc', request_key: randomUUID() }, paper = { ...form, full_name: 'Lan', signed_on: '2026-03-02', place: 'Hà Nội', way: 'paper' }
  for (const [schema, typed] of [[SignedFile, form], [PaperSigned, paper]] as const) {
    expect(schema.parse(typed)).toMatchObject({ without_valuation: false, unvalued_reason: '' })
    expect(schema.parse({ ...typed, without_valuation: 'yes', unvalued_reason: 'Gấp.' })).toMatchObject({ without_valuation: true, unvalued_reason: 'Gấp.' })
    expect(schema.parse({ ...typed, without_valuation: ['yes', 'no'] })).toMatchObject({ without_valuation: false })
  }
})

test('technology contributed as capital is signed by neither side, in no way, without a valuation or a word; with the word it is on record for both', async () => {
  const id = await aVersion()
  for (const [said, code] of [[{}, 'valuation_not_there'], [{ without_valuation: true }, 'unvalued_reason_needed']] as const) expect([await onPaper(id, lan, said), await onPaper(id, hoa, said), await handIn(id, said)]).toEqual([code, code, code])
  expect(await db.selectFrom('contract_signature').select('id').where('deal_id', '=', deal).execute()).toEqual([])
  expect([await handIn(id, word), await onPaper(id, hoa, { ...word, unvalued_reason: 'Bên nhận chấp nhận giá thỏa thuận.' })]).toEqual(['done', 'done'])
  for (const who of [lan, hoa, officer, inspector]) expect(await recordAs(who), who.name ?? '').toEqual([[word.unvalued_reason, null], ['Bên nhận chấp nhận giá thỏa thuận.', null]])
  expect((await logged()).map(({ subject }) => subject)).toEqual([`deal:${deal}`, `deal:${deal}`])
  for (const who of [lan, hoa, officer]) expect((await get(`/vi/deals/${deal}/contract/signing`, who)).body).toContain(`Ký khi chưa có chứng thư thẩm định giá. Lý do: ${word.unvalued_reason}`)
})
test.each<[string, 'contract' | 'memorandum', ContractFields['form']]>([['an ordinary contract', 'contract', 'independent'], ['a contract of no form yet', 'contract', null], ['a memorandum on a contribution', 'memorandum', 'capital_contribution']])('%s is signed as ever, and nothing is asked', async (_, kind, form) => {
  const id = await aVersion(form, kind)
  expect((await get(`/vi/deals/${deal}/contract/signing`, lan)).body).not.toContain('without_valuation')
  expect([await onPaper(id, lan), await recordAs(lan)]).toEqual(['done', [null]])
})

test('a result the State paid for: its side sees the valuation with value and day, signs with it, and the other side learns nothing of it', async () => {
  await aResult('with')
  const id = await aVersion('independent')
  const page = async (who: Actor) => (await get(`/vi/deals/${deal}/contract/signing`, who)).body
  for (const said of ['Hồ sơ có chứng thư thẩm định giá', '876.000.000 đồng', '01/02/2026', 'Công ty Thẩm định Sông Tô', 'chung-thu.pdf']) expect(await page(lan)).toContain(said)
  expect(await page(lan)).not.toContain('without_valuation')
  for (const who of [hoa, viewer, editor, officer, inspector]) expect(await page(who), who.name ?? '').not.toContain('Định giá công nghệ')
  expect([await onPaper(id, lan), await onPaper(id, hoa)]).toEqual(['done', 'done'])
  for (const who of [lan, editor, officer, inspector]) expect((await recordAs(who))[0]).toEqual(['', 876_000_000])
  expect([await recordAs(hoa), await recordAs(viewer), await recordAs(outsider)]).toEqual([[null, null], [null, null], []])
  expect([(await page(lan)).includes('Ký khi có chứng thư thẩm định giá: 876.000.000 đồng'), (await page(hoa)).includes('876.000.000')]).toEqual([true, false])
  expect(await logged()).toEqual([])
})
test.each(['without', 'unvalued'] as const)('a result %s the paper of its valuation: its side says why it signs, read by its own people and the Exchange’s alone; the other side is not asked', async (how) => {
  await aResult(how)
  const id = await aVersion('independent'), { body } = await get(`/vi/deals/${deal}/contract/signing`, lan)
  expect([body.includes('name="without_valuation"'), body.includes('Bên bạn đã khai giá trị 876.000.000 đồng'), body.includes('không phải quy định')]).toEqual([true, how === 'without', true])
  expect([await onPaper(id, lan), await onPaper(id, lan, word), await onPaper(id, hoa)]).toEqual(['valuation_not_there', 'done', 'done'])
  expect([await recordAs(lan), await recordAs(officer), await recordAs(hoa)]).toEqual([[[word.unvalued_reason, null], null], [[word.unvalued_reason, null], null], [null, null]])
  expect(await logged()).toMatchObject([{ subject: `result:${deal}`, data: { cause: 'result', reason: word.unvalued_reason } }])
  expect((await get(`/vi/deals/${deal}/contract/signing`, hoa)).body).not.toContain(word.unvalued_reason)
})
test('a valuation in the licence’s dossier is there for both sides; the supplier’s own is not there for the receiver', async () => {
  await aResult('with')
  const id = await aVersion()
  expect((await get(`/vi/deals/${deal}/contract/signing`, hoa)).body).toContain('không có chứng thư thẩm định giá nào mà bên bạn đọc được')
  expect(await onPaper(id, hoa)).toBe('valuation_not_there')
  // An officer who speaks for a side that has nobody reads both; of the valuation they are shown that side's.
  expect([(await valuationAsked(as(officer).db, deal, enterprise, { kind: 'contract', form: 'capital_contribution' }))?.there, (await valuationAsked(as(officer).db, deal, institute, { kind: 'contract', form: 'capital_contribution' }))?.there?.valuation]).toEqual([null, 876_000_000])
  await stateFacts(as(hoa), { deal_id: deal, direction: 'into_vietnam', state_money: true, result_certificate: false, technology: 'restricted', appraised: false, voluntary: false, note: '' })
  const filing_id = await openFiling(as(hoa), { deal_id: deal, kind: 'approval', changes: '', request_key: randomUUID() })
  await putPaper(as(hoa), storage, { deal_id: deal, filing_id, code: 'price_appraisal' }, await received(hoa, issued, 'tham-dinh-gia.pdf'))
  expect((await get(`/vi/deals/${deal}/contract/signing`, hoa)).body).toContain('tham-dinh-gia.pdf')
  expect([await onPaper(id, hoa), (await recordAs(hoa))[0]]).toEqual(['done', ['', null]])
})
test('what is known of the law is told with its source and its mark from the day it is in force, and before that as no law', async () => {
  await aVersion()
  const [before, after] = [(await get(`/vi/deals/${deal}/contract/signing`, hoa)).body, (await late.get(`/vi/deals/${deal}/contract/signing`, hoa)).body]
  expect([before.includes('không phải quy định'), before.includes('Điều 8')]).toEqual([true, false])
  for (const said of ['Điều 8 Luật sửa đổi', 'nguồn thứ cấp', 'không chặn việc ký', 'vietnam.vn']) expect(after).toContain(said)
})
test('the database keeps a valuation or a reason, and neither changes', async () => {
  const id = await aVersion()
  await onPaper(id, lan, word)
  const { id: signature_id } = await db.selectFrom('contract_signature').select('id').where('version_id', '=', id).executeTakeFirstOrThrow()
  const row = { signature_id, deal_id: deal, organisation_id: institute, cause: 'capital' as const, valuation: null, valued_on: null, document_id: null, person_id: lan.person_id!, at: noon }
  await expect(db.insertInto('signing_valuation').values(row).execute()).rejects.toThrow(/check/)
  await expect(as(lan).db.updateTable('signing_valuation').set({ reason: 'Khác.' }).where('signature_id', '=', signature_id).execute()).rejects.toThrow(/permission denied/)
})
