import { XMLValidator } from 'fast-xml-parser'
import { inflateRawSync } from 'node:zlib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { asDocx } from './docx.ts'
import { type Block, bold, gap, type Paper, placeAndDay } from './paper.ts'
import { asPdf } from './pdf.ts'

const long = 'Bên giao cam kết chuyển giao đầy đủ, đúng thời hạn các tài liệu kỹ thuật, quy trình vận hành và bí quyết nêu tại Phụ lục 1, đồng thời cử chuyên gia hướng dẫn cho đến khi dây chuyền đạt chỉ tiêu.'
const inEnglish = 'The supplier shall hand over, in full and on time, the technical documents, operating procedures and know-how listed in Annex 1, and shall send experts until the line reaches its targets.'
const paper = (blocks: Block[], more: Partial<Paper> = {}): Paper => ({
  locale: 'vi', title: 'HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ', subtitle: 'Máy sấy lạnh bơm nhiệt', author: 'Sàn giao dịch công nghệ Hà Nội', created: new Date('2026-11-22T03:04:06Z'), mark: 'Hồ sơ 12 · bản 3 · sha256 0f1e2d3c', blocks, ...more,
})
const contract = paper([
  { kind: 'paragraph', text: [{ text: 'Căn cứ ' }, bold('Luật Chuyển giao công nghệ'), { text: ' và thỏa thuận ngày ' }, gap('ngày ký'), { text: ';' }] },
  { kind: 'heading', level: 1, text: 'Điều 1. Tên công nghệ' },
  { kind: 'paragraph', text: long },
  { kind: 'list', ordered: true, items: ['Tài liệu kỹ thuật', 'Đào tạo hai mươi công nhân', long] },
  ...Array.from({ length: 14 }, (_, i): Block => ({ kind: 'pair', headed: true, vi: [`Điều ${i + 1}. Quyền và nghĩa vụ`, `${long} ${long}`, long], en: [`Article ${i + 1}. Rights and duties`, `${inEnglish} ${inEnglish}`, inEnglish] })),
  { kind: 'table', caption: 'Tiến độ thanh toán', heads: ['Mốc', 'Nội dung', 'Số tiền (đồng)'], widths: [1, 4, 2], numbers: [2], rows: Array.from({ length: 60 }, (_, i) => [String(i + 1), `Nghiệm thu giai đoạn ${i + 1}`, `${(i + 1) * 10}.000.000`]) },
  { kind: 'note', text: 'Bảng này là một phần không tách rời của hợp đồng.' },
  { kind: 'signatures', parties: [{ party: 'ĐẠI DIỆN BÊN GIAO', position: 'Viện trưởng', name: 'Nguyễn Thị Lan', note: '(Ký, ghi rõ họ tên, đóng dấu)' }, { party: 'ĐẠI DIỆN BÊN NHẬN', position: 'Giám đốc', name: 'Trần Văn Bình', note: '(Ký, ghi rõ họ tên, đóng dấu)' }] },
], { head: { place: 'Hà Nội', day: '2026-02-05', number: '12/2026/HĐCGCN', english: true } })
const report = paper([{ kind: 'paragraph', text: long }], { title: 'BÁO CÁO', head: { issuer: ['ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI', 'SÀN GIAO DỊCH CÔNG NGHỆ HÀ NỘI'], number: '45/BC-SGD', place: 'Hà Nội', day: '2026-11-22' } })

/** The pages, each with its words in the order they are read, and what the file says of itself. */
async function read(bytes: Buffer) {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: string[] = []
  const trees: string[] = []
  for (let i = 1; i <= document.numPages; i++) {
    const page = await document.getPage(i)
    pages.push((await page.getTextContent()).items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('').replace(/\s+/g, ' '))
    trees.push(JSON.stringify(await page.getStructTree()))
  }
  return { pages, trees, lang: (await (await document.getPage(1)).getTextContent()).lang, title: ((await document.getMetadata()).info as { Title: string }).Title, marked: (await document.getMarkInfo())?.Marked }
}
/** The parts of the archive by name. */
function parts(archive: Buffer): Record<string, string> {
  const found: Record<string, string> = {}
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, name, extra, comment, from] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)]
    const start = from + 30 + archive.readUInt16LE(from + 26) + archive.readUInt16LE(from + 28)
    const body = archive.subarray(start, start + packed)
    found[archive.toString('utf8', at + 46, at + 46 + name)] = (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : body).toString('utf8')
    at += 46 + name + extra + comment
  }
  return found
}

