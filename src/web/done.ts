import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHmac, timingSafeEqual } from 'node:crypto'

declare module 'fastify' {
  interface FastifyReply {
    /** Lets the page at that address say once, to this browser, what was done: for what answers a script and not with a redirect. */
    tellDone(address: string): void
  }
}

const cookieName = (publicUrl: string): string => (publicUrl.startsWith('https://') ? '__Host-techex.done' : 'techex.done')
const signatureOf = (secret: string, address: string): string => createHmac('sha256', secret).update(`done ${address}`).digest('base64url')
const codeIn = (address: string): string | null => new URLSearchParams(address.split('#')[0]?.split('?')[1] ?? '').get('done')
const cookie = (publicUrl: string, value: string, seconds: number): string =>
  `${cookieName(publicUrl)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${publicUrl.startsWith('https://') ? '; Secure' : ''}`

/**
 * What was done is said by the address that follows (`?done=saved`), and shown only to the browser
 * that did it: its redirect leaves a cookie that signs the address. A link from elsewhere that ends
 * in the same words shows nothing.
 */
export function rememberDone(app: FastifyInstance, secret: string, publicUrl: string): void {
  app.decorateReply('tellDone', function tellDone(this: FastifyReply, address) { void this.header('set-cookie', cookie(publicUrl, signatureOf(secret, address), 60)) })
  app.addHook('onSend', async (request, reply) => {
    const to = reply.getHeader('location')
    if (request.method === 'POST' && reply.statusCode === 303 && typeof to === 'string' && to.startsWith('/') && codeIn(to) !== null) reply.tellDone(to)
  })
}

/** The code of what this browser just did, if its redirect led here; the next page asked for says it no more. */
export function doneHere(request: FastifyRequest, reply: FastifyReply, secret: string, publicUrl: string): string | null {
  const code = request.method === 'GET' ? codeIn(request.url) : null
  const given = request.cookies?.[cookieName(publicUrl)]
  if (code === null || given === undefined) return null
  const [wanted, got] = [Buffer.from(signatureOf(secret, request.url)), Buffer.from(given)]
  if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) return null
  void reply.header('set-cookie', cookie(publicUrl, '', 0))
  return code
}
