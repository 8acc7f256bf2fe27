import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { isSignedIn, permit } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { formPage, idOf } from '../../web/http.tsx'
import { cardsOf, publishedOf } from '../listings/queries.ts'
import { LeaveCard, leaveCard } from './card-commands.ts'
import { BoothPage, CardPage } from './pages/cards.tsx'
import { boothsOf, sessionById, shownIn } from './queries.ts'

/** Booths as visitors see them, and the cards they leave there. */
export function cardRoutes(app: FastifyInstance): void {
  const sessionOf = async (request: FastifyRequest) => found(await sessionById(request.ctx.db, idOf(request, 'session_id')))
  app.get('/sessions/:session_id/booths/:booth_number', async (request, reply) => {
    const { db, locale } = request.ctx
    const session = await sessionOf(request)
    const number = idOf(request, 'booth_number')
    const booth = found((await boothsOf(db, session.id)).find((one) => one.number === number))
    const published = await publishedOf(db, booth.organisation_id)
    return reply.page(<BoothPage session={session} booth={booth} cards={await cardsOf(db, published.map(({ id }) => id), locale)} />)
  })
  formPage(app, {
    get: '/sessions/:session_id/cards/:listing_id', post: '/sessions/:session_id/cards/:listing_id', schema: LeaveCard,
    load: async (request) => {
      const { db, actor, locale } = request.ctx
      const session = await sessionOf(request)
      const listing = idOf(request, 'listing_id')
      if (session.state === 'draft' || !(await shownIn(db, session.id, listing))) return notFound()
      permit(actor, isSignedIn)
      return { session, card: found((await cardsOf(db, [listing], locale))[0]) }
    },
    initial: () => ({ request_key: randomUUID() }), page: (form, loaded) => <CardPage {...loaded} form={form} />,
    act: async (ctx, input) => `/${ctx.locale}/interests/${await leaveCard(ctx, input)}?done=interest`,
  })
}
