import { z } from 'zod'
import { type Ctx, permit, personOf, record } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, codesField, dayField, idField, lineField, optionalLineField, optionalTextField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { acceptancesIn, belongsTo } from './queries.ts'
import { dueRefusal } from './question-rules.ts'
import { contentRefusal, correctionDay, correctionRefusal, mostQuantities, mostReportDocuments, mostReports, quantitiesOf, type ReportRefusal, reportAnswerRefusal, type Standing } from './report-rules.ts'
import { undertakenBy } from './rules.ts'
import { conclusions, testers, type Verdict, verdicts } from './schema.ts'

const rows = Array.from({ length: mostQuantities }, (_, i) => i + 1)
type RowShape = Record<`quantity_${number}` | `required_${number}` | `measured_${number}` | `unit_${number}`, ReturnType<typeof optionalLineField>> & Record<`verdict_${number}`, z.ZodType<Verdict>>
const verdictField = z.preprocess((value) => (value === undefined || value === '' ? 'not_judged' : value), choiceField(verdicts))
const rowFields = Object.fromEntries(rows.flatMap((row) => [
  [`quantity_${row}`, optionalLineField(200)], [`required_${row}`, optionalLineField(100)], [`measured_${row}`, optionalLineField(100)], [`unit_${row}`, optionalLineField(40)], [`verdict_${row}`, verdictField],
])) as unknown as RowShape
const documentsField = codesField(mostReportDocuments).transform((typed, issues) => typed.map((one) => {
  const read = idField.safeParse(one)
  if (!read.success) issues.addIssue({ code: 'custom', message: 'invalid' })
  return read.data ?? 0
}))
const content = {
  request_key: requestKeyField, object: lineField(200, 2), sample: optionalLineField(200), method: lineField(300, 2), tester: choiceField(testers), tester_name: optionalLineField(200), accreditation: optionalLineField(60),
  tested_from: dayField, tested_to: dayField, place: lineField(300, 2), ...rowFields, conclusion: choiceField(conclusions), remarks: optionalTextField(4000), documents: documentsField, due_on: dayField,
}

export const WriteReport = z.object({ deal_id: idField, ...content })
/** The side's report has its number and waits for the other side's answer by that day. Pressed twice it is one report. */
export async function writeReport(ctx: Ctx, input: z.output<typeof WriteReport>): Promise<number> {
  return inDeal(ctx, input.deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    permit(ctx.actor, (actor) => belongsTo(actor, side)) // a report is a side's word, which nobody of the Exchange gives for it
    const known = await pressed(turn, ctx, input.request_key)
    if (known) return known.report_id
    const closed = talkRefusal(deal)
    if (closed) refuse(closed)
    const { last } = await tx.selectFrom('room_report').select(({ fn }) => fn.max('number').as('last')).where('deal_id', '=', deal.id).executeTakeFirstOrThrow()
    const number = (last ?? 0) + 1
    if (number > mostReports) refuse<ReportRefusal>({ code: 'too_many_reports', most: mostReports })
    const said = await judged(turn, input)
    const { id } = await tx.insertInto('room_report').values({ deal_id: deal.id, number, organisation_id: side, person_id: personOf(ctx.actor), written_at: now }).returning('id').executeTakeFirstOrThrow()
    await keep(ctx, turn, { id, number, version: 1, correction: '' }, input, said)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.report_written', report_id: id, number, version: 1, organisation_id: side, ...concerning(deal) }, side)
    return id
  })
}

export const CorrectReport = z.object({ deal_id: idField, report_id: idField, seen: idField, correction: textField(2000, 5), ...content })
/** The report says this from now on, and why; it waits for an answer anew. What it said before stays to be read, with the answer it got. */
export async function correctReport(ctx: Ctx, input: z.output<typeof CorrectReport>): Promise<void> {
  await inDeal(ctx, input.deal_id, 'edit', async (turn) => {
    const { tx, deal, side } = turn
    permit(ctx.actor, (actor) => belongsTo(actor, side))
    const report = await reportIn(tx, deal.id, input.report_id)
    if (report.organisation_id !== side) notFound()
    if (await pressed(turn, ctx, input.request_key)) return
    const refusal = talkRefusal(deal) ?? correctionRefusal(report, input.seen)
    if (refusal) refuse(refusal)
    const said = await judged(turn, input), version = report.version + 1
    await keep(ctx, turn, { ...report, version, correction: input.correction }, input, said)
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.report_corrected', report_id: report.id, number: report.number, version, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'report_to_correct', report.id)
  })
}

