import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Ctx, mayEditFor } from '../../core/context.ts'
import { formatInstant, hanoiDay } from '../../platform/time.ts'
import { idOf, queryOf } from '../../web/http.tsx'
import { claimsOf } from '../evidence/queries.ts'
import { cardsOf, listingFor, type ListingView, maySee, textIn } from '../listings/queries.ts'
import { reasonsBetween, shownMatches, shownReasons } from '../matching/queries.ts'
import type { Match } from '../matching/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { compareTexts } from './compare-messages.ts'
import { mostOffered, offersAsked } from './compare-rules.ts'
import { fileKinds, sendTable } from './file-routes.ts'
import { type Beside, ComparePage, compareTable, comparisonOf } from './pages/compare.tsx'
import { mostCounted } from './rules.ts'

/** Up to five offers beside one need, of what this reader may see. */
export function compareRoutes(app: FastifyInstance, publicUrl: string): void {
  const compared = async (request: FastifyRequest) => {
    const { ctx } = request
    const need = await listingFor(ctx, idOf(request), 'need')
    const { ids, more } = offersAsked(queryOf(request).offers)
    const matches = need.state === 'published' || mayEditFor(need.organisation_id)(ctx.actor) ? await shownMatches(ctx.db, need, mostCounted) : []
    const [visible, taxonomy] = await Promise.all([visibleOffers(ctx, ids), taxonomyOf(ctx.db)])
    const beside = await Promise.all(visible.map((id) => besideOf(ctx, need, id, matches)))
    const options = await cardsOf(ctx.db, [...new Set([...matches.slice(0, mostOffered).map(({ listing_id }) => listing_id), ...visible])], ctx.locale)
    return {
      need, more, missing: visible.length < ids.length, chosen: visible, query: `offers=${visible.join(',')}`, mayAct: mayEditFor(need.organisation_id)(ctx.actor) && need.state === 'published',
      comparison: beside.length ? comparisonOf(need, beside, taxonomy, ctx.locale) : null,
      options: options.filter(({ state }) => state === 'published').map((card) => ({ card, score: matches.find(({ listing_id }) => listing_id === card.id)?.score ?? 0 })),
    }
  }
  app.get('/needs/:id/compare', async (request, reply) => reply.page(<ComparePage {...(await compared(request))} />))
  for (const kind of fileKinds) {
    app.get(`/needs/:id/compare.${kind}`, async (request, reply) => {
      const { locale, now } = request.ctx
      const { need, comparison, query } = await compared(request)
      const t = compareTexts[locale]
      return sendTable(request, reply, kind, `compare-${need.id}`, compareTable(comparison ?? { offers: [], rows: [] }, locale), t.sheet, {
        title: t.about, said: [[t.title, textIn(need, locale)?.title ?? ''], [t.counted, formatInstant(now(), locale)], ['', t.signs], ['URL', `${publicUrl}/${locale}/needs/${need.id}/compare?${query}`]],
      })
    })
  }
}

/** Those of these numbers that are offers this reader may see, in their order. */
async function visibleOffers({ db, actor }: Ctx, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('listing').select(['id', 'state', 'organisation_id']).where('id', 'in', ids).where('kind', '=', 'offer').execute()
  return ids.filter((id) => rows.some((row) => row.id === id && maySee(actor, row)))
}

async function besideOf(ctx: Ctx, need: ListingView, id: number, matches: readonly Match[]): Promise<Beside> {
  const listing = await listingFor(ctx, id, 'offer')
  const known = matches.find(({ listing_id }) => listing_id === id)
  const [claims, reasons] = await Promise.all([claimsOf(ctx.db, id, hanoiDay(ctx.now())), known ? shownReasons(ctx.db, need, [known]).then(([match]) => match?.reasons ?? []) : reasonsBetween(ctx.db, need.id, id, 'need')])
  // The grade of a listing rests on the weakest of what it must prove; the day shown is that of its latest confirmed result.
  const days = claims.flatMap(({ standing }) => (standing.by ? [standing.by.made_on] : [])).toSorted()
  return { listing, evidence_on: days.at(-1) ?? null, score: known?.score ?? null, reasons }
}
