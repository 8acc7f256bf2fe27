import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isSignedIn, permit } from '../../core/context.ts'
import { hanoiDay } from '../../platform/time.ts'
import { formPage, type FormState, idOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { viewsOn } from '../disclosure/queries.ts'
import { AppointAdviser, appointAdviser, EndAdviser, endAdviser } from './adviser-commands.ts'
import { AcceptMandate, acceptMandate, ConsentToBroker, consentToBroker, EndMandate, endMandate, OfferMandate, offerMandate } from './commands.ts'
import { LetInPage, MandatePage } from './pages/let-in.tsx'
import { PeoplePage } from './pages/people.tsx'
import { advisedBy, advisersOf, bindersOf, brokeredFile, brokersFor, mandatesFor, mandatesOf, signersOf } from './queries.ts'
import { EndSigner, endSigner, RecordSigner, recordSigner } from './signer-commands.ts'

const mostLooks = 50

/** The people of a deal file: who signs, who brokers, who advises. And the pages of those who are let in. */
export function mandateRoutes(app: FastifyInstance): void {
  app.get('/deals/:deal_id/people', async (request, reply) => reply.page(await shown(request, {})))
  const form = partForms(app, 'people', shown)
  form({ path: 'signers', name: 'signer', schema: RecordSigner, done: 'saved', act: recordSigner })
  form({ path: 'signers/end', name: 'end_signer', schema: EndSigner, done: 'ended', act: endSigner })
  form({ path: 'mandates', name: 'mandate', schema: OfferMandate, done: 'mandate_offered', act: offerMandate })
  form({ path: 'consents', name: 'consent', schema: ConsentToBroker, done: 'saved', act: consentToBroker })
  form({ path: 'mandates/end', name: 'end_mandate', schema: EndMandate, done: 'ended', act: endMandate })
  form({ path: 'advisers', name: 'adviser', schema: AppointAdviser, done: 'adviser_appointed', act: appointAdviser })
  form({ path: 'advisers/end', name: 'end_adviser', schema: EndAdviser, done: 'ended', act: endAdviser })
  letInRoutes(app)
}

async function shown(request: FastifyRequest, forms: Record<string, FormState>) {
  const { ctx } = request
  const file = await partOf(request, 'people')
  const { deal, acts } = file
  const today = hanoiDay(ctx.now())
  const [signers, binders, mandates, brokers, advisers, looks] = await Promise.all([
    signersOf(ctx.db, deal.id), acts.sign === null ? [] : bindersOf(ctx.db, acts.sign), mandatesOf(ctx.db, deal.id, today), acts.sign === null ? [] : brokersFor(ctx.db, deal), advisersOf(ctx.db, deal.id),
    file.as === 'adviser' ? [] : viewsOn(ctx.db, `deal:${deal.id}`, { limit: mostLooks }),
  ])
  return <PeoplePage file={file} forms={forms} today={today} signers={signers} binders={binders} mandates={mandates} brokers={brokers} advisers={advisers} looks={looks} />
}

function letInRoutes(app: FastifyInstance): void {
  app.get('/deals/advised', async (request, reply) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    const [advised, mandates] = await Promise.all([advisedBy(ctx.db, ctx.actor, ctx.locale), mandatesFor(ctx.db, ctx.actor, hanoiDay(ctx.now()))])
    return reply.page(<LetInPage advised={advised} mandates={mandates} />)
  })
  const load = async (request: FastifyRequest) => {
    const { ctx } = request
    permit(ctx.actor, isSignedIn)
    return brokeredFile(ctx.db, ctx.actor, idOf(request, 'mandate_id'), hanoiDay(ctx.now()), ctx.locale)
  }
  formPage(app, {
    get: '/deals/mandates/:mandate_id', post: '/deals/mandates/:mandate_id/accept', schema: AcceptMandate, load, page: (accept, loaded) => <MandatePage {...loaded} accept={accept} />,
    act: async (ctx, input) => { await acceptMandate(ctx, input); return `/${ctx.locale}/deals/mandates/${input.mandate_id}?done=mandate_accepted` },
  })
  formPage(app, {
    post: '/deals/mandates/:mandate_id/end', schema: EndMandate, load, page: (end, loaded) => <MandatePage {...loaded} end={end} />,
    act: async (ctx, input) => { await endMandate(ctx, input); return `/${ctx.locale}/deals/mandates/${input.mandate_id}?done=ended` },
  })
}
