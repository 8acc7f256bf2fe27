import { randomUUID } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Sent } from '../../platform/auction/decide.ts'
import type { Logged } from '../../platform/auction/lot.ts'
import { borneOut, openSpool, pauseFor } from '../../platform/auction/spool.ts'
import { type Answer, openWriter, sender, type Writer, writerLimits } from '../../platform/auction/writer.ts'
import type { Log } from '../../platform/log.ts'
import { signReceipt } from '../../platform/proof/receipt.ts'
import { forward, type Forwarded, openDoor } from './forward.ts'
import { openStore } from './store.ts'

export interface GateParts {
  url: string
  secret: string
  dataDir: string
  /** What receipts are signed with. */
  key: { privateKey: KeyObject; publicKey: KeyObject }
  now: () => Date
  log: Pick<Log, 'warn' | 'error'>
  /** Called after every batch this process wrote. */
  onWritten?: (lot: number, events: readonly Logged[]) => void
  /** In production clocks that differ do not write lots. */
  clockToleranceMs?: number | null
  /** In production a database that does not wait for its disk holds no lots. */
  lasting?: boolean
  limits?: Partial<typeof writerLimits>
  /** How long somebody waits for an answer before they are told that it is not known. */
  patienceMs?: number
}

const lookEveryMs = 1_000, againMs = 100, troubledMs = 15_000

/**
 * Where commands for live lots go in, whichever web process they reach: to the writer here, or to the
 * process that holds the lot, or to a writer begun here where nobody holds it. Each second it looks for
 * lots whose clock runs and that nobody writes.
 */
