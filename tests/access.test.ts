import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Actor } from '../src/core/context.ts'
import { createApiKey } from '../src/modules/api/commands.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { sendMessage } from '../src/modules/deals/commands.ts'
import { declineMatch } from '../src/modules/matching/answer-commands.ts'
import { refreshSearch } from '../src/modules/listings/indexing.ts'
import { daysFrom } from '../src/platform/time.ts'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from './database.ts'
import { aClaim } from './listings.ts'
import { someCollections } from './promotion.ts'
import { aListing, anInvitation, aPdf, multipart, openWhole, routesOf, signedIn, someReaders, withCookie } from './readers.ts'

/**
 * The access matrix, made and not written: secret words lie in every tier and in every kind of
 * record, every address there is is opened as every kind of reader, and no word may be found by
 * anybody it is not for. Each word must be found by somebody it is for, or the test has looked nowhere.
 */
const { db } = await testDatabase()
const { app } = await openWhole(db, { REQUESTS_PER_MINUTE: '1000000' })
const { institute, enterprise, people, as } = await someReaders(app, db)
const now = new Date()

const allowed = await anOrganisation(db, 'enterprise', 'Công ty Được phép'), sworn = await anOrganisation(db, 'enterprise', 'Công ty Đã cam kết')
const more = {
  granted: await aPerson(db, { organisation: allowed, name: 'Gia' }), nda: await aPerson(db, { organisation: sworn, name: 'Nhân' }),
  auction_officer: await aPerson(db, { staff: ['auction_officer'], name: 'Đấu' }), programme_officer: await aPerson(db, { staff: ['programme_officer'], name: 'Chương' }),
}
const headers: Record<string, Record<string, string>> = { anonymous: as('anonymous') }
for (const name of ['member', 'viewer', 'colleague', 'buyer', 'other', 'moderator', 'officer', 'administrator', 'observer', 'inspector'] as const) headers[name] = as(name as 'member')
for (const [name, person] of Object.entries(more)) headers[name] = withCookie(await signedIn(app, db, person))
const key = (person: Actor, organisation_id: number, scopes: ('market' | 'listings' | 'deals' | 'webhooks')[]) => createApiKey(ctxOf(db, person, now), { organisation_id, name: scopes.join(), scopes, days: 1 })
headers['key for the market'] = { authorization: `Bearer ${await key(people.other, people.other.organisation_id!, ['market', 'listings', 'deals', 'webhooks'])}` }
headers['key of the institute'] = { authorization: `Bearer ${await key(people.member, institute, ['market', 'listings', 'deals', 'webhooks'])}` }
const everyone = Object.keys(headers)

const inside = ['member', 'viewer', 'colleague', 'key of the institute'], parties = [...inside, 'buyer'], readsDeals = ['officer', 'inspector'], queue = ['moderator', 'observer', 'inspector']
const people_ = everyone.filter((name) => name !== 'anonymous' && !name.startsWith('key'))

// What there is to keep.
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh'), draft = await aListing(db, 'offer', institute, 'draft', 'dauhieu tubannhap'), submitted = await aListing(db, 'offer', institute, 'submitted', 'dauhieu tuchoduyet')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh')
await db.updateTable('listing_text').set({ description: 'dauhieu tucongkhai' }).where('listing_id', '=', offer).execute()
await refreshSearch(db, [offer, draft, submitted, need])
for (const [name, tier, text_vi] of [['contact', 'signed_in', 'tudangnhap'], ['technical', 'granted', 'tuduocphep'], ['know_how', 'nda', 'tubimat']] as const)
  await db.insertInto('listing_part').values({ listing_id: offer, name, tier, text_vi: `dauhieu ${text_vi}`, text_en: `dauhieu ${text_vi}`, changed_by: null, changed_at: noon }).execute()
