import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isKnown } from '../platform/etags.ts'
import { Crowded } from '../platform/one-at-a-time.ts'

/** An answer that is the same for everybody until what it says changes. */
export interface PublicAnswer {
  type: string
  /** Names this content and no other; whoever has it already is told so and sent nothing. */
  version: string
  /** What a browser calls it when it is kept. */
  name?: string
  make: () => Promise<Buffer | string>
}

/** A short name of whatever is said: equal values have the same, others another. */
export const versionOf = (...said: unknown[]): string => createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 32)

/**
 * Sends it, or says that the asker has it (304). It may be kept, and is asked for again each time it is
 * used: a listing taken back is gone from every copy at its next use. No date is given to ask by, for
 * what leaves a list makes nothing in it newer. Where too many wait for such
 * work to be done, the asker is told when to come again (503).
 */
export async function answerPublicly(request: FastifyRequest, reply: FastifyReply, { type, version, name, make }: PublicAnswer): Promise<FastifyReply> {
  const etag = `"${version}"`
  void reply.header('etag', etag).header('cache-control', 'public, no-cache').header('x-content-type-options', 'nosniff').header('cross-origin-resource-policy', 'cross-origin')
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  if (name) void reply.header('content-disposition', `inline; filename="${name}"`)
  try {
    return reply.type(type).send(await make())
  } catch (error) {
    if (!(error instanceof Crowded)) throw error
    for (const header of ['etag', 'content-disposition']) reply.removeHeader(header)
    return reply.code(503).header('retry-after', '10').header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('Nhiều người đang chờ. Hãy thử lại sau mười giây.\nMany are waiting. Please try again in ten seconds.\n')
  }
}
