import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { asDocx } from '../../platform/papers/docx.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, idOf } from '../../web/http.tsx'
import { partForms, partOf, partUpload } from '../deals/part-routes.tsx'
import type { Uploads } from '../listings/routes.tsx'
import { changesOf } from './annex-messages.ts'
import { signedAnnexTexts } from './annex-queries.ts'
import { FilingPage } from './pages/filing.tsx'
import { RegistrationPage } from './pages/registration.tsx'
import { signedContract } from './queries.ts'
import { LeaveOut, leaveOut, moveFiling, OpenFiling, openFiling, PutPaper, putPaper, StateFacts, stateFacts, StepForms } from './registration-commands.ts'
import { requestPaper } from './registration-paper.ts'
import { calendarOf, effectToday, filingOf, papersOf, standingOf, supposedFacts } from './registration-queries.ts'
import { annexesToRegister, judgedBy, stepNames } from './registration-rules.ts'
import { hand } from './routes.tsx'

/** What has to be registered or licensed of a deal's contract, and its dossiers on their way through the authority. */
export function registrationRoutes(app: FastifyInstance, uploads: Uploads): void {
  const show = async (request: FastifyRequest, forms: Record<string, FormState> = {}) => {
    const file = await partOf(request, 'registration')
    const { db, now } = request.ctx
    const [standing, calendar, supposed, effect] = await Promise.all([standingOf(db, file.deal.id), calendarOf(db), supposedFacts(db, file.deal), effectToday(db, file.deal.id)])
    const open = new Set(annexesToRegister(standing).map(({ version_id }) => version_id))
    const changes = open.size ? changesOf((await signedAnnexTexts(db, file.deal.id)).filter(({ id }) => open.has(id)).map(({ content, signed_on }) => ({ ...content, signed_on }))) : ''
    return <RegistrationPage file={file} standing={standing} changes={changes} calendar={calendar} supposed={supposed} effect={effect} today={hanoiDay(now())} forms={forms} request_key={randomUUID()} />
  }
  app.get('/deals/:deal_id/registration', async (request, reply) => reply.page(await show(request)))
  const form = partForms(app, 'registration', show)
  form({ path: 'facts', name: 'facts', schema: StateFacts, done: 'saved', act: stateFacts })
  form({ path: 'filings', name: 'open', schema: OpenFiling, done: 'created', act: openFiling, to: ({ deal_id }, id) => `/deals/${deal_id}/registration/filings/${String(id)}` })

  const at = '/deals/:deal_id/registration/filings/:filing_id'
  const showFiling = async (request: FastifyRequest, forms: Record<string, FormState> = {}) => {
    const file = await partOf(request, 'registration')
    const { db, now } = request.ctx
    const filing = await filingOf(db, file.deal.id, idOf(request, 'filing_id'))
    const [papers, standing, calendar] = await Promise.all([papersOf(db, filing.id), standingOf(db, file.deal.id), calendarOf(db)])
    return <FilingPage file={file} filing={filing} papers={papers} standing={standing} state_money={standing.said.some(({ state_money }) => state_money)} calendar={calendar} today={hanoiDay(now())} forms={forms} />
  }
  app.get(at, async (request, reply) => reply.page(await showFiling(request)))
  const filed = partForms(app, 'registration', showFiling)
  const below = (input: { deal_id: number; filing_id: number }) => `/deals/${input.deal_id}/registration/filings/${input.filing_id}`
  filed({ path: 'filings/:filing_id/without', name: 'without', schema: LeaveOut, done: 'saved', act: leaveOut, to: below })
  for (const step of stepNames) filed({ path: `filings/:filing_id/${step}`, name: step, schema: StepForms[step], done: step === 'withdraw' ? 'withdrawn' : 'saved', act: (ctx, input) => moveFiling(ctx, step, input), to: below })

  partUpload(app, 'registration', showFiling, uploads)({
    path: 'filings/:filing_id/paper', name: 'paper', schema: PutPaper, done: 'uploaded', to: below,
    may: async ({ acts, deal }, request) => acts.edit === (await filingOf(request.ctx.db, deal.id, idOf(request, 'filing_id'))).organisation_id,
    act: (ctx, input, file) => putPaper(ctx, uploads.storage, input, file),
  })

  app.get(`${at}/request.docx`, async (request, reply) => {
    const { deal } = await partOf(request, 'registration')
    const { db } = request.ctx
    const filing = await filingOf(db, deal.id, idOf(request, 'filing_id'))
    const [signed, { said }] = await Promise.all([signedContract(db, deal.id), standingOf(db, deal.id)])
    const paper = requestPaper({ filing, content: signed?.content ?? null, signed_on: signed?.signed_on ?? null, facts: judgedBy(said), filer: filing.organisation_id === deal.supplier_organisation_id ? 'supplier' : 'demander', author: 'Sàn giao dịch công nghệ Hà Nội' })
    return hand(reply, `${filing.kind}-${deal.id}-${filing.id}.docx`, await asDocx(paper))
  })
}
