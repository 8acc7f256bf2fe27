import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { PDFDocument } from '@cantoo/pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { type Actor, anonymous, type Ctx } from '../../core/context.ts'
import { openStorage } from '../../platform/storage.ts'
import { dayAfter, hanoiDay } from '../../platform/time.ts'
import { loseDeal } from '../deals/commands.ts'
import { partDuties } from '../deals/duties.ts'
import { acceptInterest, expressInterest } from '../deals/interest-commands.ts'
import { bestActionIn } from '../deals/step-queries.ts'
import { recordedDealDocuments, recordedPartDocuments } from '../deals/reading-commands.ts'
import type { DealPart } from '../deals/schema.ts'
import { keeping, receiveUpload } from '../documents/commands.ts'
import { documentRoutes } from '../documents/routes.tsx'
import { changeFolder, endReader, makeFolder, nameReader, PutDocument, putDocument, putVersion, withdrawDocument } from './commands.ts'
import { handOut } from './looking-commands.ts'
import { currentUndertaking, looksAt, roomOf } from './queries.ts'
import { roomRoutes } from './routes.tsx'
import { acceptUndertaking } from './undertaking-commands.ts'

const { db, asOwner } = await testDatabase()
const folderOnDisk = mkdtempSync(join(tmpdir(), 'techex-rooms-'))
afterAll(() => rmSync(folderOnDisk, { recursive: true, force: true }))
const storage = openStorage(folderOnDisk)
const { get, post } = await openPages(db, (app) => roomRoutes(app, { storage, uploadMaxBytes: 1_000_000 }, 'http://localhost:3000'), { root: (app) => documentRoutes(app, storage, { deal: recordedDealDocuments, part: recordedPartDocuments }) })

const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch Đồng Bằng'), imported = await anOrganisation(db, 'university', 'Trường Nhập')
const lan = await aPerson(db, { organisation: institute, name: 'Trần Thị Lan' }), minh = await aPerson(db, { organisation: institute, role: 'editor', name: 'Minh' }), signer = await aPerson(db, { organisation: institute, role: 'signer', name: 'Ký' }), viewer = await aPerson(db, { organisation: institute, role: 'viewer' })
const hoa = await aPerson(db, { organisation: enterprise, name: 'Nguyễn Thị Hường' }), hai = await aPerson(db, { organisation: enterprise, role: 'viewer', name: 'Đỗ Văn Hải' })
const agency = await anOrganisation(db, 'intermediary'), broker = await aPerson(db, { organisation: agency, name: 'Môi giới Sông' }), outsider = await aPerson(db, { organisation: await anOrganisation(db) }), adviser = await aPerson(db, { name: 'Luật sư Vũ' })
const officer = await aPerson(db, { staff: ['deal_officer'], name: 'Hà' }), inspector = await aPerson(db, { staff: ['inspector'] })
const as = (actor: Actor, minutes = 0): Ctx => ctxOf(db, actor, minutesAfterNoon(minutes))
const refused = (work: Promise<unknown>) => work.then(() => 'done', (error) => error.refusal?.code ?? error)
const text = await currentUndertaking(db, noon)

