import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { AuditTables } from '../modules/audit/schema.ts'
import type { AdministrationTables } from '../modules/administration/schema.ts'
import type { AuctionTables } from '../modules/auctions/schema.ts'
import type { BiddingTables } from '../modules/bidding/schema.ts'
import type { BallotTables } from '../modules/ballots/schema.ts'
import type { ProofTables } from '../modules/proofs/schema.ts'
import type { ApiTables } from '../modules/api/schema.ts'
import type { ConsentTables } from '../modules/consents/schema.ts'
import type { DealTables } from '../modules/deals/schema.ts'
import type { DeskTables } from '../modules/desk/schema.ts'
import type { DisclosureTables } from '../modules/disclosure/schema.ts'
import type { DocumentTables } from '../modules/documents/schema.ts'
import type { EvidenceTables } from '../modules/evidence/schema.ts'
import type { ExpertTables } from '../modules/experts/schema.ts'
import type { ListingTables } from '../modules/listings/schema.ts'
import type { MatchingTables } from '../modules/matching/schema.ts'
import type { MatchAnswerTables } from '../modules/matching/answers/schema.ts'
import type { ModerationTables } from '../modules/moderation/schema.ts'
import type { NotificationTables } from '../modules/notifications/schema.ts'
import type { OrganisationTables } from '../modules/organisations/schema.ts'
import type { PeopleTables } from '../modules/people/schema.ts'
import type { PersonalDataTables } from '../modules/personal-data/schema.ts'
import type { PromotionTables } from '../modules/promotion/schema.ts'
import type { RulebookTables } from '../modules/rulebook/schema.ts'
import type { WorkTables } from '../modules/work/schema.ts'
import type { MandateTables } from '../modules/mandates/schema.ts'
import type { RoomTables } from '../modules/rooms/schema.ts'
import type { TermTables } from '../modules/terms/schema.ts'
import type { ContractTables } from '../modules/contracts/schema.ts'
import type { PaymentTables } from '../modules/payments/schema.ts'
import type { ResultTables } from '../modules/results/schema.ts'
import type { SupportTables } from '../modules/support/schema.ts'
import type { OutcomeTables } from '../modules/outcomes/schema.ts'
import type { SearchTables } from '../modules/searches/schema.ts'
import type { SolutionTables } from '../modules/solutions/schema.ts'
import type { SourcingTables } from '../modules/sourcing/schema.ts'
import type { SessionTables } from '../modules/sessions/schema.ts'
import type { TaxonomyTables } from '../modules/taxonomy/schema.ts'
import type { EventTables } from './schema.ts'

/** The table of contents of the database. */
export interface Tables extends ModerationTables, ApiTables, DeskTables, AdministrationTables, RulebookTables, PeopleTables, OrganisationTables, TaxonomyTables, DocumentTables, ExpertTables, NotificationTables, ListingTables, DealTables, EventTables, AuditTables, DisclosureTables, ConsentTables, PersonalDataTables, PromotionTables, EvidenceTables, SourcingTables, SearchTables, MatchAnswerTables, MatchingTables,
  MandateTables, RoomTables, TermTables, ContractTables, PaymentTables, ResultTables, SupportTables, OutcomeTables, AuctionTables, BiddingTables, BallotTables, ProofTables, SessionTables, SolutionTables, WorkTables {}
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

/** Who a connection reads for, as row-level security asks (migration 0004): system or not, person, organisations, those written for, staff roles. */
type Reading = readonly [system: string, person: string, organisations: string, edits: string, staff: string]
/** What row-level security needs to know of a reader. */
export interface Reader {
  person_id: number | null
  memberships: readonly { organisation_id: number; role: string }[]
  staff_roles: readonly string[]
}
const theSystem: Reading = ['on', '', '{}', '{}', '{}']
const readingOf = ({ person_id, memberships, staff_roles }: Reader): Reading => [
  '', String(person_id ?? ''), `{${memberships.map((m) => m.organisation_id).join()}}`,
  `{${memberships.filter(({ role }) => role === 'owner' || role === 'editor').map((m) => m.organisation_id).join()}}`, `{${staff_roles.join()}}`,
]

const pools = new WeakMap<object, pg.Pool>()
const systems = new WeakMap<pg.Pool, Db>()
const wholes = new WeakMap<object, Db>()
const lastReading = new WeakMap<pg.PoolClient, string>()

/** A handle whose connections say who reads before anything is asked of them; a connection keeps saying so until it reads for another. */
function handle(pool: pg.Pool, reading: Reading): Db {
  const key = reading.join('|')
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    if (lastReading.get(client) === key) return client
    try {
      lastReading.delete(client)
      await client.query("select set_config('techex.system', $1, false), set_config('techex.person', $2, false), set_config('techex.organisations', $3, false), set_config('techex.edits', $4, false), set_config('techex.staff', $5, false)", [...reading])
      lastReading.set(client, key)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }) })
  pools.set(db, pool)
  return db
}

/** The Exchange itself reading: sign-in, the worker, the command line, and what is counted for everybody. Sees every row. */
export function openDb(pool: pg.Pool): Db {
  const db = systems.get(pool) ?? handle(pool, theSystem)
  systems.set(pool, db)
  return db
}
const poolOf = (db: Db): pg.Pool => pools.get(db) ?? (() => { throw new Error('only a handle made by openDb can read for somebody else; a transaction reads for whoever began it') })()
/** The same database as this reader may see it. */
export const readAs = (db: Db, reader: Reader): Db => handle(poolOf(db), readingOf(reader))
/** The same database with nothing hidden, for the few questions that go beyond the reader: each says why. */
export const asSystem = (db: Db): Db => wholes.get(db) ?? (systems.get(poolOf(db)) as Db)

/**
 * A transaction of the Exchange itself, for code that begins transactions of its own: everything joins the one
 * already open, and so does whoever asks beyond the reader. So many commands become one that is done or not done.
 * It hides nothing from anybody, so no request of a reader is answered with it.
 */
export function joined(tx: Tx): Db {
  const db: Db = new Proxy(tx, { get: (target, name) => {
    if (name === 'transaction') return () => ({ execute: <T>(work: (tx: Tx) => Promise<T>) => work(target) })
    const value = Reflect.get(target, name) as unknown
    return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
  } })
  wholes.set(db, db)
  return db
}
