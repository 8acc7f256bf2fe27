import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { etagOf } from '../../platform/etags.ts'
import { idField } from '../../platform/fields.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { cursorOf, listOf, type Place, placeOf } from './cursors.ts'
import type { Slice } from './list-queries.ts'
import { type Done, once } from './once.ts'
import { Problem, type ProblemCode } from './problem-texts.ts'
import type { KeyHolder } from './queries.ts'
import { sha256Of } from './rules.ts'
import type { ApiScope } from './schema.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key came with it; null where none did. */
    holder: KeyHolder | null
    /** The bytes of the body as they came. */
    sent: string
  }
  interface FastifyContextConfig { scope?: ApiScope; ifMatch?: 'taken' | 'needed' }
}

export interface ApiParts { publicUrl: string; secret: string }

/** Thrown for what goes wrong before a rule is asked. */
export class Trouble extends Error {
  override name = 'Trouble'
  readonly code: ProblemCode
  readonly facts: Record<string, unknown> | undefined
  constructor(code: ProblemCode, facts?: Record<string, unknown>) {
    super(code)
    this.code = code
    this.facts = facts
  }
}

/** A number in an address. */
export const numbered = <N extends string>(...names: N[]) => z.object(Object.fromEntries(names.map((name) => [name, idField.meta({ type: 'integer', minimum: 1, maximum: 2_147_483_647, examples: [12] })])) as Record<N, typeof idField>)
export const Language = z.strictObject({ language: z.enum(locales).optional().describe('Texts in this language where they exist; otherwise in the one there is. Accept-Language says the same.') })
export const Paged = z.strictObject({
  cursor: z.string().max(600).optional().describe('next_cursor of the page before; with the same other parameters.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many at most.'),
})
/** How 0.2.0 turned pages. Goes with the first page only that has no cursor. */
export const NumberedPage = z.strictObject({ page: z.coerce.number().int().min(1).max(500).optional().describe('As version 0.2.0 counted pages; use cursor.').meta({ deprecated: true }) })
export const nextCursor = z.string().nullable().describe('Null on the last page. The header Link: …; rel="next" says the same.')

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } })
const told: Record<number, string> = {
  400: 'A parameter is wrong, or the cursor does not fit.', 401: 'No key, or one that is not in use.', 403: 'The key lacks the scope, its maker may not do this, or only a person may.', 404: 'Nothing here, or nothing this reader may see.',
  405: 'The address does not take this method.', 409: 'A rule of the Exchange says no; the code and the facts say which.', 412: 'It has changed since the representation named by If-Match.', 413: 'The body is larger than 512 KiB.', 415: 'The body is not JSON.',
  422: 'A field of the body is wrong, or the Idempotency-Key was used for another request.', 428: 'If-Match is needed.', 429: 'Too many requests; Retry-After says for how long.', 500: 'A fault of the Exchange.', 503: 'The database is restarting.',
}
/** Every status an operation may answer with, each with the schema of its body. */
export const answers = <S extends z.ZodType>(status: 200 | 201 | 202, schema: S, description: string, ...also: number[]) => ({
  [status]: { description, content: { 'application/json': { schema } } },
  ...Object.fromEntries([...new Set([400, 401, 403, 404, 429, 500, 503, ...also])].toSorted().map((code) => [code, problem(told[code] ?? '')])),
  ...(status === 200 && also.length === 0 ? { 304: z.null().describe('Unchanged since the representation named by If-None-Match.') } : {}),
})
/** What a changing operation may answer besides. */
export const refusals = [409, 412, 413, 415, 422] as const
export const secured = [{ key: [] }]

export const languageOf = ({ ctx }: FastifyRequest, asked: Locale | undefined): Locale => asked ?? ctx.locale
/** The organisation the key is of. */
export const ownOrganisation = ({ ctx }: FastifyRequest): number => ctx.actor.organisation_id ?? 0

