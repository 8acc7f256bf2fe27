import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, queryOf, refusedBy } from '../../web/http.tsx'
import { viewsOn } from '../disclosure/queries.ts'
import { keeping, keepingAll } from '../documents/commands.ts'
import { readUploadForm } from '../documents/upload.ts'
import { takeUpload } from '../documents/upload-routes.ts'
import { cardsOf, maySee, publishedOf } from '../listings/queries.ts'
import type { ListingKind } from '../listings/schema.ts'
import { reasonsBetween } from '../matching/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { addDocument, ChangeStage, changeStage, ClaimClosing, claimClosing, ConfirmClosing, confirmClosing, DisputeClosing, disputeClosing, LoseDeal, loseDeal, SendMessage, sendMessage } from './commands.ts'
import { AcceptInterest, acceptInterest, DeclineInterest, declineInterest, ExpressInterest, expressInterest, WithdrawInterest, withdrawInterest } from './interest-commands.ts'
import { originsOf } from './origin-queries.ts'
import { DealPage, type DealForms } from './pages/deal.tsx'
import { DealsPage } from './pages/deals.tsx'
import { ExpressPage, InterestPage } from './pages/interest.tsx'
import { waitingIn } from './duties.ts'
import { markRead, recordReading } from './reading-commands.ts'
import { knowsResult, mostMessageFiles } from './rules.ts'
import { dealSteps } from './schema.ts'
import { stepTexts } from './step-messages.ts'
import { bestActionIn, stepsOf } from './step-queries.ts'
import { dealFile, type DealFile, type DealFilter, dealFilters, dealsOf, interestFile, interestInListing, interestsOf } from './queries.ts'

export function dealRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: { storage: Storage; uploadMaxBytes: number }): void {
  interestRoutes(app)
  dealForms(app, uploadMaxBytes)
  documentForm(app, storage, uploadMaxBytes)
  messageForm(app, storage, uploadMaxBytes)
  app.get('/deals', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, isSignedIn)
    const query = queryOf(request)
    const filter = dealFilters.find((one) => one === query.filter) ?? ('all' satisfies DealFilter)
    const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), 10_000)
    const [deals, received, sent] = await Promise.all([dealsOf(db, actor, { locale, filter, page }), interestsOf(db, actor, 'received', locale), interestsOf(db, actor, 'sent', locale)])
    return reply.page(<DealsPage {...deals} page={page} filter={filter} received={received} sent={sent} />)
  })
  app.get('/deals/:deal_id', async (request, reply) => reply.page(await shown(request, uploadMaxBytes)))
}

function interestRoutes(app: FastifyInstance): void {
  for (const kind of ['offer', 'need'] as const) {
    formPage(app, {
      get: `/${kind}s/:listing_id/interest`, post: `/${kind}s/:listing_id/interest`, schema: ExpressInterest, load: (request) => expressing(request, kind),
      initial: (_, request) => ({ request_key: randomUUID(), organisation_id: request.ctx.actor.organisation_id, counter_listing_id: queryOf(request).with ?? '' }),
      page: (form, loaded) => <ExpressPage form={form} {...loaded} />,
      act: async (ctx, input) => {
        const reasons = input.counter_listing_id === null ? [] : await reasonsBetween(ctx.db, input.listing_id, input.counter_listing_id, kind)
        return `/${ctx.locale}/interests/${await expressInterest(ctx, input, reasons)}?done=interest`
      },
    })
  }
  formPage(app, {
    get: '/interests/:interest_id', post: '/interests/:interest_id/decline', schema: DeclineInterest,
    load: async (request) => {
      const { db, actor, locale } = request.ctx
      permit(actor, isSignedIn)
      return { interest: await interestFile(db, actor, idOf(request, 'interest_id'), locale), taxonomy: await taxonomyOf(db) }
    },
    page: (form, loaded) => <InterestPage form={form} {...loaded} />,
    act: async (ctx, input) => { await declineInterest(ctx, input); return `/${ctx.locale}/interests/${input.interest_id}?done=declined` },
  })
  button(app, '/interests/:interest_id/accept', AcceptInterest, async (ctx, input) => `/${ctx.locale}/deals/${await acceptInterest(ctx, input)}?done=opened`)
  button(app, '/interests/:interest_id/withdraw', WithdrawInterest, async (ctx, input) => { await withdrawInterest(ctx, input); return `/${ctx.locale}/interests/${input.interest_id}?done=withdrawn` })
}

