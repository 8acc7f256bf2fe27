import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Scanner } from './scanner.ts'
import { arrivalsIn, isSha256, receiveInto, type Storage, StorageAway } from './storage.ts'

export interface S3Settings {
  endpoint: string
  bucket: string
  region: string
  accessKey: string
  secretKey: string
}

const attempts = 3
const firstWaitMs = 200
/** A body of which nothing more comes, or which nobody takes. */
const idleBodyMs = 60_000
/** Nobody holds a transaction open longer for a file. */
const longestPutMs = 30_000

/**
 * Files in a bucket of an S3 server, each under its SHA-256. A file arrives on this machine first,
 * where it is measured, hashed and scanned, and is put only where the bucket has none of that name,
 * so that nothing is ever overwritten. Every request ends in time; a server that stays away is StorageAway.
 */
export function openS3Storage(folder: string, settings: S3Settings, { scanner = null, quotaBytes = Infinity, patienceMs = 8_000 }: { scanner?: Scanner | null; quotaBytes?: number; patienceMs?: number } = {}): Storage {
  const arrivals = { folder: arrivalsIn(folder), scanner }
  const Bucket = settings.bucket
  const s3 = new S3Client({
    endpoint: settings.endpoint, region: settings.region, forcePathStyle: true, credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    maxAttempts: 1, // a body that streams cannot be sent again by the client; `insist` makes it anew
    // Checksums of newer S3 in every request are refused by servers that do not know them; ours goes where it says something.
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: Math.min(patienceMs, 3_000), requestTimeout: patienceMs, throwOnRequestTimeout: true, socketTimeout: idleBodyMs },
  })
  const keyOf = (sha256: string): string => {
    if (!isSha256(sha256)) throw new RangeError(`not a SHA-256: ${sha256}`)
    return sha256
  }
  const has = (Key: string): Promise<boolean> => insist(() => s3.send(new HeadObjectCommand({ Bucket, Key })).then(() => true), false)
  const put = async (sha256: string, bytes: number, path: string): Promise<void> => {
    if (await has(sha256)) return
    await insist(() => s3.send(new PutObjectCommand({
      Bucket, Key: sha256, Body: createReadStream(path), ContentLength: bytes, ContentType: 'application/octet-stream', ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'), IfNoneMatch: '*',
    }), { requestTimeout: Math.min(longestPutMs, patienceMs + bytes / 1000) }), null)
  }

  const storage: Storage = {
    quotaBytes,
    async receive(stream, limit) {
      const arrived = await receiveInto(arrivals, stream, limit)
      const { sha256, bytes, path } = arrived
      return { ...arrived, keep: async () => { await put(sha256, bytes, path); await arrived.discard(); return { sha256, bytes } } }
    },
    async keep(stream, limit) {
      const arrived = await storage.receive(stream, limit)
      try { return await arrived.keep() } finally { await arrived.discard() }
    },
    async open(sha256) {
      const Key = keyOf(sha256)
      const object = await insist(() => s3.send(new GetObjectCommand({ Bucket, Key })), null)
      return object?.Body instanceof Readable ? object.Body : null
    },
    async remove(sha256) {
      const Key = keyOf(sha256)
      await insist(() => s3.send(new DeleteObjectCommand({ Bucket, Key })), null)
    },
    async *files() {
      let ContinuationToken: string | undefined
      do {
        const page = await insist(() => s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken })), null)
        for (const { Key = '', LastModified } of page?.Contents ?? []) if (isSha256(Key) && LastModified) yield { sha256: Key, since: LastModified }
        ContinuationToken = page?.NextContinuationToken
      } while (ContinuationToken)
    },
  }
  return storage
}

/** Asks again, a few times and not for long, while the server is away; `absent` where it says there is no such file, or that there is one already. */
async function insist<T>(ask: () => Promise<T>, absent: T | null): Promise<T>
async function insist<T, A>(ask: () => Promise<T>, absent: A): Promise<T | A>
async function insist<T, A>(ask: () => Promise<T>, absent: A): Promise<T | A> {
  const began = performance.now()
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode ?? 0 : 0
      if ((status === 404 && (error as Error).name !== 'NoSuchBucket') || status === 412) return absent
      const passing = status === 0 || status === 409 || status === 429 || status >= 500
      if (!passing || attempt >= attempts || performance.now() - began > longestPutMs / 2) throw new StorageAway(`the file storage ${status ? `answered ${status}` : 'does not answer'}`, { cause: error })
      await new Promise((next) => setTimeout(next, firstWaitMs * 2 ** (attempt - 1)))
    }
  }
}
