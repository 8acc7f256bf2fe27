import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv2020 from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor } from '../src/core/context.ts'
import { sha256Of } from '../src/modules/api/rules.ts'
import { type ApiScope, apiScopes } from '../src/modules/api/schema.ts'
import { sendMessage } from '../src/modules/deals/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { refreshSearch } from '../src/modules/listings/indexing.ts'
import { daysFrom } from '../src/platform/time.ts'
import { aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { aClaim } from './listings.ts'
import { aListing, openWhole, someReaders } from './readers.ts'

/**
 * Every operation the description names is walked with valid, invalid and hostile input by everybody
 * who could ask: no fault of ours, every answer as its schema says, nothing above the reader's tier,
 * and nothing written by what was refused.
 */
const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const { institute, enterprise, third, people } = await someReaders(app, db)
const now = new Date()

/** A key straight into the table: the walk needs more of them than an organisation may have, for each is counted. */
async function aKey(person: Actor, organisation_id: number, scopes: readonly ApiScope[], ends: { expires_at?: Date; revoked_at?: Date } = {}): Promise<string> {
  const key = `techex_${randomBytes(32).toString('base64url')}`
  await db.insertInto('api_key').values({ organisation_id, person_id: person.person_id!, name: 'Khóa', sha256: sha256Of(key), prefix: key.slice(0, 11), scopes: [...scopes], created_at: daysFrom(now, -9), expires_at: ends.expires_at ?? daysFrom(now, 9), last_used_at: null, revoked_at: ends.revoked_at ?? null, revoked_by: null }).execute()
  return key
}
const gone = await aPerson(db, { organisation: institute, name: 'Đi' }), viewer = people.viewer
const makers: Record<string, () => Promise<string>> = {
  own: () => aKey(people.member, institute, apiScopes), other: () => aKey(people.other, third, apiScopes), buyer: () => aKey(people.buyer, enterprise, apiScopes), reading: () => aKey(people.member, institute, apiScopes.filter((scope) => !scope.endsWith('_write'))),
  market: () => aKey(people.member, institute, ['market']), viewer: () => aKey(viewer, institute, apiScopes), expired: () => aKey(people.member, institute, apiScopes, { expires_at: daysFrom(now, -1) }), revoked: () => aKey(people.member, institute, apiScopes, { revoked_at: daysFrom(now, -1) }),
  left: () => aKey(gone, institute, apiScopes),
}
const pools = new Map<string, { key: string; used: number }>()
/** A key of that kind which has not been used too often yet. */
async function keyOf(who: string): Promise<string> {
  let pool = pools.get(who)
  if (!pool || pool.used >= 100) pools.set(who, pool = { key: await makers[who]!(), used: 0 })
  pool.used++
  return pool.key
}
await keyOf('left')
await db.deleteFrom('membership').where('person_id', '=', gone.person_id).execute()

// What there is, and what is nobody else's.
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chuviencat')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau'), foreign = await aListing(db, 'offer', third, 'draft', 'Bản nháp chutruongcat')
const hidden = await aListing(db, 'need', enterprise, 'published', 'Cần kho lạnh')
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', hidden).execute()
await db.insertInto('listing_part').values({ listing_id: offer, name: 'know_how', tier: 'nda', text_vi: 'chubimat', text_en: '', changed_by: null, changed_at: noon }).execute()
const interest = await expressInterest(ctxOf(db, people.buyer, now), { listing_id: offer, counter_listing_id: need, message: 'chuquantam: chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.member, now), { interest_id: interest })
await sendMessage(ctxOf(db, people.member, now), { deal_id: deal, body: 'chutinnhan', request_key: randomUUID() })
await refreshSearch(db, [offer, draft, need, foreign, hidden])
// An interest in the need without a name, which nobody has accepted: whoever is interested is not told whose it is.
await expressInterest(ctxOf(db, people.member, now), { listing_id: hidden, counter_listing_id: null, message: 'Chúng tôi có kho lạnh đúng cỡ này.', request_key: randomUUID() })
const claim = await aClaim(db, offer, { kind: 'cost', statement_vi: 'Tiêu thụ 0,9 kWh mỗi kg nước', amount: 0.9, unit: 'kWh/kg' })
const proof = { claim_id: claim, listing_id: offer, grade: 3, made_on: '2026-01-02', issuer: 'Trung tâm 1', issuer_organisation_id: null, reference: '1', note: '', file_tier: null, valid_until: null, holds_until: '2030-01-01', reported_by: 'owner', request_key: null, added_by: null, added_at: noon } as const
const compared = { state: 'confirmed', decided_by: people.moderator.person_id, decided_at: noon } as const
await db.insertInto('evidence').values([{ ...proof, result: 'supports', title: 'Phiếu thử', ...compared }, { ...proof, result: 'supports', title: 'chuchoso', state: 'waiting' }, { ...proof, result: 'supports', title: 'chubituchoi', state: 'refused', decided_by: people.moderator.person_id, decided_at: noon, decision_reason: 'Không nói tới máy này.' }]).execute()
const { id: failed } = await db.insertInto('evidence').values({ ...proof, result: 'contradicts', title: 'Thử hỏng', ...compared, reported_by: 'staff' }).returning('id').executeTakeFirstOrThrow()
const { id: collection } = await db.insertInto('collection').values({ slug: 'say-lanh', state: 'published', title_vi: 'Sấy lạnh', title_en: 'Cold drying', intro_vi: 'Máy sấy', intro_en: 'Dryers', reason_vi: 'Cùng một việc', reason_en: 'One job', featured_from: null, featured_until: null, created_by: people.moderator.person_id!, published_by: people.moderator.person_id!, published_at: noon, created_at: noon, updated_at: noon }).returning('id').executeTakeFirstOrThrow()
await db.insertInto('collection_listing').values({ collection_id: collection, listing_id: offer, position: 1 }).execute()
/** Secret word → the kinds of reader who may find it. */
const parties = ['own', 'buyer', 'reading', 'viewer']
const words: Record<string, readonly string[]> = { chuviencat: ['own', 'reading', 'viewer'], chutruongcat: ['other'], chubimat: [], chuchoso: ['own', 'reading', 'viewer'], chubituchoi: ['own', 'reading', 'viewer'], chuquantam: parties, chutinnhan: parties, chuwebhook: ['own', 'reading', 'viewer'] }

interface Schema { type?: string | string[]; enum?: unknown[]; anyOf?: Schema[]; items?: Schema; properties?: Record<string, Schema>; examples?: unknown[]; $ref?: string }
interface Described { operationId: string; 'x-scope'?: ApiScope; parameters?: { name: string; in: string; schema: Schema }[]; requestBody?: { content: Record<string, { schema: Schema }> }; responses: Record<string, { content?: Record<string, { schema: Schema }> }> }
const document = (await app.inject({ url: '/api/v1/openapi.json' })).json<{ openapi: string; paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } }>()
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() as 'GET' })))
type Operation = (typeof operations)[number]
const ajv = new Ajv2020.default({ strict: false, allErrors: false })
formats.default(ajv)
ajv.addSchema(document, 'api')
const validators = new Map<string, ReturnType<typeof ajv.compile>>()
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')
const validatorOf = ({ path, method }: Operation, status: number, type: string) => {
  const at = `api#/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}/content/${escaped(type)}/schema`
  const compiled = validators.get(at) ?? ajv.compile({ $ref: at })
  validators.set(at, compiled)
  return compiled
}