export const AnswerReport = z.object({ deal_id: idField, report_id: idField, seen: idField, answer: choiceField(['agreed', 'objected']), answer_note: optionalTextField(2000) })
/** Both sides stand by the report as its last version says it; or the other side objects, says why, and the report is to be corrected within as many days as were given to answer it. Of two answers at once the first counts. */
export async function answerReport(ctx: Ctx, { deal_id, report_id, seen, answer, answer_note }: z.output<typeof AnswerReport>): Promise<void> {
  await inDeal(ctx, deal_id, 'sign', async ({ tx, deal, side, now }) => {
    permit(ctx.actor, (actor) => belongsTo(actor, side))
    const report = await reportIn(tx, deal.id, report_id)
    if (report.organisation_id !== side && report.version === seen && report.answer === answer && report.answer_note === answer_note && !report.withdrawn) return
    const refusal = talkRefusal(deal) ?? reportAnswerRefusal(report, seen, side)
    if (refusal) refuse(refusal)
    if (answer === 'objected' && !answer_note) refuse<ReportRefusal>({ code: 'objection_words_needed', field: 'answer_note' })
    await tx.updateTable('room_report_version').set({ answer, answer_note, answered_by: personOf(ctx.actor), answered_at: now }).where('report_id', '=', report.id).where('version', '=', seen).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: `room.report_${answer}`, report_id, number: report.number, version: seen, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'report_to_answer', report_id)
    if (answer === 'objected') await openDuty(tx, ctx, deal, {
      part: 'room', kind: 'report_to_correct', key: report_id, organisation_id: report.organisation_id, power: 'edit', due_on: correctionDay(report, hanoiDay(now)), path: pathOf(deal.id, report_id),
      text: { vi: `Sửa hoặc rút báo cáo thử nghiệm số ${report.number}: bên kia phản đối`, en: `Correct or withdraw test report ${report.number}: the other side objects` },
    })
  })
}

export const WithdrawReport = z.object({ deal_id: idField, report_id: idField, withdrawal_reason: textField(1000, 5) })
/** The side no longer stands by its report, and nothing waits for it; it stays to be read. What both sides agreed to is not one side's to withdraw. */
export async function withdrawReport(ctx: Ctx, { deal_id, report_id, withdrawal_reason }: z.output<typeof WithdrawReport>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async ({ tx, deal, side, now }) => {
    permit(ctx.actor, (actor) => belongsTo(actor, side))
    const report = await reportIn(tx, deal.id, report_id)
    if (report.organisation_id !== side) notFound()
    if (report.withdrawn) return
    if (report.answer === 'agreed') refuse<ReportRefusal>({ code: 'report_agreed' })
    await tx.updateTable('room_report').set({ withdrawn_by: personOf(ctx.actor), withdrawn_at: now, withdrawal_reason }).where('id', '=', report.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.report_withdrawn', report_id, number: report.number, organisation_id: side, ...concerning(deal) }, side)
    for (const kind of ['report_to_answer', 'report_to_correct']) await closeDuty(tx, ctx, deal, kind, report_id)
  })
}

