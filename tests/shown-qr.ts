import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { type Pixels, readQr } from './qr-reader.ts'

/** What the first QR code of a page says, read off its picture as a camera would. Throws where there is none. */
export async function qrShown(html: string): Promise<string> {
  const svg = /<svg role="img"[^>]*shape-rendering="crispEdges">.*?<\/svg>/s.exec(html)?.[0], modules = Number(/viewBox="0 0 (\d+)/.exec(svg ?? '')?.[1])
  if (!svg || !modules) throw new Error('this page shows no QR code')
  const side = `width="${modules * 4}" height="${modules * 4}"`
  const { data, info } = await sharp(Buffer.from(svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"').replace('width="240" height="240"', side))).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return readQr({ data, ...info })
}

/** The first page of a PDF as a printer would print it. */
export async function printed(bytes: Buffer): Promise<Pixels> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const page = await document.getPage(1)
  const viewport = page.getViewport({ scale: 2 })
  const { canvas, context } = (document.canvasFactory as { create(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } }).create(Math.ceil(viewport.width), Math.ceil(viewport.height))
  await page.render({ canvas, canvasContext: context, viewport }).promise
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
