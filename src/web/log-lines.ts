import type { FastifyRequest } from 'fastify'
import { plainError, scrubbed } from '../platform/scrub.ts'

/** Somewhere lines go instead of the standard output. */
export interface LogStream { write: (line: string) => void }

/**
 * How the web process logs: one JSON object a line, in which line ends and control characters of
 * visitors are escaped, so that nobody can forge a line. Of a request the log keeps the method, the
 * address without its query and what is secret in it, and where it came from: no header, no name,
 * no e-mail address, no token.
 */
export const webLog = (level: string, stream?: LogStream) => ({
  level, ...(stream ? { stream } : {}),
  serializers: {
    req: (request: FastifyRequest) => ({ method: request.method, path: pathFor(request), ip: request.ip }),
    err: (error: unknown) => (error instanceof Error ? plainError(error) : { type: typeof error, message: scrubbed(String(error)), code: undefined, stack: '' }) as never,
  },
})

/** Numbers say which deal it was; anything else put into an address may be a token, and is named by its place. */
function pathFor(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? ''
  const pattern = request.routeOptions?.url
  if (pattern !== undefined && !pattern.includes('*')) {
    const given = path.split('/')
    return pattern.split('/').map((part, i) => (part.startsWith(':') && /^\d{1,10}$/.test(given[i] ?? '') ? given[i] : part)).join('/')
  }
  // Nobody's page: whatever looks like a word or a number may stay.
  return path.split('/').map((part) => (/^[\w.-]{0,30}$/.test(part) ? part : '…')).join('/').slice(0, 200)
}