const aDeal = async (supplier = institute, acceptor: Actor = lan): Promise<number> =>
  acceptInterest(as(acceptor), { interest_id: await expressInterest(as(hoa), { listing_id: await aListing(db, 'offer', supplier, 'published', 'Máy sấy lạnh'), counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const accepting = (actor: Actor, deal_id: number, over = {}, ctx = as(actor)) => acceptUndertaking(ctx, { deal_id, text_version: text.version, text_sha256: text.sha256, full_name: actor.name, position: 'Giám đốc', agreed: 'yes', ...over })
const opened = async (): Promise<number> => { const deal = await aDeal(); await accepting(lan, deal); await accepting(hoa, deal); return deal }
const aFolder = (deal_id: number, actor = lan, over: Partial<Parameters<typeof makeFolder>[1]> = {}) => makeFolder(as(actor), { deal_id, request_key: randomUUID(), name: 'Bản vẽ', readers: 'all', marked_only: false, ...over })
const pdf = async (pages = 2): Promise<Buffer> => { const file = await PDFDocument.create(); for (let i = 0; i < pages; i++) file.addPage([595, 842]); return Buffer.from(await file.save()) }
async function put(actor: Actor, input: { deal_id: number; folder_id?: number; room_document_id?: number }, content: Buffer, filename = 'ban-ve.pdf'): Promise<number> {
  const upload = await receiveUpload(as(actor), storage, { stream: Readable.from([content]), filename, maxBytes: 1_000_000, truncated: () => false }, 'document')
  const { deal_id, folder_id = 0, room_document_id = 0 } = input
  return keeping(as(actor), storage, upload, () => (folder_id ? putDocument(as(actor), { deal_id, folder_id, title: 'Bản vẽ lắp đặt' }, upload) : putVersion(as(actor), { deal_id, room_document_id }, upload)))
}
const versionOf = async (document: number, version = 1): Promise<number> => (await db.selectFrom('room_version').select('id').where('room_document_id', '=', document).where('version', '=', version).executeTakeFirstOrThrow()).id
const appoint = (deal_id: number, organisation_id: number, parts: DealPart[]) => db.insertInto('deal_adviser').values({ deal_id, organisation_id, person_id: adviser.person_id ?? 0, role: 'legal', parts, appointed_by: (organisation_id === institute ? lan : hoa).person_id ?? 0, appointed_at: noon, ended_by: null, ended_at: null }).returning('id').executeTakeFirstOrThrow()
const folders = async (actor: Actor, deal: number): Promise<number[]> => (await roomOf(as(actor), await db.selectFrom('deal').selectAll().where('id', '=', deal).executeTakeFirstOrThrow())).folders.map(({ id }) => id)
async function textOf(bytes: Buffer): Promise<string[]> {
  const file = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  return Promise.all(Array.from({ length: file.numPages }, async (_, i) => (await (await file.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ').normalize('NFC')))
}

describe('The undertaking', () => {
  test.each<[string, Actor, string]>([
    ['a stranger', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['an editor', minh, 'not_permitted'], ['a viewer', viewer, 'not_permitted'], ['a deal officer', officer, 'not_permitted'],
    ['an inspector', inspector, 'not_permitted'], ['an adviser', adviser, 'not_found'], ['a signer', signer, 'done'], ['the owner of the other side', hoa, 'done'],
  ])('accepting it: %s', async (_, who, code) => {
    const deal = await aDeal()
    await appoint(deal, institute, ['room'])
    expect(await refused(accepting(who, deal))).toBe(code)
  })
  test('It is kept by version and hash with name and position; an old text, another name, an old proof of identity and another’s hand are refused.', async () => {
    const deal = await aDeal()
    expect(await refused(accepting(lan, deal, { text_sha256: 'x' }))).toBe('undertaking_text_changed')
    expect(await refused(accepting(lan, deal, { full_name: 'Người Khác' }))).toBe('undertaking_name_differs')
    const late = as(lan, 60)
    expect(await refused(accepting(lan, deal, {}, { ...late, session: { ...late.session!, confirmed_at: noon } }))).toBe('confirm_first')
    expect(await refused(accepting(lan, deal, {}, as({ ...lan, acted_by: { person_id: officer.person_id ?? 0, name: 'Hà' } })))).toBe('in_person_only')
    await accepting(lan, deal, { full_name: 'Tran Thi LAN' })
    expect(await db.selectFrom('room_undertaking').selectAll().where('deal_id', '=', deal).execute()).toMatchObject([{ organisation_id: institute, text_version: text.version, text_sha256: text.sha256, full_name: 'Tran Thi LAN', position: 'Giám đốc', person_id: lan.person_id }])
    await expect(asOwner('update room_undertaking_text set vi = \'x\'')).rejects.toThrow()
    await expect(db.updateTable('room_undertaking').set({ full_name: 'x' }).execute()).rejects.toThrow(/permission denied/)
  })
  test('Two signers at once accept once; the other side is asked, and with its acceptance nothing waits.', async () => {
    const deal = await aDeal()
    await Promise.all([accepting(lan, deal), accepting(signer, deal)])
    expect((await db.selectFrom('room_undertaking').select('id').where('deal_id', '=', deal).execute()).length).toBe(1)
    const waits = async (actor: Actor) => (await partDuties(as(actor).db, actor, { deal })).filter((duty) => duty.kind !== 'step_due').map(({ kind }) => kind)
    expect([await waits(lan), await waits(hoa)]).toEqual([[], ['undertaking_to_accept']])
    expect((await bestActionIn(db, deal, noon))?.reached, 'of one side').toBeUndefined()
    await accepting(hoa, deal)
    expect(await waits(hoa)).toEqual([])
    expect((await bestActionIn(db, deal, noon))?.reached, 'of both').toEqual({ to: 'evaluation', because: 'undertaken' })
  })
  test('An officer gives no word for a side that has nobody here.', async () => {
    const deal = await aDeal(imported, officer)
    expect(await refused(accepting(officer, deal))).toBe('not_permitted')
    expect(await refused(aFolder(deal, officer))).toBe('done')
  })
})

describe('Folders and documents', () => {
  test.each<[string, Actor, string]>([
    ['a stranger', anonymous, 'sign_in_first'], ['another organisation', outsider, 'not_found'], ['a viewer', viewer, 'not_permitted'], ['a signer', signer, 'not_permitted'], ['a deal officer', officer, 'not_permitted'], ['an inspector', inspector, 'not_permitted'], ['an editor', minh, 'done'], ['the owner', lan, 'done'],
  ])('making one: %s', async (_, who, code) => expect(await refused(aFolder(await aDeal(), who))).toBe(code))
  test('Until both have accepted, each side sees only its own folders; then those that are for it; after a lost deal its own again.', async () => {
    const deal = await aDeal()
    const ours = await aFolder(deal), closed = await aFolder(deal, lan, { readers: 'named' }), theirs = await aFolder(deal, hoa)
    const seen = async () => [await folders(lan, deal), await folders(hoa, deal)]
    expect(await seen()).toEqual([[ours, closed], [theirs]])
    await accepting(lan, deal)
    expect(await seen()).toEqual([[ours, closed], [theirs]])
    await accepting(hoa, deal)
    expect(await seen()).toEqual([[ours, closed, theirs], [ours, theirs]])
    expect([await folders(officer, deal), await folders(inspector, deal)]).toEqual([[ours, closed, theirs], [ours, closed, theirs]])
    await nameReader(as(lan), { deal_id: deal, folder_id: closed, person_id: hai.person_id ?? 0 })
    expect([await folders(hai, deal), await folders(hoa, deal)]).toEqual([[ours, closed, theirs], [ours, theirs]])
    await loseDeal(as(lan), { deal_id: deal, loss_code: 'price', loss_reason: '' } as never)
    expect(await seen()).toEqual([[ours, closed], [theirs]])
  })
  test('Only people of the other side and its advisers of the room are named; nobody touches the other side’s folder.', async () => {
    const deal = await opened(), folder_id = await aFolder(deal, lan, { readers: 'named' })
    for (const person of [minh, outsider, adviser, officer]) expect(await refused(nameReader(as(lan), { deal_id: deal, folder_id, person_id: person.person_id ?? 0 }))).toBe('reader_not_theirs')
    await appoint(deal, enterprise, ['room'])
    expect(await refused(nameReader(as(lan), { deal_id: deal, folder_id, person_id: adviser.person_id ?? 0 }))).toBe('done')
    for (const work of [() => nameReader(as(hoa), { deal_id: deal, folder_id, person_id: hoa.person_id ?? 0 }), () => changeFolder(as(hoa), { deal_id: deal, folder_id, name: 'x', readers: 'all', marked_only: false }), async () => put(hoa, { deal_id: deal, folder_id }, await pdf())]) expect(await refused(work())).toBe('not_found')
    const document = await put(lan, { deal_id: deal, folder_id }, await pdf())
    expect(await refused(withdrawDocument(as(hoa), { deal_id: deal, room_document_id: document, reason: 'Không cần nữa' }))).toBe('not_found')
    expect(await refused(handOut(as(adviser), deal, await versionOf(document)))).toBe('done')
    expect(await refused(handOut(as(hoa), deal, await versionOf(document)))).toBe('not_found')
  })
  test('A folder for marked files takes no others; one press is one folder; two versions put in at once are two versions.', async () => {
    const deal = await aDeal(), request_key = randomUUID()
    const [a, b] = await Promise.all([aFolder(deal, lan, { request_key, marked_only: true }), aFolder(deal, minh, { request_key })])
    expect(a).toBe(b)
    await changeFolder(as(lan), { deal_id: deal, folder_id: a, name: 'Bản vẽ', readers: 'all', marked_only: true })
    for (const [content, name] of [[Buffer.from('a,b\n1,2\n'), 'so.csv'], [Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), 'hong.pdf']] as const) expect(await refused(put(lan, { deal_id: deal, folder_id: a }, content, name))).toBe('cannot_carry_name')
    const document = await put(lan, { deal_id: deal, folder_id: a }, await pdf())
    const versions = await Promise.all([put(lan, { deal_id: deal, room_document_id: document }, await pdf(1)), put(minh, { deal_id: deal, room_document_id: document }, await pdf(3))])
    expect(versions.toSorted()).toEqual([2, 3])
    expect(PutDocument.safeParse({ deal_id: deal, folder_id: a, title: '' }).success).toBe(false)
  })
})

describe('Handing out', () => {
  test('Every page of a PDF says its reader’s name, organisation and time with all accents, and the look is written down first.', async () => {
    const deal = await opened(), document = await put(lan, { deal_id: deal, folder_id: await aFolder(deal) }, await pdf(3))
    const answer = await get(`/vi/deals/${deal}/room/versions/${await versionOf(document)}/file`, hoa)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store', 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' })
    expect(answer.headers['content-disposition']).toMatch(/^attachment/)
    const pages = await textOf(answer.rawPayload)
    expect(pages.length).toBe(3)
    for (const page of pages) for (const words of ['Nguyễn Thị Hường', 'Công ty Rau sạch Đồng Bằng', '02/03/2026', `Hồ sơ · File ${deal}`]) expect(page).toContain(words)
    expect(await looksAt(as(lan).db, deal, [institute])).toMatchObject([{ kind: 'file', person_name: 'Nguyễn Thị Hường', version: 1, room_document_id: document, organisation: { id: enterprise } }])
    expect(await looksAt(as(hai).db, deal, [institute])).toEqual([])
    expect((await get(`/vi/deals/${deal}/room/documents/${document}`, lan)).body).toContain('Nguyễn Thị Hường')
    expect((await get(`/vi/deals/${deal}/room`, hoa)).body).not.toContain('tải tệp')
  })
  test('A picture carries the mark, another file goes out as it came, and the file’s own address hands out neither.', async () => {
    const deal = await opened(), folder_id = await aFolder(deal)
    const png = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#fff' } }).png().toBuffer()
    const picture = await put(lan, { deal_id: deal, folder_id }, png, 'anh.png'), table = await put(lan, { deal_id: deal, folder_id }, Buffer.from('a,b\n1,2\n'), 'so.csv')
    const handed = async (id: number) => get(`/vi/deals/${deal}/room/versions/${await versionOf(id)}/file`, hoa)
    const marked = await handed(picture), plain = await handed(table)
    expect([marked.statusCode, plain.statusCode]).toEqual([200, 200])
    expect(await sharp(marked.rawPayload).metadata()).toMatchObject({ width: 400, height: 300, format: 'png' })
    expect((await sharp(marked.rawPayload).greyscale().stats()).channels[0]!.min).toBeLessThan(240)
    expect(plain.body).toBe('a,b\n1,2\n')
    await changeFolder(as(lan), { deal_id: deal, folder_id, name: 'Bản vẽ', readers: 'all', marked_only: true })
    expect(await refused(handOut(as(hoa), deal, await versionOf(table)))).toBe('not_found')
    for (const { id, name } of await db.selectFrom('document').select(['id', 'name']).execute()) for (const actor of [lan, hoa, officer]) expect((await get(`/files/${id}/${name}`, actor)).statusCode).toBe(404)
  })
  test('Who gets a file: role by role, open room or not.', async () => {
    const waiting = await aDeal(), open = await opened()
    for (const [deal, other] of [[waiting, 404], [open, 200]] as const) {
      const document = await put(lan, { deal_id: deal, folder_id: await aFolder(deal) }, await pdf(1))
      const path = `/vi/deals/${deal}/room/versions/${await versionOf(document)}/file`
      const codes: number[] = []
      for (const actor of [anonymous, lan, minh, signer, viewer, hoa, hai, outsider, officer, inspector, adviser]) codes.push((await get(path, actor)).statusCode)
      expect(codes).toEqual([303, 200, 200, 200, 200, other, other, 404, 404, 404, 404])
      const page = `/vi/deals/${deal}/room/documents/${document}`
      for (const [actor, code] of [[hoa, other], [outsider, 404], [officer, 200], [inspector, 200]] as const) expect((await get(page, actor)).statusCode).toBe(code)
    }
  })
  test('A named person taken off the list while the page is open gets nothing more, and a log that cannot be written hands out nothing.', async () => {
    const deal = await opened(), folder_id = await aFolder(deal, lan, { readers: 'named' })
    await nameReader(as(lan), { deal_id: deal, folder_id, person_id: hai.person_id ?? 0 })
    const document = await put(lan, { deal_id: deal, folder_id }, await pdf(1)), path = `/vi/deals/${deal}/room/versions/${await versionOf(document)}/file`
    expect((await get(`/vi/deals/${deal}/room/documents/${document}`, hai)).body).toContain(path)
    expect((await get(path, hai)).statusCode).toBe(200)
    await asOwner('revoke insert on room_view from techex_app')
    try { expect((await get(path, hai)).statusCode).toBe(500) } finally { await asOwner('grant insert on room_view to techex_app') }
    await endReader(as(lan), { deal_id: deal, folder_id, person_id: hai.person_id ?? 0 })
    expect((await get(path, hai)).statusCode).toBe(404)
    expect((await get(`/vi/deals/${deal}/room/documents/${document}`, hai)).statusCode).toBe(404)
    expect((await looksAt(as(lan).db, deal, [institute])).map(({ kind }) => kind)).toEqual(['file', 'page'])
  })
  test('Whoever is taken off while a file is being handed to them waits for the line of the log, or the reader gets nothing.', async () => {
    for (let i = 0; i < 8; i++) {
      const deal = await opened(), folder_id = await aFolder(deal, lan, { readers: 'named' })
      await nameReader(as(lan), { deal_id: deal, folder_id, person_id: hai.person_id ?? 0 })
      const version = await versionOf(await put(lan, { deal_id: deal, folder_id }, await pdf(1)))
      const [got] = await Promise.all([refused(handOut(as(hai), deal, version)), endReader(as(lan), { deal_id: deal, folder_id, person_id: hai.person_id ?? 0 })])
      expect((await looksAt(as(lan).db, deal, [institute])).length).toBe(got === 'done' ? 1 : 0)
    }
  })
  test('A withdrawn document goes out to nobody in no version, says why, and keeps its history.', async () => {
    const deal = await opened(), document = await put(lan, { deal_id: deal, folder_id: await aFolder(deal) }, await pdf(1))
    await put(lan, { deal_id: deal, room_document_id: document }, await pdf(2))
    expect(await refused(handOut(as(hoa), deal, await versionOf(document, 1)))).toBe('done')
    await withdrawDocument(as(minh), { deal_id: deal, room_document_id: document, reason: 'Số liệu sai, sẽ thay.' })
    for (const version of [1, 2]) for (const actor of [lan, hoa]) expect((await get(`/vi/deals/${deal}/room/versions/${await versionOf(document, version)}/file`, actor)).statusCode).toBe(404)
    expect(await refused(put(lan, { deal_id: deal, room_document_id: document }, await pdf(1)))).toBe('document_withdrawn')
    const page = (await get(`/vi/deals/${deal}/room/documents/${document}`, hoa)).body
    expect(page).toContain('Số liệu sai, sẽ thay.')
    expect(page).not.toContain('/file"')
    expect((await looksAt(as(lan).db, deal, [institute])).some(({ kind, version }) => kind === 'file' && version === 1)).toBe(true)
    await expect(db.deleteFrom('room_view').execute()).rejects.toThrow(/permission denied/)
  })
  test('An adviser reads the room of whoever let them in while it lasts; one with other parts finds none.', async () => {
    const deal = await opened(), theirs = await aFolder(deal, hoa), ours = await aFolder(deal)
    const { id } = await appoint(deal, institute, ['questions'])
    expect((await get(`/vi/deals/${deal}/room`, adviser)).statusCode).toBe(404)
    await db.updateTable('deal_adviser').set({ parts: ['questions', 'room'] }).where('id', '=', id).execute()
    expect(await folders(adviser, deal)).toEqual([ours, theirs])
    const document = await put(hoa, { deal_id: deal, folder_id: theirs }, await pdf(1)), path = `/vi/deals/${deal}/room/versions/${await versionOf(document)}/file`
    const answer = await get(path, adviser)
    expect((await textOf(answer.rawPayload))[0]).toContain('Luật sư Vũ')
    expect(await looksAt(as(hoa).db, deal, [enterprise])).toMatchObject([{ person_name: 'Luật sư Vũ', organisation: { id: institute } }])
    expect((await get(`/vi/deals/${deal}/room`, adviser)).body).not.toMatch(/Đưa tài liệu vào|Thư mục mới/)
    await db.updateTable('deal_adviser').set({ ended_at: noon, ended_by: lan.person_id }).where('id', '=', id).execute()
    expect((await get(path, adviser)).statusCode).toBe(404)
  })
  test('A broker’s people read the room for their side while a mandate that names it is in force; before the undertaking only that side’s folders, and named folders only by name.', async () => {
    const deal = await aDeal(), ours = await aFolder(deal), theirs = await aFolder(deal, hoa), kept = await aFolder(deal, hoa, { readers: 'named' })
    const day = (days: number) => dayAfter(hanoiDay(new Date()), days) // a mandate's term is reckoned by the database's own clock where the walls are, and by the Exchange's where the page is
    const { id } = await db.insertInto('deal_mandate').values({ deal_id: deal, organisation_id: institute, broker_organisation_id: agency, acts: ['advise'], parts: ['questions'], from_on: dayAfter(hanoiDay(noon), -9), until_on: day(9), exclusive: false, offered_by: lan.person_id ?? 0, offered_at: noon, request_key: randomUUID(), consent_needed: false, accepted_by: broker.person_id ?? 0, accepted_at: noon, acts_for_other: false, owns_shares: false }).returning('id').executeTakeFirstOrThrow()
    const change = (set: string) => asOwner(`update deal_mandate set ${set} where id = ${id}`)
    const reads = async () => [(await get(`/vi/deals/${deal}/room`, broker)).statusCode, await folders(broker, deal)]
    expect(await reads()).toEqual([404, []])
    await change("parts = '{room}'")
    expect(await reads()).toEqual([200, [ours]])
    await accepting(lan, deal)
    await accepting(hoa, deal)
    expect(await reads()).toEqual([200, [ours, theirs]])
    expect(await refused(nameReader(as(hoa), { deal_id: deal, folder_id: kept, person_id: broker.person_id ?? 0 }))).toBe('done')
    expect(await reads()).toEqual([200, [ours, theirs, kept]])
    const path = `/vi/deals/${deal}/room/versions/${await versionOf(await put(hoa, { deal_id: deal, folder_id: theirs }, await pdf(1)))}/file`
    expect((await textOf((await get(path, broker)).rawPayload))[0]).toContain('Môi giới Sông')
    expect(await looksAt(as(hoa).db, deal, [enterprise])).toMatchObject([{ person_name: 'Môi giới Sông', organisation: { id: institute } }])
    for (const over of [`until_on = '${day(-1)}'`, `until_on = '${day(9)}', consent_needed = true`]) { await change(over); expect([(await get(path, broker)).statusCode, await folders(broker, deal)]).toEqual([404, []]) }
    await change('consent_needed = false')
    expect((await get(path, broker)).statusCode).toBe(200)
    await change(`ended_at = now(), ended_by = ${lan.person_id}, ended_reason = 'Thôi'`)
    expect([(await get(path, broker)).statusCode, await folders(broker, deal)]).toEqual([404, []])
    expect(await refused(nameReader(as(lan), { deal_id: deal, folder_id: await aFolder(deal, lan, { readers: 'named' }), person_id: broker.person_id ?? 0 }))).toBe('reader_not_theirs')
  })
})

test('The page: the undertaking’s form only for those who sign, folders only for those who edit; typed again when it was wrong.', async () => {
  const deal = await aDeal(), path = `/vi/deals/${deal}/room`
  const shows = async (actor: Actor) => { const { body } = await get(path, actor); return [body.includes(`action="${path}/undertaking"`), body.includes(`action="${path}"`)] }
  expect([await shows(lan), await shows(signer), await shows(minh), await shows(viewer), await shows(officer)]).toEqual([[true, true], [true, false], [false, true], [false, false], [false, false]])
  const wrong = await post(`${path}/undertaking`, { text_version: text.version, text_sha256: text.sha256, full_name: 'Ai Đó', position: 'Viện trưởng', agreed: 'yes' }, lan)
  expect(wrong.statusCode).toBe(409)
  expect(wrong.body).toMatch(/Hãy ghi đúng tên của tài khoản đang dùng: Trần Thị Lan.*value="Ai Đó"/s)
  const made = await post(path, { request_key: randomUUID(), name: 'Hồ sơ pháp lý', readers: 'named' }, lan)
  expect(made.headers.location).toMatch(/\/room\/folders\/\d+\?done=folder_made$/)
  expect((await get(String(made.headers.location), lan)).body).toContain('Hồ sơ pháp lý')
  expect((await post(path, { request_key: randomUUID(), name: '', readers: 'x' }, lan)).statusCode).toBe(422)
  expect((await get(`/en/deals/${deal}/room`, lan)).body).toContain('Confidentiality undertaking of the file')
})
