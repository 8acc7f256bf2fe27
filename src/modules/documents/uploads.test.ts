import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import S3rver from 's3rver'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, noon, testDatabase } from '../../../tests/database.ts'
import { aListing } from '../../../tests/readers.ts'
import { type Actor, anonymous, record, transact } from '../../core/context.ts'
import { type Db, readAs } from '../../core/database.ts'
import { openStorage, type Storage } from '../../platform/storage.ts'
import { openS3Storage } from '../../platform/storage-s3.ts'
import { wordRefusal } from '../../refusals.ts'
import { documentUses } from '../../routes.tsx'
import { prepareRequests, recogniseVisitors } from '../../web/requests.tsx'
import { answerTrouble } from '../../web/trouble.tsx'
import { addPicture, removePicture } from '../listings/commands.ts'
import { dropUnused, keeping, type ReceivedFile, receiveUpload, saveDocument, sweepFiles } from './commands.ts'
import type { DocumentUse } from './queries.ts'
import { documentRoutes } from './routes.tsx'
import { cleanName, type DocumentKind } from './rules.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-uploads-'))
const closing: (() => unknown)[] = []
afterAll(async () => { for (const close of closing) await close(); rmSync(folder, { recursive: true, force: true }) })
const { db, asOwner } = await testDatabase()
const ours = await anOrganisation(db)
const member = await aPerson(db, { organisation: ours }), other = await aPerson(db, { organisation: await anOrganisation(db) })
const ctx = ctxOf(db, member)
const filesIn = (path: string): string[] => readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
const storage = openStorage(join(folder, 'plain'))
const receive = (content: Uint8Array, filename: string, kind: DocumentKind = 'document', into: Storage = storage, as = ctx): Promise<ReceivedFile> =>
  receiveUpload(as, into, { stream: Readable.from([Buffer.from(content)]), filename, maxBytes: 30_000_000, truncated: () => false }, kind)
const save = (upload: ReceivedFile, into: Storage = storage): Promise<number> => keeping(ctx, into, upload, () => transact(ctx, (tx) => saveDocument(tx, ctx, upload)))
const codeOf = (work: Promise<unknown>): Promise<string | null> => work.then(() => null, (error) => error.refusal?.code ?? String(error))
const pdf = (mark = ''): Buffer => Buffer.from(`%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n% ${mark}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`)

interface Entry { name: string; data: Buffer; unpacked?: number; flags?: number; at?: number }
/** A zip as a program would write it, or as somebody with intentions would. */
function zip(entries: Entry[], { comment = '', count = entries.length }: { comment?: string; count?: number } = {}): Buffer {
  const parts: Buffer[] = [], central: Buffer[] = []
  let offset = 0
  for (const { name, data, unpacked = data.length, flags = 0, at } of entries) {
    const packed = deflateRawSync(data)
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0); header.writeUInt16LE(flags, 2); header.writeUInt16LE(8, 4); header.writeUInt32LE(packed.length, 14); header.writeUInt32LE(unpacked, 18); header.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, Buffer.from(name), packed])
    const tail = Buffer.alloc(14); tail.writeUInt32LE(at ?? offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), header, tail, Buffer.from(name)]))
    parts.push(local); offset += local.length
  }
  const directory = Buffer.concat(central), end = Buffer.alloc(18)
  end.writeUInt16LE(count, 4); end.writeUInt16LE(count, 6); end.writeUInt32LE(directory.length, 8); end.writeUInt32LE(offset, 12); end.writeUInt16LE(comment.length, 16)
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)])
}
const wordFile: Entry[] = [
  { name: '[Content_Types].xml', data: Buffer.from('<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>') },
  { name: 'word/document.xml', data: Buffer.from('<w:document/>'.repeat(500)) },
]
const docx = (...more: Entry[]): Buffer => zip([...wordFile, ...more])
const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b4f4a' } }).png().toBuffer()
const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#0b4f4a' } }).jpeg().toBuffer()
const page = '<html><script>alert(1)</script></html>'

