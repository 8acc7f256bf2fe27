import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { changeStage, loseDeal, sendMessage } from '../deals/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { endParty } from '../deals/gone-commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { reportLines } from '../deals/report-queries.ts'
import { stepRoutes } from '../deals/step-routes.tsx'
import type { DealPart } from '../deals/schema.ts'
import { bestActionIn } from '../deals/step-queries.ts'
import { keeping, receiveUpload } from '../documents/commands.ts'
import { makeFolder, putDocument, withdrawDocument } from './commands.ts'
import { handOut } from './looking-commands.ts'
import { currentUndertaking } from './queries.ts'
import { askQuestion, closeQuestion } from './question-commands.ts'
import { answerReport, CorrectReport, correctReport, withdrawReport, WriteReport, writeReport } from './report-commands.ts'
import { papersOf, reportOf } from './report-queries.ts'
import { contentRefusal, correctionDay, correctionRefusal, mostReports, mostReportVersions, type Quantity, quantitiesOf, reportAnswerRefusal, reportState } from './report-rules.ts'
import { roomRoutes } from './routes.tsx'
import type { Conclusion, Verdict } from './schema.ts'
import { acceptUndertaking } from './undertaking-commands.ts'

const { db } = await testDatabase()
const folderOnDisk = mkdtempSync(join(tmpdir(), 'techex-reports-'))
afterAll(() => rmSync(folderOnDisk, { recursive: true, force: true }))
const storage = openStorage(folderOnDisk)
const { get, post } = await openPages(db, (app) => { roomRoutes(app, { storage, uploadMaxBytes: 1_000_000 }, 'http://localhost:3000'); stepRoutes(app) })

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), imported = await anOrganisation(db, 'university', 'Trường Nhập')
const lan = await aPerson(db, { organisation: institute, name: 'Trần Thị Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: institute, role: 'signer' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), ky = await aPerson(db, { organisation: enterprise, role: 'signer', name: 'Kỳ' }), tho = await aPerson(db, { organisation: enterprise, role: 'editor', name: 'Thơ' })
const outsider = await aPerson(db, { organisation: await anOrganisation(db) }), adviser = await aPerson(db, { name: 'Luật sư Vũ' }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const text = await currentUndertaking(db, noon)

const aDeal = async (supplier = institute, acceptor: Actor = lan): Promise<number> => acceptInterest(as(acceptor), { interest_id: await expressInterest(as(hoa), { listing_id: await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const accepting = (actor: Actor, deal_id: number) => acceptUndertaking(as(actor), { deal_id, text_version: text.version, text_sha256: text.sha256, full_name: actor.name, position: 'Giám đốc', agreed: 'yes' })
const opened = async (): Promise<number> => { const deal = await aDeal(); await accepting(lan, deal); await accepting(hoa, deal); return deal }
const appoint = (deal_id: number, organisation_id: number, parts: DealPart[]) => db.insertInto('deal_adviser').values({ deal_id, organisation_id, person_id: adviser.person_id ?? 0, role: 'legal', parts, appointed_by: (organisation_id === institute ? lan : hoa).person_id ?? 0, appointed_at: noon, ended_by: null, ended_at: null }).execute()
const waits = async (actor: Actor, deal: number) => (await partDuties(as(actor).db, actor, { deal })).filter(({ kind }) => kind.startsWith('report_')).map(({ kind, due_on }) => [kind, due_on].filter(Boolean).join(' '))

const said = {
  object: 'Máy sấy lạnh SL-500', sample: 'Lô rau 03/2026', method: 'TCVN 12828:2019', tester: 'third_party', tester_name: 'Trung tâm Đo Đông Đô', accreditation: 'VILAS 0000', tested_from: '2026-02-20', tested_to: '2026-02-24', place: 'Đan Phượng',
  quantity_1: 'Điện tiêu thụ', required_1: '≤ 1,3', measured_1: '1,24', unit_1: 'kWh/kg', verdict_1: 'passed', conclusion: 'meets', remarks: '', due_on: '2026-03-20',
}
const write = (actor: Actor, deal_id: number, over: Record<string, unknown> = {}) => writeReport(as(actor), WriteReport.parse({ ...said, deal_id, request_key: randomUUID(), ...over }))
const correct = (actor: Actor, deal_id: number, report_id: number, seen: number, over: Record<string, unknown> = {}) => correctReport(as(actor, 5), CorrectReport.parse({ ...said, deal_id, report_id, seen, correction: 'Đo lại điện khi non tải.', request_key: randomUUID(), ...over }))
const answer = (actor: Actor, deal_id: number, report_id: number, word: 'agreed' | 'objected', { seen = 1, answer_note = word === 'objected' ? 'Mẫu không phải lô đã thống nhất.' : '' } = {}) => answerReport(as(actor, 2), { deal_id, report_id, seen, answer: word, answer_note })
const withdraw = (actor: Actor, deal_id: number, report_id: number) => withdrawReport(as(actor, 3), { deal_id, report_id, withdrawal_reason: 'Thử nhầm máy.' })
async function aDocument(actor: Actor, deal_id: number, readers: 'all' | 'named' = 'all'): Promise<{ document: number; version: number }> {
  const folder_id = await makeFolder(as(actor), { deal_id, request_key: randomUUID(), name: 'Kết quả thử nghiệm', readers, marked_only: false })
  const upload = await receiveUpload(as(actor), storage, { stream: Readable.from([Buffer.from(`bảng đo ${randomUUID()}`)]), filename: 'bang-do.txt', maxBytes: 1_000_000, truncated: () => false }, 'document')
  const document = await keeping(as(actor), storage, upload, () => putDocument(as(actor), { deal_id, folder_id, title: 'Bảng đo tháng hai' }, upload))
  return { document, version: (await db.selectFrom('room_version').select('id').where('room_document_id', '=', document).executeTakeFirstOrThrow()).id }
}

describe('Rules', () => {
  const row = (over: Partial<Quantity> = {}): Quantity => ({ name: 'Độ ẩm', required: '≤ 8', measured: '7', unit: '%', verdict: 'passed', ...over }), empty = row({ name: '', required: '', measured: '', unit: '', verdict: 'not_judged' })
  test.each<[string, Quantity[], unknown]>([
    ['rows nobody wrote into do not count', [empty, row(), empty], { quantities: [row()] }], ['one at least is needed', [empty], { code: 'quantity_needed', field: 'quantity_1' }],
    ['each has a name', [row(), row({ name: '' })], { code: 'quantity_incomplete', row: 2, field: 'quantity_2' }], ['and a value', [row({ measured: '' })], { code: 'quantity_incomplete', row: 1, field: 'measured_1' }],
    ['what is judged is judged by something', [row({ required: '', verdict: 'not_passed' })], { code: 'quantity_incomplete', row: 1, field: 'required_1' }], ['what is not judged needs no threshold', [row({ required: '', verdict: 'not_judged' })], { quantities: [row({ required: '', verdict: 'not_judged' })] }],
  ])('%s', (_, typed, expected) => expect(quantitiesOf(typed)).toEqual(expected))
  test.each<[Conclusion, Verdict[], string | null]>([
    ['meets', ['passed', 'not_judged'], null], ['meets', ['passed', 'not_passed'], 'conclusion_not_borne_out'], ['meets_in_part', ['passed', 'not_passed'], null], ['meets_in_part', ['passed', 'not_judged'], null], ['meets_in_part', ['passed'], 'conclusion_unexplained'], ['does_not_meet', ['not_passed'], null], ['does_not_meet', ['passed', 'passed'], 'conclusion_unexplained'],
  ])('%s with %j: %s', (conclusion, verdicts, code) => expect(contentRefusal({ tested_from: '2026-03-01', tested_to: '2026-03-02', tester: 'supplier', tester_name: '', conclusion }, verdicts.map((verdict) => row({ verdict })), '2026-03-02')?.code ?? null).toBe(code))
  test.each<[string, object, string]>([['to a day ahead', { tested_to: '2026-03-03' }, 'test_day_ahead'], ['backwards', { tested_from: '2026-03-02', tested_to: '2026-03-01' }, 'test_days_reversed'], ['by nobody', { tester: 'third_party' }, 'third_party_unnamed']])(
    'nothing is tested %s', (_, over, code) => expect(contentRefusal({ tested_from: '2026-03-01', tested_to: '2026-03-02', tester: 'supplier', tester_name: '', conclusion: 'meets', ...over }, [row()], '2026-03-02')?.code).toBe(code))
  const standing = { organisation_id: 1, withdrawn: false, version: 2, answer: null }
  test.each<[string, Partial<typeof standing> | { answer: 'agreed' | 'objected' }, number, number, string | null]>([
    ['the other side answers', {}, 2, 2, null], ['nobody answers their own', {}, 2, 1, 'own_report'], ['nor what they have not read', {}, 1, 2, 'report_changed'], ['nor twice', { answer: 'objected' }, 2, 2, 'report_answered'], ['nor what is withdrawn', { withdrawn: true }, 2, 2, 'report_withdrawn'],
  ])('%s', (_, over, seen, side, code) => expect(reportAnswerRefusal({ ...standing, ...over }, seen, side)?.code ?? null).toBe(code))
  test('who corrects has the days they gave for the answer, counted from the objection', () => {
    expect([correctionDay({ written_on: '2026-03-02', due_on: '2026-03-12' }, '2026-03-25'), correctionDay({ written_on: '2026-03-02', due_on: '2026-03-02' }, '2026-03-02')]).toEqual(['2026-04-04', '2026-03-02'])
  })
  test('what is withdrawn, newer than seen or corrected too often is not corrected; whatever was answered is', () => {
    expect([correctionRefusal({ ...standing, withdrawn: true }, 2), correctionRefusal(standing, 1), correctionRefusal({ ...standing, version: mostReportVersions }, mostReportVersions)].map((one) => one?.code)).toEqual(['report_withdrawn', 'report_changed', 'too_many_report_versions'])
    expect(correctionRefusal({ ...standing, answer: 'agreed' }, 2)).toBeNull()
    expect([reportState(true, 'agreed'), reportState(false, null), reportState(false, 'objected')]).toEqual(['withdrawn', 'waiting', 'objected'])
  })
})

describe('Who writes, reads and answers', () => {
  const strangers: [string, Actor, string][] = [['nobody signed in', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['an adviser of the room', adviser, 'not_found'], ['a viewer', viewer, 'not_permitted'], ['a deal officer', officer, 'not_permitted'], ['an inspector', inspector, 'not_permitted']]
  test.each<[string, Actor, string]>([...strangers, ['a signer', signer, 'not_permitted'], ['an editor', minh, 'done'], ['the owner', lan, 'done'], ['the other side', hoa, 'done']])('writing one: %s', async (_, who, code) => {
    const deal = await opened()
    await appoint(deal, institute, ['room'])
    expect(await refused(write(who, deal))).toBe(code)
  })
  test.each<[string, Actor, string]>([...strangers, ['an editor of the other side', tho, 'not_permitted'], ['a signer of the other side', ky, 'done'], ['its owner', hoa, 'done'], ['the side whose report it is', lan, 'own_report']])('answering one: %s', async (_, who, code) => {
    const deal = await opened(), report = await write(minh, deal)
    await appoint(deal, institute, ['room'])
    expect(await refused(answer(who, deal, report, 'agreed'))).toBe(code)
  })
  test('An officer who helps a side that has nobody here writes no report in its name.', async () => {
    const deal = await aDeal(imported, officer)
    expect(await refused(write(officer, deal))).toBe('not_permitted')
    expect((await get(`/vi/deals/${deal}/room/reports`, officer)).body).not.toContain('name="quantity_1"')
  })
  test('Until both sides have given the undertaking a report is its own side’s alone; afterwards the other side reads it, its adviser for the room too, and staff never.', async () => {
    const deal = await aDeal(), report = await write(lan, deal, { object: 'dauhieu-maysay' }), path = `/vi/deals/${deal}/room/reports/${report}`
    await appoint(deal, enterprise, ['room'])
    const readers = [lan, viewer, hoa, adviser, officer, inspector, outsider], pages = async () => { const codes: number[] = []; for (const who of readers) codes.push((await get(path, who)).statusCode); return codes }
    const listed = async (who: Actor) => (await reportLines(as(who).db, deal)).map(({ said: one }) => one?.object ?? null)
    await accepting(lan, deal)
    expect(await pages()).toEqual([200, 200, 404, 404, 404, 404, 404])
    expect([await listed(hoa), await listed(officer), await listed(outsider)]).toEqual([[], [null], []])
    expect(await waits(hoa, deal)).toEqual(['report_to_answer 2026-03-20'])
    expect((await partDuties(as(hoa).db, hoa, { deal })).find(({ kind }) => kind === 'report_to_answer')?.path).toBe(`/deals/${deal}/room/reports`)
    expect((await get(`/vi/deals/${deal}/room/reports`, hoa)).body).toContain('#undertaking')
    expect(await refused(answer(hoa, deal, report, 'agreed'))).toBe('not_found')
    await accepting(hoa, deal)
    expect(await pages()).toEqual([200, 200, 200, 200, 404, 404, 404])
    for (const who of [officer, inspector]) for (const page of ['room/reports', 'steps', 'room']) expect((await get(`/vi/deals/${deal}/${page}`, who)).body).not.toContain('dauhieu-maysay')
    expect([(await get(path, adviser)).body.includes('<form method="post" action="/vi/deals'), (await get(path, viewer)).body.includes('<form method="post" action="/vi/deals')]).toEqual([false, false])
    await loseDeal(as(hoa), { deal_id: deal, loss_code: 'price', reason: '' })
    expect((await pages()).slice(0, 4)).toEqual([200, 200, 404, 404]) // as the data room closes
  })
  test('The steps page says what the reports say to those who read the room, and nothing of them to an adviser for the steps alone.', async () => {
    const deal = await opened()
    await write(lan, deal, { object: 'dauhieu-maysay', quantity_2: 'Độ ẩm', required_2: '≤ 8', measured_2: '9', verdict_2: 'not_passed', conclusion: 'meets_in_part' })
    const page = (await get(`/vi/deals/${deal}/steps`, hoa)).body
    expect(page).toMatch(/dauhieu-maysay[\s\S]*đạt một phần[\s\S]*2 chỉ tiêu, 1 không đạt[\s\S]*chờ bên kia trả lời/)
    await appoint(deal, enterprise, ['steps'])
    const theirs = await get(`/vi/deals/${deal}/steps`, adviser)
    expect([theirs.statusCode, theirs.body.includes('dauhieu-maysay'), theirs.body.includes('id="reports"')]).toEqual([200, false, false])
    expect((await get(`/vi/deals/${deal}/room/reports`, adviser)).statusCode).toBe(404)
  })
})

describe('A report and its answer', () => {
  test('Written, it waits for the other side by its day; objected to, for its own side; corrected, for the other again; agreed, for nobody. Each version stays with the answer it got.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    expect([await waits(hoa, deal), await waits(ky, deal), await waits(tho, deal), await waits(lan, deal)]).toEqual([['report_to_answer 2026-03-20'], ['report_to_answer 2026-03-20'], [], []])
    expect(await refused(answer(hoa, deal, report, 'objected', { answer_note: '' }))).toBe('objection_words_needed')
    await answer(hoa, deal, report, 'objected')
    expect([await waits(hoa, deal), await waits(minh, deal)]).toEqual([[], ['report_to_correct 2026-03-20']])
    await correct(minh, deal, report, 1, { measured_1: '1,28', due_on: '2026-03-25' })
    expect([await waits(hoa, deal), await waits(lan, deal)]).toEqual([['report_to_answer 2026-03-25'], []])
    await answer(ky, deal, report, 'agreed', { seen: 2 })
    expect([await waits(hoa, deal), await waits(lan, deal)]).toEqual([[], []])
    expect(await reportOf(as(hoa).db, deal, report)).toMatchObject({ state: 'agreed', versions: [
      { version: 2, answer: 'agreed', answered_by_name: 'Kỳ', correction: 'Đo lại điện khi non tải.', person_name: 'Minh', quantities: [{ measured: '1,28' }] },
      { version: 1, answer: 'objected', answer_note: 'Mẫu không phải lô đã thống nhất.', person_name: 'Trần Thị Lan', quantities: [{ measured: '1,24', required: '≤ 1,3', verdict: 'passed' }] }] })
    expect((await db.selectFrom('event').select('type').where('subject', '=', `deal:${deal}`).orderBy('id').execute()).map(({ type }) => type).filter((type) => type.startsWith('room.report_'))).toEqual(['room.report_written', 'room.report_objected', 'room.report_corrected', 'room.report_agreed'])
  })
  test('One side’s report is not the other’s to correct or withdraw; withdrawn it waits for nobody, is not answered and not corrected, and stays to be read with the reason.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    expect([await refused(correct(hoa, deal, report, 1)), await refused(withdraw(hoa, deal, report)), await refused(withdraw(signer, deal, report))]).toEqual(['not_found', 'not_found', 'not_permitted'])
    await withdraw(lan, deal, report)
    await withdraw(minh, deal, report)
    expect(await waits(hoa, deal)).toEqual([])
    expect([await refused(answer(hoa, deal, report, 'agreed')), await refused(correct(lan, deal, report, 1))]).toEqual(['report_withdrawn', 'report_withdrawn'])
    expect((await get(`/vi/deals/${deal}/room/reports/${report}`, hoa)).body).toContain('Thử nhầm máy.')
    expect(await reportOf(as(hoa).db, deal, report)).toMatchObject({ state: 'withdrawn', withdrawn_by_name: 'Trần Thị Lan' })
  })
  test('What both agreed to is not one side’s to withdraw, but an error found later is corrected and answered anew.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    await answer(hoa, deal, report, 'agreed')
    expect(await refused(withdraw(lan, deal, report))).toBe('report_agreed')
    await correct(lan, deal, report, 1)
    expect([await waits(hoa, deal), (await reportOf(as(lan).db, deal, report))?.state]).toEqual([['report_to_answer 2026-03-20'], 'waiting'])
  })
  test('Two answer at once: one counts and the other is told so; the same answer pressed twice is one.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    expect((await Promise.all([refused(answer(hoa, deal, report, 'agreed')), refused(answer(ky, deal, report, 'objected'))])).toSorted()).toEqual(['done', 'report_answered'])
    const second = await write(lan, deal)
    expect(await Promise.all([hoa, hoa, ky].map((who) => refused(answer(who, deal, second, 'agreed'))))).toEqual(['done', 'done', 'done'])
    expect((await db.selectFrom('event').select('id').where('subject', '=', `deal:${deal}`).where('type', '=', 'room.report_agreed').where(sql<boolean>`data @> ${JSON.stringify({ report_id: second })}::jsonb`).execute()).length).toBe(1)
  })
  test('Whoever answers while it is corrected answers what they read, or is told that it has changed; two corrections at once are one.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    const [given] = await Promise.all([refused(answer(hoa, deal, report, 'agreed')), correct(lan, deal, report, 1)])
    const { versions } = (await reportOf(as(lan).db, deal, report))!
    expect([versions[0]?.answer, versions[1]?.answer ?? null]).toEqual([null, given === 'done' ? 'agreed' : null])
    expect(['done', 'report_changed']).toContain(given)
    expect((await Promise.all([lan, minh].map((who) => refused(correct(who, deal, report, 2))))).toSorted()).toEqual(['done', 'report_changed'])
  })
  test('Pressed twice it is one report and one correction; two reports at once get two numbers.', async () => {
    const deal = await opened(), request_key = randomUUID()
    const [a, b, c] = await Promise.all([write(lan, deal, { request_key }), write(lan, deal, { request_key }), write(hoa, deal)])
    expect([a === b, a === c]).toEqual([true, false])
    expect((await reportLines(as(lan).db, deal)).map(({ number }) => number)).toEqual([1, 2])
    const again = randomUUID()
    await Promise.all([correct(lan, deal, a, 1, { request_key: again }), correct(lan, deal, a, 1, { request_key: again })])
    expect((await reportOf(as(lan).db, deal, a))?.versions.length).toBe(2)
    await db.insertInto('room_report').values(Array.from({ length: mostReports - 2 }, (_, i) => ({ deal_id: deal, number: i + 3, organisation_id: institute, person_id: lan.person_id ?? 0, written_at: noon }))).execute()
    expect(await refused(write(lan, deal))).toBe('too_many_reports')
  })
  test('Of a file one side of which is gone nothing is written, corrected or answered, and what waited waits for nobody; what was written is still read.', async () => {
    const gone = await anOrganisation(db, 'enterprise', 'Công ty Sắp thôi'), buyer = await aPerson(db, { organisation: gone, name: 'Bà Thôi' })
    const deal = await acceptInterest(as(lan), { interest_id: await expressInterest(as(buyer), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy'), counter_listing_id: null, message: 'Chúng tôi cần sấy rau mỗi ngày.', request_key: randomUUID() }) })
    await accepting(lan, deal)
    await accepting(buyer, deal)
    const report = await write(lan, deal)
    await endParty(as(officer), { deal_id: deal, organisation_id: gone, kind: 'dissolved', ended_on: '2026-03-01', reason: 'Theo cổng đăng ký doanh nghiệp.' })
    expect([await refused(write(lan, deal)), await refused(correct(lan, deal, report, 1)), await refused(answer(buyer, deal, report, 'agreed')), await refused(withdraw(lan, deal, report))]).toEqual(['party_gone', 'party_gone', 'party_gone', 'party_gone'])
    expect(await waits(buyer, deal)).toEqual([])
    const page = await get(`/vi/deals/${deal}/room/reports/${report}`, lan)
    expect([page.statusCode, page.body.includes('<form method="post" action="/vi/deals')]).toEqual([200, false])
  })
  test('A lost deal takes no report and no answer.', async () => {
    const deal = await opened(), report = await write(lan, deal)
    await loseDeal(as(hoa), { deal_id: deal, loss_code: 'price', reason: '' })
    expect([await refused(write(lan, deal)), await refused(correct(lan, deal, report, 1)), await refused(answer(hoa, deal, report, 'agreed'))]).toEqual(['deal_closed', 'deal_closed', 'not_found'])
  })
  test('The next best action asks for a report in an evaluation, then for its answer, then to weigh what was agreed.', async () => {
    const deal = await opened()
    const { version } = await db.selectFrom('deal').select('version').where('id', '=', deal).executeTakeFirstOrThrow()
    await changeStage(as(lan), { deal_id: deal, stage: 'evaluation', reason: 'Đã gặp nhau.', version })
    const message_id = await sendMessage(as(lan), { deal_id: deal, body: 'Xin chào', request_key: randomUUID() })
    await db.insertInto('deal_read').values({ deal_id: deal, organisation_id: enterprise, person_id: hoa.person_id ?? 0, message_id, read_at: noon }).execute()
    const asked = { deal_id: deal, question_id: await askQuestion(as(hoa), { deal_id: deal, request_key: randomUUID(), topic: 'technical', text: 'Mấy pha?', due_on: '2026-03-10' }) }
    await closeQuestion(as(hoa), asked)
    const next = async () => { const { code, path, text: words } = (await bestActionIn(db, deal, noon))!; return [code, path, words?.vi].filter(Boolean) }
    expect(await next()).toEqual(['report_test', `/deals/${deal}/room/reports`])
    const report = await write(lan, deal)
    expect(await next()).toEqual(['duty', `/deals/${deal}/room/reports/${report}`, 'Trả lời báo cáo thử nghiệm số 1'])
    await answer(hoa, deal, report, 'agreed')
    expect(await next()).toEqual(['weigh_test', `/deals/${deal}/steps#reports`])
  })
})

describe('The documents of a report', () => {
  test('They are the side’s own of the data room, read by the rules of their folder; a withdrawn one is named and handed to nobody, and no new report takes it.', async () => {
    const deal = await opened(), open = await aDocument(lan, deal), named = await aDocument(lan, deal, 'named'), theirs = await aDocument(hoa, deal)
    expect(await refused(write(lan, deal, { documents: [String(theirs.version)] }))).toBe('report_document_unfit')
    const report = await write(lan, deal, { documents: [String(open.version), String(named.version)] })
    const papers = async (who: Actor) => (await reportOf(as(who).db, deal, report))?.versions[0]?.papers.map(({ room_document_id, withdrawn_at }) => [room_document_id, withdrawn_at !== null])
    expect([await papers(lan), await papers(hoa)]).toEqual([[[open.document, false], [named.document, false]], [[open.document, false]]])
    expect(await refused(handOut(as(hoa), deal, open.version))).toBe('done')
    expect((await papersOf(as(lan).db, deal, institute)).map(({ room_document_id }) => room_document_id).toSorted((a, b) => a - b)).toEqual([open.document, named.document])
    await withdrawDocument(as(lan), { deal_id: deal, room_document_id: open.document, reason: 'Đo sai thiết bị.' })
    expect([await papers(hoa), await refused(handOut(as(hoa), deal, open.version)), await refused(answer(hoa, deal, report, 'agreed'))]).toEqual([[[open.document, true]], 'not_found', 'done'])
    expect([await refused(write(lan, deal, { documents: [String(open.version)] })), await refused(correct(lan, deal, report, 1, { documents: [String(open.version)] }))]).toEqual(['report_document_unfit', 'report_document_unfit'])
    expect((await get(`/vi/deals/${deal}/room/reports/${report}`, hoa)).body).toMatch(/Bảng đo tháng hai<\/a>[^\n]*đã rút/)
  })
  test('Withdrawn while a report takes it up, it is either in the report or refused, never taken up after it went.', async () => {
    const deal = await opened(), { document, version } = await aDocument(lan, deal)
    const [taken] = await Promise.all([refused(write(lan, deal, { documents: [String(version)] })), withdrawDocument(as(minh), { deal_id: deal, room_document_id: document, reason: 'Đo sai thiết bị.' })])
    expect(['done', 'report_document_unfit']).toContain(taken)
    expect((await db.selectFrom('room_report').select('id').where('deal_id', '=', deal).execute()).length).toBe(taken === 'done' ? 1 : 0)
  })
})

describe('The pages', () => {
  const form = (over: Record<string, string | number> = {}) => ({ ...said, request_key: randomUUID(), ...over })
  test('A report is written, objected to, corrected and agreed through its forms; who tested stands as declared.', async () => {
    const deal = await opened()
    const sent = await post(`/vi/deals/${deal}/room/reports`, form(), lan)
    expect(sent.headers.location).toMatch(/\/room\/reports\/\d+\?done=report_written$/)
    const path = String(sent.headers.location).replace(/\?.*/, '')
    const page = (await get(path, hoa)).body
    for (const words of ['TCVN 12828:2019', 'Trung tâm Đo Đông Đô', 'VILAS 0000', 'theo lời khai của Viện Cơ điện', '≤ 1,3', 'Lô rau 03/2026', '20/2/2026']) expect(page.replace(/20\/02\/2026/g, '20/2/2026')).toContain(words)
    expect((await post(`${path}/answer`, { answer: 'objected', seen: 1, answer_note: '' }, hoa)).statusCode).toBe(409)
    expect((await post(`${path}/answer`, { answer: 'objected', seen: 1, answer_note: 'Sai lô.' }, hoa)).statusCode).toBe(303)
    const own = (await get(path, lan)).body
    expect(own).toMatch(/id="f-measured_1"[^>]*value="1,24"/)
    expect((await post(`${path}/corrections`, form({ seen: 1, correction: 'Thử lại lô 04.', sample: 'Lô 04' }), lan)).statusCode).toBe(303)
    const both = (await get(path, hoa)).body
    expect(both).toMatch(/Lô 04[\s\S]*Bản 1, đã được thay[\s\S]*Lô rau 03\/2026[\s\S]*Sai lô\./)
    expect((await post(`${path}/answer`, { answer: 'agreed', seen: 2 }, hoa)).headers.location).toMatch(/done=decision_answered$/)
    expect((await get(path, hoa)).body).toContain('hai bên thống nhất')
    expect((await get(path.replace('/vi/', '/en/'), hoa)).body).toContain('both sides agree')
  })
  test.each<[string, Record<string, string>, number, string]>([
    ['no object', { object: '' }, 422, ''], ['a day that is none', { tested_to: '2026-02-31' }, 422, ''], ['a document that is no number', { documents: 'x' }, 422, ''], ['one that is too large a number', { documents: '99999999999' }, 422, ''], ['somebody’s document', { documents: '2147483647' }, 409, 'Hãy chọn lại trong danh sách'],
    ['a conclusion the table does not bear out', { verdict_1: 'not_passed' }, 409, 'kết luận không thể là đạt'], ['an answer wanted yesterday', { due_on: '2026-03-01' }, 409, 'từ hôm nay trở đi'], ['a verdict of no kind', { verdict_20: 'nearly' }, 422, ''],
  ])('With %s nothing is written, and the form comes again as typed.', async (_, over, status, words) => {
    const deal = await opened(), sent = await post(`/vi/deals/${deal}/room/reports`, form(over), lan)
    expect([sent.statusCode, sent.body.includes('Lô rau 03/2026'), sent.body.includes(words)]).toEqual([status, true, true])
    expect(await reportLines(as(lan).db, deal)).toEqual([])
  })
})
