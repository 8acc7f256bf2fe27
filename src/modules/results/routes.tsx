import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { hanoiDay } from '../../platform/time.ts'
import { errorsOf, type FormState, freshForm, refusedBy } from '../../web/http.tsx'
import { eventWords } from '../audit/messages.ts'
import type { PartFile } from '../deals/part-queries.ts'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { knowsResult } from '../deals/rules.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import type { Uploads } from '../listings/routes.tsx'
import { AttachValuation, attachValuation, DecideSplit, decideSplit, ProposeSplit, proposeSplit, ReviewBooks, reviewBooks, StateResult, stateResult } from './commands.ts'
import { decisionPaper } from './decision-paper.ts'
import { recordOf } from './decision-queries.ts'
import { ResultPage } from './pages/result.tsx'
import { booksOf, deniesStateMoney, factsOf, knownAtApproval, reviewsOf, rulesShown, splitRulesOn, splitsOf } from './queries.ts'
import { paidBackOf } from './rules.ts'

/** What its owner says of a result the State paid for, how revenue is divided, and the file that protects who signs. */
export function resultRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: Uploads): void {
  const owns = (request: FastifyRequest, { deal, side }: PartFile): boolean => knowsResult(request.ctx.actor, deal, side)
  const load = async (request: FastifyRequest) => {
    const { db, now } = request.ctx
    const file = await partOf(request, 'result')
    const [[fact], splits, denied, books, reviews, known] = await Promise.all([factsOf(db, file.deal.id), splitsOf(db, file.deal.id), deniesStateMoney(db, file.deal.id), booksOf(db, file.deal.id), reviewsOf(db, file.deal.id), knownAtApproval(db, file.deal.id)])
    const rules = await splitRulesOn(db, fact ?? { act_on: hanoiDay(now()), owner: 'holder' })
    return { file, fact: fact ?? null, splits, denied, books, reviews, paidBack: known === null ? 0 : paidBackOf(books, known), rules: rulesShown(rules) }
  }
  const show = async (request: FastifyRequest, { state, propose, decide, attach, review }: Record<string, FormState> = {}) => {
    const { file, fact, splits, denied, books, reviews, paidBack, rules } = await load(request)
    const request_key = randomUUID()
    const forms = { state: state ?? freshForm({ ...fact, state_share: fact ? fact.state_share_basis_points / 100 : '', request_key }), propose: propose ?? freshForm({ request_key }), decide: decide ?? freshForm(), attach: attach ?? freshForm({ request_key }), review: review ?? freshForm() }
    return <ResultPage file={file} owns={owns(request, file)} fact={fact} splits={splits} books={books} reviews={reviews} paidBack={paidBack} rules={rules} denied={denied} forms={forms} />
  }
  app.get('/deals/:deal_id/result', async (request, reply) => reply.page(await show(request)))
  const form = partForms(app, 'result', show)
  form({ path: '', name: 'state', schema: StateResult, done: 'saved', act: stateResult })
  form({ path: 'split', name: 'propose', schema: ProposeSplit, done: 'sent', act: proposeSplit })
  form({ path: 'decision', name: 'decide', schema: DecideSplit, done: 'saved', act: decideSplit })
  form({ path: 'review', name: 'review', schema: ReviewBooks, done: 'saved', act: reviewBooks })
  app.post('/deals/:deal_id/result/valuation', { config: { takesFile: true } }, async (request, reply) => {
    const { acts, deal } = await partOf(request, 'result')
    permit(request.ctx.actor, () => acts.edit === deal.supplier_organisation_id) // nobody fills the disk who may not attach to this
    const sent = await readUploadForm(request, { storage, maxBytes: uploadMaxBytes, kind: 'document' })
    const again = async (wrong: Pick<FormState, 'errors' | 'refusal'>, status: number) => reply.page(await show(request, { attach: { values: sent.values, ...wrong } }), status)
    const read = AttachValuation.safeParse({ ...sent.values, ...(request.params as object) })
    if (!read.success) {
      await sent.upload?.discard()
      return again({ errors: errorsOf(read.error), refusal: sent.refusal }, 422)
    }
    const refusal = await refusedBy(() => attachValuation(request.ctx, storage, read.data, chosenFile(sent)))
    if (refusal) return again({ errors: {}, refusal }, 409)
    return reply.redirect(`/${request.ctx.locale}/deals/${deal.id}/result?done=uploaded`, 303)
  })
  app.get('/deals/:deal_id/result/decision.pdf', async (request, reply) => {
    const { db, locale, now } = request.ctx
    const { file, fact, splits, books, reviews, rules } = await load(request)
    if (!fact || !owns(request, file)) return notFound()
    const words = eventWords[locale] as Record<string, (event: never, reason: string) => string>
    const created = new Date(Math.floor(now().getTime() / 60_000) * 60_000) // to the minute: the same file asked for again is handed out as it was drawn
    const paper = decisionPaper({
      deal_id: file.deal.id, owner: file.supplier.name_vi || file.supplier.name_en, fact, splits, reviews, books, rules, record: await recordOf(db, file.deal.id), created, locale,
      sayEvent: ({ event }) => words[event.type]?.(event as never, '') ?? event.type,
    })
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="decision-${file.deal.id}.pdf"`).header('cache-control', 'no-store').send(await asPdf(paper))
  })
}
