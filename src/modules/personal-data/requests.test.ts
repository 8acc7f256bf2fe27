import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { type Actor, type Ctx, transact } from '../../core/context.ts'
import { Refused } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { agreeTo, agreeToTerms, giveConsent, withdrawConsent } from '../consents/commands.ts'
import { consentsOf, hasConsent, textToAgreeTo } from '../consents/queries.ts'
import { giveConsentAtSignUp } from '../consents/sign-up.ts'
import { personOfAccount } from '../people/commands.ts'
import { requestQueue, requestsWaiting } from './queries.ts'
import { answerRequest, askAboutData, askToBeDeleted, decideRequest, exportOwnData, extendRequest, withdrawRequest } from './request-commands.ts'
import { deadlines, standing } from './rules.ts'
import type { RequestKind } from './schema.ts'

const { db, asOwner } = await testDatabase()
const [institute, enterprise] = [await anOrganisation(db), await anOrganisation(db)]
const member = await aPerson(db, { organisation: institute }), other = await aPerson(db, { organisation: enterprise })
const administrator = await aPerson(db, { staff: ['administrator'] }), second = await aPerson(db, { staff: ['administrator'] })
const others = { moderator: await aPerson(db, { staff: ['moderator'] }), officer: await aPerson(db, { staff: ['deal_officer'] }), observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }), member: other }
const code = async (work: Promise<unknown>): Promise<string> => { try { await work } catch (error) { if (error instanceof Refused) return error.refusal.code; throw error } return 'done' }
const ask = (actor: Actor = member, kind: Exclude<RequestKind, 'deletion'> = 'correction', key = randomUUID()) => askAboutData(ctxOf(db, actor), { kind, details: 'Tin nhắn ngày 1/3 ghi sai số máy.', request_key: key })
const row = (id: number) => db.selectFrom('data_request').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const events = async (person: Actor, type: string) => (await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `person:${person.person_id}`).where('type', '=', type as never).execute()).length
/** Who signed in long ago, and who is being helped. */
const stale = (actor: Actor): Ctx => ({ ...ctxOf(db, actor), session: { id: 's', signed_in_at: minutesAfterNoon(-60), confirmed_at: minutesAfterNoon(-60) } })
const helped = (actor: Actor): Ctx => ctxOf(db, { ...actor, acted_by: { person_id: administrator.person_id ?? 0, name: 'Anh' } })

describe('deadlines', () => {
  const law = { answer_working_days: 2, withdrawal_days: 15, extension_days: 15 }
  const holidays = new Set(['2026-04-30', '2026-05-01'])
  test.each([
    ['a Monday', '2026-03-02T12:00:00+07:00', '2026-03-05T00:00:00+07:00'],
    ['a Friday: the weekend does not count', '2026-03-06T23:59:00+07:00', '2026-03-11T00:00:00+07:00'],
    ['the day before two holidays and a weekend', '2026-04-29T08:00:00+07:00', '2026-05-06T00:00:00+07:00'],
  ])('an answer to what came in on %s is due at the end of the second working day', (_, received, due) => {
    expect(deadlines('access', new Date(received), law, holidays).answer_by).toEqual(new Date(due))
  })
  test.each([['withdrawal', true], ['restriction', true], ['objection', true], ['access', false], ['correction', false], ['deletion', false]] as const)('%s: whether the deadline is the law’s is %s', (kind, byLaw) => {
    const found = deadlines(kind, noon, law, holidays)
    expect(found.by_law).toBe(byLaw)
    expect(found.complete_by).toEqual(new Date('2026-03-18T00:00:00+07:00'))
    expect(found.carry_out_after).toEqual(kind === 'deletion' ? daysFrom(noon, 7) : null)
  })
  test('what is late is late from the end of its last day on', () => {
    const request = { state: 'received' as const, ...deadlines('objection', noon, law, holidays) }
    expect(standing(request, new Date('2026-03-04T23:59:59+07:00'))).toMatchObject({ waits_for: 'answer', overdue: false })
    expect(standing(request, new Date('2026-03-05T00:00:00+07:00'))).toMatchObject({ waits_for: 'answer', overdue: true })
    expect(standing({ ...request, state: 'answered' }, new Date('2026-03-05T00:00:00+07:00'))).toMatchObject({ waits_for: 'completion', overdue: false })
    expect(standing({ ...request, state: 'refused' }, new Date('2027-01-01'))).toMatchObject({ waits_for: null, overdue: false })
  })
})

