import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { openAccounts, type AccountLetter } from './accounts.ts'
import { actFor, grantRole, personOfAccount, revokeRole, signUp } from './commands.ts'
import { actorOf } from './queries.ts'
import { resetPassword } from './security-commands.ts'

const { db, asOwner } = await testDatabase()
const letters: AccountLetter[] = []
const accounts = openAccounts({ db, secret: 'a secret long enough for a test of it', publicUrl: 'http://localhost:3000', send: async (_, letter) => { letters.push(letter) } })
const ctx = ctxOf(db)
const cookiesOf = (cookies: string[]) => new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })

test('a person signs up, confirms the address, and is signed in', async () => {
  await signUp(ctx, accounts, { name: 'Nguyễn Thị Lan', email: 'lan@example.test', password: 'mua rào tháng bảy' })
  expect(letters.at(-1)).toMatchObject({ kind: 'confirm', to: 'lan@example.test', locale: 'vi' })
  await expect(accounts.signIn(ctx, { email: 'lan@example.test', password: 'mua rào tháng bảy' }, new Headers())).rejects.toMatchObject({ refusal: { code: 'not_confirmed' } })
  const token = new URL(letters.at(-1)!.link).searchParams.get('token')!
  // Whoever reads the mailbox without having chosen the password has not signed up.
  await expect(accounts.confirm(ctx, { token, password: 'mật khẩu của ai khác' }, new Headers())).rejects.toMatchObject({ refusal: { code: 'wrong_password' } })
  await expect(accounts.signIn(ctx, { email: 'lan@example.test', password: 'mua rào tháng bảy' }, new Headers())).rejects.toMatchObject({ refusal: { code: 'not_confirmed' } })
  const { cookies } = await accounts.confirm(ctx, { token, password: 'mua rào tháng bảy' }, new Headers())
  const account = await accounts.accountOf(cookiesOf(cookies))
  expect(account?.email).toBe('lan@example.test')
  const [a, b] = await Promise.all([personOfAccount(ctx, account!), personOfAccount(ctx, account!)])
  expect(a).toBe(b)
  expect((await actorOf(db, account!.id))?.actor).toMatchObject({ person_id: a, name: 'Nguyễn Thị Lan', organisation_id: null })
})

test('an unknown address and a wrong password are refused in the same words', async () => {
  for (const email of ['lan@example.test', 'nobody@example.test']) {
    await expect(accounts.signIn(ctx, { email, password: 'not the password' }, new Headers())).rejects.toMatchObject({ refusal: { code: 'wrong_password' } })
  }
})

test('signing up with a known address tells its owner, not the stranger', async () => {
  await signUp(ctx, accounts, { name: 'Ai đó', email: 'lan@example.test', password: 'một mật khẩu khác' })
  expect(letters.at(-1)).toMatchObject({ kind: 'already', to: 'lan@example.test' })
})

test('a password everyone guesses is refused', async () => {
  await expect(signUp(ctx, accounts, { name: 'Ai đó', email: 'x@example.test', password: 'password123' })).rejects.toMatchObject({ refusal: { code: 'password_too_common' } })
})

test('a forgotten password is set anew by the letter, once', async () => {
  await accounts.askReset(ctx, 'lan@example.test')
  const token = new URL(letters.at(-1)!.link).searchParams.get('token')!
  await resetPassword(ctx, accounts, { token, password: 'nắng hạ vàng ươm' })
  await expect(resetPassword(ctx, accounts, { token, password: 'nắng hạ vàng ươm' })).rejects.toMatchObject({ refusal: { code: 'link_expired' } })
  expect((await accounts.signIn(ctx, { email: 'lan@example.test', password: 'nắng hạ vàng ươm' }, new Headers())).cookies.join()).toContain('session_token')
})

test('only an administrator grants roles, and the last one stays', async () => {
  const administrator = await aPerson(db, { staff: ['administrator'] })
  const other = await aPerson(db)
  await expect(grantRole(ctxOf(db, other), { person_id: other.person_id!, role: 'administrator' })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  await expect(grantRole(ctx, { person_id: other.person_id!, role: 'moderator' })).rejects.toMatchObject({ refusal: { code: 'sign_in_first' } })
  await expect(revokeRole(ctxOf(db, administrator), { person_id: administrator.person_id!, role: 'administrator' })).rejects.toMatchObject({ refusal: { code: 'last_administrator' } })
  await grantRole(ctxOf(db, administrator), { person_id: other.person_id!, role: 'administrator' })
  await revokeRole(ctxOf(db, administrator), { person_id: administrator.person_id!, role: 'administrator' })
})

test('the event log cannot be changed, by the application or by its owner', async () => {
  expect(await db.selectFrom('event').select('type').execute()).not.toHaveLength(0)
  await expect(db.updateTable('event').set({ request_id: 'x' }).execute()).rejects.toThrow(/permission denied/)
  await expect(db.deleteFrom('event').execute()).rejects.toThrow(/permission denied/)
  await expect(asOwner('update event set at = now()')).rejects.toThrow(/append-only/)
  await expect(asOwner('truncate event cascade')).rejects.toThrow(/append-only/)
})

test('who acts for which organisation since when is in the record, once for two presses', async () => {
  const [first, second] = [await anOrganisation(db), await anOrganisation(db)]
  const lan = await aPerson(db, { organisation: first })
  await db.insertInto('membership').values({ organisation_id: second, person_id: lan.person_id!, role: 'editor', since: ctx.now() }).execute()
  const both = ctxOf(db, { ...lan, memberships: [{ organisation_id: first, role: 'owner' }, { organisation_id: second, role: 'editor' }] })
  await expect(actFor(both, { organisation_id: 999_999 })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  await actFor(both, { organisation_id: first }) // already
  await Promise.all([actFor(both, { organisation_id: second }), actFor(both, { organisation_id: second })])
  expect(await db.selectFrom('event').select(['organisation_id', 'data']).where('type', '=', 'person.acting_changed').execute()).toEqual([{ organisation_id: second, data: { person_id: lan.person_id, from: first, to: second } }])
  expect((await db.selectFrom('person').select('acting_organisation_id').where('id', '=', lan.person_id).executeTakeFirstOrThrow()).acting_organisation_id).toBe(second)
})
