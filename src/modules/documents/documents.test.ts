import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, expect, test, vi } from 'vitest'
import { anOrganisation, aPerson, ctxOf, noon, testDatabase } from '../../../tests/database.ts'
import { aBrowser } from '../../../tests/readers.ts'
import { type Actor, anonymous, transact } from '../../core/context.ts'
import { FileTooLarge, openStorage } from '../../platform/storage.ts'
import { documentUses } from '../../routes.tsx'
import { refuseForeignForms } from '../../web/form-tokens.ts'
import { prepareRequests, recogniseVisitors } from '../../web/requests.tsx'
import { answerTrouble } from '../../web/trouble.tsx'
import { keeping, type ReceivedFile, receiveUpload, saveDocument } from './commands.ts'
import { uploadRefusals } from './messages.ts'
import { cleanName, type DocumentKind, nameFor } from './rules.ts'
import { documentRoutes } from './routes.tsx'
import { chosenFile, readUploadForm } from './upload.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const { db } = await testDatabase()
const filesIn = (path: string): string[] => readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
const limit = 300_000

const receive = (content: Uint8Array, filename: string, kind: DocumentKind = 'document', truncated = false): Promise<ReceivedFile> =>
  receiveUpload(ctxOf(db), storage, { stream: Readable.from([Buffer.from(content)]), filename, maxBytes: limit, truncated: () => truncated }, kind)
const pdf = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n')
const exe = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff', 'latin1'), Buffer.alloc(200)])

/** A zip of stored entries, as small as the format allows. */
function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = [], central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(entries)) {
    const data = Buffer.from(text), header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0); header.writeUInt32LE(crc32(data), 10); header.writeUInt32LE(data.length, 14); header.writeUInt32LE(data.length, 18); header.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, Buffer.from(name), data])
    const tail = Buffer.alloc(14); tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), header, tail, Buffer.from(name)]))
    parts.push(local); offset += local.length
  }
  const directory = Buffer.concat(central), end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4); end.writeUInt16LE(parts.length, 6); end.writeUInt32LE(directory.length, 8); end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end])
}
const office = (type: string, part: string): Buffer => zip({ '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`, [part]: '<x/>' })
const docx = office('wordprocessingml.document', 'word/document.xml')

/** A PNG that says it is that large and holds next to nothing. */
function hollowPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]), length = Buffer.alloc(4), sum = Buffer.alloc(4)
    length.writeUInt32BE(data.length); sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const size = Buffer.alloc(13); size.writeUInt32BE(width, 0); size.writeUInt32BE(height, 4); size[8] = 8; size[9] = 2
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', size), chunk('IDAT', Buffer.from('789c6300010000050001', 'hex')), chunk('IEND', Buffer.alloc(0))])
}
const photo = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#0b4f4a' } }).withExif({ IFD0: { Copyright: 'Bí mật' }, IFD3: { GPSLatitude: '21/1 2/1 0/1' } }).jpeg().toBuffer()

test.each<[string, Uint8Array, string, DocumentKind, string]>([
  ['a file of no bytes', Buffer.alloc(0), 'rong.pdf', 'document', 'file_empty'],
  ['a program named as a PDF', exe, 'hop-dong.pdf', 'document', 'file_type_refused'],
  ['a PDF named as a program', pdf, 'hop-dong.exe', 'document', 'file_type_refused'],
  ['a plain zip', zip({ 'a.txt': 'a' }), 'a.zip', 'document', 'file_type_refused'],
  ['a plain zip named as a Word file', zip({ 'a.txt': 'a' }), 'a.docx', 'document', 'file_type_refused'],
  ['a Word file with macros', zip({ '[Content_Types].xml': '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>', 'word/document.xml': '<x/>' }), 'a.docx', 'document', 'file_type_refused'],
  ['a Word file that broke off', docx.subarray(0, docx.length - 30), 'a.docx', 'document', 'file_broken'],
  ['a PDF that broke off', pdf.subarray(0, 40), 'a.pdf', 'document', 'file_broken'],
  ['text with a NUL in it', Buffer.from('a\0b'), 'a.txt', 'document', 'file_type_refused'],
  ['text that is not UTF-8', Buffer.from([0x41, 0xe9, 0x42]), 'a.csv', 'document', 'file_type_refused'],
  ['text that ends inside a letter', Buffer.from('tiếng Việ').subarray(0, -1), 'a.txt', 'document', 'file_type_refused'],
  ['a web page', Buffer.from('<html><script>alert(1)</script></html>'), 'a.html', 'document', 'file_type_refused'],
  ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'a.svg', 'picture', 'file_type_refused'],
  ['a PDF where a picture is asked for', pdf, 'a.pdf', 'picture', 'file_type_refused'],
  ['a picture named as another', photo, 'a.png', 'picture', 'file_type_refused'],
  ['a picture of 3.6 thousand million pixels', hollowPng(60_000, 60_000), 'a.png', 'picture', 'picture_too_many_pixels'],
  ['a picture that broke off', photo.subarray(0, photo.length / 2), 'a.jpg', 'picture', 'file_broken'],
  ['more than the limit', Buffer.alloc(limit + 1, 'a'), 'a.txt', 'document', 'file_too_large'],
])('%s is refused in words and leaves no file', async (_, content, name, kind, code) => {
  const before = filesIn(folder)
  const refusal = await receive(content, name, kind).then(() => null, (error) => error.refusal)
  expect(refusal).toMatchObject({ code, field: 'file' })
  expect(uploadRefusals.vi[code as 'file_empty'](refusal)).toMatch(/\.$/)
  expect(filesIn(folder)).toEqual(before)
})

