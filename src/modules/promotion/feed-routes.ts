import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../core/context.ts'
import { inLocale } from '../../platform/locale.ts'
import { found } from '../../platform/refusal.ts'
import { queryOf } from '../../web/http.tsx'
import { answerPublicly, versionOf } from '../../web/public-answer.ts'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import { SearchAddress, searchParams } from '../listings/search.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { feedTexts } from './messages.ts'
import { asStranger } from './pages/facts.ts'
import { type FeedFacts, type FeedFormat, feedFormats, writeFeed } from './pages/feed.ts'
import { collectionOf, listingsIn, newestFound, newestInFeed, newestPublished } from './queries.ts'

const formats = Object.keys(feedFormats) as FeedFormat[]
type Named = Omit<FeedFacts, 'cards' | 'path'>

/** Feeds of what is new, each in the language of its address. */
export function feedRoutes(app: FastifyInstance, publicUrl: string): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, ctx: Ctx, format: FeedFormat, named: Named, ids: readonly number[], path: string) => {
    const [cards, taxonomy] = await Promise.all([cardsOf(ctx.db, ids, ctx.locale), taxonomyOf(ctx.db)])
    const shown = cards.filter(({ state }) => state === 'published') as ListingCard[]
    const written = writeFeed(format, { ...named, cards: shown, path }, taxonomy, ctx.locale, publicUrl)
    return answerPublicly(request, reply, { type: feedFormats[format], version: versionOf(written), make: async () => written })
  }
  for (const format of formats) {
    for (const kind of ['offer', 'need'] as const) {
      app.get(`/feeds/${kind}s.${format}`, async (request, reply) => {
        const ctx = asStranger(request.ctx)
        const t = feedTexts[ctx.locale]
        const path = `/${ctx.locale}/feeds/${kind}s.${format}`
        return send(request, reply, ctx, format, { title: t[`${kind}s`], description: t[`${kind}sText`], page: `/${ctx.locale}/search?kind=${kind}` }, await newestPublished(ctx.db, kind), path)
      })
    }
    app.get(`/feeds/collections/:slug.${format}`, async (request, reply) => {
      const ctx = asStranger(request.ctx)
      const { locale, db } = ctx
      const collection = found(await collectionOf(db, (request.params as { slug: string }).slug))
      const page = `/${locale}/collections/${collection.slug}`
      return send(request, reply, ctx, format, { title: inLocale(locale, collection.title_vi, collection.title_en), description: inLocale(locale, collection.intro_vi, collection.intro_en), page }, await listingsIn(db, collection.id, newestInFeed), `/${locale}/feeds/collections/${collection.slug}.${format}`)
    })
    app.get(`/search.${format}`, async (request, reply) => {
      const ctx = asStranger(request.ctx)
      const t = feedTexts[ctx.locale]
      const asked = SearchAddress.parse(queryOf(request))
      const params = searchParams(asked, { sort: '' })
      const query = params.size ? `?${params}` : ''
      return send(request, reply, ctx, format, { title: t.search(asked.q.trim()), description: t.searchText, page: `/${ctx.locale}/search${query}` }, await newestFound(ctx.db, asked, ctx.now()), `/${ctx.locale}/search.${format}${query}`)
    })
  }
}
