import type { Log } from '../log.ts'
import { bodyOf, canonicalHash, nextHash } from '../proof/chain.ts'
import type { Receipt } from '../proof/receipt.ts'
import { due, type Sent, take } from './decide.ts'
import { type Bid, type Command, type Instant, type Logged, type LotState, second } from './lot.ts'
import { borneOut, pauseFor, type Spool } from './spool.ts'

/**
 * The one writer of a live lot. Whoever holds the lot's lease takes every command in the order of its
 * coming, decides a whole batch in memory while the batch before it is being committed, and adds it to
 * the log in one statement that names the lease's epoch and the log's last number: a writer whose lease
 * went to another adds nothing. An answer is given when the commit has come back without a doubt and
 * the receipt lies on this machine's disk; anything less is answered as unknown, never as failed.
 */

/** One event as it goes into the log, and the key under which its command came. */
export interface Entry { event: Logged; body: string; hash: Buffer; auctioneer: number | null; command: { bidder: number; key: string; digest: string } | null }
/** Which event answered a command, and what the command was. */
export interface Answered { digest: string; seq: number }

/** A lot as its new holder finds it. */
export interface Taken {
  epoch: number
  state: LotState
  hash: Buffer
  answers: Map<string, Answered>
  /** When the lease before this one was last known to be alive; null where there was none. */
  alive: Instant | null
}
export interface Held { lot: number; epoch: number; seq: number }
export interface LotStore {
  /** `overtaken`: nothing was written. `unsure`: the database answered, and warned that the commit may not be everywhere. Throws where it is not known. */
  append: (held: Held, entries: readonly Entry[], state: LotState) => Promise<'written' | 'overtaken' | 'unsure'>
  /** Whether the lease is still ours. Fails where this machine's clock may not write. */
  renew: (held: Held) => Promise<boolean>
  release: (held: Held) => Promise<void>
  /** The bodies of those events that are in the log. */
  bodiesOf: (lot: number, seqs: readonly number[]) => Promise<ReadonlyMap<number, string>>
}

export type Answer =
  | { kind: 'answered'; seq: number; event: Logged; receipt: Receipt }
  /** That key was used for another command. */
  | { kind: 'key_used' }
  /** This bidder sends more than one command in a second, or more wait than may. */
  | { kind: 'too_many' }
  /** Nothing is known under that key. */
  | { kind: 'none' }
  /** Not taken here: this writer does not hold the lot any more. The same command with the same key may be sent to the one who does. */
  | { kind: 'moved' }
  /** It may stand in the log or not. Asking again with the same key tells, or sends it once. */
  | { kind: 'unknown' }

export const writerLimits = {
  /** Commands in one commit, and in the queue before it. */
  batch: 256, queue: 5_000,
  leaseMs: 5_000, renewMs: 1_500,
  /** How long after the end bids are awaited that reached the Exchange before it; the close comes within a second. */
  drainMs: 750,
  /** A lot that nobody bids in and no clock moves is let go after this. */
  restMs: 30_000,
  /** A shorter time without a writer is no outage: commands wait that long for their answer. */
  gapMs: 1_000,
  /** Commands of one bidder. */
  apartMs: 1_000,
}

export interface WriterParts {
  lot: number
  taken: Taken
  store: LotStore
  spool: Spool
  sign: (event: { lot: number; seq: number; at: number; body: string }) => Receipt
  /** Microseconds; what is decided now is at least one later than what was decided before. */
  clock: () => Instant
  log: Pick<Log, 'warn' | 'error'>
  /** Called once, with why it ended. */
  onEnd: (why: Ending) => void
  /** Called after every batch that is in the log. */
  onWritten?: (events: readonly Logged[]) => void
  limits?: Partial<typeof writerLimits>
  later?: (ms: number, act: () => void) => () => void
}
export type Ending = 'closed' | 'rested' | 'over' | 'overtaken' | 'unsure' | 'failed'

interface Waiting { sent: Sent & { received: Instant }; key: string; digest: string; tell: (answer: Answer) => void }

