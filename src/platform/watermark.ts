import { readFileSync } from 'node:fs'
import { degrees, PDFDocument } from '@cantoo/pdf-lib'
import PDFKit from 'pdfkit'
import sharp from 'sharp'
import { oneAtATime } from './one-at-a-time.ts'
import { fontFiles, printable } from './pdf.ts'

/** What a copy says of whoever it was handed to: across it, and at its foot. */
export interface Mark { across: string; foot: string }
/** What is marked at all: more would take a processor from everybody else. */
export const markLimits = { pages: 1_000, pixels: 50_000_000, waiting: 20 }

/** The file is none that can carry a mark: locked, broken, too long, or without pages. */
export class CannotMark extends Error {
  override name = 'CannotMark'
}

const inTurn = oneAtATime(markLimits.waiting)
let letters: Buffer | undefined

/**
 * The PDF with the mark on every page, slantwise and at its foot, upright however the page is turned. The
 * marks are letters that can be searched and copied, in a subset of Be Vietnam Pro, so that a name with
 * all its accents stands on every page of a copy that gets away. A signature in the file no longer holds
 * in the copy; the original is kept as it came.
 */
export const markPdf = (bytes: Uint8Array, mark: Mark): Promise<Uint8Array> => inTurn(async () => {
  const file = await opened(bytes)
  const pages = file.getPages().map((page) => {
    const { x, y, width, height } = page.getCropBox()
    const turned = ((page.getRotation().angle % 360) + 360) % 360
    return { page, x, y, width, height, turned, shown: turned % 180 ? [height, width] as const : [width, height] as const }
  })
  // One drawing for every size of page: a thousand pages alike carry it once.
  const sizes = [...new Map(pages.map(({ shown }) => [shown.join(), shown])).entries()]
  const drawings = await file.embedPdf(await drawn(sizes.map(([, size]) => size), mark), sizes.map((_, i) => i))
  for (const { page, x, y, width, height, turned, shown } of pages) {
    const drawing = drawings[sizes.findIndex(([size]) => size === shown.join())]!
    const [dx, dy] = turned === 90 ? [width, 0] : turned === 180 ? [width, height] : turned === 270 ? [0, height] : [0, 0]
    page.drawPage(drawing, { x: x + dx, y: y + dy, width: shown[0], height: shown[1], rotate: degrees(turned) })
  }
  return file.save({ useObjectStreams: false })
})

/** Whether the PDF can carry a mark. */
export const takesMark = async (bytes: Uint8Array): Promise<boolean> => {
  try {
    await markPdf(bytes, { across: 'x', foot: 'x' })
    return true
  } catch (error) {
    if (error instanceof CannotMark) return false
    throw error
  }
}

async function opened(bytes: Uint8Array): Promise<PDFDocument> {
  let file: PDFDocument
  let pages = 0
  try {
    file = await PDFDocument.load(bytes, { updateMetadata: false })
    pages = file.getPageCount()
  } catch (error) {
    throw new CannotMark('no readable PDF', { cause: error })
  }
  if (pages < 1 || pages > markLimits.pages) throw new CannotMark(`${pages} pages`)
  return file
}

/** A PDF of pages of these sizes with nothing on them but the mark. */
function drawn(sizes: readonly (readonly [width: number, height: number])[], { across, foot }: Mark): Promise<Buffer> {
  letters ??= readFileSync(fontFiles.regular)
  const doc = new PDFKit({ autoFirstPage: false, margin: 0, font: letters as never } as PDFKit.PDFDocumentOptions)
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont('mark', letters as never)
  const { font } = (doc.font('mark') as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })._font
  const shown = (text: string): string => printable(text, (sign) => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0))
  for (const [width, height] of sizes) {
    doc.addPage({ size: [width, height], margin: 0 })
    const slope = Math.atan2(height, width)
    const diagonal = Math.hypot(width, height)
    const fit = (text: string, most: number, size: number): number => Math.max(2, Math.min(size, (size * most) / Math.max(1, doc.font('mark').fontSize(size).widthOfString(text))))
    const slant = shown(across), line = shown(foot)
    const size = fit(slant, diagonal * 0.62, 34)
    doc.save().translate(width / 2, height / 2).rotate((-slope * 180) / Math.PI).fontSize(size).fillColor('#8a1c1c').fillOpacity(0.17)
    const long = doc.widthOfString(slant)
    for (const row of [-1, 0, 1]) doc.text(slant, -long / 2, row * Math.min(width, height) * 0.2 - size / 2, { lineBreak: false })
    doc.restore()
    const small = fit(line, width * 0.94, 8)
    doc.save().fontSize(small).fillColor('#5a1212').fillOpacity(0.85)
    doc.text(line, (width - doc.widthOfString(line)) / 2, height - small * 1.9, { lineBreak: false }).restore()
  }
  doc.end()
  return whole
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** The picture with the mark across it and at its foot, in the format it came in. */
export const markPicture = (bytes: Uint8Array, mark: Mark): Promise<Buffer> => inTurn(async () => {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: markLimits.pixels, failOn: 'error' }).autoOrient().toBuffer({ resolveWithObject: true })
    const { width, height } = info
    const slope = (-Math.atan2(height, width) * 180) / Math.PI
    const [across, foot] = await Promise.all([lettering(mark.across, Math.hypot(width, height) * 0.62, Math.min(width, height) / 14, '55'), lettering(mark.foot, width * 0.94, Math.max(9, height / 45), 'd0')])
    const slanted = await sharp(across).rotate(slope, { background: { r: 0, g: 0, b: 0, alpha: 0 } }).resize({ width, height, fit: 'inside', withoutEnlargement: true }).png().toBuffer()
    const { height: footHeight } = await sharp(foot).metadata()
    return await sharp(data).composite([{ input: slanted, gravity: 'centre' }, { input: foot, left: Math.round(width * 0.03), top: Math.max(0, height - footHeight - Math.round(height * 0.01)) }]).toBuffer()
  } catch (error) {
    throw new CannotMark('no readable picture', { cause: error })
  }
})

/** Words as a picture with nothing behind them, no wider than that and about that tall. */
function lettering(text: string, most: number, tall: number, alpha: string): Promise<Buffer> {
  return sharp({ text: { text: `<span foreground="#8a1c1c${alpha}">${escaped(text)}</span>`, font: `Be Vietnam Pro ${Math.max(6, Math.round(tall))}`, fontfile: fontFiles.regular, rgba: true, dpi: 72, wrap: 'none' } })
    .resize({ width: Math.max(1, Math.round(most)), fit: 'inside', withoutEnlargement: true }).png().toBuffer()
}