describe('requests', () => {
  test('A request gets its deadlines from the rule table, is read by its person and by those who handle it, and by nobody else.', async () => {
    const id = await ask(member, 'objection')
    expect(await row(id)).toMatchObject({ state: 'received', by_law: true, answer_by: new Date('2026-03-05T00:00:00+07:00'), complete_by: new Date('2026-03-18T00:00:00+07:00') })
    const sees = async (actor: Actor) => (await ctxOf(db, actor).db.selectFrom('data_request').select('id').where('id', '=', id).execute()).length
    expect(await Promise.all([member, administrator, others.observer, others.inspector, other, others.moderator, others.officer].map(sees))).toEqual([1, 1, 1, 1, 0, 0, 0])
    expect(await events(member, 'data_request.received')).toBe(1)
    await withdrawRequest(ctxOf(db, member), { id })
  })
  test('Pressed twice, or twice at once, it is one request.', async () => {
    const key = randomUUID()
    const ids = await Promise.all([ask(member, 'access', key), ask(member, 'access', key)])
    expect(new Set([...ids, await ask(member, 'access', key)]).size).toBe(1)
  })
  test('Only administrators answer, extend and decide; in person, freshly confirmed, and never their own.', async () => {
    const id = await ask()
    for (const actor of Object.values(others)) {
      expect(await code(answerRequest(ctxOf(db, actor), { id, answer: 'Chúng tôi sẽ xem lại.' }))).toBe('not_permitted')
      expect(await code(extendRequest(ctxOf(db, actor), { id, reason: 'Cần thêm thời gian.' }))).toBe('not_permitted')
      expect(await code(decideRequest(ctxOf(db, actor), { id, decision: 'complete', outcome: 'Đã sửa xong.' }))).toBe('not_permitted')
    }
    expect(await code(decideRequest(stale(administrator), { id, decision: 'complete', outcome: 'Đã sửa xong.' }))).toBe('confirm_first')
    expect(await code(decideRequest(helped(administrator), { id, decision: 'complete', outcome: 'Đã sửa xong.' }))).toBe('in_person_only')
    const own = await ask(administrator)
    expect(await code(answerRequest(ctxOf(db, administrator), { id: own, answer: 'Tự trả lời mình.' }))).toBe('own_request')
    expect(await row(id)).toMatchObject({ state: 'received' })
  })
  test('It is answered, extended once with a reason, and carried out; each is recorded and the person can read it all.', async () => {
    const id = await ask(other, 'restriction')
    await answerRequest(ctxOf(db, administrator), { id, answer: 'Chúng tôi tạm thôi dùng từ hôm nay.' })
    await extendRequest(ctxOf(db, administrator), { id, reason: 'Bên lưu trữ cần thêm thời gian.' })
    expect(await row(id)).toMatchObject({ state: 'answered', complete_by: new Date('2026-04-02T00:00:00+07:00') })
    expect(await code(extendRequest(ctxOf(db, second), { id, reason: 'Lại cần thêm thời gian.' }))).toBe('extended_before')
    await decideRequest(ctxOf(db, second), { id, decision: 'complete', outcome: 'Đã thôi dùng địa chỉ này.' })
    expect(await row(id)).toMatchObject({ state: 'completed', outcome: 'Đã thôi dùng địa chỉ này.', handled_by: second.person_id })
    expect(await code(answerRequest(ctxOf(db, administrator), { id, answer: 'Muộn mất rồi.' }))).toBe('wrong_state')
    expect(await code(withdrawRequest(ctxOf(db, other), { id }))).toBe('wrong_state')
    for (const type of ['answered', 'extended', 'completed']) expect(await events(other, `data_request.${type}`)).toBe(1)
  })
  test('Of two administrators who decide at once one decides, and the other is told.', async () => {
    const id = await ask(other)
    const both = await Promise.all([code(decideRequest(ctxOf(db, administrator), { id, decision: 'complete', outcome: 'Đã sửa xong.' })), code(decideRequest(ctxOf(db, second), { id, decision: 'refuse', outcome: 'Không đúng sự thật.' }))])
    expect(both.toSorted()).toEqual(['done', 'wrong_state'])
    expect(await events(other, 'data_request.completed') + await events(other, 'data_request.refused')).toBe(2) // the one of the test before, and one of this
  })
  test('Nobody takes back another’s request, and one’s own as often as one likes.', async () => {
    const id = await ask()
    expect(await code(withdrawRequest(ctxOf(db, other), { id }))).toBe('not_found')
    await withdrawRequest(ctxOf(db, member), { id })
    await withdrawRequest(ctxOf(db, member), { id })
    expect(await row(id)).toMatchObject({ state: 'withdrawn' })
  })
  test('There is an end to open requests, counted one at a time.', async () => {
    const busy = await aPerson(db)
    const answers = await Promise.all(Array.from({ length: 12 }, () => code(ask(busy))))
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(10)
    expect(answers.filter((answer) => answer === 'requests_used_up')).toHaveLength(2)
  })
  test('The queue shows the nearest deadline first and knows how many wait.', async () => {
    const { waiting } = await requestQueue(ctxOf(db, administrator).db)
    const due = waiting.map((one) => standing(one, noon).due?.getTime() ?? 0)
    expect(due).toEqual(due.toSorted((a, b) => a - b))
    expect((await requestsWaiting(ctxOf(db, administrator).db)).count).toBe(waiting.length)
    expect((await requestQueue(ctxOf(db, others.moderator).db)).waiting).toEqual([])
  })
})

