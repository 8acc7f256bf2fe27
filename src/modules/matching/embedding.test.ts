import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { embedderAt, EmbedderAway } from '../../platform/embedding.ts'
import { embedListings } from './embedding-commands.ts'
import { nearByModel, packedEmbedding } from './embeddings.ts'
import { marketIndex } from './market-index.ts'
import { matchesOf } from './queries.ts'

const { db } = await testDatabase()
/** Listens as a service of embeddings does; what it answers is up to each test. */
let asked: { model: string; input: string[]; key: string | undefined }[] = []
let answer: (input: string[]) => { status?: number; body: unknown } = () => ({ body: {} })
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => { body += String(part) }).on('end', () => {
    const read = JSON.parse(body) as { model: string; input: string[] }
    asked.push({ ...read, key: request.headers.authorization })
    const { status = 200, body: said } = answer(read.input)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  })
})
await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready) })
afterAll(() => { server.close() })
const embedder = embedderAt({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`, model: 'm1', key: 'k' })
beforeEach(() => { asked = [] })
const listing = (kind: 'offer' | 'need', organisation: number, title: string, state: 'published' | 'draft'): Promise<number> => listed(db, organisation, title, { kind, state })
/** Two directions: of what speaks of drying, and of all else. */
const byDrying = (input: string[]) => ({ body: { data: input.map((text, index) => ({ index, embedding: /sấy|desiccat/i.test(text) ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 1, 0, 0, 0, 0, 0, 0] })).toReversed() } })

test('What is published is shown to the model once, again when its texts change, and a draft never.', async () => {
  const owner = await anOrganisation(db, 'institute')
  const one = await listing('offer', owner, 'Máy sấy lạnh', 'published')
  await listing('offer', owner, 'Máy sấy chưa công bố', 'draft')
  answer = byDrying
  expect(await embedListings(db, null, noon)).toBe(0)
  expect(await embedListings(db, embedder, noon)).toBe(1)
  expect(asked).toMatchObject([{ model: 'm1', key: 'Bearer k' }])
  expect(asked[0]!.input.join()).toContain('Máy sấy lạnh')
  expect(asked[0]!.input.join()).not.toContain('chưa công bố')
  expect(await embedListings(db, embedder, noon)).toBe(0)
  await db.updateTable('listing').set({ version: 7 }).where('id', '=', one).execute()
  expect(await embedListings(db, embedder, noon)).toBe(1)
  // Matching has read it by the next look.
  expect((await marketIndex(db).upToDate()).standing(one)?.embedding?.model).toBe('m1')
})

test('The model brings together what shares no word, and only counts where it has read both.', async () => {
  const [seller, buyer] = [await anOrganisation(db, 'institute'), await anOrganisation(db, 'cooperative')]
  const need = await listing('need', buyer, 'Sấy nhanh lá thuốc vùng cao', 'published')
  const offers = [await listing('offer', seller, 'Rotary desiccation cabinets for herbs', 'published'), await listing('offer', seller, 'Phần mềm thuốc cho trạm y tế vùng cao', 'published')]
  const meaningOf = async (offer: number) => (await matchesOf(db, { id: need, kind: 'need', organisation_id: buyer }, 20)).find(({ listing_id }) => listing_id === offer)?.score ?? 0
  const before = await meaningOf(offers[1]!)
  answer = byDrying
  await embedListings(db, embedder, noon)
  const index = await marketIndex(db).upToDate()
  expect(nearByModel(index.standing(need)!.embedding, index.standing(offers[0]!)!.embedding)).toBeGreaterThan(0.9)
  expect(nearByModel(index.standing(need)!.embedding, index.standing(offers[1]!)!.embedding)).toBeLessThan(0.1)
  expect(await meaningOf(offers[1]!)).toBeLessThanOrEqual(before)
  expect(nearByModel({ model: 'm1', vector: new Int8Array([1]) }, { model: 'm2', vector: new Int8Array([1]) })).toBeNull()
  expect([...new Int8Array(packedEmbedding([0.5, -0.25, 0]))]).toEqual([127, -63, 0])
})

test.each<[string, (input: string[]) => { status?: number; body: unknown }]>([
  ['an error', () => ({ status: 500, body: {} })], ['nonsense', () => ({ body: 'x' })], ['too few', () => ({ body: { data: [] } })],
  ['numbers that are none', (input) => ({ body: { data: input.map((_, index) => ({ index, embedding: [1, 2, 3, 4, 5, 6, 7, null] })) } })],
  ['lists of different lengths', (input) => ({ body: { data: input.map((_, index) => ({ index, embedding: Array.from({ length: 8 + index }, () => 1) })) } })],
])('Where it answers %s, nothing is kept and the job fails.', async (_, wrong) => {
  await db.deleteFrom('match_embedding').execute()
  answer = wrong
  await expect(embedListings(db, embedder, noon)).rejects.toThrow(EmbedderAway)
  expect(await db.selectFrom('match_embedding').select('listing_id').execute()).toEqual([])
})
test('While it is away, the job fails and matching goes on.', async () => {
  await expect(embedListings(db, embedderAt({ url: 'http://127.0.0.1:1/v1/embeddings', model: 'm1', key: null }), noon)).rejects.toThrow(EmbedderAway)
  expect((await marketIndex(db).upToDate()).size).toBeGreaterThan(0)
})
