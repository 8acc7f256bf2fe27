import { expect, test } from 'vitest'
import { aListing, openWhole, send, someReaders } from '../../../tests/readers.ts'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { minutesFrom } from '../../platform/time.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { refreshSearch } from '../listings/indexing.ts'
import { createApiKey, revokeApiKey } from './commands.ts'
import { readDescription } from './description.ts'
import { inVietnamese } from './description-texts.ts'
import { mostKeys } from './rules.ts'
import type { ApiScope } from './schema.ts'

const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau')
await refreshSearch(db, [offer, draft, need])
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: need, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: '00000000-0000-4000-8000-000000000001' })
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })

const now = (): Date => new Date() // the application's own clock judges keys here
const ctx = (person = people.member) => ({ ...ctxOf(db, person, now()) })
const make = (scopes: ApiScope[], name = 'Kho dữ liệu', person = people.member) => createApiKey(ctx(person), { organisation_id: institute, name, scopes, days: 30 })
let from = 0
const ask = (path: string, key?: string) => app.inject({ url: `/api${path}`, headers: { 'x-forwarded-for': `10.30.0.${++from % 250}`, ...(key ? { authorization: `Bearer ${key}` } : {}) } })

test('What is public needs no key; a description says what there is', async () => {
  const found = (await ask('/v1/listings?q=say+lanh')).json()
  expect(found.listings.map((one: { id: number }) => one.id).toSorted()).toEqual([offer, need].toSorted())
  expect((await ask(`/v1/listings/${offer}`)).json()).toMatchObject({ id: offer, state: 'published', texts: [{ title: 'Máy sấy lạnh rau quả' }] })
  expect((await ask(`/v1/listings/${draft}`)).statusCode).toBe(404)
  expect((await ask(`/v1/organisations/${institute}`)).json()).toMatchObject({ name_vi: 'Viện Cơ điện' })
  const description = (await ask('/openapi.json')).json()
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/api/v1/deals', '/api/v1/deals/{id}', '/api/v1/listings', '/api/v1/listings/{id}', '/api/v1/my/listings', '/api/v1/organisations', '/api/v1/organisations/{id}']))
  expect((await ask('/v1/openapi.json')).json()).toEqual(description)
})

test('The page for developers says every sentence of the description in Vietnamese too', async () => {
  const { resources } = readDescription((await ask('/v1/openapi.json')).json())
  const sentences = resources.flatMap(({ operations }) => operations).flatMap(({ description, fields, answers }) => [description, ...fields.map(({ text }) => text), ...answers.map(({ text }) => text)])
  expect([...new Set(sentences)].filter((sentence) => sentence !== '' && !inVietnamese[sentence])).toEqual([])
  const page = await app.inject({ url: '/vi/developers' })
  expect(page.body).toContain('/api/v1/collections/lang-nghe-sach-hon')
  expect([page.statusCode, page.body.includes('Giữ nguyên webhook-id'), /(src|href)="(https?:)?\/\/(?!127\.0\.0\.1:3000\/)/.test(page.body), [...page.body.matchAll(/ id="([^"]+)"/g)].length]).toEqual([200, true, false, new Set([...page.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).size])
})

test('A key reads for its organisation and within its scopes, and nothing else', async () => {
  const listings = await make(['listings']), deals = await make(['deals'])
  expect((await ask('/v1/my/listings', listings)).json().listings.map((one: { id: number }) => one.id).toSorted()).toEqual([offer, draft].toSorted())
  expect((await ask(`/v1/listings/${draft}`, listings)).statusCode).toBe(200)
  for (const key of [deals, await make(['market'])]) expect((await ask(`/v1/listings/${draft}`, key)).statusCode).toBe(404)
  expect((await ask('/v1/deals', deals)).json()).toMatchObject({ total: 1, deals: [{ id: deal, stage: 'discussion', supplier: { id: institute } }] })
  expect((await ask(`/v1/deals/${deal}`, deals)).json()).toMatchObject({ id: deal, demander: { id: enterprise } })
  expect((await ask('/v1/deals', listings)).statusCode).toBe(403)
  expect((await ask('/v1/my/listings', deals)).statusCode).toBe(403)
  for (const path of ['/v1/deals', `/v1/deals/${deal}`, '/v1/my/listings']) {
    const { statusCode, headers } = await ask(path)
    expect([statusCode, headers['www-authenticate']], path).toEqual([401, 'Bearer'])
  }
  // Another organisation's key finds no such deal; a browser's cookies open nothing here; a key opens no page.
  const foreign = await createApiKey(ctx(people.buyer), { organisation_id: enterprise, name: 'Rau sạch', scopes: ['listings', 'deals'], days: 1 })
  expect((await ask(`/v1/listings/${draft}`, foreign)).statusCode).toBe(404)
  expect((await app.inject({ url: `/api/v1/deals/${deal}`, headers: as('member') })).statusCode).toBe(401)
  expect((await app.inject({ url: '/vi/work', headers: { authorization: `Bearer ${deals}` } })).statusCode).toBe(303)
})

test('What was asked wrongly is said as a problem, and no stack', async () => {
  for (const [path, status] of [['/v1/listings/abc', 400], ['/v1/listings?page=-1', 400], [`/v1/listings?q=${'a'.repeat(500)}`, 400], ['/v1/listings/2147483648', 400], ['/v1/nothing', 404], ['/v1/listings?kind=x', 400], ['/v1/listings?q=%00', 200]] as const) {
    const answer = await ask(path)
    expect(answer.statusCode, path).toBe(status)
    if (status !== 200) expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).not.toMatch(/at .*\.ts|node_modules/)
    expect(answer.headers['content-security-policy']).toBeTruthy()
  }
  for (const key of ['', 'x', `techex_${'A'.repeat(43)}`, 'Basic abc', 'techex_%00']) expect((await ask('/v1/listings', key || 'none')).statusCode, key).toBe(401)
})

