import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { type Ctx, isStaff, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { inLocale } from '../../platform/locale.ts'
import { found, notFound, type Refusal } from '../../platform/refusal.ts'
import { daysFrom } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { button, formPage, type FormState, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { timelineOf } from '../audit/queries.ts'
import { cardsOf, listingFor, type ListingView } from '../listings/queries.ts'
import { listingKinds } from '../listings/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { ActOnMany, actOnMany } from './bulk-commands.ts'
import { LetGo, letGoOfItem, PublishItem, publishItem, ReturnItem, returnItem, TakeItem, takeItem, takeNext } from './commands.ts'
import { BulkPage } from './pages/bulk.tsx'
import { ComparePage } from './pages/compare.tsx'
import { DecisionPage } from './pages/decision.tsx'
import { QueuePage } from './pages/queue.tsx'
import { ReasonPage, ReasonsPage } from './pages/reasons.tsx'
import { ReportPage } from './pages/report.tsx'
import { bulkOf, claimOn, formerVersion, likenessBetween, nearDuplicatesOf, reasonCounts, returnReason, returnReasons, reviewQueue, sincePublished } from './queries.ts'
import { addReason, changeReason, NewReason, ReasonChange, ReasonNamed, restoreReason, retireReason } from './reason-commands.ts'
import { moderationReport, periods } from './reports.ts'
import { filterQuery, heldBy, nextAfter, passes, type QueueFilter, standing, whoseFilters } from './rules.ts'

/** Moderators decide; those who look over the Exchange's shoulder read what they read. */
const readsQueue = isStaff('moderator', 'observer', 'inspector')
/** Reasons and figures are the administrators' as well; the queue is not. */
const readsReport = isStaff('moderator', 'administrator', 'observer', 'inspector')
/** Listings a page of the review queue. */
const queuePage = 50
/** What other modules show beside a decision: evidence, versions. */
export type DecisionPanel = (ctx: Ctx, listing: ListingView) => Promise<ComponentChildren>

const Filter = z.object({
  kind: z.enum(listingKinds).or(z.literal('')).catch(''), field: z.string().regex(/^\d$/).or(z.literal('')).catch(''), change: z.enum(['new', 'changed']).or(z.literal('')).catch(''),
  late: z.literal('yes').or(z.literal('')).catch(''), whose: z.enum(whoseFilters).or(z.literal('')).catch(''),
})
const filterOf = (request: FastifyRequest): QueueFilter => Filter.parse(queryOf(request))

export function moderationRoutes(app: FastifyInstance, panel: DecisionPanel = async () => null): void {
  queueRoutes(app)
  decisionRoutes(app, panel)
  reasonRoutes(app)
  reportRoutes(app)
}

function queueRoutes(app: FastifyInstance): void {
  const queue = async (request: FastifyRequest) => {
    const { db, actor, locale, now } = request.ctx
    permit(actor, readsQueue)
    const filter = filterOf(request)
    const page = z.coerce.number().int().min(1).max(1000).catch(1).parse(queryOf(request).page)
    const [all, reasons, taxonomy] = await Promise.all([reviewQueue(db, now()), returnReasons(db), taxonomyOf(db)])
    const shown = all.filter((item) => passes(item, filter, actor.person_id))
    const items = new Map(shown.slice((page - 1) * queuePage, page * queuePage).map((item) => [item.id, item]))
    const rows = (await cardsOf(db, [...items.keys()], locale)).flatMap((card) => { const item = items.get(card.id); return item ? { ...card, item } : [] })
    return { queue: all, filter, rows, reasons, taxonomy, page, pages: Math.ceil(shown.length / queuePage), requestKey: randomUUID() }
  }
  app.get('/moderation', async (request, reply) => reply.page(<QueuePage form={freshForm()} {...(await queue(request))} />))
  formPage(app, {
    post: '/moderation/bulk', schema: ActOnMany, says: () => false,
    load: async (request) => { permit(request.ctx.actor, isStaff('moderator')); return queue(request) },
    page: (form, loaded) => <QueuePage form={form} {...loaded} />,
    act: async (ctx, input) => `/${ctx.locale}/moderation/bulk/${await actOnMany(ctx, input)}`,
  })
  app.get('/moderation/bulk/:id', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, readsQueue)
    const bulk = found(await bulkOf(db, idOf(request)))
    const cards = new Map((await cardsOf(db, bulk.items.map(({ listing_id }) => listing_id), locale)).map((card) => [card.id, card]))
    return reply.page(<BulkPage bulk={bulk} cards={cards} reason={bulk.reason_code === null ? undefined : await returnReason(db, bulk.reason_code)} />)
  })
  button(app, '/moderation/next', z.object({}), async (ctx, _, request) => {
    const filter = filterOf(request)
    return `/${ctx.locale}/moderation/listings/${await takeNext(ctx, filter)}${filterQuery(filter, { done: 'item_taken' })}`
  })
}

