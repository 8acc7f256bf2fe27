import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Stands before the door of a process that is still making ready: where that takes longer than a second
 * and no other process of this machine answers, whoever comes is told to try again (503).
 */
export function openWaitingRoom({ port, host }: { port: number; host: string }) {
  const server = createServer((_, answer) => {
    answer.writeHead(503, { 'retry-after': '10', 'content-type': 'text/plain; charset=utf-8' }).end('Sàn đang mở cửa, xin thử lại sau ít phút.\nThe Exchange is opening; please try again in a few minutes.\n')
  })
  let [late, over, others, asked] = [false, false, 0, false]
  const look = (): void => {
    const wanted = late && !over && others === 0 && port !== 0
    if (wanted && !asked) { asked = true; server.listen(port, host) }
    if (!wanted && server.listening) { server.close(); server.closeAllConnections() }
  }
  server.on('listening', look).on('close', () => { asked = false; look() })
  server.on('error', () => { asked = false }) // a port that cannot be had is told by the one who listens after this
  const timer = setTimeout(() => { late = true; look() }, 1_000)
  return {
    /** So many other processes answer at this door. */
    others(open: number): void { others = open; look() },
    /** The door is free when this returns. */
    async end(): Promise<void> {
      over = true
      clearTimeout(timer)
      const closed = asked ? once(server, 'close').catch(() => {}) : null
      look()
      await closed
    },
  }
}
