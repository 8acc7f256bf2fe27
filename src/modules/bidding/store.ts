import pg from 'pg'
import type { LotRules, LotState, Logged } from '../../platform/auction/lot.ts'
import { armed } from '../../platform/auction/lot.ts'
import { follow } from '../../platform/auction/apply.ts'
import type { Answered, Entry, Held, LotStore, Taken } from '../../platform/auction/writer.ts'
import { sealedToSql } from '../../platform/ballots/sealed-to.ts'
import { canonicalText, commitmentOf, type Genesis, genesisHash, nextHash, type SealedTo, withBallots } from '../../platform/proof/chain.ts'
import type { BiddingEvent } from './schema.ts'

/** The database's word of warning that a commit may not have reached the other server. A writer that hears it acknowledges nothing. */
const doubt = '01000'

export interface StoreParts {
  url: string
  /** This process, by a name no other process has had. */
  holder: string
  /** Where other processes reach it. */
  endpoint: () => string
  /** Microseconds, by the writer's own clock. */
  clock: () => number
  leaseMs?: number
  /** How long an answer of the database is awaited before it counts as unknown. */
  patienceMs?: number
  connections?: number
  /** In production a machine whose clock differs from the database's by more than this may not write; null: it is not asked. */
  clockToleranceMs?: number | null
  /** In production: a database that says written before its disk does (`fsync = off`) holds no lots. */
  lasting?: boolean
}

/** What the lot's log begins from, as the lot was when its first writer took it; `body` is that genesis as it is kept. */
interface Ground { rules: LotRules; bidders: number[]; armed_at: number; hash: Buffer; body: string }

