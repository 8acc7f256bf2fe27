import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { browserAt } from '../../../tests/a-browser.ts'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { openWhole } from '../../../tests/readers.ts'
import type { Actor } from '../../core/context.ts'
import { actorOf } from './queries.ts'
import { deviceOf, doors, readCode } from './rules.ts'

const { db, url } = await testDatabase()
const { app } = await openWhole(db)
/** Another web process of the same Exchange. */
const { app: other } = await openWhole(db)
const password = 'mot-cau-dai-de-nho'

/** Somebody with an account and a browser that is signed in. */
async function somebody(staff: Parameters<typeof aPerson>[1] = {}) {
  const actor = await aPerson(db, staff)
  const browser = browserAt(app)
  await browser.becomes(db, actor)
  const { email, auth_user_id } = await db.selectFrom('person').select(['email', 'auth_user_id']).where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  // The person of an account is found at its first request.
  await browser.get('/vi/work')
  const account = auth_user_id ?? (await db.selectFrom('person').select('auth_user_id').where('id', '=', actor.person_id).executeTakeFirstOrThrow()).auth_user_id ?? ''
  return { actor, browser, email, account }
}
const codeOf = (secret: string, ahead = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 })
/** Turns codes on as a person does; returns the secret and the backup codes. */
async function withCodes(who: Awaited<ReturnType<typeof somebody>>) {
  expect((await who.browser.post('/vi/my/account/codes', { password })).headers.location).toBe('/vi/my/account/codes')
  const page = (await who.browser.get('/vi/my/account/codes')).body
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '')
  const done = await who.browser.post('/vi/my/account/codes/confirmation', { code: codeOf(secret) })
  expect(done.statusCode).toBe(200)
  await db.deleteFrom('auth_used_code').where('user_id', '=', who.account).execute() // half a minute passes
  return { secret, codes: [...done.body.matchAll(/<code>([a-z2-9]{5}-[a-z2-9]{5})<\/code>/g)].map(([, code]) => code ?? '') }
}
const eventsOf = async ({ person_id }: Actor): Promise<string[]> => (await db.selectFrom('event').select('type').where('subject', '=', `person:${person_id}`).orderBy('id').execute()).map(({ type }) => type)
const lettersTo = async (email: string): Promise<string[]> => (await db.selectFrom('outgoing_mail').select('subject').where('to_address', '=', email).orderBy('id').execute()).map(({ subject }) => subject)
const isSignedIn = async (browser: ReturnType<typeof browserAt>): Promise<boolean> => (await browser.get('/vi/my/account')).statusCode === 200

