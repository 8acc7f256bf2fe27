import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, isStaff, mayEditFor, permit, transact } from '../../core/context.ts'
import { requestKeyField } from '../../platform/fields.ts'
import { notFound, type Refusal, Refused, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, localeOf, queryOf } from '../../web/http.tsx'
import { keeping, saveDocument } from '../documents/commands.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { waitingJudge } from '../rulebook/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import {
  addPicture, Caption, ChangeListing, changeListing, CloseListing, closeListing, DraftListing, draftListing, ListingStep, PublishListing, publishListing, RemovePicture, removePicture, ReturnListing, returnListing, submitListing, withdrawListing,
} from './commands.ts'
import { listingPath } from './pages/card.tsx'
import { EditPage, incompleteForm, valuesOf } from './pages/edit.tsx'
import { ListingPage } from './pages/listing.tsx'
import { DecisionPage, ModerationPage, OwnListingsPage } from './pages/own.tsx'
import { PicturesPage } from './pages/pictures.tsx'
import { SearchPage } from './pages/search.tsx'
import { cardsOf, draftedWith, listingFor, ownListings, reviewQueue, reviewQueueLength } from './queries.ts'
import type { ListingRefusal } from './rules.ts'
import { listingKinds } from './schema.ts'
import { search, SearchAddress } from './search.ts'

/** Moderators decide; those who look over the Exchange's shoulder read what they read. */
const readsQueue = isStaff('moderator', 'observer', 'inspector')
/** Listings a page of the review queue. */
const queuePage = 50

export interface Uploads { storage: Storage; uploadMaxBytes: number }

