import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permit } from '../../core/context.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { ruleHistory } from '../rulebook/queries.ts'
import { ApprovalDecided, ApprovalNamed, decideApproval, Proposal, proposeAct, withdrawApproval } from './approval-commands.ts'
import { activeAdministrators, approvalOf, openApprovals, pastApprovals } from './approval-queries.ts'
import { ApprovalPage, ApprovalsPage, ProposePage } from './pages/approvals.tsx'
import { mayPropose, readsAdministration, readsApprovals } from './rules.ts'
import { type ApprovalKind, approvalKinds } from './schema.ts'

/** Moderators see the proposals of the kinds they make; roles and rules are not theirs. */
const kindsFor = (request: FastifyRequest): readonly ApprovalKind[] => {
  const { actor } = request.ctx
  permit(actor, readsApprovals)
  return readsAdministration(actor) ? approvalKinds : ['organisation_merge', 'organisation_delete']
}
const kindIn = (value: unknown): ApprovalKind => approvalKinds.find((kind) => kind === value) ?? notFound()
/** What a link may fill in beforehand: numbers of organisations and people, codes of rules, and never a name. */
const prefilled = ['from', 'into', 'organisation_id', 'person_id', 'code'] as const

export function approvalRoutes(app: FastifyInstance): void {
  app.get('/administration/approvals', async (request, reply) => {
    const kinds = kindsFor(request)
    const { db, now } = request.ctx
    const [open, past, administrators] = await Promise.all([openApprovals(db, kinds, now()), pastApprovals(db, kinds, now()), activeAdministrators(db)])
    return reply.page(<ApprovalsPage open={open} past={past} administrators={administrators} />)
  })

  const proposing = async (request: FastifyRequest, kind: ApprovalKind, code: unknown) => {
    permit(request.ctx.actor, mayPropose(kind))
    return { kind, rule: kind === 'rule_change' && typeof code === 'string' ? (await ruleHistory(request.ctx.db, code.slice(0, 80)))[0] ?? null : null }
  }
  app.get('/administration/approvals/new', async (request, reply) => {
    permit(request.ctx.actor, readsApprovals)
    const query = queryOf(request)
    const { kind, rule } = await proposing(request, kindIn(query.kind ?? 'organisation_merge'), query.code)
    const values = Object.fromEntries(prefilled.flatMap((name) => { const value = query[name]; return typeof value === 'string' ? [[name, value.slice(0, 80)]] : [] }))
    return reply.page(<ProposePage kind={kind} rule={rule} form={freshForm({ valid_from: hanoiDay(request.ctx.now()), ...values })} />)
  })
  formPage(app, {
    post: '/administration/approvals', schema: Proposal,
    load: (request) => { permit(request.ctx.actor, readsApprovals); const body = (request.body ?? {}) as Record<string, unknown>; return proposing(request, kindIn(body.kind), body.code) },
    page: (form, { kind, rule }) => <ProposePage kind={kind} rule={rule} form={form} />,
    act: async (ctx, input) => `/${ctx.locale}/administration/approvals/${await proposeAct(ctx, input)}?done=proposed`,
  })

  const load = async (request: FastifyRequest) => found(await approvalOf(request.ctx.db, kindsFor(request), idOf(request)))
  formPage(app, {
    get: '/administration/approvals/:id', post: '/administration/approvals/:id/decision', schema: ApprovalDecided, load,
    page: (form, approval) => <ApprovalPage approval={approval} form={form} />,
    act: async (ctx, input) => { await decideApproval(ctx, input); return `/${ctx.locale}/administration/approvals/${input.id}?done=${input.decision}` },
  })
  button(app, '/administration/approvals/:id/withdrawal', ApprovalNamed, async (ctx, input) => { await withdrawApproval(ctx, input); return `/${ctx.locale}/administration/approvals/${input.id}?done=withdrawn` })
}
