import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { aBallot, aCouncil } from '../../tests/ballot-things.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../tests/database.ts'
import { anArmedLot, goesOn, opensAt, someRules } from '../../tests/proof-things.ts'
import { aListing } from '../../tests/readers.ts'
import { seedOf } from '../modules/ballots/opening.ts'
import { bundleOf, wholeText } from '../modules/proofs/bundle.ts'
import { checkpointLots } from '../modules/proofs/checkpointing.ts'
import type { Sent } from '../platform/auction/decide.ts'
import { second } from '../platform/auction/lot.ts'
import { ballotKey, sealBallot } from '../platform/ballots/seal.ts'
import { combineShares, makeSplitKey, readShare } from '../platform/sealing/shares.ts'
import { vnd } from '../platform/money.ts'
import { canonicalText, sha256 } from '../platform/proof/chain.ts'
import { publishedKey, signingKeyOfPem } from '../platform/proof/keys.ts'
import { verifyBundle } from './verify-bundle.ts'
import { wordFinding } from './verify-bundle-texts.ts'

const key = signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute'), lan = await aPerson(db, { organisation: institute })
const bidders = await Promise.all([211, 342, 587].map(async (number) => { const organisation_id = await anOrganisation(db); return { number, organisation_id, person_id: (await aPerson(db, { organisation: organisation_id })).person_id! } }))
const listing_id = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const million = 1_000_000
type Parts = { events: { body: string; hash: string }[]; openings: { bidder: number; hash: string; ciphertext: string }[]; opening_key?: string; genesis: { ballots?: { public_key: string } } } & Record<string, unknown>

/** A sealed lot from its opening to its ranking: 211 hands in two, 342 and 587 bid the same. `told` is what the Exchange says was in a ballot. */
async function aSealedCourse(told: (bidder: number, amount: number) => number = (_, amount) => amount, drawnBy: (id: number) => Promise<string> = async (id) => (await seedOf(db, id))!) {
  const id = await anArmedLot(db, { listing_id, organisation_id: institute, created_by: lan.person_id!, bidders, rules: someRules({ form: 'sealed', tie: 'draw' }) })
  const council = await aCouncil(db, id, lan.person_id!)
  const steps: (Sent & { at: number })[] = [{ at: opensAt, by: { clock: true }, command: { type: 'open' } }]
  const last = new Map<number, { amount: number; hash: string }>()
  for (const [i, [bidder, amount]] of ([[211, 120], [342, 150], [587, 150], [211, 130]] as const).entries()) {
    const { hash, bytes } = await aBallot(id, bidder, amount * million, council.publicKey)
    await db.insertInto('auction_ballot').values({ lot_id: id, bidder, hash, ciphertext: bytes, received_at: noon }).execute()
    steps.push({ at: opensAt + (i + 1) * second, by: { bidder }, command: { type: 'submit', hash, key: `khoa-${i}-phieu` } })
    last.set(bidder, { amount: amount * million, hash })
  }
  const url = 'http://san.example.vn', bundle = async (): Promise<Parts> => { await checkpointLots(db, { key, publicUrl: url }, noon); return JSON.parse(await wholeText(await bundleOf(ctxOf(db), id, key, url))) as Parts }
  await goesOn(db, id, [...steps, { at: opensAt + 901 * second, by: { clock: true }, command: { type: 'close' } }])
  const before = await bundle()
  const secret = await combineShares(await Promise.all(council.texts.slice(1, 4).map(async (text) => (await readShare(ballotKey(id), text))!.share)))
  await db.updateTable('auction_ballot_key').set({ secret_key: Buffer.from(secret), opened_at: noon }).where('lot_id', '=', id).execute()
  await goesOn(db, id, [...[...last].map(([bidder, { amount, hash }], i): Sent & { at: number } => ({ at: opensAt + (910 + i) * second, by: { clock: true }, command: { type: 'reveal', bidder, hash, amount: vnd(told(bidder, amount)) } })), { at: opensAt + 920 * second, by: { clock: true }, command: { type: 'end_reveal' } }])
  if (told(587, 7) === 7) await goesOn(db, id, [{ at: opensAt + 930 * second, by: { auctioneer: 1 }, command: { type: 'draw', seed: await drawnBy(id) } }])
  return { id, before, parts: await bundle(), secret: Buffer.from(secret), council }
}
function sealed(parts: Parts): string {
  const { seal: _, ...rest } = parts as Parts & { seal: unknown }
  return `${canonicalText({ ...rest, seal: { key: publishedKey(key.publicKey).name, signature: sign(null, Buffer.from(`techex-auction-bundle/1\n${sha256(canonicalText(rest)).toString('hex')}\n`), key.privateKey).toString('hex') } })}\n`
}
const found = (parts: Parts): [string, number | undefined][] => verifyBundle(sealed(parts)).findings.map(({ code, event, place }) => [code, event ?? place])
const whole = await aSealedCourse()

