import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isOwnerOf, isStaff, mayEditFor, permit } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, refusedBy } from '../../web/http.tsx'
import { keeping } from '../documents/commands.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { waitingJudge } from '../rulebook/queries.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { duplicatePairs } from './duplicates.ts'
import { FoundDistinct, foundDistinct } from './merge-commands.ts'
import { AcceptOwnership, acceptOwnership, EndOffer, endOffer, OfferOwnership, offerOwnership } from './ownership-commands.ts'
import { DuplicatesPage } from './pages/duplicates.tsx'
import { LegalPage } from './pages/legal.tsx'
import { OrganisationModerationPage } from './pages/moderation.tsx'
import { HistoryPage, OrganisationFilePage } from './pages/organisation-file.tsx'
import { OwnershipPage } from './pages/ownership.tsx'
import { ProofsPage } from './pages/proofs.tsx'
import { longestValidity, openTransfers, organisationHistory, proofsOf, verificationFile, waitingVerifications } from './queries.ts'
import { described, ownOrganisation, pageOf } from './routes.tsx'
import { legalContent } from './turns.ts'
import { AddProof, addProof, ChangeLegal, changeLegal, DecideVerification, decideVerification, WithdrawProof, withdrawProof } from './verification-commands.ts'

/** How organisations stand: their legal record and proof, who owns them, who verifies them, and which of them are one. */
export function standingRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: { storage: Storage; uploadMaxBytes: number }): void {
  legalPages(app)
  proofPages(app, storage, uploadMaxBytes)
  ownershipPages(app)
  moderationPages(app)
}

const at = (locale: string, page: string, id: number, done: string): string => `/${locale}/my/organisation/${page}?organisation_id=${id}&done=${done}`
const rowOf = async ({ ctx }: FastifyRequest, id: number) =>
  found(await ctx.db.selectFrom('organisation').select(['id', 'version', 'verification', 'name_vi', 'name_en']).where('id', '=', id).executeTakeFirst())

function legalPages(app: FastifyInstance): void {
  formPage(app, {
    get: '/my/organisation/legal', post: '/my/organisation/legal', schema: ChangeLegal,
    load: async (request) => {
      const id = ownOrganisation(request)
      permit(request.ctx.actor, mayEditFor(id))
      return { organisation: await rowOf(request, id), legal: await legalContent(request.ctx.db, id), mayChange: isOwnerOf(id)(request.ctx.actor) }
    },
    initial: ({ legal, organisation }) => ({ ...legal, version: organisation.version }),
    page: (form, { organisation: { id, version, verification }, mayChange }) => <LegalPage form={form} organisation={{ id, version, verified: verification === 'verified' }} mayChange={mayChange} />,
    act: async (ctx, input) => { await changeLegal(ctx, input); return `/${ctx.locale}/my/organisation?done=saved` },
  })
  app.get('/my/organisation/history', async (request, reply) => {
    const id = ownOrganisation(request)
    permit(request.ctx.actor, mayEditFor(id))
    return reply.page(<HistoryPage organisation={await rowOf(request, id)} history={await organisationHistory(request.ctx.db, id)} />)
  })
}

function proofPages(app: FastifyInstance, storage: Storage, maxBytes: number): void {
  const shown = async (request: FastifyRequest, id: number, form: FormState) => <ProofsPage organisationId={id} proofs={await proofsOf(request.ctx.db, id)} owner={isOwnerOf(id)(request.ctx.actor)} form={form} />
  app.get('/my/organisation/proofs', async (request, reply) => {
    const id = ownOrganisation(request)
    permit(request.ctx.actor, mayEditFor(id))
    return reply.page(await shown(request, id, freshForm()))
  })
  app.post('/my/organisation/proofs', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    const organisation_id = ownOrganisation(request)
    permit(ctx.actor, isOwnerOf(organisation_id)) // nobody fills the disk who may not prove anything
    const form = await readUploadForm(request, { storage, maxBytes, kind: 'document' })
    const again = async (wrong: Partial<FormState>, status: number) => { await form.upload?.discard(); return reply.page(await shown(request, organisation_id, { values: form.values, errors: {}, refusal: null, ...wrong }), status) }
    const read = AddProof.safeParse({ ...form.values, organisation_id })
    if (!read.success) return again({ errors: errorsOf(read.error) }, 422)
    const refusal = await refusedBy(() => { const upload = chosenFile(form); return keeping(ctx, storage, upload, () => addProof(ctx, read.data, upload)) })
    return refusal ? again({ refusal }, 409) : reply.redirect(at(ctx.locale, 'proofs', organisation_id, 'uploaded'), 303)
  })
  button(app, '/my/organisation/proofs/:proof_id/withdrawal', WithdrawProof, async (ctx, input) => { await withdrawProof(ctx, input); return at(ctx.locale, 'proofs', input.organisation_id, 'withdrawn') })
}

