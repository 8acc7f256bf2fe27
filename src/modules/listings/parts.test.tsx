import multipartForms from '@fastify/multipart'
import { HtmlValidate } from 'html-validate'
import { sql } from 'kysely'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, testDatabase } from '../../../tests/database.ts'
import { aListing, aPdf, multipart } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous } from '../../core/context.ts'
import { readAs } from '../../core/database.ts'
import { Refused } from '../../platform/refusal.ts'
import { openStorage } from '../../platform/storage.ts'
import { acceptNda, askAccess, giveAccess, withdrawAccess } from '../disclosure/commands.ts'
import { currentText, grantsOn, readingOf, requestsOn, viewsOn } from '../disclosure/queries.ts'
import { type KeptTier, tiers } from '../disclosure/schema.ts'
import { receiveUpload } from '../documents/commands.ts'
import { readableDocument } from '../documents/queries.ts'
import { documentRoutes } from '../documents/routes.tsx'
import { listingPages } from '../matching/routes.tsx'
import { workRoutes } from '../work/routes.tsx'
import { publishedListings } from './export.ts'
import { refreshSearch } from './indexing.ts'
import { addKeptDocument, keptDocuments, moveKeptDocument, openKept, removeKeptDocument, saveParts, SaveParts } from './part-commands.ts'
import { accessDuties, keptOf, partsUpTo, subjectName, subjectOf } from './part-queries.ts'
import { keptRoutes } from './parts-routes.tsx'
import { Readable } from 'node:stream'
import { listingFor } from './queries.ts'
import { listingRoutes } from './routes.tsx'
import { partNames } from './schema.ts'

const { db, asOwner } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-kept-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const now = () => new Date()
const uploads = { storage, uploadMaxBytes: 1_000_000 }
const { get, post } = await openPages(db, (app) => { listingRoutes(app, uploads); keptRoutes(app, uploads); listingPages(app, async () => null); workRoutes(app) }, {
  now, root: (app) => { app.register(multipartForms); documentRoutes(app, storage, { listing_document: keptDocuments }) },
})

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch'), partner = await anOrganisation(db, 'cooperative', 'Hợp tác xã Đồi Sim'), unsigned = await anOrganisation(db, 'cooperative', 'Hợp tác xã Chưa Ký'), third = await anOrganisation(db, 'university', 'Trường Khác')
const people = {
  owner: await aPerson(db, { organisation: institute, name: 'Lan' }), editor: await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), viewer: await aPerson(db, { organisation: institute, role: 'viewer', name: 'Vy' }),
  granted: await aPerson(db, { organisation: enterprise, name: 'Hòa' }), nda: await aPerson(db, { organisation: partner, name: 'Sim' }), unsigned: await aPerson(db, { organisation: unsigned, name: 'Chưa' }), other: await aPerson(db, { organisation: third, name: 'Khách' }), alone: await aPerson(db),
  moderator: await aPerson(db, { staff: ['moderator'], name: 'Quân' }), inspector: await aPerson(db, { staff: ['inspector'], name: 'Thanh' }), observer: await aPerson(db, { staff: ['observer'] }), administrator: await aPerson(db, { staff: ['administrator'] }), officer: await aPerson(db, { staff: ['deal_officer'] }),
}
const readers: Record<string, Actor> = { anonymous, ...people }
const at = (actor: Actor, when = now()) => ctxOf(db, actor, when)
const quiet = { error: () => {} }
const codeOf = async (work: Promise<unknown>): Promise<string> => { try { await work; return 'done' } catch (error) { return error instanceof Refused ? error.refusal.code : String(error) } }

