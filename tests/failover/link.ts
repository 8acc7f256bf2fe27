import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire between two programs of this machine that can go dark, as a cut cable does: nothing arrives, and nobody is told. */
export interface Link {
  port: number
  /** Where it leads now, a port or the path of a socket; null: nowhere, and who comes is turned away. */
  target: number | string | null
  /** Every chunk arrives that much later, in order. */
  delayMs: number
  darken(): void
  mend(): void
  /** What is asked still arrives, and no answer comes back, until it is mended. */
  deafen(): void
  /** Of the next answer half arrives, and then its wire is cut. */
  tear(): void
  /** Ends what is connected. */
  cut(): void
  close(): void
}

export async function openLink(target: number | string | null): Promise<Link> {
  let dark = false, deaf = false, torn = false
  const pairs = new Set<{ near: Socket; far: Socket | null }>()
  const carry = (from: Socket, to: Socket, back: boolean): void => {
    const later = (act: () => void): void => { if (link.delayMs) setTimeout(act, link.delayMs); else act() }
    from.on('data', (chunk: Buffer) => {
      if (back && deaf) return
      if (back && torn) { torn = false; to.write(chunk.subarray(0, chunk.length >> 1), () => { to.destroy(); from.destroy() }); return }
      later(() => { if (!to.destroyed) to.write(chunk) })
    })
    from.on('close', () => { later(() => { to.destroy() }) })
  }
  const join = (pair: { near: Socket; far: Socket | null }): void => {
    if (link.target === null) { pair.near.destroy(); return }
    pair.far = (typeof link.target === 'number' ? connect(link.target, '127.0.0.1') : connect(link.target)).on('error', () => { pair.near.destroy() })
    pair.far.setNoDelay(true)
    carry(pair.near, pair.far, false)
    carry(pair.far, pair.near, true)
    pair.near.resume()
  }
  const server = createServer((near) => {
    const pair = { near, far: null }
    pairs.add(pair)
    near.setNoDelay(true)
    near.on('error', () => {}).on('close', () => pairs.delete(pair))
    if (dark) near.pause()
    else join(pair)
  })
  await new Promise<void>((next) => { server.listen(0, '127.0.0.1', next) })
  const link: Link = {
    port: (server.address() as AddressInfo).port, target, delayMs: 0,
    darken() { dark = true; for (const { near, far } of pairs) { near.pause(); far?.pause() } },
    deafen() { deaf = true },
    tear() { torn = true },
    mend() {
      dark = deaf = torn = false
      for (const pair of pairs) if (pair.far) { pair.near.resume(); pair.far.resume() } else join(pair)
    },
    cut() { for (const { near, far } of pairs) { near.destroy(); far?.destroy() } },
    close() { server.close(); link.cut() },
  }
  return link
}
