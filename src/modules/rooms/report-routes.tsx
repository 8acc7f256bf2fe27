import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { found } from '../../platform/refusal.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { type PartFile, partyOf } from '../deals/part-queries.ts'
import { reportLines } from '../deals/report-queries.ts'
import { ReportPage, ReportsPage } from './pages/reports.tsx'
import { acceptancesIn, belongsTo } from './queries.ts'
import { AnswerReport, answerReport, CorrectReport, correctReport, WithdrawReport, withdrawReport, WriteReport, writeReport } from './report-commands.ts'
import { papersOf, reportOf, type ReportShown } from './report-queries.ts'
import { undertakenBy } from './rules.ts'

type Forms = Record<string, FormState>
/** The test reports of an evaluation, in the data room and read as what lies there. */
export function reportRoutes(app: FastifyInstance): void {
  /** The side a reader writes for here: their own, and no officer's in its place. */
  const writerOf = ({ ctx }: FastifyRequest, { acts, deal }: PartFile): number | null => (acts.edit !== null && deal.stage !== 'lost' && belongsTo(ctx.actor, acts.edit) ? acts.edit : null)
  const all = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'room'), side = writerOf(request, file)
    const [lines, papers, acceptances] = await Promise.all([reportLines(ctx.db, file.deal.id), side === null ? [] : papersOf(ctx.db, file.deal.id, side), acceptancesIn(ctx.db, file.deal.id)])
    const { open } = undertakenBy(file.deal, acceptances.map(({ organisation_id }) => organisation_id))
    return <ReportsPage file={file} lines={lines} papers={papers} open={open} writes={side !== null} forms={{ report: freshForm({ request_key: randomUUID() }), ...forms }} />
  }
  const one = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'room'), side = writerOf(request, file)
    const report = found(await reportOf(ctx.db, file.deal.id, idOf(request, 'report_id')))
    const { sign } = file.acts
    const writes = side === report.organisation_id, answers = sign !== null && file.deal.stage !== 'lost' && belongsTo(ctx.actor, sign) && partyOf(file, sign).id !== report.organisation_id
    const papers = writes ? await papersOf(ctx.db, file.deal.id, report.organisation_id) : []
    return <ReportPage file={file} report={report} papers={papers} writes={writes} answers={answers} forms={{ correct: freshForm({ ...typedOf(report, papers), request_key: randomUUID() }), ...forms }} />
  }
  app.get('/deals/:deal_id/room/reports', async (request, reply) => reply.page(await all(request)))
  app.get('/deals/:deal_id/room/reports/:report_id', async (request, reply) => reply.page(await one(request)))

  const onAll = partForms(app, 'room', all), onOne = partForms(app, 'room', one)
  const to = ({ deal_id, report_id }: { deal_id: number; report_id: number }): string => `/deals/${deal_id}/room/reports/${report_id}`
  onAll({ path: 'reports', name: 'report', schema: WriteReport, done: 'report_written', act: writeReport, to: ({ deal_id }, id) => to({ deal_id, report_id: Number(id) }) })
  onOne({ path: 'reports/:report_id/corrections', name: 'correct', schema: CorrectReport, done: 'report_written', act: correctReport, to })
  onOne({ path: 'reports/:report_id/answer', name: 'answer', schema: AnswerReport, done: 'decision_answered', act: answerReport, to })
  onOne({ path: 'reports/:report_id/withdrawal', name: 'withdraw', schema: WithdrawReport, done: 'withdrawn', act: withdrawReport, to })
}

/** The form of a correction as it opens: what the report says now, with each paper in its last version. */
function typedOf({ versions: [latest] }: ReportShown, papers: readonly { room_version_id: number; room_document_id: number }[]): Record<string, unknown> {
  if (!latest) return {}
  const { object, sample, method, tester, tester_name, accreditation, tested_from, tested_to, place, conclusion, remarks } = latest
  return {
    object, sample, method, tester, tester_name, accreditation, tested_from, tested_to, place, conclusion, remarks,
    documents: papers.filter((one) => latest.papers.some((paper) => paper.room_document_id === one.room_document_id)).map((one) => String(one.room_version_id)),
    ...Object.fromEntries(latest.quantities.flatMap((row, i) => [[`quantity_${i + 1}`, row.name], [`required_${i + 1}`, row.required], [`measured_${i + 1}`, row.measured], [`unit_${i + 1}`, row.unit], [`verdict_${i + 1}`, row.verdict]])),
  }
}