const listing = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const subject = subjectName(listing)
const whole = () => ({ id: listing, organisation_id: institute, state: 'published' as const })
/** A word nobody else uses for each tier, so that where it turns up says what leaked. */
const secret: Record<KeptTier, string> = { signed_in: 'KINMOT', granted: 'KINHAI', nda: 'KINBA' }
const values = (more: Record<string, string | number> = {}) => SaveParts.parse({
  id: listing, version: 0, contact_tier: 'signed_in', contact_vi: `Bà Lan ${secret.signed_in}`, costs_tier: 'granted', costs_vi: `Đơn giá ${secret.granted}`, costs_en: `Price ${secret.granted}`, know_how_tier: 'nda', know_how_vi: `Bí quyết ${secret.nda}`, ...more,
})
const receive = (content: string, name = 'tai-lieu.pdf') => receiveUpload(at(people.owner), storage, { stream: Readable.from([Buffer.from(content)]), filename: name, maxBytes: 1_000_000, truncated: () => false }, 'document')
const addDocument = async (title: string, tier: KeptTier, series: number | null = null, content = aPdf) => addKeptDocument(at(people.owner), { id: listing, series, title, tier }, await receive(content))
const documentsOf = (series: number) => db.selectFrom('listing_document').selectAll().where('listing_id', '=', listing).where('series', '=', series).orderBy('version').execute()

async function grantTo(actor: Actor, tier: 'granted' | 'nda', signed: boolean): Promise<number> {
  const request_id = await askAccess(at(actor), { subject, tier, purpose: 'Đánh giá khả năng lắp đặt máy.' })
  const grant_id = await giveAccess(at(people.owner), { request_id, tier, days: 90, limits: '' })
  const text = await currentText(db, now())
  if (signed) await acceptNda(at(actor), { grant_id, text_version: text.version, text_sha256: text.sha256, full_name: actor.name, position: 'Giám đốc', agreed: 'yes' })
  return grant_id
}
const series: Record<KeptTier, number> = { signed_in: 0, granted: 0, nda: 0 }
beforeAll(async () => {
  await saveParts(at(people.owner), values())
  for (const tier of ['signed_in', 'granted', 'nda'] as const) series[tier] = await addDocument(`Tài liệu mức ${tier}`, tier, null, aPdf.replace('Catalog', `Catalog/${secret[tier]}`))
  await grantTo(people.granted, 'granted', false)
  await grantTo(people.unsigned, 'nda', false)
  await grantTo(people.nda, 'nda', true)
  await refreshSearch(db, [listing])
})

/** Reader · the highest tier they may have while the listing is published. */
const expected: [keyof typeof people | 'anonymous', (typeof tiers)[number]][] = [
  ['anonymous', 'public'], ['owner', 'nda'], ['editor', 'nda'], ['viewer', 'nda'], ['granted', 'granted'], ['unsigned', 'granted'], ['nda', 'nda'], ['other', 'signed_in'], ['alone', 'signed_in'],
  ['moderator', 'granted'], ['inspector', 'nda'], ['observer', 'signed_in'], ['administrator', 'signed_in'], ['officer', 'signed_in'],
]
const within = (tier: (typeof tiers)[number]) => (Object.keys(secret) as KeptTier[]).filter((one) => tiers.indexOf(one) <= tiers.indexOf(tier))
const mentioned = (text: string) => (Object.keys(secret) as KeptTier[]).filter((tier) => text.includes(secret[tier]))

