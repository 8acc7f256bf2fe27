import { describe, expect, test } from 'vitest'
import { opensAt, someRules } from '../../../tests/proof-things.ts'
import { take } from '../../platform/auction/decide.ts'
import { armed, type Logged, type LotRules, raiseButtons, second } from '../../platform/auction/lot.ts'
import { vnd } from '../../platform/money.ts'
import { beatenTimes, evenRaises, evenSteps, jumpSteps, logSigns, longestKey, type SignFacts, signsIn } from './sign-rules.ts'

const day = (n: number): Date => new Date(Date.UTC(2026, 2, n))
const bidder = (id: number, refund_to: string, browser_mark = ''): SignFacts['bidders'][number] => ({ id, number: 100 + id, organisation_id: 10 + id, at: day(id), refund_to, browser_mark })
type Given = Partial<SignFacts> & { rules?: LotRules; moves?: readonly Logged[] }
const facts = ({ rules = someRules(), moves = [], ...over }: Given): SignFacts => ({ bidders: [bidder(1, 'A 1'), bidder(2, 'B 2'), bidder(3, 'C 3')], addresses: [], log: logSigns(rules, moves), past: [], ...over })
const keys = (over: Given): string[] => signsIn(facts(over)).map(({ key }) => key)
const at = (seconds: number): number => opensAt + seconds * second
const bid = (seconds: number, who: number, millions: number) => ({ at: at(seconds), by: { bidder: who }, command: { type: 'bid' as const, amount: vnd(millions * 1_000_000), key: `khoa-${seconds}` } })
/** The log of a lot of three bidders after these commands. */
const logOf = (rules: LotRules, steps: readonly Parameters<typeof take>[1][]): Logged[] => {
  let state = armed(rules, [101, 102, 103], opensAt - second)
  return [{ at: at(0), by: { clock: true as const }, command: { type: 'open' as const } }, ...steps].flatMap((step) => { const { state: after, log } = take(state, step, (step as { at: number }).at); state = after; return log })
}

describe('One account for the deposits of two bidders', () => {
  test.each<[string, string, boolean]>([
    ['Vietcombank, 0011 0012 34, CÔNG TY AN', 'vietcombank 00.11.00.12.34 Công ty An.', true], ['VCB-001100-AN', 'vcb 001100 an', true], ['VCB, 0011001234, AN', 'VCB, 0011001235, AN', false], ['VCB, 0011001234, AN', 'ACB, 0011001234, AN', false], ['...', '., .', false],
  ])('%s and %s: %s', (one, other, same) => expect(keys({ bidders: [bidder(1, one), bidder(2, other), bidder(3, 'Khác 99')] })).toEqual(same ? ['same_account 1 2'] : []))
  test('A third who names it makes another sign, since the last of them registered.', () => expect(signsIn(facts({ bidders: [bidder(3, 'x'), bidder(1, 'X'), bidder(2, ' x ')] }))).toEqual([{ kind: 'same_account', key: 'same_account 1 2 3', since: day(3), bidders: [1, 2, 3] }]))
})

describe('One browser', () => {
  test('Two registered from one are a sign, since the second did; of whose browser nothing is known, nothing is said.', () => {
    expect(signsIn(facts({ bidders: [bidder(1, 'A', 'm'), bidder(2, 'B'), bidder(3, 'C', 'm'), bidder(4, 'D', 'n'), bidder(5, 'E')] }))).toEqual([{ kind: 'same_device', key: 'same_device 1 3', since: day(3), bidders: [1, 3] }])
  })
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
  const rules = someRules({ most_steps: 20 }), logged = (steps: readonly Parameters<typeof take>[1][]) => logOf(rules, steps)
  const withdraws = (seconds: number, who: number) => ({ at: at(seconds), by: { bidder: who }, command: { type: 'withdraw' as const, key: `rut-${seconds}` } })
  test(`${jumpSteps} steps above and withdrawn is a sign; one step less, or kept, or outbid and bid on by the step, is none.`, () => {
    const least = 105, far = least + 5 * jumpSteps
    const moves = logged([bid(1, 101, 100), bid(2, 102, far), withdraws(3, 102)])
    expect(signsIn(facts({ rules, moves }))).toEqual([{ kind: 'jump_withdrawn', key: expect.stringMatching(/^jump_withdrawn 2 \d+$/), since: new Date(at(3) / 1_000), bidders: [2], amount: far * 1_000_000, least: least * 1_000_000, steps: jumpSteps, reason: 'withdrew' }])
    expect(keys({ rules, moves: logged([bid(1, 101, 100), bid(2, 102, far - 5), withdraws(3, 102)]) })).toEqual([])
    expect(keys({ rules, moves: logged([bid(1, 101, 100), bid(2, 102, far)]) })).toEqual([])
    expect(keys({ rules, moves: logged([bid(1, 101, 100), bid(2, 102, far), bid(3, 101, far + 5), bid(4, 102, far + 10), withdraws(5, 102)]) })).toEqual([])
  })
  test('The least is counted from what the price fell back to; who is disqualified gave nothing up; a first price is held to the start.', () => {
    const moves = logged([bid(1, 101, 125), withdraws(2, 101), bid(3, 102, 125), withdraws(4, 102)])
    expect(signsIn(facts({ rules, moves })).map(({ bidders }) => bidders)).toEqual([[2], [1]])
    expect(keys({ rules, moves: logged([bid(1, 101, 125), { at: at(2), by: { auctioneer: 1 }, command: { type: 'disqualify', bidder: 101, reason: 'x' } } as never]) })).toEqual([])
  })
  test('Who jumps, wins and refuses the result is told like who withdraws.', () => {
    const moves = logged([bid(1, 101, 100), bid(2, 102, 130), { at: at(901), by: { clock: true }, command: { type: 'close' } } as never, { at: at(902), by: { auctioneer: 1 }, command: { type: 'announce' } } as never, { at: at(903), by: { bidder: 102 }, command: { type: 'refuse_result', bidder: 102, minutes: false } } as never])
    expect(signsIn(facts({ rules, moves }))).toMatchObject([{ kind: 'jump_withdrawn', reason: 'refused_result' }])
  })
})

