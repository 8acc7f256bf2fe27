import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permit } from '../../core/context.ts'
import { inLocale } from '../../platform/locale.ts'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { button, formPage, type FormState, idOf } from '../../web/http.tsx'
import { listingPath } from '../listings/pages/card.tsx'
import { cardsOf } from '../listings/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { ChangeCollection, changeCollection, ChooseListing, chooseListing, ChosenListing, FeatureCollection, featureCollection, leaveOutListing, MakeCollection, makeCollection, MovedListing, moveListing, OneCollection, publishCollection, unfeatureCollection, withdrawCollection } from './commands.ts'
import { asStranger } from './pages/facts.ts'
import { CollectionPage, CollectionsPage } from './pages/collections.tsx'
import { CollectionFile, CurationPage, NewCollectionPage } from './pages/curation.tsx'
import { allCollections, collectionById, collectionOf, listingsIn, publishedCollections, waitingIn } from './queries.ts'
import { curates, readsCollections } from './rules.ts'

const slugOf = (request: FastifyRequest): string => (request.params as { slug: string }).slug

/** Collections as everybody reads them. */
export function collectionRoutes(app: FastifyInstance, publicUrl: string): void {
  app.get('/collections', async (request, reply) => reply.page(<CollectionsPage collections={await publishedCollections(request.ctx.db)} />))
  app.get('/collections.csv', async (request, reply) => {
    const { db, locale } = request.ctx
    return sendCsv(reply, 'collections', (await publishedCollections(db)).map((collection) => ({
      title: inLocale(locale, collection.title_vi, collection.title_en), introduction: inLocale(locale, collection.intro_vi, collection.intro_en), reason: inLocale(locale, collection.reason_vi, collection.reason_en), chosen_by: collection.chosen_by,
      published_on: collection.published_at ? hanoiDay(collection.published_at) : '', listings: collection.listings, address: `${publicUrl}/${locale}/collections/${collection.slug}`, demonstration: collection.demonstration ? 'yes' : '',
    })))
  })
  app.get('/collections/:slug', async (request, reply) => {
    const { db, locale } = request.ctx
    const collection = found(await collectionOf(db, slugOf(request)))
    const [cards, taxonomy] = await Promise.all([listingsIn(db, collection.id).then((ids) => cardsOf(db, ids, locale)), taxonomyOf(db)])
    return reply.page(<CollectionPage collection={collection} cards={cards} taxonomy={taxonomy} />)
  })
  app.get('/collections/:slug/listings.csv', async (request, reply) => {
    const { db, locale } = asStranger(request.ctx)
    const collection = found(await collectionOf(db, slugOf(request)))
    const [cards, taxonomy] = await Promise.all([listingsIn(db, collection.id).then((ids) => cardsOf(db, ids, locale)), taxonomyOf(db)])
    return sendCsv(reply, collection.slug, cards.map((card) => ({
      kind: card.kind, title: card.title, summary: card.summary, organisation: inLocale(locale, card.organisation_name_vi, card.organisation_name_en), trl: card.trl ?? '', price_mode: card.price_mode, price_min: card.price_min ?? '', price_max: card.price_max ?? '',
      research_fields: card.research_fields.map((code) => taxonomy.name('research_field', code, locale)).join('; '), ward: card.ward_code ? taxonomy.name('ward', card.ward_code, locale) : '', published_on: card.published_at ? hanoiDay(card.published_at) : '', address: `${publicUrl}/${locale}${listingPath(card)}`, source: card.source_name ?? '', demonstration: card.demonstration ? 'yes' : '',
    })))
  })
}

/** Where the Exchange's people put collections together. */
export function curationRoutes(app: FastifyInstance): void {
  const base = '/administration/collections'
  const whole = async (request: FastifyRequest) => {
    const { db, actor, locale } = request.ctx
    permit(actor, request.method === 'GET' ? readsCollections : curates)
    const collection = found(await collectionById(db, idOf(request)))
    const [cards, waiting] = await Promise.all([listingsIn(db, collection.id).then((ids) => cardsOf(db, ids, locale)), waitingIn(db, collection.id)])
    return { collection, cards, waiting }
  }
  const done = (locale: string, id: number, code = 'saved'): string => `/${locale}${base}/${id}?done=${code}`

  app.get(base, async (request, reply) => {
    permit(request.ctx.actor, readsCollections)
    return reply.page(<CurationPage collections={await allCollections(request.ctx.db)} />)
  })
  formPage(app, {
    get: `${base}/new`, post: base, schema: MakeCollection, load: async ({ ctx }) => { permit(ctx.actor, curates) }, page: (form) => <NewCollectionPage form={form} />,
    act: async (ctx, input) => done(ctx.locale, await makeCollection(ctx, input), 'created'),
  })
  formPage(app, { get: `${base}/:id`, post: `${base}/:id`, schema: ChangeCollection, load: whole, initial: ({ collection }) => collection, page: (texts: FormState, loaded) => <CollectionFile {...loaded} texts={texts} />, act: async (ctx, input) => { await changeCollection(ctx, input); return done(ctx.locale, input.id) } })
  formPage(app, { post: `${base}/:id/listings`, schema: ChooseListing, load: whole, page: (adding: FormState, loaded) => <CollectionFile {...loaded} adding={adding} />, act: async (ctx, input) => { await chooseListing(ctx, input); return done(ctx.locale, input.id) } })
  formPage(app, { post: `${base}/:id/feature`, schema: FeatureCollection, load: whole, page: (featuring: FormState, loaded) => <CollectionFile {...loaded} featuring={featuring} />, act: async (ctx, input) => { await featureCollection(ctx, input); return done(ctx.locale, input.id) } })
  button(app, `${base}/:id/feature/end`, OneCollection, async (ctx, input) => { await unfeatureCollection(ctx, input); return done(ctx.locale, input.id) })
  button(app, `${base}/:id/publication`, OneCollection, async (ctx, input) => { await publishCollection(ctx, input); return done(ctx.locale, input.id, 'published') })
  button(app, `${base}/:id/withdrawal`, OneCollection, async (ctx, input) => { await withdrawCollection(ctx, input); return done(ctx.locale, input.id) })
  button(app, `${base}/:id/listings/:listing_id/removal`, ChosenListing, async (ctx, input) => { await leaveOutListing(ctx, input); return done(ctx.locale, input.id, 'removed') })
  button(app, `${base}/:id/listings/:listing_id/move`, MovedListing, async (ctx, input) => { await moveListing(ctx, input); return done(ctx.locale, input.id) })
}
