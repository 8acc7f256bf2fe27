import { sql } from 'kysely'
import { byTime, record } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { canonicalText, genesisHash, nextHash } from '../../platform/proof/chain.ts'
import { checkpointText, originOf, signNote, textOfNote } from '../../platform/proof/checkpoint.ts'
import { publishedKey, type SigningKey } from '../../platform/proof/keys.ts'
import { appended, leafHash, rootOfPeaks } from '../../platform/proof/merkle.ts'
import { askStamp, NotStamped } from '../../platform/proof/stamp.ts'
import { isLoopback, isWorldwide } from '../api/rules.ts'
import { resolveHost, type Resolve } from '../api/addresses.ts'
import { eventsAfter, genesisOf } from './log-queries.ts'
import type { Moment } from './schema.ts'

/** Everything it takes to prove logs: by which key, under which address, and which authority stamps. */
export interface Proving { key: SigningKey; publicUrl: string; tsaUrl: string | null }

/** Whoever makes a lot's checkpoints holds this advisory lock with the lot's number: there is one line of them. */
const checkpointing = 7_310_361
/** Of one run and lot: a longer log has several checkpoints. */
const mostAtOnce = 20_000

/** The public key is there for everybody from the first thing it signs, and for ever. */
export async function publishKey(db: Db | Tx, { publicKey }: SigningKey, now: Date): Promise<void> {
  await db.insertInto('auction_key').values({ ...publishedKey(publicKey), since: now }).onConflict((key) => key.column('name').doNothing()).execute()
}

/**
 * Every log that has grown since its last checkpoint has a new one, signed. The chain is computed
 * anew on the way: a log that does not agree with itself is recorded and gets none. Returns how many were made.
 */
export async function checkpointLots(db: Db, { key, publicUrl }: Pick<Proving, 'key' | 'publicUrl'>, now: Date): Promise<number> {
  await publishKey(db, key, now)
  let made = 0
  for (;;) {
    const { rows } = await sql<{ id: number }>`select l.id from auction_lot l where l.armed_at is not null and l.rules_hash is not null
      and coalesce((select max(seq) from auction_event e where e.lot_id = l.id), 0) + 1 > coalesce((select max(size) from auction_checkpoint c where c.lot_id = l.id), 0)
      and not exists (select from event b where b.subject = 'lot:' || l.id and b.type = 'lot.proof_broken') order by l.id`.execute(db)
    const before = made
    for (const { id } of rows) if (await db.transaction().execute((tx) => checkpointLot(tx, id, key, publicUrl, now))) made++
    if (made === before) return made
  }
}

async function checkpointLot(tx: Tx, lot_id: number, key: SigningKey, publicUrl: string, now: Date): Promise<boolean> {
  const { rows: [lock] } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${checkpointing}, ${lot_id}) as mine`.execute(tx)
  const begun = lock?.mine ? await genesisOf(tx, lot_id) : null
  if (!begun) return false
  const last = await tx.selectFrom('auction_checkpoint').selectAll().where('lot_id', '=', lot_id).orderBy('size', 'desc').limit(1).executeTakeFirst()
  let [size, at_us, chain] = last ? [last.size, last.at_us, last.chain] : [1, begun.genesis.armed_at, genesisHash(begun.genesis)]
  let peaks = last ? Array.from({ length: last.peaks.length / 32 }, (_, i) => last.peaks.subarray(i * 32, i * 32 + 32)) : appended([], 0, leafHash(canonicalText(begun.genesis)))
  let moment: Moment | null = last ? null : 'armed'
  const events = await eventsAfter(tx, lot_id, size - 1, mostAtOnce)
  if (last && events.length === 0) return false
  if (!last) await tx.insertInto('auction_genesis').values({ lot_id, body: canonicalText(begun.genesis) }).onConflict((on) => on.doNothing()).execute()
  for (const { seq, at_us: at, body, hash } of events) {
    const next = nextHash(chain, body)
    if (seq !== size || at <= at_us || !next.equals(hash)) {
      await record(tx, byTime(tx, now, 'checkpoint_lots'), `lot:${lot_id}`, { type: 'lot.proof_broken', lot_id, seq }, null)
      return false
    }
    peaks = appended(peaks, size, leafHash(body));
    [size, at_us, chain] = [size + 1, at, next]
    moment = momentOf((JSON.parse(body) as { type: string }).type) ?? moment
  }
  const root = rootOfPeaks(peaks), origin = originOf(publicUrl, lot_id)
  await tx.insertInto('auction_checkpoint').values({
    lot_id, size, at_us, root, chain, peaks: Buffer.concat(peaks), note: signNote(checkpointText({ origin, size, root, at: at_us, chain }), origin, key), made_at: now, moment, token: null, stamped_at: null,
  }).execute()
  return true
}
const momentOf = (type: string): Moment | null =>
  type === 'opened' || type === 'closed' || type === 'ranked' ? type : type === 'accepted' ? 'closed' : type === 'failed' || type === 'cancelled' || type === 'minutes_signed' ? 'ended' : null

/** Whether anything may still happen in any log. */
export async function anyLotLive(db: Db): Promise<boolean> {
  return Boolean(await db.selectFrom('auction_lot').select('id').where('state', 'in', ['armed', 'settling']).where('armed_at', 'is not', null).limit(1).executeTakeFirst())
}

/** An authority that is away for longer than this stamps other checkpoints, not the old ones. */
const patienceHours = 24
/** Asks the configured authority for the stamps that are owed. What it does not stamp now is asked for again; bidding never waits for it. Returns how many came. */
export async function stampCheckpoints(db: Db, { tsaUrl, publicUrl }: Pick<Proving, 'tsaUrl' | 'publicUrl'>, now: Date, resolve: Resolve = resolveHost): Promise<number> {
  if (tsaUrl === null) return 0
  const owed = await db.selectFrom('auction_checkpoint').select(['lot_id', 'size', 'note']).where('moment', 'is not', null).where('token', 'is', null).where('made_at', '>', new Date(now.getTime() - patienceHours * 3_600_000)).orderBy('made_at').limit(20).execute()
  const address = owed.length ? await stampAddress(tsaUrl, publicUrl.startsWith('http://'), resolve) : null
  if (address === null) return 0
  let stamped = 0
  for (const { lot_id, size, note } of owed) {
    try {
      const token = await askStamp(tsaUrl, address, Buffer.from(textOfNote(note) ?? note))
      await db.updateTable('auction_checkpoint').set({ token, stamped_at: now }).where('lot_id', '=', lot_id).where('size', '=', size).where('token', 'is', null).execute()
      stamped++
    } catch (error) {
      if (!(error instanceof NotStamped)) throw error
      return stamped // away for one, away for all: the next run asks again
    }
  }
  return stamped
}
/** One address of the authority's host, if all of them are of the world outside; in development this machine may be asked. */
export async function stampAddress(url: string, development: boolean, resolve: Resolve = resolveHost): Promise<string | null> {
  const [address, ...others] = await resolve(new URL(url).hostname.replace(/^\[|\]$/g, ''))
  if (address === undefined) return null
  const all = [address, ...others]
  return all.every(isWorldwide) || (development && all.every(isLoopback)) ? address : null
}