describe('What each reader gets', () => {
  test.each(expected)('%s reads up to %s: on the page, in both languages, and of the files.', async (name, tier) => {
    const reader = readers[name] as Actor
    for (const locale of ['vi', 'en']) {
      const { body, statusCode } = await get(`/${locale}/offers/${listing}`, reader)
      expect(statusCode).toBe(200)
      expect(mentioned(body)).toEqual(within(tier))
      expect(mentioned(/<script type="application\/ld\+json">.*?<\/script>/.exec(body)?.[0] ?? '')).toEqual([])
      expect(body).toMatch(locale === 'vi' ? /Thông tin theo mức quyền xem/ : /Information by level of access/)
    }
    for (const of of Object.keys(series) as KeptTier[]) {
      expect((await get(`/files/${(await documentsOf(series[of]))[0]?.document_id}/x.pdf`, reader)).statusCode, of).toBe(within(tier).includes(of) ? 200 : 404)
    }
  })
  test('Titles are told to whoever signed in; strangers learn that there are documents.', async () => {
    expect((await get(`/vi/offers/${listing}`, people.other)).body).toContain('Tài liệu mức nda')
    const { body } = await get(`/vi/offers/${listing}`)
    expect(body).not.toContain('Tài liệu mức')
    expect(body).toContain('1 tài liệu')
  })
  test('Each is told what to do to read more.', async () => {
    const says = async (actor: Actor) => (await get(`/vi/offers/${listing}`, actor)).body
    expect(await says(anonymous)).toContain(`/vi/sign-in?next=${encodeURIComponent(`/vi/offers/${listing}`)}`)
    expect(await says(people.other)).toContain(`/vi/my/access/listings/${listing}`)
    expect(await says(people.unsigned)).toMatch(/\/vi\/my\/access\/grants\/\d+\/nda/)
    expect(await says(people.alone)).toContain('Quyền xem được cấp cho tổ chức')
    expect(await says(people.moderator)).toContain('Vai trò của bạn ở Sàn không cho đọc')
    expect(await says(people.nda)).toContain('Tổ chức bạn có quyền xem đến ngày')
  })
  test('While the listing is not published, only its own people and those who review or supervise have any of it.', async () => {
    const inside = { owner: 'nda', editor: 'nda', viewer: 'nda' } as const
    for (const [state, readable] of [['submitted', { ...inside, moderator: 'granted', inspector: 'nda' }], ['closed', { ...inside, moderator: 'granted', inspector: 'nda' }], ['draft', inside]] as const) {
      await db.updateTable('listing').set({ state }).where('id', '=', listing).execute()
      try {
        for (const [name] of expected) {
          const tier = (readable as Record<string, (typeof tiers)[number]>)[name] ?? 'public'
          const { body } = await get(`/vi/offers/${listing}`, readers[name] as Actor)
          expect(mentioned(body), `${name}, ${state}`).toEqual(within(tier))
          for (const of of Object.keys(series) as KeptTier[]) expect((await get(`/files/${(await documentsOf(series[of]))[0]?.document_id}/x.pdf`, readers[name] as Actor)).statusCode, `${name}, ${state}, ${of}`).toBe(within(tier).includes(of) ? 200 : 404)
        }
      } finally { await db.updateTable('listing').set({ state: 'published' }).where('id', '=', listing).execute() }
    }
  })
})

/** Asked of PostgreSQL as that reader, with every condition of the program left out. */
describe('The second wall', () => {
  test.each(expected)('%s finds nothing above %s.', async (name, tier) => {
    const as = readAs(db, readers[name] as Actor)
    const parts = await as.selectFrom('listing_part').selectAll().execute()
    expect(mentioned(JSON.stringify(parts))).toEqual(within(tier))
    expect((await as.selectFrom('listing_document').select('tier').where('current', '=', true).execute()).map((row) => row.tier).toSorted()).toEqual(within(tier).toSorted())
    expect(mentioned(JSON.stringify(await partsUpTo(as, listing, 'nda')))).toEqual(within(tier))
  })
  test('It and the program’s table agree about every reader in every state.', async () => {
    for (const state of ['published', 'submitted', 'returned', 'closed', 'draft'] as const) {
      await db.updateTable('listing').set({ state }).where('id', '=', listing).execute()
      try {
        for (const [name] of expected) {
          const { rows: [wall] } = await sql<{ rank: number }>`select reader_tier(${listing}) as rank`.execute(readAs(db, readers[name] as Actor))
          const { tier } = await readingOf(at(readers[name] as Actor), subjectOf({ ...whole(), state }))
          expect(tiers[wall?.rank ?? -1], `${name}, ${state}`).toBe(tier)
        }
      } finally { await db.updateTable('listing').set({ state: 'published' }).where('id', '=', listing).execute() }
    }
  })
  test('Nobody but the owner’s editors writes parts or documents.', async () => {
    for (const name of ['viewer', 'granted', 'nda', 'other', 'moderator', 'inspector', 'administrator'] as const) {
      const as = readAs(db, people[name])
      await expect(as.insertInto('listing_part').values({ listing_id: listing, name: 'technical', tier: 'signed_in', text_vi: 'x', text_en: '', changed_by: null, changed_at: now() }).execute(), name).rejects.toThrow(/row-level security/)
      expect((await as.updateTable('listing_part').set({ tier: 'signed_in' }).where('listing_id', '=', listing).where('name', '<>', 'know_how').executeTakeFirst()).numUpdatedRows, name).toBe(0n)
      expect((await as.updateTable('listing_document').set({ tier: 'signed_in' }).where('listing_id', '=', listing).executeTakeFirst()).numUpdatedRows, name).toBe(0n)
    }
    await expect(sql`update listing_part set tier = 'signed_in' where name = 'know_how'`.execute(db)).rejects.toThrow(/check constraint/)
    for (const gone of ['listing_part', 'listing_document']) await expect(sql`delete from ${sql.table(gone)}`.execute(db)).rejects.toThrow(/permission denied/)
  })
})

