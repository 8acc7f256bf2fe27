import { storageOf } from '../src/platform/storage-open.ts'
import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { openApp } from '../src/app.tsx'
import { type Db, openDb, openPool } from '../src/core/database.ts'
import { proposeAct } from '../src/modules/administration/approval-commands.ts'
import { CreateApiKey, createApiKey } from '../src/modules/api/commands.ts'
import { searchAudit } from '../src/modules/audit/commands.ts'
import { claimClosing, sendMessage } from '../src/modules/deals/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { askAccess } from '../src/modules/disclosure/commands.ts'
import { DeclareConflict, declareConflict, proposeImport, publishProfile, SaveProfile, saveProfile, SavePublication, savePublication } from '../src/modules/experts/commands.ts'
import { SaveParts, saveParts } from '../src/modules/listings/part-commands.ts'
import { offerOwnership } from '../src/modules/organisations/ownership-commands.ts'
import { askAboutData } from '../src/modules/personal-data/request-commands.ts'
import { readConfig } from '../src/platform/config.ts'
import { anOrganisation, aPerson, ctxOf } from './database.ts'
import { thingsAround } from './things.ts'
import { aListing, anAcceptance, anInvitation, aPdf, multipart, secret, signedIn, someReaders, withCookie } from './readers.ts'

/** Words that only some may read: whoever is not named must never be shown them, whatever they send. */
export interface Kept { word: string; hiddenFrom: readonly string[] }
export interface World { url: string; folder: string; headers: Record<string, Record<string, string>>; kept: Kept[]; tokens: string[]; ids: number[] }
/** What a request of the fuzz is asked of: the whole application on a database of its own. */
/** Routes a test mounts beside the application's own. */
export type Extra = (app: FastifyInstance, db: Db, folder: string) => void
export interface Copy { app: FastifyInstance; db: Db; folder: string; errors: string[]; close: () => Promise<void> }

const server = inject('databaseUrl')
const addressOf = (name: string): string => server.replace('/techex?', `/${name}?`)
async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf('postgres') })
  await client.connect()
  try { await client.query(sql) } finally { await client.end() }
}
const root = mkdtempSync(join(tmpdir(), 'techex-fuzz-'))
const made = new Set<string>()
afterAll(async () => {
  for (const name of made) await onServer(`drop database if exists ${name} with (force)`)
  rmSync(root, { recursive: true, force: true })
})

/** The whole application on that database, `extra` mounted beside its own routes. What it logs as an error of ours is in `errors`. */
async function open(name: string, folder: string, extra?: Extra): Promise<Copy> {
  if (!existsSync('dist/public')) throw new Error('build first: the pages name files of dist/public')
  const pool = openPool(addressOf(name), 4)
  const db = openDb(pool)
  const errors: string[] = []
  const config = { ...readConfig({ DATA_DIR: folder, TRUST_PROXY: 'yes', UPLOAD_MAX_MB: '1', REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'error' }, false) }
  const app = await openApp({ db, config, secret, manifest: {}, dist: resolve('dist'), log: { write: (line) => { errors.push(line) } } })
  extra?.(app, db, folder)
  await app.ready()
  return { app, db, folder, errors, close: async () => { await app.close(); await db.destroy() } }
}

/** The world as it was when it was made, with everybody still signed in; gone again at `close`. */
export async function copyOf(world: World, extra?: Extra): Promise<Copy> {
  const name = `f_${randomUUID().replaceAll('-', '')}`
  made.add(name)
  const folder = join(root, name)
  cpSync(world.folder, folder, { recursive: true })
  await onServer(`create database ${name} template ${world.url}`)
  const copy = await open(name, folder, extra)
  await copy.db.updateTable('auth_session').set({ confirmed_at: new Date(), last_seen_at: new Date() } as never).execute()
  return { ...copy, close: async () => { await copy.close(); await onServer(`drop database ${name} with (force)`); made.delete(name); rmSync(folder, { recursive: true, force: true }) } }
}

/** Every file that lies in the folder, by its path. */
export const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted()
/** What is kept there, by the hash of its content. */
export const shasIn = (folder: string): Set<string> => new Set(filesIn(folder).flatMap((path) => /[0-9a-f]{64}$/.exec(path.replaceAll('/', '')) ?? []))

