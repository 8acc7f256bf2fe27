import { describe, expect, test } from 'vitest'
import { opensAt, someRules } from '../../../tests/proof-things.ts'
import { take } from '../../platform/auction/decide.ts'
import { armed, type Logged, second } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { beatenTimes, jumpSteps, type SignFacts, signsIn } from './sign-rules.ts'

const day = (n: number): Date => new Date(Date.UTC(2026, 2, n))
const bidder = (id: number, refund_to: string): SignFacts['bidders'][number] => ({ id, number: 100 + id, organisation_id: 10 + id, at: day(id), refund_to })
const facts = (over: Partial<SignFacts>): SignFacts => ({ rules: someRules(), bidders: [bidder(1, 'A 1'), bidder(2, 'B 2'), bidder(3, 'C 3')], addresses: [], moves: [], past: [], ...over })
const keys = (over: Partial<SignFacts>): string[] => signsIn(facts(over)).map(({ key }) => key)

describe('One account for the deposits of two bidders', () => {
  test.each<[string, string, boolean]>([
    ['Vietcombank, 0011 0012 34, CÔNG TY AN', 'vietcombank 00.11.00.12.34 Công ty An.', true], ['VCB-001100-AN', 'vcb 001100 an', true], ['VCB, 0011001234, AN', 'VCB, 0011001235, AN', false], ['VCB, 0011001234, AN', 'ACB, 0011001234, AN', false], ['...', '., .', false],
  ])('%s and %s: %s', (one, other, same) => expect(keys({ bidders: [bidder(1, one), bidder(2, other), bidder(3, 'Khác 99')] })).toEqual(same ? ['same_account 1 2'] : []))
  test('A third who names it makes another sign, since the last of them registered.', () => expect(signsIn(facts({ bidders: [bidder(3, 'x'), bidder(1, 'X'), bidder(2, ' x ')] }))).toEqual([{ kind: 'same_account', key: 'same_account 1 2 3', since: day(3), bidders: [1, 2, 3] }]))
})

describe('One network address', () => {
  const from = (bidder_id: number, person_id: number, address: string, n = 1) => ({ bidder_id, person_id, address, at: day(n) })
  test('Different people of two bidders from one address are a sign, once however often they came and from however many addresses.', () => {
    const addresses = [from(1, 7, '203.0.113.9', 4), from(1, 7, '203.0.113.9', 2), from(2, 8, '203.0.113.9', 5), from(3, 9, '203.0.113.10'), from(1, 7, '203.0.113.77', 1), from(2, 8, '203.0.113.77', 1)]
    expect(signsIn(facts({ addresses }))).toEqual([{ kind: 'same_address', key: 'same_address 1 2', since: day(1), bidders: [1, 2], people: 2 }])
    expect(signsIn(facts({ addresses: addresses.slice(0, 4) }))).toMatchObject([{ since: day(5) }])
  })
  test('Two of one bidder, or one person who acts for both, are none.', () => {
    expect(keys({ addresses: [from(1, 7, 'a'), from(1, 8, 'a'), from(2, 9, 'b')] })).toEqual([])
    expect(keys({ addresses: [from(1, 7, 'a'), from(2, 7, 'a')] })).toEqual([])
    expect(keys({ addresses: [from(1, 7, 'a'), from(2, 7, 'a'), from(2, 9, 'a')] })).toEqual([])
  })
})