test('an upload cut short by its carrier, or by a sender who went away, leaves no file', async () => {
  await expect(receive(pdf, 'a.pdf', 'document', true)).rejects.toMatchObject({ refusal: { code: 'file_too_large', max: limit } })
  const stream = new Readable({ read() { this.push(pdf); this.destroy(new Error('gone')) } })
  await expect(receiveUpload(ctxOf(db), storage, { stream, filename: 'a.pdf', maxBytes: limit, truncated: () => false }, 'document')).rejects.toMatchObject({ refusal: { code: 'file_broken' } })
  expect(filesIn(folder)).toEqual([])
})

test.each([
  ['hop-dong.pdf', pdf, 'application/pdf'], ['Hợp đồng.docx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['a.xlsx', office('spreadsheetml.sheet', 'xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['a.pptx', office('presentationml.presentation', 'ppt/presentation.xml'), 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['a.csv', Buffer.from('tên;giá\n'), 'text/csv'], ['a.txt', Buffer.from('\ufeffghi chú'), 'text/plain'], ['a.jpg', photo, 'image/jpeg'],
])('%s is taken as what it is', async (name, content, type) => {
  const upload = await receive(content, name)
  expect(upload).toMatchObject({ name, media_type: type, bytes: content.length })
  await upload.discard()
})

test('a picture is drawn anew: smaller, as WebP, and without what its file told', async () => {
  const upload = await receive(photo, 'DSC_001.JPG', 'picture')
  expect(upload).toMatchObject({ name: 'DSC_001.webp', media_type: 'image/webp' })
  const drawn = readFileSync(filesIn(join(folder, 'arriving'))[0]!)
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'webp', width: 1600, height: 800 })
  expect((await sharp(drawn).metadata()).exif).toBeUndefined()
  await upload.discard()
})

test.each([
  ['../../etc/passwd', 'passwd'], ['C:\\Users\\Lan\\hợp đồng.pdf', 'hợp đồng.pdf'], ['a\u0000b\r\nc\u202epdf.exe', 'ab cpdf.exe'], ['', 'tep'], ['/', 'tep'], ['...', 'tep'],
  ['GHI CHÚ.PDF', 'GHI CHÚ.pdf'], [`${'đ'.repeat(300)}.pdf`, `${'đ'.repeat(146)}.pdf`], ['a"b<c>.pdf', 'a_b_c_.pdf'],
])('the name %j is kept as %j', (typed, kept) => expect(cleanName(typed)).toBe(kept))
test('a name without an ending gets the one of its content', () => {
  expect(nameFor('Báo cáo', 'application/pdf')).toBe('Báo cáo.pdf')
  expect(nameFor('Báo cáo.docx', 'application/pdf')).toBeNull()
})

