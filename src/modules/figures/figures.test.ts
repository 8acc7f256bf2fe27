import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { vnd } from '../../platform/money.ts'
import { figures, figuresByField, figuresByMonth, lossReasons } from './queries.ts'

const { db } = await testDatabase()
const supplier = await anOrganisation(db, 'institute')
const demander = await anOrganisation(db)
const person = await aPerson(db, { organisation: demander })

async function deal({ field = '20101', value, lost, at = noon }: { field?: string; value?: number; lost?: string; at?: Date }): Promise<void> {
  const { id: offer_id } = await db.insertInto('listing').values({
    kind: 'offer', state: 'published', organisation_id: supplier, created_by: null, original_language: 'vi', trl: 7, ip_status: null, price_min: null, price_max: null, research_fields: [field, '10503'], patent_classes: [], industries: [], transfer_forms: [],
    ward_code: null, source_name: null, source_key: null, source_sha256: null, submitted_at: at, published_at: at, closed_at: null, created_at: at, updated_at: at,
  }).returning('id').executeTakeFirstOrThrow()
  const { id: interest_id } = await db.insertInto('interest').values({
    listing_id: offer_id, counter_listing_id: null, organisation_id: demander, person_id: person.person_id!, message: 'x', state: 'accepted', reasons: '[]', request_key: randomUUID(), expressed_at: at, decline_code: null, answered_by: null, answered_at: at,
  }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('deal').values({
    interest_id, offer_id, need_id: null, supplier_organisation_id: supplier, demander_organisation_id: demander, stage: value ? 'won' : 'lost', stage_since: at, value: value ? vnd(value) : null,
    loss_code: lost ?? null, closing_value: null, closing_organisation_id: null, closing_at: null, opened_at: at, closed_at: at,
  }).execute()
}

test('an empty market counts zero everywhere and withholds nothing', async () => {
  expect(await figures(db)).toMatchObject({ offers: 0, deals_won: 0, value: 0 })
  expect((await figuresByMonth(db, noon)).map(({ month }) => month)).toHaveLength(12)
  expect((await figuresByField(db)).every(({ value }) => value === 0)).toBe(true)
})

test('what both sides confirmed is counted, in the Hanoi month it was confirmed; sums over fewer than three deals stay untold', async () => {
  const halfPastMidnight = new Date('2026-02-28T17:30:00Z') // the first of March in Hanoi
  for (const value of [1_000, 2_000]) await deal({ value, at: halfPastMidnight })
  expect(await figures(db)).toMatchObject({ offers: 2, deals_won: 2, value: 3_000 })
  expect((await figuresByField(db)).find(({ field }) => field === '2')).toEqual({ field: '2', offers: 2, needs: 0, deals_won: 2, value: null })
  expect((await figuresByMonth(db, noon)).at(-1)).toMatchObject({ month: '2026-03', deals_won: 2, value: null })
  await deal({ value: 4_000, at: halfPastMidnight })
  expect((await figuresByField(db)).filter(({ value }) => value === 7_000).map(({ field }) => field)).toEqual(['1', '2'])
  expect((await figuresByMonth(db, noon)).at(-1)).toMatchObject({ month: '2026-03', published: 3, interests: 3, deals_won: 3, value: 7_000 })
})

test('reasons of loss are told from three lost deals up', async () => {
  for (const lost of ['price', 'no_budget']) await deal({ lost })
  expect(await lossReasons(db)).toEqual([])
  await deal({ lost: 'price' })
  expect(await lossReasons(db)).toEqual([{ code: 'price', count: 2 }, { code: 'no_budget', count: 1 }])
})
