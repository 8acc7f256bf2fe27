import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isMemberOf, isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { button, errorsOf, formPage, type FormState, freshForm, idOf, refusedBy } from '../../web/http.tsx'
import { AcceptNda, acceptNda, AskAccess, askAccess, GiveAccess, giveAccess, RefuseAccess, refuseAccess, TakeBackRequest, takeBackRequest, WithdrawAccess, withdrawAccess } from '../disclosure/commands.ts'
import { acceptanceFor, currentText, grantDaysAt, grantOf, grantsOn, grantsTo, requestsBy, requestsOn, viewCount, viewsOn } from '../disclosure/queries.ts'
import type { DisclosureRefusal } from '../disclosure/rules.ts'
import { keeping } from '../documents/commands.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { AcceptancePage, AccessPage, AskPage, GrantPage, MyAccessPage, RequestPage, SignPage } from './pages/access.tsx'
import { ConfidentialPage, partValues } from './pages/parts.tsx'
import { AddKeptDocument, addKeptDocument, MoveKeptDocument, moveKeptDocument, RemoveKeptDocument, removeKeptDocument, SaveParts, saveParts } from './part-commands.ts'
import { idOfSubject, keptOf, publishedTitles, subjectName } from './part-queries.ts'
import { listingFor } from './queries.ts'
import type { Uploads } from './routes.tsx'

/** What a listing keeps off its public page: editing it, asking for it, giving and ending access, accepting the NDA, and who looked. */
export function keptRoutes(app: FastifyInstance, uploads: Uploads): void {
  confidentialRoutes(app, uploads)
  ownerRoutes(app)
  holderRoutes(app)
}

