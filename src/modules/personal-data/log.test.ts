import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ensureWorld } from '../../../database/world.ts'
import { testDatabase } from '../../../tests/database.ts'
import { readConfig } from '../../platform/config.ts'

/** The log cannot be altered: what identifies a person must not get into it, or nobody could ever be forgotten. */
const { db, url } = await testDatabase()
const files = mkdtempSync(join(tmpdir(), 'techex-log-'))
afterAll(() => rmSync(files, { recursive: true, force: true }))

test('After a whole demonstration city has been at work, no event holds a person’s name or e-mail address.', async () => {
  await ensureWorld(url, readConfig({ DATA_DIR: files }), () => {}, '.')
  const events = await db.selectFrom('event').select(['type', 'subject', 'data']).execute()
  expect(events.length).toBeGreaterThan(200)
  const people = await db.selectFrom('person').select(['name', 'email']).execute()
  const words = people.flatMap(({ name, email }) => [name, email])
  const found = events.flatMap(({ type, subject, data }) => { const text = `${subject} ${JSON.stringify(data)}`; return words.some((word) => text.includes(word)) || /[\w.+-]+@[\w-]+\.\w/.test(text) ? [type] : [] })
  expect([...new Set(found)]).toEqual([])
})
