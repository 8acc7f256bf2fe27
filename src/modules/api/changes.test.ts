import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { aListing, openWhole, someReaders } from '../../../tests/readers.ts'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { minutesFrom } from '../../platform/time.ts'
import { expressInterest } from '../deals/interest-commands.ts'
import { createApiKey } from './commands.ts'
import { apiScopes } from './schema.ts'

/** How programs change things: once, and not unseen; and how lists go on while others add to them. */
const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const { institute, enterprise, people } = await someReaders(app, db)
const key = await createApiKey(ctxOf(db, people.member, new Date()), { organisation_id: institute, name: 'Kho dữ liệu', scopes: [...apiScopes], days: 9 })
const other = await createApiKey(ctxOf(db, people.buyer, new Date()), { organisation_id: enterprise, name: 'Rau sạch', scopes: [...apiScopes], days: 9 })
let from = 0
const ask = (method: 'GET' | 'POST' | 'PATCH', path: string, { body, as = key, ...headers }: Record<string, unknown> & { body?: object; as?: string } = {}) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { 'x-forwarded-for': `10.31.0.${++from % 250}`, authorization: `Bearer ${as}`, ...headers as Record<string, string> }, ...(body ? { payload: body } : {}) })
const draft = { kind: 'offer', texts: { vi: { title: 'Máy sấy lạnh rau quả' } } }
const listings = async (): Promise<number> => (await db.selectFrom('listing').select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n

test('the same request again is the same answer; another under its key is refused; what was refused keeps nothing', async () => {
  const before = await listings(), once = { 'idempotency-key': randomUUID() }
  const first = await ask('POST', '/my/listings', { body: draft, ...once }), again = await ask('POST', '/my/listings', { body: draft, ...once })
  expect([first.statusCode, again.statusCode, again.body, again.headers.location, again.headers['idempotency-replayed']]).toEqual([201, 201, first.body, first.headers.location, 'true'])
  expect(first.headers['idempotency-replayed']).toBeUndefined()
  expect(await listings()).toBe(before + 1)
  const changed = await ask('POST', '/my/listings', { body: { ...draft, trl: 5 }, ...once })
  expect([changed.statusCode, changed.json().code]).toEqual([422, 'idempotency_key_reused'])
  // Under the same word another organisation's key means something of its own.
  expect((await ask('POST', '/my/listings', { body: draft, as: other, ...once })).json().organisation.id).toBe(enterprise)
  const { id } = first.json()
  const refused = await ask('POST', `/listings/${id}/submission`, { 'idempotency-key': 'gui-1' })
  expect([refused.statusCode, refused.json().code, refused.json().facts.missing.includes('summary')]).toEqual([409, 'incomplete', true])
  expect(await db.selectFrom('api_request').select('idempotency_key').where('idempotency_key', '=', 'gui-1').execute()).toEqual([])
  // A day later the key is free again.
  await db.updateTable('api_request').set({ created_at: minutesFrom(new Date(), -24 * 60 - 1) }).execute()
  expect((await ask('POST', '/my/listings', { body: draft, ...once })).json().id).not.toBe(id)
})

test('a secret is told again to the same request, and stands in no kept answer', async () => {
  const register = { body: { name: 'Kho dữ liệu', url: 'http://127.0.0.1:9/techex', event_types: ['listing.closed'] }, 'idempotency-key': 'dang-ky' }
  const [first, again] = [await ask('POST', '/webhooks', register), await ask('POST', '/webhooks', register)]
  expect([first.statusCode, again.body]).toEqual([201, first.body])
  const { id, secret } = first.json()
  const rotated = await Promise.all([1, 2].map(() => ask('POST', `/webhooks/${id}/secret`, { 'idempotency-key': 'doi-khoa' })))
  expect([rotated[0]!.statusCode, rotated[1]!.body, rotated[0]!.json().secret === secret]).toEqual([200, rotated[0]!.body, false])
  expect((await ask('POST', '/webhooks', register)).json().secret).toBe(secret)
  expect(await db.selectFrom('webhook').select('secret_version').where('id', '=', id).executeTakeFirstOrThrow()).toEqual({ secret_version: 2 })
  expect(JSON.stringify(await db.selectFrom('api_request').select('body').execute())).not.toContain('whsec_')
  expect((await ask('GET', `/webhooks/${id}`)).body).not.toContain('whsec_')
})

test('two at once with one key act once, and both are told the same', async () => {
  const before = await listings()
  for (let n = 0; n < 5; n++) {
    const once = { 'idempotency-key': `hai-nguoi-${n}` }
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', '/my/listings', { body: draft, ...once })))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
  }
  expect(await listings()).toBe(before + 5)
})

test('where the act fails half-way, neither it nor its answer is kept, and the key may be used again', async () => {
  const before = await listings(), once = { 'idempotency-key': 'giua-chung' }
  const refused = await ask('POST', '/my/listings', { body: { ...draft, ward_code: 'khong-co' }, ...once })
  expect([refused.statusCode, refused.json().errors[0]]).toMatchObject([422, { in: 'body', field: 'ward_code', code: 'unknown_code' }])
  expect(await listings()).toBe(before)
  expect((await ask('POST', '/my/listings', { body: draft, ...once })).statusCode).toBe(201)
})

test('a reading that has not changed is not sent again; a change names what it was read from', async () => {
  const id = (await ask('POST', '/my/listings', { body: { ...draft, trl: 4, research_fields: ['20301'] } })).json().id
  const read = await ask('GET', `/listings/${id}`), etag = String(read.headers.etag)
  const unchanged = await ask('GET', `/listings/${id}`, { 'if-none-match': `"x", ${etag}` })
  expect([unchanged.statusCode, unchanged.body, unchanged.headers.etag]).toEqual([304, '', etag])
  expect((await ask('PATCH', `/listings/${id}`, { body: { trl: 6 } })).statusCode).toBe(428)
  const saved = await ask('PATCH', `/listings/${id}`, { body: { trl: 6, texts: { en: { title: 'Cold dryer' } } }, 'if-match': etag })
  expect([saved.statusCode, saved.json().trl, saved.json().research_fields, saved.json().texts.map(({ title }: { title: string }) => title)]).toEqual([200, 6, ['20301'], ['Máy sấy lạnh rau quả', 'Cold dryer']])
  const late = await ask('PATCH', `/listings/${id}`, { body: { trl: 7 }, 'if-match': etag })
  expect([late.statusCode, late.json().code]).toEqual([412, 'changed_since_read'])
  const now = String((await ask('GET', `/listings/${id}`)).headers.etag)
  expect((await ask('PATCH', `/listings/${id}`, { body: { trl: 7 }, 'if-match': `W/${now}` })).statusCode, 'a weak tag names no bytes').toBe(412)
  // Two who read the same: one of them is too late.
  const two = await Promise.all([8, 9].map((trl) => ask('PATCH', `/listings/${id}`, { body: { trl }, 'if-match': now })))
  expect(two.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412])
  expect((await ask('PATCH', `/listings/${id}`, { body: { trl: 1 }, 'if-match': '*', as: other })).statusCode).toBe(404)
})

