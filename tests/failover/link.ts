import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire between two programs of loopback that can go dark, as a cut cable does: nothing arrives, and nobody is told. */
export interface Link {
  port: number
  /** Where it leads now; null: nowhere, and who comes is turned away. */
  target: number | null
  /** Every chunk arrives that much later, in order. */
  delayMs: number
  darken(): void
  mend(): void
  /** Ends what is connected. */
  cut(): void
  close(): void
}

export async function openLink(target: number | null): Promise<Link> {
  let dark = false
  const pairs = new Set<{ near: Socket; far: Socket | null }>()
  const carry = (from: Socket, to: Socket): void => {
    const later = (act: () => void): void => { if (link.delayMs) setTimeout(act, link.delayMs); else act() }
    from.on('data', (chunk) => { later(() => { if (!to.destroyed) to.write(chunk) }) })
    from.on('close', () => { later(() => { to.destroy() }) })
  }
  const join = (pair: { near: Socket; far: Socket | null }): void => {
    if (link.target === null) { pair.near.destroy(); return }
    pair.far = connect(link.target, '127.0.0.1').on('error', () => { pair.near.destroy() })
    pair.far.setNoDelay(true)
    carry(pair.near, pair.far)
    carry(pair.far, pair.near)
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
    mend() {
      dark = false
      for (const pair of pairs) if (pair.far) { pair.near.resume(); pair.far.resume() } else join(pair)
    },
    cut() { for (const { near, far } of pairs) { near.destroy(); far?.destroy() } },
    close() { server.close(); link.cut() },
  }
  return link
}
