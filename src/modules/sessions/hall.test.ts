import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../core/context.ts'
import { Refused } from '../../platform/refusal.ts'
import { aPerson, anOrganisation, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aMeetingSession } from '../../../tests/session-things.ts'
import { AnswerPoll, answerPoll, AskSpeakers, askSpeakers, closePoll, decideQuestion, OpenPoll, openPoll, voteFor } from './hall-commands.ts'
import { hallOf, pollsOf } from './hall-queries.ts'
import { askingRefusal, choiceRefusal, mostPolls, mostQuestions, questionPause } from './hall-rules.ts'

const { db } = await testDatabase()
const officer = await aPerson(db, { staff: ['programme_officer'] }), inspector = await aPerson(db, { staff: ['inspector'] }), stranger = await aPerson(db)
const staff = ctxOf(db, officer)
const codeFrom = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)))
let session_id = 0, a: Actor, b: Actor, c: Actor
beforeAll(async () => {
  const people: Actor[] = []
  for (const name of ['An', 'Bảo', 'Chi']) people.push(await aPerson(db, { organisation: await anOrganisation(db), name }))
  ;[a, b, c] = people as [Actor, Actor, Actor]
  session_id = await aMeetingSession(db, officer, people, noon)
})
const aPoll = (more: Record<string, string> = {}) => OpenPoll.parse({ session_id: String(session_id), poll_question: `Bạn cần gì nhất ${crypto.randomUUID()}`, kind: 'single', options: 'Máy\nVốn\n\nNgười', ...more })

describe('Rules', () => {
  test.each<[string, Parameters<typeof askingRefusal>[0], string | null]>([
    ['the first', { own: 0, all: 0, last: null }, null], ['as many as one may', { own: mostQuestions, all: 20, last: null }, 'questions_full'], ['all are full', { own: 0, all: 500, last: null }, 'questions_full'],
    ['right after another', { own: 1, all: 1, last: noon }, 'question_too_soon'], ['after the pause', { own: 1, all: 1, last: new Date(noon.getTime() - questionPause * 1000) }, null],
  ])('Asking: %s', (_, facts, code) => { expect(askingRefusal(facts, noon)?.code ?? null).toBe(code) })
  test('One line where one is asked for; lines are two to ten, none empty and none twice.', () => {
    expect([choiceRefusal('single', [1, 2])?.code, choiceRefusal('single', [1]), choiceRefusal('multiple', [1, 2])]).toEqual(['poll_one_choice', null, null])
    expect(aPoll({ options: ' Máy \n\nVốn\nMáy' }).options).toEqual(['Máy', 'Vốn'])
    for (const options of ['Máy', 'Máy\nMáy', Array.from({ length: 11 }, (_, i) => `dòng ${i}`).join('\n'), 'x'.repeat(201) + '\ny']) expect(OpenPoll.safeParse({ ...aPoll(), session_id: '1', options }).success, options).toBe(false)
    for (const chosen of [[], ['0'], ['11'], ['1.5'], ['x']]) expect(AnswerPoll.safeParse({ session_id: '1', poll_id: '1', chosen }).success).toBe(false)
  })
})

describe('A poll', () => {
  test('is opened and closed by those who run the session, once however often they press.', async () => {
    for (const [actor, code] of [[undefined, 'sign_in_first'], [a, 'not_permitted'], [inspector, 'not_permitted']] as const) {
      expect(await codeFrom(openPoll(ctxOf(db, actor), aPoll()))).toBe(code)
      expect(await codeFrom(closePoll(ctxOf(db, actor), { session_id, poll_id: 1 }))).toBe(code)
    }
    const poll = aPoll()
    const [one, again] = await Promise.all([openPoll(staff, poll), openPoll(staff, poll)])
    expect(one).toBe(again)
    expect(await codeFrom(closePoll(staff, { session_id, poll_id: 999_999 }))).toBe('not_found')
    const before = (await pollsOf(db, session_id, null)).length
    for (let n = before; n < mostPolls; n++) await openPoll(staff, aPoll())
    expect(await codeFrom(openPoll(staff, aPoll()))).toBe('polls_full')
  })
  test('takes one answer a person, changed until it closes; the sums are read after that, and whose answer it was by nobody.', async () => {
    const at = await aMeetingSession(db, officer, [a, b, c], noon)
    const poll_id = await openPoll(staff, aPoll({ session_id: String(at) })), several = await openPoll(staff, aPoll({ session_id: String(at), kind: 'multiple' }))
    const answer = (actor: Actor | undefined, chosen: number[], of = poll_id, now = noon) => codeFrom(answerPoll(ctxOf(db, actor, now), { session_id: at, poll_id: of, chosen }))
    expect([await answer(undefined, [1]), await answer(stranger, [1]), await answer(officer, [1]), await answer(a, [1, 2]), await answer(a, [1], 999_999), await answer(a, [1], poll_id, minutesAfterNoon(31 * 60))]).toEqual(['sign_in_first', 'hall_needs_place', 'hall_needs_place', 'poll_one_choice', 'not_found', 'hall_closed'])
    expect(await answer(a, [4])).toContain('choose')
    expect(await Promise.all([answer(a, [1]), answer(a, [2]), answer(b, [3]), answer(c, [3])])).toEqual(['done', 'done', 'done', 'done'])
    expect(await answer(a, [3])).toBe('done')
    expect(await answer(b, [1, 3], several)).toBe('done')
    const shown = async (actor: Actor) => (await hallOf(ctxOf(db, actor), at)).polls.find(({ id }) => id === poll_id)
    expect([await shown(a), await shown(officer)]).toMatchObject([{ answers: 3, counts: null, own: [3] }, { answers: 3, counts: null, own: null }])
    await closePoll(staff, { session_id: at, poll_id })
    await closePoll(staff, { session_id: at, poll_id: several })
    expect(await answer(a, [1])).toBe('poll_closed')
    expect([(await shown(b))?.counts, (await hallOf(ctxOf(db, a), at)).polls.find(({ id }) => id === several)?.counts]).toEqual([[0, 0, 3], [1, 0, 1]])
    for (const actor of [officer, inspector, stranger]) expect(await ctxOf(db, actor).db.selectFrom('session_poll_answer').selectAll().execute()).toEqual([])
    expect((await ctxOf(db, b).db.selectFrom('session_poll_answer').select('chosen').execute()).length).toBe(2)
    expect((await hallOf(ctxOf(db, stranger), at)).polls, 'without a place nobody reads them').toEqual([])
  })
})