describe('taking one’s data out', () => {
  test('It takes the person themselves, freshly confirmed, is recorded, and five times a day at most, however many press at once.', async () => {
    const taker = await aPerson(db, { organisation: institute, name: 'Người lấy dữ liệu' })
    expect(await code(exportOwnData(stale(taker), 'json'))).toBe('confirm_first')
    expect(await code(exportOwnData(helped(taker), 'json'))).toBe('in_person_only')
    expect(await code(exportOwnData(ctxOf(db), 'json'))).toBe('sign_in_first')
    const answers = await Promise.all(Array.from({ length: 7 }, () => code(exportOwnData(ctxOf(db, taker), 'json'))))
    expect(answers.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'done'), 'exports_used_up', 'exports_used_up'])
    expect(await events(taker, 'personal_data.exported')).toBe(5)
    const tomorrow = { ...ctxOf(db, taker, daysFrom(noon, 1.01)) }
    const held = await exportOwnData(tomorrow, 'html')
    expect(held.profile.person).toMatchObject([{ name: 'Người lấy dữ liệu' }])
    expect(held.memberships.membership).toMatchObject([{ role: 'owner' }])
    expect(held.events.event).toHaveLength(5)
  })
  test('It holds one’s own data and nobody else’s.', async () => {
    await ask(other, 'access')
    const held = JSON.stringify(await exportOwnData(ctxOf(db, member), 'json'))
    const { email } = await db.selectFrom('person').select('email').where('id', '=', member.person_id).executeTakeFirstOrThrow()
    expect(held).toContain(email)
    for (const person of [other, ...Object.values(others), administrator, second]) {
      const theirs = await db.selectFrom('person').select('email').where('id', '=', person.person_id).executeTakeFirstOrThrow()
      expect(held).not.toContain(theirs.email)
    }
    expect(held).not.toMatch(/password|token_sha256|backup_codes|public_key/)
  })
})

describe('asking to be deleted', () => {
  test('It takes the word, the person themselves and a fresh confirmation, and stands once.', async () => {
    const leaver = await aPerson(db)
    const want = (ctx: Ctx, word = 'XÓA') => code(askToBeDeleted(ctx, { word, request_key: randomUUID() }))
    expect(await want(stale(leaver))).toBe('confirm_first')
    expect(await want(helped(leaver))).toBe('in_person_only')
    expect(await want(ctxOf(db, leaver), 'thôi')).toBe('word_not_typed')
    expect((await Promise.all([want(ctxOf(db, leaver)), want(ctxOf(db, leaver), ' xóa ')])).toSorted()).toEqual(['deletion_asked_already', 'done'])
  })
  test('Nobody leaves an organisation without an owner, nor the Exchange without an administrator.', async () => {
    const left = await anOrganisation(db), owner = await aPerson(db, { organisation: left })
    await aPerson(db, { organisation: left, role: 'editor' })
    expect(await code(askToBeDeleted(ctxOf(db, owner), { word: 'XÓA', request_key: randomUUID() }))).toBe('still_needed')
    await db.deleteFrom('staff_role').where('person_id', '=', second.person_id).execute()
    expect(await code(askToBeDeleted(ctxOf(db, administrator), { word: 'XÓA', request_key: randomUUID() }))).toBe('still_needed')
    await db.insertInto('staff_role').values({ person_id: second.person_id ?? 0, role: 'administrator', granted_at: noon, granted_by: null }).execute()
    expect(await code(askToBeDeleted(ctxOf(db, administrator), { word: 'XÓA', request_key: randomUUID() }))).toBe('done')
  })
})

