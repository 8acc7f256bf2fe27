import { readFileSync } from 'node:fs'
import PDFDocument from 'pdfkit'
import { fontFiles, printable } from './pdf.ts'

/** A text as the outlines of its letters, standing on the line from x = 0 at y = 0, and how wide it is. */
export interface Outline { path: string; width: number }
interface Glyphs { glyphs: { path: { scale(x: number, y: number): { translate(x: number, y: number): { toSVG(): string } } } }[]; positions: { xAdvance: number; xOffset: number; yOffset: number }[] }
interface Letters { unitsPerEm: number; layout(text: string): Glyphs; hasGlyphForCodePoint(point: number): boolean }
let letters: Letters | undefined

/**
 * The letters come from the typeface the house ships for its PDF files, read by the package that writes
 * those: a picture drawn with them shows every Vietnamese sign on a machine that has no typeface at all.
 */
export function outlineOf(text: string, size: number): Outline {
  letters ??= (new PDFDocument({ autoFirstPage: false, font: readFileSync(fontFiles.regular) as never }) as unknown as { _font: { font: Letters } })._font.font
  const known = letters, scale = size / known.unitsPerEm
  const { glyphs, positions } = known.layout(printable(text, (sign) => known.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)))
  let x = 0
  const path = glyphs.map((glyph, i) => {
    const { xAdvance, xOffset, yOffset } = positions[i]!, at = x + xOffset * scale
    x += xAdvance * scale
    return glyph.path.scale(scale, -scale).translate(at, -yOffset * scale).toSVG()
  }).join('')
  return { path, width: x }
}
