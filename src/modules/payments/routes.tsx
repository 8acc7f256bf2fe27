import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../core/context.ts'
import { inLocale, type Locale } from '../../platform/locale.ts'
import { asPdf } from '../../platform/papers/pdf.ts'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { shell } from '../../web/messages.ts'
import type { PartFile } from '../deals/part-queries.ts'
import { partForms, partOf } from '../deals/part-routes.tsx'
import type { Uploads } from '../listings/routes.tsx'
import { AcceptMilestone, acceptMilestone, AgreeSettlement, agreeSettlement, AnswerMilestones, agreeMilestones, DeclineMilestones, declineMilestones, DisputeMilestone, disputeMilestone, ProposeFromTerms, proposeFromTerms, ProposeMilestone, proposeMilestone, ProposeSettlement, proposeSettlement, WithdrawDispute, withdrawDispute, withdrawMilestones } from './milestone-commands.ts'
import { MilestonePage, ReceiptPage, RequestPage } from './pages/milestone.tsx'
import { PaymentsPage } from './pages/payments.tsx'
import { paymentTexts } from './page-messages.ts'
import { AnswerAccount, confirmAccount, ProposeAccount, proposeAccount, RecordFeeInvoice, recordFeeInvoice, RecordInvoice, recordInvoice, RecordReceipt, recordReceipt, RecordRefund, recordRefund, RecordWithholding, recordWithholding, RequestPayment, requestPayment, WithdrawRequest, withdrawAccount, withdrawRequest } from './payment-commands.ts'
import { accountOf, accountWaiting, balancesIn, confirmedTerms, disputesOf, feeLinesOf, feeRuleOn, feesOf, invoicesOf, isAbroad, ledgerOf, milestoneOf, milestonesOf, receiptsOf, requestIn } from './queries.ts'
import { feePaper } from './fee-paper.ts'
import { BookLate, bookLate, CloseBooks, closeBooks } from './settling-commands.ts'
import { receiptPaper } from './receipt-paper.ts'
import { sidesOf } from './rules.ts'
import { statementRoutes } from './statement-routes.tsx'
import { asCsv, asWorkbook, ledgerTable } from './tables.ts'

/** The forms of a page by name, each with the key of its press, and what was sent of the one that came back. */
const formsOf = (names: readonly string[], sent: Record<string, FormState>): Record<string, FormState> => Object.fromEntries(names.map((name) => [name, sent[name] ?? freshForm({ request_key: randomUUID() })]))

export function paymentRoutes(app: FastifyInstance, uploads: Uploads): void {
  app.get('/deals/:deal_id/payments', async (request, reply) => reply.page(await payments(request)))
  app.get('/deals/:deal_id/payments/milestones/:milestone_id', async (request, reply) => reply.page(await oneMilestone(request)))
  dealForms(app)
  milestoneForms(app)
  papers(app)
  statementRoutes(app, uploads)
}

async function payments(request: FastifyRequest, sent: Record<string, FormState> = {}) {
  const { db, actor, now } = request.ctx
  const file = await partOf(request, 'payments')
  const { payee } = sidesOf(file.deal), id = file.deal.id
  // The payee's own account is not the payer's to read.
  const ofPayee = file.as === 'staff' || actor.memberships.some((m) => m.organisation_id === payee)
  const [milestones, ledger, balances, terms] = await Promise.all([milestonesOf(db, id), ledgerOf(db, id), balancesIn(db, id), file.as === 'adviser' ? null : confirmedTerms(db, id)])
  const own = ofPayee ? { account: await accountOf(db, payee), waiting: await accountWaiting(db, payee), abroad: await isAbroad(db, payee), rule: await feeRuleOn(db, hanoiDay(now())) } : null
  // Each side's fees are its own: the database gives a reader no others.
  const fees = { due: await feesOf(db, id), lines: await feeLinesOf(db, id) }
  const forms = formsOf(['propose', 'terms', 'agree', 'decline', 'withdraw', 'account', 'account_confirm', 'fee'], sent)
  return <PaymentsPage shown={{ file, milestones, ledger, balances, own, fees, terms: terms !== null && !terms.taken, officer: actor.staff_roles.includes('deal_officer') }} forms={forms} />
}

