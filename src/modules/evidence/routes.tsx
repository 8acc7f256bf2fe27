import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { z } from 'zod'
import { type Ctx, isMemberOf, isSignedIn, isStaff, mayEditFor, permit } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, refusedBy } from '../../web/http.tsx'
import { readingOf } from '../disclosure/queries.ts'
import { opens } from '../disclosure/rules.ts'
import { keeping, type ReceivedFile } from '../documents/commands.ts'
import { readUploadForm } from '../documents/upload.ts'
import { subjectOf } from '../listings/part-queries.ts'
import { listingFor, type ListingView } from '../listings/queries.ts'
import type { Uploads } from '../listings/routes.tsx'
import { numberOn } from '../rulebook/queries.ts'
import { AddClaim, addClaim, AddEvidence, addEvidence, AnswerFailedTest, answerFailedTest, ConfirmEvidence, confirmEvidence, RecordFailedTest, recordFailedTest, RefuseEvidence, refuseEvidence, WithdrawClaim, withdrawClaim, WithdrawEvidence, withdrawEvidence } from './commands.ts'
import { type ClaimForms, ClaimPage, ClaimsPage, freshForms } from './pages/own.tsx'
import { EvidencePanel } from './pages/panel.tsx'
import { ComparePage, FailedTestPage, QueuePage } from './pages/queue.tsx'
import { claimFor, type ClaimShown, claimsOf, evidenceFor, type EvidenceShown, evidenceWaiting } from './queries.ts'
import { freshnessRule } from './rules.ts'

/** What an offer claims and how well it is proven: its owner's pages, and those of the moderators who compare. The listing's own page shows `evidencePanel`. */
export function evidenceRoutes(app: FastifyInstance, uploads: Uploads): void {
  ownerRoutes(app, uploads)
  moderationRoutes(app, uploads)
}

const todayOf = ({ now }: Ctx): string => hanoiDay(now())
/** Which files of this listing's evidence the reader may open. */
async function opensOf(ctx: Ctx, listing: ListingView): Promise<(one: EvidenceShown) => boolean> {
  const reading = await readingOf(ctx, subjectOf(listing))
  const inside = reading.owner || isStaff('moderator', 'inspector')(ctx.actor)
  return ({ file_tier, state }) => inside || (file_tier !== null && state === 'confirmed' && opens(reading.tier, file_tier))
}

/** On an offer's page: its claims and what proves them; nothing on a need's. */
export async function evidencePanel(ctx: Ctx, listing: ListingView) {
  if (listing.kind !== 'offer') return null
  const [claims, opens] = await Promise.all([claimsOf(ctx.db, listing.id, todayOf(ctx)), opensOf(ctx, listing)])
  return <EvidencePanel listing={listing} claims={claims} own={isMemberOf(listing.organisation_id)(ctx.actor)} opens={opens} />
}

/** One of several forms of one kind on a page: its field carries the number of what it is about. */
const numbered = <S extends z.ZodType>(field: string, schema: S) =>
  z.preprocess((typed) => { const sent = typed as Record<string, unknown>; return { ...sent, [field]: sent[`${field}_${String(sent.evidence_id)}`] ?? sent[field] } }, schema)

/** Reads evidence with the file that came with it and acts: on to `next`, or the form once more with what was wrong at its field. A file is kept if and only if the work is done. */
async function takeEvidence<S extends z.ZodType>(request: FastifyRequest, reply: FastifyReply, { storage, uploadMaxBytes: maxBytes }: Uploads, { schema, about, page, act, next }: {
  schema: S; about: object; page: (form: FormState) => VNode; act: (input: z.output<S>, upload: ReceivedFile | null) => Promise<unknown>; next: string
}): Promise<FastifyReply> {
  const { upload, values, refusal } = await readUploadForm(request, { storage, maxBytes, kind: 'document' })
  const again = async (wrong: Partial<FormState>, status: number) => {
    await upload?.discard()
    return reply.page(page({ values, errors: {}, refusal: null, ...wrong }), status)
  }
  if (refusal) return again({ refusal }, 409)
  const read = schema.safeParse({ ...values, ...about })
  if (!read.success) return again({ errors: errorsOf(read.error) }, 422)
  const work = () => act(read.data, upload)
  const refused = await refusedBy(() => (upload ? keeping(request.ctx, storage, upload, work) : work()))
  return refused ? again({ refusal: refused }, 409) : reply.redirect(next, 303)
}