/** The listing one would be interested in, and what one could attach. */
async function expressing(request: FastifyRequest, kind: ListingKind) {
  const { db, actor, locale } = request.ctx
  const [listing] = await cardsOf(db, [idOf(request, 'listing_id')], locale)
  if (!listing || listing.kind !== kind || !maySee(actor, listing)) return notFound()
  permit(actor, isSignedIn)
  const organisation = actor.organisation_id
  const cannot = organisation === listing.organisation_id ? 'interest_in_own' : listing.state !== 'published' ? 'listing_not_published' : organisation === null || !mayEditFor(organisation)(actor) ? 'no_organisation' : null
  if (organisation === null || cannot !== null) return { listing, counters: [], already: null, cannot } as const
  const published = await cardsOf(db, (await publishedOf(db, organisation, 200)).map(({ id }) => id), locale)
  return { listing, cannot, counters: published.filter((card) => card.kind !== kind), already: await interestInListing(db, listing.id, organisation) }
}

const freshForms = (): DealForms => {
  const empty = freshForm()
  return { message: freshForm({ request_key: randomUUID() }), document: empty, stage: empty, claim: empty, confirm: empty, dispute: empty, loss: empty }
}
async function fileOf(request: FastifyRequest): Promise<DealFile> {
  const { db, actor, locale } = request.ctx
  permit(actor, isSignedIn)
  return dealFile(db, actor, idOf(request, 'deal_id'), locale)
}
/** The deal page as it stands now, with one of its forms as it was sent. That somebody of neither party reads it is recorded first; where it cannot be, they get no page. */
async function shown(request: FastifyRequest, uploadMaxBytes: number, forms: Partial<DealForms> = {}) {
  const { ctx } = request
  const file = await fileOf(request)
  await recordReading(ctx, file.deal, 'file')
  await markRead(ctx, file.deal, file.messages.at(-1)?.id)
  const { id } = file.deal
  const knows = { result: knowsResult(ctx.actor, file.deal, file.side) }
  const [taxonomy, origins, looked, steps, waiting, action] = await Promise.all([taxonomyOf(ctx.db), originsOf(ctx.db, id), viewsOn(ctx.db, `deal:${id}`, { staff: true, limit: 20 }), stepsOf(ctx.db, id), waitingIn(ctx.db, id, knows), bestActionIn(ctx.db, id, ctx.now(), knows)])
  const stood = steps.flatMap(({ step, entered_at }) => (entered_at ? [step] : []))
  const now = { visited: dealSteps.filter((step) => stood.includes(step) || file.visited.some((one) => one === step)), waiting, action, today: hanoiDay(ctx.now()) }
  return <DealPage file={file} origins={origins} now={now} forms={{ ...freshForms(), claim: freshForm({ closing_word: file.closing_word || (action?.code === 'report_closing' ? stepTexts[ctx.locale].fact('contract_signed') : '') }), ...forms }} taxonomy={taxonomy} looked={looked} uploadMaxBytes={uploadMaxBytes} />
}

