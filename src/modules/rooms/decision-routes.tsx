import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, freshForm, idOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { AnswerDecision, answerDecision, RecordDecision, recordDecision, WithdrawDecision, withdrawDecision } from './decision-commands.ts'
import { decisionsOf, pilotsOf } from './decision-queries.ts'
import { atIts, ofOne } from './many-routes.ts'
import { DecisionsPage } from './pages/decisions.tsx'
import { PilotPage } from './pages/pilot.tsx'
import { AnswerPilot, answerPilot, ConfirmResult, confirmResult, DisputeResult, disputeResult, EnterResult, enterResult, ProposePilot, proposePilot, WithdrawPilot, withdrawPilot } from './pilot-commands.ts'

type Forms = Record<string, FormState>
/** What is decided in a file, and what is tried out before it is. */
export function decisionRoutes(app: FastifyInstance): void {
  const all = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'decisions')
    const [decisions, pilots] = await Promise.all([decisionsOf(ctx.db, file.deal.id), pilotsOf(ctx.db, file.deal.id)])
    // An answer sent wrong is shown at its own decision.
    const { answer, ...others } = forms
    const { decision_id } = request.params as { decision_id?: string }
    return <DecisionsPage file={file} decisions={decisions} pilots={pilots} forms={{ decision: freshForm({ request_key: randomUUID() }), pilot: freshForm({ request_key: randomUUID() }), ...others, ...(answer && decision_id && { [`answer_${decision_id}`]: atIts(answer, decision_id) }) }} />
  }
  const pilot = async (request: FastifyRequest, forms: Forms = {}) => {
    const { ctx } = request
    const file = await partOf(request, 'decisions')
    return <PilotPage file={file} pilot={found((await pilotsOf(ctx.db, file.deal.id, idOf(request, 'pilot_id')))[0])} today={hanoiDay(ctx.now())} forms={Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, form.values.measure_id ? atIts(form, String(form.values.measure_id)) : form]))} />
  }
  app.get('/deals/:deal_id/decisions', async (request, reply) => reply.page(await all(request)))
  app.get('/deals/:deal_id/decisions/pilots/:pilot_id', async (request, reply) => reply.page(await pilot(request)))

  const onAll = partForms(app, 'decisions', all), onPilot = partForms(app, 'decisions', pilot)
  onAll({ path: '', name: 'decision', schema: RecordDecision, done: 'decision_recorded', act: recordDecision })
  onAll({ path: ':decision_id/answer', name: 'answer', schema: ofOne(AnswerDecision, 'decision_id', ['answer_note']), done: 'decision_answered', act: answerDecision })
  onAll({ path: ':decision_id/withdrawal', name: 'answer', schema: WithdrawDecision, done: 'withdrawn', act: withdrawDecision })
  const to = ({ deal_id, pilot_id }: { deal_id: number; pilot_id: number }): string => `/deals/${deal_id}/decisions/pilots/${pilot_id}`
  onAll({ path: 'pilots', name: 'pilot', schema: ProposePilot, done: 'pilot_proposed', act: proposePilot, to: ({ deal_id }, id) => to({ deal_id, pilot_id: Number(id) }) })
  onPilot({ path: 'pilots/:pilot_id/answer', name: 'answer', schema: AnswerPilot, done: 'decision_answered', act: answerPilot, to })
  onPilot({ path: 'pilots/:pilot_id/withdrawal', name: 'answer', schema: WithdrawPilot, done: 'withdrawn', act: withdrawPilot, to })
  onPilot({ path: 'pilots/:pilot_id/results', name: 'result', schema: ofOne(EnterResult, 'measure_id', ['result', 'result_source']), done: 'result_entered', act: enterResult, to })
  onPilot({ path: 'pilots/:pilot_id/confirmations', name: 'confirm', schema: ConfirmResult, done: 'result_confirmed', act: confirmResult, to })
  onPilot({ path: 'pilots/:pilot_id/disputes', name: 'dispute', schema: ofOne(DisputeResult, 'measure_id', ['disputed_reason']), done: 'sent', act: disputeResult, to })
}
