import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { openStorage } from '../../platform/storage.ts'
import { viewsOn } from '../disclosure/queries.ts'
import { receiveUpload } from '../documents/commands.ts'
import { documentRoutes } from '../documents/routes.tsx'
import { addDocument } from './commands.ts'
import { acceptInterest, DeclineInterest, declineInterest, expressInterest } from './interest-commands.ts'
import { recordedDealDocuments } from './reading-commands.ts'
import { dealRoutes } from './routes.tsx'

const { db, asOwner } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-deal-reading-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const { get, post } = await openPages(db, (app) => dealRoutes(app, { storage, uploadMaxBytes: 100_000 }), { root: (app) => documentRoutes(app, storage, { deal: recordedDealDocuments }) })

const institute = await anOrganisation(db, 'institute'), enterprise = await anOrganisation(db)
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), other = await aPerson(db, { organisation: await anOrganisation(db) })
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Phạm Thu Hà' }), inspector = await aPerson(db, { staff: ['inspector'], name: 'Ngô Thanh Tra' })
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const page = `/vi/deals/${deal}`
await addDocument(ctxOf(db, lan), deal, await receiveUpload(ctxOf(db, lan), storage, { stream: Readable.from([Buffer.from(aPdf)]), filename: 'ban-ve.pdf', maxBytes: 100_000, truncated: () => false }, 'document'))
const { document_id } = await db.selectFrom('deal_document').select('document_id').executeTakeFirstOrThrow()
const looks = async () => (await viewsOn(db, `deal:${deal}`)).map(({ person_name, part }) => `${person_name}: ${part}`)

test('Reads by deal officers and inspectors are recorded, file and documents; the parties’ own are not, and strangers get nothing to read.', async () => {
  for (const actor of [lan, hoa]) { expect((await get(page, actor)).body).toContain('Chưa có cán bộ nào của Sàn xem hồ sơ này.'); expect((await get(`/files/${document_id}/x.pdf`, actor)).statusCode).toBe(200) }
  expect((await get(page, other)).statusCode).toBe(404)
  expect(await looks()).toEqual([])
  for (let i = 0; i < 2; i++) expect((await get(page, officer)).statusCode).toBe(200)
  expect((await get(`/files/${document_id}/x.pdf`, officer)).statusCode).toBe(200)
  expect((await get(page, inspector)).statusCode).toBe(200)
  expect(await looks()).toEqual(['Ngô Thanh Tra: file', `Phạm Thu Hà: document:${document_id}`, 'Phạm Thu Hà: file'])
})
test('Both parties see on the deal’s page who of the Exchange looked, and when.', async () => {
  for (const actor of [lan, hoa]) expect((await get(page, actor)).body).toMatch(/Cán bộ của Sàn đã xem hồ sơ.*Ngô Thanh Tra.*02\/03\/2026.*Phạm Thu Hà/s)
})
test('A form of the page shown again to an officer is a look too.', async () => {
  await asOwner('delete from disclosure_view')
  expect([409, 422]).toContain((await post(`${page}/stage`, {}, officer)).statusCode)
  expect(await looks()).toEqual(['Phạm Thu Hà: file'])
})
test('Where the look cannot be recorded, the officer gets no page; the parties’ pages stay.', async () => {
  await asOwner('revoke insert on disclosure_view from techex_app')
  try {
    const answer = await get(page, officer)
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('500 kg rau')
    expect((await get(page, lan)).statusCode).toBe(200)
  } finally { await asOwner('grant insert on disclosure_view to techex_app') }
})

test('Who writes to an anonymous need is not told whose it is, in lists, file or history, before it accepts.', async () => {
  const hidden = await anOrganisation(db, 'enterprise', 'Xí nghiệp Giấu Tên'), vân = await aPerson(db, { organisation: hidden, name: 'Vân Kín' })
  const write = async (title: string) => {
    const need = await aListing(db, 'need', hidden, 'published', title)
    await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
    return expressInterest(ctxOf(db, lan), { listing_id: need, counter_listing_id: null, message: 'Chúng tôi có lò sấy hợp với nhu cầu này.', request_key: randomUUID() })
  }
  const [declined, accepted] = [await write('Cần lò sấy thóc'), await write('Cần lò sấy ngô')]
  const reads = async (id: number) => [`/vi/interests/${id}`, '/vi/deals'].reduce(async (all, path) => (await all) + (await get(path, lan)).body, Promise.resolve(''))
  expect(await reads(declined)).toContain('Tổ chức ẩn danh')
  await declineInterest(ctxOf(db, vân), DeclineInterest.parse({ interest_id: declined, decline_code: (await db.selectFrom('code').select('code').where('list', '=', 'decline_reason').executeTakeFirstOrThrow()).code, answer: 'Chưa hợp.' }))
  expect(await reads(declined)).not.toMatch(/Giấu Tên|Vân Kín/)
  expect((await get(`/vi/interests/${declined}`, vân)).body).toMatch(/Giấu Tên.*Vân Kín|Vân Kín.*Giấu Tên/s)
  await acceptInterest(ctxOf(db, vân), { interest_id: accepted })
  expect(await reads(accepted)).toContain('Giấu Tên')
})