function decisionRoutes(app: FastifyInstance, panel: DecisionPanel): void {
  const judged = async (request: FastifyRequest) => {
    const { ctx } = request
    const { db, actor, now } = ctx
    permit(actor, readsQueue)
    const filter = filterOf(request)
    const listing = await listingFor(ctx, idOf(request))
    const [all, taxonomy, claim, near, since, former, reasons, more] = await Promise.all([reviewQueue(db, now()), taxonomyOf(db), claimOn(db, listing.id), nearDuplicatesOf(db, listing.id), sincePublished(db, listing.id), formerVersion(db, listing.id, listing.version), returnReasons(db), panel(ctx, listing)])
    return { listing, taxonomy, filter, near, since, former, reasons, more, claim: standing(claim, now()), queue: all.filter((item) => item.id === listing.id || passes(item, filter, actor.person_id)) }
  }
  type Judged = Awaited<ReturnType<typeof judged>>
  const shown = (form: FormState, loaded: Judged) => <DecisionPage form={form} takeover={freshForm()} {...loaded} />
  /** The next one opens by itself; where none is left, the queue. */
  const onward = (ctx: Ctx, { queue, listing, filter }: Judged, done: 'published' | 'returned'): string => {
    const next = nextAfter(queue, listing.id, ctx.actor.person_id)
    return next ? `/${ctx.locale}/moderation/listings/${next.id}${filterQuery(filter, { done: `review_${done}` })}` : `/${ctx.locale}/moderation${filterQuery(filter, { done })}`
  }
  app.get('/moderation/listings/:id', async (request, reply) => reply.page(shown(freshForm(), await judged(request))))
  const decision = { load: judged, says: ({ code }: Refusal) => ['changed_meanwhile', 'own_listing', 'held', 'technology_unconfirmed', 'technology_prohibited'].includes(code), page: shown }
  formPage(app, {
    ...decision, post: '/moderation/listings/:id/return', schema: ReturnItem,
    act: async (ctx, input, loaded) => { await returnItem(ctx, input); return onward(ctx, loaded, 'returned') },
  })
  formPage(app, {
    ...decision, post: '/moderation/listings/:id/publication', schema: PublishItem,
    act: async (ctx, input, loaded) => { await publishItem(ctx, input); return onward(ctx, loaded, 'published') },
  })
  formPage(app, {
    load: judged, post: '/moderation/listings/:id/claim', schema: TakeItem, says: ({ code }) => code === 'held' || code === 'own_listing',
    page: (form, loaded, request) => heldBy(loaded.claim, request.ctx.actor.person_id ?? 0, request.ctx.now()) ? <DecisionPage form={freshForm()} takeover={form} {...loaded} /> : shown(form, loaded),
    act: async (ctx, input, { filter }) => { await takeItem(ctx, input); return `/${ctx.locale}/moderation/listings/${input.id}${filterQuery(filter, { done: 'item_taken' })}` },
  })
  button(app, '/moderation/listings/:id/claim/end', LetGo, async (ctx, input, request) => { await letGoOfItem(ctx, input); return `/${ctx.locale}/moderation/listings/${input.id}${filterQuery(filterOf(request))}` })

  app.get('/moderation/listings/:id/compare/:other_id', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, readsQueue)
    const [id, otherId] = [idOf(request), idOf(request, 'other_id')]
    if (id === otherId) notFound()
    const listing = await listingFor(ctx, id), other = await listingFor(ctx, otherId)
    const [likeness, taxonomy, duplicate, claim] = await Promise.all([likenessBetween(ctx.db, id, otherId), taxonomyOf(ctx.db), returnReason(ctx.db, 'duplicate'), claimOn(ctx.db, id)])
    return reply.page(<ComparePage listing={listing} other={other} likeness={likeness} taxonomy={taxonomy} filter={filterOf(request)} duplicate={duplicate?.retired_at ? undefined : duplicate} mayDecide={heldBy(claim, ctx.actor.person_id ?? 0, ctx.now()) === null} />)
  })
}

