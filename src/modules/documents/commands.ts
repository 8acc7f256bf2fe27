import { fileTypeFromFile } from 'file-type'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import sharp from 'sharp'
import type { Ctx } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { type ArrivedFile, FileTooLarge, type Storage } from '../../platform/storage.ts'
import { acceptedFor, cleanName, type DocumentKind, endsAsItShould, nameFor, pictureLimits, renamed, textTypeOf, typesFor, type UploadRefusal } from './rules.ts'

sharp.cache(false) // each picture is read once
const field = 'file' as const

/** A file as it comes in, whatever carries it. */
export interface IncomingFile {
  stream: Readable
  filename: string
  maxBytes: number
  /** True where whoever carries it cut it short. */
  truncated: () => boolean
}

/** A file that has been looked at and may become a document. */
export interface ReceivedFile {
  sha256: string
  media_type: string
  bytes: number
  name: string
  keep: () => Promise<unknown>
  discard: () => Promise<void>
}

/** Takes in a file and looks at its content. When this throws, no file is left; when it returns, the caller keeps or discards it. */
export async function receiveUpload(storage: Storage, { stream, filename, maxBytes, truncated }: IncomingFile, kind: DocumentKind): Promise<ReceivedFile> {
  const arrived = await arrival(storage, stream, maxBytes)
  try {
    if (truncated()) refuse<UploadRefusal>({ code: 'file_too_large', max: maxBytes, field })
    if (arrived.bytes === 0) refuse<UploadRefusal>({ code: 'file_empty', field })
    const typed = cleanName(filename)
    const media_type = await contentType(arrived.path, typed)
    const name = media_type && typesFor(kind).includes(media_type) ? nameFor(typed, media_type) : null
    if (!media_type || !name) return refuse<UploadRefusal>({ code: 'file_type_refused', accepted: acceptedFor(kind), field })
    if (kind === 'document') {
      if (!endsAsItShould(media_type, await tailOf(arrived))) refuse<UploadRefusal>({ code: 'file_broken', field })
      return { ...arrived, media_type, name }
    }
    const picture = await storage.receive(Readable.from([await redrawn(arrived.path)]), Infinity)
    await arrived.discard()
    return { ...picture, media_type: 'image/webp', name: renamed(name, 'webp') }
  } catch (error) {
    await arrived.discard()
    throw error
  }
}

async function arrival(storage: Storage, stream: Readable, maxBytes: number): Promise<ArrivedFile> {
  try {
    return await storage.receive(stream, maxBytes)
  } catch (error) {
    if (error instanceof FileTooLarge) return refuse<UploadRefusal>({ code: 'file_too_large', max: maxBytes, field })
    if (stream.errored) return refuse<UploadRefusal>({ code: 'file_broken', field }) // the sender went away half-way
    throw error
  }
}

/** What the file is by its content; its name decides only between kinds of plain text. */
async function contentType(path: string, name: string): Promise<string | null> {
  const detected = await fileTypeFromFile(path).catch(() => null) // null: malformed beyond reading
  if (detected) return detected.mime
  return detected === undefined && (await isText(path)) ? textTypeOf(name) : null
}

async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const file = await open(path)
  try {
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      if (chunk.includes(0)) return false
      decoder.decode(chunk, { stream: true })
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  } finally {
    await file.close()
  }
}

async function tailOf({ path, bytes }: ArrivedFile): Promise<Buffer> {
  const length = Math.min(bytes, 66_000) // a zip's end may carry a comment of 65,535 bytes
  const file = await open(path)
  try {
    const tail = Buffer.alloc(length)
    await file.read(tail, 0, length, bytes - length)
    return tail
  } finally {
    await file.close()
  }
}

/** The picture drawn anew: upright, no larger than a page needs, and without the place and camera its file may tell. */
async function redrawn(path: string): Promise<Buffer> {
  try {
    return await sharp(path, { limitInputPixels: pictureLimits.pixels, failOn: 'error' }).autoOrient()
      .resize({ width: pictureLimits.width, height: pictureLimits.height, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 }).toBuffer()
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message)) return refuse<UploadRefusal>({ code: 'picture_too_many_pixels', max_megapixels: pictureLimits.pixels / 1e6, field })
    return refuse<UploadRefusal>({ code: 'file_broken', field })
  }
}

/** Whoever keeps or drops a file of this content takes turns, until their transaction ends. */
const inTurn = (tx: Tx, sha256: string) => sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(tx)

/** Keeps a received file and says what it is. When the transaction commits, document and file are both there. */
export async function saveDocument(tx: Tx, ctx: Ctx, upload: ReceivedFile): Promise<number> {
  await inTurn(tx, upload.sha256)
  await upload.keep()
  const { sha256, media_type, bytes, name } = upload
  const { id } = await tx.insertInto('document')
    .values({ sha256, media_type, bytes, name, created_by: ctx.actor.person_id, created_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Removes the file of that content where no document has it any longer. */
export async function dropUnused(db: Db, storage: Storage, sha256: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await inTurn(tx, sha256)
    const used = await tx.selectFrom('document').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
    if (!used) await storage.remove(sha256)
  })
}

/** Carries out work that saves this upload; where the work fails, no file is left of it. */
export async function keeping<T>(ctx: Ctx, storage: Storage, upload: ReceivedFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // With the database away the file may stay: better one too many than one too few.
    await dropUnused(ctx.db, storage, upload.sha256).catch(() => {})
    throw error
  } finally {
    await upload.discard()
  }
}
