import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, permit } from '../../core/context.ts'
import { notFound } from '../../platform/refusal.ts'
import { shownMoment } from '../../platform/time.ts'
import { button, formPage, freshForm, idOf, queryOf } from '../../web/http.tsx'
import { takeUpload } from '../documents/upload-routes.ts'
import type { Uploads } from '../listings/routes.tsx'
import { cardsOf, type ListingView } from '../listings/queries.ts'
import { solutionDeskRoutes } from './desk-routes.tsx'
import { PutIntoEnvelope, putIntoEnvelope, TakeOutOfEnvelope, takeOutOfEnvelope } from './envelope-commands.ts'
import { changeSolution, draftSolution } from './draft-commands.ts'
import { rankingCsv, rankingWorkbook } from './files.ts'
import { solutionLooked } from './looking-routes.ts'
import { CouncilPage } from './pages/council.tsx'
import { SolutionFormPage } from './pages/solution-form.tsx'
import { SolutionPanel } from './pages/panel.tsx'
import { SolutionPage } from './pages/solution.tsx'
import { SolutionsPage } from './pages/solutions.tsx'
import { SubmissionPage } from './pages/submission.tsx'
import { ExplainPrice, explainPrice } from './price-commands.ts'
import { changeScore, ChangeScore, DeclareConflict, declareConflict, lockScores, OneSolution, scoreEntry, ScoreEntry } from './council-commands.ts'
import { callOfNeed, councilFile, ownPart, solutionFile, type SolutionFile, solutionList } from './queries.ts'
import { AskOfSolution, askOfSolution } from './question-commands.ts'
import { isOver, isRanked, ofNeed, runsSolutions, watchesSolutions } from './rules.ts'
import { roundsFile } from './round-queries.ts'
import { roundRoutes } from './round-routes.tsx'
import { ChangeSolution, DraftSolution } from './solution-fields.ts'
import { SubmitSolution, submitSolution } from './submission-commands.ts'
import type { RoundRules } from './schema.ts'
import type { Solution } from './turns.ts'

