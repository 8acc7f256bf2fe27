import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../src/core/context.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { openStorage } from '../src/platform/storage.ts'
import { figure, workbookFile } from '../src/platform/workbook.ts'
import { someContract } from './contracts-things.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from './database.ts'
import { someProof } from './proof-things.ts'
import { aListing, openWhole, signedIn, withCookie } from './readers.ts'

/** What the Exchange gives out for word processors and spreadsheets, as an office program opens and prints it. Where there is none nothing is known of it, and the tests say so. */
const office = spawnSync('soffice', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'techex-office-'))
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

/** The lines of each page: what stands on one height. */
async function linesOf(pdf: Buffer): Promise<string[][]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  return Promise.all(Array.from({ length: document.numPages }, async (_, i) => {
    const lines = new Map<number, string>()
    for (const item of (await (await document.getPage(i + 1)).getTextContent()).items) if ('str' in item) { const height = Math.round(Number(item.transform[5])); lines.set(height, `${lines.get(height) ?? ''}${item.str}`) }
    return [...lines.values()]
  }))
}
/** An office program writes letters with marks in a font of their own, beside the others of their line: the plain ones are compared in their order, the marked ones by how many there are. */
const plain = (text: string): string => text.replace(/[^\x21-\x7e]/g, '')
const marked = (text: string): string[] => text.normalize('NFC').match(/[^\x00-\x7f\s]/g) ?? [] // oxlint-disable-line no-control-regex
const says = (text: string, part: string): boolean => plain(text).includes(plain(part)) && marked(part).every((letter, _, all) => text.normalize('NFC').split(letter).length > all.filter((one) => one === letter).length)
const printed = new Map<string, string[][]>()
/** Pages as pictures, where there is a program that makes them: how many dots of each are dark, and how many of those lie in the margin, within a few millimetres of an edge. */
const pictures = spawnSync('pdftoppm', ['-v']).status === 0
const dotsAnInch = 50
async function drawnOf(pdf: string): Promise<{ width: number; height: number; dark: number; atTheEdge: number }[]> {
  const made = spawnSync('pdftoppm', ['-r', String(dotsAnInch), '-gray', pdf, `${pdf}-page`], { timeout: 120_000 })
  expect(made.status, String(made.stderr)).toBe(0)
  return readdirSync(folder).filter((name) => name.startsWith(`${basename(pdf)}-page`)).toSorted().map((name) => {
    const file = readFileSync(join(folder, name)), [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1'))!.map((part, i) => (i === 0 ? part.length : Number(part))) as [number, number, number]
    const edge = Math.round(dotsAnInch * 0.15)
    let dark = 0, atTheEdge = 0
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (file[head + y * width + x]! < 160) { dark++; if (x < edge || y < edge || x >= width - edge || y >= height - edge) atTheEdge++ }
    return { width, height, dark, atTheEdge }
  })
}
beforeAll(async () => {
  if (!office) return
  const { db } = await testDatabase()
  const { app } = await openWhole(db)
  const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
  const lan = await aPerson(db, { organisation: institute, name: 'Lan' }), hoa = await aPerson(db, { organisation: enterprise, name: 'Hòa' }), officer = await aPerson(db, { staff: ['deal_officer'] })
  await aPerson(db, { organisation: await anOrganisation(db, 'enterprise', 'Công ty Sông Hồng') })
  const offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh bơm nhiệt')
  const deal = await acceptInterest(ctxOf(db, lan), { interest_id: await expressInterest(ctxOf(db, hoa), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
  await someContract(db, ctxOf(db, lan), deal, openStorage(join(folder, 'storage')))
  const proof = await someProof(db, { listing_id: offer, organisation_id: institute, created_by: lan.person_id! })
  const files: [string, string, Actor][] = [
    ['contract.docx', `/vi/deals/${deal}/contract/contract/draft.docx`, lan], ['memorandum.docx', `/vi/deals/${deal}/contract/memorandum/draft.docx`, lan], ['annex.docx', `/vi/deals/${deal}/contract/annexes/1/draft.docx`, lan],
    ['dossier.docx', `/vi/deals/${deal}/support/science-task/dossier.docx?side=demander`, hoa], ['minutes.docx', `/vi/auctions/${proof?.lot}/minutes.docx`, lan], ['report.docx', '/en/figures/conversion/report.docx', officer], ['board.xlsx', '/vi/figures/conversion/data.xlsx', officer],
  ]
  const cookies = new Map<Actor, string>()
  for (const who of [lan, hoa, officer]) cookies.set(who, await signedIn(app, db, who))
  for (const [name, url, who] of files) {
    const { statusCode, rawPayload } = await app.inject({ url, headers: withCookie(cookies.get(who)!) })
    expect([name, statusCode]).toEqual([name, 200])
    writeFileSync(join(folder, name), rawPayload)
  }
  writeFileSync(join(folder, 'books.xlsx'), await workbookFile([{ sheet: 'Sổ', data: [['Số tiền', 'Diễn giải', ...Array.from({ length: 12 }, (_, i) => `Cột ${i}`)], ...Array.from({ length: 120 }, (_, i) => [figure(1_234_567 + i), `Dòng ${i} kể lại đầy đủ lý do của bút toán, dài hơn bề rộng của cột, đến hết câu ${i}.`, ...Array.from({ length: 12 }, (_, column) => column)])], columns: [{ width: 14 }, { width: 40 }, ...Array.from({ length: 12 }, () => ({ width: 16 }))], stickyRowsCount: 1 }]))
  const made = spawnSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...[...files.map(([name]) => name), 'books.xlsx'].map((name) => join(folder, name))], { timeout: 240_000 })
  expect(made.status, String(made.stderr)).toBe(0)
  for (const name of [...files.map(([file]) => file), 'books.xlsx']) printed.set(name, await linesOf(readFileSync(join(folder, name.replace(/\.\w+$/, '.pdf')))))
}, 300_000)

describe('opened by an office program', () => {
  const unknown = 'LibreOffice (soffice) is not installed here: how its files look there is not known'
  test.for<[string, number, string[], string[]]>([
    ['contract.docx', 4, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'SOCIALIST REPUBLIC OF VIET NAM', 'Independence - Freedom - Happiness', 'HỢP ĐỒNG CHUYỂN GIAO CÔNG NGHỆ'], ['Viện Cơ điện', 'Điều 14', 'Article 14', 'ĐẠI DIỆN BÊN NHẬN']],
    ['memorandum.docx', 3, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Independence - Freedom - Happiness', 'BIÊN BẢN GHI NHỚ'], ['Article 1. Purpose', 'ĐẠI DIỆN BÊN GIAO']],
    ['annex.docx', 3, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Independence - Freedom - Happiness', 'PHỤ LỤC SỐ 1'], ['Warranted for 18 months.', 'trong 18 tháng']],
    ['dossier.docx', 3, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'ĐƠN ĐỀ NGHỊ HỖ TRỢ'], ['Công ty Rau sạch', 'ĐẠI DIỆN BÊN ĐỀ NGHỊ']],
    ['minutes.docx', 4, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Independence - Freedom - Happiness', 'BIÊN BẢN PHIÊN CHÀO GIÁ CẠNH TRANH'], ['145.000.000', 'NGƯỜI TRÚNG', 'NGƯỜI CÓ TÀI SẢN']],
    ['report.docx', 10, ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Independence - Freedom - Happiness'], []],
    ['board.xlsx', 24, [], ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'BÁO CÁO', 'LÃNH ĐẠO SÀN']],
  ])('%s is at most %i pages, has its national name and motto each on one line, and says all of it', ([name, pages, lines, parts], { skip }) => {
    skip(!office, unknown)
    const all = printed.get(name)!, text = all.flat().join(' ')
    expect(all.length).toBeLessThanOrEqual(pages)
    for (const line of lines) expect(all[0]!.filter((one) => says(one, line)), `${line}: on one line of ${all[0]!.slice(0, 8).join(' | ')}`).not.toEqual([])
    for (const part of parts) expect(says(text, part), part).toBe(true)
    expect(text).not.toMatch(/\uFFFD|####/)
  })
  test.for(['contract.docx', 'memorandum.docx', 'annex.docx', 'dossier.docx', 'minutes.docx', 'report.docx', 'board.xlsx', 'books.xlsx'])('%s as pictures: every page has something on it, no page more or less than its text says, and nothing is cut off at an edge', async (name, { skip }) => {
    skip(!office, unknown)
    skip(!pictures, 'pdftoppm is not installed here: no page is drawn')
    const pages = await drawnOf(join(folder, name.replace(/\.\w+$/, '.pdf')))
    expect(pages.length).toBe(printed.get(name)!.length)
    for (const [i, { width, height, dark, atTheEdge }] of pages.entries()) {
      expect([dark > 50, dark < width * height / 2, atTheEdge], `page ${i + 1}`).toEqual([true, true, 0])
      expect(Math.round((Math.max(width, height) / Math.min(width, height)) * 100), 'a sheet of paper of the series A').toBe(141)
      // Text is on A4; a sheet of a workbook that is wider than A4 can show on its side may be on A3.
      if (name.endsWith('.docx')) expect(Math.max(width, height), 'on A4').toBeLessThan(12 * dotsAnInch)
    }
  })
  test('no page of the board ends with a heading whose chart or table is on the next', ({ skip }) => {
    skip(!office, unknown)
    const last = [...printed.get('board.xlsx')!.map((page) => page.at(-1)!), ...printed.get('report.docx')!.map((page) => page.at(-2)!)]
    for (const line of last) expect(line.trim()).not.toMatch(/^\d{1,2}\. /)
  })
  test('no word of a head is broken in the English report', ({ skip }) => {
    skip(!office, unknown)
    const text = printed.get('report.docx')!.flat().join('\n')
    expect(text).toContain('connection')
    expect(text).not.toMatch(/connectio(?!n)/)
  })
  test('a workbook is printed one page wide, under its head on every page, with its amounts by thousands', ({ skip }) => {
    skip(!office, unknown)
    const pages = printed.get('books.xlsx')!, text = pages.flat().join(' ')
    for (const page of pages) for (const head of ['Số tiền', 'Diễn giải']) expect(says(page.join(' '), head), head).toBe(true)
    for (let i = 0; i < 120; i++) { expect(plain(text)).toContain(plain(`đến hết câu ${i}.`)); expect(text).toMatch(new RegExp(`1[.,]234[.,]${567 + i}(?!\\d)`)) }
    expect(pages.length).toBeLessThan(12)
  })
})
