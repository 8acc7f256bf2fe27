import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Ctx, permit } from '../../core/context.ts'
import { formPage, idOf } from '../../web/http.tsx'
import type { Uploads } from '../listings/routes.tsx'
import { takeStatement } from '../statements/taking-routes.ts'
import { completeLot, defaultLot, DefaultLot } from './after-commands.ts'
import { approveAnnulment, OneAnnulment, ProposeAnnulment, proposeAnnulment, ReturnAnnulment, returnAnnulment } from './annulment-commands.ts'
import { approvePostponement, OnePostponement, ProposePostponement, proposePostponement, ReturnPostponement, returnPostponement } from './date-commands.ts'
import { DecideForfeit, decideForfeit, ProposeForfeit, proposeForfeit, readDepositStatement, ReceiveDeposit, receiveDeposit, RefundDeposit, refundDeposit } from './deposit-commands.ts'
import { CallOff, callOffLot, LotVersion, NoteNotice, noteNotice, proposeLot, publishLot, SendBack, sendBackLot } from './draft-commands.ts'
import { ClearLinks, clearLinks } from './link-commands.ts'
import { DecideEarnest, decideEarnest, ProposeEarnest, proposeEarnest } from './earnest-commands.ts'
import { fileRoutes } from './file-routes.tsx'
import { OfficePage } from './pages/office.tsx'
import { OfficeListPage } from './pages/lots.tsx'
import { lotFile, type LotFile, type OfficeFile, officeFile, officeList } from './queries.ts'
import { AnswerOfLot, answerOfLot } from './question-commands.ts'
import { LookAtSign, lookAtSign } from './sign-commands.ts'
import { OneLot, recordLook, RefuseBidder, refuseBidder } from './registration-commands.ts'
import { approveReplacement, OneReplacement, ProposeReplacement, proposeReplacement, ReturnReplacement, returnReplacement } from './replacement-commands.ts'
import { signMark } from './link-rules.ts'
import { runsAuctions, watchesAuctions } from './rules.ts'
import { refuseSide } from './side-queries.ts'

