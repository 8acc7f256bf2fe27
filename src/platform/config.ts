import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Every setting the program knows. The README's table lists the same names. */
const Settings = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional(),
  PORT: z.coerce.number('must be a number').int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url('must be a full address such as https://techex.example.vn').transform((url) => url.replace(/\/+$/, '')).optional(),
  DATA_DIR: z.string().min(1).default('var'),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://').optional(),
  MAIL_FROM: z.string().min(3).default('Hanoi Technology Exchange <no-reply@localhost>'),
  SECRET: z.string().min(32, 'must be at least 32 characters; make one with: openssl rand -base64 48').optional(),
  TRUST_PROXY: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be one of fatal, error, warn, info, debug, trace, silent').default('info'),
  UPLOAD_MAX_MB: z.coerce.number('must be a number').min(1).max(200).default(20),
  STORAGE_QUOTA_MB: z.coerce.number('must be a number').int().min(1).max(1_000_000).default(500),
  STORAGE_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be a full address such as https://s3.example.vn' }).optional(),
  STORAGE_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket’s name: 3 to 63 small letters, digits, dots and hyphens').optional(),
  STORAGE_S3_REGION: z.string().min(1).default('us-east-1'),
  STORAGE_S3_ACCESS_KEY: z.string().optional(),
  STORAGE_S3_SECRET_KEY: z.string().optional(),
  CLAMD_URL: z.string().regex(/^(tcp:\/\/(\[[0-9a-f:]+\]|[^\s/:[\]]+)(:\d{1,5})?|unix:\/\S+)$/, 'must be tcp://host:port or unix:/path').optional(),
  FILES_URL: z.url({ protocol: /^https?$/, error: 'must be a full address such as https://files.techex.example.vn' }).transform((url) => url.replace(/\/+$/, '')).optional(),
  REQUESTS_PER_MINUTE: z.coerce.number('must be a number').int().min(60).max(1_000_000).default(1200),
  WEB_PROCESSES: z.coerce.number('must be a number').int().min(1).max(8).optional(),
  EMBEDDINGS_URL: z.url({ protocol: /^https?$/, error: 'must be the full address of a model’s embeddings, such as http://127.0.0.1:8080/v1/embeddings' }).optional(),
  EMBEDDINGS_MODEL: z.string().min(1).max(200).optional(),
  EMBEDDINGS_KEY: z.string().min(1).optional(),
  DEMONSTRATION: z.enum(['yes', 'no'], 'must be yes or no').default('yes'),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the address of an OpenID provider such as https://sso.example.vn' }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().trim().min(2, 'must be at least 2 characters').max(40, 'must be at most 40 characters').default('VNeID'),
  SIGNING_ROOTS: z.string().min(1).optional(),
  SIGNING_KEY: z.string().min(1).optional(),
  TSA_URL: z.url({ protocol: /^https?$/, error: 'must be the full address of a time-stamping authority (RFC 3161), such as https://tsa.example.vn/tsr' }).optional(),
  STAFF_SECOND_FACTOR: z.enum(['yes', 'no'], 'must be yes or no').optional(),
})