async function oneMilestone(request: FastifyRequest, sent: Record<string, FormState> = {}) {
  const { db } = request.ctx
  const file = await partOf(request, 'payments')
  const milestone = found(await milestoneOf(db, file.deal.id, idOf(request, 'milestone_id')) ?? undefined)
  const [disputes, invoices, receipts] = await Promise.all([disputesOf(db, milestone.id), invoicesOf(db, milestone.id), receiptsOf(db, file.deal.id, { milestone: milestone.id })])
  return <MilestonePage shown={{ file, milestone, disputes, invoices, receipts }} forms={formsOf(['accept', 'dispute', 'propose_settlement', 'settle', 'withdraw_dispute', 'request', 'withdraw_request', 'receive', 'invoice', 'refund', 'withhold', 'late', 'close'], sent)} />
}

function dealForms(app: FastifyInstance): void {
  const form = partForms(app, 'payments', payments)
  form({ path: 'milestones', name: 'propose', schema: ProposeMilestone, done: 'milestones_proposed', act: proposeMilestone })
  form({ path: 'terms', name: 'terms', schema: ProposeFromTerms, done: 'milestones_proposed', act: proposeFromTerms })
  form({ path: 'agreement', name: 'agree', schema: AnswerMilestones, done: 'milestones_agreed', act: agreeMilestones })
  form({ path: 'refusal', name: 'decline', schema: DeclineMilestones, done: 'saved', act: declineMilestones })
  form({ path: 'withdrawal', name: 'withdraw', schema: AnswerMilestones, done: 'withdrawn', act: withdrawMilestones })
  form({ path: 'account', name: 'account', schema: ProposeAccount, done: 'account_proposed', act: proposeAccount })
  form({ path: 'account/confirmation', name: 'account_confirm', schema: AnswerAccount, done: 'account_confirmed', act: confirmAccount })
  form({ path: 'account/withdrawal', name: 'account_confirm', schema: AnswerAccount, done: 'withdrawn', act: withdrawAccount })
  form({ path: 'fee-invoices', name: 'fee', schema: RecordFeeInvoice, done: 'saved', act: recordFeeInvoice })
}

/** Several forms of a milestone's page have an amount and a note: there each has a name of its own. */
function milestoneForms(app: FastifyInstance): void {
  const add = partForms(app, 'payments', oneMilestone)
  const form = <S extends z.ZodType<{ deal_id: number; milestone_id: number }>>(path: string, name: string, schema: S, done: string, act: (ctx: Ctx, input: z.output<S>) => Promise<unknown>) =>
    add({ path: `milestones/:milestone_id/${path}`, name, schema, done, act, to: ({ deal_id, milestone_id }) => `/deals/${deal_id}/payments/milestones/${milestone_id}` })
  form('acceptance', 'accept', AcceptMilestone, 'milestone_accepted', acceptMilestone)
  form('dispute', 'dispute', DisputeMilestone, 'payment_disputed', disputeMilestone)
  form('settlement-proposal', 'propose_settlement', ProposeSettlement, 'settlement_proposed', proposeSettlement)
  form('settlement', 'settle', AgreeSettlement, 'settlement_agreed', agreeSettlement)
  form('dispute-withdrawal', 'withdraw_dispute', WithdrawDispute, 'withdrawn', withdrawDispute)
  add({ path: 'milestones/:milestone_id/request', name: 'request', schema: RequestPayment, done: 'payment_requested', act: requestPayment, to: ({ deal_id }, id) => `/deals/${deal_id}/payments/requests/${id as number}` })
  form('request-withdrawal', 'withdraw_request', WithdrawRequest, 'withdrawn', withdrawRequest)
  const { amount: received_amount, note: receipt_note, ...receipt } = RecordReceipt.shape
  form('receipt', 'receive', z.object({ ...receipt, received_amount, receipt_note }), 'payment_recorded', (ctx, { received_amount, receipt_note, ...input }) => recordReceipt(ctx, { ...input, amount: received_amount, note: receipt_note }))
  const { amount: invoice_amount, kind: invoice_kind, ...invoice } = RecordInvoice.shape
  form('invoice', 'invoice', z.object({ ...invoice, invoice_amount, invoice_kind }), 'payment_recorded', (ctx, { invoice_amount, invoice_kind, ...input }) => recordInvoice(ctx, { ...input, amount: invoice_amount, kind: invoice_kind }))
  const { amount: refund_amount, ...refund } = RecordRefund.shape
  form('refund', 'refund', z.object({ ...refund, refund_amount }), 'payment_recorded', (ctx, { refund_amount, ...input }) => recordRefund(ctx, { ...input, amount: refund_amount }))
  const { amount: withhold_amount, ...withholding } = RecordWithholding.shape
  form('withholding', 'withhold', z.object({ ...withholding, withhold_amount }), 'payment_recorded', (ctx, { withhold_amount, ...input }) => recordWithholding(ctx, { ...input, amount: withhold_amount }))
  const { amount: late_amount, ...late } = BookLate.shape
  form('late', 'late', z.object({ ...late, late_amount }), 'payment_recorded', (ctx, { late_amount, ...input }) => bookLate(ctx, { ...input, amount: late_amount }))
  form('closing', 'close', CloseBooks, 'books_closed', closeBooks)
}

