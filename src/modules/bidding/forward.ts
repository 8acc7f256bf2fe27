import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sent } from '../../platform/auction/decide.ts'
import type { Answer } from '../../platform/auction/writer.ts'

/** A command, or a question after one, on its way from the web process it reached to the one that writes its lot. */
export type Forwarded = { lot: number; key: string; at: number } & ({ sent: Sent } | { bidder: number })

export const forwardLimits = { bytes: 16_384, ageMs: 10_000, waitMs: 3_000 }
const signer = (secret: string) => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'commands of lots between web processes', 32))
  return (...parts: string[]): string => createHmac('sha256', key).update(parts.join('\n')).digest('hex')
}
const equal = (a: string, b: unknown): boolean => typeof b === 'string' && b.length === a.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

async function textOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > forwardLimits.bytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

/** The door other web processes of this machine send commands to. It stands on loopback, and takes and gives nothing that is not signed with the Exchange's secret. */
export async function openDoor(secret: string, answerTo: (forwarded: Forwarded) => Promise<Answer>): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const sign = signer(secret)
  const server: Server = createServer((request, response) => {
    void (async () => {
      const text = request.method === 'POST' ? await textOf(request) : null
      const signature = request.headers['x-signature']
      const forwarded = text !== null && equal(sign('command', text), signature) ? JSON.parse(text) as Forwarded : null
      if (!forwarded || Math.abs(Date.now() - forwarded.at) > forwardLimits.ageMs) return response.writeHead(403).end()
      const answer = JSON.stringify(await answerTo(forwarded))
      return response.writeHead(200, { 'content-type': 'application/json', 'x-signature': sign('answer', String(signature), answer) }).end(answer)
    })().catch(() => { if (!response.headersSent) response.writeHead(500); response.end() })
  })
  server.requestTimeout = 10_000
  // Web processes share their port; this one is each process's own.
  await new Promise<void>((listening, fail) => { server.once('error', fail).listen({ port: 0, host: '127.0.0.1', exclusive: true }, listening) })
  server.unref()
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((closed) => { server.close(() => closed()); server.closeAllConnections() }),
  }
}

/** Sends it there. `moved` where nobody who knows the secret answers: then it may be sent again, with the same key. */
export async function forward(secret: string, endpoint: string, forwarded: Forwarded): Promise<Answer> {
  const sign = signer(secret)
  const text = JSON.stringify(forwarded), signature = sign('command', text)
  try {
    const response = await fetch(endpoint, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-signature': signature }, signal: AbortSignal.timeout(forwardLimits.waitMs), redirect: 'error' })
    const answer = await response.text()
    return response.ok && equal(sign('answer', signature, answer), response.headers.get('x-signature')) ? JSON.parse(answer) as Answer : { kind: 'moved' }
  } catch { return { kind: 'moved' } }
}
