import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locale } from '../locale.ts'
import { fontFiles, openPdf, printable } from '../pdf.ts'
import { languageTags, pageOf, type Paper, type Text } from './paper.ts'
import { type Face, type Line, linesOf } from './pdf-lines.ts'

const faces = ['regular', 'bold', 'italic', 'boldItalic'] as const
const found = (name: string): string => createRequire(import.meta.url).resolve(`@expo-google-fonts/be-vietnam-pro/${name}`)
let letters: Record<Face, Buffer> | undefined
const readLetters = (): Record<Face, Buffer> => ({
  regular: readFileSync(fontFiles.regular), bold: readFileSync(fontFiles.bold),
  italic: readFileSync(found('400Regular_Italic/BeVietnamPro_400Regular_Italic.ttf')), boldItalic: readFileSync(found('700Bold_Italic/BeVietnamPro_700Bold_Italic.ttf')),
})

/** Points in a millimetre. The margins are those of Decree 30/2020: 30 mm at the left, 20 around. */
export const mm = 72 / 25.4
export const left = 30 * mm, width = 160 * mm
const top = 20 * mm, bottom = 275 * mm
const leading = 1.42
const ink = '#17211f', quiet = '#555555', unfilled = '#8a4b00', rule = '#808080'
/** A paper longer than this was not meant. */
const mostPages = 400
export const stepOf = (size: number): number => size * leading

/** What a screen reader is told of a part of the paper. */
export interface Tag { add(child: Tag | (() => void)): unknown; end(): void }
export type Align = 'left' | 'centre' | 'right'
export interface Style { size: number; bold?: boolean; italic?: boolean; lang?: Locale | undefined; /** Between it and what stands above in its column. */ before?: number; align?: Align }
/** One line in its column, and the tag of the paragraph it belongs to. */
export interface SetLine { line: Line; size: number; before: number; align: Align; tag: Tag }
export interface Column { x: number; width: number; lines: SetLine[] }

