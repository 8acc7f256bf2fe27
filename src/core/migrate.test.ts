import { expect, test } from 'vitest'
import { anOrganisation, noon, testDatabase } from '../../tests/database.ts'
import { settled } from '../../tests/settled.ts'
import { migrate } from './migrate.ts'
import { openReactions } from './reactions.ts'

const { db, url, asOwner } = await testDatabase()
const quiet = { warn: () => {}, error: () => {} }
const happened = async () => (await db.insertInto('event').values({ type: 'organisation.verified', subject: `organisation:${await anOrganisation(db)}`, person_id: null, organisation_id: null, at: noon, request_id: 'test', data: '{}' }).returning('id').executeTakeFirstOrThrow()).id

test('in a database restored from another server, reactions go on: nothing twice, nothing left out', async () => {
  const handled: number[] = []
  const line = openReactions({ db, log: quiet, reactions: { 'organisation.verified': [async (_, { id }) => { handled.push(id) }] } })
  const before = await happened()
  await settled(db, line)
  const waiting = await happened()
  // As a restore leaves it: the numbers of a server that had seen a billion transactions.
  await asOwner("alter table event disable trigger event_is_for_ever; update event set xact = (xact::text::bigint + 1000000000)::text::xid8; alter table event enable trigger event_is_for_ever; update reaction_cursor set xact = (xact::text::bigint + 1000000000)::text::xid8")
  expect(await line.step()).toBe(0)
  await migrate(url, 'database/migrations')
  const after = await happened()
  await settled(db, line)
  expect(handled).toEqual([before, waiting, after])
  await expect(asOwner("update event set request_id = 'x'")).rejects.toThrow(/append-only/)
})

test('migrating twice changes nothing; a file changed after it was applied is refused', async () => {
  await migrate(url, 'database/migrations')
  await asOwner("update schema_migration set sha256 = 'another'")
  await expect(migrate(url, 'database/migrations')).rejects.toThrow(/changed after it had been applied/)
  await asOwner('delete from schema_migration')
  await expect(migrate(url, 'database/migrations')).rejects.toThrow(/already exists/)
})
