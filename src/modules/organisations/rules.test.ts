import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesIdentity, contentRefusal, formatTaxCode, invitationRefusal, type InvitationRefusal, isTaxCode, memberRefusal, type OrganisationContent, plainTaxCode, taxCheckDigit, verificationLifecycle } from './rules.ts'
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

test('verification goes one way, and a verified name that changes starts anew', () => {
  expect(verificationLifecycle).toEqual({
    unverified: { submit: 'submitted' }, submitted: { verify: 'verified', refuse: 'refused' }, verified: { change_identity: 'unverified' }, refused: { submit: 'submitted' },
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
