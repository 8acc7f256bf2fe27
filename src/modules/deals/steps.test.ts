import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { openPages } from '../../../tests/visitors.tsx'
import type { Actor, Ctx } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { vnd } from '../../platform/money.ts'
import { daysFrom } from '../../platform/time.ts'
import { changeStage, claimClosing, confirmClosing, disputeClosing, loseDeal, sendMessage } from './commands.ts'
import { partDuties } from './duties.ts'
import { acceptInterest, expressInterest } from './interest-commands.ts'
import { afterStageRefusal } from './rules.ts'
import type { AfterStage, DealStep } from './schema.ts'
import { moveOn, setStep } from './step-commands.ts'
import { stepRoutes } from './step-routes.tsx'
import { bestActionIn, idleFiles, movesOf, ownersOf, stepsOf } from './step-queries.ts'
import { bestAction, type FileFacts, idleness, reachedIn } from './step-rules.ts'

/** Noon is Monday, 2 March 2026; a step has thirty days unless its sides choose a day, a file is idle after fourteen. */
const { db } = await testDatabase()
const { get, post } = await openPages(db, stepRoutes)
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau'), imported = await anOrganisation(db, 'university', 'Imported University')
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: institute, role: 'signer', name: 'Ký' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: buyer, name: 'Hoa' }), stranger = await aPerson(db, { organisation: await anOrganisation(db) }), officer = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] })
const on = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const aDeal = async (supplier = institute, accepts = lan) => {
  const listing_id = await listed(db, supplier, 'Máy sấy', { kind: 'offer', state: 'published' })
  return acceptInterest(on(accepts), { interest_id: await expressInterest(on(hoa), { listing_id, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
const row = (id: number) => db.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const version = async (id: number) => (await row(id)).version
const won = async () => { const id = await aDeal(); await claimClosing(on(lan), { deal_id: id, value: vnd(70), reason: 'Hợp đồng đã ký ngoài Sàn.' }); await confirmClosing(on(hoa), { deal_id: id, value: vnd(70) }); return id }
const move = async (id: number, stage: AfterStage, reason = '', who = lan, days = 0) => moveOn(on(who, days), { deal_id: id, stage, reason, version: await version(id) })
const dutiesIn = async (who: Actor, id: number) => (await partDuties(readAs(db, who), who, { deal: id })).map(({ kind, due_on }) => [kind, due_on])

describe('After the closing', () => {
  test.each<[AfterStage | null, AfterStage, string, string | null, boolean?]>([
    ['registration', 'performance', '', null, true], ['registration', 'use', '', 'stage_reason_needed', true],
    [null, 'performance', '', 'stage_reason_needed'], [null, 'performance', 'Không thuộc diện phải đăng ký.', null], ['registration', 'registration', '', 'already_there'], ['registration', 'use', '', 'stage_reason_needed'],
    ['performance', 'use', '', null], ['use', 'performance', '', 'stage_reason_needed'], ['use', 'performance', 'Nghiệm thu lại.', null], ['use', 'done', '', null], ['performance', 'done', '', 'stage_reason_needed'],
  ])('from %s to %s with the word “%s”: %s', (after_stage, to, word, code, registered = false) => expect(afterStageRefusal({ stage: 'won', after_stage, version: 3 }, to, word, 3, registered)?.code ?? null).toBe(code))
  test.each([['lost', 'deal_closed'], ['contract', 'not_won_yet']] as const)('a deal that is %s does not go on: %s', (stage, code) => expect(afterStageRefusal({ stage, after_stage: null, version: 1 }, 'use', 'x', 1, true)?.code).toBe(code))

  test('a won deal goes on through registration, performance and use to its end, and stays won', async () => {
    const id = await won()
    expect(await row(id)).toMatchObject({ stage: 'won', after_stage: 'registration' })
    expect(await refused(move(id, 'use'))).toBe('stage_reason_needed')
    expect(await refused(move(id, 'performance'))).toBe('stage_reason_needed')
    await move(id, 'performance', 'Không thuộc diện phải đăng ký.', hoa)
    await move(id, 'use')
    await move(id, 'done')
    expect(await row(id)).toMatchObject({ stage: 'won', after_stage: 'done', value: 70 })
    expect((await movesOf(db, id)).map(({ event }) => event.type)).toEqual(['deal.after_stage_changed', 'deal.after_stage_changed', 'deal.after_stage_changed', 'deal.won', 'deal.closing_claimed', 'deal.opened'])
    expect(await dutiesIn(lan, id)).toEqual([])
  })
  test('why a deal was closed before its contract is read with its steps, by an adviser who is let into nothing else too; a report that was taken back is not', async () => {
    const id = await aDeal(), adviser = await aPerson(db, { name: 'Luật sư Vũ' })
    await db.insertInto('deal_adviser').values({ deal_id: id, organisation_id: buyer, person_id: adviser.person_id ?? 0, role: 'legal', parts: ['steps'], appointed_by: hoa.person_id ?? 0, appointed_at: noon, ended_by: null, ended_at: null }).execute()
    const page = async () => { const { statusCode, body } = await get(`/vi/deals/${id}/steps`, adviser); return [statusCode, body.includes('Ký nhầm hồ sơ.'), body.includes('Hợp đồng đã ký tại triển lãm.')] }
    await claimClosing(on(lan), { deal_id: id, value: vnd(60), reason: 'Ký nhầm hồ sơ.' })
    await disputeClosing(on(hoa), { deal_id: id, reason: 'Chưa ký gì.' })
    await claimClosing(on(lan), { deal_id: id, value: vnd(70), reason: 'Hợp đồng đã ký tại triển lãm.' })
    expect(await page()).toEqual([200, false, false])
    await confirmClosing(on(hoa), { deal_id: id, value: vnd(70) })
    expect(await page()).toEqual([200, false, true])
  })
  test.each<[string, string, Actor]>([['the owner', 'done', lan], ['an editor', 'done', minh], ['the other side', 'done', hoa], ['a signer', 'not_permitted', signer], ['a viewer', 'not_permitted', viewer], ['a stranger', 'not_found', stranger], ['a deal officer', 'not_permitted', officer], ['an inspector', 'not_permitted', inspector]])('%s moves and assigns: %s', async (_, answer, who) => {
    const id = await won()
    expect(await refused(move(id, 'performance', 'Không phải đăng ký.', who))).toBe(answer)
    expect(await refused(setStep(on(who), { deal_id: id, step: 'use', owner: `side:${institute}`, due_on: '2026-05-01', note: '' }))).toBe(answer)
  })
  test('two who move it at once move it once; the other is told it has changed', async () => {
    const id = await won(), at = await version(id)
    const both = await Promise.all([lan, hoa].map((who) => refused(moveOn(on(who), { deal_id: id, stage: 'performance', reason: 'Không phải đăng ký.', version: at }))))
    expect(both.toSorted()).toEqual(['deal_changed', 'done'])
  })
})

describe('Owners and days', () => {
  test('a step has an owner and a day from the moment the deal stands at it, and waits for them until it is left', async () => {
    const id = await aDeal()
    expect(await stepsOf(db, id)).toMatchObject([{ step: 'discussion', person_name: 'Lan', due_on: '2026-04-01', left_at: null }])
    expect(await dutiesIn(lan, id)).toEqual([['step_due', '2026-04-01']])
    expect(await dutiesIn(minh, id)).toEqual([])
    await changeStage(on(hoa, 3), { deal_id: id, stage: 'nda', reason: '', version: await version(id) })
    expect(await stepsOf(db, id)).toMatchObject([{ step: 'discussion', left_at: daysFrom(noon, 3) }, { step: 'nda', person_name: 'Hoa', due_on: '2026-04-04', left_at: null }])
    expect(await dutiesIn(lan, id)).toEqual([])
    expect(await dutiesIn(hoa, id)).toEqual([['step_due', '2026-04-04']])
  })
  test('what was agreed before the deal came to a step holds when it comes there; a day that is over counts anew', async () => {
    const id = await aDeal()
    await setStep(on(lan), { deal_id: id, step: 'nda', owner: `person:${minh.person_id}`, due_on: '2026-03-10', note: 'Bản của Bộ' })
    expect(await dutiesIn(minh, id)).toEqual([])
    await changeStage(on(lan), { deal_id: id, stage: 'nda', reason: '', version: await version(id) })
    expect(await dutiesIn(minh, id)).toEqual([['step_due', '2026-03-10']])
    await changeStage(on(lan, 20), { deal_id: id, stage: 'discussion', reason: 'Đổi người', version: await version(id) })
    await changeStage(on(lan, 20), { deal_id: id, stage: 'nda', reason: '', version: await version(id) })
    expect(await dutiesIn(minh, id)).toEqual([['step_due', '2026-04-21']])
    expect((await movesOf(db, id)).map(({ event }) => event)).toContainEqual(expect.objectContaining({ type: 'deal.stage_changed', reason: 'Đổi người' }))
  })
  test('one names one’s own people or the other side as a whole, for today or later', async () => {
    const id = await aDeal()
    const set = (owner: string, due_on = '2026-03-02') => refused(setStep(on(lan), { deal_id: id, step: 'discussion', owner, due_on, note: '' }))
    expect(await set(`person:${hoa.person_id}`)).toBe('owner_not_of_side')
    expect(await set(`person:${viewer.person_id}`)).toBe('owner_not_of_side')
    expect(await set(`side:${imported}`)).toBe('owner_not_of_side')
    expect(await set(`side:${buyer}`, '2026-03-01')).toBe('step_day_past')
    expect(await set(`side:${buyer}`)).toBe('done')
    expect([await dutiesIn(hoa, id), await dutiesIn(lan, id)]).toEqual([[['step_due', '2026-03-02']], []])
    expect((await ownersOf(readAs(db, lan), await row(id), institute)).map(({ name }) => name)).toEqual(['Ký', 'Lan', 'Minh', null, null])
  })
  test('of a side nobody speaks for a step is the deal officers’', async () => {
    const id = await aDeal(imported, officer)
    expect(await stepsOf(db, id)).toMatchObject([{ organisation_id: imported, person_name: null }])
    expect(await dutiesIn(officer, id)).toEqual([['step_due', '2026-04-01']])
  })
  test('an owner who leaves the organisation leaves the step to the others', async () => {
    const id = await aDeal()
    const guest = await aPerson(db, { organisation: institute, role: 'editor', name: 'Tạm' })
    await setStep(on(lan), { deal_id: id, step: 'discussion', owner: `person:${guest.person_id}`, due_on: '2026-03-20', note: '' })
    expect(await dutiesIn(lan, id)).toEqual([])
    await db.deleteFrom('membership').where('person_id', '=', guest.person_id!).execute()
    expect(await dutiesIn(lan, id)).toEqual([['step_due', '2026-03-20']])
  })
  test('a lost deal leaves nothing waiting', async () => {
    const id = await aDeal()
    await loseDeal(on(hoa), { deal_id: id, loss_code: 'price', reason: '' })
    expect(await dutiesIn(lan, id)).toEqual([])
    expect((await stepsOf(db, id))[0]?.left_at).not.toBeNull()
  })
})

describe('The next best action', () => {
  const facts: FileFacts = { id: 7, stage: 'discussion', after_stage: null, supplier_organisation_id: 1, demander_organisation_id: 2, closing_organisation_id: null, interested_organisation_id: 2, last_by: 2, unread: false, step: { organisation_id: 1, due_on: '2026-03-30' }, duty: null, touched: [], tested: 'none', facts: [], stood: [], gone: null }
  const duty = { organisation_id: 2, path: '/deals/7/terms', due_on: '2026-03-05', text: { vi: 'Trả lời', en: 'Answer' } }
  const at = (over: Partial<FileFacts>) => { const action = bestAction({ ...facts, ...over }, '2026-03-02'); return action && [action.code, action.path, action.organisation_id] }
  test.each<[string, Partial<FileFacts>, unknown]>([
    ['a party that is gone first', { gone: { organisation_id: 1, kind: 'dissolved' }, closing_organisation_id: 1 }, ['settle_gone', '/deals/7/steps#gone', null]],
    ['a reported closing waits for the other side', { closing_organisation_id: 1, duty }, ['confirm_closing', '/deals/7#closing', 2]],
    ['what is past its day before an unread message', { unread: true, duty: { ...duty, due_on: '2026-03-01' } }, ['duty', '/deals/7/terms', 2]],
    ['an unread message before what is due later', { unread: true, duty }, ['answer_message', '/deals/7#messages', 1]],
    ['the first word', { last_by: null }, ['begin', '/deals/7#messages', 1]],
    ['what waits', { duty }, ['duty', '/deals/7/terms', 2]],
    ['an owner and a day', { step: null }, ['set_step', '/deals/7/steps#assign', null]],
    ['a discussion agrees how to go on', {}, ['agree_way', '/deals/7/steps#move', 1]],
    ['an evaluation opens the room', { stage: 'evaluation' }, ['open_room', '/deals/7/room', 1]], ['then asks', { stage: 'evaluation', touched: ['room'] }, ['ask_questions', '/deals/7/questions', 1]],
    ['then says what a test has shown', { stage: 'evaluation', touched: ['room', 'questions'] }, ['report_test', '/deals/7/room/reports', 1]],
    ['a report nobody agreed to is nothing to weigh', { stage: 'evaluation', touched: ['room', 'questions'], tested: 'reported' }, ['move_on', '/deals/7/steps#move', 1]],
    ['what both agreed is weighed', { stage: 'evaluation', touched: ['room', 'questions'], tested: 'agreed' }, ['weigh_test', '/deals/7/steps#reports', 1]],
    ['terms are drafted', { stage: 'terms' }, ['draft_terms', '/deals/7/terms', 1]],
    ['and where they are, the next step', { stage: 'terms', touched: ['terms'] }, ['move_on', '/deals/7/steps#move', 1]],
    ['a contract nobody has signed is not reported but signed', { stage: 'contract', touched: ['contract'], facts: ['undertaken', 'terms_confirmed'] }, ['sign_contract', '/deals/7/contract', 1]],
    ...(['discussion', 'nda', 'evaluation', 'pilot', 'terms', 'contract'] as const).map((stage): [string, Partial<FileFacts>, unknown] => [`a signed contract is reported, at ${stage} too`, { stage, duty, step: null, stood: ['contract'], facts: ['undertaken', 'terms_confirmed', 'contract_signed'] }, ['report_closing', '/deals/7#closing', null]]),
    ['once it is reported and the deal closed no more', { stage: 'won', facts: ['contract_signed'], touched: ['registration'] }, ['move_on', '/deals/7/steps#move', 1]],
    ['what is past its day before a signed contract', { facts: ['contract_signed'], duty: { ...duty, due_on: '2026-03-01' } }, ['duty', '/deals/7/terms', 2]],
    ['a step that was reached after an unread message', { unread: true, facts: ['undertaken'] }, ['answer_message', '/deals/7#messages', 1]],
    ['but before the first word, what waits, and an owner and a day', { last_by: null, duty, step: null, facts: ['undertaken'] }, ['move_to', '/deals/7/steps#move', null]],
    ['and its owner moves it', { duty, facts: ['undertaken'] }, ['move_to', '/deals/7/steps#move', 1]],
    ['after the closing whether it must be registered', { stage: 'won', closing_organisation_id: 1, unread: true }, ['check_registration', '/deals/7/registration', 1]],
    ['in use the outcome', { stage: 'won', after_stage: 'use' }, ['confirm_outcome', '/deals/7/outcome', 1]],
    ['at the end nothing', { stage: 'won', after_stage: 'done' }, null], ['a lost one nothing', { stage: 'lost' }, null],
  ])('%s', (_, over, expected) => expect(at(over)).toEqual(expected))
  test.each<[FileFacts['facts'], DealStep, string | null, (readonly DealStep[])?]>([
    [['undertaken'], 'discussion', 'evaluation because undertaken'], [['undertaken'], 'nda', 'evaluation because undertaken'], [['undertaken'], 'evaluation', null], [['undertaken'], 'terms', null],
    ...(['discussion', 'nda', 'evaluation', 'pilot', 'terms'] as const).map((at): [FileFacts['facts'], DealStep, string] => [['undertaken', 'terms_confirmed'], at, 'contract because terms_confirmed']), [['undertaken', 'terms_confirmed'], 'contract', null],
    [['undertaken', 'terms_confirmed', 'contract_signed', 'registered'], 'registration', 'performance because registered'], [['contract_signed'], 'registration', null], [['registered'], 'performance', null], [['registered'], 'contract', null],
    [['registered', 'accepted'], 'performance', 'use because accepted'], [['accepted'], 'registration', null], [['accepted'], 'use', null], [['accepted'], 'done', null], [[], 'discussion', null],
    [['undertaken', 'terms_confirmed'], 'terms', null, ['contract']], [['undertaken', 'terms_confirmed'], 'discussion', 'evaluation because undertaken', ['contract']], [['undertaken'], 'discussion', null, ['evaluation']],
  ])('by %s a file at %s has come to %s, unless it was taken back from %s', (facts, at, expected, stood = []) => {
    const reached = reachedIn({ facts, stood }, at)
    expect(reached && `${reached.to} because ${reached.because}`).toBe(expected)
  })
  test('confirmed terms propose the contract, with step and reason filled in for those who move the file and for nobody else; taken back from there, it is not asked again', async () => {
    const id = await aDeal(), sheet = { deal_id: id, number: 1, content: '{"format": 1, "clauses": {}}', sha256: 'a'.repeat(64) }
    const shown = async (who: Actor, path = '/steps', locale = 'vi') => (await get(`/${locale}/deals/${id}${path}`, who)).body
    const filled = (body: string) => [/<option value="contract" selected/.test(body), /name="stage_reason"[^>]*>([^<]*)</.exec(body)?.[1]]
    await db.insertInto('term_version').values({ ...sheet, reasons: '{}', note: '', organisation_id: institute, person_id: lan.person_id!, sent_at: noon, request_key: randomUUID() }).execute()
    expect([(await bestActionIn(db, id, noon))?.code, filled(await shown(lan))]).toEqual(['begin', [false, '']])
    await db.insertInto('term_sheet').values({ ...sheet, confirmed_at: noon }).execute()
    expect(await bestActionIn(db, id, noon)).toEqual({ code: 'move_to', path: `/deals/${id}/steps#move`, organisation_id: institute, due_on: '2026-04-01', reached: { to: 'contract', because: 'terms_confirmed' } })
    for (const who of [lan, minh, hoa]) expect(filled(await shown(who)), who.name).toEqual([true, 'Hai bên đã xác nhận bản điều khoản.'])
    for (const who of [viewer, signer, officer, inspector]) { const body = await shown(who); expect([body.includes('Chuyển hồ sơ sang bước “Ký hợp đồng”, vì hai bên đã xác nhận bản điều khoản'), body.includes('/steps/move')]).toEqual([true, false]) }
    const english = await shown(hoa, '/steps', 'en')
    expect([english.includes('Move the file on to “Contract”, because both sides have confirmed the terms'), filled(english)]).toEqual([true, [true, 'Both sides have confirmed the terms.']])
    expect((await row(id)).stage, 'nothing moves by itself').toBe('discussion')
    const idle = (await idleFiles(readAs(db, officer), daysFrom(noon, 14))).files.find((file) => file.id === id)
    expect(idle?.action?.reached, 'as the deal officer reads it').toEqual({ to: 'contract', because: 'terms_confirmed' })
    const press = async (stage: string, stage_reason: string) => (await post(`/vi/deals/${id}/steps/move`, { stage, stage_reason, version: await version(id) }, hoa)).statusCode
    const wrong = (await post(`/vi/deals/${id}/steps/move`, { stage: 'contract', stage_reason: '', version: await version(id) }, hoa)).body
    expect(filled(wrong), 'what was typed comes again, not what was proposed').toEqual([true, ''])
    expect(await press('contract', 'Hai bên đã xác nhận bản điều khoản.')).toBe(303)
    expect((await movesOf(db, id))[0]?.event).toMatchObject({ type: 'deal.stage_changed', from: 'discussion', to: 'contract', reason: 'Hai bên đã xác nhận bản điều khoản.' })
    expect(await press('terms', 'Giá phải bàn lại.')).toBe(303)
    expect([(await bestActionIn(db, id, noon))?.code, filled(await shown(lan))]).toEqual(['begin', [false, '']])
  })
  test('terms that a newer version follows are not confirmed for now', async () => {
    const id = await aDeal(), sheet = { deal_id: id, content: '{"format": 1, "clauses": {}}', sha256: 'b'.repeat(64) }
    const send = (number: number) => db.insertInto('term_version').values({ ...sheet, number, reasons: '{}', note: '', organisation_id: buyer, person_id: hoa.person_id!, sent_at: noon, request_key: randomUUID() }).execute()
    await send(1)
    await db.insertInto('term_sheet').values({ ...sheet, number: 1, confirmed_at: noon }).execute()
    expect((await bestActionIn(db, id, noon))?.code).toBe('move_to')
    await send(2)
    expect((await bestActionIn(db, id, noon))?.code).toBe('begin')
  })
  test('as the file really stands', async () => {
    const id = await aDeal()
    const code = async () => (await bestActionIn(db, id, noon))?.code
    expect(await code()).toBe('begin')
    await sendMessage(on(lan), { deal_id: id, body: 'Xin chào', request_key: randomUUID() })
    expect(await code()).toBe('answer_message')
  })
})

describe('Idle files', () => {
  test.each<[string, Parameters<typeof idleness>[0], ReturnType<typeof idleness>]>([
    ['fourteen days without anything', { stage: 'terms', due_on: null, last_on: '2026-02-16' }, 'quiet'], ['thirteen', { stage: 'terms', due_on: null, last_on: '2026-02-17' }, null],
    ['a day that is over', { stage: 'terms', due_on: '2026-03-01', last_on: '2026-03-02' }, 'day_passed'], ['the day itself', { stage: 'terms', due_on: '2026-03-02', last_on: '2026-03-02' }, null],
    ['a deal in use waits for months', { stage: 'won', due_on: '2026-09-01', last_on: '2025-12-01' }, null], ['unless its day is over', { stage: 'won', due_on: '2026-02-01', last_on: '2025-12-01' }, 'day_passed'], ['a lost one', { stage: 'lost', due_on: '2026-02-01', last_on: '2025-12-01' }, null],
  ])('%s', (_, file, expected) => expect(idleness(file, '2026-03-02', '2026-02-16')).toBe(expected))
  test('a file appears on its day, with what would move it, and goes when something happens in it', async () => {
    const id = await aDeal()
    const found = async (days: number) => (await idleFiles(readAs(db, officer), daysFrom(noon, days))).files.find((file) => file.id === id)
    expect([await found(13), (await found(14))?.why]).toEqual([undefined, 'quiet'])
    expect(await found(14)).toMatchObject({ last_on: '2026-03-02', step: 'discussion' satisfies DealStep, action: { code: 'begin' } })
    await sendMessage(on(hoa, 14), { deal_id: id, body: 'Xin chào', request_key: randomUUID() })
    expect([await found(14), await found(27), (await found(28))?.why, (await found(31))?.why]).toEqual([undefined, undefined, 'quiet', 'day_passed'])
  })
})
