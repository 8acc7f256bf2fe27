import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { permit } from '../../core/context.ts'
import { inLocale } from '../../platform/locale.ts'
import { found } from '../../platform/refusal.ts'
import { formatInstant } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { button, formPage, type FormState, idOf, queryOf } from '../../web/http.tsx'
import { lotList } from '../auctions/queries.ts'
import { CloseSession, closeSession, CancelSession, cancelSession, ChangeSession, changeSession, ChangeVenue, changeVenue, DraftSession, draftSession, GiveBooth, giveBooth, MakeVenue, makeVenue, OneBooth, OneItem, OneSession, publishSession, PutItem, putItem, removeItem, takeBoothBack } from './commands.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { sessionTexts } from './messages.ts'
import { minutesPaper } from './minutes-paper.ts'
import { asTyped, type DeskForms, DeskPage, SessionForm, VenuesPage } from './pages/desk.tsx'
import { guestsOf, resultsOf, sessionById, shownTo, venuesOf } from './queries.ts'
import { FollowUpsPage } from './pages/follow-ups.tsx'
import { followUpBoard } from './follow-up-queries.ts'
import { runsSessions, watchesSessions } from './rules.ts'

/** Where the Exchange's people prepare sessions and watch over them. */
export function deskRoutes(app: FastifyInstance): void {
  const base = '/sessions/:session_id/desk'
  const whole = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, request.method === 'GET' ? watchesSessions : runsSessions)
    const [shown, guests, { live, coming }] = await Promise.all([shownTo(ctx, session), guestsOf(ctx.db, session.id), lotList(ctx.db, ctx.now())])
    const wanted = Number(queryOf(request).item)
    return { shown, guests, lots: [...live, ...coming], editing: shown.items.find(({ id }) => id === wanted) ?? null }
  }
  const done = (locale: string, id: number, code = 'saved'): string => `/${locale}/sessions/${id}/desk?done=${code}`

  const fresh = async ({ ctx }: FastifyRequest) => { permit(ctx.actor, runsSessions); return { venues: await venuesOf(ctx.db), session: null } }
  formPage(app, {
    get: '/sessions/new', post: '/sessions', schema: DraftSession, load: fresh, initial: ({ venues }) => ({ request_key: randomUUID(), venue_id: venues[0]?.id }),
    page: (form, loaded) => <SessionForm form={form} {...loaded} />, act: async (ctx, input) => done(ctx.locale, await draftSession(ctx, input), 'created'),
  })
  const edited = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, runsSessions)
    return { venues: await venuesOf(ctx.db), session }
  }
  formPage(app, {
    get: '/sessions/:session_id/edit', post: '/sessions/:session_id/edit', schema: ChangeSession, load: edited,
    initial: ({ session }) => ({ ...session, starts_at: asTyped(session.starts_at), ends_at: asTyped(session.ends_at), register_until: asTyped(session.register_until) }),
    page: (form, loaded) => <SessionForm form={form} {...loaded} />, act: async (ctx, input) => { await changeSession(ctx, input); return done(ctx.locale, input.session_id) },
  })

  app.get(base, async (request, reply) => reply.page(<DeskPage {...await whole(request)} />))
  app.get(`${base}/guests.csv`, async (request, reply) => {
    const { locale } = request.ctx
    const { shown, guests } = await whole(request)
    return sendCsv(reply, `session-${shown.session.id}`, guests.map((guest) => ({ number: guest.id, name: guest.name, organisation: inLocale(locale, guest.organisation_vi, guest.organisation_en), state: sessionTexts[locale].guestStates[guest.state], registered_at: formatInstant(guest.queued_at, locale), came_at: guest.scanned_at ? formatInstant(guest.scanned_at, locale) : '' })))
  })
  app.get(`${base}/follow-ups`, async (request, reply) => {
    const { db, actor } = request.ctx
    const session = found(await sessionById(db, idOf(request, 'session_id')))
    permit(actor, watchesSessions)
    return reply.page(<FollowUpsPage session={session} board={await followUpBoard(db, session.id)} />)
  })
  const on = (name: keyof DeskForms) => (form: FormState, loaded: Awaited<ReturnType<typeof whole>>) => <DeskPage {...loaded} forms={{ [name]: form }} />
  formPage(app, { post: `${base}/items`, schema: PutItem, load: whole, page: on('item'), act: async (ctx, input) => { await putItem(ctx, input); return done(ctx.locale, input.session_id) } })
  button(app, `${base}/items/:item_id/removal`, OneItem, async (ctx, input) => { await removeItem(ctx, input); return done(ctx.locale, input.session_id, 'removed') })
  formPage(app, { post: `${base}/booths`, schema: GiveBooth, load: whole, page: on('booth'), act: async (ctx, input) => { await giveBooth(ctx, input); return done(ctx.locale, input.session_id) } })
  button(app, `${base}/booths/:booth_number/removal`, OneBooth, async (ctx, input) => { await takeBoothBack(ctx, input); return done(ctx.locale, input.session_id, 'removed') })
  button(app, `${base}/publication`, OneSession, async (ctx, input) => { await publishSession(ctx, input); return done(ctx.locale, input.session_id, 'published') })
  formPage(app, { post: `${base}/cancellation`, schema: CancelSession, load: whole, page: on('cancel'), act: async (ctx, input) => { await cancelSession(ctx, input); return done(ctx.locale, input.session_id, 'session_called_off') } })

  formPage(app, { post: `${base}/closing`, schema: CloseSession, load: whole, page: on('close'), act: async (ctx, input) => { await closeSession(ctx, input); return done(ctx.locale, input.session_id) } })
  for (const [kind, type, made] of [['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', asDocx], ['pdf', 'application/pdf', asPdf]] as const) app.get(`${base}/minutes.${kind}`, async (request, reply) => {
    const { shown, guests } = await whole(request)
    const results = await resultsOf(request.ctx.db, shown.session.id)
    return reply.type(type).header('content-disposition', `attachment; filename="techex-minutes-${shown.session.id}.${kind}"`).header('cache-control', 'private, no-store').send(await made(minutesPaper(shown, guests, results)))
  })

  const venues = async ({ ctx, method }: FastifyRequest) => { permit(ctx.actor, method === 'GET' ? watchesSessions : runsSessions); return venuesOf(ctx.db) }
  app.get('/sessions/venues', async (request, reply) => reply.page(<VenuesPage venues={await venues(request)} />))
  formPage(app, { post: '/sessions/venues', schema: MakeVenue, load: venues, page: (form, all) => <VenuesPage venues={all} wrong={{ id: null, form }} />, act: async (ctx, input) => { await makeVenue(ctx, input); return `/${ctx.locale}/sessions/venues?done=saved` } })
  formPage(app, { post: '/sessions/venues/:venue_id', schema: ChangeVenue, load: venues, page: (form, all, request) => <VenuesPage venues={all} wrong={{ id: idOf(request, 'venue_id'), form }} />, act: async (ctx, input) => { await changeVenue(ctx, input); return `/${ctx.locale}/sessions/venues?done=saved` } })
}