const title = { vi: 'Máy', en: 'Machine' }
describe('Beaten by the same other', () => {
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

describe('Winners in turn', () => {
  const [a, b, c] = [11, 12, 13]
  /** Lots won by these in this order, all of them bid in by `all`. */
  const past = (winners: readonly number[], all: readonly number[] = [a, b], from = 1): SignFacts['past'] => winners.map((winner, i) => ({ lot_id: 60 + from + i, title, at: day(from + i), winner, bid: all }))
  test('Two who won by turns four lots they both bid in are a sign, with the lots in their order and who won each; of three lots they are none.', () => {
    const four = past([a, b, a, b])
    expect(signsIn(facts({ past: four.toReversed() }))).toEqual([{ kind: 'rotating_winners', key: 'rotating_winners 1 2: 61 62 63 64', since: day(4), bidders: [1, 2], lots: four.map(({ lot_id }, i) => ({ lot_id, title, won: (i % 2) + 1 })) }])
    expect(keys({ past: four.slice(0, 3) })).toEqual([])
  })
  test('Three go round twice in one order; who changes places, or wins again before all others did, does not.', () => {
    const all = [a, b, c], group = ['rotating_winners 1 2 3: 61 62 63 64 65 66']
    expect(keys({ past: past([c, a, b, c, a, b], all) })).toEqual(group)
    expect(keys({ past: past([a, b, c, a, b], all) })).toEqual([])
    expect(keys({ past: past([a, b, c, b, a, c], all) })).toEqual([])
    expect(keys({ past: past([a, b, b, a], [a, b]) })).toEqual([])
    expect(keys({ past: past([a, b, b, a, b, b], [a, b]) })).toEqual([])
    expect(keys({ past: past([a, b, a, b, b], [a, b]) })).toEqual([])
  })
  test('A lot both bid in that another won ends it; one that only one of them bid in does not count, whoever won it.', () => {
    expect(keys({ past: [...past([a, b, a, b]), ...past([c], [a, b, c], 9)] })).toEqual([])
    expect(keys({ past: [...past([a, b]), ...past([c], [b, c], 3), ...past([a, b], undefined, 4)] })).toEqual(['rotating_winners 1 2: 61 62 64 65'])
  })
  test('Who bids in this lot no more is in none.', () => expect(keys({ past: past([a, 999, a, 999], [a]) })).toEqual([]))
})

describe('Sealed amounts at one distance', () => {
  const rules = someRules({ form: 'sealed' }), step = rules.step / 1_000_000
  const four = [1, 2, 3, 4, 5, 6].map((id) => bidder(id, `T ${id}`))
  const read = (millions: readonly (number | null)[], ranked = true): Logged[] => [
    ...millions.map((amount, i) => ({ seq: 10 + i, at: at(900 + i), type: 'ballot_read' as const, bidder: 101 + i, hash: '', amount: amount === null ? null : vnd(Math.round(amount * 1_000_000)), invalid: null })),
    ...(ranked ? [{ seq: 30, at: at(930), type: 'ranked' as const, leader: 101, price: null, tied: [] }] : []),
  ]
  const of = (millions: readonly (number | null)[], ranked = true) => signsIn(facts({ rules, bidders: four, moves: read(millions, ranked) }))
  const far = evenSteps * step
  test('Three at one distance of many steps are a sign once ballots are ranked, and none before, nor with one that cannot be read.', () => {
    const amounts = [100 + far, 100, 100 + 2 * far]
    expect(of(amounts)).toEqual([{ kind: 'even_gaps', key: 'even_gaps 3 1 2 30', since: new Date(at(930) / 1_000), bidders: [3, 1, 2], gap: far * 1_000_000, percent: 0 }])
    expect(of(amounts, false)).toEqual([])
    expect(of([amounts[0]!, null, amounts[2]!])).toEqual([])
  })
  test('Not at one distance, a step less than many, or the same amount thrice: none.', () => {
    for (const amounts of [[100, 100 + far, 100 + 2 * far + step], [100, 100 + far - step, 100 + 2 * far - 2 * step], [200, 200, 200], [100, 100 + far]]) expect([amounts, of(amounts)]).toEqual([amounts, []])
  })
  test('Three of six count, being half of all; of seven they would not.', () => {
    const others = [300, 500, 610]
    expect(of([100, 100 + far, 100 + 2 * far, ...others]).map(({ bidders }) => bidders)).toEqual([[3, 2, 1]])
    expect(signsIn(facts({ rules, bidders: [...four, bidder(7, 'T 7')], moves: read([100, 100 + far, 100 + 2 * far, ...others, 900]) }))).toEqual([])
  })
  test('Each exactly the same part above the next is a sign too; nearly the same is none.', () => {
    expect(of([400, 500, 625])).toMatchObject([{ kind: 'even_gaps', gap: null, percent: 25, bidders: [3, 2, 1] }])
    expect(of([400, 500, 630])).toEqual([])
  })
  test('One of them who stands in the lot no more takes the sign away.', () => expect(keys({ rules, bidders: four.slice(1), moves: read([100, 100 + far, 100 + 2 * far]) })).toEqual([]))
})

describe('Two who outbid each other by one amount', () => {
  const rules = someRules({ most_steps: 20 }), step = rules.step / 1_000_000
  /** A first price, then raises of so many steps, by these in turn. */
  const duel = (steps: readonly number[], by: readonly number[] = [101, 102]) => [bid(1, by.at(-1)!, 100), ...steps.map((_, i) => bid(i + 2, by[i % by.length]!, 100 + steps.slice(0, i + 1).reduce((sum, n) => sum + n, 0) * step))]
  const of = (steps: readonly number[], by?: readonly number[]) => signsIn(facts({ rules, moves: logOf(rules, duel(steps, by)) }))
  const times = (n: number, steps = 3): number[] => Array.from({ length: n }, () => steps)
  test(`${evenRaises} typed raises of one size in a row, by two alone, are a sign, one however long it goes on; one raise less is none.`, () => {
    expect(of(times(evenRaises))).toEqual([{ kind: 'even_raises', key: expect.stringMatching(/^even_raises 1 2 \d+$/), since: new Date(at(evenRaises + 1) / 1_000), bidders: [1, 2], raise: 15_000_000, steps: 3, times: evenRaises }])
    expect(of(times(evenRaises + 3))).toMatchObject([{ key: of(times(evenRaises))[0]!.key, times: evenRaises + 3 }])
    expect(of(times(evenRaises - 1))).toEqual([])
  })
  test('Raises by a button, of another size in between, or with a third who joins, are none.', () => {
    for (const button of raiseButtons) expect([button, of(times(evenRaises, button))]).toEqual([button, []])
    expect(of([...times(evenRaises - 1), 4, ...times(evenRaises - 1)])).toEqual([])
    expect(of(times(evenRaises + 3), [101, 102, 103])).toEqual([])
  })
  test('After a price fell back the first raise is counted from where it fell to.', () => {
    const begun = duel(times(2)), [first, last] = begun.slice(1).map(({ by }) => by.bidder), from = 100 + 3 * step
    const goesOn = times(evenRaises).map((_, i) => bid(60 + i, i % 2 ? first! : 103, from + 3 * (i + 1) * step))
    const moves = logOf(rules, [...begun, { at: at(50), by: { bidder: last! }, command: { type: 'withdraw', key: 'khoa-rut-lai' } } as never, ...goesOn])
    expect(signsIn(facts({ rules, moves }))).toMatchObject([{ kind: 'even_raises', bidders: [1, 3], times: evenRaises }])
    expect(keys({ rules, moves: moves.slice(0, -1) })).toEqual([])
  })
})

describe('The name of a sign', () => {
  test('However many stand behind it, it is short enough to be noted, and another with one more behind it.', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => bidder(123_000 + i, 'một tài khoản'))
    const [whole, one, more] = [keys({ bidders: many(100) }), keys({ bidders: many(350) }), keys({ bidders: many(351) })]
    expect(whole[0]).toMatch(/^same_account 123000 123001 /)
    for (const [key] of [whole, one, more]) expect(key!.length).toBeLessThanOrEqual(longestKey)
    expect(one[0]).toMatch(/^same_account [0-9a-f]{64}$/)
    expect(one).not.toEqual(more)
  })
})
