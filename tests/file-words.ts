import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { expect } from 'vitest'
import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { beginContract, issueVersion, writeClause } from '../src/modules/contracts/commands.ts'
import { openFiling, stateFacts } from '../src/modules/contracts/registration-commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { changeStage, loseDeal } from '../src/modules/deals/commands.ts'
import { setStep } from '../src/modules/deals/step-commands.ts'
import type { DealPart } from '../src/modules/deals/schema.ts'
import { AppointAdviser, appointAdviser } from '../src/modules/mandates/adviser-commands.ts'
import { endMandate } from '../src/modules/mandates/commands.ts'
import { endSigner, RecordSigner, recordSigner } from '../src/modules/mandates/signer-commands.ts'
import { acceptMilestone, agreeMilestones, disputeMilestone, proposeMilestone } from '../src/modules/payments/milestone-commands.ts'
import { confirmAccount, proposeAccount, recordReceipt, requestPayment } from '../src/modules/payments/payment-commands.ts'
import { importStatement, setLineAside } from '../src/modules/payments/statement-commands.ts'
import { ProposeSplit, proposeSplit, StateResult, stateResult } from '../src/modules/results/commands.ts'
import { makeFolder, MakeFolder, nameReader, withdrawDocument } from '../src/modules/rooms/commands.ts'
import { recordDecision } from '../src/modules/rooms/decision-commands.ts'
import { cancelMeeting, proposeMeeting } from '../src/modules/rooms/meeting-commands.ts'
import { ProposePilot, proposePilot } from '../src/modules/rooms/pilot-commands.ts'
import { currentUndertaking } from '../src/modules/rooms/queries.ts'
import { answerQuestion, askQuestion } from '../src/modules/rooms/question-commands.ts'
import { answerReport, WriteReport, writeReport } from '../src/modules/rooms/report-commands.ts'
import { acceptUndertaking } from '../src/modules/rooms/undertaking-commands.ts'
import { sendVersion } from '../src/modules/terms/commands.ts'
import { vnd } from '../src/platform/money.ts'
import type { Storage } from '../src/platform/storage.ts'
import { dayAfter, daysFrom, hanoiDay } from '../src/platform/time.ts'
import { someAnnex } from './contracts-things.ts'
import { ctxOf } from './database.ts'
import { multipart } from './readers.ts'
import { assume, typeClause, typedClauses } from './terms.ts'

export interface Secret { who: readonly string[]; why: string; /** Where it is a number, as people and programs write it. */ pattern?: RegExp }
const number = (digits: string): RegExp => new RegExp(`(?<![\\d.,])${digits.replace(/\B(?=(\d{3})+$)/g, '[.,\u00a0]?')}(?!\\d)`)

/** Who lets whom in: an adviser of the supplier (terms and contract), its broker (room and payments), and an adviser of the demander who reads every part but those. */
export const letIn: Record<'adviser' | 'broker' | 'valuer', readonly DealPart[]> = {
  adviser: ['terms', 'contract'], broker: ['room', 'payments'], valuer: ['steps', 'people', 'questions', 'meetings', 'decisions', 'registration', 'result', 'support', 'outcome'],
}

/**
 * Secret words in every part of a deal file, typed by its people through the commands of the parts, and who may
 * find each. `values`: what there is to ask for, by the names of address parameters.
 */
