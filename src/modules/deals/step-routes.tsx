import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { permit } from '../../core/context.ts'
import { choiceField } from '../../platform/fields.ts'
import { hanoiDay } from '../../platform/time.ts'
import type { FormState } from '../../web/http.tsx'
import { ChangeStage, changeStage } from './commands.ts'
import { waitingIn } from './duties.ts'
import { EndParty, endParty, LiftEnd, liftEnd, maySettle, SettleParty, settleParty } from './gone-commands.ts'
import { IdlePage } from './pages/idle.tsx'
import { StepsPage } from './pages/steps.tsx'
import { partForms, partOf } from './part-routes.tsx'
import { reportLines } from './report-queries.ts'
import { knowsResult, readsDeals } from './rules.ts'
import { afterStages, dealSteps, openStages } from './schema.ts'
import { MoveOn, moveOn, SetStep, setStep } from './step-commands.ts'
import { bestActionIn, idleFiles, movesOf, ownersOf, stepsOf } from './step-queries.ts'

/** The steps of a deal, and the files left lying. */
export function stepRoutes(app: FastifyInstance): void {
  app.get('/deals/idle', async (request, reply) => {
    const { db, actor, now } = request.ctx
    permit(actor, readsDeals)
    return reply.page(<IdlePage {...await idleFiles(db, now())} today={hanoiDay(now())} />)
  })
  app.get('/deals/:deal_id/steps', async (request, reply) => reply.page(await shown(request)))
  const form = partForms(app, 'steps', shown)
  const { reason: stage_reason, version, deal_id } = ChangeStage.shape
  form({
    path: 'move', name: 'move', done: 'stage', schema: z.object({ deal_id, version, stage_reason, stage: choiceField(dealSteps) }),
    act: async (ctx, { stage, stage_reason: reason, ...input }) => {
      const open = openStages.find((one) => one === stage), after = afterStages.find((one) => one === stage)
      if (open) await changeStage(ctx, ChangeStage.parse({ ...input, reason, stage: open }))
      else await moveOn(ctx, MoveOn.parse({ ...input, reason, stage: after }))
    },
  })
  form({ path: 'end', name: 'end', schema: EndParty, done: 'saved', act: endParty })
  form({ path: 'lift', name: 'lift', schema: LiftEnd, done: 'saved', act: liftEnd })
  form({ path: 'settle', name: 'settle', schema: SettleParty, done: 'saved', act: settleParty })
  form({ path: 'assign', name: 'assign', schema: SetStep, done: 'step_set', act: setStep })
}

async function shown(request: FastifyRequest, forms: Record<string, FormState> = {}) {
  const file = await partOf(request, 'steps')
  const { ctx } = request
  const { id } = file.deal, knows = { result: knowsResult(ctx.actor, file.deal, file.side) }
  const [steps, moves, waiting, action, reports, owners] = await Promise.all([
    stepsOf(ctx.db, id), movesOf(ctx.db, id), waitingIn(ctx.db, id, knows), bestActionIn(ctx.db, id, ctx.now(), knows), file.parts.includes('room') ? reportLines(ctx.db, id) : [], file.acts.edit === null ? [] : ownersOf(ctx.db, file.deal, file.acts.edit),
  ])
  return <StepsPage file={file} steps={steps} moves={moves} waiting={waiting} action={action} reports={reports} owners={owners} settles={maySettle(file.deal)(ctx.actor)} today={hanoiDay(ctx.now())} forms={forms} />
}
