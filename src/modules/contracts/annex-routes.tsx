import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { idField } from '../../platform/fields.ts'
import { asDocx } from '../../platform/papers/docx.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, formPage, type FormState, idOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import type { Uploads } from '../listings/routes.tsx'
import { BeginAnnex, beginAnnex, FollowPlan, followPlan, RestoreClause, restoreClause, WithdrawAnnex, withdrawAnnex, WriteAnnex, writeAnnex } from './annex-commands.ts'
import { paperOf } from './annex-paper.ts'
import { annexOf, milestonesToName, planWaits, signedAnnexes, signedAnnexTexts } from './annex-queries.ts'
import { annexEffect, standingText } from './annex-rules.ts'
import { AddClause, addClause, IssueVersion, issueVersion, RemoveClause, removeClause, WriteClause, writeClause } from './commands.ts'
import { completeness, partyLacks } from './completeness-rules.ts'
import { AnnexClausePage, CurrentPage } from './pages/annex-clause.tsx'
import { AnnexPage } from './pages/annex.tsx'
import { contentHash, contentNow, editsOf, partiesToday, signedContract, versionsOf } from './queries.ts'
import { standingOf } from './registration-queries.ts'
import { removalRefusal } from './rules.ts'
import { author, clauseIn, clauseValues, hand } from './routes.tsx'

const at = '/deals/:deal_id/contract/annexes/:annex_number'
const address = ({ deal_id, annex_number }: { deal_id: number; annex_number: number }): string => `/deals/${deal_id}/contract/annexes/${annex_number}`

/** The annexes to a signed contract, and the contract as it stands with them. Their versions are read and signed where the contract's are. */
export function annexRoutes(app: FastifyInstance, { storage }: Uploads): void {
  const annexIn = async (request: FastifyRequest) => {
    const file = await partOf(request, 'contract')
    return { file, annex: await annexOf(request.ctx.db, file.deal.id, idOf(request, 'annex_number')) }
  }
  const show = async (request: FastifyRequest, forms: Record<string, FormState> = {}) => {
    const { file, annex } = await annexIn(request)
    const { db } = request.ctx
    const side = file.acts.sign
    const [versions, milestones, standing, plan, parties] = await Promise.all([versionsOf(db, file.deal.id, 'annex'), milestonesToName(db, file.deal.id), standingOf(db, file.deal.id), side === null ? false : planWaits(db, file.deal.id, annex.number, side), partiesToday(db, file.deal)])
    const signed = standing.annexes?.find(({ number }) => number === annex.number)
    return <AnnexPage file={file} annex={annex} checked={completeness('annex', annex.content)} lacks={{ supplier: partyLacks(parties.supplier), demander: partyLacks(parties.demander) }} versions={versions.filter(({ contract_id }) => contract_id === annex.contract_id)} milestones={milestones} effect={signed ? annexEffect(standing, signed) : null} plan={plan} forms={forms} request_key={randomUUID()} />
  }
  button(app, '/deals/:deal_id/contract/annexes', BeginAnnex, async (ctx, input, request) => { await partOf(request, 'contract'); return `/${ctx.locale}${address({ deal_id: input.deal_id, annex_number: await beginAnnex(ctx, input) })}?done=created` })
  app.get(at, async (request, reply) => reply.page(await show(request)))

  const form = partForms(app, 'contract', show)
  const own = 'annexes/:annex_number', ofAnnex = { annex_number: idField }
  form({ path: `${own}/fields`, name: 'fields', schema: WriteAnnex, done: 'saved', act: writeAnnex, to: address })
  form({ path: `${own}/clauses`, name: 'add', schema: AddClause.omit({ kind: true }).extend(ofAnnex), done: 'created', act: (ctx, input) => addClause(ctx, { ...input, kind: 'annex', annex: input.annex_number }), to: (input, clause) => `${address(input)}/clauses/${String(clause)}` })
  form({ path: `${own}/issue`, name: 'issue', schema: IssueVersion.omit({ kind: true }).extend(ofAnnex), done: 'created', act: (ctx, input) => issueVersion(ctx, storage, { ...input, kind: 'annex', annex: input.annex_number }), to: ({ deal_id }, id) => `/deals/${deal_id}/contract/versions/${String(id)}` })
  form({ path: `${own}/withdrawal`, name: 'withdrawal', schema: WithdrawAnnex, done: 'withdrawn', act: withdrawAnnex, to: address })
  button(app, `${at}/plan`, FollowPlan, async (ctx, input, request) => { await annexIn(request); await followPlan(ctx, input); return `/${ctx.locale}${address(input)}?done=saved` })

  clauses(app, annexIn)
  papers(app, annexIn)
}
type AnnexIn = (request: FastifyRequest) => Promise<{ file: Awaited<ReturnType<typeof partOf>>; annex: Awaited<ReturnType<typeof annexOf>> }>