/** The forms of the deal page. Four fields called "reason" share that page, so each has a name of its own there. */
function dealForms(app: FastifyInstance, uploadMaxBytes: number): void {
  function dealForm<S extends z.ZodType>(path: string, name: keyof DealForms, schema: S, done: string, act: (ctx: Ctx, input: z.output<S>) => Promise<unknown>): void {
    app.post(`/deals/:deal_id/${path}`, async (request, reply) => {
      await fileOf(request) // what the reader may not see answers 404 before anything typed is read
      const values = (request.body ?? {}) as Record<string, unknown>
      const again = async (wrong: Pick<FormState, 'errors' | 'refusal'>, status: number) => reply.page(await shown(request, uploadMaxBytes, { [name]: { values, ...wrong } }), status)
      const read = schema.safeParse({ ...values, ...(request.params as object) })
      if (!read.success) return again({ errors: errorsOf(read.error), refusal: null }, 422)
      const refusal = await refusedBy(() => act(request.ctx, read.data))
      if (refusal) return again({ errors: {}, refusal }, 409)
      return reply.redirect(`/${request.ctx.locale}/deals/${idOf(request, 'deal_id')}?done=${done}`, 303)
    })
  }
  const { reason: stage_reason, ...stage } = ChangeStage.shape
  dealForm('stage', 'stage', z.object({ ...stage, stage_reason }), 'stage', (ctx, input) => changeStage(ctx, { ...input, reason: input.stage_reason }))
  const { reason: closing_word, ...claim } = ClaimClosing.shape
  dealForm('claim', 'claim', z.object({ ...claim, closing_word }), 'claimed', (ctx, input) => claimClosing(ctx, { ...input, reason: input.closing_word }))
  dealForm('confirm', 'confirm', ConfirmClosing, 'won', confirmClosing)
  const { reason: dispute_reason, ...dispute } = DisputeClosing.shape
  dealForm('dispute', 'dispute', z.object({ ...dispute, dispute_reason }), 'disputed', (ctx, input) => disputeClosing(ctx, { ...input, reason: input.dispute_reason }))
  const { reason: loss_reason, ...loss } = LoseDeal.shape
  dealForm('lost', 'loss', z.object({ ...loss, loss_reason }), 'lost', (ctx, input) => loseDeal(ctx, { ...input, reason: input.loss_reason }))
}

function documentForm(app: FastifyInstance, storage: Storage, uploadMaxBytes: number): void {
  app.post('/deals/:deal_id/documents', { config: { takesFile: true } }, async (request, reply) => {
    const { acts } = await fileOf(request)
    permit(request.ctx.actor, () => acts.edit !== null) // nobody fills the disk who may not add to this deal
    const { ctx } = request
    return takeUpload(request, reply, {
      storage, maxBytes: uploadMaxBytes, schema: z.object({ deal_id: idField }), show: (document) => shown(request, uploadMaxBytes, { document }),
      act: async ({ deal_id }, upload) => { await keeping(ctx, storage, upload, () => addDocument(ctx, deal_id, upload)); return `/${ctx.locale}/deals/${deal_id}?done=uploaded` },
    })
  })
}

/** A message, with documents or without; the page sends it as a form with a file, programs may leave that out. */
function messageForm(app: FastifyInstance, storage: Storage, maxBytes: number): void {
  app.post('/deals/:deal_id/messages', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    const { acts } = await fileOf(request)
    permit(ctx.actor, () => acts.talk !== null || !request.isMultipart()) // nobody fills the disk who may not write in this deal
    const form = await readUploadForm(request, { storage, maxBytes, kind: 'document', most: mostMessageFiles })
    const again = async (wrong: Partial<FormState>, status: number) => { await form.drop(); return reply.page(await shown(request, maxBytes, { message: { values: form.values, errors: {}, refusal: null, ...wrong } }), status) }
    const read = SendMessage.safeParse({ ...form.values, ...(request.params as object) })
    if (!read.success) return again({ errors: errorsOf(read.error), refusal: form.refusal }, 422)
    if (form.refusal) return again({ refusal: form.refusal }, 409)
    const { uploads } = form
    const refusal = await refusedBy(() => keepingAll(ctx, storage, uploads, () => sendMessage(ctx, read.data, uploads)))
    if (refusal) return again({ refusal }, 409)
    return reply.redirect(`/${ctx.locale}/deals/${idOf(request, 'deal_id')}?done=sent`, 303)
  })
}