/** Calls for solutions: what everybody reads, what officers draft, an organisation's own part, and the council's. */
export function solutionRoutes(app: FastifyInstance, publicUrl: string, uploads: Uploads): void {
  app.get('/solutions', async (request, reply) => {
    const { ctx } = request
    return reply.page(<SolutionsPage calls={await solutionList(ctx.db)} office={watchesSolutions(ctx.actor)} drafts={false} />)
  })
  app.get('/solutions/office', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, watchesSolutions)
    return reply.page(<SolutionsPage calls={await solutionList(ctx.db, { drafts: true })} office drafts />)
  })
  draftRoutes(app)
  formPage(app, {
    get: '/solutions/:solution_id', post: '/solutions/:solution_id/questions', schema: AskOfSolution, load: solutionLooked, initial: () => ({ request_key: randomUUID() }),
    page: (form, file) => <SolutionPage file={file} form={form} />,
    act: async (ctx, input) => { await askOfSolution(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}?done=solution_asked#questions` },
  })
  const ranked = async (request: FastifyRequest): Promise<SolutionFile> => { const file = await solutionLooked(request); return isRanked(file.call.state) ? file : notFound() }
  app.get('/solutions/:solution_id/ranking.csv', async (request, reply) => {
    const file = await ranked(request)
    return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="ranking-${file.call.id}.csv"`).send(rankingCsv(file, request.ctx.locale))
  })
  app.get('/solutions/:solution_id/ranking.xlsx', async (request, reply) => {
    const file = await ranked(request), { locale, now } = request.ctx
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', `attachment; filename="ranking-${file.call.id}.xlsx"`).send(await rankingWorkbook(file, locale, `${publicUrl}/${locale}/solutions/${file.call.id}`, now(), file.call.rounds_begin_at ? await roundsFile(request.ctx, file) : null))
  })
  partRoutes(app, uploads)
  councilRoutes(app)
  roundRoutes(app, publicUrl)
  solutionDeskRoutes(app)
}

/** On the page of a published need: the call for solutions to it, and for officers the way to draft one. */
export async function solutionPanel({ db, actor }: Ctx, { id, kind, state, organisation_id }: ListingView) {
  if (kind !== 'need') return null
  const call = await callOfNeed(db, id), drafts = state === 'published' && runsSolutions(actor) && !ofNeed(organisation_id, actor) && (call === null || isOver(call.state))
  return call || drafts ? <SolutionPanel need={id} call={call} drafts={drafts} /> : null
}

const shownShare = (basis_points: number): string => String(basis_points / 100)
/** What the form shows of a draft. */
const valuesOf = ({ title, particulars, rules, asks_until, closes_at, version }: Solution): Record<string, unknown> => ({
  version, title_vi: title.vi, title_en: title.en, ...particulars, ...Object.fromEntries(rules.criteria.flatMap(({ key, name, weight_basis_points }) => [[`criterion_${key.slice(1)}`, name.vi], [`criterion_en_${key.slice(1)}`, name.en], [`weight_${key.slice(1)}`, shownShare(weight_basis_points)]])),
  price_weight: shownShare(rules.price_weight_basis_points), threshold: rules.threshold, asks_until: shownMoment(asks_until), closes_at: shownMoment(closes_at), low_share: shownShare(rules.low_share_basis_points), explain_days: rules.explain_days, standstill_days: rules.standstill_days, most_awards: rules.most_awards, shown: rules.shown, not_tender: 'yes', ...roundValues(rules.rounds),
})
const roundValues = (rounds: RoundRules | undefined) => ({ rounds: rounds ? 'yes' : '', round_turn: rounds?.turn_minutes ?? '5', round_pause: rounds?.pause_minutes ?? '10', round_step: rounds?.step ?? '', round_days: rounds?.after_working_days ?? '2', round_hour: rounds?.at ?? '09:00' })

function draftRoutes(app: FastifyInstance): void {
  formPage(app, {
    get: '/solutions/new', post: '/solutions/new', schema: DraftSolution,
    load: async (request) => {
      const { ctx } = request
      permit(ctx.actor, runsSolutions)
      const typed = { ...queryOf(request), ...(request.body as object | undefined) } as Record<string, unknown>
      const read = z.coerce.number().int().positive().max(2_147_483_647).safeParse(typed.need_id ?? typed.need)
      const [need] = read.success ? await cardsOf(ctx.db, [read.data], ctx.locale) : []
      return need?.kind === 'need' ? need : notFound()
    },
    initial: (need) => ({ request_key: randomUUID(), need_id: need.id, title_vi: need.title, price_weight: '30', threshold: '60', low_share: '60', explain_days: '5', standstill_days: '7', most_awards: '1', shown: 'names', ...roundValues(undefined) }),
    page: (form, need, { ctx }) => <SolutionFormPage form={form} action={`/${ctx.locale}/solutions/new`} fresh back={{ href: `/${ctx.locale}/needs/${need.id}`, text: need.title }} demonstration={need.demonstration} />,
    act: async (ctx, input) => `/${ctx.locale}/solutions/${await draftSolution(ctx, input)}/desk?done=saved`,
  })
  formPage(app, {
    get: '/solutions/:solution_id/edit', post: '/solutions/:solution_id/edit', schema: ChangeSolution,
    load: async (request) => {
      const file = await solutionFile(request.ctx, idOf(request, 'solution_id'))
      permit(request.ctx.actor, runsSolutions)
      return file.runs && file.call.state === 'draft' ? file : notFound()
    },
    initial: ({ call }) => valuesOf(call),
    page: (form, { call }, { ctx }) => <SolutionFormPage form={form} action={`/${ctx.locale}/solutions/${call.id}/edit`} fresh={false} back={{ href: `/${ctx.locale}/solutions/${call.id}/desk`, text: call.title[ctx.locale] }} demonstration={call.demonstration} />,
    act: async (ctx, input) => { await changeSolution(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}/desk?done=saved` },
  })
}

