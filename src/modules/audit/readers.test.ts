import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous, record, transact } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { recordOf, timelineOf } from './queries.ts'

const { db } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db, 'university', 'Trường Khác')
const people = {
  seller: await aPerson(db, { organisation: institute, name: 'Lan' }), viewer: await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' }), buyer: await aPerson(db, { organisation: enterprise, name: 'Hòa' }), other: await aPerson(db, { organisation: third, name: 'Khách' }),
  moderator: await aPerson(db, { staff: ['moderator'] }), deal_officer: await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), auction_officer: await aPerson(db, { staff: ['auction_officer'] }), programme_officer: await aPerson(db, { staff: ['programme_officer'] }),
  observer: await aPerson(db, { staff: ['observer'] }), inspector: await aPerson(db, { staff: ['inspector'] }), administrator: await aPerson(db, { staff: ['administrator'] }),
}
const published = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp')
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: published, counter_listing_id: null, message: 'Cần mua máy sấy.', request_key: randomUUID() })
const deal = await acceptInterest(ctxOf(db, people.seller), { interest_id: interest })

/** What everyone in the market left behind, written by nobody in particular so that only its subject opens it. */
const subjects: Record<string, string> = { seller: `person:${people.seller.person_id}`, organisation: `organisation:${institute}`, published: `listing:${published}`, draft: `listing:${draft}`, interest: `interest:${interest}`, deal: `deal:${deal}`, log: 'audit:log' }
for (const subject of Object.values(subjects)) await db.insertInto('event').values({ type: 'organisation.changed', subject, person_id: null, acted_by: null, organisation_id: null, at: noon, request_id: 'seen', data: '{}' }).execute()
const seen = async (reader: Actor): Promise<string> => {
  const rows = await readAs(db, reader).selectFrom('event').select('subject').where('request_id', '=', 'seen').execute()
  return Object.entries(subjects).filter(([, subject]) => rows.some((row) => row.subject === subject)).map(([name]) => name).join(' ')
}

describe('Who reads an event', () => {
  test.each<[keyof typeof people, string]>([
    ['seller', 'seller organisation published draft interest deal'], ['viewer', 'organisation published draft interest deal'], ['buyer', 'interest deal'], ['other', ''],
    ['moderator', 'organisation published'], ['deal_officer', 'organisation published draft interest deal'], ['auction_officer', ''], ['programme_officer', ''],
    ['observer', 'organisation published'], ['inspector', 'seller organisation published draft interest deal log'], ['administrator', 'seller organisation published draft interest deal log'],
  ])('%s: %s', async (name, expected) => expect(await seen(people[name])).toBe(expected))
  test('A stranger reads none, though they may read the published listing.', async () => {
    expect(await seen(anonymous)).toBe('')
    expect(await readAs(db, anonymous).selectFrom('event').select('id').execute()).toEqual([])
    expect(await readAs(db, anonymous).selectFrom('listing').select('id').execute()).toEqual([{ id: published }])
  })
  test('Somebody who left the organisation reads of it no longer.', async () => {
    expect(await seen({ ...people.viewer, memberships: [] })).toBe('')
  })
  test('What one did oneself stays readable, and what one did in another’s name, to both.', async () => {
    const through: Actor = { ...people.buyer, acted_by: { person_id: people.deal_officer.person_id ?? 0, name: 'Hà' } }
    const ctx = ctxOf(db, through)
    const id = await transact(ctx, (tx) => record(tx, ctx, 'audit:log', { type: 'organisation.changed', organisation_id: enterprise, fields: [] } as unknown as DomainEvent))
    const readable = async (reader: Actor): Promise<boolean> => (await readAs(db, reader).selectFrom('event').select('id').where('id', '=', id).execute()).length === 1
    expect([await readable(people.buyer), await readable(people.deal_officer), await readable(people.seller), await readable(people.moderator)]).toEqual([true, true, false, false])
  })
  test('A stranger who records something gets its number and reads it no longer afterwards; nobody changes or removes a row.', async () => {
    const ctx = ctxOf(db)
    const id = await transact(ctx, (tx) => record(tx, ctx, `person:${people.seller.person_id}`, { type: 'person.signed_up', person_id: people.seller.person_id ?? 0 }))
    expect(id).toBeGreaterThan(0)
    expect(await ctx.db.selectFrom('event').select('id').where('id', '=', id).execute()).toEqual([])
    for (const reader of [anonymous, people.administrator]) {
      await expect(readAs(db, reader).updateTable('event').set({ request_id: 'x' }).execute()).rejects.toThrow(/permission denied/)
      await expect(readAs(db, reader).deleteFrom('event').execute()).rejects.toThrow(/permission denied/)
    }
  })
  test('A timeline of a hundred among thirty thousand events is read by its index, not by asking of every event.', async () => {
    await sql`insert into event (type, subject, at, request_id, data) select 'listing.changed', 'listing:' || case when n % 300 = 0 then ${published}::int else 1000 + n % 900 end, ${noon}, 'bulk', '{"version": 2}' from generate_series(1, 30000) n`.execute(db)
    await sql`insert into event (type, subject, at, request_id, data) select 'deal.message_sent', 'deal:' || ${deal}::int, ${noon}, 'bulk', '{}' from generate_series(1, 150) n`.execute(db)
    for (const [reader, subject] of [[people.seller, subjects.published], [people.buyer, subjects.deal], [people.inspector, subjects.published]] as const) {
      const read = readAs(db, reader)
      await timelineOf(read, [subject ?? ''], 100, true)
      const times: number[] = []
      for (let run = 0; run < 7; run++) { const began = performance.now(); expect(await timelineOf(read, [subject ?? ''], 100, true)).toHaveLength(100); times.push(performance.now() - began) }
      expect(times.toSorted((a, b) => a - b)[3], `${reader.name} ${subject}`).toBeLessThan(1_500)
    }
  })
})

