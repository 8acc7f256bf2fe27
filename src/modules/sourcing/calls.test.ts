import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { reactionsOf } from '../../reactions.ts'
import { wordRefusal } from '../../refusals.ts'
import { askInviter, declineCall, SaveAnswer, saveAnswer, takeBackAnswer } from './answer-commands.ts'
import { answerEnquiry, ChangeCall, changeCall, chooseSuppliers, discardCall, DraftCall, draftCall, dropSupplier, moveDeadline, sayOutcome, sendCall, withdrawCall } from './call-commands.ts'
import { callRefusals } from './call-messages.ts'
import { callFile, callsOf, invitedFile, questionsOf, repliesTo, sourcingDuties } from './call-queries.ts'
import { mostSuppliers } from './call-rules.ts'
import { openCall, tendCalls } from './tending.ts'

const { db } = await testDatabase()
const [demander, institute, workshop, third, alone] = [await anOrganisation(db, 'enterprise', 'Công ty Rau'), await anOrganisation(db, 'institute', 'Viện Sấy'), await anOrganisation(db, 'enterprise', 'Xưởng Máy'), await anOrganisation(db, 'university', 'Trường Khác'), await anOrganisation(db, 'enterprise', 'Công ty chưa có ai')]
const people = {
  buyer: await aPerson(db, { organisation: demander, name: 'Hòa' }), colleague: await aPerson(db, { organisation: demander, role: 'editor' }), reader: await aPerson(db, { organisation: demander, role: 'viewer' }),
  lan: await aPerson(db, { organisation: institute, name: 'Lan' }), minh: await aPerson(db, { organisation: institute, role: 'editor' }), vy: await aPerson(db, { organisation: institute, role: 'viewer' }), tho: await aPerson(db, { organisation: workshop, name: 'Thợ' }),
  stranger: await aPerson(db, { organisation: third }), officer: await aPerson(db, { staff: ['deal_officer'] }), moderator: await aPerson(db, { staff: ['moderator'] }), observer: await aPerson(db, { staff: ['observer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), inspector: await aPerson(db, { staff: ['inspector'] }), anonymous,
} satisfies Record<string, Actor>
type Person = keyof typeof people
const at = (who: Person, now = noon): Ctx => ctxOf(db, people[who], now)
const refused = (code: string) => ({ refusal: { code } })
const need = await aListing(db, 'need', demander, 'published', 'Cần máy sấy rau'), offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), theirs = await aListing(db, 'offer', workshop, 'published', 'Máy sấy gió'), imported = await aListing(db, 'need', alone, 'published', 'Nhu cầu nhập từ nguồn khác')
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()

const content = { text: 'Mời các đơn vị trả lời những câu hỏi dưới đây.', deadline: '2026-03-20', question_1: 'Đã lắp ở đâu?', kind_1: 'text', question_2: 'Công suất mỗi mẻ', kind_2: 'number', unit_2: 'kg', question_3: 'Giá trọn gói', kind_3: 'price' }
/** Midnight after the last day, in Hanoi. */
const over = new Date('2026-03-21T00:00:00+07:00')
const lastSecond = new Date(over.getTime() - 1_000)
const draft = (who: Person, given: object = {}, now = noon) => draftCall(at(who, now), DraftCall.parse({ id: need, request_key: randomUUID(), ...content, ...given }))
/** An invitation that is sent, with the parts of its two suppliers. */
async function sent(): Promise<{ call: number; institutes: number; workshops: number }> {
  const call = await draft('buyer')
  await chooseSuppliers(at('buyer'), { call_id: call, offers: [offer], organisations: [workshop] })
  await sendCall(at('buyer'), { call_id: call })
  const rows = await db.selectFrom('call_supplier').select(['id', 'organisation_id']).where('call_id', '=', call).execute()
  return { call, institutes: rows.find((row) => row.organisation_id === institute)!.id, workshops: rows.find((row) => row.organisation_id === workshop)!.id }
}
const values = async (call: number, [text, number, price]: [string, string, string]) => { const [a, b, c] = await questionsOf(db, call); return { [`answer_${a!.id}`]: text, [`answer_${b!.id}`]: number, [`answer_${c!.id}`]: price } }
const answer = async (who: Person, call: number, supplier_id: number, given: [string, string, string], { now = noon, version = 0, press = 'send', ...more }: { now?: Date; version?: number; press?: string; offer_id?: string } = {}) =>
  saveAnswer(at(who, now), SaveAnswer.parse({ supplier_id, version, note: '', offer_id: '', press, ...await values(call, given), ...more }))
const good: [string, string, string] = ['Hai hợp tác xã ở Mê Linh', '250,5', '480.000.000']
const told = async (call: number) => {
  const events = await db.selectFrom('event').selectAll().where('subject', '=', `call:${call}`).orderBy('id').execute()
  const reactions = reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }) as Record<string, readonly ((tx: never, event: never) => Promise<void>)[] | undefined>
  await db.transaction().execute(async (tx) => { for (const event of events) for (const react of reactions[event.type] ?? []) await react(tx as never, event as never) })
  return (await db.selectFrom('notice as n').innerJoin('person as p', 'p.id', 'n.person_id').select(['n.kind', 'p.id', 'n.path', 'n.values']).where('n.event_id', 'in', events.map(({ id }) => id)).orderBy('n.id').execute())
}

