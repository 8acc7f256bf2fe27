import type { ServerResponse } from 'node:http'

/** An answer that can be taken over, with what hooks have put on it. */
interface Reply { hijack: () => unknown; getHeaders: () => Record<string, number | string | string[] | undefined> }
/** What a slow reader may leave unread before it is dropped. */
export const bufferedBytes = 64 * 1024

/**
 * Pages that are told what happens while they stand open: the answers that stay, whoever reads them.
 * Nobody who reads slowly is waited for: who has left too much unread is dropped, and comes back for
 * what was missed. `dropped` is told of every stream that is no longer there.
 */
export function openStreams<S extends { res: ServerResponse }>(most = bufferedBytes, dropped: (stream: S) => void = () => {}) {
  const all = new Set<S>()
  const drop = (stream: S): void => { if (all.delete(stream)) dropped(stream) }
  function write(stream: S, frame: string | Buffer): void {
    if (!all.has(stream)) return
    stream.res.write(frame)
    if (stream.res.writableLength <= most) return
    drop(stream)
    stream.res.destroy()
  }
  /** Closes one, after a last word; what has not been read by then is thrown away. */
  function end(stream: S, word = '', patienceMs = 2_000): void {
    drop(stream)
    stream.res.end(word)
    setTimeout(() => stream.res.destroy(), patienceMs).unref()
  }
  return {
    all, drop, write, end,
    /** The answer stays open from here on. Pages that lost their server do not all come back in the same moment. */
    begin(reply: Reply, stream: S, retryMs: number, spreadMs: number): void {
      const { res } = stream
      reply.hijack()
      // What every answer carries, this one carries too: hooks have put some on the reply and some on the socket's own answer.
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) res.setHeader(name, value)
      res.on('close', () => drop(stream)).on('error', () => drop(stream))
      // Without chunks each frame is one write to the socket: the answer ends with its connection.
      res.removeHeader('transfer-encoding')
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'private, no-store', 'x-accel-buffering': 'no' })
      all.add(stream)
      write(stream, `retry: ${retryMs + Math.floor(Math.random() * spreadMs)}\n\n`)
    },
    /** Closes every stream; their pages come back to the next process. */
    close(): void { for (const stream of all) end(stream, '', 500) },
  }
}
