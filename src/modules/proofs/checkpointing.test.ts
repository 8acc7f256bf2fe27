import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { anAuthority, askedIn, seq, stampToken, whole } from '../../../tests/authority.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { anArmedLot, aWholeCourse, goesOn } from '../../../tests/proof-things.ts'
import { aListing } from '../../../tests/readers.ts'
import { isSignedBy, readCheckpoint, textOfNote } from '../../platform/proof/checkpoint.ts'
import { canonicalText, sha256 } from '../../platform/proof/chain.ts'
import { publicKeyOf, signingKeyOfPem } from '../../platform/proof/keys.ts'
import { leafHash, rootOf } from '../../platform/proof/merkle.ts'
import { judgeToken } from '../../platform/proof/stamp.ts'
import { readCertificate } from '../../platform/signatures/certificates.ts'
import { anyLotLive, checkpointLots, stampAddress, stampCheckpoints } from './checkpointing.ts'
import { genesisOf } from './log-queries.ts'

const { db, asOwner } = await testDatabase()
const institute = await anOrganisation(db, 'institute'), lan = await aPerson(db, { organisation: institute })
const bidders = await Promise.all([211, 342, 587].map(async (number) => { const organisation_id = await anOrganisation(db); return { number, organisation_id, person_id: (await aPerson(db, { organisation: organisation_id })).person_id! } }))
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')
const aLot = () => anArmedLot(db, { listing_id: offer, organisation_id: institute, created_by: lan.person_id!, bidders })
const aKey = () => signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const key = aKey(), publicUrl = 'http://san.example.vn'
const course = aWholeCourse([211, 342, 587])
const of = (lot: number) => db.selectFrom('auction_checkpoint').selectAll().where('lot_id', '=', lot).orderBy('size').execute()
const leavesOf = async (lot: number) => [canonicalText((await genesisOf(db, lot))!.genesis), ...(await db.selectFrom('auction_event').select('body').where('lot_id', '=', lot).orderBy('seq').execute()).map(({ body }) => body)].map(leafHash)

test('a log that grows is signed from its arming on, each checkpoint going on from the one before; one that does not grow is left', async () => {
  const lot = await aLot()
  for (const [from, to] of [[0, 0], [0, 3], [3, 4], [4, 11], [11, course.length]] as const) {
    await goesOn(db, lot, course.slice(from, to))
    expect(await checkpointLots(db, { key, publicUrl }, noon)).toBe(1)
  }
  expect(await checkpointLots(db, { key, publicUrl }, noon)).toBe(0)
  const made = await of(lot), leaves = await leavesOf(lot)
  expect(made.map(({ size, moment }) => [size, moment])).toEqual([[1, 'armed'], [4, 'opened'], [5, null], [13, 'closed'], [15, 'ended']])
  expect(leaves).toHaveLength(15)
  for (const { size, root, note, chain } of made) {
    expect(root.equals(rootOf(leaves.slice(0, size)))).toBe(true)
    expect(isSignedBy(note, `san.example.vn/auctions/${lot}`, key.publicKey)).toBe(true)
    expect(readCheckpoint(textOfNote(note)!)).toMatchObject({ origin: `san.example.vn/auctions/${lot}`, size, root, chain })
  }
  const { hash } = await db.selectFrom('auction_event').select('hash').where('lot_id', '=', lot).orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()
  expect(made.at(-1)!.chain.equals(hash)).toBe(true)
  // Two workers at once make one line.
  const next = await aLot()
  await goesOn(db, next, course.slice(0, 5))
  const both = await Promise.all([checkpointLots(db, { key, publicUrl }, noon), checkpointLots(db, { key, publicUrl }, noon)])
  expect([both[0] + both[1], (await of(next)).length]).toEqual([1, 1])
  expect(await anyLotLive(db)).toBe(true)
})

test('what bidders were committed to stays, though an organisation is merged into another afterwards', async () => {
  const lot = await aLot(), before = (await genesisOf(db, lot))!.genesis
  await checkpointLots(db, { key, publicUrl }, noon)
  await db.updateTable('auction_bidder').set({ organisation_id: await anOrganisation(db) }).where('lot_id', '=', lot).where('number', '=', 211).execute()
  expect((await genesisOf(db, lot))!.genesis).toEqual(before)
  await goesOn(db, lot, course.slice(0, 2))
  expect(await checkpointLots(db, { key, publicUrl }, noon)).toBe(1)
})

test('the public key is kept for ever beside its successor', async () => {
  const second = aKey(), lot = await aLot()
  await checkpointLots(db, { key, publicUrl }, noon)
  await goesOn(db, lot, course.slice(0, 2))
  await checkpointLots(db, { key: second, publicUrl }, noon)
  const keys = (await db.selectFrom('auction_key').select('public_key').execute()).map(({ public_key }) => publicKeyOf(public_key))
  const signers = (await of(lot)).map(({ note }) => keys.findIndex((one) => isSignedBy(note, `san.example.vn/auctions/${lot}`, one)))
  expect(new Set(signers).size).toBe(2)
  expect(signers).not.toContain(-1)
})

