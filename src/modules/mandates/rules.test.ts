import { expect, test } from 'vitest'
import { vnd } from '../../platform/money.ts'
import { authorityRefusal, signerRefusal } from '../deals/authority-rules.ts'
import { feeOf, type MandateFacts, mandateStanding } from '../deals/mandate-rules.ts'
import { authorityDaysRefusal, conflictRefusal, exclusivityRefusal, termRefusal } from './rules.ts'

const paper = { document_day: '2026-03-01', valid_until: '2026-03-31' }
test.each([
  ['nobody recorded them', null, '2026-03-10', 'signer_not_recorded'], ['the day before the document', paper, '2026-02-28', 'authority_not_begun'], ['the day of the document', paper, '2026-03-01', null],
  ['the last day', paper, '2026-03-31', null], ['the day after the last', paper, '2026-04-01', 'authority_expired'], ['a legal representative, at any time', { document_day: null, valid_until: null }, '2099-01-01', null],
])('signing: %s', (_, authority, day, code) => expect(authorityRefusal(authority, day)?.code ?? null).toBe(code))

const named = [{ person_id: 1, full_name: 'A', document_day: null, valid_until: null }, { person_id: 2, full_name: 'B', document_day: '2026-02-01', valid_until: '2026-03-01' }, { person_id: 3, full_name: 'C', document_day: '2026-03-10', valid_until: '2026-04-01' }]
test.each([
  ['nobody recorded: whoever binds the side by their role', [], 9, '2026-03-02', null], ['one recorded', named, 1, '2026-03-02', null], ['one whose authority is over', named, 2, '2026-03-02', { code: 'authority_expired', until: '2026-03-01', may: ['A'] }],
  ['one whose authority is still to come', named, 3, '2026-03-02', { code: 'authority_not_begun', from: '2026-03-10', may: ['A'] }], ['another of the side', named, 9, '2026-03-10', { code: 'signer_not_recorded', may: ['A', 'C'] }],
  ['the only one, over: nobody may, an owner neither', named.slice(1, 2), 1, '2026-03-02', { code: 'signer_not_recorded', may: [] }],
])('who signs for a side: %s', (_, all, person, day, refusal) => expect(signerRefusal(all, person, day)).toEqual(refusal))

const at = (text: string): Date => new Date(`${text}+07:00`)
const mandate: MandateFacts = { from_on: '2026-03-01', until_on: '2026-03-31', accepted_at: at('2026-02-20T09:00:00'), ended_at: null, consent_needed: false, consents: [] }
const consent = (organisation_id: number, given_at: Date) => ({ organisation_id, given_at })
test.each<[string, Partial<MandateFacts>, string, string]>([
  ['nobody accepted', { accepted_at: null }, '2026-03-10', 'offered'], ['an offer not answered in its term is past', { accepted_at: null }, '2026-04-01', 'expired'], ['before its first day', {}, '2026-02-28', 'not_begun'], ['on its first day', {}, '2026-03-01', 'in_force'],
  ['on its last day', {}, '2026-03-31', 'in_force'], ['the day after', {}, '2026-04-01', 'expired'], ['accepted a minute before midnight in Hanoi, it holds that day', { accepted_at: at('2026-03-05T23:59:00') }, '2026-03-05', 'in_force'],
  ['accepted at midnight in Hanoi, not the day before', { accepted_at: at('2026-03-06T00:00:00') }, '2026-03-05', 'offered'], ['ended that day', { ended_at: at('2026-03-10T00:00:00') }, '2026-03-10', 'ended'], ['ended the day after', { ended_at: at('2026-03-10T00:00:00') }, '2026-03-09', 'in_force'],
  ['ended unanswered', { accepted_at: null, ended_at: at('2026-03-02T08:00:00') }, '2026-03-10', 'declined'], ['for both sides, nobody agreed', { consent_needed: true }, '2026-03-10', 'awaiting_consent'],
  ['for both sides, one agreed', { consent_needed: true, consents: [consent(1, at('2026-03-01T08:00:00'))] }, '2026-03-10', 'awaiting_consent'],
  ['for both sides, the second agrees tomorrow', { consent_needed: true, consents: [consent(1, at('2026-03-01T08:00:00')), consent(2, at('2026-03-11T00:00:00'))] }, '2026-03-10', 'awaiting_consent'],
  ['for both sides, both agreed', { consent_needed: true, consents: [consent(1, at('2026-03-01T08:00:00')), consent(2, at('2026-03-10T23:59:00'))] }, '2026-03-10', 'in_force'],
])('a mandate: %s', (_, over, day, standing) => expect(mandateStanding({ ...mandate, ...over }, day)).toBe(standing))

