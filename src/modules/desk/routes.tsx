import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isSignedIn, mayEditFor, permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { button, formPage, idOf } from '../../web/http.tsx'
import { expertList } from '../experts/queries.ts'
import { listingFor } from '../listings/queries.ts'
import { draftNeed, draftOfSheet, OpenSheet, openSheet, removeSheet, SaveSheet, saveSheet, SheetPress } from './commands.ts'
import { AskHelp, askHelp, DecideLine, decideLine, EndHelp, endHelp, ProposeWording, proposeWording } from './help-commands.ts'
import { HelpPage, ProposePage, QueuePage } from './pages/help.tsx'
import { DeskPage, DraftPage, QuestionsPage } from './pages/questions.tsx'
import { fieldsOfKind, helpFor, helpsWaiting, openHelp, proposalsOf, sheetFor, sheetsOf } from './queries.ts'
import { helps } from './rules.ts'

/** The writing desk: ten questions that become a need, and help with the wording of any listing. */
export function deskRoutes(app: FastifyInstance): void {
  app.get('/my/desk', async (request, reply) => {
    const { actor, db } = request.ctx
    permit(actor, isSignedIn)
    return reply.page(<DeskPage sheets={actor.organisation_id === null ? [] : await sheetsOf(db, actor.organisation_id)} organisation={actor.organisation_id} requestKey={randomUUID()} />)
  })
  button(app, '/my/desk', OpenSheet, async (ctx, input) => `/${ctx.locale}/my/desk/${await openSheet(ctx, input)}`)

  const own = async (request: FastifyRequest) => {
    permit(request.ctx.actor, isSignedIn)
    const sheet = await sheetFor(request.ctx, idOf(request))
    return mayEditFor(sheet.organisation_id)(request.ctx.actor) ? sheet : notFound()
  }
  formPage(app, {
    get: '/my/desk/:id', post: '/my/desk/:id', schema: SaveSheet, load: own,
    initial: (sheet) => ({ ...sheet.answers, version: sheet.version }),
    page: (form, sheet) => <QuestionsPage sheet={sheet} form={form} />,
    act: async (ctx, input) => { await saveSheet(ctx, input); return `/${ctx.locale}/my/desk/${input.id}?done=saved` },
  })
  button(app, '/my/desk/:id/remove', SheetPress, async (ctx, input) => { await removeSheet(ctx, input); return `/${ctx.locale}/my/desk?done=removed` })
  formPage(app, {
    get: '/my/desk/:id/draft', post: '/my/desk/:id/draft', schema: SheetPress, load: own,
    page: (form, sheet) => <DraftPage sheet={sheet} draft={draftOfSheet(sheet)} form={form} />,
    act: async (ctx, input) => `/${ctx.locale}/my/listings/${await draftNeed(ctx, input)}/edit?done=saved`,
  })

  const asking = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const listing = await listingFor(ctx, idOf(request))
    if (!mayEditFor(listing.organisation_id)(ctx.actor)) notFound()
    const field = listing.research_fields[0]?.slice(0, 3) ?? ''
    const [help, proposals, { rows: experts }] = await Promise.all([
      openHelp(ctx.db, listing.id), proposalsOf(ctx.db, listing.id), expertList(ctx.db, { q: '', field, language: '', availability: null, page: 1 }),
    ])
    return { listing, help, proposals, experts: experts.filter(({ person_id }) => person_id !== ctx.actor.person_id) }
  }
  formPage(app, {
    get: '/my/listings/:id/help', post: '/my/listings/:id/help', schema: AskHelp, load: asking,
    page: (form, loaded) => <HelpPage {...loaded} form={form} />,
    act: async (ctx, input) => { await askHelp(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/help?done=saved` },
  })
  button(app, '/my/listings/:id/help/end', EndHelp, async (ctx, input) => `/${ctx.locale}/my/listings/${(await endHelp(ctx, input)).listing_id}/help?done=saved`)
  button(app, '/my/listings/:id/help/lines', DecideLine, async (ctx, input) => { await decideLine(ctx, input); return `/${ctx.locale}/my/listings/${input.id}/help?done=saved#p-${input.proposal_id}` })

  app.get('/desk', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    return reply.page(<QueuePage helps={await helpsWaiting(ctx)} opens={(help) => helps(ctx.actor, help)} />)
  })
  formPage(app, {
    get: '/desk/:help_id', post: '/desk/:help_id', schema: ProposeWording,
    load: (request) => { permit(request.ctx.actor, isSignedIn); return helpFor(request.ctx, idOf(request, 'help_id')) },
    initial: ({ texts, kind }) => ({ ...Object.fromEntries(texts.flatMap((text) => fieldsOfKind(kind).map((field) => [`${field}_${text.language}`, text[field]]))), request_key: randomUUID() }),
    page: (form, helped) => <ProposePage helped={helped} form={form} requestKey={randomUUID()} />,
    act: async (ctx, input) => { await proposeWording(ctx, input); return `/${ctx.locale}/desk/${input.help_id}?done=saved` },
  })
  button(app, '/desk/:help_id/end', EndHelp, async (ctx, input) => { await endHelp(ctx, input); return `/${ctx.locale}/desk?done=saved` })
}
