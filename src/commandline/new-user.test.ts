import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../tests/database.ts'
import { openAccounts } from '../modules/people/accounts.ts'
import { actorOf } from '../modules/people/queries.ts'
import { operator } from './exchange.ts'
import { addUser } from './new-user.ts'

const { db } = await testDatabase()
const ctx = ctxOf(db, operator)
const accounts = openAccounts({ db, secret: 'x'.repeat(40), publicUrl: 'http://localhost:3000', send: async () => { throw new Error('no letter is sent') } })
const password_hash = await accounts.hash('một mật khẩu dài')
const lan = { email: 'lan@example.test', name: 'Nguyễn Thị Lan', roles: ['moderator', 'deal_officer'] as const, organisation_id: null, language: 'vi' as const, password_hash }

test('an account made on the server signs in at once, with its roles', async () => {
  const id = await addUser(ctx, lan)
  const { cookies } = await accounts.signIn(ctx, { email: lan.email, password: 'một mật khẩu dài' }, new Headers())
  expect(cookies.join()).toContain('session')
  const { auth_user_id } = await db.selectFrom('person').select('auth_user_id').where('id', '=', id).executeTakeFirstOrThrow()
  expect((await actorOf(db, auth_user_id!))?.actor).toMatchObject({ person_id: id, name: lan.name, staff_roles: expect.arrayContaining(['moderator', 'deal_officer']) })
  expect((await db.selectFrom('event').select('type').where('subject', '=', `person:${id}`).orderBy('id').execute()).map(({ type }) => type)).toEqual(['person.signed_up', 'person.role_granted', 'person.role_granted'])
})

test('an address has one account, also when two are asked for at once', async () => {
  await expect(addUser(ctx, lan)).rejects.toThrow('has an account already')
  const made = await Promise.allSettled([addUser(ctx, { ...lan, email: 'ha@example.test' }), addUser(ctx, { ...lan, email: 'ha@example.test' })])
  expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('the first of an organisation becomes its owner, the next an editor; an organisation nobody knows makes nothing', async () => {
  const organisation_id = await anOrganisation(db)
  const [first, second] = [await addUser(ctx, { ...lan, email: 'a@example.test', organisation_id }), await addUser(ctx, { ...lan, email: 'b@example.test', organisation_id })]
  expect(await db.selectFrom('membership').select(['person_id', 'role']).where('organisation_id', '=', organisation_id).orderBy('person_id').execute()).toEqual([{ person_id: first, role: 'owner' }, { person_id: second, role: 'editor' }])
  await expect(addUser(ctx, { ...lan, email: 'c@example.test', organisation_id: 99_999 })).rejects.toThrow('There is no organisation 99999')
  expect(await db.selectFrom('auth_user').select('id').where('email', '=', 'c@example.test').execute()).toEqual([])
})

test('only an administrator makes accounts', async () => {
  for (const staff of [[], ['moderator'], ['deal_officer']] as const) {
    await expect(addUser(ctxOf(db, await aPerson(db, { staff: [...staff] })), { ...lan, email: 'd@example.test' })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
  }
})
