import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { staffRoles } from '../people/schema.ts'
import { beginActingFor, endActingFor, endSessionsOf, liftSuspension, suspendPerson } from './people-commands.ts'
import { inTheirPlace, isSuspended, personInFull, standInOf, standIns } from './people-queries.ts'

const { db, asOwner } = await testDatabase()
const administrator = await aPerson(db, { staff: ['administrator'], name: 'Lê Đức Anh' })
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Phạm Thu Hà' })
const as = (actor: Actor, now = noon) => ctxOf(db, actor, now)
const reason = 'Người dùng gọi điện nhờ giúp'

/** A person with an account and so many open sessions. */
async function signedInPerson(sessions = 0, staff: Parameters<typeof aPerson>[1] = {}): Promise<Actor> {
  const person = await aPerson(db, staff)
  const id = randomUUID()
  await db.insertInto('auth_user').values({ id, name: person.name, email: `${id}@example.test`, email_verified: true }).execute()
  await db.updateTable('person').set({ auth_user_id: id }).where('id', '=', person.person_id).execute()
  for (let n = 0; n < sessions; n++) await session(person)
  return person
}
async function session(person: Actor): Promise<void> {
  const { auth_user_id } = await db.selectFrom('person').select('auth_user_id').where('id', '=', person.person_id).executeTakeFirstOrThrow()
  await db.insertInto('auth_session').values({ id: randomUUID(), token: randomUUID(), user_id: auth_user_id ?? '', expires_at: minutesAfterNoon(60), ip_address: null, user_agent: null, confirmed_at: null }).execute()
}
const eventsOf = async (person: Actor) => (await db.selectFrom('event').select(['type', 'person_id', 'acted_by', 'data']).where('subject', '=', `person:${person.person_id}`).orderBy('id').execute())
const sessionsOf = async (person: Actor) => (await personInFull(readAs(db, administrator), person.person_id!, noon))?.sessions

describe('Suspending', () => {
  test('A suspended person is signed out everywhere and gets no session until it is lifted.', async () => {
    const lan = await signedInPerson(3)
    expect(await sessionsOf(lan)).toBe(3)
    await Promise.all([suspendPerson(as(administrator), { person_id: lan.person_id!, reason }), suspendPerson(as(administrator), { person_id: lan.person_id!, reason })])
    expect([await sessionsOf(lan), await isSuspended(db, lan.person_id!)]).toEqual([0, true])
    await session(lan)
    expect(await sessionsOf(lan), 'the database keeps none').toBe(0)
    await liftSuspension(as(administrator), { person_id: lan.person_id!, reason })
    await liftSuspension(as(administrator), { person_id: lan.person_id!, reason })
    await session(lan)
    expect(await sessionsOf(lan)).toBe(1)
    expect((await eventsOf(lan)).map(({ type }) => type)).toEqual(['person.suspended', 'person.suspension_lifted'])
  })
  test('Only an administrator suspends, confirmed and in person; nobody themselves.', async () => {
    const lan = await signedInPerson()
    for (const role of staffRoles.filter((each) => each !== 'administrator')) {
      const other = await aPerson(db, { staff: [role] })
      for (const act of [suspendPerson, liftSuspension]) await expect(act(as(other), { person_id: lan.person_id!, reason })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
      await expect(endSessionsOf(as(other), { person_id: lan.person_id! })).rejects.toMatchObject({ refusal: { code: 'not_permitted' } })
    }
    await expect(suspendPerson({ ...as(administrator), session: null }, { person_id: lan.person_id!, reason })).rejects.toMatchObject({ refusal: { code: 'confirm_first' } })
    await expect(suspendPerson(as(administrator), { person_id: administrator.person_id!, reason })).rejects.toMatchObject({ refusal: { code: 'not_oneself' } })
    expect(await isSuspended(db, lan.person_id!)).toBe(false)
  })
  test('Two administrators who suspend each other at once: one stays.', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await aPerson(db, { staff: ['administrator'] }), await aPerson(db, { staff: ['administrator'] })]
      const results = await Promise.allSettled([suspendPerson(as(a), { person_id: b.person_id!, reason }), suspendPerson(as(b), { person_id: a.person_id!, reason })])
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'person_suspended' } } })
    }
  })
  test('Ending all sessions is recorded with how many they were.', async () => {
    const lan = await signedInPerson(2)
    await endSessionsOf(as(administrator), { person_id: lan.person_id! })
    await endSessionsOf(as(administrator), { person_id: lan.person_id! })
    expect(await eventsOf(lan)).toMatchObject([{ type: 'person.sessions_ended', person_id: administrator.person_id, data: { sessions: 2 } }])
    expect(await sessionsOf(lan)).toBe(0)
  })
})

