import { beforeEach, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { anonymous } from '../../core/context.ts'
import { openDb, openPool, readAs, type Tx } from '../../core/database.ts'
import { seal, unseal } from '../../platform/sealed.ts'
import { daysFrom, minutesFrom } from '../../platform/time.ts'
import { withdrawConsent } from '../consents/commands.ts'
import { hasConsent } from '../consents/queries.ts'
import { stopToken } from '../notifications/rules.ts'
import { chooseDigest, DigestChoice, digestToken, readDigestToken, sendMarketDigests, stopDigest, stopDigestByLetter } from './digest-commands.ts'
import { digestRoutes } from './digest-routes.tsx'
import { digestOf } from './queries.ts'

const { db, url } = await testDatabase()
const secret = 's'.repeat(40)
const sender = { publicUrl: 'https://san.example', secret }
const { get, post } = await openPages(db, (app) => digestRoutes(app, secret))
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Giấu Tên')
const lan = await aPerson(db, { name: 'Lan' }), hoa = await aPerson(db, { name: 'Hòa' })
const idOf = (person: typeof lan): number => person.person_id as number
// Noon of Monday 2 March; the next Monday's letter leaves at ten past seven.
const nextMonday = new Date('2026-03-09T07:10:00+07:00'), mondayAfter = new Date('2026-03-16T07:10:00+07:00'), firstOfApril = new Date('2026-04-01T07:10:00+07:00')
const choice = (given: object = {}) => DigestChoice.parse({ rhythm: 'weekly', kinds: ['offer', 'need'], research_fields: [], locale: 'vi', ...given })
const letters = () => db.selectFrom('outgoing_mail').select(['to_address', 'subject', 'body', 'stop_url']).orderBy('id').execute()
const periods = () => db.selectFrom('market_digest_period').select(['person_id', 'period', 'listings']).orderBy('person_id').orderBy('period').execute()
const listing = async (title: string, published_at: Date, { kind = 'offer' as 'offer' | 'need', organisation = institute, fields = ['20301'] } = {}): Promise<number> => {
  const id = await aListing(db, kind, organisation, 'published', title)
  await db.updateTable('listing').set({ published_at, research_fields: fields }).where('id', '=', id).execute()
  return id
}

beforeEach(async () => {
  await db.deleteFrom('market_digest').execute()
  await db.deleteFrom('outgoing_mail').execute()
  await db.updateTable('listing').set({ state: 'closed' }).execute()
})

describe('The letter', () => {
  test('tells each period once what is new in it, of the kinds and fields asked for, and nothing that is not published.', async () => {
    await chooseDigest(ctxOf(db, lan), choice({ kinds: 'offer', research_fields: ['203'] }))
    await listing('Có trước khi hỏi', daysFrom(noon, -1))
    await listing('Máy sấy lạnh', daysFrom(noon, 1))
    await listing('Ngành khác', daysFrom(noon, 1), { fields: ['401'] })
    await listing('Cần máy', daysFrom(noon, 1), { kind: 'need' })
    await db.updateTable('listing').set({ state: 'draft' }).where('id', '=', await listing('Đã rút về', daysFrom(noon, 2))).execute()
    expect(await sendMarketDigests(db, sender, daysFrom(noon, 1))).toBe(0) // still the week in which it was asked for
    expect(await sendMarketDigests(db, sender, nextMonday)).toBe(1)
    const [letter, ...rest] = await letters()
    expect(rest).toEqual([])
    expect(letter?.subject).toBe('Có gì mới trên Sàn đến ngày 09/03/2026: 1 tin')
    expect(letter?.body).toContain('- Máy sấy lạnh\n  Viện Cơ điện\n')
    for (const unsaid of ['Có trước', 'Ngành khác', 'Cần máy', 'Đã rút về']) expect(letter?.body).not.toContain(unsaid)
    expect(letter?.stop_url).toMatch(/^https:\/\/san\.example\/vi\/digest\/stop\?token=[\w-]+$/)
    expect(letter?.body).toContain(`Ngừng nhận: ${letter?.stop_url}`)
    expect(letter?.body).not.toMatch(/<img|utm_|\?ref=/)
    expect(await sendMarketDigests(db, sender, nextMonday)).toBe(0)
    expect(await sendMarketDigests(db, sender, daysFrom(nextMonday, 3))).toBe(0)
    await listing('Mới hơn', daysFrom(nextMonday, 1))
    expect(await sendMarketDigests(db, sender, mondayAfter)).toBe(1)
    expect((await letters())[1]?.body).toMatch(/Mới hơn/)
    expect((await letters())[1]?.body).not.toContain('Máy sấy lạnh')
  })
  test('does not leave where nothing is new, and a later one says what came since.', async () => {
    await chooseDigest(ctxOf(db, lan), choice({ locale: 'en' }))
    expect(await sendMarketDigests(db, sender, nextMonday)).toBe(0)
    expect(await letters()).toEqual([])
    expect((await periods()).map(({ period, listings }) => [period, listings])).toEqual([['W2026-03-02', 0], ['W2026-03-09', 0]])
    await listing('Máy ép', daysFrom(nextMonday, 1))
    await sendMarketDigests(db, sender, mondayAfter)
    expect((await letters())[0]?.subject).toBe('New on the Exchange up to 16/03/2026: 1 listing')
  })
  test('goes monthly to whoever asked for that; what is published while the letter is written waits for the next.', async () => {
    await chooseDigest(ctxOf(db, lan), choice({ rhythm: 'monthly' }))
    await listing('Trong tháng', daysFrom(noon, 10))
    await listing('Vừa công bố', minutesFrom(firstOfApril, -1))
    expect(await sendMarketDigests(db, sender, mondayAfter)).toBe(0)
    expect(await sendMarketDigests(db, sender, firstOfApril)).toBe(1)
    expect((await letters())[0]?.body).not.toContain('Vừa công bố')
    expect(await sendMarketDigests(db, sender, new Date('2026-05-01T07:10:00+07:00'))).toBe(1)
    expect((await letters())[1]?.body).toContain('Vừa công bố')
  })
  test('names no organisation that keeps its name back, and holds thirty listings at most.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    const need = await listing('Cần giữ kín tên', daysFrom(noon, 1), { kind: 'need', organisation: enterprise })
    await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()
    for (let n = 0; n < 33; n++) await listing(`Máy số ${n}`, minutesFrom(noon, n + 1))
    await sendMarketDigests(db, sender, nextMonday)
    const { body = '' } = (await letters())[0] ?? {}
    expect(body).toContain('Cần giữ kín tên')
    expect(body).not.toContain('Giấu Tên')
    expect(body).toContain('Còn 4 tin mới khác: https://san.example/vi/search?sort=newest')
  })
  test('leaves once though two workers send at once, and though one died half-way.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    await chooseDigest(ctxOf(db, hoa), choice())
    await listing('Máy sấy lạnh', daysFrom(noon, 1))
    // One that dies before it commits leaves nothing behind; the next tells everybody.
    const dying = openPool(url, 2)
    const broken = openDb(dying).transaction().execute(async (tx) => {
      const joined = new Proxy(tx, { get: (target, name) => {
        if (name === 'transaction') return () => ({ execute: (work: (inner: Tx) => unknown) => work(target) })
        const value = Reflect.get(target, name) as unknown
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
      } })
      expect(await sendMarketDigests(joined, sender, nextMonday)).toBe(2)
      throw new Error('the machine stops')
    })
    await expect(broken).rejects.toThrow('the machine stops')
    await dying.end()
    expect(await letters()).toEqual([])
    const sent = await Promise.all([1, 2, 3, 4].map(() => sendMarketDigests(db, sender, nextMonday)))
    expect(sent.reduce((sum, n) => sum + n, 0)).toBe(2)
    expect((await letters()).map(({ to_address }) => to_address).toSorted()).toEqual((await db.selectFrom('person').select('email').where('id', 'in', [idOf(lan), idOf(hoa)]).execute()).map(({ email }) => email).toSorted())
  })
})