describe('Two-step sign-in', () => {
  test('is turned on with the password and a code of the app; the owner is told, and ten backup codes are shown once', async () => {
    const who = await somebody()
    expect((await who.browser.post('/vi/my/account/codes', { password: 'not my password' })).statusCode).toBe(409)
    expect((await who.browser.post('/vi/my/account/codes', { password })).statusCode).toBe(303)
    expect((await who.browser.get('/vi/my/account/codes')).body).toMatch(/<svg role="img" aria-label="Mã QR/)
    expect((await who.browser.post('/vi/my/account/codes/confirmation', { code: '000000' })).statusCode).toBe(409)
    expect(await db.selectFrom('auth_user').select('two_factor_enabled').where('id', '=', who.account).executeTakeFirstOrThrow()).toEqual({ two_factor_enabled: false })
    const { codes } = await withCodes(who)
    expect(new Set(codes).size).toBe(10)
    expect(await eventsOf(who.actor)).toContain('person.second_factor_added')
    expect(await lettersTo(who.email)).toContain('Đã bật đăng nhập hai bước')
    const again = await who.browser.get('/vi/my/account/codes')
    for (const code of codes) expect(again.body).not.toContain(code)
  })

  test('asks for a code after the password, keeps where one was going, and a code opens once', async () => {
    const who = await somebody()
    const { secret } = await withCodes(who)
    const first = browserAt(app), second = browserAt(other)
    for (const browser of [first, second]) {
      const step = await browser.post('/vi/sign-in', { email: who.email, password, next: '/vi/deals?x=1' })
      expect(step.headers.location).toBe('/vi/sign-in/code?next=%2Fvi%2Fdeals%3Fx%3D1')
      expect(await isSignedIn(browser)).toBe(false)
    }
    const code = codeOf(secret)
    // Two windows, one code, at the same moment.
    const answers = await Promise.all([first, second].map((browser) => browser.post('/vi/sign-in/code', { code, next: '/vi/deals?x=1' })))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
    expect(answers.find(({ statusCode }) => statusCode === 303)?.headers.location).toBe('/vi/deals?x=1')
    expect([await isSignedIn(first), await isSignedIn(second)].toSorted()).toEqual([false, true])
    // A clock half a minute off is forgiven, three minutes are not.
    const third = browserAt(app)
    await third.post('/vi/sign-in', { email: who.email, password })
    expect((await third.post('/vi/sign-in/code', { code: codeOf(secret, 180) })).statusCode).toBe(409)
    expect((await third.post('/vi/sign-in/code', { code: codeOf(secret, 30) })).statusCode).toBe(303)
  })

  test('a backup code opens once, though two use it at the same moment', async () => {
    const who = await somebody()
    const { codes } = await withCodes(who)
    const browsers = [browserAt(app), browserAt(other), browserAt(app), browserAt(other)]
    for (const browser of browsers) await browser.post('/vi/sign-in', { email: who.email, password })
    const answers = await Promise.all(browsers.map((browser) => browser.post('/vi/sign-in/code', { code: codes[0]!.toUpperCase() })))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409, 409, 409])
    expect(await eventsOf(who.actor)).toEqual(expect.arrayContaining(['person.sign_in_failed', 'person.signed_in']))
  })

  test('guessing codes ends after ten, in whichever process, and says when to come back', async () => {
    const who = await somebody()
    await withCodes(who)
    await sql`delete from attempt_count`.execute(db)
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) {
      const browser = browserAt(n % 2 ? app : other)
      await browser.post('/vi/sign-in', { email: who.email, password })
      const answer = await browser.post('/vi/sign-in/code', { code: '123456' })
      statuses.push(answer.statusCode)
      if (answer.statusCode === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(60)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(409), 429, 429])
    expect((await eventsOf(who.actor)).filter((type) => type === 'person.limit_hit')).toHaveLength(1)
  })

  test('turning it off needs who one is shown again, by a code and not by the password', async () => {
    const who = await somebody()
    const { codes } = await withCodes(who)
    await db.updateTable('auth_session').set({ created_at: new Date(Date.now() - 3_600_000), confirmed_at: null }).where('user_id', '=', who.account).execute()
    expect((await who.browser.post('/vi/my/account/codes/removal')).headers.location).toContain('/vi/confirm-identity?next=')
    expect((await who.browser.post('/vi/confirm-identity', { password, next: '/vi/my/account/codes' })).statusCode).toBe(409)
    const confirmed = await who.browser.post('/vi/confirm-identity', { code: codes[1]!, next: '/vi/my/account/codes' })
    expect(confirmed.headers.location).toBe('/vi/my/account/codes')
    expect((await who.browser.post('/vi/my/account/codes/removal')).headers.location).toBe('/vi/my/account/security?done=saved')
    expect(await db.selectFrom('auth_two_factor').select('id').where('user_id', '=', who.account).execute()).toEqual([])
    expect((await browserAt(app).post('/vi/sign-in', { email: who.email, password })).headers.location).toBe('/vi/work')
    expect(await lettersTo(who.email)).toContain('Đã tắt đăng nhập hai bước')
  })
})

