import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runImport } from '../src/commandline/import.ts'
import { claimClosing, confirmClosing, sendMessage } from '../src/modules/deals/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { figures } from '../src/modules/figures/queries.ts'
import { countWords } from '../src/modules/listings/indexing.ts'
import { search, SearchAddress } from '../src/modules/listings/search.ts'
import { learnMarketMeaning } from '../src/modules/matching/training-commands.ts'
import { until } from './running.ts'
import { matchesOf } from '../src/modules/matching/queries.ts'
import { vnd } from '../src/platform/money.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from './database.ts'
import { realListings } from './real-listings.ts'

/**
 * The whole line on listings nobody here wrote: imported from a folder of real ones where there is
 * one, and always from a small one made on the spot.
 */
const made = mkdtempSync(join(tmpdir(), 'techex-line-'))
const jsonLines = (rows: object[]): string => rows.map((row) => JSON.stringify(row)).join('\n')
writeFileSync(join(made, 'offers.jsonl'), jsonLines([
  { id: 'O1', title: 'Ultrasonic leak detector for compressed air', abstract: 'A hand-held ultrasonic instrument finds leaks of compressed air in noisy plants and estimates the loss of each.', agency: 'Institute of Acoustics' },
  ...['Bridge paint robot', 'Soil moisture probe', 'Speech therapy game', 'Rice husk board'].map((title, i) => ({ id: `O${i + 2}`, title, abstract: `${title}, described for a test.`, agency: 'Institute of Acoustics' })),
]))
writeFileSync(join(made, 'needs.jsonl'), jsonLines([
  { title: 'Find and price leaks of compressed air', description: 'Our plant loses compressed air and we want an instrument that finds leaks in noise and estimates the loss.', agency: 'Textile mill' },
  { title: 'Quieter looms', description: 'Noise in the weaving hall is above the limit.', agency: 'Textile mill' },
]))
writeFileSync(join(made, 'vietnamese.jsonl'), jsonLines([{ id: 'V1', title: 'Nghiên cứu đo độ ẩm đất bằng siêu âm', org: 'Đại học Thử nghiệm', lang: 'vi' }]))

const real = realListings
const cases = [
  { name: 'made on the spot', offers: join(made, 'offers.jsonl'), needs: join(made, 'needs.jsonl'), vietnamese: join(made, 'vietnamese.jsonl'), counts: [5, 2, 1], folded: 'do do am dat', need: 'leaks compressed air' },
  { name: 'real ones', offers: `${real}/sbir_awards_with_titles.jsonl`, needs: `${real}/sbir_topics_needs.jsonl`, vietnamese: `${real}/hust_st_tasks_vi.jsonl`, counts: [1765, 1500, 147], folded: 'mang truyen thong khong day', need: 'health management' },
].filter(({ offers }) => existsSync(offers))

test.each(cases)('from an imported listing to a counted deal: $name', { timeout: 180_000 }, async ({ offers, needs, vietnamese, counts, folded, need }) => {
  const { db, url } = await testDatabase()
  vi.stubEnv('DATABASE_URL', url)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    expect(await runImport(offers, { source: 'Offers', kind: 'offer', publish: true })).toBe(0)
    expect(await runImport(needs, { source: 'Needs', kind: 'need', publish: true })).toBe(0)
    expect(await runImport(vietnamese, { source: 'Nhiệm vụ', kind: 'offer', publish: true })).toBe(0)
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
  await countWords(db)
  const now = new Date(Date.now() + 60_000)
  const find = async (address: object) => search(db, SearchAddress.parse(address), now)
  // What the technology lists may concern waits for a moderator; the rest is public at once.
  const held = new Map((await db.selectFrom('listing').select(({ fn }) => ['source_name', fn.countAll<number>().as('n')]).where('state', '=', 'submitted').groupBy('source_name').execute()).map(({ source_name, n }) => [source_name ?? '', Number(n)]))
  const open = (source: string, imported = 0): { value: string; count: number } => ({ value: source, count: imported - (held.get(source) ?? 0) })
  expect((await find({})).counts.source.toSorted((a, b) => a.value.localeCompare(b.value))).toEqual([open('Needs', counts[1]), open('Nhiệm vụ', counts[2]), open('Offers', counts[0])])
  expect((await find({ q: folded, source: 'Nhiệm vụ' })).total).toBeGreaterThan(0)

  // A need whose owner has come to the Exchange takes up its best match, whose owner has not.
  const [needId] = (await find({ q: need, kind: 'need' })).ids
  const { organisation_id } = await db.selectFrom('listing').select('organisation_id').where('id', '=', needId!).executeTakeFirstOrThrow()
  const owner = await aPerson(db, { organisation: organisation_id })
  const officer = await aPerson(db, { staff: ['deal_officer'] })
  await learnMarketMeaning(db, now) // as the worker does once a market is large
  // The model is taken up within seconds of having been learnt.
  const best = async () => (await matchesOf(db, { id: needId!, kind: 'need', organisation_id }, 3))[0]
  await until(async () => (await best()) !== undefined, () => `need ${needId} has no match`, 60)
  const match = await best()
  expect(match?.reasons.map(({ code }) => code)).toContain('shared_words')
  const interest_id = await expressInterest(ctxOf(db, owner, now), { listing_id: match!.listing_id, counter_listing_id: needId!, message: 'We would like to see this instrument at work.', request_key: randomUUID() }, match!.reasons)
  const stranger = await aPerson(db, { organisation: await anOrganisation(db) })
  await expect(acceptInterest(ctxOf(db, stranger, now), { interest_id })).rejects.toMatchObject({ refusal: { code: 'not_found' } })
  const deal_id = await acceptInterest(ctxOf(db, officer, now), { interest_id })
  await sendMessage(ctxOf(db, officer, now), { deal_id, body: 'The owner sends its test report this week.', request_key: randomUUID() })
  await claimClosing(ctxOf(db, owner, now), { deal_id, value: vnd(480_000_000), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await confirmClosing(ctxOf(db, officer, now), { deal_id, value: vnd(480_000_000) })
  expect(await figures(db)).toMatchObject({ offers: open('Offers', counts[0]).count + open('Nhiệm vụ', counts[2]).count, needs: open('Needs', counts[1]).count, deals_won: 1, value: 480_000_000 })
  // What was done for an organisation that has nobody here carries both names.
  const done = await db.selectFrom('event').select(['person_id', 'organisation_id']).where('type', '=', 'interest.accepted').executeTakeFirstOrThrow()
  const offer = await db.selectFrom('listing').select('organisation_id').where('id', '=', match!.listing_id).executeTakeFirstOrThrow()
  expect(done).toEqual({ person_id: officer.person_id, organisation_id: offer.organisation_id })
})