function ownerRoutes(app: FastifyInstance, uploads: Uploads): void {
  const ours = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const listing = await listingFor(ctx, idOf(request), 'offer')
    return isMemberOf(listing.organisation_id)(ctx.actor) ? { listing, edits: mayEditFor(listing.organisation_id)(ctx.actor) } : notFound()
  }
  formPage(app, {
    get: '/my/listings/:id/evidence', post: '/my/listings/:id/evidence', schema: AddClaim,
    load: async (request) => { const loaded = await ours(request); return { ...loaded, claims: await claimsOf(request.ctx.db, loaded.listing.id, todayOf(request.ctx)) } },
    initial: () => ({ request_key: randomUUID() }),
    page: (form, loaded) => <ClaimsPage {...loaded} form={form} />,
    act: async (ctx, input) => `/${ctx.locale}/my/listings/${input.id}/evidence/claims/${await addClaim(ctx, input)}?done=created`,
  })

  const address = '/my/listings/:id/evidence/claims/:claim_id'
  const withClaim = async (request: FastifyRequest, find: (db: Db, today: string) => Promise<ClaimShown>) => {
    const { ctx } = request
    const loaded = await ours(request)
    const claim = await find(ctx.db, todayOf(ctx))
    if (claim.listing_id !== loaded.listing.id) notFound()
    return { ...loaded, claim, months: await numberOn(ctx.db, freshnessRule(claim.kind), todayOf(ctx)), maxBytes: uploads.uploadMaxBytes }
  }
  const claimOf = (request: FastifyRequest) => withClaim(request, (db, today) => claimFor(db, idOf(request, 'claim_id'), today))
  type Loaded = Awaited<ReturnType<typeof claimOf>>
  const withForms = (loaded: Loaded, forms: Partial<ClaimForms> = {}) => <ClaimPage {...loaded} forms={{ ...freshForms(randomUUID()), ...forms }} />
  const back = (ctx: Ctx, { listing, claim }: Loaded, done: string): string => `/${ctx.locale}/my/listings/${listing.id}/evidence/claims/${claim.id}?done=${done}`
  app.get(address, async (request, reply) => reply.page(withForms(await claimOf(request))))
  app.post(address, { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    const loaded = await claimOf(request)
    if (!loaded.edits) notFound() // nobody fills the disk who may not add to this listing
    return takeEvidence(request, reply, uploads, {
      schema: AddEvidence, about: { id: loaded.listing.id, claim_id: loaded.claim.id }, page: (form) => withForms(loaded, { add: form }), act: (input, upload) => addEvidence(ctx, input, upload), next: back(ctx, loaded, 'evidence_added'),
    })
  })
  formPage(app, {
    post: `${address}/withdrawal`, schema: WithdrawClaim, load: claimOf,
    page: (form, loaded) => withForms(loaded, { withdraw: form }),
    act: async (ctx, input, loaded) => { await withdrawClaim(ctx, input); return back(ctx, loaded, 'evidence_withdrawn') },
  })
  const evidenceOf = async (request: FastifyRequest) => {
    const id = idOf(request, 'evidence_id')
    return { ...(await withClaim(request, async (db, today) => (await evidenceFor(db, id, today)).claim)), id }
  }
  formPage(app, {
    post: '/my/listings/:id/evidence/:evidence_id/withdrawal', schema: numbered('reason', WithdrawEvidence), load: evidenceOf,
    page: (form, loaded) => withForms(loaded, { evidence: { id: loaded.id, form } }),
    act: async (ctx, input, loaded) => { await withdrawEvidence(ctx, input); return back(ctx, loaded, 'evidence_withdrawn') },
  })
  formPage(app, {
    post: '/my/listings/:id/evidence/:evidence_id/answer', schema: numbered('answer', AnswerFailedTest), load: evidenceOf,
    page: (form, loaded) => withForms(loaded, { answer: { id: loaded.id, form } }),
    act: async (ctx, input, loaded) => { await answerFailedTest(ctx, input); return back(ctx, loaded, 'evidence_answered') },
  })
}

function moderationRoutes(app: FastifyInstance, uploads: Uploads): void {
  const base = '/moderation/evidence'
  const looks = ({ actor }: Ctx): void => permit(actor, isStaff('moderator', 'observer', 'inspector'))
  app.get(base, async (request, reply) => {
    const { ctx } = request
    looks(ctx)
    return reply.page(<QueuePage waiting={await evidenceWaiting(ctx.db, ctx.actor, ctx.locale)} />)
  })
  const one = async (request: FastifyRequest) => {
    const { ctx } = request
    looks(ctx)
    const loaded = await evidenceFor(ctx.db, idOf(request, 'evidence_id'), todayOf(ctx))
    const listing = await listingFor(ctx, loaded.claim.listing_id)
    return { ...loaded, listing, opens: await opensOf(ctx, listing) }
  }
  app.get(`${base}/:evidence_id`, async (request, reply) => reply.page(<ComparePage {...(await one(request))} form={freshForm()} />))
  button(app, `${base}/:evidence_id/confirmation`, ConfirmEvidence, async (ctx, input) => { await confirmEvidence(ctx, input); return `/${ctx.locale}${base}?done=evidence_confirmed` })
  formPage(app, {
    post: `${base}/:evidence_id/refusal`, schema: RefuseEvidence, load: one, page: (form, loaded) => <ComparePage {...loaded} form={form} />,
    act: async (ctx, input) => { await refuseEvidence(ctx, input); return `/${ctx.locale}${base}?done=declined` },
  })
  formPage(app, {
    post: `${base}/:evidence_id/withdrawal`, schema: WithdrawEvidence, load: one, page: (form, loaded) => <ComparePage {...loaded} form={form} />,
    act: async (ctx, input) => { await withdrawEvidence(ctx, input); return `/${ctx.locale}${base}/${input.evidence_id}?done=evidence_withdrawn` },
  })

  const claimed = async (request: FastifyRequest) => {
    const { ctx } = request
    looks(ctx)
    const claim = await claimFor(ctx.db, idOf(request, 'claim_id'), todayOf(ctx))
    return { claim, listing: await listingFor(ctx, claim.listing_id), maxBytes: uploads.uploadMaxBytes }
  }
  app.get(`${base}/claims/:claim_id`, async (request, reply) => reply.page(<FailedTestPage {...(await claimed(request))} form={freshForm({ request_key: randomUUID(), tier: 'public' })} />))
  app.post(`${base}/claims/:claim_id`, { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isStaff('moderator'))
    const loaded = await claimed(request)
    return takeEvidence(request, reply, uploads, {
      schema: RecordFailedTest, about: { claim_id: loaded.claim.id }, page: (form) => <FailedTestPage {...loaded} form={form} />, act: (input, upload) => recordFailedTest(ctx, input, upload), next: `/${ctx.locale}/offers/${loaded.listing.id}?done=test_recorded`,
    })
  })
}
