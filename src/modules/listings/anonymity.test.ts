import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, openWhole, signedIn, withCookie } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { publishedListings, publicOrganisations } from './export.ts'
import { detailTexts } from './detail-messages.ts'
import { refreshSearch } from './indexing.ts'
import { cardsOf, listingFor, publishedOf } from './queries.ts'

/** Whose an anonymous need is: told to its own people, to staff, and to those it deals with, and to nobody else. */
const { db } = await testDatabase()
const secret = 'Xí nghiệp Giấu tên Bờ Xôi'
const hidden = await anOrganisation(db, 'enterprise', secret), institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), asking = await anOrganisation(db, 'enterprise', 'Công ty Đang hỏi'), written = await anOrganisation(db, 'university', 'Trường Được viết tới')
const own = await aPerson(db, { organisation: hidden }), viewer = await aPerson(db, { organisation: hidden, role: 'viewer' }), supplier = await aPerson(db, { organisation: institute }), asker = await aPerson(db, { organisation: asking }), recipient = await aPerson(db, { organisation: written }), stranger = await aPerson(db, { organisation: await anOrganisation(db) })
const staff = await Promise.all((['moderator', 'deal_officer', 'administrator', 'observer', 'inspector'] as const).map((role) => aPerson(db, { staff: [role] })))
const need = await aListing(db, 'need', hidden, 'published', 'Cần máy sấy lạnh rau'), named = await aListing(db, 'need', hidden, 'published', 'Cần máy đóng gói'), offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), far = await aListing(db, 'offer', written, 'published', 'Máy sấy đối lưu')
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
await refreshSearch(db, [need, named, offer, far])
const { app } = await openWhole(db)

const interest = await expressInterest(ctxOf(db, supplier), { listing_id: need, counter_listing_id: offer, message: 'Chúng tôi có máy sấy lạnh đúng cỡ này.', request_key: randomUUID() })
const told = async (who?: Actor) => (await cardsOf(ctxOf(db, who).db, [need], 'vi'))[0]?.organisation_name_vi === secret

test('before anything is agreed, only its own people and staff are told; asking does not tell', async () => {
  await expressInterest(ctxOf(db, asker), { listing_id: need, counter_listing_id: null, message: 'Chúng tôi cũng quan tâm tới nhu cầu này.', request_key: randomUUID() })
  for (const who of [own, viewer, ...staff]) expect(await told(who)).toBe(true)
  for (const who of [undefined, stranger, supplier, asker, recipient]) expect(await told(who)).toBe(false)
})

test('a handle that reads for everybody is told nothing', async () => {
  expect((await cardsOf(db, [need], 'vi'))[0]).toMatchObject({ anonymous: true, organisation_id: 0, organisation_name_vi: '', organisation_name_en: '', verified_until: null })
})

test('whoever’s interest it accepts is told, and whoever it sends the need to itself; the others still are not', async () => {
  await acceptInterest(ctxOf(db, own), { interest_id: interest })
  await expressInterest(ctxOf(db, own), { listing_id: far, counter_listing_id: need, message: 'Chúng tôi muốn hỏi về máy của trường.', request_key: randomUUID() })
  for (const who of [supplier, recipient]) expect(await told(who)).toBe(true)
  for (const who of [undefined, stranger, asker]) expect(await told(who)).toBe(false)
})

test('the whole listing has a kind of organisation and no name; its other needs are as they were', async () => {
  expect((await listingFor(ctxOf(db, stranger), need)).organisation).toEqual({ id: 0, kind: 'enterprise', name_vi: '', name_en: '', verification: 'unverified', verified_at: null, verified_until: null, source_name: null })
  expect((await listingFor(ctxOf(db, supplier), need)).organisation.name_vi).toBe(secret)
  expect((await cardsOf(ctxOf(db).db, [named], 'vi'))[0]).toMatchObject({ anonymous: false, organisation_name_vi: secret })
})

test('the organisation’s own page lists it to those who are told, and to nobody else', async () => {
  const listed = async (who?: Actor) => (await publishedOf(ctxOf(db, who).db, hidden)).map(({ id }) => id).includes(need)
  for (const who of [own, supplier, ...staff]) expect(await listed(who)).toBe(true)
  for (const who of [undefined, stranger, asker]) expect(await listed(who)).toBe(false)
  expect((await publishedOf(ctxOf(db).db, hidden)).map(({ id }) => id)).toEqual([named])
})

test('an export names nobody who stays anonymous and does not count their needs', async () => {
  const rows = []
  for await (const row of publishedListings(db, 'need')) rows.push(row)
  expect(rows.map(({ organisation, organisation_kind }) => [organisation, organisation_kind])).toEqual(expect.arrayContaining([['', 'enterprise'], [secret, 'enterprise']]))
  expect(rows.filter(({ organisation }) => organisation === secret)).toHaveLength(1)
  for await (const row of publicOrganisations(db)) if (row.name_vi === secret) expect(row.needs).toBe('1')
  await db.updateTable('listing').set({ state: 'draft', published_at: null }).where('id', '=', named).execute()
  for await (const row of publicOrganisations(db)) expect(row.name_vi).not.toBe(secret)
  await db.updateTable('listing').set({ state: 'published', published_at: noon }).where('id', '=', named).execute()
})

test('the page of the need says that the Exchange knows who it is, to a machine that reads it as well', async () => {
  const { body } = await app.inject({ url: `/vi/needs/${need}` })
  expect(body).toContain(detailTexts.vi.anonymousOrganisation)
  expect(body).not.toContain(secret)
  expect(body).not.toContain(`/organisations/${hidden}`)
  const asOwn = await app.inject({ url: `/vi/needs/${need}`, headers: withCookie(await signedIn(app, db, own)) })
  expect(asOwn.body).toContain(secret)
  expect(asOwn.body).toContain(detailTexts.vi.hiddenFromOthers)
})
