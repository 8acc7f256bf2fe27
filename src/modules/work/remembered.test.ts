import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { record } from '../../core/context.ts'
import { openWaiting } from './waiting.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute'), lan = await aPerson(db, { organisation: institute }), minh = await aPerson(db, { organisation: await anOrganisation(db) })
const waiting = openWaiting(db)
const counts = async (now = noon) => [await waiting(db, lan, now), await waiting(db, minh, now)]
/** A draft that nothing tells of: only counting anew finds it. */
const unheard = () => aListing(db, 'offer', institute, 'draft', 'Nháp')

test('a count is remembered until something is recorded, and each person’s is their own', async () => {
  const [before, his] = await counts()
  await unheard()
  expect(await counts()).toEqual([before, his])
  await db.transaction().execute((tx) => record(tx, ctxOf(db, minh), 'person:1', { type: 'person.signed_up', person_id: minh.person_id! }))
  expect(await counts()).toEqual([before! + 1, his])
})

test('what only time changes is counted within a minute; and a clock set back counts anew', async () => {
  const [before] = await counts()
  await unheard()
  expect((await counts(minutesAfterNoon(0.9)))[0]).toBe(before)
  expect((await counts(minutesAfterNoon(1)))[0]).toBe(before! + 1)
  await unheard()
  expect((await counts(noon))[0]).toBe(before! + 2)
})

test('whoever is given a role or another organisation has another count at once', async () => {
  const [before] = await counts()
  await aListing(db, 'offer', institute, 'submitted', 'Chờ duyệt')
  expect(await waiting(db, { ...lan, staff_roles: ['moderator'] }, noon)).toBeGreaterThan(0)
  expect((await counts())[0]).toBe(before)
})
