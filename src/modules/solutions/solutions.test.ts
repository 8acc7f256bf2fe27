import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { refused } from '../../../tests/refused.ts'
import { aSolutionCall, draftOf, envelopes, scored, scoring } from '../../../tests/solution-things.ts'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Reaction } from '../../core/reactions.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { reactionsOf } from '../../reactions.ts'
import { loadCodeLists } from '../taxonomy/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { openDealOfSolution } from '../deals/solution-commands.ts'
import { chosenWithoutDeal, confirmAward, proposeAward, returnAward } from './award-commands.ts'
import { changeScore, declareConflict, lockScores, nameMember, releaseMember, scoreEntry } from './council-commands.ts'
import { changeSolution, draftSolution, proposeSolution, publishSolution, sendBackSolution, withdrawSolution } from './draft-commands.ts'
import { openSolution, openSolutions } from './opening.ts'
import { decideLow, explainPrice, openPrices, rankSolution } from './price-commands.ts'
import { councilFile, deskFile, ownPart, solutionDuties, solutionFile } from './queries.ts'
import { answerOfSolution, askOfSolution } from './question-commands.ts'
import { submitSolution } from './submission-commands.ts'

const { db, asOwner } = await testDatabase()
await loadCodeLists(db, 'data')
const owner = await anOrganisation(db, 'enterprise', 'Hợp tác xã'), one = await anOrganisation(db, 'institute', 'Viện Một'), two = await anOrganisation(db, 'enterprise', 'Công ty Hai'), three = await anOrganisation(db, 'enterprise', 'Công ty Ba')
const officer = await aPerson(db, { staff: ['deal_officer'] }), second = await aPerson(db, { staff: ['deal_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), observer = await aPerson(db, { staff: ['observer'] }), administrator = await aPerson(db, { staff: ['administrator'] })
const lan = await aPerson(db, { organisation: owner }), hoa = await aPerson(db, { organisation: one }), minh = await aPerson(db, { organisation: two }), ba = await aPerson(db, { organisation: three }), editor = await aPerson(db, { organisation: one, role: 'editor' })
const judge = await aPerson(db, { name: 'Giám khảo' }), other = await aPerson(db, { name: 'Ủy viên' }), stranger = await aPerson(db)
const as = (actor: Actor, days = 0): Ctx => ctxOf(db, actor, daysFrom(noon, days))
const brokenBy = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: Error) => error.message)
const aCall = async (over: Record<string, unknown> = {}) => aSolutionCall(db, { officer, second, need: await listed(db, owner, 'Cần sấy trái cây', { kind: 'need' }), now: noon, over })
const row = (id: number) => db.selectFrom('solution_call').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const emailOf = async (actor: Actor) => (await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()).email
const points = (organisation: number): readonly [number, number] => (organisation === one ? [90, 80] : organisation === two ? [70, 70] : [40, 30])
/** Two or three have handed in, the council has scored, and everybody has locked. */
async function judged(prices: [Actor, number][] = [[hoa, 500_000_000], [minh, 450_000_000], [ba, 100_000_000]], over: Record<string, unknown> = {}) {
  const solution_id = await aCall(over)
  for (const [i, [actor, price]] of prices.entries()) await submitSolution(as(actor, 1 + i / 10), envelopes(solution_id, price))
  const numbers = await scored(db, solution_id, { officer, members: [judge, other], points, now: noon })
  return { solution_id, numbers }
}
async function ranked(prices?: [Actor, number][], over?: Record<string, unknown>) {
  const made = await judged(prices, over)
  await openPrices(as(officer, 11), made)
  await rankSolution(as(officer, 12), made)
  return made
}

test('A call is drafted, proposed and published by two officers, and its rules stand under their hash: the database changes none of them.', async () => {
  const need = await listed(db, owner, 'Cần giải pháp', { kind: 'need' })
  expect(await refused(draftSolution(as(lan), draftOf(need, noon)))).toBe('not_permitted')
  const input = draftOf(need, noon), id = await draftSolution(as(officer), input)
  expect(await draftSolution(as(officer), input)).toBe(id)
  expect(await refused(draftSolution(as(officer), draftOf(need, noon)))).toBe('solution_there_already')
  const changed = { ...draftOf(need, noon, { weight_1: '50', weight_2: '20' }), solution_id: id }
  await changeSolution(as(second), { ...changed, version: 0 })
  expect(await refused(changeSolution(as(officer), { ...changed, version: 0 }))).toBe('solution_changed')
  expect(await refused(publishSolution(as(second), { solution_id: id, version: 1 }))).toBe('wrong_state')
  await proposeSolution(as(officer), { solution_id: id, version: 1 })
  expect(await refused(publishSolution(as(officer), { solution_id: id, version: 1 }))).toBe('own_solution_proposal')
  expect(await refused(publishSolution({ ...as(second), session: null }, { solution_id: id, version: 1 }))).toBe('confirm_first')
  await sendBackSolution(as(second), { solution_id: id, reason: 'Xem lại hạn nộp.' })
  await proposeSolution(as(officer), { solution_id: id, version: 2 })
  expect(await refused(publishSolution(as(second, 6), { solution_id: id, version: 2 }))).toBe('call_too_short')
  const both = await Promise.all([1, 2].map(() => refused(publishSolution(as(second), { solution_id: id, version: 2 }))))
  expect(both.toSorted()).toEqual(['done', 'wrong_state'])
  const { rules_hash } = await row(id)
  expect(rules_hash).toMatch(/^[0-9a-f]{64}$/)
  for (const change of [{ rules: sql<string>`jsonb_set(rules, '{threshold}', '10')` }, { closes_at: daysFrom(noon, 9) }, { closes_at: daysFrom(noon, 20) }, { title: '{"vi":"a","en":"b"}' }, { rules_hash: '0'.repeat(64) }])
    expect(await brokenBy(db.updateTable('solution_call').set(change).where('id', '=', id).execute())).toContain('fixed when it is published')
  expect(await brokenBy(asOwner(`update solution_call set rules = jsonb_set(rules, '{threshold}', '10') where id = ${id}`))).toContain('fixed when it is published')
})

test('A draft is its owner’s and the staff’s; once published everybody reads it, and a question with its answer but not who asked.', async () => {
  const draft = await draftSolution(as(officer), draftOf(await listed(db, owner, 'Nháp', { kind: 'need' }), noon))
  for (const [actor, code] of [[anonymous, 'not_found'], [stranger, 'not_found'], [hoa, 'not_found'], [administrator, 'not_found'], [lan, 'done'], [officer, 'done'], [inspector, 'done'], [observer, 'done']] as const) expect(await refused(solutionFile(as(actor), draft))).toBe(code)
  const open = await aCall(), request_key = randomUUID()
  const id = await askOfSolution(as(hoa), { solution_id: open, question: 'Có điện ba pha không?', request_key })
  expect(await askOfSolution(as(hoa), { solution_id: open, question: 'Có điện ba pha không?', request_key })).toBe(id)
  const shown = async (actor: Actor) => (await solutionFile(as(actor), open)).questions.map(({ question, answer }) => [question, answer])
  expect([await shown(minh), await shown(anonymous), await shown(hoa), await shown(officer)].map((list) => list.length)).toEqual([0, 0, 1, 1])
  expect(await refused(answerOfSolution(as(hoa), { solution_id: open, solution_question_id: id, answer: 'Có' }))).toBe('not_permitted')
  await answerOfSolution(as(second), { solution_id: open, solution_question_id: id, answer: 'Có, 30 kW.' })
  expect(await shown(anonymous)).toEqual([['Có điện ba pha không?', 'Có, 30 kW.']])
  expect(await refused(answerOfSolution(as(second), { solution_id: open, solution_question_id: id, answer: 'Không.' }))).toBe('solution_question_answered')
  expect(await refused(askOfSolution(as(minh, 6), { solution_id: open, question: 'Câu hỏi đến muộn?', request_key: randomUUID() }))).toBe('solution_questions_over')
})

/** What this reader reads of every table in which something is sealed. */
const tables = ['solution_submission', 'solution_answer', 'solution_price', 'solution_entry', 'solution_score'] as const
async function reads(of: Db, call: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const within = { solution_submission: sql`call_id = ${call}`, solution_entry: sql`call_id = ${call}`, solution_answer: sql`submission_id in (select id from solution_submission where call_id = ${call})`, solution_price: sql`submission_id > 0 and submission_call(submission_id) = ${call}`, solution_score: sql`solution_member_call(member_id) = ${call}` }[table]
    counts[table.slice(9)] = (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${within}`.execute(of)).rows[0]!.n
  }
  return counts
}
test('The seal holds against every reader, role by role, through any query, until each opening.', async () => {
  const call = await aCall()
  await submitSolution(as(hoa, 1), envelopes(call, 500_000_000))
  await submitSolution(as(hoa, 2), envelopes(call, 480_000_000))
  await submitSolution(as(minh, 2), envelopes(call, 450_000_000))
  for (const member of [judge, other, stranger]) await nameMember(as(officer), { solution_id: call, email: await emailOf(member) })
  const nothing = { submission: 0, answer: 0, price: 0, entry: 0, score: 0 }
  for (const actor of [anonymous, lan, ba, officer, second, inspector, observer, administrator, judge]) expect(await reads(as(actor).db, call)).toEqual(nothing)
  expect(await reads(as(hoa).db, call)).toEqual({ submission: 2, answer: 4, price: 2, entry: 0, score: 0 })
  expect((await reads(db, call)).price).toBe(0) // not even the Exchange itself
  expect((await solutionFile(as(officer, 3), call)).answers).toBeNull()

  // The last day is over: names for those who sit, envelopes for those who declared, prices for nobody.
  await openSolution(db, call, daysFrom(noon, 10.5))
  expect((await solutionFile(as(anonymous), call)).answers).toBe(2)
  expect(await reads(as(judge).db, call)).toEqual({ ...nothing, entry: 2 })
  await declareConflict(as(judge, 11), { solution_id: call, declaration: 'none', conflict_words: '' })
  await declareConflict(as(other, 11), { solution_id: call, declaration: 'none', conflict_words: '' })
  await declareConflict(as(stranger, 11), { solution_id: call, declaration: 'conflict', conflict_words: 'Em ruột làm ở Công ty Hai.' })
  expect(await reads(as(judge).db, call)).toEqual({ submission: 3, answer: 6, price: 0, entry: 2, score: 0 })
  expect(await reads(as(stranger).db, call)).toEqual(nothing)
  expect(await reads(as(officer).db, call)).toEqual({ ...nothing, entry: 2 })
  expect(await reads(as(inspector).db, call)).toEqual({ submission: 3, answer: 6, price: 0, entry: 2, score: 0 })
  for (const actor of [anonymous, lan, ba, observer, administrator]) expect(await reads(as(actor).db, call)).toEqual(nothing)
  // Each scores alone.
  for (const number of [1, 2]) await scoreEntry(as(judge, 11), scoring(call, number, 80, 80))
  expect([(await reads(as(judge).db, call)).score, (await reads(as(other).db, call)).score, (await reads(as(officer).db, call)).score, (await reads(as(inspector).db, call)).score, (await reads(as(hoa).db, call)).score]).toEqual([4, 0, 0, 0, 0])
  await lockScores(as(judge, 11), { solution_id: call })
  expect((await reads(as(judge).db, call)).score).toBe(4)
  // Prices before the last lock: refused by the command, and by the database to whoever goes round it.
  expect(await refused(openPrices(as(officer, 11), { solution_id: call }))).toBe('scores_not_locked')
  for (const of of [db, as(officer).db]) expect(await brokenBy(of.updateTable('solution_call').set({ prices_opened_at: daysFrom(noon, 11), state: 'pricing' }).where('id', '=', call).execute())).toContain('when every score is locked')
  expect(await brokenBy(asOwner(`update solution_call set prices_opened_at = now() where id = ${call}`))).toContain('when every score is locked')
  for (const number of [1, 2]) await scoreEntry(as(other, 11), scoring(call, number, number === 1 ? 90 : 20, number === 1 ? 90 : 10))
  await lockScores(as(other, 11), { solution_id: call })
  expect((await row(call)).state).toBe('moderation')
  expect([(await reads(as(judge).db, call)).score, (await reads(as(officer).db, call)).score, (await reads(db, call)).price, (await reads(as(officer).db, call)).price]).toEqual([8, 8, 0, 0])

  // One is below the threshold: its price stays sealed for ever, the other's is open to those it concerns.
  await openPrices(as(officer, 12), { solution_id: call })
  const prices = async (actor: Actor) => (await reads(as(actor).db, call)).price
  expect([await prices(officer), await prices(judge), await prices(lan), await prices(inspector), (await reads(db, call)).price]).toEqual([1, 1, 1, 1, 1])
  expect([await prices(anonymous), await prices(ba), await prices(stranger), await prices(observer), await prices(administrator)]).toEqual([0, 0, 0, 0, 0])
  expect(await brokenBy(db.updateTable('solution_entry').set({ admitted: true }).where('call_id', '=', call).where('admitted', '=', false).execute())).toContain('settled once')
  expect(await brokenBy(asOwner(`update solution_score set points = 1 where id in (select s.id from solution_score s join solution_member m on m.id = s.member_id where m.call_id = ${call})`))).toContain('does not score')
})

test('An envelope is handed in by who binds the organisation, replaced until the last day, and never late; nobody who judges or whose need it is answers.', async () => {
  const call = await aCall(), input = envelopes(call, 300_000_000)
  expect(await refused(submitSolution(as(anonymous), input))).toBe('sign_in_first')
  expect(await refused(submitSolution(as(editor), input))).toBe('not_permitted')
  expect(await refused(submitSolution(as(lan), input))).toBe('answers_itself')
  expect(await refused(submitSolution(as({ ...hoa, staff_roles: ['moderator'] }), input))).toBe('staff_may_not_answer')
  expect(await refused(submitSolution({ ...as(hoa), session: null }, input))).toBe('confirm_first')
  await expect(submitSolution(as(hoa), { ...input, answer_c2: '  ' })).rejects.toMatchObject({ issues: [{ path: ['answer_c2'], message: 'required' }] })
  const id = await submitSolution(as(hoa), input)
  expect(await submitSolution(as(hoa), input)).toBe(id)
  const pressed = await Promise.all([1, 2].map((n) => submitSolution(as(hoa, 1), envelopes(call, 290_000_000 + n))))
  expect(new Set(pressed).size).toBe(2)
  expect((await ownPart(as(hoa, 1), await solutionFile(as(hoa, 1), call))).versions.map(({ number }) => number)).toEqual([3, 2, 1])
  await nameMember(as(officer), { solution_id: call, email: await emailOf(minh) })
  expect(await refused(submitSolution(as(minh), envelopes(call, 1_000)))).toBe('council_may_not_answer')
  expect(await refused(submitSolution(ctxOf(db, ba, (await row(call)).closes_at), envelopes(call, 1_000)))).toBe('submission_over')
  expect(await openSolution(db, call, minutesFrom((await row(call)).closes_at, -1))).toBe(false)
  expect(await openSolutions(db, daysFrom(noon, 10.1))).toBeGreaterThanOrEqual(1)
  expect(await openSolution(db, call, daysFrom(noon, 10.2))).toBe(false)
  expect(await refused(submitSolution(as(ba, 9), envelopes(call, 1_000)))).toBe('submission_over')
  for (const of of [db, as(ba).db]) expect(await brokenBy(of.insertInto('solution_submission').values({ call_id: call, organisation_id: three, person_id: ba.person_id!, number: 1, summary: 'Muộn', request_key: randomUUID(), submitted_at: noon }).execute())).toContain('row-level security')
  // The last version counts, and a number tells nobody who.
  expect(await db.selectFrom('solution_entry').select(['submission_id', 'organisation_id', 'number']).where('call_id', '=', call).execute()).toEqual([{ submission_id: Math.max(...pressed), organisation_id: one, number: 1 }])
})

test('Nobody reads or scores before declaring; whoever belongs to an answering organisation cannot say there is nothing.', async () => {
  const call = await aCall()
  await submitSolution(as(hoa), envelopes(call, 300_000_000))
  await submitSolution(as(minh), envelopes(call, 310_000_000))
  for (const member of [judge, other]) await nameMember(as(officer), { solution_id: call, email: await emailOf(member) })
  expect(await refused(nameMember(as(officer), { solution_id: call, email: await emailOf(judge) }))).toBe('member_there_already')
  expect(await refused(nameMember(as(officer), { solution_id: call, email: 'khong@co.test' }))).toBe('no_such_member')
  expect(await refused(declareConflict(as(judge, 5), { solution_id: call, declaration: 'none', conflict_words: '' }))).toBe('wrong_state')
  await db.insertInto('membership').values({ organisation_id: two, person_id: other.person_id!, role: 'viewer', since: noon }).execute()
  await openSolution(db, call, daysFrom(noon, 10.5))
  expect(await refused(scoreEntry(as(judge, 11), scoring(call, 1, 50, 50)))).toBe('declare_first')
  expect(await refused(lockScores(as(judge, 11), { solution_id: call }))).toBe('declare_first')
  const before = await councilFile(as(judge, 11), await solutionFile(as(judge, 11), call))
  expect(before.entries.map(({ name, version }) => [name.vi, version])).toEqual(expect.arrayContaining([['Viện Một', null], ['Công ty Hai', null]]))
  const otherNow: Actor = { ...other, memberships: [{ organisation_id: two, role: 'viewer' }] }
  expect(await refused(declareConflict(as(otherNow, 11), { solution_id: call, declaration: 'none', conflict_words: '' }))).toBe('member_answers')
  expect(await refused(declareConflict(as(otherNow, 11), { solution_id: call, declaration: 'conflict', conflict_words: '' }))).toBe('seat_conflict_words_needed')
  await declareConflict(as(judge, 11), { solution_id: call, declaration: 'none', conflict_words: '' })
  expect(await refused(declareConflict(as(judge, 11), { solution_id: call, declaration: 'conflict', conflict_words: 'Đổi ý' }))).toBe('declared_already')
  for (const number of [1, 2]) await scoreEntry(as(judge, 11), scoring(call, number, 50 + number, 70))
  expect(await refused(scoreEntry(as(stranger, 11), scoring(call, 1, 1, 1)))).toBe('not_found')
  await expect(scoreEntry(as(judge, 11), { ...scoring(call, 1, 1, 1), points_c1: '101' })).rejects.toMatchObject({ issues: [{ path: ['points_c1'] }] })
  await lockScores(as(judge, 11), { solution_id: call })
  expect((await row(call)).state).toBe('scoring') // one seat is undeclared
  await releaseMember(as(officer, 11), { solution_id: call, member_id: (await db.selectFrom('solution_member').select('id').where('call_id', '=', call).where('person_id', '=', other.person_id).executeTakeFirstOrThrow()).id, reason: 'Thuộc tổ chức đã nộp.' })
  expect((await row(call)).state).toBe('moderation')
  await db.deleteFrom('membership').where('person_id', '=', other.person_id).execute()
})

test('Two members who lock at once hand over the council’s scores once; a locked score changes only while the council confers, with a reason that stays.', async () => {
  const call = await aCall()
  await submitSolution(as(hoa), envelopes(call, 300_000_000))
  for (const member of [judge, other]) await nameMember(as(officer), { solution_id: call, email: await emailOf(member) })
  await openSolution(db, call, daysFrom(noon, 10.5))
  for (const member of [judge, other]) await declareConflict(as(member, 11), { solution_id: call, declaration: 'none', conflict_words: '' })
  expect(await refused(lockScores(as(judge, 11), { solution_id: call }))).toBe('scores_missing')
  for (const member of [judge, other]) await scoreEntry(as(member, 11), scoring(call, 1, 70, 70))
  expect(await refused(changeScore(as(judge, 11), { solution_id: call, entry_number: 1, criterion: 'c1', points: 75, reason: 'Chưa đến lúc.' }))).toBe('wrong_state')
  await Promise.all([lockScores(as(judge, 11), { solution_id: call }), lockScores(as(other, 11), { solution_id: call }), lockScores(as(judge, 11), { solution_id: call })])
  expect((await row(call)).state).toBe('moderation')
  expect(await db.selectFrom('event').select('id').where('type', '=', 'solution.scores_locked').where(sql`data->>'solution_id'`, '=', String(call)).execute()).toHaveLength(2)
  expect(await refused(scoreEntry(as(judge, 11), scoring(call, 1, 10, 10)))).toBe('wrong_state')
  expect(await brokenBy(as(judge).db.updateTable('solution_score').set({ points: 10 }).where('entry_id', 'in', db.selectFrom('solution_entry').select('id').where('call_id', '=', call)).execute())).toContain('only with its reason')
  expect(await refused(changeScore(as(judge, 11), { solution_id: call, entry_number: 1, criterion: 'c1', points: 70, reason: 'Không đổi gì cả.' }))).toBe('same_score')
  await changeScore(as(judge, 11), { solution_id: call, entry_number: 1, criterion: 'c1', points: 85, reason: 'Số liệu ở phụ lục đủ hơn tôi tưởng.' })
  expect((await deskFile(as(officer, 11), await solutionFile(as(officer, 11), call))).entries[0]!.byCriterion).toEqual({ c1: 7750, c2: 7000 })
  expect(await db.selectFrom('solution_score_change').select(['points_before', 'points_after', 'reason']).execute()).toContainEqual({ points_before: 70, points_after: 85, reason: 'Số liệu ở phụ lục đủ hơn tôi tưởng.' })
})

test('After prices are open everybody is ranked exactly; two people award, at once or one after the other, and a deal file opens once with each chosen.', async () => {
  const { solution_id, numbers } = await ranked()
  const result = (await solutionFile(as(anonymous, 12), solution_id)).result
  expect(result.map(({ number, rank, price, technical, value, why }) => [number, rank, price, technical, value, why])).toEqual([
    [numbers.get(one), 1, 500_000_000, 8571, 8700, 'ranked'], [numbers.get(two), 2, 450_000_000, 7000, 7900, 'ranked'], [numbers.get(three), null, null, 3571, null, 'below_threshold'],
  ])
  expect(await refused(proposeAward(as(officer, 15), { solution_id, count: 1, reason: 'Hạng nhất phù hợp nhất.' }))).toBe('standstill_lasts')
  expect(await refused(proposeAward(as(officer, 21), { solution_id, count: 3, reason: 'Chọn cả ba giải pháp.' }))).toBe('too_many_awards')
  expect(await refused(confirmAward(as(lan, 21), { solution_id }))).toBe('no_award_proposed')
  await proposeAward(as(officer, 21), { solution_id, count: 2, reason: 'Chọn hai.......' })
  await returnAward(as(lan, 21), { solution_id, reason: 'Chúng tôi chỉ cần một.' })
  await proposeAward(as(officer, 21), { solution_id, count: 1, reason: 'Hạng nhất có số liệu đầy đủ hơn.' })
  for (const [actor, code] of [[officer, 'not_permitted'], [second, 'not_permitted'], [hoa, 'not_permitted'], [anonymous, 'sign_in_first']] as const) expect(await refused(confirmAward(as(actor, 21), { solution_id }))).toBe(code)
  const signer = await aPerson(db, { organisation: owner, role: 'signer' })
  expect(await Promise.all([lan, signer].map((actor) => refused(confirmAward(as(actor, 21), { solution_id }))))).toEqual(['done', 'done'])
  const events = await db.selectFrom('event').selectAll().where('type', '=', 'solution.awarded').where('subject', '=', `solution:${solution_id}`).execute()
  expect(events).toHaveLength(1)
  const reactions = reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) })
  for (let i = 0; i < 2; i++) for (const reaction of reactions['solution.awarded'] ?? []) await db.transaction().execute((tx) => (reaction as Reaction<never>)(tx, events[0] as never))
  const call = await row(solution_id)
  const deals = await db.selectFrom('deal').selectAll().where('need_id', '=', call.need_id).execute()
  expect(deals).toMatchObject([{ supplier_organisation_id: one, demander_organisation_id: owner, stage: 'contract', offer_id: null }])
  // Whoever was not chosen reads their own scores and why; of the others, what everybody reads.
  const part = await ownPart(as(minh, 22), await solutionFile(as(minh, 22), solution_id))
  expect(part).toMatchObject({ technical: 7000, entry: { chosen: false, reason: 'Hạng nhất có số liệu đầy đủ hơn.', deal_id: null } })
  expect(part.scores.map(({ points: given }) => given)).toEqual([70, 70, 70, 70])
  expect((await ownPart(as(hoa, 22), await solutionFile(as(hoa, 22), solution_id))).entry).toMatchObject({ chosen: true, deal_id: deals[0]!.id })
  expect(await refused(withdrawSolution(as(officer, 22), { solution_id, reason: 'Không cần nữa.' }))).toBe('wrong_state')
})

test('Who is chosen with an earlier deal about the same need closed has a new file, and the old one stays as it was closed; what comes again of this call is the same new file.', async () => {
  const { solution_id } = await ranked()
  const { need_id } = await row(solution_id)
  const { id: interest_id } = await db.insertInto('interest').values({ listing_id: need_id, counter_listing_id: null, organisation_id: one, person_id: hoa.person_id!, message: 'Giao dịch cũ.', state: 'accepted', reasons: '[]', request_key: randomUUID(), expressed_at: noon, decline_code: null, answered_by: null, answered_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: old } = await db.insertInto('deal').values({ interest_id, offer_id: null, need_id, supplier_organisation_id: one, demander_organisation_id: owner, stage: 'lost', stage_since: noon, opened_at: noon, closed_at: noon, value: null, loss_code: 'price', closing_value: null, closing_organisation_id: null, closing_at: null }).returning('id').executeTakeFirstOrThrow()
  await proposeAward(as(officer, 21), { solution_id, count: 1, reason: 'Hạng nhất có số liệu đầy đủ hơn.' })
  await confirmAward(as(lan, 21), { solution_id })
  const [chosen] = await db.transaction().execute((tx) => chosenWithoutDeal(tx, solution_id))
  const open = (): Promise<number> => db.transaction().execute((tx) => openDealOfSolution(tx, as(anonymous, 21), chosen!))
  const deal_id = await open()
  expect(await db.selectFrom('deal as d').innerJoin('interest as i', 'i.id', 'd.interest_id').select(['d.id', 'd.stage', 'i.solution_entry_id']).where('d.need_id', '=', need_id).orderBy('d.id').execute()).toEqual([{ id: old, stage: 'lost', solution_entry_id: null }, { id: deal_id, stage: 'contract', solution_entry_id: chosen!.entry_id }])
  for (const actor of [lan, hoa]) expect((await partDuties(as(actor).db, actor, { deal: deal_id })).filter(({ kind }) => kind === 'solution_contract')).toHaveLength(1)
  await db.updateTable('deal').set({ stage: 'lost', loss_code: 'price', closed_at: noon }).where('id', '=', deal_id).execute()
  expect(await open()).toBe(deal_id)
})

test('An abnormally low price is explained before anybody is excluded, and the ranking waits for it.', async () => {
  const { solution_id, numbers } = await judged([[hoa, 100_000_000], [minh, 450_000_000]])
  await openPrices(as(officer, 11), { solution_id })
  const entry_number = numbers.get(one)!
  expect((await solutionDuties(as(hoa, 11).db, hoa, daysFrom(noon, 11))).map(({ kind, call_id }) => [kind, call_id])).toContainEqual(['explain', solution_id])
  expect(await refused(rankSolution(as(officer, 11), { solution_id }))).toBe('low_price_undecided')
  expect(await refused(decideLow(as(officer, 11), { solution_id, entry_number, decision: 'excluded', reason: 'Giá quá thấp so với chi phí.' }))).toBe('explanation_waits')
  expect(await refused(explainPrice(as(minh, 11), { solution_id, explanation: 'Giá của chúng tôi không thấp.' }))).toBe('not_found')
  expect(await refused(explainPrice(as(editor, 11), { solution_id, explanation: 'Tôi chỉ là người soạn thảo.' }))).toBe('not_permitted')
  await explainPrice(as(hoa, 12), { solution_id, explanation: 'Thiết bị đã khấu hao, chỉ tính công lắp.' })
  expect(await refused(explainPrice(as(hoa, 12), { solution_id, explanation: 'Giải trình thêm lần nữa.' }))).toBe('explanation_over')
  await decideLow(as(officer, 12), { solution_id, entry_number, decision: 'excluded', reason: 'Không chứng minh được chi phí bảo trì.' })
  await rankSolution(as(officer, 12), { solution_id })
  expect((await solutionFile(as(anonymous), solution_id)).result.map(({ number, rank, why }) => [number, rank, why])).toEqual([[numbers.get(two), 1, 'ranked'], [entry_number, null, 'excluded']])
})

test('A call can fail or be withdrawn: nobody came, nobody reached the threshold, or it is taken back with a reason; names stay back where its rules say numbers.', async () => {
  const empty = await aCall()
  await openSolution(db, empty, daysFrom(noon, 10.5))
  expect(await row(empty)).toMatchObject({ state: 'failed', outcome: 'none_came', technical_opened_at: null })
  const { solution_id } = await judged([[ba, 100_000_000]])
  await openPrices(as(officer, 11), { solution_id })
  expect(await row(solution_id)).toMatchObject({ state: 'failed', outcome: 'none_above', prices_opened_at: null })
  expect((await reads(db, solution_id)).price).toBe(0)
  const back = await aCall()
  expect(await refused(withdrawSolution(as(lan), { solution_id: back, reason: 'Không cần nữa rồi.' }))).toBe('not_permitted')
  await withdrawSolution(as(second), { solution_id: back, reason: 'Bên có nhu cầu đã tự làm được.' })
  expect(await refused(submitSolution(as(hoa, 1), envelopes(back, 1_000)))).toBe('submission_over')
  const hidden = await ranked([[hoa, 500_000_000], [minh, 450_000_000]], { shown: 'numbers' })
  expect((await solutionFile(as(anonymous, 12), hidden.solution_id)).result.map(({ name }) => name)).toEqual([null, null])
})