const term = (from_on: string, until_on: string, exclusive: boolean) => ({ from_on, until_on, exclusive })
const march = term('2026-03-01', '2026-03-31', false), alone = { ...march, exclusive: true }
test.each([
  ['two that are not exclusive', march, [march], null], ['exclusive beside nothing', alone, [], null], ['a second beside an exclusive one', march, [alone], 'mandate_excluded'], ['an exclusive one beside another', alone, [march], 'mandate_excludes'],
  ['two exclusive ones', alone, [alone], 'mandate_excluded'], ['sharing only the last day', term('2026-03-31', '2026-05-01', false), [alone], 'mandate_excluded'], ['beginning the day after', term('2026-04-01', '2026-05-01', true), [alone], null],
])('exclusivity: %s', (_, wanted, others, code) => expect(exclusivityRefusal(wanted, others)?.code ?? null).toBe(code))

test.each([
  ['ends before it begins', '2026-03-10', '2026-03-09', 'mandate_days'], ['one day', '2026-03-10', '2026-03-10', null], ['already over', '2026-02-01', '2026-03-01', 'mandate_days'], ['five years', '2026-03-10', '2031-03-10', null], ['longer', '2026-03-10', '2031-03-11', 'mandate_days'],
])('the term of a mandate that %s', (_, from_on, until_on, code) => expect(termRefusal({ from_on, until_on }, '2026-03-02')?.code ?? null).toBe(code))

test.each([
  ['denying what the file shows', { acts_for_other: false, owns_shares: false, conflict_words: '' }, true, 'both_sides_denied'], ['saying so without words', { acts_for_other: true, owns_shares: false, conflict_words: '' }, true, 'conflict_words_needed'],
  ['shares without words', { acts_for_other: false, owns_shares: true, conflict_words: '' }, false, 'conflict_words_needed'], ['with words', { acts_for_other: true, owns_shares: true, conflict_words: 'Có 5 % vốn.' }, true, null], ['nothing to say', { acts_for_other: false, owns_shares: false, conflict_words: '' }, false, null],
])('declaring interests: %s', (_, declared, known, code) => expect(conflictRefusal(declared, known)?.code ?? null).toBe(code))

test.each([['backwards', '2026-03-10', '2026-03-09', 'authority_backwards'], ['over', '2026-01-01', '2026-03-01', 'authority_over'], ['the last day today', '2026-01-01', '2026-03-02', null]])('an authorisation recorded: %s', (_, document_day, valid_until, code) => expect(authorityDaysRefusal({ document_day, valid_until }, '2026-03-02')?.code ?? null).toBe(code))

const fee = (over: object) => ({ basis_points: 150, amount: null, minimum: null, cap: null, ...over })
test.each([
  ['a share', fee({}), 1_000_000_000, 15_000_000], ['a share is cut to the whole đồng', fee({ basis_points: 1 }), 19_999, 1], ['not below the least', fee({ minimum: vnd(20_000_000) }), 1_000_000_000, 20_000_000], ['not above the highest', fee({ cap: vnd(10_000_000) }), 1_000_000_000, 10_000_000],
  ['an amount whatever the value', fee({ basis_points: null, amount: vnd(5_000_000) }), 7, 5_000_000], ['of the largest value there is, exactly', fee({ basis_points: 3333 }), 8_999_999_999_999_999, 2_999_699_999_999_999],
])('a fee: %s', (_, terms, value, due) => expect(feeOf(terms, vnd(value))).toBe(due))
