import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Storage } from '../../platform/storage.ts'
import { errorsOf, type FormState, refusedBy } from '../../web/http.tsx'
import type { ReceivedFile } from './commands.ts'
import type { DocumentKind } from './rules.ts'
import { chosenFile, readUploadForm } from './upload.ts'

interface TakenUpload<S extends z.ZodType> {
  storage: Storage
  maxBytes: number
  kind?: DocumentKind
  schema: S
  /** The page once more, with what was typed and what is wrong. */
  show: (form: FormState) => Promise<VNode>
  /** Carries it out and keeps the file or not; returns the address to go to. What it leaves of the file is dropped. */
  act: (input: z.output<S>, upload: ReceivedFile) => Promise<string>
}

/**
 * The one way a form works that cannot do without its file: as `formPage`, and the page comes again only
 * once the file is gone. Whoever calls it has asked first whether its sender may add anything here, so
 * that nobody fills the disk who may not.
 */
export async function takeUpload<S extends z.ZodType>(request: FastifyRequest, reply: FastifyReply, { storage, maxBytes, kind = 'document', schema, show, act }: TakenUpload<S>): Promise<FastifyReply> {
  const sent = await readUploadForm(request, { storage, maxBytes, kind })
  const drop = async (): Promise<void> => { await sent.upload?.discard() }
  const again = async (wrong: Pick<FormState, 'errors' | 'refusal'>, status: number) => reply.page(await show({ values: sent.values, ...wrong }), status)
  const read = schema.safeParse({ ...sent.values, ...(request.params as object) })
  if (!read.success) {
    await drop()
    return again({ errors: errorsOf(read.error), refusal: sent.refusal }, 422)
  }
  let to = ''
  const refusal = await refusedBy(async () => { to = await act(read.data, chosenFile(sent)) }).finally(drop)
  return refusal ? again({ errors: {}, refusal }, 409) : reply.redirect(to, 303)
}
