import { idempotencyHours, keyRequestsPerMinute } from './rules.ts'

interface Parameter { name: string; in: string; required: boolean; description: string; schema: object }
interface Header { description: string; schema: object }
interface Answer { description: string; headers?: Record<string, Header> }
interface Operation { parameters?: Parameter[]; responses: Record<string, Answer>; 'x-if-match'?: 'taken' | 'needed' }
/** An OpenAPI description as far as headers go. */
export interface Described { paths?: Record<string, Record<string, Operation>> }

const text = { type: 'string' } as const
const asked = (name: string, description: string, schema: object = text, required = false): Parameter => ({ name, in: 'header', required, description, schema })
const language = asked('Accept-Language', 'vi or en: the language of problems, and of titles where no other is asked for.')
const unchanged = asked('If-None-Match', 'ETag of what was read before; unchanged is 304.')
const idempotency = asked('Idempotency-Key', `For ${idempotencyHours} hours the same request under the same key is done once and answered alike; another request under it is 422.`, { ...text, minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' })
const ifMatch = (needed: boolean): Parameter => asked('If-Match', 'ETag of what was read, or *; where it has changed since, nothing is done and the answer is 412.', text, needed)

const counted: Record<string, Header> = {
  'RateLimit-Policy': { description: `What may be asked: "minute";q=${keyRequestsPerMinute};w=60.`, schema: text }, RateLimit: { description: 'What is left of it, and for how many seconds: "minute";r=119;t=42.', schema: text },
}
const etag: Header = { description: 'Names this representation.', schema: text }
const answered: Record<string, Record<string, Header>> = {
  200: { ETag: etag, Link: { description: 'rel="next": the next page, where there is one.', schema: text } }, 304: { ETag: etag }, 401: { 'WWW-Authenticate': { description: 'Bearer', schema: text } },
  429: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }, 503: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
}
const changed: Record<string, Header> = { 'Idempotency-Replayed': { description: 'true: this was answered before, under the same Idempotency-Key.', schema: text } }

/** The description with the headers every operation takes and answers by: said once here, as they are done once for all. */
export function withHeaders<D extends Described>(document: D): D {
  for (const methods of Object.values(document.paths ?? {})) for (const [method, operation] of Object.entries(methods)) {
    const reads = method === 'get', how = operation['x-if-match']
    operation.parameters = [...operation.parameters ?? [], language, ...(reads ? [unchanged] : [idempotency, ...(how ? [ifMatch(how === 'needed')] : [])])]
    delete operation['x-if-match']
    for (const [status, answer] of Object.entries(operation.responses)) {
      const own = reads || !status.startsWith('2') ? answered[status] : { ...changed, ...(status === '201' ? { Location: { description: 'The address of what was made, where it has one.', schema: text } } : {}) }
      answer.headers = { ...counted, ...own }
    }
  }
  return document
}
