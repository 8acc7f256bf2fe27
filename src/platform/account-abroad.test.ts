import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAccountAbroad, isIban, isSwift, looksLikeIban } from './account-abroad.ts'

test.each([['DEUTDEFF', true], ['DEUTDEFF500', true], ['BFTVVNVX', true], ['DEUTDEF', false], ['DEUTDEFF5', false], ['DEUTDEFF5000', false], ['deutdeff', false], ['1EUTDEFF', false], ['', false]])('A bank’s SWIFT code: %s', (text, is) => expect(isSwift(text)).toBe(is))

const ibans = ['DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S']
test.each(ibans)('An IBAN with its own check digits: %s', (iban) => expect([isIban(iban), isAccountAbroad(iban)]).toEqual([true, true]))
test.each([['DE88370400440532013000', 'other check digits'], ['GB82WEST12345698765423', 'two signs swapped'], ['DE8937040044053201300', 'a sign lost'], ['0011012345678', 'no IBAN at all']])('%s is no IBAN: %s', (text) => expect(isIban(text)).toBe(false))

test('One sign of an IBAN mistyped is found, wherever it stands.', () => {
  const signs = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  fc.assert(fc.property(fc.constantFrom(...ibans), fc.nat(40), signs, (iban, at, sign) => {
    const i = at % iban.length
    fc.pre(iban[i] !== sign && /\d/.test(iban[i]!) === /\d/.test(sign))
    expect(isIban(iban.slice(0, i) + sign + iban.slice(i + 1))).toBe(false)
  }))
})

test('An account abroad that is no IBAN has 4 to 34 signs.', () => {
  expect(['021000021', '123', '12 34', 'A'.repeat(34), 'A'.repeat(35)].map(isAccountAbroad)).toEqual([true, false, false, true, false])
  expect([looksLikeIban('021000021'), looksLikeIban('DE88370400440532013000')]).toEqual([false, true])
})
