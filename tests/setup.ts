import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDb, openPool } from '../src/core/database.ts'
import { migrate } from '../src/core/migrate.ts'
import { loadTechnologyLists } from '../src/modules/listings/technology-commands.ts'
import { loadReturnReasons } from '../src/modules/moderation/commands.ts'
import { loadCodeLists } from '../src/modules/taxonomy/commands.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'

/** One PostgreSQL for the whole run, in a folder that goes away with it, holding a template every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'techex-test-'))
  const { chmodSync } = await import('node:fs')
  chmodSync(folder, 0o755)
  // Hundreds of databases are made and dropped here: waiting for the disk each time would stall every other test for seconds.
  // Killing is tested on the Exchange as it starts, crash.test.ts.
  const postgres = await startEmbeddedPostgres(folder, { lasting: false })
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('create database techex_template')
  await client.end()
  const url = postgres.url.replace('/techex?', '/techex_template?')
  await migrate(url, 'database/migrations').catch(async (error: unknown) => { await postgres.stop(); throw error })
  const pool = openPool(url, 2)
  await loadCodeLists(openDb(pool), 'data')
  await loadReturnReasons(openDb(pool), 'data')
  await loadTechnologyLists(openDb(pool), 'data')
  await pool.end()
  project.provide('databaseUrl', postgres.url)
  return async () => { await postgres.stop(); rmSync(folder, { recursive: true, force: true }) }
}