function reasonRoutes(app: FastifyInstance): void {
  /** Reading takes any of its readers; sending a form, those who keep the list. */
  const reads = (request: FastifyRequest): void => permit(request.ctx.actor, request.method === 'GET' ? readsReport : isStaff('administrator'))
  formPage(app, {
    get: '/moderation/reasons', post: '/moderation/reasons', schema: NewReason,
    load: async (request) => {
      reads(request)
      const { db, now } = request.ctx
      const [reasons, counts] = await Promise.all([returnReasons(db, { retired: true }), reasonCounts(db, daysFrom(now(), -90))])
      return { reasons, counts }
    },
    initial: ({ reasons }) => ({ position: String(reasons.length) }),
    page: (form, loaded) => <ReasonsPage form={form} {...loaded} />,
    act: async (ctx, input) => { await addReason(ctx, input); return `/${ctx.locale}/moderation/reasons/${input.code}?done=created` },
  })
  formPage(app, {
    get: '/moderation/reasons/:code', post: '/moderation/reasons/:code', schema: ReasonChange,
    load: async (request) => {
      reads(request)
      const { db } = request.ctx
      const reason = found(await returnReason(db, (request.params as { code: string }).code))
      // How its words came about is for all who work with it; the record itself is read by inspectors and administrators.
      return { reason, history: await timelineOf(asSystem(db), [`return_reason:${reason.code}`], 50, true) }
    },
    initial: ({ reason }) => ({ ...reason, position: String(reason.position) }),
    page: (form, loaded) => <ReasonPage form={form} {...loaded} />,
    act: async (ctx, input) => { await changeReason(ctx, input); return `/${ctx.locale}/moderation/reasons/${input.code}?done=saved` },
  })
  button(app, '/moderation/reasons/:code/retiring', ReasonNamed, async (ctx, input) => { await retireReason(ctx, input); return `/${ctx.locale}/moderation/reasons/${input.code}?done=retired` })
  button(app, '/moderation/reasons/:code/restoring', ReasonNamed, async (ctx, input) => { await restoreReason(ctx, input); return `/${ctx.locale}/moderation/reasons/${input.code}?done=restored` })
}

function reportRoutes(app: FastifyInstance): void {
  const report = async (request: FastifyRequest) => {
    const { db, actor, now } = request.ctx
    permit(actor, readsReport)
    return moderationReport(db, actor, periods.find((days) => String(days) === queryOf(request).days) ?? 90, now())
  }
  app.get('/moderation/report', async (request, reply) => reply.page(<ReportPage report={await report(request)} />))
  app.get('/moderation/report/months.csv', async (request, reply) => sendCsv(reply, 'moderation-months', (await report(request)).months))
  app.get('/moderation/report/reasons.csv', async (request, reply) => sendCsv(reply, 'moderation-reasons', (await report(request)).reasons.map(({ code, name_vi, name_en, count }) => ({ code, name: inLocale(request.ctx.locale, name_vi, name_en), count }))))
}
