import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { permit, personOf } from '../../core/context.ts'
import { choiceField } from '../../platform/fields.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, type FormState, idOf } from '../../web/http.tsx'
import { signingRefusal } from '../deals/authority-queries.ts'
import { partForms, partOf } from '../deals/part-routes.tsx'
import type { PartFile } from '../deals/part-queries.ts'
import { AgreeClauses, agreeClauses, carryDraftOver, DropClause, dropClause, discardDraft, OneSheet, SaveClause, saveClause, SendVersion, sendVersion, WithdrawAgreement, withdrawAgreement } from './commands.ts'
import { ConfirmSheet, confirmSheet, WithdrawConfirmation, withdrawConfirmation } from './confirm-commands.ts'
import { type DraftFile, ClausePage, DraftPage } from './pages/draft.tsx'
import { PaperPage, type SheetFile, SheetPage, VersionPage } from './pages/sheet.tsx'
import { agreementsOf, confirmationsOf, confirmedTerms, contractSigned, draftOf, latestVersion, versionOf, versionsOf } from './queries.ts'
import { clauseKeys } from './schema.ts'
import { worthRoutes } from './worth-routes.tsx'

/** The sheet with everything its page shows of it, for whoever reads that part of the file. */
async function sheetOf(request: FastifyRequest, file: PartFile): Promise<SheetFile> {
  const { db, actor, now } = request.ctx
  const { id } = file.deal
  const signs = file.acts.sign
  const [latest, versions, agreements, confirmations, confirmed, signed, unfit, draft] = await Promise.all([
    latestVersion(db, id), versionsOf(db, id), agreementsOf(db, id), confirmationsOf(db, id), confirmedTerms(db, id), contractSigned(db, id),
    signs === null ? null : signingRefusal(db, file.deal, { person_id: personOf(actor), organisation_id: signs }, hanoiDay(now())), file.side === null ? null : draftOf(db, id, file.side),
  ])
  return { file, latest, previous: latest && latest.number > 1 ? await versionOf(db, id, latest.number - 1) : null, versions, agreements, confirmations, confirmed, signed, unfit, drafting: draft !== null }
}
/** What the reader's own side is writing; who may not write for a side has no such page. */
async function draftedIn(request: FastifyRequest): Promise<DraftFile> {
  const file = await partOf(request, 'terms')
  const side = file.acts.edit
  permit(request.ctx.actor, () => side !== null)
  const { db } = request.ctx
  const [draft, latest] = [await draftOf(db, file.deal.id, side!), await latestVersion(db, file.deal.id)]
  const base = draft ? (draft.base_number === 0 ? null : await versionOf(db, file.deal.id, draft.base_number)) : null
  return { file, draft, latest, base, requestKey: randomUUID() }
}

export function termRoutes(app: FastifyInstance): void {
  const show = async (request: FastifyRequest, forms: Record<string, FormState>) => <SheetPage sheet={await sheetOf(request, await partOf(request, 'terms'))} forms={forms} />
  app.get('/deals/:deal_id/terms', async (request, reply) => reply.page(await show(request, {})))
  const form = partForms(app, 'terms', show)
  form({ path: 'agreement', name: 'agree', schema: AgreeClauses, done: 'terms_agreed', act: agreeClauses })
  form({ path: 'confirmation', name: 'confirm', schema: ConfirmSheet, done: 'terms_confirmed', act: confirmSheet })
  const back = ({ locale }: { locale: string }, { deal_id }: { deal_id: number }, done: string, page = ''): string => `/${locale}/deals/${deal_id}/terms${page}?done=${done}`
  button(app, '/deals/:deal_id/terms/agreement-removal', WithdrawAgreement, async (ctx, input) => { await withdrawAgreement(ctx, input); return back(ctx, input, 'saved') })
  button(app, '/deals/:deal_id/terms/confirmation-removal', WithdrawConfirmation, async (ctx, input) => { await withdrawConfirmation(ctx, input); return back(ctx, input, 'withdrawn') })

  app.get('/deals/:deal_id/terms/versions/:terms_number', async (request, reply) => {
    const file = await partOf(request, 'terms')
    const { db } = request.ctx
    const number = idOf(request, 'terms_number')
    const version = found((await versionOf(db, file.deal.id, number)) ?? undefined)
    const [previous, versions] = [number > 1 ? await versionOf(db, file.deal.id, number - 1) : null, await versionsOf(db, file.deal.id)]
    return reply.page(<VersionPage file={file} version={version} previous={previous} sent={versions.find((one) => one.number === number)} />)
  })
  app.get('/deals/:deal_id/terms/paper', async (request, reply) => {
    const sheet = await sheetOf(request, await partOf(request, 'terms'))
    return reply.page(<PaperPage sheet={sheet} version={found(sheet.latest ?? undefined)} now={request.ctx.now()} />)
  })
  app.get('/deals/:deal_id/terms/sheet.json', async (request, reply) => {
    const { file, latest, confirmed } = await sheetOf(request, await partOf(request, 'terms'))
    if (!latest) return notFound()
    reply.header('content-disposition', `attachment; filename="techex-terms-${file.deal.id}-${hanoiDay(request.ctx.now())}.json"`)
    return reply.type('application/json; charset=utf-8').send({ deal: file.deal.id, supplier: file.supplier.name_vi, demander: file.demander.name_vi, number: latest.number, sent_at: latest.sent_at, sha256: latest.sha256, content: latest.content, confirmed: confirmed && { number: confirmed.number, sha256: confirmed.sha256, confirmed_at: confirmed.confirmed_at } })
  })
  draftRoutes(app)
  worthRoutes(app)
}

function draftRoutes(app: FastifyInstance): void {
  const show = async (request: FastifyRequest, forms: Record<string, FormState>) => <DraftPage drafted={await draftedIn(request)} forms={forms} />
  app.get('/deals/:deal_id/terms/draft', async (request, reply) => reply.page(await show(request, {})))
  partForms(app, 'terms', show)({ path: 'versions', name: 'send', schema: SendVersion, done: 'terms_sent', act: sendVersion })
  button(app, '/deals/:deal_id/terms/draft-removal', OneSheet, async (ctx, input) => { await discardDraft(ctx, input); return `/${ctx.locale}/deals/${input.deal_id}/terms?done=removed` })
  button(app, '/deals/:deal_id/terms/draft-carry', OneSheet, async (ctx, input) => { await carryDraftOver(ctx, input); return `/${ctx.locale}/deals/${input.deal_id}/terms/draft?done=saved` })

  const clauseOf = (request: FastifyRequest) => { const read = z.object({ clause_key: choiceField(clauseKeys) }).safeParse(request.params); return read.success ? read.data.clause_key : notFound() }
  const showClause = async (request: FastifyRequest, forms: Record<string, FormState>) => <ClausePage drafted={await draftedIn(request)} of={clauseOf(request)} forms={forms} />
  app.get('/deals/:deal_id/terms/draft/:clause_key', async (request, reply) => reply.page(await showClause(request, {})))
  const form = partForms(app, 'terms', showClause)
  form({ path: 'draft/:clause_key', name: 'clause', schema: SaveClause, done: 'terms_drafted', act: saveClause, to: ({ deal_id }) => `/deals/${deal_id}/terms/draft` })
  form({ path: 'clause-removal/:clause_key', name: 'drop', schema: DropClause, done: 'terms_drafted', act: dropClause, to: ({ deal_id }) => `/deals/${deal_id}/terms/draft` })
}
