import { describe, expect, test } from 'vitest'
import { councilSize, dealShare, makeSplitKey } from '../../platform/sealing/shares.ts'
import { ceremonyRefusal, freePlace, isSameCeremony, type KeyRound, type Seat, seatRefusal, typedShare } from './rules.ts'

const day = new Date('2027-03-01T02:00:00Z')
const seat = (place: number, declared = true): Seat => ({ id: place, place, person_id: 100 + place, name: `Thành viên ${place}`, declared_at: declared ? day : null })
const five = [1, 2, 3, 4, 5].map((place) => seat(place))
const key = { what: 'ballot', of: 7 }
const { shares } = await makeSplitKey()
const dealt = await Promise.all(shares.map((share, i) => dealShare(key, i + 1, share)))
const kept: KeyRound = { round: 1, public_key: 'ab'.repeat(32), made_at: day, opened_at: null, secret_key: null, shares: dealt.map(({ salt, commitment }, i) => ({ place: i + 1, salt, commitment, handed_at: null })) }
const sent = { public_key: kept.public_key, shares: dealt.map(({ salt, commitment }) => ({ salt, commitment })) }

describe('a seat of a council', () => {
  test.each([
    ['is anybody’s with an account who has none yet', null, five.slice(0, 4), 300, null],
    ['is nobody’s once the key is made', kept, five.slice(0, 4), 300, 'key_made_already'],
    ['is for people with an account', null, [], null, 'council_person_unknown'],
    ['is one for each', null, five.slice(0, 2), 102, 'council_there_already'],
    ['is one of five', null, five, 300, 'council_full'],
  ] as const)('%s', (_, round, seats, person, code) => { expect(seatRefusal(round, seats, person)?.code ?? null).toBe(code) })
  test('that was left is taken first', () => {
    expect([freePlace([]), freePlace(five.filter(({ place }) => place !== 2)), freePlace(five.slice(0, 4))]).toEqual([1, 2, councilSize])
  })
})

describe('a ceremony', () => {
  test.each([
    ['gives the key once five have declared', null, five, sent.public_key, null],
    ['waits for five', null, five.slice(0, 4), sent.public_key, 'council_incomplete'],
    ['waits for the word of each', null, [...five.slice(0, 4), seat(5, false)], sent.public_key, 'council_incomplete'],
    ['is held once', kept, five, sent.public_key, 'key_made_already'],
    ['gives a key that is a point of the curve', null, five, '00'.repeat(32), 'key_malformed'],
  ] as const)('%s', (_, round, seats, public_key, code) => { expect(ceremonyRefusal(round, seats, { ...sent, public_key })?.code ?? null).toBe(code) })
  test('is the same when pressed again, and another with another key or one other share', () => {
    const other = sent.shares.map((share, i) => (i === 4 ? { ...share, commitment: 'c'.repeat(64) } : share))
    expect([isSameCeremony(kept, sent), isSameCeremony(null, sent), isSameCeremony(kept, { ...sent, public_key: 'cd'.repeat(32) }), isSameCeremony(kept, { ...sent, shares: other })]).toEqual([true, false, false, false])
  })
})

test('a share that is typed is its member’s own, of this very key and ceremony, or it is not taken', async () => {
  const own = kept.shares[1]!, { text } = dealt[1]!
  expect(await typedShare(key, own, text.toLowerCase())).toMatchObject({ share: expect.any(Uint8Array) })
  expect(await typedShare(key, own, text.slice(1))).toMatchObject({ code: 'share_unreadable' })
  expect(await typedShare({ what: 'price', of: 7 }, own, text)).toMatchObject({ code: 'share_unreadable' })
  expect(await typedShare(key, own, dealt[2]!.text)).toEqual({ code: 'share_of_another', place: 3, field: 'share' })
  expect(await typedShare(key, { ...own, salt: '0'.repeat(32) }, text)).toMatchObject({ code: 'share_wrong' })
})
