import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { type z, ZodError } from 'zod'
import { type Ctx, isSignedIn, permit } from '../../core/context.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { errorsOf, type FormState, hasOwnPage, idOf } from '../../web/http.tsx'
import type { ReceivedFile } from '../documents/commands.ts'
import { takeUpload } from '../documents/upload-routes.ts'
import { dealPart, type PartFile } from './part-queries.ts'
import { recordReading } from './reading-commands.ts'
import type { DealPart } from './schema.ts'

/** The part of the file at this address, for its reader; that somebody of neither side reads it is recorded first. */
export async function partOf(request: FastifyRequest, part: DealPart): Promise<PartFile> {
  const { ctx } = request
  permit(ctx.actor, isSignedIn)
  const file = await dealPart(ctx.db, ctx.actor, idOf(request, 'deal_id'), part, ctx.locale, hanoiDay(ctx.now()))
  await recordReading(ctx, file.deal, part)
  return file
}

/** A form of a part's page. */
interface PartForm<S extends z.ZodType> {
  /** Below the part's own address: /deals/:deal_id/terms/`path`. */
  path: string
  /** Under which the page finds this form among the others. */
  name: string
  schema: S
  /** Said at the top of the page afterwards: a key of `done` in web/messages.ts. */
  done: string
  act: (ctx: Ctx, input: z.output<S>, request: FastifyRequest) => Promise<unknown>
  /** Where it leads, without language, where that is not the part's own page. */
  to?: (input: z.output<S>, result: unknown) => string
}

/**
 * The one way several forms share a part's page: each is sent to an address of its own; sent wrong,
 * the page comes again with what was typed and what is wrong at that form (422, or 409 for a rule's
 * refusal), and after success a redirect (303). `show` draws the page with the forms it is given.
 */
export function partForms(app: FastifyInstance, part: DealPart, show: (request: FastifyRequest, forms: Record<string, FormState>) => Promise<VNode>) {
  return function form<S extends z.ZodType>({ path, name, schema, done, act, to }: PartForm<S>): void {
    app.post(`/deals/:deal_id/${part}${path ? `/${path}` : ''}`, async (request, reply) => {
      const { deal } = await partOf(request, part) // what the reader may not see answers 404 before anything typed is read
      const values = (request.body ?? {}) as Record<string, unknown>
      const again = async (wrong: Pick<FormState, 'errors' | 'refusal'>, status: number) => reply.page(await show(request, { [name]: { values, ...wrong } }), status)
      const read = schema.safeParse({ ...values, ...(request.params as object) })
      if (!read.success) return again({ errors: errorsOf(read.error), refusal: null }, 422)
      try {
        const result = await act(request.ctx, read.data, request)
        return await reply.redirect(`/${request.ctx.locale}${to?.(read.data, result) ?? `/deals/${deal.id}/${part}`}?done=${done}`, 303)
      } catch (error) {
        if (error instanceof ZodError) return again({ errors: errorsOf(error), refusal: null }, 422)
        if (!(error instanceof Refused) || hasOwnPage(error.refusal) || showsNoForm.includes(error.refusal.code)) throw error
        return again({ errors: {}, refusal: error.refusal }, 409)
      }
    })
  }
}

/** Refusals of those whom the page shows no form to say it at: they are told on a page of their own. */
const showsNoForm = ['party_gone', 'mandate_lets_not', 'broker_of_both']

/** A form of a part's page that brings a file. */
interface PartUpload<S extends z.ZodType> extends Omit<PartForm<S>, 'act'> {
  /** Whether this reader may add one here; the place to answer 404 before a byte is read. */
  may: (file: PartFile, request: FastifyRequest) => boolean | Promise<boolean>
  act: (ctx: Ctx, input: z.output<S>, upload: ReceivedFile) => Promise<unknown>
}

/** As `partForms`, for a form that brings a file: nobody fills the disk who may not add to this part. */
export function partUpload(app: FastifyInstance, part: DealPart, show: (request: FastifyRequest, forms: Record<string, FormState>) => Promise<VNode>, { storage, uploadMaxBytes }: { storage: Storage; uploadMaxBytes: number }) {
  return function upload<S extends z.ZodType>({ path, name, schema, done, may, act, to }: PartUpload<S>): void {
    app.post(`/deals/:deal_id/${part}/${path}`, { config: { takesFile: true } }, async (request, reply) => {
      const { ctx } = request
      const file = await partOf(request, part)
      const allowed = await may(file, request)
      permit(ctx.actor, () => allowed)
      return takeUpload(request, reply, {
        storage, maxBytes: uploadMaxBytes, schema, show: (form) => show(request, { [name]: form }),
        act: async (input, sent) => {
          const result = await act(ctx, input, sent)
          return `/${ctx.locale}${to?.(input, result) ?? `/deals/${file.deal.id}/${part}`}?done=${done}`
        },
      })
    })
  }
}
