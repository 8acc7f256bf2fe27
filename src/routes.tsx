import type { FastifyInstance } from 'fastify'
import { figureRoutes } from './modules/figures/routes.tsx'
import { homeRoutes } from './modules/home/routes.tsx'
import { ListingGrid } from './modules/listings/pages/card.tsx'
import { cardsOf, publishedOf } from './modules/listings/queries.ts'
import { listingRoutes } from './modules/listings/routes.tsx'
import { listingPages } from './modules/matching/routes.tsx'
import { organisationRoutes } from './modules/organisations/routes.tsx'
import { taxonomyOf } from './modules/taxonomy/queries.ts'
import { workRoutes } from './modules/work/routes.tsx'
import type { Config } from './platform/config.ts'

/** The routes of every module, below /vi and /en. */
export function domainRoutes(app: FastifyInstance, config: Config): void {
  homeRoutes(app)
  listingRoutes(app)
  listingPages(app, async () => null)
  organisationRoutes(app, config.publicUrl, async ({ db, locale }, id) => {
    const published = await publishedOf(db, id)
    return <ListingGrid cards={await cardsOf(db, published.map((listing) => listing.id), locale)} taxonomy={await taxonomyOf(db)} />
  })
  figureRoutes(app)
  workRoutes(app)
}