export function listingRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: Uploads): void {
  app.get('/search', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const asked = SearchAddress.parse(queryOf(request))
    const result = await search(db, asked, now())
    return reply.page(<SearchPage asked={asked} result={result} cards={await cardsOf(db, result.ids, locale)} taxonomy={await taxonomyOf(db)} />)
  })

  app.get('/my/listings', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, ({ person_id }) => person_id !== null)
    const own = actor.organisation_id === null ? [] : await ownListings(db, actor.organisation_id)
    return reply.page(<OwnListingsPage organisation={actor.organisation_id} cards={await cardsOf(db, own.map(({ id }) => id), locale)} taxonomy={await taxonomyOf(db)} />)
  })

  for (const kind of listingKinds) app.register(async (fresh) => {
    const address = `/my/listings/new/${kind}`
    // The form's key stands in its address, so that Back comes to the same form, and once it is saved, to its draft.
    fresh.addHook('preHandler', async (request, reply) => {
      const { db, actor, locale } = request.ctx
      if (request.method !== 'GET' || actor.person_id === null) return
      if (actor.organisation_id === null) return reply.redirect(`/${locale}/my/organisation`, 303)
      const key = requestKeyField.safeParse(queryOf(request).key)
      if (!key.success) return reply.redirect(`/${locale}${address}?key=${randomUUID()}`, 303)
      const drafted = await draftedWith(db, actor.organisation_id, key.data)
      if (drafted) return reply.redirect(`/${locale}/my/listings/${drafted.id}/edit`, 303)
    })
    formPage(fresh, {
      get: address, post: address, schema: z.preprocess((typed) => ({ ...(typed as object), kind }), DraftListing),
      load: async ({ ctx, method }) => {
        permit(ctx.actor, isSignedIn)
        // What was typed for one organisation comes back with a word on who is acted for now, and is not lost behind a page that says no.
        if (method === 'GET') permit(ctx.actor, mayEditFor(ctx.actor.organisation_id ?? refuse<ListingRefusal>({ code: 'no_organisation' })))
        return taxonomyOf(ctx.db)
      },
      initial: (_, request) => ({ price_mode: 'negotiable', request_key: queryOf(request).key, organisation_id: request.ctx.actor.organisation_id }),
      page: (form, taxonomy) => <EditPage form={form} kind={kind} taxonomy={taxonomy} />,
      act: async (ctx, input) => `/${ctx.locale}${listingPath({ kind, id: await draftListing(ctx, input) })}?done=saved`,
    })
  })

  const own = async (request: FastifyRequest) => {
    permit(request.ctx.actor, ({ person_id }) => person_id !== null)
    const listing = await listingFor(request.ctx, idOf(request))
    if (!mayEditFor(listing.organisation_id)(request.ctx.actor)) notFound()
    return { listing, taxonomy: await taxonomyOf(request.ctx.db) }
  }
  formPage(app, {
    get: '/my/listings/:id/edit', post: '/my/listings/:id/edit', schema: ChangeListing, load: own,
    initial: ({ listing }) => valuesOf(listing),
    page: (form, { listing, taxonomy }) => <EditPage form={form} kind={listing.kind} taxonomy={taxonomy} listing={listing} />,
    act: async (ctx, input, { listing }) => { await changeListing(ctx, input); return `/${ctx.locale}${listingPath(listing)}?done=saved` },
  })
  const back = async (request: FastifyRequest, done: string): Promise<string> => `/${localeOf(request)}${listingPath(await listingFor(request.ctx, idOf(request)))}?done=${done}`
  formPage(app, {
    post: '/my/listings/:id/submission', schema: ListingStep, load: own,
    says: ({ code }) => code === 'incomplete',
    page: ({ refusal }, { listing, taxonomy }) => <EditPage form={incompleteForm(listing, refusal)} kind={listing.kind} taxonomy={taxonomy} listing={listing} />,
    act: async (ctx, input, _, request) => { await submitListing(ctx, input); return back(request, 'submitted') },
  })
  button(app, '/my/listings/:id/withdrawal', ListingStep, async (ctx, input, request) => { await withdrawListing(ctx, input); return back(request, 'withdrawn') })
  formPage(app, {
    post: '/my/listings/:id/closing', schema: CloseListing, load: own,
    says: () => false,
    page: (form, loaded) => <ListingPage own closing={form} {...loaded} />,
    act: async (ctx, input, _, request) => { await closeListing(ctx, input); return back(request, 'closed') },
  })
  button(app, '/my/listings/:id/pictures/:document_id/removal', RemovePicture, async (ctx, input) => { await removePicture(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/pictures?done=removed` })

  app.get('/my/listings/:id/pictures', async (request, reply) => reply.page(<PicturesPage form={freshForm()} maxBytes={uploadMaxBytes} {...(await own(request))} />))
  app.post('/my/listings/:id/pictures', async (request, reply) => {
    const { ctx } = request
    const { listing } = await own(request) // nobody fills the disk who may not add to this listing
    const sent = await readUploadForm(request, { storage, maxBytes: uploadMaxBytes, kind: 'picture' })
    const read = Caption.safeParse(sent.values)
    const again = async (wrong: Partial<FormState>, status: number) => {
      await sent.upload?.discard()
      return reply.page(<PicturesPage form={{ values: sent.values, errors: {}, refusal: null, ...wrong }} maxBytes={uploadMaxBytes} {...(await own(request))} />, status)
    }
    if (!read.success) return again({ errors: errorsOf(read.error) }, 422)
    try {
      const upload = chosenFile(sent)
      await keeping(ctx, storage, upload, () => transact(ctx, async (tx) => addPicture(ctx, tx, listing.id, await saveDocument(tx, ctx, upload), read.data.caption)))
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code === 'not_found') throw error
      return again({ refusal: error.refusal }, 409)
    }
    return reply.redirect(`/${ctx.locale}/my/listings/${listing.id}/pictures?done=uploaded`, 303)
  })

  app.get('/moderation', async (request, reply) => {
    const { db, actor, locale, now } = request.ctx
    permit(actor, readsQueue)
    const page = z.coerce.number().int().min(1).max(1000).catch(1).parse(queryOf(request).page)
    const [queue, total, judge] = await Promise.all([reviewQueue(db, queuePage, (page - 1) * queuePage), reviewQueueLength(db), waitingJudge(db, now())])
    const cards = await cardsOf(db, queue.map(({ id }) => id), locale)
    return reply.page(<ModerationPage cards={cards.map((card) => ({ ...card, waited: card.submitted_at && judge('listing_review', card.submitted_at) }))} total={total} page={page} pages={Math.ceil(total / queuePage)} />)
  })
  const judged = async (request: FastifyRequest) => {
    permit(request.ctx.actor, readsQueue)
    return { listing: await listingFor(request.ctx, idOf(request)), taxonomy: await taxonomyOf(request.ctx.db) }
  }
  app.get('/moderation/listings/:id', async (request, reply) => reply.page(<DecisionPage form={freshForm()} {...(await judged(request))} />))
  const decision = {
    load: judged, says: ({ code }: Refusal) => code === 'changed_meanwhile' || code === 'own_listing',
    page: (form: FormState, loaded: Awaited<ReturnType<typeof judged>>) => <DecisionPage form={form} {...loaded} />,
  }
  formPage(app, {
    ...decision, post: '/moderation/listings/:id/return', schema: ReturnListing,
    act: async (ctx, input) => { await returnListing(ctx, input); return `/${ctx.locale}/moderation?done=returned` },
  })
  formPage(app, {
    ...decision, post: '/moderation/listings/:id/publication', schema: PublishListing,
    act: async (ctx, input) => { await publishListing(ctx, input); return `/${ctx.locale}/moderation?done=published` },
  })
}