const pathOf = (deal: number, report: number): string => `/deals/${deal}/room/reports/${report}`
/** The report with what its last version stands at; who may not read it is told there is none. */
async function reportIn(tx: Tx, deal: number, id: number): Promise<Standing & { id: number; number: number; answer_note: string; written_on: string; due_on: string }> {
  const { withdrawn_at, written_at, ...report } = found(await tx.selectFrom('room_report as r').innerJoin('room_report_version as v', 'v.report_id', 'r.id').select(['r.id', 'r.number', 'r.organisation_id', 'r.withdrawn_at', 'v.version', 'v.answer', 'v.answer_note', 'v.written_at', (eb) => eb.cast<string>('v.due_on', 'text').as('due_on')])
    .where('r.id', '=', id).where('r.deal_id', '=', deal).orderBy('v.version', 'desc').limit(1).executeTakeFirst())
  return { ...report, written_on: hanoiDay(written_at), withdrawn: withdrawn_at !== null }
}
const pressed = ({ tx, deal }: DealTurn, ctx: Ctx, request_key: string) => tx.selectFrom('room_report_version').select('report_id').where('deal_id', '=', deal.id).where('person_id', '=', personOf(ctx.actor)).where('request_key', '=', request_key).executeTakeFirst()

type Said = Pick<z.output<typeof WriteReport>, keyof typeof content>
/** What was typed, judged before anything is written; the papers are the side's own, and not withdrawn. */
async function judged({ tx, deal, side, now }: DealTurn, input: Said) {
  const typed = input as unknown as Record<string, string>, today = hanoiDay(now)
  const read = quantitiesOf(rows.map((row) => ({ name: typed[`quantity_${row}`] ?? '', required: typed[`required_${row}`] ?? '', measured: typed[`measured_${row}`] ?? '', unit: typed[`unit_${row}`] ?? '', verdict: (typed[`verdict_${row}`] ?? 'not_judged') as Verdict })))
  if ('code' in read) return refuse<ReportRefusal>(read)
  const refusal = contentRefusal(input, read.quantities, today) ?? dueRefusal(input.due_on, today)
  if (refusal) refuse(refusal)
  const papers = input.documents.length ? await tx.selectFrom('room_version as n').innerJoin('room_document as d', 'd.id', 'n.room_document_id').select('n.id').where('n.id', 'in', input.documents).where('n.deal_id', '=', deal.id).where('d.organisation_id', '=', side).where('d.withdrawn_at', 'is', null).execute() : []
  if (papers.length !== input.documents.length) refuse<ReportRefusal>({ code: 'report_document_unfit', field: 'documents' })
  return { quantities: read.quantities, papers }
}

/** Keeps a version of the report with its table and papers; the other side is asked for its answer, where it can read it or where it comes to be able to. */
async function keep(ctx: Ctx, { tx, deal, side, now }: DealTurn, { id, number, version, correction }: { id: number; number: number; version: number; correction: string }, input: Said, { quantities, papers }: Awaited<ReturnType<typeof judged>>): Promise<void> {
  const { object, sample, method, tester, tester_name, accreditation, tested_from, tested_to, place, conclusion, remarks, due_on, request_key } = input
  const row = await tx.insertInto('room_report_version').values({ deal_id: deal.id, report_id: id, version, object, sample, method, tester, tester_name, accreditation, tested_from, tested_to, place, conclusion, remarks, correction, due_on, person_id: personOf(ctx.actor), request_key, written_at: now }).returning('id').executeTakeFirstOrThrow()
  await tx.insertInto('room_report_quantity').values(quantities.map((quantity, i) => ({ deal_id: deal.id, report_version_id: row.id, position: i + 1, ...quantity }))).execute()
  if (papers.length) await tx.insertInto('room_report_document').values(papers.map((paper) => ({ deal_id: deal.id, report_version_id: row.id, room_version_id: paper.id }))).execute()
  const { open } = undertakenBy(deal, (await acceptancesIn(tx, deal.id)).map(({ organisation_id }) => organisation_id))
  await openDuty(tx, ctx, deal, {
    part: 'room', kind: 'report_to_answer', key: id, organisation_id: otherSide(deal, side), power: 'sign', due_on, path: open ? pathOf(deal.id, id) : `/deals/${deal.id}/room/reports`,
    text: version === 1 ? { vi: `Trả lời báo cáo thử nghiệm số ${number}`, en: `Answer test report ${number}` } : { vi: `Trả lời báo cáo thử nghiệm số ${number}, bản ${version}`, en: `Answer test report ${number}, version ${version}` },
  })
}