export interface Config {
  /** Where the database is; null means the embedded one under `dataDir`. */
  databaseUrl: string | null
  port: number
  host: string
  publicUrl: string
  dataDir: string
  smtpUrl: string | null
  mailFrom: string
  /** Null until the start has read or made the one kept under `dataDir`. */
  secret: string | null
  trustProxy: boolean
  logLevel: string
  uploadMaxBytes: number
  /** What the documents of one organisation may take together. */
  storageQuotaBytes: number
  /** The bucket files are kept in; null: they lie under `dataDir`. */
  s3: { endpoint: string; bucket: string; region: string; accessKey: string; secretKey: string } | null
  /** The clamd that looks at every file before it is kept. */
  clamdUrl: string | null
  /** The host files are handed out from, apart from the pages; null: from the same one. */
  filesUrl: string | null
  /** What one network address may ask for in a minute, files for the browser not counted. */
  requestsPerMinute: number
  /** How many web processes answer side by side. */
  webProcesses: number
  /** Connections one of them may hold to the database. */
  poolSize: number
  /** The language model asked what listings mean; null: matching does without. */
  embeddings: { url: string; model: string; key: string | null } | null
  production: boolean
  demonstration: boolean
  /** The provider people may sign in with besides a password; null where none is set. */
  provider: { issuer: string; clientId: string; clientSecret: string; name: string } | null
  /** The certificates, as PEM, of the authorities whose word is taken for who signs a PDF; empty: none is. */
  signingRoots: string
  /** The key, as PEM, that signs receipts and checkpoints of auctions; null: the one kept under `dataDir`. */
  signingKey: string | null
  /** The authority asked to stamp when a lot's log stood where; null: none is. */
  tsaUrl: string | null
  /** Staff roles take effect only for whoever has codes or a passkey. */
  staffSecondFactor: boolean
}

/** Ends with a sentence an operator can act on. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

/** The settings of this process, read once. Throws WrongSetting with one line for each wrong one. */
export function readConfig(env: NodeJS.ProcessEnv, production = env.TECHEX_PRODUCTION === '1'): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(given)
  if (!read.success) throw new WrongSetting(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message} (it is "${['SECRET', 'OIDC_CLIENT_SECRET', 'DATABASE_URL', 'SMTP_URL', 'STORAGE_S3_ACCESS_KEY', 'STORAGE_S3_SECRET_KEY', 'EMBEDDINGS_KEY'].includes(String(path[0])) ? '…' : env[String(path[0])]}").`).join('\n'))
  const s = read.data
  const webProcesses = s.WEB_PROCESSES ?? usualProcesses()
  const config: Config = {
    databaseUrl: s.DATABASE_URL ?? null,
    port: s.PORT,
    host: s.HOST,
    publicUrl: s.PUBLIC_URL ?? `http://${s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST === '0.0.0.0' ? 'localhost' : s.HOST}:${s.PORT}`,
    dataDir: resolve(s.DATA_DIR),
    smtpUrl: s.SMTP_URL ?? null,
    mailFrom: s.MAIL_FROM,
    secret: s.SECRET ?? null,
    trustProxy: s.TRUST_PROXY === 'yes',
    logLevel: s.LOG_LEVEL,
    uploadMaxBytes: s.UPLOAD_MAX_MB * 1024 * 1024,
    storageQuotaBytes: s.STORAGE_QUOTA_MB * 1024 * 1024,
    s3: bucketOf(s),
    clamdUrl: s.CLAMD_URL ?? null,
    filesUrl: s.FILES_URL ?? null,
    requestsPerMinute: s.REQUESTS_PER_MINUTE,
    webProcesses,
    // A PostgreSQL as it comes takes a hundred connections: the worker and the command line find some left.
    poolSize: Math.min(20, Math.floor(72 / webProcesses)),
    embeddings: s.EMBEDDINGS_URL && s.EMBEDDINGS_MODEL ? { url: s.EMBEDDINGS_URL, model: s.EMBEDDINGS_MODEL, key: s.EMBEDDINGS_KEY ?? null } : null,
    production,
    demonstration: !production && s.DEMONSTRATION === 'yes',
    provider: s.OIDC_ISSUER && s.OIDC_CLIENT_ID && s.OIDC_CLIENT_SECRET ? { issuer: s.OIDC_ISSUER, clientId: s.OIDC_CLIENT_ID, clientSecret: s.OIDC_CLIENT_SECRET, name: s.OIDC_NAME } : null,
    signingRoots: s.SIGNING_ROOTS === undefined ? '' : certificatesIn(s.SIGNING_ROOTS),
    signingKey: s.SIGNING_KEY === undefined ? null : privateKeyIn(s.SIGNING_KEY),
    tsaUrl: s.TSA_URL ?? null,
    staffSecondFactor: (s.STAFF_SECOND_FACTOR ?? (production ? 'yes' : 'no')) === 'yes',
  }
  const provider = [s.OIDC_ISSUER, s.OIDC_CLIENT_ID, s.OIDC_CLIENT_SECRET]
  if (provider.some(Boolean) && !provider.every(Boolean)) throw new WrongSetting('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all three, or none.')
  if (Boolean(s.EMBEDDINGS_URL) !== Boolean(s.EMBEDDINGS_MODEL)) throw new WrongSetting('EMBEDDINGS_URL and EMBEDDINGS_MODEL belong together: set both, or none.')
  if (production) {
    const missing: string[] = []
    if (!s.SECRET) missing.push('SECRET is not set. Production needs its own secret: SECRET=$(openssl rand -base64 48).')
    if (!s.SMTP_URL) missing.push('SMTP_URL is not set. People cannot confirm their addresses without mail: SMTP_URL=smtp://user:password@host:587.')
    if (!s.PUBLIC_URL?.startsWith('https://')) missing.push('PUBLIC_URL must be the https:// address people use, for example https://techex.example.vn.')
    if (missing.length) throw new WrongSetting(missing.join('\n'))
  }
  return config
}

