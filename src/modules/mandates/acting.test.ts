import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, openWhole, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { typeClause } from '../../../tests/terms.ts'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { dayAfter, endOfDay, hanoiDay } from '../../platform/time.ts'
import { changeStage, claimClosing, sendMessage } from '../deals/commands.ts'
import { endParty } from '../deals/gone-commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { brokerPowers, type Brokering, brokerTurn } from '../deals/mandate-rules.ts'
import { dealPart } from '../deals/part-queries.ts'
import { type DealPart, dealParts, powers } from '../deals/schema.ts'
import { recordReceipt, requestPayment } from '../payments/payment-commands.ts'
import { agreeMeeting, cancelMeeting, moveMeeting, proposeMeeting, writeMinutes } from '../rooms/meeting-commands.ts'
import { answerQuestion, askQuestion, closeQuestion, followUpQuestion } from '../rooms/question-commands.ts'
import { agreeClauses, carryDraftOver, discardDraft, sendVersion } from '../terms/commands.ts'
import { confirmSheet } from '../terms/confirm-commands.ts'
import { draftOf, latestVersion } from '../terms/queries.ts'
import { AcceptMandate, acceptMandate, endMandate, OfferMandate, offerMandate } from './commands.ts'
import { type BrokerAct, brokerActs } from './schema.ts'

/** What a broker's people do in a file, by the acts of their mandate and on the days it is in force. Its walls in the database go by the database's clock: these tests live today. */
const { db } = await testDatabase()
const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), demander = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), agency = await anOrganisation(db, 'intermediary', 'Môi giới Sông Hồng')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), hoa = await aPerson(db, { organisation: demander, name: 'Hòa' })
const broker = await aPerson(db, { organisation: agency, name: 'Môi' }), editor = await aPerson(db, { organisation: agency, role: 'editor' }), signer = await aPerson(db, { organisation: agency, role: 'signer' }), clerk = await aPerson(db, { organisation: agency, role: 'viewer' })
const stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const now = new Date(), today = hanoiDay(now), tomorrow = dayAfter(today, 1)
const as = (actor: Actor, at = now) => ctxOf(db, actor, at)
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const key = () => randomUUID()
async function aDeal(): Promise<number> {
  const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả')
  return acceptInterest(as(lan), { interest_id: await expressInterest(as(hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: key() }) })
}
async function mandated(deal_id: number, acts: readonly BrokerAct[], { parts = [...dealParts] as DealPart[], until_on = tomorrow, who = lan, both = false } = {}): Promise<number> {
  const mandate_id = await offerMandate(as(who), OfferMandate.parse({ deal_id, broker_id: String(agency), acts: [...acts], broker_parts: parts, from_on: today, until_on, fee_share: '1,5', fee_amount: '', fee_minimum: '', fee_cap: '', request_key: key() }))
  await acceptMandate(as(broker), AcceptMandate.parse({ mandate_id, acts_for_other: both ? 'yes' : 'no', owns_shares: 'no', conflict_words: both ? 'Chúng tôi môi giới cho cả hai bên.' : '' }))
  return mandate_id
}
const hours = (n: number, at = now) => new Date(at.getTime() + n * 3_600_000)
const slot = (at: Date) => ({ starts_at: hours(72, at), ends_at: hours(73, at), place: 'Tầng 2', link: '' })
const meets = (deal_id: number, who: Actor, at = now) => proposeMeeting(as(who, at), { deal_id, request_key: key(), kind: 'talk', agenda: 'Xem máy chạy thử', ...slot(at) })
const asks = (deal_id: number, who: Actor, at = now) => askQuestion(as(who, at), { deal_id, request_key: key(), topic: 'technical', text: 'Máy chạy mấy ca một ngày?', due_on: hanoiDay(hours(72, at)) })
const drafts = (deal_id: number, who: Actor, at = now) => typeClause(as(who, at), deal_id, 'upfront')

