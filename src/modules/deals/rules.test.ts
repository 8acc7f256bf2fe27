import { expect, test } from 'vitest'
import { type Actor, anonymous } from '../../core/context.ts'
import { vnd } from '../../platform/money.ts'
import type { MemberRole } from '../organisations/schema.ts'
import { answerRefusal, claimRefusal, closingNeedsWord, confirmRefusal, dealMoves, lossRefusal, mayReadBetween, needsReason, nextStep, sideOf, stageRefusal, talkRefusal, type Waiting } from './rules.ts'
import { type DealStage, openStages, type OpenStage, type Power, powers } from './schema.ts'

const at = (stage: DealStage, claim?: { value: number; by: number }) => ({ stage, version: 3, closing_value: claim ? vnd(claim.value) : null, closing_organisation_id: claim?.by ?? null })

test('every open step leads to every other and out; what is closed leads nowhere', () => {
  for (const stage of openStages) expect([...dealMoves[stage], stage].toSorted()).toEqual([...openStages, 'lost', 'won'].toSorted())
  expect([dealMoves.won, dealMoves.lost]).toEqual([[], []])
})

test.each<[string, DealStage, OpenStage, string, number, string | null]>([
  ['the next step needs no word', 'discussion', 'nda', '', 3, null],
  ['a leap needs a word', 'discussion', 'pilot', '', 3, 'stage_reason_needed'],
  ['a leap with a word', 'discussion', 'pilot', 'đã chạy thử trước', 3, null],
  ['going back needs a word', 'terms', 'evaluation', '', 3, 'stage_reason_needed'],
  ['going back with a word', 'terms', 'evaluation', 'thiết bị đổi', 3, null],
  ['back by one is still back', 'terms', 'pilot', '', 3, 'stage_reason_needed'],
  ['no step leads to itself', 'pilot', 'pilot', 'x', 3, 'already_there'],
  ['someone was faster', 'discussion', 'nda', '', 2, 'deal_changed'],
  ['a won deal stays', 'won', 'nda', 'x', 3, 'deal_closed'],
  ['a lost deal stays', 'lost', 'nda', 'x', 3, 'deal_closed'],
])('%s', (_, from, to, reason, version, code) => expect(stageRefusal(at(from), to, reason, version)?.code ?? null).toBe(code))

test('of all thirty moves between open steps, five need no word', () => {
  const free = openStages.flatMap((from) => openStages.filter((to) => to !== from && !needsReason(from, to)).map((to) => `${from}>${to}`))
  expect(free).toEqual(['discussion>nda', 'nda>evaluation', 'evaluation>pilot', 'pilot>terms', 'terms>contract'])
})

test('a closing is said by one side and by the other', () => {
  const claimed = at('contract', { value: 500, by: 1 })
  expect(claimRefusal(at('contract'), 1, '')).toBeNull()
  expect(claimRefusal(claimed, 1, '')).toBeNull() // one may correct oneself
  expect(claimRefusal(claimed, 2, '')).toEqual({ code: 'closing_already_claimed', claimed: 500 })
  expect(confirmRefusal(claimed, { side: 2, forClaimant: false }, vnd(500))).toBeNull()
  expect(confirmRefusal(claimed, { side: 2, forClaimant: false }, vnd(499))).toEqual({ code: 'closing_value_differs', claimed: 500, field: 'value' })
  expect(confirmRefusal(claimed, { side: 1, forClaimant: true }, vnd(500))).toEqual({ code: 'own_claim' })
  expect(confirmRefusal(claimed, { side: 2, forClaimant: true }, vnd(500))).toEqual({ code: 'own_claim' }) // somebody of both sides is one voice
  expect(confirmRefusal(at('contract'), { side: 2, forClaimant: false }, vnd(500))).toEqual({ code: 'no_closing_claimed' })
  expect(answerRefusal(claimed, { side: 2, forClaimant: false })).toBeNull()
  expect(answerRefusal(claimed, { side: 1, forClaimant: true })).toEqual({ code: 'own_claim' })
  for (const stage of ['won', 'lost'] as const) {
    expect(claimRefusal(at(stage), 1, '')).toEqual({ code: 'deal_closed', stage })
    expect(answerRefusal(at(stage, { value: 5, by: 1 }), { side: 2, forClaimant: false })).toEqual({ code: 'deal_closed', stage })
  }
})

test.each<[string, OpenStage, string, boolean]>([
  ['from the contract, the step before it, no word', 'contract', '', false], ['from the terms a word', 'terms', '', true], ['from the very beginning a word', 'discussion', '', true],
  ['from the terms with a word', 'terms', 'ký ngoài Sàn', false], ['from the beginning with a word', 'discussion', 'ký ngoài Sàn', false],
])('reporting the closing: %s', (_, stage, word, needed) => {
  expect(claimRefusal(at(stage), 1, word)).toEqual(needed ? { code: 'closing_word_needed', from: stage, field: 'closing_word' } : null)
  expect(claimRefusal(at(stage, { value: 500, by: 1 }), 1, word)?.code).toBe(needed ? 'closing_word_needed' : undefined) // a correction too: it replaces what was said
  expect(claimRefusal(at(stage, { value: 500, by: 1 }), 2, word)?.code).toBe('closing_already_claimed')
})
test('of all steps only the contract closes without a word, and what is closed asks for none', () => {
  expect([...openStages, 'won' as const, 'lost' as const].filter((stage) => !closingNeedsWord({ stage }))).toEqual(['contract', 'won', 'lost'])
})