test.each([
  ['changed in place', `update auction_event set body = replace(body, '110000000', '115000000') where lot_id = $ and seq = 3`],
  ['taken out', `delete from auction_event where lot_id = $ and seq = 3`],
  ['exchanged', `update auction_event e set body = o.body, hash = o.hash from auction_event o where e.lot_id = $ and o.lot_id = $ and e.seq in (2, 3) and o.seq = 5 - e.seq`],
])('a log with an event %s before it was signed is recorded as broken, and never signed', async (_, sql) => {
  const lot = await aLot()
  await goesOn(db, lot, course.slice(0, 5))
  await asOwner(sql.replaceAll('$', String(lot)))
  await checkpointLots(db, { key, publicUrl }, noon)
  await checkpointLots(db, { key, publicUrl }, noon)
  expect(await of(lot)).toEqual([])
  expect((await db.selectFrom('event').select(['type', 'data']).where('subject', '=', `lot:${lot}`).execute()).map(({ type, data }) => [type, (data as { lot_id: number }).lot_id])).toEqual([['lot.proof_broken', lot]])
})

test('nobody but the Exchange writes what proves a log, and nothing of it is changed', async () => {
  const lot = await aLot()
  await checkpointLots(db, { key, publicUrl }, noon)
  const officer = await aPerson(db, { staff: ['auction_officer'] })
  for (const actor of [lan, officer]) {
    const mine = ctxOf(db, actor).db
    await expect(mine.insertInto('auction_key').values({ name: '0'.repeat(16), public_key: 'x', since: noon }).execute()).rejects.toThrow(/row-level security/)
    await expect(mine.insertInto('auction_cosignature').values({ lot_id: lot, size: 1, name: 'x', line: 'x', added_at: noon }).execute()).rejects.toThrow(/row-level security/)
    expect((await mine.updateTable('auction_checkpoint').set({ token: sha256('x') }).where('lot_id', '=', lot).executeTakeFirst()).numUpdatedRows).toBe(0n)
  }
  await expect(db.updateTable('auction_checkpoint').set({ note: 'x' }).where('lot_id', '=', lot).execute()).rejects.toThrow(/permission denied/)
  await expect(db.deleteFrom('auction_checkpoint').where('lot_id', '=', lot).execute()).rejects.toThrow(/permission denied/)
  await expect(db.deleteFrom('auction_key').execute()).rejects.toThrow(/permission denied/)
})

test('stamps are asked for at the moments that count; while the authority is away nothing waits and they are asked for again', async () => {
  const authority = anAuthority(), clock = authority.clock(), roots = [readCertificate(authority.root.der)]
  let awake = false, asked = 0
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      asked++
      if (!awake) { reply.statusCode = 503; reply.end(); return }
      const { imprint, nonce } = askedIn(Buffer.concat(parts))
      // The authority sees a hash and nothing else: it stamps the text whose hash that is.
      const text = texts.find((one) => sha256(one).equals(imprint))!
      reply.end(seq(seq(whole(0)), stampToken(Buffer.from(text), clock, noon, [authority.middle], nonce)))
    })
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  afterAll(() => { server.close() })
  const tsaUrl = `http://localhost:${(server.address() as AddressInfo).port}/tsr`
  await db.updateTable('auction_checkpoint').set({ token: sha256('x') }).execute() // those of the other tests are not asked for
  const lot = await aLot()
  await checkpointLots(db, { key, publicUrl }, noon)
  await goesOn(db, lot, course.slice(0, 3))
  await checkpointLots(db, { key, publicUrl }, noon)
  await goesOn(db, lot, course.slice(3, 5))
  await checkpointLots(db, { key, publicUrl }, noon)
  const texts = (await of(lot)).map(({ note }) => textOfNote(note)!)
  expect(await stampCheckpoints(db, { tsaUrl: null, publicUrl }, noon)).toBe(0)
  expect([await stampCheckpoints(db, { tsaUrl, publicUrl }, noon, async () => ['127.0.0.1']), asked]).toEqual([0, 1])
  awake = true
  expect([await stampCheckpoints(db, { tsaUrl, publicUrl: 'https://san.example.vn' }, noon, async () => ['127.0.0.1']), asked]).toEqual([0, 1])
  expect(await stampCheckpoints(db, { tsaUrl, publicUrl }, new Date(noon.getTime() + 86_400_001), async () => ['127.0.0.1'])).toBe(0)
  expect(await stampCheckpoints(db, { tsaUrl, publicUrl }, noon, async () => ['127.0.0.1'])).toBe(2)
  const stamped = await of(lot)
  expect(stamped.map(({ token, note }) => token && judgeToken(token, Buffer.from(textOfNote(note)!), roots, noon))).toEqual([{ at: noon, proven: true }, { at: noon, proven: true }, null])
})

test.each([[['127.0.0.1'], true, true], [['127.0.0.1'], false, false], [['10.0.0.1'], true, false], [['169.254.169.254'], false, false], [['203.0.113.9', '10.0.0.1'], false, false], [[], false, false], [['8.8.8.8'], false, true], [['::1'], false, false]])('an authority at %j is asked in development (%s): %s', async (addresses, development, asked) => {
  expect((await stampAddress('https://tsa.example.vn/', development, async () => addresses)) !== null).toBe(asked)
})
