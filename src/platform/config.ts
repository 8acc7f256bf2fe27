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
  REQUESTS_PER_MINUTE: z.coerce.number('must be a number').int().min(60).max(1_000_000).default(1200),
  DEMONSTRATION: z.enum(['yes', 'no'], 'must be yes or no').default('yes'),
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
  /** What one network address may ask for in a minute, files for the browser not counted. */
  requestsPerMinute: number
  production: boolean
  demonstration: boolean
}

/** Ends with a sentence an operator can act on. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

/** The settings of this process, read once. Throws WrongSetting with one line for each wrong one. */
export function readConfig(env: NodeJS.ProcessEnv, production = env.TECHEX_PRODUCTION === '1'): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(given)
  if (!read.success) throw new WrongSetting(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message} (it is "${['SECRET', 'DATABASE_URL', 'SMTP_URL'].includes(String(path[0])) ? '…' : env[String(path[0])]}").`).join('\n'))
  const s = read.data
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
    requestsPerMinute: s.REQUESTS_PER_MINUTE,
    production,
    demonstration: !production && s.DEMONSTRATION === 'yes',
  }
  if (production) {
    const missing: string[] = []
    if (!s.SECRET) missing.push('SECRET is not set. Production needs its own secret: SECRET=$(openssl rand -base64 48).')
    if (!s.SMTP_URL) missing.push('SMTP_URL is not set. People cannot confirm their addresses without mail: SMTP_URL=smtp://user:password@host:587.')
    if (!s.PUBLIC_URL?.startsWith('https://')) missing.push('PUBLIC_URL must be the https:// address people use, for example https://techex.example.vn.')
    if (missing.length) throw new WrongSetting(missing.join('\n'))
  }
  return config
}
