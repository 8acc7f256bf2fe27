import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageText } from './messages.ts'
import { ageDue, type EvidenceFacts, freshnessRule, gradeOn, isStale, listingGrade, monthsOn, offeredRefusal, standingOf } from './rules.ts'
import { claimKinds, evidenceResults, proofGrades } from './schema.ts'

const today = '2026-03-02'
const proof = (more: Partial<EvidenceFacts> = {}): EvidenceFacts => ({ grade: 3, result: 'supports', state: 'confirmed', made_on: '2025-06-01', holds_until: '2027-06-01', withdrawn_at: null, ...more })
const failed = (more: Partial<EvidenceFacts> = {}): EvidenceFacts => proof({ result: 'contradicts', made_on: '2025-09-01', ...more })

test.each<[string, EvidenceFacts[], number]>([
  ['a claim alone is its owner’s word', [], 1],
  ['confirmed evidence counts at its grade', [proof()], 3],
  ['the strongest counts', [proof({ grade: 2 }), proof({ grade: 4 }), proof()], 4],
  ['what waits for a moderator is the owner’s word', [proof({ state: 'waiting', grade: 4 })], 1],
  ['what was refused is nothing', [proof({ state: 'refused', grade: 4 })], 1],
  ['what was taken back is nothing', [proof({ withdrawn_at: new Date() })], 1],
  ['on its last day it still holds', [proof({ holds_until: today })], 3],
  ['the day after, it is the owner’s word', [proof({ holds_until: '2026-03-01' })], 1],
  ['stale, something weaker that is fresh carries the claim', [proof({ grade: 4, holds_until: '2026-03-01' }), proof({ grade: 2 })], 2],
  ['a later failed test leaves nothing', [proof({ grade: 4 }), failed({ grade: 2 })], 0],
  ['a failed test before it was answered by it', [failed({ made_on: '2025-03-01' }), proof()], 3],
  ['on the same day the failed test wins', [failed({ made_on: '2025-06-01' }), proof()], 0],
  ['a weaker answer does not settle it', [failed({ grade: 4 }), proof({ grade: 3, made_on: '2025-12-01' })], 0],
  ['an answer of the same grade does, and what was before stays set aside', [proof({ grade: 4 }), failed({ grade: 3 }), proof({ grade: 3, made_on: '2025-12-01' })], 3],
  ['an answer nobody compared is only a word', [failed({ grade: 2 }), proof({ state: 'waiting', made_on: '2025-12-01' })], 0],
  ['an answer that grew stale leads back to the owner’s word, not to the failed test', [failed(), proof({ made_on: '2025-12-01', holds_until: '2026-02-01' })], 1],
  ['the owner’s own admission counts before anybody compared it', [proof({ grade: 4 }), failed({ grade: 4, state: 'waiting' })], 0],
  ['a refused report of failure is nothing', [proof(), failed({ state: 'refused' })], 3],
])('%s', (_, evidence, grade) => {
  expect(standingOf(evidence, today).grade).toBe(grade)
})

test('the latest test that stands against a claim is the one named', () => {
  const [older, newer] = [failed({ made_on: '2025-09-01' }), failed({ made_on: '2025-10-01' })]
  expect(standingOf([newer, older, proof()], today).contradicted).toBe(newer)
})

test.each<[string, [(typeof claimKinds)[number], 0 | 1 | 2 | 3 | 4][], number]>([
  ['nothing claimed', [], 0],
  ['the lowest of what a buyer pays for', [['readiness', 4], ['performance', 2], ['cost', 3]], 2],
  ['one strong certificate lifts nothing', [['readiness', 1], ['standard', 4]], 1],
  ['and one weak impact lowers nothing', [['performance', 3], ['impact', 1]], 3],
  ['without readiness or performance it is the owner’s word', [['cost', 4], ['safety', 4]], 1],
  ['papers alone are the owner’s word', [['right', 3], ['standard', 3]], 1],
  ['a contradicted claim of any kind leaves nothing to go by', [['performance', 4], ['standard', 0]], 0],
])('the grade of a listing: %s', (_, claims, grade) => {
  expect(listingGrade(claims.map(([kind, each]) => ({ kind, grade: each })))).toBe(grade)
})

const days = fc.integer({ min: 0, max: 1500 }).map((n) => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10))
const anEvidence: fc.Arbitrary<EvidenceFacts> = fc.record({
  grade: fc.constantFrom(...proofGrades), result: fc.constantFrom(...evidenceResults), state: fc.constantFrom('waiting' as const, 'confirmed' as const, 'refused' as const),
  made_on: days, holds_until: days, withdrawn_at: fc.constantFrom(null, null, null, new Date(0)),
})
const several = fc.array(anEvidence, { maxLength: 8 })

