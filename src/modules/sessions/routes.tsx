import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { type Ctx, permit } from '../../core/context.ts'
import { inLocale } from '../../platform/locale.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { button, idOf, queryOf } from '../../web/http.tsx'
import { organisationNames } from '../organisations/queries.ts'
import { sessionCalendar } from './calendar.ts'
import { cardRoutes } from './card-routes.tsx'
import { doorRoutes } from './door-routes.tsx'
import { deskRoutes } from './desk-routes.tsx'
import { hallRoutes } from './hall-routes.tsx'
import { meetingRoutes } from './meeting-routes.tsx'
import { resultRoutes } from './result-routes.tsx'
import { ResultsPanel } from './pages/cards.tsx'
import { LotSessions, SessionPage, SessionsPage } from './pages/sessions.tsx'
import { CertificatePage, TicketPage } from './pages/ticket.tsx'
import { agendasOf, attendanceOf, ownPlace, resultsOf, sessionById, sessionsFor, shownTo } from './queries.ts'
import { cancelRegistration, Register, register } from './registration-commands.ts'
import { drawCertificate, drawTicket, type TicketFacts } from './ticket-paper.ts'
import { codeOf, isCode, registrationIn } from './ticket-rules.ts'

const sendCalendar = (reply: FastifyReply, name: string, text: string): FastifyReply =>
  reply.type('text/calendar; charset=utf-8; method=PUBLISH').header('content-disposition', `attachment; filename="${name}.ics"`).header('cache-control', 'no-cache').send(text)

/** Beside a lot's own page: where it is shown. */
export async function lotPanel({ db }: Ctx, lot_id: number): Promise<VNode | null> {
  const agendas = await agendasOf(db, lot_id)
  return agendas.length > 0 ? <LotSessions agendas={agendas} /> : null
}

/** Sessions as everybody reads them, and one's own place in one. */
export function sessionRoutes(app: FastifyInstance, publicUrl: string, secret: string): void {
  const sessionOf = async (request: FastifyRequest) => found(await sessionById(request.ctx.db, idOf(request, 'session_id')))

  app.get('/sessions', async (request, reply) => reply.page(<SessionsPage {...await sessionsFor(request.ctx.db, request.ctx.now())} />))
  app.get('/sessions/calendar.ics', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const { ahead, past } = await sessionsFor(db, now())
    return sendCalendar(reply, 'techex-sessions', sessionCalendar([...past.toReversed(), ...ahead], locale, publicUrl))
  })
  deskRoutes(app)
  doorRoutes(app, secret)
  cardRoutes(app)
  meetingRoutes(app, publicUrl)
  hallRoutes(app)
  resultRoutes(app, publicUrl)
  app.get('/sessions/:session_id', async (request, reply) => {
    const session = await sessionOf(request)
    const [shown, results] = await Promise.all([shownTo(request.ctx, session), resultsOf(request.ctx.db, session.id)])
    const begun = request.ctx.now() >= session.starts_at && session.state !== 'draft' && session.state !== 'cancelled'
    return reply.page(<SessionPage shown={shown}>{begun && <ResultsPanel session={session.id} results={results} came={shown.places.came} />}</SessionPage>)
  })
  app.get('/sessions/:session_id/calendar.ics', async (request, reply) => {
    const session = await sessionOf(request)
    return sendCalendar(reply, `techex-session-${session.id}`, sessionCalendar([session], request.ctx.locale, publicUrl))
  })

  app.get('/sessions/certificates', async (request, reply) => {
    const typed = String(queryOf(request).code ?? '').slice(0, 60)
    const registration = registrationIn(typed)
    const held = registration === null ? undefined : await attendanceOf(request.ctx.db, registration)
    const genuine = held && isCode(secret, 'certificate', held.session_id, held.id, typed) ? { name: held.name, session: found(await sessionById(request.ctx.db, held.session_id)) } : null
    return reply.page(<CertificatePage typed={typed} genuine={genuine} />)
  })
  app.get('/sessions/:session_id/certificate.pdf', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    const session = await sessionOf(request)
    permit(actor, ({ person_id }) => person_id !== null)
    const own = await ownPlace(db, actor, session.id)
    if (!own?.scanned_at || session.closed_at === null) return notFound()
    const code = codeOf(secret, 'certificate', session.id, own.id)
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="techex-certificate-${session.id}.pdf"`).header('cache-control', 'private, no-store').send(await drawCertificate({ session, code, name: actor.name, organisation: null, locale, now: session.closed_at }, `${publicUrl}/${locale}/sessions/certificates?code=${code}`))
  })

  const to = (locale: string, id: number, done: string): string => `/${locale}/sessions/${id}?done=${done}`
  button(app, '/sessions/:session_id/registration', Register, async (ctx, input) => {
    const { state } = await register(ctx, input)
    return to(ctx.locale, input.session_id, state === 'placed' ? 'place_kept' : 'place_queued')
  })
  button(app, '/sessions/:session_id/registration/cancellation', Register, async (ctx, input) => { await cancelRegistration(ctx, input); return to(ctx.locale, input.session_id, 'place_given_up') })

  /** The reader's own ticket; who has no place at this session has none. */
  const ticketOf = async (request: FastifyRequest): Promise<TicketFacts> => {
    const { db, actor, locale, now } = request.ctx
    const session = await sessionOf(request)
    permit(actor, ({ person_id }) => person_id !== null)
    const own = await ownPlace(db, actor, session.id)
    if (own?.state !== 'placed') return notFound()
    const names = own.organisation_id === null ? undefined : (await organisationNames(db, [own.organisation_id])).get(own.organisation_id)
    return { session, code: codeOf(secret, 'ticket', session.id, own.id), name: actor.name, organisation: names ? inLocale(locale, names.vi, names.en) : null, locale, now: now() }
  }
  app.get('/sessions/:session_id/ticket', async (request, reply) => reply.page(<TicketPage {...await ticketOf(request)} />))
  app.get('/sessions/:session_id/ticket.pdf', async (request, reply) => {
    const facts = await ticketOf(request)
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="techex-ticket-${facts.session.id}.pdf"`).header('cache-control', 'private, no-store').send(await drawTicket(facts))
  })
}