describe('Files made to harm', () => {
  test.each<[string, Buffer, string]>([
    ['an office file that unpacks to 400 MB', docx({ name: 'a.xml', data: Buffer.alloc(1000), unpacked: 400 * 1024 * 1024 }), 'a.docx'],
    ['an office file of 20 MB of zeros packed to nothing', docx({ name: 'a.xml', data: Buffer.alloc(20 * 1024 * 1024) }), 'a.docx'],
    ['an office file of six thousand entries', docx(...Array.from({ length: 6_000 }, (_, i) => ({ name: `a${i}`, data: Buffer.from('x') }))), 'a.docx'],
    ['an office file whose entries lie upon each other', docx({ name: 'a.xml', data: Buffer.from('y'.repeat(999)), at: 40 }), 'a.docx'],
    ['an office file with an entry that climbs out', docx({ name: '../../etc/cron.d/x', data: Buffer.from('x') }), 'a.docx'],
    ['an office file with an entry from the root', docx({ name: '/etc/passwd', data: Buffer.from('x') }), 'a.docx'],
    ['an office file with the same entry twice', docx({ name: 'WORD/document.xml', data: Buffer.from('x') }), 'a.docx'],
    ['an office file with an entry hidden by a password', docx({ name: 'a.xml', data: Buffer.from('x'), flags: 1 }), 'a.docx'],
    ['an office file that says it has more entries than it has', zip(wordFile, { count: 9 }), 'a.docx'],
    ['an office file with something behind its end', Buffer.concat([docx(), Buffer.from(page)]), 'a.docx'],
    ['an office file with a comment', zip(wordFile, { comment: page }), 'a.docx'],
    ['an office file behind a script', Buffer.concat([Buffer.from('#!/bin/sh\n'), docx()]), 'a.docx'],
    ['an office file that is a PDF too', zip([{ name: '%PDF-1.7', data: Buffer.from('%PDF-1.7') }, ...wordFile]), 'a.docx'],
    ['a PDF that is a zip too', Buffer.concat([pdf(), docx(), Buffer.from('%%EOF')]), 'a.pdf'],
    ['a photograph that is a zip too (as a JAR behind a GIF)', Buffer.concat([jpeg, zip([{ name: 'META-INF/MANIFEST.MF', data: Buffer.from('x') }])]), 'a.jpg'],
    ['a photograph that is a PDF too', Buffer.concat([jpeg.subarray(0, 20), pdf(), jpeg.subarray(20)]), 'a.jpg'],
    ['a GIF that is a JAR', Buffer.concat([Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), zip([{ name: 'a.class', data: Buffer.from('x') }])]), 'a.gif'],
    ['a web page named as text', Buffer.from(`<?xml version="1.0"?>${page}`), 'a.txt'],
  ])('%s is refused, and nothing of it is left', async (_, content, name) => {
    expect(await receive(content, name).then(async (taken) => { await taken.discard(); return 'taken' }, ({ refusal }) => refusal.code)).toMatch(/^file_(broken|type_refused)$/)
    expect(filesIn(join(folder, 'plain', 'arriving'))).toEqual([])
  })
  test('real office files, and photographs with something of their camera behind them, are taken', async () => {
    for (const [content, name] of [[docx(), 'a.docx'], [Buffer.concat([jpeg, Buffer.from('MotionPhoto_Data....mp4 would follow')]), 'a.jpg'], [docx({ name: 'media/a.xml', data: Buffer.alloc(4 * 1024 * 1024) }), 'b.docx']] as const) await (await receive(content, name)).discard()
  })
  test('a web page hidden in a picture is gone when the picture is drawn anew, and handed over as a file it can do nothing', async () => {
    const comment = Buffer.concat([Buffer.from('\0\0\0\0tEXtComment\0'), Buffer.from(page)])
    comment.writeUInt32BE(comment.length - 8, 0)
    const hidden = Buffer.concat([png.subarray(0, 33), comment, Buffer.from([0, 0, 0, 0]), png.subarray(33), Buffer.from(page)])
    const drawn = await receive(hidden, 'a.png', 'picture').catch(() => null) // or refused: its comment has a wrong checksum
    if (drawn) { expect(readFileSync(drawn.path).includes('<script>')).toBe(false); await drawn.discard() }
    const kept = await receive(Buffer.concat([jpeg, Buffer.from(page)]), 'a.jpg')
    expect(kept.media_type).toBe('image/jpeg')
    await kept.discard()
  })
  test.each(['a.pdf.exe', '..%2f..%2fa.pdf', 'CON.pdf', '\u202Efdp.exe', 'a.pdf\0.exe', 'a\r\nSet-Cookie: x=y.pdf', '.htaccess', '"; filename=b.html', 'a.pdf/', ' .pdf', `${'🙂'.repeat(200)}.pdf`])('the name %j is harmless once cleaned', (typed) => {
    expect(cleanName(typed)).toMatch(/^[^/\\\p{Cc}<>:"|?*\u202e]{1,150}$/u)
  })
})

test('an infected upload is refused in words, gone, and recorded with who sent it', async () => {
  const place = join(folder, 'scanned')
  const scanned = openStorage(place, { scanner: async () => 'Techex.Test' })
  expect(await codeOf(receive(pdf(), 'a.pdf', 'document', scanned))).toBe('file_infected')
  expect(filesIn(place)).toEqual([])
  const event = await db.selectFrom('event').selectAll().where('type', '=', 'document.refused_infected').executeTakeFirstOrThrow()
  expect(event).toMatchObject({ person_id: member.person_id, subject: `person:${member.person_id}`, data: { signature: 'Techex.Test', bytes: pdf().length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } })
})

test('an organisation’s share: what does not fit is refused with how much it uses, two at once do not both take the last room', async () => {
  const small = openStorage(join(folder, 'small'), { quotaBytes: pdf('1').length * 2 + 10 })
  const organisation = await anOrganisation(db)
  const as = ctxOf(db, await aPerson(db, { organisation }))
  const put = async (mark: string) => { const upload = await receive(pdf(mark), 'a.pdf', 'document', small); return keeping(as, small, upload, () => transact(as, (tx) => saveDocument(tx, as, upload))) }
  await put('1')
  const uploads = await Promise.all(['2', '3', '5', '6', '7', '8'].map((mark) => receive(pdf(mark), 'a.pdf', 'document', small)))
  const together = await Promise.all(uploads.map((upload) => codeOf(keeping(as, small, upload, () => transact(as, (tx) => saveDocument(tx, as, upload))))))
  expect(together.toSorted()).toEqual([null, ...Array.from({ length: 5 }, () => 'storage_full')].toSorted())
  expect(await codeOf(put('4'))).toBe('storage_full')
  expect(filesIn(join(folder, 'small'))).toHaveLength(2)
  const refusal = { code: 'storage_full', quota: 500 * 1024 * 1024, used: 499.5 * 1024 * 1024, field: 'file' }
  expect(wordRefusal(refusal, 'vi')).toContain('499,5 MB trong 500 MB')
  const upload = await receive(pdf('9'), 'a.pdf', 'document', small, ctxOf(db, await aPerson(db)))
  const alone = ctxOf(db, await aPerson(db))
  await keeping(alone, small, upload, () => transact(alone, (tx) => saveDocument(tx, alone, upload))) // nobody's share: its own module bounds it
})

test('what a document says of its content never changes, whoever asks', async () => {
  const id = await save(await receive(pdf('for ever'), 'a.pdf'))
  for (const column of ["sha256 = 'x'", "media_type = 'text/html'", 'bytes = 1', "name = 'b.pdf'"]) {
    await expect(sql`update document set ${sql.raw(column)} where id = ${id}`.execute(db)).rejects.toThrow(/keeps its content/)
    await expect(asOwner(`update document set ${column} where id = ${id}`)).rejects.toThrow(/keeps its content/)
  }
})

test('a picture taken away takes its document and its file with it, unless something else has them', async () => {
  const listing = await aListing(db, 'offer', ours, 'draft', 'Máy sấy')
  const place = join(folder, 'pictures'), pictures = openStorage(place)
  const add = async (background: string) => {
    const upload = await receive(await sharp({ create: { width: 9, height: 9, channels: 3, background } }).png().toBuffer(), 'a.png', 'picture', pictures)
    return keeping(ctx, pictures, upload, () => transact(ctx, async (tx) => { const id = await saveDocument(tx, ctx, upload); await addPicture(ctx, tx, listing, id, 'Máy sấy'); return id }))
  }
  const runJobs = async () => {
    const { rows } = await sql<{ sha256: string }>`delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'drop_file' returning j.payload->>'sha256' as sha256`.execute(db)
    for (const { sha256 } of rows) await dropUnused(db, pictures, sha256)
    return rows.length
  }
  const [a, b] = [await add('#ff0000'), await add('#00ff00')]
  await removePicture(ctx, { id: listing, document_id: a })
  await removePicture(ctx, { id: listing, document_id: a })
  expect(await runJobs()).toBe(1)
  expect(await db.selectFrom('document').select('id').where('id', 'in', [a, b]).execute()).toEqual([{ id: b }])
  expect(filesIn(place)).toHaveLength(1)
  const second = await aListing(db, 'offer', ours, 'draft', 'Máy sấy hai')
  await db.insertInto('listing_picture').values({ listing_id: second, document_id: b, position: 0 }).execute()
  await removePicture(ctx, { id: listing, document_id: b })
  expect(await runJobs()).toBe(0)
  expect(filesIn(place)).toHaveLength(1)
})

test('the daily sweep takes documents nothing refers to and files of no document, older than a day, and nothing else', async () => {
  const place = join(folder, 'swept'), swept = openStorage(place)
  const put = async (mark: string, at: Date) => { const as = ctxOf(db, member, at); const upload = await receive(pdf(mark), 'a.pdf', 'document', swept); return keeping(as, swept, upload, () => transact(as, (tx) => saveDocument(tx, as, upload))) }
  const now = new Date(), old = new Date(now.getTime() - 2 * 86_400_000)
  const [used, unused, fresh] = [await put('used', old), await put('unused', old), await put('fresh', now)]
  await db.insertInto('listing_picture').values({ listing_id: await aListing(db, 'offer', ours, 'draft', 'x'), document_id: used, position: 0 }).execute()
  const orphan = await swept.keep(Readable.from([pdf('orphan')]), 1000), young = await swept.keep(Readable.from([pdf('young')]), 1000)
  for (const path of filesIn(place)) if (!path.endsWith(young.sha256.slice(2))) utimesSync(path, old, old)
  const took = await sweepFiles(db, swept, now)
  expect(took.files).toBe(2)
  expect((await db.selectFrom('document').select('id').where('id', 'in', [used, unused, fresh]).orderBy('id').execute()).map(({ id }) => id)).toEqual([used, fresh])
  expect(filesIn(place)).toHaveLength(3)
  expect(await swept.open(orphan.sha256)).toBeNull()
  expect(await sweepFiles(db, swept, now)).toMatchObject({ files: 0 })
})

/** The files' routes alone, with a member who may be told apart. */
async function openFiles(into: Storage, { uses = documentUses, filesUrl = null as string | null, now = () => noon } = {}) {
  const app = Fastify()
  await app.register(cookie)
  await app.register(multipart)
  const actors: Record<string, Actor> = { member, other }
  prepareRequests(app, { db, now, publicUrl: 'http://localhost', secret: 's'.repeat(40), production: true, manifest: {}, wordRefusal })
  recogniseVisitors(app, { visitorOf: async (request) => ({ actor: actors[String(request.headers['x-as'])] ?? anonymous, session: null, actingFor: null, waiting: 0, unread: 0, withheld: false }) })
  answerTrouble(app, wordRefusal)
  app.get('/vi', async () => 'a page')
  documentRoutes(app, into, uses, filesUrl === null ? null : { url: filesUrl, secret: 's'.repeat(40) })
  closing.unshift(() => app.close())
  return (url: string, as = '', host = 'localhost') => app.inject({ url, headers: { host, 'x-as': as, ...(as ? { cookie: 'techex.session_token=x' } : {}) } })
}

/** Put where the database lets everybody find it, so that the use alone decides. */
async function onAPage(...documents: number[]): Promise<void> {
  listing ??= await aListing(db, 'offer', ours, 'published', 'Máy sấy')
  for (const document_id of documents) await db.insertInto('listing_picture').values({ listing_id: listing, document_id, position: document_id }).execute()
}
let listing: number | undefined

test('a use may ask that each view be recorded: before the file, once, and without it no file', async () => {
  const id = await save(await receive(pdf('recorded'), 'a.pdf'))
  await onAPage(id)
  let fails = false
  const proof: DocumentUse = async ({ actor }, document) => document.id === id && actor.person_id !== null ? {
    public: false, shown: 'attachment',
    recordView: async (seen) => { if (fails) throw new Error('the log is away'); await transact(seen, (tx) => record(tx, seen, `document:${id}`, { type: 'organisation.changed', organisation_id: ours, fields: [] })) },
  } : null
  const get = await openFiles(storage, { uses: { proof } })
  const views = async () => (await db.selectFrom('event').select('person_id').where('subject', '=', `document:${id}`).execute()).map(({ person_id }) => person_id)
  expect((await get(`/files/${id}/a.pdf`)).statusCode).toBe(404)
  expect(await views()).toEqual([])
  const answer = await get(`/files/${id}/a.pdf`, 'other')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({ 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'private, no-store', 'content-security-policy': "default-src 'none'; sandbox" })
  expect(await views()).toEqual([other.person_id])
  fails = true
  const failed = await get(`/files/${id}/a.pdf`, 'other')
  expect(failed.statusCode).toBe(500)
  expect(failed.body).not.toContain('%PDF')
})

test('through a bucket: uploaded, handed out byte for byte; while it is away, refused in words and nothing in the database', async () => {
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'san-cong-nghe', configs: [] }] })
  const { port } = await server.run()
  const bucket = openS3Storage(join(folder, 's3-local'), { endpoint: `http://127.0.0.1:${port}`, bucket: 'san-cong-nghe', region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' }, { patienceMs: 500 })
  const id = await save(await receive(pdf('bucket'), 'Hợp đồng.pdf', 'document', bucket), bucket)
  await onAPage(id)
  const uses = { all: (async () => ({ public: false, shown: 'attachment' })) satisfies DocumentUse }
  const get = await openFiles(bucket, { uses })
  const answer = await get(`/files/${id}/x`)
  expect(answer.rawPayload).toEqual(pdf('bucket'))
  expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''H%E1%BB%A3p%20%C4%91%E1%BB%93ng.pdf")
  await server.close()
  const before = await db.selectFrom('document').select('id').execute()
  const upload = await receive(pdf('away'), 'a.pdf', 'document', bucket)
  expect(await codeOf(save(upload, bucket))).toBe('storage_away')
  expect(wordRefusal({ code: 'storage_away' }, 'vi')).toMatch(/thử lại/)
  expect(await db.selectFrom('document').select('id').execute()).toEqual(before)
  expect(filesIn(join(folder, 's3-local'))).toEqual([])
  const away = await get(`/files/${id}/x`)
  expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '30'])
  expect(away.body).toContain('Kho lưu tệp tạm thời không trả lời')
}, 180_000)