describe('Sessions', () => {
  test('are listed with their device, and one or all others end at once', async () => {
    const who = await somebody()
    const phone = browserAt(other, '10.66.1.1', 'Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36'), library = browserAt(app)
    for (const browser of [phone, library]) await browser.post('/vi/sign-in', { email: who.email, password })
    const page = (await who.browser.get('/vi/my/account/sessions')).body
    expect(page).toContain('Chrome trên Android')
    expect(page).toContain('10.66.1.1')
    const listener = new pg.Client({ connectionString: url })
    await listener.connect()
    const ended: string[] = []
    listener.on('notification', ({ payload }) => { ended.push(payload ?? '') })
    await listener.query('listen session_ended')
    const { id } = await db.selectFrom('auth_session').select('id').where('user_id', '=', who.account).where('ip_address', '=', '10.66.1.1').executeTakeFirstOrThrow()
    expect((await who.browser.post('/vi/my/account/sessions/end', { id })).statusCode).toBe(303)
    expect([await isSignedIn(phone), await isSignedIn(library), await isSignedIn(who.browser)]).toEqual([false, true, true])
    await who.browser.post('/vi/my/account/sessions/end-others')
    expect([await isSignedIn(library), await isSignedIn(who.browser)]).toEqual([false, true])
    await who.browser.post('/vi/sign-out')
    await listener.end()
    expect(ended).toContain(id)
    expect(new Set(ended).size).toBeGreaterThanOrEqual(3)
    expect(await db.selectFrom('auth_session').select('id').where('user_id', '=', who.account).execute()).toEqual([])
  })

  test('of somebody else cannot be ended', async () => {
    const [lan, stranger] = [await somebody(), await somebody()]
    const { id } = await db.selectFrom('auth_session').select('id').where('user_id', '=', lan.account).executeTakeFirstOrThrow()
    await stranger.browser.post('/vi/my/account/sessions/end', { id })
    expect(await isSignedIn(lan.browser)).toBe(true)
  })

  test('end after a day without use, and after fourteen days whatever their use', async () => {
    const who = await somebody()
    await db.updateTable('auth_session').set({ last_seen_at: new Date(Date.now() - 24.1 * 3_600_000) }).where('user_id', '=', who.account).execute()
    expect(await isSignedIn(who.browser)).toBe(false)
    expect(await db.selectFrom('auth_session').select('id').where('user_id', '=', who.account).execute()).toEqual([])
    await who.browser.post('/vi/sign-in', { email: who.email, password })
    const { expires_at, created_at } = await db.selectFrom('auth_session').select(['expires_at', 'created_at']).where('user_id', '=', who.account).executeTakeFirstOrThrow()
    expect(Math.round((expires_at.getTime() - created_at.getTime()) / 86_400_000)).toBe(14)
    await db.updateTable('auth_session').set({ last_seen_at: new Date(Date.now() - 3_600_000) }).where('user_id', '=', who.account).execute()
    expect(await isSignedIn(who.browser)).toBe(true)
    const seen = await db.selectFrom('auth_session').select(['expires_at', 'last_seen_at']).where('user_id', '=', who.account).executeTakeFirstOrThrow()
    expect(seen.expires_at).toEqual(expires_at)
    expect(Date.now() - seen.last_seen_at.getTime()).toBeLessThan(60_000)
  })

  test('get a new number at every sign-in, and the old one opens nothing', async () => {
    const who = await somebody()
    const before = who.browser.jar.get('techex.session_token')
    await who.browser.post('/vi/sign-in', { email: who.email, password })
    const after = who.browser.jar.get('techex.session_token')
    expect(after).not.toBe(before)
    who.browser.jar.set('techex.session_token', before!)
    expect(await isSignedIn(who.browser)).toBe(false)
    // 32 letters and digits: 190 bits.
    expect(decodeURIComponent(after!).split('.')[0]).toMatch(/^[A-Za-z0-9]{32}$/)
  })

  test('a new password ends the others and keeps this one', async () => {
    const who = await somebody()
    const library = browserAt(app)
    await library.post('/vi/sign-in', { email: who.email, password })
    expect((await who.browser.post('/vi/my/account/password', { current: 'not my password', password: 'một câu dài khác' })).statusCode).toBe(409)
    expect((await who.browser.post('/vi/my/account/password', { current: password, password: 'password123' })).statusCode).toBe(409)
    expect((await who.browser.post('/vi/my/account/password', { current: password, password: 'một câu dài khác' })).statusCode).toBe(303)
    expect([await isSignedIn(library), await isSignedIn(who.browser)]).toEqual([false, true])
    expect(await eventsOf(who.actor)).toContain('person.password_changed')
    expect(await lettersTo(who.email)).toContain('Mật khẩu đã được đổi')
  })
})

