import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Ctx, isMemberOf, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { formatInstant } from '../../platform/time.ts'
import { button, formPage, idOf, queryOf } from '../../web/http.tsx'
import { cardsOf, type ListingView } from '../listings/queries.ts'
import { shownMatches } from '../matching/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { boardOf, brokerageOf, helpersOf, suggestionsOf } from './board-queries.ts'
import { invitesFor } from './call-queries.ts'
import { letGoOfNeed, OneNeed, OneSuggestion, SuggestOffer, suggestOffer, takeOnNeed, withdrawSuggestion } from './commands.ts'
import { compareRoutes } from './compare-routes.tsx'
import { sendTable } from './file-routes.ts'
import { branchesOf, gapRows, inOrder, notReckoned, unmatchedNeeds } from './gap-queries.ts'
import { boardTexts, gapTexts } from './messages.ts'
import { BoardPage, boardTable, HelpPage } from './pages/board.tsx'
import { gapTable, GapsPage, OurGapsPage } from './pages/gaps.tsx'
import { NeedPanel } from './pages/panel.tsx'
import { BoardAddress, boardQuery, GapAddress, mostOnBoard, readsBoard } from './rules.ts'

/** Needs that find no answer by themselves: the board, the gaps, comparison. */
export function sourcingRoutes(app: FastifyInstance, publicUrl: string): void {
  boardRoutes(app, publicUrl)
  gapRoutes(app, publicUrl)
  compareRoutes(app, publicUrl)
}

function boardRoutes(app: FastifyInstance, publicUrl: string): void {
  const reading = async ({ ctx }: FastifyRequest) => {
    permit(ctx.actor, isSignedIn)
    const brokerage = await brokerageOf(ctx.db, ctx.actor)
    permit(ctx.actor, readsBoard(brokerage))
    return brokerage
  }
  const board = async (request: FastifyRequest, limit?: number) => {
    const { db, locale, now } = request.ctx
    const brokerage = await reading(request)
    const asked = BoardAddress.parse(queryOf(request))
    const [shown, taxonomy] = await Promise.all([boardOf(db, limit ? { ...asked, page: 1 } : asked, now(), locale, limit), taxonomyOf(db)])
    return { ...shown, asked, taxonomy, brokerage }
  }
  app.get('/board', async (request, reply) => reply.page(<BoardPage {...(await board(request))} />))
  for (const kind of ['csv', 'xlsx'] as const) {
    app.get(`/board/data.${kind}`, async (request, reply) => {
      const { locale, now } = request.ctx
      const { rows, asked, taxonomy } = await board(request, mostOnBoard)
      const t = boardTexts[locale], query = boardQuery(asked)
      return sendTable(request, reply, kind, 'board', boardTable(rows, taxonomy, locale, now(), publicUrl), t.sheet, { title: t.about, said: [[t.title, t.lead], [t.counted, formatInstant(now(), locale)], ['URL', `${publicUrl}/${locale}/board${query && `?${query}`}`]] })
    })
  }

  const helped = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const id = idOf(request)
    const need = await ctx.db.selectFrom('listing').select(['id', 'kind', 'state', 'organisation_id', 'version']).where('id', '=', id).executeTakeFirst()
    if (need?.kind !== 'need' || need.state !== 'published') return notFound()
    const brokerage = await reading(request)
    const [matches, helpers, suggestions, taxonomy] = await Promise.all([shownMatches(ctx.db, need, 20), helpersOf(ctx.db, [id]), suggestionsOf(ctx.db, [id]), taxonomyOf(ctx.db)])
    const cards = await cardsOf(ctx.db, [id, ...new Set([...matches.map(({ listing_id }) => listing_id), ...suggestions.map(({ offer_id }) => offer_id)])], ctx.locale)
    return { card: cards.find((card) => card.id === id) ?? notFound(), matches, offers: cards.filter((card) => card.id !== id && card.state === 'published'), helper: helpers.get(id) ?? null, suggestions, brokerage, taxonomy }
  }
  formPage(app, {
    get: '/board/:id', post: '/board/:id', schema: SuggestOffer, load: helped, initial: () => ({ chosen: '' }),
    page: (form, loaded) => <HelpPage {...loaded} form={form} />,
    act: async (ctx, input) => { await suggestOffer(ctx, input); return `/${ctx.locale}/board/${input.id}?done=suggested` },
  })
  button(app, '/board/:id/take', OneNeed, async (ctx, input) => { await takeOnNeed(ctx, input); return `/${ctx.locale}/board/${input.id}?done=taken_on` })
  button(app, '/board/:id/release', OneNeed, async (ctx, input) => { await letGoOfNeed(ctx, input); return `/${ctx.locale}/board/${input.id}?done=let_go` })
  button(app, '/board/:id/withdrawal', OneSuggestion, async (ctx, input) => { await withdrawSuggestion(ctx, input); return `/${ctx.locale}/board/${input.id}?done=withdrawn` })
}