function clauses(app: FastifyInstance, annexIn: AnnexIn): void {
  const clauseShown = async (request: FastifyRequest) => {
    const clause = clauseIn(request)
    const { file, annex } = await annexIn(request)
    const { contract, content, number } = annex
    if (![...content.clauses, ...content.annex.before].some(({ key }) => key === clause)) notFound()
    const writes = file.acts.edit !== null && file.deal.stage !== 'lost' && annex.ending === null
    return { file, number, contract, clause, writes, edits: await editsOf(request.ctx.db, contract.id, clause), mayRemove: writes && removalRefusal('annex', content, clause) === null }
  }
  formPage(app, {
    get: `${at}/clauses/:article_key`, post: `${at}/clauses/:article_key`, schema: WriteClause.omit({ kind: true, clause: true }).extend({ annex_number: idField }), load: clauseShown,
    initial: ({ contract, clause }) => clauseValues(contract, clause),
    page: (state, loaded) => <AnnexClausePage {...loaded} form={state} />,
    act: async (ctx, input, { clause }) => { await writeClause(ctx, { ...input, kind: 'annex', annex: input.annex_number, clause }); return `/${ctx.locale}${address(input)}?done=saved#c-${clause}` },
  })
  button(app, `${at}/clauses/:article_key/remove`, RemoveClause.omit({ kind: true, clause: true }).extend({ annex_number: idField }), async (ctx, input, request) => { const { clause } = await clauseShown(request); await removeClause(ctx, { ...input, kind: 'annex', annex: input.annex_number, clause }); return `/${ctx.locale}${address(input)}?done=removed` })
  button(app, `${at}/clauses/:article_key/restore`, RestoreClause.omit({ clause: true }), async (ctx, input, request) => { const { clause } = await clauseShown(request); await restoreClause(ctx, { ...input, clause }); return `/${ctx.locale}${address(input)}?done=saved` })
}

function papers(app: FastifyInstance, annexIn: AnnexIn): void {
  const printed = async (request: FastifyRequest) => {
    const { file, annex } = await annexIn(request)
    const content = await contentNow(request.ctx.db, file.deal, annex.contract)
    return { name: `annex-${annex.number}-${file.deal.id}-draft`, paper: paperOf(content, { deal_id: file.deal.id, number: null, content_sha256: contentHash(content), author, created: annex.contract.changed_at }) }
  }
  app.get(`${at}/draft.docx`, async (request, reply) => { const { name, paper } = await printed(request); return hand(reply, `${name}.docx`, await asDocx(paper)) })
  app.get(`${at}/draft.pdf`, async (request, reply) => {
    const { name, paper } = await printed(request)
    return reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`).send(await asPdf(paper))
  })
  app.get('/deals/:deal_id/contract/current', async (request, reply) => {
    const file = await partOf(request, 'contract')
    const { db, now } = request.ctx
    const signed = (await signedContract(db, file.deal.id)) ?? notFound()
    const [texts, annexes, standing] = await Promise.all([signedAnnexTexts(db, file.deal.id), signedAnnexes(db, file.deal.id), standingOf(db, file.deal.id)])
    return reply.page(<CurrentPage file={file} signed={signed} clauses={standingText(signed.content.clauses, texts.map(({ content }) => content))} annexes={annexes.map((one) => ({ ...one, effect: annexEffect(standing, one) }))} today={hanoiDay(now())} />)
  })
}
