import { fileTypeFromFile } from 'file-type'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import sharp from 'sharp'
import { type Ctx, record, transact } from '../../core/context.ts'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import { queueJob } from '../../core/jobs.ts'
import { refuse } from '../../platform/refusal.ts'
import { Infected, ScannerAway } from '../../platform/scanner.ts'
import { type ArrivedFile, FileTooLarge, type Storage, StorageAway } from '../../platform/storage.ts'
import { beginsAsPdfToo, carriesArchive, isSoundArchive } from './archives.ts'
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
  /** Where it lies until it is kept or discarded. */
  path: string
  /** What the documents of one organisation may take together. */
  quota_bytes: number
  sha256: string
  media_type: string
  bytes: number
  name: string
  keep: () => Promise<unknown>
  discard: () => Promise<void>
}

/**
 * Takes in a file and looks at its content, the virus scanner first. When this throws, no file is
 * left; when it returns, the caller keeps or discards it. An infected one is recorded, with who sent it.
 */
export async function receiveUpload(ctx: Ctx, storage: Storage, { stream, filename, maxBytes, truncated }: IncomingFile, kind: DocumentKind): Promise<ReceivedFile> {
  const arrived = await arrival(ctx, storage, stream, maxBytes)
  try {
    if (truncated()) refuse<UploadRefusal>({ code: 'file_too_large', max: maxBytes, field })
    if (arrived.bytes === 0) refuse<UploadRefusal>({ code: 'file_empty', field })
    const typed = cleanName(filename)
    const isArchive = await beginsAsArchive(arrived)
    if (isArchive && !(await isSoundArchive(arrived.path, arrived.bytes))) refuse<UploadRefusal>({ code: 'file_broken', field })
    const media_type = await contentType(arrived.path, typed)
    const name = media_type && typesFor(kind).includes(media_type) ? nameFor(typed, media_type) : null
    if (!media_type || !name) return refuse<UploadRefusal>({ code: 'file_type_refused', accepted: acceptedFor(kind), field })
    const quota_bytes = storage.quotaBytes
    if (kind !== 'picture') {
      if (!endsAsItShould(media_type, await tailOf(arrived))) refuse<UploadRefusal>({ code: 'file_broken', field })
      // One file that two programs read as two different things is made to deceive one of them.
      if (!isArchive && (await carriesArchive(arrived.path, arrived.bytes))) refuse<UploadRefusal>({ code: 'file_broken', field })
      if (media_type !== 'application/pdf' && (await beginsAsPdfToo(arrived.path))) refuse<UploadRefusal>({ code: 'file_broken', field })
      return { ...arrived, media_type, name, quota_bytes }
    }
    const picture = await storage.receive(Readable.from([await redrawn(arrived.path)]), Infinity)
    await arrived.discard()
    return { ...picture, media_type: 'image/webp', name: renamed(name, 'webp'), quota_bytes }
  } catch (error) {
    await arrived.discard()
    throw error
  }
}

