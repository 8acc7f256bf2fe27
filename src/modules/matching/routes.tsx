import type { FastifyInstance } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../core/context.ts'
import { mayEditFor } from '../../core/context.ts'
import { idOf } from '../../web/http.tsx'
import { ListingPage } from '../listings/pages/listing.tsx'
import { openKept } from '../listings/part-commands.ts'
import { cardsOf, listingFor, type ListingView } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { Matches } from './pages/matches.tsx'
import { shownMatches } from './queries.ts'

/** A listing's page: the listing, what may be done with it (`aside`), what else is known of it (`more`), and its best matches. */
export function listingPages(app: FastifyInstance, aside: (ctx: Ctx, listing: ListingView) => Promise<ComponentChildren>, more: (ctx: Ctx, listing: ListingView) => Promise<ComponentChildren> = async () => null): void {
  for (const kind of listingKinds) {
    app.get(`/${kind}s/:id`, async (request, reply) => {
      const { ctx } = request
      const listing = await listingFor(ctx, idOf(request), kind)
      const own = mayEditFor(listing.organisation_id)(ctx.actor)
      const matches = listing.state === 'published' || own ? await shownMatches(ctx.db, listing, 6) : []
      const [cards, taxonomy, beside, kept, known] = await Promise.all([cardsOf(ctx.db, matches.map(({ listing_id }) => listing_id), ctx.locale), taxonomyOf(ctx.db), aside(ctx, listing), openKept(ctx, listing, request.log), more(ctx, listing)])
      return reply.page(
        <ListingPage listing={listing} taxonomy={taxonomy} own={own} kept={kept} aside={beside}>
          {known}
          <Matches of={listing} matches={matches} cards={cards.filter(({ state }) => state === 'published')} taxonomy={taxonomy} mayAct={own && listing.state === 'published'} />
        </ListingPage>,
      )
    })
  }
}
