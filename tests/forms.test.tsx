import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { ctxOf, testDatabase } from './database.ts'
import { aListing, formOf, openWhole, send, someReaders } from './readers.ts'

/** What forms promise whoever sends them: only their own count, each counts once, and nobody's words are lost. */
const { db } = await testDatabase()
const { app, config } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau')
const message = 'Chúng tôi cần sấy 500 kg rau một ngày.'
const newOffer = () => aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: await newOffer(), counter_listing_id: need, message, request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })

/** Everything people can write, counted: a form that is refused leaves this as it was. */
const tables = ['auth_user', 'auth_session', 'person', 'staff_role', 'organisation', 'membership', 'invitation', 'listing', 'listing_text', 'interest', 'deal', 'deal_message', 'deal_document', 'document', 'outgoing_mail', 'event']
const written = async (): Promise<unknown> => Promise.all(tables.map(async (table) => (await sql<{ state: string }>`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as state from ${sql.table(table)} t`.execute(db)).rows[0]?.state))
const page = async (url: string, who: 'member' | 'colleague' | 'buyer'): Promise<string> => (await app.inject({ url, headers: as(who) })).body

for (const who of ['member', 'colleague', 'buyer'] as const) await page('/vi/work', who) // an account becomes a person at its first request

describe('A form from another site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['sent across sites', { 'sec-fetch-site': 'cross-site' }], ['from a neighbour of the same site', { 'sec-fetch-site': 'same-site' }], ['with an origin elsewhere', { origin: 'https://evil.example' }], ['with an origin of no name', { origin: 'null' }],
    ['with an origin that only begins like ours', { origin: `${config.publicUrl}.evil.example` }], ['with our origin, but sent across sites', { origin: config.publicUrl, 'sec-fetch-site': 'cross-site' }],
  ]
  test.each(foreign)('%s is refused and writes nothing.', async (_, headers) => {
    const before = await written()
    for (const [url, form] of [
      [`/vi/deals/${deal}/messages`, { body: 'Xin chào', request_key: randomUUID() }], [`/vi/interests/${interest}/withdraw`, {}], ['/vi/organisations/new', { kind: 'enterprise', name_vi: 'Công ty Lạ', country_code: 'VN' }],
      ['/vi/sign-up', { name: 'Kẻ Lạ', email: 'la@example.test', password: 'mot-cau-dai-de-nho', terms: 'yes' }], ['/vi/sign-out', {}], ['/vi/acting', { organisation_id: String(institute) }], [`/vi/deals/${deal}/claim`, { value: '1' }],
    ] as [string, Record<string, string>][]) {
      const answer = await send(app, url, form, { ...as('buyer'), ...headers })
      expect(answer.statusCode, url).toBe(403)
      expect(answer.body).toContain('Biểu mẫu đến từ trang khác')
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect(await written()).toEqual(before)
  })
  test.each<[string, Record<string, string>]>([['of our own', { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }], ['typed in by somebody', { 'sec-fetch-site': 'none' }], ['of an old browser', {}], ['of an old browser that names our origin', { origin: config.publicUrl }]])('A form %s is taken.', async (_, headers) => {
    expect((await send(app, `/vi/deals/${deal}/messages`, { body: 'Xin chào', request_key: randomUUID() }, { ...as('buyer'), ...headers })).statusCode).toBe(303)
  })
})

test('Two people edit one listing: the second is shown both texts, keeps theirs, and saves knowingly.', async () => {
  const id = await aListing(db, 'offer', institute, 'draft', 'Máy sấy lạnh rau quả')
  const action = `/vi/my/listings/${id}/edit`
  const [first, second] = [formOf(await page(action, 'member'), action), formOf(await page(action, 'colleague'), action)]
  first.set('title_vi', 'Máy sấy lạnh rau quả, bản của Lan')
  expect((await send(app, action, first, as('member'))).statusCode).toBe(303)
  second.set('title_vi', 'Máy sấy lạnh rau quả, bản của Minh <b>')
  second.set('description_vi', 'Dòng một\r\nDòng hai & ba')
  const refused = await send(app, action, second, as('colleague'))
  expect(refused.statusCode).toBe(409)
  const differing = /<table.*?<\/table>/s.exec(refused.body)?.[0] ?? ''
  expect(differing).toContain('bản của Lan')
  expect(differing).toContain('bản của Minh &lt;b>')
  const again = formOf(refused.body, action)
  expect(again.get('title_vi')).toBe('Máy sấy lạnh rau quả, bản của Minh <b>')
  expect(again.get('description_vi')?.replaceAll('\r', '')).toBe('Dòng một\nDòng hai & ba')
  const titleOf = async () => (await db.selectFrom('listing_text').select('title').where('listing_id', '=', id).executeTakeFirstOrThrow()).title
  expect(await titleOf()).toContain('bản của Lan')
  expect((await send(app, action, second, as('colleague'))).statusCode, 'the old form once more').toBe(409)
  expect((await send(app, action, again, as('colleague'))).statusCode).toBe(303)
  expect(await titleOf()).toBe('Máy sấy lạnh rau quả, bản của Minh <b>')
})

test('Two people save one listing at the same moment: exactly one is taken.', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await aListing(db, 'offer', institute, 'draft', 'Máy sấy lạnh rau quả')
    const action = `/vi/my/listings/${id}/edit`
    const form = formOf(await page(action, 'member'), action)
    const both = await Promise.all((['member', 'colleague'] as const).map((who) => { const own = new URLSearchParams(form); own.set('title_vi', `Máy sấy của ${who}`); return send(app, action, own, as(who)) }))
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
  }
})