/** Two where the machine has the processors and the memory for them: one answers while the other is started again. */
function usualProcesses(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  return availableParallelism() > 1 && memory >= 4e9 ? 2 : 1
}

/** The certificates of a PEM file, each of which can be read. */
function certificatesIn(path: string): string {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch {
    throw new WrongSetting(`SIGNING_ROOTS is ${path}, which cannot be read. Give it the path of a PEM file with the certificates of the authorities you trust.`)
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (!blocks) throw new WrongSetting(`SIGNING_ROOTS is ${path}, which holds no certificate. It needs at least one between BEGIN CERTIFICATE and END CERTIFICATE.`)
  for (const [i, block] of blocks.entries()) {
    try { void new X509Certificate(block) } catch { throw new WrongSetting(`SIGNING_ROOTS is ${path}, whose certificate no. ${i + 1} cannot be read. Take it out or put a whole one in its place.`) }
  }
  return blocks.join('\n')
}

/** The Ed25519 key of a PEM file. What stands in it is never shown. */
function privateKeyIn(path: string): string {
  const make = 'Make one with: openssl genpkey -algorithm ed25519 -out auction-key.pem'
  let pem: string
  try { pem = readFileSync(path, 'utf8') } catch { throw new WrongSetting(`SIGNING_KEY is ${path}, which cannot be read. ${make}`) }
  let kind: string | undefined
  try { kind = createPrivateKey(pem).asymmetricKeyType } catch { throw new WrongSetting(`SIGNING_KEY is ${path}, which holds no private key in PEM. ${make}`) }
  if (kind !== 'ed25519') throw new WrongSetting(`SIGNING_KEY is ${path}, whose key is no Ed25519 key. ${make}`)
  return pem
}

/** All of what a bucket needs, or none of it. */
function bucketOf(s: z.output<typeof Settings>): Config['s3'] {
  const named = { STORAGE_S3_ENDPOINT: s.STORAGE_S3_ENDPOINT, STORAGE_S3_BUCKET: s.STORAGE_S3_BUCKET, STORAGE_S3_ACCESS_KEY: s.STORAGE_S3_ACCESS_KEY, STORAGE_S3_SECRET_KEY: s.STORAGE_S3_SECRET_KEY }
  const missing = Object.entries(named).filter(([, value]) => !value).map(([name]) => name)
  if (missing.length === Object.keys(named).length) return null
  if (missing.length) throw new WrongSetting(`Files are to be kept in a bucket, but ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set. Set all of ${Object.keys(named).join(', ')}, or none to keep files under DATA_DIR.`)
  return { endpoint: s.STORAGE_S3_ENDPOINT!, bucket: s.STORAGE_S3_BUCKET!, region: s.STORAGE_S3_REGION, accessKey: s.STORAGE_S3_ACCESS_KEY!, secretKey: s.STORAGE_S3_SECRET_KEY! }
}
