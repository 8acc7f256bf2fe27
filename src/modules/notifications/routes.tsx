import type { FastifyInstance, FastifyRequest } from 'fastify'
import { renderToString } from 'preact-render-to-string'
import { z } from 'zod'
import { isSignedIn, isStaff, permit, personOf } from '../../core/context.ts'
import { asSystem, type Db, readAs } from '../../core/database.ts'
import { lineField, textField } from '../../platform/fields.ts'
import { type Locale, locales } from '../../platform/locale.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import type { Live, LiveSettings } from '../../web/live.ts'
import { NoticeCount } from '../../web/ui/notice-count.tsx'
import { chooseDelivery, DeliveryChoices, openNotice, readAll, ReadUpTo, stopLetters } from './notice-commands.ts'
import { MailPage } from './pages/mail.tsx'
import { NoticeItem, NoticesPage } from './pages/notices.tsx'
import { NoticeSettingsPage, StopPage } from './pages/settings.tsx'
import { NoticeTextPage, type NoticeTextProps, NoticeTextsPage } from './pages/texts.tsx'
import { changedTexts, choicesOf, latestNotice, noticesOf, noticesSince, openSessions, textsNow, unreadNotices, versionsOf } from './queries.ts'
import { type NoticeRefusal, readStopToken } from './rules.ts'
import { changeNoticeText, NoticeTextChange, NoticeTextRestoration, restoreNoticeText } from './text-commands.ts'
import { isNoticeKind } from './texts.ts'

/** Letters as sent, readable by anyone: mounted in development only. */
export function developmentMailRoutes(app: FastifyInstance): void {
  app.get('/mail', async (request, reply) =>
    reply.page(<MailPage letters={await asSystem(request.ctx.db).selectFrom('outgoing_mail').selectAll().orderBy('id', 'desc').limit(50).execute()} />))
}

/** A page that is shown, and not one fetched ahead, as a picture, or by a script: only that is reading. */
const isShown = ({ headers }: FastifyRequest): boolean =>
  (headers['sec-fetch-dest'] === undefined || headers['sec-fetch-dest'] === 'document') && headers['sec-purpose'] === undefined && headers.purpose === undefined

/** One's notices, how one is told, and the links that stop letters. */
export function noticeRoutes(app: FastifyInstance, secret: string): void {
  app.get('/my/notices', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, isSignedIn)
    const asked = queryOf(request).page
    const page = typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1
    const person = personOf(actor)
    // Counted before the list is read: what comes in between is neither missed by the stream nor marked as read.
    const latest = await latestNotice(db, person)
    const [list, unread] = await Promise.all([noticesOf(db, person, locale, page), unreadNotices(db, person)])
    return reply.page(<NoticesPage {...list} page={page} latest={latest} unread={unread} />)
  })
  app.get('/my/notices/:id', async (request, reply) => {
    const path = await openNotice(request.ctx, { id: idOf(request), marks: isShown(request) })
    return reply.header('cache-control', 'private, no-store').redirect(`/${request.ctx.locale}${found(path)}`, 303)
  })
  button(app, '/my/notices/readings', ReadUpTo, async (ctx, input) => { await readAll(ctx, input); return `/${ctx.locale}/my/notices?done=saved` })
  formPage(app, {
    get: '/my/notices/settings', post: '/my/notices/settings', schema: DeliveryChoices,
    load: async ({ ctx }) => { permit(ctx.actor, isSignedIn); return choicesOf(ctx.db, personOf(ctx.actor)) },
    initial: (choices) => choices, page: (form) => <NoticeSettingsPage form={form} />,
    act: async (ctx, input) => { await chooseDelivery(ctx, input); return `/${ctx.locale}/my/notices/settings?done=saved` },
  })

  const linkOf = (request: FastifyRequest) => {
    const { token } = queryOf(request)
    return { link: readStopToken(secret, token) ?? refuse<NoticeRefusal>({ code: 'stop_link_unknown' }), token: String(token) }
  }
  app.get('/notices/stop', async (request, reply) => {
    const { link, token } = linkOf(request)
    return reply.page(<StopPage stops={link.stops} token={token} stopped={false} />)
  })
  // The button of the page, and the one in mail programs, which follows no redirects (RFC 8058).
  app.post('/notices/stop', { config: { withoutToken: 'the sealed token of the link says whose letters are stopped, and mail programs send it from anywhere' } }, async (request, reply) => {
    const { link, token } = linkOf(request)
    await stopLetters(request.ctx, link)
    return reply.page(<StopPage stops={link.stops} token={token} stopped />)
  })
}