const one: Brokering = { mandate_id: 1, organisation_id: 7, broker_organisation_id: 9, acts: [], parts: dealParts, until_on: '2026-03-31', side: { name_vi: 'Viện', name_en: 'Institute' } }
test('what each act lets a broker do, part by part and power by power: all else is refused with the act that is missing', () => {
  for (const act of brokerActs) for (const part of [...dealParts, null]) for (const power of powers) {
    const { mandate, refusal } = brokerTurn([{ ...one, acts: [act] }], part, power)
    const lets = part !== null && (brokerPowers[act][part] ?? []).includes(power)
    expect(mandate !== null, `${act} ${part} ${power}`).toBe(lets)
    if (!lets) expect(refusal).toMatchObject({ code: 'mandate_lets_not', side: { name_vi: 'Viện' } })
  }
  const missing = (part: DealPart | null, power: 'talk' | 'edit' | 'sign') => { const { refusal } = brokerTurn([one], part, power); return refusal?.code === 'mandate_lets_not' ? refusal.acts : refusal?.code }
  expect([missing('meetings', 'talk'), missing('questions', 'edit'), missing('terms', 'edit'), missing('terms', 'sign'), missing('payments', 'edit'), missing('meetings', 'edit'), missing(null, 'talk')]).toEqual([['introduce', 'negotiate'], ['advise'], ['negotiate'], [], [], [], []])
  // No act binds a side, and none reaches the money.
  for (const act of brokerActs) { expect(Object.values(brokerPowers[act]).flat()).not.toContain('sign'); expect(Object.keys(brokerPowers[act])).not.toContain('payments') }
  expect(brokerTurn([{ ...one, acts: ['negotiate'], parts: ['meetings'] }], 'terms', 'edit').refusal?.code, 'an act without its part').toBe('mandate_lets_not')
  expect(brokerTurn([{ ...one, acts: ['advise'] }, { ...one, organisation_id: 8, acts: ['advise'] }], 'questions', 'edit').refusal?.code).toBe('broker_of_both')
  expect(brokerTurn([{ ...one, acts: ['advise'] }, { ...one, mandate_id: 2, acts: ['negotiate'] }], 'terms', 'edit').mandate?.mandate_id).toBe(2)
})