describe('a paper as a PDF', () => {
  test('says everything it was given, page by page, under the national name and over its mark and number', async () => {
    const { pages, title, lang, marked } = await read(await asPdf(contract))
    expect(pages.length).toBeGreaterThan(4)
    expect(pages[0]).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc SOCIALIST REPUBLIC OF VIET NAM Independence - Freedom - Happiness')
    expect(pages[0]).toContain('Số: 12/2026/HĐCGCN Hà Nội, ngày 05 tháng 02 năm 2026')
    expect(pages[0]).toContain('Căn cứ Luật Chuyển giao công nghệ và thỏa thuận ngày [ngày ký];')
    pages.forEach((page, i) => expect(page).toContain(`Hồ sơ 12 · bản 3 · sha256 0f1e2d3c Trang ${i + 1}/${pages.length}`))
    for (let i = 1; i <= 14; i++) expect(pages.join(' ')).toMatch(new RegExp(`Điều ${i}\\. Quyền.*Article ${i}\\. Rights`))
    expect(pages.at(-1)).toContain('ĐẠI DIỆN BÊN GIAO Viện trưởng (Ký, ghi rõ họ tên, đóng dấu) Nguyễn Thị Lan')
    expect({ title, lang, marked }).toEqual({ title: 'HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ', lang: 'vi-VN', marked: true })
  })

  test('a table that goes on at the next page stands under its head again, and is read aloud as one table', async () => {
    const bytes = await asPdf(contract)
    const { pages } = await read(bytes)
    const withRows = pages.filter((page) => /Nghiệm thu giai đoạn \d+/.test(page))
    expect(withRows.length).toBeGreaterThan(1)
    for (const page of withRows) expect(page).toContain('Mốc Nội dung Số tiền (đồng)')
    expect(bytes.toString('latin1').match(/\/S \/TH\b/g)).toHaveLength(3) // the repeated heads are no cells
  })

  test('what is in English is said to be, and what is in Vietnamese is not', async () => {
    const { trees } = await read(await asPdf(contract))
    expect(trees[0]).toContain('"lang":"en-GB"')
    expect((await read(await asPdf(report))).trees.join('')).not.toContain('en-GB')
  })

  test('a heading stands over two lines at least of what follows, in either language, wherever the page ends', async () => {
    const three = 'Bên nhận trả tiền theo các mốc đã ghi, trong mười lăm ngày kể từ ngày nghiệm thu từng mốc đã thống nhất.', inThree = 'The receiver pays by the milestones set out, within fifteen days of the acceptance of each of them.'
    const texts = [[three, inThree], ['Ngắn.', 'Short.', long, inEnglish], [long, inEnglish]] as const
    const clauses = Array.from({ length: 120 }, (_, i): Block => { const [vi, en, ...more] = texts[i % 3]!; return { kind: 'pair', headed: true, vi: [`Điều ${i + 1}. Thanh toán`, vi, ...(more[0] ? [more[0]] : [])], en: [`Article ${i + 1}. Payment`, en, ...(more[1] ? [more[1]] : [])] } })
    const plain = Array.from({ length: 40 }, (_, i): Block[] => [{ kind: 'heading', level: 2, text: `Điều ${i + 201}. Bảo hành` }, { kind: 'paragraph', text: i % 2 ? three.repeat(2) : `${three} ${three}`.slice(0, 210) }]).flat()
    const document = await getDocument({ data: new Uint8Array(await asPdf(paper([...clauses, { kind: 'page_break' }, ...plain]))), verbosity: 0 }).promise
    const alone: string[] = []
    let headings = 0
    for (let n = 1; n <= document.numPages; n++) {
      const items = (await (await document.getPage(n)).getTextContent()).items.flatMap((item) => ('str' in item && item.str.trim() && item.transform[5] > 45 ? [{ said: item.str, x: item.transform[4] as number, y: item.transform[5] as number }] : []))
      for (const { said, x, y } of items) if (/^(Điều|Article) \d+/.test(said)) {
        headings++
        const below = new Set(items.filter((one) => (said.startsWith('Article') ? one.x > 297 : one.x < 297) && Math.abs(one.x - x) < 240 && one.y < y - 1).map((one) => Math.round(one.y)))
        if (below.size < 2) alone.push(`${said} on page ${n}`)
      }
    }
    expect([headings, alone]).toEqual([280, []])
  })
  test('a heading is never left alone under its page by the table that follows, however tall that begins', async () => {
    const table = (i: number): Block => ({ kind: 'table', heads: ['Nội dung', long], widths: [1, 2], rows: [[`Hàng ${i}`, long.repeat(i % 4)], ['Hàng sau', 'x']] })
    const { pages } = await read(await asPdf(paper(Array.from({ length: 40 }, (_, i): Block[] => [{ kind: 'heading', level: 2, text: `Bảng số ${i}.` }, table(i)]).flat())))
    expect(pages.length).toBeGreaterThan(8)
    for (const page of pages) for (const [, i] of page.matchAll(/Bảng số (\d+)\./g)) expect([i, new RegExp(`Bảng số ${i}\\. .*Hàng ${i}\\b`).test(page)]).toEqual([i, true])
  })
  test('no paragraph leaves one line alone at either side of a turned page', async () => {
    for (const before of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const { pages } = await read(await asPdf(paper([...Array.from({ length: 40 }, (): Block => ({ kind: 'paragraph', text: 'Dòng.' })).slice(0, 30 + before), { kind: 'paragraph', text: `MỞ ${'từ '.repeat(150)}KẾT` }])))
      const [first = '', second = ''] = pages
      const count = (page: string): number => page.match(/từ/g)?.length ?? 0
      if (first.includes('MỞ') && second.includes('KẾT')) { expect(count(first)).toBeGreaterThan(25); expect(count(second)).toBeGreaterThan(25) }
    }
  })

  test('a word wider than its column is broken, a row taller than a page goes on, and a text of strange signs is written all the same', async () => {
    const { pages } = await read(await asPdf(paper([
      { kind: 'table', heads: ['A', 'B'], rows: [['x'.repeat(400), Array.from({ length: 90 }, (_, i) => `dòng ${i}`).join('\n')]] }, { kind: 'paragraph', text: '① 中 \u0000\u202e đ' },
    ])))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.join(' ').match(/x/g)!.length).toBeGreaterThanOrEqual(400)
    for (let i = 0; i < 90; i++) expect(pages.join(' ')).toContain(`dòng ${i} `)
    expect(pages.at(-1)).toContain('1 ? đ')
  })

  test.each<[string, (words: string) => Block]>([['a paragraph', (text) => ({ kind: 'paragraph', text })], ['a note', (text) => ({ kind: 'note', text })], ['both languages', (text) => ({ kind: 'pair', vi: [text], en: ['Last words'] })]])('keeps the last words with the signatures: %s', async (_kind, last) => {
    let turned = 0
    for (let lines = 20; lines < 46; lines++) {
      const { pages } = await read(await asPdf(paper([...Array.from({ length: lines }, (): Block => ({ kind: 'note', text: 'Một dòng.' })), last('Lời cuối cùng của văn bản.'), { kind: 'signatures', parties: [{ party: 'ĐẠI DIỆN BÊN GIAO', position: 'Viện trưởng', name: 'Nguyễn Thị Lan' }] }])))
      const signed = pages.findIndex((page) => page.includes('Nguyễn Thị Lan'))
      turned += Math.min(1, signed)
      expect([lines, pages[signed]]).toEqual([lines, expect.stringContaining('Lời cuối cùng của văn bản.')])
    }
    expect(turned).toBeGreaterThan(3)
  })

  test('is the same bytes for the same paper, and others for another moment', async () => {
    expect((await asPdf(contract)).equals(await asPdf(contract))).toBe(true)
    expect((await asPdf(contract)).equals(await asPdf({ ...contract, created: new Date('2026-11-23T00:00:00Z') }))).toBe(false)
  })

  test('holds a picture with its words', async () => {
    const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#0a7' } }).png().toBuffer()
    expect((await read(await asPdf(paper([{ kind: 'picture', png, width: 300, height: 150, alt: 'Biểu đồ dòng tiền' }])))).trees[0]).toContain('Biểu đồ dòng tiền')
  })
})