describe('Doors', () => {
  test('answer alike for an address with an account and for one without, in words, status and time', async () => {
    const who = await somebody()
    const seen: Record<string, string[]> = {}
    for (const [name, email] of [['known', who.email], ['unknown', `${randomUUID()}@example.test`]] as const) {
      const answers = [] // without what differs from one answer to the next whoever asks: tokens, and the minute a page says for paper
      for (const [path, form] of [['/vi/sign-in', { email, password: 'wrong password' }], ['/vi/forgot-password', { email }], ['/vi/sign-up', { name: 'Ai đó', email, password: 'một câu thật dài', terms: 'yes' }]] as const) {
        const begun = performance.now()
        const answer = await browserAt(app).post(path, form)
        expect(performance.now() - begun, `${path} ${name}`).toBeGreaterThan(340)
        answers.push(`${answer.statusCode} ${answer.headers.location ?? ''} ${answer.body.replaceAll(email, '…').replace(/name="csrf"[^>]*>|nonce="[^"]*"|content="[^"]*"|<p class="printed.*?<\/p>/g, '')}`)
      }
      seen[name] = answers
    }
    expect(seen.known).toEqual(seen.unknown)
  })

  test('count together over both processes: guessing one account from one address ends after ten', async () => {
    const who = await somebody()
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) statuses.push((await browserAt(n % 2 ? app : other, '10.44.0.1').post('/vi/sign-in', { email: who.email, password: 'wrong password' })).statusCode)
    expect(statuses).toEqual([...Array<number>(10).fill(409), 429])
    // Nothing in the table says whose attempts these were.
    expect(JSON.stringify((await sql`select * from attempt_count`.execute(db)).rows)).not.toMatch(/@|10\.44/)
  })

  test('a stranger guessing from everywhere does not keep the owner out of where they sign in', async () => {
    const who = await somebody()
    const home = browserAt(app, '10.45.0.1')
    await home.post('/vi/sign-in', { email: who.email, password })
    for (let n = 0; n < doors.sign_in.account.points; n += 5) {
      await Promise.all([0, 1, 2, 3, 4].map((i) => browserAt(i % 2 ? app : other, `10.46.${n}.${i}`).post('/vi/sign-in', { email: who.email, password: 'wrong password' })))
    }
    expect((await browserAt(app, '10.47.0.1').post('/vi/sign-in', { email: who.email, password })).statusCode).toBe(429)
    home.forget()
    expect((await home.post('/vi/sign-in', { email: who.email, password })).statusCode).toBe(303)
  }, 120_000)

  test('a letter’s link asks for the password chosen at sign-up; another is offered a new one by letter', async () => {
    const email = `${randomUUID()}@example.test`
    await browserAt(app).post('/vi/sign-up', { name: 'Kẻ lạ', email, password: 'mật khẩu của kẻ lạ', terms: 'yes' })
    const { body } = await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', email).executeTakeFirstOrThrow()
    const token = /confirm\?token=(\S+)/.exec(body)?.[1] ?? ''
    const owner = browserAt(app)
    const wrong = await owner.post('/vi/confirm', { token, password: 'mật khẩu của chủ hộp thư' })
    expect(wrong.statusCode).toBe(409)
    expect(wrong.body).toContain('/vi/forgot-password')
    expect(await db.selectFrom('auth_user').select('email_verified').where('email', '=', email).executeTakeFirstOrThrow()).toEqual({ email_verified: false })
    await owner.post('/vi/forgot-password', { email })
    const letters = await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', email).orderBy('id', 'desc').execute()
    const reset = /new-password\?token=(\S+)/.exec(letters[0]!.body)?.[1] ?? ''
    expect((await owner.post('/vi/new-password', { token: reset, password: 'câu dài của chủ hộp thư' })).statusCode).toBe(303)
    expect((await browserAt(app).post('/vi/sign-in', { email, password: 'mật khẩu của kẻ lạ' })).statusCode).toBe(409)
    expect((await owner.post('/vi/sign-in', { email, password: 'câu dài của chủ hộp thư' })).statusCode).toBe(303)
  })

  test('the chosen password confirms the address and signs in', async () => {
    const email = `${randomUUID()}@example.test`
    const owner = browserAt(app)
    await owner.post('/en/sign-up', { name: 'Nguyễn Thị Lan', email, password: 'câu dài của chủ', terms: 'yes' })
    const { body } = await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', email).executeTakeFirstOrThrow()
    const answer = await owner.post('/en/confirm', { token: /confirm\?token=(\S+)/.exec(body)?.[1] ?? '', password: 'câu dài của chủ' })
    expect(answer.headers.location).toBe('/en/work?done=confirmed')
    expect(await isSignedIn(owner)).toBe(true)
  })
})

