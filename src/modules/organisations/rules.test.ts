import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  changesIdentity, changesLegalIdentity, contentRefusal, decisionRefusal, deletionRefusal, type DeletionFacts, expiryDue, higherRole, legalRefusal, type LegalContent, mayRequest, type MergeFacts, mergeRefusal, monthsFrom, noLegal, transferRefusal, waitsForDecision,
  formatTaxCode, invitationRefusal, type InvitationRefusal, isTaxCode, memberRefusal, type OrganisationContent, plainTaxCode, taxCheckDigit, verificationLifecycle,
} from './rules.ts'
import type { Invitation } from './schema.ts'

test.each<[string, string, boolean]>([
  ['a code in use is right', '0100109106', true],
  ['another code in use is right', '0100112437', true],
  ['a third code in use is right', '0101248141', true],
  ['a branch is right', '0100109106001', true],
  ['there is no branch 000', '0100109106000', false],
  ['one digit mistyped is noticed', '0100109107', false],
  ['two neighbours swapped are noticed', '0100190106', false],
  ['nine digits are too few', '010010910', false],
  ['twelve digits are a citizen’s number, not an organisation’s code', '010010910600', false],
  ['letters are no digits', '010010910a', false],
  ['nothing is no code', '', false],
])('%s', (_, code, right) => expect(isTaxCode(code)).toBe(right))

const nineDigits = fc.integer({ min: 0, max: 999_999_999 }).map((n) => String(n).padStart(9, '0'))
test('of the ten codes that begin with the same nine digits at most one is right', () => {
  fc.assert(fc.property(nineDigits, (nine) => {
    const right = Array.from({ length: 10 }, (_, d) => `${nine}${d}`).filter(isTaxCode)
    expect(right).toEqual(taxCheckDigit(nine) === null ? [] : [`${nine}${taxCheckDigit(nine)}`])
  }))
})
test('any single mistyped digit makes a right code wrong', () => {
  fc.assert(fc.property(nineDigits, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (nine, at, by) => {
    const digit = taxCheckDigit(nine)
    fc.pre(digit !== null)
    const code = `${nine}${digit}`
    expect(isTaxCode(code)).toBe(true)
    expect(isTaxCode(code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1))).toBe(false)
  }))
})
test('a code is read however it is printed, and printed one way', () => {
  expect(plainTaxCode(' 0100 109 106-001 ')).toBe('0100109106001')
  expect(formatTaxCode('0100109106001')).toBe('0100109106-001')
  fc.assert(fc.property(nineDigits, fc.integer({ min: 1, max: 999 }), (nine, branch) => {
    const code = `${nine}0${String(branch).padStart(3, '0')}`
    expect(plainTaxCode(formatTaxCode(code))).toBe(code)
  }))
})

test('verification goes one way, ends with its identity or its time, and a renewal keeps it meanwhile', () => {
  expect(verificationLifecycle).toEqual({
    unverified: { submit: 'submitted' }, submitted: { verify: 'verified', refuse: 'refused' }, refused: { submit: 'submitted' }, expired: { submit: 'submitted' },
    verified: { change_identity: 'unverified', verify: 'verified', refuse: 'verified', expire: 'expired', expire_waiting: 'submitted' },
  })
  expect(changesIdentity(['about_vi', 'website', 'ward_code'])).toBe(false)
  for (const field of ['name_vi', 'name_en', 'tax_code', 'kind', 'country_code'] as const) expect(changesIdentity(['about_vi', field])).toBe(true)
})

const content: OrganisationContent = { kind: 'enterprise', name_vi: 'A', name_en: '', about_vi: '', about_en: '', website: '', tax_code: null, country_code: 'VN', ward_code: null, founded_year: null }
test.each<[string, Partial<OrganisationContent>, string | null]>([
  ['founded this year is possible', { founded_year: 2026 }, null],
  ['founded next year is not', { founded_year: 2027 }, 'founded_in_future'],
  ['a ward belongs to Hanoi', { ward_code: '00004', country_code: 'JP' }, 'ward_elsewhere'],
  ['abroad without a ward is fine', { country_code: 'JP' }, null],
])('%s', (_, over, code) => expect(contentRefusal({ ...content, ...over }, 2026)?.code ?? null).toBe(code))

