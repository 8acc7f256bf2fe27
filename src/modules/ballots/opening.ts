import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { Log } from '../../platform/log.ts'
import { openBallot } from '../../platform/ballots/seal.ts'
import { canonicalText, sha256 } from '../../platform/proof/chain.ts'
import { leafHash, rootOf } from '../../platform/proof/merkle.ts'
import type { LotSender } from '../bidding/gate.ts'
import { groundFor, type Mirror, readOn } from '../bidding/queries.ts'
import { keyOf } from './queries.ts'
import { lookForOpeningsMs } from './rules.ts'

async function mirrorOf(db: Db, lot_id: number): Promise<Mirror> {
  const mirror: Mirror = { state: await groundFor(db, lot_id), log: [] }
  while ((await readOn(db, lot_id, mirror)).length) { /* a long log comes in parts */ }
  return mirror
}
/** What a ballot says, of the very bytes its hash in the log names; undefined where those are not there any more. */
async function said(db: Db, secret: Buffer, lot_id: number, bidder: number, hash: string) {
  const kept = await asSystem(db).selectFrom('auction_ballot').select('ciphertext').where('lot_id', '=', lot_id).where('bidder', '=', bidder).where('hash', '=', hash).limit(1).executeTakeFirst()
  return kept && sha256(kept.ciphertext).toString('hex') === hash ? openBallot(secret, lot_id, bidder, kept.ciphertext) : undefined
}

/** Bidding in the lot is over: what its log does not name by now it never will, and that is forgotten; replaced ballots are named, too. Asked as the Exchange itself. */
export async function forgetBallots(db: Db, lot_id: number): Promise<void> {
  await sql`delete from auction_ballot b using auction_lot l where l.id = b.lot_id and b.lot_id = ${lot_id} and coalesce(l.phase, 'armed') not in ('armed', 'open')
    and not exists (select from auction_event e where e.lot_id = b.lot_id and e.body::jsonb ->> 'type' = 'ballot_sealed' and (e.body::jsonb ->> 'bidder')::int = b.bidder and e.body::jsonb ->> 'hash' = b.hash)`.execute(db)
}
/**
 * Every ballot of a lot whose key is known is read into its log, and then they are ranked. However often
 * and from how many places this is begun each is read once: the keys of the commands say which they are.
 * False where it is not done; nothing is guessed, and whoever asks again goes on.
 */
export async function openBallots(db: Db, gate: LotSender, lot_id: number, log: Pick<Log, 'error'>): Promise<boolean> {
  const key = await keyOf(asSystem(db), lot_id)
  if (!key?.secret_key) return false
  const { state, log: events } = await mirrorOf(db, lot_id)
  if (state.phase !== 'opening' || state.paused_at !== null) return false
  await forgetBallots(asSystem(db), lot_id)
  // A pause answered these with no; after it they are other commands.
  const turn = state.outage
  let last = events.findLast(({ type }) => type === 'ballot_read')?.seq ?? 0
  for (const [bidder, ballot] of [...state.ballots].toSorted(([a], [b]) => a - b)) {
    if (ballot.amount !== undefined) continue
    const read = await said(db, key.secret_key, lot_id, bidder, ballot.hash)
    // What a bidder who is out had sealed does not count, whatever it says: lost, it holds up nobody else's. The verifier still misses it.
    if (read === undefined && !state.out.has(bidder)) { log.error({ lot_id, bidder, hash: ballot.hash }, 'a ballot that stands in the log of its lot is not there'); return false }
    const answer = await gate.send(lot_id, { by: { clock: true }, command: { type: 'reveal', bidder, hash: ballot.hash, amount: (read?.amount ?? null) as never } }, `reveal-${bidder}-${ballot.hash.slice(0, 16)}-${turn}`)
    if (answer.kind !== 'answered' || answer.event.type !== 'ballot_read') return false
    last = Math.max(last, answer.seq)
  }
  const end = await gate.send(lot_id, { by: { clock: true }, command: { type: 'end_reveal' } }, `end-reveal-${last}-${turn}`)
  return end.kind === 'answered' && end.event.type === 'ranked'
}

/**
 * The seed of a drawn lot, which nobody could choose: SHA-256 of the Merkle root of the log up to its closing
 * and of the salts of all valid ballots in the order of their numbers. Each salt was sealed before the closing,
 * and the root is known only after it.
 */
export async function seedOf(db: Db, lot_id: number): Promise<string | null> {
  const key = await keyOf(asSystem(db), lot_id)
  if (!key?.secret_key) return null
  const genesis = await asSystem(db).selectFrom('auction_genesis').select('body').where('lot_id', '=', lot_id).executeTakeFirst()
  const { log } = await mirrorOf(db, lot_id)
  const closed = log.find(({ type }) => type === 'closed')
  if (!genesis || !closed) return null
  const root = rootOf([leafHash(genesis.body), ...log.slice(0, closed.seq).map((event) => leafHash(canonicalText(event)))])
  const salts: Buffer[] = []
  for (const event of log.filter((one) => one.type === 'ballot_read' && one.invalid === null).toSorted((a, b) => numberIn(a) - numberIn(b))) {
    if (event.type !== 'ballot_read') continue
    const read = await said(db, key.secret_key, lot_id, event.bidder, event.hash)
    if (!read) return null
    salts.push(Buffer.from(read.salt, 'hex'))
  }
  return sha256(root, ...salts).toString('hex')
}
const numberIn = (event: object): number => ('bidder' in event ? Number(event.bidder) : 0)

/** Goes on with openings whose process ended between the third share and the last ballot. */
export function watchOpenings(db: Db, gate: LotSender, log: Pick<Log, 'error' | 'warn'>): () => void {
  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    void resumeOpenings(db, gate, log).catch((error: unknown) => log.warn({ err: error }, 'looking for openings left halfway failed')).finally(() => { looking = false })
  }, lookForOpeningsMs)
  timer.unref()
  return () => clearInterval(timer)
}
export async function resumeOpenings(db: Db, gate: LotSender, log: Pick<Log, 'error'>): Promise<number> {
  const left = await asSystem(db).selectFrom('auction_ballot_key as k').innerJoin('auction_lot as l', 'l.id', 'k.lot_id').select('l.id').where('k.secret_key', 'is not', null).where('k.voided_at', 'is', null).where('l.state', '=', 'armed').where('l.phase', '=', 'opening').execute()
  let opened = 0
  for (const { id } of left) if (await openBallots(db, gate, id, log)) opened++
  return opened
}
