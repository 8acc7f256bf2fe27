import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { personOf } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { type Certified, readRoots } from '../../platform/signatures/certificates.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { type FormState, idOf } from '../../web/http.tsx'
import { signingRefusal } from '../deals/authority-queries.ts'
import type { PartFile } from '../deals/part-queries.ts'
import { partForms, partOf, partUpload } from '../deals/part-routes.tsx'
import type { Asked } from './pages/valuation.tsx'
import { SigningPage } from './pages/signing.tsx'
import { VerdictPage } from './pages/verdict.tsx'
import { ConfirmVersion, confirmVersion, handInSignedFile, PaperSigned, recordPaper, SignedFile } from './signing-commands.ts'
import { verdictOf, versionsToSign } from './signing-queries.ts'
import { appraisalRuleOn, valuationAsked } from './valuation-queries.ts'

/** How the two sides sign a memorandum or a contract, and what was found in the files they signed. */
export function signingRoutes(app: FastifyInstance, { storage, uploadMaxBytes, signingRoots }: { storage: Storage; uploadMaxBytes: number; signingRoots: string }): void {
  const roots: readonly Certified[] = signingRoots ? readRoots(signingRoots) : []
  const show = async (request: FastifyRequest, forms: Record<string, FormState> = {}) => {
    const file = await partOf(request, 'contract')
    // A form comes back under its name alone: the version it was for stands among what was typed.
    const named = Object.fromEntries(Object.entries(forms).map(([name, form]) => [`${name}-${String(form.values['version_id'])}`, form]))
    const { db, actor, now } = request.ctx
    const signs = file.acts.sign
    const unfit = signs === null ? null : await signingRefusal(db, file.deal, { person_id: personOf(actor), organisation_id: signs }, hanoiDay(now()))
    const versions = await versionsToSign(db, file.deal.id), asked = new Map<number, Asked>()
    if (signs !== null) for (const { id, kind, form, state } of versions) {
      const one = state === 'issued' ? await valuationAsked(db, file.deal.id, signs, { kind, form }) : null
      if (one) asked.set(id, { ...one, rule: await appraisalRuleOn(db, hanoiDay(now()), one.cause) })
    }
    return <SigningPage file={file} versions={versions} asked={asked} unfit={unfit} forms={named} request_key={randomUUID()} />
  }
  app.get('/deals/:deal_id/contract/signing', async (request, reply) => reply.page(await show(request)))
  const back = ({ deal_id }: { deal_id: number }): string => `/deals/${deal_id}/contract/signing`
  partForms(app, 'contract', show)({ path: 'signing/confirm', name: 'confirm', schema: ConfirmVersion, done: 'version_signed', act: confirmVersion, to: back })

  const upload = partUpload(app, 'contract', show, { storage, uploadMaxBytes })
  const signs = { may: ({ acts }: PartFile) => acts.sign !== null, to: back }
  upload({ path: 'signing/file', name: 'file', schema: SignedFile, done: 'signed_file_taken', ...signs, act: (ctx, input, file) => handInSignedFile(ctx, storage, roots, input, file) })
  upload({ path: 'signing/paper', name: 'paper', schema: PaperSigned, done: 'version_signed', ...signs, act: (ctx, input, file) => recordPaper(ctx, storage, input, file) })

  app.get('/deals/:deal_id/contract/verdicts/:verdict_id', async (request, reply) => {
    const file = await partOf(request, 'contract')
    return reply.page(<VerdictPage file={file} shown={found(await verdictOf(request.ctx.db, file.deal.id, idOf(request, 'verdict_id')))} />)
  })
  app.get('/deals/:deal_id/contract/verdicts/:verdict_id/json', async (request, reply) => {
    const { deal } = await partOf(request, 'contract')
    const { id, version_id, kind, number, version_sha256, copy, verdict } = found(await verdictOf(request.ctx.db, deal.id, idOf(request, 'verdict_id')))
    return reply.type('application/json; charset=utf-8').header('content-disposition', `attachment; filename="verdict-${id}.json"`).header('cache-control', 'no-store')
      .send(JSON.stringify({ verdict_id: id, deal_id: deal.id, of: { version_id, kind, number, sha256: version_sha256 }, copy, ...verdict }, null, 2))
  })
}
