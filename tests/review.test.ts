import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { browserAt } from './a-browser.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from './database.ts'
import { backOf, localPath } from '../src/web/http.tsx'
import { openWhole, send, urlencoded, withCookie } from './readers.ts'
import { changeMemberRole, inviteMember } from '../src/modules/organisations/commands.ts'

/** Doors somebody tried to open the wrong way round, each kept shut from then on. */
const { db } = await testDatabase()
const { app } = await openWhole(db)
const password = 'mot-cau-dai-de-nho'

async function somebody(what: Parameters<typeof aPerson>[1] = {}) {
  const actor = await aPerson(db, what)
  const browser = browserAt(app)
  await browser.becomes(db, actor)
  await browser.get('/vi/work')
  const { email, auth_user_id } = await db.selectFrom('person').select(['email', 'auth_user_id']).where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  return { actor, browser, email, account: auth_user_id ?? '' }
}
type Somebody = Awaited<ReturnType<typeof somebody>>
const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
async function withCodes(who: Somebody): Promise<string> {
  await who.browser.post('/vi/my/account/codes', { password })
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec((await who.browser.get('/vi/my/account/codes')).body)?.[1] ?? '').replaceAll(' ', '')
  await who.browser.post('/vi/my/account/codes/confirmation', { code: codeOf(secret) })
  await db.deleteFrom('auth_used_code').where('user_id', '=', who.account).execute() // half a minute passes
  return secret
}
const signInsOf = async ({ actor }: Somebody): Promise<number> =>
  (await db.selectFrom('event').select('id').where('subject', '=', `person:${actor.person_id}`).where('type', '=', 'person.signed_in').execute()).length

describe('The second step of signing in', () => {
  test('takes the code of the account whose password was given, whoever else is signed in in that browser', async () => {
    const [victim, guesser] = [await somebody(), await somebody()]
    await withCodes(victim)
    const own = await withCodes(guesser)
    const before = await signInsOf(victim)
    const step = await browserAt(app).post('/vi/sign-in', { email: victim.email, password })
    const challenge = step.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
    // The guesser's own session and the other's first step, sent together.
    const headers = withCookie([...guesser.browser.jar].map(([name, value]) => `${name}=${value}`).concat(challenge).join('; '))
    expect((await send(app, '/vi/sign-in/code', { code: codeOf(own) }, headers)).statusCode).toBe(409)
    expect(await signInsOf(victim)).toBe(before)
  })
})

test('A new password makes every letter that offered one open nothing, and so does a new address', async () => {
  const who = await somebody()
  const tokens = async (): Promise<string[]> => (await db.selectFrom('auth_verification').select('identifier').where('value', '=', who.account).execute()).flatMap(({ identifier }) => identifier.split('reset-password:')[1] ?? [])
  const ask = async (): Promise<void> => { await browserAt(app).post('/vi/forgot-password', { email: who.email }) }
  await ask()
  await ask()
  const [first = '', second = ''] = await tokens()
  expect((await browserAt(app).post('/vi/new-password', { token: first, password: 'mot-cau-khac-de-nho' })).statusCode).toBe(303)
  expect((await browserAt(app).post('/vi/new-password', { token: second, password: 'mot-cau-cua-nguoi-la' })).statusCode).toBe(409)
  await ask()
  await who.browser.post('/vi/sign-in', { email: who.email, password: 'mot-cau-khac-de-nho' })
  await who.browser.post('/vi/my/account/password', { current: 'mot-cau-khac-de-nho', password: 'lai-mot-cau-khac-nua' })
  expect(await tokens()).toEqual([])
})

test('A form without its token is refused although a password for a proxy comes with it', async () => {
  const who = await somebody()
  const answer = await app.inject({ method: 'POST', url: '/vi/my/account/profile', headers: { ...urlencoded, cookie: who.browser.headers().cookie, authorization: 'Basic dGh1OnRodQ==' }, payload: 'name=Ai+do&position_vi=&position_en=&locale=vi' })
  expect(answer.statusCode).toBe(403)
})

describe('Whoever acts in somebody’s name', () => {
  const acting = async () => {
    const organisation = await anOrganisation(db)
    const [owner, officer] = [await somebody({ organisation }), await somebody({ staff: ['deal_officer'] })]
    const colleague = await aPerson(db, { organisation, role: 'viewer' })
    expect((await officer.browser.post(`/vi/administration/people/${owner.actor.person_id}/acting`, { act_reason: 'Chị gọi điện nhờ sửa hồ sơ', minutes: '30' })).headers.location).toBe('/vi/work?done=acting_began')
    return { organisation, owner, officer, colleague, inTheirName: { ...owner.actor, acted_by: { person_id: officer.actor.person_id ?? 0, name: officer.actor.name } } }
  }
  test('gets no stream of their notices, which would go on after the help has ended', async () => {
    const { officer } = await acting()
    const stream = await app.inject({ url: '/vi/live', headers: { ...officer.browser.headers(), accept: 'text/event-stream' }, signal: AbortSignal.timeout(2_000) }).catch(() => ({ statusCode: 200 }))
    expect(stream.statusCode).toBe(204)
  })
  test('reads nothing they asked about their own data', async () => {
    const { owner, officer } = await acting()
    for (const url of ['/vi/my/account/data', '/vi/my/account/data/requests/new', '/vi/my/account/data/deletion']) {
      expect((await owner.browser.get(url)).statusCode, url).toBe(200)
      expect((await officer.browser.get(url)).statusCode, url).toBe(409)
    }
  })
  test('makes nobody a member, an owner or a signer', async () => {
    const { organisation, inTheirName, colleague } = await acting()
    const link = () => 'https://example.test'
    await expect(inviteMember(ctxOf(db, inTheirName), { organisation_id: organisation, email: 'tro.thu@example.test', role: 'owner' }, link)).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
    await expect(changeMemberRole(ctxOf(db, inTheirName), { organisation_id: organisation, person_id: colleague.person_id ?? 0, role: 'owner' })).rejects.toMatchObject({ refusal: { code: 'in_person_only' } })
  })
})

test('Nobody is made an owner from a browser that was merely left open', async () => {
  const organisation = await anOrganisation(db)
  const owner = await aPerson(db, { organisation }), colleague = await aPerson(db, { organisation, role: 'viewer' })
  const ctx = ctxOf(db, owner)
  const later = { ...ctx, session: { id: 's', signed_in_at: ctx.now(), confirmed_at: new Date(ctx.now().getTime() - 11 * 60_000) } }
  await expect(inviteMember(later, { organisation_id: organisation, email: 'nguoi.la@example.test', role: 'owner' }, () => 'https://example.test')).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
  await expect(changeMemberRole(later, { organisation_id: organisation, person_id: colleague.person_id ?? 0, role: 'owner' })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
  await changeMemberRole(later, { organisation_id: organisation, person_id: colleague.person_id ?? 0, role: 'editor' })
})

test('Nothing that is typed leads to another host, neither as a way on nor as a way back', () => {
  for (const way of ['/.//evil.example/x?done=saved', '/a/..//evil.example?done=1', '//evil.example?done=1', '/\\evil.example?done=1', 'https://evil.example?done=1', '/./\t/evil.example?done=1', '/%2e//evil.example?done=1']) {
    expect(new URL(localPath(way, '/vi'), 'https://ours.example').host, way).toBe('ours.example')
  }
  const back = backOf({ headers: { referer: 'https://ours.example//evil.example/x', host: 'ours.example' }, ctx: { locale: 'vi' } } as never)
  expect(new URL(back, 'https://ours.example').host).toBe('ours.example')
})