test('An organisation edited by two keeps what the first saved until the second has seen it.', async () => {
  const action = '/vi/my/organisation/edit'
  const [first, second] = [formOf(await page(action, 'member'), action), formOf(await page(action, 'member'), action)]
  first.set('about_vi', 'Chế tạo máy từ năm 1998.')
  second.set('about_vi', 'Viện nghiên cứu máy nông nghiệp.')
  expect((await send(app, action, first, as('member'))).statusCode).toBe(303)
  const refused = await send(app, action, second, as('member'))
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toContain('Chế tạo máy từ năm 1998.')
  const again = formOf(refused.body, action)
  expect(again.get('about_vi')).toBe('Viện nghiên cứu máy nông nghiệp.')
  expect((await send(app, action, again, as('member'))).statusCode).toBe(303)
})

describe('The same press twice', () => {
  const count = async (table: 'interest' | 'deal_message' | 'listing', key: string): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where request_key = ${key}`.execute(db)).rows[0]?.n ?? 0
  const five = <T,>(press: () => Promise<T>): Promise<T[]> => Promise.all([press(), press(), press(), press(), press()])
  test('makes one interest, and every press leads to it.', async () => {
    const address = `/vi/offers/${await newOffer()}/interest`
    const form = formOf(await page(address, 'buyer'), address)
    form.set('message', message)
    const answers = await five(() => send(app, address, form, as('buyer')))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303, 303])
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect(await count('interest', form.get('request_key') ?? '')).toBe(1)
  })
  test('makes one message; the same words sent anew are a second one.', async () => {
    const address = `/vi/deals/${deal}/messages`
    for (const expected of [1, 1]) {
      const form = formOf(await page(`/vi/deals/${deal}`, 'buyer'), address)
      form.set('body', 'Xin hẹn thứ Năm.')
      expect((await five(() => send(app, address, form, as('buyer')))).map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303, 303])
      expect(await count('deal_message', form.get('request_key') ?? '')).toBe(expected)
    }
    expect((await db.selectFrom('deal_message').select('id').where('body', '=', 'Xin hẹn thứ Năm.').execute()).length).toBe(2)
  })
  test('makes one draft.', async () => {
    const action = '/vi/my/listings/new/offer'
    const form = formOf(await page(`${action}?key=${randomUUID()}`, 'member'), action)
    form.set('title_vi', 'Máy sấy lạnh rau quả loại nhỏ')
    const answers = await five(() => send(app, action, form, as('member')))
    expect(new Set(answers.map(({ statusCode, headers }) => `${statusCode} ${headers.location}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(303)
    expect(await count('listing', form.get('request_key') ?? '')).toBe(1)
  })
  test('accepts an interest once, and opens one deal.', async () => {
    const id = await expressInterest(ctxOf(db, people.buyer), { listing_id: await newOffer(), counter_listing_id: null, message, request_key: randomUUID() })
    const answers = await five(() => send(app, `/vi/interests/${id}/accept`, {}, as('member')))
    expect(new Set(answers.map(({ statusCode, headers }) => `${statusCode} ${headers.location}`)).size).toBe(1)
    expect((await db.selectFrom('deal').select('id').where('interest_id', '=', id).execute()).length).toBe(1)
  })
})

test('Whatever is sent to a form, the answer is a page that says what would be right, never an error of ours.', { timeout: 240_000 }, async () => {
  const bodies = ['', 'email', 'email=a&email=b&password=x', 'email[]=a', '__proto__=x&constructor=y', 'email=%00&password=%00', 'name=%00&email=x%40y.vn%00&password=1234567890%00', `email=${'a'.repeat(5000)}`, 'organisation_id=-1', 'organisation_id=%00', 'version=abc', 'request_key=abc&body=x', `body=${'a'.repeat(300_000)}`, 'kind=__proto__', 'stage=__proto__&version=1', 'value=-1', 'value=9999999999999999999', 'value=1e9', 'token=%00', 'decision=x', 'role=__proto__&person_id=1', 'trl=99&price_min=1e9&price_mode=range', 'research_fields=%00&research_fields=9', 'title_vi=%EF%BF%BF%00&transfer_forms=x']
  const failed: string[] = []
  let from = 0
  for (const [who, urls] of Object.entries({
    buyer: ['/vi/sign-in', '/vi/sign-up', '/vi/forgot-password', '/vi/new-password', '/vi/confirm', '/vi/acting', '/vi/organisations/new', '/vi/my/organisation/invitations', '/vi/my/organisation/edit', '/vi/my/organisation/verification', '/vi/my/organisation/members/1/role', '/vi/my/invitations/1/acceptance', '/vi/my/listings/new/offer', `/vi/my/listings/${need}/edit`, `/vi/needs/${need}/interest`, `/vi/deals/${deal}/messages`, `/vi/deals/${deal}/stage`, `/vi/deals/${deal}/claim`, `/vi/deals/${deal}/confirm`, `/vi/deals/${deal}/dispute`, `/vi/deals/${deal}/lost`, `/vi/deals/${deal}/documents`, `/vi/interests/${interest}/decline`],
    moderator: ['/vi/moderation/organisations', `/vi/moderation/listings/${need}/return`, `/vi/moderation/listings/${need}/publication`], administrator: ['/vi/administration/roles', '/vi/administration/roles/revocation', `/vi/administration/organisations/${institute}`],
  })) for (const url of urls) for (const payload of bodies) {
    const { statusCode } = await app.inject({ method: 'POST', url, headers: { ...as(who as 'buyer'), 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': `10.7.${(++from >> 8) & 255}.${from & 255}` }, payload })
    if (statusCode >= 500 || statusCode < 300) failed.push(`${url} ${payload.slice(0, 60)}: ${statusCode}`)
  }
  expect(failed).toEqual([])
})