describe('a paper as a file for a word processor', () => {
  test('is well-formed, with headings, both languages, a head of the table for each page and the page’s number', async () => {
    const files = parts(await asDocx(contract))
    for (const [name, xml] of Object.entries(files)) if (/\.(xml|rels)$/.test(name)) expect([name, XMLValidator.validate(xml)]).toEqual([name, true])
    const text = files['word/document.xml']!
    for (const part of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Số: 12/2026/HĐCGCN', 'Hà Nội, ngày 05 tháng 02 năm 2026', '[ngày ký]', 'Nguyễn Thị Lan', 'Article 14. Rights and duties', '600.000.000']) expect(text).toContain(part)
    expect(text).toContain('<w:pStyle w:val="Heading1"/>')
    expect(text.match(/<w:tblHeader/g)).toHaveLength(1)
    const [head = '', first = ''] = /<w:tblHeader[\s\S]*?<\/w:tbl>/.exec(text)![0].split('</w:tr>')
    expect([head.match(/<w:p>/g)?.length, head.match(/<w:keepNext/g)?.length, first.includes('<w:keepNext')], 'the head stays with its first row').toEqual([3, 3, false])
    expect(text).toMatch(/<w:lang w:val="en-GB"\/><\/w:rPr><w:t[^>]*>Article 1\. Rights/)
    expect(text).toContain('<w:pgSz w:w="11906" w:h="16838"')
    expect(files['word/styles.xml']).toContain('<w:lang w:val="vi-VN"/>')
    expect(files['word/styles.xml']).toContain('Times New Roman')
    expect(Object.entries(files).find(([name]) => /footer\d\.xml$/.test(name))?.[1]).toMatch(/sha256 0f1e2d3c.*PAGE.*NUMPAGES/s)
    expect(files['docProps/core.xml']).toContain('<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-22T03:04:06Z')
  })

  test('the last words before the signatures go with them, and no others', async () => {
    for (const [last, kept] of [[{ kind: 'pair', vi: ['Lời cuối', 'thêm'], en: ['Last words'] }, 3], [{ kind: 'paragraph', text: 'Lời cuối' }, 1], [{ kind: 'note', text: 'Lời cuối' }, 1]] as [Block, number][]) {
      const text = parts(await asDocx(paper([{ kind: 'paragraph', text: 'Lời đầu' }, last, { kind: 'signatures', parties: [{ party: 'BÊN GIAO', name: 'Lan' }] }])))['word/document.xml']!
      const from = text.indexOf('Lời đầu'), to = text.indexOf('BÊN GIAO')
      expect(text.slice(from, to).match(/<w:keepNext/g)).toHaveLength(kept + 2) // the words, the room above the signatures and their first line
      expect(text.slice(text.lastIndexOf('<w:p>', from), from)).not.toContain('<w:keepNext')
    }
  })

  test('the issuing body stands at the left, and a text that is markup stays text', async () => {
    const files = parts(await asDocx({ ...report, title: 'A < B & "C"', blocks: [{ kind: 'paragraph', text: '</w:t><script>\u0001' }] }))
    expect(files['word/document.xml']).toContain('SÀN GIAO DỊCH CÔNG NGHỆ HÀ NỘI')
    expect(files['word/document.xml']).toContain('&lt;/w:t&gt;&lt;script&gt;<')
    expect(XMLValidator.validate(files['docProps/core.xml']!)).toBe(true)
  })

  test('is the same bytes for the same paper, and others for another moment', async () => {
    const first = await asDocx(contract)
    await new Promise((resolve) => setTimeout(resolve, 2100)) // an archive counts in steps of two seconds
    expect(first.equals(await asDocx(contract))).toBe(true)
    expect(first.equals(await asDocx({ ...contract, created: new Date('2026-11-23T00:00:00Z') }))).toBe(false)
  })
})

test('place and day are written as the decree asks', () => {
  expect([placeAndDay('Hà Nội', '2026-02-05'), placeAndDay('Hà Nội', '2026-11-22'), placeAndDay('Hà Nội', undefined)])
    .toEqual(['Hà Nội, ngày 05 tháng 02 năm 2026', 'Hà Nội, ngày 22 tháng 11 năm 2026', 'Hà Nội, ngày ...... tháng ...... năm ......'])
})

if (process.env.LOOK) test('to look at', async () => {
  const { writeFileSync } = await import('node:fs')
  writeFileSync('/tmp/contracts-look.pdf', await asPdf(contract)); writeFileSync('/tmp/contracts-report.pdf', await asPdf(report)); writeFileSync('/tmp/contracts-look.docx', await asDocx(contract))
})