test('what a listing says beyond its basic content is written as it is read, a part at a time', async () => {
  const details = {
    unit: { vi: 'một mẻ' }, cost_own: 450_000, market_growth_basis_points: -1_250, decision_on: '2025-03-02', readiness: { 1: true, 2: false },
    rights: [{ kind: 'patent', number: '1-2024-00001', status: 'granted', territories: ['VN', 'PCT'], filed_on: '2024-01-02', expires_on: '2044-01-02' }], owners: [{ name: 'Viện Cơ điện', share_basis_points: 6_667 }, { name: 'Nhóm tác giả', share_basis_points: 3_333 }], sites: [{ place: 'Vân Nội', since_year: 2024, ask: '' }],
  }
  const made = await ask('POST', '/my/listings', { body: { ...draft, trl: 6, details } })
  expect([made.statusCode, made.json().trl]).toEqual([201, 6])
  const { owners, ...others } = details
  expect(made.json().details).toMatchObject({ ...others, unit: { vi: 'một mẻ', en: '' }, limits: { vi: '', en: '' }, owners: [{ ...owners[0], organisation_id: institute }, { ...owners[1], organisation_id: null }] })
  const { id } = made.json()
  const change = async (body: object) => ask('PATCH', `/listings/${id}`, { body, 'if-match': String((await ask('GET', `/listings/${id}`)).headers.etag) })
  // Read, and sent back as it was read: nothing changes. A part leaves the others, the other language too.
  expect((await change({ details: made.json().details })).json()).toMatchObject({ version: made.json().version, details: made.json().details })
  const part = (await change({ details: { unit: { en: 'one batch' }, sites: [], cost_own: null } })).json().details
  expect(part).toMatchObject({ ...others, unit: { vi: 'một mẻ', en: 'one batch' }, sites: [], cost_own: null })
  for (const [body, field, status] of [[{ details: { target: 5 } }, 'details.target', 422], [{ anonymous: true }, 'anonymous', 422], [{ details: { rights: [{ kind: 'patent', status: 'filed', number: 'a\nb' }] } }, 'details.rights.0.number', 422], [{ details: { unit: { vi: 'a\nb' } } }, 'details.unit.vi', 422], [{ details: { months: 5 } }, 'details.months', 422]] as const) {
    const refused = await change(body)
    expect([refused.statusCode, refused.json().errors?.[0]?.field], field).toEqual([status, field])
  }
  expect((await change({ details: { owners: [{ name: 'Một mình', share_basis_points: 9_999 }] } })).json()).toMatchObject({ status: 409, code: 'shares_not_whole', facts: { sum: 9_999 } })
  const need = (await ask('POST', '/my/listings', { body: { ...draft, kind: 'need', anonymous: true, details: { target: 1.234, baseline: 1_234_567.5, months: 6 } }, as: other })).json()
  expect(need).toMatchObject({ anonymous: true, organisation: { id: enterprise }, details: { target: 1.234, baseline: 1_234_567.5, months: 6 } })
  expect(['target' in made.json().details, 'rights' in need.details]).toEqual([false, false])
})