const tables = ['event', 'listing', 'listing_text', 'interest', 'deal', 'deal_message', 'listing_detail_text', 'listing_offer_detail', 'listing_need_detail', 'listing_right', 'listing_share', 'listing_site', 'listing_readiness', 'listing_step', 'claim', 'evidence', 'webhook', 'webhook_delivery', 'api_request', 'document']
const allMarks = async (): Promise<string> => (await sql.raw<{ all: string }>(`select concat_ws(',', ${tables.map((name) => `(select count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) from ${name})`).join(', ')}) as all`).execute(db)).rows[0]?.all ?? ''
let lastMarks = { xact: '', all: '' }
/** How the tables stand: looked at only where some transaction has written at all since they were last. */
async function marks(): Promise<string> {
  const { rows: [row] } = await sql<{ xact: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as xact`.execute(db)
  if (row?.xact !== lastMarks.xact) lastMarks = { xact: row?.xact ?? '', all: await allMarks() }
  return lastMarks.all
}

const wrongs: string[] = []
/** Says what was not as promised since it was last asked, and forgets it, so that one fault is one test's. */
const faults = (): string[] => wrongs.splice(0).slice(0, 30)
const seen = new Map<string, Set<number>>()
const foundBy = new Map<string, Set<string>>()
let asked = 0
/** How the tables stood after the last request; null once the test itself has written. */
let known: string | null = null
interface Input { path?: Record<string, string>; query?: string; body?: unknown; raw?: string; headers?: Record<string, string> }
/** Asks, and says what was not as promised. */
async function walk(operation: Operation, who: string, { path = {}, query = '', body, raw, headers = {} }: Input): Promise<LightMyRequestResponse> {
  const { method } = operation
  const url = `${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? String(usual(operation, name)))}${query && `?${query}`}`
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const request: InjectOptions = { method, url, headers: { 'x-forwarded-for': `10.${70 + (++asked >> 16)}.${(asked >> 8) & 255}.${asked & 255}`, ...(who === 'anonymous' ? {} : { authorization: `Bearer ${who === 'wrong' ? 'techex_x' : await keyOf(who)}` }), ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(payload === undefined ? {} : { payload }) }
  const before = method === 'GET' ? '' : known ?? await marks()
  const answer = await app.inject(request)
  const { statusCode } = answer
  const said = `${who} ${method} ${url.slice(0, 120)} ${(payload ?? '').slice(0, 160)} → ${statusCode}`
  const wrong = (what: string): void => { wrongs.push(`${said}: ${what}`) }
  seen.set(operation.operationId, (seen.get(operation.operationId) ?? new Set()).add(statusCode))
  if (statusCode >= 500) wrong(`a fault of ours: ${answer.body.slice(0, 300)}`)
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? ''
  const declared = operation.responses[statusCode]
  if (!declared) wrong('a status that is not declared')
  else if (statusCode !== 304) {
    if (!declared.content?.[type]) wrong(`an undeclared type ${type}`)
    else {
      const validate = validatorOf(operation, statusCode, type)
      if (!validate(answer.json())) wrong(`not as declared: ${ajv.errorsText(validate.errors)} ${answer.body.slice(0, 200)}`)
    }
  }
  if (method !== 'GET') {
    const after = await marks()
    if (statusCode >= 400 && before !== after) wrong('it was refused and has written')
    known = after
  }
  for (const [word, may] of Object.entries(words)) {
    if (!answer.body.includes(word) || payload?.includes(word)) continue
    foundBy.set(word, (foundBy.get(word) ?? new Set()).add(who))
    if (!may.includes(who)) wrong(`shows ${word}`)
  }
  if (/\n\s+at .+:\d+:\d+|node_modules|violates|syntax error at|invalid input syntax/.test(answer.body)) wrong('shows its inside')
  return answer
}

const operationOf = (id: string): Operation => operations.find(({ operationId }) => operationId === id) ?? (() => { throw new Error(`there is no ${id}`) })()
let webhook = 0, delivery = 0
function usual({ path }: Operation, name: string): number | string {
  if (name === 'list') return 'research_field'
  if (name === 'webhook_id') return webhook
  if (name === 'delivery_id') return delivery
  if (name === 'slug') return 'say-lanh'
  if (name === 'claim_id') return claim
  if (name === 'evidence_id') return failed
  return path.includes('/deals') ? deal : path.includes('/interests') ? interest : path.includes('/organisations') ? institute : path.includes('/experts') ? expert : path.includes('/claims') || path.includes('/evidence') ? offer : draft
}
const { id: expert } = await db.insertInto('expert').values({ person_id: people.member.person_id!, headline_vi: 'Sấy lạnh', availability: 'available', search: ' say lanh', consented_at: noon, published_at: noon, created_at: noon, updated_at: noon } as never).returning('id').executeTakeFirstOrThrow()

const complete = {
  kind: 'offer', texts: { vi: { title: 'Máy sấy lạnh rau quả 200 kg mỗi mẻ', summary: 'Máy sấy bơm nhiệt giữ màu và hương rau quả, tiết kiệm điện hơn so với sấy nóng.', description: 'Máy dùng bơm nhiệt kín, nhiệt độ sấy từ 15 đến 45 độ. '.repeat(4), problem: 'Rau quả sấy nóng mất màu, mất hương và tốn nhiều điện năng.', advantages: 'Giữ màu, giữ hương, giảm 30 % điện năng so với sấy nóng.' } },
  trl: 8, ip_status: 'know_how', price_mode: 'negotiable', research_fields: ['20301'], transfer_forms: ['licence'],
  details: {
    unit: { vi: 'một mẻ' }, cost_own: 450_000, market_growth_basis_points: 1_250, decision_on: '2025-03-02', stage: 'prototype', limits: { vi: 'Không sấy được quả có vỏ dày.', en: 'No thick peel.' }, readiness: { 1: true, 2: true, 3: false },
    rights: [{ kind: 'patent', number: '1-2024-00001', status: 'granted', territories: ['VN'], expires_on: '2040-01-01' }], owners: [{ name: 'Viện Cơ điện', share_basis_points: 6_667 }, { name: 'Nhóm tác giả', share_basis_points: 3_333 }], sites: [{ place: 'Vân Nội', since_year: 2024 }],
  },
}
/** What each operation takes when all is well: made anew each time it is asked for. */
const good: Record<string, () => Promise<Input>> = {
  createListing: async () => ({ body: complete }),
  changeListing: async () => { const id = await made(); return { path: { id }, body: { trl: 7, texts: { en: { title: 'Cold dryer for vegetables' } } }, headers: { 'if-match': await tagOf(`/api/v1/listings/${id}`) } } },
  submitListing: async () => ({ path: { id: await made() } }),
  withdrawListing: async () => { const id = await made(); await walk(operationOf('submitListing'), 'own', { path: { id } }); return { path: { id } } },
  confirmListing: async () => ({ path: { id: String(await published(institute)) } }),
  addClaim: async () => ({ path: { id: await made() }, body: { kind: 'cost', statement_vi: 'Tiêu thụ 0,9 kWh cho mỗi kg nước.', amount: 1.234, unit: 'kWh/kg' } }),
  withdrawClaim: async () => { const id = await made(); return { path: { id, claim_id: await claimed(id) }, body: { reason: 'Có số liệu mới hơn.' } } },
  addEvidence: async () => { const id = await made(); return { path: { id, claim_id: await claimed(id) }, body: { grade: 3, result: 'supports', title: 'Phiếu kết quả', made_on: '2026-01-02', issuer: 'Trung tâm Kỹ thuật 1', reference: '118/TN' } } },
  withdrawEvidence: async () => { const { path, body } = await inputFor(operationOf('addEvidence')); return { path: { id: path!.id!, evidence_id: String((await walk(operationOf('addEvidence'), 'own', { path: path!, body })).json<{ id: number }>().id) }, body: { reason: 'Phiếu ghi nhầm số.' } } },
  answerFailedTest: async () => ({ body: { answer: 'Lần thử dùng bản máy cũ, nay đã thay.' } }),
  closeListing: async () => ({ path: { id: await made() }, body: { reason: 'Không còn chào bán.' } }),
  expressInterest: async () => ({ body: { listing_id: await published(enterprise), message: 'Chúng tôi có máy đúng như nhu cầu này.' } }),
  acceptInterest: async () => ({ path: { id: await received() } }), declineInterest: async () => ({ path: { id: await received() }, body: { decline_code: await reason(), answer: 'Đã giao hết trong năm nay.' } }),
  withdrawInterest: async () => ({ path: { id: String((await walk(operationOf('expressInterest'), 'own', await inputFor(operationOf('expressInterest')))).json<{ id: number }>().id) } }),
  changeDealStage: async () => ({ body: { stage: (await db.selectFrom('deal').select('stage').where('id', '=', deal).executeTakeFirstOrThrow()).stage === 'pilot' ? 'terms' : 'pilot', reason: 'Hai bên đồng ý.' } }),
  sendMessage: async () => ({ body: { body: 'Xin gửi biên bản chạy thử.' } }),
  createWebhook: async () => { await db.updateTable('webhook').set({ disabled_at: now, disabled_because: 'owner' }).where('id', '!=', webhook).execute(); return { body: { name: 'Kho chuwebhook', url: 'https://93.184.216.34/techex', event_types: ['listing.published'] } } },
  replayPeriod: async () => ({ body: { from: daysFrom(now, -1).toISOString(), to: daysFrom(now, 1).toISOString() } }),
}
const made = async (): Promise<string> => String((await walk(operationOf('createListing'), 'own', { body: complete })).json<{ id: number }>().id)
const claimed = async (id: string): Promise<string> => String((await walk(operationOf('addClaim'), 'own', { path: { id }, body: { kind: 'cost', statement_vi: 'Tiêu thụ 0,9 kWh cho mỗi kg nước.' } })).json<{ id: number }>().id)
const published = async (organisation: number): Promise<number> => aListing(db, organisation === institute ? 'offer' : 'need', organisation, 'published', 'Máy mới đăng')
const received = async (): Promise<string> => String(await expressInterest(ctxOf(db, people.buyer, now), { listing_id: await published(institute), counter_listing_id: null, message: 'Chúng tôi quan tâm tới máy này.', request_key: randomUUID() }))
const reason = async (): Promise<string> => (await db.selectFrom('code').select('code').where('list', '=', 'decline_reason').where('code', '!=', 'other').limit(1).executeTakeFirstOrThrow()).code
const tagOf = async (url: string): Promise<string> => String((await app.inject({ url, headers: { authorization: `Bearer ${await keyOf('own')}` } })).headers.etag)
const inputFor = async ({ operationId }: Operation): Promise<Input> => {
  const input = (await good[operationId]?.()) ?? {}
  known = null
  return input
}

test('the description is valid OpenAPI 3.1, and says of every operation what it is, what it answers and what it needs', async () => {
  expect(document.openapi).toBe('3.1.0')
  const result = await new Validator().validate(structuredClone(document))
  expect(result.valid, JSON.stringify(result.errors)).toBe(true)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  expect(operations.length).toBeGreaterThan(44)
  for (const operation of operations) {
    expect(operation, operation.path).toMatchObject({ operationId: expect.any(String), summary: expect.any(String), tags: [expect.any(String)], 'x-vi': expect.any(String) })
    expect(Object.keys(operation.responses), operation.path).toEqual(expect.arrayContaining(['400', '404', '429', '500']))
    expect(operation['x-scope'] === undefined ? undefined : 'key' in ((operation as unknown as { security: object[] }).security[0] ?? {}), operation.path).toBe(operation['x-scope'] === undefined ? undefined : true)
  }
})

test('every operation answers what it should when all is well, to whom it should', { timeout: 300_000 }, async () => {
  webhook = (await walk(operationOf('createWebhook'), 'own', await inputFor(operationOf('createWebhook')))).json<{ id: number }>().id
  delivery = (await walk(operationOf('testWebhook'), 'own', {})).json<{ delivery_id: number }>().delivery_id
  for (const operation of operations) {
    const answer = await walk(operation, operation['x-scope'] ? 'own' : 'anonymous', { ...await inputFor(operation), ...(operation.operationId === 'getListing' ? { path: { id: String(offer) } } : {}) })
    if (answer.statusCode >= 300) wrongs.push(`${operation.operationId} was refused: ${answer.statusCode} ${answer.body}`)
    if (operation.operationId === 'disableWebhook') await db.updateTable('webhook').set({ disabled_at: null, disabled_because: null }).where('id', '=', webhook).execute().then(() => { known = null })
  }
  expect(faults()).toEqual([])
})

test('whoever may not, reads nothing of it and writes nothing', { timeout: 300_000 }, async () => {
  for (const operation of operations) {
    const scope = operation['x-scope']
    for (const who of ['anonymous', 'wrong', 'expired', 'revoked', 'left', 'market', 'reading', 'viewer', 'other', 'buyer']) {
      const needs = operation.method !== 'GET' && ['other', 'buyer', 'viewer', 'reading'].includes(who)
      const input = needs ? await inputFor(operation) : {}
      const { statusCode } = await walk(operation, who, input)
      const expected = ['wrong', 'expired', 'revoked', 'left'].includes(who) || (who === 'anonymous' && scope) ? [401] : scope && (who === 'market' || (who === 'reading' && scope.endsWith('_write'))) ? [403] : who === 'viewer' && scope?.endsWith('_write') ? [403, 404] : who === 'other' && operation.path.includes('{') && scope ? [404] : null
      if (expected && !expected.includes(statusCode)) wrongs.push(`${who} ${operation.operationId}: ${statusCode}`)
    }
  }
  for (const who of ['own', 'reading', 'buyer']) for (const direction of ['sent', 'received']) {
    const told = (await walk(operationOf('listInterests'), who, { query: `direction=${direction}` })).json<{ interests: { id: number; listing: { id: number }; to: unknown }[] }>().interests
    for (const one of told) {
      const { to } = (await walk(operationOf('getInterest'), who, { path: { id: String(one.id) } })).json<{ to: unknown }>()
      if ([one.to === null, to === null].some((untold) => untold !== (one.listing.id === hidden && who !== 'buyer'))) wrongs.push(`${who} ${direction} ${one.id}: is told ${JSON.stringify([one.to, to])}`)
    }
  }
  for (const who of ['own', 'other', 'buyer', 'anonymous']) for (const id of [offer, draft, need, foreign, hidden]) {
    const answer = await walk(operationOf('getListing'), who, { path: { id: String(id) } })
    if (id === hidden && who !== 'buyer' && answer.json<{ organisation: unknown }>().organisation !== null) wrongs.push(`${who} reads whose the need without a name is`)
  }
  expect(faults()).toEqual([])
  for (const [word, may] of Object.entries(words)) expect([...foundBy.get(word) ?? []].length > 0, word).toBe(may.length > 0)
})

const strings = ["'; drop table listing;--", '<script>alert(1)</script>', '\u0000', '\ud800', '💩'.repeat(40), 'ộ'.repeat(700), '%00', '../../etc/passwd', '{{7*7}}', '${7*7}', '\r\nset-cookie: a=b', '__proto__', 'constructor', '-1', '0', '1e309', '9'.repeat(40), ' ', '', '\u202e', '"', '\\', 'a&b=c', '[]', 'null', 'true']
const values: unknown[] = [...strings, 'x'.repeat(30_000), null, true, -1, 0, 1.5, 1e308, 2_147_483_648, [], {}, [null], [[]], ['x'.repeat(50)], Array.from({ length: 200 }, () => '20301'), { a: { b: { c: {} } } }, { __proto__: 1 }]
const resolved = (schema: Schema | undefined): Schema => (schema?.$ref ? resolved(document.components.schemas[schema.$ref.split('/').at(-1) ?? '']) : schema ?? {})

test.each(operations)('hostile numbers, parameters, headers and bodies are answered as declared by $operationId', { timeout: 300_000 }, async (operation) => {
  await hostile(operation)
  expect(faults()).toEqual([])
})
async function hostile(operation: Operation): Promise<void> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  for (const name of names) for (const value of ['0', '-1', '2147483647', '2147483648', '99999999999999999999', '1.5', 'NaN', 'abc', "1'--", '%00', '%2e%2e%2f', '%F0%9F%92%A9', 'x'.repeat(250), '__proto__', '0x1', '%201', '+1', '01', '1e0']) await walk(operation, operation['x-scope'] ? 'own' : 'anonymous', { path: { [name]: value } })
  const who = operation['x-scope'] ? 'own' : 'anonymous'
  for (const { name } of (operation.parameters ?? []).filter((one) => one.in === 'query')) for (const value of [...strings, 'x'.repeat(5_000)]) await walk(operation, who, { query: `${name}=${encodeURIComponent(value.toWellFormed())}` })
  for (const query of ['a=1', 'cursor=x', 'cursor=e30.AAAA', 'limit=0', 'limit=101', 'limit=1&limit=2', 'q[]=a&q[x]=b', '__proto__=x&constructor=y', '%', 'q=%E0%A4%A', 'cursor=%00', 'language=fr']) await walk(operation, who, { query })
  for (const headers of [{ 'if-none-match': '*' }, { 'if-none-match': 'W/"x", "y"' }, { 'if-match': '"x"' }, { 'if-match': '\u00e9' }, { 'idempotency-key': 'x'.repeat(300) }, { 'idempotency-key': 'a b' }, { 'idempotency-key': '' }, { 'accept-language': '%00' }, { accept: 'text/html' }, { authorization: 'Basic YTpi' }, { origin: 'https://evil.example' }, { cookie: 'techex.session_token=x' }] as Record<string, string>[])
    await walk(operation, headers.authorization ? 'anonymous' : who, { headers })
  if (operation.method === 'GET') return
  for (const raw of ['', '{', '[]', 'null', '"x"', '1', '{"a":', '[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]', '['.repeat(20_000), `{"x":"${'a'.repeat(600_000)}"}`, '{"__proto__":{"x":1}}', '\ufeff{}']) await walk(operation, who, { raw })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'x']) await walk(operation, who, { raw: 'a=1', headers: { 'content-type': type } })
  const schema = resolved(operation.requestBody?.content['application/json']?.schema)
  if (!schema.properties) return
  const { body: whole = {}, path = {} } = await inputFor(operation)
  for (const name of Object.keys(schema.properties)) {
    const { [name]: _, ...without } = whole as Record<string, unknown>
    await walk(operation, who, { path, body: without, headers: { 'if-match': '*' } })
    for (const value of values) await walk(operation, who, { path, body: { ...whole as object, [name]: value }, headers: { 'if-match': '*' } })
    for (const inner of name === 'details' ? Object.keys(resolved(schema.properties[name]).properties ?? {}) : []) for (const value of ['\u0000', '\ud800', '-1', 'x'.repeat(30_000), null, true, -1, 1.5, 1e308, [null], [{}], { vi: 5 }, { a: { b: {} } }]) await walk(operation, who, { path, body: { ...whole as object, details: { [inner]: value } }, headers: { 'if-match': '*' } })
    for (const inner of Object.keys(resolved(resolved(schema.properties[name]).properties?.vi).properties ?? {})) for (const value of [...strings.slice(2, 6), 'x'.repeat(30_000), null, 1, []]) await walk(operation, who, { path, body: { ...whole as object, [name]: { vi: { title: 'Máy sấy lạnh', [inner]: value } } }, headers: { 'if-match': '*' } })
  }
  await walk(operation, who, { path, body: { ...whole as object, unheard_of: 1 } })
}

test('the walk was a long one, and every operation was answered well at least once', () => {
  expect(operations.filter(({ operationId }) => ![...seen.get(operationId) ?? []].some((status) => status < 300)).map(({ operationId }) => operationId)).toEqual([])
  expect(asked).toBeGreaterThan(4_000)
})

test('what has no operation is a problem too, and other sites read what is public and nothing else', async () => {
  const problem = async (request: InjectOptions, status: number, code: string): Promise<void> => {
    const answer = await app.inject({ headers: { 'x-forwarded-for': '10.99.0.1' }, ...request })
    expect([answer.statusCode, String(answer.headers['content-type']), answer.json().code], request.url as string).toEqual([status, 'application/problem+json; charset=utf-8', code])
  }
  await problem({ url: '/api/v1/nothing' }, 404, 'not_found')
  await problem({ method: 'DELETE', url: '/api/v1/listings' }, 405, 'method_not_allowed')
  await problem({ method: 'POST', url: `/api/v1/listings/${offer}`, headers: { 'content-type': 'application/json' }, payload: '{}' }, 405, 'method_not_allowed')
  expect((await app.inject({ method: 'PUT', url: '/api/v1/deals' })).headers.allow).toBe('GET, HEAD, OPTIONS')
  const options = await app.inject({ method: 'OPTIONS', url: '/api/v1/listings', headers: { origin: 'https://san.example', 'access-control-request-method': 'GET' } })
  expect([options.statusCode, options.headers.allow, options.headers['access-control-allow-origin']]).toEqual([204, 'GET, HEAD, OPTIONS', '*'])
  const origin = { origin: 'https://san.example' }
  expect((await app.inject({ url: '/api/v1/listings', headers: origin })).headers).toMatchObject({ 'access-control-allow-origin': '*' })
  for (const url of ['/api/v1/deals', '/api/v1/my/listings']) expect((await app.inject({ url, headers: origin })).headers['access-control-allow-origin'], url).toBeUndefined()
  const withKey = await app.inject({ url: '/api/v1/listings', headers: { ...origin, authorization: `Bearer ${await keyOf('own')}` } })
  expect([withKey.statusCode, withKey.headers['access-control-allow-origin'], withKey.headers['access-control-allow-credentials'], withKey.headers['cache-control']]).toEqual([200, undefined, undefined, 'private, no-cache'])
  const head = await app.inject({ method: 'HEAD', url: '/api/v1/listings' })
  expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', (await app.inject({ url: '/api/v1/listings' })).headers.etag])
})
