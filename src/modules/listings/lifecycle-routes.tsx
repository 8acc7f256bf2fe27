import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found, notFound, type Refusal } from '../../platform/refusal.ts'
import { button, formPage, idOf, localeOf, queryOf } from '../../web/http.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { ConfirmListing, confirmListing, ShowVersion, showVersion } from './confirmation-commands.ts'
import { confirmationOf, standingOf } from './confirmation-queries.ts'
import { detailsOf } from './detail-queries.ts'
import { listingPath } from './pages/card.tsx'
import { ConfirmationPage, FreshnessPanel } from './pages/confirmation.tsx'
import { TranslationPage, translationValues } from './pages/translation.tsx'
import { VersionsPage } from './pages/versions.tsx'
import { listingFor, type ListingView } from './queries.ts'
import { listingKinds } from './schema.ts'
import { TranslateListing, translateListing } from './translation-commands.ts'
import { contentOf, differencesBetween, linesOf, versionsOf } from './versions.ts'

/** What stands beside a listing about its freshness, for whoever reads it. */
export async function freshnessPanel({ db, actor, now }: Ctx, listing: ListingView) {
  const standing = await standingOf(db, listing)
  const own = mayEditFor(listing.organisation_id)(actor)
  return <FreshnessPanel listing={listing} standing={standing} confirmation={own ? await confirmationOf(db, listing, standing, now()) : null} />
}

/** What becomes of a listing with time: its versions, its confirmation, its translation. */
export function lifecycleRoutes(app: FastifyInstance): void {
  for (const kind of listingKinds) app.get(`/${kind}s/:id/versions`, async (request, reply) => {
    const { ctx } = request
    const { db, locale, actor } = ctx
    const listing = await listingFor(ctx, idOf(request), kind)
    const [versions, taxonomy] = await Promise.all([versionsOf(db, listing.id), taxonomyOf(db)])
    const asked = z.object({ of: idField, with: idField.optional() }).safeParse(queryOf(request))
    const { of, with: other } = asked.success ? asked.data : { of: versions[0]?.version, with: versions[1]?.version }
    const lines = async (version: number) => linesOf(found(await contentOf(db, listing.id, version) ?? undefined), taxonomy, locale)
    const [newer = 0, older = 0] = [of ?? 0, other ?? 0].toSorted((a, b) => b - a)
    const compared = of !== undefined && other !== undefined ? { newer, older, differences: differencesBetween(await lines(older), await lines(newer)) } : null
    const read = of !== undefined && other === undefined ? { version: of, lines: await lines(of) } : null
    return reply.page(<VersionsPage listing={listing} versions={versions} compared={compared} read={read} own={mayEditFor(listing.organisation_id)(actor)} />)
  })

  const own = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const listing = await listingFor(ctx, idOf(request))
    if (!mayEditFor(listing.organisation_id)(ctx.actor)) notFound()
    const standing = await standingOf(ctx.db, listing)
    return { listing, standing }
  }
  const says = ({ code }: Refusal): boolean => code === 'changed_meanwhile' || code === 'incomplete'
  const done = { confirmed: 'listing_confirmed', published: 'published', submitted: 'submitted' } as const
  formPage(app, {
    get: '/my/listings/:id/confirmation', post: '/my/listings/:id/confirmation', schema: ConfirmListing, says,
    load: async (request) => { const loaded = await own(request); return { ...loaded, confirmation: await confirmationOf(request.ctx.db, loaded.listing, loaded.standing, request.ctx.now()) } },
    page: (form, loaded) => <ConfirmationPage form={form} {...loaded} />,
    act: async (ctx, input, { listing }) => `/${ctx.locale}${listingPath(listing)}?done=${done[await confirmListing(ctx, input)]}`,
  })
  formPage(app, {
    get: '/my/listings/:id/translation', post: '/my/listings/:id/translation', schema: TranslateListing, says: ({ code }) => code === 'changed_meanwhile' || code === 'under_review',
    load: async (request) => { const loaded = await own(request); return { ...loaded, details: await detailsOf(request.ctx.db, loaded.listing.id) } },
    initial: translationValues,
    page: (form, loaded) => <TranslationPage form={form} {...loaded} />,
    act: async (ctx, input, { listing }) => { await translateListing(ctx, input); return `/${ctx.locale}${listingPath(listing)}?done=saved` },
  })
  button(app, '/my/listings/:id/versions/:version/showing', ShowVersion, async (ctx, input, request) => {
    await showVersion(ctx, input)
    return `/${localeOf(request)}${listingPath(await listingFor(ctx, input.id))}/versions?done=saved`
  })
}