/** The lots' logs in PostgreSQL, on connections of their own that carry nothing else. */
export function openStore({ url, holder, endpoint, clock, leaseMs = 5_000, patienceMs = 4_000, connections = 4, clockToleranceMs = null, lasting = false }: StoreParts) {
  const pool = new pg.Pool({
    connectionString: url, max: connections, connectionTimeoutMillis: patienceMs, idleTimeoutMillis: 30_000, keepAlive: true, application_name: 'techex-auction',
    options: `-c role=techex_app -c techex.system=on -c statement_timeout=${patienceMs} -c synchronous_commit=on`,
  })
  pool.on('connect', (client) => { client.on('error', () => {}) })
  pool.on('error', () => {})

  /** One statement, and whether the database had doubts about its commit. A connection that did not answer in time is thrown away: what it carried may or may not have happened. */
  async function ask<R extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<R> & { doubted: boolean }> {
    const client = await pool.connect()
    let doubted = false, timer: NodeJS.Timeout | undefined
    const hear = ({ code }: { code?: string | undefined }): void => { if (code === doubt) doubted = true }
    client.on('notice', hear)
    try {
      const late = new Promise<never>((_, fail) => { timer = setTimeout(() => fail(new Error('the database did not answer in time')), patienceMs) })
      const answer = await Promise.race([client.query<R>(statement), late])
      client.off('notice', hear)
      client.release()
      return { ...answer, doubted }
    } catch (error) {
      client.release(true)
      throw error
    } finally { clearTimeout(timer) }
  }

  /** Microseconds by which the database's clock is ahead of ours, given the hours before and after it was asked. Throws where that is more than may be, whatever the way there and back took. */
  function offBy(database: number, before: number, after: number): number {
    const off = database - (before + after) / 2
    if (clockToleranceMs !== null && Math.abs(off) - (after - before) / 2 > clockToleranceMs * 1_000) throw new Error(`this machine’s clock is ${Math.round(off / 1_000)} ms off the database’s: it may not write lots`)
    return off
  }

  const written = new Set<number>()
  let waking = false
  /**
   * Tells whoever shows rooms which lots went on. Not in the statement that writes: a commit that notifies
   * holds one lock of the whole server until it lies on the disk, and the lots would wait for one another.
   * A word that is lost costs a second, after which every room looks by itself.
   */
  async function wake(lot: number): Promise<void> {
    written.add(lot)
    if (waking) return
    waking = true
    while (written.size) {
      const lots = [...written]
      written.clear()
      await ask({ name: 'wake', text: `select pg_notify('auction', lot::text) from unnest($1::int[]) lot`, values: [lots] }).catch(() => {})
    }
    waking = false
  }

  async function groundOf(lot: number): Promise<Ground | null> {
    const { rows: [row] } = await ask<{ rules: LotRules; rules_hash: string; armed_us: string }>({ name: 'lot', text: `
      select rules, rules_hash, (extract(epoch from armed_at) * 1000000)::bigint::text armed_us from auction_lot where id = $1 and state = 'armed' and armed_at is not null and rules_hash is not null`, values: [lot] })
    if (!row) return null
    const genesis = await keptGenesis(lot) ?? await presentGenesis(lot, row.rules_hash, Number(row.armed_us))
    return { rules: row.rules, bidders: genesis.bidders.map(({ number }) => number), armed_at: genesis.armed_at, hash: genesisHash(genesis), body: canonicalText(genesis) }
  }
  /** Kept with the first lease: who a bidder is may be written otherwise later, as when its organisation is merged into another, and the log still begins where it began. */
  async function keptGenesis(lot: number): Promise<Genesis | null> {
    const { rows: [kept] } = await ask<{ body: string }>({ name: 'kept', text: 'select body from auction_genesis where lot_id = $1', values: [lot] })
    return kept ? JSON.parse(kept.body) as Genesis : null
  }
  async function presentGenesis(lot: number, rules_hash: string, armed_at: number): Promise<Genesis> {
    const { rows } = await ask<{ number: number; salt: string; organisation_id: number; person_id: number }>({ name: 'bidders', text: `select number, salt, organisation_id, person_id from auction_bidder where lot_id = $1 and number is not null and state = 'eligible' order by number`, values: [lot] })
    const { rows: [sealed] } = await ask<{ ballots: SealedTo }>({ name: 'sealed', text: `select ${sealedToSql} ballots from auction_ballot_key k where k.lot_id = $1 and k.voided_at is null`, values: [lot] })
    return withBallots({ lot, rules_hash, bidders: rows.map(({ number, salt, organisation_id, person_id }) => ({ number, commitment: commitmentOf(salt, organisation_id, person_id) })), armed_at }, sealed?.ballots ?? null)
  }

  return {
    /**
     * Takes the lot's lease where it has ended, or is this process's own, and tells the lot from its
     * log. Null where another holds it, or there is no such lot. Throws where the log is not whole:
     * such a lot nobody goes on with.
     */
    async take(lot: number): Promise<Taken | null> {
      const before = clock()
      const { rows: [seen] } = await ask<{ epoch: number | null; free: boolean; alive_us: string | null; now_us: string; fsync: string }>({ name: 'seen', text: `
        select current_setting('fsync') as fsync, l.epoch, l.lot_id is null or l.until < t.now or l.holder = $2 as free, (extract(epoch from l.until - case when l.endpoint = '' then interval '0' else make_interval(secs => $3) end) * 1000000)::bigint::text alive_us, (extract(epoch from t.now) * 1000000)::bigint::text now_us
        from (select clock_timestamp() as now) t left join auction_lease l on l.lot_id = $1`, values: [lot, holder, leaseMs / 1_000] })
      const after = clock()
      if (!seen?.free) return null
      const off = offBy(Number(seen.now_us), before, after)
      if (lasting && seen.fsync !== 'on') throw new Error('this database does not wait for its disk (fsync = off): it may not hold lots')
      const ground = await groundOf(lot)
      if (!ground) return null
      const { rows: [lease], doubted } = await ask<{ epoch: number; seq: number; hash: Buffer }>(seen.epoch === null
        ? { name: 'begin', text: `with kept as (insert into auction_genesis (lot_id, body) values ($1, $6) on conflict do nothing)
          insert into auction_lease (lot_id, epoch, holder, endpoint, until, seq, hash) values ($1, 1, $2, $3, clock_timestamp() + make_interval(secs => $4), 0, $5) on conflict do nothing returning epoch, seq, hash`, values: [lot, holder, endpoint(), leaseMs / 1_000, ground.hash, ground.body] }
        : { name: 'take', text: `update auction_lease set epoch = epoch + 1, holder = $2, endpoint = $3, until = clock_timestamp() + make_interval(secs => $4) where lot_id = $1 and epoch = $5 and (until < clock_timestamp() or holder = $2) returning epoch, seq, hash`, values: [lot, holder, endpoint(), leaseMs / 1_000, seen.epoch] })
      // What was committed before a commit that is beyond doubt is beyond doubt with it: so a lease taken cleanly vouches for the log it found.
      if (!lease || doubted) return null
      const { rows: log } = await ask<{ body: string; hash: Buffer }>({ name: 'log', text: 'select body, hash from auction_event where lot_id = $1 order by seq', values: [lot] })
      let state: LotState = armed(ground.rules, ground.bidders, ground.armed_at), { hash } = ground
      for (const [i, row] of log.entries()) {
        const event = JSON.parse(row.body) as Logged
        if (event.seq !== i + 1 || event.at <= state.at) throw new Error(`the log of lot ${lot} is not whole at event ${i + 1}`)
        hash = nextHash(hash, row.body)
        if (!hash.equals(row.hash)) throw new Error(`the chain of lot ${lot} breaks at event ${event.seq}`)
        state = follow(state, event)
      }
      if (state.seq !== lease.seq || !hash.equals(lease.hash)) throw new Error(`the lease of lot ${lot} says ${lease.seq} events, its log has ${state.seq}`)
      const { rows: commands } = await ask<Answered & { bidder: number; key: string }>({ name: 'commands', text: 'select bidder, key, digest, seq from auction_command where lot_id = $1', values: [lot] })
      const alive = seen.alive_us === null ? null : Math.round(Number(seen.alive_us) - off)
      return { epoch: lease.epoch, state, hash, alive, answers: new Map(commands.map(({ bidder, key, digest, seq }) => [`${bidder} ${key}`, { digest, seq }])) }
    },

    async append({ lot, epoch, seq }: Held, entries: readonly Entry[], state: LotState): Promise<'written' | 'overtaken' | 'unsure'> {
      const last = entries.at(-1)!
      const commands = entries.flatMap(({ event, command }) => (command ? [{ seq: event.seq, ...command }] : []))
      const told = entries.flatMap(({ event, auctioneer }) => { const one = toldOf(lot, event); return one ? [{ ...one, at: event.at, auctioneer }] : [] })
      const values = [
        lot, epoch, seq, last.event.seq, last.hash, leaseMs / 1_000,
        entries.map(({ event }) => event.seq), entries.map(({ event }) => event.at), entries.map(({ body }) => body), entries.map(({ hash }) => hash),
        commands.map(({ bidder }) => bidder), commands.map(({ key }) => key), commands.map(({ digest }) => digest), commands.map((one) => one.seq),
        state.phase, state.rules.form === 'sealed' && (state.phase === 'open' || state.phase === 'opening') ? null : state.price, state.winner,
      ]
      const { rowCount, doubted } = await ask(told.length === 0 ? { name: 'append', text: append(''), values } : { name: 'append and tell', text: append(telling), values: [
        ...values, told.map(({ event: { type } }) => type), told.map(({ at }) => at), told.map(({ event }) => JSON.stringify({ ...event, type: undefined })), told.map(({ auctioneer }) => auctioneer),
      ] })
      if (rowCount !== 1) return 'overtaken'
      void wake(lot)
      return doubted ? 'unsure' : 'written'
    },
    async renew({ lot, epoch, seq }: Held): Promise<boolean> {
      const before = clock()
      const { rows: [row] } = await ask<{ now_us: string }>({ name: 'renew', text: 'update auction_lease set until = clock_timestamp() + make_interval(secs => $4) where lot_id = $1 and epoch = $2 and seq = $3 and until > clock_timestamp() returning (extract(epoch from clock_timestamp()) * 1000000)::bigint::text now_us', values: [lot, epoch, seq, leaseMs / 1_000] })
      // A clock that went wrong since the lot was taken may write it no longer than one that was wrong then.
      if (row) offBy(Number(row.now_us), before, clock())
      return row !== undefined
    },
    /** The lease ends now. Without an endpoint it was let go, and its holder alive until then; with one, it was last heard of a lease's time before. */
    async release({ lot, epoch }: Held): Promise<void> {
      await ask({ name: 'release', text: 'update auction_lease set until = clock_timestamp(), endpoint = \'\' where lot_id = $1 and epoch = $2 and until > clock_timestamp()', values: [lot, epoch] })
    },
    async bodiesOf(lot: number, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
      const { rows } = await ask<{ seq: number; body: string }>({ name: 'bodies', text: 'select seq, body from auction_event where lot_id = $1 and seq = any ($2)', values: [lot, seqs] })
      return new Map(rows.map(({ seq, body }) => [seq, body]))
    },
    /** Who writes that lot now, if anybody; and whether anything is left to write. */
    async holderOf(lot: number): Promise<{ holder: string; endpoint: string } | null> {
      const { rows: [row] } = await ask<{ holder: string; endpoint: string }>({ name: 'holder', text: 'select holder, endpoint from auction_lease where lot_id = $1 and until > clock_timestamp()', values: [lot] })
      return row ?? null
    },
    /** Of these lots those whose log still decides, each with a name for the lease it has or had last. */
    async leasesOf(lots: readonly number[]): Promise<Map<number, string>> {
      const { rows } = await ask<{ lot_id: number; lease: string }>({ name: 'leases', text: `select s.lot_id, s.epoch || ' ' || s.holder lease from auction_lease s join auction_lot l on l.id = s.lot_id where s.lot_id = any ($1) and l.state = 'armed'`, values: [lots] })
      return new Map(rows.map(({ lot_id, lease }) => [lot_id, lease]))
    },
    /** Lots whose clock runs or soon will, and that nobody writes. */
    async forsaken(now: number): Promise<number[]> {
      const { rows } = await ask<{ id: number }>({ name: 'forsaken', text: `
        select l.id from auction_lot l left join auction_lease s on s.lot_id = l.id
        where l.state = 'armed' and (coalesce(l.phase, 'armed') = 'open' or (coalesce(l.phase, 'armed') = 'armed' and (l.rules->>'opens_at')::numeric < $1)) and (s.lot_id is null or s.until < clock_timestamp()) order by l.id limit 200`, values: [now + 60_000_000] })
      return rows.map(({ id }) => id)
    },
    close: async (): Promise<void> => { if (!pool.ended) await pool.end() },
  } satisfies LotStore & Record<string, unknown>
}
export type Store = ReturnType<typeof openStore>

