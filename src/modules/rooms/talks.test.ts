import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readSheet from 'read-excel-file/node'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { dayAfter, daysFrom } from '../../platform/time.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import type { DealPart } from '../deals/schema.ts'
import { answerDecision, recordDecision, withdrawDecision } from './decision-commands.ts'
import { decisionsOf, pilotsOf } from './decision-queries.ts'
import { agreeMeeting, agreeMinutes, cancelMeeting, moveMeeting, ProposeMeeting, proposeMeeting, writeMinutes } from './meeting-commands.ts'
import { answerPilot, confirmResult, disputeResult, enterResult, ProposePilot, proposePilot, withdrawPilot } from './pilot-commands.ts'
import { answerQuestion, askQuestion, closeQuestion, followUpQuestion } from './question-commands.ts'
import { questionsOf } from './question-queries.ts'
import { roomRoutes } from './routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-talks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const { get, post } = await openPages(db, (app) => roomRoutes(app, { storage, uploadMaxBytes: 1_000_000 }, 'https://san.example'))

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: institute, role: 'signer' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), outsider = await aPerson(db, { organisation: await anOrganisation(db) }), adviser = await aPerson(db, { name: 'Luật sư Vũ' })
const officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const aDeal = async (): Promise<number> => acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const waits = async (actor: Actor, deal: number) => (await partDuties(as(actor).db, actor, { deal })).filter(({ kind }) => kind !== 'step_due').map(({ kind, due_on }) => [kind, due_on].filter(Boolean).join(' '))
const appoint = (deal_id: number, parts: DealPart[]) => db.insertInto('deal_adviser').values({ deal_id, organisation_id: institute, person_id: adviser.person_id ?? 0, role: 'legal', parts, appointed_by: lan.person_id ?? 0, appointed_at: noon, ended_by: null, ended_at: null }).execute()
/** Who may not edit, and what they are told. */
const strangers: [string, Actor, string][] = [['a stranger', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['an adviser', adviser, 'not_found'], ['a viewer', viewer, 'not_permitted'], ['a deal officer', officer, 'not_permitted'], ['an inspector', inspector, 'not_permitted']]

describe('Questions and answers', () => {
  const ask = (actor: Actor, deal_id: number, over = {}) => askQuestion(as(actor), { deal_id, request_key: randomUUID(), topic: 'technical', text: 'Công suất điện bao nhiêu?', due_on: '2026-03-10', ...over })
  const answering = (actor: Actor, deal_id: number, question_id: number, answer = '12 kW ba pha.', request_key = randomUUID()) => answerQuestion(as(actor), { deal_id, question_id, request_key, answer })
  test.each<[string, Actor, string]>([...strangers, ['a signer', signer, 'not_permitted'], ['an editor', minh, 'done'], ['the owner', lan, 'done']])('asking: %s', async (_, who, code) => {
    const deal = await aDeal()
    await appoint(deal, ['questions'])
    expect(await refused(ask(who, deal))).toBe(code)
  })
  test('Asked by a day it waits for the other side, answered it waits for nobody; followed up it waits again, and closed it stays to be read.', async () => {
    const deal = await aDeal(), question = await ask(hoa, deal)
    expect([await waits(lan, deal), await waits(hoa, deal)]).toEqual([['question_to_answer 2026-03-10'], []])
    const told = { deal_id: deal, question_id: question }
    expect(await refused(answering(hoa, deal, question))).toBe('not_your_answer')
    expect(await refused(followUpQuestion(as(hoa), { ...told, request_key: randomUUID(), follow_up: 'Còn nước?', due_on: '2026-03-12' }))).toBe('answer_awaited')
    await answering(minh, deal, question)
    expect(await waits(lan, deal)).toEqual([])
    await followUpQuestion(as(hoa), { ...told, request_key: randomUUID(), follow_up: 'Còn nước thì sao?', due_on: '2026-03-12' })
    expect(await waits(minh, deal)).toEqual(['question_to_answer 2026-03-12'])
    expect(await refused(closeQuestion(as(lan), told))).toBe('not_your_answer')
    await closeQuestion(as(hoa), told)
    expect(await waits(lan, deal)).toEqual([])
    expect(await refused(answering(lan, deal, question))).toBe('question_closed')
    expect(await questionsOf(as(lan).db, deal)).toMatchObject([{ number: 1, state: 'closed', entries: [{ kind: 'question' }, { kind: 'answer', person_name: 'Minh' }, { kind: 'follow_up' }] }])
  })
  test('Two questions at once get two numbers; one press is one question and one answer; a day gone by is refused.', async () => {
    const deal = await aDeal(), request_key = randomUUID()
    const [a, b, c] = await Promise.all([ask(hoa, deal), ask(lan, deal, { request_key }), ask(lan, deal, { request_key })])
    expect(b).toBe(c)
    expect((await questionsOf(as(lan).db, deal)).map(({ number }) => number).toSorted()).toEqual([1, 2])
    const key = randomUUID()
    await Promise.all([answering(lan, deal, a, 'Có.', key), answering(lan, deal, a, 'Có.', key)])
    expect((await questionsOf(as(lan).db, deal, a))[0]?.entries.length).toBe(2)
    expect([await refused(ask(lan, deal, { due_on: '2026-03-01' })), await refused(ask(lan, deal, { due_on: '2027-03-01' }))]).toEqual(['due_day_past', 'due_day_far'])
  })
  test('The files hold every word, with what a spreadsheet would run made harmless; an adviser with questions reads them and nothing else.', async () => {
    const deal = await aDeal(), question = await ask(hoa, deal, { text: '=1+1 là gì?' })
    await answering(lan, deal, question)
    await appoint(deal, ['questions'])
    const csv = await get(`/vi/deals/${deal}/questions.csv`, adviser), xlsx = await get(`/vi/deals/${deal}/questions.xlsx`, adviser)
    expect([csv.statusCode, xlsx.statusCode]).toEqual([200, 200])
    expect(csv.body).toContain('\'=1+1 là gì?')
    const [sheet] = await readSheet(xlsx.rawPayload) as unknown as { data: unknown[][] }[]
    expect(JSON.stringify(sheet)).toContain('12 kW ba pha.')
    for (const part of ['room', 'meetings', 'decisions', 'calendar.ics']) expect((await get(`/vi/deals/${deal}/${part}`, adviser)).statusCode).toBe(404)
    const page = await get(`/vi/deals/${deal}/questions/${question}`, adviser)
    expect([page.statusCode, page.body.includes('<form method="post" action="/vi/deals')]).toEqual([200, false])
    expect((await post(`/vi/deals/${deal}/questions/${question}/answers`, { request_key: randomUUID(), answer: 'x' }, adviser)).statusCode).toBe(404)
    expect((await get(`/vi/deals/${deal}/questions.csv`, outsider)).statusCode).toBe(404)
  })
})

describe('Meetings', () => {
  const slot = (day = 5, hour = 9) => ({ starts_at: new Date(`2026-03-0${day}T${String(hour).padStart(2, '0')}:00:00+07:00`), ends_at: new Date(`2026-03-0${day}T${String(hour + 2).padStart(2, '0')}:00:00+07:00`), place: 'Xưởng Đan Phượng', link: '' })
  const propose = (actor: Actor, deal_id: number, over = {}) => proposeMeeting(as(actor), { deal_id, request_key: randomUUID(), kind: 'site_visit', agenda: 'Xem máy đang chạy và đo điện.', ...slot(), ...over })
  const calendar = async (deal: number, actor = lan): Promise<string> => (await get(`/vi/deals/${deal}/calendar.ics`, actor)).body.replace(/\r\n[ \t]/g, '')
  test.each<[string, Actor, string]>([...strangers, ['a signer', signer, 'done'], ['an editor', minh, 'done']])('proposing one: %s', async (_, who, code) => {
    const deal = await aDeal()
    await appoint(deal, ['meetings'])
    expect(await refused(propose(who, deal))).toBe(code)
  })
  test('Proposed, moved by the other side, agreed; each change counts up in a calendar that keeps its names, and what is cancelled is struck out.', async () => {
    const deal = await aDeal(), meeting = await propose(lan, deal), at = { deal_id: deal, meeting_id: meeting }
    expect(await waits(hoa, deal)).toEqual(['meeting_to_answer 2026-03-05'])
    expect(await calendar(deal)).toMatch(new RegExp(`UID:meeting-${meeting}@san\\.example\\r\\nSEQUENCE:0[\\s\\S]*STATUS:TENTATIVE`))
    expect(await refused(agreeMeeting(as(lan), { ...at, sequence: 0 }))).toBe('other_side_answers')
    await moveMeeting(as(hoa), { ...at, sequence: 0, ...slot(6, 14) })
    expect([await waits(lan, deal), await waits(hoa, deal)]).toEqual([['meeting_to_answer 2026-03-06'], []])
    expect(await refused(agreeMeeting(as(lan), { ...at, sequence: 0 }))).toBe('meeting_changed')
    await agreeMeeting(as(lan), { ...at, sequence: 1 })
    await agreeMeeting(as(lan), { ...at, sequence: 1 })
    const text = await calendar(deal)
    expect(text).toMatch(new RegExp(`UID:meeting-${meeting}@san\\.example\\r\\nSEQUENCE:2`))
    expect(text).toContain('STATUS:CONFIRMED')
    expect(text).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20260306T140000')
    expect(text).toMatch(/DTSTAMP:\d{8}T\d{6}Z/)
    expect(text.split('BEGIN:VTIMEZONE').length).toBe(2)
    await cancelMeeting(as(hoa), { ...at, sequence: 2, cancel_reason: 'Máy đang bảo trì.' })
    expect(await calendar(deal)).toMatch(new RegExp(`UID:meeting-${meeting}@san\\.example\\r\\nSEQUENCE:3[\\s\\S]*STATUS:CANCELLED`))
    expect(await refused(moveMeeting(as(lan), { ...at, sequence: 3, ...slot(7) }))).toBe('meeting_cancelled')
    expect((await get(`/vi/deals/${deal}/meetings/${meeting}/calendar.ics`, hoa)).body).toContain('STATUS:CANCELLED')
  })
  test('Of one who agrees and one who moves at once, the second is told that it changed.', async () => {
    for (let i = 0; i < 6; i++) {
      const deal = await aDeal(), meeting = await propose(lan, deal), at = { deal_id: deal, meeting_id: meeting, sequence: 0 }
      const answers = await Promise.all([refused(agreeMeeting(as(hoa), at)), refused(moveMeeting(as(lan), { ...at, ...slot(7) }))])
      expect(answers.toSorted()).toEqual(['done', 'meeting_changed'])
    }
  })
  test('The calendar holds every duty that has a day; hours are Hanoi’s as typed; what cannot be is refused.', async () => {
    const deal = await aDeal()
    await askQuestion(as(hoa), { deal_id: deal, request_key: randomUUID(), topic: 'price', text: 'Giá trọn gói là bao nhiêu?', due_on: '2026-03-10' })
    const text = await calendar(deal, hoa)
    expect(text).toMatch(/UID:duty-\d+@san\.example/)
    expect(text).toContain('DTSTART;VALUE=DATE:20260310')
    expect(text).toContain('DTEND;VALUE=DATE:20260311')
    expect(ProposeMeeting.parse({ deal_id: '1', request_key: randomUUID(), kind: 'talk', agenda: 'Trao đổi', starts_at: '2026-03-05T09:30', ends_at: '2026-03-05T10:30', place: '', link: 'https://hop.example/1' }).starts_at.toISOString()).toBe('2026-03-05T02:30:00.000Z')
    for (const [over, code] of [[{ starts_at: daysFrom(noon, -1) }, 'meeting_in_past'], [{ ends_at: slot().starts_at }, 'meeting_ends_first'], [{ ends_at: daysFrom(slot().starts_at, 20) }, 'meeting_too_long'], [{ place: '' }, 'meeting_place_needed']] as const) expect(await refused(propose(lan, deal, over))).toBe(code)
  })
  test('Minutes are written once it has begun, agreed by the other side as it read them, and then stay.', async () => {
    const deal = await aDeal(), meeting = await propose(lan, deal), at = { deal_id: deal, meeting_id: meeting }
    const later = (actor: Actor): Ctx => ctxOf(db, actor, daysFrom(noon, 4)), minutes = 'Hai bên đã đo: 11,8 kW ở đầy tải.'
    expect(await refused(writeMinutes(later(hoa), { ...at, minutes_version: 0, minutes }))).toBe('meeting_not_agreed')
    await agreeMeeting(as(hoa), { ...at, sequence: 0 })
    expect(await refused(writeMinutes(as(hoa), { ...at, minutes_version: 0, minutes }))).toBe('meeting_not_begun')
    const both = await Promise.all([refused(writeMinutes(later(hoa), { ...at, minutes_version: 0, minutes })), refused(writeMinutes(later(lan), { ...at, minutes_version: 0, minutes: `${minutes} Còn một điểm.` }))])
    expect(both.toSorted()).toEqual(['done', 'minutes_changed'])
    await writeMinutes(later(hoa), { ...at, minutes_version: 1, minutes: `${minutes} Hết.` })
    expect(await waits(lan, deal)).toEqual(['minutes_to_agree'])
    expect([await refused(agreeMinutes(later(hoa), { ...at, minutes_version: 2 })), await refused(agreeMinutes(later(lan), { ...at, minutes_version: 1 }))]).toEqual(['own_minutes', 'minutes_changed'])
    await agreeMinutes(later(lan), { ...at, minutes_version: 2 })
    expect(await refused(writeMinutes(later(lan), { ...at, minutes_version: 2, minutes }))).toBe('minutes_final')
    expect(await waits(lan, deal)).toEqual([])
  })
})

describe('Decisions', () => {
  const decide = (actor: Actor, deal_id: number, over = {}) => recordDecision(as(actor), { deal_id, request_key: randomUUID(), whose: 'both', text: 'Chọn phương án buồng 500 kg.', reason: 'Vừa với mặt bằng và nguồn điện.', effective_on: '2026-03-09', replaces_id: null, ...over })
  const states = async (deal: number) => (await decisionsOf(as(lan).db, deal)).toReversed().map(({ state }) => state)
  test.each<[string, Actor, string]>([...strangers, ['a signer', signer, 'not_permitted'], ['an editor', minh, 'done']])('recording one: %s', async (_, who, code) => {
    const deal = await aDeal()
    await appoint(deal, ['decisions'])
    expect(await refused(decide(who, deal))).toBe(code)
  })
  test('One side’s own counts at once, one of both when those who sign for the other agree; what is replaced stays.', async () => {
    const deal = await aDeal(), first = await decide(hoa, deal)
    expect([await states(deal), await waits(signer, deal)]).toEqual([['proposed'], ['decision_to_answer 2026-03-09']])
    expect([await refused(answerDecision(as(minh), { deal_id: deal, decision_id: first, answer: 'agreed', answer_note: '' })), await refused(answerDecision(as(hoa), { deal_id: deal, decision_id: first, answer: 'agreed', answer_note: '' }))]).toEqual(['not_permitted', 'other_side_answers'])
    expect(await refused(decide(lan, deal, { replaces_id: first }))).toBe('replaced_not_in_force')
    await answerDecision(as(signer), { deal_id: deal, decision_id: first, answer: 'agreed', answer_note: '' })
    expect(await refused(decide(lan, deal, { whose: 'ours', replaces_id: first }))).toBe('replaced_not_in_force')
    const second = await decide(lan, deal, { replaces_id: first, text: 'Chọn buồng 800 kg.' }), rival = await decide(lan, deal, { replaces_id: first, text: 'Chọn buồng 300 kg.' })
    expect(await states(deal)).toEqual(['in_force', 'proposed', 'proposed'])
    const answers = await Promise.all([second, rival].map((decision_id) => refused(answerDecision(as(hoa), { deal_id: deal, decision_id, answer: 'agreed', answer_note: '' }))))
    expect(answers.toSorted()).toEqual(['done', 'replaced_not_in_force'])
    expect((await states(deal))[0]).toBe('replaced')
    await decide(hoa, deal, { whose: 'ours' })
    expect((await states(deal)).at(-1)).toBe('in_force')
    expect((await get(`/vi/deals/${deal}/decisions`, hoa)).body).toContain('đã được thay')
  })
  test('A decline says why; what is answered stays answered; only the side that proposed takes back.', async () => {
    const deal = await aDeal(), one = await decide(hoa, deal), about = { deal_id: deal, decision_id: one }
    expect(await refused(answerDecision(as(lan), { ...about, answer: 'declined', answer_note: '' }))).toBe('decline_words_needed')
    expect(await refused(withdrawDecision(as(lan), about))).toBe('not_found')
    await answerDecision(as(lan), { ...about, answer: 'declined', answer_note: 'Chưa đủ số liệu.' })
    expect([await refused(withdrawDecision(as(hoa), about)), await refused(answerDecision(as(lan), { ...about, answer: 'agreed', answer_note: '' }))]).toEqual(['decision_answered', 'decision_answered'])
    const two = await decide(hoa, deal)
    await withdrawDecision(as(hoa), { deal_id: deal, decision_id: two })
    expect([await states(deal), await waits(lan, deal)]).toEqual([['declined', 'withdrawn'], []])
  })
})

describe('A pilot', () => {
  const propose = (actor: Actor, deal_id: number, over = {}) => proposePilot(as(actor), ProposePilot.parse({ deal_id: String(deal_id), request_key: randomUUID(), title: 'Sấy thử 200 kg cải kale', place: 'Đan Phượng', starts_on: '2026-03-02', ends_on: '2026-03-20', cost_bearer: 'shared', measure_1: 'Điện tiêu thụ', target_1: '1,25', direction_1: 'at_most', unit_1: 'kWh/kg', measure_2: 'Sản lượng', target_2: '200', direction_2: 'at_least', unit_2: 'kg', ...over }))
  const measuresOf = async (deal: number, pilot: number) => (await pilotsOf(as(lan).db, deal, pilot))[0]!.measures.map(({ id }) => id) as [number, number]
  test.each<[string, Actor, string]>([...strangers, ['a signer', signer, 'not_permitted'], ['an editor', minh, 'done']])('proposing one: %s', async (_, who, code) => {
    const deal = await aDeal()
    await appoint(deal, ['decisions'])
    expect(await refused(propose(who, deal))).toBe(code)
  })
  test.each<[string, string, 'met' | 'not_met']>([['1,25', '200', 'met'], ['1.2', '240,5', 'met'], ['1,2501', '200', 'not_met'], ['1', '199,9999', 'not_met']])('With %s kWh/kg and %s kg it is %s, once both sides stand by both results.', async (power, weight, outcome) => {
    const deal = await aDeal(), pilot_id = await propose(lan, deal), [a, b] = await measuresOf(deal, pilot_id), at = { deal_id: deal, pilot_id }
    await answerPilot(as(hoa), { ...at, answer: 'agreed', answer_note: '' })
    expect(await waits(hoa, deal)).toEqual(['pilot_results 2026-03-20'])
    const standing = async () => (await pilotsOf(as(lan).db, deal))[0]?.outcome
    for (const [measure_id, typed] of [[a, power], [b, weight]] as const) {
      const result = ({ '1,25': 12_500, '200': 2_000_000, '1.2': 12_000, '240,5': 2_405_000, '1,2501': 12_501, '1': 10_000, '199,9999': 1_999_999 } as Record<string, number>)[typed]!
      expect((await post(`/vi/deals/${deal}/decisions/pilots/${pilot_id}/results`, { measure_id, [`result_${measure_id}`]: typed, [`result_source_${measure_id}`]: 'Biên bản đo số 1' }, hoa)).statusCode).toBe(303)
      expect(await standing()).toBe('open')
      expect([await refused(confirmResult(as(hoa), { ...at, measure_id, seen: result })), await refused(confirmResult(as(lan), { ...at, measure_id, seen: result + 1 }))]).toEqual(['own_result', 'result_changed'])
      await Promise.all([confirmResult(as(lan), { ...at, measure_id, seen: result }), confirmResult(as(minh), { ...at, measure_id, seen: result })])
    }
    expect(await standing()).toBe(outcome)
    expect([await waits(lan, deal), await waits(hoa, deal)]).toEqual([[], []])
    expect((await db.selectFrom('event').select('data').where('subject', '=', `deal:${deal}`).where('type', '=', 'room.pilot_concluded').execute()).length).toBe(1)
    expect(await refused(enterResult(as(hoa), { ...at, measure_id: a, result: 1, result_source: 'Khác' }))).toBe('result_confirmed')
    expect((await get(`/vi/deals/${deal}/decisions/pilots/${pilot_id}`, hoa)).body).toContain(outcome === 'met' ? '<span class="badge good">đạt</span>' : '<span class="badge bad">không đạt</span>')
  })
  test('A disputed result says why and is entered again; results wait for agreement and the first day; a pilot needs measures and an end.', async () => {
    const deal = await aDeal(), pilot_id = await propose(lan, deal, { starts_on: dayAfter('2026-03-02') }), [a] = await measuresOf(deal, pilot_id), at = { deal_id: deal, pilot_id, measure_id: a }
    const enter = (minutes = 0) => enterResult(as(hoa, minutes), { ...at, result: 12_000, result_source: 'Biên bản số 1' })
    expect(await refused(enter())).toBe('pilot_not_agreed')
    expect([await refused(answerPilot(as(minh), { ...at, answer: 'agreed', answer_note: '' })), await refused(answerPilot(as(lan), { ...at, answer: 'agreed', answer_note: '' })), await refused(answerPilot(as(hoa), { ...at, answer: 'declined', answer_note: '' }))]).toEqual(['not_permitted', 'other_side_answers', 'decline_words_needed'])
    await answerPilot(as(hoa), { ...at, answer: 'agreed', answer_note: '' })
    expect(await refused(withdrawPilot(as(lan), at))).toBe('pilot_answered')
    expect([await refused(enter()), await refused(enter(24 * 60))]).toEqual(['pilot_not_begun', 'done'])
    await disputeResult(as(lan), { ...at, seen: 12_000, disputed_reason: 'Đồng hồ chưa kiểm định.' })
    expect(await waits(hoa, deal)).toContain('result_to_mend')
    await enter(25 * 60)
    expect(await waits(hoa, deal)).not.toContain('result_to_mend')
    expect(await waits(lan, deal)).toEqual(['result_to_confirm'])
    for (const [over, code] of [[{ measure_1: '', target_1: '', measure_2: '', target_2: '' }, 'measure_needed'], [{ target_2: '' }, 'measure_incomplete'], [{ ends_on: '2026-03-01' }, 'pilot_ends_first']] as const) expect(await refused(propose(lan, deal, over))).toBe(code)
  })
})

test('Of several decisions and measures each form has fields of its own, and what was typed wrong comes back at its own.', async () => {
  const deal = await aDeal(), ids: number[] = []
  for (const text of ['Quyết định một', 'Quyết định hai']) ids.push(await recordDecision(as(hoa), { deal_id: deal, request_key: randomUUID(), whose: 'both', text, reason: 'Đã bàn kỹ.', effective_on: '2026-03-09', replaces_id: null }))
  const pilot_id = await proposePilot(as(lan), ProposePilot.parse({ deal_id: deal, request_key: randomUUID(), title: 'Chạy thử', place: 'Xưởng', starts_on: '2026-03-02', ends_on: '2026-03-20', cost_bearer: 'shared', measure_1: 'Điện', target_1: '1', direction_1: 'at_most', measure_2: 'Sản lượng', target_2: '200', direction_2: 'at_least' }))
  await answerPilot(as(hoa), { deal_id: deal, pilot_id, answer: 'agreed', answer_note: '' })
  const pilot = `/vi/deals/${deal}/decisions/pilots/${pilot_id}`, measures = (await pilotsOf(as(lan).db, deal))[0]!.measures
  for (const measure of measures) await enterResult(as(hoa), { deal_id: deal, pilot_id, measure_id: measure.id, result: 5_000, result_source: 'Đồng hồ' })
  for (const page of [`/vi/deals/${deal}/decisions`, pilot, `/vi/deals/${deal}/meetings`, `/vi/deals/${deal}/questions`]) for (const actor of [lan, hoa]) {
    const named = [...(await get(page, actor)).body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(named.filter((id, i) => named.indexOf(id) !== i)).toEqual([])
  }
  expect((await post(`/vi/deals/${deal}/decisions/${ids[0]}/answer`, { answer: 'declined', [`answer_note_${ids[0]}`]: 'Chưa đủ số liệu.' }, lan)).statusCode).toBe(303)
  expect((await decisionsOf(as(lan).db, deal)).find(({ id }) => id === ids[0])).toMatchObject({ answer: 'declined', answer_note: 'Chưa đủ số liệu.' })
  const wrong = await post(`${pilot}/results`, { measure_id: measures[1]!.id, [`result_${measures[1]!.id}`]: 'nhiều', [`result_source_${measures[1]!.id}`]: 'Cân điện tử' }, hoa)
  expect([wrong.statusCode, wrong.body.includes(`id="e-result_${measures[1]!.id}"`), wrong.body.includes('value="nhiều"')]).toEqual([422, true, true])
})

test('Each page is read in both languages by both sides, officers and inspectors; forms come again with what was typed.', async () => {
  const deal = await aDeal()
  await appoint(deal, ['terms'])
  const question = await askQuestion(as(hoa), { deal_id: deal, request_key: randomUUID(), topic: 'price', text: 'Giá trọn gói là bao nhiêu?', due_on: '2026-03-10' })
  const meeting = await proposeMeeting(as(lan), ProposeMeeting.parse({ deal_id: deal, request_key: randomUUID(), kind: 'talk', agenda: 'Trao đổi giá', starts_at: '2026-03-05T09:30', ends_at: '2026-03-05T10:30', link: 'https://hop.example/1' }))
  for (const path of ['questions', `questions/${question}`, 'meetings', `meetings/${meeting}`, 'decisions']) for (const locale of ['vi', 'en']) {
    const codes: number[] = []
    for (const actor of [lan, viewer, hoa, officer, inspector, outsider, adviser]) codes.push((await get(`/${locale}/deals/${deal}/${path}`, actor)).statusCode)
    expect([path, ...codes]).toEqual([path, 200, 200, 200, 200, 200, 404, 404])
  }
  const wrong = await post(`/vi/deals/${deal}/meetings`, { request_key: randomUUID(), kind: 'talk', agenda: 'Nội dung đã gõ', starts_at: '2020-01-01T09:00', ends_at: '2020-01-01T10:00', place: 'Đây' }, lan)
  expect(wrong.statusCode).toBe(409)
  expect(wrong.body).toMatch(/Giờ bắt đầu phải sau lúc này.*Nội dung đã gõ/s)
  expect((await post(`/vi/deals/${deal}/decisions`, { request_key: randomUUID(), whose: 'both', text: 'x' }, lan)).statusCode).toBe(422)
  expect((await post(`/vi/deals/${deal}/decisions/pilots`, { request_key: randomUUID(), title: 'Chạy thử một tuần', place: 'Xưởng', starts_on: '2026-03-03', ends_on: '2026-03-10', cost_bearer: 'supplier', measure_1: 'Điện', target_1: 'mười', direction_1: 'at_most' }, lan)).body).toContain('value="mười"')
})
