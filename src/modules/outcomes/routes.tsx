import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, freshForm } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { stateOutcome } from './commands.ts'
import { initialOf, OutcomePage } from './pages/outcome.tsx'
import { statementsOf } from './queries.ts'
import { askedAfter } from './rules.ts'
import { StateOutcome } from './statement-fields.ts'

/** What became of a deal: its two sides' words of how the technology is used, side by side. */
export function outcomeRoutes(app: FastifyInstance): void {
  const show = async (request: FastifyRequest, { statement }: Record<string, FormState> = {}) => {
    const { db, now } = request.ctx
    const file = await partOf(request, 'outcome')
    const { deal, acts } = file
    const [statements, taxonomy] = await Promise.all([statementsOf(db, deal.id), taxonomyOf(db)])
    const today = hanoiDay(now()), asked = deal.stage === 'won' ? askedAfter(hanoiDay(deal.closed_at ?? now())) : []
    const form = statement ?? freshForm({ ...initialOf(asked, today, statements.filter((one) => one.organisation_id === acts.sign)), request_key: randomUUID() })
    return <OutcomePage file={file} asked={asked} today={today} statements={statements} form={form} taxonomy={taxonomy} />
  }
  app.get('/deals/:deal_id/outcome', async (request, reply) => reply.page(await show(request)))
  partForms(app, 'outcome', show)({ path: '', name: 'statement', schema: StateOutcome, done: 'outcome_stated', act: stateOutcome })
}