/** The program's own conditions, where PostgreSQL would hand out every row. */
describe('The first wall', () => {
  test.each(expected)('%s gets nothing above %s from the program.', async (name, tier) => {
    const ctx = { ...at(readers[name] as Actor), db }
    const kept = await openKept(ctx, whole(), quiet)
    expect(mentioned(JSON.stringify(kept))).toEqual(within(tier))
    expect(kept.documents.map((row) => row.tier).toSorted()).toEqual(within(tier).toSorted())
    expect(mentioned(JSON.stringify(await partsUpTo(db, listing, tier)))).toEqual(within(tier))
    const of = await addDocument('Bản cũ và bản mới', 'signed_in')
    await addDocument('Bản cũ và bản mới', 'signed_in', of)
    const [old] = await documentsOf(of)
    const document = await db.selectFrom('document').selectAll().where('id', '=', old?.document_id ?? 0).executeTakeFirstOrThrow()
    expect(await keptDocuments(ctx, document) !== null).toBe(['owner', 'editor', 'viewer'].includes(name))
    await removeKeptDocument(at(people.owner), { id: listing, series: of })
  })
})

describe('Editing', () => {
  test('Owners and editors edit; to others the page does not exist; know-how never goes below given access.', async () => {
    for (const [name, status] of [['owner', 200], ['editor', 200], ['viewer', 404], ['granted', 404], ['moderator', 404], ['inspector', 404], ['anonymous', 303]] as const) expect((await get(`/vi/my/listings/${listing}/confidential`, readers[name])).statusCode, name).toBe(status)
    for (const name of ['viewer', 'granted', 'moderator'] as const) expect(await codeOf(saveParts(at(people[name]), values()))).toBe('not_found')
    expect(SaveParts.safeParse({ id: listing, version: 0, know_how_tier: 'signed_in' }).success).toBe(false)
    for (const name of partNames) expect(SaveParts.safeParse({ id: listing, version: 0, [`${name}_tier`]: 'public' }).success, name).toBe(false)
  })
  test('The log says which fields changed and nothing of what they say; the public page stays as approved.', async () => {
    const before = await db.selectFrom('listing').select(['state', 'version']).where('id', '=', listing).executeTakeFirstOrThrow()
    const { version } = await keptOf(db, listing)
    await saveParts(at(people.editor), values({ version, costs_en: `Another price ${secret.granted}`, contact_tier: 'granted' }))
    await saveParts(at(people.editor), values({ version: (await keptOf(db, listing)).version }))
    await saveParts(at(people.editor), values({ version: (await keptOf(db, listing)).version })) // nothing new: no event
    const events = await db.selectFrom('event').select(['type', 'data']).where('subject', '=', subject).where('type', '=', 'disclosure.parts_changed').orderBy('id').execute()
    expect(events.map(({ data }) => (data as { fields: string[] }).fields)).toEqual([expect.arrayContaining(['contact.text_vi', 'costs.text_vi', 'costs.text_en', 'know_how.text_vi']), ['contact.tier', 'costs.text_en'], ['contact.tier', 'costs.text_en']])
    expect(mentioned(JSON.stringify(await db.selectFrom('event').selectAll().execute()))).toEqual([])
    expect(await db.selectFrom('listing').select(['state', 'version']).where('id', '=', listing).executeTakeFirstOrThrow()).toEqual(before)
  })
  test('Two editors saving at once: one is told, and keeps what was typed.', async () => {
    const { version } = await keptOf(db, listing)
    const codes = await Promise.all([codeOf(saveParts(at(people.owner), values({ version, technical_vi: 'Bản của Lan' }))), codeOf(saveParts(at(people.editor), values({ version, technical_vi: 'Bản của Minh' })))])
    expect(codes.toSorted()).toEqual(['changed_meanwhile', 'done'])
    const again = await post(`/vi/my/listings/${listing}/confidential`, { version, know_how_tier: 'nda', technical_vi: 'Bản viết muộn' }, people.editor)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('Bản viết muộn')
    expect(again.body).toContain(`name="version" value="${(await keptOf(db, listing)).version}"`)
    await saveParts(at(people.owner), values({ version: (await keptOf(db, listing)).version }))
  })
})

