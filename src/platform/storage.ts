import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Infected, type Scanner } from './scanner.ts'

/** Thrown while a file arrives that is longer than allowed. Nothing of it is left. */
export class FileTooLarge extends Error {
  override name = 'FileTooLarge'
  readonly limit: number
  constructor(limit: number) {
    super(`longer than ${limit} bytes`)
    this.limit = limit
  }
}

/** Thrown where the place files are kept in does not answer; whether a file is there nobody knows. */
export class StorageAway extends Error {
  override name = 'StorageAway'
}

export interface KeptFile {
  sha256: string
  bytes: number
}

/** A file that has arrived whole on this machine's disk and has no place yet: it is kept, or it is gone. */
export interface ArrivedFile extends KeptFile {
  /** Where it lies until then. */
  path: string
  /** Brings it to its place, where the same content may lie already: then that lies there still. When this returns it survives a power cut. */
  keep(): Promise<KeptFile>
  /** Leaves nothing of it on this machine. Harmless after `keep`. */
  discard(): Promise<void>
}

/** Each file is named by the SHA-256 of its content: the same content is one file, and a file never changes. */
export interface Storage {
  /** Takes in a stream of at most `limit` bytes. A stream that breaks off or runs over leaves nothing; its rest stays the caller's to drain. */
  receive(stream: Readable | AsyncIterable<Uint8Array>, limit: number): Promise<ArrivedFile>
  /** Takes in a stream and keeps it. */
  keep(stream: Readable | AsyncIterable<Uint8Array>, limit: number): Promise<KeptFile>
  /** The file of that hash, from its beginning; null where there is none. Its reader reads it to the end or destroys it. */
  open(sha256: string): Promise<Readable | null>
  remove(sha256: string): Promise<void>
  /** Every file kept, with the instant it came to its place. */
  files(): AsyncIterable<{ sha256: string; since: Date }>
  /** What the documents of one organisation may take together. */
  readonly quotaBytes: number
}

export const isSha256 = (name: string): boolean => /^[0-9a-f]{64}$/.test(name)
const arrivedFilesLiveMs = 24 * 60 * 60_000

export interface Arrivals {
  /** Where files lie while they arrive. */
  folder: string
  /** Looks at every file that arrives before anything else does; null: none is asked. */
  scanner?: Scanner | null
}

/** A file written to this machine's disk as it arrives, flushed, and looked at by the scanner. When this throws, nothing is left of it. */
export async function receiveInto({ folder, scanner = null }: Arrivals, stream: Readable | AsyncIterable<Uint8Array>, limit: number): Promise<Omit<ArrivedFile, 'keep'>> {
  const path = join(folder, randomUUID())
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
    const sha256 = hash.digest('hex')
    const signature = scanner && bytes > 0 ? await scanner(path) : null
    if (signature !== null) throw new Infected(sha256, bytes, signature)
    return { sha256, bytes, path, discard: () => rm(path, { force: true }) }
  } catch (error) {
    await file.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
}

/** The folder files arrive in, without what a killed process left half-way there. */
export function arrivalsIn(folder: string): string {
  const arriving = join(folder, 'arriving')
  mkdirSync(arriving, { recursive: true })
  for (const name of readdirSync(arriving)) {
    const path = join(arriving, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > arrivedFilesLiveMs) try { unlinkSync(path) } catch { /* another process swept it first */ }
  }
  return arriving
}

/** Files on this machine's disk. They are written beside their place, flushed, and renamed in, so that a place holds a whole file or none. */
export function openStorage(folder: string, { scanner = null, quotaBytes = Infinity }: { scanner?: Scanner | null; quotaBytes?: number } = {}): Storage {
  const arrivals = { folder: arrivalsIn(folder), scanner }
  const placeOf = (sha256: string): { shelf: string; path: string } => {
    if (!isSha256(sha256)) throw new RangeError(`not a SHA-256: ${sha256}`)
    const shelf = join(folder, sha256.slice(0, 2))
    return { shelf, path: join(shelf, sha256.slice(2)) }
  }

  const storage: Storage = {
    quotaBytes,
    async receive(stream, limit) {
      const arrived = await receiveInto(arrivals, stream, limit)
      const { sha256, bytes, path } = arrived
      return {
        ...arrived,
        async keep() {
          const place = placeOf(sha256)
          if (await mkdir(place.shelf, { recursive: true })) await flushFolder(folder)
          await rename(path, place.path)
          await flushFolder(place.shelf)
          return { sha256, bytes }
        },
      }
    },
    async keep(stream, limit) {
      return (await storage.receive(stream, limit)).keep()
    },
    async open(sha256) {
      try {
        return (await open(placeOf(sha256).path, 'r')).createReadStream()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    async remove(sha256) {
      await rm(placeOf(sha256).path, { force: true })
    },
    async *files() {
      for (const shelf of (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
        for (const rest of await readdir(join(folder, shelf))) {
          const { mtime } = await stat(join(folder, shelf, rest)).catch(() => ({ mtime: null })) // removed meanwhile
          if (mtime && isSha256(shelf + rest)) yield { sha256: shelf + rest, since: mtime }
        }
      }
    },
  }
  return storage
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try { await handle.sync() } finally { await handle.close() }
}
