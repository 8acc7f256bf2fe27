import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { type z, ZodError } from 'zod'
import type { Ctx } from '../core/context.ts'
import { idField } from '../platform/fields.ts'
import { isLocale, type Locale } from '../platform/locale.ts'
import { notFound, Refused, type Refusal } from '../platform/refusal.ts'

declare module 'fastify' {
  interface FastifyRequest { ctx: Ctx }
  interface FastifyReply {
    /** Renders a page in the reader's language and sends it. */
    page(view: VNode, status?: number): Promise<FastifyReply>
  }
}

/** Refusals that no form words: each has a page of its own, or leads to sign-in. */
export const hasOwnPage = ({ code }: Refusal): boolean => ['not_found', 'sign_in_first', 'not_permitted'].includes(code)

/** The refusal work answers with, to be shown at its form; what belongs on a page of its own is thrown on. */
export async function refusedBy(work: () => Promise<unknown>): Promise<Refusal | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (!(error instanceof Refused) || hasOwnPage(error.refusal)) throw error
    return error.refusal
  }
}

/** What a form shows: what was typed, and what is wrong with it, by field. */
export interface FormState {
  values: Record<string, unknown>
  /** Codes such as `required` or `too_long:200`; `ui/form.tsx` words them. */
  errors: Record<string, string>
  /** A refusal that belongs to the form as a whole. */
  refusal: Refusal | null
  /** Sets the ids of its fields apart from those of other forms on the page; what is sent is named the same. */
  at?: string
}
export const freshForm = (values: object = {}): FormState => ({ values: values as Record<string, unknown>, errors: {}, refusal: null })

/** The number in an address such as /vi/offers/12; anything that is not one has no page. */
export function idOf(request: FastifyRequest, name = 'id'): number {
  const read = idField.safeParse((request.params as Record<string, string>)[name])
  return read.success ? read.data : notFound()
}
export const queryOf = (request: FastifyRequest): Record<string, string | string[] | undefined> => request.query as never
export function localeOf(request: FastifyRequest): Locale {
  const first = request.url.split(/[/?]/)[1]
  return isLocale(first) ? first : 'vi'
}

export function errorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { path, message } of error.issues) errors[String(path[0] ?? 'form')] ??= message
  return errors
}

export interface FormPage<S extends z.ZodType, L> {
  /** Where the empty form is shown; left out where another page shows it. */
  get?: string
  post: string
  schema: S
  /** Everything the page needs besides what is typed; the place to answer 404. */
  load: (request: FastifyRequest) => Promise<L>
  initial?: (loaded: L, request: FastifyRequest) => object
  page: (form: FormState, loaded: L, request: FastifyRequest) => VNode
  /** Which refusals the page can say; any other becomes a page of its own. All, unless told. */
  says?: (refusal: Refusal) => boolean
  /** Carries it out; returns the address to go to. */
  act: (ctx: Ctx, input: z.output<S>, loaded: L, request: FastifyRequest, reply: FastifyReply) => Promise<string>
}

/**
 * The one way a form works: shown, read, shown again with what was typed and a sentence at each
 * wrong field (422) or with the rule's refusal (409), and after success a redirect (303).
 */
export function formPage<S extends z.ZodType, L>(app: FastifyInstance, { get, post, schema, load, initial, page, says = () => true, act }: FormPage<S, L>): void {
  if (get) app.get(get, async (request, reply) => {
    const loaded = await load(request)
    return reply.page(page(freshForm(initial?.(loaded, request)), loaded, request))
  })
  app.post(post, async (request, reply) => {
    const loaded = await load(request)
    const values = (request.body ?? {}) as Record<string, unknown>
    const read = schema.safeParse({ ...values, ...(request.params as object) })
    if (!read.success) return reply.page(page({ values, errors: errorsOf(read.error), refusal: null }, loaded, request), 422)
    try {
      return reply.redirect(await act(request.ctx, read.data, loaded, request, reply), 303)
    } catch (error) {
      // Some fields only the command can judge: whether a code is in its list.
      if (error instanceof ZodError) return reply.page(page({ values, errors: errorsOf(error), refusal: null }, loaded, request), 422)
      if (!(error instanceof Refused) || !says(error.refusal) || hasOwnPage(error.refusal)) throw error
      return reply.page(page({ values, errors: {}, refusal: error.refusal }, loaded, request), 409)
    }
  })
}

/** A button: a form with nothing to type wrong. A refusal becomes a page that says why and leads back. */
export function button<S extends z.ZodType>(app: FastifyInstance, path: string, schema: S, act: (ctx: Ctx, input: z.output<S>, request: FastifyRequest) => Promise<string>): void {
  app.post(path, async (request, reply) => {
    const read = schema.safeParse({ ...(request.body as object), ...(request.params as object) })
    if (!read.success) throw new Invalid(errorsOf(read.error))
    return reply.redirect(await act(request.ctx, read.data, request), 303)
  })
}

/** Input that did not parse where no form of its own can show it again. */
export class Invalid extends Error {
  override name = 'Invalid'
  readonly errors: Record<string, string>
  constructor(errors: Record<string, string>) {
    super('invalid input')
    this.errors = errors
  }
}

/** Where a redirect may go: a path of this site and nothing else, and not one that says things were done. */
export function localPath(path: unknown, otherwise: string): string {
  if (typeof path !== 'string' || !/^\/(?![/\\])[^\s\\\p{Cc}]*$/u.test(path)) return otherwise
  const { pathname, searchParams, hash } = new URL(path, 'http://x')
  if (!searchParams.has('done')) return path
  searchParams.delete('done')
  return `${hostless(pathname)}${searchParams.size ? `?${searchParams}` : ''}${hash}`
}
/** A browser reads //name as another host, and a path such as /.//name becomes that once its dots are gone. */
const hostless = (pathname: string): string => pathname.replace(/^\/{2,}/, '/')

/** The page a form was sent from, where the browser says so and it is ours, without what that page had to say of things done. */
export function backOf(request: FastifyRequest): string {
  const { referer } = request.headers
  if (!referer || !URL.canParse(referer) || new URL(referer).host !== request.headers.host) return `/${request.ctx.locale}/work`
  const { pathname, searchParams } = new URL(referer)
  searchParams.delete('done')
  return `${hostless(pathname)}${searchParams.size ? `?${searchParams}` : ''}`
}
