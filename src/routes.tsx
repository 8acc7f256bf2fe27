import type { FastifyInstance } from 'fastify'
import { type Ctx, isMemberOf } from './core/context.ts'
import { administrationRoutes } from './modules/administration/routes.tsx'
import { InterestPanel } from './modules/deals/pages/interest-panel.tsx'
import { interestInListing } from './modules/deals/queries.ts'
import { dealRoutes } from './modules/deals/routes.tsx'
import { figureRoutes } from './modules/figures/routes.tsx'
import { guideRoutes } from './modules/guide/routes.tsx'
import { homeRoutes } from './modules/home/routes.tsx'
import { listingTexts } from './modules/listings/messages.ts'
import { ListingGrid } from './modules/listings/pages/card.tsx'
import { cardsOf, type ListingView, publishedOf } from './modules/listings/queries.ts'
import { listingRoutes, type Uploads } from './modules/listings/routes.tsx'
import { listingPages } from './modules/matching/routes.tsx'
import { organisationRoutes } from './modules/organisations/routes.tsx'
import { taxonomyOf } from './modules/taxonomy/queries.ts'
import { workRoutes } from './modules/work/routes.tsx'

/** The routes of every module, below /vi and /en. */
export function domainRoutes(app: FastifyInstance, publicUrl: string, uploads: Uploads): void {
  homeRoutes(app)
  listingRoutes(app, uploads)
  listingPages(app, interestPanel)
  organisationRoutes(app, publicUrl, async ({ db, locale }, id) => {
    const published = await publishedOf(db, id)
    return <section><h2>{listingTexts[locale].onMarket}</h2><ListingGrid cards={await cardsOf(db, published.map((listing) => listing.id), locale)} taxonomy={await taxonomyOf(db)} /></section>
  })
  dealRoutes(app, uploads)
  figureRoutes(app)
  workRoutes(app)
  administrationRoutes(app)
  guideRoutes(app)
}

/** What a reader may do about a listing: its own people nothing here, everyone else express interest or see theirs. */
async function interestPanel({ db, actor }: Ctx, listing: ListingView) {
  if (listing.state !== 'published' || isMemberOf(listing.organisation_id)(actor)) return null
  const already = actor.organisation_id === null ? null : await interestInListing(db, listing.id, actor.organisation_id)
  return <InterestPanel listing={listing} already={already} />
}
