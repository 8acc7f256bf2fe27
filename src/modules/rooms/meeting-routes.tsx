import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { found } from '../../platform/refusal.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { waitingIn } from '../deals/duties.ts'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { knowsResult } from '../deals/rules.ts'
import { calendarOf } from './calendar.ts'
import { AgreeMeeting, agreeMeeting, AgreeMinutes, agreeMinutes, CancelMeeting, cancelMeeting, MoveMeeting, moveMeeting, ProposeMeeting, proposeMeeting, WriteMinutes, writeMinutes } from './meeting-commands.ts'
import { meetingTexts } from './meeting-messages.ts'
import { meetingsOf } from './meeting-queries.ts'
import { MeetingPage, MeetingsPage } from './pages/meetings.tsx'

type Forms = Record<string, FormState>
/** Meetings of a file, and its calendar. */
export function meetingRoutes(app: FastifyInstance, publicUrl: string): void {
  const all = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'meetings')
    return <MeetingsPage file={file} meetings={await meetingsOf(ctx.db, file.deal.id, ctx.now())} forms={{ meeting: freshForm({ request_key: randomUUID() }), ...forms }} />
  }
  const meetingFor = async (request: FastifyRequest, id: number) => {
    const file = await partOf(request, 'meetings')
    return { file, meeting: found((await meetingsOf(request.ctx.db, file.deal.id, request.ctx.now(), id))[0]) }
  }
  const one = async (request: FastifyRequest, forms: Forms = {}) => <MeetingPage {...await meetingFor(request, idOf(request, 'meeting_id'))} now={request.ctx.now()} forms={forms} />
  app.get('/deals/:deal_id/meetings', async (request, reply) => reply.page(await all(request)))
  app.get('/deals/:deal_id/meetings/:meeting_id', async (request, reply) => reply.page(await one(request)))

  const sendCalendar = (reply: FastifyReply, name: string, text: string) => reply.type('text/calendar; charset=utf-8; method=PUBLISH').header('content-disposition', `attachment; filename="${name}.ics"`).header('cache-control', 'private, no-store').send(text)
  app.get('/deals/:deal_id/meetings/:meeting_id/calendar.ics', async (request, reply) => {
    const { locale } = request.ctx
    const { file: { deal }, meeting } = await meetingFor(request, idOf(request, 'meeting_id'))
    return sendCalendar(reply, `techex-meeting-${meeting.id}`, calendarOf({ name: meetingTexts[locale].file(deal.id), deal_id: deal.id, meetings: [meeting], duties: [], locale, publicUrl }))
  })
  app.get('/deals/:deal_id/calendar.ics', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const { deal, side } = await partOf(request, 'meetings')
    const [meetings, duties] = await Promise.all([meetingsOf(db, deal.id, now()), waitingIn(db, deal.id, { result: knowsResult(request.ctx.actor, deal, side) })])
    return sendCalendar(reply, `techex-deal-${deal.id}`, calendarOf({ name: meetingTexts[locale].file(deal.id), deal_id: deal.id, meetings, duties, locale, publicUrl }))
  })

  const onAll = partForms(app, 'meetings', all), onOne = partForms(app, 'meetings', one)
  const to = ({ deal_id, meeting_id }: { deal_id: number; meeting_id: number }): string => `/deals/${deal_id}/meetings/${meeting_id}`
  onAll({ path: '', name: 'meeting', schema: ProposeMeeting, done: 'meeting_proposed', act: proposeMeeting, to: ({ deal_id }, id) => to({ deal_id, meeting_id: Number(id) }) })
  onOne({ path: ':meeting_id/time', name: 'move', schema: MoveMeeting, done: 'meeting_proposed', act: moveMeeting, to })
  onOne({ path: ':meeting_id/agreement', name: 'agree', schema: AgreeMeeting, done: 'meeting_agreed', act: agreeMeeting, to })
  onOne({ path: ':meeting_id/cancellation', name: 'cancel', schema: CancelMeeting, done: 'meeting_cancelled', act: cancelMeeting, to })
  onOne({ path: ':meeting_id/minutes', name: 'minutes', schema: WriteMinutes, done: 'minutes_sent', act: writeMinutes, to })
  onOne({ path: ':meeting_id/minutes/agreement', name: 'minutes', schema: AgreeMinutes, done: 'minutes_agreed', act: agreeMinutes, to })
}