describe('Inviting', () => {
  test('is for those who write for the need’s organisation, role by role; for the others the need cannot be asked about.', async () => {
    for (const who of ['reader', 'stranger', 'lan', 'officer', 'moderator', 'observer', 'administrator'] as const) await expect(draft(who), who).rejects.toMatchObject(refused('not_permitted'))
    await expect(draft('anonymous')).rejects.toMatchObject(refused('sign_in_first'))
    const call = await draft('buyer')
    for (const who of ['stranger', 'lan', 'moderator', 'observer', 'administrator'] as const) {
      await expect(callFile(at(who), call), who).rejects.toMatchObject(refused('not_found'))
      await expect(sendCall(at(who), { call_id: call }), who).rejects.toMatchObject(refused('not_found'))
      expect(await readAs(db, people[who]).selectFrom('sourcing_call').select('id').where('id', '=', call).execute(), who).toEqual([])
    }
    // A viewer of the organisation and the Exchange's officers read it and change nothing.
    for (const who of ['reader', 'officer', 'inspector'] as const) {
      expect((await callFile(at(who), call)).invites, who).toBe(false)
      for (const act of [() => sendCall(at(who), { call_id: call }), () => discardCall(at(who), { call_id: call }), () => chooseSuppliers(at(who), { call_id: call, offers: [offer], organisations: [] }), () => changeCall(at(who), ChangeCall.parse({ call_id: call, version: 1, ...content }))]) await expect(act(), who).rejects.toMatchObject(refused('not_permitted'))
    }
    await discardCall(at('colleague'), { call_id: call })
  })
  test('A deal officer invites for an organisation that has nobody of its own; who acts in somebody’s name is recorded with both.', async () => {
    const call = await draftCall(at('officer'), DraftCall.parse({ id: imported, request_key: randomUUID(), ...content }))
    await chooseSuppliers(at('officer'), { call_id: call, offers: [offer], organisations: [] })
    await sendCall(at('officer'), { call_id: call })
    expect(await db.selectFrom('event').select(['person_id', 'organisation_id', 'type']).where('subject', '=', `call:${call}`).orderBy('id').execute()).toEqual(['call.drafted', 'call.sent'].map((type) => ({ person_id: people.officer.person_id, organisation_id: alone, type })))
    const acting = { ...people.buyer, acted_by: { person_id: people.officer.person_id!, name: 'Hà' } }
    const inName = await draftCall(ctxOf(db, acting), DraftCall.parse({ id: need, request_key: randomUUID(), ...content }))
    expect(await db.selectFrom('event').select(['person_id', 'acted_by', 'organisation_id']).where('subject', '=', `call:${inName}`).executeTakeFirst()).toEqual({ person_id: people.buyer.person_id, acted_by: people.officer.person_id, organisation_id: demander })
    await discardCall(at('buyer'), { call_id: inName })
  })
  test('The same form twice is one draft; the second of two who save is told; what cannot be asked is said.', async () => {
    const key = randomUUID()
    const [one, two] = await Promise.all([draft('buyer', { request_key: key }), draft('colleague', { request_key: key })])
    expect(one).toBe(two)
    const saving = (text: string) => changeCall(at('buyer'), ChangeCall.parse({ call_id: one, version: 1, ...content, text }))
    const both = await Promise.allSettled([saving('Mời các đơn vị trả lời: lần một.'), saving('Mời các đơn vị trả lời: lần hai.')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: refused('call_changed') })
    await expect(draft('buyer', { deadline: '2026-03-02' })).rejects.toMatchObject(refused('deadline_passed'))
    await expect(draft('buyer', { question_1: '', question_2: '', question_3: '' })).rejects.toMatchObject(refused('nothing_asked'))
    await expect(sendCall(at('buyer'), { call_id: one })).rejects.toMatchObject(refused('nobody_invited'))
    await expect(chooseSuppliers(at('buyer'), { call_id: one, offers: [], organisations: [demander] })).rejects.toMatchObject(refused('invites_itself'))
    const many = await Promise.all(Array.from({ length: mostSuppliers }, () => anOrganisation(db)))
    await chooseSuppliers(at('buyer'), { call_id: one, offers: [offer, offer], organisations: [institute, workshop] })
    expect((await callFile(at('buyer'), one)).suppliers.map(({ organisation_id, offer_id }) => [organisation_id, offer_id])).toEqual([[institute, offer], [workshop, null]])
    await expect(chooseSuppliers(at('buyer'), { call_id: one, offers: [], organisations: many })).rejects.toMatchObject(refused('too_many_suppliers'))
    await dropSupplier(at('buyer'), { call_id: one, supplier_id: (await callFile(at('buyer'), one)).suppliers[1]!.id })
    await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', need).execute()
    await expect(sendCall(at('buyer'), { call_id: one })).rejects.toMatchObject(refused('need_not_published'))
    await db.updateTable('listing').set({ state: 'published' }).where('id', '=', need).execute()
    // Nobody invited reads a draft.
    expect(await readAs(db, people.lan).selectFrom('call_supplier').select('id').where('call_id', '=', one).execute()).toEqual([])
    const pressed = await Promise.all([sendCall(at('buyer'), { call_id: one }), sendCall(at('colleague'), { call_id: one })])
    expect(pressed).toHaveLength(2)
    expect(await db.selectFrom('event').select('id').where('subject', '=', `call:${one}`).where('type', '=', 'call.sent').execute()).toHaveLength(1)
    await expect(changeCall(at('buyer'), ChangeCall.parse({ call_id: one, version: 3, ...content }))).rejects.toMatchObject(refused('wrong_state'))
    await expect(discardCall(at('buyer'), { call_id: one })).rejects.toMatchObject(refused('wrong_state'))
  })
})

