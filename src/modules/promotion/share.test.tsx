import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { FastifyInstance } from 'fastify'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { anOrganisation, aPerson, noon, testDatabase } from '../../../tests/database.ts'
import { type Pixels, readQr } from '../../../tests/qr-reader.ts'
import { printed } from '../../../tests/shown-qr.ts'
import { aListing } from '../../../tests/readers.ts'
import { openPages } from '../../../tests/visitors.tsx'
import { Crowded, bounded, oneAtATime } from '../../platform/one-at-a-time.ts'
import { fitLines } from '../../platform/pdf.ts'
import { qrPath } from '../../platform/qr.ts'
import { openStorage } from '../../platform/storage.ts'
import { refreshSearch } from '../listings/indexing.ts'
import { feedRoutes } from './feed-routes.ts'
import { embedRoutes, shareRoutes } from './routes.tsx'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'techex-share-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const storage = openStorage(folder)
const publicUrl = 'http://localhost:3000'
let server: FastifyInstance
const { get } = await openPages(db, (app) => { shareRoutes(app, { publicUrl, storage }); feedRoutes(app, publicUrl) }, { root: (app) => { server = app; embedRoutes(app) } })
const ask = (url: string, headers: Record<string, string>) => server.inject({ url, headers })
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Giấu Tên')
const member = await aPerson(db, { organisation: institute }), moderator = await aPerson(db, { staff: ['moderator'] })
const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh bơm nhiệt cho rau quả và dược liệu')
const draft = await aListing(db, 'offer', institute, 'draft', 'Bản nháp chưa ai biết'), submitted = await aListing(db, 'offer', institute, 'submitted', 'Đang chờ duyệt')
const need = await aListing(db, 'need', enterprise, 'published', 'Cần máy sấy lạnh')
await db.updateTable('listing').set({ anonymous: true }).where('id', '=', need).execute()

