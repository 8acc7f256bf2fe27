import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Db } from '../../core/database.ts'
import { leastBid } from '../../platform/auction/decide.ts'
import type { LotState } from '../../platform/auction/lot.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import type { Log } from '../../platform/log.ts'
import { formatVnd } from '../../platform/money.ts'
import { bufferedBytes as usualBytes, openStreams } from '../../platform/streams.ts'
import { vndInWords } from '../../platform/words.ts'
import { isUnderWay, noteAttendance } from '../auctions/attendance.ts'
import { clockOf, lineOf, phaseNames, roomTexts } from './messages.ts'
import { groundFor, type Mirror, readOn } from './queries.ts'

/** What a room shows of a lot now, in one language. The page has the same when it is first sent. */
export interface RoomView {
  seq: number
  phase: string
  open: boolean
  paused: string | null
  price: string
  words: string
  leader: number | null
  leading: string
  least: number | null
  calls: string
  /** Microseconds; null where nothing ends. */
  closes_at: number | null
  closes: string
  /** Until when the price of a falling lot stands; empty where none does. */
  stands: string
  opens_at: number
}
export interface RoomLine { seq: number; hour: string; text: string }

export const hubLimits = {
  /** Streams of one process: those who only watch never take the places of those who bid. */
  watchers: 10_000, bidders: 500,
  perPerson: 5,
  /** Of those who only watch: a hall shares one address, and no single one takes every place. */
  perAddress: 300,
  bufferedBytes: usualBytes,
  heartbeatMs: 10_000,
  /** Those who watch are told at once, and then not again before this has passed; so many in one go, so that whoever bids in this process waits for those and not for the whole crowd. */
  watcherMs: 500, slice: 50,
  /** While somebody waits for the answer to a bid, the rest of the crowd waits too; in one round of news no longer than this. */
  holdMs: 150,
  /** Pages and first looks of those who only watch show the lot as it was at most so long ago. */
  staleMs: 1_000,
  /** Also without a word from the database, rooms somebody is in are looked at this often. */
  pollMs: 1_000,
  /** A reader who lacks more than this is sent the whole anew. */
  deltas: 500,
  lots: 200,
}

/** `noted`: that the bidder of this number is there. */
interface Stream { res: ServerResponse; lot: number; person: number | null; address: string; bidder: boolean; number: number | null; noted: boolean; locale: Locale; seq: number; session: string | null }
/** `telling`: those who watch are being told; `more`: something came meanwhile. `frames` as they were made a moment ago for the lot's present number: thousands are sent the same. */
interface Room { mirror: Mirror; read: number; reading: Promise<void> | null; telling: boolean; more: boolean; used: number; frames: Map<string, Buffer>; framed: { seq: number; at: number } }

export function viewOf(state: LotState, locale: Locale): RoomView {
  const t = roomTexts[locale], { rules, phase, price, leader } = state
  const sealed = rules.form === 'sealed' && (phase === 'armed' || phase === 'open' || phase === 'opening')
  const shown = sealed ? null : price, clock = clockOf(rules.opens_at, state.closes_at, locale)
  return {
    seq: state.seq, phase: phaseNames[locale][phase], open: phase === 'open' && state.paused_at === null, paused: null,
    price: shown === null ? (sealed ? t.sealedPrice : t.startsFrom)(formatVnd(rules.start, locale)) : formatVnd(shown, locale), words: shown === null ? '' : vndInWords(shown, locale),
    leader: sealed ? null : leader, leading: sealed ? t.sealedLeader : leader === null ? t.nobody : t.number(leader), least: rules.form === 'ascending' ? leastBid(state) : rules.form === 'descending' ? price : null,
    calls: state.calls && phase === 'open' ? t.calls(state.calls) : '', closes_at: phase === 'open' || phase === 'armed' ? state.closes_at : null, closes: clock(state.closes_at), stands: rules.tick !== null && phase === 'open' && state.paused_at === null ? clock(Math.min(state.ticked_at + rules.tick, state.closes_at)) : '', opens_at: rules.opens_at,
  }
}
export function linesOf({ state: { rules, closes_at }, log }: Mirror, locale: Locale, since = 0, most = 50): RoomLine[] {
  const clock = clockOf(rules.opens_at, closes_at, locale)
  return log.slice(since).flatMap((event) => { const text = lineOf(event, locale); return text === null ? [] : [{ seq: event.seq, hour: clock(event.at), text }] }).slice(-most).toReversed()
}
const pausedWords = (room: Mirror, locale: Locale): string | null => {
  if (room.state.paused_at === null) return null
  const last = room.log.findLast(({ type }) => type === 'paused')
  return last?.type === 'paused' ? roomTexts[locale].paused(last.reason) : null
}
export const wholeView = (mirror: Mirror, locale: Locale): RoomView => ({ ...viewOf(mirror.state, locale), paused: pausedWords(mirror, locale) })