describe('Asking and stopping', () => {
  test('To ask is to agree, written down with the text in force; to stop is to take it back; either twice is once.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    await chooseDigest(ctxOf(db, lan), choice())
    await Promise.all([chooseDigest(ctxOf(db, hoa), choice()), chooseDigest(ctxOf(db, hoa), choice())])
    expect([await hasConsent(db, idOf(lan), 'market_digest'), await hasConsent(db, idOf(hoa), 'market_digest')]).toEqual([true, true])
    await stopDigest(ctxOf(db, lan))
    await stopDigest(ctxOf(db, lan))
    expect([await hasConsent(db, idOf(lan), 'market_digest'), await digestOf(db, idOf(lan))]).toEqual([false, undefined])
    const events = await db.selectFrom('event').select('type').where('subject', '=', `person:${idOf(lan)}`).where('type', 'in', ['market_digest.chosen', 'market_digest.stopped']).orderBy('id', 'desc').limit(2).execute()
    expect(events.map(({ type }) => type)).toEqual(['market_digest.stopped', 'market_digest.chosen'])
  })
  test('Where the consent is taken back among one’s data, the letter ends in the same moment.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    await listing('Máy sấy lạnh', daysFrom(noon, 1))
    await withdrawConsent(ctxOf(db, lan), { purpose: 'market_digest' })
    expect(await digestOf(db, idOf(lan))).toBeUndefined()
    expect(await sendMarketDigests(db, sender, nextMonday)).toBe(0)
  })
  test('Who stops and asks again within a week gets no second letter of that week, and never twice the same listing.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    await listing('Máy sấy lạnh', daysFrom(noon, 1))
    await sendMarketDigests(db, sender, nextMonday)
    await stopDigest(ctxOf(db, lan, daysFrom(nextMonday, 1)))
    await chooseDigest(ctxOf(db, lan, daysFrom(nextMonday, 1)), choice())
    await chooseDigest(ctxOf(db, lan, daysFrom(nextMonday, 1)), choice({ rhythm: 'monthly' }))
    expect(await sendMarketDigests(db, sender, daysFrom(nextMonday, 2))).toBe(0)
    expect(await sendMarketDigests(db, sender, firstOfApril)).toBe(0)
  })
  test('The link of a letter stops it without signing in, at one press of the mail program’s own button; opening it stops nothing.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    const token = digestToken(secret, idOf(lan))
    const shown = await get(`/vi/digest/stop?token=${token}`)
    expect([shown.statusCode, shown.body.includes(`action="/vi/digest/stop?token=${token}"`)]).toEqual([200, true])
    expect(await digestOf(db, idOf(lan))).toBeDefined()
    const stopped = await post(`/en/digest/stop?token=${token}`, { 'List-Unsubscribe': 'One-Click' })
    expect([stopped.statusCode, stopped.headers.location]).toEqual([200, undefined])
    expect(await digestOf(db, idOf(lan))).toBeUndefined()
    expect(await hasConsent(db, idOf(lan), 'market_digest')).toBe(false)
    expect((await post(`/vi/digest/stop?token=${token}`, {})).statusCode).toBe(200)
    await stopDigestByLetter(ctxOf(db), 999_999)
  })
  test('No link can be made, changed or used for something else.', async () => {
    const token = digestToken(secret, idOf(lan))
    expect([readDigestToken(secret, token), readDigestToken('x'.repeat(40), token), readDigestToken(secret, stopToken(secret, { person_id: idOf(lan), stops: 'digest' })), readDigestToken(secret, seal(secret, 'something else', '1'))]).toEqual([idOf(lan), null, null, null])
    for (let i = 0; i < token.length; i += 5) expect(unseal(secret, 'promotion: digest stop links', `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`)).toBeNull()
    for (const bad of ['', 'x', token.slice(1), `${token}=`, ['a'], undefined]) expect(readDigestToken(secret, bad)).toBeNull()
    expect((await get('/vi/digest/stop?token=x')).statusCode).toBe(409)
  })
  test('Only the person themselves asks and stops; nobody sees what another chose.', async () => {
    await chooseDigest(ctxOf(db, lan), choice())
    for (const command of [() => chooseDigest(ctxOf(db), choice()), () => stopDigest(ctxOf(db))]) await expect(command()).rejects.toMatchObject({ refusal: { code: 'sign_in_first' } })
    const helped = { ...lan, acted_by: { person_id: idOf(hoa), name: 'Hòa' } }
    await expect(chooseDigest(ctxOf(db, helped), choice())).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
    const seen = async (reader: typeof lan) => (await readAs(db, reader).selectFrom('market_digest').select('person_id').execute()).length + (await readAs(db, reader).selectFrom('market_digest_period').select('period').execute()).length
    expect([await seen(lan), await seen(hoa), await seen(anonymous)]).toEqual([2, 0, 0])
  })
  test('By the form: what is missing is said at its field, an unknown field is refused, and the page says how it stands.', async () => {
    expect((await get('/vi/my/digest', lan)).body).toContain('Bạn chưa nhận thư này.')
    expect((await post('/vi/my/digest', { rhythm: 'weekly', locale: 'vi' }, lan)).statusCode).toBe(422)
    expect((await post('/vi/my/digest', { rhythm: 'weekly', kinds: 'offer', locale: 'vi', research_fields: 'khong-co' }, lan)).statusCode).toBe(422)
    expect((await post('/vi/my/digest', { rhythm: 'weekly', kinds: 'offer', locale: 'vi', research_fields: '203' }, lan)).headers.location).toBe('/vi/my/digest?done=saved')
    const { body } = await get('/vi/my/digest', lan)
    expect(body).toContain('Bạn đang nhận thư này.')
    expect(body).toMatch(/value="203" checked/)
    expect((await post('/vi/my/digest/end', {}, lan)).statusCode).toBe(303)
    expect((await get('/vi/my/digest')).statusCode).toBe(303)
  })
})