const at = (day: number) => new Date(Date.UTC(2026, 2, day))
const invitation: Invitation = { id: 1, organisation_id: 1, email: 'lan@example.test', role: 'editor', token_sha256: '', invited_by: 1, created_at: at(1), expires_at: at(15), accepted_at: null, accepted_by: null, withdrawn_at: null }
test.each<[string, Partial<Invitation>, string, InvitationRefusal['code'] | null]>([
  ['the invited person may accept', {}, 'lan@example.test', null],
  ['nobody else may', {}, 'minh@example.test', 'invitation_for_another'],
  ['nor learns that it was used', { accepted_at: at(2) }, 'minh@example.test', 'invitation_for_another'],
  ['once only', { accepted_at: at(2) }, 'lan@example.test', 'invitation_used'],
  ['not after it was withdrawn', { withdrawn_at: at(2) }, 'lan@example.test', 'invitation_withdrawn'],
  ['not from the minute it runs out', { expires_at: at(3) }, 'lan@example.test', 'invitation_expired'],
])('invitation: %s', (_, over, email, code) => expect(invitationRefusal({ ...invitation, ...over }, email, at(3))?.code ?? null).toBe(code))

test('the last owner stays an owner; one of two may go', () => {
  const members = [{ person_id: 1, role: 'owner' as const }, { person_id: 2, role: 'editor' as const }]
  expect(memberRefusal(members, 1, null)).toEqual({ code: 'last_owner' })
  expect(memberRefusal(members, 1, 'editor')).toEqual({ code: 'last_owner' })
  expect(memberRefusal(members, 1, 'owner')).toBeNull()
  expect(memberRefusal(members, 2, null)).toBeNull()
  expect(memberRefusal([...members, { person_id: 3, role: 'owner' }], 1, null)).toBeNull()
})

const mark = { verification: 'verified', verified_until: at(31), expiry_told: null, renewal_requested_at: null } as const
const daysBefore = (days: number): Date => new Date(at(31).getTime() - days * 86_400_000)
test.each<[string, object, Date, 'expire' | 30 | 7 | null]>([
  ['two months before, nothing', {}, daysBefore(60), null],
  ['thirty days before, the first word', {}, daysBefore(30), 30],
  ['the first word is said once', { expiry_told: 30 }, daysBefore(29), null],
  ['seven days before, the second', { expiry_told: 30 }, daysBefore(7), 7],
  ['the second is said once', { expiry_told: 7 }, daysBefore(1), null],
  ['a worker that slept says the nearer one only', {}, daysBefore(3), 7],
  ['on its minute it ends', { expiry_told: 7 }, at(31), 'expire'],
  ['without a day it does not end', { verified_until: null }, at(31), null],
  ['what is not verified does not end', { verification: 'submitted' }, at(31), null],
])('verification: %s', (_, over, now, due) => expect(expiryDue({ ...mark, ...over }, now)).toBe(due))
test('an owner asks where there is no mark, or in its last sixty days, once', () => {
  for (const verification of ['unverified', 'refused', 'expired'] as const) expect(mayRequest({ ...mark, verification, verified_until: null }, at(1))).toBe(true)
  expect(mayRequest({ ...mark, verification: 'submitted' }, at(1))).toBe(false)
  expect([daysBefore(61), daysBefore(60)].map((now) => mayRequest(mark, now))).toEqual([false, true])
  expect(mayRequest({ ...mark, renewal_requested_at: at(1) }, daysBefore(5))).toBe(false)
  expect([mark, { ...mark, renewal_requested_at: at(1) }, { ...mark, verification: 'submitted' as const }].map(waitsForDecision)).toEqual([false, true, true])
})
test('two years later is the same day, and the last of a shorter month', () => {
  expect(monthsFrom(new Date('2026-03-02T05:00:00Z'), 24).toISOString()).toBe('2028-03-02T05:00:00.000Z')
  expect(monthsFrom(new Date('2026-08-31T05:00:00Z'), 6).toISOString()).toBe('2027-02-28T05:00:00.000Z')
  expect(monthsFrom(new Date('2028-02-29T05:00:00Z'), 12).toISOString()).toBe('2029-02-28T05:00:00.000Z')
})
const proof = (id: number) => ({ id, kind: 'other' as const, sha256: '' })
test.each<[string, 'verified' | 'refused', number[], string | null]>([
  ['verified on a proof in force', 'verified', [1], null],
  ['not verified on nothing', 'verified', [], 'look_first'],
  ['refused for want of proof', 'refused', [], null],
  ['not on a version that was replaced', 'verified', [1, 3], 'proof_replaced'],
  ['nor refused on one', 'refused', [3], 'proof_replaced'],
])('a decision: %s', (_, decision, looked, code) => expect(decisionRefusal(decision, looked, [proof(1), proof(2)])?.code ?? null).toBe(code))