const write = (id: number, text: Partial<Record<'title' | 'summary' | 'problem' | 'advantages' | 'description' | 'requirements', string>>) => db.updateTable('listing_text').set(text).where('listing_id', '=', id).execute()
/** The pages, the words in reading order, and what it says of itself. */
async function read(bytes: Buffer) {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const page = await document.getPage(1)
  const content = await page.getTextContent()
  const words = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('').replace(/\s+/g, ' ')
  return { pages: document.numPages, words, lang: content.lang, title: ((await document.getMetadata()).info as { Title: string }).Title, marked: (await document.getMarkInfo())?.Marked, tree: JSON.stringify(await page.getStructTree()) }
}
const drawing = async (svg: string): Promise<Pixels> => {
  const { data, info } = await sharp(Buffer.from(svg)).resize(400).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
const sheet = async (path: string) => read((await get(path)).rawPayload)

describe('The sheet', () => {
  test('says in correct Vietnamese what the listing says, tagged, with its language and title.', async () => {
    await write(offer, { problem: 'Nông sản hỏng 20–30 % sau thu hoạch vì thiếu chỗ sấy.', advantages: 'Giữ màu, giữ hương; chữ ợ ẫ ữ ỷ Đ đ “ngoặc” office fiction.' })
    const answer = await get(`/vi/offers/${offer}/sheet.pdf`)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': `inline; filename="offer-${offer}-vi.pdf"`, 'x-content-type-options': 'nosniff', 'cache-control': 'public, no-cache' })
    const { pages, words, lang, title, marked, tree } = await read(answer.rawPayload)
    expect({ pages, lang, title, marked }).toEqual({ pages: 1, lang: 'vi-VN', title: 'Máy sấy lạnh bơm nhiệt cho rau quả và dược liệu', marked: true })
    for (const said of ['Nông sản hỏng 20–30 % sau thu hoạch vì thiếu chỗ sấy.', 'chữ ợ ẫ ữ ỷ Đ đ “ngoặc” office fiction.', 'Viện Cơ điện', 'Chưa xác minh', 'Mức độ sẵn sàng công nghệ (TRL)', 'Thỏa thuận', 'Kỹ thuật cơ khí nói chung', 'theo phiên bản 1 của tin', `localhost:3000/vi/offers/${offer}`]) expect(words).toContain(said)
    expect(tree).toMatch(/"role":"H1".*"role":"H2".*"role":"Figure".*QR|Mã QR/)
    expect(words).not.toContain('MINH HỌA')
    await db.updateTable('listing').set({ demonstration: true, evidence_grade: 3 }).where('id', '=', offer).execute()
    expect((await sheet(`/vi/offers/${offer}/sheet.pdf`)).words).toMatch(/MINH HỌA.*Bên thứ ba kiểm chứng/)
    expect((await sheet(`/en/offers/${offer}/sheet.pdf`)).words).toMatch(/DEMONSTRATION.*Verified by a third party/)
  })
  test.each([
    ['20,000 characters in every part', 'Nông sản hỏng sau thu hoạch vì thiếu chỗ sấy. '.repeat(435)], ['one word of 20,000 letters', 'x'.repeat(20_000)], ['20,000 marks on one letter', `a${'\u0301'.repeat(20_000)}`],
    ['20,000 lines', '- dòng\n'.repeat(20_000)], ['signs no typeface has', '🌾日本語①₂ﷺ𝒜\u{E000}\u0000\ud800\u202e'.repeat(500)], ['nothing', ''],
  ])('is one page with %s, quickly.', async (_, text) => {
    const clean = text.replaceAll('\0', '').toWellFormed()
    await write(offer, { title: (clean || 'Tên').slice(0, 20_000), summary: clean, problem: clean, advantages: clean, description: clean })
    const before = performance.now()
    const { pages, words } = await sheet(`/vi/offers/${offer}/sheet.pdf`)
    expect(performance.now() - before).toBeLessThan(20_000) // on a machine that does much else; what grows with the square of the text takes minutes
    expect(pages).toBe(1)
    expect(words).toContain('Bản ngày')
    if (text.length > 10_000 && !text.includes('\u0301')) expect(words).toContain('…')
    await write(offer, { title: 'Máy sấy lạnh', summary: 'Sấy lạnh.', problem: '', advantages: '', description: '' })
  })
  test('shows the first picture without what the camera wrote, and is drawn again when anything it says changes.', async () => {
    const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#88aa44' } }).withExif({ IFD0: { Copyright: 'BIMATMAYANH' }, IFD3: { GPSLatitude: '21/1 2/1 3/1' } }).jpeg().toBuffer()
    expect(photo.includes('BIMATMAYANH')).toBe(true)
    const before = await get(`/vi/offers/${offer}/sheet.pdf`)
    const { sha256, bytes } = await storage.keep(Readable.from([photo]), 1_000_000)
    const { id } = await db.insertInto('document').values({ sha256, media_type: 'image/jpeg', bytes, name: 'may-say.jpg', created_by: member.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('listing_picture').values({ listing_id: offer, document_id: id, position: 1, caption: 'Máy đang chạy ở Sóc Sơn' }).execute()
    const after = await get(`/vi/offers/${offer}/sheet.pdf`)
    expect(after.headers.etag).not.toBe(before.headers.etag)
    expect(after.rawPayload.includes('BIMATMAYANH')).toBe(false)
    expect(after.rawPayload.includes('DCTDecode')).toBe(true)
    expect((await read(after.rawPayload)).tree).toContain('Máy đang chạy ở Sóc Sơn')
    // A picture nobody can read is left out; the sheet is there all the same.
    const broken = await storage.keep(Readable.from([Buffer.from('no picture')]), 1_000)
    const { id: other } = await db.insertInto('document').values({ sha256: broken.sha256, media_type: 'image/jpeg', bytes: broken.bytes, name: 'hong.jpg', created_by: member.person_id, created_at: noon }).returning('id').executeTakeFirstOrThrow()
    await db.updateTable('listing_picture').set({ document_id: other }).where('listing_id', '=', offer).execute()
    await write(offer, { summary: 'Sấy lạnh, bản khác.' })
    expect((await sheet(`/vi/offers/${offer}/sheet.pdf`)).words).toContain('bản khác')
  })
  test.each(['vi', 'en'])('leads by its QR code to the listing, in the language of the sheet (%s).', async (locale) => {
    expect(readQr(await printed((await get(`/${locale}/offers/${offer}/sheet.pdf`)).rawPayload))).toBe(`${publicUrl}/${locale}/offers/${offer}`)
    const { body } = await get(`/${locale}/offers/${offer}/share`)
    const svg = /<svg role="img"[^]*?<\/svg>/.exec(body)?.[0].replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"') ?? ''
    expect(readQr(await drawing(svg))).toBe(`${publicUrl}/${locale}/offers/${offer}`)
  })
  test('names nobody for a need that keeps its organisation’s name, whoever asks.', async () => {
    for (const as of [undefined, moderator, member]) {
      const { words } = await read((await get(`/vi/needs/${need}/sheet.pdf`, as)).rawPayload)
      expect(words).not.toContain('Giấu Tên')
      expect(words).toContain('chưa nêu tên công khai')
    }
  })
  test('is fitted at a sentence where there is one, at a word where not, and never past its line.', () => {
    const one = (line: string): number => line.length
    expect(fitLines('Một hai ba. Bốn năm sáu bảy tám chín mười', one, 15, 1)).toEqual(['Một hai ba. …'])
    expect(fitLines('Một hai ba bốn năm sáu', one, 12, 1)).toEqual(['Một hai ba…'])
    expect(fitLines('Một hai ba', one, 12, 1)).toEqual(['Một hai ba'])
    expect(fitLines('Một đoạn.\n\n- mục một\n- mục hai dài hơn\nhết', one, 12, 9)).toEqual(['Một đoạn.', '• mục một', '• mục hai', 'dài hơn', 'hết'])
    expect(fitLines('Một đoạn.\n\n- mục một.\n- mục hai dài hơn', one, 12, 3)).toEqual(['Một đoạn.', '• mục một. …'])
    expect(fitLines('x'.repeat(30), one, 10, 2)).toEqual(['x'.repeat(10), `${'x'.repeat(9)}…`])
    for (const text of ['từ '.repeat(5_000), 'dài'.repeat(5_000)]) for (const line of fitLines(text, one, 17, 9)) expect(line.length).toBeLessThanOrEqual(17)
  })
})

test('An address of any length that fits is read back from its QR code; one wrong module is seen.', async () => {
  const svg = (address: string, spoil = '') => { const { path, modules } = qrPath(address); return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}"><rect width="${modules}" height="${modules}" fill="#fff"/><path d="${path}" shape-rendering="crispEdges"/>${spoil}</svg>` }
  for (const length of [1, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213]) {
    const address = 'https://san.example/vi/needs/đủ?'.repeat(9).slice(0, length).replaceAll(/[đủ]/g, 'd')
    expect(readQr(await drawing(svg(address))), `${length}`).toBe(address)
  }
  const { modules } = qrPath(publicUrl)
  await expect(drawing(svg(publicUrl, `<rect x="${modules - 8}" y="${modules - 8}" width="3" height="3" fill="#888"/><rect x="${modules - 8}" y="${modules - 8}" width="3" height="3"/>`)).then(readQr)).rejects.toThrow('wrong')
})

test('Nothing that is not published has a sheet, a card, a picture or a share page, for its own people either.', async () => {
  for (const id of [draft, submitted, 999_999]) for (const what of ['sheet.pdf', 'share.png', 'share']) for (const as of [undefined, member, moderator])
    expect((await get(`/vi/offers/${id}/${what}`, as)).statusCode, `${id} ${what}`).toBe(404)
  for (const path of [`/embed/vi/offers/${draft}`, `/embed/en/offers/${submitted}`, `/embed/vi/offers/${need}`, '/embed/vi/offers/x']) expect((await get(path, member)).statusCode, path).toBe(404)
})

test('Whoever has it already is sent nothing; whoever has another version is sent the new one.', async () => {
  for (const path of [`/vi/offers/${offer}/sheet.pdf`, `/vi/offers/${offer}/share.png`, '/vi/feeds/offers.rss']) {
    const { headers: { etag } } = await get(path)
    const again = await ask(path, { 'if-none-match': `W/"x", ${etag}` })
    expect([again.statusCode, again.rawPayload.length], path).toEqual([304, 0])
    expect((await ask(path, { 'if-none-match': '"x"' })).statusCode).toBe(200)
  }
  // What is taken back leaves everything else as old as it was: whoever asks by a date is sent the feed.
  const kept = String((await get('/vi/feeds/offers.atom')).headers.etag)
  await db.updateTable('listing').set({ state: 'closed' }).where('id', '=', offer).execute()
  for (const asked of [{ 'if-none-match': kept }, { 'if-modified-since': new Date().toUTCString() }]) {
    const answer = await ask('/vi/feeds/offers.atom', asked as Record<string, string>)
    expect([answer.statusCode, answer.body.includes('Máy sấy lạnh'), answer.headers['last-modified']]).toEqual([200, false, undefined])
  }
  await db.updateTable('listing').set({ state: 'published' }).where('id', '=', offer).execute()
})

test('The picture for other sites is 1200 × 630 and stays so with any words.', async () => {
  for (const title of ['Máy sấy lạnh', 'A & B <b>đậm</b> "x" &lt;', 'ộ'.repeat(3_000), 'từ '.repeat(3_000), '🌾\u0301']) {
    await write(offer, { title })
    const { statusCode, headers, rawPayload } = await get(`/vi/offers/${offer}/share.png`)
    expect([statusCode, headers['content-type']]).toEqual([200, 'image/png'])
    expect(await sharp(rawPayload).metadata()).toMatchObject({ width: 1200, height: 630, format: 'png' })
    expect(rawPayload.length).toBeLessThan(150_000)
  }
  await write(offer, { title: 'Máy sấy lạnh' })
})

test('The card for other sites stands in any frame, runs nothing, sets no cookie and opens its links elsewhere.', async () => {
  const { headers, body } = await get(`/embed/vi/offers/${offer}`, member, 'techex.done=x')
  expect(headers['set-cookie']).toBeUndefined()
  expect(headers['x-frame-options']).toBeUndefined()
  expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *")
  expect(body).not.toMatch(/<script|<form|style=|\son\w+=/)
  expect(body).toContain('<base target="_blank"/>')
  expect((await get(`/embed/en/needs/${need}`, moderator)).body).not.toContain('Giấu Tên')
})

test('The share page leads to all of it, and its snippet is a frame that can do nothing but open links.', async () => {
  const { body } = await get(`/vi/offers/${offer}/share`)
  for (const said of [`/vi/offers/${offer}/sheet.pdf`, `/en/offers/${offer}/sheet.pdf`, `/vi/offers/${offer}/share.png`, '/vi/feeds/offers.rss', '/vi/feeds/needs.atom', `src=&quot;http://localhost:3000/embed/vi/offers/${offer}`, 'role="img"']) expect(body, said).toContain(said)
  expect(/sandbox=&quot;([^&]*)&quot;/.exec(body)?.[1]).toBe('allow-same-origin allow-popups allow-popups-to-escape-sandbox')
})

describe('Feeds', () => {
  test('are valid, in both formats and languages, and hold what is published and nothing else.', async () => {
    await write(offer, { title: 'Sấy <b>lạnh</b> & ]]> “khô”', summary: 'Một \u0001 hai\ufffe <script>alert(1)</script>' })
    for (const path of ['/vi/feeds/offers.rss', '/en/feeds/offers.atom', '/vi/feeds/needs.rss', '/en/feeds/needs.atom', '/vi/search.rss', '/en/search.atom?kind=need&q=%22%3C%5D%5D%3E&field=%00']) {
      for (const as of [undefined, member, moderator]) {
        const { statusCode, headers, body } = await get(path, as)
        expect([statusCode, headers['content-type']], path).toEqual([200, path.includes('rss') ? 'application/rss+xml; charset=utf-8' : 'application/atom+xml; charset=utf-8'])
        expect(XMLValidator.validate(body), path).toBe(true)
        expect(body).not.toMatch(/Bản nháp|chờ duyệt|Giấu Tên|<script>|<b>/)
      }
    }
    const { rss: { channel } } = new XMLParser({ ignoreAttributes: false }).parse((await get('/vi/feeds/offers.rss')).body) as { rss: { channel: { language: string; item: { title: string; link: string; pubDate: string; description: string } } } }
    expect(channel).toMatchObject({ language: 'vi', item: { link: `${publicUrl}/vi/offers/${offer}`, pubDate: noon.toUTCString() } })
    expect(channel.item.title).toContain('Sấy &lt;b&gt;lạnh&lt;/b&gt; &amp;')
    expect(channel.item.description).toMatch(/^Viện Cơ điện – Một/)
    await write(offer, { title: 'Máy sấy lạnh', summary: 'Sấy lạnh.' })
  })
  test('list the fifty newest, the newest first; what is taken back is gone at the next reading.', async () => {
    const many = await Promise.all(Array.from({ length: 55 }, (_, n) => aListing(db, 'need', institute, 'published', `Cần máy số ${n}`)))
    for (const [n, id] of many.entries()) await db.updateTable('listing').set({ published_at: new Date(noon.getTime() - (n + 1) * 60_000) }).where('id', '=', id).execute()
    const itemsOf = async (path: string) => [...(await get(path)).body.matchAll(/<link>http:\/\/localhost:3000\/vi\/needs\/(\d+)</g)].map(([, id]) => Number(id))
    const items = await itemsOf('/vi/feeds/needs.rss')
    expect(items).toEqual([need, ...many.slice(0, 49)])
    await db.updateTable('listing').set({ state: 'closed', closed_at: noon }).where('id', '=', many[0]!).execute()
    expect(await itemsOf('/vi/feeds/needs.rss')).toEqual([need, ...many.slice(1, 50)])
  })
  test('of a search hold what the search finds.', async () => {
    await write(offer, { title: 'Máy sấy thăng hoa' })
    await refreshSearch(db, [offer])
    const { body } = await get('/vi/search.rss?q=say+thang+hoa&page=7&sort=price')
    expect(body).toContain(`/vi/offers/${offer}<`)
    expect(body).toContain('<link>http://localhost:3000/vi/search?q=say+thang+hoa</link>')
    expect((await get('/vi/search.rss?q=khongcogi')).body).not.toContain('<item>')
  })
})

test('Drawing goes one after the other, a bounded line waits, and what is kept is bounded.', async () => {
  const inTurn = oneAtATime(2)
  let running = 0, most = 0
  const work = async (): Promise<number> => { most = Math.max(most, ++running); await new Promise((resolve) => { setTimeout(resolve, 5) }); return running-- }
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => inTurn(work)))
  expect(most).toBe(1)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
  expect((outcomes[5] as PromiseRejectedResult).reason).toBeInstanceOf(Crowded)
  await expect(inTurn(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await inTurn(async () => 7)).toBe(7)
  const kept = bounded<string>(10, ({ length }) => length)
  for (const name of ['a', 'b', 'c']) kept.set(name, 'xxxx')
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([undefined, 'xxxx', 'xxxx'])
})

test('A crowd that asks for pictures at once is told to come again, with a plain sentence.', async () => {
  const many = await Promise.all(Array.from({ length: 60 }, (_, n) => aListing(db, 'offer', institute, 'published', `Ảnh số ${n}`)))
  const answers = await Promise.all(many.map((id) => get(`/vi/offers/${id}/share.png`)))
  const busy = answers.filter(({ statusCode }) => statusCode === 503)
  expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(20)
  expect(busy.length).toBeGreaterThan(0)
  for (const { headers, body } of busy) { expect(headers).toMatchObject({ 'retry-after': '10', 'cache-control': 'no-store' }); expect(headers.etag).toBeUndefined(); expect(body).toContain('mười giây') }
})