function confidentialRoutes(app: FastifyInstance, { storage, uploadMaxBytes: maxBytes }: Uploads): void {
  const own = async (request: FastifyRequest) => {
    permit(request.ctx.actor, isSignedIn)
    const listing = await listingFor(request.ctx, idOf(request))
    if (!mayEditFor(listing.organisation_id)(request.ctx.actor)) notFound()
    return { listing, kept: await keptOf(request.ctx.db, listing.id), maxBytes }
  }
  formPage(app, {
    get: '/my/listings/:id/confidential', post: '/my/listings/:id/confidential', schema: SaveParts, load: own,
    initial: ({ kept }) => partValues(kept),
    page: (form, loaded) => <ConfidentialPage {...loaded} form={form} />,
    act: async (ctx, input) => { await saveParts(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/confidential?done=saved` },
  })
  app.post('/my/listings/:id/confidential/documents', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    const { listing } = await own(request) // nobody fills the disk who may not add to this listing
    const sent = await readUploadForm(request, { storage, maxBytes, kind: 'document' })
    const again = async (wrong: Partial<FormState>, status: number) => {
      await sent.upload?.discard()
      return reply.page(<ConfidentialPage {...(await own(request))} upload={{ values: sent.values, errors: {}, refusal: null, ...wrong }} />, status)
    }
    const read = AddKeptDocument.safeParse({ ...sent.values, id: listing.id })
    if (!read.success) return again({ errors: errorsOf(read.error) }, 422)
    const refusal = await refusedBy(() => { const upload = chosenFile(sent); return keeping(ctx, storage, upload, () => addKeptDocument(ctx, read.data, upload)) })
    if (refusal) return again({ refusal }, 409)
    return reply.redirect(`/${ctx.locale}/my/listings/${listing.id}/confidential?done=uploaded`, 303)
  })
  button(app, '/my/listings/:id/confidential/documents/:series/tier', MoveKeptDocument, async (ctx, input) => { await moveKeptDocument(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/confidential?done=saved` })
  button(app, '/my/listings/:id/confidential/documents/:series/removal', RemoveKeptDocument, async (ctx, input) => { await removeKeptDocument(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/confidential?done=removed` })
}

function ownerRoutes(app: FastifyInstance): void {
  const ours = async (request: FastifyRequest) => {
    permit(request.ctx.actor, isSignedIn)
    const listing = await listingFor(request.ctx, idOf(request))
    return isMemberOf(listing.organisation_id)(request.ctx.actor) ? listing : notFound()
  }
  app.get('/my/listings/:id/access', async (request, reply) => {
    const { db, now, actor } = request.ctx
    const listing = await ours(request)
    const subject = subjectName(listing.id)
    const [requests, grants, views, viewed, { documents }] = await Promise.all([requestsOn(db, subject), grantsOn(db, subject, now()), viewsOn(db, subject), viewCount(db, subject), keptOf(db, listing.id)])
    // The newest title a document had, whichever version was looked at.
    const titles = new Map(documents.toReversed().map(({ series, title }) => [series, title]))
    return reply.page(<AccessPage {...{ listing, requests, grants, views, viewed }} documents={titles} edits={mayEditFor(listing.organisation_id)(actor)} />)
  })
  const edited = async (request: FastifyRequest) => {
    const listing = await ours(request)
    return mayEditFor(listing.organisation_id)(request.ctx.actor) ? listing : notFound()
  }
  const asked = async (request: FastifyRequest) => {
    const listing = await edited(request)
    const id = idOf(request, 'request_id')
    const { db, now } = request.ctx
    return { listing, request: found((await requestsOn(db, subjectName(listing.id), id))[0]), days: await grantDaysAt(db, now()) }
  }
  type Asked = Awaited<ReturnType<typeof asked>>
  const freshGive = ({ request, days }: Asked): FormState => freshForm({ tier: request.tier, days: days.usual })
  app.get('/my/listings/:id/access/requests/:request_id', async (request, reply) => {
    const loaded = await asked(request)
    return reply.page(<RequestPage {...loaded} give={freshGive(loaded)} refuse={freshForm()} />)
  })
  formPage(app, {
    post: '/my/listings/:id/access/requests/:request_id/grant', schema: GiveAccess, load: asked,
    page: (form, loaded) => <RequestPage {...loaded} give={form} refuse={freshForm()} />,
    act: async (ctx, input, { listing }) => { await giveAccess(ctx, input); return `/${ctx.locale}/my/listings/${listing.id}/access?done=access_given` },
  })
  formPage(app, {
    post: '/my/listings/:id/access/requests/:request_id/refusal', schema: RefuseAccess, load: asked,
    page: (form, loaded) => <RequestPage {...loaded} give={freshGive(loaded)} refuse={form} />,
    act: async (ctx, input, { listing }) => { await refuseAccess(ctx, input); return `/${ctx.locale}/my/listings/${listing.id}/access?done=declined` },
  })
  const given = async (request: FastifyRequest) => {
    const listing = await edited(request)
    const grant = await grantOf(request.ctx.db, idOf(request, 'grant_id'), request.ctx.now())
    return grant?.subject === subjectName(listing.id) ? { listing, grant } : notFound()
  }
  formPage(app, {
    get: '/my/listings/:id/access/grants/:grant_id', post: '/my/listings/:id/access/grants/:grant_id/withdrawal', schema: WithdrawAccess, load: given,
    page: (form, loaded) => <GrantPage {...loaded} form={form} />,
    act: async (ctx, input, { listing }) => { await withdrawAccess(ctx, input); return `/${ctx.locale}/my/listings/${listing.id}/access?done=access_ended` },
  })
}

function holderRoutes(app: FastifyInstance): void {
  app.get('/my/access', async (request, reply) => {
    const { db, actor, now, locale } = request.ctx
    permit(actor, isSignedIn)
    const id = actor.organisation_id
    const [requests, grants] = id === null ? [[], []] : await Promise.all([requestsBy(db, id), grantsTo(db, id, now())])
    const titles = await publishedTitles(db, [...requests, ...grants].map(({ subject }) => idOfSubject(subject)), locale)
    const role = actor.memberships.find((m) => m.organisation_id === id)?.role
    return reply.page(<MyAccessPage organisation={request.visitor.actingFor?.[locale] ?? ''} {...{ requests, grants, titles }} edits={role === 'owner' || role === 'editor'} signs={role === 'owner' || role === 'signer'} />)
  })
  formPage(app, {
    get: '/my/access/listings/:id', post: '/my/access/listings/:id', schema: z.object({ id: idField, tier: AskAccess.shape.tier, purpose: AskAccess.shape.purpose }),
    load: async (request) => {
      const { ctx } = request
      permit(ctx.actor, isSignedIn)
      const listing = await listingFor(ctx, idOf(request))
      if (listing.state !== 'published') notFound()
      const organisation = ctx.actor.organisation_id
      const cannot: DisclosureRefusal | 'editor' | null = isMemberOf(listing.organisation_id)(ctx.actor) ? { code: 'own_subject' } : organisation === null ? { code: 'no_organisation_to_ask' } : mayEditFor(organisation)(ctx.actor) ? null : 'editor'
      return { listing, cannot }
    },
    page: (form, loaded) => <AskPage form={form} {...loaded} />,
    act: async (ctx, { id, tier, purpose }) => { await askAccess(ctx, { subject: subjectName(id), tier, purpose }); return `/${ctx.locale}/my/access?done=sent` },
  })
  button(app, '/my/access/requests/:request_id/withdrawal', TakeBackRequest, async (ctx, input) => { await takeBackRequest(ctx, input); return `/${ctx.locale}/my/access?done=withdrawn` })
  formPage(app, {
    get: '/my/access/grants/:grant_id/nda', post: '/my/access/grants/:grant_id/nda', schema: AcceptNda,
    load: async (request) => {
      const { db, actor, now, locale } = request.ctx
      permit(actor, isSignedIn)
      const grant = found(await grantOf(db, idOf(request, 'grant_id'), now()))
      if (grant.tier !== 'nda' || !isMemberOf(grant.organisation_id)(actor)) notFound()
      return { grant, organisation: grant.organisation, text: await currentText(db, now()), titles: await publishedTitles(db, [idOfSubject(grant.subject)], locale) }
    },
    page: (form, loaded) => <SignPage form={form} {...loaded} />,
    act: async (ctx, input) => `/${ctx.locale}/my/access/acceptances/${await acceptNda(ctx, input)}?done=nda_accepted`,
  })
  app.get('/my/access/acceptances/:acceptance_id', async (request, reply) => {
    const { db, actor, locale } = request.ctx
    permit(actor, isSignedIn)
    const acceptance = await acceptanceFor(db, actor, idOf(request, 'acceptance_id'))
    return reply.page(<AcceptancePage acceptance={acceptance} titles={await publishedTitles(db, [idOfSubject(acceptance.subject)], locale)} />)
  })
}