test('by each act its commands and no other go through, for the side that gave it, and the log says under which mandate', async () => {
  const does: Record<string, (deal: number) => Promise<unknown>> = {
    meeting: (deal) => meets(deal, editor), question: (deal) => asks(deal, editor), draft: (deal) => drafts(deal, editor),
    message: (deal_id) => sendMessage(as(broker), { deal_id, body: 'Chào anh chị', request_key: key() }), step: (deal_id) => changeStage(as(broker), { deal_id, stage: 'nda', reason: '', version: 1 }), closing: (deal_id) => claimClosing(as(broker), { deal_id, value: vnd(5), reason: 'Hợp đồng đã ký ngoài Sàn.' }),
    agreement: (deal_id) => agreeClauses(as(broker), { deal_id, agreed: [] }), confirmation: (deal_id) => confirmSheet(as(broker), { deal_id, number: 1, sha256: '0'.repeat(64) }), mandate: (deal) => mandated(deal, ['advise'], { who: broker }),
    'payment request': (deal_id) => requestPayment(as(broker), { deal_id, milestone_id: 1, request_key: key() }), receipt: (deal_id) => recordReceipt(as(broker), { deal_id, milestone_id: 1, amount: vnd(5), received_on: today, note: '', request_key: key() }),
    minutes: (deal_id) => writeMinutes(as(broker), { deal_id, meeting_id: 1, minutes_version: 0, minutes: 'Hai bên đã gặp nhau.' }),
  }
  const lets: Record<BrokerAct, string[]> = { introduce: ['meeting'], advise: ['question'], negotiate: ['meeting', 'draft'] }
  for (const act of brokerActs) {
    const deal = await aDeal()
    await mandated(deal, [act])
    for (const [name, command] of Object.entries(does)) expect(await refused(command(deal)), `${act}: ${name}`).toBe(lets[act].includes(name) ? 'done' : 'mandate_lets_not')
    const { rows: used } = { rows: await db.selectFrom('event').select(['person_id', 'organisation_id', 'data']).where('subject', '=', `deal:${deal}`).where('type', '=', 'mandate.used').execute() }
    expect(used.map(({ organisation_id, person_id, data }) => [organisation_id, person_id, (data as { organisation_id: number }).organisation_id]), act).toEqual(lets[act].filter((name) => name !== 'draft').map(() => [agency, editor.person_id, supplier]))
  }
})
test('role by role: who of the broker acts, and who of the others is refused', async () => {
  const deal = await aDeal()
  await mandated(deal, ['introduce', 'advise', 'negotiate'])
  for (const [who, talk, edit] of [[anonymous, 'sign_in_first', 'sign_in_first'], [stranger, 'not_found', 'not_found'], [clerk, 'not_permitted', 'not_permitted'], [signer, 'done', 'not_permitted'], [editor, 'done', 'done'], [broker, 'done', 'done'], [officer, 'not_permitted', 'not_permitted'], [inspector, 'not_permitted', 'not_permitted'], [lan, 'done', 'done'], [hoa, 'done', 'done']] as const) {
    expect([await refused(meets(deal, who)), await refused(asks(deal, who)), await refused(drafts(deal, who))], who.name).toEqual([talk, edit, edit])
  }
  const sees = async (who: Actor, part: DealPart) => (await dealPart(readAs(db, who), who, deal, part, 'vi', today)).acts
  expect([await sees(broker, 'terms'), await sees(signer, 'meetings'), await sees(signer, 'terms'), await sees(clerk, 'terms'), await sees(broker, 'payments')]).toEqual([{ talk: supplier, edit: supplier, sign: null }, { talk: supplier, edit: null, sign: null }, { talk: supplier, edit: null, sign: null }, { talk: null, edit: null, sign: null }, { talk: null, edit: null, sign: null }])
})
test('a broker’s word is its side’s: it asks the other, answers for its own, moves a meeting, and writes the terms the side then stands by', async () => {
  const deal = await aDeal()
  await mandated(deal, ['introduce', 'advise', 'negotiate'])
  const theirs = await asks(deal, hoa), ours = await asks(deal, broker)
  await answerQuestion(as(broker), { deal_id: deal, question_id: theirs, request_key: key(), answer: 'Hai ca.' })
  expect(await refused(answerQuestion(as(broker), { deal_id: deal, question_id: ours, request_key: key(), answer: 'Tự trả lời.' })), 'its own question').not.toBe('done')
  await answerQuestion(as(hoa), { deal_id: deal, question_id: ours, request_key: key(), answer: 'Một ca.' })
  await followUpQuestion(as(broker), { deal_id: deal, question_id: ours, request_key: key(), follow_up: 'Từ mấy giờ?', due_on: tomorrow })
  await closeQuestion(as(broker), { deal_id: deal, question_id: ours })
  const meeting = await meets(deal, hoa)
  await moveMeeting(as(broker), { deal_id: deal, meeting_id: meeting, sequence: 0, ...slot(hours(24)) })
  expect(await refused(agreeMeeting(as(broker), { deal_id: deal, meeting_id: meeting, sequence: 1 })), 'to its own proposal').not.toBe('done')
  await agreeMeeting(as(hoa), { deal_id: deal, meeting_id: meeting, sequence: 1 })
  await cancelMeeting(as(broker), { deal_id: deal, meeting_id: meeting, sequence: 2, cancel_reason: 'Viện đổi lịch' })
  await drafts(deal, broker)
  expect(await draftOf(readAs(db, broker), deal, supplier), 'what its side is writing is the broker’s to read').not.toBeNull()
  expect(await draftOf(readAs(db, hoa), deal, supplier)).toBeNull()
  await carryDraftOver(as(broker), { deal_id: deal })
  await sendVersion(as(broker), { deal_id: deal, note: '', request_key: key() })
  expect(await latestVersion(db, deal)).toMatchObject({ number: 1, organisation_id: supplier, person_id: broker.person_id })
  await drafts(deal, hoa)
  expect(await draftOf(readAs(db, broker), deal, demander), 'the other side’s is not').toBeNull()
  await discardDraft(as(broker), { deal_id: deal })
  expect(await draftOf(db, deal, demander), 'nor to throw away').not.toBeNull()
})
test('a mandate that expired yesterday: at midnight in Hanoi neither page nor command goes through any more, nor does a payment', async () => {
  const deal = await aDeal()
  await mandated(deal, ['introduce', 'advise', 'negotiate'])
  const last = new Date(endOfDay(tomorrow).getTime() - 1), first = endOfDay(tomorrow)
  expect([hanoiDay(last), hanoiDay(first)]).toEqual([tomorrow, dayAfter(tomorrow, 1)])
  const all = (at: Date) => Promise.all([
    meets(deal, broker, at), asks(deal, broker, at), drafts(deal, broker, at), requestPayment(as(broker, at), { deal_id: deal, milestone_id: 1, request_key: key() }),
    recordReceipt(as(broker, at), { deal_id: deal, milestone_id: 1, amount: vnd(5), received_on: tomorrow, note: '', request_key: key() }),
    dealPart(readAs(db, broker), broker, deal, 'terms', 'vi', hanoiDay(at)), dealPart(readAs(db, broker), broker, deal, 'payments', 'vi', hanoiDay(at)),
  ].map(refused))
  expect(await all(last)).toEqual(['done', 'done', 'done', 'mandate_lets_not', 'mandate_lets_not', 'done', 'done'])
  expect(await all(first)).toEqual(Array(7).fill('not_found'))
})
test('one that was ended, one that waits for consent, and one whose broker is out of business carry no power; with both sides’ a broker acts for neither', async () => {
  const ended = await aDeal(), mandate = await mandated(ended, ['negotiate'])
  await endMandate(as(lan), { mandate_id: mandate, mandate_reason: 'Không còn cần nữa' })
  expect(await refused(drafts(ended, broker))).toBe('not_found')
  const waiting = await aDeal()
  await mandated(waiting, ['negotiate'], { both: true })
  expect(await refused(drafts(waiting, broker))).toBe('not_found')
  const two = await aDeal()
  await mandated(two, ['negotiate'])
  const second = await mandated(two, ['negotiate'], { who: hoa, both: true })
  expect(await refused(drafts(two, broker)), 'the second waits').toBe('done')
  for (const [side, who] of [[supplier, lan], [demander, hoa]] as const) await db.insertInto('deal_mandate_consent').values({ mandate_id: second, organisation_id: side, words: 'Chúng tôi đồng ý.', given_by: who.person_id ?? 0, given_at: now }).execute()
  expect([await refused(drafts(two, broker)), await refused(meets(two, broker))]).toEqual(['broker_of_both', 'broker_of_both'])
  const { acts } = await dealPart(readAs(db, broker), broker, two, 'terms', 'vi', today)
  expect(acts).toEqual({ talk: null, edit: null, sign: null })
})
test('a broker and the end of its mandate at once: what comes second finds the mandate over', async () => {
  const deal = await aDeal(), mandate = await mandated(deal, ['introduce'])
  const [ending, ...met] = await Promise.all([endMandate(as(lan), { mandate_id: mandate, mandate_reason: 'Không còn cần nữa' }), meets(deal, broker), meets(deal, editor), meets(deal, broker)].map(refused))
  expect(ending).toBe('done')
  const { length } = await db.selectFrom('room_meeting').select('id').where('deal_id', '=', deal).execute()
  expect(met.filter((one) => one === 'done')).toHaveLength(length)
  expect(met.filter((one) => one !== 'done').every((one) => one === 'not_found')).toBe(true)
  expect(await refused(meets(deal, broker))).toBe('not_found')
})
test('on the pages a broker finds the forms of its acts and is told under which mandate it works; without the act there is no form, and a press says what is missing and who gives it', async () => {
  const { app } = await openWhole(db)
  const deal = await aDeal()
  await mandated(deal, ['introduce'], { parts: ['meetings', 'questions', 'terms'] })
  const headers = withCookie(await signedIn(app, db, broker)), get = async (path: string) => (await app.inject({ url: `/vi/deals/${deal}/${path}`, headers })).body
  const meetings = await get('meetings')
  expect(meetings).toContain('môi giới cho Viện Cơ điện')
  expect(meetings).toMatch(/<form[^>]+action="[^"]*\/meetings"/)
  expect(await get('questions')).not.toMatch(/<form[^>]+action="[^"]*\/questions"/)
  const pressed = await send(app, `/vi/deals/${deal}/questions`, { request_key: key(), topic: 'technical', text: 'Máy chạy mấy ca?', due_on: tomorrow }, headers)
  expect(pressed.statusCode).toBe(409)
  for (const said of ['Tư vấn', 'Hỏi đáp', 'Người ký của Viện Cơ điện']) expect(pressed.body).toContain(said)
  const deal2 = await aDeal()
  await mandated(deal2, ['negotiate'], { parts: ['terms'] })
  await drafts(deal2, lan)
  await sendVersion(as(lan), { deal_id: deal2, note: '', request_key: key() })
  const terms = (await app.inject({ url: `/vi/deals/${deal2}/terms`, headers })).body, draft = (await app.inject({ url: `/vi/deals/${deal2}/terms/draft`, headers })).statusCode
  expect(terms).not.toContain('/terms/agreement"')
  expect([draft, (await app.inject({ url: `/vi/deals/${deal2}`, headers })).statusCode]).toEqual([200, 404])
})
test('where the broker itself is out of business its mandate carries nothing', async () => {
  const deal = await aDeal()
  await mandated(deal, ['introduce'])
  await db.insertInto('organisation_end').values({ organisation_id: agency, kind: 'dissolved', ended_on: today, reason: 'Giải thể theo quyết định 12/QĐ', noted_by: officer.person_id ?? 0, noted_at: now, lifted_by: null, lifted_at: null }).execute()
  expect([await refused(meets(deal, broker)), await refused(dealPart(readAs(db, broker), broker, deal, 'meetings', 'vi', today))]).toEqual(['not_found', 'not_found'])
  await db.updateTable('organisation_end').set({ lifted_by: officer.person_id, lifted_at: now, lift_reason: 'Ghi nhầm tổ chức' }).where('organisation_id', '=', agency).execute()
  expect(await refused(meets(deal, broker))).toBe('done')
  await endParty(as(officer), { deal_id: deal, organisation_id: demander, kind: 'dissolved', ended_on: today, reason: 'Giải thể theo quyết định 12/QĐ' })
  expect(await refused(meets(deal, broker)), 'with the other side gone').toBe('party_gone')
})
