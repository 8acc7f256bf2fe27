import type { FastifyInstance } from 'fastify'
import { figures } from '../figures/queries.ts'
import { cardsOf, latestPublished, listingsByField } from '../listings/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { FieldsPage, HomePage } from './pages/home.tsx'

export function homeRoutes(app: FastifyInstance): void {
  app.get('/', async (request, reply) => {
    const { db, locale } = request.ctx
    const [offers, needs, counted, fields, taxonomy] = await Promise.all([latestPublished(db, 'offer', locale, 6), latestPublished(db, 'need', locale, 6), figures(db), listingsByField(db), taxonomyOf(db)])
    const [offerCards, needCards] = await Promise.all([offers, needs].map((list) => cardsOf(db, list.map(({ id }) => id), locale)))
    return reply.page(<HomePage offers={offerCards ?? []} needs={needCards ?? []} figures={counted} fields={fields} taxonomy={taxonomy} demonstration={[...(offerCards ?? []), ...(needCards ?? [])].some((card) => card.demonstration)} />)
  })
  app.get('/fields', async (request, reply) => {
    const { db } = request.ctx
    const [fields, taxonomy] = await Promise.all([listingsByField(db), taxonomyOf(db)])
    return reply.page(<FieldsPage fields={fields} taxonomy={taxonomy} />)
  })
}