test('whatever is sent to these forms and scripts, the answer is never an error of ours', async () => {
  const who = await somebody()
  const failed: string[] = []
  const forms = ['', 'code=%00', 'code=a&code=b', 'id=%00', 'id=a&id=b', 'next=%00', `next=${'a'.repeat(5000)}`, 'password=%00&current=%00', 'email=%00%40x.vn', 'token=%00', '__proto__=x', 'name=%00&locale=xx', `code=${'1'.repeat(5000)}`]
  for (const path of ['sign-in/code', 'sign-in/provider', 'confirm', 'confirm-identity', ...['password', 'codes', 'codes/confirmation', 'codes/removal', 'backup-codes', 'passkeys/removal', 'sessions/end', 'profile', 'email-change', 'email', 'provider', 'provider/removal'].map((one) => `my/account/${one}`)]) {
    for (const payload of forms) {
      const { statusCode } = await app.inject({ method: 'POST', url: `/vi/${path}`, headers: { ...who.browser.headers(), 'x-forwarded-for': `10.${path.length}.7.${forms.indexOf(payload)}`, 'content-type': 'application/x-www-form-urlencoded' }, payload })
      if (statusCode >= 500 || statusCode < 300) failed.push(`${path} ${payload.slice(0, 40)}: ${statusCode}`)
    }
  }
  const bodies = ['null', '[]', '{}', '"x"', '{"response":null}', '{"response":{"id":"\\u0000"}}', '{"response":{"id":"abc"},"name":"\\u0000"}', '{"response":{"id":5},"next":{}}', '{"__proto__":{}}', '{']
  for (const path of ['sign-in/passkey', 'my/account/passkeys', 'confirm-identity/passkey', 'sign-in/passkey/options']) for (const payload of bodies) {
    const { statusCode } = await app.inject({ method: 'POST', url: `/vi/${path}`, headers: { ...who.browser.headers(), 'x-forwarded-for': `10.${path.length}.8.${bodies.indexOf(payload)}`, 'content-type': 'application/json' }, payload })
    if (statusCode >= 500) failed.push(`${path} ${payload}: ${statusCode}`)
  }
  expect(failed).toEqual([])
}, 120_000)

