import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { askAccess, giveAccess } from './commands.ts'
import { grantDaysAt } from './queries.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db), lan = await aPerson(db, { organisation: institute })
const at = (day: string) => new Date(`${day}T10:00:00+07:00`)
/** A number of the rule table from that day on; before it the former one stands. */
async function from(code: string, day: string, value: number): Promise<void> {
  const { id, ...former } = await db.selectFrom('rule').selectAll().where('code', '=', code).where('valid_to', 'is', null).executeTakeFirstOrThrow()
  await db.updateTable('rule').set({ valid_to: new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10) }).where('id', '=', id).execute()
  await db.insertInto('rule').values({ ...former, value, valid_from: day, valid_to: null }).execute()
}
async function given(day: string, days: number): Promise<number> {
  const hoa = await aPerson(db, { organisation: await anOrganisation(db) })
  const subject = `listing:${await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh')}`
  const request_id = await askAccess(ctxOf(db, hoa, at(day)), { subject, tier: 'granted', purpose: 'Đánh giá khả năng lắp đặt tại xưởng.' })
  return giveAccess(ctxOf(db, lan, at(day)), { request_id, tier: 'granted', days, limits: '' })
}

test('access lasts at most as long as the rule table says on the day it is given: a new number holds from its day on and not before', async () => {
  await from('own.grant_days_maximum', '2026-04-01', 60)
  expect(await given('2026-03-31', 365)).toBeGreaterThan(0)
  await expect(given('2026-03-31', 366)).rejects.toMatchObject({ issues: [{ path: ['days'], message: 'number' }] })
  await expect(given('2026-04-01', 61)).rejects.toMatchObject({ issues: [{ path: ['days'], message: 'number' }] })
  expect(await given('2026-04-01', 60)).toBeGreaterThan(0)
})

test('the form begins with the days in force, never with more than may be given', async () => {
  expect(await grantDaysAt(db, at('2026-03-31'))).toEqual({ usual: 90, most: 365 })
  expect(await grantDaysAt(db, at('2026-04-01'))).toEqual({ usual: 60, most: 60 })
  await from('own.grant_days', '2026-05-01', 30)
  expect(await grantDaysAt(db, at('2026-05-01'))).toEqual({ usual: 30, most: 60 })
})
