import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerResponse } from 'node:http'
import pg from 'pg'
import type { Locale } from '../platform/locale.ts'
import type { Log } from '../platform/log.ts'
import { bufferedBytes as usualBytes, openStreams } from '../platform/streams.ts'

/** A piece of a page as its stream sends it. `id` is the number of the notice; 0 for what is sent with any. */
export interface Fragment { id: number; event: string; html: string }
export interface News { latest: number; fragments: readonly Fragment[] }

export interface LiveSettings {
  /** Where to listen; null: nothing is heard, and streams only notice that their sessions ended by looking. */
  url: string | null
  /** What this person has not been sent; `since` null asks only for what is always sent. */
  newsOf: (person: number, locale: Locale, since: number | null) => Promise<News>
  /** Which of these sessions are still open, and until when. */
  openSessions: (ids: readonly string[]) => Promise<ReadonlyMap<string, Date>>
  log: Pick<Log, 'warn'>
  /** What else is heard on the same connection, by channel; also called when words may have been missed. */
  heard?: Record<string, () => void>
  /** A session ended, wherever and by whom: whatever else stands open for it closes too. */
  ended?: (session: string) => void
  limits?: Partial<typeof usual>
}

const usual = {
  perPerson: 5, perProcess: 2_000,
  bufferedBytes: usualBytes,
  heartbeatMs: 20_000, checkMs: 30_000,
  /** News of one person within this time is sent together. */
  gatherMs: 250,
}

interface Stream {
  res: ServerResponse
  person: number
  session: string
  locale: Locale
  /** The newest notice this stream has sent or was opened after. */
  since: number | null
  expiry: NodeJS.Timeout | undefined
}

/**
 * The streams of this process's signed-in pages. A stream lives as long as its session: when that
 * ends, wherever and by whom, it is closed at once, and a lost message costs half a minute at most.
 */