/** What the page on ownership shows this member. */
async function ownership(request: FastifyRequest) {
  const { db, actor, now } = request.ctx
  const id = ownOrganisation(request)
  const [organisation, others, transfers] = await Promise.all([
    rowOf(request, id),
    db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', id).where('p.id', '!=', actor.person_id).orderBy('m.since').execute(),
    openTransfers(db, actor.person_id ?? 0, now()),
  ])
  return { organisation, others, owner: isOwnerOf(id)(actor), transfers: transfers.filter((transfer) => transfer.organisation_id === id) }
}
function ownershipPages(app: FastifyInstance): void {
  const path = '/my/organisation/ownership'
  formPage(app, {
    get: path, post: path, schema: OfferOwnership, load: ownership,
    page: (form, loaded) => <OwnershipPage form={form} {...loaded} />,
    act: async (ctx, input) => { await offerOwnership(ctx, input); return at(ctx.locale, 'ownership', input.organisation_id, 'sent') },
  })
  formPage(app, {
    post: `${path}/:transfer_id/acceptance`, schema: AcceptOwnership, load: ownership,
    page: (form, loaded) => <OwnershipPage form={form} {...loaded} />,
    act: async (ctx, input) => { await acceptOwnership(ctx, input); return `/${ctx.locale}/my/organisation?done=saved` },
  })
  button(app, `${path}/:transfer_id/end`, EndOffer, async (ctx, input) => { await endOffer(ctx, input); return `/${ctx.locale}/my/organisation?done=withdrawn` })
}

/** Those who verify decide; those who supervise read along. */
const verifies = isStaff('moderator', 'administrator')
const readsAlong = isStaff('moderator', 'administrator', 'observer', 'inspector')

function moderationPages(app: FastifyInstance): void {
  formPage(app, {
    get: '/moderation/organisations', post: '/moderation/organisations', schema: DecideVerification,
    load: async (request) => {
      const { ctx } = request
      permit(ctx.actor, readsAlong)
      const page = pageOf(request)
      const [{ rows, total, pages }, taxonomy, judge, longest] = await Promise.all([waitingVerifications(ctx.db, page), taxonomyOf(ctx.db), waitingJudge(ctx.db, ctx.now()), longestValidity(ctx.db, ctx.now())])
      const own = new Set(ctx.actor.memberships.map((m) => m.organisation_id))
      return { rows: rows.map((row) => ({ ...described(row, taxonomy, ctx), own: own.has(row.id), waited: judge('organisation_verification', row.requested_at) })), total, page, pages, longest, mayDecide: verifies(ctx.actor) }
    },
    page: (form, loaded) => <OrganisationModerationPage {...loaded} form={form} />,
    act: async (ctx, input) => { await decideVerification(ctx, input); return `/${ctx.locale}/moderation/organisations?done=${input.decision}` },
  })
  app.get('/moderation/organisations/:id', async (request, reply) => {
    const { db, actor } = request.ctx
    permit(actor, readsAlong)
    return reply.page(<OrganisationFilePage file={found(await verificationFile(db, idOf(request)))} mayRead={verifies(actor)} />)
  })
  formPage(app, {
    get: '/moderation/duplicates', post: '/moderation/duplicates', schema: FoundDistinct,
    load: async (request) => {
      const { ctx } = request
      permit(ctx.actor, readsAlong)
      const page = pageOf(request)
      const [{ pairs, total, pages }, taxonomy] = await Promise.all([duplicatePairs(ctx.db, page), taxonomyOf(ctx.db)])
      return { pairs: pairs.map((pair) => ({ ...pair, a: described(pair.a, taxonomy, ctx), b: described(pair.b, taxonomy, ctx) })), total, page, pages, mayDecide: verifies(ctx.actor) }
    },
    page: (form, loaded) => <DuplicatesPage {...loaded} form={form} />,
    act: async (ctx, input) => { await foundDistinct(ctx, input); return `/${ctx.locale}/moderation/duplicates?done=saved` },
  })
}
