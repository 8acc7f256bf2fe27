import { expect, test } from 'vitest'
import { anOrganisation, noon, testDatabase } from '../../../tests/database.ts'
import type { Content } from '../listings/commands.ts'
import { countWords, refreshSearch } from '../listings/indexing.ts'
import { matchesOf, reasonsBetween } from './queries.ts'
import { closeness, type Facts, isMatch, programWeights, scoreOf, weighFacts } from './rules.ts'
import type { MatchReason } from './schema.ts'
import { speaksFor, wordReason } from './wording.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'

const { db } = await testDatabase()

const facts = (over: Partial<Facts> = {}): Facts => ({ research_fields: [], patent_classes: [], industries: [], transfer_forms: [], trl: null, price_mode: 'negotiable', price_min: null, price_max: null, ward_code: null, evidence_grade: 0, urgency: null, state_share: null, ...over })
const codes = (reasons: MatchReason[]) => reasons.map(({ code }) => code)
const scored = (need: Facts, offer: Facts) => scoreOf({ words: 0.12, meaning: 0.5, company: 0 }, weighFacts(need, offer).facts, programWeights)

test.each<[string, Partial<Facts>, Partial<Facts>, MatchReason['code'], boolean]>([
  ['a ready technology meets what was asked', { trl: 6 }, { trl: 8 }, 'trl_met', true],
  ['an early one falls short, and says so', { trl: 7 }, { trl: 4 }, 'trl_short', false],
  ['a price within the budget', { price_mode: 'range', price_min: 1, price_max: 500 }, { price_mode: 'fixed', price_min: 500 }, 'within_budget', true],
  ['a price above it', { price_mode: 'fixed', price_min: 499 }, { price_mode: 'range', price_min: 500, price_max: 900 }, 'over_budget', false],
  ['the same field', { research_fields: ['21101'] }, { research_fields: ['21101'] }, 'same_field', true],
  ['a neighbouring field', { research_fields: ['21101'] }, { research_fields: ['21102'] }, 'related_field', true],
  ['the same patent class', { patent_classes: ['F26B'] }, { patent_classes: ['A23B', 'F26B'] }, 'same_class', true],
  ['the same industry', { industries: ['C'] }, { industries: ['A', 'C'] }, 'same_industry', true],
  ['what a third party has tested', {}, { evidence_grade: 3 }, 'proven', true],
])('%s', (_, need, offer, code, good) => {
  const { reasons } = weighFacts(facts(need), facts(offer))
  expect(codes(reasons)).toContain(code)
  expect(reasons.filter((reason) => reason.code === code).every((reason) => speaksFor(reason) === good)).toBe(true)
  expect(scored(facts(need), facts(offer)) > scored(facts(), facts())).toBe(good)
})

test('what is not known is neither for nor against', () => expect(weighFacts(facts({ trl: 5, price_mode: 'fixed', price_min: 5 }), facts())).toMatchObject({ reasons: [], facts: { trl: 0, price: 0 } }))
test('who cannot wait minds more that a technology is not ready', () => {
  const at = (urgency: Facts['urgency']) => scored(facts({ trl: 7, urgency }), facts({ trl: 5 }))
  expect(at('three_months')).toBeLessThan(at('open'))
})
test('facts alone make no match: texts must speak of the same thing', () => {
  const same = facts({ research_fields: ['21101'], patent_classes: ['F26B'], industries: ['C'], trl: 7, ward_code: '00001' })
  const { facts: all } = weighFacts(same, { ...same, evidence_grade: 4 })
  const text = { words: 0.04, meaning: 0.2, company: 0 }, close = closeness(text, true)
  expect(isMatch(scoreOf(text, all, programWeights), close, all)).toBe(false)
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