describe('A price far above the least, given up', () => {
  const rules = someRules({ most_steps: 20 }), at = (seconds: number): number => opensAt + seconds * second
  const bid = (seconds: number, who: number, millions: number) => ({ at: at(seconds), by: { bidder: who }, command: { type: 'bid' as const, amount: vnd(millions * 1_000_000), key: `khoa-${seconds}` } })
  const logOf = (steps: readonly Parameters<typeof take>[1][]): Logged[] => {
    let state = armed(rules, [101, 102, 103], opensAt - second)
    return [{ at: at(0), by: { clock: true as const }, command: { type: 'open' as const } }, ...steps].flatMap((step) => { const { state: after, log } = take(state, step, (step as { at: number }).at); state = after; return log })
  }
  const withdraws = (seconds: number, who: number) => ({ at: at(seconds), by: { bidder: who }, command: { type: 'withdraw' as const, key: `rut-${seconds}` } })
  test(`${jumpSteps} steps above and withdrawn is a sign; one step less, or kept, or outbid and bid on by the step, is none.`, () => {
    const least = 105, far = least + 5 * jumpSteps
    const moves = logOf([bid(1, 101, 100), bid(2, 102, far), withdraws(3, 102)])
    expect(signsIn(facts({ rules, moves }))).toEqual([{ kind: 'jump_withdrawn', key: expect.stringMatching(/^jump_withdrawn 2 \d+$/), since: new Date(at(3) / 1_000), bidders: [2], amount: far * 1_000_000, least: least * 1_000_000, steps: jumpSteps, reason: 'withdrew' }])
    expect(keys({ rules, moves: logOf([bid(1, 101, 100), bid(2, 102, far - 5), withdraws(3, 102)]) })).toEqual([])
    expect(keys({ rules, moves: logOf([bid(1, 101, 100), bid(2, 102, far)]) })).toEqual([])
    expect(keys({ rules, moves: logOf([bid(1, 101, 100), bid(2, 102, far), bid(3, 101, far + 5), bid(4, 102, far + 10), withdraws(5, 102)]) })).toEqual([])
  })
  test('The least is counted from what the price fell back to; who is disqualified gave nothing up; a first price is held to the start.', () => {
    const moves = logOf([bid(1, 101, 125), withdraws(2, 101), bid(3, 102, 125), withdraws(4, 102)])
    expect(signsIn(facts({ rules, moves })).map(({ bidders }) => bidders)).toEqual([[2], [1]])
    expect(keys({ rules, moves: logOf([bid(1, 101, 125), { at: at(2), by: { auctioneer: 1 }, command: { type: 'disqualify', bidder: 101, reason: 'x' } } as never]) })).toEqual([])
  })
  test('Who jumps, wins and refuses the result is told like who withdraws.', () => {
    const moves = logOf([bid(1, 101, 100), bid(2, 102, 130), { at: at(901), by: { clock: true }, command: { type: 'close' } } as never, { at: at(902), by: { auctioneer: 1 }, command: { type: 'announce' } } as never, { at: at(903), by: { bidder: 102 }, command: { type: 'refuse_result', bidder: 102, minutes: false } } as never])
    expect(signsIn(facts({ rules, moves }))).toMatchObject([{ kind: 'jump_withdrawn', reason: 'refused_result' }])
  })
})

describe('Beaten by the same other', () => {
  const title = { vi: 'Máy', en: 'Machine' }
  const lots = (n: number, over: Partial<SignFacts['past'][number]> = {}) => Array.from({ length: n }, (_, i) => ({ lot_id: 50 + i, title, at: day(i + 1), winner: 12, bid: [11, 12], ...over }))
  test(`${beatenTimes} lots lost to one are a sign, with the lots; fewer are none.`, () => {
    expect(signsIn(facts({ past: lots(beatenTimes) }))).toEqual([{ kind: 'always_beaten', key: 'always_beaten 1 2: 50 51 52', since: day(beatenTimes), bidders: [1, 2], lots: lots(beatenTimes).map(({ lot_id }) => ({ lot_id, title })) }])
    expect(keys({ past: lots(beatenTimes - 1) })).toEqual([])
  })
  test('Who won once, lost once to somebody else, offered no price, or lost to who is not in this lot, is in none.', () => {
    const other = { lot_id: 99, title, at: day(9), bid: [11] as number[] }
    expect(keys({ past: [...lots(beatenTimes), { ...other, winner: 11 }] })).toEqual([])
    expect(keys({ past: [...lots(beatenTimes), { ...other, winner: 13 }] })).toEqual([])
    expect(keys({ past: lots(beatenTimes, { bid: [12] }) })).toEqual([])
    expect(keys({ past: lots(beatenTimes, { winner: 999 }) })).toEqual([])
    expect(keys({ past: [...lots(beatenTimes), { ...other, winner: 13, bid: [12, 13] }] })).toEqual(['always_beaten 1 2: 50 51 52'])
  })
})
