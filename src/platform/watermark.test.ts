import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { CannotMark, markLimits, markPdf, markPicture, takesMark } from './watermark.ts'

const mark = { across: 'Nguyễn Thị Hường · Công ty Rau sạch Đồng Bằng', foot: 'Giao cho Nguyễn Thị Hường, Công ty Rau sạch Đồng Bằng, 02/03/2026 12:00, giao dịch số 12' }

async function pagesOf(bytes: Uint8Array) {
  const file = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  return Promise.all(Array.from({ length: file.numPages }, async (_, i) => {
    const page = await file.getPage(i + 1)
    const { items } = await page.getTextContent()
    const said = items.filter((item) => 'str' in item)
    return { text: said.map(({ str }) => str).join('|').normalize('NFC'), said, view: page.getViewport({ scale: 1 }) }
  }))
}
async function aFile(turns: readonly number[], size: [number, number] = [595, 842]): Promise<Uint8Array> {
  const file = await PDFDocument.create()
  const font = await file.embedFont(StandardFonts.Helvetica)
  for (const turn of turns) {
    const page = file.addPage(size)
    page.setRotation(degrees(turn))
    page.drawText('Own words', { x: 50, y: 400, font, size: 12 })
  }
  return file.save()
}

test('Every page of a marked PDF says who it was handed to, in letters with all their accents, and still says what it said.', async () => {
  const pages = await pagesOf(await markPdf(await aFile([0, 0, 0]), mark))
  expect(pages.length).toBe(3)
  for (const { text } of pages) {
    expect(text).toContain('Own words')
    expect(text.split(mark.across).length - 1).toBeGreaterThanOrEqual(3)
    expect(text).toContain(mark.foot)
  }
})

test('The foot stands at the foot however a page is turned, and within the page.', async () => {
  for (const size of [[595, 842], [842, 595], [300, 300]] as [number, number][]) {
    for (const { said, view } of await pagesOf(await markPdf(await aFile([0, 90, 180, 270], size), mark))) {
      const foot = said.find(({ str }) => str.normalize('NFC') === mark.foot)
      expect(foot).toBeDefined()
      const [x, y] = view.convertToViewportPoint(foot!.transform[4], foot!.transform[5]) as [number, number]
      expect(y / view.height).toBeGreaterThan(0.94)
      expect(x).toBeGreaterThan(0)
      expect(x).toBeLessThan(view.width * 0.5)
    }
  }
})

test('What is locked, broken or too long cannot be marked, and says so.', async () => {
  for (const bytes of [Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), Buffer.from('hello')]) {
    await expect(markPdf(bytes, mark)).rejects.toThrow(CannotMark)
    expect(await takesMark(bytes)).toBe(false)
  }
  expect(await takesMark(await aFile([0]))).toBe(true)
  expect(await takesMark(await aFile(Array.from({ length: markLimits.pages + 1 }, () => 0), [50, 50]))).toBe(false)
  await expect(markPicture(Buffer.from('no picture'), mark)).rejects.toThrow(CannotMark)
})

test('A marked picture keeps its size and format, and looks different across it and at its foot.', async () => {
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const plain = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#ffffff' } }).toFormat(format).toBuffer()
    const marked = await markPicture(plain, mark)
    expect(await sharp(marked).metadata()).toMatchObject({ width: 800, height: 600, format })
    const darkest = async (area: { left: number; top: number; width: number; height: number }) => (await sharp(marked).extract(area).removeAlpha().greyscale().stats()).channels[0]!.min
    expect(await darkest({ left: 250, top: 150, width: 300, height: 300 })).toBeLessThan(245)
    expect(await darkest({ left: 24, top: 570, width: 500, height: 28 })).toBeLessThan(160)
  }
})
