import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, describe, expect, test } from 'vitest'
import { anAuthority } from '../../../tests/authority.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { withPapers } from '../../../tests/legal.ts'
import { listed } from '../../../tests/listings.ts'
import { aPdf, signed } from '../../../tests/signed-pdf.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { readRoots } from '../../platform/signatures/certificates.ts'
import { openStorage } from '../../platform/storage.ts'
import { loseDeal } from '../deals/commands.ts'
import { waitingIn } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { receiveUpload } from '../documents/commands.ts'
import { milestonesOf } from '../payments/queries.ts'
import { proposeMilestone } from '../payments/milestone-commands.ts'
import { beginAnnex, followPlan, restoreClause, WithdrawAnnex, withdrawAnnex, WriteAnnex, writeAnnex } from './annex-commands.ts'
import { paperOf } from './annex-paper.ts'
import { annexOf, signedAnnexTexts } from './annex-queries.ts'
import { annexEffect, changesIn, numbersAfter, numbersOf, standingText, touchesPlan } from './annex-rules.ts'
import { annexRoutes } from './annex-routes.tsx'
import { addClause, approveVersion, beginContract, issueVersion, removeClause, writeClause } from './commands.ts'
import { approvalsOf, contractOf, signedContract, versionOf } from './queries.ts'
import { moveFiling, openFiling, stateFacts } from './registration-commands.ts'
import { registrationRoutes } from './registration-routes.tsx'
import { annexesToRegister, type Said, type SignedAnnex } from './registration-rules.ts'
import { contractRoutes } from './routes.tsx'
import type { AnnexContent, ContractClause, ContractClauseKey, Filing, IssuedContent } from './schema.ts'
import { versionSigned } from './signed.ts'
import { confirmVersion, handInSignedFile, recordPaper } from './signing-commands.ts'
import { versionsToSign } from './signing-queries.ts'
import { signingRoutes } from './signing-routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-annex-'))
const storage = openStorage(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { get, post } = await openPages(db, (app) => { contractRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never); annexRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never); signingRoutes(app, { storage, uploadMaxBytes: 1_000_000, signingRoots: '' }); registrationRoutes(app, { storage, uploadMaxBytes: 1_000_000 } as never) }, { now: () => minutesAfterNoon(100) })

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
await withPapers(db, institute, enterprise)
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), editor = await aPerson(db, { organisation: institute, role: 'editor' }), signer = await aPerson(db, { organisation: institute, role: 'signer' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 30): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)

