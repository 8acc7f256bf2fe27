import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig, WrongSetting } from '../src/platform/config.ts'
import { anAuthority } from './authority.ts'
import { openLog } from '../src/platform/log.ts'
import { secretOf } from '../src/platform/processes.ts'
import { holderOf, InUse, takeRunLock } from '../src/platform/run-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sentenceOf = (env: NodeJS.ProcessEnv, production = false): string => {
  try { readConfig(env, production) } catch (error) { if (error instanceof WrongSetting) return error.message; throw error }
  return ''
}
const production = { SECRET: 's'.repeat(40), SMTP_URL: 'smtp://mail.example:587', PUBLIC_URL: 'https://techex.example.vn' }

describe('Settings', () => {
  test('Nothing set is a working demonstration on this machine only.', () => {
    expect(readConfig({})).toMatchObject({ databaseUrl: null, port: 3000, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', dataDir: resolve('var'), smtpUrl: null, secret: null, trustProxy: false, production: false, demonstration: true })
  })
  test('A setting left empty counts as not set.', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', SECRET: '' })).toMatchObject({ port: 3000, databaseUrl: null, secret: null })
  })
  test('The public address follows host and port, and loses a closing slash.', () => {
    expect(readConfig({ HOST: '0.0.0.0', PORT: '80' }).publicUrl).toBe('http://localhost:80')
    expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000')
    expect(readConfig({ PUBLIC_URL: 'https://techex.example.vn/' }).publicUrl).toBe('https://techex.example.vn')
  })
  test.each([
    ['PORT', 'eighty', 'PORT must be a number'], ['PORT', '70000', 'PORT'], ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must begin with postgres://'],
    ['PUBLIC_URL', 'techex', 'PUBLIC_URL must be a full address such as'], ['SMTP_URL', 'mail.example', 'SMTP_URL must begin with smtp:// or smtps://'],
    ['TRUST_PROXY', 'true', 'TRUST_PROXY must be yes or no'], ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of'], ['UPLOAD_MAX_MB', '0', 'UPLOAD_MAX_MB'], ['DEMONSTRATION', '1', 'DEMONSTRATION must be yes or no'],
    ['STORAGE_QUOTA_MB', '0', 'STORAGE_QUOTA_MB'], ['STORAGE_S3_BUCKET', 'Bucket', 'STORAGE_S3_BUCKET must be a bucket’s name'],
  ])('A wrong %s (%s) is named, with what would be right and what it is.', (name, value, beginning) => {
    expect(sentenceOf({ [name]: value })).toContain(beginning)
    expect(sentenceOf({ [name]: value })).toContain(name.endsWith('_URL') && name !== 'PUBLIC_URL' ? '(it is "…")' : `"${value}"`)
  })
  test('A bucket is set whole or not at all, and its keys are never shown.', () => {
    const s3 = { STORAGE_S3_ENDPOINT: 'http://127.0.0.1:9000', STORAGE_S3_BUCKET: 'san', STORAGE_S3_ACCESS_KEY: 'khoa-mo', STORAGE_S3_SECRET_KEY: 'khoa-kin' }
    expect(readConfig({})).toMatchObject({ s3: null, clamdUrl: null, filesUrl: null, storageQuotaBytes: 500 * 1024 * 1024 })
    expect(readConfig(s3).s3).toEqual({ endpoint: 'http://127.0.0.1:9000', bucket: 'san', region: 'us-east-1', accessKey: 'khoa-mo', secretKey: 'khoa-kin' })
    const { STORAGE_S3_BUCKET: _, ...rest } = s3
    expect(sentenceOf({ CLAMD_URL: 'http://x' })).toContain('CLAMD_URL must be tcp://host:port or unix:/path (it is "http://x")')
    for (const CLAMD_URL of ['tcp://127.0.0.1:3310', 'tcp://[::1]:3310', 'unix:/run/clamav/clamd.ctl']) expect(readConfig({ CLAMD_URL }).clamdUrl).toBe(CLAMD_URL)
    expect(sentenceOf(rest)).toMatch(/STORAGE_S3_BUCKET is not set/)
    expect(sentenceOf({ ...s3, STORAGE_S3_ENDPOINT: 'x' })).toMatch(/^STORAGE_S3_ENDPOINT must be a full address/)
    expect(sentenceOf(rest) + sentenceOf({ ...s3, STORAGE_S3_ENDPOINT: 'x' })).not.toMatch(/khoa-/)
  })
  test('A provider is set whole or not at all, and its secret is never shown.', () => {
    const set = { OIDC_ISSUER: 'https://sso.example.vn', OIDC_CLIENT_ID: 'techex', OIDC_CLIENT_SECRET: 'bí mật' }
    expect(readConfig({}).provider).toBeNull()
    expect(readConfig(set).provider).toEqual({ issuer: 'https://sso.example.vn', clientId: 'techex', clientSecret: 'bí mật', name: 'VNeID' })
    expect(sentenceOf({ ...set, OIDC_CLIENT_ID: '' })).toContain('belong together')
    expect(sentenceOf({ ...set, OIDC_ISSUER: 'sso' })).toMatch(/^OIDC_ISSUER must be the address of an OpenID provider/)
    expect(sentenceOf({ ...set, OIDC_CLIENT_ID: '' }) + sentenceOf({ ...set, OIDC_NAME: 'x' })).not.toContain('bí mật')
  })
  test('Staff need a second step in production, and elsewhere where it is asked for.', () => {
    expect([readConfig({}).staffSecondFactor, readConfig({ STAFF_SECOND_FACTOR: 'yes' }).staffSecondFactor]).toEqual([false, true])
    expect([readConfig(production, true).staffSecondFactor, readConfig({ ...production, STAFF_SECOND_FACTOR: 'no' }, true).staffSecondFactor]).toEqual([true, false])
    expect(sentenceOf({ STAFF_SECOND_FACTOR: '1' })).toContain('STAFF_SECOND_FACTOR must be yes or no')
  })
  test('Trusted roots are read at the start, or refused with what is wrong with them.', () => {
    const path = join(folder, 'roots.pem')
    expect(readConfig({}).signingRoots).toBe('')
    expect(sentenceOf({ SIGNING_ROOTS: path })).toContain('cannot be read')
    writeFileSync(path, 'nothing')
    expect(sentenceOf({ SIGNING_ROOTS: path })).toContain('holds no certificate')
    const { pem } = anAuthority().root
    writeFileSync(path, `${pem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`)
    expect(sentenceOf({ SIGNING_ROOTS: path })).toContain('certificate no. 2 cannot be read')
    writeFileSync(path, `The root\n${pem}`)
    expect(readConfig({ SIGNING_ROOTS: path }).signingRoots).toBe(pem.trim())
  })
  test('All wrong settings are named at once.', () => {
    expect(sentenceOf({ PORT: 'x', HOST: 'localhost', TRUST_PROXY: 'x' }).split('\n')).toHaveLength(2)
  })
  test('A secret too short is refused and never shown.', () => {
    expect(sentenceOf({ SECRET: 'hunter2' })).toMatch(/^SECRET must be at least 32 characters/)
    expect(sentenceOf({ SECRET: 'hunter2' })).not.toContain('hunter2')
  })
})

describe('Production', () => {
  test('has no demonstration, even where asked for.', () => {
    expect(readConfig({ ...production, DEMONSTRATION: 'yes' }, true)).toMatchObject({ production: true, demonstration: false })
  })
  test.each(['SECRET', 'SMTP_URL', 'PUBLIC_URL'] as const)('without %s is refused with a sentence.', (name) => {
    const { [name]: _, ...rest } = production
    expect(sentenceOf(rest, true)).toMatch(new RegExp(`^${name} .+\\.$`))
  })
  test('needs https.', () => {
    expect(sentenceOf({ ...production, PUBLIC_URL: 'http://techex.example.vn' }, true)).toContain('PUBLIC_URL must be the https:// address')
  })
})

describe('The secret', () => {
  test('is made once, readable by its owner only, and the same ever after.', () => {
    const config = { ...readConfig({}), dataDir: join(folder, 'secret') }
    const first = secretOf(config)
    expect(first.length).toBeGreaterThanOrEqual(64)
    expect(secretOf(config)).toBe(first)
    expect(statSync(join(config.dataDir, 'secret')).mode & 0o777).toBe(0o600)
  })
  test('that is set wins over the one kept.', () => {
    expect(secretOf({ ...readConfig({ SECRET: 's'.repeat(40) }), dataDir: folder })).toBe('s'.repeat(40))
  })
})

describe('The run lock', () => {
  const begin = (pid: number): string => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19] as string
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  const someone = (dataDir: string, name: string): string => { mkdirSync(join(dataDir, 'running'), { recursive: true }); writeFileSync(join(dataDir, 'running', name), ''); return dataDir }

  test('is free again after its release.', async () => {
    const dataDir = join(folder, 'free')
    const lock = await takeRunLock(dataDir, 'start')
    expect(holderOf(dataDir)).toEqual({ role: 'start', pid: process.pid })
    expect(lock.tookOver).toBe(false)
    lock.release()
    expect(holderOf(dataDir)).toBeNull()
  })
  test('of a living process is refused, with its number and what to do.', async () => {
    const dataDir = someone(join(folder, 'held'), `start.${boot}.${process.ppid}.${begin(process.ppid)}`)
    await expect(takeRunLock(dataDir, 'start')).rejects.toThrow(InUse)
    await expect(takeRunLock(dataDir, 'start')).rejects.toThrow(`already running as process ${process.ppid}. Stop that one first`)
  })
  test.each([
    ['whose number another process has since received', `start.${boot}.${process.ppid}.1`],
    ['from before the machine was started again', `start.00000000.${process.ppid}.${begin(process.ppid)}`],
    ['that is gone', `start.${boot}.4194305.77`],
  ])('of a process %s is taken over.', async (_, name) => {
    const dataDir = someone(join(folder, name), name)
    const lock = await takeRunLock(dataDir, 'start')
    expect(lock.tookOver).toBe(true)
    lock.release()
  })
  test('works where the data directory is reached through a symbolic link.', async () => {
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const lock = await takeRunLock(join(folder, 'link'), 'start')
    expect(holderOf(join(folder, 'real'))).toMatchObject({ pid: process.pid })
    lock.release()
  })
})

describe('The log', () => {
  test('is one JSON object a line, from the level asked for, errors with their code.', () => {
    const lines: string[] = []
    const log = openLog('warn', 'worker', (line) => lines.push(line))
    log.info({}, 'not this')
    log.error({ event_id: 7, err: Object.assign(new Error('away'), { code: '57P01' }) }, 'given up')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] as string)).toMatchObject({ level: 50, name: 'worker', event_id: 7, err: { message: 'away', code: '57P01' }, msg: 'given up' })
  })
})
