import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permit } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { idOf, queryOf } from '../../web/http.tsx'
import { readsDeals } from '../deals/rules.ts'
import { bandBounds } from '../figures/ledger.ts'
import { BehindPage, ResultsPage } from './pages/results.tsx'
import { titleIn } from './pages/sessions.tsx'
import { guestsOf, sessionById } from './queries.ts'
import { resultsWorkbook } from './result-files.ts'
import { cardsBehind, figuresOf } from './result-queries.ts'
import { BehindAddress, opensFigure } from './result-rules.ts'
import { phaseOf } from './rules.ts'

/** What came of a session, to everybody in figures, and the lists behind these to those who may read them. */
export function resultRoutes(app: FastifyInstance, publicUrl: string): void {
  const base = '/sessions/:session_id/results'
  /** A session that has begun; before, and for one that was called off, there are no results. */
  const begun = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    return ['on', 'over', 'closed'].includes(phaseOf(session, ctx.now())) ? session : notFound()
  }
  const counted = async (request: FastifyRequest) => {
    const { db, actor, now } = request.ctx
    const session = await begun(request)
    return { session, results: await figuresOf(db, session, now(), readsDeals(actor)) }
  }
  app.get(base, async (request, reply) => reply.page(<ResultsPage {...await counted(request)} />))
  app.get(`${base}/data.xlsx`, async (request, reply) => {
    const { locale, now } = request.ctx
    const { session, results } = await counted(request)
    const book = await resultsWorkbook(results, { locale, now: now(), title: titleIn(locale, session), address: `${publicUrl}/${locale}/sessions/${session.id}/results` })
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', `attachment; filename="techex-session-${session.id}-results.xlsx"`).header('cache-control', 'private, no-store').send(book)
  })
  app.get(`${base}/list`, async (request, reply) => {
    const { db, actor, now } = request.ctx
    const session = await begun(request)
    const { figure } = BehindAddress.parse(queryOf(request))
    permit(actor, opensFigure(figure))
    const people = figure === 'registered' || figure === 'came'
    const guests = people ? (await guestsOf(db, session.id)).filter(({ state, scanned_at }) => (figure === 'came' ? scanned_at !== null : state !== 'cancelled')) : []
    return reply.page(<BehindPage session={session} figure={figure} guests={guests} cards={people ? [] : await cardsBehind(db, session.id, figure)} bounds={await bandBounds(db, hanoiDay(now()))} />)
  })
}