const legal: LegalContent = { ...noLegal, representative_name: 'Trần Văn A', registration_number: '0100109106' }
test.each<[string, Partial<LegalContent>, string | null, string | null]>([
  ['a record of nothing is possible', noLegal, null, null],
  ['a position needs its person', { representative_name: '', representative_position_vi: 'Giám đốc' }, null, 'representative_missing'],
  ['whoever signs for them needs a letter', { authorised_name: 'Lê B' }, null, 'authorisation_missing'],
  ['with a letter they do', { authorised_name: 'Lê B', authorised_document: '15/UQ' }, null, null],
  ['registered today', { registered_on: '2026-03-02' }, null, null],
  ['not tomorrow', { registered_on: '2026-03-03' }, null, 'registered_in_future'],
  ['a seat in Hanoi is not elsewhere', { province: 'Hải Phòng' }, '00004', 'seat_twice'],
  ['a seat elsewhere has no ward', { province: 'Hải Phòng' }, null, null],
])('the legal record: %s', (_, over, ward, code) => expect(legalRefusal({ ...legal, ...over }, ward, '2026-03-02')?.code ?? null).toBe(code))
test('another representative is another identity; one filled in is not', () => {
  expect(changesLegalIdentity(legal, { ...legal, representative_name: 'Lê B' })).toBe(true)
  expect(changesLegalIdentity(legal, { ...legal, registration_number: '' })).toBe(true)
  expect(changesLegalIdentity(noLegal, legal)).toBe(false)
  expect(changesLegalIdentity(legal, { ...legal, address_line: '1 Tràng Tiền' })).toBe(false)
})

const offer = { from_person_id: 1, to_person_id: 2, expires_at: at(15), ended_at: null }
const both = [{ person_id: 1, role: 'owner' as const }, { person_id: 2, role: 'viewer' as const }]
test.each<[string, object, typeof both | { person_id: number; role: 'owner' | 'viewer' | 'editor' }[], string | null]>([
  ['a member may take it', {}, both, null],
  ['not once it has ended', { ended_at: at(2) }, both, 'offer_ended'],
  ['not from the minute it runs out', { expires_at: at(3) }, both, 'offer_expired'],
  ['not from one who is no owner any more', {}, [{ person_id: 1, role: 'editor' }, both[1]!], 'offer_void'],
  ['not by one who left', {}, [both[0]!], 'offer_void'],
])('an offer of ownership: %s', (_, over, members, code) => expect(transferRefusal({ ...offer, ...over }, members, at(3))?.code ?? null).toBe(code))

const merge: MergeFacts = { from: { id: 1, merged: false, deleted: false }, into: { id: 2, merged: false, deleted: false, demonstration: false }, from_demonstration: false, facing: { deals: 0, interests: 0 }, involved: false, proposed_by: 7, approved_by: 8 }
test.each<[string, Partial<MergeFacts>, string | null]>([
  ['two that are the same may become one', {}, null],
  ['one does not merge with itself', { into: { ...merge.into, id: 1 } }, 'same_organisation'],
  ['what was merged is not merged again', { from: { ...merge.from, merged: true } }, 'merged_already'],
  ['nor anything into it', { into: { ...merge.into, merged: true } }, 'merged_already'],
  ['nor into one that was deleted', { into: { ...merge.into, deleted: true } }, 'merged_already'],
  ['it takes two people', { approved_by: 7 }, 'takes_two_people'],
  ['of whom neither belongs to them', { involved: true }, 'own_organisation'],
  ['the fictional stays fictional', { from_demonstration: true }, 'demonstration_apart'],
  ['two in one deal are two', { facing: { deals: 1, interests: 0 } }, 'face_each_other'],
  ['two of whom one is interested in the other are two', { facing: { deals: 0, interests: 1 } }, 'face_each_other'],
])('merging: %s', (_, over, code) => expect(mergeRefusal({ ...merge, ...over })?.code ?? null).toBe(code))
const deletion: DeletionFacts = { merged: false, deleted: false, published: 0, deals: 0, interests: 0, bids: 0, merged_in: 0, involved: false, proposed_by: 7, approved_by: 8 }
test.each<[string, Partial<DeletionFacts>, string | null]>([
  ['one nobody ever dealt with may go', {}, null], ['not twice', { deleted: true }, 'merged_already'], ['not by one person', { approved_by: 7 }, 'takes_two_people'], ['not by its own', { involved: true }, 'own_organisation'],
  ['not one that has published', { published: 1 }, 'still_used'], ['nor dealt', { deals: 1 }, 'still_used'], ['nor been interested', { interests: 1 }, 'still_used'], ['nor bid for anything', { bids: 1 }, 'still_used'], ['nor one another lives on in', { merged_in: 1 }, 'still_used'],
])('deleting: %s', (_, over, code) => expect(deletionRefusal({ ...deletion, ...over })?.code ?? null).toBe(code))
test('of two roles the higher stays', () => {
  expect([higherRole('viewer', 'owner'), higherRole('editor', 'signer'), higherRole('signer', 'viewer')]).toEqual(['owner', 'editor', 'signer'])
})
