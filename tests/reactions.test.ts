import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openReactions } from '../src/core/reactions.ts'
import { acceptInterest, declineInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { claimClosing, sendMessage } from '../src/modules/deals/commands.ts'
import { sendMail } from '../src/modules/notifications/commands.ts'
import { fold } from '../src/platform/text.ts'
import { vnd } from '../src/platform/money.ts'
import { reactionsOf } from '../src/reactions.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { listed } from './listings.ts'
import { settled } from './settled.ts'

/** Who is written to about what: the table of consequences, run from the record. */
const { db } = await testDatabase()
const line = openReactions({ db, log: { warn: () => {}, error: () => {} }, reactions: reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) }) })
const supplier = await anOrganisation(db, 'institute', 'Viện Nhị Hà')
const demander = await anOrganisation(db, 'cooperative', 'Hợp tác xã Đồi Sim')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' })
const viewer = await aPerson(db, { organisation: supplier, role: 'viewer' })
const sen = await aPerson(db, { organisation: demander, name: 'Sen' })
const officer = await aPerson(db, { staff: ['deal_officer'] })
const emailOf = async (who: { person_id: number | null }) => (await db.selectFrom('person').select('email').where('id', '=', who.person_id).executeTakeFirstOrThrow()).email

const anOffer = (organisation_id: number): Promise<number> => listed(db, organisation_id, 'Máy sấy lạnh')
const interestIn = (listing_id: number) => expressInterest(ctxOf(db, sen), { listing_id, counter_listing_id: null, message: 'Chúng tôi muốn xem máy đang chạy.', request_key: randomUUID(), organisation_id: demander } as never)
async function lettersSince(): Promise<{ to: string; subject: string; body: string }[]> {
  await settled(db, line)
  const letters = await db.deleteFrom('outgoing_mail').returning(['to_address as to', 'subject', 'body']).execute()
  return letters.toSorted((a, b) => a.to.localeCompare(b.to))
}

test('an interest is told to those who may answer it, not to viewers, and leads to its page', async () => {
  const id = await interestIn(await anOffer(supplier))
  const letters = await lettersSince()
  expect(letters.map(({ to }) => to)).toEqual([await emailOf(lan)])
  expect(letters[0]?.subject).toContain('Máy sấy lạnh')
  expect(letters[0]?.body).toContain(`https://san.example/vi/interests/${id}`)
  expect(await emailOf(viewer)).not.toBe(letters[0]?.to)
})

test('an answer, a message and a claimed closing go to the other side only', async () => {
  const interest_id = await interestIn(await anOffer(supplier))
  await lettersSince()
  const deal_id = await acceptInterest(ctxOf(db, lan), { interest_id })
  expect((await lettersSince()).map(({ to }) => to)).toEqual([await emailOf(sen)])
  await sendMessage(ctxOf(db, lan), { deal_id, body: 'Mời anh chị đến xem.', request_key: randomUUID() })
  expect((await lettersSince()).map(({ to }) => to)).toEqual([await emailOf(sen)])
  await claimClosing(ctxOf(db, sen), { deal_id, value: vnd(1_000_000), reason: 'Hợp đồng đã ký ngoài Sàn.' })
  expect((await lettersSince()).map(({ to }) => to)).toEqual([await emailOf(lan)])
})

test('a declined interest says why, in the reader’s language', async () => {
  await db.updateTable('person').set({ locale: 'en' }).where('id', '=', sen.person_id).execute()
  const interest_id = await interestIn(await anOffer(supplier))
  await lettersSince()
  await declineInterest(ctxOf(db, lan), { interest_id, decline_code: 'too_early', answer: '' })
  const [letter] = await lettersSince()
  expect(letter?.body).toContain('Too early')
  expect(letter?.body).not.toContain('Công nghệ chưa')
})

test('where an organisation has nobody, deal officers hear of interests, and of nothing else', async () => {
  const imported = await anOrganisation(db, 'institute')
  const listing_id = await anOffer(imported)
  await db.insertInto('event').values({ type: 'listing.published', subject: `listing:${listing_id}`, person_id: null, organisation_id: imported, at: noon, request_id: 'test', data: JSON.stringify({ listing_id, version: 1 }) }).execute()
  expect(await lettersSince()).toEqual([])
  await interestIn(listing_id)
  expect((await lettersSince()).map(({ to }) => to)).toEqual([await emailOf(officer)])
})

test('a renamed organisation’s listings are found by its new name', async () => {
  const listing_id = await anOffer(supplier)
  await db.updateTable('organisation').set({ name_vi: 'Viện Quỳnh Lôi', search_name: fold('Viện Quỳnh Lôi') }).where('id', '=', supplier).execute()
  await db.insertInto('event').values({ type: 'organisation.changed', subject: `organisation:${supplier}`, person_id: null, organisation_id: supplier, at: noon, request_id: 'test', data: JSON.stringify({ organisation_id: supplier, fields: ['name_vi'] }) }).execute()
  await lettersSince()
  const found = await db.selectFrom('listing').select('id').where('id', '=', listing_id).where((eb) => eb(eb.ref('search'), '@@' as never, eb.fn('to_tsquery', [eb.val('simple'), eb.val('quynh <-> loi')]) as never)).execute()
  expect(found).toHaveLength(1)
})

test('a letter is handed over once, and again only where that failed', async () => {
  const { id } = await db.insertInto('outgoing_mail').values({ to_address: 'a@example.test', subject: 's', body: 'b', locale: 'vi', created_at: noon, sent_at: null, last_error: null }).returning('id').executeTakeFirstOrThrow()
  let handed = 0
  const post = { send: async () => { handed++; if (handed === 1) throw new Error('the mail server is away') } }
  await expect(sendMail(db, post, id, () => noon)).rejects.toThrow('away')
  expect((await db.selectFrom('outgoing_mail').select('last_error').where('id', '=', id).executeTakeFirstOrThrow()).last_error).toContain('away')
  await sendMail(db, post, id, () => noon)
  await sendMail(db, post, id, () => noon)
  expect(handed).toBe(2)
})
