import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import type { Reaction, Recorded } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'
import { askAccess, giveAccess, refuseAccess, withdrawAccess } from './commands.ts'
import type { DisclosureEvent } from './schema.ts'

const { db } = await testDatabase()
const now = new Date()
const institute = await anOrganisation(db, 'institute'), enterprise = await anOrganisation(db), second = await anOrganisation(db)
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), kim = await aPerson(db, { organisation: second, name: 'Kim' })
const listing = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const subject = `listing:${listing}`
const reactions = reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) })

/** What the newest event leads people to be told. */
async function told() {
  const event = await db.selectFrom('event').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
  const due = (reactions[event.type] ?? []) as readonly Reaction<DisclosureEvent['type']>[]
  await db.transaction().execute(async (tx) => { for (const react of due) await react(tx, event as unknown as Recorded<DisclosureEvent['type']>) })
  return (await db.selectFrom('notice').select(['kind', 'person_id', 'path', 'values']).where('event_id', '=', event.id).execute()).map(({ kind, person_id, path, values }) => [kind, person_id, path, JSON.stringify(values)])
}
const ask = (actor = hoa) => askAccess(ctxOf(db, actor, now), { subject, tier: 'granted', purpose: 'Đánh giá khả năng lắp đặt máy.' })

test('The owner is told of a question; the asker of the answer and, from the request and not from the log, of its reason.', async () => {
  const request_id = await ask()
  expect(await told()).toEqual([['access_requested', lan.person_id, `/my/listings/${listing}/access`, expect.stringContaining('Máy sấy lạnh rau quả')]])
  const grant_id = await giveAccess(ctxOf(db, lan, now), { request_id, tier: 'granted', days: 90, limits: '' })
  expect(await told()).toEqual([['access_given', hoa.person_id, '/my/access', expect.stringContaining('Máy sấy lạnh rau quả')]])
  // While the listing is revised, others are told its number, not the title being written.
  await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', listing).execute()
  await withdrawAccess(ctxOf(db, lan, now), { grant_id, reason: 'Hợp tác đã dừng.' })
  const [withdrawn] = await told()
  expect(withdrawn).toEqual(['access_withdrawn', hoa.person_id, '/my/access', expect.stringMatching(new RegExp(`Hợp tác đã dừng.*Tin số ${listing}`))])
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', listing).execute()
  await refuseAccess(ctxOf(db, lan, now), { request_id: await ask(kim), reason: 'Đang nộp đơn sáng chế.' })
  expect(await told()).toEqual([['access_refused', kim.person_id, '/my/access', expect.stringContaining('Đang nộp đơn sáng chế.')]])
  expect(JSON.stringify(await db.selectFrom('event').select('data').execute())).not.toMatch(/sáng chế|đã dừng/)
})
