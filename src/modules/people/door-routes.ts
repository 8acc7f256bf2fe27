import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TooMany } from '../../platform/limits.ts'
import { type Refusal, refuse, Refused } from '../../platform/refusal.ts'
import { peopleRefusals } from './messages.ts'
import type { AccountRefusal } from './rules.ts'
import { type From, PasskeyGiven } from './sign-in-commands.ts'

export const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent', 'host', 'origin'] as const) { const value = request.headers[name]; if (value) headers.set(name, value) }
  headers.set('x-forwarded-for', request.ip)
  return headers
}
export const fromOf = (request: FastifyRequest): From => ({ headers: headersOf(request), address: request.ip })
export const setCookies = (reply: FastifyReply, cookies: string[]): void => { for (const cookie of cookies) reply.header('set-cookie', cookie) }

/** An answer to a script: where to go on, or a sentence why not. What a page would be led to, the script is told. */
export async function answerScript(request: FastifyRequest, reply: FastifyReply, act: () => Promise<object>): Promise<FastifyReply> {
  const { locale } = request.ctx
  try {
    return await reply.header('cache-control', 'no-store').send(await act())
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { code } = error.refusal
    if (code === 'confirm_first') return reply.send({ to: `/${locale}/confirm-identity?next=${encodeURIComponent(`/${locale}/my/account/passkeys`)}` })
    if (code === 'sign_in_first') return reply.send({ to: `/${locale}/sign-in` })
    const words = peopleRefusals[locale] as unknown as Record<string, (refusal: Refusal) => string>
    return reply.code(409).send({ error: words[code]?.(error.refusal) ?? code })
  }
}

/** A door that was tried too often says when to come back, and the operator's log says which. No address of anybody's is in it. */
export function heldDoors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof TooMany) {
      void reply.header('retry-after', String(error.retryAfter))
      if (error.first) request.log.warn({ door: error.door, person_id: request.ctx.actor.person_id }, 'too many attempts')
    }
    throw error
  })
}

/** What a script sends with a passkey; anything else is a passkey nobody accepts. */
export function readPasskey(request: FastifyRequest) {
  const read = PasskeyGiven.safeParse(request.body)
  return read.success ? read.data : refuse<AccountRefusal>({ code: 'passkey_refused' })
}

/** A refusal as an answer; anything else stays an error. */
export function refusalOf(error: unknown): { refusal: Refusal } {
  if (error instanceof Refused && !['confirm_first', 'sign_in_first', 'in_person_only', 'not_permitted'].includes(error.refusal.code)) return { refusal: error.refusal }
  throw error
}