/** Where a list is to go on, from what was asked. */
export function sliceOf(request: FastifyRequest, { secret }: ApiParts, query: { cursor?: string | undefined; limit: number; page?: number | undefined }): Slice {
  const after = query.cursor === undefined ? null : placeOf(secret, listOf(pathOf(request), query), query.cursor)
  return { after, limit: query.limit, offset: after === null && query.page !== undefined ? (query.page - 1) * query.limit : 0 }
}
const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? ''

/** A page of what was found, and where the next one begins: in the body and in the header Link. */
export function pageOf<T>(request: FastifyRequest, reply: FastifyReply, parts: ApiParts, query: { limit: number } & Record<string, unknown>, rows: readonly T[], place: (row: T) => Place): { rows: T[]; next_cursor: string | null } {
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return { rows: shown, next_cursor: last === undefined || rows.length <= query.limit ? null : linkNext(request, reply, parts, query, place(last)) }
}
export function linkNext(request: FastifyRequest, reply: FastifyReply, { secret, publicUrl }: ApiParts, query: Readonly<Record<string, unknown>>, place: Place): string {
  const { page: _page, ...asked } = query
  const cursor = cursorOf(secret, listOf(pathOf(request), asked), place)
  const parameters = new URLSearchParams(request.url.split('?')[1] ?? '')
  parameters.delete('page')
  parameters.set('cursor', cursor)
  void reply.header('link', `<${publicUrl}${pathOf(request)}?${parameters}>; rel="next"`)
  return cursor
}

const written = <S extends z.ZodType>(schema: S, value: z.input<S>): string => JSON.stringify(z.encode(schema, value as never))
export interface Acting<S extends z.ZodType, C extends z.ZodType> {
  answers: S
  status?: 200 | 201 | 202
  /** What If-Match speaks of: its schema, the rows to hold, and how it stands now. */
  current?: { schema: C; hold: (ctx: Ctx) => Promise<unknown>; read: (ctx: Ctx, locale: Locale) => Promise<z.input<C>> }
  work: (ctx: Ctx) => Promise<{ body: z.input<S>; location?: string }>
  /** Puts into an answer what is kept nowhere. */
  finish?: (ctx: Ctx, body: z.output<S>) => z.output<S>
}
/** Does what a program asked, once, and answers with what stands afterwards. */
export async function act<S extends z.ZodType, C extends z.ZodType = z.ZodNever>(request: FastifyRequest, reply: FastifyReply, { answers: schema, status = 200, current, work, finish }: Acting<S, C>): Promise<FastifyReply> {
  const { ctx, holder, headers, method } = request
  if (!holder) throw new Trouble('key_needed')
  const standing = current && (async (inside: Ctx) => {
    await current.hold(inside)
    // Titles are in the language asked for: whoever read it in either has read it.
    return Promise.all(locales.map(async (locale) => etagOf(written(current.schema, await current.read(inside, locale)))))
  })
  const asked = { key_id: holder.key_id, idempotency_key: idempotencyKey(headers['idempotency-key']), sha256: sha256Of(`${method} ${request.url}\n${request.sent}`), if_match: current ? headers['if-match'] ?? null : null }
  const done = await once(ctx, asked, standing ?? null, async (inside): Promise<Done> => {
    const { body, location } = await work(inside)
    return { status, headers: location === undefined ? {} : { location }, body: written(schema, body) }
  })
  const body = finish ? JSON.stringify(finish(ctx, JSON.parse(done.body) as z.output<S>)) : done.body
  if (done.replayed) void reply.header('idempotency-replayed', 'true')
  return reply.code(done.status).headers(done.headers).type('application/json; charset=utf-8').send(body)
}
/** The key of a request sent perhaps more than once, as the draft standard writes it, with quotation marks or without. */
function idempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Trouble('invalid', { header: 'Idempotency-Key' })
  return key
}
/** Holds a row that If-Match speaks of, so that nobody changes it between the question and the act. */
export const holding = (table: 'listing' | 'interest' | 'deal' | 'webhook', id: number) => ({ db }: Ctx) => sql`select from ${sql.table(table)} where id = ${id} for update`.execute(db)
