import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound } from '../../platform/refusal.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, freshForm, queryOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { legalFor } from '../organisations/queries.ts'
import { factField, SayFacts, sayFacts } from './commands.ts'
import { dossierOf } from './dossier.ts'
import { SupportPage } from './pages/support.tsx'
import { programmeOf, programmes } from './programmes.ts'
import { contractIn, knownOf, papersIn, saidBy, sidesFor } from './queries.ts'
import { fittings } from './rules.ts'

/** The support finder of a deal: which programmes may fit a side, by which condition, and a draft of the request. */
export function supportRoutes(app: FastifyInstance): void {
  app.get('/deals/:deal_id/support', async (request, reply) => reply.page(await shown(request, {})))
  const form = partForms(app, 'support', shown)
  form({ path: 'facts', name: 'facts', schema: SayFacts, done: 'saved', act: sayFacts })
  app.get('/deals/:deal_id/support/:programme/dossier.docx', async (request, reply) => {
    const { ctx } = request
    const { file, side, known, found } = await looked(request)
    const code = (request.params as { programme: string }).programme
    const fitting = programmeOf(code) && found.find((one) => one.programme.code === code)
    if (!fitting) return notFound()
    const of = file[side], other = file[side === 'supplier' ? 'demander' : 'supplier']
    const [{ tax_code }, legal, contract, papers] = await Promise.all([ctx.db.selectFrom('organisation').select('tax_code').where('id', '=', of.id).executeTakeFirstOrThrow(), legalFor(ctx.db, ctx.actor, of.id), contractIn(ctx.db, file.deal), papersIn(ctx.db, file.deal.id)])
    const paper = dossierOf({ fitting, applicant: { name_vi: of.name_vi || of.name_en, tax_code, legal }, other: other.name_vi || other.name_en, deal: { id: file.deal.id, about: file.about?.title ?? null }, known, contract, papers, now: ctx.now() })
    reply.header('content-disposition', `attachment; filename="techex-${code}-${hanoiDay(ctx.now())}.docx"`)
    return reply.type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').send(await asDocx(paper))
  })
}

/** The part for its reader: one of the sides they may look at, what that side said, and how each programme fits it. A side they may not look at has no page. */
async function looked(request: FastifyRequest) {
  const { ctx } = request
  const file = await partOf(request, 'support')
  const sides = await sidesFor(ctx.db, ctx.actor, file)
  const wanted = queryOf(request).side
  const side = wanted === undefined ? sides.find((one) => file[one].id === file.side) ?? sides[0] : sides.find((one) => one === wanted)
  if (!side) return notFound()
  const said = await saidBy(ctx.db, file.deal.id, file[side].id)
  const known = await knownOf(ctx.db, file, said)
  return { file, side, sides, said, known, found: fittings(programmes, side, known, hanoiDay(ctx.now())) }
}
async function shown(request: FastifyRequest, forms: Record<string, FormState>) {
  const { found, said, ...rest } = await looked(request)
  const form = forms.facts ?? freshForm(Object.fromEntries(said.map(({ fact, value }) => [factField(fact), value])))
  return <SupportPage {...rest} said={said} fittings={found} form={form} />
}