test('storage keeps one file a content, whole, and gives it back', async () => {
  const [a, b] = await Promise.all([storage.keep(Readable.from([Buffer.from('một')]), 100), storage.keep(Readable.from([Buffer.from('m'), Buffer.from('ột')]), 100)])
  expect(a).toEqual(b)
  expect(filesIn(folder)).toEqual([join(folder, a.sha256.slice(0, 2), a.sha256.slice(2))])
  expect(await text((await storage.open(a.sha256))!)).toBe('một')
  await storage.remove(a.sha256)
  expect(await storage.open(a.sha256)).toBeNull()
  await expect(storage.keep(Readable.from([Buffer.alloc(101)]), 100)).rejects.toThrow(FileTooLarge)
  await expect(storage.open('../../../etc/passwd')).rejects.toThrow(RangeError)
  expect(filesIn(folder)).toEqual([])
})
test('what a killed process left half-way is swept when the day is over', () => {
  const [old, fresh] = [join(folder, 'arriving', 'old'), join(folder, 'arriving', 'fresh')]
  for (const path of [old, fresh]) writeFileSync(path, 'half')
  utimesSync(old, new Date(0), new Date(0))
  openStorage(folder)
  expect(filesIn(folder)).toEqual([fresh])
  rmSync(fresh)
})

const ours = await anOrganisation(db), theirs = await anOrganisation(db), third = await anOrganisation(db)
const member = await aPerson(db, { organisation: ours }), other = await aPerson(db, { organisation: theirs, role: 'viewer' }), outsider = await aPerson(db, { organisation: third })
const moderator = await aPerson(db, { staff: ['moderator'] }), officer = await aPerson(db, { staff: ['deal_officer'] })
const ctx = ctxOf(db, member)
const saved = (upload: ReceivedFile): Promise<number> => keeping(ctx, storage, upload, () => transact(ctx, (tx) => saveDocument(tx, ctx, upload)))

test('work that fails leaves no file, unless another document has the same content', async () => {
  const fail = async (): Promise<void> => {
    const upload = await receive(pdf, 'a.pdf')
    await expect(keeping(ctx, storage, upload, () => transact(ctx, async (tx) => { await saveDocument(tx, ctx, upload); throw new Error('no') }))).rejects.toThrow('no')
  }
  await fail()
  expect(filesIn(folder)).toEqual([])
  await saved(await receive(pdf, 'b.pdf'))
  await fail()
  expect(filesIn(folder)).toHaveLength(1)
  const [same] = filesIn(folder)
  expect(statSync(same!).size).toBe(pdf.length)
})
test('one is refused while another of the same content is being saved: the file stays', async () => {
  const content = Buffer.concat([pdf, Buffer.from('%%EOF once more')])
  const [good, bad] = await Promise.all([receive(content, 'a.pdf'), receive(content, 'b.pdf')])
  const saving = Promise.withResolvers<void>(), commit = Promise.withResolvers<void>()
  const first = keeping(ctx, storage, good, () => transact(ctx, async (tx) => { await saveDocument(tx, ctx, good); saving.resolve(); await commit.promise }))
  await saving.promise
  const second = keeping(ctx, storage, bad, () => Promise.reject(new Error('refused')))
  setTimeout(commit.resolve, 100)
  await expect(second).rejects.toThrow('refused')
  await first
  expect(await buffer((await storage.open(good.sha256))!)).toEqual(content)
})

/** What the routes below threw. */
const heard: string[] = []
async function openTestApp() {
  const app = Fastify()
  await app.register(helmet)
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: limit, files: 1, fields: 20 } })
  const actors: Record<string, Actor> = { member, other, outsider, moderator, officer }
  prepareRequests(app, { db, now: () => noon, publicUrl: 'http://localhost', secret: 's'.repeat(40), production: true, manifest: {}, wordRefusal: ({ code }) => code })
  recogniseVisitors(app, { visitorOf: async (request) => ({ actor: actors[String(request.headers['x-as'])] ?? anonymous, session: null, actingFor: null, waiting: 0, unread: 0, withheld: false }) })
  refuseForeignForms(app, 'http://localhost', 's'.repeat(40))
  answerTrouble(app, ({ code }) => code)
  documentRoutes(app, storage, documentUses)
  app.post('/vi/upload', { config: { takesFile: true } }, async (request) => {
    const form = await readUploadForm(request, { storage, maxBytes: 1000, kind: 'document' })
    await form.upload?.discard()
    try { return { ...form.values, name: chosenFile(form).name } } catch (error) { return { ...form.values, refused: (error as { refusal: { code: string } }).refusal.code } }
  })
  app.post('/vi/several', { config: { takesFile: true } }, async (request) => {
    const form = await readUploadForm(request, { storage, maxBytes: 1000, kind: 'document', most: 3 })
    await form.drop()
    return { names: form.uploads.map(({ name }) => name), refused: form.refusal?.code ?? null }
  })
  app.addHook('onError', async (_, __, { message }) => { heard.push(message) })
  app.post('/vi/undeclared', (request) => readUploadForm(request, { storage, maxBytes: 1000, kind: 'document' }))
  return app
}
const app = await openTestApp()
const get = (url: string, as = '') => app.inject({ url, headers: { cookie: 'techex.session_token=x', 'x-as': as } })
const statuses = async (url: string) => Object.fromEntries(await Promise.all(['', 'member', 'other', 'outsider', 'moderator', 'officer'].map(async (as) => [as || 'stranger', (await get(url, as)).statusCode])))