test('evidence is added and taken back, and no key compares it', async () => {
  const { id } = (await ask('POST', '/my/listings', { body: draft })).json()
  const claim = (await ask('POST', `/listings/${id}/claims`, { body: { kind: 'cost', statement_vi: 'Tiêu thụ 0,9 kWh cho mỗi kg nước.', amount: 1.234, unit: 'kWh/kg' } })).json()
  expect(claim).toMatchObject({ amount: 1.234, grade: 1, stands_by: null, evidence: [] })
  const evidence = { grade: 3, result: 'supports', title: 'Phiếu kết quả', made_on: '2026-01-02', issuer: 'Trung tâm Kỹ thuật 1' }
  const add = (body: object) => ask('POST', `/listings/${id}/claims/${claim.id}/evidence`, { body })
  expect((await add(evidence)).json()).toMatchObject({ status: 409, code: 'proof_missing' })
  const added = (await add({ ...evidence, reference: '118/TN' })).json()
  expect(added).toMatchObject({ state: 'waiting', grade: 3, reported_by: 'owner' })
  expect((await ask('GET', `/listings/${id}/claims`)).json().claims).toMatchObject([{ id: claim.id, grade: 1, evidence: [{ id: added.id }] }])
  expect((await ask('GET', `/listings/${id}/claims`, { as: other })).statusCode).toBe(404)
  expect((await ask('POST', `/listings/${id}/evidence/${added.id}/withdrawal`, { body: { reason: 'Phiếu ghi nhầm số.' }, as: other })).statusCode).toBe(404)
  expect((await ask('POST', `/listings/${id}/evidence/${added.id}/withdrawal`, { body: { reason: 'Phiếu ghi nhầm số.' } })).json()).toMatchObject({ withdrawal_reason: 'Phiếu ghi nhầm số.' })
  // A claim that a test contradicts stays for everybody; why it was taken back is its owner's to know.
  await add({ ...evidence, result: 'contradicts', reference: '119/TN' })
  await ask('POST', `/listings/${id}/claims/${claim.id}/withdrawal`, { body: { reason: 'Đối tác không cho nói nữa.' } })
  await db.updateTable('listing').set({ state: 'published', published_at: new Date() }).where('id', '=', id).execute()
  const read = async (as: string) => (await ask('GET', `/listings/${id}/claims`, { as })).json().claims.map(({ id: of, withdrawal_reason }: { id: number; withdrawal_reason: string }) => [of, withdrawal_reason])
  expect([await read(key), await read(other)]).toEqual([[[claim.id, 'Đối tác không cho nói nữa.']], [[claim.id, '']]])
})

