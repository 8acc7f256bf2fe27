import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { setTimeout as setTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import type { Ctx } from '../../core/context.ts'
import { Refused, refuse, type Refusal } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import { type ReceivedFile, receiveUpload } from './commands.ts'
import type { DocumentKind, UploadRefusal } from './rules.ts'

export interface UploadForm {
  /** What was typed, as a form without a file would send it. */
  values: Record<string, unknown>
  /** Null where none was chosen or the one chosen was refused. */
  upload: ReceivedFile | null
  /** All that came, where a form may bring several. */
  uploads: ReceivedFile[]
  /** Leaves nothing of them. */
  drop: () => Promise<void>
  refusal: Refusal | null
}

/** Once refused for its length, what still comes is let go by for so long; then the line is cut. */
const goodbyeMs = 3_000
/**
 * A form that declares more than twice what a file may have is answered before anything of it is read: the
 * two gigabytes of a film would take longer to come than a request may last, and nobody would be told why.
 * What runs over by less is read to its end, so that nothing typed is lost.
 */
function refuseEnormous({ raw, headers }: FastifyRequest, maxBytes: number): void {
  if (!(Number(headers['content-length']) > 2 * maxBytes + 1024 * 1024)) return
  raw.resume()
  const cut = setTimer(() => raw.socket.destroy(), goodbyeMs).unref()
  raw.once('close', () => clearTimeout(cut))
  throw Object.assign(new Error('the form is far too long'), { statusCode: 413, maxBytes })
}

/**
 * Reads a form with one file, or with up to `most`, which are no larger together than one may be. A refused file does not stop the reading, so nothing typed is lost;
 * whoever gets `upload` keeps or discards it.
 */
export async function readUploadForm(request: FastifyRequest, { storage, maxBytes, kind, most = 1 }: { storage: Storage; maxBytes: number; kind: DocumentKind; most?: number }): Promise<UploadForm> {
  const { config, url } = request.routeOptions
  // Said of every form that comes, with a file or without: whoever forgets it hears of it at the first press.
  if (!config.takesFile) throw new Error(`${url} reads a form with a file: its route says so by config: { takesFile: true }`)
  const form: UploadForm = { values: {}, upload: null, uploads: [], refusal: null, drop: async () => { for (const one of form.uploads) await one.discard() } }
  refuseEnormous(request, maxBytes)
  if (!request.isMultipart()) return { ...form, values: (request.body ?? {}) as Record<string, unknown> }
  // The token stands first in every form of ours: without it nothing of the file is taken in.
  let ours = false
  const check = (): void => { if (!ours) request.checkFormToken(form.values); ours = true }
  try {
    for await (const part of heard(request.parts({ limits: { fileSize: maxBytes, ...(most > 1 ? { files: most + 1 } : {}) }, throwFileSizeLimit: false } as never), request.raw)) {
      if (part.type === 'file') {
        check()
        await takeFile(request.ctx, form, part, { storage, maxBytes, kind, most })
      } else form.values[part.fieldname] = part.fieldname in form.values ? [form.values[part.fieldname], part.value].flat() : part.value
    }
    check()
    return form
  } catch (error) {
    await form.drop()
    if (most > 1 && (error as { code?: string }).code === 'FST_FILES_LIMIT') return { ...form, upload: null, uploads: [], refusal: tooMany(most) }
    if (!brokeOff(error)) throw error
    return { ...form, upload: null, uploads: [], refusal: { code: 'file_broken', field: 'file' } satisfies UploadRefusal }
  }
}

/**
 * The parts as they come. At a part whose head is malformed (a line break in a file's name) the parser
 * stops listening for ever once it holds 64 KB of it; then the sender waits with more to say, and
 * nobody would be answered. A sender who is merely slow keeps the parser waiting, not the reverse.
 */
async function* heard<T>(parts: AsyncIterableIterator<T>, raw: IncomingMessage): AsyncGenerator<T> {
  for (;;) {
    const next = parts.next()
    let told: IteratorResult<T> | null = null
    for (let unheard = 0; !(told = await Promise.race([next, setTimeout(500, null, { ref: false })]));) {
      unheard = raw.isPaused() ? unheard + 1 : 0
      if (unheard < 3) continue
      next.catch(() => {})
      raw.unpipe().resume()
      throw new Error('malformed part')
    }
    if (told.done) return
    yield told.value
  }
}

/** What the parser says, without a code, of a form that ends before its end, or never says where its parts begin. */
const brokeOff = (error: unknown): boolean => error instanceof Error && !('code' in error) && /multipart data|part terminated|malformed|boundary not found/i.test(error.message)

const tooLarge = (max: number): UploadRefusal => ({ code: 'files_too_large', max, field: 'file' })
const tooMany = (most: number): UploadRefusal => ({ code: 'files_too_many', most, field: 'file' })
async function takeFile(ctx: Ctx, form: UploadForm, { file, filename }: MultipartFile, { storage, maxBytes, kind, most }: { storage: Storage; maxBytes: number; kind: DocumentKind; most: number }): Promise<void> {
  if (!filename || form.refusal || form.uploads.length >= most) {
    if (filename && most > 1) form.refusal ??= tooMany(most)
    file.resume() // no file chosen, or one more than was asked for
    return
  }
  try {
    const upload = await receiveUpload(ctx, storage, { stream: file, filename, maxBytes, truncated: () => file.truncated }, kind)
    form.uploads.push(upload)
    form.upload ??= upload
    if (form.uploads.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes && most > 1) form.refusal = tooLarge(maxBytes)
  } catch (error) {
    file.on('error', () => {}).resume()
    if (!(error instanceof Refused)) throw error
    form.refusal = error.refusal
  }
}

/** The file of a form that cannot do without one. */
export function chosenFile({ upload, refusal }: UploadForm): ReceivedFile {
  if (refusal) refuse(refusal)
  return upload ?? refuse<UploadRefusal>({ code: 'file_missing', field: 'file' })
}
