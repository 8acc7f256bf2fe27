import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf, openWhole, routesOf, send, signedIn, withCookie } from '../../../tests/readers.ts'
import { type Actor, transact } from '../../core/context.ts'
import { storageOf } from '../../platform/storage-open.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { createApiKey } from '../api/commands.ts'
import { keeping, receiveUpload, saveDocument } from '../documents/commands.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'

const { db } = await testDatabase()
const { app, config } = await openWhole(db)
const storage = storageOf(config)
const supplier = await anOrganisation(db, 'institute', 'Viện Cơ điện'), demander = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), agency = await anOrganisation(db, 'intermediary', 'Trung tâm Môi giới Sông Hồng'), office = await anOrganisation(db, 'enterprise', 'Văn phòng luật')
const lan = await aPerson(db, { organisation: supplier, name: 'Lan' }), hoa = await aPerson(db, { organisation: demander, name: 'Hòa' }), môi = await aPerson(db, { organisation: agency, name: 'Môi' }), clerk = await aPerson(db, { organisation: agency, role: 'viewer', name: 'Thư ký' })
const lawyer = await aPerson(db, { organisation: office, name: 'Luật sư Bình' }), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' })
const offer = await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh rau quả')
const now = new Date(), today = hanoiDay(now)
const deal = await acceptInterest(ctxOf(db, lan, now), { interest_id: await expressInterest(ctxOf(db, hoa, now), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const people = { lan, hoa, môi, clerk, lawyer, officer }
const headers = Object.fromEntries(await Promise.all(Object.entries(people).map(async ([name, actor]: [string, Actor]) => [name, withCookie(await signedIn(app, db, actor))] as const)))
const get = (who: keyof typeof people, path: string) => app.inject({ url: `/vi${path}`, headers: headers[who]! })
const press = (who: keyof typeof people, path: string, form: Record<string, string> | URLSearchParams) => send(app, `/vi${path}`, form, headers[who])
const own = `/deals/${deal}`
/** A document in a part of the file. */
async function documentIn(part: string): Promise<number> {
  const ctx = ctxOf(db, lan, now)
  const upload = await receiveUpload(ctx, storage, { stream: Readable.from([Buffer.from(`${aPdf}%${part}\n`)]), filename: `${part}.pdf`, maxBytes: 100_000, truncated: () => false }, 'document')
  const id = await keeping(ctx, storage, upload, () => transact(ctx, (tx) => saveDocument(tx, ctx, upload)))
  await db.insertInto('deal_part_document').values({ deal_id: deal, part: part as 'terms', document_id: id, organisation_id: supplier, person_id: lan.person_id!, added_at: noon }).execute()
  return id
}
const termPaper = await documentIn('terms'), contractPaper = await documentIn('contract')
const opens = async (who: keyof typeof people, url: string): Promise<number> => (await app.inject({ url, headers: headers[who]! })).statusCode
const signer = { person_id: String(lan.person_id), full_name: '', position: 'Viện trưởng', basis: 'legal_representative', document_number: '', document_day: '', scope: '', valid_until: '' }

test('the page shows both sides who signs, and its forms to those alone who may press them', async () => {
  expect((await press('lan', `${own}/people/signers`, { ...signer, basis: 'authorised' })).statusCode).toBe(422)
  expect((await press('lan', `${own}/people/signers`, signer)).headers.location).toBe(`/vi${own}/people?done=saved`)
  const again = await press('lan', `${own}/people/signers`, signer)
  expect(again.statusCode).toBe(409)
  expect(again.body).toContain('Người này đã có trong danh sách')
  for (const who of ['lan', 'hoa', 'officer'] as const) expect((await get(who, `${own}/people`)).body).toMatch(/Lan<div class="meta">Viện trưởng/)
  for (const [who, forms] of [['lan', ['signers', 'signers/end', 'mandates', 'advisers']], ['hoa', ['signers', 'mandates', 'advisers']], ['officer', []]] as const) expect([...(await get(who, `${own}/people`)).body.matchAll(/action="[^"]*\/people\/([^"]+)"/g)].map(([, path]) => path), who).toEqual(forms)
})

test('an adviser of the terms opens nothing else of the file: no other part, no overview, no other document, nothing by the API; and nothing once it ends', async () => {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', lawyer.person_id).executeTakeFirstOrThrow()
  expect((await press('lan', `${own}/people/advisers`, { adviser_email: email, adviser_role: 'legal', adviser_parts: 'terms' })).headers.location).toBe(`/vi${own}/people?done=adviser_appointed`)
  const mine = await get('lawyer', '/deals/advised')
  expect(mine.body).toContain(`href="/vi${own}/terms"`)
  expect(mine.body).not.toContain(`href="/vi${own}/people"`)
  expect(mine.body).toContain('Máy sấy lạnh rau quả')
  // Every page and file below a deal that the router knows, whoever built it.
  const below = routesOf(app).filter((route) => route.startsWith('/vi/deals/:deal_id') && !route.startsWith('/vi/deals/:deal_id/terms')).map((route) => route.replace(':deal_id', String(deal)).replace(/:[a-z_]+/g, '1'))
  expect(below.length).toBeGreaterThan(2)
  for (const url of [...below, `/files/${contractPaper}/contract.pdf`]) expect(await opens('lawyer', url), url).toBe(404)
  expect(await opens('lawyer', `/files/${termPaper}/terms.pdf`)).toBe(200)
  if (routesOf(app).includes('/vi/deals/:deal_id/terms')) expect(await opens('lawyer', `/vi${own}/terms`)).toBe(200)
  expect((await get('hoa', `${own}/people`)).body).toMatch(/Luật sư Bình.*<td>tài liệu trong Bản điều khoản<\/td>/s)
  for (const path of ['people/advisers', 'people/signers', 'people/mandates', 'messages']) expect((await press('lawyer', `${own}/${path}`, {})).statusCode, path).toBe(404)
  const secret = await createApiKey(ctxOf(db, lawyer, now), { organisation_id: office, name: 'Văn phòng', scopes: ['deals'], days: 9 })
  for (const path of [`/deals/${deal}`, `/deals/${deal}/messages`, `/deals/${deal}/documents`]) expect((await app.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${secret}` } })).statusCode, path).toBe(404)
  const { id } = await db.selectFrom('deal_adviser').select('id').where('deal_id', '=', deal).executeTakeFirstOrThrow()
  expect((await press('hoa', `${own}/people/advisers/end`, { adviser_id: String(id) })).statusCode).toBe(404)
  expect((await press('lan', `${own}/people/advisers/end`, { adviser_id: String(id) })).headers.location).toBe(`/vi${own}/people?done=ended`)
  expect(await opens('lawyer', `/files/${termPaper}/terms.pdf`)).toBe(404)
  expect((await get('lawyer', '/deals/advised')).body).not.toContain(`${own}/terms`)
})

test('a look of an adviser is written down and both sides see it', async () => {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', lawyer.person_id).executeTakeFirstOrThrow()
  await press('hoa', `${own}/people/advisers`, { adviser_email: email, adviser_role: 'legal', adviser_parts: 'people' })
  const seen = await get('lawyer', `${own}/people`)
  expect(seen.statusCode).toBe(200)
  expect(seen.body).not.toContain('id="looks"')
  expect(seen.body).not.toMatch(/<form[^>]*people/)
  for (const who of ['lan', 'hoa'] as const) expect((await get(who, `${own}/people`)).body).toMatch(/id="looks".*Luật sư Bình.*Người tham gia/s)
})

test('a mandate goes from offer to acceptance to its end by the pages, and the broker’s people read its parts meanwhile', async () => {
  const page = await get('lan', `${own}/people`)
  const key = /name="request_key" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const offered = new URLSearchParams({ broker_id: String(agency), from_on: today, until_on: dayAfter(today, 30), fee_share: '1,5', fee_amount: '', fee_minimum: '', fee_cap: '', request_key: key, acts: 'negotiate', broker_parts: 'people' })
  expect((await press('lan', `${own}/people/mandates`, offered)).headers.location).toBe(`/vi${own}/people?done=mandate_offered`)
  const { id } = await db.selectFrom('deal_mandate').select('id').executeTakeFirstOrThrow()
  expect((await get('môi', '/work')).body).toContain(`/vi/deals/mandates/${id}`)
  expect(await opens('clerk', `/vi${own}/people`)).toBe(404)
  expect((await get('clerk', `/deals/mandates/${id}`)).body).not.toContain(`/mandates/${id}/accept`)
  expect(await opens('lan', `/vi/deals/mandates/${id}`)).toBe(404)
  const wrong = await press('môi', `/deals/mandates/${id}/accept`, { acts_for_other: 'no' })
  expect(wrong.statusCode).toBe(422)
  const silent = await press('môi', `/deals/mandates/${id}/accept`, { acts_for_other: 'no', owns_shares: 'yes', conflict_words: '' })
  expect([silent.statusCode, silent.body.includes('Hãy giải thích bằng lời')]).toEqual([409, true])
  expect((await press('môi', `/deals/mandates/${id}/accept`, { acts_for_other: 'no', owns_shares: 'yes', conflict_words: 'Giám đốc có 2 % vốn của công ty.' })).headers.location).toBe(`/vi/deals/mandates/${id}?done=mandate_accepted`)
  expect((await get('hoa', `${own}/people`)).body).toMatch(/Trung tâm Môi giới Sông Hồng.*Chỉ bên giao và bên môi giới biết phí.*Giám đốc có 2 % vốn/s)
  expect((await get('lan', `${own}/people`)).body).toMatch(/Phí: 1,5 %/)
  expect(await opens('clerk', `/vi${own}/people`)).toBe(200)
  expect(await opens('clerk', `/vi${own}`)).toBe(404)
  expect((await get('lan', `${own}/people`)).body).toMatch(/id="looks".*Thư ký/s)
  expect((await press('hoa', `${own}/people/mandates/end`, { mandate_id: String(id), mandate_reason: 'Không phải việc của mình' })).statusCode).toBe(403)
  expect((await press('môi', `/deals/mandates/${id}/end`, { mandate_reason: 'Chúng tôi đóng cửa' })).headers.location).toBe(`/vi/deals/mandates/${id}?done=ended`)
  expect(await opens('clerk', `/vi${own}/people`)).toBe(404)
})