describe('the public file of a sealed lot', () => {
  test('holds no key and no ballot before the opening; afterwards everything, and anybody opens it again', () => {
    expect([whole.before.opening_key, whole.before.openings]).toEqual([undefined, []])
    expect(verifyBundle(sealed(whole.before))).toMatchObject({ right: true, result: { phase: 'opening' } })
    expect(whole.parts.openings).toHaveLength(4)
    expect(whole.parts.opening_key).toBe(whole.secret.toString('hex'))
    expect(whole.parts.genesis.ballots?.public_key).toBe(Buffer.from(whole.council.publicKey).toString('hex'))
    expect(verifyBundle(sealed(whole.parts))).toMatchObject({ right: true, findings: [], result: { phase: 'closed', price: 150 * million } })
  })
  test('a ballot left out, changed, given to another, or added is found', async () => {
    const { parts } = whole, [first, ...rest] = parts.openings as [Parts['openings'][0], ...Parts['openings']]
    for (const [i] of parts.openings.entries()) expect(found({ ...parts, openings: parts.openings.toSpliced(i, 1) }).map(([code]) => code)).toContain('ballot_missing')
    const other = Buffer.from(first.ciphertext, 'base64')
    other[100]! ^= 1
    expect(found({ ...parts, openings: [{ ...first, ciphertext: other.toString('base64') }, ...rest] })).toEqual([['opening_wrong', 1], ['ballot_missing', 2]])
    expect(found({ ...parts, openings: [{ ...first, bidder: 342 }, ...rest] })).toEqual([['opening_wrong', 1], ['ballot_missing', 2]])
    const added = Buffer.from(await sealBallot(whole.council.publicKey, { lot: whole.id, bidder: 211, amount: 900 * million, salt: 'a'.repeat(32) }))
    expect(found({ ...parts, openings: [...parts.openings, { bidder: 211, hash: sha256(added).toString('hex'), ciphertext: added.toString('base64') }] })).toEqual([['opening_wrong', 5]])
  })
  test('a forged key, none, or one before the end is found', async () => {
    const { parts, before } = whole, { publicKey, shares } = await makeSplitKey()
    const forged = Buffer.from(await combineShares(shares.slice(0, 3))).toString('hex')
    expect(found({ ...parts, opening_key: forged })).toEqual([['ballot_key_wrong', undefined]])
    const { opening_key: _, ...keyless } = parts
    expect(found(keyless as Parts)).toEqual([['ballot_key_missing', undefined]])
    // Another public key put in its place breaks the very first leaf of the log.
    expect(found({ ...parts, opening_key: forged, genesis: { ...parts.genesis, ballots: { ...parts.genesis.ballots!, public_key: Buffer.from(publicKey).toString('hex') } } }).map(([code]) => code)).toContain('root_differs')
    expect(found({ ...before, opening_key: forged })).toContainEqual(['ballot_key_wrong', undefined])
    expect(verifyBundle(sealed({ ...parts, opening_key: 'x' })).findings).toEqual([{ code: 'wrong_shape', expected: 'opening_key' }])
  })
  test('an amount the Exchange read into a ballot that says another is found, though all is signed', async () => {
    const lying = await aSealedCourse((bidder, amount) => (bidder === 587 ? 145 * million : amount))
    expect(found(lying.parts)).toEqual([['ballot_misread', 9]])
    expect(wordFinding(verifyBundle(sealed(lying.parts)).findings[0]!)[1]).toContain('150000000')
  })
  test('a drawn lot whose seed somebody chose is found', async () => {
    const chosen = await aSealedCourse(undefined, async () => 'a'.repeat(64))
    expect(found(chosen.parts)).toEqual([['draw_wrong', 11]])
  })
})
