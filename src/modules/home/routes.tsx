import type { FastifyInstance } from 'fastify'
import { figures } from '../figures/queries.ts'
import { cardsOf, latestPublished, listingsByField } from '../listings/queries.ts'
import { FeaturedCollections } from '../promotion/pages/collections.tsx'
import { featuredCollections } from '../promotion/queries.ts'
import { hanoiDay } from '../../platform/time.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { FieldsPage, HomePage } from './pages/home.tsx'

export function homeRoutes(app: FastifyInstance): void {
  app.get('/', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const [featured, offers, needs, counted, fields, taxonomy] = await Promise.all([featuredCollections(db, hanoiDay(now())), latestPublished(db, 'offer', locale, 6), latestPublished(db, 'need', locale, 6), figures(db), listingsByField(db), taxonomyOf(db)])
    const [offerCards, needCards, chosenCards] = await Promise.all([offers, needs, featured.flatMap(({ first }) => first.map((id) => ({ id })))].map((list) => cardsOf(db, list.map(({ id }) => id), locale)))
    return reply.page(<HomePage featured={<FeaturedCollections featured={featured} cards={chosenCards ?? []} taxonomy={taxonomy} />} offers={offerCards ?? []} needs={needCards ?? []} figures={counted} fields={fields} taxonomy={taxonomy} demonstration={[...(offerCards ?? []), ...(needCards ?? []), ...(chosenCards ?? [])].some((card) => card.demonstration)} />)
  })
  app.get('/fields', async (request, reply) => {
    const { db } = request.ctx
    const [fields, taxonomy] = await Promise.all([listingsByField(db), taxonomyOf(db)])
    return reply.page(<FieldsPage fields={fields} taxonomy={taxonomy} />)
  })
}