/** The sheets a paper is written on: one after the other, from the top down, going on by themselves at the next. */
export function openSheets(paper: Paper) {
  const { locale, mark = '' } = paper
  letters ??= readLetters()
  const { doc, root: document, whole, has, artifact } = openPdf(paper, letters, { bufferPages: true })
  const root = document as unknown as Tag
  /** A tag within another, in a language of its own where that is not the paper's. */
  const tag = (parent: Tag, role: string, lang?: Locale, more: object = {}): Tag => {
    const one = doc.struct(role as never, { ...(lang && lang !== locale ? { lang: languageTags[lang] } : {}), ...more } as never) as unknown as Tag
    parent.add(one)
    return one
  }

  // A word is measured once, however often it is written: a contract says “Bên giao” a hundred times.
  const widths = new Map<string, number>()
  const widthOf = (text: string, face: Face, size: number): number => {
    const key = `${face} ${text}`
    let unit = widths.get(key)
    if (unit === undefined) widths.set(key, unit = doc.font(face).fontSize(100).widthOfString(text) / 100)
    return unit * size
  }
  const known = Object.fromEntries(faces.map((face) => [face, has(face)])) as Record<Face, (sign: string) => boolean>

  let y = top
  const turn = (): void => {
    if (doc.bufferedPageRange().count >= mostPages) throw new RangeError(`a paper of more than ${mostPages} pages`)
    doc.addPage({ size: 'A4', margin: 0 })
    y = top
  }
  /** Draws a line. The space at its end keeps it apart from the next for whoever copies or searches the text. */
  const draw = ({ line, size, align }: SetLine, x: number, wide: number, at: number): void => {
    const long = line.reduce((sum, { text, face }) => sum + widthOf(text, face, size), 0)
    let from = align === 'left' ? x : align === 'right' ? x + wide - long : x + (wide - long) / 2
    for (const [i, { text, face, gap }] of line.entries()) {
      doc.font(face).fontSize(size).fillColor(gap ? unfilled : ink).text(i === line.length - 1 ? `${text} ` : text, from, at, { lineBreak: false })
      from += widthOf(text, face, size)
    }
  }

  /** A text as lines of that width, under a tag of its own. */
  const set = (parent: Tag, role: string, text: Text, wide: number, { size, bold = false, italic = false, lang, before = 0, align = 'left' }: Style, more?: object): SetLine[] => {
    const own = tag(parent, role, lang, more)
    const lines = linesOf(text, wide, (part, face) => widthOf(part, face, size), { bold, italic, printable: (part, face) => part.split('\n').map((one) => printable(one, known[face])).join('\n') })
    return lines.map((line, i) => ({ line, size, align, before: i === 0 ? before : 0, tag: own }))
  }
  const heightOf = (lines: readonly SetLine[]): number => lines.reduce((sum, { size, before }, i) => sum + stepOf(size) + (i === 0 ? 0 : before), 0)
  /** How many of these lines stand in that room, so that a paragraph which goes on at the next page has two lines at least on either. */
  const fitting = (lines: readonly SetLine[], begun: number, room: number): number => {
    const rest = lines.slice(begun)
    let count = 0, tall = 0
    while (count < rest.length) {
      tall += stepOf(rest[count]!.size) + (count === 0 ? 0 : rest[count]!.before)
      if (tall > room + 0.01) break
      count++
    }
    if (count === 0 || count === rest.length) return count
    const cut = begun + count
    const own = lines[cut]!.tag
    const first = lines.findIndex((one) => one.tag === own), last = lines.findLastIndex((one) => one.tag === own)
    if (first === cut) return count
    if (cut === last) count--
    return begun + count - first === 1 ? count - 1 : count
  }
  const place = (lines: readonly SetLine[], x: number, wide: number, from: number): number => {
    let at = from
    for (let i = 0; i < lines.length;) {
      let end = i + 1
      while (end < lines.length && lines[end]!.tag === lines[i]!.tag) end++
      if (i > 0) at += lines[i]!.before
      const piece = lines.slice(i, end), begin = at
      lines[i]!.tag.add(() => { let line = begin; for (const one of piece) { draw(one, x, wide, line); line += stepOf(one.size) } })
      at += piece.reduce((sum, { size }) => sum + stepOf(size), 0)
      i = end
    }
    return at
  }

  /**
   * Sets columns side by side from here down, on as many pages as they take. `frame`: with lines around each
   * column, and so much space within; `again`: what stands at the head of every page they go on at.
   */
  const flow = (columns: readonly Column[], { frame = 0, again = () => {} }: { frame?: number; again?: () => void } = {}): void => {
    const begun = columns.map(() => 0)
    const left_over = (): boolean => columns.some(({ lines }, c) => begun[c]! < lines.length)
    for (let turned = false; left_over();) {
      let counts = columns.map(({ lines }, c) => fitting(lines, begun[c]!, bottom - y - 2 * frame))
      if (counts.every((count) => count === 0)) {
        if (!turned) { turn(); again(); turned = true; continue }
        counts = columns.map(({ lines }, c) => Math.min(1, lines.length - begun[c]!)) // a page with room for nothing is not turned for ever
      }
      turned = false
      const deepest = Math.max(...columns.map(({ lines, x, width: wide }, c) => place(lines.slice(begun[c], begun[c]! + counts[c]!), x + frame, wide - 2 * frame, y + frame))) + frame
      if (frame) artifact(() => { for (const { x, width: wide } of columns) doc.lineWidth(0.5).strokeColor(rule).rect(x, y, wide, deepest - y).stroke() })
      for (const [c, count] of counts.entries()) begun[c]! += count
      y = deepest
      if (left_over()) { turn(); again() }
    }
    for (const one of new Set(columns.flatMap(({ lines }) => lines.map((line) => line.tag)))) one.end()
  }

  return {
    root, tag, set, heightOf, flow,
    /** Leaves so much free, unless the page has just begun. */
    space: (points: number): void => { if (y > top) y = Math.min(bottom, y + points) },
    /** Turns the page unless so much room is left on it. */
    room: (points: number): void => { if (y > top && y + Math.min(points, bottom - top) > bottom + 0.01) turn() },
    /** Whether so much room is no longer left on the page. */
    lacks: (points: number): boolean => y + points > bottom + 0.01,
    turn, fresh: (): boolean => y <= top,
    /** What fills a whole page. */
    most: bottom - top,
    at: (): number => y,
    moveTo: (to: number): void => { y = to },
    /** A line that says nothing. */
    stroke: (x: number, long: number): void => artifact(() => doc.lineWidth(0.7).strokeColor(ink).moveTo(x, y).lineTo(x + long, y).stroke()),
    shade: (x: number, wide: number, tall: number): void => artifact(() => doc.rect(x, y, wide, tall).fill('#ededed')),
    /** Lines that a listener has already heard: the heads of a table at its next page. */
    repeat: (columns: readonly Column[], frame: number): void => {
      const tall = Math.max(...columns.map(({ lines }) => heightOf(lines))) + 2 * frame
      artifact(() => {
        for (const { lines, x, width: wide } of columns) {
          doc.rect(x, y, wide, tall).fill('#ededed').lineWidth(0.5).strokeColor(rule).rect(x, y, wide, tall).stroke()
          let at = y + frame
          for (const one of lines) { draw(one, x + frame, wide - 2 * frame, at); at += stepOf(one.size) }
        }
      })
      y += tall
    },
    picture: (png: Buffer, wide: number, tall: number, alt: string): void => {
      const from = y
      const figure = tag(root, 'Figure', undefined, { alt: printable(alt, () => true), bbox: [left + (width - wide) / 2, from, left + (width + wide) / 2, from + tall] })
      figure.add(() => { doc.image(png, left + (width - wide) / 2, from, { fit: [wide, tall] }) })
      figure.end()
      y += tall
    },
    widthOf,
    /** The file, with the mark and the page's number at every foot. Nothing can be drawn after it. */
    finish: (): Promise<Buffer> => {
      const { count } = doc.bufferedPageRange()
      for (let page = 0; page < count; page++) {
        doc.switchToPage(page)
        const number = pageOf[locale](page + 1, count)
        const wide = widthOf(number, 'regular', 7.5)
        let said = printable(mark.replace(/\s+/g, ' '), known.regular)
        while (said && widthOf(said, 'regular', 7.5) > width - wide - 12) said = `${said.slice(0, -2).trimEnd()}…`
        artifact(() => {
          doc.font('regular').fontSize(7.5).fillColor(quiet)
          if (said) doc.text(said, left, 283 * mm, { lineBreak: false })
          doc.text(number, left + width - wide, 283 * mm, { lineBreak: false })
        }, { type: 'Pagination', attached: ['Bottom'] })
      }
      root.end()
      doc.end()
      return whole
    },
  }
}
export type Sheets = ReturnType<typeof openSheets>
