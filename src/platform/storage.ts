import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'

/** Thrown while a file arrives that is longer than allowed. Nothing of it is left. */
export class FileTooLarge extends Error {
  override name = 'FileTooLarge'
  readonly limit: number
  constructor(limit: number) {
    super(`longer than ${limit} bytes`)
    this.limit = limit
  }
}

export interface KeptFile {
  sha256: string
  bytes: number
  path: string
}

/** A file that has arrived whole and has no place yet: it is kept, or it is gone. */
export interface ArrivedFile extends KeptFile {
  /** Moves it to its place. When this returns it survives a power cut. */
  keep(): Promise<KeptFile>
  /** Leaves nothing of it. Harmless after `keep`. */
  discard(): Promise<void>
}

export interface Storage {
  /** Takes in a stream of at most `limit` bytes. A stream that breaks off or runs over leaves nothing; its rest stays the caller's to drain. */
  receive(stream: Readable | AsyncIterable<Uint8Array>, limit: number): Promise<ArrivedFile>
  /** Takes in a stream and keeps it. */
  keep(stream: Readable | AsyncIterable<Uint8Array>, limit: number): Promise<KeptFile>
  /** The file of that hash; null where there is none. Its reader closes it. */
  open(sha256: string): Promise<FileHandle | null>
  remove(sha256: string): Promise<void>
}

const arrivedFilesLiveMs = 24 * 60 * 60_000

/**
 * Files on disk under `folder`, each named by the SHA-256 of its content: the same content is one
 * file, and a file never changes. They are written beside their place, flushed, and renamed in, so
 * that a place holds a whole file or none.
 */
export function openStorage(folder: string): Storage {
  const arriving = join(folder, 'arriving')
  mkdirSync(arriving, { recursive: true })
  sweep(arriving)
  const placeOf = (sha256: string): { shelf: string; path: string } => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a SHA-256: ${sha256}`)
    const shelf = join(folder, sha256.slice(0, 2))
    return { shelf, path: join(shelf, sha256.slice(2)) }
  }

  const storage: Storage = {
    async receive(stream, limit) {
      const path = join(arriving, randomUUID())
      const file = await open(path, 'wx', 0o640)
      const hash = createHash('sha256')
      let bytes = 0
      try {
        const chunks: AsyncIterable<Uint8Array> = stream instanceof Readable ? stream.iterator({ destroyOnReturn: false }) : stream
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > limit) throw new FileTooLarge(limit)
          hash.update(chunk)
          await file.writeFile(chunk)
        }
        await file.sync()
        await file.close()
      } catch (error) {
        await file.close().catch(() => {})
        await rm(path, { force: true })
        throw error
      }
      const sha256 = hash.digest('hex')
      return {
        sha256, bytes, path,
        async keep() {
          const place = placeOf(sha256)
          if (await mkdir(place.shelf, { recursive: true })) await flushFolder(folder)
          await rename(path, place.path) // the same content may lie there already: then it lies there still
          await flushFolder(place.shelf)
          return { sha256, bytes, path: place.path }
        },
        discard: () => rm(path, { force: true }),
      }
    },
    async keep(stream, limit) {
      return (await storage.receive(stream, limit)).keep()
    },
    async open(sha256) {
      try {
        return await open(placeOf(sha256).path, 'r')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    async remove(sha256) {
      await rm(placeOf(sha256).path, { force: true })
    },
  }
  return storage
}

/** What a killed process left half-way, removed once no upload can still be writing it. */
function sweep(arriving: string): void {
  for (const name of readdirSync(arriving)) {
    const path = join(arriving, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > arrivedFilesLiveMs) try { unlinkSync(path) } catch { /* another process swept it first */ }
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try { await handle.sync() } finally { await handle.close() }
}
