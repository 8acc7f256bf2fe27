import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isSignedIn, permit } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { button, formPage, type FormState, idOf } from '../../web/http.tsx'
import { cardsOf, publishedOf } from '../listings/queries.ts'
import { meetingCalendar } from './calendar.ts'
import { AcceptWish, AskMeeting, askMeeting, answerWish, CancelMeeting, cancelMeeting, DeclineWish, LeaveMeetings, MoveMeeting, moveMeeting, NoteOutcome, noteOutcome, NoteResult, noteResult, PlanMeetings, planMeetings, publishMeetings, stopMeetings, TakeMeetings, takeMeetings, withdrawWish } from './meeting-commands.ts'
import { meetingDesk, ownMeetings, placeOf, slotsFor } from './meeting-queries.ts'
import { MeetingDeskPage } from './pages/meeting-desk.tsx'
import { MeetingsPage, type MeetingsForms, OneMeetingPage, type OneMeetingForms } from './pages/meetings.tsx'
import { sessionById } from './queries.ts'
import { watchesSessions } from './rules.ts'

/** One-to-one meetings: a participant's own, and the plan at the desk. */
export function meetingRoutes(app: FastifyInstance, publicUrl: string): void {
  const base = '/sessions/:session_id/meetings', one = `${base}/:table_meeting_id`, desk = '/sessions/:session_id/desk/meetings'
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, isSignedIn)
    const [mine, place] = await Promise.all([ownMeetings(ctx, session), placeOf(ctx.db, ctx.actor, session.id)])
    return { session, mine, organisation: place?.organisation_id ?? null }
  }
  const to = (locale: string, session: number, done = 'saved', meeting?: number): string => `/${locale}/sessions/${session}/meetings${meeting === undefined ? '' : `/${meeting}`}?done=${done}`
  const on = (name: keyof MeetingsForms) => (form: FormState, loaded: Awaited<ReturnType<typeof load>>) => <MeetingsPage {...loaded} forms={{ [name]: form }} />
  app.get(base, async (request, reply) => reply.page(<MeetingsPage {...await load(request)} />))
  app.get(`${base}/calendar.ics`, async (request, reply) => {
    const { session, mine } = await load(request)
    return reply.type('text/calendar; charset=utf-8; method=PUBLISH').header('content-disposition', `attachment; filename="techex-meetings-${session.id}.ics"`).header('cache-control', 'private, no-store').send(meetingCalendar(session, mine.meetings, request.ctx.locale, publicUrl))
  })
  formPage(app, { post: base, schema: TakeMeetings, load, page: on('take'), act: async (ctx, input) => { await takeMeetings(ctx, input); return to(ctx.locale, input.session_id) } })
  button(app, `${base}/stopping`, LeaveMeetings, async (ctx, input) => { await stopMeetings(ctx, input); return to(ctx.locale, input.session_id) })
  formPage(app, { post: `${base}/wishes`, schema: AskMeeting, load, page: on('ask'), act: async (ctx, input) => { await askMeeting(ctx, input); return to(ctx.locale, input.session_id, 'sent') } })
  button(app, `${base}/wishes/:wish_id/acceptance`, AcceptWish, async (ctx, input) => { await answerWish(ctx, input, 'accepted'); return to(ctx.locale, input.session_id) })
  button(app, `${base}/wishes/:wish_id/decline`, DeclineWish, async (ctx, input) => { await answerWish(ctx, input, 'declined'); return to(ctx.locale, input.session_id) })
  button(app, `${base}/wishes/:wish_id/withdrawal`, AcceptWish, async (ctx, input) => { await withdrawWish(ctx, input); return to(ctx.locale, input.session_id, 'withdrawn') })

  const loadOne = async (request: FastifyRequest) => {
    const { ctx } = request
    const { session, mine } = await load(request)
    const id = idOf(request, 'table_meeting_id')
    const meeting = found(mine.meetings.find((its) => its.id === id))
    const listings = await publishedOf(ctx.db, meeting.other.organisation_id)
    return { session, meeting, slots: await slotsFor(ctx.db, session, meeting, ctx.now()), cards: await cardsOf(ctx.db, listings.map(({ id: listing }) => listing), ctx.locale) }
  }
  const onOne = (name: keyof OneMeetingForms) => (form: FormState, loaded: Awaited<ReturnType<typeof loadOne>>) => <OneMeetingPage {...loaded} forms={{ [name]: form }} />
  app.get(one, async (request, reply) => reply.page(<OneMeetingPage {...await loadOne(request)} />))
  formPage(app, { post: `${one}/move`, schema: MoveMeeting, load: loadOne, page: onOne('move'), act: async (ctx, input) => { await moveMeeting(ctx, input); return to(ctx.locale, input.session_id, 'saved', input.table_meeting_id) } })
  formPage(app, { post: `${one}/cancellation`, schema: CancelMeeting, load: loadOne, page: onOne('cancel'), act: async (ctx, input) => { await cancelMeeting(ctx, input); return to(ctx.locale, input.session_id, 'meeting_cancelled') } })
  formPage(app, { post: `${one}/result`, schema: NoteResult, load: loadOne, page: onOne('result'), act: async (ctx, input) => { await noteResult(ctx, input); return to(ctx.locale, input.session_id, 'saved', input.table_meeting_id) } })

  app.get(desk, async (request, reply) => {
    const { ctx } = request
    const session = found(await sessionById(ctx.db, idOf(request, 'session_id')))
    permit(ctx.actor, watchesSessions)
    return reply.page(<MeetingDeskPage session={session} desk={await meetingDesk(ctx.db, session)} />)
  })
  const atDesk = (locale: string, id: number, done = 'saved'): string => `/${locale}/sessions/${id}/desk/meetings?done=${done}`
  for (const [path, act, done] of [['plan', planMeetings, 'saved'], ['publication', publishMeetings, 'published']] as const) button(app, `${desk}/${path}`, PlanMeetings, async (ctx, input) => { await act(ctx, input); return atDesk(ctx.locale, input.session_id, done) })
  button(app, `${desk}/:table_meeting_id/outcome`, NoteOutcome, async (ctx, input) => { await noteOutcome(ctx, input); return atDesk(ctx.locale, input.session_id) })
}