export async function openGate({ url, secret, dataDir, key, now, log, onWritten = () => {}, clockToleranceMs = null, lasting = false, limits, patienceMs = 6_000 }: GateParts) {
  const holder = randomUUID()
  const writers = new Map<number, Promise<Writer | null>>()
  const troubled = new Map<number, number>()
  /** Who held a lot when last asked, until they say that they do not. */
  const elsewhere = new Map<number, string>()
  /** Lots of which receipts were given here, each with the lease under which they were last compared with its log. */
  const given = new Map<number, string>()
  let over = false, asking = 0
  const clock = steady(now)
  const spool = openSpool(dataDir)
  for (const lot of await spool.lots()) given.set(lot, '')
  const counted = async (answer: Promise<Answer>): Promise<Answer> => { asking++; try { return await answer } finally { asking-- } }
  const door = await openDoor(secret, (forwarded) => counted(here(forwarded)))
  const store = openStore({ url, holder, endpoint: () => door.endpoint, clock, clockToleranceMs, lasting, ...(limits?.leaseMs ? { leaseMs: limits.leaseMs } : {}) })
  const sign = (event: { lot: number; seq: number; at: number; body: string }) => signReceipt(event, key)

  /** The writer of that lot in this process, begun where nobody else holds it. */
  function writerOf(lot: number): Promise<Writer | null> {
    const known = writers.get(lot)
    if (known) return known
    if (over || (troubled.get(lot) ?? 0) > Date.now()) return Promise.resolve(null)
    const begun = (async () => {
      const taken = await store.take(lot)
      if (!taken || over) return null
      const writer = openWriter({ lot, taken, store, spool, sign, clock, log, onWritten: (events) => onWritten(lot, events), onEnd: () => { given.set(lot, ''); if (writers.get(lot) === begun) writers.delete(lot) }, ...(limits ? { limits } : {}) })
      await writer.begun
      return writer.isOver ? null : writer
    })()
    writers.set(lot, begun)
    begun.then((writer) => { if (!writer && writers.get(lot) === begun) writers.delete(lot) }, (error: unknown) => {
      if (writers.get(lot) === begun) writers.delete(lot)
      troubled.set(lot, Date.now() + (isOutage(error) ? againMs : troubledMs))
      log.error({ err: error, lot_id: lot }, 'a lot could not be taken to be written')
    })
    return begun
  }
  const put = (writer: Writer, asked: Forwarded): Promise<Answer> => ('sent' in asked ? writer.put(asked.sent, asked.key) : writer.ask(asked.bidder, asked.key))
  /** What others forward: answered if this process writes the lot, and never sent on. */
  async function here(asked: Forwarded): Promise<Answer> {
    const writer = await writers.get(asked.lot)?.catch(() => null)
    return writer ? put(writer, asked) : { kind: 'moved' }
  }
  async function once(asked: Forwarded): Promise<Answer> {
    const own = await writers.get(asked.lot)
    if (own) return put(own, asked)
    const known = elsewhere.get(asked.lot)
    if (known !== undefined) {
      const answer = await forward(secret, known, { ...asked, at: Date.now() })
      if (answer.kind === 'moved') elsewhere.delete(asked.lot)
      return answer
    }
    const holding = await store.holderOf(asked.lot)
    if (holding && holding.holder !== holder) {
      elsewhere.set(asked.lot, holding.endpoint)
      return forward(secret, holding.endpoint, { ...asked, at: Date.now() })
    }
    const writer = await writerOf(asked.lot)
    return writer ? put(writer, asked) : { kind: 'moved' }
  }
  /** Asks until somebody knows, with the same key, so that it counts once however often it is sent. */
  async function patiently(asked: Forwarded): Promise<Answer> {
    const late = Date.now() + patienceMs
    for (;;) {
      const left = late - Date.now()
      if (left <= 0) return { kind: 'unknown' }
      let timer: NodeJS.Timeout | undefined
      const answer = await Promise.race([
        once(asked).catch((error: unknown): Answer => { log.warn({ err: error, lot_id: asked.lot }, 'a command could not be brought to the writer of its lot'); return { kind: 'moved' } }),
        new Promise<Answer>((tell) => { timer = setTimeout(() => tell({ kind: 'unknown' }), left) }),
      ])
      clearTimeout(timer)
      if (answer.kind !== 'moved' && answer.kind !== 'unknown') return answer
      await new Promise((next) => { setTimeout(next, Math.min(againMs, Math.max(0, late - Date.now()))) })
    }
  }

  /**
   * Whoever takes a lot compares the receipts of its own machine with the log; those of another machine may be for bids
   * that were lost with a database. So wherever receipts were given they are compared whenever the lot has another
   * lease, and the lot is stopped by whoever writes it now. A lot that is over is asked for no more.
   */
  async function compareElsewhere(): Promise<void> {
    const lots = [...given.keys()].filter((lot) => !writers.has(lot))
    if (!lots.length) return
    const leases = await store.leasesOf(lots)
    for (const lot of lots) {
      const lease = leases.get(lot)
      if (lease === undefined) given.delete(lot)
      if (lease === undefined || given.get(lot) === lease) continue
      const { missing } = await borneOut(lot, spool, store.bodiesOf)
      if (missing.length) {
        log.error({ lot_id: lot, missing }, 'receipts were given here for what is not in the log of a lot that is written elsewhere')
        // The same again after an answer that was lost: one pause, however often it is sent.
        const key = `unrecorded ${holder} ${missing[0]} ${missing.length}`, answer = await patiently({ lot, key, at: Date.now(), sent: { by: { clock: true }, command: pauseFor(missing), received: clock() } })
        if (answer.kind !== 'answered') continue
        await spool.examined(lot, answer.seq)
      }
      given.set(lot, lease)
    }
  }
  /** Begun anew at every look, and never while it is still under way. */
  function looks(act: () => Promise<void>, failed: string): () => Promise<void> {
    let looking = false
    return async () => {
      if (looking || over) return
      looking = true
      await act().catch((error: unknown) => { log.warn({ err: error }, failed) })
      looking = false
    }
  }
  const takeUp = looks(async () => { for (const lot of await store.forsaken(clock())) await writerOf(lot).catch(() => null) }, 'looking for lots that nobody writes failed')
  const compare = looks(compareElsewhere, 'receipts given here could not be compared with the logs of lots written elsewhere')
  /** Taking up comes first, as whoever takes a lot compares for itself; and an answer that is waited for in comparing holds up no lot that is to be taken. */
  const look = async (): Promise<void> => { await takeUp(); await compare() }
  const timer = setInterval(() => { void look() }, lookEveryMs)
  timer.unref()

  return {
    holder, endpoint: door.endpoint,
    /** Brings a command to the lot's log. `received`: when it reached the Exchange, which is now unless told. */
    send: (lot: number, sent: Sent, key: string): Promise<Answer> => counted(patiently({ lot, key, at: Date.now(), sent: { received: clock(), ...sent } })),
    /** What became of a command that was sent with that key. */
    ask: (lot: number, by: Sent['by'], key: string): Promise<Answer> => counted(patiently({ lot, key, at: Date.now(), bidder: sender({ by }) })),
    look,
    /** Whether somebody waits for an answer of this process. */
    busy: (): boolean => asking > 0,
    /** Which lots this process writes. */
    held: (): number[] => [...writers.keys()],
    async close(): Promise<void> {
      if (over) return
      over = true
      clearInterval(timer)
      for (const writer of await Promise.allSettled(writers.values())) if (writer.status === 'fulfilled') await writer.value?.close()
      await door.close()
      await spool.close()
      await store.close()
    },
  }
}
export type Gate = Awaited<ReturnType<typeof openGate>>
/** All that a command needs of it. */
export type LotSender = Pick<Gate, 'send'>

/** The hour by `now` when this began, and from then on as fast as time goes: a machine's clock that is set right does not jump in the middle of a lot. */
export function steady(now: () => Date): () => number {
  let began = now().getTime() * 1_000, at = performance.now()
  return () => {
    const elapsed = Math.round((performance.now() - at) * 1_000)
    const told = now().getTime() * 1_000
    // Drifting is followed; a jump is not, until it has lasted longer than any lot is open at once.
    if (Math.abs(told - (began + elapsed)) < 50_000) { began = told; at = performance.now(); return told }
    return began + elapsed
  }
}
/** The database is away, which ends by itself; a log that is not whole does not. */
const isOutage = (error: unknown): boolean => error instanceof Error && /ECONN|terminat|timeout|did not answer|starting up|shutting down|ENOENT|recovery/i.test(error.message)