describe('Answering', () => {
  test('Suppliers are told, read the need without its owner’s name, and nothing of each other.', async () => {
    const { call, institutes, workshops } = await sent()
    expect((await told(call)).map(({ kind, id, path }) => [kind, id, path])).toEqual([['call_received', people.lan.person_id, `/invited/${institutes}`], ['call_received', people.minh.person_id, `/invited/${institutes}`], ['call_received', people.tho.person_id, `/invited/${workshops}`]])
    const file = await invitedFile(at('lan'), institutes)
    expect(file.need).toMatchObject({ id: need, anonymous: true, organisation_id: 0, organisation_name_vi: '' })
    expect(file.offers.map(({ id }) => id)).toEqual([offer])
    await expect(invitedFile(at('lan'), workshops)).rejects.toMatchObject(refused('not_found'))
    for (const who of ['buyer', 'stranger', 'officer', 'moderator', 'administrator', 'inspector'] as const) await expect(invitedFile(at(who), institutes), who).rejects.toMatchObject(refused('not_found'))
    expect((await readAs(db, people.lan).selectFrom('call_supplier').select('id').where('call_id', '=', call).execute()).map(({ id }) => id)).toEqual([institutes])
    expect((await callsOf(at('lan'))).received[0]).toMatchObject({ id: institutes, phase: 'open', state: 'invited' })
    expect(await sourcingDuties(at('lan').db, [institute], noon)).toMatchObject([{ kind: 'to_answer' }, { kind: 'to_answer' }, { kind: 'to_answer' }])
    await expect(answer('vy', call, institutes, good)).rejects.toMatchObject(refused('not_permitted'))
    for (const who of ['tho', 'buyer', 'officer', 'stranger'] as const) await expect(answer(who, call, institutes, good), who).rejects.toMatchObject(refused('not_found'))
  })
  test('Where nobody of a supplier is here yet, the officers are told, and are led to what they may read.', async () => {
    const call = await draft('buyer')
    await chooseSuppliers(at('buyer'), { call_id: call, offers: [], organisations: [alone] })
    await sendCall(at('buyer'), { call_id: call })
    expect((await told(call)).map(({ kind, id, path }) => [kind, id, path])).toEqual([['call_received', people.officer.person_id, `/calls/${call}`]])
    expect((await callFile(at('officer'), call)).suppliers).toMatchObject([{ peopled: false }])
  })
  test('A draft is kept as typed, what cannot be read is an error at its question, and an answer is sent whole.', async () => {
    const { call, institutes } = await sent()
    await answer('lan', call, institutes, ['Hai nơi', '', ''], { press: 'save' })
    await expect(answer('lan', call, institutes, ['Hai nơi', '1e9', 'x'], { version: 1 })).rejects.toMatchObject({ issues: [{ message: 'number' }, { message: 'amount' }] })
    await expect(answer('lan', call, institutes, ['Hai nơi', '250', ''], { version: 1 })).rejects.toMatchObject({ refusal: { code: 'answer_incomplete', missing: 1 } })
    await expect(answer('lan', call, institutes, good, { version: 1, offer_id: String(theirs) })).rejects.toMatchObject(refused('offer_unfit'))
    // Two colleagues at once: one is kept, the other told. The same words twice are one.
    const both = await Promise.allSettled([answer('lan', call, institutes, good, { version: 1 }), answer('minh', call, institutes, ['Ba nơi', '300', '500000000'], { version: 1 })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: refused('answer_changed') })
    await answer('lan', call, institutes, good, { version: 2 })
    await answer('lan', call, institutes, good, { version: 0 })
    const { supplier, values: kept } = await invitedFile(at('lan'), institutes)
    expect(supplier.state).toBe('answered')
    expect([...kept.values()]).toEqual(['Hai hợp tác xã ở Mê Linh', '250.5', '480000000'])
    await takeBackAnswer(at('minh'), { supplier_id: institutes })
    await takeBackAnswer(at('minh'), { supplier_id: institutes })
    expect((await invitedFile(at('lan'), institutes)).supplier.state).toBe('drafting')
    await expect(declineCall(at('lan'), { supplier_id: institutes, decline_code: 'other', note: '' })).rejects.toMatchObject(refused('decline_note_needed'))
    await declineCall(at('lan'), { supplier_id: institutes, decline_code: 'too_little_time', note: '' })
    expect((await callFile(at('buyer'), call)).suppliers.find(({ id }) => id === institutes)).toMatchObject({ state: 'declined', decline_code: 'too_little_time' })
    await answer('lan', call, institutes, ['Nghĩ lại', '1', '2'], { version: (await invitedFile(at('lan'), institutes)).reply!.version })
    expect((await invitedFile(at('lan'), institutes)).supplier).toMatchObject({ state: 'answered', decline_code: null })
  })
  test('In the last second it counts; at the very end of the day, and after, it is late, whatever the clock of the worker says.', async () => {
    const { call, institutes, workshops } = await sent()
    await answer('lan', call, institutes, good, { now: lastSecond })
    await expect(answer('tho', call, workshops, good, { now: over })).rejects.toMatchObject({ refusal: { code: 'call_over', deadline: '2026-03-20' } })
    await expect(answer('lan', call, institutes, ['Sửa muộn', '1', '2'], { now: over, version: 1 })).rejects.toMatchObject(refused('call_over'))
    await expect(takeBackAnswer(at('lan', over), { supplier_id: institutes })).rejects.toMatchObject(refused('call_over'))
    await expect(declineCall(at('tho', over), { supplier_id: workshops, decline_code: 'terms', note: '' })).rejects.toMatchObject(refused('call_over'))
    await expect(askInviter(at('tho', over), { supplier_id: workshops, question: 'Còn kịp không ạ?', request_key: randomUUID() })).rejects.toMatchObject(refused('call_over'))
    await expect(moveDeadline(at('buyer', over), { call_id: call, deadline: '2026-03-30' })).rejects.toMatchObject(refused('call_over'))
    await expect(withdrawCall(at('buyer', over), { call_id: call, reason: 'Không cần nữa rồi.' })).rejects.toMatchObject(refused('call_over'))
  })
  test('A question goes to everybody invited with its answer, and nobody learns who asked.', async () => {
    const { call, institutes, workshops } = await sent()
    const request_key = randomUUID()
    await askInviter(at('lan'), { supplier_id: institutes, question: 'Điện ba pha hay một pha?', request_key })
    await askInviter(at('lan'), { supplier_id: institutes, question: 'Điện ba pha hay một pha?', request_key })
    expect((await invitedFile(at('tho'), workshops)).enquiries).toEqual([])
    const [asked] = (await callFile(at('buyer'), call)).enquiries
    expect(asked).toMatchObject({ question: 'Điện ba pha hay một pha?', own: false })
    await expect(answerEnquiry(at('lan'), { call_id: call, enquiry_id: asked!.id, answer: 'Một pha.' })).rejects.toMatchObject(refused('not_found'))
    await answerEnquiry(at('buyer'), { call_id: call, enquiry_id: asked!.id, answer: 'Một pha.' })
    await expect(answerEnquiry(at('colleague'), { call_id: call, enquiry_id: asked!.id, answer: 'Ba pha.' })).rejects.toMatchObject(refused('enquiry_answered'))
    expect((await invitedFile(at('tho'), workshops)).enquiries).toMatchObject([{ answer: 'Một pha.', own: false }])
    expect((await invitedFile(at('lan'), institutes)).enquiries).toMatchObject([{ answer: 'Một pha.', own: true }])
    expect((await told(call)).filter(({ kind }) => kind.startsWith('call_enquiry')).map(({ kind, id }) => [kind, id])).toEqual([['call_enquiry', people.buyer.person_id], ['call_enquiry', people.colleague.person_id], ...[people.lan, people.minh, people.tho].map(({ person_id }) => ['call_enquiry_answered', person_id])])
  })
})

