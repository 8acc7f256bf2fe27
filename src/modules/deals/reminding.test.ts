import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { listed } from '../../../tests/listings.ts'
import { settled } from '../../../tests/settled.ts'
import type { Actor } from '../../core/context.ts'
import { openReactions } from '../../core/reactions.ts'
import { reactionsOf } from '../../reactions.ts'
import { dayAfter, daysFrom } from '../../platform/time.ts'
import { remindsOn } from './duty-rules.ts'
import { closeDuty, type NewDuty, openDuty } from './duties.ts'
import { acceptInterest, expressInterest } from './interest-commands.ts'
import { remindDuties } from './reminding.ts'
import { eachFile, inDeal } from './turns.ts'

/** Noon is Monday, 2 March 2026. */
const { db, asOwner } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), buyer = await anOrganisation(db, 'enterprise', 'Công ty Rau'), imported = await anOrganisation(db, 'university', 'Imported')
const owner = await aPerson(db, { organisation: buyer, name: 'Chủ' }), signer = await aPerson(db, { organisation: buyer, role: 'signer', name: 'Ký' }), viewer = await aPerson(db, { organisation: buyer, role: 'viewer', name: 'Xem' })
await aPerson(db, { organisation: buyer, role: 'editor', name: 'Biên tập' })
const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), outside = await aPerson(db, { name: 'Ngoài' })
const line = openReactions({ db, reactions: reactionsOf({ publicUrl: 'http://localhost', secret: 's'.repeat(40) }), log: { warn: () => {}, error: () => {} } as never })
const aDeal = async (of = institute) => {
  const listing_id = await listed(db, of, 'Máy sấy lạnh', { kind: 'offer', state: 'published' })
  return acceptInterest(ctxOf(db, of === institute ? lan : officer), { interest_id: await expressInterest(ctxOf(db, owner), { listing_id, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
}
const open = (deal: number, over: Partial<NewDuty> = {}, by: Actor = lan) => inDeal(ctxOf(db, by), deal, 'edit', ({ tx, deal: row }) =>
  openDuty(tx, ctxOf(db, by), row, { part: 'terms', kind: 'terms_to_answer', organisation_id: buyer, power: 'edit', text: { vi: 'Trả lời bản điều khoản', en: 'Answer the terms' }, due_on: '2026-03-20', ...over }))
/** Who was told what of a duty, in the order of their names. */
const told = async (duty: number) => {
  await settled(db, line)
  return (await db.selectFrom('notice as n').innerJoin('event as e', 'e.id', 'n.event_id').innerJoin('person as p', 'p.id', 'n.person_id').select(['p.name', 'n.kind']).where('e.subject', '=', `deal_duty:${duty}`).orderBy('n.id').execute()).map(({ name, kind }) => `${kind} ${name}`).toSorted()
}

describe('Who is told that something waits', () => {
  test.each<[string, Partial<NewDuty>, string[]]>([
    ['to write: owners and editors', { power: 'edit' }, ['Biên tập', 'Chủ']], ['to sign: owners and signers', { power: 'sign' }, ['Chủ', 'Ký']], ['to talk: all but viewers', { power: 'talk' }, ['Biên tập', 'Chủ', 'Ký']],
    ['one of them alone', { person_id: signer.person_id }, ['Ký']], ['the deal officers', { organisation_id: null }, ['Hà']], ['one’s own side, but not oneself', { organisation_id: institute }, []],
    ['in place of somebody who has left, the others', { person_id: outside.person_id }, ['Biên tập', 'Chủ']],
  ])('%s', async (_, over, names) => expect(await told(await open(await aDeal(), over))).toEqual(names.map((name) => `duty_opened ${name}`)))
  test('of an organisation without people the deal officers', async () => {
    expect(await told(await open(await aDeal(imported), { organisation_id: imported }, owner))).toEqual(['duty_opened Hà'])
  })
  test('an adviser of a side, where it is theirs', async () => {
    const deal = await aDeal()
    await db.insertInto('deal_adviser').values({ deal_id: deal, organisation_id: buyer, person_id: outside.person_id!, role: 'legal', parts: ['terms'], appointed_by: owner.person_id!, appointed_at: noon, ended_by: null, ended_at: null }).execute()
    expect(await told(await open(deal, { person_id: outside.person_id }))).toEqual(['duty_opened Ngoài'])
  })
  test('nobody, where it is done before anybody could be told', async () => {
    const deal = await aDeal(), duty = await open(deal)
    await inDeal(ctxOf(db, lan), deal, 'edit', ({ tx, deal: row }) => closeDuty(tx, ctxOf(db, lan), row, 'terms_to_answer'))
    expect(await told(duty)).toEqual([])
  })
  test('in the duty’s own words, with its day and what the deal is about', async () => {
    const duty = await open(await aDeal())
    await told(duty)
    const mail = await db.selectFrom('outgoing_mail').select(['subject', 'body']).orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(mail.subject).toBe('Việc cần làm: Trả lời bản điều khoản')
    expect(mail.body).toContain('“Máy sấy lạnh”')
    expect(mail.body).toContain('Hạn: 20/03/2026')
    expect(viewer.memberships).toHaveLength(1)
  })
})

describe('Reminders', () => {
  test.each<[string, string, string | null, string, string | null]>([
    ['eight days before: not yet', '2026-03-12', null, '2026-03-01', null], ['seven days before', '2026-03-13', null, '2026-03-01', '2026-03-13'], ['once', '2026-03-14', '2026-03-13', '2026-03-01', null], ['a morning late', '2026-03-14', null, '2026-03-01', '2026-03-13'],
    ['one day before', '2026-03-19', '2026-03-13', '2026-03-01', '2026-03-19'], ['on the day itself nothing new', '2026-03-20', '2026-03-19', '2026-03-01', null], ['the day after', '2026-03-21', '2026-03-19', '2026-03-01', '2026-03-21'], ['and no more', '2026-04-30', '2026-03-21', '2026-03-01', null],
    ['opened five days before: not at once', '2026-03-15', null, '2026-03-15', null], ['but the day before', '2026-03-19', null, '2026-03-15', '2026-03-19'], ['moved to a later day: anew', '2026-03-19', '2026-03-11', '2026-03-01', '2026-03-19'],
  ])('%s', (_, today, reminded_for, since, expected) => expect(remindsOn({ due_on: '2026-03-20', reminded_for, since }, today)).toBe(expected))

  test('a duty is recalled a week before, the day before and the day after, each once, two workers at once or not; what is done is not', async () => {
    const deal = await aDeal(), duty = await open(deal), done = await open(deal, { kind: 'other' })
    await inDeal(ctxOf(db, lan), deal, 'edit', ({ tx, deal: row }) => closeDuty(tx, ctxOf(db, lan), row, 'other'))
    for (let day = 8; day <= 30; day++) await Promise.all([1, 2].map(() => remindDuties(db, new Date(`2026-03-${String(day).padStart(2, '0')}T06:30:00+07:00`))))
    const events = await db.selectFrom('event').select(['at', 'data']).where('subject', '=', `deal_duty:${duty}`).where('type', '=', 'deal.duty_reminded').orderBy('id').execute()
    expect(events.map(({ at, data }) => [at.toISOString().slice(0, 10), (data as { days_left: number }).days_left])).toEqual([['2026-03-12', 7], ['2026-03-18', 1], ['2026-03-20', -1]])
    expect(await db.selectFrom('event').select('id').where('subject', '=', `deal_duty:${done}`).where('type', '=', 'deal.duty_reminded').execute()).toEqual([])
    expect(await told(duty)).toEqual(['Biên tập', 'Chủ'].flatMap((name) => [`duty_opened ${name}`, `duty_overdue ${name}`, `duty_reminder ${name}`, `duty_reminder ${name}`]).toSorted())
  })
  test('a duty that cannot be marked stops no other, and is named once all were reminded of', async () => {
    const due = { due_on: '2026-05-08' }, broken = await open(await aDeal(), due), others = [await open(await aDeal(), due), await open(await aDeal(), due)]
    await asOwner(`create function breaks() returns trigger language plpgsql as $$ begin raise 'this row is broken'; end $$; create trigger breaks before update on deal_duty for each row when (new.id = ${broken}) execute function breaks()`)
    const morning = () => remindDuties(db, new Date('2026-05-07T06:30:00+07:00')), reminded = async () => (await db.selectFrom('event').select('subject').where('subject', 'in', [broken, ...others].map((id) => `deal_duty:${id}`)).where('type', '=', 'deal.duty_reminded').orderBy('subject').execute()).map(({ subject }) => subject)
    await expect(morning()).rejects.toThrow(`duty ${broken}: this row is broken`)
    expect(await reminded()).toEqual(others.map((id) => `deal_duty:${id}`).toSorted())
    await asOwner('drop trigger breaks on deal_duty')
    await morning()
    expect(await reminded()).toHaveLength(3)
  })
  test('files are taken page by page to the last; those that fail are named together and stop no other', async () => {
    const deals = await Promise.all([1, 2, 3, 4, 5].map(() => aDeal())).then((ids) => ids.toSorted((one, other) => one - other)), taken: number[] = []
    const walk = (broken: number[]) => eachFile(db, (last, limit) => sql<{ deal_id: number }>`select id as deal_id from deal where id = any(${deals}::int[]) and id > ${last} order by id limit ${limit}`, async (tx, { id }) => {
      if (broken.includes(id)) await sql`select 1 / 0`.execute(tx)
      taken.push(id)
    }, 2)
    await walk([])
    expect(taken.splice(0)).toEqual(deals)
    await expect(walk([deals[0]!, deals[3]!])).rejects.toThrow(`deal ${deals[0]}: division by zero; deal ${deals[3]}: division by zero`)
    expect(taken).toEqual([deals[1], deals[2], deals[4]])
  })
  test('a duty that gets another day is recalled for that one', async () => {
    const deal = await aDeal(), duty = await open(deal, { due_on: '2026-03-06' })
    expect(await remindDuties(db, daysFrom(noon, 3))).toBeGreaterThan(0)
    expect(await open(deal, { due_on: dayAfter('2026-03-06', 30) })).toBe(duty)
    await remindDuties(db, daysFrom(noon, 4))
    await remindDuties(db, daysFrom(noon, 28))
    expect((await db.selectFrom('event').select('data').where('subject', '=', `deal_duty:${duty}`).where('type', '=', 'deal.duty_reminded').orderBy('id').execute()).map(({ data }) => (data as { due_on: string }).due_on)).toEqual(['2026-03-06', '2026-04-05'])
  })
})