function gapRoutes(app: FastifyInstance, publicUrl: string): void {
  const gaps = async (request: FastifyRequest) => {
    const { db, now } = request.ctx
    const taxonomy = await taxonomyOf(db)
    const read = GapAddress.parse(queryOf(request))
    // A code no list knows is as if none had been chosen.
    const asked = { ...read, code: taxonomy.has(({ fields: 'research_field', wards: 'ward', trl: 'trl' } as const)[read.by], read.code) ? read.code : '' }
    return { asked, taxonomy, rows: inOrder(asked.by, await gapRows(db, asked.by, asked.by === 'fields' ? asked.code : '', now())) }
  }
  app.get('/gaps', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    const { asked, ...shown } = await gaps(request)
    const [{ ids, total }, waiting, brokerage] = await Promise.all([unmatchedNeeds(db, asked), notReckoned(db), brokerageOf(db, actor)])
    return reply.page(<GapsPage asked={asked} {...shown} needs={await cardsOf(db, ids, locale)} total={total} waiting={waiting} member={actor.memberships.length > 0} board={readsBoard(brokerage)(actor)} />)
  })
  for (const kind of ['csv', 'xlsx'] as const) {
    app.get(`/gaps/data.${kind}`, async (request, reply) => {
      const { locale, now } = request.ctx
      const { asked, rows, taxonomy } = await gaps(request)
      const t = gapTexts[locale]
      return sendTable(request, reply, kind, `gaps-${asked.by}`, gapTable(asked.by, rows, taxonomy, locale), t.sheet, { title: t.about, said: [[t.title, t.view[asked.by]], [t.counted, formatInstant(now(), locale)], ['', t.notes], ['', t.withheld], ['URL', `${publicUrl}/${locale}/gaps`]] })
    })
  }
  app.get('/gaps/ours', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, isSignedIn)
    const { page } = GapAddress.parse(queryOf(request))
    const taxonomy = await taxonomyOf(db)
    const organisation = actor.organisation_id
    const branches = organisation === null ? [] : await branchesOf(db, organisation)
    const of = { by: 'fields' as const, butOf: actor.memberships.map((m) => m.organisation_id) }
    const [{ ids, total }, counted] = await Promise.all([
      branches.length ? unmatchedNeeds(db, { ...of, code: '', branches, page }) : { ids: [], total: 0 },
      Promise.all(branches.map(async (code) => ({ code, unmatched: (await unmatchedNeeds(db, { ...of, code, page: 1, limit: 1 })).total }))),
    ])
    return reply.page(<OurGapsPage organisation={organisation !== null} branches={counted.filter(({ code }) => taxonomy.has('research_field', code))} needs={await cardsOf(db, ids, locale)} total={total} page={page} taxonomy={taxonomy} />)
  })
}

/** On a need's page: what was suggested for it and who is on it, for those it concerns, and the ways to find an answer. Nothing on an offer's. */
export async function needPanel(ctx: Ctx, listing: ListingView) {
  if (listing.kind !== 'need' || listing.state !== 'published') return null
  const [brokerage, helpers, suggestions] = await Promise.all([brokerageOf(ctx.db, ctx.actor), helpersOf(ctx.db, [listing.id]), suggestionsOf(ctx.db, [listing.id])])
  const own = isMemberOf(listing.organisation_id)(ctx.actor)
  const cards = await cardsOf(ctx.db, suggestions.map(({ offer_id }) => offer_id), ctx.locale)
  return <NeedPanel need={listing.id} helper={helpers.get(listing.id) ?? null} suggestions={suggestions} offers={cards} board={readsBoard(brokerage)(ctx.actor) && !own} acts={mayEditFor(listing.organisation_id)(ctx.actor)} invites={await invitesFor(ctx.db, ctx.actor, listing.organisation_id)} />
}
