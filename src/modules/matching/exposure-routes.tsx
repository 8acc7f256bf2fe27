import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isStaff, permit } from '../../core/context.ts'
import { hanoiDay } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { formPage, queryOf } from '../../web/http.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { readsExposure, readsMatching } from './answer-rules.ts'
import { setBound } from './exposure-commands.ts'
import { boundHistory, exposureOf, mostExposed } from './exposure-queries.ts'
import { BoundChange, DeclinesAddress, ExposureAddress } from './exposure-rules.ts'
import { declineCounts, monthsTo, objectionCounts, objectionsPage } from './objection-queries.ts'
import { ExposurePage } from './pages/exposure.tsx'
import { MatchingPage } from './pages/matching-staff.tsx'

const rowsShown = 50

/** What the staff who run matching look at: what people said to matches, and who is shown how much. */
export function matchingStaffRoutes(app: FastifyInstance): void {
  const asked = async (request: FastifyRequest) => {
    permit(request.ctx.actor, readsMatching)
    const taxonomy = await taxonomyOf(request.ctx.db)
    const { field, page } = DeclinesAddress.parse(queryOf(request))
    return { taxonomy, page, field: taxonomy.has('research_field', field) ? field : '' } // a field no list knows is as if none had been chosen
  }
  app.get('/administration/matching', async (request, reply) => {
    const { field, page, taxonomy } = await asked(request)
    const { db, locale, now } = request.ctx
    const [objections, counts, declines] = await Promise.all([objectionsPage(db, page, locale), objectionCounts(db), declineCounts(db, field, now())])
    return reply.page(<MatchingPage objections={objections} page={page} counts={counts} declines={declines} months={monthsTo(now())} field={field} taxonomy={taxonomy} />)
  })
  app.get('/administration/matching/declines.csv', async (request, reply) => {
    const { field, taxonomy } = await asked(request)
    const { db, locale, now } = request.ctx
    const rows = (await declineCounts(db, field, now())).map((row) => ({
      month: row.month, field: row.field, field_name: row.field ? taxonomy.name('research_field', row.field, locale) : '', reason: row.code, reason_name: taxonomy.name('match_decline_reason', row.code, locale), declined_by: row.by_need ? 'need' : 'offer', count: row.n,
    }))
    return sendCsv(reply, `techex-declined-matches-${hanoiDay(now())}`, rows, ['month', 'field', 'field_name', 'reason', 'reason_name', 'declined_by', 'count'])
  })

  formPage(app, {
    get: '/administration/matching/exposure', post: '/administration/matching/exposure', schema: BoundChange,
    load: async (request) => {
      permit(request.ctx.actor, request.method === 'GET' ? readsExposure : isStaff('administrator'))
      const { db, now, locale } = request.ctx
      const view = ExposureAddress.parse(queryOf(request))
      const [exposure, history] = await Promise.all([exposureOf(db, view, now(), locale, rowsShown), boundHistory(db)])
      return { asked: view, exposure, history }
    },
    initial: ({ history: [now] }) => ({ listing_percent: now?.listing_percent ?? '', organisation_percent: now?.organisation_percent ?? '' }),
    page: (form, loaded) => <ExposurePage {...loaded} form={form} />,
    act: async (ctx, input) => { await setBound(ctx, input); return `/${ctx.locale}/administration/matching/exposure?done=saved` },
  })
  app.get('/administration/matching/exposure/data.csv', async (request, reply) => {
    permit(request.ctx.actor, readsExposure)
    const { db, now, locale } = request.ctx
    const view = ExposureAddress.parse(queryOf(request))
    const { rows } = await exposureOf(db, view, now(), locale, mostExposed)
    return sendCsv(reply, `techex-matches-shown-${view.view}-${hanoiDay(now())}`, rows.map(({ id, name, owner, shown, share, opened, answered }) => ({ id, name, owner, shown, percent: share.toFixed(2), opened, answered })), ['id', 'name', 'owner', 'shown', 'percent', 'opened', 'answered'])
  })
}