describe('Documents', () => {
  test('A new version replaces the old for readers and overwrites nothing; the owner keeps both.', async () => {
    const of = await addDocument('Báo cáo thử nghiệm', 'granted')
    await addDocument('Báo cáo thử nghiệm, bản sửa', 'granted', of, aPdf.replace('Catalog', 'Catalog/Moi'))
    const [first, second] = await documentsOf(of)
    expect([first?.version, first?.current, second?.version, second?.current]).toEqual([1, false, 2, true])
    const got = async (name: keyof typeof people, document?: number) => (await get(`/files/${document}/x.pdf`, people[name])).statusCode
    expect([await got('granted', first?.document_id), await got('granted', second?.document_id), await got('inspector', first?.document_id)]).toEqual([404, 200, 404])
    for (const row of [first, second]) for (const name of ['owner', 'viewer'] as const) expect(await got(name, row?.document_id)).toBe(200)
    await moveKeptDocument(at(people.editor), { id: listing, series: of, tier: 'nda' })
    expect(await got('granted', second?.document_id)).toBe(404)
    await removeKeptDocument(at(people.editor), { id: listing, series: of })
    expect([await got('nda', second?.document_id), await got('owner', second?.document_id)]).toEqual([404, 200])
    expect(await codeOf(addDocument('Bản sau khi gỡ', 'granted', of))).toBe('document_removed')
    expect(await codeOf(addDocument('Không có', 'granted', 999))).toBe('not_found')
  })
  test('Two versions sent at once are two versions, one of them current.', async () => {
    const of = await addDocument('Bản vẽ', 'granted')
    await Promise.all([addDocument('Bản vẽ A', 'granted', of), addDocument('Bản vẽ B', 'granted', of)])
    expect((await documentsOf(of)).map(({ version, current }) => [version, current])).toEqual([[1, false], [2, false], [3, true]])
    await removeKeptDocument(at(people.owner), { id: listing, series: of })
  })
  test('A bad file or a missing title is said at the form, and nothing of it is kept.', async () => {
    const form = await multipart({ title: '', tier: 'granted' }, { name: 'x.pdf', type: 'application/pdf', content: aPdf })
    expect(form.payload.length).toBeGreaterThan(0)
    const before = (await db.selectFrom('listing_document').selectAll().execute()).length
    expect(await codeOf(receive('MZ not a pdf', 'x.pdf'))).toBe('file_type_refused')
    expect((await db.selectFrom('listing_document').selectAll().execute()).length).toBe(before)
  })
})