/**
 * The whole of a batch in one statement, and only if the lease is still ours and the log where we left
 * it. Whoever took the lease meanwhile has raised its epoch: PostgreSQL looks at the row again after
 * waiting for it, so that of two writers one finds nothing.
 */
const append = (more: string): string => `
  with held as (
    update auction_lease set seq = $4, hash = $5, until = clock_timestamp() + make_interval(secs => $6) where lot_id = $1 and epoch = $2 and seq = $3 and until > clock_timestamp() returning lot_id),
  events as (
    insert into auction_event (lot_id, seq, at_us, body, hash) select lot_id, e.* from held, unnest($7::int[], $8::bigint[], $9::text[], $10::bytea[]) e),
  commands as (
    insert into auction_command (lot_id, bidder, key, digest, seq, sent_at) select lot_id, c.bidder, c.key, c.digest, c.seq, clock_timestamp() from held, unnest($11::int[], $12::text[], $13::text[], $14::int[]) c (bidder, key, digest, seq)),
  ${more}
  seen as (
    update auction_lot l set phase = $15, price = $16, winner = $17 from held where l.id = held.lot_id and (l.phase, l.price, l.winner) is distinct from ($15::text, $16::bigint, $17::int))
  select lot_id from held`
/** Only where something is to be told: a statement that so much as names the Exchange's log notifies its readers, and takes that one lock. */
const telling = `
  told as (
    insert into event (type, subject, person_id, at, request_id, data) select t.type, 'lot:' || lot_id, t.person_id, to_timestamp(t.at_us / 1000000.0), 'lot', t.data::jsonb from held, unnest($18::text[], $19::bigint[], $20::text[], $21::int[]) t (type, at_us, data, person_id)),`

/** What the Exchange's own log is told of an event. */
export function toldOf(lot_id: number, event: Logged): { event: BiddingEvent } | null {
  switch (event.type) {
    case 'opened': return { event: { type: 'lot.opened', lot_id } }
    case 'closed': case 'accepted': return { event: { type: 'lot.closed', lot_id } }
    case 'announced': return { event: { type: 'lot.announced', lot_id, winner: event.winner, price: event.price } }
    case 'minutes_signed': return { event: { type: 'lot.signed', lot_id, winner: event.winner, price: event.price } }
    case 'failed': return { event: { type: 'lot.failed', lot_id, reason: event.reason } }
    case 'cancelled': return { event: { type: 'lot.cancelled', lot_id, authority: event.authority, reason: event.reason } }
    case 'paused': return { event: { type: 'lot.paused', lot_id, reason: event.reason, word: event.word } }
    case 'resumed': return { event: { type: 'lot.resumed', lot_id, outage_seconds: event.closes_at > event.at ? Math.floor(event.outage / 1_000_000) : 0 } }
    default: return null
  }
}
