import { expect, test } from 'vitest'
import { anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import type { Content } from '../listings/commands.ts'
import { countWords, refreshSearch } from '../listings/indexing.ts'
import { matchesOf, reasonsBetween } from './queries.ts'
import { rarityOf, readSubject, scoreMatch, type Subject } from './rules.ts'
import type { MatchReason } from './schema.ts'
import { speaksFor, wordReason } from './wording.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'

const { db } = await testDatabase()

const subject = (over: Partial<Subject> & { title?: string }): Subject => ({
  id: 1, texts: [{ language: 'vi', title: over.title ?? 'Máy sấy lạnh trái cây', summary: '', body: '' }], research_fields: [], patent_classes: [], transfer_forms: [], trl: null, price_mode: 'negotiable', price_min: null, price_max: null, ward_code: null, ...over,
})
const two = () => 2
const judge = (need: Subject, offer: Subject) => scoreMatch(need, offer, two, readSubject(need, two), readSubject(offer, two))
const codes = (reasons: MatchReason[]) => reasons.map(({ code }) => code)

test.each<[string, Partial<Subject>, Partial<Subject>, MatchReason['code'], boolean]>([
  ['a ready technology meets what was asked', { trl: 6 }, { trl: 8 }, 'trl_met', true],
  ['an early one falls short, and says so', { trl: 7 }, { trl: 4 }, 'trl_short', false],
  ['a price within the budget', { price_mode: 'range', price_min: 1, price_max: 500 }, { price_mode: 'fixed', price_min: 500 }, 'within_budget', true],
  ['a price above it', { price_mode: 'fixed', price_min: 499 }, { price_mode: 'range', price_min: 500, price_max: 900 }, 'over_budget', false],
  ['the same field', { research_fields: ['21101'] }, { research_fields: ['21101'] }, 'same_field', true],
  ['a neighbouring field', { research_fields: ['21101'] }, { research_fields: ['21102'] }, 'related_field', true],
  ['the same patent class', { patent_classes: ['F26B'] }, { patent_classes: ['A23B', 'F26B'] }, 'same_class', true],
])('%s', (_, need, offer, code, good) => {
  const { score, reasons } = judge(subject(need), subject(offer))
  const plain = judge(subject({}), subject({})).score
  expect(codes(reasons)).toContain(code)
  expect(reasons.filter((reason) => reason.code === code).every((reason) => speaksFor(reason) === good)).toBe(true)
  expect(score > plain).toBe(good)
})

test('what is not known is neither for nor against', () => expect(codes(judge(subject({ trl: 5 }), subject({})).reasons)).toEqual(['shared_words']))
test('nothing in common is nothing', () => expect(judge(subject({ title: 'Đo độ mặn' }), subject({ title: 'Bảo tàng số' })).score).toBe(0))
test('the score is the same whichever side asks', () => {
  const [a, b] = [subject({ trl: 5, title: 'Sấy lạnh dược liệu giữ màu' }), subject({ trl: 8, title: 'Buồng sấy lạnh cho dược liệu và trái cây' })]
  expect(scoreMatch(a, b, two, readSubject(b, two), readSubject(a, two)).score).toBe(scoreMatch(a, b, two, readSubject(a, two), readSubject(b, two)).score)
})
test('a word in every listing tells next to nothing; a rare one tells most', () => {
  expect(rarityOf(1000, 1000)).toBeLessThan(0.001)
  expect(rarityOf(1, 1000)).toBeGreaterThan(rarityOf(10, 1000))
  expect(rarityOf(0, 0)).toBeGreaterThan(0)
})

async function publish(kind: 'offer' | 'need', organisation_id: number, title: string, over: Partial<Content> = {}): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind, state: 'published', organisation_id, created_by: null, original_language: 'vi', trl: 8, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null,
    source_name: null, source_key: null, source_sha256: null, submitted_at: noon, published_at: noon, closed_at: null, created_at: noon, updated_at: noon, ...over as object,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('listing_text').values({ listing_id: id, language: 'vi', title, summary: `${title}.` }).execute()
  return id
}

test('a need finds its offer among others, with reasons in both languages; never its own organisation’s, never an unpublished one', async () => {
  const [institute, cooperative] = [await anOrganisation(db, 'institute'), await anOrganisation(db, 'cooperative')]
  const right = await publish('offer', institute, 'Máy sấy lạnh trái cây và dược liệu giữ màu', { research_fields: ['40101'] })
  const own = await publish('offer', cooperative, 'Máy sấy lạnh trái cây giữ màu của hợp tác xã')
  const hidden = await publish('offer', institute, 'Máy sấy lạnh trái cây chưa công bố')
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', hidden).execute()
  const others = await Promise.all(['Phần mềm quản lý thư viện', 'Cảm biến rung cho tua bin', 'Vắc xin cho cá rô phi', 'Gạch không nung từ tro bay', 'Đèn tín hiệu giao thông thích ứng'].map((title) => publish('offer', institute, title)))
  const need = await publish('need', cooperative, 'Cần sấy trái cây và dược liệu mà giữ màu', { research_fields: ['40101'], trl: 7 })
  await refreshSearch(db, [right, own, hidden, need, ...others])
  await countWords(db)
  const matches = await matchesOf(db, { id: need, kind: 'need', organisation_id: cooperative }, 5)
  expect(matches.map(({ listing_id }) => listing_id)).toEqual([right])
  expect((await matchesOf(db, { id: right, kind: 'offer', organisation_id: institute }, 5)).map(({ listing_id }) => listing_id)).toEqual([need])
  // Whose an anonymous need is must not be told by what is left out.
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  expect((await matchesOf(db, { id: need, kind: 'need', organisation_id: cooperative }, 5)).map(({ listing_id }) => listing_id).toSorted((a, b) => a - b)).toEqual([right, own])
  expect((await matchesOf(db, { id: own, kind: 'offer', organisation_id: cooperative }, 5)).map(({ listing_id }) => listing_id)).toEqual([need])
  await db.updateTable('listing').set({ anonymous: false }).where('id', '=', need).execute()
  const taxonomy = await taxonomyOf(db)

  const shared = matches[0]!.reasons.find(({ code }) => code === 'shared_words')!
  expect(wordReason(shared, 'vi', taxonomy)).toMatch(/^Cùng nói về: .*(trái cây|dược liệu|giữ màu)/)
  expect(wordReason(shared, 'en', taxonomy)).toMatch(/^Both speak of/)
  expect(await reasonsBetween(db, need, right, 'need')).toEqual(matches[0]!.reasons)
})
