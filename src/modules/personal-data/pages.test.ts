import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, anInvitation, formOf, openWhole, routesOf, send, someReaders } from '../../../tests/readers.ts'
import { settled } from '../../../tests/settled.ts'
import { openReactions } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { carryOutDeletions } from './deletion-commands.ts'
import { answerRequest } from './request-commands.ts'

/** Through the whole application, as people meet it. */
const { db } = await testDatabase()
const { app } = await openWhole(db)
const { institute, enterprise, people, as } = await someReaders(app, db)
const codes = ['0101234565', '0109876542']
await db.updateTable('organisation').set({ tax_code: codes[0]! }).where('id', '=', institute).execute()
await db.updateTable('organisation').set({ tax_code: codes[1]! }).where('id', '=', enterprise).execute()
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy')
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: need, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })
const invited = await anInvitation(db, institute, people.member.person_id ?? 0, 'moi@example.test')
let asked = 0
const get = (url: string, reader: Parameters<typeof as>[0]) => app.inject({ url, headers: { 'x-forwarded-for': `10.3.${(++asked >> 8) & 255}.${asked & 255}`, ...as(reader) } })

describe('My data', () => {
  test('The page tells what is held, and the file that is downloaded holds it.', async () => {
    const page = await get('/vi/my/account/data', 'member')
    expect(page.statusCode).toBe(200)
    for (const words of ['Tin nhắn bạn viết', 'Nhật ký các việc của bạn', 'Theo sự đồng ý của bạn', 'Chưa đồng ý']) expect(page.body).toContain(words)
    const file = await send(app, '/vi/my/account/data/export', formOf(page.body, '/vi/my/account/data/export'), as('member'))
    expect(file.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-store', 'content-disposition': expect.stringMatching(/^attachment; filename="techex-\d{4}-\d\d-\d\d\.json"$/) as string })
    const { parts } = file.json<{ parts: Record<string, Record<string, Record<string, unknown>[]>> }>()
    expect(parts.profile?.person).toMatchObject([{ name: 'Lan' }])
    expect(parts.sessions?.auth_session?.length).toBeGreaterThan(0)
    const html = await send(app, '/vi/my/account/data/export', { format: 'html' }, as('member'))
    expect(html.statusCode).toBe(200)
    expect(html.body).toContain('Dữ liệu của tôi ở Sàn')
  })
  test('Whoever did not tick the terms has no account; whoever has not agreed is asked in “my work”, reads, agrees, and is not asked again.', async () => {
    const refused = await send(app, '/vi/sign-up', { name: 'Ai đó', email: 'khong@example.test', password: 'mot-cau-dai-de-nho' })
    expect(refused.statusCode).toBe(422)
    expect(await db.selectFrom('auth_user').select('id').where('email', '=', 'khong@example.test').execute()).toEqual([])
    await get('/vi/work', 'colleague')
    expect((await get('/vi/work', 'colleague')).body).toContain('Đọc và đồng ý điều khoản, bản 1')
    const page = await get('/vi/my/account/data/consent', 'colleague')
    expect(page.body).toContain('Thông báo về dữ liệu cá nhân')
    expect((await send(app, '/vi/my/account/data/consent', formOf(page.body, '/vi/my/account/data/consent'), as('colleague'))).statusCode).toBe(422)
    const agreed = await send(app, '/vi/my/account/data/consent', { version: '1', terms: 'yes', next: '/vi/work' }, as('colleague'))
    expect(agreed.headers.location).toBe('/vi/work')
    expect((await get('/vi/work', 'colleague')).body).not.toContain('Đọc và đồng ý điều khoản')
  })
  test('Ticked at sign-up, the consent is there with the account.', async () => {
    expect((await send(app, '/vi/sign-up', { name: 'Mới Đến', email: 'den@example.test', password: 'mot-cau-dai-de-nho', terms: 'yes' })).statusCode).toBe(303)
    expect(await db.selectFrom('sign_up_consent as c').innerJoin('auth_user as u', 'u.id', 'c.user_id').select('c.text_version').where('u.email', '=', 'den@example.test').execute()).toEqual([{ text_version: 1 }])
  })
  test('A request goes to the administrators with its deadline; they answer, and its person is told.', async () => {
    const form = formOf((await get('/vi/my/account/data/requests/new?kind=objection', 'buyer')).body, '/vi/my/account/data/requests')
    form.set('kind', 'objection'); form.set('details', 'Xin đừng dùng chức danh của tôi.')
    const sent = await send(app, '/vi/my/account/data/requests', form, as('buyer'))
    expect(sent.headers.location).toMatch(/^\/vi\/my\/account\/data\/requests\/\d+\?done=sent$/)
    const id = Number(/requests\/(\d+)/.exec(String(sent.headers.location))?.[1])
    expect((await get('/vi/administration/data-requests', 'administrator')).body).toContain('Phản đối xử lý')
    expect((await get('/vi/work', 'administrator')).body).toContain('/vi/administration/data-requests')
    expect((await get(`/vi/administration/data-requests/${id}`, 'observer')).body).not.toContain('<textarea')
    expect((await send(app, `/vi/administration/data-requests/${id}/answer`, { answer: 'Chúng tôi thôi dùng từ hôm nay.' }, as('observer'))).statusCode).toBe(403)
    expect((await send(app, `/vi/administration/data-requests/${id}/answer`, { answer: 'x' }, as('administrator'))).statusCode).toBe(422)
    await answerRequest(ctxOf(db, people.administrator), { id, answer: 'Chúng tôi thôi dùng từ hôm nay.' })
    const line = openReactions({ db, reactions: reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }), log: { warn: () => {}, error: () => {} } as never })
    await settled(db, line)
    const told = async (person: number | null) => (await db.selectFrom('notice').select('kind').where('person_id', '=', person).where('kind', 'like', 'data_request%').orderBy('id').execute()).map(({ kind }) => kind)
    expect(await told(people.buyer.person_id)).toEqual(['data_request_noted', 'data_request_answered'])
    expect(await told(people.administrator.person_id)).toEqual(['data_request_received'])
    const { email } = await db.selectFrom('person').select('email').where('id', '=', people.buyer.person_id).executeTakeFirstOrThrow()
    expect((await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', email).execute()).some(({ body }) => body.includes('Chúng tôi thôi dùng từ hôm nay.'))).toBe(true)
    expect((await get(`/vi/my/account/data/requests/${id}`, 'buyer')).body).toContain('Chúng tôi thôi dùng từ hôm nay.')
    expect((await get(`/vi/my/account/data/requests/${id}`, 'member')).statusCode).toBe(404)
  })
  test('Whoever leaves is signed out everywhere, and finds no way in.', async () => {
    const page = await get('/vi/my/account/data/deletion', 'viewer')
    const form = formOf(page.body, '/vi/my/account/data/deletion')
    form.set('word', 'xóa')
    expect((await send(app, '/vi/my/account/data/deletion', form, as('viewer'))).statusCode).toBe(303)
    expect(await carryOutDeletions(db, new Date(Date.now() + 8 * 86_400_000), 'test')).toBe(1)
    expect((await get('/vi/work', 'viewer')).headers.location).toMatch(/^\/vi\/sign-in/)
    expect((await get('/vi/my/account/data/deletion', 'member')).body).toContain('Bạn là chủ duy nhất')
  })
})

test('No address, redirect or search form carries an e-mail address, a person’s name or a tax code.', async () => {
  const person = await db.selectFrom('person').select(['name', 'email']).execute()
  const secret = [...person.map(({ email }) => email), ...codes, 'moi@example.test', ...person.map(({ name }) => name).filter((name) => name.length > 4)]
  const values: Record<string, string> = { id: String(offer), deal_id: String(deal), interest_id: String(interest), organisation_id: String(institute), token: invited, version: '1', name: 'x', file: 'pages.xml' }
  // The sources of support programmes are addresses of others, the same for everybody; one has a word in it that is also a name.
  const programmes = readFileSync('data/support-programmes.json', 'utf8')
  const found: string[] = []
  const look = (at: string, where: string): void => {
    let plain = where
    try { plain = decodeURIComponent(where.replaceAll('+', ' ')) } catch { /* as it stands */ }
    for (const word of secret) if (plain.toLowerCase().includes(word.toLowerCase())) found.push(`${at}: ${where}`)
  }
  const paths = routesOf(app).filter((route) => route.startsWith('/vi') && !route.includes('*')).map((route) => route.replace(/:(\w+)/g, (_, key: string) => values[key] ?? '1'))
  expect(paths.length).toBeGreaterThan(60)
  for (const reader of ['member', 'buyer', 'moderator', 'administrator', 'inspector'] as const) {
    for (const path of paths) {
      const { headers, body, statusCode } = await get(path, reader)
      look(`${reader} ${path} → ${statusCode}`, String(headers.location ?? ''))
      if (!String(headers['content-type']).startsWith('text/html')) continue
      for (const [, href = ''] of body.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) if (!href.startsWith('mailto:') && !programmes.includes(href.replaceAll('&amp;', '&'))) look(`${reader} ${path}`, href.replaceAll('&amp;', '&'))
      // What a form sends by GET ends up in the address.
      for (const [form] of body.matchAll(/<form(?![^>]*method="post")[^>]*>.*?<\/form>/gs)) for (const [, value = ''] of form.matchAll(/<input[^>]*value="([^"]*)"/g)) look(`${reader} ${path} (form)`, value)
    }
  }
  expect([...new Set(found)]).toEqual([])
})
