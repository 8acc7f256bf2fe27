import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, mayEditFor, permit, transact } from '../../core/context.ts'
import { requestKeyField } from '../../platform/fields.ts'
import { Refused, refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { plain } from '../../platform/text.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, localeOf, queryOf } from '../../web/http.tsx'
import { keeping, saveDocument } from '../documents/commands.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import {
  addPicture, Caption, ChangeListing, changeListing, CloseListing, closeListing, DraftListing, draftListing, ListingStep, RemovePicture, removePicture, submitListing, withdrawListing,
} from './commands.ts'
import { listingPath } from './pages/card.tsx'
import { EditPage, incompleteForm, valuesOf } from './pages/edit.tsx'
import { ListingPage } from './pages/listing.tsx'
import { OwnListingsPage } from './pages/own.tsx'
import { PicturesPage } from './pages/pictures.tsx'
import { nextPage, pagePath } from './pages/steps.tsx'
import { SearchPage } from './pages/search.tsx'
import { excerptOf, shows, wasFound } from './pages/search-marks.tsx'
import { cardsOf, draftedWith, listingFor, ownListings, percentOf } from './queries.ts'
import type { ListingRefusal } from './rules.ts'
import { listingKinds } from './schema.ts'
import { bodiesOf, search, SearchAddress } from './search.ts'
import { fieldsNear, waysOut } from './search-help.ts'
import { editedListing, savingPage, stepRoutes } from './steps-routes.tsx'

/** What was searched for in vain, as the title of the need posted instead. */
function carriedTitle(request: FastifyRequest): { title?: string } {
  const { title } = queryOf(request)
  return typeof title === 'string' && title.trim() ? { title: plain(title).slice(0, 200) } : {}
}

export interface Uploads { storage: Storage; uploadMaxBytes: number }

/** The second button of the basic content leads to the next step. */
const goesOn = ({ body }: FastifyRequest): boolean => (body as { go?: unknown } | null)?.go === 'next'

export function listingRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: Uploads): void {
  app.get('/search', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const asked = SearchAddress.parse(queryOf(request))
    const [result, taxonomy] = [await search(db, asked, now()), await taxonomyOf(db)]
    const help = result.total === 0 ? { ways: await waysOut(db, asked, now()), fields: fieldsNear(asked.q, taxonomy, locale) } : null
    const cards = await cardsOf(db, result.ids, locale)
    const found = wasFound(new Set(result.terms), result.corrected ?? asked.q)
    const unexplained = result.terms.length ? cards.filter(({ title, summary }) => !shows(`${title}\n${summary}`, found)) : []
    const excerpts = new Map([...await bodiesOf(db, unexplained.map(({ id }) => id), locale)].map(([id, bodies]) => [id, excerptOf(bodies, found)]))
    return reply.page(<SearchPage asked={asked} result={result} cards={cards} excerpts={excerpts} found={found} grades={new Map(cards.map(({ id, evidence_grade }) => [id, evidence_grade]))} help={help} taxonomy={taxonomy} />)
  })

  app.get('/my/listings', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, ({ person_id }) => person_id !== null)
    const own = actor.organisation_id === null ? [] : await ownListings(db, actor.organisation_id)
    const ids = own.map(({ id }) => id)
    const [cards, percents, taxonomy] = await Promise.all([cardsOf(db, ids, locale), percentOf(db, ids), taxonomyOf(db)])
    return reply.page(<OwnListingsPage organisation={actor.organisation_id} cards={cards} percents={percents} taxonomy={taxonomy} />)
  })

  for (const kind of listingKinds) app.register(async (fresh) => {
    const address = `/my/listings/new/${kind}`
    // The form's key stands in its address, so that Back comes to the same form, and once it is saved, to its draft.
    fresh.addHook('preHandler', async (request, reply) => {
      const { db, actor, locale } = request.ctx
      if (request.method !== 'GET' || actor.person_id === null) return
      if (actor.organisation_id === null) return reply.redirect(`/${locale}/my/organisation`, 303)
      const key = requestKeyField.safeParse(queryOf(request).key)
      if (!key.success) return reply.redirect(`/${locale}${address}?${new URLSearchParams({ key: randomUUID(), ...carriedTitle(request) })}`, 303)
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
      initial: (_, request) => ({ price_mode: 'negotiable', request_key: queryOf(request).key, organisation_id: request.ctx.actor.organisation_id, [`title_${request.ctx.locale}`]: carriedTitle(request).title }),
      page: (form, taxonomy) => <EditPage form={form} kind={kind} taxonomy={taxonomy} />,
      act: async (ctx, input, _, request) => {
        const id = await draftListing(ctx, input)
        return goesOn(request) ? `/${ctx.locale}${pagePath(id, nextPage(kind, 'edit'))}?done=saved` : `/${ctx.locale}${listingPath({ kind, id })}?done=saved`
      },
    })
  })

  savingPage(app, {
    address: '/my/listings/:id/edit', schema: ChangeListing, load: editedListing,
    initial: ({ listing }) => valuesOf(listing),
    page: (form, { listing, taxonomy }) => <EditPage form={form} kind={listing.kind} taxonomy={taxonomy} listing={listing} />,
    save: changeListing,
    next: ({ listing }, request) => `/${request.ctx.locale}${goesOn(request) ? pagePath(listing.id, nextPage(listing.kind, 'edit')) : listingPath(listing)}?done=saved`,
  })
  stepRoutes(app)
  const own = editedListing
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
  app.post('/my/listings/:id/pictures', { config: { takesFile: true } }, async (request, reply) => {
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
}
