import type { FastifyInstance, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Ctx, permit, personOf } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { type Certified, readRoots } from '../../platform/signatures/certificates.ts'
import type { Storage } from '../../platform/storage.ts'
import { hanoiDay } from '../../platform/time.ts'
import { errorsOf, type FormState, idOf, refusedBy } from '../../web/http.tsx'
import { signingRefusal } from '../deals/authority-queries.ts'
import { partForms, partOf } from '../deals/part-routes.tsx'
import type { ReceivedFile } from '../documents/commands.ts'
import { chosenFile, readUploadForm } from '../documents/upload.ts'
import { SigningPage } from './pages/signing.tsx'
import { VerdictPage } from './pages/verdict.tsx'
import { ConfirmVersion, confirmVersion, handInSignedFile, PaperSigned, recordPaper, SignedFile } from './signing-commands.ts'
import { verdictOf, versionsToSign } from './signing-queries.ts'

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
    return <SigningPage file={file} versions={await versionsToSign(db, file.deal.id)} unfit={unfit} forms={named} request_key={randomUUID()} />
  }
  app.get('/deals/:deal_id/contract/signing', async (request, reply) => reply.page(await show(request)))
  const to = '/contract/signing'
  partForms(app, 'contract', show)({ path: 'signing/confirm', name: 'confirm', schema: ConfirmVersion, done: 'version_signed', act: confirmVersion, to: ({ deal_id }) => `/deals/${deal_id}${to}` })

  const fileForm = <S extends z.ZodType>(name: 'file' | 'paper', schema: S, done: string, act: (ctx: Ctx, input: z.output<S>, upload: ReceivedFile) => Promise<void>): void => {
    app.post(`/deals/:deal_id/contract/signing/${name}`, { config: { takesFile: true } }, async (request, reply) => {
      const { acts, deal } = await partOf(request, 'contract')
      permit(request.ctx.actor, () => acts.sign !== null) // nobody fills the disk who may not sign here
      const form = await readUploadForm(request, { storage, maxBytes: uploadMaxBytes, kind: 'document' })
      const again = async (wrong: Pick<FormState, 'errors' | 'refusal'>, status: number) => reply.page(await show(request, { [name]: { values: form.values, ...wrong } }), status)
      const read = schema.safeParse({ ...form.values, ...(request.params as object) })
      if (!read.success) {
        await form.upload?.discard()
        return again({ errors: errorsOf(read.error), refusal: form.refusal }, 422)
      }
      const refusal = await refusedBy(() => act(request.ctx, read.data, chosenFile(form)))
      if (refusal) return again({ errors: {}, refusal }, 409)
      return reply.redirect(`/${request.ctx.locale}/deals/${deal.id}${to}?done=${done}`, 303)
    })
  }
  fileForm('file', SignedFile, 'signed_file_taken', (ctx, input, upload) => handInSignedFile(ctx, storage, roots, input, upload))
  fileForm('paper', PaperSigned, 'version_signed', (ctx, input, upload) => recordPaper(ctx, storage, input, upload))

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