describe('A question to the speakers', () => {
  const ask = (actor: Actor | undefined, question: string, anonymous: boolean, now = noon) => askSpeakers(ctxOf(db, actor, now), AskSpeakers.parse({ session_id: String(session_id), question, ...(anonymous ? { anonymous: 'yes' } : {}) }))
  test('is shown once an officer lets it through, and names its asker to the others only where they want that.', async () => {
    expect([await codeFrom(ask(undefined, 'Máy chạy điện mấy pha?', false)), await codeFrom(ask(stranger, 'Máy chạy điện mấy pha?', false))]).toEqual(['sign_in_first', 'hall_needs_place'])
    const open = await ask(a, 'Máy chạy điện mấy pha?', false), hidden = await ask(b, 'Vì sao máy trước hỏng?', true)
    expect(await ask(a, 'Máy chạy điện mấy pha?', false)).toBe(open)
    expect([await codeFrom(ask(a, 'Bảo hành mấy năm vậy?', false)), await codeFrom(ask(a, 'Bảo hành mấy năm vậy?', false, minutesAfterNoon(2)))]).toEqual(['question_too_soon', 'done'])
    const seenBy = async (actor: Actor) => (await hallOf(ctxOf(db, actor), session_id)).questions.map(({ id, name }) => [id, name])
    expect(await seenBy(c)).toEqual([])
    const decide = (actor: Actor | undefined, id: number, decision: 'shown' | 'answered' | 'dismissed', reason = '') => codeFrom(decideQuestion(ctxOf(db, actor), { session_id, session_question_id: id, decision, reason }))
    expect([await decide(undefined, open, 'shown'), await decide(a, open, 'shown'), await decide(inspector, open, 'shown'), await decide(officer, open, 'answered'), await decide(officer, open, 'shown'), await decide(officer, hidden, 'shown')]).toEqual(['sign_in_first', 'not_permitted', 'not_permitted', 'wrong_state', 'done', 'done'])
    expect(await seenBy(c)).toEqual([[open, 'An'], [hidden, null]])
    expect((await seenBy(inspector)).find(([id]) => id === hidden)?.[1], 'those who moderate know').toBe('Bảo')
    expect(await ctxOf(db, c).db.selectFrom('session_question').selectAll().execute()).toEqual([])
    expect([await decide(officer, hidden, 'dismissed'), await decide(officer, hidden, 'dismissed', 'Ngoài chủ đề.')]).toEqual(['dismissal_unexplained', 'done'])
    expect((await hallOf(ctxOf(db, b), session_id)).questions.find(({ id }) => id === hidden)).toMatchObject({ state: 'dismissed', reason: 'Ngoài chủ đề.', mine: true })
    expect((await seenBy(c)).map(([id]) => id)).toEqual([open])
  })
  test('has one vote a person, taken back at will; not one’s own, and not one that is not shown. The most wanted stands first.', async () => {
    const one = await ask(c, 'Giá một mẻ là bao nhiêu?', false), later = await ask(b, 'Có cho chạy thử không ạ?', false, minutesAfterNoon(5))
    const vote = (actor: Actor, id: number, how: 'yes' | 'no' = 'yes') => codeFrom(voteFor(ctxOf(db, actor), { session_id, session_question_id: id, vote: how }))
    expect(await vote(a, later)).toBe('not_found')
    for (const id of [one, later]) await decideQuestion(staff, { session_id, session_question_id: id, decision: 'shown', reason: '' })
    expect([await vote(b, later), await vote(stranger, later)]).toEqual(['question_own', 'hall_needs_place'])
    await Promise.all([vote(a, later), vote(a, later), vote(c, later)])
    const first = async () => (await hallOf(ctxOf(db, a), session_id)).questions.filter(({ state }) => state === 'shown')[0]
    expect(await first()).toMatchObject({ id: later, votes: 2, voted: true })
    await vote(a, later, 'no')
    expect(await first()).toMatchObject({ id: later, votes: 1, voted: false })
  })
})