export const sender = ({ by }: Pick<Sent, 'by'>): number => ('bidder' in by ? by.bidder : 0)
const nameOf = (bidder: number, key: string): string => `${bidder} ${key}`
/** What a command says apart from its key: the same key with another digest is another command. */
export const digestOf = ({ by, command }: Sent): string => {
  const { key: _, ...said } = command as Command & { key?: string }
  return canonicalHash({ by, said })
}
/** The same lot with only each bidder's best price: all that further decisions ask of the past, and short however long the bidding was. */
export function lean(state: LotState): LotState {
  const best = new Map<number, Bid>()
  for (const bid of state.bids) if (bid.amount > (best.get(bid.bidder)?.amount ?? -1)) best.set(bid.bidder, bid)
  return best.size === state.bids.length ? state : { ...state, bids: [...best.values()] }
}
/** A lot that no command changes any more. */
const isOver = ({ phase }: LotState): boolean => phase === 'signed' || phase === 'failed' || phase === 'cancelled'

const wait = (ms: number, act: () => void): (() => void) => {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

/** Begins to write. What the time without a writer took from those who bid is given back first, with a reason. */
export function openWriter({ lot, taken, store, spool, sign, clock, log, onEnd, onWritten = () => {}, limits, later = wait }: WriterParts) {
  const { batch: most, queue: longest, renewMs, drainMs, restMs, gapMs, apartMs } = { ...writerLimits, ...limits }
  let state = lean(taken.state)
  let { hash } = taken
  const { epoch, answers } = taken
  const pending = new Map<string, { digest: string; answer: Promise<Answer> }>()
  const queue: Waiting[] = []
  const lastFrom = new Map<number, Instant>()
  const spooled = new Set<number>()
  let spooling: Promise<void> = Promise.resolve()
  let over = false, running = false, lastSign = clock(), lastRenewed = lastSign, lastCommand = clock()
  let ring: () => void = () => {}

  function end(why: Ending): void {
    if (over) return
    over = true
    ring()
    for (const { tell } of queue.splice(0)) tell({ kind: 'moved' })
    onEnd(why)
  }

  /** Everything decided in one commit. */
  function deciding() {
    let next = state, head = hash
    const entries: Entry[] = []
    return {
      entries,
      get state() { return next }, get hash() { return head },
      step(sent: Sent, command: Entry['command'] = null, at = clock()): Logged {
        const { state: after, log: events } = take(next, sent, Math.max(next.at + 1, at))
        next = after
        for (const [i, event] of events.entries()) {
          const body = bodyOf(event)
          head = nextHash(head, body)
          entries.push({ event, body, hash: head, auctioneer: 'auctioneer' in sent.by ? sent.by.auctioneer : null, command: i === 0 ? command : null })
        }
        return events[0]!
      },
    }
  }
  type Deciding = ReturnType<typeof deciding>
  /** What the clock owes the lot by then; the close is another matter. */
  function owe(to: Deciding, until: Instant): void {
    for (let next = due(to.state); next && next.command.type !== 'close' && next.at <= until; next = due(to.state)) to.step({ by: { clock: true }, command: next.command })
  }
  /** Bidding ends after everything that came before its end. */
  function closeWhereDue(to: Deciding, now: Instant): void {
    const next = due(to.state)
    if (next?.command.type !== 'close' || now < next.at + drainMs * 1_000 || queue.some(({ sent }) => sent.received < next.at)) return
    to.step({ by: { clock: true }, command: next.command })
  }
  /** Time nobody could bid in, since a writer was last alive, or since it should have begun. */
  function giveBack(to: Deciding): void {
    const now = clock(), { phase, paused_at, closes_at, rules } = to.state
    const since = phase === 'open' ? taken.alive : phase === 'armed' ? rules.opens_at : null
    if (paused_at !== null || since === null || now - since <= gapMs * 1_000 || (phase === 'open' && since >= closes_at)) return
    to.step({ by: { clock: true }, command: { type: 'pause', reason: phase === 'armed' ? 'cannot_start' : 'cannot_bid', word: '' } }, null, since)
    to.step({ by: { clock: true }, command: { type: 'resume' } })
  }

  /** Adds it to the log, then lets the disk have the receipts, and only then tells anybody. */
  async function commit(to: Deciding, batch: readonly (Waiting & { event: Logged })[]): Promise<boolean> {
    const { entries } = to
    if (!entries.length) return true
    const appending = store.append({ lot, epoch, seq: state.seq }, entries, to.state).catch((error: unknown) => {
      log.warn({ err: error, lot_id: lot }, 'whether a batch of a lot is in its log is not known')
      return 'failed' as const
    })
    // Signed while the disk writes, not after: nobody sees a receipt before its batch is in the log, and signing takes longer than all the rest here.
    await new Promise((next) => { setImmediate(next) })
    const bodies = new Map(entries.map(({ event, body }) => [event.seq, body]))
    const receipts = batch.map(({ event }) => sign({ lot, seq: event.seq, at: event.at, body: bodies.get(event.seq)! }))
    const outcome = await appending
    if (outcome !== 'written') {
      for (const { tell } of batch) tell({ kind: outcome === 'overtaken' ? 'moved' : 'unknown' })
      end(outcome)
      return false
    }
    ;({ hash } = to)
    state = lean(to.state)
    lastSign = clock()
    for (const { command, event } of entries) if (command) answers.set(nameOf(command.bidder, command.key), { digest: command.digest, seq: event.seq })
    onWritten(entries.map(({ event }) => event))
    spooling = spooling.then(async () => {
      try {
        if (receipts.length) await spool.write(lot, receipts)
        for (const [i, { event, tell }] of batch.entries()) {
          spooled.add(event.seq)
          tell({ kind: 'answered', seq: event.seq, event, receipt: receipts[i]! })
        }
      } catch (error) {
        log.error({ err: error, lot_id: lot }, 'receipts could not be written to the spool; their bids are answered as unknown')
        for (const { tell } of batch) tell({ kind: 'unknown' })
      }
    })
    return true
  }

  /** Receipts this machine gave that the log does not know: then it is not the log they were given for, and nobody may go on. */
  async function compare(to: Deciding): Promise<void> {
    const { there, missing } = await borneOut(lot, spool, store.bodiesOf)
    for (const seq of there) spooled.add(seq)
    if (!missing.length) return
    log.error({ lot_id: lot, missing }, 'receipts were given for what is not in the log of the lot')
    const { phase, paused_at } = to.state
    if (paused_at === null && (phase === 'armed' || phase === 'open' || phase === 'opening')) to.step({ by: { clock: true }, command: pauseFor(missing) })
  }

  async function begin(): Promise<void> {
    running = true
    const to = deciding()
    try {
      await compare(to)
      if (to.state.paused_at === null) giveBack(to)
    } catch (error) {
      log.error({ err: error, lot_id: lot }, 'the spool of receipts could not be compared with the log')
      end('failed')
      return
    }
    if (await commit(to, []) && to.entries.some(({ event }) => event.type === 'paused' && event.reason === 'bid_unrecorded')) await spool.examined(lot, state.seq).catch(() => {})
    running = false
    run()
  }

  let working: Promise<void> = Promise.resolve()
  function run(): void {
    if (running || over) return
    running = true
    ring()
    // What has reached this process is taken in before anything is closed by the hour.
    working = new Promise<void>((next) => { setImmediate(next) }).then(turns).catch((error: unknown) => {
      log.error({ err: error, lot_id: lot }, 'the writer of a lot failed')
      end('failed')
    })
  }
  async function turns(): Promise<void> {
    while (!over) {
      const now = clock()
      const to = deciding()
      const batch: (Waiting & { event: Logged })[] = []
      for (const one of queue.splice(0, most)) {
        // Ours is the only clock that counts, but a lot opens or falls in price before whoever came after that.
        owe(to, Math.min(one.sent.received, now))
        try {
          batch.push({ ...one, event: to.step(one.sent, { bidder: sender(one.sent), key: one.key, digest: one.digest }) })
        } catch (error) {
          log.error({ err: error, lot_id: lot }, 'a command of a lot could not be decided')
          one.tell({ kind: 'unknown' })
        }
      }
      owe(to, now)
      closeWhereDue(to, now)
      if (to.entries.length) { if (!await commit(to, batch)) return
        // A batch keeps the lease too; the clock is looked at all the same, however much there is to write.
        if (!isOver(state) && now - lastRenewed >= 4 * renewMs * 1_000 && !await stillOurs()) return
      } else if (now - lastSign >= renewMs * 1_000) {
        if (!await stillOurs()) return
      } else if (!queue.length) break
      if (isOver(state) && !queue.length) { await letGo('over'); return }
    }
    running = false
    if (!over) ring = later(nextMs(), run)
  }
  /** When there is something to do though nobody sends anything. */
  function nextMs(): number {
    const now = clock(), next = due(state)
    const at = next ? next.at + (next.command.type === 'close' ? drainMs * 1_000 : 0) : Infinity
    return Math.max(1, Math.ceil((Math.min(at, lastSign + renewMs * 1_000) - now) / 1_000))
  }
  async function stillOurs(): Promise<boolean> {
    const now = clock(), next = due(state)
    if (state.phase !== 'open' && now - lastCommand > restMs * 1_000 && (next === null || next.at - now > 60 * second)) { await letGo('rested'); return false }
    try {
      if (!await store.renew({ lot, epoch, seq: state.seq })) { end('overtaken'); return false }
      lastSign = lastRenewed = clock()
      return true
    } catch (error) {
      log.warn({ err: error, lot_id: lot }, 'the lease of a lot could not be renewed')
      end('failed')
      return false
    }
  }
  async function letGo(why: Ending): Promise<void> {
    end(why)
    await spooling
    await store.release({ lot, epoch, seq: state.seq }).catch(() => {})
  }

  /** The answer that stands in the log, with its receipt on the disk. */
  async function again({ seq }: Answered): Promise<Answer> {
    try {
      const body = (await store.bodiesOf(lot, [seq])).get(seq)
      if (body === undefined) return { kind: 'unknown' }
      const event = JSON.parse(body) as Logged
      const receipt = sign({ lot, seq, at: event.at, body })
      if (!spooled.has(seq)) await spool.write(lot, [receipt])
      spooled.add(seq)
      return { kind: 'answered', seq, event, receipt }
    } catch (error) {
      log.warn({ err: error, lot_id: lot }, 'an answer of a lot could not be read')
      return { kind: 'unknown' }
    }
  }
  function known(bidder: number, key: string, digest: string | null): Promise<Answer> | null {
    const name = nameOf(bidder, key)
    const one = answers.get(name) ?? pending.get(name)
    if (!one) return null
    if (digest !== null && one.digest !== digest) return Promise.resolve({ kind: 'key_used' })
    return pending.get(name)?.answer ?? again(one as Answered)
  }

  const begun = begin()
  return {
    lot,
    /** Resolves when the log can be trusted and written. */
    begun,
    /** Takes a command. The same key gives the same answer for ever, while it waits and after. */
    put(sent: Sent, key: string): Promise<Answer> {
      const digest = digestOf(sent), bidder = sender(sent), now = clock()
      const before = known(bidder, key, digest)
      if (before) return before
      if (over) return Promise.resolve({ kind: 'moved' })
      if (queue.length >= longest) return Promise.resolve({ kind: 'too_many' })
      if (bidder > 0 && now - (lastFrom.get(bidder) ?? -Infinity) < apartMs * 1_000) return Promise.resolve({ kind: 'too_many' })
      if (bidder > 0) lastFrom.set(bidder, now)
      lastCommand = now
      const answer = new Promise<Answer>((tell) => { queue.push({ sent: { ...sent, received: Math.min(sent.received ?? now, now) }, key, digest, tell }) })
      const name = nameOf(bidder, key)
      pending.set(name, { digest, answer })
      void answer.then(() => pending.delete(name))
      run()
      return answer
    },
    /** What became of a command. */
    async ask(bidder: number, key: string): Promise<Answer> {
      await begun
      return await known(bidder, key, null) ?? (over ? { kind: 'moved' } : { kind: 'none' })
    },
    get state(): LotState { return state },
    get isOver(): boolean { return over },
    /** Lets the lot go to whoever asks next; what waits is told to go there. */
    async close(): Promise<void> {
      if (over) return
      end('closed')
      await begun
      await working
      await letGo('closed')
    },
  }
}
export type Writer = ReturnType<typeof openWriter>
