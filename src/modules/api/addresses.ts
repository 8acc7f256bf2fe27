import { lookup } from 'node:dns/promises'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { deliveryLimits, isLoopback, isWorldwide, type UrlFault, urlFault } from './rules.ts'

/** Every address a host has at this moment. */
export type Resolve = (host: string) => Promise<string[]>
export const resolveHost: Resolve = async (host) => {
  if (isIP(host)) return [host]
  // The system’s resolver takes its own time, and nobody who asks should wait for all of it.
  const found = await Promise.race([lookup(host, { all: true }).catch(() => []), setTimeout(5_000, [], { ref: false })])
  return found.map(({ address }) => address)
}

/**
 * Where a webhook's address leads just now: one address of its host, if every one of them may be
 * connected to. A host with one address outside and one inside is refused whole, or its next answer
 * would lead inside. Whoever connects does so to what is returned, not to a name looked up anew.
 */
export async function whereTo(url: string, development: boolean, resolve: Resolve): Promise<{ address: string } | { fault: UrlFault }> {
  const fault = urlFault(url, development)
  if (fault) return { fault }
  const { hostname } = new URL(url)
  const [address, ...others] = await resolve(hostname.replace(/^\[|\]$/g, ''))
  if (address === undefined) return { fault: 'unknown_host' }
  const all = [address, ...others]
  return all.every(isWorldwide) || (development && all.every(isLoopback)) ? { address } : { fault: 'private' }
}

export interface Sent { status: number | null; error: string }
/** Posts a body to that address of the url's host. Follows nothing, hears at most a kilobyte, and waits ten seconds in all. Says how it went and never throws. */
export function postTo(url: string, address: string, headers: Record<string, string>, body: string): Promise<Sent> {
  const { protocol } = new URL(url)
  const family = isIP(address)
  return new Promise((done) => {
    const given = (error: unknown): void => { const { code, name } = error as { code?: string; name?: string }; done({ status: null, error: String(code === 'ABORT_ERR' || name === 'AbortError' || name === 'TimeoutError' ? 'timeout' : code ?? name ?? 'failed').slice(0, 60) }) }
    try {
      const ask = (protocol === 'https:' ? overHttps : overHttp)(url, {
        method: 'POST', agent: false, signal: AbortSignal.timeout(deliveryLimits.milliseconds), headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup: (_host, { all }, found) => { if (all) (found as unknown as (error: null, addresses: { address: string; family: number }[]) => void)(null, [{ address, family }]); else found(null, address, family) },
      }, (answer) => {
        const { statusCode = 0 } = answer
        const over = (): void => { done({ status: statusCode, error: statusCode >= 200 && statusCode < 300 ? '' : statusCode >= 300 && statusCode < 400 ? 'redirect' : 'status' }); ask.destroy() }
        let heard = 0
        answer.on('data', (part: Buffer) => { heard += part.length; if (heard > deliveryLimits.bytes) over() }).on('end', over).on('error', given)
      })
      ask.on('error', given).end(body)
    } catch (error) { given(error) }
  })
}
