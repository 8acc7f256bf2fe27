import { mkdirSync } from 'node:fs'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { expect } from 'vitest'

/** A PDF as a reader sees it: A4, at least so many pages, every page with words on white, none black, kept as pictures for whoever looks. Returns its words. */
export async function looksLikePaper(pdf: Buffer, name: string, pages: number): Promise<string> {
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  expect(document.numPages).toBeGreaterThanOrEqual(pages)
  let words = ''
  mkdirSync('var/pictures', { recursive: true })
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n), { width, height } = page.getViewport({ scale: 1 })
    expect([Math.abs(width - 595.28) < 1, Math.abs(height - 841.89) < 1], `page ${n} is ${width} × ${height}`).toEqual([true, true]) // browsers round A4 up
    const { canvas, context } = (document.canvasFactory as { create(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } }).create(595, 842)
    await page.render({ canvas, canvasContext: context, viewport: page.getViewport({ scale: 1 }) }).promise
    const { data } = context.getImageData(0, 0, 595, 842)
    const picture = sharp(Buffer.from(data.buffer), { raw: { width: 595, height: 842, channels: 4 } }).flatten({ background: '#fff' })
    await picture.png().toFile(`var/pictures/${name}-${n}.png`)
    const dark = (await picture.greyscale().raw().toBuffer()).reduce((sum, grey) => sum + Number(grey < 128), 0) / (595 * 842)
    expect(dark, `ink on page ${n}`).toBeGreaterThan(n === document.numPages ? 0.0005 : 0.01)
    expect(dark, `ink on page ${n}`).toBeLessThan(0.25)
    words += (await page.getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ')
  }
  return words.replace(/\s+/g, ' ')
}