test('while the database is away nobody is let through, and the page says so calmly', async () => {
  const { openPool, openDb } = await import('../../core/database.ts')
  const nowhere = openDb(openPool(url.replace(/host=[^&]*/, 'host=/nowhere').replace(/\/\/[^/]*\//, '//localhost:9/'), 1))
  const { app: cut } = await openWhole(nowhere)
  for (const [path, form] of [['/vi/sign-in', { email: 'lan@example.test', password }], ['/vi/sign-up', { name: 'Lan', email: 'lan@example.test', password, terms: 'yes' }], ['/vi/forgot-password', { email: 'lan@example.test' }]] as const) {
    const answer = await browserAt(cut).post(path, form)
    expect([answer.statusCode, answer.body.includes('Hệ thống đang tạm nghỉ')], path).toEqual([503, true])
  }
})

describe('Cookies', () => {
  test('over https carry the prefix no other host can set, and everything that goes with it', async () => {
    const { app: secure } = await openWhole(db, { PUBLIC_URL: 'https://techex.example.vn' })
    const who = await somebody()
    const answer = await secure.inject({ method: 'POST', url: '/vi/sign-in', headers: { ...browserAt(secure).headers(), cookie: '__Host-techex.forms=AAAAAAAAAAAAAAAAAAAAAA', 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ email: who.email, password }).toString() })
    expect(answer.statusCode).toBe(303)
    const session = answer.cookies.find(({ name }) => name.endsWith('session_token'))
    expect(session).toMatchObject({ name: '__Host-techex.session_token', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(session?.domain).toBeUndefined()
    for (const { name } of answer.cookies) expect(name).toMatch(/^__Host-/)
  })
})

describe('My account', () => {
  test('belongs to who signed in: strangers are led to sign in, and nobody changes it in another’s name', async () => {
    for (const path of ['', '/profile', '/security', '/password', '/codes', '/passkeys', '/sessions', '/email?token=x', '/email/sent']) {
      expect((await browserAt(app).get(`/vi/my/account${path}`)).headers.location, path).toContain('/vi/sign-in?next=')
      const { browser } = await somebody()
      expect((await browser.get(`/en/my/account${path}`)).statusCode, path).toBe(200)
    }
    for (const path of ['password', 'codes', 'codes/confirmation', 'codes/removal', 'backup-codes', 'passkeys/removal', 'sessions/end', 'sessions/end-others', 'profile', 'email-change', 'email', 'provider/removal']) {
      const answer = await browserAt(app).post(`/vi/my/account/${path}`, { password: 'x'.repeat(12), current: 'x', code: '123456', id: 'x', email: 'x@example.test', name: 'Ai', locale: 'vi', token: 'x' })
      expect(answer.headers.location, path).toContain('/vi/sign-in?next=')
    }
    for (const path of ['/vi/my/account/passkeys/options', '/vi/my/account/passkeys', '/vi/confirm-identity/passkey/options', '/vi/confirm-identity/passkey']) expect((await browserAt(app).json(path)).json(), path).toEqual({ to: '/vi/sign-in' })
  })

  test('the profile is changed, and an address only by the letter to it', async () => {
    const who = await somebody()
    await who.browser.post('/vi/my/account/profile', { name: 'Trần Văn Hòa', position_vi: 'Giám đốc', position_en: 'Director', locale: 'en' })
    expect(await db.selectFrom('person').select(['name', 'position_en', 'locale']).where('id', '=', who.actor.person_id).executeTakeFirstOrThrow()).toEqual({ name: 'Trần Văn Hòa', position_en: 'Director', locale: 'en' })
    const next = `${randomUUID()}@example.test`
    expect((await who.browser.post('/vi/my/account/email-change', { email: next })).headers.location).toBe('/vi/my/account/email/sent')
    const { body } = await db.selectFrom('outgoing_mail').select('body').where('to_address', '=', next).executeTakeFirstOrThrow()
    const token = /email\?token=(\S+)/.exec(body)?.[1] ?? ''
    const stranger = await somebody()
    expect((await stranger.browser.post('/vi/my/account/email', { token })).statusCode).toBe(409)
    expect((await who.browser.post('/vi/my/account/email', { token })).statusCode).toBe(303)
    expect((await who.browser.post('/vi/my/account/email', { token })).statusCode).toBe(409)
    expect((await browserAt(app).post('/vi/sign-in', { email: next, password })).statusCode).toBe(303)
    expect(await lettersTo(who.email)).toEqual(expect.arrayContaining(['Có yêu cầu đổi địa chỉ thư', 'Your e-mail address was changed']))
  })

  test('asking for an address somebody has looks the same, and gives nobody that address', async () => {
    const [who, owner] = [await somebody(), await somebody()]
    expect((await who.browser.post('/vi/my/account/email-change', { email: owner.email })).headers.location).toBe('/vi/my/account/email/sent')
    expect(await lettersTo(owner.email)).toEqual(['Bạn đã có tài khoản'])
  })

  test('a staff role takes effect only with a second step, where the setting says so', async () => {
    const who = await somebody({ staff: ['moderator'] })
    expect((await actorOf(db, who.account, { secondFactorForStaff: true }))).toMatchObject({ withheld: true, actor: { staff_roles: [] } })
    expect((await actorOf(db, who.account))).toMatchObject({ withheld: false, actor: { staff_roles: ['moderator'] } })
    const { app: strict } = await openWhole(db, { STAFF_SECOND_FACTOR: 'yes' })
    const browser = browserAt(strict)
    await browser.post('/vi/sign-in', { email: who.email, password })
    expect((await browser.get('/vi/my/account')).body).toContain('Vai trò cán bộ của bạn chưa có hiệu lực')
    expect((await browser.get('/vi/moderation')).statusCode).toBe(403)
    await withCodes(who)
    expect((await browser.get('/vi/moderation')).statusCode).toBe(200)
  })
})

test('codes and devices are read as people write and browsers say them', () => {
  expect(readCode('123 456')).toEqual({ method: 'code', code: '123456' })
  expect(readCode('K7MZ4 QP2XW')).toEqual({ method: 'backup_code', code: 'k7mz4-qp2xw' })
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604')).toEqual({ browser: 'Safari', system: 'iOS' })
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140')).toEqual({ browser: 'Edge', system: 'Windows' })
  expect(deviceOf('')).toBeNull()
})