const readers = isStaff('administrator', 'observer', 'inspector')
const wordsForm = (of: Locale) => z.object({
  kind: NoticeTextChange.shape.kind, version: NoticeTextChange.shape.version,
  [`${of}_subject`]: lineField(200), [`${of}_body`]: textField(4000), [`${of}_line`]: lineField(300),
})

/** The words of notices, for administrators to change and for those who supervise to read. */
export function noticeTextRoutes(app: FastifyInstance): void {
  app.get('/administration/notices', async (request, reply) => {
    permit(request.ctx.actor, readers)
    return reply.page(<NoticeTextsPage changed={await changedTexts(request.ctx.db)} />)
  })
  const load = async (request: FastifyRequest): Promise<Omit<NoticeTextProps, 'forms'>> => {
    permit(request.ctx.actor, readers)
    const { kind } = request.params as { kind: string }
    if (!isNoticeKind(kind)) return notFound()
    const { db } = request.ctx
    const [words, versions] = await Promise.all([textsNow(db), versionsOf(db, kind)])
    const latest = (of: Locale) => { const version = versions.find(({ locale }) => locale === of); return { version: version?.version ?? 0, changed: Boolean(version?.subject) } }
    return { kind, versions, inForce: { vi: words(kind, 'vi'), en: words(kind, 'en') }, latest: { vi: latest('vi'), en: latest('en') } }
  }
  const filledFrom = ({ inForce, latest }: Omit<NoticeTextProps, 'forms'>, of: Locale) => {
    const { subject, body, line } = inForce[of]
    return freshForm({ version: latest[of].version, [`${of}_subject`]: subject, [`${of}_body`]: body, [`${of}_line`]: line })
  }
  const path = '/administration/notices/:kind'
  app.get(path, async (request, reply) => {
    const loaded = await load(request)
    return reply.page(<NoticeTextPage {...loaded} forms={{ vi: filledFrom(loaded, 'vi'), en: filledFrom(loaded, 'en') }} />)
  })
  for (const of of locales) {
    formPage(app, {
      post: `${path}/${of}`, schema: wordsForm(of), load,
      page: (form, loaded) => <NoticeTextPage {...loaded} forms={{ vi: filledFrom(loaded, 'vi'), en: filledFrom(loaded, 'en'), [of]: form }} />,
      act: async (ctx, input) => {
        const { kind, version } = input
        await changeNoticeText(ctx, NoticeTextChange.parse({ kind, locale: of, version, subject: input[`${of}_subject`], body: input[`${of}_body`], line: input[`${of}_line`] }))
        return `/${ctx.locale}/administration/notices/${kind}?done=saved`
      },
    })
    button(app, `${path}/${of}/restoration`, NoticeTextRestoration.omit({ locale: true }), async (ctx, input) => {
      await restoreNoticeText(ctx, { ...input, locale: of })
      return `/${ctx.locale}/administration/notices/${input.kind}?done=saved`
    })
  }
}

/** The stream of a signed-in page: what is new, as the HTML the page would show. */
export function liveRoutes(app: FastifyInstance, live: Live): void {
  app.get('/live', (request, reply) => live.open(request, reply))
}

/** What the streams of people say, and how long their sessions are open. */
export const noticeNews = (db: Db, now: () => Date): Pick<LiveSettings, 'newsOf' | 'openSessions'> => ({
  openSessions: (ids) => openSessions(db, ids, now()),
  newsOf: async (person, locale, since) => {
    const own = readAs(db, { person_id: person, memberships: [], staff_roles: [] })
    const latest = await latestNotice(own, person)
    const [unread, notices] = await Promise.all([unreadNotices(own, person), since === null || since >= latest ? [] : noticesSince(own, person, locale, since)])
    return {
      latest: Math.max(latest, ...notices.map(({ id }) => id)),
      fragments: [
        ...notices.map((notice) => ({ id: notice.id, event: 'notice', html: renderToString(<NoticeItem notice={notice} locale={locale} />) })),
        { id: 0, event: 'count', html: renderToString(<NoticeCount locale={locale} unread={unread} />) },
      ],
    }
  },
})
