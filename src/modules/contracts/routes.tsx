import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { asDocx } from '../../platform/papers/docx.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { notFound } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { button, formPage, type FormState, idOf } from '../../web/http.tsx'
import type { PartFile } from '../deals/part-queries.ts'
import { partOf } from '../deals/part-routes.tsx'
import { documentOf } from '../documents/queries.ts'
import type { Uploads } from '../listings/routes.tsx'
import { AddClause, addClause, ApproveVersion, approveVersion, BeginContract, beginContract, IssueVersion, issueVersion, RefillContract, refillContract, RemoveClause, removeClause, withdrawApproval, WriteClause, writeClause, WriteFields, writeFields } from './commands.ts'
import { completeness, partyLacks } from './completeness-rules.ts'
import { annexesOf } from './annex-queries.ts'
import { paperOf } from './annex-paper.ts'
import { ContractPage, DraftPage, type Kept } from './pages/contract.tsx'
import { ClausePage, VersionPage } from './pages/version.tsx'
import { approvalsOf, confirmedSheet, contentHash, contentNow, contractOf, editsOf, filledFrom, versionOf, versionsOf } from './queries.ts'
import { effectToday } from './registration-queries.ts'
import { removalRefusal } from './rules.ts'
import { contractClauseKeys, type ContractClauseKey, type ContractContent, contractKinds } from './schema.ts'
import { templateOn } from './template-rules.ts'

export const author = 'Sàn giao dịch công nghệ Hà Nội'
type OneOfEach = (typeof contractKinds)[number]
const kindIn = (request: FastifyRequest): OneOfEach => { const { contract_kind } = request.params as { contract_kind: string }; return contractKinds.find((kind) => kind === contract_kind) ?? notFound() }
export const clauseIn = (request: FastifyRequest): ContractClauseKey => { const { article_key } = request.params as { article_key: string }; return contractClauseKeys.find((key) => key === article_key) ?? notFound() }

/** The memorandum and the contract of a deal: being written, issued, agreed to. The signing has routes of its own. */
export function contractRoutes(app: FastifyInstance, { storage }: Uploads): void {
  app.get('/deals/:deal_id/contract', async (request, reply) => {
    const file = await partOf(request, 'contract')
    const { db } = request.ctx
    const kept = async (kind: OneOfEach): Promise<Kept> => {
      const contract = await contractOf(db, file.deal.id, kind)
      return { contract, checked: contract ? completeness(kind, contract.content) : [], versions: contract ? await versionsOf(db, file.deal.id, kind) : [], filled: contract ? await filledFrom(db, file.deal.id, kind) : null }
    }
    const [memorandum, contract, approvals, sheet, effect, annexes] = await Promise.all([kept('memorandum'), kept('contract'), approvalsOf(db, file.deal.id), confirmedSheet(db, file.deal.id), effectToday(db, file.deal.id), annexesOf(db, file.deal.id)])
    return reply.page(<ContractPage file={file} texts={{ memorandum, contract }} approvals={approvals} terms={sheet?.number ?? null} effect={effect} annexes={annexes} request_key={randomUUID()} />)
  })
  writing(app, storage)
  versions(app)
}

/** A text that has been begun, for its reader; whether they may write on it. */
async function draftOf(request: FastifyRequest) {
  const kind = kindIn(request)
  const file = await partOf(request, 'contract')
  const { db } = request.ctx
  const contract = (await contractOf(db, file.deal.id, kind)) ?? notFound()
  const [issued] = await versionsOf(db, file.deal.id, kind)
  return { kind, file, contract, writes: file.acts.edit !== null && file.deal.stage !== 'lost' && issued?.state !== 'signed' }
}
async function withChecks(request: FastifyRequest) {
  const draft = await draftOf(request)
  const { db } = request.ctx
  const [content, sheet, filled] = await Promise.all([contentNow(db, draft.file.deal, draft.contract), confirmedSheet(db, draft.file.deal.id), filledFrom(db, draft.file.deal.id, draft.kind)])
  return { ...draft, content, filled, checked: completeness(draft.kind, content), lacks: { supplier: partyLacks(content.parties.supplier), demander: partyLacks(content.parties.demander) }, terms: sheet?.number ?? null, newest: templateOn(draft.kind, hanoiDay(request.ctx.now()))?.version ?? null }
}

