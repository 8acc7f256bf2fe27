import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permit } from '../../core/context.ts'
import { hanoiDay } from '../../platform/time.ts'
import { sendCsv } from '../../web/csv.ts'
import { button, formPage, queryOf } from '../../web/http.tsx'
import { AddPair, addPair, PairStep, restorePair, withdrawPair } from './lexicon-commands.ts'
import { pairCounts, pairsInFile, pairsPage } from './lexicon-queries.ts'
import { LexiconAddress, type LexiconAsked, lexiconQuery, readsLexicon, writesLexicon } from './lexicon-rules.ts'
import { LexiconPage } from './pages/lexicon.tsx'

const path = '/administration/lexicon'
const askedOf = (request: FastifyRequest): LexiconAsked => LexiconAddress.parse(queryOf(request))

/** Where the staff see which words of the two languages matching takes for the same, and change it. */
export function lexiconRoutes(app: FastifyInstance): void {
  formPage(app, {
    get: path, post: path, schema: AddPair,
    load: async (request) => {
      permit(request.ctx.actor, request.method === 'GET' ? readsLexicon : writesLexicon)
      const { db } = request.ctx, asked = askedOf(request)
      const [found, counts] = await Promise.all([pairsPage(db, asked), pairCounts(db)])
      return { asked, found, counts }
    },
    page: (form, loaded) => <LexiconPage {...loaded} form={form} />,
    act: async (ctx, input) => { await addPair(ctx, input); return `/${ctx.locale}${path}?q=${encodeURIComponent(input.vi)}&done=pair_added` },
  })
  /** Back to the list as it was, with what was done. */
  const back = (request: FastifyRequest, done: string): string => {
    const query = lexiconQuery(askedOf(request), askedOf(request).page)
    return `/${request.ctx.locale}${path}${query}${query ? '&' : '?'}done=${done}`
  }
  button(app, `${path}/:id/withdrawal`, PairStep, async (ctx, input, request) => { await withdrawPair(ctx, input); return back(request, 'pair_withdrawn') })
  button(app, `${path}/:id/restoration`, PairStep, async (ctx, input, request) => { await restorePair(ctx, input); return back(request, 'pair_restored') })

  app.get(`${path}/data.csv`, async (request, reply) => {
    permit(request.ctx.actor, readsLexicon)
    const { db, now } = request.ctx
    const rows = await pairsInFile(db, askedOf(request))
    const written = rows.map(({ of_program, added_at, withdrawn_at, ...row }) => ({ ...row, of_program: of_program ? 'yes' : 'no', added_at: added_at.toISOString(), withdrawn_at: withdrawn_at?.toISOString() ?? '' }))
    return sendCsv(reply, `techex-lexicon-${hanoiDay(now())}`, written, ['vi', 'en', 'of_program', 'added_by', 'added_at', 'withdrawn_by', 'withdrawn_at'])
  })
}