test('A key ends when it is taken back, when it runs out, and with its maker’s membership', async () => {
  const key = await make(['listings'], 'Thu hồi')
  const { id } = await db.selectFrom('api_key').select('id').where('name', '=', 'Thu hồi').executeTakeFirstOrThrow()
  for (const [person, code] of [[people.buyer, 'not_found'], [people.viewer, 'not_permitted'], [people.other, 'not_found'], [people.administrator, 'not_found']] as const)
    await expect(revokeApiKey(ctx(person), { key_id: id })).rejects.toMatchObject({ refusal: { code } })
  expect((await ask('/v1/my/listings', key)).statusCode).toBe(200)
  await Promise.all([revokeApiKey(ctx(), { key_id: id }), revokeApiKey(ctx(), { key_id: id })])
  expect((await ask('/v1/my/listings', key)).statusCode).toBe(401)
  expect(await db.selectFrom('event').select('id').where('type', '=', 'api.key_revoked').execute()).toHaveLength(1)

  const short = await make(['listings'], 'Ngắn hạn')
  await db.updateTable('api_key').set({ created_at: minutesFrom(now(), -20), expires_at: minutesFrom(now(), -1) }).where('name', '=', 'Ngắn hạn').execute()
  expect((await ask('/v1/my/listings', short)).statusCode).toBe(401)

  await db.insertInto('membership').values({ organisation_id: enterprise, person_id: people.other.person_id!, role: 'owner', since: now() }).execute()
  const leaving = await createApiKey(ctx({ ...people.other, memberships: [...people.other.memberships, { organisation_id: enterprise, role: 'owner' }] }), { organisation_id: enterprise, name: 'Đi rồi', scopes: ['listings'], days: 9 })
  expect((await ask('/v1/my/listings', leaving)).statusCode).toBe(200)
  await db.deleteFrom('membership').where('person_id', '=', people.other.person_id!).where('organisation_id', '=', enterprise).execute()
  expect((await ask('/v1/my/listings', leaving)).statusCode).toBe(401)
})

test('Keys are made by owners who have just shown who they are; the key is nowhere but on one page', async () => {
  for (const person of [people.viewer, people.colleague, people.buyer, people.administrator]) await expect(make(['market'], 'Không được', person)).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  await expect(createApiKey({ ...ctx(), session: { id: 'x', signed_in_at: minutesFrom(now(), -60), confirmed_at: minutesFrom(now(), -11) } }, { organisation_id: institute, name: 'Lâu rồi', scopes: ['market'], days: 1 })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
  await expect(createApiKey({ ...ctx(), actor: { ...people.member, acted_by: { person_id: people.officer.person_id!, name: 'Hà' } } }, { organisation_id: institute, name: 'Làm thay', scopes: ['market'], days: 1 })).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
  const form = { organisation_id: String(institute), name: 'Qua trang', scopes: 'market', days: '90' }
  expect((await send(app, '/vi/my/api-keys', { ...form, days: '400' }, as('member'))).statusCode).toBe(422)
  const made = await send(app, '/vi/my/api-keys', form, as('member'))
  expect(made.statusCode).toBe(201)
  const key = /techex_[\w-]{43}/.exec(made.body)?.[0] ?? ''
  expect((await ask('/v1/listings', key)).statusCode).toBe(200)
  expect(made.headers['cache-control']).toBe('private, no-store')
  expect((await app.inject({ url: '/vi/my/api-keys', headers: as('member') })).body).not.toContain(key)
  expect(JSON.stringify(await db.selectFrom('api_key').selectAll().execute())).not.toContain(key)
  expect(JSON.stringify(await db.selectFrom('event').selectAll().execute())).not.toContain(key)
})

test('Two who make the last key at once make one', async () => {
  const { live } = await db.selectFrom('api_key').select(({ fn }) => fn.countAll<number>().as('live')).where('organisation_id', '=', institute).where('revoked_at', 'is', null).where('expires_at', '>', now()).executeTakeFirstOrThrow()
  for (let n = live; n < mostKeys - 1; n++) await make(['market'], `Khóa ${n}`)
  const two = await Promise.allSettled([make(['market'], 'Một'), make(['market'], 'Hai')])
  expect(two.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(two.find((one) => one.status === 'rejected')?.reason).toMatchObject({ refusal: { code: 'too_many_keys', most: mostKeys } })
})