export function openLive({ url, newsOf, openSessions, log, heard = {}, ended = () => {}, limits }: LiveSettings) {
  const { perPerson, perProcess, bufferedBytes, heartbeatMs, checkMs, gatherMs } = { ...usual, ...limits }
  const { all: streams, write, begin, close: closeStreams, ...open } = openStreams<Stream>(bufferedBytes, ({ expiry }) => clearTimeout(expiry))
  const waiting = new Set<number>()
  let gathering: NodeJS.Timeout | undefined
  let over = false

  /** Tells the page not to come back, and closes. */
  const end = (stream: Stream): void => open.end(stream, 'event: ended\ndata: \n\n')

  /** Closes the streams of sessions that are over; where that cannot be asked, they stay until it can. */
  async function check(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    try {
      const still = await openSessions(ids)
      for (const stream of [...streams].filter(({ session }) => ids.includes(session))) {
        const until = still.get(stream.session)?.getTime()
        if (until === undefined) { end(stream); continue }
        clearTimeout(stream.expiry)
        if (until - Date.now() < checkMs) stream.expiry = setTimeout(() => void check([stream.session]), Math.max(0, until - Date.now()) + 20)
      }
    } catch (error) {
      log.warn({ err: error }, 'live pages could not check their sessions')
    }
  }

  /** Sends each of these streams of one person what it lacks. */
  async function tell(person: number, to: readonly Stream[]): Promise<void> {
    for (const [locale, group] of Map.groupBy(to, ({ locale }) => locale)) {
      const known = group.flatMap(({ since }) => (since === null ? [] : [since]))
      const { latest, fragments } = await newsOf(person, locale, known.length ? Math.min(...known) : null)
      for (const stream of group) {
        const since = stream.since ?? latest
        for (const { id, event, html } of fragments) if (id === 0 || id > since) write(stream, frameOf(id || latest, event, html))
        stream.since = Math.max(since, latest)
      }
    }
  }
  function wake(person: number): void {
    waiting.add(person)
    gathering ??= setTimeout(() => void flush(), gatherMs)
  }
  async function flush(): Promise<void> {
    const due = [...waiting]
    waiting.clear()
    gathering = undefined
    for (const person of due) {
      const to = [...streams].filter((stream) => stream.person === person)
      if (to.length === 0) continue
      await tell(person, to).catch((error: unknown) => { log.warn({ err: error, person_id: person }, 'news could not be read for live pages') })
    }
  }

  const ears = url === null ? null : listen(url, {
    ...heard,
    notice: (person) => wake(Number(person)),
    session_ended: (session) => { for (const stream of streams) if (stream.session === session) end(stream); ended(session) },
  }, () => {
    // Whatever was said while nobody listened.
    void check([...new Set([...streams].map(({ session }) => session))])
    for (const { person } of streams) wake(person)
    for (const missed of Object.values(heard)) missed()
  })
  const heartbeat = setInterval(() => { for (const stream of streams) write(stream, ': \n\n') }, heartbeatMs)
  const looking = setInterval(() => void check([...new Set([...streams].map(({ session }) => session))]), checkMs)
  heartbeat.unref()
  looking.unref()

  return {
    /** Answers a page that asks for its stream: 204 tells it to ask no more, 503 that too many are open. */
    async open(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const { actor, session, locale } = request.ctx
      const { person_id: person } = actor
      // Staff who act for somebody get no stream: it would go on with that person's news after the help has ended.
      if (person === null || actor.acted_by || !session || over) return reply.code(204).send()
      if (!request.headers.accept?.includes('text/event-stream')) return reply.code(406).type('text/plain; charset=utf-8').send('text/event-stream\n')
      const own = [...streams].filter((stream) => stream.person === person).length
      if (own >= perPerson || streams.size >= perProcess) return reply.code(own >= perPerson ? 204 : 503).header('retry-after', '30').send()
      const stream: Stream = { res: reply.raw, person, session: session.id, locale, since: sinceOf(request), expiry: undefined }
      begin(reply, stream, 2_000, 4_000)
      await check([stream.session]) // it may have ended since this request was recognised
      if (streams.has(stream)) await tell(person, [stream]).catch((error: unknown) => { log.warn({ err: error, person_id: person }, 'news could not be read for a live page') })
    },
    /** Something came for this person: their streams are sent it within `gatherMs`. */
    wake,
    /** How many streams are open. */
    size: (): number => streams.size,
    /** Closes every stream; their pages come back to the next process. */
    async close(): Promise<void> {
      over = true
      clearInterval(heartbeat)
      clearInterval(looking)
      clearTimeout(gathering)
      closeStreams()
      await ears?.close()
    },
  }
}
export type Live = ReturnType<typeof openLive>

/** A browser that comes back says what it saw last; a page that opens its stream anew puts it into the address. */
function sinceOf(request: FastifyRequest): number | null {
  const said = request.headers['last-event-id'] ?? (request.query as Record<string, unknown>).after
  return typeof said === 'string' && /^\d{1,10}$/.test(said) ? Number(said) : null
}
const frameOf = (id: number, event: string, html: string): string => `id: ${id}\nevent: ${event}\n${html.split(/\r\n?|\n/).map((line) => `data: ${line}\n`).join('')}\n`

/** Hears these channels on one connection of its own, opened anew whenever it is lost; `opened` is called each time it hears. */
function listen(url: string, heard: Record<string, (payload: string) => void>, opened: () => void): { close: () => Promise<void> } {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let over = false
  const open = async (): Promise<void> => {
    const now = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    client = now
    let lost = false
    const again = (): void => {
      if (lost || over) return
      lost = true
      timer = setTimeout(() => void open(), 500)
      now.end().catch(() => {})
    }
    now.on('error', again).on('end', again).on('notification', ({ channel, payload }) => heard[channel]?.(payload ?? ''))
    try {
      await now.connect()
      for (const channel of Object.keys(heard)) await now.query(`listen ${channel}`)
      opened()
    } catch {
      again()
    }
  }
  void open()
  return { close: async () => { over = true; clearTimeout(timer); await client?.end().catch(() => {}) } }
}