export async function fileWords(db: Db, app: FastifyInstance, storage: Storage, { deal, offer, institute, enterprise, agency, people, headers, now }: {
  deal: number; offer: (title: string) => Promise<number>; institute: number; enterprise: number; agency: number; now: Date
  people: Record<'member' | 'colleague' | 'buyer' | 'adviser' | 'broker' | 'valuer', Actor>; headers: Record<string, Record<string, string>>
}): Promise<{ words: Record<string, Secret>; values: Record<string, string[]> }> {
  const as = (name: keyof typeof people, at = now) => ctxOf(db, people[name], at)
  const key = () => ({ deal_id: deal, request_key: randomUUID() })
  const today = hanoiDay(now), id = (name: keyof typeof people) => people[name].person_id ?? 0
  const own = ['member', 'viewer', 'colleague'], staff = ['officer', 'inspector'], sides = [...own, 'buyer', ...staff]
  const words: Record<string, Secret> = {}
  const secret = (word: string, who: readonly string[], why: string): string => { words[word] = { who, why }; return `dauhieu ${word}` }
  const figure = (word: string, digits: string, who: readonly string[], why: string) => { words[word] = { who, why, pattern: number(digits) }; return Number(digits) }
  const reads = (part: DealPart): string[] => [...sides, ...(Object.keys(letIn) as (keyof typeof letIn)[]).filter((name) => letIn[name].includes(part))]

  // Ai được vào: signers, a broker in force and one whose mandate ended, advisers.
  for (const [name, by] of [['adviser', 'member'], ['valuer', 'buyer']] as const) {
    const { email } = await db.selectFrom('person').select('email').where('id', '=', id(name)).executeTakeFirstOrThrow()
    await appointAdviser(as(by), AppointAdviser.parse({ deal_id: deal, adviser_email: email, adviser_role: 'legal', adviser_parts: [...letIn[name]] }))
  }
  const signer = await recordSigner(as('member'), RecordSigner.parse({ deal_id: deal, person_id: '', full_name: 'Ông Ký', position: 'Phó viện trưởng', basis: 'authorised', document_number: '1', document_day: today, scope: secret('tucancuky', reads('people'), 'what a signer may sign'), valid_until: dayAfter(today, 9) }))
  await endSigner(as('member'), { deal_id: deal, signer_id: signer, signer_reason: secret('tuthoiky', reads('people'), 'why a signer signs no more') })
  const mandate = async (over: object, fee: number) => {
    const { id: mandate_id } = await db.insertInto('deal_mandate').values({ deal_id: deal, organisation_id: institute, broker_organisation_id: agency, acts: ['advise'], parts: [...letIn.broker], from_on: dayAfter(today, -2), until_on: dayAfter(today, 60), exclusive: false, offered_by: id('member'), offered_at: now, request_key: randomUUID(), consent_needed: false, accepted_by: id('broker'), accepted_at: daysFrom(now, -1), acts_for_other: false, owns_shares: true, conflict_words: secret('tuxungdot', [...reads('people'), 'broker'], 'what a broker declared'), ...over }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('deal_mandate_fee').values({ mandate_id, basis_points: null, amount: vnd(fee), minimum: null, cap: null }).execute()
    return mandate_id
  }
  const inForce = await mandate({}, figure('phi môi giới', '7654321', [...own, ...staff, 'broker'], 'what a broker is paid by its side'))
  const ended = await mandate({ parts: ['steps'] }, 1_000_000)
  await endMandate(as('member'), { mandate_id: ended, mandate_reason: secret('tuthoimoigioi', [...reads('people'), 'broker'], 'why a mandate ended') })

  // Bước.
  await setStep(as('member'), { deal_id: deal, step: 'pilot', owner: `person:${id('colleague')}`, due_on: dayAfter(today, 30), note: secret('tughichubuoc', reads('steps'), 'a note on a step') })
  const { version } = await db.selectFrom('deal').select('version').where('id', '=', deal).executeTakeFirstOrThrow()
  await changeStage(as('member'), { deal_id: deal, stage: 'evaluation', reason: secret('tulydobuoc', reads('steps'), 'why steps were skipped'), version })

  // Phòng dữ liệu.
  const text = await currentUndertaking(db, now)
  for (const name of ['member', 'buyer'] as const) await acceptUndertaking(as(name), { deal_id: deal, text_version: text.version, text_sha256: text.sha256, full_name: people[name].name, position: secret('tuchucvu', reads('room'), 'the position of who gave the undertaking'), agreed: 'yes' })
  const ours = [...own, 'broker'], theirs = ['buyer', 'colleague']
  const folders = [
    await makeFolder(as('member'), MakeFolder.parse({ ...key(), name: secret('tuthumuc', reads('room'), 'the name of a folder for both sides'), readers: 'all' })),
    await makeFolder(as('member'), MakeFolder.parse({ ...key(), name: secret('turieng', [...ours, ...staff], 'a folder the other side is not yet in'), readers: 'named' })),
    await makeFolder(as('buyer'), MakeFolder.parse({ ...key(), name: secret('tubenkia', [...theirs, ...staff], 'a folder of the other side for one person of ours'), readers: 'named' })),
  ] as const
  await nameReader(as('buyer'), { deal_id: deal, folder_id: folders[2], person_id: id('colleague') })
  const documents: number[] = []
  const put = async (folder: number, by: string, title: string, name: string, content: string) => {
    const sent = await multipart({ title }, { name: `${name}.txt`, type: 'text/plain', content })
    const answer = await app.inject({ method: 'POST', url: `/vi/deals/${deal}/room/folders/${folder}/documents`, headers: { ...sent.headers, ...headers[by] }, payload: sent.payload })
    expect(answer.headers.location, answer.body).toContain('done=uploaded')
    documents.push((await db.selectFrom('room_document').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id)
  }
  // What is handed out binds the two sides by their undertaking: the Exchange's people know of it and do not get it.
  const given = [...ours, 'buyer']
  await put(folders[0], 'member', secret('tutenphong', reads('room'), 'the title of a document of the room'), secret('tuteptin', reads('room'), 'the name of its file'), secret('tunoidungphong', given, 'what it says'))
  await put(folders[1], 'member', secret('tutenrieng', [...ours, ...staff], 'a document the other side may not know'), 'rieng', secret('tunoidungrieng', ours, 'what it says'))
  await put(folders[2], 'buyer', secret('tutenbenkia', [...theirs, ...staff], 'a document for one person of the other side'), 'benkia', secret('tunoidungbenkia', theirs, 'what it says'))
  await put(folders[0], 'member', 'Bản cũ', 'cu', secret('tudarut', [], 'a withdrawn document, which nobody is handed'))
  await withdrawDocument(as('member'), { deal_id: deal, room_document_id: documents[3]!, reason: secret('tulydorut', reads('room'), 'why a document was withdrawn') })

  // Báo cáo thử nghiệm: what it says binds the two sides as the documents do.
  const report = await writeReport(as('member'), WriteReport.parse({ ...key(), object: secret('tudoituong', given, 'what was tested'), sample: secret('tumau', given, 'the sample'), method: secret('tuphuongphap', given, 'the method'), tester: 'third_party', tester_name: secret('tubenthu', given, 'who tested'), accreditation: 'VILAS 1', tested_from: dayAfter(today, -2), tested_to: dayAfter(today, -1), place: secret('tunoithu', given, 'where it was tested'),
    quantity_1: secret('tuchitieuthu', given, 'what was measured'), required_1: '1', measured_1: secret('tugiatrido', given, 'a measured value'), verdict_1: 'passed', conclusion: 'meets', remarks: secret('tughichuthu', given, 'a remark on a test'), due_on: dayAfter(today, 9) }))
  await answerReport(as('buyer'), { deal_id: deal, report_id: report, seen: 1, answer: 'objected', answer_note: secret('tuphandoi', given, 'why a report is objected to') })

  // Hỏi đáp, cuộc gặp, quyết định.
  const question = await askQuestion(as('buyer'), { ...key(), topic: 'technical', text: secret('tucauhoi', reads('questions'), 'a question'), due_on: dayAfter(today, 9) })
  await answerQuestion(as('member'), { ...key(), question_id: question, answer: secret('tutraloi', reads('questions'), 'an answer') })
  const slot = { kind: 'site_visit' as const, starts_at: daysFrom(now, 3), ends_at: daysFrom(now, 4), link: '' }
  const meeting = await proposeMeeting(as('member'), { ...key(), ...slot, agenda: secret('tucuocgap', reads('meetings'), 'what is talked about at a meeting'), place: secret('tudiadiem', reads('meetings'), 'where a meeting is') })
  await db.updateTable('room_meeting').set({ state: 'agreed', agreed_by: id('buyer'), agreed_at: now, starts_at: daysFrom(now, -2), ends_at: daysFrom(now, -1), minutes: secret('tubienban', reads('meetings'), 'the minutes of a meeting'), minutes_version: 1, minutes_organisation_id: institute, minutes_by: id('member'), minutes_at: now }).where('id', '=', meeting).execute()
  const other = await proposeMeeting(as('buyer'), { ...key(), ...slot, agenda: 'Xem xưởng.', place: 'Đông Anh' })
  await cancelMeeting(as('buyer'), { deal_id: deal, meeting_id: other, sequence: 0, cancel_reason: secret('tuhuygap', reads('meetings'), 'why a meeting was called off') })
  await recordDecision(as('member'), { ...key(), whose: 'ours', text: secret('tuquyetdinh', reads('decisions'), 'a decision'), reason: secret('tulydoquyet', reads('decisions'), 'the reason of a decision'), effective_on: today, replaces_id: null })
  const pilot = await proposePilot(as('member'), ProposePilot.parse({ ...key(), title: secret('tuchaythu', reads('decisions'), 'a pilot'), place: 'Đan Phượng', starts_on: today, ends_on: dayAfter(today, 14), cost_bearer: 'shared', cost_note: secret('tuchiphi', reads('decisions'), 'who bears what of a pilot'), measure_1: secret('tuthuocdo', reads('decisions'), 'what a pilot measures'), target_1: '1,3', direction_1: 'at_most', unit_1: 'kWh/kg' }))

  // Điều khoản: what was sent, what one side is writing, what it supposes.
  await typeClause(as('member'), deal, 'upfront', { amount: '200.000.000', days: '15', note: secret('tudieukhoan', reads('terms'), 'a clause of the term sheet') })
  await typeClause(as('member'), deal, 'royalty', typedClauses.royalty)
  await sendVersion(as('member'), { ...key(), note: secret('tuloinhan', reads('terms'), 'a note to a version') })
  await typeClause(as('member'), deal, 'term', { months: '72', renewal: secret('tunhapdieukhoan', ['member', 'colleague'], 'a clause one side is still writing') }, secret('tunhaplydo', ['member', 'colleague'], 'why it changes a clause'))
  figure('giả định riêng', '3133773', own, 'what a side supposes for itself')
  await assume(as('member'), deal, 'private', { units: '3.133.773' })

  // Hợp đồng: both sides write at one text.
  await beginContract(as('member'), { deal_id: deal, kind: 'contract' })
  const draft = async () => (await db.selectFrom('contract').select('draft_version').where('deal_id', '=', deal).where('kind', '=', 'contract').executeTakeFirstOrThrow()).draft_version
  const clause = async (at: 'plan' | 'other', text_vi: string) => writeClause(as('member'), { deal_id: deal, kind: 'contract', clause: at, draft_version: await draft(), title_vi: '', title_en: '', text_vi, text_en: text_vi })
  await clause('plan', secret('tudieuhopdong', reads('contract'), 'a clause of the contract'))
  const contract = await issueVersion(as('member'), storage, { ...key(), kind: 'contract', draft_version: await draft(), note: secret('tulydophathanh', reads('contract'), 'a note to a version of the contract') })
  await clause('other', secret('tunhaphopdong', reads('contract'), 'a clause still being written'))
  await someAnnex(db, { deal_id: deal, organisation_id: institute, person_id: id('member'), version: contract, at: now, reason: secret('tulydophuluc', reads('contract'), 'why an annex changes the contract') })
  await db.insertInto('contract_signature').values({ version_id: contract, deal_id: deal, organisation_id: institute, way: 'platform', signer_name: secret('tunguoikyten', reads('contract'), 'who signed'), position: 'Viện trưởng', sha256: '0'.repeat(64), document_id: null, verdict_id: null, certificate: '', signed_at: now, place: '', person_id: id('member'), recorded_at: now, request_key: randomUUID() }).execute()
  await stateFacts(as('member'), { deal_id: deal, direction: 'out_of_vietnam', state_money: false, result_certificate: false, technology: 'restricted', appraised: false, voluntary: false, note: secret('tudangky', reads('registration'), 'what decides the registration') })
  const filing = await openFiling(as('member'), { ...key(), kind: 'approval', changes: secret('tuthaydoi', reads('registration'), 'what a filing changes') })
  await db.insertInto('registration_paper').values({ filing_id: filing, code: 'standards', deal_id: deal, document_id: null, left_out: secret('tuboqua', reads('registration'), 'why a paper is left out'), organisation_id: institute, person_id: id('member'), put_at: now }).execute()

  // Thanh toán.
  await proposeMilestone(as('member'), { ...key(), title: secret('tumoctien', reads('payments'), 'what is paid for'), amount: vnd(240_000_000), due_on: today, due_event: '', days_to_pay: 0 })
  await proposeMilestone(as('member'), { ...key(), title: 'Nghiệm thu', amount: vnd(60_000_000), due_on: null, due_event: secret('tusukien', reads('payments'), 'after what is paid'), days_to_pay: 0 })
  const milestones = (await db.selectFrom('milestone').select('id').where('deal_id', '=', deal).orderBy('id').execute()).map((one) => one.id)
  await agreeMilestones(as('buyer'), { deal_id: deal, seen: milestones })
  await acceptMilestone(as('buyer'), { deal_id: deal, milestone_id: milestones[0]!, accepted_on: today })
  const account = async (holder: string, account_number: string) => {
    await proposeAccount(as('member'), { ...key(), bank_bin: '970436', bank_name: 'Ngân hàng thử', account_number, holder })
    return (await db.selectFrom('bank_account').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }
  await confirmAccount(as('colleague'), { deal_id: deal, account_id: await account(secret('tuchutaikhoan', reads('payments'), 'whose account is paid into'), '0011012345678') })
  const request = await requestPayment(as('member'), { ...key(), milestone_id: milestones[0]! })
  await account(secret('tutaikhoanmoi', [...own, ...staff], 'an account nobody has confirmed'), '0011087654321')
  const receipt = await recordReceipt(as('member'), { ...key(), milestone_id: milestones[0]!, amount: vnd(40_000_000), received_on: today, note: secret('tubienlai', reads('payments'), 'a note to money received') })
  await disputeMilestone(as('buyer'), { deal_id: deal, milestone_id: milestones[1]!, dispute_reason: secret('tutranhchap', reads('payments'), 'why a payment is disputed') })
  const { reference } = await db.selectFrom('payment_request').select('reference').where('id', '=', request).executeTakeFirstOrThrow()
  const statement = await importStatement(as('member'), { name: 'sao-ke.csv', columns: {}, content: `Ngày,Ghi có,Nội dung\n${today},50000000,CK ${reference} ${secret('tusaoke', ['member', 'colleague', ...staff], 'a line of a bank statement')}\n${today},70000000,Khác\n` })
  const [line] = await db.selectFrom('statement_line').select('id').where('statement_id', '=', statement.id).orderBy('id', 'desc').execute()
  await setLineAside(as('member'), { line_id: line!.id, reason: secret('tugatra', ['member', 'colleague'], 'why a line pays no milestone') })

  // Kết quả do Nhà nước cấp kinh phí, hỗ trợ: a side's own.
  await stateResult(as('member'), StateResult.parse({ ...key(), task_code: 'NV-01', task_name: secret('tunhiemvu', [...own, ...staff], 'a task the State paid for'), state_share: '60', owner: 'holder', transfers: 'use', act_on: today, authority: 'Viện trưởng', decision_number: '', decision_on: '', valuer: '', valuation: '', valued_on: '', disclosed_from: '', disclosed_until: '', alternatives: `${secret('tuphuongan', [...own, ...staff], 'the alternatives a side weighed')}: tự sản xuất` }))
  await proposeSplit(as('member'), ProposeSplit.parse({ ...key(), revenue: secret('tukhoanthu', [...own, ...staff], 'which revenue is divided'), amount: '500.000.000', beyond_reason: secret('tutienngoaiso', [...own, ...staff], 'where money outside the ledger is'), authors: '30', broker: '0', state: '0', research: '40', welfare: '30', reason: secret('tuphanchia', [...own, ...staff], 'why revenue is divided so') }))
  await db.insertInto('support_fact').values({ deal_id: deal, organisation_id: institute, fact: 'product_revenue', value: String(figure('doanh thu', '8765432109', own, 'what a side earns')), said_by: id('member'), said_at: now }).execute()

  // A deal that was won and one that was lost, between the same two.
  const another = async (title: string) => acceptInterest(as('member'), { interest_id: await expressInterest(as('buyer'), { listing_id: await offer(title), counter_listing_id: null, message: 'Chúng tôi cần thêm một máy nữa.', request_key: randomUUID() }) })
  const won = await another('Máy sấy thứ hai'), lost = await another('Máy sấy thứ ba')
  await db.updateTable('deal').set({ stage: 'won', closed_at: daysFrom(now, -200), value: vnd(figure('giá trị', '3141592653', [...sides, 'key of the institute'], 'what a deal is worth')), after_stage: 'use' }).where('id', '=', won).execute()
  await sql`insert into outcome_statement (deal_id, months, organisation_id, person_id, stated_at, request_key, usage, reason_code, reason, effects, named)
    select ${won}, 6, o, p, ${now}, gen_random_uuid(), 'partly', 'other', r, jsonb_build_array(jsonb_build_object('measure', ${secret('tudoluong', sides, 'what was measured of the use')}::text, 'unit', 'kg', 'before', 1, 'after', 2)), true
    from (values (${institute}::int, ${id('member')}::int, ''), (${enterprise}::int, ${id('buyer')}::int, ${secret('tulydokhongdung', sides, 'why a technology is not in use')})) as t (o, p, r)`.execute(db)
  const { rows: [code] } = await sql<{ code: string }>`select code from code where list = 'loss_reason' order by code limit 1`.execute(db)
  await loseDeal(as('buyer'), { deal_id: lost, loss_code: code?.code ?? '', reason: secret('tulydothua', sides, 'why a deal was lost') })

  const ids = (...all: number[]) => all.map(String)
  const versions = await db.selectFrom('room_version').select('id').where('deal_id', '=', deal).execute()
  return { words, values: {
    deal_id: ids(deal, won, lost), folder_id: ids(...folders), room_document_id: ids(...documents), room_version_id: ids(...versions.map((one) => one.id)), question_id: ids(question), meeting_id: ids(meeting, other), pilot_id: ids(pilot), report_id: ids(report),
    mandate_id: ids(inForce, ended), milestone_id: ids(...milestones), payment_request_id: ids(request), receipt_id: ids(receipt), statement_id: ids(statement.id), line_id: ids(line!.id), contract_kind: ['contract'], article_key: ['plan', 'other'], annex_number: ['1'], contract_version_id: ids(contract), filing_id: ids(filing), verdict_id: ['1'],
    terms_number: ['1'], clause_key: ['upfront', 'term'], programme: ['science-task'],
  } }
}
