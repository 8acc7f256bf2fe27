import { describe, expect, test } from 'vitest'
import { fromBase64, fromHex, base64, hex, randomSalt } from './bytes.ts'
import { plainBytes, seal, unseal } from './envelope.ts'
import { keyOfShares, publicKeyOfSecret } from './key.ts'
import { combineShares, committedText, dealShare, makeSplitKey, readShare, shareCommitment, shareText } from './shares.ts'

const { publicKey, shares } = await makeSplitKey()
const some = (...places: number[]) => combineShares(places.map((place) => shares[place - 1]!))
const secret = await some(1, 3, 5)
const ballots = { what: 'ballot', of: 7 }, others = { what: 'ballot', of: 8 }, prices = { what: 'price', of: 7 }
const sealed = await seal(publicKey, ballots, '211', '120000000')

describe('a key', () => {
  test('comes of any three of five shares, and of no two', async () => {
    for (const three of [[1, 2, 3], [5, 4, 1], [2, 3, 5]]) expect(publicKeyOfSecret(await some(...three)).equals(publicKey)).toBe(true)
    expect(publicKeyOfSecret(await some(1, 2)).equals(publicKey)).toBe(false)
    expect(await unseal(await some(4, 5), ballots, '211', sealed)).toBeNull()
    expect(await unseal(secret, ballots, '211', sealed)).toBe('120000000'.padEnd(plainBytes))
    const other = await makeSplitKey()
    expect(publicKeyOfSecret(await combineShares([shares[0]!, shares[1]!, other.shares[2]!])).equals(publicKey)).toBe(false)
  })
  test('is found among more shares where one was dealt falsely, and never with two', async () => {
    const handed = (...places: number[]) => places.map((place) => ({ place, share: shares[place - 1]! })), false_ = { place: 2, share: (await makeSplitKey()).shares[1]! }
    expect(await keyOfShares([...handed(1), false_, ...handed(4)], publicKey)).toBeNull()
    const found = await keyOfShares([...handed(1), false_, ...handed(4, 5)], publicKey)
    expect([found?.places, hex(found!.secret)]).toEqual([[1, 4, 5], hex(secret)])
    for (const few of [handed(), handed(1), handed(1, 2)]) expect(await keyOfShares(few, publicKey)).toBeNull()
  })
  test('is put together from the Buffers a database gives', async () => {
    expect(hex(await combineShares(shares.slice(0, 3).map((share) => Buffer.from(share))))).toBe(hex(secret))
  })
  test('a share’s commitment is of that share, place, key and salt alone', async () => {
    const salt = randomSalt(), one = await shareCommitment(ballots, 1, salt, shares[0]!)
    expect(await shareCommitment(ballots, 1, salt, Buffer.from(shares[0]!))).toBe(one)
    for (const other of [shareCommitment(others, 1, salt, shares[0]!), shareCommitment(prices, 1, salt, shares[0]!), shareCommitment(ballots, 2, salt, shares[0]!), shareCommitment(ballots, 1, randomSalt(), shares[0]!), shareCommitment(ballots, 1, salt, shares[1]!)]) expect(await other).not.toBe(one)
  })
})

test('what is sealed for one key and one bidder is nothing for another, the secret key at hand', async () => {
  for (const [key, bound] of [[others, '211'], [prices, '211'], [ballots, '212'], [ballots, '']] as const) expect(await unseal(secret, key, bound, sealed)).toBeNull()
})

describe('a share as it is written down', () => {
  test('is read again as people type it', async () => {
    const text = await shareText(ballots, 2, shares[1]!)
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){11}[0-9A-HJKMNP-TV-Z]{5}$/)
    for (const typed of [text, text.toLowerCase(), text.replaceAll('-', ' '), text.replaceAll('0', 'o').replaceAll('1', 'l'), ` ${text}\n`]) expect(await readShare(ballots, typed), typed).toEqual({ place: 2, share: shares[1] })
  })
  test('a letter wrong, two exchanged, one missing, or another key: it is no share', async () => {
    const text = await shareText(ballots, 2, shares[1]!)
    for (const key of [others, prices]) expect(await readShare(key, text)).toBeNull()
    for (const typed of [text.slice(0, -1), `${text}A`, '', 'x', text.replace(/^./, (one) => (one === '4' ? '5' : '4')), `${text[1]}${text[0]}${text.slice(2)}`.replace(text, 'Z'), text.replace(/-/, '!')]) expect(await readShare(ballots, typed), typed).toBeNull()
    let taken = 0
    for (let i = 0; i < text.length; i++) if (text[i] !== '-' && await readShare(ballots, `${text.slice(0, i)}${text[i] === 'W' ? 'X' : 'W'}${text.slice(i + 1)}`)) taken++
    expect(taken).toBe(0)
  })
})

test('what a ceremony deals out fits together, and its bytes are gone', async () => {
  const bytes = shares[4]!.slice(), { text, salt, commitment } = await dealShare(prices, 5, bytes)
  expect(bytes.every((byte) => byte === 0)).toBe(true)
  const read = (await readShare(prices, text))!
  expect(read).toEqual({ place: 5, share: shares[4] })
  expect(await shareCommitment(prices, 5, salt, read.share)).toBe(commitment)
  expect(committedText({ salt, commitment })).toBe(`${salt}:${commitment}`)
})
test('shares that members noted before stay what they were noted as', async () => {
  const share = Uint8Array.from({ length: 33 }, (_, i) => i + 1)
  expect(await shareText(ballots, 2, share)).toBe('080G4-0R40M-30E20-9185G-R38E1-W8124-GK2GA-HC5RR-34D1P-70X3R-FJ088-QMK13')
  expect(await shareCommitment(ballots, 2, 'ab'.repeat(16), share)).toBe('a349986a0f7a681f87dc581eb3ec9c6a47ecfda087a5e09ebd1732b55ee20dd7')
})
test('bytes in hexadecimal and base64 are the same bytes again', () => {
  expect(fromHex(hex(sealed))).toEqual(sealed)
  expect(fromBase64(base64(sealed))).toEqual(sealed)
})