async function aListing(state: 'draft' | 'published', organisation_id = ours): Promise<number> {
  const { id } = await db.insertInto('listing').values({
    kind: 'offer', state, organisation_id, created_by: null, original_language: 'vi', trl: null, ip_status: null, price_min: null, price_max: null, research_fields: [], patent_classes: [], industries: [], transfer_forms: [], ward_code: null,
    source_name: null, source_key: null, source_sha256: null, submitted_at: null, published_at: null, closed_at: null, created_at: noon, updated_at: noon,
  }).returning('id').executeTakeFirstOrThrow()
  return id
}

test('a picture of a published listing is everybody’s; of a draft, its people’s; of one under review, the moderators’ too', async () => {
  const document_id = await saved(await receive(photo, 'ảnh "đẹp".jpg', 'picture'))
  const url = `/files/${document_id}/x.webp`
  expect(await statuses(url)).toEqual({ stranger: 404, member: 404, other: 404, outsider: 404, moderator: 404, officer: 404 })
  const listing_id = await aListing('draft')
  await db.insertInto('listing_picture').values({ listing_id, document_id, position: 0 }).execute()
  expect(await statuses(url)).toEqual({ stranger: 404, member: 200, other: 404, outsider: 404, moderator: 404, officer: 404 })
  await db.updateTable('listing').set({ state: 'submitted' }).where('id', '=', listing_id).execute()
  expect(await statuses(url)).toEqual({ stranger: 404, member: 200, other: 404, outsider: 404, moderator: 200, officer: 404 })
  expect((await get(url, 'member')).headers['cache-control']).toBe('private, no-store')
  await db.updateTable('listing').set({ state: 'published', published_at: noon }).where('id', '=', listing_id).execute()
  const answer = await get(url)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({ 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable', 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' })
  expect(answer.headers['content-disposition']).toBe(`inline; filename="anh _dep_.webp"; filename*=UTF-8''${encodeURIComponent('ảnh _đẹp_.webp')}`)
  expect(answer.rawPayload.length).toBe(Number(answer.headers['content-length']))
})

test('a deal’s document is its two organisations’ and the deal officers’, and is never shown inline', async () => {
  const listing_id = await aListing('published')
  const { id: interest_id } = await db.insertInto('interest').values({ listing_id, counter_listing_id: null, organisation_id: theirs, person_id: other.person_id!, message: 'x', state: 'accepted', reasons: '[]', request_key: crypto.randomUUID(), expressed_at: noon, decline_code: null, answered_by: null, answered_at: noon }).returning('id').executeTakeFirstOrThrow()
  const { id: deal_id } = await db.insertInto('deal').values({ interest_id, offer_id: listing_id, need_id: null, supplier_organisation_id: ours, demander_organisation_id: theirs, stage_since: noon, value: null, loss_code: null, closing_value: null, closing_organisation_id: null, closing_at: null, opened_at: noon, closed_at: null }).returning('id').executeTakeFirstOrThrow()
  const document_id = await saved(await receive(photo, 'ảnh.jpg'))
  await db.insertInto('deal_document').values({ deal_id, document_id, organisation_id: ours, person_id: member.person_id!, added_at: noon }).execute()
  expect(await statuses(`/files/${document_id}/a.jpg`)).toEqual({ stranger: 404, member: 200, other: 200, outsider: 404, moderator: 404, officer: 200 })
  expect((await get(`/files/${document_id}/a.jpg`, 'officer')).headers).toMatchObject({ 'cache-control': 'private, no-store', 'content-disposition': expect.stringContaining('attachment') })
})
test('what is no document has no page, lost files included', async () => {
  for (const url of ['/files/999999/a.pdf', '/files/x/a.pdf', '/files/0/a.pdf', '/files/99999999999999/a.pdf']) expect((await get(url, 'member')).statusCode).toBe(404)
})

