import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isSignedIn, isStaff, permit } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { formPage, type FormState, freshForm, idOf } from '../../web/http.tsx'
import type { Uploads } from '../listings/routes.tsx'
import { takeStatement } from '../statements/taking-routes.ts'
import { needingAttention } from './officer-queries.ts'
import { BoardPage, StatementPage, StatementsPage } from './pages/statements.tsx'
import { ConfirmLine, confirmLine, importStatement, SetLineAside, setLineAside } from './statement-commands.ts'
import { bringsFor, linesOf, proposed, requestsToPay, statementsOf } from './statement-queries.ts'

/** One of several forms of one kind on a page: its fields carry the number of what they are about. */
const numbered = <S extends z.ZodType>(fields: readonly string[], schema: S) => z.preprocess((typed) => { const sent = typed as Record<string, unknown>; return { ...sent, ...Object.fromEntries(fields.map((field) => [field, sent[`${field}_${String(sent.line_id)}`] ?? sent[field]])) } }, schema)
const renamed = (form: FormState, id: number): FormState => ({ ...form, errors: Object.fromEntries(Object.entries(form.errors).map(([name, code]) => [`${name}_${id}`, code])) })

export function statementRoutes(app: FastifyInstance, { storage }: Pick<Uploads, 'storage'>): void {
  const all = async (request: FastifyRequest, form: FormState = freshForm()) => {
    const { db, actor } = request.ctx
    permit(actor, isSignedIn)
    const organisation = bringsFor(actor)
    return <StatementsPage statements={organisation === null ? [] : await statementsOf(db, organisation)} may={organisation !== null} form={form} />
  }
  app.get('/my/statements', async (request, reply) => reply.page(await all(request)))
  app.post('/my/statements', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    permit(ctx.actor, () => bringsFor(ctx.actor) !== null) // nobody's file is taken in who could not keep what it says
    return takeStatement(request, reply, { storage, show: (form) => all(request, form), act: async (brought) => `/${ctx.locale}/my/statements/${(await importStatement(ctx, brought)).id}?done=statement_read` })
  })

  const one = async (request: FastifyRequest) => {
    const { db, actor } = request.ctx
    permit(actor, isSignedIn)
    const organisation = bringsFor(actor) ?? notFound(), id = idOf(request, 'statement_id')
    const statement = found((await statementsOf(db, organisation)).find((row) => row.id === id))
    const [lines, requests] = await Promise.all([linesOf(db, id), requestsToPay(db, [organisation])])
    return { statement, lines, requests, proposals: proposed(lines, requests), may: true }
  }
  app.get('/my/statements/:statement_id', async (request, reply) => reply.page(<StatementPage {...(await one(request))} />))
  formPage(app, {
    post: '/my/statements/:statement_id/lines/:line_id/confirmation', schema: numbered(['payment_request_id', 'amount'], ConfirmLine), load: one,
    page: (form, loaded, request) => <StatementPage {...loaded} judged={{ id: idOf(request, 'line_id'), form: renamed(form, idOf(request, 'line_id')) }} />,
    act: async (ctx, input, { statement }) => { await confirmLine(ctx, input); return `/${ctx.locale}/my/statements/${statement.id}?done=payment_recorded` },
  })
  formPage(app, {
    post: '/my/statements/:statement_id/lines/:line_id/set-aside', schema: numbered(['reason'], SetLineAside), load: one,
    page: (form, loaded, request) => <StatementPage {...loaded} judged={{ id: idOf(request, 'line_id'), form: renamed(form, idOf(request, 'line_id')) }} />,
    act: async (ctx, input, { statement }) => { await setLineAside(ctx, input); return `/${ctx.locale}/my/statements/${statement.id}?done=saved` },
  })
  app.get('/payments', async (request, reply) => {
    permit(request.ctx.actor, isStaff('deal_officer', 'inspector'))
    return reply.page(<BoardPage {...(await needingAttention(request.ctx.db, hanoiDay(request.ctx.now())))} />)
  })
}