describe('Views', () => {
  const looked = async () => (await viewsOn(db, subject)).map(({ person_name, part }) => `${person_name}: ${part}`)
  test('Every look above public is recorded with what was shown, and the owner’s own leave no trace.', async () => {
    const all = await looked()
    for (const line of ['Khách: contact', 'Hòa: contact', 'Hòa: costs', `Hòa: document:${series.granted}`, 'Sim: know_how', `Sim: document:${series.nda}`, 'Thanh: know_how', 'Quân: costs']) expect(all).toContain(line)
    for (const never of ['Lan: contact', 'Vy: costs', 'Khách: costs', 'Quân: know_how', 'Hòa: know_how', `Quân: document:${series.nda}`]) expect(all).not.toContain(never)
    expect(new Set(all).size).toBe(all.length) // once an hour
  })
  test('The owner reads who looked, with names and organisations; nobody else has that page.', async () => {
    const { body } = await get(`/vi/my/listings/${listing}/access`, people.viewer)
    for (const word of ['Hòa', 'Công ty Rau sạch', 'Thanh', 'Sàn giao dịch', 'Bí quyết']) expect(body).toContain(word)
    expect(mentioned(body)).toEqual([])
    for (const name of ['granted', 'other', 'moderator', 'inspector', 'administrator'] as const) expect((await get(`/vi/my/listings/${listing}/access`, people[name])).statusCode, name).toBe(404)
  })
  test('Where a view cannot be recorded, nothing above public is shown and no file is sent; the public page stays.', async () => {
    await asOwner('revoke insert on disclosure_view from techex_app')
    try {
      for (const name of ['granted', 'nda', 'inspector', 'other'] as const) {
        const answer = await get(`/vi/offers/${listing}`, people[name])
        expect(answer.statusCode).toBe(200)
        expect(mentioned(answer.body)).toEqual([])
        expect(answer.body).toContain('Chưa ghi được lượt xem')
        const file = await readableDocument(at(people[name]), { listing_document: keptDocuments }, (await documentsOf(series.signed_in))[0]?.document_id ?? 0)
        await expect(file?.recordView()).rejects.toThrow(/permission denied/) // before the first byte is sent
      }
      expect(mentioned((await get(`/vi/offers/${listing}`, people.owner)).body)).toEqual(within('nda'))
    } finally { await asOwner('grant insert on disclosure_view to techex_app') }
  })
})

describe('The end of access', () => {
  test('Withdrawn while they read: a request begun after it shows nothing, and whatever was shown was recorded.', async () => {
    const asker = await aPerson(db, { organisation: await anOrganisation(db), name: 'Người đọc nhanh' })
    const grant_id = await grantTo(asker, 'granted', false)
    let withdrawn = false
    const seen: { begun_after: boolean; costs: boolean }[] = []
    const read = async () => { const begun_after = withdrawn; const { parts } = await openKept(at(asker), whole(), quiet); seen.push({ begun_after, costs: parts.some(({ name }) => name === 'costs') }) }
    const reading = (async () => { for (let i = 0; i < 30; i++) await Promise.all([read(), read()]) })()
    await new Promise((done) => { setTimeout(done, 30) })
    await withdrawAccess(at(people.owner), { grant_id, reason: 'Dừng ngay trong lúc đang đọc.' })
    withdrawn = true
    await reading
    await read()
    expect(seen.some(({ costs }) => costs)).toBe(true)
    expect(seen.filter(({ begun_after, costs }) => begun_after && costs)).toEqual([])
    expect((await viewsOn(db, subject)).some(({ person_name, part }) => person_name === 'Người đọc nhanh' && part === 'costs')).toBe(true)
    expect(mentioned(JSON.stringify(await readAs(db, asker).selectFrom('listing_part').selectAll().execute()))).toEqual(['signed_in'])
  })
  test('Expired by time, to the program’s clock and to PostgreSQL’s alike.', async () => {
    const asker = await aPerson(db, { organisation: await anOrganisation(db) })
    await grantTo(asker, 'granted', false)
    const later = new Date(now().getTime() + 91 * 86_400_000)
    expect((await openKept(at(asker, later), whole(), quiet)).parts.map(({ name }) => name)).toEqual(['contact'])
    await asOwner(`update access_grant set given_at = now() - interval '2 days', expires_at = now() - interval '1 second' where organisation_id = ${asker.organisation_id}`)
    expect(mentioned(JSON.stringify(await readAs(db, asker).selectFrom('listing_part').selectAll().execute()))).toEqual(['signed_in'])
    expect(mentioned((await get(`/vi/offers/${listing}`, asker)).body)).toEqual(['signed_in'])
  })
  test('Somebody of two organisations reads what the one they act for was given.', async () => {
    const both = await aPerson(db, { organisation: enterprise })
    await db.insertInto('membership').values({ organisation_id: third, person_id: both.person_id ?? 0, role: 'editor', since: now() }).execute()
    const memberships = [...both.memberships, { organisation_id: third, role: 'editor' as const }]
    expect((await openKept(at({ ...both, memberships }), whole(), quiet)).reading.tier).toBe('granted')
    expect((await openKept(at({ ...both, memberships, organisation_id: third }), whole(), quiet)).reading.tier).toBe('signed_in')
  })
})