test('whatever happened: nothing shows a grade that no confirmed, fresh evidence of that grade carries', () => {
  fc.assert(fc.property(several, days, (evidence, day) => {
    const { grade, by } = standingOf(evidence, day)
    if (grade <= 1) return
    expect(by).toMatchObject({ grade, state: 'confirmed', result: 'supports', withdrawn_at: null })
    expect(isStale(by!, day)).toBe(false)
    expect(evidence.some((one) => one.result === 'contradicts' && one.state === 'confirmed' && !one.withdrawn_at && one.made_on >= by!.made_on)).toBe(false)
  }), { numRuns: 2000 })
})
test('support never lowers a claim, a failed test never raises it, and neither does time', () => {
  fc.assert(fc.property(several, anEvidence, days, days, (evidence, more, day, other) => {
    const before = standingOf(evidence, day).grade, after = standingOf([...evidence, more], day).grade
    if (more.result === 'supports') expect(after).toBeGreaterThanOrEqual(before)
    else expect(after).toBeLessThanOrEqual(before)
    const [first = day, then = day] = [day, other].toSorted()
    expect(standingOf(evidence, then).grade).toBeLessThanOrEqual(standingOf(evidence, first).grade)
  }), { numRuns: 2000 })
})
test('the order in which evidence is read changes nothing, and what was refused or taken back is as if it were not there', () => {
  fc.assert(fc.property(several, days, (evidence, day) => {
    const { grade } = standingOf(evidence, day)
    expect(standingOf(evidence.toReversed(), day).grade).toBe(grade)
    expect(standingOf(evidence.filter(({ state, withdrawn_at }) => state !== 'refused' && !withdrawn_at), day).grade).toBe(grade)
  }))
})
test('one more claim never raises a listing past its weakest', () => {
  const claim = fc.record({ kind: fc.constantFrom(...claimKinds), withdrawn_at: fc.constant(null), evidence: several })
  fc.assert(fc.property(fc.array(claim, { maxLength: 5 }), days, (claims, day) => {
    const grade = gradeOn(claims, day)
    for (const { kind, evidence } of claims) if (['readiness', 'performance', 'cost', 'safety'].includes(kind)) expect(grade).toBeLessThanOrEqual(standingOf(evidence, day).grade)
  }))
})

test('months end where the month does', () => {
  expect([monthsOn('2024-02-29', 12), monthsOn('2026-01-31', 1), monthsOn('2026-03-15', 24), monthsOn('2025-12-31', 2)]).toEqual(['2025-02-28', '2026-02-28', '2028-03-15', '2026-02-28'])
})
test('each kind of claim has a rule of its own for how long evidence stays fresh', () => {
  expect(new Set(claimKinds.map(freshnessRule)).size).toBe(claimKinds.length)
})
test.each<[Parameters<typeof ageDue>[0], string, string | null]>([
  [{ holds_until: '2026-06-30', age_told: null }, '2026-05-30', null], [{ holds_until: '2026-06-30', age_told: null }, '2026-05-31', 'ageing'], [{ holds_until: '2026-06-30', age_told: 30 }, '2026-06-30', null],
  [{ holds_until: '2026-06-30', age_told: 30 }, '2026-07-01', 'stale'], [{ holds_until: '2026-06-30', age_told: null }, '2026-07-01', 'stale'], [{ holds_until: '2026-06-30', age_told: 0 }, '2026-08-01', null],
])('%j on %s calls for %s', (evidence, day, what) => { expect(ageDue(evidence, day)).toBe(what) })

test.each<[string, Partial<Parameters<typeof offeredRefusal>[0]>, string | null]>([
  ['in order', {}, null], ['made tomorrow', { made_on: '2026-03-03' }, 'made_later'], ['ending before it was made', { valid_until: '2025-05-31' }, 'ends_before_made'],
  ['a grade without anything to look at', { has_file: false }, 'proof_missing'], ['a reference will do', { has_file: false, reference: 'Số 12/KQ' }, null], ['the owner’s word needs nothing', { has_file: false, grade: 1 }, null],
  ['one’s own third party', { issuer_organisation_id: 7 }, 'issuer_is_owner'], ['one’s own document', { issuer_organisation_id: 7, grade: 2 }, null], ['one’s own use in the field', { issuer_organisation_id: 7, grade: 4 }, null],
])('evidence as offered: %s', (_, more, code) => {
  expect(offeredRefusal({ grade: 3, made_on: '2025-06-01', valid_until: null, issuer_organisation_id: 8, owner_organisation_id: 7, has_file: true, reference: '', today, ...more })?.code ?? null).toBe(code)
})
test('age is said as people say it', () => {
  expect([ageText('2026-03-02', today, 'vi'), ageText('2026-02-20', today, 'vi'), ageText('2025-08-02', today, 'vi'), ageText('2025-08-03', today, 'en'), ageText('2024-01-01', today, 'vi'), ageText('2025-02-01', today, 'en'), ageText('2026-03-01', today, 'en')])
    .toEqual(['hôm nay', '10 ngày trước', '7 tháng trước', '6 months ago', '2 năm trước', '13 months ago', '1 day ago'])
})