await db.insertInto('listing_part').values({ listing_id: draft, name: 'contact', tier: 'signed_in', text_vi: 'dauhieu tubannhapphan', text_en: '', changed_by: null, changed_at: noon }).execute()
for (const [n, organisation_id, tier] of [[1, allowed, 'granted'], [2, sworn, 'nda']] as const) {
  const person_id = (n === 1 ? more.granted : more.nda).person_id!
  const { id: request_id } = await db.insertInto('access_request').values({ subject: `listing:${offer}`, organisation_id, person_id, tier, purpose: `dauhieu tumucdich${n}`, asked_at: now, answer: 'given', answered_by: people.member.person_id, answered_at: now }).returning('id').executeTakeFirstOrThrow()
  const { id: grant_id } = await db.insertInto('access_grant').values({ request_id, subject: `listing:${offer}`, organisation_id, tier, given_by: people.member.person_id!, given_at: now, expires_at: daysFrom(now, 9) }).returning('id').executeTakeFirstOrThrow()
  if (n === 2) await sql`insert into nda_acceptance (grant_id, subject, organisation_id, text_version, text_sha256, person_id, full_name, position, accepted_at, request_id) select ${grant_id}, ${`listing:${offer}`}, ${organisation_id}, version, sha256, ${person_id}, 'tunguoiky', 'Giám đốc', now(), 'test' from nda_text where version = 1`.execute(db)
}
const claim = await aClaim(db, offer, { statement_vi: 'dauhieu tucongbo mỗi mẻ 500 kg' })
for (const [state, tier, title, secret] of [['confirmed', 'public', 'tudoichieu', 'tutepcongkhai'], ['confirmed', 'granted', 'tudoichieu', 'tutepduocphep'], ['confirmed', 'nda', 'tudoichieu', 'tutepbimat'], ['waiting', 'public', 'tuchodoichieu', 'tutepcho'], ['refused', 'public', 'tukhongnhan', 'tutepkhongnhan']] as const) {
  const sent = await multipart({ request_key: randomUUID(), grade: '2', result: 'supports', title: `dauhieu ${title}`, made_on: '2025-06-01', issuer: 'Viện Cơ điện', reference: '', note: '', tier, valid_until: '' }, { name: `dauhieu ${secret}.pdf`, type: 'application/pdf', content: `${aPdf}\n%${secret}noidung\n%%EOF` })
  const added = await app.inject({ method: 'POST', url: `/vi/my/listings/${offer}/evidence/claims/${claim}`, headers: { ...sent.headers, ...headers.member }, payload: sent.payload })
  expect(added.headers.location).toContain('done=evidence_added')
  if (state !== 'waiting') await db.updateTable('evidence').set({ state, decided_at: now, decision_reason: 'dauhieu tulydo' }).where('id', '=', (await db.selectFrom('evidence').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id).execute()
}
// A need whose organisation keeps its name back; the organisation itself is public.
const hidden = await anOrganisation(db, 'enterprise', 'Xí nghiệp tugiauten'), anonymousNeed = await aListing(db, 'need', hidden, 'published', 'Cần lò sấy dauhieu')
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', anonymousNeed).execute()
await refreshSearch(db, [anonymousNeed])
const toHidden = await expressInterest(ctxOf(db, people.member), { listing_id: anonymousNeed, counter_listing_id: null, message: 'Chúng tôi có lò sấy hợp với nhu cầu này.', request_key: randomUUID() })
const interest = await expressInterest(ctxOf(db, people.buyer), { listing_id: offer, counter_listing_id: need, message: 'dauhieu tuquantam: chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() })
await declineMatch(ctxOf(db, people.member), { listing_id: offer, other_id: anonymousNeed, code: 'other', words: 'dauhieu tutuchoigoiy' })
await db.insertInto('match_objection').values({ need_id: need, offer_id: offer, organisation_id: institute, person_id: people.member.person_id!, code: 'same_field', reason: JSON.stringify({ code: 'same_field', field: '20301' }), words: 'dauhieu tuphandoilydo', objected_at: now }).execute()
const deal = await acceptInterest(ctxOf(db, people.member), { interest_id: interest })
await sendMessage(ctxOf(db, people.member), { deal_id: deal, body: 'dauhieu tutinnhan', request_key: randomUUID() })
const upload = await multipart({}, { name: 'dauhieu tutailieu.pdf', type: 'application/pdf', content: `${aPdf}\n%tunoidungtep\n%%EOF` })
await app.inject({ method: 'POST', url: `/vi/deals/${deal}/documents`, headers: { ...upload.headers, ...headers.member }, payload: upload.payload })
await anInvitation(db, institute, people.member.person_id!, 'tuloimoi@example.test')
await someCollections(db, people.moderator, offer, 'dauhieu tubosuutap')
await db.insertInto('organisation_legal').values({ organisation_id: institute, representative_name: 'tudaidien', updated_at: noon } as never).execute()
await db.insertInto('notice').values({ person_id: people.member.person_id!, kind: 'message', what: { vi: 'tuthongbao', en: 'tuthongbao' }, path: '/work', at: now } as never).execute().catch(() => {})
await db.insertInto('outgoing_mail').values({ to_address: 'ai@example.test', subject: 'Thư', body: 'tuthudi', locale: 'vi', created_at: noon, sent_at: null, last_error: null }).execute()
await db.insertInto('expert').values({ person_id: people.other.person_id!, headline_vi: 'dauhieu tuchuyengia', availability: 'available', search: 'dauhieu tuchuyengia', created_at: noon, updated_at: noon } as never).execute()

/** Secret word → who may find it. Whoever is not named may not. */
const words: Record<string, { who: readonly string[]; why: string }> = {
  tucongkhai: { who: everyone, why: 'a published listing' },
  tubannhap: { who: inside, why: 'a draft' }, tubannhapphan: { who: inside, why: 'a confidential part of a draft' },
  tuchoduyet: { who: [...inside, ...queue], why: 'a listing under review' },
  tudangnhap: { who: [...people_, ...everyone.filter((name) => name.startsWith('key'))], why: 'a part for people who signed in' },
  tuduocphep: { who: [...inside, 'granted', 'nda', 'moderator', 'inspector'], why: 'a part for those given access' },
  tubimat: { who: [...inside, 'nda', 'inspector'], why: 'a part under the NDA' },
  tucongbo: { who: everyone, why: 'what a published offer claims' }, tudoichieu: { who: everyone, why: 'evidence a moderator compared' },
  tuchodoichieu: { who: [...inside, ...queue], why: 'evidence that waits to be compared' }, tukhongnhan: { who: [...inside, ...queue], why: 'evidence that was not accepted' }, tulydo: { who: [...inside, ...queue], why: 'why evidence was not accepted' },
  tutepcongkhainoidung: { who: everyone, why: 'a public file of evidence' }, tutepduocphepnoidung: { who: [...inside, 'granted', 'nda', 'moderator', 'inspector'], why: 'a file of evidence for those given access' }, tutepbimatnoidung: { who: [...inside, 'nda', 'moderator', 'inspector'], why: 'a file of evidence under the NDA, which moderators open to compare it' },
  tutepduocphep: { who: [...inside, 'granted', 'nda', 'moderator', 'inspector'], why: 'the name of that file' }, tutepbimat: { who: [...inside, 'nda', 'moderator', 'inspector'], why: 'the name of that file' },
  tutepchonoidung: { who: [...inside, 'moderator', 'inspector'], why: 'a file that waits to be compared' }, tutepkhongnhannoidung: { who: [...inside, 'moderator', 'inspector'], why: 'a file that was not accepted' },
  tumucdich1: { who: [...inside, 'granted'], why: 'why somebody asks for access' },
  tunguoiky: { who: [...inside, 'nda', 'inspector'], why: 'who signed the NDA' },
  tuquantam: { who: [...parties, ...readsDeals], why: 'an expression of interest' },
  tutuchoigoiy: { who: ['member', 'viewer', 'colleague'], why: 'why an organisation declined a suggested match' }, tuphandoilydo: { who: ['officer', 'administrator', 'observer', 'inspector'], why: 'which reason of a match somebody calls wrong' },
  tutinnhan: { who: [...parties, ...readsDeals], why: 'a message in a deal file' },
  tutailieu: { who: [...parties, ...readsDeals], why: 'the name of a deal’s document' }, tunoidungtep: { who: [...parties, ...readsDeals], why: 'the content of a deal’s document' },
  'tuloimoi@example.test': { who: ['member', 'viewer', 'colleague'], why: 'whom an organisation invites' },
  tubosuutap: { who: ['moderator', 'administrator', 'programme_officer', 'observer', 'inspector'], why: 'a collection nobody published' },
  tudaidien: { who: people_, why: 'a legal representative' },
  tuthudi: { who: [], why: 'a letter that waits to be sent' },
  tuchuyengia: { who: ['other', 'moderator', 'officer', 'auction_officer', 'programme_officer', 'administrator', 'observer', 'inspector'], why: 'a profile nobody published' },
}

/** Every address there is: each route with every number that could be an id of something here, and the searches. */
const ids = ['1', '2', '3', '4', '5', '6'], few = ['1', '2']
/** Open in development only, and said so there: every letter as sent. */
const left = new Set(['/vi/mail', '/en/mail'])
const values: Record<string, string[]> = { slug: ['say-lanh', 'ban-nhap'], name: ['x'], file: ['pages.xml', 'listings-0.xml', 'organisations-0.xml'], token: ['x'], kind: ['message'], list: ['ward', 'trl'], code: ['x'] }
function addressesOf(route: string): string[] {
  const open = /:([a-z_]+)/.exec(route)
  if (!open) return [route]
  // One deal lies here, and at most two of anything in its file: the second number is somebody else's or nobody's.
  const known = /\/deals\//.test(route) ? few : ids
  return (values[open[1]!] ?? known).flatMap((value) => addressesOf(route.replace(open[0], value)))
}
/** Words lie compressed in these; what they hold is read back in promotion/share.test.tsx and figures/market.test.ts. */
const packed = /\.(pdf|png|xlsx)$/
const routes = routesOf(app).filter((route) => !route.includes('*') && !left.has(route) && !route.startsWith('/live') && !packed.test(route))
const addresses = [...new Set([
  ...routes.filter((route) => !route.startsWith('/en') || !route.includes(':')).flatMap(addressesOf),
  // What is searched for comes back in the page: so the question is a sign that stands beside every secret word.
  ...['/vi/search', '/vi/organisations', '/vi/experts', '/api/v1/listings', '/api/v1/organisations', '/api/v1/experts'].map((path) => `${path}?q=dauhieu`), '/api/v1/interests?direction=sent', '/api/v1/my/listings?state=draft',
  `/vi/audit?subject=listing:${offer}`, `/vi/audit?subject=deal:${deal}`, '/vi/deals?filter=all', '/vi/search?sort=newest&page=1',
])]

/** Where an organisation is met as itself and not as the one behind a need: its own page, the list of all, and what staff do with it. */
const organisationItself = /\/(organisations|administration|audit|log)(\b|\/)/
const insidersOfNeed = ['moderator', 'officer', 'administrator', 'observer', 'inspector', 'auction_officer', 'programme_officer']

/** What every reader finds at every address: one walk, since each takes minutes. */
const walk = { failures: [] as string[], leaks: [] as string[], named: [] as string[], needSeen: 0, found: new Map<string, Set<string>>() }
let from = 0
const patterns = Object.entries(words).map(([word, { who, why }]) => ({ word, who, why, pattern: new RegExp(`${word}(?![a-z])`) }))
async function look(reader: string, url: string): Promise<string> {
  const answer = await app.inject({ url, headers: { 'x-forwarded-for': `10.${40 + (++from >> 16)}.${(from >> 8) & 255}.${from & 255}`, ...headers[reader] } })
  if (answer.statusCode >= 500) walk.failures.push(`${reader} ${url}: ${answer.statusCode}`)
  const said = `${answer.body}\n${JSON.stringify(answer.headers)}`
  for (const { word, who, why, pattern } of patterns) {
    if (!pattern.test(said)) continue
    walk.found.set(word, (walk.found.get(word) ?? new Set()).add(reader))
    if (!who.includes(reader)) walk.leaks.push(`${reader} reads ${why} (${word}) at ${url} (${answer.statusCode})`)
  }
  if (!insidersOfNeed.includes(reader) && !organisationItself.test(url)) {
    if (answer.body.includes('Cần lò sấy dauhieu')) walk.needSeen += 1
    if (answer.body.includes('tugiauten')) walk.named.push(`${reader} at ${url}`)
  }
  return answer.body
}
beforeAll(async () => {
  const ofNeed = [`/vi/needs/${anonymousNeed}`, `/vi/needs/${anonymousNeed}/interest`, `/vi/offers/${offer}`, `/vi/interests/${toHidden}`, `/api/v1/interests/${toHidden}`]
  for (const reader of everyone) {
    for (const url of new Set([...addresses, ...ofNeed])) if (url.startsWith('/api') === reader.startsWith('key') || reader === 'anonymous') await look(reader, url)
  }
}, 900_000)

test('nobody finds a word that is not for them, at any address, and each word is found by somebody it is for', () => {
  expect(routes.length).toBeGreaterThan(120)
  expect(walk.failures).toEqual([])
  expect(walk.leaks).toEqual([])
  const unseen = Object.entries(words).flatMap(([word, { who }]) => who.filter((reader) => !walk.found.get(word)?.has(reader) && !(reader.startsWith('key') && !inApi.has(word))).map((reader) => `${word}: ${reader}`))
  expect(unseen).toEqual([])
})
/** What the interface for programs tells at all. */
const inApi = new Set(['tucongkhai', 'tubannhap', 'tuchoduyet', 'tuquantam', 'tutinnhan'])

test('no stranger to an anonymous need is told whose it is: on none of its pages, in no list, feed, answer or search by that name', async () => {
  for (const reader of everyone.filter((name) => !insidersOfNeed.includes(name))) {
    if ((await look(reader, '/vi/search?q=tugiauten')).includes(`/needs/${anonymousNeed}`)) walk.named.push(`${reader} finds it by that name`)
    if ((await look(reader, `/vi/organisations/${hidden}`)).includes(`/needs/${anonymousNeed}`)) walk.named.push(`${reader} finds it on its organisation’s page`)
  }
  expect(walk.named.filter((line) => !line.endsWith('/vi/search?q=tugiauten'))).toEqual([])
  expect(walk.needSeen).toBeGreaterThan(20)
  expect((await app.inject({ url: `/vi/needs/${anonymousNeed}`, headers: headers.moderator ?? {} })).body).toContain('tugiauten')
})