describe('The seal', () => {
  const rows = async (who: Person, table: 'call_reply' | 'call_answer', call: number) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} x join call_supplier s on s.id = x.supplier_id where s.call_id = ${call}`.execute(readAs(db, people[who]))).rows[0]?.n
  test('keeps answers from the inviter and from everybody of the Exchange until the last day is over, in the database as well; drafts it keeps for ever.', async () => {
    const { call, institutes, workshops } = await sent()
    await answer('lan', call, institutes, good)
    await answer('tho', call, workshops, ['Nháp', '', ''], { press: 'save' })
    const insiders = ['buyer', 'colleague', 'reader', 'officer', 'inspector', 'administrator', 'moderator', 'observer', 'stranger', 'anonymous'] as const
    for (const who of insiders) for (const table of ['call_reply', 'call_answer'] as const) expect(await rows(who, table, call), `${who} ${table}`).toBe(0)
    expect([await rows('lan', 'call_answer', call), await rows('tho', 'call_answer', call)]).toEqual([3, 1])
    await expect(sayOutcome(at('buyer'), { call_id: call, supplier_id: institutes, outcome: 'shortlisted', reason: '' })).rejects.toMatchObject(refused('answers_sealed'))
    expect(await openCall(db, call, lastSecond)).toBe(false)
    // Whoever writes past the program breaks no seal either.
    await expect(sql`update sourcing_call set opened_at = ${noon} where id = ${call}`.execute(readAs(db, people.buyer))).rejects.toThrow('sourcing_call_check')
    await expect(sql`update sourcing_call set deadline = '2026-03-03', deadline_at = '2026-03-04T00:00:00+07:00' where id = ${call}`.execute(readAs(db, people.buyer))).rejects.toThrow('never moved forward')
    await expect(sql`update sourcing_call set opened_at = now() + interval '1 day' where id = ${call}`.execute(readAs(db, people.buyer))).rejects.toThrow('opened once')
    await expect(sql`update call_supplier set state = 'declined', decline_code = 'other' where id = ${institutes}`.execute(readAs(db, people.buyer))).rejects.toThrow('answers for itself')
    await expect(sql`update call_supplier set outcome = 'shortlisted' where id = ${institutes}`.execute(readAs(db, people.lan))).rejects.toThrow('inviter says')

    const opened = await Promise.all([openCall(db, call, over), openCall(db, call, over)])
    expect(opened.toSorted()).toEqual([false, true])
    for (const who of ['buyer', 'reader', 'officer', 'inspector'] as const) expect(await rows(who, 'call_answer', call), who).toBe(3)
    for (const who of ['stranger', 'administrator', 'moderator', 'observer', 'anonymous'] as const) expect(await rows(who, 'call_answer', call), who).toBe(0)
    expect(await rows('tho', 'call_answer', call)).toBe(1)
    expect((await repliesTo(readAs(db, people.buyer), [institutes, workshops], 'vi')).size).toBe(1)
    await expect(sql`insert into call_answer values (${workshops}, ${(await questionsOf(db, call))[1]!.id}, '9')`.execute(readAs(db, people.tho))).rejects.toThrow('row-level security')
    expect(await sourcingDuties(at('buyer').db, [demander], over)).toMatchObject([{ kind: 'to_judge', href: `/calls/${call}/answers` }])
  })
  test('An answer that comes while the seal is being broken waits, and is late.', async () => {
    const { call, institutes } = await sent()
    let late: Promise<unknown> = Promise.resolve()
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom('sourcing_call').select('id').where('id', '=', call).forUpdate().execute()
      late = answer('lan', call, institutes, good, { now: lastSecond }).then(() => 'kept', (error: unknown) => error)
      expect(await Promise.race([late, new Promise((done) => { setTimeout(done, 300, 'waiting') })])).toBe('waiting')
      await tx.updateTable('sourcing_call').set({ opened_at: over }).where('id', '=', call).execute()
    })
    expect(await late).toMatchObject(refused('call_over'))
    expect(await db.selectFrom('call_answer').select('value').where('supplier_id', '=', institutes).execute()).toEqual([])
  })
  test('Withdrawn in time, nothing is ever opened, and everybody invited is told why.', async () => {
    const { call, institutes } = await sent()
    await answer('lan', call, institutes, good)
    await withdrawCall(at('buyer'), { call_id: call, reason: 'Chúng tôi đã tự giải được.' })
    await withdrawCall(at('buyer'), { call_id: call, reason: 'Chúng tôi đã tự giải được.' })
    expect(await openCall(db, call, over)).toBe(false)
    expect(await rows('buyer', 'call_answer', call)).toBe(0)
    await expect(answer('lan', call, institutes, ['x', '1', '2'], { version: 1 })).rejects.toMatchObject(refused('wrong_state'))
    expect((await told(call)).filter(({ kind }) => kind === 'call_withdrawn')).toHaveLength(3)
  })
})

describe('Time and outcome', () => {
  test('The last day moves later only, and everybody is told; who has not answered is reminded two working days before it, once.', async () => {
    const { call, institutes } = await sent()
    await expect(moveDeadline(at('buyer'), { call_id: call, deadline: '2026-03-19' })).rejects.toMatchObject(refused('deadline_earlier'))
    await moveDeadline(at('buyer'), { call_id: call, deadline: '2026-03-23' })
    await moveDeadline(at('buyer'), { call_id: call, deadline: '2026-03-23' })
    await answer('lan', call, institutes, good, { now: lastSecond })
    const reminders = async () => (await told(call)).filter(({ kind }) => kind === 'call_reminder').map(({ id }) => id)
    await tendCalls(db, new Date('2026-03-18T23:00:00+07:00'))
    expect(await reminders()).toEqual([])
    await tendCalls(db, new Date('2026-03-19T00:05:00+07:00'))
    await tendCalls(db, new Date('2026-03-20T08:00:00+07:00'))
    expect(await reminders()).toEqual([people.tho.person_id])
    expect((await told(call)).filter(({ kind }) => kind === 'call_moved')).toHaveLength(3)
    await tendCalls(db, new Date('2026-03-24T00:01:00+07:00'))
    expect((await callFile(at('buyer'), call)).call.opened_at).not.toBeNull()
    expect((await told(call)).filter(({ kind }) => kind === 'call_opened').map(({ id, path }) => [id, path])).toEqual([[people.buyer.person_id, `/calls/${call}/answers`], [people.colleague.person_id, `/calls/${call}/answers`]])
  })
  test('Each supplier learns what becomes of its answer and why, and what was not chosen stays so.', async () => {
    const { call, institutes, workshops } = await sent()
    await answer('lan', call, institutes, good, { offer_id: String(offer) })
    await answer('tho', call, workshops, ['Chưa', '10', '1'])
    await openCall(db, call, over)
    const say = (who: Person, supplier_id: number, outcome: 'shortlisted' | 'not_chosen', reason = '') => sayOutcome(at(who, over), { call_id: call, supplier_id, outcome, reason })
    for (const who of ['reader', 'officer', 'inspector'] as const) await expect(say(who, institutes, 'shortlisted'), who).rejects.toMatchObject(refused('not_permitted'))
    for (const who of ['lan', 'stranger', 'moderator'] as const) await expect(say(who, institutes, 'shortlisted'), who).rejects.toMatchObject(refused('not_found'))
    await expect(say('buyer', workshops, 'not_chosen')).rejects.toMatchObject(refused('outcome_reason_needed'))
    const both = await Promise.allSettled([say('buyer', institutes, 'shortlisted'), say('colleague', institutes, 'shortlisted')])
    expect(both.every(({ status }) => status === 'fulfilled')).toBe(true)
    await say('buyer', workshops, 'not_chosen', 'Công suất chưa đủ.')
    await expect(say('buyer', workshops, 'shortlisted')).rejects.toMatchObject(refused('wrong_state'))
    const notices = (await told(call)).filter(({ kind }) => kind === 'call_shortlisted' || kind === 'call_not_chosen')
    expect(notices.map(({ kind, id }) => [kind, id])).toEqual([['call_shortlisted', people.lan.person_id], ['call_shortlisted', people.minh.person_id], ['call_not_chosen', people.tho.person_id]])
    expect(notices[2]?.values).toMatchObject({ why: 'Công suất chưa đủ.' })
    expect((await invitedFile(at('tho'), workshops)).supplier).toMatchObject({ outcome: 'not_chosen', outcome_reason: 'Công suất chưa đủ.' })
    const logged = JSON.stringify(await db.selectFrom('event').select('data').where('subject', '=', `call:${call}`).execute())
    for (const word of ['Mê Linh', 'Công suất', '480000000', 'Viện']) expect(logged).not.toContain(word)
  })
})

test('Every refusal has a sentence in both languages.', () => {
  for (const locale of ['vi', 'en'] as const) for (const code of Object.keys(callRefusals[locale])) expect(wordRefusal({ code, most: 3, chosen: 4, missing: 1, version: 1, deadline: '2026-03-20' } as never, locale), code).not.toBe(code)
})