function writing(app: FastifyInstance, storage: Uploads['storage']): void {
  const draft = '/deals/:deal_id/contract/:contract_kind'
  const home = (ctx: { locale: string }, deal: number, kind: string, done: string) => `/${ctx.locale}/deals/${deal}/contract/${kind}?done=${done}`
  const show = (loaded: Awaited<ReturnType<typeof withChecks>>, forms: Partial<Record<'fields' | 'add' | 'issue', FormState>>) => <DraftPage {...loaded} forms={forms} request_key={randomUUID()} />

  button(app, `${draft}/begin`, BeginContract.omit({ kind: true }), async (ctx, { deal_id }, request) => { await partOf(request, 'contract'); const kind = kindIn(request); await beginContract(ctx, { deal_id, kind }); return home(ctx, deal_id, kind, 'created') })
  button(app, `${draft}/refill`, RefillContract.omit({ kind: true }), async (ctx, input, request) => { const { kind } = await draftOf(request); await refillContract(ctx, { ...input, kind }); return home(ctx, input.deal_id, kind, 'saved') })
  app.get(draft, async (request, reply) => reply.page(show(await withChecks(request), {})))
  const form = <S extends z.ZodType<{ deal_id: number }>>(path: string, name: 'fields' | 'add' | 'issue', schema: S, act: (input: z.output<S>, kind: OneOfEach, ctx: FastifyRequest['ctx']) => Promise<string>) =>
    formPage(app, { post: `${draft}/${path}`, schema, load: withChecks, page: (state, loaded) => show(loaded, { [name]: state }), act: (ctx, input, { kind }) => act(input, kind, ctx) })
  // A memorandum has no form of transfer: its page shows no such field, and none is read from what is sent there.
  const fieldsShown = z.preprocess((sent) => { const { form: transfer, ...rest } = sent as Record<string, unknown>; return rest.contract_kind === 'contract' ? { ...rest, form: transfer } : rest }, WriteFields.omit({ kind: true }))
  form('fields', 'fields', fieldsShown, async (input, kind, ctx) => { await writeFields(ctx, { ...input, kind }); return home(ctx, input.deal_id, kind, 'saved') })
  form('clauses', 'add', AddClause.omit({ kind: true }), async (input, kind, ctx) => { const clause = await addClause(ctx, { ...input, kind }); return `/${ctx.locale}/deals/${input.deal_id}/contract/${kind}/clauses/${clause}?done=created` })
  form('issue', 'issue', IssueVersion.omit({ kind: true }), async (input, kind, ctx) => { const id = await issueVersion(ctx, storage, { ...input, kind }); return `/${ctx.locale}/deals/${input.deal_id}/contract/versions/${id}?done=created` })

  const clauseShown = async (request: FastifyRequest) => {
    const clause = clauseIn(request)
    const loaded = await draftOf(request)
    return { ...loaded, clause, edits: await editsOf(request.ctx.db, loaded.contract.id, clause), mayRemove: loaded.writes && removalRefusal(loaded.kind, loaded.contract.content, clause) === null }
  }
  formPage(app, {
    get: `${draft}/clauses/:article_key`, post: `${draft}/clauses/:article_key`, schema: WriteClause.omit({ kind: true, clause: true }), load: clauseShown,
    initial: ({ contract, clause }) => clauseValues(contract, clause),
    page: (state, loaded) => <ClausePage {...loaded} form={state} />,
    act: async (ctx, input, { kind, clause }) => { await writeClause(ctx, { ...input, kind, clause }); return `${home(ctx, input.deal_id, kind, 'saved')}#c-${clause}` },
  })
  button(app, `${draft}/clauses/:article_key/remove`, RemoveClause.omit({ kind: true, clause: true }), async (ctx, input, request) => { const { kind, clause } = await clauseShown(request); await removeClause(ctx, { ...input, kind, clause }); return home(ctx, input.deal_id, kind, 'removed') })

  // What is being written, as it would be printed: said to be a draft in both languages on its first page and at the foot of each, as nobody signs it.
  const printed = async (request: FastifyRequest) => {
    const { kind, file, contract } = await draftOf(request)
    const content = await contentNow(request.ctx.db, file.deal, contract)
    return { name: `${kind}-${file.deal.id}-draft`, paper: paperOf(content, { deal_id: file.deal.id, number: null, content_sha256: contentHash(content), author, created: contract.changed_at }) }
  }
  app.get(`${draft}/draft.docx`, async (request, reply) => { const { name, paper } = await printed(request); return hand(reply, `${name}.docx`, await asDocx(paper)) })
  app.get(`${draft}/draft.pdf`, async (request, reply) => {
    const { name, paper } = await printed(request)
    return reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`).send(await asPdf(paper))
  })
}
export function clauseValues(contract: { content: ContractContent; draft_version: number }, key: ContractClauseKey): object {
  const there = contract.content.clauses.find((clause) => clause.key === key)
  return { draft_version: contract.draft_version, title_vi: there?.title.vi ?? '', title_en: there?.title.en ?? '', text_vi: there?.text.vi ?? '', text_en: there?.text.en ?? '' }
}
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const hand = (reply: FastifyReply, name: string, bytes: Buffer): FastifyReply => reply.header('content-disposition', `attachment; filename="${name}"`).type(docx).send(bytes)

function versions(app: FastifyInstance): void {
  const at = '/deals/:deal_id/contract/versions/:contract_version_id'
  const shown = async (request: FastifyRequest): Promise<{ file: PartFile; version: Awaited<ReturnType<typeof versionOf>> }> => {
    const file = await partOf(request, 'contract')
    return { file, version: await versionOf(request.ctx.db, file.deal.id, idOf(request, 'contract_version_id')) }
  }
  app.get(at, async (request, reply) => {
    const { file, version } = await shown(request)
    const { db } = request.ctx
    const [all, approvals, document] = await Promise.all([versionsOf(db, file.deal.id, version.kind), approvalsOf(db, file.deal.id), documentOf(db, version.pdf_document_id)])
    return reply.page(<VersionPage file={file} version={version} before={all.find(({ number, contract_id }) => contract_id === version.contract_id && number === version.number - 1)} approvals={approvals.filter((one) => one.version_id === version.id)} name={document?.name ?? 'contract.pdf'} />)
  })
  app.get(`${at}/contract.docx`, async (request, reply) => {
    const { file, version } = await shown(request)
    const { kind, number, content, content_sha256, issued_at } = version
    return hand(reply, `${kind}${content.annex ? `-${content.annex.number}` : ''}-${file.deal.id}-${number}.docx`, await asDocx(paperOf(content, { deal_id: file.deal.id, number, content_sha256, author, created: issued_at })))
  })
  const Approving = ApproveVersion.omit({ version_id: true })
  const back = (locale: string, deal: number, version: number, done: string) => `/${locale}/deals/${deal}/contract/versions/${version}?done=${done}`
  button(app, `${at}/approval`, Approving, async (ctx, { deal_id }, request) => { const { version } = await shown(request); await approveVersion(ctx, { deal_id, version_id: version.id }); return back(ctx.locale, deal_id, version.id, 'saved') })
  button(app, `${at}/approval/withdraw`, Approving, async (ctx, { deal_id }, request) => { const { version } = await shown(request); await withdrawApproval(ctx, { deal_id, version_id: version.id }); return back(ctx.locale, deal_id, version.id, 'withdrawn') })
}