test('a loss has a reason, and answers the other side’s report first', () => {
  expect(lossRefusal(at('pilot'), 1, 'price', '')).toBeNull()
  expect(lossRefusal(at('pilot'), 1, 'other', '')).toEqual({ code: 'loss_reason_needed', field: 'loss_reason' })
  expect(lossRefusal(at('pilot'), 1, 'other', 'đổi chủ')).toBeNull()
  expect(lossRefusal(at('pilot', { value: 5, by: 2 }), 1, 'price', '')).toEqual({ code: 'closing_pending', claimed: 5 })
  expect(lossRefusal(at('pilot', { value: 5, by: 1 }), 1, 'price', '')).toBeNull()
  expect(lossRefusal(at('won'), 1, 'price', '')).toEqual({ code: 'deal_closed', stage: 'won' })
  expect(talkRefusal({ stage: 'won' })).toBeNull()
  expect(talkRefusal({ stage: 'lost' })).toEqual({ code: 'deal_closed', stage: 'lost' })
})

const actor = (over: Partial<Actor>): Actor => ({ ...anonymous, person_id: 9, ...over })
test.each<[string, Actor, number[], boolean, number | null]>([
  ['a stranger', anonymous, [], false, null],
  ['somebody of another organisation', actor({ organisation_id: 3, memberships: [{ organisation_id: 3, role: 'owner' }] }), [], false, null],
  ['an editor of the supplier', actor({ memberships: [{ organisation_id: 1, role: 'editor' }] }), [], true, 1],
  ['a signer of the recipient talks', actor({ memberships: [{ organisation_id: 2, role: 'signer' }] }), [], true, 2],
  ['a viewer reads only', actor({ memberships: [{ organisation_id: 1, role: 'viewer' }] }), [], true, null],
  ['somebody of both acts for the one they act for now', actor({ organisation_id: 2, memberships: [{ organisation_id: 1, role: 'owner' }, { organisation_id: 2, role: 'owner' }] }), [], true, 2],
  ['a moderator', actor({ staff_roles: ['moderator'] }), [1], false, null],
  ['an officer reads', actor({ staff_roles: ['deal_officer'] }), [], true, null],
  ['an officer acts for the side nobody speaks for', actor({ staff_roles: ['deal_officer'] }), [2], true, 2],
  ['an officer of one side never acts for the other', actor({ staff_roles: ['deal_officer'], memberships: [{ organisation_id: 1, role: 'viewer' }] }), [2], true, null],
])('%s', (_, who, memberless, reads, side) => {
  expect(mayReadBetween(who, [1, 2])).toBe(reads)
  expect(sideOf(who, [1, 2], memberless, 'talk')).toBe(side)
})

test.each<[MemberRole, Power[]]>([['owner', ['talk', 'edit', 'sign']], ['editor', ['talk', 'edit']], ['signer', ['talk', 'sign']], ['viewer', []]])('what a member in the role of %s may do in deals', (role, may) => {
  const who = actor({ memberships: [{ organisation_id: 1, role }, { organisation_id: 5, role: 'owner' }] })
  expect(powers.filter((power) => sideOf(who, [1, 2], [], power) === 1)).toEqual(may)
})
test('somebody who edits for one side and signs for the other does each for its own', () => {
  const who = actor({ organisation_id: 1, memberships: [{ organisation_id: 1, role: 'editor' }, { organisation_id: 2, role: 'signer' }] })
  expect(powers.map((power) => sideOf(who, [1, 2], [], power))).toEqual([1, 1, 2])
})

test('what waits is the word nobody has answered yet', () => {
  const time = (n: number) => new Date(n)
  const deal: Waiting = { stage: 'discussion', opened_at: time(1), supplier_organisation_id: 1, demander_organisation_id: 2, interested_organisation_id: 2, closing_organisation_id: null, closing_at: null, last_message: null }
  expect(nextStep(deal)).toEqual({ action: 'begin', organisation_id: 1, since: time(1) })
  const talked = { ...deal, last_message: { organisation_id: 1, sent_at: time(2) } }
  expect(nextStep(talked)).toEqual({ action: 'answer_message', organisation_id: 2, since: time(2) })
  expect(nextStep({ ...talked, closing_organisation_id: 2, closing_at: time(3) })).toEqual({ action: 'confirm_closing', organisation_id: 1, since: time(3) })
  expect(nextStep({ ...talked, stage: 'won' })).toBeNull()
})