describe('consent', () => {
  test('It is given once, with the text’s version and hash, and taken back in one press; nobody sees another’s.', async () => {
    await Promise.all([agreeTo(ctxOf(db, member), { purpose: 'broker_contact' }), agreeTo(ctxOf(db, member), { purpose: 'broker_contact' })])
    expect(await consentsOf(db, member.person_id ?? 0)).toMatchObject([{ purpose: 'broker_contact', text_version: 1, text_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string, withdrawn_at: null }])
    expect(await consentsOf(ctxOf(db, other).db, member.person_id ?? 0)).toEqual([])
    await withdrawConsent(stale(member), { purpose: 'broker_contact' }) // as easy as giving: nothing is asked again
    expect(await hasConsent(db, member.person_id ?? 0, 'broker_contact')).toBe(false)
    await agreeTo(ctxOf(db, member), { purpose: 'broker_contact' })
    expect(await hasConsent(db, member.person_id ?? 0, 'broker_contact')).toBe(true)
    expect(await code(withdrawConsent(helped(member), { purpose: 'broker_contact' }))).toBe('in_person_only')
  })
  test('Choosing the daily letter is written down as consent, and taking it back ends the daily letter at once.', async () => {
    const id = other.person_id ?? 0
    await ctxOf(db, other).db.insertInto('notice_choice').values({ person_id: id, topic: 'deals', delivery: 'daily', chosen_at: noon }).execute()
    expect(await hasConsent(db, id, 'email_digest')).toBe(true)
    await withdrawConsent(ctxOf(db, other), { purpose: 'email_digest' })
    expect(await hasConsent(db, id, 'email_digest')).toBe(false)
    expect(await db.selectFrom('notice_choice').select('delivery').where('person_id', '=', id).execute()).toEqual([{ delivery: 'page' }])
  })
  test('A public profile is public by consent: taken back here, it is hidden at once.', async () => {
    const id = other.person_id ?? 0
    await db.insertInto('expert').values({ person_id: id, headline_vi: 'Sấy lạnh', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available', available_from: null, organisation_id: null, orcid: null, consented_at: noon, published_at: noon, created_at: noon, updated_at: noon }).execute()
    expect(await hasConsent(db, id, 'expert_profile')).toBe(true)
    await withdrawConsent(ctxOf(db, other), { purpose: 'expert_profile' })
    expect(await db.selectFrom('expert').select(['consented_at', 'published_at']).where('person_id', '=', id).execute()).toEqual([{ consented_at: null, published_at: null }])
    expect(await hasConsent(db, id, 'expert_profile')).toBe(false)
  })
  test('What was ticked at sign-up is the person’s as soon as there is one, and they are not asked again until the text changes.', async () => {
    await db.insertInto('auth_user').values({ id: 'moi', name: 'Mới', email: 'moi@example.test', email_verified: true }).execute()
    await giveConsentAtSignUp(db, 'moi', noon)
    const id = await personOfAccount({ ...ctxOf(db), db }, { id: 'moi', name: 'Mới', email: 'moi@example.test' })
    expect(await consentsOf(db, id)).toMatchObject([{ purpose: 'terms', text_version: 1, how: 'sign_up', given_at: noon }])
    expect(await textToAgreeTo(db, id, noon)).toBeNull()
    await asOwner("insert into privacy_text (version, valid_from, terms_vi, terms_en, notice_vi, notice_en, changes_vi, changes_en, sha256) values (2, '2026-06-01', 'a', 'b', 'c', 'd', 'Đổi một điều.', 'One thing changed.', encode(sha256(convert_to(E'a\\n---\\nb\\n---\\nc\\n---\\nd', 'UTF8')), 'hex'))")
    expect(await textToAgreeTo(db, id, noon)).toBeNull()
    const later = new Date('2026-06-02')
    expect(await textToAgreeTo(db, id, later)).toMatchObject({ version: 2 })
    const actor: Actor = { ...other, person_id: id }
    expect(await code(agreeToTerms(ctxOf(db, actor, later), { version: 1 }))).toBe('text_changed_since')
    expect(await textToAgreeTo(db, id, later)).toMatchObject({ version: 2 })
    await agreeToTerms(ctxOf(db, actor, later), { version: 2 })
    expect(await textToAgreeTo(db, id, later)).toBeNull()
    await transact({ ...ctxOf(db), db }, (tx) => giveConsent(tx, { ...ctxOf(db, actor, later), db }, id, 'terms'))
    expect((await consentsOf(db, id)).map(({ text_version }) => text_version)).toEqual([2, 1])
  })
  test('A published text never changes.', async () => {
    await expect(db.updateTable('privacy_text').set({ notice_vi: 'khác' }).where('version', '=', 1).execute()).rejects.toThrow(/permission denied/)
    await expect(asOwner("update privacy_text set notice_vi = 'khác' where version = 1")).rejects.toThrow(/check constraint/)
  })
})