test('One’s own record holds what one did, what was done in one’s name and what was done to one’s account, and nothing else', async () => {
  const her = await aPerson(db, { organisation: third, name: 'Mai' })
  const staff = { person_id: people.deal_officer.person_id ?? 0, name: 'Hà' }
  const write = (minutes: number, actor: Actor, subject: string, event: DomainEvent) => { const ctx = ctxOf(db, actor, minutesAfterNoon(minutes)); return transact(ctx, (tx) => record(tx, ctx, subject, event)) }
  const own = await write(1, her, `organisation:${third}`, { type: 'organisation.verification_requested', organisation_id: third } as DomainEvent)
  const inHerName = await write(2, { ...her, acted_by: staff }, `organisation:${third}`, { type: 'organisation.verification_requested', organisation_id: third } as DomainEvent)
  const toHer = await write(3, people.administrator, `person:${her.person_id}`, { type: 'person.role_granted', person_id: her.person_id ?? 0, role: 'observer' })
  await write(4, people.seller, `organisation:${institute}`, { type: 'organisation.verification_requested', organisation_id: institute } as DomainEvent)
  const read = readAs(db, her)
  const { entries, older } = await recordOf(read, her.person_id ?? 0, { kind: null, before: null })
  expect(entries.map(({ id, person_name, acted_by_name }) => [id, person_name, acted_by_name])).toEqual([[toHer, people.administrator.name, null], [inHerName, 'Mai', 'Hà'], [own, 'Mai', null]])
  expect(older).toBe(false)
  const page = await recordOf(read, her.person_id ?? 0, { kind: null, before: null, limit: 2 })
  expect([page.entries.map(({ id }) => id), page.older]).toEqual([[toHer, inHerName], true])
  expect((await recordOf(read, her.person_id ?? 0, { kind: null, before: inHerName, limit: 2 })).entries.map(({ id }) => id)).toEqual([own])
  expect((await recordOf(read, her.person_id ?? 0, { kind: 'person', before: null })).entries.map(({ id }) => id)).toEqual([toHer])
  expect((await recordOf(read, her.person_id ?? 0, { kind: 'deal', before: null })).entries).toEqual([])
  // Hà's own record tells what she did in Mai's name.
  expect((await recordOf(readAs(db, people.deal_officer), staff.person_id, { kind: null, before: null })).entries.map(({ id }) => id)).toContain(inHerName)
  // Asked for somebody else's, the database gives what this reader may know anyway.
  expect((await recordOf(read, people.seller.person_id ?? 0, { kind: null, before: null })).entries).toEqual([])
})