test('a list goes on after what was read, whatever is added or taken away meanwhile; a cursor fits its own list only', async () => {
  for (let n = 0; n < 7; n++) await aListing(db, 'offer', enterprise, 'draft', `Bản nháp ${n}`)
  const read: number[] = []
  let url: string | null = '/my/listings?limit=3&kind=offer'
  for (let pages = 0; url; pages++) {
    const answer = await ask('GET', url, { as: other })
    const { listings: page, next_cursor }: { listings: { id: number }[]; next_cursor: string | null } = answer.json()
    read.push(...page.map(({ id }) => id))
    const next: string | undefined = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1]
    expect(next?.includes(encodeURIComponent(next_cursor ?? '')) ?? null).toBe(next_cursor === null ? null : true)
    url = next === undefined ? null : next.slice(next.indexOf('/api/v1') + 7)
    await aListing(db, 'offer', enterprise, 'draft', `Chen vào ${pages}`)
    if (pages === 1) {
      expect((await ask('GET', `/my/listings?limit=3&kind=need&cursor=${next_cursor}`, { as: other })).json().code).toBe('cursor_unfit')
      expect((await ask('GET', `/my/listings?limit=3&kind=offer&cursor=${String(next_cursor).replace(/^../, 'AA')}`, { as: other })).json().code).toBe('cursor_unfit')
    }
  }
  expect(new Set(read).size).toBe(read.length)
  expect(read).toEqual(read.toSorted((a, b) => b - a))
  expect(read.length).toBeGreaterThanOrEqual(7)
})

test('every answer says what is left of the minute, and the last one how long to wait', async () => {
  const asking = await createApiKey(ctxOf(db, people.member, new Date()), { organisation_id: institute, name: 'Hỏi nhiều', scopes: ['market'], days: 9 })
  const first = await ask('GET', '/figures', { as: asking })
  expect([first.headers['ratelimit-policy'], String(first.headers.ratelimit)]).toEqual(['"minute";q=120;w=60', expect.stringMatching(/^"minute";r=119;t=\d+$/)])
  let last = first
  for (let n = 0; n < 120; n++) last = await ask('GET', '/code-lists', { as: asking, authorization: `${n % 2 ? 'bearer' : 'BEARER'} ${asking}` })
  expect([last.statusCode, last.json().code]).toEqual([429, 'too_many_requests'])
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
})

test('whoever is interested in a need without a name learns whose it is once it is accepted', async () => {
  const need = await aListing(db, 'need', enterprise, 'published', 'Cần kho lạnh')
  await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
  const { id, to } = (await ask('POST', '/interests', { body: { listing_id: need, message: 'Chúng tôi có kho lạnh đúng cỡ này.' } })).json()
  const told = async (as = key, direction = 'sent') => [(await ask('GET', `/interests/${id}`, { as })).json().to?.id ?? null, (await ask('GET', `/interests?direction=${direction}`, { as })).json().interests.find((one: { id: number }) => one.id === id).to?.id ?? null]
  expect([to, await told(), await told(other, 'received')]).toEqual([null, [null, null], [enterprise, enterprise]])
  await ask('POST', `/interests/${id}/acceptance`, { as: other })
  expect(await told()).toEqual([enterprise, enterprise])
})

test('an interest becomes a deal by two programs, which no key signs', async () => {
  const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh đã công bố')
  const sent = await ask('POST', '/interests', { body: { listing_id: offer, message: 'Chúng tôi cần sấy 500 kg rau một ngày.' }, as: other })
  expect([sent.statusCode, sent.json().state]).toEqual([201, 'pending'])
  const accepted = (await ask('POST', `/interests/${sent.json().id}/acceptance`)).json()
  expect([accepted.state, typeof accepted.deal_id]).toEqual(['accepted', 'number'])
  expect((await ask('POST', `/deals/${accepted.deal_id}/messages`, { body: { body: 'Mời sang xem máy.' } })).statusCode).toBe(201)
  expect((await ask('GET', `/deals/${accepted.deal_id}/messages`, { as: other })).json().messages.map(({ body }: { body: string }) => body)).toEqual(['Mời sang xem máy.'])
  const moved = await ask('POST', `/deals/${accepted.deal_id}/stage`, { body: { stage: 'nda' }, 'if-match': String((await ask('GET', `/deals/${accepted.deal_id}`)).headers.etag) })
  expect([moved.statusCode, moved.json().stage]).toEqual([200, 'nda'])
  expect((await ask('POST', `/deals/${accepted.deal_id}/closing`, { body: { value: 1 } })).statusCode).toBe(404)
  const again = await expressInterest(ctxOf(db, people.buyer, new Date()), { listing_id: await aListing(db, 'offer', institute, 'published', 'Máy thứ hai'), counter_listing_id: null, message: 'Chúng tôi cần thêm một máy nữa.', request_key: randomUUID() })
  expect((await ask('POST', `/interests/${again}/acceptance`, { as: other })).statusCode, 'nobody answers for the other side').toBe(403)
})
