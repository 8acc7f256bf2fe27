import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { openApp } from '../src/app.tsx'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { acceptNda, askAccess, giveAccess } from '../src/modules/disclosure/commands.ts'
import { currentText } from '../src/modules/disclosure/queries.ts'
import type { ListingKind, ListingState } from '../src/modules/listings/schema.ts'
import { tokenHeader } from '../src/web/form-tokens.ts'
import { openAccounts } from '../src/modules/people/accounts.ts'
import { type Config, readConfig } from '../src/platform/config.ts'
import { anOrganisation, aPerson, noon } from './database.ts'
import { listed } from './listings.ts'

/** The whole application as the web process opens it, asked without a network. */
export async function openWhole(db: Db, env: NodeJS.ProcessEnv = {}): Promise<{ app: FastifyInstance; config: Config }> {
  if (!existsSync('dist/public')) execFileSync(process.execPath, ['build.ts'], { stdio: 'inherit' })
  const folder = mkdtempSync(join(tmpdir(), 'techex-pages-'))
  const config = readConfig({ DATA_DIR: folder, TRUST_PROXY: 'yes', ...env })
  const app = await openApp({ db, config, secret, manifest: {}, dist: resolve('dist'), log: false })
  afterAll(async () => { await app.close(); rmSync(folder, { recursive: true, force: true }) })
  return { app, config }
}

export const readers = ['anonymous', 'member', 'viewer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector'] as const
export type Reader = (typeof readers)[number]
const password = 'mot-cau-dai-de-nho'
export const secret = 's'.repeat(40)

/** What every browser of these tests carries: the cookie its forms are tied to, and the token that goes with it. */
export const aBrowser = { cookie: 'techex.forms=AAAAAAAAAAAAAAAAAAAAAA', [tokenHeader]: createHmac('sha256', secret).update('form AAAAAAAAAAAAAAAAAAAAAA').digest('base64url') }
/** Cookies beside those of the browser. */
export const withCookie = (cookie: string): typeof aBrowser => ({ ...aBrowser, cookie: [aBrowser.cookie, cookie].filter(Boolean).join('; ') })

/** Signs in through the form, as a browser would; each person from an address of their own. */
let windows = 0
export async function signedIn(app: FastifyInstance, db: Db, actor: Actor): Promise<string> {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', actor.person_id).executeTakeFirstOrThrow()
  const id = randomUUID()
  hash ??= openAccounts({ db, secret, publicUrl: 'http://localhost', send: async () => {} }).hash(password)
  await db.insertInto('auth_user').values({ id, name: actor.name, email, email_verified: true }).execute()
  await db.insertInto('auth_account').values({ id, user_id: id, account_id: id, provider_id: 'credential', password: await hash }).execute()
  const answer = await app.inject({ method: 'POST', url: '/vi/sign-in', headers: { ...urlencoded, ...aBrowser, 'x-forwarded-for': `10.8.0.${++windows}` }, payload: new URLSearchParams({ email, password }).toString() })
  if (answer.statusCode !== 303) throw new Error(`${actor.name} could not sign in: ${answer.statusCode}`)
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}
let hash: Promise<string> | undefined
export const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

/** Two organisations, a third that has nothing to do with them, their people and the Exchange's. */
export async function someReaders(app: FastifyInstance, db: Db) {
  const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), third = await anOrganisation(db, 'university', 'Trường Khác')
  const people = {
    member: await aPerson(db, { organisation: institute, name: 'Lan' }), viewer: await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' }), other: await aPerson(db, { organisation: third, name: 'Khách' }),
    moderator: await aPerson(db, { staff: ['moderator'], name: 'Quân' }), officer: await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), administrator: await aPerson(db, { staff: ['administrator'], name: 'Anh' }), observer: await aPerson(db, { staff: ['observer'], name: 'Bình' }), inspector: await aPerson(db, { staff: ['inspector'], name: 'Thanh' }),
    colleague: await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), buyer: await aPerson(db, { organisation: enterprise, name: 'Hòa' }),
  }
  const cookies: Record<string, string> = { anonymous: '' }
  for (const [name, person] of Object.entries(people)) cookies[name] = await signedIn(app, db, person)
  return { institute, enterprise, third, people, as: (name: Reader | 'colleague' | 'buyer') => withCookie(cookies[name] ?? '') }
}