const post = (parts: [string, string, string?][], url = '/vi/upload') => {
  const edge = 'techex-edge'
  const payload = parts.map(([name, value, filename]) => `--${edge}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${filename === undefined ? '' : 'Content-Type: application/octet-stream\r\n'}\r\n${value}\r\n`).join('') + `--${edge}--\r\n`
  return app.inject({ method: 'POST', url, payload, headers: { ...aBrowser, 'content-type': `multipart/form-data; boundary=${edge}` } })
}
test('a file whose name breaks its line is answered, however long it is', async () => {
  for (const name of ['\n', 'a\nb', '\r']) for (const size of [100, 100_000, 290_000]) {
    const { statusCode, body } = await post([['a', '1'], ['file', 'x'.repeat(size), name]])
    expect(statusCode, `${JSON.stringify(name)} ${size}: ${body.slice(0, 80)}`).toBe(200)
  }
}, 180_000)
test('a form with a file keeps what was typed, before and after a file that is refused', async () => {
  expect((await post([['a', '1'], ['file', pdf.toString(), '..\\x.pdf'], ['b', '2'], ['b', '3']])).json()).toEqual({ a: '1', b: ['2', '3'], name: 'x.pdf' })
  expect((await post([['a', '1'], ['file', exe.toString('latin1'), 'x.pdf'], ['b', '2']])).json()).toEqual({ a: '1', b: '2', refused: 'file_type_refused' })
  expect((await post([['a', '1'], ['file', 'x'.repeat(1000), 'x.txt'], ['b', '2']])).json()).toEqual({ a: '1', b: '2', name: 'x.txt' })
  expect((await post([['a', '1'], ['file', 'x'.repeat(250_000), 'x.txt'], ['b', '2']])).json()).toEqual({ a: '1', b: '2', refused: 'file_too_large' })
  expect((await post([['file', '', ''], ['b', '2']])).json()).toEqual({ b: '2', refused: 'file_missing' })
  expect((await post([['file', '', 'a.pdf'], ['b', '2']])).json()).toEqual({ b: '2', refused: 'file_empty' })
  expect(filesIn(join(folder, 'arriving'))).toEqual([])
})
test('a route that reads a form with a file and does not say so is found out, with a file and without', async () => {
  expect((await post([['a', '1'], ['file', pdf.toString(), 'a.pdf']], '/vi/undeclared')).statusCode).toBe(500)
  expect((await app.inject({ method: 'POST', url: '/vi/undeclared', payload: {}, headers: aBrowser })).statusCode).toBe(500)
  const said = '/vi/undeclared reads a form with a file: its route says so by config: { takesFile: true }'
  expect(heard.slice(-2)).toEqual([said, said])
  expect(filesIn(join(folder, 'arriving'))).toEqual([])
})
test.each<[string, number[], object]>([
  ['none', [], { names: [], refused: null }], ['as many as are taken', [300, 300, 400], { names: ['1.txt', '2.txt', '3.txt'], refused: null }], ['one more', [10, 10, 10, 10], { refused: 'files_too_many' }], ['many more', Array.from({ length: 9 }, () => 10), { names: [], refused: 'files_too_many' }],
  ['a byte too much together', [300, 300, 401], { refused: 'files_too_large' }], ['one too large of itself', [10, 1001], { refused: 'file_too_large' }],
])('a form with several files: %s', async (_, sizes, said) => {
  const answer = await post(sizes.map((size, i) => ['file', String(i).repeat(size), `${i + 1}.txt`]), '/vi/several')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject(said)
  expect(filesIn(join(folder, 'arriving'))).toEqual([])
})
test('a request that breaks off inside its file is answered and leaves no file', async () => {
  const payload = `--e\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n${pdf}`
  const answer = await app.inject({ method: 'POST', url: '/vi/upload', payload, headers: { ...aBrowser, 'content-type': 'multipart/form-data; boundary=e' } })
  expect(answer.json()).toEqual({ refused: 'file_broken' })
  expect(filesIn(join(folder, 'arriving'))).toEqual([])
})
test('a sender whose line drops inside the file leaves none', async () => {
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const head = '--e\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
  socket.write(`POST /vi/upload HTTP/1.1\r\nHost: x\r\n${Object.entries(aBrowser).map(([name, value]) => `${name}: ${value}\r\n`).join('')}Content-Type: multipart/form-data; boundary=e\r\nContent-Length: 5000\r\n\r\n${head}%PDF-1.7 half of it`)
  await vi.waitUntil(() => filesIn(join(folder, 'arriving')).length === 1)
  socket.destroy()
  await vi.waitUntil(() => filesIn(join(folder, 'arriving')).length === 0)
  await app.close()
})