describe('Nothing above the tier turns up elsewhere', () => {
  test('Not in search, its index, the export, the timeline, or the listing a page is made of.', async () => {
    for (const word of Object.values(secret)) {
      for (const reader of [anonymous, people.other, people.owner]) expect((await get(`/vi/search?q=${word}`, reader)).body).not.toMatch(/Máy sấy lạnh rau quả/)
    }
    const { search } = await db.selectFrom('listing').select('search').where('id', '=', listing).executeTakeFirstOrThrow()
    expect(mentioned(search.toUpperCase())).toEqual([])
    for await (const row of publishedListings(db, 'offer')) expect(mentioned(JSON.stringify(row))).toEqual([])
    for (const reader of Object.values(readers)) expect(mentioned(JSON.stringify(await listingFor(at(reader), listing)))).toEqual([])
  })
})

const checker = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'], rules: { 'no-inline-style': 'error', 'long-title': 'off', 'require-sri': 'off', 'doctype-style': 'off', 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-implicit-button-type': 'off', 'prefer-native-element': 'off', 'no-trailing-whitespace': 'off', 'element-required-attributes': 'error', 'valid-autocomplete': 'off' } })
test('Every page is sound HTML, with labels, captions and headings in order.', async () => {
  const request = (await requestsOn(db, subject))[0]?.id, grants = await grantsOn(db, subject, now())
  const grant = grants.find(({ state, organisation_id }) => state === 'in_force' && organisation_id === partner), waiting = grants.find(({ organisation_id }) => organisation_id === unsigned)
  const own = `/my/listings/${listing}`
  for (const [path, as] of [[`/offers/${listing}`, people.nda], [`/offers/${listing}`, anonymous], [`${own}/confidential`, people.owner], [`${own}/access`, people.owner], [`${own}/access/requests/${request}`, people.owner], [`${own}/access/grants/${grant?.id}`, people.owner],
    ['/my/access', people.nda], ['/my/access', people.alone], [`/my/access/listings/${listing}`, people.other], [`/my/access/listings/${listing}`, people.owner], [`/my/access/grants/${waiting?.id}/nda`, people.unsigned], [`/my/access/acceptances/${grant?.acceptance_id}`, people.owner]] as const) for (const locale of ['vi', 'en']) {
    const { body, statusCode } = await get(`/${locale}${path}`, as)
    expect(statusCode, path).toBe(200)
    const { results } = await checker.validateString(body)
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${path} ${line}: ${ruleId} ${message}`))).toEqual([])
  }
})

describe('By the pages', () => {
  test('A request goes from the listing to the owner’s work, is given, signed and withdrawn, each page saying what is next.', async () => {
    const buyer = await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Mới'), name: 'Phạm Văn Mới' })
    const asking = `/vi/my/access/listings/${listing}`
    expect((await post(asking, { tier: 'nda', purpose: 'ngắn' }, buyer)).statusCode).toBe(422)
    expect((await post(asking, { tier: 'nda', purpose: 'Đánh giá để lắp tại xưởng của chúng tôi.' }, buyer)).headers.location).toBe('/vi/my/access?done=sent')
    expect((await accessDuties(db, people.editor, now())).map(({ href, text }) => [href, text.vi])).toEqual([[`/my/listings/${listing}/access`, 'Trả lời đề nghị xem của Công ty Mới: Máy sấy lạnh rau quả']])
    expect((await get('/vi/work', people.editor)).body).toContain('Trả lời đề nghị xem của Công ty Mới')
    expect(await accessDuties(db, people.viewer, now())).toEqual([])
    const page = (await get(`/vi/my/listings/${listing}/access`, people.editor)).body
    const request = /access\/requests\/(\d+)/.exec(page)?.[1]
    const answering = `/vi/my/listings/${listing}/access/requests/${request}`
    expect((await get(answering, people.editor)).statusCode).toBe(200)
    for (const name of ['viewer', 'granted', 'moderator'] as const) expect((await get(answering, people[name])).statusCode).toBe(404)
    expect((await post(`${answering}/grant`, { tier: 'nda', days: 366, limits: '' }, people.editor)).statusCode).toBe(422)
    expect((await post(`${answering}/grant`, { tier: 'nda', days: 30, limits: 'Chỉ đọc.' }, people.editor)).headers.location).toBe(`/vi/my/listings/${listing}/access?done=access_given`)
    expect((await post(`${answering}/refusal`, { reason: 'Đã cấp rồi mà lại từ chối.' }, people.editor)).statusCode).toBe(409)
    const [duty] = await accessDuties(db, buyer, now())
    const signing = `/vi${duty?.href}`
    const form = await get(signing, buyer)
    expect(form.body).toMatch(/Cam kết bảo mật thông tin/)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form.body)?.[1] ?? ''
    const signed = { text_version: hidden('text_version'), text_sha256: hidden('text_sha256'), full_name: 'Phạm Văn Mới', position: 'Giám đốc' }
    expect((await post(signing, signed, buyer)).statusCode).toBe(422) // not agreed
    const accepted = await post(signing, { ...signed, agreed: 'yes' }, buyer)
    expect(accepted.headers.location).toMatch(/\/vi\/my\/access\/acceptances\/\d+\?done=nda_accepted/)
    const printed = String(accepted.headers.location).split('?')[0] ?? ''
    for (const actor of [buyer, people.viewer, people.inspector]) expect((await get(printed, actor)).body.replaceAll(/<wbr\/?>/g, '')).toContain(signed.text_sha256)
    expect((await get(printed, people.other)).statusCode).toBe(404)
    expect(mentioned((await get(`/vi/offers/${listing}`, buyer)).body)).toEqual(within('nda'))
    expect((await get('/vi/my/access', buyer)).body).toContain('Đang có hiệu lực')
    const grant = /grants\/(\d+)\/nda/.exec(signing)?.[1]
    const ending = `/vi/my/listings/${listing}/access/grants/${grant}`
    expect((await get(ending, people.owner)).body).toContain('Chỉ đọc.')
    expect((await post(`${ending}/withdrawal`, { reason: 'Kết thúc đánh giá.' }, people.owner)).headers.location).toBe(`/vi/my/listings/${listing}/access?done=access_ended`)
    expect(mentioned((await get(`/vi/offers/${listing}`, buyer)).body)).toEqual(within('signed_in'))
    expect((await get('/vi/my/access', buyer)).body).toContain('Kết thúc đánh giá.')
  })
})