describe('Acting for a user', () => {
  test('lasts its minutes or until it is ended; the record holds both names, and the user may read it.', async () => {
    const lan = await signedInPerson(0, { organisation: await anOrganisation(db) })
    const begin = () => beginActingFor(as(officer), { person_id: lan.person_id!, reason, minutes: 30 })
    await Promise.all([begin(), begin()])
    expect(await standInOf(db, officer.person_id!, minutesAfterNoon(29))).toMatchObject({ person_id: lan.person_id, name: lan.name, reason })
    expect(await standInOf(db, officer.person_id!, minutesAfterNoon(30))).toBeUndefined()
    expect(await standIns(readAs(db, lan), lan.person_id!)).toMatchObject([{ staff: officer.name, reason }])
    expect(await standIns(readAs(db, await aPerson(db)), lan.person_id!), 'a stranger reads none of it').toEqual([])
    const acting: Actor = { ...lan, staff_roles: [], acted_by: { person_id: officer.person_id!, name: officer.name } }
    await endActingFor(as(acting), { person_id: lan.person_id! })
    await endActingFor(as(acting), { person_id: lan.person_id! })
    expect(await standInOf(db, officer.person_id!, noon)).toBeUndefined()
    expect(await eventsOf(lan)).toMatchObject([{ type: 'acting_for.began', person_id: officer.person_id, data: { staff_person_id: officer.person_id, reason, minutes: 30 } }, { type: 'acting_for.ended', person_id: lan.person_id, acted_by: officer.person_id }])
  })

  test('puts the user’s memberships in the staff’s place, with none of their roles and both names.', async () => {
    const lan = await signedInPerson(0, { organisation: await anOrganisation(db) })
    await beginActingFor(as(officer), { person_id: lan.person_id!, reason, minutes: 5 })
    const known = { actor: officer, actingFor: null }
    const replaced = await inTheirPlace(db, known, noon, async () => ({ actor: { ...lan, staff_roles: ['moderator'] }, actingFor: null }))
    expect(replaced.actor).toMatchObject({ person_id: lan.person_id, organisation_id: lan.organisation_id, memberships: lan.memberships, staff_roles: [], acted_by: { person_id: officer.person_id, name: officer.name } })
    expect(await inTheirPlace(db, known, minutesAfterNoon(6), async () => { throw new Error('nobody is asked for') })).toBe(known)
    expect((await inTheirPlace(db, { actor: lan, actingFor: null }, noon, async () => { throw new Error('nobody is asked for') })).actor).toBe(lan)
    await endActingFor(as(officer), { person_id: lan.person_id! })
  })

  test('is the user’s to end, and ends with the role, with a suspension, and where the user becomes staff.', async () => {
    const helper = await signedInPerson(0, { staff: ['deal_officer'] })
    const [lan, minh] = [await signedInPerson(), await signedInPerson()]
    const begin = (person: Actor) => beginActingFor(as(helper), { person_id: person.person_id!, reason, minutes: 60 })
    const now = async () => (await standInOf(db, helper.person_id!, noon))?.person_id
    await begin(lan)
    await endActingFor(as(minh), { person_id: lan.person_id! }) // not theirs to end
    expect(await now()).toBe(lan.person_id)
    await endActingFor(as(lan), { person_id: lan.person_id! })
    expect(await now()).toBeUndefined()
    await begin(lan)
    await asOwner(`insert into staff_role values (${lan.person_id}, 'observer', now(), null)`)
    expect(await now()).toBeUndefined()
    await asOwner(`delete from staff_role where person_id = ${lan.person_id}`)
    expect(await now()).toBe(lan.person_id)
    await asOwner(`delete from staff_role where person_id = ${helper.person_id}`)
    expect(await now()).toBeUndefined()
    await asOwner(`insert into staff_role values (${helper.person_id}, 'deal_officer', now(), null)`)
    await suspendPerson(as(administrator), { person_id: lan.person_id!, reason })
    expect(await now()).toBeUndefined()
  })

  test('is refused for oneself, for staff, without an account, too long, unconfirmed, for two at once, and to everybody who may not.', async () => {
    const [lan, minh] = [await signedInPerson(), await signedInPerson()]
    const begin = (actor: Actor, person: Actor, minutes = 30) => beginActingFor(as(actor), { person_id: person.person_id!, reason, minutes })
    const refused = async (promise: Promise<void>, code: string) => { await expect(promise).rejects.toMatchObject({ refusal: { code } }) }
    for (const role of staffRoles.filter((each) => each !== 'administrator' && each !== 'deal_officer')) await refused(begin(await aPerson(db, { staff: [role] }), lan), 'not_permitted')
    await refused(begin(minh, lan), 'not_permitted')
    await refused(begin(officer, officer), 'not_oneself')
    await refused(begin(officer, await signedInPerson(0, { staff: ['observer'] })), 'not_for_staff')
    await refused(begin(officer, await aPerson(db)), 'no_account')
    await refused(begin(officer, lan, 61), 'acting_too_long')
    await refused(beginActingFor({ ...as(officer), session: null }, { person_id: lan.person_id!, reason, minutes: 5 }), 'confirm_first')
    await refused(begin({ ...officer, acted_by: { person_id: 1, name: 'Ai' } }, lan), 'not_permitted')
    const results = await Promise.allSettled([begin(officer, lan), begin(officer, minh)])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { refusal: { code: 'acting_already' } } })
    await expect(asOwner(`insert into acting_for (staff_person_id, person_id, reason, since, until) values (${administrator.person_id}, ${lan.person_id}, 'x', now(), now() + interval '2 hours')`)).rejects.toThrow(/check/)
  })
})
