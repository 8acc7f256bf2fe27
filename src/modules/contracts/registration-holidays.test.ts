import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import { openReactions } from '../../core/reactions.ts'
import { jobHandlers, type JobParts } from '../../jobs.ts'
import { reactionsOf } from '../../reactions.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { inDeal } from '../deals/turns.ts'
import { addHoliday, declareNoLieu, loadRulebook, removeHoliday } from '../rulebook/commands.ts'
import { awaitRegistration } from './registration-duties.ts'

const { db } = await testDatabase()
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
const work = jobHandlers({ db, now: () => minutesAfterNoon(60) } as JobParts)
const institute = await anOrganisation(db, 'institute'), enterprise = await anOrganisation(db)
const lan = await aPerson(db, { organisation: institute }), hoa = await aPerson(db, { organisation: enterprise }), administrator = await aPerson(db, { staff: ['administrator'] })

/** A deal whose dossier for a licence was filed on that day: within five working days the authority says whether it is complete. */
async function filed(filed_on: string): Promise<number> {
  const offer = await aListing(db, 'offer', institute, 'published', `Máy sấy ${randomUUID()}`)
  const deal_id = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await db.insertInto('registration_filing').values({ deal_id, kind: 'licence', organisation_id: enterprise, state: 'filed', filed_on, opened_by: hoa.person_id!, opened_at: noon, changed_at: noon, request_key: randomUUID() } as never).execute()
  await inDeal(ctxOf(db, hoa), deal_id, 'edit', ({ tx, deal }) => awaitRegistration(tx, ctxOf(db, hoa), deal))
  return deal_id
}
const answer = async (deal_id: number) => (await sql<{ due: string; text: { vi: string }; sequence: number; changed_at: Date | null }>`select due_on::text as due, text, sequence, changed_at from deal_duty where deal_id = ${deal_id} and kind = 'registration_answer' and done_at is null`.execute(db)).rows.map(({ due, text, sequence }) => [due, text.vi.includes('Tết Nguyên đán 2027'), sequence])
/** What was recorded is reacted to, and what that queued is done. */
async function worked(): Promise<void> {
  await settled(db, line)
  const { rows } = await sql<{ id: string; payload: { day: string } }>`select j.id, payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'recount_registrations' order by j.id`.execute(db)
  for (const { id, payload } of rows) {
    await work.recount_registrations(payload)
    await sql`delete from graphile_worker._private_jobs where id = ${id}::bigint`.execute(db)
  }
}
const add = async (day: string) => { await addHoliday(ctxOf(db, administrator), { day, name_vi: 'Tết Nguyên đán', name_en: 'Tết' }); await worked() }
const remove = async (day: string) => { await removeHoliday(ctxOf(db, administrator), { day }); await worked() }

test('a holiday entered moves what waits of a registration over that day, in the file and the calendar, and says no more that it is not entered; taken away, it moves back', async () => {
  const over = await filed('2027-02-04'), before = await filed('2027-01-04'), done = await filed('2027-02-04'), past = await filed('2027-03-15')
  await db.updateTable('deal_duty').set({ done_at: noon }).where('deal_id', '=', done).execute()
  const closed = () => sql`select due_on::text, text, sequence from deal_duty where deal_id = ${done}`.execute(db).then(({ rows }) => rows), asClosed = await closed()
  expect([await answer(over), await answer(before), await answer(past)]).toEqual([[['2027-02-11', true, 0]], [['2027-01-11', false, 0]], [['2027-03-22', false, 0]]])
  await add('2027-02-08')
  expect(await answer(over)).toEqual([['2027-02-12', false, 1]])
  await add('2027-02-12')
  expect(await answer(over), 'the very last day').toEqual([['2027-02-15', false, 2]])
  await remove('2027-02-08')
  expect(await answer(over)).toEqual([['2027-02-11', false, 3]])
  await remove('2027-02-12')
  expect(await answer(over), 'a later day of the same Tết told that Tết was entered').toEqual([['2027-02-11', true, 4]])
  await add('2027-02-16')
  expect(await answer(over)).toEqual([['2027-02-11', false, 5]])
  await add('2027-03-02')
  expect([await answer(over), await answer(before), await answer(past)], 'what lies elsewhere stands').toEqual([[['2027-02-11', false, 5]], [['2027-01-11', false, 0]], [['2027-03-22', false, 0]]])
  await add('2027-03-22')
  expect(await answer(past), 'its own last day').toEqual([['2027-03-23', false, 1]])
  expect(await closed()).toEqual(asClosed)
})

test('holidays that come with a release are recorded, and move what waits over them as those entered do; a first load and a second say nothing', async () => {
  const over = await filed('2034-06-14'), lot = async () => (await db.selectFrom('event').select('data').where('type', '=', 'rulebook.holidays_loaded').execute()).map(({ data }) => (data as { days: string[] }).days)
  expect([await answer(over), await lot()]).toEqual([[['2034-06-21', false, 0]], []])
  const folder = mkdtempSync(join(tmpdir(), 'release-'))
  cpSync('data/rules.csv', join(folder, 'rules.csv'))
  writeFileSync(join(folder, 'holidays.csv'), `${readFileSync('data/holidays.csv', 'utf8')}2034-06-20,Ngày nghỉ mới,New holiday\n2034-06-15,Ngày nghỉ mới,New holiday\n`)
  for (const _ of [1, 2]) await loadRulebook(db, folder)
  rmSync(folder, { recursive: true })
  await worked()
  expect([await answer(over), await lot()]).toEqual([[['2034-06-23', false, 1]], [['2034-06-15', '2034-06-20']]])
})

test('a day in lieu nobody has entered is said beside what waits over it; entered it moves the day, said not to be it is said no more', async () => {
  const over = await filed('2032-04-26'), told = async () => (await sql<{ due: string; text: { vi: string } }>`select due_on::text as due, text from deal_duty where deal_id = ${over} and kind = 'registration_answer' and done_at is null`.execute(db)).rows.map(({ due, text }) => [due, text.vi.includes('nghỉ bù 03/05/2032')])
  await add('2032-04-19') // the Hùng Kings’ day of that year
  expect(await told()).toEqual([['2032-05-04', true]])
  await add('2032-05-03')
  expect(await told()).toEqual([['2032-05-05', false]])
  await remove('2032-05-03')
  expect(await told()).toEqual([['2032-05-04', true]])
  await declareNoLieu(ctxOf(db, administrator), { day: '2032-05-01' })
  await worked()
  expect(await told()).toEqual([['2032-05-04', false]])
})
