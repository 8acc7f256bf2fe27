import type { FastifyInstance } from 'fastify'
import type { ComponentChildren } from 'preact'
import { type Ctx, isMemberOf, mayEditFor } from '../../core/context.ts'
import { idOf } from '../../web/http.tsx'
import { ListingPage } from '../listings/pages/listing.tsx'
import { openKept } from '../listings/part-commands.ts'
import { listingFor, type ListingView } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { declinesOf, matchesFor } from './answer-queries.ts'
import { countOpened, countShown } from './answer-routes.tsx'
import { Matches } from './pages/matches.tsx'

const matchesShown = 6

/** A listing's page: the listing, what may be done with it (`aside`), what else is known of it (`more`), and its best matches. */
export function listingPages(app: FastifyInstance, aside: (ctx: Ctx, listing: ListingView) => Promise<ComponentChildren>, more: (ctx: Ctx, listing: ListingView) => Promise<ComponentChildren> = async () => null): void {
  for (const kind of listingKinds) {
    app.get(`/${kind}s/:id`, async (request, reply) => {
      const { ctx } = request
      const listing = await listingFor(ctx, idOf(request), kind)
      const own = mayEditFor(listing.organisation_id)(ctx.actor)
      const [list, others, taxonomy, beside, kept, known] = await Promise.all([matchesFor(ctx, listing, matchesShown), isMemberOf(listing.organisation_id)(ctx.actor) ? declinesOf(ctx.db, listing.id) : [], taxonomyOf(ctx.db), aside(ctx, listing), openKept(ctx, listing, request.log), more(ctx, listing)])
      countShown(ctx, list.open.map(({ card }) => card))
      countOpened(request, listing)
      return reply.page(
        <ListingPage listing={listing} taxonomy={taxonomy} own={own} kept={kept} aside={beside}>
          {known}
          <Matches of={listing} list={list} taxonomy={taxonomy} mayAnswer={own && listing.state === 'published'} others={others} />
        </ListingPage>,
      )
    })
  }
}