/** The lots this process is asked about, as their logs tell them, and the streams of their rooms. */
export function openHub({ db, now, log, busy = () => false, openSessions, limits }: { db: Db; now: () => Date; log: Pick<Log, 'warn'>; busy?: () => boolean; openSessions: (ids: readonly string[]) => Promise<ReadonlyMap<string, Date>>; limits?: Partial<typeof hubLimits> }) {
  const { watchers, bidders, perPerson, perAddress, bufferedBytes, heartbeatMs, watcherMs, slice, holdMs, staleMs, pollMs, deltas, lots } = { ...hubLimits, ...limits }
  const rooms = new Map<number, Room>()
  const { all: streams, write, end, begin, close: closeStreams } = openStreams<Stream>(bufferedBytes)
  let over = false
  const serverNow = (): number => now().getTime()
  const frame = (event: string, id: number | null, data: object): string => `${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

  async function roomOf(lot: number): Promise<Room> {
    // A lot that is not armed yet may still gain bidders: its ground is looked at anew until its log begins.
    const ground = rooms.has(lot) ? null : await groundFor(db, lot)
    // Of many who come in the same moment all meet in one room.
    if (ground && !rooms.has(lot)) {
      if (rooms.size >= lots) {
        const [oldest] = [...rooms].filter(([id]) => ![...streams].some((stream) => stream.lot === id)).toSorted(([, a], [, b]) => a.used - b.used)
        if (oldest) rooms.delete(oldest[0])
      }
      rooms.set(lot, { mirror: { state: ground, log: [] }, read: 0, reading: null, telling: false, more: false, used: 0, frames: new Map(), framed: { seq: 0, at: 0 } })
    }
    const room = rooms.get(lot)!
    room.used = Date.now()
    return room
  }
  /** The lot as far as its log has come; for those who only watch, as it was at most a second ago. */
  async function fresh(lot: number, atMostMs = 0): Promise<Mirror> {
    const room = await roomOf(lot)
    if (room.reading) await room.reading
    else if (room.read === 0 || Date.now() - room.read >= atMostMs) {
      room.reading = (async () => {
        if (room.mirror.state.seq === 0) room.mirror.state = await groundFor(db, lot)
        const news = await readOn(db, lot, room.mirror)
        room.read = Date.now()
        if (news.length) tell(lot, room)
      })().finally(() => { room.reading = null })
      await room.reading
    }
    return room.mirror
  }

  /** Sends everybody what they lack: bidders at once, then those who watch. */
  function tell(lot: number, room: Room): void {
    const bidding = [...streams].filter((stream) => stream.lot === lot && stream.bidder)
    send(bidding, room)
    attend(lot, bidding, room)
    void tellWatchers(lot, room).catch((error: unknown) => { log.warn({ err: error, lot_id: lot }, 'those who watch a room could not be told') })
  }
  /** Whoever bids and is listening while the lot is under way is at it: who came before it opened as well as who came later. */
  function attend(lot: number, bidding: readonly Stream[], { mirror }: Room): void {
    const come = bidding.filter(({ noted }) => !noted)
    if (!come.length || !isUnderWay(mirror.state)) return
    for (const stream of come) stream.noted = true
    noteAttendance(db, lot, mirror.state, come.flatMap(({ number }) => number ?? []), now()).catch((error: unknown) => {
      for (const stream of come) stream.noted = false
      log.warn({ err: error, lot_id: lot }, 'who is in a room could not be noted')
    })
  }
  async function tellWatchers(lot: number, room: Room): Promise<void> {
    room.more = true
    if (room.telling) return
    room.telling = true
    while (room.more && !over) {
      room.more = false
      const begun = Date.now(), to = [...streams].filter((stream) => stream.lot === lot && !stream.bidder && stream.seq < room.mirror.state.seq)
      await inSlices(to, (some) => { send(some, room) })
      if (to.length) await new Promise((next) => { setTimeout(next, Math.max(0, watcherMs - (Date.now() - begun))).unref() })
    }
    room.telling = false
  }
  /** Between two slices whatever else reached this process has its turn, and a bid has it until it is answered. */
  async function inSlices(to: readonly Stream[], tellThem: (some: readonly Stream[]) => void): Promise<void> {
    let held = 0
    for (let i = 0; i < to.length && !over; i += slice) {
      for (const since = Date.now() - held; busy() && held < holdMs && !over; held = Date.now() - since) await new Promise((next) => { setTimeout(next, 1) })
      tellThem(to.slice(i, i + slice))
      await new Promise((next) => { setImmediate(next) })
    }
  }
  function send(to: readonly Stream[], room: Room): void {
    for (const stream of to) {
      if (stream.seq >= room.mirror.state.seq) continue
      write(stream, newsFrom(room, stream.locale, stream.seq))
      stream.seq = room.mirror.state.seq
    }
  }
  function made(room: Room, name: string, make: () => string): Buffer {
    const { seq } = room.mirror.state
    if (room.framed.seq !== seq || room.frames.size > deltas || Date.now() - room.framed.at > staleMs) { room.frames.clear(); room.framed = { seq, at: Date.now() } }
    const known = room.frames.get(name) ?? Buffer.from(make())
    room.frames.set(name, known)
    return known
  }
  const newsFrom = (room: Room, locale: Locale, since: number): Buffer => made(room, `${locale} ${since}`, () => frame('delta', room.mirror.state.seq, { since, view: wholeView(room.mirror, locale), lines: linesOf(room.mirror, locale, since), serverNow: serverNow() }))
  const wholeFrom = (room: Room, locale: Locale): Buffer => made(room, locale, () => frame('snapshot', room.mirror.state.seq, { view: wholeView(room.mirror, locale), lines: linesOf(room.mirror, locale), serverNow: serverNow() }))

  let looking = false
  async function look(): Promise<void> {
    if (looking || over) return
    looking = true
    for (const lot of new Set([...streams].map(({ lot: one }) => one))) await fresh(lot).catch((error: unknown) => { log.warn({ err: error, lot_id: lot }, 'a room could not be read') })
    looking = false
  }
  const polling = setInterval(() => { void look() }, pollMs)
  const beating = setInterval(() => {
    void inSlices([...streams], (some) => { const time = Buffer.from(frame('time', null, { serverNow: serverNow() })); for (const stream of some) write(stream, time) })
    void check()
  }, heartbeatMs)
  polling.unref()
  beating.unref()
  /** A stream that was opened signed in ends with its session. */
  async function check(): Promise<void> {
    const ids = [...new Set([...streams].flatMap(({ session }) => session ?? []))]
    if (!ids.length) return
    const open = await openSessions(ids).catch(() => null)
    if (open) for (const stream of streams) if (stream.session !== null && !open.has(stream.session)) end(stream)
  }

  return {
    fresh,
    /** The database said that lots have gone on. */
    wake: (): void => { void look() },
    size: (): number => streams.size,
    /** A session ended: what was opened signed in closes at once, and its page comes back as anybody's. */
    ended: (session: string): void => { for (const stream of streams) if (stream.session === session) end(stream) },
    /** Answers a room that asks for its stream. */
    async open(request: FastifyRequest, reply: FastifyReply, lot: number, number: number | null): Promise<void> {
      const { actor, session, locale } = request.ctx
      if (!request.headers.accept?.includes('text/event-stream')) return reply.code(406).type('text/plain; charset=utf-8').send('text/event-stream\n')
      const bidder = number !== null, person = actor.person_id, address = request.ip
      await fresh(lot, bidder ? 0 : staleMs)
      const room = await roomOf(lot), { mirror } = room
      // Counted after the last wait: of many who ask at the same moment no more come in.
      const same = [...streams].filter((stream) => stream.bidder === bidder)
      if (over || same.length >= (bidder ? bidders : watchers) || (person !== null && same.filter((stream) => stream.person === person).length >= perPerson) || (!bidder && same.filter((stream) => stream.address === address).length >= perAddress)) return reply.code(503).header('retry-after', '10').send()
      const said = request.headers['last-event-id'] ?? (request.query as Record<string, unknown>).after
      const since = typeof said === 'string' && /^\d{1,9}$/.test(said) ? Number(said) : null
      const stream: Stream = { res: reply.raw, lot, person, address, bidder, number, noted: false, locale: locales.includes(locale) ? locale : 'vi', seq: mirror.state.seq, session: session?.id ?? null }
      begin(reply, stream, 1_000, 2_000)
      write(stream, since !== null && since <= mirror.state.seq && mirror.state.seq - since <= deltas ? newsFrom(room, stream.locale, since) : wholeFrom(room, stream.locale))
      if (bidder) attend(lot, [stream], room)
    },
    async close(): Promise<void> {
      over = true
      clearInterval(polling)
      clearInterval(beating)
      closeStreams()
    },
  }
}
export type Hub = ReturnType<typeof openHub>