interface Loaded { file: LotFile; office: OfficeFile | null; uploadMaxBytes: number; markOf: (sign: string) => string }
/** The officers' desk of a lot. Inspectors and prosecutors see who registered, observers do not; each look is written down first. */
export function officeRoutes(app: FastifyInstance, uploads: Uploads, secret: string): void {
  const { storage, uploadMaxBytes } = uploads
  app.get('/auctions/office', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, watchesAuctions)
    return reply.page(<OfficeListPage lots={await officeList(ctx.db, ctx.now())} />)
  })
  const load = async (request: FastifyRequest): Promise<Loaded> => {
    const { ctx } = request
    const file = await lotFile(ctx, idOf(request, 'lot_id'))
    permit(ctx.actor, watchesAuctions)
    const markOf = (sign: string): string => signMark(secret, file.lot.id, sign)
    if (!file.readsBidders) return { file, office: null, uploadMaxBytes, markOf }
    await recordLook(ctx, file.lot.id)
    return { file, office: await officeFile(ctx, file), uploadMaxBytes, markOf }
  }
  app.get('/auctions/:lot_id/office', async (request, reply) => reply.page(<OfficePage {...(await load(request))} />))

  fileRoutes(app, uploads, async (request, forms) => <OfficePage {...(await load(request))} forms={forms} />)
  app.post('/auctions/:lot_id/statement', { config: { takesFile: true } }, async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, runsAuctions) // nobody's file is taken in who could not note what it says
    const { lot, side } = await lotFile(ctx, idOf(request, 'lot_id'))
    refuseSide(side)
    return takeStatement(request, reply, {
      storage, show: async (form) => <OfficePage {...(await load(request))} forms={{ statement: form }} />,
      act: async (brought) => {
        const { read, received, differing } = await readDepositStatement(ctx, { lot_id: lot.id, ...brought })
        return `/${ctx.locale}/auctions/${lot.id}/office?done=${differing ? 'deposits_differ' : received ? 'deposits_received' : read ? 'deposits_known' : 'deposits_none'}`
      },
    })
  })

  /** A form of the desk. Where several of its kind stand there its fields carry a number: `of` says which. */
  const form = <S extends z.ZodType>(path: string, schema: S, act: (ctx: Ctx, input: z.output<S>) => Promise<void>, done: string, name: string, numbered?: { fields: readonly string[]; of: (request: FastifyRequest, loaded: Loaded) => number | undefined }) => {
    const read = numbered ? z.preprocess((typed) => spread(typed as Record<string, unknown>, numbered.fields), schema) : schema
    formPage(app, {
      post: `/auctions/:lot_id${path}`, schema: read as unknown as S, load,
      page: (state, loaded, request) => {
        const of = numbered?.of(request, loaded)
        const typed = numbered ? spread(state.values, numbered.fields) : {}
        const shown = numbered ? { ...state, values: { ...state.values, ...Object.fromEntries(numbered.fields.map((field) => [`${field}_${of}`, typed[field]])) }, errors: Object.fromEntries(Object.entries(state.errors).map(([field, code]) => [numbered.fields.includes(field) ? `${field}_${of}` : field, code])) } : state
        return <OfficePage {...loaded} forms={{ [numbered ? `${name}-${of}` : name]: shown }} />
      },
      act: async (ctx, input) => { await act(ctx, input); return `/${ctx.locale}/auctions/${(input as { lot_id: number }).lot_id}/office?done=${done}` },
    })
  }
  form('/proposal', LotVersion, proposeLot, 'lot_proposed', 'proposal')
  form('/publication', LotVersion, publishLot, 'lot_published', 'publication')
  form('/return', SendBack, sendBackLot, 'saved', 'return')
  form('/cancellation', CallOff, callOffLot, 'saved', 'cancellation')
  form('/notices', NoteNotice, noteNotice, 'saved', 'notices')
  form('/postponements', ProposePostponement, async (ctx, input) => { await proposePostponement(ctx, input) }, 'lot_proposed', 'times')
  form('/postponements/:postponement_id/approval', OnePostponement, approvePostponement, 'dates_moved', 'times-approval')
  form('/postponements/:postponement_id/return', ReturnPostponement, returnPostponement, 'saved', 'times-return')
  form('/replacements', ProposeReplacement, async (ctx, input) => { await proposeReplacement(ctx, input) }, 'lot_proposed', 'replacement')
  form('/replacements/:replacement_id/approval', OneReplacement, approveReplacement, 'auctioneer_replaced', 'replacement-approval')
  form('/replacements/:replacement_id/return', ReturnReplacement, returnReplacement, 'saved', 'replacement-return')
  form('/completion', OneLot, completeLot, 'saved', 'completion')
  form('/default', DefaultLot, defaultLot, 'saved', 'default')
  form('/annulments', ProposeAnnulment, async (ctx, input) => { await proposeAnnulment(ctx, input) }, 'lot_proposed', 'annulment')
  form('/annulments/:annulment_id/approval', OneAnnulment, approveAnnulment, 'result_annulled', 'annulment-approval')
  form('/annulments/:annulment_id/return', ReturnAnnulment, returnAnnulment, 'saved', 'annulment-return')
  const bidderOf = (request: FastifyRequest, { office }: Loaded): number | undefined => office?.bidders.find(({ deposit }) => deposit?.id === idOf(request, 'deposit_id'))?.id
  const deposit = { of: bidderOf }
  form('/deposits/:deposit_id/receipt', ReceiveDeposit, receiveDeposit, 'saved', 'receipt', { ...deposit, fields: ['amount', 'paid_on', 'words'] })
  form('/deposits/:deposit_id/refund', RefundDeposit, refundDeposit, 'saved', 'refund', { ...deposit, fields: ['words'] })
  form('/deposits/:deposit_id/forfeiture', ProposeForfeit, proposeForfeit, 'lot_proposed', 'forfeiture', { ...deposit, fields: ['ground', 'reason'] })
  form('/deposits/:deposit_id/decision', DecideForfeit, decideForfeit, 'saved', 'decision', { ...deposit, fields: [] })
  form('/deposits/:deposit_id/earnest', ProposeEarnest, proposeEarnest, 'lot_proposed', 'earnest', { ...deposit, fields: ['way', 'earnest_reason'] })
  form('/deposits/:deposit_id/earnest-decision', DecideEarnest, decideEarnest, 'saved', 'earnest-decision', { ...deposit, fields: [] })
  form('/bidders/:bidder_id/refusal', RefuseOut, (ctx, { reason_out, ...input }) => refuseBidder(ctx, { ...input, reason: reason_out }), 'saved', 'refusal', { of: (request) => idOf(request, 'bidder_id'), fields: ['reason_out'] })
  form('/bidders/:bidder_id/links', ClearLinks, clearLinks, 'saved', 'links', { of: (request) => idOf(request, 'bidder_id'), fields: ['word'] })
  form('/signs', LookAtSign, (ctx, { mark, ...input }) => lookAtSign(ctx, { ...input, shown: mark === signMark(secret, input.lot_id, input.sign) }), 'saved', 'sign', { of: (request, { office }) => { const signs = office?.signs?.signs ?? [], at = signs.findIndex(({ key }) => key === (request.body as Record<string, unknown> | undefined)?.sign); return at < 0 ? signs.length : at }, fields: ['found'] }) // one that is gone comes after those there are
  form('/questions/:lot_question_id/answer', AnswerOfLot, answerOfLot, 'saved', 'answer', { of: (request) => idOf(request, 'lot_question_id'), fields: ['answer'] })
}
/** Why somebody is not admitted stands beside why a deposit would be kept: the two fields have names of their own. */
const RefuseOut = z.object({ lot_id: RefuseBidder.shape.lot_id, bidder_id: RefuseBidder.shape.bidder_id, reason_out: RefuseBidder.shape.reason })
const spread = (typed: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> =>
  ({ ...typed, ...Object.fromEntries(fields.flatMap((field) => { const sent = Object.keys(typed).find((name) => name.replace(/_\d+$/, '') === field && name !== field); return sent === undefined ? [] : [[field, typed[sent]]] })) })
