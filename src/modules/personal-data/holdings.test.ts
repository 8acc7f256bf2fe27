import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aPerson, testDatabase } from '../../../tests/database.ts'
import { holdingsOf, notExported, parts } from './holdings.ts'

const { db } = await testDatabase()

test('No table that points at people is forgotten: each of its columns is in the export, or named with the reason why not.', async () => {
  const { rows } = await sql<{ column: string }>`
    select distinct c.conrelid::regclass || '.' || a.attname as column from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'f' and c.confrelid in ('person'::regclass, 'auth_user'::regclass)`.execute(db)
  const pointing = new Set(rows.map(({ column }) => column))
  const exported = new Set(Object.values(parts).flatMap(({ sources }) => sources.flatMap(({ table, me }) => me.map((column) => `${table}.${column}`))))
  expect([...pointing].filter((column) => !exported.has(column) && !Object.hasOwn(notExported, column)), 'add them to holdings.ts').toEqual([])
  expect(Object.keys(notExported).filter((column) => !pointing.has(column) || exported.has(column)), 'no longer true of them').toEqual([])
  expect(pointing.size).toBeGreaterThan(60)
})

test('No table that holds an address, a name or what somebody wrote under an account is forgotten either.', async () => {
  const { rows } = await sql<{ table: string }>`
    select distinct table_name as table from information_schema.columns where table_schema = 'public' and table_name not in (select viewname from pg_views where schemaname = 'public') and column_name ~ '(^|_)(email|address|full_name|user_id|expert_id)$'`.execute(db)
  const exported = new Set(Object.values(parts).flatMap(({ sources }) => sources.map(({ table }) => table)))
  const hashed = ['auth_known_address', 'auth_used_code'] // keyed hashes of nothing one could read, and codes that no longer open
  expect(rows.map(({ table }) => table).filter((table) => !exported.has(table) && !hashed.includes(table))).toEqual([])
})

test('Every part can be read, and is empty for somebody of whom nothing is known but their name.', async () => {
  const nobody = await aPerson(db)
  const held = await holdingsOf(db, nobody.person_id ?? 0)
  expect(Object.entries(held).flatMap(([part, tables]) => Object.entries(tables).filter(([, rows]) => rows.length).map(([table, rows]) => [part, table, rows.length]))).toEqual([['profile', 'person', 1]])
})
