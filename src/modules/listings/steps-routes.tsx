import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { notFound, type Refusal, Refused } from '../../platform/refusal.ts'
import { formatInstant, hanoiDay } from '../../platform/time.ts'
import { errorsOf, formPage, type FormState, hasOwnPage, idOf } from '../../web/http.tsx'
import { fieldErrors, wordError } from '../../web/messages.ts'
import { wording } from '../../web/ui/form.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { SaveStep, saveStep } from './detail-commands.ts'
import { isStepOf } from './detail-fields.ts'
import { listingRefusals } from './messages.ts'
import { CheckPage, nextPage, pagePath, StepPage, stepValues } from './pages/steps.tsx'
import { OwnPointers } from './pages/technology.tsx'
import { listingFor } from './queries.ts'
import type { ListingRefusal } from './rules.ts'
import type { Step } from './schema.ts'
import { itemsOn, pointersOf } from './technology-queries.ts'

/** A listing as those see it who edit it; for everybody else its form does not exist. */
export async function editedListing(request: FastifyRequest) {
  permit(request.ctx.actor, isSignedIn)
  const listing = await listingFor(request.ctx, idOf(request))
  if (!mayEditFor(listing.organisation_id)(request.ctx.actor)) notFound()
  return { listing, taxonomy: await taxonomyOf(request.ctx.db) }
}
type Edited = Awaited<ReturnType<typeof editedListing>>

interface SavingPage<S extends z.ZodType, L extends Edited> {
  address: string
  schema: S
  load: (request: FastifyRequest) => Promise<L>
  initial: (loaded: L, request: FastifyRequest) => object
  page: (form: FormState, loaded: L) => VNode
  save: (ctx: Ctx, input: z.output<S>, how: { itself: boolean }) => Promise<number>
  /** Where one goes after pressing the button. */
  next: (loaded: L, request: FastifyRequest) => string
}

/**
 * A form that a script saves while somebody types, at the address and by the command of its button. A
 * script that asks for JSON is told the new version and when it was saved, or what stands in the way; it is
 * never led anywhere. Without a script it is a form like any other.
 */
export function savingPage<S extends z.ZodType, L extends Edited>(app: FastifyInstance, { address, schema, load, initial, page, save, next }: SavingPage<S, L>): void {
  app.register(async (pages) => {
    pages.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'POST' || !/^application\/json\b/.test(request.headers.accept ?? '')) return
      const { ctx } = request
      const answer = (status: number, body: object) => reply.code(status).type('application/json').header('cache-control', 'no-store').send(JSON.stringify(body))
      await load(request) // whoever may not edit it is told what the page tells them
      const wrong = (errors: Record<string, string>) => { const [field, code] = Object.entries(errors)[0] ?? ['form', 'invalid']; return answer(422, { field, message: wordError(code, fieldErrors[ctx.locale]) }) }
      const read = schema.safeParse({ ...(request.body as object), ...(request.params as object) })
      if (!read.success) return wrong(errorsOf(read.error))
      try {
        const version = await save(ctx, read.data, { itself: true })
        return await answer(200, { version, at: formatInstant(ctx.now(), ctx.locale).split(/[ ,]+/).find((part) => part.includes(':')) })
      } catch (error) {
        if (error instanceof z.ZodError) return wrong(errorsOf(error))
        if (!(error instanceof Refused) || hasOwnPage(error.refusal)) throw error
        return answer(409, { code: error.refusal.code, message: wording<ListingRefusal>(listingRefusals[ctx.locale])(error.refusal as Refusal) })
      }
    })
    formPage(pages, { get: address, post: address, schema, load, initial, page, act: async (ctx, input, loaded, request) => { await save(ctx, input, { itself: false }); return next(loaded, request) } })
  })
}

/** The steps of the form beyond the basic content, and the page that checks it all. */
export function stepRoutes(app: FastifyInstance): void {
  savingPage(app, {
    address: '/my/listings/:id/steps/:step', schema: SaveStep,
    load: async (request) => {
      const { step } = request.params as { step: string }
      const edited = await editedListing(request)
      return isStepOf(edited.listing.kind, step) ? { ...edited, step: step as Step } : notFound()
    },
    initial: ({ listing, step }, request) => stepValues(listing, step, request.ctx.locale),
    page: (form, loaded) => <StepPage form={form} {...loaded} />,
    save: saveStep,
    next: ({ listing, step }, request) => `/${request.ctx.locale}${pagePath(listing.id, nextPage(listing.kind, step))}?done=saved`,
  })
  app.get('/my/listings/:id/check', async (request, reply) => {
    const { listing } = await editedListing(request)
    const { db, now } = request.ctx
    const before = listing.state === 'draft' || listing.state === 'returned' || listing.state === 'submitted'
    const items = before ? await itemsOn(db, hanoiDay(now())) : []
    return reply.page(<CheckPage listing={listing}>{before && <OwnPointers items={items} pointers={await pointersOf(db, listing, items)} />}</CheckPage>)
  })
}