export const aListing = (db: Db, kind: ListingKind, organisation_id: number, state: ListingState, title: string): Promise<number> =>
  listed(db, organisation_id, title, { kind, state, trl: 8, research_fields: ['20301'], published_at: state === 'published' ? noon : null }, { summary: `${title}: tóm tắt.` })

/** The one asks for access under NDA, the other gives it, and the first signs. */
export async function anAcceptance(asker: Ctx, owner: Ctx, subject: string) {
  const request = await askAccess(asker, { subject, tier: 'nda', purpose: 'Đánh giá khả năng lắp đặt tại xưởng.' })
  const grant = await giveAccess(owner, { request_id: request, tier: 'nda', days: 90, limits: '' })
  const text = await currentText(asker.db, asker.now())
  return { request, grant, acceptance: await acceptNda(asker, { grant_id: grant, text_version: text.version, text_sha256: text.sha256, full_name: asker.actor.name, position: 'Giám đốc', agreed: 'yes' }) }
}

export async function anInvitation(db: Db, organisation_id: number, invited_by: number, email: string): Promise<string> {
  const token = randomUUID()
  await db.insertInto('invitation').values({ organisation_id, email, role: 'editor', token_sha256: createHash('sha256').update(token).digest('hex'), invited_by, created_at: new Date(), expires_at: new Date(Date.now() + 86_400_000), accepted_at: null, accepted_by: null, withdrawn_at: null }).execute()
  return token
}

/** A file sent as a browser sends it. */
export async function multipart(fields: Record<string, string>, file: { name: string; type: string; content: string } | readonly { name: string; type: string; content: string }[]): Promise<{ headers: Record<string, string>; payload: Buffer }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const one of [file].flat() as { name: string; type: string; content: string }[]) form.append('file', new Blob([one.content], { type: one.type }), one.name)
  const body = new Response(form)
  return { headers: { 'content-type': body.headers.get('content-type') ?? '' }, payload: Buffer.from(await body.arrayBuffer()) }
}
export const aPdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'

const plainly = (html: string): string => html.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
const formText = (html: string, action: string): string => {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1]
  if (form === undefined) throw new Error(`there is no form for ${action}`)
  return form
}
/** The names of everything that form shows, boxes nobody ticked included. */
export const namesShown = (html: string, action: string): Set<string> => new Set([...formText(html, action).matchAll(/\sname="([^"]*)"/g)].map(([, name = '']) => name))
/** What a browser would send of the form with that action, untouched. */
export function formOf(html: string, action: string): URLSearchParams {
  const form = formText(html, action)
  const values = new URLSearchParams()
  const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  for (const [tag, text] of form.matchAll(/<input(?:[^>"]|"[^"]*")*>|<textarea(?:[^>"]|"[^"]*")*>(.*?)<\/textarea>|<select[^>]*>.*?<\/select>/gs)) {
    const name = attribute(tag, 'name')
    if (!name || /type="file"/.test(tag)) continue
    if (tag.startsWith('<textarea')) values.append(name, plainly(text ?? ''))
    else if (tag.startsWith('<select')) values.append(name, plainly(attribute(/<option[^>]* selected[^>]*>/.exec(tag)?.[0] ?? /<option[^>]*>/.exec(tag)?.[0] ?? '', 'value') ?? ''))
    else if (!/type="(checkbox|radio)"/.test(tag) || /\schecked/.test(tag)) values.append(name, plainly(attribute(tag, 'value') ?? ''))
  }
  return values
}
export const send = (app: FastifyInstance, url: string, form: URLSearchParams | Record<string, string>, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> =>
  app.inject({ method: 'POST', url, headers: { ...urlencoded, ...aBrowser, ...headers }, payload: new URLSearchParams(form).toString() })

/** Every GET route, or those of another method, from the tree the router prints. */
export function routesOf(server: FastifyInstance, method = 'GET'): string[] {
  const above: string[] = []
  return server.printRoutes({ commonPrefix: false }).split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^((?:[│ ] {3})*)[├└]── (\S+) \(([^)]*)\)$/.exec(line) ?? []
    if (!segment) return []
    const depth = indent.length / 4
    above.length = depth
    above[depth] = segment
    return methods.split(', ').includes(method) ? [above.join('').replace(/\|:[^/]+/g, '')] : []
  })
}
