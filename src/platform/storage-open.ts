import { join } from 'node:path'
import type { Config } from './config.ts'
import { clamdAt } from './scanner.ts'
import { openStorage, type Storage } from './storage.ts'
import { openS3Storage } from './storage-s3.ts'

/** Where this Exchange keeps its files, with the scanner that looks at each one first. On disk, files arrive beside their place; for a bucket, in a folder of their own. */
export function storageOf({ dataDir, s3, clamdUrl, storageQuotaBytes }: Pick<Config, 'dataDir' | 's3' | 'clamdUrl' | 'storageQuotaBytes'>): Storage {
  const options = { scanner: clamdUrl === null ? null : clamdAt(clamdUrl), quotaBytes: storageQuotaBytes }
  return s3 ? openS3Storage(join(dataDir, 'files-for-s3'), s3, options) : openStorage(join(dataDir, 'files'), options)
}
