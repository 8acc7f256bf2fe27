import { describe, expect, test } from 'vitest'
import { daysFrom } from '../../platform/time.ts'
import { staffRoles } from '../people/schema.ts'
import { acceptanceRefusal, askingRefusal, type AskingFacts, daysToAskAgain, grantState, isNameOf, opens, readable, type ReaderFacts, tierOf } from './rules.ts'
import { tiers } from './schema.ts'

const now = new Date('2026-03-02T05:00:00Z')
const nobody: ReaderFacts = { stage: 'published', signed_in: false, owner: false, staff: [], grant: null, accepted: false }
const person = { ...nobody, signed_in: true }

describe('Who may read what', () => {
  // Reader · while published · while under review, sent back or closed · while a draft.
  test.each<[string, ReaderFacts, string, string, string]>([
    ['a stranger', nobody, 'public', 'public', 'public'],
    ['whoever signed in', person, 'signed_in', 'public', 'public'],
    ['an organisation given access', { ...person, grant: 'granted' }, 'granted', 'public', 'public'],
    ['one given NDA access whose signer has not accepted', { ...person, grant: 'nda' }, 'granted', 'public', 'public'],
    ['one whose signer accepted', { ...person, grant: 'nda', accepted: true }, 'nda', 'public', 'public'],
    ['the owner’s people', { ...person, owner: true }, 'nda', 'nda', 'nda'],
    ['a moderator', { ...person, staff: ['moderator'] }, 'granted', 'granted', 'public'],
    ['an inspector', { ...person, staff: ['inspector'] }, 'nda', 'nda', 'public'],
    ['an observer', { ...person, staff: ['observer'] }, 'signed_in', 'public', 'public'],
    ['an administrator', { ...person, staff: ['administrator'] }, 'signed_in', 'public', 'public'],
    ['a deal officer', { ...person, staff: ['deal_officer'] }, 'signed_in', 'public', 'public'],
    ['an auction officer', { ...person, staff: ['auction_officer'] }, 'signed_in', 'public', 'public'],
    ['a programme officer', { ...person, staff: ['programme_officer'] }, 'signed_in', 'public', 'public'],
    ['a moderator of an organisation given access under NDA', { ...person, staff: ['moderator'], grant: 'nda', accepted: true }, 'nda', 'granted', 'public'],
    ['an acceptance without a grant', { ...person, accepted: true }, 'signed_in', 'public', 'public'],
  ])('%s', (_, facts, published, reviewed, draft) => {
    expect((['published', 'reviewed', 'draft'] as const).map((stage) => tierOf({ ...facts, stage }))).toEqual([published, reviewed, draft])
  })
  test('Every staff role stands in the table, and none but the inspector reads what is under NDA.', () => {
    for (const role of staffRoles) expect(readable[`staff:${role}`].tier === 'nda', role).toBe(role === 'inspector')
  })
  test('Each tier opens itself and those below it.', () => {
    expect(tiers.map((held) => tiers.filter((wanted) => opens(held, wanted)).length)).toEqual([1, 2, 3, 4])
  })
})

describe('Asking for access', () => {
  const facts: AskingFacts = { own: false, pending: null, waiting: 0, lately: 0, onSubject: 0, grants: [], last_refusal: null }
  const grant = { tier: 'granted', expires_at: daysFrom(now, 60), withdrawn_at: null } as const
  test.each<[string, Partial<AskingFacts>, 'granted' | 'nda', string | null]>([
    ['nothing stands against it', {}, 'granted', null],
    ['one’s own listing', { own: true }, 'granted', 'own_subject'],
    ['another request waits', { pending: { tier: 'granted', asked_at: now } }, 'nda', 'asked_already'],
    ['access is held for long', { grants: [grant] }, 'granted', 'held_already'],
    ['access is held, and more is wanted', { grants: [grant] }, 'nda', null],
    ['access ends within a fortnight', { grants: [{ ...grant, expires_at: daysFrom(now, 14) }] }, 'granted', null],
    ['access has expired', { grants: [{ ...grant, expires_at: now }] }, 'granted', null],
    ['refused six days ago', { last_refusal: daysFrom(now, -6) }, 'granted', 'refused_lately'],
    ['refused a week ago', { last_refusal: daysFrom(now, -daysToAskAgain) }, 'granted', null],
    ['withdrawn yesterday', { grants: [{ ...grant, withdrawn_at: daysFrom(now, -1) }] }, 'granted', 'refused_lately'],
    ['asked five times in a month', { lately: 5 }, 'granted', 'asked_too_often'],
    ['twenty requests wait', { waiting: 20 }, 'granted', 'too_many_requests'],
    ['a hundred others wait on it', { onSubject: 100 }, 'granted', 'too_many_waiting'],
  ])('%s', (_, given, tier, code) => {
    expect(askingRefusal({ ...facts, ...given }, tier, now)?.code ?? null).toBe(code)
  })
})

test('A grant is in force until it ends or is withdrawn; its last moment is no longer in it.', () => {
  expect([daysFrom(now, 1), now, daysFrom(now, -1)].map((expires_at) => grantState({ expires_at, withdrawn_at: null }, now))).toEqual(['in_force', 'expired', 'expired'])
  expect(grantState({ expires_at: daysFrom(now, -1), withdrawn_at: daysFrom(now, -2) }, now)).toBe('withdrawn')
})
test('An undertaking is accepted for an NDA grant in force, and for no other.', () => {
  const grant = { tier: 'nda', expires_at: daysFrom(now, 1), withdrawn_at: null } as const
  expect([grant, { ...grant, tier: 'granted' as const }, { ...grant, expires_at: now }, { ...grant, withdrawn_at: now }].map((one) => acceptanceRefusal(one, now)?.code ?? null)).toEqual([null, 'no_nda_needed', 'grant_over', 'grant_over'])
})
test('A signer types their own name; capitals, accents and spaces do not matter.', () => {
  expect([isNameOf('nguyen thi  HÒA', 'Nguyễn Thị Hoà'), isNameOf('Nguyễn Hòa', 'Nguyễn Thị Hòa')]).toEqual([true, false])
})