const nameIn = ({ supplier, demander }: PartFile, id: number, locale: Locale): string => { const party = supplier.id === id ? supplier : demander; return inLocale(locale, party.name_vi, party.name_en) }
function papers(app: FastifyInstance): void {
  app.get('/deals/:deal_id/payments/requests/:payment_request_id', async (request, reply) => {
    const file = await partOf(request, 'payments')
    return reply.page(<RequestPage file={file} request={found(await requestIn(request.ctx.db, file.deal.id, idOf(request, 'payment_request_id')) ?? undefined)} />)
  })
  const receipt = async (request: FastifyRequest) => {
    const file = await partOf(request, 'payments')
    return { file, receipt: found((await receiptsOf(request.ctx.db, file.deal.id, { id: idOf(request, 'receipt_id') }))[0]) }
  }
  app.get('/deals/:deal_id/payments/receipts/:receipt_id', async (request, reply) => reply.page(<ReceiptPage {...(await receipt(request))} />))
  app.get('/deals/:deal_id/payments/receipts/:receipt_id/receipt.pdf', async (request, reply) => {
    const { locale } = request.ctx
    const { file, receipt: shown } = await receipt(request)
    const { payer, payee } = sidesOf(file.deal)
    const pdf = await asPdf(receiptPaper(shown, { deal_id: file.deal.id, payer: nameIn(file, payer, locale), payee: nameIn(file, payee, locale), author: shell[locale].name, locale }))
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="techex-receipt-${shown.id}.pdf"`).send(pdf)
  })
  app.get('/deals/:deal_id/payments/fees/:fee_share_id/notice.pdf', async (request, reply) => {
    const { db, locale } = request.ctx
    const file = await partOf(request, 'payments')
    const fee = found((await feeLinesOf(db, file.deal.id, idOf(request, 'fee_share_id')))[0])
    const pdf = await asPdf(feePaper(fee, { deal_id: file.deal.id, charged: nameIn(file, sidesOf(file.deal)[fee.side], locale), author: shell[locale].name, locale }))
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="techex-fee-${fee.id}.pdf"`).header('cache-control', 'no-store').send(pdf)
  })
  for (const kind of ['csv', 'xlsx'] as const) {
    app.get(`/deals/:deal_id/payments/ledger.${kind}`, async (request, reply) => {
      const { db, locale, now } = request.ctx
      const file = await partOf(request, 'payments')
      const table = ledgerTable(await ledgerOf(db, file.deal.id), locale)
      reply.header('content-disposition', `attachment; filename="techex-ledger-${file.deal.id}-${hanoiDay(now())}.${kind}"`)
      return kind === 'csv' ? reply.type('text/csv; charset=utf-8').send(asCsv(table)) : reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await asWorkbook(table, paymentTexts[locale].sheet))
    })
  }
}
