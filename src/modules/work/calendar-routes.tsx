import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, permit, personOf } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { calendarText } from '../../platform/calendar.ts'
import { notFound } from '../../platform/refusal.ts'
import { button, freshForm, refusedBy } from '../../web/http.tsx'
import { makeCalendarAddress, revokeCalendarAddress } from './calendar-commands.ts'
import { calendarAddressOf, calendarHolder, ownCalendar } from './calendar-queries.ts'
import { calendarAgainSeconds, calendarRequestsPerMinute } from './calendar-rules.ts'
import { calendarTexts } from './messages.ts'
import { CalendarPage, NewCalendarPage } from './pages/calendar.tsx'

/** One's own calendar: the page of its address, and what stands at the address. */
export function calendarRoutes(app: FastifyInstance, publicUrl: string): void {
  const made = async ({ ctx }: FastifyRequest): Promise<Date | null> => { permit(ctx.actor, isSignedIn); return (await calendarAddressOf(ctx.db, personOf(ctx.actor)))?.made_at ?? null }
  app.get('/my/calendar', async (request, reply) => reply.page(<CalendarPage made_at={await made(request)} />))
  // The answer to this form is the address itself, which no other address may carry and no reload may show again: so no redirect.
  app.post('/my/calendar', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    let token = ''
    const refusal = await refusedBy(async () => { token = await makeCalendarAddress(ctx) })
    if (refusal) return reply.page(<CalendarPage made_at={await made(request)} form={{ ...freshForm(), refusal }} />, 409)
    return reply.page(<NewCalendarPage address={`${publicUrl}/${ctx.locale}/calendars/${token}/techex.ics`} />, 201)
  })
  button(app, '/my/calendar/revocation', z.object({}), async (ctx) => { await revokeCalendarAddress(ctx); return `/${ctx.locale}/my/calendar?done=calendar_revoked` })

  // Programs ask here without signing in: the token is the permission, and whoever tries tokens is slow.
  const attempts = app.createRateLimit({ max: calendarRequestsPerMinute, timeWindow: '1 minute' })
  app.get('/calendars/:calendar_token/techex.ics', async (request, reply) => {
    const counted = await attempts(request)
    if (!counted.isAllowed && counted.isExceeded) {
      void reply.header('retry-after', String(Math.max(1, counted.ttlInSeconds)))
      throw Object.assign(new Error('too many calendars'), { statusCode: 429 })
    }
    const { db, now } = request.ctx
    const holder = await calendarHolder(db, (request.params as { calendar_token: string }).calendar_token) ?? notFound()
    const { actor, locale } = holder
    const text = calendarText({ name: calendarTexts[locale].name, product: 'My calendar', locale, publicUrl, again: calendarAgainSeconds, entries: await ownCalendar(readAs(db, actor), actor, now(), locale) })
    return reply.type('text/calendar; charset=utf-8; method=PUBLISH').header('content-disposition', 'attachment; filename="techex.ics"').header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex').send(text)
  })
}