/** One of everything people can make, and everybody signed in. `look` sees the world before it is closed to be copied. */
export async function aWorld(look: (copy: Copy, world: World) => Promise<void>): Promise<World> {
  const name = `f_world_${randomUUID().replaceAll('-', '')}`, folder = join(root, 'world')
  mkdirSync(folder)
  made.add(name)
  await onServer(`create database ${name} template techex_template`)
  const copy = await open(name, folder)
  const { app, db } = copy
  const { institute, enterprise, third, people, as } = await someReaders(app, db)
  const now = new Date()
  const ctx = (who: keyof typeof people) => ctxOf(db, people[who], now)
  const fresh = await aPerson(db, { name: 'Mới' })
  const headers = Object.fromEntries([...['anonymous', 'member', 'viewer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector', 'colleague', 'buyer'].map((who) => [who, as(who as 'buyer')] as const), ['newcomer', withCookie(await signedIn(app, db, fresh))], ['auctioneer', withCookie(await signedIn(app, db, await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' })))]])
  for (const who of Object.values(headers)) await app.inject({ url: '/vi/work', headers: who }) // an account becomes a person at its first request

  const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả'), offered = await aListing(db, 'offer', institute, 'published', 'Kho lạnh lưu động'), draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết')
  for (const state of ['submitted', 'returned', 'closed'] as const) { await aListing(db, 'offer', institute, state, `Chào bán ${state}`); await aListing(db, 'need', enterprise, state, `Nhu cầu ${state}`) }
  const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh rau'), wanted = await aListing(db, 'need', third, 'published', 'Cần kho lạnh')
  const words = { deal: 'lời-riêng-của-giao-dịch', know: 'bí-quyết-của-viện', data: 'điều-chỉ-Lan-hỏi', answer: 'trả-lời-còn-niêm-phong' }
  const interestIn = (who: keyof typeof people, listing_id: number, counter_listing_id: number | null = null) => expressInterest(ctx(who), { listing_id, counter_listing_id, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() })
  const deal = await acceptInterest(ctx('member'), { interest_id: await interestIn('buyer', offer, need) })
  await sendMessage(ctx('buyer'), { deal_id: deal, body: `Xin gửi ${words.deal}.`, request_key: randomUUID() })
  const claimed = await acceptInterest(ctx('member'), { interest_id: await interestIn('other', offer, wanted) })
  await claimClosing(ctx('member'), { deal_id: claimed, value: 350_000_000 as never, reason: 'Hợp đồng đã ký ngoài Sàn.' })
  await interestIn('buyer', offered)
  await interestIn('member', wanted)

  await saveParts(ctx('member'), SaveParts.parse({ id: offer, version: 0, know_how_tier: 'nda', know_how_vi: words.know, technical_vi: 'Công suất 5 kW' }))
  const access = await anAcceptance(ctx('buyer'), ctx('member'), `listing:${offer}`)
  await askAccess(ctx('other'), { subject: `listing:${offer}`, tier: 'granted', purpose: 'Đánh giá khả năng lắp đặt tại xưởng.' })
  await askAccess(ctx('buyer'), { subject: `listing:${offered}`, tier: 'granted', purpose: 'Đánh giá khả năng lắp đặt tại kho.' })

  await saveProfile(ctx('member'), SaveProfile.parse({ version: 0, headline_vi: 'Sấy lạnh', headline_en: '', bio_vi: '', bio_en: '', research_fields: ['203'], languages: ['vi'], availability: 'available' }))
  await publishProfile(ctx('member'), { version: 1, consent: 'yes' })
  await savePublication(ctx('member'), SavePublication.parse({ title: 'Sấy lạnh rau', authors: '', venue: '', year: '2020', doi: '' }))
  await declareConflict(ctx('member'), DeclareConflict.parse({ request_key: randomUUID(), organisation_id: String(enterprise), party: '', nature: 'other', since: '', until: '', note: '' }))
  await proposeImport(ctx('member'), { key: randomUUID(), source: 'bibtex', file_name: 'a.bib', works: [], problems: [] })
  await saveProfile(ctx('other'), SaveProfile.parse({ version: 0, headline_vi: 'Chưa công khai', headline_en: '', bio_vi: '', bio_en: '', research_fields: [], languages: [], availability: 'available' }))

  const invitation = await anInvitation(db, institute, people.member.person_id ?? 0, 'moi@example.test')
  const { email } = await db.selectFrom('person').select('email').where('id', '=', fresh.person_id).executeTakeFirstOrThrow()
  const addressed = await anInvitation(db, enterprise, people.buyer.person_id ?? 0, email)
  await offerOwnership(ctx('member'), { organisation_id: institute, person_id: people.colleague.person_id ?? 0, becomes: 'editor', days: 7 })
  await askAboutData(ctx('member'), { kind: 'access', details: `Sàn giữ gì về ${words.data}?`, request_key: randomUUID() })
  await createApiKey(ctx('member'), CreateApiKey.parse({ organisation_id: institute, name: 'Khóa của viện', scopes: ['listings'], days: '30' }))
  await proposeAct(ctx('administrator'), { kind: 'role_grant', person_id: people.colleague.person_id ?? 0, role: 'moderator', reason: 'Được đề cử vào tổ kiểm duyệt' })
  await searchAudit(ctx('inspector'), { type: '', person: '', person_id: null, organisation_id: null, subject: '', request_id: '', from: '', to: '' })
  await db.insertInto('notice').values({ person_id: people.member.person_id ?? 0, event_id: (await db.selectFrom('event').select('id').limit(1).executeTakeFirstOrThrow()).id, kind: 'won', topic: 'deals', values: JSON.stringify({ what: 'Máy sấy lạnh' }), reason: 'owner', reason_of: JSON.stringify({ vi: 'Viện', en: 'Viện' }), path: '/deals', delivery: 'page', at: now }).execute()
  const merged = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch cũ')
  await db.updateTable('organisation').set({ merged_into_id: enterprise, merged_at: now }).where('id', '=', merged).execute()
  const files: [string, Record<string, string>, 'member', string, string][] = [
    [`/vi/deals/${deal}/documents`, {}, 'member', 'application/pdf', aPdf], [`/vi/my/listings/${offer}/confidential/documents`, { series: '', title: 'Bản vẽ', tier: 'nda' }, 'member', 'application/pdf', `${aPdf}%\n%%EOF\n`],
    [`/vi/my/organisation/proofs?organisation_id=${institute}`, { kind: 'establishment_decision', note: '' }, 'member', 'application/pdf', `${aPdf}%%\n%%EOF\n`],
  ]
  for (const [url, fields, who, type, content] of files) {
    const upload = await multipart(fields, { name: 'Bản vẽ.pdf', type, content })
    const answer = await app.inject({ method: 'POST', url, headers: { ...upload.headers, ...headers[who] }, payload: upload.payload })
    if (answer.statusCode !== 303) throw new Error(`${url} did not take its file: ${answer.statusCode}`)
  }

  const things = await thingsAround(db, ctx('member'), people.moderator, { institute, offer, draft, storage: storageOf(readConfig({ DATA_DIR: folder }, false)), sealed: `${words.answer}: một nơi ở Đan Phượng.` })
  const tokens = [invitation, addressed, 'x'.repeat(43)]
  const hashes = await db.selectFrom('auth_account').select('password').limit(1).execute()
  const sessions = await db.selectFrom('auth_session').select('token').execute()
  const everybody = Object.keys(headers)
  const but = (...may: string[]): string[] => everybody.filter((who) => !may.includes(who))
  const kept: Kept[] = [
    { word: secret, hiddenFrom: everybody }, ...hashes.flatMap(({ password }) => (password ? [{ word: password, hiddenFrom: everybody }] : [])), ...sessions.map(({ token }) => ({ word: token, hiddenFrom: everybody })),
    { word: words.deal, hiddenFrom: ['anonymous', 'newcomer', 'moderator', 'other'] }, { word: words.know, hiddenFrom: ['anonymous', 'newcomer', 'moderator'] }, { word: words.answer, hiddenFrom: but('member', 'viewer', 'colleague') }, { word: words.data, hiddenFrom: but('member', 'administrator', 'observer', 'inspector') },
  ]
  const ids = [...new Set([things.claim, things.evidence, things.sheet, things.help, things.saved, things.webhook, ...Object.values(things.collections), ...Object.values(things.sourcing ?? {}), ...Object.values(things.people ?? {}), institute, enterprise, third, merged, offer, offered, draft, need, wanted, deal, claimed, access.request, access.grant, access.acceptance, ...Object.values(people).map(({ person_id }) => person_id ?? 0)])]
  const world: World = { url: name, folder, headers, kept, tokens, ids }
  await look(copy, world)
  await copy.close() // a template has no readers
  return world
}