async function arrival(ctx: Ctx, storage: Storage, stream: Readable, maxBytes: number): Promise<ArrivedFile> {
  try {
    return await storage.receive(stream, maxBytes)
  } catch (error) {
    if (error instanceof FileTooLarge) return refuse<UploadRefusal>({ code: 'file_too_large', max: maxBytes, field })
    if (error instanceof ScannerAway) return refuse<UploadRefusal>({ code: 'scanner_away', field })
    if (error instanceof Infected) {
      const { sha256, bytes, signature } = error
      await transact(ctx, (tx) => record(tx, ctx, `person:${ctx.actor.person_id}`, { type: 'document.refused_infected', sha256, bytes, signature }))
      return refuse<UploadRefusal>({ code: 'file_infected', field })
    }
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

async function beginsAsArchive({ path }: ArrivedFile): Promise<boolean> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4)
    await file.read(head, 0, 4, 0)
    return head.toString('latin1') === 'PK\x03\x04'
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

/**
 * Keeps a received file and says what it is. When the transaction commits, document and file are both
 * there. It takes of the share of the organisation acted for, unless another is named; beyond that
 * share it is refused with `storage_full`.
 */
export async function saveDocument(tx: Tx, ctx: Ctx, upload: ReceivedFile, organisation_id: number | null = ctx.actor.organisation_id): Promise<number> {
  const { sha256, media_type, bytes, name } = upload
  if (organisation_id !== null) await leaveRoom(tx, organisation_id, upload)
  await inTurn(tx, sha256)
  try {
    await upload.keep()
  } catch (error) {
    if (error instanceof StorageAway) refuse<UploadRefusal>({ code: 'storage_away', field })
    throw error
  }
  const { id } = await tx.insertInto('document')
    .values({ sha256, media_type, bytes, name, organisation_id, created_by: ctx.actor.person_id, created_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Uploads of one organisation take turns here, so that two at once do not both take the last room. */
async function leaveRoom(tx: Tx, organisationId: number, { bytes, quota_bytes: quota }: ReceivedFile): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`files of organisation ${organisationId}`}, 0))`.execute(tx)
  const { rows: [kept] } = await sql<{ used: number }>`select bytes_kept_for(${organisationId}) as used`.execute(tx)
  const used = kept?.used ?? 0
  if (used + bytes > quota) refuse<UploadRefusal>({ code: 'storage_full', quota, used, field })
}

/** Removes a document that nothing refers to any longer, and soon after its file; one still in use stays. */
export async function dropDocument(tx: Tx, id: number): Promise<void> {
  const { rows: [dropped] } = await sql<{ sha256: string | null }>`select drop_document(${id}) as sha256`.execute(tx)
  if (dropped?.sha256) await queueJob(tx, 'drop_file', { sha256: dropped.sha256 })
}

/** Removes the file of that content where no document has it any longer. */
export async function dropUnused(db: Db, storage: Storage, sha256: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await inTurn(tx, sha256)
    const used = await tx.selectFrom('document').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
    if (!used) await storage.remove(sha256)
  })
}

/**
 * Removes what a process that was killed between two steps, or a page left without its button, has
 * left behind: documents nothing refers to and files of no document, both older than a day. The
 * worker's, who sees every document.
 */
export async function sweepFiles(db: Db, storage: Storage, now: Date): Promise<{ documents: number; files: number }> {
  const before = new Date(now.getTime() - 24 * 60 * 60_000)
  let documents = 0
  for (const id of await unusedDocuments(db, before)) {
    const { rows: [dropped] } = await sql<{ sha256: string | null }>`select drop_document(${id}) as sha256`.execute(db)
    if (dropped?.sha256) documents++
  }
  let files = 0
  for await (const { sha256, since } of storage.files()) {
    if (since >= before || (await db.selectFrom('document').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst())) continue
    await dropUnused(db, storage, sha256)
    files++
  }
  return { documents, files }
}

/** Documents no foreign key leads to, whichever tables there are by now. */
async function unusedDocuments(db: Db, before: Date): Promise<number[]> {
  const { rows: uses } = await sql<{ table: string; column: string }>`
    select c.conrelid::regclass::text as table, quote_ident(a.attname) as column from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'document'::regclass`.execute(db)
  const unused = sql.join(uses.map(({ table, column }) => sql`not exists (select from ${sql.raw(table)} u where u.${sql.raw(column)} = d.id)`), sql` and `)
  const { rows } = await sql<{ id: number }>`select d.id from document d where d.created_at < ${before}${uses.length ? sql` and ${unused}` : sql``} order by d.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** The same for several, of which all are kept or none. */
export const keepingAll = <T>(ctx: Ctx, storage: Storage, uploads: readonly ReceivedFile[], work: () => Promise<T>): Promise<T> =>
  uploads.reduceRight<() => Promise<T>>((inner, upload) => () => keeping(ctx, storage, upload, inner), work)()

/** Carries out work that saves this upload; where the work fails, no file is left of it. */
export async function keeping<T>(ctx: Ctx, storage: Storage, upload: ReceivedFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // Another's document may have the same content, so all are asked. With the database away the file may stay: better one too many than one too few.
    await dropUnused(asSystem(ctx.db), storage, upload.sha256).catch(() => {})
    throw error
  } finally {
    await upload.discard()
  }
}
