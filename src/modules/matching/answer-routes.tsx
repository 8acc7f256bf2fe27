import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, type Ctx, isMemberOf, isSignedIn, permit } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { backOf, button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { cardsOf, type ListingCard } from '../listings/queries.ts'
import type { ListingKind } from '../listings/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { DeclineMatch, declineMatch, TakeBackDecline, takeBackDecline } from './answer-commands.ts'
import { listingsToMatch, matchesFor, matchFile } from './answer-queries.ts'
import { readsMatching } from './answer-rules.ts'
import { countExposure, flushExposure } from './exposure-counts.ts'
import { ObjectToReasons, objectToReasons } from './objection-commands.ts'
import { MyMatchesPage } from './pages/my-matches.tsx'
import { PairPage } from './pages/pair.tsx'

const listingsAPage = 10
const matchesEach = 5

/** What people do with suggested matches: read those of their organisation, decline, take back, and say which reason is wrong. */
export function answerRoutes(app: FastifyInstance): void {
  app.addHook('onClose', async () => { await Promise.all([...counted].map(flushExposure)) })

  app.get('/my/matches', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const query = queryOf(request)
    const page = numberIn(query.page) ?? 1, asked = numberIn(query.listing)
    const all = ctx.actor.memberships.map(({ organisation_id }) => organisation_id)
    // A letter may lead to a listing of another organisation of theirs than the one they act for.
    const one = asked === null ? null : await listingsToMatch(ctx.db, all, { listing: asked, page: 1, size: 1 })
    const { listings, pages } = one?.listings.length ? one : await listingsToMatch(ctx.db, ctx.actor.organisation_id === null ? [] : [ctx.actor.organisation_id], { listing: null, page: Math.min(page, 10_000), size: listingsAPage })
    const [cards, taxonomy, lists] = await Promise.all([cardsOf(ctx.db, listings.map(({ id }) => id), ctx.locale), taxonomyOf(ctx.db), Promise.all(listings.map((listing) => matchesFor(ctx, listing, matchesEach)))])
    const groups = cards.flatMap((card) => {
      const i = listings.findIndex(({ id }) => id === card.id), of = listings[i], list = lists[i]
      return of && list ? [{ of, card, list: { ...list, open: list.open.filter(({ accepted }) => !accepted) } }] : []
    })
    countShown(ctx, groups.flatMap(({ list }) => list.open.map(({ card }) => card)))
    return reply.page(<MyMatchesPage groups={groups} page={page} pages={pages} organisation={ctx.actor.organisation_id !== null || listings.length > 0} taxonomy={taxonomy} />)
  })

  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const [file, taxonomy] = await Promise.all([matchFile(ctx, idOf(request, 'listing_id'), idOf(request, 'other_id'), mayRead), taxonomyOf(ctx.db)])
    return { file, taxonomy }
  }
  const path = '/my/matches/:listing_id/:other_id'
  app.get(path, async (request, reply) => reply.page(<PairPage {...await load(request)} forms={{}} />))
  formPage(app, {
    post: `${path}/decline`, schema: DeclineMatch, load, page: (form, loaded) => <PairPage {...loaded} forms={{ decline: form }} />,
    act: async (ctx, input, { file }, request) => { await declineMatch(ctx, input); return back(request, file.own, 'match_declined') },
  })
  formPage(app, {
    post: `${path}/objection`, schema: ObjectToReasons, load,
    // What was ticked before the reasons were worked out anew is nothing that could be shown again.
    page: (form, loaded) => <PairPage {...loaded} forms={{ objection: form.refusal ? { ...freshForm({ words: form.values.words }), refusal: form.refusal } : form }} />,
    act: async (ctx, input, { file }, request) => { await objectToReasons(ctx, input); return back(request, file.own, 'objection_noted') },
  })
  button(app, `${path}/taking-back`, TakeBackDecline, async (ctx, input, request) => {
    await takeBackDecline(ctx, input)
    const { kind } = await ctx.db.selectFrom('listing').select('kind').where('id', '=', input.listing_id).executeTakeFirstOrThrow()
    return back(request, { id: input.listing_id, kind }, 'match_taken_back')
  })
}

const mayRead = (actor: Actor, organisations: readonly number[]): boolean => readsMatching(actor) || organisations.some((id) => isMemberOf(id)(actor))
const numberIn = (typed: unknown): number | null => (typeof typed === 'string' && /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : null)

/** The list of matches the form was sent from, or else the listing's own page. */
function back(request: FastifyRequest, { id, kind }: { id: number; kind: ListingKind }, done: string): string {
  const from = new URL(backOf(request), 'http://x')
  const to = /^\/(vi|en)\/(my\/matches|(offers|needs)\/\d+)$/.test(from.pathname) ? from : new URL(`/${request.ctx.locale}/${kind}s/${id}`, 'http://x')
  to.searchParams.set('done', done)
  return `${to.pathname}${to.search}`
}

/** Handles whose counts wait to be written when the process ends. */
const counted = new Set<ReturnType<typeof asSystem>>()
/** People of organisations are counted, and not what they see of their own; strangers and programs are not. */
const counts = ({ actor }: Ctx, { organisation_id }: { organisation_id: number }): boolean => actor.memberships.length > 0 && !isMemberOf(organisation_id)(actor)
function count(ctx: Ctx, what: 'shown' | 'opened', ids: number[]): void {
  if (ids.length === 0) return
  const system = asSystem(ctx.db) // a number a listing and day, whoever looks
  counted.add(system)
  countExposure(system, what, ids, ctx.now())
}
/** These were shown to this reader as matches. */
export const countShown = (ctx: Ctx, cards: readonly ListingCard[]): void => count(ctx, 'shown', cards.filter((card) => counts(ctx, card)).map(({ id }) => id))
/** This listing was opened; counted where that was done from a list of matches. */
export function countOpened(request: FastifyRequest, listing: { id: number; kind: ListingKind; organisation_id: number }): void {
  const from = new URL(backOf(request), 'http://x').pathname
  const list = listing.kind === 'offer' ? /^\/(vi|en)\/(my\/matches|needs\/\d+)$/ : /^\/(vi|en)\/(my\/matches|offers\/\d+)$/
  if (list.test(from) && counts(request.ctx, listing)) count(request.ctx, 'opened', [listing.id])
}