describe('Files on a host of their own', async () => {
  let id = 0, picture = 0
  beforeAll(async () => { [id, picture] = [await save(await receive(pdf('apart'), 'Hợp đồng.pdf')), await save(await receive(png, 'a.png', 'picture'))]; await onAPage(id, picture) })
  const uses = { mine: (async ({ actor }, document) => document.id === id && actor.person_id === member.person_id ? { public: false, shown: 'attachment' } : null) satisfies DocumentUse, all: (async (_, document) => document.id === picture ? { public: true, shown: 'inline' } : null) satisfies DocumentUse }
  let now = noon
  const get = await openFiles(storage, { uses, filesUrl: 'https://files.example', now: () => now })
  const there = 'files.example'
  const path = (location: unknown): string => String(location).replace('https://files.example', '')

  test('the pages’ host leads whoever may there with a ticket, and hands out nothing itself', async () => {
    for (const as of ['', 'other']) expect((await get(`/files/${id}/x`, as)).statusCode).toBe(404)
    const led = await get(`/files/${id}/x`, 'member')
    expect([led.statusCode, led.headers['cache-control'], led.body]).toEqual([302, 'private, no-store', ''])
    const answer = await get(path(led.headers.location), '', there)
    expect(answer.rawPayload).toEqual(pdf('apart'))
    expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin', 'content-disposition': expect.stringContaining('attachment'), 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' })
  })
  test('a ticket is for one document, one reader, one way of showing it, and five minutes', async () => {
    const ticket = path((await get(`/files/${id}/x`, 'member')).headers.location)
    for (const wrong of [ticket.replace(`/files/${id}/`, `/files/${picture}/`), ticket.replace(/reader=\d+/, 'reader=1000'), ticket.replace(/until=\d+/, 'until=9999999999999'), ticket.replace('shown=attachment', 'shown=inline'), ticket.replace(/ticket=.../, 'ticket=abc'), ticket.replace(/ticket=.*/, 'ticket='), ticket.replace(/&ticket=.*/, ''), `${ticket}&ticket=x`]) {
      expect((await get(wrong, '', there)).statusCode, wrong).toBe(404)
      expect((await get(wrong, 'member', there)).statusCode, `${wrong} with a session`).toBe(404)
    }
    now = minutesAfterNoon(4.9)
    expect((await get(ticket, '', there)).statusCode).toBe(200)
    now = minutesAfterNoon(5)
    expect((await get(ticket, '', there)).statusCode).toBe(404)
    now = noon
    expect((await get(ticket)).statusCode, 'on the pages’ host a ticket is nothing').toBe(404)
  })
  test('what everybody may have needs no ticket; nothing but files lives there', async () => {
    const led = await get(`/files/${picture}/x`)
    expect(led.headers.location).toBe(`https://files.example/files/${picture}/a.webp`)
    expect((await get(path(led.headers.location), '', there)).headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'cross-origin-resource-policy': 'cross-origin' })
    expect((await get('/vi')).body).toBe('a page')
    for (const url of ['/vi', '/', '/vi/sign-in', '/assets/style.css', '/filesystem']) expect((await get(url, 'member', there)).statusCode).toBe(404)
  })
})

test('the reader’s own eyes do not decide what the quota counts; documents of others they do not see', async () => {
  await save(await receive(pdf('quota'), 'a.pdf'))
  const counted = async (as: Db) => (await sql<{ used: number }>`select bytes_kept_for(${ours}) as used`.execute(as)).rows[0]?.used
  expect(await counted(readAs(db, other))).toBe(await counted(db))
  expect(await counted(db)).toBeGreaterThan(0)
  const theirs = await db.selectFrom('document').select('id').where('organisation_id', '=', ours).where('id', 'not in', db.selectFrom('listing_picture').select('document_id')).execute()
  expect(theirs.length).toBeGreaterThan(0)
  expect(await readAs(db, other).selectFrom('document').select('id').where('id', 'in', theirs.map(({ id }) => id)).execute()).toEqual([])
})
