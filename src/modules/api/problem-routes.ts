import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ResponseSerializationError } from 'fastify-type-provider-zod'
import { z, ZodError } from 'zod'
import { Refused } from '../../platform/refusal.ts'
import { fieldErrors, wordError } from '../../web/messages.ts'
import { isDatabaseAway, type WordRefusal } from '../../web/trouble.tsx'
import { Trouble } from './answering-routes.ts'
import { type Problem, type ProblemCode, problemStatus, problemTexts } from './problem-texts.ts'

export type { WordRefusal }
type Fault = NonNullable<z.output<typeof Problem>['errors']>[number]
interface Told { code: string; as: ProblemCode; detail?: string; facts?: Record<string, unknown> | undefined; errors?: Fault[] }

/** Which problem a refusal is; every other refusal of a rule is a 409 under its own code. */
const problemOf: Record<string, ProblemCode> = {
  not_found: 'not_found', sign_in_first: 'key_needed', not_permitted: 'not_permitted', confirm_first: 'in_person_only', in_person_only: 'in_person_only',
  changed_since_read: 'changed_since_read', changed_meanwhile: 'changed_since_read', deal_changed: 'changed_since_read', organisation_changed: 'changed_since_read', idempotency_key_reused: 'idempotency_key_reused', cursor_unfit: 'cursor_unfit',
}
const byStatus: Record<number, ProblemCode> = { 400: 'invalid', 401: 'key_needed', 403: 'not_permitted', 404: 'not_found', 413: 'too_large', 415: 'not_json', 429: 'too_many_requests' }

/** Turns whatever was thrown into a problem: RFC 9457, with a code a program can decide by and a sentence for its reader. */
export function answerProblems(api: FastifyInstance, { publicUrl, word, methodsAt }: { publicUrl: string; word: WordRefusal; methodsAt: (url: string) => string[] }): void {
  const send = (request: FastifyRequest, reply: FastifyReply, { code, as, detail, facts, errors }: Told) => {
    const said = problemTexts[request.ctx.locale][as]
    const status = problemStatus[as]
    if (status === 401) void reply.header('www-authenticate', 'Bearer')
    const problem: z.input<typeof Problem> = {
      type: `${publicUrl}/developers#${as}`, title: said.title, status, code, detail: detail || said.detail, request_id: request.id,
      ...(facts && Object.keys(facts).length ? { facts } : {}), ...(errors?.length ? { errors } : {}),
    }
    return reply.code(status).type('application/problem+json').header('cache-control', 'no-store').header('content-language', request.ctx.locale).send(JSON.stringify(problem))
  }
  api.setErrorHandler(async (error: unknown, request, reply) => {
    const { locale } = request.ctx
    const tell = (told: Told) => send(request, reply, told)
    if (error instanceof Trouble) return tell({ code: error.code, as: error.code, facts: error.facts })
    if (error instanceof Refused) {
      const { code, ...facts } = error.refusal
      const as = problemOf[code]
      return as ? tell({ code: as, as, facts: as === 'changed_since_read' ? facts : undefined }) : tell({ code, as: 'refused', detail: word(error.refusal, locale), facts })
    }
    const faults = faultsOf(error, (code) => wordError(code, fieldErrors[locale]))
    if (faults) { const as = faults.every((fault) => fault.in === 'body') ? 'invalid_body' : 'invalid'; return tell({ code: as, as, errors: faults }) }
    if (isDatabaseAway(error)) {
      request.log.error({ err: error }, 'the database is away')
      void reply.header('retry-after', '3')
      return tell({ code: 'resting', as: 'resting' })
    }
    const { statusCode = 500 } = (error ?? {}) as { statusCode?: number }
    const as = byStatus[statusCode] ?? (statusCode >= 400 && statusCode < 500 ? 'invalid' : 'unexpected')
    if (as === 'unexpected') request.log.error({ err: error, ...(error instanceof ResponseSerializationError ? { cause: error.cause } : {}) }, 'unexpected')
    return tell({ code: as, as })
  })
  api.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url)
    if (methods.length === 0 || methods.includes(request.method)) return send(request, reply, { code: 'not_found', as: 'not_found' })
    void reply.header('allow', methods.join(', '))
    return send(request, reply, { code: 'method_not_allowed', as: 'method_not_allowed', facts: { methods } })
  })
}

const places = { params: 'params', querystring: 'query', headers: 'headers', body: 'body' } as const
/** What is wrong with which field, where that is what the error says: of what was sent, or found by a command, as whether a code is in its list. */
function faultsOf(error: unknown, say: (code: string) => string): Fault[] | null {
  const fault = (where: Fault['in'], path: string, message: string, code: string): Fault => {
    const ours = /^[a-z_]+(:\d+)?$/.test(message) ? message : null
    return { in: where, field: path, code: ours ?? code, message: (ours && say(ours)) || message }
  }
  if (error instanceof ZodError) return error.issues.map(({ path, message, code }) => fault('body', fieldName(path.join('.')), message, code ?? 'custom'))
  const { validation, validationContext } = (error ?? {}) as { validation?: { instancePath: string; message?: string; keyword: string }[]; validationContext?: keyof typeof places }
  if (!Array.isArray(validation)) return null
  return validation.slice(0, 50).map(({ instancePath, message = '', keyword }) => fault(places[validationContext ?? 'body'] ?? 'body', instancePath.replace(/^\//, '').replaceAll('/', '.'), message, keyword))
}
/** The forms of the pages name a text title_vi; here it is texts.vi.title. */
const fieldName = (name: string): string => name.replace(/^(title|summary|description|problem|advantages|requirements|keywords)_(vi|en)$/, 'texts.$2.$1')
