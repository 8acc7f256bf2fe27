import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DealTables } from '../modules/deals/schema.ts'
import type { DocumentTables } from '../modules/documents/schema.ts'
import type { ListingTables } from '../modules/listings/schema.ts'
import type { NotificationTables } from '../modules/notifications/schema.ts'
import type { OrganisationTables } from '../modules/organisations/schema.ts'
import type { PeopleTables } from '../modules/people/schema.ts'
import type { TaxonomyTables } from '../modules/taxonomy/schema.ts'
import type { EventTables } from './schema.ts'

/** The table of contents of the database. */
export interface Tables extends PeopleTables, OrganisationTables, TaxonomyTables, DocumentTables, NotificationTables, ListingTables, DealTables, EventTables {}
export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

// bigint columns hold đồng and counts, never more than a double can count exactly.
pg.types.setTypeParser(20, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${text}`)
  return value
})

/** Connections as the application's role, which owns nothing; each statement bounded in time. */
export function openPool(url: string, max = 20): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url, max, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000,
    options: '-c role=techex_app -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000',
  })
  // A connection that ends between two statements of a transaction is told of at the next one; unheard it would end the process.
  pool.on('connect', (client) => { client.on('error', () => {}) })
  pool.on('error', () => {}) // an idle connection that ended is replaced at the next query, which reports what it finds
  return pool
}

export const openDb = (pool: pg.Pool): Db => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