/** An organisation's own part. */
function partRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: Uploads): void {
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, ({ person_id }) => person_id !== null)
    const file = await solutionLooked(request)
    return file.call.published_at ? { file, part: await ownPart(ctx, file) } : notFound()
  }
  formPage(app, {
    get: '/solutions/:solution_id/submission', post: '/solutions/:solution_id/submission', schema: SubmitSolution, load,
    initial: ({ part: { latest } }) => ({ request_key: randomUUID(), ...(latest ? { summary: latest.summary, price: latest.price, ...Object.fromEntries(Object.entries(latest.answers).map(([key, body]) => [`answer_${key}`, body])) } : {}) }),
    page: (form, loaded) => <SubmissionPage {...loaded} form={form} uploadMaxBytes={uploadMaxBytes} />,
    act: async (ctx, input) => { await submitSolution(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}/submission?done=solution_submitted` },
  })
  formPage(app, {
    post: '/solutions/:solution_id/explanation', schema: ExplainPrice, load,
    page: (form, loaded) => <SubmissionPage {...loaded} form={freshForm()} explaining={form} uploadMaxBytes={uploadMaxBytes} />,
    act: async (ctx, input) => { await explainPrice(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}/submission?done=saved` },
  })
  app.post('/solutions/:solution_id/submission/documents', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request, loaded = await load(request), { file: { call }, part } = loaded
    permit(ctx.actor, () => part.latest !== null && part.may && call.state === 'open' && ctx.now() < call.closes_at) // nobody fills the disk who has no envelope here
    return takeUpload(request, reply, {
      storage, maxBytes: uploadMaxBytes, schema: PutIntoEnvelope, show: async (form) => <SubmissionPage {...loaded} form={freshForm()} putting={form} uploadMaxBytes={uploadMaxBytes} />,
      act: async (input, upload) => { await putIntoEnvelope(ctx, storage, input, upload); return `/${ctx.locale}/solutions/${input.solution_id}/submission?done=saved` },
    })
  })
  button(app, '/solutions/:solution_id/submission/documents/:solution_document_id/withdrawal', TakeOutOfEnvelope, async (ctx, input) => { await takeOutOfEnvelope(ctx, input); return `/${ctx.locale}/solutions/${input.solution_id}/submission?done=saved` })
}

function councilRoutes(app: FastifyInstance): void {
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, ({ person_id }) => person_id !== null)
    const file = await solutionLooked(request)
    return { file, council: await councilFile(ctx, file) }
  }
  app.get('/solutions/:solution_id/council', async (request, reply) => reply.page(<CouncilPage {...(await load(request))} />))
  const back = (locale: string, id: number, hash = '') => `/${locale}/solutions/${id}/council?done=saved${hash}`
  formPage(app, { post: '/solutions/:solution_id/council/declaration', schema: DeclareConflict, load, page: (form, loaded) => <CouncilPage {...loaded} forms={{ declaration: form }} />, act: async (ctx, input) => { await declareConflict(ctx, input); return back(ctx.locale, input.solution_id) } })
  formPage(app, { post: '/solutions/:solution_id/council/lock', schema: OneSolution, load, page: (form, loaded) => <CouncilPage {...loaded} forms={{ lock: form }} />, act: async (ctx, input) => { await lockScores(ctx, input); return back(ctx.locale, input.solution_id) } })
  formPage(app, {
    post: '/solutions/:solution_id/council/entries/:entry_number/scores', schema: ScoreEntry, load, page: (form, loaded, request) => <CouncilPage {...loaded} forms={{ [`entry-${idOf(request, 'entry_number')}`]: form }} />,
    act: async (ctx, input) => { await scoreEntry(ctx, input); return back(ctx.locale, input.solution_id, `#entry-${input.entry_number}`) },
  })
  formPage(app, {
    post: '/solutions/:solution_id/council/entries/:entry_number/change', schema: ChangeScore, load, page: (form, loaded, request) => <CouncilPage {...loaded} forms={{ [`change-${idOf(request, 'entry_number')}`]: form }} />,
    act: async (ctx, input) => { await changeScore(ctx, input); return back(ctx.locale, input.solution_id, `#entry-${input.entry_number}`) },
  })
}