async function aDeal(): Promise<number> {
  const offer = await listed(db, institute, `Tin ${randomUUID()}`, { kind: 'offer', state: 'published', trl: null, research_fields: ['2'], submitted_at: null })
  return acceptInterest(as(lan, 0), { interest_id: await expressInterest(as(hoa, 0), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
/** A deal with a contract both sides have signed. */
async function contracted(): Promise<number> {
  const deal = await aDeal()
  await beginContract(as(lan, 1), { deal_id: deal, kind: 'contract' })
  const { id, content } = (await contractOf(db, deal, 'contract'))!
  const whole = { ...content, fields: { ...content.fields, number: '07/HĐ-CGCN' }, clauses: content.clauses.map((one) => ({ ...one, text: { vi: one.text.vi.replaceAll('[[', '').replaceAll(']]', ' 12 tháng'), en: one.text.en.replaceAll('[[', '').replaceAll(']]', ' 12 months') } })) }
  await db.updateTable('contract').set({ content: JSON.stringify(whole) }).where('id', '=', id).execute()
  const version = await issueVersion(as(lan, 2), storage, { deal_id: deal, kind: 'contract', draft_version: 1, note: '', request_key: randomUUID() })
  await inDeal(as(lan, 3), deal, 'sign', async ({ tx, deal: row, now }) => versionSigned(tx, as(lan, 3), row, version, now))
  return deal
}
const seen = async (deal: number, annex = 1) => (await contractOf(db, deal, 'annex', annex))!.draft_version
const begin = (deal: number, who = lan, request_key = randomUUID()) => beginAnnex(as(who), { deal_id: deal, request_key })
const put = async (deal: number, clause: ContractClauseKey, vi: string, { who = lan, annex = 1 } = {}) => writeClause(as(who), { deal_id: deal, kind: 'annex', annex, clause, draft_version: await seen(deal, annex), title_vi: '', title_en: '', text_vi: vi, text_en: `English of: ${vi}` })
const tell = async (deal: number, over: Partial<Parameters<typeof writeAnnex>[1]> = {}, { who = lan, annex = 1 } = {}) => writeAnnex(as(who), { deal_id: deal, annex_number: annex, draft_version: await seen(deal, annex), number: '01/PL', place: 'Hà Nội', effective_on: null, reason_vi: 'Nhà xưởng bàn giao chậm.', reason_en: 'The workshop was late.', milestones: [], ...over })
const issue = async (deal: number, { who = lan, annex = 1, request_key = randomUUID(), draft_version }: { who?: Actor; annex?: number; request_key?: string; draft_version?: number } = {}) => issueVersion(as(who, 40), storage, { deal_id: deal, kind: 'annex', annex, draft_version: draft_version ?? await seen(deal, annex), note: '', request_key })
const warranty = 'Bên giao bảo hành công nghệ trong 18 tháng kể từ ngày nghiệm thu.'
/** An annex on the warranty, issued. */
async function issued(deal: number, annex = 1): Promise<number> {
  await begin(deal)
  await put(deal, 'warranty', annex === 1 ? warranty : warranty.replace('18', '24'), { annex })
  await tell(deal, {}, { annex })
  return issue(deal, { annex })
}
const scan = await aPdf()
const received = (bytes: Buffer, who: Actor) => receiveUpload(as(who, 50), storage, { stream: Readable.from([bytes]), filename: 'ky.pdf', maxBytes: 20e6, truncated: () => false }, 'document')
const onPaper = async (deal_id: number, version_id: number, who: Actor) => recordPaper(as(who, 50), storage, { deal_id, version_id, full_name: who.name, position: 'Giám đốc', signed_on: '2026-03-02', place: 'Hà Nội', way: 'paper', request_key: randomUUID() }, await received(scan, who))
async function signedAnnex(deal: number, annex = 1): Promise<number> {
  const version = await issued(deal, annex)
  await onPaper(deal, version, lan)
  await onPaper(deal, version, hoa)
  return version
}
const events = async (deal: number) => (await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type as string).filter((type) => type.startsWith('contract.'))
const waiting = async (deal: number) => (await waitingIn(db, deal)).map(({ kind, organisation_id }) => `${kind} ${organisation_id === institute ? 'institute' : organisation_id === enterprise ? 'enterprise' : 'officer'}`).toSorted()

describe('the rules', () => {
  const clause = (key: ContractClauseKey, vi: string): ContractClause => ({ key, title: { vi: key, en: key }, text: { vi, en: vi } })
  const before = [clause('price', '100'), clause('warranty', '12'), clause('other', 'x')]
  const annex = (number: number, was: ContractClause[], over: Partial<AnnexContent> = {}): AnnexContent => ({ number, of: { version_id: 1, number: '', signed_on: '2026-03-02', sha256: '' }, before: was, numbers: numbersOf(before), reason: { vi: 'vì', en: 'as' }, milestones: [], ...over })
  const first = { clauses: [clause('price', '100'), clause('warranty', '18'), clause('free_1', 'mới')], annex: annex(1, before) }

  test('what an annex changes is named with the number the clause has borne since the signing', () => {
    expect(changesIn(first).map(({ key, how, number, before: was, after }) => [key, how, number, was?.vi ?? null, after?.vi ?? null])).toEqual([['warranty', 'changed', 2, '12', '18'], ['other', 'removed', 3, 'x', null], ['free_1', 'added', 4, null, 'mới']])
    expect(numbersAfter(numbersOf(before), first.clauses)).toEqual({ price: 1, warranty: 2, other: 3, free_1: 4 })
  })
  test('the contract as it stands names for each clause the annex that changed it last', () => {
    const second = { clauses: [clause('price', '100'), clause('warranty', '24'), clause('free_1', 'mới')], annex: annex(2, first.clauses, { numbers: numbersAfter(numbersOf(before), first.clauses) }) }
    expect(standingText(before, [first, second]).map(({ number, text, by }) => [number, text?.vi ?? null, by && [by.number, by.how, by.before?.vi ?? null]])).toEqual([[1, '100', null], [2, '24', [2, 'changed', '18']], [3, null, [1, 'removed', 'x']], [4, 'mới', [1, 'added', null]]])
  })
  test('the plan of payments is touched by named milestones or another price, and by nothing else', () => {
    expect(touchesPlan(first)).toBe(false)
    expect(touchesPlan({ clauses: [clause('price', '200'), ...before.slice(1)], annex: annex(1, before) })).toBe(true)
    expect(touchesPlan({ clauses: before, annex: annex(1, before, { milestones: [{ id: 1, title: 'Đợt 1', amount: 5 }] }) })).toBe(true)
  })

  const said = (over: Partial<Said> = {}): Said => ({ direction: 'domestic', state_money: false, result_certificate: false, technology: 'ordinary', voluntary: false, appraised: false, organisation_id: 1, note: '', stated_at: noon, ...over })
  const filing = (over: Partial<Filing>): Filing => ({ id: 1, deal_id: 1, version_id: 1, kind: 'registration', organisation_id: 2, state: 'certified', changes: '', authority: '', receipt_number: '', asked_what: '', certificate_number: '1', refusal_reason: '', opened_by: 1, opened_at: noon, changed_at: noon, request_key: '', filed_on: '2026-02-01', asked_on: null, extended_on: null, supplemented_on: null, complete_on: null, decided_on: '2026-02-10', ...over })
  const one: SignedAnnex = { number: 1, version_id: 5, signed_on: '2026-03-02', effective_on: null }
  const amended = filing({ kind: 'amendment', version_id: 5, decided_on: '2026-04-01', filed_on: '2026-03-20' })
  test.each<[string, Said[], Filing[], SignedAnnex, string, string | null, boolean]>([
    ['nothing stated: no day', [], [], one, 'unknown', null, false], ['the last signature', [said()], [], one, 'signing', '2026-03-02', false], ['the day agreed', [said()], [], { ...one, effective_on: '2026-05-01' }, 'agreed', '2026-05-01', false],
    ['of a registered contract: waits for its certificate, and is to be registered', [said({ state_money: true })], [filing({})], one, 'amendment', null, true], ['with it: that day, whatever was agreed', [said({ state_money: true })], [amended, filing({})], { ...one, effective_on: '2026-03-05' }, 'amendment', '2026-04-01', false],
    ['a certificate of an earlier change is of another annex', [said({ state_money: true })], [{ ...amended, version_id: 4 }, filing({})], one, 'amendment', null, true], ['a dossier on the change under way is enough for the duty, not for the effect', [said({ state_money: true })], [{ ...amended, state: 'filed', decided_on: null }, filing({})], one, 'amendment', null, false],
    ['a refused dossier is none', [said({ state_money: true })], [{ ...amended, state: 'refused' }, filing({})], one, 'amendment', null, true], ['registered by choice is registered', [said()], [filing({})], one, 'amendment', null, true],
    ['to be registered and not filed yet: with the contract', [said({ state_money: true })], [], one, 'registration', null, false], ['filed without it and under way', [said({ state_money: true })], [filing({ state: 'filed', decided_on: null })], one, 'amendment', null, true],
    ['filed with it', [said({ state_money: true })], [filing({ filed_on: '2026-03-09', decided_on: '2026-03-20' })], one, 'registration', '2026-03-20', false], ['licensed', [said({ technology: 'restricted' })], [filing({ kind: 'licence' })], one, 'amendment', null, true], ['the sides differ', [said(), said({ state_money: true })], [], one, 'disputed', null, false], ['prohibited', [said({ technology: 'prohibited' })], [], one, 'prohibited', null, false],
  ])('effect and duty: %s', (_, stated, filings, of, basis, day, duty) => {
    expect(annexEffect({ said: stated, filings }, of)).toEqual({ basis, day })
    expect(annexesToRegister({ filings, annexes: [of] }).length).toBe(duty ? 1 : 0)
  })
})

describe('drafting', () => {
  test('an annex is begun of a signed contract only, one at a time, in order, from the contract as it then stands', async () => {
    const unsigned = await aDeal()
    expect(await refused(begin(unsigned))).toBe('annex_before_signing')
    const deal = await contracted()
    const key = randomUUID()
    expect([await begin(deal, lan, key), await begin(deal, lan, key)]).toEqual([1, 1])
    expect(await refused(begin(deal, hoa))).toBe('annex_under_way')
    const { content } = await annexOf(db, deal, 1)
    expect(content.annex.of).toMatchObject({ number: '07/HĐ-CGCN', signed_on: '2026-03-02' })
    expect(content.clauses).toEqual((await signedContract(db, deal))!.content.clauses)
  })
  test('of two who begin at once one does', async () => {
    const deal = await contracted()
    expect((await Promise.all([refused(begin(deal)), refused(begin(deal, hoa))])).toSorted()).toEqual(['annex_under_way', 'done'])
  })
  test.each<[string, () => Actor, string]>([
    ['owner', () => lan, 'done'], ['editor', () => editor, 'done'], ['the other side', () => hoa, 'done'], ['a signer does not write', () => signer, 'not_permitted'], ['a viewer does not', () => viewer, 'not_permitted'], ['a stranger sees no deal', () => stranger, 'not_found'], ['the officer', () => officer, 'not_permitted'], ['the inspector', () => inspector, 'not_permitted'], ['nobody', () => anonymous, 'sign_in_first'],
  ])('begun by: %s', async (_, who, code) => {
    expect(await refused(begin(await contracted(), who()))).toBe(code)
  })
  test('both sides write at one text; who saw an older one is told; a clause goes back to how it reads', async () => {
    const deal = await contracted()
    await begin(deal)
    const draft_version = await seen(deal)
    await put(deal, 'warranty', warranty)
    expect(await refused(writeClause(as(hoa), { deal_id: deal, kind: 'annex', annex: 1, clause: 'plan', draft_version, title_vi: '', title_en: '', text_vi: 'x', text_en: 'x' }))).toBe('contract_written_meanwhile')
    await put(deal, 'penalty', 'Phạt 0,1 % mỗi ngày.', { who: hoa })
    await removeClause(as(hoa), { deal_id: deal, kind: 'annex', annex: 1, clause: 'definitions', draft_version: await seen(deal) })
    expect(await refused(removeClause(as(hoa), { deal_id: deal, kind: 'annex', annex: 1, clause: 'price', draft_version: await seen(deal) }))).toBe('clause_needed_by_law')
    expect(await addClause(as(hoa), { deal_id: deal, kind: 'annex', annex: 1, draft_version: await seen(deal), title_vi: 'Thăm xưởng', title_en: '' })).toBe('free_1')
    const changes = async () => changesIn((await annexOf(db, deal, 1)).content).map(({ key, how, number }) => `${how} ${number} ${key}`)
    expect(await changes()).toEqual(['removed 8 definitions', 'changed 10 warranty', 'changed 11 penalty', 'added 15 free_1'])
    for (const clause of ['definitions', 'penalty'] as const) await restoreClause(as(lan), { deal_id: deal, annex_number: 1, clause, draft_version: await seen(deal) })
    expect(await changes()).toEqual(['changed 10 warranty', 'added 15 free_1'])
    expect(await refused(issue(deal))).toBe('annex_reason_needed')
    expect(await refused(tell(deal, { effective_on: '2026-03-01' }))).toBe('annex_before_contract')
    expect(await refused(tell(deal, { milestones: ['999999'] }))).toBe('annex_milestone_unknown')
    expect((await signedContract(db, deal))!.content.clauses.find(({ key }) => key === 'warranty')!.text.vi).not.toBe(warranty)
  })
  test('an annex that changes nothing, or leaves the contract without a content of the law, is not issued', async () => {
    const deal = await contracted()
    await begin(deal)
    await tell(deal)
    expect(await refused(issue(deal))).toBe('annex_changes_nothing')
    await writeClause(as(lan), { deal_id: deal, kind: 'annex', annex: 1, clause: 'warranty', draft_version: await seen(deal), title_vi: '', title_en: '', text_vi: '', text_en: '' })
    expect(await refused(issue(deal))).toBe('contract_incomplete')
  })
})

describe('agreeing and signing', () => {
  test('a clause changed after a side agreed or signed takes both away, and both sides are asked anew', async () => {
    const deal = await contracted()
    const version = await issued(deal)
    expect(await waiting(deal)).toEqual(expect.arrayContaining(['annex_to_approve enterprise', 'annex_to_approve institute']))
    expect(await refused(approveVersion(as(editor), { deal_id: deal, version_id: version }))).toBe('not_permitted')
    await approveVersion(as(lan), { deal_id: deal, version_id: version })
    await onPaper(deal, version, lan)
    expect(await waiting(deal)).toContain('version_to_sign enterprise')
    await put(deal, 'warranty', warranty.replace('18', '20'), { who: hoa })
    const next = await issue(deal, { who: hoa })
    expect((await approvalsOf(db, deal)).map(({ version_id, lapse_reason }) => [version_id, lapse_reason])).toEqual([[version, 'clause_changed']])
    expect(await waiting(deal)).not.toContain('version_to_sign enterprise')
    expect(await waiting(deal)).toEqual(expect.arrayContaining(['annex_to_approve enterprise', 'annex_to_approve institute']))
    expect(await refused(onPaper(deal, version, hoa))).toBe('version_not_newest')
    await onPaper(deal, next, hoa)
    expect((await annexOf(db, deal, 1)).ending).toBeNull()
    await onPaper(deal, next, lan)
    expect((await annexOf(db, deal, 1)).ending).toBe('signed')
  })
  test('two sides signing at once: both do, and it is signed once; nothing of it changes after that', async () => {
    const deal = await contracted()
    const version = await issued(deal)
    expect(await Promise.all([refused(onPaper(deal, version, lan)), refused(onPaper(deal, version, hoa))])).toEqual(['done', 'done'])
    expect((await events(deal)).filter((type) => type === 'contract.signed')).toHaveLength(2) // the contract and its annex
    expect(await Promise.all([put(deal, 'price', 'x'), issue(deal), tell(deal), withdrawAnnex(as(lan), { deal_id: deal, annex_number: 1, withdrawal: 'Không cần nữa.' })].map(refused))).toEqual(Array.from({ length: 4 }, () => 'annex_ended'))
    const { contract_id } = await annexOf(db, deal, 1)
    await expect(readAs(db, lan).updateTable('contract').set({ content: JSON.stringify({ format: 1, clauses: [] }) }).where('id', '=', contract_id).execute()).rejects.toThrow('written no more')
    await expect(readAs(db, lan).updateTable('contract_annex').set({ ending: 'withdrawn' }).where('contract_id', '=', contract_id).execute()).rejects.toThrow()
    expect((await signedAnnexTexts(db, deal)).map(({ content }) => content.annex?.number)).toEqual([1])
  })
  test('a button signs no annex; a certificate does, on the issued bytes, in turn', async () => {
    const deal = await contracted()
    const version = await issued(deal)
    const { sha256 } = await versionOf(db, deal, version)
    expect(await refused(confirmVersion(as(lan, 50), { deal_id: deal, version_id: version, full_name: 'Lan', position: 'Viện trưởng', sha256, agreed: 'yes', request_key: randomUUID() }))).toBe('signing_way_unfit')
    const authority = anAuthority(), roots = readRoots(authority.root.pem)
    const chunks: Buffer[] = []
    for await (const chunk of (await storage.open(sha256))!) chunks.push(chunk as Buffer)
    const paper = Buffer.concat(chunks)
    const handIn = async (bytes: Buffer, who: Actor) => handInSignedFile(as(who, 50), storage, roots, { deal_id: deal, version_id: version, position: 'Giám đốc', request_key: randomUUID() }, await received(bytes, who))
    expect(await refused(handIn(signed(await aPdf(), { by: authority.signer(), chain: [authority.middle], at: minutesAfterNoon(45) }), lan))).toBe('signed_file_other_text')
    const lans = signed(paper, { by: authority.signer(), chain: [authority.middle], at: minutesAfterNoon(45) })
    await handIn(lans, lan)
    await handIn(signed(lans, { by: authority.signer({ subject: { CN: 'Phạm Hòa', O: 'Công ty Rau sạch', C: 'VN' } }), chain: [authority.middle], at: minutesAfterNoon(46) }), hoa)
    expect((await versionsToSign(db, deal)).map(({ kind, annex, state, signatures }) => [kind, annex, state, signatures.map(({ copy }) => copy)])).toEqual([['contract', null, 'signed', []], ['annex', 1, 'signed', ['first', 'continued']]])
  })
  test('the second annex goes on from the first, and the first keeps its number', async () => {
    const deal = await contracted()
    await signedAnnex(deal)
    await signedAnnex(deal, 2)
    const body = (await get(`/vi/deals/${deal}/contract/current`, viewer)).body
    expect(body).toContain('Sửa đổi theo Phụ lục số 2')
    expect(body).not.toContain('theo Phụ lục số 1')
    expect(changesIn((await annexOf(db, deal, 2)).content).map(({ before, after }) => [before?.vi, after?.vi])).toEqual([[warranty, warranty.replace('18', '24')]])
  })
})

describe('withdrawn, lost, registered, paid', () => {
  test('a withdrawn annex is signed, written and issued no more, waits for nobody, and its number is used no more', async () => {
    const deal = await contracted()
    const version = await issued(deal)
    await withdrawAnnex(as(hoa), { deal_id: deal, annex_number: 1, withdrawal: 'Hai bên giữ nguyên hợp đồng.' })
    expect(await Promise.all([put(deal, 'price', 'x'), issue(deal), withdrawAnnex(as(lan), { deal_id: deal, annex_number: 1, withdrawal: 'Lần nữa.' })].map(refused))).toEqual(['annex_ended', 'annex_ended', 'annex_ended'])
    expect(await refused(onPaper(deal, version, lan))).toBe('version_not_newest')
    expect((await waiting(deal)).filter((kind) => /annex|sign/.test(kind))).toEqual([])
    expect(await begin(deal)).toBe(2)
    const page = (await get(`/vi/deals/${deal}/contract/annexes/1`, lan)).body
    expect(page).toContain('Hai bên giữ nguyên hợp đồng.')
    expect(page).not.toContain('annexes/1/withdrawal"')
  })
  test('before a signature whoever writes withdraws it; after one only who binds the side', async () => {
    const deal = await contracted()
    const end = (who: Actor, annex_number: number) => refused(withdrawAnnex(as(who, 55), { deal_id: deal, annex_number, withdrawal: 'Không cần nữa.' }))
    const outside: [Actor, string][] = [[viewer, 'not_permitted'], [stranger, 'not_found'], [officer, 'not_permitted'], [inspector, 'not_permitted'], [anonymous, 'sign_in_first']]
    await issued(deal)
    for (const [who, code] of [...outside, [signer, 'not_permitted'], [editor, 'done']] as const) expect([who.name, await end(who, 1)]).toEqual([who.name, code])
    await onPaper(deal, await issued(deal, 2), hoa)
    expect((await get(`/vi/deals/${deal}/contract/annexes/2`, editor)).body).not.toContain('annexes/2/withdrawal"')
    expect((await get(`/vi/deals/${deal}/contract/annexes/2`, signer)).body).toContain('annexes/2/withdrawal"')
    for (const [who, code] of [...outside, [editor, 'not_permitted'], [signer, 'done']] as const) expect([who.name, await end(who, 2)]).toEqual([who.name, code])
  })
  test('once the deal is lost no annex is begun, written, issued, signed or withdrawn; all of it is still read', async () => {
    const deal = await contracted()
    const version = await issued(deal)
    await loseDeal(as(lan, 55), { deal_id: deal, loss_code: 'no_budget', reason: '' })
    expect(await Promise.all([begin(deal), put(deal, 'price', 'x'), tell(deal), issue(deal), onPaper(deal, version, lan), withdrawAnnex(as(lan), { deal_id: deal, annex_number: 1, withdrawal: 'Không cần nữa.' })].map(refused))).toEqual(['annex_of_lost_deal', 'contract_of_lost_deal', 'contract_of_lost_deal', 'contract_of_lost_deal', 'signing_of_lost_deal', 'annex_of_lost_deal'])
    const page = await get(`/vi/deals/${deal}/contract/annexes/1`, lan)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toContain('annexes/1/fields"')
  })
  test('the annex of a registered contract waits to be registered without a day, until a dossier on the change names it', async () => {
    const deal = await contracted()
    await stateFacts(as(lan, 5), { deal_id: deal, direction: 'domestic', state_money: true, result_certificate: false, technology: 'ordinary', appraised: false, voluntary: false, note: '' })
    const filing = await openFiling(as(hoa, 6), { deal_id: deal, kind: 'registration', changes: '', request_key: randomUUID() })
    await db.updateTable('registration_filing').set({ state: 'certified', filed_on: '2026-03-02', decided_on: '2026-03-02', certificate_number: 'GCN-1' }).where('id', '=', filing).execute()
    await signedAnnex(deal)
    const duty = (await waitingIn(db, deal)).find(({ kind }) => kind === 'registration_change')!
    expect(duty).toMatchObject({ organisation_id: enterprise, due_on: null, text: { vi: expect.stringContaining('Phụ lục số 1') } })
    expect(duty.text.vi).toContain('chưa kiểm chứng')
    // The form begins with what the annex changes, for who files alone to send or to write anew.
    const said = 'Phụ lục số 1, ký ngày 02/03/2026: sửa đổi Điều 10 (Bảo hành công nghệ).', page = `/vi/deals/${deal}/registration`
    const form = (await get(page, hoa)).body.replaceAll(/<[^>]+>/g, (tag) => (tag.startsWith('<option') && tag.includes('selected') ? tag : ' '))
    expect(/Phụ lục số 1, ký[^<]*?\./.exec(form)?.[0]).toBe(said)
    expect(form).toMatch(/<option value="amendment" selected/)
    expect((await get(page, lan)).body).not.toContain(said)
    const amendment = await openFiling(as(hoa, 60), { deal_id: deal, kind: 'amendment', changes: said, request_key: randomUUID() })
    expect(await waiting(deal)).not.toContain('registration_change enterprise')
    expect((await get(page, hoa)).body).not.toContain('Phụ lục số 1, ký')
    await moveFiling(as(hoa, 61), 'withdraw', { deal_id: deal, filing_id: amendment })
    expect(await waiting(deal)).toContain('registration_change enterprise')
    expect((await get(`/vi/deals/${deal}/contract/current`, lan)).body).toContain('chưa có hiệu lực')
  })
  test('an annex about money leaves the plan as it is and asks both sides to bring it after; each says so for itself, once', async () => {
    const deal = await contracted()
    await proposeMilestone(as(lan, 5), { deal_id: deal, request_key: randomUUID(), title: 'Đợt 1', amount: vnd(240_000_000), due_on: '2026-06-01', due_event: '', days_to_pay: 0 })
    const plan = await milestonesOf(db, deal)
    await begin(deal)
    await put(deal, 'warranty', warranty)
    await tell(deal, { milestones: [String(plan[0]!.id)] })
    const version = await issue(deal)
    await onPaper(deal, version, lan)
    await onPaper(deal, version, hoa)
    expect(await milestonesOf(db, deal)).toEqual(plan)
    expect((await waiting(deal)).filter((kind) => kind.startsWith('annex_plan'))).toEqual(['annex_plan enterprise', 'annex_plan institute'])
    expect(await Promise.all([editor, viewer, officer, inspector, stranger].map((who) => refused(followPlan(as(who), { deal_id: deal, annex_number: 1 }))))).toEqual(['not_permitted', 'not_permitted', 'not_permitted', 'not_permitted', 'not_found'])
    expect((await get(`/vi/deals/${deal}/contract/annexes/1`, signer)).body).toContain('annexes/1/plan"')
    await followPlan(as(signer), { deal_id: deal, annex_number: 1 })
    await followPlan(as(signer), { deal_id: deal, annex_number: 1 })
    expect((await waiting(deal)).filter((kind) => kind.startsWith('annex_plan'))).toEqual(['annex_plan enterprise'])
    expect((await events(deal)).filter((type) => type === 'contract.annex_plan_followed')).toHaveLength(1)
    expect((await get(`/vi/deals/${deal}/contract/annexes/1`, signer)).body).not.toContain('annexes/1/plan"')
  })
})

describe('the pages and papers', () => {
  test('are read by both sides and the Exchange, written only by who may, and show the differences', async () => {
    const deal = await contracted()
    expect((await get(`/vi/deals/${deal}/contract`, lan)).body).toContain(`action="/vi/deals/${deal}/contract/annexes"`)
    expect((await get(`/vi/deals/${deal}/contract`, signer)).body).not.toContain(`action="/vi/deals/${deal}/contract/annexes"`)
    const begun = await post(`/vi/deals/${deal}/contract/annexes`, { request_key: randomUUID() }, lan)
    expect([begun.statusCode, begun.headers.location]).toEqual([303, `/vi/deals/${deal}/contract/annexes/1?done=created`])
    const at = `/vi/deals/${deal}/contract/annexes/1`
    expect((await post(`${at}/clauses/warranty`, { draft_version: await seen(deal), text_vi: warranty, text_en: 'Warranted for 18 months.' }, hoa)).statusCode).toBe(303)
    expect((await post(`${at}/fields`, { draft_version: await seen(deal), reason_vi: 'Máy giao chậm.', effective_on: '2026-01-01' }, hoa)).statusCode).toBe(409)
    expect((await post(`${at}/fields`, { draft_version: await seen(deal), reason_vi: 'Máy giao chậm.' }, hoa)).statusCode).toBe(303)
    const page = (await get(at, viewer)).body
    expect(page).toContain('<del>')
    expect(page).toContain('Máy giao chậm.')
    expect(page).not.toContain(`${at}/fields"`)
    expect((await get(at, lan)).body).toContain(`${at}/fields"`)
    for (const [who, code] of [[officer, 200], [inspector, 200], [hoa, 200], [stranger, 404], [anonymous, 303]] as const) expect((await get(at, who)).statusCode).toBe(code)
    for (const [url, code] of [[`${at}/clauses/warranty`, 200], [`${at}/clauses/nothing`, 404], [`/vi/deals/${deal}/contract/annexes/2`, 404], [`/vi/deals/${deal}/contract/current`, 200]] as const) expect((await get(url, lan)).statusCode).toBe(code)
    const answer = await post(`${at}/issue`, { draft_version: await seen(deal), note: '', request_key: randomUUID() }, lan)
    expect(answer.headers.location).toMatch(/contract\/versions\/\d+\?done=created/)
    const version = Number(/versions\/(\d+)/.exec(String(answer.headers.location))![1])
    expect((await get(`/vi/deals/${deal}/contract/versions/${version}`, hoa)).body).toContain('Phụ lục số 1')
    expect((await get(`/vi/deals/${deal}/contract/signing`, hoa)).body).toContain('Phụ lục số 1 – Phiên bản 1')
    const draft = await get(`${at}/draft.pdf`, viewer)
    const pdf = await getDocument({ data: new Uint8Array(draft.rawPayload), verbosity: 0 }).promise
    const words = (await Promise.all(Array.from({ length: pdf.numPages }, async (_, i) => (await (await pdf.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('')))).join(' ').normalize('NFC').replace(/\s+/g, ' ')
    for (const part of ['PHỤ LỤC SỐ 1', 'ANNEX NO. 1', 'Viện Cơ điện', 'Công ty Rau sạch', '07/HĐ-CGCN', 'Máy giao chậm.', 'Sửa đổi, bổ sung Điều 10', 'Article 10 is changed', 'DRAFT']) expect(words).toContain(part)
    expect((await get(`${at}/draft.docx`, stranger)).statusCode).toBe(404)
    expect((await get(`/vi/deals/${deal}/contract/versions/${version}/contract.docx`, lan)).headers['content-disposition']).toBe(`attachment; filename="annex-1-${deal}-1.docx"`)
  })
  test('a withdrawal says why in so many words', () => expect(WithdrawAnnex.safeParse({ deal_id: '1', annex_number: '1', withdrawal: 'x' }).success).toBe(false))
  test('the upfront payment of a term sheet is named in each language: in the form, on the page, on the paper and in what waits; an annex written before that prints what it has', async () => {
    const deal = await contracted()
    const { id } = await db.insertInto('milestone').values({ deal_id: deal, batch: randomUUID(), position: 1, title: 'Trả trước / Upfront payment', amount: vnd(240_000_000), agreed_amount: null, due_on: null, due_event: '', days_to_pay: 0, terms_number: 1, terms_clause: 'upfront', days_from_signing: 15, organisation_id: institute, proposed_by: lan.person_id!, proposed_at: noon }).returning('id').executeTakeFirstOrThrow()
    await begin(deal)
    await put(deal, 'warranty', warranty)
    await tell(deal, { milestones: [String(id)] })
    const page = (locale: string) => get(`/${locale}/deals/${deal}/contract/annexes/1`, lan).then(({ body }) => [body.includes('Trả trước'), body.includes('Upfront payment')])
    expect([await page('vi'), await page('en')]).toEqual([[true, false], [false, true]])
    const version = await issue(deal)
    await onPaper(deal, version, lan)
    await onPaper(deal, version, hoa)
    const { rows: waits } = await sql<{ text: Record<string, string> }>`select text from deal_duty where deal_id = ${deal} and kind = 'annex_plan'`.execute(db)
    for (const { text } of waits) expect(text).toEqual({ vi: expect.stringContaining('(Trả trước)'), en: expect.stringContaining('(Upfront payment)') })
    expect(waits).toHaveLength(2)
    const { content } = await db.selectFrom('contract_version').select('content').where('id', '=', version).executeTakeFirstOrThrow() as { content: IssuedContent & { annex: AnnexContent } }
    const printed = (milestones: AnnexContent['milestones']) => paperOf({ ...content, annex: { ...content.annex, milestones } }, { deal_id: deal, number: 1, content_sha256: '', author: '', created: noon }).blocks.flatMap((block) => (block.kind === 'pair' && block.vi[0] === 'Các mốc thanh toán liên quan' ? [block.vi[1], block.en[1]] : []))
    expect(printed(content.annex.milestones)).toEqual(['Trả trước', 'Upfront payment'])
    expect(printed([{ id, title: 'Trả trước / Upfront payment', amount: 5 }])).toEqual(['Trả trước / Upfront payment', 'Trả trước / Upfront payment'])
  })
  test('a form of an annex takes no milestone that is no number of one', () => expect(WriteAnnex.safeParse({ deal_id: '1', annex_number: '1', draft_version: '1', number: '', place: '', effective_on: '', reason_vi: 'vì', reason_en: '', milestones: 'x'.repeat(30) }).success).toBe(false))
})
